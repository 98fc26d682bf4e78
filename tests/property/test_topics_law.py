"""Laws of topics: pins win, words of other stories only speak against, spelling never matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from kliping.records import Entry, Report, TopicDefinition, TopicVerdict
from kliping.site import topic_words, topics

TOPIC = TopicDefinition(
    slug="damai-umbara",
    title={"": "Damai (karangan)"},
    description={},
    who=(("umbara*",), ("selaksa*",)),
    what=("gencatan senjata", "damai", "berunding"),
    start=date(2020, 9, 27),
    end=date(2020, 11, 30),
    what_with_name=("seru*",),
    names={"people": (("Ratu Sekar", "Sekar"),)},
    other_story=("tanjung lain",),
    other_side=("rudal",),
)
WORDS = "umbara selaksa gencatan senjata damai berunding serukan sekar tanjung lain rudal kota pasar cabai hari 1994 (10/10) 2022 . ".split()
TEXTS = st.lists(st.sampled_from([*WORDS, ".\n", "gencatan senjata", "tanjung lain"]), max_size=40).map(" ".join)
DAYS = st.sampled_from([None, date(2020, 10, 10), date(2022, 10, 10)])
ORDER = [TopicVerdict.OUT, TopicVerdict.REVIEW, TopicVerdict.IN]


def judged(topic: TopicDefinition, title: str, text: str, day: date | None) -> TopicVerdict:
    found = topics.judge(topic, topics.read(Report("1", title, text, day, "id")))
    assert found.reason
    assert "\n" not in found.reason
    return found.verdict


@given(TEXTS, TEXTS, DAYS, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_words_of_other_stories_only_speak_against(title: str, text: str, day: date | None, words: list[str]) -> None:
    """A word more of another story, or of another side, never brings a report nearer to the topic."""
    now = ORDER.index(judged(TOPIC, title, text, day))
    for more in (
        replace(TOPIC, other_story=(*TOPIC.other_story, *words)),
        replace(TOPIC, other_side=(*TOPIC.other_side, *words)),
    ):
        assert ORDER.index(judged(more, title, text, day)) <= now


@given(TEXTS, TEXTS, DAYS, st.booleans())
def test_pins_win(title: str, text: str, day: date | None, is_in: bool) -> None:
    """What the editor wrote into the entry decides, whatever it says."""
    when = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    entry = Entry("entries/x.md", "urn:x", title, "x", text, date=when)
    pinned = replace(entry, topics=(TOPIC.slug,)) if is_in else replace(entry, not_topics=(TOPIC.slug,))
    expected = TopicVerdict.IN if is_in else TopicVerdict.OUT
    assert topics.match(TOPIC, pinned, text, UTC).verdict is expected


@given(TEXTS, TEXTS, DAYS)
def test_spelling_never_matters(title: str, text: str, day: date | None) -> None:
    """Case, accents, hyphens and spaces change no verdict."""
    spelt = [each.upper().replace("A", "Â").replace(" SENJATA", "\u2010SENJATA") for each in (title, text)]
    assert judged(TOPIC, spelt[0], spelt[1], day) is judged(TOPIC, title, text, day)


@given(TEXTS, st.sampled_from(["umbara selaksa damai", "selaksa berunding umbara"]))
def test_a_headline_that_says_all_is_never_overruled(text: str, title: str) -> None:
    """Words of other stories do not matter where the headline names everyone and a word of what."""
    day = date(2020, 10, 10)
    assert judged(TOPIC, title, text, day) is judged(replace(TOPIC, other_story=()), title, text, day)


@given(st.text(max_size=200))
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    """A text's words are found where they stand when they are a definition's."""
    words = [word for word in topic_words.words_of(text) if word != topic_words.STOP]
    for word in words[:5]:
        lexicon = topic_words.Lexicon(topic_words.terms("what", (word,)))
        assert any(word == words[0] or hit.word == 0 for hit in lexicon.hits(topic_words.words_of(text)))
