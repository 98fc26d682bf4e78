"""Import: what other programs hold becomes entries, or raw files where they have the page. The recipe is `brought`.

To add a source, write a module with `read(name, text, topics, zone)` and give it a line in `SOURCES`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kliping import entries
from kliping.addresses import canonical
from kliping.entries import EntryError
from kliping.errors import Fault
from kliping.records import Entry, Row

if TYPE_CHECKING:
    from kliping.imports.items import Item

LARGEST_POST: Final = 4_000_000
LARGEST_LIST: Final = 200_000_000
MARKDOWN: Final = (".md", ".markdown", ".mkd", ".mdown")


@dataclass(frozen=True, slots=True)
class Source:
    """Where items come from: a folder of Markdown files or one file, and the module that reads the text of a file."""

    module: str
    is_folder: bool
    help: str

    def read(self, name: str, text: str, topics: Sequence[str], zone: tzinfo) -> Iterator[Item]:
        """The items in a text; the module is loaded only now, for every command begins with reading the list below."""
        from kliping.imports.items import Item, Wrong  # noqa: PLC0415 - for the same reason

        reader: Callable[..., Iterator[Item]] = import_module(f"kliping.imports.{self.module}").read
        try:
            yield from reader(name, text, topics, zone)
        except Wrong as error:
            yield Item(name, fault=Fault(error.what, error.remedy, name))


SOURCES: Mapping[str, Source] = {
    "pelican": Source("pelican", True, "its content folder (Markdown)"),
    "hugo": Source("hugo", True, "its content folder (Markdown with YAML, TOML or JSON)"),
    "zotero": Source("zotero", False, "a library exported as CSL JSON"),
}
WALLABAG: Final = "wallabag"
"""Holds pages, not entries: they go into the inbox and are cleaned."""


class Fate(enum.StrEnum):
    """What becomes of one item."""

    CREATED = "created"
    THERE = "there already"
    PASSED_OVER = "passed over"
    SET_ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class Brought:
    """The account of one item; `text` is what is to be written to `entry`, which nothing has yet."""

    name: str
    fate: Fate
    entry: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()
    fault: Fault | None = None
    is_own: bool = False


def brought(
    source: Source, path: Path, known: Iterable[Entry], rows: Mapping[str, Row], taken: Iterable[str],
    topics: Sequence[str], zone: tzinfo,
) -> Iterator[Brought]:  # fmt: skip
    """What becomes of each item; `taken` are paths below `content/` at which entries lie, whether or not they can be read."""
    places = {each.casefold() for each in taken}
    ids = {each.id: each.path for each in known} | {row.id: row.entry for row in rows.values()}
    urls = {canonical(each.url): each.path for each in known if each.url}
    for item in items_of(source, path, topics, zone):
        if item.fault or item.entry is None:
            fate = Fate.SET_ASIDE if item.fault else Fate.PASSED_OVER
            yield Brought(item.name, fate, notes=tuple(filter(None, [item.passed_over])), fault=item.fault)
            continue
        entry = item.entry
        there = ids.get(entry.id) or (urls.get(canonical(entry.url)) if entry.url else None)
        if there is not None:
            yield Brought(item.name, Fate.THERE, there, notes=why_there(rows.get(entry.id), there, places))
            continue
        entry, notes = placed(entry, places)
        text = entries.dump(entry)
        if faults := unreadable(text, entry, zone):
            yield Brought(item.name, Fate.SET_ASIDE, fault=replace(faults[0], file=item.name, line=0))
            continue
        places.add(entry.path.casefold())
        ids[entry.id] = entry.path
        urls |= {canonical(entry.url): entry.path} if entry.url else {}
        is_own = not (entry.outlet or entry.url)
        yield Brought(item.name, Fate.CREATED, entry.path, text, (*item.notes, *notes), is_own=is_own)


def why_there(row: Row | None, path: str, places: set[str]) -> tuple[str, ...]:
    """Why an article that is known is not made again, if its entry is not there."""
    if row and row.retracted:
        return ("it was retracted",)
    return () if path.casefold() in places else ("you deleted its entry",)


def placed(entry: Entry, places: set[str]) -> tuple[Entry, tuple[str, ...]]:
    """The entry under a slug that no other has in its month."""
    folder, slug, number = entry.path.rpartition("/")[0], entry.slug, 1
    while f"{folder}/{slug}.md".casefold() in places:
        number += 1
        slug = f"{entries.slug_of(entry.slug, 76)}-{number}"
    if slug == entry.slug:
        return entry, ()
    return replace(entry, slug=slug, path=f"{folder}/{slug}.md"), (f"another entry is called {entry.slug}",)


def unreadable(text: str, entry: Entry, zone: tzinfo) -> tuple[Fault, ...]:
    """Why an entry could not be read again as it would be written."""
    try:
        entries.parse(text, entry.path, zone)
    except EntryError as error:
        return error.faults
    return ()


# ------------------------------------------------------------------ the left edge


def items_of(source: Source, path: Path, topics: Sequence[str], zone: tzinfo) -> Iterator[Item]:
    """Every item of a source, in the order of the files' names."""
    from kliping.imports.items import Item  # noqa: PLC0415 - see `Source.read`

    folder = content_of(path) if source.is_folder else path.parent
    for file in files(folder) if source.is_folder else [path]:
        name = file.relative_to(folder).as_posix()
        if source.is_folder and not name.lower().endswith(MARKDOWN):
            yield Item(name, passed_over="not Markdown")
            continue
        text = text_of(file, folder, name, LARGEST_POST if source.is_folder else LARGEST_LIST)
        if isinstance(text, Fault):
            yield Item(name, fault=text)
            continue
        try:
            yield from source.read(name, text, topics, zone)
        except RecursionError:
            yield Item(name, fault=Fault("is nested too deep", "look at its head", name))


def content_of(folder: Path) -> Path:
    """The folder of the posts, also if the folder round it is named."""
    return folder / "content" if (folder / "content").is_dir() else folder


def files(folder: Path) -> list[Path]:
    """Every file of a folder but hidden ones."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return sorted(each for each in found if not any(part.startswith(".") for part in each.relative_to(folder).parts))


def text_of(file: Path, folder: Path, name: str, largest: int) -> str | Fault:
    """The text of a file of the source, or why it cannot be taken; a link that leads out of the folder is not followed."""
    try:
        if folder.resolve() not in file.resolve().parents:
            return Fault("leads out of the folder", "copy the file itself to where the link is", name)
        if file.stat().st_size > largest:
            return Fault(f"is larger than {largest // 1_000_000} MB", "divide it, or take out what is no text", name)
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return Fault("is not UTF-8", "save the file as UTF-8", name)
    except OSError as error:
        return Fault(f"cannot be read: {error.strerror}", "", name)
