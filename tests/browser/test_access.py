"""Everybody can read the site: axe, keyboard, narrow screens, large text, dark rooms, other languages."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from browser import made_up
from browser.conftest import scheme, width
from browser.measure import color, contrast, focused, headlines, rgb, stops, structure, too_small, too_wide, violations
from browser.sites import KINDS, Site, Sites

pytestmark = pytest.mark.browser

MADE_UP: Mapping[str, str] = {
    "home": "",
    "topic": f"topics/{made_up.TOPIC}/",
    "long topic": f"topics/{made_up.LONG_TOPIC}/",
    "empty topic": f"topics/{made_up.EMPTY_TOPIC}/",
    "topic's month": f"topics/{made_up.TOPIC}/2019/03/",
    "topic's outlet": f"topics/{made_up.TOPIC}/outlets/kabar-entah/",
    "outlet": "outlets/warta-antah/",
    "month": "2019/03/",
    "outlets": "outlets/",
    "page by hand": "koreksi/",
    "corrections": "corrections/",
    "not found": "404.html",
}
TITLES: Mapping[str, str] = {
    "right to left": made_up.ARABIC,
    "right to left, by country": made_up.EGYPTIAN,
    "Chinese": made_up.CHINESE,
    "long title": made_up.LONG_TITLE,
    "long word": made_up.LONG_WORD_TITLE,
    "hostile text": made_up.SCRIPT_TITLE,
    "article by hand": made_up.MARKDOWN_TITLE,
    "all that can be known": made_up.FULL_TITLE,
    "outlet not known": made_up.BARE_TITLE,
}
LANGUAGES = {
    "default": "id",
    "in-english": "en",
    "made-up": "id",
    "made-up-in-english": "en",
    "changed": "id",
    "empty": "id",
}
LARGE = [
    *(("made-up", kind) for kind in (*MADE_UP, *TITLES)),
    *(("made-up-in-english", kind) for kind in ("home", "topic", "empty topic", "month", "right to left", "not found")),
    ("made-up-in-english", "all that can be known"),
]
EMPTY = [("empty", kind) for kind in ("home", "topics", "outlets", "archive", "about", "not found")]
CHANGED = [("changed", kind) for kind in ("retracted", "gone", "follow")]
OTHERS = [*LARGE, *EMPTY, *CHANGED]
EVERY = [*(("default", kind) for kind in KINDS), *OTHERS]


def at(sites: Sites, name: str, kind: str) -> str:
    """The full address of a kind of page."""
    site: Site = sites[name]
    if kind in TITLES:
        return site.url + site.article(TITLES[kind])
    return site.url + (MADE_UP if name.startswith("made-up") else {**KINDS, **made_up.LEFT})[kind]


# ------------------------------------------------------------------ axe


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_the_default_site(sites: Sites, page: Page, kind: str) -> None:
    """Every kind of page has no violation at any width, light or dark."""
    page.goto(at(sites, "default", kind))
    for light in ("light", "dark"):
        scheme(page, light)
        for pixels in (320, 768, 1280):
            width(page, pixels)
            assert violations(page) == [], f"{light}, {pixels} px"


@pytest.mark.parametrize(("name", "kind"), OTHERS)
def test_axe_finds_nothing_on_other_sites(sites: Sites, page: Page, name: str, kind: str) -> None:
    """Pages of a large and of an empty site have no violation, narrow and light or wide and dark."""
    page.goto(at(sites, name, kind))
    width(page, 320)
    assert violations(page) == [], "light, 320 px"
    scheme(page, "dark")
    width(page, 1280)
    assert violations(page) == [], "dark, 1280 px"


# ------------------------------------------------------------------ narrow screens and large text


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_no_sideways_scroll(sites: Sites, page: Page, name: str, kind: str) -> None:
    """No page scrolls sideways at 320 px, nor at 640 px with letters of twice the size."""
    width(page, 320)
    page.goto(at(sites, name, kind))
    assert too_wide(page) == [], "320 px"
    width(page, 640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) == [], "640 px, text at 200 %"


@pytest.mark.parametrize("kind", KINDS)
def test_no_sideways_scroll_on_a_small_phone_with_large_letters(sites: Sites, page: Page, kind: str) -> None:
    """No page of the default site scrolls sideways at 320 px with letters of twice the size."""
    width(page, 320)
    page.goto(at(sites, "default", kind))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) == []


# ------------------------------------------------------------------ light and dark


def test_dark_is_dark(sites: Sites, page: Page) -> None:
    """A reader who prefers dark gets light letters on a dark ground."""
    page.goto(sites["default"].url)
    assert min(color(page)) > 200
    scheme(page, "dark")
    assert max(color(page)) < 60
    assert min(color(page, "color")) > 200


# ------------------------------------------------------------------ keyboard


@pytest.mark.parametrize(
    ("name", "kind", "light"),
    [
        *(("default", kind, light) for kind in ("home", "article from an address") for light in ("light", "dark")),
        *(("default", kind, "light") for kind in KINDS if kind not in ("home", "article from an address")),
        *(("made-up", kind, "dark") for kind in ("topic's month", "article by hand", "corrections")),
    ],
)
def test_focus_is_seen_on_every_stop(sites: Sites, page: Page, name: str, kind: str, light: str) -> None:
    """Tab walks through all links, folds and fields in order; each one is in view with an outline around it."""
    scheme(page, light)
    width(page, 360)
    page.goto(at(sites, name, kind) + ("?q=moskwa" if kind == "search" else ""))
    if kind == "search":  # which has more to choose from once it is used
        page.locator(".found a").wait_for()
    count = stops(page)
    for number in range(count):
        page.keyboard.press("Tab")
        found = focused(page)
        assert found["index"] == number, found
        assert found["seen"], found
        assert found["outline"] >= 2, found
        assert contrast(rgb(found["color"]), color(page)) >= 3, found
    assert count > 6


@pytest.mark.parametrize("name", ["default", "made-up-in-english", "empty"])
def test_skip_link_leads_past_the_masthead(sites: Sites, page: Page, name: str) -> None:
    """The first Tab shows a link which leads to the content, and the next Tab goes on from there."""
    page.goto(sites[name].url)
    assert not page.locator(".skip").evaluate("one => one.getBoundingClientRect().bottom > 0")
    page.keyboard.press("Tab")
    first = focused(page)
    assert first["seen"]
    assert first["index"] == 0
    page.keyboard.press("Enter")
    assert focused(page)["tag"] == "MAIN"
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert inside or not page.locator("main a").count()


@pytest.mark.parametrize("name", ["default", "made-up", "empty"])
def test_link_targets_are_tall_enough(sites: Sites, page: Page, name: str) -> None:
    """A link that stands alone in a list, in navigation or on its line is at least 24 px high, on every kind of page."""
    width(page, 360)
    found: dict[str, list[str]] = {}
    for address in sites[name].sample():
        page.goto(sites[name].url + address)
        found[address] = too_small(page)
    assert {address: links for address, links in found.items() if links} == {}


# ------------------------------------------------------------------ structure


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_structure(sites: Sites, page: Page, name: str, kind: str) -> None:
    """One h1 comes first, heading levels do not jump, landmarks and links have names, the language is the site's."""
    page.goto(at(sites, name, kind))
    found = structure(page)
    levels = found["headings"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), levels
    assert found["landmarks"] == [1, 1, 1]
    assert all(found["navigations"])
    assert len(set(found["navigations"])) == len(found["navigations"]) >= 1
    assert found["unlabelled"] == 0
    assert found["nameless"] == []
    assert found["language"] == LANGUAGES[name]
    assert found["title"].strip()


