"""Site: entries to pages and feeds. The recipe is `build`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import entries as entry_files
from kliping import hands, indexing, ledger, output, work
from kliping.entries import id_of, slug_of
from kliping.errors import Fault, OutputError, SettingsError
from kliping.memory import NEW, Memory, digest, packed
from kliping.records import (
    NOTHING,
    Entry,
    Membership,
    Outlet,
    Output,
    Report,
    Retraction,
    Rights,
    Row,
    Settings,
    Story,
    TopicDefinition,
    TopicVerdict,
)
from kliping.site import (
    assemble,
    budgets,
    cards,
    channels,
    compressed,
    contexts,
    copies,
    drawing,
    editor,
    feed_formats,
    feed_rules,
    feeds,
    figures,
    hosts,
    icons,
    leaks,
    likeness,
    notices,
    pages,
    redirects,
    render,
    search,
    sitemaps,
    stories,
    templates,
    translations,
    wording,
)

MANY_PICTURES = 300
"""Fewer are drawn before another process would be ready for it."""
MANY_TO_COMPRESS = 300


@dataclass(frozen=True, slots=True)
class Read:
    """Everything on disk that the site is made from."""

    entries: tuple[Entry, ...]
    pages: tuple[assemble.HandWritten, ...]
    editorials: Mapping[str, editor.Editorial]
    templates: Mapping[str, str]
    static: tuple[Output, ...]
    catalogue: str
    faults: tuple[Fault, ...]
    texts: Mapping[str, str]
    nameless: frozenset[str]
    rows: ledger.Ledger
    id: str


@dataclass(frozen=True, slots=True)
class Built:
    """The account of a build: every entry is shown, held back or set aside.

    `rows` is the ledger as it was read. `secrets` are words that must not be in the outputs; what `said` holds may be, beside all that the site shows.
    `fed` are the feeds among the outputs, `warnings` are of the site as a whole: no entry is set aside for them.
    `pictures` by path are drawn when the site is published.
    """

    site: assemble.Site
    held: tuple[assemble.Held, ...]
    faults: tuple[Fault, ...]
    outputs: tuple[Output, ...]
    rows: ledger.Ledger
    former: redirects.Former = redirects.Former()
    told: Mapping[str, datetime] = field(default_factory=lambda: NOTHING)
    secrets: tuple[leaks.Secret, ...] = ()
    said: tuple[str, ...] = ()
    fed: feeds.Made = feeds.Made(())
    remembered: Memory = NEW
    warnings: tuple[Fault, ...] = ()
    index: indexing.Index = indexing.Index()
    pictures: Mapping[str, cards.Card | icons.Icon] = field(default_factory=lambda: NOTHING)
    fonts: drawing.Fonts = drawing.Fonts(b"", b"")

    @property
    def compressed(self) -> list[compressed.Wanted]:
        """The files that are compressed when the site is published."""
        return list(compressed.wanted(self.outputs, self.site.settings.compressed))

    @property
    def paths(self) -> list[str]:
        """Every file of the published site."""
        return [*(each.path for each in self.outputs), *self.pictures, *(each.path for each in self.compressed)]

    @property
    def review(self) -> list[tuple[assemble.Placed, Membership]]:
        """Entries that may belong to a topic and wait for the editor."""
        return [
            (placed, each)
            for placed in self.site.entries
            for each in placed.memberships
            if each.verdict is TopicVerdict.REVIEW
        ]


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
) -> Built:
    """Make every file of the site in memory; `now` decides only what is held back.

    The index for searching is made only if the site is to be `searched`: whoever just looks need not wait for it.
    `coming` are entries by path that are not on disk yet, for a dry run. `remembered` is what earlier builds made.
    """
    zone = ZoneInfo(settings.timezone)
    found = read(root, package, settings, coming, remembered)
    named = redirects.identified(found.entries, found.nameless, found.rows.values(), zone)
    standing, retracted = redirects.without_retracted(named, found.rows)
    shown, held, undated = assemble.sift(standing, now, drafts=drafts, future=future)
    unique, clashes = assemble.without_clashes(shown, zone)
    placed = work.watched(unique, len(unique), "Reading", show=progress)
    today = date.max if future else now.astimezone(zone).date()
    editorials = {slug: editor.until(each, today) for slug, each in found.editorials.items()}
    site = replace(
        assemble.site(
            settings,
            placed,
            tuple(outlets),
            found.pages,
            zone,
            storyteller(package, settings, found, remembered),
            editorials,
            placer(settings, zone, remembered),
        ),
        retracted=tuple(row for _, row in sorted(found.rows.items()) if row.retracted and row.addresses),
        told={row.id: row.updated for row in found.rows.values() if row.updated},
        id=found.id or id_of(settings.base_url),
    )
    words = wording.wording(settings.language, settings.timezone, found.catalogue)
    index, unsearched = searchable(site, words, root / ".cache") if searched else (indexing.Index(), [])
    style = templates.stylesheet(found.templates[templates.STYLE])
    made = templates.environment(found.templates, words)
    view = pages.view(site, style.path, words)
    fed = feeds.of(site, words, now, recalled=feed_by_feed(site, settings, found, remembered))
    feed_style = feed_formats.stylesheet(found.templates[templates.FEED_STYLE], words)
    search_files = search.outputs(index.files, found.templates[search.SCRIPT])
    pages_of_site = list(pages.of(site, words, search_files[0].path if search_files else ""))
    fonts, outlines = read_fonts(package)
    shared = cards.of(pages_of_site, view, settings.cards, words, drawing.signs(fonts.headline))
    view, pages_of_site = shared.seen(view), shared.on(pages_of_site)
    files = (
        *(each.path for each in (*fed.files, style, feed_style, *found.static)),
        *(redirects.path_of(page.address) for page in pages_of_site),
    )
    former, lost = redirects.of(site, found.rows, (each.entry for each in held), files)
    all_pages = [*pages_of_site, *pages.stubs(former, site, words)]
    watched = work.watched(all_pages, len(all_pages), "Writing", show=progress)
    recalled = page_by_page(view, found, settings, remembered)
    html = templates.render(watched, view, made, settings.links, words, recalled)
    made_here = (*html, *fed.files, style, feed_style, Output(".nojekyll", b""))
    told = {each.entry.id: notices.updated(each, site, words, now) for each in site.entries}
    made_here = (*made_here, *sitemaps.of(pages_of_site, site, told, words))
    made_here = (*made_here, *search_files)
    sign = icons.letter(settings.title, outlines)
    made_here = (*made_here, *icons.without_own([icons.svg(sign, outlines)], found.static))
    pictures: Mapping[str, cards.Card | icons.Icon] = {**shared.by_path, **icons.wanted(sign, found.static)}
    own, others = redirects.own_lines(found.static)
    if lines := redirects.listed(former.moved, settings.base_url, own):
        made_here = (*made_here, Output(redirects.FILE, lines.encode()))
    own_for_hosts, others = hosts.own_lines(others)
    made_here = (*made_here, *hosts.of((*made_here, *others), settings, own_for_hosts, sitemaps.FILE, pictures))
    static, hidden = beside(made_here, others)
    return Built(
        site,
        tuple(held),
        (*found.faults, *retracted, *undated, *clashes, *lost, *hidden, *unsearched),
        (*made_here, *static),
        found.rows,
        former,
        {id_: moment for id_, moment in told.items() if moment <= now},
        tuple(leaks.secrets(found.entries, site.entries, found.texts, {each.entry.path: each.reason for each in held})),
        tuple(said_beside(found, all_pages, editorials)),
        fed,
        remembered,
        (
            *budgets.over(
                pages_of_site,
                (*made_here, *static),
                settings.base_url,
                weight_by_weight((style, feed_style, *static), settings, remembered),
            ),
            *hosts.lapsed(settings, now.astimezone(zone).date()),
            *translations.faults(site.entries, found.texts),
        ),
        index,
        pictures,
        fonts,
    )


def placer(settings: Settings, zone: ZoneInfo, remembered: Memory) -> assemble.Placing:
    """What places an entry on the site; the same entry is placed once."""
    general = packed((settings.topics, settings.excerpt_words, settings.index_copies, zone.key))

    def place(entry: Entry, right: Rights) -> tuple[assemble.Placed, str]:
        key = digest(general, right.encode(), packed(entry))
        made: tuple[assemble.Placed, str] = remembered.recall(
            "placed", key, lambda: assemble.placed_with_text(entry, right, settings, zone)
        )
        return made

    return place


def searchable(site: assemble.Site, words: wording.Wording, cache: Path) -> tuple[indexing.Index, list[Fault]]:
    """The index of all that the site shows, remembered or made now; where it cannot be made, why."""
    wanted = list(search.records(site, words)) if site.settings.search else []
    if not wanted:
        return indexing.Index(), []
    try:
        request = search.request(wanted)
        key = indexing.key(request)
        known = indexing.recall(cache, key)
        return known or indexing.Index(key, search.files(indexing.answer(request)), is_new=True), []
    except (indexing.NotRun, search.Unanswered) as error:
        remedy = "install pagefind-bin anew (python -m pip install pagefind-bin), or write search = false"
        what = f"there is nothing to search with, and the page leads to lists only: {error}"
        return indexing.Index(), [Fault(what, remedy, "site.toml", key="search")]


def storyteller(package: Path, settings: Settings, found: Read, remembered: Memory = NEW) -> assemble.Tell:
    """What groups a topic's reports by event, as its editor wants them grouped."""
    source = source_of(package / "facts" / "stories.toml", "facts/stories.toml")
    facts, known = likeness.read(source), source.encode()
    ids: dict[str, list[str]] = {}
    for entry in found.entries:
        ids.setdefault(entry.slug, []).append(entry.id)

    def tell(topic: TopicDefinition, reports: Sequence[Report]) -> tuple[Story, ...]:
        said = found.editorials.get(topic.slug, editor.NONE)
        pairs = {"merge": tuple(editor.pairs(said.merge, ids)), "split": tuple(editor.pairs(said.split, ids))}
        keys = {each.id: digest(packed(each)) for each in reports}

        def made() -> tuple[Story, ...]:
            runs = {
                each.id: remembered.data("runs", keys[each.id], functools.partial(copies.runs, each.text))
                for each in reports
            }
            about = digest(known, packed(topic))
            traits = {
                each.id: remembered.recall(
                    "traits",
                    digest(about, keys[each.id]),
                    functools.partial(likeness.traits, each, topic, facts),
                )
                for each in reports
            }
            return stories.stories(
                reports,
                topic,
                facts,
                copies=copies.copies(reports, runs),
                known=traits,
                language=settings.language,
                **pairs,
            )

        key = digest(known, settings.language.encode(), packed((topic, pairs)), *keys.values())
        told: tuple[Story, ...] = remembered.recall("stories", key, made)
        return told

    return tell


