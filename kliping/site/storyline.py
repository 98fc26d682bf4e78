"""A topic's stories with the reports that the site shows: what happened when, who told it, who told the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kliping.entries import slug_of
from kliping.records import Story, TopicDefinition
from kliping.site import figures, render
from kliping.site.assemble import Group, Placed, Site, groups, shortened
from kliping.site.editor import NONE, Editorial
from kliping.site.names import Name, listed

SHORTEST: Final = 6
"""A sentence of fewer words says little by itself: the one after it belongs to it."""
LONGEST: Final = 45


@dataclass(frozen=True, slots=True)
class Told:
    """A story and its reports, the earliest first; `lead` is the one that is shown.

    `texts` says of each report, by id, of which one it is a whole copy in the end: of itself if of none.
    """

    story: Story
    day: date
    lead: Placed
    reports: tuple[Placed, ...]
    texts: Mapping[str, str]

    @property
    def outlets(self) -> int:
        return len({each.entry.outlet for each in self.reports if each.entry.outlet})


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with all that its pages are made from.

    `stories` are earliest first; `outlets` are its reports by the outlet's slug, and `names` by name, most first.
    `has_days`: the site has a page for each day.
    """

    definition: TopicDefinition
    members: Group
    stories: tuple[Told, ...]
    editorial: Editorial
    outlets: Mapping[str, Sequence[Placed]]
    names: Mapping[Name, Sequence[Placed]]
    has_days: bool = True


def topic(definition: TopicDefinition, members: Group, stories: Iterable[Story], site: Site) -> Topic:
    """One topic of a site with these stories."""
    return Topic(
        definition,
        members,
        told(stories_of(members, stories, site), members.entries),
        site.editorials.get(definition.slug, NONE),
        most_first(groups(members.entries, lambda each: slug_of(each.entry.outlet) if each.entry.outlet else "")),
        named(definition, members.entries),
        site.settings.archive,
    )


def stories_of(members: Group, stories: Iterable[Story], site: Site) -> Iterable[Story]:
    """The stories of a topic; where nothing is grouped by event, each report is one by itself, of which only an edition tells."""
    if site.settings.stories:
        return stories
    return map(alone, members.entries if site.settings.editions else ())


def alone(placed: Placed) -> Story:
    """A report as a story of its own."""
    return Story(placed.entry.id, placed.day, (placed.entry.id,))


def told(stories: Iterable[Story], members: Sequence[Placed]) -> tuple[Told, ...]:
    """The stories of which something is shown, earliest first."""
    placed = {each.entry.id: each for each in members}
    found: list[Told] = []
    for story in stories:
        if reports := [placed[id_] for id_ in story.reports if id_ in placed]:
            lead, shown = reports[0], frozenset(each.entry.id for each in reports)
            texts = {id_: origin(id_, story, shown) for id_ in shown}
            found.append(Told(story, story.day or lead.day, lead, tuple(sorted(reports, key=moment)), texts))
    return tuple(sorted(found, key=lambda each: (each.day, *moment(each.reports[0]))))


def moment(placed: Placed) -> tuple[float, str]:
    return placed.date.timestamp(), placed.entry.id


def most_first(found: Mapping[str, list[Placed]]) -> dict[str, Sequence[Placed]]:
    order = sorted((slug for slug in found if slug), key=lambda slug: (-len(found[slug]), slug))
    return {slug: found[slug] for slug in order}


def named(definition: TopicDefinition, members: Sequence[Placed]) -> dict[Name, Sequence[Placed]]:
    """The reports that say each name of a definition; names of one address are one name."""
    keys = {name: (slug_of(name[0]), slug_of(name[1])) for name in listed(definition)}
    shown = {key: name for name, key in reversed(keys.items())}
    found: dict[tuple[str, str], list[Placed]] = {key: [] for key in keys.values()}
    for each in members:
        for key in dict.fromkeys(keys[name] for name in each.names.get(definition.slug, ())):
            found[key].append(each)
    some = [(shown[key], reports) for key, reports in found.items() if reports]
    return dict(sorted(some, key=lambda pair: (-len(pair[1]), pair[0])))


# ------------------------------------------------------------------ who told the same


def alike(each: Told) -> list[tuple[Placed, list[Placed]]]:
    """The reports of a story without those that only repeat another one, each with those that repeat it.

    The lead comes first, the others in their order; where the lead repeats another one, the two change places.
    """
    by_text = groups(each.reports, lambda report: each.texts[report.entry.id])
    found: list[tuple[Placed, list[Placed]]] = []
    for first, reports in by_text.items():
        shown = (
            each.lead if each.lead in reports else next((one for one in reports if one.entry.id == first), reports[0])
        )
        found.append((shown, [one for one in reports if one is not shown]))
    return sorted(found, key=lambda pair: (pair[0] is not each.lead, moment(pair[0])))


def origin(id_: str, story: Story, ids: Collection[str]) -> str:
    """The report of which one is a whole copy in the end; itself if it is none."""
    seen = {id_}
    while (copy := story.copies.get(id_)) and copy.is_whole and copy.of in ids and copy.of not in seen:
        id_ = copy.of
        seen.add(id_)
    return id_


def shares(one: Placed, other: Placed, told: Told) -> str:
    """What two reports of a story have of the same text: `whole`, `part`, or nothing."""
    if told.texts[one.entry.id] == told.texts[other.entry.id]:
        return "whole"
    for first, second in ((one, other), (other, one)):
        copy = told.story.copies.get(first.entry.id)
        if copy and copy.of == second.entry.id:
            return "part"
    return ""


def agencies(one: Placed, other: Placed) -> tuple[str, ...]:
    """The agencies that two reports with the same text name: those that both do, else either's."""
    first, second = one.entry.agencies, other.entry.agencies
    return tuple(name for name in first if name in second) or tuple(dict.fromkeys((*first, *second)))


# ------------------------------------------------------------------ in its own words


def first_sentence(placed: Placed) -> str:
    """How an article begins, as far as its rights allow: its first sentence, or two where the first says little."""
    said = ""
    for sentence in figures.sentences(render.opening(placed.html)) if placed.text else ():
        said = f"{said} {sentence}".strip()
        if len(said.split()) >= SHORTEST:
            break
    return shortened(said, LONGEST)
