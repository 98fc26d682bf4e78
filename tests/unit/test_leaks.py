"""The search for what must not leave: words that nobody may say, wherever and however they are hidden in bytes."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import entry, settings, site

from kliping.records import Correction, Image, Output
from kliping.site import leaks, traces
from kliping.site.unpacked import plain

WORDS = "Wali kota Antah diam-diam menjual Jembatan Berantah kepada naga karangan"
SECRET = leaks.Secret("entries/a.md", "its words (a draft)", WORDS)
CHINESE = "安塔市市长秘密出售了那座从未存在过的大桥"


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", data)
    return stream.getvalue()


def found(data: str | bytes, *secret: leaks.Secret, said: str = "", path: str = "a.html") -> list[str]:
    """What is wrong with one file."""
    raw = data.encode() if isinstance(data, str) else data
    faults = leaks.found([Output(path, raw)], secret, lambda: [said], ["/srv/karangan/situs"])
    assert all(fault.file == f"output/{path}" and fault.remedy for fault in faults)
    return [fault.what for fault in faults]


HIDDEN: list[tuple[str, Callable[[str], str | bytes]]] = [
    ("as it is", lambda text: f"<p>Lain {text} lain.</p>"),
    ("in capitals", lambda text: f"<h1>{text.upper()}</h1>"),
    ("each word marked up", lambda text: " ".join(f'<b class="x">{word}</b>' for word in text.split())),
    ("a word a line", lambda text: "\n".join(text.split())),
    ("across paragraphs", lambda text: "</p>\n<p>".join(text.split())),
    ("in an attribute", lambda text: f'<meta name="description" content="{text}">'),
    ("in a comment", lambda text: f"<!-- {text} -->"),
    ("in an address", lambda text: f'<a href="mailto:?body={quote(text)}">x</a>'),
    ("as a slug", lambda text: f'<a href="/a/{text.lower().replace(" ", "-")}/">x</a>'),
    ("as entities", lambda text: "".join(f"&#{ord(sign)};" for sign in text)),
    ("as hexadecimal entities", lambda text: "".join(f"&#x{ord(sign):x};" for sign in text)),
    ("as escaped HTML", lambda text: f"<x>{escape(escape(f'<p>{text}</p>'))}</x>"),
    ("as JSON", lambda text: json.dumps({"a": "".join(f"{word}\n" for word in text.split())})),
    ("as HTML in a JSON feed", lambda text: '{"a": "' + text.replace(" ", "\\u0026#32;") + '"}'),
    ("as JSON escapes", lambda text: '{"a": "' + "".join(f"\\u{ord(sign):04x}" for sign in text) + '"}'),
    ("after a script", lambda text: f"<script>if (1<2) x = y => 3</script><p>{text}</p>"),
    ("compressed", lambda text: gzip.compress(text.encode())),
    ("compressed twice", lambda text: gzip.compress(b"x" + gzip.compress(text.encode()))),
    ("as an index does", lambda text: b"head" + gzip.compress(b"pagefind_dcd" + json.dumps([text]).encode())),
    ("deflated", lambda text: zlib.compress(text.encode())),
    ("in an archive", lambda text: zipped(text.encode())),
    ("in an archive in an archive", lambda text: zipped(gzip.compress(zipped(text.encode())))),
    (
        "cut off",
        lambda text: gzip.compress((text + "\n" + base64.b85encode(bytes(range(256)) * 9).decode()).encode())[:-99],
    ),
]


@pytest.mark.parametrize("hide", [hide for _, hide in HIDDEN], ids=[name for name, _ in HIDDEN])
def test_words_are_found(hide: Callable[[str], str | bytes]) -> None:
    """However it is written, a run of six words is found, and what leaked is told."""
    (what,) = found(hide(WORDS), SECRET)
    assert "its words (a draft) of content/entries/a.md: “" in what
    assert not found(hide("Warga karangan tidak tahu apa-apa tentang hal itu sama sekali"), SECRET)


@pytest.mark.parametrize("hide", [HIDDEN[0][1], HIDDEN[5][1]])
def test_scripts_without_spaces(hide: Callable[[str], str]) -> None:
    """Twelve signs of them say as much as six words; of fewer, any two articles share some. A title counts whole."""
    secret = leaks.Secret("entries/a.md", "its words", CHINESE)
    assert found(hide(CHINESE), secret)
    assert found(hide(CHINESE[3:15]), secret)
    assert found(hide(f"今天{CHINESE[3:15]}不知道"), secret)
    assert not found(hide(CHINESE[3:14]), secret)
    assert not found(hide("安塔市的市民今天不知道"), secret)
    title = leaks.Secret("entries/a.md", "the title", CHINESE[3:10], is_title=True)
    assert found(hide(f"今天{CHINESE[3:10]}不知道"), title)
    assert not found(hide(CHINESE[3:9]), title)


def test_a_headline_above_its_summary() -> None:
    """What the end of one element and the beginning of the next make up is no leak, if each of them may be said."""
    secret = leaks.Secret(
        "entries/a.md", "words beyond its rights", "Kabar naga beli jembatan. Jembatan Antah itu mahal."
    )
    headline, summary = "Naga beli jembatan", "Jembatan Antah itu ramai."
    page = f"<h2><a href='x'>{headline}</a></h2>\n<p>{summary}</p>"

    def leaking(html: str, *said: str) -> bool:
        return bool(leaks.found([Output("a.html", html.encode())], [secret], lambda: said, []))

    assert not leaking(page, headline, summary)
    assert leaking(page, summary)
    assert leaking(page.replace("h2", "b").replace("p>", "i>"), headline, summary)
    secret = leaks.Secret(
        "entries/a.md", "words beyond its rights", f"In print with the headline: {headline} Antah tua"
    )
    for html in (f'{{"headline": "{headline} Antah tua"}}', f'<source headline="{headline} Antah tua">'):
        assert not leaking(html, f"{headline} Antah tua")
        assert leaking(html, headline)


@pytest.mark.parametrize(
    "text",
    [
        "ÉTÉ À ÎLE ÜBER ÑANDÚ ŒUVRE Ça",
        "ПЕРЕГОВОРЫ В НЕСУЩЕСТВУЮЩЕМ ГОРОДЕ ЁЖ ИДУТ",
        "ΓΕΦΥΡΑ ΣΤΗΝ ΠΟΛΗ ΤΟΥ ΜΥΘΟΥ ΕΙΝΑΙ ΨΕΜΑ",
    ],
)
def test_case_does_not_matter(text: str) -> None:
    """Latin, Cyrillic and Greek letters are the same in both cases."""
    assert found(text, leaks.Secret("a.md", "x", text.replace("Œ", "œ").lower())) or "Œ" in text
    assert found(text.replace("Œ", "œ").lower(), leaks.Secret("a.md", "x", text.replace("Œ", "œ")))


def test_five_words_are_anybodys() -> None:
    """Less than six words in a row prove nothing."""
    words = WORDS.replace("-", " ").split()
    assert not found(" ".join(words[:5]), SECRET)
    assert found(" ".join(words[:6]), SECRET)
    assert not found(" ".join([*words[:5], "lain", *words[5:10]]), SECRET)


@pytest.mark.parametrize(
    "secret", [SECRET, leaks.Secret("entries/a.md", "the title", "Naga Beli Jembatan", is_title=True)]
)
def test_among_many_files_the_one_is_named(secret: leaks.Secret) -> None:
    """Secrets, files and what may be said lie side by side in one search; none of them runs into the next."""
    outputs = [Output(f"{number}.html", b"<p>kata lain") for number in range(5)]
    outputs[3] = Output("3.html", secret.text.encode())
    others = [
        leaks.Secret("entries/b.md", "x", "kata lain lagi"),
        secret,
        leaks.Secret("entries/c.md", "x", "lain kata"),
    ]
    (fault,) = leaks.found(outputs, others, lambda: ["lain", "kata"], [])
    assert fault.file == "output/3.html"
    assert "content/entries/a.md" in fault.what
    parts = secret.text.split()
    halves = [Output("1.html", " ".join(parts[:2]).encode()), Output("2.html", " ".join(parts[2:5]).encode())]
    assert not leaks.found(halves, others, lambda: [""], [])


def test_the_name_of_a_file_is_part_of_it() -> None:
    """A leak can be an address."""
    slug = WORDS.lower().replace(" ", "-")
    assert found("<p>x</p>", SECRET, path=f"articles/{slug}/index.html")


@pytest.mark.parametrize(
    ("title", "is_found"),
    [
        ("Naga Beli Jembatan", True),
        ("Naga Antah", False),
        ("Naga 2020 10 30", False),
        ("Naga 2020 di Antah", True),
        ("2020-10-30", False),
    ],
)
def test_short_titles(title: str, is_found: bool) -> None:
    """A title of three words and more is looked for whole, fewer and mere numbers are not."""
    secret = leaks.Secret("entries/a.md", "the title (a draft)", title, is_title=True)
    assert bool(found(f"<p>Kata {title} kata</p>", secret)) is is_found
    assert not found("<p>Naga tidak beli jembatan 2020</p>", secret)


def test_what_is_said_elsewhere_may_be_said() -> None:
    """What something that is shown says is no leak; what it does not say is."""
    assert not found(f"<p>{WORDS}</p>", SECRET, said=f"Kata {WORDS} kata")
    assert found(f"<p>{WORDS}</p>", SECRET, said=WORDS[: len(WORDS) // 2])


def test_dates_are_no_leak() -> None:
    """A moment in an article is written as the site writes its own."""
    secret = leaks.Secret("entries/a.md", "x", "Dikarang pada Jumat, 30 Oktober 2020 - 18:45 WIB oleh siapa pun.")
    assert not found("<time>Jumat, 30 Oktober 2020, 18.45 WIB</time>", secret)


@pytest.mark.parametrize(
    "text",
    ["/srv/karangan/situs/content", "file:///srv/karangan/situs/a", "x=/home/antah/a", '"/Users/Wali Kota/a"', r"C:\Users\antah\a", json.dumps({"a": r"C:\Users\nadia\a"}), "d:/Users/antah/a", "%2Fhome%2Fantah%2Fa"],
)  # fmt: skip
def test_folders(text: str) -> None:
    """A folder of this machine or of anybody's home is found; where a page says it itself, it may."""
    what, *_ = found(f"<p>{text}</p>")
    assert "a folder of this machine" in what
    assert not found(
        f"<p>{text}</p>",
        said=f"{text} /home/antah /srv/karangan/situs /Users/Wali Kota C:\\Users\\nadia C:\\\\Users\\\\nadia",
    )


