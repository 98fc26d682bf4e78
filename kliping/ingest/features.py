"""Numbers that describe each line of a raw article to the line model: its shape, its words, its neighbours.

Nothing here knows a language: words count as function words when many of the article's own
paragraphs share them. What is known of languages and outlets comes in through the marks.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.lines import HIDDEN, UNSPACED, best_run, key
from kliping.records import Box, Line, Mark, Role

Table = NDArray[np.float32]


class Shapes(dict[int, str]):
    """What kind of sign a character is, for `str.translate`; filled as characters come."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if character in "\"'“”‘’«»„「」『』":
            shape = '"'
        elif character in ".!?。！？।؟۔…":
            shape = "."
        elif character in ",，、;；،":
            shape = ","
        elif character in ":：":
            shape = ":"
        elif character in "|│•·●▪►▶›*–—→>+★■○♦#@/":
            shape = "|"
        elif UNSPACED.match(character):
            shape = "c"
        elif kind == "Nd":
            shape = "0"
        elif kind in ("Lu", "Lt"):
            shape = "A"
        elif kind == "Ll":
            shape = "a"
        elif kind[0] == "L":
            shape = "x"
        elif kind[0] == "M":
            shape = ""
        else:
            shape = " " if character.isspace() else "-"
        self[code] = shape
        return shape


SHAPES: Mapping[int, str] = Shapes()
RUN = re.compile(r"[Aax0]+")
NAME = re.compile(r"(?<![Aax0])A")
CASED = re.compile(r"(?<![Aax0])[Aa]")
SHOUTED = re.compile(r"(?<![Aax0])A{2,}(?![ax0])")
END = re.compile(r"\.[\"\s)\-]{0,4}$|\.[\"-]{0,2} ?-[Aax]{2,12}[ ,/]?[Aax ]{0,30}-$")
INNER_END = re.compile(r"[.][\"-]{0,2}(?: (?=[\"-]{0,2}[Ax0])|(?=c))")
TOKEN = re.compile(
    "(?:[^\\W_]|[\u0300-\u036f\u0900-\u0963\u0966-\u0dff])+"
)  # vowel signs of Indic scripts are no letters to `re`
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ADDRESS = re.compile(r"https?://|www\.\w|\w@\w+\.\w|\b[\w-]+\.(?:com|org|net|co)\b", re.I)
COUNT = re.compile(r"[\W\d_]*\d[\d.,]*\s*[kKmM]?\s*(?:[^\W\d_]{1,12})?[\W_]*$")
LABEL = re.compile(r"[^:\uff1a]{2,28}[:\uff1a]")
LONGEST = 2000
"""Characters of a line that are looked at; what follows says nothing new about what the line is."""

SHAPE_NAMES = (
    "words", "word_length", "end", "good", "ends_colon", "ends_comma", "ends_dots", "ends_question", "first_upper",
    "first_lower", "first_digit", "first_quote", "first_bar", "first_caseless", "names", "shouted", "digits", "signs", "bars", "commas",
    "sentences", "quotes", "clock", "year", "address", "count", "label", "copyright", "unspaced",
)  # fmt: skip
ROLES = (Role.ADDRESS, Role.FURNITURE, Role.BYLINE, Role.DATE, Role.CAPTION)
PLACE_NAMES = (
    "blank_before", "blank_after", "has_blanks", "alone", "block_size", "position", "words_before", "good_before", "from_top",
    "from_end", "same", "inside_other", "function_words", "content_words", "core_words", "in_core", "core_distance", "above_core",
    "below_core", "core_position", "since_good", "till_good", "since_date", "since_byline", "near_ends2", "near_ends5", "near_good2", "near_good5",
    "near_words2", "near_words5", "near_furniture2", "near_furniture5", "near_spread", "lines", "total", "good_lines", "good_length", "core_share",
    "headline", "after_headline", "from_headline", "like_headline",
)  # fmt: skip
IDEAS = ("account", "legal", "talk", "picture", "other", "tools", "people", "when", "you")
"""The ideas of `facts/words.toml`, in the order of their columns."""
NAMES = (
    *SHAPE_NAMES,
    *(f"words_{idea}" for idea in IDEAS),
    "words_any",
    *(f"mark_{role}" for role in ROLES),
    *PLACE_NAMES,
)


