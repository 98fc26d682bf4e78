"""An article as an entry: its path, its id for life, its body as Markdown."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kliping.addresses import canonical
from kliping.entries import dump, id_of, paragraph, slug_of
from kliping.ingest.forms import unmarked
from kliping.ingest.merge import Owner, rules_of, stamp_of, value_of
from kliping.records import Article, Capture, Entry, Form, Image

RULES = 2
"""Version of the cleaning rules; it rises when the same raw file gives another entry."""


def entry_of(article: Article, rules: int) -> Entry:
    """The entry of a cleaned article; `rules` is the version of the rules that cleaned it.

    The id comes from the address in its canonical form, or from title, date and text where there is none, so
    that the same raw file gives the same id on every machine. `url` stays as it was found.
    """
    slug = slug_of(article.title)
    folder = f"{article.date:%Y/%m}" if article.date else "undated"
    words = "\n".join((article.title, str(article.date), *article.body))
    return Entry(
        path=f"entries/{folder}/{slug}.md",
        id=id_of(source_of_id(article.url) if article.url else f"kliping:{words}"),
        title=article.title,
        slug=slug,
        body=markdown(article.body, article.forms),
        date=article.date,
        date_precision=article.date_precision,
        lang=article.lang,
        outlet=article.outlet,
        url=article.url,
        authors=article.authors,
        editors=article.editors,
        agencies=article.agencies,
        place=article.place,
        image=Image(article.caption, article.credit) if article.caption or article.credit else None,
        modified=article.modified,
        capture=Capture(article.raw.path, article.raw.sha256, rules, saved=article.saved),
    )


def source_of_id(url: str) -> str:
    """What an id is made from: the article's one address, spelt with the `www.` that the first ids were made from."""
    return canonical(url).replace("https://", "https://www.", 1)


LISTED: Sequence[Form] = (Form.ITEM, Form.STEP)


def markdown(body: Sequence[str], forms: Sequence[Form]) -> str:
    """An article's text as Markdown: each paragraph in its form, of which nothing is but the program's own signs."""
    given = (*forms, *[Form.PARAGRAPH] * (len(body) - len(forms)))
    blocks: list[str] = []
    for listed, run in itertools.groupby(zip(body, given, strict=False), key=lambda pair: pair[1] in LISTED):
        pairs = list(run)
        blocks += [listing(pairs)] if listed else [block(text, form) for text, form in pairs]
    return "\n\n".join(blocks)


def block(text: str, form: Form) -> str:
    """A paragraph, heading or quotation."""
    if form is Form.HEADING:
        words = text.rstrip("#")  # Markdown takes them for the end of the heading's sign
        return "## " + paragraph(words) + "\\#" * (len(text) - len(words))
    return "> " + paragraph(text) if form is Form.QUOTE else paragraph(text)


def listing(pairs: Sequence[tuple[str, Form]]) -> str:
    """A list; numbered only if all of it is, for Markdown would make one list of two kinds that touch."""
    if all(form is Form.STEP for _, form in pairs):
        return "\n".join(f"{number}. {paragraph(unmarked(text, number))}" for number, (text, _) in enumerate(pairs, 1))
    return "\n".join(f"- {paragraph(unmarked(text))}" for text, _ in pairs)


def distinguished(entry: Entry, owners: Mapping[str, Owner]) -> Entry:
    """The entry, under a slug with its outlet's name when another outlet's entry has its own."""
    owner = owners.get(entry.path)
    if owner is None or not entry.outlet or owner.outlet == entry.outlet:
        return entry
    tail = slug_of(entry.outlet, 24)
    return renamed(entry, f"{slug_of(entry.slug, 79 - len(tail))}-{tail}")


def renamed(entry: Entry, slug: str) -> Entry:
    """The entry under another slug, in the same folder."""
    return replace(entry, slug=slug, path=f"{entry.path.rsplit('/', 1)[0]}/{slug}.md")


def with_identity(entry: Entry, path: str, on_disk: str) -> Entry:
    """The entry with the path, id and slug that it was given when it was first written."""
    id_, slug = (value_of(on_disk, key) or getattr(entry, key) for key in ("id", "slug"))
    return replace(entry, path=path, id=id_, slug=slug)


def as_before(entry: Entry, on_disk: str) -> Entry:
    """The entry with the version of the rules that it was written by, if newer ones change nothing else."""
    if entry.capture is None:
        return entry
    before = replace(entry, capture=replace(entry.capture, rules=rules_of(on_disk)))
    return before if stamp_of(dump(before)) == stamp_of(on_disk) else entry
