"""Outlets: their files, and recognising them by address or by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.errors import SettingsError
from kliping.ingest import outlets
from kliping.records import Outlet

ROOT = Path(__file__).resolve().parents[2]
WHOLE = """\
# Made up.
name = "Harian Contoh"
homepage = "https://harian-contoh.example/"
domains = ["WWW.Harian-Contoh.example", "hc.example"]
names = ["HarCon", "Koran Contoh"]
language = "id"
timezone = "Asia/Jakarta"
address_dates = ["/{year}/{month}/{day}/"]
furniture = ["Dukung kami*"]
"""
CONTOH = outlets.parse(WHOLE.encode(), "content/outlets/harian-contoh.toml")
MISAL = Outlet("kabar-misal", "Kabar Misal", ("misal.example", "kabar.misal.example"))
KNOWN = (CONTOH, MISAL)


def faults(source: str | bytes) -> dict[str, int]:
    """Key and line of each fault of an outlet file."""
    with pytest.raises(SettingsError) as caught:
        outlets.parse(source.encode() if isinstance(source, str) else source, "content/outlets/x.toml")
    assert all(fault.file == "content/outlets/x.toml" for fault in caught.value.faults)
    assert all(fault.what for fault in caught.value.faults)
    return {fault.key: fault.line for fault in caught.value.faults}


def test_a_whole_file() -> None:
    """Every key of an outlet file comes through; domains lose www. and their case."""
    whole = outlets.parse(WHOLE.encode(), "content/outlets/harian-contoh.toml")
    assert whole == Outlet(
        slug="harian-contoh",
        name="Harian Contoh",
        domains=("harian-contoh.example", "hc.example"),
        names=("HarCon", "Koran Contoh"),
        language="id",
        timezone="Asia/Jakarta",
        address_dates=("/{year}/{month}/{day}/",),
        furniture=("Dukung kami*",),
        homepage="https://harian-contoh.example/",
    )


def test_a_name_is_enough() -> None:
    """An outlet file of one line is a whole outlet file, with a byte-order mark and CRLF as well."""
    assert outlets.parse(b'name = "X"', "x.toml") == Outlet("x", "X")
    assert outlets.parse(b'\xef\xbb\xbfname = "X"\r\n', "x.toml") == Outlet("x", "X")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", {"name": 0}),
        ('name = ""', {"name": 1}),
        ("name = 3", {"name": 1}),
        ('# x\nname = "X"\ndomains = "x.example"', {"domains": 3}),
        ('name = "X"\nnames = [1]', {"names": 2}),
        ('name = "X"\nfurniture = [""]', {"furniture": 2}),
        ('name = "X"\ntimezone = "WIB"', {"timezone": 2}),
        ('name = "X"\ntimezone = "../../etc/passwd"', {"timezone": 2}),
        ('name = "X"\ntimezone = 7', {"timezone": 2}),
        ('name = "X"\nlanguage = 1\nhomepage = []', {"language": 2, "homepage": 3}),
        ('name = "X"\naddress_dates = ["/{year}/"]', {"address_dates": 2}),
        ('name = "X"\naddress_dates = ["/{year}/{month}/{day}/{minuet}/"]', {"address_dates": 2}),
        ('name = "X"\naddress_dates = ["/{year}/{month}/{day}/{day}/"]', {"address_dates": 2}),
        ('name = "X"\ndomain = ["x.example"]', {"domain": 2}),
        (
            'domains = "x"\ntimezone = "x"\nfoo = 1\naddress_dates = ["x"]',
            {"name": 0, "domains": 1, "timezone": 2, "foo": 3, "address_dates": 4},
        ),
    ],
)
def test_every_fault_of_a_file_is_reported_at_once(source: str, expected: dict[str, int]) -> None:
    """Faults name their keys and lines, and none hides another."""
    assert faults(source) == expected


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("name = X", 1),
        ('name = "X"\nname = "Y"\nlanguage = "id"', 2),
        pytest.param('name = "X"\nname = "Y"', 2),
        pytest.param('name = "X"\n\ndomains = [', 3),
    ],
)
def test_broken_toml_names_the_line(source: str, line: int) -> None:
    """A file that is no TOML says on which line."""
    assert faults(source) == {"": line}


def test_a_file_in_another_encoding_says_so() -> None:
    """A file that is not UTF-8 is refused with words, not with a traceback."""
    assert faults('name = "Café"'.encode("latin-1")) == {"": 0}


@pytest.mark.parametrize("file", sorted((ROOT / "kliping" / "outlets").glob("*.toml")), ids=lambda path: path.stem)
def test_an_outlet_that_ships_is_sound(file: Path) -> None:
    """Each outlet file of the package can be read, and knows domain, zone and language."""
    outlet = outlets.parse(file.read_bytes(), f"kliping/outlets/{file.name}")
    assert outlet.domains
    assert outlet.timezone
    assert outlet.language
    assert outlet.homepage.startswith("https://")
    assert outlets.by_address([outlet], outlet.homepage) is outlet


ADDRESSES = [
    ("https://harian-contoh.example/a", "harian-contoh"),
    ("https://www.harian-contoh.example/a", "harian-contoh"),
    ("http://m.harian-contoh.example:8080/a?b#c", "harian-contoh"),
    ("https://amp.harian-contoh.example/", "harian-contoh"),
    ("https://daerah.harian-contoh.example/", "harian-contoh"),
    ("https://HC.EXAMPLE/", "harian-contoh"),
    ("https://www2.hc.example/", "harian-contoh"),
    ("https://kabar.misal.example/", "kabar-misal"),
    ("https://notharian-contoh.example/", None),
    ("https://harian-contoh.example.evil.example/", None),
    ("https://evil.example/harian-contoh.example/", None),
    ("https://harian-contoh.example@evil.example/", None),
    ("harian-contoh.example", None),
    ("https://[::1/", None),
    ("", None),
]


@pytest.mark.parametrize(("url", "slug"), ADDRESSES)
def test_by_address(url: str, slug: str | None) -> None:
    """An address belongs to the outlet whose domain it ends in, and to no outlet that it only mentions."""
    found = outlets.by_address(KNOWN, url)
    assert (found.slug if found else None) == slug


NAMES = [
    ("Harian Contoh", "harian-contoh"),
    ("harian contoh", "harian-contoh"),
    (" HARCON ", "harian-contoh"),
    ("hc.example", "harian-contoh"),
    ("Kabar Misal", "kabar-misal"),
    ("Kabar", None),
    ("Harian Contoh Minggu", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "slug"), NAMES)
def test_by_name(name: str, slug: str | None) -> None:
    """An outlet is known by its name, its other names and its domains, in any case, and not by half of one."""
    found = outlets.by_name(KNOWN, name)
    assert (found.slug if found else None) == slug


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.x.example/", "x.example"),
        ("https://m.x.example/", "x.example"),
        ("https://mobile.x.example:443/", "x.example"),
        ("https://user:pw@X.Example/", "x.example"),
        ("https://media.x.example/", "media.x.example"),
        ("/read/1", ""),
        ("https://[bad/", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    """A host is named without www., m. and the like; what is no address has none."""
    assert outlets.host_of(url) == host
