"""A date written beside an article is found as it was meant; no text makes the search stumble."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from time import perf_counter

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kliping import dates
from kliping.ingest.lines import tidy

JAKARTA = timezone(timedelta(hours=7))
LANGUAGES = "id en de fr es pt it nl pl ru uk tr zh ja ko ar fa hi th vi el und als zh-classical sh xx".split()
SIGNS = """
2020 2020- 30 Oktober Okt. October Oct 30. Kasım KASIM kasım Aprıl APRİL Mayıs März Сентября 12月 年 日 월 / - . , ( ) : ; T Z
18:45 18.45 WIB WITA GMT+7 +07:00 pm p.m. a.m Jumat Jum'at Friday Пятница 2020年10月30日 ٣٠ ۲۰۲۰ 1999 0000 99 31 st de of
""".split()
soup = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=4)), max_size=12).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda joint: joint.join(parts))
)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@settings(max_examples=300)
@given(soup, st.sampled_from(LANGUAGES), st.booleans())
@example(text="30APRİL2020", lang="en", month_first=False)
def test_looking_for_dates_never_stumbles(text: str, lang: str, month_first: bool) -> None:
    """Any text in any language gives a list of sound dates inside the text, in order."""
    found = dates.find(text, lang, month_first=month_first)
    assert [said.start for said in found] == sorted(said.start for said in found)
    for said in found:
        assert 0 <= said.start < said.end <= len(text)
        assert isinstance(said.day, date)
        assert said.at(UTC).tzinfo is not None
        assert said.precision in ("day", "minute", "second")


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [
        ("12 KASIM 2020", "tr", date(2020, 11, 12)),
        ("Aprıl 30, 2020", "en", date(2020, 4, 30)),
        ("30 APRİL 2020", "en", date(2020, 4, 30)),
        ("30 JUNİ 2020", "id", date(2020, 6, 30)),
    ],
)
def test_letters_that_only_look_alike_are_no_crash(text: str, lang: str, day: date) -> None:
    """Turkish capitals, and names typed on a Turkish keyboard, are names of months."""
    assert [said.day for said in dates.find(text, lang)] == [day]


# ------------------------------------------------------------------ planted dates


def month(day: date, lang: str, width: str) -> str:
    return str(Locale.parse(lang).months["format"][width][day.month])


def weekday(day: date, lang: str) -> str:
    return str(Locale.parse(lang).days["format"]["wide"][day.weekday()])


def zones(lang: str) -> dict[str, tzinfo | None]:
    own: dict[str, dict[str, tzinfo | None]] = {
        "id": {" WIB": JAKARTA, " WITA": timezone(timedelta(hours=8)), " WIT": timezone(timedelta(hours=9))},
        "en": {" GMT": UTC, " EST": timezone(timedelta(hours=-5)), " BST": timezone(timedelta(hours=1))},
    }
    return {"": None, " UTC": UTC, "+07:00": JAKARTA, **own[lang]}


WRITTEN = {
    "id": [
        "{weekday}, {day.day} {month} {day.year} - {clock:%H:%M}{zone}",
        "{weekday}, {day.day} {month} {day.year} | {clock:%H:%M}{zone}",
        "{weekday} ({day.day}/{day.month}/{day.year}) {clock:%H.%M}{zone}",
        "{day:%d/%m/%Y}, {clock:%H.%M}{zone}",
        "{day:%d-%m-%Y} {clock:%H:%M}{zone}",
        "{day.day} {short} {day.year}, {clock:%H:%M}{zone}",
        "Diterbitkan {day.day} {month} {day.year} pukul {clock:%H.%M}{zone}",
        "{day:%Y-%m-%d} {clock:%H:%M}{zone}",
        "{day:%Y-%m-%d}T{clock:%H:%M}{zone}",
    ],
    "en": [
        "{weekday}, {month} {day.day}, {day.year} {clock:%H:%M}{zone}",
        "{weekday} {day.day} {month} {day.year} {clock:%H:%M}{zone}",
        "{month} {day.day}, {day.year} at {clock:%I:%M %p}{zone}",
        "Published {clock:%H:%M}{zone}, {day.day} {month} {day.year}",
        "{short} {day.day}, {day.year} | {clock:%H:%M}{zone}",
        "{day.day} {short} {day.year}, {clock:%H:%M}{zone}",
        "{day:%d/%m/%Y} {clock:%H:%M}{zone}",
        "{day:%Y-%m-%d}T{clock:%H:%M}{zone}",
    ],
}


@settings(max_examples=150)
@given(st.sampled_from(["id", "en"]), days, clocks, st.data())
@example("id", date(2020, 10, 30), time(18, 45), None)
def test_a_planted_date_is_found(lang: str, day: date, clock: time, data: st.DataObject | None) -> None:
    """A day with a time and a zone, as newsrooms write them, is that day, that time, that zone: nothing else."""
    form = data.draw(st.sampled_from(WRITTEN[lang])) if data else WRITTEN[lang][0]
    zone = data.draw(st.sampled_from(sorted(zones(lang)))) if data else " WIB"
    names = {"weekday": weekday(day, lang), "month": month(day, lang, "wide"), "short": month(day, lang, "abbreviated")}
    text = form.format(day=day, clock=clock, zone=zone, **names)
    found = dates.find(text, lang)
    assert [said.day for said in found] == [day], text
    assert found[0].clock == clock, text
    assert found[0].at(JAKARTA) == datetime.combine(day, clock, zones(lang)[zone] or JAKARTA), text
    assert not found[0].contradicts


@settings(max_examples=100)
@given(days, st.sampled_from([" GMT+7", " (GMT+7)", " UTC+07:00", " GMT+0700", " GMT+07:00", " UTC+7"]))
@example(date(2020, 10, 30), " GMT+7")
def test_a_zone_as_a_shift_is_that_shift(day: date, zone: str) -> None:
    """GMT+7 in all its spellings is seven hours east."""
    (said,) = dates.find(f"{day:%d/%m/%Y} 18:45{zone}", "id")
    assert said.zone == JAKARTA


@settings(max_examples=100)
@given(days, st.integers(0, 6))
def test_a_wrong_weekday_is_noticed(day: date, number: int) -> None:
    """A weekday that is not that day's is reported, and the day stays what is written in words."""
    named = weekday(date(2024, 1, 1) + timedelta(days=number), "id")
    (said,) = dates.find(f"{named}, {day.day} {month(day, 'id', 'wide')} {day.year}", "id")
    assert said.day == day
    assert said.contradicts == (number != day.weekday())


