"""`list`, `edit`, `topic new`, `completion`: the desk's smaller tools."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ENTRY, SECOND, Run, files, project, run

from kliping import config
from kliping.commands import table

__all__ = ("project", "run")

SLUG = "karangan-jembatan-antah-dibuka-lagi"
RICE = "karangan-harga-beras-di-antah"


@pytest.fixture
def desk(project: Path, run: Run) -> Path:
    """A project with two articles, a draft, one that waits and one that nobody dated."""
    (project / "content" / "inbox" / "rice.txt").write_text(SECOND, "utf-8")
    run("build", "-q")
    for name, keys in (
        ("draft", "date: 2020-10-06\ndraft: true"),
        ("later", "date: 2020-10-07\npublish_date: 2999-01-01"),
        ("undated", "lang: id"),
    ):
        text = f'---\ntitle: "Karangan {name}"\n{keys}\n---\n\nArtikel rekaan tentang jembatan Antah.\n'
        (project / "content" / "entries" / f"{name}.md").write_text(text, "utf-8")
    return project


def listed(run: Run, *arguments: str) -> list[str]:
    """The names of the entries that are listed, in order."""
    return [Path(each["path"]).stem for each in run("list", "--json", *arguments).data]


# ------------------------------------------------------------------ list


def test_list_shows_the_newest_first(desk: Path, run: Run) -> None:
    """A line for each entry under its heads, what lacks a date above all; how many on standard error; nothing written."""
    before = files(desk)
    ended = run("list")
    head, *lines = ended.out.splitlines()
    assert head.split() == ["date", "outlet", "title", "topic", "state"]
    assert [line.split()[0] for line in lines] == ["no", "2020-10-07", "2020-10-07", "2020-10-06", "2020-10-05"]
    assert "2020-10-05 10:15  Warta Antah  Karangan: Jembatan Antah Dibuka Lagi  jembatan-antah" in ended.out
    assert (ended.code, ended.err) == (0, "5 articles of 5.\n")
    assert files(desk) == before


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (["--topic", "jembatan-antah"], ["undated", "later", "draft", SLUG]),
        (["--outlet", "warta antah"], [RICE, SLUG]),
        (["--outlet", "warta-antah", "--until", "2020-10-05"], [SLUG]),
        (["--since", "2020-10-06", "--until", "2020-10-06"], ["draft"]),
        (["--draft"], ["draft"]),
        (["--held"], ["later", "draft"]),
        (["--held", "--clock", "2999-02-01"], ["draft"]),
        (["--review"], []),
    ],
)
def test_filters(desk: Path, run: Run, filters: list[str], names: list[str]) -> None:
    """Each filter takes away; several take away together."""
    assert listed(run, *filters) == names


def test_columns(desk: Path, run: Run) -> None:
    """--columns says which columns there are, and in which order."""
    ended = run("list", "--draft", "--columns", "slug, state,path")
    assert [line.split() for line in ended.out.splitlines()] == [
        ["slug", "state", "path"],
        ["karangan-draft", "draft", "content/entries/draft.md"],
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--columns", "date,judul"], "there is no column “judul”"),
        (["--columns", ""], "there is no column “”"),
        (["--outlet", "Warta Anta"], "did you mean Warta Antah?"),
        (["--topic", "nowhere"], 'there is no topic "nowhere"'),
        (["--since", "kemarin"], "'kemarin' is no day, such as 2020-10-30"),
    ],
)
def test_wrong_filters(desk: Path, run: Run, arguments: list[str], said: str) -> None:
    """What cannot be meant is wrong use, with what could be."""
    ended = run("list", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_what_cannot_be_read_is_counted(desk: Path, run: Run) -> None:
    """A broken entry is not listed, and not passed over in silence."""
    (desk / "content" / "entries" / "broken.md").write_text("---\n", "utf-8")
    ended = run("list")
    assert ended.code == 1
    assert "1 entry cannot be read" in ended.err


def test_a_table_fits_and_obeys_nobody() -> None:
    """One column gives way where the terminal ends, by the width that signs have; control signs of a headline are left out."""
    lines = list(table.lines(("date", "title"), [("2020", "A\x1b[2Jb\nc"), ("2020", "新华社" * 20)], "title", 30))
    assert lines[1] == "2020  A[2Jb c"
    assert lines[2] == "2020  " + "新华社" * 3 + "新华…" if lines[2].endswith("华…") else lines[2].endswith("…")
    assert all(len(line) <= 30 for line in lines)


# ------------------------------------------------------------------ edit

EDITOR = """\
import sys, pathlib
file = pathlib.Path(sys.argv[-2])
pathlib.Path(sys.argv[1]).write_text("\\n".join(sys.argv[2:]), "utf-8")
file.write_text(file.read_text("utf-8").replace({old!r}, {new!r}), "utf-8")
"""


def with_editor(monkeypatch: pytest.MonkeyPatch, folder: Path, old: str, new: str) -> Path:
    """Name a made-up editor that replaces something; the file in which it notes what it was given."""
    program, noted = folder / "my editor.py", folder / "given"
    program.write_text(EDITOR.format(old=old, new=new), "utf-8")
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{program}" "{noted}" --wait')
    return noted


@pytest.fixture(autouse=True)
def no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("named", [SLUG, ENTRY, ENTRY.removeprefix("content/"), "content/inbox/good.txt", "good.txt"])
def test_without_an_editor_the_paths_are_printed(desk: Path, run: Run, named: str) -> None:
    """The entry, and a text with what became of each line of its raw file."""
    ended = run("edit", named)
    entry, lines = ended.out.splitlines()
    assert (ended.code, entry) == (0, str(desk / ENTRY))
    told = Path(lines).read_text("utf-8")
    raw = (desk / "content" / "inbox" / "good.txt").read_text("utf-8")
    assert [line for line in raw.splitlines() if line.strip() and line.strip() not in told] == []
    assert "VISUAL or EDITOR" in ended.err
    assert run("edit", "--json", named).data["raw"] == str(desk / "content" / "inbox" / "good.txt")


def test_the_editor_gets_both(desk: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own arguments first, however they are quoted, then the entry, then the lines beside it; a change is told."""
    noted = with_editor(monkeypatch, tmp_path, "Dibuka Lagi", "Ditutup")
    ended = run("edit", SLUG)
    assert noted.read_text("utf-8").splitlines()[:2] == ["--wait", str(desk / ENTRY)]
    assert (ended.code, ended.err) == (0, f"changed: {ENTRY}: run kliping to show it\n")
    assert "Ditutup" in (desk / ENTRY).read_text("utf-8")
    with_editor(monkeypatch, tmp_path, "nothing like it", "")
    assert run("edit", SLUG).err == f"unchanged: {ENTRY}\n"


