"""The cleaner for other programs: a dump or a page in, an article as plain values out.

    import kliping

    article = kliping.clean(text)                     # or html=…, data=…, path=…
    article.title, article.date, article.body         # a text, a datetime with its zone, a tuple of paragraphs
    for each in kliping.clean_many(items, jobs=2):    # {"id": …, "text": …} or {"id": …, "html": …}
        each.to_dict()                                # what `kliping clean --jsonl` writes

What stands in `__all__` is stable: names, arguments and the keys of `to_dict()` only grow.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from kliping import ingest, work
from kliping.errors import Fault
from kliping.records import SURE, Article, Facts, RawArticle, RawFile, Role

__all__ = ("CleanError", "Cleaned", "Failure", "clean", "clean_html", "clean_many", "clean_text", "facts")

PACKAGE = Path(__file__).parent
BATCH = 1000
LARGEST_BATCH = 48_000_000


class CleanError(ValueError):
    """There is no article in what was given; `what` says why, `remedy` what may help."""

    def __init__(self, fault: Fault) -> None:
        self.what, self.remedy = fault.what, fault.remedy
        super().__init__(fault.what)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned article.

    `body` are its paragraphs as plain text, `forms` says of each what it is on the page: "paragraph", "heading",
    "item" of a list, "step" of a numbered one, "quote".
    `confidence` is the chance that the body is clean: no paragraph lost, no other line left in. `dropped` are the
    lines that are not in the body, and words lifted out of lines, in order, each with the reason.
    """

    id: Any
    title: str
    date: datetime | None
    date_precision: str
    modified: datetime | None
    lang: str
    outlet: str | None
    url: str | None
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    agencies: tuple[str, ...]
    place: str | None
    caption: str | None
    credit: str | None
    body: tuple[str, ...]
    confidence: float
    dropped: tuple[tuple[str, str], ...]
    forms: tuple[str, ...]
    article: Article = field(repr=False, compare=False)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.body

    @property
    def is_sure(self) -> bool:
        """Whether nobody need look at it."""
        return self.confidence >= SURE

    def to_dict(self) -> dict[str, Any]:
        """The object that `kliping clean --jsonl` writes: texts, numbers, lists and null."""
        return {key: as_json(getattr(self, key)) for key in KEYS}

    def to_markdown(self) -> str:
        """The text that an entry of Kliping would have."""
        return ingest.markdown(self.article)


