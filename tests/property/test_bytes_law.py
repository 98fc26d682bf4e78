"""Any bytes may lie in the inbox: they become text or a reason, never a crash."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kliping import ingest
from kliping.errors import Fault
from kliping.ingest import readers
from kliping.records import Article, RawFile

ROOT = Path(__file__).resolve().parents[2]
FACTS = ingest.load_facts(ROOT / "kliping", ROOT / "content", "Asia/Jakarta")
MARKUP = [
    *(b"<p>", b"</p>", b"<!--", b"-->", b"<a href=", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>"),
    *(
        b"<script>",
        b"</script",
        b"<div hidden>",
        b"&#xD800;",
        b"&#0;",
        b"<svg><title>",
        b"<table><tr><td>",
        b"</body></html>",
    ),
    *(b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1a", b"%PDF-1.7", b"PK\x03\x04", b"\r", b"\n", b"Kata. "),
]
anything = st.one_of(
    st.binary(max_size=300), st.lists(st.sampled_from(MARKUP) | st.binary(max_size=8), max_size=25).map(b"".join)
)
DECLARED = """
utf-8 utf-16 utf-16-le utf-32 utf-7 latin-1 iso-8859-1 iso-8859-15 windows-1251 cp1252 koi8-r gb18030 big5 shift_jis euc-kr
iso-2022-jp base64 hex rot13 zlib mbcs x
""".split()


@settings(max_examples=200)
@given(anything, st.sampled_from(["", *DECLARED]))
@example(b"\0", "")
@example(b"\xff\xfe\0", "")
@example(b"a\0b\0\xff", "")
def test_bytes_are_text_or_unreadable(data: bytes, declared: str) -> None:
    """Decoding any bytes, whatever the page declares, gives text and a known encoding, or Unreadable."""
    assume(data)  # an empty file never gets that far
    try:
        text, encoding = readers.decode(data, declared)
    except readers.Unreadable:
        return
    codecs.lookup(encoding)
    assert isinstance(text, str)


@pytest.mark.parametrize(
    "declared",
    [
        "undefined",
        "unicode_escape",
        *("utf-16", "punycode", "idna", "utf-7", "rot13", "base64", "hex", "x-user-defined", "none", "mbcs"),
        *("ascii", "us-ascii", "iso-8859-1", "windows-1252"),
    ],
)
def test_a_nonsense_charset_is_not_believed(declared: str) -> None:
    """UTF-8 declared as what cannot be true, or as a codec of Python's that is no charset, is read as UTF-8."""
    text = 'jalan – ke pasar 😀 dan, +62-811 \\n \\u0041, "Kota Contoh"; '
    assert readers.decode(text.encode(), declared)[0] == text


@pytest.mark.parametrize(
    ("text", "declared", "encoding"),
    [
        ("“jalan” – kata Joko… d’Exemple", "iso-8859-1", "cp1252"),
        ("“jalan” – kata Joko… d’Exemple", "latin1", "cp1252"),
        ("“jalan” – kata Joko… d’Exemple", "us-ascii", "cp1252"),
        ("İstanbul – “örnek” şehir", "iso-8859-9", "cp1254"),
        ("样例市长朱镕文表示，虚构的大桥将重新开放。", "gb2312", "gbk"),
        ("見本市長は①橋②道を発表した。㈱見本", "shift_jis", "cp932"),
        ("예시시장은 똠방각하라는 다리를 열었다.", "euc-kr", "cp949"),
    ],
)
def test_a_charset_means_what_browsers_take_it_for(text: str, declared: str, encoding: str) -> None:
    """An old label stands for the wider encoding that pages with that label are really in (WHATWG Encoding)."""
    assert readers.decode(text.encode(encoding), declared)[0] == text


@settings(max_examples=200)
@given(anything, st.sampled_from(["txt", "html", "htm", "TXT", "xhtml", "pdf", "text"]))
@example(b"0:0:0:0 0:0:0 0:0 0 0:0:0 0:0 0 0:0:0 0:0 0 0:0:0 0:0 000:0:0", "txt")
@example(b"<meta charset=''>", "html")
@example(b"<" * 500, "html")
@example(b"<b>" * 500, "html")
@example(b"<a " * 500, "html")
def test_no_file_is_a_crash(data: bytes, ending: str) -> None:
    """Cleaning a file of any bytes gives an article or a fault that says what to do."""
    assume(b"charset" not in data or data == b"<meta charset=''>")
    result = ingest.clean_file(RawFile(f"inbox/x.{ending}", data), FACTS)
    assert isinstance(result, Article | Fault)
    if isinstance(result, Fault):
        assert result.what
        assert result.remedy


SENTENCE = {
    "id": "Pemerintah Kota Contoh – kata Joko – membuka “jembatan” rekaan itu lagi; semua warga bersorak…",
    "fr": "L’été à Exempleville fut « très » froid, selon la météo inventée de l’hôtel de ville où rien n’existe.",
    "ru": "Мэр города Примерово сообщил, что вымышленный мост откроется на следующей неделе после ремонта.",
    "ja": "見本市の市長は、架空の橋が来週ふたたび開通すると発表した。この記事は試験のための作り話である。",
    "zh": "样例市市长表示，虚构的大桥将于下周重新开放。这篇报道是为测试而编造的，地名和人名都不存在。",
    "ko": "예시시 시장은 가상의 다리가 다음 주에 다시 열린다고 밝혔다. 이 기사는 시험을 위해 지어낸 것이다.",
    "de": "Die Brücke über die Probe – so heißt es – wird für „alle“ geöffnet; das ist frei erfunden.",
}
FITTING = [
    *((lang, encoding) for lang in SENTENCE for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030")),
    *(("id", "cp1252"), ("fr", "cp1252"), ("de", "cp1252"), ("ru", "cp1251"), ("ru", "koi8-r"), ("ja", "shift_jis")),
    *(("ja", "euc_jp"), ("zh", "gbk"), ("ko", "euc_kr")),
]


@pytest.mark.parametrize(("lang", "encoding"), FITTING)
def test_a_declared_encoding_is_believed(lang: str, encoding: str) -> None:
    """A text in the encoding that its page declares is read letter by letter."""
    text = f"{SENTENCE[lang]}\n" * 4
    assert readers.decode(text.encode(encoding), encoding)[0] == text


UNDECLARED = [
    *((lang, encoding) for lang in SENTENCE for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
    *(("id", "utf-16-le"), ("fr", "utf-16-be"), ("id", "cp1252"), ("fr", "cp1252"), ("de", "cp1252"), ("ru", "cp1251")),
    *(("ru", "koi8-r"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("zh", "gb18030"), ("ko", "euc_kr")),
]


@pytest.mark.parametrize(("lang", "encoding"), UNDECLARED)
def test_an_undeclared_encoding_is_recognised(lang: str, encoding: str) -> None:
    """A text dump of a dozen sentences is read letter by letter in the encodings that newsrooms used."""
    text = f"{SENTENCE[lang]}\n" * 12
    assert readers.decode(text.encode(encoding))[0] == text
