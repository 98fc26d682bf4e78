"""An editor's decisions as text of the files in which they stand: nothing else of a file changes.

Lists of an entry (`keep`, `drop`, `topics`, `not_topics`), of an outlet's file (`keep`, `drop`) and of a topic's
(`merge`, `split`). Where a list is comes from the marks of YAML, or from trying in TOML; what comes out is parsed again
and has to say the same but for that list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any

import yaml

from kliping import entries
from kliping.corrections import FRONT
from kliping.entries import EntryError
from kliping.errors import Fault
from kliping.hands import SYNONYMS
from kliping.records import Article, Entry, TopicVerdict, Wishes

Groups = tuple[tuple[str, ...], ...]
Effect = Callable[[Wishes], Article | Fault]
"""What cleaning makes of an article with these wishes."""
LONG = 100
BEGINNING = 70


# ------------------------------------------------------------------ which lines


def attempts(wishes: Wishes, text: str, others: Collection[str], *, keep: bool) -> Iterator[Wishes]:
    """Wishes by which a line may come to be kept, or dropped: the other list without it, then this list with it."""
    name, other = ("keep", "drop") if keep else ("drop", "keep")
    left = tuple(each for each in getattr(wishes, other) if not is_same(each, text))
    without = replace(wishes, **{other: left})
    if without != wishes:
        yield without
    mine = getattr(wishes, name)
    if (wish := wish_for(text, others)) not in mine:
        yield replace(without, **{name: (*mine, wish)})


def is_same(wish: str, text: str) -> bool:
    """Whether a wish is for exactly this line: as a whole, or by the beginning that `wish_for` would write."""
    return " ".join(wish.split()).casefold() in {" ".join(text.split()).casefold(), beginning(text).casefold()}


def wish_for(text: str, others: Collection[str]) -> str:
    """How a line is named in a list: as it stands there, or a long one by a beginning that no other line has."""
    short = beginning(text)
    if len(text) <= LONG or any(each.casefold().startswith(short[:-1].casefold()) for each in others):
        return text
    return short


def beginning(text: str) -> str:
    """The first words of a line and `*`."""
    return text[:BEGINNING].rpartition(" ")[0].rstrip() + "*" if " " in text[:BEGINNING] else text


# ------------------------------------------------------------------ which topics


def on_topic(entry: Entry, topic: str, verdict: TopicVerdict) -> Mapping[str, tuple[str, ...]]:
    """An entry's lists once it is pinned to a topic, kept out of it, or, for review, left to the topic's words."""
    pinned, barred = (tuple(each for each in given if each != topic) for given in (entry.topics, entry.not_topics))
    return {
        "topics": (*pinned, topic) if verdict is TopicVerdict.IN else pinned,
        "not_topics": (*barred, topic) if verdict is TopicVerdict.OUT else barred,
    }


# ------------------------------------------------------------------ which stories


def together(merge: Groups, split: Groups, chosen: Sequence[str]) -> tuple[Groups, Groups]:
    """The lists of a topic once these reports are of one story."""
    named = frozenset(chosen)
    left: list[tuple[str, ...]] = []
    for group in split:
        inside = [slug for slug in group if slug in named]
        outside = tuple(slug for slug in group if slug not in named)
        left += [group] if len(inside) < 2 else [(slug, *outside) for slug in inside if outside]
    others = tuple(group for group in merge if not named.issuperset(group))
    covered = any(named.issubset(group) for group in others)
    return (others if covered else (*others, tuple(chosen))), tuple(left)


def apart(merge: Groups, split: Groups, chosen: Sequence[str], rest: Sequence[str]) -> tuple[Groups, Groups]:
    """The lists of a topic once the chosen reports are of another story than the rest."""
    left: list[tuple[str, ...]] = []
    for group in merge:
        if not (set(group) & set(chosen) and set(group) & set(rest)):
            left.append(group)
            continue
        parts = [tuple(slug for slug in group if slug not in side) for side in (rest, chosen)]
        left += [part for part in parts if len(part) > 1]
    known = [frozenset(group) for group in split]
    pairs = ((one, other) for one in chosen for other in rest)
    return tuple(left), (*split, *(pair for pair in pairs if not any(each.issuperset(pair) for each in known)))


def grouped(groups: Groups) -> str:
    """Groups of slugs as YAML on one line."""
    return "[" + ", ".join(entries.scalar(group) for group in groups) + "]" if groups else ""


# ------------------------------------------------------------------ into an entry's front matter


def entry_with(text: str, path: str, zone: tzinfo, lists: Mapping[str, tuple[str, ...]]) -> str:
    """The text of an entry file with these lists. Raises EntryError if that cannot be without changing other words."""
    before = entries.parse(text, path, zone)
    wanted = replace(before, **dict(lists))  # type: ignore[arg-type]
    changed = text
    for key, values in lists.items():
        if getattr(before, key) != values:
            dump = entries.quoted if key in ("keep", "drop") else entries.scalar
            written = f"[{', '.join(map(dump, values))}]" if values else ""

            def is_right(tried: str, key: str = key, values: tuple[str, ...] = values) -> bool:
                return bool(getattr(entries.parse(tried, path, zone), key) == values)

            changed = with_list(changed, path, key, written, is_right)
    if entries.parse(changed, path, zone) != wanted:
        raise EntryError([Fault("cannot be changed without changing other words", "change it by hand", path)])
    return changed


def with_list(text: str, path: str, key: str, written: str, is_right: Callable[[str], bool]) -> str:
    """A text whose front matter has a list under a key, or the key no more if nothing is written. Raises EntryError."""
    for tried in attempts_at(text, key, written):
        try:
            if is_right(tried):
                return tried
        except EntryError:
            continue
    what = f"`{key}` is written in a way that cannot be changed here without losing what you wrote beside it"
    remedy = f"write it yourself: {key}: {written}" if written else f"take {key} out yourself"
    raise EntryError([Fault(what, remedy, path, key=key)])


def attempts_at(text: str, key: str, written: str) -> Iterator[str]:
    """The text with the list wherever it may belong."""
    found = FRONT.match(text)
    if not found:
        end = "\r\n" if "\r\n" in text else "\n"
        body = text.removeprefix("\ufeff")
        yield f"---{end}{key}: {written}{end}---{end}{end if body and body[0] not in end else ''}{body}"
        return
    head, first = found[1], found.start(1)
    try:
        node = yaml.compose(head, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return
    if node is not None and not isinstance(node, yaml.MappingNode):
        return
    given = {SYNONYMS.get(each.value.lower(), each.value): (each, value) for each, value in node.value} if node else {}
    if key not in given:
        end = "\r\n" if "\r\n" in head else "\n"
        at = given["capture"][0].start_mark.index if "capture" in given else len(head)
        yield f"{text[: first + at]}{key}: {written}{end}{text[first + at :]}"
    elif (place := span(head, *given[key])) is not None:
        begin, stop = place
        if written:
            yield f"{text[: first + begin]} {written}{text[first + stop :]}"
        else:
            line = head.find("\n", stop)
            after = line + 1 if line >= 0 else len(head)
            if not head[stop:after].strip():
                yield text[: first + given[key][0].start_mark.index] + text[first + after :]


def span(head: str, key: yaml.Node, value: yaml.Node) -> tuple[int, int] | None:
    """From where to where in the front matter a key's value stands, after the colon; None if a comment stands in it."""
    colon = key.end_mark.index + 1
    items: Sequence[yaml.Node] = value.value if isinstance(value, yaml.SequenceNode) else []
    if items and isinstance(value, yaml.SequenceNode) and not value.flow_style:
        stop = items[-1].end_mark.index
        line = head.find("\n", stop)
        rest = head[stop : line if line >= 0 else len(head)]
    else:
        stop, rest = max(value.end_mark.index, colon), ""
    at, between = colon, ""
    for item in items:
        between += head[at : item.start_mark.index]
        at = item.end_mark.index
    return None if "#" in between + head[at:stop] * bool(items) + rest else (colon, stop)


