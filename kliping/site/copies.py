"""Copies: the same text at two outlets, or one article at two addresses.

Two texts are compared by their runs of three words, in an index of all runs. What counts is the share of the shorter
text's words that stand in runs of both: a beginning alone, a changed headline, a reworded word here and there leave it high,
and unrelated texts share next to nothing. A text from an agency that two outlets wrote on is less than a copy.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kliping.addresses import canonical
from kliping.records import NOTHING, Copy, Report

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Runs = NDArray[np.uint64]

COPY, SHARES = 0.7, 0.4
"""From which share of its words on a text is a copy, or shares an agency's text."""
FEWEST = 8
"""Runs without which a text is too short to be told for a copy."""
RUN, RUN_OF_SIGNS = 3, 5
NO_SPACES = "぀-ヿ㐀-鿿豈-﫿\U00020000-\U0003ffff฀-໿က-႟ក-៿ༀ-࿿"
BLANKED: Mapping[int, str] = {code: " " for code in range(128) if not re.match(r"\w", chr(code))}
WORDS = re.compile(r"\w+")
SAMPLE = 4
"""One run in so many is looked for in the index; what is found is then compared run by run."""
COMMON, FULLEST = 64, 6
"""In more texts than this a run is common: then only the fullest of them are compared with the others."""
MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


# ------------------------------------------------------------------ one text


def runs(text: str) -> bytes:
    """The runs of three words of a text, in order, as hashes: what may be remembered of it. Of signs, five make a run."""
    import numpy as np  # noqa: PLC0415 - 80 ms, and only where there is something to compare

    words, of_signs = words_of(text.lower())
    hashes = np.fromiter(map(codes().__getitem__, words), np.uint64, len(words))
    size = RUN_OF_SIGNS if of_signs else RUN
    if len(hashes) < size:
        return b""
    mixed = np.zeros(len(hashes) - size + 1, np.uint64)
    for place in range(size):
        mixed = (mixed ^ hashes[place : len(hashes) - size + 1 + place]) * np.uint64(MULTIPLIERS[place % 3])
        mixed ^= mixed >> np.uint64(29)
    return bytes([size]) + mixed.astype("<u8").tobytes()


@dataclass(frozen=True, slots=True)
class Scripts:
    """What tells scripts without spaces: their signs; words or signs; signs of any script that belong to neither."""

    signs: re.Pattern[str]
    words_or_signs: re.Pattern[str]
    neither: re.Pattern[str]


@functools.cache
def scripts() -> Scripts:
    """The patterns, made when the first text needs them: 10 ms."""
    return Scripts(
        re.compile(rf"[{NO_SPACES}]"),
        re.compile(rf"[{NO_SPACES}]|[^\W{NO_SPACES}]+"),
        re.compile(rf"[^\w\x00-\x7f{NO_SPACES}]+"),
    )


def words_of(lower: str) -> tuple[list[str], bool]:
    """The words of a text, or the signs of a script that has no spaces; whether it is mostly signs."""
    plain = lower if lower.isascii() else scripts().neither.sub(" ", lower)
    if plain.isascii():  # the same words in a third of the time
        return plain.translate(BLANKED).split(), False
    if not scripts().signs.search(lower):
        return WORDS.findall(lower), False
    words = scripts().words_or_signs.findall(lower)
    return words, 2 * sum(map(bool, map(scripts().signs.match, words))) > len(words)


MOST_KNOWN = 100_000


class Codes(dict[str, int]):
    """Numbers of words; those that were asked for are remembered."""

    def __missing__(self, word: str) -> int:
        if len(self) > MOST_KNOWN:
            self.clear()
        self[word] = code = zlib.crc32(word.encode("utf-8", "surrogatepass"))
        return code


@functools.cache
def codes() -> Codes:
    return Codes()


# ------------------------------------------------------------------ all texts


@dataclass(frozen=True, slots=True)
class Imprint:
    """What tells whether a report is a copy: its runs, and the one address of all forms of its own; by `moment` reports sort by date."""

    id: str
    moment: str
    address: str
    runs: bytes


def imprint(report: Report, known: bytes | None = None) -> Imprint:
    """What is remembered of a report; `known` are its runs, if they are known already."""
    url = report.url or (report.id if report.id.startswith(("http://", "https://")) else "")
    address = canonical(url) if url else ""
    return Imprint(report.id, moment(report), address, runs(report.text) if known is None else known)


