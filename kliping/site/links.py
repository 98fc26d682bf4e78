"""What several pages show alike: cards, links, titles in the reader's language, feeds."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from kliping.entries import slug_of
from kliping.records import Settings, TopicDefinition
from kliping.site.assemble import Group, Placed, Site
from kliping.site.contexts import Card, Day, Feed, Link, Mention
from kliping.site.wording import Wording


def card(placed: Placed) -> Card:
    entry = placed.entry
    outlet = outlet_link(entry.outlet) if entry.outlet else None
    return Card(
        entry.title,
        placed.address,
        entry.lang,
        outlet,
        entry.url,
        placed.date,
        entry.date_precision,
        placed.summary,
        entry.place,
        entry.agencies,
    )


def mention(placed: Placed, copy: str = "", agencies: tuple[str, ...] = ()) -> Mention:
    """A report named beside another one, of which it may be a copy."""
    entry = placed.entry
    known = agencies if copy else ()
    return Mention(entry.title, placed.address, entry.lang, entry.outlet or "", placed.day, copy, known)


def days_of(entries: Sequence[Placed], *, linked: bool = False) -> tuple[Day, ...]:
    """Entries by day, the newest first; within a day the earliest first."""
    by_day: dict[date, list[Card]] = {}
    for each in reversed(entries):
        by_day.setdefault(each.day, []).append(card(each))
    days = sorted(by_day, reverse=True)
    return tuple(Day(day, tuple(by_day[day]), day_address(day) if linked else "") for day in days)


def day_address(day: date) -> str:
    return f"{day:%Y/%m/%d}/"


def article_link(placed: Placed) -> Link:
    """A link to an article; its note is the article's language."""
    return Link(placed.entry.title, placed.address, 0, placed.entry.lang)


def range_of(members: Group) -> tuple[date | None, date | None]:
    """Days of the oldest and the newest entry."""
    return (members.entries[-1].day, members.entries[0].day) if members.entries else (None, None)


def topic_links(site: Site, wording: Wording) -> tuple[Link, ...]:
    return tuple(topic_link(definition, members, wording) for definition, members in site.topics)


@functools.lru_cache(10_000)
def outlet_link(name: str, count: int = 0) -> Link:
    return Link(name, f"outlets/{slug_of(name)}/", count, "")


def outlet_links(site: Site) -> tuple[Link, ...]:
    return tuple(Link(name, members.address, len(members.entries), "") for name, _, members in site.outlets)


def topic_link(definition: TopicDefinition, members: Group, wording: Wording) -> Link:
    return Link(topic_title(definition, wording), members.address, len(members.entries), "")


def to_topic(definition: TopicDefinition, members: Group, wording: Wording) -> Link:
    """A link that does not say how many articles the topic has: else one article more would change every page."""
    return Link(topic_title(definition, wording), members.address, 0, "")


def month_link(members: Group, wording: Wording) -> Link:
    return Link(wording.month(members.entries[0].date), members.address, len(members.entries), "")


def topic_title(definition: TopicDefinition, wording: Wording) -> str:
    return in_language(definition.title, wording.language)


def topic_text(definition: TopicDefinition, wording: Wording) -> str:
    return in_language(definition.description, wording.language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text in the site's language, else the one for every language, else any."""
    return str(texts.get(language) or texts.get("") or next(iter(texts.values()), ""))


def site_feed(settings: Settings) -> Feed:
    return feed_at("", settings.title, settings.feed_formats)


def topic_feed(slug: str, title: str, settings: Settings) -> Feed:
    return feed_at(f"topics/{slug}/", title, settings.feed_formats)


def feed_at(address: str, title: str, formats: Collection[str]) -> Feed:
    """The feed in a folder of the site, in the formats that are made."""
    atom = f"{address}atom.xml" if "atom" in formats else ""
    return Feed(title, f"{address}feed.xml", atom, f"{address}feed.json" if "json" in formats else "")
