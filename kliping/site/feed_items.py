"""What stands in feeds, whatever the format: articles, what is left of retracted ones, corrections, weeks.

An article brings what its rights allow: in full, as an excerpt that is its summary, or as a title with a link. Nothing is
dated by now, and nothing that lies in the future is in a feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from html import escape, unescape
from itertools import islice
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from kliping.entries import id_of, slug_of
from kliping.records import Rights, Row
from kliping.site import channels, notices
from kliping.site.assemble import Placed, Site, shortened
from kliping.site.channels import Channel, Follows, Week
from kliping.site.links import topic_title
from kliping.site.notices import Notice
from kliping.site.wording import Wording

LONGEST_CONTENT: Final = 100_000
LONGEST_SUMMARY: Final = 2_000
"""Characters; an item with more content has its summary only, so that it leaves room for others."""
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
TAGLIKE = re.compile(r"<[/!?a-zA-Z]|&#?\w+;")
ANGLES: Mapping[int, int | str] = str.maketrans("<>", "‹›")
VALUE = re.compile(r'''="(?:(?<=\shref=")|(?<=\ssrc="))([^"]*)"''')
"""Where a link or picture leads. It begins with signs, not with a name: so `re` leaps from one to the next."""
ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Original:
    """Where an article was published."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an item: its whole address, its type, how many bytes it has."""

    url: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed; `id` is for life, `summary` is text, `content` HTML that may be empty.

    `language` is that of an item in another language than the feed's.
    """

    id: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str
    content: str = ""
    creators: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    original: Original | None = None
    language: str = ""
    enclosure: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What several feeds of a site hold, made once: articles by address, and the names of weeks by their Mondays."""

    articles: dict[str, Item] = field(default_factory=dict)
    weeks: dict[date, str] = field(default_factory=dict)


def of(channel: Channel, site: Site, wording: Wording, now: datetime, known: Known) -> tuple[Item, ...]:
    """The items of a feed, newest first, as many as the settings allow; `now` only holds back what is to come."""
    limit = site.settings.feed_limit
    match channel.follows:
        case Follows.CORRECTIONS:
            found = list(corrections(channel, site, wording))
        case Follows.WEEKS:
            weeks = channels.weeks(channel.group, site)[:limit]
            found = [week_item(each, channel, site, wording, known) for each in weeks]
        case _:
            found = [*articles(channel, site, wording, now, known), *withdrawn(channel, site, wording)]
    past = (each for each in found if each.published <= now)
    if channel.follows is Follows.CORRECTIONS:
        return tuple(islice(past, limit))
    return tuple(sorted(past, key=lambda each: (each.published.timestamp(), each.id), reverse=True)[:limit])


# ------------------------------------------------------------------ articles


def articles(channel: Channel, site: Site, wording: Wording, now: datetime, known: Known) -> Iterator[Item]:
    """As many of a feed's articles as it may hold, the newest."""
    entries: Sequence[Placed] = channel.group.entries if channel.group.address else site.entries
    past = (each for each in entries if each.date <= now)
    if channel.follows is Follows.KEY:
        past = (each for each in past if each.entry.key)
    for each in islice(past, site.settings.feed_limit):
        if each.address not in known.articles:
            known.articles[each.address] = article_item(each, site, wording, now)
        yield known.articles[each.address]


def article_item(placed: Placed, site: Site, wording: Wording, now: datetime) -> Item:
    """One article, as much of it as is right; its id is the entry's."""
    entry, published, slugs = placed.entry, in_minutes(placed.date), placed.topics
    title = plain(entry.title).strip() or entry.id
    return Item(
        id=entry.id,
        title=title,
        address=placed.address,
        published=published,
        updated=max(published, in_minutes(notices.updated(placed, site, wording, now))),
        summary=summary_of(placed, wording).strip() or title,
        content=content_of(placed, site, wording),
        creators=named(entry.authors) or named([entry.outlet or ""]),
        categories=named(topic_title(definition, wording) for definition, _ in site.topics if definition.slug in slugs),
        original=original_of(placed),
        language=foreign(entry.lang, wording),
        enclosure=enclosure_of(placed, site.settings.base_url),
    )


