"""Which pages the site has, and what the template of each one is given."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar

from kliping.entries import slug_of
from kliping.records import Story, TopicDefinition
from kliping.site import around, channels, edition, follow, lists, notices, search, storyline, topic_page, translations
from kliping.site.around import Beside
from kliping.site.assemble import Group, Placed, Site, groups, shortened
from kliping.site.contexts import (
    ArticlePage,
    CorrectionsPage,
    Feed,
    GonePage,
    HomePage,
    IndexPage,
    Link,
    ListPage,
    MovedPage,
    Note,
    Page,
    RetractedPage,
    SiteView,
    TextPage,
    TopicTeaser,
)
from kliping.site.editor import NONE
from kliping.site.links import (
    article_link,
    card,
    day_address,
    days_of,
    feed_at,
    month_link,
    outlet_links,
    range_of,
    site_feed,
    to_topic,
    topic_feed,
    topic_link,
    topic_links,
    topic_text,
    topic_title,
)
from kliping.site.notices import Notice
from kliping.site.redirects import Former
from kliping.site.wording import Wording

ARCHIVE = "archive/"
LATEST = 12
TEASED = 4


def is_taken(slug: str) -> bool:
    """Whether the site needs the address `/<slug>/` for itself."""
    return slug in (
        "articles",
        "topics",
        "outlets",
        "archive",
        "assets",
        "follow",
        "search",
        "pagefind",
        "cards",
        "pictures",
    ) or (slug.isdecimal() and len(slug) == 4)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that are made together, by `pages`, and what they follow from beside what every page follows from.

    That is the faces of `listed` articles, all of `shown` ones, and `beside`. Where `is_told` is false that is not said,
    and they are made each time.
    """

    pages: Callable[[], Iterable[Page]]
    listed: Sequence[Placed] = ()
    shown: Sequence[Placed] = ()
    beside: tuple[object, ...] = ()
    is_told: bool = True


class Addressed(Protocol):
    """What has an address: a page, and what is known of it."""

    @property
    def address(self) -> str: ...


A = TypeVar("A", bound=Addressed)


def of(site: Site, wording: Wording, script: str = "") -> list[Page]:
    """Every page of the site, in order; `script` is the address of what searches it."""
    return in_order((page for part in parts(site, wording, script) for page in part.pages()), site)


def in_order(pages: Iterable[A], site: Site) -> list[A]:
    """Pages in the order of their parts, but those of articles together, the newest first."""
    numbers = {each.address: number for number, each in enumerate(site.entries)}
    found: list[A] = []
    articles: list[A] = []
    begin = -1
    for each in pages:
        if each.address in numbers:
            begin = len(found) if begin < 0 else begin
            articles.append(each)
        else:
            found.append(each)
    articles.sort(key=lambda each: numbers[each.address])
    return [*found[: max(begin, 0)], *articles, *found[max(begin, 0) :]]


def parts(site: Site, wording: Wording, script: str = "") -> Iterator[Part]:
    """Every page of the site, in parts that change together."""
    feed = (site_feed(site.settings),)
    yield Part(lambda: [Page("", "home.html", home(site, wording))], is_told=False)
    told = notices.of(site)
    topics = [Running(site, number, told, wording) for number in range(len(site.topics))]
    for each in topics:
        yield from each.parts()
    yield from articles(site, topics, wording)
    yield from outlets(site, feed, wording)
    if site.settings.archive:
        yield from months(site, feed, wording)
        yield from days(site, feed, wording)
    yield Part(lambda: others(site, feed, script, wording), is_told=False)


