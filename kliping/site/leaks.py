"""Nothing leaves that must not: the bytes of the site are searched for what it may not say before any is written.

Looked for are runs of six words, and short titles whole, of entries that are not shown, of what rights cut off, and of what
an editor wrote for nobody else; folders of this machine; and e-mail addresses. What something that is shown says may be
said anywhere: an agency's report in full at one outlet is no leak of another's excerpt. Of raw files only those words
are known here that stand in entries: furniture that was dropped may rightly stand in another article.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from kliping.entries import EntryError, split
from kliping.errors import Fault
from kliping.hands import normal
from kliping.records import Correction, Entry, Head, Image, Output, Rights, Settings
from kliping.site.assemble import Placed
from kliping.site.unpacked import BOUNDARY, batches, plain, readings

if TYPE_CHECKING:
    from kliping.site.traces import Net, Words

SIZE = 6
SPEAKING = 4
SHORTEST = 3
MOST_TOLD = 10
MOST_LOOKED_AT = 10_000
BATCH = 1_000_000


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that must not be on the site: where they stand, what they are, and whether they count even if they are few."""

    file: str
    what: str
    text: str
    is_title: bool = False


# ------------------------------------------------------------------ what must not be said


def secrets(
    entries: Iterable[Entry], shown: Iterable[Placed], texts: Mapping[str, str], reasons: Mapping[str, str]
) -> Iterator[Secret]:
    """What must not be said of all `entries`; `texts` are all entry files by path, `reasons` say why one is not shown."""
    placed = {each.entry.path: each for each in shown}
    read: set[str] = set()
    for entry in entries:
        read.add(entry.path)
        if entry.path in placed:
            yield from beyond(entry, placed[entry.path].entry, placed[entry.path])
        else:
            yield from whole(entry, reasons.get(entry.path, "not shown"))
    for path, text in texts.items():
        if path not in read:
            for line in text.splitlines():
                yield Secret(path, "an entry that cannot be read", KEY.sub("", line))
        for each in comments(text):
            yield Secret(path, "a comment in the front matter", each, is_title=True)


def whole(entry: Entry, why: str) -> Iterator[Secret]:
    """Everything that is in an entry which is not shown."""
    for title in (entry.title, entry.slug, entry.path.rsplit("/", 1)[-1].removesuffix(".md")):
        yield Secret(entry.path, f"the title ({why})", title, is_title=True)
    picture = (entry.image.caption, entry.image.alt) if entry.image else ()
    for text in (entry.body, entry.summary, entry.note, *picture, *(each.text for each in entry.corrections)):
        if text:
            yield Secret(entry.path, f"its words ({why})", text)
    yield from private(entry)


def beyond(entry: Entry, bare: Head, placed: Placed) -> Iterator[Secret]:
    """What is in an entry beyond that which is shown of it."""
    if placed.rights is not Rights.FULL:
        words = LIST_MARK.sub("", entry.body).split(None, len(placed.text.split()))
        if len(words) > len(placed.text.split()):
            yield Secret(entry.path, f"words beyond its rights ({placed.rights})", words[-1])
        if entry.image and entry.image.caption and not bare.image:
            yield Secret(entry.path, f"the caption, beyond its rights ({placed.rights})", entry.image.caption)
    yield from private(entry)


KEY = re.compile(r"^[ \t]*(?:- )?[a-z_]+:(?=\s)")
"""A key of the front matter: beside the first words of a value it stands in other entries, too."""
LIST_MARK = re.compile(r"^[ \t]*(?:(?:[>#*+-]+|\d+\.)[ \t]+)+", re.M)


def private(entry: Entry) -> Iterator[Secret]:
    """What an editor wrote for nobody else, and lines of the raw file that the editor took out."""
    if entry.memo:
        yield Secret(entry.path, "the memo", entry.memo, is_title=True)
    for line in entry.drop:
        yield Secret(entry.path, "a line that was dropped", line)


