"""The numbers that describe lines to the line model: what each says, on lines small enough to count by hand."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping.ingest import features, lines
from kliping.ingest.features import characters, vocabulary
from kliping.records import Box, Facts, Line, Mark, Role

WORDS = (("account", ("langgan*", "daftar")), ("other", ("terkait",)), ("legal", ("daftar", "登录")))
FIRST = "Pemerintah Kota Contoh membuka kembali jembatan rekaan itu setelah perbaikan selama tiga bulan penuh."
SECOND = "Warga menyambut kabar karangan ini karena jembatan rekaan tersebut satu-satunya jalan ke pasar."
Columns = Mapping[str, Sequence[float]]


def columns(
    texts: Sequence[str | Line], roles: Mapping[int, Role] | None = None, *, is_page: bool = False, stated: str = ""
) -> Columns:
    """Each column of a dump's or page's table by its name."""
    given_lines = [Line(number, text) if isinstance(text, str) else text for number, text in enumerate(texts, 1)]
    marks = [Mark(role, "") if (role := (roles or {}).get(index)) else None for index in range(len(texts))]
    rows = features.table(given_lines, marks, WORDS, is_page=is_page, stated=stated)
    names = features.PAGE_NAMES if is_page else features.NAMES
    assert rows.shape == (len(texts), len(names))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    return {name: rows[:, index].tolist() for index, name in enumerate(names)}


def about(*values: float) -> object:
    return pytest.approx(values, abs=1e-5)


def log(*values: float) -> object:
    """What a count becomes in a column that holds logarithms."""
    return pytest.approx([np.log1p(value) for value in values], abs=1e-5)


# ------------------------------------------------------------------ the table


def test_names_are_told_apart() -> None:
    """No two columns have one name; those of a page begin with those of a dump."""
    assert len(set(features.PAGE_NAMES)) == len(features.PAGE_NAMES)
    assert features.PAGE_NAMES[: len(features.NAMES)] == features.NAMES


def test_a_page_is_described_as_its_text_is() -> None:
    """Markup adds columns and changes none."""
    texts = [Line(1, "Jembatan Umpama", tag="h1", box=Box("h1", 1)), Line(2, FIRST, tag="p", box=Box("p", 2))]
    dump, page = columns(texts), columns(texts, is_page=True)
    assert {name: page[name] for name in features.NAMES} == dump


# ------------------------------------------------------------------ signs

SIGNS = [
    ("word_length", "Kota Contoh", np.log1p(5)),
    ("words", "Kota Contoh itu", np.log1p(3)),
    ("words", "見本市の橋", np.log1p(5 * 0.6)),
    ("end", "Tidak.", 1),
    ("end", "Tidak", 0),
    ("end", "「ありません。」", 1),
    ("end", "Katanya: “Tidak!”", 1),
    ("good", "Tidak.", 0),
    ("good", FIRST, 1),
    ("good", "kata " * 28, 1),
    ("good", "kata " * 27, 0),
    ("ends_colon", "Baca juga:", 1),
    ("ends_colon", "Baca: juga", 0),
    ("ends_comma", "Baca juga,", 1),
    ("ends_dots", "Baca selengkapnya...", 1),
    ("ends_dots", "Baca selengkapnya…", 1),
    ("ends_question", "Lalu bagaimana?", 1),
    ("ends_question", "それから？", 1),
    ("first_upper", "Kota", 1),
    ("first_upper", "kota", 0),
    ("first_lower", "kota", 1),
    ("first_digit", "3 jam lalu", 1),
    ("first_digit", "٣ ساعات", 1),
    ("first_quote", "“Sudah,” katanya", 1),
    ("first_bar", "» Baca juga", 0),
    ("first_bar", "• Baca juga", 1),
    ("first_bar", "- Papan", 1),
    ("first_caseless", "橋", 1),
    ("first_caseless", "पुल", 1),
    ("names", "Jembatan Umpama Dibuka Lagi", 1),
    ("names", "Jembatan umpama dibuka Lagi", 1 / 3),
    ("names", "Jembatan umpama dibuka lagi", 0),
    ("shouted", "KABAR DUKA hari ini", 0.5),
    ("shouted", "A B hari ini", 0),
    ("digits", "12 ab", 2 / 5),
    ("signs", "a|b-", 2 / 4),
    ("bars", "Beranda | Nasional | Daerah", 2),
    ("bars", "a|b|c|d|e|f", 3),
    ("commas", "satu, dua, tiga", 2),
    ("sentences", "Ini satu. Ini dua. Ini tiga.", 3),
    ("sentences", "Ini satu", 0),
    ("sentences", "これは一。これは二。", 2),
    ("quotes", "“Sudah,” katanya", 2),
    ("clock", "Pukul 18:45", 1),
    ("clock", "18.45 WIB", 1),
    ("clock", "Pukul 1845", 0),
    ("year", "30 Oktober 2020", 1),
    ("year", "2120 orang", 0),
    ("address", "https://contoh.example/a", 1),
    ("address", "redaksi@contoh.example", 1),
    ("address", "Lihat www.contoh.example", 1),
    ("address", "contoh", 0),
    ("count", "125 komentar", 1),
    ("count", "1.2K", 1),
    ("count", "125 orang mengungsi ke bukit", 0),
    ("label", "Penulis: Budi Karangan", 1),
    ("label", "Penulis Budi Karangan", 0),
    ("copyright", "© 2020 Harian Contoh", 1),
    ("copyright", "(c) Harian Contoh", 1),
    ("unspaced", "橋a", 1 / 2),
    ("unspaced", "jembatan", 0),
]


@pytest.mark.parametrize(("name", "text", "value"), SIGNS, ids=[f"{name}-{text[:30]}" for name, text, _ in SIGNS])
def test_what_signs_say(name: str, text: str, value: float) -> None:
    """A line's signs give its column the value that one counts by hand."""
    assert columns([text])[name] == about(value)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=1, max_size=6))
