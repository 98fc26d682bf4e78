"""The commands `clean`, `match` and `stories`: filters for other programs, which need no site and write nothing."""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

from kliping import api, config, site, story_filters, topic_filters, work
from kliping.commands.project import PACKAGE, facts_of, settings_of, topic_called
from kliping.commands.terminal import OK, SET_ASIDE, lines_of, pasted, put_out, say
from kliping.errors import Fault, UsageError
from kliping.ingest.inbox import SEVERAL, portions
from kliping.records import Facts, TopicDefinition


def clean(options: argparse.Namespace) -> int:
    """Clean articles and print them; no site is needed and nothing is written."""
    wrong_use = (
        "name files, or - for standard input, or --jsonl"
        if not options.files and not options.jsonl
        else "--jsonl reads standard input and takes no other file"
        if options.jsonl and options.files not in ([], ["-"])
        else "--url belongs to one file"
        if options.url and len(options.files) != 1
        else ""
    )
    if wrong_use:
        raise UsageError(
            Fault(wrong_use, "such as kliping clean article.html, or kliping clean --jsonl < articles.jsonl")
        )
    has_site = (options.root / config.FILE).is_file()
    facts = facts_of(options, settings_of(options)) if has_site else api.facts()
    is_well, between = True, ""
    with contextlib.closing(cleaned_for(options, facts)) as results:
        for result in results:
            is_well = is_well and isinstance(result, api.Cleaned)
            if options.jsonl or options.json:
                put_out(json.dumps(result.to_dict(), ensure_ascii=False))
            elif isinstance(result, api.Cleaned):
                put_out(f"{between}{result.to_markdown()}")
                between = "\n"  # else the next one's first line would make a heading of the last
            else:
                say(f"set aside: {Fault(result.error, result.remedy, result.id)}")
    return OK if is_well else SET_ASIDE


def cleaned_for(options: argparse.Namespace, facts: Facts) -> Generator[api.Cleaned | api.Failure, None, None]:
    """What comes of each line of standard input, or of each article in standard input as a whole and in files."""
    if options.jsonl:
        yield from api.clean_many(
            lines_of(sys.stdin.buffer), jobs=options.jobs, facts=facts, batch=max(1, options.batch)
        )
        return
    said = pasted() if "-" in options.files else b""
    named = [saved for path in options.files for saved in articles_in(path, said if path == "-" else None)]
    if options.url and len(named) > 1:
        what = f"--url belongs to one article, and the file holds {len(named)}"
        raise UsageError(Fault(what, 'name in each object its own address, as "url"', options.files[0]))
    function = functools.partial(api.clean_one, url=options.url, facts=facts)
    for saved, result in zip(named, work.each(function, named, options.jobs), strict=True):
        yield api.failure(saved.id, result) if isinstance(result, work.Failed) else result


def articles_in(path: str, data: bytes | None = None) -> Iterator[api.Saved]:
    """The articles in a file: one, or each object of a file of JSON, which is called by its line or place in the list."""
    if data is None and path.lower().endswith(SEVERAL):
        with contextlib.suppress(OSError):  # which `clean_one` will meet again, and tell
            data = Path(path).read_bytes()
    if data is None:
        yield api.Saved(path, path)
        return
    name = path if Path(path).suffix else f"given.{api.kind_of(data)}"
    parts = list(portions(name, data))
    for part, piece in parts:
        number = int(part.removesuffix(".json").rpartition("-")[2]) if len(parts) > 1 else 0
        yield api.Saved(f"{path}:{number}" if number else path, part, piece)


def match(options: argparse.Namespace) -> int:
    """Say of each report on standard input whether it belongs to a topic; no site is needed and nothing is written."""
    if not options.jsonl:
        raise UsageError(Fault("needs --jsonl", "such as kliping match --topic TOPIC.toml --jsonl < reports.jsonl"))
    topic, is_well = topic_meant(options), True
    for told in topic_filters.matched(topic, lines_of(sys.stdin.buffer)):
        is_well = is_well and "error" not in told
        put_out(json.dumps(told, ensure_ascii=False))
    return OK if is_well else SET_ASIDE


def stories_of(options: argparse.Namespace) -> int:
    """Say of each report on standard input which story it belongs to, and of what it is a copy; write nothing."""
    if not options.jsonl:
        raise UsageError(Fault("needs --jsonl", "such as kliping stories --topic TOPIC.toml --jsonl < reports.jsonl"))
    facts = site.likeness.read((PACKAGE / "facts" / "stories.toml").read_text("utf-8"))
    topic, is_well = topic_meant(options), True
    for told in story_filters.told(topic, facts, lines_of(sys.stdin.buffer)):
        is_well = is_well and "error" not in told
        put_out(json.dumps(told, ensure_ascii=False))
    return OK if is_well else SET_ASIDE


def topic_meant(options: argparse.Namespace) -> TopicDefinition:
    """The definition that --topic names: a file of its own, or the slug of one in site.toml."""
    given = str(options.topic)
    if given.endswith(".toml") or "/" in given or os.sep in given:
        return config.load_topic(Path(given))
    return topic_called(settings_of(options), given)
