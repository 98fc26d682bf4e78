"""When the outlet published and changed an article, how precisely that is known, and what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from kliping.ingest import dates
from kliping.ingest.body import is_subheading
from kliping.records import Found, Line, Mark, Outlet, RawArticle, Role, Span


@dataclass(frozen=True, slots=True)
class Published:
    """When the outlet published, how precisely that is known, and what is odd about it."""

    when: Found[datetime] | None
    precision: str = "minute"
    modified: Found[datetime] | None = None
    warnings: tuple[str, ...] = ()


UPDATED = re.compile(
    r"updat|diperbarui|perbarui|dimutakhirkan|modif|aktualisiert|mis à jour|actualizado|обновлено", re.I
)


def published(
    raw: RawArticle,
    found: Sequence[Mark | None],
    span: Span,
    lang: str,
    url: str | None,
    known: Outlet | None,
    zone: tzinfo,
) -> Published:
    """Publication date: the markup, else the address, else a date line beside the article.

    Never a date said in the article itself, never the file's own, never now.
    """
    candidates: list[tuple[Found[datetime], str]] = []
    whose = "the outlet's" if known and known.timezone else "the site's"
    modified: Found[datetime] | None = None
    warnings: list[str] = []
    for hint in raw.hints:
        stamp = stated(hint.value, zone) if hint.key in ("date", "modified") else None
        if stamp and hint.key == "date":
            candidates.append((Found(stamp[0], hint.source), stamp[1]))
        elif stamp and modified is None:
            modified = Found(stamp[0], hint.source)
    if url and (inside := dates.in_address(url, known.address_dates if known else (), zone)):
        candidates.append((Found(inside[0], "the address"), inside[1]))
    for line in date_lines(raw.lines, found, span, lang):
        told = 0
        for said in dates.find(line.text, lang):
            where = f"line {line.number}" + ("" if said.zone or not said.clock else f", in {whose} zone {zone}")
            if said.contradicts:
                warnings.append(f"line {line.number}: {said.day} is not the weekday that stands beside it")
            if UPDATED.search(line.text[told : said.start]):
                modified = modified or Found(said.at(zone), where)
            else:
                candidates.append((Found(said.at(zone), where), said.precision))
            told = said.end
    if not candidates:
        return Published(None, modified=modified, warnings=tuple(warnings))
    best, precision = candidates[0]
    for other, finer in candidates[1:]:
        if other.value.date() == best.value.date() and precision == "day" != finer:
            best, precision = other, finer
        elif abs(other.value - best.value) > timedelta(days=1.5):
            warnings.append(
                f"the date is {best.value.date()} by {best.source}, but {other.value.date()} by {other.source}"
            )
    if modified and modified.value <= best.value:
        modified = None
    return Published(best, precision, modified, tuple(dict.fromkeys(warnings)))


def date_lines(lines: Sequence[Line], found: Sequence[Mark | None], span: Span, lang: str) -> list[Line]:
    """Lines that are a date, the nearest to the article's first line first; bylines may hold one.

    Below the article they count only down to the first furniture: behind it stand other articles.
    """
    below = range(span.last + 1, min(len(lines), span.last + 7))
    ends = next((index for index in below if (mark := found[index]) and mark.role is Role.FURNITURE), below.stop)
    near = [
        index
        for index in range(max(0, span.first - 15), ends)
        if (mark := found[index])
        and mark.role in (Role.DATE, Role.BYLINE)
        and not (span.first <= index <= span.last and is_subheading(lines[index], index - span.first, lang))
    ]
    return [lines[index] for index in sorted(near, key=lambda index: (index > span.first, abs(span.first - index)))]


def stated(value: str, zone: tzinfo) -> tuple[datetime, str] | None:
    """Date-time and precision of a machine-written date, or None; the year 1 and 1970 stand for no date."""
    try:
        when = datetime.fromisoformat(value.strip())
    except ValueError:
        said = dates.find(value, "en")
        return (said[0].at(zone), said[0].precision) if said else None
    if not 1900 <= when.year <= 2200 or when.date().isoformat() == "1970-01-01":
        return None
    precision = "day" if len(value.strip()) <= 10 else "second" if when.second else "minute"
    return when if when.tzinfo else when.replace(tzinfo=zone), precision


def saved(raw: RawArticle, zone: tzinfo) -> Found[datetime] | None:
    """When the page was saved, as the saving program wrote it; never the file's own time."""
    hint = raw.hint("saved")
    found = stated(hint.value, zone) if hint else None
    return Found(found[0], hint.source) if hint and found else None
