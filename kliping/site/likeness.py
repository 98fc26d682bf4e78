"""What reports of one event have in common: traits of each report, and numbers for each pair.

Traits are plain data that follow from one report and the topic alone, so they can be remembered. The numbers of pairs are
cosines and differences of traits, each with a name and a meaning; `stories` weighs them.
"""

from __future__ import annotations

import functools
import math
import re
import sys
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from babel import Locale

from kliping.dates.said import Mention, mentions
from kliping.records import Report, TopicDefinition
from kliping.site.topic_words import NAME, STOP, Lexicon, goes_on, headline, terms, who, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from threadpoolctl import ThreadpoolController

    Numbers = NDArray[np.float32]

OPENING = 300
"""Signs after the headline in which a report says what happened."""
LONGEST = 6_000
"""Signs of a report that are looked at."""
SAID_AHEAD = 7
"""Days after publication that an event may lie which a report speaks of."""
BACKGROUND = 3
"""Days before publication from which on a day that is named is what was before the event."""
LOCALES = ("id", "en")
ACT, CONCEPT, COUNTRY = "act", "concept", "country"
TELLS_LITTLE = frozenset(
    "dan yang di ke dari untuk dengan pada dalam itu ini akan telah oleh juga atas para sebagai adalah tidak bahwa the of and to in a on for by with "
    "that at was is has it as said from its be are were an have had not which this after".split()
)
"""Words of which all reports are full."""


# ------------------------------------------------------------------ what is known beforehand


@dataclass(frozen=True, slots=True, eq=False)
class StoryFacts:
    """`facts/stories.toml`: words for acts and ideas in several languages; what signs of pairs weigh."""

    abbreviations: Mapping[str, str]
    acts: Mapping[str, Sequence[str]]
    concepts: Mapping[str, Sequence[str]]
    countries: Mapping[str, Sequence[str]]
    weights: Mapping[str, float]
    cut: float


def read(text: str) -> StoryFacts:
    """The facts in the text of `stories.toml`."""
    table = tomllib.loads(text)
    weights = {str(name): float(weight) for name, weight in table.get("weights", {}).items()}
    return StoryFacts(
        table["abbreviations"],
        table["acts"],
        table["concepts"],
        table["countries"],
        weights,
        float(table.get("cut", 0.35)),
    )


@functools.cache
def named_countries() -> Mapping[str, tuple[str, ...]]:
    """The names of countries in the languages of the site, as CLDR writes them, by code."""
    tables = [Locale(lang).territories for lang in LOCALES]
    return {
        str(code): tuple(dict.fromkeys(str(table[code]) for table in tables))
        for code in tables[0]
        if len(str(code)) == len("ID")
    }


@functools.lru_cache(16)
def ideas(facts: StoryFacts) -> Lexicon:
    """The words of all acts, concepts and countries."""
    countries = {
        code: (*names, *facts.countries.get(code, ()))
        for code, names in {**dict.fromkeys(facts.countries, ()), **named_countries()}.items()
    }
    kinds = ((ACT, facts.acts), (CONCEPT, facts.concepts), (COUNTRY, countries))
    return Lexicon(
        term
        for kind, groups in kinds
        for name, spellings in groups.items()
        for term in terms(f"{kind} {name}", spellings)
    )


@functools.lru_cache(64)
def names_of(names: tuple[tuple[str, ...], ...], groups: tuple[tuple[str, ...], ...]) -> Lexicon:
    """The names of a topic, each with all its spellings, and its groups of WHO."""
    return Lexicon(
        (
            *(term for number, spellings in enumerate(names) for term in terms(f"{NAME} {number}", spellings)),
            *(term for place, group in enumerate(groups) for term in terms(who(place), group)),
        )
    )


# ------------------------------------------------------------------ traits of one report


@dataclass(frozen=True, slots=True)
class Traits:
    """What one report is compared by. Ideas count words of one meaning in any language.

    `words` are its words as `word_counts` packs them. `days` are those that it names, with how much they count; `lead_days`
    those that the headline and the opening name, up to publication. `opening` are the words of headline and opening.
    """

    id: str
    lang: str
    published: date | None
    size: int
    words: bytes
    ideas: Mapping[str, int]
    title: Mapping[str, int]
    actors: Mapping[str, int]
    title_actors: Mapping[str, int]
    acts: frozenset[str]
    days: Mapping[date, float]
    lead_days: tuple[date, ...]
    opening: str

    @property
    def day(self) -> date | None:
        """The day of publication, or the last of those that the opening names."""
        return self.published or max(self.lead_days, default=None)

    @property
    def event(self) -> date | None:
        """The day of what is reported: the last that the opening names, if that is not long ago, else publication."""
        said = max(self.lead_days, default=None)
        if said and self.published and (self.published - said).days > BACKGROUND:
            return self.published
        return said or self.published


