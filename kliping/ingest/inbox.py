"""Which files of the inbox are articles, which only came along with one, and which hold several."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator

from kliping.ingest.readers import data as records
from kliping.ingest.readers.content import Unreadable

SIDE_FILES = frozenset(["readme", "readme.txt", "readme.md", "thumbs.db", "desktop.ini", ".ds_store"])
UNFINISHED = (".part", ".crdownload", ".download", ".tmp", "~", ".swp")


def passed_over(path: str, all_paths: Collection[str]) -> str:
    """Why a path below `inbox/` is no article of its own; empty when it is one."""
    parts = path.split("/")
    name = parts[-1].lower()
    if any(part.startswith(".") for part in parts):
        return "hidden files are not articles"
    if name in SIDE_FILES:
        return "a note, not an article"
    if name.endswith(UNFINISHED):
        return "an unfinished download"
    for depth in range(1, len(parts)):
        folder = "/".join(parts[:depth])
        page = folder.removesuffix("_files")
        if page != folder and any(f"{page}{ending}" in all_paths for ending in (".html", ".htm")):
            return f"belongs to the saved page {page}.html"
    return ""


LINES = (".jsonl", ".ndjson")
SEVERAL = (".json", *LINES)
"""Endings of files that may hold several articles."""


def portions(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the raw files that a file becomes in the inbox: one an article.

    The number in a name is the article's in a list, or its line: a broken line becomes a file of its own as well,
    which is then set aside by that number.
    """
    found: list[tuple[int, bytes]] = []
    if name.lower().endswith(SEVERAL):
        with contextlib.suppress(Unreadable):  # it is put where it can be set aside with the reason
            found = records.pieces(data, by_line=name.lower().endswith(LINES))
    if len(found) < 2:
        yield name, data
        return
    width = max(4, len(str(found[-1][0])))
    for number, piece in found:
        yield f"{name.rpartition('.')[0]}-{number:0{width}}.json", piece
