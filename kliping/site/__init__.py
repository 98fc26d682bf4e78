"""Site: entries to pages and feeds. The recipe is `build`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import indexing, ledger, output, work
from kliping.entries import id_of
from kliping.errors import Fault, OutputError
from kliping.memory import NEW, Memory, digest, packed
from kliping.records import (
    NOTHING,
    Entry,
    Head,
    Membership,
    Outlet,
    Output,
    Retraction,
    Rights,
    Row,
    Settings,
    TopicVerdict,
)
from kliping.site import (
    assemble,
    budgets,
    cards,
    compressed,
    drawing,
    editor,
    feed_formats,
    feed_rules,
    feeds,
    figures,
    hosts,
    icons,
    images,
    leaks,
    leaves,
    notices,
    pages,
    reading,
    recalling,
    redirects,
    rights,
    search,
    sitemaps,
    templates,
    translations,
    wording,
)
from kliping.site.reading import Read


@dataclass(frozen=True, slots=True)
class Built:
    """The account of a build: every entry is shown, held back or set aside.

    `rows` is the ledger as it was read. `secrets` are words that must not be in the outputs; what is `said` may be, beside all that the site shows.
    `fed` are the feeds among the outputs, `warnings` are of the site as a whole: no entry is set aside for them.
    `given` are the paths of outputs that somebody put there: whether these may say something follows from all that is shown.
    `pictures` by path are drawn when the site is published; `images` are files of articles' pictures, in which no words are looked for.
    """

    site: assemble.Site
    held: tuple[assemble.Held, ...]
    faults: tuple[Fault, ...]
    outputs: tuple[Output, ...]
    rows: ledger.Ledger
    former: redirects.Former = redirects.Former()
    told: Mapping[str, datetime] = field(default_factory=lambda: NOTHING)
    secrets: tuple[leaks.Secret, ...] = ()
    said: Callable[[], Iterable[str]] = tuple
    given: frozenset[str] = frozenset()
    fed: feeds.Made = feeds.Made(())
    remembered: Memory = NEW
    warnings: tuple[Fault, ...] = ()
    pictures: Mapping[str, cards.Card | icons.Icon] = field(default_factory=lambda: NOTHING)
    fonts: drawing.Fonts = drawing.Fonts(b"", b"")
    images: tuple[Output, ...] = ()

    @property
    def others(self) -> list[str]:
        """Paths of the files that are published beside the outputs."""
        return [*self.pictures, *(each.path for each in self.images), *(each.path for each in self.compressed)]

    @property
    def compressed(self) -> list[compressed.Wanted]:
        """The files that are compressed when the site is published."""
        return list(compressed.wanted(self.outputs, self.site.settings.compressed))

    @property
    def review(self) -> list[tuple[assemble.Placed, Membership]]:
        """Entries that may belong to a topic and wait for the editor."""
        return [
            (placed, each)
            for placed in self.site.entries
            for each in placed.memberships
            if each.verdict is TopicVerdict.REVIEW
        ]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The site before any page is made: what is shown with its stories, what is not, and why."""

    site: assemble.Site
    held: tuple[assemble.Held, ...]
    faults: tuple[Fault, ...]
    images: images.Shown


def gathered(
    found: Read,
    root: Path,
    package: Path,
    settings: Settings,
    outlets: Sequence[Outlet],
    now: datetime,
    *,
    drafts: bool = False,
    future: bool = False,
    progress: bool = False,
    remembered: Memory = NEW,
    jobs: int = 1,
) -> Gathered:
    """What was read as a site: each entry in its place with as many of its words as are right, topics, stories."""
    zone = ZoneInfo(settings.timezone)
    named = redirects.identified(found.entries, found.nameless, found.rows.values(), zone)
    standing, retracted = redirects.without_retracted(named, found.rows)
    shown, held, undated = assemble.sift(standing, now, drafts=drafts, future=future)
    unique, clashes = assemble.without_clashes(shown, zone)
    allowed = rights.known(outlets, settings.rights)
    illustrated = reading.images_of(root / "content", unique, allowed, found.shelf, remembered)
    today = date.max if future else now.astimezone(zone).date()
    editorials = {slug: editor.until(each, today) for slug, each in found.editorials.items()}
    facts = reading.source_of(package / "facts" / "stories.toml", "facts/stories.toml")
    made = assemble.site(
        settings,
        work.watched(unique, len(unique), "Reading", show=progress),
        outlets,
        found.pages,
        zone,
        recalling.storyteller(facts, found.entries, found.editorials, settings.language, remembered, jobs),
        editorials,
        recalling.Placer(unique, found.shelf, allowed, illustrated.on, settings, remembered, jobs).place,
    )
    site = replace(
        made,
        retracted=tuple(row for _, row in sorted(found.rows.items()) if row.retracted and row.addresses),
        told={row.id: row.updated for row in found.rows.values() if row.updated},
        id=found.id or id_of(settings.base_url),
    )
    faults = (*found.faults, *retracted, *undated, *clashes, *illustrated.faults)
    return Gathered(site, tuple(held), faults, illustrated)


