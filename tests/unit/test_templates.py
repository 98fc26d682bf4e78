"""Pages to HTML: links that work from everywhere, text that stays text, errors that name their template."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import ROOT, at, entry, page_files, site, words

from kliping.errors import SettingsError
from kliping.records import Correction, Retraction, Row
from kliping.site import assemble, feeds, pages, redirects, templates

SOURCES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text("utf-8")
    for path in sorted((ROOT / "templates").rglob("*"))
    if path.suffix in (".html", ".css")
}
WORDS = words()
BUILT_IN = templates.environment(SOURCES, WORDS)
HOSTILE = 'Karangan <script>alert(1)</script> "kutip" & {{ 7*7 }} {% raw %}'

parts = st.from_regex(r"[a-z0-9](?:-?[a-z0-9]){0,9}", fullmatch=True)
folders = st.lists(parts, max_size=4).map(lambda names: "".join(f"{name}/" for name in names))
files = st.builds(
    lambda folder, name, end: f"{folder}{name}{end}", folders, parts, st.sampled_from([".xml", ".css", ".svg", ".html"])
)
addresses = folders | files
bases = st.sampled_from(["https://x.example/", "https://x.example/berita/", "https://x.example/a/b/"])


def rendered(made: assemble.Site, links: str = "file", **sources: str) -> dict[str, str]:
    """Every page of a site as text by path; named sources replace templates (`topic` for topic.html)."""
    own = {f"{name}.html": text for name, text in sources.items()}
    environment = templates.environment(SOURCES | own, WORDS) if own else BUILT_IN
    view = pages.view(made, "assets/style-1.css", WORDS)
    return {
        output.path: output.data.decode()
        for output in page_files(pages.of(made, WORDS), view, environment, links, WORDS)
    }


# ------------------------------------------------------------------ links


@given(folders, addresses, bases)
def test_a_link_to_a_file_resolves_on_a_disk_and_on_a_host(here: str, address: str, base: str) -> None:
    """With `links = "file"` every link leads to the file of its address, from every page and below every path."""
    link = templates.linker(here, "file", base)(address)
    target = address if address and not address.endswith("/") else f"{address}index.html"
    assert urljoin(f"{base}{here}index.html", link) == base + target
    assert urljoin(f"{base}{here}", link) == base + target
    assert urljoin(f"file:///home/ani/{here}index.html", link) == f"file:///home/ani/{target}"


@given(folders, addresses, bases)
def test_a_link_to_a_folder_resolves_on_a_host(here: str, address: str, base: str) -> None:
    """With `links = "folder"` every link leads to its address, from every page and below every path."""
    link = templates.linker(here, "folder", base)(address)
    assert urljoin(f"{base}{here}", link) == base + address
    assert "index.html" not in link or address.endswith("index.html")
    assert link


@given(folders, addresses, parts)
def test_a_link_goes_up_to_the_folder_that_both_share(here: str, address: str, other: str) -> None:
    """A link leaves as few folders as it can, and names the rest of the address, also where only names begin alike."""
    for start in (here, address.rpartition("/")[0] + "/" if "/" in address else "", f"{other}/{here}"):
        for target in (address, f"{other}/{address}", f"{other}{address}"):
            mine, its = start.split("/")[:-1], target.split("/")[:-1]
            shared = len(posixpath.commonprefix([mine, its]))
            rest = target.split("/", shared)[-1]
            link = templates.linker(start, "folder", "https://x.example/")(target)
            assert link == ("../" * (len(mine) - shared) + rest or "./")


@given(addresses, bases, st.sampled_from(["file", "folder"]), folders)
def test_the_page_for_lost_addresses_links_from_anywhere(address: str, base: str, links: str, lost: str) -> None:
    """404.html is shown at addresses of any depth, so its links begin at the host."""
    link = templates.linker("404.html", links, base)(address)
    assert link.startswith("/")
    assert urljoin(f"{base}{lost}", link) == base + address


@pytest.mark.parametrize("address", ["https://warta-antah.example/a?b=c", "http://x.example/"])
@pytest.mark.parametrize("here", ["", "articles/2020/10/a/", "404.html"])
def test_addresses_elsewhere_stay(here: str, address: str) -> None:
    """A link to the original is not touched."""
    assert templates.linker(here, "file", "https://kliping.example/")(address) == address


@pytest.mark.parametrize(
    ("here", "address", "link"),
    [
        ("", "", "index.html"),
        ("", "about/", "about/index.html"),
        ("about/", "", "../index.html"),
        ("about/", "about/", "index.html"),
        ("articles/2020/10/a/", "assets/style-1.css", "../../../../assets/style-1.css"),
        ("topics/a/", "topics/a/feed.xml", "feed.xml"),
        ("topics/", "topics/a/", "a/index.html"),
    ],
)
def test_links_are_as_short_as_they_can_be(here: str, address: str, link: str) -> None:
    """Links read as a person would write them."""
    assert templates.linker(here, "file", "https://kliping.example/")(address) == link


# ------------------------------------------------------------------ pages


SITE = site(
    entry("Karangan: Jembatan Antah", date=at(9), url="https://warta-antah.example/1"),
    entry("Karangan: Jembatan Antah Dua", date=at(30), outlet="Kabar Berantah", lang="en", note="Catatan karangan."),
    entry("Karangan: Cuaca", date=at(2, month=11), body="Cerah.", outlet=None, date_precision="day"),
    pages=[assemble.HandWritten("koreksi", "Koreksi", "<p>x</p>")],
)


@pytest.mark.parametrize("links", ["file", "folder"])
def test_no_link_leads_nowhere(links: str) -> None:
    """Every relative link of every page leads to a page, a feed or a static file of the site."""
    found = rendered(SITE, links)
    there = set(found) | {"assets/style-1.css", "copy.js", "favicon.svg", "apple-touch-icon.png"}
    there |= {each.path for each in feeds.of(SITE, words(), datetime(2030, 1, 1, tzinfo=UTC)).files}
    for path, text in found.items():
        here = "https://x.example/" if path == "404.html" else f"https://x.example/{path.removesuffix('index.html')}"
        for link in re.findall(r'(?:href|src)="([^"#]+)"', text):
            target = urlsplit(urljoin(here, link))
            if target.hostname == "x.example":
                name = target.path.lstrip("/")
                assert (f"{name}index.html" if not name or name.endswith("/") else name) in there, f"{path}: {link}"


def test_every_page_is_sound_html() -> None:
    """A strict HTML parser finds nothing to mend, and each page has a language, a title and one first heading."""
    for path, text in rendered(SITE).items():
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        tree = parser.parse(text)
        assert tree.get("lang") == "id", path
        assert tree.findtext(".//title"), path
        assert len(tree.findall(".//h1")) == 1, path
        assert text.endswith("</html>\n"), path


RETRACTED = Row(
    "urn:x:1",
    addresses=("articles/2020/10/lama/",),
    retracted=Retraction(date(2020, 11, 1), HOSTILE, date(2020, 10, 1), "Warta Antah"),
)
CORRECTED = replace(
    site(entry("Karangan: Jembatan Antah", corrections=(Correction(date(2020, 11, 1), HOSTILE),))),
    retracted=(RETRACTED,),
)
FORMER = redirects.Former(
    (redirects.Moved("2019/lama.html", "articles/2020/10/karangan-jembatan-antah/"),),
    ("articles/2019/01/hilang/",),
    (("articles/2020/10/lama/", RETRACTED),),
)


@pytest.mark.parametrize("links", ["file", "folder"])
def test_what_stands_at_former_addresses_is_sound(links: str) -> None:
    """Pages for what moved, is gone or was retracted, and for corrections: strict HTML, no search engine, no dead link."""
    view = pages.view(CORRECTED, "assets/style-1.css", WORDS)
    stubs = list(pages.stubs(FORMER, CORRECTED, WORDS))
    made = {each.path: each.data.decode() for each in page_files(stubs, view, BUILT_IN, links, WORDS)}
    others = rendered(CORRECTED, links)
    assert set(made) == {
        "2019/lama.html",
        "articles/2019/01/hilang/index.html",
        "articles/2020/10/lama/index.html",
    }
    for path, text in (made | {"corrections/index.html": others["corrections/index.html"]}).items():
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        assert len(tree.findall(".//h1")) == 1, path
        assert ('<meta name="robots" content="noindex">' in text) == (path in made), path
        assert "<script>alert" not in text, path
        for link in re.findall(r'(?:href|url)="?=?([^"#]+)"', text):
            target = urlsplit(urljoin(f"https://x.example/{path}", link))
            name = target.path.lstrip("/")
            name = f"{name}index.html" if not name or name.endswith("/") else name
            is_page = name.endswith(".html") and target.hostname == "x.example"
            assert not is_page or name in {*made, *others}, f"{path}: {link}"
    index = "index.html" if links == "file" else ""
    wanted = f'<meta http-equiv="refresh" content="0; url=../articles/2020/10/karangan-jembatan-antah/{index}">'
    assert wanted in made["2019/lama.html"]


def test_ids_are_unique_on_a_page() -> None:
    """No two elements of a page share an id, and every aria-labelledby names one."""
    for path, text in rendered(SITE).items():
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(set(ids)) == len(ids), path
        for names in re.findall(r'aria-labelledby="([^"]+)"', text):
            assert set(names.split()) <= set(ids), path


def test_pages_are_named_by_their_addresses() -> None:
    """A folder's page is its index.html; 404.html is itself."""
    found = rendered(SITE)
    assert {
        "index.html",
        "404.html",
        "topics/jembatan-antah/index.html",
        "articles/2020/11/karangan-cuaca/index.html",
    } <= set(found)
    assert all(posixpath.basename(path) in ("index.html", "404.html") for path in found)


