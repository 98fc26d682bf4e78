"""Dates as newsrooms write them, in many languages, and what only looks like one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from kliping import dates

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = "2020-10-30"

# what is written, its language, what it means (in Jakarta when no zone is written)
WRITTEN = [
    ("Jumat, 30 Oktober 2020 - 18:45:00 WIB", "id", "2020-10-30T18:45:00+07:00"),
    ("Jumat, 30 Oktober 2020 | 18:45 WIB", "id", "2020-10-30T18:45:00+07:00"),
    ("Jumat (30/10/2020) pukul 18.45 WIT", "id", "2020-10-30T18:45:00+09:00"),
    ("30/10/2020, 18.45 WITA", "id", "2020-10-30T18:45:00+08:00"),
    ("Jum'at, 30 Okt 2020 18:45 WIB", "id", "2020-10-30T18:45:00+07:00"),
    ("Kompas.com - 30/10/2020, 18:45 WIB", "id", "2020-10-30T18:45:00+07:00"),
    ("Ahad, 1 Nopember 2020", "id", "2020-11-01T00:00:00+07:00"),
    ("Senin 3 Pebruari 2020", "id", "2020-02-03T00:00:00+07:00"),
    ("17 Agt 2020", "id", "2020-08-17T00:00:00+07:00"),
    ("1 Desember 2020 pukul 07.05", "id", "2020-12-01T07:05:00+07:00"),
    ("Minggu 1 Mei 2022 0:05 WIB", "id", "2022-05-01T00:05:00+07:00"),
    ("October 30, 2020", "en", "2020-10-30T00:00:00+07:00"),
    ("Oct. 30, 2020, 6:45 p.m. EDT", "en", "2020-10-30T18:45:00-04:00"),
    ("Fri Oct 30th 2020 at 6:45 PM GMT", "en", "2020-10-30T18:45:00+00:00"),
    ("Friday, 30 October 2020 12:05 AM UTC", "en", "2020-10-30T00:05:00+00:00"),
    ("30 Oct 2020 12:05 pm", "en", "2020-10-30T12:05:00+07:00"),
    ("18:45 GMT, 30 October 2020", "en", "2020-10-30T18:45:00+00:00"),
    ("30th of October 2020", "en", "2020-10-30T00:00:00+07:00"),
    ("Tues 3 Sept 2024", "en", "2024-09-03T00:00:00+07:00"),
    ("2020-10-30T18:45:12Z", "en", "2020-10-30T18:45:12+00:00"),
    ("2020-10-30T18:45:12+05:30", "en", "2020-10-30T18:45:12+05:30"),
    ("2020-10-30 18:45 +0700", "id", "2020-10-30T18:45:00+07:00"),
    ("30 October 2020 18:45 GMT+7", "en", "2020-10-30T18:45:00+07:00"),
    ("30 October 2020 18:45 (GMT+7)", "en", "2020-10-30T18:45:00+07:00"),
    ("30 October 2020 18:45 UTC-03:30", "en", "2020-10-30T18:45:00-03:30"),
    ("30. Oktober 2020, 18:45 Uhr", "de", "2020-10-30T18:45:00+07:00"),
    ("30.10.2020 18:45 MEZ", "de", "2020-10-30T18:45:00+01:00"),
    ("30 de octubre de 2020, 18:45", "es", "2020-10-30T18:45:00+07:00"),
    ("30 de outubro de 2020", "pt", "2020-10-30T00:00:00+07:00"),
    ("le 1er novembre 2020", "fr", "2020-11-01T00:00:00+07:00"),
    ("30 ottobre 2020", "it", "2020-10-30T00:00:00+07:00"),
    ("30 oktober 2020", "nl", "2020-10-30T00:00:00+07:00"),
    ("30 października 2020", "pl", "2020-10-30T00:00:00+07:00"),
    ("30 октября 2020, 18:45 МСК", "ru", "2020-10-30T18:45:00+03:00"),
    ("30 Ekim 2020", "tr", "2020-10-30T00:00:00+07:00"),
    ("2020年10月30日 18:45", "zh", "2020-10-30T18:45:00+07:00"),
    ("2020年10月30日", "ja", "2020-10-30T00:00:00+07:00"),
    ("2020년 10월 30일", "ko", "2020-10-30T00:00:00+07:00"),
    ("Published October 30, 2020 in a page in another language", "id", "2020-10-30T00:00:00+07:00"),
    ("12/31/2020", "id", "2020-12-31T00:00:00+07:00"),
    ("29 Februari 2020", "id", "2020-02-29T00:00:00+07:00"),
    ("Kamis, 29-10-2020", "id", "2020-10-29T00:00:00+07:00"),
    ("OKTOBER 30, 2020", "id", "2020-10-30T00:00:00+07:00"),
    ("30 OKTOBER 2020", "id", "2020-10-30T00:00:00+07:00"),
]


@pytest.mark.parametrize(("text", "lang", "expected"), WRITTEN)
def test_a_written_date(text: str, lang: str, expected: str) -> None:
    """A date as a newsroom writes it is that day, time and zone."""
    found = dates.find(text, lang)
    assert [said.at(JAKARTA).isoformat() for said in found] == [expected]
    assert not found[0].contradicts


NO_DATES = [
    *("", "2020", "Oktober 2020", "30 Oktober", "30/10", "18:45 WIB", "30 Februari 2020", "31/4/2020", "13/13/2020"),
    *(
        "Rp 30.000",
        "telepon 021-2020-3010",
        "1/2/20203",
        "tahun 2019/2020",
        "pasal 30 ayat 10 tahun 2020",
    ),
    *("120/10/2020", "skor 2-1", "1234-56-78", "2020-13-45", "3010/2020", "ISBN 978-602-03-2020-1"),
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date(text: str) -> None:
    """Half a date, a day that never was, a number, a price, a score are no dates."""
    assert dates.find(text, "id") == []


def test_several_dates_come_in_order() -> None:
    """Every date of a text is found, in the order in which they stand."""
    text = "Terbit 30/10/2020 08:00 WIB, diperbarui Sabtu, 31 Oktober 2020 09:15 WIB, lihat juga 2019-01-02."
    assert [said.day for said in dates.find(text, "id")] == [date(2020, 10, 30), date(2020, 10, 31), date(2019, 1, 2)]
    assert [said.clock for said in dates.find(text, "id")] == [time(8, 0), time(9, 15), None]


@pytest.mark.parametrize(
    ("text", "month_first", "expected"),
    [
        ("8/10/2020", False, date(2020, 10, 8)),
        ("8/10/2020", True, date(2020, 8, 10)),
        ("Kamis (8/10/2020)", False, date(2020, 10, 8)),
        ("Kamis malam (8/10/2020)", True, date(2020, 10, 8)),
        ("Senin (8/10/2020)", False, date(2020, 8, 10)),
        ("10/31/2020", False, date(2020, 10, 31)),
        ("31/10/2020", True, date(2020, 10, 31)),
    ],
)
def test_day_first_unless_something_says_otherwise(text: str, month_first: bool, expected: date) -> None:
    """8/10 is the 8th of October, unless the outlet writes the month first, or the weekday beside it decides."""
    assert [said.day for said in dates.find(text, "id", month_first=month_first)] == [expected]


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        ("Senin, 30 Oktober 2020", True),
        ("Jumat, 30 Oktober 2020", False),
        ("Jumat malam (30/10/2020)", False),
        ("Senin (31/10/2020)", True),
        ("30 Oktober 2020", False),
    ],
)
def test_a_weekday_may_contradict(text: str, contradicts: bool) -> None:
    """A weekday that is not that day's is noticed; no weekday contradicts nothing."""
    assert [said.contradicts for said in dates.find(text, "id")] == [contradicts]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("30/10/2020", "day"),
        ("30/10/2020 18:45", "minute"),
        ("30/10/2020 18:45:00", "minute"),
        ("30/10/2020 18:45:12", "second"),
    ],
)
def test_precision(text: str, precision: str) -> None:
    """A date knows how precisely it was said."""
    assert [said.precision for said in dates.find(text, "id")] == [precision]


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        *(
            ("WIB", 7),
            ("wita", 8),
            ("WIT", 9),
            ("GMT", 0),
            ("utc", 0),
            ("Z", 0),
            ("+07:00", 7),
            ("-0330", -3.5),
            ("GMT+7", 7),
        ),
        *(
            ("UTC-5", -5),
            ("GMT+05:45", 5.75),
            ("EDT", -4),
            ("МСК", 3),
            ("CEST", 2),
            ("", None),
            ("ABCD", None),
            ("+15", None),
        ),
        *((None, None), ("di", None)),
    ],
)
def test_zones(name: str | None, hours: float | None) -> None:
    """Zones by name or by shift; words that are no zone are none."""
    zone = dates.zone_of(name)
    assert zone == (None if hours is None else timezone(timedelta(hours=hours)))


