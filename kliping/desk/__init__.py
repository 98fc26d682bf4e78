"""The editor's desk, a part of the preview: what became of each saved article, and forms for an editor's decisions.

A form does what a command or a person's own editor would do to the same files. Nothing of the desk is ever in the output.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment

from kliping import entries, explain, ingest, proposals, work
from kliping.asking import Answer, Asked
from kliping.desk import deeds, tables
from kliping.desk.tables import Row, Waiting
from kliping.errors import Fault, KlipingError, UsageError
from kliping.hands import normal
from kliping.ingest.proposal import Kind, Proposal
from kliping.records import UNSURE, Facts, Outcome, Role, Settings, Story, TopicDefinition
from kliping.site import Built, render, templates, wording

PLACE: Final = "/_desk/"
DONE: Mapping[str, str] = {
    "line": "Written. The article was cleaned again, and the preview shows it.",
    "topic": "Written. The preview shows it.",
    "stories": "Written. The stories below are as the preview shows them now.",
    "take": "Written. The preview shows it.",
    "decline": "Declined: the entry stays as it is until cleaning gives something else again.",
}
"""What a page says after a form was taken."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knows of the last build: as much as its pages show, not the files that were made."""

    settings: Settings
    pile: Sequence[Waiting]
    stories: Mapping[str, Sequence[Story]]
    rows: tuple[Row, ...]
    by_entry: Mapping[str, Row]
    by_raw: Mapping[str, Row]
    by_id: Mapping[str, Row]


