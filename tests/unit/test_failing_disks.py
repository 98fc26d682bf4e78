"""Disks that are full or read-only while articles are taken in: exit code 4, nothing half-written, nothing forgotten."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import BASE, ENTRY, SECOND, Run
from test_output import files_of, mounted, remounted

from kliping import ledger, runs

pytest_plugins = ["commands"]

CLOCK = ("--clock", "2021-01-01T00:00:00+07:00")


@pytest.fixture
def disk(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The made-up project on a small disk of its own, built, with an article more in its inbox."""
    folder = tmp_path / "disk"
    with mounted(folder, "2m"):
        for name, data in files_of(BASE).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            assert run("build", *CLOCK).code == 0
            (folder / "content" / "inbox" / "second.txt").write_text(SECOND, "utf-8")
            yield folder


def fill(folder: Path) -> Path:
    """Take every byte that is left on a disk."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
        while stream.write(b"x" * 4096):
            pass
    return filler


def whole(folder: Path) -> dict[str, bytes]:
    """What a person keeps: entries and ledger without the rubbish of a write that failed, and the site."""
    return {
        path: data
        for path, data in files_of(folder).items()
        if path.startswith(("content/entries/", "content/ledger", "output/")) and not path.endswith(".part")
    }


def mended(folder: Path, run: Run) -> None:
    """With room again, the next run does what the failed one could not."""
    ended = run("build", *CLOCK)
    assert ended.code == 0, ended.err
    assert len(ledger.load(folder / "content")) == 2
    assert not [path for path in files_of(folder / "content") if path.endswith(".part")]
    assert json.loads((folder / ".cache" / runs.FOLDER / runs.LAST).read_bytes())["inputs"]["lost"] == []


def test_a_full_disk(disk: Path, run: Run) -> None:
    """A build that can write nothing more leaves entries, ledger and site as they were."""
    before, filler = whole(disk), fill(disk)
    ended = run("build", *CLOCK)
    assert ended.code == 4
    assert "No space left on device" in ended.err
    assert "Traceback" not in ended.err
    assert whole(disk) == before
    filler.unlink()
    mended(disk, run)


def test_a_read_only_disk(disk: Path, run: Run) -> None:
    """The same where nothing may be written at all; `status` and `verify` still answer."""
    before = whole(disk)
    remounted(disk, "ro")
    ended = run("build", *CLOCK)
    assert ended.code == 4
    assert "Read-only file system" in ended.err
    assert whole(disk) == before
    assert run("verify").code == 0
    assert "new: inbox/second.txt" in run("status", *CLOCK).out
    remounted(disk, "rw")
    mended(disk, run)


def test_a_disk_that_is_full_after_the_entry(disk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the entry was written and the ledger could not be, the next run learns from the entry."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "content/ledger.jsonl")

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "save", full)
        assert run("build", *CLOCK).code == 4
    assert len(ledger.load(disk / "content")) == 1
    entries = {path: data for path, data in whole(disk).items() if path.startswith("content/entries/")}
    assert len(entries) == 2
    assert entries[ENTRY]
    mended(disk, run)
    assert {path: data for path, data in whole(disk).items() if path.startswith("content/entries/")} == entries
