"""CSV as RFC 4180 has it: a heading, a row for each article, every cell in quotes, lines that end in CRLF, UTF-8.

It begins with a byte order mark, without which Excel takes UTF-8 for something else. A spreadsheet computes a cell that
begins with `=`, `+`, `-`, `@`, a tab or a line end (OWASP, "CSV Injection"): an article's words must not do that, so
such a cell has an apostrophe before it, which `plain` takes away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from kliping.exports.collection import Collection, row

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
QUOTED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
COLUMNS: Sequence[str] = (
    "id title date date_precision lang outlet url authors editors agencies place modified archived topic story copy_of "
    "rights summary text caption credit note corrections page sha256"
).split()


def written(collection: Collection) -> bytes:
    """The table of a topic's articles."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for placed in collection.articles:
        said = row(placed, collection)
        table.writerow([harmless(cell(said[column])) for column in COLUMNS])
    return stream.getvalue().encode("utf-8-sig", "replace")


def cell(value: Any) -> str:
    """A value as one text; what there are several of is joined by a bar, which no spreadsheet divides cells by."""
    if isinstance(value, list):
        return " | ".join(map(cell, value))
    if isinstance(value, dict):
        return ": ".join(map(str, value.values()))
    return "" if value is None else str(value)


def harmless(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(cell: str) -> str:
    """The text that a cell was made from."""
    return cell[1:] if QUOTED.match(cell) else cell
