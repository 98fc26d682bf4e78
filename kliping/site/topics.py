"""Which reports belong to a topic: the editor's words, a sum of signs, a verdict, a one-line reason.

Only cleaned text is read, never furniture. WHO and the days decide first, then words of other stories; what is left is a
sum of signs in headline, opening and text. Their weights are the same for every topic.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from kliping.records import Entry, Head, Membership, Report, TopicDefinition, TopicVerdict
from kliping.site import topic_dates
from kliping.site.topic_words import (
    NAME,
    SIDE,
    STOP,
    STORY,
    WEAK,
    WHAT,
    Hit,
    first_words,
    headline,
    lexicon,
    own_text,
    who,
    words_of,
)

OPENING, FIRST = 60, 30
"""How many words are the opening, and how many its beginning."""
YEARS = frozenset(map(str, range(1900, 2100)))
IN_FROM, REVIEW_FROM = 0.0, -2.3
"""The sums from which on a report is in, or for the editor to decide."""
BIAS = -1.7
WEIGHTS: Mapping[str, float] = {
    "what in the headline": 0.55,
    "all of it in the headline": 1.2,
    "what with a name in the headline": 1.1,
    "a name in the headline": 0.75,
    "what in the first words": 1.6,
    "what in the opening": 0.25,
    "what with a name in the opening": 0.45,
    "what in the text": 0.8,
    "sentences of what": 0.65,
    "what against another side": 0.3,
    "another side in the headline": -0.95,
    "another side in the headline, no what": -1.7,
    "another side in the opening": -0.2,
    "sentences of another side": -1.1,
    "another story in the headline": -1.3,
    "sentences of another story": -2.5,
}
"""What each sign weighs: log-odds, from a strongly regularised logistic regression on some 300 labelled reports of one war
in two languages, checked over folds of outlets, without headlines and cut short, and rounded. They know no word of it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A report cut into words: its headline, or how its text begins where it has none, and the text without links.

    `said` are its different words.
    """

    report: Report
    head: list[str]
    body: list[str]
    text: str
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """The words of a topic in a report by idea: in the headline and in the text."""

    head: Mapping[str, Sequence[Hit]]
    body: Mapping[str, Sequence[Hit]]

    def everywhere(self, idea: str) -> int:
        return len(self.head.get(idea, ())) + len(self.body.get(idea, ()))

    def opening(self, idea: str, size: int = OPENING) -> list[Hit]:
        return [hit for hit in self.body.get(idea, ()) if hit.at < size]


def read(report: Report) -> Read:
    """A report ready to be matched with any number of topics."""
    text = own_text(report.text)
    head, body = words_of(headline(report.title)), words_of(text)
    if not any(word != STOP for word in head):
        head = body[: min([25, *(at for at, word in enumerate(body) if word == STOP and at)])]
    return Read(report, head, body, text, frozenset(head).union(body))


# ------------------------------------------------------------------ entries


def memberships(topics: Sequence[TopicDefinition], entry: Entry, text: str, zone: tzinfo) -> tuple[Membership, ...]:
    """What an entry, whose body reads `text`, is to each topic: pins win, and what is in a part is in the whole."""
    said = {topic.slug: pinned(topic, entry) for topic in topics}
    found = {slug: membership for slug, membership in said.items() if membership}
    if len(found) < len(said):
        cut = read(report_of(entry, text, zone))
        touched = first_words(topics).begun_ideas(cut.said)
        found = {
            topic.slug: said[topic.slug] or judge(topic, cut, is_touched=topic.slug in touched) for topic in topics
        }
    parents = {topic.slug: topic.parent for topic in topics}
    for slug, membership in list(found.items()):
        if membership.verdict is not TopicVerdict.IN:
            continue
        part = slug
        while (part := parents.get(part, "")) in found and part not in entry.not_topics:
            if found[part].verdict is not TopicVerdict.IN:
                reason = f"it is in {slug}, which is a part of it"
                found[part] = Membership(part, TopicVerdict.IN, reason, max(found[part].score, membership.score))
    return tuple(found.values())


def match(topic: TopicDefinition, entry: Entry, text: str, zone: tzinfo) -> Membership:
    """Whether an entry, whose body reads `text`, belongs to one topic, seen by itself."""
    return memberships((topic,), entry, text, zone)[0]


def pinned(topic: TopicDefinition, entry: Entry) -> Membership | None:
    """What the editor wrote into the entry; of a topic by hand that is all there is."""
    if topic.slug in entry.topics:
        return Membership(topic.slug, TopicVerdict.IN, "pinned in the entry")
    if topic.slug in entry.not_topics:
        return Membership(topic.slug, TopicVerdict.OUT, "kept out in the entry")
    return unnamed(topic.slug) if topic.by_hand else None


@functools.cache
def unnamed(slug: str) -> Membership:
    """What an entry that does not name it is to a topic by hand: the same for all."""
    return Membership(slug, TopicVerdict.OUT, "not named in the entry")


def report_of(entry: Head, text: str, zone: tzinfo) -> Report:
    """What topics look at of an entry."""
    try:
        published = entry.date.astimezone(zone) if entry.date else None
    except OverflowError:  # at the ends of the calendar no other zone has a day
        published = entry.date
    return Report(entry.id, entry.title, text, published, entry.lang, entry.outlet or "", entry.url or "")


# ------------------------------------------------------------------ the verdict


def judge(topic: TopicDefinition, cut: Read, *, is_touched: bool = True) -> Membership:
    """Whether a report belongs to a topic, by its days and its words; none is the topic's if it is not `is_touched`."""
    day = day_of(cut.report.date)
    if day and (outside := outside_window(topic, day)):
        return Membership(topic.slug, TopicVerdict.OUT, outside)
    if not is_touched:
        return Membership(topic.slug, TopicVerdict.OUT, without_who(topic.who[0]) if topic.who else WITHOUT_WHAT)
    made = by_words(topic, cut)
    if made.verdict is TopicVerdict.OUT or not (topic.start or topic.end):
        return made
    if day:
        return replace(made, reason=f"{made.reason}; of {day}, within its days")
    said = topic_dates.evidence(topic, cut.report, cut.text)
    if said.is_refuted:
        return Membership(topic.slug, TopicVerdict.OUT, f"no date, and {said.said} is not of its days", made.score)
    if said.is_proven:
        return replace(made, reason=f"{made.reason}; no date, but {said.said} is of its days")
    why = f"{said.said} does not prove its days" if said.said else "nothing says from when it is"
    return replace(made, verdict=TopicVerdict.REVIEW, reason=f"{made.reason}; no date, and {why}")


