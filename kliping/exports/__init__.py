"""Export: a topic as one file, for spreadsheets, bibliographies, paper, e-readers and archives. The recipe is `collected`.

To add a format, write a module with `written(collection) -> bytes` and give it a line in `FORMATS`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path

from kliping import site
from kliping.errors import Fault
from kliping.exports.collection import Collection, Saved
from kliping.records import Outlet, Rights, Row, Settings, Story, TopicDefinition
from kliping.site import editor, reading, wording
from kliping.site.assemble import Placed
from kliping.site.links import topic_text, topic_title


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its files end, the module that writes it, what it is for; and whether a terminal could show it."""

    ending: str
    module: str
    help: str
    is_text: bool = True


FORMATS: Mapping[str, Format] = {
    "csv": Format("csv", "csv_table", "a table for spreadsheets"),
    "jsonl": Format("jsonl", "json_lines", "an object a line, for programs"),
    "bibtex": Format("bib", "bibtex", "references for LaTeX"),
    "csl": Format("json", "csl_json", "references for Zotero and pandoc (CSL-JSON)"),
    "html": Format("html", "html_page", "one page to print"),
    "epub": Format("epub", "epub", "a book for e-readers (EPUB 3)", is_text=False),
    "zip": Format("zip", "zip_archive", "texts, saved files and hashes, within rights", is_text=False),
}


def written(name: str, collection: Collection) -> bytes:
    """A collection in a format; its module is loaded only now, for every command begins with reading the list above."""
    write: Callable[[Collection], bytes] = import_module(f"kliping.exports.{FORMATS[name].module}").written
    return write(collection)


# ------------------------------------------------------------------ what is exported


def collected(
    root: Path, package: Path, settings: Settings, outlets: Iterable[Outlet], now: datetime, topic: TopicDefinition
) -> tuple[Collection, tuple[Fault, ...]]:
    """A topic's articles as the site would show them, and the faults of entries that it could not; `now` decides what is held back."""
    found = reading.read(root, package, settings)
    have = site.gathered(found, root, package, settings, tuple(outlets), now)
    made = have.site
    words = wording.wording(settings.language, settings.timezone, found.catalogue)
    members = next(group.entries for definition, group in made.topics if definition.slug == topic.slug)
    stories = made.stories.get(topic.slug, ())
    collection = Collection(
        slug=topic.slug,
        title=topic_title(topic, words),
        description=topic_text(topic, words),
        id=made.id,
        site=settings.title,
        base_url=settings.base_url,
        wording=words,
        templates=found.templates,
        articles=tuple(whole(each, found.shelf) for each in reversed(members)),
        stories={id_: story.id for story in stories for id_ in story.reports},
        copies=copies_in(stories, {each.entry.id for each in members}),
        standing=made.editorials.get(topic.slug, editor.NONE).words,
        pictures={each.path: each.data for each in have.images.files},
        saved=lambda placed: tuple(saved(root / "content", placed, found.rows.get(placed.entry.id))),
    )
    return collection, have.faults


def whole(placed: Placed, shelf: reading.Entries) -> Placed:
    """An article with its text as it is written, if it is shown in full."""
    if placed.rights is not Rights.FULL:
        return placed
    return replace(placed, entry=placed.entry.entry(shelf.whole(placed.entry).body))


def copies_in(stories: Sequence[Story], shown: set[str]) -> Mapping[str, str]:
    """Of which article another one is a whole copy, if both are in the export."""
    pairs = ((id_, copy) for story in stories for id_, copy in story.copies.items())
    return {id_: copy.of for id_, copy in pairs if copy.is_whole and {id_, copy.of} <= shown}


# ------------------------------------------------------------------ raw files


def saved(content: Path, placed: Placed, row: Row | None) -> Iterator[Saved]:
    """The raw files of an article, the one that its entry was made from first; a file that changed since does not leave."""
    capture = placed.entry.capture
    if capture is None:
        return
    known = {capture.file: capture.sha256, **(row.raws if row else {})}
    for path, sha256 in known.items():
        yield raw(content, path, sha256)


ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def raw(content: Path, path: str, sha256: str) -> Saved:
    """One raw file, if it lies in the inbox and is still the same; what an entry says of its path is only a claim."""
    file, ending = content / path, found[0] if (found := ENDING.search(path)) else ""
    try:
        if (content / "inbox").resolve() not in file.resolve().parents or not file.is_file():
            return Saved(ending, why_not="the saved file is not in the inbox")
        data = file.read_bytes()
    except (OSError, ValueError, RuntimeError):
        return Saved(ending, why_not="the saved file cannot be read")
    same = hashlib.sha256(data).hexdigest() == sha256
    return Saved(ending, data) if same else Saved(ending, why_not="the saved file is not the one that was cleaned")
