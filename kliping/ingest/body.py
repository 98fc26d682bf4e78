"""Which lines are the article: what a line is by itself, what the line model makes of it, the reasons.

The article is the run of lines with the highest sum of log-odds (maximum subarray, Kadane 1977); inside it each
line is judged by itself.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kliping import dates
from kliping.ingest.lines import APART, ASIDE, best_run, is_sentence, key, length, tidy
from kliping.ingest.people import bylines, name_keys
from kliping.records import Facts, Line, Mark, Outlet, RawArticle, Role, Span, Verdict

ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.I)
PHOTO = r"(?:foto|photo|picture|image|gambar|ilustrasi|illustration|bild|crédit photo|dok\.?|фото|写真)"
CREDIT_AT_END = re.compile(
    rf"^(?P<caption>.+?)\s*[(\[]\s*(?:{PHOTO}\s*[:/]\s*|dok\.\s+)(?P<credit>[^()\[\]]{{2,80}})[)\]]\.?$", re.I
)
AGENCY_AT_END = re.compile(r"^(?P<caption>.*[^.!?\"”\s])\s*[(\[](?P<credit>[^()\[\]]{2,80})[)\]]$")
CREDIT_ALONE = re.compile(rf"^[(\[]?\s*{PHOTO}\s*[:/]\s*(?P<credit>[^()\[\]]{{2,80}})[)\]]?$", re.I)
HOST = r"[\w-]+\.(?:com|co\.id|id|net|tv|org)"
CREDIT_AT_START = re.compile(
    rf"(?P<credit>[A-Z][\w.'’ -]{{1,40}}?\s?/\s?{HOST}|{HOST}\s?/\s?(?:[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]+){{0,3}}|[A-Z]\w+))"
    r"\s+(?P<caption>[A-Z(\"“].{10,})$"
)
LONGEST_FURNITURE = 60
LONGEST_LINK = 30
LINKED = 0.5
LONGEST_DATE = 30
LONGEST_GAP = 5
LONGEST_LEAD = 12
MOST_HEADLINES = 3
LEAST_WORDS = 30


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
    furniture = (*facts.furniture, *(outlet.furniture if outlet else ()))
    known = knowing(furniture, name_keys(facts), facts.agencies)
    return [mark_of(line.text, line.tag, line.linked, lang, known) for line in lines]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What lines are told by: furniture, keys of outlets' names, agencies. Compared by identity: so marks are remembered."""

    furniture: Furniture
    names: frozenset[str]
    agencies: tuple[str, ...]


@functools.lru_cache(maxsize=64)
def knowing(furniture: tuple[str, ...], names: frozenset[str], agencies: tuple[str, ...]) -> Known:
    """The same one for the same values."""
    return Known(matcher(furniture), names, agencies)


@functools.lru_cache(maxsize=8192)  # lines stand in many articles of an outlet
def mark_of(text: str, tag: str, linked: float, lang: str, known: Known) -> Mark | None:
    """What a line is by itself, wherever it stands; None when only its place can tell."""
    if ADDRESS.match(text):
        return Mark(Role.ADDRESS, "an address alone on its line")
    if tag in ASIDE:
        return Mark(Role.FURNITURE, f"stands in <{tag}>")
    if phrase := furniture_in(text, linked, known.furniture):
        return Mark(Role.FURNITURE, f"known furniture: “{phrase}”")
    if linked > 0.7 and length(text) <= LONGEST_LINK:
        return Mark(Role.FURNITURE, "nothing but a link")
    if named := bylines(text, known.names):
        return Mark(Role.BYLINE, f"says who: “{named[0].role}”")
    if is_date_line(text, lang):
        return Mark(Role.DATE, "a date alone on its line")
    if tag == "figcaption":
        return Mark(Role.CAPTION, "stands in <figcaption>")
    if photo_credit(text, known.agencies):
        return Mark(Role.CAPTION, "holds a picture's credit")
    if key(text) in known.names:
        return Mark(Role.FURNITURE, "the outlet's name alone")
    if not IN_WORD.search(text):
        return Mark(Role.FURNITURE, "no words")
    return None


