"""What was made before, by what it was made from: pure results that take longer to make than to find.

A memory is a folder of shelves in `.cache/`. A shelf is two files: values one after the other, and an index that says where
each lies, so that only what is needed is read. Keys are digests of everything that a value follows from; the program itself
and the libraries are part of the index's first line. Nothing here is needed: what is unreadable, damaged or of another
program is made again, in silence. Values come back only as records of this program, never as code.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import io
import operator
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, TypeVar, cast
from zoneinfo import ZoneInfo

from kliping import disk, work
from kliping.digests import Digests

FORMAT = "1"
IDLE = 4
"""Runs after which a value that nobody asked for is dropped: drafts and the published site take turns."""
MOST_DEAD = 0.5
MOST_HELD = 4_000_000
"""Bytes of new values that a shelf holds before it writes them."""
BATCH = 96
"""So many small values lie together, about."""
WORTH_PROCESSES = 300
"""So many values take longer than the start of processes that make them."""
Made = TypeVar("Made")
Item = TypeVar("Item")


# ------------------------------------------------------------------ values as bytes


@functools.cache
def way(of: Hashable) -> Callable[[Any], tuple[Any, ...]] | None:
    """How a value of a type is taken apart: what makes it, and from what; None where pickle knows that itself.

    Of fields that are given by name only those are told that are not as they are by default. A field whose metadata say
    `told=False` is no part of the value.
    """
    if of is MappingProxyType:
        return lambda value: (dict, (dict(value),))
    if of is ZoneInfo:
        return lambda value: (ZoneInfo, (value.key,))
    if not isinstance(of, type) or not is_dataclass(of):
        return None
    told = [each for each in fields(of) if each.metadata.get("told", True)]
    names = [each.name for each in told if not each.kw_only]
    if named := [each for each in told if each.kw_only]:
        return functools.partial(by_name, of, tuple(names), tuple((each.name, default_of(each)) for each in named))
    if len(names) > 1:
        get = operator.attrgetter(*names)
        return lambda value: (of, get(value))
    return lambda value: (of, tuple(getattr(value, name) for name in names))


def by_name(of: type, first: Sequence[str], named: Sequence[tuple[str, Any]], value: Any) -> tuple[Any, ...]:
    """A value of a type with fields that are given by name, taken apart."""
    told: dict[str, Any] = {}
    for name, default in named:
        found = getattr(value, name)
        if found is not default and (found != default or type(found) is not type(default)):
            told[name] = found
    return filled, (of, tuple(getattr(value, name) for name in first), told)


def default_of(each: Field[Any]) -> Any:
    """What a field is by default; MISSING, which no value is, where it has to be given."""
    return each.default_factory() if each.default_factory is not MISSING else each.default


def filled(of: type, first: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """A value of a type from its fields."""
    return of(*first, **named)


class _Packer(pickle.Pickler):
    """Equal values give equal bytes, wherever their parts came from: nothing is written as the same thing again."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream, protocol=5)
        self.fast = True

    def reducer_override(self, value: Any) -> Any:
        made = way(type(value))  # type: ignore[arg-type]
        return made(value) if made else NotImplemented


