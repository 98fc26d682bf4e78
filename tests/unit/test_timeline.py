"""A topic's timeline over pages: nothing is lost, no page grows with the topic, addresses are periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from making import BRIDGE, WIB, entry, site, words

from kliping.records import Entry, Story
from kliping.site import pages, timeline
from kliping.site.assemble import Site
from kliping.site.contexts import ArticlePage, Event, ListPage, Page, PeriodPage, TopicPage

WORDS = words()
HERE = "topics/jembatan-antah/"
FIRST = date(2019, 1, 1)


def report(number: int, day: date, outlet: str = "Warta Antah") -> Entry:
    when = datetime(day.year, day.month, day.day, 9, number % 60, tzinfo=WIB)
    title = f"Karangan: Jembatan Antah {number}"
    return entry(title, date=when, outlet=outlet, body=f"Karangan tentang jembatan Antah nomor {number} hari ini juga.")


def running(days: Sequence[date], reports: int = 1) -> Site:
    """A site with an event on each of these days, each told by so many reports."""
    told = [
        [report(place * reports + number, day, f"Warta {number}") for number in range(reports)]
        for place, day in enumerate(days)
    ]
    made = site(*(each for event in told for each in event), topics=(BRIDGE,))
    stories = tuple(
        Story(event[0].id, day, tuple(each.id for each in event)) for day, event in zip(days, told, strict=True)
    )
    return replace(made, stories={BRIDGE.slug: stories})


def told(made: Site) -> dict[str, Any]:
    return {page.address: page.page for page in pages.of(made, WORDS)}


def events(page: TopicPage | PeriodPage) -> list[Event]:
    return [event for day in page.days for event in day.events]


def named(page: TopicPage | PeriodPage) -> Iterator[str]:
    """The reports by which a page tells events, in full or by headline."""
    yield from (event.lead.address for event in events(page))
    yield from (each.link.address for period in page.periods for day in period.days for each in day.events)


def ids(page: TopicPage | PeriodPage) -> list[str]:
    """Every `id` that the timeline of a page has."""
    return [
        *(day.date.isoformat() for day in page.days),
        *(period.id for period in page.periods if period.id),
        *(day.date.isoformat() for period in page.periods for day in period.days if day.is_first),
    ]


def every(number: int, step: int = 1) -> list[date]:
    return [FIRST + timedelta(step * place) for place in range(number)]


# ------------------------------------------------------------------ laws


@trials(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 1200), min_size=1, max_size=90), st.integers(1, 4))
def test_each_event_stands_in_the_page_of_its_month(offsets: list[int], reports: int) -> None:
    """Whatever the topic's page has room for: its counts are whole, and months together tell each event once."""
    made = running([FIRST + timedelta(each) for each in sorted(offsets)], reports)
    found = told(made)
    months = [page for page in found.values() if isinstance(page, PeriodPage) and page.kind == "month"]
    assert sum(page.story_count for page in months) == len(offsets)
    assert sum(page.count for page in months) == len(made.entries)
    assert set(Counter(address for page in months for address in named(page)).values()) == {1}
    for address in (HERE, f"{HERE}oldest/"):
        if page := found.get(address):
            assert len(list(named(page))) + sum(period.more for period in page.periods) == len(offsets)


@trials(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 1500), min_size=1, max_size=120))
def test_every_link_has_its_page_and_every_id_is_one(offsets: list[int]) -> None:
    """Periods, jumps, neighbours and articles lead to pages and ids that are there; no id stands twice on a page."""
    found = told(running([FIRST + timedelta(each) for each in sorted(offsets)]))
    for address, page in found.items():
        if isinstance(page, (TopicPage, PeriodPage)):
            assert [id_ for id_, count in Counter(ids(page)).items() if count > 1] == [], address
            assert [period.address for period in page.periods if period.address not in found] == []
        if isinstance(page, TopicPage):
            assert {link.address for link in page.months} <= set(ids(page))
        if isinstance(page, PeriodPage):
            assert [link for link in (page.earlier, page.later) if link and link.address not in found] == []
        if isinstance(page, ArticlePage):
            assert page.event
            assert page.event.note in ids(found[page.event.address])


@pytest.mark.parametrize(("number", "step"), [(60, 3), (600, 1), (600, 0), (1500, 2)])
def test_no_page_grows_with_the_topic(number: int, step: int) -> None:
    """A hundred events or thousands, over years or on one day: the topic's page names as many, other pages a few hundred."""
    found = told(running(every(number, step)))
    page = found[HERE]
    assert len(events(page)) <= timeline.PAGE.full
    assert len(list(named(page))) <= timeline.PAGE.full + timeline.PAGE.headlines
    assert len(page.periods) <= 2 * timeline.MONTHS
    for each in found.values():
        if isinstance(each, PeriodPage) and each.kind != "day":
            assert len(list(named(each))) <= timeline.ARCHIVE.full + timeline.ARCHIVE.headlines


