"""Several people at once: what one of them writes while a run is at work is never lost, nor is what another run writes."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from commands import ENTRY, SECOND, Run, files
from running import environment, kliping

from kliping import ingest, ledger, proposals, work
from kliping.errors import Fault
from kliping.records import Article, Facts, RawFile

pytest_plugins = ["commands"]

NEWS = "Pemerintah Antah mengatakan jembatan itu akan diperiksa setiap tahun."
RAW = "content/inbox/good.txt"
CLEAN_FILE = ingest.clean_file


def changed(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize("is_new", [False, True])
def test_a_person_saves_while_a_run_is_cleaning(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, is_new: bool
) -> None:
    """An entry that was saved after the run had read it is the person's; so is one that was not there yet."""
    run("build")
    before = (project / ENTRY).read_text("utf-8")
    if is_new:
        (project / ENTRY).unlink()
        (project / "content" / ledger.FILE).unlink()
    changed(project / RAW, "akan diperiksa lagi tahun depan.", "akan diperiksa setiap tahun.")

    def slow(raw: RawFile, facts: Facts) -> Article | Fault:
        (project / ENTRY).write_text(before.replace("tidak bernama", "bernama Kata Editor"), "utf-8")
        return CLEAN_FILE(raw, facts)

    monkeypatch.setattr(ingest, "clean_file", slow)
    ended = run("build", "-j", "1")
    assert ended.code == 0
    text = (project / ENTRY).read_text("utf-8")
    assert "bernama Kata Editor" in text
    assert f"kept as you edited it: {ENTRY}" in ended.err
    assert NEWS not in text


def test_a_person_saves_while_another_takes(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proposal is taken only into the entry for which it was made."""
    run("build")
    changed(project / ENTRY, "tidak bernama", "bernama Kata Editor")
    changed(project / RAW, "akan diperiksa lagi tahun depan.", "akan diperiksa setiap tahun.")
    asked = proposals.proposed

    def slow(*given: Any) -> Any:
        offer = asked(*given)
        changed(project / ENTRY, "Kata Editor", "Kata Kedua")
        return offer

    monkeypatch.setattr(proposals, "proposed", slow)
    before = (project / "content" / ledger.FILE).read_bytes()
    ended = run("take", "karangan-jembatan-antah-dibuka-lagi")
    assert ended.code == 1
    assert f"{ENTRY}: was saved by somebody else meanwhile" in ended.err
    assert "Kata Kedua" in (project / ENTRY).read_text("utf-8")
    assert (project / "content" / ledger.FILE).read_bytes() == before


HOLD = "import filelock, sys, time\nwith filelock.FileLock(sys.argv[1]):\n print(flush=True)\n time.sleep(60)"


@pytest.fixture
def other(project: Path, run: Run) -> Any:
    """Another run, in a process of its own, that is at work in the project until it is stopped."""
    run("build")
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(project / ".cache" / "lock")], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_a_run_waits_for_another(other: subprocess.Popen[bytes], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that writes waits, says so, and goes on when the other has ended, even if that was killed."""
    monkeypatch.setattr(work, "PATIENCE", 0.2)

    def stopped() -> None:
        time.sleep(0.8)
        other.kill()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(stopped)
        ended = run("correct", "karangan-jembatan-antah-dibuka-lagi", "Ralat karangan.")
    assert ended.code == 0
    assert "another run of Kliping is at work in this project" in ended.err


@pytest.mark.parametrize("command", ["build", "reclean"])
def test_a_run_does_not_wait_for_ever(
    project: Path, other: subprocess.Popen[bytes], run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """In the end it says what is wrong and has written nothing; what only reads does not wait at all."""
    monkeypatch.setattr(work, "PATIENCE", 0.1)
    monkeypatch.setattr(work, "LONGEST_WAIT", 0.1)
    (project / "content/inbox/second.txt").write_text(SECOND, "utf-8")
    before = files(project / "content")
    ended = run(command)
    assert ended.code == 4
    assert "another run is at work in this project" in ended.err
    assert files(project / "content") == before
    assert run("status").code == 0
    assert run("build", "--dry-run").code == 0


def test_commands_at_the_same_moment(project: Path, run: Run) -> None:
    """Corrections and builds of several people all reach entries, ledger and site."""
    (project / "content/inbox/second.txt").write_text(SECOND, "utf-8")
    run("build")
    slugs = ("karangan-jembatan-antah-dibuka-lagi", "karangan-harga-beras-di-antah")
    clock = ("--clock", "2021-02-03T00:00:00+07:00")
    deeds = [("correct", slugs[number % 2], f"Ralat nomor {number}.", *clock) for number in range(4)]
    with ThreadPoolExecutor(6) as pool:
        ran = list(pool.map(lambda deed: kliping(project, *deed, environ=environment()), [*deeds, ("build", *clock)]))
    assert [each.returncode for each in ran] == [0] * 5, [each.stderr for each in ran]
    texts = "".join(file.read_text("utf-8") for file in (project / "content" / "entries").rglob("*.md"))
    assert all(f"Ralat nomor {number}." in texts for number in range(4))
    rows = ledger.load(project / "content").values()
    assert [row.updated.isoformat() for row in rows if row.updated] == ["2021-02-03T00:00:00+07:00"] * 2


@pytest.mark.parametrize("kind", ["conflict", "twice"])
def test_a_ledger_of_two_editors(project: Path, run: Run, kind: str) -> None:
    """A ledger in which a merge left two versions ends every run before it touches anything, and says how to mend it."""
    run("build")
    file = project / "content" / ledger.FILE
    site, row = file.read_text("utf-8").splitlines()
    other = row.replace("articles/", "articles/lain-")
    both = [row, other] if kind == "twice" else ["<<<<<<< HEAD", row, "=======", other, ">>>>>>> b"]
    file.write_text("\n".join([site, *both, ""]), "utf-8")
    changed(project / RAW, "akan diperiksa lagi tahun depan.", "akan diperiksa setiap tahun.")
    before = files(project / "content"), files(project / "output")
    for command in (("build",), ("reclean",), ("correct", "karangan-jembatan-antah-dibuka-lagi", "Ralat.")):
        ended = run(*command)
        assert ended.code == 3
        assert f"content/{ledger.FILE}:{3 if kind == 'twice' else 2}: " in ended.err
        assert "keep one line for each id" in ended.err
    assert (files(project / "content"), files(project / "output")) == before
    file.write_text(f"{site}\n{row}\n", "utf-8")
    assert run("build").code == 0
