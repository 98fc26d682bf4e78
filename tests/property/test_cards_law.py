"""Laws of social cards: any text gives a picture of the right size, and no line runs over its column."""

from __future__ import annotations

import struct
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kliping.site import cards, drawing, reading

FONTS, _ = reading.fonts(Path(cards.__file__).parents[1])
SIGNS = drawing.signs(FONTS.headline)
DRAWABLE = st.text(st.sampled_from(sorted(SIGNS)), max_size=300)
ANY = (
    st.text(max_size=120)
    | DRAWABLE
    | st.lists(st.sampled_from(["Antah", "W" * 40, "—", "i", "Ж", "…", "-"])).map(" ".join)
)


@settings(deadline=None)
@given(st.builds(cards.Card, ANY, ANY, ANY, ANY, ANY, ANY))
def test_any_text_gives_a_card(given_card: cards.Card) -> None:
    """Whatever a title holds, the file is a PNG of 1200 by 630 and the same the second time."""
    card = cards.Card(
        *(
            cards.drawable(getattr(given_card, name), SIGNS)
            for name in ("site", "headline", "topic", "text", "outlet", "date")
        )
    )
    data = drawing.drawn(FONTS, card)
    assert struct.unpack(">8s4x4s2I", data[:24]) == (b"\x89PNG\r\n\x1a\n", b"IHDR", 1200, 630)
    assert data == drawing.drawn(FONTS, card)


@settings(deadline=None)
@given(ANY.map(lambda text: cards.drawable(text, SIGNS)))
def test_lines_have_room_and_lose_no_word_but_at_the_end(text: str) -> None:
    """The lines are the text from its beginning; only what an ellipsis stands for is missing."""
    large, lines = drawing.fitted(text, FONTS.headline, drawing.SIZES)
    assert all(large.width(line) <= drawing.BROAD for line in lines)
    shown, whole = "".join(lines).replace(" ", ""), text.replace(" ", "")
    assert shown == whole or whole.startswith(shown.removesuffix("…"))


@given(ANY)
def test_what_is_drawn_holds_only_signs_of_the_fonts(text: str) -> None:
    """No box stands where a sign is missing: all of a text can be drawn or none of it is."""
    found = cards.drawable(text, SIGNS)
    assert SIGNS.issuperset(found)
    assert cards.drawable(found, SIGNS) == found