def build(
    root: Path,
    package: Path,
    settings: Settings,
    outlets: Iterable[Outlet],
    now: datetime,
    *,
    coming: Mapping[str, str] = NOTHING,
    drafts: bool = False,
    future: bool = False,
    progress: bool = False,
    searched: bool = False,
    remembered: Memory = NEW,
    jobs: int = 1,
) -> Built:
    """Make every file of the site in memory; `now` decides only what is held back.

    The index for searching is made only if the site is to be `searched`: whoever just looks need not wait for it.
    `coming` are entries by path that are not on disk yet, for a dry run. `remembered` is what earlier builds made.
    """
    found = reading.read(root, package, settings, coming, remembered)
    have = gathered(
        found,
        *(root, package, settings, tuple(outlets), now),
        drafts=drafts,
        future=future,
        progress=progress,
        remembered=remembered,
        jobs=jobs,
    )
    site, words = have.site, wording.wording(settings.language, settings.timezone, found.catalogue)
    index, unsearched = searchable(site, words, remembered) if searched else (NOTHING, [])
    seekers = search.outputs(index, found.templates[search.SCRIPT])
    styles = (
        templates.stylesheet(found.templates[templates.STYLE]),
        feed_formats.stylesheet(found.templates[templates.FEED_STYLE], words),
    )
    fed = feeds.of(site, words, now, recalled=recalling.feed_by_feed(site, found.catalogue, remembered))

    fonts, outlines = reading.fonts(package)
    sign = icons.letter(settings.title, outlines)
    drawings = icons.without_own([icons.svg(sign, outlines)], found.static)
    view, signs = pages.view(site, styles[0].path, words), drawing.signs(fonts.headline)
    shared = cards.of((), view, settings.cards, words, signs)
    view = shared.seen(view)
    updated = {each.address: notices.updated(each, site, words, now) for each in site.entries}
    loaded = {each.path: each.data for each in (*styles, *seekers, *drawings, *found.static)}
    maker = recalling.Pages(
        leaves.Press(site, view, words, signs, updated, budgets.Files(loaded, settings.base_url)),
        recalling.Look(view, found.templates, found.catalogue, settings),
        *(remembered, jobs),
    )
    parts = list(pages.parts(site, words, seekers[0].path if seekers else ""))
    sheets = maker.of(work.watched(parts, len(parts), "Writing", show=progress))
    made_of = pages.in_order([leaf for leaf, _ in sheets], site)
    shared = replace(shared, pages={leaf.address: leaf.card for leaf in made_of if leaf.card})
    pictures: Mapping[str, cards.Card | icons.Icon] = {**shared.by_path, **icons.wanted(sign, found.static)}

    files = (*fed.files, *styles, *found.static)
    taken = (*(each.path for each in files), *(redirects.path_of(leaf.address) for leaf in made_of))
    former, lost = redirects.of(site, found.rows, (each.entry for each in have.held), taken)
    stubs = maker.of([pages.Part(lambda: pages.stubs(former, site, words), is_told=False)])
    told = {each.entry.id: updated[each.address] for each in site.entries}
    html = {leaf.address: output for leaf, output in sheets}
    made = (
        *(html[leaf.address] for leaf in made_of),
        *(output for _, output in stubs),
        *(*fed.files, *styles, *seekers, Output(".nojekyll", b"")),
        *sitemaps.of([leaf.line for leaf in made_of if leaf.line], site, updated),
        *drawings,
    )
    others = (*pictures, *(each.path for each in have.images.files))
    made, static, hidden = for_hosts(made, found.static, former, settings, others)
    outputs = (*made, *static)
    return Built(
        site=site,
        held=have.held,
        faults=(*have.faults, *lost, *hidden, *unsearched),
        outputs=outputs,
        rows=found.rows,
        former=former,
        told={id_: moment for id_, moment in told.items() if moment <= now},
        secrets=tuple(
            leaks.secrets(
                hiding(found, site), site.entries, found.told, {each.entry.path: each.reason for each in have.held}
            )
        ),
        said=lambda: said_beside(found, (*made_of, *(leaf for leaf, _ in stubs)), site.editorials),
        given=frozenset(each.path for each in static),
        fed=fed,
        remembered=remembered,
        warnings=(
            *budgets.over(leaf.weight for leaf in made_of if leaf.weight),
            *hosts.lapsed(settings, now.astimezone(words.zone).date()),
            *translations.faults(site.entries, found.shelf),
            *have.images.warnings,
        ),
        pictures=pictures,
        fonts=fonts,
        images=have.images.files,
    )


