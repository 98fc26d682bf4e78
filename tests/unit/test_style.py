"""The style sheet keeps its promises: tokens at its top, both directions of writing, nothing fetched, one size for all."""

from __future__ import annotations

import re
import zlib

from making import ROOT

from kliping.site import templates

SOURCE = (ROOT / "templates" / templates.STYLE).read_text("utf-8")
SHEET = templates.stylesheet(SOURCE).data.decode()
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right|float|(?:text-align|clear): *(?:left|right))(?=[:;\s}])"
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")


def rules() -> list[tuple[str, str]]:
    """Selector and declarations of each rule, whatever it is nested in."""
    return re.findall(r"([^{}]+)\{([^{}]*)\}", SHEET)


def test_tokens_stand_at_the_top() -> None:
    """The first rule names all colours and letters; a colour is written nowhere but in tokens."""
    selector, first = rules()[0]
    assert selector == ":root"
    assert {"--paper", "--ink", "--accent", "--serif", "--sans"} <= set(re.findall(r"--[\w-]+(?=:)", first))
    stray = [(name, said) for name, said in rules() if COLOUR.search(re.sub(r"--[\w-]+:[^;]*", "", said))]
    assert not stray
    used, known = set(re.findall(r"var\((--[\w-]+)", SHEET)), set(re.findall(r"(--[\w-]+):", SHEET))
    assert used == known


def test_it_knows_no_left_and_right() -> None:
    """Sides are those of the line of text, so that Arabic and Hebrew pages are mirrored as a whole."""
    assert not PHYSICAL.findall(SHEET)


def test_nothing_is_fetched() -> None:
    """No font, picture or other sheet."""
    assert not re.search(r"url\(|@import|@font-face", SHEET)


def test_wishes_of_readers_are_heard() -> None:
    """Dark rooms, less motion, more contrast, colours of the system, a keyboard, paper."""
    for wish in (
        "prefers-color-scheme: dark",
        "prefers-reduced-motion",
        "prefers-contrast: more",
        "forced-color-adjust",
        ":focus-visible",
        "@media print",
        "@page",
    ):
        assert wish in SHEET, wish


def test_it_is_light() -> None:
    """It takes at most a third of what an article's page may weigh."""
    assert len(zlib.compress(SHEET.encode(), 6)) < 14 * 1024 / 3
