"""Which pages a site has, and what each template is given."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from making import ROOT, WIB, at, entry, outlet, site, words

from kliping.records import Capture, Correction, Entry, Image, Retraction, Row
from kliping.site import assemble, contexts, feeds, links, lists, pages, redirects
from kliping.site.contexts import ArticlePage, HomePage, IndexPage, ListPage, TextPage, TopicPage

ADDRESS = re.compile(r"(?:404\.html|(?:[a-z0-9-]{1,80}/)*)\Z")
WORDS = words()


def made(*entries: Entry, **fields: Any) -> dict[str, contexts.Page]:
    """Every page of a site by address."""
    found = list(pages.of(site(*entries, **fields), WORDS))
    assert len({page.address for page in found}) == len(found), "two pages at one address"
    return {page.address: page for page in found}


def told(page: contexts.Page, kind: type[Any]) -> Any:
    """What a page's template is given, which is a record of this kind."""
    assert isinstance(page.page, kind)
    return page.page


THREE = (
    entry("Karangan: Jembatan Antah Satu", date=at(9)),
    entry("Karangan: Jembatan Antah Dua", date=at(30), outlet="Kabar Berantah"),
    entry("Karangan: Cuaca", date=at(2, month=11), body="Cerah."),
)


def test_the_pages_of_a_site() -> None:
    """Home, topics, articles, outlets, months, lists, about and the page for lost addresses."""
    assert set(made(*THREE)) == {
        "",
        "topics/",
        "topics/jembatan-antah/",
        "topics/jembatan-antah/oldest/",
        "topics/jembatan-antah/edition/",
        "topics/jembatan-antah/2020/10/",
        "topics/jembatan-antah/outlets/warta-antah/",
        "articles/2020/10/karangan-jembatan-antah-satu/",
        "articles/2020/10/karangan-jembatan-antah-dua/",
        "articles/2020/11/karangan-cuaca/",
        "outlets/",
        "outlets/warta-antah/",
        "outlets/kabar-berantah/",
        "archive/",
        "follow/",
        "search/",
        "2020/10/",
        "2020/11/",
        "2020/10/09/",
        "2020/10/30/",
        "2020/11/02/",
        "about/",
        "404.html",
    }


def test_an_empty_site_has_its_pages() -> None:
    """Before the first article there is a home, and every list."""
    assert set(made()) == {
        "",
        "topics/",
        "topics/jembatan-antah/",
        "outlets/",
        "archive/",
        "follow/",
        "search/",
        "about/",
        "404.html",
    }


def test_addresses_can_be_typed_and_hosted_anywhere() -> None:
    """Lower case, ASCII, at most 80 characters a part, none that differ by case alone."""
    found = made(*THREE, entry("ΚΑΤΙ « " + "panjang " * 40), entry("漢字 только CON", outlet="Ω Koran É"))
    assert all(ADDRESS.match(address) for address in found), [each for each in found if not ADDRESS.match(each)]


def test_every_template_has_a_record_and_the_other_way_round() -> None:
    """Each page names a template that ships and gives it the record that is documented for it."""
    shipped = {path.name for path in (ROOT / "templates").glob("*.html")}
    found = made(
        *THREE,
        pages=[
            assemble.HandWritten("koreksi", "Koreksi", "<p>x</p>"),
            assemble.HandWritten("about", "Kami", "<p>y</p>"),
        ],
    )
    used = {page.template: type(page.page) for page in found.values()} | {
        page.template: type(page.page) for page in made(*THREE).values()
    }
    corrected = site(entry(corrections=(Correction(date(2020, 11, 1), "Rekaan."),)))
    row = Row("urn:x:1", addresses=("a/",), retracted=Retraction(date(2020, 11, 1), "Rekaan."))
    former = redirects.Former((redirects.Moved("b/", "c/"),), ("d/",), (("a/", row),))
    for page in (*pages.of(corrected, WORDS), *pages.stubs(former, corrected, WORDS)):
        used[page.template] = type(page.page)
    assert used == dict(contexts.CONTEXTS)
    assert set(used) <= shipped
    assert shipped - set(used) == {"base.html", "parts.html"}


@pytest.mark.parametrize("record", [*dict.fromkeys(contexts.CONTEXTS.values()), *contexts.PARTS])
def test_every_field_that_a_template_sees_is_explained(record: type) -> None:
    """The reference can say of each field what it is, in a sentence."""
    for field in dataclasses.fields(record):
        assert field.metadata["help"].endswith("."), f"{record.__name__}.{field.name}"
    assert record.__doc__