def test_the_canonical_address_is_absolute() -> None:
    """Each page says where it lives; the page for lost addresses lives nowhere, and a full copy names its original."""
    found = rendered(SITE)
    originals = {f"{each.address}index.html": each.original for each in SITE.entries if each.original}
    assert originals
    originals["topics/jembatan-antah/edition/index.html"] = "https://kliping.example/topics/jembatan-antah/"
    for path, text in found.items():
        canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', text)
        here = f"https://kliping.example/{path.removesuffix('index.html')}"
        assert canonical == ([] if path == "404.html" else [originals.get(path, here)]), path


def test_articles_in_another_language_say_so() -> None:
    """Words in a language that is not the page's carry it, for screen readers and hyphenation."""
    found = rendered(SITE)
    assert '<h1 lang="en">' in found["articles/2020/10/karangan-jembatan-antah-dua/index.html"]
    assert '<div class="text" lang="en">' in found["articles/2020/10/karangan-jembatan-antah-dua/index.html"]
    assert "<h1>" in found["articles/2020/10/karangan-jembatan-antah/index.html"]


def test_no_clock_where_only_the_day_is_known() -> None:
    """An article dated to the day shows no midnight, in words or in markup."""
    text = rendered(SITE)["articles/2020/11/karangan-cuaca/index.html"]
    assert "00.00" not in text
    assert "09.00" not in text
    assert 'datetime="2020-11-02"' in text
    assert 'datetime="2020-11-02T' not in text


