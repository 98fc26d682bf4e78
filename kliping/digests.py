"""What lies in files, known by digests: only those are read again of which the disk says anything new.

As in `still`, a file is what it was if its size and its times are; one that was changed a moment before it was read may
change once more and say the same, so of such a one nothing is noted. A link says nothing of what it leads to.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from kliping import disk, still

FORMAT = 1
Stamp = tuple[int, int, int, int]


class Digests:
    """SHA-256 of files by path, kept in a file; without one, and when all are to be verified, nothing is known.

    `now` are those that are known for sure in this run, `taken` those of files that were read in it.
    """

    def __init__(self, file: Path | None = None, *, verify: bool = False) -> None:
        self.file = file
        self.known: Mapping[str, tuple[Stamp, bytes]] = {}
        found = disk.kept(str(file)) if file and not verify else None
        if isinstance(found, tuple) and len(found) == 2 and found[0] == FORMAT and isinstance(found[1], dict):
            self.known = found[1]
        self.now: dict[str, tuple[Stamp, bytes]] = {}
        self.taken: dict[str, bytes] = {}

    def of(self, path: str, file: str) -> bytes | None:
        """The digest of a file that is what it was; None if it has to be read."""
        known = self.known.get(path)
        if known is None or stamp_of(file) != known[0]:
            return None
        self.now[path] = known
        return known[1]

    def read(self, path: str, file: Path) -> bytes:
        """The bytes of a file, whose digest is taken. Raises OSError."""
        stamp, begun = stamp_of(str(file)), still.moment()
        data = file.read_bytes()
        self.taken[path] = made = hashlib.sha256(data).digest()
        if stamp is not None and not disk.is_fresh(stamp[:3], begun) and stamp == stamp_of(str(file)):
            self.now[path] = stamp, made
        return data

    def save(self) -> None:
        """Note what is known of the files that this run looked at. Raises OSError."""
        if self.file is not None and self.now != self.known:
            disk.keep(str(self.file), (FORMAT, self.now))


def stamp_of(file: str) -> Stamp | None:
    """Size, times and number of a file; None of what is none."""
    try:
        found = os.lstat(file)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
