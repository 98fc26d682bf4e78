"""The entries that there are, and what a cleaned article means for them: decided here, done by the recipe.

A raw file belongs to the entry that was made from it. One that no entry was made from may be another capture of an article
that has one, or had one that a person deleted or retracted: it is known by its id (from its address), by the address, by
its words, or by the file itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC

from kliping import entries, hands
from kliping.addresses import canonical
from kliping.errors import Fault
from kliping.ingest import compose, merge, parts
from kliping.ingest.lines import key
from kliping.records import Article, Entry, Fate, Outcome, Row, Status, Wishes, Wrote


@dataclass(frozen=True, slots=True)
class Glance:
    """What the text of an entry tells of raw files, so that it need not be read for that.

    `signs` is what its front matter says of what its article is known by, `stamp` that of what was written; `wishes` are
    those on its lines, None if they cannot be read. `by_hand`: a person changed it, or decided on its lines.
    """

    signs: Mapping[str, str]
    stamp: str
    wishes: Wishes | None
    by_hand: bool
    is_blank: bool


def glance(text: str) -> Glance:
    """What an entry's text tells of raw files."""
    by_hand = bool(text) and (merge.is_edited(text) or bool(hands.theirs(text).strip()))
    return Glance(merge.signs_of(text), merge.stamp_of(text), entries.wishes(text), by_hand, is_blank(text))


class Known:
    """Ids of articles by all that they are known by, and entries by what their titles say, put together when somebody asks."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.waiting: list[tuple[Row, str]] = []
        self.titles: dict[str, list[str]] = {}
        self.untitled: list[tuple[str, str]] = []

    def take(self, row: Row, url: str) -> None:
        """Take in a row; `url` is the address that its entry gives."""
        self.waiting.append((row, url))

    def entitle(self, path: str, title: str) -> None:
        """Take in the title of an entry."""
        self.untitled.append((path, title))

    def called(self, title: str) -> Sequence[str]:
        """The paths of entries whose titles say the same."""
        for path, each in self.untitled:
            paths = self.titles.setdefault(key(each), [])
            if path not in paths:
                paths.append(path)
        self.untitled.clear()
        return self.titles.get(key(title), ())

    def get(self, sign: str) -> str:
        """The id of the article that is known by a sign; empty if none is."""
        if self.waiting:
            for row, url in self.waiting:
                for each in signs_of(row, url):
                    self.found.setdefault(each, row.id)
            self.waiting.clear()
        return self.found.get(sign, "")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries on disk: text by path, which was made from which raw file, who has a path or id; and the ledger.

    `known` are ids by all that an article is known by, `glances` what each entry tells at a glance, by path.
    `inbox` are the raw files that lie there: hash by path, empty where it was not looked at.
    `torn` are ids of entries of which a power cut left but an empty file: they are to be made again.
    """

    texts: MutableMapping[str, str]
    by_raw: dict[str, str]
    owners: dict[str, merge.Owner]
    rows: dict[str, Row]
    known: Known = field(default_factory=Known)
    glances: dict[str, Glance] = field(default_factory=dict)
    inbox: dict[str, str] = field(default_factory=dict)
    torn: frozenset[str] = frozenset()

    def lies(self, row: Row) -> bool:
        """Whether the entry of a row is on the disk; one whose id cannot be read is known by its place."""
        return row.entry in self.texts and self.sign(row.entry, "id") in (row.id, "")

    def sign(self, path: str, key: str) -> str:
        """What an entry's front matter says under a key by which articles are known; empty if it does not."""
        return str(self.glances[path].signs.get(key, "")) if path in self.glances else ""

    def deleted(self, raw: str, entry: Entry) -> Row | None:
        """What is remembered of an entry that a person deleted, and that a raw file saved anew would be again."""
        row = self.rows.get(self.known.get(f"capture {raw}"))
        return row if row and row.entry == entry.path and not self.lies(row) else None

    def entry_of(self, raw: str) -> str:
        """The entry that was made from a raw file, or of whose article it is a capture; empty if there is none."""
        row = self.rows.get(self.known.get(f"capture {raw}"))
        return self.by_raw.get(raw) or (row.entry if row and self.lies(row) else "")

    def moved(self, raw: str, article: Article, entry: Entry) -> Row | None:
        """What is remembered of the article that now lies where another entry's raw file lay."""
        own = self.sign(self.by_raw[raw], "id")
        row = self.row_of(raw, article, entry)
        return row if row and own and row.id != own and self.is_gone(raw, self.texts[self.by_raw[raw]]) else None

    def is_gone(self, raw: str, text: str) -> bool:
        """Whether the raw file that an entry was made from lies there no more, or another in its place."""
        return raw not in self.inbox or self.inbox[raw] not in ("", merge.hash_of(text))

    def lying(self, row: Row) -> list[str]:
        """The raw files of an article that still lie in the inbox, in the order in which they came."""
        return [raw for raw in row.raws if raw in self.inbox]

    def remember(self, row: Row) -> None:
        """Take a row into the ledger, with what its article is known by."""
        self.rows[row.id] = row
        self.known.take(row, self.sign(row.entry, "url"))

    def is_by_hand(self, path: str) -> bool:
        """Whether a person changed an entry or decided on lines of it."""
        return path in self.glances and self.glances[path].by_hand

    def put(self, path: str, text: str) -> None:
        """Take an entry's text onto the shelf."""
        self.texts[path], self.glances[path] = text, glance(text)
        self.known.entitle(path, self.sign(path, "title"))

    def row_of(self, raw: str, article: Article, entry: Entry) -> Row | None:
        """What is remembered of an article: by the raw file that is still the same, its id, its address or its words."""
        same = self.known.get(f"file {article.raw.sha256} {raw}") or self.known.get(f"bytes {article.raw.sha256}")
        address = f"address {canonical(entry.url)}" if entry.url else ""
        for id_ in (same, entry.id, self.known.get(address)):
            if id_ in self.rows:
                return self.rows[id_]
        for outlet in (article.outlet, None):
            row = self.rows.get(self.known.get(f"words {digest_of(article, outlet)}"))
            if row and (row.entry not in self.texts or is_same(entry, self.texts[row.entry])):
                return row
        paths = (path for path in self.known.called(entry.title) if is_same(entry, self.texts[path]))
        for path in paths:
            if id_ := self.sign(path, "id"):
                return self.rows[id_]
        now = hands.wrote(entries.dump(entry))
        row = self.rows.get(self.known.get(head_of(now)))
        return row if row and row.wrote and was_same(now, row.wrote) else None


