"""What remembers the dear steps of a build: each takes what its result follows from for a key, and makes it once.

With nothing remembered everything is made, and comes out the same. Much of one kind is made in several processes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment

from kliping.memory import Memory, digest, packed, restored
from kliping.records import Entry, Output, Report, Rights, Settings, Story, TopicDefinition
from kliping.site import (
    assemble,
    budgets,
    channels,
    contexts,
    copies,
    editor,
    feed_formats,
    feeds,
    likeness,
    rights,
    stories,
    templates,
    wording,
)


def placer(
    entries: Sequence[Entry],
    allowed: rights.Known,
    illustrated: Callable[[assemble.Placed], assemble.Placed],
    settings: Settings,
    remembered: Memory,
    jobs: int,
) -> assemble.Placing:
    """What places an entry on the site, `illustrated`; the same entry is placed once."""
    zone = settings.timezone
    general = digest(packed((settings.topics, settings.excerpt_words, settings.index_copies, zone)))

    keys: dict[str, bytes] = {}
    wanted: dict[bytes, bytes] = {}
    for entry in entries:
        right, told = allowed.of(entry), packed(entry)
        keys[entry.path] = key = digest(general, right.encode(), told)
        if remembered.lacks("placed", key):
            wanted[key] = packed((entry, right))
    remembered.fill("placed", wanted, functools.partial(place_packed, packed(replace(settings, targets=()))), jobs)

    def place(entry: Entry, right: Rights) -> tuple[assemble.Placed, str]:
        made: tuple[assemble.Placed, str] = remembered.recall(
            "placed", keys[entry.path], lambda: assemble.placed_with_text(entry, right, settings, ZoneInfo(zone))
        )
        return (illustrated(made[0]), made[1]) if entry.image else made

    return place


def place_packed(settings: bytes, entry: bytes) -> bytes:
    """The same in another process."""
    known: Settings = restored(settings)
    whole, right = restored(entry)
    return packed(assemble.placed_with_text(whole, right, known, ZoneInfo(known.timezone)))


def storyteller(
    source: str,
    entries: Iterable[Entry],
    editorials: Mapping[str, editor.Editorial],
    language: str,
    remembered: Memory,
    jobs: int,
) -> assemble.Tell:
    """What groups a topic's reports by event, by the facts in `source` and as its editor wants them grouped."""
    facts, known = story_facts(source), digest(source.encode())
    ids: dict[str, list[str]] = {}
    for entry in entries:
        ids.setdefault(entry.slug, []).append(entry.id)

    def tell(topic: TopicDefinition, reports: Sequence[Report]) -> tuple[Story, ...]:
        said = editorials.get(topic.slug, editor.NONE)
        pairs = {"merge": tuple(editor.pairs(said.merge, ids)), "split": tuple(editor.pairs(said.split, ids))}
        keys = {each.id: digest(packed(each)) for each in reports}

        def made() -> tuple[Story, ...]:
            runs = {
                each.id: remembered.data("runs", keys[each.id], functools.partial(copies.runs, each.text))
                for each in reports
            }
            about = packed(topic)
            marks = {each.id: digest(known, about, keys[each.id]) for each in reports}
            wanted = {marks[each.id]: packed(each) for each in reports if remembered.lacks("traits", marks[each.id])}
            remembered.fill("traits", wanted, functools.partial(traits_packed, source, about), jobs)
            traits = {
                each.id: remembered.recall(
                    "traits", marks[each.id], functools.partial(likeness.traits, each, topic, facts)
                )
                for each in reports
            }
            return stories.stories(
                reports,
                topic,
                facts,
                copies=copies.copies(reports, runs),
                known=traits,
                language=language,
                **pairs,
            )

        key = digest(known, language.encode(), packed((topic, pairs)), *keys.values())
        told: tuple[Story, ...] = remembered.recall("stories", key, made)
        return told

    return tell


def traits_packed(source: str, topic: bytes, report: bytes) -> bytes:
    """What a report is compared by, made in another process."""
    return packed(likeness.traits(restored(report), restored(topic), story_facts(source)))


@functools.cache
def story_facts(source: str) -> likeness.StoryFacts:
    return likeness.read(source)


AT_ONCE: Final = 2_000
"""Pages that are handed to other processes together: more would only fill the memory."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the HTML of every page follows from beside what its template is told."""

    view: contexts.SiteView
    sources: Mapping[str, str]
    catalogue: str
    settings: Settings


def page_by_page(pages: Iterable[contexts.Page], look: Look, remembered: Memory, jobs: int) -> templates.Recalled:
    """What remembers the HTML of pages: a page whose template sees the same is made once."""
    seen = packed(replace(look, settings=replace(look.settings, topics=(), targets=())))  # pages see them in the view
    general = digest(seen)
    keys: dict[str, bytes] = {}
    wanted: dict[bytes, bytes] = {}
    for page in pages:
        told = packed(page)
        keys[page.address] = key = digest(general, told)
        if remembered.lacks("pages", key):
            wanted[key] = told
        if len(wanted) == AT_ONCE:
            remembered.fill("pages", wanted, functools.partial(html_packed, seen), jobs)
            wanted.clear()
    remembered.fill("pages", wanted, functools.partial(html_packed, seen), jobs)

    def recalled(page: contexts.Page, make: Callable[[], bytes]) -> bytes:
        return remembered.data("pages", keys[page.address], make)

    return recalled


def html_packed(look: bytes, page: bytes) -> bytes:
    """The HTML of a page, made in another process."""
    known, made, words = looking(look)
    return templates.html(restored(page), known.view, made, known.settings.links, words)


@functools.lru_cache(1)
def looking(data: bytes) -> tuple[Look, Environment, wording.Wording]:
    """A look with its templates and words, read once in a process."""
    look: Look = restored(data)
    words = wording.wording(look.settings.language, look.settings.timezone, look.catalogue)
    return look, templates.environment(look.sources, words), words


def feed_by_feed(site: assemble.Site, catalogue: str, remembered: Memory) -> feeds.Recalled:
    """What remembers the files of feeds: a feed with the same items is written once."""
    general = digest(packed((replace(site.settings, topics=()), site.id, catalogue)))

    def recalled(feed: feed_formats.Feed, most: int, make: Callable[[], feeds.Fitted]) -> feeds.Fitted:
        channel = replace(feed.channel, group=channels.NO_GROUP)
        key = digest(general, packed((most, channel, feed.title, feed.description, feed.id, feed.items)))
        count, files = remembered.recall("feeds", key, lambda: briefly(make()))
        return replace(feed, items=feed.items[:count]), files

    return recalled


def briefly(fitted: feeds.Fitted) -> tuple[int, tuple[Output, ...]]:
    """How many items of a feed fit, and its files."""
    return len(fitted[0].items), fitted[1]


def weight_by_weight(loaded: Iterable[Output], base_url: str, remembered: Memory) -> budgets.Recalled:
    """What remembers how much pages weigh that load some of these files."""
    general = digest(base_url.encode(), *(part for each in loaded for part in (each.path.encode(), each.data)))

    def recalled(html: bytes, make: Callable[[], budgets.Weighed]) -> budgets.Weighed:
        made: budgets.Weighed = remembered.recall("weights", digest(general, html), make)
        return made

    return recalled