def table(
    lines: Sequence[Line], marks: Sequence[Mark | None], words: Words, *, is_page: bool = False, stated: str = ""
) -> Table:
    """A row of numbers for each line, in the order of `NAMES`; for a web page those of `MARKUP_NAMES` follow.

    `stated` is the article's text as the page's own metadata gives it, if it does.
    """
    tokens = [tokens_of(line.text) for line in lines]
    known = alone(lines, tokens, marks, words)
    rows = placed(lines, tokens, known)
    return np.concatenate([rows, markup(lines, known, stated)], axis=1) if is_page else rows


def alone(lines: Sequence[Line], tokens: Sequence[Tokens], marks: Sequence[Mark | None], words: Words) -> Table:
    """What can be said of each line by itself: its signs, its words, its mark."""
    shapes = np.array([shape_of(line.text) for line in lines], np.float32)
    roles = np.array([[mark is not None and mark.role is role for role in ROLES] for mark in marks], np.float32)
    return np.concatenate([shapes, ideas_of(tokens, words), roles], axis=1)


def placed(lines: Sequence[Line], tokens: Sequence[Tokens], known: Table) -> Table:
    """What is known of each line by itself, and by where it stands."""
    known = known.copy()
    beside = places(lines, tokens, known[:, 0], known[:, 2], known[:, 3], known[:, -len(ROLES) :])
    known[:, :2] = np.log1p(known[:, :2])
    return np.concatenate([known, beside], axis=1)


Tokens = Collection[str]
Words = tuple[tuple[str, tuple[str, ...]], ...]
"""Words that speak of the page, by idea; `*` stands for any ending."""


