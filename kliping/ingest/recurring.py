"""What repeats is furniture: lines that recur over several articles of one outlet, learned from the raw files.

Two raw files that share half of their prose are one article saved twice, and count once. A short line that
stands in two articles is furniture when one of its neighbours recurs too; prose only when recurring labels, or the
page's ends, enclose it. So a background paragraph that an outlet prints again and again stays: what stands above it is new.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kliping import dates
from kliping.entries import slug_of
from kliping.ingest import metadata, outlets
from kliping.ingest.body import is_prose
from kliping.ingest.lines import UNSPACED, best_run, is_sentence, key, length, words
from kliping.ingest.people import bylines
from kliping.records import Facts, Line, Mark, Outlet, RawArticle, Recurring, Role, Span

SAME_ARTICLE = 0.5
"""Share of the prose that two files of one article have in common, by words, furniture not counted."""
SAME_TEXT = 0.9
"""Share from which on they are one article whatever the prose is; only then furniture can be told from it."""
LEAST_ARTICLES = 2
SURELY_FURNITURE = 3
"""Different articles from which on prose says nothing about two files being the same article."""
CROWD = 50
"""Files with a paragraph in common from which on each is compared with the next only, not with all."""
LEAST_SENTENCE = 4
LONGEST_LEARNED = 1000
ABOUT = 0.5
"""Share of a headline's words that its article says, too."""

EDGE, LABEL, NEW = "edge", "label", "new"


# ------------------------------------------------------------------ one raw file


@dataclass(frozen=True, slots=True)
class Profile:
    """What learning needs to know of a raw file.

    `marks` are its lines' fingerprints in order, `prose` says which of them read like sentences;
    `core` are the words of each paragraph in its densest stretch of prose.
    """

    outlet: str
    name: str
    marks: tuple[str, ...] = ()
    prose: tuple[bool, ...] = ()
    core: tuple[tuple[str, int], ...] = ()


NOTHING: Final = Profile("", "")
"""The profile of a file that teaches nothing."""
MOST_LINES = 20_000
SIGNS = 8


def packed(each: Profile) -> Sequence[Any]:
    """A profile as it is remembered, small."""
    prose = "".join("p" if reads else "-" for reads in each.prose)
    return [each.outlet, each.name, "".join(each.marks), prose, dict(each.core)]


def unpacked(found: Any) -> Profile | None:
    """A remembered profile, or None if it is none."""
    match found:
        case [str(outlet), str(name), str(marks), str(prose), dict(core)] if len(marks) == SIGNS * len(prose):
            parts = (marks[start : start + SIGNS] for start in range(0, len(marks), SIGNS))
            return Profile(outlet, name, tuple(parts), tuple(sign == "p" for sign in prose), tuple(core.items()))
    return None


def fingerprint(text: str) -> str:
    """Eight signs for what a line says; empty if it has no letters or digits."""
    said = key(text)
    return base64.urlsafe_b64encode(hashlib.blake2b(said.encode(), digest_size=6).digest()).decode() if said else ""


def profile(raw: RawArticle, facts: Facts) -> Profile:
    """The profile of a raw article; one of an unknown outlet teaches nothing."""
    slug, name = outlet_of(raw, facts)
    if not slug and raw.family:
        slug, name = raw.family, UNNAMED
    if not slug or len(raw.lines) > MOST_LINES:
        return NOTHING
    lines = [(fingerprint(line.text), line) for line in raw.lines]
    lines = [(mark, line) for mark, line in lines if mark]
    core = {mark: round(length(line.text)) for mark, line in dense(lines) if is_prose(line)}
    return Profile(
        slug,
        name,
        tuple(mark for mark, _ in lines),
        tuple(reads_on(line) for _, line in lines),
        tuple(sorted(core.items())),
    )


def outlet_of(raw: RawArticle, facts: Facts) -> tuple[str, str]:
    """Slug and name under which an article's outlet is filed; empty if nobody says which it is."""
    url = metadata.address(raw)
    known, named = metadata.outlet(raw, url.value if url else None, facts)
    return filed(known, url.value if url else None, named.value if named else None)


