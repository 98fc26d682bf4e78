"""Laws of copies and stories: order does not matter, the editor wins, every report has one place; nor does what is remembered."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from test_copies import corpus
from test_stories import FACTS, REPORTS, TOPIC

from kliping.memory import NEW, Memory, digest, packed
from kliping.records import Report, Story
from kliping.site import likeness
from kliping.site.assemble import Reports, Told
from kliping.site.copies import COPY, copies
from kliping.site.recalling import storyteller
from kliping.site.stories import CERTAIN, GAP, LEAST, Likely, blocks, inside, joined, millionths, stories, united
from kliping.site.stories import chances as chances_of

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


# ------------------------------------------------------------------ what is not compared, and what is not counted


ordinals = st.lists(st.integers(1, 40) | st.integers(1, 4000), max_size=300).map(sorted)


@settings(deadline=None)
@given(ordinals, st.integers(0, 80))
def test_what_is_near_is_compared_once(known: list[int], unknown: int) -> None:
    """Each two reports that may be of one event meet in exactly one block, and few others do."""
    given = [*known, *[0] * unknown]
    met = np.zeros((len(given), len(given)), int)
    for rows, columns in blocks(given):
        met[rows.start : rows.stop, columns.start : columns.stop] += 1
    assert met.max(initial=0) <= 1
    for one, day in enumerate(given):
        for other in range(one + 1, len(given)):
            assert met[one, other] or (given[other] and given[other] - day > GAP)


def compared_plainly(order: Sequence[likeness.Traits]) -> dict[tuple[int, int], Likely]:
    """All pairs of reports that may tell of one event."""
    whole = likeness.Table(order).sheet(0, len(order))
    numbers = likeness.signs(whole, whole)
    chance = millionths(numbers, FACTS)
    return {
        (one, other): Likely(int(chance[one, other]), float(numbers["words"][one, other]))
        for one in range(len(order))
        for other in range(one + 1, len(order))
        if chance[one, other] >= LEAST
        if not (order[one].day and order[other].day) or (order[other].day - order[one].day).days <= GAP  # type: ignore[operator]
    }


def among_many(chance: random.Random) -> list[Report]:
    """More reports than are compared at once, over more or fewer days; some have none."""
    span = chance.choice([3, 20, 120])
    return [
        replace(
            each,
            id=f"{number} {each.id}",
            text=" ".join(chance.sample(each.text.split(), k=len(each.text.split()) * 2 // 3)),
            date=date(2020, 10, 1) + timedelta(chance.randrange(span)) if chance.random() < 0.9 else None,
        )
        for number, each in enumerate(chance.choices(REPORTS, k=chance.randint(2, 200)))
    ]


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.tuples(st.integers(0, 199), st.integers(0, 199)), max_size=5))
def test_pairs_that_do_not_count_change_nothing(chance: random.Random, asked: list[tuple[int, int]]) -> None:
    """Block by block, and of those alone that chains of likely pairs tie, the groups are those that all pairs give."""
    told = [likeness.traits(report, TOPIC, FACTS) for report in among_many(chance)]
    order = sorted(told, key=lambda each: (each.day or date.max, each.id))
    together = [(one, other) for one, other in asked if one < other < len(order)]
    cut = round(CERTAIN * FACTS.cut)
    every, few = compared_plainly(order), chances_of(order, FACTS, together, cut)
    groups = united(len(order), few, together, set(), cut)
    assert groups == joined(len(order), every, together, set(), cut)
    assert inside(groups, few) == {
        pair: likely for pair, likely in every.items() if any(pair[0] in group and pair[1] in group for group in groups)
    }


# ------------------------------------------------------------------ what is remembered


SOURCE = (Path(__file__).parents[2] / "kliping" / "facts" / "stories.toml").read_text("utf-8")


def told_of(report: Report, is_remembered: bool) -> Told:
    return Told(report.id, digest(packed(report)) if is_remembered else b"", lambda: report)


def tell(reports: Sequence[Report], remembered: Memory) -> tuple[Story, ...]:
    told = [told_of(each, remembered.lasts) for each in reports]
    return storyteller(SOURCE, (), {}, "id", remembered, 1)(TOPIC, Reports(told))


def edited(reports: Sequence[Report], chance: random.Random) -> list[Report]:
    """Reports of which one is another now, or gone, or there again."""
    place, others = chance.randrange(len(reports)), chance.choice(REPORTS)
    one = reports[place]
    words = one.text.split() or ["kata"]
    how = chance.choice(["word", "words", "headline", "day", "gone", "new", "copy"])
    if how == "gone":
        return [*reports[:place], *reports[place + 1 :]] if len(reports) > 2 else list(reports)
    if how in ("new", "copy"):
        made = replace(one if how == "copy" else others, id=f"{chance.random()}")
        return [*reports, made]
    made = {
        "word": replace(one, text=" ".join([*words, chance.choice(others.text.split())])),
        "words": replace(one, text=" ".join(words[: chance.randrange(len(words))]) + "\n" + others.text),
        "headline": replace(one, title=others.title),
        "day": replace(one, date=others.date),
    }[how]
    return [*reports[:place], made, *reports[place + 1 :]]


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 30), st.integers(1, 6))
def test_stories_are_told_as_if_nothing_were_remembered(chance: random.Random, count: int, edits: int) -> None:
    """After any edits of reports, and in runs after runs, the stories are byte for byte those of a first run."""
    reports: list[Report] = list(dict.fromkeys(chance.choices(REPORTS, k=count)))
    with TemporaryDirectory() as folder:
        for _ in range(edits):
            remembered = Memory(Path(folder), "law")
            assert packed(tell(reports, remembered)) == packed(tell(reports, NEW))
            assert packed(tell(reports, remembered)) == packed(tell(reports, NEW))
            remembered.save()
            reports = edited(reports, chance)


def test_of_an_edit_one_report_is_read() -> None:
    """Whatever else was edited since: what a topic's reports are compared by is remembered as long as the topic is there."""
    read: list[str] = []

    def told(report: Report) -> Told:
        return Told(report.id, digest(packed(report)), lambda: read.append(report.id) or report)  # type: ignore[func-returns-value]

    def run(folder: str, *topics: Sequence[Report]) -> None:
        remembered = Memory(Path(folder), "law")
        for number, reports in enumerate(topics):
            named = replace(TOPIC, slug=f"topik-{number}")
            storyteller(SOURCE, (), {}, "id", remembered, 1)(named, Reports([told(each) for each in reports]))
        remembered.save()

    one, other = REPORTS[:4], REPORTS[4:9]
    with TemporaryDirectory() as folder:
        run(folder, one, other)
        assert sorted(read) == sorted(each.id for each in (*one, *other))
        for number in range(8):  # more than after which what nobody asks for is dropped
            read.clear()
            one = [replace(one[0], title=f"{one[0].title} {number}"), *one[1:]]
            run(folder, one, other)
            assert read == [one[0].id]
        read.clear()
        other = [replace(other[0], text=f"{other[0].text} kata"), *other[1:]]
        run(folder, one, other)
        assert read == [other[0].id]