class Running:
    """A topic of a site; what its pages are made from is put together when the first of them is made."""

    def __init__(self, site: Site, number: int, told: Sequence[Notice], wording: Wording) -> None:
        self.site, self.told, self.wording = site, told, wording
        self.definition, self.members = site.topics[number]
        self.stories = tuple(map(seen, site.stories.get(self.definition.slug, ())))

    @functools.cached_property
    def topic(self) -> storyline.Topic:
        return storyline.topic(self.definition, self.members, self.stories, self.site)

    @functools.cached_property
    def near(self) -> Mapping[str, Beside]:
        """What stands beside each of its articles, by address."""
        return around.of([self.topic])

    def parts(self) -> Iterator[Part]:
        """Its pages: of the story as it is listed, and of the story with all its words."""
        site, wording, entries = self.site, self.wording, self.members.entries
        definitions = {other.slug: (other, group) for other, group in site.topics}
        below = [(other, group) for other, group in site.topics if other.parent == self.definition.slug]
        above = definitions.get(self.definition.parent)
        editorial = site.editorials.get(self.definition.slug, NONE)
        named = {each.article for each in editorial.figures}
        everywhere = {members.slug: len(members.entries) for _, _, members in site.outlets}
        here = Counter(slug_of(each.entry.outlet) for each in entries if each.entry.outlet)
        feeds = topic_page.feeds_of(self.members, site, self.told, wording)
        beside = (
            *(self.definition, self.stories, editorial, feeds),
            tuple((link.title, link.count) for link in (topic_link(*each, wording) for each in below)),
            to_topic(*above, wording) if above else None,
            tuple(sorted((slug, everywhere.get(slug) == count) for slug, count in here.items())),
        )
        quoted = [each for each in entries if each.entry.slug in named]
        yield Part(lambda: topic_page.of(self.topic, below, site, wording), entries, quoted, beside)
        if not site.settings.editions:
            return
        if not edition.is_long(entries):
            yield Part(lambda: topic_page.whole(self.topic, site, wording), (), entries, (*beside, "whole"))
            return
        months = self.months()
        counts = tuple((name, len(reports)) for name, reports in months.items())
        yield Part(lambda: topic_page.whole(self.topic, site, wording, ""), (), (), (*beside, counts))
        for name, reports in months.items():
            yield Part(functools.partial(self.month, name), (), reports, (*beside, name))

    def months(self) -> Mapping[str, Sequence[Placed]]:
        """Its reports by the month of what they report."""
        placed = {each.entry.id: each for each in self.members.entries}
        found: dict[str, list[Placed]] = {}
        for story in storyline.stories_of(self.members, self.stories, self.site):
            if reports := [placed[id_] for id_ in story.reports if id_ in placed]:
                found.setdefault(edition.month_of(story.day or reports[0].day), []).extend(reports)
        return found

    def month(self, name: str) -> Iterator[Page]:
        """The edition of a month."""
        return topic_page.whole(self.topic, self.site, self.wording, name)


def seen(story: Story) -> Story:
    """As much of a story as pages show: not why reports stand together, nor how many of their words are the same."""
    return replace(story, joins=(), copies={id_: replace(copy, share=0.0) for id_, copy in story.copies.items()})


def articles(site: Site, topics: Sequence[Running], wording: Wording) -> Iterator[Part]:
    """The pages of articles, by the first topic that tells of each, and by month."""
    first: dict[str, int] = {}
    for number, topic in enumerate(topics):
        told = {id_ for story in topic.stories for id_ in story.reports}
        for id_ in (each.entry.id for each in topic.members.entries if each.entry.id in told):
            first.setdefault(id_, number)
    tongues, known = translations.of(site.entries), named_topics(site, wording)
    together: dict[tuple[int, str], list[Placed]] = {}
    for placed in site.entries:
        together.setdefault((first.get(placed.entry.id, -1), placed.month), []).append(placed)
    for (number, _), members in together.items():
        running = topics[number] if number >= 0 else None
        same = {each.address: tongues[each.address] for each in members if each.address in tongues}
        beside = (
            "articles",
            running.definition if running else None,
            running.stories if running else (),
            tuple(whole_years(each.day, site.entries[0].day) for each in members),
            tuple(tuple((other.entry.lang, translations.is_listed(other)) for other in each) for each in same.values()),
        )
        listed = running.members.entries if running else ()
        if same:
            listed = (*listed, *(each for group in same.values() for each in group))
        make = functools.partial(article_pages, site, members, running, same, known)
        yield Part(make, listed, members, beside)