def test_what_an_article_holds_is_text() -> None:
    """Markup and template code in any value is shown as the signs that it is."""
    each = entry(
        HOSTILE,
        slug="karangan",
        outlet=HOSTILE,
        place=HOSTILE,
        authors=(HOSTILE,),
        note=HOSTILE,
        body="x",
        summary=HOSTILE,
    )
    for path, text in rendered(site(each, title=HOSTILE, description=HOSTILE)).items():
        assert "<script>alert" not in text, path
        assert ">49<" not in text, path
    article = html5lib.parse(rendered(site(each))["articles/2020/10/karangan/index.html"], namespaceHTMLElements=False)
    heading = article.find(".//h1")
    assert heading is not None
    assert "".join(heading.itertext()) == HOSTILE


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_title_comes_out_as_it_went_in(title: str) -> None:
    """The first heading of an article's page is its headline, sign for sign."""
    words_of = " ".join(title.split())
    found = rendered(site(entry(f"Karangan {words_of} x", slug="karangan")))["articles/2020/10/karangan/index.html"]
    heading = html5lib.parse(found, namespaceHTMLElements=False).find(".//h1")
    assert heading is not None
    assert "".join(heading.itertext()) == f"Karangan {words_of} x"


def test_the_same_site_gives_the_same_pages() -> None:
    """Rendering twice gives the same text."""
    assert rendered(SITE) == rendered(SITE)


# ------------------------------------------------------------------ templates of one's own


