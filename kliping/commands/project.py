"""What a command needs of its project: settings, the clock, facts, entries, and the inbox taken in."""

from __future__ import annotations

import argparse
import contextlib
import os
import sysconfig
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kliping import config, ingest, site, still, work
from kliping.commands.terminal import on_terminal, say
from kliping.errors import Fault, UsageError
from kliping.memory import Hand, Memory, digest
from kliping.records import Entry, Facts, Outcome, Settings, TopicDefinition

PACKAGE = Path(__file__).parent.parent


def clock(options: argparse.Namespace, settings: Settings) -> datetime:
    """The moment that decides what is held back: --clock (without a zone, in the site's), SOURCE_DATE_EPOCH, or now."""
    given, epoch = options.clock, os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if given:
            found = datetime.fromisoformat(given)
            return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings.timezone))
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        what = f"{'--clock' if given else 'SOURCE_DATE_EPOCH'} is {given or epoch!r}"
        raise UsageError(Fault(what, "such as --clock 2020-10-30T18:45:00+07:00")) from error


def environment() -> Mapping[str, str]:
    return os.environ


def settings_of(options: argparse.Namespace) -> Settings:
    return config.load(options.root / config.FILE, os.environ)


def facts_of(options: argparse.Namespace, settings: Settings) -> Facts:
    return ingest.load_facts(PACKAGE, options.root / "content", settings.timezone)


def alone(options: argparse.Namespace) -> contextlib.AbstractContextManager[None]:
    """Only one run at a time changes a project: what another one would write meanwhile must not be lost."""
    return contextlib.nullcontext() if options.dry_run else work.alone(options.root / ".cache", say)


def take_in(options: argparse.Namespace, facts: Facts, **how: Any) -> list[Outcome]:
    content, cache = options.root / "content", options.root / ".cache"
    with alone(options) if how.get("write", True) else contextlib.nullcontext():
        return ingest.ingest(content, facts, cache, progress=on_terminal(options), **how)


def output_folder(options: argparse.Namespace, settings: Settings) -> Path:
    """The folder for the site: -o from here, the setting from where site.toml is."""
    if options.output:
        return Path(options.output).expanduser().absolute()
    return Path(options.root) / Path(settings.output).expanduser()


def memory_of(options: argparse.Namespace, *, spills: bool = False, hand: Hand | None = None) -> Memory:
    """What earlier runs made, by this program with these libraries: with others everything is made anew.

    A run that will remember what it makes `spills`: it need not hold all of that until its end. `hand` holds what earlier
    runs of this process knew.
    """
    seen = still.Seen([str(PACKAGE)], libraries())
    program = digest(repr((sorted(seen.files.items()), [seen.folders[each] for each in seen.libraries])).encode())
    verify = getattr(options, "verify", False)
    made = Memory(options.root / ".cache" / "memory", program.hex(), spills=spills, verify=verify)
    made.hand = hand.turn() if hand else None
    return made


def libraries() -> list[str]:
    """The folders into which packages are put."""
    return sorted({sysconfig.get_path(name) for name in ("purelib", "platlib")})


def entries_of(options: argparse.Namespace, settings: Settings) -> list[Entry]:
    return site.entries(options.root, PACKAGE, settings)


def article_meant(options: argparse.Namespace, given: str) -> str:
    """What a person named, as everything below `content/` is called, if it is a file there; else as it was given."""
    content = (options.root / "content").resolve()
    for file in (Path(given).resolve(), (options.root / given).resolve()):
        if file.is_file() and content in file.parents:
            return file.relative_to(content).as_posix()
    return given


def topic_called(settings: Settings, slug: str) -> TopicDefinition:
    for topic in settings.topics:
        if topic.slug == slug:
            return topic
    known = ", ".join(topic.slug for topic in settings.topics) or "none"
    raise UsageError(
        Fault(f'there is no topic "{slug}"', f"topics are: {known}; a file's name ends in .toml", config.FILE)
    )
