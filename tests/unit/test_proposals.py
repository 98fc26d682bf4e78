"""diff, take, reclean and restore: what cleaning proposes for an entry, and what a person makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import ENTRY, Run, files

from kliping.ingest import merge

pytest_plugins = ["commands"]

SLUG = "karangan-jembatan-antah-dibuka-lagi"
RAW = "content/inbox/good.txt"


def change(project: Path, path: str, *pairs: tuple[str, str]) -> None:
    """Write other words into a file."""
    text = (project / path).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (project / path).write_text(text, "utf-8")


@pytest.fixture
def edited(project: Path, run: Run) -> Path:
    """An entry that a person edited, and whose raw file was saved anew: a proposal, a clash, a part of the person's."""
    run("build")
    change(project, ENTRY, ("title: ", "# mengapa\ntitle: Judul saya # "), ("arak-arakan", "[pawai]"))
    change(project, RAW, ("arak-arakan perahu", "arak-arakan kapal"), ("Pemerintah Antah", "Pemkot Antah"))
    change(project, RAW, ("10:15:00", "11:15:00"))
    return project


def body(project: Path) -> str:
    return (project / ENTRY).read_text("utf-8").split("\n---\n")[1]


def test_diff_shows_each_part(edited: Path, run: Run) -> None:
    """Every part has a number, whose change it is, and both versions; nothing is written."""
    before = files(edited)
    ended = run("diff", SLUG)
    assert ended.code == 0
    assert "1  title: you wrote it; cleaning has nothing new\n   - title: Judul saya #" in ended.out
    assert (
        "2  date: cleaning changes\n   - date: 2020-10-05T10:15:00+07:00\n   + date: 2020-10-05T11:15:00" in ended.out
    )
    assert "3  paragraph 2: changed by you and by cleaning; yours stays\n   - Warga" in ended.out
    assert "4  paragraph 4: cleaning changes\n" in ended.out
    assert f"kliping take {SLUG}" in ended.out
    assert files(edited) == before
    data = run("diff", "--json", SLUG).data
    assert [(each["number"], each["kind"]) for each in data["parts"]] == [
        (1, "yours"),
        (2, "proposal"),
        (3, "clash"),
        (4, "proposal"),
    ]
    assert data["raw"] == "inbox/good.txt"


@pytest.mark.parametrize("name", [SLUG, ENTRY, ENTRY.removeprefix("content/"), "good.txt", "inbox/good.txt", RAW])
def test_an_entry_is_meant_by_any_of_its_names(edited: Path, run: Run, name: str) -> None:
    """Slug, path and raw file lead to the entry."""
    assert "paragraph 2" in run("diff", name).out


def test_take_all(edited: Path, run: Run) -> None:
    """All that is proposed is taken, the person's own stays and is named; the next runs are quiet."""
    said = run("take", SLUG).err
    assert "taken: 2 (date)\nyours stays: 3 (paragraph 2)" in said
    text = (edited / ENTRY).read_text("utf-8")
    assert "# mengapa\ntitle: Judul saya #" in text
    assert ("[pawai]" in text, "kapal" in text, "Pemkot Antah" in text, "T11:15" in text) == (True, False, True, True)
    assert merge.is_edited(text)
    assert "1 same" in run("build").err
    assert [each["kind"] for each in run("diff", "--json", SLUG).data["parts"]] == ["yours", "yours"]
    assert "nothing is proposed" in run("take", SLUG).err
    assert (edited / ENTRY).read_text("utf-8") == text


def test_take_some(edited: Path, run: Run) -> None:
    """Parts are taken by number or key; the rest stays proposed, through other runs too."""
    assert "still proposed: paragraph 2" in run("take", SLUG, "--part", "date", "--part", "4").err
    assert "Pemkot Antah" in body(edited)
    assert "kept as you edited it" in run("build").err
    assert [each["kind"] for each in run("diff", "--json", SLUG).data["parts"]] == ["yours", "clash"]
    run("take", SLUG)
    assert "1 same" in run("build").err


