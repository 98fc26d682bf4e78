"""How much time of one core copies and stories take: 10,000 made-up reports, 1,000 of them on one topic; and when all is remembered.

    OMP_NUM_THREADS=1 python benchmarks/stories.py [--reports 10000] [--topic 1000]

Words are made up and as frequent as in prose (Zipf); one report in twenty is a shortened copy.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from kliping.records import Report, TopicDefinition  # noqa: E402
from kliping.site import copies, likeness, stories  # noqa: E402

SYLLABLES = [first + vowel for first in "bcdghjklmnprstwy" for vowel in "aeiou"]
DAYS = 60
PLACES = ("Antah", "Berantah", "Talinga", "Rakata", "Selingkar", "Wanasari")
ACTS = (
    "sepakati gencatan senjata",
    "langgar gencatan senjata",
    "bahas perdamaian",
    "serukan perdamaian",
    "kirim bantuan",
)
TOPIC = TopicDefinition(
    "antah",
    {"": "Antah"},
    {},
    (("antah*",), ("berantah",)),
    ("gencatan senjata", "perdamaian"),
    date(2020, 9, 1),
    date(2020, 11, 30),
    names={"places": tuple((place,) for place in PLACES)},
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--topic", type=int, default=1_000)
    options = parser.parse_args()
    chance = random.Random(1)
    reports = list(made_up(chance, options.reports, options.topic))
    on_topic = reports[: options.topic]
    facts = likeness.read((ROOT / "kliping" / "facts" / "stories.toml").read_text("utf-8"))
    with taking(f"numpy, and a story of 2 of {options.reports} reports"):
        stories.stories(reports[:2], TOPIC, facts)
    with taking("copies"):
        found = copies.copies(reports)
    with taking(f"stories of {len(on_topic)} reports"):
        made = stories.stories(on_topic, TOPIC, facts, copies=found)
    print(f"{len(found)} copies or shared texts, {len(made)} stories")
    runs = {report.id: copies.runs(report.text) for report in reports}
    traits = {report.id: likeness.traits(report, TOPIC, facts) for report in on_topic}
    with taking("copies, runs remembered"):
        copies.copies(reports, known=runs)
    with taking("stories, traits remembered"):
        stories.stories(on_topic, TOPIC, facts, copies=found, known=traits)


@contextmanager
def taking(what: str) -> Iterator[None]:
    begin = time.process_time()
    yield
    print(f"{time.process_time() - begin:6.2f} s  {what}")


def made_up(chance: random.Random, count: int, on_topic: int) -> Iterator[Report]:
    """Reports of 280 words; those on the topic come first, some twenty to an event."""
    words = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)})
    chance.shuffle(words)
    often = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    before = ""
    for number in range(count):
        if number % 20 == 19:
            text = before[: len(before) // 2]
        else:
            text = ". ".join(" ".join(chance.choices(words, cum_weights=often, k=14)).capitalize() for _ in range(20))
        before = text
        day, title = date(2020, 9, 1) + timedelta(chance.randrange(DAYS)), " ".join(chance.choices(words, k=8))
        if number < on_topic:
            event = number // 20
            day = date(2020, 9, 1) + timedelta(event * DAYS * 20 // on_topic)
            title = f"{PLACES[event % 6]} dan Berantah {ACTS[event % 5]} di {PLACES[event % 4]}"
            special = random.Random(event).choices(words, k=60)
            text = f"ANTAH, {day.day}/{day.month} - {title} pada {day.day} September. {' '.join(special)}. {text}"
        yield Report(f"https://contoh.example/{number}", title.capitalize(), text, day, "id")


if __name__ == "__main__":
    main()
