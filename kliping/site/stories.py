"""Stories: reports of one event inside a topic, joined by what they have in common, each join with its reason.

Each pair of reports has signs (`likeness`), the signs have weights (`facts/stories.toml`), and both together say how likely the
two report one event. Groups of reports are joined while the mean over their pairs is likely enough. The chance of a pair is
a whole number of millionths, so sums are the same in any order. An editor's pairs always win.
"""

from __future__ import annotations

import functools
import heapq
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kliping.records import NOTHING, Copy, Report, Story, TopicDefinition
from kliping.site.likeness import StoryFacts, Table, Traits, libraries, signs, traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kliping.site.likeness import Numbers, Sheet

GAP = 5
"""Days between two publications of one event, at most."""
CERTAIN = 1_000_000
LEAST = 20_000
"""Chances below are taken for none: most pairs, of which nothing needs to be remembered."""
BLOCK = 64
AT_ONCE = 100_000
"""Pairs that are taken out of their columns together."""
HELD = 16
"""Blocks of reports that are held with all their cells: 3 MB each."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely, in millionths, two reports tell of one event, and the share of words that they have in common."""

    chance: int
    words: float


def stories(
    reports: Sequence[Report],
    topic: TopicDefinition,
    facts: StoryFacts,
    *,
    copies: Mapping[str, Copy] = NOTHING,
    merge: Iterable[Pair] = (),
    split: Iterable[Pair] = (),
    language: str = "",
    known: Mapping[str, Traits] = NOTHING,
) -> tuple[Story, ...]:
    """The stories of a topic by day of the event; every report stands in exactly one.

    `copies` are folded under what they copy. `merge` and `split` are pairs of ids that an editor put together or apart; where
    the two contradict each other, apart wins. `known` are traits that were remembered. `language` is the reader's.
    """
    told = {report.id: known.get(report.id) or traits(report, topic, facts) for report in reports}
    return grouped(told.values(), topic, facts, copies=copies, merge=merge, split=split, language=language)


def grouped(
    told: Iterable[Traits],
    topic: TopicDefinition,
    facts: StoryFacts,
    *,
    copies: Mapping[str, Copy],
    merge: Iterable[Pair],
    split: Iterable[Pair],
    language: str,
) -> tuple[Story, ...]:
    """The same by what the reports are compared by."""
    order = sorted(told, key=lambda each: (each.day or date.max, each.id))
    places = {each.id: place for place, each in enumerate(order)}
    apart = {frozenset(places[id_] for id_ in pair) for pair in split if all(id_ in places for id_ in pair)}
    together = [
        *((places[one], places[other]) for one, other in merge if one in places and other in places),
        *(
            (places[one], places[copy.of])
            for one, copy in sorted(copies.items())
            if copy.is_whole and one in places and copy.of in places
        ),
    ]
    cut = round(CERTAIN * facts.cut)
    pairs = chances(order, facts, together, cut) if len(order) > 1 else None
    groups = united(len(order), pairs or (), together, apart, cut)
    likely = inside(groups, pairs) if pairs else {}
    asked, shown = frozenset(frozenset(pair) for pair in merge), names_shown(topic)
    found = [
        story([order[place] for place in group], places, likely, copies, asked, language, shown) for group in groups
    ]
    return tuple(sorted(found, key=lambda each: (each.day or date.max, each.id)))


# ------------------------------------------------------------------ how likely each pair is


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of reports as columns: the places of both in the order, the chance, and the share of common words."""

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    chance: NDArray[np.int32]
    words: NDArray[np.float32]

    def of(self, wanted: NDArray[np.bool_]) -> Pairs:
        """Some of them."""
        return Pairs(self.one[wanted], self.other[wanted], self.chance[wanted], self.words[wanted])

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """The places of both, and the chance; the numbers of all pairs at once would take ten times the room."""
        for first in range(0, len(self.one), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            yield from zip(self.one[part].tolist(), self.other[part].tolist(), self.chance[part].tolist(), strict=True)


def chances(order: Sequence[Traits], facts: StoryFacts, together: Iterable[tuple[int, int]], cut: int) -> Pairs:
    """The pairs of reports that may tell of one event, and whose chances count.

    Two groups are united only if a pair of them has a chance of the cut, or for an editor. So of reports that no chain of
    such pairs ties to each other nothing counts: that is most of what is found.
    """
    import numpy as np  # noqa: PLC0415 - 80 ms, and only where there is something to join

    found = list(compared(order, facts))
    every = Pairs(*(np.concatenate([getattr(each, name) for each in found]) for name in Pairs.__slots__))
    ties = every.of(every.chance >= cut)
    heads = np.array(chained(len(order), (*((one, other) for one, other, _ in ties), *together)))
    return every.of(heads[every.one] == heads[every.other])


def inside(groups: Sequence[Sequence[int]], pairs: Pairs) -> Mapping[tuple[int, int], Likely]:
    """Of the pairs those whose reports are of one group, the earlier report first."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    group_of = {place: number for number, places in enumerate(groups) for place in places}
    group = np.array([number for _, number in sorted(group_of.items())])
    kept = pairs.of(group[pairs.one] == group[pairs.other])
    return {
        (one, other): Likely(how, share) for (one, other, how), share in zip(kept, kept.words.tolist(), strict=True)
    }


