"""Explain and restore: what was dropped and how sure that is, and lines put back through the entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from commands import ENTRY, SECOND, Run, files

from kliping import ingest
from kliping.records import Article, Facts, RawArticle, Role

pytest_plugins = ["commands"]

LAST = "Pemerintah Antah mengatakan jembatan itu akan diperiksa lagi tahun depan."
AD = "Pasang iklan di Warta Antah"


@pytest.fixture
def with_an_ad(project: Path) -> Path:
    """The project, its article with a line after its end that is no part of it."""
    with (project / "content" / "inbox" / "good.txt").open("a", encoding="utf-8") as raw:
        raw.write(f"\nTerpopuler\n\n{AD}\n")
    return project


def add_keys(project: Path, text: str) -> None:
    """Write lines into the entry's front matter as a person would."""
    file = project / ENTRY
    said = file.read_text("utf-8")
    file.write_text(said.replace("capture:", f"{text}\ncapture:", 1), "utf-8")


STYLES: dict[str, Callable[[str, str], str]] = {
    "a list in a line": lambda key, line: f'{key}: ["{line}"]',
    "a list in lines": lambda key, line: f"{key}:\n  - {line}",
    "a list in lines that begin at the margin": lambda key, line: f"{key}:\n- '{line}'",
    "a list over several lines": lambda key, line: f'{key}: [\n  "{line}",\n]',
    "one line": lambda key, line: f"{key}: {line}",
}


@pytest.mark.parametrize("style", list(STYLES))
def test_a_line_is_put_back_and_taken_out(with_an_ad: Path, run: Run, style: str) -> None:
    """`keep` and `drop` in an entry are obeyed by the next run, which then has nothing more to do."""
    run("build")
    assert AD not in (with_an_ad / ENTRY).read_text("utf-8")
    add_keys(with_an_ad, STYLES[style]("keep", AD) + "\n" + STYLES[style]("drop", LAST))
    assert "1 updated" in run("build").err
    text = (with_an_ad / ENTRY).read_text("utf-8")
    head, body = text.split("\n---\n", 1)
    assert (AD in body, LAST in body) == (True, False)
    assert STYLES[style]("keep", AD) + "\n" + STYLES[style]("drop", LAST) in head, "word by word as they were written"
    assert "1 same" in run("build").err
    assert (with_an_ad / ENTRY).read_text("utf-8") == text


def test_a_list_behind_the_capture_line(with_an_ad: Path, run: Run) -> None:
    """The end of the front matter is as good a place as any."""
    run("build")
    file = with_an_ad / ENTRY
    file.write_text(re.sub(r"(?m)^(capture: .*)$", rf'\1\nkeep: ["{AD}"]', file.read_text("utf-8")), "utf-8")
    assert "1 updated" in run("build").err
    assert AD in file.read_text("utf-8").split("\n---\n", 1)[1]


def test_a_list_taken_out_again(with_an_ad: Path, run: Run) -> None:
    """Without the list the entry is what it was before."""
    run("build")
    before = (with_an_ad / ENTRY).read_text("utf-8")
    add_keys(with_an_ad, f'keep: ["{AD}"]')
    run("build")
    text = (with_an_ad / ENTRY).read_text("utf-8")
    (with_an_ad / ENTRY).write_text(re.sub(r"(?m)^keep: .*\n", "", text), "utf-8")
    assert "1 updated" in run("build").err
    assert (with_an_ad / ENTRY).read_text("utf-8") == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: ", "title: Lain "),
        (f'"{AD}"]', f'"{AD}", {{Foto: AFP}}]'),
        (f'"{AD}"]', f'"{AD}"'),
    ],
)
def test_any_other_edit_still_freezes_the_entry(with_an_ad: Path, run: Run, old: str, new: str) -> None:
    """A title, or a list that cannot be read: nothing is written over it."""
    run("build")
    add_keys(with_an_ad, f'keep: ["{AD}"]')
    file = with_an_ad / ENTRY
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    edited = file.read_text("utf-8")
    run("build")
    run("build")
    assert file.read_text("utf-8") == edited


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("keep: ", "note: catatan\nkeep: "),
        ("keep: ", "# mengapa\nkeep: "),
        ("title: ", "# mengapa\ntitle: "),
        ("lang: ", "\nlang: "),
        (f'"{AD}"]', f'"{AD}"]  # mengapa'),
    ],
)
def test_what_only_a_person_writes_is_carried_over(with_an_ad: Path, run: Run, old: str, new: str) -> None:
    """A key of the person's, a comment, a blank line: the entry is brought up to date round it, each line in its place."""
    run("build")
    add_keys(with_an_ad, f'keep: ["{AD}"]')
    file = with_an_ad / ENTRY
    edited = file.read_text("utf-8").replace(old, new, 1)
    assert edited != file.read_text("utf-8")
    file.write_text(edited, "utf-8")
    assert "1 updated" in run("build").err
    text = file.read_text("utf-8")
    assert AD in text.split("\n---\n", 1)[1]
    assert re.sub("stamp: .*", "", text.split("\n---\n")[0]) == re.sub("stamp: .*", "", edited.split("\n---\n")[0])
    assert "1 same" in run("build").err


def test_words_lifted_out_of_a_line_are_put_back(project: Path, run: Run) -> None:
    """A line that is kept by the entry stands in it as it stands in the raw file, dateline and all."""
    run("build")
    add_keys(project, 'keep: ["ANTAH, Warta Antah - Artikel ini*"]')
    run("build")
    assert "\nANTAH, Warta Antah - Artikel ini dikarang" in (project / ENTRY).read_text("utf-8")


