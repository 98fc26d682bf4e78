"""Write the site: staged first, then put in place file by file, never half a file.

1. Every file that differs is written whole into a staging folder.
2. A journal lists what will happen. From here on the new site is certain: a run that finds a
   journal finishes it before it does anything else.
3. Files are renamed into place so that no link leads nowhere: what is new, then what changed,
   then feeds; on a first build the front page is the last. Then files of ours that are no longer part are removed.

A record of what we wrote tells our files from foreign ones. Foreign files are never touched.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from kliping.disk import GONE, stamp_of
from kliping.errors import Fault, OutputError
from kliping.records import NOTHING, Output

OURS = re.compile(rb'<meta name="generator" content="Kliping[ "]|<generator>Kliping</generator>')
NAMES = re.compile(
    r"_redirects|assets/(?:style|search)-[0-9a-f]{8}\.(?:css|js)|pagefind/(?:(?:fragment|index|filter)/)?[\w.-]+|cards/[0-9a-f]{16}\.png"
    r"|pictures/[0-9a-f]{16}\.(?:jpg|png|webp|avif|gif)"
)
"""Files that say nothing of who made them: in a folder of ours they are."""
COMPRESSED = re.compile(r"\.(?:gz|br)$")
PREVIEW = ".cache/preview"
"""Where `serve` builds: the site that is published stays as it was."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did to the output folder, as paths; `foreign` is there and not ours."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0
    foreign: tuple[str, ...] = ()


def publish(
    outputs: Iterable[Output],
    folder: Path,
    cache: Path,
    root: Path,
    *,
    dry_run: bool = False,
    verify: bool = False,
) -> Written:
    """Make the output folder hold exactly these outputs, beside foreign files. Raises OutputError.

    A file is not read whose size and times are those of the last comparison, unless all are to be verified.
    """
    guard(folder, root)
    try:
        wanted = {inside(output.path): output for output in outputs}
    except ValueError as error:
        raise OutputError(Fault(str(error), "give the page another slug or name")) from error
    state = state_of(folder, cache, root)
    try:
        if dry_run:
            return compare(wanted, folder, recorded(state))
        with locked(state, folder):
            finish(state, folder)
            record = recorded(state)
            digests = {path: output.digest for path, output in wanted.items()}
            sure = {} if verify else unchanged(digests, folder, record or {}, stamps_in(state))
            written = compare(wanted, folder, record, sure.keys())
            if written.new or written.changed or written.removed or record is None:
                stage(wanted, written, digests, folder, state)
                finish(state, folder)
            if len(sure) < len(wanted) or written.removed:
                stamp(wanted, sure, folder, state)
            return written
    except OSError as error:
        what = f"cannot write {error.filename or folder}: {error.strerror or error}"
        remedy = "the site that was there before is untouched; free the disk or mend the permissions and run again"
        raise OutputError(Fault(what, remedy)) from error


def inside(path: str) -> str:
    """The path of an output; raises ValueError if it would leave the folder."""
    parts = path.split("/")
    if not path or path.startswith("/") or "\\" in path or ":" in parts[0] or {"", ".", ".."} & set(parts):
        raise ValueError(f"{path!r} is no path inside the output folder")
    return path


def state_of(folder: Path, cache: Path, root: Path) -> Path:
    """Where the record of a folder lies; a project that is moved with its output still knows it."""
    place = folder.resolve()
    name = place.relative_to(root.resolve()).as_posix() if root.resolve() in place.parents else str(place)
    return cache / ("output-" + hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:12])


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
        if (place == project / name or project / name in place.parents) and place != project / PREVIEW:
            raise OutputError(Fault(f"the output folder {place} lies in {name}/", remedy, key="output.dir"))
    if place.exists() and not place.is_dir():
        raise OutputError(Fault(f"the output folder {place} is a file", remedy, key="output.dir"))


def is_preview(state: Path) -> bool:
    """Whether the folder was last built to be looked at, maybe with drafts: `preview` says so before such a build writes."""
    return (state / "preview").exists()


def preview_note(folder: Path, cache: Path, root: Path) -> Path:
    """The file that is there as long as a folder is a preview."""
    return state_of(folder, cache, root) / "preview"


def told_preview(folder: Path, cache: Path, root: Path, *, lasts: bool) -> None:
    """Note that the folder is a preview, or that it `lasts`."""
    note = preview_note(folder, cache, root)
    if lasts:
        note.unlink(missing_ok=True)
    else:
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()


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


