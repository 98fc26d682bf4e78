"""Plainly made-up articles about made-up places: a larger site, an empty one, and a hostile one.

No place, person, outlet or event here exists; every article says so in its own first words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from PIL import Image as Drawing

from kliping import cli
from kliping.entries import dump, paragraph, slug_of
from kliping.records import Correction, Entry, Image

WIB = timezone(timedelta(hours=7))
LABELS = {
    "id": "Artikel ini karangan untuk pengujian; tempat dan peristiwanya tidak ada.",
    "en": "This article is made up for tests; its places and events do not exist.",
    "ar": "هذا المقال مختلق لأغراض الاختبار، ولا وجود لأماكنه وأحداثه.",
    "zh": "本文为测试而虚构，文中的地点和事件并不存在。",
}

TOPIC = "jembatan-antah-berantah"
LONG_TOPIC = "kemarau"
EMPTY_TOPIC = "belum-ada"
SETTINGS = f"""
title = "Kabar Karangan"
base_url = "https://karangan.example/"
description = "Situs karangan untuk pengujian: tidak ada satu pun tempat, orang atau peristiwa di sini yang sungguh ada."
language = "id"
timezone = "Asia/Jakarta"

[feeds]
limit = 100

[rights]
default = "full"

[[topics]]
slug = "{TOPIC}"
title = {{ id = "Perundingan jembatan Antah–Berantah", en = "The Antah–Berantah bridge talks" }}
description = {{ id = "Dua negeri karangan berunding tentang satu jembatan karangan.", en = "Two made-up countries talk about one made-up bridge." }}
who = [["antah"], ["berantah"]]
what = ["jembatan*", "bridge*"]

[[topics]]
slug = "{LONG_TOPIC}"
title = {{ id = "Kemarau panjang dan pertanggungjawaban pengelolaan bendungan di Dataran Entah-Berentah serta daerah-daerah sekitarnya", en = "The long drought and the accountability of reservoir management on the Entah-Berentah Plain and in its neighbouring districts" }}
description = {{ id = "Topik karangan dengan judul yang panjang.", en = "A made-up topic with a long title." }}
who = [["entah*"]]
what = ["kemarau", "drought"]

[[topics]]
slug = "{EMPTY_TOPIC}"
title = {{ id = "Topik tanpa artikel", en = "A topic without articles" }}
who = [["takadadimanapun"]]
what = ["takadadimanapun"]
"""

EMPTY_SETTINGS = """
title = "Kabar Kosong"
base_url = "https://kosong.example/"
"""

OUTLET = """
name = "Warta Antah"
homepage = "https://warta-antah.example/"
domains = ["warta-antah.example"]
language = "id"
timezone = "Asia/Jakarta"
"""

OUTLETS = ("Warta Antah", "Harian Berantah", "Kabar Entah", "The Nowhere Gazette", "Antara-Lain & Rekan <Media>")
HEADLINES = {
    "id": (
        "Antah dan Berantah Berunding soal Jembatan di Sungai Lara",
        "Jembatan Antah–Berantah: Utusan Kembali Tanpa Kesepakatan",
        "Menteri Antah Sebut Jembatan ke Berantah “Tinggal Selangkah”",
        "Kemarau di Dataran Entah, Warga Menunggu Hujan",
    ),
    "en": (
        "Antah and Berantah resume talks on the bridge over the Lara",
        "Envoys from Berantah leave Antah bridge talks empty-handed",
        "Drought on the Entah plain enters its fourth month",
    ),
}
SENTENCES = {
    "id": (
        "Utusan kedua negeri bertemu di Balai Lara, Selasa, untuk membahas jembatan yang tertunda sejak musim hujan.",
        "“Kami masih jauh dari sepakat,” kata juru bicara rombongan Antah, yang namanya juga karangan.",
        "Pihak Berantah menyatakan akan menjawab usulan itu sebelum akhir bulan, lewat surat.",
        "Warga di kedua tepi sungai menyeberang dengan rakit selama jembatan belum dibangun.",
    ),
    "en": (
        "Envoys of the two countries met at the Lara Hall on Tuesday to discuss a bridge delayed since the rains.",
        "“We are still far from agreement,” said a spokesman for Antah, whose name is made up too.",
        "Berantah said that it would answer the proposal by letter before the end of the month.",
        "People on both banks cross the river on rafts for as long as there is no bridge.",
    ),
}

ARABIC = "خبر مختلق: الوفدان يعودان إلى المفاوضات (للمرة الرابعة)!"
EGYPTIAN = "خبر مختلق من بلد مختلق: لا جسر بعد (مرة أخرى)!"
CHINESE = "虚构新闻：安塔与贝兰塔就拉拉河大桥恢复谈判"
LONG_TITLE = (
    "Antah dan Berantah, setelah perundingan berhari-hari yang berkali-kali ditunda, dilanjutkan, dihentikan, lalu dibuka "
    "kembali, akhirnya mengumumkan bahwa jembatan yang dipersoalkan itu akan dibicarakan lagi pada kesempatan berikutnya"
)
LONG_WORD = "Pertanggungjawabannyakah" + "ketidakberkesinambungan" * 6
LONG_WORD_TITLE = f"{LONG_WORD} di Antah"
MARKDOWN_TITLE = "Ditulis tangan: jembatan dari Markdown"
FULL_TITLE = "Artikel karangan dengan semua keterangan"
BARE_TITLE = "Media tidak dikenal, hanya harinya diketahui"
SCRIPT_TITLE = "<script>alert(1)</script> Antah & Berantah {{ x }} {% jembatan %} &lt;b&gt; \"kutip\" 'tunggal'"
SCRIPT_TEXT = (
    "<script>alert(1)</script> {{ x }} {% include 'x' %} <b>bukan tebal</b> &amp; &copy; *bukan miring* [x](y)"
)
MARKDOWN = """\
Artikel ini karangan untuk pengujian; tempat dan peristiwanya tidak ada.

