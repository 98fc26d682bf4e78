"""What an editor writes on a topic in `content/topics/<slug>.md`: where it stands, decisions on stories, figures.

The words are the editor's own and dated: a paragraph, or several, under a line that begins with the day. The front
matter is optional.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any, Final

from kliping import hands
from kliping.entries import EntryError, front_matter, split
from kliping.errors import Fault
from kliping.site import render
from kliping.site.figures import KINDS, saying

KEYS: Mapping[str, str] = {
    "merge": "Reports that are one story, by slug: `[[slug-a, slug-b]]`, a list for each story.",
    "split": "Reports that are not of one story: `[[slug-a, slug-b]]`; each of a list stands in a story of its own.",
    "figures": "Figures that may be shown; `kliping figures SLUG` proposes them, a line each.",
}
FIGURE_KEYS: Mapping[str, str] = {
    "kind": f"What is counted: {', '.join(KINDS)}.",
    "number": "The number as the article says it.",
    "article": "Slug of the article that says it.",
    "by": "Who said it, in your words; optional.",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """What an editor wrote on a day, as HTML."""

    day: date
    html: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the editor approved: what is counted, how many, in which article, and who said it."""

    kind: str
    number: str
    article: str
    by: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Editorial:
    """An editor's file on a topic; `words` are newest first, articles are named by slug."""

    file: str
    words: tuple[Dated, ...] = ()
    merge: tuple[tuple[str, ...], ...] = ()
    split: tuple[tuple[str, ...], ...] = ()
    figures: tuple[Figure, ...] = ()
    lines: Mapping[str, int] | None = None


NONE: Final = Editorial("")


def read(text: str, file: str) -> tuple[Editorial, list[Fault]]:
    """The editor's file from its text, and the faults of what in it cannot be used; the rest of it counts."""
    normal = hands.normal(text)
    try:
        head, body, first = split(normal, file) if normal.startswith("---") else ("", normal, 1)
        values, lines = front_matter(head, file, first)
    except EntryError as error:
        return Editorial(file), list(error.faults)
    faults: list[Fault] = []

    def used(key: str, check: Callable[[Any], Any]) -> Any:
        try:
            return check(values.get(key) or [])
        except ValueError as error:
            faults.append(Fault(str(error), f"it is now {values[key]!r}", file, lines.get(key, 0), key))
            return ()

    known = "known are: " + ", ".join(KEYS)
    faults.extend(Fault("unknown key", known, file, lines[key], key) for key in values if key not in KEYS)
    found = used("figures", lambda given: tuple(figures_of(given, normal, lines.get("figures", 0))))
    began = normal.count("\n", 0, len(normal) - len(body)) + 1
    words = tuple(dated(body, began, file, faults))
    made = Editorial(
        file,
        tuple(sorted(words, key=lambda each: each.day, reverse=True)),
        used("merge", groups),
        used("split", groups),
        found,
        lines,
    )
    return made, faults


def groups(value: Any) -> tuple[tuple[str, ...], ...]:
    """Lists of two slugs or more; a single list is taken for a list of one."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        value = [value]
    if not isinstance(value, list) or not all(
        isinstance(group, list) and len(group) > 1 and all(isinstance(slug, str) for slug in group) for group in value
    ):
        raise ValueError("needs lists of two or more slugs, such as [[slug-a, slug-b]]")
    return tuple(tuple(dict.fromkeys(slug_in(slug) for slug in group)) for group in value)


def slug_in(given: str) -> str:
    """The slug that was meant: a path or an address serves as well."""
    return given.strip().rstrip("/").rpartition("/")[2].removesuffix(".md")


def figures_of(value: Any, text: str, begun: int) -> Iterator[Figure]:
    """The approved figures; raises ValueError at the first that cannot be used."""
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise ValueError('needs lines such as - {kind: dead, number: "400", article: slug-of-the-article}')
    rows = list(enumerate(text.split("\n"), 1))
    for each in value:
        if unknown := sorted(set(each) - set(FIGURE_KEYS)):
            raise ValueError(f"`{unknown[0]}` is no key of a figure; known are: {', '.join(FIGURE_KEYS)}")
        kind, number, article = (str(each.get(key) or "").strip() for key in ("kind", "number", "article"))
        if kind not in KINDS or not number or not article:
            raise ValueError(f"needs kind ({', '.join(KINDS)}), number and article of each figure")
        line = next((row for row, said in rows if row > begun and article in said and number in said), begun)
        begun = max(begun, line - 1)
        yield Figure(kind, number, slug_in(article), str(each.get("by") or "").strip(), line)


DAY = re.compile(r"(?:#+[ \t]*)?\**(\d{4}-\d{1,2}-\d{1,2})\**(?:[ \t]*[:.,–—-]+\**(?=\s|$)|[ \t]*$)[ \t]*")


def dated(body: str, first: int, file: str, faults: list[Fault]) -> Iterator[Dated]:
    """The editor's words, each with the day under which they stand; `first` is the number of the body's first line."""
    day: date | None = None
    held: list[str] = []
    after_blank, is_told = True, False
    for number, line in enumerate(body.split("\n"), first):
        if after_blank and (found := DAY.match(line)):
            yield from written(day, held)
            day, held, is_told = day_of(found[1]), [line[found.end() :]], True
            if not day:
                what = f"{found[1]} is no day, and what stands below it is not shown"
                faults.append(Fault(what, "write the day as 2020-11-10", file, number))
        else:
            held.append(line)
            if line.strip() and not is_told:
                remedy = "begin the paragraph with its day, such as 2020-11-10: …"
                faults.append(Fault("words without a day are not shown", remedy, file, number))
                is_told = True
        after_blank = not line.strip()
    yield from written(day, held)


def written(day: date | None, held: Sequence[str]) -> Iterator[Dated]:
    text = "\n".join(held).strip()
    if day and text:
        yield Dated(day, render.html(text))


def day_of(text: str) -> date | None:
    year, month, day = map(int, text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def pairs(groups: Iterable[Sequence[str]], ids: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Every two reports that a line names together, by id; `ids` are those of each slug."""
    return [pair for group in groups for pair in combinations([id_ for slug in group for id_ in ids.get(slug, ())], 2)]


def until(made: Editorial, day: date) -> Editorial:
    """What the editor wrote up to a day."""
    return replace(made, words=tuple(each for each in made.words if each.day <= day))


def misplaced(made: Editorial, texts: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Faults of articles that are named and are not there, and of figures that theirs does not say.

    `texts` are the whole texts of entries by slug.
    """
    remedy = "the slug is the last part of the article's address; `kliping list` names all"
    for key, named in (("merge", made.merge), ("split", made.split)):
        for slug in (slug for group in named for slug in group if slug not in texts):
            line = (made.lines or {}).get(key, 0)
            yield Fault(f"no entry has the slug {slug}", remedy, made.file, line, key)
    for figure in made.figures:
        if figure.article not in texts:
            yield Fault(f"no entry has the slug {figure.article}", remedy, made.file, figure.line, "figures")
        elif not any(saying(text, figure.number) for text in texts[figure.article]):
            what = f"{figure.article} does not say {figure.number}"
            yield Fault(what, "write the number as the article does", made.file, figure.line, "figures")
