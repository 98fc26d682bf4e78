"""Site: entries to pages and feeds. The recipe is `build`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import entries as entry_files
from kliping import hands, output, work
from kliping.entries import slug_of
from kliping.errors import Fault, SettingsError
from kliping.records import NOTHING, Entry, Membership, Outlet, Output, Settings, TopicVerdict
from kliping.site import assemble, feeds, pages, render, templates, wording


@dataclass(frozen=True, slots=True)
class Read:
    """Everything on disk that the site is made from."""

    entries: tuple[Entry, ...]
    pages: tuple[assemble.HandWritten, ...]
    templates: Mapping[str, str]
    static: tuple[Output, ...]
    catalogue: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """The account of a build: every entry is shown, held back or set aside."""

    site: assemble.Site
    held: tuple[assemble.Held, ...]
    faults: tuple[Fault, ...]
    outputs: tuple[Output, ...]

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
) -> Built:
    """Make every file of the site in memory; `now` decides only what is held back.

    `coming` are entries by path that are not on disk yet, for a dry run.
    """
    zone = ZoneInfo(settings.timezone)
    found = read(root, package, settings, coming)
    shown, held, undated = assemble.sift(found.entries, now, drafts=drafts, future=future)
    unique, clashes = assemble.without_clashes(shown, zone)
    placed = work.watched(unique, len(unique), "Reading", show=progress)
    site = assemble.site(settings, placed, tuple(outlets), found.pages, zone)
    words = wording.wording(settings.language, settings.timezone, found.catalogue)
    style = templates.stylesheet(found.templates[templates.STYLE])
    made = templates.environment(found.templates, words)
    view = pages.view(site, style.path, words)
    all_pages = list(pages.of(site, words))
    watched = work.watched(all_pages, len(all_pages), "Writing", show=progress)
    html = templates.render(watched, view, made, settings.links)
    made_here = (*html, *feeds.of(site, words), style, Output(".nojekyll", b""))
    static, hidden = beside(made_here, found.static)
    return Built(site, tuple(held), (*found.faults, *undated, *clashes, *hidden), (*made_here, *static))


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


def publish(built: Built, folder: Path, root: Path, *, dry_run: bool = False) -> output.Written:
    """Put the built site into the output folder."""
    cache = root / ".cache"
    if not dry_run:
        work.folder(cache)
    return output.publish(built.outputs, folder, cache, root, dry_run=dry_run)


# ------------------------------------------------------------------ the left edge


def read(root: Path, package: Path, settings: Settings, coming: Mapping[str, str] = NOTHING) -> Read:
    """Read entries, pages, templates and the catalogue; what cannot be read becomes a fault."""
    zone, content = ZoneInfo(settings.timezone), root / "content"
    files = {file.relative_to(content).as_posix(): file for file in (content / "entries").rglob("*.md")}
    entries: list[Entry] = []
    faults: list[Fault] = []
    for path in sorted({*files, *coming}):
        try:
            text = coming[path] if path in coming else entry_files.read(files[path], path)
            entries.append(entry_files.parse(text, path, zone))
        except entry_files.EntryError as error:
            faults += [
                Fault(each.what, each.remedy, f"content/{each.file}", each.line, each.key) for each in error.faults
            ]
    sources, static = read_templates(root, package)
    catalogue = package / "locale" / settings.language / "LC_MESSAGES" / "kliping.po"
    text = catalogue.read_text("utf-8") if catalogue.exists() else ""
    hand_written, page_faults = read_pages(content)
    return Read(tuple(entries), tuple(hand_written), sources, static, text, (*faults, *page_faults))


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
            if name == templates.STYLE or (name.endswith(".html") and not name.startswith("static/")):
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
