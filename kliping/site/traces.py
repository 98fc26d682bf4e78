"""Phrases of some texts in other texts: runs of words, found in tens of millions of bytes at once.

Words are what lies between signs that are no letters or digits; case, markup and punctuation do not matter. In scripts
without spaces each sign is a word. A phrase is known by a number made from its words, and every find is then compared
sign by sign, so that no accident of numbers counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kliping.site.unpacked import BOUNDARY

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]

OPENS, CLOSES, BREAK = 0x21, 0x22, 0x7B
"""What becomes of `<`, `>` and of the boundary between two texts: signs that no word has."""
SIGNS: Final = bytes(
    ord(chr(byte).lower()) if chr(byte).isascii() and chr(byte).isalnum()
    else byte if byte >= 0x80
    else {0x3C: OPENS, 0x3E: CLOSES, ord(BOUNDARY): BREAK}.get(byte, 0x20)
    for byte in range(256)
)  # fmt: skip
TAG: Final = re.compile(rb"</?([A-Za-z][A-Za-z0-9:]*)")
VALUE: Final = re.compile(rb"""["']\s*[:,}\]]|[:,{\[=]\s*["']""")
"""What stands between a name and a value, or two values, in JSON and among attributes."""
INLINE: Final = frozenset(
    b"a abbr b bdi bdo cite code del em font i ins kbd mark q s samp small span strong sub sup time u var wbr".split()
)
"""Elements that do not end a sentence."""
LARGEST_TABLE = 26
FACTORS: Sequence[int] = (
    0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
    0xA0761D6478BD642F, 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a batch of texts, those that stand in tags after all others: where each is, and its number."""

    signs: bytes
    starts: Places
    ends: Places
    numbers: Numbers

    def phrases(self, size: int) -> Numbers:
        """The number of the phrase that begins at each word."""
        count = max(0, len(self.numbers) - size + 1)
        made = np.zeros(count, np.uint64)
        for place in range(size):
            made += self.numbers[place : place + count] * np.uint64(FACTORS[place])
        return made ^ (made >> np.uint64(31))

    def phrase(self, first: int, size: int) -> bytes:
        """The words of one phrase, with single blanks."""
        spans = zip(self.starts[first : first + size], self.ends[first : first + size], strict=True)
        return b" ".join(self.signs[start:end] for start, end in spans)

    def pieces(self, texts: bytes, first: int, size: int) -> list[tuple[int, int]]:
        """The parts of a phrase of these texts that stand apart: the first word of each, and how many it has."""
        found = [first]
        for word in range(first + 1, first + size):
            between = texts[self.ends[word - 1] : self.starts[word]]
            if VALUE.search(between) or any(name.lower() not in INLINE for name in TAG.findall(between)):
                found.append(word)
        return [(start, end - start) for start, end in pairwise([*found, first + size])]

    def text(self, first: int) -> int:
        """In which text of the batch a word stands, from 0."""
        return self.signs.count(BREAK, 0, int(self.starts[first]))


def words(texts: bytes) -> Words:
    """The words of texts with a boundary between them."""
    signs = np.frombuffer(bytearray(texts.translate(SIGNS) + b" " * 16), np.uint8)
    folded(signs)
    is_word = signs > CLOSES
    breaks = broken(signs)
    before, after = np.zeros_like(is_word), np.zeros_like(is_word)
    before[1:], after[:-1] = is_word[:-1], is_word[1:]
    if breaks is None:
        edges = np.flatnonzero(is_word != before)
        starts, ends = edges[::2], edges[1::2]
    else:
        starts = np.flatnonzero(is_word & (~before | breaks))
        after[:-1] &= ~breaks[1:]
        ends = np.flatnonzero(is_word & ~after) + 1
    opens, closes = signs == OPENS, signs == CLOSES
    depth = np.cumsum(opens.view(np.int8) - closes.view(np.int8), dtype=np.int32)[starts] if opens.any() else None
    if depth is not None:
        is_break = np.flatnonzero(signs[starts] == BREAK)
        level = np.zeros(len(starts), np.int32)
        level[is_break] = np.diff(depth[is_break], prepend=0)  # what a text leaves open does not last
        tagged = depth - np.cumsum(level) > 0
        order = np.concatenate([np.flatnonzero(~tagged), np.flatnonzero(tagged)])
        starts, ends = starts[order], ends[order]
    return Words(signs.tobytes(), starts, ends, numbers(signs, starts, ends))


def numbers(signs: NDArray[np.uint8], starts: Places, ends: Places) -> Numbers:
    """A number for each word, from its length, its first eight and its last eight bytes."""
    eights = np.ndarray(len(signs) - 7, np.dtype("<u8"), signs, strides=(1,))
    lengths = ends - starts
    masks = np.array([0, *((1 << 8 * size) - 1 for size in range(1, 9))], np.uint64)[np.minimum(lengths, 8)]
    first = eights[starts] & masks
    last = eights[np.maximum(ends - 8, starts)] & masks
    made: Numbers = first * np.uint64(FACTORS[6]) + last * np.uint64(FACTORS[7]) + lengths.astype(np.uint64)
    made ^= made >> np.uint64(32)
    made *= np.uint64(FACTORS[0])
    return made


def folded(signs: NDArray[np.uint8]) -> None:
    """Lower the case of letters with accents, of Greek and of Cyrillic; make blanks of punctuation beyond ASCII."""

    def second(lead: int) -> tuple[Places, NDArray[np.uint8]]:
        places = np.flatnonzero(signs == lead)
        return places, signs[places + 1]

    places, then = second(0xC3)
    signs[places[(then >= 0x80) & (then <= 0x9E) & (then != 0x97)] + 1] += 0x20
    for lead, low, high, change, leads in (
        (0xCE, 0x91, 0x9F, 0x20, 0xCE), (0xCE, 0xA0, 0xA9, 0xE0, 0xCF),
        (0xD0, 0x80, 0x8F, 0x10, 0xD1), (0xD0, 0x90, 0x9F, 0x20, 0xD0), (0xD0, 0xA0, 0xAF, 0xE0, 0xD1),
    ):  # fmt: skip
        places, then = second(lead)
        capital = places[(then >= low) & (then <= high)]
        signs[capital] = leads
        signs[capital + 1] += np.uint8(change)
    places, then = second(0xC2)
    signs[places] = signs[places + 1] = 0x20
    for lead, most in ((0xE2, 0x81), (0xE3, 0x80)):
        places, then = second(lead)
        mark = places[(then >= 0x80) & (then <= most)]
        signs[mark] = signs[mark + 1] = signs[mark + 2] = 0x20


def broken(signs: NDArray[np.uint8]) -> NDArray[np.bool_] | None:
    """Where a word begins although no blank stands before it: at and after signs of scripts without spaces."""
    wide = (signs >= 0xE3) & (signs <= 0xE9)
    if (signs == 0xE0).any() or (signs == 0xE1).any():
        then = np.roll(signs, -1)
        wide |= (signs == 0xE0) & (then >= 0xB8) & (then <= 0xBB)
        wide |= (signs == 0xE1) & (((then >= 0x80) & (then <= 0x82)) | (then == 0x9E) | (then == 0x9F))
    if not wide.any():
        return None
    breaks = wide.copy()
    breaks[3:] |= wide[:-3]
    return breaks


@dataclass(frozen=True, slots=True)
class Net:
    """Numbers of phrases to be found among others: a table of what can be there at all, and the numbers in order."""

    numbers: Numbers
    table: NDArray[np.bool_]

    @property
    def shift(self) -> int:
        return 64 - (len(self.table) - 1).bit_length()

    def among(self, phrases: Numbers) -> Places:
        """The places of those phrases that the net holds."""
        likely = np.flatnonzero(self.table[phrases >> np.uint64(self.shift)])
        wanted = phrases[likely]
        at = np.minimum(np.searchsorted(self.numbers, wanted), max(0, len(self.numbers) - 1))
        return likely[self.numbers[at] == wanted] if len(self.numbers) else likely


def net(phrases: Iterable[Numbers]) -> Net:
    """A net of all these phrases."""
    held = np.sort(np.concatenate([np.empty(0, np.uint64), *phrases]))
    bits = min(LARGEST_TABLE, max(10, (16 * len(held)).bit_length()))
    table = np.zeros(1 << bits, np.bool_)
    table[held >> np.uint64(64 - bits)] = True
    return Net(held, table)
