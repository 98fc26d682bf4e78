"""Feeds: ids for life, true dates, absolute addresses, nothing that an XML reader chokes on."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from making import at, entry, site, words

from kliping.records import Correction, Entry, Retraction, Row
from kliping.site import assemble, feed_items, feeds

CLOCK = datetime(2021, 1, 1, tzinfo=UTC)
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


def made(*entries: Entry, **settings: Any) -> dict[str, bytes]:
    """Every feed of a site of these entries, by path."""
    return of(site(*entries, **settings))


def of(made_of: assemble.Site, now: datetime = CLOCK) -> dict[str, bytes]:
    """Every feed of a site by path, without the list of them."""
    found = {output.path: output.data for output in feeds.of(made_of, words(), now).files}
    found.pop("opml.xml")
    return found


def channel(data: bytes) -> etree._Element:
    """The channel of an RSS file, read by a strict parser."""
    found = etree.fromstring(data).find("channel")
    assert found is not None
    return found


def items(data: bytes) -> list[etree._Element]:
    return channel(data).findall("item")


def text(element: etree._Element, name: str) -> str | None:
    return element.findtext(name)


def test_one_feed_for_the_site_and_one_for_each_topic() -> None:
    """Feeds lie beside the pages they follow."""
    assert set(made(entry())) == {
        f"{folder}{name}"
        for folder in ("", "topics/jembatan-antah/", "outlets/warta-antah/")
        for name in ("feed.xml", "atom.xml", "feed.json")
    }


def test_feedparser_finds_nothing_wrong() -> None:
    """The reader that readers are built on parses every feed without a complaint."""
    corrected = entry("Karangan: Cuaca", body="Cerah.", corrections=(Correction(date(2020, 11, 1), "Rekaan."),))
    found = made(entry(), corrected)
    assert {"corrections/feed.xml", "corrections/atom.xml"} <= set(found)
    for path, data in found.items():
        if path.endswith(".json"):
            continue
        parsed = feedparser.parse(data)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == ("rss20" if path.endswith("feed.xml") else "atom10")


def test_what_an_item_says() -> None:
    """Title, link, guid, date, summary, whole text, author and topic are those of the entry."""
    each = entry(body="Kalimat pertama.\n\nKalimat *kedua*.", authors=("Ani Rekaan", "Budi Rekaan"))
    (item,) = items(made(each)["feed.xml"])
    assert text(item, "title") == each.title
    assert text(item, "link") == "https://kliping.example/articles/2020/10/karangan-jembatan-antah/"
    assert text(item, "guid") == each.id
    assert text(item, "pubDate") == "Mon, 05 Oct 2020 09:00:00 +0700"
    assert text(item, "description") == "Kalimat pertama."
    assert text(item, CONTENT) == "<p>Kalimat pertama.</p>\n<p>Kalimat <em>kedua</em>.</p>"
    assert [creator.text for creator in item.findall(CREATOR)] == ["Ani Rekaan", "Budi Rekaan"]
    assert text(item, "category") == "Jembatan Antah"


def test_an_item_without_authors_names_its_outlet() -> None:
    """Who speaks is always said, when it is known."""
    first, second = items(made(entry("Karangan b", date=at(6), outlet=None), entry())["feed.xml"])
    assert first.find(CREATOR) is None
    assert text(second, CREATOR) == "Warta Antah"


def test_the_guid_is_no_link() -> None:
    """The id is for life and not an address, and says so."""
    for item in items(made(entry())["feed.xml"]):
        guid = item.find("guid")
        assert guid is not None
        assert guid.get("isPermaLink") == "false"


def test_an_id_does_not_change_with_title_date_or_domain() -> None:
    """Retitle, redate, move to another host: a subscriber sees no new item."""
    before = items(made(entry(id="urn:x:1"))["feed.xml"])
    after = items(
        made(entry("Karangan: Judul Baru", id="urn:x:1", date=at(7)), base_url="https://baru.example/")["feed.xml"]
    )
    assert text(before[0], "guid") == text(after[0], "guid") == "urn:x:1"


def test_items_stand_newest_first() -> None:
    """The order of a feed is the order of publication, whatever the order of the files."""
    entries = [entry(f"Karangan {day}", date=at(day)) for day in (3, 9, 1, 7)]
    dates = [parsedate_to_datetime(str(text(item, "pubDate"))) for item in items(made(*entries)["feed.xml"])]
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 4


def test_dates_have_the_sites_zone() -> None:
    """A moment is written in the site's zone, not the machine's, and is the same moment."""
    moment = datetime(2020, 10, 8, 20, 0, tzinfo=UTC)
    (item,) = items(made(entry(date=moment))["feed.xml"])
    assert text(item, "pubDate") == "Fri, 09 Oct 2020 03:00:00 +0700"
    assert parsedate_to_datetime(str(text(item, "pubDate"))) == moment


def test_the_build_date_is_that_of_the_newest_article() -> None:
    """The feed changes when an article comes or is changed by its outlet, not when a build runs."""
    assert (
        text(channel(made(entry(), entry("Karangan b", date=at(9)))["feed.xml"]), "lastBuildDate")
        == "Fri, 09 Oct 2020 09:00:00 +0700"
    )
    changed = channel(made(entry(modified=at(12)), entry("Karangan b", date=at(9)))["feed.xml"])
    assert text(changed, "lastBuildDate") == "Mon, 12 Oct 2020 09:00:00 +0700"


def test_an_empty_feed_has_no_date() -> None:
    """A feed without items says nothing of when, above all not now."""
    assert feedparser.parse(made()["atom.xml"]).feed.updated == "2000-01-01T00:00:00+00:00"
    for data in (data for path, data in made().items() if path.endswith("feed.xml")):
        assert items(data) == []
        assert text(channel(data), "lastBuildDate") is None
        assert text(channel(data), "pubDate") is None
        assert not feedparser.parse(data).bozo
        assert str(datetime.now(UTC).year).encode() not in data


def test_every_address_is_absolute() -> None:
    """Links in a feed work in any reader, also when the site lives below a path."""
    found = made(entry(), base_url="https://x.example/berita/")
    for path in (path for path in found if path.endswith("atom.xml")):
        parsed = feedparser.parse(found[path])
        assert [link.href for link in parsed.feed.links if link.rel == "self"] == [f"https://x.example/berita/{path}"]
        assert all(each.link.startswith("https://x.example/berita/articles/") for each in parsed.entries)
    for path, data in ((path, data) for path, data in found.items() if path.endswith("feed.xml")):
        told = channel(data)
        page = path.removesuffix("feed.xml")
        assert text(told, "link") == f"https://x.example/berita/{page}"
        (own,) = told.findall(ATOM_LINK)
        assert (own.get("rel"), own.get("href")) == ("self", f"https://x.example/berita/{path}")
        assert own.get("type") == "application/rss+xml"
        for item in items(data):
            assert str(text(item, "link")).startswith("https://x.example/berita/articles/")


@given(
    st.lists(
        st.sampled_from(
            [' href="', 'href="', ' src="', ' alt="', "\nsrc=", '="', '"', "=", " ", "\xa0", "<a", ">", "x"]
        )
    ).map("".join)
)
def test_only_values_of_links_and_pictures_are_made_absolute(html: str) -> None:
    """The signs with which a value begins are leapt to; what is found is what a look at every place finds."""
    every = re.sub(r'(?<=\s)(href|src)="([^"]*)"', lambda found: f'{found[1]}="[{found[2]}]"', html)
    assert feed_items.VALUE.sub(lambda found: f'="[{found[1]}]"', html) == every


def test_links_inside_an_articles_text_are_absolute() -> None:
    """An editor's link to another article of the site leads there from a feed reader too."""
    (item,) = items(
        made(entry(body="Lihat [artikel lain](../artikel-lain/index.html) dan [topik](/topics/)."))["feed.xml"]
    )
    links = re.findall(r'href="([^"]*)"', str(text(item, CONTENT)))
    assert links
    assert all(link.startswith("https://kliping.example/") for link in links)


