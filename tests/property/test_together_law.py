"""What lies together is what it would be if all of it were made anew, and only what changed is made."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as some

from kliping import memory
from kliping.memory import Hand, Memory

SMALL = 4
NAMES = some.sampled_from([f"karangan-{number}" for number in range(40)])
STATE = some.dictionaries(NAMES, some.integers(0, 3), max_size=40)
"""What each name follows from: states of a project, one after the other."""
Values = Mapping[str, tuple[str, int]]


def made_from(state: Mapping[str, int]) -> Values:
    return {name: (name, version) for name, version in state.items()}


def keys(state: Mapping[str, int]) -> dict[str, bytes]:
    return {name: b"%d" % version for name, version in state.items()}


def asked(remembered: Memory, state: Mapping[str, int]) -> tuple[Values, list[str]]:
    """What a memory gives, and what had to be made for it."""
    made: list[str] = []

    def make(names: Sequence[str]) -> Iterator[tuple[str, int]]:
        for name in names:
            made.append(name)
            yield name, state[name]

    return remembered.together("things", keys(state), make), made


class Runs:
    """Runs one after the other, of one process with a hand or of several without."""

    def __init__(self, folder: Path, *, is_held: bool) -> None:
        self.folder, self.hand = folder, Hand() if is_held else None

    def next(self) -> Memory:
        found = Memory(self.folder, "program")
        found.hand = self.hand.turn() if self.hand else None
        return found


@tried(max_examples=60, deadline=None)
@given(some.lists(some.tuples(STATE, some.booleans()), min_size=1, max_size=6), some.booleans())
def test_it_is_what_would_be_made_anew(states: list[tuple[dict[str, int], bool]], is_held: bool) -> None:
    """Whatever changes, comes and goes from run to run, saved or not, every value is right; and the order is that of the keys."""
    with tempfile.TemporaryDirectory() as folder, batches_of(SMALL):
        runs = Runs(Path(folder), is_held=is_held)
        for state, is_saved in states:
            remembered = runs.next()
            found, _ = asked(remembered, state)
            assert found == made_from(state)
            assert list(found) == list(state)
            if is_saved:
                remembered.save()


@tried(max_examples=60, deadline=None)
@given(
    some.lists(some.dictionaries(NAMES, some.integers(0, 3), min_size=8, max_size=15), min_size=2, max_size=5),
    some.booleans(),
)
def test_only_what_changed_is_made(states: list[dict[str, int]], is_held: bool) -> None:
    """As long as names are about as many, what was there with the same key in the run before is not made again."""
    with tempfile.TemporaryDirectory() as folder, batches_of(8):
        runs, before = Runs(Path(folder), is_held=is_held), dict[str, int]()
        for state in states:
            remembered = runs.next()
            _, made = asked(remembered, state)
            changed = [name for name, version in state.items() if before.get(name) != version]
            # A batch in which nothing is new keeps what went, so less may have to be made.
            assert set(made) <= set(changed)
            assert {name for name in changed if name in before} <= set(made)
            assert len(made) == len(set(made))
            remembered.save()
            before = state


@tried(max_examples=40, deadline=None)
@given(STATE, some.binary(min_size=1, max_size=8), some.integers(0, 10_000), some.booleans(), some.booleans())
def test_a_damaged_shelf_is_made_again(
    state: dict[str, int], junk: bytes, at: int, is_index: bool, is_held: bool
) -> None:
    """Where other bytes lie than were written, all values are right, and are remembered again."""
    with tempfile.TemporaryDirectory() as folder, batches_of(SMALL):
        runs = Runs(Path(folder), is_held=is_held)
        first = runs.next()
        asked(first, state)
        first.save()
        file = Path(folder, "things.index" if is_index else "things")
        if file.exists():
            data = bytearray(file.read_bytes())
            data[at % len(data) : at % len(data) + len(junk)] = junk
            file.write_bytes(data)
        for _ in range(2):
            remembered = runs.next()
            assert asked(remembered, state)[0] == made_from(state)
            remembered.save()
        assert asked(Memory(Path(folder), "program"), state)[0] == made_from(state)


@tried(max_examples=30, deadline=None)
@given(some.permutations(range(40)), some.integers(1, 39), some.booleans())
def test_more_or_fewer_batches_change_nothing(order: list[int], count: int, is_held: bool) -> None:
    """Where names grow past a power of two, or shrink below it, they lie in other batches; values are the same."""
    with tempfile.TemporaryDirectory() as folder, batches_of(SMALL):
        runs = Runs(Path(folder), is_held=is_held)
        few, many = ({f"karangan-{number}": number for number in order[:most]} for most in (count, 40))
        changed = {name: version + 100 for name, version in few.items()}
        before: Mapping[str, int] = {}
        for state in (few, many, changed, many, few):
            remembered = runs.next()
            found, made = asked(remembered, state)
            assert found == made_from(state)
            if is_held:
                assert set(made) == {name for name, version in state.items() if before.get(name) != version}
            remembered.save()
            before = state
            assert asked(Memory(Path(folder), "program"), state)[0] == made_from(state)


@tried(max_examples=40, deadline=None)
@given(some.lists(some.tuples(STATE, some.sets(NAMES)), min_size=1, max_size=6), some.booleans())
def test_what_is_wrong_is_found_in_each_run(runs_of: list[tuple[dict[str, int], set[str]]], is_held: bool) -> None:
    """What nobody found right is looked at again, in each run until nothing is wrong with any; then it is looked at no more."""
    with tempfile.TemporaryDirectory() as folder, batches_of(SMALL):
        runs = Runs(Path(folder), is_held=is_held)
        for state, bad in runs_of:
            told = {name: version + 10 * (name in bad) for name, version in state.items()}
            for _ in range(2):
                assert wrong_in(runs, told) == sorted(bad & state.keys())


def wrong_in(runs: Runs, state: Mapping[str, int]) -> list[str]:
    """What is wrong as a run says it: names with ten or more."""
    remembered = runs.next()
    found = remembered.wrong("looked", keys(state), lambda names: [each for each in names if state[each] >= 10])
    remembered.save()
    return sorted(found)


def test_without_a_folder_all_is_made_each_time() -> None:
    """Where nothing is remembered everything is made, in the order of the keys."""
    state = {"b": 1, "a": 2}
    for _ in range(2):
        assert asked(memory.NEW, state) == (made_from(state), ["b", "a"])


def test_what_is_made_is_made_at_once(tmp_path: Path) -> None:
    """What makes values is told of all that are missing together, and not asked at all if none is."""
    calls: list[list[str]] = []

    def make(names: Sequence[str]) -> Iterable[int]:
        calls.append(list(names))
        return map(len, names)

    for state in ({"a": 1, "b": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 2, "c": 1}):
        remembered = Memory(tmp_path, "")
        remembered.together("things", keys(state), make)
        remembered.save()
    assert calls == [["a", "b"], ["b", "c"]]


class batches_of:  # noqa: N801 - it reads as a function
    """Batches of so few values that there are many."""

    def __init__(self, size: int) -> None:
        self.size, self.before = size, memory.BATCH

    def __enter__(self) -> None:
        memory.BATCH = self.size

    def __exit__(self, *_: object) -> None:
        memory.BATCH = self.before
