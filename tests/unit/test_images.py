"""Pictures of articles, from the entry that names a file to the page and the feeds that show it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from commands import ENTRY, Run
from making import JAKARTA, entry, settings, site, words
from PIL import Image as Drawing

from kliping import entries
from kliping.records import Image, Rights
from kliping.site import assemble, feeds, hosts, images, leaks, metadata, pages
from kliping.site.contexts import ArticlePage, Page, Picture

pytest_plugins = ["commands"]

BASE = "https://kliping.example/"
SHOWN = Picture("pictures/0123456789abcdef.jpg", "Jembatan & kali", 800, 600, "image/jpeg", 1234)
SAID = Image("Jembatan <Antah>.", "Juru Foto & Rekan", "jembatan.jpg", "Jembatan & kali")
CLOCK = ("--clock", "2021-01-01T10:00:00+07:00")
PICTURE = """---
title: "Karangan: artikel bergambar"
date: 2020-10-07T10:00:00+07:00
image: {src: jembatan.png, alt: "Jembatan karangan", credit: "Juru Foto Karangan"}
---

Jembatan Antah yang tidak pernah ada.
"""


def drawing(colour: str = "red", size: tuple[int, int] = (40, 30), kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Drawing.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


def judged(image: Image, right: Rights = Rights.FULL, **files: bytes) -> images.Shown:
    """What becomes of a picture; files are by name, with `_` for the dot."""
    found = {name.replace("_", "."): images.Found(data) for name, data in files.items()}
    wanted = [(entry(image=image), right)]
    for name in images.names(wanted):
        found.setdefault(name, images.missing(name, list(found)))
    known = {name: images.facts(each.data) for name, each in found.items() if each.data}
    return images.of(wanted, found, known, {wanted[0][0].path: "---\ntitle: X\nimage:\n  src: a.png\n---\n"})


# ------------------------------------------------------------------ which are shown


def test_a_picture_with_all_it_needs() -> None:
    """Its address follows from its bytes, its size from the file; nothing is said of it."""
    made = judged(Image(None, "Juru Foto", "a.jpg", "Warna merah"), a_jpg=drawing())
    (picture,), (file,) = made.pictures.values(), made.files
    assert picture == Picture(file.path, "Warna merah", 40, 30, "image/png", len(file.data))
    assert file.path.startswith("pictures/")
    assert file.path.endswith(".png"), "the kind is that of the bytes, whatever the name says"
    assert (made.faults, made.warnings) == ((), ())
    other = judged(Image(None, "Juru Foto", "a.jpg", "Warna biru"), a_jpg=drawing("blue"))
    assert other.files[0].path != file.path


@pytest.mark.parametrize(
    ("image", "keys"),
    [
        (Image(None, None, "a.png", None), ["image.alt", "image.credit"]),
        (Image(None, None, "b.png", "Warna"), ["image.credit", "image.src"]),
        (Image(None, "Foto", "../a.png", "Warna"), ["image.src"]),
        (Image(None, "Foto", None, "Warna"), ["image.src"]),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(image: Image, keys: list[str]) -> None:
    """A fault names file, line and key and says what to do; no file is published."""
    made = judged(image, a_png=drawing())
    assert [each.key for each in made.faults] == keys
    assert all(each.line == 3 and each.remedy and each.file.startswith("content/entries/") for each in made.faults)
    assert (made.pictures, made.files) == ({}, ())


@pytest.mark.parametrize("right", [Rights.EXCERPT, Rights.LINK])
def test_rights_of_a_part_have_no_picture(right: Rights) -> None:
    """The file is not even read, and the editor is told."""
    image = Image("Keterangan", "Foto", "a.png", "Warna")
    assert images.names([(entry(image=image), right)]) == []
    made = judged(image, right)
    assert (made.pictures, made.files, made.faults) == ({}, (), ())
    assert "is not shown" in made.warnings[0].what


def test_caption_and_credit_alone_are_no_picture() -> None:
    """What cleaning writes asks for no file and is no fault."""
    assert judged(Image("Keterangan", "Foto")) == images.NONE


def test_a_heavy_picture_is_named() -> None:
    """It is shown; over 300 KB the editor hears what it costs readers."""
    stream = io.BytesIO()
    Drawing.effect_noise((700, 700), 90).save(stream, "PNG")
    made = judged(Image(None, "Foto", "a.png", "Kabut"), a_png=stream.getvalue())
    assert made.pictures
    assert "KB" in made.warnings[0].what


@pytest.mark.parametrize(
    "name",
    ["/a.png", "../a.png", "x/../../a.png", "x//a.png", "./a.png", "x\\a.png", "https://x.example/a.png", "//x.example/a.png",
     "file:///a.png", "data:image/png,x", "C:/a.png", "a.png/", "\0a.png"],
)  # fmt: skip
def test_a_name_leads_nowhere_else(name: str) -> None:
    """Only paths below the folder of pictures are names."""
    assert images.misnamed(name)
    assert images.names([(entry(image=Image(None, "Foto", name, "Warna")), Rights.FULL)]) == []


@pytest.mark.parametrize("name", ["a.png", "2020/10/a b.jpg", "jembatan–antah.webp", "..a.png"])
def test_a_plain_name_is_one(name: str) -> None:
    """Folders, spaces and other scripts are fine."""
    assert not images.misnamed(name)


# ------------------------------------------------------------------ the entry


def test_an_entry_with_a_picture_is_read_and_written() -> None:
    """`src` and `alt` come first; an entry without them is written as ever."""
    made = entries.parse(PICTURE, "entries/2020/10/x.md", JAKARTA)
    assert made.image == Image(None, "Juru Foto Karangan", "jembatan.png", "Jembatan karangan")
    assert 'image: {src: "jembatan.png", alt: "Jembatan karangan", caption: null,' in entries.dump(made)
    assert entries.parse(entries.dump(made), made.path, JAKARTA).image == made.image
    assert "image: {caption: null, credit: AFP}\n" in entries.dump(replace(made, image=Image(None, "AFP")))


def test_the_name_of_the_file_stays_at_home() -> None:
    """What an editor calls a file may say what nobody shall read."""
    placed = assemble.place(entry(image=SAID), Rights.FULL, settings(), JAKARTA)
    made = images.Shown({placed.entry.path: SHOWN}, (), (), ()).on(placed)
    assert made.picture == SHOWN
    assert made.entry.image == replace(SAID, src=None, alt=SHOWN.alt)
    without = images.NONE.on(placed)
    assert without.picture is None
    assert without.entry.image == replace(SAID, src=None, alt=None)


def test_the_words_of_a_hidden_picture_are_secret() -> None:
    """What is to be seen on a draft's picture may stand nowhere."""
    found = [each.text for each in leaks.whole(entry(image=SAID), "a draft")]
    assert SAID.alt in found


