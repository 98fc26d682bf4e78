"""Names in lines: who is named, how the line says so, and what is no person; the cases are in people.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.ingest import people

CASES = tomllib.loads(Path(__file__).with_name("people.toml").read_text("utf-8"))["line"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_names_in_a_line(case: dict[str, Any]) -> None:
    """Dates, outlets, offices and degrees beside a name are no part of it, in any script."""
    assert [name for _, name in people.named_in(case["text"])] == case["names"]


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_line_has_names_or_none(text: str) -> None:
    """No line, however odd, makes the reading fail, and no name is longer than its line."""
    for _, name in people.named_in(text):
        assert name
        assert len(name) <= len(text) + 2