QUOTED = re.compile(r"""(?<=[\s\[,{])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
COMMENT = re.compile(r"(?:^|(?<=\s))#+[ \t]*(\S.*)$", re.M)


def comments(text: str) -> Iterator[str]:
    """The comments in the front matter of an entry file."""
    if "#" in text:
        try:
            head, _, _ = split(normal(text), "")
        except EntryError:
            return
        if "#" in head:
            yield from (found[1] for found in COMMENT.finditer(QUOTED.sub("-", head)))


# ------------------------------------------------------------------ what may be said


def said(shown: Iterable[Placed], settings: Settings) -> Iterator[str]:
    """Every text that the site may say of what is shown and of itself; hand-written pages and templates come beside it."""
    for each in shown:
        yield from (each.html, each.text, each.summary, settings.base_url + each.address)
        entry = each.entry
        yield from texts_in([getattr(entry, field.name) for field in fields(entry) if field.name not in NEVER_SHOWN])
    yield from texts_in([settings.title, settings.base_url, settings.description, settings.security_contact])
    for topic in settings.topics:
        yield from texts_in([topic.slug, topic.title, topic.description])


NEVER_SHOWN: Collection[str] = frozenset(["path", "body", "capture", "memo", "keep", "drop"])


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value of an entry or a setting."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_in([*value, *value.values()])
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, Image):
        yield from texts_in([value.caption, value.credit, value.alt])
    elif isinstance(value, Correction):
        yield value.text


# ------------------------------------------------------------------ the search


def found(
    outputs: Iterable[Output],
    secret: Sequence[Secret],
    said: Callable[[], Iterable[str]],
    folders: Collection[str],
) -> list[Fault]:
    """Leaks in the outputs, the first ten; `said` gives what may be said, `folders` are folders of this machine."""
    faults: list[Fault] = []
    traps = snares(secret)
    texts = ((each.path, reading) for each in outputs for reading in whole_file(each))
    allowed = functools.cache(lambda: "\n".join(said()))
    known = functools.cache(lambda: names_in(allowed(), folders))
    is_said = functools.cache(lambda what: what in known() or what.replace("\\\\", "\\") in allowed())
    calm = functools.cache(lambda size: net_of(said(), size))
    folded = functools.cache(lambda: in_one_case(secret))
    for names, joined in batches(texts, BATCH):
        read = plain(joined)
        for data in (joined,) if read == joined else (joined, read):
            for what, at in (*addresses(data), *places(data, folders)):
                if not is_said(what):
                    faults.append(leak(names[data.count(BOUNDARY, 0, at)], *NAMES_OF[is_mail(what)], what))
        if traps:
            faults += phrases(names, read, traps, calm, secret, folded)
        if len(faults) >= MOST_TOLD:
            break
    return list(dict.fromkeys(faults))[:MOST_TOLD]


def whole_file(each: Output) -> Iterator[bytes]:
    """The name of an output and its bytes, then everything that is packed in them."""
    for number, data in enumerate(readings(each.data, each.path)):
        yield data if number else each.path.encode("utf-8", "surrogateescape") + b"\n" + data


def leak(path: str, what: str, remedy: str, words: str) -> Fault:
    return Fault(f"nothing was written, because this file would hold {what}: “{words}”", remedy, f"output/{path}")


# ------------------------------------------------------------------ phrases


def snares(secret: Sequence[Secret]) -> Mapping[int, Net]:
    """Nets by the number of words: for runs of six words, and for titles that have fewer."""
    if not secret:
        return {}
    from kliping.site import traces  # noqa: PLC0415 - numpy takes 80 ms, only a site that hides something needs it

    short: dict[int, list[str]] = {}
    for each in secret:
        if each.is_title and len(each.text) < 200:
            words = traces.words(plain(each.text.encode("utf-8", "replace")))
            count = len(words.starts)
            if SHORTEST <= count < SIZE and not is_wide(words.phrase(0, count)):
                short.setdefault(count, []).append(each.text)
    return {SIZE: net_of((each.text for each in secret), SIZE)} | {
        count: net_of(texts, count) for count, texts in short.items()
    }


def net_of(texts: Iterable[str], size: int) -> Net:
    """A net for the phrases of this many words in texts."""
    from kliping.site import traces  # noqa: PLC0415 - see above

    pieces = (("", text.encode("utf-8", "replace")) for text in texts)
    return traces.net(traces.words(plain(joined)).phrases(size) for _, joined in batches(pieces, BATCH))


def phrases(
    names: Sequence[str],
    read: bytes,
    traps: Mapping[int, Net],
    calm: Callable[[int], Net],
    secret: Sequence[Secret],
    folded: Callable[[], Sequence[bytes]],
) -> Iterator[Fault]:
    """A fault for each file that holds words of a secret which nothing shown says, with the first such words."""
    from kliping.site import traces  # noqa: PLC0415 - see above

    words = traces.words(read)
    told: set[int] = set()
    for size, trap in traps.items():
        numbers = words.phrases(size)
        hits = trap.among(numbers)
        spoken = set(calm(size).among(numbers[hits]).tolist()) if len(hits) else set()
        left = [hit for place, hit in enumerate(hits.tolist()) if place not in spoken]
        for first, last in islice(suspects(words, read, left, size, calm), MOST_LOOKED_AT):
            text, phrase = words.text(first), words.phrase(first, last - first)
            source = source_of(phrase, secret, folded()) if text not in told else None
            if source:
                told.add(text)
                yield leak(names[text], f"{source.what} of content/{source.file}", REMEDY, phrase.decode())
            if len(told) >= MOST_TOLD:
                return


def suspects(
    words: Words, read: bytes, hits: Sequence[int], size: int, calm: Callable[[int], Net]
) -> Iterator[tuple[int, int]]:
    """The first word of each phrase that may be a leak and the one after its last.

    Of scripts whose signs are words here it takes twice as many, or a whole title.
    """
    caught = frozenset(hits)
    for hit in hits:
        phrase = words.phrase(hit, size)
        if not is_telling(phrase) or is_accident(words, words.pieces(read, hit, size), calm):
            continue
        if not is_wide(phrase):
            yield hit, hit + size
        elif hit - 1 not in caught or hit + WIDE - size in caught:
            last = next(each for each in range(hit, hit + WIDE) if each + 1 not in caught or each + size - hit == WIDE)
            yield hit, last + size


def is_accident(words: Words, pieces: Sequence[tuple[int, int]], calm: Callable[[int], Net]) -> bool:
    """Whether the end of one element and the beginning of the next make up a phrase, and each of them may be said.

    A headline stands above its summary, an outlet's name beside it, the name of a value before it. One word or two prove
    nothing by themselves.
    """
    whole = [piece for piece in pieces if piece[1] >= SHORTEST]
    return len(pieces) > 1 and bool(whole) and all(is_said(words, first, count, calm) for first, count in whole)


def is_said(words: Words, first: int, count: int, calm: Callable[[int], Net]) -> bool:
    """Whether something that is shown says these words."""
    return len(calm(count).among(words.phrases(count)[first : first + 1])) > 0


WIDE: Final = 2 * SIZE
"""Signs of scripts without spaces that say as much as six words."""


def is_wide(phrase: bytes) -> bool:
    """Whether most of a phrase's words are single signs of a script without spaces."""
    words = phrase.split(b" ")
    return 2 * sum(
        word[0] >= 0xE0 and len(word) <= 4 and len(word.decode("utf-8", "replace")) == 1 for word in words
    ) > len(words)


REMEDY = "a template of your own, or a file in templates/static/, says it: take it out there, or show the entry"


def in_one_case(secret: Iterable[Secret]) -> Sequence[bytes]:
    """The plain text of each secret, with its ASCII letters small."""
    return [plain(each.text.encode("utf-8", "replace")).lower() for each in secret]


def source_of(phrase: bytes, secret: Sequence[Secret], folded: Sequence[bytes]) -> Secret | None:
    """The secret that has exactly these words; `folded` are their texts in one case, for the cheap test first.

    That asks for words of ASCII only: how others are folded, only the search itself knows.
    """
    spoken = [word for word in phrase.split(b" ") if word.isascii()]
    likely = (each for each, text in zip(secret, folded, strict=True) if all(word in text for word in spoken))
    return next((each for each in likely if holds(each, phrase)), None)


def holds(secret: Secret, phrase: bytes) -> bool:
    """Whether a text has exactly these words. Few signs of a script without spaces count as a whole title only."""
    from kliping.site import traces  # noqa: PLC0415 - see above

    words = traces.words(plain(secret.text.encode("utf-8", "replace")))
    spoken = b" ".join(words.signs[start:end] for start, end in zip(words.starts, words.ends, strict=True))
    if is_wide(phrase) and phrase.count(b" ") + 1 < WIDE:
        return secret.is_title and phrase == spoken
    return b" " + phrase + b" " in b" " + spoken + b" "


def is_telling(phrase: bytes) -> bool:
    """Whether a phrase says something: dates and numbers look alike everywhere."""
    words = phrase.split(b" ")
    return sum(not word[:1].isdigit() for word in words) >= (SPEAKING if len(words) == SIZE else SHORTEST)


# ------------------------------------------------------------------ folders and mail

MAIL_NAME = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-"
MAIL_HOST = re.compile(rb"@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
HOMES: Sequence[tuple[bytes, re.Pattern[bytes]]] = (
    (b"/home/", re.compile(rb"(?<![\w.~-])/home/[\w.-]+(?=[/\\\s\"'<>)]|$)")),
    (b"/Users/", re.compile(rb"(?<![\w.~-])/Users/[\w. -]+?(?=[/\\\"'<>)]|$)")),
    (b":\\Users", re.compile(rb"[A-Za-z]:\\{1,2}Users\\{1,2}[\w.-]+")),
    (b":\\\\Users", re.compile(rb"[A-Za-z]:\\{1,2}Users\\{1,2}[\w.-]+")),
    (b":/Users/", re.compile(rb"[A-Za-z]:/Users/[\w.-]+")),
)
NAMES_OF: Mapping[bool, tuple[str, str]] = {
    True: (
        "an e-mail address that no article, page or template shows",
        "take it out of the file that says it, or write it into a page of your own",
    ),
    False: ("a folder of this machine", "take it out of the template or file that says it"),
}


def is_mail(what: str) -> bool:
    return "@" in what


def addresses(data: bytes) -> Iterator[tuple[str, int]]:
    """E-mail addresses and where they stand."""
    at = data.find(b"@")
    while at >= 0:
        if host := MAIL_HOST.match(data, at, at + 300):
            before = data[max(0, at - 64) : at]
            if name := before[len(before.rstrip(MAIL_NAME)) :]:
                yield (name + host[0]).decode(), at
        at = data.find(b"@", at + 1)


def names_in(text: str, folders: Collection[str]) -> frozenset[str]:
    """The addresses and folders that a text says, as the search would find them."""
    data = text.encode("utf-8", "replace")
    return frozenset(what for what, _ in (*addresses(data), *places(data, folders)))


def places(data: bytes, folders: Collection[str]) -> Iterator[tuple[str, int]]:
    """Folders of this machine, or of anybody's home, and where they stand."""
    own = [each.encode("utf-8", "surrogateescape") for each in folders if len(each) > 3]
    patterns = [(each, re.compile(rb"(?<![\w.~-])" + re.escape(each) + rb"(?![\w-])")) for each in own]
    absent = [each for each in (b"/home/", b"Users") if each not in data]
    for needle, pattern in (*patterns, *HOMES):
        at = -1 if any(each in needle for each in absent) else data.find(needle)
        while at >= 0:
            if each := pattern.search(data, max(0, at - 4), at + len(needle) + 100):
                yield each[0].decode("utf-8", "replace"), at
            at = data.find(needle, at + len(needle))
