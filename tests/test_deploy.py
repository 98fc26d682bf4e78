"""Publishing, to the real thing: each place is looked at by another way than Kliping's own."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from places import BUCKET, RECORD, Branch, Bucket, Folder, Shelf, git, s3_server, ssh_server

from kliping import cli, config, deploy, output
from kliping.deploy import local, programs
from kliping.deploy.git import borrowed
from kliping.deploy.plan import plan
from kliping.deploy.s3 import as_objects
from kliping.errors import OutputError
from kliping.records import GitTarget

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
    "index.html.gz": "compressed before",
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
    assert "--max-delete 34%" in said
    assert shelf.touched() == before
    assert published.deploy("--max-delete", "7")[0] == 4
    code, told, said = published.deploy("--max-delete", "34%")
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
    assert "1 file there did not come from Kliping and would be replaced: about/index.html" in said
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


# ------------------------------------------------------------------ what is published


def alone(project: Project, tmp_path: Path) -> Folder:
    """A folder to publish to, for what has nothing to do with the kind of place."""
    project.settings('[deploy]\nto = "folder"\npath = "../public"\n')
    return Folder(tmp_path / "public")


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not to be had on Windows: not tried")
def test_links_and_odd_files_are_left_out(project: Project, tmp_path: Path) -> None:
    """What is no plain file of the site is named and not published, and nothing outside is read; the rest is published."""
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "key.txt").write_text("secret")
    for name, where in (("leak.txt", "private/key.txt"), ("leak", "private")):
        (project.output / name).symlink_to(tmp_path / where)
    os.mkfifo(project.output / "pipe")
    for name in ("a\nb.txt", "back\\slash.txt", "esc\x1b.txt", ".env", ".secret/x.txt"):
        project.write(name, "x")
    (project.output / os.fsdecode(b"latin\xe9.txt")).write_bytes(b"x")
    project.write(".git/config", "[core]")
    project.write(".htaccess", "Options -Indexes")
    project.write(".well-known/security.txt", "Contact: x")
    there = alone(project, tmp_path)
    code, told, said = project.deploy()
    assert code == 1
    assert site_of(there).keys() == {*SITE, ".htaccess", ".well-known/security.txt"}
    assert b"secret" not in b"".join(there.files().values())
    assert len(told["left_out"]) == 9
    assert "left out: leak.txt: is a link" in said


def test_no_site(project: Project, tmp_path: Path) -> None:
    """Without a built site there is nothing to publish; nor is a folder that somebody else made."""
    there = alone(project, tmp_path)
    shutil.rmtree(project.output)
    code, _, said = project.deploy()
    assert (code, "there is no site" in said, "kliping build" in said) == (2, True, True)
    project.write("index.html", "<h1>It works</h1>")
    code, _, said = project.deploy()
    assert (code, "nothing says that Kliping made" in said) == (4, True)
    assert not there.there.exists()


def test_broken_builds_and_previews(project: Project, tmp_path: Path) -> None:
    """A build that was stopped, files that were lost and a preview with drafts are not published."""
    there = alone(project, tmp_path)
    cache = project.root / ".cache"
    state = output.state_of(project.output, cache, project.root)
    state.mkdir(parents=True)
    (state / "journal.json").write_text("{}")
    code, _, said = project.deploy()
    assert (code, "was stopped half-way" in said) == (4, True)
    (state / "journal.json").unlink()
    (state / "record.json").write_text(json.dumps({"index.html": "", "gone/index.html": ""}))
    code, _, said = project.deploy()
    assert (code, "lacks 1 file that the build wrote: gone/index.html" in said) == (4, True)
    (state / "record.json").unlink()
    output.told_preview(project.output, cache, project.root, lasts=False)
    code, _, said = project.deploy()
    assert (code, "is a preview" in said) == (4, True)
    assert not there.there.exists()
    output.told_preview(project.output, cache, project.root, lasts=True)
    assert project.deploy()[0] == 0


def test_what_was_built_is_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A build is published whole; one with drafts is not, until the next build; a file mended by hand is."""
    root = tmp_path / "built"
    root.mkdir()
    (root / "site.toml").write_text(f'{SETTINGS}[deploy]\nto = "folder"\npath = "../public"\n')
    (root / "content" / "inbox").mkdir(parents=True)
    assert cli.main(["build", "-q"], root) == 0
    assert cli.main(["deploy", "-q"], root) == 0
    assert site_of(Folder(tmp_path / "public")) == Folder(root / "output").files()
    assert cli.main(["build", "-q", "--drafts"], root) == 0
    assert cli.main(["deploy", "-q"], root) == 4
    assert "is a preview" in capsys.readouterr().err
    assert cli.main(["build", "-q"], root) == 0
    (root / "output" / "robots.txt").write_text("User-agent: *\n")
    assert cli.main(["deploy", "-q"], root) == 0
    assert (tmp_path / "public" / "robots.txt").read_text() == "User-agent: *\n"