class Desk:
    """The desk of one project; it is told of each build, and answers one request at a time."""

    def __init__(self, root: Path, package: Path, say: Callable[[str], None]) -> None:
        self.root, self.package, self.say = root, package, say
        self.known: Known | None = None
        self.read: Facts | None = None
        self.error = ""
        self.routes: Mapping[tuple[bool, str], Callable[[Known, Asked], Answer]] = {
            (False, ""): self.inbox,
            (False, "review"): self.review,
            (False, "article"): self.article,
            (False, "stories"): self.stories,
            (True, "line"): self.decide_line,
            (True, "topic"): self.decide_topic,
            (True, "stories"): self.decide_stories,
            (True, "proposal"): self.decide_proposal,
        }

    def told(self, settings: Settings, now: datetime, outcomes: Sequence[Outcome], built: Built) -> None:
        """Take note of a build."""
        rows = tables.rows(outcomes, built, now)
        articles = [row for row in rows if row.is_article]
        by_entry = {row.entry: row for row in reversed([*articles]) if row.entry}
        ids = {each.entry.id: each.entry.path for each in built.site.entries}
        self.known = Known(
            settings,
            tables.pile(built, by_entry),
            built.site.stories,
            rows,
            by_entry,
            {row.raw: row for row in rows if row.raw},
            {id_: by_entry[path] for id_, path in ids.items() if path in by_entry},
        )
        self.read = None

    # -------------------------------------------------------------- answers

    def answer(self, asked: Asked) -> Answer:
        """The page that was asked for, or what became of a form."""
        name = asked.path.removeprefix(PLACE)
        if name == "desk.css" and not asked.is_form:
            return Answer(HTTPStatus.OK, source("desk.css").encode(), "text/css; charset=utf-8")
        route = self.routes.get((asked.is_form, name))
        if route is None:
            return self.refusal(asked, HTTPStatus.NOT_FOUND, [Fault("there is no such page at the desk")])
        if self.known is None:
            wait = Fault("the site could not be built yet", "the terminal, and every page of the preview, says why")
            return self.refusal(asked, HTTPStatus.SERVICE_UNAVAILABLE, [wait])
        try:
            return route(self.known, asked)
        except UsageError as error:
            return self.refusal(asked, HTTPStatus.BAD_REQUEST, error.faults)
        except KlipingError as error:
            return self.refusal(asked, HTTPStatus.CONFLICT, error.faults)

    def refusal(self, asked: Asked, status: HTTPStatus, faults: Sequence[Fault]) -> Answer:
        back = f"article?{urlencode({'entry': entry})}" if (entry := asked.first("entry")) else ""
        return self.page(
            asked,
            "message.html",
            "Nothing was written" if asked.is_form else "Not here",
            status,
            faults=faults,
            back=back,
        )

    def page(
        self, asked: Asked, template: str, title: str, status: HTTPStatus = HTTPStatus.OK, **values: Any
    ) -> Answer:
        """A page of the desk."""
        known = self.known
        text = (
            pages()
            .get_template(template)
            .render(
                title=title,
                site=known.settings.title if known else "",
                here=asked.path.removeprefix(PLACE),
                token=asked.token,
                done=DONE.get(asked.first("done"), ""),
                error=self.error,
                waiting=len(known.pile) if known else 0,
                **values,
            )
        )
        return Answer(status, (text.strip() + "\n").encode("utf-8", "replace"))

    def project(self, known: Known) -> deeds.Project:
        """What a form's deed needs; nobody else writes meanwhile."""
        alone = work.alone(self.root / ".cache", self.say)
        return deeds.Project(self.content, ZoneInfo(known.settings.timezone), self.facts(known), alone)

    def facts(self, known: Known) -> Facts:
        self.read = self.read or ingest.load_facts(self.package, self.content, known.settings.timezone)
        return self.read

    @property
    def content(self) -> Path:
        return self.root / "content"

    # -------------------------------------------------------------- pages

    def inbox(self, known: Known, asked: Asked) -> Answer:
        """The table of all files and entries."""
        show, words = asked.first("show"), asked.first("words")[:200]
        found = tables.chosen(known.rows, show, words)
        rows, number, last = tables.page_of(found, asked.first("page"))
        return self.page(
            asked,
            "inbox.html",
            "Inbox",
            rows=rows,
            count=len(found),
            filters={name: label for name, (label, _) in tables.FILTERS.items()},
            show=show if show in tables.FILTERS else "",
            words=words,
            number=number,
            last=last,
        )

    def review(self, known: Known, asked: Asked) -> Answer:
        """What waits for a word on a topic."""
        pile = known.pile[: tables.PAGE]
        seen = {each.row.entry: self.digest(each.row.entry) for each in pile}
        return self.page(asked, "review.html", "Review", pile=pile, seen=seen, names=names(known))

    def article(self, known: Known, asked: Asked) -> Answer:
        """A raw file line by line, and beside it the entry as it is."""
        row = row_of(known, asked)
        facts = self.facts(known)
        found = deeds.cleaned(self.content, row.raw, facts) if row.raw else None
        article = None if found is None or isinstance(found, Fault) else found[1]
        outlet = deeds.outlet_of(article, facts) if article else None
        text = deeds.text_of(self.content / row.entry, row.entry) if row.entry else ""
        path = deeds.outlet_path(outlet) if outlet else ""
        offer = self.offer(known, row)
        return self.page(
            asked,
            "article.html",
            row.title,
            row=row,
            fault=found if isinstance(found, Fault) else None,
            article=article,
            lifted=lifted(article.lifted) if article else {},
            outlet=outlet,
            unsure=UNSURE,
            body=Role.BODY,
            seen={
                "entry": deeds.digest_of(text),
                "outlet": deeds.digest_of(deeds.text_of(self.content / path, path)) if path else "",
                "lines": deeds.lines_of(article) if article else "",
                "fresh": deeds.digest_of(offer.fresh) if offer else "",
            },
            html=render.html(body_of(text)),
            names=names(known),
            offer=offer,
            said=functools.partial(proposals.said_of, has_base=offer.has_base) if offer else None,
            lines=proposals.lines_of,
            clash=Kind.CLASH,
        )

    def offer(self, known: Known, row: Row) -> Proposal | None:
        """What cleaning proposes for an entry that a person changed; None where it proposes nothing, or nobody can say."""
        if not row.is_kept:
            return None
        try:
            offer = deeds.offered(self.project(known), row.entry)
        except KlipingError:
            return None
        return offer if any(part.is_open for part in offer.news) else None

    def stories(self, known: Known, asked: Asked) -> Answer:
        """The stories of a topic."""
        topic = (
            topic_of(known, asked.first("topic")) if asked.first("topic") else next(iter(known.settings.topics), None)
        )
        found = tables.stories(known.stories.get(topic.slug, ()), known.by_id) if topic else []
        rows, number, last = tables.page_of(found, asked.first("page"))
        return self.page(
            asked,
            "stories.html",
            "Stories",
            topic=topic,
            topics=known.settings.topics,
            names=names(known),
            stories=rows,
            seen=self.digest(deeds.topic_path(topic.slug)) if topic else "",
            number=number,
            last=last,
        )

    def digest(self, path: str) -> str:
        return deeds.digest_of(deeds.text_of(self.content / path, path))

    # -------------------------------------------------------------- forms

    def decide_line(self, known: Known, asked: Asked) -> Answer:
        """Keep or drop a line."""
        row, line = row_of(known, asked), deeds.line_in(asked.first("do"))
        seen = {name: asked.first(f"seen-{name}") for name in ("entry", "outlet", "lines")}
        deeds.decide_line(self.project(known), row.entry, row.raw, line, seen)
        return done("article", "line", row, f"line-{line.place}")

    def decide_topic(self, known: Known, asked: Asked) -> Answer:
        """Pin an article to a topic, or keep it out."""
        row, topic = row_of(known, asked), topic_of(known, asked.first("topic"))
        if not row.entry:
            raise UsageError(Fault("has no entry", "", f"content/{row.raw}"))
        deeds.decide_topic(self.project(known), row.entry, topic, asked.first("do"), asked.first("seen-entry"))
        back = "review" if asked.first("from") == "review" else "article"
        return done(back, "topic", row, "topics" if back == "article" else "")

    def decide_stories(self, known: Known, asked: Asked) -> Answer:
        """Put reports together or apart."""
        topic = topic_of(known, asked.first("topic"))
        shown = tables.stories(known.stories.get(topic.slug, ()), known.by_id)
        slugs = [[told.row.slug for told in story.reports] for story in shown]
        chosen = list(dict.fromkeys(asked.every("report")))
        deeds.decide_stories(self.project(known), topic, slugs, chosen, asked.first("do"), asked.first("seen"))
        return away("stories", {"topic": topic.slug, "done": "stories"})

    def decide_proposal(self, known: Known, asked: Asked) -> Answer:
        """Take or decline what cleaning proposes."""
        row, said = row_of(known, asked), asked.first("do")
        seen = {name: asked.first(f"seen-{name}") for name in ("entry", "fresh")}
        deeds.decide_proposal(self.project(known), row.entry, said, asked.every("part"), seen)
        return done("article", said, row)


