"""Cleaning loses no word silently, invents none, and survives whatever is in a file."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kliping import entries, ingest
from kliping.errors import Fault
from kliping.ingest import compose, lines
from kliping.records import Article, RawFile, Role
from kliping.site import render

ROOT = Path(__file__).resolve().parents[2]
FACTS = ingest.load_facts(ROOT / "kliping", ROOT / "content", "Asia/Jakarta")  # no fixture: hypothesis would print it

# ------------------------------------------------------------------ made-up dumps

PROSE = (
    "Pemerintah Kota Contoh menyatakan jembatan rekaan itu akan dibuka kembali pada pekan depan setelah perbaikan.",
    "Warga Kota Contoh menyambut kabar karangan itu karena jembatan tersebut satu-satunya jalan ke pasar dan sekolah.",
    '"Kami memeriksa setiap baut," kata Joko Misalan dalam pernyataan kepada AFP yang juga dibuat-buat.',
    "KOTA CONTOH, iNews.id - Jembatan itu ditutup sejak Senin (27/7/2020) karena dua tiangnya retak, menurut karangan ini.",
    "PORT SAMPLE (Reuters) — The council of Port Sample voted on Friday to rebuild the made-up wall before the winter.",
    "1990. Tahun itu jembatan *pertama* dibangun dari kayu, dan <b>tidak</b> ada yang ingat &copy; siapa tukangnya.",
    "- Strip di awal kalimat ini bukan daftar, kata pemandu yang namanya karangan, sambil menunjuk [papan](x) itu.",
    "The wall, which is 400 metres long, lost a quarter of its stones in a storm that never happened anywhere.",
    "Lumière sur la ville d’Exemple: le pont inventé sera rouvert « bientôt », selon la mairie qui n’existe pas du tout.",
)
SHORT = (
    "Tidak.",
    "“Sleep,” she said.",
    "Papan itu kosong.",
    "What happens next",
    "# Pagar",
    "> Kurung",
    "===",
    "* * *",
)
INSIDE = (
    "Petugas menutup jembatan itu pada Senin malam, kata Joko Misalan. Baca juga: Pasar Misal Kembali Ramai",
    "Baca juga: Pasar Misal Kembali Ramai Usai Banjir Surut di Lembah Peraga Petugas lalu menutup jembatan karangan itu.",
    "Air sungai naik dua meter. ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT Warga pindah ke bukit, menurut karangan ini.",
    "Jalan karangan itu dibuka lagi pada Rabu pagi. [Gambas:Video Contoh] (abc/def)",
    "The wall of Port Sample (Read more: A New Lamp for the Lighthouse) will be made of sand. (Photo: Ann Example)",
    "\u2022 Papan dari kayu jati yang dipesan dari Lembah Peraga",
    "\u2022 Baut dari besi yang tidak pernah ada",
    "1. Periksa setiap baut",
    "2. Periksa setiap papan # dengan palu #",
)
AROUND = (
    "Baca juga: Pasar Misal Kembali Ramai",
    "Advertisement",
    "Bagikan",
    "Terkini Lainnya",
    "Read more: A New Lamp for the Lighthouse",
    "Jumat, 30 Oktober 2020 | 18:45 WIB",
    "Diperbarui: Sabtu, 31 Oktober 2020 | 06:30 WITA",
    "30/10/2020, 18.45 WITA",
    "Kronologi 27 September 2020",
    "Penulis: Budi Karangan, Siti Rekaan",
    "Editor: Rina Ilustrasi",
    "By Jane Placeholder",
    "Jembatan Umpama yang dibuka kembali (Foto: AFP)",
    "Harbour wall in Port Sample (Photo: Ann Example)",
    "https://www.kompas.com/daerah/read/2020/10/09/194437870/jembatan-umpama-dibuka-lagi",
    "iNews.id",
    "Jembatan Umpama Dibuka Lagi",
    "Pasar Misal Kembali Ramai Usai Banjir Surut di Lembah Peraga",
    "***",
)
line = st.one_of(
    st.sampled_from(PROSE),
    st.sampled_from(INSIDE),
    st.sampled_from(SHORT),
    st.sampled_from(AROUND),
    st.just(""),
    st.text(max_size=30),
)
dump = st.lists(line, max_size=30).map("\n".join)
article_dump = st.tuples(dump, st.permutations((*PROSE, *INSIDE)), dump).map(
    lambda parts: "\n".join((parts[0], *parts[1], parts[2]))
)
known_furniture = st.sampled_from([text for text in AROUND[:5] if text != "Terkini Lainnya"])


def articles(most: int) -> st.SearchStrategy[tuple[list[str], list[tuple[str, list[str]]], list[str]]]:
    """Lines above, paragraphs each with at most so many furniture lines after it, lines below."""
    return st.tuples(
        st.lists(st.sampled_from([text for text in AROUND if text != "iNews.id"]), max_size=8),
        st.permutations(PROSE).flatmap(
            lambda texts: st.tuples(
                *(st.tuples(st.just(text), st.lists(known_furniture, max_size=most)) for text in texts)
            ).map(list)
        ),
        st.lists(st.sampled_from(AROUND), max_size=8),
    )


# ------------------------------------------------------------------ made-up pages

TAGS = (
    "p div span a h1 h2 ul li table tr td aside nav footer figure figcaption blockquote pre br hr script style noscript title head body "
    "article main section header form button svg template select b i em time meta link iframe textarea math x-y"
).split()
ATTRIBUTES = (
    "",
    " hidden",
    ' style="display:none"',
    ' href="/x"',
    ' datetime="2020-10-30T18:45"',
    ' property="og:title" content="Jembatan Umpama"',
    ' property="og:url" content="/read/1"',
    ' property="article:published_time" content="2020-10-30"',
    ' name="author" content="Budi Karangan"',
    ' itemprop="datePublished" content="0001-01-01T00:00:00+14:00"',
    ' rel="canonical" href="https://x.example/a b"',
    ' lang="id"',
    ' type="application/ld+json"',
)
LINKED_DATA = (
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Jembatan \\ud83d","author":[null,{"name":3},"X Y"]}</script>',
    '<script type="application/ld+json">[[[[{"@graph":[{"@type":["Article"],"datePublished":"2020","url":"x"}]}]]]]</script>',
    '<script type="application/ld+json">{"@type":{"a":1}}</script>',
    '<script type="application/ld+json">{"@type":"Article","headline":"\\u0000","datePublished":"9999-12-31"}</script>',
    '<!-- saved from url=(0014)https://x.example/" -->',
    "<![CDATA[ x ]]>",
    "<?php echo 1 ?>",
    "&#0;&#xD800;&#x110000;&nbsp;&unknown;",
)
tag = st.tuples(st.sampled_from(["<", "</", "<"]), st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map(
    lambda parts: f"{parts[0]}{parts[1]}{parts[2] if parts[0] == '<' else ''}>"
)
page = st.lists(st.one_of(tag, line, st.sampled_from(LINKED_DATA)), max_size=40).map("".join)
wraps = st.lists(
    st.sampled_from(["p", "p", "h2", "h4", "li", "blockquote", "ol><li", "ul><li><p"]), min_size=20, max_size=20
)
article_page = st.tuples(page, st.permutations((*PROSE, *INSIDE)), wraps, page).map(
    lambda parts: parts[0] + "".join(map(wrapped, parts[1], parts[2])) + parts[3]
)


def wrapped(text: str, tags: str) -> str:
    return f"<{tags}>{text}" + "".join(f"</{name}>" for name in reversed(tags.split("><")))


PAGE = f"<h1>Jembatan Umpama Dibuka Lagi</h1><p>{'</p><p>'.join(PROSE)}</p>"


def cleaned(name: str, data: bytes) -> Article | Fault:
    result = ingest.clean_file(RawFile(name, data), FACTS)
    assert isinstance(result, Article | Fault)
    if isinstance(result, Fault):
        assert result.what
        assert result.remedy
        assert result.file == f"content/{name}"
    return result


def check(article: Article) -> None:
    """What holds of every article, whatever it was cleaned from."""
    check_lines(article)
    check_words(article)
    check_evidence(article)
    check_entry(article)


def check_lines(article: Article) -> None:
    """Each line of the raw article has one verdict with a reason, in order."""
    assert [verdict.line for verdict in article.verdicts] == list(article.raw.lines)
    assert len({verdict.line.number for verdict in article.verdicts}) == len(article.verdicts)
    assert all(verdict.reason for verdict in article.verdicts)
    assert all(lifted.reason for lifted in article.lifted)
    assert all(line.text == lines.tidy(line.text) != "" for line in article.raw.lines)


def check_words(article: Article) -> None:
    """The page's words are the kept lines' words, but for what is listed as lifted."""
    kept = [verdict.line for verdict in article.verdicts if verdict.role is Role.BODY]
    assert article.body
    assert len(article.body) == len(article.forms) == len(kept)
    for line, paragraph in zip(kept, article.body, strict=True):
        taken = [lifted.text for lifted in article.lifted if lifted.number == line.number]
        assert Counter(signs(paragraph, *taken)) == Counter(signs(line.text))
        assert all(text in line.text for text in taken)
        assert is_within(signs(paragraph), signs(line.text))
    html = render.html(compose.entry_of(article, 1).body)
    shown = [render.words(text) for text in SHOWN.findall(html)]
    assert render.words(html).split() == " ".join(shown).split()
    for text, paragraph in zip(shown, article.body, strict=True):
        assert paragraph.endswith(text)
        assert IS_MARK.fullmatch(paragraph.removesuffix(text)), "only what a list shows by itself may be missing"


SHOWN = re.compile(r"<(?:p|li|h2)>.*?</(?:p|li|h2)>", re.S)
IS_MARK = re.compile(r"(?:(?:\d{1,2}\.|\W)\s+)?")


def signs(*texts: str) -> str:
    """All signs of texts but white space."""
    return "".join("".join(texts).split())


def is_within(part: str, whole: str) -> bool:
    """Whether a text's signs all stand in another's, in the same order."""
    rest = iter(whole)
    return all(sign in rest for sign in part)


VALUES = "title date modified lang outlet url authors editors agencies place caption credit".split()


def check_evidence(article: Article) -> None:
    """Each value that is there says where it came from, once; and no evidence without a value."""
    keys = [each.key for each in article.evidence]
    assert len(keys) == len(set(keys))
    assert set(keys) - {"saved"} == {key for key in VALUES if getattr(article, key)}
    assert all(each.source and each.value for each in article.evidence)


def check_entry(article: Article) -> None:
    """The entry of an article can be written, read back, and is the same entry."""
    entry = compose.entry_of(article, 1)
    text = entries.dump(entry)
    text.encode()
    assert entries.dump(entries.parse(text, entry.path, UTC)) == text


@settings(max_examples=100)
@given(raw=dump | article_dump)
@example(raw="\n".join([PROSE[0], "Tidak.", "Tidak.", PROSE[0], PROSE[0]]))
@example(raw="\n".join([PROSE[0], "Penulis: Budi Karangan", PROSE[1]]))
def test_any_dump_gives_a_sound_article_or_a_reason(raw: str) -> None:
    """Whatever lines a dump is made of, no word is lost without a reason and no value lacks its source."""
    result = cleaned("inbox/x.txt", raw.encode())
    if isinstance(result, Article):
        check(result)


@settings(max_examples=100)
@given(raw=st.one_of(page, article_page))
@example(raw=LINKED_DATA[2] + PAGE)
@example(raw=LINKED_DATA[0] + PAGE)
@example(raw=LINKED_DATA[4] + PAGE)
@example(raw='<meta property="og:url" content="/read/1">' + PAGE)
def test_any_page_gives_a_sound_article_or_a_reason(raw: str) -> None:
    """Whatever tags a page is made of, no word is lost without a reason and no value lacks its source."""
    result = cleaned("inbox/x.html", raw.encode())
    if isinstance(result, Article):
        check(result)


def planted_and_kept(
    above: list[str], middle: list[tuple[str, list[str]]], below: list[str]
) -> tuple[list[str], list[str]]:
    """The paragraphs of a dump made of these, and those of them that came out, in order."""
    title = "Jembatan Kota Contoh Dibuka Kembali Pekan Depan"
    between = [text for paragraph, furniture in middle for text in (paragraph, *furniture)]
    result = cleaned("inbox/x.txt", "\n".join((*above, title, *between, *below)).encode())
    assert isinstance(result, Article)
    check(result)
    wanted = [paragraph for paragraph, _ in middle]
    kept = [verdict.line.text for verdict in result.verdicts if verdict.role is Role.BODY]
    return wanted, [text for text in kept if text in wanted]


@settings(max_examples=60)
@given(articles(most=1))
def test_no_paragraph_is_lost_next_to_furniture(
    parts: tuple[list[str], list[tuple[str, list[str]]], list[str]],
) -> None:
    """Paragraphs of prose all come out, in order, whatever stands above, below and on a line between two of them."""
    wanted, kept = planted_and_kept(*parts)
    assert kept == wanted


@settings(max_examples=60)
@given(articles(most=3))
@example(([], [*((text, []) for text in PROSE[:7]), (PROSE[7], ["Advertisement"] * 3), (PROSE[8], [])], []))
def test_no_paragraph_is_lost_behind_a_block_of_furniture(
    parts: tuple[list[str], list[tuple[str, list[str]]], list[str]],
) -> None:
    """Nor does a block of three furniture lines inside the article cut off what follows."""
    wanted, kept = planted_and_kept(*parts)
    assert kept == wanted
