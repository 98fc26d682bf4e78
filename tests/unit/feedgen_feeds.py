"""Feeds as the library feedgen writes them: what ours are held against.

feedgen dates whatever has no date to now, takes the channel's link from the last link added, drops what an item's link
is for, and mixes up what two formats want of one generator; here every date is set, `self` goes before `alternate`, and
each format has a generator of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from feedgen.feed import FeedGenerator

from kliping.records import Output
from kliping.site.assemble import Site
from kliping.site.feed_formats import DC, STYLE, Feed
from kliping.site.feed_items import Enclosure, Item, Original, plain
from kliping.site.wording import Wording

ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"


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

    feedgen could name creators, but looks for fifteen things of Dublin Core in each item.
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