def hiding(found: Read, site: assemble.Site) -> Iterator[Entry]:
    """The entries of which something must not be said, with their texts."""
    whole = {each.entry.path for each in site.entries if each.rights is Rights.FULL}
    for head in found.entries:
        if head.path not in whole or head.memo or head.drop or head.path in found.told:
            yield found.shelf.whole(head)


def for_hosts(
    made: tuple[Output, ...],
    static: Sequence[Output],
    former: redirects.Former,
    settings: Settings,
    others: Sequence[str],
) -> tuple[tuple[Output, ...], list[Output], list[Fault]]:
    """The outputs with what hosts and crawlers read of them and of `others`; static files beside them; faults of those that are not."""
    own, rest = redirects.own_lines(static)
    lines = redirects.listed(former.moved, settings.base_url, own)
    made = (*made, *((Output(redirects.FILE, lines.encode()),) if lines else ()))
    own_for_hosts, rest = hosts.own_lines(rest)
    made = (*made, *hosts.of((*made, *rest), settings, own_for_hosts, sitemaps.FILE, others))
    beside_them, hidden = beside((each.path for each in made), others, rest)
    return made, beside_them, hidden


def searchable(
    site: assemble.Site, words: wording.Wording, remembered: Memory
) -> tuple[Mapping[str, bytes], list[Fault]]:
    """The files of an index of all that the site shows; where it cannot be made, none and why."""
    wanted = list(search.records(site, words)) if site.settings.search else []
    if not wanted:
        return NOTHING, []
    try:
        request = search.request(wanted)
        key = digest(indexing.version().encode(), request)
        made: Mapping[str, bytes] = remembered.recall("search", key, lambda: search.files(indexing.answer(request)))
    except (indexing.NotRun, search.Unanswered) as error:
        remedy = "install pagefind-bin anew (python -m pip install pagefind-bin), or write search = false"
        what = f"there is nothing to search with, and the page leads to lists only: {error}"
        return NOTHING, [Fault(what, remedy, "site.toml", key="search")]
    return made, []


def said_beside(found: Read, made: Iterable[leaves.Leaf], editorials: Mapping[str, editor.Editorial]) -> Iterator[str]:
    """What the site may say beside its articles: pages, templates, its wording, and addresses that readers know."""
    yield from (text for page in found.pages for text in (page.slug, page.title, page.html))
    yield from (*found.templates.values(), found.catalogue)
    yield from (text for leaf in made for text in (leaf.title, leaf.description))
    for each in editorials.values():
        yield from (*(said.html for said in each.words), *(figure.by for figure in each.figures))
    for row in found.rows.values():
        yield from (*row.addresses, *((row.retracted.reason,) if row.retracted else ()))


def beside(outputs: Iterable[str], others: Iterable[str], static: Iterable[Output]) -> tuple[list[Output], list[Fault]]:
    """Static files that take no place of a page or picture, and faults of those that would."""
    taken = {path.casefold() for path in (*outputs, *others)}
    faults = [
        Fault(
            "the site makes a file at this address, so this one is left out",
            "give it another name",
            f"templates/static/{each.path}",
        )
        for each in static
        if each.path.casefold() in taken
    ]
    return [each for each in static if each.path.casefold() not in taken], faults


def entries(root: Path, package: Path, settings: Settings) -> list[Entry]:
    """Every entry that can be read, with the id by which the site knows it."""
    found = reading.read(root, package, settings)
    heads = redirects.identified(found.entries, found.nameless, found.rows.values(), ZoneInfo(settings.timezone))
    return list(map(found.shelf.whole, heads))


def withdrawn(built: Built, entry: Head | None, row: Row, retraction: Retraction) -> Row:
    """The row of an article that is retracted: what the site showed of it, and at which addresses."""
    placed = next((each for each in built.site.entries if each.entry.id == row.id), None)
    if placed is None:
        published = entry.date.astimezone(ZoneInfo(built.site.settings.timezone)) if entry and entry.date else None
        told = replace(
            retraction, published=published.date() if published else None, outlet=entry.outlet if entry else None
        )
        return replace(row, retracted=told)
    base_url = built.site.settings.base_url
    aliases = (redirects.alias_address(alias, base_url) for alias in placed.entry.aliases)
    former = (*row.addresses, *(each for each in aliases if each and each not in row.addresses))
    topics = tuple(definition.slug for definition, _ in built.site.topics if placed.is_in(definition.slug))
    told = replace(retraction, published=placed.day, outlet=placed.entry.outlet, topics=topics)
    return replace(row, addresses=redirects.seen(former, placed.address), retracted=told)


