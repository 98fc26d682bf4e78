"""Title, address, outlet, date, people, picture and agencies, each with where it was found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kliping.ingest import metadata
from kliping.records import Article, Facts, Line

FIRST = "Pemerintah Kota Contoh membuka kembali Jembatan Umpama setelah perbaikan selama tiga bulan penuh."
SECOND = "Warga menyambut kabar karangan ini karena jembatan tersebut satu-satunya jalan ke pasar dan sekolah."
THIRD = '"Kami memeriksa setiap baut dan setiap papan," kata Joko Misalan, wali kota yang tidak pernah ada.'
BODY = f"{FIRST}\n{SECOND}\n{THIRD}"
TITLE = "Jembatan Umpama Dibuka Lagi"
DATE = "Jumat, 30 Oktober 2020 18:45 WIB"
OWN = "https://www.harian-contoh.example/read/2020/10/09/194437870/jembatan-umpama-dibuka-lagi"
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
Clean = Callable[..., Article]


def source(article: Article, key: str) -> str:
    return {each.key: each.source for each in article.evidence}.get(key, "")


def page(clean: Clean, head: str = "", body: str = f"<h1>{TITLE}</h1>{PARAGRAPHS}") -> Article:
    return clean(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>", "x.html")


# ------------------------------------------------------------------ dateline

DATELINES = [
    ("JENEWA, iNews.id - Armenia", ("Jenewa", "iNews.id", None), "Armenia"),
    ("KOTA CONTOH, Harian Contoh - Wali", ("Kota Contoh", "Harian Contoh", None), "Wali"),
    ("KOTA CONTOH, HARIAN CONTOH -- Wali", ("Kota Contoh", "HARIAN CONTOH", None), "Wali"),
    ("KOTA CONTOH, harian-contoh.example – Wali", ("Kota Contoh", "harian-contoh.example", None), "Wali"),
    ("Kabar Misal, Kota Contoh — Wali", ("Kota Contoh", "Kabar Misal", None), "Wali"),
    ("ContohBaru.com, Kota Contoh - Wali", ("Kota Contoh", "ContohBaru.com", None), "Wali"),
    ("Kota Contoh (AFP) - Wali", ("Kota Contoh", None, "AFP"), "Wali"),
    ("Kota Contoh, Negeri Misal (AFP) — Wali", ("Kota Contoh", None, "AFP"), "Wali"),
    ("PORT SAMPLE, Oct 30 (Reuters) - The", ("Port Sample", None, "Reuters"), "The"),
    ("PORT SAMPLE, Oct. 30 (Reuters) - The", ("Port Sample", None, "Reuters"), "The"),
    ("KOTA CONTOH (Antara) -Wali", None, ""),
    ("SAMPLETON — The", ("Sampleton", None, None), "The"),
    ("SAMPLETON - “We", ("Sampleton", None, None), "“We"),
    ("ST. SAMPLE (AFP) — The", ("St. Sample", None, "AFP"), "The"),
    ("AFP - Wali", (None, None, "AFP"), "Wali"),
    ("KOTA CONTOH - 300 warga", ("Kota Contoh", None, None), "300 warga"),
    ("Wali kota - yang terlambat", None, ""),
    ("Wali Kota — Yang", None, ""),
    ("BRUSA – badan rekaan itu", None, ""),
    ("PBB - Sidang", None, ""),
    ("Nagorno-Karabakh adalah wilayah", None, ""),
    ("Pertandingan Contoh FC - Misal FC berakhir", None, ""),
    ("Dia berkata - Kami", None, ""),
    ("2020 - Tahun", None, ""),
    ("- Strip", None, ""),
    ("Kata yang panjang sekali, " * 3 + "Harian Contoh - Wali", None, ""),
]


@pytest.mark.parametrize(("text", "expected", "rest"), DATELINES, ids=[text[:40] for text, _, _ in DATELINES])
def test_dateline(
    text: str, expected: tuple[str | None, str | None, str | None] | None, rest: str, made_up_facts: Facts
) -> None:
    """Place, outlet and agency before a dash are a dateline; half a sentence before a dash is not."""
    found = metadata.dateline(text, made_up_facts)
    assert ((found.place, found.outlet, found.agency) if found else None) == expected
    if found:
        assert text[found.end :] == rest


def test_a_state_in_a_dateline(made_up_facts: Facts) -> None:
    """`PORT SAMPLE, S.C. (AP) —` is a dateline as American agencies write it."""
    found = metadata.dateline("PORT SAMPLE, S.C. (AP) — The council", made_up_facts)
    assert found is not None
    assert (found.place, found.agency) == ("Port Sample", "AP")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("PORT-AU-EXEMPLE (AFP) - Le", "Port-au-Exemple"),
        ("X'ANPEL (AFP) - The", "X'anpel"),
        ("SAMPLETON DC (AFP) - The", "Sampleton DC"),
    ],
)
def test_capitals_are_undone_with_care(text: str, place: str, made_up_facts: Facts) -> None:
    """A place set in capitals is written as one would write it."""
    found = metadata.dateline(text, made_up_facts)
    assert found is not None
    assert found.place == place


def test_only_the_first_paragraph_has_a_dateline(made_up_facts: Facts) -> None:
    """What is lifted is named with its line; a paragraph without a dateline is left alone."""
    text, found, lifted = metadata.lift_dateline(Line(7, "SAMPLETON — The council"), made_up_facts)
    assert (text, lifted.number if lifted else 0, lifted.text if lifted else "") == ("The council", 7, "SAMPLETON —")
    assert found
    assert metadata.lift_dateline(Line(7, FIRST), made_up_facts) == (FIRST, None, None)


# ------------------------------------------------------------------ title

TITLES = [
    (f"<title>{TITLE} | Harian Contoh</title>", f"<h1>{TITLE}</h1>{PARAGRAPHS}", TITLE),
    (f'<meta property="og:title" content="{TITLE.upper()}">', f"<h1>{TITLE}</h1>{PARAGRAPHS}", TITLE),
    ('<meta property="og:title" content="Wow! Jembatan Ini Bikin Heboh">', f"<h1>{TITLE}</h1>{PARAGRAPHS}", TITLE),
    (f"<title>{TITLE} - Harian Contoh</title>", f"<div>{TITLE}</div>{PARAGRAPHS}", TITLE),
    ("", f"<div>Beranda</div><h2>{TITLE}</h2><div>{DATE}</div>{PARAGRAPHS}", TITLE),
]


@pytest.mark.parametrize(("head", "body", "expected"), TITLES, ids=range(len(TITLES)))
def test_the_title_of_a_page(head: str, body: str, expected: str, clean: Clean) -> None:
    """The title that the page shows counts, as it shows it, and without the outlet's name behind it."""
    assert page(clean, head, body).title == expected


