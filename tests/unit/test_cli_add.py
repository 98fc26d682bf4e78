"""`add` as the editor meets it: the table, folders of saved pages, choosing at a real terminal."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from pathlib import Path

import pytest
from commands import ENTRY, SECOND, Run, files, project, run
from running import environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")

__all__ = ("project", "run")

RICE = "content/entries/2020/10/karangan-harga-beras-di-antah.md"
SAVED = """\
<!DOCTYPE html> <html lang=id><!--
 Page saved with SingleFile
 url: https://warta-antah.example/2020/10/08/karangan-pasar-antah
 saved date: Fri Oct 09 2020 08:00:00 GMT+0700 (Western Indonesia Time)
--><head><meta charset=utf-8><title>Karangan: Pasar Antah - Warta Antah</title></head><body><h1>Karangan: Pasar Antah</h1>
<p>ANTAH, Warta Antah - Artikel ini dikarang untuk menguji Kliping. Pasar Antah tidak pernah ada di kota mana pun.</p>
<p>Warga Antah yang juga tidak pernah ada menunggu pasar itu dibuka sejak pagi, kata seorang tokoh rekaan di sana.</p>
<p>Pemerintah Antah belum memberikan keterangan tentang pasar karangan itu sampai berita ini dikarang.</p></body></html>
"""


def columns(out: str) -> list[list[str]]:
    """The cells of the table's lines."""
    return [re.split(r" {2,}", line.strip()) for line in out.splitlines() if re.match(r"\d+ ", line)]


# ------------------------------------------------------------------ the table