def content_of(placed: Placed, site: Site, wording: Wording) -> str:
    """The whole article as HTML, if it may be shown and is not longer than a whole feed should be."""
    if placed.rights is not Rights.FULL or len(placed.html) > LONGEST_CONTENT:
        return ""
    html = clean(absolute(placed.html, site.settings.base_url + placed.address))
    return f"{figure(placed, site.settings.base_url, wording)}{html}"


def figure(placed: Placed, base: str, wording: Wording) -> str:
    """An article's picture as HTML: of an enclosure readers show neither the words nor the maker."""
    picture, image = placed.picture, placed.entry.image
    if not picture or not image:
        return ""
    credit = wording.gettext("Photo: %(credit)s") % {"credit": image.credit}
    told = " ".join(filter(None, [clean(image.caption or ""), f"({clean(credit)})"]))
    return (
        f'<figure><img src="{base}{picture.address}" width="{picture.width}" height="{picture.height}" '
        f'alt="{escape(clean(picture.alt))}"><figcaption>{escape(told, quote=False)}</figcaption></figure>\n'
    )


def enclosure_of(placed: Placed, base: str) -> Enclosure | None:
    picture = placed.picture
    return Enclosure(base + picture.address, picture.kind, picture.size) if picture else None


def summary_of(placed: Placed, wording: Wording) -> str:
    """The editor's summary; else how the article begins; an excerpt is its own summary, a link says that it is one."""
    if placed.rights is Rights.LINK and not placed.summary:
        return wording.gettext("This site shows no text of this article, only where it is.")
    is_excerpt = placed.rights is Rights.EXCERPT and not placed.entry.summary
    text = clean(placed.text if is_excerpt else placed.summary)
    return text[:LONGEST_SUMMARY] + "…" if len(text) > LONGEST_SUMMARY else text


def original_of(placed: Placed) -> Original | None:
    """Where the original is, if that is a place on the web."""
    url = web_address(placed.entry.url or "")
    return Original(next(iter(named([placed.entry.outlet or ""])), urlsplit(url).netloc), url) if url else None


def withdrawn(channel: Channel, site: Site, wording: Wording) -> Iterator[Item]:
    """What is left of retracted articles that the feed has held."""
    if channel.follows is Follows.ARTICLES:
        for row in site.retracted:
            if row.retracted and was_in(channel, row):
                yield withdrawn_item(row, site, wording)


def was_in(channel: Channel, row: Row) -> bool:
    """Whether a feed held an article that was retracted since."""
    told, folder = row.retracted, channel.group.address
    if not told or not folder:
        return bool(told)
    if folder.startswith("outlets/"):
        return bool(told.outlet) and slug_of(str(told.outlet)) == channel.group.slug
    return channel.group.slug in told.topics


def withdrawn_item(row: Row, site: Site, wording: Wording) -> Item:
    """What is left of a retracted article: its id, and the reason instead of its words."""
    told = row.retracted
    assert told, "only retracted articles are withdrawn"
    published = in_minutes(wording.local(told.published or told.day))
    return Item(
        id=row.id,
        title=wording.gettext("Withdrawn article"),
        address=row.addresses[-1],
        published=published,
        updated=max(published, in_minutes(notices.withdrawn(row, wording))),
        summary=clean(told.reason),
        content=paragraph(clean(told.reason)),
        creators=named([told.outlet or ""]),
        categories=named(
            topic_title(definition, wording) for definition, _ in site.topics if definition.slug in told.topics
        ),
    )


# ------------------------------------------------------------------ corrections and weeks


def corrections(channel: Channel, site: Site, wording: Wording) -> Iterator[Item]:
    """Corrections and retractions, newest first: of the site, or of a topic."""
    for each in notices.of(site):
        if not channel.group.address or channels.is_in(each, channel.group.slug):
            yield notice_item(each, wording)