class Lexicon(dict[str, int]):
    """For each word the ideas that it may stand for, as numbers to add up: `FIELD` bits an idea; looked up once a word."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.whole: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        for idea, found in words:
            for word in found:
                for token in tokens_of(word.rstrip("*")):
                    table = self.stems if word.endswith("*") else self.whole
                    table[token] = table.get(token, 0) | 1 << FIELD * IDEAS.index(idea)

    def __missing__(self, token: str) -> int:
        ideas = self.whole.get(token, 0)
        for size in range(3, len(token) + 1):
            ideas |= self.stems.get(token[:size], 0)
        ideas |= bool(ideas) << FIELD * len(IDEAS)
        if len(self) < MOST_WORDS:
            self[token] = ideas
        return ideas


FIELD = 6
MOST_TOKENS = 2**FIELD - 1
MOST_WORDS = 200_000


@functools.lru_cache(maxsize=4)
def lexicon(words: Words) -> Lexicon:
    """The words of `facts/words.toml`, ready to be looked up."""
    return Lexicon(words)


def ideas_of(tokens: Sequence[Tokens], words: Words) -> Table:
    """For each line how many of its words stand for each idea, and the share of its words that stand for any."""
    known = lexicon(words).__getitem__
    sums = np.array([sum(map(known, itertools.islice(each, MOST_TOKENS))) for each in tokens], np.int64)
    counts = sums[:, None] >> FIELD * np.arange(len(IDEAS) + 1) & MOST_TOKENS
    sizes = np.array([min(MOST_TOKENS, len(each)) or 1 for each in tokens])
    return np.concatenate([np.minimum(3, counts[:, :-1]), counts[:, -1:] / sizes[:, None]], axis=1, dtype=np.float32)


def shape_of(text: str) -> list[float]:
    """What can be said of a line by its signs alone."""
    text = text[:LONGEST]
    shape = text.translate(SHAPES)
    size = len(shape) or 1
    runs = len(RUN.findall(shape))
    unspaced, digits, upper = shape.count("c"), shape.count("0"), shape.count("A")
    count = runs + 0.6 * unspaced
    is_end = END.search(shape, max(0, len(shape) - 60)) is not None
    cased = (len(CASED.findall(shape)) if digits or "x" in shape else runs) or 1
    first = shape[:1]
    bare = shape.rstrip('"- ')
    last = bare[-1:]
    return [
        count,
        (upper + shape.count("a") + shape.count("x")) / (runs or 1),
        is_end,
        (count >= 9 and is_end) or count >= 28,
        last == ":",
        last == ",",
        bare.endswith("...") or "…" in text[-2:],
        "?" in text[-2:] or "？" in text[-2:],
        first == "A",
        first == "a",
        first == "0",
        first == '"',
        first in ("|", "-"),
        first in ("c", "x"),
        len(NAME.findall(shape, 1)) / max(1, cased - 1) if upper else 0.0,
        len(SHOUTED.findall(shape)) / cased if "AA" in shape else 0.0,
        digits / size,
        (shape.count("-") + shape.count("|")) / size,
        min(3, shape.count("|")),
        min(6, shape.count(",")),
        min(6, (len(INNER_END.findall(shape)) if "." in shape else 0) + is_end),
        min(4, shape.count('"')),
        digits > 2 and CLOCK.search(text) is not None,
        digits > 3 and YEAR.search(text) is not None,
        ("." in shape or ":" in shape) and ADDRESS.search(text) is not None,
        bool(digits) and len(text) < 40 and COUNT.match(text) is not None,
        ":" in shape and LABEL.match(text) is not None,
        "©" in text or "(c)" in text or "(C)" in text,
        unspaced / size,
    ]


def places(
    lines: Sequence[Line], tokens: Sequence[Tokens], count: Table, end: Table, good: Table, roles: Table
) -> Table:
    """What can be said of each line by where it stands and what stands round it."""
    n = len(lines)
    index = np.arange(n)
    furniture = roles[:, 1]
    blank = np.array([line.blank_before for line in lines], np.float32)
    after = np.append(blank[1:], 1.0)
    block = np.cumsum(blank)
    sizes = np.bincount(block.astype(int))[block.astype(int)]

    keys = [key(line.text) for line in lines]
    times = Counter(keys)
    everything = "\n".join(keys)
    shared = Counter(token for each, is_good in zip(tokens, good, strict=True) if is_good for token in each)
    enough = max(2.0, 0.12 * good.sum())
    function = {token for token, number in shared.items() if number >= enough}
    value = np.where(good > 0, np.minimum(count, 60), 0.25 * np.minimum(count, 60)) - 5 - 5 * roles.sum(axis=1)
    first, last = best_run(value.tolist())
    core = Counter(token for i in range(first, last + 1) if good[i] for token in tokens[i] if token not in function)
    inside = (index >= first) & (index <= last)
    content = [[token for token in each if token not in function] for each in tokens]
    told = [
        sum(core[token] > own for token in each) / len(each) if each else 0.0
        for each, own in zip(content, (inside & (good > 0)).tolist(), strict=True)
    ]
    size = np.array([len(each) or 1 for each in tokens])
    distance = np.where(index < first, first - index, np.maximum(0, index - last))

    sums = {name: np.concatenate([[0.0], np.cumsum(values)]) for name, values in
            (("count", count), ("end", end), ("good", good), ("furniture", furniture), ("square", np.log1p(count) ** 2), ("log", np.log1p(count)))}  # fmt: skip

    def near(name: str, width: int) -> NDArray[np.float64]:
        low, high = np.maximum(0, index - width), np.minimum(n, index + width + 1)
        return (sums[name][high] - sums[name][low]) / (high - low)

    mean = near("log", 3)
    lengths = np.sort(count[good > 0])
    total, goods = max(1.0, float(count.sum())), max(1.0, float(good.sum()))
    headline = likely_headline(told, count, good, [times[each] for each in keys], first)
    said = frozenset(token for token in content[headline])
    alike = [sum(token in said for token in each) / len(each) if each else 0.0 for each in content]
    columns = [
        blank,
        after,
        np.full(n, blank.mean() > 0.05),
        blank * after,
        np.log1p(sizes),
        index / n,
        sums["count"][:-1] / total,
        sums["good"][:-1] / goods,
        np.log1p(index),
        np.log1p(n - 1 - index),
        np.log([times[each] for each in keys]),
        [len(each) > 11 and everything.count(each) > times[each] for each in keys],
        [1 - len(own) / all_ for own, all_ in zip(content, size, strict=True)],
        [len(own) / all_ for own, all_ in zip(content, size, strict=True)],
        told,
        inside,
        np.log1p(distance),
        index < first,
        index > last,
        np.where(inside, (index - first) / max(1, last - first), np.where(index < first, -1, 2)),
        np.minimum(20, since(good)),
        np.minimum(20, since(good[::-1])[::-1]),
        np.log1p(np.minimum(40, since(roles[:, 3]))),
        np.log1p(np.minimum(40, since(roles[:, 2]))),
        near("end", 2),
        near("end", 5),
        near("good", 2),
        near("good", 5),
        np.log1p(near("count", 2)),
        np.log1p(near("count", 5)),
        near("furniture", 2),
        near("furniture", 5),
        np.sqrt(np.maximum(0, near("square", 3) - mean**2)),
        np.full(n, np.log1p(n)),
        np.full(n, np.log1p(total)),
        np.full(n, np.log1p(good.sum())),
        np.full(n, np.log1p(lengths[len(lengths) // 2] if len(lengths) else 0)),
        np.full(n, good[first : last + 1].sum() / goods),
        index == headline,
        index > headline,
        np.log1p(np.abs(index - headline)),
        alike,
    ]
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def likely_headline(told: Sequence[float], count: Table, good: Table, times: Sequence[int], first: int) -> int:
    """Index of the line at or above the article's first that shares most words with it; a rough guess."""
    points = [
        told[index] * min(2.5, math.log1p(count[index]))
        + (0.4 if times[index] == 2 else 0.0)
        - (0.6 if good[index] else 0.0)
        - 0.12 * math.log1p(first - index)
        for index in range(first + 1)
    ]
    return max(range(first + 1), key=points.__getitem__)


