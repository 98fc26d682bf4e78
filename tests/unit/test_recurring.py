"""What repeats is furniture: learning it from several raw files of one outlet, and the list that editors see."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kliping import ingest
from kliping.ingest import recurring
from kliping.ingest.lines import split
from kliping.records import Article, Facts, Hint, Outlet, RawArticle, RawFile, Recurring, Role, Status

FACTS = replace(
    ingest.load_facts(Path(ingest.__file__).parents[1], None, "Asia/Jakarta"),
    outlets=(Outlet("warta-antah", "Warta Antah", ("antah.example",)),),
    agencies=(),
    furniture=(),
)
THINGS = "jembatan pasar sekolah pelabuhan terminal taman perpustakaan museum stadion bendungan".split()
TOP = ["Warta Antah", "Beranda", "Kabar Daerah Antah"]
COOKIES = "Situs rekaan ini menyimpan remah roti digital agar pembaca karangan tidak perlu masuk dua kali setiap hari."
BOTTOM = ["Jaringan Antah", COOKIES, "Pedoman Antah", "Redaksi Antah"]
BACKGROUND = (
    "Kota Antah, yang tidak pernah ada, sejak lama berselisih dengan Kota Misal tentang batas kedua kota rekaan itu."
)


def prose(thing: str, count: int = 4) -> list[str]:
    """Made-up paragraphs that no other article has."""
    return [
        f"Pemerintah Kota Antah membuka {thing} rekaan bagian {number} itu setelah perbaikan {number} bulan, kata wali kota karangan."
        for number in range(1, count + 1)
    ]


def page(thing: str, *, body: list[str] | None = None, top: list[str] = TOP, bottom: list[str] = BOTTOM) -> str:
    """A dump of a made-up page."""
    return "\n".join([*top, f"Kota Antah Buka {thing.title()} Lagi", *(body or prose(thing)), *bottom])


def raw(text: str, url: str = "https://antah.example/kabar") -> RawArticle:
    return RawArticle("inbox/x.txt", "", split(text), (Hint("url", url, "given"),) if url else ())


def told(*texts: str) -> set[str]:
    """The lines that are learned from made-up pages of one outlet."""
    known = recurring.by_outlet(map(raw, texts), FACTS)
    marks = set(known[0].lines) if known else set()
    return {line.text for text in texts for line in raw(text).lines if recurring.fingerprint(line.text) in marks}


def test_what_two_articles_share_is_furniture() -> None:
    """Labels and notices round two different articles are learned, with the number of articles; nothing of either article."""
    pages = [page("jembatan"), page("pasar")]
    assert told(*pages) == {*TOP, *BOTTOM}
    (known,) = recurring.by_outlet(map(raw, pages), FACTS)
    assert (known.outlet, known.name, set(known.lines.values())) == ("warta-antah", "Warta Antah", {2})


def test_one_article_teaches_nothing() -> None:
    """What stands in a single article is never furniture, however often the article repeats it."""
    assert told(page("jembatan", top=[*TOP, *TOP])) == set()


@pytest.mark.parametrize(
    "again",
    [
        page("jembatan"),
        page("jembatan", top=[], bottom=[]),
        page("jembatan", top=["AMP", "Menu Antah"], bottom=["Tautan Antah", "Redaksi Antah"]),
        page(
            "jembatan",
            body=[*prose("jembatan"), "Pembaruan: jembatan rekaan itu kini juga dapat dilalui oleh kereta karangan."],
        ),
        page(
            "jembatan",
            body=["Diperbarui: ini versi kedua dari kabar karangan tentang jembatan itu.", *prose("jembatan")[1:]],
        ),
    ],
    ids=["same", "text alone", "amp", "longer", "changed"],
)
def test_the_same_article_saved_again_is_no_evidence(again: str) -> None:
    """A copy, the bare text, an AMP page and an updated text count as the one article that they are."""
    assert told(page("jembatan"), again) == set()


def test_many_copies_are_one_article() -> None:
    """Sixty saved copies of one article teach nothing, each with a counter of its own."""
    assert told(*(page("jembatan", top=[*TOP, f"{number} pembaca karangan"]) for number in range(60))) == set()


@pytest.mark.parametrize("where", [0, 2, 4])
def test_a_background_paragraph_stays(where: int) -> None:
    """A paragraph that an outlet prints in article after article is the article's own, wherever in it it stands."""
    bodies = [prose(thing) for thing in THINGS[:6]]
    for body in bodies:
        body.insert(where, BACKGROUND)
    pages = [page(thing, body=body) for thing, body in zip(THINGS, bodies, strict=False)]
    assert BACKGROUND not in told(*pages)
    assert set(BOTTOM) <= told(*pages)


