"""What newsrooms call months, weekdays, zones, halves of the day and the moments of an article's life.

Pure data, by language: add a word to its row and the finder knows it. Month and weekday names of CLDR
(through Babel) need no row here. Case, accents and full stops do not matter.
"""

from __future__ import annotations

from collections.abc import Mapping

CLDR = (
    "af am ar ar-DZ ar-MA ar-SY az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka "
    "kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn pa pl pt ro ru sk sl sq sr sr-Latn sv sw ta te th tr uk ur uz vi zh"
)
"""Languages whose month names are known wherever they stand, if only one month is called so."""

MONTHS: Mapping[str, str] = {
    "id": "pebruari=2 peb=2 agust=8 agt=8 agus=8 ags=8 sept=9 nopember=11 nop=11 nov=11 des=12",
    "ms": "febuari=2 ogo=8 okt=10 dis=12",
    "en": "sept=9 janu=1 febr=2",
    "de": "jänner=1 jän=1 feber=2 mrz=3 sept=9",
    "nl": "mrt=3 sept=9",
    "fr": "fev=2 sept=9",
    "es": "setiembre=9 sept=9 set=9",
    "pt": "fev=2 abr=4 ago=8 out=10 dez=12",
    "it": "sett=9",
    "pl": "styczen=1 luty=2 marzec=3 kwiecien=4 maj=5 czerwiec=6 lipiec=7 sierpien=8 wrzesien=9 pazdziernik=10 listopad=11 grudzien=12",
    "cs": "led=1 uno=2 bre=3 dub=4 kve=5 cvn=6 cvc=7 srp=8 zar=9 rij=10 lis=11 pro=12",
    "fi": "tammi=1 helmi=2 maalis=3 huhti=4 touko=5 kesa=6 heina=7 elo=8 syys=9 loka=10 marras=11 joulu=12",
    "ru": "сент=9 нояб=11 мая=5 май=5 март=3 июнь=6 июль=7",
    "uk": "січ=1 лют=2 бер=3 квіт=4 трав=5 черв=6 лип=7 серп=8 вер=9 жовт=10 лист=11 груд=12",
    "el": "μάη=5 ιούν=6 ιούλ=7 σεπτ=9 δεκ=12",
    "tr": "şub=2 mar=3 nis=4 haz=6 tem=7 ağu=8 eyl=9 eki=10 kas=11 ara=12",
    "ar": "كانون_الثاني=1 شباط=2 آذار=3 نيسان=4 أيار=5 حزيران=6 تموز=7 آب=8 أيلول=9 تشرين_الأول=10 تشرين_الثاني=11 "
    "كانون_الأول=12 جانفي=1 فيفري=2 أفريل=4 ماي=5 جوان=6 جويلية=7 أوت=8 يوليوز=7 غشت=8 شتنبر=9 نونبر=11 دجنبر=12 "
    "إبريل=4 ابريل=4 مايو=5 اغسطس=8 سبتمبر=9 أكتوبر=10",
    "fa": "ژانویه=1 فوریه=2 می=5 مه=5 ژوئیه=7 جولای=7 آگوست=8 اوت=8",
    "hi": "जन=1 फर=2 फ़रवरी=2 फरवरी=2 अप्रैल=4 जुलाई=7 अगस्त=8 सितंबर=9 सितम्बर=9 अक्तूबर=10 अक्टूबर=10 नवंबर=11 नवम्बर=11 दिसंबर=12 दिसम्बर=12",
    "vi": "một=1 giêng=1 hai=2 ba=3 tư=4 năm=5 sáu=6 bảy=7 tám=8 chín=9 mười=10 mười_một=11 mười_hai=12 chạp=12",
    "ro": "ian=1 iun=6 iul=7 noi=11 sept=9",
    "hu": "szept=9 jan=1 febr=2 márc=3 ápr=4 máj=5 jún=6 júl=7 aug=8 okt=10",
    "he": "יאנואר=1 ינו=1 פבר=2 אפר=4 אוג=8 ספט=9 אוק=10 נוב=11 דצמ=12",
}
"""Months as newsrooms spell them where CLDR does not; `_` is a space."""

SOLAR_HIJRI = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
"""The Persian months, in order; they begin with spring."""

WEEKDAYS: Mapping[str, str] = {
    "id": "jum'at=4 jum’at=4 ahad=6 sen=0",
    "ms": "ahad=6 isnin=0",
    "en": "tues=1 weds=2 thur=3 thurs=3",
    "ar": "الاحد=6 الأحد=6 الإثنين=0 الاثنين=0 الثلاثاء=1 الأربعاء=2 الخميس=3 الجمعة=4 السبت=5",
    "fa": "شنبه=5 یکشنبه=6 دوشنبه=0 سه_شنبه=1 چهارشنبه=2 پنجشنبه=3 پنج_شنبه=3 جمعه=4",
    "pt": "segunda=0 terça=1 quarta=2 quinta=3 sexta=4",
    "zh": "周日=6 週一=0 週二=1 週三=2 週四=3 週五=4 週六=5 週日=6 礼拜天=6",
    "ru": "пнд=0 втр=1 срд=2 чтв=3 птн=4 суб=5 вск=6",
    "th": "จันทร์=0 อังคาร=1 พุธ=2 พฤหัส=3 พฤหัสบดี=3 ศุกร์=4 เสาร์=5 อาทิตย์=6",
    "he": "ראשון=6 שני=0 שלישי=1 רביעי=2 חמישי=3 שישי=4 שבת=5",
}

