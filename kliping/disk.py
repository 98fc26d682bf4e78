"""What the disk says of a file, and values kept in files of their own. It is loaded before all else and so imports next to nothing."""

from __future__ import annotations

import marshal
import os
import zlib

TYPE_CHECKING = False  # loading typing would take a tenth of the time that a build with nothing new takes
if TYPE_CHECKING:
    from typing import Any

Stamp = tuple[int, int, int]
"""Size of a file, when its words and when anything of it was changed last; of a folder only the second."""
GONE: Stamp = (-1, -1, -1)
FRESH, FRESH_ON_COARSE_CLOCKS = 20_000_000, 2_000_000_000
"""Nanoseconds in which a file may change twice and the disk tells the same time."""


def stamp_of(path: str) -> Stamp:
    """The stamp of a file, GONE if there is none that can be looked at."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return GONE
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def is_fresh(stamp: Stamp, begun: int) -> bool:
    """Whether a file was changed so shortly before it was read that a later change might show the same time."""
    changed = max(stamp[1:])
    return changed > begun - (FRESH if changed % 1_000_000 else FRESH_ON_COARSE_CLOCKS)


def keep(file: str, value: Any) -> None:
    """Keep a plain value in a file, whole or not at all; raises OSError."""
    data = marshal.dumps(value)
    with open(f"{file}.part", "wb") as stream:
        stream.write(zlib.crc32(data).to_bytes(4, "big") + data)
    os.replace(f"{file}.part", file)


def kept(file: str) -> Any:
    """The value that is kept in a file; None if there is none, or it is damaged."""
    try:
        with open(file, "rb") as stream:
            data = stream.read()
        if zlib.crc32(data[4:]) != int.from_bytes(data[:4], "big"):
            return None
        return marshal.loads(data[4:])  # noqa: S302 - it makes values, runs nothing, and was summed up
    except (OSError, ValueError, EOFError, TypeError):
        return None
