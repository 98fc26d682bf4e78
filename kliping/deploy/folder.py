"""A folder of this machine: each file is written beside its place and renamed, never half a file."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kliping import output
from kliping.deploy.local import Local, walked
from kliping.deploy.plan import ON, RECORD, Remote, Steps, batches, dumped, fault, intended, loaded
from kliping.deploy.programs import Surroundings
from kliping.errors import OutputError
from kliping.records import FolderTarget

STAGE: Final = ".kliping-part"


@contextlib.contextmanager
def opened(target: FolderTarget, local: Local, around: Surroundings) -> Iterator[Place]:
    """The folder, once it is certain that a site does no harm there."""
    there = around.root / Path(target.path).expanduser()
    guard(target, there, local.folder, around.root)
    yield Place(target, local, there)


def guard(target: FolderTarget, there: Path, here: Path, root: Path) -> None:
    """Refuse folders that a site must not be published to."""
    place, project, site = there.resolve(), root.resolve(), here.resolve()
    wrong = ""
    if place.exists() and not place.is_dir():
        wrong = "is a file"
    elif not place.parent.is_dir():
        wrong = f"cannot be made, for {place.parent} is not there: is the disk mounted?"
    elif place == Path(place.anchor) or place == Path.home().resolve() or place == project or place in project.parents:
        wrong = "holds more than a site may be mixed with"
    elif place == site or place in site.parents or site in place.parents:
        wrong = "lies in the output folder, or holds it"
    elif any(place == project / name or project / name in place.parents for name in KEPT):
        wrong = f"lies in a folder of the project ({', '.join(KEPT)})"
    if wrong:
        raise OutputError(fault(target, "path", f"{place} {wrong}", "name a folder of its own"))


KEPT: Final = ("content", "templates", "private", ".git", ".cache")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to publish to."""

    target: FolderTarget
    local: Local
    there: Path

    @property
    def wanted(self) -> Mapping[str, str]:
        return self.local.files

    def look(self) -> Remote:
        """The files there. A link counts as a file that is unlike ours; what lies behind a linked folder is not ours to touch."""
        if not self.there.is_dir():
            return Remote({}, {})
        files = dict[str, str]()
        for path, kind in walked(self.there):
            if path != RECORD and not path.startswith(f"{STAGE}/"):
                is_wanted = kind == "file" and path in self.local.files
                files[path] = hashlib.sha256((self.there / path).read_bytes()).hexdigest() if is_wanted else ""
        ours = loaded(output.content_of(self.there / RECORD))
        return Remote(files, ours, is_made=output.is_ours(self.there))

    def put(self, steps: Steps, remote: Remote) -> Iterator[str]:
        """Write and remove; raises OutputError or OSError where that cannot be done."""
        for path in (*steps.sent, *steps.removed):
            self.check(path)
        self.there.mkdir(exist_ok=True)
        self.check_room(steps)
        shutil.rmtree(self.there / STAGE, ignore_errors=True)
        try:
            self.write(RECORD, dumped(intended(steps, remote)))
            for batch in batches(steps):
                for path in batch:
                    self.write(path, self.local.data(path))
                    yield path
            for path in steps.removed:
                (self.there / path).unlink(missing_ok=True)
                output.remove_empty(self.there, path)
                yield path
            self.write(RECORD, dumped(self.local.files))
        finally:
            shutil.rmtree(self.there / STAGE, ignore_errors=True)

    def check(self, path: str) -> None:
        """Nothing is written or removed behind a link that leads out of the folder, or in a folder's place."""
        place = self.there / path
        if not (place.parent.resolve() / place.name).is_relative_to(self.there.resolve()):
            what = f"{place.parent} leads out of the folder through a link"
            raise OutputError(fault(self.target, "path", what, "take the link away"))
        if place.is_dir() and not place.is_symlink():
            what = f"{place} is a folder, and the site has a file of that name"
            raise OutputError(fault(self.target, "path", what, "move it away"))

    def check_room(self, steps: Steps) -> None:
        """Refuse at once what would not fit, rather than to stop half-way."""
        added = sum((self.local.folder / path).stat().st_size for path in steps.added)
        free = shutil.disk_usage(self.there).free
        if added > free:
            what = f"the disk is full: {added:,} bytes are to be written, and {free:,} are free"
            raise OutputError(fault(self.target, "path", what, f"make room there; {ON}"))

    def write(self, path: str, data: bytes) -> None:
        """Write one file whole and put it in place; readers of another user may read it."""
        part, place = self.there / STAGE / "part", self.there / path
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(data)
        with contextlib.suppress(OSError):  # some disks know no permissions
            part.chmod(stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
        place.parent.mkdir(parents=True, exist_ok=True)
        part.replace(place)
