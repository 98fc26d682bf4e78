"""What leaves the site as one file: only what the site may show, in forms that other programs read, the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from commands import BASE, ENTRY, Ended, Run
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from making import ROOT, at, entry, words
from PIL import Image
from pybtex.database import parse_string
from running import environment, kliping

from kliping import cli, exports
from kliping.entries import paragraph, slug_of
from kliping.exports import bibtex, book, csl_json, csv_table, json_lines
from kliping.exports.collection import Collection
from kliping.exports.packing import packed
from kliping.records import Output, Rights
from kliping.site import assemble, render

pytest_plugins = ("commands",)
PYTEST_DONT_REWRITE = "named as a plugin by several modules"

CLOCK = "2021-01-01"
CASES = tomllib.loads((Path(__file__).parent / "exports.toml").read_text("utf-8"))["cases"]
TOPIC = "jembatan-antah"
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
lines = texts.map(lambda text: " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())).filter(bool)
made_up = entry()


def placed(title: str = "Karangan", body: str = "Teks.", **fields: Any) -> assemble.Placed:
    """An article of a made-up site, shown in full."""
    whole = entry(title, body=body, slug="karangan", **fields)
    html = render.html(body)
    return assemble.Placed(
        whole, "articles/2020/10/karangan/", at(5), assemble.Words(html, render.words(html)), "", (), rights=Rights.FULL
    )


def collection(*articles: assemble.Placed) -> Collection:
    return Collection(
        TOPIC, "Jembatan Antah", "", "urn:uuid:0", "Kliping", "https://kliping.example/", words(), {}, articles
    )


def write_cases(project: Path) -> None:
    """Every case as an entry of the project, and its outlets with their rights."""
    site = project / "site.toml"
    site.write_text(site.read_text("utf-8").replace('default = "full"', 'default = "full"\nwords = 12'), "utf-8")
    outlets = project / "content" / "outlets"
    kabar = outlets / "kabar-berantah.toml"
    kabar.write_text(kabar.read_text("utf-8") + '\nrights = "excerpt"\n', "utf-8")
    (outlets / "lentera-antah.toml").write_text('name = "Lentera Antah"\nrights = "link"\n', "utf-8")
    for number, case in enumerate(CASES):
        title = case.get("title", f"Karangan: Jembatan Antah {number}")
        head = {key: case[key] for key in ("outlet", "url", "authors") if key in case}
        head = {
            "title": title,
            "date": f"2020-10-{number + 10}",
            "date_precision": "day",
            "lang": case.get("lang", "id"),
            **head,
        }
        front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
        file = project / "content" / "entries" / "2020" / "10" / f"kasus-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{front}slug: kasus-{number}\n{case.get('front', '')}\n---\n\n{case['body']}\n", "utf-8")


def write_pictures(project: Path) -> None:
    """Two articles with a picture: one of a kind that every e-reader knows, one of another."""
    (project / "content" / "images").mkdir()
    for kind in ("webp", "avif"):
        Image.new("RGB", (40, 30), "#7a8f99").save(project / "content" / "images" / f"jembatan.{kind}")
        said = f'{{src: jembatan.{kind}, alt: "Kali & jembatan", caption: "Gambar <{kind}>.", credit: "Juru Foto"}}'
        (project / "content" / "entries" / "2020" / "10" / f"gambar-{kind}.md").write_text(
            f'---\ntitle: "Karangan: Jembatan Antah {kind}"\ndate: 2020-10-09\nimage: {said}\n---\n\nBergambar.\n',
            "utf-8",
        )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The topic of all cases in every format."""
    project = tmp_path_factory.mktemp("exports") / "project"
    shutil.copytree(BASE, project)
    write_cases(project)
    write_pictures(project)
    assert cli.main(["-q", "-C", str(project), "--clock", CLOCK]) == 0
    found: dict[str, bytes] = {}
    for name, each in exports.FORMATS.items():
        file = project / f"topic.{each.ending}"
        run = ["export", TOPIC, "-q", "-C", str(project), "--clock", CLOCK, "-o", str(file)]
        assert cli.main(run) == 0
        found[name] = file.read_bytes()
        assert cli.main(run) == 0
        assert file.read_bytes() == found[name], f"{name}: two exports are the same bytes"
    return found


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {each.filename: archive.read(each) for each in archive.infolist()}


def said(name: str, data: bytes) -> str:
    """All that a format says, as text; of structured ones the values, so that escapes hide nothing."""
    match name:
        case "epub" | "zip":
            return "\n".join(f"{path}\n{each.decode('utf-8', 'replace')}" for path, each in unpacked(data).items())
        case _:
            return data.decode("utf-8-sig")


