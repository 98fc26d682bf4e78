"""What stands in which feed: rights, languages, originals; key developments, weeks, corrections, outlets; what is too much."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import feedparser
import pytest
from lxml import etree
from making import at, entry, site, words

from kliping.records import Correction, Entry, Outlet, Output, Retraction, Row
from kliping.site import assemble, channels, feed_formats, feed_rules, feeds

CLOCK = datetime(2021, 1, 1, tzinfo=UTC)
TOPIC = "topics/jembatan-antah/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
LONG = "Kalimat pertama karangan tentang jembatan. " * 20


def made(made_of: assemble.Site, now: datetime = CLOCK, most: int = feeds.MOST_BYTES) -> dict[str, bytes]:
    """Every feed of a site by path; what the self-test of builds says of them is nothing."""
    files = feeds.of(made_of, words(), now, most).files
    assert not feed_rules.broken(files, made_of.settings.base_url)
    return {each.path: each.data for each in files}


def item(data: bytes, number: int = 0) -> Any:
    """An item of an RSS file."""
    return etree.fromstring(data).findall("channel/item")[number]


def told(data: bytes) -> dict[str, Any]:
    found = json.loads(data)
    assert isinstance(found, dict)
    return found


def titles(data: bytes) -> list[str]:
    return [each["title"] for each in told(data)["items"]]


# ------------------------------------------------------------------ articles


@pytest.mark.parametrize(("rights", "words_of_text"), [("full", 100), ("excerpt", 15), ("link", 0)])
def test_an_item_says_what_its_rights_allow(rights: str, words_of_text: int) -> None:
    """In full with content, an excerpt as summary, a link with neither; in each format alike."""
    found = made(site(entry(body=LONG), rights=rights, excerpt_words=15, outlets=()))
    rss, atom, as_json = (
        item(found["feed.xml"]),
        feedparser.parse(found["atom.xml"]).entries[0],
        told(found["feed.json"]),
    )
    (one,) = as_json["items"]
    for data in (found["feed.xml"], found["atom.xml"], found["feed.json"]):
        assert data.decode().count("Kalimat pertama") >= bool(words_of_text)
        assert data.decode().count("pertama karangan") <= (21 + 9 if rights == "full" else 3 if words_of_text else 0)
    if rights == "full":
        assert rss.findtext(CONTENT) == atom.content[0].value == one["content_html"]
        assert one["content_html"].count("Kalimat") == 20
        assert one["summary"].endswith("…")
    else:
        assert rss.find(CONTENT) is None
        assert "content" not in atom
        assert "summary" not in one
        assert one["content_html"] == f"<p>{rss.findtext('description')}</p>" == f"<p>{atom.summary}</p>"
    if rights == "link":
        assert rss.findtext("description") == "Situs ini tidak memuat teks artikel ini, hanya menunjukkan tempatnya."


def test_an_item_names_its_original() -> None:
    """`source`, `via` and `external_url`, in ASCII; an address that is none on the web is not named."""
    here = entry(url="https://warta-antah.example/berita é?a=1&b=2")
    there = entry("Karangan b", url="ftp://warta-antah.example/x")
    found = made(site(here, there))
    whole = "https://warta-antah.example/berita%20%C3%A9?a=1&b=2"
    sources = {each.findtext("title"): each.find("source") for each in map(item, [found["feed.xml"]] * 2, [0, 1])}
    assert sources[here.title].get("url") == whole
    assert sources[here.title].text == "Warta Antah"
    assert sources[there.title] is None
    links = {
        each.title: {link.rel: link.href for link in each.links} for each in feedparser.parse(found["atom.xml"]).entries
    }
    assert links[here.title]["via"] == whole
    assert set(links[there.title]) == {"alternate"}
    external = {each["title"]: each.get("external_url") for each in told(found["feed.json"])["items"]}
    assert external == {here.title: whole, there.title: None}


def test_an_item_in_another_language_says_so() -> None:
    """`xml:lang` and `language`; the feed's own language is not repeated, and one that is not known is not said."""
    found = made(site(entry("A", lang="en"), entry("B", lang="id"), entry("C", lang="und"), entry("D", lang="x y")))
    languages = {each.findtext("title"): each.get(LANG) for each in etree.fromstring(found["feed.xml"]).iter("item")}
    assert languages == {"A": "en", "B": None, "C": None, "D": None}
    assert {each["title"]: each.get("language") for each in told(found["feed.json"])["items"]} == languages
    atom = etree.fromstring(found["atom.xml"])
    assert [each.get(LANG) for each in atom.iter("{*}entry")].count("en") == 1
    assert atom.get(LANG) == told(found["feed.json"])["language"] == "id"