def fault_of(act: Callable[[], object]) -> tuple[str, int, str]:
    """File, line and words of the single fault with which something ends."""
    with pytest.raises(SettingsError) as caught:
        act()
    (fault,) = caught.value.faults
    assert fault.remedy
    return fault.file, fault.line, fault.what


@pytest.mark.parametrize(
    ("source", "line", "words_of_it"),
    [
        ("{{ page.judul }}", 1, "judul"),
        ("\n\n{{ nobody }}", 3, "nobody"),
        ("\n{% if %}{% endif %}", 2, "Expected an expression"),
        ("\n{% block a %}", 2, "end of template"),
        ("\n{{ page.title | romawi }}", 2, "romawi"),
        ("\n{{ page.title + 1 }}", 2, "concatenate"),
        ("\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ("\n{{ page.title() }}", 2, "not callable"),
        ("\n{{ page.days | first | last }}", 2, ""),
    ],
)
def test_an_error_names_template_and_line(source: str, line: int, words_of_it: str) -> None:
    """Whatever a template does wrong, the message says in which file and on which line."""
    file, found, what = fault_of(lambda: rendered(SITE, topic=source))
    assert (file, found) == ("templates/topic.html", line)
    assert words_of_it in what


def test_an_error_in_a_parent_names_the_parent() -> None:
    """A mistake in base.html is not blamed on the page that extends it."""
    file, line, what = fault_of(
        lambda: rendered(SITE, base="<title>\n{{ page.judul }}</title>{% block main %}{% endblock %}")
    )
    assert (file, line) == ("templates/base.html", 2)
    assert "judul" in what


def test_a_template_that_is_not_there() -> None:
    """An import of a template that does not exist names both."""
    file, _, what = fault_of(lambda: rendered(SITE, topic='{% extends "dasar.html" %}'))
    assert file == "templates/topic.html"
    assert "dasar.html" in what


def test_templates_cannot_leave_their_folder() -> None:
    """A template names other templates only, not files of the machine."""
    assert "passwd" in fault_of(lambda: rendered(SITE, topic='{% include "../../etc/passwd" %}'))[2]


def test_a_template_sees_documented_names_only() -> None:
    """A template cannot reach the entry, its raw file or the settings."""
    for name in ("entry", "settings", "page.entry", "page.card.entry", "site.settings", "page.capture"):
        assert fault_of(lambda name=name: rendered(SITE, article="{{ %s }}" % name))[0] == "templates/article.html"  # type: ignore[misc]  # noqa: UP031


# ------------------------------------------------------------------ small things


def test_dates_for_machines() -> None:
    """A date for `<time>` is as precise as it is known."""
    assert templates.iso(at(9, 19, 44)) == "2020-10-09"
    assert templates.iso(at(9, 19, 44), "minute") == "2020-10-09T19:44:00+07:00"
    assert templates.iso(at(9, 19, 44), "day") == "2020-10-09"
    assert templates.iso(date(2020, 10, 9), "minute") == "2020-10-09"


def test_the_style_sheet_is_named_by_its_content() -> None:
    """A changed style sheet has another address, so that the old one may be cached for ever."""
    one, other = templates.stylesheet("a { }"), templates.stylesheet("b { }")
    assert re.fullmatch(r"assets/style-[0-9a-f]{8}\.css", one.path)
    assert one.path != other.path
    assert templates.stylesheet("a { }") == one


def test_the_style_sheet_is_sent_without_comments() -> None:
    """Comments and room between rules are left out; selectors, texts and everything else stay as they are."""
    told = templates.stylesheet("""
        /* One; { two */
        a  >  b:is(c, d) e , f {   /* x */
          content: "  { /* no comment */ ; \\" ";
          margin : 0 auto;
        } /* an end */ /* and another */ { }
        @media (min-width: 1px) and (max-width: 2px) { g { h: 'i  \\' j' } }
    """)
    assert told.data.decode() == (
        'a > b:is(c,d) e,f{content: "  { /* no comment */ ; \\" ";margin : 0 auto;}{}'
        "@media (min-width: 1px) and (max-width: 2px){g{h: 'i  \\' j'}}"
    )


def test_the_style_sheet_asks_nobody() -> None:
    """The built-in style sheet loads nothing from another host."""
    assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", SOURCES["static/style.css"])
