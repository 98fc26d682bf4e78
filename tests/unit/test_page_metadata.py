"""What pages say of themselves: schema.org, Open Graph, citation tags; hostile text stays text, rights hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import at, entry, outlet, site, words

from kliping.records import Capture, Correction, Output, Rights
from kliping.site import assemble, contexts, leaks, metadata, pages

WORDS = words()
BODY = "Satu dua tiga empat lima. " * 20
CAPTURE = Capture("inbox/a.txt", "0" * 64)


def metadata_of(made: assemble.Site, kind: type, number: int = 0, language: str = "id") -> contexts.Metadata:
    """The metadata of the site's page of a kind."""
    said = words(language)
    found = [page for page in pages.of(made, said) if isinstance(page.page, kind)]
    return metadata.of(found[number], pages.view(made, "s.css", said), said)


def of_article(**fields: Any) -> contexts.Metadata:
    return metadata_of(site(entry(**fields)), contexts.ArticlePage)


def things(found: contexts.Metadata) -> list[dict[str, Any]]:
    made = json.loads(found.data)
    assert made["@context"] == "https://schema.org"
    return list(made["@graph"])


def tags(found: contexts.Metadata) -> dict[str, str]:
    return {tag.name: tag.content for tag in found.tags}


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, but for the names of things."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


# ------------------------------------------------------------------ an article


def test_an_article_is_its_outlets() -> None:
    """An article is named with its headline, dates, people, outlet and original; this site only says so."""
    found, _ = things(
        of_article(
            url="https://warta-antah.example/1",
            authors=("Penulis Karangan",),
            editors=("Penyunting Karangan",),
            agencies=("KBK",),
            place="Lara",
            modified=at(6),
            corrections=(Correction(date(2020, 10, 8), "Ralat karangan."),),
            archived="https://arsip.example/1",
            capture=CAPTURE,
        )
    )
    warta = {
        "@type": "Organization",
        "@id": "https://kliping.example/outlets/warta-antah/#outlet",
        "name": "Warta Antah",
    }
    here = "https://kliping.example/articles/2020/10/karangan-jembatan-antah/"
    assert found == {
        "@type": "NewsArticle",
        "headline": "Karangan: Jembatan Antah",
        "url": here,
        "mainEntityOfPage": here,
        "datePublished": "2020-10-05T09:00:00+07:00",
        "dateModified": "2020-10-08T00:00:00+07:00",
        "inLanguage": "id",
        "description": "Artikel karangan tentang jembatan Antah yang tidak pernah ada.",
        "author": [{"@type": "Person", "@id": f"{here}#author-1", "name": "Penulis Karangan"}],
        "editor": [{"@type": "Person", "name": "Penyunting Karangan"}],
        "publisher": warta,
        "sourceOrganization": [{"@type": "Organization", "name": "KBK"}],
        "sdPublisher": {"@type": "Organization", "name": "Kliping Antah", "url": "https://kliping.example/"},
        "isBasedOn": "https://warta-antah.example/1",
        "archivedAt": "https://arsip.example/1",
        "dateline": "Lara",
        "about": [{"@type": "Thing", "name": "Jembatan Antah"}],
        "correction": [
            {"@type": "CorrectionComment", "text": "Ralat karangan.", "datePublished": "2020-10-08"},
        ],
    }


@pytest.mark.parametrize(
    ("fields", "author", "publisher"),
    [
        ({}, "Warta Antah", "Warta Antah"),
        ({"authors": ("Anu",)}, "Anu", "Warta Antah"),
        ({"outlet": None}, "Kliping Antah", "Kliping Antah"),
        ({"outlet": None, "capture": CAPTURE, "agencies": ("KBK",)}, "KBK", None),
        ({"outlet": None, "capture": CAPTURE}, None, None),
        ({"outlet": None, "url": "https://antah.example/1"}, None, None),
    ],
)
def test_who_wrote_and_who_published(fields: dict[str, Any], author: str | None, publisher: str | None) -> None:
    """Without a byline the outlet is the author, of the editor's own words the site; what nobody knows is not said."""
    found = things(of_article(**fields))[0]
    said = found.get("author")
    assert (said[0] if isinstance(said, list) else said or {}).get("name") == author
    assert found.get("publisher", {}).get("name") == publisher


