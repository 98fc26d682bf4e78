"""The ledger: what must be remembered of each entry for life, one JSON line an entry, in the order of their ids.

Unlike `.cache/` it is no copy of anything: addresses that readers have, which raw files are captures of one article, what
was deleted or retracted. It holds no words of an article. It belongs into the archive's backup or version control.
Its first line is the site's own id, which the ids of its feeds are made from.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kliping.entries import save as save_file
from kliping.errors import Fault, SettingsError
from kliping.records import Retraction, Row, Wrote

FILE = "ledger.jsonl"
Ledger = Mapping[str, Row]
"""Rows by id."""


def load(content: Path) -> Ledger:
    """The ledger of a site; empty if there is none. Raises SettingsError that names the line."""
    return read(bytes_of(content)).rows


def bytes_of(content: Path) -> bytes:
    """The bytes of the ledger; none if there is none."""
    try:
        return (content / FILE).read_bytes()
    except FileNotFoundError:
        return b""


@dataclass(frozen=True, slots=True)
class Read:
    """A ledger as it was read: rows by id, and the line of each."""

    rows: Ledger
    lines: Mapping[str, str]


NEW: Final = Read(MappingProxyType({}), MappingProxyType({}))


@functools.lru_cache(1)  # three steps of a build read the same file
def read(data: bytes) -> Read:
    """The ledger in these bytes. Raises SettingsError that names the line."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(Fault("is not UTF-8", RESTORE, f"content/{FILE}")) from error
    found: dict[str, Row] = {}
    lines: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line or (number == 1 and SITE.fullmatch(line.rstrip("\r"))):
            continue
        try:
            row = parse(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SettingsError(Fault("is no line of the ledger", RESTORE, f"content/{FILE}", number)) from error
        if row.id in found:
            raise SettingsError(Fault(f"{row.id} stands twice", RESTORE, f"content/{FILE}", number))
        found[row.id], lines[row.id] = row, line.rstrip("\r") + "\n"
    return Read(MappingProxyType(found), lines)


SITE = re.compile(r'\{"site": "(urn:uuid:[0-9a-f-]{36})"\}')


def site_of(content: Path) -> str:
    """The id of the site, given once by `save`; empty as long as there is none."""
    return site_in(bytes_of(content))


def site_in(data: bytes) -> str:
    first = data.split(b"\n", 1)[0].decode("utf-8", "replace")
    found = SITE.fullmatch(first.rstrip("\r"))
    return found[1] if found else ""


RESTORE = (
    "restore the file from a backup, or resolve the conflict in it: keep one line for each id; "
    "a line taken out makes the program forget that entry's former addresses and decisions"
)


def parse(told: Mapping[str, Any]) -> Row:
    """A row from its JSON object; raises one of ValueError, TypeError, KeyError, AttributeError."""
    wrote, retracted = told.get("wrote"), told.get("retracted")
    if not set(told) <= NAMES or not isinstance(told["id"], str) or not is_entry(told["entry"]):
        raise ValueError(told)
    return Row(
        id=told["id"],
        entry=told["entry"],
        raws={str(path): str(sha256) for path, sha256 in told.get("raws", {}).items()},
        text=str(told.get("text", "")),
        wrote=Wrote(dict(wrote["keys"]), tuple(wrote["body"])) if wrote else None,
        declined=str(told.get("declined", "")),
        addresses=tuple(map(str, told.get("addresses", ()))),
        updated=moment(told["updated"]) if told.get("updated") else None,
        retracted=Retraction(
            date.fromisoformat(retracted["day"]),
            str(retracted["reason"]),
            date.fromisoformat(retracted["published"]) if retracted.get("published") else None,
            retracted.get("outlet"),
            tuple(retracted.get("topics", ())),
        )
        if retracted
        else None,
    )


def is_entry(path: str) -> bool:
    """Whether a path is one that an entry can have: a file is made there, or moved away, because the ledger says so."""
    return path.startswith("entries/") and not {"", ".", ".."} & set(path.split("/"))


def moment(told: str) -> datetime:
    """A moment with its zone; raises ValueError if it has none."""
    found = datetime.fromisoformat(told)
    if not found.tzinfo:
        raise ValueError(told)
    return found


NAMES = frozenset(each.name for each in fields(Row))


def dump(rows: Ledger, known: Read = NEW) -> str:
    """The text of the ledger; what says nothing is left out. Rows that are as they are `known` keep their lines."""
    return "".join(known.lines[id_] if known.rows.get(id_) is rows[id_] else line_of(rows[id_]) for id_ in sorted(rows))


def line_of(row: Row) -> str:
    return LINE(plain(row)) + "\n"


LINE: Final = json.JSONEncoder(ensure_ascii=False).encode


def plain(row: Row) -> Mapping[str, Any]:
    """A row as a JSON object."""
    told: dict[str, Any] = {"id": row.id, "entry": row.entry}
    told |= {key: value for key in ("raws", "text", "declined") if (value := getattr(row, key))}
    if row.addresses:
        told["addresses"] = list(row.addresses)
    if row.updated:
        told["updated"] = row.updated.isoformat()
    if row.retracted:
        said = {name: getattr(row.retracted, name) for name in RETRACTION}
        told["retracted"] = {name: as_text(value) for name, value in said.items() if value}
    if row.wrote:
        told["wrote"] = {"keys": dict(row.wrote.keys), "body": list(row.wrote.body)}
    return told


RETRACTION = tuple(each.name for each in fields(Retraction))


def as_text(value: Any) -> Any:
    """A day as ISO 8601, several texts as a list."""
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def save(content: Path, rows: Ledger, site: str = "") -> None:
    """Write the ledger whole or not at all, if it says anything else than the file; the site's id, once given, stays."""
    there = bytes_of(content)
    site = site_in(there) or site
    text = (json.dumps({"site": site}) + "\n" if site else "") + dump(rows, read(there))
    if text.encode() != there:
        save_file(content / FILE, text, lasting=True)
