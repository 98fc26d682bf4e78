"""What a page's markup says of itself: JSON-LD, meta, headings, times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.etree

from kliping.ingest import lines as text_lines
from kliping.records import Hint

LD_TYPES = frozenset(
    ["NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "LiveBlogPosting"]
)


def markup_hints(tree: lxml.etree._Element) -> Iterator[Hint]:
    """What the page says of itself, the most trustworthy first: JSON-LD, meta, headings."""
    for item in linked_data(tree):
        yield from ld_hints(item)
    stated = list(tree.iterfind(".//meta"))
    for key, attribute, name in META:
        for element in (each for each in stated if each.get(attribute) == name):
            if value := text_lines.tidy(element.get("content", "")):
                yield Hint(key, value, f"<meta {name}>")
    for element in tree.iterfind(".//link[@rel='canonical']"):
        if element.get("href", "").strip().startswith("http"):
            yield Hint("url", element.get("href", "").strip(), "<link canonical>")
    for element in tree.iterfind(".//link[@rel='prev']"):
        if element.get("href", "").strip().startswith("http"):
            yield Hint("prev", element.get("href", "").strip(), "<link prev>")
    headings = [text_of(element) for element in tree.iterfind(".//h1")]
    if len(set(filter(None, headings))) == 1:
        yield Hint("title", next(filter(None, headings)), "<h1>")
    for element in tree.iterfind(".//time[@datetime]"):
        if any(parent.tag in text_lines.ASIDE for parent in element.iterancestors()):
            continue
        yield Hint("date", element.get("datetime", "").strip(), "<time>")
    for name, source in dict(signed_by(tree)).items():
        yield Hint("author", name, source)
    if lang := tree.get("lang", "").strip():
        yield Hint("lang", lang, "<html lang>")
    for element in tree.iterfind("head/title"):
        if value := text_of(element):
            yield Hint("title", value, "<title>")


# XPath, for with it not every element of the page passes through Python.
SIGNED = (
    (lxml.etree.XPath("descendant::*[@rel='author']"), "rel=author"),
    (lxml.etree.XPath("descendant::*[@itemprop='author']//*[@itemprop='name']"), "itemprop=author"),
    (lxml.etree.XPath("descendant::*[@itemprop='author']"), "itemprop=author"),
    (lxml.etree.XPath("descendant::*[@class]"), "class"),
)
SIGNING = re.compile(
    r"(?:^|[\s_-])(?:author|byline|writer|penulis|reporter|auteur|autor)(?:[\s_-]?(?:name|link|s))?(?:$|\s)", re.I
)
LONGEST_SIGNATURE = 60


TEXT = lxml.etree.XPath("string()")


def text_of(element: lxml.etree._Element) -> str:
    """All text in an element, as one line."""
    return text_lines.tidy(str(TEXT(element)))


def signed_by(tree: lxml.etree._Element) -> Iterator[tuple[str, str]]:
    """Short texts of the elements that say that an author stands in them."""
    for path, source in SIGNED:
        found: Any = path(tree)
        for element in found:
            if source != "class" or SIGNING.search(element.get("class", "")):
                value = text_of(element)
                if 0 < len(value) <= LONGEST_SIGNATURE and not any(
                    parent.tag in text_lines.ASIDE for parent in element.iterancestors()
                ):
                    yield value, f"<{element.tag} {source}>"


META = (
    ("url", "property", "og:url"),
    ("title", "property", "og:title"),
    ("title", "name", "twitter:title"),
    ("date", "property", "article:published_time"),
    ("date", "name", "publishdate"),
    ("date", "itemprop", "datePublished"),
    ("modified", "property", "article:modified_time"),
    ("modified", "itemprop", "dateModified"),
    ("outlet", "property", "og:site_name"),
    ("author", "name", "author"),
    ("author", "name", "content_author"),
    ("author", "name", "parsely-author"),
    ("author", "name", "sailthru.author"),
    ("author", "name", "dc.creator"),
    ("author", "name", "DC.creator"),
    ("author", "property", "article:author"),
    ("author", "property", "author"),
    ("author", "name", "twitter:data1"),
    ("editor", "name", "content_editor"),
)


def linked_data(tree: lxml.etree._Element) -> Iterator[Mapping[str, Any]]:
    """Every article that the page's JSON-LD describes."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        queue = list(found) if isinstance(found, list) else [found]
        for item in queue:
            if isinstance(item, Mapping):
                kinds = item.get("@type")
                if any(
                    isinstance(kind, str) and kind in LD_TYPES
                    for kind in (kinds if isinstance(kinds, list) else [kinds])
                ):
                    yield item
                if isinstance(item.get("@graph"), list):
                    queue += item["@graph"]


def ld_hints(item: Mapping[str, Any]) -> Iterator[Hint]:
    """Hints of one JSON-LD article."""
    source = "JSON-LD"
    for key, name in (
        ("title", "headline"),
        ("date", "datePublished"),
        ("modified", "dateModified"),
        ("url", "url"),
        ("body", "articleBody"),
    ):
        if isinstance(item.get(name), str) and (value := text_lines.tidy(item[name])):
            yield Hint(key, value, f"{source} {name}")
    for key, name in (("author", "author"), ("editor", "editor"), ("outlet", "publisher")):
        people = item.get(name)
        for person in people if isinstance(people, list) else [people]:
            said = person.get("name") if isinstance(person, Mapping) else person
            if isinstance(said, str) and text_lines.tidy(said):
                yield Hint(key, text_lines.tidy(said), f"{source} {name}")
