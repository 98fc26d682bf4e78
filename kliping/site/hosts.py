"""What hosts, crawlers and finders of holes read: `_headers`, `robots.txt`, `security.txt`.

Hosts that read `_headers` (Netlify, Cloudflare Pages and others) join with a comma what two rules say of one header: no two
rules here say the same one of the same file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from kliping.errors import Fault
from kliping.records import Output, Settings

HEADERS: Final = "_headers"
ROBOTS: Final = "robots.txt"
SECURITY: Final = ".well-known/security.txt"
OWN: Collection[str] = (HEADERS, ROBOTS)
"""Files to which the editor's own lines belong as well."""

FOREVER: Final = "public, max-age=31536000, immutable"
ASKED_ANEW: Final = "public, max-age=0, must-revalidate"
"""For pages and feeds: what is withdrawn has to go at once; what is unchanged is not sent again."""
SAFE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# As application/xml browsers show a feed with its style; Firefox would only save application/rss+xml.
FEEDS: Mapping[str, str] = {
    "feed.xml": "application/xml; charset=utf-8",
    "atom.xml": "application/xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
ASSETS: Final = "assets/"
PICTURES: Final = "pictures/"
KEPT_BY_READERS: Final = "public, max-age=31536000, s-maxage=0, immutable"
"""For pictures of articles, whose names change with them: who has one keeps it; what stands between asks anew, for it may be withdrawn."""
Rules = Mapping[str, Mapping[str, str]]


def own_lines(static: Iterable[Output]) -> tuple[Mapping[str, str], list[Output]]:
    """The editor's own files to which ours are added, as text by path, and the other static files."""
    files = list(static)
    own = {each.path: each.data.decode("utf-8", "replace") for each in files if each.path in OWN}
    return own, [each for each in files if each.path not in OWN]


def of(
    outputs: Iterable[Output], settings: Settings, own: Mapping[str, str], sitemap: str, pictures: Iterable[str] = ()
) -> Iterator[Output]:
    """The files, for a site of these outputs and of pictures at these paths; `own` are the editor's lines."""
    paths = [*(each.path for each in outputs), *pictures]
    yield Output(ROBOTS, robots(settings.base_url + sitemap, own.get(ROBOTS, "")).encode())
    if settings.security_contact:
        paths.append(SECURITY)
        yield Output(SECURITY, security(settings).encode())
    yield Output(HEADERS, headers(paths, settings.base_url, own.get(HEADERS, "")).encode())


# ------------------------------------------------------------------ crawlers, and finders of holes


def robots(sitemap: str, own: str) -> str:
    """All may read all, and where the sitemap is; where the editor says who may read what, only the latter."""
    found = own.splitlines() or ["User-agent: *", "Allow: /"]
    if not any(line.strip().lower().startswith("sitemap:") for line in found):
        found += ["", f"Sitemap: {sitemap}"]
    return "".join(f"{line}\n" for line in found)


def security(settings: Settings) -> str:
    """Whom to tell of a hole, and until when that holds (RFC 9116)."""
    lines = [
        f"Contact: {settings.security_contact}",
        f"Expires: {settings.security_expires}T23:59:59Z",
        f"Canonical: {settings.base_url}{SECURITY}",
        f"Preferred-Languages: {', '.join(dict.fromkeys((settings.language, 'en')))}",
    ]
    return "".join(f"{line}\n" for line in lines)


def lapsed(settings: Settings, today: date) -> Iterator[Fault]:
    """A warning if what `security.txt` says holds no more."""
    if settings.security_contact and settings.security_expires < today.isoformat():
        what = f"was {settings.security_expires}: nobody may trust the contact in {SECURITY} any more"
        yield Fault(what, "set a day that is at most a year ahead", "site.toml", key="security.expires")


# ------------------------------------------------------------------ headers


def headers(paths: Iterable[str], base_url: str, own: str) -> str:
    """The text of `_headers`: the editor's own lines, then ours but for headers that those set for the same path."""
    theirs = said(own)
    blocks = [own.rstrip() + "\n"] if own.strip() else []
    for path, found in rules(list(paths), base_url).items():
        left = {name: value for name, value in found.items() if (path, name.lower()) not in theirs}
        if left:
            blocks.append("".join(f"{line}\n" for line in (path, *(f"  {name}: {left[name]}" for name in left))))
    return "\n".join(blocks)


def said(own: str) -> set[tuple[str, str]]:
    """The path and the header, in lower case, of each rule in the editor's own lines."""
    found, path = set[tuple[str, str]](), ""
    for line in own.splitlines():
        name, colon, _ = line.strip().removeprefix("!").strip().partition(":")
        if line[:1].strip() and not line.startswith("#"):
            path = line.strip()
        elif name and not name.startswith("#") and (colon or line.strip().startswith("!")):
            found.add((path, name.strip().lower()))
    return found


def rules(paths: Collection[str], base_url: str) -> Rules:
    """The headers by path; a site below a folder of its host has its paths there."""
    address = urlsplit(base_url)
    names = {path.rpartition("/")[2] for path in paths if "/" in path}
    root, found = address.path, dict[str, dict[str, str]]()
    is_secure = address.scheme == "https"
    found["/*" if root == "/" else f"{root}*"] = {
        "Content-Security-Policy": policy(paths),
        **({"Strict-Transport-Security": "max-age=63072000"} if is_secure else {}),
        **SAFE,
    }
    found[f"{root}{ASSETS}*"] = {"Cache-Control": FOREVER}
    for name in ("", "index.html", *(each for each in FEEDS if each in paths)):
        found[root + name] = {"Cache-Control": ASKED_ANEW}
    if any(path.startswith(PICTURES) for path in paths):
        found[f"{root}{PICTURES}*"] = {"Cache-Control": KEPT_BY_READERS}
    for folder in sorted(
        {path.split("/")[0] for path in paths if "/" in path and not path.startswith((ASSETS, PICTURES))}
    ):
        found[f"{root}{folder}/*"] = {"Cache-Control": ASKED_ANEW}
    for name, kind in FEEDS.items():
        if name in paths:
            found[root + name]["Content-Type"] = kind
        if name in names:
            found[f"{root}*/{name}"] = {"Content-Type": kind}
    return found


def policy(paths: Iterable[str]) -> str:
    """What a page may load: the site's own files, and scripts only if the site has any."""
    files = list(paths)
    scripts = (
        ["script-src 'self'", "worker-src 'self'"] if any(path.endswith((".js", ".mjs")) for path in files) else []
    )
    if scripts and any(re.search(r"(?:^|/)wasm\.|\.wasm$", path) for path in files):
        scripts[0] += " 'wasm-unsafe-eval'"
    return "; ".join(
        [
            "default-src 'none'",
            *scripts,
            *(f"{kind}-src 'self'" for kind in ("style", "img", "font", "connect", "manifest")),
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )
