"""The words of lines: their tokens, and the ideas that words which speak of the page stand for."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.features import characters
from kliping.ingest.features.characters import BREAK, KIND, LETTER, UNSPACED, VOWEL, Kinds
from kliping.ingest.features.signs import LONGEST, Table

IDEAS = ("account", "legal", "talk", "picture", "other", "tools", "people", "when", "you")
"""The ideas of `facts/words.toml`, in the order of their columns."""
NAMES = (*(f"words_{idea}" for idea in IDEAS), "words_any")
Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Words that speak of the page, by idea; `*` stands for any ending."""
Tokens = tuple[str, ...]


def tokens_of(texts: Sequence[str]) -> list[Tokens]:
    """For each text its different words of two signs or more, case-folded; in scripts without spaces signs two by two."""
    folded = "\n".join([*(text[:LONGEST] for text in texts), ""]).casefold()
    kinds = characters.of(folded)
    starts, ends = words_in(kinds)
    words = [folded[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    borders = [0, *np.searchsorted(starts, np.flatnonzero(kinds & KIND == BREAK)).tolist()]
    return [tuple(dict.fromkeys(words[begin:end])) for begin, end in itertools.pairwise(borders)]


def words_in(kinds: Kinds) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where words of two signs or more begin and end: letters and digits, with vowel signs after them."""
    in_word = np.append(False, kinds & (LETTER | VOWEL) > 0)
    edges = np.flatnonzero(in_word[1:] != in_word[:-1])
    starts, ends = edges[::2], edges[1::2]
    if not (kinds[starts] & LETTER).all():  # some begin with vowel signs: they begin at their first letter
        letters = np.flatnonzero(np.append(kinds, LETTER) & LETTER)
        starts = letters[np.searchsorted(letters, starts)]
    is_word = ends - starts > 1
    return in_pairs(kinds & KIND == UNSPACED, starts[is_word], ends[is_word])


def in_pairs(
    unspaced: NDArray[np.bool_], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The words, but those in scripts without spaces sign by sign, each with the next."""
    is_split = unspaced[starts] | unspaced[ends - 1]
    if not is_split.any():
        return starts, ends
    sizes = np.where(is_split, ends - starts - 1, 1)
    starts, ends, is_split = np.repeat(starts, sizes), np.repeat(ends, sizes), np.repeat(is_split, sizes)
    starts = starts + np.arange(len(starts)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return starts, np.where(is_split, starts + 2, ends)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The words of all lines in turn, as numbers: which of the `words` each is, its line, and which of its line's."""

    words: Sequence[str]
    number: NDArray[np.int64]
    line: NDArray[np.int64]
    rank: NDArray[np.int64]


def terms(tokens: Sequence[Tokens]) -> Terms:
    """The terms of lines by their tokens."""
    numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    sizes = np.array([len(each) for each in tokens])
    number = np.array([numbers[token] for each in tokens for token in each], np.int64)
    line = np.repeat(np.arange(len(tokens)), sizes)
    return Terms(list(numbers), number, line, np.arange(len(number)) - (np.cumsum(sizes) - sizes)[line])


class Lexicon(dict[str, int]):
    """For each word the ideas that it may stand for, as numbers to add up: `FIELD` bits an idea; the last says that there are any.

    Words that begin like a stem are kept here once they were looked up.
    """

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.whole: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        for idea, found in words:
            for word in found:
                for token in tokens_of([word.rstrip("*")])[0]:
                    table = self.stems if word.endswith("*") else self.whole
                    table[token] = table.get(token, ANY) | 1 << FIELD * IDEAS.index(idea)
        self.begins = {stem[:LEAST_STEM] for stem in self.stems}

    def __missing__(self, token: str) -> int:
        ideas = self.whole.get(token, 0)
        for size in range(LEAST_STEM, len(token) + 1):
            ideas |= self.stems.get(token[:size], 0)
        if len(self) < MOST_WORDS:
            self[token] = ideas
        return ideas

    def ideas(self, tokens: Sequence[str]) -> NDArray[np.int64]:
        """The ideas of each word; few begin like a stem."""
        whole, begins = self.whole, self.begins
        return np.array(
            [self[each] if each[:LEAST_STEM] in begins else whole.get(each, 0) for each in tokens], np.int64
        )


FIELD = 6
ANY = 1 << FIELD * len(IDEAS)
LEAST_STEM = 3
MOST_TOKENS = 2**FIELD - 1
MOST_WORDS = 20_000


@functools.lru_cache(maxsize=4)
def lexicon(words: Words) -> Lexicon:
    """The words of `facts/words.toml`, ready to be looked up."""
    return Lexicon(words)


def ideas(found: Terms, lines: int, words: Words) -> Table:
    """For each line how many of its words stand for each idea, and the share of its words that stand for any."""
    packed = lexicon(words).ideas(found.words)[found.number]
    packed[found.rank >= MOST_TOKENS] = 0
    total = np.concatenate([[0], np.cumsum(packed)])
    sizes = np.bincount(found.line, minlength=lines)
    ends = np.cumsum(sizes)
    sums = total[ends] - total[ends - sizes]
    counts = sums[:, None] >> FIELD * np.arange(len(IDEAS) + 1) & MOST_TOKENS
    share = counts[:, -1:] / np.clip(sizes, 1, MOST_TOKENS)[:, None]
    return np.concatenate([np.minimum(3, counts[:, :-1]), share], axis=1, dtype=np.float32)
