"""The customer's two articles: what comes out of them, in every form in which they may be saved."""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kliping import config, entries, ingest
from kliping.ingest import compose
from kliping.records import Article, Entry, Facts, RawFile, Role, Settings, TopicVerdict
from kliping.site import render, topics

ROOT = Path(__file__).resolve().parent.parent
INBOX = ROOT / "content" / "inbox"
GOLDEN = ROOT / "tests" / "golden" / "seeds" / "expected.json"
SHARED = ROOT.parent / "shared" / "seeds"
KOMPAS, INEWS = "000_63e88a3eae80f724.txt", "004_6731559e794e48bb.txt"
SEEDS = (KOMPAS, INEWS)
TOPIC = "armenia-azerbaijan-ceasefire-talks"
EXPECTED: Mapping[str, Mapping[str, Any]] = json.loads(GOLDEN.read_bytes())


def clean(name: str, data: bytes, facts: Facts) -> Article:
    result = ingest.clean_file(RawFile(f"inbox/{name}", data), facts)
    assert isinstance(result, Article), str(result)
    return result


def said(article: Article) -> dict[str, Any]:
    """What expected.json holds, of an article."""
    return {
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "lang": article.lang,
        "outlet": article.outlet,
        "url": article.url,
        "authors": list(article.authors),
        "editors": list(article.editors),
        "place": article.place,
        "agencies": list(article.agencies),
        "caption": article.caption,
        "credit": article.credit,
        "body": list(article.body),
    }


def wanted(name: str) -> dict[str, Any]:
    return {key: value for key, value in EXPECTED[name].items() if key != "date_from"}


# ------------------------------------------------------------------ exactly what is expected


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_gives_exactly_what_is_expected(name: str, facts: Facts) -> None:
    """Every value and every paragraph of a seed is the expected one, letter by letter."""
    assert said(clean(name, (INBOX / name).read_bytes(), facts)) == wanted(name)


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the customer's folder ../shared is not here; the golden file stands in"
)
def test_the_golden_file_is_the_customers() -> None:
    """The project's own copy of the expectations, and of the seeds, is the customer's to the byte."""
    assert GOLDEN.read_bytes() == (SHARED / "expected.json").read_bytes()
    assert [(INBOX / name).read_bytes() for name in SEEDS] == [(SHARED / name).read_bytes() for name in SEEDS]


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the customer's folder ../shared is not here; the golden file stands in"
)
@pytest.mark.parametrize("name", SEEDS)
def test_the_customers_file_gives_what_the_customer_expects(name: str, facts: Facts) -> None:
    """The customer's own file gives the customer's own expectations."""
    expected = json.loads((SHARED / "expected.json").read_bytes())[name]
    del expected["date_from"]
    assert said(clean(name, (SHARED / name).read_bytes(), facts)) == expected


def test_each_date_says_where_it_came_from(facts: Facts) -> None:
    """Kompas' date is evident from the address, iNews' from line 11."""
    sources = {
        name: {each.key: each.source for each in clean(name, (INBOX / name).read_bytes(), facts).evidence}
        for name in SEEDS
    }
    assert sources[KOMPAS]["date"] == "the address"
    assert sources[INEWS]["date"] == "line 11"


def test_the_dateline_is_listed_as_lifted(facts: Facts) -> None:
    """“JENEWA, iNews.id -” leaves the body, and says so."""
    article = clean(INEWS, (INBOX / INEWS).read_bytes(), facts)
    assert [(each.number, each.text) for each in article.lifted] == [(16, "JENEWA, iNews.id -")]


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_is_cleaned_without_warnings(name: str, facts: Facts) -> None:
    """Nothing about the seeds is in doubt."""
    assert clean(name, (INBOX / name).read_bytes(), facts).warnings == ()


@pytest.mark.parametrize("name", SEEDS)
def test_nothing_but_the_article_is_kept_and_nothing_is_dropped_without_a_reason(name: str, facts: Facts) -> None:
    """Each line has a verdict with a reason, and the lines kept are the expected paragraphs."""
    article = clean(name, (INBOX / name).read_bytes(), facts)
    assert [verdict.line for verdict in article.verdicts] == list(article.raw.lines)
    assert all(verdict.reason for verdict in article.verdicts)
    kept = [verdict.line.text for verdict in article.verdicts if verdict.role is Role.BODY]
    assert [text.removeprefix("JENEWA, iNews.id - ") for text in kept] == EXPECTED[name]["body"]


# ------------------------------------------------------------------ however it was saved


def without_blank_lines(text: str) -> bytes:
    return "\n".join(line for line in text.splitlines() if line.strip()).encode()


