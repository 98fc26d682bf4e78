"""The entry file: what an editor may write, what is wrong and where, loading and saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kliping import entries, hands
from kliping.records import Capture, Correction, Entry, Image

JAKARTA = ZoneInfo("Asia/Jakarta")
WIB = timezone(timedelta(hours=7))
PATH = "entries/2020/10/judul.md"


def parse(front: str, body: str = "Isi.") -> Entry:
    return entries.parse(f"---\n{front}\n---\n\n{body}\n", PATH, JAKARTA)


def faults(text: str) -> list[tuple[int, str]]:
    """Line and key of each fault of an entry file."""
    with pytest.raises(entries.EntryError) as caught:
        entries.parse(text, PATH, JAKARTA)
    assert all(fault.file == PATH and fault.what for fault in caught.value.faults)
    return [(fault.line, fault.key) for fault in caught.value.faults]


# ------------------------------------------------------------------ what may be written


def test_a_title_is_enough() -> None:
    """One key makes an entry: slug and id are derived, the rest is not known."""
    entry = parse("title: Jembatan Umpama Dibuka Lagi")
    assert entry == Entry(
        PATH,
        entries.id_of(f"kliping:{PATH}"),
        "Jembatan Umpama Dibuka Lagi",
        "jembatan-umpama-dibuka-lagi",
        "Isi.",
        extra={},
    )
    assert entry.date is None
    assert entry.lang == "und"


def test_everything_that_may_be_written() -> None:
    """Every key of the reference is read."""
    entry = parse(
        """\
title: "Judul: lagi"
date: 2020-10-30T18:45:00+07:00
date_precision: second
lang: id
id: urn:x
slug: judul
outlet: Harian Contoh
url: https://x.example/a?b=c&d#e
authors: [Budi Karangan, "A, B"]
editors: Rina Ilustrasi, Siti Rekaan
agencies:
  - AFP
place: Kota Contoh
image: {caption: "Jembatan", credit: AFP}
modified: 2020-10-31
draft: true
publish_date: 2020-11-01 06:00
expiry_date: 2021-01-01T00:00:00Z
topics: [a]
not_topics: [b]
aliases: [/lama/]
key: true
note: >-
  Catatan
  dua baris
corrections: [{date: 2020-11-01, text: "Nama dibetulkan"}]
summary: Ringkas
tags: [x, y]
weight: -3
capture: {file: inbox/x.txt, sha256: abc, rules: 2, stamp: def, saved: 2020-10-31T09:00:00+07:00}
lain: {a: [1, 2.5, null, true, teks]}"""
    )
    assert entry == Entry(
        path=PATH,
        id="urn:x",
        title="Judul: lagi",
        slug="judul",
        body="Isi.",
        date=datetime(2020, 10, 30, 18, 45, tzinfo=WIB),
        date_precision="second",
        lang="id",
        outlet="Harian Contoh",
        url="https://x.example/a?b=c&d#e",
        authors=("Budi Karangan", "A, B"),
        editors=("Rina Ilustrasi", "Siti Rekaan"),
        agencies=("AFP",),
        place="Kota Contoh",
        image=Image("Jembatan", "AFP"),
        draft=True,
        modified=datetime(2020, 10, 31, tzinfo=WIB),
        publish_date=datetime(2020, 11, 1, 6, tzinfo=WIB),
        expiry_date=datetime(2021, 1, 1, tzinfo=UTC),
        topics=("a",),
        not_topics=("b",),
        aliases=("/lama/",),
        key=True,
        note="Catatan dua baris",
        corrections=(Correction(date(2020, 11, 1), "Nama dibetulkan"),),
        summary="Ringkas",
        tags=("x", "y"),
        weight=-3,
        capture=Capture("inbox/x.txt", "abc", 2, "def", datetime(2020, 10, 31, 9, tzinfo=WIB)),
        extra={"lain": {"a": [1, 2.5, None, True, "teks"]}},
    )


SYNONYMS = [
    ("lastmod: 2020-10-31", "modified", datetime(2020, 10, 31, tzinfo=WIB)),
    ("updated: 2020-10-31", "modified", datetime(2020, 10, 31, tzinfo=WIB)),
    ("category: a", "topics", ("a",)),
    ("categories: [a, b]", "topics", ("a", "b")),
    ("description: Ringkas", "summary", "Ringkas"),
    ("status: draft", "draft", True),
    ("status: published", "draft", False),
    ("author: Budi Karangan", "authors", ("Budi Karangan",)),
    ("publishDate: 2020-11-01", "publish_date", datetime(2020, 11, 1, tzinfo=WIB)),
    ("expiryDate: 2020-11-01", "expiry_date", datetime(2020, 11, 1, tzinfo=WIB)),
    ("language: en", "lang", "en"),
]


@pytest.mark.parametrize(("line", "key", "value"), SYNONYMS, ids=[row[0] for row in SYNONYMS])
def test_the_words_of_hugo_pelican_and_eleventy(line: str, key: str, value: Any) -> None:
    """Keys that editors know from elsewhere are read under their own names, and are not kept twice."""
    entry = parse(f"title: Judul\n{line}")
    assert getattr(entry, key) == value
    assert entry.extra == {}


TEXTS = [
    ("no", "no"),
    ("yes", "yes"),
    ("on", "on"),
    ("12:30", "12:30"),
    ("1e3", "1e3"),
    ("0x1F", "0x1F"),
    ("007", "007"),
    ("1_000", "1_000"),
    ("2020-10-30", "2020-10-30"),
    ("30 Oktober", "30 Oktober"),
    (".inf", ".inf"),
    ("'it''s'", "it's"),
    ('"a\\tb\\u00e9"', "a bé"),
    ("12", "12"),
    ("|\n  satu\n  dua", "satu dua"),
    ("!!str 12", "12"),
    ("<<", "<<"),
    ("Karabakh – “perang”", "Karabakh – “perang”"),
]


@pytest.mark.parametrize(("written", "text"), TEXTS)
def test_texts_are_texts(written: str, text: str) -> None:
    """YAML's surprises are switched off: `no` is a word, 12:30 is no number."""
    assert parse(f"title: Judul\noutlet: {written}").outlet == text
    assert parse(f"title: {written}").title == text