@pytest.mark.parametrize("record", dict.fromkeys(contexts.CONTEXTS.values()))
def test_every_page_has_what_the_head_needs(record: type) -> None:
    """Title, description and feeds are there on each page, for base.html."""
    assert [field.name for field in dataclasses.fields(record)][:3] == ["title", "description", "feeds"]


# ------------------------------------------------------------------ home


def test_home() -> None:
    """Teasers of topics, the newest articles beside them, months, outlets and how many there are."""
    home = told(made(*THREE)[""], HomePage)
    (teaser,) = home.topics
    assert (teaser.title, teaser.address, teaser.count, teaser.outlets) == (
        "Jembatan Antah",
        "topics/jembatan-antah/",
        2,
        2,
    )
    assert (teaser.start, teaser.end) == (date(2020, 10, 9), date(2020, 10, 30))
    assert [card.title for card in teaser.latest] == ["Karangan: Jembatan Antah Dua", "Karangan: Jembatan Antah Satu"]
    assert [card.title for card in home.latest] == ["Karangan: Cuaca"]
    assert [(link.title, link.address, link.count) for link in home.months] == [
        ("November 2020", "2020/11/", 1),
        ("Oktober 2020", "2020/10/", 2),
    ]
    assert home.count == 3
    assert [feed.address for feed in home.feeds] == ["feed.xml", "topics/jembatan-antah/feed.xml"]


def test_home_shows_each_article_once() -> None:
    """What a topic's teaser shows is not shown again below it."""
    many = [entry(f"Karangan: Jembatan Antah {day}", date=at(day)) for day in range(1, 29)]
    home = told(made(*many)[""], HomePage)
    shown = [card.address for topic in home.topics for card in topic.latest] + [card.address for card in home.latest]
    assert len(set(shown)) == len(shown)
    assert len(home.topics[0].latest) == pages.TEASED


def test_home_shows_a_dozen_of_the_latest() -> None:
    """With articles enough, the list of the latest is as long as it is meant to be."""
    many = [entry(f"Karangan: Jembatan Antah {day}", date=at(day)) for day in range(1, 29)]
    assert len(told(made(*many)[""], HomePage).latest) == pages.LATEST


def test_home_of_an_empty_site() -> None:
    """No article, no month, and a topic that waits."""
    home = told(made()[""], HomePage)
    assert (home.latest, home.months, home.outlets, home.count) == ((), (), (), 0)
    assert (home.topics[0].count, home.topics[0].start, home.topics[0].end) == (0, None, None)


# ------------------------------------------------------------------ topic


def test_a_topic_counts_its_outlets() -> None:
    """Who reported, the most first, then by name; to the outlet's own page if that has nothing else."""
    page = told(made(*THREE, entry("Karangan: Jembatan Antah Tiga"))["topics/jembatan-antah/"], TopicPage)
    assert [(link.title, link.address, link.count) for link in page.outlets] == [
        ("Warta Antah", "topics/jembatan-antah/outlets/warta-antah/", 2),
        ("Kabar Berantah", "outlets/kabar-berantah/", 1),
    ]


def test_an_article_without_outlet_counts_for_no_outlet() -> None:
    """Teaser and topic page count the same outlets, and none that has no name."""
    found = made(entry("Karangan: Jembatan Antah", outlet=None))
    page, home = told(found["topics/jembatan-antah/"], TopicPage), told(found[""], HomePage)
    assert len(page.outlets) == 0
    assert home.topics[0].outlets == 0


@pytest.mark.parametrize(("language", "title"), [("id", "Jembatan Antah"), ("en", "The Antah bridge")])
def test_a_topics_title_is_in_the_sites_language(language: str, title: str) -> None:
    """A topic has a title in each language of the interface."""
    found = site(*THREE, language=language)
    definition = next(definition for definition, _ in found.topics if definition.slug == "jembatan-antah")
    assert links.topic_title(definition, words(language)) == title


def test_a_text_in_no_fitting_language() -> None:
    """Without the site's language the one for all is taken, else any; never nothing when there is one."""
    assert links.in_language({"": "semua", "en": "English"}, "id") == "semua"
    assert links.in_language({"en": "English"}, "id") == "English"
    assert links.in_language({}, "id") == ""


# ------------------------------------------------------------------ article


