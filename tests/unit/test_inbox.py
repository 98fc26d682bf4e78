"""Which files of the inbox are articles."""

from __future__ import annotations

import pytest

from kliping.ingest import inbox

ALL = [
    "inbox/Berita.html",
    "inbox/Berita_files/logo.png",
    "inbox/Berita_files/frame/iklan.html",
    "inbox/a/Kabar.htm",
    "inbox/a/Kabar_files/x.js",
    "inbox/catatan_files/catatan.txt",
    "inbox/2020/10/dump.txt",
]
PASSED_OVER = [
    ("inbox/.DS_Store", "hidden"),
    ("inbox/.git/config.txt", "hidden"),
    ("inbox/a/.berita.txt.swp", "hidden"),
    ("inbox/README", "a note"),
    ("inbox/a/readme.TXT", "a note"),
    ("inbox/Thumbs.db", "a note"),
    ("inbox/desktop.ini", "a note"),
    ("inbox/a.html.crdownload", "unfinished"),
    ("inbox/a.txt.part", "unfinished"),
    ("inbox/a.txt~", "unfinished"),
    ("inbox/Berita_files/logo.png", "belongs to the saved page inbox/Berita.html"),
    ("inbox/Berita_files/frame/iklan.html", "belongs to the saved page inbox/Berita.html"),
    ("inbox/a/Kabar_files/x.js", "belongs to the saved page inbox/a/Kabar.htm"),
]
ARTICLES = [
    *("inbox/Berita.html", "inbox/a/Kabar.htm", "inbox/2020/10/dump.txt", "inbox/catatan_files/catatan.txt"),
    *("inbox/readme-bukan.txt", "inbox/foto.png", "inbox/berita", "inbox/Judul dengan spasi é.txt", "inbox/_x.txt"),
]


@pytest.mark.parametrize(("path", "reason"), PASSED_OVER)
def test_what_only_came_along_is_passed_over(path: str, reason: str) -> None:
    """Hidden files, notes, half downloads and a saved page's folder are passed over, with a reason."""
    assert reason in inbox.passed_over(path, ALL)


@pytest.mark.parametrize("path", ARTICLES)
def test_everything_else_is_accounted_for_as_an_article(path: str) -> None:
    """Any other file is taken for an article, so that one which cannot be read is reported."""
    assert inbox.passed_over(path, ALL) == ""


# ------------------------------------------------------------------ several articles in one file

PORTIONS = [
    ("a.txt", b"[1, 2]", [("a.txt", b"[1, 2]")]),
    ("a.json", b'{"text": "x"}\n', [("a.json", b'{"text": "x"}\n')]),
    ("a.json", b'[{"text": "x"}]', [("a.json", b'[{"text": "x"}]')]),
    ("a.json", b'[{"b": 1}, {"b":2}]', [("a-0001.json", b'{"b": 1}'), ("a-0002.json", b'{"b":2}')]),
    ("f/a.JSONL", b'{"b": 1}\n\n{"b"\n', [("f/a-0001.json", b'{"b": 1}'), ("f/a-0003.json", b'{"b"')]),
    ("a.jsonl", b'{"b": 1}\n', [("a.jsonl", b'{"b": 1}\n')]),
    ("a.jsonl", b"\x89PNG", [("a.jsonl", b"\x89PNG")]),
    ("a.json", b'[{"b": 1}, {"b"', [("a.json", b'[{"b": 1}, {"b"')]),
]


@pytest.mark.parametrize(("name", "data", "expected"), PORTIONS, ids=range(len(PORTIONS)))
def test_a_file_of_several_articles_becomes_several(name: str, data: bytes, expected: list[tuple[str, bytes]]) -> None:
    """Each article of a list, or of a line, is a raw file of its own; what cannot be told apart stays whole."""
    assert list(inbox.portions(name, data)) == expected


def test_numbers_are_as_long_as_the_longest() -> None:
    """So that names sort as the articles stood."""
    names = [name for name, _ in inbox.portions("a.jsonl", b"{}\n" * 10_001)]
    assert (names[0], names[-1]) == ("a-00001.json", "a-10001.json")
    assert names == sorted(names)
