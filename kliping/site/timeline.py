"""A topic's timeline over pages: told in full where a page has room, else by headline, with a page for each period.

What stands where follows from the calendar, never from a count: the page of a month is at the same address as long as
the topic is there, whatever the topic's own page has room for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kliping.site.contexts import (
    Event,
    EventDay,
    Feed,
    Headline,
    HeadlineDay,
    Link,
    Page,
    Period,
    PeriodPage,
    Telling,
)
from kliping.site.links import article_link, card, day_address, mention
from kliping.site.storyline import Told, Topic, agencies, alike, first_sentence, moment, shares
from kliping.site.wording import Wording


@dataclass(frozen=True, slots=True)
class Room:
    """What fits on a page: reports of events told in full, headlines of others, and reports under one event."""

    full: int
    headlines: int
    under: int


PAGE: Final = Room(full=20, headlines=30, under=6)
"""The topic's own page comes with the first packets of a slow connection: see budgets."""
ARCHIVE: Final = Room(full=250, headlines=250, under=60)
MONTHS: Final = 8
"""How many months a page names where there are more than twice as many; the others stand there by year."""


def days(stories: Sequence[Told], topic: Topic, room: Room) -> Iterator[EventDay]:
    """Stories by day, in their order, each told in full."""
    published = {each.day for each in topic.members.entries}
    by_day: dict[date, list[Told]] = {}
    for each in stories:
        by_day.setdefault(each.day, []).append(each)
    before: date | None = None
    for day, found in by_day.items():
        silent = silent_days(min(before, day), max(before, day), published) if before else 0
        yield EventDay(day, tuple(event(each, topic, room) for each in found), silent)
        before = day


def silent_days(first: date, last: date, published: set[date]) -> int:
    """How many days between two have no report."""
    between = (last - first).days - 1
    if between > len(published):
        return between - sum(first < day < last for day in published)
    return between - sum(date.fromordinal(first.toordinal() + number) in published for number in range(1, between + 1))


def ordered(stories: Iterable[Told], *, newest_first: bool) -> list[Told]:
    """Stories by day; within a day what most outlets reported comes first."""
    by_weight = sorted(stories, key=lambda each: (-each.outlets, moment(each.reports[0])))
    return sorted(by_weight, key=lambda each: each.day, reverse=newest_first)


def begun(stories: Sequence[Told], room: Room) -> int:
    """How many of the first stories a page has room for; one at least."""
    left = room.full
    for number, each in enumerate(stories):
        left -= min(len(each.reports), room.under)
        if left < 0:
            return max(1, number)
    return len(stories)


def event(told: Told, topic: Topic, room: Room) -> Event:
    """A story told in full, with no more reports named under it than there is room for."""
    (lead, copies), *others = alike(told)
    left = room.under
    named, left = copies[:left], left - len(copies)
    under: list[Telling] = []
    for report, same in others:
        if left <= 0:
            break
        shown = tuple(mention(each, "whole", agencies(report, each)) for each in same[: left - 1])
        under.append(Telling(mention(report, shares(report, lead, told), agencies(report, lead)), shown))
        left -= 1 + len(shown)
    is_cut = len(named) + sum(1 + len(each.copies) for each in under) + 1 < len(told.reports)
    where, place = month_address(topic, told.day), told.day.isoformat()
    if room is ARCHIVE:
        where, place = day_address(told.lead.day) if topic.has_days else "", ""
    return Event(
        lead=card(told.lead),
        text=told.lead.entry.summary or first_sentence(told.lead),
        copies=tuple(mention(each, "whole", agencies(lead, each)) for each in named),
        others=tuple(under),
        count=len(told.reports),
        outlets=told.outlets,
        more=Link("", where, len(told.reports), place) if is_cut and where else None,
    )


# ------------------------------------------------------------------ by headline


Unit = Callable[[Told], str]
"""The key of the period to which a story belongs: `2020`, `2020-10` or `2020-10-09`."""


def by_month(told: Told) -> str:
    return told.day.isoformat()[:7]


def by_day(told: Told) -> str:
    return told.day.isoformat()


def by_month_then_year(stories: Sequence[Told]) -> Unit:
    """Months; where they are many, the first of them and then years."""
    months = list(dict.fromkeys(map(by_month, stories)))
    if len(months) <= 2 * MONTHS:
        return by_month
    near = frozenset(months[:MONTHS])
    return lambda told: by_month(told) if by_month(told) in near else by_month(told)[:4]


def periods(
    stories: Sequence[Told], first: int, unit: Unit, room: Room, topic: Topic, wording: Wording
) -> Iterator[Period]:
    """What of stories is not among the first ones, which are told in full, by period and by headline.

    Where there is no room for all headlines those stand there that most outlets reported.
    """
    rest = stories[first:]
    chosen = {id(each) for each in most_reported(rest)[: room.headlines]}
    held: dict[str, list[Told]] = {}
    for each in rest:
        held.setdefault(unit(each), []).append(each)
    whole: dict[str, list[Told]] = {key: [] for key in held}
    for each in stories:
        if (key := unit(each)) in whole:
            whole[key].append(each)
    told = {each.day for each in stories[:first]}
    for key, found in held.items():
        named = [each for each in found if id(each) in chosen]
        yield Period(
            title=title_of(key, found[0].day, wording),
            id=key,
            address=f"{topic.members.address}{key.replace('-', '/')}/",
            count=sum(len(each.reports) for each in whole[key]),
            story_count=len(whole[key]),
            days=tuple(headlines(named, told if unit is not by_day else {found[0].day})),
            more=len(found) - len(named),
        )


