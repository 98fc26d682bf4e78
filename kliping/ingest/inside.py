"""Work inside kept lines: words that are no part of the paragraph that they stand in.

Only what has a certain beginning and a certain end is taken out; where either is in doubt the line stays as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kliping.ingest.body import PHOTO, agencies_in, is_title_case
from kliping.ingest.lines import is_sentence, length
from kliping.records import Facts, Found, Lifted, Line

READ_ALSO = "leads to another article"
ADVERTISEMENT = "says that an advertisement stood here"
PROGRAM = "put in by the page's program"
CREDIT = "a picture's credit"
INITIALS = "the reporters' initials"

LONGEST_HEADLINE = 30
SHORTEST_HEADLINE = 2
SURE_HEADLINE = 20
"""Characters from which a headline that also stands on a line of its own is no chance."""

ENDS = ".!?\u3002\uff01\uff1f\u0964\u061f\u06d4\u2026"
CLOSES = "\"'\u201d\u2019\u300d\u300f)\\]\u3011\u00bb"
ENDED = re.compile(rf"[{ENDS}][{CLOSES}\s]*$")
SENTENCE = re.compile(rf"[{ENDS}][{CLOSES}\s]*")
SENTENCE_INSIDE = re.compile(
    r"(?<![\W\d_][^\W\d_])(?<!^[^\W\d_])[.!?](?:[\"'\u201d\u2019)]*)\s+\S|[\u3002\uff01\uff1f\u0964\u06d4](?!$)"
)
BEFORE = r"[\s|\u00bb>\u25b6\u25ba\u2022*\u2013\u2014#-]*"
COLON = r"\s*[:\uff1a|]\s*"


@dataclass(frozen=True, slots=True)
class Cut:
    """Words of a line that are to be taken out, and why; `credit` if they name a picture's source."""

    start: int
    end: int
    reason: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The paragraphs that are left, what was lifted out of them, and a credit that stood among it."""

    paragraphs: tuple[str, ...]
    lifted: tuple[Lifted, ...] = ()
    credit: Found[str] | None = None


def taken(
    lines: Sequence[Line], around: Iterable[Line], lang: str, facts: Facts, whole: Callable[[Line], bool]
) -> Taken:
    """The kept lines without what is none of theirs; `around` are all lines of the file, `whole` those to be let alone."""
    headlines = tuple({line.text for line in around if len(line.text) >= SURE_HEADLINE})
    paragraphs: list[str] = []
    lifted: list[Lifted] = []
    credit = None
    for line in lines:
        found = cuts(line.text, headlines, facts)
        if line is lines[-1]:
            found = [*found, *signature(without(line.text, found), line.text, lang, facts)]
        if found and (not without(line.text, found) or whole(line)):
            found = []
        paragraphs.append(without(line.text, found))
        lifted += (Lifted(line.number, line.text[cut.start : cut.end].strip(), cut.reason) for cut in found)
        named = next((cut.credit for cut in found if cut.credit), "")
        credit = credit or (Found(named, f"line {line.number}") if named else None)
    return Taken(tuple(paragraphs), tuple(lifted), credit)


def without(text: str, found: Iterable[Cut]) -> str:
    """A line without these of its words."""
    left = text
    for cut in sorted(found, key=lambda cut: -cut.start):
        head, tail = left[: cut.start].rstrip(), left[cut.end :].lstrip()
        left = head + (" " if head and tail and tail[0] not in ",.;:!?)" else "") + tail
    return left


def cuts(text: str, headlines: Collection[str], facts: Facts) -> list[Cut]:
    """What is to be taken out of a line, wherever it stands, in order and apart from each other."""
    known = patterns(facts.inside)
    found: list[Cut] = []
    if OPENS.search(text):
        found += (Cut(match.start(), match.end(), PROGRAM) for match in CODE.finditer(text))
        found += (Cut(match.start(), match.end(), READ_ALSO) for match in known.bracketed.finditer(text))
    ends = (*(match.end() for match in SENTENCE.finditer(text)), *(cut.end for cut in found))
    begins = [0, *(end for end in ends if end < len(text))]
    found += advertisements(text, begins, known)
    found += read_also(text, begins, known, headlines)
    found += credits_of(text, found, facts)
    found.sort(key=lambda cut: (cut.start, -cut.end))
    return [cut for index, cut in enumerate(found) if all(other.end <= cut.start for other in found[:index])]


# ------------------------------------------------------------------ what the words are told by


@dataclass(frozen=True, slots=True)
class Patterns:
    """How to find what leads elsewhere: labels after a sentence, labels in brackets, signs of advertisements."""

    label: re.Pattern[str]
    bracketed: re.Pattern[str]
    advertisement: re.Pattern[str]


@functools.lru_cache(maxsize=8)
def patterns(inside: tuple[tuple[str, tuple[str, ...]], ...]) -> Patterns:
    """The patterns of `facts/inside.toml`."""
    said: Mapping[str, Sequence[str]] = dict(inside)
    alone, with_colon = either(said.get("read_also", ())), either(said.get("read_also_colon", ()))
    notices = said.get("advertisement", ())
    phrases = either(phrase for phrase in notices if " " in phrase)
    words = "|".join(re.escape(word.upper()) for word in notices if " " not in word) or "(?!)"
    notice = rf"(?:(?-i:(?:{words})(?!\w))|{phrases}|(?:{either(notices)})(?=\s*[.|\u2013\u2014-]?\s*(?:{phrases})))"
    return Patterns(
        label=re.compile(rf"{BEFORE}(?:{alone}(?:(?P<colon>{COLON})|(?=\s))|{with_colon}(?P<must>{COLON}))", re.I),
        bracketed=re.compile(
            rf"[(\[\u3010]\s*(?:{alone}|{with_colon}){COLON}[^()\[\]\u3010\u3011]{{4,200}}[)\]\u3011]", re.I
        ),
        advertisement=re.compile(
            rf"\s*[\u2013\u2014\[(-]{{0,2}}\s*{notice}(?:[\s.|\u2013\u2014-]*{notice})*\s*[\u2013\u2014\])-]{{0,2}}\.?(?=$|\s)",
            re.I,
        ),
    )


def either(phrases: Iterable[str]) -> str:
    """Any of the phrases, as a part of a pattern."""
    found = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(phrase) for phrase in found) or '(?!)'})(?!\\w)"


OPENS = re.compile("[(\\[\u3010]")
"""A bracket: without one there is neither code nor a label in brackets."""
CODE = re.compile(
    r"\[\s*Gambas\s*:[^\[\]]{1,80}\]"
    r"|\(\s*adsbygoogle\s*=[^{}]{0,60}push\(\s*\{[^{}]{0,60}\}\s*\);?"
    r"|googletag\.cmd\.push\(\s*function\s*\(\)\s*\{[^{}]{0,200}\}\s*\);?",
    re.I,
)


# ------------------------------------------------------------------ “Baca juga: …”


def read_also(text: str, begins: Iterable[int], known: Patterns, headlines: Collection[str]) -> Iterator[Cut]:
    """Labels where sentences begin, with the headline behind them: to the line's end, or as far as it stands elsewhere."""
    for start in begins:
        match = known.label.match(text, start)
        if not match:
            continue
        tail = text[match.end() :]
        colon = bool(match["colon"] or match["must"])
        if start and all(is_headline(piece, colon=colon) for piece in known.label.sub("\n", tail).split("\n")):
            lead = LEADS.search(text, 0, start) if "\u00ab" not in text else None
            yield Cut(lead.start() if lead else start, len(text), READ_ALSO)
        elif colon and (far := told_elsewhere(tail, headlines)):
            yield Cut(start, match.end() + far, READ_ALSO)