def article_pages(
    site: Site,
    members: Sequence[Placed],
    topic: Running | None,
    same: Mapping[str, Sequence[Placed]],
    topics: Mapping[str, tuple[Link, Feed]],
) -> Iterator[Page]:
    """The pages of articles."""
    for placed in members:
        beside = topic.near.get(placed.address, around.NOTHING_BESIDE) if topic else around.NOTHING_BESIDE
        made = article(site, placed, beside, same.get(placed.address, ()), topics)
        yield Page(placed.address, "article.html", made, placed.original)


def outlets(site: Site, feed: tuple[Feed, ...], wording: Wording) -> Iterator[Part]:
    """The pages of each outlet."""
    parent = Link(wording.gettext("Outlet"), "outlets/", 0, "")
    for name, known, members in site.outlets:
        said = wording.gettext("Articles from %(outlet)s") % {"outlet": name}
        homepage, count = known.homepage if known else "", len(members.entries)
        feeds = (channels.of_outlet(name, members, site, wording).feed, *feed)
        page = ListPage(name, said, feeds, "outlet", name, parent, (), homepage, count, None, None)
        make = functools.partial(lists.pages, members.address, page, members.entries, wording, site.settings.list_limit)
        yield Part(make, members.entries, (), (members.address, page))


def months(site: Site, feed: tuple[Feed, ...], wording: Wording) -> Iterator[Part]:
    """The page of each month that has articles; one with many leads to its days."""
    links = [None, *(month_link(each, wording) for each in site.months), None]
    for number, members in enumerate(site.months):
        later, earlier = links[number], links[number + 2]
        make = functools.partial(month, members, later, earlier, feed, wording, site.settings.list_limit)
        yield Part(make, members.entries, (), ("month", later, earlier))


def month(
    members: Group,
    later: Link | None,
    earlier: Link | None,
    feed: tuple[Feed, ...],
    wording: Wording,
    most: int = lists.MOST,
) -> Iterator[Page]:
    """The page of a month."""
    parent = Link(wording.gettext("Archive"), "archive/", 0, "")
    name, count = wording.month(members.entries[0].date), len(members.entries)
    said = wording.gettext("Articles from %(month)s") % {"month": name}
    page = ListPage(name, said, feed, "month", name, parent, (), "", count, earlier, later)
    if count > most:
        page = replace(page, periods=lists.by_day("", members.entries, wording))
    else:
        page = replace(page, days=days_of(members.entries, linked=True))
    yield Page(members.address, "list.html", page)


def days(site: Site, feed: tuple[Feed, ...], wording: Wording) -> Iterator[Part]:
    """The pages of the days on which articles were published, month by month."""
    by_day = [list(groups(members.entries, lambda each: day_address(each.day)).items()) for members in site.months]
    links = [
        None,
        *(
            Link(wording.weekday(reports[0].day), address, len(reports), "")
            for found in by_day
            for address, reports in found
        ),
        None,
    ]
    first = 0
    for members, found in zip(site.months, by_day, strict=True):
        beside = links[first : first + len(found) + 2]
        make = functools.partial(days_of_month, members, found, beside, feed, wording)
        yield Part(make, members.entries, (), ("days", beside[0], beside[-1]))
        first += len(found)


def days_of_month(
    members: Group,
    by_day: Sequence[tuple[str, Sequence[Placed]]],
    links: Sequence[Link | None],
    feed: tuple[Feed, ...],
    wording: Wording,
) -> Iterator[Page]:
    """The page of each day of a month; `links` lead to them, and to the days after and before the month."""
    parent = month_link(members, wording)
    for number, (address, reports) in enumerate(by_day):
        name, found = wording.weekday(reports[0].day), days_of(reports)
        said = wording.gettext("Articles of %(day)s") % {"day": name}
        later, earlier = links[number], links[number + 2]
        page = ListPage(name, said, feed, "day", name, parent, found, "", len(reports), earlier, later)
        yield Page(address, "list.html", page)


