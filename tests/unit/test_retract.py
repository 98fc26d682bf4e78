"""Addresses, corrections and retractions through the door: what editors do, and what readers then find."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import feedparser
import pytest
from commands import ENTRY, PAGE, SECOND, Run, files

from kliping import ledger, takedown

pytest_plugins = ["commands"]

CLOCK = ("--clock", "2021-01-01T10:00:00+07:00")
SLUG = "karangan-harga-beras-di-antah"
RICE = f"content/entries/2020/10/{SLUG}.md"
RICE_PAGE = f"output/articles/2020/10/{SLUG}/index.html"
WORDS = "yang hanya ada dalam dongeng pengantar tidur"
REASON = "Media rekaan menariknya."


@pytest.fixture
def rice(project: Path, run: Run) -> Path:
    """The project with a second article, built."""
    (project / "content" / "inbox" / "two.txt").write_text(SECOND, "utf-8")
    assert run("build", *CLOCK).code == 0
    return project


def edit(file: Path, key: str, value: str) -> None:
    """Change a line of an entry as a person would."""
    text = file.read_text("utf-8")
    assert re.search(rf"^{key}: ", text, re.M)
    file.write_text(re.sub(rf"^{key}: .*$", f"{key}: {value}", text, count=1, flags=re.M), "utf-8")


def item_of(project: Path, id_: str, feed: str = "atom.xml") -> Any:
    """The item of an article in a feed."""
    (found,) = (each for each in feedparser.parse((project / "output" / feed).read_bytes()).entries if each.id == id_)
    return found


def id_of(file: Path) -> str:
    found = re.search(r"^id: (\S+)$", file.read_text("utf-8"), re.M)
    assert found
    return found[1]


# ------------------------------------------------------------------ addresses and ids


def test_an_article_that_moves_leaves_a_way(rice: Path, run: Run) -> None:
    """New slug, then new date: both former addresses lead to where it is, in one step; the id stays."""
    edit(rice / RICE, "slug", "beras")
    assert run("build", *CLOCK).code == 0
    edit(rice / RICE, "date", "2020-11-07T09:30:00+07:00")
    assert run("build", *CLOCK).code == 0
    for former in (SLUG, "beras"):
        page = (rice / "output" / "articles" / "2020" / "10" / former / "index.html").read_text("utf-8")
        assert '<link rel="canonical" href="https://kliping.example/articles/2020/11/beras/">' in page
        assert '<meta http-equiv="refresh" content="0; url=../../11/beras/index.html">' in page
        assert '<meta name="robots" content="noindex">' in page
        assert "Harga Beras" not in page
    listed = (rice / "output" / "_redirects").read_text("utf-8")
    assert f"/articles/2020/10/{SLUG}/ /articles/2020/11/beras/ 301\n" in listed
    assert listed.count("\n") == 4
    assert item_of(rice, id_of(rice / RICE)).link == "https://kliping.example/articles/2020/11/beras/"


def test_an_article_that_is_gone_says_so(rice: Path, run: Run) -> None:
    """A draft again: its address answers without a word of it, and is well again when it is shown."""
    text = (rice / RICE).read_text("utf-8")
    (rice / RICE).write_text(text.replace("capture:", "draft: true\ncapture:", 1), "utf-8")
    assert run("build", *CLOCK).code == 0
    page = (rice / RICE_PAGE).read_text("utf-8")
    assert "Tidak ada lagi di sini" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Beras" not in page.replace(SLUG, "")
    (rice / RICE).write_text(text, "utf-8")
    run("build", *CLOCK)
    assert WORDS in (rice / RICE_PAGE).read_text("utf-8")


@pytest.mark.parametrize("switch", ["--drafts", "--future", "--dry-run"])
def test_what_readers_never_saw_is_not_remembered(rice: Path, run: Run, switch: str) -> None:
    """A build to look at leaves the ledger as it was."""
    edit(rice / RICE, "slug", "beras")
    before = (rice / "content" / "ledger.jsonl").read_bytes()
    assert run("build", switch, *CLOCK).code == 0
    assert (rice / "content" / "ledger.jsonl").read_bytes() == before


def test_a_hand_written_entry_keeps_its_id(project: Path, run: Run) -> None:
    """It says no id: an address of the original that comes later, or another folder, changes nothing for subscribers."""
    file = project / "content" / "entries" / "opini.md"
    file.parent.mkdir(exist_ok=True)
    file.write_text("---\ntitle: Opini rekaan\ndate: 2020-10-01\n---\n\nTulisan rekaan.\n", "utf-8")
    run("build", *CLOCK)
    (first,) = (row.id for row in ledger.load(project / "content").values() if row.entry == "entries/opini.md")
    file.write_text(file.read_text("utf-8").replace("date:", "url: https://antah.example/opini\ndate:"), "utf-8")
    run("build", *CLOCK)
    assert item_of(project, first).title == "Opini rekaan"
    (project / "content" / "entries" / "lama").mkdir()
    file.rename(project / "content" / "entries" / "lama" / "pendapat.md")
    run("build", *CLOCK)
    assert item_of(project, first).title == "Opini rekaan"


def test_a_new_domain_changes_no_id(rice: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of an item nor of a feed."""

    def ids() -> list[str]:
        found = feedparser.parse((rice / "output" / "atom.xml").read_bytes())
        return [found.feed.id, *(each.id for each in found.entries)]

    before = ids()
    monkeypatch.setenv("KLIPING_BASE_URL", "https://baru.example/berita/")
    assert run("build", *CLOCK).code == 0
    assert ids() == before


