"""Former addresses: each answers, in one step, and never instead of a page of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import JAKARTA, at, entry, site

from kliping.records import Entry, Output, Retraction, Row
from kliping.site import redirects

HERE = "articles/2020/10/{}/"
FILES = ("index.html", "topics/index.html", "assets/style-1.css", "feed.xml")


def found(
    *shown: Entry, rows: tuple[Row, ...] = (), held: tuple[Entry, ...] = (), files: tuple[str, ...] = ()
) -> tuple[redirects.Former, list[str]]:
    """What stands at the former addresses of a site, and the words of its faults."""
    by_id = {row.id: row for row in rows}
    made = replace(site(*shown), retracted=tuple(row for row in rows if row.retracted))
    taken = [*FILES, *files, *(redirects.path_of(each.address) for each in made.entries)]
    former, faults = redirects.of(made, by_id, held, taken)
    return former, [str(fault) for fault in faults]


def moves(former: redirects.Former) -> Mapping[str, str]:
    return {each.old: each.new for each in former.moved}


def named(slug: str, **fields: object) -> Entry:
    return entry(f"Karangan {slug}", slug=slug, id=f"urn:x:{slug}", **fields)


def row(slug: str, *slugs: str, **fields: object) -> Row:
    """What is remembered of an entry that was shown at these addresses."""
    made = Row(f"urn:x:{slug}", f"entries/2020/10/{slug}.md", addresses=tuple(HERE.format(each) for each in slugs))
    return replace(made, **fields)  # type: ignore[arg-type]


def test_chains_are_collapsed() -> None:
    """However often an article moved, each former address leads to the current one at once."""
    former, faults = found(named("d"), rows=(row("d", "a", "b", "c", "d"),))
    assert moves(former) == {HERE.format(old): HERE.format("d") for old in "abc"}
    assert not faults


def test_an_article_that_moved_back_leads_nowhere() -> None:
    """Its current address is no former one."""
    assert moves(found(named("a"), rows=(row("a", "a", "b"),))[0]) == {HERE.format("b"): HERE.format("a")}


def test_aliases_lead_to_the_article() -> None:
    """As a path from the front page in any form, or whole."""
    aliases = ("/2020/old/", "older", "/2019/page.html", "/a%20/index.html", "https://kliping.example/b/index.html")
    former, faults = found(named("x", aliases=(*aliases[:3], *aliases[4:])))
    assert sorted(moves(former)) == ["2019/page.html", "2020/old/", "b/", "older/"]
    assert not faults
    assert "is no address on this site" in found(named("x", aliases=aliases[3:4]))[1][0]


@pytest.mark.parametrize(
    "alias",
    [
        "https://elsewhere.example/x/",
        "//elsewhere.example/",
        "../x/",
        "a/../../x",
        "a//b/",
        ".git/config",
        "a?b=1",
        "a#b",
        "a\\b",
        "con/",
        "x" * 201,
        "javascript:alert(1)",
        "dot./",
    ],
)
def test_an_alias_that_is_no_address_is_a_fault(alias: str) -> None:
    """What leaves the site, is hidden or no disk takes is refused and named."""
    former, (fault,) = found(named("x", aliases=(alias,)))
    assert not former.moved
    assert fault.startswith("content/entries/2020/10/x.md: aliases: ")
    assert alias in fault


@pytest.mark.parametrize(
    "alias", ["/", "/topics/", "topics/index.html", "Topics", "feed.xml/x/", "assets/", "assets/style-1.css"]
)
def test_an_alias_that_takes_a_place_of_the_site_is_a_fault(alias: str) -> None:
    """A page, a file, a folder that holds files, something below a file; whatever the case of its letters."""
    if alias == "assets/":
        assert found(named("x", aliases=(alias,)))[1] == []
        return
    former, (fault,) = found(named("x", aliases=(alias,)))
    assert not former.moved
    assert "a page or file of the site, which stays" in fault


def test_a_loop_is_refused_once_and_names_both() -> None:
    """Two entries that each claim the other's address."""
    one = named("a", aliases=(HERE.format("b"),))
    two = named("b", aliases=(HERE.format("a"),))
    former, (fault,) = found(one, two)
    assert not former.moved
    assert "entries/2020/10/a.md" in fault
    assert "entries/2020/10/b.md" in fault
    assert "circle" in fault


def test_a_page_wins_over_a_former_address() -> None:
    """One clear fault names both entries; no redirect is made."""
    former, (fault,) = found(named("a"), named("b"), rows=(row("b", "a", "b"), row("a", "a")))
    assert former == redirects.Former()
    assert "content/entries/2020/10/b.md" in fault
    assert "/articles/2020/10/a/ is now the address of content/entries/2020/10/a.md" in fault


def test_an_alias_of_two_entries_is_a_fault() -> None:
    """One of them has it; both are named."""
    former, (fault,) = found(named("a", aliases=("old/",)), named("b", date=at(6), aliases=("/old/",)))
    assert moves(former) == {"old/": HERE.format("b")}
    assert "a.md" in fault
    assert "b.md" in fault


def test_an_alias_wins_over_what_the_ledger_remembers() -> None:
    """An editor joins two articles: the address of the one that is gone leads to the other."""
    joined = named("a", aliases=(HERE.format("b"),))
    assert moves(found(joined, rows=(row("b", "b"),))[0]) == {HERE.format("b"): HERE.format("a")}


def test_of_two_articles_at_one_address_the_later_one_has_it() -> None:
    """The one that left it last."""
    rows = (row("a", "x", "y", "a"), row("b", "x", "b"))
    former, faults = found(named("a"), named("b"), rows=rows)
    assert moves(former)[HERE.format("x")] == HERE.format("b")
    assert not faults


