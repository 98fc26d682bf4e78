"""Text to lines: folded white space, NFC, nothing invisible; and the words of a line."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote, urlsplit

from kliping.records import Line

# Zero-width joiners (200c, 200d) spell words in Indic and Persian text and stay.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
ASIDE = frozenset(
    "nav aside footer form button amp-ad amp-consent amp-embed amp-lightbox amp-sidebar amp-user-notification".split()
)
"""Elements of a page whose lines are never the article."""
HIDDEN, REPEATED = "hidden", "repeated"
APART: Mapping[str, str] = {
    HIDDEN: "hidden on the page",
    REPEATED: "stands on another page of the article too",
}
"""Tags of lines that are set apart before the article is looked for, and why."""
NO_BREAKS, INVISIBLE_SIGN = "\x1c\x1d\x1e", "\x1f"
"""Signs that end a line for Python and for no editor, and one that ends none and is taken out as they are."""
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
LETTERS = re.compile(r"[^\W_]+")
ASCII_SIGNS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
# Scripts written without spaces: each character counts as 0.6 of a word.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
SENTENCE_END = re.compile(
    r"[.!?\u3002\uff01\uff1f\u0964\u061f\u06d4\u2026](?:[\"'\u201c\u201d\u2019\u300d\u300f)\]]|\s?\u00bb)*"
    r"(?:\s*\([^().]{2,40}\))?$"  # an agency or author may sign after the last sentence
)


def tidy(text: str) -> str:
    """One line of text, NFC, without invisible signs, its white space folded."""
    if text.isascii() and text.isprintable():  # most lines: nothing to normalise or to take out
        return " ".join(text.split())
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def split(text: str) -> tuple[Line, ...]:
    """The non-empty lines of a text dump with their line numbers in the file; wrapped ones as one."""
    lines: list[Line] = []
    blank = True
    for sign in NO_BREAKS:
        text = text.replace(sign, INVISIBLE_SIGN)
    for number, raw in enumerate(text.splitlines(), 1):
        if content := tidy(raw):
            lines.append(Line(number, content, blank))
        blank = not content
    return unwrapped(lines)


WRAP_WIDTHS: Sequence[int] = range(50, 101)
"""Widths at which mail programs and old text files break lines."""


def unwrapped(lines: list[Line]) -> tuple[Line, ...]:
    """The lines with paragraphs that were broken at a fixed width made whole again.

    A break was made for the width when the next line's first word had no room left. Only a text in
    which most breaks inside paragraphs are of that kind counts as wrapped.
    """
    width = max((len(line.text) for line in lines), default=0)
    if width not in WRAP_WIDTHS:
        return tuple(lines)
    pairs = [(one, two) for one, two in itertools.pairwise(lines) if not two.blank_before]
    full = {two.number for one, two in pairs if len(one.text) + 1 + len(two.text.split(" ", 1)[0]) > width}
    if len(full) < 5 or len(full) < 0.6 * len(pairs):
        return tuple(lines)
    whole: list[list[Line]] = []
    for line in lines:
        if line.number in full and whole:
            whole[-1].append(line)
        else:
            whole.append([line])
    return tuple(replace(first, text=" ".join([first.text, *(line.text for line in rest)])) for first, *rest in whole)


def words(text: str) -> list[str]:
    """The words of a text, case-folded."""
    return WORD.findall(text.casefold())


@functools.lru_cache(maxsize=8192)
def length(text: str) -> float:
    """How many words a text has; scripts without spaces by their characters."""
    if text.isascii() or not UNSPACED.search(text):
        return float(len(WORD.findall(text)))
    unspaced = len(UNSPACED.findall(text))
    return len(WORD.findall(UNSPACED.sub(" ", text))) + 0.6 * unspaced


def is_sentence(text: str) -> bool:
    """Whether a line ends the way sentences end."""
    return SENTENCE_END.search(text) is not None


@functools.lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A text by its letters and digits alone, to tell whether two lines say the same."""
    folded = (
        text.casefold().encode("utf-8", "surrogatepass").translate(None, ASCII_SIGNS).decode("utf-8", "surrogatepass")
    )
    return folded if folded.isascii() or folded.isalnum() else "".join(LETTERS.findall(folded))


def slug_words(url: str) -> list[str]:
    """The words in the last part of an address."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    tail = max(parts[-2:], key=len, default="")
    return [word for word in words(re.sub(r"[-_.+]", " ", tail)) if not word.isdigit() and word != "html"]


def best_run(values: Sequence[float]) -> tuple[int, int]:
    """First and last index of the run with the highest sum (maximum subarray, Kadane 1977)."""
    best, ends, total, start = float("-inf"), (0, 0), 0.0, 0
    for index, value in enumerate(values):
        if total <= 0:
            total, start = 0.0, index
        total += value
        if total > best:
            best, ends = total, (start, index)
    return ends
