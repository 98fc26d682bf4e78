"""Copies: what says the same as a fuller text, however it was shortened or reworded, and what only shares some of it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from kliping.records import Copy, Report
from kliping.site.copies import copies, covered, runs, shares

SYLLABLES = [first + vowel for first in "bcdghjklmnprstwy" for vowel in "aeiou"]


def vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(3000)]


def prose(chance: random.Random, words: Sequence[str], count: int = 250) -> str:
    """Made-up words, some of them as frequent as in prose."""
    often = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
    return " ".join(chance.choices(words, cum_weights=often, k=count))


def corpus(count: int = 300) -> list[Report]:
    chance = random.Random(7)
    words = vocabulary(chance)
    return [
        Report(f"r{number}", f"Judul {number}", prose(chance, words, chance.randint(80, 400)), date(2031, 3, 1), "id")
        for number in range(count)
    ]


def in_chinese(count: int = 60) -> list[Report]:
    chance = random.Random(3)
    return [
        Report(
            f"z{number}",
            "",
            "".join(chance.choices([chr(0x4E00 + each) for each in range(1500)], k=400)),
            date(2031, 3, 1),
            "zh",
        )
        for number in range(count)
    ]


def first_third(words: list[str]) -> list[str]:
    return words[: len(words) // 3]


def reworded(words: list[str]) -> list[str]:
    return [word if number % 10 != 5 else "ganti" for number, word in enumerate(words)]


def every_eighth_dropped(words: list[str]) -> list[str]:
    return [word for number, word in enumerate(words) if number % 8 != 7]


@pytest.mark.parametrize("change", [first_third, reworded, every_eighth_dropped])
@pytest.mark.parametrize("given", [corpus, in_chinese])
def test_planted_copies_are_found(given: Callable[[], list[Report]], change: Callable[[list[str]], list[str]]) -> None:
    """Of changed copies under another headline nearly all are found, and nearly nothing else."""
    originals = given()
    glue = "" if originals[0].lang == "zh" else " "
    planted = [
        Report(f"p{each.id}", "Lain", glue.join(change(each.text.split() if glue else list(each.text))), lang=each.lang)
        for each in originals
    ]
    found = copies([*originals, *planted])
    right = sum(
        f"p{each.id}" in found and found[f"p{each.id}"] == Copy(each.id, found[f"p{each.id}"].share, is_whole=True)
        for each in originals
    )
    whole = sum(copy.is_whole for copy in found.values())
    assert right / len(originals) >= 0.99
    assert right / whole >= 0.99


def test_unrelated_texts_share_next_to_nothing() -> None:
    """No two made-up texts come near a shared agency text."""
    assert copies(corpus()) == {}


def test_a_text_from_an_agency() -> None:
    """Half of the words from one agency's text: told as shared, but no copy."""
    one, two, agency = corpus(3)
    words = agency.text.split()[:60]
    first = replace(one, text=" ".join((*one.text.split()[:140], *words)))
    second = replace(two, text=" ".join((*two.text.split()[:60], *words)))
    found = copies([first, second])
    assert list(found) == [second.id]
    assert (found[second.id].of, found[second.id].is_whole) == (first.id, False)
    assert 0.4 <= found[second.id].share < 0.7


def test_the_fullest_is_shown_then_the_earliest() -> None:
    """Of several copies all point to one: the fullest, and of equals the one that was published first."""
    text = corpus(1)[0].text
    late, early = Report("a", "", text, date(2031, 3, 2)), Report("b", "", text, date(2031, 3, 1))
    short = Report("c", "", text[: len(text) // 2], date(2031, 2, 1))
    found = copies([late, early, short])
    assert {id_: copy.of for id_, copy in found.items()} == {"a": "b", "c": "b"}
    fullest = Report("d", "", text + " dan lain lain kata penutup", date(2031, 4, 1))
    assert {copy.of for copy in copies([late, early, short, fullest]).values()} == {"d"}


def test_a_short_report_in_two_longer_ones_joins_only_one() -> None:
    """What two different articles both hold does not make them copies of each other."""
    one, two, wire = corpus(3)
    short = " ".join(wire.text.split()[:50])
    full = [replace(each, text=f"{each.text} {short}") for each in (one, two)]
    found = copies([*full, Report("kawat", "", short)])
    assert list(found) == ["kawat"]


FORMS = [
    "https://warta.example/2031/03/jembatan",
    "https://m.warta.example/2031/03/jembatan",
    "https://www.warta.example/2031/03/jembatan/amp/",
    "https://warta.example/2031/03/jembatan?page=2",
]


def test_forms_of_one_address_are_one_article() -> None:
    """Whatever the texts: the pages of one article, and its page for telephones, are copies."""
    given = [replace(report, url=url) for report, url in zip(corpus(4), FORMS, strict=True)]
    found = copies(given)
    assert len({copy.of for copy in found.values()}) == 1
    assert len(found) == 3
    assert all(copy.is_whole for copy in found.values())
    assert copies([replace(report, id=url, url="") for report, url in zip(given, FORMS, strict=True)]).keys() < set(
        FORMS
    )


def test_short_texts_are_no_copies() -> None:
    """A sentence that many outlets print does not make two short reports copies."""
    given = [Report(str(number), "", "Ikuti kabar karangan kami di sini") for number in range(3)]
    assert copies(given) == {}
    assert copies([Report("a", "", ""), Report("b", "", "")]) == {}
    assert copies([]) == {}


def test_common_phrases_make_no_copies() -> None:
    """A paragraph that stands below every article is in the index, and joins nothing."""
    foot = "Artikel karangan ini terbit di warta yang tidak pernah ada dan tidak akan pernah ada di mana pun juga"
    given = [replace(report, text=f"{report.text} {foot}") for report in corpus(150)]
    assert copies(given) == {}


def test_a_text_with_many_copies() -> None:
    """More copies than runs are looked for in: all still point to the fullest."""
    text = corpus(1)[0].text
    given = [Report(f"{number:03}", "", text[: len(text) - number % 50]) for number in range(200)]
    found = copies(given)
    assert len(found) == 199
    assert {copy.of for copy in found.values()} == {"000"}


def test_what_is_remembered_changes_nothing() -> None:
    """Runs may be remembered: with them the copies are the same; so does the order of reports not matter."""
    given = [*corpus(40), *(replace(each, id=f"p{each.id}", text=each.text[:600]) for each in corpus(20))]
    known = {report.id: runs(report.text) for report in given}
    assert copies(given, known) == copies(given) == copies(given[::-1])


def test_the_share_is_of_words() -> None:
    """Eight words of ten that stand in common runs are a share of 0.8."""
    import numpy as np

    full, short = "a b c d e f g h i j k l m n".split(), "x b c d e f g h i j k l m y".split()
    data = [runs(" ".join(each)) for each in (full, short)]
    sequences = [np.frombuffer(each, "<u8", offset=1) for each in data]
    assert covered(sequences[1], np.unique(sequences[0]), 3) == pytest.approx(12 / 14)
    assert [round(share, 3) for *_, share in shares(data)] in ([], [0.857])
