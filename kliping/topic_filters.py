"""The `match` command: reports of any origin in, verdicts on one topic out. No site is needed, and no entries.

    {"id": "1", "title": "…", "text": "…", "date": "2020-10-30", "lang": "id", "url": "https://…"}
    {"id": "1", "verdict": "in", "score": 4.1, "reason": "…"}

`reports` reads the lines for `stories`, too. What is promised of both lines only grows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kliping.api import Failure
from kliping.records import Report, TopicDefinition
from kliping.site import topics


@dataclass(frozen=True, slots=True)
class Given:
    """A report as another program gave it; `id` is whatever it was there."""

    id: Any
    report: Report


def matched(topic: TopicDefinition, lines: Iterable[bytes | Failure]) -> Iterator[Mapping[str, Any]]:
    """The object that `kliping match --jsonl` writes for each line, in the same order."""
    for given in reports(lines):
        if isinstance(given, Failure):
            yield given.to_dict()
        else:
            found = topics.judge(topic, topics.read(given.report))
            verdict = {"id": given.id, "verdict": str(found.verdict), "score": found.score}
            yield {**verdict, "reason": found.reason}


def reports(lines: Iterable[bytes | Failure]) -> Iterator[Given | Failure]:
    """The report on each line, or why there is none: a broken line stops nothing."""
    for line in lines:
        yield line if isinstance(line, Failure) else report_in(line)


def report_in(line: bytes) -> Given | Failure:
    id_: Any = None
    try:
        values = json.loads(line)
        if not isinstance(values, Mapping):
            return Failure(None, 'is no object such as {"id": "1", "title": "…", "text": "…"}')
        id_ = values.get("id")
        title, text, lang, url, said = (text_in(values, key) for key in ("title", "text", "lang", "url", "date"))
        if not title.strip() and not text.strip():
            return Failure(id_, "has neither title nor text")
        return Given(id_, Report("" if id_ is None else str(id_), title, text, moment(said), lang or "und", "", url))
    except (ValueError, RecursionError) as error:
        return Failure(id_, str(error) if id_ is not None else f"is no JSON: {error}")


def text_in(values: Mapping[str, Any], key: str) -> str:
    """A text that is there or not; raises ValueError if it is something else."""
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} is no text")
    return value or ""


def moment(said: str) -> datetime | date | None:
    """A date, with its time if it is said; raises ValueError if it is none."""
    if not said.strip():
        return None
    try:
        return date.fromisoformat(said) if len(said) <= len("2020-10-30") else datetime.fromisoformat(said)
    except ValueError:
        raise ValueError(f"date is {said!r}, not such as 2020-10-30 or 2020-10-30T18:45:00+07:00") from None
