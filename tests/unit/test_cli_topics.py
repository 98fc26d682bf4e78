"""The commands on topics: match, topic try, topic suggest, and what why says of them."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from commands import BASE, ENTRY, Run, project, run

__all__ = ("project", "run")

SLUG = "jembatan-antah"
DEFINITION = (
    'who = [["umbara*"], ["selaksa*"]]\nwhat = ["damai", "gencatan senjata"]\nfrom = 2020-10-01\nto = 2020-10-31\n'
)


def given(monkeypatch: pytest.MonkeyPatch, *lines: Any) -> None:
    """Put lines on standard input: texts as they are, all else as JSON."""
    data = "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in lines).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_match_reads_lines_and_writes_lines(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict for each line, in order, with the id as it was; broken lines are told and stop nothing."""
    (tmp_path / "damai.toml").write_text(DEFINITION, "utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    title = "Umbara dan Selaksa Sepakat Damai"
    given(
        monkeypatch,
        {"id": 1, "title": title, "text": "Umbara dan Selaksa sepakat damai.", "date": "2020-10-10"},
        {"id": "b", "title": title, "text": "", "date": "2021-10-10T08:00:00+07:00", "lang": None},
        "",
        '{"id": "c", "title"',
        {"id": "d", "title": title, "date": "kemarin"},
        {"id": "e", "title": 7},
        {"id": "f", "title": " "},
        "[]",
        {"title": title, "text": "Umbara dan Selaksa sepakat damai.", "url": "https://kabar.example/2020/10/10/damai"},
    )
    ended = run("match", "--topic", str(tmp_path / "damai.toml"), "--jsonl")
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 1
    assert [each.get("id") for each in told] == [1, "b", None, "d", "e", "f", None, None]
    assert [each.get("verdict") for each in told] == ["in", "out", *[None] * 5, "in"]
    assert list(told[0]) == ["id", "verdict", "score", "reason"]
    assert told[0]["score"] > 0
    assert told[1]["reason"] == "2021-10-10 lies after 2020-10-31"
    assert "is no JSON" in told[2]["error"]
    assert told[3]["error"] == "date is 'kemarin', not such as 2020-10-30 or 2020-10-30T18:45:00+07:00"
    assert told[4]["error"] == "title is no text"
    assert told[5]["error"] == "has neither title nor text"
    assert "is no object" in told[6]["error"]
    assert not list(empty.iterdir())


@pytest.mark.usefixtures("project")
def test_match_with_a_topic_of_the_site(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slug means a topic of site.toml."""
    given(monkeypatch, {"id": "1", "title": "Jembatan Antah Dibuka", "text": "Jembatan Antah dibuka."})
    ended = run("match", "--topic", SLUG, "--jsonl")
    assert (ended.code, json.loads(ended.out)["verdict"]) == (0, "in")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("match", "--topic", "lain", "--jsonl"), 2, 'there is no topic "lain"\n    topics are: jembatan-antah'),
        (("match", "--topic", "lain.toml", "--jsonl"), 3, "lain.toml: cannot be read"),
        (("match", "--topic", SLUG), 2, "needs --jsonl"),
        (("topic", "try", SLUG), 2, "no build of this site is remembered"),
        (("topic", "try", "lain"), 2, 'there is no topic "lain"'),
        (("topic", "suggest", SLUG, "--topic", "x.toml"), 2, "--topic is for topic try"),
    ],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    """What cannot be done is told, and what can."""
    ended = run(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_why_tells_the_topics_of_an_entry(run: Run, project: Path) -> None:
    """A verdict and a reason for each topic, for an entry from a raw file and for one written by hand."""
    run("build", "--clock", "2021-01-01")
    slug = Path(ENTRY).stem
    assert f"topic {SLUG}: in; what: “jembatan” in the headline" in run("why", slug).out
    assert run("why", slug, "--json").data["topics"][0]["verdict"] == "in"
    entry = '---\ntitle: "Karangan: Kabar Lain"\ndate: 2020-10-10\nlang: id\nnot_topics: [jembatan-antah]\n---\n\nAntah, karangan.\n'
    (project / "content/entries/2020/10/kabar-lain.md").write_text(entry, "utf-8")
    assert run("why", "kabar-lain").out == f"topic {SLUG}: out; kept out in the entry\n"
    assert run("why", "kabar-lain", "--json").data["topics"][0]["reason"] == "kept out in the entry"


def test_a_definition_is_tried_before_it_is_built(run: Run, project: Path) -> None:
    """Who leaves when site.toml has changed since the last build, and who when a file's definition took its place."""
    run("build", "--clock", "2021-01-01")
    assert run("topic", "try", SLUG).out == "1 article: 1 in before, 1 in after; 0 changes.\n"
    other = project / "lain.toml"
    other.write_text('who = [["antah*"]]\nwhat = ["terowongan"]\n', "utf-8")
    ended = run("topic", "try", SLUG, "--topic", str(other))
    assert ended.out.startswith(f"leaves: {ENTRY}: in → out; what: no word of it\n")
    settings = project / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace('"jembatan*"', '"terowongan"'), "utf-8")
    ended = run("topic", "try", SLUG)
    assert ended.out.endswith("1 article: 1 in before, 0 in after; 1 change.\n")
    (change,) = run("topic", "try", SLUG, "--json").data
    assert (change["entry"], change["before"], change["after"]) == (ENTRY.removeprefix("content/"), "in", "out")


def test_words_that_a_definition_may_lack(run: Run, project: Path) -> None:
    """Words of articles that are in, pinned or found, and rare in others; none of the definition, no stop words."""
    folder = project / "content/entries/2020/10"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(4):
        pin = f"topics: [{SLUG}]\n" if number < 3 else ""
        words = "Titian gantung dan yang jembatan" if number < 3 else "Harga beras dan yang Antah"
        text = f'---\ntitle: "Karangan {number}"\ndate: 2020-10-1{number}\nlang: id\n{pin}---\n\n{words}.\n'
        (folder / f"karangan-{number}.md").write_text(text, "utf-8")
    ended = run("topic", "suggest", SLUG)
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert "titian gantung: in 3 of 3 articles that are in, 0 of 1 that are out" in lines
    assert not any(
        word in line.split(":")[0].split() for line in lines for word in ("dan", "yang", "jembatan", "antah")
    )
    assert run("topic", "suggest", SLUG, "--json").data["in"] == 3


def test_the_tests_know_their_project() -> None:
    """The project's topic is the one that is spoken of here."""
    assert SLUG in (BASE / "site.toml").read_text("utf-8")
    assert os.sep not in SLUG
