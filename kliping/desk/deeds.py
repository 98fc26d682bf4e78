"""What the forms of the desk do: each reads a file, sees that it is still the one that the person saw, and writes it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import Final

from kliping import decisions, entries, hands, ingest, proposals
from kliping.entries import EntryError, slug_of
from kliping.errors import Fault, KlipingError, UsageError
from kliping.ingest import outlets
from kliping.ingest.proposal import Proposal
from kliping.records import Article, Facts, Outlet, RawFile, Role, TopicDefinition, TopicVerdict, Verdict, Wishes
from kliping.site import editor

AGAIN: Final = "look at it as it is now, and decide again; nothing was written"


@dataclass(frozen=True, slots=True)
class Project:
    """What a deed needs: the folder of the content, the zone, facts, and the lock under which files are written."""

    content: Path
    zone: tzinfo
    facts: Facts
    alone: AbstractContextManager[None]


# ------------------------------------------------------------------ files as they were seen


def text_of(file: Path, path: str) -> str:
    """The text of a file; empty if there is none. Raises KlipingError."""
    try:
        return entries.read(file, f"content/{path}") if file.exists() else ""
    except EntryError as error:
        raise KlipingError(error.faults) from error


def digest_of(text: str) -> str:
    """By what a form knows the file that its page was made from."""
    return hands.digest(text, 24)


def as_seen(content: Path, path: str, seen: str) -> str:
    """The text of a file if it is still the one that the person saw. Raises KlipingError."""
    text = text_of(content / path, path)
    if digest_of(text) != seen:
        raise KlipingError(Fault("was changed since this page was loaded", AGAIN, f"content/{path}"))
    return text


def save(content: Path, path: str, seen: str, text: str) -> None:
    """Write a file of a person's words, unless it was changed this very moment."""
    as_seen(content, path, seen)
    entries.save(content / path, text, lasting=True)


# ------------------------------------------------------------------ lines


def cleaned(content: Path, raw: str, facts: Facts) -> tuple[RawFile, Article] | Fault:
    """A raw file and what cleaning makes of it."""
    read = ingest.raw_file(content, raw)
    found = read if isinstance(read, Fault) else ingest.clean_file(read, facts)
    if isinstance(read, Fault) or isinstance(found, Fault):
        return read if isinstance(read, Fault) else found  # type: ignore[return-value]
    return read, found


def lines_of(article: Article) -> str:
    """By what a form knows the lines that its page was made from."""
    return digest_of("\n".join(each.line.text for each in article.verdicts))


def outlet_of(article: Article, facts: Facts) -> Outlet | None:
    """The outlet whose file may say which lines its articles lose: a known one, or one to begin with."""
    if not article.outlet:
        return None
    return outlets.by_name(facts.outlets, article.outlet) or Outlet(slug_of(article.outlet), article.outlet)


def outlet_path(outlet: Outlet) -> str:
    return f"outlets/{outlet.slug}.toml"


@dataclass(frozen=True, slots=True)
class Line:
    """A decision on one line of an article's raw file."""

    place: int
    keep: bool
    at_outlet: bool


def line_in(said: str) -> Line:
    """What the button of a line says: `keep 17`, or `drop 17 outlet`. Raises UsageError."""
    match said.split(" "):
        case ["keep" | "drop" as what, number, *rest] if (
            number.isdecimal() and len(number) < 7 and rest in ([], ["outlet"])
        ):
            return Line(int(number), what == "keep", bool(rest))
    raise UsageError(Fault("this is no decision on a line", "load the page again"))


