"""What came of every case of the evaluation, to study: `.venv/bin/python tests/eval/report.py [NAME…]`.

Prints each case with the lines that leaked into its body and the lines that were lost, then the means.
With names, only the cases whose name contains one of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import scoring

from kliping import ingest

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 110


def report(scores: Sequence[scoring.Score]) -> Iterator[str]:
    """The report, line by line."""
    for each in scores:
        yield f"{each.case.name:42} {figures_line(each.figures)}"
        yield from (f"    leaked  {short(line)}" for line in each.leaked)
        yield from (f"    lost    {short(line)}" for line in each.lost)
        yield from (f"    wrong   {short(line)}" for line in each.wrong)
    yield ""
    for group, figures in scoring.means(scores).items():
        count = sum(group in each.case.groups for each in scores)
        yield f"{f'{group} ({count})':42} {figures_line(figures)}"


def figures_line(figures: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {figure:.3f}" for name, figure in figures.items())


def short(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[:WIDTH]}…"


def main(names: Sequence[str]) -> None:
    facts = ingest.load_facts(ROOT / "kliping", Path(__file__).parent, "UTC")
    chosen = [case for case in scoring.cases() if not names or any(name in case.name for name in names)]
    print("\n".join(report([scoring.score(case, facts) for case in chosen])))


if __name__ == "__main__":
    main(sys.argv[1:])