@pytest.mark.parametrize(
    "text", ["https://contoh.example/home/antah/", "../home/antah/", "https://contoh.example/srv/karangan/situs/", "/srv/karangan/situs-lain", "/home/", "C:\\Windows"]
)  # fmt: skip
def test_addresses_are_no_folders(text: str) -> None:
    """A path on a web site is none of this machine."""
    assert not found(f'<a href="{text}">x</a>')


@pytest.mark.parametrize(
    "text", ["redaksi@antah.example", "mailto:a.b+c@mail.antah.example", "a&#64;antah.example", "a%40antah.example"]
)
def test_mail(text: str) -> None:
    """An e-mail address that nothing shown says is found."""
    (what,) = found(f"<p>{text}</p>")
    assert "an e-mail address" in what
    assert not found(f"<p>{text}</p>", said="redaksi@antah.example a.b+c@mail.antah.example a@antah.example")


@pytest.mark.parametrize(
    "text", ["@media print {}", "https://medium.example/@antah", '{"@type": "x"}', "a @ b.c", "x@y"]
)
def test_what_is_no_mail(text: str) -> None:
    """Not every @ is one."""
    assert not found(text)


# ------------------------------------------------------------------ what must not be said


def secrets_of(*entries: object, shown: int = 0, **fields: object) -> list[str]:
    made = site(*entries[:shown], **fields)  # type: ignore[arg-type]
    texts = {each.path: "" for each in entries}  # type: ignore[attr-defined]
    return [each.text for each in leaks.secrets(entries, made.entries, texts, {})]  # type: ignore[arg-type]


