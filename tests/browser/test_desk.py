"""The editor's desk in a browser: by keyboard alone, without scripts, for everybody, whatever a raw file says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from previewing import Preview, project, serving

from browser.conftest import Window, scheme, width
from browser.measure import focused, too_small, too_wide, violations

pytestmark = pytest.mark.browser

INEWS = "menlu-armenia-dan-azerbaijan-di-swiss-bahas-gencatan-senjata-untuk-ke-4-kali"
DROPPED = "Get iNews App with new looks!"
HOSTILE = """\
Warga Antah menunggu jembatan "><script>alert(1)</script><img src=x onerror=alert(2)>

Senin, 5 Oktober 2020 - 10:15 WIB

ANTAH, Warta Antah - Artikel ini dikarang untuk menguji Kliping <script>alert(3)</script> dan tidak ada yang terjadi di kota itu.

Warga Antah yang juga tidak pernah ada menunggu jembatan itu sejak pagi, kata seorang tokoh rekaan <svg onload=alert(4)>.

Pemerintah Antah belum memberikan keterangan tentang jembatan karangan itu sampai berita ini dikarang oleh penguji.
"""
PAGES = ("", "review", "stories", f"article?entry=entries/2020/10/{INEWS}.md", "article?entry=nothing")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of its own, with an article of which every word is hostile."""
    root = project(tmp_path)
    (root / "content/inbox/jahat.txt").write_text(HOSTILE, "utf-8")
    with serving(root) as shown:
        yield shown


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def test_dropped_line_is_kept_by_keyboard(preview: Preview, page: Page) -> None:
    """From the front page to the desk, to the article, to a dropped line, Enter: the line is in the article; all by keyboard."""
    page.goto(preview.url)
    tab_to(page, 'aside a[href="/_desk/"]', 200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/_desk/")
    tab_to(page, f'td a[href*="{INEWS}"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/article?*")
    tab_to(page, f'button[aria-label^="Keep line"][aria-label*="{DROPPED}"]')
    assert focused(page)["outline"] >= 2
    page.keyboard.press("Enter")
    page.wait_for_url("**#line-0")
    assert page.locator("[role=status]").inner_text().startswith("Written.")
    assert DROPPED in page.locator(".clean").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "drop 0", "the next stop is the line that was decided on"
    page.get_by_role("link", name="as the preview shows it").click()
    assert page.locator("main").get_by_text(DROPPED).is_visible()


def test_desk_without_scripts(preview: Preview, scriptless: Page) -> None:
    """A verdict on a topic is written and taken back where no script runs."""
    entry = preview.root / f"content/entries/2020/10/{INEWS}.md"
    scriptless.goto(f"{preview.url}/_desk/{PAGES[3]}")
    scriptless.get_by_role("button", name="Out:").click()
    scriptless.wait_for_url("**done=topic*")
    assert "not_topics:" in entry.read_text("utf-8")
    scriptless.get_by_role("button", name="By its words:").click()
    scriptless.locator("[role=status]").wait_for()
    assert "not_topics:" not in entry.read_text("utf-8")


def test_desk_is_for_everybody(preview: Preview, page: Page) -> None:
    """Axe finds nothing on any page of the desk, light or dark; none scrolls sideways; links are large enough."""
    for name in PAGES:
        page.goto(f"{preview.url}/_desk/{name}")
        for light in ("light", "dark"):
            scheme(page, light)
            for pixels in (320, 1280):
                width(page, pixels)
                assert violations(page) == [], f"{name}, {light}, {pixels} px"
                assert too_wide(page) == [], f"{name}, {pixels} px"
        assert not [each for each in too_small(page) if "Look at it" in each]


def test_preview_bar_is_for_everybody(preview: Preview, page: Page) -> None:
    """What the preview adds to a page of the site does it no harm."""
    draft = "---\ntitle: Konsep karangan\nslug: konsep\ndraft: true\ndate: 2020-10-31\n---\n\nKarangan.\n"
    (preview.root / "content/entries/2020/10/konsep.md").write_text(draft, "utf-8")
    page.goto(preview.url)
    page.get_by_role("complementary", name="Not published").filter(has_text="Konsep karangan").wait_for(timeout=10_000)
    for pixels in (320, 1280):
        width(page, pixels)
        assert violations(page) == [], f"{pixels} px"
        assert too_wide(page) == [], f"{pixels} px"


def test_hostile_raw_file_does_nothing(preview: Preview, window: Window) -> None:
    """No script in a raw file runs on the desk, no picture is fetched, and the browser has nothing to complain about."""
    page = window.page
    page.goto(f"{preview.url}/_desk/")
    page.get_by_role("link", name="Warga Antah").click()
    page.wait_for_url("**/article?*")
    assert "alert(3)" in page.locator("main").inner_text()
    page.goto(f"{preview.url}/_desk/stories")
    assert window.complaints == []
    paths = {request.removeprefix(preview.url).partition("?")[0] for request in window.requests}
    assert paths == {"/_desk/", "/_desk/desk.css", "/_desk/article", "/_desk/stories", "/favicon.svg"}
