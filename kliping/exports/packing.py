"""Files in a ZIP archive (APPNOTE.TXT 6.3) that is the same bytes for the same files: no clock, no owner, their given order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Final

from kliping.records import Output

BEGINNING: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format can say."""


def packed(files: Iterable[Output], stored: Iterable[Output] = ()) -> bytes:
    """An archive of these files; those that are `stored` come first, and are not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each in stored:
            archive.writestr(described(each.path, zipfile.ZIP_STORED), each.data)
        for each in files:
            archive.writestr(described(each.path, zipfile.ZIP_DEFLATED), each.data)
    return stream.getvalue()


def described(path: str, method: int) -> zipfile.ZipInfo:
    """What an archive says of a file: nothing of this machine."""
    about = zipfile.ZipInfo(path, BEGINNING)
    about.compress_type, about.create_system, about.external_attr = method, 3, 0o100644 << 16
    return about
