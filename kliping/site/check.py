"""What is tried of a site that was built and not written: whether links lead somewhere, whether all is in its language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from jinja2 import Environment

from kliping.errors import Fault
from kliping.records import Output, Settings
from kliping.site import tags
from kliping.site.wording import Wording

LINKING = ("href", "src", "action", "poster", "data")
SCHEMES = frozenset(["http", "https", "mailto", "tel"])
WHERE_DATA_IS_FINE = frozenset(["src", "poster"])
NAMED = re.compile(
    r"""(?:<loc>|<link>|\bhref="|(?<![a-z])[a-z]{1,20}Url="|"(?:[a-z_]+_)?url": ?"|^Sitemap: )([^"<\s]+)""", re.M
)
"""An address as sitemaps, feeds and lists of feeds name it."""
REMEDY = "mend the link where it is written: a page or topic of yours in content/, a note in an entry, or a template"


@dataclass(frozen=True, slots=True)
class Links:
    """Where a file of the site leads: addresses as they are written, each with its attribute; the names of places in it."""

    links: tuple[tuple[str, str], ...]
    places: Collection[str] = ()
    twice: tuple[str, ...] = ()


# ------------------------------------------------------------------ links


def links(outputs: Iterable[Output], others: Collection[str], settings: Settings) -> tuple[int, list[Fault]]:
    """How many links the pages, feeds and lists have, and what is wrong with those within the site.

    `others` are paths of files that stand beside the outputs. A fault that many pages share is told once.
    """
    told = {each.path: found for each in outputs if (found := read(each)) is not None}
    paths = {*(each.path for each in outputs), *others}
    places = {path: frozenset(each.places) for path, each in told.items()}
    number, wrong = 0, dict[tuple[str, str], list[str]]()
    for path, found in told.items():
        number += len(found.links)
        for attribute, link in found.links:
            if what := fault_of(attribute, link, path, paths, places, settings.base_url):
                wrong.setdefault((what, link if "/" in link or "#" in link else ""), []).append(path)
        for name in found.twice:
            wrong.setdefault((f"two places on the page are called “{name}”", ""), []).append(path)
    return number, [shared(what, pages) for (what, _), pages in wrong.items()]


def shared(what: str, pages: Sequence[str]) -> Fault:
    """One fault for all pages that have it."""
    more = f"; so do {len(pages) - 1} more files" if len(pages) > 1 else ""
    return Fault(what + more, REMEDY, f"output/{pages[0]}")


def read(output: Output) -> Links | None:
    """The links of a page, feed or list; None for files that have none."""
    if output.path.endswith(".html"):
        return read_page(output.data)
    if output.path.endswith((".xml", ".json", ".txt")):
        found = NAMED.findall(output.data.decode("utf-8", "replace"))
        return Links(tuple(("address", unescape(each)) for each in dict.fromkeys(found)))
    return None


def read_page(data: bytes) -> Links:
    """The links of a page, and its named places."""
    from lxml import etree, html  # noqa: PLC0415 - only `check` reads the pages

    try:
        tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return Links(())
    found: list[tuple[str, str]] = []
    names: list[str] = []
    for element in tree.iter(etree.Element):
        names += [name] if (name := element.get("id")) else []
        found += [(key, str(link).strip()) for key in LINKING if (link := element.get(key)) is not None]
    twice = (
        tuple(dict.fromkeys(name for name in names if names.count(name) > 1)) if len(set(names)) < len(names) else ()
    )
    return Links(tuple(dict.fromkeys(found)), frozenset(names), twice)


def fault_of(
    attribute: str,
    link: str,
    path: str,
    paths: Collection[str],
    places: Mapping[str, Collection[str]],
    base_url: str,
) -> str:
    """What is wrong with a link of the file at a path; empty if nothing is."""
    scheme = urlsplit(link).scheme.lower() if ":" in link.split("/", 1)[0] else ""
    if scheme == "data" and attribute in WHERE_DATA_IS_FINE:
        return ""
    if scheme and scheme not in SCHEMES:
        return f"has a link that is none to follow: {link[:80]}"
    here = base_url + path.removesuffix("index.html")
    address, place = urldefrag(urljoin(here, link))
    if not address.startswith(base_url):
        inside = not scheme and not link.startswith("//")
        return f"has a link that leads out of the site's folder: {link}" if inside and path != "404.html" else ""
    target = unquote(urlsplit(address.removeprefix(base_url)).path)
    target = next((each for each in (target, f"{target}index.html", f"{target}/index.html") if each in paths), "")
    if not target:
        return f"has a link that leads nowhere: {link}"
    if place and target in places and target.endswith(".html") and unquote(place) not in places[target]:
        return f"has a link to a place that is not there: {link}"
    return ""


# ------------------------------------------------------------------ the site's language


def untranslated(sources: Mapping[str, str], wording: Wording, settings: Settings) -> tuple[int, list[Fault]]:
    """How many texts of templates and topics were looked at, and those that readers would see in another language."""
    told = list(messages(sources))
    faults = [
        Fault(
            f"“{text}” has no translation, and is shown in English",
            "in a template of yours write it in the language of the site, without {% trans %}",
            f"templates/{name}",
            line,
        )
        for name, line, text in told
        if settings.language != "en" and not any(wording.messages.get(text, ()))
    ]
    titles = [
        (topic.slug, key, texts)
        for topic in settings.topics
        for key, texts in (("title", topic.title), ("description", topic.description))
        if texts
    ]
    faults += [
        Fault(
            f'topic "{slug}" has no {key} in “{settings.language}”',
            f'add {settings.language} = "…" to it',
            "site.toml",
            0,
            key,
        )
        for slug, key, texts in titles
        if not {settings.language, ""} & set(texts)
    ]
    return len(told) + len(titles), faults


def messages(sources: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """Every text of templates that is to be translated: template, line, the text in English."""
    made = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n", tags.Shared]
    )
    for name, source in sorted(sources.items()):
        if name.endswith(".html"):
            for line, _, text in made.extract_translations(source):  # type: ignore[attr-defined]
                yield name, line, text if isinstance(text, str) else str(text[0])
