"""Bytes of a saved file to lines, and what a page's markup says of itself."""

from __future__ import annotations

import hashlib

import pytest

from kliping.ingest import readers
from kliping.records import Hint, Line, RawArticle, RawFile


def read(data: str | bytes, name: str = "inbox/x.html") -> RawArticle:
    return readers.read(RawFile(name, data.encode() if isinstance(data, str) else data))


def texts(data: str | bytes, name: str = "inbox/x.html") -> list[str]:
    return [line.text for line in read(data, name).lines]


def hints(data: str, key: str) -> list[str]:
    return [hint.value for hint in read(data + "<p>kata</p>").hints if hint.key == key]


# ------------------------------------------------------------------ files

UNREADABLE = [
    ("inbox/x.txt", b"", "empty"),
    ("inbox/x.html", b" \r\n\t\n", "empty"),
    ("inbox/x.txt", b"\xef\xbb\xbf\n", "empty"),
    ("inbox/x.txt", b"\xff\xfe\0\0", "empty"),
    ("inbox/x.txt", b"\0" * 500, "empty"),
    ("inbox/x.txt", b"%PDF-1.7 ...", "a PDF"),
    ("inbox/x.html", b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
    ("inbox/x.txt", b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
    ("inbox/x.txt", b"GIF89a\1\0", "a picture"),
    ("inbox/x.txt", b"PK\x03\x04\x14\0", "a zip or office file"),
    ("inbox/x.html", b"\x1f\x8b\x08\0", "a gzip file"),
    ("inbox/x.txt", bytes(range(256)) * 20, "not text"),
    ("inbox/x.pdf", b"%PDF-1.7", "no reader for “.pdf” files"),
    ("inbox/x.DOCX", b"x", "no reader for “.docx” files"),
    ("inbox/dump", b"kata", "no ending"),
    ("inbox/folder.txt/dump", b"kata", "no ending"),
    ("inbox/x.html", b"<html><body><script>var kata = 1</script></body></html>", "no text"),
    ("inbox/x.html", b"<!-- kata -->", "text|read"),
    ("inbox/x.txt", "\u200b\u200e".encode(), "no text"),
]


@pytest.mark.parametrize(("name", "data", "what"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_cannot_be_read_says_what_it_is(name: str, data: bytes, what: str) -> None:
    """A file without text names what is wrong and what to do."""
    with pytest.raises(readers.Unreadable, match=what) as caught:
        read(data, name)
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["inbox/x.txt", "inbox/x.TXT", "inbox/x.text", "inbox/a b.c.txt", "inbox/.txt"])
def test_a_text_dump_is_read_by_its_ending(name: str) -> None:
    """Endings count in any case; the raw article knows path, hash and encoding."""
    article = read("satu\n\ndua", name)
    assert article == RawArticle(
        name,
        hashlib.sha256(b"satu\n\ndua").hexdigest(),
        (Line(1, "satu", blank_before=True), Line(3, "dua", blank_before=True)),
        (),
        "utf-8",
    )


@pytest.mark.parametrize("name", ["inbox/x.html", "inbox/x.htm", "inbox/x.xhtml", "inbox/x.HTML"])
def test_a_page_is_read_by_its_ending(name: str) -> None:
    """Pages are read as pages, whatever the ending's case."""
    assert texts("<p>satu<p>dua", name) == ["satu", "dua"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("kata é".encode(), "utf-8"),
        ("kata é".encode("utf-8-sig"), "utf-8-sig"),
        ("kata é kata".encode("utf-16"), "utf-16"),
        ("kata kata kata".encode("utf-16-le"), "utf-16-le"),
        ("kata kata kata é kata kata".encode("cp1252"), "cp1252"),
        (b"kata \0 kata" + b" kata" * 100, "utf-8"),
    ],
)
def test_the_encoding_is_told(data: bytes, encoding: str) -> None:
    """The raw article says in which encoding the file was."""
    article = read(data, "inbox/x.txt")
    assert article.encoding == encoding
    assert article.lines[0].text.startswith("kata")


# ------------------------------------------------------------------ blocks of a page

PAGES = [
    ("<p>satu <b>dua</b> tiga</p>", ["satu dua tiga"]),
    ("<p>sa<b>tu</b></p>", ["satu"]),
    ("<p>satu<br>dua<br/><br>tiga</p>", ["satu", "dua", "tiga"]),
    ("<div>satu<p>dua</p>tiga</div>", ["satu", "dua", "tiga"]),
    ("<ul><li>satu<li>dua</ul>", ["satu", "dua"]),
    ("<table><tr><td>satu</td><td>dua</td></tr></table>", ["satu", "dua"]),
    ("satu<script>dua</script>tiga", ["satutiga"]),
    ("<p>satu<!-- dua -->tiga</p>", ["satutiga"]),
    ("<p>satu<?php dua ?>tiga</p>", ["satutiga"]),
    ("<style>x</style><noscript>y</noscript><template>z</template><p>satu</p>", ["satu"]),
    ("<p hidden>satu</p><p style='Display : NONE'>dua</p><p>tiga</p>", ["tiga"]),
    ("<div hidden><p>satu</p><ul><li>dua</li></ul></div>tiga", ["tiga"]),
    ("<div hidden>satu<div>dua</div>tiga</div><p>empat</p>", ["empat"]),
    ("<textarea>satu</textarea><select><option>dua</option></select><p>tiga</p>", ["tiga"]),
    ("<svg><text>satu</text></svg><math><mi>x</mi></math><p>dua</p>", ["dua"]),
    ("<p>satu&nbsp;dua &amp; &lt;tiga&gt; &copy; &#8212; &eacute;</p>", ["satu dua & <tiga> © — é"]),
    ("<p>  satu\n\n  dua\t</p>", ["satu dua"]),
    ("<p>satu<p>dua", ["satu", "dua"]),
    ("<body>satu</body>", ["satu"]),
    ("satu", ["satu"]),
    ("<p>ka&shy;ta ka<wbr>ta</p>", ["kata kata"]),
    ("<h1>Judul</h1><figure><img alt='x'><figcaption>Foto</figcaption></figure>", ["Judul", "Foto"]),
    ("<p>satu</p></div></p><p>dua</p>", ["satu", "dua"]),
    ("<title>x</title><article><p>satu</p></article>", ["satu"]),
    ("<html lang=id><meta charset=utf-8><title>x</title><main>satu<section>dua</section></main>", ["satu", "dua"]),
    ("<?xml version='1.0' encoding='utf-16'?><html xmlns='http://www.w3.org/1999/xhtml'><p>satu</p></html>", ["satu"]),
]


@pytest.mark.parametrize(("page", "expected"), PAGES, ids=range(len(PAGES)))
def test_the_lines_of_a_page(page: str, expected: list[str]) -> None:
    """A block is a line; what the page does not show is set apart."""
    assert [line.text for line in read(page).lines if line.tag != "hidden"] == expected


HIDDEN = [
    ("<p hidden>satu</p><p style='Display : NONE'>dua</p><p>tiga</p>", ["satu", "dua"]),
    ("<div hidden>a<p>satu</p><ul><li>dua</li></ul>b</div>tiga", ["a", "satu", "dua", "b"]),
    ("<p>satu <span hidden>dua <b>tiga</b></span> empat</p>", ["dua tiga"]),
    ("<noscript><p>y</p></noscript><template>z</template><p>satu</p>", ["y", "z"]),
    ("<div hidden><script>x</script><style>y</style><svg><text>z</text></svg>satu</div>dua", ["satu"]),
    ("<div hidden><div hidden>satu</div>dua</div>tiga", ["satu", "dua"]),
    ("<textarea>satu</textarea><select><option>dua</option></select><p>tiga</p>", ["satu", "dua"]),
    ("<p hidden></p><p>satu</p>", []),
]


@pytest.mark.parametrize(("page", "expected"), HIDDEN, ids=range(len(HIDDEN)))
def test_hidden_text_is_read_and_said_to_be_hidden(page: str, expected: list[str]) -> None:
    """What a page hides has lines of its own, tagged as hidden, but for scripts, styles and drawings."""
    lines = read(page).lines
    assert [line.text for line in lines if line.tag == "hidden"] == expected
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


STORY = "".join(
    f"<p>Ini kalimat karangan nomor {number} tentang kota yang tidak ada di peta mana pun.</p>" for number in range(9)
)


@pytest.mark.parametrize(
    "page",
    [
        f"<body style='display:none'><p>Menu</p>{STORY}</body>",
        f"<p>Memuat …</p><div hidden>{STORY}</div>",
        f"<div hidden><div style='display: none'>{STORY}</div></div>",
        "<p>Memuat …</p>" + STORY.replace("<p>", "<p hidden>"),
        f"<template>{STORY}</template>",
    ],
)
def test_an_article_that_waits_for_a_script_counts_as_shown(page: str) -> None:
    """When a page hides most of its prose, its prose is the article that a script shows."""
    assert len([line for line in read(page).lines if line.tag == "p"]) >= 9


def test_what_is_hidden_inside_a_hidden_article_stays_hidden() -> None:
    """Only the outermost veil is lifted."""
    lines = read(f"<div hidden>{STORY}<p hidden>Rahasia.</p></div>").lines
    assert [line.text for line in lines if line.tag == "hidden"] == ["Rahasia."]


def test_lines_of_a_page_are_numbered() -> None:
    """Blocks count from one, without gaps."""
    assert [line.number for line in read("<p>satu</p><p></p><div><p>dua</p></div>tiga").lines] == [1, 2, 3]


@pytest.mark.parametrize(
    ("page", "tag"),
    [
        ("<p>x</p>", "p"),
        ("<div>x</div>", ""),
        ("<h2><span>x</span></h2>", "h2"),
        ("<nav><ul><li>x</li></ul></nav>", "nav"),
        ("<aside><p>x</p></aside>", "aside"),
        ("<article><footer><p>x</p></footer></article>", "footer"),
        ("<form><p>x</p></form>", "form"),
        ("<button>x</button>", "button"),
        ("<figure><figcaption><p>x</p></figcaption></figure>", "p"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<table><td>x</td></table>", "td"),
        ("<amp-sidebar><ul><li>x</li></ul></amp-sidebar>", "amp-sidebar"),
    ],
)
def test_a_line_knows_its_tag(page: str, tag: str) -> None:
    """A line carries the tag that says most about it, first of all that of a part beside the article."""
    assert [line.tag for line in read(page).lines] == [tag]


@pytest.mark.parametrize(
    ("page", "linked"),
    [
        ("<p>x</p>", 0.0),
        ("<p><a href=x>kata</a></p>", 1.0),
        ("<p><a href=x><b>ka</b>ta</a></p>", 1.0),
        ("<p>12345<a href=x>12345</a></p>", 0.5),
        ("<a href=x><p>kata</p></a>", 1.0),
    ],
)
def test_a_line_knows_how_much_of_it_is_links(page: str, linked: float) -> None:
    """The share of link text tells a list of links from a paragraph with one."""
    assert [line.linked for line in read(page).lines] == [pytest.approx(linked)]


def test_a_deeply_nested_page_is_read_whole() -> None:
    """However deep a page is nested, its text is read: nothing vanishes silently."""
    assert texts("<div>" * 400 + "<p>kata</p>" + "</div>" * 400 + "<p>kata lagi</p>") == ["kata", "kata lagi"]


# ------------------------------------------------------------------ what markup says

LD = '<script type="application/ld+json">{}</script>'
HINTS = [
    ('<meta property="og:url" content="https://x.example/a">', "url", ["https://x.example/a"]),
    ('<link rel="canonical" href="https://x.example/b">', "url", ["https://x.example/b"]),
    ('<link rel="canonical" href="/b">', "url", []),
    ('<meta property="og:title" content="  Judul\n berita ">', "title", ["Judul berita"]),
    ("<title>Judul | X</title><h1>Judul</h1>", "title", ["Judul", "Judul | X"]),
    ("<h1>Satu</h1><h1>Dua</h1>", "title", []),
    ("<h1>Satu</h1><h1>Satu</h1><h1></h1>", "title", ["Satu"]),
    ('<meta property="article:published_time" content="2020-10-30T18:45:00Z">', "date", ["2020-10-30T18:45:00Z"]),
    ('<meta itemprop="datePublished" content="2020-10-30">', "date", ["2020-10-30"]),
    ('<time datetime="2020-10-30T18:45">x</time>', "date", ["2020-10-30T18:45"]),
    ('<aside><time datetime="2020-10-30">x</time></aside>', "date", []),
    ('<meta property="article:modified_time" content="2020-10-31">', "modified", ["2020-10-31"]),
    ('<meta property="og:site_name" content="X">', "outlet", ["X"]),
    ('<meta name="author" content="Siti Rekaan">', "author", ["Siti Rekaan"]),
    ('<meta name="author" content="">', "author", []),
    ('<html lang="id-ID">', "lang", ["id-ID"]),
    (LD.format('{"@type": "NewsArticle", "headline": "Judul"}'), "title", ["Judul"]),
    (LD.format('[{"@type": ["X", "Article"], "headline": "Judul"}]'), "title", ["Judul"]),
    (
        LD.format('{"@graph": [{"@type": "WebPage", "headline": "A"}, {"@type": "Article", "headline": "B"}]}'),
        "title",
        ["B"],
    ),
    (LD.format('{"@type": "Product", "headline": "Judul"}'), "title", []),
    (LD.format('{"@type": "Article", "author": {"name": "A B"}}'), "author", ["A B"]),
    (
        LD.format('{"@type": "Article", "author": [{"name": "A B"}, "C D", null, 3, {"name": 4}]}'),
        "author",
        ["A B", "C D"],
    ),
    (LD.format('{"@type": "Article", "publisher": {"name": "X"}}'), "outlet", ["X"]),
    (LD.format('{"@type": "Article", "datePublished": "2020-10-30", "dateModified": 7}'), "date", ["2020-10-30"]),
    (LD.format('{"@type": "Article", "headline": "Judul\nberita"}'), "title", ["Judul berita"]),
    (LD.format('{"@type": "Article", "headline": '), "title", []),
    (LD.format("[[[[]]]]"), "title", []),
    (LD.format("[" * 20_000), "title", []),
    (LD.format('{"@type": {"a": 1}}'), "title", []),
    (LD.format('{"@type": null, "@graph": "x"}'), "title", []),
    (LD.format(""), "title", []),
]


@pytest.mark.parametrize(("page", "key", "expected"), HINTS, ids=range(len(HINTS)))
def test_what_a_page_says_of_itself(page: str, key: str, expected: list[str]) -> None:
    """JSON-LD, meta, headings and title give hints, in order of trust; broken ones give none."""
    assert hints(page, key) == expected


def test_hints_come_in_order_of_trust() -> None:
    """JSON-LD goes before meta, meta before headings, headings before the title."""
    page = "<title>D</title><h1>C</h1><meta property='og:title' content='B'>" + LD.format(
        '{"@type": "Article", "headline": "A"}'
    )
    assert [(hint.value, hint.source) for hint in read(page).hints] == [
        ("A", "JSON-LD headline"),
        ("B", "<meta og:title>"),
        ("C", "<h1>"),
        ("D", "<title>"),
    ]


def test_an_address_may_have_spaces_round_it() -> None:
    """White space round the canonical address does not count, as in browsers."""
    assert hints('<link rel="canonical" href=" https://x.example/b\n">', "url") == ["https://x.example/b"]


def test_the_title_of_an_icon_is_no_title() -> None:
    """`<svg><title>Facebook</title>` names an icon, not the article."""
    assert hints("<title>Judul</title><svg><title>Facebook</title></svg>", "title") == ["Judul"]


SAVED = [
    ("<!-- saved from url=(0021)https://x.example/abc -->", {"url": "https://x.example/abc"}),
    ("<!-- saved from url=(0014)about:internet -->", {}),
    (
        "<!--\n Page saved with SingleFile \n url: https://x.example/a?b=c \n saved date: Sat Oct 31 2020 09:15:00 GMT+0700 (WIB)\n-->",
        {"url": "https://x.example/a?b=c", "saved": "Sat Oct 31 2020 09:15:00 GMT+0700 (WIB)"},
    ),
    ("<p>saved from url</p>", {}),
]


@pytest.mark.parametrize(("page", "expected"), SAVED)
@pytest.mark.parametrize("name", ["inbox/x.html", "inbox/x.txt"])
def test_who_saved_a_page_says_from_where(page: str, expected: dict[str, str], name: str) -> None:
    """The comments of browsers and SingleFile give the address and the time of saving."""
    found = read(f"<!DOCTYPE html>\n{page}<p>kata</p>", name).hints
    assert {hint.key: hint.value for hint in found} == expected


def test_a_dump_has_no_other_hints() -> None:
    """A text dump does not speak through markup."""
    assert read('<meta property="og:title" content="Judul">', "inbox/x.txt").hints == ()
    assert read('<meta property="og:title" content="Judul"><p>x').hints == (Hint("title", "Judul", "<meta og:title>"),)
