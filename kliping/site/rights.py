"""Who may show what: how much of an article the site may show, and what of its words that is.

An outlet's file says `full`, `excerpt` or `link`; where none does, the settings do. What an editor wrote, from no outlet,
address or raw file, is the editor's own and shown in full.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from kliping.entries import paragraph
from kliping.records import Entry, Head, Outlet, Rights
from kliping.site import render

ORDER: Sequence[Rights] = (Rights.LINK, Rights.EXCERPT, Rights.FULL)


# ------------------------------------------------------------------ what an outlet allows


@dataclass(frozen=True, slots=True)
class Known:
    """The rights that outlets' files say, by name in lower case and by domain; `default` where none says any."""

    default: Rights
    names: Mapping[str, Rights]
    domains: Mapping[str, Rights]

    def of(self, entry: Head) -> Rights:
        """What may be shown of an entry; if its outlet and its address say different things, the less."""
        if is_own(entry):
            return Rights.FULL
        said = [self.names.get((entry.outlet or "").strip().casefold()), self.at(entry.url or "")]
        return min(filter(None, said), key=ORDER.index, default=self.default)

    def at(self, url: str) -> Rights | None:
        """What is said of the outlet to which an address belongs."""
        if not url or not may_lie_at(host_of(url), frozenset(self.domains)):
            return None
        return next((self.domains[each] for each in domains_of(url) if each in self.domains), None)


def host_of(url: str) -> str:
    """The part of an address that holds its host: a domain at which it lies is in there, too."""
    return url.partition("//")[2].partition("/")[0].lower()


@functools.lru_cache(4096)
def may_lie_at(host: str, domains: frozenset[str]) -> bool:
    """Whether an address with this host can be one of an outlet with one of these domains."""
    return any(each.partition("/")[0] in host for each in domains)


def known(outlets: Iterable[Outlet], default: str) -> Known:
    """What these outlets' files say; the first of two that sign themselves alike counts."""
    names, domains = dict[str, Rights](), dict[str, Rights]()
    for outlet in outlets:
        said = Rights(outlet.rights or default)
        for name in (outlet.name, *outlet.names, *outlet.domains):
            names.setdefault(name.casefold(), said)
        for domain in outlet.domains:
            domains.setdefault(domain, said)
    return Known(Rights(default), names, domains)


def is_own(entry: Head) -> bool:
    """Whether an entry is the editor's own: from no outlet, no address, no raw file."""
    return not (entry.outlet or entry.url or entry.capture)


def domains_of(url: str) -> Iterator[str]:
    """What an outlet's domain may be for an address to be its own, the longest first: `bbc.com/indonesia`, `bbc.com`."""
    try:
        parts = urlsplit(url)
        hosts, folders = (parts.hostname or "").split("."), parts.path.lower().strip("/").split("/")
    except ValueError:
        return
    for first in range(len(hosts) - 1):
        for last in range(len(folders), -1, -1):
            yield "/".join((".".join(hosts[first:]), *folders[:last]))


# ------------------------------------------------------------------ what is left of an entry


def allowed(entry: Entry, html: str, rights: Rights, limit: int) -> tuple[Entry, str]:
    """The entry with the words that its rights allow and nothing that is private, and the HTML of those words.

    `html` is that of the whole body. This is the one place where rights are enforced: nothing that comes later knows more.
    """
    is_bare = entry.memo is None and entry.keep == entry.drop == ()
    bare = entry if is_bare else replace(entry, memo=None, keep=(), drop=())
    if rights is Rights.FULL:
        return bare, html
    shown = excerpt(html, limit) if rights is Rights.EXCERPT else []
    body = "\n\n".join(map(paragraph, shown))
    return replace(bare, body=body, image=None), render.html(body)


BLOCK = re.compile(r"<(p|h[1-6]|li|pre|blockquote|[ou]l|hr)\b[^>]*>|</(?:p|h[1-6]|li|pre|blockquote|[ou]l)>")
# What counts as one word: a sign of a script without spaces, a few signs of one that is written without them, or a run of
# anything else that is no longer than any real word.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{1,5}"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{1,40}"
)
CLOSES: Final = re.escape("\"'”’»)]」』")
SENTENCE_END = re.compile(rf"(?:[.!?…؟۔।][{CLOSES}]*(?=\s|$)|[。！？][{CLOSES}]*)")
ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"])(?:[^\W\d_]|dr|drs|ir|hj|prof|sdr|no|hlm|tgl|mr|mrs|ms|st|sen|gen|gov|rep|col|sgt|lt|capt|rev|jr|sr|vs|etc|"
    r"dkk|dll|dsb|inc|ltd|corp|co|tbk|u\.s|u\.n|u\.k|s\.h|s\.e|m\.si|ph\.d)\.$",
    re.I,
)


def excerpt(html: str, limit: int) -> list[str]:
    """How an article begins, in paragraphs: at most `limit` words, to the last end of a sentence among them.

    A first sentence that is longer is cut, and says so with an ellipsis.
    """
    blocks = list(blocks_of(html))
    left, best, cut = limit, list[str](), list[str]()
    for text, is_heading in blocks:
        words = [found.end() for found in WORD.finditer(text)]
        fits = text if len(words) <= left else text[: words[left - 1]] if left else ""
        if not is_heading and (end := last_end(text, fits)):
            best = [*cut, text[:end]]
        if fits:
            cut.append(fits)
        left -= len(words)
        if left < 0:
            break
    if best:
        return best
    return [*cut[:-1], cut[-1] + "…"] if left < 0 else cut


def blocks_of(html: str) -> Iterator[tuple[str, bool]]:
    """The text of each block of rendered Markdown, and whether it is a heading."""
    at, is_heading = 0, False
    for found in BLOCK.finditer(html):
        if text := words_of(html[at : found.start()]):
            yield text, is_heading
        at, is_heading = found.end(), (found[1] or "").startswith("h")
    if text := words_of(html[at:]):
        yield text, is_heading


def words_of(html: str) -> str:
    """What `render.words` gives, of most blocks without looking for what is not there."""
    return render.words(html) if "<" in html or "&" in html else " ".join(html.split())


def last_end(text: str, fits: str) -> int:
    """Where the last sentence ends that is whole among the first words of a block; 0 if none is."""
    if fits == text and text[-1] not in ":,;":
        return len(text)
    ends = [found.end() for found in SENTENCE_END.finditer(text) if found.end() <= len(fits) and is_end(text, found)]
    return ends[-1] if ends else 0


def is_end(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark ends a sentence: no abbreviation, and what follows may begin one."""
    after = text[mark.end() :].lstrip().lstrip("\"'“‘«([")
    if after[:1].islower():
        return False
    return text[mark.start()] != "." or not ABBREVIATED.search(text[max(0, mark.start() - 12) : mark.start() + 1])
