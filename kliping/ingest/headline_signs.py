"""What speaks for a line or a value of the markup being the headline: signs with numbers, for headline.py to weigh."""

from __future__ import annotations

import bisect
import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kliping.ingest.lines import is_sentence, key, length, slug_words, words
from kliping.records import Hint, Line, Mark, RawArticle, Role, Span

REACH_UP, REACH_DOWN = 45, 3
"""How many lines above and below the article's first line a headline may stand."""
PARAGRAPHS, OPENING = 8, 3
LONGEST_PARAGRAPH = 600
STEM = 5
"""Words are compared by their first letters, for most languages bend the end of a word."""

SHORT_KEY = 6

Signs = dict[str, float]

SEPARATOR = re.compile(r"\s+(?:[|–—·•:»«~]|--?|::)\s+|\s*[|｜]\s*|_(?=[^\W_])")
CRUMBS = re.compile(r"\s(?:>>?|»|›|/|→)\s|^\s*[>»›]|[>»›]\s*$|[^\s>]>[^\s>]")
LABEL = re.compile(r"[^\s:\uff1a]+(?:\s[^\s:\uff1a]+){0,2}\s?[:\uff1a]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d\s*年")
DAY = re.compile(
    r"(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}(?!\d)|(?<!\d)\d{1,2}[:.]\d\d(?!\d)|\d\s*月|"
    r"\b\d{1,2}(?:st|nd|rd|th)?,? [^\W\d_]{3,9}\b|\b[^\W\d_]{3,9}\.? \d{1,2},? "
)
CREDIT = re.compile(
    r"[(\[][^()\[\]]{0,20}[:/=\uff1a][^()\[\]]{2,50}[)\]]\.?$|©|"
    r"(?<!\w)(?:photo|foto|pic|picture|image|bild|credit|фото|写真|사진)s?\s*[:/.)]",
    re.I,
)
BY = re.compile(
    r"(?:by|von|por|par|di|oleh|reporter|author|posted|published|updated|source|written|editor|penulis)\b\s*:?\s", re.I
)
# Scripts whose words do not stand apart, or (Korean) carry their grammar with them: compared by pairs of signs.
PAIRED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]"
)
SIZES = (1.5, 2.5, 3.5, 5.5, 8.5, 12.5, 16.5, 22.5, 30.5)
STEPS = (1, 2, 3, 4, 5, 6, 8, 11, 15, 20, 30)
LONGEST_TEXT = 300
"""Characters of a text that may be a headline."""
TOLD_BY: Mapping[str, str] = {
    "JSON-LD headline": "ld",
    "<meta og:title>": "og",
    "<meta twitter:title>": "twitter",
    "<h1>": "h1",
    "<title>": "title",
}


def terms(text: str) -> frozenset[str]:
    """What a text speaks of: the stems of its longer words; of scripts without spaces, pairs of signs."""
    if text.isascii():  # the loop below without its look for other scripts
        return frozenset([word[:STEM] for word in words(text) if len(word) > 2 or word.isdigit()])
    found: set[str] = set()
    for word in words(text):
        if word[0] >= "\u0e00" and PAIRED.match(word):
            found.update(word[index : index + 2] for index in range(len(word) - 1))
        elif len(word) > 2 or word.isdigit():
            found.add(word[:STEM])
    return frozenset(found)


@functools.lru_cache(maxsize=8192)
def is_dated(text: str) -> bool:
    """Whether a line looks like one that says when, in any language."""
    if len(text) >= 90:
        return False
    return (len(text) < 30 and DAY.search(text) is not None) or (
        YEAR.search(text) is not None and (len(text) < 45 or DAY.search(text) is not None)
    )


def step(value: float, edges: Sequence[float]) -> int:
    """In which of the steps a number lies."""
    return next((number for number, edge in enumerate(edges) if value <= edge), len(edges))


# ------------------------------------------------------------------ the surroundings


@dataclass(frozen=True, slots=True)
class Scene:
    """What the candidates of one raw article are compared with."""

    lines: Sequence[Line]
    marks: Sequence[Mark | None]
    span: Span
    window: range
    told: Counter[str]
    opening: Counter[str]
    about: Mapping[int, frozenset[str]]
    common: Counter[str]
    keys: Mapping[int, str]
    longer: Sequence[str]
    joined: str
    times: Counter[str]
    dated: AbstractSet[int]
    strong: AbstractSet[int]
    between: Mapping[int, tuple[int, int]]
    headings: Sequence[int]
    slug: AbstractSet[str]
    stated: Mapping[str, Sequence[str]]
    stated_cut: Mapping[str, AbstractSet[str]]
    is_page: bool