def test_a_date_that_goes_back_does_not_take_updated_back(rice: Path, run: Run) -> None:
    """What subscribers were told once stays told."""
    before = item_of(rice, id_of(rice / RICE)).updated
    edit(rice / RICE, "date", "2020-09-07T09:30:00+07:00")
    run("build", *CLOCK)
    assert item_of(rice, id_of(rice / RICE)).updated == before


# ------------------------------------------------------------------ corrections


def test_a_correction_is_shown_everywhere(rice: Path, run: Run) -> None:
    """On the article, on the page of corrections, in its feed; the item keeps its id and moves."""
    id_ = id_of(rice / RICE)
    before = item_of(rice, id_)
    said = run("correct", SLUG, "Harga rekaan itu 9,\nbukan 7.", *CLOCK)
    assert said.code == 0
    assert f"corrected: {RICE}: 2021-01-01: Harga rekaan itu 9, bukan 7." in said.err
    ended = run("build", *CLOCK)
    assert (ended.code, "Inbox: 2 same." in ended.err) == (0, True)
    words = "Harga rekaan itu 9, bukan 7."
    assert words in (rice / RICE_PAGE).read_text("utf-8")
    assert words in (rice / "output" / "corrections" / "index.html").read_text("utf-8")
    assert "corrections/index.html" in (rice / "output" / "index.html").read_text("utf-8")
    after = item_of(rice, id_)
    assert (before.updated, after.updated) == ("2020-10-07T09:30:00+07:00", "2021-01-01T10:00:00+07:00")
    (notice,) = feedparser.parse((rice / "output" / "corrections" / "atom.xml").read_bytes()).entries
    assert words in notice.summary
    assert notice.id != id_


def test_a_correction_on_the_day_of_publication_moves_the_item(rice: Path, run: Run) -> None:
    """A day begins before the article came out; the moment of the command counts."""
    run("correct", RICE, "Rekaan.", "--clock", "2020-10-07T11:00:00+07:00")
    run("build", *CLOCK)
    assert item_of(rice, id_of(rice / RICE)).updated == "2020-10-07T11:00:00+07:00"


def test_the_same_correction_is_not_added_twice(rice: Path, run: Run) -> None:
    """Running the command again changes nothing."""
    run("correct", SLUG, "Rekaan.", *CLOCK)
    before = files(rice / "content")
    assert run("correct", SLUG, "Rekaan.", *CLOCK).code == 0
    assert files(rice / "content") == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("correct", "nothing-here", "Rekaan."), "is no article of this site"),
        (("correct", SLUG, " "), "the correction says nothing"),
        (("retract", SLUG, "--reason", "\n"), "--reason says nothing"),
        (("retract", SLUG), "--reason"),
        (("restore", SLUG), "was neither deleted nor retracted"),
    ],
)
def test_wrong_use(rice: Path, run: Run, arguments: tuple[str, ...], words: str) -> None:
    """Nothing is changed, and the message says what to give."""
    before = files(rice)
    ended = run(*arguments)
    assert ended.code == 2
    assert words in ended.err
    assert files(rice) == before


