"""Which pages the site has, and what the template of each one sees.

A template sees documented records only, never an entry or the settings themselves. The
fields' help is printed in docs/reference.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from kliping.entries import slug_of
from kliping.records import Entry, Settings, TopicDefinition
from kliping.site import notices
from kliping.site.assemble import Group, Placed, Site, groups, shortened
from kliping.site.notices import Notice
from kliping.site.redirects import Former
from kliping.site.wording import Wording

LATEST = 12
TEASED = 4


def doc(help: str) -> Any:  # noqa: A002 - it is the help
    """A field with its help for the reference."""
    return field(metadata={"help": help})


# ------------------------------------------------------------------ what templates see


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed offered on a page."""

    title: str = doc("What the feed follows.")
    address: str = doc("Its address on the site, as RSS.")
    atom: str = doc("Its address as Atom.")


@dataclass(frozen=True, slots=True)
class Link:
    """A name with an address; `address` is on the site unless it begins with http."""

    title: str = doc("The words of the link.")
    address: str = doc("Where it leads.")
    count: int = doc("How many articles are there; 0 when that means nothing.")
    note: str = doc("A few words beside it; may be empty.")


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    title: str = doc("The headline as published.")
    address: str = doc("Address of its page on this site.")
    lang: str = doc("Language of the article.")
    outlet: Link | None = doc("Who published it, leading to the outlet's page.")
    original: str | None = doc("Address of the original; none when it is not known.")
    date: datetime = doc("When the outlet published, in the site's zone.")
    precision: str = doc("How precisely that is known: day, minute or second.")
    summary: str = doc(
        "The editor's summary, else how the article begins; empty where rights allow no more than a link."
    )
    place: str | None = doc("Where it was reported from.")
    agencies: tuple[str, ...] = doc("Agencies that supplied it.")