def test_a_subheading_between_paragraphs_stays() -> None:
    """A short line that recurs between paragraphs which do not is a subheading."""
    pages = [page(thing, body=[*prose(thing)[:2], "Latar belakang", *prose(thing)[2:]]) for thing in THINGS[:5]]
    assert "Latar belakang" not in told(*pages)


def test_dates_and_bylines_are_not_listed() -> None:
    """Dates and bylines recur, too; they are no furniture."""
    top = [*TOP, "Jumat, 30 Oktober 2020 18:45 WIB", "Penulis: Joko Misalan"]
    assert told(page("jembatan", top=top), page("pasar", top=top)) == set(TOP) | set(BOTTOM)


def test_outlets_are_kept_apart() -> None:
    """What recurs at one outlet says nothing about another; an article of no known outlet teaches nothing."""
    one, other = raw(page("jembatan")), raw(page("pasar"), "https://misal.example/kabar")
    assert recurring.by_outlet([one, other], FACTS) == ()
    bare = [RawArticle("x", "", split("\n".join([*prose(thing), "Selesai"]))) for thing in THINGS[:3]]
    assert recurring.by_outlet(bare, Facts()) == ()


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 6))
def test_order_does_not_matter(chance: random.Random, count: int) -> None:
    """The same files in any order teach the same."""
    pages = [page(thing, body=[*prose(thing), BACKGROUND]) for thing in THINGS[:count]]
    pages += [page(THINGS[0], top=["Antah AMP"])]
    shuffled = chance.sample(pages, len(pages))
    assert recurring.by_outlet(map(raw, pages), FACTS) == recurring.by_outlet(map(raw, shuffled), FACTS)


def test_a_profile_is_remembered_whole() -> None:
    """What is remembered of a file is what was known of it; anything else is not taken for it."""
    made = recurring.profile(raw(page("jembatan")), FACTS)
    assert recurring.unpacked(recurring.packed(made)) == made
    for wrong in (None, [], ["a", "b", "c", "p", {}], {"x": 1}):
        assert recurring.unpacked(wrong) is None


def test_many_files_take_little_time() -> None:
    """A thousand articles of one outlet are learned from in seconds."""
    profiles = [recurring.profile(raw(page(f"{THINGS[number % 10]} {number}")), FACTS) for number in range(1000)]
    begun = time.process_time()
    assert len(recurring.learned(profiles)) == len(TOP) + len(BOTTOM)
    assert time.process_time() - begun < 10


# ------------------------------------------------------------------ the list


def test_the_list_is_read_as_it_was_written() -> None:
    """A list comes back from its file as it is; the editor's lines and comments keep their places."""
    own = ("# my own note", "keep: Latar belakang", "Dukung Antah")
    made = recurring.Listed("Warta Antah", ((3, "Beranda"), (2, "Redaksi | Antah")), own)
    text = recurring.dump(made)
    assert recurring.parse(text) == made
    assert recurring.dump(recurring.parse(text.replace("\n", "\r\n"))) == text
    assert recurring.dump(recurring.Listed("Warta Antah")) == ""


def test_the_editors_lines_win() -> None:
    """A line to keep is not learned again, a line that was added is furniture without being learned."""
    listed = recurring.parse("keep: Latar belakang\nDukung Antah\n9 | Dahulu")
    fresh = recurring.relearned(listed, "Warta Antah", [(4, "LATAR BELAKANG"), (3, "Beranda"), (2, "Dukung Antah!")])
    assert fresh.learned == ((3, "Beranda"),)
    assert fresh.own == listed.own
    known = recurring.in_force("warta-antah", fresh)
    assert known.lines == {recurring.fingerprint("Beranda"): 3, recurring.fingerprint("Dukung Antah"): 0}


@given(st.text(max_size=300))
def test_any_text_is_a_list(text: str) -> None:
    """Whatever stands in a list's file, reading it never fails, and writing it again changes nothing more."""
    once = recurring.dump(recurring.parse(text))
    assert recurring.dump(recurring.parse(once)) == once


def test_marks_give_the_reason() -> None:
    """A line that is nothing by itself is marked with how often it recurs, and where."""
    lines = split("Beranda\nDukung Antah\nLain")
    known = Recurring("a", "Antah", {recurring.fingerprint("beranda"): 3, recurring.fingerprint("Dukung Antah"): 0})
    marks = recurring.marked(lines, [None] * 3, known)
    assert [mark and (mark.role, mark.reason) for mark in marks] == [
        (Role.FURNITURE, "recurs in 3 articles of Antah"),
        (Role.FURNITURE, "listed as furniture of Antah"),
        None,
    ]


