"""`fetch` and `check --online` against a real server on loopback: manners, bounds, and the account of every address."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import ssl
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote

import pytest
from commands import ENTRY, SECOND, Ended, Run, files, project, run
from servers import program
from web import Asked, Said, Web, serving

from kliping.fetching import originals
from kliping.fetching.policy import Answer, Bounds, Trouble
from kliping.fetching.visits import Visits
from kliping.ingest import readers
from kliping.records import RawFile

__all__ = ("project", "run")

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Karangan</title>{}</channel></rss>'


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


def page(title: str, more: str = "") -> bytes:
    """A page of a made-up article."""
    paragraphs = "".join(f"<p>{line}</p>" for line in SECOND.replace("Harga Beras di Antah", title).split("\n\n")[3:])
    return f"<!DOCTYPE html><html lang=id><head><meta charset=utf-8><title>{title} - Warta Antah</title></head><body><h1>{title}</h1><time datetime=2020-10-07T09:30+07:00>7 Oktober 2020</time>{paragraphs}{more}</body></html>".encode()


def feed(*links: str) -> Said:
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    return Said(200, {"Content-Type": "application/rss+xml"}, RSS.format(items).encode())


@pytest.fixture
def fetch(run: Run) -> Callable[..., Ended]:
    """Fetch from loopback without pauses."""

    def fetched(*arguments: str) -> Ended:
        return run("fetch", "--allow-private", "--pause", "0", *arguments)

    return fetched


def fates(ended: Ended) -> list[tuple[str, str]]:
    """Path and status of each address of an account."""
    return [("/" + each["address"].split("/", 3)[3], each["status"]) for each in ended.data]


# ------------------------------------------------------------------ an article


def test_an_article_from_its_address(project: Path, web: Web, fetch: Callable[..., Ended]) -> None:
    """The page's bytes lie in the inbox with address, time and headers, and its entry knows where it came from."""
    body = page("Karangan: Pasar Antah")
    web.pages["/pasar.html"] = Said(200, {"ETag": '"p1"', "Last-Modified": "Wed, 07 Oct 2020 03:00:00 GMT"}, body)
    ended = fetch("--clock", "2020-10-31T08:00:00+07:00", web.url("/pasar.html"))
    assert ended.code == 0, ended.err
    assert "taken: " in ended.err
    assert "Karangan: Pasar Antah" in ended.out
    raw = (project / "content/inbox/127.0.0.1/pasar.mhtml").read_bytes()
    assert body in raw
    assert b'ETag: "p1"\r\nLast-Modified: Wed, 07 Oct 2020 03:00:00 GMT' in raw
    assert b"Date: Sat, 31 Oct 2020 01:00:00 +0000" in raw
    entry = next((project / "content/entries").rglob("karangan-pasar-antah.md")).read_text("utf-8")
    assert web.url("/pasar.html") in entry
    assert "inbox/127.0.0.1/pasar.mhtml" in entry
    (asked,) = (each for each in web.asked if each.path == "/pasar.html")
    assert asked.headers["user-agent"].startswith("Kliping/")
    assert asked.headers["user-agent"].endswith("(+https://kliping.example/)")
    assert not {"cookie", "referer", "authorization"} & set(asked.headers)


def test_again_only_what_changed(project: Path, web: Web, fetch: Callable[..., Ended]) -> None:
    """The server is asked for what changed since; the same bytes are not kept twice, others beside the first."""
    state = ["a"]

    def answer(asked: Asked) -> Said:
        tag = f'"{state[0]}"'
        if asked.headers.get("if-none-match") == tag:
            return Said(304, {"ETag": tag})
        return Said(
            200,
            {"ETag": tag, "Set-Cookie": "a=b"},
            page("Karangan: Pasar Antah", "<p>Diperbarui.</p>" * (state[0] == "b")),
        )

    web.pages["/pasar"] = answer
    inbox = project / "content" / "inbox"
    said = []
    for now in "aaba":
        state[0] = now
        said.append(fates(fetch("--json", web.url("/pasar")))[0][1])
    assert said == ["taken", "not changed", "taken", "same"]
    assert len(list(inbox.rglob("pasar*.mhtml"))) == 2
    (project / ".cache" / "fetched.json").unlink()
    assert fates(fetch("--json", web.url("/pasar"))) == [("/pasar", "same")]
    for file in inbox.rglob("pasar*.mhtml"):
        file.unlink()
    assert fates(fetch("--json", web.url("/pasar"))) == [("/pasar", "taken")]
    assert not any("cookie" in each.headers for each in web.asked)


