"""Subheadings, lists and quotations: told by markup, by bullets, by what surrounds a short line; shown as Markdown."""

from __future__ import annotations

import pytest

from kliping.ingest import compose, forms
from kliping.ingest.readers import html
from kliping.records import Box, Form, Line, Role, Verdict
from kliping.site import render

PROSE = "Warga Kota Contoh menyambut kabar karangan itu karena jembatan tersebut satu-satunya jalan ke pasar."


def dump(text: str) -> list[Verdict]:
    """Verdicts on a dump of which every line is kept but those that begin with a minus sign."""
    lines: list[Verdict] = []
    blank = True
    for number, row in enumerate(text.split("\n"), 1):
        if row:
            role = Role.FURNITURE if row.startswith("−") else Role.BODY
            lines.append(Verdict(Line(number, row, blank), role, "given"))
        blank = not row
    return lines


def page(*rows: tuple[str, str]) -> list[Verdict]:
    """Verdicts on lines of a page, each with the elements that it stands in, outermost first."""
    return [
        Verdict(Line(number, text, True, tags.split()[-1], 0.0, Box(tags.split()[-1], number, round=frozenset(tags.split()))), Role.BODY, "given")
        for number, (tags, text) in enumerate(rows, 1)
    ]  # fmt: skip


def found(verdicts: list[Verdict]) -> str:
    return " ".join(forms.of(verdicts))


def test_the_markup_tells() -> None:
    """Headings, items, steps and quotations of a page are what its elements say, however deep they stand."""
    rows = page(
        ("article p", PROSE), ("article h3", "Apa kata warga"), ("article blockquote p", PROSE), ("ul li", "Papan")
    )
    rows += page(("ol li p", "Periksa"), ("article p", PROSE), ("p", PROSE))
    assert found(rows) == "paragraph heading quote item item paragraph paragraph"


NUMBERED = (
    ("<ol><li>Periksa<li>Palu</ol>", "step step"),
    ("<ol start=4><li>Periksa<li>Palu</ol>", "item item"),
    ("<ol reversed><li>Periksa<li>Palu</ol>", "item item"),
    ("<ol><li>Periksa</ol>", "item"),
    ("<ol><li>Periksa<br>baut<li>Palu</ol>", "item item item"),
    ("<ol><li><p>Periksa</p><p>baut</p><li>Palu</ol>", "item item item"),
    ("<ol><li>Periksa<ul><li>baut</ul><li>Palu</ol>", "item item item"),
    ("<ol><li>Periksa<li>−Papan<li>Palu</ol>", "item item"),
)


@pytest.mark.parametrize(("markup", "expected"), NUMBERED)
def test_numbers_only_where_they_are_certain(markup: str, expected: str) -> None:
    """Items are numbered if the page's own numbers can be told: all kept, each a line, counted from 1."""
    lines, _ = html.page(f"<p>{PROSE}</p>{markup}<p>{PROSE}</p>")
    rows = [Verdict(line, Role.FURNITURE if line.text[0] == "−" else Role.BODY, "given") for line in lines]
    assert found(rows) == f"paragraph {expected} paragraph"


def test_a_heading_stands_inside_the_article() -> None:
    """A heading's element says nothing of the first line, of the last, or where most lines stand in one."""
    assert (
        found(page(("h2", "Standfirst"), ("p", PROSE), ("p", PROSE), ("h2", "Tag"))) == "paragraph " * 3 + "paragraph"
    )
    assert (
        found(page(("p", PROSE), ("h3", PROSE), ("h3", PROSE), ("p", PROSE), ("h3", PROSE)))
        == "paragraph " * 4 + "paragraph"
    )


def test_a_whole_article_in_a_list_is_no_list() -> None:
    """A page that sets its columns as a list does not make every paragraph an item."""
    assert found(page(("ul li p", PROSE), ("ul li p", PROSE), ("ul li p", PROSE))) == "paragraph paragraph paragraph"


def test_bullets_in_a_row_are_a_list() -> None:
    """Two bullets in a row are items; one alone, and a dash that begins a sentence, is not."""
    assert found(dump(f"{PROSE}\n• Papan\n• Baut\n{PROSE}")) == "paragraph item item paragraph"
    assert found(dump(f"{PROSE}\n• Papan\n{PROSE}\n– Tidak.\n– Ya.")) == "paragraph " * 4 + "paragraph"


def test_numbers_from_one_are_a_list() -> None:
    """Lines numbered from 1 without a gap are steps; years, and numbers that begin elsewhere, are not."""
    assert found(dump(f"{PROSE}\n1. Periksa\n2. Palu\n3. Pulang")) == "paragraph step step step"
    assert found(dump(f"{PROSE}\n2. Periksa\n3. Palu\n1990. Tahun itu")) == "paragraph " * 3 + "paragraph"


def test_a_subheading_of_a_dump() -> None:
    """A short line between blank lines, after a sentence and before prose, is a subheading."""
    assert found(dump(f"{PROSE}\n\nApa kata warga\n\n{PROSE}")) == "paragraph heading paragraph"


NO_HEADINGS = (
    f"{PROSE}\nApa kata warga\n{PROSE}",  # not set off
    f"{PROSE}\n\nApa kata warga?\n\n{PROSE}",  # a question of an interview
    f"{PROSE}\n\nBudi Karangan:\n\n{PROSE}",  # who speaks
    f"{PROSE}\n\nPapan\n\nBaut\n\nPalu",  # a list
    f"{PROSE}\n\nLampu baru\n\n−Baca juga\n\n{PROSE}",  # between it and the prose stood furniture
    f"Tanpa akhir\n\nApa kata warga\n\n{PROSE}",  # what is before is no sentence
    f"Apa kata warga\n\n{PROSE}\n\nTamat",  # first and last
)


def test_what_is_not_surely_a_subheading() -> None:
    """Wherever one of the signs is missing, a short line stays a paragraph."""
    for text in NO_HEADINGS:
        assert Form.HEADING not in forms.of(dump(text)), text


BODY = (PROSE, "C#", "• Papan *jati*", "• 3. Baut", "# Pagar", "1. Periksa", "2. - Palu", "12. Divisi", "===")
FORMS = tuple(map(Form, "paragraph heading item item quote step step step heading".split()))


def test_markdown_has_the_forms_and_the_words() -> None:
    """Headings, lists and quotations become Markdown; no sign of the article's own text does."""
    shown = render.html(compose.markdown(BODY, FORMS))
    assert shown.split("\n") == [
        f"<p>{PROSE}</p>",
        "<h2>C#</h2>",
        "<ul>",
        "<li>Papan *jati*</li>",
        "<li>3. Baut</li>",
        "</ul>",
        "<blockquote>",
        "<p># Pagar</p>",
        "</blockquote>",
        "<ol>",
        "<li>Periksa</li>",
        "<li>- Palu</li>",
        "<li>12. Divisi</li>",
        "</ol>",
        "<h2>&#61;==</h2>",
    ]


def test_lists_of_two_kinds_that_touch() -> None:
    """Markdown would make one list of them: it is a list of items, and the numbers stay."""
    shown = render.html(compose.markdown(("• Papan", "1. Periksa"), (Form.ITEM, Form.STEP)))
    assert shown == "<ul>\n<li>Papan</li>\n<li>1. Periksa</li>\n</ul>"


def test_without_forms_all_are_paragraphs() -> None:
    """An article that says nothing of forms is written as paragraphs."""
    assert compose.markdown(("Satu.", "- Dua."), ()) == "Satu.\n\n\\- Dua."