def signs_of(row: Row, url: str) -> Iterator[str]:
    """What an article is known by, beside its id; `url` is the address that its entry gives."""
    for raw, sha256 in row.raws.items():
        yield from (f"file {sha256} {raw}", f"bytes {sha256}", f"capture {raw}")
    if row.text:
        yield f"words {row.text}"
    if row.wrote:
        yield head_of(row.wrote)
    if url:
        yield f"address {canonical(url)}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a cleaned file means: the account, the stamp of what was or would be written, and the row to remember.

    `outcome.text` is what is to be written to `outcome.entry`; empty if nothing is.
    """

    outcome: Outcome
    stamp: str = ""
    row: Row | None = None


def of(texts: MutableMapping[str, str], glances: Mapping[str, Glance], rows: Mapping[str, Row]) -> Shelf:
    """The shelf that holds these entries, of which `glances` tells; every entry has a row then."""
    known = dict(rows)
    blank = {path for path, each in glances.items() if each.is_blank}
    torn = {row.entry: row.id for row in rows.values() if row.raws and row.entry in blank} if blank else {}
    shelf = Shelf(texts, {}, {}, {}, glances=dict(glances), torn=frozenset(torn.values()))
    for path in torn:
        del texts[path], shelf.glances[path]
    for path in shelf.glances:
        shelf.known.entitle(path, shelf.sign(path, "title"))
        raw, id_ = shelf.sign(path, "raw"), shelf.sign(path, "id")
        owner = merge.Owner(path, raw, shelf.sign(path, "outlet"))
        shelf.owners.update({path: owner, id_: owner})
        if raw:
            shelf.by_raw.setdefault(raw, path)
        if id_ and (id_ not in known or shelf.sign(known[id_].entry, "id") != id_):
            known[id_] = row_from(known.get(id_), id_, path, texts[path], raw)
    for id_, row in rows.items():
        heir = known.get(shelf.sign(row.entry, "id"))
        if heir and heir.id not in rows and id_ not in shelf.owners:
            known[heir.id] = replace(known.pop(id_), id=heir.id)
    for row in known.values():
        shelf.remember(row)
    return shelf


def is_blank(text: str | None) -> bool:
    """Whether an entry's file is there, and nothing is in it."""
    return text is not None and not text.strip("\0\ufeff \t\r\n")


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
    text_of = digest_of(result, result.outlet)
    if path is not None and not shelf.moved(raw, result, entry):
        entry = compose.with_identity(entry, path, shelf.texts[path])
        return written(raw, result, entry, shelf, shelf.rows.get(entry.id) or Row(entry.id, path), text_of)
    row = shelf.row_of(raw, result, entry) or shelf.deleted(raw, entry)
    if row and slug and row.id != entry.id and not row.retracted:
        row = None  # whoever gives it a name of its own says that it is an article of its own
    if row and row.retracted:
        fault = Fault(
            f"its article was retracted on {row.retracted.day}: {row.retracted.reason}",
            "delete this file, or take the retraction back: kliping restore " + row.id,
            f"content/{raw}",
        )
        return Decision(Outcome(raw, Status.SET_ASIDE, title=entry.title, fault=fault))
    if row and shelf.lies(row):
        on_disk = shelf.texts[row.entry]
        if merge.hash_of(on_disk) == result.raw.sha256 and shelf.is_gone(merge.raw_file_of(on_disk), on_disk):
            return written(raw, result, of_capture(entry, row, on_disk), shelf, row, text_of)
        return captured(raw, result, entry, shelf, row)
    if row and row.id not in wanted:
        remedy = f"you deleted content/{row.entry}; to have it back: kliping restore {raw}"
        row = replace(row, raws={**row.raws, raw: result.raw.sha256})
        return Decision(Outcome(raw, Status.DELETED, row.entry, entry.title, (remedy,)), row=row)
    if row:
        entry = replace(entry, id=row.id, path=row.entry, slug=row.entry.rsplit("/", 1)[-1].removesuffix(".md"))
    else:
        entry = compose.renamed(entry, slug) if slug else compose.distinguished(entry, shelf.owners)
    if owner := shelf.owners.get(entry.path) or shelf.owners.get(entry.id):
        return Decision(Outcome(raw, Status.SET_ASIDE, title=entry.title, fault=clash(raw, owner)))
    return written(raw, result, entry, shelf, row or Row(entry.id), text_of)


