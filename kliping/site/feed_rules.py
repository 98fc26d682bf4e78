"""The self-test of feeds in every build: what readers of RSS 2.0, Atom and JSON Feed may count on, tried on the bytes.

It knows nothing of how feeds are made. Each feed is read into the same few values, whatever its format, and each rule
looks at those. Sources: the RSS 2.0 profile of rssboard.org, RFC 4287, JSON Feed 1.1. A fault names the feed and the item.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree

from kliping.errors import Fault
from kliping.records import Output

MOST_BYTES: Final = 512 * 1024
ATOM, CONTENT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/rss/1.0/modules/content/}encoded"
CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HARMLESS: Final = bytes({*b"\t\n\r", *range(0x20, 0x7F), *range(0x80, 0x100)} - {0xC2, 0xED, 0xEF})
"""Bytes with which no control character begins in UTF-8; nearly all text is made of these alone."""
LINKS = re.compile(r"""<[^<>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
USUAL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-~]*)?|urn:[A-Za-z0-9][!-~]*")
"""Addresses of which nobody can doubt that they are absolute; all others are looked at closely."""
RFC_822 = re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", re.A)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.A)
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
REMEDY = "nothing was written, the site that was there before stands; this is a fault of Kliping: please report it"


# ------------------------------------------------------------------ what is read of a feed


