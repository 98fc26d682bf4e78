"""What a page may weigh: an article and a topic come with the first packets of a slow connection.

14 KB, compressed, is what a server sends before it hears from the reader. Counted is what the site makes, with all that the
page loads; the article's own words are not: how long they are is no fault of the site.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from kliping.errors import Fault
from kliping.site.contexts import ArticlePage, Page, TopicPage
from kliping.site.images import FOLDER
from kliping.site.redirects import path_of

MOST_BYTES: Final = 14 * 1024
MOST_REQUESTS: Final = 4
LOADED: Final = re.compile(rb"<(?:img|script|iframe|source|video|audio|embed|object|input|link)\b[^>]*>", re.I)
ATTRIBUTE: Final = re.compile(rb"""\s(src|href|rel|data)=["']([^"']*)["']""", re.I)
NAMED_BY_STYLE: Final = re.compile(rb"""url\(\s*["']?([^"')]+)""", re.I)
FETCHED: Final = frozenset([b"stylesheet", b"icon", b"preload", b"modulepreload"])
TOLD: Final = 6


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a page of a kind costs its reader: compressed bytes by part, requests, addresses at other hosts that it loads."""

    kind: str
    path: str
    parts: Mapping[str, int]
    requests: int
    foreign: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    @property
    def is_over(self) -> bool:
        return self.total > MOST_BYTES or self.requests > MOST_REQUESTS or bool(self.foreign)


@dataclass(frozen=True, slots=True)
class Files:
    """Files that pages load, by path; how small each gets, and what style sheets name, is found out once."""

    data: Mapping[str, bytes]
    base_url: str
    known: dict[str, int] = field(default_factory=dict)
    styles: dict[str, Sequence[str]] = field(default_factory=dict)

    def weight(self, path: str) -> int:
        if path not in self.known:
            self.known[path] = compressed(self.data.get(path, b""))
        return self.known[path]

    def styled(self, address: str) -> Sequence[str]:
        if address not in self.styles:
            self.styles[address] = tuple(styled(address, self))
        return self.styles[address]


def over(weighed: Iterable[Weighed]) -> list[Fault]:
    """A warning for each kind of page over its budget: the heaviest one, what it is made of, how many more there are."""
    found: dict[str, list[Weighed]] = {}
    for each in weighed:
        if each.is_over:
            found.setdefault(each.kind, []).append(each)
    return [fault for each in found.values() for fault in faults(each)]


def faults(heavy: Sequence[Weighed]) -> Iterator[Fault]:
    """What to say of the pages of one kind that are over budget."""
    worst = max(heavy, key=lambda each: (each.total, each.path))
    more = f"; so are {len(heavy) - 1} more of its kind" if len(heavy) > 1 else ""
    if worst.total > MOST_BYTES:
        parts = sorted(worst.parts.items(), key=lambda part: -part[1])
        told = ", ".join(f"{name} {size / 1024:.1f}" for name, size in parts[:TOLD])
        what = f"weighs {worst.total / 1024:.1f} KB compressed, over the budget of {MOST_BYTES // 1024}: {told}{more}"
        yield Fault(what, remedy(parts[0][0]), f"output/{worst.path}")
    most = max(heavy, key=lambda each: each.requests)
    if most.requests > MOST_REQUESTS:
        what = f"asks for {most.requests} files, over the budget of {MOST_REQUESTS}{more}"
        yield Fault(what, "join style sheets, leave out pictures of the theme", f"output/{most.path}")
    for each in heavy:
        if each.foreign:
            what = f"loads {each.foreign[0]} from another host, which learns who reads what"
            yield Fault(what, "put the file into templates/static/", f"output/{each.path}")
            return


def remedy(part: str) -> str:
    """What to do about the heaviest part of a page."""
    if part == "timeline":
        return "divide the topic into parts (`in`), or give it a shorter window"
    if part.endswith(".css"):
        return "take out of templates/static/style.css what no page uses"
    return f"shorten {part} first: a template of yours, or what you wrote there"


# ------------------------------------------------------------------ one page


def weigh(page: Page, html: bytes, files: Files) -> Weighed | None:
    """A page without its article's words, and what it loads of `files`; only articles and topics have a budget.

    A page that cannot be over is not compressed.
    """
    if not isinstance(page.page, (ArticlePage, TopicPage)):
        return None
    path, data = path_of(page.address), html
    if isinstance(page.page, ArticlePage) and page.page.html:
        data = data.replace(page.page.html.encode(), b"", 1)
    own = files.base_url + FOLDER  # what pictures of articles weigh is told of each by itself
    named = [each for each in dict.fromkeys(loaded(data, files.base_url + page.address)) if not each.startswith(own)]
    asked = list(dict.fromkeys((*named, *(each for style in named for each in files.styled(style)))))
    local = [name for address in asked if (name := place(address, files)) is not None]
    foreign = tuple(address for address in asked if place(address, files) is None)
    parts = {name: files.weight(name) for name in local}
    if len(data) + sum(parts.values()) > MOST_BYTES:
        whole = compressed(data)
        parts |= pieces(data, whole) if whole + sum(parts.values()) > MOST_BYTES else {"the page": whole}
    return Weighed(page.template, path, parts, 1 + len(asked), foreign)


def loaded(html: bytes, here: str) -> Iterator[str]:
    """The full address of everything that a browser fetches to show a page."""
    for element in LOADED.finditer(html):
        said = {name.lower(): value for name, value in ATTRIBUTE.findall(element[0])}
        if b"rel" in said and FETCHED.isdisjoint(said[b"rel"].lower().split()):
            continue
        for name in (b"src", b"data", *([b"href"] if b"rel" in said else [])):
            if name in said and not said[name].startswith(b"data:"):
                yield urljoin(here, said[name].decode("utf-8", "replace").replace("&amp;", "&"))


def styled(address: str, files: Files) -> Iterator[str]:
    """The full address of each font, picture and further style sheet that a style sheet of the site names."""
    path = place(address, files)
    if path and path.endswith(".css"):
        for found in NAMED_BY_STYLE.findall(files.data.get(path, b"")):
            if not found.startswith(b"data:"):
                yield urljoin(address, found.decode("utf-8", "replace"))


def place(address: str, files: Files) -> str | None:
    """The path of a file of the site, or None if the address is at another host."""
    if not address.startswith(files.base_url):
        return None
    return posixpath.normpath(unquote(urlsplit(address.removeprefix(files.base_url)).path))


HEAD: Final = re.compile(rb"<head>.*</head>", re.S)


def pieces(html: bytes, whole: int) -> Mapping[str, int]:
    """What each part of a page adds to its compressed size; what is in none of them is the rest."""
    found = {"the head": whole - compressed(HEAD.sub(b"", html))}
    for name, part in sections(html):
        found[name] = found.get(name, 0) + whole - compressed(html.replace(part, b"", 1))
    return {**found, "the rest": max(0, whole - sum(found.values()))}


SECTION: Final = re.compile(rb"<(section|aside|nav|header|footer)\b([^>]*)>.*?</\1>", re.S)
NAMES: Final = tuple(re.compile(rb'\b%b="([^"]+)"' % each) for each in (b"aria-labelledby", b"id", b"class"))


def sections(html: bytes) -> Iterator[tuple[str, bytes]]:
    """The outermost sections of a page, each by the name that its markup gives it."""
    for each in SECTION.finditer(html):
        named = next((found[1] for name in NAMES if (found := name.search(each[2]))), each[1])
        yield named.decode("utf-8", "replace"), each[0]


def compressed(data: bytes) -> int:
    """How many bytes are sent of these: hosts compress at about this level."""
    return len(zlib.compress(data, 6)) + 12 if data else 0