def written(raw: str, article: Article, entry: Entry, shelf: Shelf, row: Row, text_of: str) -> Decision:
    """The decision on a raw file that is, or becomes, the one its entry is made from."""
    on_disk = shelf.texts.get(entry.path)
    entry = compose.as_before(entry, on_disk) if on_disk is not None else entry
    fresh = entries.dump(entry)
    text = hands.renewed(on_disk, fresh) if on_disk else fresh
    decided = merge.fate(on_disk, text, row.wrote)
    stamp = merge.stamp_of(text)
    status = Status.SAME if decided is Fate.KEEP and row.declined == stamp else BY_FATE[decided]
    is_new = decided in (Fate.CREATE, Fate.UPDATE)
    outcome = Outcome(raw, status, entry.path, entry.title, article.warnings, text=text if is_new else "")
    row = replace(
        row,
        entry=entry.path,
        raws={**row.raws, raw: article.raw.sha256},
        text=row.text or text_of,
        wrote=hands.wrote(fresh) if is_new or stamp == merge.stamp_of(on_disk or "") else row.wrote,
    )
    return Decision(outcome, stamp, row)


def captured(raw: str, article: Article, entry: Entry, shelf: Shelf, row: Row) -> Decision:
    """The decision on a raw file that is another capture of an article which has its entry."""
    on_disk = shelf.texts[row.entry]
    entry = of_capture(entry, row, on_disk)
    fresh = entries.dump(entry)
    stamp = merge.stamp_of(fresh)
    row = replace(row, raws={**row.raws, raw: article.raw.sha256})
    outcome = Outcome(raw, Status.CAPTURE, row.entry, entry.title)
    notes: tuple[str, ...] = ()
    if number := later_page(article):
        notes = (f"is page {number} of the article in content/{row.entry}; its first page is not in the inbox",)
    elif not merge.is_readable(on_disk):
        remedy = f"mend it, or delete it and have it made again: kliping restore {raw}"
        notes = (f"is of the article in content/{row.entry}, which cannot be read: {remedy}",)
    elif is_newer(raw, entry, shelf.lying(row), on_disk) and stamp != row.declined and differs(fresh, row, on_disk):
        slug = merge.value_of(on_disk, "slug")
        notes = (f"says something else than content/{row.entry}: kliping diff {slug}",)
    return Decision(replace(outcome, warnings=notes), stamp, row)


