"""Settings that leave pages, feeds or groups out: what is left is whole, and no link leads to what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from making import BRIDGE, JAKARTA, ROOT, at, entry, outlet, page_files, settings, site, words

from kliping.records import Correction, Entry, Output, Report, Retraction, Row, Story, TopicDefinition
from kliping.site import assemble, channels, check, feed_formats, feeds, metadata, pages, sitemaps, templates
from kliping.site.assemble import HandWritten, Site
from kliping.site.contexts import ArticlePage, Metadata, Page, PeriodPage, TopicPage
from kliping.site.redirects import Former

SOURCES = {file.name: file.read_text("utf-8") for file in (ROOT / "templates").glob("*.html")}
WORDS = words()
STYLE = "assets/style-1.css"
BESIDE = (STYLE, "feed.css", "favicon.svg", "apple-touch-icon.png", "copy.js", "search.js")
NAMED = replace(BRIDGE, names={"people": (("Anu Rekaan",), ("Polan Entah",)), "places": (("Antah Hulu",),)})
PART = replace(BRIDGE, slug="harga", title={"": "Harga"}, description={}, what=("harga*",), parent=BRIDGE.slug)
OFF: dict[str, Any] = {
    "stories": False,
    "archive": False,
    "editions": False,
    "follow": False,
    "narrowed": False,
    "weekly_feeds": False,
    "search": False,
    "feed_formats": ("rss",),
}
ALL_OFF = {**OFF, "list_limit": 10_000}


def reports() -> list[Entry]:
    """Articles of several weeks, outlets and names; more than a list has room for, and a day with more than an event names."""
    body = "Artikel karangan tentang jembatan Antah. Anu Rekaan dan Polan Entah bicara di Antah Hulu."
    made = [
        entry(f"Karangan: Jembatan Antah {number}", date=at(1 + number * 3 % 28, number % 24), body=body, **said)
        for number in range(12)
        for said in [{"outlet": f"Warta {'ABCDE'[number % 5]}", "url": f"https://warta.example/{number}"}]
    ]
    made += [entry(f"Karangan: Jembatan Antah ramai {number}", date=at(15, number % 24)) for number in range(65)]
    key = entry("Karangan: Harga Jembatan Antah", key=True, date=at(9, month=9), outlet=None, body=body)
    changed = entry(
        "Karangan: Jembatan Antah retak",
        date=at(2, month=11),
        corrections=(Correction(date(2020, 11, 3), "Angka dibetulkan."),),
    )
    return [*made, key, changed, entry("Karangan: Kabar lain", body="Tidak ada apa-apa.", date=at(3, month=11))]


def made(**fields: Any) -> Site:
    """A site with all kinds of pages; named arguments are settings."""
    told = Retraction(date(2020, 11, 5), "Berita bohong.", date(2020, 10, 5), "Warta A", (BRIDGE.slug,))
    row = Row("urn:kliping:lama", addresses=("articles/2020/10/lama/",), retracted=told)
    found = site(
        *reports(),
        pages=[HandWritten("kontak", "Kontak", "<p>Surat.</p>")],
        **{"topics": (NAMED, PART), "list_limit": 10, **fields},
    )
    return replace(found, retracted=(row,), stories=found.stories if found.settings.stories else {})


def outputs(of: Site) -> list[Output]:
    """Every page, feed and list of a site as they are published."""
    view, look = pages.view(of, STYLE, WORDS), templates.environment(SOURCES, WORDS)
    former = Former(gone=("articles/2020/10/hilang/",), retracted=((of.retracted[0].addresses[0], of.retracted[0]),))
    every = [*pages.of(of, WORDS, "search.js"), *pages.stubs(former, of, WORDS)]
    updated = {each.address: each.date for each in of.entries}
    lines = [line for page in every if (line := sitemaps.line(page, of, updated, WORDS))]
    return [
        *page_files(every, view, look, of.settings.links, WORDS),
        *feeds.of(of, WORDS, at(1, year=2022)).files,
        *sitemaps.of(lines, of, updated),
    ]


def faults(of: Site) -> list[str]:
    number, found = check.links(outputs(of), BESIDE, of.settings)
    assert number > 300
    return [str(each) for each in found]


def paths(of: Site) -> set[str]:
    return {each.path for each in outputs(of)}


CASES = [{}, ALL_OFF, OFF, *({key: value} for key, value in OFF.items())]
CASES += [{name: value for name, value in OFF.items() if name != key} for key in OFF]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case) or "nothing")
def test_no_link_leads_to_what_is_left_out(case: dict[str, Any]) -> None:
    """Whatever is left out, alone, with all others, or alone kept: links, feeds, lists of feeds and sitemaps lead somewhere."""
    assert faults(made(**case)) == []


GONE: dict[str, Sequence[str]] = {
    "archive": ("archive/index.html", "2020/10/index.html", "2020/10/15/index.html"),
    "editions": ("topics/jembatan-antah/edition/index.html",),
    "follow": ("follow/index.html", "opml.xml"),
    "narrowed": (
        "topics/jembatan-antah/people/anu-rekaan/index.html",
        "topics/jembatan-antah/outlets/index.html",
        "topics/jembatan-antah/places/antah-hulu/index.html",
    ),
    "weekly_feeds": ("topics/jembatan-antah/weekly/feed.xml",),
    "search": ("search/index.html",),
    "feed_formats": ("atom.xml", "feed.json", "outlets/warta-a/atom.xml", "corrections/feed.json"),
    "stories": ("topics/jembatan-antah/oldest/index.html",),
}


@pytest.mark.parametrize("key", GONE)
def test_what_is_left_out_is_not_there(key: str) -> None:
    """A setting takes away its own pages and feeds, and no others."""
    whole, less = paths(made()), paths(made(**{key: OFF[key]}))
    assert whole.issuperset(GONE[key])
    assert less.isdisjoint(GONE[key])
    others = {path for name, gone in GONE.items() if name != key for path in gone}
    assert others <= less
    assert {path for path in whole if path.startswith("articles/")} <= less


def test_without_groups_a_topic_lists_its_articles() -> None:
    """Every report by day, a long list by month; what the editor chose stays, and nothing says that events were counted."""
    of = made(stories=False)
    found = {each.address: each.page for each in pages.of(of, WORDS)}
    page = found["topics/jembatan-antah/"]
    assert isinstance(page, TopicPage)
    assert (page.days, page.story_count, page.turned, page.is_chosen) == ((), 0, None, True)
    assert [each.link.title for each in page.key] == ["Karangan: Harga Jembatan Antah"]
    assert page.newest
    assert page.newest.report.title == "Karangan: Jembatan Antah retak"
    assert [each.id for each in page.periods] == ["2020-11", "2020-10", "2020-09"]
    assert sum(each.count for each in page.periods) == page.count == 79
    assert not any(isinstance(each, PeriodPage) for each in found.values())
    short = {each.address: each.page for each in pages.of(made(**ALL_OFF), WORDS)}["topics/jembatan-antah/"]
    assert isinstance(short, TopicPage)
    assert sum(len(day.cards) for day in short.list) == 79
    articles = [each for each in found.values() if isinstance(each, ArticlePage)]
    assert all((each.same, each.related, each.event) == ((), (), None) for each in articles)
    html = next(each.data.decode() for each in outputs(of) if each.path == "topics/jembatan-antah/index.html")
    assert "Artikel menurut hari" in html
    assert "Linimasa" not in html.split("</header>", 2)[2]


def test_without_groups_an_edition_has_every_report() -> None:
    """Nothing is taken for a copy of another report."""
    of = made(stories=False)
    html = next(each.data.decode() for each in outputs(of) if each.path.endswith("jembatan-antah/edition/index.html"))
    assert html.count('<h3><a href="../../../articles/') == 79


def test_nothing_is_grouped_in_vain() -> None:
    """Without stories nobody is asked which reports tell of one event."""

    def never(_topic: TopicDefinition, _reports: Sequence[Report]) -> tuple[Story, ...]:
        raise AssertionError

    said = settings(stories=False)
    found = assemble.site(said, reports(), (outlet(),), (), JAKARTA, never)
    assert len(found.entries) == 80
    assert found.stories == {}


def test_feeds_without_formats() -> None:
    """Pages name only the formats that are made, and the page on feeds does not speak of three."""
    of = made(feed_formats=("rss", "json"))
    said = {each.path: each.data.decode() for each in outputs(of) if each.path.endswith(".html")}
    assert all("application/atom+xml" not in html for html in said.values())
    assert "application/feed+json" in said["index.html"]
    assert ">JSON Feed<" in said["follow/index.html"]
    assert ">Atom<" not in said["follow/index.html"]
    assert "tiga format" not in said["follow/index.html"]
    assert "tiga format" in next(each.data.decode() for each in outputs(made()) if each.path == "follow/index.html")
    whole = {each.path: each.data for each in feeds.of(made(), WORDS, at(1, year=2022)).files}
    for each in feeds.of(of, WORDS, at(1, year=2022)).files:
        assert each.data == whole[each.path]
    channel = next(iter(channels.of(of, WORDS)))
    assert [each.path for each in feed_formats.written(feed_formats.feed(channel, (), of), of, WORDS)] == [
        "feed.xml",
        "feed.json",
    ]


def test_metadata_is_made_once_and_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme that asks for none costs nothing; one that asks gets what there is."""
    of = made()
    page, view = pages.of(of, WORDS)[0], pages.view(of, STYLE, WORDS)
    known, calls = metadata.of(page, view, WORDS), list[str]()

    def counted(each: Page, *_: object) -> Metadata:
        calls.append(each.address)
        return known

    monkeypatch.setattr(metadata, "of", counted)
    bare = templates.environment({"home.html": "{{ page.title }}"}, WORDS)
    templates.html(page, view, bare, "file", WORDS)
    assert calls == []
    asking = templates.environment({"home.html": "{{ metadata.description }} {{ metadata.data | length }}"}, WORDS)
    said = templates.html(page, view, asking, "file", WORDS).decode()
    assert calls == [""]
    assert said.strip().endswith(str(len(known.data)))
