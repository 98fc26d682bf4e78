"""Dates as people write them, in any language, with their clocks and zones; dates in addresses.

Month and weekday names come from CLDR (through Babel); what newsrooms write beside stands in
`date_words`. A date needs day, month and year: half a date is none.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta

from kliping.dates import date_names, date_words

LONGEST = 20_000
"""Signs of a line that are looked at: no date line is longer."""


@dataclass(frozen=True, slots=True)
class Said:
    """A date that a text says: the day, the time and zone if said, where it stands.

    `weekday` is the one named beside it (Monday is 0), or None. `either` is the day that the same
    numbers mean in the other order, when nothing but habit decides. `zone_name` is the zone as written.
    """

    day: date
    clock: time | None
    zone: tzinfo | None
    start: int
    end: int
    weekday: int | None = None
    either: date | None = None
    zone_name: str = ""

    @property
    def contradicts(self) -> bool:
        """Whether the weekday named beside the date is not that day's."""
        return self.weekday is not None and self.weekday != self.day.weekday()

    @property
    def precision(self) -> str:
        return "day" if self.clock is None else "second" if self.clock.second else "minute"

    def at(self, zone: tzinfo) -> datetime:
        """The moment, in the zone said, else in `zone`; a short name means `zone` if it is called so there."""
        local = datetime.combine(self.day, self.clock or time(), zone)
        if self.zone is None or (self.zone_name and local.tzname() == self.zone_name.upper()):
            return local
        return local.replace(tzinfo=self.zone)


# ------------------------------------------------------------------ names


SAME_LETTERS: Mapping[int, str] = {ord(sign): like for sign, like in zip("ıيىکكۀةە", "iییککههه", strict=True)}
MARKS = re.compile("[.\u200c\u200d\u200e\u200f'’ʼ״׳\u0970\u0640]+")


@functools.lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name as it is looked up: no case, accents or full stops; letters that look alike are one."""
    bare = unicodedata.normalize("NFKD", MARKS.sub("", name.replace("ı", "i").lower()))
    bare = bare.translate(SAME_LETTERS)
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())


def listed(row: str) -> Iterator[tuple[str, float]]:
    """The names of a row of `date_words` and what they mean: `sept=9 nop=11`."""
    for pair in row.split():
        name, _, number = pair.partition("=")
        yield name.replace("_", " "), float(number)


@functools.cache
def names(lang: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Month names and weekday names of a language, folded, as CLDR and newsrooms write them."""
    months, days = dict[str, int](), dict[str, int]()
    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return {}, {}
    for form in ("stand-alone", "format"):
        for width in ("abbreviated", "wide"):
            months |= {fold(name): number for number, name in locale.months[form][width].items()}
            days |= {fold(name): number for number, name in locale.days[form][width].items()}
    language = locale.language
    months |= {fold(name): int(number) for name, number in listed(date_words.MONTHS.get(language, ""))}
    days |= {fold(name): int(number) for name, number in listed(date_words.WEEKDAYS.get(language, ""))}
    foreign = re.compile(r".*\d" if language == "zh" else r".*\d|[一-鿿]+$")  # CLDR's fallback names
    return {name: number for name, number in months.items() if not foreign.match(name)}, days


@functools.cache
def known_everywhere() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Names of months and weekdays that mean the same one in every language that has them."""
    months, weekdays = (
        {name.replace("_", " "): number for number, row in table.items() for name in row.split()}
        for table in (date_names.MONTHS, date_names.WEEKDAYS)
    )
    return months, weekdays


def month_of(name: str, lang: str) -> int | None:
    """The month that a folded name means: in the text's language, in English, in any."""
    for table in (names(lang)[0], names("en")[0]):
        if name in table:
            return table[name]
    return known_everywhere()[0].get(name)


def weekday_of(name: str, lang: str) -> int | None:
    """The weekday that a folded name means: in the text's language or in English."""
    return weekdays(lang).get(name)


@functools.cache
def weekdays(lang: str) -> Mapping[str, int]:
    return {**names("en")[1], **names(lang)[1]}


