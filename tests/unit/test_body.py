"""Which lines are the article, and the reason for each that is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping import ingest
from kliping.ingest import body
from kliping.records import Article, Facts, Line, Mark, RawFile, Role, Span, Verdict, Wishes

TITLE = "Jembatan Umpama Dibuka Lagi"
DATE = "Jumat, 30 Oktober 2020 18:45 WIB"
FIRST = "Pemerintah Kota Contoh membuka kembali jembatan rekaan itu setelah perbaikan selama tiga bulan penuh."
SECOND = "Warga menyambut kabar karangan ini karena jembatan tersebut satu-satunya jalan ke pasar dan sekolah."
THIRD = '"Kami memeriksa setiap baut dan setiap papan," kata Joko Misalan, wali kota yang tidak pernah ada.'
Clean = Callable[..., Article]


def dump(*lines: str) -> str:
    return "\n".join((TITLE, DATE, FIRST, *lines))


def roles(article: Article) -> dict[str, Role]:
    return {verdict.line.text: verdict.role for verdict in article.verdicts}


# ------------------------------------------------------------------ one line by itself

LINES = [
    ("Baca juga: Pasar Misal Kembali Ramai", Role.FURNITURE),
    ("BACA JUGA : Pasar Misal Kembali Ramai", Role.FURNITURE),
    ("» Baca Juga: Pasar Misal", Role.FURNITURE),
    ("(Baca juga: Pasar Misal Kembali Ramai)", Role.FURNITURE),
    ("Simak juga Video: Pasar Misal", Role.FURNITURE),
    ("Advertisement", Role.FURNITURE),
    ("ADVERTISEMENT . Scroll to see content", Role.FURNITURE),
    ("Scroll to continue with content", None),
    ("Halaman selanjutnya", Role.FURNITURE),
    ("Copyright 2020 Harian Contoh", Role.FURNITURE),
    ("Harian Contoh", Role.FURNITURE),
    ("HARIAN CONTOH.", Role.FURNITURE),
    ("* * *", Role.FURNITURE),
    ("---", Role.FURNITURE),
    ("https://www.harian-contoh.example/a", Role.ADDRESS),
    ("www.harian-contoh.example", Role.ADDRESS),
    ("Lihat https://www.harian-contoh.example/a", None),
    ("Jumat, 30 Oktober 2020 18:45 WIB", Role.DATE),
    ("Diterbitkan 30/10/2020", Role.DATE),
    ("Kota Contoh, 30 Oktober 2020", Role.DATE),
    ("Rapat itu digelar pada 30 Oktober 2020 di balai kota yang baru saja dicat.", None),
    ("Penulis: Budi Karangan", Role.BYLINE),
    ("Editor : RINA ILUSTRASI", Role.BYLINE),
    ("Oleh Budi Karangan", Role.BYLINE),
    ("By Jane Placeholder and John Specimen", Role.BYLINE),
    ("Penulis: Budi Karangan | Editor: Rina Ilustrasi", Role.BYLINE),
    ("Reporter Harian Contoh Ditangkap", None),
    ("Editor Senior Mundur dari Jabatan", None),
    ("Penulis Buku Contoh Meninggal Dunia", None),
    ("By the time they came it was over", None),
    ("Oleh karena itu rapat ditunda.", None),
    ("Laporan Keuangan Kota Contoh", None),
    ("Jembatan Umpama (Foto: AFP)", Role.CAPTION),
    ("Jembatan Umpama [Photo: Ann Example]", Role.CAPTION),
    ("Foto: Siti Rekaan", Role.CAPTION),
    ("Jembatan Umpama (AFP)", Role.CAPTION),
    ("Jembatan Umpama (AFP/Siti Rekaan)", Role.CAPTION),
    ("CONTOH.com/SITI REKAAN Jembatan Umpama dilihat dari pasar karangan pada Senin (19/3/2018).", Role.CAPTION),
    ("SITI REKAAN/CONTOH.com Jembatan Umpama dilihat dari pasar karangan", Role.CAPTION),
    ("Kota Contoh/contoh.com adalah alamat karangan itu, kata wali kota.", None),
    ("Jembatan Umpama (dulu jalan setapak)", None),
    (FIRST, None),
    (f"{THIRD} (AFP)", None),
    (f"{SECOND} (ANTARA)", None),
    ("Tidak.", None),
    ("Bagian Kedua", None),
]


@pytest.mark.parametrize(("text", "role"), LINES, ids=[text for text, _ in LINES])
def test_what_a_line_is_by_itself(text: str, role: Role | None, made_up_facts: Facts) -> None:
    """Furniture, dates, bylines, captions and addresses are told by themselves; prose and headlines are not."""
    (mark,) = body.marks([Line(1, text)], "id", made_up_facts, None)
    assert (mark.role if mark else None) == role
    assert mark is None or mark.reason


@pytest.mark.parametrize(
    ("line", "role"),
    [
        (Line(1, FIRST, tag="aside"), Role.FURNITURE),
        (Line(1, FIRST, tag="nav"), Role.FURNITURE),
        (Line(1, FIRST, tag="footer"), Role.FURNITURE),
        (Line(1, "Kata pendek", tag="button"), Role.FURNITURE),
        (Line(1, "Jembatan dari dekat", tag="figcaption"), Role.CAPTION),
        (Line(1, "Pasar Misal Kembali Ramai", tag="p", linked=1.0), Role.FURNITURE),
        (Line(1, FIRST, tag="p", linked=0.2), None),
        (Line(1, FIRST, tag="li"), None),
        (Line(1, FIRST, tag="blockquote"), None),
    ],
)
def test_what_markup_says_of_a_line(line: Line, role: Role | None, made_up_facts: Facts) -> None:
    """What stands beside the article, under a picture, or is nothing but a link is told by its markup."""
    (mark,) = body.marks([line], "id", made_up_facts, None)
    assert (mark.role if mark else None) == role


def test_an_outlets_own_furniture_counts_for_it_alone(made_up_facts: Facts) -> None:
    """A furniture phrase of one outlet's file is furniture there, and a line like any other elsewhere."""
    text = "Dukung jurnalisme Harian Contoh mulai hari ini"
    contoh = next(outlet for outlet in made_up_facts.outlets if outlet.slug == "harian-contoh")
    assert [bool(mark) for mark in body.marks([Line(1, text)], "id", made_up_facts, contoh)] == [True]
    assert [bool(mark) for mark in body.marks([Line(1, text)], "id", made_up_facts, None)] == [False]


