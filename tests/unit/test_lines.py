"""Text to lines, and the words of a line."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest

from kliping.ingest import lines
from kliping.records import Line

TIDY = [
    ("  kata   kata\tkata ", "kata kata kata"),
    ("kata\xa0kata\u2009kata\u3000kata", "kata kata kata kata"),
    ("ka\xadta ka\u200bta ka\ufeffta ka\u2060ta", "kata kata kata kata"),
    ("ka\x00ta\x1b ka\x7fta\x9d", "kata kata"),
    ("\u200e\u202bkata\u202c\u200f", "kata"),
    ("kafe\u0301", "kaf\xe9"),
    ("نمی\u200cخواهم", "نمی\u200cخواهم"),
    ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ("“tanda” – ‘kutip’ … — •", "“tanda” – ‘kutip’ … — •"),
    ("ﬁ № ½ ²", "ﬁ № ½ ²"),
    ("\u2028\u2029\x85", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), TIDY)
def test_tidy(text: str, expected: str) -> None:
    """White space is folded, what cannot be seen is gone, and every sign that can be seen stays itself."""
    assert lines.tidy(text) == expected


def test_split_numbers_lines_as_an_editor_program_does() -> None:
    """Empty lines are left out, but count; the first line of the file has a blank before it."""
    assert lines.split("satu\n\n  \ndua\r\ntiga\rempat\n") == (
        Line(1, "satu", blank_before=True),
        Line(4, "dua", blank_before=True),
        Line(5, "tiga", blank_before=False),
        Line(6, "empat", blank_before=False),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_ends_a_line(end: str) -> None:
    """All line ends that Unicode knows end a line."""
    assert [line.text for line in lines.split(f"satu{end}dua")] == ["satu", "dua"]


@pytest.mark.parametrize("sign", ["\x1c", "\x1d", "\x1e", "\x1f", "\x00"])
def test_signs_that_no_editor_program_shows_end_no_line(sign: str) -> None:
    """What separates records in old data files is taken out like any invisible sign."""
    assert [line.text for line in lines.split(f"sa{sign}tu{sign}\ndua")] == ["satu", "dua"]


@pytest.mark.parametrize("text", ["", "\n", " \t\n\n", "\u200b\n\ufeff"])
def test_no_text_is_no_line(text: str) -> None:
    """A text of nothing visible has no lines."""
    assert lines.split(text) == ()


WORDS = [
    ("Jum'at ke-4, 30.000 orang!", ["jum'at", "ke-4", "30", "000", "orang"]),
    ("d’Exemple l'été", ["d’exemple", "l'été"]),
    ("STRASSE Straße", ["strasse", "strasse"]),
    ("satu_dua --- * 3-4", ["satu", "dua", "3-4"]),
    ("…", []),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words(text: str, expected: list[str]) -> None:
    """Words keep their inner hyphens and apostrophes, and lose their case."""
    assert lines.words(text) == expected


LENGTH = [
    ("satu dua tiga", 3),
    ("架空の橋が来週ふたたび開通する", 9),
    ("สะพานสมมติ", 6),
    ("서울 다리 개통", 3),
    ("", 0),
    ("*** --- …", 0),
]


@pytest.mark.parametrize(("text", "expected"), LENGTH)
def test_length(text: str, expected: float) -> None:
    """A text is as long as its words; where words are not spaced, ten signs are six words."""
    assert lines.length(text) == pytest.approx(expected, abs=0.5)


SENTENCES = [
    *(
        "Kata dia.",
        "Mengapa?",
        "Awas!",
        "Kata dia.”",
        'kata dia."',
        "Kata (dia).)",
        "発表した。",
        "「発表した。」",
        "Begitulah…",
        "كيف؟",
    ),
    *("یہ ہے۔", "यह है।", "« Non. »"),
]
NO_SENTENCES = ["Judul Berita", "Kata dia,", "Kata dia:", "Kata dia;", "30.000 orang", "", "“Judul”"]


@pytest.mark.parametrize("text", SENTENCES)
def test_what_ends_like_a_sentence(text: str) -> None:
    """A full stop, question or exclamation mark of any script, with or without quotes after it, ends a sentence."""
    assert lines.is_sentence(text)


@pytest.mark.parametrize("text", NO_SENTENCES)
def test_what_does_not_end_like_a_sentence(text: str) -> None:
    """A headline, a list's introduction and half a sentence do not end like one."""
    assert not lines.is_sentence(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jembatan Dibuka!", "JEMBATAN DIBUKA"),
        ("“Jembatan” dibuka", '"Jembatan" dibuka'),
        ("Ke-4", "Ke 4"),
        ("Straße", "STRASSE"),
    ],
)
def test_key_tells_that_two_lines_say_the_same(one: str, other: str) -> None:
    """Case, signs and spaces make no difference between two lines."""
    assert lines.key(one) == lines.key(other) != ""


def test_key_is_for_tidy_lines() -> None:
    """Two spellings of the same letter say the same once they are tidy."""
    assert lines.key(lines.tidy(unicodedata.normalize("NFD", "Café"))) == lines.key(lines.tidy("Café"))


PARAGRAPHS = [
    "Perpustakaan terapung Kota Contoh berlayar lagi pekan ini dengan muatan 4.000 buku rekaan, dalam kabar karangan.",
    "Kapal itu singgah di tujuh dermaga yang tidak ada di peta mana pun, dan di setiap dermaga peminjam memilih buku.",
    "Buku yang basah dijemur di geladak, di sebelah deretan kamus yang sedang mengering sejak hujan karangan kemarin.",
]


@pytest.mark.parametrize("width", [55, 60, 68, 72, 78, 80, 95])
def test_a_wrapped_text_is_made_whole(width: int) -> None:
    """Paragraphs that a mail program broke at a fixed width come out as they were."""
    wrapped = "\n\n".join(textwrap.fill(text, width) for text in PARAGRAPHS * 2)
    assert [line.text for line in lines.split(wrapped)] == PARAGRAPHS * 2


def test_short_lines_are_not_joined() -> None:
    """A list of headlines under each other is no wrapped text."""
    headlines = ["Jembatan Umpama Dibuka Lagi", "Pasar Misal Kembali Ramai", "Perahu Kota Contoh Pensiun"] * 4
    assert [line.text for line in lines.split("\n".join(headlines))] == headlines
