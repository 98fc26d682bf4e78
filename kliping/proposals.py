"""Recipe: what cleaning would now write into one entry, taking it or not, and bringing a deleted entry back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

from kliping import entries, explain, hands, ingest, ledger
from kliping.errors import Fault, KlipingError, UsageError
from kliping.ingest import compose, merge, proposal, shelf
from kliping.ingest.proposal import Kind, Part, Proposal
from kliping.ingest.shelf import Shelf
from kliping.records import Article, Facts, Outcome, Row, Status


def proposed(content: Path, facts: Facts, given: str) -> Proposal:
    """What cleaning its newest raw file would now write into an entry."""
    there = ingest.read_shelf(content)
    path = entry_meant(there, given)
    on_disk = there.texts[path]
    whole(on_disk, path)
    row = there.rows[merge.value_of(on_disk, "id")]
    raws = [raw for raw in {**row.raws, merge.raw_file_of(on_disk): ""} if is_lying(content, raw)]
    read = ingest.with_pages(content, raws, there)
    results = [raw if isinstance(raw, Fault) else ingest.clean_file(raw, facts) for raw in read]
    articles = {each.raw.path: each for each in results if isinstance(each, Article)}
    own = {raw: articles[raw] for raw in raws if raw in articles and is_of(articles[raw], row, there)}
    raw = shelf.best(own, row, on_disk)
    if not raw:
        raise KlipingError([each for each in results if isinstance(each, Fault)] or Fault(*NO_RAW, f"content/{path}"))
    return proposal.of(raw, on_disk, entries.dump(shelf.would_be(articles[raw], row, on_disk)), row)


def is_lying(content: Path, raw: str) -> bool:
    """Whether a raw file that an entry or the ledger names lies in the inbox."""
    return entries.lies_in(content, ingest.FOLDER, raw)


def is_of(article: Article, row: Row, there: Shelf) -> bool:
    """Whether a raw file still holds an entry's article: another's may lie in its place now."""
    known = there.row_of(article.raw.path, article, compose.entry_of(article, compose.RULES))
    return known is None or known.id == row.id


def whole(on_disk: str, path: str) -> None:
    """Refuse an entry that cannot be read: nobody can say what in it is whose."""
    try:
        entries.parse(on_disk, f"content/{path}", UTC)
    except entries.EntryError as error:
        raise KlipingError(error.faults) from error


NO_RAW = (
    "has no raw file in the inbox",
    "put the saved article back into content/inbox: nothing can be cleaned again without it",
)


def entry_meant(there: Shelf, given: str) -> str:
    """The path of the entry that a person means by its path, slug, id or raw file."""
    wanted = given.removeprefix("content/")
    raws = {there.entry_of(wanted), there.entry_of(f"{ingest.FOLDER}/{wanted}")}
    for found in (
        [path for path in there.texts if path == wanted],
        [path for path, text in there.texts.items() if merge.value_of(text, "id") == wanted],
        [path for path, text in there.texts.items() if wanted in (merge.value_of(text, "slug"), name_of(path))],
        [path for path in there.texts if path in raws],
    ):
        if len(found) > 1:
            raise UsageError(Fault("is more than one entry", f"name one by its path: {', '.join(found)}", given))
        if found:
            return found[0]
    raise UsageError(Fault("is no entry", "name one by its slug, its path, its id or its raw file", given))


def name_of(path: str) -> str:
    """The name of an entry's file."""
    return path.rsplit("/", 1)[-1].removesuffix(".md")