# ------------------------------------------------------------------ what was meant


def row_of(known: Known, asked: Asked) -> Row:
    """The article that is meant, from the list of those that are known: no path is opened because a request names it."""
    entry, raw = asked.first("entry"), asked.first("raw")
    row = known.by_entry.get(entry) if entry else known.by_raw.get(raw)
    if row is None:
        raise UsageError(Fault("is no article of this project", "the inbox lists them all", entry or raw))
    return row


def topic_of(known: Known, slug: str) -> TopicDefinition:
    """The topic that is meant. Raises UsageError."""
    for topic in known.settings.topics:
        if topic.slug == slug:
            return topic
    raise UsageError(Fault("is no topic of site.toml", "choose one of those that are", slug))


def names(known: Known) -> Mapping[str, str]:
    """The title of each topic."""
    lang = known.settings.language
    return {
        each.slug: each.title.get(lang) or next(iter(each.title.values()), each.slug) for each in known.settings.topics
    }


def done(page: str, what: str, row: Row, anchor: str = "") -> Answer:
    """To the page of an article after a form was taken."""
    named = {"entry": row.entry} if row.entry else {"raw": row.raw}
    return away(page, {**({} if page == "review" else named), "done": what}, anchor)


def away(page: str, fields: Mapping[str, str], anchor: str = "") -> Answer:
    """To another page of the desk."""
    location = f"{PLACE}{page}?{urlencode(fields, quote_via=quote)}" + (f"#{anchor}" if anchor else "")
    return Answer(HTTPStatus.SEE_OTHER, location=location, changed=True)


def lifted(found: Sequence[Any]) -> Mapping[int, list[str]]:
    """By the number of its line, what was taken out of a kept line, and why."""
    told: dict[int, list[str]] = {}
    for each in found:
        told.setdefault(each.number, []).append(f"“{each.text}” was taken out of it: {each.reason}")
    return told


def body_of(text: str) -> str:
    """The Markdown of an entry's text, also where its front matter is broken."""
    try:
        return entries.split(normal(text), "")[1]
    except entries.EntryError:
        return text


# ------------------------------------------------------------------ templates


@functools.cache
def pages() -> Environment:
    """The templates of the desk: no site has its own, because what they show and send is no promise."""
    folder = Path(__file__).parent
    made = templates.environment(
        {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*.html"))},
        wording.wording("en", "UTC", ""),
    )
    made.filters |= {"percent": explain.percent, "counted": explain.counted}
    return made


def source(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf-8")