FILLERS = frozenset(map(fold, date_words.FILLERS))
SOLAR_HIJRI: Mapping[str, int] = {fold(name): number for number, name in enumerate(date_words.SOLAR_HIJRI.split(), 1)}
BETWEEN = re.compile(r"[\s,،/\\–—~·-]+|\.\s+|(?<=\w{3})\.")


def month_in(words: str, lang: str) -> int | None:
    """The month that the words between day and year name; None if they say anything else."""
    told = [fold(part) for part in BETWEEN.split(words)]
    told = [part for part in told if part and part not in FILLERS] or [part for part in told if part]
    if not 0 < len(told) <= 4:
        return None
    if (number := month_of(" ".join(told), lang)) is not None:
        return number
    if len(told) == 1:
        return month_of(told[0][1:], lang) if told[0][:1] in ("ב", "ל") else None
    for cut in range(1, len(told)):  # أكتوبر / تشرين الأول: the same month in both of its names
        first, second = month_of(" ".join(told[:cut]), lang), month_of(" ".join(told[cut:]), lang)
        if first and first == second:
            return first
    return None


# ------------------------------------------------------------------ digits and patterns


ZEROS = "０٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐"
DIGITS: Mapping[int, str] = {
    **{ord(sign): plain for sign, plain in zip("：／．－‐‑−", ":/.----", strict=True)},
    **{ord(zero) + value: str(value) for zero in ZEROS for value in range(10)},
}
OTHER_DIGITS = re.compile(f"[{''.join(map(chr, DIGITS))}]")
COUNTS = re.compile(rf"[0-9年{''.join(map(chr, DIGITS))}]")


def western(text: str) -> str:
    """The text with the digits of any script as 0 to 9, sign for sign."""
    return text if text.isascii() or not OTHER_DIGITS.search(text) else text.translate(DIGITS)