def test_a_span_of_time_is_no_zone() -> None:
    """`08:00-12:00 WIB` begins at eight in western Indonesia."""
    (said,) = dates.find("Jumat, 30 Oktober 2020 08:00-12:00 WIB", "id")
    assert said.at(JAKARTA) == datetime(2020, 10, 30, 8, tzinfo=JAKARTA)


LANGUAGES = """
af am ar az be bg bn ca cs da de el en es et fa fi fr he hi hr hu hy id is it ka kk km lo lt lv mk ms my nb nl no pl pt
ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi
""".split()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_month_names_of_every_language_are_found(lang: str) -> None:
    """Long and short month names of CLDR are understood with a day before and a year after."""
    for names in (Locale.parse(lang).months["format"][width] for width in ("wide", "abbreviated")):
        for number, name in names.items():
            assert [said.day for said in dates.find(f"15 {name} 2021", lang)] == [date(2021, number, 15)], name


@pytest.mark.parametrize("lang", ["und", "", "xx", "zh-classical", "sh", "als", "C", "id_ID.UTF-8", "!!"])
def test_an_unknown_language_reads_english(lang: str) -> None:
    """A language that Babel does not know leaves English months and numbers."""
    assert [said.day for said in dates.find("October 30, 2020", lang)] == [date(2020, 10, 30)]


