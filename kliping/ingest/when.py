"""When the outlet published and changed an article, how precisely that is known, and what is odd about it.

What the markup states goes first, then the address, then what stands beside the article: every date
near it gets points for where and how it stands, and the likeliest is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import urlsplit

from kliping import dates
from kliping.dates import Said
from kliping.ingest.lines import is_sentence, key, length
from kliping.records import Found, Hint, Line, Mark, Outlet, RawArticle, Span


@dataclass(frozen=True, slots=True)
class Published:
    """When the outlet published, how precisely that is known, and what is odd about it."""

    when: Found[datetime] | None
    precision: str = "minute"
    modified: Found[datetime] | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date-time that may be the article's, how precisely it is known, and where it stands."""

    when: datetime
    precision: str
    source: str

    @property
    def day(self) -> date:
        return self.when.date()


@dataclass(frozen=True, slots=True)
class Clue:
    """A date that stands near the article: what the words beside it say that it is, and its points."""

    index: int
    line: Line
    said: Said
    life: str
    points: float

    def stamp(self, zone: tzinfo, whose: str) -> Stamp:
        source = f"line {self.line.number}"
        if self.said.clock and not self.said.zone:
            source += f", in {whose} zone {zone}"
        return Stamp(self.said.at(zone), self.said.precision, source)


def published(
    raw: RawArticle,
    found: Sequence[Mark | None],  # noqa: ARG001 - a date is told by its own words, not by what its line was taken for
    span: Span,
    lang: str,
    url: str | None,
    known: Outlet | None,
    zone: tzinfo,
    *,
    headline: int | None = None,
) -> Published:
    """Publication date: the markup, else the address, else the likeliest date beside the article.

    `headline` is the index of its line. Never a date said in the article itself, never the file's
    own, never now; the time of saving counts only for `3 hours ago`, and then only its day.
    """
    whose = "the outlet's" if known and known.timezone else "the site's"
    stated_in = [Stamp(*stamp, hint.source) for hint in hints(raw, "date") if (stamp := stated(hint.value, zone))]
    changed = [Stamp(*stamp, hint.source) for hint in hints(raw, "modified") if (stamp := stated(hint.value, zone))]
    markup = [stamp for stamp in stated_in if stamp.source != "<time>"]
    times = [stamp for stamp in stated_in if stamp.source == "<time>"]
    address = dates.in_address(url, known.address_dates if known else (), zone) if url else None

    clues = list(near(raw.lines, span, lang, headline, month_first=is_month_first(raw, lang, url, known)))
    best = max((clue for clue in clues if clue.life != "updated"), key=lambda clue: clue.points, default=None)
    told = [best] if best and best.points > LEAST else []
    visible = [clue.stamp(zone, whose) for clue in told]
    changes = [clue.stamp(zone, whose) for clue in clues if clue.life == "updated" and clue.points > LEAST]

    ranked = [*markup, *([Stamp(*address, "the address")] if address else []), *visible, *times]
    if limit := saved(raw, zone):  # what is dated later than the page was saved is a template's mistake
        ranked = [stamp for stamp in ranked if stamp.when <= limit.value + timedelta(days=1)]
    warnings = list(oddities(told))
    if not ranked:
        ranked = list(by_saving(raw, span, lang, headline, zone)) or [*changes, *changed]
        warnings += ["the page says only when it was changed, not when it was published"] if ranked else []
    changed += changes
    modified = Found(changed[0].when, changed[0].source) if changed else None
    if not ranked:
        return Published(None, modified=modified, warnings=tuple(warnings))
    first = ranked[0]
    for other in (*visible, *times, *markup):
        first = finer(first, other)
    warnings += [
        f"the date is {first.day} by {first.source}, but {other.day} by {other.source}"
        for other in (*markup, *visible)
        if abs(other.when - first.when) > timedelta(days=1.5)
    ]
    if known and known.timezone and first.precision != "day" and not first.when.utcoffset():
        first = Stamp(first.when.astimezone(zone), first.precision, first.source)
    if modified and modified.value <= first.when:
        modified = None
    return Published(Found(first.when, first.source), first.precision, modified, tuple(dict.fromkeys(warnings)))


def headline_line(lines: Sequence[Line], title: str, span: Span) -> int | None:
    """The index of the headline's first line at or above the article's first, if the headline is a line."""
    return next((index for index in range(span.first + 1) if key(lines[index].text) == key(title)), None)


def hints(raw: RawArticle, name: str) -> list[Hint]:
    return [hint for hint in raw.hints if hint.key == name]


def finer(first: Stamp, other: Stamp) -> Stamp:
    """Of two stamps of one day the one with a clock; of two of one moment the one with a local zone."""
    if other.day == first.day and first.precision == "day" != other.precision:
        return other
    if other.when == first.when and not first.when.utcoffset() and other.when.utcoffset():
        return other
    return first


