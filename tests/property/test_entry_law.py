"""The entry file holds whatever an entry holds, and tells a person's change from our own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from string import ascii_lowercase, digits
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kliping import entries, hands
from kliping.ingest import merge
from kliping.records import Capture, Correction, Entry, Fate, Image, Wishes

ODD = """
no No NO yes on off y n null Null ~ true True false False none None 12:30 1e3 1.10 0x1F 0o17 007 1_000 -1 .5 +1 .inf .nan
2020-10-30 2020-10-30T18:45:00+07:00 = << # #x a#b - -- --- ... -x x- : a: :a a:b ? ?x ! !x !!str & &a * *a [ ] { } , a,b | > % @ `
' '' " "" \\ \\n \\" “ ” ’ é ß İ ı ﬁ \u0301 \u200b \u200d \u2028 \u2029 \x85 \xa0 \x7f \x00 \x1b \ufeff \ufffe \U0001f389 \U0001f468\u200d\U0001f469
id: slug: stamp: capture: {file: }\n---\n --- \n...
""".split(" ")
odd_text = st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=5)), max_size=5).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda joint: entries.CONTROLS.sub("", joint.join(parts)))
)
line = odd_text.map(lambda text: " ".join(text.split()))
some = line.filter(bool)
maybe = st.none() | some
names = st.lists(some, max_size=3).map(tuple)
moment = st.datetimes(
    datetime(1000, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(9990, 12, 30),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
body = odd_text.map(lambda text: re.sub(r"\r\n?", "\n", text).strip("\n"))
address = st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"], exclude_characters='<>"'), min_size=1).map(
    lambda rest: "https://x.example/" + "".join(rest.split())
)
jsonish: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | odd_text | st.decimals(-99, 99, places=2).map(float),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd_text, inner, max_size=3),
    max_leaves=6,
)
own = {*entries.KEYS, *hands.SYNONYMS, "status", ""}
extra = st.dictionaries(odd_text.filter(lambda key: key.lower() not in own and key not in own), jsonish, max_size=3)
captures = st.builds(
    Capture,
    file=odd_text.map(lambda text: f"inbox/{text}.txt"),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    rules=st.integers(0, 99),
    saved=st.none() | moment,
)
whole_entries = st.builds(
    Entry,
    path=st.just("entries/2020/10/x.md"),
    id=some.map(lambda text: f"urn:uuid:{entries.id_of(text)[9:]}"),
    title=some,
    slug=line.map(entries.slug_of),
    body=body,
    date=st.none() | moment,
    date_precision=st.sampled_from(entries.PRECISIONS),
    lang=some,
    outlet=maybe,
    url=st.none() | address,
    authors=names,
    editors=names,
    agencies=names,
    place=maybe,
    image=st.none() | st.builds(Image, maybe, maybe, maybe, maybe),
    draft=st.booleans(),
    modified=st.none() | moment,
    publish_date=st.none() | moment,
    expiry_date=st.none() | moment,
    topics=names,
    not_topics=names,
    keep=names,
    drop=names,
    aliases=names,
    key=st.booleans(),
    note=maybe,
    corrections=st.lists(st.builds(Correction, st.dates(date(1000, 1, 1), date(9990, 12, 31)), line), max_size=2).map(
        tuple
    ),
    summary=maybe,
    tags=names,
    weight=st.integers(),
    capture=st.none() | captures,
    extra=extra,
)

few_keys = st.builds(
    Entry,
    path=st.just("entries/2020/10/x.md"),
    id=st.just(entries.id_of("x")),
    title=some,
    slug=st.just("x"),
    body=body,
    place=maybe,
    extra=st.dictionaries(st.sampled_from(["catatan", "stamp"]), line, max_size=1),
    capture=captures,
)  # a file that looks like any other, at a tenth of the cost


def back(entry: Entry) -> Entry:
    return entries.parse(entries.dump(entry), entry.path, UTC)


def unstamped(entry: Entry) -> Entry:
    return replace(entry, capture=replace(entry.capture, stamp="")) if entry.capture else entry


# ------------------------------------------------------------------ dump and parse


NAMED_TRUE = Entry("entries/x.md", "urn:x", "True", "true", "Isi.")


@settings(max_examples=100)
@given(whole_entries)
@example(NAMED_TRUE)
def test_what_is_dumped_is_parsed_back(entry: Entry) -> None:
    """Whatever an entry holds stands in its file: parse(dump(entry)) is the entry, but for the stamp."""
    assert unstamped(back(entry)) == entry


@given(whole_entries)
@example(NAMED_TRUE)
def test_a_dump_is_stable_and_carries_its_own_stamp(entry: Entry) -> None:
    """Dumping what was parsed gives the same bytes, and the stamp in them is the fingerprint of them."""
    text = entries.dump(entry)
    assert entries.dump(back(entry)) == text
    if entry.capture:
        assert merge.stamp_of(text) == hands.fingerprint(text)
        assert not merge.is_edited(text)
    assert text.encode().decode() == text
    assert not text.startswith("\ufeff")


@given(whole_entries)
def test_a_front_matter_has_a_line_for_a_key(entry: Entry) -> None:
    """Each key is one line, so that a diff of an entry reads well, whatever the values hold."""
    head = entries.dump(entry).split("\n---\n", 1)[0].split("\n")[1:]
    assert all(re.match(r'[A-Za-z_]+: |".*": |[\w./ -]+: ', each) for each in head)
    assert len(head) == len({each.split(": ")[0] for each in head})


@given(captures.map(lambda capture: Entry("entries/x.md", "urn:x", "T", "t", "Isi.", capture=capture)))
@example(Entry("entries/x.md", "urn:x", "T", "t", "Isi.", capture=Capture('inbox/Berita "baru".html', "0" * 64)))
def test_the_raw_file_of_an_entry_is_read_back(entry: Entry) -> None:
    """The inbox file that an entry was made from is found in its text, whatever the file is called."""
    assert entry.capture
    assert merge.raw_file_of(entries.dump(entry)) == entry.capture.file


# ------------------------------------------------------------------ fingerprint and fate

texts = st.one_of(few_keys.map(entries.dump), odd_text)


@given(texts, st.integers(0, 3), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_are_no_change(text: str, more: int, end: str, mark: str) -> None:
    """CRLF, CR, a byte-order mark and newlines at the end do not change the fingerprint."""
    assume(not text.startswith("\ufeff"))
    changed = mark + (text + "\n" * more).replace("\r\n", "\n").replace("\n", end)
    assert hands.fingerprint(changed) == hands.fingerprint(text)


@given(few_keys, st.data())
def test_any_other_change_is_a_change(entry: Entry, data: st.DataObject) -> None:
    """One sign changed, added or removed anywhere but in the stamp and the line ends is seen, or is carried over."""
    text = entries.dump(entry)
    place = data.draw(st.integers(0, len(text.rstrip("\n")) - 1))
    sign = data.draw(st.sampled_from([" ", "x", "-", "\t", "", "1"]))
    changed = text[:place] + sign + text[place + data.draw(st.integers(0, 1)) :]
    assume(hands.normal(changed) != hands.normal(text))
    assert merge.is_edited(changed) or not_ours(changed) != not_ours(text)


def not_ours(text: str) -> list[str]:
    """The lines of the front matter that cleaning does not decide: identity, and what a person added."""
    head, _ = hands.divided(hands.normal(text))
    return [lines for name, lines in hands.blocks(head) if name in hands.IDENTITY or name not in hands.OURS]


STYLES: Mapping[str, tuple[str, str, str]] = {
    "in a line": ("[", ", ", "]"),
    "indented": ("\n  - ", "\n  - ", ""),
    "at the margin": ("\n- ", "\n- ", ""),
    "over several lines": ("[\n  ", ",\n  ", ",\n]"),
}


@given(few_keys, names, names, st.sampled_from(sorted(STYLES)), st.booleans())
def test_lines_to_keep_and_drop_are_no_edit(
    entry: Entry, keep: tuple[str, ...], drop: tuple[str, ...], style: str, last: bool
) -> None:
    """However a person writes the two lists, they are read, carried over, and the rest of the entry is still ours."""
    opened, between, closed = STYLES[style]
    rows = "".join(
        f"{key}: {opened}{between.join(map(entries.quoted, lines))}{closed}\n"
        for key, lines in (("keep", keep), ("drop", drop))
        if lines
    )
    head, rest = entries.dump(entry).split("\ncapture:", 1)
    capture, body = rest.split("\n", 1)
    wished = f"{head}\ncapture:{capture}\n{rows}{body}" if last else f"{head}\n{rows}capture:{capture}\n{body}"
    assert not merge.is_edited(wished)
    assert entries.wishes(wished) == Wishes(keep, drop)
    assert merge.is_edited(f"{wished}Tambahan.\n")
    assert hands.theirs(wished).endswith(rows) or not rows
    assert not merge.is_edited(f"{wished}".replace("---\ntitle: ", "---\nnote: x\n# mengapa\n\ntitle: ", 1))


@given(st.none() | few_keys.map(entries.dump), few_keys.map(entries.dump), st.sampled_from("nebw"))
def test_fate_is_its_truth_table(written: str | None, fresh: str, edit: str) -> None:
    """CREATE, SAME, UPDATE and KEEP follow from: is it there, was a person here, is it what we would write."""
    on_disk = {
        "n": written,
        "e": None if written is None else written + "\nSebuah kalimat dari editor.\n",
        "b": None if written is None else written.replace("\n", "\r\n"),
        "w": fresh,
    }[edit]
    if on_disk is None:
        expected = {Fate.CREATE}
    elif hands.normal(on_disk) == hands.normal(fresh) or merge.stamp_of(on_disk) == merge.stamp_of(fresh):
        expected = {Fate.SAME}
    elif merge.is_edited(on_disk):
        expected = {Fate.KEEP}
    else:
        expected = {Fate.UPDATE}
    assert {merge.fate(on_disk, fresh)} == expected


@given(few_keys.map(entries.dump), few_keys.map(entries.dump), st.data())
def test_a_hand_edit_is_never_overwritten(written: str, fresh: str, data: st.DataObject) -> None:
    """Whatever a person changes in a file that we wrote, it is kept as it is, or stands in what is written instead."""
    place = data.draw(st.integers(0, len(written.rstrip("\n")) - 1))
    edited = written[:place] + data.draw(st.sampled_from(["x", " ", "", "-"])) + written[place + 1 :]
    assume(hands.normal(edited) != hands.normal(written))
    assume(hands.normal(edited) != hands.normal(fresh))
    if merge.fate(edited, fresh) is Fate.UPDATE:
        kept = not_ours(hands.renewed(edited, fresh))
        identity = hands.IDENTITY & {lines.partition(":")[0] for lines in not_ours(edited)}
        assert [each for each in kept if each.partition(":")[0] not in hands.IDENTITY - identity] == not_ours(edited)


@given(st.text(), few_keys.map(entries.dump))
def test_a_file_that_we_did_not_write_is_never_overwritten(text: str, fresh: str) -> None:
    """A file without our stamp is a person's."""
    assume(hands.normal(text) != hands.normal(fresh))
    assert merge.fate(text, fresh) in (Fate.SAME, Fate.KEEP)


# ------------------------------------------------------------------ names


@settings(max_examples=300)
@given(st.one_of(st.text(), odd_text, st.text(ascii_lowercase + digits + " -", min_size=70, max_size=200)))
@example("CON")
@example("com1")
@example("a" * 100)
@example("x " * 60)
@example("a" * 79 + " bc")
@example("漢字だけ")
@example("")
@example("!!!")
@example("İstanbul'da ateşkes")
def test_a_slug_is_safe_everywhere(text: str) -> None:
    """A slug is lower-case ASCII, at most 80 characters, no reserved name, and its own slug."""
    slug = entries.slug_of(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
    assert slug not in entries.RESERVED
    assert entries.slug_of(slug) == slug


@given(st.text(), st.integers(8, 80))
def test_a_slug_keeps_its_limit(text: str, limit: int) -> None:
    """A slug is never longer than asked, even when its words are."""
    assert len(entries.slug_of(text, limit)) <= max(limit, 11)


@given(st.text())
def test_an_id_is_a_urn_for_life(source: str) -> None:
    """The same source gives the same id, a version 5 UUID (RFC 9562)."""
    assert re.fullmatch(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", entries.id_of(source)
    )
    assert entries.id_of(source) == entries.id_of(source)
