"""Ingest: raw files of the inbox to Markdown entries. The recipes are `clean` and `ingest`."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kliping import entries, work
from kliping.errors import Fault
from kliping.ingest import body, compose, inbox, language, merge, metadata, outlets, readers
from kliping.records import Article, Entry, Evidence, Facts, Fate, Outcome, Outlet, RawArticle, RawFile, Role, Status

RULES = 1
"""Version of the cleaning rules; it rises when the same raw file gives another entry."""

FOLDER = "inbox"


class NoArticle(Exception):
    """A raw file was read, but no article is in it."""


# ------------------------------------------------------------------ one raw file


def clean(raw: RawArticle, facts: Facts) -> Article:
    """Clean one raw article: every value with its evidence, every line with its verdict."""
    url = metadata.address(raw)
    known, outlet = metadata.outlet(raw, url.value if url else None, facts)
    zone = ZoneInfo((known.timezone if known else "") or facts.timezone)
    rough, _ = language.detect(" ".join(line.text for line in raw.lines if body.is_prose(line)))

    marks = body.marks(raw.lines, rough, facts, known)
    span = body.span_of(raw.lines, marks)
    title = metadata.title(raw, marks, span, url.value if url else None) if span else None
    if span is None or title is None:
        raise NoArticle
    verdicts = body.judge(raw.lines, marks, span, title.value)

    kept = [verdict.line for verdict in verdicts if verdict.role is Role.BODY]
    opening, dateline, lifted = metadata.lift_dateline(kept[0], facts)
    paragraphs = (opening, *(line.text for line in kept[1:]))
    lang, sure = language.detect(" ".join(paragraphs))
    published = metadata.published(raw, marks, span, lang, url.value if url else None, known, zone)
    people = dict(metadata.bylines(raw, marks, span))
    caption, credit = metadata.picture(raw, marks, span, facts)
    agencies = metadata.agencies(paragraphs, credit.value if credit else None, dateline, facts)
    saved = metadata.saved(raw, zone)

    found = {
        "title": title,
        "date": published.when,
        "modified": published.modified,
        "outlet": outlet,
        "url": url,
        **people,
    }
    found |= {"agencies": agencies, "caption": caption, "credit": credit}
    evidence = [Evidence(key, shown(value.value), value.source) for key, value in found.items() if value]
    evidence.append(Evidence("lang", lang, f"the body's words ({sure:.0%} sure)"))
    if dateline and dateline.place and lifted:
        evidence.append(Evidence("place", dateline.place, f"the dateline on line {lifted.number}"))
    return Article(
        raw=raw,
        title=title.value,
        body=paragraphs,
        date=published.when.value if published.when else None,
        date_precision=published.precision,
        modified=published.modified.value if published.modified else None,
        lang=lang,
        outlet=outlet.value if outlet else None,
        url=url.value if url else None,
        authors=people["authors"].value if "authors" in people else (),
        editors=people["editors"].value if "editors" in people else (),
        agencies=agencies.value if agencies else (),
        place=dateline.place if dateline else None,
        caption=caption.value if caption else None,
        credit=credit.value if credit else None,
        saved=saved[0] if saved else None,
        evidence=tuple(evidence),
        verdicts=tuple(verdicts),
        lifted=(lifted,) if lifted else (),
        warnings=published.warnings if published.when else (*published.warnings, "no publication date was found"),
    )


def shown(value: Any) -> str:
    """A value as the evidence table prints it."""
    return (
        ", ".join(value)
        if isinstance(value, tuple)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )


def clean_file(raw: RawFile, facts: Facts) -> Article | Fault:
    """Clean one file of the inbox, or say why it has to be set aside."""
    try:
        return clean(readers.read(raw), facts)
    except readers.Unreadable as error:
        return Fault(error.what, error.remedy, f"content/{raw.path}")
    except NoArticle:
        return Fault(
            "no article was found in it", "save the whole article again, or delete the file", f"content/{raw.path}"
        )


# ------------------------------------------------------------------ the inbox


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries on disk: text by path, and which entry was made from which raw file."""

    texts: Mapping[str, str]
    by_raw: Mapping[str, str]