def oddities(told: Sequence[Clue]) -> Iterator[str]:
    """What is odd about the date that was taken: a wrong weekday, numbers that may be read in two ways."""
    for clue in told:
        if clue.said.contradicts:
            yield f"line {clue.line.number}: {clue.said.day} is not the weekday that stands beside it"
        if clue.said.either:
            yield f"line {clue.line.number}: {clue.said.day} may also be {clue.said.either}"


# ------------------------------------------------------------------ dates near the article

ABOVE, BELOW, OPENING = 140, 12, 90
"""Lines above the article, lines below it, and signs of its first paragraphs in which a date may be its own."""

WEIGHTS: Mapping[str, float] = {
    "any": 1.0,
    "inside the article": 0.8,
    "paragraphs before": -1.3,
    "alone inside": 1.5,
    "with a clock": 0.5,
    "alone on its line": 1.1,
    "above the article": 0.6,
    "lines above the article": -0.2,
    "under the headline": -0.3,
    "lines under the headline": -0.1,
    "first under the headline": 1.2,
    "above the headline": 1.4,
    "lines above the headline": -0.7,
    "with a weekday": -0.8,
    "words say published": 1.0,
    "few words beside": 0.3,
    "the latest day": -0.3,
    "below the article": -0.2,
    "lines below the article": -0.9,
    "other days near": -1.2,
    "in a long line": -1.3,
    "in the page's header": 1.0,
}
"""Points for each trait, fitted by benchmarks/train_dates.py on pages under MIT and CC-BY-4.0 licences."""
LEAST = 0.0
"""Points that a date must have more of: so many has the guess that none of them is the article's."""


def near(lines: Sequence[Line], span: Span, lang: str, headline: int | None, *, month_first: bool) -> Iterator[Clue]:
    """Every date that may be the article's, with its points."""
    top = min(span.first, headline) if headline is not None else span.first
    window = range(max(0, top - ABOVE), min(len(lines), span.last + BELOW + 1))
    said = {
        index: found
        for index in window
        if (found := dates.find(opening(lines[index].text, index, span), lang, month_first=month_first))
    }
    days = {index: {each.day for each in found} for index, found in said.items()}
    for index, found in said.items():
        line, ends = lines[index], 0
        for each in found:
            life = told_life(lines, index, ends, each)
            ends = each.end
            if life == "other" or not beside(lines[index], index, span, each, life):
                continue
            place = Place(index, span, headline, lines, days)
            points = sum(WEIGHTS.get(name, 0.0) * value for name, value in traits(place, each, life))
            yield Clue(index, line, each, life, points)


def opening(text: str, index: int, span: Span) -> str:
    """The part of a line that may hold the article's date: of a paragraph only the dateline."""
    return text[:OPENING] if span.first <= index <= span.last else text[:400]


def beside(line: Line, index: int, span: Span, said: Said, life: str) -> bool:
    """Whether a date is one beside the article rather than one that the article tells of.

    Inside the article only a line counts that is little but a date, a byline cut by strokes or dots,
    or a dateline, `KOTA, 9 Oct 2020 -`. A subheading, `The night of 9 October 2020`, says when things happened.
    """
    if not span.first <= index <= span.last:
        return True
    rest = words_beside(line.text, said)
    begins = length(line.text[: said.start]) <= (said.weekday is not None)
    if rest <= 8 and (begins or life or (said.clock and not is_sentence(line.text))):
        return True
    if rest <= 16 and index <= span.first + 5 and re.search("[|·•]", line.text) and not is_sentence(line.text):
        return True
    if life == "published" and index <= span.first + 2 and said.start <= 30:
        return True
    return index <= span.first + 1 and bool(DATELINE_END.match(line.text, said.end))


DATELINE_END = re.compile(r"\W{0,3}(?:\([^()]{2,30}\)\s*)?[—–-]{1,2}\s|\)\s*[—–:-]")


def words_beside(text: str, said: Said) -> float:
    """How many words a line has beside a date."""
    if len(text) > 300:
        return 60
    return length(re.sub(r"\d+", " ", f"{text[: said.start]} {text[said.end :]}"))


