"""Pagefind's files in one order: it writes the values of filters, and which filters there are, as chance has it.

Only the files that tell of filters are written anew. They are CBOR (RFC 8949) packed with gzip, and what they hold names
them, so what names them is written anew as well.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

SIGNATURE: Final = b"pagefind_dcd"
ENTRY: Final = "pagefind-entry.json"
FILTERS: Final = 3
"""Which part of an index's table of contents tells of filters: lists of a name and of the file."""


class Unknown(ValueError):
    """The file is none of those that are known."""


def in_order(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same index, its files under names that follow from what they hold."""
    try:
        files = dict(made)
        entry = json.loads(files.pop(ENTRY))
        for language, told in entry["languages"].items():
            contents = decoded(unpacked(files.pop(f"pagefind.{told['hash']}.pf_meta")))
            contents[FILTERS] = sorted(
                [name, renamed(files, f"filter/{digest}.pf_filter", language)] for name, digest in contents[FILTERS]
            )
            data = encoded(contents)
            told["hash"] = f"{language}_{hashlib.sha256(data).hexdigest()[:10]}"
            files[f"pagefind.{told['hash']}.pf_meta"] = packed(data)
    except (ValueError, KeyError, IndexError, TypeError, OSError, EOFError, zlib.error, struct.error) as error:
        raise Unknown(str(error)) from error
    entry["languages"] = dict(sorted(entry["languages"].items()))
    files[ENTRY] = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    kept = {f"wasm.{told['wasm'] or 'unknown'}.pagefind" for told in entry["languages"].values()}
    return {path: files[path] for path in sorted(files) if not path.startswith("wasm.") or path in kept}


def renamed(files: dict[str, bytes], path: str, language: str) -> str:
    """The digest of a filter whose values are sorted; it takes the place of the one at `path`."""
    name, values = decoded(unpacked(files.pop(path)))
    data = encoded([name, sorted(values)])
    digest = f"{language}_{hashlib.sha256(data).hexdigest()[:7]}"
    files[f"filter/{digest}.pf_filter"] = packed(data)
    return digest


def unpacked(data: bytes) -> bytes:
    found = gzip.decompress(data)
    if not found.startswith(SIGNATURE):
        raise Unknown("no file of Pagefind")
    return found.removeprefix(SIGNATURE)


def packed(data: bytes) -> bytes:
    return gzip.compress(SIGNATURE + data, 9, mtime=0)


# ------------------------------------------------------------------ CBOR, as much as Pagefind has of it


UNSIGNED, NEGATIVE, TEXT, ARRAY = 0, 1, 3, 4
WIDTHS: Final = ((24, 1, ">B"), (25, 2, ">H"), (26, 4, ">I"), (27, 8, ">Q"))


def decoded(data: bytes) -> Any:
    """The value in CBOR: whole numbers, texts and lists of them."""
    value, end = value_at(data, 0)
    if end != len(data):
        raise Unknown("more than one value")
    return value


def value_at(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins at a byte, and where it ends."""
    kind, number, at = data[at] >> 5, data[at] & 31, at + 1
    if number > 23:
        size, form = next(((size, form) for mark, size, form in WIDTHS if mark == number), (0, ""))
        if not size:
            raise Unknown(f"CBOR of kind {kind} without a length")
        (number,), at = struct.unpack_from(form, data, at), at + size
    if kind in (UNSIGNED, NEGATIVE):
        return (number if kind == UNSIGNED else -1 - number), at
    if kind == TEXT:
        return data[at : at + number].decode(), at + number
    if kind != ARRAY:
        raise Unknown(f"CBOR of kind {kind}")
    found = []
    for _ in range(number):
        value, at = value_at(data, at)
        found.append(value)
    return found, at


def encoded(value: Any) -> bytes:
    """A value as CBOR, every number as short as it can be."""
    return b"".join(pieces(value))


def pieces(value: Any) -> Iterator[bytes]:
    if isinstance(value, int):
        yield head(UNSIGNED, value) if value >= 0 else head(NEGATIVE, -1 - value)
    elif isinstance(value, str):
        text = value.encode()
        yield head(TEXT, len(text))
        yield text
    else:
        yield head(ARRAY, len(value))
        for each in value:
            yield from pieces(each)


def head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    mark, _, form = next(each for each in WIDTHS if number < 256 ** each[1])
    return bytes([kind << 5 | mark]) + struct.pack(form, number)
