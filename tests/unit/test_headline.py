"""The headline of dumps and pages: which line it is, and what the markup adds; the cases are in headlines.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kliping
from kliping import ingest
from kliping.ingest import body, headline, headline_signs, readers
from kliping.ingest.lines import length
from kliping.records import Found, RawFile, Span

FACTS = ingest.load_facts(Path(kliping.__file__).parent, None, "Asia/Jakarta")
CASES = tomllib.loads(Path(__file__).with_name("headlines.toml").read_text("utf-8"))["case"]


def title(text: str, kind: str = "txt", url: str | None = None, names: tuple[str, ...] = ()) -> Found[str] | None:
    raw = readers.read(RawFile(f"inbox/x.{kind}", text.encode("utf-8", "surrogatepass")))
    marks = body.marks(raw.lines, "id", FACTS, None)
    prose = [index for index, line in enumerate(raw.lines) if body.is_prose(line) and length(line.text) > 12]
    return headline.title(raw, marks, Span(prose[0], prose[-1]), url, names, FACTS.headline)


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_headlines(case: dict[str, Any]) -> None:
    """The headline is told from menus, teasers, captions, standfirsts and the outlet's name."""
    found = title(case["text"], case.get("kind", "txt"), case.get("url"), tuple(case.get("names", ())))
    assert found
    assert found.value == case["title"]


def test_a_headline_knows_its_line() -> None:
    """Who asks for the date beside the headline is told where it stands."""
    case = CASES[0]
    found = title(case["text"])
    assert found
    assert found.line is not None
    assert case["text"].splitlines()[found.line - 1] == case["title"]


def test_every_weight_is_of_a_sign_that_is_measured() -> None:
    """The weights in the facts were learned for signs that the program measures; there are both kinds."""
    assert set(FACTS.headline) == {"dump", "page"}
    assert all(abs(weight) < 10 for table in FACTS.headline.values() for weight in table.values())


@given(st.text(min_size=1, max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_has_signs(text: str) -> None:
    """No line, however odd, makes the measuring fail."""
    if text.split():
        assert headline_signs.of_form(text) is not None
    assert headline_signs.terms(text) is not None
    for bare, rest in headline.cut_at_ends(text):
        assert bare in text
        assert rest in text
