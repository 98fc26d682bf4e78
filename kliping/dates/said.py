"""Days that an article says things happened on: "Sabtu (17/10)", "on Friday", "kemarin malam", "October 9".

Most of them say no year, some only a weekday: what they mean follows from the day of publication. A weekday named beside
a date must be that day's, else the year is another or nothing is meant.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kliping import dates
from kliping.dates import date_words

WEEK = 7
LONGEST = 4_000
"""Signs of an article that are looked at: what it reports stands before that."""
AHEAD = 45
"""Days after publication that a date without a year may lie: announcements look ahead, but seldom far."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A day that a text names, and where; `is_full` if it says the year itself, `is_checked` if the weekday fits."""

    day: date
    start: int
    end: int
    is_full: bool = False
    is_checked: bool = False


def mentions(text: str, lang: str, published: date | None, window: tuple[date, date] | None = None) -> list[Mention]:
    """Every day that a text names, in order.

    Without a day of publication a date says its year, or there is one year only in the `window` that it can be; weekdays
    alone and words such as "yesterday" then mean nothing.
    """
    text, lang = dates.western(text[:LONGEST]), lang.partition("-")[0]
    found = [
        Mention(each.day, each.start, each.end, is_full=True, is_checked=each.weekday == each.day.weekday())
        for each in dates.find(text, lang)
        if not each.contradicts
    ]
    for more in (without_year(text, lang, published, window), named(text, lang, published)):
        for each in more:
            if not any(each.start < other.end and other.start < each.end for other in found):
                found.append(each)
    return sorted(found, key=lambda each: (each.start, each.day))


# ------------------------------------------------------------------ dates without a year

DAY = re.compile(r"\d(?<!\d\d)(?:(?<=[0-3])\d)?(?!\d)")
"""What may be a day's number; it begins with a class of signs, so that the engine skips to them."""
DAY_IN_ASCII = re.compile(DAY.pattern.replace(r"\d", "[0-9]"))
"""The same for texts without other digits, in two thirds of the time."""
IN_BRACKETS = re.compile(r"(?<=\()\s?[0-3]?\d\s?[/.-]\s?(?P<month>[01]?\d)\s?(?=\))")
WORD = r"(?P<word>[^\W\d_]{3,12})"
MONTH_BEHIND = re.compile(rf"(?<![\d.,:/-])[0-3]?\d(?:st|nd|rd|th)?\s(?:of\s)?{WORD}(?!\w)")
MONTH_BEFORE, LONGEST_BEFORE = re.compile(rf"(?<!\w){WORD}\.?\s\Z"), 14
NO_MORE = re.compile(r"(?:st|nd|rd|th)?(?![\w:]|[.,]\d|\s?%)")
BEFORE = re.compile(r"([^\W\d_]+['’]?[^\W\d_]*)[,.]?\s*\(?\s*$")


def without_year(text: str, lang: str, published: date | None, window: tuple[date, date] | None) -> Iterator[Mention]:
    """Days said by day and month alone: `(17/10)`, `17 Oktober`, `Oct. 9`."""
    days = list((DAY_IN_ASCII if text.isascii() else DAY).finditer(text))
    for shape in (in_brackets, before_month, behind_month):
        for number in days:
            if found := shape(text, number, lang):
                month, start, end = found
                weekday = weekday_before(text, start, lang)
                if day := in_year(month, int(number[0]), weekday, published, window):
                    yield Mention(day, start, end, is_checked=weekday is not None)


Place = tuple[int, int, int]
"""The month that belongs to the number of a day, and where both begin and end."""


def in_brackets(text: str, number: re.Match[str], lang: str) -> Place | None:  # noqa: ARG001 - a shape like the others
    """`(17/10)`: a blank may stand before the number."""
    at = number.start()
    before = text[max(0, at - 2) : at]
    if "(" not in before:
        return None
    found = IN_BRACKETS.match(text, at if before[-1] == "(" else at - 1)
    return (int(found["month"]), found.start(), found.end()) if found and int(found["month"]) else None


def before_month(text: str, number: re.Match[str], lang: str) -> Place | None:
    """`17 Oktober`, `17th of October`."""
    found = MONTH_BEHIND.match(text, number.start())
    month = dates.month_of(dates.fold(found["word"]), lang) if found else None
    return (month, found.start(), found.end()) if found and month else None


def behind_month(text: str, number: re.Match[str], lang: str) -> Place | None:
    """`Oct. 9`."""
    at = number.start()
    if not text[at - 1 : at].isspace():
        return None
    found, behind = MONTH_BEFORE.search(text, max(0, at - LONGEST_BEFORE), at), NO_MORE.match(text, number.end())
    month = dates.month_of(dates.fold(found["word"]), lang) if found and behind else None
    return (month, found.start(), behind.end()) if found and behind and month else None


def weekday_before(text: str, start: int, lang: str) -> int | None:
    """The weekday named right before a date."""
    before = BEFORE.search(text, max(0, start - 16), start)
    return dates.weekday_of(dates.fold(before[1]), lang) if before else None


