"""What `check --online` asks: whether the originals of the articles that are shown are still there. It changes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kliping.check import Checked
from kliping.commands import table
from kliping.commands.fetch import opened
from kliping.commands.terminal import say
from kliping.errors import Fault
from kliping.explain import counted
from kliping.records import Head, Settings


def check(options: argparse.Namespace, settings: Settings, entries: Sequence[Head]) -> Checked:
    """Originals that are gone and of which no entry names a copy; what could not be looked at is said and no fault."""
    from kliping.fetching import originals  # noqa: PLC0415 - all other checks do without it

    visits = opened(settings, options)
    asked = {each.url: each for each in entries if each.url and not each.archived}
    days = {url: f"{entry.date:%Y%m%d}" if entry.date else "" for url, entry in asked.items()}
    faults: list[Fault] = []
    unknown = 0
    for found in originals.look(days.items(), visits, options.archive):
        entry, address = asked[found.url], table.plain(found.url)
        if found.gone:
            faults.append(
                Fault(
                    f"the original {found.gone}: {address}",
                    remedy(found.copy, address),
                    f"content/{entry.path}",
                    key="url",
                )
            )
        elif found.unknown:
            unknown += 1
            if not options.quiet:
                say(f"originals: note: {address}: {table.plain(found.unknown)}")
    if unknown and not options.quiet:
        say(f"originals: nobody can tell of {counted(unknown, 'original')}: look in the browser")
    return Checked("originals", len(asked) - unknown, tuple(sorted(faults, key=lambda each: each.file)))


def remedy(copy: str, address: str) -> str:
    """What to do about an article that is gone."""
    if copy:
        return f'a web archive has a copy; write archived: "{copy}" into the entry, and readers find it'
    return f"look for a copy of it in a web archive and write its address into the entry, as archived; such as https://web.archive.org/web/{address}"