def test_an_article_can_be_cited() -> None:
    """A reference manager finds headline, people, outlet, day, language and the original's address."""
    found = tags(of_article(url="https://warta-antah.example/1", authors=("Penulis Karangan",), date_precision="day"))
    assert {name: text for name, text in found.items() if name.startswith(("citation_", "dc."))} == {
        "citation_title": "Karangan: Jembatan Antah",
        "citation_author": "Penulis Karangan",
        "citation_publication_date": "2020-10-05",
        "citation_publisher": "Warta Antah",
        "citation_language": "id",
        "citation_public_url": "https://warta-antah.example/1",
        "dc.source": "Warta Antah",
        "dc.type": "newspaperArticle",
    }


def test_a_link_to_an_article_looks_like_it() -> None:
    """Open Graph has the headline, the outlet's date, and as its address the one to be listed."""
    found = tags(of_article(url="https://warta-antah.example/1", modified=at(7)))
    assert found["og:type"] == "article"
    assert found["og:url"] == "https://warta-antah.example/1"
    assert found["og:site_name"] == "Kliping Antah"
    assert found["article:published_time"] == "2020-10-05T09:00:00+07:00"
    assert found["article:modified_time"] == "2020-10-07T09:00:00+07:00"
    assert found["twitter:card"] == "summary"
    assert "og:image" not in found


