"""CSL-JSON, which Zotero, Mendeley, pandoc and citeproc read: the variables of the CSL 1.0.2 schema `csl-data.json`.

A name is `literal`: which part of it is the family's, no article says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kliping.exports.collection import Collection, key_of
from kliping.site.assemble import Placed


def written(collection: Collection) -> bytes:
    """A list with an item for each article."""
    items = [dict(item(placed)) for placed in collection.articles]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def item(placed: Placed) -> Iterator[tuple[str, Any]]:
    """The variables of an article, as far as they are known."""
    entry, day = placed.entry, placed.entry.date or placed.date
    yield "id", key_of(placed)
    yield "type", "article-newspaper" if entry.outlet else "webpage"
    yield "title", entry.title
    if entry.authors:
        yield "author", [{"literal": name} for name in entry.authors]
    if entry.outlet:
        yield "container-title", entry.outlet
    yield "issued", {"date-parts": [[day.year, day.month, day.day]]}
    if entry.url:
        yield "URL", entry.url
    if entry.lang != "und":
        yield "language", entry.lang
    if placed.summary:
        yield "abstract", placed.summary
