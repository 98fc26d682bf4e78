"""Entries to a site: what is shown, what is held back, who keeps an address, what belongs together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import BRIDGE, JAKARTA, at, entry, outlet, site

from kliping.records import Entry, TopicVerdict
from kliping.site import assemble

NOW = at(20)


def verdict(each: Entry, now: datetime = NOW, *, drafts: bool = False, future: bool = False) -> str:
    """What becomes of one entry: "shown", or the reason why not."""
    shown, held, faults = assemble.sift([each], now, drafts=drafts, future=future)
    assert len(shown) + len(held) + len(faults) == 1, "every entry comes to exactly one end"
    return "shown" if shown else held[0].reason if held else faults[0].what


# ------------------------------------------------------------------ sift


def test_an_entry_of_the_past_is_shown() -> None:
    """Nothing holds it back."""
    assert verdict(entry()) == "shown"


def test_a_draft_is_held() -> None:
    """A draft is shown only when drafts are asked for."""
    assert verdict(entry(draft=True)) == "a draft"
    assert verdict(entry(draft=True), drafts=True) == "shown"
    assert verdict(entry(draft=True), future=True) == "a draft"


def test_an_entry_without_a_date_is_a_fault() -> None:
    """It is never dated now; the fault names file, key and remedy."""
    assert verdict(entry(date=None)) == "has no date, and is never dated by guess"
    _, _, (fault,) = assemble.sift([entry(date=None)], NOW)
    assert (fault.file, fault.key) == ("content/entries/2020/10/karangan-jembatan-antah.md", "date")
    assert fault.remedy


def test_a_draft_without_a_date_is_a_draft() -> None:
    """An unfinished entry need not be complete."""
    assert verdict(entry(date=None, draft=True)) == "a draft"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(NOW, True), (NOW - timedelta(seconds=1), True), (NOW + timedelta(seconds=1), False), (NOW.astimezone(UTC), True)],
)
def test_the_moment_of_publication(moment: datetime, *, shown: bool) -> None:
    """An article opens at its very second, in whatever zone that is written."""
    assert (verdict(entry(date=moment)) == "shown") is shown
    assert (verdict(entry(publish_date=moment)) == "shown") is shown


def test_the_later_of_two_dates_opens() -> None:
    """An embargo holds an article that is dated earlier, and an early embargo opens nothing that is dated later."""
    assert verdict(entry(publish_date=at(21))) == "held back until 2020-10-21T09:00:00+07:00"
    assert verdict(entry(date=at(22), publish_date=at(1))) == "held back until 2020-10-22T09:00:00+07:00"
    assert verdict(entry(date=at(22)), future=True) == "shown"


@pytest.mark.parametrize(
    ("moment", "shown"), [(NOW, False), (NOW - timedelta(days=1), False), (NOW + timedelta(seconds=1), True)]
)
def test_the_moment_of_expiry(moment: datetime, *, shown: bool) -> None:
    """An article closes at its very second, and no switch opens it again."""
    assert (verdict(entry(expiry_date=moment)) == "shown") is shown
    assert (verdict(entry(expiry_date=moment), drafts=True, future=True) == "shown") is shown


def test_held_until_is_known() -> None:
    """What is held back knows its moment, for those who plan the next build."""
    _, (held,), _ = assemble.sift([entry(publish_date=at(25))], NOW)
    assert held.until == at(25)


@given(
    st.lists(
        st.builds(
            lambda number, **fields: entry(f"Karangan {number}", **fields),
            st.integers(0, 10**6),
            date=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
            draft=st.booleans(),
            expiry_date=st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        )
    ),
    st.booleans(),
    st.booleans(),
)
def test_no_entry_vanishes(entries: list[Entry], drafts: bool, future: bool) -> None:
    """Each entry is shown, held back or a fault: one of the three, and in its order."""
    shown, held, faults = assemble.sift(entries, NOW, drafts=drafts, future=future)
    assert len(shown) + len(held) + len(faults) == len(entries)
    assert [each for each in entries if each in shown] == shown


# ------------------------------------------------------------------ clashes


def clashes(*entries: Entry) -> tuple[list[str], list[str]]:
    """Paths of those who keep their place, and the faults as text."""
    kept, faults = assemble.without_clashes(entries, JAKARTA)
    return [each.path for each in kept], [str(fault) for fault in faults]


def test_no_clash() -> None:
    """Entries of different addresses and ids all stay."""
    kept, faults = clashes(entry("Karangan satu"), entry("Karangan dua"))
    assert len(kept) == 2
    assert not faults


def test_one_slug_in_two_months_is_no_clash() -> None:
    """A column of the same name every month has an address every month."""
    kept, _ = clashes(entry("Karangan", path="a.md"), entry("Karangan", path="b.md", date=at(5, month=11)))
    assert kept == ["a.md", "b.md"]


def test_one_address_goes_to_the_older() -> None:
    """Whichever comes first in the folder, the older article keeps the address, and both are named."""
    older, younger = entry(slug="sama", path="entries/b.md"), entry(slug="sama", path="entries/a.md", date=at(6))
    for order in ((older, younger), (younger, older)):
        kept, (fault,) = clashes(*order)
        assert kept == ["entries/b.md"]
        assert fault.startswith("content/entries/a.md: slug: has the same address as content/entries/b.md")
        assert "articles/2020/10/sama/" in fault


def test_one_id_goes_to_the_older() -> None:
    """A copied file with the copied id does not become a second item of the feed."""
    older, copy = entry("Karangan asli", id="urn:x:1"), entry("Karangan salinan", id="urn:x:1", date=at(6))
    kept, (fault,) = clashes(copy, older)
    assert kept == [older.path]
    assert "has the same id as" in fault
    assert "urn:x:1" in fault


def test_equal_dates_go_by_path() -> None:
    """Of two that are equally old the one that comes first by name keeps its place, on every machine."""
    kept, _ = clashes(entry(slug="sama", path="b.md"), entry(slug="sama", path="a.md"))
    assert kept == ["a.md"]


def test_three_of_one_address() -> None:
    """Each one that lost is told, and told who won."""
    kept, faults = clashes(*(entry(slug="sama", path=f"{name}.md", id=f"urn:x:{name}") for name in "cab"))
    assert kept == ["a.md"]
    assert [fault.split(":")[0] for fault in faults] == ["content/b.md", "content/c.md"]
    assert all("content/a.md, which keeps it" in fault for fault in faults)


def test_one_that_lost_takes_nothing_with_it() -> None:
    """An entry that is set aside holds neither its id nor its address against others."""
    first, second = entry(slug="a", id="urn:x:1", path="1.md"), entry(slug="a", id="urn:x:2", path="2.md")
    third = entry(slug="b", id="urn:x:2", path="3.md")
    kept, _ = clashes(first, second, third)
    assert kept == ["1.md", "3.md"]


def test_the_address_is_that_of_the_sites_zone() -> None:
    """An article of the last evening of a month in London stands in Jakarta's next month."""
    late = entry(slug="a", date=datetime(2020, 10, 31, 20, 0, tzinfo=UTC))
    assert assemble.address_of(late, JAKARTA) == "articles/2020/11/a/"
    assert assemble.address_of(late, ZoneInfo("Europe/London")) == "articles/2020/10/a/"