def test_a_title_that_the_page_does_not_show_loses_the_outlets_name(clean: Clean) -> None:
    """`Judul | Harian Contoh` in <title> alone is the title `Judul`: the outlet is known by name."""
    head = f'<title>{TITLE} | Harian Contoh</title><meta property="og:site_name" content="Harian Contoh">'
    assert page(clean, head, PARAGRAPHS).title == TITLE


@pytest.mark.parametrize(
    "above",
    [
        "",
        "Beranda\nNasional\nDaerah\n",
        "Harga Cabai Turun Usai Panen Raya\n",
        "Read Next : Pasar Misal Kembali Ramai\nAdvertisement\n",
        pytest.param(
            "Daerah > Kota Contoh > Jalan\n",
        ),
    ],
)
def test_the_title_of_a_dump(above: str, clean: Clean) -> None:
    """The headline is the line whose words the article takes up, near its first paragraph."""
    article = clean(f"{above}{TITLE}\n{DATE}\n{BODY}")
    assert (article.title, source(article, "title")) == (TITLE, f"line {above.count(chr(10)) + 1}")


@pytest.mark.parametrize(
    "title",
    [
        "Mengapa jembatan rekaan di Kota Contoh itu baru sekarang dibuka lagi?",
        pytest.param("Awas!"),
        "Kota Contoh",
    ],
)
def test_odd_titles(title: str, clean: Clean) -> None:
    """A whole question and a headline of two words are headlines when nothing else is."""
    assert clean(f"{title}\n{DATE}\n{BODY}").title == title


