"""How good a cleaned article is against gold: the measures of the evaluation, and nothing about Kliping's insides.

The body is compared by runs of four words, as scrapinghub's article-extraction-benchmark does; where a
script is written without spaces, a character counts as a word.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from kliping import ingest
from kliping.errors import Fault
from kliping.records import Article, Facts, RawFile

CASES = Path(__file__).parent / "cases"
CUT = "[cut]"
"""Stands in a gold paragraph where something that is no part of the article was taken out of its middle."""

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
RUN = 4
SAME = 0.5
"""A line with this share of its runs on the other side is there, though not whole."""

GROUPS: Mapping[str, frozenset[str]] = {
    "Indonesian": frozenset({"id", "ms", "jv", "su"}),
    "English": frozenset({"en"}),
    "Cyrillic and Greek": frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "el"}),
    "Arabic script": frozenset({"ar", "fa", "ur", "ps", "ckb"}),
    "Chinese, Japanese, Korean": frozenset({"zh", "ja", "ko"}),
    "Indic and Thai": frozenset({"hi", "bn", "ta", "te", "mr", "ne", "th", "lo", "km", "my"}),
}
OTHERS = "other Latin"
DETAILS = ("modified", "editors", "agencies", "place", "caption", "credit", "outlet")
MEASURES = (
    "f1",
    "precision",
    "recall",
    "leak_free",
    "lost_free",
    "exact",
    "title",
    "date",
    "authors",
    "lang",
    "details",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One page with its gold: a folder of `cases/`."""

    name: str
    raw: Path
    gold: Mapping[str, Any]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The gold paragraphs as the program should give them."""
        return tuple(fold(text.replace(CUT, " ")) for text in self.marked)

    @property
    def marked(self) -> tuple[str, ...]:
        """The gold paragraphs with their cuts: a paragraph a line of `body`, blank lines left out."""
        return tuple(fold(line) for line in str(self.gold["body"]).splitlines() if line.strip())

    @property
    def groups(self) -> tuple[str, ...]:
        """What the case counts for: all, its form, its languages and scripts."""
        lang = str(self.gold["lang"])
        scripts = next((group for group, members in GROUPS.items() if lang in members), OTHERS)
        return ("all", "HTML" if self.raw.suffix == ".html" else "dumps", scripts)


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one case: a figure from 0 to 1 for each measure that its gold allows, and the lines that differ."""

    case: Case
    figures: Mapping[str, float]
    leaked: tuple[str, ...]
    lost: tuple[str, ...]
    wrong: tuple[str, ...]


def cases() -> list[Case]:
    """Every case, by name."""
    return [case(folder) for folder in sorted(CASES.iterdir()) if folder.is_dir()]


def case(folder: Path) -> Case:
    """The case in a folder."""
    raw = sorted(folder.glob("raw.*"))
    assert len(raw) == 1, f"{folder.name} needs one raw.txt or raw.html"
    return Case(folder.name, raw[0], tomllib.loads((folder / "gold.toml").read_text("utf-8")))


# ------------------------------------------------------------------ words and runs