def test_what_is_not_shown_is_gone() -> None:
    """Deleted, or held back: the address says so, and so do aliases that led there; one never shown says nothing."""
    held = (named("b", aliases=("old-b/",)), named("c", aliases=("old-c/",)))
    former, faults = found(named("x"), rows=(row("a", "a"), row("b", "b"), row("c")), held=held)
    assert former.gone == (HERE.format("a"), HERE.format("b"), "old-b/")
    assert not faults


def test_a_page_may_stand_where_something_is_gone() -> None:
    """The new article's page is no fault."""
    assert found(named("a"), rows=(row("z", "a"),)) == (redirects.Former(), [])


TOLD = Retraction(date(2020, 11, 1), "Rekaan.")


def test_a_retraction_answers_at_each_address() -> None:
    """Its notice wins over an alias, not over a page."""
    gone = row("z", "y", "z", retracted=TOLD)
    former, faults = found(named("a", aliases=(HERE.format("y"),)), rows=(gone,))
    assert [address for address, _ in former.retracted] == [HERE.format("y"), HERE.format("z")]
    assert not former.moved
    assert "whose notice stays" in faults[0]
    former, faults = found(named("z"), rows=(replace(gone, id="urn:x:other"),))
    assert [address for address, _ in former.retracted] == [HERE.format("y")]
    assert "its notice has no place" in faults[0]


def test_what_is_retracted_is_never_shown() -> None:
    """An entry file that lies there again does not bring the article back."""
    kept, (fault,) = redirects.without_retracted([named("a"), named("b")], {"urn:x:a": row("a", retracted=TOLD)})
    assert [each.slug for each in kept] == ["b"]
    assert "content/entries/2020/10/a.md: was retracted on 2020-11-01" in str(fault)


def test_an_entry_whose_id_was_changed_still_answers() -> None:
    """The entry in the file that once had another id is the same article."""
    changed = replace(named("a"), id="urn:x:new", path="entries/2020/10/old.md")
    old = row("old", "old", "a")
    assert moves(found(changed, rows=(old,))[0]) == {HERE.format("old"): HERE.format("a")}


# ------------------------------------------------------------------ ids


def test_an_entry_without_an_id_keeps_the_one_it_was_shown_under() -> None:
    """Known by its path; when the file was moved, by its address; an id that the file names always counts."""
    known = row("tulisan", "tulisan")
    mine = replace(named("tulisan"), id="urn:x:derived")
    moved = replace(mine, path="entries/opini/lain.md")
    for each in (mine, moved):
        assert redirects.identified([each], {each.path}, [known], JAKARTA)[0].id == "urn:x:tulisan"
        assert redirects.identified([each], set(), [known], JAKARTA)[0].id == "urn:x:derived"


def test_no_two_entries_get_one_id() -> None:
    """A copy of the file does not take the id of the original."""
    known = row("tulisan", "tulisan")
    mine, copy = (replace(named("tulisan"), id=f"urn:x:{path}", path=path) for path in (known.entry, "entries/z.md"))
    ids = [each.id for each in redirects.identified([mine, copy], {mine.path, copy.path}, [known], JAKARTA)]
    assert ids == [known.id, "urn:x:entries/z.md"]


@pytest.mark.parametrize(
    ("head", "says"),
    [("id: urn:x:1", True), ('"id": x', True), ("id:", False), ("id: null", False), ("title: x", False)],
)
def test_whether_a_file_says_an_id(head: str, says: bool) -> None:
    """An empty one says none."""
    assert redirects.says_id(f"---\ntitle: x\n{head}\nnote: y\n---\n\nBody\n") == says


# ------------------------------------------------------------------ the list for hosts


def test_the_list_for_hosts() -> None:
    """A line for each form of a former address, below the site's own path, after the editor's own lines."""
    moved = (redirects.Moved("2020/old/", "articles/x/"), redirects.Moved("é.html", "articles/y/"))
    assert redirects.listed(moved, "https://kliping.example/berita/", "/a /b 302\n") == (
        "/a /b 302\n"
        "/berita/2020/old/ /berita/articles/x/ 301\n"
        "/berita/2020/old/index.html /berita/articles/x/ 301\n"
        "/berita/%C3%A9.html /berita/articles/y/ 301\n"
    )
    own, others = redirects.own_lines([Output("_redirects", b"/a /b\n"), Output("x.txt", b"")])
    assert (own, [each.path for each in others]) == ("/a /b\n", ["x.txt"])


slugs = st.sampled_from("abcdef")


@given(
    st.sets(slugs, max_size=4),
    st.dictionaries(slugs, st.lists(slugs, max_size=4), max_size=6),
    st.dictionaries(slugs, st.lists(slugs, max_size=2), max_size=4),
)
def test_every_former_address_answers_once(
    shown: set[str], history: dict[str, list[str]], aliases: dict[str, list[str]]
) -> None:
    """Whatever happened: each address is a page, a redirect to a page, or says what became of it; never two of them."""
    entries = [
        named(slug, aliases=tuple(HERE.format(each) for each in aliases.get(slug, ()))) for slug in sorted(shown)
    ]
    rows = tuple(row(slug, *dict.fromkeys(former)) for slug, former in history.items())
    former, _ = found(*entries, rows=rows)
    pages = {HERE.format(slug) for slug in shown}
    answers = [*moves(former), *former.gone]
    assert len(set(answers)) == len(answers)
    assert pages.isdisjoint(answers)
    assert set(moves(former).values()) <= pages
    assert {address for each in rows for address in each.addresses} <= pages | set(answers)