def filed(known: Outlet | None, url: str | None, named: str | None) -> tuple[str, str]:
    """Slug and name of an outlet: a known one's own, else its host, else as it is named."""
    if known:
        return known.slug, known.name
    name = outlets.host_of(url or "") or named or ""
    return (slug_of(name), name) if name else ("", "")


def reads_on(line: Line) -> bool:
    """Whether a line is prose, or at least a short sentence such as an article's paragraphs may be."""
    return is_prose(line) or (is_sentence(line.text) and length(line.text) >= LEAST_SENTENCE)


def dense(lines: Sequence[tuple[str, Line]]) -> Sequence[tuple[str, Line]]:
    """The stretch of lines with most prose: the article, roughly, and by itself."""
    counts = [(min(length(line.text), 60.0), is_prose(line)) for _, line in lines]
    first, last = best_run([(count if reads else 0.25 * count) - 5.0 for count, reads in counts])
    return lines[first : last + 1]


# ------------------------------------------------------------------ several raw files of one outlet


def learned(profiles: Iterable[Profile]) -> Mapping[str, int]:
    """The fingerprints of lines that are an outlet's furniture, and in how many articles each stands.

    The order of the files does not matter.
    """
    files = sorted(set(profiles), key=lambda each: (each.marks, each.core))
    article = articles(files)
    stands = standing(files, article)
    seen: dict[str, set[int]] = defaultdict(set)
    for each, number in zip(files, article, strict=True):
        for mark in enclosed(each, stands):
            seen[mark].add(number)
    return {mark: stands[mark] for mark, numbers in seen.items() if len(numbers) >= LEAST_ARTICLES}


def standing(files: Sequence[Profile], article: Sequence[int]) -> Mapping[str, int]:
    """The lines that stand in several articles, each with the number of them."""
    found: dict[str, set[int]] = defaultdict(set)
    for each, number in zip(files, article, strict=True):
        for mark in each.marks:
            found[mark].add(number)
    return {mark: len(numbers) for mark, numbers in found.items() if len(numbers) >= LEAST_ARTICLES}


def enclosed(file: Profile, stands: Mapping[str, int]) -> Iterator[str]:
    """The recurring lines of a file that its own, new lines do not reach."""
    above = bounds(file, stands, range(len(file.marks)))
    below = bounds(file, stands, range(len(file.marks) - 1, -1, -1))
    for index, mark in enumerate(file.marks):
        if mark in stands:
            ends = (above[index] != NEW, below[index] != NEW)
            if all(ends) if file.prose[index] else any(ends):
                yield mark


def bounds(file: Profile, stands: Mapping[str, int], indexes: Iterable[int]) -> Mapping[int, str]:
    """For each line, what comes before it in this direction once recurring prose is passed over."""
    found, last = dict[int, str](), EDGE
    for index in indexes:
        found[index] = last
        if file.marks[index] not in stands:
            last = NEW
        elif not file.prose[index]:
            last = LABEL
    return found


def articles(files: Sequence[Profile]) -> Sequence[int]:
    """A number for each file, the same for those that hold the same article."""
    cores = [dict(each.core) for each in files]
    strict = joined(cores, SAME_TEXT)
    common = {mark for mark, number in standing(files, strict).items() if number >= SURELY_FURNITURE}
    own = [{mark: count for mark, count in core.items() if mark not in common} for core in cores]
    return joined(own, SAME_ARTICLE, strict)


def joined(
    cores: Sequence[Mapping[str, int]], share: float, before: Sequence[int] = (), *, least: int = 0
) -> Sequence[int]:
    """Files joined when they share so much of the shorter one's words; `before` are numbers of files joined already."""
    chief = list(before or range(len(cores)))
    sizes = [sum(core.values()) for core in cores]

    def find(index: int) -> int:
        while chief[index] != index:
            chief[index] = chief[chief[index]]
            index = chief[index]
        return index

    for (one, two), common in shared(cores).items():
        if common >= max(least, share * min(sizes[one], sizes[two])):
            low, high = sorted((find(one), find(two)))
            chief[high] = low
    return [find(index) for index in range(len(cores))]


