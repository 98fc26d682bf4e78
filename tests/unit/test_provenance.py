"""Verify: whether the saved files are still the ones that the entries were made from, and no claim beyond that."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from commands import ENTRY, SECOND, Run, files

from kliping import provenance

pytest_plugins = ["commands"]

RAW = "content/inbox/good.txt"
PATH = ENTRY.removeprefix("content/")


@pytest.fixture
def built(project: Path, run: Run) -> Path:
    """The project, built."""
    assert run("build", "-q").code == 0
    return project


def edit(file: Path, pattern: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert re.search(pattern, text, re.M)
    file.write_text(re.sub(pattern, new, text, count=1, flags=re.M), "utf-8")


def test_what_is_unchanged(built: Path, run: Run) -> None:
    """Each entry is named with what its file says; the whole says what that does not prove."""
    before = files(built)
    ended = run("verify")
    assert ended.code == 0
    assert f"unchanged: {ENTRY}: the saved file is the one that the entry was made from\n" in ended.out
    assert "1 entry: 1 unchanged, 0 changed, 0 cannot tell; 0 edited by hand.\n" in ended.out
    assert ended.out.endswith("It does not prove what the outlet published.\n")
    assert files(built) == before
    assert PATH not in run("verify", "-q").out


def test_a_byte_more(built: Path, run: Run) -> None:
    """One byte more in the saved file is a change, and the exit code says so; restored, it is none."""
    data = (built / RAW).read_bytes()
    (built / RAW).write_bytes(data + b" ")
    ended = run("verify", "-q")
    assert (ended.code, ended.out.count("changed: ")) == (1, 1)
    assert f"changed: {ENTRY}: the saved file has another hash now: " in ended.out
    (built / RAW).write_bytes(data)
    assert run("verify").code == 0


CANNOT_TELL = {
    "the hash is gone": (r", sha256: [^,]*", "", "it names no saved file"),
    "the hash is empty": (r"sha256: [^,]*", 'sha256: ""', "does not give the hash"),
    "the hash is null": (r"sha256: [^,]*", "sha256: null", "does not give the hash"),
    "the hash is cut": (r'(sha256: "?[0-9a-f]{20})[0-9a-f]*', r"\1", "is no SHA-256"),
    "the hash has other letters": (r'sha256: "?[0-9a-f]{64}', "sha256: " + "G" * 64, "is no SHA-256"),
    "no provenance at all": (r"^capture: .*\n", "", "it names no saved file"),
    "a file outside": (r"file: [^,]*", "file: ../site.toml", "a file outside content/"),
    "a name that no file can have": (r"file: [^,]*", r'file: "inbox/\\u0000"', "cannot be read"),
    "a file that is a folder": (r"file: [^,]*", "file: inbox", "cannot be read"),
}


@pytest.mark.parametrize("case", list(CANNOT_TELL))
def test_what_nobody_can_tell(built: Path, run: Run, case: str) -> None:
    """An entry that does not say enough is neither unchanged nor changed; nothing fails for it."""
    pattern, new, why = CANNOT_TELL[case]
    edit(built / ENTRY, pattern, new)
    ended = run("verify")
    assert ended.code == 0
    assert re.search(rf"^cannot tell: {re.escape(ENTRY)}: .*{re.escape(why)}", ended.out, re.M), ended.out


def test_a_wrong_hash(built: Path, run: Run) -> None:
    """A hash that is not the file's is a change, whoever made it."""
    edit(built / ENTRY, r'sha256: "?[0-9a-f]{64}"?', f'sha256: "{"0" * 64}"')
    ended = run("verify")
    assert ended.code == 1
    assert re.search(rf"^changed: {re.escape(ENTRY)}: .*; you edited the entry$", ended.out, re.M)


def test_an_entry_and_its_file_changed_together(built: Path, run: Run) -> None:
    """Who changes the saved file and the hash in the entry is betrayed by the ledger."""
    (built / RAW).write_text(SECOND, "utf-8")
    edit(built / ENTRY, r'sha256: "?[0-9a-f]{64}"?', f'sha256: "{hashlib.sha256(SECOND.encode()).hexdigest()}"')
    ended = run("verify")
    assert ended.code == 1
    assert "but content/ledger.jsonl has another" in ended.out