LEADS = re.compile("\\s+\u00bb\\s*$")
"""A sign that points to a label and is no quotation's end; `$` is where the search stops."""


def is_headline(text: str, *, colon: bool) -> bool:
    """Whether the rest of a line can be nothing but a headline; without a colon before it, it must look like one."""
    text = text.strip()
    if not SHORTEST_HEADLINE <= length(text) <= LONGEST_HEADLINE or text[-1:] in ",;:":
        return False
    if (is_sentence(text) and text.rstrip("\"'\u201d\u2019)")[-1:] not in "?!\u2026") or SENTENCE_INSIDE.search(text):
        return False
    return colon or is_title_case(text)


def told_elsewhere(tail: str, headlines: Collection[str]) -> int:
    """How far a text is a headline that stands on a line of its own too."""
    fits = [each for each in headlines if tail.startswith(each) and tail[len(each) : len(each) + 1] in ("", " ")]
    return max(map(len, fits), default=0)


# ------------------------------------------------------------------ advertisements, credits, initials


def advertisements(text: str, begins: Iterable[int], known: Patterns) -> Iterator[Cut]:
    """Signs of advertisements that stand between sentences."""
    for match in filter(None, (known.advertisement.match(text, start) for start in begins)):
        following = text[match.end() :].lstrip().split(" ", 1)[0]
        if not (following[:1].islower() or (len(following) > 1 and following.isupper())):
            yield Cut(match.start(), match.end(), ADVERTISEMENT)


PICTURE_CREDIT = re.compile(
    rf"\s*[(\[]\s*(?:(?:{PHOTO}\s*[:/]\s*|dok\.\s+)(?P<credit>[^()\[\]]{{2,80}})|(?P<by>[^()\[\]:]{{2,40}})\s(?:photos?|foto))\s*[)\]]\.?$",
    re.I,
)


def credits_of(text: str, found: Iterable[Cut], facts: Facts) -> Iterator[Cut]:
    """A picture's credit in brackets that a paragraph ends with."""
    if not text.endswith((")", "]", ").", "].")):
        return
    match = PICTURE_CREDIT.search(text, max(0, len(text) - 120))
    if not match or not ENDED.search(text[: match.start()]) or any(cut.end > match.start() for cut in found):
        return
    credit = (match["credit"] or match["by"]).strip()
    if match["credit"] or agencies_in(credit, facts.agencies):
        yield Cut(match.start(), match.end(), CREDIT, credit)


CODED = r"(?:[a-z]{2,5}\d?|[A-Z]{1,3}-\d{1,2}|\*)"
CODES = re.compile(rf"\s*[(\[](?:{CODED}(?:\s?[/,.|-]\s?{CODED}){{0,4}})[)\]]\.?$")


def signature(left: str, text: str, lang: str, facts: Facts) -> Iterator[Cut]:
    """The initials in brackets that an article's last line ends with; `left` is the line without its other cuts."""
    if lang not in dict(facts.inside).get("initials", ()) or left[-1:] not in ")].":
        return
    match = CODES.search(left, max(0, len(left) - 60))
    at = text.rfind(match[0]) if match else -1
    if match and at >= 0 and ENDED.search(left[: match.start()]):
        yield Cut(at, at + len(match[0]), INITIALS)
