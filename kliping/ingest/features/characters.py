"""What kind of sign each character is. The characters of all lines are looked at together, as numbers in a row."""

from __future__ import annotations

import functools
import unicodedata

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.lines import UNSPACED as UNSPACED_SCRIPT

Kinds = NDArray[np.uint8]
SHAPES = "?Aax0c.,:|\n\"- '"
"""A letter for each kind of sign."""
UPPER, LOWER, CASELESS, DIGIT, UNSPACED, STOP, COMMA, COLON, BAR, BREAK, QUOTE, OTHER, SPACE, MARK = range(
    1, len(SHAPES)
)
"""Kinds of signs: up to `DIGIT` they make words, those after `BREAK` may follow the last sign of a sentence."""
KIND, LETTER, VOWEL = 15, 16, 32
"""Bits of what is known of a character: its kind; whether it is a letter or digit; whether it is a vowel sign."""
# Vowel signs of Indic scripts are no letters to `re`.
VOWELS = (range(0x300, 0x370), range(0x900, 0x964), range(0x966, 0xE00))


def of(lines: str) -> Kinds:
    """What is known of each character of a text."""
    codes = np.frombuffer(lines.encode("utf-32-le", "surrogatepass"), "<u4")
    known = table()
    found: Kinds = known[codes]
    if not found.all():
        for code in np.unique(codes[found == 0]).tolist():
            known[code] = told_of(chr(code))
        found = known[codes]
    return found


@functools.cache
def table() -> Kinds:
    """What is known of every character so far, filled as characters come; 0 is nothing."""
    return np.zeros(0x110000, np.uint8)


def told_of(character: str) -> int:
    """What is known of one character."""
    is_vowel = any(ord(character) in some for some in VOWELS)
    return kind_of(character) | LETTER * character.isalnum() | VOWEL * is_vowel


def kind_of(character: str) -> int:
    """What kind of sign a character is."""
    category = unicodedata.category(character)
    if character == "\n":
        return BREAK
    if character in "\"'“”‘’«»„「」『』":
        return QUOTE
    if character in ".!?。！？।؟۔…":
        return STOP
    if character in ",，、;；،":
        return COMMA
    if character in ":：":
        return COLON
    if character in "|│•·●▪►▶›*–—→>+★■○♦#@/":
        return BAR
    if UNSPACED_SCRIPT.match(character):
        return UNSPACED
    if category == "Nd":
        return DIGIT
    if category in ("Lu", "Lt"):
        return UPPER
    if category == "Ll":
        return LOWER
    if category[0] in "LM":
        return CASELESS if category[0] == "L" else MARK
    return SPACE if character.isspace() else OTHER
