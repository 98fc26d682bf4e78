"""The command `add`: saved articles into the inbox, with one table of what became of them."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from kliping import api, entries, explain, ingest
from kliping.commands import table
from kliping.commands.project import facts_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, on_terminal, pasted, say
from kliping.entries import slug_of
from kliping.errors import Fault, UsageError
from kliping.explain import as_data
from kliping.ingest import inbox as inbox_rules
from kliping.ingest.inbox import portions
from kliping.ingest.readers import READERS
from kliping.records import Entry, Membership, Outcome, Report, Settings, Status, TopicVerdict
from kliping.site import copies, topic_trial

HEAD: Sequence[str] = ("", "date", "outlet", "title", "topic", "copy of", "sure", "what")
NEAR: Final = timedelta(days=7)
"""How far apart in time two copies may be published to be told here."""
DATE = re.compile(r"^date: *[\"']?(\d{4}-\d\d-\d\d)", re.M)
NO_ARTICLE = (Status.SET_ASIDE, Status.PASSED_OVER)


@dataclass(frozen=True, slots=True)
class Added:
    """The account of one file with what an editor wants to know of its article before taking it."""

    outcome: Outcome
    entry: Entry | None = None
    topics: tuple[Membership, ...] = ()
    copy_of: str = ""


def add(options: argparse.Namespace) -> int:
    """Copy files into the inbox and clean them; what is there already is never overwritten."""
    settings = settings_of(options)
    facts = facts_of(options, settings)
    if options.slug and (len(options.files) != 1 or options.slug != slug_of(options.slug)):
        raise UsageError(
            Fault("--slug names one file and holds a-z, 0-9 and hyphens", f"such as --slug {slug_of(options.slug)}")
        )
    inbox = options.root / "content" / ingest.FOLDER
    coming = brought(options, inbox)
    asks = on_terminal(options) and sys.stdin.isatty() and not (options.json or options.yes or options.dry_run)

    def taken(names: Collection[str], *, write: bool) -> list[Added]:
        if not names:
            return []
        paths = {f"{ingest.FOLDER}/{name}": coming[name] for name in names}
        if write:
            for name in names:
                ingest.put(inbox, name, coming[name])
        would_be = {} if write else {"coming": paths}
        outcomes = take_in(options, facts, only=list(paths), slug=options.slug or "", write=write, **would_be)
        return described(outcomes, options.root / "content", settings)

    added = taken(coming, write=not asks and not options.dry_run)
    show(options, added)
    is_well = not any(each.outcome.fault for each in added)
    if asks:
        wanted = chosen(added)
        names = [name for name in coming if f"{ingest.FOLDER}/{name}" in wanted]
        added = taken(names, write=True)
        for fault in (each.outcome.fault for each in added if each.outcome.fault):
            say(f"set aside: {fault}")
            is_well = False
        if not added:
            say("Nothing was taken; everything is as it was.")
    if not options.quiet:
        account(added)
    if options.dry_run and not options.quiet:
        say("Nothing was written.")
    return OK if is_well else SET_ASIDE


# ------------------------------------------------------------------ what was named


def brought(options: argparse.Namespace, inbox: Path) -> Mapping[str, bytes]:
    """What was named: bytes by the name under which they lie in the inbox or would."""
    coming: dict[str, bytes] = {}
    for given in options.files:
        for wanted, data in saved_in(given, inbox.resolve()):
            coming[ingest.name_for(inbox, wanted, data, coming)] = data
    return coming


def saved_in(given: str, inbox: Path) -> Iterator[tuple[str, bytes]]:
    """Name in the inbox and bytes of a file, of the articles in a folder, or of standard input."""
    if given == "-":
        data = pasted()
        yield f"pasted-{ingest.short_hash(data)}.{api.kind_of(data)}", data
        return
    source = Path(given).resolve()
    if not source.exists():
        remedy = "name a saved article, a folder of them, or - for standard input"
        if given.startswith(("http://", "https://")):
            remedy = "save the page with the browser, and name the file"
        raise UsageError(Fault("there is no such file or folder", remedy, given))
    for file in articles_in(source) if source.is_dir() else [source]:
        if inbox in file.parents:
            yield file.relative_to(inbox).as_posix(), file.read_bytes()
        else:
            yield from portions(file.relative_to(source.parent).as_posix(), file.read_bytes())


def articles_in(folder: Path) -> Iterator[Path]:
    """The files of a folder that may be articles; what came along with a saved page, or is of no kind that is read, is told."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    left: dict[str, list[str]] = {}
    for name, path in files.items():
        ending = path.suffix.removeprefix(".").lower()
        why = inbox_rules.passed_over(name, files) or ("" if ending in READERS else "no kind of file that is read")
        if why:
            left.setdefault(re.sub(r" the saved page .*", " a saved page", why), []).append(name)
        else:
            yield path
    for why, names in left.items():
        some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
        say(f"passed over in {folder.name}: {explain.counted(len(names), 'file')} ({why}): {some}")


