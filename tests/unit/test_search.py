"""What can be searched: words that pages show, other spellings of names, and nothing else; always in the same bytes."""

from __future__ import annotations

import base64
import gzip
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commands import ENTRY, Run
from hypothesis import given
from hypothesis import strategies as st
from making import BRIDGE, at, entry, site, words

from kliping import indexing
from kliping.records import Image, Output
from kliping.site import leaks, search, search_index

pytest_plugins = ["commands"]

NAMED = replace(
    BRIDGE, names={"places": (("Antah Lor", "Anta Lor", "North Antah*"),), "people": (("Si Polan", "Polan"),)}
)
UNSEEN = "Kalimat karangan ketiga ini berada jauh di luar kutipan yang boleh ditampilkan oleh situs."
LONG = f"Jembatan Antah yang tidak pernah ada dibuka di Antah Lor. {'Kalimat karangan ini panjang sekali. ' * 12}\n\n{UNSEEN} Polan."


def records(*entries: Any, **settings: Any) -> list[Mapping[str, Any]]:
    return list(search.records(site(*entries, **{"topics": (NAMED,), **settings}), words()))


def made(of: list[Mapping[str, Any]]) -> Mapping[str, bytes]:
    return search.files(indexing.answer(search.request(of)))


def texts(files: Mapping[str, bytes]) -> Iterator[str]:
    """What the files of an index hold, unpacked."""
    for path, data in files.items():
        if not search.is_program(search.FOLDER + path):
            yield (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8", "replace")


# ------------------------------------------------------------------ what goes in


def test_a_record_is_what_the_page_shows() -> None:
    """Headline, day, text, caption and authors; outlet, topics and language to choose by."""
    picture = Image("Jembatan karangan dari udara", "Warta Antah")
    (record,) = records(entry(image=picture, authors=("Si Anu",)))
    assert record["url"] == "articles/2020/10/karangan-jembatan-antah/"
    assert record["meta"]["title"] == "Karangan: Jembatan Antah"
    assert record["meta"]["date"] == "5 Oktober 2020"
    assert record["content"].endswith("tidak pernah ada. Jembatan karangan dari udara Si Anu")
    assert record["filters"] == {"outlet": ["Warta Antah"], "topic": ["Jembatan Antah"], "lang": ["id"]}


@pytest.mark.parametrize("right", ["excerpt", "link"])
def test_words_beyond_the_rights_are_not_searched(right: str) -> None:
    """Neither the words themselves nor other spellings of a name that only they say."""
    (record,) = records(entry(body=LONG), rights=right)
    assert "ketiga" not in json.dumps(record)
    assert "Polan" not in json.dumps(record)
    assert not any("ketiga" in text or "polan" in text.lower() for text in texts(made([record])))


def test_private_words_are_not_searched() -> None:
    """An editor's own notes go nowhere."""
    (record,) = records(entry(memo="Catatan rahasia", keep=("baris rahasia",)))
    assert "ahasia" not in json.dumps(record)


def test_other_spellings_of_names_are_searched() -> None:
    """Who searches for one spelling finds the article that has another; words that it has are not said again."""
    (record,) = records(entry(body=LONG))
    assert record["meta"]["also"] == "Anta North Si"
    (plain,) = records(entry(body="Jembatan Antah yang tidak pernah ada."))
    assert "also" not in plain["meta"]


def test_all_is_in_one_index() -> None:
    """By the stems of the language that most articles have; what is in a language without stems counts for none."""
    languages = ["en", "id", "en", "xx", "xx", "xx"]
    entries = [entry(f"Karangan {number}", date=at(1 + number), lang=lang) for number, lang in enumerate(languages)]
    assert {record["language"] for record in records(*entries)} == {"en"}
    assert {record["language"] for record in records(entries[3])} == {"id"}
    assert len(json.loads(made(records(*entries))["pagefind-entry.json"])["languages"]) == 1


# ------------------------------------------------------------------ what comes out


def many() -> list[Mapping[str, Any]]:
    choose = random.Random(7)
    some = [f"karangan{number}" for number in range(300)]
    return records(
        *(
            entry(
                f"Jembatan Antah {number}",
                date=at(1 + number % 28),
                outlet=f"Warta {number % 9}",
                body=" ".join(choose.choices(some, k=60)),
            )
            for number in range(120)
        )
    )


def test_the_same_input_gives_the_same_bytes() -> None:
    """Whatever order Pagefind has its filters in."""
    wanted = many()
    first = made(wanted)
    assert {name.split("/")[0] for name in first if "/" in name} == {"fragment", "index", "filter"}
    for _ in range(4):
        assert made(wanted) == first


def test_only_what_is_needed_is_there() -> None:
    """No interface but our own, and one program for the one language."""
    files = made(many()[:3])
    assert sum(not name.endswith((".pf_index", ".pf_fragment", ".pf_filter")) for name in files) == 5
    assert "wasm.id.pagefind" in files
    assert sum(len(data) for data in files.values()) < 200_000


def test_what_leaks_into_an_index_is_found() -> None:
    """The search for leaks reads the packed files of an index."""
    secret = leaks.Secret("entries/a.md", "its words (a draft)", UNSEEN)
    files = made(records(entry(body=f"Jembatan Antah. {UNSEEN}")))
    outputs = [
        Output(search.FOLDER + path, data)
        for path, data in files.items()
        if not search.is_program(search.FOLDER + path)
    ]
    assert len(leaks.found(outputs, [secret], list, ["/srv/karangan"])) == 1
    assert leaks.found(outputs, [], list, ["/srv/karangan"]) == []


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"!",
        base64.b64encode(b"[]") + b",",
        base64.b64encode(json.dumps({"payload": {"type": "Error", "message": "no"}}).encode()) + b",",
        base64.b64encode(json.dumps({"payload": {"type": "GetFiles", "files": []}}).encode()) + b",",
        base64.b64encode(json.dumps({"payload": {"type": "GetFiles", "files": [{"path": "a"}]}}).encode()) + b",",
    ],
)
def test_an_answer_that_is_none_is_said(answer: bytes) -> None:
    """Whatever a newer Pagefind may say, it is no crash."""
    with pytest.raises(search.Unanswered):
        search.files(answer)


