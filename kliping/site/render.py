"""Markdown of an entry to HTML: safe, without images from elsewhere, headings one level down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

SAFE_LINK = re.compile(r"(?:https?://|mailto:|#|/|\.{0,2}/?[\w-]+(?:[/.#?]|$))", re.I)


class _Harmless(Treeprocessor):
    """No script in links, no picture from another host, no second first-level heading."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in HEADINGS:
                element.tag = HEADINGS[element.tag]
            elif element.tag == "a" and not SAFE_LINK.match("".join(element.get("href", "").split())):
                element.attrib.pop("href", None)
            elif element.tag == "img" and re.match(r"(?:\w+:)?//|data:", element.get("src", ""), re.I):
                source, alt = element.get("src", ""), element.get("alt", "")
                tail = element.tail
                element.clear()
                element.tag, element.text, element.tail = "a", alt or source, tail
                if SAFE_LINK.match(source):
                    element.set("href", source)


HEADINGS: Mapping[str, str] = {f"h{level}": f"h{min(6, level + 1)}" for level in range(1, 7)}


class _Safe(Extension):
    """Raw HTML shows as the text it is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_Harmless(md), "harmless", 1)


_MARKDOWN = Markdown(extensions=[_Safe()], output_format="html")


def html(text: str) -> str:
    """Markdown as HTML."""
    return _MARKDOWN.reset().convert(text)


def words(html: str) -> str:
    """The words of rendered Markdown on one line, markup gone, for summaries and matching."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def opening(html: str) -> str:
    """The words of the first paragraph of rendered Markdown."""
    found = re.search(r"<p>(.*?)</p>", html, re.S)
    return words(found[1] if found else html)
