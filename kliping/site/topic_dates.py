"""When a report without a date was published, as far as a topic's days go: by its address and the days it speaks of."""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kliping import dates
from kliping.records import Report, TopicDefinition

MONTHS, WEEKDAYS = 0, 1
"""Where `dates.names` has which."""
IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)([/-]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?!\d)")
BARE_YEAR = re.compile(r"(?<![\d/.,-])(20\d\d)(?![\d/]|[.,-]\d)")
LATER = re.compile(
    r"(?i)\b(?:tahun lalu|setahun (?:lalu|silam|setelah)|dua tahun lalu|peringatan (?:ke|satu tahun)|last year|a year (?:ago|after|since)|years (?:ago|since)|anniversary|"
    r"(?:pada|tahun|in|of|the|since|sejak|perang|war|konflik) {year}(?![/-]))"
)


@functools.cache
def said_days(lang: str) -> re.Pattern[str]:
    """A day and a month, with the weekday and the year if they are said, in a language, Indonesian or English."""
    months, weekdays = (
        "|".join(
            sorted({re.escape(name) for each in (lang, "id", "en") for name in dates.names(each)[place]}, key=by_size)
        )
        for place in (MONTHS, WEEKDAYS)
    )
    return re.compile(
        rf"(?:\b(?P<weekday>{weekdays}),?\s*)?(?P<open>\(\s*)?"
        rf"(?:(?<![\d./-])(?P<day>\d{{1,2}})(?:(?P<sign>[/-])(?P<number>\d{{1,2}})|(?:st|nd|rd|th)?\s(?P<month>{months})\b\.?)"
        rf"|\b(?P<month2>{months})\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
        r"(?!\d)(?:(?:[/-]|,?\s)(?P<year>20\d\d|\d\d(?=\s*\)))\b)?"
    )


def by_size(name: str) -> tuple[int, str]:
    return -len(name), name


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much in a report speaks for and against a topic's days, and what says most."""

    pro: float
    con: float
    said: str

    @property
    def is_proven(self) -> bool:
        return self.pro >= 1 and self.con <= self.pro / 3

    @property
    def is_refuted(self) -> bool:
        return self.con >= 1.5 and self.con >= 2 * self.pro


def evidence(topic: TopicDefinition, report: Report, text: str) -> Evidence:
    """What an undated report says of when it is from."""
    by_address = in_address(topic, report.url or (report.id if report.id.startswith("http") else ""))
    found = [by_address] if by_address else list(said_in(topic, f"{report.title}\n{text}", report.lang))
    pro = sum(weight for weight, _ in found if weight > 0)
    con = -sum(weight for weight, _ in found if weight < 0)
    best = max(found, key=lambda each: abs(each[0]), default=(0.0, ""))[1]
    return Evidence(pro, con, best)


def in_address(topic: TopicDefinition, url: str) -> tuple[float, str] | None:
    """What a date in an address says; a month alone decides only where all or nothing of it is the topic's."""
    for match in IN_ADDRESS.finditer(url):
        year, month = int(match[1]), int(match[3])
        try:
            first = date(year, month, int(match[4] or 1))
            last = date(year, month, int(match[4] or monthrange(year, month)[1]))
        except ValueError:
            continue
        words = f"“{match[0]}” in the address"
        if within(topic, first) and within(topic, last):
            return 5.0, words
        return (-5.0, words) if not within(topic, first) and not within(topic, last) else (1.0, words)
    return None


def within(topic: TopicDefinition, day: date) -> bool:
    return (not topic.start or topic.start <= day) and (not topic.end or day <= topic.end)


def said_in(topic: TopicDefinition, text: str, lang: str) -> Iterator[tuple[float, str]]:
    """Weights and words of the days, years and ways to look back in a text; above 0 speaks for the topic's days."""
    for match in said_days(lang).finditer(text.lower().replace("jum'at", "jumat")):
        if weight := said_weight(topic, match, lang):
            yield weight, f"“{' '.join(match[0].split())}”"
    if not topic.end:
        return
    yield from ((-3.0, f"“{match[0]}”") for match in BARE_YEAR.finditer(text) if int(match[1]) > topic.end.year)
    later = LATER.pattern.replace("{year}", str(topic.end.year))
    yield from ((-1.5, f"“{match[0]}”") for match in re.finditer(later, text))


def said_weight(topic: TopicDefinition, match: re.Match[str], lang: str) -> float:
    """What one day said in a text speaks for (above 0) or against (below 0) the topic's days."""
    day = int(match["day"] or match["day2"])
    month = (
        int(match["number"]) if match["number"] else number_of(match["month"] or match["month2"] or "", lang, MONTHS)
    )
    weekday = number_of(match["weekday"] or "", lang, WEEKDAYS)
    if not month or not 1 <= month <= 12 or not 1 <= day <= 31:
        return 0.0
    if match["number"] and not (match["open"] or match["year"] or weekday is not None):
        return 0.0  # "1/2" is no day
    if match["year"]:
        given = dates.valid(int(match["year"]) + (2000 if len(match["year"]) == 2 else 0), month, day)
        if given is None:
            return 0.0
        if within(topic, given):
            return 2.0 if match["open"] or weekday is not None else 1.0
        return -2.0 if topic.end and given > topic.end else 0.0
    if not topic.start or not topic.end:
        return 0.0
    years = range(topic.start.year, topic.end.year + 1)
    days = [found for year in years if (found := dates.valid(year, month, day))]
    inside = [found for found in days if within(topic, found)]
    if weekday is not None:
        if any(found.weekday() == weekday for found in inside):
            return 2.0
        return -1.0 if not any(found.weekday() == weekday for found in days) else -0.5
    return 1.0 if inside else -0.5


def number_of(name: str, lang: str, place: int) -> int | None:
    """The month or weekday, by `place`, that a name means in a report's language, in Indonesian or in English."""
    folded = dates.fold(name)
    return next((table[folded] for each in (lang, "id", "en") if folded in (table := dates.names(each)[place])), None)