def scene(raw: RawArticle, found: Sequence[Mark | None], span: Span, url: str | None) -> Scene:
    """All that is measured once for an article: what its body speaks of, what stands round its beginning."""
    lines = raw.lines
    window = range(max(0, span.first - REACH_UP), min(len(lines), span.first + REACH_DOWN + 1))
    headings = [index for index, line in enumerate(lines) if line.tag == "h1"]
    body = [
        terms(line.text[:LONGEST_PARAGRAPH]) for line in lines[span.first : min(span.last + 1, span.first + PARAGRAPHS)]
    ]
    told, opening = (Counter(itertools.chain.from_iterable(part)) for part in (body, body[:OPENING]))
    about = {
        index: terms(lines[index].text) if len(lines[index].text) < 400 else frozenset[str]()
        for index in (*window, *headings)
    }
    keys = {index: key(lines[index].text) for index in about}
    longer = sorted({each for each in keys.values() if len(each) > SHORT_KEY}, key=len)
    spoken = frozenset(told)
    strong = frozenset(
        index for index in window if len(about[index]) >= 3 and 2 * len(about[index] & spoken) >= len(about[index])
    )
    between, counted = dict[int, tuple[int, int]](), (0, 0)
    for index in range(span.first - 1, window.start - 1, -1):
        between[index] = counted
        counted = (counted[0] + (len(about[index]) >= 4), counted[1] + (index in strong))
    titles = {
        name: [hint.value for hint in raw.hints if is_title(hint) and TOLD_BY.get(hint.source) == name]
        for name in TOLD_BY.values()
    }
    return Scene(
        lines=lines,
        marks=found,
        span=span,
        window=window,
        told=told,
        opening=opening,
        about=about,
        common=Counter(itertools.chain.from_iterable(about[index] for index in window)),
        keys=keys,
        longer=longer,
        joined="\0".join(["", *longer, ""]),
        times=Counter(line.text for line in lines),
        dated=frozenset(index for index in window if role_of(found[index]) is Role.DATE or is_dated(lines[index].text)),
        strong=strong,
        between=between,
        headings=headings,
        slug=frozenset(word[:STEM] for word in slug_words(url) if len(word) > 2) if url else frozenset(),
        stated={name: [key(value) for value in values] for name, values in titles.items() if values},
        stated_cut={
            name: frozenset(key(value[: cut.start()]) for value in values for cut in SEPARATOR.finditer(value)) - {""}
            for name, values in titles.items()
        },
        is_page=is_page(raw),
    )


def is_title(hint: Hint) -> bool:
    """Whether the markup states it as a title, and it is no longer than one can be."""
    return hint.key == "title" and len(hint.value) <= LONGEST_TEXT


def role_of(mark: Mark | None) -> Role | None:
    return mark.role if mark else None


def is_page(raw: RawArticle) -> bool:
    """Whether the lines are a web page's and not a text dump's."""
    return any(line.tag for line in raw.lines)


# ------------------------------------------------------------------ signs


def of_words(text: str, said: AbstractSet[str], around: Scene, index: int | None = None) -> Signs:
    """Signs in what a text says: how much of it the body and the address say too, and how it is written.

    A line of the body itself (`index`) is compared with the others.
    """
    place = -1 if index is None else index - around.span.first
    own_told, own_opening = 0 <= place < PARAGRAPHS, 0 <= place < OPENING
    signs: Signs = {f"size{step(length(text), SIZES)}": 1.0}
    shared = [term for term in said if around.told[term] > own_told]
    opened = sum(around.opening[term] > own_opening for term in shared)
    if said:
        signs["share"] = len(shared) / len(said)
        signs["opening"] = opened / len(said)
        signs["shared"] = math.log1p(len(shared))
        signs["fit"] = signs["share"] * signs["shared"]
        signs["opened"] = math.log1p(opened)
        # A word that stands in many lines round the article tells little about this one.
        signs["rare"] = math.log1p(
            sum(min(around.told[term] - own_told, 3) * min(1.0, 2 / (around.common[term] or 1)) for term in shared)
        )
        if around.slug:
            folded = text.casefold()
            both = len({*(said & around.slug), *(word for word in around.slug if word in folded)})
            signs["slug"] = both / len(around.slug)
            signs["slugged"] = min(1.0, both / len(said))
    return signs | of_form(text)


