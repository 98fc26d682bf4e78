"""Numbers that articles report, with their sentence, for the editor to approve."""

from __future__ import annotations

import pytest
from making import entry

from kliping.site import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Banjir karangan itu menewaskan banyak rusa; 400 orang tewas di Antah.", [("dead", "400")]),
        ("Korban tewas di Antah mencapai 1.250 orang.", [("dead", "1.250")]),
        ("At least 30,000 people were displaced in Antah.", [("displaced", "30,000")]),
        ("Ribuan warga Antah mengungsi.", [("displaced", "Ribuan")]),
        ("Sekitar 3 ribu orang mengungsi dan 12 terluka.", [("wounded", "12"), ("displaced", "3 ribu")]),
        ("Two prisoners of Antah came home.", [("prisoners", "Two")]),
        ("Pada 27 September 2020 tidak ada yang tewas.", []),
        ("Sabtu (17/10/2020) pukul 10.30 utusan itu meninggal.", []),
        ("Kekeringan tiga tahun; banyak pengungsi.", []),
        ("Antah punya 400 jembatan.", []),
        ("Tiga gencatan senjata di Antah gagal.", [("failed_truces", "Tiga")]),
        ("Gencatan senjata ketiga di Antah runtuh Senin (26/10).", [("failed_truces", "ketiga")]),
        ("A third attempted truce in Antah has ended in failure.", [("failed_truces", "third")]),
        ("After three ceasefires failed, talks began in Antah.", [("failed_truces", "three")]),
        ("Utusan Antah bahas gencatan senjata untuk ke-4 kali.", [("truces", "ke-4")]),
        ("Antah tiga kali mencoba gencatan senjata.", [("truces", "tiga")]),
        ("Gencatan senjata Antah disetujui kedua pihak, berlaku pukul 8 pagi.", []),
        ("The truce of Antah begins at 8 a.m. on October 10.", []),
        ("Gencatan senjata Antah gagal.", []),
        ("Kedua, gencatan senjata Antah gagal mengakhiri empat pekan perang.", []),
        ("", []),
    ],
)
def test_what_is_proposed(text: str, found: list[tuple[str, str]]) -> None:
    """A number near what it counts is proposed; dates, times and years are not."""
    assert [(each.kind, each.number) for each in figures.proposed(text)] == found


def test_the_sentence_is_verbatim() -> None:
    """The sentence that is proposed stands in the article, word for word, and no other."""
    text = "Jembatan runtuh. Menurut Dr. Anu, 40 orang Antah tewas. Besok ada rapat."
    assert [each.sentence for each in figures.proposed(text)] == ["Menurut Dr. Anu, 40 orang Antah tewas."]


def test_a_number_is_told_once_for_each_article() -> None:
    """The same figure twice in an article is one proposal."""
    assert len(list(figures.proposed("Antah: 40 tewas.\nSekali lagi, 40 tewas."))) == 1


def test_lines_to_approve() -> None:
    """A line can be copied as it is; what was approved is not proposed again."""
    each = entry("Karangan: Jembatan Antah", body="Di Antah 40 orang tewas dan 3 terluka.")
    assert [line.text for line in figures.lines([each], [])] == [
        '- {kind: dead, number: "40", article: karangan-jembatan-antah}',
        '- {kind: wounded, number: "3", article: karangan-jembatan-antah}',
    ]
    approved = [("dead", "40", "karangan-jembatan-antah")]
    assert [line.proposal.kind for line in figures.lines([each], approved)] == ["wounded"]


def test_the_sentence_that_says_a_number() -> None:
    """A number inside another number is not said."""
    assert figures.saying("Ada 1.400 rusa. Ada 400 orang.", "400") == "Ada 400 orang."
    assert figures.saying("Ada 1.400 rusa.", "400") == ""


def test_the_sentence_of_a_kind() -> None:
    """Of several sentences that say a number the one is shown that says what is counted."""
    text = "Menurut pihak ketiga semua tenang. Gencatan senjata ketiga di Antah gagal."
    assert figures.saying(text, "ketiga", "failed_truces") == "Gencatan senjata ketiga di Antah gagal."
    assert figures.saying(text, "ketiga", "dead") == "Menurut pihak ketiga semua tenang."
