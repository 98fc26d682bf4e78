"""What a page says of itself to search engines, previews and reference managers.

It is made from what the page's template sees and so holds no word more than the rights allow. Schema.org comes as
JSON-LD (https://developers.google.com/search/docs/appearance/structured-data/article), previews as Open Graph
(https://ogp.me), citations as the tags that Zotero, Citoid and Google Scholar read.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from babel.core import Locale, get_global

from kliping.site.contexts import (
    ArticlePage,
    Card,
    Context,
    EditionPage,
    GonePage,
    HomePage,
    IndexPage,
    Link,
    ListPage,
    Meta,
    Metadata,
    MovedPage,
    Page,
    PeriodPage,
    RetractedPage,
    SiteView,
    TopicPage,
)
from kliping.site.wording import Wording

Thing = Mapping[str, Any]
LISTED: Final = 10
"""How many articles of a list are named; how many it has in all is said beside them."""
SIZE: Final = ("1200", "630")
"""Width and height of the picture of a page."""
LOST: Final = "404.html"
JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def of(page: Page, site: SiteView, wording: Wording) -> Metadata:
    """All that a page says of itself; what stands at former addresses, or says again what others say, says nothing."""
    shown = page.page
    if isinstance(shown, (EditionPage, MovedPage, GonePage, RetractedPage)) or page.address == LOST:
        return Metadata(shown.description, (), "")
    description = described(shown, site, wording)
    tags = (*preview(page, description, site, wording), *citation(shown))
    return Metadata(description, tags, script(list(things(page, description, site, wording))))


class Asked:
    """What a page says of itself, put together once a template asks for any of it: a theme may have no use for it."""

    __slots__ = ("_made", "_make")

    def __init__(self, page: Page, site: SiteView, wording: Wording) -> None:
        self._make = functools.partial(of, page, site, wording)
        self._made: Metadata | None = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)


def canonical(page: Page, base_url: str) -> str:
    """The address under which a page is to be listed: of a full copy, the original's."""
    return page.original or base_url + ("" if page.address == LOST else page.address)


def described(shown: Context, site: SiteView, wording: Wording) -> str:
    """The page in a sentence: its own, else what else is known of it."""
    if isinstance(shown, TopicPage) and shown.description and shown.order == "oldest":
        return f"{shown.title}. {shown.description}"
    if isinstance(shown, (ListPage, PeriodPage)):
        return f"{shown.description} – {site.title}"
    if isinstance(shown, IndexPage):
        return ": ".join(filter(None, (shown.description, ", ".join(link.title for link in shown.links[:LISTED]))))
    if shown.description:
        return shown.description
    if isinstance(shown, ArticlePage):
        outlet = f"{shown.card.outlet.title}, " if shown.card.outlet else ""
        return f"{shown.title} – {outlet}{wording.day(shown.card.date)}"
    if isinstance(shown, HomePage):
        return ": ".join(filter(None, (site.title, ", ".join(topic.title for topic in site.topics))))
    return f"{shown.title} – {site.title}"


# ------------------------------------------------------------------ tags


@functools.lru_cache(10_000)
def often(kind: str, name: str, content: str) -> Meta:
    """A tag that many pages have."""
    return Meta(kind, name, content)


def preview(page: Page, description: str, site: SiteView, wording: Wording) -> Iterator[Meta]:
    """Open Graph: what a link to the page looks like elsewhere."""
    shown, title = page.page, page.page.title or site.title
    yield often("property", "og:type", "article" if isinstance(shown, ArticlePage) else "website")
    yield Meta("property", "og:title", title)
    yield Meta("property", "og:description", description)
    yield Meta("property", "og:url", canonical(page, site.base_url))
    yield often("property", "og:site_name", site.title)
    yield often("property", "og:locale", locale(wording))
    if isinstance(shown, ArticlePage):
        yield Meta("property", "article:published_time", shown.card.date.isoformat())
        if (changed := modified(shown, wording)) > shown.card.date:
            yield Meta("property", "article:modified_time", changed.isoformat())
    picture, size, told = (page.picture, SIZE, title) if page.picture else (site.picture, SIZE, site.title)
    if isinstance(shown, ArticlePage) and shown.picture and not page.picture:
        own = shown.picture
        picture, size, told = own.address, (str(own.width), str(own.height)), own.alt
    if picture:
        for name, value in zip(("", ":width", ":height", ":alt"), (site.base_url + picture, *size, told), strict=True):
            yield Meta("property", f"og:image{name}", value)
    yield often("name", "twitter:card", "summary_large_image" if picture else "summary")


