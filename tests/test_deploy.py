"""Publishing, to the real thing: each place is looked at by another way than Kliping's own."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from places import BUCKET, RECORD, Branch, Bucket, Folder, Shelf, git, s3_server, ssh_server

from kliping import cli, config, deploy
from kliping.deploy import local, programs
from kliping.deploy.plan import plan

SETTINGS = 'title = "Kliping Antah"\nbase_url = "https://kliping.example/news/"\n'
MADE = '<meta name="generator" content="Kliping 1">'
HEADERS = """\
/news/*
  X-Content-Type-Options: nosniff

/news/assets/*
  Cache-Control: public, max-age=31536000, immutable

/news/articles/*
  Cache-Control: public, max-age=0, must-revalidate

/news/feed.xml
  Content-Type: application/xml; charset=utf-8
"""
SITE = {
    ".nojekyll": "",
    "_headers": HEADERS,
    "_redirects": "/news/articles/old/ /news/articles/jembatan/ 301\n",
    "index.html": MADE,
    "404.html": "404",
    "feed.xml": "<rss/>",
    "feed.json": "{}",
    "site.webmanifest": "{}",
    "sitemap.xml": "<urlset/>",
    "articles/jembatan/index.html": "Jembatan Antah",
    "articles/old/index.html": "moved",
    "assets/style-01234567.css": "p {}",
    "assets/peta kota—é+&#%.svg": "<svg/>",
    "-rf.txt": "no switch",
    '"quoted".txt': "no quotation",
    **{f"days/{day}/index.html": f"day {day}" for day in range(8)},
}
KINDS = ("folder", "git", "rsync", "s3")


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as settings:
        yield settings


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    with s3_server(tmp_path_factory.mktemp("s3")) as found:
        yield found


NUMBERS = itertools.count()


@pytest.fixture(params=KINDS)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    """Each kind of place in turn, empty."""
    made: Callable[[pytest.FixtureRequest, Path], Shelf] = SHELVES[request.param]
    return made(request, tmp_path)


def a_folder(_request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    return Folder(tmp_path / "public", '[deploy]\nto = "folder"\npath = "../public"\n')


def a_branch(_request: pytest.FixtureRequest, tmp_path: Path) -> Branch:
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    return Branch(tmp_path / "bare.git", '[deploy]\nto = "git"\nrepository = "../bare.git"\n')


def a_machine(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    settings = request.getfixturevalue("machine")
    toml = f'[deploy]\nto = "rsync"\nhost = "there"\npath = "{tmp_path.as_posix()}/public"\n'
    return Folder(tmp_path / "public", toml, {"RSYNC_RSH": f"ssh -F {settings}"})


def a_bucket(request: pytest.FixtureRequest, tmp_path: Path) -> Bucket:
    client, endpoint = request.getfixturevalue("storage")
    prefix = f"site-{next(NUMBERS)}"
    toml = f'[deploy]\nto = "s3"\nbucket = "{BUCKET}"\nprefix = "{prefix}"\nendpoint = "{endpoint}"\nregion = "us-east-1"\n'
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true"}
    nowhere = dict.fromkeys(("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"), os.devnull)
    return Bucket(client, f"{prefix}/", toml, {**keys, **nowhere})


SHELVES = {"folder": a_folder, "git": a_branch, "rsync": a_machine, "s3": a_bucket}


class Project:
    """A project with a site that was built, and somewhere to publish it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.output, self.capsys = root, root / "output", capsys
        root.mkdir(exist_ok=True)
        for path, text in SITE.items():
            self.write(path, text)

    def settings(self, toml: str) -> None:
        (self.root / "site.toml").write_text(SETTINGS + toml, "utf-8")

    def write(self, path: str, text: str) -> None:
        (self.output / path).parent.mkdir(parents=True, exist_ok=True)
        (self.output / path).write_text(text, "utf-8")

    def files(self) -> dict[str, bytes]:
        return {
            each.relative_to(self.output).as_posix(): each.read_bytes()
            for each in self.output.rglob("*")
            if each.is_file()
        }

    def deploy(self, *arguments: str) -> tuple[int, Any, str]:
        """Exit code, what `--json` says, and the messages."""
        code = cli.main(["deploy", "--json", *arguments], self.root)
        told = self.capsys.readouterr()
        return code, json.loads(told.out) if told.out else None, told.err


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Project(tmp_path / "project", capsys)


@pytest.fixture
def published(project: Project, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project, once published."""
    for name, value in shelf.environ.items():
        monkeypatch.setenv(name, value)
    project.settings(shelf.toml)
    code, told, said = project.deploy()
    assert code == 0, said
    assert sorted(told["added"]) == sorted(project.files())
    return project


def site_of(shelf: Shelf) -> dict[str, bytes]:
    return {path: data for path, data in shelf.files().items() if path != RECORD}


# ------------------------------------------------------------------ every place


def test_what_is_here_is_there_and_is_sent_once(published: Project, shelf: Shelf) -> None:
    """The first deploy sends all, odd names too; a second one sends nothing at all."""
    assert site_of(shelf) == published.files()
    before = shelf.touched()
    code, told, said = published.deploy()
    assert (code, told["added"], told["changed"], told["removed"]) == (0, [], [], []), said
    assert told["same"] == len(SITE)
    assert shelf.touched() == before


def test_only_what_differs_is_sent(published: Project, shelf: Shelf) -> None:
    """New, changed and removed are told before, by --dry-run, which touches nothing, and are what then is done."""
    published.write("articles/banjir/index.html", "Banjir")
    published.write("feed.xml", "<rss>new</rss>")
    (published.output / "days" / "7" / "index.html").unlink()
    before = shelf.touched()
    code, dry, _ = published.deploy("--dry-run")
    assert code == 0
    assert dry["added"] == ["articles/banjir/index.html"]
    assert dry["changed"] == ["feed.xml"]
    assert dry["removed"] == ["days/7/index.html"]
    assert shelf.touched() == before
    code, told, said = published.deploy()
    assert code == 0, said
    assert {**told, "dry_run": True} == dry
    assert site_of(shelf) == published.files()
    if isinstance(shelf, Folder):
        assert not (shelf.there / "days" / "7").exists(), "a folder in which nothing is left goes, too"


def test_many_removals_need_consent(published: Project, shelf: Shelf) -> None:
    """More than a tenth is refused, with the target, the key and what to do; a switch or the settings allow it."""
    shutil.rmtree(published.output / "days")
    before = shelf.touched()
    code, _, said = published.deploy()
    assert code == 4
    assert f'deploy.max_delete: target "{shelf.toml.split(chr(34))[1]}": 8 of {len(SITE)} files' in said
    assert "--max-delete 35%" in said
    assert shelf.touched() == before
    assert published.deploy("--max-delete", "7")[0] == 4
    code, told, said = published.deploy("--max-delete", "35%")
    assert code == 0, said
    assert len(told["removed"]) == 8
    assert site_of(shelf) == published.files()


def test_what_is_not_ours_stays(published: Project, shelf: Shelf) -> None:
    """A file of somebody else's is left alone, and is not written over without consent."""
    shelf.put("CNAME", b"kliping.example")
    shelf.put("about/index.html", b"by hand")
    assert published.deploy()[0] == 0
    assert site_of(shelf).keys() - published.files().keys() == {"CNAME", "about/index.html"}
    published.write("about/index.html", "ours")
    code, _, said = published.deploy()
    assert code == 4
    assert "1 files there did not come from Kliping and would be replaced: about/index.html" in said
    assert "--replace" in said
    assert site_of(shelf)["about/index.html"] == b"by hand"
    assert published.deploy("--replace")[0] == 0
    assert site_of(shelf)["about/index.html"] == b"ours"
    assert site_of(shelf)["CNAME"] == b"kliping.example"


def test_another_site_is_not_written_over(project: Project, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something else has a front page nothing is published; where an older site of ours has one, it is."""
    for name, value in shelf.environ.items():
        monkeypatch.setenv(name, value)
    project.settings(shelf.toml)
    shelf.put("index.html", b"Welcome to nginx!")
    code, _, said = project.deploy()
    assert (code, site_of(shelf)) == (4, {"index.html": b"Welcome to nginx!"}), said
    shelf.put("index.html", f"{MADE} older".encode())
    code, _, said = project.deploy()
    assert code == 0, said
    assert site_of(shelf) == project.files()


STOPS = [("folder", 0), ("folder", 1), ("folder", 9), ("folder", 20), ("git", 0), ("rsync", 9), ("s3", 9)]


@pytest.mark.parametrize(("shelf", "steps"), STOPS, indirect=["shelf"])
def test_interrupted_and_repeated_ends_right(published: Project, shelf: Shelf, steps: int) -> None:
    """Wherever a deploy is stopped, what it sent is known as ours, and the next one makes it whole or takes it away."""
    for day in range(8, 24):
        published.write(f"days/{day}/index.html", f"day {day}")
    published.write("index.html", f"{MADE} 2")
    (published.output / "-rf.txt").unlink()
    settings = config.load(published.root / "site.toml", {})
    site = local.whole(published.output, published.root / ".cache", published.root)
    around = programs.Surroundings(published.root, published.root / ".cache", settings.base_url, os.environ)
    with deploy.PLACES[type(settings.targets[0])](settings.targets[0], site, around) as place:
        remote = place.look()
        going = place.put(plan(place.wanted, remote), remote)
        list(itertools.islice(going, steps))
        going.close()  # type: ignore[attr-defined]
    for day in range(12, 24):
        (published.output / f"days/{day}/index.html").unlink()
    code, _, said = published.deploy("--max-delete", "100%")
    assert code == 0, said
    assert site_of(shelf) == published.files()
    assert published.deploy()[1]["same"] == len(published.files())


def test_what_was_lost_there_is_sent_again(published: Project, shelf: Shelf) -> None:
    """The place is believed, not what was remembered of it."""
    shelf.put("articles/jembatan/index.html", b"broken")
    code, told, said = published.deploy()
    assert code == 0, said
    assert told["changed"] == ["articles/jembatan/index.html"]
    assert site_of(shelf) == published.files()


def test_a_forged_record_removes_nothing_outside(published: Project, shelf: Shelf, tmp_path: Path) -> None:
    """Who can write the record at the target cannot make a deploy remove anything else."""
    victim = tmp_path / "victim.txt"
    victim.write_text("precious")
    forged = dict.fromkeys(["../victim.txt", "/etc/hostname", "a/../../victim.txt", ".git/config", "x\ny", "-r"], "")
    shelf.put(RECORD, json.dumps({"kliping": 1, "files": {**dict.fromkeys(SITE, ""), **forged}}).encode())
    code, told, said = published.deploy("--max-delete", "100%")
    assert code == 0, said
    assert set(told["removed"]) <= {"-r"}
    assert victim.read_text() == "precious"
    assert site_of(shelf) == published.files()
