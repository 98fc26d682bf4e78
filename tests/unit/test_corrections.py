"""A correction goes into the entry's text, and nothing else of the file changes."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import JAKARTA

from kliping import corrections, entries, hands
from kliping.records import Correction

NOTE = Correction(date(2020, 11, 1), 'Jumlah: "7", bukan 9 — #rekaan')
LISTS = (
    "",
    'corrections: [{date: 2020-10-31, text: "a, b"}]\n',
    'corrections: [{date: 2020-10-31, text: "a, b"},]\n',
    "corrections: []\n",
    "corrections:\n",
    "corrections: null\n",
    "corrections: ~ # kosong\n",
    "corrections: # kosong\n",
    "corrections:\n  - {date: 2020-10-31, text: a b} # c\n",
    "corrections:\n- date: 2020-10-31\n  text: a b\n\n# catatan\n",
    "corrections:\n  - date: 2020-10-31\n    text: >-\n      a b\n      c\n\n",
    "corrections:\n  - text: |\n      a b\n    date: 2020-10-31 # d\n  - date: 2020-10-30\n    text: |+\n      c\n\n",
    'corrections: [\n  {date: 2020-10-31, text: "a"}, # satu\n  {date: 2020-11-01, text: "b"} # dua\n]\n',
    '"corrections": [ ]\n',
    "corrections:\n  - date: 2020-10-31\n    text: 'a\n     b'\n",
)
TAILS = ('note: "x: y"\n', "capture: {file: inbox/a.txt, sha256: aa, rules: 1, stamp: 0123456789abcdef}\n", "")


def text_of(listed: str, tail: str) -> str:
    return f'---\ntitle: "T: é — x"\ndate: 2020-10-30\n{listed}{tail}---\n\nTeks\n\n---\ncorrections: x\n'


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_however_the_list_is_written(listed: str, tail: str, ends: str) -> None:
    """The correction is the last; every sign that was there still is, but a value that said nothing."""
    text = ("\ufeff" if ends != "\n" else "") + text_of(listed, tail).replace("\n", ends)
    changed = corrections.added(text, "entries/x.md", JAKARTA, NOTE)
    assert entries.parse(changed, "entries/x.md", JAKARTA).corrections[-1] == NOTE
    steps = SequenceMatcher(None, text, changed, autojunk=False).get_opcodes()
    lost = [text[first:last] for kind, first, last, _, _ in steps if kind in ("delete", "replace")]
    assert set(lost) <= {"null", "ull", "~"}
    assert hands.fingerprint(changed) == hands.fingerprint(text), "the entry is frozen"


def test_several_in_a_row() -> None:
    """Each is put after the one before."""
    text = text_of("", "")
    for number in range(3):
        text = corrections.added(text, "x.md", JAKARTA, Correction(date(2020, 11, 1), f"Rekaan {number}."))
    told = entries.parse(text, "x.md", JAKARTA).corrections
    assert [each.text for each in told] == ["Rekaan 0.", "Rekaan 1.", "Rekaan 2."]


def test_what_cannot_be_done_is_said() -> None:
    """A head in which it has no place is left alone, and the message gives the words to write."""
    with pytest.raises(entries.EntryError) as raised:
        corrections.added("---\n{title: x, date: 2020-10-30}\n---\n\nTeks\n", "entries/x.md", JAKARTA, NOTE)
    assert "write it yourself: corrections: [{date: 2020-11-01" in str(raised.value)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_words_come_back(words: str) -> None:
    """Quotation marks, colons, signs of YAML: the text is data."""
    said = " ".join(entries.CONTROLS.sub("", words).split())
    if said:
        changed = corrections.added(text_of("", TAILS[1]), "x.md", JAKARTA, Correction(date(2020, 11, 1), said))
        assert entries.parse(changed, "x.md", JAKARTA).corrections[-1].text == said