def compared(order: Sequence[Traits], facts: StoryFacts) -> Iterator[Pairs]:
    """All pairs of reports that may tell of one event, the earlier report first, a few reports with a few."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    table = Table(order)
    days = np.array([each.day.toordinal() if each.day else 0 for each in order])

    @functools.lru_cache(HELD)
    def sheet(first: int) -> Sheet:
        return table.sheet(first, min(first + BLOCK, len(order)))

    with libraries().limit(limits=1):  # more threads would wait for each other, at the cost of a core each
        for rows, columns in blocks(days.tolist()):
            one, other = (
                sheet(each.start - each.start % BLOCK).part(each.start % BLOCK, each.start % BLOCK + len(each))
                for each in (rows, columns)
            )
            numbers = signs(one, other)
            chance = millionths(numbers, facts)
            row, column = np.arange(rows.start, rows.stop)[:, None], np.arange(columns.start, columns.stop)[None, :]
            is_near = (row < column) & ((days[column] == 0) | (days[column] - days[row] <= GAP))
            at = np.nonzero(is_near & (chance >= LEAST))
            first, second = (found.astype(np.int32) for found in at)
            yield Pairs(first + rows.start, second + columns.start, chance[at].astype(np.int32), numbers["words"][at])


def blocks(days: Sequence[int]) -> Iterator[tuple[range, range]]:
    """The reports that lie near enough to others to be compared, a few with a few; those without a day may be of any.

    Days are in order, and those that are not known stand at the end as 0.
    """
    known = sum(day > 0 for day in days)
    for first in range(0, len(days), BLOCK):
        rows = range(first, min(first + BLOCK, len(days)))
        stop = bisect_right(days, days[rows[-1]] + GAP, 0, known) if rows[-1] < known else known
        unknown = max(first, known - known % BLOCK) if known < len(days) else len(days)
        for start in sorted({*range(first, stop, BLOCK), *range(unknown, len(days), BLOCK)}):
            end = min(start + BLOCK, len(days))
            if end > known:
                yield rows, range(start, end)
            else:
                near = bisect_left(days, days[start] - GAP, rows.start, rows.stop)
                yield range(near, rows.stop), range(start, min(end, stop))


def chained(count: int, ties: Iterable[Sequence[int]]) -> Sequence[int]:
    """The first place of those to which ties lead from each, and from one to the next."""
    heads = list(range(count))

    def head(place: int) -> int:
        while heads[place] != place:
            heads[place] = place = heads[heads[place]]
        return place

    for one, other in ties:
        first, second = head(one), head(other)
        heads[max(first, second)] = min(first, second)
    return [head(place) for place in range(count)]


def millionths(signs: Mapping[str, Numbers], facts: StoryFacts) -> NDArray[np.int64]:
    """The chance of each pair: the logistic function of the weighed signs."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    odds = np.full(next(iter(signs.values())).shape, facts.weights.get("always", 0.0), np.float64)
    for name, weight in sorted(facts.weights.items()):
        if name != "always":
            odds += weight * signs[name].astype(np.float64)
    return np.round(CERTAIN / (1 + np.exp(-np.clip(odds, -30, 30)))).astype(np.int64)


# ------------------------------------------------------------------ joining


def joined(
    count: int,
    likely: Mapping[tuple[int, int], Likely],
    together: Iterable[tuple[int, int]],
    apart: set[frozenset[int]],
    cut: int,
) -> Sequence[Sequence[int]]:
    """Groups of places: first what must be together, then while the mean chance between two groups reaches the cut."""
    pairs = ((one, other, each.chance) for (one, other), each in likely.items())
    return united(count, pairs, together, apart, cut)


def united(
    count: int,
    pairs: Iterable[tuple[int, int, int]],
    together: Iterable[tuple[int, int]],
    apart: set[frozenset[int]],
    cut: int,
) -> Sequence[Sequence[int]]:
    """The same by pairs of places with their chances."""
    group = {place: [place] for place in range(count)}
    at = list(range(count))
    barred: dict[int, set[int]] = defaultdict(set)
    for pair in apart:
        if len(pair) == 2:
            one, other = sorted(pair)
            barred[one].add(other)
            barred[other].add(one)
    sums: dict[int, dict[int, int]] = {place: {} for place in range(count)}
    ties: list[tuple[int, int]] = []
    for one, other, chance in pairs:
        sums[one][other] = sums[other][one] = chance
        if chance >= cut:
            ties.append((one, other))

    def unite(one: int, other: int) -> int:
        """Put the second group into the first; the smaller place names it."""
        keep, gone = min(one, other), max(one, other)
        for place in group[gone]:
            at[place] = keep
        group[keep] += group.pop(gone)
        for near, chance in sums.pop(gone).items():
            sums[near].pop(gone)
            if near != keep:
                sums[keep][near] = sums[near][keep] = sums[keep].get(near, 0) + chance
        for near in barred.pop(gone, set()):
            barred[near].discard(gone)
            barred[near].add(keep)
            barred[keep].add(near)
        return keep

    for one, other in together:
        if at[one] != at[other] and at[other] not in barred[at[one]]:
            unite(at[one], at[other])

    def mean(one: int, other: int) -> float:
        return sums[one].get(other, 0) / (len(group[one]) * len(group[other]))

    # Where no pair reaches the cut no mean does; what is below it is never taken, so it need not wait.
    tied = {(min(at[one], at[other]), max(at[one], at[other])) for one, other in ties if at[one] != at[other]}
    best = [(-mean(one, other), one, other) for one, other in tied]
    heapq.heapify(best)
    while best and -best[0][0] >= cut:
        last, one, other = heapq.heappop(best)
        if one not in group or other not in group or -last != mean(one, other) or other in barred[one]:
            continue
        keep = unite(one, other)
        least = cut * len(group[keep])
        for near, total in sums[keep].items():
            if total >= least:
                heapq.heappush(best, (-mean(keep, near), min(keep, near), max(keep, near)))
    return [sorted(places) for _, places in sorted(group.items())]