FILLERS = frozenset(
    "de del do da di d den der the of le la el en i em dne dnia al m med men bulan tháng năm thg gada gads metų mėn "
    "года год г гг р рік року година та год. წლის წელი ימים שנת ב في من سنة عام شهر لسنة م ماه سال "
    "พ.ศ. ค.ศ. ปี พศ คศ เดือน sal an mí ta mis blwyddyn महीना ई թ ж оны сарын".split()
)
"""Words that may stand between day, month and year."""

ORDINALS = "st|nd|rd|th|er|re|ère|do|eme|ème|º|ª|°|-?(?:го|е|а|ше|те|ти|го)|η|ης|an|ain"
"""What a day's number may end in."""

YEAR_FIRST = frozenset("hu lt lv mn kk ky my hy ml ne".split())
"""Languages that write year, month in words, day."""

ZONES = (
    "wib=7 wita=8 wit=9 utc=0 gmt=0 z=0 ut=0 wet=0 west=1 bst=1 cet=1 cest=2 mez=1 mesz=2 hnec=1 heec=2 sast=2 cat=2 wat=1 eat=3 "
    "eet=2 eest=3 msk=3 мск=3 trt=3 ast=3 gst=4 irst=3.5 pkt=5 ist=5.5 npt=5.75 ict=7 sgt=8 myt=8 hkt=8 pht=8 awst=8 jst=9 kst=9 "
    "acst=9.5 acdt=10.5 aest=10 aedt=11 nzst=12 nzdt=13 est=-5 edt=-4 cst=-6 cdt=-5 mst=-7 mdt=-6 pst=-8 pdt=-7 akst=-9 akdt=-8 "
    "hst=-10 nst=-3.5 adt=-3 brt=-3 art=-3 clt=-4 cot=-5"
)
"""Hours east of Greenwich."""

ZONES_BY_LANGUAGE: Mapping[str, str] = {
    "he": "ist=2 idt=3",
    "zh": "cst=8",
    "bn": "bst=6",
    "tl": "pst=8",
    "fil": "pst=8",
    "ga": "ist=1",
    "ms": "mst=8",
    "pt": "ast=-4",
}
"""Short names of zones that mean another zone in a language's home."""

PLACES: Mapping[str, str] = {
    "et": "America/New_York",
    "eastern": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
}
"""Names of zones that do not say whether summer time is meant."""

HALVES: Mapping[bool, str] = {
    False: "am a.m a.m. πμ π.μ. ص صباحا SA sa ÖÖ de_la_mañana pagi पूर्वाह्न सुबह オーゼン 午前 上午 早上 凌晨 오전 "
    "до_полудня ráno rano ก่อนเที่ยง قبل‌ازظهر ق.ظ",
    True: "pm p.m p.m. μμ μ.μ. م مساء CH ch ÖS de_la_tarde de_la_noche sore malam अपराह्न शाम 午後 下午 晚上 傍晚 오후 "
    "odpoledne بعدازظهر ب.ظ หลังเที่ยง",
}
"""Words beside a clock: before noon (False) or after it (True); `_` is a space."""

PUBLISHED: Mapping[str, str] = {
    "id": "dipublikasi terbit diterbitkan tayang ditayangkan diunggah dirilis rilis diposting tanggal",
    "ms": "diterbitkan disiarkan dikemas_kini_pada",
    "en": "publish posted post_date issued released created first_published originally_published originally_posted date: written_on",
    "de": "veröffentlicht erschienen erstellt publiziert vom: datum:",
    "nl": "gepubliceerd geplaatst",
    "fr": "publié posté mis_en_ligne paru",
    "es": "publicad creado fecha:",
    "pt": "publicad postado criado_em",
    "it": "pubblicat",
    "ca": "publicat",
    "ro": "publicat data_publicării",
    "pl": "opublikowan dodano data_publikacji utworzono",
    "cs": "publikován zveřejněno vydáno vyšlo",
    "sk": "publikovan zverejnené",
    "sl": "objavljeno",
    "hr": "objavljeno",
    "sr": "објављено",
    "hu": "közzétéve megjelent publikálva",
    "sv": "publicera",
    "da": "udgivet offentliggjort publicere",
    "no": "publiser",
    "fi": "julkaistu",
    "et": "avaldatud",
    "lv": "publicēt",
    "lt": "paskelbta publikuota",
    "is": "birt",
    "tr": "yayınlanma yayımlanma yayın_tarihi giriş oluşturulma eklenme yayınlandı",
    "az": "dərc nəşr",
    "el": "δημοσι ανάρτηση",
    "ru": "опубликован дата_публикации размещен добавлен",
    "uk": "опублікован дата_публікації",
    "be": "апублікаван",
    "bg": "публикуван",
    "mk": "објавено",
    "ar": "نشر نُشر تاريخ_النشر النشر آخر_تاريخ",
    "fa": "انتشار منتشر تاریخ",
    "he": "פורסם",
    "hi": "प्रकाशित पब्लिश",
    "bn": "প্রকাশ",
    "ta": "வெளியிட",
    "th": "เผยแพร่ วันที่ โพสต์",
    "vi": "xuất_bản đăng_lúc ngày_đăng",
    "zh": "发布 發布 發佈 发表 發表 刊登 发稿",
    "ja": "公開 掲載 配信 投稿 発表",
    "ko": "입력 등록 승인 기사입력 발행 게시",
}
"""Beginnings of words that say an article came out; `_` is a space."""

