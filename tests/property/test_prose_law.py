"""What prose does without Python-Markdown is to the byte what Python-Markdown does.

The long run, some minutes:  python tests/property/test_prose_law.py 200000 [FOLDER OF ENTRIES …]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kliping import entries
from kliping.ingest import compose
from kliping.records import Form
from kliping.site import markup, prose

WORDS = """
warga kota harga naik, Rp1,5 R&D AT&T a-b 'x' "kata" “q” ‘r’ ’90-an … — – é İ ß 東京 газета अख़बार ข่าว عربي עברית 🎉 👨‍👩‍👧 e\u0301 ५. ٣. 10.
2020 (15/3) 5% 30.000 1990. 3) -3 +62 x_y a*b #tagar @nama ; ! ? : | ~ ^ $1 {x} {{y}} {%z%} [sic] (lihat) > < >= <= <3 a>b a<b \\ / //
http://x.test/a_b https://x.test/?a=1&b=2 a@b.test www.x.test ... *) 1*2 ** * _ __ ` `` ``` ~~~ --- === *** ___ - + # ## = ! & && ;&
""".split()
# A dot in the middle, `·`, is a blank.
MARKS = """
*m* **t** ***mt*** _m_ __t__ `k` *m **t** m* **t *m* t** *a*b* a*b*c a**b**c *a**b* **a*b** *a* *b* **a****b** (*m*) "*m*" *m*, *m*. **a***b* *a***b**
*_a_x* **x_a_y** *a_x* **a_b_** [a_b_](/a) [_a_b](/a) [a_](/b)_ *a*_b_ _a_*b*
[t](https://x.test/a) [t](http://x.test/a_b_c) [t](/topics/x/) [t](//x.test) [t](a.html) [t](mailto:a@b.test) [t](<http://x.test>) [t](http://x.test/(a))
[t](http://x.test "j") [t](http://x.test/?a=1&copy=2) [t](http://x.test/a*b*c) [t](http://x.test/%20) [t](http://x.test/é) [t](javascript:x) [t][u] [t] [] ()
[u]: [u]:http://x.test ![p](http://x.test/p.png) !\\[t](http://x.test) \\![t](/a) [*m*](/a) *[t](/a)* **[t](/a)** [a [b](/c) d](/e) [](/a) [t]() [t]( /a ) <http://x.test/> <a@b.test> <b> </b>
&amp; &lt; &gt; &copy; &#38; &#x26; &#X26; &nbsp; &a_b; &\\#38; &am\\p; &ſ; &\u212a; &;  &#; &#x; &lt &amp;lt; &\\amp; \\&amp;
\\\\ \\` \\* \\_ \\{ \\} \\[ \\] \\( \\) \\> \\# \\+ \\- \\. \\! \\a \\" \\& \\< \\\\* \\\\\\* \\\\` \\\\\\` \\*\\* *a\\*b* **a\\_b** [a\\]b](/c) 1990\\. \\--- \\# # \\> > \\
*a·_b_·c* **a·_b_·c** [a·_b_·c](/d) *a·**b**·c* **a·*b*·c** [a·*b*·c](/d) *a·[b](/c)·d* [a](·/b·) [a]·(/b) [a]·[b] *a·b* **a·b** [a·b](/c) *·a* *a·* **a·** **·a**
""".split()
SPACES = [
    *" " * 30,
    "",
    "  ",
    "   ",
    "\n",
    " \n",
    "  \n",
    "\n ",
    "\n  ",
    "\t",
    "\u00a0",
    "\u2028",
    "\u0085",
    "\u3000",
    "\u200b",
    "\u00ad",
]
STARTS = [*"# ## ### #### ####### > >> - + * 1. 2. 10. 1) ५. \\# \\> \\- 1\\. &#61; : ~".split(), "=", "---", "\\", ""]
BETWEEN = ["\n\n"] * 20 + [
    "\n",
    "\n\n\n",
    "\n \n",
    " \n\n",
    "  \n\n",
    "\n\n ",
    "\n\n\t",
    "\n\n    ",
    "\n\u00a0\n",
    "\n\u0085\n",
]


def body(dice: random.Random) -> str:
    """A text such as entries have, and sometimes none such."""
    marks = dice.choice([0.0, 0.0, 0.02, 0.1, 0.4])
    odd = dice.choice([0.0, 0.0, 0.05, 0.3])
    parts: list[str] = []
    for _ in range(dice.choice([1, 1, 2, 3, 5, 8])):
        if parts:
            parts.append(dice.choice(BETWEEN) if dice.random() < odd else "\n\n")
        parts += block(dice, marks, odd)
    return "".join(parts)


def block(dice: random.Random, marks: float, odd: float) -> Iterator[str]:
    if dice.random() < marks / 2:
        yield dice.choice(STARTS) + dice.choice(["", " ", " ", " ", "  "])
    for _ in range(dice.randint(1, 7)):
        yield dice.choice(MARKS).replace("·", " ") if dice.random() < marks else dice.choice(WORDS[: 50 if odd else 40])
        yield dice.choice(SPACES) if dice.random() < odd / 3 else dice.choice(["", " ", " ", " "])


def cleaned(dice: random.Random) -> str:
    """A text as cleaning writes it: every sign of it escaped, every paragraph in a form."""
    forms = [dice.choice([Form.PARAGRAPH, Form.PARAGRAPH, *Form]) for _ in range(dice.randint(1, 8))]
    texts = [" ".join(dice.choices(WORDS + MARKS, k=dice.randint(1, 6))).replace("·", " ") for _ in forms]
    return compose.markdown(texts, forms)


ALPHABETS = [
    "*a ",
    "*a_ b\n",
    "[]()/a!",
    "\\`*a",
    "#a \n\\",
    "=- \na",
    ">a \n",
    "1. -\na",
    "&#x;3a",
    "a \n\u00a0\u2028",
    "*[](/a)",
    "- #>a1.*\n&\\",
]


def dense(dice: random.Random) -> str:
    """Nothing but signs, for what happens where they touch."""
    alphabet = dice.choice(ALPHABETS)
    return "".join(dice.choice(["\n\n", *alphabet * 3]) for _ in range(dice.randint(1, 14)))


def headed(dice: random.Random) -> str:
    """Headings of all levels in any order."""
    levels = [dice.randint(1, 7 if dice.random() < 0.1 else 6) for _ in range(9)]
    rising = sorted(levels) if dice.random() < 0.5 else levels
    return "\n\n".join("#" * level + dice.choice([" a", "a", " a ", " a #", " #a", " a # b", ""]) for level in rising)


def lined(dice: random.Random) -> str:
    """Blocks of lines that begin alike, or nearly."""
    start = dice.choice(["> ", ">", "- ", "-", "1. ", "+ ", "* ", "1.", "٣. ", "", "## "])
    lines = [
        dice.choice([start] * 9 + ["", " "]) + dice.choice([*"abc", "*d*", "1. e", "- f", "> g", "# h", " i", ""])
        for _ in range(6)
    ]
    return "".join(line + dice.choice(["\n", "\n", "\n\n"]) for line in lines)


KINDS = [body] * 10 + [cleaned] * 5 + [dense] * 4 + [headed, lined]


def whole(text: str) -> str:
    """A text without its controls, as `render` gives it to both."""
    return prose.CONTROLS.sub("", text)


def is_same(text: str) -> bool:
    """Whether prose leaves a text to Python-Markdown; if not, what it makes of it has to be the same."""
    done = prose.html(whole(text))
    if done is None:
        return False
    assert done == markup.html(whole(text)), f"{text!r}\nprose  {done!r}\nmarkup {markup.html(whole(text))!r}"
    return True


def compared(number: int, seed: int) -> int:
    """How many of so many texts are done without Python-Markdown; all those are done right."""
    dice = random.Random(seed)
    return sum(is_same(dice.choice(KINDS)(dice)) for _ in range(number))


@pytest.mark.parametrize("seed", range(4))
def test_many_texts(seed: int) -> None:
    """Twenty thousand texts in all, the same ones in each run: of those that prose does, none differs."""
    assert compared(5000, seed) > 1500


@settings(max_examples=300)
@given(
    st.lists(
        st.one_of(st.sampled_from(WORDS + MARKS + STARTS + SPACES + BETWEEN), st.text(max_size=3)), max_size=25
    ).map("".join)
)
@example("*a***b**")
@example("**a**\n\n*b*")
@example("x\n---")
@example("&\\#38;")
@example("\\\\`a`")
@example("\n\na\n")
@example("\u2028a")
@example("- a\n\n1. b")
def test_any_text(text: str) -> None:
    """Whatever stands in a text, it is left to Python-Markdown or done as Python-Markdown does it."""
    is_same(text)


@given(st.lists(st.tuples(st.sampled_from(WORDS + MARKS) | st.text(max_size=9), st.sampled_from(list(Form)))))
def test_what_cleaning_writes(parts: list[tuple[str, Form]]) -> None:
    """Paragraphs as they are written into entries are done alike."""
    texts, forms = [" ".join(text.split()) or "x" for text, _ in parts], [form for _, form in parts]
    is_same(compose.markdown(texts, forms))


@pytest.mark.parametrize(
    "text",
    [
        "Satu “dua” — tiga…\n\nEmpat & lima > enam; é 東京 газета عربي.",
        "1990\\. Tahun itu\n\n\\- strip\n\nnama\\_akun \\*bintang\\* \\[sic\\] &lt;b&gt; &amp;copy;",
        "## Judul\n\nIsi.\n\n> Kutipan.\n\n> Lagi.\n\n- satu\n- dua\n\n1. satu\n2. dua\n\nAkhir.".replace(
            "\n\n1. satu\n2. dua", ""
        ),
        "**Tebal** dan *miring* dan [tautan](https://x.test/a_b).",
        "Satu\ndua\ntiga",
        "Satu\u00a0dua\u2028tiga",
        "",
        " \n ",
    ],
)
def test_what_needs_no_python_markdown(text: str) -> None:
    """The forms that entries have most are done without it."""
    assert is_same(text)


def test_entries_of_this_site() -> None:
    """Every entry in this folder is prose."""
    files = sorted((Path(__file__).resolve().parents[2] / "content" / "entries").rglob("*.md"))
    assert files
    assert all(is_same(entries.split(file.read_text("utf-8"), "")[1]) for file in files)


if __name__ == "__main__":
    wanted, folders = int(sys.argv[1]), sys.argv[2:]
    done = sum(compared(10_000, seed) for seed in range(100, 100 + wanted // 10_000))
    print(f"{wanted} texts, {done} of them without Python-Markdown: all the same")
    for folder in folders:
        texts = [entries.split(file.read_text("utf-8"), "")[1] for file in sorted(Path(folder).rglob("*.md"))]
        print(f"{folder}: {len(texts)} entries, {sum(map(is_same, texts))} without Python-Markdown: all the same")