def test_which_target(project: Project) -> None:
    """Without a table, without a name among several, and with a wrong one, the message says what to write."""
    project.settings("")
    code, _, said = project.deploy()
    assert (code, "write [deploy]" in said) == (3, True)
    project.settings('[[deploy]]\nto = "folder"\npath = "../a"\n[[deploy]]\nto = "git"\n')
    code, _, said = project.deploy()
    assert (code, "kliping deploy folder or git" in said) == (2, True)
    assert project.deploy("live")[0] == 2
    assert project.deploy("folder")[0] == 0


# ------------------------------------------------------------------ what fails, and what is said


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (".", "holds more than a site may be mixed with"),
        ("..", "holds more"),
        ("/", "holds more"),
        ("~/", "holds more"),
        ("output", "lies in the output folder, or holds it"),
        ("output/public", "lies in the output folder"),
        ("content/public", "lies in a folder of the project"),
        (".git", "lies in a folder of the project"),
        ("../not/there", "is the disk mounted?"),
        ("../file", "is a file"),
    ],
)
def test_folders_that_are_refused(project: Project, tmp_path: Path, path: str, says: str) -> None:
    """Nothing is written where a site would do harm; the message names the key."""
    (tmp_path / "file").write_text("x")
    (project.root / "content").mkdir()
    (project.root / ".git").mkdir()
    project.settings(f'[deploy]\nto = "folder"\npath = "{path}"\n')
    before = sorted(tmp_path.rglob("*"))
    code, _, said = project.deploy()
    assert (code, "site.toml: deploy.path: " in said, says in said) == (4, True, True), said
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_at_the_target_is_not_followed(project: Project, tmp_path: Path) -> None:
    """A linked folder that leads elsewhere is refused; a linked file is not ours, and its target is never written to."""
    there = alone(project, tmp_path)
    (tmp_path / "elsewhere").mkdir()
    there.there.mkdir()
    (there.there / "articles").symlink_to(tmp_path / "elsewhere")
    code, _, said = project.deploy()
    assert (code, "leads out of the folder" in said) == (4, True), said
    assert not list((tmp_path / "elsewhere").iterdir())
    (there.there / "articles").unlink()
    (tmp_path / "precious").write_text("precious")
    (there.there / "feed.xml").symlink_to(tmp_path / "precious")
    assert project.deploy()[0] == 4
    assert project.deploy("--replace")[0] == 0
    assert (tmp_path / "precious").read_text() == "precious"


def in_a_repository(project: Project) -> None:
    """The project lies in a repository with work in progress."""
    git(project.root, "init", "-q", "-b", "main")
    (project.root / ".gitignore").write_text("output/\n.cache/\n")
    (project.root / "notes.txt").write_text("first")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "first")
    (project.root / "notes.txt").write_text("second")
    git(project.root, "add", "notes.txt")
    (project.root / "notes.txt").write_text("third")