def page_by_page(view: contexts.SiteView, found: Read, settings: Settings, remembered: Memory) -> templates.Recalled:
    """What remembers the HTML of pages: a page whose template sees the same is made once."""
    general = packed(
        (view, dict(found.templates), found.catalogue, settings.links, settings.language, settings.timezone)
    )

    def recalled(page: contexts.Page, make: Callable[[], bytes]) -> bytes:
        return remembered.data("pages", digest(general, packed(page)), make)

    return recalled


def feed_by_feed(site: assemble.Site, settings: Settings, found: Read, remembered: Memory) -> feeds.Recalled:
    """What remembers the files of feeds: a feed with the same items is written once."""
    general = packed((replace(settings, topics=()), site.id, found.catalogue))

    def recalled(feed: feed_formats.Feed, most: int, make: Callable[[], feeds.Fitted]) -> feeds.Fitted:
        channel = replace(feed.channel, group=channels.NO_GROUP)
        key = digest(general, packed((most, channel, feed.title, feed.description, feed.id, feed.items)))
        count, files = remembered.recall("feeds", key, lambda: briefly(make()))
        return replace(feed, items=feed.items[:count]), files

    return recalled


def briefly(fitted: feeds.Fitted) -> tuple[int, tuple[Output, ...]]:
    """How many items of a feed fit, and its files."""
    return len(fitted[0].items), fitted[1]


