"""A fetched page as a raw file: a web archive (.mhtml) of one part, which readers and browsers know.

Its head says where the page was and when it was saved; the page stands in it byte for byte, as it came.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from kliping.fetching.policy import Answer, charset_of

KEPT: Final = ("ETag", "Last-Modified", "Content-Language")
"""Headers of the answer that are kept, beside what says kind, encoding and address."""
NO_HEADER = re.compile(r"[^ -~]+")
NO_NAME = re.compile(r"[^a-z0-9.-]+")
ENDING = re.compile(r"\.(?:x?html?|php\d?|aspx?|jsp|amp)$", re.I)


def archive(answer: Answer, saved: datetime) -> bytes:
    """The raw file for a page."""
    boundary = f"kliping-{mark(answer.body)}"
    kind = "application/xhtml+xml" if "xhtml" in answer.headers.get("content-type", "").lower() else "text/html"
    # Every page of even length can be read as UTF-16: the reader finds out by itself which ones are.
    charset = named if not (named := charset_of(answer)).lower().startswith(("utf-16", "utf-32")) else ""
    head = [
        "From: <Saved by Kliping>",
        f"Snapshot-Content-Location: {answer.url}",
        f"Date: {format_datetime(saved.astimezone(UTC))}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related; type="{kind}"; boundary="{boundary}"',
        "",
        f"--{boundary}",
        f"Content-Type: {kind}" + (f'; charset="{charset}"' if charset else ""),
        "Content-Transfer-Encoding: binary",
        f"Content-Location: {answer.url}",
        *(f"{name}: {value}" for name in KEPT if (value := header(answer, name))),
        "",
        "",
    ]
    return "\r\n".join(head).encode("ascii") + answer.body + f"\r\n--{boundary}--\r\n".encode("ascii")


def mark(body: bytes) -> str:
    """What tells a page's bytes from all others."""
    return hashlib.sha256(body).hexdigest()[:48]


def header(answer: Answer, name: str) -> str:
    return NO_HEADER.sub(" ", answer.headers.get(name.lower(), ""))[:500].strip()


def is_of(data: bytes, body: bytes) -> bool:
    """Whether a raw file is the archive of these bytes."""
    return f'boundary="kliping-{mark(body)}"'.encode("ascii") in data[:8000]


def names(url: str, body: bytes) -> tuple[str, str]:
    """Where a page lies in the inbox: by its host and address, and should another one lie there by its bytes as well."""
    parts = urlsplit(url)
    host = NO_NAME.sub("-", (parts.hostname or "").lower()).strip(".-") or "host"
    said = ENDING.sub("", unquote(parts.path).rstrip("/")) + (f"-{unquote(parts.query)}" if parts.query else "")
    stem = re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")
    stem = (stem if len(stem) <= 80 else stem[-80:].partition("-")[2] or stem[-80:]).strip("-") or "page"
    return f"{host}/{stem}.mhtml", f"{host}/{stem}-{mark(body)[:8]}.mhtml"
