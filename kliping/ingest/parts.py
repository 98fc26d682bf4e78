"""Articles in several pages: which raw file is page 2 of which, and their lines as one article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from kliping.addresses import is_page
from kliping.ingest.lines import REPEATED, is_sentence, key, length
from kliping.records import Hint, Line, RawArticle, RawFile

MOST_PAGES = 50
WORDS = r"halaman|hal\.?|page|seite|p[aá]gina|страница|strana|strona|sayfa|trang|صفحة|पृष्ठ|σελίδα"
IN_PATH = re.compile(rf"(?P<whole>.*?/[^/]+)/(?:(?:{WORDS})[/-])?(?P<number>all|\d{{1,2}})/?", re.I)
IN_TITLE = re.compile(rf"(?:^|[\s(\[|–—-])(?:(?:{WORDS})\s*(\d{{1,2}})|第?\s*(\d{{1,2}})\s*[页頁ペ])", re.I)
TITLE_ENDS = re.compile(r"\s[|–—-]\s|[(\[]")


# ------------------------------------------------------------------ which page of what


def number_of(url: str, hints: Iterable[Hint] = ()) -> int:
    """The number of the page that an address, or else what the page says of itself, names; 1 if nothing does."""
    told = list(hints)
    if (number := divided(url)[1]) > 1:
        return number
    for hint in told:
        if hint.key == "prev" and whole(hint.value) == whole(url):
            return min(divided(hint.value)[1] + 1, MOST_PAGES)
    for hint in told:
        if hint.key == "title":
            ends = TITLE_ENDS.split(hint.value)[1:]
            found = next((match for end in ends if (match := IN_TITLE.match(end))), None)
            number = int(found[1] or found[2]) if found else 1
            if 1 < number <= MOST_PAGES:
                return number
    return 1


def whole(url: str) -> str:
    """The address of an article without what says which of its pages is meant."""
    return divided(url)[0]


def divided(url: str) -> tuple[str, int]:
    """An address without its page, and the page's number; of `all` it is 1."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, 1
    path, found = parts.path, ""
    match = IN_PATH.fullmatch(path)
    # The last part of /2020/10/2 is a day, not a page: before the number of a page stands a name.
    if match and re.search(r"[^\W\d_]{2}|\d{5}", match["whole"].rpartition("/")[2]):
        path, found = match["whole"], match["number"]
    given = parse_qsl(parts.query, keep_blank_values=True)
    paged = [value for name, value in given if is_page(name, value, path)]
    kept = [(name, value) for name, value in given if not is_page(name, value, path)]
    found = paged[0] if paged else found
    number = int(found) if found.isdecimal() else 1
    bare = urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), "")) if found or parts.fragment else url
    return (bare.rstrip("/"), number) if 0 < number <= MOST_PAGES else (url, 1)


# ------------------------------------------------------------------ raw files that belong together

HEAD = 300_000
"""Bytes at a file's beginning in which it says its own address."""
OWN: Sequence[re.Pattern[bytes]] = (
    re.compile(rb"saved from url=\(\d+\)(https?://[^\s<>]+)"),
    re.compile(rb"SingleFile.{0,20}\burl: (https?://\S+)", re.S),
    re.compile(rb"^(?:Snapshot-)?Content-Location:\s*(https?://\S+)", re.M),
    re.compile(rb"<meta[^<>]{0,200}og:url[\"']?\s[^<>]{0,80}?content=[\"']?(https?://[^\s\"'<>]+)", re.I),
    re.compile(rb"<link[^<>]{0,200}canonical[\"']?\s[^<>]{0,80}?href=[\"']?(https?://[^\s\"'<>]+)", re.I),
    re.compile(rb"\"url\"\s*:\s*\"(https?:[^\s\"]+)\""),
)
ALONE = re.compile(rb"^[ \t]*(https?://\S+)[ \t\r]*$", re.M)
TITLE = re.compile(rb"<title[^<>]{0,100}>([^<]{1,500})", re.I)
PREVIOUS = re.compile(rb"<link[^<>]{0,200}rel=[\"']?prev[\"']?\s[^<>]{0,80}?href=[\"']?(https?://[^\s\"'<>]+)", re.I)