@pytest.mark.parametrize("written", ["3.10", "2020.10", "true", "10000000000000000.5"])
def test_texts_stay_as_they_were_typed(written: str) -> None:
    """A text that looks like a number or truth value is the text that the editor typed."""
    assert parse(f"title: {written}").title == written
    assert parse(f"title: Judul\ntags: [{written}]").tags == (written,)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2020-10-30", datetime(2020, 10, 30, tzinfo=WIB)),
        ("2020-10-30T18:45", datetime(2020, 10, 30, 18, 45, tzinfo=WIB)),
        ("2020-10-30 18:45:12", datetime(2020, 10, 30, 18, 45, 12, tzinfo=WIB)),
        ("2020-10-30 18:45:00 +0900", datetime(2020, 10, 30, 18, 45, tzinfo=timezone(timedelta(hours=9)))),
        ("'2020-10-30T18:45:00Z'", datetime(2020, 10, 30, 18, 45, tzinfo=UTC)),
        ("null", None),
        ("", None),
    ],
)
def test_dates(written: str, expected: datetime | None) -> None:
    """A date without a zone is in the site's; an empty one is not known."""
    found = parse(f"title: Judul\ndate: {written}").date
    assert found == expected
    assert found is None or found.tzinfo is not None


def test_never_may_be_written_as_the_end_of_time() -> None:
    """`expiry_date: 9999-12-31` is how people write “never”, and is read."""
    found = parse("title: Judul\nexpiry_date: 9999-12-31").expiry_date
    assert found is not None
    assert found.year == 9999


def test_the_sites_zone_knows_summer_time() -> None:
    """A date without a zone has the zone's shift on that very day."""
    berlin = ZoneInfo("Europe/Berlin")
    text = "---\ntitle: T\ndate: 2020-07-01\nmodified: 2020-12-01\n---\n"
    entry = entries.parse(text, PATH, berlin)
    assert entry.date
    assert entry.modified
    assert entry.date.isoformat() == "2020-07-01T00:00:00+02:00"
    assert entry.modified.isoformat() == "2020-12-01T00:00:00+01:00"


@pytest.mark.parametrize(
    "line",
    [
        "authors: []",
        "authors:",
        "authors: null",
        "image: null",
        "image:",
        "capture: null",
        "date:",
        "note: null",
        "place: ~",
        "tags: ''",
    ],
)
def test_an_empty_key_is_no_key(line: str) -> None:
    """A key without a value says the same as no key."""
    assert parse(f"title: Judul\n{line}") == parse("title: Judul")


