"""Learn how much each sign of two reports of one event weighs, and write [weights] of kliping/facts/stories.toml.

    python benchmarks/train_stories.py NOTES.jsonl TOPIC.toml [--cv] [--write]

NOTES: {"url", "title", "text", "lang", "published", "label", "event"} a line; those on the topic that have an event are used.
Weights are of a logistic regression on pairs, pulled towards nought. --cv measures with half of the events held out, again and
again: B-cubed (precision, recall, F1) of the held-out reports, once among all reports and once by themselves.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from kliping import config  # noqa: E402
from kliping.records import Report  # noqa: E402
from kliping.site import likeness, stories  # noqa: E402

FILE = ROOT / "kliping" / "facts" / "stories.toml"
PULL, CUTS, ROUNDS = 10.0, (0.3, 0.35, 0.37, 0.4, 0.45), 40


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("notes", type=Path)
    parser.add_argument("topic", type=Path)
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--without", nargs="*", default=[], help="signs to leave out, to see what each is good for")
    parser.add_argument("--pull", type=float, default=PULL)
    options = parser.parse_args()
    topic = config.load_topic(options.topic)
    facts = likeness.read(FILE.read_text("utf-8"))
    notes = [json.loads(line) for line in options.notes.read_text("utf-8").splitlines()]
    notes = [note for note in notes if note["label"] == "on" and note["event"]]
    told = [likeness.traits(report(note), topic, facts) for note in notes]
    told, events = zip(
        *sorted(
            zip(told, [note["event"] for note in notes], strict=True),
            key=lambda each: (each[0].day or date.max, each[0].id),
        ),
        strict=True,
    )
    pairs = Pairs(told, events, frozenset(options.without), options.pull)
    if options.cv:
        pairs.measure(ROUNDS)
    weights = pairs.learned(range(len(events)))
    for name, weight in sorted(weights.items(), key=lambda each: -abs(each[1])):
        print(f"{name}\t{weight:+.2f}")
    if options.write:
        rest = re.sub(r"(?ms)^# How much each sign.*\Z", "", FILE.read_text("utf-8")).rstrip()
        lines = "\n".join(f"{name} = {weight:.2f}" for name, weight in sorted(weights.items()))
        head = (
            "# How much each sign of two reports weighs; learned by benchmarks/train_stories.py, not written by hand."
        )
        FILE.write_text(f"{rest}\n\n{head}\n[weights]\n{lines}\n", "utf-8")


def report(note: Mapping[str, str]) -> Report:
    published = date.fromisoformat(note["published"]) if note["published"] else None
    return Report(note["url"], note["title"], note["text"], published, note["lang"], url=note["url"])


class Pairs:
    """All pairs of the reports, with their signs and whether they tell of one event."""

    def __init__(
        self, told: Sequence[likeness.Traits], events: Sequence[str], without: frozenset[str], pull: float
    ) -> None:
        everyone = np.arange(len(told))
        signs = likeness.Table(told).signs(everyone, everyone)
        self.names = sorted(set(signs) - without)
        self.signs = np.stack([signs[name] for name in self.names], -1).astype(float)
        self.events, self.pull = np.array(events), pull
        days = np.array([each.day.toordinal() if each.day else 0 for each in told])
        self.far = (np.abs(days[:, None] - days[None, :]) > stories.GAP) & (days[:, None] > 0) & (days[None, :] > 0)
        self.same = self.events[:, None] == self.events[None, :]

    def learned(self, of: Sequence[int]) -> Mapping[str, float]:
        """Weights from the pairs of some reports: Newton's method on standardised signs."""
        among = np.zeros(len(self.events), bool)
        among[list(of)] = True
        chosen = among[:, None] & among[None, :] & ~self.far & np.tri(len(self.events), k=-1, dtype=bool)
        signs, same = self.signs[chosen], self.same[chosen].astype(float)
        mean, spread = signs.mean(0), signs.std(0) + 1e-9
        rows = np.c_[(signs - mean) / spread, np.ones(len(signs))]
        pull = np.diag([*[self.pull] * len(self.names), 1e-6])
        weights = np.zeros(rows.shape[1])
        for _ in range(30):
            chance = 1 / (1 + np.exp(-rows @ weights))
            slope = rows.T @ (chance - same) + pull @ weights
            step = np.linalg.solve((rows * (chance * (1 - chance))[:, None]).T @ rows + pull, slope)
            weights -= step
            if abs(step).max() < 1e-7:
                break
        found = weights[:-1] / spread
        return {"always": float(weights[-1] - found @ mean), **dict(zip(self.names, found.tolist(), strict=True))}

    def grouped(self, of: Sequence[int], weights: Mapping[str, float], cut: float) -> Sequence[int]:
        """The group of each of some reports, as the site joins them."""
        odds = self.signs @ np.array([weights[name] for name in self.names]) + weights["always"]
        chance = np.where(self.far, 0, np.round(stories.CERTAIN / (1 + np.exp(-odds)))).astype(int)
        likely = {
            (one, other): stories.Likely(int(chance[of[one], of[other]]), 0)
            for one in range(len(of))
            for other in range(one + 1, len(of))
            if chance[of[one], of[other]] >= stories.LEAST
        }
        groups = stories.joined(len(of), likely, (), set(), round(stories.CERTAIN * cut))
        at = {place: number for number, group in enumerate(groups) for place in group}
        return [at[place] for place in range(len(of))]

    def measure(self, rounds: int) -> None:
        """B-cubed of the held-out half of the events, mean over the rounds, at each cut."""
        events = sorted(set(self.events.tolist()))
        scores: dict[tuple[str, float], list[tuple[float, float, float]]] = {}
        everyone = list(range(len(self.events)))
        for number in range(rounds):
            mixed = events[:]
            random.Random(number).shuffle(mixed)
            held = set(mixed[: len(mixed) // 2])
            test = [place for place in everyone if self.events[place] in held]
            weights = self.learned([place for place in everyone if self.events[place] not in held])
            for cut in CUTS:
                found = self.grouped(everyone, weights, cut)
                scores.setdefault(("among all", cut), []).append(b_cubed(self.events.tolist(), found, test))
                found = self.grouped(test, weights, cut)
                events_of = [str(self.events[place]) for place in test]
                scores.setdefault(("by itself", cut), []).append(b_cubed(events_of, found, range(len(test))))
        for (name, cut), values in sorted(scores.items()):
            precision, recall, f1 = np.mean(values, 0)
            print(f"{name}\tcut {cut}\tP {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def b_cubed(events: Sequence[str], groups: Sequence[int], of: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 by B-cubed (Bagga and Baldwin 1998) over some reports, all others left out."""
    both = Counter((events[place], groups[place]) for place in of)
    by_event, by_group = Counter(events[place] for place in of), Counter(groups[place] for place in of)
    precision = sum(count * count / by_group[group] for (_, group), count in both.items()) / len(of)
    recall = sum(count * count / by_event[event] for (event, _), count in both.items()) / len(of)
    return precision, recall, 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
