"""The inbox with what is remembered of files: only what changed is read and cleaned, and whatever changed is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_ingest import DUMP, ENTRY, Room

from kliping import ingest
from kliping.digests import Digests
from kliping.errors import Fault
from kliping.ingest import shelf
from kliping.ingest.texts import Texts
from kliping.memory import Memory
from kliping.records import Article, Outcome, Outlet, RawFile

SECOND = DUMP.replace("Jembatan Umpama", "Gerbang Misalan").replace("jembatan", "gerbang").replace("baut", "engsel")
OTHER_ENTRY = "entries/2020/10/gerbang-misalan-dibuka-lagi.md"
NOTHING = "Menu\nBeranda\nMasuk\n"
"""A raw file in which no article is."""


class Reader:
    """Runs over a content folder, each with what the last one remembered; what each of them read and cleaned."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.read: list[str] = []
        self.cleaned: list[str] = []

    def run(self, **options: Any) -> dict[str, Outcome]:
        time.sleep(0.03)  # what was changed a moment ago is read again in any case
        self.read.clear()
        self.cleaned.clear()
        remembered = Memory(self.room.cache / "memory", "program", **options)
        outcomes = self.room.run(remembered=remembered)
        remembered.save()
        return {path.removeprefix("inbox/"): outcome for path, outcome in outcomes.items()}

    def statuses(self) -> dict[str, str]:
        return {path: outcome.status.value for path, outcome in self.run().items()}


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A folder with two articles that were taken in, and a raw file that was set aside; all of it is remembered."""
    made = Reader(Room(tmp_path))
    read, clean = Digests.read, ingest.clean_file

    def counted(self: Digests, path: str, file: Path) -> bytes:
        made.read.append(path)
        return read(self, path, file)

    def cleaned(raw: RawFile, facts: Any) -> Article | Fault:
        made.cleaned.append(raw.path)
        return clean(raw, facts)

    monkeypatch.setattr(Digests, "read", counted)
    monkeypatch.setattr(ingest, "clean_file", cleaned)
    made.room.put("a.txt")
    made.room.put("b.txt", SECOND)
    made.room.put("kosong.txt", NOTHING)
    made.run()
    assert set(made.cleaned) == {"inbox/a.txt", "inbox/b.txt", "inbox/kosong.txt"}
    assert made.statuses() == {"a.txt": "same", "b.txt": "same", "kosong.txt": "set aside"}
    return made


def in_place(file: Path, old: str, new: str) -> None:
    """Other bytes of the same length, written into the file, whose time is set back."""
    before = file.stat()
    text = file.read_text("utf-8")
    assert old in text
    assert len(old.encode()) == len(new.encode())
    with file.open("r+b") as stream:
        stream.write(text.replace(old, new).encode())
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    assert (after.st_size, after.st_mtime_ns, after.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)


def in_its_stead(file: Path, old: str, new: str) -> None:
    """Another file of the same length and time."""
    before, other = file.stat(), file.with_name(".other")
    other.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def in_an_editor(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


WAYS = [in_place, in_its_stead, in_an_editor]


def test_nothing_new_reads_nothing(reader: Reader) -> None:
    """Of files that are what they were none is read, and none is cleaned."""
    assert reader.statuses() == {"a.txt": "same", "b.txt": "same", "kosong.txt": "set aside"}
    assert (reader.read, reader.cleaned) == ([], [])


def test_all_is_read_when_all_is_verified(reader: Reader) -> None:
    """A run that trusts no stamp reads every file, and comes to the same."""
    before = reader.run()
    assert reader.run(verify=True) == before
    assert set(reader.read) == {"inbox/a.txt", "inbox/b.txt", "inbox/kosong.txt", ENTRY, OTHER_ENTRY}
    assert reader.cleaned == []


@pytest.mark.parametrize("way", WAYS)
def test_of_an_edit_one_text_is_read(reader: Reader, way: Callable[[Path, str, str], None]) -> None:
    """An entry that a person changed is seen however it was saved, and no other text is read for it."""
    way(reader.room.content / ENTRY, "Warga menyambut", "Semua menyambut")
    outcomes = reader.run()
    assert set(reader.read) == {ENTRY}
    assert outcomes["a.txt"].by_hand
    assert not outcomes["b.txt"].by_hand
    assert not reader.run()["b.txt"].by_hand
    assert reader.read == []


def test_of_a_deletion_nothing_is_read(reader: Reader) -> None:
    """An entry that a person deleted stays so, and no other is read to know it."""
    (reader.room.content / ENTRY).unlink()
    assert reader.statuses()["a.txt"] == "deleted"
    assert OTHER_ENTRY not in reader.read
    assert reader.statuses()["a.txt"] == "deleted"


@pytest.mark.parametrize("way", WAYS)
def test_of_a_raw_file_saved_anew_one_is_cleaned(reader: Reader, way: Callable[[Path, str, str], None]) -> None:
    """A raw file with other bytes is seen even if its length and its time are the old ones; its entry becomes better."""
    way(reader.room.content / "inbox" / "a.txt", "Warga menyambut", "Semua menyambut")
    assert reader.statuses() == {"a.txt": "updated", "b.txt": "same", "kosong.txt": "set aside"}
    assert reader.cleaned == ["inbox/a.txt"]
    assert "inbox/b.txt" not in reader.read
    assert "Semua menyambut" in reader.room.entries()[ENTRY]
    assert reader.statuses()["a.txt"] == "same"
    assert reader.cleaned == []


def test_a_new_file_is_cleaned_alone(reader: Reader) -> None:
    """What comes into the inbox makes nothing else be read that was there."""
    third = DUMP.replace("Jembatan Umpama", "Pasar Rekaan").replace("jembatan", "pasar").replace("baut", "lapak")
    reader.room.put("c.txt", third)
    assert reader.statuses()["c.txt"] == "created"
    assert reader.cleaned == ["inbox/c.txt"]
    assert {path for path in reader.read if path.startswith("inbox/")} == {"inbox/c.txt"}


# ------------------------------------------------------------------ what was set aside


def another_outlet(reader: Reader) -> None:
    reader.room.facts = replace(
        reader.room.facts, outlets=(*reader.room.facts.outlets, Outlet("suara-rekaan", "Suara Rekaan"))
    )


def test_what_was_set_aside_is_not_cleaned_again(reader: Reader) -> None:
    """Its fault is told in each run, as it was the first time, and the file is left alone."""
    first = reader.run()["kosong.txt"].fault
    assert first is not None
    assert reader.run()["kosong.txt"].fault == first
    assert reader.cleaned == []


def test_other_facts_clean_it_again(reader: Reader) -> None:
    """What is known of outlets bears on what is an article, so all are cleaned anew, once."""
    another_outlet(reader)
    reader.run()
    assert "inbox/kosong.txt" in reader.cleaned
    reader.run()
    assert reader.cleaned == []


def test_other_rules_clean_it_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with other rules may find an article where none was found."""
    monkeypatch.setattr(ingest, "RULES", ingest.RULES + 1)
    reader.run()
    assert "inbox/kosong.txt" in reader.cleaned
    reader.run()
    assert "inbox/kosong.txt" not in reader.cleaned