def chosen(proposal: Proposal, wanted: Sequence[str], *, over_mine: bool) -> Collection[int]:
    """The numbers of the parts that a person takes: those named by number or key, else all that is proposed."""
    if not wanted:
        return {part.number for part in proposal.news if part.kind in TAKEN[over_mine]}
    found = [next((part for part in proposal.news if each in (str(part.number), part.name)), None) for each in wanted]
    for each, part in zip(wanted, found, strict=True):
        if part is None:
            known = ", ".join(f"{part.number} ({part.name})" for part in proposal.news) or "none: nothing differs"
            raise UsageError(Fault("is no part in which the entry differs", f"there are {known}", each))
        if part.kind is not Kind.PROPOSAL and not over_mine:
            what = f"part {part.number}, {part.name}, is your own words"
            raise UsageError(Fault(what, f"to give them up for what cleaning says: --part {each} --over-mine"))
    return {part.number for part in found if part}


TAKEN: Mapping[bool, Collection[Kind]] = {
    False: (Kind.PROPOSAL,),
    True: (Kind.PROPOSAL, Kind.CLASH),
}


def take(content: Path, offer: Proposal, numbers: Collection[int], *, settle: bool) -> bool:
    """Write an entry with these parts as cleaning writes them; whether anything of it changed.

    The entry is written first: should the run be killed then, the next one learns from it what the ledger lacks.
    """
    text, row = proposal.taken(offer, numbers, settle=settle)
    is_new = text != hands.normal(offer.on_disk)
    if is_new:
        if entries.read(content / row.entry, row.entry) != offer.on_disk:
            what, remedy = (
                "was saved by somebody else meanwhile, so nothing was taken",
                "look at it, and run this again",
            )
            raise KlipingError(Fault(what, remedy, f"content/{row.entry}"))
        entries.save(content / row.entry, text)
    remember(content, row)
    return is_new


def decline(content: Path, offer: Proposal) -> None:
    """Remember that a person does not want what cleaning proposes, as long as it says the same."""
    remember(content, replace(offer.row, declined=merge.stamp_of(offer.fresh)))


def remember(content: Path, row: Row) -> None:
    """Write one row into the ledger."""
    there = ingest.read_shelf(content)
    ledger.save(content, {**there.rows, row.id: row})


# ------------------------------------------------------------------ what was deleted


def deleted(content: Path, given: str) -> Mapping[str, str]:
    """The entries, by id, that a person deleted and now means by slug, path, id or raw file; each with a raw file of its."""
    there, wanted = ingest.read_shelf(content), given.removeprefix("content/")
    names = (wanted, f"{ingest.FOLDER}/{wanted}")
    found = {
        row.id: row
        for row in there.rows.values()
        if not there.lies(row)
        and not row.retracted
        and (wanted in (row.id, row.entry, name_of(row.entry)) or any(name in row.raws for name in names))
    }
    if len(found) > 1:
        named = ", ".join(f"{row.entry} ({row.id})" for row in found.values())
        raise UsageError(Fault("is more than one deleted entry", f"name one by its id: {named}", given))
    made = {
        row.id: next((raw for raw in reversed(list(row.raws)) if is_lying(content, raw)), "") for row in found.values()
    }
    for id_, raw in made.items():
        if not raw:
            told = ", ".join(f"content/{raw}" for raw in found[id_].raws) or "its raw file"
            raise KlipingError(Fault("cannot be made again: its raw file is gone", f"put it back: {told}", given))
    return made


def gone(content: Path) -> Mapping[str, Sequence[str]]:
    """The raw files that are not in the inbox any more, by the entry that stays although none of its own is left."""
    rows = (row for row in ledger.load(content).values() if row.raws and (content / row.entry).is_file())
    return {
        row.entry: tuple(row.raws)
        for row in sorted(rows, key=lambda row: row.entry)
        if not any((content / raw).is_file() for raw in row.raws)
    }


# ------------------------------------------------------------------ in words


