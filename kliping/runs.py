"""The log of each run: what was taken in, built, held back, set aside and why, as JSON in `.cache/runs/`.

It only tells: a log that cannot be written never fails a build.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kliping import work

FOLDER = "runs"
LAST = "last.json"
MOST = 50
MOST_BYTES = 64_000_000


def write(cache: Path, now: datetime, told: Mapping[str, Any]) -> None:
    """Log a run under its clock's time in UTC; the last 50 are kept (fewer if they are large), and the newest is `last.json` as well."""
    text = by_line(told)
    with contextlib.suppress(OSError):
        folder = work.folder(cache) / FOLDER
        folder.mkdir(exist_ok=True)
        file = unused(folder, moment(now).replace(":", "").replace("+0000", "Z"))
        for target in (file, folder / LAST):
            part = target.with_suffix(".part")
            part.write_bytes(text.encode("utf-8", "backslashreplace"))
            part.replace(target)
        clear(folder, file)


def by_line(told: Mapping[str, Any]) -> str:
    """JSON with a line for each key, and for each item of a list: indenting all of it takes ten times as long."""
    encoded = json.JSONEncoder(ensure_ascii=False, default=str).encode

    def one(value: Any) -> str:
        return encoded(value)

    def lines(value: Any) -> str:
        return "[\n  " + ",\n  ".join(map(one, value)) + "\n ]" if isinstance(value, list) and value else one(value)

    return "{\n " + ",\n ".join(f"{one(key)}: {lines(value)}" for key, value in told.items()) + "\n}\n"


def last(cache: Path) -> Mapping[str, Any]:
    """The newest log; empty where there is none that can be read."""
    try:
        told = json.loads((cache / FOLDER / LAST).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, Mapping) else {}


def clear(folder: Path, newest: Path) -> None:
    """Keep the newest logs, by when they were written: the clock may have been set back since."""
    others = [path for path in folder.glob("*.json") if path.name not in (LAST, newest.name)]
    room = MOST_BYTES - newest.stat().st_size
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    for number, old in enumerate(others, 2):
        room -= old.stat().st_size
        if number > MOST or room < 0:
            old.unlink()


def moment(now: datetime) -> str:
    """The clock's time in UTC, to the second; at the calendar's very edges as it was given."""
    try:
        there = now.astimezone(UTC)
    except OverflowError:
        there = now.replace(tzinfo=UTC)
    return there.isoformat(timespec="seconds")


def unused(folder: Path, name: str) -> Path:
    """A file for a run; further runs of the same moment are numbered."""
    file, number = folder / f"{name}.json", 1
    while file.exists():
        number += 1
        file = folder / f"{name}-{number}.json"
    return file
