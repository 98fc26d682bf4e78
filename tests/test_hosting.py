"""Files for servers and CI: nginx and Caddy serve a site with what `kliping hosting` prints; workflows name commands that exist."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import servers
import yaml

from kliping import cli, config, hosting
from kliping.deploy.host_rules import headers_of, rules
from kliping.site import hosts

BASE = "https://kliping.example/"
LONG = "Jembatan Antah tidak pernah ada. " * 100
SITE = {
    "index.html": f"<!doctype html><title>front</title>{LONG}",
    "404.html": f"<!doctype html><title>lost</title>{LONG}",
    "articles/jembatan/index.html": f"<!doctype html><title>article</title>{LONG}",
    "articles/packed/index.html": f"<!doctype html><title>packed</title>{LONG}",
    "feed.xml": f"<rss>{LONG}</rss>",
    "atom.xml": f"<feed>{LONG}</feed>",
    "feed.json": f'{{"a": "{LONG}"}}',
    "topics/antah/feed.xml": f"<rss>topic {LONG}</rss>",
    "sitemap.xml": f"<urlset>{LONG}</urlset>",
    "robots.txt": "User-agent: *\n",
    "site.webmanifest": "{}",
    ".well-known/security.txt": "Contact: mailto:a@kliping.example\n",
    ".nojekyll": "",
    ".kliping.json": "{}",
    "assets/style-01234567.css": f"p {{}} /* {LONG} */",
    "assets/picture.avif": "avif",
    "assets/find.js": "1;",
}
OWN = '/articles/jembatan/*\n  X-Note: "100 %" {said} \\here\n  Cache-Control: no-store\n'
REDIRECTS = "/articles/lama/ /articles/jembatan/ 301\n/blog/old.html /articles/jembatan/ 302\n/feed/* /feed.xml 301\n"
KINDS = {
    "/": "text/html; charset=utf-8",
    "/articles/jembatan/": "text/html; charset=utf-8",
    "/feed.xml": "application/xml; charset=utf-8",
    "/topics/antah/feed.xml": "application/xml; charset=utf-8",
    "/atom.xml": "application/xml; charset=utf-8",
    "/feed.json": "application/feed+json; charset=utf-8",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/.well-known/security.txt": "text/plain; charset=utf-8",
    "/site.webmanifest": "application/manifest+json",
    "/assets/picture.avif": "image/avif",
    "/assets/style-01234567.css": "text/css; charset=utf-8",
}


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that serves the site."""

    name: str
    port: int

    def get(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers={"Host": "kliping.example", **named})
            answer = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in answer.getheaders():
                assert name.lower() not in found or name.lower() == "vary", f"{name} is sent twice"
                found[name.lower()] = value
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


