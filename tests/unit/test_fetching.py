"""What may be asked, what an answer means, and how a page is kept: without a network."""

from __future__ import annotations

import email
import time
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kliping.fetching import feeds, originals, page, policy, robots
from kliping.fetching.policy import Answer, Trouble
from kliping.fetching.record import Record, Seen, conditions
from kliping.ingest import readers
from kliping.ingest.inbox import passed_over
from kliping.records import RawFile

SAVED = datetime(2020, 10, 31, 8, 0, tzinfo=UTC)
HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "robots.toml").read_text("utf-8"))["cases"]
FEEDS = tomllib.loads((HERE / "fetched_feeds.toml").read_text("utf-8"))["cases"]
PAGE = (
    "<!DOCTYPE html><html><body><h1>Karangan: Kafé Antah</h1><p>Kafé itu tidak pernah ada di Antah.</p></body></html>"
)

# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (" https://Warta-Antah.example/a#b ", "https://warta-antah.example/a"),
        ("http://antah.example", "http://antah.example/"),
        ("https://antah.example:8443/a b?c=d e", "https://antah.example:8443/a%20b?c=d%20e"),
        ("https://bücher.example/ä?ö=%C3%BC", "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
    ],
)
def test_addresses_as_they_are_asked(given: str, asked: str) -> None:
    """In ASCII, escaped, without the place in the page."""
    assert policy.tidy(given) == asked
    assert policy.tidy(asked) == asked