def ingest(
    content: Path,
    facts: Facts,
    cache: Path,
    *,
    only: Collection[str] = (),
    slug: str = "",
    jobs: int = 1,
    progress: bool = False,
    write: bool = True,
) -> list[Outcome]:
    """Bring every raw file of the inbox (or `only` these) to its entry; the account of each.

    Nothing is written but entries that are new, or ours to improve. `slug` names a new entry.
    """
    paths = sorted(path.relative_to(content).as_posix() for path in (content / FOLDER).rglob("*") if path.is_file())
    notes = {path: inbox.passed_over(path, paths) for path in paths}
    shelf = read_shelf(content)
    memory = work.recall(cache / "ingest.json")
    raws = [
        RawFile(path, (content / path).read_bytes()) for path in paths if not notes[path] and (not only or path in only)
    ]
    digests = {raw.path: digest(raw, facts) for raw in raws}
    news = [raw for raw in raws if not is_known(memory.get(raw.path), digests[raw.path], shelf, raw.path)]
    cleaned = work.watched(
        work.each(functools.partial(clean_file, facts=facts), news, jobs), len(news), "Cleaning", show=progress
    )
    results = dict(zip([raw.path for raw in news], cleaned, strict=True))

    outcomes = [
        Outcome(path, Status.PASSED_OVER, warnings=(note,)) for path, note in notes.items() if note and not only
    ]
    taken = {path: raw for raw, path in shelf.by_raw.items()} | {
        path: "" for path in shelf.texts if path not in shelf.by_raw.values()
    }
    for raw in raws:
        if raw.path in results:
            outcome, stamp = settle(raw, results[raw.path], shelf, taken, content, slug=slug, write=write)
            memory[raw.path] = [digests[raw.path], stamp, outcome.title, list(outcome.warnings)]
        else:
            _, _, title, warnings = memory[raw.path]
            outcome = Outcome(raw.path, Status.SAME, shelf.by_raw[raw.path], title, tuple(warnings))
        outcomes.append(outcome)
    if write:
        work.remember(cache / "ingest.json", {path: memory[path] for path in paths if path in memory})
    return sorted(outcomes, key=lambda outcome: outcome.path)


def digest(raw: RawFile, facts: Facts) -> str:
    """One fingerprint for all that decides what a raw file becomes."""
    known = f"{RULES}\n{raw.path}\n{facts!r}\n".encode()
    return hashlib.sha256(known + raw.data).hexdigest()


def is_known(memory: Any, fingerprint: str, shelf: Shelf, path: str) -> bool:
    """Whether cleaning this file again would say what we wrote the last time."""
    if not isinstance(memory, list) or len(memory) != 4 or memory[0] != fingerprint or path not in shelf.by_raw:
        return False
    return bool(memory[1]) and merge.stamp_of(shelf.texts[shelf.by_raw[path]]) == memory[1]


def read_shelf(content: Path) -> Shelf:
    """Every entry file as text; one that cannot be read is the site's to report."""
    texts: dict[str, str] = {}
    for file in sorted((content / "entries").rglob("*.md")):
        path = file.relative_to(content).as_posix()
        try:
            texts[path] = entries.read(file, path)
        except entries.EntryError:
            texts[path] = ""
    return Shelf(texts, {raw: path for path, text in reversed(texts.items()) if (raw := merge.raw_file_of(text))})


