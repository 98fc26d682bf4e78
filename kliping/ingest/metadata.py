"""Values of an article with where each was found: title, address, outlet, date, people."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Generic, TypeVar
from urllib.parse import unquote, urlsplit

from kliping.ingest import dates, outlets
from kliping.ingest.body import Mark, Span, agencies_in, is_prose, is_subheading, name_keys, people, photo_credit
from kliping.ingest.body import bylines as bylines_of
from kliping.ingest.lines import is_sentence, key, length, words
from kliping.records import Facts, Hint, Lifted, Line, Outlet, RawArticle, Role

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where it came from."""

    value: T
    source: str


# ------------------------------------------------------------------ address and outlet

WEB_ADDRESS = re.compile(r"https?://[^\s<>\"/]+[^\s<>\"]*")


def address(raw: RawArticle) -> Found[str] | None:
    """The article's own address: what the markup says, else an address alone on a line."""
    for hint in raw.hints:
        if hint.key == "url" and WEB_ADDRESS.fullmatch(hint.value):
            return Found(hint.value, hint.source)
    begins = next((index for index, line in enumerate(raw.lines) if is_prose(line)), len(raw.lines))
    headlines = [set(words(line.text)) for line in raw.lines[: begins + 1]]
    told = {word for line in raw.lines if is_prose(line) for word in words(line.text)}
    best: tuple[float, Line] | None = None
    for line in raw.lines:
        if not WEB_ADDRESS.fullmatch(line.text) or len(urlsplit(line.text).path) <= 12:
            continue
        slug = set(slug_words(line.text))
        fit = max((len(said & slug) / len(slug) for said in headlines), default=0.0) if slug else 0.0
        if fit >= 0.5 and (best is None or fit + len(told & slug) / len(slug) > best[0]):
            best = (fit + len(told & slug) / len(slug), line)
    return Found(best[1].text, f"line {best[1].number}") if best else None