def decide_line(project: Project, entry: str, raw: str, line: Line, seen: Mapping[str, str]) -> str:
    """Write what an editor decides on a line into the entry or the outlet's file; the path of what was written.

    `seen` are the digests of the entry, of the outlet's file and of the lines as the person saw them.
    """
    content = project.content
    with project.alone:
        found = cleaned(content, raw, project.facts)
        if isinstance(found, Fault):
            raise KlipingError(found)
        file, article = found
        if lines_of(article) != seen["lines"] or not 0 <= line.place < len(article.verdicts):
            raise KlipingError(Fault("has other lines than when this page was loaded", AGAIN, f"content/{raw}"))
        verdict = article.verdicts[line.place]
        if line.at_outlet:
            return decide_at_outlet(project, file, article, verdict, line, seen["outlet"])
        if not entry:
            raise UsageError(Fault("has no entry in which a line could be kept or dropped", "", f"content/{raw}"))
        text = as_seen(content, entry, seen["entry"])
        wishes = entries.wishes(text)
        if wishes is None:
            raise KlipingError(
                Fault("cannot be read, so nothing was written", "mend its front matter", f"content/{entry}")
            )

        def effect(tried: Wishes) -> Article | Fault:
            return ingest.clean_file(replace(file, wishes=tried), project.facts)

        wanted = working(wishes, verdict, article, effect, line, f"content/{entry}")
        try:
            changed = decisions.entry_with(
                text, f"content/{entry}", project.zone, {"keep": wanted.keep, "drop": wanted.drop}
            )
        except EntryError as error:
            raise KlipingError(error.faults) from error
        save(content, entry, seen["entry"], changed)
    return entry


def decide_at_outlet(project: Project, file: RawFile, article: Article, verdict: Verdict, line: Line, seen: str) -> str:
    """Write a line into the file of its outlet, so that all of its articles keep or lose such lines."""
    outlet = outlet_of(article, project.facts)
    if outlet is None:
        raise UsageError(Fault("has no outlet", "write outlet: into the entry first", f"content/{file.path}"))
    path = outlet_path(outlet)
    text = as_seen(project.content, path, seen)
    others = tuple(each for each in project.facts.outlets if each.slug != outlet.slug)

    def effect(tried: Wishes) -> Article | Fault:
        return ingest.clean_file(file, replace(project.facts, outlets=(*others, replace(outlet, wishes=tried))))

    wanted = working(outlet.wishes, verdict, article, effect, line, f"content/{path}")
    before = {"keep": outlet.wishes.keep, "drop": outlet.wishes.drop}
    lists = {key: values for key, values in (("keep", wanted.keep), ("drop", wanted.drop)) if values != before[key]}
    is_known = any(each.slug == outlet.slug for each in project.facts.outlets)
    try:
        changed = decisions.outlet_with(text, f"content/{path}", lists, "" if is_known else outlet.name)
    except EntryError as error:
        raise KlipingError(error.faults) from error
    if faults := list(outlets.faults_of(decisions.table_of(changed), is_named=is_known)):
        raise KlipingError(Fault(faults[0][1], faults[0][2], f"content/{path}", key=faults[0][0]))
    save(project.content, path, seen, changed)
    return path


def working(
    wishes: Wishes, verdict: Verdict, article: Article, effect: decisions.Effect, line: Line, file: str
) -> Wishes:
    """The first wishes that make of a line what the editor wants. Raises KlipingError if none do."""
    text = verdict.line.text
    others = [each.line.text for place, each in enumerate(article.verdicts) if place != line.place]
    for tried in decisions.attempts(wishes, text, others, keep=line.keep):
        found = effect(tried)
        if isinstance(found, Article) and (found.verdicts[line.place].role is Role.BODY) is line.keep:
            return tried
    what = f"a list there already says the opposite of this line: “{text[:60]}”"
    if not line.keep:
        what = f"dropping this line has no effect, or leaves no article: “{text[:60]}”"
    raise KlipingError(
        Fault(what, "look at keep and drop in the entry and the outlet's file; nothing was written", file)
    )


# ------------------------------------------------------------------ topics


VERDICTS: Mapping[str, TopicVerdict] = {"in": TopicVerdict.IN, "out": TopicVerdict.OUT, "words": TopicVerdict.REVIEW}


def decide_topic(project: Project, entry: str, topic: TopicDefinition, said: str, seen: str) -> str:
    """Write into an entry that it belongs to a topic, does not, or goes by the topic's words."""
    if said not in VERDICTS:
        raise UsageError(Fault("this is no decision on a topic", "load the page again"))
    with project.alone:
        text = as_seen(project.content, entry, seen)
        try:
            parsed = entries.parse(text, f"content/{entry}", project.zone)
            lists = decisions.on_topic(parsed, topic.slug, VERDICTS[said])
            changed = decisions.entry_with(text, f"content/{entry}", project.zone, lists)
        except EntryError as error:
            raise KlipingError(error.faults) from error
        if changed != text:
            save(project.content, entry, seen, changed)
    return entry


