"""Names of months and weekdays that mean the same one in every language that has them, folded; `_` is a space.

Made from CLDR and `date_words` by `pytest tests/unit/test_date_names.py --regenerate`: to ask fifty languages
takes longer than to clean an article.
"""

from __future__ import annotations

from collections.abc import Mapping

MONTHS: Mapping[int, str] = {
    1: """
        de_gen de_gener ean eanair ene enero gen gener gennaio gieng ian ianuarie ion ionawr jaan jaanuar jan janar
        janeiro janner janu januar januara januari januarie january janv janvaris janvier led leden ledna mot oca ocak
        saus sausio sausis sij sijecanj sijecnja sty styczen stycznia tammi tammikuu tammikuuta urt urtarrila xan
        xaneiro yan yanvar ιαν ιανουαριος ιανουαριου нэгдүгээр_сар сту студзень студзеня січ січень січня янв январь
        января яну януари јан јануар јануари қаң қаңтар հնվ հունվար հունվարի יאנואר ינו ינואר جانفی جنوری ژانویه
        کانون_الثانی ینایر जनवरी जाने जानेवारी জানু জানুযারী ਜਨਵਰੀ જાનયુ જાનયુઆરી ஜனவரி జనవరి ಜನವರಿ ജനു ജനുവരി มกราคม
        ມັງກອນ ဇနနဝါရီ იან იანვარი ጃንዋሪ មករា
    """,
    2: """
        chw chwef chwefror de_febr de_febrer feabh feabhra feb febbraio feber febr febreiro febrer febrero februar
        februara februari februarie februaris february febuari fev fevereiro fevr fevral fevrier hai helmi helmikuu
        helmikuuta lut lutego luty ots otsaila peb pebrero pebruari shk shkurt sub subat uno unor unora vas vasario
        vasaris veebr veebruar velj veljaca veljace φεβ φεβρουαριος φεβρουαριου ақп ақпан лют лютага лютии лютого люты
        феб фебруар фев февр февраль февраля февруари хоердугаар_сар փետրվար փետրվարի փտվ פבר פברואר شباط فبرایر فروری
        فوریه فیفری फरवरी फेबरु फेबरुअरी फेबरुवारी ফেব ফেবরুযারী ਫਰਵਰੀ ફેબરુ ફેબરુઆરી பிப பிபரவரி ఫిబర ఫిబరవరి ಫೆಬರ
        ಫೆಬರವರಿ ഫെബരു ഫെബരുവരി กมภาพันธ์ ກມພາ ဖေဖောဝါရီ თებ თებერვალი ፌብሩዋሪ កុមភៈ
    """,
    3: """
        bre brezen brezna de_marc kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi mar marc marca march
        marcius marco marec maret mars marso mart marta martie marts martxoa marz marzec marzo maw mawrth mrt mrz ozu
        ozujak ozujka μαρ μαρτιος μαρτιου бер березень березня гуравдугаар_сар мар март марта нау наурыз сак сакавік
        сакавіка մարտ մարտի մրտ מרץ اذار مارس مارچ मारच মারচ ਮਾਰਚ મારચ மார மாரச మారచి ಮಾರಚ മാർ മാർചച มีค มีนาคม ມີນາ
        მარ მარტი ማርች មីនា
    """,
    4: """
        abr abril aib aibrean api apirila apr aprel april aprila aprile aprili aprilie aprilis aprill avr avril bal
        balandis balandzio dabr dabril dub duben dubna ebr ebrill huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis
        nisan pri prill tra travanj travnja απρ απριλιος απριλιου апр апрель апреля април дөрөвдүгээр_сар квіт квітень
        квітня кра красавік красавіка сәу сәуір ապր ապրիլ ապրիլի אפר אפריל ابریل افریل اوریل اپریل نیسان अपरिल अपरैल
        एपरि एपरिल এপরি এপরিল ਅਪਰੈ ਅਪਰੈਲ એપરિલ ஏபரல ఏపరి ఏపరిల ಏಪರಿ ಏಪರಿಲ ഏപരി ഏപരിൽ เมย เมษายน ເມສາ ဧပြီ აპრ აპრილი
        ኤፕሪ ኤፕሪል មេសា
    """,
    5: """
        beal bealtaine de_maig geg geguze geguzes kve kveten kvetna mag maggio mai maiatza maig maijs maio maj maja
        majus may mayis mayo mei nam svi svibanj svibnja touko toukokuu toukokuuta μαη μαι μαιος μαιου маи мам мамыр
        мая мај тавдугаар_сар трав травень травня մայիս մայիսի մյս מאי ایار مای مایو میی ಮೇ മേയ พฤษภาคม ພຶດສະພາ მაი
        მაისი ឧសភា
    """,
    6: """
        birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec de_juny eka ekaina giu giugno haz haziran hun
        hunyo iun iunie iyn iyun juin jun juna june junho juni junie junij junijs junio junius juny juuni kesa kesakuu
        kesakuuta lipanj lipnja meh mehefin meith meitheamh qer qershor sau xuno ιουν ιουνιος ιουνιου зургаадугаар_сар
        июн июнь июня мау маусым черв червень червня чэр чэрвень чэрвеня юни јун јуни հնս հունիս հունիսի יוני جوان جون
        حزیران ژوین یونیو जुन जून জুন ਜੂਨ જૂન ஜூன జూన ಜೂನ ജൂൺ มิถนายน มิย ມິຖ ມິຖນາ ဇွန ივნ ივნისი មិថុនា
    """,
    7: """
        bay cervence cervenec cvc de_jul de_juliol gor gorff gorffennaf heina heinakuu heinakuuta hul hulyo iuil iul
        iulie iyl iyul juil juillet jul jula julai julho juli julie julij julijs julio juliol julius july juuli korr
        korrik liep liepa liepos lipca lipiec lug luglio srpanj srpnja tem temmuz uzt uztaila xul xullo ιουλ ιουλιος
        ιουλιου долоодугаар_сар июл июль июля лип липень липня ліп ліпень ліпеня шіл шілде юли јул јули հլս հուլիս
        հուլիսի יולי تموز جولای جولایی جویلیه ژوییه یولیو یولیوز जुल जुलाई जुलै জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ஜூலை జులె
        ಜುಲೈ ജൂലൈ กรกฎาคม ກໍລະກົດ ဇူလိုင ივლ ივლისი ጁላይ កកកដា
    """,
    8: """
        abu abuztua ago agost agosti agosto ags agt agu agus agust agustos agustus aout aug august augusta augusti
        augusts augustus augusztus avg avgust avq avqust awst dag dagost elo elokuu elokuuta gush gusht kol kolovoz
        kolovoza lun lunasa ogo ogos rugp rugpjucio rugpjutis sie sierpien sierpnia srpen srpna tam αυγ αυγουστος
        αυγουστου авг август августа жні жнівень жніуня наимдугаар_сар серп серпень серпня там тамыз օգոստոս օգոստոսի
        օգս אוג אוגוסט اغسطس اوت اگست اگوست غشت अगसट अगसत ऑगसट আগসট ਅਗਸਤ ઑગસટ ஆகஸட ఆగసటు ಆಗಸಟ ഓഗസററ สิงหาคม ສິງຫາ ဩဂုတ
        აგვ აგვისტო ኦገስ ኦገስት សីហា
    """,
    9: """
        chin de_set de_setembre eyl eylul ira iraila mean_fomhair medi mfomh rugs rugsejis rugsejo ruj rujan rujna sen
        sentabr sentyabr sep sept septemba septembar september septembra septembre septembrie septembris septiembre
        set setembre setembro setiembre sett settembre setyembre sht shtator syys syyskuu syyskuuta szept szeptember
        wrz wrzesien wrzesnia zar zari σεπ σεπτ σεπτεμβριος σεπτεμβριου вер верасень верасня вересень вересня
        есдүгээр_сар сен сент сентябрь сентября сеп септембар септември қыр қыркүиек սեպ սեպտեմբեր սեպտեմբերի ספט
        ספטמבר ایلول سبتمبر ستمبر سپتامبر شتنبر सपटें सपटेंबर सित सितंबर सितमबर सेपटेमबर সেপ সেপটেমবর ਸਤੰ ਸਤੰਬਰ સપટે
        સપટેમબર செப செபடமபர సెపటెం సెపటెంబర ಸೆಪಟೆಂ ಸೆಪಟೆಂಬರ സെപററം സെപററംബർ กันยายน ກັນຍາ စကတငဘာ სექ სექტემბერი ሴፕቴ
        ሴፕቴምበር កញញា
    """,
    10: """
        deireadh_fomhair dfomh doct doctubre eki ekim hyd hydref loka lokakuu lokakuuta muoi oct october octobre
        octombrie octubre okt oktabr oktoba oktobar oktober oktobra oktobris oktoober oktubre oktyabr ott ottobre out
        outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio spalis tet tetor urr urria οκτ οκτωβριος
        οκτωβριου аравдугаар_сар жовт жовтень жовтня кас кастрычнік кастрычніка окт октобар октомври октябрь октября
        қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוק אוקטובר اکتبر اکتوبر تشرین_الاول अकटू अकटूबर अकटोबर अकतूबर ऑकटो ऑकटोबर
        অকটো অকটোবর ਅਕਤੂ ਅਕਤੂਬਰ ઑકટો ઑકટોબર அகடோபர అకటో అకటోబర ಅಕಟೋ ಅಕಟೋಬರ ഒകടോ ഒകടോബർ ตลาคม ຕລາ အောက
        အောကတိုဘာ ოქტ ოქტომბერი ኦክቶ ኦክቶበር តុលា
    """,
    11: """
        aza azaroa de_nov de_novembre kas kasim lapkr lapkricio lapkritis listopadu marras marraskuu marraskuuta
        muoi_mot nen nentor nob nobyembre noi noiembrie nop nopember nov novemba novembar november novembra novembre
        novembris novembro noviembre noy noyabr samh samhain stu studeni studenoga tach tachwedd νοε νοεμβριος
        νοεμβριου арван_нэгдүгээр_сар лист листопад листопада ліс лістапад лістапада нов новембар ное ноември ноя нояб
        ноябрь ноября қар қараша նոյ նոյեմբեր նոյեմբերի נוב נובמבר تشرین_الثانی نوامبر نوفمبر نومبر نونبر नवंबर नवमबर
        नोभेमबर नोवहें नोवहेंबर নভে নভেমবর ਨਵੰ ਨਵੰਬਰ નવે નવેમબર நவமபர నవం నవంబర ನವೆಂ ನವೆಂಬರ നവം നവംബർ พฤศจิกายน ພະຈິກ
        နို နိုဝငဘာ ნოე ნოემბერი ኖቬም ኖቬምበር វិចឆិកា 十一月
    """,
    12: """
        abe abendua ara aralik chap de_des de_desembre dec decembar december decembra decembre decembrie decembris
        decembro dek dekabr des desemba desember desembre dets detsember dez dezember dezembro dhj dhjetor dic
        dicembre diciembre dis disember disyembre gru grudnia grudzien gruod gruodis gruodzio joulu joulukuu
        joulukuuta muoi_hai noll nollaig pro prosinac prosinca prosince prosinec rhag rhagfyr δεκ δεκεμβριος
        δεκεμβριου арван_хоердугаар_сар груд грудень грудня дек декабрь декабря декември дец децембар жел желтоқсан
        сне снежань снежня դեկ դեկտեմբեր դեկտեմբերի דצמ דצמבר دجنبر دسامبر دسمبر دیسمبر کانون_الاول डिसें डिसेंबर
        डिसेमबर दिस दिसंबर दिसमबर ডিসে ডিসেমবর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમબર டிச டிசமபர డిసెం డిసెంబర ಡಿಸೆಂ ಡಿಸೆಂಬರ ഡിസം
        ഡിസംബർ ธันวาคม ທັນວາ ဒီဇငဘာ დეკ დეკემბერი ዲሴም ዲሴምበር ធនូ 十二月
    """,
}