def printed(kind: str, project: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(["hosting", kind], project) == 0
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a built site, with lines of its editor's own in `_headers`."""
    folder = tmp_path_factory.mktemp("hosted")
    folder.chmod(0o755)
    (folder / "site.toml").write_text(f'title = "Kliping Antah"\nbase_url = "{BASE}"\n')
    headers = hosts.headers(SITE, BASE, OWN)
    for path, text in {**SITE, "_headers": headers, "_redirects": REDIRECTS}.items():
        (folder / "output" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "output" / path).write_text(text, "utf-8")
    packed = gzip.compress(b"<!doctype html><title>packed before</title>" + LONG.encode(), mtime=0)
    (folder / "output" / "articles" / "packed" / "index.html.gz").write_bytes(packed)
    return folder


def text_of(kind: str, project: Path) -> str:
    texts = {name: (project / "output" / name).read_text("utf-8") for name in hosting.READ}
    return hosting.FILES[kind](BASE, texts)


@contextlib.contextmanager
def nginx(project: Path, folder: Path) -> Iterator[Server]:
    """nginx with the printed file; only the folder and the port are put in."""
    program = servers.program("nginx", "the file for nginx was not tried")
    port = servers.free_ports(1)[0]
    said = text_of("nginx", project).replace("/var/www/kliping.example", str(project / "output"))
    said = said.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(said)
    (folder / "nginx.conf").write_text(
        f"worker_processes 1; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/site.conf; }}\n"
    )
    command: list[str | Path] = [
        program,
        "-p",
        folder,
        "-e",
        "stderr",
        "-c",
        folder / "nginx.conf",
        "-g",
        "daemon off; user root;",
    ]
    if not is_root():
        command[-1] = "daemon off;"
    with servers.running(command, port, folder):
        yield Server("nginx", port)


def is_root() -> bool:
    import os

    return os.name == "posix" and os.geteuid() == 0


@contextlib.contextmanager
def caddy(project: Path, folder: Path) -> Iterator[Server]:
    """Caddy with the printed file; the folder and the port are put in, and no certificate is asked for."""
    program = servers.program("caddy", "the file for Caddy was not tried")
    port = servers.free_ports(1)[0]
    said = text_of("caddy", project).replace("/var/www/kliping.example", str(project / "output"))
    said = said.replace("kliping.example {", f"http://kliping.example:{port} {{\n\tbind 127.0.0.1")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{said}")
    environ = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command: list[str | Path] = [program, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]
    with servers.running(command, port, folder, environ):
        yield Server("caddy", port)


SERVERS: Mapping[str, Callable[[Path, Path], contextlib.AbstractContextManager[Server]]] = {
    "nginx": nginx,
    "caddy": caddy,
}


@pytest.fixture(scope="module", params=sorted(SERVERS))
def server(request: pytest.FixtureRequest, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](project, folder) as found:
        yield found


@pytest.mark.parametrize("address", sorted(KINDS))
def test_headers_are_those_of_the_site(server: Server, project: Path, address: str) -> None:
    """Each address has exactly the headers that `_headers` says, once, and its kind of content."""
    answer = server.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"].replace(" ", "") in (
        KINDS[address].replace(" ", ""),
        f"{KINDS[address]};charset=utf-8",
    )
    said = headers_of(address, rules((project / "output" / "_headers").read_text("utf-8")))
    skipped = {"content-type"} | ({"x-note"} if server.name == "caddy" else set())  # Caddy would fill in what is in {}
    assert "content-security-policy" in said
    for name, value in said.items():
        if name not in skipped:
            assert answer.headers.get(name) == value, name


def test_a_reader_gets_304(server: Server) -> None:
    """A feed that has not changed is not sent again, by its tag or by its day, compressed or not."""
    for accept in ("identity", "gzip"):
        for path in ("/feed.xml", "/feed.json"):
            first = server.get(path, Accept_Encoding=accept)
            assert first.status == 200
            tagged = server.get(path, Accept_Encoding=accept, If_None_Match=first.headers["etag"])
            dated = server.get(path, Accept_Encoding=accept, If_Modified_Since=first.headers["last-modified"])
            assert (tagged.status, dated.status) == (304, 304)
            assert tagged.headers["cache-control"] == "public, max-age=0, must-revalidate"


def test_pages_are_compressed(server: Server) -> None:
    """Pages, styles and feeds are sent compressed, or as they were compressed before; pictures as they are."""
    for path in ("/", "/feed.xml", "/feed.json", "/assets/style-01234567.css", "/articles/packed/"):
        answer = server.get(path, Accept_Encoding="gzip")
        assert answer.headers["content-encoding"] == "gzip", path
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert LONG.encode() in gzip.decompress(answer.body)
    assert b"packed before" in gzip.decompress(server.get("/articles/packed/", Accept_Encoding="gzip").body)
    assert "content-encoding" not in server.get("/assets/picture.avif", Accept_Encoding="gzip").headers


@pytest.mark.parametrize("path", ["/nowhere/", "/assets/gone.css", "/topics/gone/feed.xml", "/articles/jembatan/x"])
def test_what_is_not_there(server: Server, path: str) -> None:
    """The site's own page says so with 404, as a page, safely, and not for a year."""
    answer = server.get(path)
    assert answer.status == 404
    assert b"<title>lost</title>" in answer.body
    assert answer.headers["content-type"].replace(" ", "") == "text/html;charset=utf-8"
    assert "immutable" not in answer.headers.get("cache-control", "")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/.kliping.json", "/.nojekyll", "/_headers", "/_redirects", "/../site.toml", "/%2e%2e/site.toml"]
)
def test_what_is_for_hosts_is_not_shown(server: Server, path: str) -> None:
    """Hidden files, files for hosts and what lies outside are not served."""
    assert server.get(path).status in (400, 403, 404)


