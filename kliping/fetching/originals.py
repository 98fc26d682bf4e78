"""Whether articles are still where their outlets published them, and where a web archive has a copy of those that are not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kliping.fetching import policy
from kliping.fetching.policy import Answer, Trouble
from kliping.fetching.visits import Visits


@dataclass(frozen=True, slots=True)
class Original:
    """What is known of an address now: why it is gone, or why nobody can tell; a copy of what is gone, if one is known."""

    url: str
    gone: str = ""
    unknown: str = ""
    copy: str = ""


def look(addresses: Iterable[tuple[str, str]], visits: Visits, archive: str) -> Iterator[Original]:
    """Look whether each address, given with the day of its article (`20201030`), is still there.

    `archive` is asked for an address and a day, and tells the nearest copy as JSON.
    """
    for address, day in interleaved(list(addresses)):
        url = policy.tidy(address)
        found = url if isinstance(url, Trouble) else answered(url, visits)
        if isinstance(found, Trouble):
            yield Original(address, unknown=found.what)
        elif why := gone(str(url), found):
            yield Original(address, gone=why, copy=copy_of(str(url), day, visits, archive) if archive else "")
        else:
            wrong = policy.wrong(found)
            yield Original(address, unknown=wrong.what if wrong else "")


def answered(url: str, visits: Visits) -> Answer | Trouble:
    """What a server says of an address: asked for its head first, and for the beginning of the page where that does not do."""
    found = visits.get(url, method="HEAD", is_start=True)
    if isinstance(found, Trouble) or found.status == 200:
        return found
    return visits.get(url, is_start=True)


def gone(url: str, answer: Answer) -> str:
    """Why an article is no longer at its address; empty if it is, or nobody can tell."""
    if answer.status in policy.GONE:
        return f"is gone ({answer.status})"
    asked, came = urlsplit(url), urlsplit(answer.url)
    if (
        answer.status == 200
        and came.path in ("", "/")
        and not came.query
        and (asked.path not in ("", "/") or asked.query)
    ):
        return "leads to a front page now"
    return ""


def copy_of(url: str, day: str, visits: Visits, archive: str) -> str:
    """The copy of an address that a web archive has, the nearest to a day; empty if it has none or cannot be asked."""
    asked = f"{archive}?url={quote(url, safe='')}" + (f"&timestamp={day}" if day else "")
    answer = visits.get(asked)
    return told(answer.body) if isinstance(answer, Answer) and answer.status == 200 else ""


def told(body: bytes) -> str:
    """The address in what the archive said."""
    try:
        nearest = json.loads(body)["archived_snapshots"]["closest"]
        is_whole = nearest.get("available") is True and str(nearest.get("status", "200")) == "200"
        found = policy.tidy(nearest["url"]) if is_whole else ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    if isinstance(found, Trouble):
        return ""
    is_known_host = policy.host_of(found) == "web.archive.org"
    return f"https{found.removeprefix('http')}" if is_known_host and found.startswith("http:") else found


def interleaved(addresses: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first address of each host, then the second: while one host rests, the others are asked."""
    turns = Counter[str]()
    ordered: list[tuple[int, tuple[str, str]]] = []
    for each in addresses:
        host = policy.host_of(each[0])
        turns[host] += 1
        ordered.append((turns[host], each))
    return [each for _, each in sorted(ordered, key=lambda pair: pair[0])]
