"""Article text is data: whatever a paragraph says, the page shows these words and nothing else."""

from __future__ import annotations

import html5lib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kliping import entries
from kliping.ingest import lines
from kliping.site import render

SIGNS = """
1. 1990. 1) 7. ١. a. - + * • # ## ###### > >> = === --- - - - *** _ __ ~~~ ``` ` \\ \\\\ [ ] ( ) ! ![ [a](b) ![c](d)
[a]: http://x.example [^1] [^1]: *[HTML]: {: {:.x} <b> </b> <script> <!-- --> <? <http://x.example> < > & &copy; &#169;
&#x41; &amp;amp; &lt; {{ }} {% %} {# #} ${x} : ; | |--| | :--- [TOC] [x] [ ] ^ ~ $ % @ " ' ’ “ \t    \\( \\[ !!!
*a* **b** _c_ __d__ `e` a_b_c 2*3*4 ~~f~~ ==g== http://x.example/a_b_c klzzwxh:0000 wzxhzdk:0 amp substitute
""".split()
piece = st.one_of(
    st.sampled_from(SIGNS), st.text(max_size=6), st.sampled_from(["kata", "dan", "word", " ", "  ", "\n"])
)
paragraph = (
    st.lists(st.tuples(piece, st.sampled_from(["", " "])), min_size=1, max_size=10)
    .map(lambda parts: lines.tidy("".join(text + space for text, space in parts)))
    .filter(bool)
)


def shown(markdown: str) -> list[str]:
    """The text of each paragraph of a rendered body, after checking that there is nothing but paragraphs."""
    body = html5lib.parseFragment(render.html(markdown), namespaceHTMLElements=False)
    assert not (body.text or "").strip()
    for element in body:
        assert element.tag == "p", f"<{element.tag}> in {render.html(markdown)!r}"
        assert not list(element), f"markup inside the paragraph: {render.html(markdown)!r}"
        assert not element.attrib
        assert not (element.tail or "").strip()
    return [element.text or "" for element in body]


@settings(max_examples=300)
@given(paragraph)
@example("--- ---")
@example("1990. Tahun itu museum dibuka.")
@example("٣. Tahun itu museum dibuka.")
@example(": satu dua")
@example("===")
@example("- - -")
@example("&copy; &#169; &nbsp")
@example("[x]: http://x.example/ 'judul'")
@example('<a href="javascript:alert(1)">x</a>')
@example("baris yang berakhir dengan \\")
@example("=\\x")
@example("\\- strip yang sudah dilindungi")
def test_a_paragraph_shows_its_words_and_nothing_else(text: str) -> None:
    """Any tidy text as a paragraph is one <p> with exactly this text: no list, heading, code, link, picture, HTML."""
    assert shown(entries.paragraph(text)) == [text]


@settings(max_examples=150)
@given(st.lists(paragraph, min_size=1, max_size=5))
@example(["-- - --", "kata"])
@example(["- satu", "- dua"])
@example(["1. satu", "2. dua"])
@example(["judul", "==="])
@example(["judul", "---"])
@example(["a | b", "--- | ---", "c | d"])
@example(["[x]", "[x]: http://x.example/"])
@example(["```", "kode", "```"])
@example(["> satu", "dua"])
def test_paragraphs_stay_apart_and_in_order(texts: list[str]) -> None:
    """Paragraphs joined as an entry joins them are as many <p>, in the same order, with the same words."""
    assert shown("\n\n".join(map(entries.paragraph, texts))) == texts


@settings(max_examples=150)
@given(paragraph)
@example("--- ---")
@example(": satu dua")
@example('AT&T &copy; < > "kutip"')
def test_the_words_for_feeds_are_the_words(text: str) -> None:
    """Summaries and topic rules read exactly the words of the paragraph, entities and escapes undone."""
    assert render.words(render.html(entries.paragraph(text))) == text
    assert render.opening(render.html(entries.paragraph(text))) == text


@settings(max_examples=150)
@given(st.text(), st.text(max_size=3))
def test_tidy_is_settled(text: str, joint: str) -> None:
    """A tidy text is one line without white space at its ends, and tidying it again changes nothing."""
    tidy = lines.tidy(text + joint + text)
    assert lines.tidy(tidy) == tidy
    assert tidy == " ".join(tidy.split())
    assert len(lines.split(tidy)) == (1 if tidy else 0)
