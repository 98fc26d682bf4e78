"""Laws of copies and stories: order does not matter, the editor wins, every report has one place."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from test_copies import corpus
from test_stories import FACTS, REPORTS, TOPIC

from kliping.records import Report
from kliping.site.copies import COPY, copies
from kliping.site.stories import CERTAIN, GAP, Likely, joined, stories

IDS = [report.id for report in REPORTS]
pairs = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1]), max_size=3
)


@settings(max_examples=25, deadline=None)
@given(st.permutations(REPORTS), pairs, pairs)
def test_the_editor_wins_in_any_order(
    given: list[Report], merge: list[tuple[str, str]], split: list[tuple[str, str]]
) -> None:
    """Split pairs are apart, merge pairs together where no split forbids it; each report stands once; order is nothing."""
    found = stories(given, TOPIC, FACTS, merge=merge, split=split)
    assert found == stories(REPORTS, TOPIC, FACTS, merge=merge, split=split)
    assert sorted(id_ for story in found for id_ in story.reports) == IDS
    story_of = {id_: story.id for story in found for id_ in story.reports}
    assert all(story_of[one] != story_of[other] for one, other in split)
    if not split:
        assert all(story_of[one] == story_of[other] for one, other in merge)


chances = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(0, CERTAIN).map(lambda chance: Likely(chance, 0.0)),
    max_size=60,
)
places = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1])


@given(chances, st.lists(places, max_size=4), st.lists(places, max_size=4), st.integers(1, CERTAIN))
def test_groups_are_joined_by_their_mean(
    likely: dict[tuple[int, int], Likely], together: list[tuple[int, int]], apart: list[tuple[int, int]], cut: int
) -> None:
    """At the end no two groups that may be joined have a mean chance of the cut or more; nobody is lost."""
    barred = {frozenset(pair) for pair in apart}
    groups = joined(12, likely, together, barred, cut)
    assert sorted(place for group in groups for place in group) == list(range(12))
    for number, one in enumerate(groups):
        for other in groups[:number]:
            total = sum(
                likely[min(a, b), max(a, b)].chance for a in one for b in other if (min(a, b), max(a, b)) in likely
            )
            is_barred = any(frozenset((a, b)) in barred for a in one for b in other)
            assert is_barred or total / (len(one) * len(other)) < cut
        assert not any(frozenset((a, b)) in barred for a in one for b in one)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 25))
def test_copies_have_one_head(chance: random.Random, count: int) -> None:
    """What is a copy is a copy of something that is none; the order of reports does not matter."""
    originals = corpus(8)
    given = []
    for number in range(count):
        words = chance.choice(originals).text.split()
        begin, end = chance.randrange(len(words) // 2), chance.randrange(len(words) // 2, len(words) + 1)
        given.append(
            Report(f"{number:02}", "", " ".join(words[begin:end]), date(2031, 3, 1) + timedelta(chance.randrange(GAP)))
        )
    found = copies(given)
    mixed = given[:]
    chance.shuffle(mixed)
    assert copies(mixed) == found
    for copy in found.values():
        assert copy.is_whole == (copy.share >= COPY)
        assert not (copy.of in found and found[copy.of].is_whole)
