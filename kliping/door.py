"""The way in: a build that would change nothing says so at once; all else is for `cli.py`, which takes time to load."""

from __future__ import annotations

import os
import sys

from kliping import still

TYPE_CHECKING = False  # see still.py
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def main(arguments: Sequence[str] | None = None, root: Path | None = None) -> int:
    """Run one command and return its exit code; `root` is the folder of `site.toml`."""
    given = sys.argv[1:] if arguments is None else arguments
    if told := still.replayed(given, os.fspath(root) if root else os.getcwd()):
        code, lines = told
        for line in lines:
            print(line, file=sys.stderr)
        return code
    from kliping import cli  # noqa: PLC0415 - this is what takes time

    return cli.main(arguments, root)