def told_life(lines: Sequence[Line], index: int, begin: int, said: Said) -> str:
    """What the words before a date, behind it, or alone on the line above say that it is."""
    text = lines[index].text
    if life := dates.life(text[max(begin, said.start - 40) : said.start]):
        return life
    if (life := dates.life(text[said.end : said.end + 14])) in ("published", "updated"):
        return life
    above = lines[index - 1].text if index and not text[: said.start].strip() else ""
    return dates.life(above) if length(above) <= 4 else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a date stands: the index of its line, the article, and the days that other lines say."""

    index: int
    span: Span
    headline: int | None
    lines: Sequence[Line]
    days: Mapping[int, set[date]]


def traits(place: Place, said: Said, life: str) -> Iterator[tuple[str, float]]:
    """What speaks for a date and against it."""
    index, span, head = place.index, place.span, place.headline
    yield "any", 1
    line = place.lines[index]
    rest = words_beside(line.text, said)
    inside = span.first <= index <= span.last
    if index < span.first:
        yield "above the article", 1
        yield "lines above the article", math.log1p(span.first - index)
        if head is not None and head < index:
            yield "under the headline", 1
            yield "lines under the headline", math.log1p(index - head)
            if not any(head < other < index for other in place.days):
                yield "first under the headline", 1
        elif head is not None:
            yield "above the headline", 1
            yield "lines above the headline", math.log1p(head - index)
        if index < 8 and span.first - index > 12:
            yield "in the page's header", 1
    elif inside:
        yield "inside the article", 1
        yield "paragraphs before", math.log1p(index - span.first)
        yield "alone inside", float(rest <= 6)
    else:
        yield "below the article", 1
        yield "lines below the article", math.log1p(index - span.last)
    yield "with a clock", float(said.clock is not None)
    yield "with a weekday", float(said.weekday is not None)
    yield "words say published", float(life == "published")
    yield "alone on its line", float(rest <= 2)
    yield "few words beside", float(2 < rest <= 8)
    yield "in a long line", float(rest > 20)
    others = [day for near in range(index - 8, index + 9) if near != index for day in place.days.get(near, ())]
    yield "other days near", math.log1p(len(set(others) - {said.day}))
    every = {day for days in place.days.values() for day in days}
    yield "the latest day", float(len(every) > 1 and said.day == max(every))
    yield "wrong weekday", float(said.contradicts)


NOT_AMERICAN = frozenset(
    "uk au nz ie in za sg my hk ng ke gh pk bd lk id ph eu de fr it es nl se no dk fi at ch be jp".split()
)
"""Ends of addresses whose English puts the day first."""


def is_month_first(raw: RawArticle, lang: str, url: str | None, known: Outlet | None) -> bool:
    """Whether 8/10 is the 10th of August: in American English, unless numbers on the page say otherwise."""
    if lang != "en" or (known and known.timezone and not known.timezone.startswith(("America/", "US/"))):
        return False
    end = (urlsplit(url).hostname or "").rsplit(".", 1)[-1] if url else ""
    written = next((hint.value.lower() for hint in hints(raw, "lang")), "")
    return end not in NOT_AMERICAN and (written in ("", "en") or written.endswith("us"))


# ------------------------------------------------------------------ what machines state


def stated(value: str, zone: tzinfo) -> tuple[datetime, str] | None:
    """Date-time and precision of a machine-written date, or None; the year 1 and 1970 stand for no date.

    Machines write ISO 8601, RFC 2822, seconds since 1970 and what their templates show to readers.
    """
    value = value.strip()[:200]
    try:
        if re.fullmatch(r"\d{10}(?:\d{3})?", value):
            when = datetime.fromtimestamp(int(value[:10]), UTC)
        else:
            when = datetime.fromisoformat(value)
    except (ValueError, OverflowError):
        said = dates.find(value, "en", month_first=True)
        return (said[0].at(zone), said[0].precision) if said and said[0].day.year > 1970 else None
    if not 1900 <= when.year <= 2200 or when.date().isoformat() == "1970-01-01":
        return None
    only_day = when.time() == time() or len(value) <= 8 or (len(value) == 10 and not value.isdigit())
    precision = "day" if only_day else "second" if when.second else "minute"
    return when if when.tzinfo else when.replace(tzinfo=zone), precision


def saved(raw: RawArticle, zone: tzinfo) -> Found[datetime] | None:
    """When the page was saved, as the saving program wrote it; never the file's own time."""
    hint = raw.hint("saved")
    found = stated(hint.value, zone) if hint else None
    return Found(found[0], hint.source) if hint and found else None


def by_saving(raw: RawArticle, span: Span, lang: str, headline: int | None, zone: tzinfo) -> Iterator[Stamp]:
    """The day that `3 hours ago` beside the headline means, counted from when the page was saved."""
    known = saved(raw, zone)
    begin = max(0, (span.first if headline is None else min(headline, span.first)) - 4)
    for line in raw.lines[begin : span.first + 1] if known else ():
        if known and length(line.text) <= 12 and (passed := dates.ago(line.text, lang)):
            when = (known.value - passed).replace(hour=0, minute=0, second=0, microsecond=0)
            yield Stamp(when, "day", f"line {line.number}, counted from {known.source}")
