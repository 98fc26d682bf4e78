"""Records for unit tests: made-up entries, outlets and sites of which a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment

from kliping.digests import Digests
from kliping.entries import id_of, slug_of
from kliping.records import Entry, Outlet, Output, Report, Settings, Story, TopicDefinition
from kliping.site import assemble, templates, topics, wording
from kliping.site.contexts import Page, SiteView
from kliping.site.redirects import path_of

ROOT = Path(__file__).resolve().parents[2]
WIB = timezone(timedelta(hours=7))
JAKARTA = ZoneInfo("Asia/Jakarta")
CATALOGUE = ROOT / "kliping" / "locale" / "id" / "LC_MESSAGES" / "kliping.po"
BRIDGE = TopicDefinition(
    slug="jembatan-antah",
    title={"id": "Jembatan Antah", "en": "The Antah bridge"},
    description={"id": "Jembatan yang tidak pernah ada.", "en": "A bridge that never was."},
    who=(("antah*",),),
    what=("jembatan*",),
)


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 10, year: int = 2020) -> datetime:
    """A moment in western Indonesia."""
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


def entry(title: str = "Karangan: Jembatan Antah", **fields: Any) -> Entry:
    """An entry with these fields, the others as the parser fills them."""
    slug = fields.setdefault("slug", slug_of(title))
    fields.setdefault("path", f"entries/2020/10/{slug}.md")
    fields.setdefault("id", id_of(f"kliping:{fields['path']}"))
    fields.setdefault("date", at(5))
    fields.setdefault("lang", "id")
    fields.setdefault("outlet", "Warta Antah")
    fields.setdefault("body", "Artikel karangan tentang jembatan Antah yang tidak pernah ada.")
    return Entry(title=title, **fields)


def settings(**fields: Any) -> Settings:
    """Settings of a made-up site with one topic, which shows articles in full."""
    made = Settings(title="Kliping Antah", base_url="https://kliping.example/", topics=(BRIDGE,), rights="full")
    return replace(made, **fields)


def outlet(name: str = "Warta Antah", **fields: Any) -> Outlet:
    fields.setdefault("homepage", f"https://{slug_of(name)}.example/")
    return Outlet(slug_of(name), name, **fields)


def by_day(_topic: TopicDefinition, reports: Sequence[Report]) -> tuple[Story, ...]:
    """A story for each day on which a topic's reports were published, the earliest first."""
    days: dict[date, list[str]] = {}
    for each in reports:
        if day := topics.day_of(each.date):
            days.setdefault(day, []).append(each.id)
    return tuple(Story(ids[0], day, tuple(ids)) for day, ids in days.items())


def site(
    *entries: Entry,
    pages: Iterable[assemble.HandWritten] = (),
    outlets: tuple[Outlet, ...] = (outlet(),),
    **fields: Any,
) -> assemble.Site:
    """A site of these entries; named arguments are settings."""
    made = settings(**fields)
    return assemble.site(made, entries, outlets, pages, ZoneInfo(made.timezone), by_day)


def words(language: str = "id", zone: str = "Asia/Jakarta") -> wording.Wording:
    """The interface's wording in a language, with the catalogue that ships."""
    return wording.wording(language, zone, CATALOGUE.read_text("utf-8") if language == "id" else "")


def page_files(
    pages: Iterable[Page], view: SiteView, made: Environment, links: str, said: wording.Wording
) -> Iterator[Output]:
    """The file of each page."""
    for page in pages:
        yield Output(path_of(page.address), templates.html(page, view, made, links, said))


def read_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are read from here on."""
    asked: list[str] = []
    read = Digests.read

    def counted(self: Digests, path: str, file: Path) -> bytes:
        asked.append(path)
        return read(self, path, file)

    monkeypatch.setattr(Digests, "read", counted)
    return asked
