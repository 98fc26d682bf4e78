"""What bytes say once they are unpacked and their escapes are the signs that they stand for."""

from __future__ import annotations

import functools
import html
import importlib.util
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

DEPTH = 5
MOST = 64_000_000
GZIP, ZIP, ZLIB = b"\x1f\x8b\x08", b"PK\x03\x04", (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def readings(data: bytes, path: str = "", depth: int = DEPTH) -> Iterator[bytes]:
    """The bytes of a file and of everything that is packed in them, up to 64 MB each, as deep as anybody packs."""
    yield b"" if is_only_packed(data) else data  # among megabytes of chance something looks like an address of mail
    if depth:
        for inner in inside(data, path):
            if inner:
                yield from readings(inner, "", depth - 1)


def inside(data: bytes, path: str) -> Iterator[bytes]:
    """What is packed in these bytes: gzip wherever it begins, zlib, zip, and Brotli where it can be read."""
    at = data.find(GZIP) if GZIP[:1] in data else -1  # one byte is looked for ten times as fast as three
    while at >= 0:
        yield inflated(data[at:], zlib.MAX_WBITS | 16)
        at = data.find(GZIP, at + 1)
    if data[:2] in ZLIB:
        yield inflated(data, zlib.MAX_WBITS)
    if ZIP[-1:] in data and ZIP in data:
        yield from members(data)
    if path.endswith(".br") and importlib.util.find_spec("brotli"):
        brotli = importlib.import_module("brotli")
        try:
            yield brotli.decompress(data)
        except brotli.error:
            return


def is_only_packed(data: bytes) -> bool:
    """Whether bytes are one gzip stream from end to end, without a name or a comment before it or anything after it."""
    if not data.startswith(GZIP + b"\0"):
        return False
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        machine.decompress(data, MOST)
    except zlib.error:
        return False
    return machine.eof and not machine.unused_data


def inflated(data: bytes, bits: int) -> bytes:
    """What can be had of a compressed stream, whether or not it is whole."""
    machine, found = zlib.decompressobj(bits), b""
    try:
        found = machine.decompress(data, MOST)
    except zlib.error:
        return b""
    return found


def members(data: bytes) -> Iterator[bytes]:
    """The names and the files of a zip archive."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        yield "\n".join(archive.namelist()).encode("utf-8", "replace")
        for each in archive.infolist():
            if each.file_size <= MOST:
                yield archive.read(each)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError, zlib.error):
        return


ENTITY = re.compile(rb"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
PERCENT = re.compile(rb"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2})*")
"""It begins with a sign, not with a group: so `re` leaps from sign to sign instead of trying at each byte."""
ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|[nrtbf\"/\\])")


def plain(data: bytes) -> bytes:
    """Bytes with HTML entities, percent escapes and JSON escapes as the signs that they stand for."""
    if b"\\" in data:
        data = ESCAPE.sub(sign_of_escape, data)
    for _ in range(3):  # a feed escapes what was escaped before, and JSON the ampersands of that
        if b"&" not in data or (fresh := ENTITY.sub(sign_of_entity, data)) == data:
            break
        data = fresh
    if b"%" in data:
        data = PERCENT.sub(lambda found: unquote_to_bytes(found[0]), data)
    if b"\\" in data:
        data = ESCAPE.sub(sign_of_escape, data)
    return data


def sign_of_entity(found: re.Match[bytes]) -> bytes:
    return sign_of(found[0])


@functools.lru_cache(maxsize=1000)
def sign_of(entity: bytes) -> bytes:
    return html.unescape(entity.decode()).encode("utf-8", "replace")


def sign_of_escape(found: re.Match[bytes]) -> bytes:
    """The sign of a JSON escape; half of a pair of surrogates is no sign of a word."""
    return chr(int(found[1], 16)).encode("utf-8", "ignore") if found[1] else b" "


# ------------------------------------------------------------------ many at once

BOUNDARY = b"\x01"
"""Stands between two texts of a batch, a word by itself."""
BETWEEN = b" " + BOUNDARY + b" "


def batches(texts: Iterable[tuple[str, bytes]], size: int) -> Iterator[tuple[list[str], bytes]]:
    """Names and joined bytes of texts, some megabytes at a time."""
    names: list[str] = []
    held: list[bytes] = []
    total = 0
    for name, data in texts:
        names.append(name)
        held.append(data.replace(BOUNDARY, b" ") if BOUNDARY in data else data)
        total += len(data)
        if total >= size:
            yield names, BETWEEN.join(held)
            names, held, total = [], [], 0
    if names:
        yield names, BETWEEN.join(held)