def fold(text: str) -> str:
    """A line without case and without signs at its ends: furniture is told by its words."""
    return text.casefold().strip(" .:|»›>→-–—•·!*\"'“”‘’()[]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """Furniture phrases, folded: whole lines, and beginnings by their first two signs, the longest first.

    Of a beginning goes along whether it is one even of sentences.
    """

    whole: frozenset[str]
    begins: Mapping[str, tuple[tuple[str, bool], ...]]

    def find(self, folded: str) -> tuple[str, bool]:
        """The phrase that a folded line is or begins with, and whether it is furniture whatever follows."""
        if folded in self.whole:
            return folded, True
        for phrase, always in (*self.begins.get(folded[:2], ()), *self.begins.get(folded[:1], ())):
            if folded.startswith(phrase) and not IN_WORD.match(folded, len(phrase)):
                return phrase, always
        return "", False


IN_WORD = re.compile(r"\w")


@functools.lru_cache(maxsize=64)
def matcher(phrases: tuple[str, ...]) -> Furniture:
    """Furniture phrases, ready to be looked up: a whole line, a beginning (`*`), one even of sentences (`**`)."""
    begins: dict[str, set[tuple[str, bool]]] = {}
    for phrase in phrases:
        if phrase.endswith("*"):
            folded = fold(tidy(phrase.rstrip("*")))
            begins.setdefault(folded[:2], set()).add((folded, phrase.endswith("**")))
    return Furniture(
        frozenset(fold(tidy(phrase)) for phrase in phrases if not phrase.endswith("*")),
        {signs: tuple(sorted(found, key=lambda each: (not each[1], -len(each[0])))) for signs, found in begins.items()},
    )


COPYRIGHT = re.compile(r"\W{0,40}(?:copyright|hak cipta|\(c\)|©)\W{0,20}(?:\(c\)\s{0,9})?(?:19|20)\d\d", re.I)


COOKIES = re.compile(
    r"(?:we|our|this (?:web)?site|by (?:using|continuing|clicking)|kami|situs ini|wir|nous|utilizamos)\b.*\b(?:cookies?|kuki)\b",
    re.I,
)


def furniture_in(text: str, linked: float, furniture: Furniture) -> str:
    """The furniture phrase that a line is or begins with; empty if it is a paragraph that only begins alike.

    “Baca juga: …” is furniture however it ends; “Read more books, the mayor told pupils.” is not.
    """
    if COPYRIGHT.match(text):
        return "copyright"
    if COOKIES.match(text):
        return "cookies"
    if length(text) > LONGEST_FURNITURE:
        return ""
    folded = fold(text)
    phrase, always = furniture.find(folded)
    reads = phrase and not always and linked <= LINKED and reads_like_prose(text)
    if reads and folded[len(phrase) :].lstrip()[:1] not in (":", "|"):
        return ""
    return phrase


def is_date_line(text: str, lang: str) -> bool:
    """Whether a line holds a date and little else."""
    said = dates.find(text, lang) if length(text) <= LONGEST_DATE else ()
    if not said:
        return False
    rest = text[: said[0].start] + " " + text[said[0].end :]
    return length(re.sub(r"\d+", " ", rest)) <= 6 and not is_sentence(text)


def photo_credit(text: str, agencies: tuple[str, ...]) -> tuple[str | None, str] | None:
    """Caption and credit of a picture line, or None; `… (Foto: AFP)`, `… (AFP)`, `Foto: AFP`, `Contoh.com/BUDI …`."""
    if (":" in text or "/" in text) and (match := CREDIT_ALONE.match(text)):
        return None, match["credit"].strip()
    if "/" in text[:60] and (match := CREDIT_AT_START.match(text)):
        return match["caption"], match["credit"].strip()
    if not text.endswith((")", "]", ").", "].")):
        return None
    if match := CREDIT_AT_END.match(text):
        return match["caption"].rstrip(), match["credit"].strip()
    if (match := AGENCY_AT_END.match(text)) and agencies_in(match["credit"], agencies) and length(match["credit"]) <= 6:
        return match["caption"].rstrip(), match["credit"].strip()
    return None


@functools.lru_cache(maxsize=16)
def any_agency(agencies: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the agencies, for a first look."""
    names = sorted({form for name in agencies for form in (name, name.upper())}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)) or "(?!)")


def agencies_in(text: str, agencies: tuple[str, ...]) -> tuple[str, ...]:
    """The agencies named in a text, in the order of the list; case matters: AP is no ap."""
    found: list[str] = []
    if not any_agency(agencies).search(text):
        return ()
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
    return line.linked <= LINKED and reads_like_prose(line.text)


@functools.lru_cache(maxsize=8192)  # many stages ask it of the same lines
def reads_like_prose(text: str) -> bool:
    """Whether a text is long, or of some length and a sentence that is no headline."""
    count = length(text)
    return count >= 28 or (count >= 9 and is_sentence(text) and not is_title_case(text))


def is_title_case(text: str) -> bool:
    """Most Words Begin With a Capital, as headlines do."""
    cased = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word[0].upper() != word[0].lower()]
    return len(cased) >= 4 and sum(word[0].isupper() for word in cased[1:]) > 0.6 * (len(cased) - 1)


SURELY = 1.5
"""Log-odds from which a line is the article's wherever it stands, and whatever it looks like by itself."""
LEAST_AGAINST, MOST_FOR = -0.35, 3.0
"""Bounds of what one line adds to a run: a few lines of furniture do not end an article."""