# ------------------------------------------------------------------ address and outlet


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        (OWN, OWN),
        (f"{OWN}\nTerkini Lainnya\nhttps://www.harian-contoh.example/read/2024/05/30/1/pasar-misal-kembali-ramai", OWN),
        ("https://www.harian-contoh.example/", None),
        ("https://t.me/harian-contoh-rekaan", None),
        pytest.param(
            "https://www.harian-contoh.example/read/2024/05/30/100000870/pasar-misal-kembali-ramai",
            None,
        ),
        ("Sumber: " + OWN, None),
    ],
)
def test_the_address_of_a_dump(below: str, expected: str | None, clean: Clean) -> None:
    """An address alone on its line is the article's if the article has its words."""
    assert clean(f"{TITLE}\n{DATE}\n{BODY}\n{below}").url == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f'<link rel="canonical" href="{OWN}">', OWN),
        (f'<meta property="og:url" content="{OWN}">', OWN),
        ('<meta property="og:url" content="/read/1">', None),
        ('<meta property="og:url" content="javascript:alert(1)">', None),
        ('<meta property="og:url" content="https://x.example/a b">', None),
        (f'<meta property="og:url" content="/read/1"><link rel="canonical" href="{OWN}">', OWN),
        ("<!-- saved from url=(0014)about:internet -->", None),
    ],
)
def test_the_address_of_a_page(head: str, expected: str | None, clean: Clean) -> None:
    """The page's own word for its address counts, if it is a web address."""
    assert page(clean, head).url == expected


OUTLETS = [
    (f"{TITLE}\n{DATE}\n{BODY}\n{OWN}", "Harian Contoh", "the address (harian-contoh.example)"),
    (f"{TITLE}\n{DATE}\nKOTA CONTOH, Kabar Misal - {BODY}", "Kabar Misal", "the dateline on line 3"),
    (f"{TITLE}\n{DATE}\nKOTA CONTOH, contohbaru.com - {BODY}", "contohbaru.com", "the dateline on line 3"),
    (f"Kabar Misal\n{TITLE}\n{DATE}\n{BODY}", "Kabar Misal", "line 1"),
    (f"{TITLE}\n{DATE}\n{BODY}\nTerkini\nHarianContoh", "Harian Contoh", "line 7"),
    (f"{TITLE}\n{DATE}\n{BODY}", None, ""),
    (f"{TITLE}\n{DATE}\n{BODY}\nKata Harian Contoh kemarin.", None, ""),
]


@pytest.mark.parametrize(("text", "name", "where"), OUTLETS, ids=range(len(OUTLETS)))
def test_the_outlet_of_a_dump(text: str, name: str | None, where: str, clean: Clean) -> None:
    """The outlet is known by the address, then the dateline, then its name alone on a line; a mention does not count."""
    article = clean(text)
    assert (article.outlet, source(article, "outlet")) == (name, where)


def test_an_unknown_outlet_has_its_own_name(clean: Clean) -> None:
    """A page that names its outlet is believed; one that does not is known by its host."""
    assert page(clean, '<meta property="og:site_name" content="Koran Antah">').outlet == "Koran Antah"
    assert (
        page(clean, '<meta property="og:url" content="https://www.antah.example/read/jembatan">').outlet
        == "antah.example"
    )


# ------------------------------------------------------------------ date

DATES: list[tuple[str, str | None, str]] = [
    (f"{TITLE}\n{DATE}\n{BODY}", "2020-10-30T18:45:00+07:00", "line 2"),
    (f"{TITLE}\n{BODY}\n{OWN}", "2020-10-09T19:44:37+07:00", "the address"),
    (f"{TITLE}\nJumat, 9 Oktober 2020\n{BODY}\n{OWN}", "2020-10-09T19:44:37+07:00", "the address"),
    (f"{TITLE}\n{DATE}\nDiperbarui Sabtu, 31 Oktober 2020 06:30 WIB\n{BODY}", "2020-10-30T18:45:00+07:00", "line 2"),
    (f"{TITLE}\nDiperbarui Sabtu, 31 Oktober 2020 06:30 WIB\n{DATE}\n{BODY}", "2020-10-30T18:45:00+07:00", "line 3"),
    (f"{DATE}\n{TITLE}\n{BODY}", "2020-10-30T18:45:00+07:00", "line 1"),
    (f"{TITLE}\nPenulis: Budi Karangan\n{DATE}\n{BODY}", "2020-10-30T18:45:00+07:00", "line 3"),
    (f"{TITLE}\n{BODY}", None, ""),
    (f"{TITLE}\n{BODY}\nRapat berikutnya digelar pada Jumat, 30 Oktober 2020 pukul 18.45 WIB di balai kota.", None, ""),
    (f"{TITLE}\n{FIRST}\nKronologi 27 September 2019\n{SECOND}\n{THIRD}", None, ""),
]


