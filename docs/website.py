"""Build the docs as a site with Kliping itself: `python docs/website.py [FOLDER]`; `make docs` runs it, a test tries every link."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from kliping import cli

ROOT = Path(__file__).resolve().parent.parent
PAGES: Mapping[str, str] = {
    "README.md": "about",
    "docs/guide.md": "guide",
    "docs/reference.md": "reference",
    "docs/design.md": "design",
    "docs/threats.md": "threats",
    "docs/performance.md": "performance",
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
}
SETTINGS = """\
title = "Kliping"
base_url = "https://kliping.example/docs/"
description = "Saved news articles become a digest of a running story."
language = "en"
search = false

[output]
cards = "none"
"""
HOME = """\
{% extends "base.html" %}
{% block main %}
<article class="reading">
<header class="heading"><h1>{{ site.title }}</h1></header>
<div class="text">
<p>{{ site.description }} <a href="{{ url("about/") }}">What it does</a></p>
<ul>{% for page in site.pages %}<li><a href="{{ url(page.address) }}">{{ page.title }}</a></li>{% endfor %}</ul>
</div>
</article>
{% endblock %}
"""
LINK = re.compile(r"(?<!!)\[([^\]\n]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")
PICTURE = re.compile(r"^<img .*\n", re.M)
CELL = re.compile(r"`[^`\n]*\\\|[^`\n]*`")


def page(source: str, text: str) -> str:
    """A file of the docs as a page: links to others of them lead to their pages, those to other files are words only."""

    def link(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[2]))
        slug = PAGES.get(target)
        return f"[{found[1]}](../{slug}/index.html{found[3] or ''})" if slug else found[1]

    whole = CELL.sub(lambda found: found[0].replace("\\|", "|"), PICTURE.sub("", text))
    return LINK.sub(link, whole)


def lay_out(folder: Path) -> None:
    """Make a project of the docs in a folder."""
    for name, text in (("site.toml", SETTINGS), ("templates/home.html", HOME)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "content" / "pages").mkdir(parents=True, exist_ok=True)
    for source, slug in PAGES.items():
        made = page(source, (ROOT / source).read_text("utf-8"))
        (folder / "content" / "pages" / f"{slug}.md").write_text(made, "utf-8")


def main(folder: Path) -> int:
    """Lay the project out and build it."""
    lay_out(folder)
    return cli.main(["--strict"], folder)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / ".cache" / "docs"))
