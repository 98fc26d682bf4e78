"""When an article was published: which of the dates round it is its own."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kliping.ingest import when
from kliping.ingest.lines import split
from kliping.records import Hint, Outlet, RawArticle, Span

JAKARTA = ZoneInfo("Asia/Jakarta")
TITLE = "Jembatan Umpama Dibuka Lagi"
BODY = (
    "Pemerintah Kota Contoh membuka kembali Jembatan Umpama setelah perbaikan selama tiga bulan penuh.\n"
    "Warga menyeberang sejak pagi dan mengaku lega karena tidak perlu memutar lewat Bukit Misal lagi."
)


def told(
    text: str, *hints: Hint, lang: str = "id", url: str | None = None, known: Outlet | None = None
) -> when.Published:
    """The date of a dump whose body begins where BODY begins."""
    lines = split(text)
    first = next(index for index, line in enumerate(lines) if line.text.startswith("Pemerintah"))
    head = next((index for index, line in enumerate(lines) if line.text == TITLE), None)
    raw = RawArticle("inbox/x.txt", "", lines, hints)
    return when.published(raw, [None] * len(lines), Span(first, first + 1), lang, url, known, JAKARTA, headline=head)


LINES = [
    (f"{TITLE}\n9 Oktober 2020\n{BODY}", "2020-10-09"),
    (f"{TITLE}\nOleh Budi Karangan - Jumat, 9 Oktober 2020 18:45 WIB\n{BODY}", "2020-10-09"),
    (f"Sabtu, 10 Oktober 2020\nBeranda\nBerita\nOlahraga\n{TITLE}\nDiterbitkan 9 Oktober 2020\n{BODY}", "2020-10-09"),
    (f"{TITLE}\nDiterbitkan\n9 Oktober 2020\nDiperbarui\n12 Oktober 2020\n{BODY}", "2020-10-09"),
    (
        f"{TITLE}\n9 Oktober 2020\n{BODY}\nBerita Terkait\nPerahu Pensiun\n8 Oktober 2020\nPasar Ramai\n7 Oktober 2020",
        "2020-10-09",
    ),
    (f"{TITLE}\n{BODY}\nHak Cipta © 9 Oktober 2020 Harian Contoh", None),
    (f"{TITLE}\n{BODY.replace('Warga', 'Pada 9 Oktober 2020 warga')}", None),
    (f"{TITLE}\n3 jam yang lalu\n{BODY}", None),
]


@pytest.mark.parametrize(("text", "day"), LINES, ids=range(len(LINES)))
def test_the_articles_own_date(text: str, day: str | None) -> None:
    """The date beside the headline counts; dates of the header, of other articles, of the story, of a licence do not."""
    found = told(text).when
    assert (found.value.date().isoformat() if found else None) == day


STATED = [
    ("2020-10-09T10:00:00+07:00", "2020-10-09T10:00:00+07:00", "minute"),
    ("2020-10-09T10:00:00+0700", "2020-10-09T10:00:00+07:00", "minute"),
    ("2020-10-09 10:00:12 +0700", "2020-10-09T10:00:12+07:00", "second"),
    ("20201009T100000+0700", "2020-10-09T10:00:00+07:00", "minute"),
    ("Fri, 09 Oct 2020 10:00:00 +0700", "2020-10-09T10:00:00+07:00", "minute"),
    ("Fri, 09 Oct 2020 03:00:00 GMT", "2020-10-09T03:00:00+00:00", "minute"),
    ("October 9, 2020", "2020-10-09T00:00:00+07:00", "day"),
    ("10/9/2020 10:00:00 AM", "2020-10-09T10:00:00+07:00", "minute"),
    ("2020-10-09", "2020-10-09T00:00:00+07:00", "day"),
    ("20201009", "2020-10-09T00:00:00+07:00", "day"),
    ("2020-10-09T00:00:00Z", "2020-10-09T00:00:00+00:00", "day"),
    ("1602212400", "2020-10-09T03:00:00+00:00", "minute"),
    ("1602212400000", "2020-10-09T03:00:00+00:00", "minute"),
    ("['2020-10-09T10:00:00+07:00']", "2020-10-09T10:00:00+07:00", "minute"),
]


@pytest.mark.parametrize(("value", "expected", "precision"), STATED)
def test_what_machines_state(value: str, expected: str, precision: str) -> None:
    """Dates in markup are read in the forms that pages really carry."""
    found = when.stated(value, JAKARTA)
    assert found
    assert (found[0].isoformat(), found[1]) == (expected, precision)


@pytest.mark.parametrize("value", ["", "PT140S", "0001-01-01T00:00:00", "1970-01-01", "0", "yesterday", "9" * 400])
def test_what_states_no_date(value: str) -> None:
    """Durations, the beginning of time and anything else are no date."""
    assert when.stated(value, JAKARTA) is None


def test_hours_ago_count_from_the_time_of_saving() -> None:
    """`3 hours ago` gives a day, and only a day, when the saving program wrote down its time."""
    found = told(
        f"{TITLE}\n3 jam yang lalu\n{BODY}", Hint("saved", "2020-10-09T01:30:00+07:00", "SingleFile's comment")
    )
    assert found.when
    assert (found.when.value.date().isoformat(), found.precision) == ("2020-10-08", "day")
    assert found.when.source == "line 2, counted from SingleFile's comment"


def test_nothing_is_published_after_it_was_saved() -> None:
    """A date later than the saving is a template's mistake, and the next best is taken."""
    hints = (
        Hint("date", "2031-01-01", "JSON-LD datePublished"),
        Hint("saved", "2020-10-10T08:00:00Z", "SingleFile's comment"),
    )
    found = told(f"{TITLE}\n9 Oktober 2020\n{BODY}", *hints).when
    assert found
    assert found.value.date().isoformat() == "2020-10-09"