KEYS: Sequence[str] = tuple(key for key in Cleaned.__dataclass_fields__ if key != "article")
"""Keys of `to_dict()`, in order."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An item of `clean_many` in which no article was found; `id` is None where it has none.

    `remedy` is what may help where the item is a file.
    """

    id: Any
    error: str
    remedy: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The object that `kliping clean --jsonl` writes in its place."""
        told = {"id": self.id, "error": self.error, "remedy": self.remedy or None}
        return {key: value for key, value in told.items() if value is not None}


Item: TypeAlias = Mapping[str, Any] | str | bytes | Failure


def as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


# ------------------------------------------------------------------ what is known beforehand


def facts(content: str | os.PathLike[str] | None = None, timezone: str = "UTC") -> Facts:
    """What the cleaner knows of outlets and agencies; the `outlets/` of a site's content folder wins over what ships.

    `timezone` is for times that say no zone, in articles of outlets that nothing is known of.
    """
    return ingest.load_facts(PACKAGE, Path(content) if content else None, timezone)


@functools.cache
def shipped() -> Facts:
    return facts()


# ------------------------------------------------------------------ one article


def clean(
    text: str | None = None,
    *,
    html: str | None = None,
    data: bytes | None = None,
    path: str | os.PathLike[str] | None = None,
    url: str | None = None,
    facts: Facts | None = None,
) -> Cleaned:
    """Clean one article; raises CleanError if there is none.

    Give `text` (a dump), `html` (a page), `data` (a saved file's bytes in any encoding; its kind is told by the
    ending of `path`, or by the bytes) or `path` alone, a file to read. `url` is the article's address, if known.
    """
    given = [value for value in (text, html, data) if value is not None]
    if len(given) > 1 or (not given and path is None):
        raise TypeError("clean() takes one of text, html, data and path; path may stand beside data")
    name = os.fspath(path) if path is not None else ""
    if data is None and not given:
        data = Path(name).read_bytes()
    raw = raw_file(data, name, url) if data is not None else raw_text(text, html, url)
    result = ingest.clean_file(raw, facts or shipped())
    if isinstance(result, Fault):
        raise CleanError(result)
    return cleaned(result, name or None)


def clean_text(text: str, url: str | None = None) -> Cleaned | None:
    """The article in a dump, or None if there is none."""
    return found_in(raw_text(text, None, url))


def clean_html(html: str, url: str | None = None) -> Cleaned | None:
    """The article in a page, or None if there is none."""
    return found_in(raw_text(None, html, url))


def found_in(raw: RawFile) -> Cleaned | None:
    result = ingest.clean_file(raw, shipped())
    return None if isinstance(result, Fault) else cleaned(result, None)


def raw_text(text: str | None, html: str | None, url: str | None) -> RawFile:
    """A raw file of a text or page that is in memory."""
    words, name = (html, "given.html") if html is not None else (text or "", "given.txt")
    return RawFile(name, words.encode("utf-8", "ignore"), (url or "").strip())


def raw_file(data: bytes, name: str, url: str | None) -> RawFile:
    """A raw file of bytes; without a name its kind is told by what is in it."""
    return RawFile(name or f"given.{kind_of(data)}", data, (url or "").strip())


TAGS = re.compile(rb"<(?:!doctype html|html|head|body|article)\b", re.I)
RECORDS = re.compile(rb"\{|\[\s*\{")
MAIL = re.compile(rb"(?:[a-z][a-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.I)


def kind_of(data: bytes) -> str:
    """The ending that a file of these bytes would have: a mail or web archive by its head, a page by its tags, JSON by its brackets, else text."""
    head = data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if MAIL.match(head):
        return "mhtml" if b"multipart/related" in head.lower() else "eml"
    if TAGS.search(head[:2000]):
        return "html"
    return "json" if RECORDS.match(head) and data.rstrip(b"\0 \t\r\n").endswith((b"}", b"]")) else "txt"


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that holds an article, or a part of one that holds several; `data` is None as long as nobody read it.

    `id` names it to the user, and `path` tells its kind by its ending.
    """

    id: str
    path: str
    data: bytes | None = None


def clean_one(saved: Saved, url: str | None, facts: Facts) -> Cleaned | Failure:
    """The article in a file, or why there is none and what to do."""
    try:
        return replace(clean(data=saved.data, path=saved.path, url=url, facts=facts), id=saved.id)
    except CleanError as error:
        return Failure(saved.id, error.what, error.remedy)
    except FileNotFoundError:
        return Failure(saved.id, "there is no such file", "name a saved article, or - for standard input")
    except IsADirectoryError:
        return Failure(saved.id, "is a folder", f"name the files in it, such as {Path(saved.path) / '*.html'}")
    except OSError as error:
        return Failure(saved.id, f"cannot be read: {error.strerror}", "mend the permissions or the link")


def cleaned(article: Article, id_: Any) -> Cleaned:
    """An article as the values that are promised to other programs."""
    shared = {key: getattr(article, key) for key in KEYS if key not in ("id", "dropped", "forms")}
    forms = tuple(map(str, article.forms))
    return Cleaned(id=id_, dropped=tuple(dropped(article)), forms=forms, article=article, **shared)


def dropped(article: Article) -> Iterator[tuple[str, str]]:
    """What of the lines is not in the body, in their order, and why."""
    for verdict in article.verdicts:
        if verdict.role is not Role.BODY:
            yield verdict.line.text, verdict.reason
        for lifted in article.lifted:
            if lifted.number == verdict.line.number:
                yield lifted.text, lifted.reason


