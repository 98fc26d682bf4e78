"""The inbox to entries: every file is accounted for, and nobody's work is overwritten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import kliping
from kliping import entries, ingest, ledger, work
from kliping.errors import SettingsError
from kliping.ingest import merge
from kliping.records import Facts, Outcome, Outlet, Status

BODY = """\
Pemerintah Kota Contoh membuka kembali jembatan rekaan itu setelah perbaikan selama tiga bulan penuh.

Warga menyambut kabar karangan ini karena jembatan tersebut satu-satunya jalan ke pasar dan sekolah.

"Kami memeriksa setiap baut dan setiap papan," kata Joko Misalan, wali kota yang tidak pernah ada.
"""
DUMP = f"Harian Contoh\nJembatan Umpama Dibuka Lagi\nJumat, 30 Oktober 2020 18:45 WIB\n\n{BODY}"
ENTRY = "entries/2020/10/jembatan-umpama-dibuka-lagi.md"
FACTS = replace(
    ingest.load_facts(Path(kliping.__file__).parent, None, "Asia/Jakarta"),
    outlets=(Outlet("harian-contoh", "Harian Contoh"), Outlet("kabar-misal", "Kabar Misal")),
    agencies=(),
    furniture=(),
)


class Room:
    """A content folder to work in."""

    def __init__(self, root: Path) -> None:
        self.content = root / "content"
        self.cache = root / ".cache"
        self.facts = FACTS

    def put(self, name: str, text: str | bytes = DUMP) -> Path:
        file = self.content / "inbox" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def run(self, **options: Any) -> dict[str, Outcome]:
        outcomes = ingest.ingest(self.content, self.facts, self.cache, **options)
        assert [outcome.path for outcome in outcomes] == sorted(outcome.path for outcome in outcomes)
        assert len({outcome.path for outcome in outcomes}) == len(outcomes)
        return {outcome.path: outcome for outcome in outcomes}

    def statuses(self, **options: Any) -> dict[str, str]:
        return {path.removeprefix("inbox/"): outcome.status.value for path, outcome in self.run(**options).items()}

    def entries(self) -> Mapping[str, str]:
        files = sorted((self.content / "entries").rglob("*"))
        return {file.relative_to(self.content).as_posix(): file.read_text("utf-8") for file in files if file.is_file()}

    def edit(self, old: str, new: str, path: str = ENTRY) -> None:
        file = self.content / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# ------------------------------------------------------------------ every file is accounted for


def test_an_empty_inbox_is_no_trouble(room: Room) -> None:
    """No folder and an empty folder give no outcomes."""
    assert room.run() == {}
    (room.content / "inbox").mkdir(parents=True)
    assert room.run() == {}


def test_a_new_file_becomes_an_entry(room: Room) -> None:
    """A dump becomes the entry that its article makes; the account names both."""
    room.put("a.txt")
    outcome = room.run()["inbox/a.txt"]
    assert (outcome.status, outcome.entry, outcome.title) == (Status.CREATED, ENTRY, "Jembatan Umpama Dibuka Lagi")
    text = room.entries()[ENTRY]
    assert merge.raw_file_of(text) == "inbox/a.txt"
    assert not merge.is_edited(text)


def test_every_file_has_an_outcome(room: Room) -> None:
    """Each file below the inbox, at any depth and of any kind, comes to something, with a reason where it is set aside."""
    other = DUMP.replace("Jembatan Umpama", "Pasar Misal")
    files: dict[str, str | bytes] = {
        "a.txt": DUMP,
        "b/c/d.html": f"<h1>Perahu Kota Contoh Pensiun</h1><p>{'</p><p>'.join(BODY.split(chr(10) * 2))}</p>",
        "undated.txt": other.replace("Jumat, 30 Oktober 2020 18:45 WIB\n", ""),
        "empty.txt": "",
        "picture.png": b"\x89PNG\r\n\x1a\n\0\0",
        "binary.txt": bytes(range(256)) * 20,
        "headlines.txt": "Satu\nDua\nTiga\n",
        "noending": DUMP,
        ".hidden.txt": DUMP,
        "README.txt": "Baca ini.",
        "x.html": "<h1>x</h1>",
        "x_files/y.txt": DUMP,
        "z.txt.part": DUMP,
    }
    for name, text in files.items():
        room.put(name, text)
    outcomes = room.run()
    assert {path.removeprefix("inbox/"): outcome.status.value for path, outcome in outcomes.items()} == {
        "a.txt": "created",
        "b/c/d.html": "created",
        "undated.txt": "created",
        **dict.fromkeys(["empty.txt", "picture.png", "binary.txt", "headlines.txt", "noending", "x.html"], "set aside"),
        **dict.fromkeys([".hidden.txt", "README.txt", "x_files/y.txt", "z.txt.part"], "passed over"),
    }
    for path, outcome in outcomes.items():
        assert outcome.status is not Status.PASSED_OVER or outcome.warnings
        if outcome.status is Status.SET_ASIDE:
            assert outcome.fault
            assert outcome.fault.file == f"content/{path}"
            assert outcome.fault.what
            assert outcome.fault.remedy
    assert sum(ingest.counts(outcomes.values()).values()) == 13
    assert len(room.entries()) == 3


def test_an_undated_article_is_never_dated_now(room: Room) -> None:
    """An article without a date is cleaned, has no date, and the editor is told."""
    room.put("a.txt", DUMP.replace("Jumat, 30 Oktober 2020 18:45 WIB\n", ""))
    outcome = room.run()["inbox/a.txt"]
    assert outcome.entry == "entries/undated/jembatan-umpama-dibuka-lagi.md"
    assert "no publication date was found" in outcome.warnings
    assert "\ndate: null\n" in room.entries()[outcome.entry]


def test_warnings_are_told_on_every_run(room: Room) -> None:
    """What is in doubt about an article is said again when nothing was cleaned anew."""
    room.put("a.txt", DUMP.replace("Jumat", "Senin"))
    first = room.run()["inbox/a.txt"].warnings
    assert len(first) == 1
    assert room.run()["inbox/a.txt"].warnings == first


def test_faults_are_told_on_every_run(room: Room) -> None:
    """A file that is set aside is set aside, with its reason, until somebody sees to it."""
    room.put("a.txt", "Satu\nDua\n")
    first = room.run()["inbox/a.txt"]
    assert room.run()["inbox/a.txt"] == first
    room.put("a.txt")
    assert room.statuses() == {"a.txt": "created"}


def test_the_inbox_is_never_written_to(room: Room) -> None:
    """After any run the inbox holds what it held, byte by byte."""
    room.put("a.txt")
    room.put("b.txt", "")
    before = {path: path.read_bytes() for path in (room.content / "inbox").rglob("*")}
    room.run()
    room.run()
    assert {path: path.read_bytes() for path in (room.content / "inbox").rglob("*")} == before


def test_a_broken_link_is_accounted_for(room: Room) -> None:
    """A link that leads nowhere is set aside, not passed over in silence."""
    room.put("a.txt")
    (room.content / "inbox" / "b.txt").symlink_to("nirgendwo.txt")
    assert room.statuses() == {"a.txt": "created", "b.txt": "set aside"}


def test_no_entry_is_written_through_a_link(room: Room, tmp_path: Path) -> None:
    """Where a folder of entries is a link to somewhere else, nothing is written there; the folder of all may lie elsewhere."""
    room.put("a.txt")
    elsewhere, entries = tmp_path / "elsewhere", room.content / "entries"
    (elsewhere / "2020").mkdir(parents=True)
    entries.mkdir(exist_ok=True)
    (entries / "2020").symlink_to(elsewhere / "2020")
    (outcome,) = room.run().values()
    assert outcome.status.value == "set aside"
    assert outcome.fault
    assert "content/entries/2020/" in outcome.fault.what
    assert not [*(elsewhere / "2020").iterdir()]

    (entries / "2020").unlink()
    entries.rmdir()
    (elsewhere / "2020").rmdir()
    entries.symlink_to(elsewhere)
    assert room.statuses() == {"a.txt": "created"}
    assert len([*elsewhere.rglob("*.md")]) == 1


def test_a_name_that_is_no_text_is_accounted_for(room: Room) -> None:
    """A file whose name is not UTF-8 is set aside; the others are read."""
    room.put("a.txt")
    bad = os.fsencode(room.content / "inbox") + b"/caf\xe9.txt"
    try:
        with open(bad, "w") as file:  # noqa: PTH123 - a name that Path can hardly hold
            file.write(DUMP)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    outcomes = room.run()
    assert sorted(outcome.status.value for outcome in outcomes.values()) == ["created", "set aside"]


# ------------------------------------------------------------------ again


def test_a_second_run_changes_nothing(room: Room) -> None:
    """What is known is the same, with and without the cache, and the entry keeps its bytes and its time."""
    room.put("a.txt")
    room.run()
    before, stat = room.entries(), (room.content / ENTRY).stat()
    assert room.statuses() == {"a.txt": "same"}
    (room.cache / "ingest.json").unlink()
    assert room.statuses() == {"a.txt": "same"}
    assert room.entries() == before
    assert (room.content / ENTRY).stat().st_mtime_ns == stat.st_mtime_ns


@pytest.mark.parametrize(
    "junk", ["", "{", "[]", '{"format": 1}', '{"format": "x", "items": {"inbox/a.txt": []}}', "\x00"]
)
def test_a_damaged_cache_is_thrown_away(room: Room, junk: str) -> None:
    """The cache only saves time: whatever it holds, the outcome is the same."""
    room.put("a.txt")
    room.run()
    (room.cache / "ingest.json").write_text(junk)
    assert room.statuses() == {"a.txt": "same"}


def test_a_deleted_entry_stays_deleted(room: Room) -> None:
    """Deleting an entry is a decision: later runs respect it and say how to have the entry back, cache or no cache."""
    room.put("a.txt")
    room.run()
    before = room.entries()
    (room.content / ENTRY).unlink()
    outcome = room.run()["inbox/a.txt"]
    assert (outcome.status, outcome.entry, room.entries()) == (Status.DELETED, ENTRY, {})
    assert "kliping restore" in outcome.warnings[0]
    shutil.rmtree(room.cache)
    room.put("a.txt", DUMP.replace("tiga bulan", "empat bulan"))
    assert room.statuses() == {"a.txt": "deleted"}
    room.put("a.txt")
    (id_,) = ledger.load(room.content)
    assert room.statuses(wanted=[id_]) == {"a.txt": "created"}
    assert room.entries() == before
    assert room.statuses() == {"a.txt": "same"}


def test_a_lost_folder_is_no_decision(room: Room) -> None:
    """Where the whole folder of entries is gone, all are made again under the ids that they had."""
    room.put("a.txt")
    room.run()
    before = room.entries()
    shutil.rmtree(room.content / "entries")
    assert room.statuses() == {"a.txt": "created"}
    assert room.entries() == before


def test_without_a_ledger_a_deleted_entry_is_new(room: Room) -> None:
    """Where nothing is remembered, nobody can know that there was an entry; the next deletion is a decision again."""
    room.put("a.txt")
    room.run()
    for gone in (room.content / ENTRY, room.content / "ledger.jsonl"):
        gone.unlink()
    assert room.statuses() == {"a.txt": "created"}
    (room.content / ENTRY).unlink()
    assert room.statuses() == {"a.txt": "deleted"}


def test_better_facts_improve_what_nobody_touched(room: Room) -> None:
    """When an outlet's file teaches more, entries of ours are brought up to date, under the same path and id."""
    room.facts = replace(FACTS, outlets=())
    room.put("a.txt", DUMP.removeprefix("Harian Contoh\n").replace(BODY, f"KOTA CONTOH, Harian Contoh - {BODY}"))
    room.run()
    before = entries.parse(room.entries()[ENTRY], ENTRY, ZoneInfo("Asia/Jakarta"))
    room.facts = FACTS
    assert room.statuses() == {"a.txt": "updated"}
    after = entries.parse(room.entries()[ENTRY], ENTRY, ZoneInfo("Asia/Jakarta"))
    assert (before.outlet, after.outlet, after.id, after.slug) == (None, "Harian Contoh", before.id, before.slug)


