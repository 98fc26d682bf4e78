"""What is said of a command or a switch that there is not: a guess at what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence


def of_command(word: str, commands: Collection[str]) -> str:
    """What is said of a word that stands where a command should."""
    return f"unknown command: {word}\n    {meant([word], commands) or 'known are: ' + ', '.join(commands)}"


def of_words(unknown: Sequence[str], remedy: str) -> str:
    """What is said of words that a command does not know."""
    return f"unrecognized arguments: {' '.join(unknown)}\n    {remedy}"


def in_front(unknown: Sequence[str], given: Sequence[str], commands: Collection[str]) -> str:
    """The remedy for words in front of which no command stands; empty if none of them is or resembles one."""
    command = next((word for word in unknown if word in commands), "")
    if command:
        return f"write the command first: kliping {command} {' '.join(word for word in given if word != command)}"
    return meant([word for word in unknown[:1] if not word.startswith("-")], commands)


def of_switches(unknown: Sequence[str], command: str, flags: Collection[str]) -> str:
    """The remedy for switches that a command has not: of one of a single letter nobody can tell what it stood for."""
    spelt = [word.partition("=")[0] for word in unknown if word.startswith("-") and len(word) > 2]
    guess = meant(spelt, sorted(flag for flag in flags if flag.startswith("--")))
    return guess or f"kliping {command} --help says what it knows"


def meant(words: Sequence[str], known: Collection[str]) -> str:
    """A question that names what is nearest to each word; empty if nothing is near."""
    bare = {each.lstrip("-"): each for each in known}
    near = [found[0] for word in words if (found := difflib.get_close_matches(word.lower().lstrip("-"), bare, 1, 0.6))]
    return f"did you mean {' and '.join(bare[each] for each in dict.fromkeys(near))}?" if near else ""