@pytest.mark.parametrize(("text", "expected", "where"), DATES, ids=range(len(DATES)))
def test_the_date_of_a_dump(text: str, expected: str | None, where: str, clean: Clean) -> None:
    """A date line beside the article or the address gives the date; what the article says of other days never does."""
    article = clean(text)
    assert (article.date.isoformat() if article.date else None, source(article, "date")) == (expected, where)
    assert ("no publication date was found" in article.warnings) == (expected is None)


MARKUP_DATES = [
    ("2020-10-30T18:45:12+07:00", "2020-10-30T18:45:12+07:00", "second"),
    ("2020-10-30T11:45:00Z", "2020-10-30T11:45:00+00:00", "minute"),
    ("2020-10-30T18:45", "2020-10-30T18:45:00+07:00", "minute"),
    ("2020-10-30 18:45:12", "2020-10-30T18:45:12+07:00", "second"),
    ("2020-10-30T18:45:12.345+0700", "2020-10-30T18:45:12.345000+07:00", "second"),
    ("2020-10-30", "2020-10-30T00:00:00+07:00", "day"),
    ("20201030", "2020-10-30T00:00:00+07:00", "day"),
    ("Fri, 30 Oct 2020 18:45:00 +0700", "2020-10-30T18:45:00+07:00", "minute"),
    ("Fri Oct 30 2020 18:45:00 GMT+0700 (Western Indonesia Time)", "2020-10-30T18:45:00+07:00", "minute"),
    ("October 30, 2020", "2020-10-30T00:00:00+07:00", "day"),
    ("kemarin", None, "minute"),
    ("", None, "minute"),
    ("2020-13-45", None, "minute"),
    ("0000-00-00 00:00:00", None, "minute"),
]


@pytest.mark.parametrize(("value", "expected", "precision"), MARKUP_DATES)
def test_the_date_that_a_page_states(value: str, expected: str | None, precision: str, clean: Clean) -> None:
    """A machine-written date is taken with its own zone, else the outlet's, as precisely as it is written."""
    article = page(clean, f'<meta property="article:published_time" content="{value}">')
    assert (article.date.isoformat() if article.date else None) == expected
    assert article.date_precision == precision


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+00:00", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"]
)
def test_an_empty_date_is_no_date(value: str, clean: Clean) -> None:
    """A content system's "no date" is no date."""
    assert page(clean, f'<meta property="article:published_time" content="{value}">').date is None


def test_markup_goes_before_what_the_page_shows(clean: Clean) -> None:
    """The date in the markup counts before a date line that says another day, and the difference is a warning."""
    head = '<meta property="article:published_time" content="2020-10-09T19:44:37+07:00">'
    article = page(clean, head, f"<h1>{TITLE}</h1><div>{DATE}</div>{PARAGRAPHS}")
    assert article.date == datetime.fromisoformat("2020-10-09T19:44:37+07:00")
    assert any("2020-10-09" in warning and "2020-10-30" in warning for warning in article.warnings)


def test_a_finer_date_of_the_same_day_is_taken(clean: Clean) -> None:
    """A day in the markup and a time on the page are one date."""
    head = '<meta property="article:published_time" content="2020-10-30">'
    article = page(clean, head, f"<h1>{TITLE}</h1><div>{DATE}</div>{PARAGRAPHS}")
    assert article.date == datetime.fromisoformat("2020-10-30T18:45:00+07:00")
    assert article.date_precision == "minute"