## Judul kecil <script>alert(2)</script>

Sebuah [tautan](https://warta-antah.example/), [pancingan](javascript:alert(1)), [lain](data:text/html,x) dan *tekanan*.

### Lebih kecil

- satu
- dua

> Kutipan orang yang tidak ada.

![gambar dari tempat lain](https://pelacak.example/satu.png)

![satu lagi](//pelacak.example/dua.png)

<img src="https://pelacak.example/tiga.png" onerror="alert(1)"> <iframe src="https://pelacak.example/"></iframe>

<style>body { display: none }</style>

    kode = "baris yang sangat panjang sekali tanpa satu pun tempat untuk memotongnya di layar sempit"

{{ site.title }} {% raw %} akhir.
"""
PAGE = (
    "# Koreksi <dan> & ralat\n\nHalaman karangan, ditulis tangan. [Topik](../topics/index.html)\n\n## Cara\n\n"
    "<b onclick='alert(1)'>x</b>\n"
)

HOSTILE = {
    "backslashes": r"![a](\\\\pelacak.example\x.png)",
    "slash-backslash": r"![a](/\pelacak.example/x.png)",
    "scheme-without-slashes": "![a](http:pelacak.example/x.png)",
    "entity-in-address": "![a](&#x2f;/pelacak.example/x.png)",
    "no-scheme": "![a](//pelacak.example/x.png)",
    "by-reference": "![a][r]\n\n[r]: https://pelacak.example/x.png",
    "linked-picture": "[![a](https://pelacak.example/x.png)](https://antah.example/)",
    "missing-picture": "![a](foto.png)",
    "data-picture": "![a](data:image/svg+xml,<svg onload=alert(1)>)",
    "raw-html": "<div><p><a href=x><table><script>alert(1)</script><img src=x onerror=alert(1)>",
    "half-a-tag": "<img src=x onerror=alert(1) //\n\n</div></main></body></html>\n\n<!-- \n\n<textarea>",
    "script-links": "[a](javascript:alert(1)) [b](JaVa\tScript:alert(1)) [c](&#106;avascript:alert(1)) [d](vbscript:x)",
    "quote-in-title": '[a](https://antah.example/ "x\\" onclick=alert(1)")',
    "space-in-address": "[a](ht tps://antah.example/a b)",
    "empty-link": "Lihat [](https://antah.example/).",
    "mail-address": "Tulis ke <redaksi@antah.example>.",
    "headings": "# Satu\n\nkata\n\n### Tiga\n\nkata\n\n###### Enam\n\nkata",
    "first-heading-is-low": "#### Empat\n\nkata",
    "wide": f"{LONG_WORD}\n\n`{LONG_WORD}`\n\n    {LONG_WORD} {LONG_WORD}\n\n<https://antah.example/{LONG_WORD}>",
    "controls": "satu \u0000\u0001\u000b dua \u202e tiga \ufffe empat \x85 lima",
}


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WIB)


def entry(title: str, lang: str, when: datetime, outlet: str | None, body: str, **more: object) -> Entry:
    """A made-up entry; its address and id follow from title and time."""
    slug = slug_of(f"{title[:50]} {when:%d %H%M}")
    path = f"entries/{when:%Y/%m}/{slug}.md"
    fields: dict[str, object] = {"url": f"https://warta-antah.example/{when:%Y/%m/%d}/{slug}", **more}
    return Entry(path, f"urn:example:{slug}", title, slug, body, date=when, lang=lang, outlet=outlet, **fields)  # type: ignore[arg-type]


def entries() -> Iterator[Entry]:
    """Over forty entries: several days, months, outlets and languages, and the odd ones."""
    for number in range(36):
        lang = "en" if number % 3 == 2 else "id"
        day = date(2019, 1, 28) + timedelta(days=number * 2 - number % 2)
        titles, sentences = HEADLINES[lang], SENTENCES[lang]
        body = "\n\n".join([LABELS[lang], *sentences[number % 4 :], *sentences[: number % 4]])
        yield entry(
            f"{titles[number % len(titles)]} ({number + 1})",
            lang,
            moment(day, 6 + number % 13, number),
            OUTLETS[number % 4],
            body,
            place="Lara" if number % 4 == 0 else None,
            agencies=("KBK",) if number % 5 == 0 else (),
        )
    odd = date(2019, 4, 2)
    pinned = {"topics": (TOPIC,)}
    yield entry(
        ARABIC, "ar", moment(odd, 7), "Kabar Entah", f"{LABELS['ar']}\n\nقال الوفد: «لا جديد» (حتى الآن).", **pinned
    )
    yield entry(EGYPTIAN, "ar-EG", moment(odd, 7, 30), "Kabar Entah", LABELS["ar"], **pinned)
    yield entry(
        CHINESE,
        "zh",
        moment(odd, 8),
        "Kabar Entah",
        f"{LABELS['zh']}\n\n两国代表周二在拉拉厅会晤，讨论延期的大桥。",
        **pinned,
    )
    yield entry(LONG_TITLE, "id", moment(odd, 9), "Harian Berantah", LABELS["id"], authors=("Anu",) * 6, **pinned)
    yield entry(
        LONG_WORD_TITLE,
        "id",
        moment(odd, 10),
        "Harian Berantah",
        f"{LABELS['id']}\n\n{LONG_WORD} {LONG_WORD}",
        place=LONG_WORD,
        **pinned,
    )
    yield entry(
        SCRIPT_TITLE,
        "en",
        moment(odd, 11),
        OUTLETS[4],
        f"{paragraph(SCRIPT_TEXT)}\n\n{LABELS['en']}",
        summary=SCRIPT_TEXT,
        note=SCRIPT_TEXT,
        image=Image(SCRIPT_TEXT, SCRIPT_TEXT),
        authors=(SCRIPT_TITLE,),
        **pinned,
    )
    yield entry(MARKDOWN_TITLE, "id", moment(odd, 12), "Warta Antah", MARKDOWN, url=None, **pinned)
    yield entry(
        BARE_TITLE,
        "und",
        moment(odd, 0),
        None,
        LABELS["id"],
        date_precision="day",
        url=None,
        **pinned,
    )
    yield entry(
        FULL_TITLE,
        "id",
        moment(date(2019, 4, 3), 13),
        "Warta Antah",
        LABELS["id"],
        authors=("Penulis Karangan",),
        editors=("Penyunting Karangan", "Penyunting Lain"),
        agencies=("KBK", "LKL"),
        place="Lara",
        image=Image("Keterangan gambar karangan", "KBK"),
        modified=datetime(2019, 4, 4, 1, 2, 3, tzinfo=UTC),
        note="Catatan karangan dari penyunting situs.",
        corrections=(Correction(date(2019, 4, 5), "Ralat karangan."), Correction(date(2019, 4, 6), "Ralat kedua.")),
        **pinned,
    )


def hostile() -> Iterator[Entry]:
    """One hand-written entry for each hostile Markdown text."""
    for number, (name, text) in enumerate(HOSTILE.items()):
        when = moment(date(2019, 5, 1), 1 + number)
        body = f"{LABELS['id']}\n\n{text}"
        yield Entry(
            f"entries/2019/05/{name}.md", f"urn:example:{name}", f"Karangan: {name}", name, body, date=when, lang="id"
        )


def write(root: Path, settings: str, made: Iterator[Entry]) -> None:
    """Put settings and entries into an empty project."""
    (root / "content" / "entries").mkdir(parents=True)
    (root / "site.toml").write_text(settings, "utf-8")
    for each in made:
        file = root / "content" / each.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dump(each), "utf-8")


def large(root: Path) -> None:
    write(root, SETTINGS, entries())
    (root / "content" / "pages").mkdir()
    (root / "content" / "pages" / "koreksi.md").write_text(PAGE, "utf-8")
    (root / "content" / "outlets").mkdir()
    (root / "content" / "outlets" / "warta-antah.toml").write_text(OUTLET, "utf-8")


MOVED_TITLE = "Karangan yang pindah"
MOVED = "articles/2019/06/lama/"
LEFT = {"moved": MOVED, "retracted": "articles/2019/06/ditarik/", "gone": "articles/2019/06/dihapus/"}


def changed(root: Path) -> None:
    """A site that once had more: of three articles one has moved, one was retracted, the file of one is deleted."""
    made = (
        Entry(
            f"entries/2019/06/{slug}.md",
            f"urn:example:{slug}",
            title,
            slug,
            LABELS["id"],
            date=moment(date(2019, 6, 1), 8),
            lang="id",
            outlet="Warta Antah",
        )
        for slug, title in (
            ("lama", MOVED_TITLE),
            ("ditarik", "Karangan yang ditarik"),
            ("dihapus", "Karangan yang dihapus"),
        )
    )
    write(root, SETTINGS, made)
    folder, run = root / "content" / "entries" / "2019" / "06", ("-q", "-C", str(root))
    assert cli.main(["build", *run]) == 0
    assert cli.main(["retract", "ditarik", "--reason", "Media rekaan menariknya.", *run]) == 0
    (folder / "lama.md").write_text(
        (folder / "lama.md").read_text("utf-8").replace("slug: lama", "slug: baru"), "utf-8"
    )
    (folder / "dihapus.md").unlink()


PICTURES: Mapping[str, tuple[int, int]] = {"lebar": (1600, 700), "tinggi": (400, 1200), "kecil": (160, 120)}
"""Pictures by the slug of their article, with width and height."""


def illustrated(root: Path) -> None:
    """A site of articles with pictures: a wide one, a tall one, a small one."""
    said = "Sebuah jembatan karangan di atas kali"
    write(
        root,
        SETTINGS,
        (
            replace(
                entry(
                    f"Karangan: gambar {slug} dari Antah",
                    "id",
                    datetime(2020, 6, day, 9, tzinfo=WIB),
                    None,
                    "\n\n".join(SENTENCES["id"]),
                ),
                slug=slug,
                image=Image(
                    "Jembatan Antah–Berantah, yang tidak ada.", "Juru Foto Karangan", f"{slug}.png", f"{said}: {slug}"
                ),
            )
            for day, slug in enumerate(PICTURES, 1)
        ),
    )
    (root / "content" / "images").mkdir()
    for slug, size in PICTURES.items():
        Drawing.new("RGB", size, "#7a8f99").save(root / "content" / "images" / f"{slug}.png")


def empty(root: Path) -> None:
    write(root, EMPTY_SETTINGS, iter(()))


def broken(root: Path) -> None:
    write(root, SETTINGS, hostile())