def test_signs_of_a_line_are_its_own(texts: list[str]) -> None:
    """What the signs of a line say does not depend on the other lines."""
    told = [tidy for text in texts if (tidy := lines.tidy(text))]
    if told:
        together = columns(told)
        for index, text in enumerate(told):
            by_itself = columns([text])
            own = list(features.NAMES[: features.NAMES.index("mark_address")])
            assert [together[name][index] for name in own] == [by_itself[name][0] for name in own]


def test_what_follows_the_first_part_of_a_long_line_says_nothing() -> None:
    """Of a line of a megabyte the beginning is looked at."""
    told, more = columns(["kata " * 500]), columns(["kata " * 200_000])
    assert told["words"] == more["words"]


@given(st.text())
def test_a_character_is_known_as_expressions_know_it(text: str) -> None:
    """Letters and digits are those of `re`; each character has a kind, and is what it was when it comes again."""
    known = characters.of(text)
    assert len(known) == len(text)
    assert [bool(each & characters.LETTER) for each in known] == [bool(re.match(r"[^\W_]", each)) for each in text]
    assert all(0 < each & characters.KIND < len(characters.SHAPES) for each in known)
    assert characters.of(text).tolist() == known.tolist()


# ------------------------------------------------------------------ words and marks

TOKEN = re.compile("[^\\W_]+(?:[\u0300-\u036f\u0900-\u0963\u0966-\u0dff]+[^\\W_]*)*")


