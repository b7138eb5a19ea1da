/**
 * Rows 1 of 3 of the locale table (see `locale-table.ts` for the columns): the date patterns and names of Unicode CLDR 39
 * as Java 17 shows them. Data of the Unicode CLDR project, Copyright © 1991-2021 Unicode, Inc., under the Unicode License.
 */
export const LOCALE_ROWS_1 = `
|y-MM-dd^y MMM d^y MMMM d^y MMMM d, EEEE|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz|{1} {0}^{1} {0}^{1} {0}^{1} {0}|Jan^Feb^Mar^Apr^May^Jun^Jul^Aug^Sep^Oct^Nov^Dec|Jan^Feb^Mar^Apr^May^Jun^Jul^Aug^Sep^Oct^Nov^Dec|=|=|Sun^Mon^Tue^Wed^Thu^Fri^Sat|Sun^Mon^Tue^Wed^Thu^Fri^Sat|=|=|AM^PM|BCE^CE|0|-
af|y-MM-dd^dd MMM y^dd MMMM y^EEEE dd MMMM y|||Januarie^Februarie^Maart^April^Mei^Junie^Julie^Augustus^September^Oktober^November^Desember|Jan.^Feb.^Mrt.^Apr.^Mei^Jun.^Jul.^Aug.^Sep.^Okt.^Nov.^Des.|=|=|Sondag^Maandag^Dinsdag^Woensdag^Donderdag^Vrydag^Saterdag|So.^Ma.^Di.^Wo.^Do.^Vr.^Sa.|=|=|vm.^nm.|v.C.^n.C.
af_NA||h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz
agq|d/M/y^d MMM, y^d MMMM y^EEEE d MMMM y|||ndzɔ̀ŋɔ̀nùm^ndzɔ̀ŋɔ̀kƗ̀zùʔ^ndzɔ̀ŋɔ̀tƗ̀dʉ̀ghà^ndzɔ̀ŋɔ̀tǎafʉ̄ghā^ndzɔ̀ŋèsèe^ndzɔ̀ŋɔ̀nzùghò^ndzɔ̀ŋɔ̀dùmlo^ndzɔ̀ŋɔ̀kwîfɔ̀e^ndzɔ̀ŋɔ̀tƗ̀fʉ̀ghàdzughù^ndzɔ̀ŋɔ̀ghǔuwelɔ̀m^ndzɔ̀ŋɔ̀chwaʔàkaa wo^ndzɔ̀ŋèfwòo|nùm^kɨz^tɨd^taa^see^nzu^dum^fɔe^dzu^lɔm^kaa^fwo|=|=|tsuʔntsɨ^tsuʔukpà^tsuʔughɔe^tsuʔutɔ̀mlò^tsuʔumè^tsuʔughɨ̂m^tsuʔndzɨkɔʔɔ|nts^kpa^ghɔ^tɔm^ume^ghɨ^dzk|=|=|a.g^a.k|SK^BK
ak|yy/MM/dd^y MMM d^y MMMM d^EEEE, y MMMM dd|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||Sanda-Ɔpɛpɔn^Kwakwar-Ɔgyefuo^Ebɔw-Ɔbenem^Ebɔbira-Oforisuo^Esusow Aketseaba-Kɔtɔnimba^Obirade-Ayɛwohomumu^Ayɛwoho-Kitawonsa^Difuu-Ɔsandaa^Fankwa-Ɛbɔ^Ɔbɛsɛ-Ahinime^Ɔberɛfɛw-Obubuo^Mumu-Ɔpɛnimba|S-Ɔ^K-Ɔ^E-Ɔ^E-O^E-K^O-A^A-K^D-Ɔ^F-Ɛ^Ɔ-A^Ɔ-O^M-Ɔ|=|=|Kwesida^Dwowda^Benada^Wukuda^Yawda^Fida^Memeneda|Kwe^Dwo^Ben^Wuk^Yaw^Fia^Mem|=|=|AN^EW|AK^KE
am|dd/MM/y^d MMM y^d MMMM y^y MMMM d, EEEE|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||ጃንዩወሪ^ፌብሩወሪ^ማርች^ኤፕሪል^ሜይ^ጁን^ጁላይ^ኦገስት^ሴፕቴምበር^ኦክቶበር^ኖቬምበር^ዲሴምበር|ጃንዩ^ፌብሩ^ማርች^ኤፕሪ^ሜይ^ጁን^ጁላይ^ኦገስ^ሴፕቴ^ኦክቶ^ኖቬም^ዲሴም|=|=|እሑድ^ሰኞ^ማክሰኞ^ረቡዕ^ሐሙስ^ዓርብ^ቅዳሜ|እሑድ^ሰኞ^ማክሰ^ረቡዕ^ሐሙስ^ዓርብ^ቅዳሜ|=|=|ጥዋት^ከሰዓት|ዓ/ዓ^ዓ/ም
ar|d‏/M‏/y^dd‏/MM‏/y^d MMMM y^EEEE، d MMMM y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz|{1}, {0}^{1}, {0}^{1} في {0}^{1} في {0}|يناير^فبراير^مارس^أبريل^مايو^يونيو^يوليو^أغسطس^سبتمبر^أكتوبر^نوفمبر^ديسمبر|يناير^فبراير^مارس^أبريل^مايو^يونيو^يوليو^أغسطس^سبتمبر^أكتوبر^نوفمبر^ديسمبر|=|=|الأحد^الاثنين^الثلاثاء^الأربعاء^الخميس^الجمعة^السبت|الأحد^الاثنين^الثلاثاء^الأربعاء^الخميس^الجمعة^السبت|=|=|ص^م|ق.م^م|٠|؜-
ar_DZ||||جانفي^فيفري^مارس^أفريل^ماي^جوان^جويلية^أوت^سبتمبر^أكتوبر^نوفمبر^ديسمبر|جانفي^فيفري^مارس^أفريل^ماي^جوان^جويلية^أوت^سبتمبر^أكتوبر^نوفمبر^ديسمبر|=|=|||||||0|‎-
ar_EH||||||||||||||0|‎-
ar_IL||H:mm^H:mm:ss^H:mm:ss z^H:mm:ss zzzz
ar_IQ||||كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|=|كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول
ar_JO||||كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|=|=
ar_KM||HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz
ar_LB||||كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|=|=
ar_LY||||||||||||||0|‎-
ar_MA||HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||يناير^فبراير^مارس^أبريل^ماي^يونيو^يوليوز^غشت^شتنبر^أكتوبر^نونبر^دجنبر|يناير^فبراير^مارس^أبريل^ماي^يونيو^يوليوز^غشت^شتنبر^أكتوبر^نونبر^دجنبر|=|=|||||||0|‎-
ar_MR||||يناير^فبراير^مارس^إبريل^مايو^يونيو^يوليو^أغشت^شتمبر^أكتوبر^نوفمبر^دجمبر|يناير^فبراير^مارس^إبريل^مايو^يونيو^يوليو^أغشت^شتمبر^أكتوبر^نوفمبر^دجمبر|=|=
ar_PS||||كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|=|=
ar_SY||||كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|كانون الثاني^شباط^آذار^نيسان^أيار^حزيران^تموز^آب^أيلول^تشرين الأول^تشرين الثاني^كانون الأول|=|=
ar_TN||||جانفي^فيفري^مارس^أفريل^ماي^جوان^جويلية^أوت^سبتمبر^أكتوبر^نوفمبر^ديسمبر|جانفي^فيفري^مارس^أفريل^ماي^جوان^جويلية^أوت^سبتمبر^أكتوبر^نوفمبر^ديسمبر|=|=|||||||0|‎-
as|d-M-y^dd-MM-y^d MMMM, y^EEEE, d MMMM, y|a h.mm^a h.mm.ss^a h.mm.ss z^a h.mm.ss zzzz||জানুৱাৰী^ফেব্ৰুৱাৰী^মাৰ্চ^এপ্ৰিল^মে’^জুন^জুলাই^আগষ্ট^ছেপ্তেম্বৰ^অক্টোবৰ^নৱেম্বৰ^ডিচেম্বৰ|জানু^ফেব্ৰু^মাৰ্চ^এপ্ৰিল^মে’^জুন^জুলাই^আগ^ছেপ্তে^অক্টো^নৱে^ডিচে|=|=|দেওবাৰ^সোমবাৰ^মঙ্গলবাৰ^বুধবাৰ^বৃহস্পতিবাৰ^শুক্ৰবাৰ^শনিবাৰ|দেও^সোম^মঙ্গল^বুধ^বৃহ^শুক্ৰ^শনি|=|=|পূৰ্বাহ্ন^অপৰাহ্ন|খ্ৰীঃ পূঃ^খ্ৰীঃ|০
asa|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||Januari^Februari^Machi^Aprili^Mei^Juni^Julai^Agosti^Septemba^Oktoba^Novemba^Desemba|Jan^Feb^Mac^Apr^Mei^Jun^Jul^Ago^Sep^Okt^Nov^Dec|=|=|Jumapili^Jumatatu^Jumanne^Jumatano^Alhamisi^Ijumaa^Jumamosi|Jpi^Jtt^Jnn^Jtn^Alh^Ijm^Jmo|=|=|icheheavo^ichamthi|KM^BM
ast|d/M/yy^d MMM y^d MMMM 'de' y^EEEE, d MMMM 'de' y||{1} {0}^{1}, {0}^{1} 'a' 'les' {0}^{1} 'a' 'les' {0}|de xineru^de febreru^de marzu^d’abril^de mayu^de xunu^de xunetu^d’agostu^de setiembre^d’ochobre^de payares^d’avientu|xin^feb^mar^abr^may^xun^xnt^ago^set^och^pay^avi|xineru^febreru^marzu^abril^mayu^xunu^xunetu^agostu^setiembre^ochobre^payares^avientu|Xin^Feb^Mar^Abr^May^Xun^Xnt^Ago^Set^Och^Pay^Avi|domingu^llunes^martes^miércoles^xueves^vienres^sábadu|dom^llu^mar^mié^xue^vie^sáb|=|=|de la mañana^de la tarde|e.C.^d.C.
az|dd.MM.yy^d MMM y^d MMMM y^d MMMM y, EEEE|||yanvar^fevral^mart^aprel^may^iyun^iyul^avqust^sentyabr^oktyabr^noyabr^dekabr|yan^fev^mar^apr^may^iyn^iyl^avq^sen^okt^noy^dek|=|=|bazar^bazar ertəsi^çərşənbə axşamı^çərşənbə^cümə axşamı^cümə^şənbə|B.^B.e.^Ç.a.^Ç.^C.a.^C.^Ş.|=|B.^B.E.^Ç.A.^Ç.^C.A.^C.^Ş.||e.ə.^y.e.
bas|d/M/y^d MMM, y^d MMMM y^EEEE d MMMM y|||Kɔndɔŋ^Màcɛ̂l^Màtùmb^Màtop^M̀puyɛ^Hìlòndɛ̀^Njèbà^Hìkaŋ^Dìpɔ̀s^Bìòôm^Màyɛsèp^Lìbuy li ńyèe|kɔn^mac^mat^mto^mpu^hil^nje^hik^dip^bio^may^liɓ|=|=|ŋgwà nɔ̂y^ŋgwà njaŋgumba^ŋgwà ûm^ŋgwà ŋgê^ŋgwà mbɔk^ŋgwà kɔɔ^ŋgwà jôn|nɔy^nja^uum^ŋge^mbɔ^kɔɔ^jon|=|=|I bikɛ̂glà^I ɓugajɔp|b.Y.K^m.Y.K
be|d.MM.yy^d.MM.y^d MMMM y 'г'.^EEEE, d MMMM y 'г'.|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss, zzzz|{1}, {0}^{1}, {0}^{1} 'у' {0}^{1} 'у' {0}|студзеня^лютага^сакавіка^красавіка^мая^чэрвеня^ліпеня^жніўня^верасня^кастрычніка^лістапада^снежня|сту^лют^сак^кра^мая^чэр^ліп^жні^вер^кас^ліс^сне|студзень^люты^сакавік^красавік^май^чэрвень^ліпень^жнівень^верасень^кастрычнік^лістапад^снежань|сту^лют^сак^кра^май^чэр^ліп^жні^вер^кас^ліс^сне|нядзеля^панядзелак^аўторак^серада^чацвер^пятніца^субота|нд^пн^аў^ср^чц^пт^сб|=|=||да н.э.^н.э.
bem|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||Januari^Februari^Machi^Epreo^Mei^Juni^Julai^Ogasti^Septemba^Oktoba^Novemba^Disemba|Jan^Feb^Mac^Epr^Mei^Jun^Jul^Oga^Sep^Okt^Nov^Dis|=|=|Pa Mulungu^Palichimo^Palichibuli^Palichitatu^Palichine^Palichisano^Pachibelushi|Pa Mulungu^Palichimo^Palichibuli^Palichitatu^Palichine^Palichisano^Pachibelushi|=|=|uluchelo^akasuba|BC^AD
bez|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||pa mwedzi gwa hutala^pa mwedzi gwa wuvili^pa mwedzi gwa wudatu^pa mwedzi gwa wutai^pa mwedzi gwa wuhanu^pa mwedzi gwa sita^pa mwedzi gwa saba^pa mwedzi gwa nane^pa mwedzi gwa tisa^pa mwedzi gwa kumi^pa mwedzi gwa kumi na moja^pa mwedzi gwa kumi na mbili|Hut^Vil^Dat^Tai^Han^Sit^Sab^Nan^Tis^Kum^Kmj^Kmb|=|=|pa mulungu^pa shahuviluha^pa hivili^pa hidatu^pa hitayi^pa hihanu^pa shahulembela|Mul^Vil^Hiv^Hid^Hit^Hih^Lem|=|=|pamilau^pamunyi|KM^BM
bg|d.MM.yy 'г'.^d.MM.y 'г'.^d MMMM y 'г'.^EEEE, d MMMM y 'г'.|H:mm 'ч'.^H:mm:ss 'ч'.^H:mm:ss 'ч'. z^H:mm:ss 'ч'. zzzz|{1}, {0}^{1}, {0}^{1}, {0}^{1}, {0}|януари^февруари^март^април^май^юни^юли^август^септември^октомври^ноември^декември|яну^фев^март^апр^май^юни^юли^авг^сеп^окт^ное^дек|=|=|неделя^понеделник^вторник^сряда^четвъртък^петък^събота|нд^пн^вт^ср^чт^пт^сб|=|=|пр.об.^сл.об.|пр.Хр.^сл.Хр.
bm|d/M/y^d MMM, y^d MMMM y^EEEE d MMMM y|||zanwuye^feburuye^marisi^awirili^mɛ^zuwɛn^zuluye^uti^sɛtanburu^ɔkutɔburu^nowanburu^desanburu|zan^feb^mar^awi^mɛ^zuw^zul^uti^sɛt^ɔku^now^des|=|=|kari^ntɛnɛ^tarata^araba^alamisa^juma^sibiri|kar^ntɛ^tar^ara^ala^jum^sib|=|=||J.-C. ɲɛ^ni J.-C.
bn|d/M/yy^d MMM, y^d MMMM, y^EEEE, d MMMM, y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||জানুয়ারী^ফেব্রুয়ারী^মার্চ^এপ্রিল^মে^জুন^জুলাই^আগস্ট^সেপ্টেম্বর^অক্টোবর^নভেম্বর^ডিসেম্বর|জানু^ফেব^মার্চ^এপ্রিল^মে^জুন^জুলাই^আগস্ট^সেপ্টেম্বর^অক্টোবর^নভেম্বর^ডিসেম্বর|=|জানুয়ারী^ফেব্রুয়ারী^মার্চ^এপ্রিল^মে^জুন^জুলাই^আগস্ট^সেপ্টেম্বর^অক্টোবর^নভেম্বর^ডিসেম্বর|রবিবার^সোমবার^মঙ্গলবার^বুধবার^বৃহস্পতিবার^শুক্রবার^শনিবার|রবি^সোম^মঙ্গল^বুধ^বৃহস্পতি^শুক্র^শনি|=|=||খ্রিস্টপূর্ব^খৃষ্টাব্দ|০
bo|y-MM-dd^y ལོའི་MMMཚེས་d^སྤྱི་ལོ་y MMMMའི་ཚེས་d^y MMMMའི་ཚེས་d, EEEE|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||ཟླ་བ་དང་པོ^ཟླ་བ་གཉིས་པ^ཟླ་བ་གསུམ་པ^ཟླ་བ་བཞི་པ^ཟླ་བ་ལྔ་པ^ཟླ་བ་དྲུག་པ^ཟླ་བ་བདུན་པ^ཟླ་བ་བརྒྱད་པ^ཟླ་བ་དགུ་པ^ཟླ་བ་བཅུ་པ^ཟླ་བ་བཅུ་གཅིག་པ^ཟླ་བ་བཅུ་གཉིས་པ|ཟླ་༡^ཟླ་༢^ཟླ་༣^ཟླ་༤^ཟླ་༥^ཟླ་༦^ཟླ་༧^ཟླ་༨^ཟླ་༩^ཟླ་༡༠^ཟླ་༡༡^ཟླ་༡༢|ཟླ་བ་དང་པོ་^ཟླ་བ་གཉིས་པ་^ཟླ་བ་གསུམ་པ་^ཟླ་བ་བཞི་པ་^ཟླ་བ་ལྔ་པ་^ཟླ་བ་དྲུག་པ་^ཟླ་བ་བདུན་པ་^ཟླ་བ་བརྒྱད་པ་^ཟླ་བ་དགུ་པ་^ཟླ་བ་བཅུ་པ་^ཟླ་བ་བཅུ་གཅིག་པ་^ཟླ་བ་བཅུ་གཉིས་པ་|=|གཟའ་ཉི་མ་^གཟའ་ཟླ་བ་^གཟའ་མིག་དམར་^གཟའ་ལྷག་པ་^གཟའ་ཕུར་བུ་^གཟའ་པ་སངས་^གཟའ་སྤེན་པ་|ཉི་མ་^ཟླ་བ་^མིག་དམར་^ལྷག་པ་^ཕུར་བུ་^པ་སངས་^སྤེན་པ་|=|=|སྔ་དྲོ་^ཕྱི་དྲོ་|སྤྱི་ལོ་སྔོན་^སྤྱི་ལོ་
br|dd/MM/y^d MMM y^d MMMM y^EEEE d MMMM y||{1} {0}^{1}, {0}^{1} 'da' {0}^{1} 'da' {0}|Genver^Cʼhwevrer^Meurzh^Ebrel^Mae^Mezheven^Gouere^Eost^Gwengolo^Here^Du^Kerzu|Gen.^Cʼhwe.^Meur.^Ebr.^Mae^Mezh.^Goue.^Eost^Gwen.^Here^Du^Kzu.|=|=|Sul^Lun^Meurzh^Mercʼher^Yaou^Gwener^Sadorn|Sul^Lun^Meu.^Mer.^Yaou^Gwe.^Sad.|=|=|A.M.^G.M.|a-raok J.K.^goude J.K.
brx|M/d/yy^MMM d, y^MMMM d, y^EEEE, MMMM d, y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||जानुवारी^फेब्रुवारी^मार्स^एफ्रिल^मे^जुन^जुलाइ^आगस्थ^सेबथेज्ब़र^अखथबर^नबेज्ब़र^दिसेज्ब़र|जानुवारी^फेब्रुवारी^मार्स^एफ्रिल^मे^जुन^जुलाइ^आगस्थ^सेबथेज्ब़र^अखथबर^नबेज्ब़र^दिसेज्ब़र|=|=|रबिबार^समबार^मंगलबार^बुदबार^बिसथिबार^सुखुरबार^सुनिबार|रबि^सम^मंगल^बुद^बिसथि^सुखुर^सुनि|=|=|फुं^बेलासे|ईसा.पूर्व^सन
bs|d. M. y.^d. MMM y.^d. MMMM y.^EEEE, d. MMMM y.||{1} {0}^{1} {0}^{1} 'u' {0}^{1} 'u' {0}|januar^februar^mart^april^maj^juni^juli^august^septembar^oktobar^novembar^decembar|jan^feb^mar^apr^maj^jun^jul^aug^sep^okt^nov^dec|=|=|nedjelja^ponedjeljak^utorak^srijeda^četvrtak^petak^subota|ned^pon^uto^sri^čet^pet^sub|=|=|prijepodne^popodne|p. n. e.^n. e.
ca|d/M/yy^d MMM y^d MMMM 'de' y^EEEE, d MMMM 'de' y|H:mm^H:mm:ss^H:mm:ss z^H:mm:ss (zzzz)|{1} {0}^{1}, {0}^{1}, 'a' 'les' {0}^{1}, 'a' 'les' {0}|de gener^de febrer^de març^d’abril^de maig^de juny^de juliol^d’agost^de setembre^d’octubre^de novembre^de desembre|de gen.^de febr.^de març^d’abr.^de maig^de juny^de jul.^d’ag.^de set.^d’oct.^de nov.^de des.|gener^febrer^març^abril^maig^juny^juliol^agost^setembre^octubre^novembre^desembre|gen.^febr.^març^abr.^maig^juny^jul.^ag.^set.^oct.^nov.^des.|diumenge^dilluns^dimarts^dimecres^dijous^divendres^dissabte|dg.^dl.^dt.^dc.^dj.^dv.^ds.|=|=|a. m.^p. m.|aC^dC
ccp|d/M/yy^d MMM, y^d MMMM, y^EEEE, d MMMM, y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||𑄎𑄚𑄪𑄠𑄢𑄨^𑄜𑄬𑄛𑄴𑄝𑄳𑄢𑄪𑄠𑄢𑄨^𑄟𑄢𑄴𑄌𑄧^𑄃𑄬𑄛𑄳𑄢𑄨𑄣𑄴^𑄟𑄬^𑄎𑄪𑄚𑄴^𑄎𑄪𑄣𑄭^𑄃𑄉𑄧𑄌𑄴𑄑𑄴^𑄥𑄬𑄛𑄴𑄑𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄃𑄧𑄇𑄴𑄑𑄬𑄝𑄧𑄢𑄴^𑄚𑄧𑄞𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄓𑄨𑄥𑄬𑄟𑄴𑄝𑄧𑄢𑄴|𑄎𑄚𑄪^𑄜𑄬𑄛𑄴^𑄟𑄢𑄴𑄌𑄧^𑄃𑄬𑄛𑄳𑄢𑄨𑄣𑄴^𑄟𑄬^𑄎𑄪𑄚𑄴^𑄎𑄪𑄣𑄭^𑄃𑄉𑄧𑄌𑄴𑄑𑄴^𑄥𑄬𑄛𑄴𑄑𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄃𑄧𑄇𑄴𑄑𑄮𑄝𑄧𑄢𑄴^𑄚𑄧𑄞𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄓𑄨𑄥𑄬𑄟𑄴𑄝𑄢𑄴|𑄎𑄚𑄪𑄠𑄢𑄨^𑄜𑄬𑄛𑄴𑄝𑄳𑄢𑄪𑄠𑄢𑄨^𑄟𑄢𑄴𑄌𑄧^𑄃𑄬𑄛𑄳𑄢𑄨𑄣𑄴^𑄟𑄬^𑄎𑄪𑄚𑄴^𑄎𑄪𑄣𑄭^𑄃𑄉𑄧𑄌𑄴𑄑𑄴^𑄥𑄬𑄛𑄴𑄑𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄃𑄧𑄇𑄴𑄑𑄮𑄝𑄧𑄢𑄴^𑄚𑄧𑄞𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄓𑄨𑄥𑄬𑄟𑄴𑄝𑄧𑄢𑄴|𑄎𑄚𑄪𑄠𑄢𑄨^𑄜𑄬𑄛𑄴𑄝𑄳𑄢𑄪𑄠𑄢𑄨^𑄟𑄢𑄴𑄌𑄧^𑄃𑄬𑄛𑄳𑄢𑄨𑄣𑄴^𑄟𑄬^𑄎𑄪𑄚𑄴^𑄎𑄪𑄣𑄭^𑄃𑄉𑄧𑄌𑄴𑄑𑄴^𑄥𑄬𑄛𑄴𑄑𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄃𑄧𑄇𑄴𑄑𑄮𑄝𑄧𑄢𑄴^𑄚𑄧𑄞𑄬𑄟𑄴𑄝𑄧𑄢𑄴^𑄓𑄨𑄥𑄬𑄟𑄴𑄝𑄧𑄢𑄴|𑄢𑄧𑄝𑄨𑄝𑄢𑄴^𑄥𑄧𑄟𑄴𑄝𑄢𑄴^𑄟𑄧𑄁𑄉𑄧𑄣𑄴𑄝𑄢𑄴^𑄝𑄪𑄖𑄴𑄝𑄢𑄴^𑄝𑄳𑄢𑄨𑄥𑄪𑄛𑄴𑄝𑄢𑄴^𑄥𑄪𑄇𑄴𑄇𑄮𑄢𑄴𑄝𑄢𑄴^𑄥𑄧𑄚𑄨𑄝𑄢𑄴|𑄢𑄧𑄝𑄨^𑄥𑄧𑄟𑄴^𑄟𑄧𑄁𑄉𑄧𑄣𑄴^𑄝𑄪𑄖𑄴^𑄝𑄳𑄢𑄨𑄥𑄪𑄛𑄴^𑄥𑄪𑄇𑄴𑄇𑄮𑄢𑄴^𑄥𑄧𑄚𑄨|=|=||𑄈𑄳𑄢𑄨𑄌𑄴𑄑𑄴𑄛𑄫𑄢𑄴𑄝𑄧^𑄈𑄳𑄢𑄨𑄌𑄴𑄑𑄛𑄴𑄘𑄧
ce||||январь^февраль^март^апрель^май^июнь^июль^август^сентябрь^октябрь^ноябрь^декабрь|янв^фев^мар^апр^май^июн^июл^авг^сен^окт^ноя^дек|=|=|кӀира^оршот^шинара^кхаара^еара^пӀераска^шуот|кӀи^ор^ши^кха^еа^пӀе^шуо|=|=||в. э. тӀ. я^в. э
ceb|M/d/yy^MMM d, y^MMMM d, y^EEEE, MMMM d, y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz|{1}, {0}^{1}, {0}^{1} 'sa' {0}^{1} 'sa' {0}|Enero^Pebrero^Marso^Abril^Mayo^Hunyo^Hulyo^Agosto^Setyembre^Oktubre^Nobyembre^Disyembre|Ene^Peb^Mar^Abr^May^Hun^Hul^Ago^Set^Okt^Nob^Dis|=|=|Domingo^Lunes^Martes^Miyerkules^Huwebes^Biyernes^Sabado|Dom^Lun^Mar^Miy^Huw^Biy^Sab|=|=||BC^AD
cgg|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||Okwokubanza^Okwakabiri^Okwakashatu^Okwakana^Okwakataana^Okwamukaaga^Okwamushanju^Okwamunaana^Okwamwenda^Okwaikumi^Okwaikumi na kumwe^Okwaikumi na ibiri|KBZ^KBR^KST^KKN^KTN^KMK^KMS^KMN^KMW^KKM^KNK^KNB|=|=|Sande^Orwokubanza^Orwakabiri^Orwakashatu^Orwakana^Orwakataano^Orwamukaaga|SAN^ORK^OKB^OKS^OKN^OKT^OMK|=|=||BC^AD
chr|M/d/yy^MMM d, y^MMMM d, y^EEEE, MMMM d, y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz|{1}, {0}^{1}, {0}^{1} ᎤᎾᎢ {0}^{1} ᎤᎾᎢ {0}|ᎤᏃᎸᏔᏅ^ᎧᎦᎵ^ᎠᏅᏱ^ᎧᏬᏂ^ᎠᏂᏍᎬᏘ^ᏕᎭᎷᏱ^ᎫᏰᏉᏂ^ᎦᎶᏂ^ᏚᎵᏍᏗ^ᏚᏂᏅᏗ^ᏅᏓᏕᏆ^ᎥᏍᎩᏱ|ᎤᏃ^ᎧᎦ^ᎠᏅ^ᎧᏬ^ᎠᏂ^ᏕᎭ^ᎫᏰ^ᎦᎶ^ᏚᎵ^ᏚᏂ^ᏅᏓ^ᎥᏍ|=|=|ᎤᎾᏙᏓᏆᏍᎬ^ᎤᎾᏙᏓᏉᏅᎯ^ᏔᎵᏁᎢᎦ^ᏦᎢᏁᎢᎦ^ᏅᎩᏁᎢᎦ^ᏧᎾᎩᎶᏍᏗ^ᎤᎾᏙᏓᏈᏕᎾ|ᏆᏍᎬ^ᏉᏅᎯ^ᏔᎵᏁ^ᏦᎢᏁ^ᏅᎩᏁ^ᏧᎾᎩ^ᏈᏕᎾ|=|=|ᏌᎾᎴ^ᏒᎯᏱᎢᏗᏢ|BC^AD
ckb|y-MM-dd^y MMM d^dی MMMMی y^y MMMM d, EEEE|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz||کانوونی دووەم^شوبات^ئازار^نیسان^ئایار^حوزەیران^تەمووز^ئاب^ئەیلوول^تشرینی یەکەم^تشرینی دووەم^کانونی یەکەم|کانوونی دووەم^شوبات^ئازار^نیسان^ئایار^حوزەیران^تەمووز^ئاب^ئەیلوول^تشرینی یەکەم^تشرینی دووەم^کانونی یەکەم|=|=|یەکشەممە^دووشەممە^سێشەممە^چوارشەممە^پێنجشەممە^ھەینی^شەممە|یەکشەممە^دووشەممە^سێشەممە^چوارشەممە^پێنجشەممە^ھەینی^شەممە|=|=|ب.ن^د.ن|پێش زایین^زایینی|٠|‏-
ckb_IR||HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz
cs|dd.MM.yy^d. M. y^d. MMMM y^EEEE d. MMMM y|H:mm^H:mm:ss^H:mm:ss z^H:mm:ss zzzz||ledna^února^března^dubna^května^června^července^srpna^září^října^listopadu^prosince|led^úno^bře^dub^kvě^čvn^čvc^srp^zář^říj^lis^pro|leden^únor^březen^duben^květen^červen^červenec^srpen^září^říjen^listopad^prosinec|=|neděle^pondělí^úterý^středa^čtvrtek^pátek^sobota|ne^po^út^st^čt^pá^so|=|=|dop.^odp.|př. n. l.^n. l.
cy|dd/MM/yy^d MMM y^d MMMM y^EEEE, d MMMM y||{1} {0}^{1} {0}^{1} 'am' {0}^{1} 'am' {0}|Ionawr^Chwefror^Mawrth^Ebrill^Mai^Mehefin^Gorffennaf^Awst^Medi^Hydref^Tachwedd^Rhagfyr|Ion^Chwef^Maw^Ebr^Mai^Meh^Gorff^Awst^Medi^Hyd^Tach^Rhag|=|Ion^Chw^Maw^Ebr^Mai^Meh^Gor^Awst^Medi^Hyd^Tach^Rhag|Dydd Sul^Dydd Llun^Dydd Mawrth^Dydd Mercher^Dydd Iau^Dydd Gwener^Dydd Sadwrn|Sul^Llun^Maw^Mer^Iau^Gwen^Sad|=|Sul^Llun^Maw^Mer^Iau^Gwe^Sad|yb^yh|CC^OC
da|dd.MM.y^d. MMM y^d. MMMM y^EEEE 'den' d. MMMM y|HH.mm^HH.mm.ss^HH.mm.ss z^HH.mm.ss zzzz|{1} {0}^{1} {0}^{1} 'kl'. {0}^{1} 'kl'. {0}|januar^februar^marts^april^maj^juni^juli^august^september^oktober^november^december|jan.^feb.^mar.^apr.^maj^jun.^jul.^aug.^sep.^okt.^nov.^dec.|=|=|søndag^mandag^tirsdag^onsdag^torsdag^fredag^lørdag|søn.^man.^tir.^ons.^tor.^fre.^lør.|=|søn^man^tir^ons^tor^fre^lør||f.Kr.^e.Kr.
dav|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||Mori ghwa imbiri^Mori ghwa kawi^Mori ghwa kadadu^Mori ghwa kana^Mori ghwa kasanu^Mori ghwa karandadu^Mori ghwa mfungade^Mori ghwa wunyanya^Mori ghwa ikenda^Mori ghwa ikumi^Mori ghwa ikumi na imweri^Mori ghwa ikumi na iwi|Imb^Kaw^Kad^Kan^Kas^Kar^Mfu^Wun^Ike^Iku^Imw^Iwi|=|=|Ituku ja jumwa^Kuramuka jimweri^Kuramuka kawi^Kuramuka kadadu^Kuramuka kana^Kuramuka kasanu^Kifula nguwo|Jum^Jim^Kaw^Kad^Kan^Kas^Ngu|=|=|Luma lwa K^luma lwa p|KK^BK
de|dd.MM.yy^dd.MM.y^d. MMMM y^EEEE, d. MMMM y||{1}, {0}^{1}, {0}^{1} 'um' {0}^{1} 'um' {0}|Januar^Februar^März^April^Mai^Juni^Juli^August^September^Oktober^November^Dezember|Jan.^Feb.^März^Apr.^Mai^Juni^Juli^Aug.^Sept.^Okt.^Nov.^Dez.|=|Jan^Feb^Mär^Apr^Mai^Jun^Jul^Aug^Sep^Okt^Nov^Dez|Sonntag^Montag^Dienstag^Mittwoch^Donnerstag^Freitag^Samstag|So.^Mo.^Di.^Mi.^Do.^Fr.^Sa.|=|So^Mo^Di^Mi^Do^Fr^Sa||v. Chr.^n. Chr.
de_AT||||Jänner^Februar^März^April^Mai^Juni^Juli^August^September^Oktober^November^Dezember|Jän.^Feb.^März^Apr.^Mai^Juni^Juli^Aug.^Sep.^Okt.^Nov.^Dez.|=|Jän^Feb^Mär^Apr^Mai^Jun^Jul^Aug^Sep^Okt^Nov^Dez
de_IT||||Jänner^Februar^März^April^Mai^Juni^Juli^August^September^Oktober^November^Dezember|Jän.^Feb.^März^Apr.^Mai^Juni^Juli^Aug.^Sep.^Okt.^Nov.^Dez.|=|Jän^Feb^Mär^Apr^Mai^Jun^Jul^Aug^Sep^Okt^Nov^Dez
dje|d/M/y^d MMM, y^d MMMM y^EEEE d MMMM y|||Žanwiye^Feewiriye^Marsi^Awiril^Me^Žuweŋ^Žuyye^Ut^Sektanbur^Oktoobur^Noowanbur^Deesanbur|Žan^Fee^Mar^Awi^Me^Žuw^Žuy^Ut^Sek^Okt^Noo^Dee|=|=|Alhadi^Atinni^Atalaata^Alarba^Alhamisi^Alzuma^Asibti|Alh^Ati^Ata^Ala^Alm^Alz^Asi|=|=|Subbaahi^Zaarikay b|IJ^IZ
doi|d/M/yy^d, MMM y^d, MMMM y^EEEE, d, MMMM y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz|{1}, {0}^{1}, {0}^{1} गी {0}^{1} गी {0}|जनवरी^फरवरी^मार्च^अप्रैल^मेई^जून^जुलाई^अगस्त^सितंबर^अत्तूबर^नवंबर^दिसंबर|जन.^फर.^मार्च^अप्रैल^मेई^जून^जुलाई^अग.^सित.^अक्तू.^नव.^दिस.|जनवरी^फरवरी^मार्च^अप्रैल^मेई^जून^जुलाई^अगस्त^सितंबर^अक्तूबर^नवंबर^दिसंबर|=|ऐतबार^सोमबार^मंगलबार^बुधबार^बीरबार^शुक्रबार^शनीबार|ऐत^सोम^मंगल^बुध^बीर^शुक्र^शनि|ऐतबार^सोमबार^मंगलबार^बुधबार^बीरबार^शुक्रबार^शनिबार|=|सवेर^बाद दपैहर|ई.पू.^ईसवी
dsb|d.M.yy^d.M.y^d. MMMM y^EEEE, d. MMMM y|H:mm^H:mm:ss^H:mm:ss z^H:mm:ss zzzz||januara^februara^měrca^apryla^maja^junija^julija^awgusta^septembra^oktobra^nowembra^decembra|jan.^feb.^měr.^apr.^maj.^jun.^jul.^awg.^sep.^okt.^now.^dec.|januar^februar^měrc^apryl^maj^junij^julij^awgust^september^oktober^nowember^december|jan^feb^měr^apr^maj^jun^jul^awg^sep^okt^now^dec|njeźela^pónjeźele^wałtora^srjoda^stwórtk^pětk^sobota|nje^pón^wał^srj^stw^pět^sob|=|=|dopołdnja^wótpołdnja|pś.Chr.n.^pó Chr.n.
dua|d/M/y^d MMM y^d MMMM y^EEEE d MMMM y|||dimɔ́di^ŋgɔndɛ^sɔŋɛ^diɓáɓá^emiasele^esɔpɛsɔpɛ^madiɓɛ́díɓɛ́^diŋgindi^nyɛtɛki^mayésɛ́^tiníní^eláŋgɛ́|di^ŋgɔn^sɔŋ^diɓ^emi^esɔ^mad^diŋ^nyɛt^may^tin^elá|=|=|éti^mɔ́sú^kwasú^mukɔ́sú^ŋgisú^ɗónɛsú^esaɓasú|ét^mɔ́s^kwa^muk^ŋgi^ɗón^esa|=|=|idiɓa^ebyámu|ɓ.Ys^mb.Ys
dyo|d/M/y^d MMM y^d MMMM y^EEEE d MMMM y|||Sanvie^Fébirie^Mars^Aburil^Mee^Sueŋ^Súuyee^Ut^Settembar^Oktobar^Novembar^Disambar|Sa^Fe^Ma^Ab^Me^Su^Sú^Ut^Se^Ok^No^De|=|=|Dimas^Teneŋ^Talata^Alarbay^Aramisay^Arjuma^Sibiti|Dim^Ten^Tal^Ala^Ara^Arj^Sib|=|=||ArY^AtY
dz|y-MM-dd^སྤྱི་ལོ་y ཟླ་MMM ཚེས་dd^སྤྱི་ལོ་y MMMM ཚེས་ dd^EEEE, སྤྱི་ལོ་y MMMM ཚེས་dd|ཆུ་ཚོད་ h སྐར་མ་ mm a^ཆུ་ཚོད་h:mm:ss a^ཆུ་ཚོད་ h སྐར་མ་ mm:ss a z^ཆུ་ཚོད་ h སྐར་མ་ mm:ss a zzzz||ཟླ་དངཔ་^ཟླ་གཉིས་པ་^ཟླ་གསུམ་པ་^ཟླ་བཞི་པ་^ཟླ་ལྔ་པ་^ཟླ་དྲུག་པ^ཟླ་བདུན་པ་^ཟླ་བརྒྱད་པ་^ཟླ་དགུ་པ་^ཟླ་བཅུ་པ་^ཟླ་བཅུ་གཅིག་པ་^ཟླ་བཅུ་གཉིས་པ་|༡^༢^༣^༤^༥^༦^༧^༨^༩^༡༠^༡༡^12|སྤྱི་ཟླ་དངཔ་^སྤྱི་ཟླ་གཉིས་པ་^སྤྱི་ཟླ་གསུམ་པ་^སྤྱི་ཟླ་བཞི་པ^སྤྱི་ཟླ་ལྔ་པ་^སྤྱི་ཟླ་དྲུག་པ^སྤྱི་ཟླ་བདུན་པ་^སྤྱི་ཟླ་བརྒྱད་པ་^སྤྱི་ཟླ་དགུ་པ་^སྤྱི་ཟླ་བཅུ་པ་^སྤྱི་ཟླ་བཅུ་གཅིག་པ་^སྤྱི་ཟླ་བཅུ་གཉིས་པ་|ཟླ་༡^ཟླ་༢^ཟླ་༣^ཟླ་༤^ཟླ་༥^ཟླ་༦^ཟླ་༧^ཟླ་༨^ཟླ་༩^ཟླ་༡༠^ཟླ་༡༡^ཟླ་༡༢|གཟའ་ཟླ་བ་^གཟའ་མིག་དམར་^གཟའ་ལྷག་པ་^གཟའ་ཕུར་བུ་^གཟའ་པ་སངས་^གཟའ་སྤེན་པ་^གཟའ་ཉི་མ་|ཟླ་^མིར་^ལྷག་^ཕུར་^སངས་^སྤེན་^ཉི་|=|=|སྔ་ཆ་^ཕྱི་ཆ་||༠
ebu|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||Mweri wa mbere^Mweri wa kaĩri^Mweri wa kathatũ^Mweri wa kana^Mweri wa gatano^Mweri wa gatantatũ^Mweri wa mũgwanja^Mweri wa kanana^Mweri wa kenda^Mweri wa ikũmi^Mweri wa ikũmi na ũmwe^Mweri wa ikũmi na Kaĩrĩ|Mbe^Kai^Kat^Kan^Gat^Gan^Mug^Knn^Ken^Iku^Imw^Igi|=|=|Kiumia^Njumatatu^Njumaine^Njumatano^Aramithi^Njumaa^NJumamothii|Kma^Tat^Ine^Tan^Arm^Maa^NMM|=|=|KI^UT|MK^TK
ee|M/d/yy^MMM d 'lia', y^MMMM d 'lia' y^EEEE, MMMM d 'lia' y|a 'ga' h:mm^a 'ga' h:mm:ss^a 'ga' h:mm:ss z^a 'ga' h:mm:ss zzzz|{0} {1}^{0} {1}^{0} {1}^{0} {1}|dzove^dzodze^tedoxe^afɔfĩe^dama^masa^siamlɔm^deasiamime^anyɔnyɔ^kele^adeɛmekpɔxe^dzome|dzv^dzd^ted^afɔ^dam^mas^sia^dea^any^kel^ade^dzm|=|=|kɔsiɖa^dzoɖa^blaɖa^kuɖa^yawoɖa^fiɖa^memleɖa|kɔs^dzo^bla^kuɖ^yaw^fiɖ^mem|=|=|ŋdi^ɣetrɔ|HYV^Yŋ
ee_TG||HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz
el|d/M/yy^d MMM y^d MMMM y^EEEE, d MMMM y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz|{1}, {0}^{1}, {0}^{1} - {0}^{1} - {0}|Ιανουαρίου^Φεβρουαρίου^Μαρτίου^Απριλίου^Μαΐου^Ιουνίου^Ιουλίου^Αυγούστου^Σεπτεμβρίου^Οκτωβρίου^Νοεμβρίου^Δεκεμβρίου|Ιαν^Φεβ^Μαρ^Απρ^Μαΐ^Ιουν^Ιουλ^Αυγ^Σεπ^Οκτ^Νοε^Δεκ|Ιανουάριος^Φεβρουάριος^Μάρτιος^Απρίλιος^Μάιος^Ιούνιος^Ιούλιος^Αύγουστος^Σεπτέμβριος^Οκτώβριος^Νοέμβριος^Δεκέμβριος|Ιαν^Φεβ^Μάρ^Απρ^Μάι^Ιούν^Ιούλ^Αύγ^Σεπ^Οκτ^Νοέ^Δεκ|Κυριακή^Δευτέρα^Τρίτη^Τετάρτη^Πέμπτη^Παρασκευή^Σάββατο|Κυρ^Δευ^Τρί^Τετ^Πέμ^Παρ^Σάβ|=|=|π.μ.^μ.μ.|π.Χ.^μ.Χ.
en|M/d/yy^MMM d, y^MMMM d, y^EEEE, MMMM d, y|h:mm a^h:mm:ss a^h:mm:ss a z^h:mm:ss a zzzz|{1}, {0}^{1}, {0}^{1} 'at' {0}^{1} 'at' {0}|January^February^March^April^May^June^July^August^September^October^November^December||=||Sunday^Monday^Tuesday^Wednesday^Thursday^Friday^Saturday||=|||BC^AD
en_001|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_150|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_AE|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y
en_AG|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_AI|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_AT|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_AU|d/M/yy^d MMM y^d MMMM y^EEEE, d MMMM y||||Jan^Feb^Mar^Apr^May^June^July^Aug^Sept^Oct^Nov^Dec|||||||am^pm
en_BB|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_BE|dd/MM/yy^dd MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_BI||HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz
en_BM|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_BS|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_BW|dd/MM/yy^dd MMM y^dd MMMM y^EEEE, dd MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_BZ|dd/MM/yy^dd-MMM-y^dd MMMM y^EEEE, dd MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_CA|y-MM-dd^MMM d, y^MMMM d, y^EEEE, MMMM d, y||||Jan.^Feb.^Mar.^Apr.^May^Jun.^Jul.^Aug.^Sep.^Oct.^Nov.^Dec.||=||Sun.^Mon.^Tue.^Wed.^Thu.^Fri.^Sat.||=|a.m.^p.m.
en_CC|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_CH|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_CK|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_CM|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_CX|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_CY|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_DE|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_DG|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_DK|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH.mm^HH.mm.ss^HH.mm.ss z^HH.mm.ss zzzz||||||||||am^pm
en_DM|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_ER|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_FI|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|H.mm^H.mm.ss^H.mm.ss z^H.mm.ss zzzz||||||||||am^pm
en_FJ|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_FK|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_FM|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_GB|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz|||Jan^Feb^Mar^Apr^May^Jun^Jul^Aug^Sept^Oct^Nov^Dec||=|||||am^pm
en_GD|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_GG|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_GH|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_GI|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_GM|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_GY|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_HK|d/M/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_IE|dd/MM/y^d MMM y^d MMMM y^EEEE d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||a.m.^p.m.
en_IL|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|H:mm^H:mm:ss^H:mm:ss z^H:mm:ss zzzz||||||||||am^pm
en_IM|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_IN|dd/MM/yy^dd-MMM-y^d MMMM y^EEEE, d MMMM, y|||||||||||am^pm
en_IO|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_JE|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_JM|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_KE|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_KI|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_KN|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_KY|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_LC|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_LR|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_LS|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_MG|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_MO|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_MS|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_MT|dd/MM/y^dd MMM y^dd MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_MU|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_MW|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_MY|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_NA|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_NF|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_NG|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_NL|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_NR|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_NU|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_NZ|d/MM/yy^d/MM/y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_PG|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_PH|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_PK|dd/MM/y^dd-MMM-y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_PN|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_PW|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_RW|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
en_SB|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|||||||||||am^pm
en_SC|dd/MM/y^d MMM y^d MMMM y^EEEE, d MMMM y|HH:mm^HH:mm:ss^HH:mm:ss z^HH:mm:ss zzzz||||||||||am^pm
`;
