"""Feeds of the site, of each topic and of corrections, as RSS 2.0 and Atom, through feedgen.

feedgen dates whatever has no date to now, takes the channel's link from the last link added, and mixes up what
two formats want of one generator; here every date is set, `self` goes before `alternate`, and each format has a
generator of its own. Rules: https://www.rssboard.org/rss-profile, RFC 4287.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Final
from urllib.parse import urljoin

from feedgen.feed import FeedGenerator

from kliping.entries import id_of
from kliping.records import Output, Row
from kliping.site import notices
from kliping.site.assemble import Placed, Site
from kliping.site.links import topic_text, topic_title
from kliping.site.notices import Notice
from kliping.site.wording import Wording

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without items changed last: it has to say something, and it is never now."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed, whatever the format; `id` is for life, `summary` is text, `content` HTML."""

    id: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str
    content: str
    creators: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed whatever the format, beside the page at `address`; items newest first."""

    address: str
    title: str
    description: str
    items: tuple[Item, ...]


def of(site: Site, wording: Wording) -> Iterator[Output]:
    """Every feed in both formats."""
    for channel in channels(site, wording):
        yield rss(channel, site, wording)
        yield atom(channel, site, wording)


def channels(site: Site, wording: Wording) -> Iterator[Channel]:
    """The site's feed, one for each topic, and one for corrections once there is any."""
    settings, limit = site.settings, site.settings.feed_limit
    yield Channel("", settings.title, settings.description, articles(site, site.entries, site.retracted, wording))
    for definition, members in site.topics:
        title = f"{topic_title(definition, wording)} – {settings.title}"
        gone = [row for row in site.retracted if row.retracted and definition.slug in row.retracted.topics]
        items = articles(site, members.entries, gone, wording)
        yield Channel(members.address, title, topic_text(definition, wording), items)
    if found := notices.of(site):
        title = f"{wording.gettext('Corrections')} – {settings.title}"
        items = tuple(notice_item(each, wording) for each in found[:limit])
        yield Channel(notices.ADDRESS, title, wording.gettext("Corrections and withdrawn articles."), items)


# ------------------------------------------------------------------ items


def articles(site: Site, entries: Sequence[Placed], gone: Sequence[Row], wording: Wording) -> tuple[Item, ...]:
    """Articles and what is left of retracted ones, newest first, as many as a feed holds."""
    limit = site.settings.feed_limit
    found = [article_item(each, site, wording) for each in entries[:limit]]
    found += [withdrawn_item(row, site, wording) for row in gone]
    return tuple(sorted(found, key=lambda each: (each.published.timestamp(), each.id), reverse=True)[:limit])


def article_item(placed: Placed, site: Site, wording: Wording) -> Item:
    """One article; its id is the entry's."""
    entry = placed.entry
    return Item(
        id=entry.id,
        title=entry.title,
        address=placed.address,
        published=placed.date,
        updated=notices.updated(placed, site, wording),
        summary=placed.summary,
        content=absolute(placed.html, site.settings.base_url + placed.address),
        creators=entry.authors or ((entry.outlet,) if entry.outlet else ()),
        categories=tuple(
            topic_title(definition, wording) for definition, _ in site.topics if placed.is_in(definition.slug)
        ),
    )


def withdrawn_item(row: Row, site: Site, wording: Wording) -> Item:
    """What is left of a retracted article: its id, and the reason instead of its words."""
    told = row.retracted
    assert told, "only retracted articles are withdrawn"
    return Item(
        id=row.id,
        title=wording.gettext("Withdrawn article"),
        address=row.addresses[-1],
        published=wording.local(told.published or told.day),
        updated=notices.withdrawn(row, wording),
        summary=told.reason,
        content=paragraph(told.reason),
        creators=(told.outlet,) if told.outlet else (),
        categories=tuple(
            topic_title(definition, wording) for definition, _ in site.topics if definition.slug in told.topics
        ),
    )


def notice_item(notice: Notice, wording: Wording) -> Item:
    """One correction or retraction."""
    day = wording.local(notice.day)
    title = (
        wording.gettext("Correction: %(title)s") % {"title": notice.placed.entry.title}
        if notice.placed
        else wording.gettext("Withdrawn article")
    )
    return Item(notice.id, title, notice.address, day, day, notice.text, paragraph(notice.text))


def paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


# ------------------------------------------------------------------ formats


def rss(channel: Channel, site: Site, wording: Wording) -> Output:
    """A feed as RSS. It cannot say when an item was updated, but when the whole was."""
    base, path = site.settings.base_url, f"{channel.address}feed.xml"
    feed = generator(channel, site, wording, path, "application/rss+xml")
    feed.load_extension("dc")
    for each in channel.items:
        made = feed.add_entry(order="append")
        made.guid(each.id, permalink=False)
        made.title(clean(each.title))
        made.link(href=base + each.address)
        made.published(each.published)
        made.description(clean(escape(each.summary, quote=False)))
        made.content(clean(each.content), type="html")
        made.dc.dc_creator([clean(name) for name in each.creators])
        for name in each.categories:
            made.category(term=clean(name))
    if channel.items:
        feed.lastBuildDate(max(each.updated for each in channel.items))
    text = feed.rss_str(pretty=True).decode()
    if not channel.items:
        text = re.sub(r"\s*<lastBuildDate>.*?</lastBuildDate>", "", text)
    return Output(path, text.encode())


def atom(channel: Channel, site: Site, wording: Wording) -> Output:
    """A feed as Atom; its id is made from the site's, so that it stays when the site moves."""
    base, path = site.settings.base_url, f"{channel.address}atom.xml"
    feed = generator(channel, site, wording, path, "application/atom+xml")
    feed.id(id_of(f"{site.id or base} {path}"))
    feed.author(name=clean(site.settings.title))
    for each in channel.items:
        made = feed.add_entry(order="append")
        made.id(each.id)
        made.title(clean(each.title) or each.id)
        made.link(href=base + each.address, rel="alternate")
        made.published(each.published)
        made.updated(each.updated)
        made.summary(clean(each.summary))
        made.content(clean(each.content), type="html")
        for name in each.creators:
            made.author(name=clean(name))
        for name in each.categories:
            made.category(term=clean(name))
    feed.updated(max((each.updated for each in channel.items), default=NEVER))
    return Output(path, feed.atom_str(pretty=True))


def generator(channel: Channel, site: Site, wording: Wording, path: str, kind: str) -> FeedGenerator:
    """A generator for one format that knows what both say of the feed."""
    feed, base = FeedGenerator(), site.settings.base_url
    feed.title(clean(channel.title))
    feed.link(href=base + path, rel="self", type=kind)
    feed.link(href=base + channel.address, rel="alternate")
    feed.description(clean(channel.description or channel.title))
    feed.language(wording.language)
    feed.generator("Kliping")
    return feed


def absolute(html: str, base: str) -> str:
    """The HTML with every link and picture at its full address: a reader shows it far from the site."""
    return re.sub(r'(?<=\s)(href|src)="([^"]*)"', lambda found: f'{found[1]}="{urljoin(base, found[2])}"', html)


def clean(text: str) -> str:
    """The text without signs that XML 1.0 does not allow."""
    return ILLEGAL.sub("", text)
