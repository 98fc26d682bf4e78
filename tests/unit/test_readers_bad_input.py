"""Files that were made to stop a reader, or that went wrong on the way: bounded time, a clear message."""

from __future__ import annotations

import base64
import gzip
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kliping import ingest
from kliping.errors import Fault
from kliping.ingest import readers
from kliping.records import Facts, RawFile

SECONDS = 20.0
"""Far more than any case takes on a slow machine, far less than quadratic code would."""
STORY = "Kalimat karangan ini panjang sekali dan tidak berarti apa pun di kota yang tidak ada. "
ARCHIVE = b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
ZEROS = b"\0" * 20_000_000
LAUGHS = b'<!DOCTYPE x [<!ENTITY a0 "lol">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


def packed(encoding: str, data: bytes) -> bytes:
    head = f"Content-Encoding: {encoding}\nContent-Transfer-Encoding: base64\n\n".encode()
    return ARCHIVE + head + base64.encodebytes(data) + b"\n--b--\n"


SET_ASIDE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a text of 50 MB": ("txt", lambda: STORY.encode() * 580_000, "the file has .. MB"),
    "a line of 5 MB": ("txt", lambda: STORY.encode() * 60_000, "too much text"),
    "a page of too much text": ("html", lambda: f"<p>{STORY}".encode() * 40_000, "too much text"),
    "a wrapped text without end": ("txt", lambda: (b"kata " * 14 + b"\n") * 100_000, "too much text"),
    "lines without end": ("txt", lambda: b"x\n" * 100_000, "no article"),
    "paragraphs without end": ("html", lambda: b"<p>x" * 100_000, "no article"),
    "a packed page": ("mhtml", lambda: packed("gzip", gzip.compress(ZEROS)), "is packed"),
    "a deflated page": ("mhtml", lambda: packed("deflate", zlib.compress(ZEROS)), "is packed"),
    "a page that is a gzip file": ("mhtml", lambda: packed("identity", gzip.compress(ZEROS)), "a gzip file"),
    "a page that is a zip file": ("mhtml", lambda: packed("identity", b"PK\x03\x04" + ZEROS), "a zip or office file"),
    "mails in mails": ("eml", lambda: b"Content-Type: message/rfc822\n\n" * 5000, "nested too deeply"),
    "containers in containers": (
        "eml",
        lambda: b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000)),
        "nested too deeply",
    ),
    "pictures in a mail": (
        "eml",
        lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: image/png\n\nx\n" * 10_000,
        "no text is in the mail",
    ),
    "a subject without end": ("eml", lambda: b"Subject: " + b"=?utf-8?Q?x?= " * 50_000 + b"\n\nkata", "no article"),
    "lists in lists": ("json", lambda: b"[" * 1_000_000, "nested too deeply"),
    "articles without end": ("jsonl", lambda: b'{"text": "a"}\n' * 100_000, "holds 100000 articles"),
    "laughs": ("xhtml", lambda: LAUGHS + b"]><html><p>&a11;</p></html>", "no article"),
    "JSON-LD in JSON-LD": (
        "html",
        lambda: b'<script type="application/ld+json">' + b'{"@graph":[' * 100_000 + b"</script><p>x",
        "no article",
    ),
    "JSON-LD without end": (
        "html",
        lambda: b'<script type="application/ld+json">[' + b'{"@graph":[]},' * 200_000 + b"1]</script><p>x",
        "no article",
    ),
    "tags without end": ("html", lambda: b"<" * 1_500_000, "no article|no headline"),
    "half tags": ("json", lambda: b'{"content": "' + b"<p<p " * 300_000 + b'"}', "no article|no headline"),
    "noise": ("txt", lambda: bytes(range(128, 256)) * 10_000, "not text"),
}


@pytest.mark.parametrize("name", SET_ASIDE)
def test_what_would_stop_a_reader_is_set_aside(name: str, made_up_facts: Facts) -> None:
    """A hostile file costs seconds, not minutes, and is set aside with what is wrong and what to do."""
    ending, data, what = SET_ASIDE[name]
    began = time.process_time()
    found = ingest.clean_file(RawFile(f"inbox/x.{ending}", data()), made_up_facts)
    assert time.process_time() - began < SECONDS
    assert isinstance(found, Fault)
    assert re.search(what, found.what), found.what
    assert found.remedy


