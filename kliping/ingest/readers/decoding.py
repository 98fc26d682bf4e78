"""Bytes to text, in whatever encoding they were saved."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from charset_normalizer import from_bytes

from kliping.ingest.readers.content import SAVE_AS, Unreadable

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ABOVE_ASCII: Final = bytes(range(128, 256))
BINARY: Mapping[bytes, str] = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
}
# What browsers take these labels for (WHATWG Encoding Standard): pages that declare them hold more than they say.
BROWSERS: Mapping[str, str] = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
# Signs of which a text in any language holds some, and whose bytes the wrong way round are no common letters.
SIGNS = re.compile("[ \\n\\r,.\u3000-\u3002\uff0c\u060c\u06d4\u0964]")
CONTROLS = re.compile(b"[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f]")
LATIN = re.compile(rb"[\s!-~]")
SEVEN_BIT = frozenset(["iso2022_jp", "hz"])
NO_CHARSETS = frozenset(
    ["undefined", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "utf-7", "mbcs", "oem"]
)


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Text and the encoding it was in; raises Unreadable for binary files.

    A byte-order mark decides; then UTF-8 if it fits, for what fits is nothing else; then what the
    page declares, as browsers take it; then Windows-1252 for a text in which only a few signs are not ASCII; then statistics.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    for magic, kind in BINARY.items():
        if data.startswith(magic):
            raise Unreadable(f"the file is {kind}, not text", SAVE_AS)
    if b"\0" in data[:4096]:
        return decode_nuls(data)
    for encoding in candidates(declared):
        try:
            return data.decode(encoding), encoding
        except UnicodeError:
            continue
    if len(data) - len(data.translate(None, ABOVE_ASCII)) < 0.05 * len(data):
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            pass
    best = from_bytes(data).best()
    if best is None:
        raise Unreadable("the file is not text in any known encoding", SAVE_AS)
    return str(best), best.encoding


def candidates(declared: str) -> list[str]:
    """The encodings to try, in order; a declared one only if it is a charset of web pages."""
    try:
        found = codecs.lookup(declared)
    except (LookupError, ValueError):
        return ["utf-8"]
    name = found.name.lower()
    if name in NO_CHARSETS or not getattr(found, "_is_text_encoding", True):
        return ["utf-8"]
    name = BROWSERS.get(name, name)
    return [name, "utf-8"] if name in SEVEN_BIT else ["utf-8", name]


def decode_nuls(data: bytes) -> tuple[str, str]:
    """Text with zeros in it: UTF-16 without a mark, or a few stray ones; anything else with zeros is binary."""
    sample = data[:4096]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if high.count(0) > 0.6 * len(high) and sample.count(0) - high.count(0) < 0.05 * len(high):
            return data.decode(encoding, "replace"), encoding
    few = sample.count(0) < 0.05 * len(sample) and len(CONTROLS.findall(sample)) == sample.count(0)
    if few and len(LATIN.findall(sample)) > 0.7 * len(sample):
        return decode(data.replace(b"\0", b""))
    signs, encoding = max((signs_in(sample, encoding), encoding) for encoding in ("utf-16-be", "utf-16-le"))
    if signs > 0.02 * len(sample) / 2:
        return data.decode(encoding, "replace"), encoding
    if few:
        return decode(data.replace(b"\0", b""))
    raise Unreadable("the file is binary, not text", SAVE_AS)


def signs_in(sample: bytes, encoding: str) -> int:
    """How many spaces and full stops of all scripts bytes hold in an encoding; none if they are no text in it."""
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    strange = sum(unicodedata.category(sign) in ("Cc", "Co", "Cn") and sign not in "\t\n\r" for sign in text[:-1])
    strange += text[:-1].count("\ufffd")
    return 0 if strange > 0.02 * len(text) else len(SIGNS.findall(text))
