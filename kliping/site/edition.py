"""A topic's edition: the whole story on one page, in order and with all the text that rights allow, to print or to read at a stretch.

It says again what the articles' own pages say, so it is for readers only: search engines are led to the topic. A story
that is too long for one page has an edition of each month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from kliping.site.assemble import Placed
from kliping.site.contexts import Chapter, ChapterDay, EditionPage, Feed, IndexPage, Link, Mention, Page, Standing
from kliping.site.links import card, mention
from kliping.site.rights import ORDER
from kliping.site.storyline import Told, Topic, agencies, alike
from kliping.site.wording import Wording

MOST: Final = 600_000
"""Letters of HTML of articles on a page: about as many words as a long novel has."""
HEADING: Final = re.compile(r"(</?h)([2-6])(?=>)")


def address(topic: Topic) -> str:
    return f"{topic.members.address}edition/"


def link(topic: Topic, wording: Wording) -> Link | None:
    """The link to the edition of a topic that has articles."""
    if not topic.stories:
        return None
    return Link(wording.gettext("The whole story to read or print"), address(topic), 0, "")


def is_long(entries: Iterable[Placed]) -> bool:
    """Whether these articles are too many for one page."""
    return sum(each.size for each in entries) > MOST


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def pages(
    topic: Topic, parent: Link, feeds: tuple[Feed, ...], base_url: str, wording: Wording, month: str | None = None
) -> Iterator[Page]:
    """The edition of a topic, or those of its months and a page that leads to them; of each the topic is the original.

    Of a long one it may be the edition of one `month` only, or, if that is empty, the page that leads to all.
    """
    if not topic.stories:
        return
    here, original = address(topic), base_url + topic.members.address
    if not is_long(topic.members.entries):
        made = edition(topic.stories, topic, parent, feeds, wording)
        yield Page(here, "edition.html", made, original)
        return
    months = {name: tuple(found) for name, found in groupby(topic.stories, lambda each: month_of(each.day))}
    links = tuple(
        Link(wording.month(found[0].day), f"{here}{name}/", sum(len(each.reports) for each in found), "")
        for name, found in months.items()
    )
    if not month:
        title = titled(parent, wording)
        yield Page(here, "index.html", IndexPage(title, title, feeds[:1], title, links, parent), original)
    for (name, found), there in zip(months.items(), links, strict=True):
        if month in (name, None):
            made = edition(found, topic, parent, feeds, wording, there.title)
            yield Page(there.address, "edition.html", made, original)


def titled(parent: Link, wording: Wording) -> str:
    return wording.gettext("%(topic)s: the whole story") % {"topic": parent.title}


def edition(
    stories: Sequence[Told], topic: Topic, parent: Link, feeds: tuple[Feed, ...], wording: Wording, month: str = ""
) -> EditionPage:
    """These stories of a topic, the earliest first."""
    title = f"{titled(parent, wording)}, {month}" if month else titled(parent, wording)
    reports = [report for each in stories for report in each.reports]
    days = sorted(each.day for each in reports)
    return EditionPage(
        title=title,
        description=title,
        feeds=feeds[:1],
        topic=parent,
        month=month,
        standing=tuple(Standing(each.day, each.html) for each in topic.editorial.words[:1]),
        days=tuple(ChapterDay(day, tuple(chapters(found))) for day, found in groupby(stories, lambda each: each.day)),
        count=len(reports),
        outlet_count=len({each.entry.outlet for each in reports if each.entry.outlet}),
        start=days[0],
        end=days[-1],
    )


def chapters(stories: Iterable[Told]) -> Iterator[Chapter]:
    """The reports of stories, each text once: of copies that one which shows most of it."""
    for told in stories:
        for first, others in alike(told):
            shown = max((first, *others), key=lambda each: ORDER.index(each.rights))
            copies = (each for each in (first, *others) if each is not shown)
            yield chapter(shown, [mention(each, "whole", agencies(shown, each)) for each in copies])


def chapter(placed: Placed, copies: Sequence[Mention]) -> Chapter:
    entry = placed.entry
    return Chapter(
        card=card(placed),
        html=lowered(placed.html),
        rights=placed.rights,
        authors=entry.authors,
        editors=entry.editors,
        note=entry.note,
        corrections=entry.corrections,
        copies=tuple(copies),
        caption=entry.image.caption if entry.image else None,
        credit=entry.image.credit if entry.image else None,
        picture=placed.picture,
    )


def lowered(html: str) -> str:
    """An article's HTML with its headings below its headline, which here stands below a day and the topic."""
    return HEADING.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + 2)}", html)
