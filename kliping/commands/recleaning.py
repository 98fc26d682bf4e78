"""The commands `diff`, `take` and `reclean`: what cleaning would now write, and taking it."""

from __future__ import annotations

import argparse
import json

from kliping import ingest, proposals
from kliping.commands.project import article_meant, facts_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.errors import Fault, UsageError
from kliping.explain import as_data


def diff(options: argparse.Namespace) -> int:
    """Print what cleaning would now write into an entry, part by part; change nothing."""
    offer = proposals.proposed(
        options.root / "content", facts_of(options, settings_of(options)), article_meant(options, options.slug)
    )
    if options.json:
        print(json.dumps(proposals.as_data(offer), ensure_ascii=False, indent=2))
    else:
        print("\n".join(proposals.shown(offer)))
    return OK


def take(options: argparse.Namespace) -> int:
    """Take what cleaning proposes for an entry: all of it, some parts, or nothing; a person's own words stay."""
    content = options.root / "content"
    if options.none and (options.part or options.over_mine):
        raise UsageError(Fault("--none takes nothing", "leave out --none, or --part and --over-mine"))
    offer = proposals.proposed(content, facts_of(options, settings_of(options)), article_meant(options, options.slug))
    if options.none:
        proposals.decline(content, offer)
        if options.json:
            print(json.dumps({**proposals.as_data(offer), "taken": []}, ensure_ascii=False, indent=2))
        if not options.quiet:
            say(f"declined: content/{offer.row.entry} stays as it is until cleaning gives something else again")
        return OK
    numbers = proposals.chosen(offer, options.part, over_mine=options.over_mine)
    proposals.take(content, offer, numbers, settle=not options.part)
    if options.json:
        print(json.dumps({**proposals.as_data(offer), "taken": sorted(numbers)}, ensure_ascii=False, indent=2))
    if not options.quiet:
        for line in proposals.account(offer, numbers, settle=not options.part):
            say(line)
    return OK


def reclean(options: argparse.Namespace) -> int:
    """Clean every raw file again, whatever is remembered, and list the entries that change or would."""
    facts = facts_of(options, settings_of(options))
    outcomes = take_in(options, facts, again=True, jobs=options.jobs, write=not options.dry_run)
    if options.json:
        print(json.dumps([as_data(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    else:
        for line in proposals.changes(outcomes, dry_run=options.dry_run):
            print(line)
    for outcome in outcomes:
        if outcome.fault:
            say(f"set aside: {outcome.fault}")
    if not options.quiet:
        inbox = ", ".join(f"{number} {status}" for status, number in ingest.counts(outcomes).items()) or "empty"
        say(f"Inbox: {inbox}." + (" Nothing was written." if options.dry_run else ""))
    return SET_ASIDE if any(outcome.fault for outcome in outcomes) else OK
