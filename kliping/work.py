"""Remember and run in parallel: the one room for both.

What is remembered is disposable: it lies in `.cache/`, is thrown away when it cannot be read
or was written by another version, and only ever saves time.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from kliping import __version__

In = TypeVar("In")
Out = TypeVar("Out")
WORTH_A_PROCESS = 64
FORMAT = f"{__version__} {sys.version_info.major}.{sys.version_info.minor}"


def each(function: Callable[[In], Out], items: Sequence[In], jobs: int = 1) -> Iterator[Out]:
    """`function` of each item in order, in several processes when that is worth it.

    The function must be pure and must turn what goes wrong with its item into its result.
    """
    if jobs <= 1 or len(items) < WORTH_A_PROCESS:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(function, items, chunksize=max(1, len(items) // (jobs * 8)))


def recall(file: Path) -> dict[str, Any]:
    """What was remembered in a file; empty if there is nothing that can be used."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("items"), dict):
        return {}
    return dict(found["items"])


def remember(file: Path, items: dict[str, Any]) -> None:
    """Remember items in a file; a folder that cannot be written only costs time next run."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps({"format": FORMAT, "items": items}, ensure_ascii=False), "utf-8")
        part.replace(file)
    except OSError:
        return


def watched(items: Iterable[In], total: int, label: str, *, show: bool) -> Iterator[In]:
    """The items, with a progress bar on a terminal once they take longer than a second."""
    if not show or total < WORTH_A_PROCESS:
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 - costs 60 ms, needed for long work only
    from rich.progress import track  # noqa: PLC0415

    yield from track(items, label, total, console=Console(stderr=True), transient=True, update_period=0.2)
