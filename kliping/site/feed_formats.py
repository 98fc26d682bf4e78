"""A feed as RSS 2.0 and Atom, and as JSON Feed 1.1; and the list of all feeds as OPML 2.0.

Rules: https://www.rssboard.org/rss-profile, RFC 4287, https://www.jsonfeed.org/version/1.1/. They are tried in every
build (feed_rules.py). What is written here is, byte by byte, what the library feedgen makes of the same items (a test
holds that) in a tenth of the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from kliping.entries import id_of
from kliping.records import Output
from kliping.site.assemble import Site
from kliping.site.channels import Channel
from kliping.site.feed_items import Item, paragraph, plain
from kliping.site.wording import Wording

STYLE: Final = "feed.css"
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without items changed last: it has to say something, and it is never now."""
DC: Final = "http://purl.org/dc/elements/1.1/"
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its items, ready to be written; `title` names the site too."""

    channel: Channel
    title: str
    description: str
    id: str
    items: tuple[Item, ...]

    @property
    def updated(self) -> datetime:
        return max((each.updated for each in self.items), default=NEVER)


def feed(channel: Channel, items: tuple[Item, ...], site: Site) -> Feed:
    """A feed of the site; the id of its Atom form is made from the site's, so that it stays when the site moves."""
    settings = site.settings
    name = plain(channel.name)
    title = name if name.endswith(settings.title) else f"{name} – {plain(settings.title)}"
    id_ = id_of(f"{site.id or settings.base_url} {channel.folder}atom.xml")
    return Feed(channel, title, plain(channel.description) or title, id_, items)


def written(feed: Feed, site: Site, wording: Wording) -> tuple[Output, ...]:
    """A feed in all formats that the site has."""
    ways = {"rss": rss, "atom": atom, "json": json_feed}
    return tuple(ways[each](feed, site, wording) for each in site.settings.feed_formats)


# ------------------------------------------------------------------ RSS and Atom

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RSS_SPACES: Final = f' xmlns:dc="{DC}" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def rss(feed: Feed, site: Site, wording: Wording) -> Output:
    """A feed as RSS. It cannot say when an item was updated, but when the whole was."""
    path, base, hub = f"{feed.channel.folder}feed.xml", site.settings.base_url, site.settings.hub
    lines = [
        f'<rss{RSS_SPACES} version="2.0"{attributes({"xml:lang": wording.language})}>\n  <channel>',
        f"    {element('title', feed.title)}",
        f"    {element('link', base + feed.channel.page)}",
        f"    {element('description', feed.description)}",
        f"    {empty('atom:link', href=base + path, rel='self', type='application/rss+xml')}",
        *([f"    {empty('atom:link', href=hub, rel='hub')}"] if hub else []),
        "    <docs>http://www.rssboard.org/rss-specification</docs>",
        "    <generator>Kliping</generator>",
        f"    {element('language', wording.language)}",
        *([f"    {element('lastBuildDate', rfc_822(feed.updated))}"] if feed.items else []),
    ]
    for each in feed.items:
        lines += rss_item(each, base)
    return Output(path, document(feed, [*lines, "  </channel>\n</rss>\n"]))


def rss_item(each: Item, base: str) -> Iterator[str]:
    """An item of RSS."""
    file, original = each.enclosure, each.original
    yield f"    <item{attributes({'xml:lang': each.language} if each.language else {})}>"
    yield f"      {element('title', each.title)}"
    yield f"      {element('link', base + each.address)}"
    yield f"      {element('description', escape(each.summary, quote=False))}"
    if each.content:
        yield f"      {element('content:encoded', each.content)}"
    yield f"      {element('guid', each.id, isPermaLink='false')}"
    for name in each.categories:
        yield f"      {element('category', name)}"
    yield f"      {element('pubDate', rfc_822(each.published))}"
    if original:
        yield f"      {element('source', original.title, url=original.url)}"
    if file:
        yield f"      {empty('enclosure', url=file.url, length=str(file.size), type=file.kind)}"
    for name in each.creators:
        yield f"      {element('dc:creator', name)}"
    yield "    </item>"


def atom(feed: Feed, site: Site, wording: Wording) -> Output:
    """A feed as Atom."""
    path, base, hub = f"{feed.channel.folder}atom.xml", site.settings.base_url, site.settings.hub
    lines = [
        f"<feed{attributes({'xmlns': 'http://www.w3.org/2005/Atom', 'xml:lang': wording.language})}>",
        f"  {element('id', feed.id)}",
        f"  {element('title', feed.title)}",
        f"  {element('updated', feed.updated.isoformat())}",
        f"  <author>\n    {element('name', plain(site.settings.title))}\n  </author>",
        f"  {empty('link', href=base + path, rel='self', type='application/atom+xml')}",
        *([f"  {empty('link', href=hub, rel='hub')}"] if hub else []),
        f"  {empty('link', href=base + feed.channel.page, rel='alternate')}",
        "  <generator>Kliping</generator>",
        f"  {element('subtitle', feed.description)}",
    ]
    for each in feed.items:
        lines += atom_entry(each, base)
    return Output(path, document(feed, [*lines, "</feed>\n"]))


