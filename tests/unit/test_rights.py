"""Rights: what an outlet allows, how an excerpt is cut, and that no part of the site knows more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from making import JAKARTA, ROOT, entry, outlet, page_files, settings, site, words

from kliping.records import Capture, Entry, Image, Outlet, Rights
from kliping.site import assemble, feeds, pages, render, rights, templates

ANTAH = outlet("Warta Antah", names=("Warta Antah Grup",), domains=("warta-antah.example",), rights="full")
BERANTAH = outlet("Kabar Berantah", domains=("kabar.example/berantah",), rights="link")
SILENT = outlet("Harian Contoh", domains=("kabar.example",))
LONG = "Jembatan Antah dibuka. Warga karangan datang. " + "Kata rahasia yang tidak pernah ada terus berlanjut. " * 30


# ------------------------------------------------------------------ what an outlet allows


@pytest.mark.parametrize(
    ("fields", "right"),
    [
        ({"outlet": "Warta Antah"}, "full"),
        ({"outlet": "warta antah grup"}, "full"),
        ({"outlet": "warta-antah.example"}, "full"),
        ({"outlet": "Kabar Berantah"}, "link"),
        ({"outlet": "Harian Contoh"}, "excerpt"),
        ({"outlet": "Koran yang tidak dikenal"}, "excerpt"),
        ({"outlet": None, "url": "https://www.warta-antah.example/a"}, "full"),
        ({"outlet": None, "url": "https://m.kabar.example/berantah/2020/a"}, "link"),
        ({"outlet": None, "url": "https://kabar.example/lain/a"}, "excerpt"),
        ({"outlet": "Warta Antah", "url": "https://kabar.example/berantah/a"}, "link"),
        ({"outlet": None}, "full"),
        ({"outlet": None, "capture": Capture("inbox/a.txt", "0" * 64)}, "excerpt"),
    ],
)
def test_who_may_show_what(fields: dict[str, Any], right: str) -> None:
    """The outlet's file by name or address, else the default; the less of two; the editor's own in full."""
    known = rights.known([ANTAH, BERANTAH, SILENT], "excerpt")
    assert known.of(entry(**fields)) == right


@pytest.mark.parametrize("default", list(Rights))
def test_the_default_is_a_setting(default: Rights) -> None:
    """What no outlet's file says, the settings do."""
    assert rights.known([SILENT], default).of(entry(outlet="Harian Contoh")) == default


# ------------------------------------------------------------------ excerpts


@pytest.mark.parametrize(
    ("body", "limit", "shown"),
    [
        ("Satu dua. Tiga empat lima. Enam.", 5, ["Satu dua. Tiga empat lima."]),
        ("Satu dua. Tiga empat lima. Enam.", 4, ["Satu dua."]),
        ("Satu dua tiga empat.", 3, ["Satu dua tiga…"]),
        ("Satu dua.\n\nTiga empat.\n\nLima enam tujuh.", 5, ["Satu dua.", "Tiga empat."]),
        ("## Judul\n\nSatu dua. Tiga.", 3, ["Judul", "Satu dua."]),
        ("Satu dua.\n\n## Judul\n\nTiga empat lima.", 4, ["Satu dua."]),
        ("Kata dr. Antah kepada kami. Lalu ia pergi.", 5, ["Kata dr. Antah kepada kami."]),
        ("Pukul 18.45 ia tiba! “Ya,” katanya.", 4, ["Pukul 18.45 ia tiba!"]),
        ("“Kami datang.” Ia pergi jauh sekali.", 3, ["“Kami datang.”"]),
        ("Kata mereka:\n\n- satu dua\n- tiga empat lima", 4, ["Kata mereka:", "satu dua"]),
        ("安塔大桥重新开放。市民高兴。", 10, ["安塔大桥重新开放。"]),
        ("安塔大桥重新开放。市民高兴。", 4, ["安塔大桥…"]),
        ("", 5, []),
    ],
)
def test_an_excerpt(body: str, limit: int, shown: list[str]) -> None:
    """It ends with the last sentence that fits; a first one that is longer is cut at the limit."""
    assert rights.excerpt(render.html(body), limit) == shown


# ------------------------------------------------------------------ one place


def placed(right: str, **fields: Any) -> assemble.Placed:
    """An entry as the site knows it when its outlet allows this."""
    made = entry(body=LONG, **fields)
    return site(made, outlets=(outlet(rights=right),), excerpt_words=8).entries[0]


HIDES: dict[str, Any] = {
    "image": Image("Keterangan gambar rahasia.", "AFP"),
    "memo": "Catatan rahasia.",
    "keep": ("Baris rahasia",),
    "drop": ("Lain rahasia",),
}


@pytest.mark.parametrize("right", ["excerpt", "link"])
def test_what_is_placed_knows_no_more(right: str) -> None:
    """No word beyond the rights is in anything that later steps see."""
    assert "rahasia" not in repr(placed(right, **HIDES))


