"""Who wrote and edited an article: bylines, the names in them, what the markup says.

Every name near the article is a candidate with signs: how it is written, where it stands, what says so. The package's
facts hold how much each sign weighs; a name is an author when it outweighs that nobody is.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kliping.ingest import byline_words, outlets
from kliping.ingest.headline_signs import is_dated
from kliping.ingest.lines import is_sentence, key, length
from kliping.records import Facts, Found, Mark, RawArticle, Role, Span

REACH_UP, REACH_INTO, REACH_DOWN = 30, 4, 12
"""How many lines above, into and below the article a name may stand."""
MOST_NAMES = 6


def either(words: Mapping[str, str] | frozenset[str]) -> str:
    """A pattern for any of the words, the longest first."""
    every = {word for row in words.values() for word in row.split("|")} if isinstance(words, Mapping) else words
    return "|".join(sorted(map(re.escape, every), key=lambda word: (-len(word), word)))


BYLINE = re.compile(
    rf"\W*(?P<role>{either(byline_words.AUTHORS)}|{either(byline_words.EDITORS)})"
    r"(?:(?P<colon>\s?[:\uff1a/\uff0f])|(?=\s)|(?<=[\u4e00-\u9fff]))\s*(?P<names>\S.*)$",
    re.I,
)
FIRST_WORD = re.compile(r"\W*(\w+)")
SAY_WHO = frozenset(
    word
    for row in (*byline_words.AUTHORS.values(), *byline_words.EDITORS.values())
    for role in row.split("|")
    for word in (FIRST_WORD.findall(role)[0], role[0])
)
"""The first words of all that bylines begin with, and the first signs."""
STROKE = re.compile(r" [-–—|] ")
EDITING = frozenset(word for row in byline_words.EDITORS.values() for word in row.split("|"))
BY = r"(?:^|[\s|•·,])(?i:by|von|oleh|par|por)\s+"
BY_INSIDE = re.compile(BY + r"(?=[^\W\d_a-z])")
BY_INSIDE_ANY = re.compile(BY + r"(?=[^\W\d_])")
INITIAL = r"[^\W\d_a-z]"
SMALL = r"(?:bin|binti|ibn|van|von|der|den|de|da|di|do|dos|du|del|della|al|el|la|le|ter|ten|zu|af|bint|abu)"
PERSON = re.compile(rf"{INITIAL}[\w.'’-]*(?:\s+(?:{SMALL}\s+){{0,2}}{INITIAL}[\w.'’-]*){{0,4}}$")
HAN = re.compile(r"[\u4e00-\u9fff]{2,4}$")
# What names without a byline's colon begin with: two words of a name, Han signs, a degree before a joint, or a sign.
BEGINS_AS_NAMES = re.compile(
    rf"{INITIAL}[\w.'’-]*\s+(?:{SMALL}\s+){{0,2}}{INITIAL}|[\u4e00-\u9fff]|"
    rf"[A-Za-z.]{{1,16}}(?:\s?[,/&;、]|\s\+\s|\s(?i:{byline_words.JOINERS})\s)|\W"
)
HAN_NAMES = re.compile(
    r"(?:(?:记者|記者|作者|撰文|文|编辑|編輯|责任编辑|責任編輯|通讯员)\s*[:\uff1a/\uff0f]?\s*)"
    r"(?P<names>[\u4e00-\u9fff]{2,4}(?:[\s、\uff0c,]+[\u4e00-\u9fff]{2,3})*)(?=$|[\s/\uff0f)\uff09(\uff08|])"
)
HANGUL_NAME = re.compile(r"(?:^|[\s(=])(?P<names>[\uac00-\ud7a3]{2,4})\s?(?:기자|특파원)(?!\w)")
REPEATED = re.compile(r"^(\S+ \S+) \1$")
DEGREE = re.compile(
    r"(?:(?:[A-Z][a-z]{0,2}\.){1,3}[A-Za-z]{0,3}|SH|MH|SE|MM|SPd|MPd|MSi|MA|BA|MSc|PhD|MD|Jr|Sr|RD|RN|MS|MBA)\.?$"
)
TAIL = re.compile(
    r"\s*(?:[|•·∙⋅–—/@<>(\[\d]|\s-\s|\b(?:on|published|updated|posted|last|aktualisiert|publicado|publié|in|at|is)\s|"
    rf"\s[^\W\d_]{{3,10}}[.,]?\s\d|[\s,](?:{byline_words.ROLES})\b).*$",
    re.I,
)
JOINT = re.compile(rf"\s*(?:,|/|&|;|、|\s\+\s|\s(?:{byline_words.JOINERS})\s)\s*", re.I)
STUCK = re.compile(r"^\W*((?i:written by|posted by|by|von|oleh|par|por))(?=[A-Z][a-z])")
GLUED = re.compile(r"(?<=[a-zß-ÿ]{4})[A-Z](?=[a-z])")
SEGMENT = re.compile(r"\s*[|•·∙⋅–—]\s*|\s[-/]\s")
IS_SOMEBODY = re.compile(
    rf"(?P<name>{INITIAL}[\w.'’-]+(?:\s{INITIAL}[\w.'’-]*){{1,3}}),?\s(?:is|was|has|writes|covers|ist|adalah|est|es)\s"
)


@functools.lru_cache(maxsize=8)
def name_keys(facts: Facts) -> frozenset[str]:
    """The keys of every name of every known outlet."""
    return frozenset(key(name) for each in facts.outlets for name in (each.name, *each.names, *each.domains))


# ------------------------------------------------------------------ a line


@dataclass(frozen=True, slots=True)
class Byline:
    """Who did what: `Editor: Anton Suhartono`."""

    role: str
    names: tuple[str, ...]

    @property
    def is_editing(self) -> bool:
        return self.role.casefold() in EDITING


def may_say_who(text: str) -> bool:
    """A cheap look whether a text may begin as bylines do; where words do not stand apart, its first sign tells."""
    first = FIRST_WORD.match(text)
    if not first:
        return False
    word = first[1].casefold()
    return (word if word.isascii() else word[0]) in SAY_WHO


@functools.lru_cache(maxsize=8192)
def bylines(text: str, outlets: frozenset[str] = frozenset()) -> tuple[Byline, ...]:
    """The bylines of a line: `By A and B`, `Penulis: A | Editor: B`; none if it is anything else.

    `outlets` are keys of outlets' names: a person and an outlet, `A - Harian Contoh`, are a byline too.
    """
    if len(text) > 300 or not (may_say_who(text) or STROKE.search(text)):
        return ()
    found: list[Byline] = []
    stroke = STROKE.search(text, 1)
    if stroke and key(text[stroke.end() :]) in outlets and (names := people(text[: stroke.start()], colon=False)):
        return (Byline("by", names),)
    for part in re.split(r"\s*[|•·;]\s*", text):
        match = BYLINE.match(part) if may_say_who(part) else None
        if not match or not (match["colon"] or match["role"].casefold() in byline_words.NEED_NO_COLON):
            return tuple(found)
        names = people(match["names"], colon=bool(match["colon"]))
        if not names:
            return tuple(found)
        found.append(Byline(match["role"], names))
    return tuple(found)


@functools.lru_cache(maxsize=8192)
def people(text: str, *, colon: bool = True) -> tuple[str, ...]:
    """The names in the rest of a byline, or none if they do not look like names."""
    text = unglued(text.strip(" .-–—|"))
    if not colon and not BEGINS_AS_NAMES.match(text):
        return ()
    parts = JOINT.split(TAIL.sub("", text)) if len(text) < 300 else []
    names = [part.strip(" .*") if not re.search(r"\b\w\.$", part) else part.strip() for part in parts]
    names = [REPEATED.sub(r"\1", name) for name in names if name and not DEGREE.match(name)]
    if not names or len(names) > MOST_NAMES or not PERSON.match(names[0]):
        return ()
    names = [name for name in names if PERSON.match(name)] if colon or len(names) < 3 else names
    if not all(PERSON.match(name) and not is_nobody(name) for name in names):
        names = names[:1] if PERSON.match(names[0]) and not is_nobody(names[0]) else []
    if not names or (not colon and ((len(names[0].split()) < 2 and not HAN.match(names[0])) or is_sentence(text))):
        return ()
    return tuple(name.title() if name.isupper() and len(name) > 4 else name for name in names)


def single(text: str) -> str:
    """The one word that a byline gives as name: a first name, a nickname."""
    bare = TAIL.sub("", text.strip(" .-–—|,"))
    return bare if re.fullmatch(r"[^\W\d_][\w.-]{2,24}", bare) and not is_nobody(bare) else ""


def unglued(text: str) -> str:
    """A text as far as nothing is glued to it, as dumps do: `Budi ContohJakarta`."""
    glued = GLUED.search(text)
    return text[: glued.start()] if glued else text


def is_nobody(name: str) -> bool:
    """Whether a name is nothing but an office's or a button's."""
    return all(word.strip(".") in byline_words.NOBODY for word in name.casefold().split())


def is_office(name: str) -> bool:
    """Whether a name holds an office's word: the Sampleton Desk."""
    return any(word.strip(".") in byline_words.NOBODY for word in name.casefold().split())


