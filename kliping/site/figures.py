"""Figures that articles report: a number near a word such as dead or displaced, with its sentence, for the editor."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kliping.records import Entry
from kliping.site import render
from kliping.site.rights import SENTENCE_END, blocks_of, is_end

TRUCES: Final = (
    *("gencatan senjata", "gencatan", "jeda kemanusiaan"),
    *("ceasefire", "ceasefires", "cease fire", "cease fires", "truce", "truces", "armistice"),
)
KINDS: Mapping[str, Sequence[str]] = {
    "failed_truces": TRUCES,
    "truces": TRUCES,
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
WITH: Mapping[str, Sequence[str]] = {
    "failed_truces": (
        *("gagal", "kegagalan", "runtuh", "ambruk", "kandas", "bubar", "tak bertahan", "tidak bertahan"),
        *("failed", "fails", "failure", "collapsed", "collapses", "collapse", "broke down", "fell apart", "unravelled"),
    ),
}
"""What the same sentence must say as well."""
IN_ORDER: Final = frozenset(["failed_truces", "truces"])
"""Kinds that are told by ordinals, too: the third truce."""
NEAR: Final = 7
"""How many words may stand between a number and what it counts."""
NEXT: Final = 3
"""The same for what is counted in order, of which sentences say much else."""
ORDINAL = re.compile(
    r"(?<![\w-])(?:(?P<after>pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|kesembilan|kesepuluh|ke-\d{1,2})"
    r"(?!\s+(?:pihak|negara|kubu|belah|menlu|menteri|republik|pemimpin|kementerian|kota|desa|orang)\b)"
    r"|(?P<before>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,2}(?:st|nd|rd|th)))(?![\w-])",
    re.I,
)
PARTS: Final = (
    r"(?:ratus(?:an)?|ribu(?:an)?|juta(?:an)?|puluh(?:an)?|belas(?:an)?|hundreds?|thousands?|millions?|dozens?)"
)
SMALL: Final = (
    r"(?:se(?:orang|puluh|ratus|ribu|belas)|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluhan|ratusan|ribuan|jutaan"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|millions)"
)
NUMBER = re.compile(rf"(?<![\w.,/:-])(?:\d{{1,3}}(?:[.,]\d{{3}})+|\d+|{SMALL}(?=\s))(?:\s+{PARTS}\b)*", re.I)
NO_COUNT_AFTER = re.compile(
    r"\s*(?:%|persen\b|percent\b|tahun\b|years?\b|hari\b|days?\b|pekan\b|weeks?\b|minggu\b|bulan\b|months?\b|jam\b|hours?\b|km\b|[ap]\.?m\b|pagi\b|siang\b|sore\b|malam\b|"
    r"kilomet|menit\b|minutes?\b|negara\b|countries\b|pihak\b|sides\b|desa\b|villages?\b|kota\b|wib\b|gmt\b|[:/]\d|-an\b|"
    r"-?(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|"
    r"january|february|march|may|june|july|august|october|december|sept?\b|oct\b|nov\b|dec\b|okt\b|des\b))",
    re.I,
)
NO_COUNT_BEFORE = re.compile(
    r"(?:(?<!\w)(?:pukul|tanggal|tahun|abad|ke|sejak|since)|januari|februari|maret|april|mei|juni|juli|agustus|september|"
    r"oktober|november|desember|january|february|march|may|june|july|august|october|december|sept?\.?|oct\.?|nov\.?|[(/:-])\s*-?$",
    re.I,
)
TIMES = re.compile(r"\s*(?:kali|times)\b", re.I)
YEAR = re.compile(r"(?:18|19|20)\d\d")
WORDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)".replace(" ", "[ -]"), re.I) for kind, words in KINDS.items()
}
WITH_WORDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.I) for kind, words in WITH.items()
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
        for kind, number in counted(sentence):
            if (kind, number) not in told:
                told.add((kind, number))
                yield Proposal(kind, number, sentence)


def counted(sentence: str) -> Iterator[tuple[str, str]]:
    """Kinds and numbers that a sentence reports, of each kind the number closest to its words."""
    numbers = [found for found in NUMBER.finditer(sentence) if is_count(sentence, found)]
    ordinals = list(ORDINAL.finditer(sentence))
    failed = ""
    for kind, pattern in WORDS.items() if numbers or ordinals else ():
        words = list(pattern.finditer(sentence))
        if not words or (kind in WITH_WORDS and not WITH_WORDS[kind].search(sentence)):
            continue
        if kind in IN_ORDER:
            told = [*words, *(WITH_WORDS[kind].finditer(sentence) if kind in WITH_WORDS else ())]
            found = [*near(sentence, numbers, words, NEXT), *in_order(sentence, ordinals, told)]
        else:
            found = near(sentence, [each for each in numbers if not TIMES.match(sentence, each.end())], words, NEAR)
        if found and min(found)[2] != failed:
            yield kind, min(found)[2]
            failed = min(found)[2] if kind == "failed_truces" else ""


Found = tuple[int, int, str]
"""How many words from what it counts a number stands, where, and the number."""


def near(sentence: str, numbers: Sequence[re.Match[str]], words: Sequence[re.Match[str]], most: int) -> list[Found]:
    """The numbers that stand near words."""
    found = ((distance(sentence, number, word), number.start(), number[0]) for number in numbers for word in words)
    return [each for each in found if each[0] <= most]


def in_order(sentence: str, ordinals: Sequence[re.Match[str]], words: Sequence[re.Match[str]]) -> list[Found]:
    """The ordinals that stand near words, on the side on which their language has them: “kedua pihak” counts nothing."""
    return near_side(sentence, ordinals, words, "before") + near_side(sentence, ordinals, words, "after")


def near_side(
    sentence: str, ordinals: Sequence[re.Match[str]], words: Sequence[re.Match[str]], side: str
) -> list[Found]:
    found = []
    for number in (each for each in ordinals if each[side]):
        on_side = [word for word in words if (number.start() < word.start()) == (side == "before")]
        found += near(sentence, [number], on_side, NEXT)
    return found


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


def saying(text: str, number: str, kind: str = "") -> str:
    """The sentence of a text that says a number, the first one that says what is counted, too; empty if none does."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(number)}(?![\w]|[.,]\d)", re.I)
    found = [each for each in sentences(text) if pattern.search(each)]
    return next((each for each in found if (kind, number) in counted(each)), found[0] if found else "")


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
