"""What readers can search for: a record for each article, of the words that its page shows, and the page to search on.

Pagefind makes the index: it is started with `request`, and what it answers is brought into one order by `files`. All
articles are in one index, whatever their language, because a reader types before anybody knows in which one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from kliping.records import Output, TopicDefinition
from kliping.site import names, search_index
from kliping.site.assemble import Placed, Site
from kliping.site.contexts import Link, Page, SearchPage
from kliping.site.links import site_feed, topic_links, topic_title
from kliping.site.topic_words import words_of
from kliping.site.wording import Wording

ADDRESS: Final = "search/"
SCRIPT: Final = "static/search.js"
FOLDER: Final = "pagefind/"
NEEDED: Final = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
"""The files of Pagefind beside the index itself; its own interface is not used."""
STEMS: Final = frozenset(
    "ar ca da de el en es et eu fi fr ga hi hu hy id it lt ne nl no pl pt ro ru sr sv ta tr yi".split()
)
"""Languages whose words Pagefind reduces to stems."""

Record = Mapping[str, Any]
Made = Mapping[str, bytes]


class Unanswered(ValueError):
    """The answer of Pagefind is none; the text says what it said instead."""


# ------------------------------------------------------------------ what goes in


def records(site: Site, wording: Wording) -> Iterator[Record]:
    """What is searched of each article, newest first."""
    titles = {topic.slug: topic_title(topic, wording) for topic, _ in site.topics}
    spellings = {topic.slug: spelled(topic) for topic, _ in site.topics}
    language = language_of(site)
    for placed in site.entries:
        entry = placed.entry
        mine = [topic for topic, _ in site.topics if placed.is_in(topic.slug)]
        also = tuple(others(placed, mine, spellings))
        yield {
            "url": placed.address,
            "content": said(placed),
            "language": language,
            "meta": {
                "title": entry.title,
                "date": wording.day(placed.day),
                **({"also": " ".join(also)} if also else {}),
            },
            "filters": {
                "outlet": [entry.outlet] if entry.outlet else [],
                "topic": [titles[topic.slug] for topic in mine],
                "lang": [entry.lang],
            },
            "sort": {"date": placed.date.isoformat()},
        }


def said(placed: Placed) -> str:
    """The words of an article that its page shows, but for the headline."""
    entry = placed.entry
    caption = entry.image.caption if entry.image else None
    return " ".join(filter(None, (placed.text or placed.summary, caption, *entry.authors)))


def language_of(site: Site) -> str:
    """By whose stems all is searched: the language of most articles, among those that have any."""
    counted = Counter(lang for each in site.entries if (lang := each.entry.lang.split("-")[0].lower()) in STEMS)
    own = site.settings.language
    return max(counted, key=lambda lang: (counted[lang], lang == own, lang), default=own)


def spelled(topic: TopicDefinition) -> Mapping[names.Name, Sequence[str]]:
    """All spellings of each name that a topic's definition lists."""
    every = (spellings for found in topic.names.values() for spellings in found)
    return dict(zip(names.listed(topic), every, strict=True))


def others(
    placed: Placed, topics: Iterable[TopicDefinition], spellings: Mapping[str, Mapping[names.Name, Sequence[str]]]
) -> Iterator[str]:
    """Words of other spellings of the names that the page says: who searches for Moscow finds Moskwa."""
    there = set(words_of(f"{placed.entry.title}\n{placed.text}"))
    for topic in topics:
        if not placed.names.get(topic.slug):
            continue
        for name in names.found(topic, placed.entry.title, placed.text):  # the whole article may say more
            for spelling in spellings[topic.slug][name]:
                for word in spelling.replace("*", "").split():
                    folded = set(words_of(word))
                    if not folded <= there:
                        there |= folded
                        yield word


def request(wanted: Iterable[Record]) -> bytes:
    """What Pagefind is told: messages in Base64 between commas, the last of which asks for the files."""
    messages: list[Mapping[str, Any]] = [{"type": "NewIndex", "config": {}}]
    messages += [{"type": "AddRecord", "index_id": 0, **each} for each in wanted]
    messages.append({"type": "GetFiles", "index_id": 0})
    return b"".join(
        base64.b64encode(json.dumps({"message_id": number, "payload": each}, sort_keys=True).encode()) + b","
        for number, each in enumerate(messages)
    )


# ------------------------------------------------------------------ what comes out


def files(answer: bytes) -> Made:
    """The files of the index by path, in one order whatever order Pagefind had them in. Raises Unanswered."""
    try:
        said = [json.loads(base64.b64decode(each))["payload"] for each in answer.split(b",") if each]
        wrong = [str(each["message"]) for each in said if each["type"] == "Error"]
        found = [each["files"] for each in said if each["type"] == "GetFiles"] or [[]]
        made = {each["path"]: base64.b64decode(each["content"]) for each in found[-1] if is_needed(each["path"])}
        ordered = {} if wrong else search_index.in_order(made)
    except (ValueError, KeyError, TypeError) as error:
        raise Unanswered(f"Pagefind speaks otherwise than expected: {error!r}") from error
    if wrong:
        raise Unanswered(f"Pagefind says: {wrong[0]}")
    return ordered


def is_needed(path: str) -> bool:
    return path in NEEDED or "/" in path or path.endswith(".pf_meta") or path.startswith("wasm.")


def is_program(path: str) -> bool:
    """Whether a file of the site is of Pagefind itself: it holds no word of ours, but folders of those who made it."""
    name = path.removeprefix(FOLDER)
    return name != path and (name.endswith(".js") or name.startswith("wasm."))


def outputs(made: Made, script: str) -> list[Output]:
    """The files of a site that can be searched, the script first; none if there is no index.

    The script's name changes with its content, so that it can be cached for ever.
    """
    if not made:
        return []
    data = script.encode()
    ours = Output(f"assets/search-{hashlib.sha256(data).hexdigest()[:8]}.js", data)
    return [ours, *(Output(FOLDER + path, each) for path, each in made.items())]


# ------------------------------------------------------------------ the page


def page(site: Site, script: str, wording: Wording) -> Page:
    """The page to search on, with the script at this address; without one it leads to the lists."""
    _ = wording.gettext
    title = _("Search")
    lists = (
        *([Link(_("Archive"), "archive/", 0, "")] if site.settings.archive else []),
        Link(_("Outlets"), "outlets/", 0, ""),
        Link(_("Topics"), "topics/", 0, ""),
        *topic_links(site, wording),
    )
    description = " – ".join(filter(None, (title, site.settings.title, site.settings.description)))
    feeds = (site_feed(site.settings),)
    context = SearchPage(title, description, feeds, script, FOLDER if script else "", lists)
    return Page(ADDRESS, "search.html", context)