def test_what_is_to_come_tops_no_feed() -> None:
    """A preview that shows later articles keeps them out of feeds; later dates of change count once they are there."""
    later = entry("Nanti", date=at(9))
    changed = entry("Kini", date=at(3), modified=at(20), corrections=(Correction(date(2020, 11, 1), "Rekaan."),))
    found = made(site(later, changed), now=at(8))
    assert titles(found["feed.json"]) == ["Kini"]
    assert titles(found["corrections/feed.json"]) == []
    assert feedparser.parse(found["atom.xml"]).feed.updated == "2020-10-03T09:00:00+07:00"
    assert titles(made(site(later, changed))["feed.json"]) == ["Nanti", "Kini"]


@pytest.mark.parametrize("year", [1000, 1871, 9999])
def test_dates_of_any_year_are_written_in_full(year: int) -> None:
    """Offsets are whole minutes, though local time once had seconds; nothing fails at the edges of the calendar."""
    old = datetime(year, 6, 1, 9, 0, tzinfo=UTC)
    found = made(
        site(entry(date=old), entry("Karangan b", date=old + timedelta(days=1))), now=datetime.max.replace(tzinfo=UTC)
    )
    assert f" {year:04} " in str(item(found["feed.xml"]).findtext("pubDate"))


# ------------------------------------------------------------------ which feeds there are


def test_key_developments_have_a_feed_where_there_are_any() -> None:
    """Only the articles that the editor marked, under the ids that they have everywhere."""
    key = entry("Karangan kunci", key=True, date=at(7))
    found = made(site(key, entry(), entry("Karangan lain", key=True, body="Cerah.")))
    assert titles(found[f"{TOPIC}key/feed.json"]) == ["Karangan kunci"]
    assert told(found[f"{TOPIC}key/feed.json"])["items"][0]["id"] == key.id
    assert told(found[f"{TOPIC}key/feed.json"])["home_page_url"] == f"https://kliping.example/{TOPIC}"
    assert not [path for path in made(site(entry())) if "/key/" in path]


def test_an_outlet_has_a_feed() -> None:
    """What one outlet published, beside its page; what was retracted of it keeps its item."""
    gone = Retraction(date(2020, 11, 2), "Rekaan.", date(2020, 10, 6), "Warta Antah")
    row = Row("urn:x:9", addresses=("articles/2020/10/lama/",), retracted=gone)
    made_of = replace(site(entry(), entry("Karangan b", outlet="Kabar Berantah")), retracted=(row,))
    found = made(made_of)
    assert titles(found["outlets/warta-antah/feed.json"]) == ["Artikel ditarik", "Karangan: Jembatan Antah"]
    assert titles(found["outlets/kabar-berantah/feed.json"]) == ["Karangan b"]
    assert told(found["outlets/kabar-berantah/feed.json"])["title"] == "Kabar Berantah – Kliping Antah"


def test_corrections_of_a_topic_have_a_feed() -> None:
    """Those of its articles and no others, under the same ids as in the feed of all corrections."""
    wrong = (Correction(date(2020, 11, 1), "Rekaan."),)
    found = made(site(entry(corrections=wrong), entry("Karangan b", body="Cerah.", corrections=wrong)))
    (mine,) = told(found[f"{TOPIC}corrections/feed.json"])["items"]
    assert mine in told(found["corrections/feed.json"])["items"]
    assert len(told(found["corrections/feed.json"])["items"]) == 2


