"""Articles that are the same in several languages: they lead to each other only if an editor says so."""

from __future__ import annotations

from typing import Any

import pytest
from making import entry, site, words

from kliping.records import Entry
from kliping.site import pages, translations
from kliping.site.assemble import Site
from kliping.site.contexts import ArticlePage

WORDS = words()


def article(lang: str, of: str | None = None, **fields: Any) -> Entry:
    """An article of the editor's own, so that search engines may list it."""
    return entry(f"Karangan Antah {lang}", lang=lang, translation_of=of, outlet=None, **fields)


INDONESIAN = article("id")
ENGLISH = article("en", INDONESIAN.slug)
ARABIC = article("ar", INDONESIAN.id)
GERMAN = article("de", ENGLISH.slug)


def told(found: Site) -> dict[str, ArticlePage]:
    return {page.page.card.lang: page.page for page in pages.of(found, WORDS) if isinstance(page.page, ArticlePage)}


def test_translations_lead_to_each_other() -> None:
    """By slug, by id and by way of another translation: each page names all the others, and itself to search engines."""
    found = told(site(INDONESIAN, ENGLISH, ARABIC, GERMAN))
    assert [link.note for link in found["id"].translations] == ["ar", "de", "en"]
    assert [link.note for link in found["de"].translations] == ["ar", "en", "id"]
    for page in found.values():
        assert [link.note for link in page.alternates] == ["ar", "de", "en", "id"]
    assert not list(translations.faults(site(INDONESIAN, ENGLISH, ARABIC, GERMAN).entries, {}))


def test_nothing_is_guessed() -> None:
    """Two articles on one event in two languages are no translations of each other."""
    for page in told(site(article("id"), article("en"))).values():
        assert page.translations == page.alternates == ()


def test_copies_of_other_sites_are_not_named_to_search_engines() -> None:
    """A page that is a copy of one elsewhere is no page of ours for them; readers are led there all the same."""
    copy = entry("Karangan Antah en", lang="en", translation_of=INDONESIAN.slug, url="https://warta-antah.example/en")
    found = told(site(INDONESIAN, copy))
    assert [link.note for link in found["id"].translations] == ["en"]
    assert found["id"].alternates == found["en"].alternates == ()


def test_a_circle_is_one_article() -> None:
    """Two articles that each name the other are translations like any."""
    one, two = article("id", "karangan-antah-en"), article("en", "karangan-antah-id")
    found = told(site(one, two))
    assert [link.note for link in found["id"].translations] == ["en"]
    assert [link.note for link in found["en"].translations] == ["id"]


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (article("en", "yang-tidak-ada"), "no article that is shown is called “yang-tidak-ada”"),
        (article("id", INDONESIAN.slug, slug="lain"), f"its language, id, is that of content/{INDONESIAN.path} too"),
        (article("und", INDONESIAN.slug), "the language of content/entries/2020/10/karangan-antah-und.md is not known"),
    ],
)
def test_what_cannot_be_is_told(wrong: Entry, what: str) -> None:
    """Each fault names file, line and key, and nothing is linked that is wrong."""
    made = site(INDONESIAN, wrong)
    (fault,) = translations.faults(made.entries, {wrong.path: "---\ntitle: x\ntranslation_of: y\n---\n"})
    assert (fault.what, fault.file, fault.line, fault.key) == (what, f"content/{wrong.path}", 3, "translation_of")
    assert fault.remedy
    assert not any(page.translations for page in told(made).values())
