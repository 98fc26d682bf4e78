"""Programs that a deploy runs: git, rsync, ssh; and what they mean when they fail."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kliping.deploy.plan import ON, fault
from kliping.errors import Fault, OutputError
from kliping.records import Target


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a deploy runs: the project and its cache, the environment, whether somebody can be asked for a password."""

    root: Path
    cache: Path
    base_url: str
    variables: Mapping[str, str]
    can_ask: bool = False


FAILURES: Sequence[tuple[str, str, str]] = (
    ("No space left|[Dd]isk quota", "the disk there is full", "make room there"),
    ("Host key verification failed", "the machine is not known yet", "connect once by hand with ssh, look at its key and say yes"),
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", "the machine has another key than before", "ask who runs it; then ssh-keygen -R with its name"),
    ("Permission denied \\(|Authentication failed|could not read (?:Username|Password)|Invalid username|\\b403\\b|Too many authentication",
     "was not let in", "try it by hand with ssh or git; a key belongs into ~/.ssh or the agent, a token into git's credential helper"),
    ("Could not resolve host|Name or service not known|nodename nor servname", "there is no machine of that name, or no network", "look at the name"),
    ("Connection refused|timed out|Connection closed|Connection reset|No route to host|unreachable|Network is down",
     "cannot be reached", "look whether the machine is up and the port is right"),
    ("rsync: (?:command )?not found|rsync: No such file|exec: rsync", "has no rsync there", "install rsync on that machine"),
    ("Repository not found|does not appear to be a git repository|not found: did you run|repository .* does not exist", "there is no such repository", "look at its address; make it first"),
    ("protected branch|pre-receive hook declined|GH006", "the branch is protected, or a hook there said no", "allow pushes to it in the repository's settings, or name another branch"),
    ("stale info|fetch first|non-fast-forward|cannot lock ref|incorrect old value", "somebody else published there meanwhile", "look what they did"),
    ("Permission denied|Read-only file system|Operation not permitted|insufficient permission|unable to write|failed to write", "may not be written to", "mend the permissions there"),
    ("unrecognized option|unknown option", "the program is too old", "install rsync 3.2 or newer, on macOS with brew install rsync"),
    ("mkdir .* failed|change_dir", "the folder above it is not there", "make it there first"),
)  # fmt: skip
"""What a program says when it fails, what that means, and what to do; the first that fits counts."""


def needed(name: str, target: Target, around: Surroundings, install: str) -> str:
    """The path of a program; raises OutputError where it is not installed."""
    found = shutil.which(name, path=around.variables.get("PATH"))
    if not found:
        raise OutputError(fault(target, "to", f"needs {name}, which is not installed on this machine", install))
    return found


def failed(target: Target, key: str, program: str, said: str) -> Fault:
    """What a program that failed means."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("hint:")]
    own = "; ".join(lines[-4:])[:500]
    own = re.sub(r"//[^/@\s]*@", "//…@", own)
    for pattern, what, remedy in FAILURES:
        if re.search(pattern, said):
            return fault(target, key, f"{what} ({program}: {own})", f"{remedy}; then deploy again")
    return fault(target, key, f"{program} failed: {own or 'it did not say why'}", f"mend that; {ON}")


def run(
    command: Sequence[str], environ: Mapping[str, str], cwd: Path, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a program until it ends; the list is never read by a shell."""
    return subprocess.run(list(command), env=dict(environ), cwd=cwd, input=given, capture_output=True, check=False)  # noqa: S603 - a literal list of our own, names checked in targets.py