@pytest.mark.parametrize(
    "line",
    [
        "corrections:",
        "corrections: null",
        "weight:",
        "draft:",
        "key: null",
        "slug:",
        "outlet: ''",
        'url: ""',
        "place: '  '",
    ],
)
def test_an_empty_key_of_any_kind_is_no_key(line: str) -> None:
    """The same holds of the other keys: an editor's template with empty keys is not full of faults."""
    assert parse(f"title: Judul\n{line}") == parse("title: Judul")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Judul\n---\nIsi.",
        "\ufeff---\ntitle: Judul\n---\n\nIsi.\n",
        "---\r\ntitle: Judul\r\n---\r\n\r\nIsi.\r\n",
        "---\rtitle: Judul\r---\rIsi.\r",
        "---  \ntitle: Judul\n--- \n\n\nIsi.\n\n\n",
        "---\ntitle: Judul\n...\nIsi.",
        "---\n# catatan\n\ntitle: Judul  # ya\n---\nIsi.",
        '---\n"title": Judul\n---\nIsi.',
        "---\n{title: Judul}\n---\nIsi.",
    ],
)
def test_the_file_may_be_written_by_any_editor(text: str) -> None:
    """Byte-order mark, line ends, spaces after the dashes, comments and quotes make no difference."""
    assert entries.parse(text, PATH, JAKARTA) == parse("title: Judul")


def test_dashes_in_the_body_are_the_bodys() -> None:
    """Only the first line of dashes after the front matter closes it."""
    assert parse("title: Judul", "Satu.\n\n---\n\nDua.").body == "Satu.\n\n---\n\nDua."


# ------------------------------------------------------------------ what is wrong, and where

