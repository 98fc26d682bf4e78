"""The words by which newsrooms say who wrote, took and edited, by language. Pure data: add a word to its row.

A joiner stands between two names. What stands under `NOBODY` names no person, whatever its form.
"""

from __future__ import annotations

from collections.abc import Mapping

AUTHORS: Mapping[str, str] = {
    "id": "penulis|reporter|pewarta|jurnalis|wartawan|laporan|kontributor|ditulis oleh|oleh",
    "ms": "ditulis oleh|wartawan",
    "en": "by|written by|reported by|reporting by|posted by|published by|story by|words by|article by|analysis by|text by|"
    "author|authors|reporter|writer|correspondent|words|text|story|report",
    "de": "von|autor|autorin|autoren|text|ein artikel von|ein kommentar von|ein bericht von|bericht von",
    "nl": "door|auteur|tekst|geschreven door",
    "fr": "par|auteur|autrice|écrit par|texte|propos recueillis par",
    "es": "por|autor|autora|escrito por|texto|redactor|redactora",
    "pt": "por|autor|autora|escrito por|texto|repórter",
    "it": "di|a cura di|autore|autrice|scritto da|testo",
    "pl": "autor|autorka|autorzy|opracował|opracowała|opracowanie|tekst|oprac",
    "cs": "autor|autorka|autoři|napsal|napsala|text",
    "sk": "autor|autorka|napísal|napísala",
    "sv": "av|text|skribent|reporter|författare",
    "no": "av|tekst|skrevet av|journalist|reporter",
    "da": "af|tekst|skrevet af|journalist",
    "fi": "kirjoittaja|teksti|toimittaja",
    "hu": "szerző|írta",
    "ro": "de|autor|scris de|articol de",
    "tr": "yazan|yazar|haber|muhabir",
    "lt": "autorius|autorė",
    "lv": "autors|autore",
    "ru": "автор|авторы|текст|корреспондент|подготовил|подготовила",
    "uk": "автор|автори|текст|кореспондент|підготував|підготувала",
    "bg": "автор|от",
    "sr": "autor|piše|аутор|пише",
    "el": "του|της|γράφει|γράφει ο|γράφει η|συντάκτης|επιμέλεια",
    "ar": "بقلم|كتب|كتبت|كتبه|تحرير",
    "fa": "نویسنده|گزارش",
    "he": "מאת|כתב",
    "hi": "लेखक|द्वारा|रिपोर्ट",
    "vi": "tác giả|theo|bài",
    "th": "โดย|เขียนโดย",
    "zh": "记者|記者|作者|撰文|文|本报记者|特约记者|通讯员|来源|撰稿",
    "ja": "執筆|文|著者|筆者|取材・文|記者",
    "ko": "글|기자|작성자",
}
EDITORS: Mapping[str, str] = {
    "id": "editor|penyunting|redaktur|disunting oleh",
    "en": "editing by|edited by|editor",
    "de": "redaktion|bearbeitet von",
    "fr": "édité par",
    "es": "editado por|editor|editora",
    "pt": "editado por|edição",
    "nl": "redactie|eindredactie",
    "ru": "редактор",
    "uk": "редактор",
    "pl": "redaktor",
    "tr": "editör",
    "zh": "编辑|編輯|责任编辑|責任編輯",
    "ja": "編集",
}
NEED_NO_COLON = frozenset(
    "oleh|ditulis oleh|by|written by|reported by|reporting by|posted by|published by|story by|words by|text by|editing by|"
    "edited by|von|ein kommentar von|par|écrit par|por|escrito por|door|av|af|di|a cura di|scritto da|γράφει|γράφει ο|γράφει η|"
    "του|της|بقلم|كتب|كتبت|מאת|โดย|记者|記者|本报记者|通讯员|írta|disunting oleh|skrevet av|skrevet af|scris de|napsal|napsala".split(
        "|"
    )
)
JOINERS = "and|dan|und|et|y|e|i|en|og|och|ja|és|și|ve|и|та|і|και|و|と|和|及|与"
ROLES = (
    "reporter|senior|deputy|staff|chief|editor|editors|writer|correspondent|contributor|contributing|founder|director|analyst|"
    "columnist|journalist|author|special|political|health|business|sports|science|news|korrespondent|korrespondentin|redakteur|"
    "redakteurin|redaktor|reporterin|autor|autorin|rédacteur|rédactrice|journaliste|periodista|redactor|redactora|jornalista|"
    "giornalista|wartawan|kontributor|jurnalis|корреспондент|обозреватель|δημοσιογράφος|muhabiri|follow|bio|view|more"
)
"""What a person is at an outlet: with it a name ends."""
NOBODY = frozenset(
    "redaksi admin administrator staff team desk redaktion redazione redacción redacción redaction rédaction redacção redação redacja redakce "
    "редакция newsroom editorial editors bureau agency agencies agencia media network press news online magazine "
    "group company inc ltd gmbh university institute ministry government department guest unknown anonymous user comments "
    "written by home share menu search login sponsored advertisement sign get learn stop start buy manager popular latest related trending recent newsletter subscribe privacy policy terms contact about more read next previous".split()
)
"""A name with such a word in it is an outlet's, an office's or a button's, not a person's."""
