"""The site's sign in tabs and on home screens: the letter that its title begins with, or lines as of a clipping."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kliping.records import Output

SIDE: Final = 32
SHEET: Sequence[tuple[int, int, int, int]] = ((8, 8, 24, 12), (8, 15, 24, 17), (8, 19, 24, 21), (8, 23, 18, 25))
"""A clipping: headline and three lines, as left, top, right and bottom in a square of 32."""
SVG: Final = "favicon.svg"


@dataclass(frozen=True, slots=True)
class Icon:
    """A square icon to be drawn; without a letter it shows a clipping."""

    letter: str
    size: int
    is_ico: bool = False


def initials(source: str) -> Mapping[str, str]:
    """The outline of each letter that there is one of, as the `d` of an SVG path in a square of 32."""
    return {line[0]: line[2:] for line in source.splitlines() if line}


def letter(title: str, known: Collection[str]) -> str:
    """The first letter or digit of a title as a capital, without its accent if there is no outline with it."""
    first = next((sign for sign in unicodedata.normalize("NFC", title) if sign.isalnum()), "")
    for each in (first.upper(), unicodedata.normalize("NFD", first.upper())[:1]):
        if each in known:
            return each
    return ""


def svg(sign: str, outlines: Mapping[str, str]) -> Output:
    """The icon that scales."""
    path = outlines.get(sign) or "".join(
        f"M{left} {top}H{right}V{bottom}H{left}Z" for left, top, right, bottom in SHEET
    )
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" rx="5" fill="#8c1d18"/><path d="{path}" fill="#fcfbf8"/></svg>\n'
    )
    return Output(SVG, text.encode())


def wanted(sign: str, static: Iterable[Output]) -> Mapping[str, Icon]:
    """The icons to be drawn, by path, for old browsers and for home screens; the editor's own are not."""
    own = {each.path.casefold() for each in static}
    made = {"favicon.ico": Icon(sign, SIDE, is_ico=True), "apple-touch-icon.png": Icon(sign, 180)}
    return {path: each for path, each in made.items() if path not in own}


def without_own(made: Iterable[Output], static: Iterable[Output]) -> list[Output]:
    """Files of ours of which the editor has none."""
    own = {each.path.casefold() for each in static}
    return [each for each in made if each.path not in own]
