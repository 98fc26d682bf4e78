"""Social cards and icons: what they say, where they lie, that they are drawn alike everywhere and go with their article."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from making import ROOT, at, entry, site, words
from PIL import Image
from running import environment, kliping, tree

from kliping import work
from kliping.records import Output
from kliping.site import assemble, cards, drawing, icons, pages, reading

FONTS, OUTLINES = reading.fonts(ROOT / "kliping")
SIGNS = drawing.signs(FONTS.headline)
CARD = cards.Card("Kliping Antah", "Jembatan Antah Dibuka", "Jembatan", "", "Warta Antah", "9 Oktober 2020")
LONG = (
    "Wali Kota Antah Menolak Tawaran tentang Pembangunan Jembatan Gantung Baru di Atas Sungai yang Tidak Pernah Ada "
    * 3
)


def cards_of(made: assemble.Site, which: str = "all") -> cards.Cards:
    said = words()
    return cards.of(pages.of(made, said), pages.view(made, "s.css", said), which, said, SIGNS)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def face(size: int = 62) -> drawing.Face:
    return drawing.face(FONTS.headline, size)


# ------------------------------------------------------------------ what a card says


def test_an_article_and_its_topic_have_cards() -> None:
    """A card says the site, the topic, the headline, the outlet and the day, as the page does."""
    found = cards_of(site(entry("Karangan: Jembatan Antah", date=at(9))))
    article = found.pages["articles/2020/10/karangan-jembatan-antah/"]
    assert (article.site, article.headline, article.outlet) == (
        "Kliping Antah",
        "Karangan: Jembatan Antah",
        "Warta Antah",
    )
    assert (article.topic, article.date) == ("Jembatan Antah", "9 Oktober 2020")
    topic = found.pages["topics/jembatan-antah/"]
    assert (topic.headline, topic.topic, topic.date) == ("Jembatan Antah", "Topik", "")
    assert found.site == cards.Card("", "Kliping Antah")


@pytest.mark.parametrize(
    ("which", "kinds"), [("all", {"", "articles", "topics"}), ("topics", {"", "topics"}), ("none", set[str]())]
)
def test_the_setting_decides_which_pages_have_cards(which: str, kinds: set[str]) -> None:
    """All, those of topics and the site, or none."""
    found = cards_of(site(entry()), which)
    assert {address.split("/")[0] for address in found.pages} | ({""} if found.site else set()) == kinds


@pytest.mark.parametrize(
    "title", ["جسر في مكان مختلق", "虚构的桥", "สะพาน", "Jembatan 🌉", "नदी", "Antah e\u0301\u0323\u0332"]
)
def test_no_boxes_stand_for_signs_that_the_fonts_lack(title: str) -> None:
    """A headline that cannot be drawn whole is left out: the outlet stands in its place."""
    (card,) = (each for address, each in cards_of(site(entry(title))).pages.items() if address.startswith("articles"))
    assert (card.headline, card.outlet) == ("Warta Antah", "")
    nameless = cards_of(site(entry(title, outlet=None)))
    assert not [address for address in nameless.pages if address.startswith("articles")]
    assert cards_of(site(entry(title), title=title)).site is None


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ("Ankara’da Çağrı: “Łódź” – 5 €", "Ankara’da Çağrı: “Łódź” – 5 €"),
        ("Переговоры в\u00a0Долине", "Переговоры в Долине"),
        ("Γέφυρα", "Γέφυρα"),
        ("Cầu treo ở thị trấn", "Cầu treo ở thị trấn"),
        ("Jem\u00adbatan\u200b \u202aAntah\u202c", "Jembatan Antah"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_european_scripts_are_drawn(given: str, drawn: str) -> None:
    """Latin with all its accents, Cyrillic and Greek; signs that nobody sees are no obstacle."""
    assert cards.drawable(given, SIGNS) == drawn


def test_both_fonts_have_the_same_signs() -> None:
    """What one can draw the other can, and each sign has a shape of its own, not the box for those that lack one."""
    assert drawing.signs(FONTS.text) == SIGNS
    assert len(SIGNS) > 2000
    for font in (FONTS.headline, FONTS.text):
        made = drawing.face(font, 40).font
        box = bytes(made.getmask("\ue000"))
        assert [sign for sign in SIGNS if bytes(made.getmask(sign)) == box] == []


def test_the_address_follows_from_what_a_card_says() -> None:
    """A corrected headline has another picture; the same words have the same one."""
    assert CARD.path == replace(CARD).path
    others = {replace(CARD, headline="Lain").path, replace(CARD, outlet="", date="Warta Antah").path}
    assert len({CARD.path, *others}) == 3


# ------------------------------------------------------------------ how it looks


@pytest.mark.parametrize(
    "card", [CARD, replace(CARD, headline=LONG), replace(CARD, topic=LONG, outlet=LONG), cards.Card("", "K")]
)
def test_a_card_is_a_small_picture_of_the_right_size(card: cards.Card) -> None:
    """1200 by 630, some kilobytes, and nothing in the file but the picture."""
    data = drawing.drawn(FONTS, card)
    found = picture(data)
    assert (found.size, found.format, found.info) == ((1200, 630), "PNG", {})
    assert len(data) < 30_000


def test_the_margins_stay_free() -> None:
    """However long the texts, nothing stands outside the column but the band above."""
    wide = replace(CARD, site=LONG, headline="W" * 300 + LONG, topic=LONG, outlet=LONG)
    for card in (wide, replace(wide, text=LONG, outlet="", date=""), cards.Card("", LONG, text=LONG)):
        found = picture(drawing.drawn(FONTS, card)).convert("L")
        for box in ((0, 20, 76, 630), (1124, 20, 1200, 630), (0, 600, 1200, 630)):
            assert found.crop(box).getextrema() == (251, 251), (card, box)


def test_a_long_headline_ends_with_an_ellipsis_at_a_word() -> None:
    """It gets smaller first; what has no room at the smallest size is cut between words."""
    large, lines = drawing.fitted(LONG, FONTS.headline, drawing.SIZES)
    assert (large.font.size, len(lines)) == drawing.SIZES[-1]
    shown = " ".join(lines)
    assert shown.endswith("…")
    assert LONG.startswith(shown[:-1] + " ")
    assert all(large.width(line) <= drawing.BROAD for line in lines)


def test_a_short_headline_is_large_and_whole() -> None:
    """Every word of a headline that has room is there, in lines of about one length."""
    title = "Menteri Antah dan Berantah Bahas Jembatan untuk Keempat Kali"
    large, lines = drawing.fitted(title, FONTS.headline, drawing.SIZES)
    assert " ".join(lines) == title
    assert large.font.size > drawing.SIZES[-1][0]
    assert min(map(large.width, lines)) > 0.6 * max(map(large.width, lines))


def test_a_word_longer_than_a_line_is_divided() -> None:
    """It is not left out, and does not run over the margin."""
    lines = drawing.wrapped("x" * 100 + " antah", face(), drawing.BROAD, 5)
    assert "".join(lines).replace(" ", "") == "x" * 100 + "antah"


# ------------------------------------------------------------------ the same everywhere


def test_a_card_is_the_same_in_other_processes(tmp_path: Path) -> None:
    """Number of processes, zone, locale and hash seed change no byte."""
    many = [replace(CARD, headline=f"Jembatan {number}") for number in range(work.WORTH_A_PROCESS)]
    draw = partial(drawing.drawn, FONTS)
    assert list(work.each(draw, many, 2)) == list(map(draw, reversed(many)))[::-1]
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from test_cards import CARD, FONTS, drawing\n"
        "sys.stdout.buffer.write(drawing.drawn(FONTS, CARD))"
    )
    told = [sys.executable, "-c", code, str(Path(__file__).parent), str(ROOT / "tests")]
    elsewhere = environment(TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="42", PYTHONWARNINGS="default")
    assert subprocess.run(told, env=elsewhere, capture_output=True, check=True, cwd=tmp_path).stdout == drawing.drawn(
        FONTS, CARD
    )


def test_what_is_remembered_depends_on_all_that_is_drawn() -> None:
    """Other words, another font or an icon are other pictures."""
    other = replace(FONTS, text=FONTS.text + b"\0")
    keys = [drawing.key(CARD, FONTS), drawing.key(replace(CARD, date=""), FONTS), drawing.key(CARD, other)]
    keys += [drawing.key(icons.Icon("K", 32), FONTS), drawing.key(icons.Icon("K", 180), FONTS)]
    assert len(set(keys)) == len(keys)


# ------------------------------------------------------------------ icons


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("Kliping", "K"),
        ("“warta” Antah", "W"),
        ("Écho", "E"),
        ("Йошка", "Й"),
        ("ёж", "Ё"),
        ("24 Jam", "2"),
        ("新闻", ""),
        ("…", ""),
    ],
)
def test_the_sites_letter(title: str, letter: str) -> None:
    """The first letter or digit of the title, as a capital; none where the font has no such letter."""
    assert icons.letter(title, OUTLINES) == letter


@pytest.mark.parametrize("letter", ["K", "Ж", ""])
def test_icons_are_of_the_right_size(letter: str) -> None:
    """An icon file of 32, a picture of 180, a drawing: each in two colours or steps between."""
    made = {path: drawing.drawn(FONTS, icon) for path, icon in icons.wanted(letter, []).items()}
    assert picture(made["favicon.ico"]).size == (32, 32)
    assert picture(made["favicon.ico"]).format == "ICO"
    touch = picture(made["apple-touch-icon.png"])
    assert touch.size == (180, 180)
    red, white = (140, 29, 24), (252, 251, 248)
    assert {red, white} <= {colour for _, colour in touch.convert("RGB").getcolors(99) or []}
    assert b"<path d=" in icons.svg(letter, OUTLINES).data


def test_every_letter_has_an_outline_and_a_shape() -> None:
    """The drawing and the pictures know the same letters."""
    assert set(OUTLINES) <= SIGNS
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯΑΒΓΔΕΖΗΘ") <= set(OUTLINES)


def test_the_editors_own_icons_stay() -> None:
    """A file of one's own is not drawn over."""
    static = [Output("apple-touch-icon.png", b"x"), Output("FavIcon.svg", b"x")]
    assert list(icons.wanted("K", static)) == ["favicon.ico"]
    assert icons.without_own([icons.svg("K", OUTLINES)], static) == []


