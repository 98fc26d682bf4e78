"""What other programs hold is taken over: each item accounted for, nothing overwritten, nothing run."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from commands import ENTRY, Ended, Run, files
from hypothesis import given
from hypothesis import strategies as st
from making import JAKARTA

from kliping import entries, imports
from kliping.imports import heads, wallabag
from kliping.imports.items import Item, Wrong

pytest_plugins = ("commands",)
PYTEST_DONT_REWRITE = "named as a plugin by several modules"

CASES = tomllib.loads((Path(__file__).parent / "imports.toml").read_text("utf-8"))["cases"]
POST = "---\ntitle: Karangan {0}\ndate: 2020-10-0{0}\n---\nTeks {0}.\n"
PAGE = (
    "<p>ANTAH, Warta Antah - Artikel ini dikarang untuk menguji Kliping. Harga beras di Antah tidak pernah ada.</p>"
    "<p>Warga Antah yang juga tidak pernah ada membicarakan harga itu di pasar yang hanya ada dalam dongeng.</p>"
    "<p>Pemerintah Antah belum memberikan keterangan tentang harga karangan itu sampai berita ini dikarang.</p>"
)
SAVED = {
    "id": 12,
    "title": "Karangan: Harga Beras di Antah",
    "url": "https://warta-antah.example/beras",
    "content": PAGE,
    "published_at": "2020-10-07T02:30:00+0000",
    "is_starred": 0,
    "tags": ["beras"],
}


def blog(folder: Path, **posts: str) -> Path:
    """A folder of posts for Hugo."""
    for name, text in posts.items():
        file = folder / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def made(project: Path) -> set[str]:
    """The entries of a project."""
    return {path for path in files(project) if path.startswith("content/entries/")}


# ------------------------------------------------------------------ items


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["about"]))
def test_each_item_is_accounted_for(project: Path, run: Run, tmp_path: Path, case: Mapping[str, Any]) -> None:
    """An item becomes the entry that it should, or its fault is told and nothing is written."""
    file = tmp_path / "from" / case["file"]
    file.parent.mkdir(parents=True)
    file.write_text(case["text"].removeprefix("\n"), "utf-8")
    is_folder = imports.SOURCES[case["source"]].is_folder
    ended: Ended = run("import", case["source"], str(tmp_path / "from" if is_folder else file))
    assert all(each in ended.err for each in case.get("says", ())), ended.err
    assert "Traceback" not in ended.err
    entry = case.get("entry")
    assert made(project) == ({f"content/entries/{entry}"} if entry else set()), ended.err
    assert ended.code == (1 if "fault" in case else 0), ended.err
    assert case.get("fault", "") in ended.err
    if entry:
        text = (project / "content" / "entries" / entry).read_text("utf-8")
        assert [each for each in case.get("has", ()) if each not in text] == [], text
        assert [each for each in case.get("lacks", ()) if each in text] == [], text
        entries.parse(text, f"entries/{entry}", JAKARTA)
        assert run("--clock", "2021-01-01").code in (0, 1)
        shown = b"".join(data for path, data in files(project).items() if path.startswith("output/articles/"))
        assert b"<script>alert(1)" not in shown
        assert b'href="javascript:' not in shown


heads_ = st.sampled_from(["---\n", "+++\n", "{", "Title: ", ""])
bits = st.sampled_from(
    (
        'title: a\n,title = \'a\'\n,"title": "a",date: 2020-01-01\n,date = 2020-01-01\n,---\n,+++\n,}\n,tags: [a; b]\n,'
        "aliases: [/a; ../b]\n,slug: ../x\n,x: {y: [1]}\n,\n,    more\n,: ,\x00,é,["
    ).split(",")
)
posts = st.builds(lambda head, body: head + "".join(body), heads_, st.lists(bits | st.text(max_size=8), max_size=12))


@given(posts)
def test_no_post_breaks_an_import(text: str) -> None:
    """Whatever stands in a file, there is one account of it; an entry that is made can be read again, and lies where it should."""
    for name in ("hugo", "pelican"):
        (item,) = imports.SOURCES[name].read("a/b.md", text, ["jembatan-antah"], JAKARTA)
        assert bool(item.entry) + bool(item.fault) + bool(item.passed_over) == 1
        whole(item)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
keys = [
    "title",
    "URL",
    "issued",
    "author",
    "abstract",
    "container-title",
    "language",
    "note",
    "keyword",
    "id",
    "date-parts",
]
references = st.lists(
    st.dictionaries(
        st.sampled_from(keys), json_values | st.fixed_dictionaries({"date-parts": json_values}), max_size=6
    ),
    max_size=3,
)


@given(references)
def test_no_reference_breaks_an_import(listed: list[Any]) -> None:
    """Whatever an item of a library holds, there is one account of it."""
    found = list(imports.SOURCES["zotero"].read("z.json", json.dumps(listed), [], JAKARTA))
    assert len(found) == len(listed)
    for item in found:
        whole(item)


def whole(item: Item) -> None:
    """An entry is the same when it is read again; its path climbs nowhere."""
    if item.entry:
        assert entries.slug_of(item.entry.slug) == item.entry.slug
        assert ".." not in item.entry.path.split("/")
        text = entries.dump(item.entry)
        try:
            again = entries.parse(text, item.entry.path, JAKARTA)
        except entries.EntryError:  # told as a fault by `brought`
            return
        assert (again.title, again.id, again.slug, again.date) == (
            item.entry.title,
            item.entry.id,
            item.entry.slug,
            item.entry.date,
        )


@pytest.mark.parametrize(
    "text",
    [
        "---\na:\n " + "- " * 50_000 + "\n---\n",
        "---\na: " + "[" * 50_000 + "\n---\n",
        '{"a":' + "[" * 100_000,
        "+++\na = " + "[" * 50_000 + "\n+++\n",
    ],
)
def test_what_is_nested_too_deep_is_refused(text: str) -> None:
    """A head that would exhaust the stack is a fault of that file."""
    with pytest.raises(Wrong):
        heads.hugo("x.md", text)


# ------------------------------------------------------------------ the whole


def test_a_second_import_changes_nothing(project: Path, run: Run, tmp_path: Path) -> None:
    """What was imported is known by its id, also when the source or the entry was edited since."""
    folder = blog(tmp_path / "blog", a=POST.format(1), b=POST.format(2))
    assert run("import", "hugo", str(folder)).code == 0
    mine = project / "content" / "entries" / "2020" / "10" / "a.md"
    mine.write_text(mine.read_text("utf-8") + "\nTangan saya.\n", "utf-8")
    blog(folder, b=POST.format(2) + "Lebih.\n")
    before = files(project)
    ended = run("import", "hugo", str(folder))
    assert "2 there already" in ended.err
    assert files(project) == before


def test_an_address_is_imported_once(project: Path, run: Run, tmp_path: Path) -> None:
    """A post of an article that an entry is made from, under any form of its address, is there already."""
    run("--clock", "2021-01-01")
    url = "http://www.warta-antah.example/berita/karangan-jembatan-antah-dibuka?utm_source=x"
    folder = blog(tmp_path / "blog", a=f"---\ntitle: Karangan\ncanonicalURL: {url}\n---\nTeks\n")
    told = run("import", "hugo", str(folder), "--json").data
    assert [(each["status"], f"content/{each['entry']}") for each in told] == [("there already", ENTRY)]


def test_two_of_one_name_are_both_there(project: Path, run: Run, tmp_path: Path) -> None:
    """Two posts of one slug in one month are two entries, and no entry of another origin is overwritten."""
    mine = project / "content" / "entries" / "2020" / "10" / "a.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("---\ntitle: Milik saya\n---\n\nTeks.\n", "utf-8")
    folder = blog(tmp_path / "blog", **{"a": POST.format(1), "sub/a": POST.format(2)})
    ended = run("import", "hugo", str(folder))
    assert "another entry is called a" in ended.err
    assert made(project) == {f"content/entries/2020/10/{name}.md" for name in ("a", "a-2", "a-3")}
    assert "Milik saya" in mine.read_text("utf-8")


def test_what_was_deleted_or_retracted_stays_so(project: Path, run: Run, tmp_path: Path) -> None:
    """An import takes back no decision."""
    folder = blog(tmp_path / "blog", a=POST.format(1), b=POST.format(2))
    run("import", "hugo", str(folder))
    run("--clock", "2021-01-01")
    run("retract", "a", "--reason", "Karangan.", "--clock", "2021-01-01")
    (project / "content" / "entries" / "2020" / "10" / "b.md").unlink()
    ended = run("import", "hugo", str(folder))
    assert "it was retracted" in ended.err
    assert "you deleted its entry" in ended.err
    assert not made(project) & {"content/entries/2020/10/a.md", "content/entries/2020/10/b.md"}


def test_a_dry_run_writes_nothing(project: Path, run: Run, tmp_path: Path) -> None:
    """--dry-run says the same and leaves the project as it was."""
    folder = blog(tmp_path / "blog", a=POST.format(1))
    saved = tmp_path / "w.json"
    saved.write_text(json.dumps([SAVED]), "utf-8")
    before = files(project)
    for source, path in (("hugo", folder), ("wallabag", saved)):
        ended = run("import", source, str(path), "--dry-run")
        assert "created: content/entries/2020/10/" in ended.err
        assert "Nothing was written." in ended.err
        assert files(project) == before


def test_links_out_of_the_folder_are_not_followed(project: Path, run: Run, tmp_path: Path) -> None:
    """A link to a file elsewhere is set aside: what it leads to was not meant to be published."""
    folder = blog(tmp_path / "blog", a=POST.format(1))
    (tmp_path / "secret.md").write_text(POST.format(2), "utf-8")
    (folder / "b.md").symlink_to(tmp_path / "secret.md")
    ended = run("import", "hugo", str(folder))
    assert ended.code == 1
    assert "b.md: leads out of the folder" in ended.err
    assert made(project) == {"content/entries/2020/10/a.md"}


def test_files_that_are_no_posts_are_told(project: Path, run: Run, tmp_path: Path) -> None:
    """One that is not UTF-8, one that is too large: each is set aside with a remedy, the others come."""
    folder = blog(tmp_path / "blog", a=POST.format(1), large="x" * (imports.LARGEST_POST + 1))
    (folder / "latin.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    ended = run("import", "hugo", str(folder))
    assert ended.code == 1
    assert "latin.md: is not UTF-8" in ended.err
    assert "large.md: is larger than 4 MB" in ended.err
    assert made(project) == {"content/entries/2020/10/a.md"}


def test_own_posts_are_told(run: Run, tmp_path: Path) -> None:
    """What names neither outlet nor address counts as the editor's own, and the editor is told so."""
    ended = run("import", "hugo", str(blog(tmp_path / "blog", a=POST.format(1))))
    assert "1 without outlet and address count as your own and are shown in full" in ended.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["hugo", "nowhere"], "there is no such file or folder"), (["hugo", "site.toml"], "is a file"), (["zotero", "content"], "is a folder"), (["wallabag", "content"], "is a folder")],
)  # fmt: skip
def test_wrong_use_is_told(project: Path, run: Run, arguments: list[str], message: str) -> None:
    """A path that is not what the source writes ends with 2."""
    before = files(project)
    ended = run("import", *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert files(project) == before


# ------------------------------------------------------------------ pages


def test_pages_of_wallabag_are_cleaned(project: Path, run: Run, tmp_path: Path) -> None:
    """A saved page becomes a raw file, byte for byte as the export has it, and an entry with provenance."""
    piece = json.dumps(SAVED, indent=1)
    export = tmp_path / "w.json"
    export.write_text(f"[{piece}, {{}}, 3]", "utf-8")
    ended = run("import", "wallabag", str(export))
    assert ended.code == 1
    assert "w.json, item 2: is no article of Wallabag: it has no url" in ended.err
    assert (project / "content" / "inbox" / "wallabag" / "12.json").read_text("utf-8") == piece
    text = (project / "content" / "entries" / "2020" / "10" / "karangan-harga-beras-di-antah.md").read_text("utf-8")
    assert "capture: {file: inbox/wallabag/12.json" in text
    assert "date: 2020-10-07T09:30:00+07:00" in text
    assert "url: https://warta-antah.example/beras" in text


def test_a_later_export_brings_only_what_is_new(project: Path, run: Run, tmp_path: Path) -> None:
    """A page that was only read or starred since is no news; one that was fetched anew is another capture."""
    export = tmp_path / "w.json"
    for listed, count in (
        ([SAVED], 1),
        ([{**SAVED, "is_starred": 1}], 1),
        ([{**SAVED, "content": PAGE + "<p>Diperbarui dengan satu kalimat karangan lagi di akhir berita ini.</p>"}], 2),
    ):
        export.write_text(json.dumps(listed), "utf-8")
        run("import", "wallabag", str(export))
        assert len(list((project / "content" / "inbox" / "wallabag").iterdir())) == count
    assert len([path for path in made(project) if "beras" in path]) == 1


@given(st.text(max_size=20) | st.integers() | json_values)
def test_the_name_of_a_page_stays_in_the_inbox(own: Any) -> None:
    """An id of Wallabag names a file only if it is a number."""
    (piece,) = wallabag.read("w.json", json.dumps([{"id": own, "url": "https://a.example/"}]).encode())
    assert isinstance(piece, wallabag.Piece)
    folder, _, name = piece.name.partition("/")
    assert folder == "wallabag"
    assert name.removesuffix(".json").removeprefix("item-").isdigit()
