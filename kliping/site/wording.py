"""The site's own words and dates in the reader's language: gettext catalogue and CLDR."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel import Locale, dates
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.plural import PluralRule

LOCALES: Mapping[str, str] = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Wording:
    """Messages, dates and numbers in one language and zone.

    `messages` maps an English text (or a pair of singular and plural) to its translations, one
    for each plural form; a text that is missing is shown in English.
    """

    language: str
    zone: tzinfo
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def locale(self) -> Locale:
        return locale_of(self.language)

    def gettext(self, text: str) -> str:
        return self.messages.get(text, (text,))[0] or text

    def ngettext(self, one: str, many: str, number: int) -> str:
        found = self.messages.get(one)
        if not found:
            return one if number == 1 else many
        return found[plural_index(self.language, number, len(found))] or many

    def number(self, value: int) -> str:
        return decimal(value, self.language)

    def day(self, when: datetime | date) -> str:
        """9 Oktober 2020."""
        return written("long", self.on(when), self.language)

    def weekday(self, when: datetime | date) -> str:
        """Jumat, 9 Oktober 2020."""
        return written("full", self.on(when), self.language)

    def brief(self, when: datetime | date) -> str:
        """9 Okt 2020."""
        return written("yMMMd", self.on(when), self.language)

    def day_of_year(self, when: datetime | date) -> str:
        """9 Okt."""
        return written("MMMd", self.on(when), self.language)

    def month(self, when: datetime | date) -> str:
        """Oktober 2020."""
        return written("yMMMM", self.on(when).replace(day=1), self.language)

    def period(self, start: date, end: date) -> str:
        """9–30 Okt 2020."""
        return interval(start, end, self.language)

    def clock(self, when: datetime) -> str:
        """19.44 WIB, in the site's zone."""
        local = when.astimezone(self.zone)
        names, season = zone_names(self.zone, self.language), (local.utcoffset(), local.dst())
        if season not in names:
            names[season] = zone_name(local, self.language)
        return f"{hour_and_minute(local.hour, local.minute, self.language)} {names[season]}"

    def moment(self, when: datetime, precision: str) -> str:
        """Jumat, 9 Oktober 2020, 19.44 WIB; without the time when only the day is known."""
        if precision == "day":
            return self.weekday(when)
        return f"{self.weekday(when)}, {self.clock(when)}"

    def on(self, when: datetime | date) -> date:
        """The day in the site's zone."""
        return when.astimezone(self.zone).date() if isinstance(when, datetime) else when

    def local(self, when: datetime | date) -> datetime:
        """The moment in the site's zone; a day is its beginning there."""
        if isinstance(when, datetime):
            return when.astimezone(self.zone)
        return datetime(when.year, when.month, when.day, tzinfo=self.zone)


# An archive says the same days thousands of times, and CLDR takes a tenth of a millisecond for each.


@functools.cache
def locale_of(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language))


@functools.lru_cache(maxsize=50_000)
def written(form: str, day: date, language: str) -> str:
    """A day as CLDR writes it at this width or with these fields, without a leading zero."""
    locale = locale_of(language)
    if form in locale.date_formats:
        return dates.format_date(day, re.sub(r"\bdd\b", "d", locale.date_formats[form].pattern), locale)
    return dates.format_skeleton(form, datetime.combine(day, time()), locale=locale)


@functools.lru_cache(maxsize=10_000, typed=True)
def interval(start: date, end: date, language: str) -> str:
    return dates.format_interval(start, end, "yMMMd", locale=locale_of(language))


@functools.lru_cache(maxsize=10_000, typed=True)
def decimal(value: int, language: str) -> str:
    return format_decimal(value, locale=locale_of(language))


@functools.cache
def hour_and_minute(hour: int, minute: int, language: str) -> str:
    return dates.format_skeleton("Hm", datetime(2000, 1, 1, hour, minute), locale=locale_of(language))  # noqa: DTZ001


@functools.cache
def zone_names(_zone: tzinfo, _language: str) -> dict[tuple[timedelta | None, timedelta | None], str]:
    """What a zone was called till now; that follows from its offset and from whether it is summer time."""
    return {}


def zone_name(local: datetime, language: str) -> str:
    """WIB where CLDR has a name for the zone in this language, else UTC+7."""
    name = dates.get_timezone_name(local, "short", locale=locale_of(language))
    if name[:1] not in "+-" and len(name) <= 5:
        return name
    sign, hours, rest = f"{local:%z}"[0], int(f"{local:%z}"[1:3]), f"{local:%z}"[3:5]
    return f"UTC{sign}{hours}" + (f":{rest}" if rest != "00" else "")


@functools.cache
def plural_form(language: str) -> PluralRule:
    """What tells CLDR's plural category of a number in a language."""
    return Locale.parse(language).plural_form


@functools.cache
def plural_rule(language: str) -> tuple[str, ...]:
    """CLDR's plural categories of a language in gettext's order."""
    order = ("zero", "one", "two", "few", "many", "other")
    tags = {*plural_form(language).tags, "other"}
    return tuple(tag for tag in order if tag in tags)


def plural_index(language: str, number: int, forms: int) -> int:
    """Which of a message's forms a number takes."""
    return min(plural_rule(language).index(plural_form(language)(number)), forms - 1)


def wording(language: str, timezone: str, catalogue: str) -> Wording:
    """Wording from the text of a `.po` file; an empty one gives English."""
    messages: dict[str, tuple[str, ...]] = {}
    if catalogue:
        for message in read_po(io.StringIO(catalogue), locale=language):
            if message.id and message.string and not message.fuzzy:
                key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
                forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
                messages[str(key)] = tuple(map(str, forms))
    return Wording(language, ZoneInfo(timezone), messages)