# ------------------------------------------------------------------ where it is shown


def illustrated(**settings: Any) -> assemble.Site:
    """A site of two articles, of which the newer one has a picture."""
    made = site(entry(image=SAID, slug="satu"), entry("Karangan: tanpa gambar", slug="dua"), **settings)
    return replace(
        made, entries=tuple(replace(each, picture=SHOWN if each.entry.image else None) for each in made.entries)
    )


def article() -> Page:
    return next(
        each for each in pages.of(illustrated(), words()) if isinstance(each.page, ArticlePage) and each.page.picture
    )


def test_each_format_has_one_enclosure() -> None:
    """Readers find address, type and length; what has no picture has none."""
    files = {each.path: each.data for each in feeds.of(illustrated(), words(), entry().date.replace(year=2021)).files}  # type: ignore[union-attr]
    for path in ("feed.xml", "atom.xml"):
        read = feedparser.parse(files[path])
        assert not read.bozo
        told = {each.id: each.enclosures for each in read.entries}
        assert sorted(map(len, told.values())) == [0, 1]
        (found,) = next(each for each in told.values() if each)
        assert (found.href, found.type, found.length) == (BASE + SHOWN.address, "image/jpeg", "1234")
        (with_picture,) = (each for each in read.entries if each.enclosures)
        assert with_picture.link.startswith(f"{BASE}articles/"), "the item leads to its article, not to the file"
    (item,) = (each for each in json.loads(files["feed.json"])["items"] if "attachments" in each)
    assert item["attachments"] == [{"url": BASE + SHOWN.address, "mime_type": "image/jpeg", "size_in_bytes": 1234}]
    assert item["image"] == BASE + SHOWN.address
    assert (
        f'<img src="{BASE}{SHOWN.address}" width="800" height="600" alt="Jembatan &amp; kali">' in item["content_html"]
    )
    assert "Jembatan &lt;Antah&gt;. (Foto: Juru Foto &amp; Rekan)" in item["content_html"]