@pytest.mark.parametrize(
    ("line", "date", "modified"),
    [
        ("Published: 30 Oct 2020 18:45 GMT | Updated: 31 Oct 2020 08:00 GMT", "2020-10-30T18:45", "2020-10-31T08:00"),
        ("Updated: 31 Oct 2020 08:00 GMT | Published: 30 Oct 2020 18:45 GMT", "2020-10-30T18:45", "2020-10-31T08:00"),
        ("Last updated 31 Oct 2020 08:00 GMT", "2020-10-31T08:00", None),
        ("30 Oct 2020 18:45 GMT, updated 30 Oct 2020 18:45 GMT", "2020-10-30T18:45", None),
    ],
)
def test_updates_are_no_publication(line: str, date: str | None, modified: str | None, clean: Clean) -> None:
    """An update is `modified`, wherever it stands, unless it is not later or the page says no other date."""
    article = clean(f"{TITLE}\n{line}\n{BODY}")
    wanted = [datetime.fromisoformat(each).replace(tzinfo=UTC) if each else None for each in (date, modified)]
    assert [article.date, article.modified] == wanted


def test_a_contradicting_weekday_is_a_warning(clean: Clean) -> None:
    """A date whose weekday is wrong is kept, and the editor is told the line."""
    article = clean(f"{TITLE}\nSenin, 30 Oktober 2020 18:45 WIB\n{BODY}")
    assert article.date == datetime.fromisoformat("2020-10-30T18:45:00+07:00")
    assert article.warnings == ("line 2: 2020-10-30 is not the weekday that stands beside it",)


def test_the_zone_that_was_assumed_is_named(clean: Clean) -> None:
    """A time without a zone is in the outlet's, and its evidence says so."""
    article = clean(f"Kabar Misal\n{TITLE}\n30/10/2020 18:45\n{BODY}")
    assert article.date == datetime.fromisoformat("2020-10-30T18:45:00+08:00")
    assert source(article, "date") == "line 3, in the outlet's zone Asia/Makassar"


def test_the_sites_zone_is_not_the_outlets(clean: Clean) -> None:
    """Where no outlet is known, the evidence does not claim the outlet's zone."""
    article = clean(f"{TITLE}\n30/10/2020 18:45\n{BODY}")
    assert article.outlet is None
    assert "outlet" not in source(article, "date")


def test_the_time_of_saving_is_kept_with_its_source(clean: Clean) -> None:
    """SingleFile's own stamp is when the page was saved; nothing else is."""
    comment = (
        "<!--\n Page saved with SingleFile \n url: https://x.example/jembatan \n saved date: 2020-10-31T09:15:00Z\n-->"
    )
    article = clean(f"{comment}<h1>{TITLE}</h1>{PARAGRAPHS}", "x.html")
    assert article.saved == datetime(2020, 10, 31, 9, 15, tzinfo=UTC)
    assert page(clean).saved is None


def test_the_time_of_saving_has_its_evidence(clean: Clean) -> None:
    """The time of saving says where it came from, as every value does."""
    comment = (
        "<!--\n Page saved with SingleFile \n url: https://x.example/jembatan \n saved date: 2020-10-31T09:15:00Z\n-->"
    )
    assert source(clean(f"{comment}<h1>{TITLE}</h1>{PARAGRAPHS}", "x.html"), "saved") == "SingleFile's comment"


# ------------------------------------------------------------------ people

BYLINES: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("Penulis: Budi Karangan", ("Budi Karangan",), ()),
    ("Penulis : BUDI KARANGAN", ("Budi Karangan",), ()),
    ("Reporter: Budi Karangan, Siti Rekaan", ("Budi Karangan", "Siti Rekaan"), ()),
    ("Oleh: Budi Karangan dan Siti Rekaan", ("Budi Karangan", "Siti Rekaan"), ()),
    ("By Jane Placeholder, John Specimen and Ann Example", ("Jane Placeholder", "John Specimen", "Ann Example"), ()),
    ("Von Erika Beispiel und Max Platzhalter", ("Erika Beispiel", "Max Platzhalter"), ()),
    ("Editor: Rina Ilustrasi", (), ("Rina Ilustrasi",)),
    ("Reporting by Jane Placeholder; Editing by Ann Example", ("Jane Placeholder",), ("Ann Example",)),
    ("Penulis: Budi Karangan | Editor: Rina Ilustrasi", ("Budi Karangan",), ("Rina Ilustrasi",)),
    ("Penulis: Budi Karangan\nEditor: Rina Ilustrasi", ("Budi Karangan",), ("Rina Ilustrasi",)),
    ("Penulis: Budi Karangan\nPenulis: Siti Rekaan", ("Budi Karangan", "Siti Rekaan"), ()),
    ("Penulis: Budi Karangan\nPenulis: Budi Karangan", ("Budi Karangan",), ()),
    ("Автор: Иван Выдуманный", ("Иван Выдуманный",), ()),
    ("By Mary-Jane O’Sample", ("Mary-Jane O’Sample",), ()),
    ("Oleh: A. B. Rekaan bin Contoh", ("A. B. Rekaan bin Contoh",), ()),
]


