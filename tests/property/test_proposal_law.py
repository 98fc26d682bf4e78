"""Laws of the three-way merge, and of whose is what in the text of an entry."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from kliping import entries, hands
from kliping.ingest import merge, proposal
from kliping.ingest.proposal import Kind
from kliping.records import Capture, Entry, Fate, Row, Wrote

words = st.sampled_from("satu dua tiga empat lima enam tujuh delapan".split())
paragraph = st.lists(words, min_size=1, max_size=2).map(" ".join)
bodies = st.lists(paragraph, max_size=7)
GIVEN = Capture("inbox/a.txt", "0" * 64, 1)


def entry_of(title: str, place: str | None, authors: tuple[str, ...], body: list[str]) -> Entry:
    return Entry("entries/x.md", "urn:x", title, "x", "\n\n".join(body), place=place, authors=authors, capture=GIVEN)


distinct = st.builds(
    entry_of,
    words,
    st.none() | words,
    st.just(()),
    st.lists(words, max_size=6, unique=True).map(sorted),  # in one order: each paragraph is known by its words
)
written = st.builds(entry_of, words, st.none() | words, st.lists(words, max_size=2).map(tuple), bodies)
added = st.lists(
    st.sampled_from(
        [
            "note: Catatan\n",
            "# mengapa\n",
            "\n",
            "topics: [a]\n",
            "keep:\n- Baris\n",
            "memo: |\n  a\n\n  b\n",
            "draft: true\n",
        ]
    ),
    max_size=4,
    unique=True,
).map("".join)


def with_added(text: str, more: str) -> str:
    """An entry's text with lines that a person added before the provenance."""
    return text.replace("\ncapture: ", f"\n{more}capture: ", 1)


def by_hand(entry: Entry, more: str, gap: str) -> str:
    """The text of an entry as a person leaves it: not restamped, with keys of the person's and odd blank lines."""
    return with_added(entries.dump(entry), more).replace("\n\n", gap)


def edited(then: Entry, now: Entry, more: str, gap: str) -> str:
    """An entry that we wrote one way and a person made another."""
    text = by_hand(now, more, gap)
    return text.replace(merge.stamp_of(text), merge.stamp_of(entries.dump(then)))


gaps = st.sampled_from(["\n\n", "\n\n\n", "\n \t\n"])


def offered(on_disk: str, fresh: Entry, base: Wrote | None) -> proposal.Proposal:
    return proposal.of("inbox/a.txt", on_disk, entries.dump(fresh), Row("urn:x", "entries/x.md", wrote=base))


def everything(offer: proposal.Proposal) -> set[int]:
    return {part.number for part in offer.news if part.kind is Kind.PROPOSAL}


def of_row(text: str, row: Row, fresh: Entry) -> proposal.Proposal:
    return offered(text, fresh, row.wrote)


@given(written, written, added)
def test_taking_everything_where_nobody_was_gives_what_cleaning_writes(then: Entry, fresh: Entry, more: str) -> None:
    """An entry that no person changed becomes, taken whole, what cleaning writes now round the person's keys."""
    on_disk = with_added(entries.dump(then), more)
    offer = offered(on_disk, fresh, hands.wrote(on_disk))
    assert not [part for part in offer.news if part.kind is not Kind.PROPOSAL]
    text, row = proposal.taken(offer, everything(offer), settle=True)
    assert entries.dump(fresh).split("\n---\n")[1].strip("\n") == text.split("\n---\n")[1].strip("\n")
    assert hands.keys(text) == hands.keys(entries.dump(fresh))
    assert hands.theirs(text) == more
    assert not merge.is_edited(text)
    assert row.wrote == hands.wrote(entries.dump(fresh))


@given(written, written, written, added, gaps, st.booleans())
def test_taking_nothing_changes_nothing(
    then: Entry, mine: Entry, fresh: Entry, more: str, gap: str, known: bool
) -> None:
    """Without a part taken the entry is what it was, byte by byte."""
    on_disk = edited(then, mine, more, gap)
    offer = offered(on_disk, fresh, hands.wrote(entries.dump(then)) if known else None)
    text, _ = proposal.taken(offer, (), settle=False)
    assert text == hands.normal(on_disk)


@given(written, written, written, added, gaps, st.booleans(), st.data())
def test_a_persons_words_survive_any_take(
    then: Entry, mine: Entry, fresh: Entry, more: str, gap: str, known: bool, data: st.DataObject
) -> None:
    """Whatever is taken: what a person wrote stands there after it, in its order, and what was deleted stays away."""
    on_disk = edited(then, mine, more, gap)
    assume(merge.is_edited(on_disk))
    base = hands.wrote(entries.dump(then))
    offer = offered(on_disk, fresh, base if known else None)
    numbers = data.draw(st.sets(st.sampled_from(sorted(everything(offer)) or [0])))
    text, _ = proposal.taken(offer, numbers, settle=data.draw(st.booleans()))
    theirs = [each for each in hands.paragraphs(on_disk) if hands.digest(each) not in base.body]
    rest = iter(hands.paragraphs(text))
    assert all(each in rest for each in theirs)
    for name, lines in hands.keys(on_disk).items():
        says_something = known or not lines.endswith((": null\n", ": []\n"))
        if says_something and base.keys.get(name) != hands.digest(lines):
            assert hands.keys(text).get(name) == lines
    assert hands.theirs(text) == hands.theirs(on_disk)
    for part in offer.news:
        if part.kind in (Kind.YOURS, Kind.CLASH) and not part.mine and part.fresh and not part.is_key:
            gone = [each for each in part.fresh if each not in "\n\n".join(hands.paragraphs(on_disk))]
            others = [each for other in offer.news if other is not part for each in other.fresh]
            assert not [each for each in gone if each not in others and each in hands.paragraphs(text)]