def tokens(text: str) -> tuple[str, ...]:
    """The different words of a text, case-folded, sign by sign in scripts without spaces: slow and plain."""
    found: list[str] = []
    for word in TOKEN.findall(text.casefold()):
        is_unspaced = lines.UNSPACED.match(word[0]) or lines.UNSPACED.match(word[-1])
        found += [word[at : at + 2] for at in range(len(word) - 1)] if is_unspaced else [word]
    return tuple(dict.fromkeys(word for word in found if len(word) > 1))


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_characters="\n"), max_size=40),
            st.text(st.sampled_from("aİß1橋本ก क़़्ा\u0301_-'"), max_size=20),
        ),
        max_size=6,
    )
)
def test_words_of_lines(texts: list[str]) -> None:
    """All lines together give the words that each gives by itself: letters and digits with the vowel signs after them."""
    assert vocabulary.tokens_of(texts) == [tokens(text) for text in texts]


def test_words_of_an_idea_are_counted() -> None:
    """A word counts for its idea, with any ending where a star stands, and three at most; the share is of different words."""
    told = columns(["Berita Terkait", "Langganan, langganan koran", "langgan langganan langganku langganmu", "pasar"])
    assert told["words_other"] == about(1, 0, 0, 0)
    assert told["words_account"] == about(0, 1, 3, 0)
    assert told["words_any"] == about(1 / 2, 1 / 2, 1, 0)


def test_a_word_may_stand_for_two_ideas() -> None:
    """One word counts for every idea that lists it, and once for any."""
    told = columns(["Daftar isi"])
    assert (told["words_account"], told["words_legal"], told["words_any"]) == (about(1), about(1), about(0.5))


def test_a_star_matches_whole_words_only_from_their_beginning() -> None:
    """What only ends like a word is another word."""
    assert columns(["berlangganan terkaitan"])["words_any"] == about(0)


def test_words_without_spaces_are_looked_for_sign_by_sign() -> None:
    """In a script without spaces a word is found inside a line."""
    assert columns(["请登录后查看"])["words_legal"] == about(1)


@pytest.mark.parametrize("role", features.ROLES)
def test_marks_are_told(role: Role) -> None:
    """What a line is by itself stands in the column of its role, and in no other."""
    told = columns(["Kota Contoh", FIRST], {0: role})
    assert {name: told[name] for name in told if name.startswith("mark_")} == {
        f"mark_{each}": [float(each is role), 0.0] for each in features.ROLES
    }


# ------------------------------------------------------------------ place


def test_blank_lines() -> None:
    """A line knows the blank lines round it, and how many lines its block has."""
    told = columns([Line(1, "a", blank_before=True), Line(2, "b"), Line(4, "c", blank_before=True)])
    assert told["blank_before"] == about(1, 0, 1)
    assert told["blank_after"] == about(0, 1, 1)
    assert told["alone"] == about(0, 0, 1)
    assert told["block_size"] == log(2, 2, 1)
    assert told["has_blanks"] == about(1, 1, 1)
    assert columns(["a", "b"])["has_blanks"] == about(0, 0)


def test_where_a_line_stands() -> None:
    """A line knows its place from the top and from the end, and what share of the words stands above it."""
    told = columns(["satu dua", "tiga", "empat lima enam"])
    assert told["position"] == about(0, 1 / 3, 2 / 3)
    assert told["from_top"] == log(0, 1, 2)
    assert told["from_end"] == log(2, 1, 0)
    assert told["words_before"] == about(0, 2 / 6, 3 / 6)
    assert told["lines"] == log(3, 3, 3)
    assert told["total"] == log(6, 6, 6)


def test_paragraphs_round_a_line() -> None:
    """A line knows how far the paragraphs above and below are, and how many there are."""
    told = columns(["Beranda", FIRST, "Tidak.", SECOND, "Bagikan"])
    assert told["good"] == about(0, 1, 0, 1, 0)
    assert told["since_good"] == about(20, 0, 1, 0, 1)
    assert told["till_good"] == about(1, 0, 1, 0, 20)
    assert told["good_before"] == about(0, 0, 0.5, 0.5, 1)
    assert told["good_lines"] == log(2, 2, 2, 2, 2)
    assert told["near_good2"] == about(1 / 3, 2 / 4, 2 / 5, 2 / 4, 1 / 3)


