"""Whatever an editor writes in an entry's body, the page stays the page."""

from __future__ import annotations

import itertools
import re

import html5lib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kliping.site import render

PIECES = """
# ## ###### > >> - * + 1. === --- *** ``` ~~~ ` ** __ _ [ ] ( ) ! ![ ]( [x]( [x][y] [y]: <http://x.example> < > & &lt; &#106; \\ \\\\
javascript:alert(1) JAVASCRIPT&colon;x data:text/html,x vbscript:x https://x.example/ //x.example/ /a ../a #a ?a mailto:a@x.example x.png
<script> </script> <b onclick=x> <img src=x> <!-- --> <svg/onload=x> <a href=x> "> ' " = onclick=x style=x {: .x} {{ x }} {% x %} : | \\/ \\\\x
""".split()
markdown = st.lists(
    st.one_of(
        st.sampled_from(PIECES), st.text(max_size=4), st.sampled_from(["kata", " ", "  ", "\n", "\n\n", "\n    ", "\t"])
    ),
    max_size=25,
).map("".join)
TAGS = {*"p h2 h3 h4 h5 h6 a span em strong code pre blockquote ul ol li br hr".split()}


@settings(max_examples=200)
@given(markdown)
@example("[x](java\tscript:alert(1))")
@example("![x][y]\n\n[y]: https://x.example/x.png")
@example("<javascript:alert(1)>")
@example("[a [b](/c) ![d](https://x.example/e)](https://x.example/)")
@example('[x](/ "\\" onclick=x y=\\"")')
def test_only_harmless_markup_comes_out(text: str) -> None:
    """Any Markdown gives text, headings, lists, quotes, code and links to web, mail and this site: nothing else."""
    root = html5lib.parseFragment(render.html(text), namespaceHTMLElements=False)
    levels = [1]
    for element in root.iter():
        if element is root:
            continue
        assert element.tag in TAGS, render.html(text)
        assert set(element.attrib) <= {"href"}, render.html(text)
        scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", element.get("href", ""), re.I)
        assert scheme is None or scheme[1].lower() in ("http", "https", "mailto"), render.html(text)
        if re.fullmatch(r"h\d", str(element.tag)):
            levels.append(int(element.tag[1]))
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), render.html(text)


@settings(max_examples=100)
@given(markdown)
@example("| a | [b](javascript:c) |\n| --- | --- |\n| <b> | `c` |\n\n```onclick=x\n</code><script>\n```")
@example('## a\n\n## a\n\n## " onclick=x')
def test_a_page_has_tables_and_places_and_nothing_else(text: str) -> None:
    """A hand-written page may hold tables, code and headings that links lead to; each place has a name of its own."""
    root = html5lib.parseFragment(render.page(text), namespaceHTMLElements=False)
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names)), render.page(text)
    for element in root.iter():
        if element is root:
            continue
        assert element.tag in TAGS | {*"table thead tbody tr th td".split()}, render.page(text)
        assert set(element.attrib) <= {"href", "id", "class", "style"}, render.page(text)
        assert re.fullmatch(r"(text-align: (left|right|center);)?", element.get("style", ""))
        assert not re.match(r"\s*(javascript|data|vbscript):", element.get("href", ""), re.I)


@settings(max_examples=100)
@given(markdown)
def test_words_have_no_markup(text: str) -> None:
    """The words of a rendered text are one line, the same however often they are asked for."""
    words = render.words(render.html(text))
    assert words == " ".join(words.split())
    assert render.words(render.html(text)) == words