def test_a_corrected_raw_file_improves_its_entry(room: Room) -> None:
    """A raw file saved anew under its name updates its entry; a new headline does not move it, nor change its id."""
    room.put("a.txt")
    room.run()
    before = room.entries()[ENTRY]
    room.put("a.txt", DUMP.replace("Jembatan Umpama Dibuka Lagi", "Jembatan Umpama Akhirnya Dibuka"))
    assert room.statuses() == {"a.txt": "updated"}
    assert list(room.entries()) == [ENTRY]
    after = room.entries()[ENTRY]
    assert 'title: "Jembatan Umpama Akhirnya Dibuka"' in after
    for key in ("id", "slug"):
        assert merge.value_of(after, key) == merge.value_of(before, key) != ""


# ------------------------------------------------------------------ people's work


EDITS = [
    ("title", 'title: "Jembatan Umpama Dibuka Lagi"', "title: Judul dari editor"),
    ("date", "date: 2020-10-30T18:45:00+07:00", "date: 2020-10-31"),
    ("body", "Warga menyambut", "Para warga menyambut"),
    ("a space", "Warga menyambut", "Warga  menyambut"),
    ("broken front matter", 'title: "Jembatan', 'title: ["Jembatan'),
]


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in EDITS], ids=[row[0] for row in EDITS])
def test_a_hand_edit_survives_everything(room: Room, old: str, new: str) -> None:
    """What a person changed stays, when nothing is new, when the raw file changes, and when the cache is gone."""
    room.put("a.txt")
    room.run()
    room.edit(old, new)
    edited = room.entries()
    assert room.statuses() == {"a.txt": "same"}
    room.put("a.txt", DUMP.replace("tiga bulan", "empat bulan"))
    assert room.statuses() == {"a.txt": "kept"}
    (room.cache / "ingest.json").unlink()
    assert room.statuses() == {"a.txt": "kept"}
    assert room.entries() == edited


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("place: null", "place: null\ndraft: true"),
        ("title: ", "# mengapa\ntitle: "),
        ("capture: ", "note: |\n  Satu.\n\n  Dua.\ncapture: "),
        ("id: urn:uuid:", "id: urn:editor:"),
        ("slug: jembatan-umpama-dibuka-lagi", "slug: jembatan  # lebih pendek"),
    ],
)
def test_what_only_a_person_writes_survives_an_update(room: Room, old: str, new: str) -> None:
    """Identity, keys and comments of a person's do not freeze an entry, and stand in it as before when it is renewed."""
    room.put("a.txt")
    room.run()
    room.edit(old, new)
    edited = room.entries()[ENTRY]
    assert room.statuses() == {"a.txt": "same"}
    room.put("a.txt", DUMP.replace("tiga bulan", "empat bulan"))
    assert room.statuses() == {"a.txt": "updated"}
    text = room.entries()[ENTRY]
    assert text.replace("empat", "tiga").split("\ncapture:")[0] == edited.split("\ncapture:")[0]
    assert room.statuses() == {"a.txt": "same"}


