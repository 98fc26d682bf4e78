"""One page of HTML with all of a topic, to print or to hand on: it needs no other file and fetches nothing."""

from __future__ import annotations

import base64

from kliping.exports.book import PAGE, as_xml, book, environment_of, lowered
from kliping.exports.collection import Collection
from kliping.site.templates import rendered


def written(collection: Collection) -> bytes:
    made = environment_of(collection, lambda html: lowered(as_xml(html)))
    told = book(collection, lambda picture: inline(picture.kind, collection.pictures[picture.address]))
    return rendered(made, PAGE, book=told).encode("utf-8", "replace")


def inline(kind: str, data: bytes) -> str:
    """The address of a file that is the file itself."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
