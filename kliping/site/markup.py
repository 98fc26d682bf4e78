"""Any Markdown to HTML that can harm nobody, by Python-Markdown.

It takes 30 ms to load and the time of fifty texts of prose for each, so only what `prose` does not know comes here.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from kliping.site.prose import CONTROLS, outlined

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
    return _MARKDOWN.reset().convert(text)