def others(site: Site, feed: tuple[Feed, ...], script: str, wording: Wording) -> Iterator[Page]:
    """The lists of lists, and the pages that are no lists of articles."""
    _ = wording.gettext
    kinds = [("topics/", _("Topics"), topic_links(site, wording)), ("outlets/", _("Outlets"), outlet_links(site))]
    if site.settings.archive:
        kinds.append((ARCHIVE, _("Archive"), month_links(site, wording)))
    for address, title, links in kinds:
        yield Page(
            address, "index.html", IndexPage(title, f"{title} – {site.settings.title}", feed, title, links, None)
        )
    if site.settings.follow:
        yield follow.page(site, wording)
    if site.settings.search:
        yield search.page(site, script, wording)
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
    name = f"{wording.gettext('Corrections')} – {site.settings.title}"
    feed = feed_at(notices.ADDRESS, name, site.settings.feed_formats)
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
        tuple(to_topic(definition, members, wording) for definition, members in site.topics),
        pages,
        site_feed(settings),
        search.ADDRESS if settings.search else "",
        ARCHIVE if settings.archive else "",
        follow.ADDRESS if settings.follow else "",
    )


def home(site: Site, wording: Wording) -> HomePage:
    feeds = (
        site_feed(site.settings),
        *(topic_feed(each.slug, topic_title(each, wording), site.settings) for each, _ in site.topics),
    )
    teasers = tuple(teaser(definition, members, wording) for definition, members in site.topics)
    told = {shown.address for topic in teasers for shown in topic.latest}
    return HomePage(
        title="",
        description=site.settings.description,
        feeds=feeds,
        topics=teasers,
        latest=tuple(islice((card(each) for each in site.entries if each.address not in told), LATEST)),
        months=month_links(site, wording),
        outlets=outlet_links(site),
        count=len(site.entries),
    )


def month_links(site: Site, wording: Wording) -> tuple[Link, ...]:
    """The months of the archive, if there is one."""
    return tuple(month_link(each, wording) for each in site.months) if site.settings.archive else ()


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


def named_topics(site: Site, wording: Wording) -> Mapping[str, tuple[Link, Feed]]:
    """By slug how the page of an article names each topic, and its feed."""
    return {
        definition.slug: (
            to_topic(definition, members, wording),
            topic_feed(definition.slug, topic_title(definition, wording), site.settings),
        )
        for definition, members in site.topics
    }


def article(
    site: Site, placed: Placed, near: Beside, same: Sequence[Placed], topics: Mapping[str, tuple[Link, Feed]]
) -> ArticlePage:
    entry, slugs = placed.entry, placed.topics
    mine = [known for slug, known in topics.items() if slug in slugs]
    return ArticlePage(
        title=entry.title,
        description=shortened(placed.summary, 30),
        feeds=tuple(feed for _, feed in mine) or (site_feed(site.settings),),
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
        topics=tuple(link for link, _ in mine),
        saved=entry.capture.saved if entry.capture else None,
        archived=entry.archived,
        sha256=entry.capture.sha256 if entry.capture else None,
        rules=entry.capture.rules if entry.capture else 0,
        age=whole_years(placed.day, site.entries[0].day),
        same=near.same,
        related=near.related,
        earlier=near.earlier,
        later=near.later,
        event=near.event,
        translations=tuple(article_link(each) for each in same if each is not placed),
        alternates=tuple(map(article_link, same)) if all(map(translations.is_listed, same)) else (),
        extra=entry.extra,
        picture=placed.picture,
    )


def whole_years(first: date, last: date) -> int:
    """How many whole years lie between two days."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