@pytest.mark.parametrize("way", [in_its_stead, in_an_editor])
def test_another_file_in_its_place_is_cleaned(reader: Reader, way: Callable[[Path, str, str], None]) -> None:
    """A raw file that was set aside counts again as soon as it holds anything else."""
    way(reader.room.content / "inbox" / "kosong.txt", "Beranda", "Menanda")
    assert reader.statuses()["kosong.txt"] == "set aside"
    assert reader.cleaned == ["inbox/kosong.txt"]
    reader.room.put("kosong.txt", DUMP.replace("Jembatan Umpama", "Menara Rekaan").replace("jembatan", "menara"))
    assert reader.statuses()["kosong.txt"] == "created"


def test_a_failure_is_tried_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fault of the program did is not remembered: with the next one, or more memory, the file may be cleaned."""
    clean = ingest.clean_file

    def failing(raw: RawFile, facts: Any) -> Article | Fault:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(ingest, "clean_file", failing)
        reader.room.put("c.txt", NOTHING + "Lagi\n")
        assert ingest.FAILED in str(reader.run()["c.txt"].fault)
    assert ingest.clean_file is clean
    assert ingest.FAILED not in str(reader.run()["c.txt"].fault)
    assert reader.cleaned == ["inbox/c.txt"]


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        ["aside"],
        ["aside", "other", "w", "r", "f", 1, "k"],
        ["aside", "same", "w", "r", "f", "1", "k"],
        ["aside", "same", "w", "r", "f", 1],
        {"aside": "same"},
    ],
)
def test_what_is_no_account_is_none(told: object) -> None:
    """A note of another shape, or of another file, sets nothing aside."""
    assert ingest.set_aside(told, "same") is None
    assert ingest.set_aside(["aside", "same", "w", "r", "f", 1, "k"], "same") == Fault("w", "r", "f", 1, "k")


# ------------------------------------------------------------------ people and runs at once


def test_an_entry_that_a_person_saves_while_it_is_decided_on_is_theirs(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at an entry and its writing a person may save it: what they wrote is looked at, and stays."""
    settled, file = shelf.settled, reader.room.content / ENTRY
    asked: list[str] = []

    def meanwhile(raw: str, *arguments: Any, **options: Any) -> shelf.Decision:
        found = settled(raw, *arguments, **options)
        if not asked:
            in_an_editor(file, "Warga menyambut", "Tangan orang menyambut")
        asked.append(raw)
        return found

    monkeypatch.setattr(shelf, "settled", meanwhile)
    reader.room.put("a.txt", DUMP.replace("tiga bulan", "lima bulan"))
    assert reader.statuses()["a.txt"] == "kept"
    assert asked[:2] == ["inbox/a.txt", "inbox/a.txt"]
    assert "Tangan orang menyambut" in file.read_text("utf-8")
    assert "lima bulan" not in file.read_text("utf-8")