def test_a_dry_run_writes_nothing(project: Path, web: Web, fetch: Callable[..., Ended]) -> None:
    """It says what it would take; articles of feeds are not even asked for."""
    web.pages |= {"/pasar": Said(body=page("Karangan: Pasar Antah")), "/feed": feed("/a", "/b", "/c")}
    before = files(project)
    ended = fetch("--dry-run", "--json", "--limit", "2", web.url("/pasar"), web.url("/feed"))
    assert fates(ended) == [
        ("/pasar", "taken"),
        ("/a", "new"),
        ("/b", "new"),
        ("/c", "left for later"),
        ("/feed", "feed"),
    ]
    assert ended.data[0]["article"]["status"] == "created"
    assert files(project) == before
    assert web.paths() == ["/pasar", "/feed"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["pasar.html"], "is no web address"),
        (["content/inbox/good.txt"], "kliping add takes files"),
        (["https://orang:kunci@antah.example/"], "has a name or password in it"),
        (["ftp://antah.example/"], "is no web address"),
        (["--pause", "x", "https://antah.example/"], "is no number of seconds"),
        (["--limit", "-1", "https://antah.example/"], "is no such number"),
        ([], "required"),
    ],
)
def test_wrong_use(run: Run, given: list[str], said: str) -> None:
    """Nothing is asked before all addresses make sense."""
    ended = run("fetch", *given)
    assert ended.code == 2
    assert said in ended.err


def test_without_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "feedparser", None)
    ended = run("fetch", "https://antah.example/")
    assert ended.code == 2
    assert "pip install 'kliping[fetch]'" in ended.err


# ------------------------------------------------------------------ feeds


def test_what_is_new_in_a_feed(project: Path, web: Web, fetch: Callable[..., Ended]) -> None:
    """New articles are taken from the top, then the rest, then nothing; what a person deleted does not come back."""
    titles = ["Karangan: Pasar Antah", "Karangan: Jalan Kotarupa", "Karangan: Kebun Berantah"]
    web.pages |= {f"/{number}": Said(body=page(title)) for number, title in enumerate(titles)}
    web.pages["/feed.xml"] = feed("0", "/1?utm_source=rss", web.url("/2"))
    web.pages["/1?utm_source=rss"] = web.pages["/1"]
    first = fetch("--json", "--limit", "2", web.url("/feed.xml"))
    assert [status for _, status in fates(first)] == ["taken", "taken", "left for later", "feed"]
    assert [each["article"]["status"] for each in first.data[:2]] == ["created", "created"]
    assert [status for _, status in fates(fetch("--json", web.url("/feed.xml")))] == ["here already"] * 2 + [
        "taken",
        "feed",
    ]
    next((project / "content/inbox").rglob("2.mhtml")).unlink()
    web.asked.clear()
    ended = fetch(web.url("/feed.xml"))
    assert (ended.code, ended.out) == (0, "")
    assert "3 here already, 1 feed." in ended.err
    assert web.paths() == ["/feed.xml"]
    (project / ".cache" / "fetched.json").unlink()
    assert [status for _, status in fates(fetch("--json", web.url("/feed.xml")))] == ["here already"] * 3 + ["feed"]


