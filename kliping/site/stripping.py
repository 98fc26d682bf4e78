"""Picture files without what they say of places, people and devices: the same picture, bit for bit, and nothing beside it.

Cameras write into a file where it was taken, by whom, with which device, and a small copy of what was cut off later. A file
is a row of marked pieces: those that make the picture are kept as they are, all others are left out, so nothing is
compressed anew. An orientation, without which a picture would lie on its side, is said again and alone. In an AVIF nothing may
move, because it names places by number: what does not belong to the picture is overwritten there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final


class Unreadable(ValueError):
    """The bytes are no whole picture; the text says why."""


def kind_of(data: bytes) -> str:
    """Which kind of picture these bytes are, whatever the file is called; empty if none that browsers show everywhere."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(PNG):
        return "png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and b"avif" in data[8 : 8 + int.from_bytes(data[:4], "big")][:64]:
        return "avif"
    return ""


def stripped(data: bytes) -> bytes:
    """The picture alone. Raises Unreadable."""
    try:
        return STRIPPING[kind_of(data)](data)
    except (IndexError, struct.error) as error:
        raise Unreadable(CUT) from error


CUT: Final = "the file ends in the middle of the picture"


def orientation(tiff: bytes) -> int:
    """How a picture is to be turned, as Exif says it; 1, which is not at all, if it does not."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    try:
        at = struct.unpack_from(f"{order}I", tiff, 4)[0] if order else 0
        for number in range(struct.unpack_from(f"{order}H", tiff, at)[0] if at else 0):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
            if (tag, kind) == (0x0112, 3) and value in range(1, 9):
                return int(value)
    except struct.error:
        return 1
    return 1


def turned(how: int) -> bytes:
    """Exif that says how a picture is to be turned, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, how, 0, 0)


# ------------------------------------------------------------------ JPEG

JPEG_MARK: Final = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
"""What ends the coded picture: any mark but the stuffed zero and restarts."""
EXIF, ICC, ADOBE, JFIF = b"Exif\0", b"ICC_PROFILE\0", b"Adobe", b"JFIF\0"
KEPT_OF_JPEG: Mapping[int, bytes] = {0xE0: JFIF, 0xE2: ICC, 0xEE: ADOBE}
"""Of what programs add, that which says how colours are meant."""
SOS, EOI, COM = 0xDA, 0xD9, 0xFE


def jpeg(data: bytes) -> bytes:
    """Up to the end of the first picture: what phones append is a second one, a film, or a copy with all that was known."""
    found, how, at = [data[:2]], 1, 2
    while True:
        mark = JPEG_MARK.match(data, at)
        if not mark:
            raise Unreadable(CUT if at >= len(data) else "its parts do not follow one another")
        kind, begun = mark[1][0], mark.end()
        if kind == EOI:
            break
        at = begun + struct.unpack_from(">H", data, begun)[0]
        part = data[begun:at]
        if kind == 0xE1 and part[2:].startswith(EXIF):
            how = orientation(part[8:])
        if kind == SOS:
            end = JPEG_MARK.search(data, at)
            if not end:
                raise Unreadable(CUT)
            part, at = data[begun : end.start()], end.start()
        if kind == COM or (0xE0 <= kind <= 0xEF and not part[2:].startswith(KEPT_OF_JPEG.get(kind, b"\0\0none"))):
            continue
        found.append(bytes((0xFF, kind)) + (jfif(part) if kind == 0xE0 else part))
    exif = EXIF + b"\0" + turned(how)
    if how != 1:
        found.insert(2 if found[1][1] == 0xE0 else 1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    return b"".join(found) + b"\xff\xd9"


def jfif(part: bytes) -> bytes:
    """The first piece of a JPEG without the small copy of the picture that it may hold."""
    return b"\0\x10" + part[2:14] + b"\0\0" if len(part) >= 16 else part


# ------------------------------------------------------------------ PNG

PNG: Final = b"\x89PNG\r\n\x1a\n"
KEPT_OF_PNG: Collection[bytes] = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI acTL fcTL fdAT".split()
)


def png(data: bytes) -> bytes:
    """The chunks that make the picture, up to its end."""
    found, at = [PNG], len(PNG)
    while True:
        size, kind = struct.unpack_from(">I4s", data, at)
        part = data[at : at + 12 + size]
        if len(part) < 12 + size:
            raise Unreadable(CUT)
        if kind in KEPT_OF_PNG:
            found.append(part)
        at += len(part)
        if kind == b"IEND":
            return b"".join(found)


# ------------------------------------------------------------------ GIF

