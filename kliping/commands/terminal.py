"""What comes in and goes out at the terminal: messages, data, exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from kliping import api
from kliping.errors import Fault, UsageError

OK, SET_ASIDE, INTERRUPTED = 0, 1, 130
LONGEST_LINE = 100_000_000


def say(text: str) -> None:
    """A message for the person at the terminal."""
    print(text, file=sys.stderr)


def on_terminal(options: argparse.Namespace) -> bool:
    return sys.stderr.isatty() and not options.quiet and "CI" not in os.environ and os.environ.get("TERM") != "dumb"


def pasted() -> bytes:
    """What comes on standard input, if anything does."""
    data = sys.stdin.buffer.read()
    if not data.strip():
        raise UsageError(Fault("nothing came on standard input", "paste the article, then Ctrl-D", "-"))
    return data


def lines_of(stream: BinaryIO) -> Iterator[bytes | api.Failure]:
    """The lines that are not blank; one that would fill the memory is passed over and told."""
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
