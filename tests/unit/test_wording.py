"""The site's words, dates and numbers in Indonesian and English."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from making import WIB, at, words

from kliping.site import wording

INDONESIAN, ENGLISH = words("id"), words("en")
MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
DAYS = {
    "id": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
# CLDR's thin and non-breaking spaces read as spaces.
SPACES = str.maketrans("\u2009\u00a0\u202f", "   ")


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month: int) -> None:
    """A day is written with the month's whole name and without a leading zero."""
    when = date(2020, month, 9)
    assert INDONESIAN.day(when) == f"9 {MONTHS['id'].split()[month - 1]} 2020"
    assert ENGLISH.day(when) == f"9 {MONTHS['en'].split()[month - 1]} 2020"
    assert INDONESIAN.month(when) == f"{MONTHS['id'].split()[month - 1]} 2020"
    assert ENGLISH.month(when) == f"{MONTHS['en'].split()[month - 1]} 2020"


@pytest.mark.parametrize("number", range(7))
def test_every_weekday_has_its_name(number: int) -> None:
    """A timeline's day begins with its weekday."""
    when = date(2020, 10, 5) + timedelta(days=number)
    assert INDONESIAN.weekday(when) == f"{DAYS['id'].split()[number]}, {5 + number} Oktober 2020"
    assert ENGLISH.weekday(when).replace(",", "") == f"{DAYS['en'].split()[number]} {5 + number} October 2020"


def test_a_moment_in_indonesian() -> None:
    """Weekday, day, clock with a point, and the zone's name."""
    assert INDONESIAN.moment(at(9, 19, 44), "minute") == "Jumat, 9 Oktober 2020, 19.44 WIB"


def test_a_moment_in_english() -> None:
    """The same with a colon, on a 24-hour clock."""
    assert ENGLISH.moment(at(9, 19, 44), "minute") == "Friday, 9 October 2020, 19:44 UTC+7"


def test_a_moment_of_which_only_the_day_is_known() -> None:
    """No clock is invented."""
    assert INDONESIAN.moment(at(9, 0, 0), "day") == "Jumat, 9 Oktober 2020"
    assert ENGLISH.moment(at(9, 0, 0), "day").endswith("9 October 2020")


@pytest.mark.parametrize(("hour", "text"), [(0, "00.05 WIB"), (9, "09.05 WIB"), (12, "12.05 WIB"), (23, "23.05 WIB")])
def test_the_clock(hour: int, text: str) -> None:
    """Hours have two digits; midnight is 00."""
    assert INDONESIAN.clock(at(9, hour, 5)) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "19.44 WIB"),
        ("Asia/Makassar", "20.44 WITA"),
        ("Asia/Jayapura", "21.44 WIT"),
        ("UTC", "12.44 UTC"),
        ("Asia/Kolkata", "18.14 UTC+5:30"),
        ("Asia/Kathmandu", "18.29 UTC+5:45"),
        ("America/New_York", "08.44 EDT"),
    ],
)
def test_a_moment_is_told_in_the_sites_zone(zone: str, text: str) -> None:
    """Whatever zone the outlet used, readers get their own, with its Indonesian name or its offset."""
    assert (
        words("id", zone).clock(at(9, 19, 44)).replace("GMT", "UTC").replace("\u2212", "-").replace("5.", "5:") == text
    )


def test_a_day_is_the_day_in_the_sites_zone() -> None:
    """Late in the evening in London is the next day in Jakarta."""
    assert INDONESIAN.day(datetime(2020, 10, 8, 20, 0, tzinfo=UTC)) == "9 Oktober 2020"
    assert INDONESIAN.month(datetime(2020, 9, 30, 20, 0, tzinfo=UTC)) == "Oktober 2020"
    assert words("id", "America/New_York").day(at(9, 1)) == "8 Oktober 2020"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Jakarta"])
def test_a_plain_day_is_the_same_everywhere(zone: str) -> None:
    """A date without a time does not move with the zone."""
    there = words("id", zone)
    assert (there.day(date(2020, 10, 9)), there.month(date(2020, 10, 1))) == ("9 Oktober 2020", "Oktober 2020")
    assert there.weekday(date(2020, 10, 9)) == "Jumat, 9 Oktober 2020"


