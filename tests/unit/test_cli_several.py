"""`add` with a file of several articles."""

from __future__ import annotations

import json
from pathlib import Path

from commands import SECOND, Run

pytest_plugins = ["commands"]

TEXT = SECOND.split("\n\n", 3)[3]


def record(title: str) -> str:
    return json.dumps({"title": title, "text": f"{title} itu karangan.\n\n{TEXT}", "date": "2020-10-07"})


def test_a_file_of_several_articles_is_split(project: Path, run: Run, tmp_path: Path) -> None:
    """Each line becomes a raw file with its own bytes; a broken one is named by its number, the others are taken."""
    lines = [record("Beras Antah Naik"), '{"title": "Putus', "", record("Jagung Antah Turun")]
    (tmp_path / "kabar.jsonl").write_text("\n".join(lines) + "\n")
    ended = run("add", str(tmp_path / "kabar.jsonl"))
    inbox = project / "content" / "inbox"
    assert ended.code == 1
    assert "content/inbox/kabar-0002.json" in ended.err
    assert "not JSON" in ended.err
    assert ended.err.count("created:") == 2
    assert [(inbox / f"kabar-000{number}.json").read_text() for number in (1, 2, 4)] == [each for each in lines if each]
    assert not (inbox / "kabar.jsonl").exists()


def test_such_a_file_in_the_inbox_says_what_to_do(project: Path, run: Run) -> None:
    """One that was put into the inbox by hand is set aside as a whole; nothing of it is lost."""
    file = project / "content" / "inbox" / "kabar.json"
    file.write_text(f"[{record('Beras Antah Naik')}, {record('Jagung Antah Turun')}]")
    ended = run("add", str(file))
    assert ended.code == 1
    assert "holds 2 articles" in ended.err
    assert "kliping add" in ended.err
    assert file.exists()
