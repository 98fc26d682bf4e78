"""Figures that articles report: a number near a word such as dead or displaced, with its sentence, for the editor."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kliping.records import Entry
from kliping.site import render
from kliping.site.rights import SENTENCE_END, blocks_of, is_end

KINDS: Mapping[str, Sequence[str]] = {
    "dead": (
        *("tewas", "meninggal", "korban jiwa", "nyawa", "gugur", "terbunuh", "kematian"),
        *("dead", "died", "killed", "deaths", "death toll", "fatalities", "lives"),
    ),
    "wounded": ("luka luka", "terluka", "luka", "cedera", "wounded", "injured", "injuries"),
    "displaced": (
        *("mengungsi", "pengungsi", "mengungsikan", "dievakuasi", "kehilangan rumah"),
        *("displaced", "refugees", "evacuated", "fled", "homeless"),
    ),
    "prisoners": (
        *("tawanan", "tahanan", "sandera"),
        *("prisoners", "captives", "detainees", "hostages"),
    ),
    "missing": ("hilang", "missing"),
}
NEAR: Final = 7
"""How many words may stand between a number and what it counts."""
PARTS: Final = (
    r"(?:ratus(?:an)?|ribu(?:an)?|juta(?:an)?|puluh(?:an)?|belas(?:an)?|hundreds?|thousands?|millions?|dozens?)"
)
SMALL: Final = (
    r"(?:se(?:orang|puluh|ratus|ribu|belas)|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluhan|ratusan|ribuan|jutaan"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|millions)"
)
NUMBER = re.compile(rf"(?<![\w.,/:-])(?:\d{{1,3}}(?:[.,]\d{{3}})+|\d+|{SMALL}(?=\s))(?:\s+{PARTS}\b)*", re.I)
NO_COUNT_AFTER = re.compile(
    r"\s*(?:%|persen\b|percent\b|tahun\b|years?\b|hari\b|days?\b|pekan\b|weeks?\b|minggu\b|bulan\b|months?\b|jam\b|hours?\b|km\b|"
    r"kilomet|menit\b|minutes?\b|kali\b|times\b|negara\b|countries\b|pihak\b|sides\b|desa\b|villages?\b|kota\b|wib\b|gmt\b|[:/]\d|-an\b|"
    r"-?(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|"
    r"january|february|march|may|june|july|august|october|december|sept?\b|oct\b|nov\b|dec\b|okt\b|des\b))",
    re.I,
)
NO_COUNT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:pukul|tanggal|tahun|abad|ke|sejak|since)|januari|februari|maret|april|mei|juni|juli|agustus|september|"
    r"oktober|november|desember|january|february|march|may|june|july|august|october|december|sept?\.?|oct\.?|nov\.?|[(/:-])\s*-?$",
    re.I,
)
YEAR = re.compile(r"(?:18|19|20)\d\d")
WORDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)".replace(" ", "[ -]"), re.I) for kind, words in KINDS.items()
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A number that an article seems to report of a kind, and the sentence in which it does."""

    kind: str
    number: str
    sentence: str


def proposed(text: str) -> Iterator[Proposal]:
    """What a text, a line for each paragraph, seems to report; each kind and number once."""
    told: set[tuple[str, str]] = set()
    for sentence in sentences(text):
        numbers = [found for found in NUMBER.finditer(sentence) if is_count(sentence, found)]
        for kind, pattern in WORDS.items() if numbers else ():
            words = list(pattern.finditer(sentence))
            near = min(
                ((distance(sentence, number, word), number.start(), number[0]) for number in numbers for word in words),
                default=(NEAR + 1, 0, ""),
            )
            if near[0] <= NEAR and (kind, near[2]) not in told:
                told.add((kind, near[2]))
                yield Proposal(kind, near[2], sentence)


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal for the editor: what an article reports, and where it stands."""

    entry: Entry
    proposal: Proposal

    @property
    def text(self) -> str:
        """The line that approves it."""
        said = self.proposal
        return f'- {{kind: {said.kind}, number: "{said.number}", article: {self.entry.slug}}}'


def lines(entries: Iterable[Entry], approved: Collection[tuple[str, str, str]]) -> Iterator[Line]:
    """What entries seem to report that was not approved yet, by kind and then by date."""
    found = [
        Line(entry, proposal)
        for entry in entries
        for proposal in proposed(plain(render.html(entry.body)))
        if (proposal.kind, proposal.number, entry.slug) not in approved
    ]
    order = list(KINDS)
    return iter(
        sorted(found, key=lambda each: (order.index(each.proposal.kind), str(each.entry.date), each.entry.slug))
    )


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; a paragraph that ends without a mark is one too."""
    for paragraph in text.split("\n"):
        begun = 0
        for found in SENTENCE_END.finditer(paragraph):
            if is_end(paragraph, found):
                yield paragraph[begun : found.end()].strip()
                begun = found.end()
        if rest := paragraph[begun:].strip():
            yield rest


def plain(html: str) -> str:
    """The text of rendered Markdown, a line for each paragraph."""
    return "\n".join(text for text, _ in blocks_of(html))


def saying(text: str, number: str) -> str:
    """The first sentence of a text that says a number; empty if none does."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(number)}(?![\w]|[.,]\d)", re.I)
    return next((each for each in sentences(text) if pattern.search(each)), "")


def is_count(sentence: str, found: re.Match[str]) -> bool:
    """Whether a number counts people: no year, date, time, share or distance."""
    return not (
        YEAR.fullmatch(found[0])
        or NO_COUNT_AFTER.match(sentence, found.end())
        or (found[0].isdigit() and NO_COUNT_BEFORE.search(sentence[max(0, found.start() - 14) : found.start()]))
    )


def distance(sentence: str, number: re.Match[str], word: re.Match[str]) -> int:
    """How many words stand between a number and a word."""
    first, second = sorted((number.span(), word.span()))
    return len(sentence[first[1] : second[0]].split())