def slug_words(url: str) -> list[str]:
    """The words in the last part of an address."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    tail = max(parts[-2:], key=len, default="")
    return [word for word in words(re.sub(r"[-_.+]", " ", tail)) if not word.isdigit() and word != "html"]


def first(hints: Sequence[Hint], name: str) -> Hint | None:
    return next((hint for hint in hints if hint.key == name), None)


def outlet(raw: RawArticle, url: str | None, facts: Facts) -> tuple[Outlet | None, Found[str] | None]:
    """The outlet if it is a known one, and its name: by address, markup, dateline or a line."""
    if url and (known := outlets.by_address(facts.outlets, url)):
        return known, Found(known.name, f"the address ({outlets.host_of(url)})")
    if hint := first(raw.hints, "outlet"):
        known = outlets.by_name(facts.outlets, hint.value)
        return known, Found(known.name if known else hint.value, hint.source)
    for line in raw.lines:
        found = dateline(line.text, facts)
        if found and found.outlet:
            known = outlets.by_name(facts.outlets, found.outlet)
            return known, Found(known.name if known else found.outlet, f"the dateline on line {line.number}")
    if url and outlets.host_of(url):
        return None, Found(outlets.host_of(url), "the address")
    alone = [
        (known, line)
        for line in raw.lines
        if (known := outlets.by_name(facts.outlets, re.split(r"\s[-–—|]\s", line.text)[-1]))
    ]
    if alone:
        known, line = max(alone, key=lambda pair: (sum(other is pair[0] for other, _ in alone), -pair[1].number))
        return known, Found(known.name, f"line {line.number}")
    return None, None


# ------------------------------------------------------------------ dateline

HEAD = re.compile(r"(?P<head>[^\W\d_][^–—\n]{1,58}?)\s*(?P<sep>\s--?|[–—]|\)\s*-)\s+(?=[\w\"“‘'(])")
DOMAIN = re.compile(r"[\w-]+(?:\.(?:com|co|id|net|tv|org|news|info))+$", re.I)
PLACE = re.compile(r"[^\W\d_a-z][^\W\d_]*\.?(?:[ '’-][^\W\d_]+\.?){0,3}$")
STATE = re.compile(r"(?:[A-Z]\.){2}$|[A-Z][a-z]{2,4}\.$")
DAY_MONTH = re.compile(r"\(?\d{1,2}[/.]\d{1,2}\)?$|[^\W\d_]{3,9}\.? \d{1,2}$|\d{1,2} [^\W\d_]{3,9}$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """`JENEWA, iNews.id - ` at the start of a first paragraph; `end` is where the text begins."""

    place: str | None
    outlet: str | None
    agency: str | None
    end: int


def dateline(text: str, facts: Facts) -> Dateline | None:
    """The dateline that a paragraph begins with, or None.

    Every part of it must be a place, a known outlet, an agency or a day; a place alone counts
    only when written in capitals. What follows must begin a sentence.
    """
    match = HEAD.match(text)
    if not match or text[match.end() :].lstrip("\"“‘'(")[:1].islower():
        return None
    head = match["head"] + (")" if match["sep"].startswith(")") else "")
    place = name = agency = None
    for part in (piece.strip() for piece in re.split(r"[,()|/]", head)):
        if not part or DAY_MONTH.match(part) or (place and STATE.match(part)):
            continue
        if name is None and (outlets.by_name(facts.outlets, part) or DOMAIN.match(part)):
            name = part
        elif agency is None and part.casefold() in (each.casefold() for each in facts.agencies):
            agency = next(each for each in facts.agencies if each.casefold() == part.casefold())
        elif place is None and PLACE.match(part):
            place = part
        elif not (place and PLACE.match(part)):
            return None
    if not (name or agency or (place and place.isupper() and len(place) > 3)):
        return None
    return Dateline(uncapitalised(place) if place and place.isupper() else place, name, agency, match.end())


SMALL = frozenset("au aux da dan de del della di do dos du el en la le les of on sur the und van von".split())
ABBREVIATED = frozenset("AS DC DI DKI NTB NTT NY PBB UAE UEA UK USA".split())


def uncapitalised(place: str) -> str:
    """A place written in capitals as it is written in a sentence: Port-au-Prince, Washington DC."""
    parts = re.split(r"([ -])", place)
    for index, part in enumerate(parts):
        if part in ABBREVIATED or "." in part[:-1]:
            continue
        parts[index] = part.lower() if index and part.lower() in SMALL else part.capitalize()
    return "".join(parts)


# ------------------------------------------------------------------ title


LONGEST_TITLE = 30


def title(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, url: str | None, names: Sequence[str] = ()
) -> Found[str] | None:
    """The headline: what the markup says if the page shows it, else the likeliest line.

    `names` are the outlet's, which titles of pages carry at their end.
    """
    told = [hint for hint in raw.hints if hint.key == "title" and key(hint.value) not in map(key, names)]
    for hint in told:
        for line in raw.lines:
            if key(line.text) and key(line.text) == key(hint.value):
                return Found(line.text, hint.source)
    for hint in told:
        for line in raw.lines:
            if length(line.text) >= 3 and re.match(
                re.escape(line.text.casefold()) + r"\s*[|–—-]\s", hint.value.casefold()
            ):
                return Found(line.text, f"{hint.source}, without the outlet's name")
    if told:
        ends = "|".join(re.escape(name) for name in names) or r"(?!)"
        bare = re.sub(rf"\s*[|–—:·-]+\s*(?:{ends})$", "", told[0].value, flags=re.I)
        return Found(bare or told[0].value, told[0].source)
    best = max(title_candidates(raw.lines, found, span, url), default=None)
    line = raw.lines[-best[1] if best else span.first]
    if best is None and length(line.text) > LONGEST_TITLE:
        return None
    return Found(
        line.text, f"line {line.number}" + ("" if best else ", the first of the text: no headline stands above it")
    )


def title_candidates(
    lines: Sequence[Line], found: Sequence[Mark | None], span: Span, url: str | None
) -> Iterator[tuple[float, int]]:
    """Points and negative index of each line that may be the headline."""
    body = {word for line in lines[span.first : span.last + 1] for word in words(line.text) if len(word) > 2}
    slug = set(slug_words(url)) if url else set()
    times = Counter(key(line.text) for line in lines)
    for index, line in enumerate(lines[: span.first + 1]):
        said = {word for word in words(line.text) if len(word) > 2}
        if (
            found[index]
            or not said
            or not (2 if line.text[-1] not in "!?" else 1) <= length(line.text) <= LONGEST_TITLE
            or re.search(r"\s[>»›]\s", line.text)
            or (index == span.first and is_sentence(line.text) and not line.text.endswith(("?", "!")))
        ):
            continue
        points = 4 * len(said & body) / (len(said) + 1) + min(2.0, length(line.text) / 3)
        points += 4 * len(said & slug) / len(slug) if slug else 0
        points += 1 if times[key(line.text)] == 2 else 0
        points += 1.5 if any(mark and mark.role is Role.DATE for mark in found[index + 1 : index + 4]) else 0
        points -= 0.5 * math.log1p(span.first - index) + (3 if line.text.endswith(".") else 0)
        yield points, -index


# ------------------------------------------------------------------ date


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
    hint = first(raw.hints, "saved")
    found = stated(hint.value, zone) if hint else None
    return Found(found[0], hint.source) if hint and found else None


# ------------------------------------------------------------------ people, picture, agencies


def bylines(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, facts: Facts
) -> dict[str, Found[tuple[str, ...]]]:
    """`authors` and `editors` with their names: from the markup, else from bylines near the article."""
    names: dict[str, dict[str, str]] = {"authors": {}, "editors": {}}
    for index in range(max(0, span.first - 15), min(len(raw.lines), span.last + 11)):
        mark = found[index]
        if mark and mark.role is Role.BYLINE:
            for byline in bylines_of(raw.lines[index].text, name_keys(facts)):
                told = names["editors" if byline.is_editing else "authors"]
                told |= dict.fromkeys(byline.names, f"line {raw.lines[index].number}")
    for key_of, hint_key in (("authors", "author"), ("editors", "editor")):
        hints = [hint for hint in raw.hints if hint.key == hint_key]
        stated_by = [hint for hint in hints if hint.source == hints[0].source and people(hint.value)]
        if stated_by:
            names[key_of] = {person: hint.source for hint in stated_by for person in people(hint.value)}
    for told in names.values():
        for name in [name for name in told if outlets.by_name(facts.outlets, name)]:
            del told[name]
    return {
        key_of: Found(tuple(told), ", ".join(dict.fromkeys(told.values()))) for key_of, told in names.items() if told
    }


def picture(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, facts: Facts
) -> tuple[Found[str] | None, Found[str] | None]:
    """Caption and credit of the picture nearest to the start of the article."""
    near = [
        index
        for index, mark in enumerate(found)
        if mark and mark.role is Role.CAPTION and span.first - 15 <= index <= span.last + 3
    ]
    for index in sorted(near, key=lambda index: abs(span.first - index)):
        line = raw.lines[index]
        caption, credit = photo_credit(line.text, facts.agencies) or (line.text, None)
        source = f"line {line.number}"
        return (Found(caption, source) if caption else None), (Found(credit, source) if credit else None)
    return None, None


SPOKEN_TO = r"kepada|dari|dikutip|mengutip|dilansir|melansir|menurut|laporan|kantor berita|to|told|from|via|by|according to|news agency"
SAYS = r"melaporkan|memberitakan|mewartakan|reported|reports|news agency"


SOURCE = re.compile(r"(?:sumber|source|quelle|fuente|источник)\s*[:\uff1a]\s*(.{2,60})$", re.I)


def agencies(
    raw: RawArticle, body: Sequence[str], credit: str | None, opening: Dateline | None, facts: Facts
) -> Found[tuple[str, ...]] | None:
    """Agencies that supplied words or the picture, by dateline, credit or how the text names them."""
    found: dict[str, str] = {}
    if opening and opening.agency:
        found[opening.agency] = "the dateline"
    for name in agencies_in(credit or "", facts.agencies):
        found.setdefault(name, "the picture's credit")
    for line in raw.lines:
        source = SOURCE.match(line.text)
        for name in agencies_in(source[1] if source else "", facts.agencies):
            found.setdefault(name, f"line {line.number}")
    for number, text in enumerate(body, 1):
        for name in agencies_in(text, facts.agencies):
            if re.search(
                rf"(?<!\w)(?i:{SPOKEN_TO})\s+{re.escape(name)}(?!\w)|(?<!\w){re.escape(name)}\s+(?i:{SAYS})(?!\w)", text
            ):
                found.setdefault(name, f"named in paragraph {number}")
            elif number == len(body) and re.search(rf"[(\[](?:{re.escape(name)})[)\]]$", text):
                found.setdefault(name, "signs the last paragraph")
    return Found(tuple(found), ", ".join(dict.fromkeys(found.values()))) if found else None


def lift_dateline(line: Line, facts: Facts) -> tuple[str, Dateline | None, Lifted | None]:
    """The first paragraph without its dateline, the dateline, and what was lifted."""
    found = dateline(line.text, facts)
    if not found:
        return line.text, None, None
    return line.text[found.end :], found, Lifted(line.number, line.text[: found.end].rstrip(), "the dateline")
