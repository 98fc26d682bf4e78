"""Web pages: their visible text, a line a block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import lxml.etree

from kliping.ingest import lines as text_lines
from kliping.ingest.readers.content import SAVE_AS, Content, Unreadable
from kliping.ingest.readers.decoding import decode
from kliping.ingest.readers.markup import markup_hints
from kliping.ingest.readers.text import saved_from
from kliping.records import Box, Hint, Line

BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul "
    "amp-ad amp-consent amp-embed amp-lightbox amp-sidebar amp-user-notification".split()
)
# Not `head`: where a page leaves out <body>, as it may, the parser puts <article> into the head.
MUTE = frozenset("script style svg title math".split())
UNSHOWN = frozenset("noscript template iframe object select textarea audio video canvas".split())
BLOCK, LINK, MUTED = "block", "link", "muted"
KINDS: Mapping[object, str] = {"a": LINK, **dict.fromkeys(BLOCKS, BLOCK), **dict.fromkeys(MUTE, MUTED)}
"""What an element does to the text round it; others stand in it like words."""
TELLING = frozenset("h1 h2 h3 h4 h5 h6 figcaption li blockquote p td nav aside footer form button header".split())
XML = re.compile(r"\s*<\?xml[^>]*\?>")
LEAST_HIDDEN = 60
"""Hidden words from which a page is suspected of hiding its article until a script runs."""
DEEPEST_VEIL = 3
# Every tag but those that may not be lost: what is left when a page is nested deeper than any parser goes.
NESTS = re.compile(r"</?(?!(?:a|p|h[1-6]|br|meta|link|html|head|body|title|script|style|svg|time)\b)[a-z][^<>]*>", re.I)


def read_html(data: bytes) -> Content:
    """Lines of a web page by its blocks, and what its markup says about itself."""
    text, encoding = decode(data, charset_of(data))
    return *page(text), encoding


def charset_of(data: bytes) -> str:
    """The encoding that a page declares, if it does."""
    declared = re.search(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]+)", data[:4096], re.I)
    return declared[1].decode("ascii", "ignore") if declared else ""


def page(text: str) -> tuple[tuple[Line, ...], tuple[Hint, ...]]:
    """Lines and hints of a web page's source."""
    text = text.replace("\0", "")
    if declaration := XML.match(text):
        text = text[declaration.end() :]
    try:
        tree = tree_of(text)
        if tree is None:
            tree = tree_of(NESTS.sub("<br>", text))
    except (lxml.etree.ParserError, ValueError) as error:
        raise Unreadable(f"the page cannot be read: {error}", SAVE_AS) from error
    if tree is None:
        raise Unreadable("the page is nested too deeply", SAVE_AS)
    return tuple(blocks(tree)), (*saved_from(text[:4000]), *markup_hints(tree))


def tree_of(text: str) -> lxml.etree._Element | None:
    """A page's elements, or None if the parser gave up before its end because they are nested too deeply."""
    # Not lxml.html: its elements are twice as slow. Bytes, for of a string each character is converted one by one.
    parser = lxml.etree.HTMLParser(huge_tree=True, encoding="utf-8")
    tree = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    if tree is None:
        raise lxml.etree.ParserError("Document is empty")
    last = parser.error_log.last_error
    return None if last is not None and "xcessive depth" in last.message else tree


def blocks(tree: lxml.etree._Element) -> Iterator[Line]:
    """The page's text, a line a block, with its tag and how much of it is links; hidden blocks are tagged so.

    A page may hide its article until a script shows it: when most of the prose is hidden, the outermost veil is lifted.
    """
    found: list[Line] = []
    for lifted in range(DEEPEST_VEIL):
        found = list(walked(tree, lifted))
        veiled = prose(line for line in found if line.tag == text_lines.HIDDEN)
        if veiled < LEAST_HIDDEN or veiled <= prose(line for line in found if line.tag != text_lines.HIDDEN):
            break
    return iter(found)


def prose(lines: Iterable[Line]) -> float:
    """How many words stand in sentences of some length."""
    return sum(text_lines.length(line.text) for line in lines if len(line.text) > 40 and line.text[-1:] in '.!?。।؟”"')


def walked(tree: lxml.etree._Element, lifted: int) -> Iterator[Line]:
    """The lines of a page when so many layers of what it hides are taken for shown."""
    shown: list[str] = []
    veiled: list[str] = []
    tags = [""]
    boxes = [Box("", 0)]
    unboxed: list[tuple[lxml.etree._Element, int]] = []  # the innermost blocks, as long as no line stands in them
    made = out = layers = linked = links = number = 0
    walk = lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        begins, name = event == "start", element.tag
        kind = KINDS.get(name)
        if kind == MUTED:
            if begins:
                walk.skip_subtree()
                continue
        elif not isinstance(name, str):
            pass
        elif out:
            out += 1 if begins else -1
            layers -= not out
            if kind == BLOCK or not out:
                if veiled and (text := text_lines.tidy("".join(veiled))):
                    number += 1
                    yield Line(number, text, True, text_lines.HIDDEN)
                veiled.clear()
        elif begins and layers >= lifted and hides(element):
            out, layers = 1, layers + 1
        else:
            if lifted and hides(element):
                layers += 1 if begins else -1
            if kind == BLOCK:
                if shown:
                    if text := text_lines.tidy("".join(shown)):
                        for each in unboxed:
                            boxes.append(boxed(*each, boxes[-1]))
                        unboxed.clear()
                        number += 1
                        yield Line(number, text, True, tags[-1], min(1.0, linked / len(text)), boxes[-1])
                    shown.clear()
                    linked = 0
                if begins:
                    made += 1
                    tags.append(telling(name, tags[-1]))
                    unboxed.append((element, made))
                else:
                    tags.pop()
                    (unboxed or boxes).pop()
            elif kind == LINK:
                links += 1 if begins else -1
        said = element.text if begins else element.tail
        if not said:
            continue
        if links and not out:
            linked += len(" ".join(said.split()))
        into = veiled if out else shown
        if into or not said.isspace():  # white space before a line, mostly the page's own indentation, is not kept
            into.append(said)
    if text := text_lines.tidy("".join(shown)):
        yield Line(number + 1, text, True, "", min(1.0, linked / len(text)))


NEAREST = 5
"""How many elements round a line are looked at for their names."""


def boxed(element: lxml.etree._Element, number: int, outside: Box) -> Box:
    """An element as the box of its lines."""
    names = f"{element.get('class', '')} {element.get('id', '')}"[:200]
    tags = outside.round if outside.tag in outside.round else outside.round | {outside.tag}
    return Box(
        listed(element),
        number,
        (outside.number, *outside.parents)[:NEAREST],
        (names, *outside.names)[:NEAREST],
        tags,
    )


def listed(element: lxml.etree._Element) -> str:
    """The tag of an element; a numbered list that does not count from 1 upwards is taken for one without numbers."""
    name = str(element.tag)
    counts = name != "ol" or (element.get("start", "1") == "1" and element.get("reversed") is None)
    return name if counts else "ul"


def telling(name: str, outside: str) -> str:
    """The tag that says most about a block: an aside round it, else the nearest that tells."""
    return name if outside not in text_lines.ASIDE and (name in TELLING or name in text_lines.ASIDE) else outside


def hides(element: lxml.etree._Element) -> bool:
    """Whether an element and all in it is not shown, by its kind or by its attributes."""
    if element.tag in UNSHOWN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display" in (folded := style.lower()) and "display:none" in "".join(folded.split())
