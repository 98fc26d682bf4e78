"""One article saved several times: one entry, each file accounted for, the newest capture a proposal and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kliping
from kliping import ingest, ledger
from kliping.errors import SettingsError
from kliping.ingest import merge
from kliping.records import Facts, Outcome, Outlet, Status

PARAGRAPHS = (
    "Pemerintah Kota Contoh membuka kembali jembatan rekaan itu setelah perbaikan selama tiga bulan penuh.",
    "Warga menyambut kabar karangan ini karena jembatan tersebut satu-satunya jalan ke pasar dan sekolah.",
    "“Kami memeriksa setiap baut dan setiap papan,” kata Joko Misalan, wali kota yang tidak pernah ada.",
    "Jembatan karangan itu akan diperiksa lagi tahun depan bila ceritanya masih diceritakan orang.",
)
ADDRESS = "https://www.harian-contoh.example/daerah/jembatan-umpama-dibuka-lagi?id=123"
ENTRY = "entries/2020/10/jembatan-umpama-dibuka-lagi.md"
FACTS = replace(
    ingest.load_facts(Path(kliping.__file__).parent, None, "Asia/Jakarta"),
    outlets=(
        Outlet("harian-contoh", "Harian Contoh", ("harian-contoh.example",)),
        Outlet("kabar-misal", "Kabar Misal"),
    ),
    agencies=(),
    furniture=(),
)


def page(
    url: str = ADDRESS,
    *,
    outlet: str = "Harian Contoh",
    day: int = 30,
    title: str = "Jembatan Umpama Dibuka Lagi",
    text: tuple[str, ...] = PARAGRAPHS,
    saved: str = "",
) -> str:
    """A made-up page as saved; `saved` is the moment that SingleFile writes."""
    note = f"<!--\n Page saved with SingleFile\n url: {url}\n saved date: {saved}\n-->" if saved else ""
    link = f'<link rel="canonical" href="{url}"><meta property="og:url" content="{url}">' if url else ""
    name = f'<meta property="og:site_name" content="{outlet}">' if outlet else ""
    time = f'<meta property="article:published_time" content="2020-10-{day}T18:45:00+07:00">'
    body = "".join(f"<p>{each}</p>" for each in text)
    return (
        f"<!DOCTYPE html><html lang=id>{note}<head><title>{title}</title>{link}{name}{time}</head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


class Desk:
    """A content folder into which pages are saved."""

    def __init__(self, root: Path, facts: Facts = FACTS) -> None:
        self.content, self.cache, self.facts = root / "content", root / ".cache", facts

    def save(self, name: str, text: str) -> Path:
        file = self.content / "inbox" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def run(self, **options: Any) -> dict[str, Outcome]:
        outcomes = ingest.ingest(self.content, self.facts, self.cache, **options)
        inbox = [path for path in (self.content / "inbox").rglob("*") if path.is_file()]
        assert len(outcomes) == len({each.path for each in outcomes}) == len(inbox), "each file has one outcome"
        return {each.path.removeprefix("inbox/"): each for each in outcomes}

    def statuses(self, **options: Any) -> dict[str, Status]:
        return {name: outcome.status for name, outcome in self.run(**options).items()}

    def entries(self) -> list[str]:
        return sorted(path.relative_to(self.content).as_posix() for path in (self.content / "entries").rglob("*.md"))

    def text(self) -> str:
        return (self.content / ENTRY).read_text("utf-8")

    def quiet(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Outcome]:
        """A further run in which nothing may be cleaned and nothing changes."""
        before = {path: path.read_bytes() for path in self.content.rglob("*") if path.is_file()}
        cleaned: list[str] = []
        with monkeypatch.context() as patch:
            patch.setattr(ingest, "clean_file", lambda raw, facts: cleaned.append(raw.path))
            outcomes = self.run()
        assert cleaned == []
        assert {path: path.read_bytes() for path in self.content.rglob("*") if path.is_file()} == before
        return outcomes


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


FORMS = {
    "amp path": "https://www.harian-contoh.example/daerah/jembatan-umpama-dibuka-lagi/amp?id=123",
    "m host": "http://m.harian-contoh.example/daerah/jembatan-umpama-dibuka-lagi/?id=123",
    "all pages": ADDRESS + "&page=all",
    "tracking": ADDRESS + "&utm_source=surat&fbclid=abc#komentar",
}


@pytest.mark.parametrize("form", list(FORMS))
def test_one_address_in_two_forms_is_one_entry(desk: Desk, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """The second file is another capture; it says nothing new, so nothing is proposed, and no run cleans it again."""
    desk.save("a.html", page())
    desk.run()
    before = desk.text()
    desk.save("b.html", page(FORMS[form]))
    outcome = desk.run()["b.html"]
    assert (outcome.status, outcome.entry, outcome.warnings) == (Status.CAPTURE, ENTRY, ())
    assert (desk.entries(), desk.text()) == ([ENTRY], before)
    assert {name: each.status for name, each in desk.quiet(monkeypatch).items()} == {
        "a.html": Status.SAME,
        "b.html": Status.CAPTURE,
    }
    (row,) = ledger.load(desk.content).values()
    assert list(row.raws) == ["inbox/a.html", "inbox/b.html"]


def test_two_forms_in_the_first_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two captures that say nothing of when they were saved, the first by path makes the entry."""
    desk.save("z.html", page())
    desk.save("b.html", page(FORMS["m host"]))
    assert desk.statuses() == {"b.html": Status.CREATED, "z.html": Status.CAPTURE}
    assert desk.entries() == [ENTRY]
    desk.quiet(monkeypatch)


