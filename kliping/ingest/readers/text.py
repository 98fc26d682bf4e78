"""Text dumps, and the comments in which browsers say from where a page was saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kliping.ingest import lines as text_lines
from kliping.ingest.readers.content import Content
from kliping.ingest.readers.decoding import decode
from kliping.records import Hint


def read_text(data: bytes) -> Content:
    """Lines of a text dump in any encoding."""
    text, encoding = decode(data)
    return text_lines.split(text), tuple(saved_from(text[:4000])), encoding


def saved_from(text: str) -> Iterator[Hint]:
    """Address and time that browsers and SingleFile write into the first comment of a page."""
    if match := re.search(r"saved from url=\(\d+\)(https?://[^\s<>]+)", text):
        yield Hint("url", match[1], "the comment “saved from url”")
    if match := re.search(r"Page saved with SingleFile.{0,20}\burl: (https?://\S+)\s+saved date: ([^\n]+)", text, re.S):
        yield Hint("url", match[1], "SingleFile's comment")
        yield Hint("saved", match[2].strip(), "SingleFile's comment")