DEEP = 100_000
READ: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "blocks in blocks": ("html", lambda: b"<div>" * DEEP + b"kata", "kata"),
    "text at every depth": ("html", lambda: b"<div>kata " * DEEP, "kata"),
    "fonts in fonts": ("html", lambda: b"<font>" * DEEP + b"<p>kata" + b"</div>" * DEEP, "kata"),
    "tables in tables": ("html", lambda: b"<table><tr><td>" * 30_000 + b"</p></b></i>" * 30_000 + b"kata", "kata"),
    "times in blocks": ("html", lambda: b"<div><time datetime=2020-10-30>kata</time>" * 30_000, "kata"),
    "veils in veils": ("html", lambda: b"<div hidden>" * DEEP + b"kata", "kata"),
    "stray zeros": ("txt", lambda: (b"kata kata kata kata kata\0 kata\n") * 500, "kata kata kata kata kata kata"),
    "zeros in a page": ("html", lambda: b"<p>ka\0ta</p>" + b"<p>kata</p>" * 99, "kata"),
    "signs that turn text round": ("txt", "\u202ekata\u202c \u2067kata\u2069\u200f".encode, "kata kata"),
    "parts in a mail": (
        "eml",
        lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nkata\n" * 10_000,
        "kata",
    ),
    "a word without end": ("txt", lambda: b"kata" * 400_000, "kata" * 400_000),
    "spaces without end": ("html", lambda: b"<p>kata" + b" " * 2_000_000 + b"kata", "kata kata"),
}


@pytest.mark.parametrize("name", READ)
def test_what_looks_hopeless_is_read_all_the_same(name: str) -> None:
    """Nested, cut or soiled: the text is there, in bounded time."""
    ending, data, text = READ[name]
    began = time.process_time()
    found = readers.read(RawFile(f"inbox/x.{ending}", data()))
    assert time.process_time() - began < SECONDS
    assert {line.text for line in found.lines} == {text}


def test_nothing_of_a_page_that_is_nested_too_deeply_is_lost() -> None:
    """Where the parser gives up, the page is read without its nesting."""
    page = "<h1>Judul</h1>" + "".join(f"<div><span>baris {number}</span>" for number in range(5000))
    found = readers.read(RawFile("inbox/x.html", page.encode()))
    assert [line.text for line in found.lines] == ["Judul", *(f"baris {number}" for number in range(5000))]


WITHOUT_A_MARK = [
    "Это вымышленный текст о городе, которого нет.\n",
    "Αυτή είναι μια φανταστική πόλη.\n",
    "هذا نص مختلق عن مدينة لا وجود لها.\n",
    "यह एक काल्पनिक शहर की कहानी है।\n",
    "这是一个虚构的城市，没有人住在那里。\n第二段也是虚构的内容。\n",
    "これは架空の町の話です。\n誰もそこに住んでいません。\n",
    "이것은 가상의 도시에 대한 이야기입니다.\n",
    "นี่คือเรื่องแต่งเกี่ยวกับเมือง ที่ไม่มีจริง\n",
    "kata é 😀 kata\n",
]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("times", [1, 300])
@pytest.mark.parametrize("text", WITHOUT_A_MARK)
def test_utf_16_without_a_mark_is_read_in_any_script(text: str, times: int, encoding: str) -> None:
    """Which byte comes first shows in spaces and full stops, whatever the letters are."""
    assert readers.decode((text * times).encode(encoding)) == (text * times, encoding)


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    """What is beyond the limit is set aside by its size alone."""
    (tmp_path / "inbox").mkdir()
    with (tmp_path / "inbox" / "x.txt").open("wb") as file:
        file.truncate(20_000_000_000)
    (found,) = ingest.ingest(tmp_path, Facts(), tmp_path / "cache")
    assert found.fault is not None
    assert "20000 MB" in found.fault.what