WRONG = [
    ("", [(1, "")]),
    ("Isi.", [(1, "")]),
    ("---\ntitle: Judul\n", [(1, "")]),
    ("\n---\ntitle: Judul\n---\n", [(1, "")]),
    ("---\n---\nIsi.", [(0, "title")]),
    ("---\ntitle:\n---\n", [(2, "title")]),
    ("---\n- a\n- b\n---\n", [(2, "")]),
    ("---\njudul\n---\n", [(2, "")]),
    ("---\ntitle: Judul: lagi\n---\n", [(2, "")]),
    ('---\ntitle: "Judul\n---\n', [(3, "")]),
    ("---\ntitle: Judul\noutlet: [a\nlang: id\n---\n", [(4, "")]),
    ("---\ntitle: A\nlang: id\ntitle: B\n---\n", [(4, "title")]),
    ("---\ntitle: A\nlastmod: 2020-10-30\nmodified: 2020-10-31\n---\n", [(4, "modified")]),
    ("---\ntitle: A\ndate: kemarin\n---\n", [(3, "date")]),
    ("---\ntitle: A\ndate: 2020-13-45\n---\n", [(3, "date")]),
    ("---\ntitle: A\ndate: 30/10/2020\n---\n", [(3, "date")]),
    ("---\ntitle: A\ndate: [2020-10-30]\n---\n", [(3, "date")]),
    ("---\ntitle: A\ndate_precision: jam\n---\n", [(3, "date_precision")]),
    pytest.param(
        "---\ntitle: [A]\n---\n",
        [(2, "title")],
    ),
    ("---\ntitle: A\nauthors: {a: b}\n---\n", [(3, "authors")]),
    ("---\ntitle: A\nauthors: 3\n---\n", [(3, "authors")]),
    ("---\ntitle: A\ndraft: ya\n---\n", [(3, "draft")]),
    ("---\ntitle: A\nkey: 1\n---\n", [(3, "key")]),
    ("---\ntitle: A\nweight: berat\n---\n", [(3, "weight")]),
    ("---\ntitle: A\nslug: Judul Besar\n---\n", [(3, "slug")]),
    ("---\ntitle: A\nslug: con\n---\n", [(3, "slug")]),
    ("---\ntitle: A\nslug: ../../etc\n---\n", [(3, "slug")]),
    ("---\ntitle: A\nurl: x.example/a\n---\n", [(3, "url")]),
    ("---\ntitle: A\nurl: javascript:alert(1)\n---\n", [(3, "url")]),
    ("---\ntitle: A\nimage: foto.jpg\n---\n", [(3, "image")]),
    ("---\ntitle: A\nimage: {file: foto.jpg}\n---\n", [(3, "image")]),
    ("---\ntitle: A\ncorrections: Salah\n---\n", [(3, "corrections")]),
    ("---\ntitle: A\ncorrections: [{text: Salah}]\n---\n", [(3, "corrections")]),
    ("---\ntitle: A\ncorrections: [{date: kemarin, text: Salah}]\n---\n", [(3, "corrections")]),
    ("---\ntitle: A\ncapture: inbox/x.txt\n---\n", [(3, "capture")]),
    ("---\ndate: x\nurl: y\nweight: z\n---\n", [(2, "date"), (3, "url"), (4, "weight"), (0, "title")]),
    ("---\ntitle: A\nlain: !!python/object/apply:os.system [ls]\n---\n", [(3, "")]),
    ("---\ntitle: A\nlain: *x\n---\n", [(3, "")]),
    ("---\ntitle: A\nlain: " + "[" * 900 + "\n---\n", [(4, "")]),
    ("---\ntitle: A\nlain: " + "[" * 100_000 + "\n---\n", [(3, "")]),
    ("---\ntitle: A\nlain:\n  " + "- " * 100_000 + "\n---\n", [(2, "")]),
    ("---\ntitle: A\nlain: &a [*a]\n---\n", [(3, "")]),
    ("---\ntitle: \x00\n---\n", [(2, "")]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=range(len(WRONG)))
def test_a_fault_names_line_and_key(text: str, expected: list[tuple[int, str]]) -> None:
    """What is wrong is said with the line and the key, all of it at once, and never with a traceback."""
    assert sorted(faults(text)) == sorted(expected)


@pytest.mark.parametrize("value", ["!!bool mungkin", "!!timestamp kemarin"])
def test_odd_yaml_is_a_fault_too(value: str) -> None:
    """YAML that no editor writes on purpose is a fault of that entry, not the end of the build."""
    assert faults(f"---\ntitle: A\nlain: {value}\n---\n")


def test_a_correction_without_a_date_is_a_fault() -> None:
    """A correction whose date is empty is not dropped in silence."""
    assert faults('---\ntitle: A\ncorrections: [{date: null, text: "Nama dibetulkan"}]\n---\n') == [(3, "corrections")]


def test_a_fault_says_what_to_do() -> None:
    """The remedy shows the value as it is, or a form that would do."""
    with pytest.raises(entries.EntryError) as caught:
        parse("title: Judul\nslug: Judul Besar\ndraft: ya")
    assert str(caught.value) == (
        "entries/2020/10/judul.md:4: draft: needs true or false\n    it is now 'ya'\n"
        "entries/2020/10/judul.md:3: slug: needs a-z, 0-9 and single hyphens, at most 80\n    such as slug: judul-besar"
    )


# ------------------------------------------------------------------ what is written

WHOLE = Entry(
    path=PATH,
    id="urn:uuid:5ae6d2a8-79c6-511e-b4aa-dad4323d598a",
    title='Judul "satu": dua # tiga',
    slug="judul",
    body="Satu.\n\nDua.",
    date=datetime(2020, 10, 30, 18, 45, tzinfo=JAKARTA),
    lang="no",
    outlet="Harian Contoh",
    authors=("Budi Karangan", "null", "12"),
    place="Kota: Contoh",
    image=Image(None, "AFP"),
    capture=Capture("inbox/x y.txt", "12" * 32, 1, saved=datetime(2020, 10, 31, tzinfo=UTC)),
)


def test_the_text_of_an_entry() -> None:
    """The file is laid out for people: the same keys in the same order, quotes only where they are needed."""
    assert entries.dump(WHOLE) == (
        "---\n"
        'title: "Judul \\"satu\\": dua # tiga"\n'
        "date: 2020-10-30T18:45:00+07:00\n"
        "date_precision: minute\n"
        'lang: "no"\n'
        "id: urn:uuid:5ae6d2a8-79c6-511e-b4aa-dad4323d598a\n"
        "slug: judul\n"
        "outlet: Harian Contoh\n"
        "url: null\n"
        'authors: [Budi Karangan, "null", "12"]\n'
        "editors: []\n"
        "agencies: []\n"
        'place: "Kota: Contoh"\n'
        "image: {caption: null, credit: AFP}\n"
        f'capture: {{file: "inbox/x y.txt", sha256: "{"12" * 32}", rules: 1, saved: 2020-10-31T00:00:00+00:00, '
        f"stamp: {hands.fingerprint(entries.dump(WHOLE))}}}\n"
        "---\n\nSatu.\n\nDua.\n"
    ).replace('"inbox/x y.txt"', "inbox/x y.txt")


def test_what_an_editor_may_add_is_written_only_when_it_is_there() -> None:
    """Keys for editors stand in the file when they are set, and not before."""
    bare = entries.dump(parse("title: Judul"))
    for line in (
        "draft: true",
        "key: true",
        "weight: 3",
        "note: Catatan",
        "topics: [a]",
        "lain: 3",
        "summary: Ringkas",
    ):
        assert line not in bare
        assert f"\n{line}\n" in entries.dump(parse(f"title: Judul\n{line}"))


@pytest.mark.parametrize(
    "front",
    [
        "title: A\nid: '# x'",
        "title: A\nid: 'a: b'",
        "title: A\nid: 'null'",
        "title: A\nid: '[x]'",
        pytest.param(
            "title: A\ncapture: {file: inbox/x.txt}",
        ),
        pytest.param(
            "title: A\ncapture: {file: ''}",
        ),
        "title: A\nimage: {}",
        "title: A\nlain: 1.5",
        "title: 'True'",
        "title: 'null'",
        "title: '1984'",
        pytest.param("title: A\n'': x"),
        pytest.param("title: A\nlain: {2020: 5}"),
        pytest.param("title: A\nlain: 0.00001"),
        pytest.param(
            "title: A\nlain: 10000000000000000.5",
        ),
        "title: A\nlain: 12345678901234567890123",
        "title: A\n? [a, b]\n: x",
    ],
)
def test_whatever_was_read_can_be_written(front: str) -> None:
    """An entry as an editor wrote it is the same entry after it was written anew."""
    entry = parse(front)
    text = entries.dump(entry)
    again = entries.parse(text, PATH, JAKARTA)
    assert entries.dump(again) == text
    for key in ("id", "title", "slug", "image", "extra"):
        assert getattr(again, key) == getattr(entry, key)
    if entry.capture and again.capture:
        assert (again.capture.file, again.capture.sha256) == (entry.capture.file, entry.capture.sha256)


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (
            "Menlu Armenia dan Azerbaijan di Swiss Bahas Gencatan Senjata untuk Ke-4 Kali",
            "menlu-armenia-dan-azerbaijan-di-swiss-bahas-gencatan-senjata-untuk-ke-4-kali",
        ),
        ("Žluťoučký kůň – “ABC”!", "zlutoucky-kun-abc"),
        ("Jum'at", "jum-at"),
        ("СССР", "sssr"),
        ("nul", "nul-1"),
        ("COM1", "com1-1"),
        ("a" * 81, "a" * 80),
        ("kata " * 40, "-".join(["kata"] * 16)),
    ],
)
def test_slugs(words: str, slug: str) -> None:
    """A slug is made of the title's words, whole ones, in ASCII."""
    assert entries.slug_of(words) == slug