@settings(max_examples=100)
@given(days, st.booleans())
def test_numbers_are_day_first_unless_the_weekday_says_otherwise(day: date, month_first: bool) -> None:
    """With its own weekday beside it, a date in numbers is that day in either order."""
    written = f"{day.month}/{day.day}/{day.year}" if month_first else f"{day.day}/{day.month}/{day.year}"
    (said,) = dates.find(f"{weekday(day, 'en')} {written}", "en")
    assert said.day == day or (said.day.day, said.day.month) == (day.month, day.day)
    assert said.weekday == day.weekday()
    assert not said.contradicts


@settings(max_examples=100)
@given(days, st.times())
def test_a_date_in_an_address_is_found(day: date, clock: time) -> None:
    """An address that holds the date by its outlet's pattern gives it back to the second."""
    exact = datetime.combine(day, clock.replace(microsecond=0))
    kompas = "/{year}/{month}/{day}/{hour}{minute}{second}{digits}/"
    url = f"https://x.example/read/{exact:%Y/%m/%d}/{exact:%H%M%S}870/judul-{exact:%d%m%Y}"
    assert dates.in_address(url, [kompas], UTC) == (exact.replace(tzinfo=UTC), "second")
    found = dates.in_address(f"https://x.example/{exact:%Y/%m/%d}/judul", [], UTC)
    assert found == (datetime.combine(exact.date(), time(), UTC), "day")


# ------------------------------------------------------------------ any language, any length

SPOKEN = "id ms en de fr es pt it nl pl ru uk cs sk sl hr ro bg el sv da nb fi et tr az ar fa he hi bn ta th vi hu lt lv sw ca is".split()
LAID_OUT = ["full", "long", "medium"]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SPOKEN), st.dates(date(2000, 1, 1), date(2039, 12, 31)), st.sampled_from(LAID_OUT))
@example("hu", date(2020, 10, 9), "long")
@example("th", date(2020, 10, 9), "long")
def test_a_date_in_any_language_is_found_again(lang: str, day: date, layout: str) -> None:
    """A day as CLDR lays it out in a language is found again in a line of that language."""
    text = tidy(format_date(day, layout, locale=lang))
    assert [said.day for said in dates.find(f"{text} - 18:45", lang)] == [day], text


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from(LANGUAGES))
def test_words_beside_a_date_never_stumble(text: str, lang: str) -> None:
    """Labels and relative words are looked for in any text."""
    assert dates.life(text) in ("", "published", "updated", "other")
    assert dates.ago(text, lang) is None or re.search(r"\d", text)


@pytest.mark.parametrize(
    "piece",
    ["1", "9 ", "9 Okt ", "2020-", "9.10.", "2020 2020 ", "9 October 2020 ", "12:34 ", "a", "1 a ", "年月", "\u0661 "],
)
@pytest.mark.parametrize("lang", ["id", "en", "hu", "zh", "th", "fa"])
def test_a_line_of_five_megabytes_is_no_burden(piece: str, lang: str) -> None:
    """However long a line is, only its beginning is looked at, and every pattern is bounded."""
    begun = perf_counter()
    dates.find(piece * (5_000_000 // len(piece)), lang)
    assert perf_counter() - begun < 2


@settings(max_examples=100)
@given(st.dates(date(1925, 3, 21), date(2080, 3, 19)))
@example(date(2021, 3, 20))
def test_every_day_of_the_persian_calendar_is_one_day(day: date) -> None:
    """The Persian calendar goes forward by one day a day."""
    written = {
        (year, month, number)
        for year in (day.year - 622, day.year - 621)
        for month in range(1, 13)
        for number in range(1, 32)
        if dates.solar(year, month, number) == day
    }
    assert len(written) == 1
