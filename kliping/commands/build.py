"""The `build` command: ingest, build, publish, and say what became of everything."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kliping import config, output, proposals, runs, site, still, work
from kliping.commands.account import account, heading, report, wrong_in
from kliping.commands.project import (
    PACKAGE,
    alone,
    clock,
    facts_of,
    libraries,
    memory_of,
    output_folder,
    settings_of,
    take_in,
)
from kliping.commands.terminal import OK, SET_ASIDE, on_terminal, say
from kliping.errors import Fault, KlipingError, SettingsError
from kliping.memory import Hand
from kliping.output import Written
from kliping.records import Facts, Outcome, Settings

Tell = Callable[[Settings, datetime, Sequence[Outcome], site.Built], None]
"""What wants to know of a build that was written."""


def build(
    options: argparse.Namespace, *, lasts: bool = True, tell: Tell | None = None, hand: Hand | None = None
) -> int:
    """Ingest what is new in the inbox, then build the site; a build that `lasts` is what readers will know.

    `hand` holds what earlier builds of this process knew.
    """
    begun = still.moment()
    settings = settings_of(options)
    now = clock(options, settings)
    facts = facts_of(options, settings)
    folder = output_folder(options, settings)
    if options.strict and settings.warnings:
        raise SettingsError(settings.warnings)
    try:
        with alone(options), work.at_hand():
            return built_with(options, settings, facts, now, folder, begun, lasts=lasts, tell=tell, hand=hand)
    except BaseException as error:
        if not options.dry_run and not isinstance(error, BrokenPipeError):
            runs.write(options.root / ".cache", now, {**heading(now), "failed": failure(error)})
        raise


def built_with(
    options: argparse.Namespace,
    settings: Settings,
    facts: Facts,
    now: datetime,
    folder: Path,
    begun: int,
    *,
    lasts: bool,
    tell: Tell | None = None,
    hand: Hand | None = None,
) -> int:
    """The build itself, once it is certain that it may begin; `begun` is the moment before anything was read."""
    before = seen(options, settings)
    remembered = memory_of(options, spills=not options.dry_run, hand=hand)
    outcomes = take_in(options, facts, jobs=options.jobs, write=not options.dry_run, remembered=remembered)
    built = site.build(
        options.root,
        PACKAGE,
        settings,
        facts.outlets,
        now,
        coming={outcome.entry: outcome.text for outcome in outcomes if options.dry_run and outcome.text},
        drafts=options.drafts,
        future=options.future,
        progress=on_terminal(options),
        remembered=remembered,
        jobs=options.jobs,
        searched=True,
    )
    wrong = wrong_in(settings, outcomes, built)
    if options.strict and (wrong or built.warnings):
        raise KlipingError([*wrong, *built.warnings])
    lasts = lasts and not options.drafts and not options.future
    if not options.dry_run and not lasts:
        output.told_preview(folder, options.root / ".cache", options.root, lasts=False)
    written = site.publish(
        built,
        folder,
        options.root,
        dry_run=options.dry_run,
        lasts=lasts,
        verify=options.verify,
        jobs=options.jobs,
    )
    if not options.dry_run:
        remembered.save()
    if tell:
        tell(settings, now, outcomes, built)
    told = account(options.root, now, wrong, outcomes, built, written)
    if not options.dry_run:
        output.told_preview(folder, options.root / ".cache", options.root, lasts=lasts)
        runs.write(options.root / ".cache", now, told)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    code = SET_ASIDE if wrong else OK
    said = [f"set aside: {each}" if each not in settings.warnings else f"warning: {each}" for each in wrong]
    said += [f"warning: {each}" for each in built.warnings]
    gone = list(proposals.gone_in_words(options.root / "content"))
    for line in (*report(options, outcomes, built, written, folder, now, gone), *said):
        say(line)
    if lasts and not options.dry_run and not options.clock:
        paths = [*(each.path for each in built.outputs), *built.others]
        same = Written(same=len(paths), foreign=written.foreign)
        loud, brief = (
            argparse.Namespace(**vars(options) | {"quiet": quiet, "verbose": False}) for quiet in (False, True)
        )
        still.remember(
            still.file_of(str(options.root), asked(options)),
            begun,
            before,
            seen(options, settings),
            root=str(options.root),
            clock=(now.timestamp(), good_until(built, now).timestamp()),
            folder=str(folder.resolve()),
            outputs=paths,
            said=[*report(loud, outcomes, built, same, folder, now, gone), *said],
            quiet=[*report(brief, outcomes, built, same, folder, now, gone), *said],
            code=code,
        )
    return code


def seen(options: argparse.Namespace, settings: Settings) -> still.Seen:
    """The state of all that a build is made from."""
    own = [options.root / name for name in (config.FILE, "content", "templates")]
    own.append(output.preview_note(output_folder(options, settings), options.root / ".cache", options.root))
    zone = Path("/usr/share/zoneinfo", settings.timezone)
    places = (*own, PACKAGE, PACKAGE.parent / "templates", zone)
    return still.Seen(map(str, places), libraries())


def asked(options: argparse.Namespace) -> dict[str, str]:
    """What a build was asked for, as far as its result depends on it."""
    return {"output": options.output} if options.output else {}


def good_until(built: site.Built, now: datetime) -> datetime:
    """The next moment at which the clock may change the site: when something opens or expires, at most a day's end."""
    local = now.astimezone(ZoneInfo(built.site.settings.timezone))
    found = (*(each.entry for each in built.site.entries), *(each.entry for each in built.held))
    moments = (each for entry in found for each in (entry.date, entry.publish_date, entry.expiry_date, entry.modified))
    coming = (each for each in moments if each and each > now)
    return min((local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(1), *coming))


def failure(error: BaseException) -> Sequence[Mapping[str, Any]]:
    """Why a run ended before its site was written, as data."""
    said = "stopped with Ctrl-C" if isinstance(error, KeyboardInterrupt) else f"{type(error).__name__}: {error}"
    return [asdict(fault) for fault in (error.faults if isinstance(error, KlipingError) else [Fault(said)])]