@dataclass(frozen=True, slots=True)
class Alone:
    """What is read of a report whatever its topic: `said` are days; `opening` words are the opening."""

    title: Sequence[str]
    text: Sequence[str]
    opening: int
    said: Sequence[Mention]
    title_ends: int
    size: int
    counts: bytes
    title_ideas: Sequence[Idea]
    text_ideas: Sequence[Idea]


Idea = tuple[str, int]
"""An idea of which words speak, and the place of the first of them."""


MOST_ALONE = 4_000
"""Reports that are read once for all of their topics; a few KB each, because equal words are one."""


@functools.lru_cache(MOST_ALONE)
def alone(report: Report, window: tuple[date, date] | None, facts: StoryFacts) -> Alone:
    """A report read; `window` are the days of its topic if nothing else says its year."""
    title, text = plain(headline(report.title), facts), plain(report.text[:LONGEST], facts)
    in_title, in_text = [*map(sys.intern, words_of(title))], [*map(sys.intern, words_of(text))]
    return Alone(
        in_title,
        in_text,
        len(words_of(text[:OPENING])),
        mentions(f"{title}\n{text}", report.lang, day_of(report.date), window),
        len(title),
        len(text),
        word_counts([*in_title * 3, *in_text]),
        spoken(ideas(facts), in_title),
        spoken(ideas(facts), in_text),
    )


def spoken(lexicon: Lexicon, words: Sequence[str]) -> list[Idea]:
    """Each time that words speak of an idea, and where: of what a lexicon hits as much as is wanted here, in half of the time."""
    idle = lexicon.idle
    found: list[Idea] = []
    until: dict[str, int] = {}
    for at in [at for at, word in enumerate(words) if word not in idle]:
        for term in lexicon.starting(words[at]):
            idea, parts = term.idea, term.parts
            if until.get(idea, 0) <= at and (len(parts) == 1 or goes_on(parts, words, at)):
                found.append((idea, at))
                until[idea] = at + len(parts)
    return found


def traits(report: Report, topic: TopicDefinition, facts: StoryFacts) -> Traits:
    """What a report of a topic is compared by."""
    published = day_of(report.date)
    read = alone(report, (topic.start, topic.end) if not published and topic.start and topic.end else None, facts)
    ends = read.title_ends + OPENING
    latest = (
        published + timedelta(SAID_AHEAD) if published and published < date.max - timedelta(SAID_AHEAD) else date.max
    )
    days = dict[date, float]()
    for each in read.said:
        if each.day <= latest:
            days[each.day] = max(days.get(each.day, 0.0), 1.0 if each.start < ends else 0.5)
    names = names_of(tuple(spellings for group in topic.names.values() for spellings in group), topic.who)
    in_title = [idea for idea, _ in (*read.title_ideas, *spoken(names, read.title))]
    in_text = [*read.text_ideas, *spoken(names, read.text)]
    in_lead = [*in_title, *(idea for idea, at in in_text if at < read.opening)]
    return Traits(
        id=report.id,
        lang=report.lang.partition("-")[0],
        published=published,
        size=read.size,
        words=read.counts,
        ideas=counted(idea for idea in (*in_title, *(idea for idea, _ in in_text)) if not idea.startswith(ACT)),
        title=counted(in_title),
        actors=counted(actors(in_lead)),
        title_actors=counted(actors(in_title)),
        acts=frozenset(idea.removeprefix(f"{ACT} ") for idea in in_title if idea.startswith(ACT)),
        days=dict(sorted(days.items())),
        lead_days=tuple(
            sorted({each.day for each in read.said if each.start < ends and (not published or each.day <= published)})
        ),
        opening=" ".join(word for word in (*read.title, *read.text[: read.opening]) if word != STOP),
    )


def plain(text: str, facts: StoryFacts) -> str:
    """A text in which short names that only their capitals tell from other words are spelled out."""
    return abbreviated(tuple(facts.abbreviations)).sub(lambda match: facts.abbreviations[match[0]], text)


@functools.cache
def abbreviated(names: tuple[str, ...]) -> re.Pattern[str]:
    """Short names that are words; it begins with a class of signs, so that the engine skips to them."""
    begins = "".join(sorted({re.escape(name[0]) for name in names}))
    either = "|".join(
        rf"(?<={re.escape(name[0])}){re.escape(name[1:])}" for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"[{begins}](?<![\w.-].)(?:{either})(?![\w-])", re.S)