# ------------------------------------------------------------------ what stands where


def test_a_short_topic_is_told_in_full() -> None:
    """Where there is room nothing is left to other pages; its months have theirs all the same."""
    found = told(running([date(2020, 10, 30), date(2020, 11, 2)]))
    page = found[HERE]
    assert (len(events(page)), page.periods) == (2, ())
    assert [link.address for link in page.months] == ["2020-11-02", "2020-10-30"]
    october = found[f"{HERE}2020/10/"]
    assert (october.name, october.kind, october.count, october.earlier) == ("Oktober 2020", "month", 1, None)
    assert october.later.address == f"{HERE}2020/11/"
    assert [link.address for link in october.way] == [HERE]


def test_a_long_topic_goes_on_by_headline() -> None:
    """The newest days are told in full; of the rest those headlines stand there that most outlets reported."""
    made = running(every(70))
    page = told(made)[HERE]
    assert [day.date for day in page.days] == sorted(every(70)[-timeline.PAGE.full :], reverse=True)
    assert [(period.id, period.story_count, period.count) for period in page.periods] == [
        ("2019-02", 28, 28),
        ("2019-01", 31, 31),
    ]
    oldest = told(made)[f"{HERE}oldest/"]
    assert [day.date for day in oldest.days] == every(timeline.PAGE.full)
    assert [period.id for period in oldest.periods] == ["2019-01", "2019-02", "2019-03"]


def test_many_months_stand_there_by_year() -> None:
    """The months next to the page's beginning by themselves, the others by year, and years have pages."""
    found = told(running(every(60, 31)))
    kinds = [len(period.id) for period in found[HERE].periods]
    assert kinds == sorted(kinds, reverse=True)
    assert {4, 7} == set(kinds)
    year = found[f"{HERE}2020/"]
    assert (year.kind, year.days, len(year.periods)) == ("year", (), 12)


def test_a_long_month_has_pages_of_days() -> None:
    """A month with more than a page holds is told by day, and each day leads back to it."""
    days = sorted(every(28) * 12)
    found = told(running(days))
    month, day = found[f"{HERE}2019/01/"], found[f"{HERE}2019/01/09/"]
    assert (month.days, len(month.periods), month.periods[8].address) == ((), 28, f"{HERE}2019/01/09/")
    assert (day.kind, len(events(day)), [link.address for link in day.way]) == ("day", 12, [HERE, f"{HERE}2019/01/"])


def test_an_event_of_many_reports_is_cut() -> None:
    """Under an event a few reports are named, then a link leads to the page that has all; an article does the same."""
    found = told(running([FIRST], 30))
    (event,) = events(found[HERE])
    assert event.more
    assert len(event.others) == timeline.PAGE.under
    assert (event.more.count, event.more.address) == (30, f"{HERE}2019/01/")
    (event,) = events(found[f"{HERE}2019/01/"])
    assert (len(event.others), event.more) == (29, None)
    article = next(page for page in found.values() if isinstance(page, ArticlePage))
    assert article.event
    assert (len(article.same), article.event.count, article.event.address) == (12, 30, f"{HERE}2019/01/")


def test_a_long_list_is_divided_by_month() -> None:
    """An outlet's reports on a topic: the newest stand there, all are in the lists of months and of long months' days."""
    address = f"{HERE}outlets/warta-0/"
    both = running(sorted(every(40) * 4))
    other = entry(
        "Karangan: Cuaca", outlet="Warta 0", body="Karangan tentang cuaca.", date=datetime(2019, 3, 1, tzinfo=WIB)
    )
    made = site(*(each.entry for each in both.entries if isinstance(each.entry, Entry)), other, topics=(BRIDGE,))
    found = told(replace(made, stories=both.stories))
    page = found[address]
    assert isinstance(page, ListPage)
    assert sum(len(day.cards) for day in page.days) == 30
    assert [(each.id, each.count) for each in page.periods] == [("2019-02", 36), ("2019-01", 124)]
    january = found[f"{address}2019/01/"]
    assert (january.count, january.days, len(january.periods)) == (124, (), 31)
    assert len(found[f"{address}2019/01/09/"].days[0].cards) == 4
    assert {page.address for page in pages.of(replace(made, stories=both.stories), WORDS)} >= {
        each.address for each in (*page.periods, *january.periods)
    }


def test_pages_are_pages() -> None:
    """Each page of a period is rendered by its own template."""
    found = [page for page in pages.of(running(every(3)), WORDS) if isinstance(page.page, PeriodPage)]
    assert [(type(page), page.template) for page in found] == [(Page, "period.html")]
