"""The command `topic new`: a definition to begin with, written below what is in `site.toml`."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kliping import config, definitions, entries
from kliping.commands.project import entries_of, settings_of
from kliping.commands.terminal import OK, say
from kliping.definitions import STOP_WORDS
from kliping.errors import Fault, UsageError
from kliping.explain import counted
from kliping.records import Settings, TopicVerdict
from kliping.site import topic_trial

TABLE = """
# Written by `kliping topic new`, and yours from now on. What every key means: kliping topic --help, and the guide.
[[topics]]
slug = {slug}
title = {title}
who = {who}  # of each group one word must be found
what = {what}  # what it must be about, in the headline or the first words; a final * stands for any ending
"""
GIVE = 'give words with --who and --what, such as --who kotarupa --what "banjir*,flood*"'


def new(options: argparse.Namespace) -> int:
    """Add a topic to `site.toml` and say which articles belong to it."""
    settings = settings_of(options)
    topic = definition(options.slug, options.who, options.what)
    refuse_what_is_wrong(topic, settings)
    file = (options.root / config.FILE).resolve()
    source = file.read_bytes().decode("utf-8")
    text = with_topic(source, topic)
    changed = config.read(text.removeprefix("\ufeff"), {})  # raises where the file has its topics in another form
    if not options.dry_run:
        entries.save(file, text)
    found = verdicts(options, changed, str(topic["slug"]))
    if options.json:
        print(json.dumps({**topic, **found}, ensure_ascii=False, indent=2))
    else:
        print(with_topic("", topic).strip())
        for path in found["in"]:
            print(f"in: content/{path}")
        for path in found["review"]:
            print(f"review: content/{path}")
    if not options.quiet:
        say(
            f"{'Would be added' if options.dry_run else 'Added'} to {config.FILE}: {counted(len(found['in']), 'article')} in, "
            f"{len(found['review'])} for review. Run kliping to show it; kliping topic suggest {topic['slug']} proposes words."
        )
    return OK


def definition(name: str, who: Sequence[str], what: Sequence[str]) -> Mapping[str, Any]:
    """The table of a topic of this name: of its words all must be found, unless others are given."""
    title = " ".join(name.split())
    own = [word for word in re.findall(r"[^\W_][\w'’-]*", title.lower()) if len(word) > 2 and word not in STOP_WORDS]
    groups = [words for given in who if (words := listed(given))] or [[word] for word in own]
    about = [word for given in what for word in listed(given)] or own
    if not groups or not about:
        raise UsageError(Fault("no word of this name tells the story from others", GIVE, name))
    return {"slug": entries.slug_of(title), "title": title, "who": groups, "what": about}


def listed(given: str) -> list[str]:
    """Words with commas between."""
    return [word for each in given.split(",") if (word := " ".join(each.split()))]


def refuse_what_is_wrong(topic: Mapping[str, Any], settings: Settings) -> None:
    """Raise UsageError if there is such a topic already, or if its words cannot be searched for."""
    if any(each.slug == topic["slug"] for each in settings.topics):
        remedy = f"change it in {config.FILE}, and look with kliping topic try {topic['slug']}"
        raise UsageError(Fault(f'there is a topic "{topic["slug"]}" already', remedy))
    if faults := list(definitions.faults_of(topic, definitions.Place("", "", {}))):
        raise UsageError(faults)


def with_topic(source: str, topic: Mapping[str, Any]) -> str:
    """The text of `site.toml` with one table more at its end; nothing else of it changes."""
    table = TABLE.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in topic.items()})
    if "\r\n" in source:
        table = table.replace("\n", "\r\n")
    between = "" if source.endswith("\n") or not source else "\n"
    return f"{source}{between}{table}"


def verdicts(options: argparse.Namespace, settings: Settings, slug: str) -> Mapping[str, Sequence[str]]:
    """The entries that belong to a topic, or may."""
    dated = [each for each in entries_of(options, settings) if each.date and not each.hidden]
    told = topic_trial.verdicts(settings.topics, slug, dated, ZoneInfo(settings.timezone))
    return {
        str(verdict): [path for path, each in told.items() if each.verdict is verdict]
        for verdict in (TopicVerdict.IN, TopicVerdict.REVIEW)
    }
