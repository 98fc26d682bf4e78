"""What is known to be wrong with the product: each mark goes when its reason has gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def wrong(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


WIDE = wrong("a long word widens the grid: body needs overflow-wrap: anywhere, .around minmax(min(14rem, 100%), 1fr)")
SMALL = wrong("links in .links, .latest, .card and .around are 19 to 22 px high")
HEADINGS = wrong("render makes `##` in an entry or page an h3 right below the h1, and keeps jumps")
SCROLLED = wrong("a wide <pre> scrolls but cannot be reached by keyboard: .text pre needs white-space: pre-wrap")
PICTURES = wrong(
    "render keeps pictures from elsewhere when the address is disguised, and ones that are not in the site"
)
MARKDOWN = wrong("render: link around a remote picture, link without words, space in an address, control characters")
MAIL = wrong("render drops the address of <mail@host>")
DESCRIPTIONS = wrong("feeds: the description is HTML to readers, but its text is not escaped for that")
REGIONS = wrong("templates look up `ar-EG` as a whole among right-to-left languages")
NO_FILE = wrong("article.html speaks of a saved file and its hash where an entry has none")


def marked(cases: Iterable[Any], mark: pytest.MarkDecorator, *those: Any) -> list[Any]:
    """The cases, of which those that are known to fail carry the mark; cases that do already keep theirs."""
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=mark) if case in those else case
        for case in cases
    ]
