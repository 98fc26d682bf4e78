"""`check`: everything that can be tried of a site before it is published, with nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import ENTRY, Run, files, project, run
from making import settings

from kliping.commands.checking import CHECKS, THINGS
from kliping.records import Output
from kliping.site import check

__all__ = ("project", "run")


def test_all_is_well(project: Path, run: Run) -> None:
    """Every check looks at something and finds nothing; not a byte is written."""
    (project / "content" / "outlets" / "warta-antah.toml").write_text(
        'name = "Warta Antah"\ndomains = ["warta-antah.example"]\nrights = "excerpt"\n', "utf-8"
    )
    before = files(project)
    told = run("check", "--json")
    assert told.code == 0
    assert {each["name"] for each in told.data} == set(CHECKS) == set(THINGS)
    assert {each["name"]: each["faults"] for each in told.data if each["faults"]} == {}
    assert [each["name"] for each in told.data if not each["looked_at"]] == []
    assert files(project) == before


PAGE = "# Tentang\n\n[ke mana-mana](../nowhere/index.html) [benar](../index.html#tidak-ada)\n"
BROKEN = [
    (
        "links",
        "content/pages/tentang.md",
        PAGE,
        ["leads nowhere", "a place that is not there"],
    ),
    ("settings", "site.toml", 'colour = "red"\n', ["site.toml:1: colour: unknown setting"]),
    ("inbox", "content/inbox/empty.txt", "", ["content/inbox/empty.txt: the file is empty"]),
    ("entries", "content/entries/broken.md", "---\n", ["content/entries/broken.md:1"]),
    (
        "translations",
        "templates/404.html",
        '{% extends "base.html" %}{% block main %}{{ _("A bridge") }}{% endblock %}',
        ["“A bridge” has no translation"],
    ),
    (
        "budgets",
        "templates/article.html",
        '{% extends "base.html" %}{% block main %}<img src="https://x.example/a.png" alt="">{% endblock %}',
        ["loads https://x.example/a.png"],
    ),
    ("leaks", "templates/static/a.txt", "Disimpan di /home/somebody/kabar.", ["a folder of this machine"]),
]


@pytest.mark.parametrize(("name", "path", "text", "said"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_what_is_wrong_is_named(project: Path, run: Run, name: str, path: str, text: str, said: list[str]) -> None:
    """A fault makes the exit code 1 and is told under its check; --only leaves the others out."""
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + (file.read_text("utf-8") if path == "site.toml" else ""), "utf-8")
    ended = run("check", "--only", name)
    assert ended.code == 1
    for words in said:
        assert words in ended.err
    assert all(line.startswith((name, "    ")) for line in ended.err.splitlines())
    others = [each for each in CHECKS if each != name]
    assert run("check", *(f"--only={each}" for each in others)).code == 0


def test_words_beyond_the_rights(project: Path, run: Run) -> None:
    """A template that says more of an article than its outlet allows is told under rights."""
    (project / "content" / "outlets" / "warta-antah.toml").write_text(
        'name = "Warta Antah"\nrights = "link"\n', "utf-8"
    )
    run("build", "-q")
    words = (project / ENTRY).read_text("utf-8").rstrip().rpartition("\n")[2]
    (project / "content" / "pages").mkdir(exist_ok=True)
    (project / "templates").mkdir(exist_ok=True)
    assert run("check", "--only", "rights").code == 0
    (project / "templates" / "static").mkdir(parents=True)
    (project / "templates" / "static" / "copy.txt").write_text(words, "utf-8")
    ended = run("check", "--only", "rights")
    assert ended.code == 1
    assert "beyond its rights" in ended.err


def test_a_topic_without_a_title_in_the_sites_language(project: Path, run: Run) -> None:
    """A title in another language only is told."""
    text = (project / "site.toml").read_text("utf-8")
    (project / "site.toml").write_text(
        text.replace('title = "Jembatan Antah (karangan)"', 'title = { en = "Bridge" }'), "utf-8"
    )
    ended = run("check", "--only", "translations")
    assert 'topic "jembatan-antah" has no title in “id”' in ended.err


def test_settings_that_cannot_be_used(project: Path, run: Run) -> None:
    """Then there is nothing to check: exit code 3."""
    (project / "site.toml").write_text("title = 1\n", "utf-8")
    assert run("check").code == 3


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("a/index.html", ""),
        ("a/", ""),
        ("a/#here", ""),
        ("./", ""),
        ("", ""),
        ("#top", "a place that is not there"),
        ("a/#there", "a place that is not there"),
        ("b/", "leads nowhere"),
        ("a%2Findex.html", ""),
        ("picture.png", ""),
        ("https://kliping.example/sub/a/", ""),
        ("https://kliping.example/sub/b/", "leads nowhere"),
        ("https://kliping.example/", ""),
        ("//elsewhere.example/", ""),
        ("mailto:a@b.example", ""),
        ("../x", "out of the site's folder"),
        ("/x", "out of the site's folder"),
        ("JavaScript:x", "none to follow"),
        ("data:text/html,x", "none to follow"),
    ],
)
def test_each_link(link: str, wrong: str) -> None:
    """What is wrong with a link of the front page, of a site below a path."""
    pages = [
        Output("index.html", f'<!DOCTYPE html><html><body><a href="{link}">x</a></body></html>'.encode()),
        Output("a/index.html", b'<!DOCTYPE html><html><body id="here"></body></html>'),
    ]
    number, faults = check.links(pages, {"picture.png"}, settings(base_url="https://kliping.example/sub/"))
    assert number == 1
    assert wrong in "".join(each.what for each in faults)
    assert bool(faults) is bool(wrong)


def test_a_fault_of_many_pages_is_told_once() -> None:
    """A broken link in a template is one fault."""
    pages = [Output(f"{each}.html", b'<html><body><a href="/nowhere.html">x</a></body></html>') for each in "abc"]
    _, (fault,) = check.links(pages, (), settings())
    assert fault.what == "has a link that leads nowhere: /nowhere.html; so do 2 more files"


def test_lists_name_what_is_there() -> None:
    """Sitemaps and feeds name addresses of the site that exist; two places of one name are told."""
    pages = [
        Output("sitemap.xml", b"<urlset><url><loc>https://kliping.example/gone/</loc></url></urlset>"),
        Output("index.html", b'<html><body><p id="a"><p id="a"></body></html>'),
    ]
    _, faults = check.links(pages, (), settings())
    assert [each.file for each in faults] == ["output/sitemap.xml", "output/index.html"]
