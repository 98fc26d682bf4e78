"""Which entries belong to a topic, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from kliping.records import Entry, TopicDefinition, TopicVerdict
from kliping.site import topics

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


def match(
    title: str, text: str = "", when: datetime | None = WITHIN, **keys: tuple[str, ...]
) -> tuple[TopicVerdict, str]:
    entry = Entry("entries/x.md", "urn:x", title, "x", text, when, **keys)  # type: ignore[arg-type]
    found = topics.match(TOPIC, entry, text, JAKARTA)
    assert found.topic == TOPIC.slug
    assert found.reason
    assert "\n" not in found.reason
    return found.verdict, found.reason


WORDS = [
    (
        "Wali Kota Umpama Buka Jembatan",
        "",
        "in",
        "who: “umpama” in the headline; who: “wali kota” in the headline; what: “jembatan” in the headline",
    ),
    ("WALI-KOTA UMPAMA BUKA JEMBATANNYA", "", "in", "what: “jembatannya” in the headline"),
    ("Jembatan Dibuka", "Wali kota Umpama hadir.", "in", "who: “umpama” in the opening"),
    (
        "Kabar Kota",
        "Wali kota Umpama membuka jembatan. Jembatan itu baru.",
        "in",
        "“jembatan” in the opening, 2 times in all",
    ),
    ("Kabar Kota", "Wali kota Umpama membuka jembatan.", "review", "what: only “jembatan” in the text, 1 times"),
    (
        "Kabar Kota Umpama dan Misal",
        FAR + "Ada jembatan, jembatan, jembatan.",
        "review",
        "what: only “jembatan” in the text, 3 times",
    ),
    ("Wali Kota Umpama Bernyanyi", "Lagu lama.", "out", "what: no word of it"),
    ("Jembatan Dibuka", "Joko hadir.", "out", "who: none of “umpama*, kota contoh”"),
    ("Jembatan Umpama", "Semua hadir.", "out", "who: none of “wali kota, joko, misal*”"),
    (
        "Jembatan Dibuka",
        FAR + "Umpama, Umpama, dan Umpama; Joko, Joko, Joko.",
        "in",
        "who: “umpama” 3 times in the text",
    ),
    ("Jembatan Dibuka", FAR + "Umpama, dan Umpama; Joko, Joko, Joko.", "out", "who: none of “umpama*"),
    ("Jembatan Perumpamaan Joko", "", "out", "who: none"),
    ("Misalnya Umpama dan Jembatan", "", "in", "who: “misalnya” in the headline"),
    ("Umpama, Joko: Cease-Fire!", "", "in", "“cease fire” in the headline"),
    ("Ümpama dan Jokó membuka jêmbatan", "", "in", "“jembatan” in the headline"),
    ("Jokowi Umpama Jembatan", "", "out", "who: none of “wali kota, joko, misal*”"),
    ("", "", "out", "who: none"),
]


@pytest.mark.parametrize(
    ("title", "text", "verdict", "reason"), WORDS, ids=[f"{row[0]}|{row[1][-30:]}" for row in WORDS]
)
def test_words(title: str, text: str, verdict: str, reason: str) -> None:
    """One word of every WHO and one WHAT make a topic; whole words, in any case and spelling, and a reason that names them."""
    found, why = match(title, text)
    assert found.value == verdict
    assert reason in why


TITLE = "Wali Kota Umpama Buka Jembatan"


@pytest.mark.parametrize(
    ("when", "verdict"),
    [
        (datetime(2020, 10, 1, tzinfo=JAKARTA), TopicVerdict.IN),
        (datetime(2020, 10, 31, 23, 59, tzinfo=JAKARTA), TopicVerdict.IN),
        (datetime(2020, 9, 30, 23, 59, tzinfo=JAKARTA), TopicVerdict.OUT),
        (datetime(2020, 11, 1, tzinfo=JAKARTA), TopicVerdict.OUT),
        (datetime(2020, 9, 30, 17, 0, tzinfo=UTC), TopicVerdict.IN),
        (datetime(2020, 10, 31, 23, 0, tzinfo=timezone(timedelta(hours=-5))), TopicVerdict.OUT),
        (None, TopicVerdict.IN),
    ],
)
def test_the_days_of_a_topic(when: datetime | None, verdict: TopicVerdict) -> None:
    """Both days named are inside, counted in the site's zone; an entry without a date is not held against it."""
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
    entry = Entry("entries/x.md", "urn:x", TITLE, "x", "", when)
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
    assert topics.fold(text) == folded


@pytest.mark.parametrize("word", ["c++*", "a.b", "(x)", "[y]*", "$5", "a|b"])
def test_words_are_text_not_patterns(word: str) -> None:
    """Signs of regular expressions in a topic's words stand for themselves."""
    found = topics.pattern((word,)).search(f"satu {topics.fold(word.rstrip('*'))} dua")
    assert found
    assert not topics.pattern((word,)).search("satu b dua xx ab 5 c")