def test_no_more_items_than_the_limit() -> None:
    """A feed holds the newest articles, as many as the setting allows."""
    entries = [entry(f"Karangan {day}", date=at(day)) for day in range(1, 8)]
    kept = items(made(*entries, feed_limit=3)["feed.xml"])
    assert [text(item, "title") for item in kept] == ["Karangan 7", "Karangan 6", "Karangan 5"]


def test_the_channel() -> None:
    """Title, description and language are those of the site or topic."""
    found = made(entry(), description="Situs karangan.")
    home, topic = channel(found["feed.xml"]), channel(found["topics/jembatan-antah/feed.xml"])
    assert (text(home, "title"), text(home, "description"), text(home, "language")) == (
        "Kliping Antah",
        "Situs karangan.",
        "id",
    )
    assert text(topic, "title") == "Jembatan Antah – Kliping Antah"
    assert text(topic, "description") == "Jembatan yang tidak pernah ada."


def test_a_site_without_a_description_has_a_feed() -> None:
    """RSS demands a description: the title stands in."""
    assert text(channel(made()["feed.xml"]), "description") == "Kliping Antah"


def test_a_topics_feed_holds_its_articles_only() -> None:
    """Subscribers to a topic get the topic."""
    found = made(entry(), entry("Karangan: Cuaca", body="Cerah."))
    assert len(items(found["feed.xml"])) == 2
    assert [text(item, "title") for item in items(found["topics/jembatan-antah/feed.xml"])] == [
        "Karangan: Jembatan Antah"
    ]