@pytest.mark.parametrize("name", ["default", "made-up", "made-up-in-english"])
def test_titles_tell_pages_apart(sites: Sites, name: str) -> None:
    """No two pages have the same title."""
    titles = [sites[name].tree(address).findtext("head/title") for address in sites[name].pages()]
    assert sorted(set(titles)) == sorted(titles)


# ------------------------------------------------------------------ languages


@pytest.mark.parametrize("name", ["default", "in-english", "made-up", "made-up-in-english"])
def test_headlines_say_their_language(sites: Sites, page: Page, name: str) -> None:
    """A headline in another language than the site's says which, wherever it is listed."""
    site = sites[name]
    language = {each.slug: each.lang.replace("und", LANGUAGES[name]) for each in site.entries()}
    lists = [address for address in site.sample() if not address.startswith(("articles/", "404"))]
    shown = []
    for address in (*lists, site.article(made_up.FULL_TITLE) if "made-up" in name else ""):
        page.goto(site.url + address)
        shown += headlines(page, site.url)
    assert {slug for slug, _, _ in shown} == set(language)
    assert [(slug, lang) for slug, lang, _ in shown] == [(slug, language[slug]) for slug, _, _ in shown]


@pytest.mark.parametrize("name", ["made-up", "made-up-in-english"])
@pytest.mark.parametrize(("kind", "lang"), [("right to left", "ar"), ("Chinese", "zh"), ("hostile text", "en")])
def test_articles_say_their_language(sites: Sites, page: Page, name: str, kind: str, lang: str) -> None:
    """Headline and body of an article carry its language."""
    page.goto(at(sites, name, kind))
    for part in ("h1", ".text"):
        assert page.locator(part).first.evaluate("one => one.closest('[lang]').lang") == lang


@pytest.mark.parametrize("kind", ["right to left", "right to left, by country"])
def test_right_to_left(sites: Sites, page: Page, kind: str) -> None:
    """Arabic headline and body run from right to left on the article's page, and the rest of the page does not."""
    page.goto(at(sites, "made-up", kind))
    for part in ("h1", ".text", ".text p"):
        assert page.locator(part).first.evaluate("one => getComputedStyle(one).direction") == "rtl", part
    assert page.locator(".provenance").evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_right_to_left_in_lists(sites: Sites, page: Page) -> None:
    """Arabic headlines run from right to left in lists too, and the others do not."""
    page.goto(at(sites, "made-up", "topic"))
    found = headlines(page, sites["made-up"].url)
    assert {(lang[:2] == "ar", direction) for _, lang, direction in found} == {(True, "rtl"), (False, "ltr")}
