"""The `stories` command: reports of any origin in, the story of each and what it copies out. No site and no entries."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kliping.records import TopicDefinition


def definition(path: Path) -> TopicDefinition:
    table = tomllib.loads(path.read_text("utf-8"))
    names = {kind: tuple(((word,) if isinstance(word, str) else tuple(word)) for word in words) for kind, words in table.get("names", {}).items()}
    return TopicDefinition(table["slug"], {}, {}, tuple(map(tuple, table["who"])), tuple(table["what"]), table.get("from"), table.get("to"), names=names)