def test_control_characters_are_left_out() -> None:
    """Signs that XML forbids are dropped; the words round them stay."""
    each = entry("Karangan \x08 \ufffe bel", body="Satu\x0bdua \x00tiga.", outlet="Warta\x07", summary="S\x01")
    (item,) = items(made(each)["feed.xml"])
    assert text(item, "title") == "Karangan   bel"
    assert text(item, CREATOR) == "Warta"
    assert text(item, "description") == "S"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Karangan & Co: 5 < 6", "Karangan & Co: 5 < 6"),
        ("Karangan <b>tebal</b> & Co", "Karangan ‹b›tebal‹/b› & Co"),
        ("Karangan &lt;script&gt; & &amp;amp;", "Karangan ‹script› & &"),
    ],
)
def test_no_reader_takes_a_title_for_markup(title: str, shown: str) -> None:
    """RSS does not say whether a title is text or HTML, and readers differ: what looks like a tag has other signs."""
    found = made(entry(title, slug="karangan", authors=(title,)))
    (item,) = items(found["feed.xml"])
    assert (text(item, "title"), text(item, CREATOR)) == (shown, shown)
    assert feedparser.parse(found["atom.xml"]).entries[0].author == shown
    assert json.loads(found["feed.json"])["items"][0]["title"] == shown


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)
def test_any_words_make_a_feed_that_can_be_read(title: str, body: str) -> None:
    """Whatever signs an article holds, the feed is well-formed and the title comes back."""
    (item,) = items(made(entry(f"Karangan {title} x", slug="karangan", body=body))["feed.xml"])
    kept = feed_items.plain(f"Karangan {title} x").replace("\r\n", "\n").replace("\r", "\n")
    assert str(text(item, "title")).replace("\r\n", "\n").replace("\r", "\n") == kept


def test_the_same_site_gives_the_same_bytes() -> None:
    """Two feeds of one site made at two moments are equal."""
    assert made(entry(), entry("Karangan b")) == made(entry("Karangan b"), entry())


