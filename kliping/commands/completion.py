"""The command `completion`: what a shell needs to complete commands, switches, slugs and files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping

from kliping.commands.terminal import OK

SHELLS = ("bash", "zsh", "fish")
SLUGS = "grep -rhs ^slug: content/entries | cut -c7-"
TOPICS = "grep -hs ^slug site.toml | cut -c9- | rev | cut -c2- | rev"
"""Slugs are looked up by the shell itself, for Kliping would take half a second for each press of Tab; no quotation marks: each shell has others."""
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("FILE", "SLUG|FILE"), "file"),
    "DIR": "folder",
    "SLUG": SLUGS,
    "TOPIC": TOPICS,
}
"""What to complete where, by the name that the help gives to a value; elsewhere nothing is proposed."""


def completion(options: argparse.Namespace) -> int:
    """Print the completion of commands for a shell."""
    import shtab  # noqa: PLC0415 - needed once a machine

    whole = options.whole()
    for action in actions_of(whole):
        kind = KINDS.get(str(action.metavar), "")
        if kind and not action.choices:
            found = {"file": shtab.FILE, "folder": shtab.DIRECTORY}.get(kind) or shtab.cmd(kind)
            action.complete = found  # type: ignore[attr-defined]
    script = shtab.complete(whole, options.shell)
    print(json.dumps({"shell": options.shell, "script": script}, ensure_ascii=False) if options.json else script)
    return OK


def actions_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Every argument of a parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to look
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                yield from actions_of(command)