# ------------------------------------------------------------------ what is known of each


def described(outcomes: Sequence[Outcome], content: Path, settings: Settings) -> list[Added]:
    """Each outcome with its entry, its topics, and the article of which it is a copy."""
    zone = ZoneInfo(settings.timezone)
    texts = {each.entry: each.text for each in outcomes if each.text}
    made = {each.path: entry for each in outcomes if (entry := entry_of(each, texts, content, zone))}
    same = copies_among(made.values(), content, zone)
    return [
        Added(
            each,
            entry := made.get(each.path),
            topic_trial.of_entry(settings.topics, entry, zone) if entry else (),
            same.get(entry.path, "") if entry else "",
        )
        for each in outcomes
    ]


def entry_of(outcome: Outcome, texts: Mapping[str, str], content: Path, zone: ZoneInfo) -> Entry | None:
    """The entry that a file was, or would be, made into; None if it has none of its own that can be read."""
    if outcome.status in NO_ARTICLE or not outcome.entry:
        return None
    try:
        text = texts.get(outcome.entry) or entries.read(content / outcome.entry, outcome.entry)
        return entries.parse(text, outcome.entry, zone)
    except (entries.EntryError, FileNotFoundError):
        return None


def copies_among(mine: Collection[Entry], content: Path, zone: ZoneInfo) -> Mapping[str, str]:
    """By path, the entry with which each of these shares its text, among all that were published within a week of it."""
    days = {entry.date.date() for entry in mine if entry.date}
    paths = {entry.path for entry in mine}
    if not days:
        return {}
    first, last = ((edge + sign * NEAR).isoformat() for edge, sign in ((min(days), -1), (max(days), 1)))
    others: list[Entry] = []
    for path in entries.lying_in(content):
        try:
            text = entries.read(content / path, path) if path not in paths else ""
            if (found := DATE.search(text)) and first <= found[1] <= last:
                others.append(entries.parse(text, path, zone))
        except entries.EntryError:  # the build tells of it
            continue
    told = copies.copies([report_of(each) for each in {each.path: each for each in (*mine, *others)}.values()])
    found_of = {path: each.of for path, each in told.items() if each.is_whole}
    copied = {of: path for path, of in found_of.items() if path not in paths}
    return {path: found_of.get(path) or copied.get(path, "") for path in paths}


def report_of(entry: Entry) -> Report:
    """What copies look at of an entry, by its path."""
    text = topic_trial.text_of(entry)
    return Report(entry.path, entry.title, text, entry.date, entry.lang, entry.outlet or "", entry.url or "")


# ------------------------------------------------------------------ what is shown


def show(options: argparse.Namespace, added: Sequence[Added]) -> None:
    """The table of what was added, or as data."""
    if options.json:
        print(json.dumps([data(each) for each in added], ensure_ascii=False, indent=2))
    elif not options.quiet and any(each.entry for each in added):
        print("\n".join(table_of(added)), flush=True)
    for each in added:
        outcome = each.outcome
        if outcome.fault:
            say(f"set aside: {outcome.fault}")
        elif outcome.status is Status.PASSED_OVER:
            say(f"passed over: content/{outcome.path}")
            for warning in outcome.warnings:
                say(f"    note: {warning}")
        elif options.quiet or options.json:
            for warning in outcome.warnings:
                say(f"note: content/{outcome.entry}: {warning}")