# ------------------------------------------------------------------ files


def test_a_file_that_is_no_utf8_says_so(tmp_path: Path) -> None:
    """An entry in another encoding is a fault of that entry."""
    file = tmp_path / "x.md"
    file.write_bytes("---\ntitle: Café\n---\n".encode("latin-1"))
    with pytest.raises(entries.EntryError, match="is not UTF-8"):
        entries.load(file, PATH, JAKARTA)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    """An entry that cannot be opened is a fault of that entry, in words."""
    for path in (tmp_path / "x.md", tmp_path):
        with pytest.raises(entries.EntryError, match="cannot be read"):
            entries.load(path, PATH, JAKARTA)


def test_saving_makes_folders_and_leaves_nothing_else(tmp_path: Path) -> None:
    """A saved entry is there whole, in UTF-8 with LF, readable by all; no half file stays beside it."""
    file = tmp_path / "entries" / "2020" / "x.md"
    entries.save(file, "---\ntitle: Café\n---\n")
    entries.save(file, "---\ntitle: Café 2\n---\n")
    assert file.read_bytes() == "---\ntitle: Café 2\n---\n".encode()
    assert file.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in file.parent.iterdir()] == ["x.md"]


def test_a_save_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails in the middle, the old entry stands, and no half entry can be taken for one."""
    file = tmp_path / "x.md"
    entries.save(file, "lama")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        entries.save(file, "baru")
    monkeypatch.undo()
    assert file.read_text() == "lama"
    assert [path.name for path in tmp_path.glob("*.md")] == ["x.md"]
