"""A file that is what it was is not read again, and one of which the disk says anything else is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kliping import digests as digest_files
from kliping import disk, still
from kliping.digests import FORMAT, Digests, stamp_of

OLD = 10**9 * 1_000_000_000
WORDS = b"Karangan tentang jembatan Antah."
OTHER = b"Karangan tentang gerbang Antah.."
assert len(WORDS) == len(OTHER)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything on the disk was changed long before it is read."""
    monkeypatch.setattr(still, "moment", lambda: 2**62)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is long there."""
    made = tmp_path / "antah.md"
    made.write_bytes(WORDS)
    os.utime(made, ns=(OLD, OLD))
    return made


def seen(file: Path) -> Digests:
    """The digests after a run that read one file."""
    table = file.parent / "digests"
    made = Digests(table)
    made.read("antah.md", file)
    made.save()
    return Digests(table)


@pytest.mark.usefixtures("later")
def test_a_file_that_is_what_it_was_is_not_read(file: Path) -> None:
    """Its digest is known from its size, times and number, in the next run and in the one after it."""
    for known in (seen(file), Digests(file.parent / "digests")):
        found = known.of("antah.md", str(file))
        assert found is not None
        assert found == hashlib.sha256(WORDS).digest()
        assert "antah.md" not in known.taken
        known.save()


def longer(file: Path) -> None:
    file.write_bytes(WORDS + b"!")
    os.utime(file, ns=(OLD, OLD))


def touched(file: Path) -> None:
    os.utime(file, ns=(OLD, OLD + 1))


def rewritten(file: Path) -> None:
    """Others bytes of the same length with the time of the old ones: only when anything was changed tells it."""
    file.write_bytes(OTHER)
    os.utime(file, ns=(OLD, OLD))


def replaced(file: Path) -> None:
    """Another file of the same length and time is put in its place."""
    other = file.with_name("other")
    other.write_bytes(OTHER)
    os.utime(other, ns=(OLD, OLD))
    other.replace(file)


def linked(file: Path) -> None:
    file.rename(file.with_name("target"))
    file.symlink_to("target")


def gone(file: Path) -> None:
    file.unlink()


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("change", [longer, touched, rewritten, replaced, linked, gone, folder])
def test_any_change_makes_it_read(file: Path, change: Callable[[Path], None]) -> None:
    """Another size, time or number, a link, a folder, or nothing at all in its place: its digest is not known."""
    known = seen(file)
    change(file)
    assert known.of("antah.md", str(file)) is None
    known.save()
    assert Digests(file.parent / "digests").known == {}


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("part", range(4))
def test_each_part_of_a_stamp_counts(file: Path, part: int) -> None:
    """Of size, both times and number none may differ."""
    known = seen(file)
    stamp, made = known.known["antah.md"]
    other = tuple(value + (place == part) for place, value in enumerate(stamp))
    disk.keep(str(file.parent / "digests"), (FORMAT, {"antah.md": (other, made)}))
    assert Digests(file.parent / "digests").of("antah.md", str(file)) is None


@pytest.mark.usefixtures("later")
def test_a_link_is_read_each_time(file: Path) -> None:
    """What a link says of itself says nothing of the file that it leads to."""
    linked(file)
    known = seen(file)
    assert known.known == {}
    assert known.read("antah.md", file) == WORDS
    assert known.taken["antah.md"]


def test_a_file_changed_a_moment_ago_is_not_noted(file: Path) -> None:
    """It may change once more within the same tick of the disk's clock, so the next run reads it."""
    file.write_bytes(OTHER)
    known = seen(file)
    assert known.known == {}
    assert known.of("antah.md", str(file)) is None


@pytest.mark.usefixtures("later")
def test_a_file_that_changes_while_it_is_read_is_not_noted(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk says something else after it was read, nobody knows which of the two was read."""
    stamps = iter([(1, 2, 3, 4), (1, 2, 5, 4)])
    monkeypatch.setattr(digest_files, "stamp_of", lambda _: next(stamps))
    assert seen(file).known == {}


@pytest.mark.usefixtures("later")
def test_a_file_of_the_future_is_read_each_time(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time that has not come yet tells nothing of when the file will change."""
    monkeypatch.setattr(still, "moment", lambda: OLD - 10**12)
    assert seen(file).known == {}


@pytest.mark.usefixtures("later")
def test_all_is_read_when_all_is_verified(file: Path) -> None:
    """A run that verifies knows no digest, and what it reads counts for the next one."""
    seen(file)
    table = file.parent / "digests"
    verifying = Digests(table, verify=True)
    assert verifying.of("antah.md", str(file)) is None
    verifying.read("antah.md", file)
    verifying.save()
    assert Digests(table).of("antah.md", str(file)) == verifying.taken["antah.md"]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("junk", [b"", b"x", b"\0" * 40, None, (FORMAT + 1, {}), (FORMAT, []), (FORMAT,), [], 7])
def test_a_damaged_table_is_no_table(file: Path, junk: object) -> None:
    """Whatever lies where the table was, files are read, and a table is written that counts."""
    table = file.parent / "digests"
    seen(file)
    if isinstance(junk, bytes):
        table.write_bytes(junk)
    elif junk is None:
        data = bytearray(table.read_bytes())
        data[-1] ^= 1
        table.write_bytes(data)
    else:
        disk.keep(str(table), junk)
    known = Digests(table)
    assert known.of("antah.md", str(file)) is None
    known.read("antah.md", file)
    known.save()
    assert Digests(table).of("antah.md", str(file)) is not None


@pytest.mark.usefixtures("later")
def test_without_a_table_nothing_is_kept(file: Path) -> None:
    """Where nothing is remembered no file is written, and what was read in this run is known in it."""
    made = Digests()
    assert made.of("antah.md", str(file)) is None
    made.read("antah.md", file)
    made.save()
    assert made.taken["antah.md"]
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@pytest.mark.usefixtures("later")
def test_files_that_no_run_looks_at_are_forgotten(file: Path) -> None:
    """The table holds those that the last run looked at, so it does not grow for ever."""
    seen(file)
    table = file.parent / "digests"
    Digests(table).save()
    assert Digests(table).known == {}


def test_what_is_no_path_has_no_stamp(tmp_path: Path) -> None:
    """A name that no file can have is like one that none has."""
    assert stamp_of("antah\0") is None
    assert stamp_of(str(tmp_path / "antah")) is None
    assert stamp_of(str(tmp_path)) is None
