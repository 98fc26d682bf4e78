"""Learn how much each sign of two reports of one event weighs, and write [weights] of kliping/facts/stories.toml.

    python benchmarks/train_stories.py NOTES.jsonl TOPIC.toml… [--cv] [--write]

NOTES: {"url", "title", "text", "lang", "published", "label", "event"} a line; those on the topic that have an event are used.
Several definitions of one topic (a site.toml: its first) keep weights from leaning on the words of one editor.
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
from collections.abc import Iterable, Mapping, Sequence
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
    parser.add_argument("topics", type=Path, nargs="+", metavar="TOPIC")
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--without", nargs="*", default=[], help="signs to leave out, to see what each is good for")
    parser.add_argument("--pull", type=float, default=PULL)
    options = parser.parse_args()
    facts = likeness.read(FILE.read_text("utf-8"))
    notes = [json.loads(line) for line in options.notes.read_text("utf-8").splitlines()]
    notes = [note for note in notes if note["label"] == "on" and note["event"]]
    event_of = {note["url"]: note["event"] for note in notes}
    every: list[Pairs] = []
    for file in options.topics:
        topic = config.load(file, {}).topics[0] if file.name == config.FILE else config.load_topic(file)
        told = [likeness.traits(report(note), topic, facts) for note in notes]
        told.sort(key=lambda each: (each.day or date.max, each.id))
        every.append(Pairs(told, [event_of[each.id] for each in told], frozenset(options.without)))
    if options.cv:
        for file, pairs in zip(options.topics, every, strict=True):
            measure(pairs, every, options.pull, file.stem)
    weights = learned(every, set(event_of.values()), options.pull)
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

    def __init__(self, told: Sequence[likeness.Traits], events: Sequence[str], without: frozenset[str]) -> None:
        everyone = likeness.Table(told).sheet(0, len(told))
        signs = likeness.signs(everyone, everyone)
        self.names = sorted(set(signs) - without)
        self.signs = np.stack([signs[name] for name in self.names], -1).astype(float)
        self.events = np.array(events)
        days = np.array([each.day.toordinal() if each.day else 0 for each in told])
        self.far = (np.abs(days[:, None] - days[None, :]) > stories.GAP) & (days[:, None] > 0) & (days[None, :] > 0)
        self.same = self.events[:, None] == self.events[None, :]

    def chosen(self, events: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
        """Signs of the pairs of reports of some events that are near enough in time, and whether they are of one."""
        among = np.isin(self.events, sorted(events))
        near = among[:, None] & among[None, :] & ~self.far & np.tri(len(self.events), k=-1, dtype=bool)
        return self.signs[near], self.same[near].astype(float)

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


def learned(every: Sequence[Pairs], events: Iterable[str], pull: float) -> Mapping[str, float]:
    """Weights from the pairs of reports of some events: Newton's method on standardised signs."""
    events = set(events)
    parts = [pairs.chosen(events) for pairs in every]
    signs, same = (np.concatenate(each) for each in zip(*parts, strict=True))
    mean, spread = signs.mean(0), signs.std(0) + 1e-9
    rows = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    pulls = np.diag([*[pull * len(every)] * signs.shape[1], 1e-6])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - same) + pulls @ weights
        step = np.linalg.solve((rows * (chance * (1 - chance))[:, None]).T @ rows + pulls, slope)
        weights -= step
        if abs(step).max() < 1e-7:
            break
    found = weights[:-1] / spread
    return {"always": float(weights[-1] - found @ mean), **dict(zip(every[0].names, found.tolist(), strict=True))}


def measure(pairs: Pairs, every: Sequence[Pairs], pull: float, name: str) -> None:
    """B-cubed of the held-out half of the events, mean over the rounds, at each cut."""
    events = sorted(set(pairs.events.tolist()))
    scores: dict[tuple[str, float], list[tuple[float, float, float]]] = {}
    everyone = list(range(len(pairs.events)))
    for number in range(ROUNDS):
        mixed = events[:]
        random.Random(number).shuffle(mixed)
        held = set(mixed[: len(mixed) // 2])
        test = [place for place in everyone if pairs.events[place] in held]
        weights = learned(every, set(events) - held, pull)
        for cut in CUTS:
            found = pairs.grouped(everyone, weights, cut)
            scores.setdefault(("among all", cut), []).append(b_cubed(pairs.events.tolist(), found, test))
            found = pairs.grouped(test, weights, cut)
            events_of = [str(pairs.events[place]) for place in test]
            scores.setdefault(("by itself", cut), []).append(b_cubed(events_of, found, range(len(test))))
    for (how, cut), values in sorted(scores.items()):
        precision, recall, f1 = np.mean(values, 0)
        print(f"{name}\t{how}\tcut {cut}\tP {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def b_cubed(events: Sequence[str], groups: Sequence[int], of: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 by B-cubed (Bagga and Baldwin 1998) over some reports, all others left out."""
    both = Counter((events[place], groups[place]) for place in of)
    by_event, by_group = Counter(events[place] for place in of), Counter(groups[place] for place in of)
    precision = sum(count * count / by_group[group] for (_, group), count in both.items()) / len(of)
    recall = sum(count * count / by_event[event] for (event, _), count in both.items()) / len(of)
    return precision, recall, 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