def test_a_persons_words_go_only_when_asked(edited: Path, run: Run) -> None:
    """A part of the person's own needs --over-mine, named or not."""
    ended = run("take", SLUG, "--part", "3")
    assert ended.code == 2
    assert "--part 3 --over-mine" in ended.err
    assert "[pawai]" in body(edited)
    run("take", SLUG, "--over-mine")
    assert ("[pawai]" in body(edited), "kapal" in body(edited)) == (False, True)
    assert "Judul saya" in (edited / ENTRY).read_text("utf-8"), "where cleaning has nothing new the person's stays"
    run("take", SLUG, "--part", "title", "--over-mine")
    assert "Judul saya" not in (edited / ENTRY).read_text("utf-8")
    assert not merge.is_edited((edited / ENTRY).read_text("utf-8"))


def test_a_proposal_is_declined(edited: Path, run: Run) -> None:
    """What a person does not want is not reported again, until cleaning gives something else."""
    before = (edited / ENTRY).read_text("utf-8")
    assert "declined" in run("take", SLUG, "--none").err
    for _ in range(2):
        assert "1 same" in run("build").err
    assert (edited / ENTRY).read_text("utf-8") == before
    change(edited, RAW, ("Pemkot", "Kota"))
    assert "kept as you edited it" in run("build").err
    assert run("take", SLUG, "--none", "--part", "1").code == 2


@pytest.mark.parametrize("part", ["9", "judul", "0", ""])
def test_a_part_that_is_none(edited: Path, run: Run, part: str) -> None:
    """A wrong number or key is wrong use, and says which there are."""
    ended = run("take", SLUG, "--part", part)
    assert ended.code == 2
    assert "2 (date)" in ended.err


def test_what_a_person_deleted_stays_deleted(project: Path, run: Run) -> None:
    """A paragraph that a person took out does not come back with what is taken beside it."""
    run("build")
    text = (project / ENTRY).read_text("utf-8").split("\n\n")
    (project / ENTRY).write_text("\n\n".join(each for each in text if "arak-arakan" not in each), "utf-8")
    change(project, RAW, ("Pemerintah Antah", "Pemkot Antah"))
    assert "1  after paragraph 1: you took it out; cleaning would not" in run("diff", SLUG).out
    run("take", SLUG)
    assert ("arak-arakan" in body(project), "Pemkot" in body(project)) == (False, True)


def test_without_a_ledger_a_persons_words_stay(edited: Path, run: Run) -> None:
    """Where nothing is remembered nobody can tell whose a change is: what differs stays unless it is given up."""
    (edited / "content" / "ledger.jsonl").unlink()
    said = run("diff", SLUG).out
    assert "not known" in said
    assert "paragraph 2: differs; yours stays" in said
    run("take", SLUG)
    text = (edited / ENTRY).read_text("utf-8")
    assert ("Judul saya" in text, "[pawai]" in text) == (True, True)
    assert "1 same" in run("build").err


def test_a_newer_capture_is_taken(project: Path, run: Run) -> None:
    """The article saved again is a proposed update; with it taken, the entry is made from the newer file."""
    run("build")
    raw = (project / RAW).read_text("utf-8")
    (project / "content/inbox/later.txt").write_text(raw.replace("tahun depan", "bulan depan"), "utf-8")
    said = run("build")
    assert said.code == 0
    assert "kliping diff" in said.err
    assert run("diff", "--json", SLUG).data["raw"] == "inbox/later.txt"
    run("take", SLUG)
    text = (project / ENTRY).read_text("utf-8")
    assert "bulan depan" in text
    assert merge.raw_file_of(text) == "inbox/later.txt"
    assert not merge.is_edited(text)
    for _ in range(2):
        said = run("build")
        assert "Inbox: 1 same, 1 another capture." in said.err
        assert "kliping diff" not in said.err
    assert (project / ENTRY).read_text("utf-8") == text


