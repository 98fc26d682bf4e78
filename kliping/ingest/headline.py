"""The headline: what the markup says if the page shows it, else the likeliest line."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kliping.ingest.lines import is_sentence, key, length, slug_words, words
from kliping.records import Found, Line, Mark, RawArticle, Role, Span

LONGEST_TITLE = 30


def title(
    raw: RawArticle, found: Sequence[Mark | None], span: Span, url: str | None, names: Sequence[str] = ()
) -> Found[str] | None:
    """The headline: what the markup says if the page shows it, else the likeliest line.

    `names` are the outlet's, which titles of pages carry at their end.
    """
    told = [hint for hint in raw.hints if hint.key == "title" and key(hint.value) not in map(key, names)]
    for hint in told:
        for line in raw.lines:
            if key(line.text) and key(line.text) == key(hint.value):
                return Found(line.text, hint.source)
    for hint in told:
        for line in raw.lines:
            if length(line.text) >= 3 and re.match(
                re.escape(line.text.casefold()) + r"\s*[|–—-]\s", hint.value.casefold()
            ):
                return Found(line.text, f"{hint.source}, without the outlet's name")
    if told:
        ends = "|".join(re.escape(name) for name in names) or r"(?!)"
        bare = re.sub(rf"\s*[|–—:·-]+\s*(?:{ends})$", "", told[0].value, flags=re.I)
        return Found(bare or told[0].value, told[0].source)
    best = max(title_candidates(raw.lines, found, span, url), default=None)
    line = raw.lines[-best[1] if best else span.first]
    if best is None and length(line.text) > LONGEST_TITLE:
        return None
    return Found(
        line.text, f"line {line.number}" + ("" if best else ", the first of the text: no headline stands above it")
    )


def title_candidates(
    lines: Sequence[Line], found: Sequence[Mark | None], span: Span, url: str | None
) -> Iterator[tuple[float, int]]:
    """Points and negative index of each line that may be the headline."""
    body = {word for line in lines[span.first : span.last + 1] for word in words(line.text) if len(word) > 2}
    slug = set(slug_words(url)) if url else set()
    times = Counter(key(line.text) for line in lines)
    for index, line in enumerate(lines[: span.first + 1]):
        said = {word for word in words(line.text) if len(word) > 2}
        if (
            found[index]
            or not said
            or not (2 if line.text[-1] not in "!?" else 1) <= length(line.text) <= LONGEST_TITLE
            or re.search(r"\s[>»›]\s", line.text)
            or (index == span.first and is_sentence(line.text) and not line.text.endswith(("?", "!")))
        ):
            continue
        points = 4 * len(said & body) / (len(said) + 1) + min(2.0, length(line.text) / 3)
        points += 4 * len(said & slug) / len(slug) if slug else 0
        points += 1 if times[key(line.text)] == 2 else 0
        points += 1.5 if any(mark and mark.role is Role.DATE for mark in found[index + 1 : index + 4]) else 0
        points -= 0.5 * math.log1p(span.first - index) + (3 if line.text.endswith(".") else 0)
        yield points, -index