def test_the_work_tree_is_not_disturbed(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Index, work tree, branches and commit of the project are as before, even where a hook of it runs the deploy."""
    branch = Branch(tmp_path / "bare.git")
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    project.settings('[deploy]\nto = "git"\n')
    in_a_repository(project)
    git(project.root, "remote", "add", "origin", "../bare.git")
    before = {name: (project.root / ".git" / name).read_bytes() for name in ("index", "HEAD", "config")}
    state = git(project.root, "status", "--porcelain=v2", "--branch"), git(project.root, "for-each-ref")
    monkeypatch.setenv("GIT_DIR", str(project.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(project.root / ".git" / "index"))
    code, _, said = project.deploy()
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert code == 0, said
    assert site_of(branch) == project.files()
    assert {name: (project.root / ".git" / name).read_bytes() for name in before} == before
    assert (git(project.root, "status", "--porcelain=v2", "--branch"), git(project.root, "for-each-ref")) == state
    assert b"Kliping" in branch.git("log", "--format=%an", "gh-pages")


def test_what_somebody_else_pushed_meanwhile(project: Project, tmp_path: Path) -> None:
    """Between the look and the push the branch moved: nothing of theirs is lost, and the next run takes it in."""
    branch = Branch(tmp_path / "bare.git")
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    for history in ("true", "false"):
        project.settings(f'[deploy]\nto = "git"\nrepository = "../bare.git"\nhistory = {history}\n')
        project.write("feed.xml", history)
        target = config.load(project.root / "site.toml", {}).targets[0]
        site = local.whole(project.output, project.root / ".cache", project.root)
        around = programs.Surroundings(project.root, project.root / ".cache", "", dict(os.environ))
        with deploy.PLACES[type(target)](target, site, around) as place:
            remote = place.look()
            branch.put(f"CNAME-{history}", b"theirs")
            with pytest.raises(OutputError, match="somebody else published there meanwhile"):
                list(place.put(plan(place.wanted, remote), remote))
        assert project.deploy()[0] == 0
        assert site_of(branch)[f"CNAME-{history}"] == b"theirs"
        assert site_of(branch)["feed.xml"] == history.encode()


def test_a_number_in_a_hash_is_no_answer_of_a_server() -> None:
    """403 says that nobody was let in only where it stands by itself."""
    target = GitTarget("git", "deploy", "10%", "../bare.git", "gh-pages", history=True)
    told = programs.failed(
        target, "repository", "git", "! [rejected] 70e677d0daeb3331c42f92d403ead29 -> gh-pages (fetch first)"
    )
    assert "somebody else published there meanwhile" in told.what
    assert (
        "was not let in" in programs.failed(target, "repository", "git", "The requested URL returned error: 403").what
    )


def test_a_git_that_was_killed(project: Project, tmp_path: Path) -> None:
    """Locks that a killed git left in our own repository do not stop the next deploy."""
    branch = Branch(tmp_path / "bare.git")
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    project.settings('[deploy]\nto = "git"\nrepository = "../bare.git"\n')
    assert project.deploy()[0] == 0
    own = next((project.root / ".cache").glob("deploy-*.git"))
    for name in ("shallow.lock", "refs/kliping/published.lock", "packed-refs.lock", "config.lock"):
        (own / name).write_text("")
    project.write("feed.xml", "<rss>2</rss>")
    code, _, said = project.deploy()
    assert code == 0, said
    assert site_of(branch) == project.files()


@pytest.mark.parametrize(("history", "commits"), [("true", 3), ("false", 1)])
def test_history_is_kept_or_not(project: Project, tmp_path: Path, history: str, commits: int) -> None:
    """Each deploy is a commit on the one before, or the branch is always one commit."""
    branch = Branch(tmp_path / "bare.git")
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    project.settings(f'[deploy]\nto = "git"\nrepository = "../bare.git"\nhistory = {history}\n')
    for number in range(3):
        project.write("feed.xml", str(number))
        code, _, said = project.deploy()
        assert code == 0, said
    assert len(branch.git("log", "--format=%H", "gh-pages").split()) == commits
    assert site_of(branch) == project.files()


@pytest.mark.parametrize(
    ("repository", "says"),
    [
        ("nowhere", 'there is no remote "nowhere"'),
        ("../nowhere.git", "there is no such repository"),
        ("ssh://127.0.0.1:1/site.git", "cannot be reached"),
        ("../bare.git", "the branch is protected, or a hook there said no"),
    ],
)
def test_what_git_says(project: Project, tmp_path: Path, repository: str, says: str) -> None:
    """A failure names target, key and remedy."""
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    hook = tmp_path / "bare.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    project.settings(f'[deploy]\nname = "pages"\nto = "git"\nrepository = "{repository}"\n')
    code, _, said = project.deploy()
    assert code == 4
    assert f'error: site.toml: deploy.repository: target "pages": {says}' in said


def test_how_the_project_reaches_others_is_borrowed(project: Project) -> None:
    """The token that a CI system leaves in the project's repository is handed on in the environment, and nothing else is."""
    in_a_repository(project)
    git(project.root, "config", "http.https://git.example/.extraheader", "AUTHORIZATION: basic x")
    git(project.root, "config", "core.worktree", "/nowhere")
    around = programs.Surroundings(project.root, project.root / ".cache", "", dict(os.environ))
    handed = borrowed(around, shutil.which("git") or "git", around.variables)
    assert "AUTHORIZATION: basic x" in handed.values()
    assert "/nowhere" not in handed.values()


def test_missing_programs(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without git or rsync is told how to get them."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for toml, name in (
        ('to = "git"\nrepository = "../a"\n', "git"),
        ('to = "rsync"\nhost = "a"\npath = "/b"\n', "rsync"),
    ):
        project.settings(f"[deploy]\n{toml}")
        code, _, said = project.deploy()
        assert (code, f"needs {name}, which is not installed" in said, f"apt install {name}" in said) == (4, True, True)


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (("/mine", "/other"), "public", "was not let in"),
        (("/known", "/nobody"), "public", "the machine is not known yet"),
        (("  Port ", "  Port 1 #"), "public", "cannot be reached"),
        (("", ""), "not/there", "the folder above it is not there"),
        (("", ""), "file/public", "failed"),
    ],
)
def test_what_rsync_says(
    project: Project,
    machine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: tuple[str, str],
    path: str,
    says: str,
) -> None:
    """A failure names target, key and remedy."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "config").write_text(machine.read_text().replace(*change) if change[0] else machine.read_text())
    monkeypatch.setenv("RSYNC_RSH", f"ssh -F {tmp_path}/config")
    project.settings(f'[deploy]\nname = "live"\nto = "rsync"\nhost = "there"\npath = "{tmp_path}/{path}"\n')
    code, _, said = project.deploy()
    assert code == 4
    assert 'target "live": ' in said
    assert says in said


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", 'deploy.bucket: target "s3": the secret key is not the right one'),
        ("AWS_ACCESS_KEY_ID", "nobody", "the key is not known there"),
        ("AWS_ACCESS_KEY_ID", "", "there are no keys"),
        ("AWS_PROFILE", "nobody", 'deploy.profile: target "s3": there is no such profile'),
        ("bucket", "kliping-nowhere", "there is no such bucket"),
        ("endpoint", "http://127.0.0.1:1", 'deploy.endpoint: target "s3": cannot be reached'),
    ],
)
def test_what_s3_says(
    project: Project,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    value: str,
    says: str,
) -> None:
    """A failure names target, key and remedy, and no key or password."""
    bucket = a_bucket(request, tmp_path)
    for name, given in {**bucket.environ, **({key: value} if key.isupper() else {})}.items():
        monkeypatch.setenv(name, given) if given else monkeypatch.delenv(name, raising=False)
    if value == "":
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    lines = [f'{key} = "{value}"' if line.startswith(f"{key} =") else line for line in bucket.toml.splitlines()]
    project.settings("\n".join(lines) + "\n")
    code, _, said = project.deploy()
    assert (code, says in said) == (4, True), said
    assert "wrong" not in said


def test_objects_have_their_headers(
    project: Project, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind and lifetime are those of `_headers`, or known by the ending; when only those change, the file is sent again."""
    bucket = a_bucket(request, tmp_path)
    for name, value in bucket.environ.items():
        monkeypatch.setenv(name, value)
    project.settings(bucket.toml)
    assert project.deploy()[0] == 0
    expected = {
        "index.html": ("text/html; charset=utf-8", None),
        "feed.xml": ("application/xml; charset=utf-8", None),
        "site.webmanifest": ("application/manifest+json", None),
        "assets/style-01234567.css": ("text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        "articles/jembatan/index.html": ("text/html; charset=utf-8", "public, max-age=0, must-revalidate"),
    }
    for path, (kind, lifetime) in expected.items():
        found = bucket.head(path)
        assert (found["content-type"], found.get("cache-control")) == (kind, lifetime), path
    project.write("_headers", f"/news/feed.xml\n  Cache-Control: no-store\n\n{HEADERS}")
    code, told, said = project.deploy()
    assert (code, told["changed"]) == (0, ["_headers", "feed.xml"]), said
    assert bucket.head("feed.xml")["cache-control"] == "no-store"


def test_objects_redirect(project: Project) -> None:
    """A former address is kept with the object there, or with an empty one; what would forge a header is left out."""
    lines = [
        "/news/blog/lama.html /news/articles/jembatan/ 301",
        "/news/a /news/b\x07X-Evil:1",
        "/news/../x /news/ 301",
        "/news/* /x",
    ]
    project.write("_redirects", "\n".join([SITE["_redirects"], *lines]))
    objects = as_objects(local.read(project.output, {}), "https://kliping.example/news/")
    moved = {
        path: each.headers["WebsiteRedirectLocation"]
        for path, each in objects.items()
        if "WebsiteRedirectLocation" in each.headers
    }
    new = "/news/articles/jembatan/"
    assert moved == {"articles/old/index.html": new, "blog/lama.html": new}
    assert objects.keys() - SITE.keys() == {"blog/lama.html"}
