"""Whatever is in a feed: RSS and Atom are byte by byte what the library feedgen makes of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kliping.site import feed_formats
from kliping.site.channels import Channel
from kliping.site.feed_formats import Feed
from kliping.site.feed_items import Enclosure, Item, Original, clean

sys.path.insert(0, str(Path(__file__).parent.parent / "unit"))

import feedgen_feeds
from making import settings, site, words

PIECES = st.sampled_from(
    ["&", "<", ">", '"', "'", "\r", "\n", "\t", "]]>", "&amp;", "é", "\u2028", "\U0001f600", "\x85"]
)
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=8).map("".join).map(clean)
SAID = TEXT.map(lambda text: text or "x")
MOMENTS = st.builds(
    lambda moment, minutes: moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30)),  # noqa: DTZ001 - the zone comes after
    st.integers(-14 * 60, 14 * 60),
)
ITEMS = st.builds(
    Item,
    id=SAID,
    title=SAID,
    address=TEXT,
    published=MOMENTS,
    updated=MOMENTS,
    summary=SAID,
    content=TEXT,
    creators=st.lists(SAID, max_size=2).map(tuple),
    categories=st.lists(SAID, max_size=2).map(tuple),
    original=st.none() | st.builds(Original, SAID, SAID),
    language=st.sampled_from(["", "en", "zh-Hant"]),
    enclosure=st.none() | st.builds(Enclosure, SAID, SAID, st.integers(0, 9)),
)
FEEDS = st.builds(
    Feed,
    channel=st.sampled_from([Channel("", "", "a", ""), Channel("topics/a/", "topics/a/", "a", "")]),
    title=SAID,
    description=SAID,
    id=SAID,
    items=st.lists(ITEMS, max_size=3).map(tuple),
)


@given(FEEDS, st.sampled_from(["", "https://hub.example/?a=1&b=2"]), st.sampled_from(["id", "en"]))
def test_the_same_bytes(feed: Feed, hub: str, language: str) -> None:
    """Signs that XML or feeds treat in their own way, no items, other languages, files, hubs: no byte is another one."""
    of, wording = site(), words(language)
    of = replace(of, settings=settings(hub=hub, title="Kabar & <Antah>"))
    for mine, theirs in ((feed_formats.rss, feedgen_feeds.rss), (feed_formats.atom, feedgen_feeds.atom)):
        assert mine(feed, of, wording).data == theirs(feed, of, wording).data


def test_a_year_of_less_than_four_digits() -> None:
    """It is written as it always was."""
    moment = datetime(20, 1, 2, tzinfo=timezone(timedelta(hours=7)))
    item = Item("a", "a", "", moment, moment, "a")
    feed = Feed(Channel("", "", "a", ""), "a", "a", "a", (item,))
    assert feed_formats.rss(feed, site(), words()).data == feedgen_feeds.rss(feed, site(), words()).data
