"""What the template of each page sees: documented records only, never an entry or the settings themselves.

The fields' help is printed in docs/reference.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


def doc(help: str) -> Any:  # noqa: A002 - it is the help
    """A field with its help for the reference."""
    return field(metadata={"help": help})


# ------------------------------------------------------------------ what templates see


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed offered on a page."""

    title: str = doc("What the feed follows.")
    address: str = doc("Its address on the site, as RSS.")
    atom: str = doc("Its address as Atom; empty where it is not made.")
    json: str = doc("Its address as JSON Feed; empty where it is not made.")


@dataclass(frozen=True, slots=True)
class Link:
    """A name with an address; `address` is on the site unless it begins with http."""

    title: str = doc("The words of the link.")
    address: str = doc("Where it leads.")
    count: int = doc("How many articles are there; 0 when that means nothing.")
    note: str = doc("A few words beside it; may be empty.")


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of an article, which is shown only where its rights allow all of it."""

    address: str = doc("Address of the file on this site.")
    alt: str = doc("What is to be seen on it, in the editor's words.")
    width: int = doc("Its width in pixels.")
    height: int = doc("Its height in pixels: with both said, nothing jumps when it comes.")
    kind: str = doc("Its type, such as `image/jpeg`.")
    size: int = doc("How many bytes it has.")


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    title: str = doc("The headline as published.")
    address: str = doc("Address of its page on this site.")
    lang: str = doc("Language of the article.")
    outlet: Link | None = doc("Who published it, leading to the outlet's page.")
    original: str | None = doc("Address of the original; none when it is not known.")
    date: datetime = doc("When the outlet published, in the site's zone.")
    precision: str = doc("How precisely that is known: day, minute or second.")
    summary: str = doc(
        "The editor's summary, else how the article begins; empty where rights allow no more than a link."
    )
    place: str | None = doc("Where it was reported from.")
    agencies: tuple[str, ...] = doc("Agencies that supplied it.")


@dataclass(frozen=True, slots=True)
class Note:
    """A correction of an article, or the retraction of one."""

    date: date = doc("The day of it.")
    text: str = doc("The words of the correction, or the reason of the retraction.")
    article: Link = doc("The article; `note` is its language. Of a retracted one the title is empty.")
    outlet: str = doc("Who published it; empty when that is not known.")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a list."""

    date: date = doc("The day, in the site's zone.")
    cards: tuple[Card, ...] = doc("What was published on it, earliest first.")
    address: str = doc("Address of the day's own page; empty where that is not linked.")


@dataclass(frozen=True, slots=True)
class Mention:
    """A report of an event, named beside another one."""

    title: str = doc("The headline as published.")
    address: str = doc("Address of its page on this site.")
    lang: str = doc("Language of the article.")
    outlet: str = doc("Who published it; empty when that is not known.")
    date: date = doc("Day on which it was published.")
    copy: str = doc("`whole` if it says the same as the other, `part` if it shares text with it, else empty.")
    agencies: tuple[str, ...] = doc("Agencies that supplied the text that both share, if known.")


@dataclass(frozen=True, slots=True)
class Telling:
    """A report of an event and the reports that say the same."""

    report: Mention = doc("The report.")
    copies: tuple[Mention, ...] = doc("Reports of the same text at other outlets.")


@dataclass(frozen=True, slots=True)
class Event:
    """A story on a timeline: one event, and who reported it."""

    lead: Card = doc("The report that is shown.")
    text: str = doc("The editor's summary of it, else its first sentence; empty where rights allow neither.")
    copies: tuple[Mention, ...] = doc("Reports that say the same as the one shown.")
    others: tuple[Telling, ...] = doc("The other reports, earliest first.")
    count: int = doc("How many reports there are in all.")
    outlets: int = doc("How many outlets reported it.")
    more: Link | None = doc(
        "The page that has them all, or at least their day, if not all are named here; `count` is how many there are, `note` the `id` of the day there."
    )


