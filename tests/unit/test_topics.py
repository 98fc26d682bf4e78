"""Which entries belong to a topic, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kliping import definitions
from kliping.errors import Fault
from kliping.records import Entry, Report, TopicDefinition, TopicVerdict
from kliping.site import topic_words, topics

JAKARTA = ZoneInfo("Asia/Jakarta")
TOPIC = TopicDefinition(
    slug="jembatan-umpama",
    title={"id": "Jembatan Umpama"},
    description={},
    who=(("umpama*", "kota contoh"), ("wali kota", "joko", "misal*")),
    what=("jembatan*", "penyeberang*", "cease fire*"),
    start=date(2020, 10, 1),
    end=date(2020, 10, 31),
)
WITHIN = datetime(2020, 10, 15, tzinfo=JAKARTA)
FAR = "Kata lain saja. " * 30
TITLE = "Wali Kota Umpama Buka Jembatan"


def match(
    title: str, text: str = "", when: datetime | None = WITHIN, **keys: tuple[str, ...]
) -> tuple[TopicVerdict, str]:
    entry = Entry("entries/x.md", "urn:x", title, "x", text, date=when, **keys)  # type: ignore[arg-type]
    found = topics.match(TOPIC, entry, text, JAKARTA)
    assert found.topic == TOPIC.slug
    assert found.reason
    assert "\n" not in found.reason
    return found.verdict, found.reason


WORDS = [
    (TITLE, "", "in", "what: “jembatan” in the headline with all of who, once in all"),
    ("WALI-KOTA UMPAMA BUKA JEMBATANNYA", "", "in", "what: “jembatannya” in the headline"),
    ("Umpama, Joko: Cease-Fire!", "", "in", "“cease fire” in the headline"),
    ("Ümpama dan Jokó membuka jêmbatan", "", "in", "“jembatan” in the headline"),
    ("Kabar Kota", "Wali kota Umpama membuka jembatan. Jembatan itu baru.", "in", "“jembatan” in the opening, 2 times"),
    ("Jembatan Dibuka", "Wali kota Umpama hadir.", "review", "what: “jembatan” in the headline, once in all"),
    ("Kabar Umpama dan Misal", FAR + "Ada jembatan.", "review", "what: “jembatan” only in the text, once in all"),
    (
        "Jembatan Dibuka",
        FAR + "Jembatan Umpama milik Joko.",
        "review",
        "who: “umpama” only in the text; who: “joko” only",
    ),
    ("Wali Kota Umpama Bernyanyi", "Lagu lama.", "out", "what: no word of it"),
    ("Jembatan Dibuka", "Joko hadir.", "out", "who: none of “umpama*, kota contoh”"),
    ("Jembatan Umpama", "Semua hadir.", "out", "who: none of “wali kota, joko, misal*”"),
    ("Jembatan Perumpamaan Joko", "", "out", "who: none"),
    ("Jokowi Umpama Jembatan", "", "out", "who: none of “wali kota, joko, misal*”"),
    ("", "", "out", "who: none"),
]


@pytest.mark.parametrize(
    ("title", "text", "verdict", "reason"), WORDS, ids=[f"{row[0]}|{row[1][-30:]}" for row in WORDS]
)
def test_words(title: str, text: str, verdict: str, reason: str) -> None:
    """Whole words count, in any case and spelling, the more the further in front; the reason names them."""
    found, why = match(title, text)
    assert found.value == verdict
    assert reason in why


NOTES = tomllib.loads((Path(__file__).parent / "topic_notes.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "note", NOTES["notes"], ids=lambda note: f"{note['verdict']}: {note['title']} {note['text'][-30:]}"
)
def test_reports_of_a_made_up_truce(note: Mapping[str, Any]) -> None:
    """What reports near a story are to its topic, and why."""
    faults: list[Fault] = []
    topic = definitions.read_one(NOTES["topic"], {}, "topic_notes.toml", faults)
    assert topic is not None, faults
    day = None if note.get("undated") else note.get("date", date(2020, 10, 10))
    found = topics.judge(
        topic, topics.read(Report("1", note["title"], note["text"], day, "id", "", note.get("url", "")))
    )
    assert (str(found.verdict), found) == (note["verdict"], found)
    assert note.get("reason", "") in found.reason


def test_what_is_in_a_part_is_in_the_whole() -> None:
    """An article of a part of a topic is in the whole, up to the top, unless the editor keeps it out there."""
    whole = replace(TOPIC, slug="whole", what=("lain",))
    middle = replace(whole, slug="middle", parent="whole")
    part = replace(TOPIC, slug="part", parent="middle")
    entry = Entry("entries/x.md", "urn:x", TITLE, "x", "", date=WITHIN)
    found = topics.memberships((whole, middle, part), entry, "", JAKARTA)
    assert [each.verdict for each in found] == [TopicVerdict.IN] * 3
    assert "it is in part, which is a part of it" in found[0].reason
    kept_out = topics.memberships((whole, middle, part), replace(entry, not_topics=("middle",)), "", JAKARTA)
    assert [each.verdict for each in kept_out] == [TopicVerdict.OUT, TopicVerdict.OUT, TopicVerdict.IN]


@pytest.mark.parametrize(
    ("when", "verdict"),
    [
        (datetime(2020, 10, 1, tzinfo=JAKARTA), TopicVerdict.IN),
        (datetime(2020, 10, 31, 23, 59, tzinfo=JAKARTA), TopicVerdict.IN),
        (datetime(2020, 9, 30, 23, 59, tzinfo=JAKARTA), TopicVerdict.OUT),
        (datetime(2020, 11, 1, tzinfo=JAKARTA), TopicVerdict.OUT),
        (datetime(2020, 9, 30, 17, 0, tzinfo=UTC), TopicVerdict.IN),
        (datetime(2020, 10, 31, 23, 0, tzinfo=timezone(timedelta(hours=-5))), TopicVerdict.OUT),
        (None, TopicVerdict.REVIEW),
    ],
)
def test_the_days_of_a_topic(when: datetime | None, verdict: TopicVerdict) -> None:
    """Both days named are inside, counted in the site's zone; what has no date is for the editor to decide."""
    assert match(TITLE, when=when)[0] is verdict