def test_a_page_with_a_picture_shows_it() -> None:
    """The picture of a page is in Open Graph with its size, and in schema.org."""
    made = site(entry())
    page = next(page for page in pages.of(made, WORDS) if isinstance(page.page, contexts.ArticlePage))
    found = metadata.of(replace(page, picture="assets/a.png"), pages.view(made, "s.css", WORDS), WORDS)
    said = tags(found)
    assert said["og:image"] == "https://kliping.example/assets/a.png" == things(found)[0]["image"]
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"] == "Karangan: Jembatan Antah"
    assert said["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize(("language", "expected"), [("id", "id_ID"), ("en", "en_GB")])
def test_locale(language: str, expected: str) -> None:
    """The locale is the interface's language with its land."""
    assert metadata.locale(words(language)) == expected


# ------------------------------------------------------------------ other pages


def test_a_topic_lists_its_articles() -> None:
    """A topic says how many events it has and names the first ones, and the way that leads to it."""
    made = site(*(entry(f"Karangan: Jembatan Antah {number}", date=at(number)) for number in range(1, 13)))
    page, way = things(metadata_of(made, contexts.TopicPage))
    assert page["@type"] == "CollectionPage"
    assert page["name"] == "Jembatan Antah"
    assert page["mainEntity"]["numberOfItems"] == 12
    items = page["mainEntity"]["itemListElement"]
    assert [each["position"] for each in items] == list(range(1, 11))
    assert items[0]["url"] == "https://kliping.example/articles/2020/10/karangan-jembatan-antah-12/"
    assert [(each["name"], each.get("item")) for each in way["itemListElement"]] == [
        ("Kliping Antah", "https://kliping.example/"),
        ("Topik", "https://kliping.example/topics/"),
        ("Jembatan Antah", None),
    ]


def test_an_outlets_page_is_about_the_outlet() -> None:
    """The page of an outlet says which one it is, by the same name as its articles do."""
    made = site(entry(), outlets=(outlet(),))
    found = next(
        page for number in range(3) for page in things(metadata_of(made, contexts.ListPage, number)) if "about" in page
    )
    publisher = things(metadata_of(made, contexts.ArticlePage))[0]["publisher"]
    assert found["about"] == {**publisher, "url": "https://warta-antah.example/"}


def test_the_front_page_is_the_site() -> None:
    """The front page is a WebSite and has no way that leads to it."""
    (found,) = things(metadata_of(site(entry(), description="Situs karangan."), contexts.HomePage))
    assert found == {
        "@type": "WebSite",
        "name": "Kliping Antah",
        "url": "https://kliping.example/",
        "description": "Situs karangan.",
        "inLanguage": "id",
    }


def test_every_page_has_a_description_of_its_own() -> None:
    """No two pages of a site say the same of themselves, and none says nothing."""
    made = site(
        *(
            entry(f"Karangan: Jembatan Antah {number}", date=at(number), body=f"Isi {number}.")
            for number in range(1, 4)
        ),
        rights="link",
    )
    view = pages.view(made, "s.css", WORDS)
    every = [metadata.of(page, view, WORDS).description for page in pages.of(made, WORDS)]
    assert all(every)
    assert len(every) == len(set(every))


def test_what_stands_at_former_addresses_says_nothing() -> None:
    """A page that is gone, and the page for lost addresses, hold neither tags nor data."""
    view = pages.view(site(entry()), "s.css", WORDS)
    for address, page in (("old/", contexts.GonePage("Karangan", "", ())), ("404.html", lost())):
        found = metadata.of(contexts.Page(address, "gone.html", page), view, WORDS)
        assert (found.tags, found.data) == ((), "")


def lost() -> Any:
    return next(page.page for page in pages.of(site(entry()), WORDS) if page.address == "404.html")


# ------------------------------------------------------------------ laws

titles = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@given(titles, titles)
def test_no_text_ends_the_script(title: str, author: str) -> None:
    """Whatever stands in a headline or name, the data is one script element and parses back to it."""
    made = site(entry("Karangan", url="https://warta-antah.example/1", authors=(author,)))
    page = next(page for page in pages.of(made, WORDS) if isinstance(page.page, contexts.ArticlePage))
    found = metadata.of(replace(page, page=replace(page.page, title=title)), pages.view(made, "s.css", WORDS), WORDS)
    assert not re.search("[<>&]", found.data)
    assert things(found)[0]["headline"] == title
    assert things(found)[0]["author"][0]["name"] == author


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", "<!--", "]]>", "&lt;/script&gt;", '"\\', "\u2028"]
)
def test_hostile_headlines(title: str) -> None:
    """A headline that looks like the end of the script is a headline."""
    found = of_article(title=title, slug="karangan")
    assert "</" not in found.data
    assert "<!" not in found.data
    assert things(found)[0]["headline"] == title


@pytest.mark.parametrize("right", list(Rights))
@given(st.integers(1, 40))
def test_no_word_beyond_the_rights(right: Rights, limit: int) -> None:
    """All that every page says of itself has no words of an article but those that its page may show."""
    body = " ".join(f"kata{number}" for number in range(60)) + "."
    made = site(entry(body=body, url="https://warta-antah.example/1"), rights=str(right), excerpt_words=limit)
    (placed,) = made.entries
    view = pages.view(made, "s.css", WORDS)
    for page in pages.of(made, WORDS):
        found = metadata.of(page, view, WORDS)
        parts = [found.description, *(tag.content for tag in found.tags)]
        parts += texts(json.loads(found.data)) if found.data else []
        said = set(re.findall(r"kata\d+", " ".join(parts)))
        assert said <= set(re.findall(r"kata\d+", placed.text)), page.address


@pytest.mark.parametrize("between", [" ", '" ', " & ", " </b> ", "\\", "\n"])
def test_the_leak_check_reads_data_of_pages(between: str) -> None:
    """Words that must not be on the site are found in a page's data too, whatever escapes stand between them."""
    secret = leaks.Secret(
        "entries/a.md", "its words (a draft)", "kabut tebal turun perlahan menutup lembah karangan itu"
    )
    said = between.join(secret.text.split())
    page = Output("a/index.html", f"<script>{metadata.script([{'@type': 'Thing', 'name': said}])}</script>".encode())
    assert leaks.found([page], [secret], list, ())
