"""What is known of a page once it is made: all that later steps of a build ask for, so that most pages need not be made again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kliping.site import budgets, cards, sitemaps
from kliping.site.assemble import Site
from kliping.site.contexts import Page, SiteView
from kliping.site.wording import Wording


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that is made: its address, what it is called, its line in the sitemap, its card, its weight if that is too much.

    `key` is what its HTML is remembered by, `digest` the SHA-256 of that.
    """

    address: str
    title: str
    description: str
    line: sitemaps.Line | None
    card: cards.Card | None
    weight: budgets.Weighed | None
    key: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Press:
    """What pages become leaves with: the site as pages see it, when each article changed, what pages load."""

    site: Site
    view: SiteView
    wording: Wording
    signs: Collection[str]
    updated: Mapping[str, datetime]
    files: budgets.Files

    def illustrated(self, pages: Iterable[Page]) -> tuple[list[Page], Mapping[str, cards.Card]]:
        """Pages that know their social cards, and the cards by address."""
        bare = list(pages)
        found = cards.of(bare, self.view, self.site.settings.cards, self.wording, self.signs)
        return found.on(bare), found.pages

    def leaf(self, page: Page, html: bytes, card: cards.Card | None, key: bytes, digest: str) -> Leaf:
        """What is to be known of a page with this HTML."""
        weight = budgets.weigh(page, html, self.files)
        return Leaf(
            page.address,
            page.page.title,
            page.page.description,
            sitemaps.line(page, self.site, self.updated, self.wording),
            card,
            weight if weight and weight.is_over else None,
            key,
            digest,
        )