def test_a_text_is_read_when_it_is_wanted(reader: Reader) -> None:
    """Before that nothing is read; what is put there counts instead of the file, and what is taken away is not there."""
    reader.read.clear()
    texts = Texts(reader.room.content, Digests(), "?")
    assert (list(texts), len(texts), reader.read) == ([OTHER_ENTRY, ENTRY], 2, [])
    assert texts[ENTRY] == texts[ENTRY] == (reader.room.content / ENTRY).read_text("utf-8")
    assert reader.read == [ENTRY]
    texts[ENTRY] = "lain"
    texts["entries/baru.md"] = "baru"
    del texts[OTHER_ENTRY]
    assert dict(texts) == {ENTRY: "lain", "entries/baru.md": "baru"}
    assert OTHER_ENTRY not in texts
    assert texts.get(OTHER_ENTRY) is None


def test_a_text_that_cannot_be_read_is_told_apart(reader: Reader) -> None:
    """A file that is no UTF-8, or gone, has the text that says so; once it can be read it has its own."""
    file = reader.room.content / ENTRY
    text = file.read_bytes()
    for data in (b"\xff", text):
        file.write_bytes(data)
        time.sleep(0.03)
        for _ in range(2):
            remembered = Memory(reader.room.cache / "memory", "program")
            texts = Texts(reader.room.content, remembered.digests, "?")
            told = texts.told("lengths", remembered, len)
            assert told[ENTRY] == (1 if data == b"\xff" else len(text.decode()))
            remembered.save()
    file.unlink()
    assert texts[ENTRY] == "?"
    assert Texts(reader.room.content, Digests(), "?").get(ENTRY) is None


@pytest.mark.parametrize("meanwhile", [lambda file: file.write_text("lain", "utf-8"), Path.unlink])
def test_a_text_that_changes_meanwhile_leaves_no_trace(reader: Reader, meanwhile: Callable[[Path], None]) -> None:
    """Where nothing is told of an entry any more, and it is another one or away just when it is read, it is known as it is once it is back."""
    file = reader.room.content / ENTRY
    data = file.read_bytes()

    def told(*, is_disturbed: bool = False) -> str:
        time.sleep(0.03)
        remembered = Memory(reader.room.cache / "memory", "program")
        texts = Texts(reader.room.content, remembered.digests, "?")
        of = remembered.digests.of

        def disturbed(path: str, at: str) -> bytes | None:
            found = of(path, at)
            if path == ENTRY:
                meanwhile(file)
            return found

        if is_disturbed:
            remembered.digests.of = disturbed  # type: ignore[method-assign, assignment]
        found = texts.told("texts", remembered, str)
        remembered.save()
        return found[ENTRY]

    # The run before noted the digest, and nothing is remembered under this name yet.
    assert told(is_disturbed=True) in ("lain", "?")
    file.write_bytes(data)
    assert told() == told() == data.decode()