def test_the_run_that_reads_like_an_article() -> None:
    """The best run of paragraphs is a rough article, and each line knows where it stands to it."""
    told = columns(["Beranda", "Nasional", FIRST, SECOND, "Bagikan"])
    assert told["in_core"] == about(0, 0, 1, 1, 0)
    assert told["above_core"] == about(1, 1, 0, 0, 0)
    assert told["below_core"] == about(0, 0, 0, 0, 1)
    assert told["core_distance"] == log(2, 1, 0, 0, 1)
    assert told["core_position"] == about(-1, -1, 0, 1, 2)
    assert told["core_share"] == about(1, 1, 1, 1, 1)


def test_words_that_an_article_shares_with_a_line() -> None:
    """The headline says words that the article says; those of several paragraphs count as function words."""
    filler = [f"Yang {word} itu sudah dibangun kembali oleh warga Kota Contoh tahun lalu." for word in "abcdef"]
    told = columns(["Perbaikan Penuh", "Cuaca Esok", FIRST, SECOND, *filler])
    assert told["core_words"][0] == 1
    assert told["core_words"][1] == 0
    assert told["headline"][:4] == [1, 0, 0, 0]
    assert told["like_headline"][:2] == [1, 0]
    assert told["after_headline"][:3] == [0, 1, 1]
    assert told["from_headline"][:3] == log(0, 1, 2)
    assert (told["function_words"][-1], told["content_words"][-1]) == (1, 0)


def test_lines_that_say_the_same() -> None:
    """A line knows how often it stands there, and whether it stands inside another."""
    told = columns(["Pasar Misal Ramai", "Terkini", "pasar misal ramai!", "Terbaru: Pasar Misal Ramai Lagi"])
    assert told["same"] == pytest.approx(np.log([2, 1, 2, 1]), abs=1e-5)
    assert told["inside_other"] == about(1, 0, 1, 0)
    assert columns(["Pasar Misal Ramai", "pasar misal ramai", "Pasar Ramai", "Pasar Ramai!!"])["inside_other"] == about(
        0, 0, 0, 0
    )


def test_how_far_dates_and_bylines_are() -> None:
    """A line knows how many lines ago a date and a byline stood; 40 where none did."""
    told = columns(["Jembatan", "30 Oktober", "Oleh Budi", FIRST], {1: Role.DATE, 2: Role.BYLINE})
    assert told["since_date"] == log(40, 0, 1, 2)
    assert told["since_byline"] == log(40, 40, 0, 1)


def test_furniture_nearby() -> None:
    """A line knows what share of its neighbours is known furniture."""
    told = columns(["a", "b", "c", "d"], {0: Role.FURNITURE, 3: Role.FURNITURE})
    assert told["near_furniture2"] == about(1 / 3, 2 / 4, 2 / 4, 1 / 3)
    assert told["near_furniture5"] == about(1 / 2, 1 / 2, 1 / 2, 1 / 2)


# ------------------------------------------------------------------ markup


def test_what_markup_says_of_a_line() -> None:
    """Its element, those round it, the purposes that their names speak of, and its links are columns."""
    body = Box("p", 3, (2, 1), ("", "article-body", "page"), frozenset(["article", "main"]))
    aside = Box("h4", 5, (4, 1), ("card-title", "related-posts", "page"), frozenset(["aside", "ul"]))
    told = columns([Line(1, FIRST, tag="p", box=body), Line(2, "Pasar", tag="h4", linked=1.0, box=aside)], is_page=True)
    assert (told["tag_p"], told["tag_h3"], told["tag_li"]) == (about(1, 0), about(0, 1), about(0, 0))
    assert (told["round_article"], told["round_aside"]) == (about(1, 0), about(0, 1))
    assert (told["near_text"], told["near_other"], told["near_head"]) == (about(1, 1), about(0, 1), about(0, 1))
    assert (told["linked"], told["linked_all"], told["linked_near"]) == (about(0, 1), about(0, 1), about(0.5, 0.5))
    assert told["depth"] == log(2, 2)


