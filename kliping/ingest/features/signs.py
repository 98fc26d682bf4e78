"""What can be said of lines by their signs alone: letters, digits, stops, how they begin and end.

All lines are looked at together, as one row of kinds of signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kliping.ingest.features import characters
from kliping.ingest.features.characters import (
    BAR,
    BREAK,
    CASELESS,
    COLON,
    COMMA,
    DIGIT,
    KIND,
    LOWER,
    MARK,
    OTHER,
    QUOTE,
    SHAPES,
    SPACE,
    STOP,
    UNSPACED,
    UPPER,
)

Table = NDArray[np.float32]
LONGEST = 2000
"""Characters of a line that are looked at; what follows says nothing new about what the line is."""
NAMES = (
    "words", "word_length", "end", "good", "ends_colon", "ends_comma", "ends_dots", "ends_question", "first_upper",
    "first_lower", "first_digit", "first_quote", "first_bar", "first_caseless", "names", "shouted", "digits", "signs", "bars", "commas",
    "sentences", "quotes", "clock", "year", "address", "count", "label", "copyright", "unspaced",
)  # fmt: skip
COUNT, END, GOOD = NAMES.index("words"), NAMES.index("end"), NAMES.index("good")
"""Columns that others build on: how many words, whether a sentence ends there, whether it reads like a paragraph."""


LETTERS: Final = np.frombuffer(SHAPES.encode("ascii"), np.uint8)
LAST_STOP = re.compile(rb"\.[\" )-]{0,4}$|\.[\"-]{0,2} ?-[Aax]{2,12}[ ,/]?[Aax ]{0,30}-$", re.M)
INNER_STOP = re.compile(rb"\.[\"-]{0,2}(?: (?=[\"-]{0,2}[Ax0])|(?=c))")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ADDRESS = re.compile(r"://|www\.\w|@\w+\.\w|\w\.(?:com|org|net|co)\b")
NUMBER = re.compile(r"\A[\W\d_]*\d[\d.,]*\s*[kKmM]?\s*(?:[^\W\d_]{1,12})?[\W_]*$")
COPYRIGHT = re.compile(r"©|\([cC]\)")
LABEL = re.compile(r"\A[^:\uff1a]{2,28}[:\uff1a]")


def signs(texts: Sequence[str]) -> Table:
    """A row for each text, in the order of `NAMES`."""
    texts = [text[:LONGEST] for text in texts]
    kinds = characters.of("\n".join([*texts, ""])) & KIND
    kinds = kinds[kinds != MARK]
    rows, breaks = len(texts), np.flatnonzero(kinds == BREAK)
    begins = np.append(0, breaks + 1)
    sizes = np.diff(begins)
    of_line = np.repeat(np.arange(rows), sizes)
    number = np.bincount(of_line * len(SHAPES) + kinds, minlength=rows * len(SHAPES)).reshape(rows, len(SHAPES))

    in_word = np.append(False, kinds <= DIGIT)
    edges = np.flatnonzero(in_word[1:] != in_word[:-1])
    starts, ends = edges[::2], edges[1::2]
    big = np.append(0, np.cumsum(kinds == UPPER))
    first, line = kinds[starts], of_line[starts]
    is_shouted = (ends - starts > 1) & (big[ends] - big[starts] == ends - starts)
    is_name = (first == UPPER) & (starts > begins[line])

    words = np.bincount(line, minlength=rows)
    cased = np.maximum(1, np.bincount(line[first <= LOWER], minlength=rows))
    count = words + 0.6 * number[:, UNSPACED]
    shapes = LETTERS[kinds].tobytes()
    end = np.zeros(rows, bool)
    end[found_in(LAST_STOP, shapes, begins)] = True
    size = np.maximum(1, sizes - 1)
    opening = kinds[begins[:-1]]
    solid = np.flatnonzero(kinds <= BREAK)
    last = solid[np.searchsorted(solid, breaks) - 1]
    closing, tails = kinds[last], [text[-2:] for text in texts]
    has_dots = (closing == STOP) & (kinds[last - 1] == STOP) & (kinds[last - 2] == STOP)
    digits, stops = number[:, DIGIT], number[:, STOP] + number[:, COLON]
    is_short = np.array([len(text) < 40 for text in texts])
    tight = np.flatnonzero(((kinds == STOP) | (kinds == COLON))[:-1] & (kinds[1:] != SPACE) & (kinds[1:] != BREAK))
    columns = [
        count,
        number[:, [UPPER, LOWER, CASELESS]].sum(axis=1) / np.maximum(1, words),
        end,
        ((count >= 9) & end) | (count >= 28),
        closing == COLON,
        closing == COMMA,
        has_dots | np.array(["…" in tail for tail in tails]),
        ["?" in tail or "？" in tail for tail in tails],
        opening == UPPER,
        opening == LOWER,
        opening == DIGIT,
        opening == QUOTE,
        (opening == BAR) | (opening == OTHER),
        (opening == UNSPACED) | (opening == CASELESS),
        np.bincount(line[is_name], minlength=rows) / np.maximum(1, cased - 1),
        np.bincount(line[is_shouted], minlength=rows) / cased,
        digits / size,
        (number[:, OTHER] + number[:, BAR]) / size,
        np.minimum(3, number[:, BAR]),
        np.minimum(6, number[:, COMMA]),
        np.minimum(6, np.bincount(found_in(INNER_STOP, shapes, begins), minlength=rows) + end),
        np.minimum(4, number[:, QUOTE]),
        holds(CLOCK, texts, (digits > 2) & (stops > 0)),
        holds(YEAR, texts, digits > 3),
        holds(ADDRESS, texts, np.bincount(of_line[tight], minlength=rows) > 0),
        holds(NUMBER, texts, (digits > 0) & is_short),
        holds(LABEL, texts, number[:, COLON] > 0),
        holds(COPYRIGHT, texts, number[:, OTHER] > 0),
        number[:, UNSPACED] / size,
    ]
    return stacked(columns, rows)


def stacked(columns: Sequence[ArrayLike], rows: int) -> Table:
    """A table of these columns; a single number is the same for all rows."""
    table = np.empty((rows, len(columns)), np.float32)
    for index, column in enumerate(columns):
        table[:, index] = column
    return table


def holds(pattern: re.Pattern[str], texts: Sequence[str], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the texts hold the pattern; only the chosen ones can."""
    found = np.zeros(len(texts), bool)
    found[chosen] = [pattern.search(texts[index]) is not None for index in np.flatnonzero(chosen).tolist()]
    return found


def found_in(pattern: re.Pattern[bytes], shapes: bytes, begins: NDArray[np.int64]) -> NDArray[np.int64]:
    """The line of each match in lines joined to one text, by where each line begins."""
    places = np.fromiter((match.start() for match in pattern.finditer(shapes)), np.int64)
    return np.searchsorted(begins, places, side="right") - 1
