"""Values of an article with where each was found: address, outlet, dateline, picture, agencies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from kliping.ingest import datelines, outlets
from kliping.ingest.body import agencies_in, is_prose, photo_credit
from kliping.ingest.datelines import Dateline
from kliping.ingest.lines import slug_words, words
from kliping.records import Facts, Found, Lifted, Line, Mark, Outlet, RawArticle, Role, Span

# ------------------------------------------------------------------ address and outlet

WEB_ADDRESS = re.compile(r"https?://[^\s<>\"/]+[^\s<>\"]*")


def address(raw: RawArticle) -> Found[str] | None:
    """The article's own address: what the markup says, else an address alone on a line."""
    for hint in raw.hints:
        if hint.key == "url" and WEB_ADDRESS.fullmatch(hint.value):
            return Found(hint.value, hint.source)
    addresses = [line for line in raw.lines if WEB_ADDRESS.fullmatch(line.text) and len(urlsplit(line.text).path) > 12]
    if not addresses:
        return None
    begins = next((index for index, line in enumerate(raw.lines) if is_prose(line)), len(raw.lines))
    headlines = [set(words(line.text)) for line in raw.lines[: begins + 1]]
    told = {word for line in raw.lines if is_prose(line) for word in words(line.text)}
    best: tuple[float, Line] | None = None
    for line in addresses:
        slug = set(slug_words(line.text))
        fit = max((len(said & slug) / len(slug) for said in headlines), default=0.0) if slug else 0.0
        if fit >= 0.5 and (best is None or fit + len(told & slug) / len(slug) > best[0]):
            best = (fit + len(told & slug) / len(slug), line)
    return Found(best[1].text, f"line {best[1].number}") if best else None


def outlet(raw: RawArticle, url: str | None, facts: Facts) -> tuple[Outlet | None, Found[str] | None]:
    """The outlet if it is a known one, and its name: by address, markup, dateline or a line."""
    if url and (known := outlets.by_address(facts.outlets, url)):
        return known, Found(known.name, f"the address ({outlets.host_of(url)})")
    if hint := raw.hint("outlet"):
        known = outlets.by_name(facts.outlets, hint.value)
        return known, Found(known.name if known else hint.value, hint.source)
    for line in raw.lines:
        found = dateline(line.text, facts) if STROKE.search(line.text, 0, LONGEST_HEAD) else None
        if found and found.outlet:
            known = outlets.by_name(facts.outlets, found.outlet)
            return known, Found(known.name if known else found.outlet, f"the dateline on line {line.number}")
    if url and outlets.host_of(url):
        return None, Found(outlets.host_of(url), "the address")
    signing = outlets.by_names(facts.outlets)
    alone = [
        (known, line)
        for line in raw.lines
        if (known := signing.get(LAST_PART.split(line.text)[-1].strip().casefold())) and not outlets.is_agency(known)
    ]
    if alone:
        known, line = max(alone, key=lambda pair: (sum(other is pair[0] for other, _ in alone), -pair[1].number))
        return known, Found(known.name, f"line {line.number}")
    return None, None


LAST_PART = re.compile(r" [-–—|] ")


# ------------------------------------------------------------------ dateline

HEAD = re.compile(r"(?P<head>[^\W\d_][^–—\n]{1,58}?)\s*(?P<sep>\s--?|[–—]|\)\s*-)\s+(?=[\w\"“‘'(])")
STROKE = re.compile("[–—-]")
LONGEST_HEAD = 70
"""Signs within which the stroke of a dateline stands."""
DOMAIN = re.compile(r"[\w-]+(?:\.(?:com|co|id|net|tv|org|news|info))+$", re.I)
PLACE = re.compile(r"[^\W\d_a-z][^\W\d_]*\.?(?:[ '’-][^\W\d_]+\.?){0,3}$")
STATE = re.compile(r"(?:[A-Z]\.){2}$|[A-Z][a-z]{2,4}\.$")
DAY_MONTH = re.compile(r"\(?\d{1,2}[/.]\d{1,2}\)?$|[^\W\d_]{3,9}\.? \d{1,2}$|\d{1,2} [^\W\d_]{3,9}$")


def dateline(text: str, facts: Facts) -> Dateline | None:
    """The dateline that a paragraph begins with, or None.

    Every part of it must be a place, a known outlet, an agency or a day; a place alone counts
    only when written in capitals. What follows must begin a sentence.
    """
    if said := datelines.written(text, facts):
        return replace(said, place=uncapitalised(said.place)) if said.place and said.place.isupper() else said
    match = HEAD.match(text) if STROKE.search(text, 0, LONGEST_HEAD) else None
    if not match or text[match.end() :].lstrip("\"“‘'(")[:1].islower():
        return None
    head = match["head"] + (")" if match["sep"].startswith(")") else "")
    place = name = agency = None
    for part in (piece.strip() for piece in re.split(r"[,()|/]", head)):
        if not part or DAY_MONTH.match(part) or (place and STATE.match(part)):
            continue
        if agency is None and part.casefold() in (each.casefold() for each in facts.agencies):
            agency = next(each for each in facts.agencies if each.casefold() == part.casefold())
        elif name is None and (outlets.by_name(facts.outlets, part) or DOMAIN.match(part)):
            name = part
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


# ------------------------------------------------------------------ people, picture, agencies


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
        source = SOURCE.match(line.text) if ":" in line.text or "\uff1a" in line.text else None
        for name in agencies_in(source[1], facts.agencies) if source else ():
            found.setdefault(name, f"line {line.number}")
    for number, text in enumerate(body, 1):
        for name in agencies_in(text, facts.agencies):
            if re.search(
                rf"(?<!\w)(?i:{SPOKEN_TO})\s+{re.escape(name)}(?!\w)|(?<!\w){re.escape(name)}\s+(?i:{SAYS})(?!\w)", text
            ):
                found.setdefault(name, f"named in paragraph {number}")
            elif number == len(body) and re.search(rf"[(\[](?:{re.escape(name)})[)\]]\.?$", text):
                found.setdefault(name, "signs the last paragraph")
    return Found(tuple(found), ", ".join(dict.fromkeys(found.values()))) if found else None


def lift_dateline(line: Line, facts: Facts) -> tuple[str, Dateline | None, Lifted | None]:
    """The first paragraph without its dateline, the dateline, and what was lifted."""
    found = dateline(line.text, facts)
    if not found:
        return line.text, None, None
    return line.text[found.end :], found, Lifted(line.number, line.text[: found.end].rstrip(), "the dateline")
