"""The page of a topic, for someone who arrives late: where it stands, what mattered, who is in it, the whole timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kliping.entries import slug_of
from kliping.records import TopicDefinition
from kliping.site import channels, chart, edition, figures, lists, notices, timeline
from kliping.site.assemble import Group, Placed, Site
from kliping.site.contexts import (
    Bars,
    ChartRow,
    Coverage,
    Development,
    EventDay,
    Feed,
    FigureGroup,
    FigureLine,
    IndexPage,
    Link,
    ListPage,
    NameGroup,
    Page,
    Period,
    Quote,
    Standing,
    TopicPage,
)
from kliping.site.links import (
    article_link,
    mention,
    range_of,
    site_feed,
    to_topic,
    topic_link,
    topic_text,
    topic_title,
)
from kliping.site.storyline import Told, Topic, first_sentence, moment
from kliping.site.wording import Wording

MOST_KEY: Final = 6
LEAST_KEY: Final = 5
"""How many key developments there are where the editor chose none; a topic of no more events than the most has none."""
MOST_NAMES: Final = 6
MOST_OUTLETS: Final = 3
TELLING: Final = 2
"""How many names a key development has beside it."""


Part = tuple[TopicDefinition, Group]


def of(topic: Topic, parts: Sequence[Part], site: Site, wording: Wording) -> Iterator[Page]:
    """The page of a topic, the same oldest first, its periods, and the lists of its reports by name and by outlet."""
    here = topic.members.address
    page = overview(topic, parts, site, wording)
    yield Page(here, "topic.html", page)
    if page.turned:
        yield Page(page.turned.address, "topic.html", oldest_first(topic, page, wording))
    parent = to_topic(topic.definition, topic.members, wording)
    if site.settings.stories:
        yield from timeline.pages(topic, parent, page.feeds, wording)
    else:
        yield from lists.rest(here, listed(page, wording), topic.members.entries, wording, site.settings.list_limit)
    if site.settings.narrowed:
        yield from narrower(topic, page, parent, site, wording)


def listed(page: TopicPage, wording: Wording) -> ListPage:
    """What is said above the list of a topic's articles."""
    parent = Link(wording.gettext("Topics"), "topics/", 0, "")
    return ListPage(page.name, page.name, page.feeds[:1], "name", page.name, parent, (), "", page.count, None, None)


def narrower(topic: Topic, page: TopicPage, parent: Link, site: Site, wording: Wording) -> Iterator[Page]:
    """The lists of a topic's reports by name and by outlet."""
    here, _ = topic.members.address, wording.gettext
    for (kind, name), reports in topic.names.items():
        said = _("Reports on “%(topic)s” that name %(name)s") % {"topic": page.name, "name": name}
        yield from narrowed(name_address(topic, kind, name), name, said, reports, parent, page, site, wording)
    for slug, reports in topic.outlets.items():
        address = outlet_address(topic, slug, site)
        if address.startswith(here):
            name = str(reports[0].entry.outlet)
            said = _("Reports on “%(topic)s” from %(outlet)s") % {"topic": page.name, "outlet": name}
            yield from narrowed(address, name, said, reports, parent, page, site, wording)
    for group in page.names:
        if group.all:
            yield index(group.all.address, group.title, name_links(topic, group.kind), parent, page)
    if page.more_outlets:
        yield index(page.more_outlets.address, _("Outlets"), outlet_links(topic, site), parent, page)


def whole(topic: Topic, site: Site, wording: Wording, month: str | None = None) -> Iterator[Page]:
    """The pages that tell a topic with all its words, or some of them (`edition.pages`)."""
    if not site.settings.editions:
        return iter(())
    parent = to_topic(topic.definition, topic.members, wording)
    feeds = feeds_of(topic.members, site, notices.of(site), wording)
    return edition.pages(topic, parent, feeds, site.settings.base_url, wording, month)


def feeds_of(members: Group, site: Site, told: Sequence[notices.Notice], wording: Wording) -> tuple[Feed, ...]:
    """The feeds of a topic, else that of the site; `told` are all corrections of the site."""
    return tuple(each.feed for each in channels.of_topic(members, site, told, wording)) or (site_feed(site.settings),)


def narrowed(
    address: str,
    name: str,
    said: str,
    reports: Sequence[Placed],
    parent: Link,
    page: TopicPage,
    site: Site,
    wording: Wording,
) -> Iterator[Page]:
    """The list of those reports of a topic that have something in common."""
    made = ListPage(
        f"{name} – {page.name}", said, page.feeds[:1], "name", name, parent, (), "", len(reports), None, None
    )
    return lists.pages(address, made, reports, wording, site.settings.list_limit)


def index(address: str, name: str, links: tuple[Link, ...], parent: Link, page: TopicPage) -> Page:
    title = f"{name} – {page.name}"
    return Page(address, "index.html", IndexPage(title, title, page.feeds[:1], name, links, parent))


# ------------------------------------------------------------------ the two pages


