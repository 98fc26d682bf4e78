"""Takedowns: what a retraction does to the files of an article, and back.

The decision is written into the ledger first, so that a run that is stopped anywhere has taken the article off the site;
running the command again finishes it. A move that fails takes all back.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kliping import ledger
from kliping.errors import Fault, OutputError
from kliping.records import Row

FOLDER = "private/retracted"
PLAN = "retraction.json"
IGNORE = "# Retracted articles: never published, never committed.\n*\n"
REMEDY = "nothing has changed; free the disk or mend the permissions and run again"


def retract(root: Path, row: Row, files: Sequence[str]) -> Path:
    """Move the files (below `content/`) of a retracted article into a private folder and note why; raises OutputError."""
    content = root / "content"
    try:
        forget(root / ".cache", (row.entry, *row.raws, *files))
        folder = folder_of(root, row)
        is_new = not folder.exists()
        before = ledger.load(content)
        moves = [(content / file, free(folder / file, content / file)) for file in files]
        try:
            make(folder, row)
            ledger.save(content, {**before, row.id: row})
            move_all(moves)
        except OSError:
            with suppress(OSError):
                ledger.save(content, before)
            if is_new:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise OutputError(failed(error)) from error
    return folder


def restore(root: Path, row: Row, now: datetime) -> list[str]:
    """Move the files of a retracted article back and take the retraction out of the ledger; their paths."""
    content, folder = root / "content", folder_of(root, row)
    try:
        files = sorted(files_in(folder))
        if blocking := [
            file for file in files if (content / file).exists() and not is_same(folder / file, content / file)
        ]:
            remedy = f"move it away, then run again; the retracted one is {folder.relative_to(root).as_posix()}/{blocking[0]}"
            raise OutputError(Fault("is there already, with other words", remedy, f"content/{blocking[0]}"))
        move_all([(folder / file, content / file) for file in files])
        updated = max(row.updated, now) if row.updated else now
        ledger.save(content, {**ledger.load(content), row.id: replace(row, retracted=None, updated=updated)})
        shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise OutputError(failed(error)) from error
    return files


def failed(error: OSError) -> Fault:
    return Fault(f"cannot move {error.filename or 'a file'}: {error.strerror or error}", REMEDY)


# ------------------------------------------------------------------ the private folder


def folder_of(root: Path, row: Row) -> Path:
    """The private folder of an article: the one it has, else one that is named after its entry and free."""
    place = root / FOLDER
    for file in sorted(place.glob(f"*/{PLAN}")):
        with suppress(OSError, ValueError, AttributeError):
            if json.loads(file.read_bytes()).get("id") == row.id:
                return file.parent
    name = row.entry.rsplit("/", 1)[-1].removesuffix(".md")
    return place / name if not (place / name).exists() else place / f"{name}-{short_hash(row.id.encode())}"


def make(folder: Path, row: Row) -> None:
    """The folder with a note of what lies in it, kept out of version control."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder.parent.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text(IGNORE, "utf-8")
    told = row.retracted
    note = {
        "id": row.id,
        "entry": row.entry,
        "day": str(told.day) if told else "",
        "reason": told.reason if told else "",
    }
    part = folder / f".{PLAN}.part"
    part.write_text(json.dumps(note, ensure_ascii=False, indent=2) + "\n", "utf-8")
    part.replace(folder / PLAN)


def files_in(folder: Path) -> Iterator[str]:
    """The files of the article in its private folder, as they lay below `content/`."""
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and path != PLAN and not path.endswith(".part"):
            yield path


def free(target: Path, source: Path) -> Path:
    """Where a file can go without writing over another one."""
    if not target.exists() or is_same(target, source):
        return target
    return target.with_name(f"{target.stem}-{short_hash(source.read_bytes())}{target.suffix}")


def is_same(one: Path, two: Path) -> bool:
    return one.read_bytes() == two.read_bytes()


def short_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


# ------------------------------------------------------------------ moving


def move_all(moves: Iterable[tuple[Path, Path]]) -> None:
    """Move files; when one cannot be moved, those before it go back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            move(source, target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            move(target, source)
        raise


def move(source: Path, target: Path) -> None:
    """Move a file, to another disk too; it is never gone from both places."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copy2(source, target)
        with target.open("rb") as stream:
            os.fsync(stream.fileno())
        try:
            source.unlink()
        except OSError:
            target.unlink()
            raise


KEPT = ((".gitignore",), ("lock",))


def forget(cache: Path, names: Iterable[str]) -> None:
    """Take away all that is remembered, for its words may be in any of it, and logs of runs that name these files.

    What stays holds no words: which files of the site are ours, and the lock.
    """
    told = [name.encode() for name in names if name]
    for file in (each for each in cache.rglob("*") if each.is_file()):
        place = file.relative_to(cache).parts
        if place[0] == "runs":
            is_told = any(name in file.read_bytes() for name in told)
        else:
            is_told = not place[0].startswith("output-") and place not in KEPT
        if is_told:
            file.unlink()