def compare(
    wanted: Mapping[str, Output],
    folder: Path,
    record: Mapping[str, str] | None,
    sure: Collection[str] = frozenset(),
) -> Written:
    """What has to happen so that the folder holds what is wanted; refuses to touch foreign files.

    Files that `sure` names are known to be as they have to be, and are not read.
    """
    if not folder.is_dir():
        return Written(new=tuple(wanted))
    known = record or {}
    all_ours = record is None and is_ours(folder)
    place = str(folder)
    new: list[str] = []
    changed: list[str] = []
    for path, output in wanted.items():
        if path in sure:
            continue
        there = content_of(f"{place}/{path}")
        if there is None:
            new.append(path)
        elif there != output.data:
            changed.append(path)
    blocking = {path for path in changed if path not in known and not all_ours}
    blocking |= {path for path in new if os.path.isdir(f"{place}/{path}")}
    blocking |= {each for each in folders_of(new) - known.keys() if os.path.isfile(f"{place}/{each}")}
    if blocking:
        remedy = "move it away, or use another output folder"
        what = "was not written by Kliping, and the site needs its place"
        raise OutputError(Fault(f"{folder / path} {what}", remedy) for path in sorted(blocking))
    others = [path for path in files_in(folder) if path not in wanted]
    stale = [path for path in known if path not in wanted and is_unchanged(f"{place}/{path}", known[path])]
    stale += [path for path in others if all_ours and (NAMES.fullmatch(path) or is_made(f"{place}/{path}"))]
    if all_ours:  # servers send a compressed file instead of the one that it lies beside
        ours = {*wanted, *stale}
        stale += [path for path in others if path not in ours and COMPRESSED.sub("", path) in ours]
    going = frozenset(stale)
    foreign = [path for path in others if path not in going]
    same = len(wanted) - len(new) - len(changed)
    return Written(tuple(new), tuple(changed), tuple(stale), same, tuple(foreign))


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder above these paths, but for the one in which all lie."""
    found: set[str] = set()
    for path in paths:
        above = path.rpartition("/")[0]
        while above and above not in found:
            found.add(above)
            above = above.rpartition("/")[0]
    return found


STAMPS = "stamps.json"


def stamps_in(state: Path) -> Mapping[str, Sequence[int]]:
    """What the disk said of each file when it was last compared with what it has to be."""
    try:
        found = json.loads((state / STAMPS).read_bytes())
    except (OSError, ValueError):
        return NOTHING
    return found if isinstance(found, dict) else NOTHING


def unchanged(
    digests: Mapping[str, str], folder: Path, record: Mapping[str, str], stamps: Mapping[str, Sequence[int]]
) -> Mapping[str, Sequence[int]]:
    """The stamps of the files that have to be what they were, and of which the disk says what it said then."""
    place = str(folder)
    same = (path for path in stamps if path in digests and record.get(path) == digests[path])
    return {path: stamps[path] for path in same if stamped(f"{place}/{path}") == stamps[path]}


def stamp(wanted: Iterable[str], sure: Mapping[str, Sequence[int]], folder: Path, state: Path) -> None:
    """Note what the disk says of each file, now that all are as they have to be: what says the same is not read again."""
    place, gone = str(folder), list(GONE)
    told = ((path, sure[path] if path in sure else stamped(f"{place}/{path}")) for path in wanted)
    found = {path: said for path, said in told if said != gone}
    if found != stamps_in(state):
        part = state / f"{STAMPS}.part"
        part.write_text(json.dumps(found), "utf-8")
        part.replace(state / STAMPS)


def stamped(file: str) -> Sequence[int]:
    """What the disk says of a file, as JSON gives it back."""
    return list(stamp_of(file))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_unchanged(file: str, known: str) -> bool:
    """Whether a file still is what we wrote; one that a person changed is theirs."""
    there = content_of(file)
    return there is not None and digest(there) == known


def recorded(state: Path) -> dict[str, str] | None:
    """Hash by path of what we wrote last, or None when that is not known."""
    try:
        found = json.loads((state / "record.json").read_bytes())
    except (OSError, ValueError):
        return None
    is_record = isinstance(found, dict) and all(isinstance(digest, str) for digest in found.values())
    return found if is_record else None


def is_ours(folder: Path) -> bool:
    """Whether the folder's front page says that Kliping made it."""
    return is_made(f"{folder}/index.html")


