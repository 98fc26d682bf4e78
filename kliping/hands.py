"""Whose is what in the text of an entry: keys that cleaning writes are ours, every other line of the head is a person's.

What is a person's neither freezes an entry nor is ever lost: it stands outside the fingerprint of what we wrote, and is
carried over word by word when cleaning writes the entry anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from kliping.records import Wrote

SYNONYMS: Mapping[str, str] = {
    "lastmod": "modified",
    "updated": "modified",
    "category": "topics",
    "categories": "topics",
    "description": "summary",
    "author": "authors",
    "editor": "editors",
    "agency": "agencies",
    "publishdate": "publish_date",
    "expirydate": "expiry_date",
    "expiry": "expiry_date",
    "language": "lang",
}
IDENTITY = frozenset(["id", "slug"])
"""Given once; a later cleaning takes them from the entry."""
OURS = IDENTITY | frozenset(
    "title date date_precision lang outlet url authors editors agencies place image modified capture".split()
)
KEY = re.compile(r"""(?:"([^"\\\n]+)"|'([^'\n]+)'|([^\s#:"'\[\]{},&*!|>%@`?-][^:#\n]*?))[ \t]*:(?=[ \t\n]|$)""")
GOES_ON = re.compile(r"[ \t]+\S|-(?=\s|$)|[\]}][ \t]*$")


def normal(text: str) -> str:
    """The text without BOM, with LF line ends and exactly one at its end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def divided(text: str) -> tuple[str, str]:
    """The head of an entry's normal text up to its closing line, and the rest, whether or not they can be parsed."""
    head, mark, rest = text.partition("\n---\n")
    return head + "\n", mark[1:] + rest


def blocks(head: str) -> Iterator[tuple[str, str]]:
    """The front matter key by key: name and lines; a blank line or a comment by itself has no name."""
    name, held = "", ""
    for line in head.splitlines(keepends=True)[1:]:
        if held and name and GOES_ON.match(line):
            held += line
            continue
        if held:
            yield name, held
        found = KEY.match(line)
        given = next(filter(None, found.groups()), "") if found else ""
        name = SYNONYMS.get(given.lower(), given) if found else "" if not line.strip() or line[0] == "#" else "?"
        held = line
    if held:
        yield name, held


def is_ours(name: str) -> bool:
    """Whether a block is what cleaning writes; a line that is no key at all counts as a change of ours."""
    return name in OURS or name == "?"


def theirs(text: str) -> str:
    """What a person added to the front matter, word by word."""
    head, _ = divided(normal(text)) if text else ("", "")
    return "".join(lines for name, lines in blocks(head) if not is_ours(name))


def with_theirs(text: str, added: str) -> str:
    """The text of an entry as we write it, with what a person had added, before the provenance."""
    head, rest = divided(text)
    at = head.rfind("\ncapture: ") + 1 or len(head)
    return head[:at] + added + head[at:] + rest


def fingerprint(text: str) -> str:
    """What we wrote, in 16 hex digits: line ends, the stamp itself, id, slug and what is a person's do not count."""
    head, rest = divided(normal(text))
    ours = "".join(lines for name, lines in blocks(head) if is_ours(name) and name not in IDENTITY)
    bare = re.sub(r"(, stamp: )[^,}\n]*(\}\n)$", r"\1\2", ours, count=1)
    return digest(f"{bare}{rest}", 16)


def digest(text: str, size: int = 10) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:size]


def paragraphs(text: str) -> list[str]:
    """The blocks of the body, between blank lines."""
    _, rest = divided(normal(text))
    return [block for each in re.split(r"\n[ \t]*\n", rest.partition("\n")[2]) if (block := each.strip("\n"))]


def keys(text: str) -> dict[str, str]:
    """The lines of each key of ours that cleaning may change."""
    head, _ = divided(normal(text))
    return {name: lines for name, lines in blocks(head) if name in OURS - IDENTITY - {"capture"}}


def wrote(text: str) -> Wrote:
    """What an entry's text says by digests: the base of a later merge."""
    return Wrote({name: digest(lines) for name, lines in keys(text).items()}, tuple(map(digest, paragraphs(text))))