def test_a_topic_has_its_feeds_from_the_beginning() -> None:
    """A feed is there before the first article, and does not end when that is retracted."""
    empty = made(site(entry("Karangan", body="Cerah.")))
    assert {f"{TOPIC}{name}" for name in ("feed.xml", "atom.xml", "feed.json")} <= set(empty)
    assert told(empty[f"{TOPIC}feed.json"])["items"] == []
    gone = Row(
        "urn:x:9", addresses=("x/",), retracted=Retraction(date(2020, 11, 2), "Rekaan.", topics=("jembatan-antah",))
    )
    assert told(made(replace(site(), retracted=(gone,)))[f"{TOPIC}feed.json"])["items"]


# ------------------------------------------------------------------ weeks


def weeks(*entries: Entry, **settings: Any) -> list[dict[str, Any]]:
    """The items of the topic's digest feed."""
    data = made(site(*entries, **settings)).get(f"{TOPIC}weekly/feed.json")
    return list(told(data)["items"]) if data else []


def test_a_week_is_finished_when_the_site_has_a_newer_one() -> None:
    """The newest article decides, of whatever topic; the clock has no say."""
    assert weeks(entry(date=at(5)), entry("Karangan b", date=at(11, 23))) == []
    (week,) = weeks(entry(date=at(5)), entry("Karangan b", date=at(11, 23)), entry("Lain", body="x", date=at(12, 0)))
    assert week["title"] == "5–11 Okt 2020: 2 artikel"
    assert week["date_published"] == "2020-10-12T00:00:00+07:00"
    assert "date_modified" not in week


def test_a_week_lists_its_articles() -> None:
    """Earliest first, each with a whole address, its outlet, its day, and its language if that is another."""
    (week,) = weeks(
        entry("Karangan <satu>", slug="satu", date=at(6)),
        entry("Made up two", date=at(5), lang="en"),
        entry("c", date=at(12)),
    )
    assert week["content_html"].split("\n")[1:-1] == [
        '<li><a href="https://kliping.example/articles/2020/10/made-up-two/" lang="en">Made up two</a> (Warta Antah, 5 Oktober 2020)</li>',
        '<li><a href="https://kliping.example/articles/2020/10/satu/">Karangan &lt;satu&gt;</a> (Warta Antah, 6 Oktober 2020)</li>',
    ]


def test_a_weeks_id_is_for_life() -> None:
    """It is made from the site's id, topic and Monday: articles that come late and a new address change nothing."""
    newer = entry("c", date=at(13))
    (before,) = weeks(entry(date=at(5)), newer)
    late = weeks(entry(date=at(5)), entry("Karangan lambat", date=at(9)), entry("Karangan awal", date=at(1)), newer)
    assert next(each["id"] for each in late) == before["id"]
    assert len({each["id"] for each in late}) == 2
    moved = replace(site(entry(date=at(5)), newer, base_url="https://baru.example/"), id="urn:x:s")
    stayed = replace(site(entry(date=at(5)), newer), id="urn:x:s")
    ids = {told(made(each)[f"{TOPIC}weekly/feed.json"])["items"][0]["id"] for each in (moved, stayed)}
    assert len(ids) == 1


def test_weeks_turn_at_the_sites_midnight() -> None:
    """Sunday evening in the site's zone is that week, whatever day it is elsewhere."""
    sunday = datetime(2020, 10, 11, 16, 59, tzinfo=UTC)
    assert channels.monday(date(2020, 10, 11)) == date(2020, 10, 5)
    (week,) = weeks(entry(date=sunday), entry("c", date=sunday + timedelta(minutes=1)))
    assert week["title"].startswith("5–11 Okt 2020: 1 ")


# ------------------------------------------------------------------ how much


def test_a_feed_is_no_larger_than_readers_take() -> None:
    """The oldest items are left out until every format fits, in all formats the same, and whoever asks is told."""
    entries = [entry(f"Karangan {day}", date=at(day), body=LONG) for day in range(1, 21)]
    made_of = site(*entries, outlets=())
    found, notes = made(made_of, most=12_000), feeds.of(made_of, words(), CLOCK, 12_000).notes
    kept = titles(found["feed.json"])
    assert kept == [f"Karangan {day}" for day in range(20, 20 - len(kept), -1)]
    assert 3 <= len(kept) < 20
    assert [each.findtext("title") for each in etree.fromstring(found["feed.xml"]).iter("item")] == kept
    assert max(len(found[name]) for name in ("feed.xml", "atom.xml", "feed.json")) <= 12_000
    assert notes[0] == f"feed.xml: the oldest {20 - len(kept)} of 20 items are left out, to fit 11 KB"
    assert not feeds.of(made_of, words(), CLOCK).notes