# A pattern that begins with a class of signs makes the engine skip to them: what must not stand before the first sign is
# looked for behind it.
DAY_OR_MONTH = re.compile(r"[\d日](?:(?<=日)|(?<!\d\d)\d?(?!\d))")
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
DAY_FIRST = r"(?P<day>[0-9](?<![\d:.,/][0-9])(?:(?<=3)[01]|(?<=[12])\d|(?<=0)[1-9]|(?<!0)))(?!\d)"
"""The same where a date begins with it."""
ORDINAL = rf"(?:(?:{date_words.ORDINALS})(?!\w))?"
YEARS: Mapping[str, str] = {"th": r"(?:(?<=1)9|(?<=2)[045])\d\d", "fa": r"(?:(?<=1)[349]|(?<=2)0)\d\d"}
"""The rest of a year after its first digit, where it is not of 1900 to 2099."""
EAST = re.compile(
    r"(?:(?P<era>令和|平成|昭和|民國|民国)\s*(?P<count>\d{1,3}|元)|(?P<year>(?:19|20)\d\d))\s*[年년]"
    r"\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日號号일]?"
)
ERAS: Mapping[str, int] = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
CHINESE = re.compile(
    "(?P<year>[一二][〇○零一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
EASTERN_SHAPES = frozenset([EAST, CHINESE])
"""Shapes in which a sign says that a number is a year."""
VIETNAMESE = re.compile(
    rf"(?<!\d){DAY}\s*(?:tháng|thg|th)\s*(?P<month>\d\d?)\s*[,.]?\s*(?:năm\s*)?(?P<year>(?:19|20)\d\d)(?!\d)", re.I
)


@dataclass(frozen=True, slots=True)
class Patterns:
    """How dates may look in a language; `gate` is the cheap look whether there may be one at all."""

    gate: re.Pattern[str]
    shapes: Sequence[re.Pattern[str]]


@functools.cache
def patterns(lang: str) -> Patterns:
    """The patterns of a language; they differ by the years of its calendar and the order of its words."""
    rest = YEARS.get(lang, "(?:(?<=1)9|(?<=2)0)[0-9][0-9]")
    year = rf"(?P<year>[12]{rest})"
    short = r"(?P<short>\d\d)(?![\d:./])"
    iso = rf"(?P<year>[12](?<![\d.,/-].){rest})(?P<sep>[-/.])\s?(?P<month>\d\d?)(?P=sep)\s?(?P<day>\d\d?)(?:[T ](?=\d\d:))?(?!\d(?!\d:))"
    day_month = rf"{DAY_FIRST}{ORDINAL}(?P<words>[^\d\n()|;:\[\]]{{1,32}})(?:{year}(?!\d)|{short})"
    month_day = rf"{DAY_FIRST}{ORDINAL}(?P<before>\s*[,.،]\s*|\s+)(?:(?:at|de|del|of|em)\s+)?{year}(?!\d)"
    numbers = (
        rf"(?P<first>\d(?<![\d./-]\d)\d?)\s?(?P<sep>[./-])\s?(?P<second>\d\d?)\s?(?P=sep)\s?(?:{year}(?!\d)|{short})"
    )
    year_month = (
        rf"(?P<year>[12](?<![\d.,/].){rest})(?P<words>[^\d\n()|;:]{{1,24}}){DAY}(?P<after>\.?[\s-][^\W\d_][^\s\d,]*)?"
    )
    shapes = [iso, day_month, month_day, numbers]
    if lang in date_words.YEAR_FIRST:
        shapes.insert(1, year_month)
    found = [re.compile(shape, re.I) for shape in shapes]
    eastern = [EAST, CHINESE] if lang in ("zh", "ja", "ko") else [EAST]
    # One class of signs at the start: the engine skips to them, which makes the look cheap on long prose.
    gate = (
        r"[0-9'’年-](?:(?<=[12])[0-9]{3}(?![0-9])|(?<=[0-9])(?:[0-9]?[./]\s?[0-9][0-9]?[./]\s?[0-9]{2})"
        r"|(?<=['’-])[0-9]{2}(?![0-9])|(?<=年))"
    )
    return Patterns(
        re.compile(gate + (r"|\.\s?\d\d(?!\d)" if lang == "th" else "")),
        (found[0], *eastern, *([VIETNAMESE] if lang == "vi" else ()), *found[1:]),
    )


# ------------------------------------------------------------------ finding


def find(text: str, lang: str, *, month_first: bool = False) -> list[Said]:
    """Every full date in a text, in order.

    `8/10/2020` is the 8th of October unless `month_first`, or unless only the other order is
    a date, or the weekday beside it fits only the other order.
    """
    if not COUNTS.search(text):  # most lines: no look in any script's digits
        return []
    lang = lang.partition("-")[0]
    text = western(text[:LONGEST])
    if not patterns(lang).gate.search(text) or not DAY_OR_MONTH.search(text):
        return []
    return list(found_in(text, lang, month_first))


@functools.lru_cache(maxsize=1024)  # several stages look at the same lines
def found_in(text: str, lang: str, month_first: bool) -> tuple[Said, ...]:  # noqa: FBT001
    """The dates of a text that passed the gate."""
    found: list[Said] = []
    spans = near(text, patterns(lang).gate, FAR) if len(text) > SHORT and lang not in EASTERN else [(0, len(text))]
    is_eastern = "年" in text or "년" in text
    for pattern in patterns(lang).shapes:
        if pattern in EASTERN_SHAPES and not is_eastern:
            continue
        for match in (match for span in spans for match in pattern.finditer(text, *span)):
            if any(match.start() < said.end and said.start < match.end() for said in found):
                continue
            if said := said_by(match, lang, month_first=month_first):
                found.append(said)
    found.sort(key=lambda said: said.start)
    ends = 0
    for index, said in enumerate(found):
        behind = found[index + 1].start if index + 1 < len(found) else len(text)
        found[index] = timed(text, said, ends, behind, lang)
        ends = found[index].end
    return tuple(found)


SHORT, FAR = 300, 60
"""Signs of a text that is looked at as a whole, and how far the parts of a date stand from its year at most."""
EASTERN = frozenset(["zh", "ja", "ko"])


def near(text: str, sign: re.Pattern[str], far: int) -> list[tuple[int, int]]:
    """Where in a text dates may be: so far round everything that looks like a part of one, to the next blank."""
    spans: list[tuple[int, int]] = []
    for match in sign.finditer(text):
        start, end = max(0, match.start() - far), text.find(" ", match.end() + far)
        end = len(text) if end < 0 else end
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def said_by(match: re.Match[str], lang: str, *, month_first: bool) -> Said | None:
    """The date that a match means, with the weekday beside it, or None if there is no such day."""
    text, start, parts = match.string, match.start(), match.groupdict()
    if "before" in parts:
        named = month_before(text, start, lang)
        if not named:
            return None
        start, month = named
        days = [day_of(match, month, lang)]
    elif "first" in parts:
        if parts["short"] and parts["sep"] == "-":
            return None
        days = [
            day_of(match, 0, lang, month_first=first) for first in ((False, True) if not month_first else (True, False))
        ]
    elif "words" in parts:
        month = month_in(parts["words"], lang) or month_in(f"{parts['words']} {parts.get('after') or ''}", lang) or 0
        if parts.get("short") and lang != "th" and parts["words"][-1] not in "'’-":
            return None
        days = [day_of(match, month or SOLAR_HIJRI.get(fold(parts["words"]), 0), lang)]
    else:
        days = [day_of(match, number_of(parts["month"]), lang)]
    possible = [day for day in dict.fromkeys(days) if day]
    if not possible:
        return None
    weekday = weekday_beside(text, start, match.end(), lang)
    day = next((day for day in possible if day.weekday() == weekday), possible[0])
    either = next((other for other in possible if other != day and day.weekday() != weekday), None)
    return Said(day, None, None, start, match.end(), weekday, either)


CHINESE_DIGITS: Mapping[int, str] = {
    ord(sign): digit for sign, digit in zip("〇○零一二三四五六七八九", "000123456789", strict=True)
}


def number_of(written: str) -> int:
    """A number in digits or, up to 99, in Chinese words: 二十九, 十月, 二〇二〇."""
    if written.isdecimal():
        return int(written)
    if "十" in written:
        tens, _, ones = written.partition("十")
        return 10 * int(tens.translate(CHINESE_DIGITS) or 1) + int(ones.translate(CHINESE_DIGITS) or 0)
    return int(written.translate(CHINESE_DIGITS))


def day_of(match: re.Match[str], month: int, lang: str, *, month_first: bool = False) -> date | None:
    """The day of a match's parts in the calendar of its year; None if there is none such."""
    parts = match.groupdict()
    if parts.get("first"):
        month, day = int(parts["second"]), int(parts["first"])
        month, day = (day, month) if month_first else (month, day)
    else:
        day = number_of(parts["day"])
    if parts.get("era"):
        year = ERAS[parts["era"]] + (1 if parts["count"] == "元" else int(parts["count"]))
    elif parts.get("year"):
        year = number_of(parts["year"])
    else:
        year = int(parts["short"]) + (2500 if lang == "th" and int(parts["short"]) > 40 else 2000)
    if 2400 < year < 2600:
        year -= 543
    return solar(year, month, day) if 1300 <= year < 1500 else valid(year, month, day)


def valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)


