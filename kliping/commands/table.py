"""A table for the terminal: each column as wide as it has to be, one of them cut where the line ends."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence

from kliping.entries import CONTROLS

LEAST = 20
"""Columns that the cell which is cut keeps, however narrow the terminal is."""


def lines(head: Sequence[str], rows: Sequence[Sequence[str]], cut: str = "", room: int = 0) -> Iterator[str]:
    """The lines of a table; if there is `room` for so many columns only, cells of the column `cut` give way."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - only who prints a table needs it

    told = [list(head), *([plain(cell) or "–" for cell in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*told, strict=True)]
    if room and cut in head:
        at = list(head).index(cut)
        others = sum(widths) - widths[at] + 2 * (len(widths) - 1)
        widths[at] = min(widths[at], max(LEAST, room - others))
    for row in told:
        cells = (
            set_cell_size(cell[: width - 1] if cell_len(cell) > width else cell, width - 1) + "…"
            if cell_len(cell) > width
            else set_cell_size(cell, width)
            for cell, width in zip(row, widths, strict=True)
        )
        yield "  ".join(cells).rstrip()


def plain(cell: str) -> str:
    """A cell on one line and without signs that a terminal would obey: article text is data."""
    return " ".join(CONTROLS.sub("", cell).split())


def room() -> int:
    """How many columns standard output has; 0 if it is no terminal, where nothing is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
