"""A unique word in every place that must not leave: none is in any byte of the site, and a site that would say one is not written."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from running import CLOCK, ROOT, tree

from kliping.cli import main
from kliping.site.unpacked import plain, readings

BASE = ROOT / "tests" / "projects" / "_base"
ADDRESS = "articles/2020/10/karangan-yang-dikutip"
OPENING = "Artikel ini dikarang untuk menguji Kliping. Warga Antah menyambut kabar itu dengan perahu."
WORDS = "di kota Antah yang tidak pernah ada menurut karangan ini"


def line(word: str) -> str:
    """A sentence round a word of which there is no other."""
    return f"Kata kenari {word} {WORDS} terbang."


def words(*names: str) -> str:
    return "\n\n".join(line(f"kenari{name}x") for name in names)


def front(title: str, **keys: str) -> str:
    """The front matter of a made-up entry."""
    given = {"title": f'"{title}"', "date": "2020-10-07", "lang": "id"} | keys
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in given.items()) + "---\n\n"


ENTRIES = {
    "karangan-yang-dikutip": front(
        "Karangan yang Dikutip",
        outlet="Kabar Berantah # kenarikomentarx dikarang di kepala entri oleh editor",
        url="https://kabar-berantah.example/a",
        memo=f'"{line("kenarimemox")}"',
        drop=f'["{line("kenaribuangx")}"]',
        image=f'{{caption: "{line("kenarigambarx")}", credit: Kenarikreditx}}',
    )
    + f"{OPENING}\n\n{words('kutipan')}\n\n- {line('kenaributirx')}\n",
    "karangan-yang-ditautkan": front("Karangan yang Ditautkan", outlet="Warta Antah") + words("tautan"),
    "kenarinamax-konsep": front("Kenarikonsepx Judul Karangan Konsep", draft="true", slug="kenarislugx") + words("konsep"),
    "karangan-nanti": front("Kenarinantix Judul Karangan Nanti", date="2031-10-07") + words("nanti"),
    "karangan-embargo": front("Kenariembargox Judul Karangan Embargo", publish_date="2031-10-07") + words("embargo"),
    "karangan-basi": front("Kenaribasix Judul Karangan Basi", expiry_date="2020-11-01") + words("basi"),
    "karangan-sembunyi": front("Kenarisembunyix Judul Karangan", status="hidden") + words("sembunyi"),
    "karangan-tanpa-tanggal": front("Kenaritanpax Judul Karangan", date="null") + words("tanpa"),
    "karangan-rusak": '---\ntitle: "Kenarirusakx Judul\n---\n\n' + words("rusak"),
}  # fmt: skip
RAW = f"""\
kenarimentahx {WORDS}
Warta Antah

Karangan: Pasar Antah Dibuka Lagi

Selasa, 6 Oktober 2020 - 10:15:00 WIB

ANTAH, Warta Antah - {OPENING}

Pasar Antah yang tidak pernah ada dibuka lagi pada Selasa pagi setelah diperbaiki selama tujuh bulan.

{words("sisa")}