def fold(text: str) -> str:
    """Text with its white space folded, NFC, without soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\xad", "").split())


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text; a shorter text is one run."""
    found = words(text)
    if len(found) <= RUN:
        return Counter([tuple(found)] if found else [])
    return Counter(tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


def body_figures(body: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1 of the runs of a body."""
    got, want = runs("\n".join(body)), runs("\n".join(gold))
    shared = (got & want).total()
    precision = shared / got.total() if got else 0.0
    recall = shared / want.total() if want else 0.0
    f1 = 2 * precision * recall / (precision + recall) if shared else 0.0
    return {"f1": f1, "precision": precision, "recall": recall}


def missing(lines: Iterable[str], other: Sequence[str]) -> tuple[str, ...]:
    """The lines that are not on the other side, neither whole nor for the greater part."""
    text = " ".join(words("\n".join(other)))
    there = runs("\n".join(other))
    absent = []
    for line in lines:
        own = runs(line)
        whole = f" {' '.join(words(line))} " in f" {text} "
        if own and not whole and sum(run in there for run in own) < SAME * own.total():
            absent.append(line)
    return tuple(absent)


def names_f1(got: Iterable[str], want: Iterable[str]) -> float:
    """F1 of names, letters only."""
    mine, gold = ({"".join(words(name)) for name in names} for names in (got, want))
    return 2 * len(mine & gold) / (len(mine) + len(gold)) if mine and gold else 0.0


# ------------------------------------------------------------------ one case


def score(case: Case, facts: Facts) -> Score:
    """Clean the raw file of a case and hold the outcome against its gold."""
    article = ingest.clean_file(RawFile(f"inbox/{case.name}{case.raw.suffix}", case.raw.read_bytes()), facts)
    if isinstance(article, Fault):
        figures = dict.fromkeys((name for name in MEASURES if asked(name, case.gold)), 0.0)
        return Score(case, figures, (), case.paragraphs, (str(article),))
    title = words(str(case.gold["title"]))
    body = tuple(line for line in map(fold, article.body) if words(line) != title or fold(line) in case.paragraphs)
    figures = body_figures(body, case.paragraphs)
    leaked, lost = missing(body, case.paragraphs), missing(case.paragraphs, body)
    figures |= {"leak_free": float(not leaked), "lost_free": float(not lost), "exact": float(body == case.paragraphs)}
    values, wrong = value_figures(article, case.gold)
    return Score(case, figures | values, leaked, lost, wrong)


def asked(measure: str, gold: Mapping[str, Any]) -> bool:
    """Whether the gold says anything about a measure."""
    if measure in ("authors", "date", "title", "lang"):
        return measure in gold
    return measure != "details" or any(key in gold for key in DETAILS)


def value_figures(article: Article, gold: Mapping[str, Any]) -> tuple[dict[str, float], tuple[str, ...]]:
    """Title exact, day, names, language, and the share of the other values that are right; and what is wrong."""
    figures: dict[str, float] = {}
    if "title" in gold:
        figures["title"] = float(fold(article.title) == fold(gold["title"]))
    if "date" in gold:
        figures["date"] = float((article.date.isoformat() if article.date else "")[:10] == gold["date"][:10])
    if "authors" in gold:
        figures["authors"] = names_f1(article.authors, gold["authors"])
    if "lang" in gold:
        figures["lang"] = float(article.lang.split("-")[0] == gold["lang"].split("-")[0])
    right = {key: alike(getattr(article, key), gold[key]) for key in DETAILS if key in gold}
    if right:
        figures["details"] = fmean(right.values())
    off = [key for key, figure in figures.items() if figure < 1 and key != "details"]
    off += [key for key, good in right.items() if not good]
    wrong = [f"{key}: {shown(getattr(article, key))} instead of {shown(gold[key])}" for key in off]
    return figures, tuple(wrong)


def alike(got: Any, want: Any) -> bool:
    """Whether two values are the same to a reader: capitals, quotes and full stops aside; dates by their day."""
    return plain(got) == plain(want)


def plain(value: Any) -> str:
    if hasattr(value, "isoformat") or re.match(r"\d{4}-\d\d-\d\d", str(value)):
        return (value if isinstance(value, str) else value.isoformat())[:10]
    return " ".join(words(shown(value)))


def shown(value: Any) -> str:
    """A value on one line, as the report prints it."""
    if value is None or value == ():
        return "nothing"
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value)


# ------------------------------------------------------------------ all cases


def means(scores: Sequence[Score]) -> dict[str, dict[str, float]]:
    """The mean of each measure over all cases, over each form and over each group of languages."""
    names = list(dict.fromkeys(group for each in scores for group in each.case.groups))
    found = {}
    for name in sorted(names, key=lambda name: (name != "all", name)):
        mine = [each.figures for each in scores if name in each.case.groups]
        found[name] = {
            measure: fmean(figures)
            for measure in MEASURES
            if (figures := [each[measure] for each in mine if measure in each])
        }
    return found
