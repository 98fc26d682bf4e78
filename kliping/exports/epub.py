"""EPUB 3.3 (W3C Recommendation) with the metadata of EPUB Accessibility 1.1: a chapter for each article.

Small code of our own: the one library that is looked after, EbookLib, is under a licence that Kliping could not ship.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from html import escape
from typing import Any, Final

from jinja2 import Environment

from kliping.entries import id_of
from kliping.errors import Fault, SettingsError
from kliping.exports.book import CHAPTER, CONTENTS, ILLEGAL, STYLE, TITLE, Book, Chapter, as_xml, book, environment_of
from kliping.exports.collection import Collection
from kliping.exports.packing import packed
from kliping.records import Output
from kliping.site.contexts import Picture
from kliping.site.templates import rendered

MIMETYPE: Final = Output("mimetype", b"application/epub+zip")
CONTAINER: Final = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def written(collection: Collection) -> bytes:
    """The whole book."""
    return packed(files(collection), stored=[MIMETYPE])


def files(collection: Collection) -> Iterator[Output]:
    """The files of the book in the order in which they are packed."""
    told, made = book(collection, addressed), environment_of(collection, as_xml)
    yield file("META-INF/container.xml", CONTAINER)
    yield file("EPUB/package.opf", package(told, collection))
    yield page("contents", made, CONTENTS, book=told)
    yield page("title", made, TITLE, book=told)
    yield file("EPUB/style.css", rendered(made, STYLE, book=told))
    for each in chapters(told):
        yield page(each.id, made, CHAPTER, book=told, chapter=each)
    for address in pictures(told):
        yield Output(f"EPUB/{address}", collection.pictures[address])


def addressed(picture: Picture) -> str:
    """Where a picture is in the book, if every e-reader knows its kind."""
    return picture.address if picture.kind in KNOWN_PICTURES else ""


def chapters(told: Book) -> Iterator[Chapter]:
    """The chapters in the order in which they are read."""
    return (each for month in told.months for each in month.chapters)


def pictures(told: Book) -> Mapping[str, str]:
    """The kinds of the book's pictures by address."""
    return {each.picture.address: each.picture.kind for each in chapters(told) if each.picture}


def file(path: str, text: str) -> Output:
    return Output(path, ILLEGAL.sub("", text).encode())


def page(name: str, made: Environment, template: str, **seen: Any) -> Output:
    """A page of the book; raises SettingsError where a template of one's own makes what e-readers refuse."""
    from lxml import etree  # noqa: PLC0415 - for this format only

    output = file(f"EPUB/{name}.xhtml", rendered(made, template, **seen))
    try:
        etree.fromstring(output.data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        remedy = "close every tag (<br/>) and quote every attribute, or delete the template to use the built-in one"
        what = f"makes no XHTML of {name}, line {error.lineno}: {error.msg}"
        raise SettingsError(Fault(what, remedy, f"templates/{template}")) from error
    return output


def package(told: Book, collection: Collection) -> str:
    """The package document: what the book is, which files it has, in which order they are read."""
    ids = [each.id for each in chapters(told)]
    manifest = "\n".join(
        [
            '<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
            '<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>',
            '<item id="style" href="style.css" media-type="text/css"/>',
            *(f'<item id="a-{each}" href="{each}.xhtml" media-type="application/xhtml+xml"/>' for each in ids),
            *(
                f'<item id="p-{number}" href="{address}" media-type="{kind}"/>'
                for number, (address, kind) in enumerate(pictures(told).items(), 1)
            ),
        ]
    )
    spine = "\n".join(f'<itemref idref="{each}"/>' for each in ("title", "contents", *(f"a-{id_}" for id_ in ids)))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{told.language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{"".join(metadata(told, collection))}</metadata>
<manifest>
{manifest}
</manifest>
<spine>
{spine}
</spine>
</package>
"""


def metadata(told: Book, collection: Collection) -> Iterator[str]:
    """What is said of the book; that it is text with headings and contents, and nothing that flashes, is always true."""
    yield f'<dc:identifier id="id">{id_of(f"{collection.id} {collection.slug} epub")}</dc:identifier>\n'
    yield f"<dc:title>{escape(told.title)}</dc:title>\n"
    languages = [each.lang for each in chapters(told) if TAG.fullmatch(each.lang)]
    for language in dict.fromkeys([told.language, *sorted(languages)]):
        yield f"<dc:language>{language}</dc:language>\n"
    if told.description:
        yield f"<dc:description>{escape(told.description)}</dc:description>\n"
    yield f"<dc:publisher>{escape(told.site)}</dc:publisher>\n"
    yield f"<dc:source>{escape(told.address)}</dc:source>\n"
    yield f'<meta property="dcterms:modified">{collection.updated:%Y-%m-%dT%H:%M:%SZ}</meta>\n'
    for name, value in (*ACCESSIBLE, *(DESCRIBED if pictures(told) else ())):
        yield f'<meta property="schema:{name}">{value}</meta>\n'
    _ = collection.wording.gettext
    said = (
        _("Text with headings and a table of contents; pictures are described in words; languages are marked.")
        if pictures(told)
        else _("Text with headings and a table of contents, without pictures; languages are marked.")
    )
    yield f'<meta property="schema:accessibilitySummary">{escape(said)}</meta>\n'


TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
ACCESSIBLE: Final = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityHazard", "none"),
)
DESCRIBED: Final = (("accessMode", "visual"), ("accessibilityFeature", "alternativeText"))
KNOWN_PICTURES: Container[str] = frozenset(["image/jpeg", "image/png", "image/gif", "image/webp"])
"""The core media types of EPUB 3.3."""
