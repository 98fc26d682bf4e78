"""The entries as a build reads them: each as it was at one moment, whatever happens to its file meanwhile."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from commands import BASE
from making import read_in
from running import CLOCK

from kliping import config, site
from kliping.commands.project import PACKAGE
from kliping.digests import Digests
from kliping.errors import OutputError
from kliping.memory import NEW, Memory
from kliping.site import reading, recalling

SETTINGS = config.load(BASE / config.FILE, {})
FOLDER = "entries/2020/10"
NAMES = ("satu", "dua", "tiga")
OLD, FRESH = "Kalimat lama tentang jembatan Antah.", "Kalimat baru tentang jembatan Antah."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with three entries."""
    folder = tmp_path / "project"
    shutil.copytree(BASE, folder)
    for number, name in enumerate(NAMES, 1):
        write(folder, name, f"Artikel {name}, karangan nomor {number}.\n\n{OLD}")
    time.sleep(0.03)  # what was changed a moment ago is read again in any case
    return folder


def file_of(project: Path, name: str) -> Path:
    return project / "content" / FOLDER / f"{name}.md"


def write(project: Path, name: str, body: str, head: str = "") -> None:
    file = file_of(project, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    day = f"2020-10-0{len(name)}T09:00:00+07:00"
    file.write_text(f"---\ntitle: Karangan {name} Antah\ndate: {day}\nlang: id\n{head}---\n\n{body}\n", "utf-8")


def edit(project: Path, name: str, old: str = OLD, new: str = FRESH) -> None:
    file = file_of(project, name)
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def remembering(project: Path) -> Memory:
    return Memory(project / ".cache" / "memory", "program")


def built(project: Path, remembered: Memory) -> tuple[dict[str, bytes], list[str]]:
    """The files of a site as they are made, and its faults."""
    made = site.build(project, PACKAGE, SETTINGS, (), datetime.fromisoformat(CLOCK), remembered=remembered)
    files = {each.path: each.data for each in made.outputs}
    remembered.save()
    return files, [str(fault) for fault in made.faults]


def cold(project: Path) -> tuple[dict[str, bytes], list[str]]:
    return built(project, NEW)


def built_or_refused(project: Path) -> tuple[dict[str, bytes], list[str]] | None:
    """The site, or None if the build says that an entry was saved meanwhile."""
    try:
        return built(project, remembering(project))
    except OutputError as error:
        if any(fault.what != "was saved while the site was made" for fault in error.faults):
            raise
        return None


# ------------------------------------------------------------------ what is read


def test_of_an_edit_one_entry_is_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first build reads each file once, the next none, and after an edit one; each makes what a cold build makes."""
    asked = read_in(monkeypatch)
    built(project, remembering(project))
    assert sorted(asked) == sorted(f"{FOLDER}/{name}.md" for name in NAMES)
    asked.clear()
    built(project, remembering(project))
    assert asked == []
    edit(project, "dua")
    time.sleep(0.03)
    warm = built(project, remembering(project))
    assert asked == [f"{FOLDER}/dua.md"]
    assert warm == cold(project)


@pytest.mark.parametrize(
    "lost", ["heads", "heads.index", "entries", "placed", "places", "digests", "entries.index", "placed.index"]
)
def test_what_is_lost_is_read_again(project: Path, lost: str) -> None:
    """Whichever file of what is remembered is lost, the site is the same, then and in the build after."""
    first = built(project, remembering(project))
    (project / ".cache" / "memory" / lost).unlink()
    assert built(project, remembering(project)) == first
    edit(project, "satu")
    assert built(project, remembering(project)) == cold(project)


def test_without_a_memory_no_file_is_read_for_each_step(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is remembered, a file is read once all the same."""
    asked = read_in(monkeypatch)
    cold(project)
    assert sorted(asked) == sorted(f"{FOLDER}/{name}.md" for name in NAMES)


# ------------------------------------------------------------------ what changes meanwhile


def between(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Do something after the heads of all entries were read, and before any is put in its place."""
    filed = reading.Entries.filed

    def then(self: reading.Entries) -> dict[str, reading.Filed]:
        found = filed(self)
        act()
        return found

    monkeypatch.setattr(reading.Entries, "filed", then)


def at_pages(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Do something when all entries are in their places, and pages are made."""
    of = recalling.Pages.of
    done: list[bool] = []

    def first(self: recalling.Pages, parts: Iterator[object]) -> object:
        if not done:
            done.append(True)
            act()
        return of(self, parts)  # type: ignore[arg-type]

    monkeypatch.setattr(recalling.Pages, "of", first)


LOSSES = {
    "nothing": [],
    "entries": ["entries", "entries.index"],
    "places": ["places", "places.index", "placed", "placed.index"],
    "all but heads": ["entries", "entries.index", "places", "places.index", "placed", "placed.index"],
    "all but digests": ["heads", "heads.index", "entries", "entries.index", "places", "places.index"],
    "all": ["digests", "heads", "entries", "places", "placed", "leaves", "pages"],
}
CHANGES: dict[str, Callable[[Path], None]] = {
    "another text": lambda project: edit(project, "dua"),
    "another title": lambda project: edit(project, "dua", "Karangan dua", "Dongeng dua"),
    "a draft": lambda project: edit(project, "dua", "lang: id\n", "lang: id\ndraft: true\n"),
    "broken": lambda project: edit(project, "dua", "title: ", "title: ["),
    "gone": lambda project: file_of(project, "dua").unlink(),
}


@pytest.mark.parametrize(
    ("when", "lost"), [*((between, lost) for lost in LOSSES), (at_pages, "nothing"), (at_pages, "all")]
)
@pytest.mark.parametrize("change", list(CHANGES))
def test_an_entry_that_changes_meanwhile_is_never_mixed(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    when: Callable[[pytest.MonkeyPatch, Callable[[], None]], None],
    change: str,
    lost: str,
) -> None:
    """A build shows the entry wholly as it was or as it is, or says that it was saved meanwhile; the next one shows it as it is."""
    before = built(project, remembering(project))
    for name in LOSSES[lost]:
        (project / ".cache" / "memory" / name).unlink(missing_ok=True)
    with monkeypatch.context() as patched:
        when(patched, lambda: CHANGES[change](project))
        during = built_or_refused(project)
    after = cold(project)
    assert after != before
    assert during in (before, after, None)
    assert built(project, remembering(project)) == after


@pytest.mark.parametrize("lost", list(LOSSES))
def test_an_entry_that_is_away_for_a_moment_is_not_lost(
    project: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """An editor that takes a file away and puts it back as it was leaves no trace in what is remembered."""
    before = built(project, remembering(project))
    for name in LOSSES[lost]:
        (project / ".cache" / "memory" / name).unlink(missing_ok=True)
    file = file_of(project, "dua")
    kept = file.with_suffix(".away")
    of = Digests.of

    def away(self: Digests, path: str, at: str) -> bytes | None:
        found = of(self, path, at)
        if path.endswith("dua.md") and file.exists():
            file.rename(kept)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Digests, "of", away)
        found = built_or_refused(project)
    assert found is None or found == before or "cannot be read" in found[1][0]
    if kept.exists():
        kept.rename(file)
    for _ in range(2):
        assert built(project, remembering(project)) == before


@pytest.mark.parametrize("change", [edit, lambda project, name: file_of(project, name).unlink()])
def test_what_was_saved_meanwhile_is_named(project: Path, change: Callable[[Path, str], None]) -> None:
    """The error says which file it was and what to do."""
    found = reading.read(project, PACKAGE, SETTINGS)
    change(project, "tiga")
    with pytest.raises(OutputError) as raised:
        found.shelf.text(f"{FOLDER}/tiga.md")
    (fault,) = raised.value.faults
    assert fault.file == f"content/{FOLDER}/tiga.md"
    assert fault.remedy


@pytest.mark.parametrize("data", [b"\xff\xfe", b"---\ntitle: [\n---\n", b""])
def test_an_entry_that_cannot_be_read_is_told_in_each_run(project: Path, data: bytes) -> None:
    """Its fault is said again whatever is remembered, in the same words, until it is mended."""
    whole = file_of(project, "dua").read_bytes()
    file_of(project, "dua").write_bytes(data)
    time.sleep(0.03)
    first = cold(project)
    assert first[1]
    for _ in range(3):
        assert built(project, remembering(project)) == first
    file_of(project, "dua").write_bytes(whole)
    assert built(project, remembering(project)) == cold(project)
    assert not cold(project)[1]