# ------------------------------------------------------------------ the site


def test_newest_first() -> None:
    """Entries stand in the order of their moments, whatever zones they are written in."""
    tokyo = timezone(timedelta(hours=9))
    first, second = (
        entry("Karangan satu", date=at(9, 10)),
        entry("Karangan dua", date=datetime(2020, 10, 9, 11, 30, tzinfo=tokyo)),
    )
    assert [each.entry.title for each in site(first, second).entries] == ["Karangan satu", "Karangan dua"]
    assert site(first, second).entries[0].date == at(9, 10)


def test_equal_moments_have_one_order() -> None:
    """Articles of the same second stand in the same order on every machine."""
    entries = [entry(f"Karangan {number}") for number in range(6)]
    there = [each.entry.id for each in site(*entries).entries]
    assert [each.entry.id for each in site(*reversed(entries)).entries] == there


def test_a_placed_entry() -> None:
    """Address, day in the site's zone, text and summary are derived from the entry."""
    (placed,) = site(
        entry(body="Kalimat *karangan* pertama.\n\nKedua.", date=datetime(2020, 10, 8, 20, 0, tzinfo=UTC))
    ).entries
    assert placed.address == "articles/2020/10/karangan-jembatan-antah/"
    assert (placed.day, placed.month) == (date(2020, 10, 9), "2020/10")
    assert placed.text == "Kalimat karangan pertama. Kedua."
    assert placed.summary == "Kalimat karangan pertama."
    assert "<em>karangan</em>" in placed.html


def test_the_editors_summary_wins() -> None:
    """A summary in the entry stands instead of the opening words."""
    (placed,) = site(entry(summary="Ringkasan karangan.")).entries
    assert placed.summary == "Ringkasan karangan."


