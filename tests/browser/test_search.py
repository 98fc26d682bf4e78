"""A reader searches: words, other forms and spellings of them, with the keyboard, under our policy; or without any script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Window, scheme, width
from browser.measure import too_wide, violations
from browser.sites import INEWS, KOMPAS, Sites
from browser.test_headers import hosted

pytestmark = pytest.mark.browser

ENDED = re.compile(r"^[^…]+$")


@contextmanager
def searching(sites: Sites, window: Window, name: str) -> Iterator[Page]:
    """The page to search on, at a host that obeys our headers; nothing may be complained about."""
    with hosted(sites[name]) as url:
        window.page.goto(f"{url}search/")
        yield window.page
        window.page.goto("about:blank")
    assert window.complaints == []
    assert window.failures == []


def ask(page: Page, words: str) -> list[str]:
    """The headlines that are found for these words."""
    page.locator("#q").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    expect(page.locator("[role=status]")).to_have_text(ENDED)
    return page.locator(".found h2").all_inner_texts()


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Menlu Armenia dan Azerbaijan di Swiss Bahas Gencatan Senjata untuk Ke-4 Kali", INEWS),
        ("moskwa", KOMPAS),
        ("Moskow", KOMPAS),  # another spelling of a name
        ("Moscow", KOMPAS),
        ("Geneva", INEWS),
        ("bicara gencatan moscow", KOMPAS),  # a stem; words of text and of names together
        ("berunding", KOMPAS),
        ('"gencatan senjata"', INEWS),
    ],
)
def test_it_finds(sites: Sites, window: Window, words: str, address: str) -> None:
    """Whole headlines, stems of words, other spellings of a topic's names, words that stand together."""
    with searching(sites, window, "default") as page:
        assert sites["default"].entry(address).title in ask(page, words)
        link = page.locator(".found a", has_text=sites["default"].entry(address).title[:20])
        link.click()
        expect(page.locator("h1")).to_have_text(sites["default"].entry(address).title)


def test_it_finds_english_words_by_other_endings(sites: Sites, window: Window) -> None:
    """Whatever language most articles are in."""
    with searching(sites, window, "made-up") as page:
        found = ask(page, "events exists")
        assert found
        assert page.locator(".found h2[lang=en]").count() > 0


def test_what_is_not_there_is_not_found(sites: Sites, window: Window) -> None:
    """The reader is told so, and nothing is shown in its place; markup in the question stays text."""
    with searching(sites, window, "default") as page:
        assert ask(page, "takadakataini") == []
        assert page.locator("[role=status]").inner_text() == "Tidak ada artikel dengan kata-kata ini."
        assert ask(page, "<img src=x onerror=alert(1)>") == []


def test_nothing_is_loaded_before_it_is_used(sites: Sites, window: Window) -> None:
    """The page itself loads our own small script; Pagefind comes with the first word, in few files."""
    with searching(sites, window, "made-up") as page:
        assert sum("pagefind/" in url for url in window.requests) == 0
        ask(page, "jembatan")
        loaded = [url.split("pagefind/")[1] for url in window.requests if "pagefind/" in url]
        assert {"pagefind.js", "wasm.id.pagefind"} <= set(loaded)
        assert sum(name.startswith("fragment/") for name in loaded) <= 10


def test_results_can_be_narrowed_and_ordered(sites: Sites, window: Window) -> None:
    """By outlet, newest first; the address holds it all and brings it back."""
    with searching(sites, window, "made-up") as page:
        ask(page, "karangan")
        page.locator("#outlet").select_option("Warta Antah")
        expect(page.locator(".found .outlet", has_not_text="Warta Antah")).to_have_count(0)
        expect(page.locator(".found .outlet").first).to_be_visible()
        page.locator("#sort").select_option("date")
        expect(page).to_have_url(re.compile("sort=date"))
        page.wait_for_timeout(300)
        first = page.locator(".found h2").all_inner_texts()
        page.reload()
        expect(page.locator(".found h2")).to_have_text(first)
        assert page.locator("#outlet").input_value() == "Warta Antah"
        every = [each for each in sites["made-up"].entries() if each.outlet == "Warta Antah" and each.date]
        newest = max(every, key=lambda each: each.date.timestamp() if each.date else 0)
        assert first[0] == newest.title


def test_the_keyboard_is_enough(sites: Sites, window: Window) -> None:
    """Type, press Enter, go on to the results; what is shown later gets the focus."""
    with searching(sites, window, "made-up") as page:
        page.locator("#q").focus()
        page.keyboard.type("karangan")
        page.keyboard.press("Enter")
        expect(page.locator("[role=status]")).to_have_text(ENDED)
        expect(page.locator(".found h2")).to_have_count(10)
        page.locator("main button:not([form] *)", has_text="Tampilkan lagi").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".found h2")).not_to_have_count(10)
        expect(page.locator(".found li:nth-child(11) a")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).not_to_have_text("Cari")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_everybody_can_search(sites: Sites, window: Window, light: str) -> None:
    """axe finds nothing before and after a search, nothing is too wide, articles say their language."""
    site = sites["made-up"]
    page = window.page
    scheme(page, light)
    for pixels in (320, 1280):
        width(page, pixels)
        page.goto(f"{site.url}search/")
        assert violations(page) == []
        ask(page, "jembatan")
        assert violations(page) == []
        assert too_wide(page) == []


def test_without_script_there_are_lists(sites: Sites, scriptless: Page) -> None:
    """The page says why, shows no form that does nothing, and leads to all articles."""
    scriptless.goto(f"{sites['default'].url}search/")
    expect(scriptless.locator("noscript p")).to_be_visible()
    expect(scriptless.locator("form")).to_be_hidden()
    for name in ("Arsip", "Media", "Topik"):
        expect(scriptless.locator("main .links a", has_text=re.compile(f"^{name}$"))).to_be_visible()


def test_from_a_disk_it_says_that_it_needs_a_server(sites: Sites, window: Window) -> None:
    """Plainly, and leads to the lists."""
    page = window.page
    page.goto((sites["default"].output / "search" / "index.html").as_uri())
    expect(page.locator(".offline")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()
    page.locator("main .links a", has_text="Arsip").click()
    expect(page.locator("h1")).to_have_text("Arsip")
    assert window.failures == []


def test_below_a_folder_of_the_host(sites: Sites, window: Window) -> None:
    """Index and results are found there as well; any page leads to the search."""
    site, page = sites["below-repo"], window.page
    page.goto(site.url + INEWS)
    page.locator("header nav a", has_text="Cari").click()
    assert ask(page, "Moscow") == [site.entry(KOMPAS).title]
    page.locator(".found a").click()
    assert page.url.rstrip("index.html").rstrip("/") == (site.url + KOMPAS).rstrip("/")
