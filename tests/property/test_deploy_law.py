"""Laws of the plan of a deploy: it ends where it should, sends nothing twice, and takes nothing away that is not ours."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kliping.deploy.plan import RECORD, Remote, batches, intended, loaded, most_removed, plan, rank

PATHS = st.sampled_from(
    [
        "index.html",
        "feed.xml",
        "a/index.html",
        "a/feed.json",
        "a/b.css",
        "sitemap.xml",
        "c.html",
        "c.html.gz",
        "d.xml.br",
    ]
)
FILES = st.dictionaries(PATHS, st.sampled_from(["1", "2"]))


@given(FILES, FILES, st.sets(PATHS))
def test_a_plan_ends_where_it_should(local: dict[str, str], there: dict[str, str], ours: set[str]) -> None:
    """Done, all that is here is there, nothing of ours is left over, all else is untouched; and there is nothing more to do."""
    steps = plan(local, Remote(there, dict.fromkeys(ours, "")))
    after = {path: mark for path, mark in there.items() if path not in steps.removed}
    after |= {path: local[path] for path in steps.sent}
    assert {path: after[path] for path in local} == local
    assert all(after.get(path) == mark for path, mark in there.items() if path not in local and path not in ours)
    again = plan(local, Remote(after, local))
    assert (again.sent, again.removed, again.same) == ((), (), len(local))


@given(FILES, FILES, st.sets(PATHS), st.integers(0, 20))
def test_a_stop_anywhere_leads_to_the_same_end(
    local: dict[str, str], there: dict[str, str], ours: set[str], stop: int
) -> None:
    """After any number of files the record knows all that was sent, so that the next run ends where this one would have."""
    remote = Remote(there, dict.fromkeys(ours & there.keys(), ""))
    steps = plan(local, remote)
    sent = [path for batch in batches(steps) for path in batch][:stop]
    half = {**there, **{path: local[path] for path in sent}}
    record = intended(steps, remote)
    assert set(sent) <= record.keys()
    empty = plan({}, Remote(half, record))
    assert set(empty.removed) == {path for path in half if path in ours or path in sent or path in steps.changed}


@given(FILES, FILES)
def test_no_link_before_its_page(local: dict[str, str], there: dict[str, str]) -> None:
    """Each path is sent once; feeds and sitemaps after all pages, changed pages after new ones."""
    steps = plan(local, Remote(there, there))
    order = [path for batch in batches(steps) for path in batch]
    assert sorted(order) == sorted(steps.sent)
    ranks = [rank(path, is_new=path in steps.added) for path in order]
    assert ranks == sorted(ranks)
    assert all(rank(path, is_new=True) == 3 for path in ("feed.xml", "a/feed.json", "sitemap.xml", "feed.xml.gz"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_record_is_read(value: object) -> None:
    """Whatever stands in a record, what is read of it are paths inside the site."""
    for found in (
        value,
        {"files": value},
        {"files": {str(value): "x", "../a": "", "/b": "", "a/.git/c": "", RECORD: ""}},
    ):
        for path in loaded(json.dumps(found).encode()):
            assert not path.startswith("/")
            assert ".." not in path.split("/")
            assert path != RECORD
    assert loaded(b"\xff\x00") == loaded(None) == loaded(b"[" * 100_000) == {}


@given(st.integers(0, 100), st.integers(0, 10_000))
def test_a_share_never_allows_more(share: int, there: int) -> None:
    """A share is rounded down; all is all and none is none."""
    assert most_removed(f"{share}%", there) * 100 <= share * there
    assert most_removed("100%", there) == there
    assert most_removed("0%", there) == 0
