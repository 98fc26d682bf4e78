"""Articles in several pages: addresses, numbers, and their lines as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping import ingest
from kliping.ingest import parts, readers
from kliping.records import Facts, Hint, Line, RawArticle, RawFile, Role, Status

FACTS = replace(ingest.load_facts(Path(ingest.__file__).parents[1], None, "UTC"), outlets=(), agencies=(), furniture=())
A = "https://x.example/kota/jembatan-rekaan"
ADDRESSES = [
    (A, A, 1),
    (f"{A}?page=2", A, 2),
    (f"{A}?page=2#isi", A, 2),
    (f"{A}?page=1", A, 1),
    (f"{A}?page=all", A, 1),
    (f"{A}?id=7&page=3", f"{A}?id=7", 3),
    (f"{A}/?page=2", A, 2),
    (f"{A}/2", A, 2),
    (f"{A}/2/", A, 2),
    (f"{A}/page/2/", A, 2),
    (f"{A}/halaman-2", A, 2),
    (f"{A}/all", A, 1),
    (f"{A}.html/3", f"{A}.html", 3),
    (f"{A}?p=2", A, 2),
    ("https://x.example/?p=2", "https://x.example/?p=2", 1),
    (f"{A}?p=1234", f"{A}?p=1234", 1),
    (f"{A}?page=77", f"{A}?page=77", 1),
    (f"{A}?page=", f"{A}?page=", 1),
    (f"{A}-2", f"{A}-2", 1),
    (f"{A}/0", f"{A}/0", 1),
    ("https://x.example/2020/10/2", "https://x.example/2020/10/2", 1),
    ("https://x.example/2020/10/2/#a", "https://x.example/2020/10/2", 1),
    ("https://x.example/read/1234567/2", "https://x.example/read/1234567", 2),
    ("", "", 1),
    ("https://[x", "https://[x", 1),
]


@pytest.mark.parametrize(("url", "whole", "number"), ADDRESSES)
def test_an_address_names_its_page(url: str, whole: str, number: int) -> None:
    """A page's number is told from what stands for the article, and only where it can mean nothing else."""
    assert (parts.whole(url), parts.number_of(url)) == (whole, number)


HINTS = [
    ("title", "Jembatan Rekaan - Halaman 2", 2),
    ("title", "Jembatan Rekaan | Page 3 of 4 | Harian Contoh", 3),
    ("title", "Brücke gebaut (Seite 2)", 2),
    ("title", "架空の橋 | 2ページ", 2),
    ("title", "Halaman 2 Buku Itu Kosong", 1),
    ("title", "Pengantin - Page Boys 2", 1),
    ("title", "Jembatan Rekaan 2", 1),
    ("prev", A, 2),
    ("prev", f"{A}?page=2", 3),
    ("prev", "https://x.example/kota/berita-lain", 1),
    ("next", f"{A}?page=2", 1),
]


@pytest.mark.parametrize(("key", "value", "number"), HINTS)
def test_a_page_names_its_number(key: str, value: str, number: int) -> None:
    """Where the address says nothing, the title's end or the page before it does."""
    assert parts.number_of(A, [Hint(key, value, "")]) == number


@given(st.text(max_size=60))
def test_an_address_without_its_page_stays_so(tail: str) -> None:
    """What is left is no page of anything any more, or the same address again."""
    for url in (f"{A}{tail}", tail):
        assert parts.number_of(parts.whole(url)) >= 1
        assert 1 <= parts.number_of(url) <= parts.MOST_PAGES


# ------------------------------------------------------------------ raw files that belong together

GLANCES = [
    (f"<!-- saved from url=(0040){A}?page=2 --><p>x", A, 2),
    (f"<!--\n Page saved with SingleFile \n url: {A}?page=2 \n saved date: x-->", A, 2),
    (f"<meta property='og:url' content='{A}?page=2'>", A, 2),
    (f'<link rel="canonical" href="{A}"><title>Jembatan - Halaman 3</title>', A, 3),
    (f'<link rel="canonical" href="{A}"/><link rel="prev" href="{A}?page=1">', A, 2),
    (f'{{"url": "{A}?page=2"}}', A, 2),
    (f"Judul\n\n{A}?page=2\n\nteks", A, 2),
    (f"Judul\n\n{A}?page=2\n\n{A}?page=3\n\nteks", A, 2),
    (f"Judul\n\n{A}?page=2\n\nhttps://x.example/lain\n", "", 1),
    (f"Judul lihat {A}?page=2 itu", "", 1),
    (f"<a href='{A}?page=2'>2</a>", "", 1),
]


