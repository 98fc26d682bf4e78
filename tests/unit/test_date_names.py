"""The made table of month and weekday names against what CLDR says; `--regenerate` writes it anew."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from pathlib import Path

import pytest

from kliping import dates
from kliping.dates import date_names, date_words

FILE = Path(date_names.__file__)


def gathered(kind: int) -> dict[str, int]:
    """Month names (0) or weekday names (1) that mean the same one in every language that has them."""
    meanings = defaultdict[str, set[int]](set)
    for lang in date_words.CLDR.split():
        for name, number in dates.names(lang)[kind].items():
            meanings[name].add(number)
    return {name: min(found) for name, found in meanings.items() if len(found) == 1 and len(name) > 2}


def as_python(constant: str, found: dict[str, int]) -> str:
    """A table as the module holds it: a row of names for each number."""
    rows = defaultdict[int, list[str]](list)
    for name, number in sorted(found.items(), key=lambda pair: (pair[1], pair[0])):
        rows[number].append(name.replace(" ", "_"))
    lines = [
        f'    {number}: """\n{textwrap.indent(textwrap.fill(" ".join(row), 110, break_on_hyphens=False), " " * 8)}\n    """,'
        for number, row in rows.items()
    ]
    return "\n".join([f"{constant}: Mapping[int, str] = {{", *lines, "}"]) + "\n"


@pytest.mark.parametrize(("constant", "kind"), [("MONTHS", 0), ("WEEKDAYS", 1)])
def test_the_table_holds_what_cldr_says(constant: str, kind: int, pytestconfig: pytest.Config) -> None:
    """Every name that means one month or weekday in all languages that have it stands in the table, and no other."""
    found = gathered(kind)
    if pytestconfig.getoption("--regenerate"):
        source = FILE.read_text("utf-8")
        begin = source.index(f"{constant}: ")
        end = source.index("\n}\n", begin) + 3
        FILE.write_text(source[:begin] + as_python(constant, found) + source[end:], "utf-8")
    else:
        assert dates.known_everywhere()[kind] == found
