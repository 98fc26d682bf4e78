"""Sitemaps: what may be listed, when it changed, the site's own news."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import lxml.etree
import pytest
from making import at, entry, site, words

from kliping.records import Correction
from kliping.site import assemble, notices, pages, sitemaps

WORDS = words()
NOW = at(1, month=1, year=2030)
OWN: dict[str, Any] = {"outlet": None, "url": None}


def files(made: assemble.Site) -> dict[str, str]:
    told = {each.address: notices.updated(each, made, WORDS, NOW) for each in made.entries}
    lines = [line for page in pages.of(made, WORDS) if (line := sitemaps.line(page, made, told, WORDS))]
    return {each.path: each.data.decode() for each in sitemaps.of(lines, made, told)}


def listed(text: str) -> dict[str, str]:
    """When each page of a sitemap changed last, by its path; empty if that is not said."""
    found = re.findall(r"<loc>https://kliping.example/([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", text)
    return dict(found)


def test_pages_and_when_they_changed() -> None:
    """A list changed with the newest change of what it lists; of words by hand nobody knows when."""
    made = site(
        entry("Karangan: Jembatan Antah", date=at(5), corrections=(Correction(date(2020, 10, 20), "Ralat."),)),
        entry("Karangan: Cuaca", date=at(9), body="Cerah."),
        pages=[assemble.HandWritten("koreksi", "Koreksi", "<p>x</p>")],
        index_copies=True,
    )
    found = files(made)
    assert set(found) == {"sitemap.xml", "sitemap-1.xml"}
    assert listed(found["sitemap.xml"]) == {"sitemap-1.xml": "2020-10-20T00:00:00+07:00"}
    known = listed(found["sitemap-1.xml"])
    assert known["articles/2020/10/karangan-jembatan-antah/"] == "2020-10-20T00:00:00+07:00"
    assert known["articles/2020/10/karangan-cuaca/"] == "2020-10-09T09:00:00+07:00"
    assert known["topics/jembatan-antah/"] == "2020-10-20T00:00:00+07:00"
    assert known["2020/10/09/"] == "2020-10-09T09:00:00+07:00"
    assert known[""] == known["2020/10/"] == known["corrections/"] == "2020-10-20T00:00:00+07:00"
    assert known["koreksi/"] == ""
    assert "404.html" not in known


def test_what_is_not_to_be_listed_is_not() -> None:
    """Full copies, of which the original is to be listed, are in no sitemap, whether or not search engines may have them."""
    copy = entry(url="https://warta-antah.example/1")
    for allowed in (False, True):
        known = listed(files(site(copy, index_copies=allowed))["sitemap-1.xml"])
        assert not [path for path in known if path.startswith("articles/")]
    excerpt = listed(files(site(copy, rights="excerpt"))["sitemap-1.xml"])
    assert [path for path in excerpt if path.startswith("articles/")] == ["articles/2020/10/karangan-jembatan-antah/"]


def test_many_pages_make_several_sitemaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sitemap ends where it is full, and the next one goes on."""
    monkeypatch.setattr(sitemaps, "MOST", 3)
    made = site(entry(**OWN))
    found = files(made)
    parts = [listed(found[path]) for path in listed(found["sitemap.xml"]) if "news" not in path]
    assert [len(part) for part in parts[:-1]] == [3] * (len(parts) - 1)
    assert len(set().union(*parts)) == sum(map(len, parts))


def test_news_are_the_sites_own() -> None:
    """Only the editor's own articles of two days are news; the days are counted from the newest."""
    made = site(
        entry("Karangan: Baru", date=at(9), **OWN),
        entry("Karangan <&>", slug="b", date=at(8), lang="zh-Hant", date_precision="day", **OWN),
        entry("Karangan: Lama", date=at(6), **OWN),
        entry("Karangan: Orang Lain", date=at(10)),
        title="Kliping & Antah",
    )
    text = files(made)["sitemap-news.xml"]
    assert list(listed(text)) == ["articles/2020/10/karangan-baru/", "articles/2020/10/b/"]
    assert "<news:title>Karangan &lt;&amp;&gt;</news:title>" in text
    assert "<news:name>Kliping &amp; Antah</news:name>" in text
    assert "<news:publication_date>2020-10-08</news:publication_date>" in text
    assert re.findall("<news:language>(.*?)</", text) == ["id", "zh-tw"]


def test_no_own_article_no_news() -> None:
    """A site that only collects has no news sitemap."""
    assert "sitemap-news.xml" not in files(site(entry()))


def test_a_site_without_articles() -> None:
    """An empty site has a sitemap without a date."""
    found = files(site())
    assert listed(found["sitemap.xml"]) == {"sitemap-1.xml": ""}
    assert "" in listed(found["sitemap-1.xml"])


@pytest.mark.parametrize("base_url", ["https://kliping.example/", "https://kliping.example/a&b/"])
def test_sitemaps_are_well_formed(base_url: str) -> None:
    """Every sitemap is XML, whatever the site's address is."""
    made = site(entry(**OWN), base_url=base_url)
    for text in files(made).values():
        lxml.etree.fromstring(text.encode())


def test_the_clock_is_not_in_it() -> None:
    """The order of entries and the time of the build change nothing."""
    one, two = entry("Karangan: Satu", date=at(5)), entry("Karangan: Dua", date=at(6))
    assert files(site(one, two)) == files(site(two, one))