def atom_entry(each: Item, base: str) -> Iterator[str]:
    """An item of Atom."""
    file, original = each.enclosure, each.original
    yield f"  <entry{attributes({'xml:lang': each.language} if each.language else {})}>"
    yield f"    {element('id', each.id)}"
    yield f"    {element('title', each.title)}"
    yield f"    {element('updated', each.updated.isoformat())}"
    for name in each.creators:
        yield f"    <author>\n      {element('name', name)}\n    </author>"
    if each.content:
        yield f"    {element('content', each.content, type='html')}"
    yield f"    {empty('link', href=base + each.address)}"  # one that does not say what it is for is the item's page
    yield f"    {element('summary', escape(each.summary, quote=False), type='html')}"
    for name in each.categories:
        yield f"    {empty('category', term=name)}"
    yield f"    {element('published', each.published.isoformat())}"
    if original:
        yield f"    {empty('link', href=original.url, rel='via', title=original.title)}"
    if file:
        yield f"    {empty('link', href=file.url, rel='enclosure', type=file.kind, length=str(file.size))}"
    yield "  </entry>"


def document(feed: Feed, lines: Sequence[str]) -> bytes:
    """The XML with a style sheet for those who open it in a browser."""
    up = "../" * feed.channel.folder.count("/")
    head = f"<?xml version='1.0' encoding='UTF-8'?>\n<?xml-stylesheet type=\"text/css\" href=\"{up}{STYLE}\"?>"
    return "\n".join((head, *lines)).encode()


def element(name: str, text: str, **said: str) -> str:
    return f"<{name}{attributes(said)}>{in_text(text)}</{name}>"


def empty(name: str, **said: str) -> str:
    return f"<{name}{attributes(said)}/>"


def attributes(said: Mapping[str, str]) -> str:
    return "".join([f' {name}="{in_attribute(value)}"' for name, value in said.items()])


def in_text(text: str) -> str:
    """A text as XML: readers would take a carriage return for the end of a line."""
    return escape(text, quote=False).replace("\r", "&#13;")


def in_attribute(text: str) -> str:
    """A text as the value of an attribute, in which readers take every kind of white space for a blank."""
    made = in_text(text).replace('"', "&quot;")
    return made if made.isprintable() else made.replace("\n", "&#10;").replace("\t", "&#9;")


def rfc_822(moment: datetime) -> str:
    """A moment as RSS says it, in English on any machine: Fri, 30 Oct 2020 18:45:00 +0700."""
    day = f"{DAYS[moment.weekday()]}, {moment.day:02} {MONTHS[moment.month - 1]} {moment.year}"
    return f"{day} {moment:%H:%M:%S %z}"


def stylesheet(source: str, wording: Wording) -> Output:
    """The style sheet of feeds: the look, and a sentence for those who meet one in a browser, in the reader's language."""
    _ = wording.gettext
    told = _("This is a feed. Copy the address of this page into a feed reader, and new articles come to you.")
    rule = f':root::before {{\n  content: "{told.replace(chr(92), "").replace(chr(34), "”")}";\n}}\n'
    return Output(STYLE, f"{source.rstrip()}\n\n{rule}".encode())


# ------------------------------------------------------------------ JSON Feed


def json_feed(feed: Feed, site: Site, wording: Wording) -> Output:
    """A feed as JSON Feed; keys without a value are left out."""
    settings, path = site.settings, f"{feed.channel.folder}feed.json"
    told = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": settings.base_url + feed.channel.page,
        "feed_url": settings.base_url + path,
        "description": feed.description,
        "language": wording.language,
        "authors": [{"name": plain(settings.title), "url": settings.base_url}],
        "hubs": [{"type": "WebSub", "url": settings.hub}] if settings.hub else [],
    }
    items = [json_item(each, site) for each in feed.items]
    text = json.dumps({**filled(told), "items": items}, ensure_ascii=False, indent=1)
    # As an escape, so that text about markup is none for those who look for it in the bytes.
    return Output(path, text.replace("&", "\\u0026").encode() + b"\n")


def json_item(each: Item, site: Site) -> dict[str, Any]:
    """An item as JSON Feed. It must have content: where rights allow none, the summary is all there is.

    It stands there as HTML, and else in other signs: readers do not agree on what text is.
    """
    return filled(
        {
            "id": each.id,
            "url": site.settings.base_url + each.address,
            "external_url": each.original.url if each.original else "",
            "title": each.title,
            "summary": plain(each.summary) if each.content else "",
            "content_html": each.content or paragraph(each.summary),
            "date_published": each.published.isoformat(),
            "date_modified": each.updated.isoformat() if each.updated != each.published else "",
            "authors": [{"name": name} for name in each.creators],
            "tags": list(each.categories),
            "language": each.language,
            "image": each.enclosure.url if each.enclosure else "",
            "attachments": [
                {"url": file.url, "mime_type": file.kind, "size_in_bytes": file.size}
                for file in (each.enclosure,)
                if file
            ],
        }
    )


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """What of the values says something."""
    return {key: value for key, value in values.items() if value}


# ------------------------------------------------------------------ OPML


def opml(feeds: Iterable[Feed], site: Site) -> Output:
    """All feeds as one list, which readers take in at once."""
    base = site.settings.base_url
    lines = [
        f'<outline type="rss" text={quoteattr(each.title)} title={quoteattr(each.title)} '
        f"description={quoteattr(each.description)} xmlUrl={quoteattr(base + each.channel.folder + 'feed.xml')} "
        f"htmlUrl={quoteattr(base + each.channel.page)}/>"
        for each in feeds
    ]
    title = escape(plain(site.settings.title), quote=False)
    text = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<opml version="2.0">\n<head>\n<title>{title}</title>\n</head>\n<body>',
            *lines,
            "</body>\n</opml>\n",
        ]
    )
    return Output("opml.xml", text.encode())
