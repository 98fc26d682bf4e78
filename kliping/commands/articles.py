"""The command `why`: what cleaning made of an article, and to which topics it belongs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kliping import explain, ingest, proposals
from kliping.commands.project import entries_of, facts_of, settings_of
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.errors import Fault, UsageError
from kliping.records import Entry, Settings
from kliping.site import topic_trial


def why(options: argparse.Namespace) -> int:
    """Print where each value of an article came from and what became of each line."""
    settings = settings_of(options)
    content = options.root / "content"
    if by_hand := written_by_hand(options, settings):
        print(
            json.dumps({"topics": memberships(by_hand, settings)}, ensure_ascii=False, indent=2)
            if options.json
            else "\n".join(in_topics(by_hand, settings))
        )
        return OK
    facts = facts_of(options, settings)
    path = raw_path(options.file, options.root, content)
    raw = ingest.raw_file(content, path)
    result = raw if isinstance(raw, Fault) else ingest.clean_file(raw, facts)
    if isinstance(raw, Fault) or isinstance(result, Fault):
        say(f"set aside: {result}")
        return SET_ASIDE
    files = [raw.path, *(page.path for page in raw.pages)]
    mine = [each for each in entries_of(options, settings) if each.capture and each.capture.file == raw.path]
    if options.json:
        told = {"files": files, **explain.explained(result), "topics": memberships(mine, settings)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join((*explain.joined(path, files), *explain.explanation(result), "", *in_topics(mine, settings))))
    return OK


def raw_path(given: str, root: Path, content: Path) -> str:
    """The raw file meant by a path, or by the slug or path of an entry, relative to `content/`."""
    for candidate in (Path(given), root / given, content / given, content / ingest.FOLDER / given):
        if candidate.is_file() and candidate.suffix != ".md":
            inside = content.resolve() in candidate.resolve().parents
            return candidate.resolve().relative_to(content.resolve()).as_posix() if inside else str(candidate.resolve())
    for path, raw in ingest.sources(content).items():
        if Path(given).stem == Path(path).stem and proposals.is_lying(content, raw):
            return raw
    raise UsageError(
        Fault(
            "is neither a raw file nor an entry made from one",
            "name a file of content/inbox, or the slug of an entry",
            given,
        )
    )


def written_by_hand(options: argparse.Namespace, settings: Settings) -> list[Entry]:
    """The entry meant, if it was made from no raw file: only its topics can be told."""
    name = Path(options.file).stem
    files = [file for file in (options.root / "content" / "entries").rglob("*.md") if file.stem == name]
    if not files:
        return []
    paths = [file.relative_to(options.root / "content").as_posix() for file in files]
    return [each for each in entries_of(options, settings) if each.path in paths and not each.capture]


def memberships(mine: Sequence[Entry], settings: Settings) -> list[Mapping[str, Any]]:
    """What entries are to each topic, as data."""
    zone = ZoneInfo(settings.timezone)
    return [
        {"topic": each.topic, "verdict": str(each.verdict), "score": each.score, "reason": each.reason}
        for entry in mine
        for each in topic_trial.of_entry(settings.topics, entry, zone)
    ]


def in_topics(mine: Sequence[Entry], settings: Settings) -> list[str]:
    """Lines that say to which topics entries belong, and why."""
    return [
        f"topic {each['topic']}: {each['verdict']}; {each['reason']}"
        + (f" (score {each['score']:g})" if each["score"] else "")
        for each in memberships(mine, settings)
    ]
