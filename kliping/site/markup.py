"""Any Markdown to HTML that can harm nobody, by Python-Markdown.

It takes 30 ms to load and the time of fifty texts of prose for each, so only what `prose` does not know comes here.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from html import escape, unescape
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from kliping.site.prose import CONTROLS, MOST, headings, outlined

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
HEADING = re.compile(r"h[1-6]")


class _Harmless(Treeprocessor):
    """Links lead only to web, mail and this site; pictures become links; headings make an outline."""

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if HEADING.fullmatch(element.tag)]
        for element, tag in zip(headings, outlined([each.tag for each in headings]), strict=True):
            element.tag = tag
        self.tame(root, in_link=False)

    def tame(self, element: Element, *, in_link: bool) -> None:
        """Tame the links and pictures in an element."""
        for inner in element:
            self.tame(inner, in_link=in_link or inner.tag == "a")
            if inner.tag == "img":
                source, alt, tail = address(inner.get("src", "")), inner.get("alt", ""), inner.tail
                inner.clear()
                leads = source.startswith(("http://", "https://")) and not in_link
                inner.tag, inner.text, inner.tail = "a" if leads else "span", alt or source, tail
                if leads:
                    inner.set("href", source)
            elif inner.tag == "a":
                target = address(inner.get("href", ""))
                inner.attrib.clear()
                if target:
                    inner.set("href", target)
                else:
                    inner.tag = "span"
                if not "".join(inner.itertext()).strip():
                    inner.text = target


def address(value: str) -> str:
    """An address that may stand in a link, or nothing: web, mail, or on this site."""
    plain = CONTROLS.sub("", unescape(value.replace(AMP_SUBSTITUTE, "&"))).strip()
    scheme = SCHEME.match("".join(plain.split()))
    if scheme and scheme[0].lower() not in ("http:", "https:", "mailto:"):
        return ""
    return quote(plain, safe="!#$%&'()*+,/:;=?@[]~") if plain.isascii() else plain.replace(" ", "%20")


class _Safe(Extension):
    """Raw HTML shows as the text it is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Harmless(md), "harmless", -1)  # after every other one


_MARKDOWN = Markdown(extensions=[_Safe()], output_format="html")


def html(text: str) -> str:
    """Markdown without control characters as HTML."""
    return converted(_MARKDOWN, text)


class _Places(Treeprocessor):
    """Headings have names that links can lead to, made from their words as code forges make them."""

    def run(self, root: Element) -> None:
        seen = Counter(OF_THE_PAGE)
        for element in root.iter():
            if HEADING.fullmatch(element.tag):
                said = re.sub(r"[^\w\s-]", "", "".join(element.itertext()).strip().lower())
                name = re.sub(r"\s", "-", said) or "section"
                element.set("id", f"{name}-{seen[name]}" if seen[name] else name)
                seen[name] += 1


class _OfPages(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.treeprocessors.register(_Places(md), "places", -2)


OF_THE_PAGE = ("content",)
"""Names of places that are the templates'."""


@functools.cache
def of_pages() -> Markdown:
    """What an editor may write in a page of his own and no article has: tables, fenced code, links to headings."""
    return Markdown(extensions=[_Safe(), _OfPages(), "tables", "fenced_code"], output_format="html")


def page(text: str) -> str:
    """The Markdown of a hand-written page, without control characters, as HTML."""
    return converted(of_pages(), text)


# ------------------------------------------------------------------ bounded time

PIECE = re.compile(r"\n(?=[ \t]*(?:\n|[-+*>|]|\d+\.))")
"""Where a paragraph, an item of a list or a row of a table ends."""
BRACKET = re.compile(r"(?<!\\)((?:\\\\)*)\\?\[")
HEADINGS = re.compile(r"^(#.*|=+ *|-+ *)\n(?=.)", re.M)
"""A heading, or the line under one, with something right below it."""
STAND_IN = "\x1a"
"""What a bracket is while it shall mean nothing; no text holds it, for it is one of the signs that are taken out."""


def converted(markdown: Markdown, text: str) -> str:
    """Markdown as HTML; what nests more deeply than a person writes shows as the text it is."""
    plain = bounded(text)
    try:
        return markdown.reset().convert(plain).replace(STAND_IN, "[")
    except RecursionError:
        markdown.parser.state.clear()
        parts = plain.replace(STAND_IN, "[").split("\n\n")
        return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part.strip())


def bounded(text: str) -> str:
    """Markdown whose time does not grow with its square: too many brackets are only signs, headings without room get some."""
    if text.count("[") > MOST:
        ends = [0, *(found.start() for found in PIECE.finditer(text)), len(text)]
        pieces = [text[start:end] for start, end in itertools.pairwise(ends)]
        text = "".join(BRACKET.sub(rf"\1{STAND_IN}", each) if each.count("[") > MOST else each for each in pieces)
    if headings(text) > MOST:
        text = HEADINGS.sub(r"\1\n\n", text)
    return text
