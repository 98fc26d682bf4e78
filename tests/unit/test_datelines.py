"""Datelines as agencies of many languages write them; the cases are in `datelines.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kliping.ingest import metadata
from kliping.records import Facts

CASES = tomllib.loads((Path(__file__).parent / "datelines.toml").read_text("utf-8"))["dateline"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_a_dateline(case: dict[str, Any], facts: Facts) -> None:
    """Place and agency are told from the text behind them, or nothing is taken."""
    found = metadata.dateline(case["text"], facts)
    if "rest" not in case:
        assert found is None
        return
    assert found is not None
    assert (found.place, found.outlet, found.agency) == (case.get("place"), None, case.get("agency"))
    assert case["text"][found.end :] == case["rest"]
