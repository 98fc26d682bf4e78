"""The head of a Markdown file of another generator: YAML, TOML, JSON, or Python-Markdown's `Key: value` lines.

Nothing in it is run or expanded: YAML is read without tags, anchors and guesses, so that a small file stays small.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from kliping.entries import CONTROLS, is_too_deep
from kliping.hands import normal
from kliping.imports.items import Found, Wrong

FENCED = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
PLUSSED = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.S | re.M)
META = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):[ \t]*(.*)")
MORE = re.compile(r"[ ]{4,}(.*)")
TEXTS = frozenset(["title", "summary", "description", "slug"])
"""Values that are texts, even where `true` or `3` stands."""


def hugo(name: str, text: str) -> Found:
    """A file as Hugo reads it: `---` YAML, `+++` TOML, or a JSON object, then Markdown. Raises Wrong."""
    text = normal(text)
    if found := FENCED.match(text):
        values, lines = of_yaml(found[1])
        return Found(name, values, text[found.end() :], lines)
    if found := PLUSSED.match(text):
        return Found(name, of_toml(found[1]), text[found.end() :], lines_of(found[1], r'"?([\w-]+)"?\s*='))
    if text.lstrip().startswith("{"):
        told, end = of_json(text)
        return Found(name, told, text[end:], lines_of(text[:end], r'\s*\{?\s*"([^"]+)"\s*:', first=1))
    if text.startswith(("---", "+++")):
        raise Wrong("", "its head is not closed", f"put a line {text[:3]} below it")
    raise Wrong("", "has no head that says its title", "a post begins with ---, +++ or {")


def pelican(name: str, text: str) -> Found:
    """A file as Pelican reads it: `Key: value` lines up to a blank one, between `---` or not. Raises Wrong."""
    text = normal(text)
    if found := FENCED.match(text):
        try:
            values, lines = of_yaml(found[1])
            return Found(name, values, text[found.end() :], lines)
        except Wrong:  # a colon in a title is no YAML, and right here
            values, lines, _ = of_meta(found[1], 2)
            return Found(name, values, text[found.end() :], lines)
    values, lines, end = of_meta(text, 1)
    if not values:
        raise Wrong("", "has no head that says its title", "a post begins with lines such as Title: … and Date: …")
    return Found(name, values, text[end:], lines)


def of_yaml(head: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Values and lines of a YAML mapping."""
    if is_too_deep(head):
        raise deep()
    import yaml  # noqa: PLC0415 - takes 25 ms, and every command knows of this module

    from kliping.nodes import plain  # noqa: PLC0415

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(head, Loader=loader)
        if node is not None and not isinstance(node, yaml.MappingNode):
            raise Wrong("", "its head is not a list of `key: value`", "mend it in the source")
        values, lines = dict[str, Any](), dict[str, int]()
        for key, value in node.value if node else ():
            name = str(plain(key, set(), typed=False))
            values[name] = plain(value, set(), typed=name.lower() not in TEXTS)
            lines[name] = key.start_mark.line + 2
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, Wrong):
            raise
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark else ""
        what = f"its head is not YAML{line}: {getattr(error, 'problem', None) or error}"
        raise Wrong("", what, "put a value in quotes when it holds `: `, `#` or begins with a sign") from error
    except RecursionError as error:
        raise deep() from error
    return values, lines


def of_toml(head: str) -> dict[str, Any]:
    """Values of TOML; dates stay dates."""
    try:
        return tomllib.loads(head)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise Wrong("", f"its head is not TOML: {error}", "lines count from the one below +++") from error
    except RecursionError as error:
        raise deep() from error


def of_json(text: str) -> tuple[Mapping[str, Any], int]:
    """Values of the JSON object that a text begins with, and where it ends."""
    try:
        value, end = json.JSONDecoder().raw_decode(text, len(text) - len(text.lstrip()))
    except ValueError as error:
        raise Wrong("", f"its head is not JSON: {error}", "mend it in the source") from error
    except RecursionError as error:
        raise deep() from error
    return value, end


def of_meta(text: str, first: int) -> tuple[dict[str, Any], dict[str, int], int]:
    """Values and lines of `Key: value` lines, and where the text below them begins; a line that is set in goes on."""
    values, lines, at, last = dict[str, Any](), dict[str, int](), 0, ""
    for number, line in enumerate(text.split("\n"), first):
        if not line.strip():
            break
        if found := META.match(line):
            last = found[1]
            values[last] = CONTROLS.sub("", found[2]).strip()
            lines[last] = number
        elif last and (found := MORE.match(line)):
            values[last] = f"{values[last]} {CONTROLS.sub('', found[1]).strip()}".strip()
        else:
            break
        at += len(line) + 1
    return values, lines, min(at, len(text))


def deep() -> Wrong:
    return Wrong("", "its head is nested too deep", "nobody writes that on purpose: look at the file")


def lines_of(head: str, pattern: str, first: int = 2) -> dict[str, int]:
    """The line on which each key of the head stands."""
    found = ((number, re.match(pattern, line)) for number, line in enumerate(head.split("\n"), first))
    return {key[1]: number for number, key in found if key}
