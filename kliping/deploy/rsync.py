"""A folder of another machine, by rsync over ssh. What differs is found by checksums there, so nothing has to be remembered."""

from __future__ import annotations

import contextlib
import os.path
import shlex
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from kliping import output
from kliping.deploy.local import Local
from kliping.deploy.plan import RECORD, Remote, Steps, batches, dumped, intended, loaded
from kliping.deploy.programs import Surroundings, failed, needed, run
from kliping.errors import OutputError
from kliping.records import RsyncTarget

INSTALL: Final = "install it: apt install rsync openssh-client, or brew install rsync"
FRONT: Final = "index.html"
NOT_THERE: Final = "No such file or directory (2)"


@contextlib.contextmanager
def opened(target: RsyncTarget, local: Local, around: Surroundings) -> Iterator[Place]:
    """The folder there, over one connection for all that is done: machines count connections, and passwords are asked once."""
    program = needed("rsync", target, around, INSTALL)
    remote_shell = shlex.split(around.variables.get("RSYNC_RSH") or "ssh")
    needed(remote_shell[0], target, around, INSTALL)
    with tempfile.TemporaryDirectory(prefix="kl-") as scratch:
        shell = [*remote_shell, *switches(remote_shell[0], target, scratch, can_ask=around.can_ask)]
        place = Place(target, local, program, shell, {**around.variables, "LC_ALL": "C"}, Path(scratch))
        try:
            yield place
        finally:
            if f"ControlPath={scratch}/ssh" in shell:
                run([*shell, "-O", "exit", "--", target.host], around.variables, Path(scratch))


def switches(program: str, target: RsyncTarget, scratch: str, *, can_ask: bool) -> list[str]:
    """What ssh is told; another program than ssh gets the port only."""
    told = ["-p", str(target.port)] if target.port else []
    if os.path.basename(program) != "ssh":  # noqa: PTH119 - a program's name, no file
        return told
    shared = (
        {"ControlMaster": "auto", "ControlPath": f"{scratch}/ssh", "ControlPersist": "30"} if os.name == "posix" else {}
    )
    options = {"ConnectTimeout": "20", "BatchMode": "no" if can_ask else "yes", **shared}
    return [*told, *(word for name, value in options.items() for word in ("-o", f"{name}={value}"))]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of another machine to publish to."""

    target: RsyncTarget
    local: Local
    program: str
    shell: Sequence[str]
    variables: Mapping[str, str]
    scratch: Path

    @property
    def wanted(self) -> Mapping[str, str]:
        return self.local.files

    @property
    def there(self) -> str:
        return f"{self.target.host}:{self.target.path}/"

    def look(self) -> Remote:
        """What differs there from ours, and what there is ours."""
        fetched = self.folder("fetched")
        self.rsync("--ignore-missing-args", paths=[RECORD, FRONT], source=self.there, to=f"{fetched}/", may_lack=True)
        ours = loaded(output.content_of(fetched / RECORD))
        said = self.rsync("--dry-run", "--checksum", "--itemize-changes", "--out-format=%i %n", paths=self.local.files)
        verdicts = {path: verdict for verdict, _, path in (line.partition(" ") for line in said.splitlines())}
        files = dict.fromkeys(ours, "")
        for path, mark in self.local.files.items():
            verdict = verdicts.get(path, "")
            if verdict.endswith("+++"):
                files.pop(path, None)
            else:
                files[path] = "" if verdict[:1] in ("<", ">", "c") and verdict else mark
        return Remote(files, ours, output.is_ours(fetched))

    def put(self, steps: Steps, remote: Remote) -> Iterator[str]:
        """Send batch by batch, then remove; the record goes first, as intended, and last, as it is."""
        self.note(intended(steps, remote))
        for batch in batches(steps):
            self.rsync("--ignore-times", paths=batch)
            yield from batch
        if steps.removed:
            self.remove(steps.removed)
            for folders in emptied(steps.removed, self.local.files):
                self.remove(folders)
            yield from steps.removed
        self.note(self.local.files)

    def note(self, files: Mapping[str, str]) -> None:
        folder = self.folder("record")
        (folder / RECORD).write_bytes(dumped(files))
        self.rsync("--ignore-times", paths=[RECORD], source=f"{folder}/")

    def remove(self, paths: Sequence[str]) -> None:
        """Files, and folders if they are empty: what is named and not here, in folders that are here, is removed there."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as nothing:
            for parent in {(Path(nothing) / path).parent for path in paths}:
                parent.mkdir(parents=True, exist_ok=True)
            self.rsync("--delete-missing-args", paths=paths, source=f"{nothing}/")

    def folder(self, name: str) -> Path:
        found = self.scratch / name
        found.mkdir(exist_ok=True)
        return found

    def rsync(
        self, *switches: str, paths: Iterable[str], source: str = "", to: str = "", may_lack: bool = False
    ) -> str:
        """Run rsync on these paths, from the site there unless another way is named; raises OutputError where it fails."""
        command = [self.program, "--recursive", "--chmod=D755,F644", "--8-bit-output", "--timeout=60", *switches]
        command += ["--from0", "--files-from=-", f"--rsh={shlex.join(self.shell)}", "--"]
        given = "".join(f"{path}\0" for path in paths).encode()
        done = run([*command, source or f"{self.local.folder}/", to or self.there], self.variables, self.scratch, given)
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode and not (may_lack and NOT_THERE in said and "change_dir" in said):
            raise OutputError(failed(self.target, "path" if "mkdir" in said else "host", "rsync", said))
        return done.stdout.decode("utf-8", "surrogateescape")


def emptied(removed: Iterable[str], kept: Iterable[str]) -> list[list[str]]:
    """The folders in which nothing of ours is left, together with those of the same depth, the deepest first."""
    needed = {parent for path in kept for parent in PurePosixPath(path).parents}
    left = {parent for path in removed for parent in PurePosixPath(path).parents} - needed - {PurePosixPath()}
    depths = sorted({len(each.parts) for each in left}, reverse=True)
    return [sorted(each.as_posix() for each in left if len(each.parts) == depth) for depth in depths]
