"""What stands beside an article: other reports of the event, the events before and after, what has most in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from kliping.site import timeline
from kliping.site.assemble import Placed, groups
from kliping.site.contexts import Link, Mention
from kliping.site.links import article_link, mention
from kliping.site.storyline import Told, Topic, agencies, moment, shares

RELATED: Final = 3
TELLING: Final = 5
"""Letters of a word in a headline that says what the article is about."""
SAME: Final = 12
"""How many other reports of an event an article names; all of them stand on the timeline."""
COMMON: Final = 40
"""A word of more stories than this tells none of them apart."""
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Beside:
    """What an article's page leads to."""

    same: tuple[Mention, ...] = ()
    related: tuple[Mention, ...] = ()
    earlier: Link | None = None
    later: Link | None = None
    event: Link | None = None


NOTHING_BESIDE: Final = Beside()


def of(topics: Sequence[Topic]) -> dict[str, Beside]:
    """By address what stands beside each article in its first topic."""
    found: dict[str, Beside] = {}
    for topic in topics:
        stories = topic.stories
        marks = [signs(topic, told.lead) for told in stories]
        holders = holders_of(marks)
        for number, told in enumerate(stories):
            earlier = article_link(stories[number - 1].lead) if number else None
            later = article_link(stories[number + 1].lead) if number + 1 < len(stories) else None
            event = Link("", timeline.month_address(topic, told.day), len(told.reports), told.day.isoformat())
            alike = Alike.of(told)
            for report in told.reports:
                if report.address not in found:
                    near = [stories[other] for other in nearest(number, signs(topic, report), holders, stories)]
                    found[report.address] = Beside(
                        tuple(same(told, report, alike)),
                        tuple(mention(each.lead) for each in near),
                        earlier,
                        later,
                        event,
                    )
    return found


@dataclass(frozen=True, slots=True)
class Alike:
    """The reports of an event by the text that they are a copy of, and those that share text with each; both by id."""

    by_text: Mapping[str, Sequence[Placed]]
    sharing: Mapping[str, Sequence[Placed]]

    @classmethod
    def of(cls, told: Told) -> Alike:
        placed = {each.entry.id: each for each in told.reports}
        sharing: dict[str, list[Placed]] = {}
        for id_, copy in told.story.copies.items():
            if id_ in placed and copy.of in placed:
                sharing.setdefault(id_, []).append(placed[copy.of])
                sharing.setdefault(copy.of, []).append(placed[id_])
        return cls(
            groups(told.reports, lambda each: told.texts[each.entry.id]),
            {id_: sorted(each, key=moment) for id_, each in sharing.items()},
        )


def same(told: Told, report: Placed, alike: Alike) -> Iterator[Mention]:
    """Other reports of an event, those first that share the text of this one."""
    id_ = report.entry.id
    closest = chain(alike.by_text[told.texts[id_]], alike.sharing.get(id_, ()), told.reports)
    known = {id_}
    for each in closest:
        if each.entry.id not in known:
            known.add(each.entry.id)
            yield mention(each, shares(report, each, told), agencies(report, each))
        if len(known) > SAME:
            return


def signs(topic: Topic, report: Placed) -> frozenset[str]:
    """What an article is about, as far as names and the long words of its headline tell."""
    names = (f"{kind} {name}" for kind, name in report.names.get(topic.definition.slug, ()))
    words = (word for word in WORD.findall(report.entry.title.casefold()) if len(word) >= TELLING)
    return frozenset((*names, *words))


def holders_of(marks: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """The stories that have each sign, if they are several and not too many."""
    found: dict[str, list[int]] = {}
    for number, each in enumerate(marks):
        for sign in each:
            found.setdefault(sign, []).append(number)
    return {sign: numbers for sign, numbers in found.items() if 1 < len(numbers) <= COMMON}


def nearest(
    number: int, mine: frozenset[str], holders: Mapping[str, Sequence[int]], stories: Sequence[Told]
) -> list[int]:
    """The stories that share the rarest signs with an article of another one; of two alike the one closer in time."""
    score: dict[int, int] = {}
    for holding in filter(None, map(holders.get, mine)):
        rarity = 60 // len(holding)
        for other in holding:
            score[other] = score.get(other, 0) + rarity
    for near in (number - 1, number, number + 1):
        score.pop(near, None)
    least = min(sorted(score.values())[-RELATED:], default=0)
    others = [other for other, many in score.items() if many >= least]
    day = stories[number].day
    return sorted(others, key=lambda other: (-score[other], abs((stories[other].day - day).days), other))[:RELATED]
