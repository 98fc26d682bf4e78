"""What an editor writes on a topic: dated words, decisions on stories, approved figures."""

from __future__ import annotations

from datetime import date

import pytest

from kliping.site import editor

FILE = "content/topics/jembatan-antah.md"
WHOLE = """\
---
merge: [[karangan-satu, karangan-dua]]
split: [karangan-tiga, karangan-empat]
figures:
  - {kind: displaced, number: "1.200", article: karangan-satu, by: Pemerintah Antah}
  - {kind: dead, number: 3, article: articles/2020/10/karangan-dua/}
---

2020-10-30: Jembatan **belum** ada.

Masih paragraf hari itu.

## 2020-11-02

Jembatan tetap belum ada.
"""


def test_everything_that_an_editor_may_write() -> None:
    """Words newest first, groups of slugs, and figures with the line on which each stands."""
    made, faults = editor.read(WHOLE, FILE)
    assert faults == []
    assert [(each.day, each.html) for each in made.words] == [
        (date(2020, 11, 2), "<p>Jembatan tetap belum ada.</p>"),
        (date(2020, 10, 30), "<p>Jembatan <strong>belum</strong> ada.</p>\n<p>Masih paragraf hari itu.</p>"),
    ]
    assert made.merge == (("karangan-satu", "karangan-dua"),)
    assert made.split == (("karangan-tiga", "karangan-empat"),)
    assert made.figures == (
        editor.Figure("displaced", "1.200", "karangan-satu", "Pemerintah Antah", 5),
        editor.Figure("dead", "3", "karangan-dua", "", 6),
    )


def test_words_alone_need_no_front_matter() -> None:
    """A file may begin with its first day."""
    made, faults = editor.read("2020-10-30: Belum ada.\n", FILE)
    assert (faults, [each.day for each in made.words]) == ([], [date(2020, 10, 30)])


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ("Tanpa hari.\n\n2020-10-30: Ada.\n", 1, "", "without a day"),
        ("2020-10-30: Ada.\n\n2020-13-40: Salah.\n", 3, "", "is no day"),
        ("---\nmerge: karangan-satu\n---\n", 2, "merge", "two or more slugs"),
        ("---\nsplit: [[karangan-satu]]\n---\n", 2, "split", "two or more slugs"),
        ("---\nfigures: [3]\n---\n", 2, "figures", "needs lines such as"),
        ("---\nfigures:\n  - {kind: sad, number: 3, article: x}\n---\n", 2, "figures", "needs kind"),
        ("---\nfigures:\n  - {kind: dead, number: 3, article: x, who: y}\n---\n", 2, "figures", "`who`"),
        ("---\nmegre: [[a, b]]\n---\n", 2, "megre", "unknown key"),
        ("---\nmerge: [[a, b]\n---\n", 3, "", "not valid YAML"),
        ("---\nmerge: [[a, b]]\n", 1, "", "not closed"),
    ],
)
def test_a_fault_names_line_and_key(text: str, line: int, key: str, words: str) -> None:
    """What cannot be used is named with its place and a remedy, and nothing is raised."""
    _, (fault,) = editor.read(text, FILE)
    assert (fault.file, fault.line, fault.key) == (FILE, line, key)
    assert words in fault.what
    assert fault.remedy or key == "" or "needs" in fault.what


def test_articles_that_are_not_there() -> None:
    """A slug that no entry has, and a number that its article does not say, are named by line."""
    made, _ = editor.read(WHOLE, FILE)
    texts = {"karangan-satu": ["Ada 1.200 orang mengungsi."], "karangan-dua": ["Ada 13 orang."], "karangan-tiga": [""]}
    found = [(fault.line, fault.key, fault.what) for fault in editor.misplaced(made, texts)]
    assert found == [
        (3, "split", "no entry has the slug karangan-empat"),
        (6, "figures", "karangan-dua does not say 3"),
    ]


def test_words_of_later_days_wait() -> None:
    """What is dated after the day of the build is not shown yet."""
    made, _ = editor.read(WHOLE, FILE)
    assert [each.day for each in editor.until(made, date(2020, 11, 1)).words] == [date(2020, 10, 30)]


def test_pairs() -> None:
    """A line of three slugs is three pairs; a slug that two entries have names both."""
    ids = {"a": ["1"], "b": ["2"], "c": ["3", "4"]}
    assert editor.pairs([("a", "b", "c")], ids) == [
        ("1", "2"),
        ("1", "3"),
        ("1", "4"),
        ("2", "3"),
        ("2", "4"),
        ("3", "4"),
    ]
    assert editor.pairs([("a", "x")], ids) == []
