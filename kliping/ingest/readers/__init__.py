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

LARGEST = 30_000_000
"""Bytes of a file that is read: a page saved with all its pictures inside seldom has 20 MB."""
LONGEST = 2_000_000
"""Characters of a text that is cleaned: as many as in a novel of a thousand pages."""


def too_large(size: int) -> Unreadable:
    """What to say of a file that is not read for its size."""
    what = f"the file has {size / 1e6:.0f} MB, and an article at most {LARGEST / 1e6:.0f}"
    return Unreadable(what, "save the article alone, without its pictures; split a file of several with `kliping add`")


def read(raw: RawFile) -> RawArticle:
    """The raw article in a file; raises Unreadable."""
    suffix = raw.path.rsplit(".", 1)[-1].lower() if "." in raw.path.rsplit("/", 1)[-1] else ""
    if suffix not in READERS:
        raise Unreadable(
            f"no reader for “.{suffix}” files" if suffix else "no ending tells what kind of file it is", SAVE_AS
        )
    data = raw.data
    if len(data) > LARGEST:
        raise too_large(len(data))
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("the file is empty", "save the article again, or delete the file")
    lines, hints, encoding = READERS[suffix](data)
    if not lines:
        raise Unreadable("there is no text in the file", SAVE_AS)
    length = sum(len(line.text) for line in lines)
    if length > LONGEST:
        what = f"there is too much text in the file for an article: {length / 1e6:.1f} million characters"
        raise Unreadable(what, "save the article alone; a file of several articles is one for each")
    return RawArticle(raw.path, hashlib.sha256(data).hexdigest(), lines, hints, encoding)
