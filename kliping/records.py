"""The values that flow through Kliping: frozen, made once, passed on."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from kliping.errors import Fault

NOTHING: Mapping[str, Any] = MappingProxyType({})
T = TypeVar("T")


# ---------------------------------------------------------------- ingest: raw file to article


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an editor decided on lines of an article, whatever the program thinks of them.

    Each is the text of a line, or with a final `*` how lines begin.
    """

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of the inbox exactly as saved; `path` is relative to `content/`, with `/`.

    `url` is its address if somebody gave it along with the file; `pages` are the files that hold the article's
    further pages.
    """

    path: str
    data: bytes
    url: str = ""
    wishes: Wishes = Wishes()
    pages: tuple[RawFile, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    def with_pages(self, pages: tuple[RawFile, ...]) -> RawFile:
        """The same with these further pages."""
        return replace(self, pages=pages)


@dataclass(frozen=True, slots=True)
class Box:
    """The element of an HTML page that holds a line, and those round it, nearest first, as far as they tell.

    `number` tells elements of a page apart; `parents` are the numbers of those round it, `names` their
    words in `class` and `id`, `round` all the tags that stand anywhere round it.
    """

    tag: str
    number: int
    parents: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    round: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line of a raw article, white space folded, NFC.

    `number` counts from 1: the line in a text dump, the block in an HTML page. `tag`, `box` and
    `linked` (share of the characters that are link text, 0 to 1) are known for HTML only.
    """

    number: int
    text: str
    blank_before: bool = False
    tag: str = ""
    linked: float = 0.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the value of one key came from: `line 11`, `the address`, `<meta …>`."""

    key: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A value that the markup of an HTML page states about itself; best hints first."""

    key: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class RawArticle:
    """A raw file as read: its lines and what its markup says of itself.

    `family` groups files of a batch that come from one outlet although nothing names it.
    """

    path: str
    sha256: str
    lines: tuple[Line, ...]
    hints: tuple[Hint, ...] = ()
    encoding: str = "utf-8"
    family: str = ""
    wishes: Wishes = Wishes()

    def hint(self, key: str) -> Hint | None:
        """The most trustworthy thing that the markup says of a value, if it says anything."""
        return next((hint for hint in self.hints if hint.key == key), None)


class Role(enum.StrEnum):
    """What a line of a raw article is."""

    BODY = "body"
    TITLE = "title"
    DATE = "date"
    ADDRESS = "address"
    BYLINE = "byline"
    CAPTION = "caption"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line is by itself, wherever it stands."""

    role: Role
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """The article's lines: indexes of the first and last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and where it came from; `line` is the number of its line, if it stands on one."""

    value: T
    source: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one line was taken for, and why; `confidence` (0.5 to 1) is how sure that is."""

    line: Line
    role: Role
    reason: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Lifted:
    """Words taken out of a kept line: they became a value of their own, or are no part of the article."""

    number: int
    text: str
    reason: str


class Form(enum.StrEnum):
    """What a paragraph of an article looks like on the page; a step is an item of a numbered list."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    STEP = "step"
    QUOTE = "quote"


class Rights(enum.StrEnum):
    """How much of an article a site may show: all its words, how it begins, or that it exists and where."""

    FULL = "full"
    EXCERPT = "excerpt"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of an outlet; one TOML file each. `slug` is the file's name.

    `address_dates` are patterns such as `/{year}/{month}/{day}/` for dates in addresses.
    `wishes` are lines that its articles never lose, and lines that they always lose. `rights` are
    `full`, `excerpt`, `link`, or empty where the file does not say.
    """

    slug: str
    name: str
    domains: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    language: str = ""
    timezone: str = ""
    address_dates: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    homepage: str = ""
    agencies: tuple[str, ...] = ()
    rights: str = field(default="", repr=False)  # no reason to clean a raw file again
    wishes: Wishes = Wishes()


@dataclass(frozen=True, slots=True)
class Recurring:
    """Furniture of one outlet that was learned: by a line's fingerprint, in how many articles it stands.

    0 stands for a line that the editor added.
    """

    outlet: str
    name: str
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that ingest knows before it reads an article: outlets, agencies, furniture, what signs weigh.

    `recurring` is no part of what facts are compared by: it bears on the articles that hold its lines only.
    """

    outlets: tuple[Outlet, ...] = ()
    agencies: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    timezone: str = "UTC"
    recurring: tuple[Recurring, ...] = field(default=(), compare=False, repr=False)
    headline: Mapping[str, Mapping[str, float]] = field(default_factory=dict, compare=False, repr=False)
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    inside: tuple[tuple[str, tuple[str, ...]], ...] = ()
    text_weights: str = field(default="", compare=False, repr=False)
    page_weights: str = field(default="", compare=False, repr=False)
    confidence: Mapping[str, Mapping[str, float]] = field(default_factory=dict, compare=False, repr=False)
    people: Mapping[str, Mapping[str, float]] = field(default_factory=dict, compare=False, repr=False)