# ------------------------------------------------------------------ addresses

ADDRESSES = [
    ("https://x.example/2020/10/30/judul", (), "2020-10-30T00:00:00+07:00", "day"),
    ("https://x.example/read/2020-10-30/judul", (), "2020-10-30T00:00:00+07:00", "day"),
    ("https://x.example/read/2020-10-30-judul", (), "2020-10-30T00:00:00+07:00", "day"),
    ("https://x.example/20201030/judul", (), "2020-10-30T00:00:00+07:00", "day"),
    (
        "https://x.example/20201030184512/judul",
        ("/{year}{month}{day}{hour}{minute}{second}/",),
        "2020-10-30T18:45:12+07:00",
        "second",
    ),
    (
        "https://x.example/2020/10/30/1845/j",
        ("/{year}/{month}/{day}/{hour}{minute}/",),
        "2020-10-30T18:45:00+07:00",
        "minute",
    ),
    (
        "https://x.example/2020/10/30/184512870/j",
        ("/{year}/{month}/{day}/{hour}{minute}{second}{digits}/",),
        "2020-10-30T18:45:12+07:00",
        "second",
    ),
    ("https://x.example/d/30-10-2020/kota/j", ("/d/{day}-{month}-{year}/{any}/",), "2020-10-30T00:00:00+07:00", "day"),
    (
        "https://x.example/2020/10/30/994512870/j",
        ("/{year}/{month}/{day}/{hour}{minute}{second}{digits}/",),
        "2020-10-30T00:00:00+07:00",
        "day",
    ),
]


@pytest.mark.parametrize(("url", "templates", "expected", "precision"), ADDRESSES)
def test_a_date_in_an_address(url: str, templates: tuple[str, ...], expected: str, precision: str) -> None:
    """The outlet's own pattern goes first, then the common ones; an impossible time falls back to the day."""
    found = dates.in_address(url, templates, JAKARTA)
    assert found is not None
    assert (found[0].isoformat(), found[1]) == (expected, precision)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://x.example/judul",
            "https://x.example/2020/10/judul",
            "https://x.example/2020/13/45/j",
            "https://x.example/1820/10/30/j",
        ),
        *("https://x.example/id-20201030123/j", "https://x.example/foto/120/10/30/"),
    ],
)
def test_no_date_in_an_address(url: str) -> None:
    """An address without a full and possible day has no date."""
    assert dates.in_address(url, (), UTC) is None


@pytest.mark.parametrize("template", ["/{year}/{month}/", "/{jahr}/{month}/{day}/", "/x/", "", "{}"])
def test_an_unusable_template_says_what_it_needs(template: str) -> None:
    """A template without year, month and day, or with an unknown part, is refused with the parts there are."""
    with pytest.raises(ValueError, match=r"needs \{year\}, \{month\} and \{day\}"):
        dates.address_pattern(template)


@pytest.mark.parametrize(
    "template", ["/a.b/{year}/{month}/{day}/", "/(x)/{year}{month}{day}", "/{year}/{month}/{day}/[0]"]
)
def test_a_template_is_text_not_a_pattern(template: str) -> None:
    """Signs of regular expressions in a template stand for themselves."""
    url = template.format(year="2020", month="10", day="30")
    assert dates.in_address(f"https://x.example{url}", [template], UTC) == (datetime(2020, 10, 30, tzinfo=UTC), "day")
    assert not dates.address_pattern(template).search(
        f"https://x.example{url}".replace(".b", "xb").replace("(", "").replace("[", "")
    )