def shared(cores: Sequence[Mapping[str, int]]) -> Mapping[tuple[int, int], int]:
    """How many words of prose two files have in common, for those that have any."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, core in enumerate(cores):
        for mark in core:
            holders[mark].append(index)
    found: Counter[tuple[int, int]] = Counter()
    for mark, indexes in holders.items():
        pairs: Callable[..., Iterable[tuple[int, int]]]
        pairs = itertools.pairwise if len(indexes) > CROWD else lambda some: itertools.combinations(some, 2)
        for one, two in pairs(indexes):
            found[one, two] += cores[one][mark]
    return found


# ------------------------------------------------------------------ with their words


def is_told(text: str) -> bool:
    """Whether a recurring line is listed: dates and bylines recur too, and are told by themselves."""
    return len(text) <= LONGEST_LEARNED and not bylines(text) and not dates.find(text, "id")


FAMILY = "family "
UNNAMED = "an outlet that is not named"
LEAST_COMMON, LEAST_SHARE = 25, 0.15
"""Words of furniture that two files have in common, and their share of the shorter one's, if they come from one outlet."""


def with_families(raws: Sequence[RawArticle], facts: Facts) -> list[RawArticle]:
    """Raw articles with the families of those whose outlet nobody names: files that share much of what is no prose."""
    unnamed = [raw for raw in raws if not outlet_of(raw, facts)[0] and len(raw.lines) <= MOST_LINES]
    short = [
        {fingerprint(line.text): round(length(line.text)) for line in raw.lines if not is_prose(line)}
        for raw in unnamed
    ]
    for each in short:
        each.pop("", None)
    chief = joined(short, LEAST_SHARE, least=LEAST_COMMON)
    named = {
        id(raw): f"{FAMILY}{min(unnamed[index].sha256 for index, other in enumerate(chief) if other == number)}"
        for raw, number in zip(unnamed, chief, strict=True)
    }
    return [replace(raw, family=named.get(id(raw), "")) for raw in raws]


def by_outlet(raws: Iterable[RawArticle], facts: Facts) -> tuple[Recurring, ...]:
    """What recurs in each outlet's or family's articles, learned from a batch of raw articles."""
    found: dict[str, list[tuple[Profile, RawArticle]]] = defaultdict(list)
    for raw in raws:
        told = profile(raw, facts)
        if told.outlet:
            found[told.outlet].append((told, raw))
    made: list[Recurring] = []
    for slug, pairs in sorted(found.items()):
        counts = learned(told for told, _ in pairs) if len(pairs) >= LEAST_ARTICLES else {}
        texts = sorted({line.text for _, raw in pairs for line in raw.lines}) if counts else ()
        kept = {mark: counts[mark] for text in texts if (mark := fingerprint(text)) in counts and is_told(text)}
        if kept:
            made.append(Recurring(slug, min(told.name for told, _ in pairs), kept))
    return tuple(made)


def marked(lines: Sequence[Line], marks: Sequence[Mark | None], known: Recurring | None) -> list[Mark | None]:
    """The marks of an article's lines, with one for each line that is nothing by itself but recurs."""
    if not known or not known.lines:
        return list(marks)
    return [
        mark or recurs(known.lines.get(fingerprint(line.text)), known.name)
        for line, mark in zip(lines, marks, strict=True)
    ]


def but_headline(
    lines: Sequence[Line], alone: Sequence[Mark | None], marks: Sequence[Mark | None], span: Span
) -> list[Mark | None]:
    """The marks without those of lines that recur and yet may be the headline: other pages show it, the body tells of it."""
    if all(mark is before for mark, before in zip(marks, alone, strict=True)):
        return list(marks)
    told = {word for index in range(span.first, span.last + 1) if not marks[index] for word in terms(lines[index].text)}
    found: list[Mark | None] = []
    for line, before, mark in zip(lines, alone, marks, strict=True):
        said = terms(line.text) if mark is not before else frozenset()
        found.append(before if said and len(said & told) >= ABOUT * len(said) else mark)
    return found


