"""A reader takes the address of a feed along: with a button, with the keyboard, without any script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Window
from browser.measure import focused, too_small, too_wide, violations
from browser.sites import TOPIC, Site, Sites
from browser.test_headers import hosted

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a reader whose browser lets nobody but them look at what was copied."""
    context = browser.new_context(java_script_enabled=request.param, reduced_motion="reduce", locale="id-ID")
    yield context.new_page()
    context.close()


def pasted(page: Page, site: Site) -> str:
    """What comes out where the reader pastes: in another page with a field."""
    page.goto(f"{site.url}search/")
    page.set_content("<textarea autofocus></textarea>")
    page.locator("textarea").focus()
    page.keyboard.press("Control+V")
    return page.locator("textarea").input_value()


def test_an_address_is_copied_with_the_keyboard(sites: Sites, reader: Page) -> None:
    """Tab to a field selects its whole address, with scripts on or off; the copy is that address."""
    site = sites["default"]
    reader.goto(f"{site.url}follow/")
    for _ in range(40):
        reader.keyboard.press("Tab")
        if focused(reader)["tag"] == "INPUT":
            break
    reader.keyboard.press("Control+C")
    assert pasted(reader, site) == f"{site.url}feed.xml"


def test_a_button_copies(sites: Sites, browser: Browser) -> None:
    """Beside each address a button that copies it, says so, and names the feed; under our policy, without complaint."""
    site = sites["default"]
    with hosted(site) as url:
        window = Window(
            browser.new_page(reduced_motion="reduce", locale="id-ID", viewport={"width": 320, "height": 800})
        )
        page = window.page
        page.goto(f"{url}follow/")
        buttons = page.locator(".feed button")
        assert buttons.count() == page.locator(".feed input").count() > 3
        box = page.locator(".feed").filter(has=page.locator(f"input[value='{site.url}{TOPIC}feed.xml']"))
        assert box.locator("button").get_attribute("aria-label") == f"Salin: {box.locator('label').inner_text()}"
        box.locator("button").press("Enter")
        expect(box.locator("[role=status]")).to_have_text("Disalin")
        assert violations(page) == []
        assert too_wide(page) == []
        assert too_small(page) == []
        assert all(one["height"] >= 24 for one in (each.bounding_box() for each in buttons.all()) if one)
        assert window.complaints == []
        assert window.failures == []
        assert pasted(page, site) == f"{site.url}{TOPIC}feed.xml"
        page.close()


def test_without_a_script_there_is_no_button(sites: Sites, scriptless: Page) -> None:
    """What would do nothing is not there."""
    scriptless.goto(f"{sites['default'].url}follow/")
    assert scriptless.locator(".feed input").count() > 3
    assert scriptless.locator("button").count() == 0