def publish(
    built: Built,
    folder: Path,
    root: Path,
    *,
    dry_run: bool = False,
    lasts: bool = True,
    verify: bool = False,
    jobs: int = 1,
) -> output.Written:
    """Put the built site into the output folder; what readers will know of it is remembered first, if `lasts`."""
    if found := [*leaked(built, root), *unfit(built)]:
        raise OutputError(found)
    cache = root / ".cache"
    if not dry_run:
        work.folder(cache)
        if lasts:
            remember(built, root / "content")
    files = (*built.outputs, *built.images, *drawn(built, jobs), *(compressed_files(built, jobs) if lasts else ()))
    return output.publish(files, folder, cache, root, dry_run=dry_run, verify=verify)


def drawn(built: Built, jobs: int) -> Iterator[Output]:
    """The pictures of the site, as they were remembered or drawn now. Raises OutputError."""
    draw = functools.partial(drawing.drawn, built.fonts)
    keys = {path: drawing.key(what, built.fonts) for path, what in built.pictures.items()}
    built.remembered.fill("pictures", {keys[path]: what for path, what in built.pictures.items()}, draw, jobs)

    def one(what: cards.Card | icons.Icon) -> bytes:
        made = work.tried(draw, what)
        if isinstance(made, work.Failed):
            problem = f"the pictures of the site cannot be drawn: {made.reason}"
            raise OutputError(Fault(problem, "install Pillow anew (python -m pip install pillow)"))
        return made

    for path, what in built.pictures.items():
        yield Output(path, built.remembered.data("pictures", keys[path], functools.partial(one, what)))


def compressed_files(built: Built, jobs: int) -> Iterator[Output]:
    """The files that lie compressed beside others, as they were remembered or made now. Raises OutputError."""
    files = built.compressed
    keys = {each.path: digest(each.way.encode(), compressed.VERSION, each.output.digest.encode()) for each in files}
    wanted = {keys[each.path]: each for each in files}
    built.remembered.fill("compressed", wanted, compressed.made, jobs)

    def one(file: compressed.Wanted) -> bytes:
        made = work.tried(compressed.made, file)
        if isinstance(made, work.Failed):
            remedy = f"take \"{file.way}\" out of the list, or install what it needs: pip install 'kliping[br]'"
            problem = f"{file.path} cannot be made: {made.reason}"
            raise OutputError(Fault(problem, remedy, "site.toml", key="output.compressed"))
        return made

    for path, key in keys.items():
        yield Output(path, built.remembered.data("compressed", key, functools.partial(one, wanted[key])))


def leaked(built: Built, root: Path) -> list[Fault]:
    """What the outputs hold that must not leave this machine; a file in which nothing was found is not searched again."""
    try:
        home = [str(Path.home())]
    except RuntimeError:
        home = []
    folders = {str(root), str(root.resolve()), *home}
    general = digest(packed((sorted(folders), built.secrets)))
    shown = functools.cache(lambda: digest(*(each.mark for each in built.site.entries), packed(tuple(built.said()))))
    files = {each.path: each for each in built.outputs if not search.is_program(each.path)}
    return built.remembered.wrong(
        "searched",
        {
            path: general + (shown() if path in built.given else b"") + each.digest.encode()
            for path, each in files.items()
        },
        lambda paths: leaks.found(
            map(files.__getitem__, paths),
            built.secrets,
            lambda: (*leaks.said(built.site.entries, built.site.settings), *built.said()),
            folders,
        ),
    )


def unfit(built: Built) -> list[Fault]:
    """What is wrong with the feeds; one that was found right is not tried again."""
    base = built.site.settings.base_url
    files = {each.path: each for each in built.fed.files}
    return built.remembered.wrong(
        "tried",
        {path: f"{base} {each.digest}".encode() for path, each in files.items()},
        lambda paths: feed_rules.broken(map(files.__getitem__, paths), base),
    )


def remember(built: Built, content: Path) -> None:
    """Write into the ledger at which address and when each article is shown: a killed build leaves one too many."""
    rows = dict(built.rows)
    for placed in built.site.entries:
        id_ = placed.entry.id
        row = rows.get(id_) or Row(id_)
        now = placed.entry.path, redirects.seen(row.addresses, placed.address), built.told.get(id_, row.updated)
        if now != (row.entry, row.addresses, row.updated):
            rows[id_] = replace(row, entry=now[0], addresses=now[1], updated=now[2])
    ledger.save(content, rows, built.site.id)


def proposals(root: Path, package: Path, settings: Settings, topic: str, now: datetime) -> list[figures.Line]:
    """Figures that the articles of a topic seem to report, whatever of their words is shown, but those approved."""
    zone = ZoneInfo(settings.timezone)
    found = reading.read(root, package, settings)
    shown, _, _ = assemble.sift(found.entries, now)
    members = assemble.members_of(topic, map(found.shelf.whole, shown), settings, zone)
    approved = found.editorials.get(topic, editor.NONE).figures
    return list(figures.lines(members, {(each.kind, each.number, each.article) for each in approved}))