def notice_item(notice: Notice, wording: Wording) -> Item:
    """One correction or retraction."""
    day = in_minutes(wording.local(notice.day))
    title = (
        wording.gettext("Correction: %(title)s") % {"title": notice.placed.entry.title}
        if notice.placed
        else wording.gettext("Withdrawn article")
    )
    text = clean(notice.text)
    return Item(notice.id, plain(title), notice.address, day, day, text.strip() or plain(title), paragraph(text))


def week_item(week: Week, channel: Channel, site: Site, wording: Wording, known: Known) -> Item:
    """One finished week of a topic: it is published when the week is over, and lists the week's articles."""
    over = in_minutes(wording.local(week.sunday + timedelta(1)))
    count, base = len(week.entries), site.settings.base_url
    said = wording.ngettext("%(num)s article", "%(num)s articles", count) % {"num": count}
    if week.monday not in known.weeks:
        known.weeks[week.monday] = wording.period(week.monday, week.sunday)
    title = f"{known.weeks[week.monday]}: {said}"
    newest = week.entries[: site.settings.feed_limit]
    listed = "\n".join(row(each, base, wording) for each in reversed(newest))
    return Item(
        id=id_of(f"{site.id or base} {channel.group.slug} {week.monday}"),
        title=title,
        address=channel.page,
        published=over,
        updated=over,
        summary=shortened("; ".join(named(each.entry.title for each in reversed(newest))), 100) or title,
        content=f"<ul>\n{listed}\n</ul>",
    )


def row(placed: Placed, base: str, wording: Wording) -> str:
    """An article in the list of a week."""
    entry = placed.entry
    foreign_tag = foreign(entry.lang, wording)
    lang = f' lang="{foreign_tag}"' if foreign_tag else ""
    link = f'<a href="{base}{placed.address}"{lang}>{escape(clean(entry.title).strip() or entry.id, quote=False)}</a>'
    said = ", ".join(filter(None, [clean(entry.outlet or ""), wording.day(placed.day)]))
    return f"<li>{link} ({escape(said, quote=False)})</li>"


# ------------------------------------------------------------------ their parts


def paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def named(names: Iterable[str]) -> tuple[str, ...]:
    """Names that say something."""
    return tuple(filter(None, (plain(each).strip() for each in names)))


def foreign(lang: str, wording: Wording) -> str:
    """A language that is another one than the feed's, if it is known and written as it should be."""
    return lang if lang not in (wording.language, "und") and TAG.fullmatch(lang) else ""


def absolute(html: str, base: str) -> str:
    """The HTML with every link and picture at its full address: a reader shows it far from the site."""
    return VALUE.sub(lambda found: f'="{joined(base, found[1])}"', html)


def joined(base: str, address: str) -> str:
    """A whole address; one that makes none leads to the article itself."""
    try:
        return urljoin(base, address)
    except ValueError:
        return base


def web_address(url: str) -> str:
    """An address on the web as feeds may hold it, in ASCII; empty if it is none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return quote(clean(parts.geturl()), safe="!#$%&'()*+,/:;=?@~")


def in_minutes(moment: datetime) -> datetime:
    """The moment at an offset of whole minutes, which formats can say: local time of long ago has seconds in it."""
    offset = moment.utcoffset() or timedelta(0)
    zone = timezone(timedelta(minutes=round(offset.total_seconds() / 60)))
    return moment.replace(microsecond=0, tzinfo=zone)


def plain(text: str) -> str:
    """Text for titles and names, of which formats do not say, or readers do not heed, whether `<` begins a tag.

    Where it looks as if it did, other signs stand for it, so that every reader shows the words and none runs them.
    """
    found = clean(text)
    if not TAGLIKE.search(found):
        return found
    while (fresh := unescape(found)) != found:
        found = fresh
    return clean(found).translate(ANGLES)


def clean(text: str) -> str:
    """The text without control characters, which XML forbids or readers take for something else."""
    return text if text.isprintable() else ILLEGAL.sub("", text)
