"""The entries that there are, and what a cleaned article means for them: decided here, done by the recipe.

A raw file belongs to the entry that was made from it. One that no entry was made from may be another capture of an article
that has one, or had one that a person deleted or retracted: it is known by its id (from its address), by its words, or by
the file itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from kliping import entries, hands
from kliping.errors import Fault
from kliping.ingest import compose, merge
from kliping.ingest.lines import key
from kliping.records import Article, Entry, Fate, Outcome, Row, Status


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries on disk: text by path, which was made from which raw file, who has a path or id; and the ledger."""

    texts: dict[str, str]
    by_raw: Mapping[str, str]
    owners: dict[str, merge.Owner]
    rows: dict[str, Row]

    def row_of(self, raw: str, sha256: str, id_: str, text: str) -> Row | None:
        """What is remembered of an article: by its id, its words, or the raw file that is still the same."""
        if id_ in self.rows:
            return self.rows[id_]
        for row in self.rows.values():
            if (text and row.text == text) or row.raws.get(raw) == sha256:
                return row
        return None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a cleaned file means: the account, the stamp of what was or would be written, and the row to remember.

    `outcome.text` is what is to be written to `outcome.entry`; empty if nothing is.
    """

    outcome: Outcome
    stamp: str = ""
    row: Row | None = None


def of(texts: Mapping[str, str], rows: Mapping[str, Row]) -> Shelf:
    """The shelf that holds these entries; every entry has a row then."""
    by_raw: dict[str, str] = {}
    owners: dict[str, merge.Owner] = {}
    known = dict(rows)
    for path, text in texts.items():
        head = merge.head_of(text)
        owner = merge.Owner(path, merge.raw_file_of(head), merge.value_of(head, "outlet"))
        id_ = merge.value_of(head, "id")
        owners |= {path: owner, id_: owner}
        if owner.raw:
            by_raw.setdefault(owner.raw, path)
        if id_ and (id_ not in known or known[id_].entry != path):
            known[id_] = row_from(known.get(id_), id_, path, text, owner.raw)
    return Shelf(dict(texts), by_raw, owners, known)


def row_from(row: Row | None, id_: str, path: str, text: str, raw: str) -> Row:
    """What is to be remembered of an entry that lies on the disk."""
    known = row or Row(id_)
    raws = known.raws or ({raw: merge.hash_of(text)} if raw else {})
    wrote = known.wrote or (hands.wrote(text) if merge.is_written(text) and not merge.is_edited(text) else None)
    return replace(known, entry=path, raws=raws, wrote=wrote)


def settled(raw: str, result: Article | Fault, shelf: Shelf, *, slug: str, wanted: Collection[str] = ()) -> Decision:
    """What one cleaned file means for its entry; `wanted` are ids of entries to make again though they were deleted."""
    if isinstance(result, Fault):
        return Decision(Outcome(raw, Status.SET_ASIDE, shelf.by_raw.get(raw, ""), fault=result))
    entry = compose.entry_of(result, compose.RULES)
    path = shelf.by_raw.get(raw)
    text_of = digest_of(result)
    if path is not None:
        entry = compose.with_identity(entry, path, shelf.texts[path])
        return written(raw, result, entry, shelf, shelf.rows.get(entry.id) or Row(entry.id, path), text_of)
    row = shelf.row_of(raw, result.raw.sha256, entry.id, text_of)
    if row and row.retracted:
        fault = Fault(
            f"its article was retracted on {row.retracted.day}: {row.retracted.reason}",
            "delete this file, or take the retraction back: kliping restore " + row.id,
            f"content/{raw}",
        )
        return Decision(Outcome(raw, Status.SET_ASIDE, title=entry.title, fault=fault))
    if row and row.entry in shelf.texts:
        return captured(raw, result, entry, shelf, row)
    if row and row.id not in wanted:
        remedy = f"you deleted content/{row.entry}; to have it back: kliping restore {raw}"
        return Decision(Outcome(raw, Status.DELETED, row.entry, entry.title, (remedy,)))
    if row:
        entry = replace(entry, id=row.id, path=row.entry, slug=row.entry.rsplit("/", 1)[-1].removesuffix(".md"))
    else:
        entry = compose.renamed(entry, slug) if slug else compose.distinguished(entry, shelf.owners)
    if owner := shelf.owners.get(entry.path) or shelf.owners.get(entry.id):
        if not slug and is_same(entry, owner, shelf):
            return captured(raw, result, entry, shelf, shelf.rows[merge.value_of(shelf.texts[owner.path], "id")])
        return Decision(Outcome(raw, Status.SET_ASIDE, title=entry.title, fault=clash(raw, owner)))
    return written(raw, result, entry, shelf, row or Row(entry.id), text_of)


def written(raw: str, article: Article, entry: Entry, shelf: Shelf, row: Row, text_of: str) -> Decision:
    """The decision on a raw file that is, or becomes, the one its entry is made from."""
    on_disk = shelf.texts.get(entry.path)
    entry = compose.as_before(entry, on_disk) if on_disk is not None else entry
    text = hands.with_theirs(entries.dump(entry), hands.theirs(on_disk or ""))
    decided = merge.fate(on_disk, text)
    stamp = merge.stamp_of(text)
    status = Status.SAME if decided is Fate.KEEP and row.declined == stamp else BY_FATE[decided]
    is_new = decided in (Fate.CREATE, Fate.UPDATE)
    outcome = Outcome(raw, status, entry.path, entry.title, article.warnings, text=text if is_new else "")
    row = replace(
        row,
        entry=entry.path,
        raws={**row.raws, raw: article.raw.sha256},
        text=row.text or text_of,
        wrote=hands.wrote(text) if is_new else row.wrote,
    )
    return Decision(outcome, stamp, row)


def captured(raw: str, article: Article, entry: Entry, shelf: Shelf, row: Row) -> Decision:
    """The decision on a raw file that is another capture of an article which has its entry."""
    on_disk = shelf.texts[row.entry]
    entry = compose.with_identity(entry, row.entry, on_disk)
    stamp = merge.stamp_of(entries.dump(entry))
    row = replace(row, raws={**row.raws, raw: article.raw.sha256})
    has_news = is_newer(raw, row, on_disk) and stamp != row.declined and differs(entry, on_disk)
    slug = merge.value_of(on_disk, "slug")
    notes = (f"says something else than content/{row.entry}: kliping diff {slug}",) if has_news else ()
    return Decision(Outcome(raw, Status.CAPTURE, row.entry, entry.title, notes), stamp, row)


def is_newer(raw: str, row: Row, on_disk: str) -> bool:
    """Whether a capture came after the one that its entry was made from."""
    order = list(row.raws)
    made_from = merge.raw_file_of(merge.head_of(on_disk))
    return made_from not in order or order.index(raw) > order.index(made_from)


def differs(entry: Entry, on_disk: str) -> bool:
    """Whether a capture says anything else than the entry: provenance does not count."""
    fresh = entries.dump(entry)
    return hands.wrote(fresh) != hands.wrote(on_disk)


def is_same(entry: Entry, owner: merge.Owner, shelf: Shelf) -> bool:
    """Whether two articles that would be one entry are one: same outlet and day, and half of all their paragraphs."""
    there, fresh = shelf.texts.get(owner.path, ""), entries.dump(entry)
    days = {merge.value_of(text, "date")[:10] for text in (there, fresh)}
    if not merge.value_of(there, "id") or owner.outlet != (entry.outlet or "") or len(days) > 1:
        return False
    one, two = ({key(paragraph) for paragraph in hands.paragraphs(text)} for text in (fresh, there))
    return 2 * len(one & two) >= len(one | two) > 0


def digest_of(article: Article) -> str:
    """The digest of an article's words, by which it is known when it is saved again; another outlet's copy is another's."""
    return hands.digest(f"{article.outlet}\n" + key(" ".join((article.title, *article.body))), 16)


BY_FATE: Mapping[Fate, Status] = {
    Fate.CREATE: Status.CREATED,
    Fate.UPDATE: Status.UPDATED,
    Fate.SAME: Status.SAME,
    Fate.KEEP: Status.KEPT,
}


def clash(raw: str, owner: merge.Owner) -> Fault:
    """Two articles that would be one entry: both are named, nothing is overwritten."""
    made = f", made from content/{owner.raw}" if owner.raw else ""
    remedy = "the same article twice? delete one file. Two articles? give this one a name of its own: add --slug NAME"
    what = f"its entry would be the one that exists: content/{owner.path}{made}"
    return Fault(what, f"{remedy} content/{raw}", f"content/{raw}")