@dataclass(frozen=True, slots=True)
class Item:
    """One item as a reader finds it: `lacks` are required elements that are not there, `addresses` all that it names.

    `texts` are those in which control characters can be.
    """

    id: str
    title: str
    link: str
    published: str
    updated: str
    lacks: tuple[str, ...]
    addresses: tuple[str, ...]
    texts: tuple[str, ...]
    wrong: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"item “{self.title}” ({self.id})" if self.title else f"item {self.id or 'without an id'}"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as a reader finds it; `dates` is the form that its format wants."""

    path: str
    size: int
    dates: re.Pattern[str]
    own: tuple[str, ...]
    page: str
    updated: str
    lacks: tuple[str, ...]
    addresses: tuple[str, ...]
    texts: tuple[str, ...]
    items: tuple[Item, ...]
    wrong: tuple[str, ...] = ()


def broken(files: Iterable[Output], base_url: str, most: int = MOST_BYTES) -> list[Fault]:
    """What is wrong with these feeds of a site at `base_url`; lists of feeds are only held to be well-formed."""
    return [
        Fault(what, REMEDY, f"output/{each.path}")
        for each in files
        for what in dict.fromkeys(faults(each, base_url, most))
    ]


def faults(file: Output, base_url: str, most: int = MOST_BYTES) -> Iterator[str]:
    """Everything that is wrong with one feed, in words that name the item."""
    try:
        found = read(file)
    except Unreadable as error:
        yield str(error)
        return
    if found:
        for rule in RULES:
            yield from rule(found)
        yield from is_where_it_says(found, base_url)
        yield from is_small(found, most)


# ------------------------------------------------------------------ reading


class Unreadable(Exception):
    """A file is no feed at all; the text says why."""


def read(file: Output) -> Feed | None:
    """A feed of any format; nothing for a list of feeds."""
    if file.path.endswith(".json"):
        try:
            return read_json(file, json.loads(file.data))
        except (ValueError, AttributeError, TypeError) as error:
            raise Unreadable(f"is not JSON of a feed: {error}") from error
    try:
        root = etree.fromstring(file.data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"is not well-formed XML: {error.msg}") from error
    if root.tag == "opml":
        return None
    if root.tag not in ("rss", f"{ATOM}feed"):
        raise Unreadable(f"begins with <{root.tag}>, which is no feed")
    return read_rss(file, root) if root.tag == "rss" else read_atom(file, root)


Parts = Mapping[str, Sequence[Any]]
"""What stands right below an element, by name."""
Texts = Callable[[Any], tuple[str, ...]]


def parts_of(element: Any) -> Parts:
    found: dict[str, list[Any]] = {}
    for each in element:
        found.setdefault(each.tag, []).append(each)
    return found


def said(parts: Parts, name: str) -> str:
    return (parts[name][0].text or "").strip() if name in parts else ""


def lacking(parts: Parts, names: Iterable[str]) -> tuple[str, ...]:
    """The elements of these names that are not there or say nothing."""
    return tuple(f"<{name.removeprefix(ATOM)}>" for name in names if not said(parts, name))


def texts_of(element: Any) -> tuple[str, ...]:
    """Every text and attribute below an element."""
    return tuple(filter(None, (text for each in element.iter() for text in (each.text, *each.attrib.values()))))


def suspect(data: bytes, root: Any) -> Texts:
    """What gives the texts of an element, if control characters can be in this XML at all: as they are, or by number."""
    if root.getroottree().docinfo.encoding != "UTF-8" or b"&#" in data or control_in_bytes(data):
        return texts_of
    return lambda _: ()


def links_in(html: str) -> Iterator[str]:
    for found in LINKS.finditer(html) if "=" in html else ():
        yield unescape(found[1] if found[1] is not None else found[2])


def read_rss(file: Output, root: Any) -> Feed:
    channel = root.find("channel")
    if channel is None or root.get("version") != "2.0":
        raise Unreadable('is no RSS 2.0: <rss version="2.0"> with a <channel> is missing')
    parts, texts = parts_of(channel), suspect(file.data, root)
    links = parts.get(f"{ATOM}link", ())
    return Feed(
        path=file.path,
        size=len(file.data),
        dates=RFC_822,
        own=tuple(each.get("href", "") for each in links if each.get("rel") == "self"),
        page=said(parts, "link"),
        updated=said(parts, "lastBuildDate"),
        lacks=lacking(parts, ("title", "link", "description", "language")),
        addresses=(said(parts, "link"), *(each.get("href", "") for each in links)),
        texts=texts(channel),
        items=tuple(rss_item(each, texts(each)) for each in parts.get("item", ())),
    )


def rss_item(item: Any, texts: tuple[str, ...]) -> Item:
    parts = parts_of(item)
    enclosures, link, id_ = parts.get("enclosure", ()), said(parts, "link"), said(parts, "guid")
    html = (said(parts, "description"), said(parts, CONTENT))
    wrong = list(enclosed([(each.get("url"), each.get("type"), each.get("length")) for each in enclosures]))
    if (
        "guid" in parts
        and parts["guid"][0].get("isPermaLink") != "false"
        and not id_.startswith(("http://", "https://"))
    ):
        wrong.append('its <guid> lacks isPermaLink="false", and is no address of a page')
    return Item(
        id=id_,
        title=said(parts, "title"),
        link=link,
        published=said(parts, "pubDate"),
        updated="",
        lacks=lacking(parts, ("title", "link", "guid", "pubDate", "description")),
        addresses=(
            link,
            *(each.get("url", "") for each in parts.get("source", ())[:1]),
            *(each.get("url", "") for each in enclosures),
            *(found for each in html for found in links_in(each)),
        ),
        texts=texts,
        wrong=tuple(wrong),
    )


def read_atom(file: Output, root: Any) -> Feed:
    parts, texts = parts_of(root), suspect(file.data, root)
    links, entries = parts.get(f"{ATOM}link", ()), parts.get(f"{ATOM}entry", ())
    has_author = f"{ATOM}author" in parts
    nobody = not has_author and any(each.find(f"{ATOM}author") is None for each in entries)
    return Feed(
        path=file.path,
        size=len(file.data),
        dates=RFC_3339,
        own=tuple(each.get("href", "") for each in links if each.get("rel") == "self"),
        page=next((each.get("href", "") for each in links if each.get("rel", "alternate") == "alternate"), ""),
        updated=said(parts, f"{ATOM}updated"),
        lacks=(
            *lacking(parts, (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated")),
            *(["<author>"] if nobody or not (entries or has_author) else []),
        ),
        addresses=(said(parts, f"{ATOM}id"), *(each.get("href", "") for each in links)),
        texts=texts(root),
        items=tuple(atom_entry(each, texts(each)) for each in entries),
    )


def atom_entry(entry: Any, texts: tuple[str, ...]) -> Item:
    parts, wrong = parts_of(entry), []
    links = parts.get(f"{ATOM}link", ())
    pages = [each for each in links if each.get("rel", "alternate") == "alternate"]
    bodies = [*parts.get(f"{ATOM}content", ()), *parts.get(f"{ATOM}summary", ())]
    html = [body.text or "" for body in bodies if body.get("type") == "html"]
    if len({(each.get("type"), each.get("hreflang")) for each in pages}) < len(pages):
        wrong.append('two links of the same kind with rel="alternate"')
    files = [each for each in links if each.get("rel") == "enclosure"]
    wrong += enclosed([(each.get("href"), each.get("type"), each.get("length")) for each in files])
    wrong += [
        f'<{etree.QName(body).localname} type="{body.get("type")}"> is none of text, html, xhtml'
        for body in bodies
        if body.get("type", "text") not in ("text", "html", "xhtml")
    ]
    return Item(
        id=said(parts, f"{ATOM}id"),
        title=said(parts, f"{ATOM}title"),
        link=pages[0].get("href", "") if pages else "",
        published=said(parts, f"{ATOM}published"),
        updated=said(parts, f"{ATOM}updated"),
        lacks=(
            *lacking(parts, (f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated", f"{ATOM}published")),
            *([] if pages else ['<link rel="alternate">']),
            *([] if any((body.text or "").strip() for body in bodies) else ["<content> or <summary>"]),
        ),
        addresses=(
            said(parts, f"{ATOM}id"),
            *(each.get("href", "") for each in links),
            *(link for each in html for link in links_in(each)),
        ),
        texts=texts,
        wrong=tuple(wrong),
    )


def read_json(file: Output, told: Any) -> Feed:
    if told.get("version") != JSON_FEED:
        raise Unreadable(f"is no JSON Feed 1.1: `version` is not {JSON_FEED}")
    wanted = ("title", "home_page_url", "feed_url")
    hubs = [hub.get("url", "") for hub in told.get("hubs", [])]
    return Feed(
        path=file.path,
        size=len(file.data),
        dates=RFC_3339,
        own=(str(told.get("feed_url", "")),),
        page=str(told.get("home_page_url", "")),
        updated="",
        lacks=(*(f"`{key}`" for key in wanted if not told.get(key)), *(["`items`"] if "items" not in told else [])),
        addresses=(*(str(told.get(key, "")) for key in wanted[1:]), *hubs),
        texts=tuple(strings({key: value for key, value in told.items() if key != "items"})),
        items=tuple(map(json_item, told.get("items", []))),
    )


def json_item(item: Any) -> Item:
    content, files = item.get("content_html") or item.get("content_text"), item.get("attachments", [])
    told = [(each.get("url"), each.get("mime_type"), each.get("size_in_bytes")) for each in files]
    wanted = ("id", "url", "title", "date_published")
    return Item(
        id=str(item.get("id", "")),
        title=str(item.get("title", "")),
        link=str(item.get("url", "")),
        published=str(item.get("date_published", "")),
        updated=str(item.get("date_modified", item.get("date_published", ""))),
        lacks=(
            *(f"`{key}`" for key in wanted if not item.get(key)),
            *([] if content else ["`content_html` or `content_text`"]),
        ),
        addresses=(
            *(str(item[key]) for key in ("url", "external_url", "image", "banner_image") if key in item),
            *(str(url or "") for url, _, _ in told),
            *links_in(str(item.get("content_html", ""))),
        ),
        texts=tuple(strings(item)),
        wrong=(*(() if isinstance(item.get("id", ""), str) else ("its `id` is no text",)), *enclosed(told)),
    )


def enclosed(files: Sequence[tuple[Any, Any, Any]]) -> Iterator[str]:
    """What is wrong with the files of an item, each as address, type and number of bytes."""
    if len(files) > 1:
        yield f"has {len(files)} enclosures, and readers take one"
    for url, kind, size in files:
        if not url or not re.fullmatch(r"[a-z]+/[\w.+-]+", str(kind)) or not re.fullmatch(r"[1-9]\d*", str(size)):
            yield f"its enclosure lacks address, type or length: {url}, {kind}, {size}"


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


# ------------------------------------------------------------------ rules


def has_what_is_required(feed: Feed) -> Iterator[str]:
    yield from (f"lacks {each}" for each in feed.lacks)
    yield from (f"{item.name}: lacks {each}" for item in feed.items for each in item.lacks)
    yield from (f"{item.name}: {each}" for item in feed.items for each in item.wrong)


def has_ids_of_its_own(feed: Feed) -> Iterator[str]:
    for id_, count in Counter(item.id for item in feed.items).items():
        if count > 1 and id_:
            named = next(item.name for item in feed.items if item.id == id_)
            yield f"{named}: {count} items have this id"


def has_true_dates(feed: Feed) -> Iterator[str]:
    if feed.updated and not moment(feed.updated, feed.dates):
        yield f"its date “{feed.updated}” is none, or not written as its format wants"
    for item in feed.items:
        for each in (item.published, item.updated):
            if each and not moment(each, feed.dates):
                yield f"{item.name}: its date “{each}” is none, or not written as its format wants"


def is_newest_first(feed: Feed) -> Iterator[str]:
    dated = [(when, item) for item in feed.items if (when := moment(item.published, feed.dates))]
    for (before, _), (when, item) in pairwise(dated):
        if when > before:
            yield f"{item.name}: is newer than the item above it"
    whole = moment(feed.updated, feed.dates)
    for when, item in dated:
        changed = moment(item.updated, feed.dates)
        if changed and changed < when:
            yield f"{item.name}: was updated before it was published"
        if whole and (changed or when) > whole:
            yield f"{item.name}: is newer than the feed says that it is itself"


def names_whole_addresses(feed: Feed) -> Iterator[str]:
    for each in feed.addresses:
        if not is_absolute(each):
            yield f"the address “{each}” is not absolute"
    for item in feed.items:
        for each in item.addresses:
            if not is_absolute(each):
                yield f"{item.name}: the address “{each}” is not absolute"


def holds_no_control_characters(feed: Feed) -> Iterator[str]:
    for item in feed.items:
        if found := control_in(item.texts):
            yield f"{item.name.translate(CONTROLS)}: holds the control character U+{ord(found):04X}"
    if found := control_in(feed.texts):
        yield f"holds the control character U+{ord(found):04X}"


def is_where_it_says(feed: Feed, base_url: str) -> Iterator[str]:
    if feed.own != (base_url + feed.path,):
        yield f"says that it is at {' and '.join(feed.own) or 'no place'}, and is at {base_url + feed.path}"
    if feed.page == base_url + feed.path:
        yield "says that the page it stands for is the feed itself"


def is_small(feed: Feed, most: int) -> Iterator[str]:
    if feed.size > most:
        yield f"is {feed.size} bytes long, and no feed may have more than {most}"


RULES: Sequence[Callable[[Feed], Iterator[str]]] = (
    has_what_is_required,
    has_ids_of_its_own,
    has_true_dates,
    is_newest_first,
    names_whole_addresses,
    holds_no_control_characters,
)
CONTROLS: Mapping[int, None] = dict.fromkeys((*range(32), *range(127, 160)))


@functools.lru_cache(1000)
def moment(text: str, form: re.Pattern[str]) -> datetime | None:
    """The moment that a date says, if it is one in the form that is wanted."""
    if not form.fullmatch(text):
        return None
    try:
        return parsedate_to_datetime(text) if form is RFC_822 else datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None


def is_absolute(address: str) -> bool:
    """Whether an address leads somewhere by itself: a web address with a host, or mail, or an id."""
    if USUAL.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if re.search(r"\s", address):
        return False
    return bool(parts.hostname) if parts.scheme in ("http", "https") else parts.scheme in ("mailto", "urn", "tag")


def control_in(texts: Iterable[str]) -> str:
    """The first control character in texts."""
    return control_in_bytes("".join(texts).encode("utf-8", "surrogatepass"))


def control_in_bytes(data: bytes) -> str:
    """The same in bytes of UTF-8; most have none with which one could begin, and need no closer look."""
    found = CONTROL.search(data.decode("utf-8", "surrogatepass")) if data.translate(None, HARMLESS) else None
    return found[0] if found else ""
