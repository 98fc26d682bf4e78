"""Outlets: their files, and recognising them by address or by name."""

from __future__ import annotations

import time
from datetime import UTC
from pathlib import Path

import pytest

from kliping import dates
from kliping.errors import SettingsError
from kliping.ingest import body, outlets, wishes
from kliping.records import Line, Outlet

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
        ('name = "X"\nrights = "all"', {"rights": 2}),
        ('name = "X"\nrights = ["full"]', {"rights": 2}),
        ('name = "X"\nagencies = "AFP"', {"agencies": 2}),
        ('name = "X"\nfurniture = ["…*"]', {"furniture": 2}),
        (f'name = "X"\nfurniture = ["{"x" * 301}"]', {"furniture": 2}),
        (f'name = "X"\nkeep = [{", ".join(map(repr, map(str, range(501))))}]', {"keep": 2}),
        ('name = "X"\ntests = 3', {"tests": 2}),
        ('name = "X"\n\n[tests]\nbodies = ["x"]', {"tests.bodies": 4}),
        ('name = "X"\n\n[tests]\nbody = "x"', {"tests.body": 4}),
        ('name = "X"\n\n[tests.addresses]\n"https://x.example/" = 3', {"tests.addresses": 3}),
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
    """Each outlet file of the package can be read, knows its domain, and holds test lines, all on lines that are found.

    Agencies write in several languages and zones: theirs may be left out.
    """
    outlet = outlets.parse(file.read_bytes(), f"kliping/outlets/{file.name}")
    assert outlet.domains
    assert outlet.agencies or (outlet.timezone and outlet.language) or outlet.slug == "al-jazeera"
    tried = [each for _, each in outlets.examples([outlets.Source(file.read_bytes(), file.name)])]
    assert tried
    assert all(each.line for each in tried)
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


def test_a_path_tells_outlets_of_one_domain_apart() -> None:
    """Where two outlets share a domain, the one with a path has what lies below it, and nothing that only begins alike."""
    whole, part = Outlet("whole", "Whole", ("x.example",)), Outlet("part", "Part", ("x.example/daerah",))
    for known in ((whole, part), (part, whole)):
        for url, slug in (("/daerah/kabar-1", "part"), ("/daerah", "part"), ("/daerahku/1", "whole"), ("/", "whole")):
            found = outlets.by_address(known, f"https://www.x.example{url}")
            assert found
            assert found.slug == slug


def test_test_lines_are_read_in_the_order_of_the_file() -> None:
    """Each test line comes with its key, what is expected and the line it stands on; a date may stand without quotes."""
    source = (
        'name = "X"\nfurniture = ["Dukung"]\n[tests]\nfurniture = [\n  "Dukung",\n]\nbody = ["Kata"]\n'
        '[tests.datelines]\n"ANTAH, X - Kata" = "Antah"\n[tests.addresses]\n"https://x.example/1" = 2020-10-09\n'
    )
    found = [each for _, each in outlets.examples([outlets.Source(source.encode(), "x.toml")])]
    assert found == [
        outlets.Example("tests.furniture", "Dukung", "", 5),
        outlets.Example("tests.body", "Kata", "", 7),
        outlets.Example("tests.datelines", "ANTAH, X - Kata", "Antah", 9),
        outlets.Example("tests.addresses", "https://x.example/1", "2020-10-09", 11),
    ]


HOSTILE = [
    "{digits}{any}{year}{month}{day}",
    "{any}{digits}{year}{month}{day}{hour}{minute}{second}",
    "/{any}/{year}/{digits}{month}{day}x",
    "(a+)+$" * 20 + "{year}{month}{day}",
    "{year}{month}{day}(?:.*)*",
]


@pytest.mark.parametrize("template", HOSTILE)
@pytest.mark.parametrize("sign", ["1", "2020", "a", "/", "20201009"])
def test_no_template_makes_an_address_slow(template: str, sign: str) -> None:
    """Whatever a template is, an address of 10,000 signs is looked through at once."""
    outlet = outlets.parse(f"name = 'X'\naddress_dates = ['{template}']".encode(), "x.toml")
    begun = time.process_time()
    dates.in_address("https://x.example/" + sign * (10_000 // len(sign)), outlet.address_dates, UTC)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("part", ["any", "digits", "year"])
def test_a_part_fifty_times_is_a_fault(part: str) -> None:
    """A template that repeats a part is refused with words."""
    template = "/{year}/{month}/{day}/" + f"{{{part}}}" * 50
    assert faults(f'name = "X"\naddress_dates = ["{template}"]') == {"address_dates": 2}


@pytest.mark.parametrize("phrase", ["(a+)+$", "(x|x)*y*", "a" * 300, "\\\\E(a|a)*b**", "[a-z]+[a-z]+[a-z]+!"])
def test_no_phrase_makes_a_line_slow(phrase: str) -> None:
    """Furniture phrases are taken by the letter: a line of five million signs is looked through in seconds, and matches none."""
    source = f"name = 'X'\nfurniture = ['{phrase}', 'aa*', 'x b**']\nkeep = ['{phrase}']\ndrop = ['x*']"
    outlet = outlets.parse(source.encode(), "x.toml")
    line = Line(1, "ab " + "a" * 5_000_000)
    begun = time.process_time()
    assert body.furniture_in(line.text, 0.0, body.matcher(outlet.furniture)) == ""
    assert not any(wishes.matches(line.text, wish) for wish in (*outlet.wishes.keep, *outlet.wishes.drop))
    assert time.process_time() - begun < 10


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
