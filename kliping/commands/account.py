"""What became of every file and entry: in words for a person, as data for a program."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from kliping import __version__, entries, explain, ingest, runs, site
from kliping.errors import Fault
from kliping.explain import as_data, counted
from kliping.output import Written, totals
from kliping.records import Head, Outcome, Settings, Status, TopicVerdict

NEXT, MOST = 5, 20
"""How many of the entries that will expire are named, and how many of those that are held back in a build's summary."""


def report(
    options: argparse.Namespace,
    outcomes: Sequence[Outcome],
    built: site.Built,
    written: Written,
    folder: Path,
    now: datetime,
    gone: Sequence[str],
) -> Iterator[str]:
    """The summary of a build: every file of the inbox and every entry is in it; `gone` are lines on raw files that are not there."""
    for outcome in outcomes:
        if outcome.status in (Status.CREATED, Status.UPDATED) and not options.quiet:
            yield f"{outcome.status}: content/{outcome.entry}  ({outcome.path})"
            if options.dry_run:
                yield "\n".join(explain.detail(outcome))
        if outcome.status is Status.KEPT:
            yield explain.kept(outcome)
        if outcome.status is Status.CAPTURE:
            for note in outcome.warnings:
                yield f"another capture: content/{outcome.path}: {note}"
        elif notes := explain.notes(outcome, verbose=options.verbose):
            named = outcome.status in (Status.CREATED, Status.UPDATED, Status.KEPT)
            yield "\n".join(
                [*([] if named else [f"content/{outcome.entry}"]), *(f"    note: {each}" for each in notes)]
            )
    if options.quiet:
        return
    for line in (*explain.deleted(outcomes), *gone, *waiting_in(built, now, None if options.verbose else MOST)):
        yield line
    if written.foreign:
        some = ", ".join(written.foreign[:5]) + (", …" if len(written.foreign) > 5 else "")
        yield f"left alone: {counted(len(written.foreign), 'file')} in {folder}, not of this site: {some}"
    if options.verbose:
        for note in built.fed.notes:
            yield f"note: {note}"
        for what, paths in (("new", written.new), ("changed", written.changed), ("removed", written.removed)):
            for path in paths:
                yield f"{what}: {folder / path}"
    inbox = ", ".join(f"{number} {status}" for status, number in ingest.counts(outcomes).items()) or "empty"
    numbers = ", ".join(f"{number} {what}" for what, number in totals(written) if number) or "no files"
    yield f"Inbox: {inbox}."
    for line in explain.summary(outcomes):
        yield line
    yield f"Site: {counted(len(built.site.entries), 'article')}, {counted(len(built.site.topics), 'topic')}; {numbers}."
    yield (
        ("Would be written to " if options.dry_run else "The site is in ")
        + f"{folder}; open {folder / 'index.html'} or run `kliping serve`."
    )


def wrong_in(settings: Settings, outcomes: Sequence[Outcome], built: site.Built) -> list[Fault]:
    """Everything that makes the exit code 1: in the settings, in the inbox, in entries."""
    return [*settings.warnings, *(each.fault for each in outcomes if each.fault), *built.faults]


def expiring(built: site.Built) -> list[tuple[Head, datetime]]:
    """The entries that are shown and will expire, the next first."""
    found = [(each.entry, each.entry.expiry_date) for each in built.site.entries if each.entry.expiry_date]
    return sorted(((entry, when) for entry, when in found if when), key=lambda pair: (pair[1], pair[0].path))


def waiting_in(built: site.Built, now: datetime, most: int | None = None) -> Iterator[str]:
    """A line for each entry that is held back, will expire, or waits for the editor's word on a topic."""
    for held in built.held[:most]:
        yield f"not shown: content/{held.entry.path}: {held.reason}"
    if most is not None and len(built.held) > most:
        yield f"not shown: {len(built.held) - most} more; `kliping status` names all"
    if not built.site.entries and any(held.until for held in built.held):
        yield f"note: the clock says {now.isoformat(timespec='minutes')}, before every article: is it right?"
    for entry, when in expiring(built)[:NEXT]:
        yield f"expires next: content/{entry.path}: on {when.isoformat()}"
    for placed, membership in built.review:
        yield f"review: content/{placed.entry.path}: {membership.topic}? {membership.reason}"


def heading(now: datetime) -> Mapping[str, Any]:
    """What the data on a run begins with."""
    return {"version": __version__, "clock": runs.moment(now)}


def inputs_of(root: Path, outcomes: Sequence[Outcome], built: site.Built) -> Mapping[str, Any]:
    """How many files went in and what became of them; `lost` must be empty, for they add up."""
    content = root / "content"
    coming = {each.entry for each in outcomes if each.text}
    made = {*entries.lying_in(content), *coming}
    shown = {each.entry.path for each in built.site.entries}
    held = {each.entry.path for each in built.held}
    named = {fault.file.removeprefix("content/") for fault in built.faults} & made
    raws = {file.relative_to(content).as_posix() for file in (content / ingest.FOLDER).rglob("*") if not file.is_dir()}
    missing = (raws - {each.path for each in outcomes}) | (made - shown - held - named)
    return {
        "raw_files": {"all": len(raws), **{str(key): number for key, number in ingest.counts(outcomes).items()}},
        "entries": {
            "all": len(made),
            "shown": len(shown),
            "held": len(held),
            "set aside": len(named - shown - held),
        },
        "lost": sorted(missing),
    }


def by_topic(built: site.Built) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Which entries are in a topic, and which of them wait for the editor's word."""
    told: dict[str, dict[str, list[str]]] = {
        topic.slug: {str(verdict): [] for verdict in (TopicVerdict.IN, TopicVerdict.REVIEW)}
        for topic in built.site.settings.topics
    }
    for placed in built.site.entries:
        for each in placed.memberships:
            if each.verdict is not TopicVerdict.OUT:
                told[each.topic][str(each.verdict)].append(placed.entry.path)
    return told


def account(
    root: Path,
    now: datetime,
    wrong: Sequence[Fault],
    outcomes: Sequence[Outcome],
    built: site.Built,
    written: Written,
) -> Mapping[str, Any]:
    """The summary as data."""
    return {
        **heading(now),
        "inputs": inputs_of(root, outcomes, built),
        "inbox": [as_data(outcome) for outcome in outcomes],
        "cleaned": explain.tally(outcomes),
        "look_at": [outcome.entry for outcome in outcomes if outcome.is_doubtful],
        "shown": [{"entry": each.entry.path, "address": each.address} for each in built.site.entries],
        "held": [
            {"entry": each.entry.path, "reason": each.reason, "until": each.until.isoformat() if each.until else None}
            for each in built.held
        ],
        "expires": [{"entry": entry.path, "on": when.isoformat()} for entry, when in expiring(built)],
        "set_aside": [asdict(fault) for fault in wrong],
        "warnings": [asdict(fault) for fault in built.warnings],
        "topics": by_topic(built),
        "review": [
            {"entry": placed.entry.path, "topic": each.topic, "reason": each.reason} for placed, each in built.review
        ],
        "output": asdict(written),
    }