def test_a_wish_that_meets_no_line(project: Path, run: Run) -> None:
    """An item of the lists that no line answers to is named."""
    run("build")
    add_keys(project, 'drop: ["Baris yang tidak ada"]')
    warning = "note: drop: no line of the raw file reads “Baris yang tidak ada”"
    assert warning in run("build").err
    assert warning in run("build").err, "as long as it stands there"
    assert warning.removeprefix("note: ") in run("status").out


def test_why_tells_how_sure_it_is_and_who_decided(with_an_ad: Path, run: Run) -> None:
    """Each line has its confidence; what the entry wishes is a reason."""
    run("build")
    add_keys(with_an_ad, f'keep: ["{AD}"]')
    run("build")
    said = run("why", "good.txt").out
    number = len((with_an_ad / "content" / "inbox" / "good.txt").read_text("utf-8").splitlines())
    assert f"+ {number:>4}  100 %  {AD}\n                body: you keep it: the entry's `keep`" in said
    assert re.search(r"^confidence +\d+ % sure that the text is clean$", said, re.M)
    data = run("why", "--json", "good.txt").data
    assert 0 <= data["confidence"] <= 1
    assert all(0.5 <= line["confidence"] <= 1 for line in data["lines"])


# ------------------------------------------------------------------ what to look at


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cleaner that is sure of little."""
    clean = ingest.clean

    def doubting(raw: RawArticle, facts: Facts) -> Article:
        article = clean(raw, facts)
        verdicts = tuple(
            replace(each, confidence=0.6 if each.line.text == LAST else 0.995) for each in article.verdicts
        )
        return replace(article, confidence=0.42, verdicts=verdicts)

    monkeypatch.setattr(ingest, "clean", doubting)


@pytest.mark.usefixtures("unsure")
def test_status_lists_what_to_look_at(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles that may not be clean are listed with the least sure lines, from memory, until a person was there."""
    said = run("build").err
    assert "; 1 to look at, see `kliping status`." in said
    monkeypatch.setattr(ingest, "clean", None)
    ended = run("status")
    number = len((project / "content" / "inbox" / "good.txt").read_text("utf-8").splitlines())
    assert f"look at: {ENTRY}: 42 % sure that its text is clean\n    + {number:>4}   60 %  {LAST[:71]}…\n" in ended.out
    assert ended.code == 0, "to look at something is no fault"
    assert run("status", "--json").data["look_at"] == [ENTRY.removeprefix("content/")]
    with (project / ENTRY).open("a", encoding="utf-8") as entry:
        entry.write("\nDilihat.\n")
    assert "look at" not in run("status").out


def test_what_is_sure_is_not_listed(run: Run) -> None:
    """Where nothing is doubtful nobody is asked to look."""
    assert "look at" not in run("build").err
    assert "look at" not in run("status").out


def test_a_run_tells_what_it_cleaned(run: Run) -> None:
    """The summary counts lines kept and dropped, and so does the data; a run that cleans nothing says nothing."""
    data = run("build", "--json").data
    (outcome,) = data["inbox"]
    report = outcome["report"]
    assert data["cleaned"] == {
        "articles": 1,
        "kept": report["kept"],
        "dropped": report["dropped"],
        "doubtful": len(data["look_at"]),
    }
    assert (report["kept"], report["dropped"]) == (4, 4)
    assert "Cleaned:" not in run("build").err


# ------------------------------------------------------------------ dry runs


def test_add_without_writing(project: Path, run: Run, tmp_path: Path) -> None:
    """`add --dry-run` shows title, date, outlet and counts of what would come, and writes not a byte."""
    (tmp_path / "a.txt").write_text(SECOND, "utf-8")
    before = files(project)
    ended = run("add", "--dry-run", str(tmp_path / "a.txt"))
    assert ended.code == 0
    assert "created: content/entries/2020/10/karangan-harga-beras-di-antah.md\n" in ended.err
    assert "2020-10-07 09:30  Warta Antah  Karangan: Harga Beras di Antah" in ended.out
    assert "    3 lines kept, " in ended.err
    assert ended.err.endswith("Nothing was written.\n")
    assert files(project) == before
    assert run("add", "--dry-run", "--json", str(tmp_path / "a.txt")).data[0]["report"]["kept"] == 3


def test_a_dry_run_says_what_the_real_one_does(project: Path, run: Run, tmp_path: Path) -> None:
    """Two files of one name, a copy, and one without an article come to the same in both."""
    for name, text in (("one/a.txt", SECOND), ("two/a.txt", SECOND + "\nLagi.\n"), ("one/b.txt", "Menu\n")):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    given = [str(tmp_path / name) for name in ("one/a.txt", "two/a.txt", "one/b.txt")]
    tried, done = run("add", "--dry-run", *given), run("add", *given)
    assert tried.code == done.code == 1
    assert tried.err == done.err + "Nothing was written.\n"


def test_build_without_writing_shows_what_would_come(run: Run) -> None:
    """`build --dry-run` shows the same of what is new in the inbox."""
    assert "    2020-10-05T10:15:00+07:00, Warta Antah\n    4 lines kept, 4 dropped, " in run("build", "--dry-run").err


def test_roles_are_what_the_counts_say(clean: Callable[..., Article]) -> None:
    """A report counts every line of the raw file once."""
    article = clean(SECOND)
    report = ingest.report(article)
    assert report.kept == sum(verdict.role is Role.BODY for verdict in article.verdicts)
    assert report.kept + report.dropped == len(article.raw.lines)
