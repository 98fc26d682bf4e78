"""`kliping stories`: reports of other programs in, the story of each and what it copies out, in order."""

from __future__ import annotations

import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kliping import cli

DATA = tomllib.loads((Path(__file__).parent / "stories.toml").read_text("utf-8"))
DEFINITION = """\
who = [["antah*"], ["berantah*"]]
what = ["gencatan senjata", "truce*"]
from = 2031-02-01
to = 2031-04-30
[names]
places = ["Kota Purwa = Purwa City", "Talinga"]
"""
ROWS: list[dict[str, Any]] = [
    {
        "id": number,
        **{key: str(each[key]) for key in ("title", "text", "lang", "date") if key in each},
    }
    for number, each in enumerate(DATA["reports"])
]


@pytest.fixture
def filtered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Run `stories` on lines, in a folder without a site, with a definition in a file."""

    def ended(*lines: str, arguments: tuple[str, ...] = ("--jsonl",)) -> tuple[int, list[dict[str, Any]], str]:
        (tmp_path / "topik.toml").write_text(DEFINITION, "utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
        code = cli.main(("stories", "--topic", "topik.toml", *arguments))
        out, err = capsysbinary.readouterr()
        return code, [json.loads(line) for line in out.decode().splitlines()], err.decode()

    return ended


def test_a_line_for_each_in_order(filtered: Any) -> None:
    """Ids come back as they were given; a story is called by its earliest report; a copy says of what."""
    short = {**ROWS[2], "id": "salinan", "title": "Lain", "text": ROWS[2]["text"][:180], "date": "2031-03-11"}
    code, answers, err = filtered(*map(json.dumps, [*ROWS[::-1], short]))
    assert (code, err) == (0, "")
    assert [each["id"] for each in answers] == [*(each["id"] for each in ROWS[::-1]), "salinan"]
    assert all(list(each) == ["id", "story", "copy_of"] for each in answers)
    story_of = {each["id"]: each["story"] for each in answers}
    assert story_of[2] == story_of[3] == story_of["salinan"] == 2
    assert story_of[6] == story_of[7] == 6
    assert {each["id"]: each["copy_of"] for each in answers if each["copy_of"] is not None} == {"salinan": 2}


def test_broken_lines_stop_nothing(filtered: Any) -> None:
    """What cannot be read is told in its place, the rest is answered, and the exit code is 1."""
    code, answers, _ = filtered("{", json.dumps(ROWS[0]), '{"id": 5}', json.dumps({**ROWS[1], "date": "kemarin"}))
    assert code == 1
    assert ["error" in each for each in answers] == [True, False, True, True]
    assert answers[1] == {"id": 0, "story": 0, "copy_of": None}


def test_ids_that_are_missing_or_given_twice(filtered: Any) -> None:
    """Each line is a report of its own, whatever it is called."""
    given = [{**ROWS[0], "id": None}, {**ROWS[10], "id": "x"}, {**ROWS[6], "id": "x"}]
    code, answers, _ = filtered(*map(json.dumps, given))
    assert code == 0
    assert [each["id"] for each in answers] == [None, "x", "x"]
    assert [each["story"] for each in answers] == [None, "x", "x"]


def test_nothing_in_nothing_out(filtered: Any) -> None:
    """No line gives no line."""
    assert filtered() == (0, [], "")


def test_what_is_needed(filtered: Any) -> None:
    """Without --jsonl the command says how it is used."""
    code, _, err = filtered(arguments=())
    assert code == 2
    assert "kliping stories --topic TOPIC.toml --jsonl" in err