# ------------------------------------------------------------------ stories


def topic_path(slug: str) -> str:
    return f"topics/{slug}.md"


def decide_stories(
    project: Project,
    topic: TopicDefinition,
    stories: Sequence[Sequence[str]],
    chosen: Sequence[str],
    said: str,
    seen: str,
) -> str:
    """Write into a topic's file that reports are of one story, or of another one than the rest of theirs.

    `stories` are the slugs of each story's reports as they are now.
    """
    path = topic_path(topic.slug)
    known = {slug for story in stories for slug in story}
    if said not in ("merge", "split") or not known.issuperset(chosen):
        raise UsageError(Fault("these are no reports of the topic", "load the page again"))
    rest = [slug for story in stories if set(story) & set(chosen) for slug in story if slug not in chosen]
    if said == "merge" and len(chosen) < 2:
        raise UsageError(Fault("one report is a story already", "choose two or more that are of one event"))
    if said == "split" and not (chosen and rest):
        raise UsageError(Fault("nothing would be left of the story", "choose some of its reports, not all"))
    with project.alone:
        text = as_seen(project.content, path, seen)
        made, faults = editor.read(text, f"content/{path}")
        if wrong := [each for each in faults if each.key in ("merge", "split")]:
            raise KlipingError(wrong)
        if said == "merge":
            merge, split = decisions.together(made.merge, made.split, chosen)
        else:
            merge, split = made.merge, made.split
            for story in stories:
                inside = [slug for slug in story if slug in chosen]
                merge, split = decisions.apart(merge, split, inside, [slug for slug in story if slug not in chosen])
        try:
            changed = topic_with(text, path, merge, split)
        except EntryError as error:
            raise KlipingError(error.faults) from error
        save(project.content, path, seen, changed)
    return path


def topic_with(text: str, path: str, merge: decisions.Groups, split: decisions.Groups) -> str:
    """The text of a topic's file with these lists. Raises EntryError."""
    made, faults = editor.read(text, path)
    known = frozenset(each.what for each in faults)
    for key, groups, wanted in (
        ("merge", merge, replace(made, merge=merge)),
        ("split", split, replace(made, merge=merge, split=split)),
    ):
        if getattr(editor.read(text, path)[0], key) != groups:
            is_right = functools.partial(says, wanted=without_lines(wanted), known=known, path=path)
            text = decisions.with_list(text, f"content/{path}", key, decisions.grouped(groups), is_right)
    return text


def says(text: str, wanted: editor.Editorial, known: AbstractSet[str], path: str) -> bool:
    """Whether a topic's file says this, and nothing in it is wrong that was not before."""
    made, faults = editor.read(text, path)
    return known >= {each.what for each in faults} and without_lines(made) == wanted


def without_lines(made: editor.Editorial) -> editor.Editorial:
    """What a topic's file says, wherever it stands in it."""
    return replace(made, lines=None, figures=tuple(replace(each, line=0) for each in made.figures))


# ------------------------------------------------------------------ proposals


def offered(project: Project, entry: str) -> Proposal:
    """What cleaning would now write into an entry that a person changed. Raises KlipingError."""
    return proposals.proposed(project.content, project.facts, entry)


def decide_proposal(project: Project, entry: str, said: str, parts: Sequence[str], seen: Mapping[str, str]) -> str:
    """Take some of what cleaning proposes, or decline it all."""
    with project.alone:
        as_seen(project.content, entry, seen["entry"])
        offer = offered(project, entry)
        if digest_of(offer.fresh) != seen["fresh"]:
            raise KlipingError(Fault("cleaning proposes something else by now", AGAIN, f"content/{entry}"))
        if said == "decline":
            proposals.decline(project.content, offer)
        elif said == "take" and parts:
            proposals.take(project.content, offer, proposals.chosen(offer, parts, over_mine=True), settle=False)
        else:
            raise UsageError(Fault("nothing was chosen", "choose what to take, or decline all of it"))
    return entry
