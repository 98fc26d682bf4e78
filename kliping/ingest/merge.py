"""What may happen to an entry on disk: one truth table, and hand edits always win.

on disk      | a person was here | we would now write         | fate
-------------+-------------------+----------------------------+-------
no           |                   |                            | CREATE
yes          | no                | the same                   | SAME
yes          | no                | something else             | UPDATE (KEEP if it cannot be read)
yes          | yes               | what we wrote then         | SAME
yes          | yes               | what stands there          | UPDATE (SAME if the provenance stands there too)
yes          | yes               | something else             | KEEP
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kliping.entries import is_sound, wishes
from kliping.hands import divided, fingerprint, normal, with_keys
from kliping.hands import wrote as told
from kliping.records import Fate, Wrote


@functools.lru_cache(maxsize=256)  # one text is asked for five times in a row
def head_of(text: str) -> str:
    """The front matter of an entry's text, whether or not it can be parsed."""
    return divided(normal(text))[0]


def stamp_of(text: str) -> str:
    """The fingerprint of what we wrote, from the `capture` line; empty if there is none."""
    found = re.search(r"^capture: \{.*\bstamp: ([0-9a-f]{16})\}[ \t]*$", head_of(text), re.M)
    return found[1] if found else ""


def rules_of(text: str) -> int:
    """The version of the rules by which we wrote an entry; 0 if it does not say."""
    found = re.search(r"^capture: \{.*\brules: (\d{1,9}), stamp: ", head_of(text), re.M)
    return int(found[1]) if found else 0


def hash_of(text: str) -> str:
    """The hash of the raw file that an entry was made from, as it says."""
    found = re.search(r'^capture: \{.*\bsha256: "?([0-9a-f]{64})\b', head_of(text), re.M)
    return found[1] if found else ""


def saved_of(text: str) -> datetime | None:
    """When the raw file that an entry was made from was saved, as it says."""
    found = re.search(r'^capture: \{.*\bsaved: "?([^",}]+)"?, stamp: ', head_of(text), re.M)
    try:
        when = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return when if when and when.tzinfo else None


def raw_file_of(text: str) -> str:
    """The raw file an entry was made from, even when its front matter is broken."""
    found = re.search(r'^capture: \{file: ("(?:[^"\\]|\\.)*"|[^",]*), sha256: ', head_of(text), re.M)
    return unquoted(found[1]) if found else ""


def unquoted(value: str) -> str:
    """A value as `entries.scalar` wrote it, without its quotation marks."""
    try:
        return str(json.loads(value)) if value.startswith('"') else value[1:-1] if IN_SINGLE.fullmatch(value) else value
    except ValueError:
        return value.strip('"')


IN_SINGLE = re.compile("'[^']*'")


def value_of(text: str, key: str) -> str:
    """The value of a key on a line of its own in the front matter, without quotation marks; may be empty."""
    found = re.search(rf"^{key}:[ \t]+(.*?)[ \t]*$", head_of(text), re.M)
    return bare(found[1]) if found else ""


def signs_of(text: str) -> Mapping[str, str]:
    """The values in the front matter by which an article is known, each as `value_of` tells it, with its raw file."""
    head, found = head_of(text), dict[str, str]()
    for key, value in SIGN.findall(head):
        if key not in found:
            found[key] = bare(value)
    return {**found, "raw": raw_file_of(head)}


SIGN = re.compile(r"^(id|outlet|title|url):[ \t]+(.*?)[ \t]*$", re.M)


def bare(value: str) -> str:
    """A value as it stands on its line, without a comment and quotation marks."""
    if "#" in value:
        value = COMMENT.sub(r"\1", value)
    return unquoted(value) if value != "null" else ""


COMMENT = re.compile(r"""^("(?:[^"\\]|\\.)*"|'[^']*'|[^"'#].*?|)(?:[ \t]+|^)#.*$""")


@dataclass(frozen=True, slots=True)
class Owner:
    """An entry that has a path or an id already: its path, raw file and outlet."""

    path: str
    raw: str
    outlet: str


def is_written(text: str) -> bool:
    """Whether we wrote the entry at all."""
    return bool(stamp_of(text))


def is_edited(text: str) -> bool:
    """Whether a person changed what we wrote; line ends, and keys that only people write, do not count."""
    return fingerprint(text) != stamp_of(text)


def fate(on_disk: str | None, fresh: str, wrote: Wrote | None = None) -> Fate:
    """What may happen to the entry on disk, given what we would write now and, if it is known, what we wrote then."""
    if on_disk is None:
        return Fate.CREATE
    if normal(on_disk) == normal(fresh) or stamp_of(on_disk) == stamp_of(fresh):
        return Fate.SAME
    if not is_readable(on_disk):
        return Fate.KEEP
    if not is_edited(on_disk) or but_provenance(on_disk) == but_provenance(fresh):
        return Fate.UPDATE
    return Fate.SAME if told(fresh) == wrote else Fate.KEEP


def is_readable(text: str) -> bool:
    """Whether an entry can be written anew without a loss: its front matter and its lists can be read."""
    return is_sound(text) and wishes(text) is not None


def but_provenance(text: str) -> str:
    """An entry's normal text without its `capture` line."""
    head, rest = divided(normal(text))
    return with_keys(head, {"capture": ""}) + rest