def of_form(text: str) -> Signs:
    """Signs in how a text is written."""
    last = text.rstrip("\"'”’»」』)")[-1:]
    initials = [word[0] for word in text.split()]
    upper, lower = sum(map(str.isupper, initials)), sum(map(str.islower, initials))
    is_long = len(text) > 25
    found = {
        "period": last in (".", "。", "।"),
        "asks": last in ("?", "!", "\uff1f", "\uff01", "؟"),
        "colon_end": last in (":", "\uff1a"),
        "quotes": text[:1] in "\"“„«「『'‘",
        "label": LABEL.match(text) is not None,
        "namelike": 0 < upper <= 4 and not lower,
        "shouts": text.isupper(),
        "lowercase": initials[0].islower(),
        "crumbs": CRUMBS.search(text) is not None,
        "separated": SEPARATOR.search(text) is not None,
        "commas": text.count(",") + text.count("、") + text.count("\uff0c") > 2,
        "credit": is_long and CREDIT.search(text) is not None,
        "by": BY.match(text) is not None,
    }
    signs = {name: 1.0 for name, holds in found.items() if holds}
    if upper:
        signs["capital"] = upper / (upper + lower)
    return signs


def of_others(same: str, around: Scene, told_by: AbstractSet[str] = frozenset()) -> Signs:
    """Signs in how a text, as its key, lies inside other lines and in what the markup states, `told_by` left out."""
    signs: Signs = {}
    if len(same) > SHORT_KEY:
        shorter = tuple(around.longer[: bisect.bisect_left(around.longer, len(same), key=len)])
        if same.startswith(shorter):
            signs["extends"] = 1.0
        if same.endswith(shorter):
            signs["ends"] = 1.0
        if around.joined.count(same + "\0") > around.joined.count(f"\0{same}\0"):
            signs["ended"] = 1.0
    for name, stated in around.stated.items():
        if name in told_by:
            continue
        if same in stated:
            signs[f"is_{name}"] = 1.0
        elif same in around.stated_cut[name]:
            signs[f"cuts_{name}"] = 1.0
        elif len(same) > 8 and any(same in each for each in stated):
            signs[f"{'begins' if any(each.startswith(same) for each in stated) else 'within'}_{name}"] = 1.0
        elif any(len(each) > 8 and each in same for each in stated):
            signs[f"holds_{name}"] = 1.0
    return signs


def of_place(index: int, around: Scene) -> Signs:
    """Signs in where a line stands."""
    lines, first = around.lines, around.span.first
    line, text = lines[index], lines[index].text
    after = lines[index + 1] if index + 1 < len(lines) else None
    above = first - index
    signs: Signs = {f"above{step(above, STEPS)}" if above > 0 else f"inside{min(3, -above)}": 1.0}
    some, strong = around.between.get(index, (0, 0))
    signs["between"], signs["strong_between"] = math.log1p(some), math.log1p(strong)
    dates = [ahead for ahead in range(1, 9) if index + ahead in around.dated]
    times = around.times[text]
    found = {
        "twice": times == 2,
        "often": times > 2,
        "top": index < 2,
        "strong_before": not around.strong.isdisjoint(range(index - 3, index)),
        "strong_next": not around.strong.isdisjoint(range(index + 1, min(index + 4, first))),
        "is_date": index in around.dated,
        "date_next": dates[:1] == [1],
        "date_soon": bool(dates) and 1 < dates[0] <= 3,
        "date_later": bool(dates) and dates[0] > 3,
        "furniture": role_of(around.marks[index]) is Role.FURNITURE,
        "byline_next": index + 1 < len(lines) and role_of(around.marks[index + 1]) is Role.BYLINE,
        "date_before": index - 1 in around.dated,
        "date_of_another": any(index - up in around.dated and index - up - 1 in around.strong for up in (1, 2, 3)),
        "standfirst_next": after is not None and 8 <= length(after.text) <= 60 and is_sentence(after.text),
        "label_before": index > 0 and length(lines[index - 1].text) <= 2,
        "crumbs_before": index > 0 and CRUMBS.search(lines[index - 1].text) is not None,
        "prose": length(text) > 14 and is_sentence(text),
    }
    if around.is_page:
        found |= {
            f"tag_{line.tag or 'none'}": True,
            f"h1s{min(3, len(around.headings))}": line.tag == "h1",
            "linked": line.linked > 0.5,
        }
    else:
        found |= {
            "blank_before": index > 0 and line.blank_before,
            "blank_after": after is not None and after.blank_before,
        }
    return signs | {name: 1.0 for name, holds in found.items() if holds}
