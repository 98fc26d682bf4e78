"""What cleaning would now write into an entry, part by part: a merge of three texts by front-matter key and paragraph.

The base is what cleaning wrote the last time, of which digests are remembered; mine is the file on the disk; fresh is what
cleaning writes now. Where nothing is remembered nobody can tell who changed what, so only what is new is a proposal.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from kliping import hands
from kliping.ingest import merge
from kliping.records import Row, Wrote


class Kind(enum.StrEnum):
    """What became of one part of an entry since cleaning wrote it."""

    SAME = "same"
    YOURS = "yours"
    PROPOSAL = "proposal"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Part:
    """A key of the front matter or some paragraphs: as they stand there, as cleaning writes them, digests of the base.

    `number` counts what differs, from 1.
    """

    name: str
    kind: Kind
    mine: tuple[str, ...]
    fresh: tuple[str, ...]
    base: tuple[str, ...]
    is_key: bool = False
    number: int = 0

    @property
    def is_open(self) -> bool:
        return self.kind in (Kind.PROPOSAL, Kind.CLASH)


@dataclass(frozen=True, slots=True)
class Proposal:
    """All parts of an entry, what it is compared with, and what is remembered of it."""

    raw: str
    on_disk: str
    fresh: str
    row: Row
    parts: tuple[Part, ...]
    has_base: bool

    @property
    def news(self) -> tuple[Part, ...]:
        """The parts in which the entry differs from what cleaning writes now."""
        return tuple(part for part in self.parts if part.number)


def of(raw: str, on_disk: str, fresh: str, row: Row) -> Proposal:
    """What a raw file, cleaned now, would make of an entry."""
    is_ours = merge.is_written(on_disk) and not merge.is_edited(on_disk)
    is_still_ours = merge.stamp_of(on_disk) == merge.stamp_of(fresh) != ""
    base = hands.wrote(on_disk) if is_ours else hands.wrote(fresh) if is_still_ours else row.wrote
    return Proposal(raw, on_disk, fresh, row, tuple(numbered(compared(on_disk, fresh, base))), base is not None)


def compared(on_disk: str, fresh: str, base: Wrote | None) -> Iterator[Part]:
    """Every part of an entry, in its order: keys, then paragraphs."""
    yield from compared_keys(on_disk, fresh, base)
    mine, new = hands.pieces(on_disk)[1], hands.paragraphs(fresh)
    told = [hands.digest(hands.bare(piece)) for piece in mine]
    for part in merged_bodies(mine, new, told if base is None else base.body):
        yield part if base else unsure(part)


def unsure(part: Part) -> Part:
    """A part of which nothing is remembered: where a person's words would go, it is a clash."""
    says = [each for each in part.mine if not part.is_key or each.partition(":")[2].strip() not in ("", "null", "[]")]
    return replace(part, kind=Kind.CLASH) if part.kind is Kind.PROPOSAL and says else part


def compared_keys(on_disk: str, fresh: str, base: Wrote | None) -> Iterator[Part]:
    """The keys that cleaning writes."""
    mine, new = hands.keys(on_disk), hands.keys(fresh)
    then = base.keys if base else {name: hands.digest(lines) for name, lines in mine.items()}
    for name in hands.ORDER:
        told, says_now, was = ([each[name]] if name in each else [] for each in (mine, new, then))
        if told or says_now:
            part = part_of(name, told, says_now, [hands.digest(lines) for lines in told], was, is_key=True)
            yield part if base else unsure(part)


def part_of(
    name: str,
    mine: Sequence[str],
    fresh: Sequence[str],
    told: Sequence[str],
    base: Sequence[str],
    *,
    is_key: bool = False,
) -> Part:
    """One part and who changed it; `told` are the digests of mine."""
    new = [hands.digest(each) for each in fresh]
    unchanged, unnews = list(told) == list(base), new == list(base)
    kind = Kind.SAME if list(told) == new else Kind.PROPOSAL if unchanged else Kind.YOURS if unnews else Kind.CLASH
    return Part(name, kind, tuple(mine), tuple(fresh), tuple(base), is_key)


# ------------------------------------------------------------------ paragraphs


@dataclass(frozen=True, slots=True)
class Edit:
    """Paragraphs of the base, from `first` up to before `last`, for which others stand: `more` more of them."""

    first: int
    last: int
    more: int


def edits(base: Sequence[str], now: Sequence[str]) -> Iterator[Edit]:
    """What was done to the base; as many paragraphs for as many are one edit each."""
    for kind, first, last, start, end in SequenceMatcher(None, base, now, autojunk=False).get_opcodes():
        if kind == "replace" and last - first == end - start:
            yield from (Edit(each, each + 1, 0) for each in range(first, last))
        elif kind != "equal":
            yield Edit(first, last, (end - start) - (last - first))


