"""Picture files without what they say beside the picture: the same signs on the screen, and no word."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from kliping.site import images, stripping

SECRET = b"Rumah karangan di Antah"
KINDS = ("jpg", "png", "webp", "avif", "gif")
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


def exif(turned: int = 1) -> Image.Exif:
    """What a camera says: place, device, and how it was held."""
    made = Image.Exif()
    made[0x0112], made[0x010F] = turned, SECRET.decode()
    made.get_ifd(0x8825).update({1: "S", 2: (6.0, 10.0, 30.0), 29: SECRET.decode()})
    return made


def picture(kind: str = "jpg", turned: int = 1, **said: Any) -> bytes:
    """A small picture that says where it was taken, in every way that its format knows."""
    image = Image.radial_gradient("L").resize((24, 16)).convert("P" if kind == "gif" else "RGB")
    stream = io.BytesIO()
    words: dict[str, Any] = {} if kind == "gif" else {"exif": exif(turned)}
    if kind in ("jpg", "gif"):
        words["comment"] = SECRET
    if kind in ("webp", "avif"):
        words["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "png":
        words["pnginfo"] = PngImagePlugin.PngInfo()
        words["pnginfo"].add_text("Author", SECRET.decode())
        words["pnginfo"].add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    image.save(stream, FORMATS[kind], **{**words, **said})
    return stream.getvalue()


def seen(data: bytes) -> tuple[Any, ...]:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.size, opened.convert("RGB").tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_stays_and_words_go(kind: str) -> None:
    """Place, device, author and comments are gone from the bytes; every pixel is as it was."""
    data = picture(kind)
    assert SECRET in data or kind == "png"
    made = stripping.stripped(data)
    assert stripping.kind_of(made) == kind
    assert SECRET not in made
    assert not [chunk for chunk in (b"GPS", b"tEXt", b"iTXt", b"xmpmeta", b"Author") if chunk in made]
    assert seen(made) == seen(data)
    with Image.open(io.BytesIO(made)) as opened:
        assert not {*opened.getexif()} - {0x0112}
        assert not opened.getexif().get_ifd(0x8825)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stripped_stays_as_it_is(kind: str) -> None:
    """The address of a picture follows from these bytes: once more changes nothing."""
    made = stripping.stripped(picture(kind))
    assert stripping.stripped(made) == made


@pytest.mark.parametrize("kind", ["jpg", "webp", "avif"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_lies_as_it_lay(kind: str, turned: int) -> None:
    """How a camera was held is all that is kept of what it said."""
    data = picture(kind, turned)
    made = stripping.stripped(data)
    for each in (data, made):
        with Image.open(io.BytesIO(each)) as opened:
            assert opened.getexif().get(0x0112, 1) == turned
    fact = images.facts(data)
    assert (fact.width, fact.height) == ((16, 24) if turned > 4 else (24, 16)), fact


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_colours_are_meant_as_they_were(kind: str) -> None:
    """A colour profile belongs to the picture."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(io.BytesIO(stripping.stripped(picture(kind, icc_profile=profile)))) as opened:
        assert opened.info["icc_profile"] == profile


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_appended_goes(kind: str) -> None:
    """Phones append films and further pictures, with all that was known."""
    made = stripping.stripped(picture(kind))
    appended = made + (struct.pack(">I4s", 8 + len(SECRET), b"uuid") + SECRET if kind == "avif" else SECRET)
    assert SECRET not in stripping.stripped(appended)


def test_a_thumbnail_of_what_was_cut_off_goes() -> None:
    """A small copy in the first piece of a JPEG may show more than the picture."""
    data = picture("jpg")
    head = data.index(b"JFIF\0") - 4
    copy = b"\xff\xe0" + struct.pack(">H", 16 + 3 * 4) + data[head + 4 : head + 16] + b"\2\2" + SECRET[:12]
    made = stripping.stripped(data[:head] + copy + data[head + 18 :])
    assert SECRET[:12] not in made
    assert seen(made) == seen(data)


def test_a_progressive_picture_stays_whole() -> None:
    """Such a JPEG has several scans with tables between them."""
    data = picture("jpg", progressive=True)
    assert seen(stripping.stripped(data)) == seen(data)


def test_frames_of_a_moving_picture_stay() -> None:
    """It is not for this place to say that a picture must not move."""
    stream = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=SECRET)
    made = stripping.stripped(stream.getvalue())
    assert SECRET not in made
    with Image.open(io.BytesIO(made)) as opened:
        assert (getattr(opened, "n_frames", 1), opened.info["loop"]) == (3, 0)
    assert images.facts(stream.getvalue()).what == "moves, and readers cannot stop it"


def test_an_unknown_chunk_of_png_goes() -> None:
    """What no list names is no part of the picture."""
    data = picture("png")
    body = b"prVt" + SECRET
    chunk = struct.pack(">I", len(SECRET)) + body + struct.pack(">I", zlib.crc32(body))
    made = stripping.stripped(data[:33] + chunk + data[33:])
    assert made == stripping.stripped(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (b"BM\0\0\0\0", ""),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"RIFF\0\0\0\0WAVE", ""),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", ""),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "avif"),
    ],
)
def test_a_kind_is_known_by_its_bytes(data: bytes, kind: str) -> None:
    """Whatever the file is called."""
    assert stripping.kind_of(data) == kind


SOUND = {kind: picture(kind, 6) for kind in KINDS}


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_damaged_bytes_are_a_picture_or_say_why_not(kind: str, data: st.DataObject) -> None:
    """A file that was cut, or in which bytes are wrong, ends in a sentence, never in an error."""
    made = bytearray(SOUND[kind])
    for _ in range(data.draw(st.integers(0, 3))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    fact = images.facts(bytes(made[: data.draw(st.integers(0, len(made)))]))
    assert bool(fact.what) != bool(fact.path)
    assert "0x" not in fact.what
    if fact.path:
        assert fact.width > 0
        assert fact.height > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_beginning_of_a_picture_says_that_it_is_cut(kind: str) -> None:
    """Half a file is never shown as if it were whole, but for the last bytes that say nothing of the picture."""
    made = stripping.stripped(picture(kind))
    for size in range(0, len(made) - 16, 7):
        assert images.facts(made[:size]).what, size