@pytest.mark.parametrize(("byline", "authors", "editors"), BYLINES, ids=[byline for byline, _, _ in BYLINES])
@pytest.mark.parametrize("below", [False, True])
def test_who_wrote_and_who_edited(
    byline: str, authors: tuple[str, ...], editors: tuple[str, ...], below: bool, clean: Clean
) -> None:
    """Bylines above or below the article give authors and editors, each once, in order."""
    article = clean(f"{TITLE}\n{DATE}\n{BODY}\n{byline}" if below else f"{TITLE}\n{byline}\n{DATE}\n{BODY}")
    assert (article.title, article.authors, article.editors) == (TITLE, authors, editors)


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Penulis: Budi Karangan, S.Pd.", 1),
        ("By Jane Placeholder, The Sampleton Post", 1),
        ("Oleh: Budi Karangan / Harian Contoh", 1),
    ],
)
def test_what_is_no_person(byline: str, people: int, clean: Clean) -> None:
    """A degree and the outlet's name beside an author are not authors."""
    assert len(clean(f"{TITLE}\n{byline}\n{DATE}\n{BODY}").authors) == people


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ('<meta name="author" content="Budi Karangan">', ("Budi Karangan",)),
        ('<meta name="author" content="Budi Karangan, Siti Rekaan">', ("Budi Karangan", "Siti Rekaan")),
        ('<meta name="author" content="redaksi@contoh.example">', ()),
        ('<meta name="author" content="https://x.example/budi">', ()),
        ('<meta name="author" content="admin">', ()),
    ],
)
def test_who_wrote_a_page(head: str, authors: tuple[str, ...], clean: Clean) -> None:
    """The markup names authors; an address of mail or web is no name."""
    assert page(clean, head).authors == authors


# ------------------------------------------------------------------ picture and agencies

CAPTIONS: list[tuple[str, str | None, str | None]] = [
    ("Jembatan Umpama dari dekat (Foto: AFP)", "Jembatan Umpama dari dekat", "AFP"),
    ("Jembatan Umpama dari dekat [Foto: Siti Rekaan]", "Jembatan Umpama dari dekat", "Siti Rekaan"),
    ("Jembatan Umpama dari dekat (Dok. Harian Contoh)", "Jembatan Umpama dari dekat", "Harian Contoh"),
    ("Jembatan Umpama dari dekat (Dok: Harian Contoh)", "Jembatan Umpama dari dekat", "Harian Contoh"),
    ("Jembatan Umpama dari dekat (AFP/Siti Rekaan)", "Jembatan Umpama dari dekat", "AFP/Siti Rekaan"),
    ("Foto: Siti Rekaan", None, "Siti Rekaan"),
    ("(Photo: Ann Example)", None, "Ann Example"),
    ("Jembatan Umpama dari dekat", None, None),
]


@pytest.mark.parametrize(("line", "caption", "credit"), CAPTIONS, ids=[line for line, _, _ in CAPTIONS])
def test_caption_and_credit(line: str, caption: str | None, credit: str | None, clean: Clean) -> None:
    """A line with a picture's credit is its caption; the credit stands for itself."""
    article = clean(f"{TITLE}\n{DATE}\n{line}\n{BODY}")
    assert (article.title, article.caption, article.credit) == (TITLE, caption, credit)


def test_a_caption_is_verbatim(clean: Clean) -> None:
    """A caption keeps the signs that it was printed with."""
    article = clean(f"{TITLE}\n{DATE}\nJembatan Umpama. Dari dekat. (Foto: AFP)\n{BODY}")
    assert article.caption == "Jembatan Umpama. Dari dekat."


