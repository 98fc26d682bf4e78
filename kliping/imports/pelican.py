"""A content folder of Pelican: its Markdown files. Where none is given, the day is the one that the file's name begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import PurePosixPath

from kliping.entries import slug_of
from kliping.imports import heads
from kliping.imports.items import Item, post, text

NAMED = re.compile(r"(\d{4}-\d{2}-\d{2})")
"""Pelican's own default of FILENAME_METADATA."""


def read(name: str, said: str, topics: Sequence[str], zone: tzinfo) -> Iterator[Item]:
    """The entry of one file. Raises Wrong."""
    if name.startswith("pages/"):
        yield Item(name, passed_over="a page, not an article: it may go into content/pages/, without its head")
        return
    found = heads.pelican(name, said)
    low = {key.lower(): value for key, value in found.values.items()}
    if text(low.get("status")).lower() == "skip":
        yield Item(name, passed_over="its status is skip")
        return
    if "date" not in low and (day := NAMED.match(PurePosixPath(name).name)):
        found = replace(found, values={**found.values, "date": day[1]})
    yield post(found, "pelican", slug_of(text(low.get("title")) or PurePosixPath(name).stem), topics, zone)
