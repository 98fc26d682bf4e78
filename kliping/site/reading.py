"""The left edge: everything on disk that the site is made from. What cannot be read becomes a fault."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from kliping import entries as entry_files
from kliping import hands, ledger
from kliping.entries import slug_of
from kliping.errors import Fault, OutputError, SettingsError
from kliping.memory import NEW, Memory, digest
from kliping.records import NOTHING, Entry, Head, Output, Settings
from kliping.site import (
    assemble,
    drawing,
    editor,
    icons,
    images,
    leaks,
    pages,
    redirects,
    render,
    rights,
    search,
    templates,
)


@dataclass(frozen=True, slots=True)
class Read:
    """Everything on disk that the site is made from.

    `entries` are without their texts, which `shelf` has. `told` are texts of entry files that cannot be read, or that hold
    comments: for those who must not say it.
    """

    entries: tuple[Head, ...]
    shelf: Entries
    pages: tuple[assemble.HandWritten, ...]
    editorials: Mapping[str, editor.Editorial]
    templates: Mapping[str, str]
    static: tuple[Output, ...]
    catalogue: str
    faults: tuple[Fault, ...]
    told: Mapping[str, str]
    nameless: frozenset[str]
    rows: ledger.Ledger
    id: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What is to be known of an entry file without reading it: its head, whether that names an id and holds comments."""

    head: Head | None
    is_named: bool = True
    has_comments: bool = False


class Entries(Mapping[str, str]):
    """The texts of entry files by path, read when they are wanted; `coming` are files that are not on the disk yet."""

    def __init__(self, content: Path, coming: Mapping[str, str], zone: ZoneInfo, remembered: Memory) -> None:
        self.content, self.coming, self.zone, self.remembered = content, coming, zone, remembered
        self.paths = sorted({*entry_files.lying_in(content), *coming})
        self.digests: dict[str, bytes] = {}
        self.faults: dict[str, tuple[Fault, ...]] = {}
        self.held: dict[str, Entry] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, path: str) -> str:
        """The text of an entry file; empty if it cannot be read."""
        try:
            return self.text(path)
        except entry_files.EntryError:
            return ""

    def text(self, path: str) -> str:
        """The text of an entry file. Raises EntryError; and OutputError where it is another one than a moment ago."""
        digests = self.remembered.digests
        if path in self.coming:
            text = self.coming[path]
            key = sha256(text.encode("utf-8", "surrogateescape")).digest()
        else:
            digests.taken.pop(path, None)
            try:
                text = entry_files.read(self.content / path, path, functools.partial(digests.read, path))
            except entry_files.EntryError:
                self.refuse_other(path, digests.taken.get(path, b""))
                raise
            key = digests.taken[path]
        self.refuse_other(path, key)
        self.digests[path] = key
        return text

    def refuse_other(self, path: str, key: bytes) -> None:
        """Raise OutputError if a file was known by another digest in this run; one that is gone has none."""
        if self.digests.get(path, key) != key:
            raise OutputError(Fault("was saved while the site was made", "run it again", f"content/{path}"))

    def filed(self) -> dict[str, Filed]:
        """What is to be known of each file; of those that are what they were, without reading them."""
        digests, place = self.remembered.digests, str(self.content)
        fresh: dict[str, Filed] = {}
        for path in self.paths:
            key = None if path in self.coming else digests.of(path, f"{place}/{path}")
            if key is not None:
                self.digests[path] = key
                continue
            fresh[path] = self.file(path)
        zone = self.zone.key.encode()
        keys = {path: zone + key for path, key in self.digests.items()}
        return self.remembered.together(
            "heads", keys, lambda paths: (fresh[each] if each in fresh else self.file(each) for each in paths)
        )

    def file(self, path: str) -> Filed:
        """What is to be known of one file, which is read."""
        try:
            text = self.text(path)
            entry = entry_files.parse(text, path, self.zone)
        except entry_files.EntryError as error:
            self.faults[path] = error.faults
            return Filed(None)
        self.keep(entry)
        return Filed(entry.head, redirects.says_id(text), any(leaks.comments(text)))

    def keep(self, entry: Entry) -> None:
        if self.remembered.lasts:
            self.remembered.note("entries", self.key(entry.path), entry)
        else:
            self.held[entry.path] = entry

    def key(self, path: str) -> bytes:
        """What an entry follows from."""
        return digest(self.zone.key.encode(), path.encode("utf-8", "surrogateescape"), self.digests[path])

    def whole(self, head: Head) -> Entry:
        """The entry with its text, under the id by which the site knows it. Raises OutputError."""
        found: Entry | None = self.held.get(head.path) or self.remembered.recalled("entries", self.key(head.path))
        if found is None:
            try:
                found = entry_files.parse(self.text(head.path), head.path, self.zone)
            except entry_files.EntryError as error:
                raise OutputError(
                    Fault("was taken away while the site was made", "run it again", f"content/{head.path}")
                ) from error
            self.keep(found)
        return found if found.id == head.id else replace(found, id=head.id)


