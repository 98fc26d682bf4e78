"""How sure an article is said to be clean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping import ingest
from kliping.ingest import confidence
from kliping.records import DOUBTFUL, SURE, Line

FACTS = ingest.load_facts(Path(ingest.__file__).parent.parent, None, "UTC")
PROSE = "The council of made-up Sampleton opened the bridge again on Friday after three months of repairs."


def lines(number: int) -> list[Line]:
    return [Line(index + 1, PROSE, True) for index in range(number)]


@pytest.mark.parametrize("kind", ["text", "page"])
def test_an_article_that_the_model_is_sure_of_is_surer_than_one_it_doubts(kind: str) -> None:
    """More certain odds give more confidence."""
    kept, marks = [False, False, *[True] * 8, False, False], [None] * 12
    sure = [-4.0, -4.0, *[3.5] * 8, -4.0, -4.0]
    unsure = [-0.2, -0.1, *[0.3] * 8, -0.1, -0.3]
    weights = FACTS.confidence[kind]
    high, low = (confidence.of(lines(12), marks, odds, kept, weights) for odds in (sure, unsure))
    assert high > low


def test_text_left_out_inside_the_article_costs_confidence() -> None:
    """A hole that the model is unsure of makes the article less certain."""
    marks, odds = [None] * 9, [3.0, 3.0, 3.0, -0.2, -0.2, -0.2, 3.0, 3.0, 3.0]
    whole = confidence.of(lines(9), marks, [3.0] * 9, [True] * 9, FACTS.confidence["text"])
    holed = confidence.of(lines(9), marks, odds, [each > 0 for each in odds], FACTS.confidence["text"])
    assert holed < whole


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=1, max_size=30))
def test_confidence_is_a_chance(told: list[tuple[float, bool]]) -> None:
    """Whatever the odds, confidence lies between 0 and 1."""
    odds, kept = [each for each, _ in told], [is_kept for _, is_kept in told]
    kept[0] = True
    found = confidence.of(lines(len(odds)), [None] * len(odds), odds, kept, FACTS.confidence["text"])
    assert 0 <= found <= 1


def test_what_is_sure_is_not_doubtful() -> None:
    """Nobody is asked to look at what is reported as sure."""
    assert 0 < DOUBTFUL < SURE < 1


def test_every_sign_has_a_weight() -> None:
    """The fitted weights and the signs that are measured are the same."""
    signs = confidence.signs(lines(3), [None] * 3, [1.0] * 3, [True] * 3)
    for weights in FACTS.confidence.values():
        assert set(weights) == {"bias", *signs}