def test_the_earlier_saved_makes_the_entry(desk: Desk) -> None:
    """Where all captures say when they were saved, the earliest makes the entry, whatever the files' names."""
    early, late = "Fri Oct 30 2020 20:00:00 GMT+0700", "Sat Oct 31 2020 08:00:00 GMT+0700"
    desk.save(
        "a.html", page(FORMS["m host"], saved=late, text=(*PARAGRAPHS[:3], "Kalimat ini baru ditambahkan di sini."))
    )
    desk.save("b.html", page(saved=early))
    outcomes = desk.run()
    assert {name: each.status for name, each in outcomes.items()} == {
        "a.html": Status.CAPTURE,
        "b.html": Status.CREATED,
    }
    assert "kliping diff jembatan-umpama-dibuka-lagi" in outcomes["a.html"].warnings[0]


def test_an_older_capture_that_comes_later_proposes_nothing(desk: Desk) -> None:
    """By their own words of when they were saved, the entry was made from the newer one already."""
    desk.save("a.html", page(saved="Sat Oct 31 2020 08:00:00 GMT+0700"))
    desk.run()
    desk.save("b.html", page(saved="Fri Oct 30 2020 20:00:00 GMT+0700", text=PARAGRAPHS[:3]))
    outcome = desk.run()["b.html"]
    assert (outcome.status, outcome.warnings) == (Status.CAPTURE, ())


def test_a_newer_capture_is_proposed_on_every_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it says anew is noted as long as it is neither taken nor declined; the entry is not touched."""
    desk.save("a.html", page())
    desk.run()
    before = desk.text()
    desk.save(
        "b.html", page(FORMS["amp path"], text=(*PARAGRAPHS, "Tambahan: jembatan rekaan itu kini bercat biru muda."))
    )
    for outcome in (desk.run()["b.html"], desk.quiet(monkeypatch)["b.html"]):
        assert outcome.status is Status.CAPTURE
        assert outcome.warnings == (
            f"says something else than content/{ENTRY}: kliping diff jembatan-umpama-dibuka-lagi",
        )
    assert desk.text() == before


def test_only_the_newest_capture_is_proposed(desk: Desk) -> None:
    """Between two captures that both say something else, the one that came last counts."""
    desk.save("a.html", page())
    desk.run()
    for name, words in (
        ("b.html", "Jembatan rekaan itu kini bercat biru."),
        ("c.html", "Jembatan rekaan itu kini hijau."),
    ):
        desk.save(name, page(FORMS["amp path"], text=(*PARAGRAPHS, words)))
        desk.run()
    assert {name: bool(each.warnings) for name, each in desk.run().items()} == {
        "a.html": False,
        "b.html": False,
        "c.html": True,
    }


def test_the_address_comes_with_the_second_capture(desk: Desk) -> None:
    """The same text saved again with its address belongs to the entry that was made without; the address is news."""
    desk.save("a.html", page(""))
    desk.run()
    assert merge.value_of(desk.text(), "url") == ""
    desk.save("b.html", page())
    outcome = desk.run()["b.html"]
    assert (outcome.status, desk.entries()) == (Status.CAPTURE, [ENTRY])
    assert "kliping diff" in outcome.warnings[0]


@pytest.mark.parametrize("first", ["", "Harian Contoh"])
def test_the_outlet_is_known_of_one_capture_only(desk: Desk, first: str) -> None:
    """A text that does not name its outlet is the same article when all its words are."""
    second = "Harian Contoh" if not first else ""
    desk.save("a.html", page("", outlet=first))
    desk.save("b.html", page("", outlet=second))
    assert desk.statuses() == {"a.html": Status.CREATED, "b.html": Status.CAPTURE}


def test_an_edited_entry_is_not_offered_what_it_was_made_from(desk: Desk) -> None:
    """A capture that says what cleaning wrote then is no news for an entry that a person has changed since."""
    desk.save("a.html", page())
    desk.run()
    (desk.content / ENTRY).write_text(desk.text().replace("tiga bulan", "3 bulan"), "utf-8")
    desk.save("b.html", page(FORMS["m host"]))
    outcome = desk.run()["b.html"]
    assert (outcome.status, outcome.warnings) == (Status.CAPTURE, ())


def test_a_capture_whose_entry_has_an_older_kind_of_id(desk: Desk) -> None:
    """Ids are stored: an entry whose id is not made from the canonical address is found by the address all the same."""
    desk.save("a.html", page())
    desk.run()
    old = "urn:uuid:00000000-0000-5000-8000-000000000000"
    (desk.content / ENTRY).write_text(desk.text().replace(merge.value_of(desk.text(), "id"), old), "utf-8")
    (desk.content / ledger.FILE).unlink()
    desk.save("b.html", page(FORMS["amp path"]))
    assert desk.statuses()["b.html"] is Status.CAPTURE
    assert merge.value_of(desk.text(), "id") == old


def test_a_deleted_entry_stays_deleted_in_every_form(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person deleted does not come back under another form of its address, and no run cleans it again."""
    desk.save("a.html", page())
    desk.run()
    (desk.content / ENTRY).unlink()
    desk.save("b.html", page(FORMS["m host"]))
    deleted = {"a.html": Status.DELETED, "b.html": Status.DELETED}
    assert desk.statuses() == deleted
    assert {name: each.status for name, each in desk.quiet(monkeypatch).items()} == deleted
    assert desk.entries() == []