def test_what_is_placed_in_full_knows_nothing_private() -> None:
    """All words of the article are there, the editor's own remarks are not."""
    full = placed("full", **HIDES)
    assert full.text == LONG.strip()
    assert full.entry.image == HIDES["image"]
    assert (full.entry.memo, full.entry.keep, full.entry.drop) == (None, (), ())


def test_an_excerpt_is_what_is_placed() -> None:
    """Body, HTML, text and summary hold the same words."""
    found = placed("excerpt")
    assert isinstance(found.entry, Entry)
    assert found.text == found.entry.body == found.summary == "Jembatan Antah dibuka. Warga karangan datang."
    assert found.html == f"<p>{found.text}</p>"


def test_a_link_has_no_words() -> None:
    """Only what the editor wrote is shown of it."""
    found = placed("link")
    assert isinstance(found.entry, Entry)
    assert (found.entry.body, found.html, found.text, found.summary) == ("", "", "", "")
    assert placed("link", summary="Kata editor.").summary == "Kata editor."
    assert placed("link", note="Catatan editor.").entry.note == "Catatan editor."


def test_topics_go_by_all_words() -> None:
    """What an article is about does not depend on how much of it is shown."""
    made = entry("Karangan", body="Antah. " + "Kata. " * 20 + "Jembatan Antah, jembatan Antah." + " Kata." * 80)
    by_right = {right: site(made, outlets=(outlet(rights=right),)).entries[0].memberships for right in Rights}
    assert len(set(by_right.values())) == 1
    assert by_right[Rights.LINK][0].verdict != "out"


# ------------------------------------------------------------------ every output


def page_of(made: Entry, *outlets: Outlet, language: str = "en", **fields: Any) -> str:
    """The HTML of an article's page."""
    shown = site(made, outlets=outlets, language=language, **fields)
    said = words(language)
    sources = {file.name: file.read_text("utf-8") for file in (ROOT / "templates").glob("*.html")}
    every = [each for each in pages.of(shown, said) if each.template == "article.html"]
    (output,) = page_files(every, pages.view(shown, "s.css", said), templates.environment(sources, said), "file", said)
    return output.data.decode()


ORIGINAL = "https://warta-antah.example/berita/a"


def test_a_full_copy() -> None:
    """It names the original as the one to list, and asks engines not to list it."""
    html = page_of(entry(body=LONG, url=ORIGINAL), outlet(rights="full"))
    assert f'<link rel="canonical" href="{ORIGINAL}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "rahasia" in html
    assert 'class="rights"' not in html


def test_a_full_copy_may_be_listed_if_the_settings_say_so() -> None:
    """`rights.index` is for those who may."""
    assert "noindex" not in page_of(entry(body=LONG, url=ORIGINAL), outlet(rights="full"), index_copies=True)


def test_an_editors_own_page_is_the_sites() -> None:
    """It is shown in full, listed, and its own original."""
    html = page_of(entry(body=LONG, outlet=None), outlet(), rights="link")
    assert "rahasia" in html
    assert "noindex" not in html
    assert '<link rel="canonical" href="https://kliping.example/articles/2020/10/karangan-jembatan-antah/">' in html


@pytest.mark.parametrize(
    ("right", "language", "says"),
    [
        ("excerpt", "en", "This is an excerpt: how the article begins."),
        ("excerpt", "id", "Ini kutipan: bagian awal artikel."),
        ("link", "en", "This site shows no text of this article, only where it is."),
        ("link", "id", "Situs ini tidak memuat teks artikel ini, hanya menunjukkan tempatnya."),
    ],
)
def test_a_page_says_what_it_is(right: str, language: str, says: str) -> None:
    """An excerpt or link says so in the reader's language, leads to the original, and is the site's own page."""
    html = page_of(entry(body=LONG, url=ORIGINAL, **HIDES), outlet(rights=right), language=language, excerpt_words=8)
    assert says in html
    assert f'<a href="{ORIGINAL}" rel="external">' in html
    assert '<link rel="canonical" href="https://kliping.example/articles/' in html
    assert "noindex" not in html
    assert "rahasia" not in html


@pytest.mark.parametrize("right", ["excerpt", "link"])
def test_feeds_say_no_more(right: str) -> None:
    """Every feed holds what the page holds, whatever its format."""
    shown = site(entry(body=LONG, url=ORIGINAL, **HIDES), outlets=(outlet(rights=right),), excerpt_words=8)
    made = feeds.of(shown, words(), datetime(2030, 1, 1, tzinfo=UTC)).files
    assert len(made) > 9
    for each in made:
        assert b"rahasia" not in each.data
        assert (b"Warga karangan datang." in each.data) is (right == "excerpt" and each.path != "opml.xml")


@pytest.mark.parametrize("right", list(Rights))
def test_the_description_is_within_the_rights(right: Rights) -> None:
    """The description for engines and previews is how the shown words begin, or nothing."""
    html = page_of(entry(body=LONG), outlet(rights=right), excerpt_words=8)
    assert ('<meta name="description" content="Jembatan Antah dibuka.' in html) is (right is not Rights.LINK)
    assert assemble.place(entry(body=LONG), right, settings(), JAKARTA).rights is right
