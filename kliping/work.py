"""Remember, run in parallel, and let only one run at a time change a project: the one room for all three.

What is remembered is disposable: it lies in `.cache/`, is thrown away when it cannot be read
or was written by another version, and only ever saves time.
"""

from __future__ import annotations

import functools
import itertools
import json
import multiprocessing
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from kliping import __version__
from kliping.errors import Fault, KlipingError, OutputError

In = TypeVar("In")
Out = TypeVar("Out")
WORTH_A_PROCESS = 64
TRIED, BRIEF = 32, 0.1
"""How many items, or seconds of work, tell how long the others will take; what only the first ones take long for counts little."""
LONG, SHORT = 1.0, 0.1
"""Seconds of work from which on other processes save time: they take as long to start, but those that wait begin at once."""
PATIENCE = 1.0
LONGEST_WAIT = 600.0
FORMAT = f"{__version__} {sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class Failed:
    """An item whose function raised what nobody foresaw, or a `fault` of this item; the others go on."""

    reason: str
    fault: Fault | None = None


def each(function: Callable[[In], Out], items: Sequence[In], jobs: int = 1) -> Iterator[Out | Failed]:
    """`function` of each item in order, in several processes when that is worth it."""
    attempt = functools.partial(tried, function)
    if jobs <= 1 or len(items) < WORTH_A_PROCESS:
        yield from map(attempt, items)
        return
    is_over = False
    try:
        yield from crew().pool(jobs).map(attempt, items, chunksize=max(1, len(items) // (jobs * 8)))
        is_over = True
    finally:
        if not is_over or not crew().is_wanted:
            crew().rest()


def gauged(function: Callable[[In], Out], items: Sequence[In], jobs: int = 1) -> Iterator[Out | Failed]:
    """`function` of each item in order, in several processes only where the first items tell that the others take long."""
    taken: list[float] = []
    for item in items[:TRIED] if jobs > 1 else ():
        begun = time.process_time()
        made = tried(function, item)
        taken.append(time.process_time() - begun)
        yield made
        if sum(taken) > BRIEF:
            break
    left = items[len(taken) :]
    is_long = bool(taken) and sorted(taken)[len(taken) // 2] * len(left) > (SHORT if crew().running else LONG)
    yield from each(function, left, jobs if is_long else 1)


class Crew(threading.local):
    """The processes that work beside a thread of this one: they take time to start, and so wait for more as long as they are wanted."""

    def __init__(self) -> None:
        self.jobs, self.is_wanted = 0, False
        self.running: ProcessPoolExecutor | None = None

    def pool(self, jobs: int) -> ProcessPoolExecutor:
        """So many processes."""
        if self.running is None or self.jobs != jobs:
            self.rest()
            self.jobs, self.running = jobs, ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"))
        return self.running

    def rest(self) -> None:
        """Let them go; what they have not begun is not done."""
        if self.running is not None:
            self.running.shutdown(cancel_futures=True)
            self.running = None


@functools.cache
def crew() -> Crew:
    """The crew of this thread."""
    return Crew()


@contextmanager
def at_hand() -> Iterator[None]:
    """As long as this lasts other processes, once they are started, wait for more to do."""
    crew().is_wanted = True
    try:
        yield
    finally:
        crew().is_wanted = False
        crew().rest()


def stream(function: Callable[[In], Out], items: Iterable[In], jobs: int = 1) -> Generator[Out, None, None]:
    """`function` of each item in order, a few items ahead in several processes: what comes next is not read before its time."""
    coming = iter(items)
    first = list(itertools.islice(coming, 2)) if jobs > 1 else []
    if len(first) < 2:
        yield from map(function, itertools.chain(first, coming))
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"))
    try:
        ahead: deque[Future[Out]] = deque()
        for item in itertools.chain(first, coming):
            ahead.append(pool.submit(function, item))
            if len(ahead) > 2 * jobs:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def tried(function: Callable[[In], Out], item: In) -> Out | Failed:
    """The function's result, or its failure as a value."""
    try:
        return function(item)
    except Exception as error:  # noqa: BLE001 - one bad item must not stop the others
        fault = error.faults[0] if isinstance(error, KlipingError) else None
        return Failed(f"{type(error).__name__}: {error}", fault)


def folder(cache: Path) -> Path:
    """The cache folder, made so that git passes it over."""
    cache.mkdir(parents=True, exist_ok=True)
    note = cache / ".gitignore"
    if not note.exists():
        note.write_text("# Disposable: Kliping makes all of this again.\n*\n", "utf-8")
    return cache


@contextmanager
def alone(cache: Path, told: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other run changes the project, and let none begin; a run may ask again. Raises OutputError.

    Where there can be no lock (a read-only disk, a network drive) everybody takes their chance.
    """
    with ExitStack() as held:
        with suppress(OSError, NotImplementedError):
            lock = FileLock(folder(cache) / "lock", is_singleton=True)
            try:
                held.enter_context(lock.acquire(timeout=PATIENCE))
            except Timeout:
                told("another run of Kliping is at work in this project: waiting for it to end")
                try:
                    held.enter_context(lock.acquire(timeout=LONGEST_WAIT))
                except Timeout as error:
                    raise OutputError(Fault("another run is at work in this project", "stop it, or wait")) from error
        yield


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
        folder(file.parent)
        part = file.with_suffix(".part")
        part.write_text(json.dumps({"format": FORMAT, "items": items}), "utf-8")
        part.replace(file)
    except OSError:
        return


def watched(items: Iterable[In], total: int, label: str, *, show: bool) -> Iterator[In]:
    """The items, with a progress bar on standard error once they take longer than a second."""
    begun = time.monotonic()
    bar: Any = None
    try:
        for number, item in enumerate(items, 1):
            yield item
            if bar is None and show and time.monotonic() - begun > PATIENCE:
                bar = progress_bar(label, total)
            if bar is not None:
                bar.update(0, completed=number)
    finally:
        if bar is not None:
            bar.stop()


def progress_bar(label: str, total: int) -> Any:
    """A bar of rich's, started; it leaves no trace when it is done."""
    from rich.console import Console  # noqa: PLC0415 - costs 60 ms, needed for long work only
    from rich.progress import Progress  # noqa: PLC0415

    bar = Progress(console=Console(stderr=True), transient=True)
    bar.add_task(label, total=total)
    bar.start()
    return bar
