"""One page of HTML with all of a topic, to print or to hand on: it needs no other file and fetches nothing."""

from __future__ import annotations

from kliping.exports.book import PAGE, as_xml, book, environment_of, lowered, rendered
from kliping.exports.collection import Collection


def written(collection: Collection) -> bytes:
    made = environment_of(collection, lambda html: lowered(as_xml(html)))
    return rendered(made, PAGE, book=book(collection)).encode("utf-8", "replace")