def terms(text: str) -> frozenset[str]:
    """The longer words of a text, and the signs of scripts without spaces."""
    return frozenset([*(word for word in words(text) if len(word) > 3), *UNSPACED.findall(text)])


def recurs(number: int | None, name: str) -> Mark | None:
    if number is None:
        return None
    reason = f"recurs in {number} articles of {name}" if number else f"listed as furniture of {name}"
    return Mark(Role.FURNITURE, reason)


def known_of(slug: str, facts: Facts) -> Recurring | None:
    """What is known to recur in the articles of an outlet."""
    return next((each for each in facts.recurring if each.outlet == slug), None)


# ------------------------------------------------------------------ the list that editors see

ENDING = ".furniture.txt"
HEADER: Sequence[str] = (
    "# Lines that recur in articles of {name}: they are left out of its articles.",
    '# Kliping writes this list from the raw files of the inbox; "3 | " says that a line stands in 3 articles.',
    '# An article\'s own words are among them? Write "keep: " instead of the number: such a line is never furniture.',
    "# A line that you add without a number is furniture, too. What you write stays.",
)
NAMED = re.compile(re.escape(HEADER[0]).replace(re.escape("{name}"), "(?P<name>.*)"))
LISTED = re.compile(r"(?P<number>\d{1,9}) \| (?P<text>.+)")
KEEP = "keep:"


@dataclass(frozen=True, slots=True)
class Listed:
    """The list as it stands in a file: what was learned, and the editor's own lines and comments as written."""

    name: str = ""
    learned: tuple[tuple[int, str], ...] = ()
    own: tuple[str, ...] = ()

    @property
    def keep(self) -> frozenset[str]:
        """Fingerprints of the lines that are never furniture."""
        return frozenset(fingerprint(line.removeprefix(KEEP)) for line in self.own if line.startswith(KEEP))

    @property
    def added(self) -> frozenset[str]:
        """Fingerprints of the lines that the editor added."""
        return frozenset(fingerprint(line) for line in self.own if not line.startswith((KEEP, "#")))


def parse(text: str) -> Listed:
    """The list in a file; any text is one."""
    name, found, own = "", list[tuple[int, str]](), list[str]()
    for line in (each.strip() for each in text.removeprefix("\ufeff").splitlines()):
        if named := NAMED.fullmatch(line):
            name = named["name"]
        elif listed := LISTED.fullmatch(line):
            found.append((int(listed["number"]), listed["text"]))
        elif line and line not in HEADER:
            own.append(line)
    return Listed(name, tuple(found), tuple(own))


def dump(listed: Listed) -> str:
    """The file's text: the editor's lines as they were, then what was learned, most frequent first; empty without any."""
    if not listed.learned and not listed.own:
        return ""
    rows = [f"{number} | {text}" for number, text in sorted(listed.learned, key=lambda pair: (-pair[0], pair[1]))]
    head = (line.replace("{name}", listed.name) for line in HEADER)
    return "\n".join([*head, "", *listed.own, *([""] if listed.own else []), *rows]) + "\n"


def relearned(listed: Listed, name: str, found: Iterable[tuple[int, str]]) -> Listed:
    """The list with what is found now instead of what was learned before; the editor's lines win."""
    settled = listed.keep | listed.added
    told = tuple((number, text) for number, text in found if fingerprint(text) not in settled)
    return Listed(name, told, listed.own)


def in_force(slug: str, listed: Listed) -> Recurring:
    """The list as cleaning uses it."""
    lines = {fingerprint(text): number for number, text in listed.learned} | dict.fromkeys(listed.added, 0)
    return Recurring(slug, listed.name or slug, {mark: lines[mark] for mark in lines if mark not in listed.keep | {""}})
