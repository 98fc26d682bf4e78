"""Markdown of an entry to HTML: nothing runs, nothing is fetched, headings stand below the page's own."""

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

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
HEADING = re.compile(r"h[1-6]")


class _Harmless(Treeprocessor):
    """Links lead only to web, mail and this site; pictures become links; headings make an outline."""

    def run(self, root: Element) -> None:
        outline: list[str] = []
        for element in root.iter():
            if HEADING.fullmatch(element.tag):
                while outline and outline[-1] >= element.tag:
                    outline.pop()
                outline.append(element.tag)
                element.tag = f"h{min(6, 1 + len(outline))}"
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
    """Markdown as HTML."""
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
    """The Markdown of a hand-written page as HTML."""
    return converted(of_pages(), text)


# ------------------------------------------------------------------ bounded time

MOST_BRACKETS = 100
PIECE = re.compile(r"\n(?=[ \t]*(?:\n|[-+*>|]|\d+\.))")
"""Where a paragraph, an item of a list or a row of a table ends."""
BRACKET = re.compile(r"(?<!\\)((?:\\\\)*)\[")
"""A bracket that is not written as the sign it is."""
UNDERLINE = re.compile(r"^(?:=+|-+) *$", re.M)


def converted(markdown: Markdown, text: str) -> str:
    """Markdown as HTML; what nests more deeply than a person writes shows as the text it is."""
    plain = bounded(CONTROLS.sub("", text))
    try:
        return markdown.reset().convert(plain)
    except RecursionError:
        markdown.parser.state.clear()
        return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in plain.split("\n\n") if part.strip())


def bounded(text: str) -> str:
    """Markdown that costs no time that grows with its square, which many brackets or underlined headings in one piece do."""
    if text.count("[") > MOST_BRACKETS:
        ends = [0, *(found.start() for found in PIECE.finditer(text)), len(text)]
        pieces = [text[start:end] for start, end in itertools.pairwise(ends)]
        text = "".join(BRACKET.sub(r"\1\\[", each) if each.count("[") > MOST_BRACKETS else each for each in pieces)
    if text.count("\n=") + text.count("\n-") > MOST_BRACKETS:
        text = UNDERLINE.sub(lambda found: found[0] + "\n", text)
    return text


def words(html: str) -> str:
    """The words of rendered Markdown on one line, markup gone, for summaries and matching."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def opening(html: str) -> str:
    """The words of the first paragraph of rendered Markdown."""
    found = re.search(r"<p>(.*?)</p>", html, re.S)
    return words(found[1] if found else html)
