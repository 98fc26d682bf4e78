"""Decisions written into files: the list is as the person wants it, and not a word beside it changes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping import decisions, entries
from kliping.entries import EntryError
from kliping.ingest.wishes import matches
from kliping.records import TopicVerdict, Wishes

CASES = tomllib.loads((Path(__file__).parent / "decisions.toml").read_text("utf-8"))


def named(kind: str) -> Sequence[Any]:
    return [pytest.param(case, id=case["name"].replace(" ", "-")) for case in CASES[kind]]


def lists_of(case: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in case["lists"].items()}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("case", named("entry"))
def test_lists_of_an_entry(case: Mapping[str, Any], ends: str) -> None:
    """The front matter has the list, and every other byte of the file stays, whatever its line ends."""

    def file(head: str) -> str:
        return f"---\n{head.lstrip()}---\n\nBadan — tetap.\n".replace("\n", ends)

    if "after" not in case:
        with pytest.raises(EntryError, match="without losing what you wrote"):
            decisions.entry_with(file(case["before"]), "a.md", UTC, lists_of(case))
        return
    assert decisions.entry_with(file(case["before"]), "a.md", UTC, lists_of(case)) == file(case["after"])


@pytest.mark.parametrize("case", named("outlet"))
def test_lists_of_an_outlet(case: Mapping[str, Any]) -> None:
    """The outlet's file has the list, and the rest of it stays as it is."""
    if "after" not in case:
        with pytest.raises(EntryError, match="without losing what you wrote"):
            decisions.outlet_with(case["before"], "a.toml", lists_of(case))
        return
    assert decisions.outlet_with(case["before"], "a.toml", lists_of(case)) == case["after"]


def test_outlet_that_no_file_knows() -> None:
    """A file for an outlet that is new begins with its name."""
    made = decisions.outlet_with("", "a.toml", {"drop": ("Iklan",)}, 'Warta "Antah"')
    assert tomllib.loads(made) == {"name": 'Warta "Antah"', "drop": ["Iklan"]}


@pytest.mark.parametrize("case", named("stories"))
def test_stories_together_and_apart(case: Mapping[str, Any]) -> None:
    """The lists of a topic say what was decided last, and nothing against it."""
    merge, split = (tuple(map(tuple, case.get(key, []))) for key in ("merge", "split"))
    chosen, rest = case["chosen"], case.get("rest", [])
    if case["do"] == "merge":
        found = decisions.together(merge, split, chosen)
    else:
        found = decisions.apart(merge, split, chosen, rest)
    assert found == tuple(tuple(map(tuple, case["after"][key])) for key in ("merge", "split"))


SLUGS = st.sampled_from("abcdef")
GROUPS = st.lists(st.lists(SLUGS, min_size=2, max_size=4, unique=True).map(tuple), max_size=4).map(tuple)


@given(GROUPS, GROUPS, st.lists(SLUGS, min_size=2, max_size=6, unique=True), st.data())
def test_last_decision_stands(
    merge: decisions.Groups, split: decisions.Groups, chosen: Sequence[str], data: st.DataObject
) -> None:
    """After any lines before, what was put together is not apart, and what was taken apart is not named together."""
    together, apart = decisions.together(merge, split, chosen)
    assert any(set(chosen) <= set(group) for group in together)
    assert not any(len(set(group) & set(chosen)) > 1 for group in apart)
    cut = data.draw(st.integers(1, len(chosen) - 1))
    left, right = set(chosen[:cut]), set(chosen[cut:])
    together, apart = decisions.apart(merge, split, chosen[:cut], chosen[cut:])
    assert not any(set(group) & left and set(group) & right for group in together)
    assert all(any({one, other} <= set(group) for group in apart) for one in left for other in right)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=300).map(
    lambda text: " ".join(text.split())
)


@given(TEXTS.filter(bool), st.lists(TEXTS.filter(bool), max_size=3))
def test_any_line_can_be_named(text: str, before: list[str]) -> None:
    """Any line of a raw file can be written into an entry and an outlet's file, is read back, and means that line."""
    head = f"---\ntitle: Karangan\nkeep: [{', '.join(map(entries.quoted, before))}]\n---\n\nBadan.\n"
    known = entries.parse(head, "a.md", UTC).keep
    for tried in decisions.attempts(Wishes(known), text, (), keep=True):
        made = decisions.entry_with(head, "a.md", UTC, {"keep": tried.keep})
        assert entries.parse(made, "a.md", UTC).keep == tried.keep
        assert any(matches(text, wish) for wish in tried.keep)
        toml = decisions.outlet_with("", "a.toml", {"keep": tried.keep})
        assert tuple(tomllib.loads(toml)["keep"]) == tried.keep


def test_long_lines_are_named_by_their_beginning() -> None:
    """A long line is named by how it begins, but not where another one begins so, too."""
    line = "Warga Antah yang tidak pernah ada menunggu jembatan itu sejak pagi, " * 3
    assert decisions.wish_for(line, []).endswith("*")
    assert len(decisions.wish_for(line, [])) < 80
    assert decisions.wish_for(line, [line + "dan lagi"]) == line


@pytest.mark.parametrize(
    ("verdict", "topics", "not_topics"),
    [(TopicVerdict.IN, ("b", "a"), ()), (TopicVerdict.OUT, ("b",), ("a",)), (TopicVerdict.REVIEW, ("b",), ())],
)
def test_topics_of_an_entry(verdict: TopicVerdict, topics: tuple[str, ...], not_topics: tuple[str, ...]) -> None:
    """An article is pinned to a topic, kept out of it, or goes by the words, and other topics stay."""
    entry = entries.parse("---\ntitle: Karangan\ntopics: [a, b]\n---\n", "a.md", UTC)
    assert decisions.on_topic(entry, "a", verdict) == {"topics": topics, "not_topics": not_topics}
