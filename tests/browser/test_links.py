"""Every link leads somewhere: on a host, below a path, from a disk, with either form of link."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from browser.measure import color
from browser.sites import TOPIC, Site, Sites

pytestmark = pytest.mark.browser

ALL = ("default", "in-english", "below-repo", "short-links", "made-up", "made-up-in-english", "empty")


def links(site: Site, address: str) -> Iterator[str]:
    """Everything that the page at an address leads to or asks for, absolute."""
    here = site.url + address
    for element in site.tree(address).iter():
        if isinstance(element.tag, str) and element.get("rel") != "canonical":
            for key in ("href", "src"):
                if element.get(key) is not None:
                    yield urljoin(here, element.get(key))


def targets(site: Site) -> dict[str, str]:
    """Every address of this site that a page leads to, with a page that does."""
    return {link: address for address in site.pages() for link in links(site, address) if link.startswith(site.url)}


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("name", ALL)
def test_every_link_leads_to_a_page(sites: Sites, name: str) -> None:
    """Every link, style sheet, icon and feed of every page answers 200, below any path, with either form of link."""
    site = sites[name]
    found = targets(site)
    urls = {urldefrag(url).url for url in found}
    assert {url: status(url) for url in urls} == dict.fromkeys(urls, 200)
    assert len(urls) > 8


@pytest.mark.parametrize("name", ALL)
def test_every_fragment_is_there(sites: Sites, name: str) -> None:
    """Every link to a place within a page names a place that is there, and no name stands twice on a page."""
    site = sites[name]
    ids = {
        address: [element.get("id") for element in site.tree(address).iter() if element.get("id")]
        for address in site.pages()
    }
    assert all(len(set(names)) == len(names) for names in ids.values())
    for link, page in targets(site).items():
        url, fragment = urldefrag(link)
        if fragment:
            assert unquote(fragment) in ids[url.removeprefix(site.url).removesuffix("index.html")], page


@pytest.mark.parametrize("name", ALL)
def test_every_page_is_found(sites: Sites, name: str) -> None:
    """From the front page a reader reaches every page but the one for lost addresses."""
    site, known, queue = sites[name], {""}, [""]
    while queue:
        for link in links(site, queue.pop()):
            address = urldefrag(link).url.removeprefix(site.url).removesuffix("index.html")
            if address in site.pages() and address not in known:
                known.add(address)
                queue.append(address)
    assert known == set(site.pages()) - {"404.html"}


@pytest.mark.parametrize("name", ALL)
def test_links_between_pages_are_relative(sites: Sites, name: str) -> None:
    """Links within the site name no host, so that the site can move; the canonical address is whole, that of a full copy its original's, of an edition its topic's."""
    site = sites[name]
    for address in site.pages():
        for element in site.tree(address).iter():
            link = element.get("href") or element.get("src") or ""
            if element.get("rel") == "canonical":
                original = [each.get("href") for each in site.tree(address).iter() if each.get("rel") == "external"]
                assert link == site.url + address.removesuffix("edition/") or link in original
            elif address != "404.html":
                assert not link.startswith(site.url), address
                assert not link.startswith("/") or link.startswith("//"), address


@pytest.mark.parametrize("address", ["", "nowhere", "articles/2020/10/nothing/", "a/b/c/d/index.html"])
def test_lost_readers_find_back(sites: Sites, address: str) -> None:
    """The page for lost addresses works wherever it is shown, also below a path."""
    site = sites["below-repo"]
    for element in site.tree("404.html").iter():
        link = element.get("href") if isinstance(element.tag, str) else None
        if link and not link.startswith("#"):
            assert status(urljoin(site.url + address, link)) == 200


# ------------------------------------------------------------------ in the browser


def walk(page: Page, start: str) -> list[str]:
    """Follow all links that stay below the start's folder; each must show a page with its style."""
    base, queue = start.rpartition("/")[0] + "/", [start]
    known = set(queue)
    for url in queue:
        page.goto(url)
        assert page.locator("h1").count() == 1, url
        assert page.locator(".masthead").evaluate("one => getComputedStyle(one).display") == "flex", url
        assert page.evaluate("[...document.styleSheets].length") == 1, url
        assert min(color(page)) > 200, url
        for link in page.evaluate("[...document.links].map(one => one.href.split('#')[0])"):
            if link.startswith(base) and link not in known and not link.endswith((".xml", ".json")):
                known.add(link)
                queue.append(link)
    return queue


@pytest.mark.parametrize("name", ["default", "empty"])
def test_site_works_from_a_disk(sites: Sites, page: Page, name: str) -> None:
    """Opened as a file, every link leads to a file which shows a page with its style."""
    site = sites[name]
    start = site.file("").as_uri()
    seen = {urlsplit(url).path for url in walk(page, start)}
    files = {site.file(address).as_uri().removeprefix("file://") for address in site.pages() if address != "404.html"}
    assert seen == files
    for link, address in targets(site).items():
        if address != "404.html" and urldefrag(link).url != site.url + address:
            assert not urlsplit(link).path.endswith("/"), "a folder opens as a list of files"


@pytest.mark.parametrize("name", ["below-repo", "short-links"])
def test_site_works_on_a_host(sites: Sites, page: Page, name: str) -> None:
    """Below a path, and with links to folders, every link shows a page with its style."""
    site = sites[name]
    seen = {url.removeprefix(site.url).removesuffix("index.html") for url in walk(page, site.url)}
    assert seen == set(site.pages()) - {"404.html"}


def test_short_links_are_short(sites: Sites) -> None:
    """With `links = "folder"` no link names index.html; with "file" every link to a page does."""
    short, long = sites["short-links"], sites["default"]
    assert "index.html" not in "".join(short.html(address) for address in short.pages())
    for address in long.pages():
        for element in long.tree(address).findall("body//a"):
            link = element.get("href")
            if not link.startswith(("http", "#")) and address != "404.html":
                assert posixpath.basename(urldefrag(link).url) in (
                    "index.html",
                    "feed.xml",
                    "atom.xml",
                    "feed.json",
                    "opml.xml",
                )


def test_days_can_be_linked(sites: Sites, page: Page) -> None:
    """A day of the timeline has an address of its own."""
    page.goto(sites["default"].url + TOPIC + "#2020-10-30")
    assert page.locator(":target h3").inner_text() == "Jumat, 30 Oktober 2020"
