"""The command `fetch`: articles from their addresses, or of a feed, into the inbox and cleaned, as `add` does with files."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kliping import __version__, ingest
from kliping.addresses import canonical
from kliping.commands import adding, table
from kliping.commands.adding import Added
from kliping.commands.project import clock, entries_of, facts_of, settings_of, take_in
from kliping.commands.terminal import OK, SET_ASIDE, say
from kliping.errors import Fault, UsageError
from kliping.explain import counted
from kliping.records import Settings

if TYPE_CHECKING:
    from kliping.fetching import Fetched
    from kliping.fetching.visits import Visits

INSTALL: Final = "pip install 'kliping[fetch]', or pipx inject kliping httpx feedparser"


def fetch(options: argparse.Namespace) -> int:
    """Visit addresses and feeds, put what is new into the inbox, and clean it."""
    settings = settings_of(options)
    addresses = asked_for(options.addresses)
    visits = opened(settings, options)
    fetched: list[Fetched] = []
    for each in walked(options, settings, visits, addresses):
        fetched.append(each)
        tell(each, options)
    added = cleaned(options, settings, fetched)
    if options.json:
        print(json.dumps(list(as_data(fetched, added)), ensure_ascii=False, indent=2))
    elif added:
        adding.show(options, added)
    if not options.quiet:
        adding.account(added)
        say(summary(fetched, options))
    is_well = not any(is_wrong(each) for each in fetched) and not any(each.outcome.fault for each in added)
    return OK if is_well else SET_ASIDE


def asked_for(given: Sequence[str]) -> list[str]:
    """The addresses as they are asked; wrong use if one is none."""
    from kliping.fetching import policy  # noqa: PLC0415 - all other commands do without it

    made = [policy.tidy(each) for each in given]
    faults = [
        Fault(each.what, "kliping add takes files" if Path(named).exists() else each.remedy, table.plain(named))
        for named, each in zip(given, made, strict=True)
        if isinstance(each, policy.Trouble)
    ]
    if faults:
        raise UsageError(faults)
    return [each for each in made if isinstance(each, str)]


def opened(settings: Settings, options: argparse.Namespace) -> Visits:
    """What visits servers under the program's name and the site's address; wrong use without the extra."""
    from kliping.fetching.policy import Bounds  # noqa: PLC0415

    try:
        import feedparser  # noqa: F401, PLC0415 - looked for now, not after the first feed came

        from kliping.fetching.visits import Visits  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(Fault("what visits web pages is not installed", INSTALL)) from error
    bounds = Bounds(pause=options.pause, private=options.allow_private)
    return Visits(f"Kliping/{__version__} (+{settings.base_url})", bounds)


def walked(
    options: argparse.Namespace, settings: Settings, visits: Visits, addresses: Sequence[str]
) -> Iterator[Fetched]:
    """Visit all addresses; what comes is in the inbox, and then in the record, before the next is asked."""
    from kliping import fetching  # noqa: PLC0415
    from kliping.fetching.record import Record  # noqa: PLC0415

    inbox = options.root / "content" / ingest.FOLDER

    def lying(name: str) -> bytes | None:
        file = inbox / name
        return file.read_bytes() if file.is_file() else None

    known = {canonical(each.url) for each in entries_of(options, settings) if each.url}
    wanted = fetching.Wanted(
        clock(options, settings), known, lying, options.limit, again=options.all, only_list=options.dry_run
    )
    told = Record(options.root / ".cache")
    for each in fetching.fetch(addresses, visits, told, wanted):
        if not options.dry_run:
            if each.data:
                ingest.put(inbox, each.name, each.data)
            if each.seen:
                told.keep(each.address, each.seen)
                told.save()
        yield each


def cleaned(options: argparse.Namespace, settings: Settings, fetched: Sequence[Fetched]) -> list[Added]:
    """What cleaning makes of the raw files that came; of a dry run, what it would make."""
    coming = {f"{ingest.FOLDER}/{each.name}": each.data for each in fetched if each.data}
    if not coming:
        return []
    would_be = {"coming": coming} if options.dry_run else {}
    facts = facts_of(options, settings)
    outcomes = take_in(options, facts, only=list(coming), write=not options.dry_run, **would_be)
    return adding.described(outcomes, options.root / "content", settings)


# ------------------------------------------------------------------ what is said


def is_wrong(each: Fetched) -> bool:
    from kliping.fetching import WRONG  # noqa: PLC0415

    return each.fate in WRONG


def tell(each: Fetched, options: argparse.Namespace) -> None:
    """Say what became of an address as soon as that is known; what is here already only if every file is to be named."""
    address = table.plain(each.address)
    if is_wrong(each):
        say(f"{each.fate}: {Fault(table.plain(each.why), each.remedy, address)}")
    elif not options.quiet and (each.fate != "here already" or options.verbose):
        where = f" → content/{ingest.FOLDER}/{each.name}" if each.name else ""
        articles = f": {counted(each.listed, 'article')}" if each.fate == "feed" else ""
        say(f"{each.fate}: {address}{where}{articles}")


def summary(fetched: Sequence[Fetched], options: argparse.Namespace) -> str:
    """How many addresses came to what."""
    counts = Counter(str(each.fate) for each in fetched)
    told = ", ".join(f"{number} {fate}" for fate, number in counts.items()) + "."
    if options.dry_run:
        return f"{told} Nothing was written; articles of a feed were not asked for."
    if counts["left for later"]:
        told += f" A feed's first {options.limit} new articles are taken; run it again, or give --limit."
    return told


def as_data(fetched: Sequence[Fetched], added: Sequence[Added]) -> Iterator[Mapping[str, Any]]:
    """The account of every address as data, with what cleaning made of it."""
    made = {each.outcome.path: adding.data(each) for each in added}
    for each in fetched:
        file = f"{ingest.FOLDER}/{each.name}" if each.name else None
        yield {
            "address": each.address,
            "status": str(each.fate),
            "feed": each.feed or None,
            "file": file,
            "listed": each.listed if str(each.fate) == "feed" else None,
            "why": each.why or None,
            "remedy": each.remedy or None,
            "article": made.get(file or ""),
        }
