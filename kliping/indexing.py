"""Run Pagefind, and remember the index that it made: the one room for both.

Pagefind is a program. It is given messages on its standard input and answers on its standard output; it opens no file and
no connection. What is remembered lies in `.cache/` and only ever saves time.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kliping.records import NOTHING

PACKAGE: Final = "pagefind-bin"
FILE: Final = "search"
PATIENCE: Final = 900.0
AT_ONCE: Final = 1 << 20


class NotRun(RuntimeError):
    """Pagefind did not do what it was asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Index:
    """The files of an index by path, and the digest of what they were made from."""

    key: str = ""
    files: Mapping[str, bytes] = field(default_factory=lambda: NOTHING)
    is_new: bool = False


def key(request: bytes) -> str:
    """The digest of a request and of the program that answers it. Raises NotRun if there is none."""
    try:
        version = importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise NotRun(f"the package {PACKAGE} is not installed") from error
    return hashlib.sha256(version.encode() + b"\n" + request).hexdigest()


def answer(request: bytes) -> bytes:
    """What Pagefind answers to all messages of a request. Raises NotRun."""
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 - there may be none

        with subprocess.Popen(  # noqa: S603 - the program of a package, with nothing of a person's in its arguments
            [str(get_executable()), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as program:
            alarm = threading.Timer(PATIENCE, program.kill)
            alarm.start()
            try:
                found = conversation(program, request)
            finally:
                alarm.cancel()
                program.kill()
    except (ImportError, OSError) as error:
        raise NotRun(f"it cannot run here: {error}") from error
    if found.count(b",") < request.count(b","):
        raise NotRun("it ended before it had answered; there may be too little memory")
    return found


def conversation(program: subprocess.Popen[bytes], request: bytes) -> bytes:
    """All answers; the program reads on while it answers, and ends when there is nothing to read."""
    assert program.stdin
    assert program.stdout
    with contextlib.suppress(BrokenPipeError):
        program.stdin.write(request)
        program.stdin.flush()
    found, missing = bytearray(), request.count(b",")
    while missing > 0 and (some := program.stdout.read1(AT_ONCE)):  # type: ignore[attr-defined]
        missing -= some.count(b",")
        found += some
    return bytes(found)


# ------------------------------------------------------------------ remember


def recall(cache: Path, key: str) -> Index | None:
    """The index that was made from the same request, if it is remembered."""
    try:
        data = (cache / FILE).read_bytes()
        first, _, rest = data.partition(b"\n")
        told = json.loads(first)
        if told["key"] != key or told["digest"] != hashlib.sha256(rest).hexdigest():
            return None
        files, at = dict[str, bytes](), 0
        for path, size in told["files"]:
            files[path], at = rest[at : at + size], at + size
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Index(key, files)


def remember(cache: Path, index: Index) -> None:
    """Remember an index; a folder that cannot be written only costs time next run."""
    if not index.is_new:
        return
    rest = b"".join(index.files.values())
    told = {
        "key": index.key,
        "digest": hashlib.sha256(rest).hexdigest(),
        "files": [(path, len(data)) for path, data in index.files.items()],
    }
    with contextlib.suppress(OSError):
        part = cache / f"{FILE}.part"
        part.write_bytes(json.dumps(told).encode() + b"\n" + rest)
        part.replace(cache / FILE)
