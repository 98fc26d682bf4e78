"""One browser and one build of each site for all tests of this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Dialog, Page, Response, sync_playwright

from browser.sites import Sites

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="package")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    made = Sites(tmp_path_factory.mktemp("sites"))
    with made.open:
        yield made


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium from the machine's own packages; without one the tests are skipped, but not where CI is set."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield launched
        launched.close()


@dataclass
class Window:
    """A browser window, and what its pages asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self.failed(request.url, str(request.failure)))
        self.page.on("response", self.answered)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self.alarmed)

    def answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self.failed(answer.url, str(answer.status))

    def alarmed(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def failed(self, url: str, why: str) -> None:
        """Note a file that did not come, unless the page was left before its icon did."""
        if not (url.endswith(".svg") and "ABORTED" in why):
            self.failures.append(f"{url}: {why}")


@pytest.fixture(scope="package")
def shared(browser: Browser) -> Window:
    """One window for all tests, because opening one takes long."""
    return Window(browser.new_page(reduced_motion="reduce", locale="id-ID"))


@pytest.fixture
def page(shared: Window) -> Page:
    """A page in a wide, light window."""
    scheme(shared.page, "light")
    width(shared.page, 1280)
    return shared.page


@pytest.fixture
def window(shared: Window, page: Page) -> Window:
    """The window, with nothing noted yet."""
    page.goto("about:blank")
    for noted in (shared.requests, shared.failures, shared.complaints):
        noted.clear()
    return shared


@pytest.fixture(scope="package")
def scriptless(browser: Browser) -> Page:
    """A page in a browser with scripts off."""
    return browser.new_page(java_script_enabled=False, reduced_motion="reduce", locale="id-ID")


def scheme(page: Page, name: str) -> None:
    """Prefer light or dark."""
    page.emulate_media(color_scheme="dark" if name == "dark" else "light")


def width(page: Page, pixels: int) -> None:
    """Make the window so wide."""
    page.set_viewport_size({"width": pixels, "height": 800})
