"""Pictures of articles in a browser: nothing jumps when one comes late, none is wider than its page, all say what they show."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from browser import made_up
from browser.conftest import Window, width
from browser.measure import shift, too_wide, violations, watch_shifts
from browser.sites import Sites

pytestmark = pytest.mark.browser

EDITION = f"topics/{made_up.TOPIC}/edition/"


def address(slug: str) -> str:
    return f"articles/2020/06/{slug}/"


def late(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(300)
    route.continue_()


@pytest.mark.parametrize("slug", made_up.PICTURES)
@pytest.mark.parametrize("pixels", [320, 1280])
def test_nothing_shifts_when_a_picture_comes_late(sites: Sites, page: Page, slug: str, pixels: int) -> None:
    """Its place is kept free from the beginning, whatever its shape."""
    width(page, pixels)
    watch_shifts(page)
    page.route("**/pictures/*", late)
    page.goto(sites["illustrated"].url + address(slug), wait_until="load")
    page.unroute("**/pictures/*")
    assert shift(page) == 0
    natural, shown = page.locator("figure img").evaluate(
        "one => [[one.naturalWidth, one.naturalHeight], [one.clientWidth, one.clientHeight]]"
    )
    assert tuple(natural) == made_up.PICTURES[slug]
    assert shown[0] <= natural[0]
    assert shown[1] == pytest.approx(natural[1] * shown[0] / natural[0], abs=1)


@pytest.mark.parametrize("slug", [*map(address, made_up.PICTURES), EDITION])
def test_no_picture_is_wider_than_a_small_screen(sites: Sites, page: Page, slug: str) -> None:
    """At 320 px nothing scrolls sideways, and axe finds nothing."""
    width(page, 320)
    page.goto(sites["illustrated"].url + slug)
    assert too_wide(page) == []
    assert violations(page) == []


def test_pictures_of_an_edition_wait(sites: Sites, window: Window) -> None:
    """On a long page those far below are not fetched; an article's own, at its head, is."""
    site = sites["illustrated"]
    window.page.goto(site.url + EDITION)
    assert set(window.page.locator("figure img").evaluate_all("all => all.map(one => one.loading)")) == {"lazy"}
    window.page.goto(site.url + address("lebar"))
    assert window.page.locator("figure img").evaluate("one => one.loading") != "lazy"
    assert window.failures == []


def test_a_picture_is_there_from_a_disk(sites: Sites, page: Page) -> None:
    """A site that is opened from a folder shows it too."""
    page.goto(sites["illustrated"].file(address("lebar")).as_uri())
    assert page.locator("figure img").evaluate("one => one.complete && one.naturalWidth") == 1600