VALUES = st.recursive(
    st.integers(-(2**64), 2**64 - 1) | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=60
)


@given(VALUES)
def test_cbor_is_read_as_it_is_written(value: Any) -> None:
    """Every value that an index may hold."""
    assert search_index.decoded(search_index.encoded(value)) == value


@given(st.binary(max_size=40))
def test_bytes_that_are_no_index_are_no_crash(data: bytes) -> None:
    """They are known not to be one."""
    entry_ = json.dumps({"languages": {"id": {"hash": "id_1", "wasm": "id"}}}).encode()
    files = {"pagefind-entry.json": entry_, "pagefind.id_1.pf_meta": gzip.compress(search_index.SIGNATURE + data)}
    try:
        search_index.in_order(files)
    except search_index.Unknown:
        return


def test_what_pagefind_writes_is_written_alike() -> None:
    """Only the order changes: a file that is read and written again has the same bytes."""
    for path, data in made(many()).items():
        if path.endswith((".pf_meta", ".pf_filter")):
            raw = search_index.unpacked(data)
            assert search_index.encoded(search_index.decoded(raw)) == raw


# ------------------------------------------------------------------ builds


def index_of(folder: Path) -> dict[str, bytes]:
    top = folder / "output" / "pagefind"
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def test_an_index_is_made_once(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind runs again only when something that can be searched has changed; a draft goes from it."""
    ran: list[int] = []
    answer = indexing.answer

    def counted(request: bytes) -> bytes:
        ran.append(1)
        return answer(request)

    monkeypatch.setattr(indexing, "answer", counted)
    assert run("build").code == 0
    first = index_of(project)
    (project / "content" / "pages").mkdir()
    (project / "content" / "pages" / "koreksi.md").write_text("# Cara kami\n\nKarangan.\n", "utf-8")
    assert run("build").code == 0
    assert len(ran) == 1
    assert index_of(project) == first
    file = project / ENTRY
    file.write_text(file.read_text("utf-8").replace("Dibuka Lagi", "Ditutup Lagi", 1), "utf-8")
    assert run("build").code == 0
    assert len(ran) == 2
    assert set(index_of(project)) != set(first)
    (project / ".cache" / "memory" / "search").write_bytes(b"broken")
    assert run("build").code == 0
    assert len(ran) == 3
    file.write_text(file.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    assert run("build").code == 0
    assert index_of(project) == {}
    assert "<form" not in (project / "output" / "search" / "index.html").read_text("utf-8")


def test_search_can_be_turned_off(project: Path, run: Run) -> None:
    """No page, no index, no link, no script."""
    assert run("build").code == 0
    assert index_of(project)
    settings = project / "site.toml"
    settings.write_text(f"search = false\n{settings.read_text('utf-8')}", "utf-8")
    assert run("build").code == 0
    assert index_of(project) == {}
    assert not (project / "output" / "search").exists()
    assert "search/" not in (project / "output" / "index.html").read_text("utf-8")
    assert "wasm-unsafe-eval" not in (project / "output" / "_headers").read_text("utf-8")


@pytest.mark.parametrize("how", ["missing", "no program", "ends at once", "says nothing"])
def test_without_pagefind_the_site_is_built(
    project: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    how: str,
) -> None:
    """The page leads to the lists, the run says what to do and ends with 1."""
    import pagefind_bin

    if how == "missing":
        monkeypatch.setattr(indexing, "PACKAGE", "no-such-package-karangan")
    program = tmp_path / "pagefind"
    program.write_text({"ends at once": "#!/bin/sh\nexit 3\n"}.get(how, "#!/bin/sh\ncat >/dev/null\n"), "utf-8")
    program.chmod(0o755 if how in ("ends at once", "says nothing") else 0o644)
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: program)
    monkeypatch.setattr(indexing, "PATIENCE", 1.0)
    ended = run("build")
    assert ended.code == 1
    assert "there is nothing to search with" in ended.err
    assert "search = false" in ended.err
    page = (project / "output" / "search" / "index.html").read_text("utf-8")
    assert "../archive/index.html" in page
    assert "<form" not in page
    assert "<script src" not in page


def test_looking_makes_no_index(project: Path, run: Run) -> None:
    """`status` need not wait for Pagefind, and remembers nothing."""
    assert run("build").code == 0
    (project / ".cache" / "memory" / "search").unlink()
    run("status")
    assert not (project / ".cache" / "memory" / "search").exists()
