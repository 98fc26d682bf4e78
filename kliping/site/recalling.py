"""What remembers the dear steps of a build: each takes what its result follows from for a key, and makes it once.

With nothing remembered everything is made, and comes out the same. Much of one kind is made in several processes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment

from kliping.memory import Memory, digest, packed, restored
from kliping.records import Entry, Head, Membership, Output, Report, Rights, Settings, Story, TopicDefinition
from kliping.site import (
    assemble,
    channels,
    contexts,
    copies,
    editor,
    feed_formats,
    feeds,
    leaves,
    likeness,
    pages,
    reading,
    render,
    rights,
    stories,
    templates,
    topics,
    wording,
)
from kliping.site.redirects import path_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of an article: those that may be shown, as HTML and bare, and all of them, bare."""

    html: str
    text: str
    whole: str


class Lying(assemble.Words):
    """Words that are fetched when somebody asks for them."""

    __slots__ = ("fetch",)
    fetch: Callable[[], Spoken]

    def __init__(self, fetch: Callable[[], Spoken]) -> None:
        object.__setattr__(self, "fetch", fetch)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return assemble.Words, (self.html, self.text)

    @property
    def html(self) -> str:
        return self.fetch().html

    @property
    def text(self) -> str:
        return self.fetch().text


NOBODY: Final = Head("", "", "", "")
"""Stands for the head of an entry of which all may be shown."""
NO_WORDS: Final = assemble.Words("", "")
LATELY: Final = 64
"""Articles whose words are at hand after somebody asked for them."""


class Placer:
    """What places entries on the site, illustrated; the same entry is placed once, and its words lie in memory until they are wanted."""

    def __init__(
        self,
        entries: Sequence[Head],
        shelf: reading.Entries,
        allowed: rights.Known,
        illustrated: Callable[[assemble.Placed], assemble.Placed],
        settings: Settings,
        remembered: Memory,
        jobs: int,
    ) -> None:
        self.shelf, self.illustrated, self.settings, self.remembered, self.jobs = (
            *(shelf, illustrated, settings, remembered, jobs),
        )
        self.zone = ZoneInfo(settings.timezone)
        self.heads = {each.path: each for each in entries}
        self.right = {each.path: allowed.of(each) for each in entries}
        self.held: dict[str, Place] = {}
        about = (settings.topics, settings.stories, settings.excerpt_words, settings.index_copies, settings.timezone)
        general = digest(packed(about)).hex()
        self.keys = {
            path: f"{general} {self.right[path]} {head.id} ".encode("utf-8", "surrogateescape") + shelf.digests[path]
            for path, head in self.heads.items()
        }
        self.lately: dict[str, Spoken] = {}
        self.known = remembered.together("places", self.keys, self.made)

    def place(self, entry: Head) -> tuple[assemble.Placed, assemble.Told]:
        """An entry in its place, and its report."""
        path = entry.path
        bare, key = self.known[path]
        head = bare.entry if bare.entry.path else entry
        made = replace(bare, entry=head, words=Lying(functools.partial(self.spoken, path)))
        if entry.image:
            made = marked(self.illustrated(made), self.spoken(path))
        return made, assemble.Told(entry.id, key, functools.partial(self.report, path))

    def report(self, path: str) -> Report:
        return topics.report_of(self.heads[path], self.spoken(path).whole, self.zone)

    def spoken(self, path: str) -> Spoken:
        """The words of an article."""
        if path not in self.lately:
            if len(self.lately) >= LATELY:
                self.lately.pop(next(iter(self.lately)))
            self.lately[path] = self.all(path)[2]
        return self.lately[path]

    def all(self, path: str) -> Place:
        """All that is known of an article in its place, made again if it is lost."""
        if path in self.held:
            return self.held[path]
        made = self.remembered.recall(
            "placed",
            self.key(path),
            lambda: placed(self.shelf.whole(self.heads[path]), self.right[path], self.settings),
        )
        if not self.remembered.lasts:
            self.held[path] = made
        return made

    def key(self, path: str) -> bytes:
        """What an article in its place is remembered by."""
        return digest(self.keys[path], path.encode("utf-8", "surrogateescape"))

    def made(self, paths: Sequence[str]) -> Iterator[tuple[assemble.Placed, bytes]]:
        """Entries in their places without their words, and a key of the report of each."""
        same: dict[Membership, Membership] = {}
        work_on = functools.partial(place_packed, packed(replace(self.settings, targets=(), warnings=())))
        for first in range(0, len(paths), AT_ONCE):
            some = paths[first : first + AT_ONCE]
            wanted = {
                key: packed((self.shelf.whole(self.heads[path]), self.right[path]))
                for path, key in ((path, self.key(path)) for path in some)
                if self.jobs > 1 and self.remembered.lacks("placed", key)
            }
            self.remembered.fill("placed", wanted, work_on, self.jobs)
            for path in some:
                data, key, _ = self.all(path)
                bare: assemble.Placed = restored(data)
                mine = tuple(same.setdefault(each, each) for each in bare.memberships)
                head = NOBODY if bare.entry == self.heads[path] else bare.entry
                yield replace(bare, entry=head, memberships=mine), key