def of_capture(entry: Entry, row: Row, on_disk: str) -> Entry:
    """What another capture of its article would make of an entry: its identity stays, and what the capture does not say."""
    entry, address = compose.with_identity(entry, row.entry, on_disk), merge.value_of(on_disk, "url")
    if entry.url and canonical(entry.url) == canonical(address):
        entry = replace(entry, url=address)
    try:
        there = entries.parse(on_disk, row.entry, UTC)
    except entries.EntryError:
        return entry
    unsaid = {name: value for name in MAY_BE_UNSAID if not getattr(entry, name) and (value := getattr(there, name))}
    is_vague = entry.date_precision == "day" and there.date and entry.date and there.date.date() == entry.date.date()
    if "date" in unsaid or is_vague:
        unsaid |= {"date": there.date, "date_precision": there.date_precision}
    return replace(entry, **unsaid)


MAY_BE_UNSAID: Sequence[str] = "date outlet url authors editors agencies place image modified".split()
"""What one way of saving an article keeps and another loses; that it is not there is no news."""


def would_be(article: Article, row: Row, on_disk: str) -> Entry:
    """What one of its raw files, cleaned now, would make of an entry."""
    entry = compose.entry_of(article, compose.RULES)
    if article.raw.path == merge.raw_file_of(on_disk):
        return compose.as_before(compose.with_identity(entry, row.entry, on_disk), on_disk)
    return of_capture(entry, row, on_disk)


def best(articles: Mapping[str, Article], row: Row, on_disk: str) -> str:
    """Which raw file of an entry has news for it: the latest capture that says something else, else the one it was made from."""
    made_from = merge.raw_file_of(on_disk)
    whole = {raw: would_be(article, row, on_disk) for raw, article in articles.items() if not later_page(article)}
    for raw, entry in reversed(whole.items()):
        fresh = entries.dump(entry)
        is_news = differs(fresh, row, on_disk) and merge.stamp_of(fresh) != row.declined
        if (
            raw != made_from
            and is_news
            and is_newer(raw, entry, [each for each in row.raws if each in articles], on_disk)
        ):
            return raw
    return made_from if made_from in whole else next(reversed(whole), "")


def later_page(article: Article) -> int:
    """The page's number if a raw file holds but a later page of its article; 0 if it holds the article."""
    number = parts.number_of(article.url or "", article.raw.hints)
    return number if number > 1 and not article.raw.hint("pages") else 0


def is_newer(raw: str, entry: Entry, arrived: Sequence[str], on_disk: str) -> bool:
    """Whether a capture is the newest, and came after the one that its entry was made from: as they say, or arrived."""
    then, now = merge.saved_of(on_disk), entry.capture.saved if entry.capture else None
    if then and now and then != now:
        return now > then
    return arrived[-1:] == [raw] != [merge.raw_file_of(on_disk)]


