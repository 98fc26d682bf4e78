"""An article as an entry: path, id for life, body."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kliping.entries import id_of
from kliping.ingest import compose
from kliping.records import Article, Capture, Image, RawArticle

WHOLE = Article(
    raw=RawArticle("inbox/a/b.txt", "0" * 64, ()),
    title="Jembatan “Umpama” Dibuka: Lagi?",
    body=("Satu.", "- Dua."),
    date=datetime(2020, 10, 1, 0, 30, tzinfo=ZoneInfo("Asia/Jakarta")),
    date_precision="second",
    modified=datetime(2020, 10, 2, tzinfo=UTC),
    lang="id",
    outlet="Harian Contoh",
    url="https://x.example/a",
    authors=("Budi Karangan",),
    editors=("Rina Ilustrasi",),
    agencies=("AFP",),
    place="Kota Contoh",
    caption="Jembatan",
    credit="AFP",
    saved=datetime(2020, 10, 3, tzinfo=UTC),
)


def test_every_value_of_the_article_is_in_the_entry() -> None:
    """The entry holds what the article holds, and where it came from."""
    entry = compose.entry_of(WHOLE, 7)
    for key in "title date date_precision modified lang outlet url authors editors agencies place".split():
        assert getattr(entry, key) == getattr(WHOLE, key)
    assert entry.image == Image("Jembatan", "AFP")
    assert entry.capture == Capture("inbox/a/b.txt", "0" * 64, 7, saved=WHOLE.saved)
    assert entry.slug == "jembatan-umpama-dibuka-lagi"
    assert entry.body == "Satu.\n\n\\- Dua."


def test_the_folder_is_the_month_in_the_outlets_zone() -> None:
    """Half past midnight in Jakarta on the first of October is October, though it is September in Greenwich."""
    assert compose.entry_of(WHOLE, 1).path == "entries/2020/10/jembatan-umpama-dibuka-lagi.md"


def test_an_undated_article_has_a_folder_of_its_own() -> None:
    """Without a date the entry waits in `undated`: no month is guessed."""
    assert compose.entry_of(replace(WHOLE, date=None), 1).path == "entries/undated/jembatan-umpama-dibuka-lagi.md"


def test_the_address_makes_the_id() -> None:
    """With an address, nothing but the address decides the id: better rules do not change it."""
    better = replace(WHOLE, title="Lain", body=("Lain.",), date=None, raw=RawArticle("inbox/lain.txt", "1" * 64, ()))
    assert compose.entry_of(better, 9).id == compose.entry_of(WHOLE, 1).id == id_of("https://www.x.example/a")


def test_without_an_address_the_article_makes_the_id() -> None:
    """Without one, two articles have two ids, wherever their files lie; the same article has one."""
    bare = replace(WHOLE, url=None)
    moved = replace(bare, raw=RawArticle("inbox/lain/x.html", "1" * 64, ()), caption=None, authors=())
    assert compose.entry_of(moved, 1).id == compose.entry_of(bare, 1).id
    for other in (replace(bare, title="Lain"), replace(bare, body=("Lain.",)), replace(bare, date=None)):
        assert compose.entry_of(other, 1).id != compose.entry_of(bare, 1).id


def test_no_picture_is_no_image() -> None:
    """Without caption and credit there is no image; one of them is enough for one."""
    assert compose.entry_of(replace(WHOLE, caption=None, credit=None), 1).image is None
    assert compose.entry_of(replace(WHOLE, caption=None), 1).image == Image(None, "AFP")


def test_a_title_of_another_script_has_a_slug() -> None:
    """Titles in any script get an ASCII slug; a title without letters gets one that stays the same."""
    assert compose.entry_of(replace(WHOLE, title="样例市大桥开放"), 1).slug.isascii()
    slugs = {compose.entry_of(replace(WHOLE, title="???"), 1).slug for _ in range(3)}
    assert len(slugs) == 1
    assert "" not in slugs
