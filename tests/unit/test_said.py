"""Days that articles name: resolved against the day of publication, the weekday checked."""

from __future__ import annotations

from datetime import date

import pytest

from kliping.dates.said import mentions

SUNDAY = date(2020, 10, 18)
WINDOW = (date(2020, 9, 27), date(2020, 11, 30))
CASES = [
    ("Antah, Sabtu (17/10) malam", "id", ["2020-10-17", "2020-10-17"]),
    ("pada Sabtu, 17 Oktober 2020", "id", ["2020-10-17", "2020-10-17"]),
    ("sejak 27 September lalu", "id", ["2020-09-27"]),
    ("kemarin malam", "id", ["2020-10-17"]),
    ("Jumat lalu dan hari ini", "id", ["2020-10-16", "2020-10-18"]),
    ("Minggu pagi", "id", ["2020-10-18"]),
    ("dua minggu lalu", "id", []),
    ("Senin depan dan Selasa mendatang", "id", ["2020-10-19", "2020-10-20"]),
    ("Kamis (17/10)", "id", ["2020-10-15", "2019-10-17"]),  # a Thursday in 2019
    ("Rabu (30/2)", "id", ["2020-10-14"]),
    ("skor 3/1, harga 17/10 rupiah", "id", []),
    ("on Friday", "en", ["2020-10-16"]),
    ("met on Oct. 9 and October 10th", "en", ["2020-10-09", "2020-10-10"]),
    ("the 9th of October; 12 December", "en", ["2020-10-09", "2019-12-12"]),
    ("yesterday, tomorrow, last night", "en", ["2020-10-17", "2020-10-19", "2020-10-17"]),
    ("next Monday", "en", ["2020-10-19"]),
    ("it may 2 times march 40 men", "en", ["2020-05-02"]),
    ("25 November", "en", ["2020-11-25"]),  # soon after publication: announced
]


@pytest.mark.parametrize(("text", "lang", "days"), CASES)
def test_days_that_a_text_names(text: str, lang: str, days: list[str]) -> None:
    """Each day as it was meant on the Sunday of publication."""
    assert [each.day.isoformat() for each in mentions(text, lang, SUNDAY)] == days


UNDATED = [
    ("Sabtu (17/10)", ["2020-10-17"]),
    ("Kamis (17/10)", []),
    ("pada 10 November", ["2020-11-10"]),
    ("pada 10 Januari", []),
    ("kemarin, Jumat", []),
    ("10 Januari 2019", ["2019-01-10"]),
]


@pytest.mark.parametrize(("text", "days"), UNDATED)
def test_without_a_day_of_publication(text: str, days: list[str]) -> None:
    """A date without a year means the one in the topic's days, if there is one; weekdays alone mean nothing."""
    assert [each.day.isoformat() for each in mentions(text, "id", None, WINDOW)] == days


def test_the_ends_of_the_calendar() -> None:
    """The first and the last day there is are no trouble."""
    for published in (date.min, date.max):
        assert mentions("Sabtu (17/10), kemarin, 9999-12-31", "id", published) is not None


def test_what_is_said_of_a_mention() -> None:
    """A full date says so; a weekday that fits makes it sure."""
    full, bare = mentions("Sabtu, 17 Oktober 2020; lalu Jumat (16/10)", "id", SUNDAY)[1::2]
    assert (full.is_full, full.is_checked) == (True, True)
    assert (bare.is_full, bare.is_checked) == (False, True)
