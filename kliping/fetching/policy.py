"""What may be asked, and what an answer means: decisions without a network, a file or a clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

LONGEST_ADDRESS: Final = 2000
BY_HAND: Final = "open it in the browser, save the page, and take it in with kliping add FILE"
LATER: Final = "try again later"
REDIRECTS = frozenset([301, 302, 303, 307, 308])
BUSY = frozenset([429, 503])
GONE = frozenset([404, 410])
# Ranges whose addresses stand for one of IPv4, which is the one that counts.
NAT64: Final = ip_network("64:ff9b::/96")
UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"{}|^`]")
"""Signs that stand in no address; a web page's links are mended by browsers, and here they are escaped."""
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
FEED = re.compile(rb"(?:<!--.*?-->|<[?!][^<>]*>|\s)*+<(?:\w{1,20}:)?(?:rss|feed|rdf)(?=[\s/>])", re.I | re.S)
JSON_FEED = re.compile(rb'^\s*\{[^\0]{0,2000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.I)
CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.I)
PAGES = frozenset(["text/html", "application/xhtml+xml"])
FEEDS = frozenset(["application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"])
UNSAID = frozenset(["", "text/plain", "text/xml", "application/xml", "application/json", "application/octet-stream"])
"""Kinds that say nothing of what is in a file: its beginning tells."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is asked of a server, and taken from it; seconds and bytes (as they are unpacked)."""

    seconds: float = 30
    page: int = 10_000_000
    robots: int = 500_000
    start: int = 2_000
    hops: int = 5
    pause: float = 2
    longest_pause: float = 30
    wait: float = 60
    wait_unsaid: float = 5
    tries: int = 3
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, with the names of its headers in small letters; `body` is unpacked and else as it came."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no answer and what to do; `is_refused` if we do not ask, `is_away` if no address of the host need be tried."""

    what: str
    remedy: str = LATER
    is_refused: bool = False
    is_away: bool = False


# ------------------------------------------------------------------ addresses


def tidy(address: str) -> str | Trouble:
    """An address as it is asked for: of the web, without a password and a place in the page."""
    text = address.strip()
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        name = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except ValueError:
        return Trouble("is no web address", "an address begins with https:// and a host", is_refused=True)
    if parts.scheme not in ("http", "https") or not 0 < len(name) < 254 or UNFIT.search(name):
        return Trouble("is no web address", "an address begins with https:// and a host", is_refused=True)
    if parts.username is not None or parts.password is not None:
        return Trouble("has a name or password in it", "leave out what stands before @", is_refused=True)
    path, query = (quote(part, safe="/%:@!$&'()*+,;=?~[]") for part in (parts.path or "/", parts.query))
    where = f"[{name}]" if ":" in name else name
    found = f"{parts.scheme}://{where}{f':{port}' if port is not None else ''}{path}{f'?{query}' if query else ''}"
    if len(found) > LONGEST_ADDRESS:
        return Trouble(f"has more than {LONGEST_ADDRESS} characters", BY_HAND, is_refused=True)
    return found


def led(url: str, location: str) -> str | Trouble:
    """Where a redirect leads, if that may be asked."""
    try:
        found = tidy(urljoin(url, location.strip()))
    except ValueError:
        found = Trouble("")
    if isinstance(found, Trouble):
        return Trouble("leads to what is no web address", BY_HAND, is_refused=True)
    return found


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(url: str) -> str:
    """The host of an address; empty where it has none that can be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet: not this machine's, not of its network, of no special use."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return all(
        each.is_global
        and not (each.is_multicast or each.is_reserved or each.is_unspecified or each.is_link_local)
        and not getattr(each, "is_site_local", False)
        for each in meant(found)
    )


def meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The addresses to look at: those of IPv4 that an address of IPv6 holds, and else itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return [address.ipv4_mapped]
        if address.sixtofour:
            return [address, address.sixtofour]
        if address.teredo:
            return [address, *address.teredo]
        if address in NAT64:
            return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address]


# ------------------------------------------------------------------ answers


def waits(headers: Mapping[str, str]) -> float | None:
    """How many seconds a server asks to wait; a moment is compared with the server's own clock. None if it does not say."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal() and len(said) < 10:
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def wrong(answer: Answer) -> Trouble | None:
    """What is wrong with an answer by its status; None if it brings something."""
    status = answer.status
    if status in (200, 203, 304):
        return None
    if status == 404:
        return Trouble("there is no such page (404)", "look at the address; a web archive may have a copy")
    if status == 410:
        return Trouble("the page is gone (410)", "a web archive may have a copy")
    if status in BUSY:
        return Trouble(f"asks not to be asked now ({status}){for_how_long(answer)}", LATER, is_away=True)
    if status in (401, 402, 403, 407, 451):
        return Trouble(f"may not be read by programs or without signing in ({status})", BY_HAND)
    if 500 <= status < 600:
        return Trouble(f"the server has a fault ({status})", LATER)
    return Trouble(f"answered {status}, which is no page", BY_HAND)


def for_how_long(answer: Answer) -> str:
    seconds = waits(answer.headers)
    return f": for {seconds:.0f} s" if seconds else ""


def kind_of(answer: Answer) -> str:
    """What an answer holds: `page`, `feed`, or else its type as the server named it."""
    named = answer.headers.get("content-type", "").partition(";")[0].partition(",")[0].strip().lower()
    start = answer.body[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if named in FEEDS or (named in UNSAID | PAGES and (JSON_FEED.match(start) or FEED.match(start))):
        return "feed"
    if named in PAGES or (named in UNSAID and HTML.search(start)):
        return "page" if start.startswith(b"<") or HTML.search(start) or is_text(answer.body) else "no text"
    return named or "no known kind"


def is_text(body: bytes) -> bool:
    return not body.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b"))


def charset_of(answer: Answer) -> str:
    """The encoding that the server names, for the reader to weigh; it is often wrong."""
    found = CHARSET.search(answer.headers.get("content-type", ""))
    return found[1] if found else ""
