"""What is known of outlets: reading their files, one laid over the other, recognising them by address or name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kliping.config import read_toml
from kliping.dates import address_pattern
from kliping.errors import Fault, SettingsError
from kliping.records import Outlet, Rights, Wishes

KEYS: Mapping[str, str] = {
    "name": "Its name, as shown on the site.",
    "homepage": "Its own address.",
    "domains": "Domains of its addresses, without www.; with a path where the domain is shared: bbc.com/indonesia.",
    "names": "How else it signs itself, such as in datelines.",
    "language": "Language it writes in.",
    "timezone": "Zone of its times, such as Asia/Jakarta.",
    "address_dates": "How its addresses hold the date: {year}, {month}, {day}, {hour}, {minute}, {second}, {digits}, {any}.",
    "furniture": "Its own furniture: whole lines; with * how a line begins, with ** even one that reads like a sentence.",
    "keep": "Lines that its articles never lose: whole lines; with * how a line begins.",
    "drop": "Lines that its articles always lose, whatever they look like; written likewise.",
    "agencies": "Agencies whose reports it prints, as it signs them.",
    "rights": "How much of its articles a site may show: full, excerpt or link; else as `rights.default` in site.toml says.",
    "tests": "What `kliping check` tries: see below.",
}
TESTS: Mapping[str, str] = {
    "tests.furniture": "Made-up lines that must be taken for furniture.",
    "tests.body": "Made-up lines that must not be, because nothing in this file says so.",
    "tests.datelines": 'How its first paragraphs begin, and the place that is meant: "JENEWA, CONTOH.com - Kata" = "Jenewa".',
    "tests.addresses": 'Addresses, and the date in each: "https://…/2020/10/09/…" = "2020-10-09"; "" if there is none.',
}
LISTS: Sequence[str] = ("domains", "names", "address_dates", "furniture", "keep", "drop", "agencies")
MOST_TEXTS = 500
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Example:
    """One of an outlet's own test lines: where it stands, and what must come of it.

    `key` is one of `TESTS`; `expected` is a place or a date, empty where there must be none.
    """

    key: str
    text: str
    expected: str
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet file as it lies there, and how it is called."""

    data: bytes
    file: str


def parse(data: bytes, file: str) -> Outlet:
    """An outlet from its TOML file; raises SettingsError with every fault."""
    return overlaid([Source(data, file)])


def overlaid(sources: Sequence[Source]) -> Outlet:
    """An outlet from its files, of which a later one wins key by key; raises SettingsError with every fault of one."""
    table: dict[str, Any] = {}
    for each in sources:
        source, own = read(each.data, each.file)
        faults = [
            Fault(what, remedy, each.file, line_of(source, key), key)
            for key, what, remedy in faults_of(own, is_named="name" in table)
        ]
        if faults:
            raise SettingsError(faults)
        table |= own
    return outlet_of(table, sources[-1].file.rsplit("/", 1)[-1].removesuffix(".toml"))


def outlet_of(table: Mapping[str, Any], slug: str) -> Outlet:
    """An outlet whose table has no faults."""
    lists = {key: tuple(table.get(key, ())) for key in ("domains", "names", "address_dates", "furniture", "agencies")}
    lists["domains"] = tuple(domain.lower().removeprefix("www.") for domain in lists["domains"])
    return Outlet(
        slug=slug,
        name=table["name"],
        language=table.get("language", ""),
        timezone=table.get("timezone", ""),
        homepage=table.get("homepage", ""),
        rights=table.get("rights", ""),
        wishes=Wishes(tuple(table.get("keep", ())), tuple(table.get("drop", ()))),
        **lists,
    )


def read(data: bytes, file: str) -> tuple[str, dict[str, Any]]:
    """The text of an outlet file and the table in it."""
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(Fault("is not UTF-8", "save the file as UTF-8", file)) from error
    return source, read_toml(source, file)


def examples(sources: Sequence[Source]) -> list[tuple[str, Example]]:
    """The test lines in force of an outlet's sound files: those of the last file that has any, with its name."""
    for each in reversed(sources):
        source, table = read(each.data, each.file)
        if "tests" in table:
            return [(each.file, example) for example in examples_in(source, table)]
    return []


def examples_in(source: str, table: Mapping[str, Any]) -> Iterator[Example]:
    """The test lines of an outlet file in its order."""
    for key, given in table["tests"].items():
        pairs = given.items() if isinstance(given, dict) else ((text, "") for text in given)
        for text, expected in pairs:
            yield Example(f"tests.{key}", text, as_text(expected), line_of_text(source, text))


def as_text(value: Any) -> str:
    """A date as ISO 8601, whether the file has it in quotes or not."""
    return value.isoformat() if isinstance(value, date) else str(value)


def line_of(source: str, key: str) -> int:
    """The line on which a key's value begins, also of a key in a table: `tests.addresses`."""
    last = re.escape(key.rpartition(".")[2])
    found = re.search(rf"^[ \t]*(?:{last}\s*=|\[\s*{re.escape(key)}\s*\]|{re.escape(key)}\s*=)", source, re.M)
    return source.count("\n", 0, found.start()) + 1 if found else 0