def test_why_a_day_is_outside() -> None:
    """The reason names the entry's day and the topic's."""
    assert match(TITLE, when=datetime(2020, 9, 1, tzinfo=JAKARTA))[1] == "2020-09-01 lies before 2020-10-01"
    assert match(TITLE, when=datetime(2020, 12, 1, tzinfo=JAKARTA))[1] == "2020-12-01 lies after 2020-10-31"


def test_pins_win() -> None:
    """What the editor pinned is in, what the editor kept out is out, whatever words and days say."""
    assert match("Lain", when=datetime(1999, 1, 1, tzinfo=JAKARTA), topics=(TOPIC.slug,)) == (
        TopicVerdict.IN,
        "pinned in the entry",
    )
    assert match(TITLE, not_topics=(TOPIC.slug,)) == (TopicVerdict.OUT, "kept out in the entry")
    assert match(TITLE, topics=("lain",), not_topics=("lain",))[0] is TopicVerdict.IN


@pytest.mark.parametrize("when", [datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)])
def test_the_ends_of_time_are_no_crash(when: datetime) -> None:
    """A date that an editor set to the year 1 or 9999 is outside the topic's days, in any zone."""
    entry = Entry("entries/x.md", "urn:x", TITLE, "x", "", date=when)
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        assert topics.match(TOPIC, entry, "", ZoneInfo(zone)).verdict is TopicVerdict.OUT


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nagorno-Karabakh", "nagorno karabakh"),
        ("NAGORNO – KARABAKH", "nagorno karabakh"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Jum’at", "jum'at"),
        ("Ärmenien, Azərbaycan", "armenien, azərbaycan"),
        ("a\xa0b\n c", "a b c"),
        ("ﬁnal", "final"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Case, accents, hyphens and spaces are folded; letters stay letters."""
    assert topic_words.fold(text) == folded


@pytest.mark.parametrize("word", ["c++", "a.b", "(x)y", "[y]z*", "$5", "a|b"])
def test_words_are_text_not_patterns(word: str) -> None:
    """Signs of regular expressions in a topic's words stand for themselves, or for nothing."""
    lexicon = topic_words.lexicon(replace(TOPIC, what=(word,)))
    found = lexicon.hits(topic_words.words_of(f"satu {word.rstrip('*')} dua"))
    assert [hit.idea for hit in found] == [topic_words.WHAT]
    assert not lexicon.hits(topic_words.words_of("satu b dua xx ab d 7"))
