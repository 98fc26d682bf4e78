"""Readers that people have show the same of our feeds, whatever the format: items, ids, titles, links, authors, dates.

The feeds come over HTTP from this machine, of a large made-up site with odd titles in several scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from browser import made_up
from browser.sites import Site, Sites
from readers import Items, Newsboat, Node, by_feedparser

from kliping.site.feed_items import plain

pytest_plugins = ["readers"]

PATHS = ("", f"topics/{made_up.TOPIC}/", "outlets/warta-antah/")
FORMATS = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Sites(tmp_path_factory.mktemp("sites"))
    with made.open:
        yield made["made-up"]


def expected(site: Site, path: str) -> Items:
    """What the entries' files say of the articles that the feed names, newest first."""
    ids = [each.findtext("{*}id") for each in ET.fromstring((site.output / path / "atom.xml").read_bytes())]
    entries = sorted(
        (each for each in site.entries() if each.id in ids), key=lambda each: (each.date, each.id), reverse=True
    )
    assert len(entries) > 5
    return [
        {
            "id": each.id,
            "title": plain(each.title),
            "link": f"{site.url}articles/{each.date:%Y/%m}/{each.slug}/",
            "author": plain(next(iter(each.authors), each.outlet or "")) or None,
            "published": int(each.date.timestamp()) if each.date else 0,
        }
        for each in entries
    ]


def without_updated(items: Items) -> Items:
    return [{key: value for key, value in each.items() if key != "updated"} for each in items]


@pytest.mark.parametrize("path", PATHS)
def test_readers_agree(site: Site, node: Node, path: str) -> None:
    """feedparser, rss-parser and feedsmith see in each format what the entries say, in the same order."""
    url, told = site.url + path, expected(site, path)
    seen: dict[str, Items] = {}
    for name in FORMATS:
        seen[f"feedsmith, {name}"] = node.read(url + name, "feedsmith")
        if name != "feed.json":  # which only feedsmith reads
            seen[f"feedparser, {name}"] = by_feedparser(url + name)
            seen[f"rss-parser, {name}"] = node.read(url + name)
    for name, items in seen.items():
        assert without_updated(items) == told, name
    changes = [
        [each["updated"] or each["published"] for each in items]
        for name, items in seen.items()
        if "feed.xml" not in name
    ]
    assert all(each == changes[0] for each in changes), "RSS has no word for when an item was updated; the others agree"


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
@pytest.mark.parametrize("path", PATHS)
def test_newsboat_stores_the_same(site: Site, newsboat: str, tmp_path: Path, path: str, name: str) -> None:
    """Newsboat, which reads RSS and Atom, has the same items in its store."""
    reader = Newsboat(newsboat, tmp_path / "home", site.url + path + name)

    def by_id(items: Items) -> dict[str, dict[str, Any]]:
        return {each["id"]: each for each in items}

    told = [{**each, "author": each["author"] or ""} for each in expected(site, path)]
    stored = [{**each, "author": each["author"].split(", ")[0]} for each in reader.items()]  # of Atom it takes all
    assert by_id(stored) == by_id(told)


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_newsboat_shows_an_article(site: Site, newsboat: str, tmp_path: Path, name: str) -> None:
    """In a terminal: fetch the feed, open it, open its newest article; headline, author, date and words are there."""
    path = "outlets/warta-antah/"
    items = expected(site, path)
    newest = items[0]
    entry = next(each for each in site.entries() if each.id == newest["id"])
    with Newsboat(newsboat, tmp_path / "home", site.url + path + name).screen() as screen:
        screen.shows("newsboat")
        screen.press("r")
        screen.shows(f"({len(items)}/{len(items)})")
        screen.press("\r")
        listed = screen.shows(items[-1]["title"])
        assert [each["title"] for each in items if each["title"] not in listed] == []
        places = [listed.index(each["title"]) for each in items]
        assert places == sorted(places)
        screen.press("\r")
        shown = screen.shows("Link: " + newest["link"])
        when = datetime.fromtimestamp(newest["published"], UTC)
        assert newest["title"] in shown
        assert f"Author: {newest['author']}" in shown
        assert f"{when:%d %b %Y}" in shown
        assert entry.body.split("\n\n")[0] in shown