KEPT_OF_GIF: Collection[bytes] = frozenset([b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"])


def gif(data: bytes) -> bytes:
    """The frames and their timing; comments and what programs add are left out."""
    at = 13 + table(data[10])
    found = [data[:at]]
    while data[at] != 0x3B:
        begun = at
        if data[at] == 0x2C:
            at = blocks_end(data, at + 11 + table(data[at + 9]))
            is_kept = True
        elif data[at] == 0x21:
            at = blocks_end(data, at + 2)
            is_kept = data[begun + 1] == 0xF9 or data[begun + 3 : begun + 14] in KEPT_OF_GIF
        else:
            raise Unreadable("its parts do not follow one another")
        if is_kept:
            found.append(data[begun:at])
    return b"".join(found) + b"\x3b"


def table(flags: int) -> int:
    """How many bytes the table of colours has that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def blocks_end(data: bytes, at: int) -> int:
    """Where a row of blocks ends, each of which begins with its size."""
    while size := data[at]:
        at += 1 + size
    return at + 1


# ------------------------------------------------------------------ WebP

KEPT_OF_WEBP: Collection[bytes] = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
SAYS_EXIF, SAYS_XMP = 0x08, 0x04


def webp(data: bytes) -> bytes:
    """The chunks that make the picture, and flags that tell of no others."""
    parts = dict[bytes, bytes]()
    found: list[bytes] = []
    for kind, part in chunks(data):
        parts.setdefault(kind, part)
        if kind in KEPT_OF_WEBP:
            found.append(part)
    exif = parts.get(b"EXIF", b"")[8:].removeprefix(EXIF + b"\0")
    how = orientation(exif)
    if b"VP8X" in parts:
        flags = parts[b"VP8X"][8] & ~(SAYS_EXIF | SAYS_XMP) | (SAYS_EXIF if how != 1 else 0)
        found[0] = found[0][:8] + bytes([flags]) + found[0][9:]
        if how != 1:
            found.append(b"EXIF" + struct.pack("<I", len(turned(how))) + turned(how))
    body = b"WEBP" + b"".join(found)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The pieces of a WebP, each with its kind; what is appended to it is no part of it."""
    at, end = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data) + 1:
        raise Unreadable(CUT)
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", data, at)
        part = data[at : at + 8 + size]
        if len(part) < 8 + size:
            raise Unreadable(CUT)
        yield kind, part + b"\0" * (size % 2)
        at += 8 + size + size % 2


# ------------------------------------------------------------------ AVIF

KEPT_OF_AVIF: Collection[bytes] = frozenset([b"ftyp", b"meta", b"mdat"])
KEPT_ITEMS: Collection[bytes] = frozenset([b"av01", b"grid", b"iovl", b"iden", b"tmap"])
"""Items of which a picture is made; all others say something about it."""
NOTHING_SAID: Final = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
"""Exif without a word."""


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of an AVIF: its kind, and where it and its content begin and end."""

    kind: bytes
    begun: int
    inner: int
    end: int


def avif(data: bytes) -> bytes:
    """The file with everything that is no picture overwritten where it stands."""
    made = bytearray(data)
    for box in boxes(data, 0, len(data)):
        if box.kind == b"moov":
            raise Unreadable("it is a film")
        if box.kind == b"meta":
            for kind, place, size in items(data, box):
                if kind == b"Exif":
                    made[place : place + size] = NOTHING_SAID[:size].ljust(size, b"\0")
                elif kind not in KEPT_ITEMS:
                    made[place : place + size] = b" " * size
        elif box.kind not in KEPT_OF_AVIF:
            made[box.begun + 4 : box.begun + 8] = b"free"
            made[box.inner : box.end] = bytes(box.end - box.inner)
    return bytes(made)


def boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        inner = at + 8
        if size == 1:
            size, inner = struct.unpack_from(">Q", data, inner)[0], at + 16
        size = size or end - at
        if size < inner - at or at + size > end:
            raise Unreadable(CUT)
        yield Box(kind, at, inner, at + size)
        at += size


def items(data: bytes, meta: Box) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and size of each run of bytes that an item of the file has."""
    inside = {box.kind: box for box in boxes(data, meta.inner + 4, meta.end)}
    if not {b"iinf", b"iloc"} <= set(inside):
        raise Unreadable("it does not say what it holds")
    kinds = dict(named(data, inside[b"iinf"]))
    stored = inside[b"idat"].inner if b"idat" in inside else 0
    for number, method, place, size in located(data, inside[b"iloc"]):
        begun = place + (stored if method == 1 else 0)
        if method > 1 or begun + size > len(data):
            raise Unreadable(CUT if method < 2 else "its parts stand inside one another")
        yield kinds.get(number, b""), begun, size


def named(data: bytes, iinf: Box) -> Iterator[tuple[int, bytes]]:
    """The number and the kind of each item."""
    is_wide = data[iinf.inner] > 0
    for box in boxes(data, iinf.inner + (8 if is_wide else 6), iinf.end):
        version = data[box.inner]
        if box.kind == b"infe" and version >= 2:
            form = ">H2x4s" if version == 2 else ">I2x4s"
            number, kind = struct.unpack_from(form, data, box.inner + 4)
            yield number, kind


def located(data: bytes, iloc: Box) -> Iterator[tuple[int, int, int, int]]:
    """Number, way of counting, place and size of each run of bytes."""
    version = data[iloc.inner]
    sizes = struct.unpack_from(">H", data, iloc.inner + 4)[0]
    of_offset, of_length, of_base, of_index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    at = iloc.inner + 6

    def number(size: int) -> int:
        nonlocal at
        at += size
        if at > iloc.end:
            raise Unreadable(CUT)
        return int.from_bytes(data[at - size : at], "big")

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(of_base)
        for _ in range(number(2)):
            number(of_index if version else 0)
            place = base + number(of_offset)
            yield item, method, place, number(of_length)


STRIPPING: Mapping[str, Callable[[bytes], bytes]] = {"jpg": jpeg, "png": png, "gif": gif, "webp": webp, "avif": avif}
