"""The ledger: a row that nobody changed keeps its line, and every other one is written as rows are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kliping import ledger
from kliping.errors import SettingsError
from kliping.records import Retraction, Row, Wrote

SITE = '{"site": "urn:uuid:00000000-0000-4000-8000-000000000001"}\n'
WORD = some.text(min_size=1, max_size=8)
TEXTS = some.dictionaries(WORD, WORD, max_size=3)
DAYS = some.dates(date(1900, 1, 1), date(2100, 1, 1))
ROW = some.builds(
    Row,
    id=WORD,
    entry=some.sampled_from(["entries/a.md", "entries/2020/10/antah.md"]),
    raws=TEXTS,
    text=some.sampled_from(["", "abc"]),
    wrote=some.none() | some.builds(Wrote, TEXTS, some.lists(WORD, max_size=3).map(tuple)),
    declined=some.sampled_from(["", "def"]),
    addresses=some.lists(WORD, max_size=2).map(tuple),
    updated=some.none() | some.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001 - hypothesis wants them so
    retracted=some.none()
    | some.builds(Retraction, DAYS, WORD, some.none() | DAYS, some.none() | WORD, some.lists(WORD).map(tuple)),
)
ROWS = some.lists(ROW, max_size=5, unique_by=lambda row: row.id).map(lambda rows: {row.id: row for row in rows})


def row(name: str, **fields: str) -> str:
    """A line as a person may have written it: the same row in other words."""
    return json.dumps({"entry": f"entries/{name}.md", "id": name, **fields}, separators=(",", ":"))


@given(ROWS)
def test_rows_come_back(rows: dict[str, Row]) -> None:
    """What is written is what is read, and is written as it was read."""
    text = ledger.dump(rows)
    read = ledger.read(text.encode())
    assert dict(read.rows) == rows
    assert "".join(read.lines[id_] for id_ in sorted(rows)) == text


@given(ROWS, ROWS, some.sets(some.integers(0, 9)))
def test_known_lines_change_no_byte(rows: dict[str, Row], others: dict[str, Row], gone: set[int]) -> None:
    """Whatever of a ledger changes, comes and goes, its text is what it would be if every line were written anew."""
    known = ledger.read(ledger.dump(rows).encode())
    left = {id_: each for number, (id_, each) in enumerate(sorted(known.rows.items())) if number not in gone}
    for now in (left, left | others, others, {id_: replace(each) for id_, each in left.items()}):
        assert ledger.dump(now, known) == ledger.dump(now)


def test_a_row_that_nobody_changed_keeps_its_line(tmp_path: Path) -> None:
    """A line in other words that says the same stays as it is, when others are changed and added."""
    (tmp_path / ledger.FILE).write_text(f"{SITE}{row('a')}\n{row('b')}\n", "utf-8")
    rows = dict(ledger.load(tmp_path))
    ledger.save(tmp_path, rows | {"b": replace(rows["b"], text="baru"), "c": Row("c", "entries/c.md")})
    assert (tmp_path / ledger.FILE).read_text("utf-8") == (
        f"{SITE}{row('a')}\n"
        '{"id": "b", "entry": "entries/b.md", "text": "baru"}\n'
        '{"id": "c", "entry": "entries/c.md"}\n'
    )


def test_a_row_changed_back_is_written_anew(tmp_path: Path) -> None:
    """An equal row that is another one gets the line that rows get: what is known goes by the row itself."""
    (tmp_path / ledger.FILE).write_text(f"{row('a')}\n", "utf-8")
    ledger.save(tmp_path, {"a": replace(ledger.load(tmp_path)["a"])})
    assert (tmp_path / ledger.FILE).read_bytes() == b'{"id": "a", "entry": "entries/a.md"}\n'


def test_lines_of_other_systems_end_as_ours(tmp_path: Path) -> None:
    """A ledger that came back with CRLF is read, keeps the site's id, and is written with LF alone."""
    file = tmp_path / ledger.FILE
    file.write_bytes(f"{SITE}{row('a')}\n{row('b')}\n".replace("\n", "\r\n").encode())
    rows = ledger.load(tmp_path)
    assert list(rows) == ["a", "b"]
    ledger.save(tmp_path, rows, "urn:uuid:00000000-0000-4000-8000-00000000000f")
    assert file.read_text("utf-8") == f"{SITE}{row('a')}\n{row('b')}\n"
    assert b"\r" not in file.read_bytes()


def test_rows_stand_in_order(tmp_path: Path) -> None:
    """A ledger whose lines somebody moved comes out in the order of ids."""
    file = tmp_path / ledger.FILE
    file.write_text(f"{row('b')}\n\n{row('a')}\n", "utf-8")
    ledger.save(tmp_path, ledger.load(tmp_path))
    assert file.read_text("utf-8") == f"{row('a')}\n{row('b')}\n"


def test_a_ledger_that_says_the_same_is_not_written(tmp_path: Path) -> None:
    """Its file keeps its time and number."""
    file = tmp_path / ledger.FILE
    file.write_text(f"{SITE}{row('a')}\n", "utf-8")
    before = file.stat()
    ledger.save(tmp_path, ledger.load(tmp_path))
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_ledger_saved_meanwhile_is_compared_with_what_lies_there(tmp_path: Path) -> None:
    """Lines of a file that changed since it was read are not taken for those of the rows."""
    file = tmp_path / ledger.FILE
    file.write_text(f"{row('a', text='lama')}\n", "utf-8")
    rows = ledger.load(tmp_path)
    file.write_text(f"{row('a', text='baru')}\n", "utf-8")
    ledger.save(tmp_path, rows)
    assert file.read_text("utf-8") == '{"id": "a", "entry": "entries/a.md", "text": "lama"}\n'


def test_one_id_stands_once(tmp_path: Path) -> None:
    """Two lines of one id are a conflict that a person has to resolve; the second is named."""
    (tmp_path / ledger.FILE).write_text(f"{SITE}{row('a')}\n{row('a', text='lain')}\n", "utf-8")
    with pytest.raises(SettingsError) as raised:
        ledger.load(tmp_path)
    (fault,) = raised.value.faults
    assert (fault.file, fault.line) == (f"content/{ledger.FILE}", 3)
    assert "twice" in fault.what
