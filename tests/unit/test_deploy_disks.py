"""A disk that is full while a site is published to it: refused before anything is sent, or told and gone on with."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from test_output import files_of, mounted

from kliping import cli


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a made-up site, to be published on a disk of its own."""
    folder = tmp_path / "project"
    (folder / "output").mkdir(parents=True)
    head = 'title = "Kliping Antah"\nbase_url = "https://kliping.example/"\n'
    (folder / "site.toml").write_text(f'{head}[deploy]\nto = "folder"\npath = "../disk"\n')
    (folder / "output" / "index.html").write_text('<meta name="generator" content="Kliping 1">')
    return folder


def test_what_has_no_room_is_not_begun(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is sent, and the message names target, key and remedy; with less to send it is done."""
    big = project / "output" / "big.avif"
    big.write_bytes(b"x" * 2_000_000)
    with mounted(tmp_path / "disk", "1m"):
        assert cli.main(["deploy"], project) == 4
        said = capsys.readouterr().err
        assert 'site.toml: deploy.path: target "folder": the disk is full' in said
        assert "make room there" in said
        assert not files_of(tmp_path / "disk")
        big.unlink()
        assert cli.main(["deploy"], project) == 0


def test_a_disk_that_fills_up_meanwhile(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What changed grows as it is sent: no file is half a file, and with room again the rest is sent."""
    with mounted(tmp_path / "disk", "1m"):
        assert cli.main(["deploy"], project) == 0
        (project / "output" / "index.html").write_bytes(b'<meta name="generator" content="Kliping 2">' + b"x" * 90_000)
        filler = tmp_path / "disk" / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
            while stream.write(b"x" * 4096):
                pass
        with filler.open("r+b") as stream:
            stream.truncate(filler.stat().st_size - 40_000)
        assert cli.main(["deploy"], project) == 4
        assert "the disk is full: make room" in capsys.readouterr().err
        assert b"Kliping 1" in (tmp_path / "disk" / "index.html").read_bytes()
        filler.unlink()
        assert cli.main(["deploy"], project) == 0
        assert files_of(tmp_path / "disk")["index.html"] == files_of(project / "output")["index.html"]
