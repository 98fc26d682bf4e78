"""What `_headers` and `_redirects` say of a file, and which kind of content a file is: for hosts that read neither.

The editor's own lines stand first in both, and what is said first counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

KINDS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml; charset=utf-8",
    "xsl": "application/xslt+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "gz": "application/gzip",
}
"""Written down, for the tables of machines differ; `nosniff` makes a wrong one a broken page."""
PACKED: Final = frozenset(kind for kind in KINDS.values() if kind.startswith(("image/", "font/"))) - {
    "image/svg+xml"
} | {*("application/zip", "application/epub+zip", "application/gzip", "application/pdf", "application/wasm")}
"""Kinds that are compressed already, or gain little."""
UNKNOWN: Final = "application/octet-stream"


def kind_of(path: str) -> str:
    """The content type of a file by its name; files without an ending are texts for hosts."""
    ending = PurePosixPath(path).suffix.removeprefix(".").lower()
    return KINDS.get(ending, UNKNOWN) if ending else "text/plain; charset=utf-8"


# ------------------------------------------------------------------ headers


@dataclass(frozen=True, slots=True)
class Rule:
    """A block of `_headers`: the addresses that it is for, and each header with its value; None takes a header away."""

    pattern: str
    headers: Mapping[str, str | None]

    @property
    def regex(self) -> str:
        """The pattern as a regular expression for the whole path; `:name` stands for one part of it, `*` for anything."""
        words = re.split(r"(\*|(?<=/):[A-Za-z]\w*)", unquote(self.pattern))
        return "".join(".*" if word == "*" else "[^/]+" if word[:1] == ":" else re.escape(word) for word in words)


def rules(text: str) -> list[Rule]:
    """The blocks of `_headers`, in order. What no header can hold is left out: it would break, or forge, an answer."""
    found: list[tuple[str, dict[str, str | None]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            found.append((urlsplit(line.strip()).path if "://" in line else line.strip(), {}))
        elif found:
            name, _, value = line.strip().removeprefix("!").partition(":")
            if re.fullmatch(r"[A-Za-z0-9-]+", name.strip()) and re.fullmatch(r"[ -~]*", value.strip()):
                found[-1][1].setdefault(name.strip(), None if line.strip().startswith("!") else value.strip())
    return [Rule(pattern, headers) for pattern, headers in found if headers]


def headers_of(address: str, found: Sequence[Rule]) -> dict[str, str]:
    """The headers of the file at an address such as `/feed.xml`, by name in small letters; what is said first counts."""
    said: dict[str, str | None] = {}
    for rule in found:
        if re.fullmatch(rule.regex, address):
            for name, value in rule.headers.items():
                said.setdefault(name.lower(), value)
    return {name: value for name, value in said.items() if value}


# ------------------------------------------------------------------ redirects


@dataclass(frozen=True, slots=True)
class Redirect:
    """A line of `_redirects`: from a path, decoded, to an address, with a status."""

    old: str
    new: str
    status: int


def redirects(text: str) -> Iterator[Redirect]:
    """The lines of `_redirects` that lead from one address to another. Patterns, rewrites and conditions are for hosts that know them."""
    seen = set[str]()
    for line in text.splitlines():
        words = line.split("#")[0].split() if not line.lstrip().startswith("#") else []
        if len(words) not in (2, 3) or "*" in words[0] or "/:" in words[0]:
            continue
        old, new, status = unquote(words[0]), words[1], (words[2:] or ["301"])[0].removesuffix("!")
        is_safe = re.fullmatch(r"(?:https?:/)?/[!#$%&()*+,./0-9:;=?@A-Z_a-z~-]*", new) and old.isprintable()
        if is_safe and old.startswith("/") and old not in seen and status in ("301", "302", "303", "307", "308"):
            seen.add(old)
            yield Redirect(old, new, int(status))
