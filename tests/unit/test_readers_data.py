"""JSON of news crawlers to lines and hints, and files of several articles."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kliping.ingest import readers
from kliping.ingest.readers import data
from kliping.records import RawArticle, RawFile


def read(record: Any, name: str = "inbox/x.json") -> RawArticle:
    text = record if isinstance(record, (str, bytes)) else json.dumps(record)
    return readers.read(RawFile(name, text.encode() if isinstance(text, str) else text))


# ------------------------------------------------------------------ one article

CONTENT = [
    ({"text": "satu\n\ndua"}, ["satu", "dua"]),
    ({"maintext": "satu\ndua", "text": "x"}, ["satu", "dua"]),
    ({"html": "<p>satu</p><p>dua</p>", "maintext": "x"}, ["satu", "dua"]),
    ({"html": "", "maintext": None, "raw_text": "satu"}, ["satu"]),
    ({"content": "<p>satu<br>dua</p>"}, ["satu", "dua"]),
    ({"content": "satu < dua & <tiga>"}, ["satu < dua & <tiga>"]),
    ({"paragraphs": ["satu", "dua", 3]}, ["satu", "dua"]),
    ({"text": "satu", "image caption": "Foto."}, ["Foto.", "satu"]),
    ([{"text": "satu"}], ["satu"]),
    ({"text": "sa\ud800tu"}, ["satu"]),
    ('{"text": "satu\ndua"}', ["satu", "dua"]),
    ("\ufeff" + '{"text": "satu"}', ["satu"]),
    ('{"text": "satu"}'.encode("utf-16"), ["satu"]),
]


@pytest.mark.parametrize(("record", "expected"), CONTENT, ids=range(len(CONTENT)))
def test_the_content_of_a_record(record: Any, expected: list[str]) -> None:
    """The fullest key that holds text is the article; HTML in it is read as HTML."""
    assert [line.text for line in read(record).lines] == expected


GIVEN = [
    ({"url": "https://x.example/a", "canonical_link": "https://x.example/b"}, "url", "https://x.example/a"),
    ({"url": "/a", "canonical_link": "https://x.example/b"}, "url", "https://x.example/b"),
    ({"title": " Judul\nberita "}, "title", "Judul berita"),
    ({"date_publish": "2020-10-30 18:45:00"}, "date", "2020-10-30 18:45:00"),
    ({"date": 1604058300}, "date", "1604058300"),
    ({"date": 1604058300.5}, "date", "1604058300"),
    ({"created_at": "2020-10-31"}, "date", "2020-10-31"),
    ({"created_at": "2020-10-31", "published_at": None}, "date", None),
    ({"created_at": "2020-10-31", "published_at": None}, "saved", "2020-10-31"),
    ({"date_download": "2020-10-31"}, "saved", "2020-10-31"),
    ({"language": "id"}, "lang", "id"),
    ({"publisher": {"name": "Harian Contoh"}}, "outlet", "Harian Contoh"),
    ({"title": ["a"], "headline": {"x": 1}}, "title", "a"),
    ({"title": True}, "title", None),
    ({"date": 1e400}, "date", None),
]


@pytest.mark.parametrize(("record", "key", "expected"), GIVEN, ids=range(len(GIVEN)))
def test_what_a_record_says(record: dict[str, Any], key: str, expected: str | None) -> None:
    """The values of a record become hints, and name their key."""
    hint = read(record | {"text": "kata"}).hint(key)
    assert (hint.value if hint else None) == expected
    assert hint is None or any(f"“{name}”" in hint.source for name in record)


def test_every_author_is_named() -> None:
    """Names may be a list, objects, or one text with semicolons."""
    for said in (["A B", "C D"], [{"name": "A B"}, {"name": "C D"}], "A B; C D"):
        hints = read({"text": "kata", "authors": said}).hints
        assert [hint.value for hint in hints if hint.key == "author"] == ["A B", "C D"]


def test_what_the_record_says_goes_before_the_markup() -> None:
    """The record's own values are trusted more than those of the page in it."""
    found = read({"html": "<title>B</title><h1>C</h1><p>kata</p>", "title": "A"}).hints
    assert [hint.value for hint in found if hint.key == "title"] == ["A", "C", "B"]


UNREADABLE = [
    ("inbox/x.json", '{"text": "satu"', "not JSON: .* line 1"),
    ("inbox/x.json", '{\n"text": "satu"\n"b": 1}', "not JSON: .* line 3"),
    ("inbox/x.json", "[]", "no article"),
    ("inbox/x.json", "[1]", "no JSON object"),
    ("inbox/x.json", "3", "no JSON object"),
    ("inbox/x.json", '"kata"', "no JSON object|not JSON"),
    ("inbox/x.json", '{"title": "Judul"}', "no text is in the file under any of"),
    ("inbox/x.json", "[" * 100_000, "nested too deeply"),
    ("inbox/x.json", '{"a":' * 100_000, "nested too deeply"),
    ("inbox/x.json", '{"text": ' + "9" * 10_000 + "}", "no program reads"),
    ("inbox/x.json", '[{"text": "a"}, {"text": "b"}]', "holds 2 articles"),
    ("inbox/x.jsonl", '{"text": "a"}\n{"text": "b"}\n', "holds 2 articles"),
    ("inbox/x.jsonl", '{"text": "a"}\n{"text"\n{"text": "b"}\n', r"holds 3 articles \(broken: 2\)"),
    ("inbox/x.ndjson", '{"text"\n', "not JSON"),
]


@pytest.mark.parametrize(("name", "text", "what"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_is_no_article_says_why(name: str, text: str, what: str) -> None:
    """A broken record, or several, names what is wrong and what to do."""
    with pytest.raises(readers.Unreadable, match=what) as caught:
        read(text, name)
    assert caught.value.remedy


# ------------------------------------------------------------------ several articles in one file

PIECES = [
    ('[{"a": 1.0},\n {"a" :2 } ]', False, [(1, '{"a": 1.0}'), (2, '{"a" :2 }')]),
    ('[{"a": "]}"}, [1], "x"]', False, [(1, '{"a": "]}"}'), (2, "[1]"), (3, '"x"')]),
    ('{"a": 1}', False, [(1, '{"a": 1}')]),
    ('{"a": 1}\n\n{"a": 2}\n', True, [(1, '{"a": 1}'), (3, '{"a": 2}')]),
    ('{"a": 1}\r\n{"a"\r\n{"a": 2}', True, [(1, '{"a": 1}\r'), (2, '{"a"\r'), (3, '{"a": 2}')]),
    ('{"a": 1}\n{"a": 2}\n', False, [(1, '{"a": 1}'), (2, '{"a": 2}')]),
    ('{\n"a": 1\n"b": 2}\n', False, [(1, '{\n"a": 1\n"b": 2}\n')]),
]


@pytest.mark.parametrize(("text", "by_line", "expected"), PIECES, ids=range(len(PIECES)))
def test_several_articles_are_told_apart(text: str, by_line: bool, expected: list[tuple[int, str]]) -> None:
    """Each article of a list, or of a line, keeps its own bytes and has a number."""
    assert [(number, piece.decode()) for number, piece in data.pieces(text.encode(), by_line=by_line)] == expected
