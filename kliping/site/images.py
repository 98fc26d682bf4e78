"""Pictures of articles: which may be shown, at which address, what is wrong with the others.

A picture needs its file, words for those who do not see it, and its maker. One that lacks any of these is not shown; its article is.
What is published is the picture alone, without what cameras write beside it; its address follows from its bytes.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import re
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from warnings import catch_warnings

from kliping.errors import Fault
from kliping.records import NOTHING, Head, Output, Rights
from kliping.site import stripping
from kliping.site.assemble import Placed
from kliping.site.contexts import Picture

FOLDER: Final = "pictures/"
SOURCE: Final = "content/images/"
MOST_BYTES: Final = 2_000_000
HEAVY: Final = 300_000
LONGEST_SIDE: Final = 6_000
KINDS: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}
ORIENTATION: Final = 0x0112
LYING: Collection[int] = range(5, 9)
"""What Exif says of pictures whose width is their height when they are shown."""
BROKEN: tuple[type[Exception], ...] = (
    *(
        OSError,
        ValueError,
        SyntaxError,
        LookupError,
        TypeError,
        ArithmeticError,
        EOFError,
        RuntimeError,
        AttributeError,
    ),
    *(struct.error, zlib.error),
)
"""What Pillow raises at bytes that are damaged, by their kind."""
SMALLER: Final = "save it smaller: 1600 pixels wide, as JPEG or WebP"


@dataclass(frozen=True, slots=True)
class Found:
    """What is read of a file that an entry names: its bytes, or why there are none and what to do."""

    data: bytes = b""
    what: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture's bytes say: its kind, width and height as shown, and where it is published; or what is wrong with it."""

    path: str = ""
    kind: str = ""
    width: int = 0
    height: int = 0
    size: int = 0
    what: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The pictures of a site: by the path of their entries, as files, and what is to be said of them and of others."""

    pictures: Mapping[str, Picture]
    files: tuple[Output, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    def on(self, placed: Placed) -> Placed:
        """An article with its picture; what the editor called the file is nobody else's business."""
        if not placed.entry.image or not is_wanted(placed.entry):
            return placed
        picture = self.pictures.get(placed.entry.path)
        image = replace(placed.entry.image, src=None, alt=picture.alt if picture else None)
        return replace(placed, entry=replace(placed.entry, image=image), picture=picture)


NONE: Final = Shown(NOTHING, (), (), ())


# ------------------------------------------------------------------ names


def is_wanted(entry: Head) -> bool:
    """Whether a person asked for a picture: cleaning writes only caption and credit."""
    return entry.image is not None and bool(entry.image.src or entry.image.alt)


def names(entries: Iterable[tuple[Head, Rights]]) -> list[str]:
    """The files that are to be read: those that articles in full name, and name well."""
    wanted = (each.image.src for each, right in entries if each.image and each.image.src and right is Rights.FULL)
    return sorted({name for name in wanted if not misnamed(name)})