# ------------------------------------------------------------------ what is not the same


@pytest.mark.parametrize("first", [ADDRESS, ""])
def test_a_deleted_entry_stays_deleted_when_other_words_come_without_an_address(desk: Desk, first: str) -> None:
    """Of an entry that is not there the ledger knows what cleaning wrote; a page without its address is known by that."""
    desk.save("1.html", page(first))
    desk.run()
    (desk.content / ENTRY).unlink()
    desk.save("2.html", page("", text=(*PARAGRAPHS[:3], "Kalimat rekaan ini kemudian ditambahkan oleh redaksi.")))
    assert desk.statuses() == {"1.html": Status.DELETED, "2.html": Status.DELETED}
    assert desk.entries() == []


def test_a_capture_is_known_whatever_a_person_made_of_the_entry(desk: Desk) -> None:
    """Dated anew, retitled, cut to one paragraph: a page without its address still belongs to the entry."""
    desk.save("1.html", page(""))
    desk.run()
    text = desk.text().replace("2020-10-30", "2020-09-01").replace("Dibuka Lagi", "Dibuka Kemarin")
    (desk.content / ENTRY).write_text(text.split(PARAGRAPHS[1])[0], "utf-8")
    desk.save("2.html", page("", text=(*PARAGRAPHS[:3], "Kalimat rekaan ini kemudian ditambahkan oleh redaksi.")))
    assert desk.statuses() == {"1.html": Status.SAME, "2.html": Status.CAPTURE}


def test_an_agency_report_at_two_outlets_is_two_articles(desk: Desk) -> None:
    """The same words at another outlet are a copy there, not a capture."""
    desk.save("a.html", page())
    desk.save("b.html", page("https://kabar-misal.example/umpama", outlet="Kabar Misal"))
    assert set(desk.statuses().values()) == {Status.CREATED}
    assert len(desk.entries()) == 2


def test_a_daily_column_is_an_article_a_day(desk: Desk) -> None:
    """One title on two days is two articles, even where most of the text is the same."""
    desk.save("a.html", page("", day=29))
    desk.save("b.html", page("", day=30, text=(*PARAGRAPHS[:3], "Hari ini ada satu kalimat karangan yang lain.")))
    outcomes = desk.run()
    assert outcomes["b.html"].status is not Status.CAPTURE
    assert outcomes["b.html"].fault or len(desk.entries()) == 2


def test_bulletins_of_one_day_are_two_articles(desk: Desk) -> None:
    """Two addresses under one headline are told apart unless nearly all words are the same."""
    desk.save("a.html", page())
    desk.save(
        "b.html", page(ADDRESS.replace("123", "124"), text=(*PARAGRAPHS[:3], "Ini warta karangan yang kedua hari itu."))
    )
    assert desk.statuses()["b.html"] is Status.SET_ASIDE


