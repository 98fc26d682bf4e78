"""Names of people, bodies and places that a topic's definition lists, found in articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kliping.records import TopicDefinition
from kliping.site.topic_words import NAME, lexicon, words_of

Name = tuple[str, str]
"""The kind of a name (people, bodies, places) and the name as it is shown."""


def listed(topic: TopicDefinition) -> Sequence[Name]:
    """Every name of a definition, in its order; the first spelling of each is shown."""
    return [(kind, shown(spellings)) for kind, names in topic.names.items() for spellings in names]


def shown(spellings: Sequence[str]) -> str:
    """The spelling that readers see; one that was written without a capital gets it."""
    name = spellings[0].rstrip("* ")
    return name[:1].upper() + name[1:]


def found(topic: TopicDefinition, title: str, text: str) -> tuple[Name, ...]:
    """The names of a topic that an article says, in the order of the definition."""
    return by_topic([topic], title, text)[topic.slug]


def by_topic(topics: Iterable[TopicDefinition], title: str, text: str) -> Mapping[str, tuple[Name, ...]]:
    """The same of several topics, by slug; the article is cut into words once, and only if a topic has names."""
    told = {topic.slug: topic for topic in topics}
    words = words_of(f"{title}\n{text}") if any(topic.names for topic in told.values()) else []
    said = frozenset(words)
    return {slug: said_in(topic, words, said) for slug, topic in told.items()}


def said_in(topic: TopicDefinition, words: Sequence[str], said: frozenset[str]) -> tuple[Name, ...]:
    """The names of a topic in a text, of which `said` are the different words."""
    if not topic.names:
        return ()
    terms = lexicon(topic)
    numbers = {hit.word for hit in terms.hits(words, terms.begun(said)) if hit.idea == NAME}
    return tuple(name for place, name in enumerate(listed(topic)) if place in numbers)