def tokens_of(text: str) -> Tokens:
    """Different words, case-folded, in their order; in scripts without spaces signs two by two."""
    text = text[:LONGEST].casefold()
    found = TOKEN.findall(text)
    if not text.isascii() and UNSPACED.search(text):
        found = [part for word in found for part in paired(word)]
    return dict.fromkeys(word for word in found if len(word) > 1)


def paired(word: str) -> list[str]:
    """A word, or its signs two by two in scripts without spaces."""
    is_unspaced = UNSPACED.match(word[0]) or UNSPACED.match(word[-1])
    return [word[i : i + 2] for i in range(len(word) - 1)] if is_unspaced else [word]


def since(flags: Table) -> NDArray[np.float64]:
    """How many lines ago the flag was last set; 99 where it never was."""
    index = np.arange(len(flags))
    seen = np.maximum.accumulate(np.where(flags > 0, index, -99))
    return np.minimum(99, index - seen).astype(float)


# ------------------------------------------------------------------ what the markup of a page adds

TAGS = ("p", "h1", "h2", "h3", "li", "blockquote", "td", "figcaption", "div", "span", "section", "button")
ROUND = ("nav", "aside", "footer", "header", "form", "article", "main", "ul", "table", "figure", "blockquote")
PURPOSES: Mapping[str, re.Pattern[str]] = {
    "text": re.compile(r"article|content|body|story|post|entry|text|paragraph|detail|artikel|berita|isi\b|single", re.I),
    "other": re.compile(r"relat|recommend|popular|trend|more|also|next|prev|terkait|baca|most|latest|list|card|feed|teaser", re.I),
    "talk": re.compile(r"comment|disqus|reply|komentar|discussion|forum", re.I),
    "share": re.compile(r"share|social|follow|sosmed|tool|print|button|btn", re.I),
    "offer": re.compile(
        r"\bads?[-_ ]|advert|banner|promo|sponsor|iklan|outbrain|taboola|widget|newsletter|subscri|paywall|sign-?up|cookie|consent|modal|popup|overlay|cta",
        re.I,
    ),
    "way": re.compile(r"nav|menu|header|footer|breadcrumb|sidebar|aside|tags?\b|topic|categor|pagina|skip|toolbar|search", re.I),
    "picture": re.compile(r"caption|credit|photo|image|img|foto|figure|gallery|video|media|embed|player", re.I),
    "about": re.compile(r"author|byline|date|time|meta|info|publish|writer|source|bio|profile|tagline", re.I),
    "head": re.compile(r"title|headline|standfirst|summary|lead|intro|excerpt|subhead|deck|dek|kicker|abstract", re.I),
    "hidden": re.compile(r"hidden|hide|sr-only|visually|print-only|noscript|screen-reader", re.I),
}  # fmt: skip
GROUPS = ("parent", "grandparent", "great", "alike")
MARKUP_NAMES = (
    "linked", "linked_all", "hidden", *(f"tag_{tag}" for tag in TAGS), *(f"round_{tag}" for tag in ROUND), *(f"near_{name}" for name in PURPOSES),
    *(f"far_{name}" for name in PURPOSES), "depth", *(f"{group}_{what}" for group in GROUPS for what in ("good", "share", "lines", "inside", "linked")),
    "stated", "is_stated", "same_box", "linked_near",
)  # fmt: skip


