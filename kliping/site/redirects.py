"""Addresses for life: what stands now wherever the site ever showed an article, and entries that keep their ids.

A former address comes from the ledger or from an entry's `aliases`. It leads to where its article is shown now, in one
step however often the article moved; to a notice when the article was retracted; else to a page that says it is gone.
A page of the site always wins over what stood at its address before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from urllib.parse import quote, unquote, urlsplit

from kliping import hands
from kliping.entries import RESERVED
from kliping.errors import Fault
from kliping.front import NULLS
from kliping.records import Head, Output, Row
from kliping.site.assemble import H, Placed, Site, address_of

FILE = "_redirects"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """A former address, and the one that its article has now."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Former:
    """What stands at each former address."""

    moved: tuple[Moved, ...] = ()
    gone: tuple[str, ...] = ()
    retracted: tuple[tuple[str, Row], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What wants to stand at a former address: an article that is shown, a retraction, or neither.

    `key` is the key of the entry that says so, if one does.
    """

    address: str
    placed: Placed | None = None
    row: Row | None = None
    key: str = ""

    @property
    def target(self) -> str:
        """What it leads to, for comparing."""
        return self.placed.address if self.placed else self.row.id if self.row else ""


# ------------------------------------------------------------------ ids


def says_id(text: str) -> bool:
    """Whether the text of an entry file names the entry's id."""
    head, _ = hands.divided(hands.normal(text))
    lines = next((lines for name, lines in hands.blocks(head) if name == "id"), "")
    return lines.partition(":")[2].strip() not in NULLS


def identified(entries: Sequence[H], nameless: Collection[str], rows: Iterable[Row], zone: tzinfo) -> list[H]:
    """The entries, those at `nameless` paths, whose files say no id, with the one that the site has shown them under.

    The ledger knows such an entry by its path; one whose file was moved, by its address.
    """
    paths = {entry.path for entry in entries}
    given = {entry.id for entry in entries if entry.path not in nameless}
    free = [row for row in rows if not row.retracted and row.id not in given]
    by_path = {row.entry: row.id for row in free}
    by_address = {
        row.addresses[-1]: row.id for row in free if row.addresses and not row.raws and row.entry not in paths
    }
    found: list[H] = []
    for entry in entries:
        known = by_path.get(entry.path) or by_address.get(address_of(entry, zone), "")
        if entry.path in nameless and known and known not in given:
            given.add(known)
            found.append(replace(entry, id=known))
        else:
            found.append(entry)
    return found


def without_retracted(entries: Iterable[H], rows: Mapping[str, Row]) -> tuple[list[H], list[Fault]]:
    """The entries but those that were retracted and lie there again, or still; their faults."""
    kept: list[H] = []
    faults: list[Fault] = []
    for entry in entries:
        row = rows.get(entry.id)
        if row and row.retracted:
            remedy = (
                f"kliping retract {entry.path} moves it away; kliping restore {entry.id} takes the retraction back; "
                "another article needs another id"
            )
            what = f"was retracted on {row.retracted.day} and is not shown: {row.retracted.reason}"
            faults.append(Fault(what, remedy, f"content/{entry.path}"))
        else:
            kept.append(entry)
    return kept, faults


def seen(addresses: Sequence[str], address: str) -> tuple[str, ...]:
    """The addresses of an entry once it is shown at this one."""
    return (*(each for each in addresses if each != address), address)


# ------------------------------------------------------------------ former addresses


def of(site: Site, rows: Mapping[str, Row], held: Iterable[Head], files: Iterable[str]) -> tuple[Former, list[Fault]]:
    """What stands at each former address, and faults of those that cannot lead where they should.

    `held` are entries that are not shown now; `files` are the paths of all that the site makes.
    """
    pages = {path_of(each.address).casefold(): each for each in site.entries}
    taken = {path.casefold() for path in files}
    folders = {folder for path in taken for folder in folders_of(path)}
    found: dict[str, Claim] = {}
    faults: list[Fault] = []
    for claim in claims(site, rows, held, faults):
        path = path_of(claim.address).casefold()
        shown, before = pages.get(path), found.get(path)
        if claim.placed and shown is claim.placed:
            continue
        is_taken = path in taken or path in folders or not taken.isdisjoint(folders_of(path))
        if before and before.target == claim.target:
            continue
        if is_taken or before:
            told = faults_of(claim, shown, before, site.settings.base_url)
            faults += [fault for fault in told if fault not in faults]
        else:
            found[path] = claim
            taken.add(path)
            folders.update(folders_of(path))
    standing = [found[path] for path in sorted(found)]
    return Former(
        tuple(Moved(each.address, each.placed.address) for each in standing if each.placed),
        tuple(each.address for each in standing if not each.placed and not each.row),
        tuple((each.address, each.row) for each in standing if each.row),
    ), faults


def claims(site: Site, rows: Mapping[str, Row], held: Iterable[Head], faults: list[Fault]) -> Iterator[Claim]:
    """All that wants to stand at a former address; who comes first gets it.

    Retractions come first, then what entries say by `aliases`, then what the ledger remembers, of two articles
    that were at one address the one that left it last; what is gone comes last.
    """
    for row in site.retracted:
        yield from (Claim(address, row=row) for address in row.addresses)
    for placed in site.entries:
        for alias in placed.entry.aliases:
            address = alias_address(alias, site.settings.base_url)
            if address is None:
                what = f"{alias} is no address on this site"
                remedy = "write it from the site's front page, such as /2020/old-name/"
                faults.append(Fault(what, remedy, f"content/{placed.entry.path}", key="aliases"))
            else:
                yield Claim(address, placed, key="aliases")
    by_id = {each.entry.id: each for each in site.entries}
    by_path = {each.entry.path: each for each in site.entries}
    live = [(row, by_id.get(row.id) or by_path.get(row.entry)) for _, row in sorted(rows.items()) if not row.retracted]
    former = [
        (age, Claim(address, placed, key="slug"))
        for row, placed in live
        if placed
        for age, address in enumerate(reversed(row.addresses))
    ]
    yield from (claim for _, claim in sorted(former, key=lambda pair: pair[0]))
    for row, shown in live:
        if not shown:
            yield from map(Claim, row.addresses)
    for entry in held:
        if entry.id in rows and rows[entry.id].addresses and not rows[entry.id].retracted:
            found = (alias_address(alias, site.settings.base_url) for alias in entry.aliases)
            yield from (Claim(address) for address in found if address)


def faults_of(claim: Claim, shown: Placed | None, before: Claim | None, base_url: str) -> Iterator[Fault]:
    """What is wrong with a claim to an address at which something else stands; nothing if the article is gone."""
    address, other = f"/{claim.address}", f"content/{shown.entry.path}" if shown else ""
    if claim.row and shown:
        what = f"stands at {address}, where the article stood that was retracted: its notice has no place"
        yield Fault(what, "give this one another slug", other, key="slug")
    elif claim.placed and shown and is_alias(shown.entry, claim.placed.address, base_url):
        first, second = sorted((claim.placed, shown), key=lambda each: each.entry.path)
        what = f"leads in a circle with those of content/{second.entry.path}: each is where the other is shown"
        yield Fault(what, "take one of the two out", f"content/{first.entry.path}", key="aliases")
    elif claim.placed and shown:
        whose = "the alias" if claim.key == "aliases" else "its former address"
        what = f"{whose} {address} is now the address of {other}, which keeps it: no redirect"
        yield Fault(what, "give one of the two another slug", f"content/{claim.placed.entry.path}", key=claim.key)
    elif claim.placed and claim.key == "aliases":
        theirs = before.placed if before else None
        whose = (
            f"an alias of content/{theirs.entry.path} too"
            if theirs
            else "the address of an article that was retracted, whose notice stays"
            if before
            else "a page or file of the site, which stays"
        )
        what = f"{address} is {whose}"
        yield Fault(what, "take the alias out", f"content/{claim.placed.entry.path}", key="aliases")
    elif claim.placed and not before:
        what = f"its former address {address} is taken by a file of the site: no redirect"
        yield Fault(what, "give that file another name", f"content/{claim.placed.entry.path}")


def is_alias(entry: Head, address: str, base_url: str) -> bool:
    """Whether an entry says that it was at an address."""
    return address in (alias_address(alias, base_url) for alias in entry.aliases)


SEGMENT = re.compile(r"""[^\s\\/:*?"<>|]+""")


def alias_address(alias: str, base_url: str) -> str | None:
    """The address on the site that an alias names, or None if it names none."""
    given = alias.strip().removeprefix(base_url)
    if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", given, re.I) or set("?#") & set(given):
        return None
    path = re.sub(r"(?:^|(?<=/))index\.html$", "", unquote(given).removeprefix("/"))
    if path and not all(map(is_segment, path.removesuffix("/").split("/"))):
        return None
    return path if not path or path.endswith((".html", "/")) else f"{path}/"


def is_segment(name: str) -> bool:
    """Whether every disk and host takes this as the name of a file or folder that is not hidden."""
    return (
        SEGMENT.fullmatch(name) is not None
        and name.isprintable()
        and name[0] != "."
        and name[-1] != "."
        and len(name.encode("utf-8", "surrogatepass")) <= LONGEST
        and name.lower().split(".")[0] not in RESERVED
    )


def path_of(address: str) -> str:
    """The file of the page at an address."""
    return address if address.endswith(".html") else f"{address}index.html"


def folders_of(path: str) -> list[str]:
    """The folders that a file lies in."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


# ------------------------------------------------------------------ for hosts


def own_lines(static: Iterable[Output]) -> tuple[str, list[Output]]:
    """The editor's own `_redirects`, which come before ours, and the other static files."""
    files = list(static)
    own = next((each.data.decode("utf-8", "replace") for each in files if each.path == FILE), "")
    return own, [each for each in files if each.path != FILE]


def listed(moved: Iterable[Moved], base_url: str, own: str = "") -> str:
    """The text of `_redirects`: the editor's own lines, then one for each form of a former address."""
    root = urlsplit(base_url).path
    lines = [
        f"{quote(root + old)} {quote(root + each.new)} 301"
        for each in moved
        for old in ((each.old, f"{each.old}index.html") if each.old.endswith("/") else (each.old,))
    ]
    return "".join(f"{line}\n" for line in (*own.splitlines(), *lines))