def citation(shown: Context) -> Iterator[Meta]:
    """An article as a reference manager wants to cite it: as its outlet published it.

    Zotero takes the kind of item from `dc.type` and the newspaper from `dc.source`.
    """
    if not isinstance(shown, ArticlePage):
        return
    card = shown.card
    yield Meta("name", "citation_title", shown.title)
    for author in shown.authors:
        yield Meta("name", "citation_author", author)
    yield Meta("name", "citation_publication_date", card.date.date().isoformat())
    if card.outlet:
        yield often("name", "citation_publisher", card.outlet.title)
        yield often("name", "dc.source", card.outlet.title)
    if card.lang != "und":
        yield often("name", "citation_language", card.lang)
    if card.original:
        yield Meta("name", "citation_public_url", card.original)
    yield often("name", "dc.type", "newspaperArticle")


def locale(wording: Wording) -> str:
    """The interface's language and the land where most speak it so: `id_ID`."""
    return spoken_in(wording.locale)


@functools.cache
def spoken_in(known: Locale) -> str:
    likely = Locale.parse(get_global("likely_subtags").get(str(known), str(known)))
    return f"{known.language}_{known.territory or likely.territory}"


def modified(shown: ArticlePage, wording: Wording) -> datetime:
    """When an article changed last: at the outlet, or by a correction here."""
    days = (wording.local(each.date) for each in shown.corrections)
    return max(each for each in (shown.card.date, shown.modified, *days) if each).astimezone(wording.zone)


# ------------------------------------------------------------------ schema.org


def script(found: Sequence[Thing]) -> str:
    """Things as the text of a script element, which no text in them can end."""
    text = JSON.encode({"@context": "https://schema.org", "@graph": found})
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def things(page: Page, description: str, site: SiteView, wording: Wording) -> Iterator[Thing]:
    """What the page is, and the way that leads to it."""
    shown, here = page.page, site.base_url + page.address
    if isinstance(shown, ArticlePage):
        yield article(page, shown, description, site, wording)
    else:
        yield known(
            {
                "@type": kind(shown, page.address),
                "name": shown.title or site.title,
                "url": here,
                "description": description,
                "inLanguage": site.language,
                "about": subject(shown, here),
                "mainEntity": listed(shown, site.base_url),
            }
        )
    if way := [*trail(shown, site, wording)]:
        yield crumbs([*way, Link(named(shown), "", 0, "")], site)


def kind(shown: Context, address: str) -> str:
    if isinstance(shown, HomePage):
        return "WebSite"
    if isinstance(shown, (TopicPage, PeriodPage, ListPage, IndexPage)):
        return "CollectionPage"
    return "AboutPage" if address == "about/" else "WebPage"


def article(page: Page, shown: ArticlePage, description: str, site: SiteView, wording: Wording) -> Thing:
    """An article as its outlet published it; its words are on the page and nowhere else.

    Where only the day is known the date is the day's beginning, as in feeds.
    """
    card, here = shown.card, site.base_url + page.address
    outlet = organisation(card.outlet, site.base_url) if card.outlet else None
    own = None if card.original or shown.sha256 else {"@type": "Organization", "name": site.title, "url": site.base_url}
    agencies = [{"@type": "Organization", "name": each} for each in card.agencies]
    authors = [
        {"@type": "Person", "@id": f"{here}#author-{number}", "name": each}
        for number, each in enumerate(shown.authors, 1)
    ]
    return known(
        {
            "@type": "NewsArticle",
            "headline": shown.title,
            "url": here,
            "mainEntityOfPage": here,
            "datePublished": card.date.isoformat(),
            "dateModified": modified(shown, wording).isoformat(),
            "inLanguage": card.lang if card.lang != "und" else None,
            "description": description,
            "image": pictured(page, shown, site.base_url),
            "author": authors or outlet or agencies or own,
            "editor": [{"@type": "Person", "name": each} for each in shown.editors],
            "publisher": outlet or own,
            "sourceOrganization": agencies,
            "sdPublisher": {"@type": "Organization", "name": site.title, "url": site.base_url},
            "isBasedOn": card.original,
            "archivedAt": shown.archived,
            "dateline": card.place,
            "about": [{"@type": "Thing", "name": each.title} for each in shown.topics],
            "correction": [
                {"@type": "CorrectionComment", "text": each.text, "datePublished": each.date.isoformat()}
                for each in shown.corrections
            ],
        }
    )