def test_a_slug_of_two_articles_asks_which(rice: Path, run: Run) -> None:
    """Both are named by their paths."""
    copy = rice / "content" / "entries" / "2020" / "09" / f"{SLUG}.md"
    copy.parent.mkdir()
    copy.write_text("---\ntitle: Lain\ndate: 2020-09-01\n---\n\nRekaan.\n", "utf-8")
    ended = run("correct", SLUG, "Rekaan.")
    assert ended.code == 2
    assert RICE in ended.err
    assert f"content/entries/2020/09/{SLUG}.md" in ended.err
    assert run("correct", f"content/entries/2020/09/{SLUG}.md", "Rekaan.", *CLOCK).code == 0


def test_own_words_above_the_corrections(rice: Path, run: Run) -> None:
    """A policy that the editor wrote stands on the page, and gives its name."""
    pages = rice / "content" / "pages"
    pages.mkdir(exist_ok=True)
    (pages / "corrections.md").write_text("# Ralat kami\n\nKami mencatat semuanya.\n", "utf-8")
    run("correct", SLUG, "Rekaan.", *CLOCK)
    assert run("build", *CLOCK).code == 0
    page = (rice / "output" / "corrections" / "index.html").read_text("utf-8")
    assert "Kami mencatat semuanya." in page
    assert "Rekaan." in page
    assert (rice / "output" / "index.html").read_text("utf-8").count("Ralat kami") == 1


# ------------------------------------------------------------------ retractions


def bytes_below(folder: Path) -> bytes:
    return b"".join(files(folder).values())


def test_a_retraction_takes_the_text_away(rice: Path, run: Run) -> None:
    """From content, output and cache; a notice with the reason stays at each address and in the feeds."""
    id_ = id_of(rice / RICE)
    edit(rice / RICE, "slug", "beras")
    run("build", *CLOCK)
    ended = run("retract", "beras", "--reason", REASON, *CLOCK)
    assert ended.code == 0, ended.err
    assert f"private/retracted/{SLUG}/" in ended.err
    kept = files(rice / "private")
    assert set(kept) == {
        ".gitignore",
        f"retracted/{SLUG}/retraction.json",
        f"retracted/{SLUG}/{RICE.removeprefix('content/')}",
        f"retracted/{SLUG}/inbox/two.txt",
    }
    assert "\n*\n" in kept[".gitignore"].decode()
    for folder in ("content", "output", ".cache"):
        assert WORDS.encode() not in bytes_below(rice / folder), folder
        assert b"Harga Beras" not in bytes_below(rice / folder), folder
    for slug in (SLUG, "beras"):
        page = (rice / "output" / "articles" / "2020" / "10" / slug / "index.html").read_text("utf-8")
        assert REASON in page
        assert "1 Januari 2021" in page
        assert "Warta Antah" in page
        assert '<meta name="robots" content="noindex">' in page
    item = item_of(rice, id_)
    assert (item.title, item.updated) == ("Artikel ditarik", "2021-01-01T10:00:00+07:00")
    assert REASON in item.summary
    assert REASON in (rice / "output" / "corrections" / "index.html").read_text("utf-8")
    before = files(rice / "output")
    assert run("build", *CLOCK).code == 0
    assert files(rice / "output") == before


def test_what_an_outlet_repeats_is_learned_from_the_others_only(rice: Path, run: Run) -> None:
    """A line that stood in the retracted article and in one more is on no list any more."""
    line = "Ikuti kami di kanal rekaan Warta Antah"
    for name in ("two.txt", "good.txt"):
        file = rice / "content" / "inbox" / name
        file.write_text(f"{file.read_text('utf-8')}\n{line}\n\nTerpopuler\n", "utf-8")
    run("build", *CLOCK)
    lists = list((rice / "content" / "outlets").glob("*.furniture.txt"))
    assert any(line in each.read_text("utf-8") for each in lists)
    run("retract", SLUG, "--reason", REASON, *CLOCK)
    assert not any(line in each.read_text("utf-8") for each in (rice / "content" / "outlets").glob("*.furniture.txt"))


def test_all_captures_go(rice: Path, run: Run) -> None:
    """The same article saved again goes along, also when no run has seen it yet."""
    shutil.copy(rice / "content" / "inbox" / "two.txt", rice / "content" / "inbox" / "again.txt")
    with (rice / "content" / "inbox" / "again.txt").open("a", encoding="utf-8") as stream:
        stream.write("\nPasang iklan\n")
    assert run("retract", SLUG, "--reason", REASON, *CLOCK).code == 0
    assert set(files(rice / "content" / "inbox")) == {"good.txt"}
    assert set(files(rice / "private" / "retracted" / SLUG / "inbox")) == {"two.txt", "again.txt"}