def test_the_picture_of_the_article_is_the_nearest(clean: Clean) -> None:
    """Of several captions, the one nearest to the first paragraph is the article's."""
    text = f"Pasar Misal (Foto: Reuters)\n{TITLE}\n{DATE}\nJembatan Umpama (Foto: AFP)\n{BODY}"
    assert clean(text).credit == "AFP"


AGENCIES: list[tuple[str, tuple[str, ...]]] = [
    ("Keterangan itu disampaikan kepada AFP lewat sambungan telepon.", ("AFP",)),
    ("Kabar itu dikutip dari Reuters pada hari yang sama di kota itu.", ("Reuters",)),
    ("AFP melaporkan bahwa jembatan itu sudah dibuka sejak kemarin pagi.", ("AFP",)),
    ("The bridge was open, a spokesman told AFP and Reuters on Friday evening.", ("AFP",)),
    ("The bridge was open, according to TASS and to nobody else at all.", ("TASS",)),
    ("Stasiun AFP berdiri di tepi sungai dan tidak pernah ramai sejak dulu.", ()),
    ("Grup trend dan ap serta afp bermain di alun-alun sampai larut malam.", ()),
    ("Menurut ANTARA, jembatan itu sudah dibuka sejak kemarin pagi buta.", ("ANTARA",)),
    ("Wawancara antara wali kota dan warga berlangsung sampai larut malam.", ()),
    ("Jembatan itu dibuka kembali pada pagi yang cerah dan berangin. (ANTARA)", ("ANTARA",)),
]


@pytest.mark.parametrize(("text", "expected"), AGENCIES, ids=[text for text, _ in AGENCIES])
def test_agencies_in_the_text(text: str, expected: tuple[str, ...], clean: Clean) -> None:
    """An agency counts where the text names it as a source, by its own spelling, once."""
    article = clean(f"{TITLE}\n{DATE}\n{BODY}\n{text}")
    assert article.body[-1] == text
    assert article.agencies == expected


def test_agencies_come_from_everywhere_once(clean: Clean) -> None:
    """Dateline, credit and text each name agencies; each agency stands once, with its sources."""
    text = f"{TITLE}\n{DATE}\nJembatan Umpama (Foto: AFP)\nKOTA CONTOH (Reuters) - {BODY}\nAFP melaporkan jembatan itu sudah dibuka sejak pagi."
    article = clean(text)
    assert article.agencies == ("Reuters", "AFP")
    assert source(article, "agencies") == "the dateline, the picture's credit"


# ------------------------------------------------------------------ evidence


def test_every_value_says_where_it_came_from(clean: Clean) -> None:
    """An article with everything has an evidence for each value, and the values as text."""
    head = (
        f'<meta property="og:url" content="{OWN}"><meta name="author" content="Budi Karangan"><meta name="content_editor" content="Rina '
        'Ilustrasi"><meta property="article:published_time" content="2020-10-30T18:45:12+07:00"><meta property="article:modified_time" '
        'content="2020-10-31T06:00:00+07:00">'
    )
    article = page(
        clean,
        head,
        f"<h1>{TITLE}</h1><p>Jembatan Umpama (Foto: AFP)</p><p>KOTA CONTOH, Harian Contoh - {FIRST}</p>{PARAGRAPHS}",
    )
    found: dict[str, Any] = {each.key: (each.value, each.source) for each in article.evidence}
    assert found == {
        "title": (TITLE, "<h1>"),
        "date": ("2020-10-30T18:45:12+07:00", "<meta article:published_time>"),
        "modified": ("2020-10-31T06:00:00+07:00", "<meta article:modified_time>"),
        "outlet": ("Harian Contoh", "the address (harian-contoh.example)"),
        "url": (OWN, "<meta og:url>"),
        "authors": ("Budi Karangan", "<meta author>"),
        "editors": ("Rina Ilustrasi", "<meta content_editor>"),
        "agencies": ("AFP", "the picture's credit"),
        "caption": ("Jembatan Umpama", "line 2"),
        "credit": ("AFP", "line 2"),
        "lang": ("id", found["lang"][1]),
        "place": ("Kota Contoh", "the dateline on line 3"),
    }
    assert found["lang"][1].startswith("the body's words")