def weight_by_weight(loaded: Iterable[Output], settings: Settings, remembered: Memory) -> budgets.Recalled:
    """What remembers how much pages weigh that load some of these files."""
    general = digest(settings.base_url.encode(), *(part for each in loaded for part in (each.path.encode(), each.data)))

    def recalled(html: bytes, make: Callable[[], budgets.Weighed]) -> budgets.Weighed:
        made: budgets.Weighed = remembered.recall("weights", digest(general, html), make)
        return made

    return recalled


def said_beside(
    found: Read, all_pages: Iterable[contexts.Page], editorials: Mapping[str, editor.Editorial]
) -> Iterator[str]:
    """What the site may say beside its articles: pages, templates, its wording, and addresses that readers know."""
    yield from (text for page in found.pages for text in (page.slug, page.title, page.html))
    yield from (*found.templates.values(), found.catalogue)
    yield from (text for page in all_pages for text in (page.page.title, page.page.description))
    for each in editorials.values():
        yield from (*(said.html for said in each.words), *(figure.by for figure in each.figures))
    for row in found.rows.values():
        yield from (*row.addresses, *((row.retracted.reason,) if row.retracted else ()))


def beside(outputs: Iterable[Output], static: Iterable[Output]) -> tuple[list[Output], list[Fault]]:
    """Static files that take no page's place, and faults of those that would."""
    taken = {each.path.casefold() for each in outputs}
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
    found = read(root, package, settings)
    return redirects.identified(found.entries, found.nameless, found.rows.values(), ZoneInfo(settings.timezone))