def differs(fresh: str, row: Row, on_disk: str) -> bool:
    """Whether a capture says anything else than the entry, or than cleaning wrote: provenance does not count."""
    then = [hands.wrote(on_disk), *([row.wrote] if row.wrote else [])]
    now = hands.wrote(fresh)
    is_new = any(digest not in [each.keys.get(name) for each in then] for name, digest in now.keys.items())
    return is_new or now.body not in [each.body for each in then]


NEEDED: Mapping[str, float] = {"address": 0.9, "outlet": 0.8, "": 0.5}
"""Share of all their paragraphs that two texts of one title and day need to be one article: more where the addresses
differ, or where an outlet is not known."""


def is_same(entry: Entry, there: str) -> bool:
    """Whether an article is the one of an entry although no address says so: outlet, day and most paragraphs."""
    day, outlet, url = (merge.value_of(there, name) for name in ("date", "outlet", "url"))
    if not merge.value_of(there, "id") or (day and entry.date and day[:10] != f"{entry.date:%Y-%m-%d}"):
        return False
    if outlet and entry.outlet and outlet != entry.outlet:
        return False
    one, two = ({key(paragraph) for paragraph in hands.paragraphs(text)} for text in (entries.dump(entry), there))
    doubt = "address" if url and entry.url else "" if outlet == (entry.outlet or "") else "outlet"
    return len(one & two) >= NEEDED[doubt] * len(one | two) > 0


def head_of(wrote: Wrote) -> str:
    """What an article is known by as cleaning wrote it, whatever a person made of its entry: outlet, title and date."""
    return "head " + " ".join(wrote.keys.get(name, "") for name in ("outlet", "title", "date"))


def was_same(now: Wrote, then: Wrote) -> bool:
    """Whether an article of the same head is the one that cleaning wrote then: most paragraphs, at two addresses nearly all."""
    one, two = set(now.body), set(then.body)
    urls = {now.keys.get("url"), then.keys.get("url")} - {hands.digest("url: null\n")}
    needed = NEEDED["address"] * len(one | two) if len(urls) > 1 else NEEDED[""] * min(len(one), len(two))
    return len(one & two) >= needed > 0


def bearing(raw: str, entry: str, shelf: Shelf) -> str:
    """A fingerprint of all that bears on a capture of an entry beside the raw file; empty if it is none any more."""
    row = shelf.rows.get(shelf.known.get(f"capture {raw}"))
    if row is None or row.retracted or row.entry != entry or raw not in row.raws:
        return ""
    if entry not in shelf.texts:
        return "deleted"
    text = shelf.texts[entry]
    is_last, is_heir = shelf.lying(row)[-1:] == [raw], shelf.is_gone(merge.raw_file_of(text), text)
    return hands.digest(f"{is_last} {is_heir}\n{row.declined}\n{row.wrote!r}\n{text}", 16)


def digest_of(article: Article, outlet: str | None) -> str:
    """The digest of an article's words, by which it is known when it is saved again; another outlet's copy is another's."""
    return hands.digest(f"{outlet}\n" + key(" ".join((article.title, *article.body))), 16)


def in_turn(articles: Mapping[str, Article]) -> Sequence[str]:
    """Raw files in the order in which they may become entries: by path, captures of one article as they were saved."""
    groups: dict[str, list[str]] = {}
    for path in sorted(articles):
        article = articles[path]
        own = [f"words {digest_of(article, None)} {article.outlet}"]
        own += [f"address {canonical(article.url)}"] if article.url else []
        group = next((groups[sign] for sign in own if sign in groups), [])
        group.append(path)
        for sign in own:
            groups.setdefault(sign, group)
    turn: dict[str, None] = {}
    for group in groups.values():
        saved = {path: when for path in group if (when := articles[path].saved)}
        turn |= dict.fromkeys(
            sorted(group, key=lambda path: saved[path].timestamp()) if len(saved) == len(group) else group
        )
    return list(turn)


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