def found_in(
    raw: RawArticle, marks: Sequence[Mark | None], lang: str, facts: Facts
) -> tuple[list[float], list[bool], Span | None]:
    """The lines' log-odds of being the article's, which of them are kept, and where the article stands if there is one."""
    odds = odds_of(raw, marks, facts)
    kept = kept_of(raw.lines, marks, odds, lang)
    return odds, kept, span_of(raw.lines, kept)


def kind_of(lines: Iterable[Line]) -> str:
    """Which of the models knows such lines: `page`, or `text` where no markup speaks."""
    return "page" if any(line.box for line in lines) else "text"


def odds_of(raw: RawArticle, marks: Sequence[Mark | None], facts: Facts) -> list[float]:
    """For each line the log-odds of being the article's, by the line model for dumps or for pages."""
    from kliping.ingest import features, model  # noqa: PLC0415 - numpy takes 80 ms, only cleaning needs it

    if not raw.lines:
        return []
    is_page = kind_of(raw.lines) == "page"
    stated = raw.hint("body")
    rows = features.table(
        raw.lines, marks, facts.words, is_page=is_page, stated=stated.value if stated and is_page else ""
    )
    nets = model.remembered(facts.page_weights if is_page else facts.text_weights)
    return [float(each) for each in model.logits(nets, rows)]


def picked(lines: Sequence[Line], odds: Sequence[float]) -> list[bool]:
    """Which lines the article is taken to have."""
    weights = [
        (LEAST_AGAINST if each < LEAST_AGAINST else min(each, MOST_FOR)) * (1 + length(line.text)) ** 0.5
        for line, each in zip(lines, odds, strict=True)
    ]
    first, last = best_run(weights)
    return [(first <= index <= last and each >= 0) or each >= SURELY for index, each in enumerate(odds)]


def kept_of(lines: Sequence[Line], marks: Sequence[Mark | None], odds: Sequence[float], lang: str) -> list[bool]:
    """Which lines are kept: those picked, but for lines that are something else by themselves; and what they enclose.

    A mark gives way where the model is sure, and a date line where it is a subheading.
    """
    found = [
        is_picked and (mark is None or (each >= SURELY and mark.role not in FIRM))
        for is_picked, mark, each in zip(picked(lines, odds), marks, odds, strict=True)
    ]
    if any(found):
        passing = [
            may_stand_inside(line, mark, lang) if mark else None for line, mark in zip(lines, marks, strict=True)
        ]
        least = DOUBTED if kind_of(lines) == "page" else BARELY
        found = extended(lines, passing, odds, found, 1, least)
        found = extended(lines, passing, odds, found, -1, least)
        found = filled(lines, marks, odds, found)
        if kind_of(lines) == "page":
            found = introduced(lines, marks, odds, found)
    last = max((index for index, is_kept in enumerate(found) if is_kept), default=0)
    paragraphs = 0
    for index, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark and mark.role is Role.DATE and index < last:
            found[index] = is_subheading(line, paragraphs, lang)
        paragraphs += found[index]
    return found


def introduced(
    lines: Sequence[Line], marks: Sequence[Mark | None], odds: Sequence[float], kept: Sequence[bool]
) -> list[bool]:
    """The lines kept, with the standfirst: prose that a byline, a date or a picture parts from the first paragraph.

    On pages only: in a dump what stands there is as often another article's (more was lost than won).
    """
    first = kept.index(True)
    above = range(max(0, first - LONGEST_LEAD), first)
    told = {index for index in above if marks[index] is None and odds[index] > 0 and is_prose(lines[index])}
    return [is_kept or index in told for index, is_kept in enumerate(kept)]


HARDLY, DOUBTED, BARELY = -1.0, -1.5, -3.0
"""Log-odds down to which a line is kept: a short one between two that are kept; prose inside the article, or cut off
by known furniture where markup speaks, too; the same where only the text speaks."""


def may_stand_inside(line: Line, mark: Mark, lang: str) -> bool:
    """Whether a line that is something by itself may stand between paragraphs."""
    return mark.role in (Role.FURNITURE, Role.CAPTION) or (mark.role is Role.DATE and is_subheading(line, 1, lang))