UPDATED: Mapping[str, str] = {
    "id": "diperbarui pembaruan diperbaharui dimutakhirkan diupdate diubah disunting",
    "ms": "dikemas dikemaskini",
    "en": "updat modifi last_edited revised edited_on last_reviewed",
    "de": "aktualisiert aktualisierung geändert update stand: letzte_änderung bearbeitet",
    "nl": "bijgewerkt gewijzigd geüpdatet",
    "fr": "mis_à_jour mise_à_jour modifié actualisé",
    "es": "actualiza modificad",
    "pt": "atualizad actualizad modificad",
    "it": "aggiornat modificat ultimo_aggiornamento",
    "ca": "actualitzat",
    "ro": "actualiza ultima_actualizare",
    "pl": "aktualizacj zaktualizowan zmodyfikowan",
    "cs": "aktualizován upraveno",
    "sk": "aktualizovan",
    "sl": "posodobljeno",
    "hr": "ažurirano zadnja_izmjena",
    "sr": "ажурирано измењено",
    "hu": "frissítve frissítés módosítva",
    "sv": "uppdatera",
    "da": "opdatere",
    "no": "oppdater",
    "fi": "päivitetty muokattu",
    "et": "uuendatud",
    "lv": "atjaunot",
    "lt": "atnaujint",
    "is": "uppfært",
    "tr": "güncelle son_güncelleme",
    "az": "yenilən",
    "el": "ενημερώθηκε τελευταία_ενημέρωση ενημέρωση",
    "ru": "обновлен обновлён изменен изменён",
    "uk": "оновлен змінен",
    "be": "абноўлен",
    "bg": "обновен актуализиран",
    "mk": "ажурирано",
    "ar": "تحديث آخر_تحديث تم_التحديث عُدّل",
    "fa": "به‌روزرسانی بروزرسانی به_روز_رسانی",
    "he": "עודכן עדכון",
    "hi": "अपडेट अद्यतन",
    "bn": "আপডেট হালনাগাদ",
    "ta": "புதுப்பிக்க",
    "th": "อัปเดต อัพเดต ปรับปรุง แก้ไข",
    "vi": "cập_nhật",
    "zh": "更新 修改 最后编辑",
    "ja": "更新 最終更新 改訂",
    "ko": "수정 업데이트 최종수정",
}
"""Beginnings of words that say an article was changed; `_` is a space."""

NOT_OURS: Mapping[str, str] = {
    "en": "© copyright all_rights comment repl says: joined archived retrieved accessed register expires since founded event_date",
    "id": "hak_cipta komentar berlaku kedaluwarsa",
    "de": "kommentar abgerufen urheberrecht",
    "fr": "commentaire consulté_le droits_réservés",
    "es": "comentario consultado derechos_reservados",
    "pt": "comentário direitos_reservados",
    "ru": "комментар авторские",
    "zh": "版权 评论 评论于 回复",
    "ja": "コメント",
    "ko": "댓글 저작권",
}
"""Beginnings of words that say a date is that of a comment, a licence or an event."""

RELATIVE: Mapping[str, str] = {
    "id": "hari_ini=0 kemarin_lusa=-2 kemarin=-1 kemaren=-1 tadi_malam=-1 semalam=-1 siang_tadi=0 pagi_tadi=0 besok=1 esok=1 lusa=2",
    "en": "today=0 yesterday=-1 last_night=-1 overnight=0 tonight=0 tomorrow=1",
    "ms": "hari_ini=0 semalam=-1 kelmarin=-2 esok=1 lusa=2",
}
"""Words for days by how far they lie from the one on which they are said; `_` is a space."""

TO_COME = frozenset("next coming upcoming depan mendatang besok nanti".split())
"""Words beside a weekday that say that it is one to come."""
