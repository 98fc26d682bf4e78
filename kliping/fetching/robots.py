"""What a site's robots.txt asks of us (RFC 9309): pure, from its text to a yes or no.

`urllib.robotparser` takes the first rule rather than the longest and knows no `*`; what makes regular expressions of
patterns can be stalled by them. Here a pattern is looked for piece by piece, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kliping.addresses import normal

AGENT: Final = "kliping"
"""The name that a robots.txt may address us by."""
TOKEN = re.compile(r"[a-z_-]+|\*")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us: patterns that are allowed or not, and seconds between two requests."""

    patterns: tuple[tuple[bool, str], ...] = ()
    delay: float = 0


NOTHING_ASKED: Final = Rules()


def parse(text: str) -> Rules:
    """The rules of all groups that name us; of those for everybody if none does."""
    ours, everybodys = list[tuple[str, str]](), list[tuple[str, str]]()
    agents, begun = set[str](), False
    is_named = False
    for key, value in fields(text):
        if key == "user-agent":
            agents, begun = (set() if begun else agents), False
            agents |= set(TOKEN.findall(value.lower())[:1])
            is_named = is_named or AGENT in agents
        elif key in ("allow", "disallow", "crawl-delay"):
            begun = True
            if AGENT in agents:
                ours.append((key, value))
            elif "*" in agents:
                everybodys.append((key, value))
    said = ours if is_named else everybodys
    patterns = tuple((key == "allow", normal(value)) for key, value in said if key != "crawl-delay" and value)
    delays = [float(value) for key, value in said if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)]
    return Rules(patterns, max(delays, default=0))


def fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def may(rules: Rules, url: str) -> bool:
    """Whether an address may be asked: the longest pattern that fits decides, and of two the one that allows."""
    parts = urlsplit(url)
    path = normal(parts.path or "/") + (f"?{normal(parts.query)}" if parts.query else "")
    fitting = ((len(pattern), is_allowed) for is_allowed, pattern in rules.patterns if fits(pattern, path))
    return max(fitting, default=(0, True))[1]


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says; `*` is anything, `$` at the end is the end."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if is_whole and others else None
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not is_whole or at == len(path)