@pytest.mark.parametrize(
    "given",
    [
        *("article.html", "ftp://antah.example/a", "file:///etc/passwd", "javascript:alert(1)", "https://", "//x.example/"),
        *("https://orang:kunci@antah.example/", "https://:@antah.example/", "https://antah.example:x/", "https://[::1"),
        *("https://antah.example:99999/", "https://a b/", "https://" + "a." * 200 + "example/", "https://x.example/" + "a" * 2000),
        *("data:text/html,<p>", "gopher://x.example/", "http://a\\b.example/"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_asked(given: str) -> None:
    """Other schemes, passwords, broken hosts and ports are refused with a remedy."""
    found = policy.tidy(given)
    assert isinstance(found, Trouble), found
    assert found.is_refused
    assert found.remedy


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_address_can_say_more_than_an_address(host: str, path: str) -> None:
    """Whatever is given, what is asked is one printable word of ASCII, so that no header can be smuggled in."""
    for text in (path, f"https://{host}/{path}", f"http://antah.example/{path}?{path}"):
        found = policy.tidy(text)
        if isinstance(found, str):
            assert found.isascii()
            assert found.isprintable()
            assert not found.split()[1:]
            assert urlsplit(found).hostname
    assert policy.led("http://antah.example/", path)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("224.0.0.1", "239.1.2.3", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "192.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "ff0e::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:c0a8:101::1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("::7f00:1", "2001:0:53aa:64c:0:0:80ff:fffe", "64:ff9b:1::1", "100::1", "localhost", "", "127.1"),
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_internet(address: str) -> None:
    """Loopback, private, link-local, multicast, reserved; also where IPv6 only wraps them."""
    assert not policy.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_addresses_of_the_internet(address: str) -> None:
    """They may be asked."""
    assert policy.is_public(address)


# ------------------------------------------------------------------ answers


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "Fri, 30 Oct 2020 11:46:00 GMT", "date": "Fri, 30 Oct 2020 11:45:30 GMT"}, 30),
        ({"retry-after": "Fri, 30 Oct 2020 11:45:00 GMT", "date": "Fri, 30 Oct 2020 11:45:30 GMT"}, 0),
        ({"retry-after": "Fri, 30 Oct 2020 11:46:00 GMT"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "9" * 5000}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers: Mapping[str, str], seconds: float | None) -> None:
    """In seconds, or until a moment of the server's own clock."""
    assert policy.waits(headers) == seconds


@pytest.mark.parametrize(
    ("named", "body", "kind"),
    [
        ("text/html; charset=utf-8", b"<p>a", "page"),
        ("TEXT/HTML", b"Kabar tanpa markah.", "page"),
        ("application/xhtml+xml", b"<?xml version='1.0'?><html>", "page"),
        ("", b"<!doctype html>", "page"),
        ("text/plain", b"<html>", "page"),
        ("text/html", "\ufeff<html>".encode("utf-16"), "page"),
        ("text/html", b"%PDF-1.7", "no text"),
        ("application/pdf", b"%PDF-1.7", "application/pdf"),
        ("text/plain", b"Kabar", "text/plain"),
        ("", b"", "no known kind"),
        ("application/rss+xml", b"", "feed"),
        ("text/xml", b"<?xml version='1.0'?><!-- a --><rss>", "feed"),
        ("text/html", b"<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("application/xml", b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", "feed"),
        ("application/xml", b"<rdf:RDF>", "feed"),
        ("application/json", b'{"version": "https://jsonfeed.org/version/1.1"', "feed"),
        ("application/json", b'{"title": "x"}', "application/json"),
        ("text/html", b"<html><body><pre>&lt;rss> <rss>", "page"),
        ("text/html", b"<div><feed-list></div>", "page"),
    ],
)
def test_what_came(named: str, body: bytes, kind: str) -> None:
    """A page, a feed or something else: by what the server says, and where that says nothing by the beginning."""
    assert policy.kind_of(Answer("https://antah.example/", 200, {"content-type": named}, body)) == kind


# ------------------------------------------------------------------ robots.txt


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_robots(case: Mapping[str, Any]) -> None:
    """Each path of a case is allowed or not."""
    rules = robots.parse(case["text"])
    for path in case.get("allowed", ()):
        assert robots.may(rules, f"https://antah.example{path}") or path == "/robots.txt", path
    for path in case.get("refused", ()):
        assert not robots.may(rules, f"https://antah.example{path}"), path
    assert rules.delay == case.get("delay", 0)


@given(st.text(alphabet="ab*$/", max_size=12), st.text(alphabet="ab/", max_size=12))
def test_patterns_mean_what_they_would_as_regular_expressions(pattern: str, path: str) -> None:
    """The same yes or no as the pattern written as a regular expression."""
    import re

    is_whole = pattern.endswith("$")
    written = re.escape(pattern.removesuffix("$")).replace(r"\*", ".*") + ("$" if is_whole else "")
    assert robots.fits(pattern, path) == bool(re.match(written, path))


def test_no_robots_can_stall_us() -> None:
    """Thousands of stars against a long path take no time to speak of."""
    rules = robots.parse("User-agent: *\nDisallow: /" + "*a" * 3000 + "b$\n" * 50)
    begun = time.monotonic()
    assert robots.may(rules, "https://antah.example/" + "a" * 1900)
    assert time.monotonic() - begun < 1


# ------------------------------------------------------------------ the raw file


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_a_page_is_kept_byte_for_byte(body: bytes) -> None:
    """Any program that reads mails finds exactly the bytes that came."""
    answer = Answer("https://antah.example/a", 200, {"content-type": "text/html"}, body)
    mail = email.message_from_bytes(page.archive(answer, SAVED))
    _, part = mail.walk()
    assert part.get_payload(decode=True) == body


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "cp1252", "utf-16", "nonsense", "", "utf-8, text/html"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_readers_understand_it(charset: str, encoding: str) -> None:
    """Address, time and words are read from the raw file, also where the server names a wrong encoding."""
    kind = f"text/html; charset={charset}" if charset else "text/html"
    answer = Answer(
        "https://antah.example/kafe?x=1&y=2", 200, {"content-type": kind, "etag": '"a"'}, PAGE.encode(encoding)
    )
    name, _ = page.names(answer.url, answer.body)
    article = readers.read(RawFile(f"inbox/{name}", page.archive(answer, SAVED)))
    assert [line.text for line in article.lines] == ["Karangan: Kafé Antah", "Kafé itu tidak pernah ada di Antah."]
    assert next(hint.value for hint in article.hints if hint.key == "url") == answer.url
    assert [hint.value for hint in article.hints if hint.key == "saved"] == [SAVED.isoformat()]


HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "etag", "last-modified", "content-language"]), st.text(max_size=80), max_size=4
)


@given(HEADERS, st.text(max_size=80))
def test_no_header_reaches_beyond_its_line(headers: dict[str, str], path: str) -> None:
    """Whatever a server sends, the archive's head has the lines that it has to have, and the page is found."""
    url = policy.tidy(f"https://antah.example/{path}")
    assert isinstance(url, str)
    mail = email.message_from_bytes(page.archive(Answer(url, 200, headers, b"<p>a"), SAVED))
    assert mail.keys() == ["From", "Snapshot-Content-Location", "Date", "MIME-Version", "Content-Type"]
    _, part = mail.walk()
    assert part.get_payload(decode=True) == b"<p>a"
    assert set(part.keys()) <= {"Content-Type", "Content-Transfer-Encoding", "Content-Location", *page.KEPT}