def test_a_feed_that_has_not_changed(web: Web, fetch: Callable[..., Ended]) -> None:
    """It is remembered once all of it was taken, and --all asks for its articles again."""

    def answer(asked: Asked) -> Said:
        if asked.headers.get("if-modified-since"):
            return Said(304)
        return Said(
            200, {"Content-Type": "text/xml", "Last-Modified": "Wed, 07 Oct 2020 03:00:00 GMT"}, feed("/a", "/b").body
        )

    web.pages |= {"/feed": answer, "/a": Said(body=page("Karangan: Pasar Antah")), "/b": Said(500)}
    assert [status for _, status in fates(fetch("--json", web.url("/feed")))] == ["taken", "failed", "feed"]
    web.pages["/b"] = Said(body=page("Karangan: Jalan Kotarupa"))
    assert [status for _, status in fates(fetch("--json", web.url("/feed")))] == ["here already", "taken", "feed"]
    assert fates(fetch("--json", web.url("/feed"))) == [("/feed", "not changed")]


def test_articles_of_a_feed_asked_again(web: Web, fetch: Callable[..., Ended]) -> None:
    """With --all."""
    web.pages |= {"/feed": feed("/a"), "/a": Said(body=page("Karangan: Pasar Antah"))}
    fetch(web.url("/feed"))
    assert [status for _, status in fates(fetch("--json", "--all", web.url("/feed")))] == ["same", "feed"]


# ------------------------------------------------------------------ robots.txt and pauses

ROBOTS: Mapping[str, tuple[Said, str]] = {
    "none": (Said(404), ""),
    "forbidden to read": (Said(403), ""),
    "a fault of the server": (Said(500), "could not be read (500)"),
    "too busy": (Said(503, {"Retry-After": "0"}), "could not be read (503)"),
    "forbids": (Said(body=b"User-agent: *\nDisallow: /pasar"), "does not allow it"),
    "allows": (Said(body=b"User-agent: *\nDisallow: /\nAllow: /pasar"), ""),
    "leads elsewhere": (Said(301, {"Location": "/aturan"}), "does not allow it"),
    "leads to itself": (Said(301, {"Location": "/robots.txt"}), ""),
    "broken off": (Said(200, {"Content-Length": "9999"}, b"User-agent: *\n"), "could not be read"),
    "endless": (Said(body=b"User-agent: *\nDisallow: /pasar\n" + b"#" * 2_000_000), "does not allow it"),
}


@pytest.mark.parametrize("name", sorted(ROBOTS))
def test_robots(name: str, web: Web, fetch: Callable[..., Ended]) -> None:
    """A robots.txt that forbids, or that cannot be read, is obeyed: the page is never asked for."""
    answer, refused = ROBOTS[name]
    web.pages |= {"/robots.txt": answer, "/pasar": Said(body=page("Karangan: Pasar Antah"))}
    web.pages["/aturan"] = Said(body=b"User-agent: Kliping\nDisallow: /")
    ended = fetch(web.url("/pasar"))
    assert ended.code == (1 if refused else 0)
    assert refused in ended.err
    assert ("/pasar" in web.paths()) == (not refused)


def test_where_a_redirect_leads_is_asked_too(web: Web, fetch: Callable[..., Ended]) -> None:
    """The robots.txt of each host on the way is obeyed."""
    with serving() as other:
        other.pages |= {"/robots.txt": Said(body=b"User-agent: *\nDisallow: /"), "/pasar": Said(body=page("Pasar"))}
        web.pages["/pasar"] = Said(302, {"Location": other.url("/pasar")})
        ended = fetch(web.url("/pasar"))
        assert "robots.txt does not allow it" in ended.err
        assert other.paths() == []


def test_a_pause_for_each_host(web: Web, project: Path, run: Run) -> None:
    """Between two requests to a host there is a pause, none before the first and none between hosts."""
    times: list[float] = []

    def answer(asked: Asked) -> Said:
        times.append(time.monotonic())
        return Said(404)

    web.pages |= {f"/{number}": answer for number in range(3)}
    run("fetch", "--allow-private", "--pause", "0.3", *(web.url(f"/{number}") for number in range(3)))
    assert all(later - earlier >= 0.3 for earlier, later in itertools.pairwise(times))
    times.clear()
    run("fetch", "--allow-private", "--pause", "30", web.url("/0"), web.url("/1", "localhost"))
    assert times[1] - times[0] < 5


