"""Markdown of an entry to HTML that can harm nobody."""

from __future__ import annotations

import re

import html5lib
import pytest

from kliping.site import render

HTML = [
    ("Satu *dua* **tiga** `empat`.", "<p>Satu <em>dua</em> <strong>tiga</strong> <code>empat</code>.</p>"),
    ("# Judul", "<h2>Judul</h2>"),
    ("### Judul", "<h2>Judul</h2>"),
    ("# A\n\n### B\n\n## C\n\n# D", "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>\n<h2>D</h2>"),
    ("Judul\n===", "<h2>Judul</h2>"),
    ("[x](https://x.example/a)", '<p><a href="https://x.example/a">x</a></p>'),
    ("[x](/topics/)", '<p><a href="/topics/">x</a></p>'),
    ("[x](../a.html)", '<p><a href="../a.html">x</a></p>'),
    ("[x](a)", '<p><a href="a">x</a></p>'),
    ("[x](#a)", '<p><a href="#a">x</a></p>'),
    ("[x](mailto:a@x.example)", '<p><a href="mailto:a@x.example">x</a></p>'),
    ("![peta](peta.png)", "<p><span>peta</span></p>"),
    ("> kutip", "<blockquote>\n<p>kutip</p>\n</blockquote>"),
    ("satu  \ndua", "<p>satu<br>\ndua</p>"),
    ("AT&T < 3 > 2 &copy;", "<p>AT&amp;T &lt; 3 &gt; 2 &copy;</p>"),
    ("{{ x }} {% y %}", "<p>{{ x }} {% y %}</p>"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), HTML, ids=[text[:30] for text, _ in HTML])
def test_markdown(text: str, expected: str) -> None:
    """An editor's Markdown is what it is everywhere; headings make an outline below the page's own title."""
    assert render.html(text) == expected


HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b>tebal</b> <a href='javascript:alert(1)'>x</a>",
    "<!-- komentar --> <style>*{display:none}</style>",
    "<div>\n\n<script>alert(1)</script>\n\n</div>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "![x](https:\\\\evil.example/x.png)",
    "![x](/\\evil.example/x.png)",
    "![x](//evil.example/x.png)",
    "![x](HTTPS://evil.example/x.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x][y]\n\n[y]: https://evil.example/x.png",
    "[![x](https://evil.example/x.png)](https://x.example/)",
    '[x](https://x.example/ "\\" onclick=alert(1) x=\\"")',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "    </code></pre><script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_harmful_gets_through(text: str) -> None:
    """No script, style, picture, foreign element or dangerous link comes out of any Markdown."""
    root = html5lib.parseFragment(render.html(text), namespaceHTMLElements=False)
    for element in root.iter():
        assert element.tag in {
            *"DOCUMENT_FRAGMENT p h2 h3 h4 a span em strong code pre blockquote ul ol li br hr".split()
        }
        assert set(element.attrib) <= {"href"}
        assert re.match(r"(?:https?://|mailto:|[\w/.#?-])", element.get("href", "x"))
        assert not re.match(r"\W*(?:java|vb)script|data:", element.get("href", "x"), re.I)


def test_a_foreign_picture_becomes_a_link() -> None:
    """The editor's picture on another host is not shown, but can be followed."""
    assert (
        render.html("a ![peta](https://x.example/p.png) b") == '<p>a <a href="https://x.example/p.png">peta</a> b</p>'
    )


def test_one_text_leaves_nothing_for_the_next() -> None:
    """References of one entry do not turn up in the next."""
    assert 'href="https://x.example/"' in render.html("[x]\n\n[x]: https://x.example/")
    assert render.html("[x]") == "<p>[x]</p>"


WORDS = [
    ("<p>Satu <em>dua</em>.</p>\n<p>Tiga</p>", "Satu dua. Tiga"),
    ("<p>a &lt;b&gt; &amp;copy; &#38; &quot;x&quot; AT&amp;T</p>", 'a <b> &copy; & "x" AT&T'),
    ("<h2>Judul</h2>\n<p>Satu<br>\ndua</p>", "Judul Satu dua"),
    ("<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>", "satu dua"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "expected"), WORDS)
def test_words(html: str, expected: str) -> None:
    """The words of rendered Markdown, entities undone once, on one line."""
    assert render.words(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Satu.</p>\n<p>Dua.</p>", "Satu."),
        ("<h2>Judul</h2>\n<p>Satu\n<em>dua</em>.</p>", "Satu dua."),
        ("<ul><li>satu</li></ul>", "satu"),
        ("", ""),
    ],
)
def test_opening(html: str, expected: str) -> None:
    """The opening is the first paragraph, or whatever there is instead."""
    assert render.opening(html) == expected


def test_pages_have_tables_code_and_places() -> None:
    """A hand-written page may have tables, fenced code and headings to link to, as code forges name them."""
    text = "## `add` & more\n\n| a | b |\n| --- | --- |\n| c | d |\n\n```sh\nkliping <x>\n```\n\n## Content\n"
    found = render.page(text)
    assert '<h2 id="add--more">' in found
    assert "<td>d</td>" in found
    assert '<code class="language-sh">kliping &lt;x&gt;\n</code>' in found
    assert '<h3 id="content' not in found
    assert 'id="content-1"' in found, "the page's own place is called so"


def test_what_nests_too_deeply_is_shown_as_text() -> None:
    """A thousand lists in one line stop nothing and leave nothing behind for the next text."""
    assert render.html("- " * 3000 + "kata") == f"<p>{'- ' * 3000}kata</p>"
    assert render.html("- a") == "<ul>\n<li>a</li>\n</ul>"
