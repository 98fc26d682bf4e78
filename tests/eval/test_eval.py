"""The evaluation: how well made-up pages of many shapes and languages are cleaned, against floors that only rise.

How to add a case, in words for everybody, stands in `README.md` beside this file; `report.py` shows what is wrong.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import scoring
from lxml import html

from kliping import ingest

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
SLACK = 0.02
"""How far a floor may lie below what is measured before it has to be raised."""

CASES = scoring.cases()
KEYS = frozenset({"title", "date", "precision", "lang", "authors", "url", "about", "body", *scoring.DETAILS})
NAMES = ("authors", "editors", "agencies")
MADE_UP = re.compile(
    r"karangan|rekaan|made[ -]up|erfunden|invent[éaeo]|вымышл|выдуман|вигадан|επινοημέν|مختلق|ساختگی|خیالی|من گھڑت"
    r"|मनगढ़ंत|काल्पनिक|虚构|虛構|架空|作り話|지어낸|เรื่องแต่ง|uydurma|zmyślon|verzonnen|bịa"
)

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture(scope="module")
def scores() -> list[scoring.Score]:
    """Every case cleaned with what Kliping knows as it ships: none of the made-up outlets."""
    facts = ingest.load_facts(HERE.parents[1] / "kliping", HERE, "UTC")
    return [scoring.score(case, facts) for case in CASES]


# ------------------------------------------------------------------ the gold is right


def page_text(case: scoring.Case) -> str:
    """All that a page says, white space folded; of HTML without its markup, but with what its head says."""
    text = case.raw.read_text("utf-8")
    if case.raw.suffix == ".html":
        text = f"{''.join(map(str, html.document_fromstring(text.encode()).itertext()))} {text}"
    return scoring.fold(text)


@each_case
def test_gold_paragraphs_stand_in_the_raw_file(case: scoring.Case) -> None:
    """Every gold paragraph stands word for word in the raw file, in this order; only at a [cut] something is left out."""
    text, at = page_text(case), 0
    for paragraph in case.marked:
        for piece in map(scoring.fold, paragraph.split(scoring.CUT)):
            found = text.find(piece, at)
            assert found >= 0, f"not in {case.raw.name}, or not in this order: {piece}"
            at = found + len(piece)


@each_case
def test_gold_values_stand_in_the_raw_file(case: scoring.Case) -> None:
    """Title, names, places, captions and credits are what the page itself says."""
    text = scoring.plain(page_text(case))
    for key in ("title", "place", "caption", "credit", "outlet", *NAMES):
        values = case.gold.get(key, ())
        for value in [values] if isinstance(values, str) else values:
            spaceless = scoring.plain(value).replace(" ", "")
            assert spaceless in text.replace(" ", ""), f"{key}: {value}"


@each_case
def test_gold_has_the_keys_of_the_readme(case: scoring.Case) -> None:
    """A gold file has title, date, language and body, days that exist, and no key that nobody reads."""
    assert case.gold.keys() <= KEYS
    assert {"title", "date", "lang", "body"} <= case.gold.keys()
    assert case.paragraphs
    assert case.name.startswith(str(case.gold["lang"]))
    for key in ("date", "modified"):
        if case.gold.get(key):
            whole = case.gold.get("precision") != "day" or key == "modified"
            assert datetime.fromisoformat(case.gold[key]) if whole else date.fromisoformat(case.gold[key])
    assert all(isinstance(case.gold.get(key, []), list) for key in NAMES)


@each_case
def test_a_page_says_that_it_is_made_up(case: scoring.Case) -> None:
    """No page can be taken for news: each says in its own text that it is made up."""
    assert MADE_UP.search(" ".join(case.paragraphs))


def test_cases_are_of_many_shapes_and_languages() -> None:
    """Dumps and pages, in many languages and all the scripts that the groups name."""
    dumps = [case for case in CASES if case.raw.suffix == ".txt"]
    assert len(dumps) >= 36
    assert len(CASES) - len(dumps) >= 8
    assert len({case.gold["lang"] for case in CASES}) >= 16
    assert {group for case in CASES for group in case.groups} >= {*scoring.GROUPS, scoring.OTHERS}


# ------------------------------------------------------------------ the floors


def down(figure: float) -> float:
    """A figure rounded down to two places, so that a floor never lies above what was measured."""
    return math.floor(figure * 100 + 1e-6) / 100


def fingerprint(cases: Sequence[scoring.Case]) -> str:
    """Which pages and which gold the floors were measured on."""
    whole = hashlib.sha256()
    for case in cases:
        gold = {key: case.gold[key] for key in sorted(case.gold) if key != "about"}
        whole.update(repr((case.name, case.raw.read_text("utf-8"), gold)).encode())
    return whole.hexdigest()[:16]


def raised(old: Mapping[str, Any], measured: Mapping[str, Mapping[str, float]], cases: str) -> dict[str, Any]:
    """New floors: what is measured, and on the same cases never less than the floor that was there."""
    same = old.get("cases") == cases
    return {"cases": cases} | {
        group: {
            name: max(down(figure), old.get(group, {}).get(name, 0.0) if same else 0.0)
            for name, figure in figures.items()
        }
        for group, figures in measured.items()
    }


def dump(floors: Mapping[str, Any]) -> str:
    """`floors.toml`."""
    lines = [
        "# What the program reaches at least; see README.md. Written by `pytest tests/eval --regenerate`.",
        f'cases = "{floors["cases"]}"',
    ]
    for group, figures in floors.items():
        if group != "cases":
            lines += ["", f'["{group}"]', *(f"{name} = {floor:.2f}" for name, floor in figures.items())]
    return "\n".join(lines) + "\n"


def load() -> dict[str, Any]:
    return tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


@pytest.fixture(scope="module")
def floors(scores: list[scoring.Score], pytestconfig: pytest.Config) -> dict[str, Any]:
    """The pinned floors, first raised when `--regenerate` asks for it."""
    if pytestconfig.getoption("--regenerate"):
        FLOORS.write_text(dump(raised(load(), scoring.means(scores), fingerprint(CASES))), "utf-8")
    return load()


def test_floors_were_measured_on_these_cases(floors: dict[str, Any]) -> None:
    """When a case is added or mended, the floors are measured anew: `pytest tests/eval --regenerate`."""
    assert floors["cases"] == fingerprint(CASES)


def test_no_figure_is_below_its_floor(scores: list[scoring.Score], floors: dict[str, Any]) -> None:
    """Nothing gets worse, over all cases, in any form, in any group of languages."""
    measured = scoring.means(scores)
    assert measured.keys() == floors.keys() - {"cases"}
    fallen = [
        f"{group}, {name}: {figure:.3f} is below the floor of {floors[group][name]}"
        for group, figures in measured.items()
        for name, figure in figures.items()
        if figure < floors[group][name] - 1e-6
    ]
    assert not fallen, "\n".join([*fallen, "see what changed: python tests/eval/report.py"])


def test_floors_are_not_far_below_what_is_measured(scores: list[scoring.Score], floors: dict[str, Any]) -> None:
    """When the program gets better its floors are raised: `pytest tests/eval --regenerate`, and read the difference."""
    low = [
        f"{group}, {name}: {figure:.3f}, and the floor is {floors[group][name]}"
        for group, figures in scoring.means(scores).items()
        for name, figure in figures.items()
        if figure > floors[group][name] + SLACK
    ]
    assert not low, "\n".join([*low, "raise them: pytest tests/eval --regenerate"])


def test_floors_rise_and_never_fall() -> None:
    """Worse figures on the same cases leave a floor where it was; other cases are measured anew."""
    old = {"cases": "a", "all": {"f1": 0.90, "title": 0.50}}
    worse_and_better = {"all": {"f1": 0.855, "title": 0.777}}
    assert raised(old, worse_and_better, "a") == {"cases": "a", "all": {"f1": 0.90, "title": 0.77}}
    assert raised(old, worse_and_better, "b") == {"cases": "b", "all": {"f1": 0.85, "title": 0.77}}
    assert tomllib.loads(dump(old)) == old


# ------------------------------------------------------------------ the measures


def test_the_body_is_measured_by_runs_of_four_words() -> None:
    """Whole text scores 1, half of it half the recall, nothing 0; a Chinese character counts as a word."""
    gold = ["one two three four five six seven"]
    assert scoring.body_figures(gold, gold) == {"f1": 1.0, "precision": 1.0, "recall": 1.0}
    assert scoring.body_figures(["One two three, four: five"], gold)["recall"] == 0.5
    assert scoring.body_figures([], gold) == {"f1": 0.0, "precision": 0.0, "recall": 0.0}
    assert scoring.body_figures(["架空町は三十日"], ["架空町は三十一日"])["recall"] == 0.6


def test_lines_that_are_not_on_the_other_side_are_named() -> None:
    """A line counts as missing when less than half of it is there; joined and split paragraphs are none."""
    gold = ["The seals cross at the lights.", "They wait for the green man."]
    assert scoring.missing(["The seals cross at the lights. They wait for the green man."], gold) == ()
    assert scoring.missing(["Sign up", *gold], gold) == ("Sign up",)
    assert scoring.missing(gold, gold[:1]) == (gold[1],)


def test_names_are_compared_by_their_letters() -> None:
    """Spaces, points and capitals are no difference between names; a name too many is."""
    assert scoring.names_f1(["嘘野 まこと"], ["嘘野まこと"]) == 1.0
    assert scoring.names_f1(["ANNA B. Muster", "dpa"], ["Anna B Muster"]) == pytest.approx(2 / 3)
    assert scoring.names_f1([], ["Anna Muster"]) == 0.0
