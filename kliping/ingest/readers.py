"""Bytes of a saved file to a raw article: one reader for each kind, listed in `READERS`.

To add a kind of file, write a function from bytes to lines and hints, and add one line to
the list.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import lxml.etree
import lxml.html
from charset_normalizer import from_bytes

from kliping.ingest import lines as text_lines
from kliping.records import Hint, Line, RawArticle, RawFile


class Unreadable(Exception):
    """The file holds no text that can be read; says what it is and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


Content = tuple[tuple[Line, ...], tuple[Hint, ...], str]

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY: Mapping[bytes, str] = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
}
# What browsers take these labels for (WHATWG Encoding Standard): pages that declare them hold more than they say.
BROWSERS: Mapping[str, str] = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
SEVEN_BIT = frozenset(["iso2022_jp", "hz"])
NO_CHARSETS = frozenset(
    ["undefined", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf-7", "mbcs", "oem"]
)
SAVE_AS = "save the article as text (.txt) or as a web page (.html)"


def read(raw: RawFile) -> RawArticle:
    """The raw article in a file; raises Unreadable."""
    suffix = raw.path.rsplit(".", 1)[-1].lower() if "." in raw.path.rsplit("/", 1)[-1] else ""
    if suffix not in READERS:
        raise Unreadable(
            f"no reader for “.{suffix}” files" if suffix else "no ending tells what kind of file it is", SAVE_AS
        )
    if not raw.data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("the file is empty", "save the article again, or delete the file")
    lines, hints, encoding = READERS[suffix](raw.data)
    if not lines:
        raise Unreadable("there is no text in the file", SAVE_AS)
    return RawArticle(raw.path, hashlib.sha256(raw.data).hexdigest(), lines, hints, encoding)


# ------------------------------------------------------------------ text


def read_text(data: bytes) -> Content:
    """Lines of a text dump in any encoding."""
    text, encoding = decode(data)
    return text_lines.split(text), tuple(saved_from(text[:4000])), encoding


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Text and the encoding it was in; raises Unreadable for binary files.

    A byte-order mark decides; then UTF-8 if it fits, for what fits is nothing else; then what the
    page declares, as browsers take it; then Windows-1252 for a text in which only a few signs are not ASCII; then statistics.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    for magic, kind in BINARY.items():
        if data.startswith(magic):
            raise Unreadable(f"the file is {kind}, not text", SAVE_AS)
    if b"\0" in data[:4096]:
        return decode_nuls(data)
    for encoding in candidates(declared):
        try:
            return data.decode(encoding), encoding
        except UnicodeError:
            continue
    if sum(byte > 127 for byte in data) < 0.05 * len(data):
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            pass
    best = from_bytes(data).best()
    if best is None:
        raise Unreadable("the file is not text in any known encoding", SAVE_AS)
    return str(best), best.encoding


def candidates(declared: str) -> list[str]:
    """The encodings to try, in order; a declared one only if it is a charset of web pages."""
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError):
        return ["utf-8"]
    name = found.name.lower()
    if name in NO_CHARSETS or not getattr(found, "_is_text_encoding", True):
        return ["utf-8"]
    name = BROWSERS.get(name, name)
    return [name, "utf-8"] if name in SEVEN_BIT else ["utf-8", name]


def decode_nuls(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark has a zero in every other byte; anything else with zeros is binary."""
    sample = data[:4096]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if high.count(0) > 0.6 * len(high) and sample.count(0) - high.count(0) < 0.05 * len(high):
            return data.decode(encoding, "replace"), encoding
    if sample.count(0) < 0.01 * len(sample):
        return decode(data.replace(b"\0", b""))
    raise Unreadable("the file is binary, not text", SAVE_AS)


def saved_from(text: str) -> Iterator[Hint]:
    """Address and time that browsers and SingleFile write into the first comment of a page."""
    if match := re.search(r"saved from url=\(\d+\)(https?://[^\s<>]+)", text):
        yield Hint("url", match[1], "the comment “saved from url”")
    if match := re.search(r"Page saved with SingleFile.{0,20}\burl: (https?://\S+)\s+saved date: ([^\n]+)", text, re.S):
        yield Hint("url", match[1], "SingleFile's comment")
        yield Hint("saved", match[2].strip(), "SingleFile's comment")


# ------------------------------------------------------------------ HTML

BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
SILENT = frozenset(
    "script style noscript template svg iframe object head select textarea math audio video canvas".split()
)
TELLING = frozenset("h1 h2 h3 h4 h5 h6 figcaption li blockquote p td nav aside footer form button header".split())
LD_TYPES = frozenset(
    ["NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "LiveBlogPosting"]
)


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


def markup_hints(tree: lxml.html.HtmlElement) -> Iterator[Hint]:
    """What the page says of itself, the most trustworthy first: JSON-LD, meta, headings."""
    for item in linked_data(tree):
        yield from ld_hints(item)
    for key, attribute, name in META:
        for element in tree.iterfind(f".//meta[@{attribute}='{name}']"):
            if value := text_lines.tidy(element.get("content", "")):
                yield Hint(key, value, f"<meta {name}>")
    for element in tree.iterfind(".//link[@rel='canonical']"):
        if element.get("href", "").strip().startswith("http"):
            yield Hint("url", element.get("href", "").strip(), "<link canonical>")
    headings = [text_lines.tidy(element.text_content()) for element in tree.iterfind(".//h1")]
    if len(set(filter(None, headings))) == 1:
        yield Hint("title", next(filter(None, headings)), "<h1>")
    for element in tree.iterfind(".//time[@datetime]"):
        if any(parent.tag in text_lines.ASIDE for parent in element.iterancestors()):
            continue
        yield Hint("date", element.get("datetime", "").strip(), "<time>")
    if lang := tree.get("lang", "").strip():
        yield Hint("lang", lang, "<html lang>")
    for element in tree.iterfind("head/title"):
        if value := text_lines.tidy(element.text_content()):
            yield Hint("title", value, "<title>")


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
    ("editor", "name", "content_editor"),
)


def linked_data(tree: lxml.html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Every article that the page's JSON-LD describes."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        queue = found if isinstance(found, list) else [found]
        while queue:
            item = queue.pop(0)
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
    for key, name in (("title", "headline"), ("date", "datePublished"), ("modified", "dateModified"), ("url", "url")):
        if isinstance(item.get(name), str) and (value := text_lines.tidy(item[name])):
            yield Hint(key, value, f"{source} {name}")
    for key, name in (("author", "author"), ("editor", "editor"), ("outlet", "publisher")):
        people = item.get(name)
        for person in people if isinstance(people, list) else [people]:
            said = person.get("name") if isinstance(person, Mapping) else person
            if isinstance(said, str) and text_lines.tidy(said):
                yield Hint(key, text_lines.tidy(said), f"{source} {name}")


READERS: Mapping[str, Callable[[bytes], Content]] = {
    "txt": read_text,
    "text": read_text,
    "html": read_html,
    "htm": read_html,
    "xhtml": read_html,
}
