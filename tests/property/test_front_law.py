"""Front matter read without PyYAML is what PyYAML reads: the same values, types, lines and faults.

The long run, some minutes:  python tests/property/test_front_law.py 200000 [FOLDER OF ENTRIES …]
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slugify import slugify
from test_entry_law import whole_entries

from kliping import entries, front, hands
from kliping.records import Capture, Correction, Entry, Image

WORDS = """
Kota warga R&D AT&T AFP/Reuters iNews.id Rp1,5 (a) a-b a_b it's "x" “q” ‘r’ é İ 東京 عربي 🎉 … – — = == ~ ~x x~ @x x@ !x x! !!str &x *x %x x% $x ^ ` `x | > x> < ? ?x x?
: a: :a a:b a:: http://x.test/a_b?c=d&e=f https://x.test 12:30 # #x a#b - -- --- ... -x x- , a,b [ ] [a] [] { } {} {a} {a: b} a} \\ \\n \\" ' '' "" a"b
null Null NULL nUll ~ true True TRUE false no yes on off y n 0 -0 1 -1 +1 007 1_000 1.5 1.50 -2.25 .5 1e3 0x1F ٣ 2٣ 2020-10-30 2020-10-30T18:45:00+07:00 .inf .nan << =
""".split()
NAMES = [
    *entries.KEYS,
    *hands.SYNONYMS,
    *"catatan Lastmod x-y x_y x.y null Null true 1 é a-1 _a -a stamp <<".split(),
    "a b",
    "",
    '"title"',
    "'lang'",
]
ODD = [
    "\t",
    "  ",
    "\u00a0",
    "\u0085",
    "\u2028",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\x00",
    "\x07",
    "\x7f",
    "\ue000",
    "\n",
    "\n ",
    "\n  - ",
    " #",
    "# ",
    ": ",
    ":",
]
VALUES = [
    "",
    " ",
    "|\n  a",
    ">\n  a\n",
    "\n  a",
    "\n- a\n- b",
    "\n  - a",
    "'a'",
    "''",
    "'it''s'",
    '"a" b',
    '"a',
    '"a\\',
    "&a b",
    "*a",
    "!!int 3",
    "!x y",
    "[a",
    "a]",
    "[a,b]",
]
VALUES += [
    "[a , b]",
    "[a, b,]",
    "[, a]",
    "[ a]",
    "[a ]",
    "[[a]]",
    "[{a: b}]",
    "[{a: b}, c]",
    "[{a: b}, {a: c, a: d}]",
    "{a}",
    "{a: }",
    "{a: b,}",
    "{a:b}",
    "{null: 1}",
    "{1: 2}",
    "{? a : b}",
]
VALUES += [
    '"\\u0041\\u00a0\\u2028"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
    '"\\u0007"',
    '"\\x41"',
    '"\\/\\n\\t\\"\\\\"',
    '"\\e"',
    '"\\ "',
    '"\\u12"',
    '"\\uFFFE\\ufeff"',
    '"a\n  b"',
    "a\n  b",
    "a # b",
    "a #b",
    "- a",
]


BETWEEN = [
    " # x",
    "  ",
    "%YAML 1.1",
    "--- a",
    "... ",
    "- a",
    "a",
    "? a",
    "{a: b}",
    "[a]",
    "\u00a0",
    "title",
    "  a",
    "  a: b",
]
CALM = "Kota warga AFP iNews.id a-b a_b (a) é 東京 12:30 3 -2 1.5 true null a:b https://x.test/a 2020-10-30 it's … x%y R&D".split()


def scalar(dice: random.Random, odd: float) -> str:
    """Words in one of the ways in which a text can stand in YAML, right or, as often as it is to be odd, wrong."""
    words = [dice.choice(WORDS if dice.random() < odd else CALM) for _ in range(dice.randint(1, 3))]
    text = dice.choice(ODD).join(words) if dice.random() < odd / 4 else " ".join(words)
    if dice.random() < odd:
        return dice.choice([f" {text}", f"{text} ", f"'{text}'", f'"{text}"', f'"{text}', dice.choice(WORDS)])
    return dice.choice([text, entries.quoted(text), "''"])


def value(dice: random.Random, odd: float) -> str:
    """A scalar, a list, a map, or a list of maps."""
    if dice.random() < odd / 2:
        return dice.choice(VALUES)
    joint = dice.choice([",", " , ", ", , "]) if dice.random() < odd / 4 else ", "
    items = [scalar(dice, odd) for _ in range(dice.randint(0, 3))]
    pairs = [f"{dice.choice(NAMES if dice.random() < odd else ['a', 'file', 'date'])}: {item}" for item in items]
    kind = dice.choice(["scalar", "scalar", "list", "map", "maps"])
    if kind == "scalar":
        return scalar(dice, odd)
    if kind == "list":
        return f"[{joint.join(items)}]"
    return f"{{{joint.join(pairs)}}}" if kind == "map" else f"[{{{joint.join(pairs)}}}, {{{joint.join(pairs[:1])}}}]"


def head(dice: random.Random) -> str:
    """A front matter of lines that are mostly right."""
    odd = dice.choice([0, 0.03, 0.1, 0.5])
    names = dice.sample([*entries.KEYS, "catatan", "x-y"], dice.randint(1, 5))
    lines = [
        f"{dice.choice(NAMES) if dice.random() < odd else name}:"
        f"{dice.choice(['', '  ', ': ', ' ']) if dice.random() < odd / 2 else ' '}{value(dice, odd)}"
        for name in names
    ]
    if dice.random() < 0.2:
        lines.insert(dice.randint(0, len(lines)), dice.choice(["", "# catatan", "#"]))
    if dice.random() < odd:
        lines.insert(dice.randint(0, len(lines)), dice.choice(BETWEEN))
    return "\n".join(lines) + (dice.choice(["", "\n\n", " \n"]) if dice.random() < odd else "\n")


def entry(dice: random.Random) -> Entry:
    """An entry of odd words."""

    def words() -> str:
        return " ".join(" ".join(dice.choices(WORDS, k=dice.randint(1, 4))).split())

    def some() -> tuple[str, ...]:
        return tuple(words() for _ in range(dice.randint(0, 2)))

    when = datetime(
        dice.randint(1001, 9990), 2, 3, dice.randint(0, 23), 5, tzinfo=timezone(timedelta(hours=dice.randint(-12, 14)))
    )
    file = f"inbox/{words()}.txt"
    return Entry(
        "entries/x.md", entries.id_of(words()), words(), "x", words(), date=dice.choice([when, None]), outlet=words(),
        url=dice.choice([None, "https://x.test/a?b=c"]), authors=some(), topics=some(), keep=some(), place=words(),
        image=dice.choice([None, Image(words(), words())]), weight=dice.randint(-2, 2), draft=dice.random() < 0.5,
        corrections=(Correction(when.date(), words()),) * dice.randint(0, 2), note=dice.choice([None, words()]),
        extra={dice.choice(["catatan", "a b", "x-y"]): dice.choice([1, -1.5, True, None, words(), [words(), 2], {"a": words()}, [{"a": 1}, {"b": words()}]])},
        capture=dice.choice([None, Capture(file, "0" * 64, 3, saved=when), Capture(file, "ab" * 32, 3)]),
    )  # fmt: skip


def mutated(dice: random.Random, text: str) -> str:
    """A text with a few characters gone, doubled or put in."""
    for _ in range(dice.randint(0, 3)):
        at = dice.randint(0, len(text))
        new = dice.choice([*"\"'\\:#,[]{}-?*&!|>%@` \t\r\n~", "\r\n", ": ", " #", *ODD, *WORDS])
        text = text[:at] + dice.choice(["", new, text[at : at + 9], new]) + text[at + dice.choice([0, 0, 1, 5]) :]
    return text


def read(head: str) -> tuple[Any, ...]:
    """What PyYAML reads: values with their types, and lines; or the faults."""
    try:
        values, lines = entries.of_yaml(head, "x.md", 2)
    except entries.EntryError as error:
        return (error.faults,)
    return typed(values), lines


def typed(value: Any) -> Any:
    """A value in which 1, 1.0 and True are three."""
    if isinstance(value, dict):
        return [(typed(key), typed(each)) for key, each in value.items()]
    return [typed(each) for each in value] if isinstance(value, list) else (type(value), value)


def is_same(head: str) -> bool:
    """Whether a front matter is left to PyYAML; if not, it has to be read as PyYAML reads it."""
    if entries.is_too_deep(head):
        return False
    found = front.written(head, 2, entries.is_typed)
    if found is None:
        return False
    assert (typed(found[0]), found[1]) == read(head), f"{head!r}\nfront {found}\nyaml  {read(head)}"
    return True


def head_of(text: str) -> str:
    try:
        return entries.split(hands.normal(text), "")[0]
    except entries.EntryError:
        return text


def compared(number: int, seed: int) -> int:
    """How many of so many heads are read without PyYAML; all those are read right."""
    dice = random.Random(seed)
    heads = (
        head(dice) if dice.random() < 0.6 else head_of(mutated(dice, entries.dump(entry(dice)))) for _ in range(number)
    )
    return sum(map(is_same, heads))


@pytest.mark.parametrize("seed", range(4))
def test_many_heads(seed: int) -> None:
    """Twelve thousand heads in all, the same ones in each run: of those read without PyYAML, none differs."""
    assert compared(3000, seed) > 700


@settings(max_examples=60)
@given(whole_entries, st.randoms(use_true_random=False))
def test_dumps_and_what_is_left_of_them(entry: Entry, dice: random.Random) -> None:
    """What `dump` writes, whole and with a few characters changed, is read as PyYAML reads it."""
    text = entries.dump(entry)
    is_same(head_of(text))
    is_same(head_of(mutated(dice, text)))


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["\n", ": ", " ", ", ", *NAMES, *WORDS, *VALUES, *ODD]) | st.text(max_size=3), max_size=9
    ).map("".join)
)
@example("a: [a , b]\n")
@example("null: a\n")
@example("a: b\na: c\n")
@example("updated: 2020-01-01\nmodified: 2020-01-01\n")
@example('title: "' + "- " * 300 + '"\n')
@example("title: a\n\n# x\n  b\n")
@example('a: "x"\n b: c\n')
def test_any_head(text: str) -> None:
    """Whatever stands in a front matter, it is left to PyYAML or read as PyYAML reads it."""
    is_same(text)


def test_what_needs_no_pyyaml() -> None:
    """What is written for articles without odd signs is read without it, comments of a person included."""
    plain = Entry(
        "entries/x.md", entries.id_of("x"), 'Satu "dua": é', "satu", "Isi.", date=datetime(2020, 1, 2, 3, 4, tzinfo=UTC), date_precision="minute", lang="id",
        outlet="Harian Umpama", url="https://x.test/a-b_c", authors=("A B", "C: D"), capture=Capture("inbox/a b.txt", "0" * 64, 3, saved=datetime(2020, 1, 2, tzinfo=UTC)),
        image=Image("Foto: x", "AFP"), corrections=(Correction(datetime(2020, 1, 2, tzinfo=UTC).date(), "y"),), draft=True, weight=-3, keep=("a",),
    )  # fmt: skip
    text = entries.dump(plain).replace("lang:", "# catatan\n\nlang:")
    assert is_same(head_of(text))
    assert replace(entries.parse(text, plain.path, UTC), capture=None, extra={}) == replace(
        plain, capture=None, extra={}
    )
    files = sorted((Path(__file__).resolve().parents[2] / "content" / "entries").rglob("*.md"))
    assert files
    assert all(is_same(head_of(file.read_text("utf-8"))) for file in files)


# ------------------------------------------------------------------ what else is told in a cheaper way


def old_split(text: str) -> Sequence[str] | None:
    found = re.match(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", text, re.S | re.M)
    return (found[1], text[found.end() :]) if found else None


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["---", "...", "\n", "\n", " ", "\t", "a", "--", "\r", "\u2028", "\x0c"]), max_size=12
    ).map("".join)
)
def test_where_the_front_matter_ends(text: str) -> None:
    """The first line of --- or ... ends it."""
    for each in (text, "---\n" + text, "---\n" + text + "\n---\n" + text):
        try:
            found: Sequence[str] | None = entries.split(each, "")[:2]
        except entries.EntryError:
            found = None
        assert found == old_split(each)


@settings(max_examples=300)
@given(
    st.text()
    | st.text("\x00\x08\t\n\x0b\x1f ~\x7f\x80\x85\x9f\xa0é\ud7ff\ud800\udfff\ue000\ufffd\ufffe\uffff😀", max_size=9)
)
def test_no_control_is_overlooked(text: str) -> None:
    """Whoever is told that a text holds no control loses nothing by not looking for one."""
    if not entries.has_controls(text):
        assert entries.CONTROLS.sub("", text) == text
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]", text)


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from([*WORDS, "satu", "dua-tiga", "10,5", "&amp;", "&#65;", "--", "'", ",", "a" * 30, "con", "é"])
        | st.text(max_size=3),
        max_size=9,
    ),
    st.sampled_from(["", " ", "-"]),
    st.sampled_from([80, 24, 76, 10, 1, 0, -1]),
)
@example(["a" * 80], "", 80)
@example(["a" * 40, "b" * 39], "-", 80)
def test_a_slug_is_what_slugify_makes(parts: list[str], joint: str, limit: int) -> None:
    """Names in ASCII have the slug that slugify gives them."""
    words = joint.join(parts)
    whole = slugify(words, max_length=limit, word_boundary=True, save_order=True, backend="text-unidecode")
    slug = entries.slug_of(words, limit)
    assert slug == (f"{whole}-1" if whole in entries.RESERVED else whole) or (
        not whole and re.fullmatch("x[0-9a-f]{10}", slug)
    )
    assert len(slug) > 80 or entries.slug_of(slug) == slug


if __name__ == "__main__":
    wanted, folders = int(sys.argv[1]), sys.argv[2:]
    done = sum(compared(10_000, seed) for seed in range(100, 100 + wanted // 10_000))
    print(f"{wanted} heads, {done} of them without PyYAML: all the same")
    for folder in folders:
        heads = [head_of(file.read_text("utf-8")) for file in sorted(Path(folder).rglob("*.md"))]
        print(f"{folder}: {len(heads)} entries, {sum(map(is_same, heads))} without PyYAML: all the same")
