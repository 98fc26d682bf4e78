"""What is remembered comes back as it was, or not at all."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from making import JAKARTA, entry, settings

from kliping.memory import MOST_HELD, NEW, Hand, Memory, digest, filled, packed, restored, stored, way
from kliping.records import Head, Membership, Rights, TopicVerdict
from kliping.site import assemble

PLAIN = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.text()
    | some.binary()
    | some.dates()
    | some.datetimes(timezones=some.just(UTC)),
    lambda inner: some.lists(inner).map(tuple) | some.dictionaries(some.text(), inner) | some.frozensets(some.text()),
)


@given(PLAIN)
def test_values_come_back(value: object) -> None:
    """Whatever records are made of comes back equal."""
    assert restored(packed(value)) == value


def test_records_come_back() -> None:
    """An entry's place on the site comes back with everything in it."""
    placed, _ = assemble.placed_with_report(entry(url="https://antah.example/1"), Rights.FULL, settings(), JAKARTA)
    back = restored(packed(placed))
    assert back == placed
    assert back.date.tzinfo is JAKARTA


def test_equal_values_give_equal_bytes() -> None:
    """What a value is made of may be one thing or two equal ones: the key is the same."""
    one = "karangan antah"
    other = f"{one[:8]} antah"
    assert packed((one, one)) == packed((one, other))
    assert packed(MappingProxyType({"a": 1})) == packed(MappingProxyType({"a": 1}))
    assert packed(datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Jakarta"))) == packed(datetime(2020, 1, 1, tzinfo=JAKARTA))


@pytest.mark.parametrize("name", [each.name for each in fields(Membership)])
def test_another_field_gives_another_key(name: str) -> None:
    """No field of a record is left out of its bytes."""
    made = Membership("antah", TopicVerdict.IN, "karangan", 1.0)
    other: dict[str, Any] = {"topic": "x", "verdict": TopicVerdict.OUT, "reason": "y", "score": 2.0}
    assert packed(made) != packed(replace(made, **{name: other[name]}))


class Harm:
    """What somebody might put into a cache."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.system, ("echo harm",)


@pytest.mark.parametrize("value", [Harm(), os.system, print, Path("x")])
def test_nothing_else_comes_back(value: object) -> None:
    """A cache that somebody else wrote makes no functions run."""
    with pytest.raises(pickle.UnpicklingError):
        restored(pickle.dumps(value))


def counted(memory: Memory, key: bytes, value: object) -> tuple[object, int]:
    """What a memory gives for a key, and how often it had to be made."""
    made: list[int] = []

    def make() -> object:
        made.append(1)
        return value

    return memory.recall("things", key, make), len(made)


def test_a_value_is_made_once(tmp_path: Path) -> None:
    """The next run finds what this one made; another program, or none that is remembered, does not."""
    first = Memory(tmp_path, "program 1")
    assert counted(first, b"k", ("a",)) == (("a",), 1)
    assert counted(first, b"k", ("a",)) == (("a",), 0)
    first.save()
    assert counted(Memory(tmp_path, "program 1"), b"k", ()) == (("a",), 0)
    assert counted(Memory(tmp_path, "program 1"), b"other", ()) == ((), 1)
    assert counted(Memory(tmp_path, "program 2"), b"k", ()) == ((), 1)
    assert counted(NEW, b"k", ()) == ((), 1)


@pytest.mark.parametrize("name", ["things", "things.index"])
@pytest.mark.parametrize("cut", [0, 3, 20])
def test_what_is_damaged_is_made_again(tmp_path: Path, name: str, cut: int) -> None:
    """A file cut short, or with another byte in it, only costs time."""
    kept = Memory(tmp_path, "")
    for number in range(5):
        counted(kept, bytes([number]), ("karangan", number))
    kept.save()
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(
        data[:cut] + bytes([data[cut] ^ 255]) + data[cut + 1 :] if cut else data[: len(data) // 2]
    )

    again = Memory(tmp_path, "")

    assert [counted(again, bytes([number]), ("karangan", number))[0] for number in range(5)] == [
        ("karangan", number) for number in range(5)
    ]
    again.save()
    assert counted(Memory(tmp_path, ""), b"\x00", ())[0] == ("karangan", 0)


def test_what_nobody_asks_for_goes(tmp_path: Path) -> None:
    """A value that some runs did not need is dropped, and the file does not grow for ever."""
    for number in range(40):
        memory = Memory(tmp_path, "")
        counted(memory, b"always", "x" * 100)
        counted(memory, str(number).encode(), "y" * 1000)
        memory.save()
    assert (tmp_path / "things").stat().st_size < 15_000
    assert counted(Memory(tmp_path, ""), b"always", "")[1] == 0
    assert counted(Memory(tmp_path, ""), b"0", "")[1] == 1


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    """Where nothing can be kept everything is made, and nobody is told."""
    (tmp_path / "taken").write_bytes(b"")
    memory = Memory(tmp_path / "taken", "")
    assert counted(memory, b"k", date(2020, 1, 1)) == (date(2020, 1, 1), 1)
    memory.save()


def test_a_key_of_several_parts_keeps_them_apart() -> None:
    """No two lists of parts run into each other."""
    assert digest(b"a", b"bc") != digest(b"ab", b"c") != digest(b"abc")


def test_what_is_much_is_written_before_the_end(tmp_path: Path) -> None:
    """New values do not pile up, can be had at once, and count for the next run only if this one came to its end."""
    big = bytes(MOST_HELD)
    one = Memory(tmp_path, "p", spills=True)
    for name in (b"a", b"b", b"c"):
        one.data("x", name, lambda: big)
        one.note("x", name + b"small", name)
    shelf = one.shelf("x")
    assert shelf
    assert sum(map(len, shelf.fresh.values())) <= MOST_HELD
    assert one.data("x", b"a", lambda: b"made again") == big
    killed = Memory(tmp_path, "p", spills=True)
    assert killed.lacks("x", b"a")
    killed.data("x", b"d", lambda: b"first")
    killed.save()
    again = Memory(tmp_path, "p", spills=True)
    assert again.data("x", b"d", lambda: b"made again") == b"first"
    for name in (b"a", b"b"):
        again.data("x", name, lambda: big)
    again.save()
    assert again.data("x", b"b", lambda: b"made again") == big
    last = Memory(tmp_path, "p")
    assert [last.data("x", name, lambda: b"made again") for name in (b"a", b"b", b"d")] == [big, big, b"first"]


# ------------------------------------------------------------------ fields that are given by name


class Calls:
    """What would have a function called with the fields of a value, by what puts values together."""

    def __init__(self, of: Callable[..., object]) -> None:
        self.of = of

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return filled, (self.of, ("echo harm",), {})


@pytest.mark.parametrize("of", [os.system, print, Path])
def test_what_puts_values_together_makes_records_only(of: Callable[..., object]) -> None:
    """Nothing can be called through it that may not be remembered itself."""
    with pytest.raises(pickle.UnpicklingError):
        restored(pickle.dumps(Calls(of)))


def test_fields_that_are_as_by_default_take_no_room() -> None:
    """A head of which nothing is said but what has to be is as short as its words."""
    bare = Head("entries/a.md", "id", "Karangan", "karangan")
    assert len(packed(bare)) < 150
    assert b"not_topics" not in packed(bare)
    assert b"not_topics" in packed(replace(bare, not_topics=("antah",)))
    assert packed(replace(bare, draft=False, authors=(), lang="und")) == packed(bare)


@dataclass(frozen=True)
class Named:
    """A value of which one field has to be given by name, and one is made."""

    first: str
    needed: int = field(kw_only=True)
    made: list[int] = field(default_factory=list, kw_only=True)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Named("a", needed=0), {"needed": 0}),
        (Named("a", needed=1, made=[2]), {"needed": 1, "made": [2]}),
        (Named("a", needed=1, made=[]), {"needed": 1}),
    ],
)
def test_what_is_told_of_a_value(value: Named, told: dict[str, object]) -> None:
    """What has to be given always is, what is as by default never."""
    taken = way(Named)
    assert taken is not None
    assert taken(value) == (filled, (Named, ("a",), told))
    assert filled(Named, ("a",), told) == value


def test_what_is_stored_is_short_and_comes_back() -> None:
    """Of many values that have the same thing, it is written once; what comes back is equal."""
    words = "karangan antah " * 100
    values = {number: entry(f"Karangan {number}", body=words) for number in range(20)}
    assert restored(stored(values)) == values
    assert len(stored(values)) < len(packed(values)) / 5


def test_a_hand_holds_what_was_asked_for_last() -> None:
    """What the run before asked for is at hand in this one, and no longer than that."""
    hand = Hand()
    assert hand.turn() is hand
    hand.now["leaves"] = {b"k": 1}
    hand.turn()
    assert (hand.before, hand.now) == ({"leaves": {b"k": 1}}, {})
    hand.turn()
    assert hand.before == {}


def test_held_values_are_those_that_lie_on_the_shelf(tmp_path: Path) -> None:
    """A value is held only as long as the shelf has one under its key, and of shelves that are worth it."""
    hand = Hand()

    def run(name: str, key: bytes, value: object) -> object:
        memory = Memory(tmp_path, "program")
        memory.hand = hand.turn()
        found = memory.recall(name, key, lambda: value)
        memory.save()
        return found

    assert run("leaves", b"k", ("a",)) == ("a",)
    first = run("leaves", b"k", ("b",))
    assert first == ("a",)
    assert run("leaves", b"k", ("b",)) is first
    assert run("things", b"k", ("c",)) == ("c",)
    assert run("things", b"k", ("d",)) == ("c",)
    (tmp_path / "leaves.index").unlink()
    assert run("leaves", b"k", ("e",)) == ("e",)