def day_of(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def actors(ideas: Iterable[str]) -> Iterator[str]:
    """Who and where: the topic's names, its groups of WHO, countries."""
    return (idea for idea in ideas if idea.startswith((NAME, COUNTRY, "who")))


def counted(each: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(each).items()))


WORDS = 8192
MOST_KNOWN = 200_000


class Columns(dict[str, int]):
    """The columns of words, by hash; that of words which tell little is WORDS. What was asked for is remembered."""

    def __missing__(self, word: str) -> int:
        if len(self) > MOST_KNOWN:
            self.clear()
        tells = len(word) > 2 and word not in TELLS_LITTLE
        self[word] = column = bucket(word, WORDS) if tells else WORDS
        return column


@functools.cache
def columns() -> Columns:
    return Columns()


def word_counts(words: Sequence[str]) -> bytes:
    """The columns of words that tell something, and how many stand in each: 32 bits a number, first all columns."""
    import numpy as np  # noqa: PLC0415 - 80 ms, and only where there is something to compare

    numbers = np.fromiter(map(columns().__getitem__, words), np.int64, len(words))
    counts = np.bincount(numbers, minlength=WORDS + 1)[:WORDS]
    found = np.flatnonzero(counts != 0)
    return np.concatenate([found, counts[found]]).astype("<u4").tobytes()


# ------------------------------------------------------------------ numbers of pairs

IDEAS, GRAMS = 1024, 4096
SHORTEST_GRAM, LONGEST_GRAM = 3, 5
EXACT = 4000
"""Length of a vector of whole numbers: sums of its products stay below 2^24, so a float of 32 bits holds them exactly."""
FAR = 10.0
AT_HAND = 1 << 18
"""Cells, empty or not, of the rows that are summed at once."""


@functools.cache
def libraries() -> ThreadpoolController:
    """The libraries that numpy multiplies with."""
    from threadpoolctl import ThreadpoolController as Found  # noqa: PLC0415 - it looks for what is loaded by now

    return Found()


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Some reports of a table, one after the other, with all their cells."""

    views: Mapping[str, Numbers]
    days: NDArray[np.int64]
    acts: Numbers
    names_somebody: NDArray[np.bool_]
    blame: Numbers
    langs: NDArray[np.int64]

    def part(self, first: int, stop: int) -> Sheet:
        """Some of these reports."""
        rows = slice(first, stop)
        views = {name: view[rows] for name, view in self.views.items()}
        return Sheet(
            views, self.days[rows], self.acts[rows], self.names_somebody[rows], self.blame[rows], self.langs[rows]
        )


class Table:
    """All reports of a topic as rows of numbers, in the order given.

    Most cells are empty and take no room; they are filled for as many reports as are compared at once.
    """

    __slots__ = ("acts", "blame", "days", "langs", "names_somebody", "views")

    def __init__(self, given: Sequence[Traits]) -> None:
        import numpy as np  # noqa: PLC0415 - 80 ms, and only where there is something to join

        def worded_too(part: Sequence[Traits]) -> Cells:
            return both(worded([each.words for each in part]), hashed([each.ideas for each in part], WORDS))

        def names(rows: Sequence[Mapping[str, float]]) -> Cells:
            return hashed(rows, IDEAS)

        said = [{str(day): weight for day, weight in each.days.items()} for each in given]
        self.views: Mapping[str, Rows] = {
            "words": narrow(unit(given, worded_too, WORDS)),
            "ideas": narrow(unit([each.ideas for each in given], names, IDEAS)),
            "title": narrow(unit([each.title for each in given], names, IDEAS)),
            "actors": narrow(unit([each.actors for each in given], names, IDEAS)),
            "title_actors": narrow(unit([each.title_actors for each in given], names, IDEAS)),
            "days": narrow(unit(said, names, IDEAS, counts=False)),
            "letters": unit([each.opening for each in given], grams, GRAMS),
        }
        self.days = ordinals_of(each.published for each in given)
        self.acts = flags([each.acts for each in given])
        self.names_somebody = np.array(
            [*map(bool, telling([frozenset(each.title_actors) for each in given]))], np.bool_
        )
        self.blame = np.array([blame(each.acts) for each in given], np.float32)
        self.langs = np.array([zlib.crc32(each.lang.encode()) for each in given], np.int64)

    def sheet(self, first: int, stop: int) -> Sheet:
        """The reports from one place to another."""
        rows = slice(first, stop)
        views = {name: view.filled(first, stop) for name, view in self.views.items()}
        return Sheet(
            views, self.days[rows], self.acts[rows], self.names_somebody[rows], self.blame[rows], self.langs[rows]
        )


def signs(one: Sheet, other: Sheet) -> Mapping[str, Numbers]:
    """The numbers of all pairs of some reports with some others, by name; each is 0 to about 1."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    alike = {name: view @ other.views[name].T / np.float32(EXACT * EXACT) for name, view in one.views.items()}
    same_language = (one.langs[:, None] == other.langs[None, :]).astype(np.float32)
    act_one, act_other = one.acts.sum(1)[:, None] > 0, other.acts.sum(1)[None, :] > 0
    return {
        "letters": alike["letters"],
        "words": alike["words"],
        "ideas": alike["ideas"],
        "headline": alike["title"],
        "names": alike["actors"],
        "headline_names": alike["title_actors"],
        "said_days": alike["days"],
        "published_apart": np.minimum(gaps(one.days, other.days), FAR) / FAR,
        "other_acts": (act_one & act_other & (one.acts @ other.acts.T == 0)).astype(np.float32),
        "blame": np.abs(one.blame[:, None] - other.blame[None, :]),
        "one_names_nobody": (one.names_somebody[:, None] != other.names_somebody[None, :]).astype(np.float32),
        "same_language": same_language,
        "same_language_letters": same_language * alike["letters"],
    }