def test_one_moment_in_the_local_zone() -> None:
    """Of one moment stated twice the one with the outlet's own zone is shown: its day is the reader's."""
    hints = (
        Hint("date", "2020-10-08T20:00:00Z", "JSON-LD datePublished"),
        Hint("date", "2020-10-09T03:00:00+07:00", "<time>"),
    )
    found = told(f"{TITLE}\n{BODY}", *hints).when
    assert found
    assert found.value.isoformat() == "2020-10-09T03:00:00+07:00"


def test_a_known_outlets_moment_is_told_in_its_zone() -> None:
    """Markup in UTC becomes the clock of the outlet's town."""
    known = Outlet(slug="harian-contoh", name="Harian Contoh", timezone="Asia/Jakarta")
    found = told(f"{TITLE}\n{BODY}", Hint("date", "2020-10-08T20:00:00Z", "JSON-LD datePublished"), known=known).when
    assert found
    assert found.value.isoformat() == "2020-10-09T03:00:00+07:00"


@pytest.mark.parametrize(
    ("lang", "url", "written", "expected"),
    [
        ("id", None, "", "2020-10-08"),
        ("en", None, "", "2020-08-10"),
        ("en", "https://x.example.co.uk/a", "", "2020-10-08"),
        ("en", None, "en-GB", "2020-10-08"),
        ("en", None, "en-US", "2020-08-10"),
        ("de", None, "", "2020-10-08"),
    ],
)
def test_numbers_by_the_habit_of_the_language(lang: str, url: str | None, written: str, expected: str) -> None:
    """8/10/2020 is the 8th of October but in American English; that it could be either is a warning."""
    hints = (Hint("lang", written, "<html lang>"),) if written else ()
    found = told(f"{TITLE}\n8/10/2020\n{BODY}", *hints, lang=lang, url=url)
    assert found.when
    assert found.when.value.date().isoformat() == expected
    assert any("may also be" in warning for warning in found.warnings)


def test_only_changed() -> None:
    """A page that says only when it was changed is dated so, with a warning."""
    found = told(f"{TITLE}\nDiperbarui 12 Oktober 2020 18:45 WIB\n{BODY}")
    assert found.when
    assert found.when.value == datetime(2020, 10, 12, 11, 45, tzinfo=UTC)
    assert found.warnings == ("the page says only when it was changed, not when it was published",)
