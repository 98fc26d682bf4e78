"""The `build` command: ingest, build, publish, and say what became of everything."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from kliping import output, runs, site
from kliping.commands.account import account, heading, report, wrong_in
from kliping.commands.project import PACKAGE, alone, clock, facts_of, output_folder, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, on_terminal, say
from kliping.errors import Fault, KlipingError, SettingsError
from kliping.records import Facts, Settings


def build(options: argparse.Namespace, *, lasts: bool = True) -> int:
    """Ingest what is new in the inbox, then build the site; a build that `lasts` is what readers will know."""
    settings = settings_of(options)
    now = clock(options, settings)
    facts = facts_of(options, settings)
    folder = output_folder(options, settings)
    if options.strict and settings.warnings:
        raise SettingsError(settings.warnings)
    try:
        with alone(options):
            return built_with(options, settings, facts, now, folder, lasts=lasts)
    except BaseException as error:
        if not options.dry_run and not isinstance(error, BrokenPipeError):
            runs.write(options.root / ".cache", now, {**heading(now), "failed": failure(error)})
        raise


def built_with(
    options: argparse.Namespace, settings: Settings, facts: Facts, now: datetime, folder: Path, *, lasts: bool
) -> int:
    """The build itself, once it is certain that it may begin."""
    outcomes = take_in(options, facts, jobs=options.jobs, write=not options.dry_run)
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
        searched=True,
    )
    wrong = wrong_in(settings, outcomes, built)
    if options.strict and (wrong or built.warnings):
        raise KlipingError([*wrong, *built.warnings])
    lasts = lasts and not options.drafts and not options.future
    if not options.dry_run and not lasts:
        output.told_preview(folder, options.root / ".cache", options.root, lasts=False)
    written = site.publish(built, folder, options.root, dry_run=options.dry_run, lasts=lasts, jobs=options.jobs)
    told = account(options.root, now, wrong, outcomes, built, written)
    if not options.dry_run:
        output.told_preview(folder, options.root / ".cache", options.root, lasts=lasts)
        runs.write(options.root / ".cache", now, told)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    report(options, outcomes, built, written, folder, now)
    for fault in wrong:
        say(f"set aside: {fault}" if fault not in settings.warnings else f"warning: {fault}")
    for fault in built.warnings:
        say(f"warning: {fault}")
    return SET_ASIDE if wrong else OK


def failure(error: BaseException) -> Sequence[Mapping[str, Any]]:
    """Why a run ended before its site was written, as data."""
    said = "stopped with Ctrl-C" if isinstance(error, KeyboardInterrupt) else f"{type(error).__name__}: {error}"
    return [asdict(fault) for fault in (error.faults if isinstance(error, KlipingError) else [Fault(said)])]
