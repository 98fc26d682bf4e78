"""Sitemaps: every page that may be listed and when it last changed (https://www.sitemaps.org/protocol.html).

What changed when follows from the articles, never from the clock. A news sitemap holds the site's own articles only, as
Google wants it: who collects those of others publishes no news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape

from kliping.records import Output
from kliping.site import metadata, rights
from kliping.site.assemble import Placed, Site
from kliping.site.contexts import (
    ArticlePage,
    CorrectionsPage,
    HomePage,
    IndexPage,
    ListPage,
    Page,
    PeriodPage,
    TopicPage,
)
from kliping.site.wording import Wording

FILE: Final = "sitemap.xml"
NEWS: Final = "sitemap-news.xml"
MOST: Final = 10_000
"""Addresses in a sitemap: crawlers take 50,000, smaller ones are read sooner."""
MOST_NEWS: Final = 1_000
RECENT: Final = timedelta(days=2)
SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS_SPACE: Final = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@dataclass(frozen=True, slots=True)
class Line:
    """An address and when what stands there changed last, if that is known; `more` is XML beside the two."""

    url: str
    changed: datetime | None
    more: str = ""


def of(listed: Sequence[Line], site: Site, updated: Mapping[str, datetime]) -> Iterator[Output]:
    """The index of sitemaps and the sitemaps that it names; `updated` is by address when each article changed last."""
    base = site.settings.base_url
    files = {
        f"sitemap-{number // MOST + 1}.xml": listed[number : number + MOST] for number in range(0, len(listed), MOST)
    }
    if found := list(news(site, updated)):
        files[NEWS] = found
    index = [
        Line(base + path, max((each.changed for each in part if each.changed), default=None))
        for path, part in files.items()
    ]
    yield Output(FILE, document("sitemapindex", "sitemap", SPACE, index))
    for path, part in files.items():
        yield Output(path, document("urlset", "url", f"{SPACE} {NEWS_SPACE}" if path == NEWS else SPACE, part))


def document(root: str, item: str, spaces: str, found: Iterable[Line]) -> bytes:
    rows = [
        f"<{item}><loc>{escape(each.url)}</loc>"
        + (f"<lastmod>{each.changed.isoformat()}</lastmod>" if each.changed else "")
        + f"{each.more}</{item}>\n"
        for each in found
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {spaces}>\n{"".join(rows)}</{root}>\n'.encode()


# ------------------------------------------------------------------ pages


def line(page: Page, site: Site, updated: Mapping[str, datetime], wording: Wording) -> Line | None:
    """A page that may be listed under its own address."""
    base = site.settings.base_url
    hidden = isinstance(page.page, ArticlePage) and not page.page.is_indexed
    if hidden or page.address == metadata.LOST or metadata.canonical(page, base) != base + page.address:
        return None
    return Line(base + page.address, changed(page, site, updated, wording))


def changed(page: Page, site: Site, updated: Mapping[str, datetime], wording: Wording) -> datetime | None:
    """When a page changed last: with the newest change of what it lists; of words by hand nobody knows."""
    shown = page.page
    if isinstance(shown, ArticlePage):
        return updated[page.address]
    if isinstance(shown, CorrectionsPage):
        return max((wording.local(each.date) for each in shown.notes), default=None)
    if isinstance(shown, ListPage):
        return latest(updated, (card.address for day in shown.days for card in day.cards))
    if isinstance(shown, PeriodPage):
        return latest(updated, addresses(shown))
    if isinstance(shown, (HomePage, TopicPage, IndexPage)):
        said = [wording.local(each.date) for each in shown.standing] if isinstance(shown, TopicPage) else []
        known = latest(updated, (each.address for each in members(page.address, site)))
        return max((*said, *([known] if known else [])), default=None)
    return None


def addresses(shown: PeriodPage) -> Iterator[str]:
    """The reports that a part of a timeline names."""
    for period in shown.periods:
        yield from (each.link.address for day in period.days for each in day.events)
    for event in (event for day in shown.days for event in day.events):
        yield event.lead.address
        yield from (each.address for each in event.copies)
        for told in event.others:
            yield from (each.address for each in (told.report, *told.copies))


def latest(updated: Mapping[str, datetime], addresses: Iterable[str]) -> datetime | None:
    return max((updated[each] for each in addresses if each in updated), default=None)


def members(address: str, site: Site) -> Sequence[Placed]:
    """The articles of the topic that a page belongs to, else all."""
    return next((group.entries for _, group in site.topics if address.startswith(group.address)), site.entries)


# ------------------------------------------------------------------ news


def news(site: Site, updated: Mapping[str, datetime]) -> Iterator[Line]:
    """The site's own articles of the last two days, counted from the newest of them."""
    own = [each for each in site.entries if rights.is_own(each.entry)]
    recent = (each for each in own if own[0].date - each.date <= RECENT)
    for each in islice(recent, MOST_NEWS):
        date = each.day.isoformat() if each.entry.date_precision == "day" else each.date.isoformat()
        more = (
            f"<news:news><news:publication><news:name>{escape(site.settings.title)}</news:name>"
            f"<news:language>{language(each.entry.lang, site.settings.language)}</news:language></news:publication>"
            f"<news:publication_date>{date}</news:publication_date>"
            f"<news:title>{escape(each.entry.title)}</news:title></news:news>"
        )
        yield Line(site.settings.base_url + each.address, updated[each.address], more)


def language(lang: str, default: str) -> str:
    """A language as Google wants it: two or three letters, of Chinese the script too."""
    first, *rest = (lang if lang != "und" else default).lower().split("-")
    if first != "zh":
        return first
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & {*rest} else "zh-cn"
