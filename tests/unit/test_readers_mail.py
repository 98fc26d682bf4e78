"""Mails and web archives to lines and hints."""

from __future__ import annotations

import pytest

from kliping.ingest import readers
from kliping.records import RawArticle, RawFile


def read(text: str | bytes, name: str = "inbox/x.eml") -> RawArticle:
    return readers.read(RawFile(name, text.encode() if isinstance(text, str) else text))


def texts(text: str | bytes, name: str = "inbox/x.eml") -> list[str]:
    return [line.text for line in read(text, name).lines]


def parts(kind: str, *each: str, head: str = "") -> str:
    return (
        f'{head}Content-Type: multipart/{kind}; boundary="b"\n\n'
        + "".join(f"--b\n{part}\n" for part in each)
        + "--b--\n"
    )


PLAIN = "Content-Type: text/plain\n\nsatu"
PAGE = "Content-Type: text/html\n\n<p>dua</p>"
ATTACHED = "Content-Type: text/html\nContent-Disposition: attachment\n\n<p>tiga</p>"
PICTURE = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
MAILS = [
    ("Subject: x\n\nsatu\n\ndua", ["satu", "dua"]),
    ("Subject: x\r\n\r\nsatu\r\n\r\ndua\r\n", ["satu", "dua"]),
    (PAGE, ["dua"]),
    (parts("alternative", PLAIN, PAGE), ["dua"]),
    (parts("alternative", PAGE, PLAIN), ["dua"]),
    (parts("mixed", PLAIN, ATTACHED, PICTURE), ["satu"]),
    (parts("related", PAGE, PICTURE), ["dua"]),
    ("Content-Type: message/rfc822\n\n" + PAGE, ["dua"]),
    (b"Content-Type: text/plain; charset=koi8-r\n\n" + "слово слово".encode("koi8-r"), ["слово слово"]),
    ("Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nkata =C3=A9=\n kata", ["kata é kata"]),
    ("Content-Type: text/plain; format=flowed\n\nsatu \ndua\ntiga\n-- \nempat", ["satu dua", "tiga", "--", "empat"]),
    ("Content-Type: text/plain; charset=tidak-ada\n\nsatu", ["satu"]),
    ("Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!PHA+ZHVhPC9wPg==", ["dua"]),
    ("Content-Type: multipart/mixed\n\nsatu", None),
    (parts("mixed", PICTURE), None),
    ("Content-Type: multipart/related; boundary=b\n\n--b\n" + PLAIN, ["satu"]),
]


@pytest.mark.parametrize(("mail", "expected"), MAILS, ids=range(len(MAILS)))
def test_the_text_of_a_mail(mail: str | bytes, expected: list[str] | None) -> None:
    """A mail's HTML is its text, else its plain text; what is attached is not."""
    if expected is None:
        with pytest.raises(readers.Unreadable, match="no text is in the mail"):
            read(mail)
    else:
        assert texts(mail) == expected


SAID = [
    ("Subject: Judul", "title", ["Judul"]),
    ("Subject: Fwd: RE: Judul", "title", ["Judul"]),
    ("Subject: =?iso-8859-1?Q?Caf=E9?= baru", "title", ["Café baru"]),
    ("Subject: =?tidak-ada?Q?x?=", "title", ["=?tidak-ada?Q?x?="]),
    ("Date: Sat, 31 Oct 2020 08:00:00 +0700", "saved", ["2020-10-31T08:00:00+07:00"]),
    ("Date: Sat, 31 Oct 2020 08:00:00 -0000", "saved", ["2020-10-31T08:00:00+00:00"]),
    ("Date: kemarin", "saved", []),
    ("Date: Sat, 31 Oct 2020 08:00:00 +0700", "date", []),
]


@pytest.mark.parametrize(("header", "key", "expected"), SAID, ids=range(len(SAID)))
def test_what_a_mail_says(header: str, key: str, expected: list[str]) -> None:
    """The subject is a title and the day of sending is when it was saved, never when it was published."""
    assert [hint.value for hint in read(f"{header}\n\nkata").hints if hint.key == key] == expected


def test_what_a_page_says_goes_before_the_subject() -> None:
    """The subject is the headline only if the page has none."""
    found = read("Subject: B\nContent-Type: text/html\n\n<h1>A</h1><p>kata</p>").hints
    assert [hint.value for hint in found if hint.key == "title"] == ["A", "B"]


# ------------------------------------------------------------------ web archives

FRAME = "Content-Type: text/html\nContent-ID: <1>\nContent-Location: https://iklan.example/\n\n<p>iklan</p>"
ROOT = "Content-Type: text/html\nContent-ID: <2>\nContent-Location: https://x.example/a\n\n<p>satu</p>"


def archive(*each: str, start: str = "") -> str:
    return parts("related", *each).replace("related;", f"related; {start}") if start else parts("related", *each)


ARCHIVES = [
    (archive(ROOT, FRAME), ["satu"], "https://x.example/a"),
    (archive(FRAME, ROOT, start='start="<2>";'), ["satu"], "https://x.example/a"),
    ("Snapshot-Content-Location: https://x.example/b\n" + archive(PAGE, PICTURE), ["dua"], "https://x.example/b"),
    (ROOT, ["satu"], "https://x.example/a"),
]


@pytest.mark.parametrize("name", ["inbox/x.mhtml", "inbox/x.mht"])
@pytest.mark.parametrize(("text", "expected", "url"), ARCHIVES, ids=range(len(ARCHIVES)))
def test_the_page_of_a_web_archive(text: str, expected: list[str], url: str, name: str) -> None:
    """The root part is the page, and knows its address; frames beside it are not."""
    article = read(text, name)
    assert [line.text for line in article.lines] == expected
    hint = article.hint("url")
    assert hint is not None
    assert hint.value == url


def test_an_archive_without_a_page_says_so() -> None:
    """An archive of pictures alone is set aside."""
    with pytest.raises(readers.Unreadable, match="no page is in the web archive"):
        read(archive(PICTURE), "inbox/x.mhtml")
