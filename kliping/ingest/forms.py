"""What each paragraph of an article looks like on the page: subheadings, items of lists, quotations.

Of a page the markup says it. Of a dump only what is certain counts: a bullet before each of several lines, or a short
line without a sentence's end that is set off by blank lines and has prose on both sides.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kliping.ingest.body import is_prose
from kliping.ingest.lines import is_sentence, length
from kliping.records import Form, Line, Role, Verdict

BULLET = re.compile(r"[\u2022\u2023\u25aa\u25ab\u25cf\u25e6\u25a0\u25a1\u00b7\u2043\u30fb*-]\s+(?=.*\w)")
NUMBER = re.compile(r"(?P<number>\d{1,2})\.\s+(?=\S)")
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
LONGEST_HEADING = 12
LONGEST_MARKED = 30
SURE_HEADING = 0.7
OPEN_ENDS = ",;:-\u2013\u2014\u3001\uff0c\uff1a\uff1b"


def of(verdicts: Sequence[Verdict]) -> tuple[Form, ...]:
    """The form of each kept line, in order."""
    kept = [index for index, verdict in enumerate(verdicts) if verdict.role is Role.BODY]
    lines = [verdicts[index].line for index in kept]
    marked = markup(lines, [verdict.line for verdict in verdicts])
    listed = lists(lines)
    return tuple(
        marked[at]
        or listed.get(at)
        or (Form.HEADING if is_set_off(verdicts, kept, at) else Form.PARAGRAPH)
        for at in range(len(kept))
    )  # fmt: skip


# ------------------------------------------------------------------ what the markup says


def markup(lines: Sequence[Line], whole: Sequence[Line]) -> list[Form | None]:
    """What the elements round the lines make them; an element that holds most of the article says nothing.

    `whole` are the lines of the page with those that are not kept.
    """
    found = [form_of(line) for line in lines]
    for at in steps(lines, whole):
        found[at] = Form.STEP if found[at] is Form.ITEM else found[at]
    for form in (Form.HEADING, Form.QUOTE):
        if 2 * found.count(form) > len(lines):
            found = [None if each is form else each for each in found]
    if sum(each in (Form.ITEM, Form.STEP) for each in found) == len(lines):
        found = [None] * len(lines)
    for at in (0, len(lines) - 1):  # a standfirst, or a line that heads nothing
        if lines and found[at] is Form.HEADING:
            found[at] = None
    return found


def form_of(line: Line) -> Form | None:
    """What the elements round a line make it, or None if they do not tell."""
    if line.box is None:
        return None
    if line.tag in HEADINGS:
        return Form.HEADING if length(line.text) <= LONGEST_MARKED else None
    round_it = line.box.round | {line.box.tag}
    if "blockquote" in round_it:
        return Form.QUOTE
    if "li" in round_it:
        return Form.ITEM
    return None


def steps(lines: Sequence[Line], whole: Sequence[Line]) -> Iterator[int]:
    """Indexes of lines whose number in their list is certain: the list is kept whole, each item is one line, nothing between."""
    items: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if number := list_of(line):
            items.setdefault(number, []).append(at)
    counts = Counter(map(list_of, whole)) if items else Counter[int]()
    for number, indexes in items.items():
        boxes = {box.number for at in indexes if (box := lines[at].box)}
        unbroken = indexes[-1] - indexes[0] + 1 == len(indexes) == len(boxes) == counts[number]
        if unbroken and len(indexes) > 1:
            yield from indexes


def list_of(line: Line) -> int:
    """The number of the <ol> of which a line is an item, or 0."""
    box = line.box
    if box is None or box.tag != "li" or "ol" not in box.round or "ul" in box.round or not box.parents:
        return 0
    return box.parents[0]


# ------------------------------------------------------------------ what the text shows


def lists(lines: Sequence[Line]) -> Mapping[int, Form]:
    """Lines that begin with a bullet, and lines numbered from 1: two or more in a row."""
    found: dict[int, Form] = {}
    for bullet, run in itertools.groupby(range(len(lines)), key=lambda at: bullet_of(lines[at].text)):
        indexes = list(run)
        if bullet and len(indexes) > 1:
            found |= dict.fromkeys(indexes, Form.ITEM)
    for start in range(len(lines)):
        run_length = counted(lines, start)
        if run_length > 1:
            found |= dict.fromkeys(range(start, start + run_length), Form.STEP)
    return found


def bullet_of(text: str) -> str:
    """The sign that makes a line an item, if there is one."""
    return text[0] if BULLET.match(text) else ""


def counted(lines: Sequence[Line], start: int) -> int:
    """How many lines from here on are numbered from 1 without a gap."""
    for count, line in enumerate(lines[start:]):
        match = NUMBER.match(line.text)
        if not match or int(match["number"]) != count + 1 or match["number"].startswith("0"):
            return count
    return len(lines) - start


def unmarked(text: str, number: int | None = None) -> str:
    """An item's text without the bullet, or the `number`, that the list shows by itself."""
    match = BULLET.match(text) if number is None else NUMBER.match(text)
    shown = match and (number is None or match["number"] == str(number))
    return text[match.end() :] if match and shown else text


def is_set_off(verdicts: Sequence[Verdict], kept: Sequence[int], at: int) -> bool:
    """Whether a line of a dump is surely a subheading: short, alone between blank lines, after a sentence, before prose."""
    if not 0 < at < len(kept) - 1:
        return False
    verdict, before, after = (verdicts[kept[each]] for each in (at, at - 1, at + 1))
    line, text = verdict.line, verdict.line.text
    if line.box is not None or verdict.confidence < SURE_HEADING or kept[at + 1] != kept[at] + 1:
        return False
    if not (line.blank_before and after.line.blank_before) or not text[0].isalnum() or text[-1] in OPEN_ENDS:
        return False
    if is_sentence(text) or length(text) > LONGEST_HEADING or not re.search(r"[^\W\d_]{2}|[\u3040-\u9fff]", text):
        return False
    return is_sentence(before.line.text) and is_prose(after.line) and length(after.line.text) > 1.5 * length(text)