class _Storer(_Packer):
    """For many values at once: what is the same thing is written once, and found sooner."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.fast = False


class _Unpacker(pickle.Unpickler):
    """Makes records of this program, dates and zones, and nothing else, whatever the bytes ask for."""

    def find_class(self, module: str, name: str) -> Any:
        return found(module, name)


@functools.cache
def found(module: str, name: str) -> Any:
    """A class whose values may be remembered. Raises UnpicklingError for any other thing."""
    if (
        (module, name) in ALLOWED
        or module == "kliping.records"
        or module.startswith(("kliping.ingest", "kliping.site"))
    ):
        made = getattr(importlib.import_module(module), name, None)
        # What a module only imports is not of this program.
        if (module, name) in ALLOWED or (isinstance(made, type) and made.__module__ == module):
            return made
    raise pickle.UnpicklingError(f"{module}.{name} is no value")


ALLOWED = frozenset(
    [
        *(("datetime", name) for name in ("date", "datetime", "time", "timedelta", "timezone")),
        *(("builtins", name) for name in ("dict", "frozenset", "set")),
        ("zoneinfo", "ZoneInfo"),
        ("kliping.memory", "filled"),
    ]
)


def packed(value: Any) -> bytes:
    """A value as bytes; equal values give the same."""
    stream = io.BytesIO()
    _Packer(stream).dump(value)
    return stream.getvalue()


def stored(value: Any) -> bytes:
    """A value as bytes that are short and soon read; equal values may give others."""
    stream = io.BytesIO()
    _Storer(stream).dump(value)
    return stream.getvalue()


def restored(data: bytes) -> Any:
    """A value from its bytes. Raises what pickle raises, and ValueError."""
    return _Unpacker(io.BytesIO(data)).load()


def digest(*parts: bytes) -> bytes:
    """One key for several things, the same only if all are."""
    made = hashlib.sha256()
    for each in parts:
        made.update(len(each).to_bytes(8, "big"))
        made.update(each)
    return made.digest()[:16]


# ------------------------------------------------------------------ shelves


class Shelf:
    """Values of one kind by key, remembered in two files; `put` and `get` are of bytes.

    If it `spills`, values that are new are written as soon as they are many; they count from `save` on.
    """

    def __init__(self, file: Path, program: str, *, spills: bool = False) -> None:
        self.file, self.program, self.spills = file, f"{FORMAT} {sys.version} {program}", spills
        self.places: dict[bytes, tuple[int, int, int]] = {}
        self.run, self.size = 1, 0
        self.fresh: dict[bytes, bytes] = {}
        self.held, self.is_changed = 0, False
        self.used: set[bytes] = set()
        self.data: int | None = None
        with suppress(OSError, ValueError, TypeError):
            program, run, size, places = disk.kept(str(self.index))
            if program == self.program and file.stat().st_size >= size:
                self.data = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
                self.run, self.size, self.places = run + 1, size, places

    @property
    def index(self) -> Path:
        """The file that says where each value lies."""
        return self.file.with_suffix(".index")

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, if it is remembered and whole."""
        if key in self.fresh:
            return self.fresh[key]
        place = self.places.get(key)
        if place is None:
            return None
        found = self.read(place[0], place[1])
        if zlib.crc32(found[4:]) != int.from_bytes(found[:4], "big"):
            return None
        self.used.add(key)
        return found[4:]

    def read(self, at: int, length: int) -> bytes:
        """Bytes of the file; fewer, or none, if they are not there any more."""
        if self.data is None:
            return b""
        with suppress(OSError):
            os.lseek(self.data, at, os.SEEK_SET)
            return os.read(self.data, length)
        return b""

    def close(self) -> None:
        """Let go of the file; what is in it cannot be had any more."""
        if self.data is not None:
            os.close(self.data)
            self.data = None

    __del__ = close

    def lacks(self, key: bytes) -> bool:
        """Whether nothing is remembered under a key."""
        return key not in self.places and key not in self.fresh

    def touch(self, key: bytes) -> bool:
        """Whether something is remembered under a key; it counts as asked for."""
        if key in self.places:
            self.used.add(key)
        return not self.lacks(key)

    def put(self, key: bytes, value: bytes) -> None:
        self.fresh[key] = value
        self.held += len(value)
        if self.spills and self.held > MOST_HELD:
            with suppress(OSError):
                self.spill()

    def spill(self) -> None:
        """Write what is new behind what is known. Raises OSError."""
        if self.data is None:
            self.index.unlink(missing_ok=True)
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_bytes(b"")
            self.data = os.open(self.file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            self.size, self.places = 0, {}
        with self.file.open("r+b") as stream:
            stream.truncate(self.size)
            stream.seek(self.size)
            added, size = self.append(stream, self.size)
        self.places |= added
        self.used |= added.keys()
        self.size, self.held, self.is_changed = size, 0, True
        self.fresh.clear()

    def save(self) -> None:
        """Write what is new; a folder that cannot be written only costs time next run."""
        if not self.fresh and not self.is_changed and len(self.used) == len(self.places):
            return
        with suppress(OSError):
            if self.fresh:
                self.spill()
            self.places = {
                key: (at, length, self.run if key in self.used else run)
                for key, (at, length, run) in self.places.items()
                if key in self.used or self.run - run < IDLE
            }
            if self.size - sum(length for _, length, _ in self.places.values()) > MOST_DEAD * self.size:
                self.rewrite()
            disk.keep(str(self.index), (self.program, self.run, self.size, self.places))
            self.is_changed = False

    def rewrite(self) -> None:
        """Write all values anew, without those that are dropped. Raises OSError."""
        part, at = self.file.with_suffix(".part"), 0
        places: dict[bytes, tuple[int, int, int]] = {}
        with part.open("wb") as stream:
            for key, (old, length, run) in self.places.items():
                stream.write(self.read(old, length))
                places[key] = (at, length, run)
                at += length
        self.close()
        part.replace(self.file)
        self.data = os.open(self.file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self.size, self.places = at, places

    def append(self, stream: BinaryIO, size: int) -> tuple[dict[bytes, tuple[int, int, int]], int]:
        """Write new values at the end of a file; where they lie, and how long it is now."""
        added: dict[bytes, tuple[int, int, int]] = {}
        for key, value in self.fresh.items():
            stream.write(zlib.crc32(value).to_bytes(4, "big") + value)
            added[key] = (size, len(value) + 4, self.run)
            size += len(value) + 4
        return added, size


class Hand:
    """Values that are held from one run of a process to the next, so that they need not be read again.

    They are those of `HELD` shelves by their keys, and what lies together; what a run did not ask for is let go of after it.
    """

    def __init__(self) -> None:
        self.before: dict[str, dict[Any, Any]] = {}
        self.now: dict[str, dict[Any, Any]] = {}

    def turn(self) -> Hand:
        """Begin a run."""
        self.before, self.now = self.now, {}
        return self


HELD = frozenset(["leaves", "stories"])
"""Shelves whose values take longer to read than they are large."""


class Memory:
    """Shelves by name, and the digests of files; without a folder nothing is remembered, and everything is made."""

    def __init__(
        self, folder: Path | None = None, program: str = "", *, spills: bool = False, verify: bool = False
    ) -> None:
        self.folder, self.program, self.spills = folder, program, spills
        self.digests = Digests(folder / "digests" if folder else None, verify=verify)
        self.hand: Hand | None = None
        self.shelves: dict[str, Shelf] = {}

    def shelf(self, name: str) -> Shelf | None:
        if self.folder is None:
            return None
        if name not in self.shelves:
            self.shelves[name] = Shelf(self.folder / name, self.program, spills=self.spills)
        return self.shelves[name]

    @property
    def lasts(self) -> bool:
        """Whether anything is remembered at all."""
        return self.folder is not None

    def recall(self, name: str, key: bytes, make: Callable[[], Made]) -> Made:
        """The value of a key, made if it is not remembered."""
        found = self.recalled(name, key)
        if found is not None:
            return cast("Made", found)
        made = make()
        self.note(name, key, made)
        return made

    def recalled(self, name: str, key: bytes) -> Any:
        """The value of a key, or None if none is remembered."""
        shelf = self.shelf(name)
        if shelf and self.hand and name in HELD:
            held = self.hand.now.setdefault(name, {})
            held[key] = self.hand.before.get(name, {}).get(key) if shelf.touch(key) else None
            if held[key] is None:
                held[key] = self.read(shelf, key)
            return held[key]
        return self.read(shelf, key) if shelf else None

    def read(self, shelf: Shelf, key: bytes) -> Any:
        """The value of a key, as it lies on a shelf."""
        found = shelf.get(key)
        if found is not None:
            with suppress(Exception):  # whatever a damaged value raises, it is made again
                return restored(found)
        return None

    def note(self, name: str, key: bytes, value: Any) -> None:
        """Remember a value."""
        if shelf := self.shelf(name):
            shelf.put(key, stored(value))

    def together(
        self, name: str, keys: Mapping[str, bytes], make: Callable[[Sequence[str]], Iterable[Item]]
    ) -> dict[str, Item]:
        """Small values that are always wanted all, by what `keys` says of each that it follows from; `make` gives those that are not remembered.

        They lie in batches, so that few places are looked at. Which batch one lies in follows from its name: one that is
        new or another one changes no other batch.
        """
        shelf = self.shelf(name)
        if shelf is None:
            return dict(zip(keys, make(list(keys)), strict=True))
        count = 1 << max(0, (len(keys) // BATCH).bit_length())
        batches: dict[int, list[str]] = {}
        for each in keys:
            batches.setdefault(zlib.crc32(each.encode("utf-8", "surrogateescape")) % count, []).append(each)
        places = {number: digest(b"batch %d of %d" % (number, count)) for number in batches}
        held = self.hand.before.get(name) if self.hand else None
        known: dict[str, tuple[bytes, Item]] = dict(held or {})
        for place in places.values():
            found = self.recalled(name, place) if held is None or not shelf.touch(place) else None
            known |= found if isinstance(found, dict) else {}
        missing = [each for each, key in keys.items() if each not in known or known[each][0] != key]
        for each, made in zip(missing, make(missing) if missing else (), strict=True):
            known[each] = keys[each], made
        changed = set(missing)
        for number, names in batches.items():
            if not changed.isdisjoint(names):
                shelf.put(places[number], stored({each: known[each] for each in names}))
        if self.hand:
            self.hand.now[name] = {each: known[each] for each in keys}
        return {each: known[each][1] for each in keys}

    def has(self, name: str, keys: Iterable[bytes]) -> bool:
        """Whether values are remembered under all these keys; they count as asked for."""
        shelf = self.shelf(name)
        return shelf is not None and all(shelf.touch(key) for key in keys)

    def data(self, name: str, key: bytes, make: Callable[[], bytes]) -> bytes:
        """The same for a value that is bytes already."""
        shelf = self.shelf(name)
        if shelf is None:
            return make()
        found = shelf.get(key)
        if found is None:
            found = make()
            shelf.put(key, found)
        return found

    def fill(self, name: str, wanted: Mapping[bytes, Item], make: Callable[[Item], bytes], jobs: int) -> None:
        """Make what is not remembered in several processes, if it is much; what fails there is made when it is asked for.

        `make` gives a value packed, for what comes from another process is bytes in any case.
        """
        shelf = self.shelf(name)
        missing = [key for key in wanted if shelf and shelf.lacks(key)]
        if not shelf or jobs < 2 or len(missing) < WORTH_PROCESSES:
            return
        for key, made in zip(missing, work.gauged(make, [wanted[key] for key in missing], jobs), strict=True):
            if isinstance(made, bytes):
                shelf.put(key, made)

    def lacks(self, name: str, key: bytes) -> bool:
        """Whether a value would have to be made, and could be kept."""
        shelf = self.shelf(name)
        return shelf is not None and shelf.lacks(key)

    def wrong(self, name: str, keys: Mapping[str, bytes], look: Callable[[Sequence[str]], list[Item]]) -> list[Item]:
        """What is wrong with those of which nobody knows that nothing is; `look` finds it, and that is never remembered."""
        found: list[Item] = []

        def looked(names: Sequence[str]) -> Iterable[None]:
            found.extend(look(names))
            return (None for _ in names)

        self.together(name, keys, looked)
        if found:
            if self.hand:
                self.hand.now.pop(name, None)
            if shelf := self.shelves.pop(name, None):
                shelf.close()
        return found

    def save(self) -> None:
        """Write what is new in all shelves."""
        if self.folder is not None:
            with suppress(OSError):
                self.folder.mkdir(parents=True, exist_ok=True)
                for each in self.shelves.values():
                    each.save()
                self.digests.save()


NEW = Memory()
"""A memory of nothing."""