def telling(names: Sequence[frozenset[str]]) -> Sequence[frozenset[str]]:
    """Whom headlines name beside those without whom it would be another topic."""
    said = Counter(name for each in names for name in each)
    usual = {name for name, count in said.items() if name.startswith("who") or 3 * count > len(names) > 5}
    return [each - usual for each in names]


def blame(acts: frozenset[str]) -> float:
    """How much a headline speaks of a breach, of blame or of fighting, and not of agreement."""
    if acts & {"breach", "blame"}:
        return 1.0
    return 0.6 if "fight" in acts and not acts & {"agree", "stop"} else 0.0


def bucket(name: str, width: int) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % width


class Buckets(dict[str, int]):
    """The columns of names in a matrix of some width, by hash; those that were asked for are remembered."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def __missing__(self, name: str) -> int:
        if len(self) > MOST_KNOWN:
            self.clear()
        self[name] = column = bucket(name, self.width)
        return column


@functools.cache
def buckets(width: int) -> Buckets:
    return Buckets(width)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Numbers in a matrix of which most cells are empty, each with the place of its cell; those in one cell are to be summed."""

    places: NDArray[np.int64]
    numbers: NDArray[np.float64]


def hashed(rows: Sequence[Mapping[str, float]], width: int) -> Cells:
    """Counts by name as rows of a matrix; a name's column is its hash."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    names, numbers = [*chain.from_iterable(rows)], [*chain.from_iterable(row.values() for row in rows)]
    starts = np.repeat(np.arange(len(rows)) * width, [*map(len, rows)])
    columns = np.fromiter(map(buckets(width).__getitem__, names), np.int64, len(names))
    return Cells(starts + columns, np.array(numbers, np.float64))


def worded(rows: Sequence[bytes]) -> Cells:
    """What `word_counts` packed as rows of a matrix."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    pairs = [np.frombuffer(row, "<u4").reshape(2, -1) for row in rows]
    columns, counts = np.concatenate(pairs, axis=1).astype(np.int64)
    starts = np.repeat(np.arange(len(rows)) * WORDS, [pair.shape[1] for pair in pairs])
    return Cells(starts + columns, counts.astype(np.float64))


def grams(rows: Sequence[str]) -> Cells:
    """The runs of three to five signs of texts as rows of a matrix, by hash."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    joined = "".join(f" {text} " for text in rows)
    signs = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    starts = np.repeat(np.arange(len(rows)) * GRAMS, [len(text) + 2 for text in rows])
    runs, places = signs, []
    for size in range(2, LONGEST_GRAM + 1):
        runs = runs[:-1] * np.uint64(1_000_003) ^ signs[size - 1 :]
        if size >= SHORTEST_GRAM:
            columns = (runs * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - 12)
            is_whole = starts[: 1 - size] == starts[size - 1 :]  # a run over the end of a text is none
            places.append((starts[: 1 - size] + columns.astype(np.int64))[is_whole])
    every = np.concatenate(places)
    return Cells(every, np.ones(len(every)))


def both(one: Cells, other: Cells) -> Cells:
    """What stands in two matrices in one."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    return Cells(np.concatenate([one.places, other.places]), np.concatenate([one.numbers, other.numbers]))


