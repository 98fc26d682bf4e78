"""A topic as a book, for the page to print and for e-readers: what their templates see, and the HTML of each part."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from html import escape, unescape
from typing import Final

from jinja2 import Environment

from kliping.exports.collection import Collection, html_of
from kliping.records import Correction
from kliping.site.assemble import Placed, groups
from kliping.site.contexts import Picture, Standing, doc
from kliping.site.feed_items import web_address
from kliping.site.templates import environment

PAGE: Final = "export/page.html"
TITLE: Final = "export/title.html"
CONTENTS: Final = "export/contents.html"
CHAPTER: Final = "export/chapter.html"
STYLE: Final = "export/style.html"


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article of the book."""

    id: str = doc("Its anchor on the page to print, and the name of its file in an EPUB.")
    title: str = doc("The headline as published.")
    lang: str = doc("Language of the article.")
    date: datetime = doc("When the outlet published, in the site's zone.")
    precision: str = doc("How precisely that is known: day, minute or second.")
    outlet: str = doc("Who published it; empty when that is not known.")
    place: str | None = doc("Where it was reported from.")
    authors: tuple[str, ...] = doc("Who wrote it.")
    editors: tuple[str, ...] = doc("Who edited it at the outlet.")
    agencies: tuple[str, ...] = doc("Agencies that supplied it.")
    html: str = doc("As much of its text as its rights allow, as HTML; empty if none.")
    rights: str = doc("How much of the text is there: full, excerpt or link.")
    original: str = doc("Address of the original; empty when it is not known.")
    archived: str = doc("Address of a copy in a web archive; may be empty.")
    page: str = doc("Whole address of its page on the site.")
    note: str | None = doc("The editor's own note.")
    corrections: tuple[Correction, ...] = doc("Dated corrections, each with `date` and `text`.")
    caption: str | None = doc("Caption of the picture that stood with the original.")
    credit: str | None = doc("Who made that picture.")
    sha256: str = doc("Hash of the saved file; empty for an entry that a person wrote.")
    picture: Picture | None = field(
        default=None,
        metadata={
            "help": "Its picture, if the site shows it and the format knows its kind: `address` is what `src` needs."
        },
    )


@dataclass(frozen=True, slots=True)
class Month:
    """The articles of a month."""

    date: date = doc("A day of the month.")
    chapters: tuple[Chapter, ...] = doc("Its articles, oldest first.")


@dataclass(frozen=True, slots=True)
class Book:
    """A topic that is exported."""

    title: str = doc("The topic's title.")
    description: str = doc("The topic's description; may be empty.")
    language: str = doc("Language of the site.")
    site: str = doc("Title of the site.")
    address: str = doc("Whole address of the topic's page.")
    start: date | None = doc("Day of the oldest article.")
    end: date | None = doc("Day of the newest article.")
    count: int = doc("How many articles there are.")
    outlet_count: int = doc("How many outlets published them.")
    standing: tuple[Standing, ...] = doc("The editor's words on where it stands, newest first.")
    months: tuple[Month, ...] = doc("The articles by month, oldest first.")


TEMPLATES: Mapping[str, str] = {
    PAGE: "the page to print, complete in one file",
    TITLE: "the first page of an EPUB",
    CONTENTS: "the contents of an EPUB",
    CHAPTER: "an article in an EPUB",
    STYLE: "the style sheet of both",
}
PARTS: tuple[type, ...] = (Book, Month, Chapter)


Addressed = Callable[[Picture], str]
"""What says where in a format a picture is; nowhere where it has no room for its kind."""


def book(collection: Collection, addressed: Addressed = lambda _: "") -> Book:
    """What the templates see of a topic; pictures are where it is `addressed`."""
    articles = collection.articles
    months = groups(articles, lambda each: each.month).values()
    return Book(
        title=collection.title,
        description=collection.description,
        language=collection.wording.language,
        site=collection.site,
        address=collection.address,
        start=articles[0].day if articles else None,
        end=articles[-1].day if articles else None,
        count=len(articles),
        outlet_count=len({each.entry.outlet for each in articles if each.entry.outlet}),
        standing=tuple(Standing(each.day, each.html) for each in collection.standing),
        months=tuple(
            Month(each[0].day, tuple(chapter(placed, collection, addressed) for placed in each)) for each in months
        ),
    )


def chapter(placed: Placed, collection: Collection, addressed: Addressed) -> Chapter:
    """What they see of an article."""
    entry, base_url, picture = placed.entry, collection.base_url, placed.picture
    address = addressed(picture) if picture and picture.address in collection.pictures else ""
    return Chapter(
        id=f"{placed.month.replace('/', '-')}-{entry.slug}",
        title=entry.title,
        lang=entry.lang,
        date=placed.date,
        precision=entry.date_precision,
        outlet=entry.outlet or "",
        place=entry.place,
        authors=entry.authors,
        editors=entry.editors,
        agencies=entry.agencies,
        html=html_of(placed, base_url),
        rights=str(placed.rights),
        original=web_address(entry.url or ""),
        archived=web_address(entry.archived or ""),
        page=base_url + placed.address,
        note=entry.note,
        corrections=entry.corrections,
        caption=entry.image.caption if entry.image else None,
        credit=entry.image.credit if entry.image else None,
        sha256=entry.capture.sha256 if entry.capture else "",
        picture=replace(picture, address=address) if picture and address else None,
    )


def environment_of(collection: Collection, xhtml: Callable[[str], str]) -> Environment:
    """What renders the templates; `xhtml` makes of an article's HTML what may stand in the format."""
    made = environment(collection.templates, collection.wording)
    made.filters["xhtml"] = xhtml
    return made


ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SIGN = re.compile(r"&#?\w+;")
VOID = re.compile(r"<(br|hr)\s*>")
HEADING = re.compile(r"(</?h)([1-5])(?=[ >])")


def as_xml(html: str) -> str:
    """The HTML of rendered Markdown as XML: of its tags only these have no end, and XML knows five names of signs."""
    return SIGN.sub(lambda found: sign(found[0]), VOID.sub(r"<\1/>", html))


def sign(name: str) -> str:
    """What a name or number of a sign stands for; a name that nobody knows is the text that it is."""
    meant = unescape(name)
    return escape(ILLEGAL.sub("", meant)) if meant != name else f"&amp;{name[1:]}"


def lowered(html: str) -> str:
    """The HTML of an article with its headings a step lower, to stand below a headline that is none of the page's own."""
    return HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", html)
