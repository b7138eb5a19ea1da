/** Unicode scripts (Unicode 13, as in Java 17): ISO 15924 code and full name. */
const TABLE = [
  "Adlm ADLAM,Aghb CAUCASIAN_ALBANIAN,Ahom AHOM,Arab ARABIC,Armi IMPERIAL_ARAMAIC,Armn ARMENIAN",
  "Avst AVESTAN,Bali BALINESE,Bamu BAMUM,Bass BASSA_VAH,Batk BATAK,Beng BENGALI,Bhks BHAIKSUKI",
  "Bopo BOPOMOFO,Brah BRAHMI,Brai BRAILLE,Bugi BUGINESE,Buhd BUHID,Cakm CHAKMA,Cans CANADIAN_ABORIGINAL",
  "Cari CARIAN,Cham CHAM,Cher CHEROKEE,Chrs CHORASMIAN,Copt COPTIC,Cprt CYPRIOT,Cyrl CYRILLIC",
  "Deva DEVANAGARI,Diak DIVES_AKURU,Dogr DOGRA,Dsrt DESERET,Dupl DUPLOYAN,Egyp EGYPTIAN_HIEROGLYPHS",
  "Elba ELBASAN,Elym ELYMAIC,Ethi ETHIOPIC,Geor GEORGIAN,Glag GLAGOLITIC,Gong GUNJALA_GONDI",
  "Gonm MASARAM_GONDI,Goth GOTHIC,Gran GRANTHA,Grek GREEK,Gujr GUJARATI,Guru GURMUKHI,Hang HANGUL",
  "Hani HAN,Hano HANUNOO,Hatr HATRAN,Hebr HEBREW,Hira HIRAGANA,Hluw ANATOLIAN_HIEROGLYPHS",
  "Hmng PAHAWH_HMONG,Hmnp NYIAKENG_PUACHUE_HMONG,Hung OLD_HUNGARIAN,Ital OLD_ITALIC,Java JAVANESE",
  "Kali KAYAH_LI,Kana KATAKANA,Khar KHAROSHTHI,Khmr KHMER,Khoj KHOJKI,Kits KHITAN_SMALL_SCRIPT",
  "Knda KANNADA,Kthi KAITHI,Lana TAI_THAM,Laoo LAO,Latn LATIN,Lepc LEPCHA,Limb LIMBU,Lina LINEAR_A",
  "Linb LINEAR_B,Lisu LISU,Lyci LYCIAN,Lydi LYDIAN,Mahj MAHAJANI,Maka MAKASAR,Mand MANDAIC",
  "Mani MANICHAEAN,Marc MARCHEN,Medf MEDEFAIDRIN,Mend MENDE_KIKAKUI,Merc MEROITIC_CURSIVE",
  "Mero MEROITIC_HIEROGLYPHS,Miao MIAO,Mlym MALAYALAM,Modi MODI,Mong MONGOLIAN,Mroo MRO",
  "Mtei MEETEI_MAYEK,Mult MULTANI,Mymr MYANMAR,Nand NANDINAGARI,Narb OLD_NORTH_ARABIAN,Nbat NABATAEAN",
  "Newa NEWA,Nkoo NKO,Nshu NUSHU,Ogam OGHAM,Olck OL_CHIKI,Orkh OLD_TURKIC,Orya ORIYA,Osge OSAGE",
  "Osma OSMANYA,Palm PALMYRENE,Pauc PAU_CIN_HAU,Perm OLD_PERMIC,Phag PHAGS_PA",
  "Phli INSCRIPTIONAL_PAHLAVI,Phlp PSALTER_PAHLAVI,Phnx PHOENICIAN,Plrd MIAO",
  "Prti INSCRIPTIONAL_PARTHIAN,Rjng REJANG,Rohg HANIFI_ROHINGYA,Runr RUNIC,Samr SAMARITAN",
  "Sarb OLD_SOUTH_ARABIAN,Saur SAURASHTRA,Sgnw SIGNWRITING,Shaw SHAVIAN,Shrd SHARADA,Sidd SIDDHAM",
  "Sind KHUDAWADI,Sinh SINHALA,Sogd SOGDIAN,Sogo OLD_SOGDIAN,Sora SORA_SOMPENG,Soyo SOYOMBO",
  "Sund SUNDANESE,Sylo SYLOTI_NAGRI,Syrc SYRIAC,Tagb TAGBANWA,Takr TAKRI,Tale TAI_LE,Talu NEW_TAI_LUE",
  "Taml TAMIL,Tang TANGUT,Tavt TAI_VIET,Telu TELUGU,Tfng TIFINAGH,Tglg TAGALOG,Thaa THAANA,Thai THAI",
  "Tibt TIBETAN,Tirh TIRHUTA,Ugar UGARITIC,Vaii VAI,Wara WARANG_CITI,Wcho WANCHO,Xpeo OLD_PERSIAN",
  "Xsux CUNEIFORM,Yezi YEZIDI,Yiii YI,Zanb ZANABAZAR_SQUARE,Zinh INHERITED,Zyyy COMMON,Zzzz UNKNOWN",
]
  .join(",")
  .split(",");

let codes: Map<string, string> | undefined;

/** The ISO 15924 code of a script named by its code or full name in any case; undefined if unknown. */
export function scriptCode(name: string): string | undefined {
  if (codes === undefined) {
    codes = new Map();
    for (const entry of TABLE) {
      const [code = "", full = ""] = entry.split(" ");
      codes.set(code.toUpperCase(), code);
      if (!codes.has(full)) codes.set(full, code);
    }
  }
  return codes.get(name.toUpperCase());
}
