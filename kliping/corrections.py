"""A correction is written into the text of an entry file; nothing else of the file changes.

Where it goes is read from the marks of YAML, so that the list may be written in any way; what comes out is parsed
again and has to be the same entry with one correction more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from kliping import entries
from kliping.entries import EntryError
from kliping.errors import Fault
from kliping.hands import SYNONYMS
from kliping.records import Correction

if TYPE_CHECKING:
    import yaml

FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.S | re.M)
KEY = "corrections"


def added(text: str, path: str, zone: tzinfo, correction: Correction) -> str:
    """The text of an entry file with one correction more, the last. Raises EntryError if it cannot be added."""
    before = entries.parse(text, path, zone)
    wanted = replace(before, corrections=(*before.corrections, correction))
    for changed in attempts(text, correction):
        try:
            if entries.parse(changed, path, zone) == wanted:
                return changed
        except EntryError:
            continue
    what = "is written in a way into which a correction cannot be added without changing other words"
    raise EntryError([Fault(what, f"write it yourself: {KEY}: [{written(correction)}]", path, key=KEY)])


def written(correction: Correction) -> str:
    """A correction as an item of a list."""
    return f"{{date: {correction.date}, text: {entries.quoted(correction.text)}}}"


def attempts(text: str, correction: Correction) -> Iterator[str]:
    """The text with the correction wherever it may belong; the right one first."""
    import yaml  # noqa: PLC0415 - takes 25 ms, and every command knows of this module

    found = FRONT.match(text)
    try:
        node = yaml.compose(found[1], Loader=yaml.SafeLoader) if found else None
    except yaml.YAMLError:
        return
    if not found or not isinstance(node, yaml.MappingNode):
        return
    new, end = written(correction), "\r\n" if "\r\n" in found[1] else "\n"
    first = found.start(1)
    given = {SYNONYMS.get(key.value.lower(), key.value): (key, value) for key, value in node.value}
    if KEY in given:
        key, value = given[KEY]
        yield from (
            text[: first + at] + words + text[first + upto :]
            for at, upto, words in into(found[1], key, value, new, end)
        )
    else:
        ours = given.get("capture")
        at = first + (ours[0].start_mark.index if ours else len(found[1]))
        yield f"{text[:at]}{KEY}: [{new}]{end}{text[at:]}"


def into(head: str, key: yaml.Node, value: yaml.Node, new: str, end: str) -> Iterator[tuple[int, int, str]]:
    """From where to where in the front matter which words go, so that a list holds one item more."""
    import yaml  # noqa: PLC0415 - it is loaded already

    items = value.value if isinstance(value, yaml.SequenceNode) else []
    if items and isinstance(value, yaml.SequenceNode) and value.flow_style:
        at = items[-1].end_mark.index
        yield at, at, f", {new}"
    elif items:
        leaf = items[-1]
        while isinstance(leaf, (yaml.MappingNode, yaml.SequenceNode)) and leaf.value and not leaf.flow_style:
            last = leaf.value[-1]
            leaf = last[1] if isinstance(last, tuple) else last
        at = leaf.end_mark.index
        item = f"{' ' * value.start_mark.column}- {new}"
        line = head.find("\n", at)
        if leaf.end_mark.column:
            yield line + 1, line + 1, f"{item}{end}"
        yield at, at, f"{item}{end}"
    else:
        colon = key.end_mark.index
        yield value.start_mark.index, value.end_mark.index, f"[{new}]"
        yield colon + 1, max(colon + 1, value.end_mark.index), f" [{new}]"