def withdrawn(built: Built, entry: Entry | None, row: Row, retraction: Retraction) -> Row:
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
    built: Built, folder: Path, root: Path, *, dry_run: bool = False, lasts: bool = True, jobs: int = 1
) -> output.Written:
    """Put the built site into the output folder; what readers will know of it is remembered first, if `lasts`."""
    if found := [*leaked(built, root), *unfit(built)]:
        raise OutputError(found)
    cache = root / ".cache"
    if not dry_run:
        work.folder(cache)
        if lasts:
            remember(built, root / "content")
        indexing.remember(cache, built.index)
    pictures = drawn(built, cache, jobs, dry_run=dry_run)
    beside = compressed_files(built, jobs)
    return output.publish((*built.outputs, *pictures, *beside), folder, cache, root, dry_run=dry_run)


def drawn(built: Built, cache: Path, jobs: int, *, dry_run: bool) -> list[Output]:
    """The pictures of the site, as they were remembered or drawn now. Raises OutputError."""
    keys = {path: drawing.key(what, built.fonts) for path, what in built.pictures.items()}
    known = work.recall_files(cache / "pictures", keys.values())
    missing = {keys[path]: what for path, what in built.pictures.items() if keys[path] not in known}
    draw = functools.partial(drawing.drawn, built.fonts)
    made = work.each(draw, [*missing.values()], jobs if len(missing) > MANY_PICTURES else 1)
    for key, data in zip(missing, made, strict=True):
        if isinstance(data, work.Failed):
            what = f"the pictures of the site cannot be drawn: {data.reason}"
            raise OutputError(Fault(what, "install Pillow anew (python -m pip install pillow)"))
        known[key] = data
    if not dry_run:
        work.remember_files(cache / "pictures", known)
    return [Output(path, known[key]) for path, key in keys.items()]