@dataclass(frozen=True, slots=True)
class Note:
    """A correction of an article, or the retraction of one."""

    date: date = doc("The day of it.")
    text: str = doc("The words of the correction, or the reason of the retraction.")
    article: Link = doc("The article; `note` is its language. Of a retracted one the title is empty.")
    outlet: str = doc("Who published it; empty when that is not known.")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a timeline."""

    date: date = doc("The day, in the site's zone.")
    cards: tuple[Card, ...] = doc("What was published on it, earliest first.")


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page knows of the site."""

    title: str = doc("Name of the site.")
    description: str = doc("One sentence about it.")
    language: str = doc("Language of the interface.")
    base_url: str = doc("Where the site is hosted, with / at its end.")
    style: str = doc("Address of the style sheet.")
    topics: tuple[Link, ...] = doc("All topics.")
    pages: tuple[Link, ...] = doc("Hand-written pages beside /about/, and /corrections/ once there is any.")
    feed: Feed = doc("The feed of everything.")


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page: `home.html`."""

    title: str = doc("Title of the page; empty for the site's own.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    topics: tuple[TopicTeaser, ...] = doc("Topics with their latest articles.")
    latest: tuple[Card, ...] = doc("The newest articles that no topic on the page shows.")
    months: tuple[Link, ...] = doc("Months with articles, newest first.")
    outlets: tuple[Link, ...] = doc("Outlets by name.")
    count: int = doc("How many articles the site has.")


@dataclass(frozen=True, slots=True)
class TopicTeaser:
    """A topic on the front page."""

    title: str = doc("Title of the topic.")
    address: str = doc("Address of its page.")
    description: str = doc("The editor's sentence about it.")
    count: int = doc("How many articles it has.")
    outlets: int = doc("How many outlets reported.")
    start: date | None = doc("Day of its first article.")
    end: date | None = doc("Day of its newest article.")
    latest: tuple[Card, ...] = doc("Its newest articles.")


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A running story: `topic.html`."""

    title: str = doc("Title of the topic.")
    description: str = doc("The editor's sentence about it.")
    feeds: tuple[Feed, ...] = doc("The topic's feeds.")
    days: tuple[Day, ...] = doc("The timeline, earliest day first.")
    outlets: tuple[Link, ...] = doc("Outlets that reported, with how many articles.")
    count: int = doc("How many articles it has.")
    start: date | None = doc("Day of its first article.")
    end: date | None = doc("Day of its newest article.")


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article: `article.html`."""

    title: str = doc("The headline as published.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds of its topics.")
    card: Card = doc("The article as in lists.")
    html: str = doc("The article's own words as HTML, as many as its rights allow.")
    rights: str = doc("`full`, `excerpt` or `link`: how much of the article that is.")
    is_indexed: bool = doc("Whether search engines may list the page.")
    authors: tuple[str, ...] = doc("Who wrote it.")
    editors: tuple[str, ...] = doc("Who edited it at the outlet.")
    caption: str | None = doc("Caption of the picture that stood with it.")
    credit: str | None = doc("Credit of that picture.")
    modified: datetime | None = doc("When the outlet changed it, if it says so.")
    note: str | None = doc("The editor's own note.")
    corrections: tuple[Any, ...] = doc("Dated corrections: each has `date` and `text`.")
    topics: tuple[Link, ...] = doc("Topics it belongs to.")
    saved: datetime | None = doc("When it was saved, if the raw file says so.")
    archived: str | None = doc("Address of a copy of the original in a web archive, if the editor gave one.")
    sha256: str | None = doc("Hash of the raw file, in hex.")
    rules: int = doc("Version of the rules that cleaned it; 0 for a hand-written entry.")
    earlier: Link | None = doc("The article before it in its first topic.")
    later: Link | None = doc("The article after it in its first topic.")
    extra: Any = doc("Keys of the front matter that Kliping does not know.")


@dataclass(frozen=True, slots=True)
class ListPage:
    """An outlet's or a month's articles: `list.html`."""

    title: str = doc("The outlet's name, or the month.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    kind: str = doc("`outlet` or `month`.")
    days: tuple[Day, ...] = doc("Articles by day, newest day first.")
    homepage: str = doc("The outlet's own address; may be empty.")
    count: int = doc("How many articles are listed.")
    earlier: Link | None = doc("The month before; none for outlets.")
    later: Link | None = doc("The month after; none for outlets.")


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A list of lists, such as all outlets: `index.html`."""

    title: str = doc("What is listed.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    links: tuple[Link, ...] = doc("The lists, with how many articles each has.")


@dataclass(frozen=True, slots=True)
class TextPage:
    """A hand-written page, and /about/ where the editor wrote none: `page.html`, `about.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    html: str = doc("The page's own words as HTML; empty for the built-in /about/.")
    outlets: tuple[Link, ...] = doc("Outlets by name.")
    count: int = doc("How many articles the site has.")


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """All corrections and retractions: `corrections.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("The feed of corrections.")
    html: str = doc("The editor's own words from content/pages/corrections.md; may be empty.")
    notes: tuple[Note, ...] = doc("Corrections and retractions, newest first.")


@dataclass(frozen=True, slots=True)
class MovedPage:
    """What stands at a former address and leads to the one that the article has now: `moved.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("Empty.")
    feeds: tuple[Feed, ...] = doc("None.")
    target: str = doc("Where the article is now.")


@dataclass(frozen=True, slots=True)
class GonePage:
    """What stands where an article was that is not shown any more: `gone.html`. It says nothing of the article."""

    title: str = doc("Title of the page.")
    description: str = doc("Empty.")
    feeds: tuple[Feed, ...] = doc("The site's feed.")


@dataclass(frozen=True, slots=True)
class RetractedPage:
    """What stands where a retracted article was: `retracted.html`. It has neither headline nor words of it."""

    title: str = doc("Title of the page.")
    description: str = doc("Empty.")
    feeds: tuple[Feed, ...] = doc("The site's feed.")
    outlet: str = doc("Who published it; empty when that is not known.")
    published: date | None = doc("Day on which the outlet published it, if known.")
    date: date = doc("Day of the retraction.")
    reason: str = doc("Why it was retracted.")


Context = (
    HomePage
    | TopicPage
    | ArticlePage
    | ListPage
    | IndexPage
    | TextPage
    | CorrectionsPage
    | MovedPage
    | GonePage
    | RetractedPage
)
CONTEXTS: Mapping[str, type] = {
    "home.html": HomePage,
    "topic.html": TopicPage,
    "article.html": ArticlePage,
    "list.html": ListPage,
    "index.html": IndexPage,
    "about.html": TextPage,
    "page.html": TextPage,
    "404.html": TextPage,
    "corrections.html": CorrectionsPage,
    "moved.html": MovedPage,
    "gone.html": GonePage,
    "retracted.html": RetractedPage,
}
PARTS: tuple[type, ...] = (SiteView, TopicTeaser, Card, Note, Day, Link, Feed)


@dataclass(frozen=True, slots=True)
class Page:
    """One page to render: its address on the site, its template, what the template sees.

    `original` is the address of which it is a full copy, if it is one.
    """

    address: str
    template: str
    page: Context
    original: str = ""


# ------------------------------------------------------------------ the pages


def is_taken(slug: str) -> bool:
    """Whether the site needs the address `/<slug>/` for itself."""
    return slug in ("articles", "topics", "outlets", "archive", "assets") or (slug.isdecimal() and len(slug) == 4)


def of(site: Site, wording: Wording) -> Iterator[Page]:
    """Every page of the site."""
    feed = (site_feed(site.settings),)
    yield Page("", "home.html", home(site, wording))
    for definition, members in site.topics:
        yield Page(members.address, "topic.html", topic(definition, members, wording))
    around = neighbours(site)
    for each in site.entries:
        beside = around.get(each.address, (None, None))
        yield Page(each.address, "article.html", article(site, each, beside, wording), each.original)
    for name, known, members in site.outlets:
        title = wording.gettext("Articles from %(outlet)s") % {"outlet": name}
        homepage = known.homepage if known else ""
        days = days_of(members.entries, newest_first=True)
        yield Page(
            members.address,
            "list.html",
            ListPage(name, title, feed, "outlet", days, homepage, len(members.entries), None, None),
        )
    for number, members in enumerate(site.months):
        name = wording.month(members.entries[0].date)
        title = wording.gettext("Articles from %(month)s") % {"month": name}
        later = month_link(site.months[number - 1], wording) if number else None
        earlier = month_link(site.months[number + 1], wording) if number + 1 < len(site.months) else None
        days = days_of(members.entries, newest_first=True)
        yield Page(
            members.address,
            "list.html",
            ListPage(name, title, feed, "month", days, "", len(members.entries), earlier, later),
        )
    _ = wording.gettext
    for address, title, links in (
        ("topics/", _("Topics"), topic_links(site, wording)),
        ("outlets/", _("Outlets"), outlet_links(site)),
        ("archive/", _("Archive"), tuple(month_link(each, wording) for each in site.months)),
    ):
        yield Page(address, "index.html", IndexPage(title, f"{title} – {site.settings.title}", feed, links))
    yield from texts(site, wording, feed)


def texts(site: Site, wording: Wording, feed: tuple[Feed, ...]) -> Iterator[Page]:
    """/about/, the other hand-written pages, and the page for addresses that lead nowhere."""
    _, outlets, count = wording.gettext, outlet_links(site), len(site.entries)
    about = next((page for page in site.pages if page.slug == "about"), None)
    title = about.title if about else _("About this site")
    yield Page(
        "about/",
        "page.html" if about else "about.html",
        TextPage(title, f"{title} – {site.settings.title}", feed, about.html if about else "", outlets, count),
    )
    if found := notices.of(site):
        yield Page(notices.ADDRESS, "corrections.html", corrections(site, found, wording))
    for page in site.pages:
        if page.slug != "about" and not (found and f"{page.slug}/" == notices.ADDRESS):
            yield Page(
                f"{page.slug}/",
                "page.html",
                TextPage(page.title, f"{page.title} – {site.settings.title}", feed, page.html, outlets, count),
            )
    yield Page(
        "404.html",
        "404.html",
        TextPage(_("Page not found"), _("There is no page at this address."), feed, "", outlets, count),
    )


def corrections(site: Site, found: Sequence[Notice], wording: Wording) -> CorrectionsPage:
    """The page of corrections, under the editor's own words if there is such a page."""
    own = next((page for page in site.pages if f"{page.slug}/" == notices.ADDRESS), None)
    title = own.title if own else wording.gettext("Corrections")
    feed = Feed(f"{wording.gettext('Corrections')} – {site.settings.title}", *feeds_at(notices.ADDRESS))
    notes = tuple(map(note, found))
    return CorrectionsPage(title, f"{title} – {site.settings.title}", (feed,), own.html if own else "", notes)


def note(notice: Notice) -> Note:
    entry = notice.placed.entry if notice.placed else None
    outlet = entry.outlet if entry else notice.row.retracted.outlet if notice.row and notice.row.retracted else ""
    article = Link(entry.title if entry else "", notice.address, 0, entry.lang if entry else "und")
    return Note(notice.day, notice.text, article, outlet or "")


def stubs(former: Former, site: Site, wording: Wording) -> Iterator[Page]:
    """The pages at former addresses."""
    _, feed = wording.gettext, (site_feed(site.settings),)
    for moved in former.moved:
        yield Page(moved.old, "moved.html", MovedPage(_("This page has moved"), "", (), moved.new))
    for address in former.gone:
        yield Page(address, "gone.html", GonePage(_("No longer here"), "", feed))
    for address, row in former.retracted:
        if told := row.retracted:
            title, outlet = _("Withdrawn article"), told.outlet or ""
            page = RetractedPage(title, "", feed, outlet, told.published, told.day, told.reason)
            yield Page(address, "retracted.html", page)


def view(site: Site, style: str, wording: Wording) -> SiteView:
    """What every page knows of the site."""
    pages = tuple(Link(page.title, f"{page.slug}/", 0, "") for page in site.pages if page.slug != "about")
    if notices.ADDRESS not in (link.address for link in pages) and notices.of(site):
        pages = (*pages, Link(wording.gettext("Corrections"), notices.ADDRESS, 0, ""))
    settings = site.settings
    return SiteView(
        settings.title,
        settings.description,
        settings.language,
        settings.base_url,
        style,
        topic_links(site, wording),
        pages,
        site_feed(settings),
    )


def home(site: Site, wording: Wording) -> HomePage:
    feeds = (
        site_feed(site.settings),
        *(topic_feed(definition.slug, topic_title(definition, wording)) for definition, _ in site.topics),
    )
    teasers = tuple(teaser(definition, members, wording) for definition, members in site.topics)
    told = {shown.address for topic in teasers for shown in topic.latest}
    return HomePage(
        title="",
        description=site.settings.description,
        feeds=feeds,
        topics=teasers,
        latest=tuple(islice((card(each) for each in site.entries if each.address not in told), LATEST)),
        months=tuple(month_link(each, wording) for each in site.months),
        outlets=outlet_links(site),
        count=len(site.entries),
    )


def teaser(definition: TopicDefinition, members: Group, wording: Wording) -> TopicTeaser:
    start, end = range_of(members)
    return TopicTeaser(
        title=topic_title(definition, wording),
        address=members.address,
        description=topic_text(definition, wording),
        count=len(members.entries),
        outlets=len({each.entry.outlet for each in members.entries if each.entry.outlet}),
        start=start,
        end=end,
        latest=tuple(map(card, members.entries[:TEASED])),
    )


def topic(definition: TopicDefinition, members: Group, wording: Wording) -> TopicPage:
    start, end = range_of(members)
    title = topic_title(definition, wording)
    return TopicPage(
        title=title,
        description=topic_text(definition, wording),
        feeds=(topic_feed(definition.slug, title),),
        days=days_of(members.entries),
        outlets=tuple(
            outlet_link(name, len(reports))
            for name, reports in sorted(
                groups(members.entries, lambda each: each.entry.outlet or "").items(),
                key=lambda pair: (-len(pair[1]), pair[0].casefold()),
            )
            if name
        ),
        count=len(members.entries),
        start=start,
        end=end,
    )


def article(site: Site, placed: Placed, around: tuple[Link | None, Link | None], wording: Wording) -> ArticlePage:
    entry = placed.entry
    mine = [(definition, members) for definition, members in site.topics if placed.is_in(definition.slug)]
    earlier, later = around
    return ArticlePage(
        title=entry.title,
        description=shortened(placed.summary, 30),
        feeds=tuple(topic_feed(definition.slug, topic_title(definition, wording)) for definition, _ in mine)
        or (site_feed(site.settings),),
        card=card(placed),
        html=placed.html,
        rights=placed.rights,
        is_indexed=placed.is_indexed,
        authors=entry.authors,
        editors=entry.editors,
        caption=entry.image.caption if entry.image else None,
        credit=entry.image.credit if entry.image else None,
        modified=entry.modified,
        note=entry.note,
        corrections=entry.corrections,
        topics=tuple(
            Link(topic_title(definition, wording), members.address, len(members.entries), "")
            for definition, members in mine
        ),
        saved=entry.capture.saved if entry.capture else None,
        archived=entry.archived,
        sha256=entry.capture.sha256 if entry.capture else None,
        rules=entry.capture.rules if entry.capture else 0,
        earlier=earlier,
        later=later,
        extra=entry.extra,
    )


# ------------------------------------------------------------------ their parts


def card(placed: Placed) -> Card:
    entry: Entry = placed.entry
    outlet = outlet_link(entry.outlet) if entry.outlet else None
    return Card(
        entry.title,
        placed.address,
        entry.lang,
        outlet,
        entry.url,
        placed.date,
        entry.date_precision,
        placed.summary,
        entry.place,
        entry.agencies,
    )


def days_of(entries: Sequence[Placed], *, newest_first: bool = False) -> tuple[Day, ...]:
    """Entries by day; within a day the earliest first."""
    by_day: dict[date, list[Card]] = {}
    for each in reversed(entries):
        by_day.setdefault(each.day, []).append(card(each))
    return tuple(Day(day, tuple(by_day[day])) for day in sorted(by_day, reverse=newest_first))


def neighbours(site: Site) -> dict[str, tuple[Link | None, Link | None]]:
    """By address, the articles before and after each one in its first topic."""
    found: dict[str, tuple[Link | None, Link | None]] = {}
    for _, members in site.topics:
        links = [None, *(Link(each.entry.title, each.address, 0, each.entry.lang) for each in members.entries), None]
        for number, each in enumerate(members.entries):
            found.setdefault(each.address, (links[number + 2], links[number]))
    return found


def range_of(members: Group) -> tuple[date | None, date | None]:
    """Days of the oldest and the newest entry."""
    return (members.entries[-1].day, members.entries[0].day) if members.entries else (None, None)


def topic_links(site: Site, wording: Wording) -> tuple[Link, ...]:
    return tuple(
        Link(topic_title(definition, wording), members.address, len(members.entries), "")
        for definition, members in site.topics
    )


def outlet_link(name: str, count: int = 0) -> Link:
    return Link(name, f"outlets/{slug_of(name)}/", count, "")


def outlet_links(site: Site) -> tuple[Link, ...]:
    return tuple(Link(name, members.address, len(members.entries), "") for name, _, members in site.outlets)


def month_link(members: Group, wording: Wording) -> Link:
    return Link(wording.month(members.entries[0].date), members.address, len(members.entries), "")


def topic_title(definition: TopicDefinition, wording: Wording) -> str:
    return in_language(definition.title, wording.language)


def topic_text(definition: TopicDefinition, wording: Wording) -> str:
    return in_language(definition.description, wording.language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text in the site's language, else the one for every language, else any."""
    return str(texts.get(language) or texts.get("") or next(iter(texts.values()), ""))


def site_feed(settings: Settings) -> Feed:
    return Feed(settings.title, *feeds_at(""))


def topic_feed(slug: str, title: str) -> Feed:
    return Feed(title, *feeds_at(f"topics/{slug}/"))


def feeds_at(address: str) -> tuple[str, str]:
    """The feeds beside the page at an address: RSS and Atom."""
    return f"{address}feed.xml", f"{address}atom.xml"
