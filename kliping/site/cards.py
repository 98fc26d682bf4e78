"""Social cards: what the picture says that stands for a page where people share it, and where it lies.

A card says nothing that its page does not say in words: name of the site, topic, headline, outlet, day. Its address follows from
what it says, so that a headline that was corrected is not shown with its old picture, and the card of an article that is
withdrawn goes with it.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final

from kliping.records import NOTHING
from kliping.site.contexts import ArticlePage, Page, SiteView, TopicPage
from kliping.site.wording import Wording

FOLDER: Final = "cards/"
SIZE: Final = (1200, 630)
DRAWING: Final = 1
"""Version of the drawing: a card that looks different has another address."""
UNSEEN: Final = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; every text may be empty."""

    site: str
    headline: str
    topic: str = ""
    text: str = ""
    outlet: str = ""
    date: str = ""

    @property
    def path(self) -> str:
        said = "\0".join((str(DRAWING), *(getattr(self, each.name) for each in fields(self))))
        return f"{FOLDER}{hashlib.sha256(said.encode()).hexdigest()[:16]}.png"


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a site: that of the site itself, and of pages by address."""

    site: Card | None = None
    pages: Mapping[str, Card] = field(default_factory=lambda: NOTHING)

    @property
    def by_path(self) -> Mapping[str, Card]:
        return {each.path: each for each in (self.site, *self.pages.values()) if each}

    def on(self, pages: Iterable[Page]) -> list[Page]:
        """Pages that know their cards."""
        return [
            replace(page, picture=self.pages[page.address].path) if page.address in self.pages else page
            for page in pages
        ]

    def seen(self, view: SiteView) -> SiteView:
        """The site that knows its card."""
        return replace(view, picture=self.site.path) if self.site else view


def of(pages: Iterable[Page], site: SiteView, which: str, wording: Wording, signs: Collection[str]) -> Cards:
    """The cards that are wanted: `all`, of `topics` and the site, or none. `signs` are those that can be drawn."""
    if which == "none":
        return Cards()
    known = frozenset(signs)
    say = functools.cache(lambda text: drawable(text, known))
    day = functools.cache(wording.day)
    name, found = say(site.title), dict[str, Card]()
    for page in pages:
        shown = page.page
        if isinstance(shown, TopicPage) and (title := say(shown.name)):
            found[page.address] = Card(name, title, say(wording.gettext("Topic")), say(shown.description))
        elif isinstance(shown, ArticlePage) and which == "all":
            outlet, date = say(shown.card.outlet.title if shown.card.outlet else ""), say(day(shown.card.date.date()))
            topic = say(shown.topics[0].title) if shown.topics else ""
            if headline := drawable(shown.title, known):
                found[page.address] = Card(name, headline, topic, "", outlet, date)
            elif outlet:
                found[page.address] = Card(name, outlet, topic, "", "", date)
    return Cards(Card("", name, text=say(site.description)) if name else None, found)


def drawable(text: str, signs: frozenset[str]) -> str:
    """A text as it can be drawn sign by sign; empty if the fonts lack one of its signs."""
    plain = " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())
    return plain if signs.issuperset(plain) else ""
