"""Social cards and icons as PNG: the same values give the same bytes on every machine.

For that the fonts are our own, their signs stand where Pillow's basic layout puts them, and the file holds nothing but the
picture. It has few colours and is packed as runs of one colour: so one card takes 3 ms, and every zlib packs it alike.
"""

from __future__ import annotations

import functools
import hashlib
import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kliping.site.cards import DRAWING, SIZE, Card
from kliping.site.icons import SHEET, SIDE, Icon

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = SIZE
LEFT: Final = 84
BROAD: Final = WIDTH - 2 * LEFT
PAPER, SOFT, INK, LINE, ACCENT = 0, 3, 4, 5, 9
RED: Sequence[int] = (PAPER, 6, 7, 8, ACCENT, *range(5, 256))
"""What stands for each colour where ink, and each step from paper to it, is to be red."""
COLOURS: Sequence[tuple[int, int, int]] = (
    *((252, 251, 248), (196, 195, 192), (140, 139, 136), (85, 83, 80), (29, 27, 24)),
    (217, 212, 199),
    *((224, 196, 192), (196, 140, 136), (168, 85, 80), (140, 29, 24)),
)
SIZES: Sequence[tuple[int, int]] = ((92, 2), (76, 3), (62, 4), (52, 5))
"""Sizes of a headline, the largest first, and how many lines of each there is room for."""
NAME_SIZES: Sequence[tuple[int, int]] = ((128, 1), (96, 2), (72, 2))
SIZES_ABOVE_TEXT: Sequence[tuple[int, int]] = ((76, 2), (62, 3), (52, 4))
LEADING: Final = 1.18
"""From line to line of a headline, and of smaller text."""
LEADING_OF_TEXT: Final = 1.32
LONGEST: Final = 600
"""More signs of a text have no room, however narrow they are."""
TALL: Final = 0.79
"""Size of an icon's letter, as a share of the icon's: its outline in `initials.txt` is as tall."""
ELLIPSIS: Final = "…"
RUNS: Final = 3
"""zlib's strategy for runs of one byte, `Z_RLE`."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts as they are in their files."""

    headline: bytes
    text: bytes


@dataclass(frozen=True, slots=True)
class Glyph:
    """A sign as it is put on a picture: how dark it is where, and its place beside the pen."""

    mask: Image | None
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Face:
    """A font at one size; what its signs look like is found out once."""

    font: FreeTypeFont
    glyphs: dict[str, Glyph] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)

    def glyph(self, sign: str) -> Glyph:
        if sign not in self.glyphs:
            self.glyphs[sign] = glyph(sign, self.font)
        return self.glyphs[sign]

    def step(self, pair: str) -> float:
        """From the first of two signs to the second; from one alone to where it ends."""
        if pair not in self.steps:
            self.steps[pair] = self.font.getlength(pair) - (self.font.getlength(pair[1:]) if pair[1:] else 0)
        return self.steps[pair]

    def width(self, text: str) -> float:
        return sum(self.step(text[at : at + 2]) for at in range(len(text)))


def drawn(fonts: Fonts, what: Card | Icon) -> bytes:
    """The file of a card or an icon."""
    return card(fonts, what) if isinstance(what, Card) else icon(fonts, what)


def key(what: Card | Icon, fonts: Fonts) -> bytes:
    """What a picture is remembered by: it changes with all that the bytes come from."""
    from PIL import __version__  # noqa: PLC0415 - see `face`

    said = f"{DRAWING} {__version__} {digest(fonts)} {what!r}"
    return hashlib.sha256(said.encode()).digest()[:16]


@functools.lru_cache(maxsize=1)
def digest(fonts: Fonts) -> str:
    return hashlib.sha256(fonts.headline + fonts.text).hexdigest()


# ------------------------------------------------------------------ a card


def card(fonts: Fonts, what: Card) -> bytes:
    """A card: name of the site and topic above, headline, outlet and day below; one with a headline alone is the site's own."""
    picture, small = sheet().copy(), face(fonts.text, 30)
    if not (what.site or what.topic or what.outlet or what.date):
        return png(front(picture, fonts, what))
    name = face(fonts.headline, 38)
    write(picture, name, cut(what.site, name, BROAD), LEFT, 92)
    rule(picture, INK, 114, 3)
    if what.topic:
        write(picture, small, cut(what.topic, small, BROAD), LEFT, 170, red=True)
    large, lines = fitted(what.headline, fonts.headline, SIZES_ABOVE_TEXT if what.text else SIZES)
    at = paragraph(picture, large, lines, round(196 + large.font.size))
    if what.text:
        medium = face(fonts.text, 34)
        paragraph(picture, medium, wrapped(what.text, medium, BROAD, 3), at + 8, SOFT, LEADING_OF_TEXT)
    if what.outlet or what.date:
        rule(picture, LINE, 538, 2)
        below(picture, what, small)
    return png(picture)