# ------------------------------------------------------------------ rights


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["about"]))
def test_only_what_the_site_may_show_leaves(written: Mapping[str, bytes], case: Mapping[str, Any]) -> None:
    """Words beyond rights, drafts, what is held back, and an editor's private words are in no export."""
    for name, data in written.items():
        text = said(name, data)
        found = [each for each in case.get("stays", ()) if each in text]
        assert not found, f"{name}: {found}"
        lacking = [each for each in case.get("leaves", ()) if each not in text]
        assert name in ("bibtex", "csl") or not lacking, f"{name}: {lacking}"


def test_no_export_says_where_it_was_made(written: Mapping[str, bytes]) -> None:
    """No folder of this machine and no path of the inbox leaves."""
    for name, data in written.items():
        assert "inbox/" not in said(name, data)
        assert "/tmp/" not in said(name, data)


def test_an_archive_holds_what_it_may_and_says_why_not(written: Mapping[str, bytes]) -> None:
    """Of outlets whose right is full the text and the saved file, each with its hash; of others the reason."""
    files = unpacked(written["zip"])
    rows = list(csv.DictReader(io.StringIO(files[f"{TOPIC}/manifest.csv"].decode("utf-8-sig"))))
    assert {row["why_not"] for row in rows} == {
        "",
        "rights: excerpt",
        "rights: link",
        "written by hand: it has no saved file",
        "the saved file is not in the inbox",
    }
    held = [row for row in rows if row["file"]]
    assert {f"{TOPIC}/{row['file']}" for row in held} == {
        path for path in files if path.split("/")[1] in ("clean", "raw")
    }
    for row in held:
        assert row["rights"] == "full"
        assert row["sha256"] == hashlib.sha256(files[f"{TOPIC}/{row['file']}"]).hexdigest()
    sums = files[f"{TOPIC}/SHA256SUMS"].decode().splitlines()
    assert {line[66:]: line[:64] for line in sums} == {
        path.removeprefix(f"{TOPIC}/"): hashlib.sha256(data).hexdigest()
        for path, data in files.items()
        if not path.endswith("SHA256SUMS")
    }
    raw = [row for row in held if row["what"] == "raw"]
    assert len(raw) == 1
    assert (
        files[f"{TOPIC}/{raw[0]['file']}"]
        == (Path(__file__).parents[1] / "projects/_base/content/inbox/good.txt").read_bytes()
    )


def test_a_saved_file_that_changed_does_not_leave(project: Path, run: Run) -> None:
    """What is in the archive is what the entry was made from."""
    run("--clock", CLOCK)
    file = project / "content" / "inbox" / "good.txt"
    file.write_text(file.read_text("utf-8") + "\nditambahkan kemudian\n", "utf-8")
    run("export", TOPIC, "-o", "t.zip")
    files = unpacked((project / "t.zip").read_bytes())
    assert "the saved file is not the one that was cleaned" in files[f"{TOPIC}/manifest.csv"].decode()
    assert not [path for path in files if "/raw/" in path]


def test_a_retracted_article_does_not_leave(project: Path, run: Run) -> None:
    """A retraction takes an article out of the next export."""
    run("--clock", CLOCK)
    slug = Path(ENTRY).stem
    assert slug in run("export", TOPIC, "--format", "jsonl").out
    run("retract", slug, "--reason", "Karangan.", "--clock", CLOCK)
    assert run("export", TOPIC, "--format", "jsonl").out == ""


# ------------------------------------------------------------------ formats