# ------------------------------------------------------------------ one story


def story(
    reports: Sequence[Traits],
    places: Mapping[str, int],
    likely: Mapping[tuple[int, int], Likely],
    copies: Mapping[str, Copy],
    asked: frozenset[frozenset[str]],
    language: str,
    shown: Mapping[str, str],
) -> Story:
    """The story of a group of reports, of which the earliest comes first."""
    ids = {each.id for each in reports}
    folded = {each.id: copies[each.id] for each in reports if each.id in copies and copies[each.id].of in ids}

    def between(one: Traits, other: Traits) -> Likely:
        pair = sorted((places[one.id], places[other.id]))
        return likely.get((pair[0], pair[1]), Likely(0, 0.0))

    largest = max(each.size for each in reports) or 1

    def worth(each: Traits) -> tuple[bool, bool, float, int]:
        """What speaks for a report as the lead: no copy, the reader's language, central and full, early."""
        near = sum(between(each, other).chance for other in reports) / (CERTAIN * max(1, len(reports) - 1))
        return (
            each.id not in folded or not folded[each.id].is_whole,
            each.lang == language.partition("-")[0],
            round(near + 0.5 * min(1.0, each.size / largest), 6),
            -places[each.id],
        )

    order = sorted(reports, key=worth, reverse=True)
    joins = tuple(reasons(order, between, folded, asked, shown))
    return Story(reports[0].id, event_day(reports), tuple(each.id for each in order), folded, joins)


def event_day(reports: Sequence[Traits]) -> date | None:
    """The day that most reports are about or name, the earliest of those."""
    about = Counter(each.event for each in reports if each.event)
    named = Counter(day for each in reports for day in each.days)
    return min(about, key=lambda day: (-2 * about[day] - named[day], day), default=None)


def reasons(
    order: Sequence[Traits],
    between: Callable[[Traits, Traits], Likely],
    folded: Mapping[str, Copy],
    asked: frozenset[frozenset[str]],
    shown: Mapping[str, str],
) -> Iterator[tuple[str, str, str]]:
    """For each report but the lead, the report before it to which most ties it, and what."""
    whole = {id_ for id_, copy in folded.items() if copy.is_whole}
    for number, each in enumerate(order[1:], 1):
        before = order[:number]
        near = before[
            max(range(number), key=lambda at: (between(each, before[at]).chance, before[at].id in folded, -at))
        ]
        editors = next((other for other in before if frozenset((each.id, other.id)) in asked), None)
        copied = next((other for other in before if each.id in whole and folded[each.id].of == other.id), None)
        if editors:
            yield each.id, editors.id, "joined by the editor"
        elif copied:
            yield each.id, copied.id, f"a copy: {folded[each.id].share:.2f} of its words"
        else:
            yield each.id, near.id, reason(each, near, between(each, near), shown)


def reason(one: Traits, other: Traits, likely: Likely, shown: Mapping[str, str]) -> str:
    """What two reports have in common, in one line."""
    said = sorted(
        (one.days.keys() & other.days.keys()), key=lambda day: (-one.days[day] - other.days[day], -day.toordinal())
    )
    parts = [f"both say {' and '.join(f'{day.day} {day:%B}' for day in sorted(said[:2]))}"] if said else []
    if one.published and other.published:
        apart = abs((one.published - other.published).days)
        parts.append("published the same day" if not apart else f"published {apart} day{'s' * (apart > 1)} apart")
    if acts := sorted(one.acts & other.acts):
        parts.append(f"headlines of {', '.join(acts[:3])}")
    if named := [shown[name] for name in one.actors if name in other.actors and name in shown]:
        parts.append(", ".join(named[:4]))
    return "; ".join((*parts, f"{likely.words:.2f} of words"))


def names_shown(topic: TopicDefinition) -> Mapping[str, str]:
    """A topic's names as they are shown, by idea."""
    spellings = [each for group in topic.names.values() for each in group]
    return {f"name {number}": each[0].rstrip("* ").title() for number, each in enumerate(spellings)}
