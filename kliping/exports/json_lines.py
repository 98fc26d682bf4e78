"""JSON Lines (jsonlines.org): an object a line in UTF-8, which `kliping match`, `stories` and most programs read."""

from __future__ import annotations

import json

from kliping.exports.collection import Collection, row


def written(collection: Collection) -> bytes:
    """One line for each article."""
    lines = (json.dumps(row(placed, collection), ensure_ascii=False) for placed in collection.articles)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