@given(written, written, written, added, gaps, st.booleans())
def test_what_was_taken_whole_is_quiet(
    then: Entry, mine: Entry, fresh: Entry, more: str, gap: str, known: bool
) -> None:
    """After a whole take nothing is proposed any more, the next run has nothing to say, and taking again changes nothing."""
    on_disk = edited(then, mine, more, gap)
    offer = offered(on_disk, fresh, hands.wrote(entries.dump(then)) if known else None)
    text, row = proposal.taken(offer, everything(offer), settle=True)
    again = of_row(text, row, fresh)
    assert not [part for part in again.news if part.is_open]
    assert proposal.taken(again, everything(again), settle=True) == (text, row)
    assert merge.fate(text, hands.renewed(text, entries.dump(fresh)), row.wrote) is Fate.SAME


@given(distinct, distinct, distinct, gaps, st.data())
def test_what_was_not_taken_stays_proposed(
    then: Entry, mine: Entry, fresh: Entry, gap: str, data: st.DataObject
) -> None:
    """Part by part comes to the same as all at once, and as long as a part is left something is open."""
    on_disk = edited(then, mine, "", gap)
    offer = offered(on_disk, fresh, hands.wrote(entries.dump(then)))
    assume(merge.is_edited(on_disk) and everything(offer))
    one = data.draw(st.sampled_from(sorted(everything(offer))))
    text, row = proposal.taken(offer, {one}, settle=False)
    left = of_row(text, row, fresh)
    was_open = any(part.is_open for part in offer.news if part.number != one)
    assert any(part.is_open for part in left.news) == was_open
    whole, _ = proposal.taken(offer, everything(offer), settle=True)
    assert proposal.taken(left, everything(left), settle=True)[0] == whole


@given(written, written, written, gaps)
def test_giving_way_everywhere_gives_what_cleaning_writes(then: Entry, mine: Entry, fresh: Entry, gap: str) -> None:
    """With every part taken, the person's own too, the entry says what cleaning says."""
    on_disk = edited(then, mine, "", gap)
    offer = offered(on_disk, fresh, hands.wrote(entries.dump(then)))
    text, _ = proposal.taken(offer, {part.number for part in offer.news}, settle=True)
    assert hands.wrote(text) == hands.wrote(entries.dump(fresh))


# ------------------------------------------------------------------ whose is what


@given(written, added)
def test_each_line_is_somebodys(entry: Entry, more: str) -> None:
    """What is theirs and what is ours are together every line of the front matter."""
    text = with_added(entries.dump(entry), more)
    head, _ = hands.divided(hands.normal(text))
    ours = "".join(lines for name, lines in hands.blocks(head) if hands.is_ours(name))
    assert sorted(f"{ours}{hands.theirs(text)}".split("\n")) == sorted(head.removeprefix("---\n").split("\n"))


@given(st.text(st.sampled_from("ab:-#|[]{}\"' \n\t\r\u2028\x0c")))
def test_no_line_of_a_front_matter_is_lost(text: str) -> None:
    """Blocks put together are the head, whatever stands in it."""
    head, rest = hands.divided(hands.normal(f"---\n{text}"))
    assert head + rest == hands.normal(f"---\n{text}")
    assert "---\n" + "".join(lines for _, lines in hands.blocks(head)) == head
    lead, pieces = hands.pieces(f"---\n---\n{text}")
    assert "---\n---\n" + lead + "".join(pieces) == hands.normal(f"---\n---\n{text}")


@given(written, added, written)
def test_what_is_theirs_is_carried_over(entry: Entry, more: str, fresh: Entry) -> None:
    """What a person added is the same after it was put in, and after the entry was written anew; it is no edit."""
    text = with_added(entries.dump(entry), more)
    assert hands.theirs(text) == more
    assert not merge.is_edited(text)
    renewed = hands.renewed(text, entries.dump(fresh))
    assert hands.theirs(renewed) == more
    assert not merge.is_edited(renewed)
    assert merge.stamp_of(renewed) == merge.stamp_of(entries.dump(fresh))
    assert hands.renewed(text, entries.dump(entry)) == text


@given(written, st.sampled_from(["urn:lain", '"urn:x y"', "urn:z  # dari mana"]))
def test_identity_stays(entry: Entry, said: str) -> None:
    """An id that a person gave stays in its line when the entry is written anew."""
    text = entries.dump(entry).replace("\nid: urn:x\n", f"\nid: {said}\n").replace('\nid: "urn:x"\n', f"\nid: {said}\n")
    assert f"\nid: {said}\n" in text
    assert f"\nid: {said}\n" in hands.renewed(text, entries.dump(replace(entry, title="lain")))
    assert not merge.is_edited(text)
