"""Days that an article says things happened on: "Sabtu (17/10)", "on Friday", "kemarin malam", "October 9".

Most of them say no year, some only a weekday: what they mean follows from the day of publication. A weekday named beside
a date must be that day's, else the year is another or nothing is meant.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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

NUMBERS = re.compile(r"(?<=\()\s?(?P<day>[0-3]?\d)\s?[/.-]\s?(?P<month>[01]?\d)\s?(?=\))")
WORD = r"[^\W\d_]{3,12}"
DAY_MONTH = re.compile(rf"(?<![\d.,:/-])(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<word>{WORD})(?!\w)")
MONTH_DAY = re.compile(rf"(?<!\w)(?P<word>{WORD})\.?\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\w:]|[.,]\d|\s?%)")
BEFORE = re.compile(r"([^\W\d_]+['’]?[^\W\d_]*)[,.]?\s*\(?\s*$")


def without_year(text: str, lang: str, published: date | None, window: tuple[date, date] | None) -> Iterator[Mention]:
    """Days said by day and month alone: `(17/10)`, `17 Oktober`, `Oct. 9`."""
    spans = dates.near(text, DAY, FAR)
    for pattern in (NUMBERS, DAY_MONTH, MONTH_DAY):
        for match in (match for span in spans for match in pattern.finditer(text, *span)):
            parts = match.groupdict()
            month = int(parts["month"]) if "month" in parts else dates.month_of(dates.fold(parts["word"]), lang)
            if month:
                weekday = weekday_before(text, match.start(), lang)
                if day := in_year(month, int(parts["day"]), weekday, published, window):
                    yield Mention(day, match.start(), match.end(), is_checked=weekday is not None)


DAY = re.compile(r"(?<!\d)[0-3]?\d(?!\d)")
FAR = 20
"""How far the name of a month stands from the number of its day at most."""


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


@functools.cache
def pattern(lang: str) -> re.Pattern[str]:
    """A pattern for weekdays and words such as `kemarin` in a language or in English."""
    days = {name for each in (lang, "en") for name in dates.names(each)[1] if len(name) > 3}
    words = {word for each in (lang, "en") for word, _ in dates.listed(date_words.RELATIVE.get(each, ""))}
    either = "|".join(re.escape(each) for each in sorted(days | words, key=lambda each: (-len(each), each)))
    return re.compile(rf"(?:{either})(?![\w-])")


@functools.cache
def relative(lang: str) -> Mapping[str, float]:
    """Words such as `kemarin` in a language or in English, and how many days they lie from the day of publication."""
    return {**dict(dates.listed(date_words.RELATIVE["en"])), **dict(dates.listed(date_words.RELATIVE.get(lang, "")))}


def named(text: str, lang: str, published: date | None) -> Iterator[Mention]:
    """Days said by their weekday or by how far they lie from the day of publication."""
    if not published or not date.min + timedelta(WEEK) < published < date.max - timedelta(WEEK):
        return
    words, lower = relative(lang), text.lower()
    if len(lower) != len(text):  # a few signs become two: then every sign by itself
        lower = "".join(sign.lower()[:1] for sign in text)
    for match in pattern(lang).finditer(lower):
        word = match[0]
        if match.start() and INSIDE.match(lower, match.start() - 1):
            continue
        if word in words:
            yield Mention(published + timedelta(days=words[word]), match.start(), match.end())
        elif text[match.start()].isupper() and (weekday := dates.weekday_of(dates.fold(word), lang)) is not None:
            behind = (published.weekday() - weekday) % WEEK
            if is_ahead(text, match.start(), match.end()) and behind:
                behind -= WEEK
            yield Mention(published - timedelta(days=behind), match.start(), match.end())


def is_ahead(text: str, start: int, end: int) -> bool:
    """Whether the words beside a weekday say that it is one to come."""
    before, after = text[max(0, start - 12) : start].lower().split(), text[end : end + 14].lower().split()
    return bool({*before[-1:], *(word.strip(",.;") for word in after[:2])} & date_words.TO_COME)
