"""JSON of news crawlers and reading lists: one object an article, its keys' values as hints.

Read are the files of news-please, newspaper4k, trafilatura and Wallabag, JSON-LD and JSON Feed items, and what
names its keys alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kliping.ingest import lines as text_lines
from kliping.ingest.readers.content import Content, Unreadable
from kliping.ingest.readers.decoding import decode
from kliping.ingest.readers.html import page
from kliping.records import Hint, Line

CONTENT: Sequence[str] = (
    "html content_html content articleBody maintext text content_text body raw_text paragraphs".split()
)
"""Where the article itself stands, the fullest first: what another program took out of a page cannot be put back."""
GIVEN: Mapping[str, Sequence[str]] = {
    "url": ("url", "canonical_link", "canonical_url", "given_url", "link", "source", "source_url"),
    "title": ("title", "headline"),
    "date": ("date_publish", "publish_date", "published_at", "date_published", "datePublished", "published", "pubDate", "date"),
    "modified": ("date_modify", "date_modified", "modified_at", "dateModified", "modified"),
    "saved": ("date_download", "filedate"),
    "outlet": ("outlet", "sitename", "site_name", "source-hostname", "meta_site_name", "publisher"),
    "author": ("authors", "author", "published_by", "byline"),
    "editor": ("editors", "editor"),
    "lang": ("language", "lang", "meta_lang", "inLanguage"),
}  # fmt: skip
"""For each hint, the keys that may hold it, the most trustworthy first."""
SEVERAL = frozenset(["author", "editor"])
CAPTIONS: Sequence[str] = ("image_caption", "image caption", "caption")
# A record that has a place for the day of publication means by this the day on which it was itself made.
RECORDED = "created_at"
PUBLISHED: Sequence[str] = ("published_at", *GIVEN["date"])
IS_HTML = re.compile(r"<(?:/p|/div|/h[1-6]|/li|/html|/body|/article|br ?/?|p(?:\s[^<>]{0,500})?)>", re.I)
SURROGATES = re.compile("[\ud800-\udfff]")
MEND = "mend it with a text editor, or save the article as text (.txt)"


def read_json(data: bytes) -> Content:
    """Lines and hints of the one article in a file of JSON."""
    return read_pieces(pieces(data, by_line=False), data)


def read_json_lines(data: bytes) -> Content:
    """Lines and hints of the one article in a file that holds an object a line."""
    return read_pieces(pieces(data, by_line=True), data)


def read_pieces(found: Sequence[tuple[int, bytes]], data: bytes) -> Content:
    if len(found) > 1:
        broken = [str(number) for number, piece in found if isinstance(parsed(piece), str)]
        some = f" (broken: {', '.join(broken[:5])}{', …' if len(broken) > 5 else ''})" if broken else ""
        remedy = "move it out of the inbox and run `kliping add FILE`: each article gets a file of its own"
        raise Unreadable(f"the file holds {len(found)} articles{some}", remedy)
    value = parsed(found[0][1]) if found else ()
    if isinstance(value, str):
        raise Unreadable(f"the file is not JSON: {value}", MEND)
    if not isinstance(value, Mapping):
        raise Unreadable("no article is in the file: it holds no JSON object", MEND)
    lines, hints = article(value)
    return lines, hints, decode(data)[1]


# ------------------------------------------------------------------ several articles in one file


def pieces(data: bytes, *, by_line: bool) -> list[tuple[int, bytes]]:
    """Each article's number (of its line, or in the list) and its own bytes, as they stand in the file."""
    text = decode(data)[0]
    if not by_line:
        found = elements(text)
        if found is not None:
            return found
        if not is_lines(text):
            return [(1, data)]
    return [
        (number, line.encode("utf-8", "replace")) for number, line in enumerate(text.split("\n"), 1) if line.strip()
    ]


def elements(text: str) -> list[tuple[int, bytes]] | None:
    """The values of a JSON list, or one value; None if the text is not JSON as a whole."""
    value = parsed(text)
    if isinstance(value, str):
        return None
    if not isinstance(value, list):
        return [(1, text.encode("utf-8", "replace"))]
    decoder, at = json.JSONDecoder(strict=False), text.index("[") + 1
    found: list[tuple[int, bytes]] = []
    for number in range(1, len(value) + 1):
        at = next(re.compile(r"[^\s,]").finditer(text, at)).start()
        _, end = decoder.raw_decode(text, at)
        found.append((number, text[at:end].encode("utf-8", "replace")))
        at = end
    return found


def is_lines(text: str) -> bool:
    """Whether a text that is not JSON as a whole is so line by line, most of it."""
    rows = [row for row in text.split("\n") if row.strip()]
    return len(rows) > 1 and sum(isinstance(parsed(row), Mapping) for row in rows) > len(rows) / 2


def parsed(text: str | bytes) -> Any:
    """A JSON object, list, number or nothing; or, as a string, what is wrong with it."""
    try:
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return f"{error.msg[:1].lower()}{error.msg[1:]} in line {error.lineno}, column {error.colno}"
    except (ValueError, RecursionError):
        return "it is nested too deeply, or holds what no program reads"
    return "a bare string" if isinstance(value, str) else value


# ------------------------------------------------------------------ one article


def article(record: Mapping[str, Any]) -> tuple[tuple[Line, ...], tuple[Hint, ...]]:
    """Lines of an article's content, be it HTML or text, and what the record says of it."""
    key, content = next(((key, said) for key in CONTENT if (said := whole(record.get(key)))), ("", ""))
    if not key:
        raise Unreadable(f"no text is in the file under any of {', '.join(CONTENT)}", MEND)
    lines, hints = page(content) if IS_HTML.search(content) else (text_lines.split(content), ())
    caption = next((text_lines.tidy(said) for name in CAPTIONS if (said := whole(record.get(name)))), "")
    if caption and all(line.text != caption for line in lines):
        lines = (Line(0, caption, True, "figcaption"), *lines)
    return tuple(lines), (*given(record), *hints)


def given(record: Mapping[str, Any]) -> Iterator[Hint]:
    """The hints in a record's own keys, the most trustworthy first."""
    for hint, keys in GIVEN.items():
        for key in keys:
            values = [value for value in said(record.get(key)) if hint != "url" or value.startswith("http")]
            yield from (Hint(hint, value, f"the key “{key}”") for value in values[: None if hint in SEVERAL else 1])
    has_place = any(key in record for key in PUBLISHED)
    for value in said(record.get(RECORDED)):
        yield Hint("saved" if has_place else "date", value, f"the key “{RECORDED}”")


def said(value: Any) -> Iterator[str]:
    """The texts of a value: of a string, a number, an object with a name, or a list of these."""
    for each in value if isinstance(value, list) else [value]:
        named = each.get("name") if isinstance(each, Mapping) else each
        if isinstance(named, (int, float)) and not isinstance(named, bool):
            named = str(int(named)) if abs(named) < 1e15 else ""
        for part in named.split(";") if isinstance(named, str) else ():
            if text := text_lines.tidy(part):
                yield text


def whole(value: Any) -> str:
    """A text, or a list of paragraphs as one."""
    if isinstance(value, list):
        value = "\n\n".join(each for each in value if isinstance(each, str))
    return SURROGATES.sub("", value) if isinstance(value, str) and value.strip() else ""