# ------------------------------------------------------------------ prose, headlines


@pytest.mark.parametrize(
    ("text", "prose", "title_case"),
    [
        (FIRST, True, False),
        ("Jembatan Umpama Dibuka Lagi Setelah Tiga Bulan Perbaikan Panjang.", False, True),
        ("Tidak.", False, False),
        ("kata " * 30, True, False),
        ("Harga naik, turun, lalu naik lagi dan akhirnya tetap saja.", True, False),
        ("「見本市の市長は、架空の橋が来週ふたたび開通すると発表した。」", True, False),
        ("Menu Beranda Nasional Daerah Olahraga Ekonomi Hiburan Teknologi Otomotif", False, True),
    ],
)
def test_prose_and_title_case(text: str, prose: bool, title_case: bool) -> None:
    """A paragraph is long, or a sentence of nine words that is not set like a headline."""
    assert body.is_prose(Line(1, text)) is prose
    assert body.is_title_case(text) is title_case


def test_links_are_no_prose() -> None:
    """A long text that is mostly link is no paragraph."""
    assert not body.is_prose(Line(1, FIRST, linked=0.9))


# ------------------------------------------------------------------ what the model's odds lead to

SURE, LIKELY, DOUBTED, NEVER = body.SURELY + 0.2, 1.0, -0.5, -4.0
PARAGRAPHS = [
    Line(number, text)
    for number, text in enumerate((FIRST, SECOND, THIRD, "Tidak.", SECOND + " Kini.", FIRST + " Kini."), 1)
]


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        ([NEVER, LIKELY, LIKELY, LIKELY, NEVER, NEVER], [1, 2, 3]),
        ([LIKELY, LIKELY, DOUBTED, NEVER, LIKELY, LIKELY], [0, 1, 4, 5]),
        ([NEVER, NEVER, LIKELY, LIKELY, LIKELY, SURE], [2, 3, 4, 5]),
        ([SURE, NEVER, NEVER, NEVER, NEVER, NEVER], [0]),
        ([NEVER, LIKELY, 0.0, -0.01, LIKELY, NEVER], [1, 2, 4]),
        ([NEVER] * 6, []),
    ],
    ids=["a run", "furniture inside", "an end", "one line", "even odds", "nothing"],
)
def test_lines_that_are_picked(odds: list[float], expected: list[int]) -> None:
    """The article is the best run of odds, without the lines in it that are rather not of it."""
    assert [index for index, is_picked in enumerate(body.picked(PARAGRAPHS, odds)) if is_picked] == expected


