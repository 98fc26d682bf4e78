"""Which lines are the article: what a line is by itself, the span, the reasons.

The span is the run of lines with the highest sum of scores (maximum subarray, Kadane 1977):
prose counts for its words, anything else against. What stands inside the span and is
furniture by itself is dropped line by line.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kliping.ingest import dates
from kliping.ingest.lines import APART, ASIDE, is_sentence, key, length
from kliping.ingest.people import bylines, name_keys
from kliping.records import Facts, Line, Mark, Outlet, RawArticle, Role, Span, Verdict

ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.I)
PHOTO = r"(?:foto|photo|picture|image|gambar|ilustrasi|illustration|bild|crédit photo|dok\.?|фото|写真)"
CREDIT_AT_END = re.compile(
    rf"^(?P<caption>.+?)\s*[(\[]\s*(?:{PHOTO}\s*[:/]\s*|dok\.\s+)(?P<credit>[^()\[\]]{{2,80}})[)\]]\.?$", re.I
)
AGENCY_AT_END = re.compile(r"^(?P<caption>.*[^.!?\"”\s])\s*[(\[](?P<credit>[^()\[\]]{2,80})[)\]]$")
CREDIT_ALONE = re.compile(rf"^[(\[]?\s*{PHOTO}\s*[:/]\s*(?P<credit>[^()\[\]]{{2,80}})[)\]]?$", re.I)
LONGEST_FURNITURE = 60
LONGEST_LINK = 30
LEAST_PROSE = 30
LONGEST_GAP = 5


# ------------------------------------------------------------------ lines that are not looked at


def set_apart(raw: RawArticle) -> tuple[RawArticle, tuple[Verdict, ...]]:
    """A raw article without the lines that nobody saw or that stand twice, and the verdicts on those."""
    apart = tuple(Verdict(line, Role.FURNITURE, reason) for line in raw.lines if (reason := APART.get(line.tag)))
    return (replace(raw, lines=tuple(line for line in raw.lines if line.tag not in APART)) if apart else raw), apart


def in_order(verdicts: Iterable[Verdict], apart: Iterable[Verdict]) -> list[Verdict]:
    """All verdicts in the order of the lines."""
    return sorted([*verdicts, *apart], key=lambda verdict: verdict.line.number)


# ------------------------------------------------------------------ one line by itself


def marks(lines: Sequence[Line], lang: str, facts: Facts, outlet: Outlet | None) -> list[Mark | None]:
    """For each line, what it is by itself, or None when only its place can tell."""
    furniture = matcher((*facts.furniture, *(outlet.furniture if outlet else ())))
    names = name_keys(facts)
    return [mark_of(line, lang, furniture, names, facts.agencies) for line in lines]


def mark_of(
    line: Line, lang: str, furniture: re.Pattern[str], names: frozenset[str], agencies: tuple[str, ...]
) -> Mark | None:
    """What a line is by itself, wherever it stands; None when only its place can tell."""
    text, count = line.text, length(line.text)
    if ADDRESS.match(text):
        return Mark(Role.ADDRESS, "an address alone on its line")
    if line.tag in ASIDE:
        return Mark(Role.FURNITURE, f"stands in <{line.tag}>")
    if phrase := furniture_in(line, furniture):
        return Mark(Role.FURNITURE, f"known furniture: “{phrase}”")
    if line.linked > 0.7 and count <= LONGEST_LINK:
        return Mark(Role.FURNITURE, "nothing but a link")
    if named := bylines(text, names):
        return Mark(Role.BYLINE, f"says who: “{named[0].role}”")
    if is_date_line(text, lang):
        return Mark(Role.DATE, "a date alone on its line")
    if line.tag == "figcaption":
        return Mark(Role.CAPTION, "stands in <figcaption>")
    if photo_credit(text, agencies):
        return Mark(Role.CAPTION, "ends in a picture's credit")
    if key(text) in names:
        return Mark(Role.FURNITURE, "the outlet's name alone")
    if not re.search(r"\w", text):
        return Mark(Role.FURNITURE, "no words")
    return None


def fold(text: str) -> str:
    """Case and white space folded, signs at the ends dropped: furniture is told by its words."""
    return re.sub(r"\s+", " ", text.casefold()).strip(" .:|»›>→-–—•·!*\"'“”‘’()[]")


@functools.lru_cache(maxsize=64)
def matcher(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for furniture phrases, in groups: a whole line, a beginning (`*`), one even of sentences (`**`)."""
    kinds: dict[str, set[str]] = {"whole": set(), "begins": set(), "always": set()}
    for phrase in phrases:
        kind = "always" if phrase.endswith("**") else "begins" if phrase.endswith("*") else "whole"
        kinds[kind].add(re.escape(fold(phrase.rstrip("*"))))
    either = {kind: "|".join(sorted(found, key=len, reverse=True)) or "(?!)" for kind, found in kinds.items()}
    return re.compile(
        rf"(?P<whole>{either['whole']})$|(?P<always>{either['always']})(?!\w)|(?P<begins>{either['begins']})(?!\w)"
    )


