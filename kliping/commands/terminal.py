"""What comes in and goes out at the terminal: messages, data, exit codes."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from kliping.errors import Fault, UsageError

if TYPE_CHECKING:
    from kliping import api

OK, SET_ASIDE, INTERRUPTED = 0, 1, 130
LONGEST_LINE = 100_000_000
END_OF_INPUT = b"\x04"
"""What Ctrl-D sends."""


def say(text: str) -> None:
    """A message for the person at the terminal."""
    print(text, file=sys.stderr)


def editor() -> list[str]:
    """The person's editor with its arguments, as VISUAL or EDITOR name it; empty where neither does."""
    said = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    try:
        return shlex.split(said, posix=sys.platform != "win32")
    except ValueError as error:
        raise UsageError(Fault(f"VISUAL or EDITOR is {said!r}: {error}", "such as EDITOR='code --wait'")) from error


def on_terminal(options: argparse.Namespace) -> bool:
    return sys.stderr.isatty() and not options.quiet and "CI" not in os.environ and os.environ.get("TERM") != "dumb"


def pasted() -> bytes:
    """What comes on standard input, if anything does."""
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
        say(f"Paste the article, press Enter, then {end}.")
    data = typed() if sys.stdin.isatty() and sys.platform != "win32" else sys.stdin.buffer.read()
    if not data.strip():
        raise UsageError(Fault("nothing came on standard input", "paste the article, then Ctrl-D", "-"))
    return data


def typed() -> bytes:
    """What is pasted at a terminal up to Ctrl-D, as it comes: line by line a terminal cuts each after 4,095 bytes."""
    import termios  # noqa: PLC0415 - Windows has none

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    changed = termios.tcgetattr(terminal)
    changed[3] &= ~termios.ICANON
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    read = bytearray()
    try:
        termios.tcsetattr(terminal, termios.TCSADRAIN, changed)
        while (part := os.read(terminal, 65_536)) and END_OF_INPUT not in part:
            read += part
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    return bytes(read + part.partition(END_OF_INPUT)[0])


def lines_of(stream: BinaryIO) -> Iterator[bytes | api.Failure]:
    """The lines that are not blank; one that would fill the memory is passed over and told."""
    from kliping import api  # noqa: PLC0415 - the cleaner, which most commands do without

    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield api.Failure(None, f"is a line of more than {LONGEST_LINE} bytes")
        elif line.strip():
            yield line


def put_out(text: str) -> None:
    """Data for another program: UTF-8 wherever it runs, at once."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace").rstrip(b"\n") + b"\n")
    sys.stdout.buffer.flush()
