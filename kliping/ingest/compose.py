"""An article as an entry: its path, its id for life, its body as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kliping.entries import id_of, paragraph, slug_of
from kliping.ingest.merge import Owner, value_of
from kliping.records import Article, Capture, Entry, Image, Wishes


def entry_of(article: Article, rules: int) -> Entry:
    """The entry of a cleaned article; `rules` is the version of the rules that cleaned it.

    The id comes from the address, or from title, date and text where there is none, so that
    the same raw file gives the same id on every machine.
    """
    slug = slug_of(article.title)
    folder = f"{article.date:%Y/%m}" if article.date else "undated"
    words = "\n".join((article.title, str(article.date), *article.body))
    return Entry(
        path=f"entries/{folder}/{slug}.md",
        id=id_of(article.url or f"kliping:{words}"),
        title=article.title,
        slug=slug,
        body="\n\n".join(map(paragraph, article.body)),
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


def with_identity(entry: Entry, path: str, on_disk: str, wishes: Wishes) -> Entry:
    """The entry with the path, id and slug that it was given when it was first written, and what it wishes."""
    id_, slug = (value_of(on_disk, key) or getattr(entry, key) for key in ("id", "slug"))
    return replace(entry, path=path, id=id_, slug=slug, keep=wishes.keep, drop=wishes.drop)