def test_an_article() -> None:
    """Everything the entry knows is on its page, under its own name."""
    each = entry(
        "Karangan: Jembatan Antah",
        authors=("Ani Rekaan",),
        editors=("Budi Rekaan",),
        agencies=("AFP",),
        place="Antah",
        url="https://warta-antah.example/1",
        image=Image("Keterangan karangan", "Cici Rekaan"),
        modified=at(6),
        note="Catatan karangan.",
        corrections=(Correction(date(2020, 11, 1), "Koreksi karangan."),),
        capture=Capture("inbox/x.txt", "ab" * 32, 3, "stamp", at(7)),
        extra={"warna": "biru"},
        date_precision="day",
    )
    page = told(made(each)["articles/2020/10/karangan-jembatan-antah/"], ArticlePage)
    assert (page.title, page.authors, page.editors) == (each.title, ("Ani Rekaan",), ("Budi Rekaan",))
    assert (page.caption, page.credit, page.note, page.modified) == (
        "Keterangan karangan",
        "Cici Rekaan",
        "Catatan karangan.",
        at(6),
    )
    assert (page.sha256, page.rules, page.saved) == ("ab" * 32, 3, at(7))
    assert page.corrections == each.corrections
    assert page.extra == {"warna": "biru"}
    assert (page.card.original, page.card.place, page.card.agencies, page.card.precision) == (
        each.url,
        "Antah",
        ("AFP",),
        "day",
    )
    assert (page.card.outlet.title, page.card.outlet.address) == ("Warta Antah", "outlets/warta-antah/")
    assert [(link.title, link.address) for link in page.topics] == [("Jembatan Antah", "topics/jembatan-antah/")]
    assert [feed.address for feed in page.feeds] == ["topics/jembatan-antah/feed.xml"]


def test_no_page_is_told_where_the_raw_file_lies() -> None:
    """Paths of raw files and entries never reach a template."""
    each = entry(capture=Capture("inbox/rahasia.txt", "ab" * 32, 3, "stamp"))
    for page in made(each).values():
        assert "rahasia" not in repr(page.page)
        assert each.path not in repr(page.page)


def test_an_article_written_by_hand_has_no_provenance() -> None:
    """Without a raw file there is no hash and no rules."""
    page = told(made(entry())["articles/2020/10/karangan-jembatan-antah/"], ArticlePage)
    assert (page.sha256, page.rules, page.saved) == (None, 0, None)


def test_earlier_and_later_within_the_topic() -> None:
    """An article leads to its neighbours in its first topic; the first and last have one only."""
    many = [entry(f"Karangan: Jembatan Antah {day}", date=at(day)) for day in (1, 2, 3)]
    found = made(*many)
    around = []
    for day in (1, 2, 3):
        page = told(found[f"articles/2020/10/karangan-jembatan-antah-{day}/"], ArticlePage)
        around.append((page.earlier.title[-1] if page.earlier else None, page.later.title[-1] if page.later else None))
    assert around == [(None, "2"), ("1", "3"), ("2", None)]


def test_an_article_of_no_topic_has_no_neighbours() -> None:
    """Outside a topic there is no before and after, and the feed is the site's."""
    page = told(made(*THREE)["articles/2020/11/karangan-cuaca/"], ArticlePage)
    assert (page.earlier, page.later, page.topics) == (None, None, ())
    assert [feed.address for feed in page.feeds] == ["feed.xml"]


def test_dates_on_cards_are_in_the_sites_zone() -> None:
    """A card's moment is that of the site's zone, so that its day is the timeline's day."""
    (card,) = told(made(entry(date=at(9, 1)), timezone="America/New_York")[""], HomePage).topics[0].latest
    assert card.date.isoformat() == "2020-10-08T14:00:00-04:00"
    assert card.date.astimezone(WIB) == at(9, 1)


# ------------------------------------------------------------------ lists and texts


def test_an_outlets_page() -> None:
    """Its articles, the newest day first, and its own address when it is known."""
    page = told(made(*THREE)["outlets/warta-antah/"], ListPage)
    assert (page.kind, page.title, page.homepage, page.count) == (
        "outlet",
        "Warta Antah",
        "https://warta-antah.example/",
        2,
    )
    assert [day.date for day in page.days] == [date(2020, 11, 2), date(2020, 10, 9)]
    assert told(made(*THREE, outlets=())["outlets/warta-antah/"], ListPage).homepage == ""


def test_a_months_page() -> None:
    """Its articles, and the months before and after that have any."""
    found = made(*THREE, entry("Karangan: Juli", date=at(1, month=7)))
    page = told(found["2020/10/"], ListPage)
    assert (page.kind, page.title, page.count) == ("month", "Oktober 2020", 2)
    assert (page.earlier.address, page.later.address) == ("2020/07/", "2020/11/")
    assert (told(found["2020/07/"], ListPage).earlier, told(found["2020/11/"], ListPage).later) == (None, None)


