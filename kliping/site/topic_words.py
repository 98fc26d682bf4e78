"""An editor's words found in a text: folded, cut into words once, each looked up in a table."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kliping.records import Names, TopicDefinition

STOP = "."
"""Stands between two sentences in a list of words."""
FOLDED: Mapping[int, str] = {**dict.fromkeys(map(ord, "‘’ʼ`´"), "'"), ord("ı"): "i"}
WORD = re.compile(r"\w+|(?:[.!?](?=[\s\"'”’)]|$)|\n)\W*")
END = re.compile(r"[.!?\n](?:(?<=\n)|(?=[\s\"')])|$)\W*")
"""What WORD takes for a STOP, in ASCII; it begins with a class of signs, so that the engine skips to them."""
FOREIGN = re.compile(r"[^\x00-\x7f]+")
HELD = "\0"
"""A STOP while all other signs that are no part of a word become blanks."""
BLANKED: Mapping[int, str] = {
    **{code: " " for code in range(128) if not re.match(r"\w", chr(code))},
    ord(HELD): STOP,
}
_LEADS_AWAY = (
    r"(?:baca(?: juga| pula| selengkapnya)?|lihat(?: juga)?|simak(?: juga)?|tonton(?: juga)?|artikel terkait|berita terkait|"
    r"read(?: also| more)?|also read|see also|related)\s?(?::|\s>)"
)
BESIDE = re.compile(rf"\W*(?:{_LEADS_AWAY}|baca juga\b)", re.I)
BESIDE_INSIDE = re.compile(rf"[(\[]\s*{_LEADS_AWAY}[^)\]]*[)\]]", re.I)
SENTENCE_END = re.compile(r"[.!?:;,…][\"'”’)\]]*$")


def bare(text: str) -> str:
    """Lower case, accents dropped."""
    low = text.lower()
    if not low.isascii():
        low = unicodedata.normalize("NFKD", low.translate(FOLDED))
        if not low.isascii():
            low = "".join([sign for sign in low if not unicodedata.combining(sign)])
    return low


def fold(text: str) -> str:
    """Lower case, accents dropped, hyphens and white space alike."""
    return re.sub(r"[-‐‑–—\s]+", " ", bare(text))


def words_of(text: str) -> list[str]:
    """The words of a text, folded, with a STOP where a sentence or paragraph ends."""
    plain = text.lower()
    if not plain.isascii():
        plain = FOREIGN.sub(folded, plain)
        if not plain.isascii():
            return [word if word[0] not in ".!?\n" else STOP for word in WORD.findall(plain)]
    # The same in half of the time: what is left of a text in Latin letters is ASCII.
    return END.sub(f" {HELD} ", plain.replace(HELD, ",")).translate(BLANKED).split()


def folded(found: re.Match[str]) -> str:
    return folded_run(found[0])


@functools.lru_cache(20_000)
def folded_run(run: str) -> str:
    """Signs beyond ASCII without accents; what is no part of a word becomes what is none in ASCII.

    To fold a sign one need not know its neighbours, so a run is folded by itself as it is in its text.
    """
    bare = unicodedata.normalize("NFKD", run.translate(FOLDED))
    return "".join([in_word(sign) for sign in bare if not unicodedata.combining(sign)])


def in_word(sign: str) -> str:
    """A sign that may be part of a word, or one in ASCII that ends sentences as little or as much as it does."""
    if sign.isascii() or sign.isalnum():
        return sign
    return '"' if sign == "”" else " " if sign.isspace() else ","


def own_text(text: str) -> str:
    """A text without what leads to other articles: "Baca juga: …", and headlines on a line of their own."""
    first, *rest = text.split("\n")
    lines = (first, *(line for line in rest if not BESIDE.match(line) and not is_headline(line)))
    return "\n".join(BESIDE_INSIDE.sub("", line) if "(" in line or "[" in line else line for line in lines)


def is_headline(line: str) -> bool:
    """Whether a line that ends in no sign has a capital at nearly every word: another article's headline."""
    if not 20 <= len(line) <= 160 or SENTENCE_END.search(line) or line.isupper():
        return False
    words = [word for word in line.split() if word[0].isalpha()]
    return len(words) >= 5 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


class Hit(NamedTuple):
    """One of an editor's words in a text: for which idea it stands, which word it is, and where."""

    idea: str
    word: int
    at: int
    size: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Term:
    """One text of a definition, cut into folded words; those that end in `*` have any ending."""

    idea: str
    word: int
    parts: tuple[tuple[str, bool], ...]


MOST_KNOWN = 200_000


