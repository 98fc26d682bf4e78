"""A topic's edition: the whole story on one page, each text once, and no word that the rights do not allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from making import at, entry, outlet, words
from test_topic_page import ONE, THREE, TWO, report, story, with_stories

from kliping.records import Copy
from kliping.site import edition, metadata, pages, sitemaps
from kliping.site.assemble import Site
from kliping.site.contexts import EditionPage, IndexPage, Page, TopicPage

WORDS = words()
HERE = "topics/jembatan-antah/edition/"
BASE = "https://kliping.example/"


def made(found: Site) -> dict[str, Page]:
    return {page.address: page for page in pages.of(found, WORDS)}


def whole(found: Site) -> EditionPage:
    page = made(found)[HERE].page
    assert isinstance(page, EditionPage)
    return page


def titles(page: EditionPage) -> list[tuple[int, list[str]]]:
    return [(day.date.day, [each.card.title for each in day.chapters]) for day in page.days]


def test_it_tells_the_story_from_its_beginning() -> None:
    """Days come earliest first, on each day event by event, in each event its reports."""
    page = whole(with_stories([ONE, TWO, THREE], [story(5, ONE, TWO), story(9, THREE)]))
    assert titles(page) == [(5, [ONE.title, TWO.title]), (9, [THREE.title])]
    assert (page.count, page.outlet_count, page.start.day, page.end.day) == (3, 3, 5, 9)
    assert all("Kalimat kedua." in each.html for day in page.days for each in day.chapters)


def test_a_text_stands_there_once() -> None:
    """Of copies one is printed, that which may show most; the others are named beside it."""
    copies = {TWO.id: Copy(ONE.id, 1.0, is_whole=True)}
    found = with_stories(
        [ONE, TWO], [story(5, ONE, TWO, copies=copies)], outlets=(outlet("Warta Antah", rights="excerpt"),)
    )
    (chapter,) = whole(found).days[0].chapters
    assert (chapter.card.title, chapter.rights) == (TWO.title, "full")
    assert [each.title for each in chapter.copies] == [ONE.title]


@pytest.mark.parametrize(("right", "shown"), [("full", True), ("excerpt", True), ("link", False)])
def test_rights_hold(right: str, shown: bool) -> None:
    """An edition shows of an article what the article's own page shows, and never a word more."""
    long = " ".join(f"Kalimat rekaan nomor {number} tentang Antah." for number in range(40))
    one = report("satu", 5, body=f"{long}\n\nRahasia terakhir laporan ini.")
    found = with_stories([one], [story(5, one)], outlets=(outlet(rights=right),))
    (chapter,) = whole(found).days[0].chapters
    assert chapter.html == edition.lowered(found.entries[0].html)
    assert bool(chapter.html) == shown
    assert ("Rahasia terakhir" in chapter.html) == (right == "full")


def test_headings_of_an_article_stand_below_its_headline() -> None:
    """A heading in an article is no sibling of the headlines around it, and what its text says is left alone."""
    one = report("satu", 5, body="## Bagian Antah\n\nKarangan jembatan `<h2>` Antah.\n\n### Lebih dalam\n\nSelesai.")
    html = whole(with_stories([one], [story(5, one)])).days[0].chapters[0].html
    assert "<h4>Bagian Antah</h4>" in html
    assert "<h5>Lebih dalam</h5>" in html
    assert "&lt;h2&gt;" in html
    assert edition.lowered("<h6>a</h6>") == "<h6>a</h6>"


def test_a_long_story_has_an_edition_of_each_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story too long for one page is divided by the calendar, and the address of the whole leads to all parts."""
    monkeypatch.setattr(edition, "MOST", 100)
    late = entry("Karangan: Jembatan Antah selesai", date=at(2, month=11))
    found = made(
        with_stories([ONE, TWO, late], [story(5, ONE, TWO), replace(story(5, late), day=at(2, month=11).date())])
    )
    index = found[HERE].page
    assert isinstance(index, IndexPage)
    assert [(link.address, link.count) for link in index.links] == [(f"{HERE}2020-10/", 2), (f"{HERE}2020-11/", 1)]
    parts = [found[link.address].page for link in index.links]
    assert [titles(part) for part in parts if isinstance(part, EditionPage)] == [
        [(5, [ONE.title, TWO.title])],
        [(2, [late.title])],
    ]


def test_the_topic_leads_there_and_is_what_search_engines_find() -> None:
    """The topic's page links its edition, whose canonical address is the topic, which is in no sitemap, and says nothing of itself."""
    found = with_stories([ONE, TWO], [story(5, ONE), story(6, TWO)])
    every = made(found)
    topic, page = every["topics/jembatan-antah/"].page, every[HERE]
    assert isinstance(topic, TopicPage)
    assert topic.edition
    assert topic.edition.address == HERE
    assert metadata.canonical(page, BASE) == f"{BASE}topics/jembatan-antah/"
    assert metadata.of(page, pages.view(found, "s.css", WORDS), WORDS).tags == ()
    told = {each.address: each.date for each in found.entries}
    listed = [line.url for each in every.values() if (line := sitemaps.line(each, found, told, WORDS))]
    assert any(url.endswith("jembatan-antah/") for url in listed)
    assert not any("edition" in url for url in listed)


def test_a_topic_without_articles_has_none() -> None:
    """Nothing to print, no page, no link."""
    found = made(with_stories([], []))
    assert HERE not in found
    topic = found["topics/jembatan-antah/"].page
    assert isinstance(topic, TopicPage)
    assert topic.edition is None
