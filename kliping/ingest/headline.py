"""The headline: the likeliest of the lines round the article's beginning and of what the markup states.

Each candidate has signs (headline_signs.py); the package's facts hold how much each sign weighs, for text dumps and
for web pages. The candidate with the highest sum is the headline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kliping.ingest import headline_signs as signs
from kliping.ingest.lines import key, length
from kliping.records import Found, Mark, RawArticle, Role, Span

LONGEST_TITLE = 30
LONGEST_LINE = 45
NEAR, RANKS = 8, 6
NEVER = frozenset([Role.ADDRESS, Role.BYLINE, Role.CAPTION, Role.DATE])
PERIODS = (".", "。", "।", "۔", '."', ".”", ".»", "。」")
COMPARED = ("fit", "share", "rare", "opened", "slug", "shared")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be the headline, where it was found, and what speaks for it; `index` is its line's, if it is one."""

    text: str
    source: str
    index: int | None
    signs: Mapping[str, float]

    def points(self, weights: Mapping[str, float]) -> float:
        return sum(weights.get(name, 0.0) * value for name, value in self.signs.items())


def title(
    raw: RawArticle,
    found: Sequence[Mark | None],
    span: Span,
    url: str | None,
    names: Sequence[str],
    weights: Mapping[str, Mapping[str, float]],
) -> Found[str] | None:
    """The headline with the evidence and, if it stands in the text, its line; `names` are the outlet's."""
    weighing = weights.get("page" if any(line.tag for line in raw.lines) else "dump", {})
    best = max(candidates(raw, found, span, url, names), key=lambda each: each.points(weighing), default=None)
    if best is None:
        return None
    stated = next((hint for hint in raw.hints if hint.key == "title" and key(hint.value) == key(best.text)), None)
    source = stated.source if stated else best.source
    if best.index is not None and best.index >= span.first and not stated:
        if length(best.text) > LONGEST_TITLE:
            return None
        source += ", the first of the text: no headline stands above it"
    return Found(best.text, source, raw.lines[best.index].number if best.index is not None else None)


def candidates(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, url: str | None, names: Sequence[str] = ()
) -> list[Candidate]:
    """Every text that may be the headline, lines first, with its signs."""
    around = signs.scene(raw, found, span, url)
    called = frozenset(map(key, names)) - {""}
    lines = list(from_lines(around, called))
    return compared([*lines, *from_markup(raw, around, called, {each.text for each in lines})], span.first)


def from_lines(around: signs.Scene, called: AbstractSet[str]) -> Iterator[Candidate]:
    """Lines round the beginning of the article and first headings, also without what follows a sign such as `|`."""
    never = NEVER if around.is_page else NEVER | {Role.FURNITURE}  # of a page, headlines stand in <header> and <form>
    first, told = around.span.first, around.told.keys() | around.slug
    for index in (*around.window, *(each for each in around.headings if each not in around.window)):
        line = around.lines[index]
        size = length(line.text)
        near = abs(first - index) <= NEAR or line.tag == "h1"
        if not (0.5 if near else 2) <= size <= LONGEST_LINE or len(line.text) > signs.LONGEST_TEXT:
            continue
        mark = around.marks[index]
        if (mark and mark.role in never) or around.keys[index] in called or not (near or around.about[index] & told):
            continue
        if index >= first and line.text.endswith(PERIODS):
            continue
        place = signs.of_place(index, around)
        cuts = cut_at_ends(line.text)
        if not (cuts and key(cuts[-1][1]) in called):
            said = signs.of_words(line.text, around.about[index], around, index)
            found = {"line": 1.0, **place, **said, **signs.of_others(around.keys[index], around)}
            yield Candidate(line.text, f"line {line.number}", index, found)
        for bare, rest in cuts[-1:]:
            if len(bare) > 10 and length(bare) >= 3:
                said = signs.of_words(bare, signs.terms(bare), around, index) | signs.of_others(key(bare), around)
                found = {"cut": 1.0, "cut_short": float(length(rest) <= 4), **place, **said}
                found["cut_stands"] = float(around.times[bare] > 0)
                yield Candidate(bare, f"line {line.number}, without “{rest}”", index, found)


def from_markup(
    raw: RawArticle, around: signs.Scene, called: AbstractSet[str], have: AbstractSet[str]
) -> Iterator[Candidate]:
    """What the markup states as title and no line says, whole and without its ends."""
    told: dict[str, dict[str, float]] = {}
    sources: dict[str, str] = {}
    for hint in raw.hints:
        if not signs.is_title(hint):
            continue
        by = signs.TOLD_BY.get(hint.source, "other")
        cuts = cut_at_ends(hint.value)
        named = [bare for bare, rest in cuts if key(rest) in called]
        for text, name in ((hint.value, by), *((bare, f"cut_{by}") for bare, _ in cuts)):
            if key(text) and key(text) not in called and text not in have and not (named and name == by):
                told.setdefault(text, {})[f"told_{name}"] = 1.0
                sources.setdefault(text, hint.source + (", without what follows" if name != by else ""))
    standing = set(around.keys.values())
    for text, by_whom in told.items():
        own = frozenset(name.removeprefix("told_").removeprefix("cut_") for name in by_whom)
        said = signs.of_words(text, signs.terms(text), around) | signs.of_others(key(text), around, own)
        found = {"told": 1.0, **by_whom, **said, "told_despite_h1": float(bool(around.headings))}
        found["told_extends"] = said.get("extends", 0.0)
        found["told_stands"] = float(key(text) in standing)
        yield Candidate(text, sources[text], None, found)


def cut_at_ends(text: str) -> list[tuple[str, str]]:
    """A text before its first and its last sign such as `|` or ` - `, each with what follows it."""
    cuts = list(signs.SEPARATOR.finditer(text))
    places = dict.fromkeys((cut.start(), cut.end()) for cut in (*cuts[:1], *cuts[-1:]))
    return [(text[:start].strip(), text[end:].strip()) for start, end in places if text[:start].strip()]


def compared(found: Sequence[Candidate], first: int) -> list[Candidate]:
    """The candidates with what each is the best in, and which of those above the article stands nearest to it."""
    best = {name: max((each.signs.get(name, 0.0) for each in found), default=0.0) for name in COMPARED}
    above = sorted(
        (each for each in found if each.index is not None and each.index < first), key=lambda each: -(each.index or 0)
    )
    long_enough = [each for each in above if length(each.text) >= 4][:RANKS]
    near = [each for each in above if (each.index or 0) >= first - 12]
    longest = max((length(each.text) for each in near), default=0.0)
    more: dict[int, dict[str, float]] = {
        id(each): {f"most_{name}": 1.0 for name, most in best.items() if most and each.signs.get(name) == most}
        for each in found
    }
    for rank, each in enumerate(long_enough):
        more[id(each)][f"rank{rank}"] = 1.0
    for each in near:
        if length(each.text) == longest:
            more[id(each)]["longest"] = 1.0
    return [replace(each, signs={**each.signs, **more[id(each)]}) for each in found]
