"""Which articles a feed lists: RSS, Atom, RDF by feedparser, JSON Feed by itself."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from kliping.fetching import policy
from kliping.fetching.policy import Answer, Trouble, charset_of

DECLARED = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{0,40})", re.I)
PLAIN = re.compile(
    r"utf-?(8|16(le|be)?)|(us-)?ascii|iso-?8859-?\d+|latin-?1|(windows-|cp)(125\d|874|932|936|949|950)|koi8-[ru]|"
    r"gb(2312|k|18030)|big5(-hkscs)?|shift[-_]jis|x-sjis|euc-(jp|kr|tw)|tis-620",
    re.I,
)
"""Encodings in which ASCII is ASCII, so that what is looked for in the bytes is found."""


def articles(answer: Answer) -> list[str] | Trouble:
    """The addresses that a feed lists, in its order; relative ones are taken from where the feed is."""
    is_json = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    if not is_json and is_hostile(answer):
        what = "is no feed, or one with entities of its own, or in an encoding that may hide them"
        return Trouble(what, "fetch articles by their own addresses")
    given = json_links(answer.body) if is_json else xml_links(answer)
    if given is None:
        return Trouble("is no feed that can be read", "look at the address: it has to be of RSS, Atom or JSON Feed")
    found = (policy.tidy(joined(answer.url, each)) for each in given)
    return list(dict.fromkeys(each for each in found if isinstance(each, str)))


def joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


def is_hostile(answer: Answer) -> bool:
    """Whether a feed has entities, a few of which can grow to gigabytes and which no feed needs, or may hide some."""
    plain = answer.body.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    declared = DECLARED.match(plain)
    encodings = [charset_of(answer), declared[1].decode("latin-1") if declared else ""]
    return (
        not plain.startswith(b"<")
        or b"<!ENTITY" in plain
        or not all(PLAIN.fullmatch(each) for each in encodings if each)
    )


def xml_links(answer: Answer) -> list[str] | None:
    """The links of a feed in XML, or what stands for XML; None if there is nothing of a feed in it."""
    import feedparser  # noqa: PLC0415 - of an extra, and needed for feeds alone

    about = {"content-location": answer.url, "content-type": answer.headers.get("content-type", "")}
    # A stream: what is no stream feedparser may take for an address or the name of a file.
    told = feedparser.parse(
        io.BytesIO(answer.body), response_headers=about, sanitize_html=False, resolve_relative_uris=False
    )
    if not told.get("version") and not told.entries:
        return None
    return [str(each.link) for each in told.entries if each.get("link")]


def json_links(body: bytes) -> list[str] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    items = told.get("items") if isinstance(told, dict) else None
    return list(links_of(items)) if isinstance(items, list) else None


def links_of(items: list[Any]) -> Iterator[str]:
    """The link of each item; of a list of links the article is what it leads to."""
    for each in items:
        if isinstance(each, dict):
            link = each.get("url") or each.get("external_url") or each.get("id")
            if isinstance(link, str):
                yield link