def overview(topic: Topic, parts: Sequence[Part], site: Site, wording: Wording) -> TopicPage:
    """The whole page, newest first."""
    definition, members = topic.definition, topic.members
    start, end = range_of(members)
    title = topic_title(definition, wording)
    grouped = site.settings.stories
    days, periods = course(topic, wording, newest_first=True) if grouped else ((), ())
    shown, months = (
        ((), ()) if grouped else lists.begun(members.address, members.entries, wording, site.settings.list_limit)
    )
    above = next(((other, group) for other, group in site.topics if other.slug == definition.parent), None)
    outlets, here = outlet_links(topic, site), members.address
    standing = tuple(Standing(each.day, each.html) for each in topic.editorial.words)
    return TopicPage(
        title=title,
        description=topic_text(definition, wording),
        feeds=feeds_of(members, site, notices.of(site), wording),
        name=title,
        edition=edition.link(topic, wording) if site.settings.editions else None,
        order="newest",
        turned=Link(wording.gettext("Oldest first"), f"{here}oldest/", 0, "")
        if grouped and len(topic.stories) > 1 and topic.stories[0].day != topic.stories[-1].day
        else None,
        parent=to_topic(*above, wording) if above else None,
        parts=tuple(topic_link(*part, wording) for part in parts),
        standing=standing,
        newest=None if standing else newest(topic) if grouped else newest_report(members),
        key=tuple(key_developments(topic) if grouped else chosen(topic)),
        is_chosen=any(each.entry.key for each in members.entries),
        names=tuple(name_groups(topic, wording)) if site.settings.narrowed else (),
        outlets=outlets[:MOST_OUTLETS],
        more_outlets=Link(wording.gettext("Outlets"), f"{here}outlets/", len(outlets), "")
        if len(outlets) > MOST_OUTLETS and site.settings.narrowed
        else None,
        outlet_count=len(outlets),
        figures=tuple(figure_groups(topic, wording)),
        coverage=coverage(topic, wording),
        months=timeline.jumps(days, periods, wording),
        days=days,
        periods=periods or months,
        count=len(members.entries),
        story_count=len(topic.stories) if grouped else 0,
        start=start,
        end=end,
        list=shown,
    )


def oldest_first(topic: Topic, page: TopicPage, wording: Wording) -> TopicPage:
    """The same timeline from its first day on, without what stands above it."""
    days, periods = course(topic, wording, newest_first=False)
    return replace(
        page,
        title=wording.gettext("%(topic)s, from the beginning") % {"topic": page.name},
        order="oldest",
        turned=Link(wording.gettext("Newest first"), topic.members.address, 0, ""),
        parts=(),
        standing=(),
        newest=None,
        key=(),
        names=(),
        outlets=(),
        more_outlets=None,
        figures=(),
        coverage=None,
        months=timeline.jumps(days, periods, wording),
        days=days,
        periods=periods,
    )


def course(topic: Topic, wording: Wording, *, newest_first: bool) -> tuple[tuple[EventDay, ...], tuple[Period, ...]]:
    """The timeline as far as a page has room for it: days told in full, then periods by headline."""
    stories = timeline.ordered(topic.stories, newest_first=newest_first)
    first = timeline.begun(stories, timeline.PAGE)
    unit = timeline.by_month_then_year(stories[first:])
    rest = timeline.periods(stories, first, unit, timeline.PAGE, topic, wording)
    return tuple(timeline.days(stories[:first], topic, timeline.PAGE)), tuple(rest)


# ------------------------------------------------------------------ what happened


def newest(topic: Topic) -> Quote | None:
    """How the newest event is told: the first words of its lead report, else of another one that may be quoted."""
    if not topic.stories:
        return None
    last = topic.stories[-1].day
    told = max(
        (each for each in topic.stories if each.day == last),
        key=lambda each: (each.outlets, moment(each.reports[-1])),
    )
    for report in (told.lead, *told.reports):
        if text := first_sentence(report):
            return Quote(text, mention(report))
    return Quote("", mention(told.lead))


def newest_report(members: Group) -> Quote | None:
    """The first words of the newest report that may be quoted, of those of the newest day."""
    same_day = [each for each in members.entries if each.day == members.entries[0].day]
    quotes = (Quote(text, mention(each)) for each in same_day if (text := first_sentence(each)))
    return next(quotes, Quote("", mention(same_day[0])) if same_day else None)


def chosen(topic: Topic) -> Iterator[Development]:
    """The reports that the editor marked, earliest first."""
    for each in reversed(topic.members.entries):
        if each.entry.key:
            yield Development(each.day, article_link(each), 1, ())


def key_developments(topic: Topic) -> Iterator[Development]:
    """What the editor marked, else the events that most outlets reported; earliest first."""
    chosen = [(told, report) for told in topic.stories for report in told.reports if report.entry.key]
    if not chosen and len(topic.stories) > MOST_KEY:
        most = sorted(topic.stories, key=lambda each: (-each.outlets, -len(each.reports), -each.day.toordinal()))
        several = [each for each in most if each.outlets > 1]
        shown = most[: max(LEAST_KEY, min(MOST_KEY, len(several)))]
        chosen = [(told, told.lead) for told in topic.stories if told in shown]
    for told, report in chosen:
        yield Development(told.day, article_link(report), told.outlets, telling_names(topic, told))