def compressed_files(built: Built, jobs: int) -> list[Output]:
    """The files that lie compressed beside others, as they were remembered or made now. Raises OutputError."""
    wanted, remembered = built.compressed, built.remembered
    keys = {each.path: digest(each.way.encode(), compressed.VERSION, each.data) for each in wanted}
    missing, _ = remembered.unknown("compressed", wanted, lambda each: keys[each.path])
    made: dict[bytes, bytes] = {}
    tried = work.each(compressed.made, missing, jobs if len(missing) > MANY_TO_COMPRESS else 1)
    for each, data in zip(missing, tried, strict=True):
        if isinstance(data, work.Failed):
            remedy = f"take \"{each.way}\" out of the list, or install what it needs: pip install 'kliping[br]'"
            what = f"{each.path} cannot be made: {data.reason}"
            raise OutputError(Fault(what, remedy, "site.toml", key="output.compressed"))
        made[keys[each.path]] = data
    recall = functools.partial(remembered.data, "compressed")
    return [
        Output(each.path, recall(keys[each.path], functools.partial(made.__getitem__, keys[each.path])))
        for each in wanted
    ]


def leaked(built: Built, root: Path) -> list[Fault]:
    """What the outputs hold that must not leave this machine; a file in which nothing was found is not searched again."""
    try:
        home = [str(Path.home())]
    except RuntimeError:
        home = []
    folders = {str(root), str(root.resolve()), *home}
    general = packed((sorted(folders), built.secrets))
    fresh, keys = built.remembered.unknown(
        "searched",
        (each for each in built.outputs if not search.is_program(each.path)),
        lambda each: digest(general, each.path.encode(), each.data),
    )
    found = leaks.found(
        fresh,
        built.secrets,
        lambda: (*leaks.said(built.site.entries, built.site.settings), *built.said),
        folders,
    )
    return found or built.remembered.know("searched", keys)


def unfit(built: Built) -> list[Fault]:
    """What is wrong with the feeds; one that was found right is not tried again."""
    base = built.site.settings.base_url
    fresh, keys = built.remembered.unknown(
        "tried", built.fed.files, lambda each: digest(base.encode(), each.path.encode(), each.data)
    )
    return feed_rules.broken(fresh, base) or built.remembered.know("tried", keys)


def remember(built: Built, content: Path) -> None:
    """Write into the ledger at which address and when each article is shown: a killed build leaves one too many."""
    rows = dict(built.rows)
    for placed in built.site.entries:
        id_ = placed.entry.id
        row = rows.get(id_) or Row(id_)
        rows[id_] = replace(
            row,
            entry=placed.entry.path,
            addresses=redirects.seen(row.addresses, placed.address),
            updated=built.told.get(id_, row.updated),
        )
    ledger.save(content, rows, built.site.id)


# ------------------------------------------------------------------ the left edge


def read(
    root: Path,
    package: Path,
    settings: Settings,
    coming: Mapping[str, str] = NOTHING,
    remembered: Memory = NEW,
) -> Read:
    """Read entries, pages, templates and the catalogue; what cannot be read becomes a fault."""
    zone, content = ZoneInfo(settings.timezone), root / "content"
    files = {file.relative_to(content).as_posix(): file for file in (content / "entries").rglob("*.md")}
    entries: list[Entry] = []
    faults: list[Fault] = []
    nameless: set[str] = set()
    texts: dict[str, str] = {}
    for path in sorted({*files, *coming}):
        try:
            text = coming[path] if path in coming else entry_files.read(files[path], path)
            texts[path] = text
            key = digest(
                zone.key.encode(), path.encode("utf-8", "surrogateescape"), text.encode("utf-8", "surrogateescape")
            )
            entries.append(remembered.recall("entries", key, functools.partial(entry_files.parse, text, path, zone)))
            if not redirects.says_id(text):
                nameless.add(path)
        except entry_files.EntryError as error:
            faults += [
                Fault(each.what, each.remedy, f"content/{each.file}", each.line, each.key) for each in error.faults
            ]
    sources, static = read_templates(root, package)
    catalogue = package / "locale" / settings.language / "LC_MESSAGES" / "kliping.po"
    text = catalogue.read_text("utf-8") if catalogue.exists() else ""
    hand_written, page_faults = read_pages(content)
    editorials, topic_faults = read_topics(content, settings, entries)
    return Read(
        entries=tuple(entries),
        pages=tuple(hand_written),
        editorials=editorials,
        templates=sources,
        static=static,
        catalogue=text,
        faults=(*faults, *page_faults, *topic_faults),
        texts=texts,
        nameless=frozenset(nameless),
        rows=ledger.load(content),
        id=ledger.site_of(content),
    )


