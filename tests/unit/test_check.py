"""`kliping check`: the test lines of the outlet files, the package's and the site's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kliping import check, ingest
from kliping.cli import main

PACKAGE = Path(check.__file__).parent
SOUND = """\
name = "Warta Antah"
domains = ["antah.example"]
timezone = "Asia/Jakarta"
address_dates = ["/{year}{month}{day}{hour}{minute}{second}-"]
furniture = ["Dukung Antah*"]

[tests]
furniture = ["Dukung Antah: gabung hari ini"]
body = ["Warga Antah membuka jembatan rekaan itu pagi tadi, kata wali kota karangan."]

[tests.datelines]
"ANTAH, Warta Antah - Jembatan rekaan dibuka." = "Antah"
"Warta Antah - Jembatan rekaan dibuka." = ""

[tests.addresses]
"https://antah.example/kabar/20201009194437-1/jembatan" = "2020-10-09T19:44:37+07:00"
"https://antah.example/2020/10/09/jembatan" = 2020-10-09
"https://antah.example/jembatan" = ""
"""
# What is changed in the sound file; the line and key of the fault, and what came instead.
BROKEN = [
    ('["Dukung Antah: gabung hari ini"]', '["Bantu Antah"]', 8, "tests.furniture", "no reason to drop it"),
    ('body = ["Warga', 'body = ["Dukung Antah: Warga', 9, "tests.body", "a line to drop"),
    ('"Antah"\n"Warta', '"Misal"\n"Warta', 12, "tests.datelines", "the place Antah"),
    ("ANTAH, Warta Antah - ", "Antah adalah ", 12, "tests.datelines", "no dateline"),
    ("19:44:37+07:00", "19:44:38+07:00", 16, "tests.addresses", "2020-10-09T19:44:37+07:00"),
    ('example/jembatan" = ""', 'example/jembatan" = "2020-10-09"', 18, "tests.addresses", "no date"),
    (
        "https://antah.example/jembatan",
        "https://misal.example/jembatan",
        18,
        "tests.addresses",
        "an address of no known outlet",
    ),
    (
        "https://antah.example/jembatan",
        "https://www.inews.id/jembatan",
        18,
        "tests.addresses",
        "an address of iNews.id",
    ),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with one outlet file of its own."""
    (tmp_path / "site.toml").write_text('title = "Antah"\nbase_url = "https://kliping.example/"\n', "utf-8")
    (tmp_path / "content" / "outlets").mkdir(parents=True)
    put(tmp_path, SOUND)
    return tmp_path


def put(root: Path, source: str) -> None:
    (root / "content" / "outlets" / "warta-antah.toml").write_text(source, "utf-8")


def made(root: Path) -> check.Checked:
    (checked,) = check.run(PACKAGE, root / "content", ingest.load_facts(PACKAGE, root / "content", "UTC"))
    return checked


def test_what_ships_is_sound(root: Path) -> None:
    """Every test line of every outlet file of the package comes true, and those of a sound file do."""
    checked = made(root)
    assert checked.faults == ()
    assert checked.looked_at > 100


@pytest.mark.parametrize(("old", "new", "line", "key", "came"), BROKEN)
def test_what_fails_is_named(root: Path, old: str, new: str, line: int, key: str, came: str) -> None:
    """A test line that does not come true is reported with file, line, key, what was expected and what came."""
    assert old in SOUND
    put(root, SOUND.replace(old, new, 1))
    (fault,) = made(root).faults
    assert (fault.file, fault.line, fault.key) == ("content/outlets/warta-antah.toml", line, key)
    assert fault.what.endswith(f"came {came}")
    assert "expected" in fault.what


def test_a_sites_own_file_lies_over_the_packages(root: Path) -> None:
    """Of two files of one name the site's wins key by key; its test lines are tried instead of the package's."""
    before = made(root)
    own, shipped = root / "content" / "outlets" / "inews.toml", (PACKAGE / "outlets" / "inews.toml").read_text("utf-8")
    own.write_text('rights = "full"\n', "utf-8")
    assert made(root) == before
    own.write_text('rights = "full"\n\n[tests]\nbody = ["Baris karangan tentang Kota Contoh."]\n', "utf-8")
    lines = sum(each.startswith(('"', "furniture", "body")) for each in shipped.partition("[tests]")[2].splitlines())
    assert made(root).looked_at == before.looked_at - lines + 1


def test_the_command(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` ends with 0 when all is well and with 1 otherwise, and says it as JSON if asked."""
    assert main(["check", "-C", str(root)]) == 0
    assert "outlets: " in capsys.readouterr().err
    put(root, SOUND.replace('["Dukung Antah*"]', "[]"))
    assert main(["check", "-C", str(root), "--json", "-q"]) == 1
    said = capsys.readouterr()
    faults = {each["name"]: each["faults"] for each in json.loads(said.out)}
    assert [fault["key"] for fault in faults.pop("outlets")] == ["tests.furniture"]
    assert not any(faults.values())
    assert "content/outlets/warta-antah.toml:8" in said.err


def test_a_file_that_cannot_be_read_is_a_fault_of_the_settings(root: Path) -> None:
    """An outlet file with a fault ends the command as unusable settings do."""
    put(root, SOUND.replace("[tests]", "[tests]\nbodies = []"))
    assert main(["check", "-C", str(root)]) == 3
