"""Numbers that describe each line of a raw article to the line model: its signs, its words, its place, its markup.

Nothing here knows a language: words count as function words when many of the article's own
paragraphs share them. What is known of languages and outlets comes in through the marks and the words of `facts/words.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kliping.ingest.features import markup, places, signs, vocabulary
from kliping.ingest.features.signs import COUNT, END, GOOD, Table
from kliping.ingest.features.vocabulary import Terms, Words, terms, tokens_of
from kliping.records import Line, Mark, Role

ROLES = (Role.ADDRESS, Role.FURNITURE, Role.BYLINE, Role.DATE, Role.CAPTION)
NAMES = (*signs.NAMES, *vocabulary.NAMES, *(f"mark_{role}" for role in ROLES), *places.NAMES)
PAGE_NAMES = (*NAMES, *markup.NAMES)


def table(
    lines: Sequence[Line], marks: Sequence[Mark | None], words: Words, *, is_page: bool = False, stated: str = ""
) -> Table:
    """A row of numbers for each line, in the order of `NAMES`; for a web page of `PAGE_NAMES`.

    `stated` is the article's text as the page's own metadata gives it, if it does.
    """
    found = terms(tokens_of([line.text for line in lines]))
    known = alone(lines, found, marks, words)
    rows = placed(lines, found, known)
    return np.concatenate([rows, markup.markup(lines, known, stated)], axis=1) if is_page else rows


def alone(lines: Sequence[Line], found: Terms, marks: Sequence[Mark | None], words: Words) -> Table:
    """What can be said of each line by itself: its signs, its words, its mark."""
    places = [ROLES.index(mark.role) if mark and mark.role in ROLES else -1 for mark in marks]
    roles = (np.array(places)[:, None] == np.arange(len(ROLES))).astype(np.float32)
    ideas = vocabulary.ideas(found, len(lines), words)
    return np.concatenate([signs.signs([line.text for line in lines]), ideas, roles], axis=1)


def placed(lines: Sequence[Line], found: Terms, known: Table) -> Table:
    """What is known of each line by itself, and by where it stands."""
    roles = known[:, -len(ROLES) :]
    beside = places.places(lines, found, known[:, COUNT], known[:, END], known[:, GOOD], roles)
    known = known.copy()
    known[:, :2] = np.log1p(known[:, :2])
    return np.concatenate([known, beside], axis=1)
