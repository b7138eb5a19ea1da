/** The English names of a group of zones, and one zone of it that stands for all of them where a text is parsed. */
export interface ZoneNames {
  readonly zone: string;
  readonly standard: string;
  readonly standardShort: string;
  /** Empty where the group has no summer time, as its abbreviation. */
  readonly summer: string;
  readonly summerShort: string;
}

/**
 * Zones by what ends their names: the name's beginning, its abbreviations for standard and summer time, and a zone.
 * Where an abbreviation has several meanings the first row is the one Java takes it for.
 */
const ROWS: readonly (readonly [standard: string, summer: string, rows: string])[] = [
  [
    "Standard Time",
    "Daylight Time",
    `Pacific PST PDT America/Los_Angeles
    Mountain MST MDT America/Denver
    Central CST CDT America/Chicago
    Eastern EST EDT America/New_York
    Hawaii-Aleutian HST HDT Pacific/Honolulu
    Alaska AKST AKDT America/Anchorage
    Atlantic AST ADT America/Halifax
    Newfoundland NST NDT America/St_Johns
    Israel IST IDT Asia/Jerusalem
    Japan JST JDT Asia/Tokyo
    Australian Central ACST ACDT Australia/Darwin
    China CST CDT Asia/Shanghai
    Cuba CST CDT America/Havana
    Mexican Pacific MST MDT America/Mazatlan
    St. Pierre & Miquelon PMST PMDT America/Miquelon
    New Zealand NZST NZDT Pacific/Auckland
    Arabian AST ADT Asia/Riyadh
    India IST IDT Asia/Calcutta
    Gulf GST GDT Asia/Dubai
    Korean KST KDT Asia/Seoul
    Taipei CST CDT Asia/Taipei
    Iran IRST IRDT Asia/Tehran
    Australian Eastern AEST AEDT Australia/Sydney
    Australian Western AWST AWDT Australia/Perth
    Lord Howe LHST LHDT Australia/Lord_Howe
    Chatham CHAST CHADT Pacific/Chatham
    Norfolk Island NFT NFST Pacific/Norfolk
    Chamorro ChST ChDT Pacific/Guam
    Samoa SST SDT Pacific/Pago_Pago
    Apia WSST WSDT Pacific/Apia`,
  ],
  [
    "Standard Time",
    "Summer Time",
    `Central European CET CEST Europe/Paris
    Eastern European EET EEST Europe/Bucharest
    Western European WET WEST Europe/Lisbon
    West Africa WAT WAST Africa/Lagos
    South Africa SAST SAST Africa/Johannesburg
    Argentina ART ARST America/Buenos_Aires
    Brasilia BRT BRST America/Sao_Paulo
    Paraguay PYT PYST America/Asuncion
    Amazon AMT AMST America/Manaus
    Colombia COT COST America/Bogota
    Acre ACT ACST America/Rio_Branco
    West Greenland WGT WGST America/Godthab
    East Greenland EGT EGST America/Scoresbysund
    Peru PET PEST America/Lima
    Uruguay UYT UYST America/Montevideo
    Chile CLT CLST America/Santiago
    Fernando de Noronha FNT FNST America/Noronha
    Turkmenistan TMT TMST Asia/Ashgabat
    Azerbaijan AZT AZST Asia/Baku
    Bangladesh BDT BDST Asia/Dhaka
    Hong Kong HKT HKST Asia/Hong_Kong
    Irkutsk IRKT IRKST Asia/Irkutsk
    Pakistan PKT PKST Asia/Karachi
    Krasnoyarsk KRAT KRAST Asia/Krasnoyarsk
    Magadan MAGT MAGST Asia/Magadan
    Philippine PST PDT Asia/Manila
    Omsk OMST OMSST Asia/Omsk
    Singapore SGT SGST Asia/Singapore
    Uzbekistan UZT UZST Asia/Tashkent
    Georgia GET GEST Asia/Tbilisi
    Ulaanbaatar ULAT ULAST Asia/Ulaanbaatar
    Vladivostok VLAT VLAST Asia/Vladivostok
    Yakutsk YAKT YAKST Asia/Yakutsk
    Yekaterinburg YEKT YEKST Asia/Yekaterinburg
    Armenia AMT AMST Asia/Yerevan
    Azores AZOT AZOST Atlantic/Azores
    Cape Verde CVT CVST Atlantic/Cape_Verde
    Moscow MSK MSD Europe/Moscow
    Samara SAMT SAMST Europe/Samara
    Mauritius MUT MUST Indian/Mauritius
    Easter Island EAST EASST Pacific/Easter
    Fiji FJT FJST Pacific/Fiji
    Tonga TOT TOST Pacific/Tongatapu`,
  ],
  [
    "Time",
    "",
    `Greenwich Mean GMT - GMT
    Coordinated Universal UTC - UTC
    Central Africa CAT - Africa/Maputo
    Bolivia BOT - America/La_Paz
    Ecuador ECT - America/Guayaquil
    Guyana GYT - America/Guyana
    Venezuela VET - America/Caracas
    Suriname SRT - America/Paramaribo
    Afghanistan AFT - Asia/Kabul
    Bhutan BTT - Asia/Thimphu
    Kyrgyzstan KGT - Asia/Bishkek
    Tajikistan TJT - Asia/Dushanbe
    Indochina ICT - Asia/Bangkok
    Western Indonesia WIB - Asia/Jakarta
    Central Indonesia WITA - Asia/Makassar
    Eastern Indonesia WIT - Asia/Jayapura
    Malaysia MYT - Asia/Kuala_Lumpur
    Myanmar MMT - Asia/Rangoon
    Nepal NPT - Asia/Kathmandu
    Maldives MVT - Indian/Maldives
    Seychelles SCT - Indian/Mahe
    Papua New Guinea PGT - Pacific/Port_Moresby
    Tahiti TAHT - Pacific/Tahiti`,
  ],
];
/** Names that follow no rule: of groups that come before the rows, and behind them. */
const FIRST = named("Africa/Nairobi", "East Africa Time", "EAT", "Eastern African Summer Time", "EAST");
const LAST: readonly ZoneNames[] = [
  named("Europe/London", "Greenwich Mean Time", "GMT", "British Summer Time", "BST"),
  named("Europe/Dublin", "Greenwich Mean Time", "GMT", "Irish Standard Time", "IST"),
];
const TURKEY = named("Europe/Istanbul", "Turkey Time", "TRT", "", "");
/** Zones that have other names than the rest of their group, or for which `Intl` has had none. */
const OWN_NAMES = new Map<string, ZoneNames>([
  ["Asia/Istanbul", TURKEY],
  ["Europe/Istanbul", TURKEY],
  ["Turkey", TURKEY],
  ["HST", named("HST", "Hawaii Standard Time", "HST", "", "")],
  ["MET", named("MET", "Middle Europe Time", "MET", "Middle Europe Summer Time", "MEST")],
]);
const ALEUTIANS = /^(?:America\/(?:Adak|Atka)|US\/Aleutian)$/u;

