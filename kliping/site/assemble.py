"""Entries to a site: what is shown and what is held back, addresses, order, groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - `date` is a field here
from datetime import datetime, tzinfo
from typing import TypeVar, overload

from kliping.entries import slug_of
from kliping.errors import Fault
from kliping.records import (
    NOTHING,
    Entry,
    Head,
    Membership,
    Outlet,
    Report,
    Rights,
    Row,
    Settings,
    Story,
    TopicDefinition,
    TopicVerdict,
)
from kliping.site import names, render, rights, topics
from kliping.site.contexts import Picture
from kliping.site.editor import Editorial

SUMMARY_WORDS = 45


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article that may be shown: as HTML, and bare."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its place on the site: address, day in the site's zone, words, topics.

    It holds only what its rights allow: no later step knows a word more. `original` is the address of which its page is a
    full copy; `is_indexed`: search engines may list the page. `names` are the names of each topic it belongs to that
    the whole article says. `picture` is the one that is shown with it, `size` how many letters of HTML it has. `mark` is another one whenever anything of this
    is, `face` whenever anything is that lists show: all but the words after the first paragraph; both are empty where
    nothing is remembered.
    """

    entry: Head
    address: str
    date: datetime
    words: Words
    summary: str
    memberships: tuple[Membership, ...]
    rights: Rights = Rights.FULL
    original: str = ""
    is_indexed: bool = True
    names: Mapping[str, tuple[names.Name, ...]] = field(default_factory=lambda: NOTHING)
    picture: Picture | None = None
    size: int = 0
    mark: bytes = b""
    face: bytes = b""

    @property
    def html(self) -> str:
        return self.words.html

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def day(self) -> Date:
        return self.date.date()

    @property
    def month(self) -> str:
        return f"{self.date.year}/{self.date.month:02}"

    @property
    def topics(self) -> tuple[str, ...]:
        """The slugs of the topics that it belongs to."""
        return tuple([each.topic for each in self.memberships if each.verdict is TopicVerdict.IN])

    def is_in(self, topic: str) -> bool:
        return topic in self.topics


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that share something, newest first: a topic, an outlet or a month."""

    slug: str
    address: str
    entries: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A page from `content/pages/`."""

    slug: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages and feeds are made from; entries newest first.

    `stories` are a topic's events, earliest first, and `editorials` what the editor wrote on it, both by its slug.
    `retracted` are rows of articles that were shown once. `told` is by id the latest moment that feeds gave for an
    article so far, `id` is what the ids of the feeds are made from.
    """

    settings: Settings
    entries: tuple[Placed, ...]
    topics: tuple[tuple[TopicDefinition, Group], ...]
    outlets: tuple[tuple[str, Outlet | None, Group], ...]
    months: tuple[Group, ...]
    pages: tuple[HandWritten, ...]
    stories: Mapping[str, tuple[Story, ...]] = field(default_factory=lambda: NOTHING)
    editorials: Mapping[str, Editorial] = field(default_factory=lambda: NOTHING)
    retracted: tuple[Row, ...] = ()
    told: Mapping[str, datetime] = field(default_factory=lambda: NOTHING)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The report of an article, with all of its words, which is read when it is wanted.

    `key` is another one whenever the report is; it is empty where nothing is remembered.
    """

    id: str
    key: bytes
    report: Callable[[], Report]


class Reports(Sequence[Report]):
    """The reports of a topic, earliest first."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = told

    def __len__(self) -> int:
        return len(self.told)

    @overload
    def __getitem__(self, place: int) -> Report: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Report]: ...
    def __getitem__(self, place: int | slice) -> Report | Sequence[Report]:
        return Reports(self.told[place]) if isinstance(place, slice) else self.told[place].report()


Tell = Callable[[TopicDefinition, Reports], tuple[Story, ...]]
"""What groups the reports of a topic by event."""


Placing = Callable[[Head], tuple[Placed, Told]]
"""What gives an entry its place on the site, with no more of its words than is right; beside it its report."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that is not shown now, and why."""

    entry: Head
    reason: str
    until: datetime | None = None


# ------------------------------------------------------------------ what is shown


H = TypeVar("H", bound=Head)


def sift(
    entries: Iterable[H], now: datetime, *, drafts: bool = False, future: bool = False
) -> tuple[list[H], list[Held], list[Fault]]:
    """Entries to show, entries held back (what opens next first), and faults of entries that cannot be shown."""
    shown: list[H] = []
    held: list[Held] = []
    faults: list[Fault] = []
    for entry in entries:
        opens = max(filter(None, (entry.date, entry.publish_date)), default=None)
        if entry.hidden:
            held.append(Held(entry, "hidden by you"))
        elif entry.draft and not drafts:
            held.append(Held(entry, "a draft"))
        elif entry.date is None:
            faults.append(
                Fault(
                    "has no date, and is never dated by guess",
                    "write the day it was published: date: 2020-10-30",
                    f"content/{entry.path}",
                    key="date",
                )
            )
        elif entry.expiry_date and entry.expiry_date <= now:
            held.append(Held(entry, f"expired on {entry.expiry_date.isoformat()}"))
        elif opens and opens > now and not future:
            held.append(Held(entry, f"held back until {opens.isoformat()}", opens))
        else:
            shown.append(entry)
    return shown, sorted(held, key=lambda each: (each.until is None, each.until or now, each.entry.path)), faults


def address_of(entry: Head, zone: tzinfo) -> str:
    """`articles/2020/10/<slug>/`."""
    local = entry.date.astimezone(zone) if entry.date else None
    return f"articles/{local.year}/{local.month:02}/{entry.slug}/" if local else ""


