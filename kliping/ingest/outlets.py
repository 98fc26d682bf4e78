"""What is known of outlets: reading their files, recognising them by address or name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kliping.config import read_toml
from kliping.errors import Fault, SettingsError
from kliping.ingest.dates import address_pattern
from kliping.records import Outlet, Wishes

KEYS: Mapping[str, str] = {
    "name": "Its name, as shown on the site.",
    "homepage": "Its own address.",
    "domains": "Domains of its addresses, without www.",
    "names": "How else it signs itself, such as in datelines.",
    "language": "Language it writes in.",
    "timezone": "Zone of its times, such as Asia/Jakarta.",
    "address_dates": "How its addresses hold the date: {year}, {month}, {day}, {hour}, {minute}, {second}, {digits}, {any}.",
    "furniture": "Its own furniture: whole lines; with * how a line begins, with ** even one that reads like a sentence.",
    "keep": "Lines that its articles never lose: whole lines; with * how a line begins.",
    "drop": "Lines that its articles always lose, whatever they look like; written likewise.",
}


def parse(data: bytes, file: str) -> Outlet:
    """An outlet from its TOML file; raises SettingsError with every fault."""
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(Fault("is not UTF-8", "save the file as UTF-8", file)) from error
    table = read_toml(source, file)
    faults = [Fault(what, remedy, file, line_of(source, key), key) for key, what, remedy in faults_of(table)]
    if faults:
        raise SettingsError(faults)
    lists = {key: tuple(table.get(key, ())) for key in ("domains", "names", "address_dates", "furniture")}
    lists["domains"] = tuple(domain.lower().removeprefix("www.") for domain in lists["domains"])
    return Outlet(
        slug=file.rsplit("/", 1)[-1].removesuffix(".toml"),
        name=table["name"],
        language=table.get("language", ""),
        timezone=table.get("timezone", ""),
        homepage=table.get("homepage", ""),
        wishes=Wishes(tuple(table.get("keep", ())), tuple(table.get("drop", ()))),
        **lists,
    )


def line_of(source: str, key: str) -> int:
    found = re.search(rf"^\s*{re.escape(key)}\s*=", source, re.M)
    return source.count("\n", 0, found.start()) + 1 if found else 0


def faults_of(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Key, what is wrong, remedy."""
    if not is_text(table.get("name")):
        yield "name", "is missing", 'add the outlet\'s name, such as name = "Kompas.com"'
    for key in ("language", "homepage", "timezone"):
        if key in table and not is_text(table[key]):
            yield key, "needs a text", f'such as {key} = "…"'
    for key in ("domains", "names", "address_dates", "furniture", "keep", "drop"):
        if not isinstance(table.get(key, []), list) or not all(map(is_text, table.get(key, []))):
            yield key, "needs a list of texts", f'such as {key} = ["…"]'
        elif key == "address_dates":
            yield from template_faults(table.get(key, []))
    if is_text(table.get("timezone")):
        try:
            ZoneInfo(table["timezone"])
        except (KeyError, OSError, ValueError):
            yield "timezone", f"{table['timezone']!r} is no time zone", 'such as timezone = "Asia/Jakarta"'
    for key in table:
        if key not in KEYS:
            yield key, "unknown key", "known are: " + ", ".join(KEYS)


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
    """The outlet to whose domain an address belongs."""
    host = host_of(url)
    return next(
        (outlet for outlet in outlets if any(host == each or host.endswith("." + each) for each in outlet.domains)),
        None,
    )


def by_name(outlets: Iterable[Outlet], name: str) -> Outlet | None:
    """The outlet that signs itself so; case does not matter."""
    wanted = name.strip().casefold()
    return next(
        (
            outlet
            for outlet in outlets
            if wanted in (each.casefold() for each in (outlet.name, *outlet.names, *outlet.domains))
        ),
        None,
    )


def host_of(url: str) -> str:
    """The host of an address without `www.`, `m.` or `amp.`; empty if it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", host.lower())
