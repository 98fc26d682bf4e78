"""Golden articles: every folder in `articles/` holds a raw file and what must come of it.

How to add a case, in words for everybody, stands in `README.md` beside this file.
"""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from kliping import entries, hands, ingest
from kliping.errors import Fault
from kliping.ingest import compose, readers
from kliping.records import Facts, RawFile

ARTICLES = Path(__file__).parent / "articles"
FOLDERS = sorted(path for path in ARTICLES.iterdir() if path.is_dir())
ENTRY, FAULT = "entry.md", "fault.txt"
RULES = 1  # written into every entry.md; pinned, so that a new version of the rules shows true differences only

KNOWN: dict[str, str] = {}
"""Cases whose entry.md was written by hand because the program does not get there yet, and why."""


def case(folder: Path) -> ParameterSet:
    marks = [pytest.mark.xfail(strict=True, reason=KNOWN[folder.name])] if folder.name in KNOWN else []
    return pytest.param(folder, id=folder.name, marks=marks)


def raw_of(folder: Path) -> Path:
    found = sorted(folder.glob("raw.*"))
    assert len(found) == 1, f"{folder.name} needs one raw.txt or raw.html"
    return found[0]


def outcome(folder: Path, facts: Facts) -> tuple[str, str]:
    """The name and text of the file that the raw article must give."""
    raw = raw_of(folder)
    result = ingest.clean_file(RawFile(f"inbox/{folder.name}{raw.suffix}", raw.read_bytes()), facts)
    if isinstance(result, Fault):
        return FAULT, f"{result}\n"
    return ENTRY, entries.dump(compose.entry_of(result, RULES))


@pytest.mark.parametrize("folder", [case(folder) for folder in FOLDERS])
def test_a_raw_article_gives_exactly_its_entry(folder: Path, made_up_facts: Facts, pytestconfig: pytest.Config) -> None:
    """A raw article gives the entry file that lies beside it, byte by byte."""
    name, text = outcome(folder, made_up_facts)
    if pytestconfig.getoption("--regenerate") and folder.name not in KNOWN:
        (folder / (FAULT if name == ENTRY else ENTRY)).unlink(missing_ok=True)
        (folder / name).write_bytes(text.encode())
    assert {path.name for path in folder.iterdir()} == {raw_of(folder).name, name}
    assert text == (folder / name).read_bytes().decode()


@pytest.mark.parametrize("folder", sorted(ARTICLES.glob(f"*/{ENTRY}")), ids=lambda path: path.parent.name)
def test_an_expected_entry_is_a_sound_entry(folder: Path) -> None:
    """An expected entry, also one written by hand, reads back and carries the stamp of its own text."""
    text = folder.read_bytes().decode()
    entry = entries.parse(text, "entries/x.md", UTC)
    assert entries.dump(entry) == text
    assert entry.capture is not None
    assert entry.capture.stamp == hands.fingerprint(text)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_golden_article_says_that_it_is_made_up(folder: Path) -> None:
    """No golden article can be taken for news: each says in its own text that it is made up."""
    raw = raw_of(folder)
    text = " ".join(line.text for line in readers.read(RawFile(raw.name, raw.read_bytes())).lines)
    assert re.search(r"karangan|rekaan|dibuat-buat|made[ -]up|invented|erfunden|虚构|вымышлен|مختلق", text)


def test_every_known_difference_is_a_case() -> None:
    """The list of known differences names only folders that exist."""
    assert not [name for name in KNOWN if ARTICLES / name not in FOLDERS]
