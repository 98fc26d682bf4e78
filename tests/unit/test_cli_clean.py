"""`kliping clean`: the cleaner as a filter for other programs, with and without a site."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from commands import SECOND, Ended, Run, files
from making import ROOT

from kliping import api, cli, entries, work
from kliping.commands import terminal
from kliping.records import Entry

pytest_plugins = ["commands"]

KEYS = "id title date date_precision modified lang outlet url authors editors agencies place caption credit body confidence dropped forms"
TITLE = "Karangan: Harga Beras di Antah"
PAGE = f"<html><body><nav>Menu</nav><h1>{TITLE}</h1>" + "".join(
    f"<p>{line}</p>" for line in SECOND.splitlines()[4:] if line
)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which there is no site."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def filtered(nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Run `clean` with bytes on standard input, where there is no site."""

    def ended(said: str | bytes, *arguments: str) -> Ended:
        data = said.encode() if isinstance(said, str) else said
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        try:
            code = cli.main(("clean", *arguments))
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        out, err = capsysbinary.readouterr()
        return Ended(code, out.decode(), err.decode())

    return ended


def lines(*objects: Any) -> str:
    return "".join(json.dumps(each) + "\n" for each in objects)


def answers(ended: Ended) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.out.splitlines()]


def entry(text: str) -> Entry:
    return entries.parse(text, "entries/x.md", UTC)


# ------------------------------------------------------------------ files


