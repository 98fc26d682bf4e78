"""What stands beside an article: of many stories the nearest few are found without putting all in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kliping.site import around

MARKS = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=4), min_size=1, max_size=12)
DAYS = st.lists(st.integers(0, 5), min_size=12, max_size=12)


@dataclass(frozen=True)
class Dated:
    """As much of a story as nearness goes by."""

    day: date


@given(MARKS, DAYS, st.frozensets(st.sampled_from("abcdefgh"), max_size=6), st.data())
def test_the_nearest_are_the_first_of_all(
    marks: list[frozenset[str]], days: list[int], mine: frozenset[str], data: st.DataObject
) -> None:
    """Those that share the rarest signs, then those closer in time, as if all stories were put in this order."""
    number = data.draw(st.integers(0, len(marks) - 1))
    stories: list[Any] = [Dated(date(2020, 10, 1) + timedelta(day)) for day in days]
    holders = around.holders_of(marks)
    score = Counter[int]()
    for sign in mine:
        score.update({other: 60 // len(holders[sign]) for other in holders.get(sign, ())})
    others = [other for other in score if abs(other - number) > 1]
    far = {other: abs((stories[other].day - stories[number].day).days) for other in others}
    order = sorted(others, key=lambda other: (-score[other], far[other], other))
    assert around.nearest(number, mine, holders, stories) == order[: around.RELATED]