@pytest.mark.parametrize(
    ("start", "end", "indonesian", "english"),
    [
        (date(2020, 10, 9), date(2020, 10, 30), "9–30 Okt 2020", "9–30 Oct 2020"),
        (date(2020, 9, 27), date(2020, 10, 9), "27 Sep – 9 Okt 2020", "27 Sept – 9 Oct 2020"),
        (date(2019, 12, 31), date(2020, 1, 1), "31 Des 2019 – 1 Jan 2020", "31 Dec 2019 – 1 Jan 2020"),
        (date(2020, 10, 9), date(2020, 10, 9), "9 Okt 2020", "9 Oct 2020"),
    ],
)
def test_a_period(start: date, end: date, indonesian: str, english: str) -> None:
    """A period says no more than once what its days share."""
    assert INDONESIAN.period(start, end).translate(SPACES) == indonesian
    assert ENGLISH.period(start, end).translate(SPACES).replace("Sept", "Sep") == english.replace("Sept", "Sep")


def test_numbers() -> None:
    """Thousands are parted as the language does."""
    assert INDONESIAN.number(12345) == "12.345"
    assert ENGLISH.number(12345) == "12,345"


def test_messages() -> None:
    """A message is translated; one that is missing is shown in English, never as nothing."""
    assert INDONESIAN.gettext("Topics") == "Topik"
    assert ENGLISH.gettext("Topics") == "Topics"
    assert INDONESIAN.gettext("No such message, made up") == "No such message, made up"


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "%(num)s articles"), (1, "%(num)s article"), (2, "%(num)s articles"), (11, "%(num)s articles")],
)
def test_english_plurals(number: int, text: str) -> None:
    """One article, no articles, two articles."""
    assert ENGLISH.ngettext("%(num)s article", "%(num)s articles", number) == text


@pytest.mark.parametrize("number", [0, 1, 2, 5, 11, 21, 100])
def test_indonesian_plurals(number: int) -> None:
    """Indonesian counts everything alike."""
    assert INDONESIAN.ngettext("%(num)s article", "%(num)s articles", number) == "%(num)s artikel"


@pytest.mark.parametrize(("number", "index"), [(1, 0), (2, 1), (5, 2), (21, 0), (22, 1), (11, 2), (0, 2)])
def test_plurals_of_a_language_with_three(number: int, index: int) -> None:
    """A catalogue of a language with more forms, such as Russian, gets the right one."""
    assert wording.plural_index("ru", number, 3) == index


def test_a_catalogue_with_too_few_forms() -> None:
    """A catalogue that lacks a form shows the last one it has."""
    assert wording.plural_index("en", 5, 1) == 0


PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "Topics"
msgstr "Topik"

msgid "Archive"
msgstr ""

#, fuzzy
msgid "Outlets"
msgstr "Tebakan"

msgid "article"
msgid_plural "articles"
msgstr[0] "artikel"
"""


def test_a_catalogue() -> None:
    """Translations are read; empty ones are as good as missing."""
    made = wording.wording("id", "Asia/Jakarta", PO)
    assert made.gettext("Topics") == "Topik"
    assert made.gettext("Archive") == "Archive"
    assert made.ngettext("article", "articles", 3) == "artikel"


def test_a_guess_of_a_catalogue_is_not_shown() -> None:
    """A fuzzy translation is a guess that nobody read: gettext shows the original, and so do we."""
    assert wording.wording("id", "Asia/Jakarta", PO).gettext("Outlets") == "Outlets"


def test_no_catalogue_is_english() -> None:
    """Without a catalogue every message is as it was written."""
    made = wording.wording("en", "UTC", "")
    assert made.gettext("Topics") == "Topics"
    assert made.ngettext("article", "articles", 1) == "article"


def test_moments_far_away() -> None:
    """Dates before computers, and summer time, are told as they were."""
    assert INDONESIAN.day(date(1945, 8, 17)) == "17 Agustus 1945"
    london = words("en", "Europe/London")
    assert london.clock(datetime(2020, 7, 1, 12, 0, tzinfo=UTC)).startswith("13:00")
    assert london.clock(datetime(2020, 12, 1, 12, 0, tzinfo=UTC)).startswith("12:00")
    assert INDONESIAN.clock(datetime(2020, 10, 9, 12, 44, tzinfo=timezone(-timedelta(hours=3)))) == "22.44 WIB"


def test_the_machines_zone_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """TZ and LANG of the machine change no word."""
    before = INDONESIAN.moment(at(9, 19, 44), "minute")
    for name, value in (("TZ", "America/New_York"), ("LANG", "de_DE.UTF-8"), ("LC_ALL", "ja_JP.UTF-8")):
        monkeypatch.setenv(name, value)
    assert words("id").moment(at(9, 19, 44), "minute") == before
    assert datetime(2020, 10, 9, 19, 44, tzinfo=WIB) == at(9, 19, 44)