def read(
    root: Path,
    package: Path,
    settings: Settings,
    coming: Mapping[str, str] = NOTHING,
    remembered: Memory = NEW,
) -> Read:
    """Read entries, pages, templates and the catalogue; what cannot be read becomes a fault."""
    content = root / "content"
    shelf = Entries(content, coming, ZoneInfo(settings.timezone), remembered)
    filed = shelf.filed()
    for path in [path for path, each in filed.items() if each.head is None and path not in shelf.faults]:
        shelf.file(path)
    heads = [each.head for path in shelf.paths if (each := filed.get(path)) and each.head]
    faults = [
        Fault(each.what, each.remedy, f"content/{each.file}", each.line, each.key)
        for path in shelf.paths
        for each in shelf.faults.get(path, ())
    ]
    sources, static = theme(root, package)
    catalogue = package / "locale" / settings.language / "LC_MESSAGES" / "kliping.po"
    text = catalogue.read_text("utf-8") if catalogue.exists() else ""
    hand_written, page_faults = hand_written_in(content)
    editorials, topic_faults = editorials_in(content, settings, heads, shelf)
    return Read(
        entries=tuple(heads),
        shelf=shelf,
        pages=tuple(hand_written),
        editorials=editorials,
        templates=sources,
        static=static,
        catalogue=text,
        faults=(*faults, *page_faults, *topic_faults),
        told={path: shelf[path] for path, each in filed.items() if each.head is None or each.has_comments},
        nameless=frozenset(path for path, each in filed.items() if each.head and not each.is_named),
        rows=ledger.load(content),
        id=ledger.site_of(content),
    )


def hand_written_in(content: Path) -> tuple[list[assemble.HandWritten], list[Fault]]:
    """The hand-written pages: Markdown whose first heading is the title; faults of those without a place."""
    found: list[assemble.HandWritten] = []
    faults: list[Fault] = []
    for file in sorted((content / "pages").glob("*.md")):
        name = f"content/pages/{file.name}"
        slug = slug_of(file.stem)
        if pages.is_taken(slug) or slug in (page.slug for page in found):
            faults.append(Fault(f"the site has a page of its own at /{slug}/", "give the file another name", name))
            continue
        refuse_link(file, name, content.parent)
        title, _, body = hands.normal(source_of(file, name)).strip().partition("\n")
        if not title.lstrip("# ").strip():
            faults.append(Fault("is empty", "begin it with a title, such as # About this site", name))
            continue
        found.append(assemble.HandWritten(slug, title.lstrip("# ").strip(), render.page(body.strip())))
    return found, faults


