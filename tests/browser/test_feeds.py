"""What a feed reader gets: the articles, newest first, under ids for life, whole."""

from __future__ import annotations

import re
from typing import Any
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest

from browser import made_up
from browser.sites import INEWS, KOMPAS, TOPIC, Site, Sites
from kliping.site.feed_items import plain

pytestmark = pytest.mark.browser

FEEDS = [
    *((name, path) for name in ("default", "in-english", "below-repo", "empty") for path in ("", TOPIC)),
    *(("made-up", path) for path in ("", f"topics/{made_up.TOPIC}/", "outlets/warta-antah/")),
    ("made-up-in-english", ""),
    ("hostile", ""),
]
FEEDS.remove(("empty", TOPIC))
ATOM, CONTENT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/rss/1.0/modules/content/}"


def fetch(url: str) -> bytes:
    with urlopen(url, timeout=10) as answer:
        return bytes(answer.read())


def channel(site: Site, path: str) -> Any:
    """The feed's channel as an ElementTree."""
    return ET.fromstring(fetch(f"{site.url}{path}feed.xml")).find("channel")


def parsed(site: Site, path: str) -> Any:
    """The feed as feedparser sees it."""
    return feedparser.parse(f"{site.url}{path}feed.xml")


@pytest.mark.parametrize(("name", "path"), FEEDS)
def test_feed_is_sound(sites: Sites, name: str, path: str) -> None:
    """feedparser has nothing against the feed, which is RSS 2.0 with a title, a description and a language."""
    found = parsed(sites[name], path)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "rss20"
    assert found.status == 200
    assert found.feed.title
    assert found.feed.description
    assert found.feed.language in ("id", "en")


@pytest.mark.parametrize(("name", "path"), FEEDS)
def test_feed_says_where_it_is(sites: Sites, name: str, path: str) -> None:
    """`atom:link` names the feed's own address, and the channel's link is the page it belongs to."""
    site, found = sites[name], channel(sites[name], path)
    (own,) = (each for each in found.findall(f"{ATOM}link") if each.get("rel") == "self")
    assert own.attrib == {"href": f"{site.url}{path}feed.xml", "rel": "self", "type": "application/rss+xml"}
    assert found.findtext("link") == site.url + path
    assert site.file(path).is_file()


@pytest.mark.parametrize(("name", "path"), FEEDS)
def test_items(sites: Sites, name: str, path: str) -> None:
    """Items are newest first, with the entries' ids, no permalink guids, dated with a zone, whole."""
    site = sites[name]
    items = channel(site, path).findall("item")
    guids = [item.find("guid") for item in items]
    entries = {entry.id: entry for entry in site.entries()}
    assert all(guid.get("isPermaLink") == "false" for guid in guids)
    ids = [guid.text for guid in guids]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(entries)
    if not path:
        assert len(ids) == min(len(entries), 100)
    dates = [entries[each].date for each in ids]
    assert dates == sorted(dates, reverse=True)  # type: ignore[type-var]
    for item, each in zip(items, ids, strict=True):
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} [+-]\d{4}", item.findtext("pubDate"))
        assert feedparser.datetimes._parse_date(item.findtext("pubDate"))[:5] == entries[each].date.utctimetuple()[:5]  # type: ignore[union-attr]
        assert item.findtext("description").strip()


@pytest.mark.parametrize(("name", "path"), FEEDS)
def test_items_lead_to_articles(sites: Sites, name: str, path: str) -> None:
    """Every item's link is absolute and shows the article with the item's title."""
    site = sites[name]
    for item in channel(site, path).findall("item"):
        link = item.findtext("link")
        assert link.startswith(site.url + "articles/")
        page = site.tree(link.removeprefix(site.url))
        assert plain("".join(page.find(".//h1").itertext())) == item.findtext("title")
    for link in {item.findtext("link") for item in channel(site, path).findall("item")}:
        assert fetch(link)


def test_default_items(sites: Sites) -> None:
    """The two articles are in the feed whole, word for word, with outlet and topic."""
    site = sites["default"]
    inews, kompas = parsed(site, TOPIC).entries
    for item, address in ((kompas, KOMPAS), (inews, INEWS)):
        entry = site.entry(address)
        assert item.title == entry.title
        assert item.id == entry.id
        assert item.author == entry.outlet
        assert item.link == site.url + address
        text = re.sub(r"<[^>]+>", " ", item.content[0].value)
        assert text.replace("&quot;", '"').split() == entry.body.split()
        assert [tag.term for tag in item.tags] == ["Perundingan gencatan senjata Armenia–Azerbaijan"]


@pytest.mark.parametrize("name", ["made-up", "made-up-in-english"])
def test_hostile_text_is_text_in_feeds(sites: Sites, name: str) -> None:
    """Readers take an item's description and content for HTML; hostile text must show there as the text it is."""
    (item,) = (each for each in channel(sites[name], "").findall("item") if "‹script›" in each.findtext("title"))
    shown = item.findtext("description")
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }} {% include 'x' %} &lt;b&gt;bukan tebal" in shown


@pytest.mark.parametrize("name", ["made-up", "hostile"])
def test_feeds_hold_no_script(sites: Sites, name: str) -> None:
    """No item's HTML holds a script, a frame, a picture from elsewhere, or a link that runs something."""
    for item in channel(sites[name], "").findall("item"):
        for part in ("description", f"{CONTENT}encoded"):
            html = item.findtext(part) or ""
            for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
                assert element.tag not in ("script", "iframe", "object", "embed", "style", "img"), html
                assert not [key for key in element.attrib if key.startswith("on")], html
                assert not re.match(r"\s*(?:javascript|vbscript|data):", element.get("href", ""), re.IGNORECASE), html
