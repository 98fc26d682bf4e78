"""Which language a text is in."""

from __future__ import annotations

import pytest

from kliping.ingest import language

TEXTS = {
    "id": "Pemerintah Kota Contoh membuka kembali jembatan rekaan itu setelah perbaikan selama tiga bulan penuh.",
    "en": "The council of Sampleton opened the made-up bridge again on Friday after three months of repairs.",
    "de": "Die Brücke über die Probe ist am Freitag nach drei Monaten Bauzeit wieder geöffnet worden.",
    "fr": "Le pont inventé de la ville d’Exemple a été rouvert vendredi après trois mois de travaux.",
    "es": "El puente inventado de la ciudad de Ejemplo se abrió de nuevo el viernes tras tres meses de obras.",
    "pt": "A ponte inventada da cidade de Exemplo foi reaberta na sexta-feira após três meses de obras.",
    "it": "Il ponte inventato della città di Esempio è stato riaperto venerdì dopo tre mesi di lavori.",
    "nl": "De verzonnen brug van de stad Voorbeeld is vrijdag na drie maanden werk weer geopend.",
    "tr": "Örnek şehrindeki uydurma köprü üç aylık onarımın ardından cuma günü yeniden açıldı.",
    "pl": "Wymyślony most w mieście Przykład został ponownie otwarty w piątek po trzech miesiącach prac.",
    "ru": "Вымышленный мост в городе Примерово снова открыли в пятницу после трёх месяцев ремонта.",
    "uk": "Вигаданий міст у місті Приклад знову відкрили в п’ятницю після трьох місяців ремонту.",
    "az": "Nümunə şəhərindəki uydurma körpü üç aylıq təmirdən sonra cümə günü yenidən açıldı.",
    "hy": "Օրինակ քաղաքի հորինված կամուրջը ուրբաթ օրը կրկին բացվեց երեք ամիս տևած վերանորոգումից հետո։",
    "ka": "ნიმუშის ქალაქში გამოგონილი ხიდი პარასკევს ხელახლა გაიხსნა სამთვიანი რემონტის შემდეგ.",
    "ar": "افتتح الجسر المختلق في مدينة المثال من جديد يوم الجمعة بعد ثلاثة أشهر من الإصلاحات.",
    "fa": "پل ساختگی شهر نمونه روز جمعه پس از سه ماه تعمیر دوباره باز شد و مردم از آن گذشتند.",
    "zh": "样例市虚构的大桥经过三个月的维修，于星期五重新开放，市民步行通过。",
    "ja": "見本市の架空の橋は三か月の修理を経て金曜日にふたたび開通した。",
    "ko": "예시시의 가상 다리가 석 달의 수리 끝에 금요일 다시 열렸다고 시장이 밝혔다.",
    "vi": "Cây cầu hư cấu của thành phố Ví Dụ đã được mở lại vào thứ Sáu sau ba tháng sửa chữa.",
    "th": "สะพานสมมติของเมืองตัวอย่างเปิดใช้อีกครั้งในวันศุกร์หลังซ่อมแซมนานสามเดือน",
}


@pytest.mark.parametrize("lang", [pytest.param(lang) for lang in TEXTS])
def test_a_sentence_or_two_tell_the_language(lang: str) -> None:
    """A paragraph of news is recognised in the languages that editors collect, with confidence."""
    found, sure = language.detect(TEXTS[lang])
    assert found == lang
    assert 0.3 < sure <= 1.0


@pytest.mark.parametrize("text", ["", "   \n", "1234 !? …", "---", "👍 👍"])
def test_no_words_are_no_language(text: str) -> None:
    """A text without letters is `und`, with no confidence at all."""
    assert language.detect(text) == ("und", 0.0)


@pytest.mark.parametrize("text", ["a", "ok", "x" * 10_000, "kata\n" * 3000, "\u200d\u0301a", "ꙮ", "𓀀𓀁𓀂"])
def test_any_text_has_some_answer(text: str) -> None:
    """Short, long and strange texts get a language and a confidence from 0 to 1."""
    found, sure = language.detect(text)
    assert found
    assert 0.0 <= sure <= 1.0


def test_names_in_another_language_do_not_mislead() -> None:
    """An Indonesian article with English names in it is Indonesian."""
    text = TEXTS["id"] + " The Sampleton Post, Port Sample Times, dan Example News Network memberitakannya pula."
    assert language.detect(text)[0] == "id"


def test_the_answer_is_always_the_same() -> None:
    """The same text gives the same answer, to the last digit, after any other text."""
    first = language.detect(TEXTS["id"])
    for text in TEXTS.values():
        language.detect(text)
    assert language.detect(TEXTS["id"]) == first
