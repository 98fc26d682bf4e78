"""How much was reported when and by whom: stacked bars over time, as SVG paths and as the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

LARGEST: Final = 4
"""How many outlets have a colour of their own; the others share one."""
MOST_DAYS: Final = 100
MOST_WEEKS: Final = 430
BAR: Final = 8
STEP: Final = 10


@dataclass(frozen=True, slots=True)
class Column:
    """A day, a week or a month: its first and last day, and how many reports each series has in it."""

    start: date
    end: date
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns over time for a few outlets and, last, all others; `unit` is `day`, `week` or `month`."""

    unit: str
    series: tuple[str, ...]
    others: int
    columns: tuple[Column, ...]

    @property
    def width(self) -> int:
        return len(self.columns) * STEP

    @property
    def height(self) -> int:
        return max((column.total for column in self.columns), default=0)

    def path(self, number: int) -> str:
        """The bars of one series, each on top of those of the series before it."""
        drawn, height = list[str](), self.height
        for place, column in enumerate(self.columns):
            if count := column.counts[number]:
                bottom = height - sum(column.counts[:number])
                drawn.append(f"M{place * STEP + 1} {bottom}h{BAR}v-{count}h-{BAR}z")
        return "".join(drawn)


def chart(reports: Iterable[tuple[date, str]]) -> Chart | None:
    """A chart of reports, each with the day of its publication and its outlet; none if there are too few to compare."""
    found = Counter(reports)
    first, last = min((day for day, _ in found), default=date.min), max((day for day, _ in found), default=date.min)
    if first == last:
        return None
    counted = Counter[str]()
    for (_, outlet), count in found.items():
        if outlet:
            counted[outlet] += count
    order = sorted(counted, key=lambda name: (-counted[name], name.casefold(), name))
    largest = order if len(order) <= LARGEST + 1 else order[:LARGEST]
    unit, place = unit_for((last - first).days), {outlet: number for number, outlet in enumerate(largest)}
    bars: dict[date, Counter[int]] = {}
    for (day, outlet), count in found.items():
        bars.setdefault(begin(day, unit), Counter())[place.get(outlet, len(largest))] += count
    has_others = any(len(largest) in bar for bar in bars.values())
    places = range(len(largest) + has_others)
    columns = [
        Column(start, following(start, unit) - timedelta(1), tuple(bars.get(start, Counter[int]())[n] for n in places))
        for start in starts(begin(first, unit), last, unit)
    ]
    return Chart(unit, tuple(largest), len(order) - len(largest) if has_others else 0, tuple(columns))


def unit_for(days: int) -> str:
    """What a column stands for, so that a chart fits a phone."""
    return "day" if days < MOST_DAYS else "week" if days < MOST_WEEKS else "month"


def begin(day: date, unit: str) -> date:
    """The first day of a day's column; weeks begin on Monday."""
    if unit == "month":
        return day.replace(day=1)
    return day - timedelta(min(day.weekday(), (day - date.min).days)) if unit == "week" else day


def following(start: date, unit: str) -> date:
    """The first day of the next column; the calendar's last column has none and ends where it begins."""
    try:
        if unit == "month":
            return date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return start + timedelta(7 if unit == "week" else 1)
    except (OverflowError, ValueError):
        return date.max


def starts(first: date, last: date, unit: str) -> Sequence[date]:
    found = [first]
    while (after := following(found[-1], unit)) <= last and after > found[-1]:
        found.append(after)
    return found