def test_a_line_far_away_is_picked_where_the_model_is_sure() -> None:
    """Behind more furniture than a run bears a line needs the model's certainty."""
    lines = [*PARAGRAPHS[:3], *[Line(4, SECOND)] * 30, Line(5, "Tidak.")]
    odds = [LIKELY] * 3 + [NEVER] * 30
    assert body.picked(lines, [*odds, LIKELY])[-1] is False
    assert body.picked(lines, [*odds, SURE])[-1] is True


@pytest.mark.parametrize("role", [Role.FURNITURE, Role.CAPTION, Role.ADDRESS, Role.BYLINE])
@pytest.mark.parametrize("odds", [NEVER, DOUBTED, LIKELY, SURE])
def test_a_mark_gives_way_only_where_the_model_is_sure(role: Role, odds: float) -> None:
    """What a line is by itself stands, unless the model is sure that it is a paragraph; addresses and bylines stand always."""
    marks = [None, Mark(role, "a reason"), None, None, None, None]
    kept = body.kept_of(PARAGRAPHS, marks, [LIKELY, odds, *[LIKELY] * 4], "id")
    assert kept[1] is (odds >= body.SURELY and role not in body.FIRM)
    assert kept[0] is kept[2] is True


def test_a_date_line_inside_the_article_is_a_subheading() -> None:
    """A date after paragraphs that tells no time of day divides the article; one that does, or that stands first, is its date."""
    for text, expected in (("Kronologi 27 September 2019", True), (DATE, False)):
        lines = [*PARAGRAPHS[:2], Line(3, text), *PARAGRAPHS[3:]]
        marks = [Mark(Role.DATE, "") if line.text == text else None for line in lines]
        assert body.kept_of(lines, marks, [LIKELY] * 6, "id")[2] is expected
        assert body.kept_of(lines[2:], marks[2:], [LIKELY] * 4, "id")[0] is False


@pytest.mark.parametrize(
    ("kept", "expected"),
    [([1, 2], Span(1, 2)), ([1, 2, 5], Span(1, 5)), ([0, 5], None), ([3], None), ([], None)],
)
def test_the_span_is_from_the_first_kept_line_to_the_last(kept: list[int], expected: Span | None) -> None:
    """Kept lines with enough words are an article; fewer are none."""
    lines = [replace(line, text="kata " * 20) if line.number in (2, 3) else line for line in PARAGRAPHS]
    lines[0] = lines[3] = lines[5] = Line(1, "Tidak.")
    assert body.span_of(lines, [index in kept for index in range(6)]) == expected