class Lexicon:
    """The words of a definition, by their first word; what a word may begin is remembered, and which begin nothing."""

    __slots__ = ("beginnings", "exact", "idle", "known", "open", "terms")

    def __init__(self, terms: Iterable[Term]) -> None:
        self.exact: dict[str, list[Term]] = {}
        self.beginnings: list[Term] = []
        self.known: dict[str, tuple[Term, ...]] = {}
        self.idle: set[str] = set()
        self.terms = sorted(terms, key=lambda term: -sum(len(part) for part, _ in term.parts))
        for term in self.terms:
            part, is_open = term.parts[0]
            if is_open:
                self.beginnings.append(term)
            else:
                self.exact.setdefault(part, []).append(term)
        self.open = tuple(term.parts[0][0] for term in self.beginnings)

    def starting(self, word: str) -> tuple[Term, ...]:
        """The terms that a word may begin, the longest first of each idea."""
        if (found := self.known.get(word)) is None:
            found = tuple(self.exact.get(word, ()))
            if word.startswith(self.open):
                found += tuple(term for term in self.beginnings if word.startswith(term.parts[0][0]))
            if len(self.known) > MOST_KNOWN:
                self.known.clear()
                self.idle.clear()
            self.known[word] = found
            if not found:
                self.idle.add(word)
        return found

    def begun(self, said: frozenset[str]) -> dict[str, tuple[Term, ...]]:
        """Those of some words that begin terms, with the terms."""
        return {word: found for word in said - self.idle if (found := self.starting(word))}

    def begun_ideas(self, said: frozenset[str]) -> frozenset[str]:
        """The ideas of terms that some words begin."""
        return frozenset(term.idea for found in self.begun(said).values() for term in found)

    def hits(self, words: Sequence[str], begun: Mapping[str, Sequence[Term]] | None = None) -> list[Hit]:
        """Every word of the definition in a text; of one idea none inside another.

        `begun` are terms that words begin, if they were looked up already: those of the text, and maybe of others.
        """
        if begun is None:
            idle = self.idle
            likely = [at for at, word in enumerate(words) if word not in idle]
        else:
            likely = [at for at, word in enumerate(words) if word in begun] if begun else []
        found: list[Hit] = []
        until: dict[str, int] = {}
        sentence = last = 0
        for at in likely:
            terms = self.starting(words[at])
            if not terms:
                continue
            sentence += words[last:at].count(STOP)
            last = at
            for term in terms:
                if until.get(term.idea, 0) <= at and (len(term.parts) == 1 or goes_on(term.parts, words, at)):
                    found.append(Hit(term.idea, term.word, at, len(term.parts), sentence))
                    until[term.idea] = at + len(term.parts)
        return found


def goes_on(parts: tuple[tuple[str, bool], ...], words: Sequence[str], at: int) -> bool:
    """Whether the words after the first are those of a term."""
    if at + len(parts) > len(words):
        return False
    for place in range(1, len(parts)):
        part, is_open = parts[place]
        word = words[at + place]
        if word != part and not (is_open and word.startswith(part)):
            return False
    return True


def terms(idea: str, words: Iterable[str], number: int | None = None) -> Iterator[Term]:
    """The terms of a list of texts; their number is the place in the list, if it is not given."""
    for place, text in enumerate(words):
        parts = tuple((part, False) for part in words_of(text.rstrip("*")) if part != STOP)
        if parts:
            if text.rstrip().endswith("*"):
                parts = (*parts[:-1], (parts[-1][0], True))
            yield Term(idea, place if number is None else number, parts)


WHAT, WEAK, NAME, STORY, SIDE = "what", "weak", "name", "story", "side"


def who(place: int) -> str:
    """The idea of a group of WHO."""
    return f"who {place}"


Words = tuple[str, ...]


@functools.lru_cache(512)
def compiled(
    groups: tuple[Words, ...], what: Words, weak: Words, names: tuple[Names, ...], story: Words, side: Words
) -> Lexicon:
    found: list[Term] = []
    for place, group in enumerate(groups):
        found += terms(who(place), group)
    for idea, words in ((WHAT, what), (WEAK, weak), (STORY, story), (SIDE, side)):
        found += terms(idea, words)
    for number, spellings in enumerate(spellings for listed in names for spellings in listed):
        found += terms(NAME, spellings, number)
    return Lexicon(found)


Definition = tuple[tuple[Words, ...], Words, Words, tuple[Names, ...], Words, Words]


def words_defining(topic: TopicDefinition) -> Definition:
    names = tuple(topic.names.values())
    return topic.who, topic.what, topic.what_with_name, names, topic.other_story, topic.other_side


def lexicon(topic: TopicDefinition) -> Lexicon:
    """The words of a topic by idea; the spellings of one name have one number, that of the name."""
    return compiled(*words_defining(topic))


def first_words(topics: Iterable[TopicDefinition]) -> Lexicon:
    """The words of several topics; each stands for its topic, by slug: most texts say no word of most topics."""
    return first_words_of(tuple((topic.slug, words_defining(topic)) for topic in topics))


@functools.lru_cache(8)
def first_words_of(topics: tuple[tuple[str, Definition], ...]) -> Lexicon:
    return Lexicon(Term(slug, 0, term.parts[:1]) for slug, words in topics for term in compiled(*words).terms)


HEADLINE_END = re.compile(
    r"(?<!\s)\s*(?:\((?:halaman|bagian|page|part|hal\.?)\s*\d+\)|\s[-–|]\s[\w.]+(?:\s[\w.]+){0,2})\s*$", re.I
)


def headline(title: str) -> str:
    """A headline without "(halaman 2)" and without the outlet's name after it."""
    return HEADLINE_END.sub("", HEADLINE_END.sub("", title, count=1), count=1)