TOPIC = "content/topics/jembatan-antah.md"


def naming(project: Path, entry: str, path: str) -> None:
    """Make an entry name another file as the one that it was made from."""
    file = project / entry
    text, number = re.subn(r"\{file: [^,]*", lambda _: "{file: " + json.dumps(path), file.read_text("utf-8"))
    assert number == 1
    file.write_text(text, "utf-8")


@pytest.mark.parametrize(
    "path",
    [
        ENTRY.removeprefix("content/"),
        TOPIC.removeprefix("content/"),
        "ledger.jsonl",
        "../site.toml",
        "inbox/../../site.toml",
        "inbox/elsewhere/site.toml",
        "inbox/../inbox/two.txt",
        "inbox//two.txt",
        "inbox/./two.txt",
        "inbox",
        "",
        "\0",
        "/site.toml",
        "/content/inbox/good.txt",
    ],
)
def test_only_files_of_the_inbox_go(rice: Path, run: Run, path: str) -> None:
    """What an entry says its saved file is may be a slip or a trap: whatever it names, nothing else is moved."""
    (rice / TOPIC).parent.mkdir(exist_ok=True)
    (rice / TOPIC).write_text("2020-10-10: Kata rekaan.\n", "utf-8")
    (rice / "content" / "inbox" / "elsewhere").symlink_to(rice, target_is_directory=True)
    naming(rice, RICE, f"{rice}{path}" if path.startswith("/") else path)
    places = ("content/entries", "content/topics", "content/inbox", "site.toml")
    ours = {RICE, "content/inbox/two.txt"}
    before = {name: data for name, data in files(rice).items() if name.startswith(places) and name not in ours}
    ended = run("retract", SLUG, "--reason", REASON, *CLOCK)
    assert ended.code == 0, ended.err
    assert {name: data for name, data in files(rice).items() if name.startswith(places)} == before
    kept = set(files(rice / "private" / "retracted" / SLUG))
    assert kept == {"retraction.json", RICE.removeprefix("content/"), "inbox/two.txt"}
    assert ("left alone: " in ended.err) == (path not in ("", "\0"))


@pytest.mark.parametrize("path", ["../site.toml", "topics/x.md", "entries/../../site.toml", "/etc/hostname", ""])
def test_a_ledger_that_names_another_place_is_refused(rice: Path, run: Run, path: str) -> None:
    """Entries are written and moved where the ledger says that they were: it may say nothing but places of entries."""
    file = rice / "content" / "ledger.jsonl"
    file.write_text(file.read_text("utf-8").replace(RICE.removeprefix("content/"), path), "utf-8")
    (rice / RICE).unlink()
    for command in (("build",), ("restore", "two.txt"), ("retract", "two.txt", "--reason", REASON)):
        ended = run(*command, *CLOCK)
        assert ended.code == 3
        assert "content/ledger.jsonl:" in ended.err


def test_the_same_article_saved_again_stays_away(rice: Path, run: Run) -> None:
    """It is set aside, and the message says why."""
    run("retract", SLUG, "--reason", REASON, *CLOCK)
    (rice / "content" / "inbox" / "later.txt").write_text(SECOND, "utf-8")
    ended = run("build", *CLOCK)
    assert ended.code == 1
    assert f"was retracted on 2021-01-01: {REASON}" in ended.err
    assert not (rice / RICE).exists()


def test_a_retraction_can_be_taken_back(rice: Path, run: Run) -> None:
    """The very files return; the id is the same, and the item moves on."""
    before, id_ = files(rice / "content" / "entries"), id_of(rice / RICE)
    inbox = files(rice / "content" / "inbox")
    run("retract", SLUG, "--reason", REASON, *CLOCK)
    ended = run("restore", SLUG, "--clock", "2021-01-02T10:00:00+07:00")
    assert ended.code == 0, ended.err
    assert files(rice / "content" / "entries") == before
    assert files(rice / "content" / "inbox") == inbox
    assert not (rice / "private" / "retracted" / SLUG).exists()
    assert run("build", "--clock", "2021-01-02T10:00:00+07:00").code == 0
    assert WORDS in (rice / RICE_PAGE).read_text("utf-8")
    assert item_of(rice, id_).updated == "2021-01-02T10:00:00+07:00"


