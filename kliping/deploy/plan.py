"""What a deploy will do, from what is here and what is there; decides, and touches nothing."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kliping.errors import Fault
from kliping.output import inside
from kliping.records import Target

RECORD: Final = ".kliping.json"
"""Lies at each target and says which files there are ours, so that all others stay."""
FILE: Final = "site.toml"
ON: Final = "what was sent stays; deploy again, and it goes on from there"


@dataclass(frozen=True, slots=True)
class Remote:
    """What stands at a target: the mark of each file, "" if it is not known; `ours` came from an earlier deploy.

    `is_made` says that the front page there was made by Kliping, so that files of the same name are older ones of ours.
    """

    files: Mapping[str, str]
    ours: Mapping[str, str]
    is_made: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """What a deploy does, as paths; `taken` are those of `changed` that are not ours, `foreign` is there and stays."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0
    taken: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def sent(self) -> tuple[str, ...]:
        return (*self.added, *self.changed)


def plan(local: Mapping[str, str], remote: Remote) -> Steps:
    """What has to happen so that all that is here is there, and nothing of ours that is no longer here."""
    there = remote.files
    changed = sorted(path for path, mark in local.items() if path in there and there[path] != mark)
    is_old_site = remote.is_made and not remote.ours  # sent there before there were records
    return Steps(
        added=tuple(sorted(path for path in local if path not in there)),
        changed=tuple(changed),
        removed=tuple(sorted(path for path in remote.ours if path in there and path not in local)),
        same=sum(path in there and there[path] == mark for path, mark in local.items()),
        taken=tuple(path for path in changed if path not in remote.ours and not is_old_site),
        foreign=tuple(sorted(path for path in there if path not in local and path not in remote.ours)),
    )


def batches(steps: Steps) -> Iterator[tuple[str, ...]]:
    """What is sent, in an order in which no link leads nowhere: each batch has to be there before the next one begins.

    Assets, new pages, pages that link to those, feeds and sitemaps; a new front page comes after all other pages.
    """
    ranks: dict[int, list[str]] = {}
    for path in steps.added:
        ranks.setdefault(rank(path, is_new=True), []).append(path)
    for path in steps.changed:
        ranks.setdefault(rank(path, is_new=False), []).append(path)
    yield from (tuple(ranks[number]) for number in sorted(ranks))


def rank(path: str, *, is_new: bool) -> int:
    plain = re.sub(r"\.(?:gz|br|zst)$", "", path)
    if plain.endswith((".xml", "feed.json")):
        return 3
    if plain == "index.html":
        return 2
    if plain.endswith(".html"):
        return 1 if is_new else 2
    return 0


# ------------------------------------------------------------------ refusals


def refusals(steps: Steps, remote: Remote, target: Target, most: str, *, replace: bool) -> Iterator[Fault]:
    """Why a deploy must not be done."""
    if steps.taken and not replace:
        some = ", ".join(steps.taken[:5]) + (", …" if len(steps.taken) > 5 else "")
        what = f"{files(len(steps.taken))} there did not come from Kliping and would be replaced: {some}"
        yield fault(target, "", what, "is it the right place? Then deploy once with --replace, or empty it first")
    there = len(remote.ours.keys() & remote.files.keys())
    allowed = most_removed(most, there)
    if len(steps.removed) > allowed:
        some = ", ".join(steps.removed[:5]) + (", …" if len(steps.removed) > 5 else "")
        needed = f"{math.ceil(100 * len(steps.removed) / there)}%"
        what = f"{len(steps.removed)} of {files(there)} there would be removed ({some}), and {most} may be"
        remedy = f"look at it with --dry-run; if it is right, kliping deploy {target.name} --max-delete {needed}"
        yield fault(target, "max_delete", what, remedy)


def most_removed(most: str, there: int) -> int:
    """How many files a share or a number allows."""
    return there * int(most[:-1]) // 100 if most.endswith("%") else int(most)


def files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def fault(target: Target, name: str, what: str, remedy: str) -> Fault:
    """A fault of a target, which names it and the key."""
    key = f"{target.key}.{name}" if name else target.key
    return Fault(f'target "{target.name}": {what}', remedy, FILE, key=key)


# ------------------------------------------------------------------ the record of what is ours


def dumped(files: Mapping[str, str]) -> bytes:
    return json.dumps({"kliping": 1, "files": dict(files)}, indent=0, sort_keys=True).encode() + b"\n"


def loaded(data: bytes | None) -> dict[str, str]:
    """The files that a record calls ours; nothing where it cannot be read, and no path that would leave the site."""
    try:
        found: Any = json.loads(data or b"")
        files = found["files"].items()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return {path: mark for path, mark in files if isinstance(mark, str) and is_inside(path) and path != RECORD}


def is_inside(path: str) -> bool:
    """Whether a path that somebody else wrote names a file of the site and nothing outside."""
    try:
        return inside(path).isprintable() and not {".git", ".ssh"} & set(path.casefold().split("/"))
    except ValueError:
        return False


def intended(steps: Steps, remote: Remote) -> dict[str, str]:
    """The record while a deploy runs: all that may be there if it is stopped, without marks where that is not certain."""
    return {
        **{path: mark for path, mark in remote.ours.items() if path in remote.files},
        **dict.fromkeys(steps.sent, ""),
    }
