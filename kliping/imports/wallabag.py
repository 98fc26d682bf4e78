"""A JSON export of Wallabag: pages that it saved. Each becomes a raw file, its bytes as they stand in the export.

So cleaning says of every line why it stays or goes, the page can be cleaned again, and its hash is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kliping.errors import Fault
from kliping.ingest.readers.content import Unreadable
from kliping.ingest.readers.data import parsed, pieces

FOLDER: Final = "wallabag"
EXPORT: Final = "export the articles from Wallabag as JSON"


@dataclass(frozen=True, slots=True)
class Piece:
    """One saved page: its name in the inbox and its bytes."""

    name: str
    data: bytes


def read(name: str, data: bytes) -> Iterator[Piece | Fault]:
    """The pages of an export; each has the name of its number in Wallabag, so that a later export brings only new ones."""
    try:
        found = pieces(data, by_line=False)
    except Unreadable as error:
        yield Fault(error.what, EXPORT, name)
        return
    for number, piece in found:
        value = parsed(piece)
        if not isinstance(value, dict) or not isinstance(value.get("url"), str):
            what = value if isinstance(value, str) else "is no article of Wallabag: it has no url"
            yield Fault(what, EXPORT, f"{name}, item {number}")
            continue
        own = str(value.get("id", ""))
        yield Piece(f"{FOLDER}/{own if re.fullmatch(r'[0-9]{1,12}', own) else f'item-{number:05}'}.json", piece)