@functools.lru_cache(maxsize=8192)
def purposes_of(names: str) -> tuple[bool, ...]:
    """Which purposes the words in an element's class and id speak of."""
    return tuple(pattern.search(names) is not None for pattern in PURPOSES.values())


def markup(lines: Sequence[Line], known: Table, stated: str) -> Table:
    """What the elements round each line say of it, and what else they hold."""
    count, good, stated = known[:, 0], known[:, 3], key(stated)
    boxes = [line.box or NO_BOX for line in lines]
    linked = np.array([line.linked for line in lines], np.float32)
    tags = {"h4": "h3", "h5": "h3", "h6": "h3", "th": "td", "caption": "figcaption", "dd": "li", "dt": "li"}
    own = np.array([[tags.get(box.tag, box.tag) == tag for tag in TAGS] for box in boxes], np.float32)
    wide = np.array([[tag in box.round or tag == box.tag for tag in ROUND] for box in boxes], np.float32)
    near = np.array([[any(pair) for pair in zip(*map(purposes_of, (*box.names, "", "")[:2]), strict=True)] for box in boxes], np.float32)  # fmt: skip
    far = np.array([[any(each) for each in zip(*map(purposes_of, (*box.names[2:], "")), strict=True)] for box in boxes], np.float32)  # fmt: skip
    goods = max(1.0, float((count * good).sum()))
    total = max(1.0, float(count.sum()))
    columns: list[NDArray[np.float64]] = []
    for keys in (
        [box.parents[0] if box.parents else -1 for box in boxes],
        [box.parents[1] if len(box.parents) > 1 else -1 for box in boxes],
        [box.parents[2] if len(box.parents) > 2 else -1 for box in boxes],
        [hash_of((box.tag, *box.names[:2])) for box in boxes],
    ):
        _, group = np.unique(np.array(keys), return_inverse=True)
        words = np.bincount(group, count)
        fine = np.bincount(group, count * good)
        size = np.bincount(group)
        columns += [fine[group] / goods, words[group] / total, np.log1p(size[group]), fine[group] / np.maximum(1, words[group]),
                    (np.bincount(group, count * linked) / np.maximum(1, words))[group]]  # fmt: skip
    numbers = np.array([box.number for box in boxes])
    told = [bool(stated) and len(each := key(line.text)) > 3 and each in stated for line in lines]
    sums = np.concatenate([[0.0], np.cumsum(linked)])
    index = np.arange(len(lines))
    low, high = np.maximum(0, index - 2), np.minimum(len(lines), index + 3)
    singles = [
        linked,
        linked > 0.9,
        np.array([line.tag == HIDDEN for line in lines]),
        np.log1p([len(box.round) for box in boxes]),
        np.full(len(lines), len(stated) > 200),
        np.array(told),
        np.append(False, numbers[1:] == numbers[:-1]),
        (sums[high] - sums[low]) / (high - low),
    ]
    head, rest = singles[:3], singles[3:]
    parts = [
        np.stack(head, axis=1),
        own,
        wide,
        near,
        far,
        rest[0][:, None],
        np.stack(columns, axis=1),
        np.stack(rest[1:], axis=1),
    ]
    return np.concatenate([np.asarray(part, np.float32) for part in parts], axis=1)


NO_BOX = Box("", -1)


def hash_of(parts: tuple[str, ...]) -> int:
    """A number for a text that is the same on every machine and run."""
    return zlib.crc32("\0".join(parts).encode("utf-8", "surrogatepass"))
