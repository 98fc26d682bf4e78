"""What a page's markup says of itself: JSON-LD, meta, headings, times."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import lxml.etree

from kliping.ingest import lines as text_lines
from kliping.records import Hint

LD_TYPES = frozenset(
    ["NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "LiveBlogPosting"]
)


def markup_hints(tree: lxml.etree._Element) -> Iterator[Hint]:
    """What the page says of itself, the most trustworthy first: JSON-LD, meta, headings."""
    found = by_tag(tree)
    for item in linked_data(found["script"]):
        yield from ld_hints(item)
    stated: dict[tuple[str, str], list[str]] = defaultdict(list)
    for element in found["meta"]:
        for attribute in STATING:
            if name := element.get(attribute):
                stated[attribute, name].append(element.get("content", ""))
    for key, attribute, name in META:
        for content in stated.get((attribute, name), ()):
            if value := text_lines.tidy(content):
                yield Hint(key, value, f"<meta {name}>")
    for key, rel in (("url", "canonical"), ("prev", "prev")):
        for element in found["link"]:
            if element.get("rel") == rel and element.get("href", "").strip().startswith("http"):
                yield Hint(key, element.get("href", "").strip(), f"<link {rel}>")
    headings = [text_of(element) for element in found["h1"]]
    if len(set(filter(None, headings))) == 1:
        yield Hint("title", next(filter(None, headings)), "<h1>")
    for element in found["time"]:
        if element.get("datetime") is not None and not is_aside(element):
            yield Hint("date", element.get("datetime", "").strip(), "<time>")
    for name, source in dict(signed_by(tree)).items():
        yield Hint("author", name, source)
    if lang := tree.get("lang", "").strip():
        yield Hint("lang", lang, "<html lang>")
    for element in tree.iterfind("head/title"):
        if value := text_of(element):
            yield Hint("title", value, "<title>")


def by_tag(tree: lxml.etree._Element) -> Mapping[str, Sequence[lxml.etree._Element]]:
    """The elements in which a page speaks of itself, found in one walk."""
    found: dict[str, list[lxml.etree._Element]] = {tag: [] for tag in ("script", "meta", "link", "h1", "time")}
    for element in tree.iter(*found):
        found[str(element.tag)].append(element)
    return found


def is_aside(element: lxml.etree._Element) -> bool:
    """Whether an element stands in one that is never the article."""
    return any(parent.tag in text_lines.ASIDE for parent in element.iterancestors())


# XPath, for with it not every element of the page passes through Python; by its attributes, for most elements have none.
SIGNED = (
    (lxml.etree.XPath("descendant::*/@rel[.='author']/.."), "rel=author"),
    (lxml.etree.XPath("descendant::*/@itemprop[.='author']/..//*[@itemprop='name']"), "itemprop=author"),
    (lxml.etree.XPath("descendant::*/@itemprop[.='author']/.."), "itemprop=author"),
)
CLASSES = lxml.etree.XPath("descendant::*/@class", smart_strings=False)
CLASSED = lxml.etree.XPath("descendant::*/@class/..")
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
    for element, source in signing(tree):
        value = text_of(element)
        if 0 < len(value) <= LONGEST_SIGNATURE and not is_aside(element):
            yield value, f"<{element.tag} {source}>"


def signing(tree: lxml.etree._Element) -> Iterator[tuple[lxml.etree._Element, str]]:
    """The elements that say so by their attributes, and by which."""
    for path, source in SIGNED:
        found: Any = path(tree)
        for element in found:
            yield element, source
    classes: Any = CLASSES(tree)
    if telling := frozenset(each for each in set(classes) if SIGNING.search(each)):
        classed: Any = CLASSED(tree)
        for element in classed:
            if element.get("class") in telling:
                yield element, "class"


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
STATING = ("property", "name", "itemprop")


def linked_data(scripts: Iterable[lxml.etree._Element]) -> Iterator[Mapping[str, Any]]:
    """Every article that the page's JSON-LD describes."""
    for script in (each for each in scripts if each.get("type") == "application/ld+json"):
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
