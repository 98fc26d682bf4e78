"""What every reader gives: lines, hints and the encoding, or why the file holds no text."""

from __future__ import annotations

from kliping.records import Hint, Line

SAVE_AS = "save the article as text (.txt) or as a web page (.html)"


class Unreadable(Exception):
    """The file holds no text that can be read; says what it is and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


Content = tuple[tuple[Line, ...], tuple[Hint, ...], str]