def test_what_was_broken_in_the_editor_is_told_at_once(
    desk: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that cannot be read any more is named with line and remedy."""
    with_editor(monkeypatch, tmp_path, "date: 2020-10-05T10:15:00+07:00", "date: kemarin")
    ended = run("edit", SLUG)
    assert ended.code == 1
    assert f"set aside: {ENTRY}:3: date: needs a date" in ended.err


def test_an_editor_that_is_not_there(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong use, with what to set."""
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")
    ended = run("edit", SLUG)
    assert ended.code == 2
    assert "error: no-such-editor: the editor cannot be started" in ended.err
    monkeypatch.setenv("EDITOR", "'half")
    assert run("edit", SLUG).code == 2


def test_an_entry_without_a_raw_file(desk: Path, run: Run) -> None:
    """Of an entry written by hand there is nothing beside it."""
    assert run("edit", "draft").out == f"{desk / 'content' / 'entries' / 'draft.md'}\n"


# ------------------------------------------------------------------ topic new


def test_a_topic_from_its_name(desk: Path, run: Run) -> None:
    """It is written below what stands there, byte by byte; what belongs to it is told; the next build shows it."""
    before = (desk / "site.toml").read_bytes()
    ended = run("topic", "new", "Harga Beras")
    after = (desk / "site.toml").read_bytes()
    assert after.startswith(before)
    assert ended.code == 0
    assert f"in: content/entries/2020/10/{RICE}.md" in ended.out
    topic = config.load(desk / "site.toml", {}).topics[-1]
    assert (topic.slug, topic.who, topic.what) == ("harga-beras", (("harga",), ("beras",)), ("harga", "beras"))
    assert run("build", "-q").code == 1, "the undated entry"
    assert (desk / "output" / "topics" / "harga-beras" / "index.html").exists()


def test_a_topic_with_words(desk: Path, run: Run) -> None:
    """--who is a group each time, --what one list; a dry run writes nothing."""
    before = files(desk)
    said = ["--who", "antah,warga antah", "--who", "pasar", "--what", "beras, harga*"]
    told = run("topic", "new", "--dry-run", "--json", *said, "Beras di Antah").data
    assert told["who"] == [["antah", "warga antah"], ["pasar"]]
    assert told["what"] == ["beras", "harga*"]
    assert told["in"] == [f"entries/2020/10/{RICE}.md"]
    assert files(desk) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Jembatan Antah"], 'there is a topic "jembatan-antah" already'),
        (["Yang di"], "no word of this name tells the story from others"),
        (["Beras", "--what", "b*ras"], "“b*ras” has a * that is not at its end"),
    ],
)
def test_a_topic_that_cannot_be(desk: Path, run: Run, arguments: list[str], said: str) -> None:
    """Wrong use leaves site.toml as it is."""
    before = (desk / "site.toml").read_bytes()
    ended = run("topic", "new", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert (desk / "site.toml").read_bytes() == before


@pytest.mark.parametrize("form", ["\r\n", "no end"])
def test_line_ends_stay(desk: Path, run: Run, form: str) -> None:
    """A file from Windows, or without a last line end, is only added to."""
    before = (desk / "site.toml").read_text("utf-8")
    before = before.replace("\n", "\r\n") if form == "\r\n" else before.rstrip()
    (desk / "site.toml").write_bytes(before.encode())
    assert run("topic", "new", "Harga Beras").code == 0
    after = (desk / "site.toml").read_bytes().decode()
    assert after.startswith(before)
    assert (after.count("\r\n") == after.count("\n")) is (form == "\r\n")


def test_topics_in_another_form(desk: Path, run: Run) -> None:
    """Where topics are an array on one line nothing can be added below: said, and nothing written."""
    text = 'title = "A"\nbase_url = "https://a.example/"\ntopics = [{slug="a", title="A", who=[["antah"]], what=["jembatan"]}]\n'
    (desk / "site.toml").write_text(text, "utf-8")
    assert run("topic", "new", "Harga Beras").code == 3
    assert (desk / "site.toml").read_text("utf-8") == text


def test_switches_of_new_are_for_new(desk: Path, run: Run) -> None:
    """`topic try --who` would be misread as a trial of these words."""
    assert run("topic", "try", "jembatan-antah", "--who", "x").code == 2


# ------------------------------------------------------------------ completion

ASK = {
    "bash": 'source "$0"; COMP_WORDS=({words}); COMP_CWORD={last}; _shtab_kliping; printf "%s\\n" "${{COMPREPLY[@]}}"',
    "fish": "source $argv[1]; complete -C '{line}'",
}


@pytest.mark.parametrize("shell", ASK)
@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("kliping li", "list"),
        ("kliping list --dra", "--draft"),
        ("kliping edit karangan-j", SLUG),
        ("kliping topic try je", "jembatan-antah"),
        ("kliping completion fi", "fish"),
    ],
)
def test_completion(desk: Path, run: Run, tmp_path: Path, shell: str, line: str, proposed: str) -> None:
    """The shell itself proposes commands, switches, slugs and topics."""
    program = shutil.which(shell)
    if not program:
        pytest.skip(f"{shell} is not on this machine")
    script = tmp_path / "completion"
    script.write_text(run("completion", shell).out, "utf-8")
    words = line.split(" ")
    asked = ASK[shell].format(line=line, words=" ".join(words), last=len(words) - 1)
    ran = subprocess.run([program, "-c", asked, script], cwd=desk, capture_output=True, text=True, check=False)
    assert [each.split("\t")[0].strip() for each in ran.stdout.splitlines()] == [proposed], ran.stderr


def test_completion_for_zsh(run: Run, tmp_path: Path) -> None:
    """zsh takes the script."""
    program = shutil.which("zsh")
    if not program:
        pytest.skip("zsh is not on this machine")
    script = tmp_path / "_kliping"
    script.write_text(run("completion", "zsh").out, "utf-8")
    asked = f'autoload -U compinit; compinit -D -u; eval "$(cat {script})"; echo $_comps[kliping]'
    ran = subprocess.run([program, "-fc", asked], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("_shtab_kliping\n", "")


def test_completion_as_data(run: Run) -> None:
    """--json is one document here, too."""
    told = json.loads(run("completion", "--json", "bash").out)
    assert told["shell"] == "bash"
    assert told["script"] == run("completion", "bash").out.removesuffix("\n")