def telling_names(topic: Topic, told: Told) -> tuple[str, ...]:
    """The names that most reports of an event say and most of the topic's do not: places first."""
    slug, most = topic.definition.slug, len(topic.members.entries) / 2
    said = Counter(name for report in told.reports for name in report.names.get(slug, ()))
    found = [
        name for name, reports in topic.names.items() if len(reports) <= most and said[name] > len(told.reports) / 2
    ]
    kinds = ["people", "bodies", "places"]
    order = sorted(found, key=lambda name: (-kinds.index(name[0]) if name[0] in kinds else 1, -said[name], name))
    return tuple(dict.fromkeys(name for _, name in order))[:TELLING]


# ------------------------------------------------------------------ who


def name_groups(topic: Topic, wording: Wording) -> Iterator[NameGroup]:
    """The names of each kind that reports say most."""
    for kind in dict.fromkeys(kind for kind in topic.definition.names):
        if links := name_links(topic, kind):
            title, is_long = kind_title(kind, wording), len(links) > MOST_NAMES
            address = f"{topic.members.address}{slug_of(kind)}/"
            more = Link(title, address, len(links), "") if is_long else None
            yield NameGroup(title, kind, links[:MOST_NAMES], more)


def kind_title(kind: str, wording: Wording) -> str:
    _ = wording.gettext
    titles = {"people": _("People"), "bodies": _("Organisations"), "places": _("Places")}
    return titles.get(kind) or kind[:1].upper() + kind[1:]


def name_links(topic: Topic, kind: str) -> tuple[Link, ...]:
    """The names of a kind, the most frequent first."""
    return tuple(
        Link(name, name_address(topic, kind, name), len(reports), "")
        for (each, name), reports in topic.names.items()
        if each == kind
    )


def name_address(topic: Topic, kind: str, name: str) -> str:
    return f"{topic.members.address}{slug_of(kind)}/{slug_of(name)}/"


def outlet_links(topic: Topic, site: Site) -> tuple[Link, ...]:
    """The outlets that reported, the most first."""
    return tuple(
        Link(str(reports[0].entry.outlet), outlet_address(topic, slug, site), len(reports), "")
        for slug, reports in topic.outlets.items()
    )


def outlet_address(topic: Topic, slug: str, site: Site) -> str:
    """The list of an outlet's reports on a topic: the outlet's own page, if it reported on nothing else or no other is made."""
    everywhere = next((members for _, _, members in site.outlets if members.slug == slug), None)
    if everywhere and (not site.settings.narrowed or len(everywhere.entries) == len(topic.outlets[slug])):
        return everywhere.address
    return f"{topic.members.address}outlets/{slug}/"


# ------------------------------------------------------------------ how much, how many


def coverage(topic: Topic, wording: Wording) -> Coverage | None:
    """The chart of a topic's reports."""
    found = chart.chart((each.day, each.entry.outlet or "") for each in topic.members.entries)
    if not found:
        return None
    titles = list(found.series)
    if len(found.columns[0].counts) > len(titles):
        titles.append(
            wording.ngettext("%(num)s other outlet", "%(num)s other outlets", found.others) % {"num": found.others}
            if found.others
            else wording.gettext("Outlet not known")
        )
    short = [*found.series, wording.gettext("others")][: len(titles)]
    rows = tuple(
        ChartRow(
            column.start,
            column.end,
            column.total,
            tuple(Link(title, "", count, "") for title, count in zip(short, column.counts, strict=True) if count),
        )
        for column in found.columns
        if column.total
    )
    return Coverage(
        unit=found.unit,
        width=found.width,
        height=found.height,
        start=found.columns[0].start,
        end=found.columns[-1].end if found.unit == "day" else topic.members.entries[0].day,
        peak=max(found.columns, key=lambda column: column.total).start,
        series=tuple(Bars(title, found.path(number)) for number, title in enumerate(titles)),
        rows=rows,
    )


def figure_groups(topic: Topic, wording: Wording) -> Iterator[FigureGroup]:
    """The figures that the editor approved, of articles that are shown."""
    placed = {each.entry.slug: each for each in topic.members.entries}
    for kind, title in figure_titles(wording).items():
        found = [
            (
                placed[each.article],
                FigureLine(
                    each.number,
                    each.by,
                    figures.saying(figures.plain(placed[each.article].html), each.number, each.kind),
                    mention(placed[each.article]),
                ),
            )
            for each in topic.editorial.figures
            if each.kind == kind and each.article in placed
        ]
        if found:
            ordered = sorted(found, key=lambda pair: moment(pair[0]), reverse=True)
            yield FigureGroup(title, tuple(line for _, line in ordered))


def figure_titles(wording: Wording) -> dict[str, str]:
    """What figures count, in the reader's language."""
    _ = wording.gettext
    return {
        "failed_truces": _("Truces that failed"),
        "truces": _("Truces"),
        "dead": _("Dead"),
        "wounded": _("Wounded"),
        "displaced": _("Displaced"),
        "prisoners": _("Prisoners"),
        "missing": _("Missing"),
    }
