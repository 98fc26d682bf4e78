"""Remember and run in parallel: order kept, failures as values, a cache that never matters."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kliping import work

MANY = list(range(work.WORTH_A_PROCESS + 3))


def square(number: int) -> int:
    return number * number


def fragile(number: int) -> int:
    if number % 10 == 3:
        raise ValueError(f"number {number}")
    return number


def process(_number: int) -> int:
    return os.getpid()


def test_processes_wait_for_more_as_long_as_they_are_wanted() -> None:
    """What is done in several turns is done by the same processes, and none is left at the end, nor after a failure."""
    with work.at_hand():
        first, second = (set(work.each(process, MANY, 2)) for _ in range(2))
        assert len(first | second) <= 2
        assert multiprocessing.active_children()
        next(iter(work.each(process, MANY, 2)))
        assert set(work.each(process, MANY, 2)).isdisjoint(first)
    assert not multiprocessing.active_children()
    list(work.each(process, MANY, 2))
    assert not multiprocessing.active_children()


def slow(number: int) -> int:
    begun = time.process_time()
    while time.process_time() - begun < 0.02:
        pass
    return process(number)


def test_what_is_quick_is_done_here() -> None:
    """Other processes are not started for what takes no longer than their start; for what does they are; nothing is lost."""
    here = os.getpid()
    assert set(work.gauged(process, MANY, 2)) == {here}
    several = [*work.gauged(slow, MANY * 2, 2)]
    assert several[0] == here
    assert several[-1] != here
    for jobs in (1, 2):
        made = list(work.gauged(fragile, MANY, jobs))
        assert len(made) == len(MANY)
        assert made[3] == work.Failed("ValueError: number 3")
        assert made[4] == 4
    assert list(work.gauged(process, [], 2)) == []


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_results_come_in_order(jobs: int) -> None:
    """However many processes, the results stand in the order of the items."""
    assert list(work.each(square, MANY, jobs)) == [number * number for number in MANY]


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_failure_stops_no_other(jobs: int) -> None:
    """What a function raises is the result of that item alone."""
    results = list(work.each(fragile, MANY, jobs))
    assert [number for number in MANY if isinstance(results[number], work.Failed)] == [3, 13, 23, 33, 43, 53, 63]
    assert results[13] == work.Failed("ValueError: number 13")
    assert results[14] == 14


def test_few_items_start_no_process() -> None:
    """A handful of articles is cleaned at once, in this process."""
    assert set(work.each(process, MANY[: work.WORTH_A_PROCESS - 1], 4)) == {os.getpid()}


def test_nothing_to_do() -> None:
    """No items, no results, no processes."""
    assert list(work.each(square, [], 4)) == []


def test_what_is_remembered_is_recalled(tmp_path: Path) -> None:
    """Items come back as they were, whatever letters are in them."""
    items = {"inbox/é.txt": ["abc", "def", "Judul «karangan»", []], "inbox/\udcff.txt": ["x"]}
    work.remember(tmp_path / ".cache" / "memory.json", items)
    assert work.recall(tmp_path / ".cache" / "memory.json") == items


def test_a_cache_is_passed_over_by_git(tmp_path: Path) -> None:
    """The folder says so itself; the note is not written twice."""
    cache = work.folder(tmp_path / ".cache")
    note = cache / ".gitignore"
    assert note.read_text("utf-8").endswith("\n*\n")
    note.write_text("mine\n", "utf-8")
    work.folder(cache)
    assert note.read_text("utf-8") == "mine\n"


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff",
        b'{"format": "0", "items": {}}',
        b'{"items": {"a": 1}}',
        json.dumps({"format": work.FORMAT, "items": []}).encode(),
        json.dumps({"format": work.FORMAT}).encode(),
    ],
)
def test_a_memory_that_cannot_be_used_is_empty(tmp_path: Path, junk: bytes) -> None:
    """Damaged, foreign or older: it is as if nothing had been remembered."""
    file = tmp_path / "memory.json"
    file.write_bytes(junk)
    assert work.recall(file) == {}


def test_no_memory(tmp_path: Path) -> None:
    """A file or folder that is not there is an empty memory."""
    assert work.recall(tmp_path / "none" / "memory.json") == {}
    assert work.recall(tmp_path) == {}


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    """Remembering fails without a word: the next run takes longer, that is all."""
    (tmp_path / ".cache").write_text("a file, not a folder", "utf-8")
    work.remember(tmp_path / ".cache" / "memory.json", {"a": 1})
    assert (tmp_path / ".cache").read_text("utf-8") == "a file, not a folder"


def test_remembering_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills while remembering leaves what was remembered before."""
    file = tmp_path / ".cache" / "memory.json"
    work.remember(file, {"a": 1})

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    work.remember(file, {"a": 2})
    assert work.recall(file) == {"a": 1}


def test_watched_gives_every_item() -> None:
    """With or without a bar, what is watched passes through unchanged and lazily."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(5):
            taken.append(number)
            yield number

    watched = work.watched(items(), 5, "Cleaning", show=False)
    assert next(watched) == 0
    assert taken == [0]
    assert list(watched) == [1, 2, 3, 4]


class Bar:
    """A bar that counts instead of drawing."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.stopped = False

    def update(self, _task: int, *, completed: int) -> None:
        self.seen.append(completed)

    def stop(self) -> None:
        self.stopped = True


def test_a_bar_appears_for_long_work_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar begins after a second, on a terminal, counts to the end and is taken away."""
    bar, clock = Bar(), iter([0.0, 0.5, 1.5])
    monkeypatch.setattr("kliping.work.progress_bar", lambda _label, _total: bar)
    monkeypatch.setattr("kliping.work.time.monotonic", lambda: next(clock))
    assert list(work.watched(range(4), 4, "Cleaning", show=True)) == [0, 1, 2, 3]
    assert bar.seen == [2, 3, 4]
    assert bar.stopped


def test_no_bar_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Off a terminal no bar is made, however long it takes."""
    monkeypatch.setattr("kliping.work.PATIENCE", -1.0)
    monkeypatch.setattr("kliping.work.progress_bar", lambda _label, _total: pytest.fail("a bar"))
    assert list(work.watched(range(4), 4, "Cleaning", show=False)) == [0, 1, 2, 3]


def test_the_bar_goes_when_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in the middle leaves no bar on the terminal."""
    bar = Bar()
    monkeypatch.setattr("kliping.work.PATIENCE", -1.0)
    monkeypatch.setattr("kliping.work.progress_bar", lambda _label, _total: bar)

    def items() -> Iterator[int]:
        yield 1
        raise ValueError("karangan")

    with pytest.raises(ValueError, match="karangan"):
        list(work.watched(items(), 2, "Cleaning", show=True))
    assert bar.stopped


def test_the_real_bar_starts_and_stops(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Rich's bar writes to standard error only."""
    monkeypatch.setattr("kliping.work.PATIENCE", -1.0)
    assert list(work.watched(range(3), 3, "Cleaning", show=True)) == [0, 1, 2]
    assert capsys.readouterr().out == ""