# ------------------------------------------------------------------ candidates


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as one line or statement of the markup gives it; `group` tells which names stand together."""

    name: str
    how: str
    group: str
    index: int | None = None


def mentions(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, known: frozenset[str] = frozenset()
) -> Iterator[Mention]:
    """Every name that the lines near the article and the markup give."""
    lines, is_page = raw.lines, any(line.tag for line in raw.lines)
    for hint in raw.hints:
        if hint.key == "author":
            bare = BY_INSIDE.sub("", hint.value, count=1) if BY_INSIDE.match(hint.value) else hint.value
            if not bare.strip() or re.search(r"[/@:]", bare):
                continue
            how = told_by(hint.source)
            # What a page calls its author is a name even in small letters or of one word.
            lone = (bare,) if how != "element" and len(bare.split()) <= 4 and not is_nobody(bare) else ()
            for name in people(bare) or lone:
                yield Mention(name, f"told_{how}", hint.source)
    last = min(len(lines), span.last + REACH_DOWN + 1)
    for index in range(max(0, span.first - REACH_UP), last):
        text, mark = lines[index].text, found[index]
        if mark and mark.role is Role.FURNITURE and not is_page:  # of a page, a link to the author's page is a name
            continue
        inside = span.first + REACH_INTO < index <= span.last - 1
        if inside or len(text) > 300:
            if index >= span.last - 1 and (match := HAN_NAMES.search(text[-40:])):
                for name in re.split(r"[\s、\uff0c,]+", match["names"]):
                    yield Mention(name, "signed", f"line {lines[index].number}", index)
            continue
        for how, name in named_in(text, known):
            yield Mention(name, how, f"line {lines[index].number}", index)


def named_in(text: str, known: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The names that a line gives to somebody who may be its author, and how it says so."""
    text = STUCK.sub(r"\1 ", text) if STUCK.match(text) else text
    for byline in bylines(text, known):
        for name in byline.names:
            yield ("edits" if byline.is_editing else "by"), name
        if byline.names:
            return
    for pattern in (HAN_NAMES, HANGUL_NAME) if not text.isascii() else ():
        if match := pattern.search(text):
            for name in re.split(r"[\s、\uff0c,]+", match["names"]):
                yield "by", name
            return
    if length(text) > 40:
        return
    if any_by := BY_INSIDE_ANY.search(text):
        if (by := BY_INSIDE.search(text)) and (names := people(text[by.end() :], colon=False)):
            for name in names:
                yield "by_inside", name
            return
        if (name := single(text[any_by.end() :])) and length(text) <= 14:
            yield "by_single", name
            return
    if match := IS_SOMEBODY.match(text):
        yield "is_somebody", match["name"]
        return
    head = unglued(text)
    whole = people(text, colon=False) if length(text) <= 12 and not is_sentence(text) else ()
    glued = people(head, colon=False) if head != text and length(head) <= 5 else ()
    for name in glued or whole:
        if glued or TAIL.search(text):
            yield ("dated" if is_dated(text) else "headed"), name
        else:
            yield "alone", name
    if not (glued or whole) and length(text) <= 14:
        for part in SEGMENT.split(text)[1:]:
            for name in people(part, colon=False):
                yield "segment", name


