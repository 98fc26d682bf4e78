"""Run Kliping as its users do, in a process of its own, and look at what it left on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLOCK = "2021-01-01T00:00:00+07:00"
DECIDES_NOTHING = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LD_LIBRARY_PATH", "HOME", "USERPROFILE")


def environment(**changes: str) -> dict[str, str]:
    """A bare environment in which the checkout is found and warnings are errors."""
    kept = {name: value for name, value in os.environ.items() if name in DECIDES_NOTHING}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **changes}


def kliping(
    folder: Path,
    *arguments: str,
    environ: Mapping[str, str] | None = None,
    program: Sequence[str] = (sys.executable, "-m", "kliping"),
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder until it ends."""
    return subprocess.run(
        [*program, *arguments],
        cwd=folder,
        env=environment() if environ is None else dict(environ),
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=120,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes; links as where they lead."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[path.relative_to(folder).as_posix()] = os.fsencode(path.readlink())
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