# ------------------------------------------------------------------ many articles


def clean_many(
    items: Iterable[Item], *, jobs: int = 1, facts: Facts | None = None, batch: int = BATCH
) -> Iterator[Cleaned | Failure]:
    """Clean many articles, in their order, in `jobs` processes, holding a few batches in memory.

    An item is `{"id": …, "text": … or "html": …, "url": …}` or such an object as JSON; id and url may be missing.
    (Or a Failure, to have one said in its place.) One that cannot be cleaned becomes a Failure and stops nothing. The results do not depend on `jobs`; articles
    of one outlet in one batch teach which of its lines are furniture because they recur (`batch=1`: each by itself).
    """
    function = functools.partial(clean_batch, facts=facts or shipped())
    for results in work.stream(function, batches(items, max(1, batch)), jobs):
        yield from results


def batches(items: Iterable[Item], most: int) -> Iterator[list[Item]]:
    """Items by the batch: at most so many, and not many more characters than memory should hold."""
    found: list[Item] = []
    size = 0
    for item in items:
        found.append(item)
        size += size_of(item)
        if len(found) >= most or size >= LARGEST_BATCH:
            yield found
            found, size = [], 0
    if found:
        yield found


def size_of(item: Item) -> int:
    """About how many characters an item has."""
    if isinstance(item, Mapping):
        return sum(len(value) for value in item.values() if isinstance(value, str))
    return len(item) if isinstance(item, (str, bytes)) else 0


def clean_batch(items: Sequence[Item], facts: Facts) -> list[Cleaned | Failure]:
    """Read every article of a batch, learn what recurs over those of one outlet, then clean each."""
    ids, read = zip(*map(read_item, items), strict=True)
    raws = [each for each in read if isinstance(each, RawArticle)]
    known = work.tried(functools.partial(ingest.knowing, facts=facts), raws)
    facts, raws = (facts, raws) if isinstance(known, work.Failed) else known
    function = functools.partial(ingest.clean_read, facts=facts)
    cleaned_ones = (work.tried(function, raw) for raw in raws)
    return [
        each if isinstance(each, Failure) else told(id_, next(cleaned_ones))
        for id_, each in zip(ids, read, strict=True)
    ]


def read_item(item: Item) -> tuple[Any, RawArticle | Failure]:
    """The id of an item, and the lines of its article or why there are none."""
    if isinstance(item, Failure):
        return item.id, item
    id_: Any = None
    try:
        values = json.loads(item) if isinstance(item, (str, bytes)) else item
        if not isinstance(values, Mapping):
            return id_, Failure(None, 'is no object such as {"id": "1", "text": "…"}')
        id_ = values.get("id")
        text, html, url = (text_in(values, key) for key in ("text", "html", "url"))
    except (ValueError, RecursionError) as error:
        return id_, Failure(id_, str(error) if id_ is not None else f"is no JSON: {error}")
    if text is None and html is None:
        return id_, Failure(id_, "has neither text nor html")
    result = work.tried(ingest.read_file, raw_text(text, html, url))
    return id_, result if isinstance(result, RawArticle) else failure(id_, result)


def text_in(values: Mapping[str, Any], key: str) -> str | None:
    """A text that is there or not; raises ValueError if it is something else."""
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} is no text")
    return value


def told(id_: Any, result: Article | Fault | work.Failed) -> Cleaned | Failure:
    """What came of one item, failures as values."""
    return cleaned(result, id_) if isinstance(result, Article) else failure(id_, result)


def failure(id_: Any, reason: Fault | work.Failed) -> Failure:
    if isinstance(reason, Fault):  # its remedy is for a file, which an item is not
        return Failure(id_, reason.what)
    return Failure(
        id_, f"cleaning it failed: {reason.reason}", "this is a fault of Kliping: please report it with the article"
    )