def shown(offer: Proposal) -> Iterator[str]:
    """Lines that show a person what differs, part by part."""
    if not offer.news:
        yield f"content/{offer.row.entry} says what cleaning content/{offer.raw} gives"
        return
    yield f"content/{offer.row.entry}, and what cleaning content/{offer.raw} now gives"
    if not offer.has_base:
        yield NO_BASE
    for part in offer.news:
        yield ""
        yield f"{part.number}  {part.name}: {said_of(part, has_base=offer.has_base)}"
        yield from (f"   - {line}" for line in lines_of(part.mine))
        if part.kind is not Kind.YOURS or not part.mine:
            yield from (f"   + {line}" for line in lines_of(part.fresh))
    if any(part.is_open for part in offer.news):
        slug = merge.value_of(offer.on_disk, "slug") or offer.row.entry
        yield ""
        yield f"take all that is proposed: kliping take {slug}; some: --part N; decline: --none"


NO_BASE = "What cleaning wrote here once is not known, so nobody can tell your words from its own: yours stay."


def said_of(part: Part, *, has_base: bool) -> str:
    """What became of a part, in words."""
    if part.kind is Kind.YOURS:
        return "you took it out; cleaning would not" if not part.mine else "you wrote it; cleaning has nothing new"
    if part.kind is Kind.CLASH and has_base:
        return "changed by you and by cleaning; yours stays" if part.mine else "you took it out; cleaning changed it"
    if part.kind is Kind.CLASH:
        return "differs; yours stays"
    return "cleaning adds" if not part.mine else "cleaning leaves out" if not part.fresh else "cleaning changes"


def lines_of(pieces: Sequence[str]) -> Iterator[str]:
    """The lines of a part, without blank ones at its ends."""
    for piece in pieces:
        yield from piece.strip("\n").split("\n")


def as_data(offer: Proposal) -> Mapping[str, Any]:
    """The same as data."""
    told = [
        {"number": part.number, "part": part.name, "kind": str(part.kind)}
        | {name: "\n\n".join(each.strip("\n") for each in getattr(part, name)) for name in ("mine", "fresh")}
        for part in offer.news
    ]
    return {"entry": offer.row.entry, "raw": offer.raw, "has_base": offer.has_base, "parts": told}


def account(offer: Proposal, numbers: Collection[int], *, settle: bool) -> Iterator[str]:
    """What was taken, what was not, and whether anything is still proposed."""
    entry = f"content/{offer.row.entry}"
    if not any(part.is_open for part in offer.news) and not numbers:
        yield f"nothing is proposed for {entry}"
    for part in offer.news:
        if part.number in numbers:
            yield f"taken: {part.number} ({part.name})"
        elif part.kind is Kind.CLASH and settle:
            yield f"yours stays: {part.number} ({part.name}), changed by you and by cleaning; --over-mine gives it up"
    left = [part for part in offer.news if part.is_open and part.number not in numbers]
    if numbers or settle:
        yield f"{entry} is now made from content/{offer.raw}" + (
            f"; still proposed: {', '.join(part.name for part in left)}" if left and not settle else ""
        )


def changes(outcomes: Sequence[Outcome], *, dry_run: bool) -> Iterator[str]:
    """A line for each raw file of which something comes, or would, when it is cleaned again."""
    would = "would be " if dry_run else ""
    for outcome in outcomes:
        if outcome.status in (Status.CREATED, Status.UPDATED):
            yield f"{would}{outcome.status}: content/{outcome.entry}  ({outcome.path})"
        elif outcome.status is Status.KEPT:
            yield explain.kept(outcome)
        elif outcome.status is Status.CAPTURE:
            yield from (f"another capture: content/{outcome.path}: {note}" for note in outcome.warnings)
    yield from explain.deleted(outcomes)


MOST = 5


def gone_in_words(content: Path) -> Iterator[str]:
    """A line for each entry whose raw files have disappeared; it stays."""
    missing = gone(content)
    for entry, raws in list(missing.items())[:MOST]:
        yield f"raw file gone: {', '.join(f'content/{raw}' for raw in raws)}; content/{entry} stays as it is"
    if len(missing) > MOST:
        yield f"raw file gone: {len(missing) - MOST} more; kliping verify names them all"