# ------------------------------------------------------------------ what changed, and when


def moments(each: Entry, told: datetime | None = None) -> tuple[str, str]:
    """When the Atom feed says that an article was published and updated."""
    made_of = replace(site(each), told={each.id: told} if told else {})
    found = of(made_of)
    (item,) = feedparser.parse(found["atom.xml"]).entries
    return item.published, item.updated


def test_updated_is_the_newest_of_all_that_changed() -> None:
    """Publication, a later change by the outlet, the day of the newest correction, what feeds said before."""
    day = "2020-10-05T09:00:00+07:00"
    corrected = (Correction(date(2020, 11, 1), "Rekaan."), Correction(date(2020, 10, 9), "Rekaan."))
    assert moments(entry()) == (day, day)
    assert moments(entry(modified=at(4))) == (day, day)
    assert moments(entry(modified=at(6))) == (day, "2020-10-06T09:00:00+07:00")
    assert moments(entry(modified=at(6), corrections=corrected)) == (day, "2020-11-01T00:00:00+07:00")
    assert moments(entry(), at(5) + timedelta(hours=2)) == (day, "2020-10-05T11:00:00+07:00")
    assert moments(entry(), at(1)) == (day, day)


def test_a_retracted_article_keeps_its_item() -> None:
    """The id stays, title and words go, the reason is said; in the feeds of its topics too."""
    told = Retraction(date(2020, 11, 2), "Rekaan <b>semata</b>.", date(2020, 10, 6), "Warta Antah", ("jembatan-antah",))
    row = Row("urn:x:9", "entries/2020/10/rahasia.md", addresses=("articles/2020/10/rahasia/",), retracted=told)
    made_of = replace(site(entry(), entry("Karangan b", date=at(9))), retracted=(row,))
    found = of(made_of)
    for path in ("atom.xml", "topics/jembatan-antah/atom.xml"):
        (item,) = (each for each in feedparser.parse(found[path]).entries if each.id == row.id)
        assert item.title == "Artikel ditarik"
        assert item.updated == "2020-11-02T00:00:00+07:00"
        assert item.link == "https://kliping.example/articles/2020/10/rahasia/"
        assert item.content[0].value == "<p>Rekaan &lt;b&gt;semata&lt;/b&gt;.</p>"
    guids = [text(item, "guid") for item in items(found["feed.xml"])]
    assert guids[1] == row.id
    assert len(guids) == 3
    assert text(channel(found["feed.xml"]), "lastBuildDate") == "Mon, 02 Nov 2020 00:00:00 +0700"
    (notice,) = items(found["corrections/feed.xml"])
    assert text(notice, "guid") != row.id


def test_a_corrections_id_stays_when_its_words_are_mended() -> None:
    """Each correction has an id of its own, from its article and day."""
    one, two = Correction(date(2020, 11, 1), "Rekaan satu."), Correction(date(2020, 11, 1), "Rekaan dua.")
    before = items(made(entry(corrections=(one, two)))["corrections/feed.xml"])
    after = items(made(entry(corrections=(replace(one, text="Rekaan 1."), two)))["corrections/feed.xml"])
    assert [text(item, "description") for item in before] == ["Rekaan dua.", "Rekaan satu."]
    assert [text(item, "guid") for item in before] == [text(item, "guid") for item in after]
    assert len({text(item, "guid") for item in before}) == 2


def test_the_id_of_a_feed_stays_when_the_site_moves() -> None:
    """It is made from the site's own id, which is given once."""
    moved = replace(site(entry(), base_url="https://baru.example/"), id="urn:x:site")
    found = [
        {path: feedparser.parse(data).feed.get("id") for path, data in of(each).items()}
        for each in (replace(site(entry()), id="urn:x:site"), moved)
    ]
    assert found[0] == found[1]
    assert len(set(found[0].values()) - {None}) == 3
