"""The words of lines: their tokens, and the ideas that words which speak of the page stand for."""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.features.signs import LONGEST, Table
from kliping.ingest.lines import UNSPACED

IDEAS = ("account", "legal", "talk", "picture", "other", "tools", "people", "when", "you")
"""The ideas of `facts/words.toml`, in the order of their columns."""
NAMES = (*(f"words_{idea}" for idea in IDEAS), "words_any")
Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Words that speak of the page, by idea; `*` stands for any ending."""
Tokens = tuple[str, ...]
# Vowel signs of Indic scripts are no letters to `re`.
TOKEN = re.compile("\n|[^\\W_]+(?:[\u0300-\u036f\u0900-\u0963\u0966-\u0dff]+[^\\W_]*)*")


def tokens_of(texts: Sequence[str]) -> list[Tokens]:
    """For each text its different words, case-folded; in scripts without spaces signs two by two."""
    texts = [text[:LONGEST] for text in texts]
    found = TOKEN.findall("\n".join([*texts, ""]).casefold())
    ends = [index for index, word in enumerate(found) if word == "\n"]
    told: list[Tokens] = []
    for text, begin, end in zip(texts, [0, *(end + 1 for end in ends)], ends, strict=False):
        words = found[begin:end] if text.isascii() else [part for word in found[begin:end] for part in parts(word)]
        told.append(tuple(dict.fromkeys([word for word in words if len(word) > 1])))
    return told


def parts(word: str) -> Sequence[str]:
    """A word, or its signs two by two in scripts without spaces."""
    is_unspaced = not word.isascii() and (UNSPACED.match(word[0]) or UNSPACED.match(word[-1]))
    return [word[at : at + 2] for at in range(len(word) - 1)] if is_unspaced else [word]


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
    number = np.fromiter(map(numbers.__getitem__, itertools.chain.from_iterable(tokens)), np.int64)
    line = np.repeat(np.arange(len(tokens)), sizes)
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    return Terms(list(numbers), number, line, np.arange(len(number)) - begins[line])


class Lexicon(dict[str, int]):
    """For each word the ideas that it may stand for, as numbers to add up: `FIELD` bits an idea; looked up once a word."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.whole: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        for idea, found in words:
            for word in found:
                for token in tokens_of([word.rstrip("*")])[0]:
                    table = self.stems if word.endswith("*") else self.whole
                    table[token] = table.get(token, 0) | 1 << FIELD * IDEAS.index(idea)

    def __missing__(self, token: str) -> int:
        ideas = self.whole.get(token, 0)
        for size in range(3, len(token) + 1):
            ideas |= self.stems.get(token[:size], 0)
        ideas |= bool(ideas) << FIELD * len(IDEAS)
        if len(self) < MOST_WORDS:
            self[token] = ideas
        return ideas


FIELD = 6
MOST_TOKENS = 2**FIELD - 1
MOST_WORDS = 200_000


@functools.lru_cache(maxsize=4)
def lexicon(words: Words) -> Lexicon:
    """The words of `facts/words.toml`, ready to be looked up."""
    return Lexicon(words)


def ideas(found: Terms, lines: int, words: Words) -> Table:
    """For each line how many of its words stand for each idea, and the share of its words that stand for any."""
    packed = np.fromiter(map(lexicon(words).__getitem__, found.words), np.int64, len(found.words))[found.number]
    packed[found.rank >= MOST_TOKENS] = 0
    total = np.concatenate([[0], np.cumsum(packed)])
    sizes = np.bincount(found.line, minlength=lines)
    ends = np.cumsum(sizes)
    sums = total[ends] - total[ends - sizes]
    counts = sums[:, None] >> FIELD * np.arange(len(IDEAS) + 1) & MOST_TOKENS
    share = counts[:, -1:] / np.clip(sizes, 1, MOST_TOKENS)[:, None]
    return np.concatenate([np.minimum(3, counts[:, :-1]), share], axis=1, dtype=np.float32)
