"""What readers are told about articles: corrections and retractions, newest first; and when an article changed last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kliping.entries import id_of
from kliping.records import Row
from kliping.site.assemble import Placed, Site
from kliping.site.wording import Wording

ADDRESS = "corrections/"


@dataclass(frozen=True, slots=True)
class Notice:
    """A dated correction of an article, or its retraction; `id` is its own in feeds, for life."""

    id: str
    day: date
    text: str
    placed: Placed | None = None
    row: Row | None = None

    @property
    def address(self) -> str:
        """The page of the article, or what stands there now."""
        return self.placed.address if self.placed else self.row.addresses[-1] if self.row else ""


def of(site: Site) -> tuple[Notice, ...]:
    """All corrections and retractions, newest first; of one day in the order in which they are written, last first."""
    corrected = (each for each in site.entries if each.entry.corrections)
    found = [each for placed in corrected for each in reversed(list(corrections(placed)))]
    return tuple(sorted((*found, *retractions(site)), key=lambda each: each.day, reverse=True))


def corrections(placed: Placed) -> Iterator[Notice]:
    """The corrections of an article. A day and a number make the id: mending the words makes no new one."""
    number = Counter[date]()
    for each in placed.entry.corrections:
        number[each.date] += 1
        id_ = id_of(f"{placed.entry.id} correction {each.date} {number[each.date]}")
        yield Notice(id_, each.date, each.text, placed=placed)


def retractions(site: Site) -> Iterator[Notice]:
    """The retractions of articles that the site has shown."""
    for row in site.retracted:
        if row.retracted:
            yield Notice(
                id_of(f"{row.id} retraction {row.retracted.day}"), row.retracted.day, row.retracted.reason, row=row
            )


def updated(placed: Placed, site: Site, wording: Wording, now: datetime) -> datetime:
    """When an article changed last for those who follow it: never earlier than feeds have said already.

    What is dated after `now` has not happened yet: an item with such a date would stay on top.
    """
    days = (wording.local(each.date) for each in placed.entry.corrections)
    past = (each for each in (placed.entry.modified, *days) if each and each <= now)
    known = (placed.date, site.told.get(placed.entry.id), *past)
    return max(each for each in known if each).astimezone(wording.zone)


def withdrawn(row: Row, wording: Wording) -> datetime:
    """When a retracted article changed last for those who follow it."""
    days = [wording.local(row.retracted.day)] if row.retracted else []
    return max(each for each in (*days, row.updated) if each).astimezone(wording.zone)
