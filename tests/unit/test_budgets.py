"""What pages may weigh: pages over budget are named with what they are made of."""

from __future__ import annotations

import random
from dataclasses import replace

from making import entry, site, words

from kliping.site import budgets, contexts, pages
from kliping.site.contexts import Page

BASE = "https://kliping.example/"
HEAD = '<head><link rel="stylesheet" href="../../../../a.css"><link rel="canonical" href="https://x.example/"></head>'


def noise(size: int) -> str:
    """Text that compresses to no less than its size."""
    return "".join(
        random.Random(1).choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=size * 2)
    )


def article(words_of_it: str = "") -> Page:
    for page in pages.of(site(entry()), words()):
        if isinstance(page.page, contexts.ArticlePage):
            return replace(page, page=replace(page.page, html=words_of_it))
    raise AssertionError("an article has a page")


def over(body: str, words_of_it: str = "", **files: str) -> list[str]:
    page = article(words_of_it)
    return list(map(str, budgets.over(weighed((page, f"<html>{HEAD}<body>{body}</body></html>"), **files))))


def weighed(*pages: tuple[Page, str], **files: str) -> list[budgets.Weighed]:
    """Pages with their HTML, each with what it costs beside these style sheets."""
    loaded = budgets.Files({f"{name}.css": text.encode() for name, text in files.items()}, BASE)
    return [found for page, html in pages if (found := budgets.weigh(page, html.encode(), loaded))]


def test_a_light_page() -> None:
    """A page within its budget is not mentioned."""
    assert over("<p>x</p>", a="p {}") == []


def test_the_heaviest_part_is_named() -> None:
    """A warning says what a page weighs, its parts with the heaviest first, and what to do."""
    (told,) = over(f'<section aria-labelledby="timeline">{noise(15000)}</section>', a=noise(1000))
    assert "over the budget of 14: timeline" in told
    assert "a.css" in told
    assert "divide the topic" in told


def test_the_style_counts() -> None:
    """A heavy style sheet brings every page over its budget."""
    (told,) = over("<p>x</p>", a=noise(15000))
    assert "budget of 14: a.css" in told


def test_a_long_article_is_no_fault() -> None:
    """The article's own words do not count."""
    text = f"<p>{noise(20000)}</p>"
    assert over(f"<main>{text}</main>", text, a="p {}") == []
    assert over(f"<main>{text}</main>", "", a="p {}") != []


def test_requests() -> None:
    """Files that the page or its style sheet load are counted, links to other pages are not."""
    body = '<img src="../../../../1.png"><img src="../../../../1.png"><a href="/b/">b</a>'
    assert over(body, a="@font-face { src: url(f.woff2) }") == []
    (told,) = over(f'{body}<script src="../../../../s.js"></script>', a="@font-face { src: url(f.woff2) }")
    assert "asks for 5 files, over the budget of 4" in told


def test_other_hosts() -> None:
    """A page that loads something from another host is named with it; a canonical link loads nothing."""
    (told,) = over('<script src="https://pelacak.example/x.js"></script>', a="")
    assert "loads https://pelacak.example/x.js from another host" in told


def test_one_warning_for_many_pages() -> None:
    """Of many pages of a kind the heaviest is named, and how many more there are."""
    first = article()
    second = replace(first, address="articles/2020/10/b/")
    heavy = ((page, f"<html><body>{noise(size)}</body></html>") for page, size in ((first, 15000), (second, 16000)))
    (fault,) = budgets.over(weighed(*heavy))
    assert fault.file == "output/articles/2020/10/b/index.html"
    assert "so are 1 more of its kind" in fault.what
