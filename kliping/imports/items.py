"""What an import reads, item by item: an entry to be, or why there is none; and how values of others become ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from kliping import entries
from kliping.entries import CONTROLS, KEYS, WEB_ADDRESS, id_of, slug_of
from kliping.errors import Fault
from kliping.hands import SYNONYMS
from kliping.ingest.compose import source_of_id
from kliping.ingest.language import detect
from kliping.records import NOTHING, Entry


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a source: the entry that it makes, or the fault that sets it aside, or why it is passed over.

    `notes` say what of it could not be taken as it is.
    """

    name: str
    entry: Entry | None = None
    fault: Fault | None = None
    passed_over: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The values of an item by the source's own names, the line of each, and its text in Markdown."""

    name: str
    values: Mapping[str, Any]
    body: str = ""
    lines: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    notes: tuple[str, ...] = ()


class Wrong(ValueError):
    """A value cannot be used; says its key, what is wrong and the remedy."""

    def __init__(self, key: str, what: str, remedy: str) -> None:
        self.key, self.what, self.remedy = key, what, remedy
        super().__init__(what)


# ------------------------------------------------------------------ a post of another generator

OURS: Mapping[str, str] = {
    "title": "title",
    "lastmod": "modified",
    "modified": "modified",
    "updated": "modified",
    "publishdate": "publish_date",
    "publish_date": "publish_date",
    "expirydate": "expiry_date",
    "expiry_date": "expiry_date",
    "unpublishdate": "expiry_date",
    "authors": "authors",
    "author": "authors",
    "editors": "editors",
    "summary": "summary",
    "description": "summary",
    "lang": "lang",
    "language": "lang",
    "outlet": "outlet",
    "publisher": "outlet",
    "place": "place",
    "note": "note",
    "weight": "weight",
}
"""The names that others have for values of ours; of two for one value the first in this list counts."""
READ_APART = frozenset(["date", "draft", "status", "slug", "tags", "keywords", "category", "categories", "aliases"])
ORIGINAL: Sequence[str] = (
    "original_url source_url external_url externalurl canonical_url canonicalurl canonical link original source url"
).split()
"""Where the address of an original may stand, the surest first."""
DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[T ])")
MORE = re.compile(r"^[ \t]*<!--\s*more\s*-->[ \t]*$\n?", re.M | re.I)
NOTED: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\{\{[<%]"), "shortcodes in its text are shown as text"),
    (re.compile(r"<[A-Za-z!/][^<>\n]*>"), "HTML in its text is shown as text"),
    (re.compile(r"\]\(\{(?:static|filename|attach|author|category|tag|index)\}"), "links in Pelican's own form lead nowhere"),
    (re.compile(r"!\[[^\]\n]{0,500}\]\("), "pictures become links, or their words where they have no address on the web"),
)  # fmt: skip


def post(found: Found, source: str, slug: str, topics: Sequence[str], zone: tzinfo) -> Item:
    """The entry of a post; `slug` is what the source would call it, `topics` are the slugs that the site knows."""
    low = {name.lower(): name for name in reversed([*found.values])}

    def told(name: str) -> Any:
        return found.values[low[name]] if name in low else None

    try:
        fields = dict(alike(found.values, zone))
        notes = [*found.notes, *(what for pattern, what in NOTED if pattern.search(found.body))]
        fields |= dated(told("date"), low.get("date", "date"), zone)
        fields |= standing(told("draft"), told("status"))
        fields |= filed(several(told("tags")), several(told("keywords")), several(told("category")), several(told("categories")), topics)  # fmt: skip
        fields["aliases"] = tuple(aliases(told("aliases"), told("url"), told("save_as"), notes))
        fields["url"] = original(told)
        fields.setdefault("outlet", outlet(told))
        fields["slug"] = slug_of(text(told("slug")) or slug or fields["title"])
        kept = {
            name: value
            for name, value in found.values.items()
            if name.lower() not in {*OURS, *READ_APART, *ORIGINAL, "save_as"} and value not in (None, "", [], {})
        }
        extra = {name: value for name, value in kept.items() if not clashes(name)}
        if left := sorted(set(kept) - set(extra)):
            notes.append(f"not taken: {', '.join(left)}")
        body = MORE.sub("", CONTROLS.sub("", found.body)).strip("\n")
        return Item(found.name, entry_of(fields, body, source, found.name, extra), notes=tuple(notes))
    except Wrong as error:
        line = next((found.lines[name] for name in (error.key, low.get(error.key, "")) if name in found.lines), 0)
        return Item(found.name, fault=Fault(error.what, error.remedy, found.name, line, error.key))


def alike(values: Mapping[str, Any], zone: tzinfo) -> Iterator[tuple[str, Any]]:
    """The values that others name otherwise and mean alike; raises Wrong where one cannot be used, or there is no title."""
    low = {name.lower(): name for name in reversed([*values]) if values[name] not in (None, "", [])}
    names = {key: name for name, key in reversed([*OURS.items()]) if name in low}
    if "title" not in names:
        raise Wrong("title", "is missing", "write one into the source, such as title: …")
    for key, name in names.items():
        yield key, read(key, values[low[name]], low[name], zone)


def clashes(name: str) -> bool:
    """Whether a key of others has the name of one of ours and another meaning, such as `image` or `id`."""
    return SYNONYMS.get(name.lower(), name) in KEYS or SYNONYMS.get(name.lower(), name.lower()) in KEYS


def read(key: str, value: Any, name: str, zone: tzinfo) -> Any:
    """A value as an entry reads it; dates also with slashes, names also between semicolons."""
    try:
        if KEYS[key].read is entries.moment:
            return entries.moment(iso(value), zone)
        return KEYS[key].read(several(value) if KEYS[key].read is entries.words else value, zone)
    except ValueError as error:
        raise Wrong(name, str(error), f"it is now {value!r}") from error


def dated(value: Any, name: str, zone: tzinfo) -> dict[str, Any]:
    """When it was published, and how precisely that is said."""
    if value in (None, ""):
        return {}
    bare = bool(re.fullmatch(DAY, iso(value)))
    return {"date": read("date", value, name, zone), "date_precision": "day" if bare else "minute"}


def iso(value: Any) -> str:
    """A date with its day in the form of ISO 8601, if it begins with the year."""
    said = value.isoformat() if isinstance(value, (date, datetime)) else str(value).strip()
    return DAY.sub(lambda found: f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", said, count=1)


def standing(draft: Any, status: Any) -> dict[str, Any]:
    """Whether it is a draft or hidden; what nobody can tell is a draft, for that shows nothing too early."""
    said = text(status).lower()
    is_draft = text(draft).lower() in ("true", "yes", "1") or said not in ("", "published", "hidden")
    return {"draft": is_draft, "hidden": said == "hidden"}


def filed(
    tags: Sequence[str],
    keywords: Sequence[str],
    category: Sequence[str],
    categories: Sequence[str],
    topics: Sequence[str],
) -> dict[str, Any]:
    """Topics that the site has, by their slugs; all other words are tags."""
    named = dict.fromkeys((*category, *categories))
    pinned = tuple(slug_of(each) for each in named if slug_of(each) in topics)
    words = (*tags, *keywords, *(each for each in named if slug_of(each) not in topics))
    return {"topics": pinned, "tags": tuple(dict.fromkeys(words))}


def aliases(listed: Any, url: Any, save_as: Any, notes: list[str]) -> Iterator[str]:
    """Former addresses on the same site; those of other sites are left out."""
    for each in dict.fromkeys([*several(listed), *filter(None, (text(url), text(save_as)))]):
        if WEB_ADDRESS.match(each):
            continue
        if re.match(r"(?!//)[/\w.~%-]+$", each) and ".." not in each.split("/"):
            yield each if each.startswith("/") else f"/{each}"
        else:
            notes.append(f"not taken as a former address: {each[:80]}")


def original(told: Callable[[str], Any]) -> str | None:
    """The address of the original, where a web address stands."""
    return next((said for name in ORIGINAL if WEB_ADDRESS.match(said := text(told(name)))), None)


def outlet(told: Callable[[str], Any]) -> str | None:
    """Who published the original, where a name stands for it."""
    said = text(told("source"))
    return said if said and not re.match(r"[a-z][a-z0-9+.-]*:|/", said, re.I) else None


def several(value: Any) -> list[str]:
    """A list of texts; one text is divided at semicolons, else at commas, as Pelican does it."""
    if isinstance(value, str):
        value = value.strip("[]").split(";" if ";" in value else ",")
    if not isinstance(value, list):
        return [text(value)] if text(value) else []
    return [said for each in value if (said := text(each))]


def text(value: Any) -> str:
    """A value that is one text, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(CONTROLS.sub("", str(value)).split()) if isinstance(value, (str, int, float, date)) else ""


# ------------------------------------------------------------------ the entry


def entry_of(fields: Mapping[str, Any], body: str, source: str, name: str, extra: Mapping[str, Any]) -> Entry:
    """An entry with an id for life: from the address of the original, or from where the source has it."""
    known = {key: value for key, value in fields.items() if value not in (None, "")}
    when, url = known.get("date"), known.get("url")
    folder = f"{when:%Y/%m}" if when else "undated"
    if not known.get("lang"):
        known["lang"] = detect(f"{known['title']}\n{body}")[0]
    return Entry(
        path=f"entries/{folder}/{known['slug']}.md",
        id=id_of(source_of_id(url) if url else f"import:{source}:{name}"),
        body=body,
        extra=extra,
        **known,
    )