def solar(year: int, month: int, day: int) -> date | None:
    """The day of a date of the Persian calendar; its leap years come eight in 33 years."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    if month == 12 and day == 30 and year % 33 not in LEAPS:
        return None

    def leaps(before: int) -> int:
        return before // 33 * len(LEAPS) + sum(rest < before % 33 for rest in LEAPS)

    passed = 365 * (year - 1399) + leaps(year) - leaps(1399) + 30 * (month - 1) + min(month - 1, 6) + day - 1
    return date(2020, 3, 20) + timedelta(days=passed)


WORDS_BEFORE = re.compile(r"(?<!\w)[^\W\d_][^\s\d,|():;]*(?:\s+[^\W\d_][^\s\d,|():;]*)?[.,]?\s*$")


def month_before(text: str, end: int, lang: str) -> tuple[int, int] | None:
    """Where the month's name before a day begins, and the month: `Oct.` of `Oct. 9`."""
    begin = max(0, end - 26)
    if not (before := WORDS_BEFORE.search(text, begin, end)):
        return None
    words = before[0].split()
    for count in range(len(words), 0, -1):
        name = fold(" ".join(words[-count:]).strip(",. "))
        month = month_of(name, lang) or (month_of(name.removeprefix("thang "), lang) if lang == "vi" else None)
        if month:
            return before.start() + before[0].rindex(words[-count]), month
    return None


BESIDE = re.compile(r"[\s,،(（/|·–—-]+")
BEHIND = re.compile(r"\s*[,(（]?\s*([^\W\d_][^\s\d,|()（）]*)\s*(?:[,)）|]|\d|$)")


