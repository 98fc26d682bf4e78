"""Provenance: whether the saved files are still the ones that the entries were made from.

It looks at bytes alone. What the outlet published, nobody can tell from them.
"""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kliping import entries, hands, ledger
from kliping.ingest import merge
from kliping.records import Row

MEANING = (
    "This tells whether a saved file is, byte for byte, the one that the entry was made from. "
    "It does not prove what the outlet published."
)
SHA256 = re.compile(r"[0-9a-f]{64}")


class Finding(enum.StrEnum):
    """What the bytes of a saved file say."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Checked:
    """One entry: what its saved file says and why; whether a person changed the entry itself; other captures.

    `captures` are other saved files of the same article, each with what its bytes say.
    """

    entry: str
    slug: str
    raw: str
    finding: Finding
    why: str
    by_hand: bool
    captures: Mapping[str, Finding]

    @property
    def is_changed(self) -> bool:
        return Finding.CHANGED in (self.finding, *self.captures.values())


def verify(content: Path) -> Iterator[Checked]:
    """Every entry, in the order of their paths."""
    rows = {row.entry: row for row in ledger.load(content).values()}
    for path in entries.lying_in(content):
        try:
            text = entries.read(content / path, path)
        except entries.EntryError as error:
            why = f"the entry {error.faults[0].what}"
            yield Checked(path, PurePosixPath(path).stem, "", Finding.CANNOT_TELL, why, by_hand=False, captures={})
            continue
        yield checked(content, path, text, rows.get(path))


def checked(content: Path, path: str, text: str, row: Row | None) -> Checked:
    """One entry, from its text and what the ledger remembers of it."""
    raw = merge.raw_file_of(text)
    listed = dict(row.raws) if row else {}
    finding, why = of_entry(content, raw, given_hash(text), listed.pop(raw, "")) if raw else NO_FILE
    return Checked(
        entry=path,
        slug=merge.value_of(text, "slug") or path.rsplit("/", 1)[-1].removesuffix(".md"),
        raw=raw,
        finding=finding,
        why=why,
        by_hand=not merge.is_written(text) or merge.is_edited(text) or bool(hands.theirs(text).strip()),
        captures={other: of_file(content, other, sha256)[0] for other, sha256 in listed.items()},
    )


NO_FILE = (Finding.CANNOT_TELL, "it names no saved file: it was written by hand, or cut from its file")


def given_hash(text: str) -> str:
    """What an entry says is its raw file's hash, well-formed or not; empty if it says nothing."""
    found = re.search(r'^capture: \{.*\bsha256: "?([^",}]*)', merge.head_of(text), re.M)
    return found[1].strip().removeprefix("null") if found else ""


def of_entry(content: Path, raw: str, said: str, listed: str) -> tuple[Finding, str]:
    """What the bytes of an entry's raw file say, by the hash in the entry and by the one in the ledger."""
    if not said:
        return Finding.CANNOT_TELL, "the entry does not give the hash of its saved file"
    if not SHA256.fullmatch(said):
        return Finding.CANNOT_TELL, "the hash in the entry is no SHA-256: 64 digits 0-9 and a-f"
    finding, why = of_file(content, raw, said)
    if finding is Finding.UNCHANGED and listed not in ("", said):
        return Finding.CHANGED, f"the saved file is the one that the entry names, but content/{ledger.FILE} has another"
    if finding is Finding.CHANGED and listed and of_file(content, raw, listed)[0] is Finding.UNCHANGED:
        return finding, "the saved file was changed after the entry was made, and the entry was kept as it is"
    return finding, why


def of_file(content: Path, raw: str, said: str) -> tuple[Finding, str]:
    """What the bytes of a saved file say against a hash."""
    file = content / raw
    try:
        if content.resolve() not in file.resolve().parents:
            return Finding.CANNOT_TELL, "it names a file outside content/"
        came = hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return Finding.CANNOT_TELL, "the saved file is not there any more"
    except (OSError, ValueError, RuntimeError) as error:
        return Finding.CANNOT_TELL, f"the saved file cannot be read: {getattr(error, 'strerror', error)}"
    if came == said:
        return Finding.UNCHANGED, "the saved file is the one that the entry was made from"
    return Finding.CHANGED, f"the saved file has another hash now: {came}"


def totals(found: Sequence[Checked]) -> Mapping[str, int]:
    """How many entries came to what, and how many of them a person changed."""
    counted = {str(each): sum(one.finding is each for one in found) for each in Finding}
    return {"entries": len(found), **counted, "by_hand": sum(one.by_hand for one in found)}
