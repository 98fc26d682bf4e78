"""A branch of a git repository, as GitHub Pages, GitLab Pages and others serve it: one commit, one push.

The commit is made in a repository of our own in the cache, so the project's work tree, index and branches are never touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kliping import output, work
from kliping.deploy.local import Local
from kliping.deploy.plan import RECORD, Remote, Steps, dumped, fault, loaded
from kliping.deploy.programs import Surroundings, failed, needed, run
from kliping.errors import OutputError
from kliping.records import GitTarget

INSTALL: Final = "install it: apt install git, brew install git, or from git-scm.com"
PUBLISHED: Final = "refs/kliping/published"
SETTINGS_OF_THE_PROJECT: Final = r"^(http|credential|url|core\.sshcommand|ssh)(\.|$)"
"""Of the project's own repository, what says how to reach another one: CI systems leave their token there."""
PLAIN: Final = "100644"


@contextlib.contextmanager
def opened(target: GitTarget, local: Local, around: Surroundings) -> Iterator[Place]:
    """The branch, and a repository of our own to make the commit in."""
    git = needed("git", target, around, INSTALL)
    plain = {name: value for name, value in around.variables.items() if name not in REPOSITORY}
    environ = {**plain, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "1" if around.can_ask else "0"}
    address = address_of(target, around, git, environ)
    name = hashlib.sha256(f"{address}\n{target.branch}".encode("utf-8", "surrogateescape")).hexdigest()[:12]
    own = (work.folder(around.cache) / f"deploy-{name}.git").absolute()
    place = Place(target, local, around.root, git, address, {**environ, **borrowed(around, git, environ)}, own)
    for lock in own.rglob("*.lock"):  # left by a run that was killed; only one run at a time is in here
        lock.unlink(missing_ok=True)
    if not (own / "HEAD").is_file():
        place.git("init", "--quiet", "--bare", "--template=", str(own))
    yield place


REPOSITORY: Final = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_PREFIX "
    "GIT_NAMESPACE GIT_QUARANTINE_PATH".split()
)
"""Variables that name a repository: git sets them where a deploy is run by a hook."""


def address_of(target: GitTarget, around: Surroundings, git: str, environ: Mapping[str, str]) -> str:
    """The address to push to: as it is written, a folder from where site.toml is, or what the remote of that name has."""
    written = target.repository
    if re.match(r"[\w+.-]+://|[\w.-]+@[\w.-]+:|[\w.-]{2,}:", written):
        return written
    if "/" in written or "\\" in written or (around.root / written).is_dir():
        return str((around.root / Path(written).expanduser()).absolute())
    found = run([git, "remote", "get-url", "--push", written], environ, around.root)
    if found.returncode:
        what = f'there is no remote "{written}" in the repository that site.toml is in'
        raise OutputError(fault(target, "repository", what, "write the repository's address, or `git remote add` it"))
    return found.stdout.decode("utf-8", "surrogateescape").strip()