def is_made(file: str) -> bool:
    """Whether a file says that Kliping made it."""
    return OURS.search(content_of(file) or b"") is not None


def content_of(file: Path | str) -> bytes | None:
    """The bytes of a file, or None if there is none."""
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def files_in(folder: Path) -> list[str]:
    """Every file below a folder; hidden ones such as .git and .htaccess are not looked at, nor folders that are links."""
    found: list[str] = []
    left = [(str(folder), "")]
    while left:
        place, inside = left.pop()
        folders: list[tuple[str, str]] = []
        for each in sorted(entries_of(place), key=lambda each: each.name):
            if each.name.startswith("."):
                continue
            if each.is_dir(follow_symlinks=False):
                folders.append((each.path, f"{inside}{each.name}/"))
            elif not (each.is_symlink() and os.path.isdir(each.path)):
                found.append(inside + each.name)
        left += reversed(folders)
    return found


def entries_of(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing where that cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


# ------------------------------------------------------------------ stage and finish

STAGE = ".kliping-stage"


def stage(
    wanted: Mapping[str, Output], written: Written, digests: Mapping[str, str], folder: Path, state: Path
) -> None:
    """Write what differs into the staging folder, then the journal that makes it certain."""
    staging = staging_of(folder, state)
    shutil.rmtree(staging, ignore_errors=True)
    moves = [(str(number), path) for number, path in enumerate(in_order(written))]
    try:
        staging.mkdir(parents=True)
        for staged, path in moves:
            with open(f"{staging}/{staged}", "wb") as stream:
                stream.write(wanted[path].data)
    except OSError:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    journal = {"moves": moves, "remove": list(written.removed), "record": digests}
    part = state / "journal.part"
    with part.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(journal))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(state / "journal.json")


def staging_of(folder: Path, state: Path) -> Path:
    """A folder on the output's own disk, so that renames need no room: in the cache if that is there."""
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    same_disk = nearest.stat().st_dev == state.stat().st_dev
    return state / "stage" if same_disk else folder / STAGE


def in_order(written: Written) -> list[str]:
    """Style and pictures first, pages from the deepest up, new before changed, feeds last but for a new front page."""

    def rank(path: str) -> tuple[int, bool, int, str]:
        plain = COMPRESSED.sub("", path)
        if plain == "index.html" and path not in changed:
            kind = 3
        else:
            kind = 2 if plain.endswith((".xml", "feed.json")) else 1 if plain.endswith(".html") else 0
        return kind, path in changed, -path.count("/"), path

    changed = frozenset(written.changed)
    return sorted((*written.new, *written.changed), key=rank)


def finish(state: Path, folder: Path) -> None:
    """Do what the journal says, from wherever an earlier run was stopped."""
    journal = read_journal(state / "journal.json")
    if journal is not None:
        staging, top = staging_of(folder, state), str(folder)
        needed = folders_of(path for _, path in journal.moves)
        there = frozenset(os.listdir(staging)) if staging.exists() else frozenset()
        made: set[str] = set()
        for path in journal.remove:
            if path in needed:
                (folder / path).unlink(missing_ok=True)
        for staged, path in journal.moves:
            if staged in there:
                above = f"{top}/{path}".rpartition("/")[0]
                if above not in made:
                    os.makedirs(above, exist_ok=True)
                    made.add(above)
                (staging / staged).replace(f"{top}/{path}")
        for path in journal.remove:
            if path not in needed:
                (folder / path).unlink(missing_ok=True)
                remove_empty(folder, path)
        part = state / "record.part"
        part.write_text(json.dumps(journal.record), "utf-8")
        part.replace(state / "record.json")
        (state / "journal.json").unlink()
    for place in (state / "stage", folder / STAGE):
        if place.exists():
            shutil.rmtree(place, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Journal:
    """What a run has decided to do: staged name and path, paths to remove, the record afterwards."""

    moves: list[tuple[str, str]]
    remove: list[str]
    record: dict[str, str]


def read_journal(file: Path) -> Journal | None:
    """The journal, or None. A damaged one is dropped: the folder is compared anew in any case."""
    try:
        found = json.loads(file.read_bytes())
        moves = [(inside(staged), inside(path)) for staged, path in found["moves"]]
        return Journal(moves, [inside(path) for path in found["remove"]], dict(found["record"]))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        file.unlink()
        return None


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