def test_another_id_keeps_what_is_remembered(room: Room) -> None:
    """When a person gives an entry another id, what the ledger knows goes along, and no second entry is made."""
    room.put("a.txt")
    room.run()
    (before,) = ledger.load(room.content).values()
    room.edit(f"id: {before.id}", "id: urn:editor:1")
    room.run()
    assert ledger.load(room.content) == {"urn:editor:1": replace(before, id="urn:editor:1")}
    (room.cache / "ingest.json").unlink()
    assert room.statuses() == {"a.txt": "same"}
    (room.content / ENTRY).unlink()
    assert room.statuses() == {"a.txt": "deleted"}


def test_of_two_entries_with_one_id_the_known_one_is_meant(room: Room) -> None:
    """A copy of an entry beside it changes nothing in what is remembered, whichever name comes first."""
    room.put("a.txt")
    room.run()
    before = (room.content / "ledger.jsonl").read_bytes()
    for name in ("a.md", "z.md"):
        (room.content / "entries" / "2020" / "10" / name).write_text(room.entries()[ENTRY])
    assert room.statuses() == {"a.txt": "same"}
    assert (room.content / "ledger.jsonl").read_bytes() == before


def test_other_line_ends_are_no_edit(room: Room) -> None:
    """An entry that an editor program saved with CRLF is still ours to improve."""
    room.put("a.txt")
    room.run()
    room.edit("\n", "\r\n")
    assert room.statuses() == {"a.txt": "same"}
    room.put("a.txt", DUMP.replace("tiga bulan", "empat bulan"))
    assert room.statuses() == {"a.txt": "updated"}


