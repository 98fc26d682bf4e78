"""Who wrote and edited an article: bylines, the names in them, what the markup says."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from kliping.ingest import outlets
from kliping.ingest.lines import is_sentence, key
from kliping.records import Facts, Found, Mark, RawArticle, Role, Span

BYLINE = re.compile(
    r"(?P<role>editor|penyunting|redaktur|penulis|reporter|pewarta|jurnalis|laporan|oleh|"
    r"by|written by|reported by|reporting by|editing by|edited by|author|authors|"
    r"von|par|por|door|av|af|автор|редактор)\b\s*(?P<colon>[:\uff1a])?\s*(?P<names>.+)$",
    re.I,
)
NEEDS_NO_COLON = frozenset(
    ["oleh", "by", "written by", "reported by", "reporting by", "editing by", "edited by", "von", "par", "por"]
)
EDITING = ("editor", "penyunting", "redaktur", "editing by", "edited by", "редактор")
PERSON = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:(?:bin|binti|van|von|de|der|da|di|al|el|la|le)\s+)?[^\W\d_a-z][\w.'’-]*){0,4}$"
)
DEGREE = re.compile(r"(?:(?:[A-Z][a-z]{0,2}\.){1,3}[A-Za-z]{0,3}|SH|MH|SE|MM|SPd|MPd|MSi|MA|BA|MSc|PhD)\.?$")


@functools.lru_cache(maxsize=8)
def name_keys(facts: Facts) -> frozenset[str]:
    """The keys of every name of every known outlet."""
    return frozenset(key(name) for each in facts.outlets for name in (each.name, *each.names, *each.domains))


@dataclass(frozen=True, slots=True)
class Byline:
    """Who did what: `Editor: Anton Suhartono`."""

    role: str
    names: tuple[str, ...]

    @property
    def is_editing(self) -> bool:
        return self.role.casefold() in EDITING


def bylines(text: str, outlets: Container[str] = ()) -> tuple[Byline, ...]:
    """The bylines of a line: `By A and B`, `Penulis: A | Editor: B`; none if it is anything else.

    `outlets` are keys of outlets' names: a person and an outlet, `A - Harian Contoh`, are a byline too.
    """
    found: list[Byline] = []
    signed = re.match(r"(.+?)\s[-–—|]\s(.+)$", text)
    if signed and key(signed[2]) in outlets and (names := people(signed[1], colon=False)):
        return (Byline("by", names),)
    for part in re.split(r"\s*[|•·;]\s*", text):
        match = BYLINE.match(part)
        if not match or not (match["colon"] or match["role"].casefold() in NEEDS_NO_COLON):
            return tuple(found)
        names = people(match["names"], colon=bool(match["colon"]))
        if not names:
            return tuple(found)
        found.append(Byline(match["role"], names))
    return tuple(found)


def people(text: str, *, colon: bool = True) -> tuple[str, ...]:
    """The names in the rest of a byline, or none if they do not look like names."""
    parts = re.split(r"\s*(?:,|/|&|\b(?:and|dan|und|et|y|e)\b)\s*", text.strip(" .-–—"))
    names = [part.strip() for part in parts if part.strip() and not DEGREE.match(part.strip())]
    if not names or len(names) > 6 or not all(PERSON.match(name) for name in names):
        return ()
    if not colon and (len(names[0].split()) < 2 or is_sentence(text)):
        return ()
    return tuple(name.title() if name.isupper() and len(name) > 4 else name for name in names)


def credited(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, facts: Facts
) -> dict[str, Found[tuple[str, ...]]]:
    """`authors` and `editors` with their names: from the markup, else from bylines near the article."""
    names: dict[str, dict[str, str]] = {"authors": {}, "editors": {}}
    for index in range(max(0, span.first - 15), min(len(raw.lines), span.last + 11)):
        mark = found[index]
        if mark and mark.role is Role.BYLINE:
            for byline in bylines(raw.lines[index].text, name_keys(facts)):
                told = names["editors" if byline.is_editing else "authors"]
                told |= dict.fromkeys(byline.names, f"line {raw.lines[index].number}")
    for key_of, hint_key in (("authors", "author"), ("editors", "editor")):
        hints = [hint for hint in raw.hints if hint.key == hint_key]
        stated_by = [hint for hint in hints if hint.source == hints[0].source and people(hint.value)]
        if stated_by:
            names[key_of] = {person: hint.source for hint in stated_by for person in people(hint.value)}
    for told in names.values():
        for name in [name for name in told if outlets.by_name(facts.outlets, name)]:
            del told[name]
    return {
        key_of: Found(tuple(told), ", ".join(dict.fromkeys(told.values()))) for key_of, told in names.items() if told
    }