def table_of(added: Sequence[Added]) -> Iterator[str]:
    """The lines of the table; what has to be said of an article stands below its line."""
    with_entry = [each for each in added if each.entry]
    numbers = {each.entry.path: str(number) for number, each in enumerate(with_entry, 1) if each.entry}
    rows = [row(each, str(number), numbers) for number, each in enumerate(with_entry, 1)]
    head, *rest = table.lines(HEAD, rows, "title", table.room())
    yield head
    for line, each in zip(rest, with_entry, strict=True):
        yield line
        for warning in each.outcome.warnings:
            yield f"     note: {table.plain(warning)}"


def row(each: Added, number: str, numbers: Mapping[str, str]) -> Sequence[str]:
    """The cells of one article."""
    entry, report = each.entry, each.outcome.report
    assert entry is not None, "only articles have a line"
    return (
        number,
        day(entry),
        entry.outlet or "",
        entry.title,
        topic_cell(each.topics),
        f"no. {numbers[each.copy_of]}" if each.copy_of in numbers else Path(each.copy_of).stem,
        explain.percent(report.confidence) if report else "",
        str(each.outcome.status),
    )


def day(entry: Entry) -> str:
    """When an entry's article was published, as its outlet's clock said."""
    if entry.date is None:
        return "no date"
    return f"{entry.date:%Y-%m-%d}" if entry.date_precision == "day" else f"{entry.date:%Y-%m-%d %H:%M}"


def topic_cell(topics: Sequence[Membership]) -> str:
    """The topics to which an article belongs, or may."""
    mark = {TopicVerdict.IN: "", TopicVerdict.REVIEW: " (review)"}
    return ", ".join(each.topic + mark[each.verdict] for each in topics if each.verdict in mark)


def data(each: Added) -> Mapping[str, Any]:
    """The same as data."""
    entry, report = each.entry, each.outcome.report
    return {
        **as_data(each.outcome),
        "date": entry.date.isoformat() if entry and entry.date else None,
        "outlet": entry.outlet if entry else None,
        "topics": [
            {"topic": one.topic, "verdict": str(one.verdict), "score": one.score, "reason": one.reason}
            for one in each.topics
        ],
        "copy_of": each.copy_of or None,
        "confidence": report.confidence if report else None,
    }


def account(added: Sequence[Added]) -> None:
    """Say where each article is now, or would be, and how many lines of its file are in it."""
    for each in added:
        outcome = each.outcome
        if outcome.entry and outcome.status not in NO_ARTICLE:
            say(f"{outcome.status}: content/{outcome.entry}")
            if told := outcome.report:
                say(f"    {explain.counted(told.kept, 'line')} kept, {told.dropped} dropped")


# ------------------------------------------------------------------ taking some


def chosen(added: Sequence[Added]) -> Collection[str]:
    """The paths of the files that the person at the terminal takes: all articles unless they say otherwise."""
    articles = [each.outcome for each in added if each.entry]
    if not articles:
        return ()
    numbers = None
    while numbers is None:
        numbers = numbers_in(asked(len(articles)), len(articles))
    entries_taken = {articles[number - 1].entry for number in numbers}
    paths = {articles[number - 1].path for number in numbers}
    pages = (each.outcome for each in added if each.outcome.status is Status.PASSED_OVER)
    return paths | {each.path for each in pages if each.entry in entries_taken}


def asked(most: int) -> str:
    """What the person says when asked which articles to take; the end of input takes nothing."""
    some = "" if most == 1 else f", numbers (such as 1 {'3-' if most > 3 else ''}{most}) for some"
    what, whole = ("it", "yes") if most == 1 else ("them", "all")
    print(f"Take {what}? Enter for {whole}{some}, q for none: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline() or "q"


def numbers_in(said: str, most: int) -> list[int] | None:
    """The numbers that were said; none for q, all for nothing, None for what makes no sense."""
    words = re.split(r"[\s,;]+", said.strip().lower())
    if words in ([""], ["a"], ["all"], ["y"], ["yes"]):
        return list(range(1, most + 1))
    if words in (["q"], ["n"], ["no"], ["none"], ["0"]):
        return []
    found: list[int] = []
    for word in words:
        parts = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", word)
        first, last = (int(parts[1]), int(parts[2] or parts[1])) if parts else (0, 0)
        if not 1 <= first <= last <= most:
            say(f"“{word}” is no number from 1 to {most}.")
            return None
        found += range(first, last + 1)
    return sorted(set(found))