def judged(kept: list[int], marks: dict[int, Mark], odds: list[float], lines: list[Line], title: str) -> list[Verdict]:
    told = [marks.get(index) for index in range(len(lines))]
    return body.judge(lines, told, odds, [index in kept for index in range(len(lines))], title)


def test_each_line_is_judged() -> None:
    """Each verdict names what the line is and why: kept, marked, before, inside, after, twice, the headline."""
    lines = [Line(number, text) for number, text in enumerate(
        ("Beranda", TITLE, TITLE.upper(), FIRST, "Bagian Dua", "Baca juga", "Iklan", SECOND, SECOND, THIRD, "Bagikan"), 1
    )]  # fmt: skip
    marks = {5: Mark(Role.FURNITURE, "known furniture: “baca juga”")}
    found = judged([3, 4, 7, 8, 9], marks, [0.0] * len(lines), lines, TITLE)
    assert [verdict.line for verdict in found] == lines
    assert [(verdict.role.value, verdict.reason) for verdict in found] == [
        ("furniture", "stands before the article"),
        ("title", "the headline"),
        ("title", "the headline again"),
        ("body", "a paragraph"),
        ("body", "a short line inside the article"),
        ("furniture", "known furniture: “baca juga”"),
        ("furniture", "inside the article, but does not read like it"),
        ("body", "a paragraph"),
        ("furniture", "says the same as line 8"),
        ("body", "a paragraph"),
        ("furniture", "stands after the article"),
    ]


@given(st.data())
def test_every_line_gets_exactly_one_verdict(data: st.DataObject) -> None:
    """Whatever odds and marks say, each line has one verdict with a reason, in order; kept lines alone are paragraphs."""
    texts = st.sampled_from([FIRST, SECOND, THIRD, TITLE, "Tidak.", "Baca juga", "1.", DATE])
    lines = [Line(number, text) for number, text in enumerate(data.draw(st.lists(texts, min_size=1, max_size=12)), 1)]
    size = len(lines)
    roles = st.sampled_from([None, Role.FURNITURE, Role.DATE, Role.BYLINE, Role.CAPTION, Role.ADDRESS])
    marks = [
        Mark(role, "a reason") if role else None for role in data.draw(st.lists(roles, min_size=size, max_size=size))
    ]
    odds = data.draw(st.lists(st.floats(-30, 30), min_size=size, max_size=size))
    kept = body.kept_of(lines, marks, odds, "id")
    if body.span_of(lines, kept):
        verdicts = body.judge(lines, marks, odds, kept, TITLE)
        assert [verdict.line for verdict in verdicts] == lines
        assert all(verdict.reason and 0.5 <= verdict.confidence <= 1 for verdict in verdicts)
        assert {verdict.line.number for verdict in verdicts if verdict.role is Role.BODY} <= {
            line.number for line, is_kept in zip(lines, kept, strict=True) if is_kept
        }


MARKED = Mark(Role.FURNITURE, "known furniture: “iklan”")


@pytest.mark.parametrize(
    ("role", "mark", "odds", "expected"),
    [
        (Role.TITLE, None, -9.0, 1.0),
        (Role.BODY, None, 0.0, 0.5),
        (Role.BODY, None, 2.0, 0.881),
        (Role.BODY, None, 9.0, 1.0),
        (Role.BODY, None, -2.0, 0.5),
        (Role.BODY, MARKED, 2.0, 0.881),
        (Role.FURNITURE, None, -2.0, 0.881),
        (Role.FURNITURE, None, 2.0, 0.5),
        (Role.FURNITURE, MARKED, -9.0, 1.0),
        (Role.FURNITURE, MARKED, 0.0, 0.9),
        (Role.DATE, Mark(Role.DATE, ""), 3.0, 0.9),
        (Role.BODY, None, 700.0, 1.0),
        (Role.FURNITURE, None, -700.0, 1.0),
        (Role.FURNITURE, None, 700.0, 0.5),
    ],
)
def test_how_sure_a_verdict_is(role: Role, mark: Mark | None, odds: float, expected: float) -> None:
    """Certainty is the model's chance for what was decided; what a line tells by itself is nine tenths sure."""
    assert body.sureness(role, mark, odds) == expected


