"""RSS 2.0 feeds of the site and of each topic, through feedgen.

feedgen dates whatever has no date to now and takes the channel's link from the last link
added; here every date is set, and `self` goes before `alternate`. Rules:
https://www.rssboard.org/rss-profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urljoin

from feedgen.feed import FeedGenerator

from kliping.records import Output
from kliping.site.assemble import Placed, Site
from kliping.site.pages import topic_text, topic_title
from kliping.site.wording import Wording

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def of(site: Site, wording: Wording) -> Iterator[Output]:
    """The site's feed and one for each topic, newest article first."""
    settings = site.settings
    yield rss(site, wording, "", settings.title, settings.description, site.entries)
    for definition, members in site.topics:
        title = f"{topic_title(definition, wording)} – {settings.title}"
        yield rss(site, wording, members.address, title, topic_text(definition, wording), members.entries)


def rss(site: Site, wording: Wording, address: str, title: str, description: str, entries: Sequence[Placed]) -> Output:
    """One RSS file beside the page at `address`."""
    base, path = site.settings.base_url, f"{address}feed.xml"
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.title(clean(title))
    feed.link(href=base + path, rel="self", type="application/rss+xml")
    feed.link(href=base + address, rel="alternate")
    feed.description(clean(description or title))
    feed.language(wording.language)
    feed.generator("Kliping")
    shown = entries[: site.settings.feed_limit]
    for placed in shown:
        item(feed, placed, site, wording)
    if shown:
        feed.lastBuildDate(max(max(each.date, each.entry.modified or each.date) for each in shown))
    text = feed.rss_str(pretty=True).decode()
    if not shown:
        text = re.sub(r"\s*<lastBuildDate>.*?</lastBuildDate>", "", text)
    return Output(path, text.encode())


def item(feed: FeedGenerator, placed: Placed, site: Site, wording: Wording) -> None:
    """One article as an item; its guid is the entry's id for life."""
    entry, made = placed.entry, feed.add_entry(order="append")
    made.guid(entry.id, permalink=False)
    made.title(clean(entry.title))
    made.link(href=site.settings.base_url + placed.address)
    made.published(placed.date)
    made.description(clean(escape(placed.summary, quote=False)))
    made.content(clean(absolute(placed.html, site.settings.base_url + placed.address)), type="html")
    made.dc.dc_creator([clean(name) for name in entry.authors or ((entry.outlet,) if entry.outlet else ())])
    for definition, _ in site.topics:
        if placed.is_in(definition.slug):
            made.category(term=clean(topic_title(definition, wording)))


def absolute(html: str, base: str) -> str:
    """The HTML with every link and picture at its full address: a reader shows it far from the site."""
    return re.sub(r'(?<=\s)(href|src)="([^"]*)"', lambda found: f'{found[1]}="{urljoin(base, found[2])}"', html)


def clean(text: str) -> str:
    """The text without signs that XML 1.0 does not allow."""
    return ILLEGAL.sub("", text)