@pytest.mark.parametrize("words", [1, 44, 45, 46, 500])
def test_a_long_opening_is_cut_at_a_word(words: int) -> None:
    """A summary is the opening itself, or its first words and an ellipsis: nothing else."""
    text = " ".join(f"kata{number}" for number in range(words))
    short = assemble.shortened(text)
    assert short == text if words <= assemble.SUMMARY_WORDS else text.startswith(short.removesuffix("…"))
    assert len(short.split()) <= assemble.SUMMARY_WORDS
    assert short.endswith("…") is (words > assemble.SUMMARY_WORDS)


def test_months() -> None:
    """Each month with articles is a group, newest first, under its own address."""
    made = site(
        entry("Karangan a"), entry("Karangan b", date=at(1, month=12)), entry("Karangan c", date=at(2, month=12))
    )
    assert [(group.address, len(group.entries)) for group in made.months] == [("2020/12/", 2), ("2020/10/", 1)]


def test_outlets() -> None:
    """Each outlet is a group by its slug; an article without one is in none."""
    made = site(entry("Karangan a"), entry("Karangan b", outlet="Kabar Berantah"), entry("Karangan c", outlet=None))
    assert [(name, group.address, len(group.entries)) for name, _, group in made.outlets] == [
        ("Kabar Berantah", "outlets/kabar-berantah/", 1),
        ("Warta Antah", "outlets/warta-antah/", 1),
    ]
    assert [known.homepage if known else None for _, known, _ in made.outlets] == [None, "https://warta-antah.example/"]


def test_an_outlet_under_two_spellings_is_one() -> None:
    """`Warta Antah` and `warta antah` share a page, because they share an address."""
    made = site(entry("Karangan a"), entry("Karangan b", outlet="warta antah"))
    assert [len(group.entries) for _, _, group in made.outlets] == [2]


def test_topics() -> None:
    """A topic holds what its words match, what is pinned to it, and nothing that is kept out."""
    matched, pinned = (
        entry("Karangan: Jembatan Antah"),
        entry("Karangan lain", body="Tidak ada.", topics=("jembatan-antah",)),
    )
    out, other = (
        entry("Karangan: Jembatan Antah II", not_topics=("jembatan-antah",)),
        entry("Karangan: Cuaca", body="Cerah."),
    )
    ((definition, members),) = site(matched, pinned, out, other).topics
    assert definition is BRIDGE
    assert members.address == "topics/jembatan-antah/"
    assert {each.entry.title for each in members.entries} == {"Karangan: Jembatan Antah", "Karangan lain"}


def test_a_topic_without_articles_is_there() -> None:
    """A topic that nothing matches yet has its page all the same."""
    ((_, members),) = site().topics
    assert members.entries == ()


def test_membership_has_a_reason() -> None:
    """Every verdict on an entry and a topic says why."""
    (placed,) = site(entry("Karangan: Cuaca", body="Cerah di Antah.")).entries
    (membership,) = placed.memberships
    assert membership.verdict is TopicVerdict.OUT
    assert membership.reason
    assert not placed.is_in("jembatan-antah")
    assert not placed.is_in("tidak-ada")


def test_a_window_is_in_the_sites_zone() -> None:
    """A topic's first and last day are days of the site, not of London."""
    window = replace(BRIDGE, start=date(2020, 10, 9), end=date(2020, 10, 9))
    inside = entry(date=datetime(2020, 10, 8, 17, 0, tzinfo=UTC))
    for moment, shown in ((0, True), (-1, False), (24 * 3600 - 1, True), (24 * 3600, False)):
        each = replace(inside, date=datetime(2020, 10, 8, 17, 0, tzinfo=UTC) + timedelta(seconds=moment))
        assert site(each, topics=(window,)).entries[0].is_in("jembatan-antah") is shown, moment


def test_groups_keep_the_order() -> None:
    """Within a group entries stand as they stood before."""
    entries = site(*(entry(f"Karangan {number}", date=at(number)) for number in range(1, 9))).entries
    grouped = assemble.groups(entries, lambda each: str(each.day.day % 2))
    assert [each.day.day for each in grouped["0"]] == [8, 6, 4, 2]
    assert [each.day.day for each in grouped["1"]] == [7, 5, 3, 1]


def test_the_order_of_entries_does_not_matter() -> None:
    """A site is the same from entries in any order."""
    entries = [
        entry(f"Karangan {number}", date=at(1 + number % 5), outlet=f"Warta {number % 3}") for number in range(9)
    ]
    assert site(*entries) == site(*reversed(entries))


def test_an_unknown_outlet_is_no_fault() -> None:
    """An outlet of which nothing is known still has its page."""
    made = site(entry(outlet="Koran Rekaan"), outlets=(outlet("Lain"),))
    assert [(name, known) for name, known, _ in made.outlets] == [("Koran Rekaan", None)]
