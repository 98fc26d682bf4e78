"""Which feeds the site has: of everything, of topics and what matters in them, of outlets, of corrections."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kliping.records import FEED_FORMATS
from kliping.site import notices
from kliping.site.assemble import Group, Placed, Site
from kliping.site.contexts import Feed
from kliping.site.links import feed_at, topic_text, topic_title
from kliping.site.notices import Notice
from kliping.site.wording import Wording

NO_GROUP: Final = Group("", "", ())


class Follows(enum.StrEnum):
    """What the items of a feed are."""

    ARTICLES = "articles"
    KEY = "key developments"
    WEEKS = "weeks"
    CORRECTIONS = "corrections"


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed whatever its format: the folder of its files, the page it stands for, what it follows.

    `group` is the topic or outlet that it belongs to; the site's own feeds have none.
    """

    folder: str
    page: str
    name: str
    description: str
    follows: Follows = Follows.ARTICLES
    group: Group = NO_GROUP
    formats: Sequence[str] = FEED_FORMATS

    @property
    def feed(self) -> Feed:
        """What pages say of it."""
        return feed_at(self.folder, self.name, self.formats)


def of(site: Site, wording: Wording) -> Iterator[Channel]:
    """Every feed that has something to hold; the site's own and those of topics are there from the beginning."""
    settings, told = site.settings, notices.of(site)
    formats = settings.feed_formats
    yield Channel("", "", settings.title, settings.description, formats=formats)
    for _, members in site.topics:
        yield from of_topic(members, site, told, wording)
    for name, _, members in site.outlets:
        yield of_outlet(name, members, site, wording)
    if told:
        description = wording.gettext("Corrections and withdrawn articles.")
        name = f"{wording.gettext('Corrections')} – {settings.title}"
        yield Channel(notices.ADDRESS, notices.ADDRESS, name, description, Follows.CORRECTIONS, formats=formats)


def of_topic(members: Group, site: Site, told: Sequence[Notice], wording: Wording) -> Iterator[Channel]:
    """The feeds of a topic; `told` are all corrections of the site."""
    _, page, formats = wording.gettext, members.address, site.settings.feed_formats
    definition = next(topic for topic, _ in site.topics if topic.slug == members.slug)
    name, said = topic_title(definition, wording), {"topic": topic_title(definition, wording)}
    yield Channel(page, page, name, topic_text(definition, wording), group=members, formats=formats)
    if any(each.entry.key for each in members.entries):
        title, text = _("Key developments: %(topic)s") % said, _("Only the articles that mark a turn of the story.")
        yield Channel(f"{page}key/", page, title, text, Follows.KEY, members, formats)
    has_weeks = members.entries and monday(members.entries[-1].day) < monday(site.entries[0].day)
    if site.settings.weekly_feeds and has_weeks:
        title, text = _("Week by week: %(topic)s") % said, _("One item for each finished week, with all its articles.")
        yield Channel(f"{page}weekly/", page, title, text, Follows.WEEKS, members, formats)
    if any(is_in(each, members.slug) for each in told):
        title, text = _("Corrections: %(topic)s") % said, _("Corrections and withdrawn articles.")
        yield Channel(f"{page}corrections/", page, title, text, Follows.CORRECTIONS, members, formats)


def of_outlet(name: str, members: Group, site: Site, wording: Wording) -> Channel:
    said = wording.gettext("Articles from %(outlet)s") % {"outlet": name}
    return Channel(members.address, members.address, name, said, group=members, formats=site.settings.feed_formats)


def is_in(notice: Notice, topic: str) -> bool:
    """Whether a correction or retraction is one of a topic's articles."""
    if notice.placed:
        return notice.placed.is_in(topic)
    return bool(notice.row and notice.row.retracted and topic in notice.row.retracted.topics)


# ------------------------------------------------------------------ weeks


@dataclass(frozen=True, slots=True)
class Week:
    """A finished week of a topic: its Monday, its articles, newest first."""

    monday: date
    entries: tuple[Placed, ...]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(6)


def weeks(members: Group, site: Site) -> tuple[Week, ...]:
    """The finished weeks in which a topic has articles, newest first: the site has an article of a later week.

    Now has no say in it: the same entries give the same weeks on any day.
    """
    newest = monday(site.entries[0].day) if site.entries else date.min
    by_week: dict[date, list[Placed]] = {}
    for each in members.entries:
        by_week.setdefault(monday(each.day), []).append(each)
    return tuple(Week(first, tuple(reports)) for first, reports in by_week.items() if first < newest)


@functools.lru_cache(4096)
def monday(day: date) -> date:
    """The Monday of a day's week; the calendar's first day is one."""
    return day - timedelta(day.weekday())