@pytest.mark.parametrize(
    "lengths", [[1] * 12, [40, 1, 1, 1, 90, 1, 1, 30, 1, 1], [1] * 9 + [200], [200] + [1] * 9, [300]]
)
def test_as_many_items_as_fit_are_kept(lengths: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the articles are, the next one would have been too much; of all counts few are tried."""
    entries = [entry(f"Karangan {day}", date=at(30 - day), body=LONG * long) for day, long in enumerate(lengths, 1)]
    most = 60_000
    sizes = [max(map(len, front(entries, limit).values())) for limit in range(1, len(entries) + 1)]
    tried, write = list[int](), feed_formats.written

    def counted(feed: feed_formats.Feed, *rest: Any) -> tuple[Output, ...]:
        tried.append(len(feed.items))
        return write(feed, *rest)

    monkeypatch.setattr(feed_formats, "written", counted)
    kept = len(told(front(entries, 50, most)["feed.json"])["items"])
    assert kept == sum(size <= most for size in sizes)
    assert len(tried) <= 3 * 6, "the site's, the topic's and the outlet's feed"


def front(entries: list[Entry], limit: int, most: int = 10_000_000) -> dict[str, bytes]:
    """The feeds of the site itself."""
    found = made(site(*entries, feed_limit=limit), most=most)
    return {name: found[name] for name in ("feed.xml", "atom.xml", "feed.json")}


def test_an_article_as_long_as_a_book_leaves_room_for_others() -> None:
    """It is in the feed with its summary only."""
    book = entry("Karangan panjang", body="Kata jembatan karangan. " * 30_000)
    (one,) = told(made(site(book, outlets=()))["feed.json"])["items"]
    assert len(one["content_html"]) < 1000
    assert one["content_html"].startswith("<p>Kata jembatan karangan.")


def test_a_hub_is_named_in_every_format() -> None:
    """Readers that know WebSub find it; without one there is nothing to find."""
    found = made(site(entry(), hub="https://hub.example/"))
    (hub,) = [
        each
        for each in etree.fromstring(found["feed.xml"]).iter("{http://www.w3.org/2005/Atom}link")
        if each.get("rel") == "hub"
    ]
    assert hub.get("href") == "https://hub.example/"
    assert [each.href for each in feedparser.parse(found["atom.xml"]).feed.links if each.rel == "hub"] == [
        "https://hub.example/"
    ]
    assert told(found["feed.json"])["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert b"hub" not in b"".join(made(site(entry())).values())


def test_the_list_of_feeds_names_them_all() -> None:
    """OPML 2.0 with an outline for each feed, that readers take in at once."""
    found = made(site(entry(outlet='Warta "Antah" & <Rekan>', key=True), outlets=(Outlet("x", "x"),)))
    root = etree.fromstring(found["opml.xml"])
    assert (root.get("version"), root.findtext("head/title")) == ("2.0", "Kliping Antah")
    outlines = {each.get("xmlUrl") for each in root.iter("outline")}
    assert outlines == {f"https://kliping.example/{path}" for path in found if path.endswith("feed.xml")}
    assert all(each.get("type") == "rss" and each.get("text") for each in root.iter("outline"))


def test_a_style_sheet_for_those_who_open_a_feed() -> None:
    """CSS, beside the site's front page; reached from a feed in any folder."""
    found = made(site(entry()))
    assert found["feed.xml"].split(b"\n")[1] == b'<?xml-stylesheet type="text/css" href="feed.css"?>'
    assert found[f"{TOPIC}atom.xml"].split(b"\n")[1] == b'<?xml-stylesheet type="text/css" href="../../feed.css"?>'