def summed(cells: Cells) -> Cells:
    """The same by place, with one number in each cell that is not empty."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    sums = np.bincount(cells.places, cells.numbers).astype(
        np.float64, copy=False
    )  # a tenth of the time that it takes to sort the places
    places = np.flatnonzero(sums != 0)
    return Cells(places, sums[places])


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A matrix of small whole numbers of which most are 0: those that are not, row by row, the column of each, and where rows begin."""

    columns: NDArray[np.uint16]
    numbers: NDArray[np.uint16]
    starts: NDArray[np.int64]
    width: int

    def filled(self, first: int, stop: int) -> Numbers:
        """The rows from one place to another, with all cells."""
        import numpy as np  # noqa: PLC0415 - it is loaded already

        cells = slice(self.starts[first], self.starts[stop])
        made = np.zeros((stop - first, self.width), np.float32)
        made[in_row(self.starts[first : stop + 1]), self.columns[cells]] = self.numbers[cells]
        return made


def in_row(starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of each cell, by where rows begin."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def unit(rows: Sequence[Row], cells_of: Callable[[Sequence[Row]], Cells], width: int, *, counts: bool = True) -> Rows:
    """A matrix, weighed by how rare each column is, its rows of one length, in whole numbers: the same on every processor.

    All sums are of whole numbers below 2^53, and so the same in any order. What follows from a report alone comes first, for
    a few rows at a time: of a large topic all cells would take too much room before they are summed.
    """
    import numpy as np  # noqa: PLC0415 - it is loaded already

    height, step = len(rows), max(1, AT_HAND // width)
    parts, sizes, found = [np.empty((2, 0), np.uint16)], [np.zeros(1, np.int64)], np.zeros(width, np.int64)
    for start in range(0, height, step):
        part = rows[start : start + step]
        cells = summed(cells_of(part))
        row = cells.places // width
        column = cells.places - row * width
        found += np.bincount(column, minlength=width)
        sizes.append(np.bincount(row, minlength=len(part)))
        parts.append(np.array([column, weights(cells.numbers) if counts else np.rint(cells.numbers * 16)], np.uint16))
    columns, numbers = np.concatenate(parts, axis=1)
    starts = np.cumsum(np.concatenate(sizes))
    rare = np.zeros(height + 1)
    for count in set(found.tolist()) - {0}:
        rare[count] = round(64 * math.log((height + 1) / count))
    rareness = rare[found]
    for start in range(0, height, step):
        ends = starts[start : start + step + 1]
        cell, row = slice(ends[0], ends[-1]), in_row(ends)
        weighed = numbers[cell] * rareness[columns[cell]]
        lengths = np.sqrt(np.bincount(row, weighed * weighed, len(ends) - 1))
        numbers[cell] = np.floor(EXACT * weighed / np.where(lengths == 0, 1, lengths)[row])
    return Rows(columns, numbers, starts, width)


def weights(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """What words weigh that stand so often in a text."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    return np.array(logarithms(int(counts.max(initial=0)).bit_length()))[counts.astype(np.int64)]


@functools.lru_cache(8)
def logarithms(bits: int) -> tuple[float, ...]:
    """The weights of all counts of so many bits."""
    return (0.0, *(float(round(16 * (1 + math.log(count)))) for count in range(1, 1 << bits)))


def narrow(rows: Rows) -> Rows:
    """A matrix without the columns in which there is nothing: of names there are fewer than places for them."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    is_there = np.bincount(rows.columns, minlength=rows.width) > 0
    places = (np.cumsum(is_there) - 1).astype(np.uint16)
    return Rows(places[rows.columns], rows.numbers, rows.starts, int(np.count_nonzero(is_there)))


def flags(sets: Sequence[frozenset[str]]) -> Numbers:
    """Sets as rows of a matrix of 0 and 1."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    places = {name: place for place, name in enumerate(sorted(frozenset[str]().union(*sets)))}
    matrix = np.zeros((len(sets), max(1, len(places))), np.float32)
    for number, names in enumerate(sets):
        matrix[number, [places[name] for name in names]] = 1
    return matrix


UNKNOWN, GAP_OF_UNKNOWN = -1, 2.0


def ordinals_of(days: Iterable[date | None]) -> NDArray[np.int64]:
    import numpy as np  # noqa: PLC0415 - it is loaded already

    return np.array([day.toordinal() if day else UNKNOWN for day in days], np.int64)


def gaps(one: NDArray[np.int64], other: NDArray[np.int64]) -> Numbers:
    """Days between two lists of days; where one is not known, a guess."""
    import numpy as np  # noqa: PLC0415 - it is loaded already

    apart = np.abs(one[:, None] - other[None, :]).astype(np.float32)
    return np.where((one[:, None] == UNKNOWN) | (other[None, :] == UNKNOWN), np.float32(GAP_OF_UNKNOWN), apart)