def editorials_in(
    content: Path, settings: Settings, entries: Iterable[Head], shelf: Entries
) -> tuple[dict[str, editor.Editorial], list[Fault]]:
    """What the editor wrote on each topic, by its slug; faults of what in it cannot be used."""
    slugs = [topic.slug for topic in settings.topics]
    called: dict[str, list[Head]] = {}
    for entry in entries:
        called.setdefault(entry.slug, []).append(entry)
    found: dict[str, editor.Editorial] = {}
    faults: list[Fault] = []
    for file in sorted((content / "topics").glob("*.md")):
        name = f"content/topics/{file.name}"
        if file.stem not in slugs:
            remedy = f"call it by the slug of a topic: {', '.join(slugs)}" if slugs else "define the topic in site.toml"
            faults.append(Fault("no topic has this slug", remedy, name))
            continue
        refuse_link(file, name, content.parent)
        made, wrong = editor.read(source_of(file, name), name)
        found[file.stem] = made
        named = {each.article for each in made.figures}
        bodies = {
            slug: [f"{each.title}\n{shelf.whole(each).body}" for each in called[slug]] if slug in named else []
            for slug in called
        }
        faults += [*wrong, *editor.misplaced(made, bodies)]
    return found, faults


def images_of(
    content: Path, entries: Sequence[Head], allowed: rights.Known, texts: Mapping[str, str], remembered: Memory = NEW
) -> images.Shown:
    """The pictures of these entries: only files that articles name which are shown in full are read."""
    illustrated = [each for each in entries if images.is_wanted(each)]
    if not illustrated:
        return images.NONE
    wanted = [(each, allowed.of(each)) for each in illustrated]
    found = {name: image(content, name) for name in images.names(wanted)}
    facts = {
        name: remembered.recall("images", digest(each.data), functools.partial(images.facts, each.data))
        for name, each in found.items()
        if not each.what
    }
    return images.of(wanted, found, facts, texts)


def image(content: Path, name: str) -> images.Found:
    """The bytes of a file below the folder of pictures, or why it cannot be used; no link leads out of there."""
    folder = content.resolve() / "images"
    try:
        file = (folder / name).resolve()
        if folder not in file.parents:
            return images.Found(
                what=f"{images.SOURCE}{name} leads out of that folder", remedy="put a copy of the file there"
            )
        if not file.is_file():
            there = (each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
            return images.missing(name, list(there))
        if (size := file.stat().st_size) > images.MOST_BYTES:
            return images.too_large(name, size)
        return images.Found(file.read_bytes())
    except (OSError, RuntimeError) as error:
        return images.Found(what=f"{images.SOURCE}{name} cannot be read: {getattr(error, 'strerror', None) or error}")


def fonts(package: Path) -> tuple[drawing.Fonts, Mapping[str, str]]:
    """What pictures are drawn with, and the outlines of single letters."""
    folder = package / "fonts"
    found = drawing.Fonts((folder / "headline.ttf").read_bytes(), (folder / "text.ttf").read_bytes())
    return found, icons.initials(source_of(folder / "initials.txt", "fonts/initials.txt"))


def theme_folder(package: Path) -> Path:
    """The default theme: inside an installed package, beside it in a checkout."""
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def theme(root: Path, package: Path) -> tuple[dict[str, str], tuple[Output, ...]]:
    """Template sources by name, the site's own instead of the default ones, and static files."""
    sources: dict[str, str] = {}
    static: dict[str, Output] = {}
    for folder in dict.fromkeys((theme_folder(package), root / "templates")):
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
            name = file.relative_to(folder).as_posix()
            if folder.parent == root:
                refuse_link(file, f"templates/{name}", root)
            if name in (templates.STYLE, templates.FEED_STYLE, search.SCRIPT) or (
                name.endswith(".html") and not name.startswith("static/")
            ):
                sources[name] = source_of(file, f"templates/{name}")
            elif name.startswith("static/"):
                path = name.removeprefix("static/")
                static[path] = Output(path, file.read_bytes())
    return sources, tuple(static.values())


def refuse_link(file: Path, name: str, root: Path) -> None:
    """Raise SettingsError if a template, page or static file is a link that leads out of the project."""
    if entry_files.leads_out(file, root):
        raise SettingsError(Fault(entry_files.LEADS_OUT, "put the file itself there", name))


def source_of(file: Path, name: str) -> str:
    """The text of a template or page; raises SettingsError if it is not UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(Fault("is not UTF-8", "save the file as UTF-8", name)) from error