def test_restore_writes_over_nothing(rice: Path, run: Run) -> None:
    """Another file that lies there now is named; nothing is moved."""
    run("retract", SLUG, "--reason", REASON, *CLOCK)
    (rice / "content" / "inbox" / "two.txt").write_text("Lain sama sekali.\n", "utf-8")
    before = files(rice)
    ended = run("restore", SLUG, *CLOCK)
    assert ended.code == 4
    assert "content/inbox/two.txt" in ended.err
    assert files(rice) == before


def test_a_file_that_came_back_is_not_shown(rice: Path, run: Run) -> None:
    """From a backup or version control: the build says so, and retracting again moves it away."""
    saved = (rice / RICE).read_bytes()
    run("retract", SLUG, "--reason", REASON, *CLOCK)
    (rice / RICE).write_bytes(saved)
    ended = run("build", *CLOCK)
    assert ended.code == 1
    assert "was retracted on 2021-01-01 and is not shown" in ended.err
    assert WORDS.encode() not in bytes_below(rice / "output")
    assert run("retract", SLUG, "--reason", "Alasan lain.", *CLOCK).code == 0
    assert not (rice / RICE).exists()
    assert REASON in (rice / RICE_PAGE).read_text("utf-8")


def test_a_deleted_article_can_be_retracted(rice: Path, run: Run) -> None:
    """Its raw file is still there; the reason then stands at its address."""
    (rice / RICE).unlink()
    run("build", *CLOCK)
    assert run("retract", SLUG, "--reason", REASON, *CLOCK).code == 0
    assert set(files(rice / "content" / "inbox")) == {"good.txt"}
    assert REASON in (rice / RICE_PAGE).read_text("utf-8")


def test_a_move_that_fails_leaves_all_as_it_was(rice: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4: no file is in two places or in none, and the ledger says nothing of it."""
    before = {path: data for path, data in files(rice).items() if not path.startswith(".cache/")}
    really, calls = takedown.move, 0

    def fails(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise PermissionError(13, "Permission denied", str(source))
        really(source, target)

    monkeypatch.setattr(takedown, "move", fails)
    ended = run("retract", SLUG, "--reason", REASON, *CLOCK)
    assert ended.code == 4
    assert "nothing has changed" in ended.err
    after = {path: data for path, data in files(rice).items() if not path.startswith(".cache/")}
    assert {path: data for path, data in after.items() if path != "private/.gitignore"} == before
    monkeypatch.undo()
    assert run("retract", SLUG, "--reason", REASON, "-C", str(rice), *CLOCK).code == 0


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(1, 8))
def test_killed_in_the_middle(rice: Path, run: Run, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Wherever it ends, no later build shows the article, or it was not retracted yet; the command again finishes it."""
    steps = 0

    def dies(act: Any) -> Any:
        def counted(*given: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == step:
                raise Killed
            return act(*given, **named)

        return counted

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink"):
            patch.setattr(Path, name, dies(getattr(Path, name)))
        with pytest.raises(Killed):
            run("retract", SLUG, "--reason", REASON, *CLOCK)
    rows = ledger.load(rice / "content").values()
    is_decided = any(row.retracted for row in rows)
    run("build", *CLOCK)
    assert (WORDS.encode() in bytes_below(rice / "output")) == (not is_decided)
    assert run("retract", SLUG, "--reason", REASON, *CLOCK).code == 0
    assert not (rice / RICE).exists()
    assert set(files(rice / "content" / "inbox")) == {"good.txt"}
    for folder in ("content", "output", ".cache"):
        assert WORDS.encode() not in bytes_below(rice / folder), folder


def test_the_other_article_is_untouched(rice: Path, run: Run) -> None:
    """A retraction changes no byte of an article that stays, nor of its page's text."""
    entry, page = (rice / ENTRY).read_bytes(), (rice / PAGE).read_text("utf-8")
    run("retract", SLUG, "--reason", REASON, *CLOCK)
    assert (rice / ENTRY).read_bytes() == entry
    body = re.compile(r"<article.*</article>", re.S)
    assert body.findall((rice / PAGE).read_text("utf-8")) == body.findall(page)


def test_the_history_of_git_is_named(rice: Path, run: Run) -> None:
    """Where the project is in version control, the message says what that still holds."""
    (rice / ".git").mkdir()
    assert "git" in run("retract", SLUG, "--reason", REASON, *CLOCK).err
