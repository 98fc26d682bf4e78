"""A feed as RSS 2.0 and Atom, through feedgen, and as JSON Feed 1.1; and the list of all feeds as OPML 2.0.

feedgen dates whatever has no date to now, takes the channel's link from the last link added, drops what an item's link
is for, and mixes up what two formats want of one generator; here every date is set, `self` goes before `alternate`, and
each format has a generator of its own. Rules: https://www.rssboard.org/rss-profile, RFC 4287,
https://www.jsonfeed.org/version/1.1/. They are tried in every build (feed_rules.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from kliping.entries import id_of
from kliping.records import Output
from kliping.site.assemble import Site
from kliping.site.channels import Channel
from kliping.site.feed_items import Enclosure, Item, Original, paragraph, plain
from kliping.site.wording import Wording

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

STYLE: Final = "feed.css"
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without items changed last: it has to say something, and it is never now."""
ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
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


class InFeed:
    """What feedgen does not write about a feed by itself: its hub and language in RSS, no date where nothing is."""

    language = ""
    hub = ""
    is_empty = False
    names_creators = False

    def extend_ns(self) -> dict[str, str]:
        return {"dc": DC} if self.names_creators else {}

    def extend_rss(self, root: Any) -> None:
        channel = root.find("channel")
        root.set(f"{XML}lang", self.language)
        if self.is_empty:
            channel.remove(channel.find("lastBuildDate"))
        if self.hub:
            link = channel.makeelement(f"{ATOM}link", {"href": self.hub, "rel": "hub"})
            channel.insert(channel.index(channel.find(f"{ATOM}link")) + 1, link)

    def extend_atom(self, root: Any) -> None:
        """Atom has it all already."""


class InItem:
    """What feedgen does not write about an item by itself: its language, what a link is for, its file, and who speaks.

    feedgen could name creators, but looks for fifteen things of Dublin Core in each item, which takes a quarter of the time.
    """

    language = ""
    creators: Sequence[str] = ()
    original: Original | None = None
    enclosure: Enclosure | None = None

    def extend_ns(self) -> dict[str, str]:
        return {}

    def extend_rss(self, item: Any) -> None:
        if self.language:
            item.set(f"{XML}lang", self.language)
        if file := self.enclosure:
            told = {"url": file.url, "length": str(file.size), "type": file.kind}
            item.append(item.makeelement("enclosure", told))
        for name in self.creators:
            item.append(creator := item.makeelement(f"{{{DC}}}creator"))
            creator.text = name

    def extend_atom(self, item: Any) -> None:
        if self.language:
            item.set(f"{XML}lang", self.language)
        if self.original:
            told = {"href": self.original.url, "rel": "via", "title": self.original.title}
            item.append(item.makeelement("link", told))
        if file := self.enclosure:
            told = {"href": file.url, "rel": "enclosure", "type": file.kind, "length": str(file.size)}
            item.append(item.makeelement("link", told))


def rss(feed: Feed, site: Site, wording: Wording) -> Output:
    """A feed as RSS. It cannot say when an item was updated, but when the whole was."""
    path = f"{feed.channel.folder}feed.xml"
    made = generator(feed, site, wording, path, "application/rss+xml")
    made.inside.is_empty, made.inside.names_creators = not feed.items, True
    made.lastBuildDate(feed.updated)
    for each in feed.items:
        entry = item(made, each, site)
        entry.guid(each.id, permalink=False)
        entry.description(escape(each.summary, quote=False))
        entry.inside.creators = each.creators
        if each.original:
            entry.source(each.original.url, each.original.title)
    return Output(path, styled(made.rss_str(pretty=True), feed))


def atom(feed: Feed, site: Site, wording: Wording) -> Output:
    """A feed as Atom."""
    path = f"{feed.channel.folder}atom.xml"
    made = generator(feed, site, wording, path, "application/atom+xml")
    made.id(feed.id)
    made.author(name=plain(site.settings.title))
    made.updated(feed.updated)
    for each in feed.items:
        entry = item(made, each, site)
        entry.id(each.id)
        entry.updated(each.updated)
        entry.summary(escape(each.summary, quote=False), type="html")
        for name in each.creators:
            entry.author(name=name)
    return Output(path, styled(made.atom_str(pretty=True), feed))


def generator(feed: Feed, site: Site, wording: Wording, path: str, kind: str) -> FeedGenerator:
    """A generator for one format that knows what both say of the feed."""
    from feedgen.feed import FeedGenerator  # noqa: PLC0415 - takes 20 ms, and in most builds no feed is another one

    made, settings = FeedGenerator(), site.settings
    made.register_extension("inside", InFeed, InItem)
    made.inside.language, made.inside.hub = wording.language, settings.hub
    made.title(feed.title)
    made.link(href=settings.base_url + path, rel="self", type=kind)
    if settings.hub:
        made.link(href=settings.hub, rel="hub")
    made.link(href=settings.base_url + feed.channel.page, rel="alternate")
    made.description(feed.description)
    made.language(wording.language)
    made.generator("Kliping")
    return made


def item(made: FeedGenerator, each: Item, site: Site) -> Any:
    """An item with what both formats say alike."""
    entry = made.add_entry(order="append")
    entry.inside.language, entry.inside.original = each.language, each.original
    entry.inside.enclosure = each.enclosure
    entry.title(each.title)
    entry.link(href=site.settings.base_url + each.address, rel="alternate")
    entry.published(each.published)
    if each.content:
        entry.content(each.content, type="html")
    for name in each.categories:
        entry.category(term=name)
    return entry


def styled(data: bytes, feed: Feed) -> bytes:
    """The XML with a style sheet for those who open it in a browser."""
    declaration, _, rest = data.partition(b"\n")
    up = "../" * feed.channel.folder.count("/")
    return declaration + f'\n<?xml-stylesheet type="text/css" href="{up}{STYLE}"?>\n'.encode() + rest


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