def test_a_moved_entry_stays_where_it_was_put(room: Room) -> None:
    """An entry that a person moved to another folder or name is found by its raw file, and not made twice."""
    room.put("a.txt")
    room.run()
    target = room.content / "entries" / "pilihan" / "x.md"
    target.parent.mkdir()
    (room.content / ENTRY).rename(target)
    assert room.statuses() == {"a.txt": "same"}
    room.put("a.txt", DUMP.replace("tiga bulan", "empat bulan"))
    room.run()
    assert list(room.entries()) == ["entries/pilihan/x.md"]


def test_an_entry_cut_from_its_raw_file_is_left_alone(room: Room) -> None:
    """Without its capture line an entry is a person's; its raw file is another capture of its article."""
    room.put("a.txt")
    room.run()
    text = room.entries()[ENTRY]
    start = text.index("capture:")
    (room.content / ENTRY).write_text(text[:start] + text[text.index("\n", start) + 1 :], "utf-8")
    left = room.entries()
    outcome = room.run()["inbox/a.txt"]
    assert (outcome.status, outcome.entry, outcome.warnings) == (Status.CAPTURE, ENTRY, ())
    room.put("a.txt", DUMP.replace("tiga bulan", "empat bulan"))
    assert room.statuses() == {"a.txt": "another capture"}
    assert room.entries() == left