def test_everything_of_an_entry_that_is_not_shown() -> None:
    """Title, slug, name of the file, body, summary, note, memo, caption, corrections, dropped lines."""
    hidden = entry(
        "Judul", slug="alamat", path="entries/nama.md", body="Tubuh.", summary="Ringkasan.", note="Catatan.", memo="Memo.",
        image=Image("Gambar.", "AFP"), corrections=(Correction(date(2020, 10, 6), "Ralat."),), drop=("Baris.",),
    )  # fmt: skip
    assert set(secrets_of(hidden)) == set(
        "Judul alamat nama Tubuh. Ringkasan. Catatan. Memo. Gambar. Ralat. Baris.".split()
    )


def test_only_what_is_beyond_of_one_that_is_shown() -> None:
    """Of an excerpt the rest, of a link all, of a full article nothing but what is private."""
    one = entry(body="- Satu dua.\n- Tiga *empat* lima.", memo="Memo.", image=Image("Gambar.", None))
    assert secrets_of(one, shown=1) == ["Memo."]
    assert secrets_of(one, shown=1, rights="excerpt", excerpt_words=3) == ["Tiga *empat* lima.", "Gambar.", "Memo."]
    assert secrets_of(one, shown=1, rights="link") == ["Satu dua.\nTiga *empat* lima.", "Gambar.", "Memo."]


