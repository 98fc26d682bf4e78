"""YAML without guesses: every scalar is the text that stands there, what it means is ours to say.

PyYAML takes 25 ms to load, so who needs this module imports it where it is needed.
"""

from __future__ import annotations

from typing import Any, ClassVar

import yaml

from kliping.front import CONTROLS, meaning


class Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Every scalar is a text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


def plain(node: yaml.Node, seen: set[int], *, typed: bool) -> Any:
    """The value of a YAML node: texts, and if `typed` also true, false and whole numbers.

    Raises YAMLError for tags and aliases: nobody writes them into an entry on purpose.
    """
    if node.tag not in TAGS or id(node) in seen:
        what = "a tag such as !!bool" if node.tag not in TAGS else "an alias such as *name"
        raise yaml.MarkedYAMLError(problem=f"{what} is not read here", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [plain(each, seen, typed=typed) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(plain(key, seen, typed=False)): plain(each, seen, typed=typed) for key, each in node.value}
    text = CONTROLS.sub("", node.value)
    if isinstance(node, yaml.ScalarNode) and node.style in ("'", '"', "|", ">"):
        return text
    return meaning(text, typed)
