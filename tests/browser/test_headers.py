"""Pages as a host that reads `_headers` serves them: the browser blocks nothing that the site needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler

import pytest

from browser.conftest import Window
from browser.sites import Handler, Site, Sites, serving

pytestmark = pytest.mark.browser


def rules(text: str) -> list[tuple[re.Pattern[str], list[tuple[str, str]]]]:
    """The headers of a `_headers` file by pattern."""
    found: list[tuple[re.Pattern[str], list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            found[-1][1].append((name, value))
        elif line:
            found.append((re.compile(re.escape(line).replace(r"\*", ".*")), []))
    return found


def host_of(site: Site) -> type[SimpleHTTPRequestHandler]:
    """A host that obeys the site's `_headers`."""
    known = rules((site.output / "_headers").read_text("utf-8"))

    class Obedient(Handler):
        def end_headers(self) -> None:
            for pattern, headers in known:
                for name, value in headers if pattern.fullmatch(self.path.partition("?")[0]) else ():
                    if name != "Content-Type":
                        self.send_header(name, value)
            super().end_headers()

        def guess_type(self, path: str) -> str:  # type: ignore[override]
            address = "/" + str(path).removeprefix(str(site.output)).lstrip("/")
            said = [
                value
                for pattern, named in known
                for name, value in named
                if name == "Content-Type" and pattern.fullmatch(address)
            ]
            return said[-1] if said else super().guess_type(path)

    return Obedient


@contextmanager
def hosted(site: Site) -> Iterator[str]:
    """The site at a host that obeys `_headers`."""
    with serving(site.output, host_of(site)) as url:
        yield url


@pytest.mark.parametrize("name", ["default", "made-up"])
def test_the_policy_blocks_nothing_of_ours(sites: Sites, window: Window, name: str) -> None:
    """With our policy in force every page loads all that it names and the console stays silent."""
    site = sites[name]
    with hosted(site) as url:
        for address in site.sample():
            answer = window.page.goto(url + address, wait_until="load")
            assert answer
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert window.complaints == []
    assert window.failures == []


def test_data_is_no_script(sites: Sites, window: Window) -> None:
    """Under a policy without scripts the page still has its schema.org data, and a real script does not run."""
    site = sites["made-up"]
    with hosted(site) as url:
        window.page.goto(url)
        data = window.page.locator('script[type="application/ld+json"]').text_content()
        window.page.evaluate(
            "document.head.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
        )
        assert window.page.evaluate("window.ran") is None
    assert json.loads(data or "")["@graph"][0]["@type"] == "WebSite"


def test_feeds_say_what_they_are(sites: Sites, window: Window) -> None:
    """Feeds of every folder come with their own media type."""
    site = sites["default"]
    kinds = {"feed.xml": "application/xml; charset=utf-8", "feed.json": "application/feed+json; charset=utf-8"}
    with hosted(site) as url:
        for file in (*site.output.rglob("feed.xml"), *site.output.rglob("feed.json")):
            answer = window.page.request.get(url + file.relative_to(site.output).as_posix())
            assert answer.headers["content-type"] == kinds[file.name]