def without_clashes(entries: Iterable[H], zone: tzinfo) -> tuple[list[H], list[Fault]]:
    """Entries of which no two share an address or id; the older keeps it, both are named."""
    kept: list[H] = []
    owners: dict[tuple[str, str], H] = {}
    faults: list[Fault] = []
    for entry in sorted(entries, key=lambda entry: (entry.date.timestamp() if entry.date else 0.0, entry.path)):
        mine = [("slug", address_of(entry, zone)), ("id", entry.id)]
        clash = next((name for name in mine if name in owners), None)
        if clash is None:
            kept.append(entry)
            owners |= dict.fromkeys(mine, entry)
        else:
            key, name = clash
            what = "address" if key == "slug" else "id"
            other = f"content/{owners[clash].path}"
            remedy = f"give this one another {key}, or delete the copy"
            faults.append(
                Fault(
                    f"has the same {what} as {other}, which keeps it: {name}", remedy, f"content/{entry.path}", key=key
                )
            )
    return kept, faults


# ------------------------------------------------------------------ the site


def site(
    settings: Settings,
    entries: Iterable[Head],
    outlets: Sequence[Outlet],
    pages: Iterable[HandWritten],
    zone: tzinfo,
    tell: Tell,
    editorials: Mapping[str, Editorial] = NOTHING,
    placing: Placing | None = None,
) -> Site:
    """The whole site from entries that have a date and an address of their own; without `placing` these have their texts."""
    allowed = rights.known(outlets, settings.rights)
    wholes: dict[str, Told] = {}
    placed: list[Placed] = []
    for entry in entries:
        if placing:
            each, told = placing(entry)
        else:
            assert isinstance(entry, Entry), "without placing nobody knows its text"
            each, report = placed_with_report(entry, allowed.of(entry), settings, zone)
            told = at_hand(report)
        placed.append(each)
        if settings.stories and each.topics:
            wholes[entry.id] = told
    placed.sort(key=lambda each: (each.date.timestamp(), each.entry.id), reverse=True)
    known = {outlet.name: outlet for outlet in outlets}
    members: dict[str, list[Placed]] = {topic.slug: [] for topic in settings.topics}
    for each in placed:
        for slug in each.topics:
            members[slug].append(each)
    return Site(
        settings=settings,
        entries=tuple(placed),
        topics=tuple(
            (topic, group(topic.slug, f"topics/{topic.slug}/", members[topic.slug])) for topic in settings.topics
        ),
        outlets=tuple(
            (
                str(reports[0].entry.outlet),
                known.get(str(reports[0].entry.outlet)),
                group(slug, f"outlets/{slug}/", reports),
            )
            for slug, reports in sorted(
                groups(placed, lambda each: slug_of(each.entry.outlet) if each.entry.outlet else "").items()
            )
            if slug
        ),
        months=tuple(
            group(month, f"{month}/", reports) for month, reports in groups(placed, lambda each: each.month).items()
        ),
        pages=tuple(pages),
        stories={
            topic.slug: tell(topic, Reports([wholes[each.entry.id] for each in reversed(members[topic.slug])]))
            for topic in settings.topics
            if settings.stories
        },
        editorials=editorials,
    )


def at_hand(report: Report) -> Told:
    """A report that need not be read."""
    return Told(report.id, b"", lambda: report)


def members_of(topic: str, entries: Iterable[Entry], settings: Settings, zone: tzinfo) -> Iterator[Entry]:
    """The entries that belong to a topic, whole."""
    for entry in entries:
        if place(entry, Rights.FULL, settings, zone).is_in(topic):
            yield entry


def place(whole: Entry, right: Rights, settings: Settings, zone: tzinfo) -> Placed:
    return placed_with_report(whole, right, settings, zone)[0]


def placed_with_report(whole: Entry, right: Rights, settings: Settings, zone: tzinfo) -> tuple[Placed, Report]:
    """An entry with its place on the site, and no more of its words than is right; beside it its report.

    Topics, names and stories go by all of the text; nothing else may see it. Where none of these asks it is left empty.
    """
    assert whole.date is not None, "sift lets no entry without a date through"
    full = render.html(whole.body)
    is_read = settings.stories or any(topic.names or not topic.by_hand for topic in settings.topics)
    words = "\n".join(text for text, _ in rights.blocks_of(full)) if is_read else ""
    entry, html = rights.allowed(whole, full, right, settings.excerpt_words)
    is_copy = right is Rights.FULL and not rights.is_own(whole)
    memberships = topics.memberships(settings.topics, whole, words, zone)
    belongs = {each.topic for each in memberships if each.verdict is TopicVerdict.IN}
    placed = Placed(
        entry=entry,
        address=address_of(entry, zone),
        date=whole.date.astimezone(zone),
        words=Words(html, render.words(html)),
        summary=entry.summary or shortened(render.opening(html)),
        memberships=memberships,
        rights=right,
        original=(entry.url or "") if is_copy else "",
        is_indexed=settings.index_copies or not is_copy,
        size=len(html),
        names=names.by_topic((topic for topic in settings.topics if topic.slug in belongs), whole.title, words),
    )
    return placed, topics.report_of(whole, words, zone)


def shortened(text: str, limit: int = SUMMARY_WORDS) -> str:
    """The first words of a text, ending in an ellipsis where they were cut."""
    words = text.split()
    return text if len(words) <= limit else " ".join(words[:limit]) + "…"


def group(slug: str, address: str, entries: Sequence[Placed]) -> Group:
    return Group(slug, address, tuple(entries))


def groups(placed: Iterable[Placed], key: Callable[[Placed], str]) -> Mapping[str, list[Placed]]:
    """Entries by what `key` says of them, in the order of the entries."""
    found: dict[str, list[Placed]] = {}
    for each in placed:
        found.setdefault(key(each), []).append(each)
    return found
