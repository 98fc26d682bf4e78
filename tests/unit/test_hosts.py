"""What hosts and crawlers read: headers, robots.txt, security.txt, and the editor's own lines in them."""

from __future__ import annotations

from datetime import date

import pytest
from making import settings

from kliping.records import Output
from kliping.site import hosts

PATHS = ("index.html", "feed.xml", "feed.json", "topics/a/index.html", "topics/a/feed.xml", "assets/style-1.css")


def rules(text: str) -> dict[str, dict[str, str]]:
    """The headers of a `_headers` file by path."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.splitlines():
        if line and not line.startswith((" ", "\t")):
            path = line
            assert path not in found, "one block for each path"
            found[path] = {}
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            found[path][name] = value
    return found


def matching(path: str, found: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """Every header that a host gives a file."""
    named: list[tuple[str, str]] = []
    for pattern, values in found.items():
        first, star, last = pattern.partition("*")
        fits = path == pattern or (
            star and path.startswith(first) and path.endswith(last) and len(path) >= len(pattern) - 1
        )
        named += values.items() if fits else []
    return named


@pytest.mark.parametrize("path", ["/", *(f"/{each}" for each in PATHS)])
def test_no_header_is_said_twice(path: str) -> None:
    """Hosts join what two rules say of one header, so no two say the same one of the same file."""
    named = [name for name, _ in matching(path, rules(hosts.headers(PATHS, "https://kliping.example/", "")))]
    assert len(named) == len(set(named))
    assert {"Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Cache-Control"} <= set(
        named
    )


def test_lifetimes_and_kinds() -> None:
    """What has its fingerprint in its name is kept for ever, all else is asked for anew; feeds say what they are."""
    found = rules(hosts.headers(PATHS, "https://kliping.example/", ""))
    assert "immutable" in dict(matching("/assets/style-1.css", found))["Cache-Control"]
    for path in ("/", "/index.html", "/feed.xml", "/topics/a/feed.xml", "/topics/a/"):
        assert dict(matching(path, found))["Cache-Control"] == "public, max-age=0, must-revalidate"
    for path in ("/feed.xml", "/topics/a/feed.xml"):
        assert dict(matching(path, found))["Content-Type"] == "application/xml; charset=utf-8"
    assert dict(matching("/feed.json", found))["Content-Type"] == "application/feed+json; charset=utf-8"
    assert "Content-Type" not in dict(matching("/topics/a/index.html", found))


def test_below_a_folder_without_tls() -> None:
    """A site below a folder of its host has its rules there; only one behind https asks for https."""
    found = rules(hosts.headers(PATHS, "http://kliping.example/repo/", ""))
    assert all(path.startswith("/repo/") for path in found)
    assert "Strict-Transport-Security" not in found["/repo/*"]


@pytest.mark.parametrize(
    ("more", "said", "unsaid"),
    [
        ((), "default-src 'none'; style-src 'self'", "script-src"),
        (("a.js",), "script-src 'self';", "wasm"),
        (
            ("pagefind/pagefind.js", "pagefind/wasm.id.pagefind"),
            "script-src 'self' 'wasm-unsafe-eval'",
            "unsafe-inline",
        ),
    ],
)
def test_policy_allows_what_the_site_has(more: tuple[str, ...], said: str, unsaid: str) -> None:
    """Scripts are allowed only where the site has any, and never what stands within a page."""
    policy = hosts.policy((*PATHS, *more))
    assert said in policy
    assert unsaid not in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy


OWN = """\
# mine
/*
  Content-Security-Policy: default-src 'self'
  X-Mine: yes
/assets/*
  ! Cache-Control
"""


def test_own_lines_come_first_and_win() -> None:
    """The editor's lines are kept as they are, and ours are silent on what they say of the same path."""
    text = hosts.headers(PATHS, "https://kliping.example/", OWN)
    assert text.startswith(OWN)
    ours = text.removeprefix(OWN)
    assert "Content-Security-Policy" not in ours
    assert "/assets/*" not in ours
    assert "X-Content-Type-Options: nosniff" in ours


def test_robots() -> None:
    """All may read all; whoever says otherwise is not contradicted; the sitemap is named once."""
    sitemap = "https://kliping.example/sitemap.xml"
    assert hosts.robots(sitemap, "") == f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"
    assert hosts.robots(sitemap, "User-agent: *\nDisallow: /x/\n") == (
        f"User-agent: *\nDisallow: /x/\n\nSitemap: {sitemap}\n"
    )
    own = "User-agent: *\nDisallow: /\nsitemap: https://kliping.example/mine.xml\n"
    assert hosts.robots(sitemap, own) == own


def test_own_files_are_taken_apart() -> None:
    """Of the static files those are ours to complete that hosts read."""
    own, others = hosts.own_lines([Output("_headers", b"/*\n"), Output("a.txt", b""), Output("robots.txt", b"x")])
    assert own == {"_headers": "/*\n", "robots.txt": "x"}
    assert [each.path for each in others] == ["a.txt"]


def test_security() -> None:
    """Who wants to be told of holes says whom to write to and until when."""
    made = settings(security_contact="mailto:keamanan@kliping.example", security_expires="2027-10-01")
    (_, found, headers) = hosts.of([], made, {}, "sitemap.xml")
    assert found.path == ".well-known/security.txt"
    assert found.data.decode().splitlines() == [
        "Contact: mailto:keamanan@kliping.example",
        "Expires: 2027-10-01T23:59:59Z",
        "Canonical: https://kliping.example/.well-known/security.txt",
        "Preferred-Languages: id, en",
    ]
    assert "/.well-known/*" in headers.data.decode()
    assert not list(hosts.lapsed(made, date(2027, 10, 1)))
    (fault,) = hosts.lapsed(made, date(2027, 10, 2))
    assert fault.key == "security.expires"


def test_without_a_contact() -> None:
    """Without a contact there is no file."""
    assert [each.path for each in hosts.of([], settings(), {}, "sitemap.xml")] == ["robots.txt", "_headers"]
    assert not list(hosts.lapsed(settings(), date(2027, 10, 1)))