SURE = 0.98
"""Confidence from which on an article is reported as sure: of those, 98 in 100 and more were clean where it was measured."""
DOUBTFUL = 0.6
"""Confidence below which somebody should look at an article."""
UNSURE = 0.8
"""Confidence below which a line's verdict is one to look at."""


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article with the evidence for each value and a verdict for each line.

    `forms` says of each paragraph of `body` what it looks like on the page. `confidence` is the chance that the body
    is clean: nothing lost, nothing left in.
    """

    raw: RawArticle
    title: str
    body: tuple[str, ...]
    forms: tuple[Form, ...] = ()
    date: datetime | None = None
    date_precision: str = "minute"
    modified: datetime | None = None
    lang: str = "und"
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    place: str | None = None
    caption: str | None = None
    credit: str | None = None
    saved: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    lifted: tuple[Lifted, ...] = ()
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


class Fate(enum.StrEnum):
    """What may happen to an entry on disk when its raw file is cleaned again."""

    CREATE = "create"
    SAME = "same"
    UPDATE = "update"
    KEEP = "keep"


class Status(enum.StrEnum):
    """What became of one file of the inbox."""

    CREATED = "created"
    SAME = "same"
    UPDATED = "updated"
    KEPT = "kept"
    CAPTURE = "another capture"
    DELETED = "deleted"
    SET_ASIDE = "set aside"
    PASSED_OVER = "passed over"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line of whose verdict the program is not sure."""

    number: int
    text: str
    kept: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class CleaningReport:
    """How cleaning one raw file went: lines kept and dropped, how sure that is, the least sure lines."""

    kept: int
    dropped: int
    confidence: float
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The account of one file of the inbox; `fault` says why it was set aside, `text` is a new entry's.

    `by_hand`: a person changed the entry, or decided on lines of it.
    """

    path: str
    status: Status
    entry: str = ""
    title: str = ""
    warnings: tuple[str, ...] = ()
    fault: Fault | None = None
    text: str = ""
    report: CleaningReport | None = None
    by_hand: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at the entry, and nobody has."""
        return self.report is not None and self.report.confidence < DOUBTFUL and not self.by_hand


# ---------------------------------------------------------------- the hinge: the entry file


@dataclass(frozen=True, slots=True)
class Image:
    """What is known of the picture that stood with an article; `src` and `alt` only a person adds.

    `src` is a file below `content/images/`, `alt` says what is to be seen.
    """

    caption: str | None = None
    credit: str | None = None
    src: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """Provenance: the raw file, its hash, the rules that cleaned it, what we wrote."""

    file: str
    sha256: str
    rules: int = 0
    stamp: str = ""
    saved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated note on an entry, written by the editor."""

    date: date
    text: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """What cleaning last wrote into an entry, or a person took from it: digests by key, and of each paragraph.

    It is the base of a three-way merge of what a person made of the entry with what cleaning would write now.
    """

    keys: Mapping[str, str]
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retraction:
    """A decision to take an article off the site for good, and what its stub may still say."""

    day: date
    reason: str
    published: date | None = None
    outlet: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What must be remembered of one entry for life, whatever becomes of its file.

    `raws` are the raw files that hold its article: hash by path below `content/`, in the order in
    which they came. `addresses` are all at which the site has shown it, the newest last. `text` is the digest of the
    article's words as first cleaned, by which the same article is known when it is saved again. `declined` is the
    stamp of a proposal that the editor did not want. `updated` is the latest moment that feeds gave for it: it never
    goes back, even when the entry is dated anew.
    """

    id: str
    entry: str = ""
    raws: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    text: str = ""
    wrote: Wrote | None = None
    declined: str = ""
    addresses: tuple[str, ...] = ()
    updated: datetime | None = None
    retracted: Retraction | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text in a Markdown entry file; `path` is relative to `content/`.

    Date-times carry a zone. `topics` pins the entry to topics, `not_topics` keeps it out.
    `extra` holds keys that Kliping does not know, for templates.
    """

    path: str
    id: str
    title: str
    slug: str
    _: KW_ONLY
    date: datetime | None = None
    date_precision: str = "minute"
    lang: str = "und"
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    place: str | None = None
    image: Image | None = None
    draft: bool = False
    hidden: bool = False
    modified: datetime | None = None
    publish_date: datetime | None = None
    expiry_date: datetime | None = None
    topics: tuple[str, ...] = ()
    not_topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    key: bool = False
    note: str | None = None
    memo: str | None = None
    archived: str | None = None
    translation_of: str | None = None
    corrections: tuple[Correction, ...] = ()
    summary: str | None = None
    tags: tuple[str, ...] = ()
    weight: int = 0
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    capture: Capture | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def entry(self, body: str) -> Entry:
        """The entry with this text."""
        return Entry(**{name: getattr(self, name) for name in HEAD}, body=body)


@dataclass(frozen=True, slots=True)
class Entry(Head):
    """One Markdown entry file; `body` is Markdown."""

    body: str

    @property
    def head(self) -> Head:
        """The entry without its text."""
        return Head(**{name: getattr(self, name) for name in HEAD})


HEAD = tuple(each.name for each in fields(Head))


# ---------------------------------------------------------------- settings


Names = tuple[tuple[str, ...], ...]
"""Names, each with its spellings in all languages; the first is the one that is shown."""


@dataclass(frozen=True, slots=True)
class TopicDefinition:
    """A topic as the editor defines it: who and what must be found, and when.

    `title` and `description` map a language to a text. `who` is a list of groups, of each of
    which one word must be found; one of `what` must be what the article is about. `what_with_name` are words that
    count only together with one of the `names`, which are listed by kind (people, bodies, places).
    `other_story` are words of other stories, `other_side` words of another side of this one. `parent` is the slug of
    the topic that this one is a part of. Words match in any case, with accents and hyphens folded; a final `*` stands
    for any ending. A topic `by_hand` has no words: only what is pinned in entries belongs to it.
    """

    slug: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    who: tuple[tuple[str, ...], ...]
    what: tuple[str, ...]
    start: date | None = None
    end: date | None = None
    what_with_name: tuple[str, ...] = ()
    names: Mapping[str, Names] = field(default_factory=lambda: NOTHING)
    other_story: tuple[str, ...] = ()
    other_side: tuple[str, ...] = ()
    parent: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A place to which `deploy` publishes; `key` is its table in `site.toml`, `most` the most that a run may remove."""

    name: str
    key: str
    most: str