Baca juga: kenariperabotx {WORDS}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that hides a canary wherever one can be."""
    folder = tmp_path / "kenarifolderx" / "situs"
    shutil.copytree(BASE, folder)
    home = tmp_path / "kenarirumahx"
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("SOURCE_DATE_EPOCH", "CI", "KLIPING_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    content = folder / "content"
    settings = (folder / "site.toml").read_text("utf-8").replace('default = "full"', 'default = "excerpt"\nwords = 16')
    (folder / "site.toml").write_text("# kenarisetelanx\n" + settings, "utf-8")
    (content / "outlets" / "warta-antah.toml").write_text('# kenarioutletx\nname = "Warta Antah"\nrights = "link"\n')
    for name, text in ENTRIES.items():
        file = content / "entries" / "2020" / "10" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (content / "inbox" / "kenariberkasx.txt").write_text(RAW, "utf-8")
    (content / "entries" / "kenaricatatanx.txt").write_text("kenaricatatanx", "utf-8")
    return folder


def build(project: Path, *arguments: str) -> int:
    return main(["build", "--quiet", "--clock", CLOCK, "-j", "1", *arguments], project)


def everything(folder: Path) -> bytes:
    """Every byte of a folder, the names of files, and what is packed or escaped in them."""
    parts = [
        reading for path, data in tree(folder).items() for reading in (path.encode(), *readings(data, path))
    ]  # fmt: skip
    return b"\n".join((*parts, *map(plain, parts))).lower()


@pytest.mark.parametrize("default", ["excerpt", "link"])
def test_no_canary_is_on_the_site(project: Path, default: str) -> None:
    """Beyond the rights, drafts, held back, expired, hidden, broken, memo, comments, raw files, names, folders: none."""
    file = project / "site.toml"
    file.write_text(file.read_text("utf-8").replace('"excerpt"', f'"{default}"'), "utf-8")
    assert build(project) == 1, "the broken entry is told"
    output = everything(project / "output")
    assert b"kenari" not in output
    assert str(project.parent).encode().lower() not in output
    assert (b"warga antah menyambut" in output) is (default == "excerpt")
    assert f"{ADDRESS}/index.html" in tree(project / "output")


def test_canaries_sing_when_they_may(project: Path) -> None:
    """The test above would see a canary: what may be shown is."""
    file = project / "site.toml"
    file.write_text(file.read_text("utf-8").replace('"excerpt"', '"full"'), "utf-8")
    assert build(project, "--drafts", "--future") == 1
    output = everything(project / "output")
    for word in ("kutipan", "butir", "gambar", "konsep", "nanti", "embargo"):
        assert f"kenari{word}x".encode() in output, word
    for word in (
        "memo",
        "buang",
        "komentar",
        "basi",
        "sembunyi",
        "tanpa",
        "rusak",
        "mentah",
        "sisa",
        "perabot",
        "tautan",
    ):
        assert f"kenari{word}x".encode() not in output, word


PLANTS: dict[str, Callable[[Path], object]] = {
    "a template that knows the words": lambda root: plant(root, line("kenarikutipanx")),
    "a draft's words": lambda root: plant(root, line("kenarikonsepx")),
    "a draft's title": lambda root: plant(root, "Kenarikonsepx Judul Karangan Konsep"),
    "held back": lambda root: plant(root, line("kenarinantix")),
    "under embargo": lambda root: plant(root, line("kenariembargox")),
    "expired": lambda root: plant(root, line("kenaribasix")),
    "hidden": lambda root: plant(root, line("kenarisembunyix")),
    "undated": lambda root: plant(root, line("kenaritanpax")),
    "broken": lambda root: plant(root, line("kenarirusakx")),
    "a memo": lambda root: plant(root, line("kenarimemox")),
    "a comment": lambda root: plant(root, "kenarikomentarx dikarang di kepala entri oleh editor"),
    "a caption": lambda root: plant(root, line("kenarigambarx")),
    "a link's words": lambda root: plant(root, line("kenaritautanx")),
    "a folder": lambda root: plant(root, f"{root}/content"),
    "a home": lambda root: plant(root, "/home/kenari/situs"),
    "mail": lambda root: plant(root, "editor@kenari.example"),
    "packed": lambda root: static(root, "kenari.gz", gzip.compress(line("kenarikonsepx").encode())),
    "the entry itself": lambda root: static(root, "a.md", ENTRIES["karangan-nanti"].encode()),
}


def plant(root: Path, words: str) -> None:
    """Words on every page, from a template that does not say them itself: what it says it may."""
    (root / "templates").mkdir(exist_ok=True)
    said = f"{{{{ {json.dumps(words[::-1])} | reverse }}}}"
    text = f'{{% extends "base.html" %}}\n{{% block main %}}<p>{said}</p>{{% endblock %}}\n'
    (root / "templates" / "404.html").write_text(text, "utf-8")


def static(root: Path, name: str, data: bytes) -> None:
    (root / "templates" / "static").mkdir(parents=True, exist_ok=True)
    (root / "templates" / "static" / name).write_bytes(data)


@pytest.mark.parametrize("name", PLANTS)
def test_a_leak_fails_the_build(project: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A template or file that says more ends with 4, names the output, and leaves the old site byte for byte."""
    assert build(project) == 1
    before, ledger = tree(project / "output"), (project / "content" / "ledger.jsonl").read_bytes()
    PLANTS[name](project)
    capsys.readouterr()
    assert build(project) == 4
    said = capsys.readouterr().err
    assert "error: output/" in said
    assert "nothing was written, because this file would hold" in said
    assert tree(project / "output") == before
    assert (project / "content" / "ledger.jsonl").read_bytes() == ledger
