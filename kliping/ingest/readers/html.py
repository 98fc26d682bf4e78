"""Web pages: their visible text, a line a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree
import lxml.html

from kliping.ingest import lines as text_lines
from kliping.ingest.readers.content import SAVE_AS, Content, Unreadable
from kliping.ingest.readers.decoding import decode
from kliping.ingest.readers.markup import markup_hints
from kliping.ingest.readers.text import saved_from
from kliping.records import Line

BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
SILENT = frozenset(
    "script style noscript template svg iframe object head select textarea math audio video canvas".split()
)
TELLING = frozenset("h1 h2 h3 h4 h5 h6 figcaption li blockquote p td nav aside footer form button header".split())


def read_html(data: bytes) -> Content:
    """Lines of a web page by its blocks, and what its markup says about itself."""
    declared = re.search(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]+)", data[:4096], re.I)
    text, encoding = decode(data, declared[1].decode("ascii", "ignore") if declared else "")
    text = text.replace("\0", "")
    try:
        tree = lxml.html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=lxml.html.HTMLParser(huge_tree=True)
        )
    except (lxml.etree.ParserError, ValueError) as error:
        raise Unreadable(f"the page cannot be read: {error}", SAVE_AS) from error
    return tuple(blocks(tree)), (*saved_from(text[:4000]), *markup_hints(tree)), encoding


def blocks(tree: lxml.html.HtmlElement) -> Iterator[Line]:
    """The page's visible text, a line a block, with its tag and how much of it is links."""
    parts: list[str] = []
    stack: list[str] = []
    linked = silent = links = number = 0

    def line(tag: str) -> Line | None:
        text = text_lines.tidy("".join(parts))
        return Line(number + 1, text, True, tag, min(1.0, linked / max(1, len(text)))) if text else None

    for event, element in lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event in ("comment", "pi"):
            pass
        elif event == "start" and (silent or name in SILENT or hidden(element)):
            silent += 1
        elif event == "end" and silent:
            silent -= 1
        elif name in BLOCKS:
            if made := line(telling(stack)):
                number += 1
                yield made
            parts.clear()
            linked = 0
            if event == "start":
                stack.append(name)
            else:
                stack.pop()
        elif name == "a":
            links += 1 if event == "start" else -1
        if silent:
            continue
        said = element.text if event == "start" else element.tail
        if event in ("comment", "pi"):
            said = element.tail
        if said:
            parts.append(said)
            linked += len(" ".join(said.split())) if links else 0
    if made := line(telling(stack)):
        yield made


def telling(stack: list[str]) -> str:
    """The tag that says most about a block: an aside round it, else the nearest that tells."""
    for name in stack:
        if name in text_lines.ASIDE:
            return name
    return next((name for name in reversed(stack) if name in TELLING), "")


def hidden(element: lxml.html.HtmlElement) -> bool:
    style = re.sub(r"\s", "", element.get("style", "").lower())
    return element.get("hidden") is not None or "display:none" in style
