"""What pages hold and ask for: the articles' own words, nothing from elsewhere, no script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from browser import made_up
from browser.conftest import Window, width
from browser.measure import too_wide, violations
from browser.sites import INEWS, KINDS, KOMPAS, TOPIC, Site, Sites

pytestmark = pytest.mark.browser

ALL = ("default", "in-english", "made-up", "empty")
SCRIPTS = {"search/": r"\.\./assets/search-\w+\.js", "follow/": r"\.\./copy\.js"}
WHEN = {KOMPAS: "Jumat, 9 Oktober 2020, 19.44 WIB", INEWS: "Jumat, 30 Oktober 2020, 18.45 WIB"}


def words(text: str | None) -> list[str]:
    return (text or "").split()


# ------------------------------------------------------------------ requests and scripts


@pytest.mark.parametrize("name", ALL)
def test_nothing_leaves_the_site(sites: Sites, window: Window, name: str) -> None:
    """No page asks another host for anything, finds a file missing, or complains to the console."""
    site = sites[name]
    for address in site.sample():
        window.page.goto(site.url + address, wait_until="load")
    assert [url for url in window.requests if not url.startswith(site.url)] == []
    assert window.failures == []
    assert window.complaints == []
    assert len(window.requests) >= len(site.sample())


@pytest.mark.parametrize("name", ALL)
def test_no_scripts(sites: Sites, name: str) -> None:
    """No page holds a script's event, a frame or a link that runs something; only the page to search on has a form, it and the page on following have a script, of ours."""
    for address in sites[name].pages():
        for element in sites[name].tree(address).iter():
            if not isinstance(element.tag, str):
                continue
            is_data = element.tag == "script" and element.get("type") == "application/ld+json"
            is_known = (address == "search/" and element.tag == "form") or re.fullmatch(
                SCRIPTS.get(address, "none"), element.get("src", "")
            )
            assert (
                is_data
                or is_known
                or element.tag not in ("script", "iframe", "object", "embed", "form", "base", "template")
            ), address
            assert not [key for key in element.attrib if key.startswith("on") or key == "style"], address
            for key in ("href", "src", "action"):
                assert not re.match(r"\s*(?:javascript|vbscript|data):", element.get(key, ""), re.IGNORECASE), address


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"search"}))
def test_the_same_words_and_links_without_scripts(sites: Sites, page: Page, scriptless: Page, kind: str) -> None:
    """With scripts off a reader sees the same words and links; buttons that copy are beside them only with scripts."""
    url = sites["default"].url + KINDS[kind]
    page.goto(url)
    page.evaluate("document.querySelectorAll('.feed button, .feed [role=status]').forEach(one => one.remove())")
    scriptless.set_viewport_size({"width": 1280, "height": 800})
    scriptless.goto(url)
    assert scriptless.inner_text("body") == page.inner_text("body") != ""
    links = "all => all.map(one => one.href)"
    assert scriptless.locator("a").evaluate_all(links) == page.locator("a").evaluate_all(links) != []


def test_moved_articles_lead_on_without_scripts(sites: Sites, scriptless: Page) -> None:
    """The page at a former address leads to the new one by itself."""
    site = sites["changed"]
    scriptless.goto(site.url + made_up.MOVED)
    scriptless.wait_for_url("**/baru/**")
    assert scriptless.inner_text("h1") == made_up.MOVED_TITLE


# ------------------------------------------------------------------ the articles' own words


@pytest.mark.parametrize("address", [KOMPAS, INEWS])
def test_article_is_verbatim(sites: Sites, page: Page, address: str) -> None:
    """The page's text is the entry's body, word for word, paragraph for paragraph."""
    site = sites["default"]
    page.goto(site.url + address)
    shown = page.locator(".text > *").all_inner_texts()
    assert [words(each) for each in shown] == [words(each) for each in site.entry(address).body.split("\n\n")]
    assert words(page.text_content(".text")) == words(site.entry(address).body)
    assert page.locator("h1").inner_text() == site.entry(address).title


