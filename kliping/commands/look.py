"""The commands `status`, `config` and `version`: they look, and change nothing."""

from __future__ import annotations

import argparse
import json

from kliping import __version__, config, explain, proposals, site
from kliping.commands.account import account, waiting_in, wrong_in
from kliping.commands.project import PACKAGE, clock, facts_of, memory_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.explain import counted
from kliping.output import Written
from kliping.records import Status


def status(options: argparse.Namespace) -> int:
    """Say what is in, what waits, what is held back and what is set aside; change nothing."""
    settings = settings_of(options)
    facts = facts_of(options, settings)
    now = clock(options, settings)
    outcomes = take_in(options, facts, write=False)
    built = site.build(options.root, PACKAGE, settings, facts.outlets, now, remembered=memory_of(options))
    settled = (Status.SAME, Status.CAPTURE)
    waiting = [each for each in outcomes if each.status not in settled or explain.notes(each)]
    wrong = wrong_in(settings, outcomes, built)
    if options.json:
        told = account(options.root, now, wrong, outcomes, built, Written())
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return SET_ASIDE if wrong else OK
    for outcome in waiting:
        would = {Status.CREATED: "new", Status.UPDATED: "would be improved"}.get(outcome.status, str(outcome.status))
        print(
            f"{would}: {outcome.path}"
            + (f" → content/{outcome.entry}" if outcome.entry else "")
            + "".join(f"\n    {note}" for note in outcome.warnings)
        )
    gone = proposals.gone_in_words(options.root / "content")
    for line in (*explain.doubtful(outcomes), *gone, *waiting_in(built, now)):
        print(line)
    for fault in wrong:
        print(f"set aside: {fault}")
    for definition, members in built.site.topics:
        print(f"topic {definition.slug}: {counted(len(members.entries), 'article')}")
    print(
        f"{counted(len(built.site.entries), 'article')} shown, {len(built.held)} not shown, {len(wrong)} set aside; inbox: {counted(len(outcomes), 'file')}"
    )
    return SET_ASIDE if wrong else OK


def show_config(options: argparse.Namespace) -> int:
    """Print the settings in force and where each came from."""
    settings = settings_of(options)
    values = {setting.key: getattr(settings, setting.field) for setting in config.SETTINGS}
    if options.json:
        print(
            json.dumps(
                {key: {"value": value, "from": settings.origins[key]} for key, value in values.items()},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for key, value in values.items():
            print(f"{key} = {json.dumps(value, ensure_ascii=False)}  # {settings.origins[key]}")
        for topic in settings.topics:
            print(f"topics: {topic.slug}")
        for target in settings.targets:
            print(f"deploy: {target.name}")
    for fault in settings.warnings:
        say(f"warning: {fault}")
    return SET_ASIDE if settings.warnings else OK


def version(options: argparse.Namespace) -> int:
    """Print the version."""
    print(json.dumps({"version": __version__}) if options.json else f"kliping {__version__}")
    return OK