def test_long_lists_are_divided() -> None:
    """An outlet's and a month's page lead to periods where they would be long; every article stands on some page."""
    many = [entry(f"Karangan {number}", date=at(1 + number % 20, number % 24)) for number in range(lists.MOST + 1)]
    found = made(*many)

    by_outlet, by_month = told(found["outlets/warta-antah/"], ListPage), told(found["2020/10/"], ListPage)
    assert sum(len(day.cards) for day in by_outlet.days) == lists.NEWEST
    assert [each.address for each in by_outlet.periods] == ["outlets/warta-antah/2020/10/"]
    assert not by_month.days
    assert sum(each.count for each in by_month.periods) == len(many)
    assert all(each.address in found for each in (*by_outlet.periods, *by_month.periods))
    shown = {
        card.address
        for each in by_month.periods
        for day in told(found[each.address], ListPage).days
        for card in day.cards
    }
    assert len(shown) == len(many)


def test_lists_of_lists() -> None:
    """Topics, outlets and months are listed with how many articles each has."""
    found = made(*THREE, outlets=(outlet(),))
    counts = {
        address: [(link.address, link.count) for link in told(found[address], IndexPage).links]
        for address in ("topics/", "outlets/", "archive/")
    }
    assert counts == {
        "topics/": [("topics/jembatan-antah/", 2)],
        "outlets/": [("outlets/kabar-berantah/", 1), ("outlets/warta-antah/", 2)],
        "archive/": [("2020/11/", 1), ("2020/10/", 2)],
    }


def test_every_address_that_a_page_is_given_is_there() -> None:
    """No link in any record leads to a page or feed that the site does not have."""
    found = made(*THREE, pages=[assemble.HandWritten("koreksi", "Koreksi", "")])
    made_of = site(*THREE, outlets=())
    fed = {each.path for each in feeds.of(made_of, WORDS, datetime(2030, 1, 1, tzinfo=UTC)).files}

    def addresses(value: Any) -> set[str]:
        own = (
            {value.address}
            if isinstance(value, (contexts.Link, contexts.Card, contexts.Feed, contexts.TopicTeaser))
            else set()
        )
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return own.union(*(addresses(getattr(value, field.name)) for field in dataclasses.fields(value)))
        return own.union(*map(addresses, value)) if isinstance(value, tuple) else own

    given = set[str]().union(*(addresses(page.page) for page in found.values()))
    given |= addresses(
        pages.view(site(*THREE, pages=[assemble.HandWritten("koreksi", "Koreksi", "")]), "assets/s.css", WORDS)
    )
    assert given - {"assets/s.css"} <= set(found) | fed
    assert len(given) > 10


def test_hand_written_pages() -> None:
    """The editor's own /about/ takes the place of the built-in one; others stand beside it."""
    own = [
        assemble.HandWritten("about", "Tentang kami", "<p>kami</p>"),
        assemble.HandWritten("koreksi", "Koreksi", "<p>k</p>"),
    ]
    found = made(pages=own)
    assert (found["about/"].template, told(found["about/"], TextPage).html) == ("page.html", "<p>kami</p>")
    assert told(found["koreksi/"], TextPage).title == "Koreksi"
    assert made()["about/"].template == "about.html"
    seen = pages.view(site(pages=own), "assets/s.css", WORDS)
    assert [(link.title, link.address) for link in seen.pages] == [("Koreksi", "koreksi/")]


@pytest.mark.parametrize("slug", ["topics", "articles", "outlets", "archive", "assets", "2020", "1999"])
def test_addresses_that_the_site_needs(slug: str) -> None:
    """A hand-written page cannot take an address that the site makes pages below."""
    assert pages.is_taken(slug)


@pytest.mark.parametrize("slug", ["about", "koreksi", "20", "20201", "topic"])
def test_addresses_that_are_free(slug: str) -> None:
    """Every other address is the editor's."""
    assert not pages.is_taken(slug)


def test_what_every_page_knows() -> None:
    """Name, address, language, topics and the feed of everything."""
    seen = pages.view(site(*THREE, description="Situs karangan."), "assets/style-1.css", WORDS)
    assert (seen.title, seen.description, seen.language, seen.base_url) == (
        "Kliping Antah",
        "Situs karangan.",
        "id",
        "https://kliping.example/",
    )
    assert (seen.style, seen.feed.address) == ("assets/style-1.css", "feed.xml")
    assert [(link.title, link.count) for link in seen.topics] == [("Jembatan Antah", 0)]
