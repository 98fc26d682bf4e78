"""An entry is its head and its text; what is remembered of a head is no more than what it says."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kliping.errors import OutputError
from kliping.ingest.texts import Unread
from kliping.memory import packed, restored, stored
from kliping.records import HEAD, Capture, Correction, Entry, Head, Image, RawFile, Wishes

ZONES = some.sampled_from([UTC, timezone(timedelta(hours=7)), ZoneInfo("Asia/Jakarta"), ZoneInfo("Europe/Berlin")])
MOMENTS = some.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - hypothesis wants them so
TEXT = some.text(max_size=6)
TEXTS = some.lists(TEXT, max_size=3).map(tuple)
MAYBE = some.none() | TEXT
EXTRA = some.recursive(
    some.none() | some.booleans() | some.integers() | TEXT | some.dates(),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
KINDS: Mapping[str, some.SearchStrategy[Any]] = {
    **dict.fromkeys(("path", "id", "title", "slug", "date_precision", "lang"), TEXT),
    **dict.fromkeys(("date", "modified", "publish_date", "expiry_date"), some.none() | MOMENTS),
    **dict.fromkeys(("outlet", "url", "place", "note", "memo", "archived", "translation_of", "summary"), MAYBE),
    **dict.fromkeys(
        ("authors", "editors", "agencies", "topics", "not_topics", "aliases", "tags", "keep", "drop"), TEXTS
    ),
    **dict.fromkeys(("draft", "hidden", "key"), some.booleans()),
    "weight": some.integers(-3, 3),
    "image": some.none() | some.builds(Image, MAYBE, MAYBE, MAYBE, MAYBE),
    "corrections": some.lists(some.builds(Correction, some.dates(), TEXT), max_size=2).map(tuple),
    "capture": some.none() | some.builds(Capture, TEXT, TEXT, some.integers(0, 9), TEXT, some.none() | MOMENTS),
    "extra": some.dictionaries(TEXT, EXTRA, max_size=3),
}
FIRST = ("path", "id", "title", "slug")
NEEDED = {name: KINDS[name] for name in FIRST}
GIVEN = some.fixed_dictionaries(NEEDED, optional={name: kind for name, kind in KINDS.items() if name not in FIRST})
"""A head of which any fields are given, and the others are as they are by default."""
DEFAULTS: Mapping[str, Any] = {
    each.name: each.default_factory() if each.default_factory is not MISSING else each.default
    for each in fields(Head)
    if each.name not in FIRST
}


def test_every_field_is_tried() -> None:
    """A field that is added to heads is added here."""
    assert set(KINDS) == set(HEAD) == {each.name for each in fields(Head)}
    assert {each.name for each in fields(Entry)} - set(HEAD) == {"body"}


@given(GIVEN, TEXT)
def test_an_entry_is_its_head_and_its_text(given_: dict[str, Any], body: str) -> None:
    """Taken apart and put together it is what it was, in every field."""
    head, entry = Head(**given_), Entry(**given_, body=body)
    assert type(entry.head) is Head
    assert entry.head == head
    assert head.entry(body) == entry
    assert head.entry(body).head == head
    assert all(getattr(entry, name) is given_[name] for name in given_)


@given(GIVEN, TEXT)
def test_a_head_comes_back(given_: dict[str, Any], body: str) -> None:
    """Of whichever of its fields something is said, what was remembered of it is equal and of the same types, and so is an entry."""
    for value in (Head(**given_), Entry(**given_, body=body)):
        for data in (packed(value), stored(value)):
            back = restored(data)
            assert type(back) is type(value)
            assert back == value
            assert all(type(getattr(back, name)) is type(getattr(value, name)) for name in HEAD)


@given(GIVEN)
def test_equal_heads_give_equal_bytes(given_: dict[str, Any]) -> None:
    """Whether a field is as it is by default or somebody said so, whatever it is the same thing as: the key is the same."""
    head = Head(**given_)
    said = Head(**{**DEFAULTS, **given_})
    back = restored(stored(head))
    assert packed(head) == packed(said) == packed(back) == packed(replace(head)) == packed(restored(packed(head)))
    # An equal value that is another object, as one that was read again is.
    assert packed(head) == packed(Head(**{name: again(value) for name, value in given_.items()}))


def again(value: Any) -> Any:
    """An equal value made of other objects."""
    if isinstance(value, str):
        return "".join(list(value))
    if isinstance(value, tuple):
        return tuple(map(again, value))
    if isinstance(value, dict):
        return {again(key): again(each) for key, each in value.items()}
    return value


@given(GIVEN, some.sampled_from(sorted(KINDS)), some.data())
def test_another_field_gives_other_bytes(given_: dict[str, Any], name: str, data: some.DataObject) -> None:
    """No field is left out of the bytes of a head, whichever others are given."""
    head = Head(**given_)
    other = replace(head, **{name: data.draw(KINDS[name])})
    if packed(head) == packed(other):
        assert head == other
    if head != other:
        assert packed(head) != packed(other)


@pytest.mark.parametrize(("name", "value"), [("draft", 0), ("weight", False), ("extra", {}), ("title", "")])
def test_types_are_told_apart(name: str, value: Any) -> None:
    """A value that is equal to the default but of another type comes back as it was."""
    head = replace(Head("p", "i", "t", "s"), **{name: value})
    assert type(getattr(restored(packed(head)), name)) is type(value)


def test_what_may_not_be_changed_comes_back_equal() -> None:
    """A mapping that cannot be written into comes back as one with the same keys."""
    head = replace(Head("p", "i", "t", "s"), extra=MappingProxyType({"jilid": 3, "pada": date(2020, 1, 1)}))
    assert restored(packed(head)) == head


# ------------------------------------------------------------------ raw files


@given(some.binary(max_size=20), some.lists(TEXT, max_size=2))
def test_a_raw_file_that_lies_is_what_it_would_be(data: bytes, names: list[str]) -> None:
    """One whose bytes are read when they are wanted has the hash and the pages of one that was read, here and in another process."""
    read = RawFile("inbox/a.txt", data, wishes=Wishes(keep=("a",)))
    asked: list[int] = []

    def fetch() -> bytes:
        asked.append(1)
        return data

    lying = Unread(read.path, read.sha256, fetch, read.wishes)
    pages = tuple(RawFile(name, b"") for name in names)
    whole = lying.with_pages(pages)
    assert (lying.sha256, whole.sha256, whole.pages, whole.path) == (read.sha256, read.sha256, pages, read.path)
    assert whole.wishes == read.wishes
    assert lying.pages == ()
    assert not asked
    assert pickle.loads(pickle.dumps(whole)) == read.with_pages(pages)
    assert asked


def test_bytes_that_are_gone_cannot_be_had(tmp_path: Path) -> None:
    """The bytes of a file that vanished cannot be had, and whoever asks is told."""

    def fetch() -> bytes:
        return (tmp_path / "a.txt").read_bytes()

    lying = Unread("inbox/a.txt", "0" * 64, fetch, Wishes())
    assert lying.sha256 == "0" * 64
    with pytest.raises(OutputError):
        _ = lying.data
