"""The self-test of feeds: sound ones pass, and each rule catches what breaks it, naming the feed and the item."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping.records import Output
from kliping.site import feed_rules

BASE = "https://kliping.example/"
DATA = tomllib.loads((Path(__file__).parent / "feed_rules.toml").read_text("utf-8"))
GOOD: dict[str, str] = {path: text.strip() for path, text in DATA["good"].items()}


def said(path: str, text: str, most: int = feed_rules.MOST_BYTES) -> list[str]:
    return [fault.what for fault in feed_rules.broken([Output(path, text.encode())], BASE, most)]


@pytest.mark.parametrize("path", sorted(GOOD))
def test_a_sound_feed_passes(path: str) -> None:
    """Each format as it should be."""
    assert said(path, GOOD[path]) == []


@pytest.mark.parametrize("case", DATA["broken"], ids=lambda case: f"{case['feed']} {case['says'][:40]}")
def test_a_broken_feed_is_caught(case: dict[str, Any]) -> None:
    """One change breaks one rule, and the message says which item breaks it."""
    good = GOOD[case["feed"]]
    assert case["from"] in good
    found = said(case["feed"], good.replace(case["from"], case["to"], 1))
    assert any(each.startswith(case["says"]) for each in found), found


def test_every_rule_has_a_fixture() -> None:
    """Each function that finds fault is reached by some broken feed; without it that feed would pass."""
    for rule in feed_rules.RULES:
        caught = [case for case in DATA["broken"] if is_caught_by(rule, case)]
        assert caught, rule.__name__


def is_caught_by(rule: Any, case: dict[str, Any]) -> bool:
    text = GOOD[case["feed"]].replace(case["from"], case["to"], 1)
    try:
        found = feed_rules.read(Output(case["feed"], text.encode()))
    except feed_rules.Unreadable:
        return False
    return bool(found and list(rule(found)))


def test_a_feed_that_is_too_large_is_caught() -> None:
    """The bytes are counted as they are sent."""
    size = len(GOOD["feed.xml"].encode())
    assert said("feed.xml", GOOD["feed.xml"], size) == []
    assert said("feed.xml", GOOD["feed.xml"], size - 1) == [
        f"is {size} bytes long, and no feed may have more than {size - 1}"
    ]


def test_a_fault_names_file_and_remedy() -> None:
    """An editor learns which feed it is, that the old site stands, and whom to tell."""
    (fault,) = feed_rules.broken([Output("topics/x/feed.xml", b"<rss")], BASE)
    assert str(fault).startswith("output/topics/x/feed.xml: is not well-formed XML")
    assert "the site that was there before stands" in fault.remedy


def test_a_list_of_feeds_is_no_feed() -> None:
    """OPML has to be well-formed and nothing else."""
    assert said("opml.xml", '<opml version="2.0"><head/><body/></opml>') == []
    assert said("opml.xml", "<opml>")


def test_entities_are_not_opened() -> None:
    """A feed that asks for another file gets none."""
    text = GOOD["feed.xml"].replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss', 1)
    assert not [each for each in said("feed.xml", text.replace("Rekaan satu.", "&x;", 1)) if "localhost" in each]


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        *((path, encoding) for path in ("feed.xml", "atom.xml") for encoding in ("UTF-8", "UTF-16", "ISO-8859-1")),
        *(("feed.json", encoding) for encoding in ("UTF-8", "UTF-16")),
    ],
)
@pytest.mark.parametrize("sign", ["\x7f", "\x80", "\x93", "«", "\xa0", "한", "ｆ", "\ufeff", "😀"])
def test_control_characters_are_found_as_they_are(path: str, encoding: str, sign: str) -> None:
    """Neither another encoding nor what looks like them in UTF-8 leads the search astray."""
    text = GOOD[path].replace('"UTF-8"', f'"{encoding}"').replace("Rekaan satu.", f"Rekaan {sign} satu.")
    data = text.encode(encoding, "xmlcharrefreplace")
    assert bool(feed_rules.broken([Output(path, data)], BASE)) == (sign < "\xa0")


def test_no_control_character_is_made_of_harmless_bytes() -> None:
    """What the quick look passes over holds none."""
    for sign in map(chr, range(0x11_000)):
        if feed_rules.CONTROL.match(sign):
            assert sign.encode("utf-8", "surrogatepass").translate(None, feed_rules.HARMLESS), hex(ord(sign))


@given(st.from_regex(feed_rules.USUAL, fullmatch=True))
def test_usual_addresses_are_absolute_at_a_closer_look(address: str) -> None:
    """The short way says of no address what the long way would not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed_rules, "USUAL", re.compile("(?!)"))
        assert feed_rules.is_absolute(address)