def extended(
    lines: Sequence[Line],
    passing: Sequence[bool | None],
    odds: Sequence[float],
    kept: Sequence[bool],
    step: int,
    least: float,
) -> list[bool]:
    """The lines kept, with paragraphs that a few lines of known furniture cut off from the article's edge.

    `passing` says of lines that are something by themselves whether they may stand between paragraphs.
    Downwards (`step` 1) short last paragraphs count too, and headlines under a label of known furniture are passed
    over. A date, a byline or anything else ends the article: what lies beyond is not looked at.
    """
    found = list(kept)
    on = [index for index, is_kept in enumerate(kept) if is_kept]
    edge = on[-1] if step > 0 else on[0]
    index, headlines = edge + step, MOST_HEADLINES
    while 0 <= index < len(lines) and abs(index - edge) <= LONGEST_GAP + 1:
        line = lines[index]
        reads = is_prose(line) if step < 0 else is_short_paragraph(line)
        if passing[index]:
            headlines = 0
        elif passing[index] is None and reads and odds[index] > (HARDLY if 0 < headlines < MOST_HEADLINES else least):
            found[index], edge, headlines = True, index, MOST_HEADLINES
        elif passing[index] is None and step > 0 and headlines < MOST_HEADLINES and not is_sentence(line.text):
            headlines += 1
        else:
            break
        index += step
    return found


def filled(
    lines: Sequence[Line], marks: Sequence[Mark | None], odds: Sequence[float], kept: Sequence[bool]
) -> list[bool]:
    """The lines kept, with prose that the article encloses and the model does not reject for certain.

    And single lines between two that are kept: subheadings, items of a list, short answers.
    """
    found = list(kept)
    first, last = kept.index(True), len(kept) - 1 - list(reversed(kept)).index(True)
    for index in range(first, last):
        if marks[index] is None and odds[index] > DOUBTED and is_prose(lines[index]):
            found[index] = True
    plain = [index for index, mark in enumerate(marks) if mark is None or kept[index]]
    for above, index, below in zip(plain, plain[1:], plain[2:], strict=False):
        if found[above] and found[below] and odds[index] > HARDLY:
            found[index] = True
    return found


def is_short_paragraph(line: Line) -> bool:
    """Whether a line may be a paragraph, however short."""
    return is_sentence(line.text) and length(line.text) >= 3 and not is_title_case(line.text) and line.linked < 0.3


FIRM = frozenset([Role.ADDRESS, Role.BYLINE])
"""What a line is by itself beyond doubt."""


def span_of(lines: Sequence[Line], kept: Sequence[bool]) -> Span | None:
    """The lines from the article's first to its last, or None when there is no article."""
    on = [index for index, is_kept in enumerate(kept) if is_kept]
    if sum(length(lines[index].text) for index in on) < LEAST_WORDS:
        return None
    return Span(on[0], on[-1])


# ------------------------------------------------------------------ the verdict on every line


def judge(
    lines: Sequence[Line], marks: Sequence[Mark | None], odds: Sequence[float], kept: Sequence[bool], title: str
) -> list[Verdict]:
    """What each line is taken for, why, and how sure that is: nothing is dropped without a reason."""
    verdicts: list[Verdict] = []
    title_key, titled = key(title), False
    first, last = kept.index(True), len(kept) - 1 - list(reversed(kept)).index(True)
    seen: dict[str, int] = {}
    for index, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        same = key(line.text)
        if same == title_key and (mark is None or mark.role is not Role.ADDRESS):
            role, reason = Role.TITLE, "the headline again" if titled else "the headline"
            titled = True
        elif kept[index] and same in seen and is_prose(line):
            role, reason = Role.FURNITURE, f"says the same as line {seen[same]}"
        elif kept[index]:
            role, reason = Role.BODY, "a paragraph" if is_prose(line) else "a short line inside the article"
            seen.setdefault(same, line.number)
        elif mark:
            role, reason = mark.role, mark.reason
        elif index < first:
            role, reason = Role.FURNITURE, "stands before the article"
        elif index > last:
            role, reason = Role.FURNITURE, "stands after the article"
        else:
            role, reason = Role.FURNITURE, "inside the article, but does not read like it"
        verdicts.append(Verdict(line, role, reason, sureness(role, mark, odds[index])))
    return verdicts


def sureness(role: Role, mark: Mark | None, odds: float) -> float:
    """How sure a verdict is, 0.5 to 1: by the model where it decided, at least 0.9 where the line tells by itself."""
    if role is Role.TITLE:
        return 1.0
    return chance(odds, 0.5) if role is Role.BODY else chance(-odds, 0.9 if mark else 0.5)


@functools.lru_cache(maxsize=4096)  # log-odds are given in hundredths
def chance(odds: float, least: float) -> float:
    return round(max(1 / (1 + math.exp(-odds)), least), 3)


def is_subheading(line: Line, paragraphs_before: int, lang: str) -> bool:
    """Whether a date line inside an article says when things happened, not when it was published."""
    if not paragraphs_before or dates.CLOCK.search(line.text) or dates.life(line.text):
        return False
    said = dates.find(line.text, lang)
    if not said:
        return False
    return paragraphs_before > 1 or length(line.text[: said[0].start]) > (said[0].weekday is not None)
