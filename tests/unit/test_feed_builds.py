"""Feeds in a whole build: what did not change stays as it lies, and a feed that readers would choke on is not published."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import ENTRY, SECOND, Run, files

from kliping.records import Output
from kliping.site import feed_formats
from kliping.site.feed_formats import Feed

pytest_plugins = ["commands"]

CLOCK = ("--clock", "2021-01-01T10:00:00+07:00")
FEEDS = ("feed.xml", "atom.xml", "feed.json")


def written(project: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of every feed, and of their list and style sheet."""
    output = project / "output"
    found = [file for name in (*FEEDS, "opml.xml", "feed.css") for file in output.rglob(name)]
    return {file.relative_to(output).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns) for file in found}


def aged(project: Path) -> dict[str, tuple[bytes, int]]:
    """The same, after everything was made to look old."""
    for path in written(project):
        os.utime(project / "output" / path, (1_000_000_000, 1_000_000_000))
    return written(project)


def test_feeds_that_say_nothing_new_stay_as_they_lie(project: Path, run: Run) -> None:
    """Bytes and time: a reader that asks whether a feed changed is told the truth, on another day too."""
    assert run("build", *CLOCK).code == 0
    before = aged(project)
    assert {"feed.xml", "topics/jembatan-antah/feed.json", "outlets/warta-antah/atom.xml", "opml.xml"} <= set(before)
    assert run("build", "--clock", "2022-06-01T10:00:00+07:00").code == 0
    assert written(project) == before


def test_only_feeds_that_hold_an_article_change_with_it(project: Path, run: Run) -> None:
    """An article that a topic does not have leaves the topic's feeds alone."""
    assert run("build", *CLOCK).code == 0
    before = aged(project)
    (project / "content" / "inbox" / "two.txt").write_text(SECOND, "utf-8")
    assert run("build", *CLOCK).code == 0
    after = written(project)
    same = {path for path in before if after[path] == before[path]}
    assert {f"topics/jembatan-antah/{name}" for name in FEEDS} <= same
    assert not {"feed.xml", "atom.xml", "feed.json"} & same


def test_a_broken_feed_stops_the_build(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4, a message that names feed and item, and the site that was there stands as it was."""
    assert run("build", *CLOCK).code == 0
    (project / ENTRY).write_text((project / ENTRY).read_text("utf-8").replace('title: "', 'title: "Baru ', 1), "utf-8")
    before = files(project / "output")
    sound = feed_formats.rss

    def unsound(feed: Feed, *rest: object) -> Output:
        made = sound(feed, *rest)  # type: ignore[arg-type]
        return Output(made.path, made.data.replace(b"<pubDate>", b"<pubDate>kemarin "))

    monkeypatch.setattr(feed_formats, "rss", unsound)
    ended = run("build", *CLOCK)
    assert ended.code == 4
    assert "output/feed.xml: item “" in ended.err
    assert "its date “kemarin " in ended.err
    assert files(project / "output") == before


def test_whoever_asks_is_told_what_did_not_fit(project: Path, run: Run) -> None:
    """A feed of long articles is cut, and -v says which and by how much."""
    (project / "content" / "entries").mkdir(exist_ok=True)
    head = "---\ntitle: Karangan {0}\ndate: 2020-10-{0:02}\nslug: karangan-{0}\n---\n\n"
    for day in range(10, 20):
        text = head.format(day) + "Kata karangan. " * 6_000
        (project / "content" / "entries" / f"{day}.md").write_text(text, "utf-8")
    quiet, told = run("build", *CLOCK), run("build", "-v", *CLOCK)
    assert "left out" not in quiet.err
    assert "note: feed.xml: the oldest" in told.err
    assert max((project / "output" / name).stat().st_size for name in FEEDS) <= 512 * 1024


def test_the_style_sheet_speaks_the_readers_language(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who opens a feed in a browser reads what it is."""
    assert run("build", *CLOCK).code == 0
    assert 'content: "Ini umpan berita.' in (project / "output" / "feed.css").read_text("utf-8")
    monkeypatch.setenv("KLIPING_LANGUAGE", "en")
    assert run("build", *CLOCK).code == 0
    assert 'content: "This is a feed.' in (project / "output" / "feed.css").read_text("utf-8")
