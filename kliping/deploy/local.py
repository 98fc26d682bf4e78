"""What is to be published: the files of the output folder, once it is certain that they are a whole site."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kliping import output
from kliping.deploy.plan import RECORD, files, is_inside
from kliping.errors import Fault, OutputError, UsageError

HIDDEN_BUT_PUBLISHED = frozenset([".nojekyll", ".htaccess", ".well-known"])
REMEDY = "run `kliping build`, then deploy"


@dataclass(frozen=True, slots=True)
class Local:
    """The files to publish: SHA-256 by path; `left_out` says what lies there and is not published, and why."""

    folder: Path
    files: Mapping[str, str]
    left_out: tuple[Fault, ...]

    def data(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()


def whole(folder: Path, cache: Path, root: Path) -> Local:
    """The site in a folder; raises where there is none, or none that readers may see."""
    if not (folder / "index.html").is_file():
        raise UsageError(Fault(f"there is no site in {folder}", REMEDY))
    state = output.state_of(folder, cache, root)
    if (state / "journal.json").exists():
        raise OutputError(Fault(f"a build that writes into {folder} was stopped half-way", REMEDY))
    if output.is_preview(state):
        what = f"{folder} is a preview: it may show drafts, or articles that are held back"
        raise OutputError(Fault(what, "run `kliping build` without --drafts and --future, then deploy"))
    record = output.recorded(state)
    if record is None and not output.is_ours(folder):
        raise OutputError(Fault(f"nothing says that Kliping made what is in {folder}", REMEDY))
    found = read(folder, record or {})
    if lost := sorted(path for path in record or {} if path not in found.files):
        some = ", ".join(lost[:3]) + (", …" if len(lost) > 3 else "")
        raise OutputError(Fault(f"{folder} lacks {files(len(lost))} that the build wrote: {some}", REMEDY))
    return found


def read(folder: Path, record: Mapping[str, str]) -> Local:
    """The files of a folder. Links are not followed, for they may lead anywhere; hidden files are published if the
    build wrote them, or if they are known to be for hosts.
    """
    found: dict[str, str] = {}
    left_out: list[Fault] = []
    for path, kind in walked(folder):
        if kind == "link":
            left_out.append(Fault("is a link, and is not published", "put the file itself there", path))
        elif kind == "other":
            left_out.append(Fault("is no file, and is not published", "take it away", path))
        elif not is_inside(path):
            left_out.append(
                Fault("has a name that hosts would not take, and is not published", "rename it", ascii(path)[1:-1])
            )
        elif is_hidden(path) and path not in record:
            left_out.append(Fault("is hidden, and is not published", "templates/static/ is the place for it", path))
        elif path != RECORD:
            found[path] = hashlib.sha256((folder / path).read_bytes()).hexdigest()
    return Local(folder, found, tuple(left_out))


def is_hidden(path: str) -> bool:
    return any(name.startswith(".") and name not in HIDDEN_BUT_PUBLISHED for name in path.split("/"))


def walked(folder: Path) -> Iterator[tuple[str, str]]:
    """Every path below a folder, and whether it is a file, a link or something else."""
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted((*names, *(each for each in folders if (Path(here) / each).is_symlink()))):
            place = Path(here) / name
            mode = place.lstat().st_mode
            kind = "link" if stat.S_ISLNK(mode) else "file" if stat.S_ISREG(mode) else "other"
            yield place.relative_to(folder).as_posix(), kind
        folders[:] = [each for each in folders if each not in (".git", output.STAGE)]
