"""Our figures for cleaning beside those of others, on the development set if it lies beside the checkout.

    .venv/bin/python benchmarks/clean.py                 # dumps (both variants) and HTML: some minutes
    .venv/bin/python benchmarks/clean.py --limit 200     # every n-th document only
    .venv/bin/python benchmarks/clean.py --only html --beside trafilatura    # in one run, if it is installed

The data and its scorer (`evaluate.py`) are no part of the project. What is measured is the filter that users
have: `kliping.clean_many`, what `kliping clean --jsonl` runs.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import importlib.util
import itertools
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import kliping
from kliping.records import SURE

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench" / "clean"
NEWS = frozenset(["scrapinghub", "fundus", "crf-id"])
LEARNED = frozenset(["MIT", "CC-BY-4.0"])
COLUMNS: Mapping[str, str] = {
    "f1": "body F1",
    "news": "news F1",
    "clean": "clean",
    "leak_free": "leak-free",
    "lost_free": "lost-free",
    "exact": "exact",
    "title": "title",
    "date": "date",
    "author": "authors",
    "lang_ok": "lang",
    "speed": "docs/s",
}
BASELINES: Mapping[str, str] = {
    "html: readability-lxml 0.9": ".906 .913 .635 .339 .618 .197",
    "html: trafilatura 2.3.1": ".904 .935 .574 .324 .660 .205 .598 .852 .664 - 31",
    "html: trafilatura favor_precision": ".900 .951 .616 .397 .589 .235",
    "html: newspaper4k 0.9.6": ".721 .841 .494 .607 .356 .168 .72",
    "html: line net + libraries' votes": "- .953 .731 .609 .540 .338",
    "dumps: longest run": ".885 .865 .550 .399 .598 .225",
    "dumps: prototype (line net)": ".925 .928 .669 .516 .498 .260 .670 .731 .19 .993 70-95",
    "dumps: prototype, permissive pages": ".915 .926 .610 .442 .470 .208",
}
"""In the order of the columns, from the development set's README and issue 3: body F1 is on the set itself, the rest on its held-out half."""


def main() -> int:
    """Print the tables; 1 if there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="about so many documents of each kind")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes (docs/s is told for one)")
    parser.add_argument("--batch", type=int, default=1, metavar="N", help="articles that teach each other what recurs")
    parser.add_argument("--only", choices=["dumps", "html"], help="one kind only")
    parser.add_argument("--beside", choices=["trafilatura"], help="clean the same pages with another library, too")
    options = parser.parse_args()
    gc.set_threshold(50_000)  # as the command does
    if not (BENCH / "evaluate.py").is_file():
        print("The development set is not there: this script needs ../shared/bench/clean beside the checkout.")
        return 1
    score = scorer(BENCH / "evaluate.py")
    kinds = {"dumps": ("text", "textdumps_dev.jsonl.xz"), "html": ("html", "html_dev.jsonl.xz")}
    print_row("", list(COLUMNS.values()))
    for kind, (field, file) in kinds.items():
        if options.only in (None, kind):
            documents = some(score.load(str(BENCH / file)), options.limit)
            measure(kind, field, documents, score, options)
            if kind == "html" and options.beside:
                measure_beside(documents, score)
    print()
    for name, figures in BASELINES.items():
        print_row(name, figures.split())
    return 0


def scorer(file: Path) -> ModuleType:
    """The scorer, loaded from where it lies, without leaving a trace there."""
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("evaluate", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some(documents: Sequence[dict[str, Any]], limit: int) -> Sequence[dict[str, Any]]:
    """Every n-th document, so that about so many are left and every source is among them."""
    return documents[:: max(1, len(documents) // limit)] if limit else documents


def measure(
    kind: str, field: str, documents: Sequence[dict[str, Any]], score: ModuleType, options: argparse.Namespace
) -> None:
    """Clean and score documents; print the rows of one kind, and how far its confidence can be trusted."""
    list(kliping.clean_many(items(documents[:3], field)))  # the facts and models are loaded before the clock runs
    begun = time.perf_counter()
    results = list(kliping.clean_many(items(documents, field), jobs=options.jobs, batch=options.batch))
    speed = len(documents) / (time.perf_counter() - begun)
    made = {each.id: each.to_dict() for each in results if isinstance(each, kliping.Cleaned)}
    rows = score.evaluate(documents, made)
    print_rows(f"{kind}: ours", documents, rows, speed, score)
    for line in calibration(rows, {id_: each["confidence"] for id_, each in made.items()}):
        print(f"    {line}")


def measure_beside(documents: Sequence[dict[str, Any]], score: ModuleType) -> None:
    """Clean and score the same pages with trafilatura, as it comes and at its most precise."""
    trafilatura = importlib.import_module("trafilatura")
    for setting in ({}, {"favor_precision": True}):
        extract = functools.partial(trafilatura.bare_extraction, with_metadata=True, include_comments=False, **setting)

        def cleaned(html: str, url: str | None, extract: Callable[..., Any] = extract) -> dict[str, Any]:
            found = extract(html, url=url)
            told = found.as_dict() if found else {}
            authors = [each.strip() for each in (told.get("author") or "").split(";") if each.strip()]
            return {
                "body": told.get("text") or "",
                "title": told.get("title"),
                "date": told.get("date"),
                "authors": authors,
            }

        score.run(cleaned, documents[:3], "html")
        made, spent, _ = score.run(cleaned, documents, "html")
        name = " ".join(["html: trafilatura", trafilatura.__version__, *setting])
        print_rows(name, documents, score.evaluate(documents, made), len(documents) / spent, score)


def print_rows(
    name: str,
    documents: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
    speed: float,
    score: ModuleType,
) -> None:
    """The row of all documents, of those from news sources, and of those whose licence kept our weights from learning them."""
    strange = [row for row, each in zip(rows, documents, strict=True) if each["license"] not in LEARNED]
    news = score.summarize([row for row in rows if row["source"] in NEWS])
    print_row(name, cells(score.summarize(rows) | {"news": news.get("f1", 0.0), "speed": speed}))
    print_row(f"{name}, news", cells(news))
    print_row(f"{name}, not learned from", cells(score.summarize(strange)))


def items(documents: Sequence[dict[str, Any]], field: str) -> Iterator[dict[str, Any]]:
    return ({"id": each["id"], field: each[field], "url": each.get("url") or None} for each in documents)


def calibration(rows: Sequence[Mapping[str, Any]], confidence: Mapping[str, float]) -> Iterator[str]:
    """Among the articles reported as sure, the share that is clean; and the same by steps of confidence."""
    sure = [row["clean"] for row in rows if confidence.get(row["id"], 0.0) >= SURE]
    if not sure:
        yield f"none of {len(rows)} is sure"
        return
    yield f"sure (from {SURE}): {len(sure)} of {len(rows)}, of which {sum(sure) / len(sure):.1%} are clean (F1 ≥ .95)"
    steps = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
    for low, high in itertools.pairwise(steps):
        found = [row["clean"] for row in rows if low <= confidence.get(row["id"], 0.0) < high]
        if found:
            yield f"said {low:.2f} to {min(high, 1):.2f}: {len(found):>5} documents, {sum(found) / len(found):.2f} clean"


def cells(figures: Mapping[str, float]) -> list[str]:
    """Figures as the columns show them."""
    told = {key: f"{value:.0f}" if key == "speed" else f"{value:.3f}"[-5:] for key, value in figures.items()}
    return [told.get(key, "-").removeprefix("0") for key in COLUMNS]


def print_row(name: str, values: Sequence[str]) -> None:
    print(f"{name:<56}" + "".join(f"{value:>11}" for value in values), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
