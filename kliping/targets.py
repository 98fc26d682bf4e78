"""Where a site is published, as tables of `site.toml`: `[deploy]`, or a `[[deploy]]` for each place; every fault at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kliping.definitions import Place, guess
from kliping.errors import Fault
from kliping.records import FolderTarget, GitTarget, RsyncTarget, S3Target, Target

REQUIRED: Final = object()
MOST: Final = "10%"


class Unusable(ValueError):
    """A value is not what its key needs; the text says what would be."""


# ------------------------------------------------------------------ what one value must be


def made_of(pattern: str, needs: str) -> Callable[[Any], str]:
    """A check for a text that fits a pattern as a whole. What goes to another program may never begin with a hyphen."""
    whole = re.compile(pattern)

    def check(value: Any) -> str:
        if not isinstance(value, str) or not whole.fullmatch(value):
            raise Unusable(needs)
        return value

    return check


def share(value: Any) -> str:
    """How many files a run may remove: a share such as `10%`, or a number."""
    given = str(value).replace(" ", "") if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not re.fullmatch(r"\d{1,9}|(?:\d{1,2}|100)%", given):
        raise Unusable('needs a share from "0%" to "100%", or a number of files')
    return given


def folder(value: Any) -> str:
    given = value.replace("\\", "/") if isinstance(value, str) else ""
    if not given.strip() or not given.isprintable() or (given.startswith("~") and not given.startswith("~/")):
        raise Unusable('needs the name of a folder, such as "/var/www/kliping"')
    return given


def there(value: Any) -> str:
    """A folder of another machine: nothing that a shell or rsync there would read as more than a name."""
    given = value if isinstance(value, str) else ""
    names = given.split("/")
    if not re.fullmatch(r"(?:~/|/)?[A-Za-z0-9_][A-Za-z0-9_./+@=,-]*", given) or {"..", "."} & set(names):
        raise Unusable('needs a folder there, of letters without accents, digits and ._-/, such as "/var/www/kliping"')
    return given.rstrip("/")


def repository(value: Any) -> str:
    given = value if isinstance(value, str) else ""
    if not re.fullmatch(r"[^\s\x00-\x1f-][^\x00-\x1f]*", given) or re.match(r"[a-z0-9.+-]*::", given):
        raise Unusable(
            'needs an address such as "git@github.com:us/site.git", a folder, or a remote\'s name such as "origin"'
        )
    if re.match(r"https?://[^/@]*@", given):
        raise Unusable("has a name or a password in its address: leave them out, git asks its credential helper")
    return given


def branch(value: Any) -> str:
    given = value if isinstance(value, str) else ""
    fits = re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./-]*", given)
    if not fits or ".." in given or "//" in given or given.endswith((".", "/", ".lock")) or "/." in given:
        raise Unusable('needs the name of a branch, such as "gh-pages"')
    return given


def port(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65535:
        raise Unusable("needs a number from 1 to 65535, without quotes")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unusable("needs true or false, without quotes")
    return value


NAME: Final = made_of(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", "needs 1 to 40 of a-z, 0-9, _ and -")
HOST: Final = made_of(
    r"(?:[A-Za-z0-9_][\w.-]*@)?(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])",
    'needs a host as ssh has it, such as "editor@www.kliping.example"',
)
BUCKET: Final = made_of(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", 'needs the name of a bucket, such as "kliping-example"')
PREFIX: Final = made_of(
    r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_][A-Za-z0-9_.-]*)?", 'needs a folder in the bucket, such as "news"'
)
REGION: Final = made_of(r"[a-z0-9-]{1,40}", 'needs a region, such as "ap-southeast-3"')
ENDPOINT: Final = made_of(
    r"https?://[A-Za-z0-9.-]+(:\d{1,5})?/?", 'needs an address such as "https://s3.kliping.example"'
)
PROFILE: Final = made_of(
    r"[A-Za-z0-9_][\w .@-]{0,80}", 'needs the name of a profile of ~/.aws/config, such as "kliping"'
)


# ------------------------------------------------------------------ kinds of places


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the reference: the key, what checks it, its default."""

    name: str
    check: Callable[[Any], Any]
    default: Any
    help: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of place: its record, its keys, an example, and where its keys and passwords belong instead."""

    record: Callable[..., Target]
    keys: tuple[Key, ...]
    example: str
    secrets: str


EVERY: tuple[Key, ...] = (
    Key("name", NAME, "", "What `kliping deploy NAME` calls it; needed if there are several."),
    Key(
        "max_delete",
        share,
        MOST,
        "Most files that one run may remove: a share of those there, or a number. More is refused.",
    ),
)
KINDS: Mapping[str, Kind] = {
    "folder": Kind(
        FolderTarget,
        (Key("path", folder, REQUIRED, "The folder, from where site.toml is. The folder above it has to exist."),),
        'path = "/var/www/kliping"',
        "a folder needs none",
    ),
    "git": Kind(
        GitTarget,
        (
            Key(
                "repository",
                repository,
                "origin",
                "Address or folder of a git repository, or the name of a remote of the one that site.toml is in.",
            ),
            Key("branch", branch, "gh-pages", "The branch; it is made if it is not there."),
            Key("history", flag, True, "false keeps no history: the branch is one commit, always a new one."),
        ),
        'branch = "gh-pages"',
        "git uses its credential helper or your ssh keys",
    ),
    "rsync": Kind(
        RsyncTarget,
        (
            Key("host", HOST, REQUIRED, "The host as ssh knows it, with the user if need be. Keys are ssh's business."),
            Key("path", there, REQUIRED, "The folder there."),
            Key("port", port, 0, "Port of ssh, if ~/.ssh/config does not say."),
        ),
        'host = "editor@www.kliping.example"',
        "ssh uses your keys, its agent and ~/.ssh/config",
    ),
    "s3": Kind(
        S3Target,
        (
            Key("bucket", BUCKET, REQUIRED, "The bucket."),
            Key("prefix", PREFIX, "", "Folder in the bucket; optional."),
            Key("region", REGION, "", "Region, if the environment or ~/.aws/config does not say."),
            Key("endpoint", ENDPOINT, "", "Address of the storage, if it is not Amazon's."),
            Key("profile", PROFILE, "", "Profile of ~/.aws/config; optional."),
        ),
        'bucket = "kliping-example"',
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or use a profile of ~/.aws",
    ),
}
"""Kinds of places; each has a module of this name in kliping/deploy/."""
SECRET = re.compile(r"(?i)pass(word|wd|phrase)?$|secret|token|credential|access_key|api_?key|private_key|key_id")


# ------------------------------------------------------------------ reading


def read_all(given: Any, lines: Mapping[str, int], file: str, faults: list[Fault]) -> tuple[Target, ...]:
    """The `[deploy]` table or the `[[deploy]]` tables; what is wrong with them is added to `faults`."""
    tables = [given] if isinstance(given, Mapping) else given
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        remedy = 'write [deploy], and below it to = "rsync" or another of ' + ", ".join(KINDS)
        faults.append(Fault("must be a table", remedy, file, lines.get("deploy", 0), "deploy"))
        return ()
    found: list[Target] = []
    for number, table in enumerate(tables):
        place = Place(file, "deploy" if isinstance(given, Mapping) else f"deploy.{number}", lines)
        wrong = list(faults_of(table, place))
        if not wrong and name_of(table) in [each.name for each in found]:
            wrong = [place.fault("name", f'"{name_of(table)}" names two places', "give each of them a name of its own")]
        faults += wrong
        if not wrong:
            kind = KINDS[table["to"]]
            values = {key.name: key.check(table[key.name]) if key.name in table else key.default for key in kind.keys}
            found.append(kind.record(name_of(table), place.key, share(table.get("max_delete", MOST)), **values))
    return tuple(found)


def name_of(table: Mapping[str, Any]) -> str:
    return str(table.get("name", table["to"]))


def faults_of(table: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """What is wrong with one table."""
    to = table.get("to")
    kind = KINDS.get(to) if isinstance(to, str) else None
    if kind is None:
        what = "is missing" if to is None else f"is {to!r}, and there is no such kind of place"
        yield place.fault("to", what, "write one of " + ", ".join(f'to = "{name}"' for name in KINDS))
        return
    known = {key.name: key for key in (*EVERY, *kind.keys)}
    for name, value in table.items():
        if name not in known and SECRET.search(name):
            what = "looks like a secret, and settings are shared: take it out, and do not use it any more"
            yield place.fault(name, what, kind.secrets)
        elif name not in known and name != "to":
            yield place.fault(name, f'unknown key of to = "{to}"', guess(name, ["to", *known]))
        elif name != "to":
            try:
                known[name].check(value)
            except Unusable as error:
                shown = re.sub(r"//[^/@]*@", "//…@", repr(value))  # a password is not shown again
                yield place.fault(name, str(error), f"it is now {shown}")
    for key in kind.keys:
        if key.default is REQUIRED and key.name not in table:
            yield place.fault(key.name, "is missing", f"such as {example_of(kind, key)}")


def example_of(kind: Kind, key: Key) -> str:
    return kind.example if kind.example.startswith(key.name) else f'{key.name} = "/var/www/kliping"'