@dataclass(frozen=True, slots=True)
class EventDay:
    """One day of a topic's timeline."""

    date: date = doc("The day on which it happened.")
    events: tuple[Event, ...] = doc("What happened, most reported first.")
    silent: int = doc(
        "How many days lie between it and the day shown before it, on which nothing happened or was published."
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """An event that stands on a timeline by its headline alone."""

    link: Link = doc("The report that tells it; `note` is its language.")
    outlets: int = doc("How many outlets reported it.")


@dataclass(frozen=True, slots=True)
class HeadlineDay:
    """One day of a timeline, told by headlines."""

    date: date = doc("The day on which it happened.")
    events: tuple[Headline, ...] = doc("What happened, most reported first.")
    is_first: bool = doc("Whether nothing of the day stands further up on the page.")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day of a timeline or of a list: what of it is not told in full stands here by its headline."""

    title: str = doc("The period, such as October 2020.")
    id: str = doc("The same as a key: `2020`, `2020-10` or `2020-10-09`.")
    address: str = doc("Its own page; empty if that is the page on which it stands.")
    count: int = doc("How many articles it has.")
    story_count: int = doc("How many events; 0 in a list.")
    days: tuple[HeadlineDay, ...] = doc(
        "Its headlines, in the order of the timeline; those that most outlets reported."
    )
    more: int = doc("How many of its events are named nowhere on the page.")


@dataclass(frozen=True, slots=True)
class Development:
    """A key development of a topic."""

    date: date = doc("The day on which it happened.")
    link: Link = doc("The report that tells it; `note` is its language.")
    outlets: int = doc("How many outlets reported it.")
    names: tuple[str, ...] = doc("Names that most of its reports say and most of the topic's do not; places first.")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, as it says them."""

    text: str = doc("The words; empty where rights allow none.")
    report: Mention = doc("Where they stand.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What an editor wrote on where a topic stands."""

    date: date = doc("The day of the words.")
    html: str = doc("The words as HTML.")


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Names of one kind that a topic's reports name: people, bodies or places."""

    title: str = doc("What they are.")
    kind: str = doc("The same as a key: `people`, `bodies` or `places`.")
    links: tuple[Link, ...] = doc("The most frequent ones, with how many reports name each.")
    all: Link | None = doc("The list of all of them, if there are more.")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure that the editor approved: who said what, when."""

    number: str = doc("The number, as the article says it.")
    by: str = doc("Who said it, in the editor's words; may be empty.")
    sentence: str = doc("The sentence that says it; empty where rights allow none.")
    report: Mention = doc("The article that says it.")


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures of one kind over time."""

    title: str = doc("What is counted.")
    lines: tuple[FigureLine, ...] = doc("The figures, newest first.")


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one outlet in a chart."""

    title: str = doc("The outlet, or how many others there are.")
    path: str = doc("The `d` of an SVG path.")


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of the table that says the same as the chart: only those with reports are there."""

    start: date = doc("First day of the row.")
    end: date = doc("Last day of it; the same for a day.")
    total: int = doc("How many reports.")
    counts: tuple[Link, ...] = doc("Outlets with how many reports each; `address` is empty.")


@dataclass(frozen=True, slots=True)
class Coverage:
    """A chart of a topic's reports by day and outlet."""

    unit: str = doc("What a bar stands for: `day`, `week` or `month`.")
    width: int = doc("Width of the drawing.")
    height: int = doc("Its height, which is the number of reports of the highest bar.")
    start: date = doc("First day of the chart.")
    end: date = doc("Its last day.")
    peak: date = doc("First day of the highest bar.")
    series: tuple[Bars, ...] = doc("The outlets with most reports, and all others last.")
    rows: tuple[ChartRow, ...] = doc("The same as a table.")


@dataclass(frozen=True, slots=True)
class Meta:
    """A `<meta>` element."""

    kind: str = doc("Which attribute names it: `name` or `property`.")
    name: str = doc("What it is.")
    content: str = doc("What it says.")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself to search engines, previews and reference managers: `metadata`."""

    description: str = doc("The page in a sentence; empty where an article was that is not shown any more.")
    tags: tuple[Meta, ...] = doc("Open Graph and, of an article, what reference managers read.")
    data: str = doc("Schema.org as JSON that may stand in a script element as it is; empty where there is none.")


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page knows of the site."""

    title: str = doc("Name of the site.")
    description: str = doc("One sentence about it.")
    language: str = doc("Language of the interface.")
    base_url: str = doc("Where the site is hosted, with / at its end.")
    style: str = doc("Address of the style sheet.")
    topics: tuple[Link, ...] = doc("All topics; their `count` is 0, for it would change every page.")
    pages: tuple[Link, ...] = doc("Hand-written pages beside /about/, and /corrections/ once there is any.")
    feed: Feed = doc("The feed of everything.")
    search: str = doc("Address of the page to search on; empty without one.")
    archive: str = doc("Address of the list of months; empty without one.")
    follow: str = doc("Address of the page that explains feeds; empty without one.")
    picture: str = field(
        default="", metadata={"help": "Address of the picture for pages that have none of their own; may be empty."}
    )


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page: `home.html`."""

    title: str = doc("Title of the page; empty for the site's own.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    topics: tuple[TopicTeaser, ...] = doc("Topics with their latest articles.")
    latest: tuple[Card, ...] = doc("The newest articles that no topic on the page shows.")
    months: tuple[Link, ...] = doc("Months with articles, newest first; none without an archive.")
    outlets: tuple[Link, ...] = doc("Outlets by name.")
    count: int = doc("How many articles the site has.")


@dataclass(frozen=True, slots=True)
class TopicTeaser:
    """A topic on the front page."""

    title: str = doc("Title of the topic.")
    address: str = doc("Address of its page.")
    description: str = doc("The editor's sentence about it.")
    count: int = doc("How many articles it has.")
    outlets: int = doc("How many outlets reported.")
    start: date | None = doc("Day of its first article.")
    end: date | None = doc("Day of its newest article.")
    latest: tuple[Card, ...] = doc("Its newest articles.")


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A running story: `topic.html`."""

    title: str = doc("Title of the topic; on the page that is oldest first it says so.")
    description: str = doc("The editor's sentence about it.")
    feeds: tuple[Feed, ...] = doc("The topic's feeds.")
    name: str = doc("Title of the topic.")
    edition: Link | None = doc(
        "The whole of it to print or to read at a stretch; none if it has no article, or no edition."
    )
    order: str = doc("`newest` or `oldest`: what comes first. The page that is oldest first has the timeline only.")
    turned: Link | None = doc("The same timeline the other way round; none if it has a single day.")
    parent: Link | None = doc("The topic that this one is a part of.")
    parts: tuple[Link, ...] = doc("Topics that are a part of this one.")
    standing: tuple[Standing, ...] = doc("The editor's own words on where it stands, newest first.")
    newest: Quote | None = doc("First words on the newest event, for a topic without words of the editor.")
    key: tuple[Development, ...] = doc("Key developments, earliest first.")
    is_chosen: bool = doc("Whether the editor chose them; else they are what most outlets reported.")
    names: tuple[NameGroup, ...] = doc("People, bodies and places that its reports name.")
    outlets: tuple[Link, ...] = doc("Outlets that reported, with how many articles; the most first.")
    more_outlets: Link | None = doc("The list of all outlets, if not all are in `outlets`.")
    outlet_count: int = doc("How many outlets reported.")
    figures: tuple[FigureGroup, ...] = doc("Figures that the editor approved.")
    coverage: Coverage | None = doc("The chart; none if all reports are of one day.")
    months: tuple[Link, ...] = doc(
        "Months of the timeline; `address` is the `id` of the first day or period shown. Empty if it is one."
    )
    days: tuple[EventDay, ...] = doc("The timeline in its order, as far as it is told in full.")
    periods: tuple[Period, ...] = doc("The rest of the timeline by month, where there are many also by year.")
    count: int = doc("How many articles it has.")
    story_count: int = doc("How many events they report; 0 where nothing is grouped by event.")
    start: date | None = doc("Day of its first article.")
    end: date | None = doc("Day of its newest article.")
    list: tuple[Day, ...] = field(
        default=(),
        metadata={
            "help": "Where nothing is grouped by event, articles by day instead of `days`; `periods` are months of the whole list."
        },
    )


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """A year, a month or a day of a topic's timeline, from its beginning: `period.html`."""

    title: str = doc("The period and the topic.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("The topic's feed.")
    kind: str = doc("`year`, `month` or `day`.")
    name: str = doc("The period.")
    way: tuple[Link, ...] = doc("The topic; of a day its month, too.")
    days: tuple[EventDay, ...] = doc("What happened, earliest first, as far as it is told in full.")
    periods: tuple[Period, ...] = doc("The rest by month or by day, each with a page of its own.")
    count: int = doc("How many articles it has.")
    story_count: int = doc("How many events they report.")
    earlier: Link | None = doc("The period before it.")
    later: Link | None = doc("The period after it.")


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article in an edition."""

    card: Card = doc("The article as in lists.")
    html: str = doc("Its own words as HTML, as many as its rights allow; headings stand below its headline, an `h3`.")
    rights: str = doc("`full`, `excerpt` or `link`: how much of the article that is.")
    authors: tuple[str, ...] = doc("Who wrote it.")
    editors: tuple[str, ...] = doc("Who edited it at the outlet.")
    note: str | None = doc("The editor's own note.")
    corrections: tuple[Any, ...] = doc("Dated corrections: each has `date` and `text`.")
    copies: tuple[Mention, ...] = doc("Reports of the same text at other outlets, which is printed once.")
    caption: str | None = field(default=None, metadata={"help": "Caption of the picture."})
    credit: str | None = field(default=None, metadata={"help": "Who made the picture."})
    picture: Picture | None = field(default=None, metadata={"help": "Its picture, if it has one that may be shown."})


@dataclass(frozen=True, slots=True)
class ChapterDay:
    """One day of an edition."""

    date: date = doc("The day on which it happened.")
    chapters: tuple[Chapter, ...] = doc("Its reports, event by event.")


@dataclass(frozen=True, slots=True)
class EditionPage:
    """A whole topic to print or to read at a stretch, or a month of a long one: `edition.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("The same.")
    feeds: tuple[Feed, ...] = doc("The topic's feed.")
    topic: Link = doc("The topic.")
    month: str = doc("The month; empty for a whole topic.")
    standing: tuple[Standing, ...] = doc("The editor's newest words on where it stands, if there are any.")
    days: tuple[ChapterDay, ...] = doc("What happened, earliest first.")
    count: int = doc("How many articles it has.")
    outlet_count: int = doc("How many outlets published them.")
    start: date = doc("Day of its first article.")
    end: date = doc("Day of its newest article.")


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article: `article.html`."""

    title: str = doc("The headline as published.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds of its topics.")
    card: Card = doc("The article as in lists.")
    html: str = doc("The article's own words as HTML, as many as its rights allow.")
    rights: str = doc("`full`, `excerpt` or `link`: how much of the article that is.")
    is_indexed: bool = doc("Whether search engines may list the page.")
    authors: tuple[str, ...] = doc("Who wrote it.")
    editors: tuple[str, ...] = doc("Who edited it at the outlet.")
    caption: str | None = doc("Caption of the picture that stood with it.")
    credit: str | None = doc("Credit of that picture.")
    modified: datetime | None = doc("When the outlet changed it, if it says so.")
    note: str | None = doc("The editor's own note.")
    corrections: tuple[Any, ...] = doc("Dated corrections: each has `date` and `text`.")
    topics: tuple[Link, ...] = doc("Topics it belongs to; their `count` is 0.")
    saved: datetime | None = doc("When it was saved, if the raw file says so.")
    archived: str | None = doc("Address of a copy of the original in a web archive, if the editor gave one.")
    sha256: str | None = doc("Hash of the raw file, in hex.")
    rules: int = doc("Version of the rules that cleaned it; 0 for a hand-written entry.")
    age: int = doc("How many whole years older it is than the newest article of the site.")
    same: tuple[Mention, ...] = doc("Other reports of the same event, those that share its text first.")
    related: tuple[Mention, ...] = doc("Reports of other events of its topic that have most in common with it.")
    earlier: Link | None = doc("The lead report of the event before it in its first topic.")
    later: Link | None = doc("The lead report of the event after it in its first topic.")
    event: Link | None = doc(
        "Its event on the timeline of its first topic: `note` is the `id` of the day there, `count` how many reports it has."
    )
    translations: tuple[Link, ...] = doc("The same article in other languages; `note` is the language.")
    alternates: tuple[Link, ...] = doc(
        "This page and its translations for search engines; empty where one of them is a copy of a page elsewhere."
    )
    extra: Any = doc("Keys of the front matter that Kliping does not know.")
    picture: Picture | None = field(default=None, metadata={"help": "Its picture, if it has one that may be shown."})


@dataclass(frozen=True, slots=True)
class ListPage:
    """The articles of an outlet, a month, a day, or of a topic with something in common: `list.html`."""

    title: str = doc("The outlet's name, the month, the day, or the name that all have in common and the topic.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    kind: str = doc("`outlet`, `month`, `day` or `name`.")
    name: str = doc("The title without the topic.")
    parent: Link = doc("The list or topic above it.")
    days: tuple[Day, ...] = doc("Articles by day, newest day first; of a long list those of its newest days.")
    homepage: str = doc("An outlet's own address; may be empty.")
    count: int = doc("How many articles are listed.")
    earlier: Link | None = doc("The month or day before; none for others.")
    later: Link | None = doc("The month or day after; none for others.")
    periods: tuple[Period, ...] = field(
        default=(), metadata={"help": "Months of a long list, or days of a long month: the whole list is there."}
    )


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A list of lists, such as all outlets: `index.html`."""

    title: str = doc("What is listed.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    name: str = doc("The title without the topic.")
    links: tuple[Link, ...] = doc("The lists, with how many articles each has.")
    parent: Link | None = doc("The topic above it, if it is of one.")


@dataclass(frozen=True, slots=True)
class TextPage:
    """A hand-written page, and /about/ where the editor wrote none: `page.html`, `about.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("Feeds offered on the page.")
    html: str = doc("The page's own words as HTML; empty for the built-in /about/.")
    outlets: tuple[Link, ...] = doc("Outlets by name.")
    count: int = doc("How many articles the site has.")


@dataclass(frozen=True, slots=True)
class FollowPage:
    """What feeds are and where this site's are: `follow.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("The feed of everything.")
    groups: tuple[FeedGroup, ...] = doc("All feeds: of everything, of each topic, of outlets.")
    list: str = doc("Address of the list of all feeds, as OPML.")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page to search on: `search.html`. Where there is no index it leads to the lists only."""

    title: str = doc("Title of the page.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("The feed of everything.")
    script: str = doc("Address of the script that searches; empty without an index.")
    index: str = doc("Address of the folder of the index; empty without one.")
    lists: tuple[Link, ...] = doc("The lists of all articles, by month, by outlet, by topic.")


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """Feeds that belong together on the page that explains them."""

    title: str = doc("The topic, or what else they have in common.")
    address: str = doc("The topic's page; may be empty.")
    lines: tuple[FeedLine, ...] = doc("The feeds.")


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One feed on the page that explains them."""

    title: str = doc("What it follows.")
    text: str = doc("A sentence about it; may be empty.")
    whole: str = doc("Its whole address, as RSS, to be copied.")
    formats: tuple[Link, ...] = doc("The same feed in each format.")


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """All corrections and retractions: `corrections.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("For search engines and previews.")
    feeds: tuple[Feed, ...] = doc("The feed of corrections.")
    html: str = doc("The editor's own words from content/pages/corrections.md; may be empty.")
    notes: tuple[Note, ...] = doc("Corrections and retractions, newest first.")


@dataclass(frozen=True, slots=True)
class MovedPage:
    """What stands at a former address and leads to the one that the article has now: `moved.html`."""

    title: str = doc("Title of the page.")
    description: str = doc("Empty.")
    feeds: tuple[Feed, ...] = doc("None.")
    target: str = doc("Where the article is now.")


@dataclass(frozen=True, slots=True)
class GonePage:
    """What stands where an article was that is not shown any more: `gone.html`. It says nothing of the article."""

    title: str = doc("Title of the page.")
    description: str = doc("Empty.")
    feeds: tuple[Feed, ...] = doc("The site's feed.")


@dataclass(frozen=True, slots=True)
class RetractedPage:
    """What stands where a retracted article was: `retracted.html`. It has neither headline nor words of it."""

    title: str = doc("Title of the page.")
    description: str = doc("Empty.")
    feeds: tuple[Feed, ...] = doc("The site's feed.")
    outlet: str = doc("Who published it; empty when that is not known.")
    published: date | None = doc("Day on which the outlet published it, if known.")
    date: date = doc("Day of the retraction.")
    reason: str = doc("Why it was retracted.")


Context = (
    HomePage
    | TopicPage
    | PeriodPage
    | EditionPage
    | ArticlePage
    | ListPage
    | IndexPage
    | TextPage
    | FollowPage
    | SearchPage
    | CorrectionsPage
    | MovedPage
    | GonePage
    | RetractedPage
)
CONTEXTS: Mapping[str, type] = {
    "home.html": HomePage,
    "topic.html": TopicPage,
    "period.html": PeriodPage,
    "edition.html": EditionPage,
    "article.html": ArticlePage,
    "list.html": ListPage,
    "index.html": IndexPage,
    "about.html": TextPage,
    "page.html": TextPage,
    "404.html": TextPage,
    "follow.html": FollowPage,
    "search.html": SearchPage,
    "corrections.html": CorrectionsPage,
    "moved.html": MovedPage,
    "gone.html": GonePage,
    "retracted.html": RetractedPage,
}
PARTS: tuple[type, ...] = (
    *(SiteView, TopicTeaser, Card, Picture, Note, Day, Link, Feed, FeedGroup, FeedLine),
    *(ChapterDay, Chapter, EventDay, Event, Telling, Period, HeadlineDay, Headline),
    *(Mention, Development, Quote, Standing, NameGroup),
    *(FigureGroup, FigureLine, Coverage, Bars, ChartRow),
    *(Metadata, Meta),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page to render: its address on the site, its template, what the template sees.

    `original` is the address of which it is a full copy, if it is one; `picture` that of the picture on the site that
    stands for the page in previews, 1200 by 630, if there is one.
    """

    address: str
    template: str
    page: Context
    original: str = ""
    picture: str = ""
