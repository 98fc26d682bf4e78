"""Front matter as `entries.dump` writes it, read without YAML's own reader at a tenth of its time.

`written` gives what PyYAML gives (`entries.of_yaml`), or nothing where a line is written in any other way: one key a
line, then a text in double quotes, bare words, a list or a map in brackets. `tests/property/test_front_law.py`
compares the two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from kliping.hands import SYNONYMS

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
NULLS = frozenset(["", "~", "null", "Null", "NULL"])
WHOLE = re.compile(r"0|-?[1-9]\d{0,200}")
FRACTION = re.compile(r"-?\d{1,9}\.\d{1,6}")

NAME = r"(?!(?:null|Null|NULL):)[A-Za-z][A-Za-z0-9_-]{0,99}"
# Escapes that JSON and YAML read alike, and that make no control character and no half of a sign.
QUOTED = r'"[^"\\]*(?:\\(?:["\\/nt]|u(?!00[0-9]|[dD][89a-fA-F]|[fF]{3}[eEfF])[0-9a-fA-F]{4})[^"\\]*)*"'
# No sign that has a meaning in YAML, but for a colon with something after it.
SIGNS = r"[\w./+%~=()'’–—&$!@;-]++"
BARE = rf"(?:[^\W_]|-(?=\d))(?:{SIGNS})?+(?:[ :]{SIGNS})*+"
ITEM = rf"(?:{QUOTED}|{BARE}|'')"
PAIR = rf"{NAME}:[ ]{ITEM}"
MAP = rf"\{{(?:{PAIR}(?:,[ ]{PAIR})*)?\}}"
LINES = re.compile(rf'({NAME}):(?:[ ](?:("[^"\\\n]*+")|({BARE})|(.+)))?\n|(.*\n)')
"""The key of a line and its value: a text in quotes, bare words, or anything else; or what has no key."""
IS_ITEM = re.compile(ITEM).fullmatch
IS_LIST = re.compile(rf"\[(?:{ITEM}(?:,[ ]{ITEM})*)?\]").fullmatch
IS_MAP = re.compile(MAP).fullmatch
IS_LIST_OF_MAPS = re.compile(rf"\[{MAP}(?:,[ ]{MAP})*\]").fullmatch
ITEMS = re.compile(ITEM)
PAIRS = re.compile(rf"({NAME}):[ ]({ITEM})")
MAPS = re.compile(MAP)


class OtherwiseError(ValueError):
    """A value is written in another way than we write."""


def written(
    head: str, first: int, is_typed: Callable[[str, bool], bool]
) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Keys with their values, and the line of each; nothing if the head is not as we write it, or a key stands twice.

    `is_typed` says of a key, and of whether a list stands there, if `true` and `3` are more than texts.
    """
    if head[-1:] not in ("", "\n") or not head.replace("\n", "").isprintable():
        return None
    values, lines = dict[str, Any](), dict[str, int]()
    for number, (name, quoted, bare, other, strange) in enumerate(LINES.findall(head), first):
        if strange == "\n" or strange[:1] == "#":
            continue
        key = SYNONYMS.get(name.lower(), name)
        if strange or key in values:
            return None
        if quoted:
            values[key] = quoted[1:-1]
        elif bare:
            values[key] = meaning(bare, is_typed(key, False))
        else:
            try:
                values[key] = value(other, is_typed(key, other[:1] == "["))
            except OtherwiseError:
                return None
        lines[key] = number
    return values, lines


def value(text: str, typed: bool) -> Any:  # noqa: FBT001 - said by the name
    """The value that stands behind a key. Raises OtherwiseError."""
    if IS_LIST(text):
        return [scalar(item, typed) for item in ITEMS.findall(text)]
    if IS_MAP(text):
        return mapping(text, typed)
    if IS_LIST_OF_MAPS(text):
        return [mapping(each, typed) for each in MAPS.findall(text)]
    if not text or IS_ITEM(text):
        return scalar(text, typed)
    raise OtherwiseError


def mapping(text: str, typed: bool) -> dict[str, Any]:  # noqa: FBT001
    return {name: scalar(item, typed) for name, item in PAIRS.findall(text)}


def scalar(text: str, typed: bool) -> Any:  # noqa: FBT001
    if text[:1] == '"':
        return json.loads(text) if "\\" in text else text[1:-1]
    return "" if text == "''" else meaning(text, typed)


def meaning(text: str, typed: bool) -> Any:  # noqa: FBT001
    """What a text without quotes means: nothing, itself, and if `typed` also true, false or a number."""
    if text in NULLS:
        return None
    if not typed:
        return text
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if FRACTION.fullmatch(text) and str(float(text)) == text else text