def misnamed(name: str) -> str:
    """What is wrong with a name that leads nowhere below the folder of pictures; empty if nothing is."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", name):
        return "is an address, and pictures are never fetched from elsewhere"
    if name.startswith("/") or "\\" in name or "\0" in name or {"", ".", ".."} & set(name.split("/")):
        return f"is no path below {SOURCE}"
    return ""


def missing(name: str, there: Collection[str]) -> Found:
    """What to say of a file that is not there; `there` are those that are."""
    close = difflib.get_close_matches(name, sorted(there), n=1, cutoff=0.5)
    remedy = f"did you mean {close[0]}?" if close else f"put the file into {SOURCE}"
    return Found(what=f"there is no file {SOURCE}{name}", remedy=remedy)


def too_large(name: str, size: int) -> Found:
    return Found(
        what=f"{SOURCE}{name} has {size / 1e6:.1f} MB, and at most {MOST_BYTES / 1e6:.0f} are sent to readers",
        remedy=SMALLER,
    )


# ------------------------------------------------------------------ bytes


def facts(data: bytes) -> Facts:
    """What these bytes are, tried on what will be published of them."""
    kind = stripping.kind_of(data)
    if not kind:
        is_svg = b"<svg" in data[:4096].lower()
        what = "is a drawing (SVG), which can hold scripts" if is_svg else "is no picture that browsers show"
        return Facts(what=what, remedy="save it as JPEG, PNG, WebP, AVIF or GIF")
    from PIL import UnidentifiedImageError  # noqa: PLC0415 - takes 50 ms, and few sites have pictures
    from PIL.Image import DecompressionBombError  # noqa: PLC0415 - see above
    from PIL.Image import open as picture_of  # noqa: PLC0415 - see above; here of bytes, never of a file

    broken: tuple[type[Exception], ...] = (*BROKEN, DecompressionBombError)
    try:
        made = stripping.stripped(data)
        with (
            catch_warnings(action="ignore"),
            picture_of(io.BytesIO(made), formats=[{"jpg": "jpeg"}.get(kind, kind).upper()]) as opened,
        ):
            if getattr(opened, "is_animated", False):
                return Facts(what="moves, and readers cannot stop it", remedy="save one picture of it")
            if max(opened.size) > LONGEST_SIDE:
                what = f"is too large: {opened.width} by {opened.height} pixels, at most {LONGEST_SIDE} a side"
                return Facts(what=what, remedy=SMALLER)
            opened.load()
            width, height = opened.size[:: -1 if opened.getexif().get(ORIENTATION, 1) in LYING else 1]
    except UnidentifiedImageError:
        return Facts(what="cannot be read", remedy="open it in a program for pictures and save it anew")
    except broken as error:
        return Facts(what=f"cannot be read: {error}", remedy="open it in a program for pictures and save it anew")
    path = f"{FOLDER}{hashlib.sha256(made).hexdigest()[:16]}.{kind}"
    return Facts(path, KINDS[kind], width, height, len(made))


# ------------------------------------------------------------------ verdicts


def of(
    entries: Iterable[tuple[Head, Rights]],
    found: Mapping[str, Found],
    known: Mapping[str, Facts],
    texts: Mapping[str, str],
) -> Shown:
    """What becomes of the pictures of these entries; `found` are files by name, `known` what is in them."""
    pictures, files = dict[str, Picture](), dict[str, Output]()
    faults, warnings = list[Fault](), list[Fault]()
    for entry, right in entries:
        if not entry.image or not is_wanted(entry):
            continue
        place = Place(entry, texts)
        if right is not Rights.FULL:
            what = f"is not shown: of this outlet's articles only {SAID[right]} may be"
            warnings.append(place.fault("src", what, 'write rights = "full" into its file if it allows pictures, too'))
            continue
        wrong = list(lacking(entry, place, found, known))
        if wrong:
            faults += wrong
            continue
        name = str(entry.image.src)
        fact = known[name]
        pictures[entry.path] = Picture(fact.path, str(entry.image.alt), fact.width, fact.height, fact.kind, fact.size)
        if fact.path not in files:
            files[fact.path] = Output(fact.path, stripping.stripped(found[name].data))
            if fact.size > HEAVY:
                what = f"{SOURCE}{name} weighs {fact.size // 1000} KB, which takes a phone on a poor link a while"
                warnings.append(place.fault("src", what, f"{SMALLER}; up to {HEAVY // 1000} KB is fine"))
    return Shown(pictures, tuple(files.values()), tuple(faults), tuple(warnings))


SAID: Mapping[Rights, str] = {Rights.EXCERPT: "an excerpt", Rights.LINK: "a link"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file something is wrong with the picture of an entry."""

    entry: Head
    texts: Mapping[str, str]

    def fault(self, key: str, what: str, remedy: str) -> Fault:
        lines = self.texts.get(self.entry.path, "").split("\n")
        line = next(
            (number for number, text in enumerate(lines, 1) if re.match(r"""["']?image["']?[ \t]*:""", text)), 0
        )
        return Fault(what, remedy, f"content/{self.entry.path}", line, f"image.{key}")


def lacking(entry: Head, place: Place, found: Mapping[str, Found], known: Mapping[str, Facts]) -> Iterator[Fault]:
    """Everything for which the picture of an entry cannot be shown."""
    image = entry.image
    if not image or not image.src:
        yield place.fault(
            "src", "is missing: alt describes no picture", "add src, such as src: bridge.jpg, or take alt out"
        )
        return
    for key, value, remedy in (
        ("alt", image.alt, 'say in a sentence what is to be seen, for those who do not see it: alt: "…"'),
        ("credit", image.credit, 'say who made the picture: credit: "…"'),
    ):
        if not value:
            yield place.fault(key, f"is missing, and without it the picture is not shown: {image.src}", remedy)
    if what := misnamed(image.src):
        yield place.fault(
            "src", f"{what}: {image.src}", f"put the file into {SOURCE} and write its name, such as src: bridge.jpg"
        )
        return
    read = found[image.src]
    if what := read.what:
        yield place.fault("src", what, read.remedy)
    elif what := known[image.src].what:
        yield place.fault("src", f"{SOURCE}{image.src} {what}", known[image.src].remedy)
