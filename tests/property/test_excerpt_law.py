"""Laws of excerpts: the article's own first words, no more of them than the limit, and whole sentences if one fits."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from kliping.entries import paragraph
from kliping.site import render, rights

WORDS = st.sampled_from(
    [
        "Antah",
        "berantah",
        "2020",
        "18.45",
        "dr.",
        "kota",
        "“Ya",
        "ya,”",
        "U.S.",
        "(rekaan)",
        "—",
        "安塔",
        "桥",
        "เมือง",
        "x" * 90,
    ]
)
SENTENCES = st.builds(
    lambda words, mark: " ".join(words) + mark,
    st.lists(WORDS, min_size=1, max_size=14),
    st.sampled_from([*".?!…。", ":", ""]),
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
BODIES = st.lists(
    st.builds(
        lambda mark, text: mark + text,
        st.sampled_from(["", "", "", "## ", "- ", "> ", "1. "]),
        PARAGRAPHS.map(paragraph),
    ),
    max_size=6,
).map("\n\n".join)
LIMITS = st.integers(1, 40)


def count(text: str) -> int:
    """How many words a text has by the measure of the limit."""
    return len(rights.WORD.findall(text))


def text_of(html: str) -> str:
    return " ".join(text for text, _ in rights.blocks_of(html))


@given(BODIES, LIMITS)
@example("Satu dua tiga empat lima.", 3)
@example("## Judul saja", 1)
def test_an_excerpt_is_how_the_article_begins(body: str, limit: int) -> None:
    """Its words are the first of the article, in their order, never more than the limit; only a cut adds an ellipsis."""
    html = render.html(body)
    whole, shown = text_of(html), " ".join(rights.excerpt(html, limit))
    assert count(shown.removesuffix("…")) <= limit or shown == ""
    assert whole.startswith(shown) or (shown.endswith("…") and whole.startswith(shown[:-1]))
    assert shown or not whole


@given(BODIES, LIMITS)
def test_an_excerpt_ends_with_a_sentence_if_one_fits(body: str, limit: int) -> None:
    """Where a sentence of a paragraph ends within the limit, the excerpt is not cut in the midst of another."""
    html = render.html(body)
    shown = rights.excerpt(html, limit)
    blocks = list(rights.blocks_of(html))
    first = next((text for text, is_heading in blocks if not is_heading), "")
    before = " ".join(text for text, is_heading in blocks[: [text for text, _ in blocks].index(first)]) if first else ""
    end = re.match(r"[^.!?…。:]*[!?。](?=\s+[A-Z2“(]|$)", first)
    if end and count(f"{before} {end[0]}") <= limit:
        assert not shown[-1].endswith("…") or text_of(html).startswith(" ".join(shown))


@given(BODIES, LIMITS)
def test_the_page_says_what_the_excerpt_says(body: str, limit: int) -> None:
    """As Markdown and as HTML an excerpt has the same words, and no markup that could hide others."""
    shown = rights.excerpt(render.html(body), limit)
    html = render.html("\n\n".join(map(paragraph, shown)))
    assert render.words(html) == " ".join(" ".join(shown).split())
    assert set(re.findall(r"<(\w+)", html)) <= {"p"}


@given(st.text(max_size=400), LIMITS)
def test_any_text_has_an_excerpt(body: str, limit: int) -> None:
    """Whatever an entry holds, its excerpt is no longer than it may be."""
    shown = " ".join(rights.excerpt(render.html(body), limit))
    assert count(shown.removesuffix("…")) <= limit
    assert len(shown) <= 41 * limit + 2 * limit + 1
