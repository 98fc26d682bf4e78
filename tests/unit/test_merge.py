"""What may happen to an entry on disk, row by row of the truth table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kliping import hands
from kliping.entries import dump
from kliping.hands import fingerprint
from kliping.ingest import merge
from kliping.records import Capture, Entry, Fate

ENTRY = Entry("entries/x.md", "urn:x", "Judul", "judul", "Satu.\n\nDua.", capture=Capture("inbox/x.txt", "0" * 64, 1))
OURS = dump(ENTRY)
NEWER = dump(replace(ENTRY, body="Satu.\n\nDua.\n\nTiga."))
NEWER_OLD = NEWER[: NEWER.index("capture:")] + OURS[OURS.index("capture:") :].replace("Dua.", "Dua.\n\nTiga.")
EDITED = OURS.replace("Dua.", "Dua, kata editor.")
BY_HAND = "---\ntitle: Judul\n---\n\nSatu.\n"

TABLE = [
    ("nothing there", None, OURS, Fate.CREATE),
    ("ours, and the same", OURS, OURS, Fate.SAME),
    ("ours with CRLF, and the same", OURS.replace("\n", "\r\n"), OURS, Fate.SAME),
    ("ours with a mark and more newlines, and the same", "\ufeff" + OURS + "\n\n", OURS, Fate.SAME),
    ("ours, and we know better", OURS, NEWER, Fate.UPDATE),
    ("ours with CRLF, and we know better", OURS.replace("\n", "\r\n"), NEWER, Fate.UPDATE),
    ("edited, and we have nothing new", EDITED, OURS, Fate.SAME),
    ("edited, and we know better", EDITED, NEWER, Fate.KEEP),
    ("edited into what we would write", NEWER, NEWER, Fate.SAME),
    ("a title changed", OURS.replace("Judul", "Lain"), NEWER, Fate.KEEP),
    ("edited into what we would write, with the old provenance", NEWER_OLD, NEWER, Fate.UPDATE),
    ("a person's key added", OURS.replace("capture:", "draft: true\ncapture:"), NEWER, Fate.UPDATE),
    ("a comment added", OURS.replace("capture:", "# mengapa\ncapture:"), NEWER, Fate.UPDATE),
    ("a key of ours added", OURS.replace("capture:", "modified: 2020-10-31\ncapture:"), NEWER, Fate.KEEP),
    (
        "a key of ours added under a peer's name",
        OURS.replace("capture:", "lastmod: 2020-10-31\ncapture:"),
        NEWER,
        Fate.KEEP,
    ),
    ("another id and slug", OURS.replace("urn:x", "urn:y").replace("slug: judul", "slug: lain"), NEWER, Fate.UPDATE),
    ("a list that cannot be read", OURS.replace("capture:", "keep: [{a: b}]\ncapture:"), NEWER, Fate.KEEP),
    ("a key twice", OURS.replace("capture:", "note: a\nnote: b\ncapture:"), NEWER, Fate.KEEP),
    ("a line that is no key", OURS.replace("capture:", "catatan\ncapture:"), NEWER, Fate.KEEP),
    ("a comment behind a value of ours", OURS.replace("lang: und", "lang: und  # ?"), NEWER, Fate.KEEP),
    ("the capture taken out", OURS.split("capture:")[0] + "---\n\nSatu.\n", NEWER, Fate.KEEP),
    ("the stamp emptied", OURS.replace(merge.stamp_of(OURS), ""), NEWER, Fate.KEEP),
    ("the stamp forged", OURS.replace(merge.stamp_of(OURS), "0" * 16), NEWER, Fate.KEEP),
    ("a space added", OURS.replace("Satu.", "Satu. "), NEWER, Fate.KEEP),
    ("written by hand", BY_HAND, OURS, Fate.KEEP),
    ("an empty file", "", OURS, Fate.KEEP),
    ("broken front matter", "---\ntitle: [\n", OURS, Fate.KEEP),
]


@pytest.mark.parametrize(("on_disk", "fresh", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_fate(on_disk: str | None, fresh: str, expected: Fate) -> None:
    """Only a file that we wrote and nobody touched is ever written over."""
    assert merge.fate(on_disk, fresh) is expected


def test_what_we_wrote_then_is_no_news() -> None:
    """Where what cleaning wrote is known, other provenance alone is no reason to report an edited entry."""
    saved_again = dump(replace(ENTRY, capture=Capture("inbox/y.txt", "1" * 64, 2)))
    assert merge.fate(EDITED, saved_again) is Fate.KEEP, "nothing is remembered: it has to be said"
    assert merge.fate(EDITED, saved_again, hands.wrote(OURS)) is Fate.SAME
    assert merge.fate(EDITED, NEWER, hands.wrote(OURS)) is Fate.KEEP
    assert merge.fate(OURS, saved_again, hands.wrote(OURS)) is Fate.UPDATE


def test_the_stamp_is_read_from_the_capture_line() -> None:
    """The stamp is the fingerprint of the text that it stands in; without it there is none."""
    assert merge.stamp_of(OURS) == fingerprint(OURS)
    assert merge.stamp_of(OURS.replace("\n", "\r\n")) == fingerprint(OURS)
    assert merge.stamp_of(BY_HAND) == ""
    assert merge.stamp_of("") == ""


@pytest.mark.parametrize(
    "name",
    [
        "inbox/x.txt",
        "inbox/a b/ç “x” (1).html",
        'inbox/"baru".txt',
        "inbox/a\\b.txt",
        "inbox/a, sha256: b.txt",
        "inbox/" + "x" * 120,
        "inbox/it's.txt",
        "inbox/a\xa0b.txt",
        "inbox/true",
        "inbox/12",
        "inbox/#x.txt",
        "inbox/a: b.txt",
    ],
)
def test_the_raw_file_is_read_whatever_its_name(name: str) -> None:
    """The raw file of an entry is known from its text, whatever signs its name has."""
    assert ENTRY.capture
    text = dump(replace(ENTRY, capture=replace(ENTRY.capture, file=name)))
    assert merge.raw_file_of(text) == name
    assert merge.raw_file_of(text.replace("title:", "title: [broken")) == name


def test_no_capture_is_no_raw_file() -> None:
    """An entry written by hand was made from nothing."""
    assert merge.raw_file_of(BY_HAND) == ""


def test_what_the_text_says_is_no_provenance() -> None:
    """A capture line in the body of an entry, quoted there by somebody, says nothing about the entry."""
    quoting = f"{BY_HAND}\n{OURS[OURS.index('capture:') :]}"
    assert merge.raw_file_of(quoting) == ""
    assert merge.stamp_of(quoting) == ""