def front(picture: Image, fonts: Fonts, what: Card) -> Image:
    """The card of the site itself: its name, and what it says of itself."""
    large, lines = fitted(what.headline, fonts.headline, NAME_SIZES)
    medium = face(fonts.text, 38)
    at = paragraph(picture, large, lines, 180 + 70 // max(1, len(lines)))
    below_name = at - round(large.font.size * 0.8)
    rule(picture, INK, below_name, 3)
    paragraph(picture, medium, wrapped(what.text, medium, BROAD, 3), below_name + 74, SOFT, LEADING_OF_TEXT)
    return picture


def paragraph(
    picture: Image, large: Face, lines: Sequence[str], at: int, colour: int = INK, leading: float = LEADING
) -> int:
    """Put lines of text on a picture; where the next one would be."""
    for line in lines:
        write(picture, large, line, LEFT, at, colour)
        at += round(large.font.size * leading)
    return at


def rule(picture: Image, colour: int, top: int, height: int) -> None:
    picture.paste(colour, (LEFT, top, WIDTH - LEFT, top + height))


def below(picture: Image, what: Card, small: Face) -> None:
    """The last line: who published, and when, at the right."""
    room = BROAD
    if what.date:
        width = round(small.width(what.date))
        write(picture, small, what.date, WIDTH - LEFT - width, 584, SOFT)
        room -= width + 40
    if what.outlet:
        write(picture, small, cut(what.outlet, small, room), LEFT, 584)


@functools.cache
def sheet() -> Image:
    """What is the same on every card."""
    picture = blank(WIDTH, HEIGHT, PAPER)
    picture.paste(ACCENT, (0, 0, WIDTH, 14))
    return picture


# ------------------------------------------------------------------ lines


def fitted(text: str, font: bytes, sizes: Sequence[tuple[int, int]]) -> tuple[Face, list[str]]:
    """The largest face in which a text has room, and its lines, about equally long; one that has none is cut."""
    for size, most in sizes:
        large = face(font, size)
        lines = wrapped(text, large, BROAD, most + 1)
        if len(lines) <= most and all(large.width(each) <= BROAD for each in text[:LONGEST].split()):
            return large, even(text, large, lines)
    return large, wrapped(text, large, BROAD, most)


def even(text: str, large: Face, lines: list[str]) -> list[str]:
    """The same text in as many lines with the least width, so that no word is left over."""
    for width in range(BROAD - 40, BROAD // 2, -40):
        narrower = wrapped(text, large, width, len(lines) + 1)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def wrapped(text: str, large: Face, width: float, most: int) -> list[str]:
    """The lines of a text, at most so many; the last one is cut if there are more words."""
    words = list(pieces(text[:LONGEST], large, width))
    space, lines, here, left = large.width(" "), list[str](), list[str](), width
    for number, word in enumerate(words):
        long = large.width(word)
        if here and long > left:
            lines.append(" ".join(here))
            here, left = [], width
            if len(lines) == most:
                return [*lines[:-1], cut(" ".join((lines[-1], *words[number:])), large, width)]
        here.append(word)
        left -= long + space
    return [*lines, " ".join(here)][:most] if here else lines


def pieces(text: str, large: Face, width: float) -> Iterator[str]:
    """The words of a text, those that are longer than a line in parts."""
    for word in text.split():
        rest = word
        while large.width(rest) > width:
            end = next(end for end in range(len(rest), 0, -1) if end == 1 or large.width(rest[:end]) <= width)
            yield rest[:end]
            rest = rest[end:]
        if rest:
            yield rest


def cut(text: str, large: Face, width: float) -> str:
    """A text in one line, with an ellipsis after the last word that has room."""
    if large.width(text[:200]) <= width:
        return text
    kept, words = "", text[:200].split()
    for word in words:
        longer = f"{kept} {word}".strip()
        if large.width(longer.rstrip(" ,;:–—-") + ELLIPSIS) > width:
            break
        kept = longer
    if not kept:
        kept = next(
            words[0][:end]
            for end in range(len(words[0]), -1, -1)
            if end == 0 or large.width(words[0][:end] + ELLIPSIS) <= width
        )
    return kept.rstrip(" ,;:–—-") + ELLIPSIS


# ------------------------------------------------------------------ signs


@functools.lru_cache(maxsize=32)
def face(font: bytes, size: int) -> Face:
    """A font at one size, laid out sign by sign: a shaping library would not be the same everywhere."""
    from PIL import ImageFont  # noqa: PLC0415 - takes 60 ms, only what has to be drawn needs it

    return Face(ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC))


def glyph(sign: str, font: FreeTypeFont) -> Glyph:
    """What one sign looks like, its place counted from the pen on the base line."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - see above

    left, top, right, bottom = (round(each) for each in font.getbbox(sign, anchor="ls"))
    if right <= left or bottom <= top:
        return Glyph(None, 0, 0)
    mask = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(mask).text((-left, -top), sign, 255, font, anchor="ls")
    return Glyph(mask, left, top)


def write(
    picture: Image, large: Face, text: str, at: float, base: int, colour: int = INK, *, red: bool = False
) -> None:
    """Put a line of text on a picture, from `at` on the base line to the right."""
    if red:
        write_red(picture, large, text, round(at), base)
        return
    for number, sign in enumerate(text):
        shape = large.glyph(sign)
        if shape.mask:
            picture.paste(colour, (round(at) + shape.left, base + shape.top), shape.mask)
        at += large.step(text[number : number + 2])


def write_red(picture: Image, large: Face, text: str, at: int, base: int) -> None:
    """The same in red: the steps from paper to ink, each exchanged for its red one."""
    size = int(large.font.size)
    strip = blank(WIDTH, 2 * size, PAPER)
    write(strip, large, text, at, round(1.5 * size))
    picture.paste(strip.point(RED), (0, base - round(1.5 * size)))


# ------------------------------------------------------------------ icons


def icon(fonts: Fonts, what: Icon) -> bytes:
    """A letter in white on red; lines as of a clipping where there is none."""
    side = what.size
    picture = blank(side, side, INK)
    shape = face(fonts.headline, round(side * TALL)).glyph(what.letter) if what.letter else None
    if shape and shape.mask:
        picture.paste(PAPER, ((side - shape.mask.width) // 2, (side - shape.mask.height) // 2), shape.mask)
    for left, top, right, bottom in () if what.letter else SHEET:
        by = side / SIDE
        picture.paste(PAPER, (round(left * by), round(top * by), round(right * by), round(bottom * by)))
    data = png(picture.point(RED))
    return ico(data, side) if what.is_ico else data


def ico(data: bytes, side: int) -> bytes:
    """A PNG as the only picture in an icon file."""
    return struct.pack("<3H4B2H2I", 0, 1, 1, side, side, 0, 0, 1, 32, len(data), 22) + data


# ------------------------------------------------------------------ files


def signs(font: bytes) -> frozenset[str]:
    """The signs that a font of ours has: what its table of characters says, in format 4."""
    tables = {
        font[at : at + 4]: struct.unpack(">I", font[at + 8 : at + 12])[0]
        for at in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16)
    }
    table = font[tables[b"cmap"] :]
    (at,) = struct.unpack(">I", table[8:12])
    (twice,) = struct.unpack(">H", table[at + 6 : at + 8])
    last = struct.unpack(f">{twice // 2}H", table[at + 14 : at + 14 + twice])
    first = struct.unpack(f">{twice // 2}H", table[at + 16 + twice : at + 16 + 2 * twice])
    return frozenset(
        chr(sign) for one, end in zip(first, last, strict=True) for sign in range(one, end + 1) if sign < 0xFFFF
    )


def blank(width: int, height: int, colour: int) -> Image:
    from PIL import Image  # noqa: PLC0415 - see above

    picture = Image.new("P", (width, height), colour)
    picture.putpalette([part for each in COLOURS for part in each])
    return picture


def png(picture: Image) -> bytes:
    """A picture as PNG, four bits a point."""
    file = io.BytesIO()
    picture.save(file, "PNG", bits=4, compress_level=1, compress_type=RUNS)
    return file.getvalue()