def test_a_later_page_alone_is_no_proposal(desk: Desk) -> None:
    """Page 2 of an article whose first page is not there never stands for the whole."""
    first = desk.save("a.html", page())
    desk.run()
    first.unlink()
    desk.save("b.html", page(ADDRESS + "&page=2", text=("Ini halaman kedua.", *PARAGRAPHS[2:])))
    outcome = desk.run()["b.html"]
    assert outcome.status is Status.CAPTURE
    assert "is page 2 of the article" in outcome.warnings[0]


def test_a_name_of_its_own_makes_it_an_article_of_its_own(desk: Desk) -> None:
    """An editor who knows better says so with --slug."""
    desk.save("a.html", page(""))
    desk.run()
    desk.save("b.html", page("", text=(*PARAGRAPHS[:3], "Kalimat karangan ini hanya ada di berkas kedua.")))
    assert desk.statuses()["b.html"] is Status.CAPTURE
    outcomes = ingest.ingest(desk.content, FACTS, desk.cache, only=["inbox/b.html"], slug="jembatan-kedua")
    assert [each.status for each in outcomes] == [Status.CREATED]
    assert desk.statuses() == {"a.html": Status.SAME, "b.html": Status.SAME}


# ------------------------------------------------------------------ power cuts


@pytest.mark.parametrize("left", [b"", b"\0" * 300, b"\n"])
def test_an_entry_of_which_nothing_is_left_is_made_again(desk: Desk, left: bytes) -> None:
    """A power cut may leave an empty file where an entry was: it comes back with its id, and its captures stay its own."""
    desk.save("a.html", page())
    desk.save("b.html", page(FORMS["m host"]))
    desk.run()
    before = desk.text()
    (desk.content / ENTRY).write_bytes(left)
    assert desk.statuses() == {"a.html": Status.CREATED, "b.html": Status.CAPTURE}
    assert desk.text() == before
    assert desk.statuses() == {"a.html": Status.SAME, "b.html": Status.CAPTURE}


def test_half_an_entry_is_left_to_the_person(desk: Desk) -> None:
    """Half an entry may be somebody's work: it is not written over, every file is accounted for, and nothing is doubled."""
    desk.save("a.html", page())
    desk.run()
    whole = (desk.content / ENTRY).read_bytes()
    for end in (5, 60, len(whole) // 2, len(whole) - 30):
        (desk.content / ENTRY).write_bytes(whole[:end])
        outcome = desk.run()["a.html"]
        assert outcome.status in (Status.CAPTURE, Status.KEPT, Status.SAME)
        assert outcome.entry == ENTRY
        assert (desk.content / ENTRY).read_bytes() == whole[:end]
        assert desk.entries() == [ENTRY]


def test_an_entry_that_is_not_utf_8_is_not_empty(desk: Desk) -> None:
    """An entry that a person saved in another encoding is theirs."""
    desk.save("a.html", page())
    desk.run()
    theirs = desk.text().replace("“", "é").encode("latin-1", "replace")
    (desk.content / ENTRY).write_bytes(theirs)
    desk.run()
    assert (desk.content / ENTRY).read_bytes() == theirs


def test_a_ledger_that_is_lost_or_torn(desk: Desk) -> None:
    """Without a ledger no entry is doubled; one that is half-written ends the run before anything is touched."""
    desk.save("a.html", page())
    desk.save("b.html", page(FORMS["m host"]))
    desk.run()
    file, before = desk.content / ledger.FILE, desk.text()
    text = file.read_text("utf-8")
    file.write_text(text[: len(text) // 2], "utf-8")
    with pytest.raises(SettingsError, match="is no line of the ledger"):
        desk.run()
    file.unlink()
    assert desk.statuses() == {"a.html": Status.SAME, "b.html": Status.CAPTURE}
    assert desk.text() == before


def test_a_capture_that_is_gone_hides_no_other(desk: Desk) -> None:
    """When the newest capture leaves the inbox, the one before it is the newest."""
    desk.save("a.html", page())
    desk.run()
    desk.save("b.html", page(FORMS["amp path"], text=(*PARAGRAPHS, "Jembatan rekaan itu kini bercat biru.")))
    desk.run()
    last = desk.save("c.html", page(FORMS["amp path"], text=(*PARAGRAPHS, "Jembatan rekaan itu kini hijau.")))
    desk.run()
    assert not desk.run()["b.html"].warnings
    last.unlink()
    assert desk.run()["b.html"].warnings
