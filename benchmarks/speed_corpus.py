"""A corpus for measuring speed: entries in words, places and outlets that do not exist, the same for the same number.

`benchmarks/speed.py` writes it in the form of each program that it measures.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import product
from typing import Any, Final

WIB: Final = timezone(timedelta(hours=7))
START: Final = datetime(2020, 1, 1, tzinfo=WIB)
MINUTES: Final = 2 * 365 * 24 * 60
TITLE: Final = "Kliping Antah"
BASE_URL: Final = "https://kliping.example/"
FEED_ITEMS: Final = 50
SYLLABLES: Final = [a + b for a, b in product("bdgjklmnprst", "aeiou")]
WORDS: Final = [f"{a}{b}{c}" for a, b, c in product(SYLLABLES, SYLLABLES, ("", "n", "ra"))]
"""Words of no language: babe, baben, babera, … ."""
BETWEEN: Final = "yang dan di ke dari untuk dengan ini itu akan tidak telah oleh pada juga atau karena adalah".split()
"""What stands between them, as in any Indonesian text."""
PLACES: Final = ("Antah", "Berantah", "Nirkota", "Entahpura", "Dongengan", "Khayalan", "Awangawang", "Mimpijaya")
TOPICS: Final = tuple(f"perkara-{place.lower()}" for place in PLACES) + tuple(
    f"kabar-{place.lower()}" for place in PLACES[:4]
)
OUTLETS: Final = tuple(f"{kind} {place}" for kind, place in product(("Warta", "Suara", "Harian"), PLACES[:6]))
PEOPLE: Final = ("Anu Berantah", "Polan Entah", "Fulan Nirkota", "Si Antah")


@dataclass(frozen=True, slots=True)
class Article:
    """One made-up article: `paragraphs` are its words, `body` the same as Markdown."""

    slug: str
    title: str
    date: datetime
    outlet: str
    url: str
    author: str
    topics: tuple[str, ...]
    paragraphs: tuple[str, ...]
    body: str

    @property
    def address(self) -> str:
        return f"articles/{self.date:%Y/%m}/{self.slug}/"


def corpus(count: int) -> Iterator[Article]:
    """So many articles, the earliest first, no two in the same minute."""
    assert count <= MINUTES // 2, "two articles would share a minute"
    for number in range(count):
        yield article(number, START + timedelta(minutes=number * MINUTES // count))


def article(number: int, date: datetime) -> Article:
    """The article of this number: its words follow from that alone."""
    chance = random.Random(number)
    outlet = pick(chance, OUTLETS)
    first = int(chance.random() * len(TOPICS))
    topics = {TOPICS[first], TOPICS[(first + 5) % len(TOPICS)]} if chance.random() < 0.4 else {TOPICS[first]}
    title = sentence([*words(chance, 4), pick(chance, PLACES), *words(chance, 2)])
    paragraphs = [paragraph(chance) for _ in range(8 + int(chance.random() * 6))]
    marked = list(paragraphs)
    if chance.random() < 0.05:
        at = int(chance.random() * len(marked))
        marked[at] = pick(chance, MARKS)(marked[at])
    slug = f"{title.lower().replace(' ', '-')}-{number}"
    url = f"https://{outlet.lower().replace(' ', '-')}.example/{number}"
    author = pick(chance, PEOPLE)
    return Article(
        slug, title, date, outlet, url, author, tuple(sorted(topics)), tuple(paragraphs), "\n\n".join(marked)
    )


def pick(chance: random.Random, several: Sequence[Any]) -> Any:
    return several[int(chance.random() * len(several))]


def words(chance: random.Random, count: int) -> list[str]:
    """Some words are said more often than others, and those in between most of all."""
    return [
        pick(chance, BETWEEN) if chance.random() < 0.3 else WORDS[int(len(WORDS) * chance.random() ** 2)]
        for _ in range(count)
    ]


def sentence(said: Sequence[str]) -> str:
    return f"{said[0].capitalize()} {' '.join(said[1:])}"


def paragraph(chance: random.Random) -> str:
    """Some sentences; now and then a place, a number or a quotation."""
    sentences = list[str]()
    for _ in range(2 + int(chance.random() * 2)):
        said = words(chance, 9 + int(chance.random() * 9))
        if chance.random() < 0.3:
            said[4] = pick(chance, (*PLACES, "2,5%", "(7/10)", "Rp3 juta"))
        said[5] += "," if chance.random() < 0.5 else ""
        whole = f"{sentence(said)}."
        sentences.append(f'"{whole}" kata {pick(chance, PEOPLE)}.' if chance.random() < 0.1 else whole)
    return " ".join(sentences)


MARKS: Final[Sequence[Callable[[str], str]]] = (
    lambda text: f"> {text}",
    lambda text: f"**{text.split(' ', 1)[0]}** {text.split(' ', 1)[1]}",
    lambda text: f"[{text.split(' ', 1)[0]}](https://rujukan.example/) {text.split(' ', 1)[1]}",
)


# ------------------------------------------------------------------ as files


def kliping(each: Article) -> tuple[str, str]:
    """An entry as `kliping add` would have written it, by its path."""
    from kliping.entries import dump, id_of  # noqa: PLC0415 - peers are measured without it
    from kliping.records import Entry  # noqa: PLC0415

    path = f"entries/{each.date:%Y/%m}/{each.slug}.md"
    entry = Entry(
        path,
        id_of(each.url),
        each.title,
        each.slug,
        each.body,
        date=each.date,
        lang="id",
        outlet=each.outlet,
        url=each.url,
        authors=(each.author,),
        topics=each.topics,
    )
    return f"content/{path}", dump(entry)


def yaml(each: Article, **others: object) -> str:
    """Front matter and body; a text of JSON is one of YAML, too."""
    said = {
        "title": each.title,
        "date": each.date.isoformat(),
        "source": each.outlet,
        "source_url": each.url,
        "author": each.author,
        **others,
    }
    lines = [f"{key}: {value if key == 'date' else json.dumps(value)}" for key, value in said.items()]
    return "\n".join(("---", *lines, "---", "", each.body, ""))


def hugo(each: Article) -> tuple[str, str]:
    return f"content/{each.address[:-1]}.md", yaml(each, topics=each.topics, outlets=[each.outlet])


def eleventy(each: Article) -> tuple[str, str]:
    return f"{each.address[:-1]}.md", yaml(each, topics=each.topics)


def pelican(each: Article) -> tuple[str, str]:
    lines = [
        f"Title: {each.title}",
        f"Date: {each.date.isoformat()}",
        f"Category: {each.outlet}",
        f"Source_url: {each.url}",
        f"Writer: {each.author}",
        f"Tags: {', '.join(each.topics)}",
    ]
    return f"content/{each.address[:-1]}.md", "\n".join((*lines, "", each.body, ""))


FORMS: Final[Mapping[str, Callable[[Article], tuple[str, str]]]] = {
    "kliping": kliping,
    "hugo": hugo,
    "eleventy": eleventy,
    "pelican": pelican,
}


PLAIN: Final = """search = false

[output]
cards = "none"
"""
"""Settings without search and pictures, which no peer has."""
PEERS_PAGES: Final = f"""search = false
stories = false

[output]
cards = "none"
links = "folder"

[feeds]
formats = ["rss"]
weekly = false
limit = {FEED_ITEMS}

[pages]
archive = false
editions = false
follow = false
narrowed = false
limit = 10000
"""
"""Settings with which the site has the same pages as the peers': a long list is one page, too."""


def settings(own: str = "", *, by_hand: bool = False) -> str:
    """`site.toml` for the corpus, with these lines of its own; topics have words, or are `by_hand` as the peers' tags are."""

    def words(slug: str) -> str:
        place, kind = slug.rpartition("-")[2], slug.partition("-")[0]
        return "by_hand = true" if by_hand else f'who = [["{place}"]]\nwhat = ["{kind}"]'

    topics = "".join(
        f'\n[[topics]]\nslug = "{slug}"\ntitle = "{slug.replace("-", " ").title()}"\n{words(slug)}\n' for slug in TOPICS
    )
    return f'title = "{TITLE}"\nbase_url = "{BASE_URL}"\n{own}\n[rights]\ndefault = "full"\n{topics}'
