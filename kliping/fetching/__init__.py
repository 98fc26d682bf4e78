"""Articles from the web: each address visited once, and of each a word about what became of it.

Nothing is written here. What is taken comes with its raw file; whoever asked puts it into the inbox and tells the record.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kliping.addresses import canonical
from kliping.fetching import feeds, page, policy, record
from kliping.fetching.policy import Answer, Trouble
from kliping.fetching.record import Record, Seen
from kliping.fetching.visits import Visits


class Fate(enum.StrEnum):
    """What became of an address."""

    TAKEN = "taken"
    SAME = "same"
    NOT_CHANGED = "not changed"
    HERE = "here already"
    LISTED = "feed"
    NEW = "new"
    LEFT = "left for later"
    REFUSED = "refused"
    FAILED = "failed"


WRONG = frozenset([Fate.REFUSED, Fate.FAILED])


@dataclass(frozen=True, slots=True)
class Fetched:
    """The account of one address: what came (`data` for the file `name`), or why nothing did.

    `feed` is the feed that lists it; `seen` what the record is to hold; `listed` how many articles a feed has.
    """

    address: str
    fate: Fate
    name: str = ""
    data: bytes = b""
    why: str = ""
    remedy: str = ""
    feed: str = ""
    listed: int = 0
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to take: of each feed at most `limit` articles that are not here, or with `again` those that are, too.

    `known` are the addresses of entries in their one form, `lying` gives the raw file of a name, if there is one. With
    `only_list` a feed's articles are named and not asked for.
    """

    saved: datetime
    known: Collection[str]
    lying: Callable[[str], bytes | None]
    limit: int = 0
    again: bool = False
    only_list: bool = False


def fetch(addresses: Sequence[str], visits: Visits, told: Record, wanted: Wanted) -> Iterator[Fetched]:
    """Visit each address once, and the articles of each feed."""
    done = set[str]()
    for address in addresses:
        if canonical(address) not in done:
            done.add(canonical(address))
            answer = asked(address, visits, told, wanted)
            if isinstance(answer, Answer) and policy.kind_of(answer) == "feed":
                yield from of_feed(address, answer, visits, told, wanted, done)
            else:
                yield account(address, answer, wanted)


def asked(address: str, visits: Visits, told: Record, wanted: Wanted) -> Answer | Trouble:
    """The answer for an address: only for what changed, if what came last still lies there."""
    seen = told.of(address)
    if seen and (not seen.file or wanted.lying(seen.file) is not None):
        return visits.get(address, record.conditions(seen), conditional_at=seen.url)
    return visits.get(address)


def account(address: str, answer: Answer | Trouble, wanted: Wanted, feed: str = "") -> Fetched:
    """What became of an address that is no feed."""
    wrong = answer if isinstance(answer, Trouble) else policy.wrong(answer)
    if wrong is None and isinstance(answer, Answer) and answer.status != 304:
        wrong = unfit(answer)
    if wrong:
        fate = Fate.REFUSED if wrong.is_refused else Fate.FAILED
        return Fetched(address, fate, why=wrong.what, remedy=wrong.remedy, feed=feed)
    assert isinstance(answer, Answer), "no trouble is an answer"
    if answer.status == 304:
        return Fetched(address, Fate.NOT_CHANGED, feed=feed)
    plain, marked = page.names(answer.url, answer.body)
    there = wanted.lying(plain)
    name = plain if there is None or page.is_of(there, answer.body) else marked
    fate = Fate.TAKEN if wanted.lying(name) is None else Fate.SAME
    data = page.archive(answer, wanted.saved) if fate is Fate.TAKEN else b""
    return Fetched(address, fate, name, data, feed=feed, seen=record.seen(answer, name))


def unfit(answer: Answer) -> Trouble | None:
    """Why what came is no article."""
    if not answer.body.strip():
        return Trouble("an empty page came", policy.BY_HAND)
    kind = policy.kind_of(answer)
    if kind == "feed":
        return Trouble("is a feed, where an article was listed", "fetch it by itself")
    if kind != "page":
        return Trouble(f"is no web page but {kind[:60]}", "save its text, and take that in with kliping add FILE")
    return None


# ------------------------------------------------------------------ feeds


def of_feed(
    address: str, answer: Answer, visits: Visits, told: Record, wanted: Wanted, done: set[str]
) -> Iterator[Fetched]:
    """The articles of a feed that are not here yet, and last the feed itself.

    It is remembered only when nothing of it is left, or else "not changed" would hide what is.
    """
    listed = feeds.articles(answer)
    if isinstance(listed, Trouble):
        yield Fetched(address, Fate.FAILED, why=listed.what, remedy=listed.remedy)
        return
    left, asked_for = 0, 0
    for each in listed:
        if canonical(each) in done:
            continue
        done.add(canonical(each))
        if not wanted.again and (canonical(each) in wanted.known or told.of(each)):
            yield Fetched(each, Fate.HERE, feed=address)
        elif wanted.limit and asked_for >= wanted.limit:
            left += 1
            yield Fetched(each, Fate.LEFT, feed=address)
        elif wanted.only_list:
            asked_for += 1
            yield Fetched(each, Fate.NEW, feed=address)
        else:
            asked_for += 1
            found = account(each, asked(each, visits, told, wanted), wanted, feed=address)
            left += found.fate is Fate.FAILED
            yield found
    yield Fetched(address, Fate.LISTED, listed=len(listed), seen=None if left else record.seen(answer))