# ------------------------------------------------------------------ in a build


ENTRY = "---\ntitle: {title}\ndate: 2020-10-09\noutlet: Warta Antah\n{more}---\n\nTulisan rekaan tentang Antah.\n"
CLOCK = ("--clock", datetime(2021, 1, 1, tzinfo=UTC).isoformat())


@pytest.fixture
def antah(tmp_path: Path) -> Path:
    """A project with one entry."""
    (tmp_path / "content" / "entries").mkdir(parents=True)
    (tmp_path / "site.toml").write_text(
        'title = "Antah"\nbase_url = "https://antah.example/"\nsearch = false\n', "utf-8"
    )
    write(tmp_path)
    return tmp_path


def write(project: Path, title: str = "Jembatan", more: str = "") -> None:
    (project / "content" / "entries" / "jembatan.md").write_text(ENTRY.format(title=title, more=more), "utf-8")


def built(project: Path, *arguments: str) -> dict[str, bytes]:
    done = kliping(project, "build", *CLOCK, *arguments)
    assert done.returncode in (0, 1), done.stderr
    return tree(project / "output")


def named(files: dict[str, bytes], page: str) -> str:
    """The picture that a page names, as a path."""
    text = files[page].decode()
    return text.split('<meta property="og:image" content="https://antah.example/')[1].split('"')[0]