@given(st.text(max_size=80), st.text(max_size=80))
def test_names_lie_in_the_inbox(host: str, path: str) -> None:
    """A name has two parts of plain letters, and is no file that the inbox passes over."""
    for name in page.names(f"https://{host}/{path}", b"") if "[" not in host + path and "]" not in host + path else ():
        folder, _, file = name.partition("/")
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-/")
        assert "/" not in file
        assert folder.strip(".") == folder
        assert len(file) < 110
        assert not passed_over(name, [name])


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://warta-antah.example/2020/10/05/jembatan.html", "warta-antah.example/2020-10-05-jembatan.mhtml"),
        ("https://warta-antah.example/", "warta-antah.example/page.mhtml"),
        ("https://warta-antah.example/?p=12", "warta-antah.example/p-12.mhtml"),
        ("https://warta-antah.example/" + "kata-" * 30 + "akhir", f"warta-antah.example/{'kata-' * 14}akhir.mhtml"),
    ],
)
def test_names_tell_what_they_are(url: str, name: str) -> None:
    """By host and address, the end of a long one."""
    assert page.names(url, b"")[0] == name


# ------------------------------------------------------------------ feeds and the record


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))
    + '<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&j;</title>'
    "<item><title>&f;</title><link>/satu</link></item><item><link>&j;</link></item></channel></rss>"
)


@pytest.mark.parametrize("case", FEEDS, ids=[case["name"] for case in FEEDS])
def test_what_a_feed_lists(case: Mapping[str, Any]) -> None:
    """Addresses in the feed's order, each once, relative ones from where the feed is."""
    answer = Answer("https://antah.example/feed/", 200, {}, case["text"].encode())
    assert feeds.articles(answer) == case["articles"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7", "iso2022_jp", "hz", "cp037"])
def test_a_feed_that_laughs(encoding: str) -> None:
    """Entities that multiply, or name a file, are not read, in whatever encoding they hide."""
    text = LAUGHS.replace("?>", f' encoding="{encoding}"?>', 1)
    if encoding in ("iso2022_jp", "hz"):
        text = text.replace("<!ENTITY", "<!\x1b(JENTITY\x1b(B" if encoding == "iso2022_jp" else "<!EN~\nTITY")
    begun = time.monotonic()
    assert isinstance(feeds.articles(Answer("https://antah.example/feed/", 200, {}, text.encode(encoding))), Trouble)
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"/etc/passwd", b"https://antah.example/", b"{}", b"\xff\xfe\x00"]
)
def test_what_is_no_feed(body: bytes) -> None:
    """It is said, and what looks like the name of a file or an address is not opened."""
    assert isinstance(feeds.articles(Answer("https://antah.example/feed/", 200, {}, body)), Trouble)


def test_the_record(tmp_path: Path) -> None:
    """It knows an address in all its forms; what cannot be read is as if there were none."""
    record = Record(tmp_path)
    record.keep(
        "https://antah.example/a?utm_source=x", Seen("https://antah.example/b", '"1"', "", "antah.example/a.mhtml")
    )
    record.save()
    for form in ("https://www.antah.example/a", "http://antah.example/b/"):
        assert Record(tmp_path).of(form) == Seen("https://antah.example/b", '"1"', "", "antah.example/a.mhtml")
    assert conditions(Record(tmp_path).of("https://antah.example/a")) == {"If-None-Match": '"1"'}
    assert (tmp_path / ".gitignore").is_file()
    for damaged in ("", "[]", '{"a": {"b": "c"}}', "{"):
        (tmp_path / "fetched.json").write_text(damaged, "utf-8")
        assert Record(tmp_path).seen == {}


# ------------------------------------------------------------------ copies of originals


@pytest.mark.parametrize(
    ("body", "copy"),
    [
        (
            b'{"archived_snapshots": {"closest": {"available": true, "url": "http://web.archive.org/web/2020/x", "status": "200"}}}',
            "https://web.archive.org/web/2020/x",
        ),
        (
            b'{"archived_snapshots": {"closest": {"available": true, "url": "http://x.example/a"}}}',
            "http://x.example/a",
        ),
        (b'{"archived_snapshots": {"closest": {"available": true, "url": "javascript:1"}}}', ""),
        (b'{"archived_snapshots": {"closest": {"available": true, "url": "http://x.example/", "status": "404"}}}', ""),
        (b'{"archived_snapshots": {"closest": {"available": false, "url": "http://x.example/a"}}}', ""),
        (b'{"archived_snapshots": {}}', ""),
        (b"[]", ""),
        (b"<html>", ""),
        (b'{"archived_snapshots": {"closest": {"available": true, "url": 1}}}', ""),
    ],
)
def test_what_an_archive_tells(body: bytes, copy: str) -> None:
    """The address of a whole copy, or nothing."""
    assert originals.told(body) == copy


def test_hosts_take_turns() -> None:
    """While one host rests, the others are asked."""
    given = [(f"https://{host}.example/{number}", "") for host in "ab" for number in (1, 2)]
    assert [url[8] for url, _ in originals.interleaved(given)] == list("abab")