@pytest.mark.parametrize("text", ["Baca juga: Pasar Misal Kembali Ramai", "Editor: Rina Ilustrasi", "Terkini Lainnya"])
def test_what_an_entry_keeps_wins(text: str, made_up_facts: Facts) -> None:
    """A line that the entry lists under `keep` is in the body, whatever it looks like and whatever the model says."""
    raw = dump(SECOND, THIRD, text, "Bagikan").encode()
    article = ingest.clean_file(RawFile("inbox/x.txt", raw, wishes=Wishes(keep=(text,))), made_up_facts)
    assert isinstance(article, Article)
    (verdict,) = [verdict for verdict in article.verdicts if verdict.line.text == text]
    assert (verdict.role, verdict.confidence) == (Role.BODY, 1.0)
    assert text in article.body


def test_what_an_entry_drops_is_dropped(made_up_facts: Facts) -> None:
    """A paragraph that the entry lists under `drop` is not in the body, however sure the model is."""
    raw = dump(SECOND, THIRD).encode()
    article = ingest.clean_file(RawFile("inbox/x.txt", raw, wishes=Wishes(drop=(SECOND,))), made_up_facts)
    assert isinstance(article, Article)
    assert article.body == (FIRST, THIRD)


# ------------------------------------------------------------------ the article in a dump

KEPT = [
    ("a short answer", "Tidak."),
    ("a subheading", "Bagian Kedua"),
    ("a number", "1."),
    ("a quote", "“Sudah,” katanya."),
    ("a question", "Lalu bagaimana dengan perahunya?"),
    ("a list item", "- Papan, 120 lembar"),
    ("a subheading with a date", "Kronologi 27 September 2019"),
    ("a paragraph in capitals", "JEMBATAN ITU DITUTUP SEJAK JULI KARENA DUA TIANGNYA RETAK DAN MIRING."),
    (
        "a paragraph with an address in it",
        "Keterangan ada di https://contoh.example/ dan di papan balai kota yang baru.",
    ),
    (
        "a paragraph that names an agency",
        "Keterangan itu disampaikan kepada AFP lewat sambungan telepon yang terputus-putus.",
    ),
]


@pytest.mark.parametrize("text", [text for _, text in KEPT], ids=[name for name, _ in KEPT])
def test_a_short_line_inside_the_article_stays(text: str, clean: Clean) -> None:
    """Between two paragraphs a line that is nothing else is part of the article."""
    assert clean(dump(text, SECOND, THIRD)).body == (FIRST, text, SECOND, THIRD)


LAST = [
    "Tidak seorang pun terluka.",
    "“Tidur,” kata dia.",
    "Kereta berangkat pukul enam.",
    "Lalu bagaimana dengan perahunya?",
]


@pytest.mark.parametrize("text", LAST)
@pytest.mark.parametrize("before", [(), ("Baca juga: Pasar Misal",), ("Advertisement", "Baca juga: Pasar Misal")])
def test_a_short_last_paragraph_stays(text: str, before: tuple[str, ...], clean: Clean) -> None:
    """A short last sentence belongs to the article, behind a line or two of furniture as well."""
    article = clean(dump(SECOND, THIRD, *before, text, "Bagikan", "Terkini Lainnya", "Pasar Misal Kembali Ramai"))
    assert article.body == (FIRST, SECOND, THIRD, text)


