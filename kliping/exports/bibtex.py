r"""BibTeX, as biber and BibTeX both read it: `@article` for what an outlet published, `@online` or `@misc` for the rest.

Field names are those of the biblatex manual (2.1, 2.2); `journal` and `year` stand where old styles look for them.
There is no `urldate`: when somebody looked, only a clock could say. Names stand in braces of their own: which part of a
name is the family's, no article says. Braces too are spelt as commands, because BibTeX counts `\{` as a brace (btxdoc, 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kliping.exports.collection import Collection, key_of
from kliping.site.assemble import Placed
from kliping.site.feed_items import web_address

SPELT: Mapping[str, str] = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}
SPECIAL = re.compile(r"[\\{}$&%#_^~]")
# What TeX's fonts would draw as one sign: dashes, quotation marks, turned signs.
LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[?!])(?=`)")


def written(collection: Collection) -> bytes:
    """One entry for each article."""
    return "\n".join(entry(placed) for placed in collection.articles).encode("utf-8", "replace")


def entry(placed: Placed) -> str:
    """An article as an entry; its title is in braces twice, so that no style changes its capitals."""
    said = "".join(f"  {name} = {{{value}}},\n" for name, value in fields(placed))
    return f"@{kind(placed)}{{{key_of(placed)},\n{said}}}\n"


def kind(placed: Placed) -> str:
    return "article" if placed.entry.outlet else "online" if placed.entry.url else "misc"


def fields(placed: Placed) -> Iterator[tuple[str, str]]:
    """Names and values of an entry's fields, as far as they are known."""
    entry = placed.entry
    yield "title", f"{{{spelt(entry.title)}}}"
    if entry.authors:
        yield "author", " and ".join(f"{{{spelt(name)}}}" for name in entry.authors)
    if entry.outlet:
        yield "journal", spelt(entry.outlet)
    yield "date", f"{entry.date or placed.date:%Y-%m-%d}"
    yield "year", f"{entry.date or placed.date:%Y}"
    if url := web_address(entry.url or ""):
        yield "url", url
    if placed.summary:
        yield "abstract", spelt(placed.summary)


def spelt(text: str) -> str:
    """A text so that TeX prints exactly its signs."""
    line = " ".join(text.split())
    return SPECIAL.sub(lambda sign: SPELT[sign[0]], LIGATURE.sub("\0", line)).replace("\0", "{}")
