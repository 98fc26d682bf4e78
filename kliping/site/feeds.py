"""Every feed of the site as RSS 2.0, Atom and JSON Feed, as far as wanted, and the list of them as OPML.

Which there are is in channels.py, what stands in them in feed_items.py, how they are written in feed_formats.py. A feed
holds as many of the newest items as the settings and 512 KB allow, in all formats the same.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Final

from kliping.records import Output
from kliping.site import channels, feed_formats, feed_items
from kliping.site.assemble import Site
from kliping.site.feed_formats import Feed
from kliping.site.wording import Wording

MOST_BYTES: Final = 512 * 1024
MARKUP: Final = 500
"""Bytes that an item takes beside its words, about."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files of all feeds, and what an editor who asks is told of them."""

    files: tuple[Output, ...]
    notes: tuple[str, ...] = ()


Fitted = tuple[Feed, tuple[Output, ...]]
Recalled = Callable[[Feed, int, Callable[[], Fitted]], Fitted]
"""What gives a feed that fits, and its files, made with the function if they are not known already."""


def of(
    site: Site,
    wording: Wording,
    now: datetime,
    most: int = MOST_BYTES,
    recalled: Recalled = lambda _, __, make: make(),
) -> Made:
    """Every feed in all formats, and their list; `now` only holds back what is to come."""
    feeds: list[Feed] = []
    files: list[Output] = []
    notes: list[str] = []
    known = feed_items.Known()
    for channel in channels.of(site, wording):
        whole = feed_formats.feed(channel, feed_items.of(channel, site, wording, now, known), site)
        feed, outputs = recalled(whole, most, functools.partial(fitted, whole, site, wording, most))
        if left := len(whole.items) - len(feed.items):
            notes.append(
                f"{outputs[0].path}: the oldest {left} of {len(whole.items)} items are left out, to fit {most // 1024} KB"
            )
        feeds.append(feed)
        files += outputs
    every = (feed_formats.opml(feeds, site),) if site.settings.follow else ()
    return Made((*files, *every), tuple(notes))


def fitted(feed: Feed, site: Site, wording: Wording, most: int) -> Fitted:
    """A feed without as many of its oldest items as it takes for each format to be small enough."""
    files = feed_formats.written(feed, site, wording)
    if is_small(files, most):
        return feed, files
    fits, too_many, found = 0, len(feed.items), None
    guess = likely(feed, most / max(len(each.data) for each in files))
    while too_many - fits > 1:
        near = [count for count in (guess, guess + 1, guess - 1) if fits < count < too_many]
        count = near[0] if near else (fits + too_many) // 2
        files = feed_formats.written(replace(feed, items=feed.items[:count]), site, wording)
        if is_small(files, most):
            fits, found = count, files
        else:
            too_many = count
    shorter = replace(feed, items=feed.items[:fits])
    return shorter, found or feed_formats.written(shorter, site, wording)


def likely(feed: Feed, share: float) -> int:
    """How many items take about this share of a feed: to write a feed takes long, so few counts should be tried."""
    sizes = list(accumulate(len(each.content) + len(each.summary) + len(each.title) + MARKUP for each in feed.items))
    return sum(size <= share * sizes[-1] for size in sizes) if sizes else 0


def is_small(files: tuple[Output, ...], most: int) -> bool:
    return all(len(each.data) <= most for each in files)