COPYRIGHT = re.compile(r"\W*(?:copyright|hak cipta|\(c\)|©)\W*(?:\(c\)|©)?\s*(?:19|20)\d\d", re.I)


COOKIES = re.compile(
    r"(?:we|our|this (?:web)?site|by (?:using|continuing|clicking)|kami|situs ini|wir|nous|utilizamos)\b.*\b(?:cookies?|kuki)\b",
    re.I,
)


def furniture_in(line: Line, furniture: re.Pattern[str]) -> str:
    """The furniture phrase that a line is or begins with; empty if it is a paragraph that only begins alike.

    “Baca juga: …” is furniture however it ends; “Read more books, the mayor told pupils.” is not.
    """
    if COPYRIGHT.match(line.text):
        return "copyright"
    if COOKIES.match(line.text):
        return "cookies"
    folded = fold(line.text)
    found = furniture.match(folded)
    if not found:
        return ""
    phrase = found[0].strip()
    if found["begins"] and is_prose(line) and folded[found.end() :].lstrip()[:1] not in (":", "|"):
        return ""
    return phrase if length(line.text) <= LONGEST_FURNITURE else ""


def is_date_line(text: str, lang: str) -> bool:
    """Whether a line holds a date and little else."""
    said = dates.find(text, lang)
    if not said:
        return False
    rest = text[: said[0].start] + " " + text[said[0].end :]
    return length(re.sub(r"\d+", " ", rest)) <= 6 and not is_sentence(text)


def photo_credit(text: str, agencies: tuple[str, ...]) -> tuple[str | None, str] | None:
    """Caption and credit of a picture line, or None; `… (Foto: AFP)`, `… (AFP)`, `Foto: AFP`."""
    if match := CREDIT_ALONE.match(text):
        return None, match["credit"].strip()
    if match := CREDIT_AT_END.match(text):
        return match["caption"].rstrip(), match["credit"].strip()
    if (match := AGENCY_AT_END.match(text)) and agencies_in(match["credit"], agencies) and length(match["credit"]) <= 6:
        return match["caption"].rstrip(), match["credit"].strip()
    return None


def agencies_in(text: str, agencies: Iterable[str]) -> tuple[str, ...]:
    """The agencies named in a text, in the order of the list; case matters: AP is no ap."""
    found: list[str] = []
    for name in agencies:
        if name not in text and name.upper() not in text:
            continue
        told = any(name.casefold() in other.casefold() for other in found)
        if not told and re.search(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.upper())})(?!\w)", text):
            found.append(name)
    return tuple(found)


# ------------------------------------------------------------------ the span


def is_prose(line: Line) -> bool:
    """Whether a line reads like a paragraph rather than a headline or a label."""
    count = length(line.text)
    if line.linked > 0.5:
        return False
    return count >= 28 or (count >= 9 and is_sentence(line.text) and not is_title_case(line.text))