def test_a_deleted_raw_file_leaves_its_entry(room: Room) -> None:
    """Taking a raw file out of the inbox takes no entry away."""
    file = room.put("a.txt")
    room.run()
    file.unlink()
    before = room.entries()
    assert room.run() == {}
    assert room.entries() == before


# ------------------------------------------------------------------ two of a kind


def test_the_same_article_twice_is_one_entry(room: Room) -> None:
    """A second file of the same article is another capture of its entry, on every run; nothing is wrong with that."""
    room.put("a.txt")
    room.put("b.txt", DUMP + "\nBagikan\n")
    for status in ("created", "same"):
        assert room.statuses() == {"a.txt": status, "b.txt": "another capture"}
        assert list(room.entries()) == [ENTRY]
    (row,) = ledger.load(room.content).values()
    assert list(row.raws) == ["inbox/a.txt", "inbox/b.txt"]


def test_two_articles_under_one_headline_are_two_entries(room: Room) -> None:
    """Two outlets' articles of one headline get two addresses, the later one with its outlet's name."""
    room.put("a.txt")
    room.put("b.txt", DUMP.replace("Harian Contoh", "Kabar Misal").replace("tiga bulan", "empat bulan"))
    assert room.statuses() == {"a.txt": "created", "b.txt": "created"}
    assert list(room.entries()) == [
        "entries/2020/10/jembatan-umpama-dibuka-lagi-kabar-misal.md",
        "entries/2020/10/jembatan-umpama-dibuka-lagi.md",
    ]
    assert room.statuses() == {"a.txt": "same", "b.txt": "same"}


def test_two_articles_of_one_outlet_under_one_headline_need_a_name(room: Room) -> None:
    """The second is set aside with the remedy, and `slug` gives it a place of its own for good."""
    room.put("a.txt")
    room.put("b.txt", DUMP.replace("tiga bulan", "empat bulan").replace("Warga menyambut", "Pedagang menyambut"))
    assert room.statuses() == {"a.txt": "created", "b.txt": "set aside"}
    assert room.statuses(only=["inbox/b.txt"], slug="jembatan-lagi") == {"b.txt": "created"}
    assert room.statuses() == {"a.txt": "same", "b.txt": "same"}
    assert sorted(room.entries()) == ["entries/2020/10/jembatan-lagi.md", ENTRY]


def test_an_entry_written_by_hand_is_in_nobodys_way(room: Room) -> None:
    """A raw file whose entry would be one that a person wrote goes elsewhere; the person's stands."""
    file = room.content / ENTRY
    file.parent.mkdir(parents=True)
    file.write_text("---\ntitle: Tulisan tangan\n---\n\nIsi.\n")
    room.put("a.txt")
    assert room.run()["inbox/a.txt"].entry != ENTRY
    assert file.read_text() == "---\ntitle: Tulisan tangan\n---\n\nIsi.\n"