def test_a_file_as_markdown(nowhere: Path, filtered: Any) -> None:
    """Markdown as an entry has it, without provenance; nothing is written."""
    (nowhere / "a.txt").write_text(SECOND, "utf-8")
    ended = filtered("", "a.txt")
    made = entry(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert (made.title, made.date and made.date.isoformat()) == (TITLE, "2020-10-07T09:30:00+07:00")
    assert made.body.startswith("Artikel ini dikarang untuk menguji Kliping.")
    assert made.capture is None
    assert list(files(nowhere)) == ["a.txt"]


def test_a_file_as_data(nowhere: Path, filtered: Any) -> None:
    """--json prints an object a line for each file, the same as the API gives."""
    (nowhere / "a.txt").write_text(SECOND, "utf-8")
    (nowhere / "b.html").write_text(PAGE, "utf-8")
    ended = filtered("", "--json", "a.txt", "b.html")
    one, two = answers(ended)
    assert tuple(one) == tuple(KEYS.split())
    assert one == api.clean(path="a.txt").to_dict()
    assert (two["id"], two["title"]) == ("b.html", TITLE)


@pytest.mark.parametrize("given", [SECOND, PAGE], ids=["dump", "page"])
def test_standard_input_by_its_content(filtered: Any, given: str) -> None:
    """`-` is a page when it looks like one, else a text dump."""
    made = entry(filtered(given, "-").out)
    assert made.title == TITLE
    assert "Menu" not in made.body
    assert "<p>" not in made.body


def test_an_address_given_along(filtered: Any) -> None:
    """--url is the article's address whatever else is said."""
    ended = filtered(SECOND, "--json", "--url", "https://warta-antah.example/beras", "-")
    assert answers(ended)[0]["url"] == "https://warta-antah.example/beras"


def test_what_holds_no_article(nowhere: Path, filtered: Any) -> None:
    """A file without an article is told on standard error, the others are printed, and the exit code is 1."""
    (nowhere / "a.txt").write_text(SECOND, "utf-8")
    (nowhere / "b.txt").write_text("Menu\n", "utf-8")
    (nowhere / "d").mkdir()
    ended = filtered("", "b.txt", "a.txt", "c.txt", "d")
    assert ended.code == 1
    assert entry(ended.out).title == TITLE
    assert ended.err == (
        "set aside: b.txt: no article was found in it\n    save the whole article again, or delete the file\n"
        "set aside: c.txt: there is no such file\n    name a saved article, or - for standard input\n"
        "set aside: d: is a folder\n    name the files in it, such as d/*.html\n"
    )


def test_what_holds_no_article_as_data(nowhere: Path, filtered: Any) -> None:
    """With --json file, what is wrong and what to do are keys."""
    (nowhere / "b.pdf").write_bytes(b"%PDF-1.7")
    (answer,) = answers(filtered("", "--json", "b.pdf"))
    assert answer == {
        "id": "b.pdf",
        "error": "no reader for “.pdf” files",
        "remedy": "save the article as text (.txt) or as a web page (.html)",
    }


# ------------------------------------------------------------------ several articles in one file

BODY = SECOND.split("\n\n", 3)[3]
RECORDS = [
    json.dumps({"title": title, "text": BODY, "date": "2020-10-07"}) for title in ("Beras Antah", "Jagung Antah")
]


def test_each_article_of_a_file_is_printed(nowhere: Path, filtered: Any) -> None:
    """Articles of a file of JSON lines are cleaned one by one, in order, as those of several files are; broken ones are named by their line."""
    (nowhere / "kabar.jsonl").write_text("\n".join([RECORDS[0], "", '{"title": "Putus', RECORDS[1]]), "utf-8")
    ended = filtered("", "kabar.jsonl")
    heads = [index for index, line in enumerate(ended.out.splitlines()) if line.startswith("title: ")]
    assert [ended.out.splitlines()[index] for index in heads] == ['title: "Beras Antah"', 'title: "Jagung Antah"']
    assert ended.out.splitlines()[heads[1] - 2 : heads[1]] == ["", "---"], "nothing becomes a heading"
    assert ended.err.startswith("set aside: kabar.jsonl:3: the file is not JSON")
    assert "\n    mend it" in ended.err
    assert ended.code == 1


@pytest.mark.parametrize("joined", ["[{}, {}]", "{}\n{}\n"], ids=["list", "lines"])
@pytest.mark.parametrize("named", ["kabar.json", "-"])
def test_each_article_as_data(nowhere: Path, filtered: Any, joined: str, named: str) -> None:
    """A list is as good as lines, standard input as a file; an article is called by its file and its place there."""
    text = joined.format(*RECORDS)
    (nowhere / "kabar.json").write_text(text, "utf-8")
    told = answers(filtered(text, "--json", named))
    assert [(each["id"], each["title"]) for each in told] == [
        (f"{named}:1", "Beras Antah"),
        (f"{named}:2", "Jagung Antah"),
    ]


def test_an_address_for_several_articles(nowhere: Path, filtered: Any) -> None:
    """One address cannot be that of all articles in a file."""
    (nowhere / "kabar.jsonl").write_text("\n".join(RECORDS), "utf-8")
    ended = filtered("", "--url", "https://x.example/", "kabar.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert "the file holds 2" in ended.err


def test_the_sites_own_outlets_count(run: Run, project: Path) -> None:
    """In a site's folder its outlets are known, and nothing is written to it."""
    with (project / "content" / "outlets" / "warta-antah.toml").open("a", encoding="utf-8") as outlet:
        outlet.write('drop = ["Pemerintah Antah mengatakan*"]\n')
    before = files(project)
    ended = run("clean", "--json", "content/inbox/good.txt")
    assert ["Pemerintah Antah mengatakan jembatan itu akan diperiksa lagi tahun depan.", "the outlet's `drop`"] in (
        answers(ended)[0]["dropped"]
    )
    assert files(project) == before


@pytest.mark.parametrize("arguments", [[], ["--jsonl", "a.txt"], ["--url", "https://x.example/", "a.txt", "b.txt"]])
def test_wrong_use(filtered: Any, arguments: list[str]) -> None:
    """What has no meaning is wrong use, with an example of what has one."""
    ended = filtered("", *arguments)
    assert ended.code == 2
    assert "such as kliping clean article.html" in ended.err


# ------------------------------------------------------------------ a stream


def test_a_stream_is_answered_line_by_line(filtered: Any) -> None:
    """Each object has its answer in the same place, dumps and pages alike; blank lines are no objects."""
    said = lines({"id": "a", "text": SECOND}, {"id": 2, "html": PAGE, "url": "https://x.example/beras"})
    ended = filtered(said.replace("\n", "\n\n"), "--jsonl")
    one, two = answers(ended)
    assert ended.code == 0
    assert (one["id"], one["title"]) == ("a", TITLE)
    assert (two["id"], two["title"], two["url"]) == (2, TITLE, "https://x.example/beras")
    assert tuple(one) == tuple(two) == tuple(KEYS.split())


BROKEN = [
    ("no JSON", "{", {}),
    ("no object", "[1]", {}),
    ("no text", '{"id": 7}', {"id": 7}),
    ("a text that is none", '{"id": 7, "text": 1}', {"id": 7}),
    ("an address that is none", '{"id": 7, "text": "x", "url": []}', {"id": 7}),
    ("no article", '{"id": "x", "text": "Menu"}', {"id": "x"}),
    ("nothing at all", '{"id": "x", "text": ""}', {"id": "x"}),
    ("nested too deep", "[" * 100_000, {}),
    ("half a sign", '{"id": "\\ud800", "text": "\\ud800"}', {"id": "\ud800"}),
]


@pytest.mark.parametrize(("line", "known"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_line_stops_nothing(filtered: Any, line: str, known: dict[str, Any]) -> None:
    """Whatever stands in a line, the answer in its place says what is wrong, the others are answered, the exit code is 1."""
    good = lines({"id": 1, "text": SECOND})
    ended = filtered(good + line + "\n" + good, "--jsonl")
    before, broken, after = answers(ended)
    assert ended.code == 1
    assert before == after
    assert before["title"] == TITLE
    assert broken.pop("error")
    assert broken == known
    assert ended.err == ""


def test_bytes_that_are_no_text(filtered: Any) -> None:
    """A line that is not UTF-8 is a broken line."""
    (answer,) = answers(filtered(b'{"id": 1, "text": "\xff\xfe"}\n', "--jsonl"))
    assert "error" in answer


def test_a_line_without_end(filtered: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line longer than memory should hold is passed over, and the next is read."""
    monkeypatch.setattr(terminal, "LONGEST_LINE", 2000)
    long, good = answers(filtered('"' + "x" * 9000 + '"\n' + lines({"text": SECOND}), "--jsonl", "-j", "1"))
    assert long == {"error": "is a line of more than 2000 bytes"}
    assert (good["id"], good["title"]) == (None, TITLE)


def test_the_same_for_any_number_of_processes(filtered: Any) -> None:
    """-j changes how long it takes and nothing else."""
    said = lines(*({"id": number, "text": SECOND.replace("harga", f"harga {number}")} for number in range(7))) + "{\n"
    one, two = (filtered(said, "--jsonl", "--batch", "2", "-j", jobs) for jobs in ("1", "2"))
    assert one.out == two.out
    assert [each.get("id") for each in answers(one)] == [*range(7), None]


def test_only_a_few_batches_are_read_ahead() -> None:
    """A stream without end is answered while it comes: bounded memory."""
    taken: list[int] = []

    def endless() -> Any:
        for number in range(1000):
            taken.append(number)
            yield number

    stream = work.stream(abs, endless(), jobs=2)
    assert [next(stream) for _ in range(3)] == [0, 1, 2]
    stream.close()
    assert len(taken) < 12


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_who_leaves(nowhere: Path) -> None:
    """`kliping clean --jsonl … | head -1` ends without a word about the broken pipe."""
    with subprocess.Popen(
        [sys.executable, "-m", "kliping", "clean", "--jsonl", "-j", "1", "--batch", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(lines({"id": 1, "text": SECOND}).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["title"] == TITLE, "with --batch 1 each line is answered at once"
        process.stdout.close()
        process.stdin.write(lines({"id": 2, "text": SECOND}).encode())
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_data_is_utf_8_everywhere(nowhere: Path) -> None:
    """What another program reads is UTF-8, whatever the terminal can show."""
    ran = subprocess.run(
        [sys.executable, "-m", "kliping", "clean", "--jsonl", "-j", "1"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        input=lines({"text": SECOND.replace("di pasar", "di pasar “Café”")}).encode(),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert any("“Café”" in each for each in json.loads(ran.stdout.decode("utf-8"))["body"])
