"""Words inside kept lines that are no part of the article; the cases are in `inside.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kliping import ingest
from kliping.ingest import inside
from kliping.records import Article, Facts, Line, RawFile, Wishes

CASES = tomllib.loads((Path(__file__).parent / "inside.toml").read_text("utf-8"))["line"]
ALONE = Line(99, "Sumur Tua Mengeluarkan Kopi")
FIRST = "Pemerintah Kota Contoh membuka kembali Jembatan Umpama setelah perbaikan selama tiga bulan penuh."
SECOND = "Warga menyambut kabar karangan ini karena jembatan tersebut satu-satunya jalan ke pasar dan sekolah."
THIRD = '"Kami memeriksa setiap baut dan setiap papan," kata Joko Misalan, wali kota yang tidak pernah ada.'
LEAD = "Baca juga: Pasar Misal Kembali Ramai"
DUMP = f"Jembatan Umpama Dibuka Lagi\n\n{FIRST}\n\n{SECOND} {LEAD}\n\n{THIRD} (abc/def)"


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_a_line(case: dict[str, Any], facts: Facts) -> None:
    """Only what has a certain beginning and end is taken out, and the rest is as it was."""
    line = Line(1, case["text"])
    left = inside.taken([line], [line, ALONE], case.get("lang", "id"), facts, lambda _: False)
    assert left.paragraphs == (case.get("left", case["text"]),)
    assert sorted(each.text for each in left.lifted) == sorted(case.get("out", []))
    assert all(each.number == 1 and each.reason for each in left.lifted)
    assert (left.credit.value if left.credit else None) == case.get("credit")


def test_initials_sign_the_last_line_only(facts: Facts) -> None:
    """What looks like initials in the midst of an article is left alone."""
    lines = [Line(1, "Ia pulang. (abc)"), Line(2, "Dia tiba. (abc)")]
    assert inside.taken(lines, lines, "id", facts, lambda _: False).paragraphs == ("Ia pulang. (abc)", "Dia tiba.")


def test_what_is_taken_out_is_told(clean: Callable[..., Article]) -> None:
    """Words taken out of a line are listed with its number and why."""
    article = clean(DUMP)
    assert article.body[1:] == (SECOND, THIRD)
    assert [(each.number, each.text, each.reason) for each in article.lifted] == [
        (5, LEAD, "leads to another article"),
        (7, "(abc/def)", "the reporters' initials"),
    ]


def test_an_editor_keeps_a_line_whole(facts: Facts) -> None:
    """A line that the entry's `keep` names stands as it is."""
    whole = f"{SECOND} {LEAD}"
    result = ingest.clean_file(RawFile("inbox/x.txt", DUMP.encode(), wishes=Wishes(keep=(whole,))), facts)
    assert isinstance(result, Article)
    assert result.body[1:] == (whole, THIRD)