def test_a_missing_file(built: Path, run: Run) -> None:
    """A saved file that is gone leaves nothing to compare; the entry stays on the site."""
    (built / RAW).unlink()
    ended = run("verify")
    assert ended.code == 0
    assert f"cannot tell: {ENTRY}: the saved file is not there any more" in ended.out
    assert run("build").code == 0
    assert (built / ENTRY).exists()


def test_a_link_that_leads_to_itself(built: Path, run: Run) -> None:
    """Nobody can say what such a saved file holds; verifying and exporting go on."""
    (built / RAW).unlink()
    (built / RAW).symlink_to("good.txt")
    assert f"cannot tell: {ENTRY}: the saved file cannot be read" in run("verify").out
    assert run("export", "jembatan-antah", "-o", "topic.zip").code == 0


def test_an_entry_that_a_person_edited(built: Path, run: Run) -> None:
    """An edit of the entry is told, and is no change of the saved file."""
    with (built / ENTRY).open("a", encoding="utf-8") as entry:
        entry.write("\nKalimat suntingan.\n")
    ended = run("verify")
    assert ended.code == 0
    assert re.search(rf"^unchanged: {re.escape(ENTRY)}: .*; you edited the entry$", ended.out, re.M)
    assert "1 edited by hand." in ended.out


def test_a_half_written_entry(built: Path, run: Run) -> None:
    """An entry of which half is missing is told apart as far as it says anything."""
    text = (built / ENTRY).read_bytes()
    for end in (0, 3, 40, text.index(b"capture:") + 30, len(text) - 20):
        (built / ENTRY).write_bytes(text[:end])
        ended = run("verify")
        assert ended.code == 0, ended.out
        assert re.search(rf"^(cannot tell|unchanged): {re.escape(ENTRY)}: ", ended.out, re.M)
    (built / ENTRY).write_bytes(b"\xff\xfe")
    assert f"cannot tell: {ENTRY}: the entry is not UTF-8" in run("verify").out


def test_other_captures_are_looked_at(built: Path, run: Run) -> None:
    """Every saved file of an article counts: another capture that was changed is named."""
    again = built / "content" / "inbox" / "saved-again.txt"
    again.write_text((built / RAW).read_text("utf-8") + "\nBagikan\n", "utf-8")
    run("build")
    assert "unchanged: content/inbox/saved-again.txt, another capture of" in run("verify").out
    again.write_text("lain\n", "utf-8")
    ended = run("verify")
    assert (ended.code, "\nchanged: content/inbox/saved-again.txt" in ended.out) == (1, True)


def test_some_entries_as_data(built: Path, run: Run) -> None:
    """Entries can be named by slug or file; --json says the same; a name that is none is wrong use."""
    (built / "content" / "inbox" / "b.txt").write_text(SECOND, "utf-8")
    run("build")
    slug = Path(ENTRY).stem
    for name in (slug, f"{slug}.md", ENTRY):
        data = run("verify", "--json", name).data
        assert [each["entry"] for each in data["entries"]] == [PATH]
        assert data["meaning"] == provenance.MEANING
        assert data["totals"] == {"entries": 1, "unchanged": 1, "changed": 0, "cannot tell": 0, "by_hand": 0}
    assert len(run("verify", "--json").data["entries"]) == 2
    ended = run("verify", "tidak-ada")
    assert (ended.code, "there is no such entry" in ended.err) == (2, True)


def test_the_page_says_where_the_text_comes_from(built: Path, run: Run) -> None:
    """Hash, version of the rules and the archived copy stand on the article's page, in the reader's language."""
    address = "https://arsip.example/2020/jembatan"
    edit(built / ENTRY, r"^capture:", f"archived: {address}\ncapture:")
    assert run("build").code == 0
    page = (built / "output/articles/2020/10/karangan-jembatan-antah-dibuka-lagi/index.html").read_text("utf-8")
    assert f'<dt>Salinan di arsip web</dt><dd><a href="{address}" rel="external">' in page
    for label in ("Hash berkas yang disimpan", "Dibersihkan oleh", "Kliping, aturan "):
        assert label in page
