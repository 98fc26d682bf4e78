"""Markdown as most entries are to HTML, without Python-Markdown, at a fiftieth of its time.

`html` gives to the byte what `markup.html` gives, or nothing where a text may hold more than is known here. Known are
paragraphs, headings, quotations and lists of one line each, backslash escapes, entities, `*em*`, `**strong**` and
`[links](https://…)` without anything inside. `tests/property/test_prose_law.py` compares the two.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
ESCAPED = "\\`*_{}[]()>#+-.!"
"""Signs that a backslash makes plain; the backslash comes first, for it may be escaped itself."""
HIDDEN: Mapping[str, str] = dict(zip(ESCAPED, map(chr, (*range(9), *range(0x0E, 0x15))), strict=True))
"""An escaped sign is this control character until the marks are read: the text has none of its own."""
UNKNOWN: Sequence[str] = ("`", "<", "\t", "  \n", "\n\n\n")
"""What is left to Python-Markdown wherever it stands: code, addresses in `<>`, tabs, line breaks, odd blank lines."""
BEGINS = r"[^\S\n]|[#>=]|[-+](?!\w)|\d+\.[ ]"
BEGINNING = re.compile(BEGINS)
"""How a line begins that is not, or may not be, part of a paragraph."""
NEW_LINE = re.compile(rf"\n(?:{BEGINS})")
HEADING = re.compile(r"(#{1,6})[ ]*([^\s#\\](?:[^\\\n]*[^\s#\\])?)\s*")
NESTING: Mapping[str, re.Pattern[str]] = {
    "blockquote": re.compile(rf">[ ]?(?!{BEGINS})(.+)"),
    "ul": re.compile(rf"-[ ](?!{BEGINS})(.+)"),
    "ol": re.compile(rf"\d+\.[ ](?!{BEGINS})(.+)"),
}
INNER = r"(?=[^\s])([^*\[\]_\n]*[^\s*\[\]_])"
MARKED = re.compile(
    rf"\*\*{INNER}\*\*(?!\*)|\*{INNER}\*(?!\*)|"
    rf"(?<!!)\[{INNER}\]\(((?:https?://|/)[A-Za-z0-9._~/?#=%+,:@-]*)\)"
)
AMPERSAND = re.compile(r"&(?!(?:\#[0-9]+|\#x[0-9a-f]+|[0-9a-z]+);)", re.I)


def html(text: str) -> str | None:
    """Markdown without control characters as HTML; nothing if it may hold what only Python-Markdown knows."""
    if not text.strip():
        return ""
    if text.count("[") > MOST or headings(text) > MOST:
        return None
    signs = hidden(text.strip("\n"))
    if any(sign in signs for sign in UNKNOWN) or not is_marked_simply(signs):
        return None
    if BEGINNING.match(signs) or NEW_LINE.search(signs):
        elements = [element(block) for block in signs.split("\n\n")]
        return shown("\n".join(elements_html(elements))) if are_apart(elements) else None
    return shown("<p>" + "</p>\n<p>".join(marked(signs).split("\n\n")) + "</p>")


MOST = 100
"""More brackets or headings than that nobody writes: `markup` then sees to it that they take no more time than they should."""


def headings(text: str) -> int:
    """How many lines may be headings, or stand under one."""
    return sum(map(text.count, ("\n#", "\n=", "\n-")))


def hidden(text: str) -> str:
    """The text with each escaped sign as its control character."""
    if "\\" in text:
        for sign, control in HIDDEN.items():
            text = text.replace("\\" + sign, control)
    return text


def shown(html: str) -> str:
    """HTML with the escaped signs in it, and each `&` that begins no entity as one."""
    for sign, control in HIDDEN.items():
        if control in html:
            html = html.replace(control, "&gt;" if sign == ">" else sign)
    return AMPERSAND.sub("&amp;", html) if "&" in html else html


def is_marked(text: str) -> bool:
    return "*" in text or "[" in text or "_" in text


def is_marked_simply(text: str) -> bool:
    """Whether every mark in a text belongs to a pair with nothing but words inside."""
    return not is_marked(text) or not is_marked(MARKED.sub("", text))


def marked(text: str) -> str:
    """HTML of the words and marks of a text."""
    safe = text.replace(">", "&gt;")
    return MARKED.sub(tagged, safe) if is_marked(safe) else safe


def tagged(found: re.Match[str]) -> str:
    strong, em, words, address = found.groups()
    if address:
        return f'<a href="{address}">{words}</a>'
    return f"<strong>{strong}</strong>" if strong else f"<em>{em}</em>"


# ------------------------------------------------------------------ blocks


def element(block: str) -> tuple[str, Sequence[str]]:
    """The element that a block makes and the texts in it; no name if it may be anything."""
    if not BEGINNING.match(block) and not NEW_LINE.search(block):
        return "p", [block]
    if heading := HEADING.fullmatch(block):
        return f"h{len(heading[1])}", [heading[2]]
    for tag, sign in NESTING.items():
        items = [sign.fullmatch(line) for line in block.split("\n")]
        if all(items) and (tag != "blockquote" or len(items) == 1):
            return tag, [item[1] for item in items if item]
    return "", []


def are_apart(elements: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Whether each block is known, and no list follows another: the two would be one."""
    tags = [tag for tag, _ in elements]
    return all(tags) and not any({one, two} <= {"ul", "ol"} for one, two in itertools.pairwise(tags))


def elements_html(elements: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """The elements as HTML; quotations that follow each other are one."""
    levels = iter(outlined(tag for tag, _ in elements if tag[0] == "h"))
    for tag, run in itertools.groupby(elements, lambda each: each[0]):
        if tag == "blockquote":
            yield nested(tag, [within("p", text) for _, texts in run for text in texts])
        elif tag in NESTING:
            yield from (nested(tag, [within("li", text) for text in texts]) for _, texts in run)
        else:
            yield from (within(next(levels) if tag[0] == "h" else tag, text) for _, texts in run for text in texts)


def within(tag: str, text: str) -> str:
    return f"<{tag}>{marked(text)}</{tag}>"


def nested(tag: str, parts: Sequence[str]) -> str:
    return "\n".join((f"<{tag}>", *parts, f"</{tag}>"))


def outlined(headings: Iterable[str]) -> list[str]:
    """The headings of a text one level after the other, below the title of the page."""
    open_: list[str] = []
    found: list[str] = []
    for tag in headings:
        while open_ and open_[-1] >= tag:
            open_.pop()
        open_.append(tag)
        found.append(f"h{min(6, 1 + len(open_))}")
    return found
