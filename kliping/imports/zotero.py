"""A library of Zotero exported as CSL-JSON: titles, names and addresses; an abstract is the text, within the outlet's rights."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from kliping.entries import WEB_ADDRESS, moment, paragraph, slug_of
from kliping.errors import Fault
from kliping.imports.items import Item, Wrong, entry_of, text

TAKEN = frozenset(
    "id type title author editor container-title publisher URL language issued abstract note keyword "
    "archive_location event-place title-short citation-key".split()
)
MARKUP = re.compile(r"</?(?:i|b|sup|sub|sc|span)(?:\s[^<>]{0,100})?>")
TONGUE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
EXPORT = "export the library from Zotero as “CSL JSON”"


def read(name: str, said: str, topics: Sequence[str], zone: tzinfo) -> Iterator[Item]:  # noqa: ARG001 - as all are read
    """The entry of each item of the list."""
    try:
        listed = json.loads(said)
    except ValueError as error:
        yield Item(name, fault=Fault(f"is not JSON: {error}", EXPORT, name, getattr(error, "lineno", 0)))
        return
    except RecursionError:
        yield Item(name, fault=Fault("is nested too deep", EXPORT, name))
        return
    listed = listed.get("items", listed) if isinstance(listed, Mapping) else listed
    if not isinstance(listed, list):
        yield Item(name, fault=Fault("holds no list of items", EXPORT, name))
        return
    for number, each in enumerate(listed, 1):
        where = f"{name}, item {number}"
        try:
            yield item(each, where, zone)
        except Wrong as error:
            yield Item(where, fault=Fault(error.what, error.remedy, where, 0, error.key))


def item(told: Any, where: str, zone: tzinfo) -> Item:
    """The entry of one item."""
    if not isinstance(told, Mapping):
        raise Wrong("", "is no item", EXPORT)
    title = words(told.get("title"))
    if not title:
        raise Wrong("title", "is missing", "write it in Zotero and export again")
    url, notes = words(told.get("URL")), list[str]()
    if url and not WEB_ADDRESS.match(url):
        notes.append("not taken: URL, for it is no web address")
        url = ""
    lang, archived = words(told.get("language")), words(told.get("archive_location"))
    fields: dict[str, Any] = {
        "title": title,
        "slug": slug_of(title),
        "url": url,
        "outlet": words(told.get("container-title")) or words(told.get("publisher")),
        "authors": tuple(names(told.get("author"))),
        "editors": tuple(names(told.get("editor"))),
        "place": words(told.get("event-place")),
        "lang": lang if TONGUE.fullmatch(lang) else "",
        "memo": words(told.get("note")),
        "archived": archived if WEB_ADDRESS.match(archived) else "",
        "tags": tuple(filter(None, (each.strip() for each in words(told.get("keyword")).split(",")))),
        **issued(told.get("issued"), zone, notes),
    }
    if not (fields["outlet"] or fields["url"]):
        fields["draft"] = True  # nothing says whose it is, and what is nobody's would be shown as the editor's own
        notes.append("is a draft: neither container-title nor URL says who published it")
    body = "\n\n".join(paragraph(words(each)) for each in str(told.get("abstract") or "").split("\n") if words(each))
    if not body:
        notes.append("has no text: only its title and where it is")
    if left := sorted(key for key, value in told.items() if key not in TAKEN and value):
        notes.append(f"not taken: {', '.join(map(text, left))}")
    return Item(where, entry_of(fields, body, "zotero", words(told.get("id")) or title, {}), notes=tuple(notes))


def words(value: Any) -> str:
    """A text without the few tags that CSL knows."""
    return text(MARKUP.sub("", value)) if isinstance(value, str) else text(value)


def names(listed: Any) -> Iterator[str]:
    """Names as they are spoken."""
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, Mapping):
            keys = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
            said = words(each.get("literal")) or " ".join(filter(None, (words(each.get(key)) for key in keys)))
            if said:
                yield said


def issued(value: Any, zone: tzinfo, notes: list[str]) -> dict[str, Any]:
    """The day of publication; a month or a year alone is no day, and none is guessed."""
    said = ""
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        numbers = [str(each) for each in first if str(each).isdecimal()]
        said = "-".join(each.zfill(2) for each in numbers) or text(value.get("raw") or value.get("literal"))
    elif value:
        said = text(value)
    if not said:
        return {}
    try:
        return {
            "date": moment(said, zone),
            "date_precision": "day" if re.fullmatch(r"\d{4}-\d\d-\d\d", said) else "minute",
        }
    except ValueError:
        notes.append(f"has no date: “{said[:40]}” is no day; write it into the entry")
        return {}
