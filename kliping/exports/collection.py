"""What an export is made from: a topic's articles as the site shows them, oldest first, and nothing that it may not show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any, Final

from kliping.records import NOTHING
from kliping.site.assemble import Placed
from kliping.site.editor import Dated
from kliping.site.feed_items import absolute
from kliping.site.rights import blocks_of
from kliping.site.templates import iso
from kliping.site.wording import Wording


@dataclass(frozen=True, slots=True)
class Saved:
    """A raw file of an article, or why it does not leave: then `data` is empty."""

    name: str
    data: bytes = b""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A topic as it leaves the site.

    Of each article it knows only what its rights allow, as the site does. `stories` names by an article's id its story,
    `copies` the article of which it is a whole copy. `saved` reads an article's raw files, for the one format that
    holds them. `pictures` are files of articles' pictures by their address on the site.
    """

    slug: str
    title: str
    description: str
    id: str
    site: str
    base_url: str
    wording: Wording
    templates: Mapping[str, str]
    articles: tuple[Placed, ...]
    stories: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    copies: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    standing: tuple[Dated, ...] = ()
    saved: Callable[[Placed], Sequence[Saved]] = lambda _: ()
    pictures: Mapping[str, bytes] = field(default_factory=lambda: NOTHING)

    @property
    def address(self) -> str:
        """The topic's page."""
        return f"{self.base_url}topics/{self.slug}/"

    @property
    def updated(self) -> datetime:
        """When something in it changed last, as far as the articles say: the clock has no part in it."""
        moments = [moment for placed in self.articles for moment in moments_of(placed)]
        return max((each.astimezone(UTC) for each in moments), default=EPOCH)


EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def moments_of(placed: Placed) -> list[datetime]:
    """When an article was published, changed and corrected."""
    corrected = (datetime.combine(each.date, time(), placed.date.tzinfo) for each in placed.entry.corrections)
    return [placed.date, *filter(None, [placed.entry.modified]), *corrected]


def row(placed: Placed, collection: Collection) -> dict[str, Any]:
    """All that is said of an article, by the names that entries have for it; `text` has a blank line between paragraphs."""
    entry = placed.entry
    return {
        "id": entry.id,
        "title": entry.title,
        "date": iso(entry.date or placed.date, entry.date_precision),
        "date_precision": entry.date_precision,
        "lang": entry.lang,
        "outlet": entry.outlet,
        "url": entry.url,
        "authors": list(entry.authors),
        "editors": list(entry.editors),
        "agencies": list(entry.agencies),
        "place": entry.place,
        "modified": entry.modified.isoformat() if entry.modified else None,
        "archived": entry.archived,
        "topic": collection.slug,
        "story": collection.stories.get(entry.id),
        "copy_of": collection.copies.get(entry.id),
        "rights": str(placed.rights),
        "summary": placed.summary or None,
        "text": text_of(placed),
        "caption": entry.image.caption if entry.image else None,
        "credit": entry.image.credit if entry.image else None,
        "note": entry.note,
        "corrections": [{"date": each.date.isoformat(), "text": each.text} for each in entry.corrections],
        "page": collection.base_url + placed.address,
        "sha256": (entry.capture.sha256 if entry.capture else "") or None,
    }


def text_of(placed: Placed) -> str:
    """The words of an article that may be shown, a blank line between paragraphs."""
    return "\n\n".join(text for text, _ in blocks_of(placed.html))


def html_of(placed: Placed, base_url: str) -> str:
    """The same as HTML; its links are whole addresses, for it is read far from the site."""
    return absolute(placed.html, base_url + placed.address)


def key_of(placed: Placed) -> str:
    """A name by which an article is cited, for life: its slug and month, which only one article of the site has."""
    return f"{placed.entry.slug}-{placed.month.replace('/', '-')}"