def test_former_addresses_lead_on(server: Server) -> None:
    """Lines of `_redirects` are obeyed; patterns are left to the page that stands there."""
    for path, status in (("/articles/lama/", 301), ("/blog/old.html", 302)):
        answer = server.get(path)
        assert (answer.status, answer.headers["location"]) == (status, "/articles/jembatan/")
    assert server.get("/articles/jembatan").headers["location"].endswith("/articles/jembatan/")


# ------------------------------------------------------------------ without a server


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
@pytest.mark.parametrize("below", ["/news/", "/a;b/", "/berita-käse/"])
def test_a_site_below_a_folder(kind: str, below: str, tmp_path: Path) -> None:
    """A site below a folder of its host has its 404 page and its rules there, whatever the folder is called."""
    base_url = config.base_url(f"https://example.org{below}")
    said = hosting.FILES[kind](base_url, {"_headers": hosts.headers(SITE, base_url, ""), "_redirects": ""})
    assert f"{below}404.html" in said
    assert f"^{re.escape(below)}assets/".replace("\\", "\\\\" if kind == "nginx" else "\\") in said
    taken(kind, said, tmp_path)


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
@pytest.mark.parametrize(
    "own",
    [
        "/*\n  X-A: a\r\n  X-B\n",
        '/x"; return 200 hacked; #\n  X-A: 1\n',
        '/*\n  X-A: "; add_header X-Hacked 1; #\n',
        "/*\n  X-A; return 200: 1\n",
        "/*\n  X-A: `\n\trespond hacked\n",
        "/*\n  X-A: \x00\x1b\n",
        "/$uri`{\n  X-A: ${uri}\n",
    ],
)
def test_own_lines_cannot_break_out(kind: str, own: str, tmp_path: Path) -> None:
    """What stands in `_headers` or `_redirects` is a value in the server's file, and never a directive."""
    paths = '/a"b /c 301\n/a;b{} /c;return 301\n/`a /c` 301\n/a%0aredir /b 301\n/a javascript:alert(1) 301\n'
    said = hosting.FILES[kind](BASE, {"_headers": own, "_redirects": paths})
    assert "hacked" not in re.sub(r'"(?:[^"\\]|\\.)*"' if kind == "nginx" else r"`[^`]*`", "", said)
    assert "javascript:" not in said
    taken(kind, said, tmp_path)


def taken(kind: str, said: str, tmp_path: Path) -> None:
    """The server's own program reads the file without a fault."""
    if kind == "nginx":
        program = servers.program("nginx", "whether nginx takes the file was not tried")
        text = said.replace("listen 80;", "listen 127.0.0.1:1;").replace("listen [::]:80;", "")
        (tmp_path / "site.conf").write_text(text)
        (tmp_path / "nginx.conf").write_text(
            f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ include {tmp_path}/site.conf; }}"
        )
        check(program, "-t", "-q", "-e", "stderr", "-c", str(tmp_path / "nginx.conf"))
    else:
        program = servers.program("caddy", "whether Caddy takes the file was not tried")
        (tmp_path / "Caddyfile").write_text(said)
        check(program, "adapt", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile")


def check(*command: str) -> None:
    import subprocess

    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_workflows_are_yaml_and_their_commands_exist(
    kind: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workflow can be read, and every `kliping …` in it is a command with these switches."""
    said = printed(kind, project, capsys)
    found = yaml.safe_load(said)
    scripts = list(runs(found))
    named = [line.split("||")[0] for text in scripts for line in text.splitlines() if line.startswith("kliping ")]
    named += re.findall(r"^# +(kliping deploy .*)$", said, re.M)
    assert len(named) >= 2
    for line in named:
        cli.parser().parse_args(shlex.split(line)[1:])


def runs(value: object) -> Iterator[str]:
    """Every command that a workflow runs."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("run", "script", "before_script"):
                yield from [inner] if isinstance(inner, str) else inner
            yield from runs(inner)
    elif isinstance(value, list):
        for each in value:
            yield from runs(each)


def test_servers_need_a_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first build there is nothing that a server's file could follow from."""
    (tmp_path / "site.toml").write_text(f'title = "Kliping Antah"\nbase_url = "{BASE}"\n')
    assert cli.main(["hosting", "nginx"], tmp_path) == 2
    assert "run `kliping build`" in capsys.readouterr().err
    assert cli.main(["hosting", "github"], tmp_path) == 0