def merged_bodies(mine: Sequence[str], fresh: Sequence[str], base: Sequence[str]) -> Iterator[Part]:
    """The body cut where all three agree; each part is what both sides did to the same paragraphs of the base."""
    told, new = [hands.digest(hands.bare(piece)) for piece in mine], [hands.digest(each) for each in fresh]
    by_me, by_cleaning = list(edits(base, told)), list(edits(base, new))
    at = at_mine = at_fresh = 0
    for first, last in grouped([*by_me, *by_cleaning]):
        if run := first - at:
            yield Part(
                "",
                Kind.SAME,
                tuple(mine[at_mine : at_mine + run]),
                tuple(fresh[at_fresh : at_fresh + run]),
                tuple(base[at:first]),
            )
        at, at_mine, at_fresh = first, at_mine + run, at_fresh + run
        sizes = [
            last - first + sum(each.more for each in own if is_in(each, first, last)) for own in (by_me, by_cleaning)
        ]
        end_mine, end_fresh = at_mine + sizes[0], at_fresh + sizes[1]
        yield part_of(
            place(at_mine, end_mine),
            mine[at_mine:end_mine],
            fresh[at_fresh:end_fresh],
            told[at_mine:end_mine],
            base[first:last],
        )
        at, at_mine, at_fresh = last, end_mine, end_fresh
    if at_mine < len(mine):
        yield Part("", Kind.SAME, tuple(mine[at_mine:]), tuple(fresh[at_fresh:]), tuple(base[at:]))


def grouped(done: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Where the base was changed: edits of the same paragraphs, or insertions at the same place, are one."""
    first = last = -1
    for edit in sorted(done, key=lambda each: (each.first, each.last)):
        meets = edit.first < last or (edit.first, edit.last) == (first, last)
        if first >= 0 and not meets:
            yield first, last
        first, last = (first, max(last, edit.last)) if first >= 0 and meets else (edit.first, edit.last)
    if first >= 0:
        yield first, last


def is_in(edit: Edit, first: int, last: int) -> bool:
    """Whether an edit belongs to a group: an insertion at its edge stands by itself."""
    if edit.first == edit.last and first != last:
        return first < edit.first < last
    return first <= edit.first and edit.last <= last


def place(start: int, end: int) -> str:
    """Which paragraphs of the entry these are, as a person counts them."""
    if start == end:
        return f"after paragraph {start}" if start else "before paragraph 1"
    return f"paragraph {start + 1}" if end == start + 1 else f"paragraphs {start + 1} to {end}"


def numbered(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts, those that differ with their numbers."""
    number = 0
    for part in parts:
        number += part.kind is not Kind.SAME
        yield replace(part, number=number) if part.kind is not Kind.SAME else part


# ------------------------------------------------------------------ taking


def taken(proposal: Proposal, numbers: Collection[int], *, settle: bool) -> tuple[str, Row]:
    """The entry with these parts as cleaning writes them, and what is to be remembered of it.

    With `settle`, or when nothing is left open, it counts as made from this raw file as it is cleaned now; whatever
    else differs is the person's.
    """
    row, on_disk = proposal.row, proposal.on_disk
    is_settled = settle or not any(part.is_open and part.number not in numbers for part in proposal.parts)
    head, rest = hands.divided(hands.normal(on_disk))
    keys = {part.name: "".join(part.fresh) for part in proposal.parts if part.is_key and part.number in numbers}
    capture = capture_line(proposal.fresh, "" if is_settled else merge.stamp_of(on_disk) or UNKNOWN)
    if numbers or settle:
        keys["capture"] = capture
    text = hands.with_keys(head, keys) + body_with(proposal, numbers, rest)
    if is_settled:
        return text, replace(row, wrote=hands.wrote(proposal.fresh), declined="")
    return text, replace(row, wrote=base_with(proposal, numbers) if proposal.has_base else None)


UNKNOWN = "0" * 16


def capture_line(fresh: str, stamp: str) -> str:
    """The provenance of what cleaning writes now, under another stamp if one is given."""
    line = dict(hands.blocks(hands.divided(fresh)[0])).get("capture", "")
    return line.replace(f"stamp: {merge.stamp_of(fresh)}}}", f"stamp: {stamp}}}") if stamp else line


def body_with(proposal: Proposal, numbers: Collection[int], rest: str) -> str:
    """The closing line of the front matter and the body, with these parts as cleaning writes them."""
    lead, mine = hands.pieces(proposal.on_disk)
    found: list[str] = []
    for part in proposal.parts:
        if not part.is_key:
            found += (f"{each}\n" for each in part.fresh) if part.number in numbers else part.mine
    spaced = (piece if "\n" in piece[len(hands.bare(piece)) + 1 :] else f"{piece}\n" for piece in found)
    return hands.normal(rest.partition("\n")[0] + "\n" + (lead if mine else lead or "\n") + "".join(spaced))


def base_with(proposal: Proposal, numbers: Collection[int]) -> Wrote:
    """What cleaning wrote, where these parts were taken and what else stands there by now."""
    keys: dict[str, str] = {}
    body: list[str] = []
    for part in proposal.parts:
        is_news = part.number in numbers or part.kind is Kind.SAME
        told = [hands.digest(each) for each in part.fresh] if is_news else part.base
        if not part.is_key:
            body += told
        elif told:
            keys[part.name] = told[0]
    return Wrote(keys, tuple(body))