/** Names that `Intl` has by other words in some versions of it. */
const RENAMED = new Map([
  ["American Samoa Standard Time", "Samoa Standard Time"],
  ["Greenland Standard Time", "West Greenland Standard Time"],
  ["Greenland Summer Time", "West Greenland Summer Time"],
  ["Taiwan Standard Time", "Taipei Standard Time"],
  ["West Africa Time", "West Africa Standard Time"],
  ["Yukon Time", "Mountain Standard Time"],
]);

let groups: readonly ZoneNames[] | undefined;
let abbreviations: ReadonlyMap<string, string> | undefined;

/** All names that are known, in the order in which Java would find them. */
export function zoneNameGroups(): readonly ZoneNames[] {
  return (groups ??= [
    FIRST,
    ...ROWS.flatMap(([standard, summer, rows]) => readRows(standard, summer, rows)),
    ...LAST,
    TURKEY,
  ]);
}

/**
 * Java's English name of a zone, for the long one that `Intl` has, if any; undefined for a short name where no
 * abbreviation is in common use.
 */
export function javaName(
  intlName: string | undefined,
  id: string,
  daylight: boolean,
  long: boolean,
): string | undefined {
  const own = OWN_NAMES.get(id);
  if (own !== undefined) {
    const [longName, short] = daylight ? [own.summer, own.summerShort] : [own.standard, own.standardShort];
    return (long ? longName : short) || undefined;
  }
  if (intlName === undefined) return undefined;
  if (!long && ALEUTIANS.test(id)) return daylight ? "HADT" : "HAST";
  // In newer data both Samoas have the name that one had.
  const name = id === "Pacific/Apia" || id === "MIT" ? intlName.replace(/^Samoa/u, "Apia") : intlName;
  const renamed = RENAMED.get(name) ?? name;
  if (long) return /^[CEW]ET$/u.test(id) ? renamed.replace(" Standard", "") : renamed;
  return abbreviation(renamed);
}

function abbreviation(name: string): string | undefined {
  abbreviations ??= new Map(
    zoneNameGroups().flatMap((group) => [
      [group.standard, group.standardShort],
      [group.summer, group.summerShort],
    ]),
  );
  return abbreviations.get(name);
}

function readRows(standard: string, summer: string, rows: string): ZoneNames[] {
  return rows.split("\n").map((row) => {
    const [, name = "", short = "", summerShort = "", zone = ""] =
      /^\s*(.+) (\S+) (\S+) (\S+)$/u.exec(row) ?? [];
    return summer === ""
      ? named(zone, `${name} ${standard}`, short, "", "")
      : named(zone, `${name} ${standard}`, short, `${name} ${summer}`, summerShort);
  });
}

function named(
  zone: string,
  standard: string,
  standardShort: string,
  summer: string,
  summerShort: string,
): ZoneNames {
  return { zone, standard, standardShort, summer, summerShort };
}