def glance(raw: RawFile) -> tuple[str, int]:
    """The address of the whole article and the page's number, as a look at a file's first bytes tells; or nothing."""
    head = raw.data[:HEAD]
    said = (match[1] for pattern in OWN if (match := pattern.search(head)))
    url = raw.url or text_of(next(said, b"")).replace("\\/", "/").replace("&amp;", "&")
    if not url:
        lone = [text_of(found) for found in ALONE.findall(head)[:20]]
        url = lone[0] if len({whole(each) for each in lone}) == 1 else ""
    if not url:
        return "", 1
    hints = [Hint("title", text_of(match[1]).strip(), "") for match in TITLE.finditer(head)]
    hints += [Hint("prev", text_of(match[1]), "") for match in PREVIOUS.finditer(head)]
    return whole(url), number_of(url, hints)


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def gathered(raws: Sequence[RawFile], look: Callable[[RawFile], tuple[str, int]] = glance) -> list[RawFile]:
    """The raw files, those that are pages of one article as one: the first, with the others as its pages; `look` is `glance`."""
    glances = [look(raw) for raw in raws]
    paged = {url for url, number in glances if url and number > 1}
    pages: dict[str, dict[int, RawFile]] = defaultdict(dict)
    for raw, (url, number) in zip(raws, glances, strict=True):
        if url in paged:
            pages[url].setdefault(number, raw)
    groups = [[found[number] for number in sorted(found)] for found in pages.values()]
    rest = {group[0].path: tuple(group[1:]) for group in groups}
    others = {page.path for group in groups for page in group[1:]}
    wholes = (raw for raw in raws if raw.path not in others)
    return [raw.with_pages(rest[raw.path]) if rest.get(raw.path) else raw for raw in wholes]


# ------------------------------------------------------------------ their lines as one article


def joined(raws: Sequence[RawArticle]) -> RawArticle:
    """One raw article of all pages' lines, numbered on; what stands on several pages is tagged but once.

    What the first page says of itself goes before what the others say.
    """
    first = raws[0]
    if len(raws) == 1:
        return first
    lines: list[Line] = []
    begins: list[str] = []
    for raw in unrepeated(raws):
        after = lines[-1].number if lines else 0
        begins.append(f"{raw.path} from line {after + 1}")
        lines += [replace(line, number=after + line.number) for line in raw.lines]
    keys = {hint.key for hint in first.hints}
    others = {key_: raw for raw in reversed(raws[1:]) for key_ in {hint.key for hint in raw.hints} - keys}
    hints = [hint for key_, raw in others.items() for hint in raw.hints if hint.key == key_]
    pages = Hint("pages", "; ".join(begins), "the pages' addresses")
    return replace(first, lines=tuple(lines), hints=(*first.hints, *hints, pages))


def unrepeated(raws: Sequence[RawArticle]) -> list[RawArticle]:
    """The pages, with the tag of what stands twice on lines of another page's head or foot.

    What is repeated above the text counts on the first page that has it, what is repeated below on the last.
    """
    on = Counter(each for raw in raws for each in {key(line.text) for line in raw.lines})
    heads: dict[str, int] = {}
    feet: dict[str, int] = {}
    borders = [border(raw.lines, on) for raw in raws]
    for page, (raw, begin) in enumerate(zip(raws, borders, strict=True)):
        for index, line in enumerate(raw.lines):
            if index < begin:
                heads.setdefault(key(line.text), page)
            else:
                feet[key(line.text)] = page
    return [
        replace(
            raw,
            lines=tuple(
                replace(line, tag=REPEATED)
                if on[key(line.text)] > 1 and (heads if index < begin else feet)[key(line.text)] != page
                else line
                for index, line in enumerate(raw.lines)
            ),
        )
        for page, (raw, begin) in enumerate(zip(raws, borders, strict=True))
    ]


def border(lines: Sequence[Line], on: Mapping[str, int]) -> int:
    """The index of the first sentence that stands on this page alone."""
    return next(
        (
            index
            for index, line in enumerate(lines)
            if on[key(line.text)] == 1 and is_sentence(line.text) and length(line.text) >= 9
        ),
        len(lines),
    )