@pytest.mark.parametrize(
    ("head", "comments"),
    [
        ("# satu dua\ntitle: x", ["satu dua"]),
        ("title: x  # tiga", ["tiga"]),
        ('title: "a # b" # empat', ["empat"]),
        ("title: 'a # b'\nnote: c#d", []),
        ("title: it's  # lima\n  # enam", ["lima", "enam"]),
        ('note: "a \\" # b"', []),
    ],
)
def test_comments(head: str, comments: list[str]) -> None:
    """A comment in the front matter is a remark to oneself; a # in a text is none."""
    assert list(leaks.comments(f"---\n{head}\n---\n\n# Judul bagian\n")) == comments


@given(
    st.lists(
        st.sampled_from(["antah", "kota", "20", "“Ya”", "桥", "ñandú", "<3", "&", "x-y"]), min_size=7, max_size=60
    ),
    st.integers(0, 50),
)
def test_what_a_site_shows_is_no_leak_of_it(words: list[str], at: int) -> None:
    """Whatever is shown of an entry never counts against the page that shows it."""
    text = " ".join(words)
    page = f"<html><p>{escape(text)}</p></html>"
    assert not found(page, leaks.Secret("a.md", "x", text[at:]), said=text)
    assert list(leaks.said(site(entry(body=text)).entries, settings()))


ODD = "Straße İzmir ﬁnal caf&eacute; CAFÉ &#106;embatan ΟΔΟΣ Ǆ Москва ĲSSEL ru\u00adang ke\u0301ra x-y 2020 “Ya” 安塔 ANTAH ß".split()


@pytest.mark.parametrize("word", ODD)
def test_words_in_other_scripts_and_cases_are_found(word: str) -> None:
    """What one word is in small letters, or stands for, hides no words beside it."""
    text = f"wali {word} Antah diam-diam menjual naga"
    assert len(found(f"<p>{text}</p>", leaks.Secret("a.md", "x", f"Kemarin {text} karangan."))) == 1


@given(
    st.lists(
        st.lists(st.sampled_from(["antah", "Kota", *ODD]), min_size=leaks.SIZE, max_size=12), min_size=1, max_size=4
    ),
    st.integers(0, 3),
    st.integers(0, 11),
)
def test_the_cheap_test_loses_no_source(texts: list[list[str]], number: int, at: int) -> None:
    """Whose words they are is found as it would be if every secret were asked in turn."""
    secret = [leaks.Secret(f"{place}.md", "x", " ".join(words)) for place, words in enumerate(texts)]
    words = traces.words(plain(secret[number % len(secret)].text.encode()))
    phrase = words.phrase(at % (len(words.starts) - leaks.SIZE + 1), leaks.SIZE)
    folded = leaks.in_one_case(secret)
    asked = next((each for each in secret if leaks.holds(each, phrase)), None)
    assert leaks.source_of(phrase, secret, folded) == asked