PAGE = "articles/2020/10/jembatan/index.html"


def test_pages_name_pictures_that_are_there(antah: Path) -> None:
    """An article names its own, all others the site's; size and words stand beside it."""
    files = built(antah)
    drawn = {path for path in files if path.startswith("cards/")}
    assert {named(files, PAGE), named(files, "index.html")} == drawn
    assert named(files, "about/index.html") == named(files, "index.html") != named(files, PAGE)
    text = files[PAGE].decode()
    assert '<meta property="og:image:width" content="1200">' in text
    assert '<meta property="og:image:alt" content="Jembatan">' in text
    assert '<meta name="twitter:card" content="summary_large_image">' in text
    assert f'"image":"https://antah.example/{named(files, PAGE)}"' in text
    assert {"favicon.ico", "favicon.svg", "apple-touch-icon.png"} <= set(files)
    assert "/cards/*\n  Cache-Control: public, max-age=0, must-revalidate" in files["_headers"].decode()


def test_the_picture_goes_with_the_headline(antah: Path) -> None:
    """Retitled, an article has another picture and the old one is gone; withdrawn, it has none."""
    first = named(built(antah), PAGE)
    write(antah, "Jembatan Baru", "slug: jembatan\n")
    files = built(antah)
    assert first not in files
    second = named(files, PAGE)
    write(antah, "Jembatan Baru", "slug: jembatan\ndraft: true\n")
    files = built(antah)
    assert second not in files
    assert b"og:image" not in files[PAGE]


def test_what_is_remembered_only_saves_time(antah: Path) -> None:
    """Cold, warm, with a damaged memory and without one the bytes are the same."""
    cold = built(antah)
    memory = antah / ".cache" / "memory" / "pictures"
    stamp = memory.stat().st_mtime_ns
    write(antah, "Jembatan", "slug: jembatan\nmemo: tidak terlihat\n")
    assert built(antah) == cold
    assert memory.stat().st_mtime_ns == stamp
    data = memory.read_bytes()
    memory.write_bytes(data[:100] + bytes(50) + data[150:])
    write(antah, "Jembatan", "slug: jembatan\n")
    assert built(antah, "-j", "2") == cold
    memory.unlink()
    write(antah, "Jembatan", "slug: jembatan\nmemo: tidak terlihat\n")
    assert built(antah) == cold


def test_a_stale_picture_goes_although_the_record_is_lost(antah: Path) -> None:
    """In a folder of ours a picture under a name as ours is ours."""
    first = named(built(antah), PAGE)
    write(antah, "Jembatan Baru", "slug: jembatan\n")
    for file in (antah / ".cache").rglob("record.json"):
        file.unlink()
    assert first not in built(antah)


def test_a_dry_run_remembers_no_picture(antah: Path) -> None:
    """It leaves the cache as it was."""
    kliping(antah, "build", "--dry-run", *CLOCK)
    assert not (antah / ".cache" / "memory" / "pictures").exists()