def is_title_case(text: str) -> bool:
    """Most Words Begin With a Capital, as headlines do."""
    cased = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word[0].upper() != word[0].lower()]
    return len(cased) >= 4 and sum(word[0].isupper() for word in cased[1:]) > 0.6 * (len(cased) - 1)


def score(line: Line, mark: Mark | None, times: int) -> float:
    """How much a line speaks for its neighbourhood being the article."""
    if mark:
        return -6.0
    if times > 1 and not is_prose(line):
        return -7.0
    count = min(length(line.text), 60.0)
    return (count if is_prose(line) else 0.25 * count) - 5.0


def span_of(lines: Sequence[Line], found: Sequence[Mark | None]) -> Span | None:
    """The lines from the article's first to its last, or None when there is no article."""
    times = Counter(key(line.text) for line in lines)
    scores = [score(line, mark, times[key(line.text)]) for line, mark in zip(lines, found, strict=True)]
    best, first, last = 0.0, 0, -1
    total, start = 0.0, 0
    for index, value in enumerate(scores):
        if total <= 0:
            total, start = 0.0, index
        total += value
        if total > best:
            best, first, last = total, start, index
    if last < 0:
        return None
    first, last = extended(lines, found, first, -1), extended(lines, found, last, 1)
    prose = sum(
        length(lines[index].text) for index in range(first, last + 1) if is_prose(lines[index]) and not found[index]
    )
    return Span(first, last) if prose >= LEAST_PROSE else None


def extended(lines: Sequence[Line], found: Sequence[Mark | None], edge: int, step: int) -> int:
    """The edge of the span moved over paragraphs that a few lines of furniture cut off.

    Downwards (`step` 1) short last paragraphs count too. A headline, a date or a byline ends the
    article: what lies beyond is not looked at.
    """
    index = edge + step
    while 0 <= index < len(lines) and abs(index - edge) <= LONGEST_GAP + 1:
        mark = found[index]
        if mark is None and (is_prose(lines[index]) if step < 0 else is_short_paragraph(lines[index])):
            edge = index
        elif mark is None or mark.role not in (Role.FURNITURE, Role.CAPTION):
            break
        index += step
    return edge


def is_short_paragraph(line: Line) -> bool:
    """Whether a line may be a paragraph, however short."""
    return is_sentence(line.text) and length(line.text) >= 3 and not is_title_case(line.text) and line.linked < 0.3


# ------------------------------------------------------------------ the verdict on every line


def judge(lines: Sequence[Line], found: Sequence[Mark | None], span: Span, title: str, lang: str) -> list[Verdict]:
    """What each line is taken for, and why: nothing is dropped without a reason."""
    verdicts: list[Verdict] = []
    title_key, titled = key(title), False
    kept: dict[str, int] = {}
    for index, (line, mark) in enumerate(zip(lines, found, strict=True)):
        same = key(line.text)
        inside = span.first <= index <= span.last
        if same == title_key and (mark is None or mark.role is not Role.ADDRESS):
            role, reason = Role.TITLE, "the headline again" if titled else "the headline"
            titled = True
        elif mark and not (inside and mark.role is Role.DATE and is_subheading(line, len(kept), lang)):
            role, reason = mark.role, mark.reason
        elif not inside:
            role, reason = Role.FURNITURE, f"stands {'before' if index < span.first else 'after'} the article"
        elif same in kept and is_prose(line):
            role, reason = Role.FURNITURE, f"says the same as line {kept[same]}"
        else:
            role, reason = Role.BODY, "a paragraph" if is_prose(line) else "a short line inside the article"
            kept.setdefault(same, line.number)
        verdicts.append(Verdict(line, role, reason))
    return verdicts


def is_subheading(line: Line, paragraphs_before: int, lang: str) -> bool:
    """Whether a date line inside an article says when things happened, not when it was published."""
    if not paragraphs_before or dates.CLOCK.search(line.text) or dates.life(line.text):
        return False
    said = dates.find(line.text, lang)
    if not said:
        return False
    return paragraphs_before > 1 or length(line.text[: said[0].start]) > (said[0].weekday is not None)