def in_year(
    month: int, day: int, weekday: int | None, published: date | None, window: tuple[date, date] | None
) -> date | None:
    """The day of a month in the year that is meant: the last before publication or soon behind it, with that weekday."""
    if published:
        years = range(published.year - 3 if weekday is not None else published.year - 1, published.year + 2)
        last = published + timedelta(days=AHEAD) if published < date.max - timedelta(days=AHEAD) else date.max
        possible = [each for year in years if (each := dates.valid(year, month, day)) and each <= last]
    elif window:
        years = range(window[0].year, window[1].year + 1)
        possible = [
            each for year in years if (each := dates.valid(year, month, day)) and window[0] <= each <= window[1]
        ]
    else:
        return None
    fitting = [each for each in possible if weekday is None or each.weekday() == weekday]
    if not published and len(fitting) > 1:
        return None
    return max(fitting, default=None)


# ------------------------------------------------------------------ weekdays alone, yesterday, tomorrow


INSIDE = re.compile(r"[\w-]")
BARRIERS: Final = ".,\n"
"""Signs that stand in no name of a day: what is found behind one does not depend on what stands before it."""


@dataclass(frozen=True, slots=True)
class Names:
    """Weekdays and words such as `kemarin` in a language and in English.

    `pattern` finds all of them, but takes long. `words` lie so many days from the day of publication; each holds one of
    `sought`. `weekday` finds the capital with which a weekday begins.
    """

    pattern: re.Pattern[str]
    words: Mapping[str, float]
    sought: Sequence[str]
    weekday: re.Pattern[str]
    longest: int


@functools.cache
def names(lang: str) -> Names:
    """What is looked for in texts of a language."""
    days = {name for each in (lang, "en") for name in dates.names(each)[1] if len(name) > 3}
    words = {**dict(dates.listed(date_words.RELATIVE["en"])), **dict(dates.listed(date_words.RELATIVE.get(lang, "")))}
    every = sorted(days | words.keys(), key=lambda each: (-len(each), each))
    return Names(
        re.compile(rf"(?:{'|'.join(map(re.escape, every))})(?![\w-])"),
        words,
        [word for word in words if not any(other != word and other in word for other in words)],
        re.compile(
            "|".join(sorted(rf"{sign}(?=(?i:{re.escape(name[1:])}))" for name in days for sign in capitals(name[0])))
        ),
        max(map(len, every)),
    )


def capitals(letter: str) -> list[str]:
    """The capitals of a letter: beside its own the dotted I and the sign for kelvin."""
    return [sign for sign in {letter.upper(), "\u0130", "\u212a"} if sign.isupper() and sign.lower()[:1] == letter]


def named(text: str, lang: str, published: date | None) -> Iterator[Mention]:
    """Days said by their weekday or by how far they lie from the day of publication."""
    if not published or not date.min + timedelta(WEEK) < published < date.max - timedelta(WEEK):
        return
    known, lower = names(lang), text.lower()
    if len(lower) != len(text):  # a few signs become two: then every sign by itself
        lower = "".join(sign.lower()[:1] for sign in text)
    for start, end in where_named(text, lower, known):
        word = lower[start:end]
        if word in known.words:
            yield Mention(published + timedelta(days=known.words[word]), start, end)
        elif text[start].isupper() and (weekday := dates.weekday_of(dates.fold(word), lang)) is not None:
            behind = (published.weekday() - weekday) % WEEK
            if is_ahead(text, start, end) and behind:
                behind -= WEEK
            yield Mention(published - timedelta(days=behind), start, end)


def where_named(text: str, lower: str, known: Names) -> Iterator[tuple[int, int]]:
    """Where `pattern` finds a word that nothing stands before, as far as it may count.

    To try the pattern at every sign takes long: it is tried from the last barrier before each place where one may be.
    """
    likely = {found.start() for found in known.weekday.finditer(text)}
    for word in known.sought:
        at = lower.find(word)
        while at >= 0:
            likely.add(at)
            at = lower.find(word, at + 1)
    for begin, end in regions(lower, sorted(likely), known.longest):
        for found in known.pattern.finditer(lower, begin, end):
            is_cut = found.end() == end < len(lower)  # what follows decides, and is not seen
            if not is_cut and not (found.start() and INSIDE.match(lower, found.start() - 1)):
                yield found.span()


def regions(lower: str, places: Iterable[int], longest: int) -> list[tuple[int, int]]:
    """From the last barrier before each of some places as far as a word may reach."""
    found: list[tuple[int, int]] = []
    for place in places:
        begin, end = max(lower.rfind(sign, 0, place) for sign in BARRIERS) + 1, min(len(lower), place + longest + 1)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def is_ahead(text: str, start: int, end: int) -> bool:
    """Whether the words beside a weekday say that it is one to come."""
    before, after = text[max(0, start - 12) : start].lower().split(), text[end : end + 14].lower().split()
    return bool({*before[-1:], *(word.strip(",.;") for word in after[:2])} & date_words.TO_COME)
