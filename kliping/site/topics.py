"""Which entries belong to a topic: the editor's words, a verdict, a one-line reason.

Only cleaned text is read, never furniture. Every group of WHO must be found, and one WHAT
word must be what the article is about: in the headline, or in the opening and said again.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from datetime import tzinfo

from kliping.records import Entry, Membership, TopicDefinition, TopicVerdict

OPENING = 350


def fold(text: str) -> str:
    """Lower case, accents dropped, hyphens and white space alike."""
    bare = unicodedata.normalize("NFKD", text.lower()).replace("ı", "i").replace("’", "'")
    return re.sub(r"[-‐‑–—\s]+", " ", "".join(sign for sign in bare if not unicodedata.combining(sign)))


@functools.cache
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the words, whole; a final `*` stands for any ending."""
    either = (
        re.escape(fold(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "")
        for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)")


def match(topic: TopicDefinition, entry: Entry, text: str, zone: tzinfo) -> Membership:
    """Whether an entry, whose body reads `text`, belongs to the topic. Pins win."""
    if topic.slug in entry.topics:
        return Membership(topic.slug, TopicVerdict.IN, "pinned in the entry")
    if topic.slug in entry.not_topics:
        return Membership(topic.slug, TopicVerdict.OUT, "kept out in the entry")
    if entry.date and (outside := outside_window(topic, entry, zone)):
        return Membership(topic.slug, TopicVerdict.OUT, outside)
    verdict, reason = by_words(topic, fold(entry.title), fold(text))
    return Membership(topic.slug, verdict, reason)


def outside_window(topic: TopicDefinition, entry: Entry, zone: tzinfo) -> str:
    """Why the date of an entry is outside the topic's days; empty when it is inside."""
    try:
        day = entry.date.astimezone(zone).date() if entry.date else None
    except OverflowError:  # at the ends of the calendar no other zone has a day
        day = entry.date.date() if entry.date else None
    if day and topic.start and day < topic.start:
        return f"{day} lies before {topic.start}"
    if day and topic.end and day > topic.end:
        return f"{day} lies after {topic.end}"
    return ""


def by_words(topic: TopicDefinition, title: str, text: str) -> tuple[TopicVerdict, str]:
    """The verdict of the words alone; `title` and `text` are folded."""
    reasons: list[str] = []
    for group in topic.who:
        found = said(group, title, text)
        if not found:
            return TopicVerdict.OUT, f"who: none of “{', '.join(group[:3])}”"
        reasons.append(f"who: {found}")
    in_title, in_text = pattern(topic.what).findall(title), pattern(topic.what).findall(text)
    opening = pattern(topic.what).findall(text[:OPENING])
    if in_title:
        return TopicVerdict.IN, "; ".join((*reasons, f"what: “{in_title[0]}” in the headline"))
    if opening and len(in_text) > 1:
        return TopicVerdict.IN, "; ".join(
            (*reasons, f"what: “{opening[0]}” in the opening, {len(in_text)} times in all")
        )
    if in_text:
        return TopicVerdict.REVIEW, "; ".join(
            (*reasons, f"what: only “{in_text[0]}” in the text, {len(in_text)} times")
        )
    return TopicVerdict.OUT, "what: no word of it"


def said(words: tuple[str, ...], title: str, text: str) -> str:
    """Where a word of a group is said; empty when too little is said of it."""
    if found := pattern(words).search(title):
        return f"“{found[0]}” in the headline"
    if found := pattern(words).search(text[:OPENING]):
        return f"“{found[0]}” in the opening"
    everywhere = pattern(words).findall(text)
    return f"“{everywhere[0]}” {len(everywhere)} times in the text" if len(everywhere) > 2 else ""
