"""Lines that an editor wants kept or dropped: what the entry or its outlet's file says wins over every rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kliping.ingest.lines import UNSPACED, key, tidy, words
from kliping.records import Line, Outlet, Role, Verdict, Wishes

BY_ENTRY = "you keep it: the entry's `keep`"


def matches(text: str, wish: str) -> bool:
    """Whether a line is the one that is meant: white space, case and signs do not count; `*` is any ending."""
    begins = wish.removesuffix("*")
    wanted = key(begins)
    if not wanted:
        return tidy(text) == tidy(wish)
    if wish == begins:
        return key(text) == wanted
    whole = UNSPACED.search(begins) or words(text)[: len(words(begins))] == words(begins)
    return bool(whole) and key(text).startswith(wanted)


def any_match(text: str, wishes: Iterable[str]) -> bool:
    return any(matches(text, wish) for wish in wishes)


def granted(verdicts: Sequence[Verdict], entry: Wishes, outlet: Outlet | None) -> list[Verdict]:
    """The verdicts as the editor wants them: the entry's word first, then the outlet's; to keep wins over to drop."""
    known = outlet.wishes if outlet else Wishes()
    if entry == known == Wishes():
        return list(verdicts)
    found = [dropped(verdict, entry, known) for verdict in verdicts]
    for index in kept(found, entry.keep):
        found[index] = replace(found[index], role=Role.BODY, reason=BY_ENTRY, confidence=1.0)
    for index in kept(found, known.keep):
        told = found[index].role in (Role.BODY, Role.TITLE) or any_match(found[index].line.text, entry.drop)
        if not told:
            found[index] = replace(found[index], role=Role.BODY, reason="the outlet's `keep`", confidence=1.0)
    return found


def dropped(verdict: Verdict, entry: Wishes, outlet: Wishes) -> Verdict:
    """A line's verdict after what is to be dropped; what is no body line stays what it is."""
    if verdict.role is not Role.BODY:
        return verdict
    if any_match(verdict.line.text, entry.drop):
        return replace(verdict, role=Role.FURNITURE, reason="you drop it: the entry's `drop`", confidence=1.0)
    if any_match(verdict.line.text, outlet.drop):
        return replace(verdict, role=Role.FURNITURE, reason="the outlet's `drop`", confidence=1.0)
    return verdict


def kept(verdicts: Sequence[Verdict], wishes: Sequence[str]) -> list[int]:
    """The indexes of lines that are to be kept; of several that say the same: in the body, or one nearest to it."""
    body = [index for index, verdict in enumerate(verdicts) if verdict.role is Role.BODY]
    same: dict[str, list[int]] = {}
    for index, verdict in enumerate(verdicts):
        if any_match(verdict.line.text, wishes):
            same.setdefault(key(verdict.line.text), []).append(index)
    found: list[int] = []
    for indexes in same.values():
        nearest = min(indexes, key=lambda index: min((abs(index - other) for other in body), default=0))
        found += [index for index in indexes if verdicts[index].role is Role.BODY] or [nearest]
    return found


def is_whole(line: Line, verdicts: Sequence[Verdict]) -> bool:
    """Whether the entry wants a line as it stands, with nothing lifted out of it."""
    return any(verdict.reason == BY_ENTRY and verdict.line == line for verdict in verdicts)


def unmet(verdicts: Sequence[Verdict], wishes: Wishes) -> Iterator[str]:
    """A warning for each wish of the entry that no line answers to."""
    for name, given in (("keep", wishes.keep), ("drop", wishes.drop)):
        for wish in given:
            if not any(matches(verdict.line.text, wish) for verdict in verdicts):
                yield f"{name}: no line of the raw file reads “{wish}”"
