"""The command `list`: which articles there are, by topic, outlet, day and state."""

from __future__ import annotations

import argparse
import difflib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from kliping import entries
from kliping.commands import table
from kliping.commands.adding import day, topic_cell
from kliping.commands.project import clock, entries_of, settings_of, topic_called
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.entries import slug_of
from kliping.errors import Fault, UsageError
from kliping.explain import counted
from kliping.records import Entry, Membership, Settings, TopicVerdict
from kliping.site import assemble, topic_trial


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with what it is to the site now; its topics are looked at when somebody asks."""

    entry: Entry
    state: str
    topics: tuple[Membership, ...] = ()


COLUMNS: Mapping[str, Callable[[Listed], str]] = {
    "date": lambda each: day(each.entry),
    "outlet": lambda each: each.entry.outlet or "",
    "title": lambda each: each.entry.title,
    "topic": lambda each: topic_cell(each.topics),
    "state": lambda each: each.state,
    "slug": lambda each: each.entry.slug,
    "path": lambda each: f"content/{each.entry.path}",
    "raw": lambda each: f"content/{each.entry.capture.file}" if each.entry.capture else "",
    "id": lambda each: each.entry.id,
    "url": lambda each: each.entry.url or "",
    "lang": lambda each: each.entry.lang,
}
DEFAULT = "date,outlet,title,topic,state"
SHOWN, UNDATED = "shown", "no date"


def list_entries(options: argparse.Namespace) -> int:
    """Print a line for each entry that the filters let through, the newest first; change nothing."""
    settings = settings_of(options)
    columns = columns_in(options.columns)
    meant = [topic_called(settings, options.topic).slug] if options.topic else []
    every = entries_of(options, settings)
    states = states_of(every, options, settings)
    zone = ZoneInfo(settings.timezone)
    outlet = outlet_called(options.outlet, every) if options.outlet else ""
    kept = [each for each in every if is_wanted(each, states[each.path], options, outlet, zone)]
    asks_topics = bool(meant or options.review or options.json or "topic" in columns)
    listed = [Listed(each, states[each.path], topics_of(each, settings, zone) if asks_topics else ()) for each in kept]
    verdict = TopicVerdict.REVIEW if options.review else TopicVerdict.IN
    if meant or options.review:
        listed = [each for each in listed if any(is_of(one, meant, verdict) for one in each.topics)]
    listed.sort(key=lambda each: each.entry.path)
    listed.sort(key=lambda each: each.entry.date.timestamp() if each.entry.date else float("inf"), reverse=True)
    if options.json:
        print(json.dumps([data(each) for each in listed], ensure_ascii=False, indent=2))
    elif listed:
        rows = [[COLUMNS[name](each) for name in columns] for each in listed]
        for line in table.lines(columns, rows, "title", table.room()):
            print(line)
    if not options.quiet:
        say(f"{counted(len(listed), 'article')} of {len(every)}.")
    broken = len(entries.lying_in(options.root / "content")) - len(every)
    if broken:
        say(f"{counted(broken, 'entry', 'entries')} cannot be read and is not listed: kliping status")
    return SET_ASIDE if broken else OK


def columns_in(given: str) -> Sequence[str]:
    """The columns that were asked for."""
    columns = [name.strip() for name in given.split(",") if name.strip()]
    for name in columns or [given]:
        if name not in COLUMNS:
            raise UsageError(Fault(f"there is no column “{name}”", f"columns are: {', '.join(COLUMNS)}", "--columns"))
    return columns


def states_of(every: Sequence[Entry], options: argparse.Namespace, settings: Settings) -> Mapping[str, str]:
    """By path: whether each entry is shown, or why not."""
    shown, held, _ = assemble.sift(every, clock(options, settings))
    return (
        {each.path: UNDATED for each in every}
        | {each.path: SHOWN for each in shown}
        | {each.entry.path: each.reason.removeprefix("a ") for each in held}
    )


def is_wanted(entry: Entry, state: str, options: argparse.Namespace, outlet: str, zone: ZoneInfo) -> bool:
    """Whether an entry passes the filters for which nobody has to read it."""
    published = entry.date.astimezone(zone).date() if entry.date else None
    return (
        (not outlet or (entry.outlet is not None and slug_of(entry.outlet) == outlet))
        and (not options.since or (published is not None and published >= options.since))
        and (not options.until or (published is not None and published <= options.until))
        and (not options.draft or entry.draft)
        and (not options.held or state not in (SHOWN, UNDATED))
    )


def outlet_called(given: str, every: Sequence[Entry]) -> str:
    """The slug of the outlet that is meant by its name or slug."""
    known = {slug_of(each.outlet): each.outlet for each in every if each.outlet}
    if slug_of(given) not in known:
        near = difflib.get_close_matches(slug_of(given), known, 3, 0.5)
        remedy = f"did you mean {' or '.join(str(known[each]) for each in near)}?" if near else "kliping list names all"
        raise UsageError(Fault("no article is from this outlet", remedy, given))
    return slug_of(given)


def topics_of(entry: Entry, settings: Settings, zone: ZoneInfo) -> tuple[Membership, ...]:
    """What an entry is to each topic."""
    return topic_trial.of_entry(settings.topics, entry, zone)


def is_of(membership: Membership, meant: Sequence[str], verdict: TopicVerdict) -> bool:
    return membership.verdict is verdict and (not meant or membership.topic in meant)


def data(each: Listed) -> Mapping[str, Any]:
    """One entry as data."""
    entry = each.entry
    return {
        "path": entry.path,
        "slug": entry.slug,
        "id": entry.id,
        "date": entry.date.isoformat() if entry.date else None,
        "outlet": entry.outlet,
        "title": entry.title,
        "lang": entry.lang,
        "url": entry.url,
        "raw": entry.capture.file if entry.capture else None,
        "state": each.state,
        "topics": list(told_of(each.topics)),
    }


def told_of(topics: Sequence[Membership]) -> Iterator[Mapping[str, Any]]:
    """Verdicts on topics as data."""
    for each in topics:
        yield {"topic": each.topic, "verdict": str(each.verdict), "score": each.score, "reason": each.reason}


def a_day(text: str) -> date:
    """A day such as 2020-10-30, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, such as 2020-10-30") from None
