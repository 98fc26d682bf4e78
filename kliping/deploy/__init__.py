"""Publish the output folder as it is to a folder, a branch, another machine or a bucket. A build never enters.

Look what is there, plan, refuse what would do harm, then send: pages and what they need first, feeds next, removals
last, so that no subscriber sees a link before its page. Each target holds a record of which files there are ours.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from kliping import work
from kliping.deploy import folder, git, rsync, s3
from kliping.deploy.local import Local
from kliping.deploy.plan import ON, Remote, Steps, fault, plan, refusals
from kliping.deploy.programs import Surroundings
from kliping.errors import OutputError
from kliping.records import FolderTarget, GitTarget, RsyncTarget, S3Target, Target


class Place(Protocol):
    """What each kind of target can do: say what is to be there and what is, and do what was planned, path by path."""

    @property
    def wanted(self) -> Mapping[str, str]: ...

    def look(self) -> Remote: ...

    def put(self, steps: Steps, remote: Remote, /) -> Iterator[str]: ...


Opened = contextlib.AbstractContextManager[Place]
PLACES: Mapping[type[Target], Callable[..., Opened]] = {
    FolderTarget: folder.opened,
    GitTarget: git.opened,
    RsyncTarget: rsync.opened,
    S3Target: s3.opened,
}
MAIN: Mapping[type[Target], str] = {
    FolderTarget: "path",
    GitTarget: "repository",
    RsyncTarget: "host",
    S3Target: "bucket",
}


@dataclass(frozen=True, slots=True)
class How:
    """How a deploy is asked for."""

    most: str
    dry_run: bool = False
    replace: bool = False
    show: bool = False


def deploy(target: Target, local: Local, around: Surroundings, how: How) -> Steps:
    """Publish to one target; raises OutputError where that cannot be done."""
    try:
        with PLACES[type(target)](target, local, around) as place:
            remote = place.look()
            steps = plan(place.wanted, remote)
            if found := list(refusals(steps, remote, target, how.most, replace=how.replace)):
                raise OutputError(found)
            is_due = steps.sent or steps.removed or remote.ours.keys() != place.wanted.keys()
            if is_due and not how.dry_run:
                total = len(steps.sent) + len(steps.removed)
                for _ in work.watched(place.put(steps, remote), total, "Publishing", show=how.show):
                    pass
            return steps
    except OSError as error:
        what = f"cannot read or write {error.filename or 'a file'}: {error.strerror or error}"
        raise OutputError(fault(target, MAIN[type(target)], what, remedy_of(error))) from error


def remedy_of(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full: make room; {ON}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"you may not write there: mend the permissions; {ON}"
    return ON
