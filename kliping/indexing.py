"""Run Pagefind: it is given messages on its standard input and answers on its standard output, opens no file and no connection."""

from __future__ import annotations

import contextlib
import importlib.metadata
import subprocess
import threading
from typing import Final

PACKAGE: Final = "pagefind-bin"
PATIENCE: Final = 900.0
AT_ONCE: Final = 1 << 20


class NotRun(RuntimeError):
    """Pagefind did not do what it was asked; the text says why."""


def version() -> str:
    """The version of the program. Raises NotRun if there is none."""
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise NotRun(f"the package {PACKAGE} is not installed") from error


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
