"""Mails and web archives: `.eml` of mail programs, `.mhtml` of browsers."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from kliping.ingest import lines as text_lines
from kliping.ingest.readers.content import SAVE_AS, Content, Unreadable
from kliping.ingest.readers.decoding import decode
from kliping.ingest.readers.html import charset_of, page
from kliping.records import Hint

MOST_NESTED = 30
"""Containers in one mail: a forward of a forward has ten; hundreds only in mails that were made to stop a reader."""
LONGEST_HEADER = 2000
CONTAINER = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.I | re.M)
FORWARDED = re.compile(r"^(?:\s*(?:re|fwd?|tr|wg|aw|rv|bls|trs)\s*:)+\s*", re.I)
PACKED = frozenset(["gzip", "x-gzip", "deflate", "br", "zstd", "compress"])


def read_mail(data: bytes) -> Content:
    """Lines of the article in a mail: its HTML if it has any, else its text."""
    mail = parsed(data)
    texts = [part for part in mail.walk() if is_text(part)]
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    if not texts:
        raise Unreadable("no text is in the mail", SAVE_AS)
    subject = FORWARDED.sub("", header(mail, "Subject"))
    return content(pages or texts, (*saved(mail, "the mail's date"), *titled(subject, "the mail's subject")))


def read_archive(data: bytes) -> Content:
    """Lines of the page in a browser's web archive; its pictures and styles lie beside it and are not looked at."""
    mail = parsed(data)
    start = mail.get_param("start")
    pages = [part for part in mail.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    pages = [part for part in pages if start and part.get("Content-ID") == start] + pages
    if not pages:
        raise Unreadable("no page is in the web archive", SAVE_AS)
    places = (header(pages[0], "Content-Location"), header(mail, "Snapshot-Content-Location"))
    address = [Hint("url", place, "the web archive") for place in places if place.startswith("http")]
    title = titled(header(mail, "Subject"), "the web archive's subject")
    return content(pages[:1], (*address[:1], *saved(mail, "the web archive's date"), *title))


def parsed(data: bytes) -> Message:
    """A mail's parts; raises Unreadable for what is nested beyond reason."""
    if len(CONTAINER.findall(data)) > MOST_NESTED:
        raise Unreadable("the mail is nested too deeply", SAVE_AS)
    try:
        return email.message_from_bytes(data.lstrip(b"\r\n\t \xef\xbb\xbf"))
    except (MessageError, ValueError, RecursionError) as error:
        raise Unreadable("the mail cannot be read", SAVE_AS) from error


def is_text(part: Message) -> bool:
    """Whether a part is shown as text, not attached as a file."""
    kind = part.get_content_type()
    return kind in ("text/html", "text/plain") and part.get_content_disposition() != "attachment"


def content(parts: Sequence[Message], told: tuple[Hint, ...]) -> Content:
    """Lines of parts that are pages, or texts; what the mail says of its title comes after what the page says."""
    decoded = [text_of(part) for part in parts]
    text, encoding = "\n\n".join(text for text, _ in decoded), decoded[0][1]
    first = tuple(hint for hint in told if hint.key != "title")
    last = tuple(hint for hint in told if hint.key == "title")
    if parts[0].get_content_type() == "text/plain":
        return text_lines.split(text), (*first, *last), encoding
    lines, hints = page(text)
    return lines, (*first, *hints, *last), encoding


def text_of(part: Message) -> tuple[str, str]:
    """The text of one part, and its encoding; lines that were broken for the width are whole again."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if header(part, "Content-Encoding").lower() in PACKED and not is_utf8(data):
        raise Unreadable("the page in the archive is packed", SAVE_AS)
    text, encoding = decode(data, str(part.get_param("charset") or "") or charset_of(data))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = re.sub(r"(?<!\n--) \r?\n(?!\s)", " ", text)
    return text, encoding


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def header(part: Message, name: str) -> str:
    """A header as readers see it, its encoded words decoded."""
    value = str(part.get(name, ""))[:LONGEST_HEADER]
    try:
        return text_lines.tidy(str(make_header(decode_header(value))))
    except (MessageError, ValueError, LookupError):
        return text_lines.tidy(value)


def saved(mail: Message, source: str) -> Iterator[Hint]:
    """When the mail was sent or the page saved: not when the article was published."""
    try:
        sent = parsedate_to_datetime(header(mail, "Date"))
        yield Hint("saved", (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).isoformat(), source)
    except (ValueError, TypeError, OverflowError, IndexError):
        return


def titled(subject: str, source: str) -> Iterator[Hint]:
    if subject:
        yield Hint("title", subject, source)
