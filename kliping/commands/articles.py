"""The commands `add` and `why`: articles into the inbox, and what cleaning made of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kliping import api, explain, ingest
from kliping.commands.project import entries_of, facts_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, pasted, say
from kliping.entries import slug_of
from kliping.errors import Fault, UsageError
from kliping.explain import as_data
from kliping.ingest.inbox import portions
from kliping.records import Entry, Settings, Status
from kliping.site import topic_trial


def add(options: argparse.Namespace) -> int:
    """Copy files into the inbox and clean them; what is there already is never overwritten."""
    settings = settings_of(options)
    facts = facts_of(options, settings)
    if options.slug and (len(options.files) != 1 or options.slug != slug_of(options.slug)):
        raise UsageError(
            Fault("--slug names one file and holds a-z, 0-9 and hyphens", f"such as --slug {slug_of(options.slug)}")
        )
    coming = taken_in(options, options.root / "content" / ingest.FOLDER)
    paths = [f"{ingest.FOLDER}/{name}" for name in coming]
    if options.dry_run:
        would_be = {f"{ingest.FOLDER}/{name}": data for name, data in coming.items()}
        outcomes = take_in(options, facts, only=paths, slug=options.slug or "", coming=would_be, write=False)
    else:
        outcomes = take_in(options, facts, only=paths, slug=options.slug or "")
    if options.json:
        print(json.dumps([as_data(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    for outcome in outcomes:
        if outcome.fault:
            say(f"set aside: {outcome.fault}")
        elif outcome.status is Status.PASSED_OVER:
            say(f"passed over: content/{outcome.path}")
        elif not options.quiet:
            say("\n".join([f"{outcome.status}: content/{outcome.entry}", *explain.detail(outcome)]))
        for warning in outcome.warnings:
            say(f"    note: {warning}")
    if options.dry_run and not options.quiet:
        say("Nothing was written.")
    return SET_ASIDE if any(outcome.fault for outcome in outcomes) else OK


def taken_in(options: argparse.Namespace, inbox: Path) -> Mapping[str, bytes]:
    """Put what was named into the inbox, or with --dry-run only say where it would lie: bytes by name there."""
    coming: dict[str, bytes] = {}
    for given in options.files:
        for wanted, data in saved_in(given, inbox.resolve()):
            name = ingest.name_for(inbox, wanted, data, coming)
            coming[name] = data
            if not options.dry_run:
                ingest.put(inbox, name, data)
    return coming


def saved_in(given: str, inbox: Path) -> Iterator[tuple[str, bytes]]:
    """Name in the inbox and bytes of a file, of a folder's files, or of standard input."""
    if given == "-":
        data = pasted()
        yield f"pasted-{ingest.short_hash(data)}.{api.kind_of(data)}", data
        return
    source = Path(given).resolve()
    if not source.exists():
        remedy = "name a saved article, a folder of them, or - for standard input"
        raise UsageError(Fault("there is no such file or folder", remedy, given))
    files = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
    for file in files:
        if inbox in file.parents:
            yield file.relative_to(inbox).as_posix(), file.read_bytes()
        else:
            yield from portions(file.relative_to(source.parent).as_posix(), file.read_bytes())


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
        if Path(given).stem == Path(path).stem and (content / raw).is_file():
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
