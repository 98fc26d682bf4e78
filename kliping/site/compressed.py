"""Files compressed beforehand, for servers that send them as they lie there: `index.html.gz` beside `index.html`.

They follow from the file beside them alone: neither its name nor a time stands in them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kliping.records import Output

LEAST: Final = 1024
"""Bytes of a file that is worth it: a smaller one is sent in one packet either way."""
TEXTS: Final = frozenset(("html", "css", "js", "mjs", "json", "jsonl", "webmanifest", "xml", "xsl", "txt", "csv", "bib", "svg"))  # fmt: skip
"""Endings of files that are texts; what is compressed already does not become smaller."""
ANY_SYSTEM: Final = b"\xff"


def gzip(data: bytes) -> bytes:
    """The same bytes on every system: the header would say on which one they were made."""
    made = zlib.compress(data, 9, wbits=31)
    return made[:9] + ANY_SYSTEM + made[10:]


def brotli(data: bytes) -> bytes:
    """Raises ImportError where the extra is not installed."""
    import brotli as library  # noqa: PLC0415 - an extra: pip install 'kliping[br]'

    made: bytes = library.compress(data, mode=library.MODE_TEXT, quality=11)
    return made


WAYS: Mapping[str, Callable[[bytes], bytes]] = {"gz": gzip, "br": brotli}
VERSION: Final = zlib.ZLIB_RUNTIME_VERSION.encode()
"""What the bytes follow from beside the data and this program; another Brotli is another program."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to lie beside another one: its path, how it is compressed, and what."""

    path: str
    way: str
    output: Output


def wanted(outputs: Collection[Output], ways: Iterable[str]) -> Iterator[Wanted]:
    """The compressed files of a site; where a file of that name is already, it stays."""
    taken = {each.path for each in outputs} if ways else frozenset[str]()
    for way in ways:
        for each in outputs:
            path = f"{each.path}.{way}"
            if each.path.rpartition(".")[2] in TEXTS and path not in taken and len(each.data) >= LEAST:
                yield Wanted(path, way, each)


def made(file: Wanted) -> bytes:
    """The bytes of a compressed file."""
    return WAYS[file.way](file.output.data)
