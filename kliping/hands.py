"""Whose is what in the text of an entry: keys that cleaning writes are ours, every other line of the head is a person's.

What is a person's neither freezes an entry nor is ever lost: it stands outside the fingerprint of what we wrote, and is
carried over word by word when cleaning writes the entry anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

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
ORDER: Sequence[str] = (
    "title date date_precision lang id slug outlet url authors editors agencies place image modified capture".split()
)
"""The keys that cleaning writes, in the order in which it writes them."""
OURS = frozenset(ORDER)
KEY = re.compile(r"""(?:"([^"\\\n]+)"|'([^'\n]+)'|([^\s#:"'\[\]{},&*!|>%@`?-][^:#\n]*?))[ \t]*:(?=[ \t\n]|$)""")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.M)
BLANK = " \t\n"
GOES_ON = re.compile(r"[ \t]+\S|-(?=\s|$)|[\]}][ \t]*$")


def normal(text: str) -> str:
    """The text without BOM, with LF line ends and exactly one at its end."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text[-1:] == "\n" != text[-2:-1] else text.rstrip("\n") + "\n"


def divided(text: str) -> tuple[str, str]:
    """The head of an entry's normal text up to its closing line, and the rest, whether or not they can be parsed."""
    found = CLOSING.search(text, text.find("\n") + 1)
    at = found.start() if found else len(text)
    return text[:at], text[at:]


def blocks(head: str) -> Iterator[tuple[str, str]]:
    """The front matter key by key: name and lines; a blank line or a comment between two keys has no name."""
    name, held, between = "", "", list[str]()
    for line in LINE.findall(head)[1:]:
        if name and GOES_ON.match(line):
            held += "".join(between) + line
            between.clear()
            continue
        if not line.strip(BLANK) or line[0] == "#":
            between.append(line)
            continue
        if held:
            yield name, held
        yield from (("", each) for each in between)
        between.clear()
        found = KEY.match(line)
        given = next(filter(None, found.groups()), "") if found else ""
        name, held = SYNONYMS.get(given.lower(), given) if found else "?", line
    if held:
        yield name, held
    yield from (("", each) for each in between)


def is_ours(name: str) -> bool:
    """Whether a block is what cleaning writes; a line that is no key at all counts as a change of ours."""
    return name in OURS or name == "?"


def theirs(text: str) -> str:
    """What a person added to the front matter, word by word."""
    head, _ = divided(normal(text)) if text else ("", "")
    return "".join(lines for name, lines in blocks(head) if not is_ours(name))


def with_keys(head: str, said: Mapping[str, str]) -> str:
    """A head in which keys of ours have these lines, each in its place; a key without lines is taken out."""
    found, open_ = list(blocks(head)), {name: lines for name, lines in said.items() if lines}
    kept: list[str] = []
    for name, lines in found:
        if name in OURS:
            kept += [open_.pop(each) for each in missing_before(name, open_, found)]
        kept.append(open_.pop(name, "") if name in said else lines)
    first = head.partition("\n")[0] + "\n"
    return first + "".join([*kept, *(open_[name] for name in sorted(open_, key=ORDER.index))])


def missing_before(name: str, wanted: Mapping[str, str], found: Sequence[tuple[str, str]]) -> list[str]:
    """Which of the wanted keys, not yet there, cleaning writes before this one."""
    there, place = {each for each, _ in found}, ORDER.index(name)
    return [each for each in ORDER[:place] if each in wanted and each not in there]


def renewed(on_disk: str, fresh: str) -> str:
    """What cleaning writes now, with the identity and all that a person added, each line where it stood."""
    head, _ = divided(normal(on_disk))
    fresh_head, rest = divided(fresh)
    said = dict.fromkeys(OURS - IDENTITY, "") | {name: lines for name, lines in blocks(fresh_head) if name in OURS}
    given = {name for name, lines in blocks(head) if name in IDENTITY and lines.partition(":")[2].strip()}
    return with_keys(head, {name: lines for name, lines in said.items() if name not in given}) + rest


def fingerprint(text: str) -> str:
    """What we wrote, in 16 hex digits: line ends, the stamp itself, id, slug and what is a person's do not count."""
    head, rest = divided(normal(text))
    opening = "" if head.startswith("---\n") else head.partition("\n")[0]
    ours = opening + "".join(lines for name, lines in blocks(head) if is_ours(name) and name not in IDENTITY)
    bare = re.sub(r"(, stamp: )[^,}\n]*(\}\n)$", r"\1\2", ours, count=1)
    return digest(f"{bare}{rest}", 16)


def digest(text: str, size: int = 10) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:size]


def pieces(text: str) -> tuple[str, list[str]]:
    """The body of an entry: what stands before its first paragraph, and each paragraph with the blank lines after it."""
    _, rest = divided(normal(text))
    found, is_blank = [""], True
    for line in LINE.findall(rest.partition("\n")[2]):
        if line.strip(BLANK) and is_blank:
            found.append("")
        is_blank = not line.strip(BLANK)
        found[-1] += line
    return found[0], found[1:]


def paragraphs(text: str) -> list[str]:
    """The blocks of the body, between blank lines."""
    return [bare(piece) for piece in pieces(text)[1]]


def bare(piece: str) -> str:
    """A paragraph without the blank lines after it."""
    return re.sub(r"(\n[ \t]*)+\Z", "", piece)


def keys(text: str) -> dict[str, str]:
    """The lines of each key of ours that cleaning may change."""
    head, _ = divided(normal(text))
    return {name: lines for name, lines in blocks(head) if name in OURS - IDENTITY - {"capture"}}


def wrote(text: str) -> Wrote:
    """What an entry's text says by digests: the base of a later merge."""
    return Wrote({name: digest(lines) for name, lines in keys(text).items()}, tuple(map(digest, paragraphs(text))))