def test_the_table(run: Run, tmp_path: Path) -> None:
    """Date, outlet, title, topic, copy of, how sure, what became of it, for each article."""
    run("build", "-q")
    (tmp_path / "a.txt").write_text(SECOND, "utf-8")
    again = (
        SECOND.replace("Warta Antah", "Kabar Berantah")
        .replace("warta-antah", "kabar-berantah")
        .replace("Karangan: Harga", "Karangan Lain: Harga")
    )
    (tmp_path / "b.txt").write_text(again.replace("7 Oktober", "8 Oktober"), "utf-8")
    bridge = (Path("content/inbox") / "good.txt").read_text("utf-8").replace("Karangan: Jembatan", "Rekaan: Jembatan")
    (tmp_path / "c.txt").write_text(
        bridge.replace("Warta Antah", "Kabar Berantah").replace("warta-antah", "kabar-berantah"), "utf-8"
    )
    ended = run("add", *(str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")))
    assert ended.out.split("\n")[0].split() == ["date", "outlet", "title", "topic", "copy", "of", "sure", "what"]
    one, two, three = columns(ended.out)
    assert one[:5] == ["1", "2020-10-07 09:30", "Warta Antah", "Karangan: Harga Beras di Antah", "–"]
    assert two[5] == "no. 1"
    assert three[4] == "jembatan-antah"
    assert one[-1] == "created"
    assert re.fullmatch(r"\d+ %", one[-2])


def test_a_copy_of_what_is_there(run: Run, tmp_path: Path) -> None:
    """A copy of an article of the site is named by its slug, in the data by its path."""
    run("build", "-q")
    text = (Path("content/inbox") / "good.txt").read_text("utf-8").replace("Karangan: Jembatan", "Rekaan: Jembatan")
    (tmp_path / "c.txt").write_text(
        text.replace("Warta Antah", "Kabar Berantah").replace("warta-antah", "kabar-berantah"), "utf-8"
    )
    (told,) = run("add", "--json", "--dry-run", str(tmp_path / "c.txt")).data
    assert told["copy_of"] == ENTRY.removeprefix("content/")
    assert told["topics"][0]["verdict"] == "in"
    assert told["outlet"] == "Kabar Berantah"
    assert "karangan-jembatan-antah-dibuka-lagi" in run("add", "--dry-run", str(tmp_path / "c.txt")).out


def test_never_asks_where_no_terminal_is(run: Run, tmp_path: Path) -> None:
    """With standard input or error elsewhere all is taken."""
    (tmp_path / "a.txt").write_text(SECOND, "utf-8")
    ended = run("add", str(tmp_path / "a.txt"))
    assert "Take" not in ended.err
    assert Path(RICE).exists()


def test_quiet_says_only_what_is_wrong(run: Run, tmp_path: Path) -> None:
    """-q shows no table."""
    (tmp_path / "a.txt").write_text(SECOND, "utf-8")
    ended = run("add", "-q", str(tmp_path / "a.txt"))
    assert (ended.out, ended.err) == ("", "")


def test_an_address_is_no_file(run: Run) -> None:
    """Who gives an address learns to save the page."""
    ended = run("add", "https://warta-antah.example/a")
    assert ended.code == 2
    assert "save the page with the browser" in ended.err


# ------------------------------------------------------------------ folders


def test_a_folder_of_a_browser_extension(project: Path, run: Run, tmp_path: Path) -> None:
    """Pages, archives and texts are taken; what came along with a page, and other kinds of file, are told and left."""
    folder = tmp_path / "saved"
    (folder / "pasar_files").mkdir(parents=True)
    (folder / "pasar.html").write_text(SAVED, "utf-8")
    (folder / "pasar_files" / "iklan.html").write_text("<p>Iklan", "utf-8")
    (folder / "foto.jpg").write_bytes(b"\xff\xd8")
    (folder / "README.txt").write_text("A note", "utf-8")
    (folder / "a.txt").write_text(SECOND, "utf-8")
    (folder / "b.html.crdownload").write_text("half", "utf-8")
    ended = run("add", str(folder))
    assert ended.code == 0
    assert [row[3] for row in columns(ended.out)] == ["Karangan: Harga Beras di Antah", "Karangan: Pasar Antah"]
    assert sorted(path for path in files(project / "content" / "inbox")) == [
        "good.txt",
        "saved/a.txt",
        "saved/pasar.html",
    ]
    for name in ("pasar_files/iklan.html", "foto.jpg", "README.txt", "b.html.crdownload"):
        assert f": {name}" in ended.err
    entry = (project / "content" / "entries" / "2020" / "10" / "karangan-pasar-antah.md").read_text("utf-8")
    assert "url: https://warta-antah.example/2020/10/08/karangan-pasar-antah" in entry


# ------------------------------------------------------------------ at a terminal


class Terminal:
    """A program at a terminal of its own."""

    def __init__(self, folder: Path, *command: str) -> None:
        import pty

        self.pid, self.terminal = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execvpe(command[0], command, environment(TERM="xterm", COLUMNS="100"))
        self.said = ""

    def until(self, words: str, seconds: float = 60) -> str:
        """Read until these words were said."""
        end = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < end, f"never said {words!r}:\n{self.said}"
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    self.said += os.read(self.terminal, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        return self.said

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def ended(self) -> int:
        """The exit code, once all was read."""
        while True:
            try:
                part = os.read(self.terminal, 65536)
            except OSError:
                break
            if not part:
                break
            self.said += part.decode("utf-8", "replace")
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.terminal)
        return code


KLIPING = (sys.executable, "-m", "kliping")


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """Three saved articles."""
    paths = []
    for name, what in (("a", "Beras"), ("b", "Jagung"), ("c", "Kedelai")):
        text = SECOND.replace("Beras", what).replace("Harga beras", f"Harga {what.lower()} {what * 3}")
        words = " ".join(f"{what.lower()}{number}" for number in range(60))
        (tmp_path / f"{name}.txt").write_text(
            f"{text}\nKata karangan tentang {words} tidak berarti apa-apa.\n", "utf-8"
        )
        paths.append(str(tmp_path / f"{name}.txt"))
    return paths


@pytest.mark.parametrize(
    ("answers", "taken", "code"),
    [
        (["\n"], "abc", 0),
        (["2\n"], "b", 0),
        (["1 3\n"], "ac", 0),
        (["2-3\n"], "bc", 0),
        (["4\n", "x\n", "1\n"], "a", 0),
        (["q\n"], "", 0),
        (["\x04"], "", 0),
        (["\x03"], "", 130),
    ],
)
def test_choosing(project: Path, three: list[str], answers: list[str], taken: str, code: int) -> None:
    """Enter takes all, numbers some, q or Ctrl-D none; what is not taken leaves no trace; nonsense is asked again."""
    before = files(project / "content")
    terminal = Terminal(project, *KLIPING, "add", *three)
    for answer in answers:
        terminal.until("q for none: ")
        terminal.said = ""
        terminal.type(answer)
    assert terminal.ended() == code, terminal.said
    after = files(project / "content")
    assert {path.removesuffix(".txt") for path in files(project / "content" / "inbox")} - {"good"} == set(taken)
    assert len([path for path in after if path.startswith("entries/")]) == len(taken)
    if not taken:
        assert after == before


@pytest.mark.parametrize("switch", ["--yes", "--dry-run", "--json", "-q"])
def test_switches_that_do_not_ask(project: Path, three: list[str], switch: str) -> None:
    """A script in a terminal is not stopped by a question."""
    terminal = Terminal(project, *KLIPING, "add", switch, *three)
    assert terminal.ended() == 0
    assert "Take" not in terminal.said


def test_what_is_no_article_is_not_taken(project: Path, three: list[str], tmp_path: Path) -> None:
    """At a terminal the person has seen what is wrong with it, and it stays where it is."""
    (tmp_path / "empty.txt").write_bytes(b"")
    terminal = Terminal(project, *KLIPING, "add", str(tmp_path / "empty.txt"), three[0])
    terminal.until("q for none: ")
    terminal.type("\n")
    assert terminal.ended() == 1
    assert "the file is empty" in terminal.said
    assert sorted(files(project / "content" / "inbox")) == ["a.txt", "good.txt"]


def test_a_long_paste(project: Path) -> None:
    """What is pasted at a terminal is whole, however long a paragraph is; the question comes after Ctrl-D."""
    long = " ".join(f"kata{number}" for number in range(2000))
    text = f"{SECOND}\nKalimat karangan yang sangat panjang: {long}.\n"
    terminal = Terminal(project, *KLIPING, "add", "-")
    terminal.until("Paste the article")
    time.sleep(0.5)
    for at in range(0, len(text), 1000):
        terminal.type(text[at : at + 1000])
        while select.select([terminal.terminal], [], [], 0)[0]:
            os.read(terminal.terminal, 65536)
    terminal.type("\x04")
    terminal.until("q for none: ")
    terminal.type("\n")
    assert terminal.ended() == 0, terminal.said
    (pasted,) = (project / "content" / "inbox").glob("pasted-*.txt")
    assert pasted.read_text("utf-8") == text
    assert "kata1999." in (project / RICE).read_text("utf-8")