def read_pages(content: Path) -> tuple[list[assemble.HandWritten], list[Fault]]:
    """The hand-written pages: Markdown whose first heading is the title; faults of those without a place."""
    found: list[assemble.HandWritten] = []
    faults: list[Fault] = []
    for file in sorted((content / "pages").glob("*.md")):
        name = f"content/pages/{file.name}"
        slug = slug_of(file.stem)
        if pages.is_taken(slug) or slug in (page.slug for page in found):
            faults.append(Fault(f"the site has a page of its own at /{slug}/", "give the file another name", name))
            continue
        title, _, body = hands.normal(source_of(file, name)).strip().partition("\n")
        if not title.lstrip("# ").strip():
            faults.append(Fault("is empty", "begin it with a title, such as # About this site", name))
            continue
        found.append(assemble.HandWritten(slug, title.lstrip("# ").strip(), render.html(body.strip())))
    return found, faults


def read_topics(
    content: Path, settings: Settings, entries: Iterable[Entry]
) -> tuple[dict[str, editor.Editorial], list[Fault]]:
    """What the editor wrote on each topic, by its slug; faults of what in it cannot be used."""
    slugs = [topic.slug for topic in settings.topics]
    bodies: dict[str, list[str]] = {}
    for entry in entries:
        bodies.setdefault(entry.slug, []).append(f"{entry.title}\n{entry.body}")
    found: dict[str, editor.Editorial] = {}
    faults: list[Fault] = []
    for file in sorted((content / "topics").glob("*.md")):
        name = f"content/topics/{file.name}"
        if file.stem not in slugs:
            remedy = f"call it by the slug of a topic: {', '.join(slugs)}" if slugs else "define the topic in site.toml"
            faults.append(Fault("no topic has this slug", remedy, name))
            continue
        made, wrong = editor.read(source_of(file, name), name)
        found[file.stem] = made
        faults += [*wrong, *editor.misplaced(made, bodies)]
    return found, faults


def proposals(root: Path, package: Path, settings: Settings, topic: str, now: datetime) -> list[figures.Line]:
    """Figures that the articles of a topic seem to report, whatever of their words is shown, but those approved."""
    zone = ZoneInfo(settings.timezone)
    found = read(root, package, settings)
    shown, _, _ = assemble.sift(found.entries, now)
    members = assemble.members_of(topic, shown, settings, zone)
    approved = found.editorials.get(topic, editor.NONE).figures
    return list(figures.lines(members, {(each.kind, each.number, each.article) for each in approved}))


def read_fonts(package: Path) -> tuple[drawing.Fonts, Mapping[str, str]]:
    """What pictures are drawn with, and the outlines of single letters."""
    folder = package / "fonts"
    fonts = drawing.Fonts((folder / "headline.ttf").read_bytes(), (folder / "text.ttf").read_bytes())
    return fonts, icons.initials(source_of(folder / "initials.txt", "fonts/initials.txt"))


def theme_folder(package: Path) -> Path:
    """The default theme: inside an installed package, beside it in a checkout."""
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def read_templates(root: Path, package: Path) -> tuple[dict[str, str], tuple[Output, ...]]:
    """Template sources by name, the site's own instead of the default ones, and static files."""
    sources: dict[str, str] = {}
    static: dict[str, Output] = {}
    for folder in dict.fromkeys((theme_folder(package), root / "templates")):
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
            name = file.relative_to(folder).as_posix()
            if name in (templates.STYLE, templates.FEED_STYLE, search.SCRIPT) or (
                name.endswith(".html") and not name.startswith("static/")
            ):
                sources[name] = source_of(file, f"templates/{name}")
            elif name.startswith("static/"):
                path = name.removeprefix("static/")
                static[path] = Output(path, file.read_bytes())
    return sources, tuple(static.values())


def source_of(file: Path, name: str) -> str:
    """The text of a template or page; raises SettingsError if it is not UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(Fault("is not UTF-8", "save the file as UTF-8", name)) from error