def told_by(source: str) -> str:
    """The kind of the markup's statement: JSON-LD, meta, an element."""
    return "ld" if source.startswith("JSON-LD") else "meta" if source.startswith("<meta") else "element"


def signs_of(
    name: str,
    said: Sequence[Mention],
    raw: RawArticle,
    span: Span,
    headline: int | None,
    dated: Container[int],
    told: str,
) -> dict[str, float]:
    """What speaks for a name being an author's."""
    size = len(name.split())
    signs: dict[str, float] = {f"words{min(4, size)}" if not HAN.match(name) else "han": 1.0}
    lines = [each.index for each in said if each.index is not None]
    for how in {each.how for each in said}:
        signs[how] = 1.0
        places = [each.index for each in said if each.how == how and each.index is not None]
        if places:
            nearest = min(places, key=lambda place: abs(span.first - place))
            where = "above" if nearest < span.first else "below" if nearest > span.last else "inside"
            signs[f"{how}_{where}"] = 1.0
    if lines:
        nearest = min(lines, key=lambda place: abs(span.first - place))
        up, down = span.first - nearest, nearest - span.last
        if up > 0:
            signs["up1" if up == 1 else "up2" if up == 2 else "up5" if up <= 5 else "up10" if up <= 10 else "up30"] = (
                1.0
            )
        elif down > 0:
            signs["down1" if down == 1 else "down3" if down <= 3 else "down12"] = 1.0
        signs[f"lines{min(3, len(set(lines)))}"] = 1.0
        if any(place + step in dated for place in lines for step in (-1, 0, 1)):
            signs["near_date"] = 1.0
        elif any(place + step in dated for place in lines for step in (-2, 2)):
            signs["date_two_off"] = 1.0
        if headline is not None:
            after = [place - headline for place in lines if place > headline]
            if after:
                signs[f"after_headline{min(after) if min(after) <= 3 else 6 if min(after) <= 6 else 7}"] = 1.0
            else:
                signs["before_headline"] = 1.0
        tags = {raw.lines[place].tag for place in lines}
        signs |= {f"tag_{tag}": 1.0 for tag in tags if tag}
        if any(raw.lines[place].linked > 0.5 for place in lines):
            signs["linked"] = 1.0
    if len({each.how for each in said if each.how.startswith("told")}) > 1:
        signs["told_twice"] = 1.0
    if name in told:
        signs["in_prose"] = 1.0
    if name.isupper():
        signs["upper"] = 1.0
    if key(name) in {key(hint.value) for hint in raw.hints if hint.key == "outlet"}:
        signs["outlet"] = 1.0
    if is_office(name):
        signs["office"] = 1.0
    return signs


