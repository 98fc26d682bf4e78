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
    chances = [1 / (1 + math.exp(-each)) for each in odds]
    plain = plainly(lines, marks)
    first, last = kept.index(True), len(kept) - 1 - list(reversed(kept)).index(True)

    def amount(*conditions: Sequence[bool], of: Sequence[float] = words) -> float:
        return math.fsum(value for value, *told in zip(of, *conditions, strict=True) if all(told))

    left = [not each for each in kept]
    inside = [first <= index <= last for index in range(len(kept))]
    outside = [not each for each in inside]
    likely = [word * chance for word, chance in zip(words, chances, strict=True)]
    unlikely = [word - each for word, each in zip(words, likely, strict=True)]
    right, wrong, lost = amount(kept, of=likely), amount(kept, of=unlikely), amount(left, of=likely)
    both = amount(kept, plain)
    worst = max(value for value in (*(unlikely[i] for i in range(len(kept)) if kept[i]), *(likely[i] for i in range(len(kept)) if left[i]), 0.0))  # fmt: skip
    return {
        "unlike_plain": math.log(1.01 - 2 * both / (amount(plain) + amount(kept) or 1)),
        "beyond_plain": math.log((amount(kept) - both) / (right + 1) + 0.01),
        "within_plain": math.log((amount(plain) - both) / (right + 1) + 0.01),
        "share_of_page": amount([each > 0 for each in odds]) / sum(words),
        "lines": math.log(len(lines)),
        "unsure": math.log(1.001 - 2 * right / (2 * right + wrong + lost + 1e-9)),
        "words": math.log(right + 5),
        "holes": math.log(amount(left, inside) / (amount(kept) or 1) + 0.01),
        "beside": math.log(amount(left, outside, of=likely) / (right + 1) + 0.003),
        "worst": math.log(worst / (right + 1) + 0.003),
        "kept": math.sqrt(sum(kept)) / 5,
        "mean": amount(kept, of=chances) / sum(kept),
        "begins": min(MOST, odds[first]),
        "above": -odds[first - 1] if first else MOST,
        "ends": min(MOST, odds[last]),
        "below": -odds[last + 1] if last + 1 < len(odds) else MOST,
    }


def plainly(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Sequence[bool]:
    """The article by the plain rule: the run of lines in which prose outweighs everything else."""
    counts = [min(length(line.text), 60.0) * (1.0 if is_prose(line) else 0.25) - 5.0 for line in lines]
    first, last = best_run([-6.0 if mark else count for count, mark in zip(counts, marks, strict=True)])
    return [first <= index <= last and mark is None for index, mark in enumerate(marks)]