def most_reported(stories: Iterable[Told]) -> list[Told]:
    return sorted(stories, key=lambda each: (-each.outlets, -len(each.reports), -each.day.toordinal()))


def headlines(stories: Iterable[Told], told: set[date]) -> Iterator[HeadlineDay]:
    """The headlines of stories by day, in their order; `told` are days that stand further up."""
    by_day: dict[date, list[Headline]] = {}
    for each in stories:
        by_day.setdefault(each.day, []).append(Headline(article_link(each.lead), each.outlets))
    for day, found in by_day.items():
        yield HeadlineDay(day, tuple(found), day not in told)


def title_of(key: str, day: date, wording: Wording) -> str:
    """A period in the reader's language: 2020, October 2020, or a day with its weekday."""
    return {4: lambda _: key, 7: wording.month}.get(len(key), wording.weekday)(day)


def jumps(shown: Iterable[EventDay], rest: Iterable[Period], wording: Wording) -> tuple[Link, ...]:
    """The first day or period on a page of each month, and of each year that stands there as one; none for a single one."""
    found: dict[str, Link] = {}
    for day in shown:
        if (key := day.date.isoformat()[:7]) not in found:
            found[key] = Link(wording.month(day.date), day.date.isoformat(), 0, "")
    for period in rest:
        found.setdefault(period.id, Link(period.title, period.id, 0, ""))
    return tuple(found.values()) if len(found) > 1 else ()


# ------------------------------------------------------------------ a page for each period


def month_address(topic: Topic, day: date) -> str:
    return f"{topic.members.address}{day.isoformat()[:7].replace('-', '/')}/"


def pages(topic: Topic, parent: Link, feeds: tuple[Feed, ...], wording: Wording) -> Iterator[Page]:
    """The pages of a timeline's months; of its years, where months are many, and of the days of a month that is long."""
    stories = ordered(topic.stories, newest_first=False)
    months, years = grouped(stories, by_month), grouped(stories, lambda told: by_month(told)[:4])
    made = Maker(topic, parent, feeds, wording)
    if len(months) > 2 * MONTHS:
        yield from made.pages("year", years, (parent,), by_month)
    yield from made.pages("month", months, (parent,), by_day)
    for key, found in months.items():
        if begun(found, ARCHIVE) < len(found):
            above = Link(wording.month(found[0].day), f"{topic.members.address}{key.replace('-', '/')}/", 0, "")
            yield from made.pages("day", grouped(found, by_day), (parent, above), None)


def grouped(stories: Iterable[Told], unit: Unit) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for each in stories:
        found.setdefault(unit(each), []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class Maker:
    """What the pages of all periods of a timeline have in common."""

    topic: Topic
    parent: Link
    feeds: tuple[Feed, ...]
    wording: Wording

    def pages(
        self, kind: str, found: dict[str, list[Told]], way: tuple[Link, ...], unit: Unit | None
    ) -> Iterator[Page]:
        """The pages of periods of one kind; `unit` divides what is too long, a day stays one page."""
        here = self.topic.members.address
        links = [
            None,
            *(
                Link(title_of(key, each[0].day, self.wording), f"{here}{key.replace('-', '/')}/", 0, "")
                for key, each in found.items()
            ),
            None,
        ]
        for number, stories in enumerate(found.values()):
            link = links[number + 1]
            assert link
            yield Page(
                link.address,
                "period.html",
                self.page(kind, link.title, stories, way, unit, links[number], links[number + 2]),
            )

    def page(
        self,
        kind: str,
        name: str,
        stories: Sequence[Told],
        way: tuple[Link, ...],
        unit: Unit | None,
        earlier: Link | None,
        later: Link | None,
    ) -> PeriodPage:
        first = begun(stories, ARCHIVE)
        if kind == "year" or (unit and first < len(stories)):
            first = 0
        rest = periods(stories, first, unit, ARCHIVE, self.topic, self.wording) if unit else last(stories, first)
        topic = self.parent.title
        said = self.wording.gettext("%(period)s in “%(topic)s”") % {"period": name, "topic": topic}
        return PeriodPage(
            title=f"{name} – {topic}",
            description=said,
            feeds=self.feeds[:1],
            kind=kind,
            name=name,
            way=way,
            days=tuple(days(stories[:first], self.topic, ARCHIVE)),
            periods=tuple(rest),
            count=sum(len(each.reports) for each in stories),
            story_count=len(stories),
            earlier=earlier,
            later=later,
        )


def last(stories: Sequence[Told], first: int) -> Iterator[Period]:
    """The headlines of a day that are left where even its own page has no room."""
    if rest := stories[first:]:
        yield Period("", "", "", 0, 0, tuple(headlines(rest, {each.day for each in rest})), 0)
