"""Whatever an entry says, its feeds are sound: the self-test that every build runs finds nothing, in any format."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.entries import id_of
from kliping.records import Correction, Entry, Outlet, Settings, TopicDefinition
from kliping.site import assemble, feed_rules, feeds, wording

SIGNS = st.characters(exclude_categories=["Cs"])
TEXT = st.one_of(
    st.text(SIGNS, max_size=40),
    st.sampled_from(
        [
            "<script>x</script>",
            "&lt;b&gt;",
            "]]>",
            "[x](../y)",
            "[x](http://[)",
            "<http://a.example/é >",
            "![y](//z)",
            "\x85",
        ]
    ),
)
ADDRESS = st.one_of(
    st.none(),
    TEXT,
    st.sampled_from(["https://a.example/x y", "http://[::1", "https://ü.example/?q=<&>", "javascript:x", "//a"]),
)
MOMENT = st.datetimes(datetime(1000, 1, 3), datetime(9999, 12, 20)).map(  # noqa: DTZ001 - the zone comes after
    lambda each: each.replace(tzinfo=timezone(timedelta(hours=7)))
)
TOPIC = TopicDefinition("topik", {"": "Topik <rekaan> &amp;"}, {}, (("rekaan",),), ("rekaan",))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    number = draw(st.integers(0, 10**9))
    return Entry(
        path=f"entries/{number}.md",
        id=id_of(str(number)),
        title=draw(TEXT),
        slug=f"karangan-{number}",
        body=draw(st.lists(TEXT, max_size=3).map("\n\n".join)),
        date=draw(MOMENT),
        lang=draw(st.sampled_from(["id", "en", "und", "ar", "zh-Hant", "", "x y"])),
        outlet=draw(st.one_of(st.none(), TEXT)),
        url=draw(ADDRESS),
        authors=tuple(draw(st.lists(TEXT, max_size=2))),
        modified=draw(st.one_of(st.none(), MOMENT)),
        summary=draw(st.one_of(st.none(), TEXT)),
        key=draw(st.booleans()),
        topics=("topik",),
        corrections=tuple(
            Correction(day, text)
            for day, text in draw(st.lists(st.tuples(st.dates(date(1000, 1, 2), date(9999, 12, 30)), TEXT), max_size=2))
        ),
    )


@settings(deadline=None, max_examples=60)
@given(
    st.lists(entries(), max_size=5, unique_by=lambda each: each.id),
    st.sampled_from(["full", "excerpt", "link"]),
    st.datetimes(datetime(1, 2, 1), datetime(9999, 12, 30)),  # noqa: DTZ001 - a zone is added
    st.sampled_from([feeds.MOST_BYTES, 3000]),
)
def test_every_feed_is_sound(every: list[Entry], rights: str, now: datetime, most: int) -> None:
    """Any words, dates, addresses and rights; any clock; nothing later than it, and no feed too large."""
    clock = now.replace(tzinfo=UTC)
    made = Settings(
        title="Kliping <Antah>", base_url="https://kliping.example/", topics=(TOPIC,), rights=rights, feed_limit=3
    )
    words = wording.wording("id", "Asia/Jakarta", "")
    site = assemble.site(made, every, (Outlet("a", "a"),), (), words.zone, lambda _topic, _reports: ())
    files = feeds.of(site, words, clock, most).files
    assert [fault.what for fault in feed_rules.broken(files, made.base_url)] == []
    for each in files:
        found = feed_rules.read(each)
        for item in found.items if found else ():
            moment = feed_rules.moment(item.published, found.dates)  # type: ignore[union-attr]
            assert moment is not None
            assert moment <= clock + timedelta(minutes=1)