# ------------------------------------------------------------------ in the inbox


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with two made-up articles of one outlet."""
    for thing in THINGS[:2]:
        put(tmp_path / "content", thing)
    return tmp_path / "content"


def put(content: Path, thing: str, **how: list[str]) -> None:
    file = content / "inbox" / f"{thing}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = page(thing, body=["Jumat, 30 Oktober 2020 18:45 WIB", *prose(thing)], **how)
    file.write_text(f"https://antah.example/kabar/kota-antah-buka-{thing}-lagi\n{text}\n", "utf-8")


def run(content: Path, **how: bool) -> dict[str, Status]:
    outcomes = ingest.ingest(content, FACTS, content.parent / ".cache", **how)  # type: ignore[arg-type]
    return {outcome.path.removeprefix("inbox/"): outcome.status for outcome in outcomes}


def texts(content: Path) -> dict[str, str]:
    """Every file that a run wrote below the content folder."""
    files = [*(content / "entries").rglob("*.md"), *(content / "outlets").glob("*.txt")]
    return {file.relative_to(content).as_posix(): file.read_text("utf-8") for file in files}


LIST = "outlets/warta-antah.furniture.txt"


def test_a_run_writes_the_list_and_leaves_it_alone_afterwards(content: Path) -> None:
    """The list of an outlet appears with what recurs, and a second run changes nothing; a dry run writes none."""
    assert run(content, write=False) == {"jembatan.txt": Status.CREATED, "pasar.txt": Status.CREATED}
    assert texts(content) == {}
    run(content)
    before = texts(content)
    assert "2 | Redaksi Antah\n" in before[LIST]
    assert run(content) == {"jembatan.txt": Status.SAME, "pasar.txt": Status.SAME}
    assert texts(content) == before


def test_a_cold_cache_gives_the_same(content: Path) -> None:
    """What is remembered only saves time: file by file or all at once, the result is one and the same."""
    run(content)
    for thing in THINGS[2:5]:
        put(content, thing)
        run(content)
    warm = texts(content)
    for file in (content.parent / ".cache").glob("*.json"):
        file.unlink()
    run(content)
    assert texts(content) == warm


def test_an_editors_keep_survives(content: Path) -> None:
    """A line that the editor keeps is furniture no more, on this run and on those that learn anew."""
    run(content)
    file = content / LIST
    file.write_text(file.read_text("utf-8").replace("2 | Redaksi Antah", "keep: Redaksi Antah"), "utf-8")
    run(content)
    put(content, "sekolah")
    run(content)
    text = file.read_text("utf-8")
    assert "keep: Redaksi Antah\n" in text
    assert "| Redaksi Antah" not in text
    assert "3 | Pedoman Antah\n" in text


def test_only_the_files_that_hold_a_new_line_are_cleaned_again(content: Path) -> None:
    """A line that is learned later makes those files new that hold it, and no others."""
    for thing in THINGS[2:4]:
        put(content, thing, bottom=[*BOTTOM[:2], "Antah TV", *BOTTOM[2:]])
    run(content)
    files = {path: RawFile(path, (content / path).read_bytes()) for path in ("inbox/jembatan.txt", "inbox/sekolah.txt")}
    known = ingest.load_facts(Path(ingest.__file__).parents[1], content, "UTC").recurring
    assert recurring.fingerprint("Antah TV") in known[0].lines
    digests = {path: path for path in files}
    held: list[dict[str, str]] = []
    for lines in (known[0].lines, {mark: 2 for mark in known[0].lines if mark != recurring.fingerprint("Antah TV")}):
        facts = Facts(FACTS.outlets, timezone="UTC", recurring=(Recurring("warta-antah", "Warta Antah", lines),))
        options = {"whole": False, "jobs": 1, "write": False}
        held.append(ingest.learn(content, list(files.values()), facts, digests, content / "none", **options)[1])  # type: ignore[arg-type]
    assert held[0]["inbox/jembatan.txt"] == held[1]["inbox/jembatan.txt"]
    assert held[0]["inbox/sekolah.txt"] != held[1]["inbox/sekolah.txt"]


def test_what_is_learned_is_dropped_with_its_reason(content: Path) -> None:
    """Cleaning with the lists drops what recurs, and says so; the headline stays the headline."""
    run(content)
    lists = ingest.load_facts(Path(ingest.__file__).parents[1], content, "UTC").recurring
    facts = replace(FACTS, recurring=lists)
    article = ingest.clean_file(RawFile("inbox/jembatan.txt", (content / "inbox/jembatan.txt").read_bytes()), facts)
    assert isinstance(article, Article)
    reasons = {verdict.line.text: verdict.reason for verdict in article.verdicts}
    assert {reasons[COOKIES], reasons["Jaringan Antah"]} == {"recurs in 2 articles of Warta Antah"}
    assert list(article.body) == prose("jembatan")
    assert article.title == "Kota Antah Buka Jembatan Lagi"