@pytest.mark.parametrize(("text", "url", "number"), GLANCES, ids=range(len(GLANCES)))
def test_a_look_at_a_file_tells_its_page(text: str, url: str, number: int) -> None:
    """A file's own address is enough; those of others in it do not count."""
    assert parts.glance(RawFile("inbox/x", text.encode())) == (url, number)


def dump(path: str, url: str) -> RawFile:
    return RawFile(f"inbox/{path}", f"{url}\n\nkata".encode())


def test_pages_of_one_article_are_gathered() -> None:
    """The first page has the others, in their order; two files of one page, or of other articles, stay apart."""
    files = [
        dump("a.txt", f"{A}?page=3"),
        dump("b.txt", A),
        dump("c.txt", f"{A}?page=2"),
        dump("d.txt", f"{A}?page=2"),
        dump("e.txt", f"{A}-lain"),
        dump("f.txt", f"{A}-lain"),
        dump("g.txt", f"{A}-sepi?page=2"),
    ]
    found = parts.gathered(files)
    assert [file.path for file in found] == [f"inbox/{name}.txt" for name in "bdefg"]
    assert [page.path for page in found[0].pages] == ["inbox/c.txt", "inbox/a.txt"]
    assert not any(file.pages for file in found[1:])


# ------------------------------------------------------------------ their lines as one

FIRST = "Jembatan rekaan itu dibuka lagi setelah tiga bulan diperbaiki oleh warga kota."
SECOND = "Warga menyambut kabar karangan ini dengan pawai perahu di sungai yang tidak ada."


def article(path: str, *lines: str, hints: tuple[Hint, ...] = ()) -> RawArticle:
    return RawArticle(path, "0", tuple(Line(2 * n, text) for n, text in enumerate(lines, 1)), hints)


ONE = article("inbox/1", "Beranda", "Judul Rekaan", FIRST, "Bagikan", "Editor: Siti", hints=(Hint("title", "A", ""),))
TWO = article("inbox/2", "Beranda", "Judul Rekaan", SECOND, "Bagikan", "Editor: Siti", "Lagi", hints=(Hint("title", "B", ""), Hint("date", "2020", "")))  # fmt: skip


def test_pages_become_one_article() -> None:
    """All lines in order, numbered on; what stands twice is tagged on all pages but one; the first page's word counts."""
    whole = parts.joined([ONE, TWO])
    assert [(line.number, line.text, line.tag) for line in whole.lines] == [
        (2, "Beranda", ""),
        (4, "Judul Rekaan", ""),
        (6, FIRST, ""),
        (8, "Bagikan", "repeated"),
        (10, "Editor: Siti", "repeated"),
        (12, "Beranda", "repeated"),
        (14, "Judul Rekaan", "repeated"),
        (16, SECOND, ""),
        (18, "Bagikan", ""),
        (20, "Editor: Siti", ""),
        (22, "Lagi", ""),
    ]
    assert [(hint.key, hint.value) for hint in whole.hints] == [
        ("title", "A"),
        ("date", "2020"),
        ("pages", "inbox/1 from line 1; inbox/2 from line 11"),
    ]
    assert whole.path == "inbox/1"
    assert parts.joined([ONE]) == ONE


def origin(raws: Sequence[RawArticle], number: int) -> tuple[str, int]:
    """The file, and the line in it, of a line of the pages joined."""
    for raw in raws:
        last = raw.lines[-1].number if raw.lines else 0
        if number <= last:
            break
        number -= last
    return raw.path, number


@given(st.lists(st.lists(st.sampled_from(["a", "b", FIRST, SECOND, "c"])), min_size=1, max_size=4))
def test_no_line_is_lost_or_named_twice(pages: list[list[str]]) -> None:
    """Every line of every page is there, its number leads back to where it stood, and no text is repeated on all pages."""
    raws = [article(f"inbox/{n}", *lines) for n, lines in enumerate(pages)]
    whole = parts.joined(raws)
    assert [line.text for line in whole.lines] == [text for lines in pages for text in lines]
    assert [origin(raws, line.number) for line in whole.lines] == [
        (raw.path, line.number) for raw in raws for line in raw.lines
    ]
    assert {line.text for line in whole.lines if not line.tag} == {text for lines in pages for text in lines}


