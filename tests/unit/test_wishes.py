"""Lines that an editor wants kept or dropped win over every rule."""

from __future__ import annotations

import pytest

from kliping.ingest import wishes
from kliping.records import Line, Outlet, Role, Verdict, Wishes

MATCHES = [
    ("Foto: AFP", "Foto: AFP", True),
    ("  foto   AFP ", "Foto: AFP", True),
    ("Foto: AFP dan lain-lain", "Foto: AFP", False),
    ("Baca juga: Sesuatu", "Baca juga*", True),
    ("Baca jugalah", "Baca juga*", False),
    ("BACA JUGA", "Baca juga*", True),
    ("Mari baca juga", "Baca juga*", False),
    ("写真：通信社", "写真*", True),
    ("Apa saja", "*", False),
    ("Apa saja", "", False),
    ("* * *", "* * *", True),
    ("* * *", "—", False),
    ("İstanbul", "i̇stanbul", True),
]


@pytest.mark.parametrize(("line", "wish", "same"), MATCHES)
def test_which_line_is_meant(line: str, wish: str, same: bool) -> None:
    """A line is told by its letters and digits; with `*` by whole words at its beginning."""
    assert wishes.matches(line, wish) is same


LINES = ("Judul", "Menu", "Satu.", "Iklan", "Dua.", "Tiga.", "Menu")
ROLES = (Role.TITLE, Role.FURNITURE, Role.BODY, Role.FURNITURE, Role.BODY, Role.BODY, Role.FURNITURE)
VERDICTS = [
    Verdict(Line(number, text), role, "a reason", 0.7)
    for number, (text, role) in enumerate(zip(LINES, ROLES, strict=True), 1)
]
GRANTED = [
    ("nothing wished", Wishes(), Wishes(), [3, 5, 6]),
    ("a line back", Wishes(keep=("iklan",)), Wishes(), [3, 4, 5, 6]),
    ("a line out", Wishes(drop=("Dua.",)), Wishes(), [3, 6]),
    ("of two that say the same, the nearer", Wishes(keep=("Menu",)), Wishes(), [2, 3, 5, 6]),
    ("the headline as a paragraph", Wishes(keep=("Judul",)), Wishes(), [1, 3, 5, 6]),
    ("kept and dropped is kept", Wishes(("Dua.",), ("Dua.",)), Wishes(), [3, 5, 6]),
    ("the outlet keeps", Wishes(), Wishes(keep=("Iklan",)), [3, 4, 5, 6]),
    ("the outlet drops", Wishes(), Wishes(drop=("Tiga.",)), [3, 5]),
    ("the entry keeps what the outlet drops", Wishes(keep=("Tiga.",)), Wishes(drop=("Tiga.",)), [3, 5, 6]),
    ("the entry drops what the outlet keeps", Wishes(drop=("Tiga.",)), Wishes(keep=("Tiga.",)), [3, 5]),
    ("the outlet's keep is no headline twice", Wishes(), Wishes(keep=("Judul",)), [3, 5, 6]),
    ("everything dropped", Wishes(drop=("Satu*", "Dua*", "Tiga*")), Wishes(), []),
]


@pytest.mark.parametrize(("entry", "outlet", "kept"), [row[1:] for row in GRANTED], ids=[row[0] for row in GRANTED])
def test_who_wins(entry: Wishes, outlet: Wishes, kept: list[int]) -> None:
    """The entry's word comes before the outlet's, the outlet's before every rule, and to keep before to drop."""
    found = wishes.granted(VERDICTS, entry, Outlet("x", "X", wishes=outlet))
    assert [verdict.line.number for verdict in found if verdict.role is Role.BODY] == kept
    assert [verdict.line for verdict in found] == [verdict.line for verdict in VERDICTS]
    for old, new in zip(VERDICTS, found, strict=True):
        if old.role is not new.role:
            assert (new.confidence, "`keep`" in new.reason or "`drop`" in new.reason) == (1.0, True)


def test_a_wish_that_no_line_answers_to() -> None:
    """Each wish of the entry without a line is named."""
    unmet = list(wishes.unmet(VERDICTS, Wishes(("Empat.", "Satu."), ("Lima*", "Iklan"))))
    assert unmet == ["keep: no line of the raw file reads “Empat.”", "drop: no line of the raw file reads “Lima*”"]