FORMS: Mapping[str, Callable[[str], bytes]] = {
    "no blank lines": without_blank_lines,
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "two blank lines for each": lambda text: text.replace("\n", "\n\n\n").encode(),
    "trailing spaces": lambda text: text.replace("\n", " \t\n").encode(),
    "no-break spaces": lambda text: text.replace(" ", "\xa0").encode(),
    "indented": lambda text: "\n".join("    " + line for line in text.split("\n")).encode(),
    "UTF-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16 with a mark": lambda text: text.encode("utf-16"),
    "UTF-16 big-endian with a mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16 big-endian without a mark": lambda text: text.encode("utf-16-be"),
    "UTF-32 with a mark": lambda text: text.encode("utf-32"),
    "decomposed (NFD)": lambda text: unicodedata.normalize("NFD", text).encode(),
    "Windows-1252": lambda text: text.encode("cp1252"),
    "Windows-1252, CRLF": lambda text: text.replace("\n", "\r\n").encode("cp1252"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_gives_the_same_in_every_form(name: str, form: str, facts: Facts) -> None:
    """Line ends, blank lines, encoding and normal form of the file change nothing in what comes out."""
    text = (INBOX / name).read_text("utf-8")
    assert said(clean(name, FORMS[form](text), facts)) == wanted(name)


@pytest.mark.parametrize("form", ["UTF-8 with a mark", "UTF-16 with a mark", "decomposed (NFD)", "Windows-1252"])
def test_accents_and_quotes_survive_every_form(form: str, facts: Facts) -> None:
    """A seed with accents, curly quotes and dashes written into it keeps them in every form."""
    text = (INBOX / INEWS).read_text("utf-8").replace("Minsk Group.", "“Minsk Group” – café Zürich, naïve, José.")
    article = clean(INEWS, FORMS[form](text), facts)
    assert article.body[2].endswith("ketua bersama mediasi “Minsk Group” – café Zürich, naïve, José.")


# ------------------------------------------------------------------ the committed entries


@pytest.mark.parametrize("name", SEEDS)
def test_the_committed_entry_is_what_would_be_written_today(name: str, facts: Facts) -> None:
    """The entries in content/entries are, byte by byte, what ingest writes."""
    entry = compose.entry_of(clean(name, (INBOX / name).read_bytes(), facts), ingest.RULES)
    assert entries.dump(entry).encode() == (ROOT / "content" / entry.path).read_bytes()


def test_nothing_else_is_in_the_default_content(facts: Facts) -> None:
    """The default site holds the two seeds and no invented article."""
    assert sorted(path.name for path in INBOX.rglob("*") if path.is_file()) == sorted(SEEDS)
    paths = [
        ROOT / "content" / compose.entry_of(clean(name, (INBOX / name).read_bytes(), facts), 1).path for name in SEEDS
    ]
    assert sorted((ROOT / "content" / "entries").rglob("*.md")) == sorted(paths)


def test_ids_of_the_seeds_are_for_life() -> None:
    """The ids that subscribers' readers have seen: a change here is a flood in somebody's feed."""
    ids = {
        entries.load(path, path.name, UTC).outlet: entries.load(path, path.name, UTC).id
        for path in (ROOT / "content" / "entries").rglob("*.md")
    }
    assert ids == {
        "Kompas.com": "urn:uuid:5ae6d2a8-79c6-511e-b4aa-dad4323d598a",
        "iNews.id": "urn:uuid:93fe9b20-14e1-5cb7-8d11-2547f1ae5ff8",
    }


# ------------------------------------------------------------------ the topic


@pytest.fixture(scope="module")
def settings() -> Settings:
    return config.load(ROOT / "site.toml", {})


def furniture(name: str) -> list[str]:
    """The lines of a seed that expected.json does not know: furniture, headlines of other articles."""
    known = {EXPECTED[name]["title"], *EXPECTED[name]["body"]}
    lines = (INBOX / name).read_text("utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and line.strip() not in known})


HEADLINES = [
    line
    for name in SEEDS
    for line in furniture(name)
    if not line.startswith(("http", "JENEWA", "Menlu Armenia dan Azerbaijan kembali"))
]


def test_the_furniture_has_the_headlines_that_tempt() -> None:
    """Gaza, Ukraine and Thailand are among the furniture lines below, each with its ceasefire."""
    tempting = [line for line in HEADLINES if "gencatan senjata" in line.lower()]
    assert [word for word in ("Gaza", "Ukraina", "Thailand") if any(word in line for line in tempting)] == [
        "Gaza",
        "Ukraina",
        "Thailand",
    ]


@pytest.mark.parametrize("place", ["title", "body"])
@pytest.mark.parametrize("headline", HEADLINES)
def test_a_furniture_headline_matches_no_topic(headline: str, place: str, settings: Settings) -> None:
    """A furniture line of a seed as title, or as text five times over, on a day of the topic, is out."""
    title, body = (headline, "Isi.") if place == "title" else ("Judul", "\n\n".join([headline] * 5))
    entry = Entry("entries/2020/10/x.md", "urn:x", title, "x", body, date=datetime(2020, 10, 20, tzinfo=UTC))
    found = [topics.match(topic, entry, body, ZoneInfo(settings.timezone)) for topic in settings.topics]
    assert [each.verdict for each in found] == [TopicVerdict.OUT] * len(settings.topics)


def test_all_the_furniture_at_once_matches_no_topic(settings: Settings) -> None:
    """All furniture of both seeds as one article is out as well: no two headlines make a topic together."""
    text = "\n\n".join(HEADLINES)
    entry = Entry("entries/2020/10/x.md", "urn:x", "Judul", "x", text, date=datetime(2020, 10, 20, tzinfo=UTC))
    found = [topics.match(topic, entry, text, ZoneInfo(settings.timezone)) for topic in settings.topics]
    assert [each.verdict for each in found] == [TopicVerdict.OUT] * len(settings.topics)


@pytest.mark.parametrize(("name", "what"), [(KOMPAS, "berunding"), (INEWS, "gencatan senjata")])
def test_a_seed_is_in_the_topic_with_a_reason(name: str, what: str, facts: Facts, settings: Settings) -> None:
    """Both seeds belong to the topic, and the reason names the words that were found."""
    entry = compose.entry_of(clean(name, (INBOX / name).read_bytes(), facts), ingest.RULES)
    (topic,) = settings.topics
    assert topic.slug == TOPIC
    found = topics.match(topic, entry, render.words(render.html(entry.body)), ZoneInfo(settings.timezone))
    assert found.verdict is TopicVerdict.IN
    assert found.reason.startswith(f"what: “{what}” in the headline with all of who")