def candidates(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, headline: int | None, known: frozenset[str] = frozenset()
) -> dict[str, tuple[list[Mention], dict[str, float]]]:
    """Each name with where it was found and its signs; `headline` is the index of the headline's line."""
    said: defaultdict[str, list[Mention]] = defaultdict(list)
    title = key(raw.lines[headline].text) if headline is not None else ""
    for mention in mentions(raw, found, span, known):
        if mention.index is not None and title and key(raw.lines[mention.index].text) == title:
            continue  # who a headline is about did not write it
        if key(mention.name) and key(mention.name) not in known and mention.how != "edits":
            said[mention.name].append(mention)
    window = range(max(0, span.first - REACH_UP), min(len(raw.lines), span.last + REACH_DOWN + 1))
    dated = frozenset(
        place
        for place in window
        if (place <= span.first + REACH_INTO or place > span.last) and is_dated(raw.lines[place].text)
    )
    told = " ".join(line.text for line in raw.lines[span.first + 1 : span.last] if len(line.text) > 120)
    named = {name: (each, signs_of(name, each, raw, span, headline, dated, told)) for name, each in said.items()}
    above = [
        name for name, (each, _) in named.items() if any(m.index is not None and m.index < span.first for m in each)
    ]
    for name in above[-1:]:
        named[name][1]["nearest"] = 1.0
    if len(named) == 1:
        next(iter(named.values()))[1]["only"] = 1.0
    return named


