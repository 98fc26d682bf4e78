"""Which pages the site has, and what the template of each one is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from kliping.records import TopicDefinition
from kliping.site import around, channels, follow, lists, notices, search, storyline, topic_page, translations
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
from kliping.site.links import (
    article_link,
    card,
    day_address,
    days_of,
    feeds_at,
    month_link,
    outlet_links,
    range_of,
    site_feed,
    to_topic,
    topic_feed,
    topic_links,
    topic_text,
    topic_title,
)
from kliping.site.notices import Notice
from kliping.site.redirects import Former
from kliping.site.wording import Wording

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


def of(site: Site, wording: Wording, script: str = "") -> Iterator[Page]:
    """Every page of the site; `script` is the address of what searches it."""
    feed = (site_feed(site.settings),)
    yield Page("", "home.html", home(site, wording))
    topics = storyline.topics(site)
    for each in topics:
        parts = [part for part in topics if part.definition.parent == each.definition.slug]
        yield from topic_page.of(each, parts, site, wording)
    near, tongues = around.of(topics), translations.of(site.entries)
    for placed in site.entries:
        beside = near.get(placed.address, around.NOTHING_BESIDE)
        same = tongues.get(placed.address, ())
        yield Page(placed.address, "article.html", article(site, placed, beside, same, wording), placed.original)
    yield from outlets(site, feed, wording)
    yield from months(site, feed, wording)
    yield from days(site, feed, wording)
    _ = wording.gettext
    for address, title, links in (
        ("topics/", _("Topics"), topic_links(site, wording)),
        ("outlets/", _("Outlets"), outlet_links(site)),
        ("archive/", _("Archive"), tuple(month_link(each, wording) for each in site.months)),
    ):
        yield Page(
            address, "index.html", IndexPage(title, f"{title} – {site.settings.title}", feed, title, links, None)
        )
    yield follow.page(site, wording)
    if site.settings.search:
        yield search.page(site, script, wording)
    yield from texts(site, wording, feed)


def outlets(site: Site, feed: tuple[Feed, ...], wording: Wording) -> Iterator[Page]:
    """A page for each outlet."""
    parent = Link(wording.gettext("Outlet"), "outlets/", 0, "")
    for name, known, members in site.outlets:
        said = wording.gettext("Articles from %(outlet)s") % {"outlet": name}
        homepage, count = known.homepage if known else "", len(members.entries)
        feeds = (channels.of_outlet(name, members, wording).feed, *feed)
        page = ListPage(name, said, feeds, "outlet", name, parent, (), homepage, count, None, None)
        yield from lists.pages(members.address, page, members.entries, wording)


def months(site: Site, feed: tuple[Feed, ...], wording: Wording) -> Iterator[Page]:
    """A page for each month that has articles; one with many leads to its days."""
    parent = Link(wording.gettext("Archive"), "archive/", 0, "")
    links = [None, *(month_link(each, wording) for each in site.months), None]
    for number, members in enumerate(site.months):
        name, count = wording.month(members.entries[0].date), len(members.entries)
        said = wording.gettext("Articles from %(month)s") % {"month": name}
        later, earlier = links[number], links[number + 2]
        page = ListPage(name, said, feed, "month", name, parent, (), "", count, earlier, later)
        if count > lists.MOST:
            page = replace(page, periods=lists.by_day("", members.entries, wording))
        else:
            page = replace(page, days=days_of(members.entries, linked=True))
        yield Page(members.address, "list.html", page)


def days(site: Site, feed: tuple[Feed, ...], wording: Wording) -> Iterator[Page]:
    """A page for each day on which articles were published."""
    by_day = list(groups(site.entries, lambda each: day_address(each.day)).items())
    names = [wording.weekday(reports[0].day) for _, reports in by_day]
    links = [
        None,
        *(Link(name, address, len(reports), "") for name, (address, reports) in zip(names, by_day, strict=True)),
        None,
    ]
    months = {each.slug: month_link(each, wording) for each in site.months}
    for number, (address, reports) in enumerate(by_day):
        said = wording.gettext("Articles of %(day)s") % {"day": names[number]}
        later, earlier, parent = links[number], links[number + 2], months[reports[0].month]
        name, found = names[number], days_of(reports)
        page = ListPage(name, said, feed, "day", name, parent, found, "", len(reports), earlier, later)
        yield Page(address, "list.html", page)


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
        tuple(to_topic(definition, members, wording) for definition, members in site.topics),
        pages,
        site_feed(settings),
        search.ADDRESS if settings.search else "",
    )


def home(site: Site, wording: Wording) -> HomePage:
    feeds = (
        site_feed(site.settings),
        *(topic_feed(definition.slug, topic_title(definition, wording)) for definition, members in site.topics),
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


def article(site: Site, placed: Placed, near: Beside, same: Sequence[Placed], wording: Wording) -> ArticlePage:
    entry = placed.entry
    mine = [(definition, members) for definition, members in site.topics if placed.is_in(definition.slug)]
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
        topics=tuple(to_topic(definition, members, wording) for definition, members in mine),
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
