"""What can be said of lines by where they stand and what stands round them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.features.signs import Table
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
    block = np.cumsum(blank)
    sizes = np.bincount(block.astype(int))[block.astype(int)]

    keys = [key(line.text) for line in lines]
    times = Counter(keys)
    everything = "\n".join(keys)
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

    sums = {name: np.concatenate([[0.0], np.cumsum(values)]) for name, values in
            (("count", count), ("end", end), ("good", good), ("furniture", furniture), ("square", np.log1p(count) ** 2), ("log", np.log1p(count)))}  # fmt: skip

    def near(name: str, width: int) -> NDArray[np.float64]:
        low, high = np.maximum(0, index - width), np.minimum(n, index + width + 1)
        found: NDArray[np.float64] = (sums[name][high] - sums[name][low]) / (high - low)
        return found

    mean = near("log", 3)
    lengths = np.sort(count[good > 0])
    total, goods = max(1.0, float(count.sum())), max(1.0, float(good.sum()))
    headline = likely_headline(told.tolist(), count, good, [times[each] for each in keys], first)
    said = np.zeros(most, bool)
    said[token[tells & (of_line == headline)]] = True
    alike = per(np.bincount(of_line[tells & said[token]], minlength=n), telling)
    columns = [
        blank,
        after,
        np.full(n, blank.mean() > 0.05),
        blank * after,
        np.log1p(sizes),
        index / n,
        sums["count"][:-1] / total,
        sums["good"][:-1] / goods,
        np.log1p(index),
        np.log1p(n - 1 - index),
        np.log([times[each] for each in keys]),
        [len(each) > 11 and everything.count(each) > times[each] for each in keys],
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
        near("end", 2),
        near("end", 5),
        near("good", 2),
        near("good", 5),
        np.log1p(near("count", 2)),
        np.log1p(near("count", 5)),
        near("furniture", 2),
        near("furniture", 5),
        np.sqrt(np.maximum(0, near("square", 3) - mean**2)),
        np.full(n, np.log1p(n)),
        np.full(n, np.log1p(total)),
        np.full(n, np.log1p(good.sum())),
        np.full(n, np.log1p(lengths[len(lengths) // 2] if len(lengths) else 0)),
        np.full(n, good[first : last + 1].sum() / goods),
        index == headline,
        index > headline,
        np.log1p(np.abs(index - headline)),
        alike,
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def likely_headline(told: Sequence[float], count: Table, good: Table, times: Sequence[int], first: int) -> int:
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
