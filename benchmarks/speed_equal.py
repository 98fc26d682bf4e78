"""Whether a built site holds the whole corpus: only then is its time worth telling.

Looked at are the articles' addresses, every article's words on its page, which articles the lists of each topic and outlet
lead to, and the items of each feed with title, address, time and words.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

from lxml import etree
from speed_corpus import BASE_URL, FEED_ITEMS, OUTLETS, TOPICS, Article

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def differences(public: Path, articles: Sequence[Article]) -> Iterator[str]:
    """What is missing, or too much, in a built site."""
    wanted = {each.address: each for each in articles}
    there = {
        f"articles/{file.parent.relative_to(public / 'articles').as_posix()}/" for file in pages(public / "articles")
    }
    yield from (f"no page at {address}" for address in sorted(wanted.keys() - there))
    yield from (f"a page too much at {address}" for address in sorted(there - wanted.keys()))
    for address in sorted(wanted.keys() & there):
        yield from lacking(letters((public / address / "index.html").read_text("utf-8")), wanted[address], address)
    newest = sorted(articles, key=lambda each: each.date, reverse=True)
    yield from feed(public / "feed.xml", newest)
    for folder, name, members in groups(newest):
        yield from feed(public / folder / "feed.xml", members)
        listed = {address for page in pages(public / folder) for address in links(page, public)} & wanted.keys()
        if lost := {each.address for each in members} - listed:
            yield f"the lists of {name} do not lead to {len(lost)} articles, such as {min(lost)}"


def groups(newest: Sequence[Article]) -> Iterator[tuple[str, str, list[Article]]]:
    """Each topic and outlet with the folder of its pages and its articles."""
    for topic in TOPICS:
        yield f"topics/{topic}", topic, [each for each in newest if topic in each.topics]
    for outlet in OUTLETS:
        folder = f"outlets/{outlet.lower().replace(' ', '-')}"
        yield folder, outlet, [each for each in newest if each.outlet == outlet]


def pages(folder: Path) -> Iterable[Path]:
    return sorted(folder.rglob("index.html"))


def letters(source: str) -> str:
    """What readers see, without white space."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", source, flags=re.S)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", body)))


def lacking(seen: str, article: Article, where: str) -> Iterator[str]:
    for said in (article.title, *article.paragraphs):
        if re.sub(r"\s+", "", said) not in seen:
            yield f"{where} lacks: {said[:60]}…"


def links(page: Path, public: Path) -> set[str]:
    """The addresses in the site that a page leads to."""
    here = urljoin(BASE_URL, f"{page.parent.relative_to(public).as_posix()}/")
    found = re.findall(r'<a\b[^>]*\bhref="?([^"\s>]+)', page.read_text("utf-8"))
    whole = (urljoin(here, html.unescape(each)).split("#")[0].removesuffix("index.html") for each in found)
    return {each.removeprefix(BASE_URL) for each in whole if each.startswith(BASE_URL)}


def feed(file: Path, newest: Sequence[Article]) -> Iterator[str]:
    """Whether a feed holds the newest articles in their order, each with its words."""
    if not file.exists():
        if newest:
            yield f"there is no {posixpath.join(*file.parts[-3:])}"
        return
    name = posixpath.join(*file.parts[-3:])
    items = etree.parse(file).findall(".//item")
    told = [(text(each, "link"), text(each, "title"), moment(text(each, "pubDate"))) for each in items]
    wanted = [(BASE_URL + each.address, each.title, each.date.timestamp()) for each in newest[:FEED_ITEMS]]
    if told != wanted:
        yield f"{name} has {len(told)} items, and {sum(a == b for a, b in zip(told, wanted, strict=False))} of {len(wanted)} are right"
    else:
        for item, article in zip(items, newest, strict=False):
            said = letters(text(item, CONTENT) or text(item, "description")) + letters(article.title)
            yield from lacking(said, article, name)


def text(item: etree._Element, name: str) -> str:
    return item.findtext(name) or ""


def moment(said: str) -> float:
    try:
        return parsedate_to_datetime(said).timestamp()
    except ValueError:
        return 0.0
