"""Write the site: staged first, then put in place file by file, never half a file.

1. Every file that differs is written whole into a staging folder.
2. A journal lists what will happen. From here on the new site is certain: a run that finds a
   journal finishes it before it does anything else.
3. Files are renamed into place: what is new, then what changed, feeds last; then files of ours
   that are no longer part of the site are removed.

A record of what we wrote tells our files from foreign ones. Foreign files are never touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from kliping.errors import Fault, OutputError
from kliping.records import Output

OURS = re.compile(rb'<meta name="generator" content="Kliping[ "]')


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the output folder, as paths; `foreign` is there and not ours."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0
    foreign: tuple[str, ...] = ()


def publish(outputs: Iterable[Output], folder: Path, cache: Path, root: Path, *, dry_run: bool = False) -> Written:
    """Make the output folder hold exactly these outputs, beside foreign files. Raises OutputError."""
    guard(folder, root)
    wanted = {output.path: output.data for output in outputs}
    state = cache / ("output-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12])
    if dry_run:
        return compare(wanted, folder, state)[0]
    try:
        with locked(state, folder):
            finish(state, folder)
            written, digests = compare(wanted, folder, state)
            if written.new or written.changed or written.removed or not (state / "record.json").exists():
                stage(wanted, written, digests, state)
                finish(state, folder)
            return written
    except OSError as error:
        what = f"cannot write {error.filename or folder}: {error.strerror or error}"
        raise OutputError(
            Fault(
                what, "the site that was there before is untouched; free the disk or mend the permissions and run again"
            )
        ) from error


def guard(folder: Path, root: Path) -> None:
    """Refuse folders in which a site would do harm."""
    place, project = folder.resolve(), root.resolve()
    remedy = 'name a folder of its own, such as dir = "output" under [output], or -o output'
    if place == Path(place.anchor) or place == Path.home().resolve():
        raise OutputError(Fault(f"the output folder is {place}", remedy, key="output.dir"))
    if place == project or place in project.parents:
        raise OutputError(
            Fault(f"the output folder {place} is the project itself, or holds it", remedy, key="output.dir")
        )
    for name in ("content", "templates", ".git", ".cache"):
        if place == project / name or project / name in place.parents:
            raise OutputError(Fault(f"the output folder {place} lies in {name}/", remedy, key="output.dir"))
    if place.exists() and not place.is_dir():
        raise OutputError(Fault(f"the output folder {place} is a file", remedy, key="output.dir"))


@contextmanager
def locked(state: Path, folder: Path) -> Iterator[None]:
    """Only one build writes into a folder at a time."""
    state.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(state / "lock", timeout=30):
            yield
    except Timeout as error:
        raise OutputError(Fault(f"another build is writing into {folder}", "wait for it to end, or stop it")) from error


# ------------------------------------------------------------------ compare


def compare(wanted: Mapping[str, bytes], folder: Path, state: Path) -> tuple[Written, dict[str, str]]:
    """What has to happen so that the folder holds what is wanted, and the new record."""
    record = recorded(state)
    ours_by_look = record is None and is_ours(folder)
    known = record or {}
    new: list[str] = []
    changed: list[str] = []
    digests: dict[str, str] = {}
    same = 0
    for path, data in wanted.items():
        digests[path] = hashlib.sha256(data).hexdigest()
        there = content_of(folder / path)
        if there is None:
            new.append(path)
        elif there == data:
            same += 1
        elif path in known or ours_by_look:
            changed.append(path)
        else:
            raise OutputError(
                Fault(
                    f"{folder / path} was not written by Kliping, and the site needs its place",
                    "move it away, or use another output folder",
                )
            )
    stale = [
        path
        for path in known
        if path not in wanted and hashlib.sha256(content_of(folder / path) or b"").hexdigest() == known[path]
    ]
    foreign = [path for path in files_in(folder) if path not in wanted and path not in stale]
    return Written(tuple(new), tuple(changed), tuple(stale), same, tuple(foreign)), digests


def recorded(state: Path) -> dict[str, str] | None:
    """Hash by path of what we wrote last, or None when that is not known."""
    try:
        found = json.loads((state / "record.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def is_ours(folder: Path) -> bool:
    """Whether the folder's front page says that Kliping made it."""
    return OURS.search(content_of(folder / "index.html") or b"") is not None


def content_of(file: Path) -> bytes | None:
    """The bytes of a file, or None if there is none; a folder in its place is an error."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def files_in(folder: Path) -> list[str]:
    """Every file below a folder; hidden ones such as .git and .htaccess are not looked at."""
    found: list[str] = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            (Path(here) / name).relative_to(folder).as_posix() for name in sorted(names) if not name.startswith(".")
        ]
    return found


# ------------------------------------------------------------------ stage and finish


def stage(wanted: Mapping[str, bytes], written: Written, digests: Mapping[str, str], state: Path) -> None:
    """Write what differs into the staging folder, then the journal that makes it certain."""
    staging = state / "stage"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    moves: list[tuple[str, str]] = []
    for number, path in enumerate(in_order(written)):
        (staging / str(number)).write_bytes(wanted[path])
        moves.append((str(number), path))
    journal = {"moves": moves, "remove": list(written.removed), "record": dict(digests)}
    part = state / "journal.part"
    with part.open("w", encoding="utf-8") as stream:
        json.dump(journal, stream)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(state / "journal.json")


def in_order(written: Written) -> list[str]:
    """New files, then changed ones; feeds last, so that no feed names a page that is not there."""
    return sorted(
        (*written.new, *written.changed), key=lambda path: (path.endswith(".xml"), path in written.changed, path)
    )


def finish(state: Path, folder: Path) -> None:
    """Do what the journal says, from wherever an earlier run was stopped."""
    try:
        journal = json.loads((state / "journal.json").read_bytes())
    except FileNotFoundError:
        return
    for staged, path in journal["moves"]:
        move(state / "stage" / staged, folder / path)
    for path in journal["remove"]:
        (folder / path).unlink(missing_ok=True)
        remove_empty(folder, path)
    part = state / "record.part"
    part.write_text(json.dumps(journal["record"], indent=0, sort_keys=True), "utf-8")
    part.replace(state / "record.json")
    (state / "journal.json").unlink()
    shutil.rmtree(state / "stage", ignore_errors=True)


def move(staged: Path, final: Path) -> None:
    """Put a staged file in its place in one step; one that is gone was moved by an earlier run."""
    if not staged.exists():
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    try:
        staged.replace(final)
    except OSError as error:
        if error.errno != 18:  # EXDEV: the output lies on another file system
            raise
        beside = final.parent / f".{final.name}.part"
        shutil.copyfile(staged, beside)
        beside.replace(final)
        staged.unlink()


def remove_empty(folder: Path, path: str) -> None:
    """Remove the folders of a removed file that are empty now."""
    for parent in (folder / path).parents:
        if parent == folder or folder not in parent.parents:
            return
        try:
            parent.rmdir()
        except OSError:
            return


def totals(written: Written) -> Sequence[tuple[str, int]]:
    """The numbers that a summary prints."""
    return (
        ("new", len(written.new)),
        ("changed", len(written.changed)),
        ("removed", len(written.removed)),
        ("unchanged", written.same),
    )
