"""What a change of a topic's definition would do, and which words the definition may lack."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from kliping.definitions import STOP_WORDS
from kliping.records import Entry, Membership, TopicDefinition, TopicVerdict
from kliping.site import render, rights, topics
from kliping.site.topic_words import STOP, headline, lexicon, own_text, words_of

LEAST = 2
"""In how many articles a word must stand to be proposed."""


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of which another definition says something else; before is empty where nobody asked."""

    entry: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word, or two, that articles of a topic have and others have not: how many of each, and how telling that is."""

    words: str
    inside: int
    outside: int
    weight: float


def text_of(entry: Entry) -> str:
    """The words of an entry that topics look at, a line for each paragraph."""
    return "\n".join(text for text, _ in rights.blocks_of(render.html(entry.body)))


def of_entry(definitions: Sequence[TopicDefinition], entry: Entry, zone: tzinfo) -> tuple[Membership, ...]:
    return topics.memberships(definitions, entry, text_of(entry), zone)


def verdicts(
    definitions: Sequence[TopicDefinition], slug: str, entries: Iterable[Entry], zone: tzinfo
) -> Mapping[str, Membership]:
    """What each entry, by its path, is to one of the topics."""
    found: dict[str, Membership] = {}
    for entry in entries:
        found[entry.path] = next(each for each in of_entry(definitions, entry, zone) if each.topic == slug)
    return found


def instead(definitions: Sequence[TopicDefinition], slug: str, other: TopicDefinition) -> tuple[TopicDefinition, ...]:
    """The topics of a site with another definition for one of them."""
    return tuple(
        replace(other, slug=slug, parent=topic.parent) if topic.slug == slug else topic for topic in definitions
    )


def changes(before: Mapping[str, str], after: Mapping[str, Membership]) -> list[Change]:
    """Whose verdict changes: first who enters, then who leaves, then the others."""
    found = [
        Change(path, before[path], str(each.verdict), each.reason)
        for path, each in after.items()
        if path in before and before[path] != each.verdict
    ]
    order = {str(TopicVerdict.IN): 0}
    return sorted(found, key=lambda each: (order.get(each.after, 1 if each.before == "in" else 2), each.entry))


# ------------------------------------------------------------------ words that may be lacking


def suggested(
    topic: TopicDefinition, entries: Iterable[tuple[Entry, TopicVerdict]], most: int = 30
) -> list[Suggestion]:
    """Words of articles that are in and rare in those that are out, the most telling first; none of the definition.

    How telling: the log-likelihood ratio of the two shares of articles (Dunning 1993).
    """
    words = lexicon(topic)
    inside, outside, sizes = Counter[str](), Counter[str](), Counter[TopicVerdict]()
    for entry, verdict in entries:
        sizes[verdict] += 1
        if verdict is not TopicVerdict.REVIEW:
            text = [*words_of(headline(entry.title)), STOP, *words_of(own_text(text_of(entry)))]
            taken = {place for hit in words.hits(text) for place in range(hit.at, hit.at + hit.size)}
            (inside if verdict is TopicVerdict.IN else outside).update(set(candidates(text, taken)))
    all_in, all_out = sizes[TopicVerdict.IN], sizes[TopicVerdict.OUT]
    found = [
        Suggestion(word, number, outside[word], round(likelihood(number, all_in, outside[word], all_out), 1))
        for word, number in inside.items()
        if number >= LEAST and number * all_out > 2 * outside[word] * all_in
    ]
    return sorted(found, key=lambda each: (-each.weight, -each.inside, each.words))[:most]


def candidates(words: Sequence[str], taken: set[int]) -> Iterator[str]:
    """The words of a text, and every two that stand side by side, but those of the definition and those without meaning."""
    is_free = [
        at not in taken and len(word) > 2 and word.isalpha() and word not in STOP_WORDS for at, word in enumerate(words)
    ]
    for at, word in enumerate(words):
        if is_free[at]:
            yield word
            if at + 1 < len(words) and is_free[at + 1]:
                yield f"{word} {words[at + 1]}"


def likelihood(one: int, of_one: int, other: int, of_other: int) -> float:
    """How unlikely it is that two shares of articles are really the same: the log-likelihood ratio, times two."""
    share = (one + other) / (of_one + of_other)
    return 2 * sum(
        part * math.log(part / expected)
        for number, total in ((one, of_one), (other, of_other))
        for part, expected in ((number, total * share), (total - number, total * (1 - share)))
        if part
    )