@pytest.mark.parametrize("address", [KOMPAS, INEWS])
def test_article_shows_its_date(sites: Sites, page: Page, address: str) -> None:
    """Date, time and zone stand under the headline and in the provenance, as an Indonesian paper writes them."""
    page.goto(sites["default"].url + address)
    assert page.locator("header time").inner_text() == WHEN[address]
    assert WHEN[address] in page.locator(".provenance").inner_text()


def test_article_names_where_it_comes_from(sites: Sites, page: Page) -> None:
    """Outlet, original, editor, place, agency, caption, credit and hash are on the page."""
    site = sites["default"]
    page.goto(site.url + KOMPAS)
    entry = site.entry(KOMPAS)
    assert page.locator(".provenance a").get_attribute("href") == entry.url
    assert "Kompas.com" in page.locator(".facts").inner_text()
    assert "AFP" in page.locator(".provenance").inner_text()
    assert entry.capture
    assert page.locator("code").inner_text() == entry.capture.sha256
    page.goto(site.url + INEWS)
    text = page.inner_text("article")
    entry = site.entry(INEWS)
    assert entry.image
    for part in ("iNews.id", "Anton Suhartono", "Jenewa", "AFP", str(entry.image.caption)):
        assert part in text
    assert page.locator(".provenance a").count() == 0


def test_timeline(sites: Sites, page: Page) -> None:
    """The topic tells the story newest first, and from its beginning at an address of its own: days, outlets, times."""
    days = ["Jumat, 30 Oktober 2020", "Jumat, 9 Oktober 2020"]
    for address, order in ((TOPIC, days), (f"{TOPIC}oldest/", days[::-1])):
        page.goto(sites["default"].url + address)
        assert page.locator(".timeline h3").all_inner_texts() == order
    kompas, inews = page.locator(".timeline .card").all()
    assert kompas.locator("h4").inner_text() == sites["default"].entry(KOMPAS).title
    assert inews.locator("h4").inner_text() == sites["default"].entry(INEWS).title
    assert "Kompas.com" in kompas.inner_text()
    assert "19.44 WIB" in kompas.inner_text()
    assert "iNews.id" in inews.inner_text()
    assert "18.45 WIB" in inews.inner_text()
    assert page.locator(".silent").inner_text() == "20 hari tanpa berita"


@pytest.mark.parametrize("address", [KOMPAS, INEWS])
def test_english_interface(sites: Sites, page: Page, address: str) -> None:
    """In English the dates are English and the article stays as it is."""
    page.goto(sites["in-english"].url + address)
    assert page.locator("header time").inner_text().startswith("Friday")
    assert page.locator("header time").inner_text().endswith("UTC+7")
    assert words(page.text_content(".text")) == words(sites["default"].entry(address).body)
    assert page.locator(".text").get_attribute("lang") == "id"


def test_entry_without_a_saved_file(sites: Sites, page: Page) -> None:
    """The provenance of an entry written by hand speaks of no saved file and no hash, for there is none."""
    page.goto(sites["made-up-in-english"].url + sites["made-up"].article(made_up.FULL_TITLE))
    text = page.locator(".provenance").inner_text()
    assert "saved file" not in text
    assert "hash" not in text.casefold()


def test_front_page_lists_the_newest(sites: Sites, page: Page) -> None:
    """Below the topics stand the twelve newest articles that no topic above shows, newest first."""
    site = sites["made-up"]
    page.goto(site.url)
    told = set(page.locator(".latest h3").all_inner_texts())
    newest = sorted(site.entries(), key=lambda entry: (str(entry.date), entry.id), reverse=True)
    rest = [entry.title for entry in newest if entry.title not in told]
    assert page.locator(".card h3").all_inner_texts() == rest[:12]


# ------------------------------------------------------------------ hostile text