def copies(reports: Sequence[Report], known: Mapping[str, bytes] = NOTHING) -> Mapping[str, Copy]:
    """What each report copies or shares with a fuller one; a report that is not in the result stands for itself.

    The fullest of several is shown, of equals the earliest: no report is a copy of a copy. `known` are the runs of
    reports, by id, as far as they are remembered.
    """
    return copied([imprint(each, known.get(each.id)) for each in reports]) if len(reports) > 1 else {}


def copied(given: Iterable[Imprint]) -> Mapping[str, Copy]:
    """The same by what is remembered of the reports."""
    order = sorted(given, key=lambda each: (-len(each.runs), each.moment, each.id))
    if len(order) < 2:
        return {}
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for full, short, share in shares([each.runs for each in order]):
        found[short][full] = share
    for full, short in at_one_address(order):
        found[short][full] = max(found[short].get(full, 0.0), 1.0)
    heads: dict[int, int] = {}
    told: dict[str, Copy] = {}
    for short, report in enumerate(order):
        best = max(found.get(short, {}).items(), key=lambda each: (each[1], -each[0]), default=None)
        heads[short] = short
        if best:
            full, share = best
            is_whole = share >= COPY
            told[report.id] = Copy(order[heads[full]].id, round(share, 3), is_whole)
            heads[short] = heads[full] if is_whole else short
    return told


def moment(report: Report) -> str:
    """A key by which reports sort by date; those without one come last."""
    return report.date.isoformat() if report.date else date.max.isoformat()


def at_one_address(order: Sequence[Imprint]) -> Iterator[tuple[int, int]]:
    """Reports whose addresses are forms of one, each with the first of them."""
    first: dict[str, int] = {}
    for place, report in enumerate(order):
        if report.address and (before := first.setdefault(report.address, place)) != place:
            yield before, place


def shares(texts: Sequence[bytes]) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts, the fuller first, that share enough, and the share of the shorter one's words."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    sequences = [np.frombuffer(text, "<u8", offset=1) if text else np.empty(0, np.uint64) for text in texts]
    sets: dict[int, Runs] = {}
    for full, short in candidates(sequences):
        if full not in sets:
            sets[full] = np.unique(sequences[full])
        share = covered(sequences[short], sets[full], texts[short][0])
        if share >= SHARES:
            yield full, short, share


def covered(sequence: Runs, other: Runs, size: int) -> float:
    """The share of a text's words that stand in runs which another text has, too."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    places = np.minimum(np.searchsorted(other, sequence), len(other) - 1)
    is_there = other[places] == sequence
    if np.count_nonzero(is_there) < FEWEST:
        return 0.0
    words = np.zeros(len(sequence) + size - 1, bool)
    for shift in range(size):
        words[shift : shift + len(sequence)] |= is_there
    return float(np.count_nonzero(words)) / len(words)


def candidates(sequences: Sequence[Runs]) -> Iterable[tuple[int, int]]:
    """Pairs of texts, the fuller first, that share some of the runs which are looked for."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    chosen = [each[each % np.uint64(SAMPLE) == 0] for each in sequences]
    every, owner = np.concatenate(chosen), np.repeat(np.arange(len(chosen)), [*map(len, chosen)])
    if not len(every):
        return ()
    sorting = np.argsort(every, kind="stable")
    every, owner = every[sorting], owner[sorting]
    is_new = np.r_[True, (every[1:] != every[:-1]) | (owner[1:] != owner[:-1])]  # of a text each run counts once
    every, owner = every[is_new], owner[is_new]
    counts = np.bincount(owner, minlength=len(sequences))
    starts = np.flatnonzero(np.r_[True, every[1:] != every[:-1]])
    sizes = np.diff(np.r_[starts, len(every)])
    keys: list[NDArray[np.int64]] = []
    for size in np.unique(sizes[sizes > 1]).tolist():
        table = owner[
            starts[sizes == size][:, None] + np.arange(size)[None, :]
        ]  # a row for each run, fuller texts first
        one, other = np.triu_indices(size, 1)
        if size > COMMON:
            few = one < FULLEST
            one, other = one[few], other[few]
        keys.append((table[:, one] * len(sequences) + table[:, other]).ravel())
    if not keys:
        return ()
    pairs, hits = np.unique(np.concatenate(keys), return_counts=True)
    full, short = np.divmod(pairs, len(sequences))
    likely = hits >= np.maximum(1, 0.15 * counts[short])
    return zip(full[likely].tolist(), short[likely].tolist(), strict=True)