@dataclass(frozen=True, slots=True)
class FolderTarget(Target):
    """A folder of this machine, or of a disk that is mounted here."""

    path: str


@dataclass(frozen=True, slots=True)
class GitTarget(Target):
    """A branch of a git repository, with its history or as one commit."""

    repository: str
    branch: str
    history: bool


@dataclass(frozen=True, slots=True)
class RsyncTarget(Target):
    """A folder of another machine, by rsync over ssh."""

    host: str
    path: str
    port: int


@dataclass(frozen=True, slots=True)
class S3Target(Target):
    """A bucket of Amazon S3, or of a storage that speaks like it."""

    bucket: str
    prefix: str
    region: str
    endpoint: str
    profile: str


FEED_FORMATS: Final = ("rss", "atom", "json")


@dataclass(frozen=True, slots=True)
class Settings:
    """`site.toml`, checked and complete; `origins` says where each value came from."""

    title: str
    base_url: str
    description: str = ""
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    output: str = "output"
    feed_limit: int = 50
    hub: str = ""
    links: str = "file"
    cards: str = "all"
    compressed: tuple[str, ...] = ()
    rights: str = Rights.EXCERPT
    excerpt_words: int = 60
    index_copies: bool = False
    search: bool = True
    stories: bool = True
    archive: bool = True
    editions: bool = True
    follow: bool = True
    narrowed: bool = True
    list_limit: int = 100
    feed_formats: tuple[str, ...] = FEED_FORMATS
    weekly_feeds: bool = True
    security_contact: str = ""
    security_expires: str = ""
    topics: tuple[TopicDefinition, ...] = ()
    targets: tuple[Target, ...] = ()
    origins: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    warnings: tuple[Fault, ...] = ()


# ---------------------------------------------------------------- site: entries to outputs


class TopicVerdict(enum.StrEnum):
    """Whether an entry belongs to a topic; `REVIEW` waits for the editor."""

    IN = "in"
    REVIEW = "review"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Membership:
    """The verdict on one entry and one topic, with a one-line reason; the higher `score`, the more speaks for it."""

    topic: str
    verdict: TopicVerdict
    reason: str
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What topics, copies and stories look at of one article: its cleaned text, never furniture.

    `date` is when it was published, in the site's zone; `text` has a line for each paragraph.
    """

    id: str
    title: str
    text: str
    date: datetime | date | None = None
    lang: str = "und"
    outlet: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that says the same as a fuller one: the share of its words that stand in runs of three that both have.

    It is a copy if it is whole; else the two share an agency's text.
    """

    of: str
    share: float
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One event inside a topic, reported by one or more outlets.

    `reports` are ids, the lead first; `day` is the day of the event. `copies` tells of which report another one is a
    copy; `joins` why reports stand together: two ids and a reason.
    """

    id: str
    day: date | None
    reports: tuple[str, ...]
    copies: Mapping[str, Copy] = field(default_factory=lambda: NOTHING)
    joins: tuple[tuple[str, str, str], ...] = ()

    @property
    def lead(self) -> str:
        return self.reports[0]


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site; `path` is relative to the output folder, with `/`."""

    path: str
    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()