def settle(
    raw: RawFile, result: Article | Fault, shelf: Shelf, taken: dict[str, str], content: Path, *, slug: str, write: bool
) -> tuple[Outcome, str]:
    """Decide and do what one cleaned file means for its entry; the account, and the stamp written."""
    if isinstance(result, Fault):
        return Outcome(raw.path, Status.SET_ASIDE, shelf.by_raw.get(raw.path, ""), fault=result), ""
    entry = compose.entry_of(result, RULES)
    path = shelf.by_raw.get(raw.path)
    if path is None:
        entry = renamed(entry, slug) if slug else distinguished(entry, taken)
        if entry.path in taken:
            other = taken[entry.path]
            fault = Fault(
                f"its entry would be content/{entry.path}, which "
                + (f"was made from content/{other}" if other else "exists already"),
                f"the same article twice? delete one file. Two articles? name this one: add --slug NAME content/{raw.path}",
                f"content/{raw.path}",
            )
            return Outcome(raw.path, Status.SET_ASIDE, title=entry.title, fault=fault), ""
        path = entry.path
    else:
        entry = with_identity(entry, path, shelf.texts[path])
    text = entries.dump(entry)
    decided = merge.fate(shelf.texts.get(path), text)
    if decided in (Fate.CREATE, Fate.UPDATE) and write:
        entries.save(content / path, text)
    taken[path] = raw.path
    status = {Fate.CREATE: Status.CREATED, Fate.UPDATE: Status.UPDATED, Fate.SAME: Status.SAME, Fate.KEEP: Status.KEPT}[
        decided
    ]
    return Outcome(raw.path, status, path, entry.title, result.warnings), merge.stamp_of(text)


def distinguished(entry: Entry, taken: Collection[str]) -> Entry:
    """The entry, under a slug with the outlet's name when another one has its own already."""
    if entry.path not in taken or not entry.outlet:
        return entry
    tail = entries.slug_of(entry.outlet, 24)
    return renamed(entry, f"{entries.slug_of(entry.slug, 79 - len(tail))}-{tail}")


def renamed(entry: Entry, slug: str) -> Entry:
    return replace(entry, slug=slug, path=f"{entry.path.rsplit('/', 1)[0]}/{slug}.md")


def with_identity(entry: Entry, path: str, on_disk: str) -> Entry:
    """The entry with the path, id and slug that it was given when it was first written."""
    head = on_disk.split("\n---", 1)[0]
    kept = {
        line.split(": ", 1)[0]: line.split(": ", 1)[1].strip()
        for line in head.splitlines()
        if line.startswith(("id: ", "slug: "))
    }
    return replace(entry, path=path, id=kept.get("id", entry.id), slug=kept.get("slug", entry.slug))


# ------------------------------------------------------------------ into the inbox


def put(inbox: Path, name: str, data: bytes) -> Path:
    """Put a raw file into the inbox; the same bytes are not put twice, others never overwritten."""
    target = inbox / name
    if target.exists() and target.read_bytes() != data:
        target = target.with_name(f"{target.stem}-{short_hash(data)}{target.suffix}")
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        part.write_bytes(data)
        part.replace(target)
    return target


def short_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def sources(content: Path) -> Mapping[str, str]:
    """The raw file that each entry was made from, by the entry's path."""
    return {path: raw for raw, path in read_shelf(content).by_raw.items()}


# ------------------------------------------------------------------ what is known beforehand


def load_facts(package: Path, content: Path, timezone: str) -> Facts:
    """Outlets, agencies and furniture: the package's, and the site's own outlets instead."""
    found: dict[str, Outlet] = {}
    for folder, label in ((package / "outlets", "kliping/outlets"), (content / "outlets", "content/outlets")):
        for file in sorted(folder.glob("*.toml")):
            outlet = outlets.parse(file.read_text("utf-8-sig"), f"{label}/{file.name}")
            found[outlet.slug] = outlet
    return Facts(
        outlets=tuple(found[slug] for slug in sorted(found)),
        agencies=tuple(phrases(package / "facts" / "agencies.txt")),
        furniture=tuple(phrases(package / "facts" / "furniture.txt")),
        timezone=timezone,
    )


def phrases(file: Path) -> Iterator[str]:
    """The lines of a facts file that are neither empty nor a comment."""
    return (line.strip() for line in file.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#"))


def counts(outcomes: Iterable[Outcome]) -> dict[Status, int]:
    """How many files came to what; they add up to the number of files."""
    found: Sequence[Outcome] = list(outcomes)
    return {status: number for status in Status if (number := sum(outcome.status is status for outcome in found))}