def line_of_text(source: str, text: str) -> int:
    """The line on which a text stands; 0 if it is written with escapes."""
    tests = max(0, source.find("tests"))
    place = source.find(text, tests)
    return source.count("\n", 0, place) + 1 if place >= 0 else 0


def faults_of(table: Mapping[str, Any], *, is_named: bool = False) -> Iterator[tuple[str, str, str]]:
    """Key, what is wrong, remedy; `is_named`: a file below this one says the name."""
    if not is_text(table.get("name")) and not (is_named and "name" not in table):
        yield "name", "is missing", 'add the outlet\'s name, such as name = "Kompas.com"'
    for key in ("language", "homepage", "timezone"):
        if key in table and not is_text(table[key]):
            yield key, "needs a text", f'such as {key} = "…"'
    for key in LISTS:
        if not is_texts(table.get(key, [])):
            yield key, "needs a list of texts", f'such as {key} = ["…"]'
        else:
            yield from size_faults(key, table.get(key, []))
            yield from template_faults(table.get(key, []) if key == "address_dates" else ())
    if table.get("rights", "full") not in tuple(Rights):
        yield "rights", f"{table['rights']!r} is none of {', '.join(Rights)}", 'such as rights = "excerpt"'
    yield from test_faults(table.get("tests", {}))
    if is_text(table.get("timezone")):
        try:
            ZoneInfo(table["timezone"])
        except (KeyError, OSError, ValueError):
            yield "timezone", f"{table['timezone']!r} is no time zone", 'such as timezone = "Asia/Jakarta"'
    for key in table:
        if key not in KEYS:
            yield key, "unknown key", "known are: " + ", ".join(KEYS)


def size_faults(key: str, texts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What is too much for one key: all of it is looked for in every line of every article."""
    if len(texts) > MOST_TEXTS:
        yield key, f"has {len(texts)} texts, more than {MOST_TEXTS}", "leave out what recurs: it is learned"
    for text in texts:
        if len(text) > LONGEST_TEXT:
            yield key, f"“{text[:40]}…” is longer than {LONGEST_TEXT} characters", "how it begins is enough: “…*”"
        elif key == "furniture" and not re.search(r"\w", text):
            yield key, f"{text!r} has no words", "write words of the line"


def test_faults(tests: Any) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the form of an outlet's test lines."""
    if not isinstance(tests, dict):
        yield "tests", "needs a table", "begin it with a line [tests]"
        return
    for key, given in tests.items():
        name = f"tests.{key}"
        if name not in TESTS:
            yield name, "unknown key", "known are: " + ", ".join(TESTS)
        elif key in ("furniture", "body") and not is_texts(given):
            yield name, "needs a list of texts", f'such as {key} = ["…"]'
        elif key in ("datelines", "addresses") and not is_pairs(given):
            yield name, "needs pairs of texts", f'such as [{name}] and below it "…" = "…"'


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def is_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, (str, date)) for each in value.values())


def template_faults(templates: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with templates for dates in addresses."""
    for template in templates:
        try:
            address_pattern(template)
        except ValueError as error:
            yield "address_dates", f"{template!r} {error}", 'such as "/{year}/{month}/{day}/"'


def is_text(value: Any) -> bool:
    """Whether a value is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def by_address(outlets: Iterable[Outlet], url: str) -> Outlet | None:
    """The outlet to whose domain an address belongs; `bbc.com/indonesia` wins over `bbc.com`."""
    host, path = host_of(url), path_of(url)
    best: tuple[int, Outlet] | None = None
    for outlet in outlets:
        for domain in outlet.domains:
            if belongs(host, path, domain) and (best is None or len(domain) > best[0]):
                best = len(domain), outlet
    return best[1] if best else None


def belongs(host: str, path: str, domain: str) -> bool:
    """Whether a host, or one below it, is the domain's, and the path begins with the domain's if that has one."""
    name, _, folder = domain.partition("/")
    if host != name and not host.endswith("." + name):
        return False
    return not folder or f"{path}/".startswith(f"/{folder.strip('/')}/")


def by_name(outlets: Iterable[Outlet], name: str) -> Outlet | None:
    """The outlet that signs itself so; case does not matter."""
    return by_names(tuple(outlets)).get(name.strip().casefold())


@functools.lru_cache(maxsize=16)
def by_names(outlets: tuple[Outlet, ...]) -> Mapping[str, Outlet]:
    """Each outlet by all that it signs itself, case folded; the first of two that sign alike."""
    found: dict[str, Outlet] = {}
    for outlet in outlets:
        for name in (outlet.name, *outlet.names, *outlet.domains):
            found.setdefault(name.casefold(), outlet)
    return found


def path_of(url: str) -> str:
    """The path of an address; empty if it has none."""
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def is_agency(outlet: Outlet) -> bool:
    """Whether an outlet is itself an agency: its name on a page says who supplied, not who published."""
    return any(name in outlet.agencies for name in (outlet.name, *outlet.names))


def host_of(url: str) -> str:
    """The host of an address without `www.`, `m.` or `amp.`; empty if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", host.lower())
