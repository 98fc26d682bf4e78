"""Fit the WEIGHTS of kliping/ingest/when.py: which of the dates near an article is its own.

    python benchmarks/train_dates.py TEXTDUMPS.jsonl.xz HTML.jsonl.xz

Each page is one choice between the dates near its article and none of them (a softmax over their traits, with a
quadratic penalty, by Adam: deterministic). The span is where the gold paragraphs stand, and again where the cleaner
puts it. Only pages whose licence lets weights be shipped are read. Prints the accuracy by cross-validation over
domains and the table to paste.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from train_headline import LICENSES

from kliping import ingest
from kliping.ingest import readers, when
from kliping.ingest.lines import key, length
from kliping.records import Hint, RawFile, Span

ROOT = Path(__file__).parent.parent
Choice = tuple[int, Any, Any]


def seen(gold: dict[str, Any], facts: Any) -> Iterator[dict[str, Any]]:
    """What `when.published` is given for a page: as the recipe gives it, and with the gold's span."""
    calls: list[dict[str, Any]] = []
    published = when.published

    def noted(raw: Any, found: Any, span: Span, lang: str, url: Any, known: Any, zone: Any, *, headline: Any) -> Any:
        calls.append({"raw": raw, "span": span, "lang": lang, "url": url, "known": known, "headline": headline})
        return published(raw, found, span, lang, url, known, zone, headline=headline)

    when.published = noted
    try:
        kind = "txt" if "text" in gold else "html"
        raw = readers.read(RawFile(f"x.{kind}", (gold.get("text") or gold["html"]).encode("utf-8", "surrogateescape")))
        given = (Hint("url", gold["url"], "given"),) if gold.get("url") else ()
        ingest.clean(replace(raw, hints=(*given, *raw.hints)), facts)
    except (ingest.NoArticle, readers.Unreadable):
        pass
    finally:
        when.published = published
    for call in calls:
        yield call
        told = key("\n".join(gold["paragraphs"]))
        lines = call["raw"].lines
        body = [index for index, line in enumerate(lines) if length(line.text) >= 8 and key(line.text) in told]
        if body:
            head = call["headline"]
            yield {**call, "span": Span(body[0], body[-1]), "headline": head if (head or 0) <= body[0] else None}


def choices(files: list[str], names: dict[str, int]) -> Iterator[Choice]:
    """The fold, the traits of each date near an article and of none, and which is right."""
    facts = ingest.load_facts(ROOT / "kliping", ROOT / "nowhere", "UTC")
    golds = (json.loads(line) for file in files for line in lzma.decompress(Path(file).read_bytes()).splitlines())
    for gold in golds:
        if gold["license"] not in LICENSES or not gold.get("date") or gold.get("variant", "copy") != "copy":
            continue
        for call in seen(gold, facts):
            rows, right = [], []
            for said, traits in noticed(call):
                rows.append({names.setdefault(name, len(names)): value for name, value in traits if value})
                right.append(said.day.isoformat() == gold["date"][:10])
            if rows:
                fold = int(hashlib.md5(gold["domain"].encode()).hexdigest(), 16) % 5
                yield fold, [*rows, {}], np.array([*right, not any(right)], float)


def noticed(call: dict[str, Any]) -> list[tuple[Any, list[tuple[str, float]]]]:
    """The dates near an article that are no updates, with their traits."""
    found: list[tuple[Any, list[tuple[str, float]]]] = []
    traits = when.traits

    def noted(place: Any, said: Any, life: str) -> list[tuple[str, float]]:
        told = list(traits(place, said, life))
        if life != "updated":
            found.append((said, told))
        return told

    when.traits = noted
    first = when.is_month_first(call["raw"], call["lang"], call["url"], call["known"])
    list(when.near(call["raw"].lines, call["span"], call["lang"], call["headline"], month_first=first))
    when.traits = traits
    return found


def fit(data: list[Choice], size: int, penalty: float = 2.0, steps: int = 400) -> Any:
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        slope = -penalty * weights
        for _, rows, right in data:
            points = np.exp(rows @ weights - (rows @ weights).max())
            wanted = points * right
            slope += rows.T @ (wanted / wanted.sum() - points / points.sum())
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights += 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def share_right(data: list[Choice], weights: Any) -> float:
    return float(np.mean([right[np.argmax(rows @ weights)] for _, rows, right in data]))


def main(files: list[str]) -> None:
    names: dict[str, int] = {}
    sparse = list(choices(files, names))
    data: list[Choice] = []
    for fold, rows, right in sparse:
        table = np.zeros((len(rows), len(names)))
        for row, told in enumerate(rows):
            for column, value in told.items():
                table[row, column] = value
        data.append((fold, table, right))
    for fold in range(5):
        weights = fit([each for each in data if each[0] != fold], len(names))
        print(f"fold {fold}: {share_right([each for each in data if each[0] == fold], weights):.3f} right")
    weights = fit(data, len(names))
    print(f"{len(data)} choices, {share_right(data, weights):.3f} right\nWEIGHTS: Mapping[str, float] = {{")
    print(*(f'    "{name}": {weights[column]:.1f},' for name, column in names.items()), "}", sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
