"""Learn how much each sign of a headline weighs, and write kliping/facts/headline.toml.

    python benchmarks/train_headline.py DUMPS.jsonl.xz PAGES.jsonl.xz [--cv] [--write]

The files are those of the text-dump clean-up bench: one saved article a line with its gold. Only documents under the
licences below are learned from. `--cv` measures on all documents, each by weights learned without its domain's fold.
A conditional logit (the share of the right candidates among all of an article) by AdaGrad: no chance in it, no package.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kliping import ingest  # noqa: E402
from kliping.ingest import body, headline, language, metadata, readers  # noqa: E402
from kliping.ingest.lines import key  # noqa: E402
from kliping.records import RawArticle, RawFile, Span  # noqa: E402

T = TypeVar("T")
FACTS = ingest.load_facts(ROOT / "kliping", None, "UTC")
LICENSES = frozenset(["MIT", "CC-BY-4.0"])
FOLDS, ROUNDS, RATE = 5, 30, 0.15
PULL: Mapping[str, float] = {"dump": 10.0, "page": 25.0}
LEAST = 8
"""A sign that fewer candidates show gets no weight."""
HEAD = """# How much each sign of a headline weighs (kliping/ingest/headline_signs.py), in text dumps and in web pages.
# Learned by benchmarks/train_headline.py; not written by hand. NOTICE names the documents it was learned from.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One document: the signs of each candidate, and which candidates are its headline."""

    source: str
    fold: int
    teaches: bool
    signs: Sequence[Mapping[str, float]]
    right: Sequence[bool]


def main() -> None:
    command(
        __doc__ or "", read, report, lambda kind, cases: learned([each for each in cases if each.teaches], PULL[kind]),
        HEAD, "headline.toml",
    )  # fmt: skip


def command(
    about: str,
    read: Callable[[Path, str], Iterator[T]],
    report: Callable[[str, Sequence[T]], None],
    learned: Callable[[str, Sequence[T]], Mapping[str, float]],
    head: str,
    name: str,
) -> None:
    """Measure what is asked for, and write the weights of dumps and of pages into a file of facts."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", type=Path)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--cv", action="store_true", help="measure by cross-validation over domains")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    options = parser.parse_args()
    text = head
    for kind, path in (("dump", options.dumps), ("page", options.pages)):
        cases = list(read(path, kind))
        if options.cv:
            report(kind, cases)
        if options.write:
            weights = learned(kind, cases)
            text += f"\n[{kind}]\n" + "".join(f"{name} = {weights[name]:.2f}\n" for name in sorted(weights))
    if options.write:
        (ROOT / "kliping" / "facts" / name).write_text(text, "utf-8")


# ------------------------------------------------------------------ documents


def read(path: Path, kind: str) -> Iterator[Case]:
    """Every document with a title and a body, its candidates beside the true body."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for document in map(json.loads, file):
            suffix, text = ("txt", document["text"]) if kind == "dump" else ("html", document["html"])
            if not document.get("title"):
                continue
            raw, _ = body.set_apart(readers.read(RawFile(f"inbox/x.{suffix}", text.encode("utf-8", "surrogateescape"))))
            if span := true_span(raw, document):
                found = found_in(raw, span, document)
                right = [folded(each.text) == folded(document["title"]) for each in found]
                yield case_of(document, [each.signs for each in found], right)


def true_span(raw: RawArticle, document: Mapping[str, Any]) -> Span | None:
    """From the first to the last line that is gold."""
    if len(document.get("labels", ())) == len(raw.lines):
        gold_lines = [index for index, label in enumerate(document["labels"]) if float(label) >= 0.5]
    else:
        gold = key(" ".join(document["paragraphs"]))
        keys = [key(line.text) for line in raw.lines]
        gold_lines = [index for index, each in enumerate(keys) if len(each) >= 20 and each in gold]
    return Span(gold_lines[0], gold_lines[-1]) if gold_lines else None


def found_in(raw: RawArticle, span: Span, document: Mapping[str, Any]) -> list[headline.Candidate]:
    """The candidates, of a document cleaned as the recipe does it but for the span."""
    url = document.get("url")
    known, outlet = metadata.outlet(raw, url, FACTS)
    names = (*((known.name, *known.names) if known else ()), *((outlet.value,) if outlet else ()))
    rough, _ = language.detect(" ".join(line.text for line in raw.lines if body.is_prose(line)))
    return headline.candidates(raw, body.marks(raw.lines, rough, FACTS, known), span, url, names)


def case_of(document: Mapping[str, Any], signs: Sequence[Mapping[str, float]], right: Sequence[bool]) -> Case:
    fold = int(hashlib.md5(document["domain"].encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
    return Case(document["source"], fold, document["license"] in LICENSES, signs, right)


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).replace("\u00ad", "")).strip()


# ------------------------------------------------------------------ learning


def learned(cases: Collection[Case], pull: float) -> dict[str, float]:
    """The weights under which the right candidates have the greatest share, pulled towards nothing."""
    counts = Counter(name for case in cases for signs in case.signs for name in signs)
    known = {name for name, count in counts.items() if count >= LEAST}
    teaching = [
        ([{name: value for name, value in signs.items() if name in known} for signs in case.signs], case.right)
        for case in cases
        if any(case.right)
    ]
    weights = dict.fromkeys(sorted(known), 0.0)
    squares = dict.fromkeys(weights, 1e-6)
    for _ in range(ROUNDS):
        for signs, right in teaching:
            for name, slope in slopes(signs, right, weights).items():
                pulled = slope + pull * weights[name] / len(teaching)
                squares[name] += pulled * pulled
                weights[name] -= RATE * pulled / math.sqrt(squares[name])
    return weights


def slopes(
    signs: Sequence[Mapping[str, float]], right: Sequence[bool], weights: Mapping[str, float]
) -> Mapping[str, float]:
    """How the loss of one document changes with each weight."""
    points = [sum(weights[name] * value for name, value in each.items()) for each in signs]
    highest = max(points)
    shares = [math.exp(value - highest) for value in points]
    every = sum(shares)
    good = sum(share for share, is_right in zip(shares, right, strict=True) if is_right) or 1e-300
    found: defaultdict[str, float] = defaultdict(float)
    for each, share, is_right in zip(signs, shares, right, strict=True):
        slope = share / every - (share / good if is_right else 0.0)
        for name, value in each.items():
            found[name] += slope * value
    return found


def report(kind: str, cases: Sequence[Case]) -> None:
    """How often the headline is right, by source; each document by weights learned without its domain's fold."""
    told: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = learned([case for case in cases if case.teaches and case.fold != fold], PULL[kind])
        for case in cases:
            if case.fold == fold:
                points = [sum(weights.get(name, 0.0) * value for name, value in each.items()) for each in case.signs]
                is_right = bool(points) and case.right[points.index(max(points))]
                for name in (case.source, "all"):
                    told[name].append((is_right, any(case.right)))
    for name, results in told.items():
        exact, reachable = (sum(column) / len(results) for column in zip(*results, strict=True))
        print(f"{kind}\t{name}\t{len(results)} documents\texact {exact:.3f}\tamong the candidates {reachable:.3f}")


if __name__ == "__main__":
    main()
