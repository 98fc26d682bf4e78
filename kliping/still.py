"""Whether all is as the last build left it: then its account is the account of this build, too.

A build remembers the state of everything that it read, of the program, and of every file that it wrote, by size and by
when the disk says that it was changed (what git does, too). What depends on the clock is good until the next moment at
which anything could open, expire or be over, at most to the end of the day. Whatever differs, or cannot be read, makes a
build like any other. This module is loaded before all others and so imports next to nothing.
"""

from __future__ import annotations

import os
import sys
import time
import zlib

from kliping import disk
from kliping.disk import stamp_of

TYPE_CHECKING = False  # see disk.py
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

FORMAT = 1
LEDGER = "content/ledger.jsonl"


# ------------------------------------------------------------------ before anything is loaded


def replayed(given: Sequence[str], root: str) -> tuple[int, list[str]] | None:
    """The exit code of the last build and what it said, if a build would change nothing; else None."""
    asked = read(given)
    if asked is None:
        return None
    root = os.path.realpath(asked.pop("directory", "") or root)
    is_quiet = asked.pop("quiet", "")
    told = recalled(file_of(root, asked))
    try:
        if told is None or not is_same(told, root):
            return None
        return int(told["code"]), list(told["quiet" if is_quiet else "said"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


SWITCHES: Mapping[str, str] = {
    "-q": "quiet",
    "--quiet": "quiet",
}
VALUES: Mapping[str, str] = {
    "-C": "directory",
    "--directory": "directory",
    "-o": "output",
    "--output": "output",
    "-j": "",
    "--jobs": "",
}


def read(given: Sequence[str]) -> dict[str, str] | None:
    """What a build is asked for; None for other commands, and for anything that a build does not do every day."""
    asked: dict[str, str] = {}
    words = iter(given)
    for word in words:
        if word in SWITCHES:
            asked[SWITCHES[word]] = "yes"
        elif word in VALUES:
            value = next(words, "")
            if not value or value.startswith("-") or (not VALUES[word] and not value.isdecimal()):
                return None
            if VALUES[word]:
                asked[VALUES[word]] = value
        elif word != "build":
            return None
    return asked


def file_of(root: str, asked: Mapping[str, str]) -> str:
    """Where a build that was asked for this is remembered."""
    kept = {key: os.path.abspath(value) if key == "output" else value for key, value in asked.items()}
    return os.path.join(root, ".cache", f"still-{zlib.crc32(repr(sorted(kept.items())).encode()):08x}")


def recalled(file: str) -> dict[str, Any] | None:
    """What was remembered, if it is whole and of this program."""
    found = disk.kept(file)
    return found if isinstance(found, dict) and found.get("format") == [FORMAT, sys.version] else None


def is_same(told: Mapping[str, Any], root: str) -> bool:
    """Whether clock, environment, everything read and everything written are as they were."""
    since, until = told["clock"]
    if told["root"] != root or told["environment"] != environment() or not since <= clock() < until:
        return False
    folder = told["folder"] + os.sep
    return (
        all(stamp_of(path)[1] == changed for path, changed in told["folders"].items())
        and all(stamp_of(path) == stamp for path, stamp in told["files"].items())
        and all(stamp_of(folder + path) == stamp for path, stamp in told["outputs"].items())
    )


def clock() -> float:
    """Now, or what stands for it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return float(int(epoch)) if epoch else time.time()


def environment() -> dict[str, str]:
    """Settings that come from outside of site.toml, and what says where the zones' files are."""
    return {key: value for key, value in os.environ.items() if key.startswith("KLIPING_") or key == "PYTHONTZPATH"}


# ------------------------------------------------------------------ round a build


class Seen:
    """Folders and files with their stamps at one moment; `is_sure` unless a link leads where changes would go unseen.

    Of `libraries`, folders into which packages are put, only that is seen.
    """

    def __init__(self, places: Iterable[str], libraries: Iterable[str]) -> None:
        self.libraries = list(libraries)
        self.folders: dict[str, int] = {each: stamp_of(each)[1] for each in self.libraries}
        self.files: dict[str, disk.Stamp] = {}
        self.is_sure = True
        for place in places:
            if os.path.isdir(place):
                self.look(place)
            else:
                self.files[place] = stamp_of(place)

    def look(self, folder: str) -> None:
        """Take in a folder and all that is below it."""
        self.folders[folder] = stamp_of(folder)[1]
        with os.scandir(folder) as found:
            for each in found:
                if each.is_dir(follow_symlinks=False):
                    if each.name != "__pycache__":
                        self.look(each.path)
                elif each.is_symlink() and os.path.isdir(each.path):
                    self.is_sure = False
                else:
                    self.files[each.path] = stamp_of(each.path)


def moment() -> int:
    """Now, in nanoseconds: what a run reads from here on is no older."""
    return time.time_ns()


def remember(
    file: str,
    begun: int,
    before: Seen,
    after: Seen,
    *,
    root: str,
    clock: tuple[float, float],
    folder: str,
    outputs: Iterable[str],
    said: Sequence[str],
    quiet: Sequence[str],
    code: int,
) -> None:
    """Remember a build, if nobody changed anything under its hands; what cannot be written only costs time.

    `begun` is the moment before it read anything; `clock` is from when till when it is good, in seconds since 1970.
    """
    forget(file)
    own = {os.path.join(root, LEDGER)}
    changed = {path for path, _ in before.files.items() ^ after.files.items()} - own
    moved = {path for path, _ in before.folders.items() ^ after.folders.items()} - {os.path.join(root, "content")}
    if (
        changed
        or moved
        or not after.is_sure
        or any(disk.is_fresh(after.files[path], begun) for path in after.files if path not in own)
    ):
        return
    told = {
        "format": [FORMAT, sys.version],
        "root": root,
        "environment": environment(),
        "clock": clock,
        "folders": after.folders,
        "files": after.files,
        "folder": folder,
        "outputs": {path: stamp_of(os.path.join(folder, path)) for path in outputs},
        "said": list(said),
        "quiet": list(quiet),
        "code": code,
    }
    try:
        disk.keep(file, told)
    except OSError:
        return


def forget(file: str) -> None:
    """What was remembered of a build counts no more."""
    try:
        os.unlink(file)
    except OSError:
        return
