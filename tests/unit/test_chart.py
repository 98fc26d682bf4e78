"""The chart of reports: bars that add up, whatever the days and outlets."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kliping.site import chart

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
near = st.integers(0, 900).map(lambda number: date(2020, 1, 1) + timedelta(number))
outlets = st.sampled_from(["", "A", "B", "C", "D", "E", "F", "G"])
BAR = re.compile(r"M(\d+) (\d+)h(\d+)v-(\d+)h-\d+z")


@given(st.lists(st.tuples(near, outlets), max_size=60))
def test_every_report_is_in_one_bar(reports: list[tuple[date, str]]) -> None:
    """The counts of all columns are those of the reports, by outlet, and each lies in its column's days."""
    made = chart.chart(reports)
    if made is None:
        assert len({day for day, _ in reports}) <= 1
        return
    assert sum(column.total for column in made.columns) == len(reports)
    for number, name in enumerate(made.series):
        assert sum(column.counts[number] for column in made.columns) == Counter(said for _, said in reports)[name]
    for column in made.columns:
        assert column.total == sum(column.start <= day <= column.end for day, _ in reports)


@given(st.lists(st.tuples(near, outlets), min_size=2, max_size=60))
def test_bars_stand_on_each_other_inside_the_drawing(reports: list[tuple[date, str]]) -> None:
    """No bar leaves the drawing, and those of one column leave no gap."""
    made = chart.chart(reports)
    if made is None:
        return
    tops: dict[int, list[tuple[int, int]]] = {}
    for number in range(len(made.columns[0].counts)):
        for left, bottom, wide, high in BAR.findall(made.path(number)):
            assert int(left) + int(wide) <= made.width
            tops.setdefault(int(left), []).append((int(bottom), int(bottom) - int(high)))
    for bars in tops.values():
        assert bars[0][0] == made.height
        assert [bottom for bottom, _ in bars[1:]] == [top for _, top in bars[:-1]]
        assert bars[-1][1] >= 0


@given(days, days)
def test_any_two_days_of_the_calendar(one: date, other: date) -> None:
    """From the first year to the last there are columns, not too many for a long time."""
    made = chart.chart([(one, "A"), (other, "B")])
    if one == other:
        assert made is None
    else:
        assert made
        assert sum(column.total for column in made.columns) == 2


def test_many_outlets_share_a_colour() -> None:
    """The largest have one of their own; five fit without others."""
    start = date(2020, 10, 1)
    few = chart.chart([(start + timedelta(number % 2), name) for number, name in enumerate("ABCDE")])
    many = chart.chart([(start + timedelta(number % 2), name) for number, name in enumerate("AABCDEF")])
    assert few
    assert many
    assert (few.series, few.others) == (tuple("ABCDE"), 0)
    assert (many.series, many.others) == (tuple("ABCD"), 2)
    assert (few.unit, many.unit) == ("day", "day")
