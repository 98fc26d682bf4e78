"""The page that explains feeds, and where pages name theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

import html5lib
import pytest
from making import ROOT, at, entry, page_files, site, words

from kliping.records import Correction
from kliping.site import channels, pages, templates
from kliping.site.assemble import Site

SOURCES = {file.name: file.read_text("utf-8") for file in (ROOT / "templates").glob("*.html")}
FULL = site(
    entry(key=True, corrections=(Correction(date(2020, 11, 1), "Rekaan."),)),
    entry("Karangan b", date=at(20), outlet='Warta "Rekaan" & <Co>'),
)


def tree(made_of: Site, address: str, language: str = "id") -> Any:
    """A page of a site as a reader's browser gets it."""
    wording = words(language)
    page = next(each for each in pages.of(made_of, wording) if each.address == address)
    view = pages.view(made_of, "assets/style-1.css", wording)
    (file,) = page_files([page], view, templates.environment(SOURCES, wording), "file", wording)
    return html5lib.parse(file.data.decode(), namespaceHTMLElements=False)


def test_every_feed_can_be_copied() -> None:
    """Its whole address stands in a field of its own with a label, without any script; each format is linked."""
    page = tree(FULL, "follow/")
    fields = {each.get("id"): each for each in page.iter("input")}
    every = [f"https://kliping.example/{each.feed.address}" for each in channels.of(FULL, words())]
    assert sorted(each.get("value") for each in fields.values()) == sorted(every)
    assert len(every) == 8
    assert all(each.get("readonly") is not None for each in fields.values())
    assert {each.get("for") for each in page.iter("label")} == set(fields)
    assert not page.findall(".//main//script")
    links = [each.get("href") for each in page.findall(".//main//a")]
    assert sum(each.endswith("atom.xml") for each in links) == sum(each.endswith("feed.json") for each in links) == 8
    assert "../opml.xml" in links


@pytest.mark.parametrize(
    ("language", "says"), [("id", "Pilih satu alamat di bawah ini."), ("en", "Choose an address below.")]
)
def test_it_explains_in_the_readers_language(language: str, says: str) -> None:
    """What a feed is and what to do, in plain words."""
    text = "".join(tree(FULL, "follow/", language).find(".//main").itertext())
    assert says in text
    assert "Jembatan Antah" in text or "The Antah bridge" in text


def test_every_page_leads_there() -> None:
    """In the colophon, and beside the link to a topic's feed."""
    for address in ("", "about/", "404.html", "2020/10/"):
        links = [each.get("href") for each in tree(FULL, address).findall(".//footer//a")]
        assert any(each.endswith(("follow/index.html", "follow/")) for each in links), address
    topic = [each.get("href") for each in tree(FULL, "topics/jembatan-antah/").findall(".//main//a")]
    assert "../../follow/index.html" in topic
    assert "feed.xml" in topic


@pytest.mark.parametrize(
    ("address", "folders"),
    [
        ("", ["", "topics/jembatan-antah/"]),
        ("topics/jembatan-antah/", ["", "key/", "weekly/", "corrections/"]),
        ("outlets/warta-antah/", ["", "../../"]),
        ("articles/2020/10/karangan-jembatan-antah/", ["../../../../topics/jembatan-antah/"]),
    ],
)
def test_readers_find_the_feeds_of_a_page(address: str, folders: list[str]) -> None:
    """Each feed in all three formats is named in the head, with its title."""
    made_of = site(
        entry(key=True, corrections=(Correction(date(2020, 11, 1), "Rekaan."),)),
        entry("Karangan c jembatan Antah", date=at(20)),
    )
    found = [
        (each.get("type"), each.get("href"))
        for each in tree(made_of, address).findall(".//head/link[@rel='alternate']")
        if each.get("title")
    ]
    kinds = (
        ("application/rss+xml", "feed.xml"),
        ("application/atom+xml", "atom.xml"),
        ("application/feed+json", "feed.json"),
    )
    assert found == [(kind, folder + name) for folder in folders for kind, name in kinds]


def test_a_page_of_ones_own_does_not_take_its_place() -> None:
    """The address is the site's."""
    assert pages.is_taken("follow")
