"""Learn how much each sign of an author's name weighs, and write kliping/facts/people.toml.

    python benchmarks/train_people.py DUMPS.jsonl.xz PAGES.jsonl.xz [--cv] [--write]

The same files, licences, folds and method as train_headline.py; that nobody is named is a candidate too.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from train_headline import FACTS, FOLDS, LICENSES, Case, case_of, command, folded, learned, true_span  # noqa: E402

from kliping.ingest import body, language, people, readers  # noqa: E402
from kliping.ingest.lines import key  # noqa: E402
from kliping.records import RawFile  # noqa: E402

PULL = 2.0
HEAD = """# How much each sign of an author's name weighs (kliping/ingest/people.py), in text dumps and in web pages.
# Learned by benchmarks/train_people.py; not written by hand. NOTICE names the documents it was learned from.
"""


@dataclass(frozen=True, slots=True)
class Credit:
    """One document: its names with their signs, and who wrote it."""

    case: Case
    found: dict[str, tuple[list[people.Mention], dict[str, float]]]
    gold: frozenset[str]


def main() -> None:
    command(
        __doc__ or "", read, report, lambda _, credits_: learned([each.case for each in credits_], PULL),
        HEAD, "people.toml",
    )  # fmt: skip


def read(path: Path, kind: str) -> Iterator[Credit]:
    """Every document whose source says who wrote, with the names near its true body."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for document in map(json.loads, file):
            if document["license"] not in LICENSES or not (document.get("authors") or document.get("title")):
                continue
            suffix, text = ("txt", document["text"]) if kind == "dump" else ("html", document["html"])
            raw, _ = body.set_apart(readers.read(RawFile(f"inbox/x.{suffix}", text.encode("utf-8", "surrogateescape"))))
            if not (span := true_span(raw, document)):
                continue
            title = folded(document.get("title") or "")
            above = range(min(len(raw.lines), span.first + 3))
            headline = next((index for index in above if title and folded(raw.lines[index].text) == title), None)
            known = people.name_keys(FACTS)
            rough, _ = language.detect(" ".join(line.text for line in raw.lines if body.is_prose(line)))
            found = people.candidates(raw, body.marks(raw.lines, rough, FACTS, None), span, headline, known)
            gold = frozenset(map(key, document.get("authors") or ()))
            right = [key(name) in gold for name in found]
            signs = [*(signs for _, signs in found.values()), {"none": 1.0}]
            yield Credit(case_of(document, signs, [*right, not any(right)]), found, gold)


def report(kind: str, credits_: Sequence[Credit]) -> None:
    """F1 of the names by source, over the documents with gold, and how often a name that was given is right."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    given: list[bool] = []
    for fold in range(FOLDS):
        weights = learned([each.case for each in credits_ if each.case.fold != fold], PULL)
        for each in credits_:
            if each.case.fold == fold:
                told = {key(name) for name in people.authors(each.found, weights)}
                same = len(told & each.gold)
                if told:
                    given.append(same > 0)
                if each.gold:
                    for name in (each.case.source, "all"):
                        scores[name].append(2 * same / (len(told) + len(each.gold)))
    for name, values in scores.items():
        print(f"{kind}\t{name}\t{len(values)} documents\tF1 of names {sum(values) / len(values):.3f}")
    print(f"{kind}\ta name that is given is right\t{sum(given) / len(given):.3f}")


if __name__ == "__main__":
    main()
