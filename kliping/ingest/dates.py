"""Dates as people write them: day first, in the article's language, with Indonesian zones.

Month and weekday names come from CLDR (through Babel); spellings that newsrooms use and CLDR
lacks stand in `SPELLINGS`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from babel import Locale, UnknownLocaleError

SPELLINGS: Mapping[str, Mapping[str, int]] = {
    "id": {"pebruari": 2, "agust": 8, "agt": 8, "ags": 8, "sept": 9, "nopember": 11, "nop": 11},
    "en": {"sept": 9},
}
WEEKDAYS: Mapping[str, Mapping[str, int]] = {
    "id": {"jum'at": 4, "jum’at": 4, "ahad": 6, "sen": 0},
    "en": {"tues": 1, "thurs": 3},
}
ZONES: Mapping[str, float] = {
    "wib": 7,
    "wita": 8,
    "wit": 9,
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "mez": 1,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "мск": 3,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "sgt": 8,
    "myt": 8,
    "hkt": 8,
    "jst": 9,
    "kst": 9,
    "aest": 10,
    "aedt": 11,
}
CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?P<sep>[:.])(?P<minute>[0-5]\d)(?:(?P=sep)(?P<second>[0-5]\d))?(?!\d)"
    r"\s*(?P<half>[ap]\.?m\.?(?!\w))?\s*\(?(?P<zone>(?:utc|gmt)?\s*[+-]\d\d?(?::?\d\d)?|[^\W\d_]{1,4}(?!\w))?",
    re.I,
)
ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?:[T ](?=\d\d:))?(?!\d\d\d)"
)
NUMBERS = re.compile(
    r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d)"
)
EAST = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]?")


@dataclass(frozen=True, slots=True)
class Said:
    """A date that a text says: the day, the time and zone if said, where it stands.

    `weekday` is the one named beside it (Monday is 0), or None.
    """

    day: date
    clock: time | None
    zone: tzinfo | None
    start: int
    end: int
    weekday: int | None = None

    @property
    def contradicts(self) -> bool:
        """Whether the weekday named beside the date is not that day's."""
        return self.weekday is not None and self.weekday != self.day.weekday()

    @property
    def precision(self) -> str:
        return "day" if self.clock is None else "second" if self.clock.second else "minute"

    def at(self, zone: tzinfo) -> datetime:
        """The moment, in the zone said, else in `zone`."""
        return datetime.combine(self.day, self.clock or time(), self.zone or zone)


def fold(name: str) -> str:
    """A name as it is looked up: no case, no accents, Turkish i's alike."""
    bare = unicodedata.normalize("NFKD", name.replace("ı", "i").lower())
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).rstrip(".")


