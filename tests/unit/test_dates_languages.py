"""Date lines in many languages, from the data file beside: anyone may add a row to it."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kliping import dates

ROWS = [
    tuple(row.split("\t"))
    for row in (Path(__file__).parent / "dates.tsv").read_text("utf-8").splitlines()
    if row and not row.startswith("#")
]


def written(said: dates.Said) -> str:
    """A date as the data file writes it."""
    clock = f"T{said.clock:%H:%M}" if said.clock else ""
    return f"{said.day}{clock}{said.at(ZoneInfo('Asia/Jakarta')):%z}" if said.zone else f"{said.day}{clock}"


@pytest.mark.parametrize(("lang", "expected", "text"), ROWS, ids=[f"{row[0]}: {row[2]}" for row in ROWS])
def test_a_line_says_its_dates(lang: str, expected: str, text: str) -> None:
    """A line in its language gives the dates of its row, and no other."""
    found = dates.find(text, lang)
    assert (" ".join(map(written, found)) or "-") == expected
    assert not any(said.contradicts for said in found)


def test_there_are_many_languages() -> None:
    """The file speaks at least thirty languages."""
    assert len({row[0] for row in ROWS}) >= 30


LIVES = [
    ("Diterbitkan:", "published"),
    ("Diperbarui", "updated"),
    ("Published 9 Oct, last updated", "updated"),
    ("Zuletzt aktualisiert am", "updated"),
    ("Veröffentlicht am", "published"),
    ("Mis à jour le", "updated"),
    ("Publié le", "published"),
    ("Actualizado el", "updated"),
    ("Publicado em", "published"),
    ("Atualizado em", "updated"),
    ("Aggiornato il", "updated"),
    ("Bijgewerkt op", "updated"),
    ("Aktualizacja:", "updated"),
    ("Обновлено", "updated"),
    ("Опубликовано:", "published"),
    ("Оновлено", "updated"),
    ("Oppdatert", "updated"),
    ("Uppdaterad", "updated"),
    ("Päivitetty", "updated"),
    ("Güncelleme:", "updated"),
    ("Ενημερώθηκε", "updated"),
    ("تم التحديث في", "updated"),
    ("עודכן ב", "updated"),
    ("अपडेट", "updated"),
    ("更新日時", "updated"),
    ("发布时间：", "published"),
    ("수정", "updated"),
    ("입력", "published"),
    ("Cập nhật lúc", "updated"),
    ("อัปเดต", "updated"),
    ("Copyright", "other"),
    ("Kota Contoh,", ""),
    ("backdated", ""),
]


@pytest.mark.parametrize(("words", "expected"), LIVES)
def test_words_tell_what_a_date_is(words: str, expected: str) -> None:
    """The last of the words before a date says whether it is of the publication or of an update."""
    assert dates.life(words) == expected


@pytest.mark.parametrize(
    ("text", "lang", "hours"),
    [
        ("3 jam yang lalu", "id", 3),
        ("2 hours ago", "id", 2),
        ("vor 5 Stunden", "de", 5),
        ("il y a 2 heures", "fr", 2),
        ("3 часа назад", "ru", 3),
        ("3小时前", "zh", 3),
        ("3時間前", "ja", 3),
        ("2 days ago", "en", 48),
        ("3 jam", "id", None),
        ("lama berselang", "id", None),
    ],
)
def test_how_long_ago(text: str, lang: str, hours: int | None) -> None:
    """Relative words give a span of time, and never a date."""
    passed = dates.ago(text, lang)
    assert (passed.total_seconds() / 3600 if passed else None) == hours
    assert dates.find(text, lang) == []


@pytest.mark.parametrize(
    ("text", "zone", "offset"),
    [
        ("9 December 2020 18:45 IST", "Asia/Jerusalem", "+0200"),
        ("9 December 2020 18:45 IST", "Asia/Jakarta", "+0530"),
        ("9 December 2020 18:45 CST", "Asia/Shanghai", "+0800"),
        ("9 December 2020 18:45 CST", "Asia/Jakarta", "-0600"),
    ],
)
def test_a_short_name_of_a_zone_is_the_outlets_own(text: str, zone: str, offset: str) -> None:
    """IST is the time of Israel to an outlet there, and of India to others."""
    (said,) = dates.find(text, "en")
    assert f"{said.at(ZoneInfo(zone)):%z}" == offset