def test_the_pause_that_a_site_asks_for(web: Web) -> None:
    """Crawl-delay counts if it is longer than ours, up to a limit."""
    web.pages |= {
        "/robots.txt": Said(body=b"User-agent: *\nCrawl-delay: 0.4"),
        "/a": Said(body=b"<p>"),
        "/b": Said(body=b"<p>"),
    }
    visits = Visits("Kliping", Bounds(pause=0, private=True))
    begun = time.monotonic()
    visits.get(web.url("/a"))
    visits.get(web.url("/b"))
    assert 0.4 <= time.monotonic() - begun < 3
    assert visits.pause_of(web.url()) == 0.4
    assert Visits("Kliping", Bounds(pause=0, longest_pause=0.1)).pause_of(web.url()) == 0


# ------------------------------------------------------------------ bounds


def slowly(piece: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """What sends bytes one by one and never ends, until the other side hangs up."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            for _ in range(200):
                handler.wfile.write(piece)
                handler.wfile.flush()
                time.sleep(0.05)

    return send


BOMB = gzip.compress(b"<p>" + b"\0" * 30_000_000)
WRONG: Mapping[str, tuple[Said, str]] = {
    "not found": (Said(404), "no such page (404)"),
    "gone": (Said(410), "gone (410)"),
    "forbidden": (Said(403), "without signing in (403)"),
    "a fault": (Said(500), "a fault (500)"),
    "nothing": (Said(204, {"Content-Length": ""}), "answered 204"),
    "strange": (Said(299), "answered 299"),
    "a redirect without a target": (Said(302), "answered 302"),
    "a redirect to itself": (Said(301, {"Location": "/x"}), "back to itself"),
    "a redirect to a file": (Said(301, {"Location": "file:///etc/passwd"}), "no web address"),
    "a redirect to a script": (Said(301, {"Location": "javascript:alert(1)"}), "no web address"),
    "a redirect with a password": (Said(301, {"Location": "http://a:b@127.0.0.1/"}), "no web address"),
    "a slow body": (Said(200, {"Content-Length": "10000"}, b"<p>", slowly(b"a")), "longer than 1 s"),
    "an endless body": (Said(200, {"Content-Length": ""}, b"<p>", slowly(b"a" * 500_000)), "more than 2 MB"),
    "too large by its own word": (Said(200, {"Content-Length": "3000000000"}, b"<p>"), "has 3000 MB"),
    "broken off": (Said(200, {"Content-Length": "10000"}, b"<p>"), "broke off"),
    "a bomb": (Said(200, {"Content-Encoding": "gzip"}, BOMB), "more than 2 MB"),
    "a bomb of zlib": (Said(200, {"Content-Encoding": "deflate"}, zlib.compress(b"\0" * 30_000_000)), "more than 2 MB"),
    "a bomb in pieces": (Said(200, {"Content-Encoding": "gzip"}, gzip.compress(b"<p>" * 300_000) * 20), "more than 2 MB"),
    "packed twice": (Said(200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(BOMB)), "not asked for"),
    "packed otherwise": (Said(200, {"Content-Encoding": "br"}, b"abc"), "not asked for"),
    "packed, they say": (Said(200, {"Content-Encoding": "gzip"}, b"<p>Tidak."), "broke off"),
    "packed and cut": (Said(200, {"Content-Encoding": "gzip"}, gzip.compress(page("Pasar"))[:-20]), "broke off"),
    "headers without end": (Said(200, {"X-Long": "a" * 200_000}, b"<p>"), "broke off"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRONG))
def test_bounds(name: str, web: Web) -> None:
    """What takes too long, is too much or nothing at all is told, soon, and never kept."""
    answer, why = WRONG[name]
    web.pages["/x"] = answer
    visits = Visits("Kliping", Bounds(seconds=1, page=2_000_000, pause=0, private=True))
    begun = time.monotonic()
    found = visits.get(web.url("/x"))
    from kliping.fetching import policy

    wrong = found if isinstance(found, Trouble) else policy.wrong(found)
    assert wrong is not None
    assert why in wrong.what
    assert wrong.remedy
    assert time.monotonic() - begun < 3


def test_slow_headers(web: Web) -> None:
    """A head that comes a letter at a time counts against the same time."""

    head = b"HTTP/1.1 200 OK\r\n"  # after an answer that only announces one
    web.pages["/x"] = Said(100, {"Content-Type": "", "Content-Length": ""}, head, slowly(b"X: a\r\n"))
    visits = Visits("Kliping", Bounds(seconds=1, pause=0, private=True))
    begun = time.monotonic()
    found = visits.get(web.url("/x"))
    assert isinstance(found, Trouble)
    assert found.what == "took longer than 1 s"
    assert time.monotonic() - begun < 3


PACKED: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "in several members": ("x-gzip", lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:]) + b"\0" * 9),
    "zlib": ("deflate", zlib.compress),
    "bare deflate": ("deflate", lambda data: zlib.compress(data, wbits=-15)),
    "as it is": ("identity", bytes),
}


@pytest.mark.parametrize("name", sorted(PACKED))
def test_what_is_packed_for_the_way(name: str, web: Web) -> None:
    """Comes out as it went in."""
    said, pack = PACKED[name]
    body = page("Karangan: Pasar Antah") * 100
    web.pages["/x"] = Said(200, {"Content-Encoding": said}, pack(body))
    found = Visits("Kliping", Bounds(pause=0, private=True)).get(web.url("/x"))
    assert isinstance(found, Answer)
    assert found.body == body


def test_redirects(web: Web) -> None:
    """They are followed, up to a limit, and the page knows where it was in the end."""
    web.pages |= {f"/{number}": Said(302, {"Location": f"/{number + 1}#x"}) for number in range(9)}
    web.pages["/9"] = Said(body=b"<p>")
    visits = Visits("Kliping", Bounds(pause=0, private=True))
    found = visits.get(web.url("/4"))
    assert isinstance(found, Answer)
    assert found.url == web.url("/9")
    found = visits.get(web.url("/3"))
    assert isinstance(found, Trouble)
    assert "more than 5 times" in found.what


def test_certificates(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page over TLS comes only from the host that its certificate names, and if somebody the machine trusts vouches for it."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    openssl = program("openssl", "pages over TLS")
    subprocess.run([openssl, *make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    web.pages["/pasar"] = Said(body=b"<p>")
    url = web.url("/pasar", "localhost").replace("http", "https", 1)
    bounds = Bounds(pause=0, private=True)
    wrong = Visits("Kliping", bounds).get(url)
    assert isinstance(wrong, Trouble)
    assert "shows no certificate that can be trusted" in wrong.what
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    found = Visits("Kliping", bounds).get(url)
    assert isinstance(found, Answer)
    assert found.body == b"<p>"
    elsewhere = Visits("Kliping", bounds).get(url.replace("localhost", "127.0.0.1"))
    assert isinstance(elsewhere, Trouble)
    assert "shows no certificate that can be trusted" in elsewhere.what


# ------------------------------------------------------------------ patience


def test_too_early(web: Web, fetch: Callable[..., Ended]) -> None:
    """A server that asks to wait a second is asked again after it."""
    answers = iter(
        [Said(429, {"Retry-After": "1"}), Said(503, {"Retry-After": "0"}), Said(body=page("Karangan: Pasar Antah"))]
    )
    web.pages["/pasar"] = lambda _: next(answers)
    begun = time.monotonic()
    assert fates(fetch("--json", web.url("/pasar"))) == [("/pasar", "taken")]
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize(("headers", "times"), [({"Retry-After": "3600"}, 1), ({"Retry-After": "0"}, 3), ({}, 3)])
def test_far_too_early(headers: Mapping[str, str], times: int, web: Web) -> None:
    """One that asks for more than we wait, or goes on asking, is left alone for this run."""
    web.pages["/a"] = Said(429, headers)
    visits = Visits("Kliping", Bounds(pause=0, wait_unsaid=0, private=True))
    for path in ("/a", "/b"):
        found = visits.get(web.url(path))
        assert isinstance(found, Trouble)
        assert "asks not to be asked now (429)" in found.what
    assert web.paths() == ["/a"] * times


# ------------------------------------------------------------------ this machine and its network


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_asked(host: str, web: Web, run: Run) -> None:
    """By whatever name it goes, unless a switch allows it."""
    ended = run("fetch", web.url("/pasar", host))
    assert ended.code == 1
    assert web.asked == []
    assert "refused: " in ended.err or "cannot be reached" in ended.err or "is not known" in ended.err
    assert "--allow-private" in ended.err or host in ("0", "[::1]", "[::ffff:127.0.0.1]")


def test_a_redirect_does_not_lead_to_this_machine(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each hop is looked at, and the connection goes to the address that was looked at."""
    from kliping.fetching import client

    asked: list[str] = []

    def addresses(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr(client, "addresses_of", addresses)
    monkeypatch.setattr(client, "is_public", lambda _: asked[-1] == "antah.example")
    web.pages["/pasar"] = Said(302, {"Location": web.url("/dalam", "dalam.example")})
    found = Visits("Kliping", Bounds(pause=0)).get(web.url("/pasar", "antah.example"))
    assert isinstance(found, Trouble)
    assert found.is_refused
    assert "dalam.example is this machine" in found.what
    assert web.paths() == ["/pasar"]
    assert web.asked[0].headers["host"].startswith("antah.example:")


def test_a_name_is_looked_up_once_a_connection(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is looked at and private a moment later gains nothing."""
    from kliping.fetching import client

    answers = itertools.chain([["93.184.216.34"]], itertools.repeat(["127.0.0.1"]))
    monkeypatch.setattr(client, "addresses_of", lambda host, port: next(answers))
    connected: list[str] = []

    def connect(self: object, host: str, *_: object) -> None:
        connected.append(host)
        raise OSError("tidak ada")

    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect)
    found = Visits("Kliping", Bounds(pause=0)).get(web.url("/pasar", "antah.example"))
    assert isinstance(found, Trouble)
    assert connected == ["93.184.216.34"]


def test_nobody_there(run: Run, web: Web) -> None:
    """A host that cannot be reached is told once and not asked for each of its addresses."""
    address = web.url()
    web.server_close()
    ended = run("fetch", "--allow-private", f"{address}a", f"{address}b")
    assert ended.code == 1
    assert ended.err.count("cannot be reached") == 2


# ------------------------------------------------------------------ what is no article

NO_PAGES: Mapping[str, tuple[Said, str]] = {
    "a PDF": (Said(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), "no web page but application/pdf"),
    "a PDF, they say a page": (Said(200, {"Content-Type": "text/html"}, b"%PDF-1.7"), "no web page but no text"),
    "empty": (Said(200), "an empty page came"),
    "a picture": (Said(200, {"Content-Type": "image/png\x1b[31m"}, b"\x89PNG"), "no web page but image/png"),
    "a broken feed": (Said(200, {"Content-Type": "application/rss+xml"}, b"rusak"), "is no feed"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(NO_PAGES))
def test_what_is_no_article(name: str, project: Path, web: Web, fetch: Callable[..., Ended]) -> None:
    """It is told with a remedy, without what a terminal would obey, and nothing is kept of it."""
    answer, why = NO_PAGES[name]
    web.pages["/x"] = answer
    before = {path for path in files(project) if path.startswith("content/")}
    ended = fetch(web.url("/x"))
    assert ended.code == 1
    assert why in ended.err
    assert "\x1b" not in ended.err
    assert {path for path in files(project) if path.startswith("content/")} == before


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16", "nonsense", "windows-1251"])
def test_wrong_charsets(charset: str, project: Path, web: Web, fetch: Callable[..., Ended]) -> None:
    """Bytes are kept as they came, whatever the server says of them, and the words are read right."""
    body = page("Karangan: Kafé Antah")
    web.pages["/kafe"] = Said(200, {"Content-Type": f"text/html; charset={charset}"}, body)
    fetch(web.url("/kafe"))
    raw = (project / "content/inbox/127.0.0.1/kafe.mhtml").read_bytes()
    assert body in raw
    assert any("Kafé" in line.text for line in readers.read(RawFile("inbox/kafe.mhtml", raw)).lines)


# ------------------------------------------------------------------ check --online


def with_original(project: Path, url: str, *more: str) -> None:
    """An entry whose article was published at an address."""
    entry = project / ENTRY
    lines = [line for line in entry.read_text("utf-8").split("\n") if not line.startswith("url:")]
    entry.write_text("\n".join([lines[0], f"url: {url}", *more, *lines[1:]]), "utf-8")


def closest(url: str) -> Said:
    told = {"archived_snapshots": {"closest": {"available": True, "url": url, "timestamp": "2020", "status": "200"}}}
    return Said(200, {"Content-Type": "application/json"}, json.dumps(told).encode())


ONLINE = ("check", "--only", "originals", "--allow-private", "--pause", "0")
COPY = "https://web.archive.org/web/20201006/https://warta-antah.example/jembatan"
STATES: Mapping[str, tuple[Said, str, str]] = {
    "there": (Said(200, {}, b"<p>" * 5_000_000), "", ""),
    "not found": (Said(404), "is gone (404)", ""),
    "gone": (Said(410), "is gone (410)", ""),
    "the front page": (Said(301, {"Location": "/"}), "leads to a front page now", ""),
    "moved": (Said(301, {"Location": "/pindah"}), "", ""),
    "forbidden": (Said(403), "", "may not be read by programs or without signing in (403)"),
    "a fault": (Said(500), "", "the server has a fault (500)"),
    "in circles": (Said(302, {"Location": "/jembatan"}), "", "leads back to itself"),
}


@pytest.mark.parametrize("name", sorted(STATES))
def test_what_became_of_originals(name: str, web: Web) -> None:
    """There, gone, or nobody can tell; only where it is gone the archive is asked for a copy."""
    answer, gone, unknown = STATES[name]
    web.pages |= {"/jembatan": answer, "/": Said(body=b"<p>"), "/pindah": Said(body=b"<p>")}
    url = web.url("/jembatan")
    web.pages[f"/available?url={quote(url, safe='')}&timestamp=20201005"] = closest(COPY.replace("https", "http", 1))
    visits = Visits("Kliping", Bounds(pause=0, private=True))
    (found,) = originals.look([(url, "20201005")], visits, web.url("/available"))
    assert found == originals.Original(url, gone, unknown, COPY if gone else "")
    assert any("available" in path for path in web.paths()) == bool(gone)


def test_a_server_that_gives_no_heads(web: Web) -> None:
    """Is asked for the page, and only its beginning is read."""
    web.pages["/jembatan"] = lambda asked: Said(405 if asked.method == "HEAD" else 200, {}, b"<p>" * 5_000_000)
    visits = Visits("Kliping", Bounds(pause=0, private=True))
    (found,) = originals.look([(web.url("/jembatan"), "")], visits, "")
    assert not found.gone + found.unknown
    assert [each.method for each in web.asked if each.path == "/jembatan"] == ["HEAD", "GET"]


def test_originals_that_are_gone(project: Path, web: Web, run: Run) -> None:
    """The entry is named, and the address of an archive's copy with it; once that is written, all is well. Nothing is changed."""
    run("build", "-q")
    url = web.url("/jembatan")
    with_original(project, url)
    web.pages[f"/available?url={quote(url, safe='')}&timestamp=20201005"] = closest(COPY)
    before = files(project)
    ended = run(*ONLINE, "--archive", web.url("/available"))
    assert ended.code == 1
    assert f"{ENTRY}: url: the original is gone (404): {url}" in ended.err
    assert f'archived: "{COPY}"' in ended.err
    assert files(project) == before
    with_original(project, url, f'archived: "{COPY}"')
    assert run(*ONLINE).code == 0


def test_originals_are_asked_only_when_told_to(project: Path, web: Web, run: Run) -> None:
    """A check without the switch opens no connection; with it the others run as well. What nobody can tell is no fault."""
    run("build", "-q")
    with_original(project, web.url("/jembatan"))
    web.pages["/jembatan"] = Said(403)
    run("check", "--only", "settings")
    assert web.asked == []
    ended = run("check", "--only", "settings", "--online", "--allow-private", "--pause", "0", "--archive", "", "--json")
    assert [each["name"] for each in ended.data] == ["settings", "originals"]
    assert ended.code == 0
    assert "nobody can tell of 1 original" in ended.err
    assert web.asked
