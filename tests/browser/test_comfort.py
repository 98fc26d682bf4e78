"""Pages obey what readers set: their spacing of letters, their colours, no motion, their paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Page, PdfMargins, Route
from pypdf import PdfReader

from browser import made_up
from browser.conftest import width
from browser.measure import contrast, cut_off, faint, moving, rgb, shift, too_wide, watch_shifts
from browser.sites import INEWS, KINDS, KOMPAS, TOPIC, Sites
from browser.test_access import EVERY, at

pytestmark = pytest.mark.browser

SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
"""What WCAG 2.2 asks a page to bear (1.4.12)."""
MARGIN: PdfMargins = {"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"}


@pytest.fixture
def forced(page: Page) -> Iterator[Page]:
    """A page in a browser that puts the reader's own few colours in place of the site's."""
    page.emulate_media(forced_colors="active")
    yield page
    page.emulate_media(forced_colors="none")


@pytest.fixture
def lively(page: Page) -> Iterator[Page]:
    """A page of a reader who did not ask for less motion."""
    page.emulate_media(reduced_motion="no-preference")
    yield page
    page.emulate_media(reduced_motion="reduce")


# ------------------------------------------------------------------ letters


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_wide_spacing_cuts_nothing_off(sites: Sites, page: Page, name: str, kind: str) -> None:
    """With the spacing of WCAG 1.4.12 no page scrolls sideways at 320 px and no text is cut off."""
    width(page, 320)
    page.goto(at(sites, name, kind))
    page.add_style_tag(content=SPACING)
    assert too_wide(page) == []
    assert cut_off(page) == []


# ------------------------------------------------------------------ colours


@pytest.mark.parametrize(
    ("kind", "light"), [*((kind, "dark") for kind in KINDS), *((kind, "light") for kind in ("home", "topic"))]
)
def test_forced_colours(sites: Sites, forced: Page, kind: str, light: str) -> None:
    """In the reader's own colours all text stands out from its ground, links from text, and the chart is there."""
    forced.emulate_media(color_scheme="dark" if light == "dark" else "light")
    forced.goto(at(sites, "default", kind))
    assert faint(forced, 7) == []
    link, text = (
        rgb(forced.locator(part).first.evaluate("one => getComputedStyle(one).color"))
        for part in (".nameplate a", "h1")
    )
    assert link != text
    forced.keyboard.press("Tab")
    outline = forced.evaluate("getComputedStyle(document.activeElement).outlineColor")
    ground = forced.evaluate("getComputedStyle(document.body).backgroundColor")
    assert contrast(rgb(outline), rgb(ground)) >= 3
    for colour in forced.locator(".chart rect").evaluate_all("all => all.map(one => getComputedStyle(one).fill)"):
        assert contrast(rgb(colour), rgb(ground)) >= 1.5, colour


# ------------------------------------------------------------------ motion


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_for_who_asks_for_less_motion(sites: Sites, page: Page, kind: str) -> None:
    """With reduced motion nothing is animated, slides or scrolls smoothly, not even under the pointer."""
    page.goto(at(sites, "default", kind))
    page.locator("main a, .nameplate a").first.hover()
    assert moving(page) == []


@pytest.mark.parametrize(
    ("kind", "pixels"), [*((kind, 360) for kind in KINDS), *((kind, 1280) for kind in ("home", "topic"))]
)
def test_nothing_shifts(sites: Sites, lively: Page, kind: str, pixels: int) -> None:
    """While a page loads, its script late, and while it is read to its end nothing on it jumps."""
    width(lively, pixels)
    watch_shifts(lively)
    lively.route("**/assets/*.js", late)
    lively.goto(at(sites, "default", kind), wait_until="load")
    lively.unroute("**/assets/*.js")
    assert shift(lively) == 0


def late(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(300)
    route.continue_()


# ------------------------------------------------------------------ paper


def printed(page: Page, url: str) -> PdfReader:
    """The page as Chromium prints it on A4."""
    page.goto(url)
    return PdfReader(BytesIO(page.pdf(format="A4", margin=MARGIN)))


def letters(text: str | None) -> str:
    """The text without spaces, which a PDF has none of, and without the marks of lines that were broken."""
    return re.sub(r"\s|\u00ad", "", text or "")


def outside(pdf: PdfReader) -> list[str]:
    """Text that begins beyond the margins of its sheet."""
    found: list[str] = []
    for sheet in pdf.pages:
        wide, high = float(sheet.mediabox.width), float(sheet.mediabox.height)

        def visit(
            text: str, under: list[float], matrix: list[float], *_: object, wide: float = wide, high: float = high
        ) -> None:
            x = matrix[4] * under[0] + matrix[5] * under[2] + under[4]
            y = matrix[4] * under[1] + matrix[5] * under[3] + under[5]
            if text.strip() and not (30 <= x <= wide - 30 and 18 <= y <= high - 30):  # numbers of sheets stand below
                found.append(f"{x:.0f}, {y:.0f}: {text.strip()}")

        sheet.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("address", [KOMPAS, INEWS])
def test_an_article_on_paper(sites: Sites, page: Page, address: str) -> None:
    """Headline and body are on two sheets at most, whole, within the margins, with the original's address in words."""
    site = sites["default"]
    pdf = printed(page, site.url + address)
    text = letters("".join(sheet.extract_text() for sheet in pdf.pages))
    entry = site.entry(address)
    assert len(pdf.pages) <= 2
    assert outside(pdf) == []
    for paragraph in (entry.title, *entry.body.split("\n\n")):
        assert letters(paragraph) in text
    assert not entry.url or letters(entry.url) in text
    assert letters("Lewati ke isi") not in text


@pytest.mark.parametrize(
    ("name", "address", "most"),
    [
        ("default", "", 2),
        ("default", TOPIC, 2),
        ("default", "follow/", 4),
        ("made-up", "", 6),
        ("made-up", f"topics/{made_up.TOPIC}/", 12),
        ("made-up", f"topics/{made_up.TOPIC}/oldest/", 12),
        ("made-up", "corrections/", 2),
    ],
)
def test_a_page_on_paper(sites: Sites, page: Page, name: str, address: str, most: int) -> None:
    """A list or a whole topic fits on few sheets; no sheet is empty and nothing lies beyond the margins."""
    pdf = printed(page, sites[name].url + address)
    assert len(pdf.pages) <= most
    assert all(sheet.extract_text().strip() for sheet in pdf.pages)
    assert outside(pdf) == []


def test_a_topic_on_paper_is_whole(sites: Sites, page: Page) -> None:
    """Every headline of a topic's page is on paper, those in folds too."""
    address = f"{sites['made-up'].url}topics/{made_up.LONG_TOPIC}/"
    text = letters("".join(sheet.extract_text() for sheet in printed(page, address).pages))
    found = page.locator("main a[href*='/articles/']").all_text_contents()
    assert len(found) > 3
    assert [each for each in found if letters(each) not in text] == []


@pytest.mark.parametrize("kind", ["long word", "article by hand", "all that can be known"])
def test_odd_articles_on_paper(sites: Sites, page: Page, kind: str) -> None:
    """Long words, long lines of code and long addresses are broken on paper, not cut off."""
    page.set_viewport_size({"width": 680, "height": 900})  # A4 less its margins
    page.emulate_media(media="print")
    try:
        page.goto(at(sites, "made-up", kind))
        assert too_wide(page) == []
        assert cut_off(page) == []
    finally:
        page.emulate_media(media="screen")
