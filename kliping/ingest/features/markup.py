"""What the markup of a page adds: the elements round each line, what their names speak of, what else they hold."""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kliping.ingest.features.signs import COUNT, GOOD, Table
from kliping.ingest.lines import HIDDEN, key
from kliping.records import Box, Line

TAGS = ("p", "h1", "h2", "h3", "li", "blockquote", "td", "figcaption", "div", "span", "section", "button")
ROUND = ("nav", "aside", "footer", "header", "form", "article", "main", "ul", "table", "figure", "blockquote")
PURPOSES: Mapping[str, Sequence[str]] = {
    "text": "article content body story post entry text paragraph detail artikel berita isi_ single".split(),
    "other": "relat recommend popular trend more also next prev terkait baca most latest list card feed teaser".split(),
    "talk": "comment disqus reply komentar discussion forum".split(),
    "share": "share social follow sosmed tool print button btn".split(),
    "offer": "_ad_ _ads_ advert banner promo sponsor iklan outbrain taboola widget newsletter subscri paywall signup sign_up "
    "cookie consent modal popup overlay cta".split(),
    "way": "nav menu header footer breadcrumb sidebar aside tag_ tags_ topic categor pagina skip toolbar search".split(),
    "picture": "caption credit photo image img foto figure gallery video media embed player".split(),
    "about": "author byline date time meta info publish writer source bio profile tagline".split(),
    "head": "title headline standfirst summary lead intro excerpt subhead deck dek kicker abstract".split(),
    "hidden": "hidden hide sr_only visually print_only noscript screen_reader".split(),
}
"""What words in the names of elements speak of; `_` is a word's end."""
GROUPS = ("parent", "grandparent", "great", "alike")
NAMES = (
    "linked", "linked_all", "hidden", *(f"tag_{tag}" for tag in TAGS), *(f"round_{tag}" for tag in ROUND), *(f"near_{name}" for name in PURPOSES),
    *(f"far_{name}" for name in PURPOSES), "depth", *(f"{group}_{what}" for group in GROUPS for what in ("good", "share", "lines", "inside", "linked")),
    "stated", "is_stated", "same_box", "linked_near",
)  # fmt: skip


@functools.lru_cache(maxsize=8192)
def purposes_of(names: str) -> tuple[bool, ...]:
    """Which purposes the words in an element's class and id speak of."""
    said = "_" + re.sub(r"[\W_]+", "_", names.lower()) + "_"
    return tuple(any(part in said for part in parts) for parts in PURPOSES.values())


@functools.lru_cache(maxsize=8192)
def spoken_of(names: tuple[str, ...]) -> tuple[bool, ...]:
    """The purposes of the two nearest elements, then those of the elements round them."""
    told = [purposes_of(each) for each in names]
    return tuple(any(column) for some in (told[:2], told[2:]) for column in zip(NOTHING, *some, strict=True))


@functools.lru_cache(maxsize=8192)
def standing(tag: str, around: frozenset[str]) -> tuple[bool, ...]:
    """The kind of the element itself, and which kinds stand round it."""
    kind = ALIKE.get(tag, tag)
    return (*(kind == each for each in TAGS), *(each in around or each == tag for each in ROUND))


NOTHING = (False,) * len(PURPOSES)
ALIKE: Mapping[str, str] = {
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    "th": "td",
    "caption": "figcaption",
    "dd": "li",
    "dt": "li",
}


def markup(lines: Sequence[Line], known: Table, stated: str) -> Table:
    """What the elements round each line say of it, and what else they hold."""
    count, good, stated = known[:, COUNT], known[:, GOOD], key(stated)
    boxes = [line.box or NO_BOX for line in lines]
    linked = np.array([line.linked for line in lines], np.float32)
    stands = np.array([standing(box.tag, box.round) for box in boxes], np.float32)
    speaks = np.array([spoken_of(box.names) for box in boxes], np.float32)
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
        stands,
        speaks,
        rest[0][:, None],
        np.stack(columns, axis=1),
        np.stack(rest[1:], axis=1),
    ]
    return np.concatenate([np.asarray(part, np.float32) for part in parts], axis=1)


NO_BOX: Final = Box("", -1)


@functools.lru_cache(maxsize=8192)
def hash_of(parts: tuple[str, ...]) -> int:
    """A number for a text that is the same on every machine and run."""
    return zlib.crc32("\0".join(parts).encode("utf-8", "surrogatepass"))
