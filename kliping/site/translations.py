"""Translations: articles of which an editor says that they are the same in other languages. Only these lead to each other.

That two articles tell of one event makes neither a translation, so nothing here is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kliping.errors import Fault
from kliping.site.assemble import Placed

KEY = "translation_of"
Group = tuple[Placed, ...]


def of(entries: Sequence[Placed]) -> Mapping[str, Group]:
    """By address, the article in all its languages, itself among them, ordered by language."""
    groups, _ = joined(entries)
    return {each.address: group for group in groups for each in group}


def faults(entries: Sequence[Placed], texts: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with translations; `texts` are entry files by path."""
    _, wrong = joined(entries)
    for placed, what, remedy in wrong:
        path = placed.entry.path
        line = next(
            (number for number, text in enumerate(texts.get(path, "").split("\n"), 1) if text.startswith(f"{KEY}:")), 0
        )
        yield Fault(what, remedy, f"content/{path}", line, KEY)


def joined(entries: Sequence[Placed]) -> tuple[list[Group], list[tuple[Placed, str, str]]]:
    """Articles that are one in several languages, and what is wrong with those that are left out."""
    found: dict[str, dict[str, Placed]] = {}
    wrong: list[tuple[Placed, str, str]] = []
    saying = [each for each in entries if each.entry.translation_of]
    known = names(entries) if saying else {}
    for placed in sorted(saying, key=lambda each: (each.date.timestamp(), each.entry.id)):
        said = str(placed.entry.translation_of)
        first = original(placed, known)
        if first is None:
            remedy = "give the slug or the id of the article that it translates, which must be on the site itself"
            wrong.append((placed, f"no article that is shown is called “{said}”", remedy))
            continue
        if nameless := next((each for each in (placed, first) if each.entry.lang == "und"), None):
            wrong.append(
                (placed, f"the language of content/{nameless.entry.path} is not known", "write its `lang` there")
            )
            continue
        group = found.setdefault(first.entry.id, {first.entry.lang: first})
        if placed is not group.setdefault(placed.entry.lang, placed):
            other = group[placed.entry.lang].entry.path
            what = f"its language, {placed.entry.lang}, is that of content/{other} too"
            wrong.append((placed, what, "give both their `lang`, or take the key out"))
    return [tuple(group[lang] for lang in sorted(group)) for group in found.values() if len(group) > 1], wrong


def is_listed(placed: Placed) -> bool:
    """Whether search engines find an article here: only such pages may name each other as translations."""
    return placed.is_indexed and not placed.original


def names(entries: Iterable[Placed]) -> Mapping[str, Placed]:
    """Articles by what an editor may call them: id, and slug, which of two of them is the newer one's."""
    found: dict[str, Placed] = {}
    for each in entries:
        found.setdefault(each.entry.slug, each)
        found[each.entry.id] = each
    return found


def original(placed: Placed, known: Mapping[str, Placed]) -> Placed | None:
    """The article from which all others are translated; of those that name each other in a circle the first by id."""
    seen = {placed.entry.id: placed}
    while said := placed.entry.translation_of:
        found = known.get(said)
        if found is None:
            return None
        if found.entry.id in seen:
            return seen[min(seen)]
        seen[found.entry.id] = placed = found
    return placed