def test_a_page_to_print_needs_nothing_else(written: Mapping[str, bytes]) -> None:
    """It is valid HTML without scripts or anything that is fetched, its pictures are in it; headings go down step by step."""
    text = written["html"].decode()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert not [each for each in tree.iter() if each.tag in ("script", "link", "iframe", "object")]
    assert all(each.get("src", "").startswith("data:image/") for each in tree.iter("img"))
    assert "url(" not in text
    assert "@import" not in text
    levels = [
        int(each.tag[1]) for each in tree.iter() if isinstance(each.tag, str) and re.fullmatch("h[1-6]", each.tag)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    anchors = {each.get("id") for each in tree.iter() if each.get("id")}
    assert {each.get("href")[1:] for each in tree.iter("a") if each.get("href", "").startswith("#")} <= anchors


def test_a_book_is_well_formed(written: Mapping[str, bytes]) -> None:
    """Every file of the EPUB is XML, listed, and in the order of reading; the type of the archive is told first, unpacked."""
    with zipfile.ZipFile(io.BytesIO(written["epub"])) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", 0, b"application/epub+zip")
        assert written["epub"][30:58] == b"mimetypeapplication/epub+zip"
    files = unpacked(written["epub"])
    strict = etree.XMLParser(resolve_entities=False, no_network=True)
    trees = {
        path: etree.fromstring(data, strict) for path, data in files.items() if path.endswith(("xml", "xhtml", "opf"))
    }
    opf = {"o": "http://www.idpf.org/2007/opf"}
    listed = {f"EPUB/{each.get('href')}" for each in trees["EPUB/package.opf"].findall(".//o:item", opf)}
    assert listed == {path for path in files if path.startswith("EPUB/")} - {"EPUB/package.opf"}
    arabic = next(data.decode() for data in files.values() if "نص مصطنع".encode() in data)
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in arabic


def test_pictures_go_along(written: Mapping[str, bytes]) -> None:
    """The page to print holds them itself; a book has files of the kinds that all e-readers know, and says that they are described."""
    tree = html5lib.parse(written["html"].decode(), namespaceHTMLElements=False)
    found = [(str(each.get("src")).partition(",")[0], each.get("alt")) for each in tree.iter("img")]
    assert sorted(found) == [
        ("data:image/avif;base64", "Kali & jembatan"),
        ("data:image/webp;base64", "Kali & jembatan"),
    ]
    files = unpacked(written["epub"])
    (picture,) = (path for path in files if path.startswith("EPUB/pictures/"))
    assert picture.endswith(".webp")
    assert b'accessibilityFeature">alternativeText' in files["EPUB/package.opf"]
    (other,) = (data.decode() for data in files.values() if "Gambar &lt;avif&gt;." in data.decode("utf-8", "replace"))
    assert "<img" not in other
    assert "Gambar pada artikel asli" in other


def test_json_lines_feed_other_commands(written: Mapping[str, bytes], project: Path, run: Run) -> None:
    """Each line is an object with the keys that `match --jsonl` and `stories --jsonl` read."""
    rows = [json.loads(line) for line in written["jsonl"].decode().splitlines()]
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert all({"id", "title", "text", "date", "lang", "url", "rights"} <= set(row) for row in rows)
    assert {row["date_precision"] for row in rows if len(row["date"]) == 10} == {"day"}


def test_a_table_runs_nothing(written: Mapping[str, bytes]) -> None:
    """No cell begins as a formula does; the words are there again when the apostrophe is taken away."""
    rows = list(csv.reader(io.StringIO(written["csv"].decode("utf-8-sig"), newline=""), strict=True))
    assert rows[0] == csv_table.COLUMNS
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    titles = [csv_table.plain(row[rows[0].index("title")]) for row in rows]
    assert next(case["title"] for case in CASES if case.get("title", "").startswith("=")) in titles


# ------------------------------------------------------------------ programs of others


@pytest.fixture(scope="module")
def read_elsewhere(written: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What programs of the Node world make of the exports; where they cannot be installed, a desk goes without."""
    folder = tmp_path_factory.mktemp("node")
    source = ROOT / "tests" / "node_exports"
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    for name in ("epub", "bibtex", "csl"):
        (folder / f"topic.{exports.FORMATS[name].ending}").write_bytes(written[name])
    install = "npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000"
    missing = "" if shutil.which("node") and shutil.which("npm") else "there is no npm"
    if not missing:
        ran = subprocess.run(install.split(), cwd=folder, capture_output=True, check=False, text=True, timeout=180)
        missing = ran.stderr if ran.returncode else ""
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(f"the readers cannot be installed: {missing}")
    told = subprocess.run(
        ["node", "read.js", "."], cwd=folder, capture_output=True, check=False, text=True, encoding="utf-8", timeout=120
    )
    assert not told.returncode, told.stderr
    return dict(json.loads(told.stdout))


def test_a_book_passes_the_check_of_epubs(read_elsewhere: Mapping[str, Any]) -> None:
    """EPUBCheck as ported to Node has nothing to say of it, not even a warning."""
    assert read_elsewhere["epub"] == {"valid": True, "messages": []}


def test_a_book_passes_epubcheck_itself(written: Mapping[str, bytes], tmp_path: Path) -> None:
    """The W3C's own EPUBCheck, where a machine has it: it needs Java, which CI does not install for it."""
    if not (program := shutil.which("epubcheck")):
        pytest.skip("there is no epubcheck (apt install epubcheck); its port to Node is tried in its place")
    (tmp_path / "topic.epub").write_bytes(written["epub"])
    ran = subprocess.run(
        [program, "topic.epub"], cwd=tmp_path, capture_output=True, check=False, text=True, timeout=300
    )
    assert not ran.returncode, ran.stdout + ran.stderr


def test_references_are_read_elsewhere(read_elsewhere: Mapping[str, Any], written: Mapping[str, bytes]) -> None:
    """Citation.js reads of BibTeX and of CSL-JSON the same titles, names, days, outlets and addresses, and prints them."""
    given = json.loads(written["csl"])
    keys = ("id", "title", "container-title", "URL")
    for name in ("csl", "bibtex"):
        told = {each["id"]: each for each in read_elsewhere[name]}
        for item in given:
            found = told[item["id"]]
            assert {key: found.get(key) for key in keys} == {key: item.get(key) for key in keys}, name
            assert [named(each) for each in found.get("author", [])] == [
                each["literal"] for each in item.get("author", [])
            ]
            assert found["issued"]["date-parts"] == item["issued"]["date-parts"]
    assert "Warta Antah" in read_elsewhere["printed"]


def named(person: Mapping[str, str]) -> str:
    """A name that no program took apart."""
    assert not set(person) - {"literal", "family"}
    return person.get("literal") or person["family"]


# ------------------------------------------------------------------ laws


@given(texts)
def test_every_text_is_harmless_in_a_table_and_comes_back(text: str) -> None:
    """What a spreadsheet would compute is text, and `plain` gives back what was there."""
    assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", csv_table.harmless(text))
    assert csv_table.plain(csv_table.harmless(text)) == text


@given(lines, st.lists(lines, max_size=3))
def test_csv_comes_back_through_a_reader(title: str, authors: list[str]) -> None:
    """A reader of CSV gives back every sign of a title."""
    data = csv_table.written(collection(placed(title, authors=tuple(authors))))
    row = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert csv_table.plain(row["title"]) == title
    assert csv_table.plain(row["authors"]) == " | ".join(authors)


@given(lines, lines)
def test_json_comes_back(title: str, body: str) -> None:
    """JSON Lines are one line an article, whatever stands in it; CSL-JSON keeps the title."""
    article = placed(title, paragraph(body))
    whole = json_lines.written(collection(article))
    assert whole.count(b"\n") == 1
    assert json.loads(whole)["title"] == title
    assert json.loads(csl_json.written(collection(article)))[0]["title"] == title


latin = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60).map(
    lambda text: " ".join(text.split())
)


@given(latin.filter(bool), st.lists(latin.filter(bool), min_size=1, max_size=3))
def test_bibtex_comes_back_through_a_reader(title: str, authors: list[str]) -> None:
    """A reader of BibTeX finds the one entry, and TeX's spelling of every sign reads as that sign."""
    data = bibtex.written(collection(placed(title, authors=tuple(authors), url="https://a.example/{x}%20y_z~#é")))
    found = parse_string(data.decode(), "bibtex").entries
    (told,) = found.values()
    assert told.type == "article"
    assert printed(told.fields["title"]) == title
    assert [printed(str(person)) for person in told.persons["author"]] == authors
    assert told.fields["url"] == "https://a.example/%7Bx%7D%20y_z~#%C3%A9"


def printed(spelt: str) -> str:
    """What TeX prints for a text: braces group and are not shown, commands of signs are the signs."""
    for name, sign in {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"}.items():
        spelt = spelt.replace(f"\\{name}{{}}", f"\0{ord(sign)};")
    for name, sign in {"textasciicircum": "^", "textasciitilde": "~"}.items():
        spelt = spelt.replace(f"\\{name}{{}}", f"\0{ord(sign)};")
    assert not re.search(r"--|''|``|,,|<<|>>|\?`|!`", spelt), "TeX would draw one sign for two"
    bare = re.sub(r"[{}]", "", re.sub(r"\\([$&%#_])", lambda found: f"\0{ord(found[1])};", spelt))
    assert not re.search(r"[\\$&%#_^~]", bare)
    return re.sub("\0(\\d+);", lambda found: chr(int(found[1])), bare)


@given(texts)
def test_every_text_is_well_formed_in_a_book(body: str) -> None:
    """Whatever Markdown an entry holds, the chapter is XML and has the same words."""
    html = render.html(body)
    tree = etree.fromstring(f"<div>{book.ILLEGAL.sub('', book.as_xml(html))}</div>")
    assert " ".join("".join(map(str, tree.itertext())).split()) == " ".join(
        book.ILLEGAL.sub("", render_text(html)).split()
    )


def render_text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_packing_knows_no_clock() -> None:
    """An archive says nothing of when, where and by whom it was made."""
    data = packed([Output("a/b.txt", b"x")], [Output("m", b"y")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [each.filename for each in archive.infolist()] == ["m", "a/b.txt"]


# ------------------------------------------------------------------ the command


def test_a_topic_goes_to_standard_output(run: Run) -> None:
    """Data alone is there; the account is a message."""
    run("--clock", CLOCK)
    ended = run("export", TOPIC, "--format", "csl")
    assert ended.code == 0
    assert ended.data[0]["id"] == f"{Path(ENTRY).stem}-2020-10"
    assert ended.err == "exported: 1 article: 1 in full\n"


def test_a_file_says_its_format(project: Path, run: Run) -> None:
    """The ending of FILE chooses the format; --json tells what was written."""
    run("--clock", CLOCK)
    told = run("export", TOPIC, "-o", "t.bib", "--json").data
    data = (project / "t.bib").read_bytes()
    assert told["format"] == "bibtex"
    assert told["sha256"] == hashlib.sha256(data).hexdigest()
    assert data.startswith(b"@article{")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pasar"], 'there is no topic "pasar"'),
        ([TOPIC, "-o", "t.xyz"], "the file's name does not say the format"),
        ([TOPIC, "-o", "content/inbox/t.csv"], "content/ holds what you saved and wrote"),
        ([TOPIC, "-o", "nowhere/t.csv"], "its folder is not there"),
        ([TOPIC, "-o", "templates", "--format", "csv"], "is a folder"),
        ([TOPIC, "--json"], "--json needs -o FILE"),
    ],
)
def test_wrong_use_is_told(project: Path, run: Run, arguments: list[str], message: str) -> None:
    """A wrong topic, format or place ends with 2 and writes nothing."""
    (project / "templates").mkdir()
    ended: Ended = run("export", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert not list(project.rglob("*.part"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("eins\n{{ book.nothing }}\n", "templates/export/page.html:2"),
        ("{% macro again() %}{{ again() }}{% endmacro %}\n{{ again() }}\n", "templates/export/page.html"),
    ],
    ids=["a name that is none", "a macro that calls itself without end"],
)
def test_a_template_of_ones_own_is_named_when_it_is_wrong(project: Path, run: Run, text: str, place: str) -> None:
    """A fault in templates/export/ is the template's, not the program's, and names file and line, as any template's does."""
    folder = project / "templates" / "export"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(text, "utf-8")
    ended = run("export", TOPIC, "--format", "html")
    assert ended.code == 3
    assert place in ended.err


def test_a_book_of_a_template_of_ones_own_is_xhtml_or_none(project: Path, run: Run) -> None:
    """What e-readers would refuse is told with the template's name, and no file is written."""
    folder = project / "templates" / "export"
    folder.mkdir(parents=True)
    (folder / "chapter.html").write_text("<html><body><br></body></html>", "utf-8")
    run("--clock", CLOCK)
    ended = run("export", TOPIC, "-o", "t.epub")
    assert ended.code == 3
    assert "templates/export/chapter.html: makes no XHTML" in ended.err
    assert not (project / "t.epub").exists()


@pytest.mark.parametrize("name", ["jsonl", "epub", "zip"])
def test_the_same_bytes_everywhere(project: Path, run: Run, name: str) -> None:
    """Another zone, locale, day and order of hashing make no other bytes."""
    run("--clock", CLOCK)
    run("export", TOPIC, "--format", name, "-o", "here", "--clock", CLOCK)
    elsewhere = environment(TZ="Asia/Tokyo", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="7", SOURCE_DATE_EPOCH="1900000000")
    assert not kliping(project, "export", TOPIC, "--format", name, "-o", "there", environ=elsewhere).returncode
    assert (project / "here").read_bytes() == (project / "there").read_bytes()


def test_each_article_is_cited_by_a_name_of_its_own() -> None:
    """Two articles of one slug in two months have two keys."""
    one = placed()
    other = replace(one, address="articles/2020/11/karangan/", date=at(5, month=11))
    found = parse_string(bibtex.written(collection(one, other)).decode(), "bibtex").entries
    assert list(found) == [f"{slug_of('karangan')}-2020-10", "karangan-2020-11"]
