"""The cleaner as a library: what is promised to other programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commands import SECOND
from making import ROOT

import kliping
from kliping import api
from kliping.records import SURE, Facts

TITLE = "Karangan: Harga Beras di Antah"
PAGE = f"<html><h1>{TITLE}</h1>" + "".join(f"<p>{line}</p>" for line in SECOND.splitlines()[4:] if line)
KEYS = (
    "id title date date_precision modified lang outlet url authors editors agencies place caption credit body "
    "confidence dropped forms"
).split()


def test_importing_kliping_is_light() -> None:
    """Nothing of the cleaner is loaded before it is used."""
    code = "import sys, kliping; assert not {m for m in sys.modules if m.startswith(('kliping.', 'lxml', 'babel'))}"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_package_offers_its_api() -> None:
    """`kliping.clean` and the others are those of the API; anything else is no attribute."""
    offered = set(kliping.__dict__["__all__"]) - {"__version__"}
    assert offered == set(api.__all__)
    assert all(getattr(kliping, name) is getattr(api, name) for name in offered)
    assert offered == set(re.findall(r" as (\w+)$", (ROOT / "kliping" / "__init__.pyi").read_text("utf-8"), re.M))
    with pytest.raises(AttributeError, match="nothing"):
        _ = kliping.nothing  # type: ignore[attr-defined]


def test_values() -> None:
    """Values are Python's own: a datetime with its zone, tuples of texts."""
    article = kliping.clean(SECOND, url="https://warta-antah.example/beras")
    assert (article.id, article.title, article.lang) == (None, TITLE, "id")
    assert article.date
    assert (article.date.isoformat(), article.date_precision) == ("2020-10-07T09:30:00+07:00", "minute")
    assert (article.place, article.url) == ("Antah", "https://warta-antah.example/beras")
    assert len(article.body) == 3
    assert article.paragraphs is article.body
    assert ("ANTAH, Warta Antah -", "the dateline") in article.dropped
    assert article.to_markdown().startswith(f'---\ntitle: "{TITLE}"\n')


def test_the_dictionary() -> None:
    """`to_dict()` has the promised keys in their order, and JSON can say all of it."""
    told = kliping.clean(SECOND).to_dict()
    assert list(told) == KEYS
    assert json.loads(json.dumps(told)) == told
    assert told["date"] == "2020-10-07T09:30:00+07:00"
    assert [TITLE, "the headline"] in told["dropped"]


def test_every_line_is_in_the_body_or_dropped() -> None:
    """What is dropped and what is kept, put together in order, are the lines."""
    article = kliping.clean(SECOND)
    words = " ".join([*article.body, *(text for text, _ in article.dropped)]).split()
    assert sorted(words) == sorted(SECOND.split())


def test_sure() -> None:
    """An article from the threshold on is sure."""
    article = kliping.clean(SECOND)
    assert replace(article, confidence=SURE).is_sure
    assert not replace(article, confidence=SURE - 0.01).is_sure


GIVEN: list[tuple[str, dict[str, Any]]] = [
    ("text", {"text": SECOND}),
    ("html", {"html": PAGE}),
    ("bytes of a dump", {"data": SECOND.encode()}),
    ("bytes of a page", {"data": PAGE.encode()}),
    ("bytes in another encoding", {"data": SECOND.encode("utf-16")}),
    ("bytes with a name", {"data": PAGE.encode(), "path": "saved/page.html"}),
]


@pytest.mark.parametrize("given", [row[1] for row in GIVEN], ids=[row[0] for row in GIVEN])
def test_ways_to_give_an_article(given: dict[str, Any]) -> None:
    """However an article is given, it is the same article."""
    article = kliping.clean(**given)
    assert (article.title, len(article.body)) == (TITLE, 3)


