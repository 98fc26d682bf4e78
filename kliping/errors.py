"""What can go wrong, as values that name file, line, key and remedy.

A fault in one raw file or entry travels as a `Fault` and never stops the rest. Only what
makes the whole run useless is raised, and the command line turns it into an exit code:

    KlipingError
    ├── UsageError      2   the command itself is wrong
    ├── SettingsError   3   site.toml cannot be used
    └── OutputError     4   the site could not be written, or says what it must not; the old one stands
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it is, what it is and what to do about it."""

    what: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    key: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = [part for part in (place, self.key, self.what) if part]
        return ": ".join(parts) + (f"\n    {self.remedy}" if self.remedy else "")


class KlipingError(Exception):
    """The run cannot go on; `faults` say why, `exit_code` is what the shell gets."""

    exit_code = 1

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class UsageError(KlipingError):
    """The command was called in a way that has no meaning."""

    exit_code = 2


class SettingsError(KlipingError):
    """`site.toml`, an outlet file or a template cannot be used."""

    exit_code = 3


class OutputError(KlipingError):
    """The site could not be written; what was published before is untouched."""

    exit_code = 4
