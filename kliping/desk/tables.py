"""What the desk shows of a build: a row for each file and entry, the pile for review, the stories of a topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from kliping.records import Head, Membership, Outcome, Status, Story
from kliping.site import Built, assemble
from kliping.site.assemble import Placed

SHOWN: Final = "shown"
ASIDE: Final = "set aside"
PAGE: Final = 200
"""Rows of a table at once."""
Each = TypeVar("Each")
NO_ARTICLE = frozenset([Status.CAPTURE, Status.PASSED_OVER])


@dataclass(frozen=True, slots=True)
class Row:
    """A raw file with what became of it, its entry with what readers see of it, or both.

    `state` is `shown`, or why readers do not see it; `raw` is empty where no file lies in the inbox. `is_article` is
    false for further captures and for files that hold none.
    """

    entry: str
    raw: str
    title: str
    date: str
    outlet: str
    state: str
    address: str = ""
    slug: str = ""
    topics: tuple[Membership, ...] = ()
    sure: float | None = None
    warnings: tuple[str, ...] = ()
    is_doubtful: bool = False
    is_article: bool = True
    is_kept: bool = False

    @property
    def wants_a_look(self) -> bool:
        """Whether somebody should look at it, and nobody has."""
        return self.is_doubtful or self.state != SHOWN or bool(self.warnings) or self.is_kept


FILTERS: Mapping[str, tuple[str, Callable[[Row], bool]]] = {
    "": ("all articles", lambda row: row.is_article),
    "look": ("to look at", lambda row: row.is_article and row.wants_a_look),
    "unpublished": ("not seen by readers", lambda row: row.is_article and row.state != SHOWN),
    "aside": ("set aside", lambda row: row.state.startswith(ASIDE)),
    "other": ("other files of the inbox", lambda row: not row.is_article),
}


def day(entry: Head) -> str:
    """When an entry's article was published, as its outlet's clock said."""
    if entry.date is None:
        return ""
    return f"{entry.date:%Y-%m-%d}" if entry.date_precision == "day" else f"{entry.date:%Y-%m-%d %H:%M}"


def unpublished(built: Built, now: datetime) -> Mapping[str, str]:
    """By path, why readers do not see an entry that the preview shows."""
    _, held, _ = assemble.sift((each.entry for each in built.site.entries), now)
    return {each.entry.path: each.reason for each in held}


def rows(outcomes: Iterable[Outcome], built: Built, now: datetime) -> tuple[Row, ...]:
    """A row for each file of the inbox and each entry, what has no date first, then the newest."""
    placed = {each.entry.path: each for each in built.site.entries}
    known = {path: each.entry for path, each in placed.items()} | {each.entry.path: each.entry for each in built.held}
    why = {**{each.entry.path: each.reason for each in built.held}, **unpublished(built, now)}
    aside = {each.file.removeprefix("content/"): f"{ASIDE}: {each.what}" for each in reversed(built.faults)}
    told = list(outcomes)
    of_files = {each.entry for each in told if each.status not in NO_ARTICLE}
    found = [
        row_of(each, known.get(each.entry), placed.get(each.entry), why.get(each.entry, aside.get(each.entry, "")))
        for each in told
    ]
    alone = [path for path in (*known, *aside) if path.startswith("entries/") and path not in of_files]
    found += (
        row_of(Outcome("", Status.SAME, path), known.get(path), placed.get(path), why.get(path, aside.get(path, "")))
        for path in dict.fromkeys(alone)
    )
    found.sort(key=lambda row: (row.entry, row.raw))
    return tuple(sorted(found, key=lambda row: row.date or "9999", reverse=True))


def row_of(outcome: Outcome, entry: Head | None, placed: Placed | None, why: str) -> Row:
    """The row of a file and its entry, as far as there are both."""
    is_article = outcome.status not in NO_ARTICLE
    state = why or (SHOWN if placed else ASIDE)
    if outcome.fault:
        state = f"{ASIDE}: {outcome.fault.what}"
    elif outcome.status in (*NO_ARTICLE, Status.DELETED):
        state = str(outcome.status)
    return Row(
        entry=outcome.entry,
        raw=outcome.path,
        title=entry.title if entry else outcome.title or (outcome.path or outcome.entry).rpartition("/")[2],
        date=day(entry) if entry else "",
        outlet=(entry.outlet or "") if entry else "",
        state=state,
        address=placed.address if placed else "",
        slug=entry.slug if entry else "",
        topics=placed.memberships if placed else (),
        sure=outcome.report.confidence if outcome.report else None,
        warnings=outcome.warnings,
        is_doubtful=outcome.is_doubtful,
        is_article=is_article,
        is_kept=outcome.status is Status.KEPT,
    )


def chosen(every: Sequence[Row], state: str, words: str) -> list[Row]:
    """The rows of a kind that have all of some words in title, outlet or path."""
    wanted = words.casefold().split()
    is_of = FILTERS.get(state, FILTERS[""])[1]
    return [
        row
        for row in every
        if is_of(row)
        and all(word in f"{row.title} {row.outlet} {row.date} {row.entry} {row.raw}".casefold() for word in wanted)
    ]


def page_of(found: Sequence[Each], given: str) -> tuple[Sequence[Each], int, int]:
    """The rows of the page that was asked for by its number, from 1; that number as far as there are pages, and the last one."""
    last = max(1, -(-len(found) // PAGE))
    number = min(max(1, int(given)), last) if given.isdecimal() and len(given) < 7 else 1
    return found[(number - 1) * PAGE : number * PAGE], number, last


# ------------------------------------------------------------------ review


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that may belong to a topic: why, and how it begins."""

    row: Row
    membership: Membership
    opening: str


def pile(built: Built, by_entry: Mapping[str, Row]) -> list[Waiting]:
    """What waits for the editor's word on a topic, what speaks most for it first."""
    found = [
        Waiting(by_entry[placed.entry.path], membership, placed.summary)
        for placed, membership in built.review
        if placed.entry.path in by_entry
    ]
    return sorted(found, key=lambda each: (-each.membership.score, each.row.date, each.row.entry))


# ------------------------------------------------------------------ stories


@dataclass(frozen=True, slots=True)
class Told:
    """A report within a story, and why it stands there."""

    row: Row
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A story as the desk shows it."""

    number: int
    day: date | None
    reports: tuple[Told, ...]


def stories(found: Sequence[Story], rows_by_id: Mapping[str, Row]) -> list[Shown]:
    """The stories of a topic, the newest first."""
    return [
        Shown(
            number,
            story.day,
            tuple(Told(rows_by_id[id_], why(story, id_, rows_by_id)) for id_ in story.reports if id_ in rows_by_id),
        )
        for number, story in reversed(list(enumerate(found, 1)))
    ]


def why(story: Story, id_: str, rows_by_id: Mapping[str, Row]) -> str:
    """Why a report stands in its story beside another one."""
    said = (
        (f"“{rows_by_id[other].title}”: ", reason)
        for one, other, reason in story.joins
        if one == id_ and other in rows_by_id
    )
    return "; ".join(f"with {name}{reason}" for name, reason in said)