# ------------------------------------------------------------------ from the inbox to one entry

HEADLINE = "Jembatan Umpama Dibuka Lagi untuk Semua Warga"
PAGE = "<title>{title}</title><link rel=canonical href='{url}'><nav>Menu</nav><h1>{title}</h1><time datetime=2020-10-30>x</time>{body}<p>Hak karangan</p>"
BODIES = [f"<p>{FIRST} Bagian {n} berkata demikian.</p><p>{SECOND} Itu bagian {n}.</p>" for n in range(1, 4)]


def put(content: Path, number: int) -> None:
    file = content / "inbox" / f"jembatan-{number}.html"
    file.parent.mkdir(exist_ok=True)
    url = A if number == 1 else f"{A}?page={number}"
    file.write_text(PAGE.format(title=HEADLINE, url=url, body=BODIES[number - 1]))


def test_pages_in_the_inbox_become_one_entry(tmp_path: Path) -> None:
    """One entry of all pages, made from the first; the others say of which they are a page; the numbers add up."""
    for number in (2, 1, 3):
        put(tmp_path, number)
    outcomes = ingest.ingest(tmp_path, FACTS, tmp_path / "cache")
    assert [(outcome.path, outcome.status) for outcome in outcomes] == [
        ("inbox/jembatan-1.html", Status.CREATED),
        ("inbox/jembatan-2.html", Status.PASSED_OVER),
        ("inbox/jembatan-3.html", Status.PASSED_OVER),
    ]
    assert {outcome.entry for outcome in outcomes} == {outcomes[0].entry}
    assert "content/inbox/jembatan-1.html" in outcomes[1].warnings[0]
    text = (tmp_path / outcomes[0].entry).read_text()
    assert [text.count(f"bagian {n}.") for n in (1, 2, 3)] == [1, 1, 1]
    assert text.index("bagian 1.") < text.index("bagian 2.") < text.index("bagian 3.")
    again = ingest.ingest(tmp_path, FACTS, tmp_path / "cache")
    assert [outcome.status for outcome in again] == [Status.SAME, Status.PASSED_OVER, Status.PASSED_OVER]


def test_a_page_that_comes_later_is_joined(tmp_path: Path) -> None:
    """A further page, added by itself, makes the entry of the first one whole."""
    put(tmp_path, 1)
    (made,) = ingest.ingest(tmp_path, FACTS, tmp_path / "cache")
    put(tmp_path, 2)
    outcomes = ingest.ingest(tmp_path, FACTS, tmp_path / "cache", only=["inbox/jembatan-2.html"])
    assert [outcome.status for outcome in outcomes] == [Status.UPDATED, Status.PASSED_OVER]
    assert {outcome.entry for outcome in outcomes} == {made.entry}


def test_an_entry_made_from_a_later_page_is_offered_the_whole(tmp_path: Path) -> None:
    """Where the later page was there first, its entry stays as it is, and the whole article is proposed for it."""
    put(tmp_path, 2)
    (alone,) = ingest.ingest(tmp_path, FACTS, tmp_path / "cache")
    put(tmp_path, 1)
    outcomes = ingest.ingest(tmp_path, FACTS, tmp_path / "cache")
    assert [outcome.status for outcome in outcomes] == [Status.CAPTURE, Status.PASSED_OVER]
    assert {outcome.entry for outcome in outcomes} == {alone.entry}
    assert "kliping diff" in outcomes[0].warnings[0]


def test_a_repeated_line_says_so(made_up_facts: Facts) -> None:
    """What stands on several pages has a verdict with that reason."""
    files = [RawFile(f"inbox/{n}.html", PAGE.format(title=HEADLINE, url=A, body=BODIES[n]).encode()) for n in (0, 1)]
    raw = parts.joined([readers.read(file) for file in files])
    told = [verdict for verdict in ingest.clean(raw, made_up_facts).verdicts if verdict.line.tag == "repeated"]
    assert {verdict.line.text for verdict in told} == {"Menu", HEADLINE, "x", "Hak karangan"}
    assert {verdict.role for verdict in told} == {Role.FURNITURE}
    assert {verdict.reason for verdict in told} == {"stands on another page of the article too"}
