"""The commands `correct`, `retract`, `restore` and `verify`: what was published is changed in the open, or proved."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import corrections, disk, entries, ledger, proposals, provenance, site, takedown
from kliping.commands.build import build
from kliping.commands.project import PACKAGE, article_meant, clock, facts_of, memory_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.errors import Fault, KlipingError, UsageError
from kliping.explain import as_data, counted
from kliping.records import Correction, Entry, Facts, Retraction, Row, Settings, Status


def correct(options: argparse.Namespace) -> int:
    """Write a dated correction into an entry; the next build shows it."""
    settings = settings_of(options)
    zone, now = ZoneInfo(settings.timezone), clock(options, settings)
    text = " ".join(entries.CONTROLS.sub("", options.text).split())
    if not text:
        raise UsageError(Fault("the correction says nothing", 'such as kliping correct SLUG "The bridge is in Antah."'))
    content = options.root / "content"
    entry, row = article_named(options, settings)
    if entry is None:
        raise UsageError(Fault("its entry was deleted, so there is nothing to correct", "", f"content/{row.entry}"))
    note = Correction(now.astimezone(zone).date(), text)
    if note not in entry.corrections:
        file = content / entry.path
        try:
            changed = corrections.added(entries.read(file, entry.path), entry.path, zone, note)
        except entries.EntryError as error:
            raise KlipingError(replace(each, file=f"content/{each.file}") for each in error.faults) from error
        entries.save(file, changed)
        ledger.save(content, {**ledger.load(content), row.id: replace(row, updated=later(row.updated, now))})
    if options.json:
        print(json.dumps({"entry": entry.path, "date": note.date.isoformat(), "text": note.text}, ensure_ascii=False))
    if not options.quiet:
        say(f"corrected: content/{entry.path}: {note.date}: {note.text}")
        say("Run kliping to show it on the article, on /corrections/ and in the feeds.")
    return OK


def retract(options: argparse.Namespace) -> int:
    """Take an article off the site for good: its files go to a private folder, and the site is built without it."""
    settings = settings_of(options)
    now, facts = clock(options, settings), facts_of(options, settings)
    reason = " ".join(entries.CONTROLS.sub("", options.reason).split())
    if not reason:
        raise UsageError(Fault("--reason says nothing", 'readers see it, such as --reason "The outlet withdrew it."'))
    entry, row = article_named(options, settings)
    outcomes = take_in(options, facts, jobs=options.jobs, write=False)
    if not row.retracted:
        built = site.build(options.root, PACKAGE, settings, facts.outlets, now, remembered=memory_of(options))
        told = Retraction(now.astimezone(ZoneInfo(settings.timezone)).date(), reason)
        row = replace(site.withdrawn(built, entry, row, told), updated=later(row.updated, now))
        built.remembered.close()
    content = options.root / "content"
    raws = {*row.raws, *(each.path for each in outcomes if each.entry == row.entry)}
    raws |= {entry.capture.file} if entry and entry.capture else set()
    saved = {path for path in raws if proposals.is_lying(content, path)}
    for path in sorted(raws - saved - {""}):
        if disk.stamp_of(str(content / path)) != disk.GONE:
            named = entries.CONTROLS.sub("", path)
            say(f"left alone: {named}, which content/{row.entry} names as its saved file: it is none of content/inbox")
    files = sorted({*saved, *({row.entry} if entries.lies_in(content, "entries", row.entry) else ())})
    folder = takedown.retract(options.root, row, files).relative_to(options.root).as_posix()
    if not options.quiet:
        number = counted(len(files), "file")
        say(f"retracted: content/{row.entry}: {number} moved to {folder}/, which is never published")
        if (options.root / ".git").exists():
            say("    the history of git still holds them, and so does every copy of it: git filter-repo takes them out")
    try:
        ended = build(options)
    except KlipingError:
        say("The article is retracted, but what was published still stands: mend what follows, then run kliping.")
        raise
    if not options.quiet:
        say("Publish the site again: until then the article stands where you published it before.")
    return ended


def restore(options: argparse.Namespace) -> int:
    """Make an entry that was deleted again from its raw file, or take a retraction back."""
    settings = settings_of(options)
    if deleted := proposals.deleted(options.root / "content", options.slug):
        return remade(options, facts_of(options, settings), deleted)
    _, row = article_named(options, settings)
    if not row.retracted:
        what = "was neither deleted nor retracted"
        raise UsageError(Fault(what, "kliping status says what is not shown, and why", options.slug))
    files = takedown.restore(options.root, row, clock(options, settings))
    if options.json:
        print(json.dumps([{"path": file, "status": "restored"} for file in files], ensure_ascii=False, indent=2))
    if not options.quiet:
        say(f"restored: {', '.join(f'content/{file}' for file in files) or 'nothing, for its files are gone'}")
        say("Run kliping to show it again.")
    return OK


def remade(options: argparse.Namespace, facts: Facts, deleted: Mapping[str, str]) -> int:
    """Make deleted entries again, each from its raw file."""
    outcomes = take_in(options, facts, only=list(deleted.values()), wanted=list(deleted))
    if options.json:
        print(json.dumps([as_data(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    for outcome in outcomes:
        if outcome.fault:
            say(f"set aside: {outcome.fault}")
        elif outcome.status is Status.CREATED and not options.quiet:
            say(f"restored: content/{outcome.entry}  ({outcome.path}), as cleaning makes it")
    return SET_ASIDE if any(outcome.fault for outcome in outcomes) else OK


def later(known: datetime | None, now: datetime) -> datetime:
    return max(known, now) if known else now


def article_named(options: argparse.Namespace, settings: Settings) -> tuple[Entry | None, Row]:
    """The article meant by a slug, path, id or raw file: its entry, if that is there, and what is remembered of it."""
    given = article_meant(options, options.slug)
    rows = ledger.load(options.root / "content")
    there = {entry.id: entry for entry in site.entries(options.root, PACKAGE, settings)}
    path = given.removeprefix("content/")
    raws = {id_: {name for raw in row.raws for name in (raw, Path(raw).name)} for id_, row in rows.items()}
    names = {
        id_: {id_, row.entry, Path(row.entry).stem, *(Path(each).name for each in row.addresses), *raws[id_]}
        for id_, row in rows.items()
    }
    names |= {
        id_: {id_, entry.path, Path(entry.path).stem, entry.slug, *raws.get(id_, ())} for id_, entry in there.items()
    }
    found = [id_ for id_ in sorted(names) if {given, path} & names[id_]]
    found = [id_ for id_ in found if id_ in there] or found
    if len(found) != 1:
        what = f"could be {counted(len(found), 'article')}" if found else "is no article of this site"
        paths = ", ".join(f"content/{there[id_].path if id_ in there else rows[id_].entry}" for id_ in found)
        remedy = f"name one by its path: {paths}" if found else "name one by its slug, its path, its id or its raw file"
        raise UsageError(Fault(what, remedy, given))
    id_ = found[0]
    entry = there.get(id_)
    row = rows.get(id_) or Row(id_)
    return entry, replace(row, entry=entry.path) if entry else row


def verify(options: argparse.Namespace) -> int:
    """Say of each entry whether its saved file is still the one that it was made from; change nothing."""
    settings_of(options)
    found = list(provenance.verify(options.root / "content"))
    wanted = {Path(given).stem for given in options.slugs}
    if missing := wanted - {name for each in found for name in (each.slug, Path(each.entry).stem)}:
        raise UsageError(Fault("there is no such entry", "name an entry by its slug or file", min(missing)))
    found = [each for each in found if not wanted or wanted & {each.slug, Path(each.entry).stem}]
    totals_of = provenance.totals(found)
    if options.json:
        told = {"meaning": provenance.MEANING, "totals": totals_of, "entries": [asdict(each) for each in found]}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for line in (line for each in found for line in verified(each, quiet=options.quiet)):
            print(line)
        counts = ", ".join(f"{totals_of[finding]} {finding}" for finding in provenance.Finding)
        print(f"{counted(len(found), 'entry', 'entries')}: {counts}; {totals_of['by_hand']} edited by hand.")
        print(provenance.MEANING)
    return SET_ASIDE if any(each.is_changed for each in found) else OK


def verified(each: provenance.Checked, *, quiet: bool) -> Iterator[str]:
    """Lines on one entry and its other captures; if `quiet`, none on what is unchanged."""
    by_hand = "; you edited the entry" if each.by_hand else ""
    if not quiet or each.finding is not provenance.Finding.UNCHANGED:
        yield f"{each.finding}: content/{each.entry}: {each.why}{by_hand}"
    for raw, finding in each.captures.items():
        if not quiet or finding is provenance.Finding.CHANGED:
            yield f"{finding}: content/{raw}, another capture of content/{each.entry}"