KINDS = [
    (b"Judul\n\nIsi.", "txt"),
    (b"", "txt"),
    (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "html"),
    (b"\n\n<HTML lang=id>", "html"),
    ("<html><p>x".encode("utf-16"), "html"),
    (b"Harga < 5, kata <b>warga</b>", "txt"),
    (b"From: a@x.example\r\nSubject: Berita\r\n =?utf-8?q?x?=\r\nMIME-Version: 1.0\r\n\r\nIsi", "eml"),
    (b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n\n<html>", "mhtml"),
    (b'{"title": "x", "text": "y"}\n', "json"),
    (b'[\n {"title": "x", "text": "y"}]\n', "json"),
    (b"{kurung} di awal, lalu teks", "txt"),
    (b"[Foto] di awal, lalu teks [Foto]", "txt"),
]


@pytest.mark.parametrize(("data", "ending"), KINDS)
def test_the_kind_of_bytes(data: bytes, ending: str) -> None:
    """What bytes are is told by how they begin."""
    assert api.kind_of(data) == ending


def test_a_file(tmp_path: Path) -> None:
    """A path alone is read; the article's id is the path."""
    (tmp_path / "a.html").write_text(PAGE, "utf-8")
    assert kliping.clean(path=tmp_path / "a.html").id == str(tmp_path / "a.html")
    with pytest.raises(FileNotFoundError):
        kliping.clean(path=tmp_path / "b.html")


@pytest.mark.parametrize("given", [{}, {"text": "x", "html": "x"}, {"html": "x", "data": b"x"}])
def test_one_thing_is_given(given: dict[str, Any]) -> None:
    """Nothing, or two things at once, is a mistake of the caller."""
    with pytest.raises(TypeError, match="one of text, html, data and path"):
        kliping.clean(**given)


@pytest.mark.parametrize("text", ["", "Menu", "\0", "\ud800"])
def test_no_article_is_an_error_with_a_reason(text: str) -> None:
    """What holds no article is a ValueError that says why; the short forms give None."""
    with pytest.raises(kliping.CleanError) as raised:
        kliping.clean(text)
    assert isinstance(raised.value, ValueError)
    assert str(raised.value) == raised.value.what != ""
    assert kliping.clean_text(text) is None
    assert kliping.clean_html(text) is None


def test_short_forms() -> None:
    """`clean_text` and `clean_html` take a text and an address, as scorers call them."""
    text, page = kliping.clean_text(SECOND, "https://x.example/a"), kliping.clean_html(PAGE, None)
    assert text
    assert page
    assert (text.url, text.body) == ("https://x.example/a", kliping.clean(SECOND).body)
    assert page.title == TITLE


def test_facts_of_a_site(tmp_path: Path) -> None:
    """A site's own outlets are known when its facts are given."""
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets" / "wa.toml").write_text('name = "Warta Antah"\ndrop = ["Warga Antah*"]\n', "utf-8")
    facts = kliping.facts(tmp_path, "Asia/Jakarta")
    assert isinstance(facts, Facts)
    assert facts.timezone == "Asia/Jakarta"
    assert len(kliping.clean(SECOND, facts=facts).body) == 2
    assert [
        len(each.body)
        for each in kliping.clean_many([{"text": SECOND}], facts=facts)
        if each.id is None and isinstance(each, kliping.Cleaned)
    ] == [2]


def test_many() -> None:
    """Results come in order, one for each item, failures in their place; JSON texts are items, too."""
    items: list[Any] = [{"id": 1, "text": SECOND}, {"id": 2}, json.dumps({"id": 3, "html": PAGE}), b"{", 5, None]
    one, two, three, *rest = kliping.clean_many(iter(items))
    assert isinstance(one, kliping.Cleaned)
    assert one.to_dict() == {**kliping.clean(SECOND).to_dict(), "id": 1}
    assert two == kliping.Failure(2, "has neither text nor html")
    assert three.id == 3
    assert all(isinstance(each, kliping.Failure) and list(each.to_dict()) == ["error"] for each in rest)
    assert len(rest) == 3


def test_many_is_lazy() -> None:
    """Nothing is taken before somebody asks, and then no more than a batch."""
    taken: list[int] = []

    def endless() -> Any:
        while True:
            taken.append(1)
            yield {"text": SECOND}

    results = kliping.clean_many(endless(), batch=3)
    assert taken == []
    next(results)
    assert len(taken) == 3


def test_a_batch_is_bounded_in_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large articles make small batches."""
    monkeypatch.setattr(api, "LARGEST_BATCH", 10)
    items: list[Any] = [{"text": "x" * 6}, {"html": "x" * 6}, b"x" * 11, "x", None]
    assert [len(batch) for batch in api.batches(items, 64)] == [2, 1, 2]


def test_what_fails_unforeseen_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours in one article is that article's failure."""

    def failing(raw: Any, facts: Any) -> Any:
        raise RuntimeError("rekaan")

    monkeypatch.setattr("kliping.ingest.clean", failing)
    assert list(kliping.clean_many([{"id": 1, "text": SECOND}])) == [
        kliping.Failure(
            1,
            "cleaning it failed: RuntimeError: rekaan",
            "this is a fault of Kliping: please report it with the article",
        )
    ]


def test_what_recurs_in_a_batch_is_furniture() -> None:
    """Articles of one outlet in one batch teach each other; alone, each stands for itself."""
    again = "Redaksi karangan menerima tulisan pembaca tentang apa saja setiap hari kerja di kantor."
    items = [
        {
            "text": "\n\n".join(
                [
                    "Warta Antah",
                    f"Karangan: Cerita Nomor {word}",
                    "7 Oktober 2020 - 09:30 WIB",
                    f"ANTAH, Warta Antah - Cerita {word} ini dikarang untuk menguji Kliping dan tidak pernah terjadi.",
                    f"Warga {word} yang juga tidak pernah ada membicarakan cerita {word} di pasar dalam dongeng.",
                    f"Pemerintah Antah belum memberikan keterangan tentang cerita {word} sampai berita ini dikarang.",
                    "Tentang Kami",
                    again,
                ]
            ),
            "url": f"https://warta-antah.example/cerita-nomor-{word}",
        }
        for word in ("pertama", "kedua", "ketiga")
    ]
    for each in kliping.clean_many(items):
        assert isinstance(each, kliping.Cleaned)
        assert again not in each.body


def test_the_guides_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of the guide does what its comments say."""
    guide = (ROOT / "docs" / "guide.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", guide, re.S)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text(SECOND, "utf-8")
    said: dict[str, Any] = {}
    exec(example, said)
    assert said["article"].title == TITLE
