"""Lists of articles: what is too long for a page is divided by month, and a long month by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from kliping.site.assemble import Placed, groups
from kliping.site.contexts import Day, Link, ListPage, Page, Period
from kliping.site.links import days_of
from kliping.site.wording import Wording

MOST: Final = 100
"""Articles on one page, if the settings do not say otherwise."""
NEWEST: Final = 30
"""Articles that a longer list shows by itself, above its months."""
UNITS: Final[Sequence[int]] = (7, 10)
"""How much of a day's name, such as 2020-10-09, names a month and a day."""


def pages(
    address: str, page: ListPage, reports: Sequence[Placed], wording: Wording, most: int = MOST
) -> Iterator[Page]:
    """A list, and where it is too long one for each of its months; `page` has what is said above it."""
    days, periods = begun(address, reports, wording, most)
    yield Page(address, "list.html", replace(page, days=days, periods=periods))
    yield from rest(address, page, reports, wording, most)


def begun(
    address: str, reports: Sequence[Placed], wording: Wording, most: int
) -> tuple[tuple[Day, ...], tuple[Period, ...]]:
    """What of a list stands on its first page: all of it, or the newest articles and the months of the whole."""
    if len(reports) <= most:
        return days_of(reports), ()
    return days_of(reports[: min(NEWEST, most)]), parts(address, divided(reports, UNITS[0]), wording.month)


def rest(address: str, page: ListPage, reports: Sequence[Placed], wording: Wording, most: int) -> Iterator[Page]:
    """The pages of the months of a list that is too long."""
    months = divided(reports, UNITS[0]) if len(reports) > most else {}
    above = Link(page.name, address, 0, "")
    for key, found in months.items():
        here, month = f"{address}{key.replace('-', '/')}/", wording.month(found[0].day)
        made = part(page, above, month, found)
        if len(found) <= most:
            yield Page(here, "list.html", replace(made, days=days_of(found)))
            continue
        yield Page(here, "list.html", replace(made, periods=by_day(address, found, wording)))
        for day, reports_of_day in divided(found, UNITS[1]).items():
            name = wording.weekday(reports_of_day[0].day)
            made = part(page, Link(f"{page.name}, {month}", here, 0, ""), name, reports_of_day)
            yield Page(f"{address}{day.replace('-', '/')}/", "list.html", replace(made, days=days_of(reports_of_day)))


def by_day(address: str, reports: Sequence[Placed], wording: Wording) -> tuple[Period, ...]:
    """The days of a list, each with its page below an address."""
    return parts(address, divided(reports, UNITS[1]), wording.weekday)


def divided(reports: Sequence[Placed], unit: int) -> Mapping[str, Sequence[Placed]]:
    return groups(reports, lambda each: each.day.isoformat()[:unit])


def part(page: ListPage, above: Link, name: str, reports: Sequence[Placed]) -> ListPage:
    """What is said above the list of a period."""
    title, said = f"{name} – {page.title}", f"{page.description}, {name}"
    return replace(page, title=title, description=said, name=name, parent=above, count=len(reports), homepage="")


def parts(address: str, found: Mapping[str, Sequence[Placed]], title: Callable[[date], str]) -> tuple[Period, ...]:
    """The periods of a list, each with its page."""
    return tuple(
        Period(title(reports[0].day), key, f"{address}{key.replace('-', '/')}/", len(reports), 0, (), 0)
        for key, reports in found.items()
    )