def pictured(page: Page, shown: ArticlePage, base_url: str) -> Sequence[Thing | str] | str | None:
    """The picture that stood with an article, with its maker, and the card that stands for its page."""
    card = base_url + page.picture if page.picture else None
    if not shown.picture:
        return card
    own = known(
        {
            "@type": "ImageObject",
            "url": base_url + shown.picture.address,
            "width": shown.picture.width,
            "height": shown.picture.height,
            "description": shown.picture.alt,
            "caption": shown.caption,
            "creditText": shown.credit,
        }
    )
    return [own, card] if card else [own]


def organisation(outlet: Link, base_url: str) -> Thing:
    """An outlet; pages that name it mean the same one."""
    return {"@type": "Organization", "@id": f"{base_url}{outlet.address}#outlet", "name": outlet.title}


def subject(shown: Context, here: str) -> Thing | None:
    """The outlet that a page of an outlet is about."""
    if not isinstance(shown, ListPage) or shown.kind != "outlet":
        return None
    return known({"@type": "Organization", "@id": f"{here}#outlet", "name": shown.name, "url": shown.homepage})


def listed(shown: Context, base_url: str) -> Thing | None:
    """The first articles of a list."""
    if not isinstance(shown, (TopicPage, PeriodPage, ListPage)):
        return None
    items = [
        {"@type": "ListItem", "position": number, "url": base_url + card.address, "name": card.title}
        for number, card in enumerate(islice(cards(shown), LISTED), 1)
    ]
    count = shown.count if isinstance(shown, ListPage) else shown.story_count or shown.count
    return {"@type": "ItemList", "numberOfItems": count, "itemListElement": items} if items else None


def cards(shown: TopicPage | PeriodPage | ListPage) -> Iterator[Card]:
    """The articles of a list in its order; of an event the report that is shown."""
    if isinstance(shown, ListPage):
        yield from (card for day in shown.days for card in day.cards)
    else:
        yield from (event.lead for day in shown.days for event in day.events)
        if isinstance(shown, TopicPage):
            yield from (card for day in shown.list for card in day.cards)


def trail(shown: Context, site: SiteView, wording: Wording) -> Iterator[Link]:
    """The pages that lead to a page, from the front page on; nothing for the front page."""
    if isinstance(shown, HomePage):
        return
    yield Link(site.title, "", 0, "")
    if isinstance(shown, (TopicPage, ArticlePage)):
        topics = Link(wording.gettext("Topics"), "topics/", 0, "")
        if isinstance(shown, TopicPage):
            yield from (topics, *filter(None, (shown.parent,)))
        elif shown.topics:
            yield from (topics, shown.topics[0])
        elif shown.card.outlet:
            yield from (Link(wording.gettext("Outlets"), "outlets/", 0, ""), shown.card.outlet)
    elif isinstance(shown, PeriodPage):
        yield from (Link(wording.gettext("Topics"), "topics/", 0, ""), *shown.way)
    elif isinstance(shown, (ListPage, IndexPage)) and shown.parent:
        yield shown.parent


def named(shown: Context) -> str:
    """What a page is called at the end of the way to it."""
    return shown.name if isinstance(shown, (ListPage, IndexPage, PeriodPage)) else shown.title


def crumbs(way: Sequence[Link], site: SiteView) -> Thing:
    """The way to a page; its last step is the page itself and needs no address."""
    steps = [
        {"@type": "ListItem", "position": number, "name": link.title, "item": site.base_url + link.address}
        for number, link in enumerate(way, 1)
    ]
    last = {key: value for key, value in steps[-1].items() if key != "item"}
    return {"@type": "BreadcrumbList", "itemListElement": [*steps[:-1], last]}


def known(thing: Thing) -> Thing:
    """A thing without what is not known of it."""
    return {key: value for key, value in thing.items() if value}
