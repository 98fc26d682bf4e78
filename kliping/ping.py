"""Tell a WebSub hub which feeds changed since it was told last. A room with the network in it: a build never enters.

What the hub was told is kept as hashes in `.cache/pinged.json`: a feed that it did not take is told of again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from kliping import work

FEEDS: Final = ("feed.xml", "atom.xml", "feed.json")
RECORD = "pinged.json"
PATIENCE = 20
AWAY = "the hub cannot be reached"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of telling the hub of one feed; `wrong` says why it did not take it."""

    path: str
    url: str
    wrong: str = ""


def changed(output: Path, cache: Path) -> dict[str, str]:
    """The feeds below the output folder that differ from those the hub was told of: hash by path."""
    known = recorded(cache)
    files = sorted(file for name in FEEDS for file in output.rglob(name) if file.is_file())
    found = {file.relative_to(output).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return {path: digest for path, digest in found.items() if known.get(path) != digest}


def tell(hub: str, base_url: str, paths: Iterable[str], patience: float = PATIENCE) -> list[Told]:
    """Tell the hub of each feed; once it cannot be reached, it is not tried again."""
    told: list[Told] = []
    for path in paths:
        away = told[-1].wrong if told and told[-1].wrong.startswith(AWAY) else ""
        told.append(Told(path, base_url + path, away or one(hub, base_url + path, patience)))
    return told


def one(hub: str, url: str, patience: float) -> str:
    """Tell the hub of one feed; why it did not take it, or nothing."""
    data = urlencode({"hub.mode": "publish", "hub.url": url, "hub.topic": url}).encode()
    request = Request(hub, data, {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Kliping"})  # noqa: S310 - settings allow http and https only
    try:
        with urlopen(request, timeout=patience):  # noqa: S310 - see above
            return ""
    except HTTPError as error:
        said = error.read(200).decode("utf-8", "replace").strip()
        return f"the hub answered {error.code} {error.reason}" + (f": {' '.join(said.split())}" if said else "")
    except (URLError, OSError) as error:
        return f"{AWAY}: {getattr(error, 'reason', error)}"


def remember(cache: Path, told: Iterable[Told], digests: Mapping[str, str]) -> None:
    """Keep what the hub took."""
    taken = {each.path: digests[each.path] for each in told if not each.wrong}
    file = work.folder(cache) / RECORD
    part = file.with_suffix(".part")
    part.write_text(json.dumps({**recorded(cache), **taken}, indent=0, sort_keys=True), "utf-8")
    part.replace(file)


def recorded(cache: Path) -> dict[str, str]:
    """What the hub was told of, as hash by path; nothing where that cannot be read."""
    try:
        found = json.loads((cache / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(path): str(digest) for path, digest in found.items()} if isinstance(found, dict) else {}
