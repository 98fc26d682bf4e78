"""What can be said of lines by where they stand and what stands round them."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.features.signs import Table, stacked
from kliping.ingest.features.vocabulary import Terms
from kliping.ingest.lines import best_run, key
from kliping.records import Line

NAMES = (
    "blank_before", "blank_after", "has_blanks", "alone", "block_size", "position", "words_before", "good_before", "from_top",
    "from_end", "same", "inside_other", "function_words", "content_words", "core_words", "in_core", "core_distance", "above_core",
    "below_core", "core_position", "since_good", "till_good", "since_date", "since_byline", "near_ends2", "near_ends5", "near_good2", "near_good5",
    "near_words2", "near_words5", "near_furniture2", "near_furniture5", "near_spread", "lines", "total", "good_lines", "good_length", "core_share",
    "headline", "after_headline", "from_headline", "like_headline",
)  # fmt: skip


def places(lines: Sequence[Line], terms: Terms, count: Table, end: Table, good: Table, roles: Table) -> Table:
    """What can be said of each line by where it stands and what stands round it."""
    n = len(lines)
    index = np.arange(n)
    furniture = roles[:, 1]
    blank = np.array([line.blank_before for line in lines], np.float32)
    after = np.append(blank[1:], 1.0)
    block = np.cumsum(blank).astype(int)
    sizes = np.bincount(block)[block]

    keys = [key(line.text) for line in lines]
    times = Counter(keys)
    repeats = [times[each] for each in keys]
    inner = inside_others(times)
    token, of_line, most = terms.number, terms.line, len(terms.words)
    shared = np.bincount(token[good[of_line] > 0], minlength=most)
    enough = max(2.0, 0.12 * good.sum())
    value = np.where(good > 0, np.minimum(count, 60), 0.25 * np.minimum(count, 60)) - 5 - 5 * roles.sum(axis=1)
    first, last = best_run(value.tolist())
    inside = (index >= first) & (index <= last)
    tells = shared[token] < enough
    own = inside & (good > 0)
    core = np.bincount(token[tells & own[of_line]], minlength=most)
    size = np.maximum(1, np.bincount(of_line, minlength=n))
    telling = np.bincount(of_line[tells], minlength=n)
    told = per(np.bincount(of_line[tells & (core[token] > own[of_line])], minlength=n), telling)
    distance = np.where(index < first, first - index, np.maximum(0, index - last))

    logs = np.log1p(count)
    sums = np.zeros((n + 1, 6))
    sums[1:] = np.cumsum(np.stack([count, end, good, furniture, logs, logs**2], axis=1), axis=0)
    count2, end2, good2, furniture2, _, _ = near(sums, 2)
    count5, end5, good5, furniture5, _, _ = near(sums, 5)
    *_, mean, squares = near(sums, 3)
    lengths = np.sort(count[good > 0])
    total, goods = max(1.0, float(count.sum())), max(1.0, float(good.sum()))
    headline = likely_headline(told.tolist(), count.tolist(), good.tolist(), repeats, first)
    said = np.zeros(most, bool)
    said[token[tells & (of_line == headline)]] = True
    alike = per(np.bincount(of_line[tells & said[token]], minlength=n), telling)
    columns = [
        blank,
        after,
        blank.mean() > 0.05,
        blank * after,
        np.log1p(sizes),
        index / n,
        sums[:-1, 0] / total,
        sums[:-1, 2] / goods,
        np.log1p(index),
        np.log1p(n - 1 - index),
        np.log(repeats),
        [each in inner for each in keys],
        1 - telling / size,
        telling / size,
        told,
        inside,
        np.log1p(distance),
        index < first,
        index > last,
        np.where(inside, (index - first) / max(1, last - first), np.where(index < first, -1, 2)),
        np.minimum(20, since(good)),
        np.minimum(20, since(good[::-1])[::-1]),
        np.log1p(np.minimum(40, since(roles[:, 3]))),
        np.log1p(np.minimum(40, since(roles[:, 2]))),
        end2,
        end5,
        good2,
        good5,
        np.log1p(count2),
        np.log1p(count5),
        furniture2,
        furniture5,
        np.sqrt(np.maximum(0, squares - mean**2)),
        np.log1p(n),
        np.log1p(total),
        np.log1p(good.sum()),
        np.log1p(lengths[len(lengths) // 2] if len(lengths) else 0),
        good[first : last + 1].sum() / goods,
        index == headline,
        index > headline,
        np.log1p(np.abs(index - headline)),
        alike,
    ]
    return stacked(columns, n)


def near(sums: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The mean of each value over a line and so many above and below, by the values' sums over all lines before."""
    index = np.arange(len(sums) - 1)
    low, high = np.maximum(0, index - width), np.minimum(len(index), index + width + 1)
    found: NDArray[np.float64] = ((sums[high] - sums[low]) / (high - low)[:, None]).T
    return found


def inside_others(keys: Iterable[str]) -> set[str]:
    """Those of the keys, of a dozen signs or more, that stand inside a longer one."""
    by_length = sorted((each for each in keys if len(each) > 11), key=len)
    everything = "\n".join(by_length)
    ends = itertools.accumulate(len(each) + 1 for each in by_length)
    return {each for each, end in zip(by_length, ends, strict=True) if everything.find(each, end) >= 0}


def likely_headline(
    told: Sequence[float], count: Sequence[float], good: Sequence[float], times: Sequence[int], first: int
) -> int:
    """Index of the line at or above the article's first that shares most words with it; a rough guess."""
    points = [
        told[index] * min(2.5, math.log1p(count[index]))
        + (0.4 if times[index] == 2 else 0.0)
        - (0.6 if good[index] else 0.0)
        - 0.12 * math.log1p(first - index)
        for index in range(first + 1)
    ]
    return max(range(first + 1), key=points.__getitem__)


def per(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    """A share for each line; none of nothing is 0."""
    found: NDArray[np.float64] = part / np.maximum(1, whole)
    return found


def since(flags: Table) -> NDArray[np.float64]:
    """How many lines ago the flag was last set; 99 where it never was."""
    index = np.arange(len(flags))
    seen = np.maximum.accumulate(np.where(flags > 0, index, -99))
    found: NDArray[np.float64] = np.minimum(99, index - seen).astype(float)
    return found
