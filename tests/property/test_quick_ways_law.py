"""Quick ways of reading texts give what the plain ways would: each is compared with a definition that looks at every sign."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kliping import dates
from kliping.dates import date_words, said
from kliping.records import Entry, TopicDefinition
from kliping.site import copies, likeness, names, render, rights, topic_words, topics

FACTS = likeness.read((Path(__file__).parents[2] / "kliping" / "facts" / "stories.toml").read_text("utf-8"))
LANGUAGES = tuple(date_words.CLDR.split())
SIGNS = """
Sabtu sabtu SABTU Minggu Jum'at senin- -Senin xSenin SeninX kemarin lusa xkemarin sekemarin tadi malam siang tadi. esok besok, hari ini ini
Monday İsnin isnin Kamis Пятница пятница Σάββατο 17 Oktober Oct. 9 9th of May Mei 10 (17/10) ( 3 / 4 ) (1-2 ) 31 0 00 007 1.000 8,0% 9:30 Rp17
3 orang 12 . , \n ™ “ ” ’ … é é ß ﬁ ½ ² ① 年 ・ ー 東京 กรุงเทพ ١٢ 𝟗 \0 ! ? ?” _ AS PBB (AS) x-AS AS-nya U.K. RI DKI 2020 19 99 30/10/2020 2020-10-30
""".replace("\n", " ").split(" ")
soup = st.lists(st.one_of(st.sampled_from([*SIGNS, "\n"]), st.text(max_size=4)), max_size=25).flatmap(
    lambda parts: st.sampled_from(["", " ", "  "]).map(lambda joint: joint.join(parts))
)
PUBLISHED = date(2020, 10, 18)


# ------------------------------------------------------------------ words


def words_plainly(text: str) -> list[str]:
    """The words of a text that is folded as a whole."""
    bare = unicodedata.normalize("NFKD", text.lower().translate(topic_words.FOLDED))
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    found = re.findall(r"\w+|(?:[.!?](?=[\s\"'”’)]|$)|\n)\W*", bare)
    return [word if word[0] not in ".!?\n" else topic_words.STOP for word in found]


@settings(max_examples=400)
@given(soup)
@example("Kota.\0Desa. “Pasar?” Ia…")
def test_words_are_those_of_the_folded_text(text: str) -> None:
    """Signs beyond ASCII are folded by themselves, and ASCII is cut by its blanks, with the same words."""
    assert topic_words.words_of(text) == words_plainly(text)


@settings(max_examples=400)
@given(soup)
@example("satu・dua “tiga”")
def test_words_of_runs_are_words_or_signs(text: str) -> None:
    """Runs are of all words, or of all signs of a script without spaces."""
    lower = text.lower()
    known = copies.scripts()
    words = (known.words_or_signs if known.signs.search(lower) else copies.WORDS).findall(lower)
    assert copies.words_of(lower) == (words, 2 * sum(map(bool, map(known.signs.match, words))) > len(words))


@given(st.lists(st.sampled_from(["kota", "<em>", "</em>", "&amp;", "&", " ", "\n", "<", ">"]), max_size=8).map("".join))
def test_the_words_of_a_block_are_those_of_its_html(html: str) -> None:
    """A block without markup has the words that looking for markup would leave."""
    assert rights.words_of(html) == render.words(html)


@given(soup)
def test_short_names_are_spelled_out_where_they_are_words(text: str) -> None:
    """What must not stand before a short name is looked for behind its first sign."""
    either = "|".join(sorted(FACTS.abbreviations, key=len, reverse=True))
    plain = re.sub(rf"(?<![\w.-])(?:{either})(?![\w-])", lambda match: FACTS.abbreviations[match[0]], text)
    assert likeness.plain(text, FACTS) == plain


# ------------------------------------------------------------------ topics

TOPICS = tuple(
    TopicDefinition(
        slug=f"topik-{number}",
        title={"": "Karangan"},
        description={},
        who=who,
        what=("gencatan senjata", "damai*"),
        start=date(2020, 1, 1) if number % 2 else None,
        what_with_name=("seru*",),
        names={"people": (("Ratu Sekar", "Sekar*"),)} if number else {},
        other_story=("tanjung lain",) if number else (),
    )
    for number, who in enumerate(((("umbara*",),), (("selaksa",), ("umbara", "kota")), ((),)))
)
WORDS = (
    "umbara umbaran selaksa gencatan senjata damai damaikan seru ratu sekar sekarang tanjung lain kota 1994 . \n".split(
        " "
    )
)


@given(st.lists(st.sampled_from(WORDS), max_size=6), st.lists(st.sampled_from(WORDS), max_size=30))
def test_topics_are_judged_together_as_each_by_itself(title: list[str], text: list[str]) -> None:
    """One look at which topics a text touches changes no verdict, no reason and no name."""
    entry = Entry("entries/x.md", "urn:x", " ".join(title), "x", "", date=datetime(2020, 5, 1, tzinfo=UTC))
    words = " ".join(text)
    cut = topics.read(topics.report_of(entry, words, UTC))
    found = topics.memberships(TOPICS, entry, words, UTC)
    assert found == tuple(topics.judge(topic, cut) for topic in TOPICS)
    together = names.by_topic(TOPICS, entry.title, words)
    assert together == {topic.slug: names.found(topic, entry.title, words) for topic in TOPICS}
    lexicon = topic_words.lexicon(TOPICS[1])
    assert lexicon.hits(cut.body) == lexicon.hits(cut.body, lexicon.begun(cut.said))


# ------------------------------------------------------------------ days


def named_plainly(text: str, lower: str, known: said.Names) -> list[tuple[int, int]]:
    """Where the pattern finds a word that nothing stands before, and that is no weekday without a capital."""
    return [
        found.span()
        for found in known.pattern.finditer(lower)
        if not (found.start() and said.INSIDE.match(lower, found.start() - 1))
        and (found[0] in known.words or text[found.start()].isupper())
    ]


@settings(max_examples=500)
@given(soup, st.sampled_from(("id", "en", "ms", "de", "ru", "el", "vi", "tr", "th", "xx")))
@example("sekemarin lusa. Sabtu", "id")
@example("İsnin Kamis", "ms")
def test_days_are_named_where_the_whole_text_names_them(text: str, lang: str) -> None:
    """Only round places where a word may be is the pattern tried, and it finds there what it finds anywhere."""
    known, lower = said.names(lang), "".join(sign.lower()[:1] for sign in text)
    spans = [
        span
        for span in said.where_named(text, lower, known)
        if lower[slice(*span)] in known.words or text[span[0]].isupper()
    ]
    assert spans == named_plainly(text, lower, known)


def test_no_name_of_a_day_holds_a_barrier() -> None:
    """What is found behind a barrier does not depend on what stands before it; nobody knows another capital of a weekday."""
    letters = set[str]()
    for lang in LANGUAGES:
        every = {*said.names(lang).words, *dates.names(lang)[1]}
        assert not [name for name in every if set(name) & set(said.BARRIERS)]
        letters |= {name[0] for name in every}
    capitals = {sign: sign.lower()[:1] for sign in map(chr, range(0x110000)) if sign.isupper()}
    for letter in letters:
        assert set(said.capitals(letter)) == {sign for sign, like in capitals.items() if like == letter}


@settings(max_examples=500)
@given(soup, st.sampled_from(("id", "en", "de")))
def test_days_without_a_year_are_those_of_three_patterns(text: str, lang: str) -> None:
    """What stands round each number is what patterns would find that look at the whole text."""
    word = r"(?P<word>[^\W\d_]{3,12})"
    patterns = (
        r"(?<=\()\s?(?P<day>[0-3]?\d)\s?[/.-]\s?(?P<month>[01]?\d)\s?(?=\))",
        rf"(?<![\d.,:/-])(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?{word}(?!\w)",
        rf"(?<!\w){word}\.?\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\w:]|[.,]\d|\s?%)",
    )
    found = []
    for match in (match for pattern in patterns for match in re.finditer(pattern, text)):
        parts = match.groupdict()
        month = int(parts["month"]) if "month" in parts else dates.month_of(dates.fold(parts["word"]), lang)
        weekday = said.weekday_before(text, match.start(), lang)
        if month and (day := said.in_year(month, int(parts["day"]), weekday, PUBLISHED, None)):
            found.append((day, match.start(), match.end()))
    assert [(each.day, each.start, each.end) for each in said.without_year(text, lang, PUBLISHED, None)] == found


@settings(max_examples=500)
@given(st.text("0123456789.,:/- ٣x", max_size=12))
def test_a_day_that_a_date_begins_with_is_a_day_with_nothing_before(text: str) -> None:
    """Numbers that may begin a date are the same, whether what stands before is looked for first or behind the first sign."""

    def spans(pattern: str) -> list[tuple[int, int]]:
        return [found.span() for found in re.finditer(pattern, text)]

    assert spans(dates.DAY_FIRST) == spans(rf"(?<![\d:.,/]){dates.DAY}")
    assert spans(dates.DAY_OR_MONTH.pattern) == spans(r"(?<!\d)\d\d?(?!\d)|日")
    assert spans(said.DAY.pattern) == spans(r"(?<!\d)[0-3]?\d(?!\d)")
    if text.isascii():
        assert spans(said.DAY_IN_ASCII.pattern) == spans(said.DAY.pattern)


SPOKEN = "dewan keamanan pbb dk serang serangan gencatan senjata kota menteri luar negeri armenia sama . lagi".split()


@given(st.lists(st.sampled_from(SPOKEN), max_size=30))
def test_ideas_are_those_that_a_lexicon_hits(words: list[str]) -> None:
    """What is found of ideas alone is what all is found of."""
    lexicon = likeness.ideas(FACTS)
    assert likeness.spoken(lexicon, words) == [(hit.idea, hit.at) for hit in lexicon.hits(words)]


# ------------------------------------------------------------------ numbers of pairs


def unit_plainly(rows: Sequence[dict[int, float]], width: int, *, counts: bool) -> list[list[float]]:
    """Each row cell by cell: weighed by how rare its column is, of one length, in whole numbers."""
    said_in = Counter(column for row in rows for column in row)
    made = list[list[float]]()
    for row in rows:
        weighed = [0.0] * width
        for column, number in row.items():
            weight = round(16 * (1 + math.log(number))) if counts else round(number * 16)
            weighed[column] = float(weight * round(64 * math.log((len(rows) + 1) / said_in[column])))
        length = math.sqrt(sum(each * each for each in weighed)) or 1.0
        made.append([float(math.floor(likeness.EXACT * each / length)) for each in weighed])
    return made


@given(st.lists(st.lists(st.sampled_from("kota desa pasar sawah ladang".split()), max_size=9), min_size=1, max_size=7))
def test_rows_are_of_one_length_however_they_are_summed(rows: list[list[str]]) -> None:
    """Weighing the cells that are not empty gives the rows that weighing all cells gives."""
    width = 3  # so few that several words have one column
    given_rows = [Counter(row) for row in rows]
    summed = [Counter(likeness.bucket(word, width) for word in row) for row in rows]
    made = likeness.unit(given_rows, lambda part: likeness.hashed(part, width), width)
    assert made.filled(0, len(rows)).tolist() == unit_plainly([dict(row) for row in summed], width, counts=True)
    halves = [{word: number / 2 for word, number in row.items()} for row in given_rows]
    halved = [{column: number / 2 for column, number in row.items()} for row in summed]
    made = likeness.unit(halves, lambda part: likeness.hashed(part, width), width, counts=False)
    assert made.filled(0, len(rows)).tolist() == unit_plainly(halved, width, counts=False)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_runs_of_signs_never_cross_from_text_to_text(texts: list[str]) -> None:
    """The runs of several texts are those of each by itself."""
    together = likeness.summed(likeness.grams(texts))
    for number, text in enumerate(texts):
        alone = likeness.summed(likeness.grams([text]))
        mine = together.places // likeness.GRAMS == number
        assert together.places[mine].tolist() == (alone.places + number * likeness.GRAMS).tolist()
        assert together.numbers[mine].tolist() == alone.numbers.tolist()


@given(st.lists(st.sampled_from("kota desa dan ke the pasar é".split()), max_size=30))
def test_words_are_counted_in_their_columns(words: list[str]) -> None:
    """What is packed of words are the counts of those that tell something, by column."""
    telling = [word for word in words if len(word) > 2 and word not in likeness.TELLS_LITTLE]
    expected = Counter(likeness.bucket(word, likeness.WORDS) for word in telling)
    columns, counts = np.frombuffer(likeness.word_counts(words), "<u4").reshape(2, -1).tolist()
    assert dict(zip(columns, counts, strict=True)) == expected