# ------------------------------------------------------------------ switches


def test_only_these_files(room: Room) -> None:
    """`only` brings in the files named and leaves the others for later."""
    room.put("a.txt")
    room.put("b.txt", DUMP.replace("Jembatan Umpama", "Pasar Misal"))
    assert room.statuses(only=["inbox/b.txt"]) == {"b.txt": "created"}
    assert room.statuses() == {"a.txt": "created", "b.txt": "same"}


def test_a_dry_run_writes_nothing(room: Room) -> None:
    """Without `write` the account is the same, and the disk is untouched."""
    room.put("a.txt")
    assert room.statuses(write=False) == {"a.txt": "created"}
    assert room.entries() == {}
    assert not room.cache.exists()
    assert room.statuses() == {"a.txt": "created"}


def test_many_files_in_many_processes_are_the_same(room: Room, tmp_path: Path) -> None:
    """Any number of processes gives the same entries, byte by byte, and the same account."""
    other = Room(tmp_path / "other")
    for number in range(work.WORTH_A_PROCESS):
        for each in (room, other):
            each.put(f"{number}.txt", DUMP.replace("Jembatan", f"Jembatan {number}"))
    assert room.run(jobs=2) == other.run(jobs=1)
    assert room.entries() == other.entries()
    assert len(room.entries()) == work.WORTH_A_PROCESS


# ------------------------------------------------------------------ into the inbox


def test_put(tmp_path: Path) -> None:
    """The same bytes are put once; others under the same name get a name of their own, and nothing is overwritten."""
    inbox = tmp_path / "inbox"
    first = ingest.put(inbox, "a.txt", b"satu")
    assert ingest.put(inbox, "a.txt", b"satu") == first
    second = ingest.put(inbox, "a.txt", b"dua")
    assert second != first
    assert second.suffix == ".txt"
    assert ingest.put(inbox, "a.txt", b"dua") == second
    assert {path.read_bytes() for path in inbox.iterdir()} == {b"satu", b"dua"}


# ------------------------------------------------------------------ facts


def test_a_sites_own_outlet_wins(tmp_path: Path) -> None:
    """An outlet file in content/outlets wins over the package's of the same name key by key, and adds new ones."""
    package = Path(ingest.__file__).parents[1]
    shipped = {outlet.slug: outlet for outlet in ingest.load_facts(package, tmp_path, "UTC").outlets}
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "kompas.toml").write_text('rights = "full"\nfurniture = []\n')
    (tmp_path / "outlets" / "antah.toml").write_text('name = "Koran Antah"\n')
    facts = ingest.load_facts(package, tmp_path, "UTC")
    own = {outlet.slug: outlet for outlet in facts.outlets}
    assert own.keys() - shipped.keys() == {"antah"}
    assert own["kompas"] == replace(shipped["kompas"], rights="full", furniture=())
    assert own["inews"] == shipped["inews"]
    assert facts.timezone == "UTC"


@pytest.mark.parametrize(
    ("name", "source", "line", "key"),
    [
        ("kompas", 'rights = "ful"', 1, "rights"),
        ("kompas", '# x\nname = ""', 2, "name"),
        ("kompas", '\nright = "full"', 2, "right"),
        ("antah", 'rights = "full"', 0, "name"),
    ],
)
def test_faults_of_a_sites_own_outlet(tmp_path: Path, name: str, source: str, line: int, key: str) -> None:
    """A fault names the site's file, its line and key; only an outlet that ships has a name without saying it."""
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / f"{name}.toml").write_text(source)
    with pytest.raises(SettingsError) as caught:
        ingest.load_facts(Path(ingest.__file__).parents[1], tmp_path, "UTC")
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.key) == (f"content/outlets/{name}.toml", line, key)


def test_facts_have_no_comments_and_no_empty_lines(facts: Facts) -> None:
    """The lists of agencies and furniture hold phrases only, each once."""
    for phrases in (facts.agencies, facts.furniture):
        assert all(phrase == phrase.strip() != "" and not phrase.startswith("#") for phrase in phrases)
        assert len(set(phrases)) == len(phrases)
    assert {"AFP", "Reuters", "ANTARA"} <= set(facts.agencies)