Place = tuple[bytes, bytes, Spoken]
"""An article in its place without its words, as bytes; what its report is told apart by; its words."""


def placed(entry: Entry, right: Rights, settings: Settings) -> Place:
    """An entry in its place, marked."""
    made, report = assemble.placed_with_report(entry, right, settings, ZoneInfo(settings.timezone))
    words = Spoken(made.html, made.text, report.text)
    head = made.entry.head if isinstance(made.entry, Entry) else made.entry
    bare = marked(replace(made, entry=head, words=NO_WORDS), words)
    return packed(bare), digest(packed(report)), words


def marked(made: assemble.Placed, words: Spoken) -> assemble.Placed:
    """An article with what tells it from any other version of it."""
    bare = replace(made, words=assemble.Words("", words.text[:1]), size=0, mark=b"", face=b"")
    face = digest(packed((bare, render.opening(words.html))))
    return replace(made, face=face, mark=digest(face, packed((words.html, words.text))))


def place_packed(settings: bytes, entry: bytes) -> bytes:
    """An entry in its place, in another process."""
    whole, right = restored(entry)
    return packed(placed(whole, right, restored(settings)))


def storyteller(
    source: str,
    entries: Iterable[Head],
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

    def tell(topic: TopicDefinition, reports: assemble.Reports) -> tuple[Story, ...]:
        said = editorials.get(topic.slug, editor.NONE)
        pairs = {"merge": tuple(editor.pairs(said.merge, ids)), "split": tuple(editor.pairs(said.split, ids))}
        about = packed(topic)
        mark = digest(known, about)
        keys = {each.id: each.key for each in reports.told}
        marks = {each.id: digest(mark, each.key) for each in reports.told}

        def compared(told: assemble.Told) -> tuple[copies.Imprint, likeness.Traits]:
            """What a report is told for a copy by, and what by it is compared; only where that is new it is read."""
            report = functools.cache(told.report)
            return (
                remembered.recall("runs", told.key, lambda: copies.imprint(report())),
                remembered.recall("traits", marks[told.id], lambda: likeness.traits(report(), topic, facts)),
            )

        def made() -> tuple[Story, ...]:
            fresh = [each for each in reports.told if remembered.lacks("traits", marks[each.id])] if jobs > 1 else []
            for first in range(0, len(fresh), AT_ONCE):
                wanted = {marks[each.id]: packed(each.report()) for each in fresh[first : first + AT_ONCE]}
                remembered.fill("traits", wanted, functools.partial(traits_packed, source, about), jobs)
            every = {each.id: compared(each) for each in reports.told}
            same = copies.copied([imprint for imprint, _ in every.values()])
            traits = [each for _, each in every.values()]
            return stories.grouped(traits, topic, facts, copies=same, language=language, **pairs)

        key = digest(known, language.encode(), packed((topic, pairs)), *keys.values())
        told: tuple[Story, ...] | None = remembered.recalled("stories", key)
        if told is None:
            told = made()
            remembered.note("stories", key, told)
        else:  # what the next edit needs is kept, however many other topics are edited before
            remembered.has("runs", keys.values())
            remembered.has("traits", marks.values())
        return told

    return tell


def traits_packed(source: str, topic: bytes, report: bytes) -> bytes:
    """What a report is compared by, made in another process."""
    return packed(likeness.traits(restored(report), restored(topic), story_facts(source)))


@functools.cache
def story_facts(source: str) -> likeness.StoryFacts:
    return likeness.read(source)


AT_ONCE: Final = 500
"""Pages that are handed to other processes together: more would only fill the memory."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the HTML of every page follows from beside what its template is told."""

    view: contexts.SiteView
    sources: Mapping[str, str]
    catalogue: str
    settings: Settings


Sheet = tuple[leaves.Leaf, Output]
"""A page that is made, and its file."""


class Pages:
    """What makes pages, and remembers them: a part of the site that follows from the same things is not put together again.

    Of the pages of a part that does not, those are made whose template sees anything else than before.
    """

    def __init__(self, press: leaves.Press, look: Look, remembered: Memory, jobs: int) -> None:
        self.press, self.look, self.remembered, self.jobs = press, look, remembered, jobs
        # The topics themselves are no setting of a page: what of them it shows it is told.
        self.seen = packed(replace(look, settings=replace(look.settings, topics=(), targets=(), warnings=())))
        self.general = digest(self.seen)
        self.about = digest(self.general, packed(press.files.data))
        self.digests: dict[int, tuple[object, bytes]] = {}
        self.changed = {address: moment.isoformat() for address, moment in press.updated.items()}

    def of(self, parts: Iterable[pages.Part]) -> list[Sheet]:
        """Every page of these parts, in their order."""
        found: list[list[Sheet]] = []
        waiting: list[tuple[pages.Part, bytes, list[contexts.Page], list[Sheet]]] = []
        for part in parts:
            key = self.key(part) if part.is_told else b""
            known = self.known(part, key) if key else None
            found.append(known or [])
            if known is None:
                waiting.append((part, key, list(part.pages()), found[-1]))
                if sum(len(made) for _, _, made, _ in waiting) >= AT_ONCE:
                    self.make(waiting)
                    waiting.clear()
        self.make(waiting)
        return [sheet for sheets in found for sheet in sheets]

    def known(self, part: pages.Part, key: bytes) -> list[Sheet] | None:
        """The pages of a part, if all of them are remembered."""
        told: tuple[leaves.Leaf, ...] | None = self.remembered.recalled("leaves", key)
        if told is None or not self.remembered.has("pages", [leaf.key for leaf in told]):
            return None
        return [(leaf, self.kept(leaf, part)) for leaf in told]

    def make(self, waiting: Sequence[tuple[pages.Part, bytes, list[contexts.Page], list[Sheet]]]) -> None:
        """Make the pages of parts, and remember what of them is told."""
        made, drawn = self.press.illustrated(page for _, _, bare, _ in waiting for page in bare)
        told = {page.address: packed(page) for page in made}
        keys = {address: digest(self.general, each) for address, each in told.items()}
        wanted = {keys[address]: each for address, each in told.items()}
        self.remembered.fill("pages", wanted, functools.partial(html_packed, self.seen), self.jobs)
        coming = iter(made)
        for part, key, bare, sheets in waiting:
            for page in islice(coming, len(bare)):
                html = self.remembered.data("pages", keys[page.address], functools.partial(self.html, page))
                output = Output(path_of(page.address), html)
                leaf = self.press.leaf(page, html, drawn.get(page.address), keys[page.address], output.digest)
                sheets.append((leaf, self.kept(leaf, part) if self.remembered.lasts else output))
            if key:
                self.remembered.note("leaves", key, tuple(leaf for leaf, _ in sheets))

    def kept(self, leaf: leaves.Leaf, part: pages.Part) -> Output:
        """The file of a page, which is read from memory when it is wanted."""
        return Kept(path_of(leaf.address), leaf.digest, functools.partial(self.again, leaf, part))

    def again(self, leaf: leaves.Leaf, part: pages.Part) -> bytes:
        """The HTML of a page, made again if what was remembered turns out to be lost."""

        def make() -> bytes:
            made, _ = self.press.illustrated(each for each in part.pages() if each.address == leaf.address)
            return self.html(made[0])

        return self.remembered.data("pages", leaf.key, make)

    def html(self, page: contexts.Page) -> bytes:
        _, made, words = looking(self.seen)
        return templates.html(page, self.look.view, made, self.look.settings.links, words)

    def key(self, part: pages.Part) -> bytes:
        """One digest of all that the pages of a part follow from."""
        return digest(
            self.about,
            self.once(part.listed, lambda: self.together(part.listed, [each.face for each in part.listed])),
            self.together(part.shown, [each.mark for each in part.shown]),
            *(self.once(each, functools.partial(packed, each)) for each in part.beside),
        )

    def together(self, articles: Sequence[assemble.Placed], signs: Iterable[bytes]) -> bytes:
        """A digest of articles by a sign of each, and of when they changed last."""
        changed = "".join([self.changed[each.address] for each in articles])
        return digest(b"".join(signs), changed.encode())

    def once(self, value: object, make: Callable[[], bytes]) -> bytes:
        """A digest of a value that many parts may have in common, told apart by its identity: so it is held on to."""
        if id(value) not in self.digests:
            self.digests[id(value)] = value, digest(make())
        return self.digests[id(value)][1]


class Kept(Output):
    """A file of which the digest is known and the bytes are fetched when somebody asks for them."""

    __slots__ = ("fetch", "known")
    fetch: Callable[[], bytes]
    known: str

    def __init__(self, path: str, known: str, fetch: Callable[[], bytes]) -> None:
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "fetch", fetch)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return Output, (self.path, self.data)

    @property
    def data(self) -> bytes:
        return self.fetch()

    @property
    def digest(self) -> str:
        return self.known


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
    general = digest(packed((replace(site.settings, topics=(), targets=(), warnings=()), site.id, catalogue)))

    def recalled(feed: feed_formats.Feed, most: int, make: Callable[[], feeds.Fitted]) -> feeds.Fitted:
        channel = replace(feed.channel, group=channels.NO_GROUP)
        key = digest(general, packed((most, channel, feed.title, feed.description, feed.id, feed.items)))
        count, files = remembered.recall("feeds", key, lambda: briefly(make()))
        return replace(feed, items=feed.items[:count]), files

    return recalled


def briefly(fitted: feeds.Fitted) -> tuple[int, tuple[Output, ...]]:
    """How many items of a feed fit, and its files."""
    return len(fitted[0].items), fitted[1]
