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
