"""What can be said of lines by their signs alone: letters, digits, stops, how they begin and end.

All lines are looked at together, as one string of shapes: a letter for each kind of sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.lines import UNSPACED

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


class Shapes(dict[int, str]):
    """What kind of sign a character is, for `str.translate`; filled as characters come."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if character in "\"'“”‘’«»„「」『』":
            shape = '"'
        elif character in ".!?。！？।؟۔…":
            shape = "."
        elif character in ",，、;；،":
            shape = ","
        elif character in ":：":
            shape = ":"
        elif character in "|│•·●▪►▶›*–—→>+★■○♦#@/":
            shape = "|"
        elif UNSPACED.match(character):
            shape = "c"
        elif kind == "Nd":
            shape = "0"
        elif kind in ("Lu", "Lt"):
            shape = "A"
        elif kind == "Ll":
            shape = "a"
        elif kind[0] == "L":
            shape = "x"
        elif kind[0] == "M":
            shape = ""
        else:
            shape = " " if character.isspace() else "-"
        self[code] = shape
        return shape


SHAPES: Mapping[int, str] = Shapes()
KINDS = 'Aax0c.,:"|- '
UPPER, LOWER, CASELESS, DIGIT, UNSPACED_SIGN, _, COMMA, _, QUOTE, BAR, OTHER, _ = range(len(KINDS))
CODES: Final = np.array([KINDS.find(chr(code)) % (len(KINDS) + 1) for code in range(128)])
LAST_STOP = re.compile(r"\.[\" )-]{0,4}$|\.[\"-]{0,2} ?-[Aax]{2,12}[ ,/]?[Aax ]{0,30}-$", re.M)
INNER_STOP = re.compile(r"\.[\"-]{0,2}(?: (?=[\"-]{0,2}[Ax0])|(?=c))")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ADDRESS = re.compile(r"://|www\.\w|@\w+\.\w|\w\.(?:com|org|net|co)\b")
NUMBER = re.compile(r"[\W\d_]*\d[\d.,]*\s*[kKmM]?\s*(?:[^\W\d_]{1,12})?[\W_]*$")
LABEL = re.compile(r"[^:\uff1a]{2,28}[:\uff1a]")


def signs(texts: Sequence[str]) -> Table:
    """A row for each text, in the order of `NAMES`."""
    texts = [text[:LONGEST] for text in texts]
    shapes = [text.translate(SHAPES) for text in texts]
    rows = len(texts)
    codes = CODES[np.frombuffer("\n".join([*shapes, ""]).encode("ascii"), np.uint8)]
    sizes = np.array([len(shape) + 1 for shape in shapes])
    begins = np.concatenate([[0], np.cumsum(sizes)])
    of_line = np.repeat(np.arange(rows), sizes)
    kinds = len(KINDS) + 1
    number = np.bincount(of_line * kinds + codes, minlength=rows * kinds).reshape(rows, kinds)

    in_word = codes <= DIGIT
    starts = np.flatnonzero(in_word & ~np.concatenate([[False], in_word[:-1]]))
    ends = np.flatnonzero(in_word & ~np.concatenate([in_word[1:], [False]])) + 1
    big = np.concatenate([[0], np.cumsum(codes == UPPER)])
    is_cased, is_name = codes[starts] <= LOWER, codes[starts] == UPPER
    is_shouted = (ends - starts > 1) & (big[ends] - big[starts] == ends - starts)
    inner = starts > begins[of_line[starts]]

    def counted(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(of_line[starts[chosen]], minlength=rows)

    words = np.bincount(of_line[starts], minlength=rows)
    cased = np.maximum(1, counted(is_cased))
    count = words + 0.6 * number[:, UNSPACED_SIGN]
    whole = "\n".join(shapes)
    stops = found_in(LAST_STOP, whole, begins)
    end = np.zeros(rows, bool)
    end[stops] = True
    size = np.maximum(1, sizes - 1)
    firsts, bare = [shape[:1] for shape in shapes], [shape.rstrip('"- ') for shape in shapes]
    lasts, tails = [shape[-1:] for shape in bare], [text[-2:] for text in texts]
    columns = [
        count,
        number[:, [UPPER, LOWER, CASELESS]].sum(axis=1) / np.maximum(1, words),
        end,
        ((count >= 9) & end) | (count >= 28),
        [last == ":" for last in lasts],
        [last == "," for last in lasts],
        [shape.endswith("...") or "…" in tail for shape, tail in zip(bare, tails, strict=True)],
        ["?" in tail or "？" in tail for tail in tails],
        [first == "A" for first in firsts],
        [first == "a" for first in firsts],
        [first == "0" for first in firsts],
        [first == '"' for first in firsts],
        [first in ("|", "-") for first in firsts],
        [first in ("c", "x") for first in firsts],
        counted(is_name & inner) / np.maximum(1, cased - 1),
        counted(is_shouted) / cased,
        number[:, DIGIT] / size,
        (number[:, OTHER] + number[:, BAR]) / size,
        np.minimum(3, number[:, BAR]),
        np.minimum(6, number[:, COMMA]),
        np.minimum(6, np.bincount(found_in(INNER_STOP, whole, begins), minlength=rows) + end),
        np.minimum(4, number[:, QUOTE]),
        [digits > 2 and CLOCK.search(text) is not None for text, digits in zip(texts, number[:, DIGIT], strict=True)],
        [digits > 3 and YEAR.search(text) is not None for text, digits in zip(texts, number[:, DIGIT], strict=True)],
        [("." in text or ":" in text) and ADDRESS.search(text) is not None for text in texts],
        [len(text) < 40 and digits > 0 and NUMBER.match(text) is not None for text, digits in zip(texts, number[:, DIGIT], strict=True)],
        [":" in shape and LABEL.match(text) is not None for text, shape in zip(texts, shapes, strict=True)],
        ["©" in text or "(c)" in text or "(C)" in text for text in texts],
        number[:, UNSPACED_SIGN] / size,
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def found_in(pattern: re.Pattern[str], text: str, begins: NDArray[np.int64]) -> NDArray[np.int64]:
    """The line of each match in lines joined to one text, by where each line begins."""
    places = np.fromiter((match.start() for match in pattern.finditer(text)), np.int64)
    return np.searchsorted(begins, places, side="right") - 1