def borrowed(around: Surroundings, git: str, environ: Mapping[str, str]) -> dict[str, str]:
    """How the project's own repository reaches others, as variables of the environment, where no list of processes shows them."""
    listed = run(
        [git, "config", "--local", "--includes", "--null", "--get-regexp", SETTINGS_OF_THE_PROJECT],
        environ,
        around.root,
    )
    pairs = [each.partition("\n") for each in listed.stdout.decode("utf-8", "surrogateescape").split("\0") if each]
    pairs += [("core.hooksPath", "\n", "/dev/null"), ("core.autocrlf", "\n", "false"), ("gc.autoDetach", "\n", "false")]
    before = int(environ.get("GIT_CONFIG_COUNT") or 0)
    found = {"GIT_CONFIG_COUNT": str(before + len(pairs))}
    for number, (key, _, value) in enumerate(pairs, before):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A branch to publish to; `own` is our repository."""

    target: GitTarget
    local: Local
    root: Path
    program: str
    address: str
    variables: Mapping[str, str]
    own: Path

    def git(
        self, *arguments: str, given: bytes = b"", cwd: Path | None = None, extra: Mapping[str, str] | None = None
    ) -> bytes:
        """What git prints; raises OutputError where it fails."""
        done = run(
            [self.program, *arguments],
            {**self.variables, "GIT_DIR": str(self.own), **(extra or {})},
            cwd or self.root,
            given,
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
            raise OutputError(failed(self.target, "repository", "git", said))
        return done.stdout

    @property
    def wanted(self) -> Mapping[str, str]:
        return self.local.files

    @property
    def branch(self) -> str:
        return f"refs/heads/{self.target.branch}"

    def look(self) -> Remote:
        """What the branch holds."""
        listed = self.git("ls-remote", "--", self.address, self.branch).decode()
        head = next((line.split()[0] for line in listed.splitlines() if line.split()[1:] == [self.branch]), "")
        if not head:
            self.git("update-ref", "-d", PUBLISHED)
            return Remote({}, {})
        self.git("fetch", "--quiet", "--no-tags", "--depth=1", "--", self.address, f"+{self.branch}:{PUBLISHED}")
        there, here = self.tree(), self.blobs()
        files = {
            path: self.local.files.get(path, "") if mode == PLAIN and here.get(path) == blob else ""
            for path, (mode, blob) in there.items()
            if path != RECORD
        }
        return Remote(files, loaded(self.blob(there, RECORD)), self.is_made(there))

    def put(self, steps: Steps, _remote: Remote) -> Iterator[str]:
        """Commit what is to be there, on what is there, and push it."""
        before = self.commit()
        there = {path: entry for path, entry in self.tree().items() if path not in steps.removed} if before else {}
        here = {path: (PLAIN, blob) for path, blob in self.blobs(store=True).items()}
        record = self.git("hash-object", "-w", "--stdin", given=dumped(self.local.files)).decode().strip()
        tree = self.written({**clear_of(there, here), **here, RECORD: (PLAIN, record)})
        parents = ("-p", before) if before and self.target.history else ()
        numbers = f"{len(steps.added)} added, {len(steps.changed)} changed, {len(steps.removed)} removed"
        made = self.git("commit-tree", *parents, tree, given=f"Site: {numbers}\n".encode(), extra=self.identity())
        lease = () if self.target.history else (f"--force-with-lease={self.branch}:{before}",)
        self.git("push", "--quiet", "--no-verify", *lease, "--", self.address, f"{made.decode().strip()}:{self.branch}")
        yield from (*steps.sent, *steps.removed)

    def commit(self) -> str:
        """The commit that the branch is at, or nothing."""
        return self.git("for-each-ref", "--format=%(objectname)", PUBLISHED).decode().strip()

    def tree(self) -> dict[str, tuple[str, str]]:
        """Mode and blob of each file of the branch by path."""
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", PUBLISHED).decode("utf-8", "surrogateescape")
        rows = (row.partition("\t") for row in listed.split("\0") if row)
        return {path: (facts.split()[0], facts.split()[2]) for facts, _, path in rows}

    def blob(self, tree: Mapping[str, tuple[str, str]], path: str) -> bytes | None:
        return self.git("cat-file", "blob", tree[path][1]) if path in tree else None

    def is_made(self, tree: Mapping[str, tuple[str, str]]) -> bool:
        return output.OURS.search(self.blob(tree, "index.html") or b"") is not None

    def blobs(self, *, store: bool = False) -> dict[str, str]:
        """What git calls the contents of each of our files; stored in our repository if that is asked for."""
        given = "".join(f"./{path}\n" for path in self.local.files).encode()
        switches = ("-w",) if store else ()
        named = self.git("hash-object", *switches, "--no-filters", "--stdin-paths", given=given, cwd=self.local.folder)
        return dict(zip(self.local.files, named.decode().split(), strict=True))

    def written(self, entries: Mapping[str, tuple[str, str]]) -> str:
        """The tree of these files, by way of an index of its own."""
        rows = "".join(f"{mode} {blob}\t{path}\0" for path, (mode, blob) in entries.items())
        with tempfile.TemporaryDirectory(prefix="kliping-") as scratch:
            index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            self.git("update-index", "-z", "--index-info", given=rows.encode("utf-8", "surrogateescape"), extra=index)
            return self.git("write-tree", extra=index).decode().strip()

    def identity(self) -> dict[str, str]:
        """Who commits: whom git knows, or Kliping."""
        known = run(
            [self.program, "var", "GIT_COMMITTER_IDENT"], {**self.variables, "GIT_DIR": str(self.own)}, self.root
        )
        names = ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")
        whom = ("Kliping", "Kliping", "kliping@kliping.invalid", "kliping@kliping.invalid")
        return {} if known.returncode == 0 else dict(zip(names, whom, strict=True))


def clear_of(there: Mapping[str, tuple[str, str]], here: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """What is there and can stay: no file where we have a folder, no folder where we have a file."""
    folders = {parent.as_posix() for path in here for parent in Path(path).parents}
    return {
        path: entry
        for path, entry in there.items()
        if path not in folders and not {parent.as_posix() for parent in Path(path).parents} & here.keys()
    }
