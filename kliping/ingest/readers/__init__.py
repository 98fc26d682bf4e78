"""Bytes of a saved file to a raw article: one reader for each kind, listed in `READERS`.

To add a kind of file, write a module with a function from bytes to lines and hints, and add
one line to the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from kliping.ingest.readers.content import SAVE_AS, Content, Unreadable
from kliping.ingest.readers.data import read_json, read_json_lines
from kliping.ingest.readers.decoding import decode
from kliping.ingest.readers.html import read_html
from kliping.ingest.readers.mail import read_archive, read_mail
from kliping.ingest.readers.text import read_text
from kliping.records import RawArticle, RawFile

__all__ = ("READERS", "Unreadable", "decode", "read")

READERS: Mapping[str, Callable[[bytes], Content]] = {
    "txt": read_text,
    "text": read_text,
    "html": read_html,
    "htm": read_html,
    "xhtml": read_html,
    "mhtml": read_archive,
    "mht": read_archive,
    "eml": read_mail,
    "json": read_json,
    "jsonl": read_json_lines,
    "ndjson": read_json_lines,
}


def read(raw: RawFile) -> RawArticle:
    """The raw article in a file; raises Unreadable."""
    suffix = raw.path.rsplit(".", 1)[-1].lower() if "." in raw.path.rsplit("/", 1)[-1] else ""
    if suffix not in READERS:
        raise Unreadable(
            f"no reader for “.{suffix}” files" if suffix else "no ending tells what kind of file it is", SAVE_AS
        )
    if not raw.data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("the file is empty", "save the article again, or delete the file")
    lines, hints, encoding = READERS[suffix](raw.data)
    if not lines:
        raise Unreadable("there is no text in the file", SAVE_AS)
    return RawArticle(raw.path, hashlib.sha256(raw.data).hexdigest(), lines, hints, encoding)
