"""Make the fonts of social cards and icons, kliping/fonts/, from Noto Serif Bold and Noto Sans Regular.

    pip install fonttools
    python benchmarks/card_fonts.py /usr/share/fonts/truetype/noto

Debian's fonts-noto-core has them (Noto 2.004, SIL Open Font License 1.1, no reserved font name). What is left out: signs
outside RANGES; hints, with which drawing takes three times as long; and layout tables, but for pairs of letters that stand
closer or farther: they become the one table that Pillow's basic layout reads.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

FONTS: Final = Path(__file__).resolve().parent.parent / "kliping" / "fonts"
NAMES: Mapping[str, str] = {"headline.ttf": "NotoSerif-Bold.ttf", "text.ttf": "NotoSans-Regular.ttf"}
RANGES: Sequence[tuple[int, int]] = (
    *((0x20, 0x7E), (0xA0, 0x2FF), (0x370, 0x52F), (0x1E00, 0x1FFF)),  # Latin with Vietnamese, Greek, Cyrillic
    *((0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x218B)),
    *((0x2190, 0x2193), (0x2200, 0x22FF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xFB00, 0xFB06)),
)
MARKS: Final = "«»‘’“”„–—-.,:;!?()/&…"
CLOSEST: Final = 10
"""Pairs that stand less than this closer or farther, in thousandths of the size, are as they would be."""
KEPT: Sequence[int] = (0x401, 0x407, 0x419)
"""Ё, Ї and Й are letters of their own, whatever Unicode takes them apart into."""
SIDE: Final = 32
HEIGHT: Final = 18


def font(source: Path) -> TTFont:
    """A font with the signs that are wanted, and pairs of them."""
    made = TTFont(source, recalcTimestamp=False)
    pairs = {(one, two): by for one, two, by in kerning(made) if abs(by) >= CLOSEST}
    options = subset.Options()
    options.hinting, options.layout_features, options.name_IDs = False, [], [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG", "GSUB", "GPOS", "GDEF"]
    options.notdef_outline = True
    task = subset.Subsetter(options)
    task.populate(unicodes=[sign for first, last in RANGES for sign in range(first, last + 1)])
    task.subset(made)
    for table in made["cmap"].tables[1:]:
        made["cmap"].tables.remove(table)
    made["kern"] = newTable("kern")
    table = KernTable_format_0()
    table.version, table.coverage, table.apple, table.kernTable = 0, 1, False, pairs
    made["kern"].version, made["kern"].kernTables = 0, [table]
    return made


def kerning(made: TTFont) -> Iterator[tuple[str, str, int]]:
    """Pairs of glyphs of one script, or of a letter and a mark, with how much farther apart they stand."""
    named = made.getBestCmap()
    scripts = (letters("LATIN", 0x17F), letters("CYRILLIC", 0x45F), letters("GREEK", 0x3FF))
    kinds = [[named[ord(sign)] for sign in (*script, *MARKS) if ord(sign) in named] for script in scripts]
    for one, two, by in spaced(made["GPOS"].table):
        if any(one in kind and two in kind for kind in kinds):
            yield one, two, by


def letters(script: str, last: int) -> list[str]:
    """Letters of a script; Latin ones only without accents, for all would be too many pairs."""
    found = [chr(sign) for sign in range(0x41, last + 1) if unicodedata.name(chr(sign), "").startswith(script)]
    return [sign for sign in found if sign.isalpha() and (script != "LATIN" or is_bare(sign))]


def spaced(table: Any) -> Iterator[tuple[str, str, int]]:
    """Every pair in a GPOS table; the first lookup that knows a pair decides."""
    seen: set[tuple[str, str]] = set()
    wanted = {
        index
        for each in table.FeatureList.FeatureRecord
        if each.FeatureTag == "kern"
        for index in each.Feature.LookupListIndex
    }
    for index in sorted(wanted):
        for sub in table.LookupList.Lookup[index].SubTable:
            part = sub.ExtSubTable if sub.LookupType == 9 else sub
            for one, two, by in pairs_of(part) if hasattr(part, "ValueFormat1") else ():
                if (one, two) not in seen:
                    seen.add((one, two))
                    yield one, two, by


def pairs_of(part: Any) -> Iterator[tuple[str, str, int]]:
    """The pairs of a subtable: one by one, or by classes of glyphs."""
    if part.Format == 1:
        for one, pairs in zip(part.Coverage.glyphs, part.PairSet, strict=True):
            for pair in pairs.PairValueRecord:
                yield one, pair.SecondGlyph, getattr(pair.Value1, "XAdvance", 0)
        return
    second: dict[int, list[str]] = {}
    for name, kind in part.ClassDef2.classDefs.items():
        second.setdefault(kind, []).append(name)
    for one in part.Coverage.glyphs:
        row = part.Class1Record[part.ClassDef1.classDefs.get(one, 0)]
        for kind, names in second.items():
            by = getattr(row.Class2Record[kind].Value1, "XAdvance", 0)
            if by:
                yield from ((one, two, by) for two in names)


def initials(made: TTFont) -> Iterator[str]:
    """A line for each letter that a name may begin with: the letter, and its outline in the middle of a square of 32."""
    glyphs, named = made.getGlyphSet(), made.getBestCmap()
    for sign in sorted(named):
        if sign in range(0x30, 0x3A) or sign in KEPT or (chr(sign).isupper() and sign < 0x430 and is_bare(chr(sign))):
            box = BoundsPen(glyphs)
            glyphs[named[sign]].draw(box)
            left, bottom, right, top = box.bounds
            scale = min(HEIGHT / max(top - bottom, 714), (SIDE - 8) / (right - left))
            place = ((SIDE - scale * (left + right)) / 2, (SIDE + scale * (bottom + top)) / 2)
            pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
            glyphs[named[sign]].draw(TransformPen(pen, (scale, 0, 0, -scale, *place)))
            yield f"{chr(sign)} {pen.getCommands()}\n"


def is_bare(sign: str) -> bool:
    """Whether a letter has no accent: one that has is shown without."""
    return len(unicodedata.normalize("NFKD", sign)) == 1 and not 0x180 <= ord(sign) <= 0x36F


def main(folder: Path) -> None:
    for name, source in NAMES.items():
        made = font(folder / source)
        made.save(FONTS / name)
        print(name, (FONTS / name).stat().st_size, "bytes,", len(made["kern"].kernTables[0].kernTable), "pairs")
    made = TTFont(FONTS / "headline.ttf")
    (FONTS / "initials.txt").write_text("".join(initials(made)), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
