"""The command `import`: what other programs hold, as entries or into the inbox; nothing that is there is overwritten."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kliping import entries, explain, imports, ingest, ledger
from kliping.commands.project import entries_of, facts_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.errors import Fault, UsageError
from kliping.imports import Brought, Fate, wallabag
from kliping.ingest.readers.data import parsed
from kliping.records import Outcome, Settings, Status


def bring(options: argparse.Namespace) -> int:
    """Take over the items of another program, and say of each what became of it."""
    settings = settings_of(options)
    path = Path(options.path).expanduser().resolve()
    if not path.exists():
        raise UsageError(Fault("there is no such file or folder", f"name what {options.source} wrote", options.path))
    if options.source == imports.WALLABAG:
        return pages(options, settings, path)
    source = imports.SOURCES[options.source]
    if source.is_folder != path.is_dir():
        raise UsageError(Fault(f"is {'a folder' if path.is_dir() else 'a file'}", f"name {source.help}", options.path))
    content = options.root / "content"
    found: list[Brought] = []
    for each in imports.brought(
        source,
        path,
        entries_of(options, settings),
        ledger.load(content),
        entries.lying_in(content),
        [topic.slug for topic in settings.topics],
        ZoneInfo(settings.timezone),
    ):
        if each.fate is Fate.CREATED and not options.dry_run:
            entries.save(content / each.entry, each.text)
        found.append(each)
    return tell(options, found)


def tell(options: argparse.Namespace, found: Sequence[Brought]) -> int:
    """Say of each item what became of it."""
    if options.json:
        print(json.dumps([as_data(each) for each in found], ensure_ascii=False, indent=2))
    for each in found:
        if each.fault:
            say(f"{each.fate}: {each.fault}")
        elif (each.fate is Fate.CREATED or options.verbose or each.notes) and not options.quiet:
            say(f"{each.fate}: " + (f"content/{each.entry} from {each.name}" if each.entry else each.name))
            for note in each.notes:
                say(f"    note: {note}")
    if not options.quiet:
        counts = Counter(each.fate for each in found)
        say(", ".join(f"{counts[fate]} {fate}" for fate in Fate if counts[fate]) or "nothing to import")
        if own := sum(each.is_own for each in found):
            say(
                f"{own} without outlet and address count as your own and are shown in full; name outlet or url where they are not."
            )
        say("Nothing was written." if options.dry_run else "Run kliping to build the site.")
    return SET_ASIDE if any(each.fault for each in found) else OK


def as_data(each: Brought) -> Mapping[str, Any]:
    """The account of an item as JSON has it."""
    told: dict[str, Any] = {"item": each.name, "status": str(each.fate), "entry": each.entry or None}
    return {**told, "notes": list(each.notes), "fault": asdict(each.fault) if each.fault else None}


# ------------------------------------------------------------------ pages, for the inbox


def pages(options: argparse.Namespace, settings: Settings, path: Path) -> int:
    """Put the pages of an export into the inbox and clean them, as `add` does."""
    if not path.is_file():
        raise UsageError(Fault("is a folder", wallabag.EXPORT, options.path))
    if path.stat().st_size > imports.LARGEST_LIST:
        raise UsageError(
            Fault(f"is larger than {imports.LARGEST_LIST // 1_000_000} MB", "export fewer at a time", options.path)
        )
    facts, inbox = facts_of(options, settings), options.root / "content" / ingest.FOLDER
    found = list(wallabag.read(path.name, path.read_bytes()))
    faults = [each for each in found if isinstance(each, Fault)]
    coming = dict(news([each for each in found if not isinstance(each, Fault)], inbox))
    if not options.dry_run:
        for name, data in coming.items():
            ingest.put(inbox, name, data)
    paths = [f"{ingest.FOLDER}/{name}" for name in coming]
    would_be = {f"{ingest.FOLDER}/{name}": data for name, data in coming.items()} if options.dry_run else {}
    outcomes = take_in(options, facts, only=paths, coming=would_be, write=not options.dry_run) if paths else []
    if options.json:
        told: list[Any] = [explain.as_data(each) for each in outcomes]
        print(json.dumps([*told, *map(asdict, faults)], ensure_ascii=False, indent=2, default=str))
    for fault in (*faults, *(each.fault for each in outcomes if each.fault)):
        say(f"set aside: {fault}")
    if not options.quiet:
        report(outcomes, len(found) - len(faults) - len(coming), dry_run=options.dry_run)
    return SET_ASIDE if faults or any(each.fault for each in outcomes) else OK


def news(found: Sequence[wallabag.Piece], inbox: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the pages that the inbox has not: the same page with another mark in Wallabag is no news."""
    coming: dict[str, bytes] = {}
    for each in found:
        file = inbox / each.name
        before = coming.get(each.name) or (file.read_bytes() if file.is_file() else b"")
        if not before or page_of(before) != page_of(each.data):
            name = ingest.name_for(inbox, each.name, each.data, coming)
            if not (inbox / name).exists():
                coming[name] = each.data
                yield name, each.data


def page_of(data: bytes) -> tuple[Any, ...]:
    """What of a page is the page's own."""
    value = parsed(data)
    return (
        tuple(value.get(key) for key in ("url", "title", "content", "published_at")) if isinstance(value, dict) else ()
    )


def report(outcomes: Sequence[Outcome], there: int, *, dry_run: bool) -> None:
    """Say what became of the pages."""
    for each in outcomes:
        if not each.fault and each.status is not Status.PASSED_OVER:
            say("\n".join([f"{each.status}: content/{each.entry}", *explain.detail(each)]))
            for warning in each.warnings:
                say(f"    note: {warning}")
    if there:
        say(f"{there} there already")
    say(
        "Nothing was written."
        if dry_run
        else "Tags and marks of Wallabag stay in the raw files. Run kliping to build the site."
    )
