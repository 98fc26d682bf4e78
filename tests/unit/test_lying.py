"""What lies in memory until somebody asks: words, reports, what articles are known by, and pages of one article."""

from __future__ import annotations

import pickle
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from making import JAKARTA, entry, read_in, settings

from kliping import ingest
from kliping.entries import dump
from kliping.ingest import parts, shelf
from kliping.ingest.lines import key
from kliping.memory import NEW, Memory
from kliping.records import Entry, RawFile, Report, Rights, Row
from kliping.site import assemble, reading, recalling, rights, topics

# ------------------------------------------------------------------ words and reports

ENTRIES = tuple(
    entry(f"Karangan {number}: Jembatan Antah", body=f"Kalimat {number}.\n\n**Jembatan** Antah, bagian {number}.")
    for number in range(70)
)
"""More articles than are held at hand."""


class Room:
    """A content folder with these entries, and what places them on a site."""

    def __init__(self, root: Path, entries: Sequence[Entry]) -> None:
        self.root = root
        for each in entries:
            file = root / "content" / each.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dump(each), "utf-8")
        time.sleep(0.03)

    def placer(self, remembered: Memory, right: str = "full") -> tuple[recalling.Placer, list[Entry]]:
        """What places the entries, and the entries as they lie there."""
        made = settings(rights=right)
        shown = reading.Entries(self.root / "content", {}, ZoneInfo(made.timezone), remembered)
        heads = [each.head for each in shown.filed().values() if each.head]
        known = rights.known((), right)
        placer = recalling.Placer(heads, shown, known, lambda placed: placed, made, remembered, 1)
        return placer, [shown.whole(head) for head in heads]

    def memory(self) -> Memory:
        return Memory(self.root / "memory", "program")


@pytest.mark.parametrize("right", list(Rights))
@pytest.mark.parametrize("turns", [0, 2])
def test_an_entry_is_placed_as_it_would_be_with_all_its_words(tmp_path: Path, right: Rights, turns: int) -> None:
    """Whether its words are at hand, remembered or nowhere, what is seen of it is the same; and so is its report."""
    room = Room(tmp_path, ENTRIES)
    for _ in range(max(1, turns)):
        remembered = room.memory() if turns else NEW
        placer, entries = room.placer(remembered, right)
        made = settings(rights=str(right))
        placed = [placer.place(each.head) for each in entries]
        for (mine, told), whole in zip(placed, entries, strict=True):
            want, report = assemble.placed_with_report(whole, right, made, JAKARTA)
            assert (mine.html, mine.text) == (want.html, want.text)
            told_entry = want.entry.head if isinstance(want.entry, Entry) else want.entry
            assert mine.entry == told_entry
            bare: dict[str, Any] = {"words": recalling.NO_WORDS, "entry": told_entry, "mark": b"", "face": b""}
            assert replace(mine, **bare) == replace(want, **bare)
            assert (told.id, told.report()) == (whole.id, report)
        assert len(placer.lately) <= recalling.LATELY
        assert len({mine.mark for mine, _ in placed}) == len({mine.face for mine, _ in placed}) == len(ENTRIES)
        remembered.save()