def test_a_newer_capture_is_declined(project: Path, run: Run) -> None:
    """Declined, it is another capture and no more."""
    run("build")
    raw = (project / RAW).read_text("utf-8")
    (project / "content/inbox/later.txt").write_text(raw.replace("tahun depan", "bulan depan"), "utf-8")
    run("build")
    run("take", SLUG, "--none")
    for _ in range(2):
        assert "kliping diff" not in run("build").err
    assert run("diff", "--json", SLUG).data == {
        "entry": ENTRY.removeprefix("content/"),
        "raw": "inbox/good.txt",
        "has_base": True,
        "parts": [],
    }


# ------------------------------------------------------------------ reclean


def test_reclean_lists_who_would_change(edited: Path, run: Run) -> None:
    """Every raw file is cleaned again; with --dry-run nothing is written, without it what nobody edited is."""
    before = files(edited)
    ended = run("reclean", "--dry-run")
    assert ended.code == 0
    assert f"kept as you edited it: {ENTRY}" in ended.out
    assert files(edited) == before
    run("take", SLUG, "--over-mine")
    run("take", SLUG, "--part", "title", "--over-mine")
    assert run("reclean").out == ""
    change(edited, RAW, ("Pemkot", "Kota"))
    assert run("reclean", "--dry-run").out.startswith(f"would be updated: {ENTRY}")
    assert run("reclean").out.startswith(f"updated: {ENTRY}")
    assert run("reclean", "--json").data[0]["status"] == "same"


# ------------------------------------------------------------------ deleted, gone, broken


@pytest.mark.parametrize("name", [SLUG, ENTRY, "good.txt", RAW])
def test_a_deleted_entry_comes_back(project: Path, run: Run, name: str) -> None:
    """A deletion is named on every run with its remedy, which makes the entry again."""
    run("build")
    text = (project / ENTRY).read_text("utf-8")
    (project / ENTRY).unlink()
    for _ in range(2):
        ended = run("build")
        assert ended.code == 0
        assert ended.err.count(f"deleted by you: {ENTRY}; to have it back: kliping restore inbox/good.txt") == 1
    assert "kliping restore" in run("status").out
    assert "restored:" in run("restore", name).err
    assert (project / ENTRY).read_text("utf-8") == text
    assert "1 same" in run("build").err
    assert run("restore", name).code == 2


def test_what_was_deleted_with_its_raw_file_cannot_come_back(project: Path, run: Run) -> None:
    """Without the raw file there is nothing to make it from: the message names the file."""
    run("build")
    (project / ENTRY).unlink()
    (project / RAW).unlink()
    ended = run("restore", SLUG)
    assert ended.code == 1
    assert RAW in ended.err


def test_a_raw_file_that_disappears_is_reported(project: Path, run: Run) -> None:
    """Its entry stays, every run says so, and diff says what is missing."""
    run("build")
    (project / RAW).unlink()
    for command in ("build", "status"):
        ended = run(command)
        assert f"raw file gone: {RAW}; {ENTRY} stays as it is" in ended.err + ended.out
    assert (project / ENTRY).exists()
    assert "put the saved article back" in run("diff", SLUG).err


