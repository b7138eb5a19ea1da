/**
 * Java 17 time zones, one group of same-named zones a line: standard offset before 1900 and after the last change, and what
 * summer time adds (seconds), whether the zone still has summer time (1), its English names (standard long and short, summer
 * long and short), and the ids. Names of Unicode CLDR 39, Copyright © 1991-2021 Unicode, Inc., under the Unicode License.
 */
export const ZONE_ROWS = `
0|0|0|Greenwich Mean Time|GMT|Greenwich Mean Time|GMT|Africa/Abidjan Africa/Bamako Africa/Banjul Africa/Bissau Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Monrovia Africa/Nouakchott Africa/Ouagadougou Africa/Sao_Tome Africa/Timbuktu America/Danmarkshavn Atlantic/Reykjavik Atlantic/St_Helena Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT0 Greenwich Iceland
0|0|0|Greenwich Mean Time|GMT|Ghana Summer Time|GHST|Africa/Accra
10800|0|0|East Africa Time|EAT|Eastern African Summer Time|EAST|Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Africa/Nairobi Indian/Antananarivo Indian/Comoro Indian/Mayotte EAT
3600|0|0|Central European Standard Time|CET|Central European Summer Time|CEST|Africa/Algiers Africa/Tunis
3600|0|0|West Africa Standard Time|WAT|West Africa Summer Time|WAST|Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Luanda Africa/Malabo Africa/Ndjamena Africa/Niamey Africa/Porto-Novo
7200|0|0|Central Africa Time|CAT|Central African Summer Time|CAST|Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Juba Africa/Khartoum Africa/Kigali Africa/Lubumbashi Africa/Lusaka Africa/Maputo CAT
7200|3600|1|Eastern European Standard Time|EET|Eastern European Summer Time|EEST|Africa/Cairo Asia/Beirut Asia/Gaza Asia/Hebron Asia/Nicosia Egypt Europe/Athens Europe/Bucharest Europe/Chisinau Europe/Helsinki Europe/Kiev Europe/Kyiv Europe/Mariehamn Europe/Nicosia Europe/Riga Europe/Sofia Europe/Tallinn Europe/Tiraspol Europe/Uzhgorod Europe/Vilnius Europe/Zaporozhye ART
0|0|0|Western European Time|WET|Western European Summer Time|WEST|Africa/Casablanca Africa/El_Aaiun
3600|3600|1|Central European Standard Time|CET|Central European Summer Time|CEST|Africa/Ceuta Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Budapest Europe/Busingen Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana Europe/Luxembourg Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich Poland ECT
7200|0|0|South Africa Standard Time|SAST|South Africa Summer Time|SAST|Africa/Johannesburg Africa/Maseru Africa/Mbabane
7200|0|0|Eastern European Standard Time|EET|Eastern European Summer Time|EEST|Africa/Tripoli Europe/Kaliningrad Libya
3600|0|0|Central Africa Time|CAT|Western African Time|WAT|Africa/Windhoek
-36000|3600|1|Hawaii-Aleutian Standard Time|HAST|Hawaii-Aleutian Daylight Time|HADT|America/Adak America/Atka US/Aleutian
-32400|3600|1|Alaska Standard Time|AKST|Alaska Daylight Time|AKDT|America/Anchorage America/Juneau America/Metlakatla America/Nome America/Sitka America/Yakutat SystemV/YST9YDT US/Alaska AST
-14400|0|0|Atlantic Standard Time|AST|Atlantic Daylight Time|ADT|America/Anguilla America/Antigua America/Aruba America/Barbados America/Blanc-Sablon America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Kralendijk America/Lower_Princes America/Marigot America/Martinique America/Montserrat America/Port_of_Spain America/Puerto_Rico America/Santo_Domingo America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Tortola America/Virgin SystemV/AST4 PRT
-10800|0|0|Brasilia Standard Time|BRT|Brasilia Summer Time|BRST|America/Araguaina America/Bahia America/Belem America/Fortaleza America/Maceio America/Recife America/Santarem America/Sao_Paulo Brazil/East BET
-10800|0|0|Argentina Standard Time|ART|Argentina Summer Time|ARST|America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Argentina/Cordoba America/Argentina/Jujuy America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia America/Buenos_Aires America/Catamarca America/Cordoba America/Jujuy America/Mendoza America/Rosario
-10800|0|0|Paraguay Standard Time|PYT|Paraguay Summer Time|PYST|America/Asuncion
-18000|0|0|Eastern Standard Time|EST|Eastern Daylight Time|EDT|America/Atikokan America/Cancun America/Cayman America/Coral_Harbour America/Jamaica America/Panama Jamaica SystemV/EST5
-21600|0|0|Central Standard Time|CST|Central Daylight Time|CDT|America/Bahia_Banderas America/Belize America/Chihuahua America/Costa_Rica America/El_Salvador America/Guatemala America/Managua America/Merida America/Mexico_City America/Monterrey America/Regina America/Swift_Current America/Tegucigalpa Canada/Saskatchewan Mexico/General SystemV/CST6
-14400|0|0|Amazon Standard Time|AMT|Amazon Summer Time|AMST|America/Boa_Vista America/Campo_Grande America/Cuiaba America/Manaus America/Porto_Velho Brazil/West
-18000|0|0|Colombia Standard Time|COT|Colombia Summer Time|COST|America/Bogota
-25200|3600|1|Mountain Standard Time|MST|Mountain Daylight Time|MDT|America/Boise America/Cambridge_Bay America/Ciudad_Juarez America/Denver America/Edmonton America/Inuvik America/Shiprock America/Yellowknife Canada/Mountain MST7MDT Navajo SystemV/MST7MDT US/Mountain
-14400|0|0|Venezuela Time|VET|Venezuela Summer Time|VEST|America/Caracas
-10800|0|0|French Guiana Time|GFT|French Guiana Summer Time|GFST|America/Cayenne
-21600|3600|1|Central Standard Time|CST|Central Daylight Time|CDT|America/Chicago America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN America/Matamoros America/Menominee America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem America/Ojinaga America/Rainy_River America/Rankin_Inlet America/Resolute America/Winnipeg CST6CDT Canada/Central SystemV/CST6CDT US/Central US/Indiana-Starke CST
-25200|0|0|Mountain Standard Time|MST|Mountain Daylight Time|MDT|America/Creston America/Dawson America/Dawson_Creek America/Fort_Nelson America/Phoenix America/Whitehorse Canada/Yukon SystemV/MST7 US/Arizona PNT
-18000|3600|1|Eastern Standard Time|EST|Eastern Daylight Time|EDT|America/Detroit America/Fort_Wayne America/Grand_Turk America/Indiana/Indianapolis America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac America/Indianapolis America/Iqaluit America/Kentucky/Louisville America/Kentucky/Monticello America/Louisville America/Montreal America/Nassau America/New_York America/Nipigon America/Pangnirtung America/Port-au-Prince America/Thunder_Bay America/Toronto Canada/Eastern EST5EDT SystemV/EST5EDT US/East-Indiana US/Eastern US/Michigan IET
-18000|0|0|Acre Standard Time|ACT|Acre Summer Time|ACST|America/Eirunepe America/Porto_Acre America/Rio_Branco Brazil/Acre
-28800|3600|1|Pacific Standard Time|PST|Pacific Daylight Time|PDT|America/Ensenada America/Los_Angeles America/Tijuana America/Vancouver Canada/Pacific Mexico/BajaNorte PST8PDT SystemV/PST8PDT US/Pacific PST
-14400|3600|1|Atlantic Standard Time|AST|Atlantic Daylight Time|ADT|America/Glace_Bay America/Goose_Bay America/Halifax America/Moncton America/Thule Atlantic/Bermuda Canada/Atlantic SystemV/AST4ADT
-7200|3600|1|West Greenland Standard Time|WGT|West Greenland Summer Time|WGST|America/Godthab America/Nuuk
-18000|0|0|Ecuador Time|ECT|Ecuador Summer Time|ECST|America/Guayaquil
-14400|0|0|Guyana Time|GYT|Guyana Summer Time|GYST|America/Guyana
-18000|3600|1|Cuba Standard Time|CST|Cuba Daylight Time|CDT|America/Havana Cuba
-25200|0|0|Mexican Pacific Standard Time|MST|Mexican Pacific Daylight Time|MDT|America/Hermosillo America/Mazatlan Mexico/BajaSur
-14400|0|0|Bolivia Time|BOT|Bolivia Summer Time|BOST|America/La_Paz
-18000|0|0|Peru Standard Time|PET|Peru Summer Time|PEST|America/Lima
-10800|3600|1|St. Pierre & Miquelon Standard Time|PMST|St. Pierre & Miquelon Daylight Time|PMDT|America/Miquelon
-10800|0|0|Uruguay Standard Time|UYT|Uruguay Summer Time|UYST|America/Montevideo
-7200|0|0|Fernando de Noronha Standard Time|FNT|Fernando de Noronha Summer Time|FNST|America/Noronha Brazil/DeNoronha
-10800|0|0|Suriname Time|SRT|Suriname Summer Time|SRST|America/Paramaribo
-10800|0|0|Punta Arenas Standard Time|GMT-03:00|Punta Arenas Standard Time|GMT-03:00|America/Punta_Arenas
-28800|3600|1|Northwest Mexico Standard Time|PST|Northwest Mexico Daylight Time|PDT|America/Santa_Isabel
-14400|3600|1|Chile Standard Time|CLT|Chile Summer Time|CLST|America/Santiago Chile/Continental
-7200|3600|1|East Greenland Standard Time|EGT|East Greenland Summer Time|EGST|America/Scoresbysund
-12600|3600|1|Newfoundland Standard Time|NST|Newfoundland Daylight Time|NDT|America/St_Johns Canada/Newfoundland CNT
28800|0|0|Casey Time|AWST|Australian Western Daylight Time|AWDT|Antarctica/Casey
25200|0|0|Davis Time|DAVT|Davis Summer Time|DAVST|Antarctica/Davis
36000|0|0|Dumont-d’Urville Time|DDUT|Dumont-d'Urville Summer Time|DDUST|Antarctica/DumontDUrville
36000|3600|1|Australian Eastern Standard Time|AEST|Australian Eastern Daylight Time|AEDT|Antarctica/Macquarie Australia/ACT Australia/Canberra Australia/Currie Australia/Hobart Australia/Melbourne Australia/NSW Australia/Sydney Australia/Tasmania Australia/Victoria AET
18000|0|0|Mawson Time|MAWT|Mawson Summer Time|MAWST|Antarctica/Mawson
43200|3600|1|New Zealand Standard Time|NZST|New Zealand Daylight Time|NZDT|Antarctica/McMurdo Antarctica/South_Pole NZ Pacific/Auckland NST
-10800|0|0|Chile Time|CLT|Chile Summer Time|CLST|Antarctica/Palmer
-10800|0|0|Rothera Time|ROTT|Rothera Summer Time|ROTST|Antarctica/Rothera
10800|0|0|Syowa Time|SYOT|Syowa Summer Time|SYOST|Antarctica/Syowa
0|7200|1|Greenwich Mean Time|GMT|Central European Summer Time|CEST|Antarctica/Troll
18000|0|0|Vostok Time|VOST|Vostok Summer Time|VOSST|Antarctica/Vostok
10800|0|0|Arabian Standard Time|AST|Arabian Daylight Time|ADT|Asia/Aden Asia/Baghdad Asia/Bahrain Asia/Kuwait Asia/Qatar Asia/Riyadh
18000|0|0|East Kazakhstan Time|ALMT|Alma-Ata Summer Time|ALMST|Asia/Almaty
10800|0|0|Eastern European Standard Time|EET|Eastern European Summer Time|EEST|Asia/Amman Asia/Damascus
43200|0|0|Anadyr Standard Time|ANAT|Anadyr Summer Time|ANAST|Asia/Anadyr
18000|0|0|West Kazakhstan Time|AQTT|Aqtau Summer Time|AQTST|Asia/Aqtau
18000|0|0|West Kazakhstan Time|AQTT|Aqtobe Summer Time|AQTST|Asia/Aqtobe
18000|0|0|Turkmenistan Standard Time|TMT|Turkmenistan Summer Time|TMST|Asia/Ashgabat Asia/Ashkhabad
18000|0|0|West Kazakhstan Time|GMT+05:00|Atyrau Daylight Time|GMT+05:00|Asia/Atyrau
14400|0|0|Azerbaijan Standard Time|AZT|Azerbaijan Summer Time|AZST|Asia/Baku
25200|0|0|Indochina Time|ICT|Indochina Summer Time|ICST|Asia/Bangkok Asia/Ho_Chi_Minh Asia/Phnom_Penh Asia/Saigon Asia/Vientiane VST
25200|0|0|Barnaul Standard Time|GMT+07:00|Barnaul Daylight Time|GMT+07:00|Asia/Barnaul
21600|0|0|Kyrgyzstan Time|KGT|Kirgizstan Summer Time|KGST|Asia/Bishkek
28800|0|0|Brunei Darussalam Time|BNT|Brunei Summer Time|BNST|Asia/Brunei
19800|0|0|India Standard Time|IST|India Daylight Time|IDT|Asia/Calcutta Asia/Colombo Asia/Kolkata IST
32400|0|0|Yakutsk Standard Time|YAKT|Yakutsk Summer Time|YAKST|Asia/Chita Asia/Khandyga Asia/Yakutsk
28800|0|0|Ulaanbaatar Standard Time|CHOT|Ulaanbaatar Summer Time|CHOST|Asia/Choibalsan
28800|0|0|China Standard Time|CST|China Daylight Time|CDT|Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai PRC CTT
21600|0|0|Bangladesh Standard Time|BDT|Bangladesh Summer Time|BDST|Asia/Dacca Asia/Dhaka BST
32400|0|0|East Timor Time|TLT|Timor-Leste Summer Time|TLST|Asia/Dili
14400|0|0|Gulf Standard Time|GST|Gulf Daylight Time|GDT|Asia/Dubai Asia/Muscat
18000|0|0|Tajikistan Time|TJT|Tajikistan Summer Time|TJST|Asia/Dushanbe
7200|3600|1|Eastern European Time|EET|Eastern European Summer Time|EEST|Asia/Famagusta EET
28800|0|0|Hong Kong Standard Time|HKT|Hong Kong Summer Time|HKST|Asia/Hong_Kong Hongkong
25200|0|0|Hovd Standard Time|HOVT|Hovd Summer Time|HOVST|Asia/Hovd
28800|0|0|Irkutsk Standard Time|IRKT|Irkutsk Summer Time|IRKST|Asia/Irkutsk
10800|0|0|Turkey Time|TRT|Turkey Summer Time|TRST|Asia/Istanbul Europe/Istanbul Turkey
25200|0|0|Western Indonesia Time|WIB|West Indonesia Summer Time|WIST|Asia/Jakarta Asia/Pontianak
32400|0|0|Eastern Indonesia Time|WIT|East Indonesia Summer Time|EIST|Asia/Jayapura
7200|3600|1|Israel Standard Time|IST|Israel Daylight Time|IDT|Asia/Jerusalem Asia/Tel_Aviv Israel
16200|0|0|Afghanistan Time|AFT|Afghanistan Summer Time|AFST|Asia/Kabul
43200|0|0|Petropavlovsk-Kamchatski Standard Time|PETT|Petropavlovsk-Kamchatski Summer Time|PETST|Asia/Kamchatka
18000|0|0|Pakistan Standard Time|PKT|Pakistan Summer Time|PKST|Asia/Karachi PLT
21600|0|0|Xinjiang Standard Time|XJT|Xinjiang Daylight Time|XJDT|Asia/Kashgar Asia/Urumqi
20700|0|0|Nepal Time|NPT|Nepal Summer Time|NPST|Asia/Kathmandu Asia/Katmandu
25200|0|0|Krasnoyarsk Standard Time|KRAT|Krasnoyarsk Summer Time|KRAST|Asia/Krasnoyarsk Asia/Novokuznetsk
28800|0|0|Malaysia Time|MYT|Malaysia Summer Time|MYST|Asia/Kuala_Lumpur Asia/Kuching
39600|0|0|Magadan Standard Time|MAGT|Magadan Summer Time|MAGST|Asia/Magadan
28800|0|0|Central Indonesia Time|WITA|Central Indonesia Summer Time|CIST|Asia/Makassar Asia/Ujung_Pandang
28800|0|0|Philippine Standard Time|PST|Philippine Summer Time|PDT|Asia/Manila
25200|0|0|Novosibirsk Standard Time|NOVT|Novosibirsk Summer Time|NOVST|Asia/Novosibirsk
21600|0|0|Omsk Standard Time|OMST|Omsk Summer Time|OMSST|Asia/Omsk
18000|0|0|West Kazakhstan Time|ORAT|Oral Summer Time|ORAST|Asia/Oral
32400|0|0|Korean Standard Time|KST|Korean Daylight Time|KDT|Asia/Pyongyang Asia/Seoul ROK
18000|0|0|East Kazakhstan Time|QOST|Kostanay Summer Time|QOSST|Asia/Qostanay
18000|0|0|West Kazakhstan Time|QYZT|Qyzylorda Summer Time|QYZST|Asia/Qyzylorda
23400|0|0|Myanmar Time|MMT|Myanmar Summer Time|MMST|Asia/Rangoon Asia/Yangon
39600|0|0|Sakhalin Standard Time|SAKT|Sakhalin Summer Time|SAKST|Asia/Sakhalin
18000|0|0|Uzbekistan Standard Time|UZT|Uzbekistan Summer Time|UZST|Asia/Samarkand Asia/Tashkent
28800|0|0|Singapore Standard Time|SGT|Singapore Summer Time|SGST|Asia/Singapore Singapore
39600|0|0|Srednekolymsk Time|SRET|Srednekolymsk Daylight Time|SREDT|Asia/Srednekolymsk
28800|0|0|Taipei Standard Time|CST|Taipei Daylight Time|CDT|Asia/Taipei
14400|0|0|Georgia Standard Time|GET|Georgia Summer Time|GEST|Asia/Tbilisi
12600|0|0|Iran Standard Time|IRST|Iran Daylight Time|IRDT|Asia/Tehran Iran
21600|0|0|Bhutan Time|BTT|Bhutan Summer Time|BTST|Asia/Thimbu Asia/Thimphu
32400|0|0|Japan Standard Time|JST|Japan Daylight Time|JDT|Asia/Tokyo Japan JST
25200|0|0|Tomsk Standard Time|GMT+07:00|Tomsk Daylight Time|GMT+07:00|Asia/Tomsk
28800|0|0|Ulaanbaatar Standard Time|ULAT|Ulaanbaatar Summer Time|ULAST|Asia/Ulaanbaatar Asia/Ulan_Bator
36000|0|0|Vladivostok Standard Time|VLAT|Vladivostok Summer Time|VLAST|Asia/Ust-Nera Asia/Vladivostok
18000|0|0|Yekaterinburg Standard Time|YEKT|Yekaterinburg Summer Time|YEKST|Asia/Yekaterinburg
14400|0|0|Armenia Standard Time|AMT|Armenia Summer Time|AMST|Asia/Yerevan NET
-3600|3600|1|Azores Standard Time|AZOT|Azores Summer Time|AZOST|Atlantic/Azores
0|3600|1|Western European Standard Time|WET|Western European Summer Time|WEST|Atlantic/Canary Atlantic/Faeroe Atlantic/Faroe Atlantic/Madeira Europe/Lisbon Portugal
-3600|0|0|Cape Verde Standard Time|CVT|Cape Verde Summer Time|CVST|Atlantic/Cape_Verde
-7200|0|0|South Georgia Time|GST|South Georgia Daylight Time|GDT|Atlantic/South_Georgia
-10800|0|0|Falkland Islands Standard Time|FKT|Falkland Islands Summer Time|FKST|Atlantic/Stanley
34200|3600|1|Australian Central Standard Time|ACST|Australian Central Daylight Time|ACDT|Australia/Adelaide Australia/Broken_Hill Australia/South Australia/Yancowinna
36000|0|0|Australian Eastern Standard Time|AEST|Australian Eastern Daylight Time|AEDT|Australia/Brisbane Australia/Lindeman Australia/Queensland
34200|0|0|Australian Central Standard Time|ACST|Australian Central Daylight Time|ACDT|Australia/Darwin Australia/North ACT
31500|0|0|Australian Central Western Standard Time|ACWST|Australian Central Western Daylight Time|ACWDT|Australia/Eucla
37800|1800|1|Lord Howe Standard Time|LHST|Lord Howe Daylight Time|LHDT|Australia/LHI Australia/Lord_Howe
28800|0|0|Australian Western Standard Time|AWST|Australian Western Daylight Time|AWDT|Australia/Perth Australia/West
3600|3600|1|Central European Time|CET|Central European Summer Time|CEST|CET
-21600|3600|1|Easter Island Standard Time|EAST|Easter Island Summer Time|EASST|Chile/EasterIsland Pacific/Easter
0|3600|1|Greenwich Mean Time|GMT|Irish Standard Time|IST|Eire Europe/Dublin
-3600|0|0|GMT-01:00|GMT-01:00|GMT-01:00|GMT-01:00|Etc/GMT+1
-36000|0|0|GMT-10:00|GMT-10:00|GMT-10:00|GMT-10:00|Etc/GMT+10
-39600|0|0|GMT-11:00|GMT-11:00|GMT-11:00|GMT-11:00|Etc/GMT+11
-43200|0|0|GMT-12:00|GMT-12:00|GMT-12:00|GMT-12:00|Etc/GMT+12
-7200|0|0|GMT-02:00|GMT-02:00|GMT-02:00|GMT-02:00|Etc/GMT+2
-10800|0|0|GMT-03:00|GMT-03:00|GMT-03:00|GMT-03:00|Etc/GMT+3
-14400|0|0|GMT-04:00|GMT-04:00|GMT-04:00|GMT-04:00|Etc/GMT+4
-18000|0|0|GMT-05:00|GMT-05:00|GMT-05:00|GMT-05:00|Etc/GMT+5
-21600|0|0|GMT-06:00|GMT-06:00|GMT-06:00|GMT-06:00|Etc/GMT+6
-25200|0|0|GMT-07:00|GMT-07:00|GMT-07:00|GMT-07:00|Etc/GMT+7
-28800|0|0|GMT-08:00|GMT-08:00|GMT-08:00|GMT-08:00|Etc/GMT+8
-32400|0|0|GMT-09:00|GMT-09:00|GMT-09:00|GMT-09:00|Etc/GMT+9
3600|0|0|GMT+01:00|GMT+01:00|GMT+01:00|GMT+01:00|Etc/GMT-1
36000|0|0|GMT+10:00|GMT+10:00|GMT+10:00|GMT+10:00|Etc/GMT-10
39600|0|0|GMT+11:00|GMT+11:00|GMT+11:00|GMT+11:00|Etc/GMT-11
43200|0|0|GMT+12:00|GMT+12:00|GMT+12:00|GMT+12:00|Etc/GMT-12
46800|0|0|GMT+13:00|GMT+13:00|GMT+13:00|GMT+13:00|Etc/GMT-13
50400|0|0|GMT+14:00|GMT+14:00|GMT+14:00|GMT+14:00|Etc/GMT-14
7200|0|0|GMT+02:00|GMT+02:00|GMT+02:00|GMT+02:00|Etc/GMT-2
10800|0|0|GMT+03:00|GMT+03:00|GMT+03:00|GMT+03:00|Etc/GMT-3
14400|0|0|GMT+04:00|GMT+04:00|GMT+04:00|GMT+04:00|Etc/GMT-4
18000|0|0|GMT+05:00|GMT+05:00|GMT+05:00|GMT+05:00|Etc/GMT-5
21600|0|0|GMT+06:00|GMT+06:00|GMT+06:00|GMT+06:00|Etc/GMT-6
25200|0|0|GMT+07:00|GMT+07:00|GMT+07:00|GMT+07:00|Etc/GMT-7
28800|0|0|GMT+08:00|GMT+08:00|GMT+08:00|GMT+08:00|Etc/GMT-8
32400|0|0|GMT+09:00|GMT+09:00|GMT+09:00|GMT+09:00|Etc/GMT-9
0|0|0|Coordinated Universal Time|UTC|Coordinated Universal Time|UTC|Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT UTC Universal Zulu
14400|0|0|Astrakhan Standard Time|GMT+04:00|Astrakhan Standard Time|GMT+04:00|Europe/Astrakhan
0|3600|1|Greenwich Mean Time|GMT|British Summer Time|BST|Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey Europe/London GB GB-Eire
10800|0|0|Moscow Standard Time|MSK|Moscow Daylight Time|MSD|Europe/Kirov
10800|0|0|Moscow Standard Time|MSK|Moscow Summer Time|MSD|Europe/Minsk Europe/Moscow Europe/Simferopol W-SU
14400|0|0|Samara Standard Time|SAMT|Samara Summer Time|SAMST|Europe/Samara
14400|0|0|Saratov Standard Time|GMT+04:00|Saratov Standard Time|GMT+04:00|Europe/Saratov
14400|0|0|Ulyanovsk Standard Time|GMT+04:00|Ulyanovsk Standard Time|GMT+04:00|Europe/Ulyanovsk
10800|0|0|Volgograd Standard Time|MSK|Volgograd Summer Time|MSD|Europe/Volgograd
21600|0|0|Indian Ocean Time|IOT|Indian Ocean Territory Summer Time|IOST|Indian/Chagos
25200|0|0|Christmas Island Time|CXT|Christmas Island Summer Time|CXST|Indian/Christmas
23400|0|0|Cocos Islands Time|CCT|Cocos Islands Summer Time|CCST|Indian/Cocos
18000|0|0|French Southern & Antarctic Time|TFT|French Southern & Antarctic Lands Summer Time|TFST|Indian/Kerguelen
14400|0|0|Seychelles Time|SCT|Seychelles Summer Time|SCST|Indian/Mahe
18000|0|0|Maldives Time|MVT|Maldives Summer Time|MVST|Indian/Maldives
14400|0|0|Mauritius Standard Time|MUT|Mauritius Summer Time|MUST|Indian/Mauritius
14400|0|0|Réunion Time|RET|Reunion Summer Time|REST|Indian/Reunion
43200|0|0|Marshall Islands Time|MHT|Marshall Islands Summer Time|MHST|Kwajalein Pacific/Kwajalein Pacific/Majuro
3600|3600|1|Middle Europe Time|MET|Middle Europe Summer Time|MEST|MET
45900|3600|1|Chatham Standard Time|CHAST|Chatham Daylight Time|CHADT|NZ-CHAT Pacific/Chatham
46800|0|0|Apia Standard Time|WSST|Apia Daylight Time|WSDT|Pacific/Apia MIT
39600|0|0|Bougainville Standard Time|BST|Bougainville Daylight Time|BST|Pacific/Bougainville
36000|0|0|Chuuk Time|CHUT|Chuuk Summer Time|CHUST|Pacific/Chuuk Pacific/Truk Pacific/Yap
39600|0|0|Vanuatu Standard Time|VUT|Vanuatu Summer Time|VUST|Pacific/Efate
46800|0|0|Phoenix Islands Time|PHOT|Phoenix Is. Summer Time|PHOST|Pacific/Enderbury
46800|0|0|Tokelau Time|TKT|Tokelau Summer Time|TKST|Pacific/Fakaofo
43200|0|0|Fiji Standard Time|FJT|Fiji Summer Time|FJST|Pacific/Fiji
43200|0|0|Tuvalu Time|TVT|Tuvalu Summer Time|TVST|Pacific/Funafuti
-21600|0|0|Galapagos Time|GALT|Galapagos Summer Time|GALST|Pacific/Galapagos
-32400|0|0|Gambier Time|GAMT|Gambier Summer Time|GAMST|Pacific/Gambier
39600|0|0|Solomon Islands Time|SBT|Solomon Is. Summer Time|SBST|Pacific/Guadalcanal SST
36000|0|0|Chamorro Standard Time|ChST|Chamorro Daylight Time|ChDT|Pacific/Guam Pacific/Saipan
-36000|0|0|Hawaii-Aleutian Standard Time|HST|Hawaii-Aleutian Daylight Time|HDT|Pacific/Honolulu SystemV/HST10 US/Hawaii
-36000|0|0|Hawaii-Aleutian Standard Time|HAST|Hawaii-Aleutian Daylight Time|HADT|Pacific/Johnston
46800|0|0|Kanton Standard Time|GMT+13:00|Kanton Daylight Time|GMT+13:00|Pacific/Kanton
50400|0|0|Line Islands Time|LINT|Line Is. Summer Time|LINST|Pacific/Kiritimati
39600|0|0|Kosrae Time|KOST|Kosrae Summer Time|KOSST|Pacific/Kosrae
-34200|0|0|Marquesas Time|MART|Marquesas Summer Time|MARST|Pacific/Marquesas
-39600|0|0|Samoa Standard Time|SST|Samoa Daylight Time|SDT|Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa
43200|0|0|Nauru Time|NRT|Nauru Summer Time|NRST|Pacific/Nauru
-39600|0|0|Niue Time|NUT|Niue Summer Time|NUST|Pacific/Niue
39600|3600|1|Norfolk Island Standard Time|NFT|Norfolk Island Daylight Time|NFST|Pacific/Norfolk
39600|0|0|New Caledonia Standard Time|NCT|New Caledonia Summer Time|NCST|Pacific/Noumea
32400|0|0|Palau Time|PWT|Palau Summer Time|PWST|Pacific/Palau
-28800|0|0|Pitcairn Time|PST|Pitcairn Daylight Time|PDT|Pacific/Pitcairn
39600|0|0|Ponape Time|PONT|Pohnpei Summer Time|PONST|Pacific/Pohnpei Pacific/Ponape
36000|0|0|Papua New Guinea Time|PGT|Papua New Guinea Summer Time|PGST|Pacific/Port_Moresby
-36000|0|0|Cook Islands Standard Time|CKT|Cook Islands Half Summer Time|CKHST|Pacific/Rarotonga
-36000|0|0|Tahiti Time|TAHT|Tahiti Summer Time|TAHST|Pacific/Tahiti
43200|0|0|Gilbert Islands Time|GILT|Gilbert Is. Summer Time|GILST|Pacific/Tarawa
46800|0|0|Tonga Standard Time|TOT|Tonga Summer Time|TOST|Pacific/Tongatapu
43200|0|0|Wake Island Time|WAKT|Wake Summer Time|WAKST|Pacific/Wake
43200|0|0|Wallis & Futuna Time|WFT|Wallis & Futuna Summer Time|WFST|Pacific/Wallis
-28800|0|0|Pitcairn Time|PST|Pitcairn Time|PST|SystemV/PST8
-32400|0|0|Gambier Time|AKST|Gambier Time|AKST|SystemV/YST9
0|3600|1|Western European Time|WET|Western European Summer Time|WEST|WET
-18000|0|0|Eastern Standard Time|EST|Eastern Standard Time|EST|EST
-36000|0|0|Hawaii Standard Time|HST|Hawaii Standard Time|HST|HST
-25200|0|0|Mountain Standard Time|MST|Mountain Standard Time|MST|MST
-10800|0|0|Argentine Time|ART|Argentine Summer Time|ARST|AGT
`;
