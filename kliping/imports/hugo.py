"""A content folder of Hugo: its Markdown files, heads in YAML, TOML or JSON; `_index.md` is a list and no article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import PurePosixPath

from kliping.imports import heads
from kliping.imports.items import Item, post

TONGUE = re.compile(r"(.+)\.([a-z]{2,3}(?:-[a-z]{2})?)")
"""A file's name that ends in its language, before `.md`."""


def read(name: str, said: str, topics: Sequence[str], zone: tzinfo) -> Iterator[Item]:
    """The entry of one file. Raises Wrong."""
    path = PurePosixPath(name)
    tongue = TONGUE.fullmatch(path.stem)
    stem = tongue[1] if tongue else path.stem
    if stem == "_index":
        yield Item(name, passed_over="a list of Hugo, not an article")
        return
    found = heads.hugo(name, said)
    if tongue and not {"lang", "language"} & {key.lower() for key in found.values}:
        found = replace(found, values={**found.values, "lang": tongue[2]})
    yield post(found, "hugo", path.parent.name if stem == "index" else stem, topics, zone)