@pytest.mark.parametrize("path", ["../secret.txt", "inbox/../../secret.txt", "/secret.txt"])
def test_a_file_that_is_none_of_the_inbox_is_not_read(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """An entry that names another file of the machine as its raw file is neither cleaned from it nor explained by it."""
    run("build")
    (project / "secret.txt").write_text((project / RAW).read_text("utf-8").replace("Pemerintah", "Rahasia"), "utf-8")
    file = project / ENTRY
    named = f"{project}{path}" if path.startswith("/") else path
    file.write_text(file.read_text("utf-8").replace("{file: inbox/good.txt,", f"{{file: {named},"), "utf-8")
    (project / RAW).unlink()
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    for command in (("diff", SLUG), ("take", SLUG), ("why", SLUG), ("edit", SLUG)):
        ended = run(*command)
        assert "Rahasia" not in ended.out + ended.err
    assert "put the saved article back" in run("diff", SLUG).err
    assert run("why", SLUG).code == 2
    assert b"Rahasia" not in b"".join(data for name, data in files(project).items() if name != "secret.txt")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: x\n<<<<<<< HEAD\ndate: null\n=======\nlang: id\n>>>>>>> b\n---\n\nIsi.\n", 3),
        ("---\ntitle: x\n---\n\nIsi.\n\n<<<<<<< HEAD\nSatu.\n=======\nDua.\n>>>>>>> b\n", 7),
    ],
)
def test_a_conflict_names_its_line(project: Path, run: Run, text: str, line: int) -> None:
    """Two versions that a merge left in an entry are never on the site, and never written over."""
    run("build")
    before = (project / ENTRY).read_text("utf-8")
    head, rest = text.split("title: x\n")
    conflict = (
        before.replace("---\n", head, 1).replace("---\n\n", rest, 1)
        if line == 3
        else before + text[text.index("\n<<") :]
    )
    (project / ENTRY).write_text(conflict, "utf-8")
    at = conflict.split("\n").index("<<<<<<< HEAD") + 1
    change(project, RAW, ("Pemerintah", "Pemkot"))
    for command in (("build",), ("diff", SLUG), ("take", SLUG)):
        ended = run(*command)
        assert ended.code == 1
        assert f"{ENTRY}:{at}: two versions stand here" in ended.err
    assert (project / ENTRY).read_text("utf-8") == conflict
    assert "<<<<" not in json.dumps({path: str(data) for path, data in files(project / "output").items()})


@pytest.mark.parametrize("left", [1, 40, 400])
def test_half_an_entry_is_left_alone(project: Path, run: Run, left: int) -> None:
    """What a power cut left of an entry is named, never written over, and made again when it is deleted."""
    run("build")
    whole = (project / ENTRY).read_bytes()
    (project / ENTRY).write_bytes(whole[:left])
    (project / ENTRY).with_name(f".{SLUG}.md.part").write_bytes(whole[:7])
    for _ in range(2):
        ended = run("build")
        assert ended.code == 1
        assert f"{ENTRY}:1: " in ended.err
        assert (project / ENTRY).read_bytes() == whole[:left]
    (project / ENTRY).unlink()
    assert run("restore", "good.txt").code == 0
    assert (project / ENTRY).read_bytes() == whole


def test_a_raw_file_that_was_moved(project: Path, run: Run) -> None:
    """A raw file under another name is still the one that its entry was made from, edited or not."""
    run("build")
    before = (project / ENTRY).read_bytes()
    (project / RAW).rename(project / "content/inbox/2020.txt")
    assert "1 updated" in run("build").err
    assert (project / ENTRY).read_bytes().split(b"\ncapture")[0] == before.split(b"\ncapture")[0]
    assert merge.raw_file_of((project / ENTRY).read_text("utf-8")) == "inbox/2020.txt"
    change(project, ENTRY, ("arak-arakan", "[pawai]"))
    (project / "content/inbox/2020.txt").rename(project / RAW)
    for _ in range(2):
        ended = run("build")
        assert ended.code == 0
        assert "1 same" in ended.err
        assert "kept" not in ended.err
        assert "gone" not in ended.err
    assert run("diff", "--json", SLUG).data["raw"] == "inbox/good.txt"


def test_two_raw_files_swapped(project: Path, run: Run) -> None:
    """Each article keeps its entry and id when two raw files change names."""
    raw = project / RAW
    other = raw.with_name("other.txt")
    text = raw.read_text("utf-8").replace("jembatan-antah", "pasar-antah").replace("Jembatan Antah", "Pasar Antah")
    other.write_text(text.replace("jembatan", "pasar"), "utf-8")
    run("build")
    before = {path: said.split(b"\ncapture:")[0] for path, said in files(project / "content" / "entries").items()}
    assert len(before) == 2
    one, two = raw.read_bytes(), other.read_bytes()
    raw.write_bytes(two)
    other.write_bytes(one)
    for _ in range(3):
        assert run("build").code == 0
    after = {path: said.split(b"\ncapture:")[0] for path, said in files(project / "content" / "entries").items()}
    assert after == before
