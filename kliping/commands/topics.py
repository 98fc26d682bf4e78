"""The commands `topic` and `figures`: what a topic takes in and what its articles report, for the editor to decide."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import config, runs, site
from kliping.commands import new_topic
from kliping.commands.project import PACKAGE, clock, entries_of, settings_of, topic_called
from kliping.commands.terminal import OK, say
from kliping.errors import Fault, UsageError
from kliping.explain import counted
from kliping.records import Entry, Membership, TopicDefinition, TopicVerdict
from kliping.site import topic_trial


def topic(options: argparse.Namespace) -> int:
    """Try a changed definition, or propose words for it, and change nothing; or begin a new one."""
    if options.action == "new":
        return new_topic.new(options)
    if options.who or options.what or options.dry_run:
        raise UsageError(
            Fault("--who, --what and --dry-run are for topic new", "a topic of site.toml is changed there")
        )
    settings = settings_of(options)
    zone, meant = ZoneInfo(settings.timezone), topic_called(settings, options.slug)
    dated = [each for each in entries_of(options, settings) if each.date and not each.hidden]
    if options.action == "suggest":
        if options.topic:
            raise UsageError(Fault("--topic is for topic try", "suggest goes by site.toml"))
        found = topic_trial.verdicts(settings.topics, meant.slug, dated, zone)
        return suggest(options, meant, [(each, found[each.path].verdict) for each in dated])
    now = settings.topics
    if options.topic:
        other = topic_trial.instead(now, meant.slug, config.load_topic(Path(options.topic)))
        before = topic_trial.verdicts(now, meant.slug, dated, zone)
        after = topic_trial.verdicts(other, meant.slug, dated, zone)
        return tried(options, {path: str(each.verdict) for path, each in before.items()}, after)
    return tried(options, shown_last(options, meant.slug), topic_trial.verdicts(now, meant.slug, dated, zone))


def shown_last(options: argparse.Namespace, slug: str) -> Mapping[str, str]:
    """What the last build said of each entry that it showed and this topic, from its log."""
    told = runs.last(options.root / ".cache")
    verdicts = told.get("topics", {}).get(slug)
    if verdicts is None:
        remedy = "run kliping once before you change the definition, or give the changed one with --topic FILE"
        raise UsageError(Fault(f'no build of this site is remembered that had the topic "{slug}"', remedy))
    listed = {path: verdict for verdict, paths in verdicts.items() for path in paths}
    return {each["entry"]: listed.get(each["entry"], "out") for each in told.get("shown", ())}


def tried(options: argparse.Namespace, was: Mapping[str, str], after: Mapping[str, Membership]) -> int:
    """Say whose verdict changes."""
    changes = topic_trial.changes(was, after)
    if options.json:
        print(json.dumps([asdict(each) for each in changes], ensure_ascii=False, indent=2))
        return OK
    for each in changes:
        what = "enters" if each.after == "in" else "leaves" if each.before == "in" else "changes"
        print(f"{what}: content/{each.entry}: {each.before} → {each.after}; {each.reason}")
    both = [path for path in was if path in after]
    before, later = (
        sum(verdict == "in" for verdict in each)
        for each in ([was[path] for path in both], [after[path].verdict for path in both])
    )
    print(f"{counted(len(both), 'article')}: {before} in before, {later} in after; {counted(len(changes), 'change')}.")
    return OK


def suggest(options: argparse.Namespace, meant: TopicDefinition, read: Sequence[tuple[Entry, TopicVerdict]]) -> int:
    """Print the words that a definition may lack."""
    found = topic_trial.suggested(meant, read)
    ins, outs = (sum(verdict is wanted for _, verdict in read) for wanted in (TopicVerdict.IN, TopicVerdict.OUT))
    if options.json:
        print(
            json.dumps(
                {"in": ins, "out": outs, "words": [asdict(each) for each in found]}, ensure_ascii=False, indent=2
            )
        )
        return OK
    for each in found:
        print(f"{each.words}: in {each.inside} of {ins} articles that are in, {each.outside} of {outs} that are out")
    if not found and not options.quiet:
        say(f"Nothing to propose from {counted(ins, 'article')} that are in and {outs} that are out.")
    return OK


def figures(options: argparse.Namespace) -> int:
    """List figures that a topic's articles seem to report, each with its sentence and the line that approves it."""
    settings = settings_of(options)
    slugs = [each.slug for each in settings.topics]
    if options.topic not in slugs:
        raise UsageError(Fault("there is no such topic", "known are: " + (", ".join(slugs) or "none"), options.topic))
    found = site.proposals(options.root, PACKAGE, settings, options.topic, clock(options, settings))
    if options.json:
        rows = [{**asdict(each.proposal), "article": each.entry.slug, "date": str(each.entry.date)} for each in found]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return OK
    for each in found:
        print(f"# {each.entry.date:%Y-%m-%d}, {each.entry.outlet or '?'}: {each.proposal.sentence}\n{each.text}")
    if found and not options.quiet:
        say(
            f"To show one, copy its line below `figures:` in content/topics/{options.topic}.md, and add by: who said it."
        )
    return OK
