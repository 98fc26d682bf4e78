"""A request to the preview and its answer, and which requests are answered at all: decided from what is said along with them."""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, urlsplit

LARGEST: Final = 256 * 1024
"""Bytes of a form, at most: the longest is a list of reports."""
MOST_FIELDS: Final = 5000
FORM: Final = "application/x-www-form-urlencoded"
TOKEN: Final = "token"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks for: a path and the fields of its query, or of the form that was sent.

    `token` is the secret of this preview, which its own forms carry.
    """

    path: str
    fields: tuple[tuple[str, str], ...] = ()
    is_form: bool = False
    token: str = ""

    def first(self, name: str) -> str:
        return next((value for each, value in self.fields if each == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        return tuple(value for each, value in self.fields if each == name)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser gets; `location` is where it goes next, `changed` says that a file of the project was written."""

    status: HTTPStatus
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    location: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: HTTPStatus
    why: str


# ------------------------------------------------------------------ who asks


def host_in(header: str) -> str | None:
    """The host of a Host header in lower case, or None if there is none."""
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


def is_ours(host: str | None, bind: str) -> bool:
    """Whether a request was meant for this preview, not lent to it by a foreign page (DNS rebinding).

    A name could be anybody's; this machine's own names and bare addresses could not.
    """
    if host is None or host in ("localhost", bind.lower()):
        return host is not None
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == socket.gethostname().lower()
    return address.is_loopback or bind in ("0.0.0.0", "::")  # noqa: S104 - the person asked for it


def is_here(client: str) -> bool:
    """Whether a request comes from this machine."""
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


# ------------------------------------------------------------------ what is sent


def foreign(headers: Mapping[str, str]) -> Refusal | None:
    """Why a form is not taken: its browser says that a page of another origin sent it (CSRF). Names of headers are in lower case."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.lower() != f"http://{headers.get('host', '')}".lower():
        return Refusal(HTTPStatus.FORBIDDEN, "a page of another origin sent this form")
    if site is not None and site != "same-origin":
        return Refusal(HTTPStatus.FORBIDDEN, "a page of another site sent this form")
    return None


def unreadable(headers: Mapping[str, str]) -> Refusal | None:
    """Why a form is not read: it is none, or too large, or does not say how large it is."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    length = headers.get("content-length", "")
    if headers.get("transfer-encoding") is not None or not (length.isascii() and length.isdecimal()):
        return Refusal(HTTPStatus.LENGTH_REQUIRED, "the form does not say how long it is")
    if len(length) > 9 or int(length) > LARGEST:
        return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the form is too large")
    if kind != FORM:
        return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "this is no form of the desk")
    return None


def fields_of(data: bytes, token: str) -> tuple[tuple[str, str], ...] | Refusal:
    """The fields of a form that carries the token of this preview."""
    try:
        fields = tuple(
            parse_qsl(
                data.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        )
    except ValueError:
        return Refusal(HTTPStatus.BAD_REQUEST, "this is no form of the desk")
    given = next((value for name, value in fields if name == TOKEN), "")
    if not token or not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return Refusal(HTTPStatus.FORBIDDEN, "the preview was started anew since this page was loaded: load it again")
    return fields


def query_of(query: str) -> tuple[tuple[str, str], ...]:
    """The fields of a query; none if it makes no sense."""
    try:
        return tuple(parse_qsl(query, keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return ()