@pytest.mark.parametrize("name", ["made-up", "made-up-in-english"])
def test_hostile_text_is_text(sites: Sites, page: Page, name: str) -> None:
    """Script, template code, HTML and Markdown in an article's text, title, note, caption and names are shown as they are."""
    site = sites[name]
    page.goto(site.url + site.article(made_up.SCRIPT_TITLE))
    assert page.locator("h1").inner_text() == made_up.SCRIPT_TITLE
    assert page.locator(".text p").first.inner_text() == made_up.SCRIPT_TEXT
    assert page.locator(".note p").inner_text() == made_up.SCRIPT_TEXT
    assert made_up.SCRIPT_TEXT in page.locator(".picture").inner_text()
    assert made_up.SCRIPT_TITLE in page.locator(".people").inner_text()
    assert page.title().startswith(made_up.SCRIPT_TITLE)
    assert page.locator("meta[name=description]").get_attribute("content") == made_up.SCRIPT_TEXT


def test_text_by_hand(sites: Sites, page: Page) -> None:
    """Markdown by hand keeps its headings and lists; pictures from elsewhere become links or words, HTML becomes text."""
    site = sites["made-up"]
    page.goto(site.url + site.article(made_up.MARKDOWN_TITLE))
    text = page.locator(".text")
    assert text.locator("h2, h3, h4").all_inner_texts() == ["Judul kecil <script>alert(2)</script>", "Lebih kecil"]
    assert text.locator("li").all_inner_texts() == ["satu", "dua"]
    assert text.locator("img").count() == 0
    links = [link.get_attribute("href") for link in text.locator("a[href]").all()]
    assert links[:2] == ["https://warta-antah.example/", "https://pelacak.example/satu.png"]
    assert text.locator("a[href]", has_text="pancingan").count() == 0
    assert "satu lagi" in text.inner_text()
    for part in (
        '<img src="https://pelacak.example/tiga.png" onerror="alert(1)">',
        "{{ site.title }} {% raw %} akhir.",
    ):
        assert part in text.inner_text()


def of(site: Site, name: str) -> str:
    return site.url + f"articles/2019/05/{name}/"


@pytest.mark.parametrize("name", made_up.HOSTILE)
def test_hostile_markdown_asks_for_nothing(sites: Sites, window: Window, name: str) -> None:
    """Whatever stands in an entry, its page asks for nothing but itself, its style and its icon, and runs nothing."""
    site, page = sites["hostile"], window.page
    page.goto(of(site, name), wait_until="load")
    assert [url for url in window.requests if not url.startswith(site.url)] == []
    assert window.failures == []
    assert window.complaints == []
    assert page.locator("script:not([type='application/ld+json']), iframe, [onerror], [onload], [onclick]").count() == 0
    assert page.locator("footer.colophon").count() == 1
    for link in page.locator(".text a[href]").all():
        assert re.match(r"https?://|mailto:", link.evaluate("one => one.href")), link.evaluate("one => one.href")


@pytest.mark.parametrize("name", made_up.HOSTILE)
def test_hostile_markdown_is_readable(sites: Sites, page: Page, name: str) -> None:
    """Whatever stands in an entry, its page stays accessible and fits a narrow screen."""
    width(page, 320)
    page.goto(of(sites["hostile"], name))
    assert too_wide(page) == []
    assert violations(page) == []


def test_mail_address(sites: Sites, page: Page) -> None:
    """A mail address written by hand is a link to it."""
    page.goto(of(sites["hostile"], "mail-address"))
    assert page.locator(".text a").get_attribute("href") == "mailto:redaksi@antah.example"


def test_summary_shows_entities_as_signs(sites: Sites, page: Page) -> None:
    """A summary in a list reads as the article does: a mail address stays readable there."""
    page.goto(sites["hostile"].url + "2019/05/")
    card = page.locator(".card", has=page.locator("h3", has_text="Karangan: mail-address"))
    assert "&#" not in card.inner_text()