WEEKDAYS: Mapping[int, str] = {
    0: """
        astelehena bazar_ertəsi de_luain dilluns dush dushanba dydd_llun e_hene esmaspaev hen hetfo isn isnin jumatatu
        llun luan lun lundi lunedi lunes luni luns maanantai maanantaina maandag man mandag manudagur mon monday
        montag pazartesi pirmadienis pirmd pirmdiena pon pondeli pondelok ponedeljak ponedeljek ponedjeljak
        poniedziałek pzt seg segunda segunda-feira sen senin th_2 thu_hai δευ δευτερα даваа дүи дүисенбі дүишөмбү
        панядзелак пнд пон понеделник понедельник понедељак понеділок երկ երկուշաբթի יום_ב יום_שני שני الاثنین دوشنبه
        پیر सोम सोमबार सोमवार সোম সোমবার ਸੋਮ ਸੋਮਵਾਰ સોમ સોમવાર திங திஙகள సోమ సోమవారం ಸೋಮ ಸೋಮವಾರ തിങകളാഴച തിങകൾ
        จันทร์ วันจันทร์ ຈັນ ວັນຈັນ တနငလာ ორშ ორშაბათი 월 월요일 ចនទ ច័នទ 星期一 月曜日
    """,
    1: """
        antradienis asteartea cərsənbə_axsami de_mairt dienstag dimarts dinsdag dydd_mawrth e_marte jumanne kedd mairt
        mar mardi martedi martes marti maw otrd otrdiena sal sali sel selasa sesh seshanba teisipaev ter terca
        terca-feira th_3 thu_ba tiistai tiistaina tir tirs tirsdag tis tisdag torek tue tues tuesday tys tysdag utery
        uto utorak utorok wtorek þri þriðjudagur τρι τριτη ауторак вто вторник втр вівторок мягмар сеисенбі уто уторак
        шеиш шеишемби երեքշաբթի երք יום_ג יום_שלישי שלישי الثلاثاء سه_شنبه سهشنبه منگل मंगल मंगलवार मंगळ मंगळवार मङगल
        मङगलबार মঙগল মঙগলবার ਮੰਗਲ ਮੰਗਲਵਾਰ મંગળ મંગળવાર செவ செவவாய మంగళ మంగళవారం ಮಂಗಳ ಮಂಗಳವಾರ ചൊവവ ചൊവവാഴച วันอังคาร
        อังคาร ວັນອັງຄານ ອັງຄານ အငဂါ სამ სამშაბათი 화요일 ማክሰ ማክሰኞ អងគារ 星期二 火曜日
    """,
    2: """
        asteazkena car carsamba cead chor chorshanba cərsənbə de_ceadaoin dimecres dydd_mercher e_merkure jumatano
        keskiviikko keskiviikkona kolmapaev mer mercoledi mercores mercredi mie miercoles miercuri mittwoch miy
        miyerkules mið miðvikudagur ons onsdag qua quarta quarta-feira rab rabu sre sreda sri srijeda sroda streda sze
        szerda th_4 thu_tu treciadienis tresd tresdiena wed wednesday weds woensdag τετ τεταρτη лхагва серада середа
        срд сре среда сряда сәрсенбі шарш шаршемби չորեքշաբթի չրք יום_ד יום_רביעי רביעי الاربعاء بدھ چهارشنبه बुध
        बुधबार बुधवार বুধ বুধবার ਬੁੱਧ ਬੁੱਧਵਾਰ બુધ બુધવાર புத புதன బుధ బుధవారం ಬುಧ ಬುಧವಾರ ബുധനാഴച ബുധൻ วันพธ ວັນພດ
        ဗုဒဓဟူး ოთხ ოთხშაბათი 수요일 ረቡዕ ពុធ 星期三 水曜日
    """,
    3: """
        alhamisi cet cetrtek ceturtd ceturtdiena cetvrtak csutortok ctvrtek cumə_axsami czw czwartek dear deardaoin
        dijous donderdag donnerstag dydd_iau e_enjte enj fim fimmtudagur gio giovedi huw huwebes iau jeu jeudi joi jue
        jueves kam kamis ketvirtadienis kha khamis neljapaev osteguna pay payshanba per persembe qui quinta
        quinta-feira stvrtok th_5 thu thu_nam thur thurs thursday tors torsdag torstai torstaina xov xoves πεμ πεμπτη
        беисенбі беиш беишемби пүрэв чацвер чет четвер четверг четвртак четврток четвъртък чтв հինգշաբթի հնգ חמישי
        יום_ה יום_חמישי الخمیس جمعرات پنج_شنبه پنجشنبه गुरु गुरुवार बिहि बिहिबार বৃহসপতি বৃহসপতিবার ਵੀਰ ਵੀਰਵਾਰ ગુરુ
        ગુરુવાર வியா வியாழன గురు గురువారం ಗುರು ಗುರುವಾರ വയാഴം വയാഴാഴച พฤหัส พฤหัสบดี วันพฤหัสบดี ພະຫັດ ວັນພະຫັດ
        ကြာသပတေး ხუთ ხუთშაბათი 목 목요일 ሐሙስ ពរហ ពរហសបតិ៍ 星期四 木曜日
    """,
    4: """
        aoine biy biyernes cum cuma cumə de_haoine divendres dydd_gwener e_premte fos fostudagur fre fredag freitag
        fri friday gwe gwen ijumaa jum juma jumaat jumat ostirala patek penktadienis pentek perjantai perjantaina pet
        petak petek piatek piatok piektd piektdiena pre reede sex sexta sexta-feira th_6 thu_sau ven vendredi venerdi
        venres vie viernes vin vineri vrijdag vrydag παρ παρασκευη баасан жума жұма пет петак петок петък птн пятница
        пятниця пятніца ուր ուրբաթ יום_ו יום_שישי שישי الجمعه جمعه جمعہ शुकर शुकरबार शुकरवार শুকর শুকরবার ਸੁੱਕਰ
        ਸੁੱਕਰਵਾਰ શુકર શુકરવાર வெள வெளளி శుకర శుకరవారం ಶುಕರ ಶುಕರವಾರ വെളളി വെളളിയാഴച วันศกร์ ศกร์ ວັນສກ သောကြာ პარ
        პარასკევი 금 금요일 ዓርብ សុករ 星期五 金曜日
    """,
    5: """
        cmt cumartesi de_sathairn dissabte dydd_sadwrn e_shtune jumamosi larunbata lau lauantai lauantaina laugardagur
        laupaev laurdag lor lordag lør lørdag sab sabado sabato sabtu sad sam sambata samedi samstag sat saterdag sath
        saturday sestadienis sestd sestdiena shan shanba sht sob sobota sub subota szo szombat sənbə th_7 thu_bay
        zaterdag σαβ σαββατο бямба ишемби ишм саб сабота сенбі суб суббота субота събота շաբաթ շբթ יום_שבת שבת السبت
        شنبه ہفتہ शनि शनिबार शनिवार শনি শনিবার ਸਨਿੱਚਰ ਸਨਿੱਚਰਵਾਰ શનિ શનિવાર சனி శని శనివారం ಶನಿ ಶನಿವಾರ ശനി ശനിയാഴച
        วันเสาร์ เสาร์ ວັນເສົາ ເສົາ စနေ შაბ შაბათი 토요일 ቅዳሜ សៅរ៍ 土曜日 星期六
    """,
    6: """
        ahad ahd bazar chu_nhat de_domhnaigh die dim dimanche diumenge dom domenica domh domingo dum duminica dydd_sul
        e_diel igandea jumapili lin linggo min minggu ned nedela nedele nedelja nedjelja niedz niedziela paz pazar
        puhapaev sekmadienis son sondag sonntag sul sun sunday sunnudagur sunnuntai svetd svetdiena søn søndag
        vasarnap yak yakshanba zondag κυρ κυριακη воскресенье вск жек жексенбі жекшемби нед недела неделя недеља
        неділя нядзеля ням կիր կիրակի יום_א יום_ראשון ראשון اتوار الاحد یکشنبه आइत आइतबार रवि रविवार রবি রবিবার ਐਤਵਾਰ
        રવિ રવિવાર ஞாயி ஞாயிறு ఆది ఆదివారం ಭಾನು ಭಾನುವಾರ ഞായറാഴച ഞായർ วันอาทิตย์ อาทิตย์ ວັນອາທິດ ອາທິດ တနငဂနွေ კვი
        კვირა 일 일요일 እሑድ អាទិតយ 日曜日 星期日 礼拜天
    """,
}