def day_of(published: datetime | date | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published


def outside_window(topic: TopicDefinition, day: date) -> str:
    """Why a day is not one of the topic's; empty when it is."""
    if topic.start and day < topic.start:
        return f"{day} lies before {topic.start}"
    if topic.end and day > topic.end:
        return f"{day} lies after {topic.end}"
    return ""


def by_words(topic: TopicDefinition, cut: Read) -> Membership:
    """The verdict of the words alone."""
    words = lexicon(topic)
    begun = words.begun(cut.said)
    told = words.hits(cut.body, begun)
    if topic.start and any(hit.idea == WHAT for hit in told):
        past = history(cut, topic.start.year)
        told = [hit for hit in told if hit.idea != WHAT or hit.sentence not in past]
    found = Found(by_idea(words.hits(cut.head, begun)), by_idea(told))
    if lacking := what_lacks(topic, found):
        return Membership(topic.slug, TopicVerdict.OUT, lacking)
    groups = [who(place) for place in range(len(topic.who))]
    if other := another_story(found, groups, cut):
        return Membership(topic.slug, TopicVerdict.OUT, other)
    signs = signs_of(found, groups, sentences(cut.body))
    score = round(BIAS + sum(WEIGHTS[name] * size for name, size in signs.items()), 2)
    reason = "; ".join(reasons(topic, found, groups, cut))
    if score < REVIEW_FROM:
        return Membership(topic.slug, TopicVerdict.OUT, reason, score)
    loose = next((group for group in groups if not is_strong(found, group)), None)
    if score < IN_FROM or loose is not None:
        return Membership(topic.slug, TopicVerdict.REVIEW, reason, score)
    return Membership(topic.slug, TopicVerdict.IN, reason, score)


def what_lacks(topic: TopicDefinition, found: Found) -> str:
    """Why a report that says only this is not of a topic; empty where it may be."""
    for place, listed in enumerate(topic.who):
        if not found.everywhere(who(place)):
            return without_who(listed)
    if not (found.everywhere(WHAT) or (found.everywhere(WEAK) and found.everywhere(NAME))):
        return WITHOUT_WHAT
    return ""


WITHOUT_WHAT: Final = "what: no word of it"


def without_who(listed: Sequence[str]) -> str:
    return f"who: none of “{', '.join(listed[:3])}”"


def history(cut: Read, first: int) -> frozenset[int]:
    """The sentences that name a year before the first of a topic: what they say of WHAT is background."""
    found, words = {year for year in YEARS & cut.said if int(year) < first}, cut.body
    return frozenset(words[:at].count(STOP) for at, word in enumerate(words) if word in found) if found else frozenset()


def by_idea(hits: Sequence[Hit]) -> Mapping[str, Sequence[Hit]]:
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        found[hit.idea].append(hit)
    return found


def sentences(words: list[str]) -> int:
    """How many sentences a text has: no two STOPs stand side by side."""
    return words.count(STOP) + (words[-1:] != [STOP])


def is_strong(found: Found, group: str) -> bool:
    """Whether a group of WHO is in the headline, in the opening, or three times in the text."""
    return bool(found.head.get(group) or found.opening(group) or len(found.body.get(group, ())) > 2)


def is_all_in_headline(found: Found, groups: Sequence[str]) -> bool:
    """Whether the headline alone says all: each group of WHO, and WHAT."""
    return bool(found.head.get(WHAT)) and all(found.head.get(group) for group in groups)


def another_story(found: Found, groups: Sequence[str], cut: Read) -> str:
    """Why a report is of another story; empty where it is not. A headline that says all is never overruled."""
    story = found.everywhere(STORY)
    if not story or is_all_in_headline(found, groups):
        return ""
    said = quoted(next(iter((*found.head.get(STORY, ()), *found.body.get(STORY, ())))), cut, found)
    if found.head.get(STORY) and not any(found.head.get(group) for group in groups):
        return f"another story: {said} in the headline, and nothing of who"
    least = min(found.everywhere(group) for group in groups)
    return f"another story: {said} and the like {times(story)}, who {times(least)}" if story > 2 * least else ""


# ------------------------------------------------------------------ signs


def signs_of(found: Found, groups: Sequence[str], total: int) -> Mapping[str, float]:
    """The size of each sign that is there; see WEIGHTS."""
    head, body = found.head, found.body
    what, side, total = body.get(WHAT, ()), body.get(SIDE, ()), max(total, 1)
    is_said = is_all_in_headline(found, groups)  # then words of other stories say nothing
    story = () if is_said else body.get(STORY, ())
    opening = found.opening(WHAT)
    names = bool(head.get(NAME) or found.opening(NAME))
    signs = {
        "what in the headline": min(2, len(head.get(WHAT, ()))),
        "all of it in the headline": is_said,
        "what with a name in the headline": bool(head.get(WEAK)) and not head.get(WHAT) and names,
        "a name in the headline": bool(head.get(NAME)),
        "what in the first words": any(hit.at < FIRST for hit in opening),
        "what in the opening": min(3, len({(hit.sentence, hit.word) for hit in opening})),
        "what with a name in the opening": min(2, len(found.opening(WEAK))) if names else 0,
        "what in the text": min(2.0, math.log1p(len(what))),
        "sentences of what": len({hit.sentence for hit in what}) / total,
        "what against another side": math.log((len(what) + 1) / (len(side) + 1)),
        "another side in the headline": min(2, len(head.get(SIDE, ()))),
        "another side in the headline, no what": bool(head.get(SIDE)) and not head.get(WHAT),
        "another side in the opening": min(4, len(found.opening(SIDE))),
        "sentences of another side": len({hit.sentence for hit in side}) / total,
        "another story in the headline": 0 if is_said else min(2, len(head.get(STORY, ()))),
        "sentences of another story": len({hit.sentence for hit in story}) / total,
    }
    return {name: float(size) for name, size in signs.items() if size}


# ------------------------------------------------------------------ the reason


def reasons(topic: TopicDefinition, found: Found, groups: Sequence[str], cut: Read) -> Iterator[str]:
    """What weighed most, in words."""
    head, body = found.head, found.body
    for group in groups:
        if not is_strong(found, group):
            yield f"who: {quoted(body[group][0], cut, found)} only in the text"
    in_all = f", {times(found.everywhere(WHAT))} in all"
    if head.get(WHAT):
        all_of_it = " with all of who" if is_all_in_headline(found, groups) else ""
        yield f"what: {quoted(head[WHAT][0], cut, found)} in the headline{all_of_it}{in_all}"
    elif found.opening(WHAT):
        yield f"what: {quoted(found.opening(WHAT)[0], cut, found)} in the opening{in_all}"
    elif body.get(WHAT):
        yield f"what: {quoted(body[WHAT][0], cut, found)} only in the text{in_all}"
    if not head.get(WHAT) and (weak := (*head.get(WEAK, ()), *found.opening(WEAK))) and (names := named(topic, found)):
        yield f"{quoted(weak[0], cut, found)} with {names[0]} in the {'headline' if head.get(WEAK) else 'opening'}"
    if side := (*head.get(SIDE, ()), *body.get(SIDE, ())):
        place = " in the headline" if head.get(SIDE) else ""
        yield f"another side: {quoted(side[0], cut, found)}{place}, {times(len(side))}"
    if story := (*head.get(STORY, ()), *body.get(STORY, ())):
        yield f"another story: {quoted(story[0], cut, found)}, {times(len(story))}"
    if names := named(topic, found):
        yield f"names: {', '.join(names[:4])}"


def named(topic: TopicDefinition, found: Found) -> list[str]:
    """The names in headline and opening as the editor writes them, each once, the first found first."""
    names = [spellings[0] for listed in topic.names.values() for spellings in listed]
    return list(dict.fromkeys(names[hit.word].rstrip("*") for hit in (*found.head.get(NAME, ()), *found.opening(NAME))))


def quoted(hit: Hit, cut: Read, found: Found) -> str:
    words = cut.head if hit in found.head.get(hit.idea, ()) else cut.body
    return f"“{' '.join(words[hit.at : hit.at + hit.size])}”"


def times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