@pytest.mark.parametrize("lost", ["placed", "placed.index", "places", "places.index"])
def test_words_that_are_lost_are_made_again(tmp_path: Path, lost: str) -> None:
    """Where what was remembered of an article is gone or damaged, its words are those that its file has."""
    room = Room(tmp_path, ENTRIES[:5])
    remembered = room.memory()
    first = [room.placer(remembered)[0].place(each.head)[0].html for each in ENTRIES[:5]]
    remembered.save()
    file = tmp_path / "memory" / lost
    data = bytearray(file.read_bytes())
    data[len(data) // 3 :: 3] = b"\0" * len(data[len(data) // 3 :: 3])
    file.write_bytes(data)
    placer, _ = room.placer(room.memory())
    assert [placer.place(each.head)[0].html for each in ENTRIES[:5]] == first
    assert all(first)


def test_words_are_fetched_when_they_are_asked_for() -> None:
    """Not before; and what is placed can be compared and changed without them."""
    asked: list[str] = []

    def fetch() -> recalling.Spoken:
        asked.append("asked")
        return recalling.Spoken("<p>Antah</p>", "Antah", "Antah seluruhnya")

    words = recalling.Lying(fetch)
    placed = assemble.place(entry(), Rights.FULL, settings(), JAKARTA)
    lying = replace(placed, words=words, summary="Ringkas")
    assert (lying.summary, lying.topics, asked) == ("Ringkas", placed.topics, [])
    assert (lying.html, lying.text) == ("<p>Antah</p>", "Antah")
    assert asked == ["asked", "asked"]


def test_reports_are_read_one_by_one() -> None:
    """How many there are, and which, is known without reading any; a part of them is read no sooner."""
    asked: list[int] = []

    def told(number: int) -> assemble.Told:
        report = topics.report_of(ENTRIES[number], f"Kata {number}", JAKARTA)

        def read() -> Report:
            asked.append(number)
            return report

        return assemble.Told(report.id, b"%d" % number, read)

    reports = assemble.Reports([told(number) for number in range(5)])
    assert (len(reports), len(reports[1:3]), asked) == (5, 2, [])
    assert reports[-1].id == ENTRIES[4].id
    assert [each.id for each in reports[1:3]] == [each.id for each in ENTRIES[1:3]]
    assert asked == [4, 1, 2]
    assert [each.id for each in reports] == [each.id for each in ENTRIES[:5]]
    assert assemble.at_hand(reports[0]).report() == reports[0]


# ------------------------------------------------------------------ what articles are known by

SIGNS = some.sampled_from("abcd")
ROWS = some.builds(
    Row,
    id=some.sampled_from(["1", "2", "3"]),
    entry=some.just("entries/a.md"),
    raws=some.dictionaries(SIGNS, SIGNS, max_size=2),
    text=some.sampled_from(["", "x", "y"]),
)
URLS = some.sampled_from(["", "https://antah.example/1", "https://antah.example/2"])


@given(some.lists(some.tuples(ROWS, URLS, some.booleans()), max_size=8))
def test_what_is_known_does_not_depend_on_when_it_is_asked(told: list[tuple[Row, str, bool]]) -> None:
    """The first row that has a sign is known by it, whether one asks after each row or after all."""
    known, eager = shelf.Known(), dict[str, str]()
    for row, url, is_asked in told:
        known.take(row, url)
        for sign in shelf.signs_of(row, url):
            eager.setdefault(sign, row.id)
        if is_asked:
            assert {sign: known.get(sign) for sign in eager} == eager
    assert {sign: known.get(sign) for sign in eager} == eager
    assert known.get("capture nobody") == ""


TITLES = some.sampled_from(["Jembatan Antah", "jembatan antah", "JEMBATAN  ANTAH!", "Sungai", ""])


@given(some.lists(some.tuples(some.sampled_from(["a.md", "b.md", "c.md"]), TITLES, some.booleans()), max_size=8))
def test_titles_are_known_in_the_order_in_which_they_came(told: list[tuple[str, str, bool]]) -> None:
    """A title leads to each entry that says the same, once, whether one asks in between or at the end."""
    known, eager = shelf.Known(), dict[str, list[str]]()
    for path, title, is_asked in told:
        known.entitle(path, title)
        paths = eager.setdefault(key(title), [])
        if path not in paths:
            paths.append(path)
        if is_asked:
            assert list(known.called(title)) == paths
    assert all(list(known.called(title)) == eager[key(title)] for _, title, _ in told)
    assert known.called("Tidak pernah ada") == ()


@pytest.mark.parametrize("text", ["", " \0\n", "\ufffd", "Tanpa kepala", "---\ntitle: [\n---\n", dump(ENTRIES[0])])
def test_a_glance_comes_back(text: str, tmp_path: Path) -> None:
    """What is told of an entry's text, whatever that is, is the same when it is remembered."""
    for _ in range(2):
        remembered = Memory(tmp_path, "program")
        (found,) = remembered.together("glances", {"a": b"1"}, lambda _: [shelf.glance(text)]).values()
        assert found == shelf.glance(text)
        remembered.save()


# ------------------------------------------------------------------ pages of one article


def page(number: int, words: str) -> bytes:
    address = f"https://www.antah.example/kota/jembatan-rekaan{f'?page={number}' if number > 1 else ''}"
    return f'<html><head><link rel="canonical" href="{address}"><title>Jembatan</title></head><body><p>{words}</p></body></html>'.encode()


def test_pages_of_one_article_are_put_together_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which files are pages of one article is remembered: only one that changed is looked at, and the rest is as without a memory."""
    inbox = tmp_path / "content" / "inbox"
    inbox.mkdir(parents=True)
    names = ("a.html", "b.html", "c.html", "lain.txt")
    for number, name in enumerate(names, 1):
        (inbox / name).write_bytes(page(number, f"Bagian {number}.") if name != "lain.txt" else b"Lain\n")
    time.sleep(0.03)
    looked: list[str] = []
    glance = parts.glance

    def counted(raw: RawFile) -> tuple[str, int]:
        looked.append(raw.path)
        return glance(raw)

    monkeypatch.setattr(parts, "glance", counted)

    def gathered(remembered: Memory) -> list[tuple[str, list[str], str]]:
        there = ingest.read_shelf(tmp_path / "content", remembered)
        raws = [ingest.read_raw(tmp_path / "content", f"inbox/{name}", there, remembered) for name in names]
        found = ingest.gathered([raw for raw in raws if isinstance(raw, RawFile)], remembered)
        remembered.save()
        return [(raw.path, [each.path for each in raw.pages], raw.sha256) for raw in found]

    def again() -> list[tuple[str, list[str], str]]:
        looked.clear()
        found = gathered(Memory(tmp_path / "memory", "program"))
        seen = sorted(looked)
        assert gathered(NEW) == found
        looked[:] = seen
        return found

    first = again()
    assert ("inbox/a.html", ["inbox/b.html", "inbox/c.html"]) in [(path, pages) for path, pages, _ in first]
    assert looked == sorted(f"inbox/{name}" for name in names)
    assert again() == first
    assert looked == []
    (inbox / "b.html").write_bytes(page(1, "Bagian yang lain.").replace(b"rekaan", b"antah"))
    time.sleep(0.03)
    second = again()
    assert looked == ["inbox/b.html"]
    assert "inbox/b.html" in [path for path, _, _ in second]


def test_a_raw_file_is_known_by_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is what it was is not opened until its bytes are wanted; of one that may not be read, or leads away, it is said why."""
    content = tmp_path / "project" / "content"
    (content / "inbox").mkdir(parents=True)
    file = content / "inbox" / "a.txt"
    file.write_bytes(b"Karangan")
    time.sleep(0.03)
    asked = read_in(monkeypatch)

    def found(remembered: Memory) -> object:
        there = ingest.read_shelf(content, remembered)
        made = ingest.read_raw(content, "inbox/a.txt", there, remembered)
        remembered.save()
        return made

    bare = found(NEW)
    assert isinstance(bare, RawFile)
    for count in (1, 0):
        asked.clear()
        made = found(Memory(tmp_path / "memory", "program"))
        assert isinstance(made, RawFile)
        assert (made.path, made.sha256, made.wishes) == (bare.path, bare.sha256, bare.wishes)
        assert len(asked) == count
        assert made.data == b"Karangan"
        assert pickle.loads(pickle.dumps(made)) == bare
    (tmp_path / "luar.txt").write_bytes(b"Karangan")
    file.unlink()
    for target in (tmp_path / "luar.txt", tmp_path / "tiada"):
        file.symlink_to(target)
        remembered = found(Memory(tmp_path / "memory", "program"))
        assert remembered == found(NEW)
        assert not isinstance(remembered, RawFile)
        file.unlink()