@functools.cache
def names(lang: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Month names and weekday names of a language as CLDR and newsrooms write them."""
    try:
        locale = Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return {}, {}
    months, days = dict[str, int](), dict[str, int]()
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            months |= {name.rstrip("."): number for number, name in locale.months[form][width].items()}
            days |= {name.rstrip("."): number for number, name in locale.days[form][width].items()}
    months |= SPELLINGS.get(lang, {})
    days |= WEEKDAYS.get(lang, {})
    return {name: number for name, number in months.items() if not name.isdigit()}, days


@functools.cache
def patterns(
    lang: str,
) -> tuple[Mapping[str, int], Mapping[str, int], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Names and patterns for a language; English is always understood too."""
    months, days = ({**names("en")[i], **names(lang)[i]} for i in (0, 1))
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day = "|".join(sorted(map(re.escape, days), key=len, reverse=True))
    months, days = ({fold(name): number for name, number in table.items()} for table in (months, days))
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    number = r"(?P<day>3[01]|[12]\d|0?[1-9])"
    day_month = re.compile(
        rf"(?<!\d){number}(?:st|nd|rd|th|er|\.|º)?[\s-]*(?:de\s+|of\s+)?(?P<month>{month})\.?,?[\s-]*(?:de\s+)?{year}",
        re.I,
    )
    month_day = re.compile(rf"(?<!\w)(?P<month>{month})\.?\s+{number}(?:st|nd|rd|th)?,?\s+{year}", re.I)
    weekday = re.compile(rf"(?<!\w)(?P<weekday>{day})\.?(?:\s+[^\W\d_]+)?\s*[,(]?\s*\(?$", re.I)
    return months, days, day_month, month_day, weekday


def find(text: str, lang: str, *, month_first: bool = False) -> list[Said]:
    """Every full date in a text, in order.

    `8/10/2020` is the 8th of October unless `month_first`, or unless only the other order is
    a date, or the weekday beside it fits only the other order.
    """
    if not re.search(r"(?:19|20)\d\d", text):
        return []
    months, days, day_month, month_day, weekday = patterns(lang)
    found: list[Said] = []
    for pattern in (ISO, EAST, day_month, month_day, NUMBERS):
        for match in pattern.finditer(text):
            if any(match.start() < said.end and said.start < match.end() for said in found):
                continue
            named = weekday.search(text[max(0, match.start() - 24) : match.start()])
            beside = days.get(fold(named["weekday"])) if named else None
            if day := day_of(match, months, beside, month_first=month_first):
                clock, zone, end = clock_near(text, match)
                found.append(Said(day, clock, zone, match.start(), end, beside))
    return sorted(found, key=lambda said: said.start)


def day_of(match: re.Match[str], months: Mapping[str, int], weekday: int | None, *, month_first: bool) -> date | None:
    """The day that a match names, or None if there is no such day."""
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" not in parts:
        name = parts["month"]
        month = int(name) if name.isdecimal() else months.get(fold(name))
        return valid(year, month, int(parts["day"])) if month else None
    first, second = int(parts["first"]), int(parts["second"])
    orders = [valid(year, second, first), valid(year, first, second)]
    if month_first:
        orders.reverse()
    days = [day for day in orders if day]
    return next((day for day in days if day.weekday() == weekday), days[0] if days else None)


def valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_near(text: str, match: re.Match[str]) -> tuple[time | None, tzinfo | None, int]:
    """The clock time that follows a date within a few words, or stands right before it."""
    after = CLOCK.search(text, match.end(), match.end() + 40)
    if after and after.start() - match.end() <= 20:
        return *clock_of(after), after.end()
    before = CLOCK.search(text, max(0, match.start() - 18), match.start())
    return (*clock_of(before), match.end()) if before else (None, None, match.end())


def clock_of(match: re.Match[str]) -> tuple[time, tzinfo | None]:
    """The time and zone of a match of CLOCK; a bare -12:00 is a zone only in machine-written times."""
    hour, half, zone = int(match["hour"]), (match["half"] or "").lower(), match["zone"] or ""
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    by_machine = match["second"] or match.string[: match.start()].endswith("T")
    if zone[:1] in ("+", "-") and ":" in zone and not by_machine:
        zone = ""
    return time(hour, int(match["minute"]), int(match["second"] or 0)), zone_of(zone)


def zone_of(name: str | None) -> tzinfo | None:
    """The zone of `WIB`, `GMT+7` or `+07:00`, or None."""
    bare = (name or "").strip().casefold()
    if bare in ZONES:
        return UTC if ZONES[bare] == 0 else timezone(timedelta(hours=ZONES[bare]))
    shift = re.fullmatch(r"(?:utc|gmt)?\s*([+-])(\d\d?):?(\d\d)?", bare)
    if not shift or int(shift[2]) > 14:
        return None
    minutes = int(shift[2]) * 60 + int(shift[3] or 0)
    return timezone(timedelta(minutes=-minutes if shift[1] == "-" else minutes))


# ------------------------------------------------------------------ dates in addresses

PARTS: Mapping[str, str] = {
    "year": r"(?P<year>(?:19|20)\d\d)",
    "digits": r"\d*",
    "any": r"[^/]*",
    **{name: rf"(?P<{name}>\d\d)" for name in ("month", "day", "hour", "minute", "second")},
}
COMMON = ("/{year}/{month}/{day}/", "/{year}-{month}-{day}", "/{year}{month}{day}")


def address_pattern(template: str) -> re.Pattern[str]:
    """A pattern from a template such as `/{year}/{month}/{day}/`; raises ValueError."""
    pieces = re.split(r"\{(\w+)\}", template)
    unknown = [name for name in pieces[1::2] if name not in PARTS]
    if unknown or not {"year", "month", "day"} <= set(pieces[1::2]):
        raise ValueError("needs {year}, {month} and {day}; may hold " + ", ".join(f"{{{name}}}" for name in PARTS))
    if len(set(pieces[1::2])) < len(pieces[1::2]):
        raise ValueError("holds the same part twice")
    body = "".join(PARTS[piece] if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
    return re.compile(body + (r"(?!\d)" if not pieces[-1] else ""))


def in_address(url: str, templates: Iterable[str], zone: tzinfo) -> tuple[datetime, str] | None:
    """The date-time in an address and its precision; the outlet's own templates go first."""
    for template in (*templates, *COMMON):
        for match in address_pattern(template).finditer(url):
            parts = {name: int(value) for name, value in match.groupdict().items()}
            try:
                found = datetime(
                    parts["year"],
                    parts["month"],
                    parts["day"],
                    parts.get("hour", 0),
                    parts.get("minute", 0),
                    parts.get("second", 0),
                    tzinfo=zone,
                )
            except ValueError:
                continue
            return found, "second" if "second" in parts else "minute" if "minute" in parts else "day"
    return None
