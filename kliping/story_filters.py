"""The `stories` command: reports of one topic in, whichever their origin, the story of each out. No site and no entries.

    {"id": "2", "title": "…", "text": "…", "date": "2020-10-30", "lang": "id", "url": "https://…"}
    {"id": "2", "story": "1", "copy_of": null}

A story is called by the id of its earliest report. What is promised of both lines only grows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kliping.api import Failure
from kliping.records import TopicDefinition
from kliping.site import copies, likeness, stories
from kliping.topic_filters import Given, reports


def told(
    topic: TopicDefinition, facts: likeness.StoryFacts, lines: Iterable[bytes | Failure]
) -> Iterator[Mapping[str, Any]]:
    """The object that `kliping stories --jsonl` writes for each line, in the same order; all lines are read first."""
    given = list(named(reports(lines)))
    known = {each.report.id: each for each in given if isinstance(each, Given)}
    same = copies.copies([each.report for each in known.values()])
    found = stories.stories([each.report for each in known.values()], topic, facts, copies=same)
    story_of = {id_: known[story.id].id for story in found for id_ in story.reports}
    for each in given:
        if isinstance(each, Failure):
            yield each.to_dict()
        else:
            copy = same.get(each.report.id)
            original = known[copy.of].id if copy and copy.is_whole else None
            yield {"id": each.id, "story": story_of[each.report.id], "copy_of": original}


def named(given: Iterable[Given | Failure]) -> Iterator[Given | Failure]:
    """The reports, each with an id of its own: one that others have, too, or that is missing is numbered."""
    seen = Counter[str]()
    for each in given:
        if isinstance(each, Failure):
            yield each
            continue
        seen[each.report.id] += 1
        number = seen[each.report.id]
        url = each.report.url or (each.report.id if each.report.id.startswith(("http://", "https://")) else "")
        id_ = each.report.id if number == 1 and each.report.id else f"{each.report.id}\0{number}"
        yield replace(each, report=replace(each.report, id=id_, url=url))
