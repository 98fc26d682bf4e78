"""Markdown of an entry to HTML: nothing runs, nothing is fetched, headings stand below the page's own."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from kliping.entries import has_controls
from kliping.site import prose

TAG: Final = re.compile(r"<[^>]+>")
PARAGRAPH: Final = re.compile(r"<p>(.*?)</p>", re.S)


def html(text: str) -> str:
    """Markdown as HTML."""
    plain = prose.CONTROLS.sub("", text) if has_controls(text) else text
    done = prose.html(plain)
    if done is not None:
        return done
    from kliping.site import markup  # noqa: PLC0415 - takes 30 ms, and most sites are prose alone

    return markup.html(plain)


def page(text: str) -> str:
    """The Markdown of a hand-written page as HTML: it may have tables, fenced code and links to headings."""
    from kliping.site import markup  # noqa: PLC0415 - see above

    return markup.page(prose.CONTROLS.sub("", text))


def words(html: str) -> str:
    """The words of rendered Markdown on one line, markup gone, for summaries and matching."""
    return " ".join(unescape(TAG.sub("", html) if "<" in html else html).split())


def opening(html: str) -> str:
    """The words of the first paragraph of rendered Markdown."""
    found = PARAGRAPH.search(html)
    return words(found[1] if found else html)