# ------------------------------------------------------------------ who it was


BOLDNESS = 1.2
"""How much less likely than nobody the likeliest name may be and still be taken: most articles have an author."""
COMPANY = 2.5
"""How much less likely than the author a name beside it may be and still be one."""


def points(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


def authors(
    found: Mapping[str, tuple[Sequence[Mention], Mapping[str, float]]], weights: Mapping[str, float]
) -> dict[str, str]:
    """The likeliest name and those that stand with it, each with where it was found; none if nobody is likelier."""
    weighed = {name: points(signs, weights) for name, (_, signs) in found.items()}
    best = max(weighed, key=lambda name: weighed[name], default=None)
    if best is None or weighed[best] <= weights.get("none", 0.0) - BOLDNESS:
        return {}
    return {
        name: each[0].group
        for name, (each, _) in found.items()
        if name == best or (weighed[name] > weighed[best] - COMPANY and are_together(found[best][0], each))
    }


def are_together(some: Sequence[Mention], others: Sequence[Mention]) -> bool:
    """Whether two names stand in one line or statement, or in bylines one below the other."""
    if {mention.group for mention in some} & {mention.group for mention in others}:
        return True
    places, near = (
        {each.index for each in both if each.how == "by" and each.index is not None} for both in (some, others)
    )
    return any(place + step in near for place in places for step in (-1, 1))


def credited(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, facts: Facts, headline: int | None = None
) -> dict[str, Found[tuple[str, ...]]]:
    """`authors` and `editors` with their names; `headline` is the number of the headline's line."""
    known = name_keys(facts)
    place = next((index for index, line in enumerate(raw.lines) if line.number == headline), None)
    kind = "page" if any(line.tag for line in raw.lines) else "dump"
    names = {
        "authors": authors(candidates(raw, found, span, place, known), facts.people.get(kind, {})),
        "editors": dict(edited(raw, found, span, known)),
    }
    for told in names.values():
        for name in [name for name in told if outlets.by_name(facts.outlets, name)]:
            del told[name]
    return {role: Found(tuple(told), ", ".join(dict.fromkeys(told.values()))) for role, told in names.items() if told}


def edited(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, known: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """The editors with where they were found: the markup's, else the bylines' near the article."""
    hints = [hint for hint in raw.hints if hint.key == "editor"]
    if stated := [
        (name, hint.source) for hint in hints if hint.source == hints[0].source for name in people(hint.value)
    ]:
        yield from stated
        return
    for index in range(max(0, span.first - 15), min(len(raw.lines), span.last + 11)):
        mark = found[index]
        if mark and mark.role is Role.BYLINE:
            for byline in bylines(raw.lines[index].text, known):
                if byline.is_editing:
                    yield from ((name, f"line {raw.lines[index].number}") for name in byline.names)