def weekday_beside(text: str, start: int, end: int, lang: str) -> int | None:
    """The weekday named right before a date, with at most one word between, or right behind it."""
    before = [fold(word) for word in [word for word in BESIDE.split(text[max(0, start - 26) : start]) if word][-3:]]
    for count in range(1, len(before) + 1):
        tail = before[-count:]
        for name in (" ".join(tail), tail[0]) if count > 1 else tail:
            if (found := weekday_of(name, lang)) is not None and (count < 3 or len(tail[-1]) > 2):
                return found
    after = BEHIND.match(text[end : end + 24])
    return weekday_of(fold(after[1]), lang) if after else None


# ------------------------------------------------------------------ clocks and zones


def either_of(words: str) -> str:
    return "|".join(re.escape(word.replace("_", " ")) for word in sorted(words.split(), key=len, reverse=True))


HALF = rf"(?:{either_of(date_words.HALVES[False])}|{either_of(date_words.HALVES[True])})"
CLOCK = re.compile(
    rf"(?<![\d:.,/-])(?:(?P<early>{HALF})\s*)?(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?P<sep>[:.]|\s?(?:h|ч\.?|[時时點点시])\s?)(?P<minute>[0-5]\d)(?:(?P=sep)(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?(?!\d)"
    r"|(?=\s?[ap]\.?m\.?(?!\w)))"
    rf"\s*[分분]?(?:\s*(?P<half>{HALF})(?!\w))?(?:\s*(?:Uhr|น\.|ч\.?|óra)(?!\w))?"
    r"\s*\(?(?P<zone>(?:utc|gmt)?\s*[+-]\s?\d\d?(?::?\d\d)?(?![\d:])|[^\W\d_]{1,8}(?!\w))?",
    re.I,
)
AFTERNOON = frozenset(word.replace("_", " ").casefold().replace(".", "") for word in date_words.HALVES[True].split())


def timed(text: str, said: Said, begin: int, end: int, lang: str) -> Said:
    """A date with the clock that follows it within a few words, or stands right before it, between two other dates."""
    after = clock_in(text, said.end, min(end, said.end + 48))
    if after and after.start() - said.end <= 24 and not life(text[said.end : after.start()]):
        return clocked(said, after, lang, after.end())
    before = clock_in(text, max(begin, said.start - 34), said.start)
    if before and said.start - before.end() <= 14:
        return clocked(said, before, lang, said.end)
    return said


DIGIT = re.compile(r"\d")


def clock_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first clock in a part of a text; where no digit is, none is looked for, which takes a hundred times as long."""
    return CLOCK.search(text, start, end) if DIGIT.search(text, start, end) else None


def clocked(said: Said, match: re.Match[str], lang: str, end: int) -> Said:
    """The date with the time and zone of a match of CLOCK; a bare -12:00 is a zone only in machine-written times."""
    hour = int(match["hour"])
    half = (match["half"] or match["early"] or "").casefold().replace(".", "")
    if half in AFTERNOON:
        hour = hour % 12 + 12
    elif half:
        hour = 0 if hour == 12 else hour
    name = match["zone"] or ""
    by_machine = match["second"] or match.string[match.start() - 1 : match.start()] in ("T", "t")
    if name[:1] in ("+", "-") and ":" in name and not by_machine:
        name = ""
    zone = zone_of(name, lang)
    clock = time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    return Said(
        *(said.day, clock, zone, said.start, end, said.weekday, said.either),
        name.strip() if zone and name.strip().isalpha() else "",
    )


ZONES: Mapping[str, float] = {
    **dict(listed(date_words.ZONES)),
    **{f"{name} {lang}": hours for lang, row in date_words.ZONES_BY_LANGUAGE.items() for name, hours in listed(row)},
}


def zone_of(name: str | None, lang: str = "") -> tzinfo | None:
    """The zone of `WIB`, `GMT+7`, `+07:00` or `ET`, or None; IST and its like by the language's home."""
    bare = (name or "").strip().casefold()
    if bare in date_words.PLACES:
        return ZoneInfo(date_words.PLACES[bare])
    hours = ZONES.get(f"{bare} {lang}", ZONES.get(bare))
    if hours is not None:
        return UTC if hours == 0 else timezone(timedelta(hours=hours))
    shift = re.fullmatch(r"(?:utc|gmt)?\s*([+-])\s?(\d\d?):?(\d\d)?", bare)
    if not shift or int(shift[2]) > 14:
        return None
    minutes = int(shift[2]) * 60 + int(shift[3] or 0)
    return timezone(timedelta(minutes=-minutes if shift[1] == "-" else minutes))