def test_machines_read_picture_and_card() -> None:
    """schema.org hears of both; a link is shown with the card, and without one with the picture."""
    page, view = replace(article(), picture="cards/x.png"), pages.view(illustrated(), "a.css", words())
    (said,) = (each for each in json.loads(metadata.of(page, view, words()).data)["@graph"] if "headline" in each)
    own, card = said["image"]
    assert card == f"{BASE}cards/x.png"
    assert (own["url"], own["width"], own["creditText"]) == (BASE + SHOWN.address, 800, "Juru Foto & Rekan")

    def previewed(of: Page) -> dict[str, str]:
        tags = metadata.of(of, view, words()).tags
        return {each.name: each.content for each in tags if each.name.startswith("og:image")}

    assert previewed(page)["og:image"] == card
    assert previewed(article()) == {
        "og:image": BASE + SHOWN.address,
        "og:image:width": "800",
        "og:image:height": "600",
        "og:image:alt": SHOWN.alt,
    }


def test_readers_keep_pictures_and_hosts_do_not() -> None:
    """The name changes with the bytes; what was withdrawn must not stay with those who stand between."""
    found = hosts.rules(["index.html", SHOWN.address], BASE)
    assert found["/pictures/*"] == {"Cache-Control": "public, max-age=31536000, s-maxage=0, immutable"}
    assert "/pictures/*" not in hosts.rules(["index.html"], BASE)


# ------------------------------------------------------------------ a whole build


def written(project: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (project / "output" / "pictures").glob("*")}


@pytest.fixture
def with_picture(project: Path, run: Run) -> Path:
    (project / "content" / "images").mkdir()
    (project / "content" / "images" / "jembatan.png").write_bytes(drawing())
    file = project / "content" / "entries" / "2020" / "10" / "bergambar.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PICTURE, "utf-8")
    assert run("build", *CLOCK).code == 0
    return file


def test_another_picture_has_another_address(project: Path, run: Run, with_picture: Path) -> None:
    """The page follows, and the old file goes; with nothing new nothing is written."""
    (before,) = written(project)
    assert run("build", *CLOCK).code == 0
    assert list(written(project)) == [before]
    (project / "content" / "images" / "jembatan.png").write_bytes(drawing("blue"))
    assert run("build", *CLOCK).code == 0
    (after,) = written(project)
    assert after != before
    page = next((project / "output" / "articles").rglob("karangan-artikel-bergambar/index.html")).read_text("utf-8")
    assert after in page
    assert before not in page


def test_a_picture_goes_with_its_article(project: Path, run: Run, with_picture: Path) -> None:
    """A draft's picture is on no page and in no folder."""
    with_picture.write_text(PICTURE.replace("image:", "draft: true\nimage:"), "utf-8")
    assert run("build", *CLOCK).code == 0
    assert written(project) == {}


def test_a_file_that_is_too_large_is_not_read(project: Path, run: Run, with_picture: Path) -> None:
    """Exit code 1; the article is shown without it."""
    with (project / "content" / "images" / "jembatan.png").open("ab") as stream:
        stream.truncate(images.MOST_BYTES + 1)
    ran = run("build", *CLOCK)
    assert ran.code == 1
    assert "jembatan.png has 2.0 MB" in ran.err
    assert written(project) == {}


def test_links_and_check_know_pictures(project: Path, run: Run, with_picture: Path) -> None:
    """`check` finds the picture where the page says that it is."""
    ran = run("check", *CLOCK)
    assert ran.code == 0, ran.err + ran.out


def test_an_entry_with_a_picture_is_the_persons(project: Path, run: Run) -> None:
    """Whoever adds a file to what cleaning wrote changed the entry: cleaning it again writes nothing over it."""
    assert run("build", *CLOCK).code == 0
    entry_file = project / ENTRY
    text = entry_file.read_text("utf-8")
    edited = re.sub(
        r"^(?:image: .*\n)?(?=capture:)", 'image: {src: a.png, alt: "Kali", credit: "Foto"}\n', text, flags=re.M
    )
    entry_file.write_text(edited, "utf-8")
    (project / "content" / "images").mkdir()
    (project / "content" / "images" / "a.png").write_bytes(drawing())
    raw = project / "content" / "inbox" / "good.txt"
    raw.write_text(raw.read_text("utf-8").replace("tidak pernah ada", "sama sekali tidak pernah ada", 1), "utf-8")
    run("build", *CLOCK)
    assert entry_file.read_text("utf-8") == edited
    assert len(written(project)) == 1