def test_what_else_an_element_holds() -> None:
    """A line knows how much of the page's prose stands in the element that holds its own."""
    texts = [
        Line(1, FIRST, tag="p", box=Box("p", 3, (2, 1))),
        Line(2, SECOND, tag="p", box=Box("p", 4, (2, 1))),
        Line(3, "Pasar", tag="p", box=Box("p", 6, (5, 1))),
    ]
    told = columns(texts, is_page=True)
    assert told["parent_good"] == about(1, 1, 0)
    assert told["parent_lines"] == log(2, 2, 1)
    assert told["parent_inside"] == about(1, 1, 0)
    assert told["grandparent_lines"] == log(3, 3, 3)


def test_lines_of_one_element() -> None:
    """Two lines of one element know that they are."""
    texts = [Line(number, "Pasar", tag="p", box=Box("p", of)) for number, of in ((1, 7), (2, 7), (3, 8))]
    assert columns(texts, is_page=True)["same_box"] == about(0, 1, 0)


def test_a_text_that_the_page_states() -> None:
    """A line that the page's own statement of the article holds is told, and whether there is such a statement."""
    told = columns([FIRST, SECOND, "Pasar Misal"], is_page=True, stated=f"{FIRST} {SECOND} {FIRST}")
    assert (told["is_stated"], told["stated"]) == (about(1, 1, 0), about(1, 1, 1))
    assert columns([FIRST], is_page=True)["is_stated"] == about(0)


# ------------------------------------------------------------------ any text

SCRIPTS = st.sampled_from(
    [FIRST, SECOND, "見本市の橋。", "Baca juga:", "पुल खुला।", "12", "...", "https://a.example/", "الجسر"]
)
ANY = st.one_of(SCRIPTS, st.text(max_size=80))
BOXES = st.one_of(
    st.none(),
    st.builds(
        Box,
        st.sampled_from(["p", "div", "", "li"]),
        st.integers(-1, 9),
        st.lists(st.integers(0, 9), max_size=3).map(tuple),
        st.lists(st.text(max_size=12), max_size=4).map(tuple),
        st.frozensets(st.sampled_from(["nav", "ul", "article"])),
    ),
)


@given(
    st.lists(st.tuples(ANY, st.booleans(), st.floats(0, 1), BOXES), min_size=1, max_size=12),
    st.data(),
)
def test_every_text_has_finite_numbers(drawn: list[tuple[str, bool, float, Box | None]], data: st.DataObject) -> None:
    """Whatever a page or dump says, each line has one row, and every number in it is one."""
    told = [
        Line(number, tidy, is_blank, linked=linked, box=box)
        for number, (text, is_blank, linked, box) in enumerate(drawn, 1)
        if (tidy := lines.tidy(text))
    ]
    if told:
        roles = data.draw(st.dictionaries(st.integers(0, len(told) - 1), st.sampled_from(features.ROLES)))
        columns(told, roles)
        columns(told, roles, is_page=True, stated=data.draw(ANY))


@pytest.mark.parametrize("is_page", [False, True])
@pytest.mark.parametrize("number", [1, 2, 5000])
def test_a_file_of_any_length(number: int, *, is_page: bool, facts: Facts) -> None:
    """One line, two lines and 5,000 lines are described, the last in a few seconds on a slow machine."""
    given_lines = [Line(each, f"{FIRST} Nomor {each}." if each % 3 else "Baca juga") for each in range(1, number + 1)]
    began = time.monotonic()
    rows = features.table(given_lines, [None] * number, facts.words, is_page=is_page)
    assert rows.shape == (number, len(features.PAGE_NAMES if is_page else features.NAMES))
    assert time.monotonic() - began < 5
