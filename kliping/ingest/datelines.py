"""Datelines as agencies of many languages write them; each must name an agency that is known, or place and day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kliping import dates
from kliping.records import Facts


@dataclass(frozen=True, slots=True)
class Dateline:
    """`JENEWA, iNews.id - ` at the start of a first paragraph; `end` is where the text begins."""

    place: str | None
    outlet: str | None
    agency: str | None
    end: int


PLACE = r"(?P<place>[^\W\d_a-z][^\d,()/|.:;!?\[\]=\u3010\u3011\u2013\u2014\n]{1,40}?)"
DAY = r"(?:(?:\d{1,2}|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]{1,2})\.?\s[^\s\d(),/]{2,12}\.?(?:,?\s(?:19|20)\d\d)?(?:\s\u0433\.)?|[^\W\d_]{3,9}\.?\s\d{1,2}(?:,?\s(?:19|20)\d\d)?)"
DASH = r"\s*(?:--?|[\u2013\u2014])\s+"
GATE = re.compile("[(\\[/\u3010\uff08\u7535\u96fb\u8baf\u8a0a\u2013\u2014-]")
FARTHEST = 60
"""Signs within which some sign of a dateline must stand."""

FORMS: Sequence[re.Pattern[str]] = (
    # (ANSA) - ROMA, 09 OTT - La …      (Reuters) - The …
    re.compile(rf"\((?P<agency>[^()\n]{{2,30}})\){DASH}(?:{PLACE}(?:,\s*{DAY})?{DASH}(?=\S))?"),
    # МОСКВА, 9 октября. /ТАСС/. В …
    re.compile(rf"{PLACE}(?:[,.]\s*{DAY})?\.?\s*/\s*(?P<agency>[^/\n]{{2,30}}?)\s*/\s*\.?(?:{DASH}|\s+)"),
    # МОСКВА, 9 окт — РИА Новости. В …      Москва. 9 октября. ИНТЕРФАКС - В …
    re.compile(rf"{PLACE}[,.]\s*{DAY}\.?(?:{DASH}|\s+)(?P<agency>[^\W\d_][^\d.,()\n]{{1,24}}?)(?:\.\s+|{DASH})"),
    # नई दिल्ली, 9 अक्टूबर (भाषा) …      Madrid, 9 oct (EFE).- El …      مدينة (أ ف ب) - …
    re.compile(rf"{PLACE},\s*(?:{PLACE.replace('place', 'state')},\s*)?{DAY}\s*\((?P<agency>[^()\n]{{2,30}})\)[.:]?(?:{DASH}|\s+)"),
    re.compile(rf"{PLACE}\s*\((?P<agency>[^()\n]{{2,30}})\)\.?{DASH}(?=\S)"),
    # (서울=연합뉴스) 홍길동 기자 = …      [서울=뉴시스] …
    re.compile(
        r"[(\[]\s*(?P<place>[\uac00-\ud7a3\u00b7,\s]{1,24}?)\s*=\s*(?P<agency>[\uac00-\ud7a30-9A-Za-z]{2,12})[)\]]\s*"
        r"(?:(?:[\uac00-\ud7a3\u00b7,]{2,20}\s){1,4}?(?:기자|특파원|통신원|인턴기자)\s*=?\s*|=\s*)?"
    ),
    # 新华社北京10月9日电（记者甲、乙）…
    re.compile(
        r"[\u3010（(]?(?P<agency>[\u4e00-\u9fff]{2,4}?(?:社|网|網))(?P<place>[\u4e00-\u9fff]{2,10}?)"
        r"(?:\d{1,2}月)?\d{1,2}日(?:[\u4e00-\u9fff]{0,4}?)[电電讯訊][\u3011）)]?\s*(?:[（(][^（）()]{0,6}(?:记者|記者)[^（）()]{1,40}[）)])?\s*"
    ),
    # 【ロンドン共同】…
    re.compile(r"\u3010(?P<place>[^\u3010\u3011=\uff1d]{1,10}?)[=\uff1d]?(?P<agency>共同|時事|ロイター|AFP時事)\u3011\s*"),
)  # fmt: skip
"""Forms of datelines; what stands in `agency` must be the name of one."""


RELEASED = re.compile(
    rf"{PLACE},\s*\(?(?:\d{{1,2}}\s(?P<month>[^\W\d_]{{3,12}})|(?P<first>[^\W\d_]{{3,12}})\s\d{{1,2}}),?\s(?:19|20)\d\d\)?{DASH}"
)
"""`Kota Contoh, 14 Desember 2020 – `: no agency, but a place and a whole date."""


def written(text: str, facts: Facts) -> Dateline | None:
    """The dateline of one of these forms that a paragraph begins with, or None; a sentence must begin behind it."""
    if not GATE.search(text, 0, FARTHEST):
        return None
    for form in FORMS:
        match = form.match(text)
        if match and (agency := known(match["agency"], facts)) and begins_sentence(text[match.end() :]):
            return Dateline(place_of(match), None, agency, match.end())
    match = RELEASED.match(text)
    if match and begins_sentence(text[match.end() :]):
        months, weekdays = dates.known_everywhere()
        place = place_of(match)
        is_month = dates.fold(match["month"] or match["first"]) in months
        if place and is_month and dates.fold(place) not in weekdays:
            return Dateline(place, None, None, match.end())
    return None


def begins_sentence(text: str) -> bool:
    first = text.lstrip("\"\u201c\u2018'(\u00ab\u201e")[:1]
    return bool(first) and not first.islower()


def place_of(match: re.Match[str]) -> str | None:
    """The place in a dateline; a reporter's name that stands before it cannot be told from it."""
    place = (match.groupdict().get("place") or "").strip(" ,")
    return None if not place or place.startswith(("\u8bb0\u8005", "\u8a18\u8005")) else place


def known(name: str, facts: Facts) -> str | None:
    """The agency of a name, as it is known; a part of a name in a list (`dpa/lno`) will do."""
    said = [part.strip() for part in (name, *re.split(r"[/\uff1d,|-]", name))]
    agencies: Iterable[str] = (*facts.agencies, *dict(facts.inside).get("datelines", ()))
    by_name = {each.casefold(): each for each in reversed(tuple(agencies))}
    return next((by_name[part.casefold()] for part in said if part.casefold() in by_name), None)
