"""A ZIP archive with what may be handed on of each article: entry, raw files as saved, and the hash of everything.

Texts and raw files of outlets whose right is `full` are in it, and of what an editor wrote; `manifest.csv` says of all
others why not, and `articles.jsonl` what the site shows of them. `sha256sum --check SHA256SUMS` tries the whole.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kliping.entries import dump
from kliping.exports import json_lines
from kliping.exports.collection import Collection, key_of
from kliping.exports.csv_table import harmless
from kliping.exports.packing import packed
from kliping.records import NOTHING, Entry, Output, Rights
from kliping.site.assemble import Placed

COLUMNS = ("id", "title", "outlet", "rights", "what", "file", "sha256", "why_not")


@dataclass(frozen=True, slots=True)
class Held:
    """What the archive has of one article, or why it has it not."""

    placed: Placed
    what: str
    path: str
    data: bytes = b""
    why_not: str = ""


def written(collection: Collection) -> bytes:
    """The archive: everything in one folder of the topic's name."""
    return packed(
        Output(f"{collection.slug}/{each.path}", each.data)
        for each in with_hashes([Output("articles.jsonl", json_lines.written(collection)), *files(collection)])
    )


def files(collection: Collection) -> list[Output]:
    """The manifest, and the files of the articles."""
    held = [each for placed in collection.articles for each in of(placed, collection)]
    return [
        Output("manifest.csv", manifest(held)),
        *(Output(each.path, each.data) for each in held if not each.why_not),
    ]


def of(placed: Placed, collection: Collection) -> Iterator[Held]:
    """The clean text and the raw files of an article, within its rights."""
    name = key_of(placed)
    if placed.rights is not Rights.FULL:
        why_not = f"rights: {placed.rights}"
        yield from (Held(placed, "clean", "", why_not=why_not), Held(placed, "raw", "", why_not=why_not))
        return
    yield Held(placed, "clean", f"clean/{name}.md", clean(placed))
    saved = collection.saved(placed)
    if not saved:
        yield Held(placed, "raw", "", why_not="written by hand: it has no saved file")
    for number, each in enumerate(saved, 1):
        ending = f".{number}{each.name}" if number > 1 else each.name
        yield Held(placed, "raw", "" if each.why_not else f"raw/{name}{ending}", each.data, each.why_not)


def clean(placed: Placed) -> bytes:
    """The entry as a file: without what an editor wrote for nobody else, and without paths of this machine."""
    entry = replace(placed.entry, capture=None, tags=(), weight=0, topics=(), not_topics=(), aliases=(), extra=NOTHING)
    assert isinstance(entry, Entry), "who collects articles gives those in full their texts"
    return dump(replace(entry, publish_date=None, expiry_date=None)).encode("utf-8", "replace")


def manifest(held: Sequence[Held]) -> bytes:
    """A row for each text and raw file, in the archive or not."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in held:
        entry = each.placed.entry
        sha256 = "" if each.why_not else hashlib.sha256(each.data).hexdigest()
        said = (entry.id, entry.title, entry.outlet or "", each.placed.rights, each.what, each.path)
        table.writerow([harmless(str(value)) for value in (*said, sha256, each.why_not)])
    return stream.getvalue().encode("utf-8-sig", "replace")


def with_hashes(outputs: Sequence[Output]) -> list[Output]:
    """The files and the list of their hashes, as `sha256sum` writes it."""
    lines = (f"{hashlib.sha256(each.data).hexdigest()}  {each.path}\n" for each in outputs)
    return [*outputs, Output("SHA256SUMS", "".join(lines).encode())]
