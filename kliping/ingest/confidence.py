"""How sure it is that an article was cleaned well: the chance that its body is clean, calibrated on labelled articles.

A body counts as clean from a 4-gram F1 of 0.95 on. What speaks for it or against it: how much text the line model
is unsure of, in the article and beside it, and how far the plain rule (the run with most prose) sees it differently.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kliping.ingest.body import is_prose
from kliping.ingest.lines import best_run, length
from kliping.records import Line, Mark

MOST = 3.0


def of(
    lines: Sequence[Line],
    marks: Sequence[Mark | None],
    odds: Sequence[float],
    kept: Sequence[bool],
    weights: Mapping[str, float],
) -> float:
    """The chance that the lines kept are the article's and no others, from 0 to 1."""
    found = signs(lines, marks, odds, kept)
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in found.items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 3)


def signs(
    lines: Sequence[Line], marks: Sequence[Mark | None], odds: Sequence[float], kept: Sequence[bool]
) -> Mapping[str, float]:
    """What speaks for a clean body and against it; words weigh, not lines."""
    words = [1 + length(line.text) for line in lines]
    likely = [word / (1 + math.exp(-each)) for word, each in zip(words, odds, strict=True)]
    plain = plainly(lines, marks)
    on = [index for index, is_kept in enumerate(kept) if is_kept]
    off = [index for index, is_kept in enumerate(kept) if not is_kept]
    first, last = on[0], on[-1]

    mine, right = sum(words[index] for index in on), sum(likely[index] for index in on)
    wrong, lost = mine - right, sum(likely[index] for index in off)
    ruled, both = sum(words[index] for index in plain), sum(words[index] for index in plain if kept[index])
    holes = sum(words[index] for index in off if first < index < last)
    beside = sum(likely[index] for index in off if not first < index < last)
    worst = max((*(words[index] - likely[index] for index in on), *(likely[index] for index in off)))
    return {
        "unlike_plain": math.log(1.01 - 2 * both / (ruled + mine)),
        "beyond_plain": math.log((mine - both) / (right + 1) + 0.01),
        "within_plain": math.log((ruled - both) / (right + 1) + 0.01),
        "share_of_page": sum(word for word, each in zip(words, odds, strict=True) if each > 0) / sum(words),
        "lines": math.log(len(lines)),
        "unsure": math.log(1.001 - 2 * right / (2 * right + wrong + lost + 1e-9)),
        "words": math.log(right + 5),
        "holes": math.log(holes / mine + 0.01),
        "beside": math.log(beside / (right + 1) + 0.003),
        "worst": math.log(worst / (right + 1) + 0.003),
        "kept": math.sqrt(len(on)) / 5,
        "mean": sum(likely[index] / words[index] for index in on) / len(on),
        "begins": min(MOST, odds[first]),
        "above": -odds[first - 1] if first else MOST,
        "ends": min(MOST, odds[last]),
        "below": -odds[last + 1] if last + 1 < len(odds) else MOST,
    }


def plainly(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Sequence[int]:
    """The article's lines by the plain rule: the run in which prose outweighs everything else."""
    counts = [min(length(line.text), 60.0) * (1.0 if is_prose(line) else 0.25) - 5.0 for line in lines]
    first, last = best_run([-6.0 if mark else count for count, mark in zip(counts, marks, strict=True)])
    return [index for index in range(first, last + 1) if marks[index] is None]