AFTER = [
    ("Terkini Lainnya", "Pasar Misal Kembali Ramai", "Pasar Misal Kembali Ramai", "Daerah"),
    ("Editor: Rina Ilustrasi", "Ini bukan bagian dari berita."),
    ("Baca juga:", "Pasar Misal Kembali Ramai Usai Banjir Surut", "Perahu Kota Contoh Pensiun"),
    ("Share this article", "Copy link", "WhatsApp", "More from Harian Contoh", "All rights reserved"),
    ("Tag", "jembatan", "kota contoh", "Komentar", "Tulis komentar Anda"),
]


@pytest.mark.parametrize("lines", AFTER, ids=[lines[0] for lines in AFTER])
def test_what_stands_after_the_article_is_dropped(lines: tuple[str, ...], clean: Clean) -> None:
    """Related headlines, share bars, tags and credits below the article are no part of it."""
    article = clean(dump(SECOND, THIRD, *lines))
    assert article.body == (FIRST, SECOND, THIRD)
    assert all(roles(article)[line] is not Role.BODY for line in lines)


BEFORE = [
    ("Beranda", "Nasional", "Daerah", "Olahraga"),
    ("We use cookies to improve your experience. Accept all",),
    ("Bagikan artikel ini melalui", "Facebook", "Twitter"),
    ("Read Next : Pasar Misal Kembali Ramai",),
    ("Kota Contoh", "23 °C", "Berawan"),
]


@pytest.mark.parametrize("lines", [pytest.param(lines, id=lines[0]) for lines in BEFORE])
def test_what_stands_before_the_article_is_dropped(lines: tuple[str, ...], clean: Clean) -> None:
    """Menus, notices and share bars above the headline are no part of the article."""
    article = clean("\n".join((*lines, dump(SECOND, THIRD))))
    assert (article.title, article.body) == (TITLE, (FIRST, SECOND, THIRD))


def test_a_paragraph_told_twice_is_told_once(clean: Clean) -> None:
    """A whole paragraph that stands twice in a dump comes out once, and the verdict names the line it repeats."""
    article = clean(dump(SECOND, THIRD, SECOND))
    assert article.body == (FIRST, SECOND, THIRD)
    assert article.verdicts[-1].reason == "says the same as line 4"


def test_the_headline_again_is_no_paragraph(clean: Clean) -> None:
    """The headline under the date is recognised as the headline again."""
    article = clean(f"{TITLE}\n{DATE}\n{TITLE}\n{FIRST}\n{SECOND}\n{THIRD}")
    assert article.body == (FIRST, SECOND, THIRD)
    assert [verdict.reason for verdict in article.verdicts if verdict.role is Role.TITLE] == [
        "the headline",
        "the headline again",
    ]


def test_every_reason_is_a_reason(clean: Clean) -> None:
    """Each line of a dump has one verdict, in order, with a reason in words."""
    article = clean(dump(SECOND, "Baca juga: Pasar Misal", THIRD, "Editor: Rina Ilustrasi", "Terkini", "Pasar Misal"))
    assert [(verdict.line.number, verdict.role.value) for verdict in article.verdicts] == [
        *((1, "title"), (2, "date"), (3, "body"), (4, "body"), (5, "furniture"), (6, "body"), (7, "byline")),
        *((8, "furniture"), (9, "furniture")),
    ]
    assert all(verdict.reason for verdict in article.verdicts)


# ------------------------------------------------------------------ lines that are set apart


def test_a_hidden_line_is_dropped_with_its_reason(clean: Clean) -> None:
    """What a page hides is no paragraph, whatever it says, and its verdict says why."""
    page = f"<h1>{TITLE}</h1><p>{FIRST}</p><p hidden>{SECOND}</p><p>{THIRD}</p>"
    article = clean(page, "x.html")
    assert article.body == (FIRST, THIRD)
    told = {verdict.line.text: verdict.reason for verdict in article.verdicts}
    assert told[SECOND] == "hidden on the page"
    assert [verdict.line.number for verdict in article.verdicts] == [1, 2, 3, 4]
