"""What was fetched, in `.cache/fetched.json`: so that an address is asked only for what changed, and a feed only for news."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kliping import work
from kliping.addresses import canonical
from kliping.fetching.policy import Answer

FILE = "fetched.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came from an address: where it was in the end, what the server calls this state of it, and the raw file."""

    url: str
    etag: str = ""
    modified: str = ""
    file: str = ""


class Record:
    """What is known of each address, in one form for all its forms."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.seen: dict[str, Seen] = load(cache / FILE)

    def of(self, address: str) -> Seen | None:
        return self.seen.get(canonical(address))

    def keep(self, address: str, seen: Seen) -> None:
        """Remember an address and where it led."""
        self.seen[canonical(address)] = self.seen[canonical(seen.url)] = seen

    def save(self) -> None:
        """Write the record whole or not at all."""
        file = work.folder(self.cache) / FILE
        part = file.with_suffix(".part")
        told = {address: asdict(each) for address, each in self.seen.items()}
        part.write_text(json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True), "utf-8")
        part.replace(file)


def load(file: Path) -> dict[str, Seen]:
    """The record as written; what cannot be read is as if nothing had been fetched."""
    try:
        told = json.loads(file.read_bytes())
        return {
            str(address): Seen(**{key: str(value) for key, value in each.items()}) for address, each in told.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def seen(answer: Answer, file: str = "") -> Seen:
    return Seen(answer.url, answer.headers.get("etag", ""), answer.headers.get("last-modified", ""), file)


def conditions(known: Seen | None) -> Mapping[str, str]:
    """Headers that ask only for what changed since."""
    if known is None:
        return {}
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in named.items() if value}