# ------------------------------------------------------------------ words round a date


def stems(table: Mapping[str, str]) -> str:
    """A pattern for beginnings of words; scripts without spaces have no beginnings."""
    words = {word.replace("_", " ") for row in table.values() for word in row.split()}
    plain = sorted(re.escape(word).replace(r"\ ", r"\s+") for word in words if word[0] < "⺀")
    begins = (
        r"(?:(?<![^\W\d_])|(?<=[a-z])(?-i:(?=[A-Z])))"  # dumps glue what stands side by side: `Budi KaranganUpdated`
    )
    return rf"{begins}(?:{'|'.join(plain)})|(?:{'|'.join(sorted(word for word in words if word[0] >= '⺀'))})"


@functools.cache
def of_life() -> re.Pattern[str]:
    """The beginnings of words that say what a date is of."""
    kinds = {"updated": date_words.UPDATED, "other": date_words.NOT_OURS, "published": date_words.PUBLISHED}
    return re.compile("|".join(f"(?P<{kind}>{stems(table)})" for kind, table in kinds.items()), re.I)


def life(words: str) -> str:
    """What the words beside a date say that it is: `published`, `updated`, `other` or nothing; the last word counts."""
    told = ""
    for match in of_life().finditer(words):
        told = match.lastgroup or ""
    return told


UNITS: Mapping[Literal["second", "minute", "hour", "day", "week"], timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


FORMS: Sequence[Literal["long", "short", "narrow"]] = ("long", "short", "narrow")


@functools.cache
def ago_patterns(lang: str) -> Sequence[tuple[re.Pattern[str], timedelta]]:
    """`3 jam yang lalu` for each unit of time, as CLDR writes it in a language."""
    try:
        locale = Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return ()
    found: list[tuple[re.Pattern[str], timedelta]] = []
    for unit, length in UNITS.items():
        shapes = set[str]()
        for count, form in itertools.product((2, 3, 5, 11, 21), FORMS):
            with contextlib.suppress(KeyError):  # CLDR lacks some forms
                shape = format_timedelta(
                    -count * length, granularity=unit, threshold=1e9, add_direction=True, format=form, locale=locale
                )
                shapes.add(western(shape).replace(str(count), "0"))
        joined = "|".join(
            re.escape(shape).replace("0", r"(?:\d\d?)").replace(r"\ ", r"\s?") for shape in sorted(shapes)
        )
        found.append((re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.I), length))
    return tuple(found)


def ago(text: str, lang: str) -> timedelta | None:
    """How long ago a short text says: `3 jam yang lalu`, `2 hours ago`; it gives no date by itself."""
    text = western(text[:200])
    if not re.search(r"\d", text):
        return None
    for pattern, length in (*ago_patterns(lang), *ago_patterns("en")):
        if match := pattern.search(text):
            count = re.search(r"\d+", match[0])
            return int(count[0]) * length if count else None
    return None


# ------------------------------------------------------------------ dates in addresses

PARTS: Mapping[str, str] = {
    "year": r"(?P<year>(?:19|20)\d\d)",
    "digits": r"\d{0,20}",  # bounded: no template makes a hostile address slow
    "any": r"[^/]{0,60}",
    **{name: rf"(?P<{name}>\d\d)" for name in ("month", "day", "hour", "minute", "second")},
}
COMMON = (
    "/{year}/{month}/{day}/",
    "/{year}-{month}-{day}",
    "/{year}{month}{day}",
    "-{year}{month}{day}",
    "-{year}-{month}-{day}",
)


LONGEST_ADDRESS = 1000
"""Signs of an address that are looked at."""


@functools.lru_cache(maxsize=256)
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
        for match in address_pattern(template).finditer(url[:LONGEST_ADDRESS]):
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