# ------------------------------------------------------------------ into an outlet's file


def outlet_with(source: str, file: str, lists: Mapping[str, tuple[str, ...]], name: str = "") -> str:
    """The text of an outlet's file with these lists; a file that is new gets a name if none below it has one. Raises EntryError."""
    source = source or (f"name = {entries.quoted(name)}\n" if name else "")
    before = table_of(source)
    for key, values in lists.items():
        if tuple(before.get(key, ())) != values:
            source = toml_with(source, file, key, values)
    return source


def table_of(source: str) -> Mapping[str, Any]:
    """The table in an outlet's file, which was read before."""
    return tomllib.loads(source.removeprefix("\ufeff"))


def toml_with(source: str, file: str, key: str, values: Sequence[str]) -> str:
    """A TOML text with a list of texts under a key; nothing else of it changes."""
    wanted = {**table_of(source), key: list(values)}
    for tried in toml_attempts(source, key, values):
        try:
            if table_of(tried) == wanted:
                return tried
        except tomllib.TOMLDecodeError:
            continue
    what = "is written in a way that cannot be changed here without losing what you wrote beside it"
    raise EntryError([Fault(what, f"write it yourself: {key} = {toml_list(values)}", file, key=key)])


TABLE = re.compile(r"^[ \t]*\[", re.M)
ABOVE = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?\n)*\Z", re.M)
PIECE = re.compile(r"""\"\"\".*?\"\"\"|'''.*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(#)[^\n]*""", re.S)


def toml_attempts(source: str, key: str, values: Sequence[str]) -> Iterator[str]:
    """The text with the list wherever it may belong."""
    end = "\r\n" if "\r\n" in source else "\n"
    found = re.search(rf"^[ \t]*{re.escape(key)}[ \t]*=[ \t]*(?=\[)", source, re.M)
    if found is None:
        table = TABLE.search(source)
        at = len(ABOVE.split(source[: table.start()])[0]) if table else len(source)
        before = source[:at] if not source[:at] or source[:at].endswith("\n") else source[:at] + end
        yield f"{before}{key} = {toml_list(values)}{end}{source[at:]}"
        return
    for close in (place.end() for place in re.finditer(r"\]", source[found.end() :])):
        array = source[found.end() : found.end() + close]
        try:
            there = tomllib.loads(f"x = {array}")["x"]
        except tomllib.TOMLDecodeError:
            continue
        after = source[found.end() + close :]
        if list(values[: len(there)]) == there:
            more = ", ".join(map(entries.quoted, values[len(there) :]))
            inside = array[:-1].rstrip(" \t\r\n")
            comma = "" if not there or bare(inside).rstrip().endswith(",") else ","
            margin = re.search(r"\n([ \t]*)[^\n]*\Z", inside)
            room = f"{end}{margin[1]}" if margin else " " if inside != "[" else ""
            yield f"{source[: found.end()]}{inside}{comma}{room}{more}{array[len(inside) :]}{after}"
            yield f"{source[: found.end()]}{array[:-1]}{comma}{more}]{after}"
        if not any(piece[1] for piece in PIECE.finditer(array)):
            yield f"{source[: found.end()]}{toml_list(values)}{after}"
        return


def bare(text: str) -> str:
    """A piece of TOML without its comments."""
    return PIECE.sub(lambda piece: "" if piece[1] else piece[0], text)


def toml_list(values: Sequence[str]) -> str:
    return f"[{', '.join(map(entries.quoted, values))}]"
