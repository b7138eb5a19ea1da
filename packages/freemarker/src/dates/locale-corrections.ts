import type { LocaleNames } from "./locale-intl.ts";

type Fix = (names: LocaleNames) => Partial<LocaleNames>;

/** Dates and times joined by one text in short and medium formats, and by another in long and full ones. */
const joined =
  (short: string | undefined, long: string | undefined): Fix =>
  ({ joiners }) => ({
    joiners: joiners.map((now, style) => {
      const between = style < 2 ? short : long;
      return between === undefined ? now : `{1}${between}{0}`;
    }),
  });

const times =
  (change: (pattern: string) => string): Fix =>
  ({ timePatterns }) => ({ timePatterns: timePatterns.map(change) });

const dates =
  (change: (pattern: string) => string): Fix =>
  ({ datePatterns }) => ({ datePatterns: datePatterns.map(change) });

const amPm =
  (am: string, pm: string): Fix =>
  () => ({ amPm: [am, pm] });

const shortMonths =
  (change: (name: string, long: string) => string): Fix =>
  ({ shortMonths: names, standaloneShortMonths: alone, months }) => ({
    shortMonths: names.map((name, i) => change(name, months[i] ?? "")),
    standaloneShortMonths: alone.map((name, i) => change(name, months[i] ?? "")),
  });

const dotted = (name: string, long: string): string =>
  name === long || name.endsWith(".") ? name : `${name}.`;

/** Where months, long and short, are written in other letters. */
const spelled =
  (from: string, to: string): Fix =>
  (names) => {
    const change = (list: readonly string[]): string[] => list.map((name) => name.replace(from, to));
    return {
      months: change(names.months),
      shortMonths: change(names.shortMonths),
      standaloneMonths: change(names.standaloneMonths),
      standaloneShortMonths: change(names.standaloneShortMonths),
    };
  };

/** A date shows no short name of a month in Lithuanian. */
const LITHUANIAN = "saus vas kov bal geg birž liep rugp rugs spal lapkr gruod"
  .split(" ")
  .map((name) => `${name}.`);

/**
 * Where the locale data of Java 17 (CLDR 39) differ from later ones, by locales: `es` is Spanish everywhere, `es_MX`
 * that of Mexico, `pt_` Portuguese without a region. Later rules see what earlier ones have changed.
 */
const RULES: readonly (readonly [locales: string, fix: Fix])[] = [
  // Since CLDR 42 dates and times of day are joined by a comma, and by words in long formats.
  [
    `ak as az bn br brx cy da es et eu ga id lo mai ml nl or ps pt_ pt_BR sa sl so sw ta ug ur yo`,
    joined(" ", undefined),
  ],
  [
    `af ak as az bn brx cs dsb eo et eu ga ha id it ml ms ne ps pt_ pt_BR sl so sv sw th ur yo`,
    joined(undefined, " "),
  ],
  ["ar", joined(", ", undefined)],
  ["bg es ro ru sk", joined(undefined, ", ")],
  ["fi", ({ joiners }) => ({ joiners: ["{1} {0}", ...joiners.slice(1)] })],
  ["es_CO", joined(", ", ", ")],
  ["el", joined(undefined, " - ")],

  // Hours of Spanish America, and names with dots.
  [
    "es_419 es_AR es_BO es_CL es_CR es_CU es_EC es_GT es_HN es_MX es_NI es_PE es_PY es_SV es_UY",
    times((pattern) => pattern.replace("h:mm", "HH:mm").replace(" a", "")),
  ],
  [
    `es_419 es_AR es_BO es_BR es_BZ es_CL es_CO es_CR es_CU es_DO es_EC es_GT es_HN es_MX es_NI es_PA es_PR es_SV
    es_US`,
    shortMonths((name, long) => dotted(name.replace("sept", "sep"), long)),
  ],
  ["nl", shortMonths(dotted)],
  ["bg", shortMonths((_, long) => (long.length < 5 ? long : long.slice(0, 3)))],
  ["lt", () => ({ shortMonths: LITHUANIAN, standaloneShortMonths: LITHUANIAN })],
  ["ca es", amPm("a.\u00A0m.", "p.\u00A0m.")],
  ["es", () => ({ eras: ["a. C.", "d. C."] })],

  ["zh_ zh_CN", times((pattern) => pattern.replace("HH", "ah"))],
  ["cs", times((pattern) => pattern.replace(",", ""))],
  ["el", dates((pattern) => pattern.replace("EEEE d", "EEEE, d"))],
  ["pl", dates((pattern) => pattern.replace(/^d\.MM/u, "dd.MM"))],
  ["hi", spelled("अक्टू", "अक्तू")],
  ["ko", amPm("오전", "오후")],
  ["he", amPm("לפנה״צ", "אחה״צ")],
  [
    "th_TH",
    dates((pattern) =>
      pattern.replace(/^d MMMM G|G(?= y$)/u, (found) => (found === "G" ? "GGGG" : "d MMMM")),
    ),
  ],
  ["th", () => ({ shortWeekdays: ["อา.", "จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส."] })],
  [
    "el",
    ({ shortMonths: names, standaloneMonths }) => ({
      standaloneShortMonths: standaloneMonths.map((name, i) => name.slice(0, names[i]?.length)),
    }),
  ],
  ["th", amPm("ก่อนเที่ยง", "หลังเที่ยง")],
  ["bg", amPm("пр.об.", "сл.об.")],
  ["fi", ({ months }) => ({ shortMonths: months.map((name) => name.replace(/kuuta$/u, "k.")) })],
  ["da", ({ weekdays }) => ({ shortWeekdays: weekdays.map((name) => `${name.slice(0, 3)}.`) })],
  [
    "nb no",
    ({ standaloneShortMonths }) => ({
      shortMonths: standaloneShortMonths.map((name) => (name === "mai" ? name : `${name}.`)),
    }),
  ],
  ["nn", ({ shortMonths: names }) => ({ standaloneShortMonths: names })],
  ["nn", amPm("formiddag", "ettermiddag")],
  [
    "uk",
    ({ standaloneMonths }) => ({ standaloneShortMonths: standaloneMonths.map((name) => name.slice(0, 3)) }),
  ],
  ["pt_AO pt_CH pt_CV pt_GQ pt_GW pt_LU pt_MO pt_MZ pt_PT pt_ST pt_TL", amPm("da manhã", "da tarde")],
];

let fixes: Map<string, Fix[]> | undefined;

/** Names of a locale, nearer to what Java 17 has. */
export function corrected(language: string, region: string, names: LocaleNames): LocaleNames {
  fixes ??= byLocale();
  const fixed = { ...names };
  for (const key of [language, `${language}_${region}`]) {
    for (const fix of fixes.get(key) ?? []) Object.assign(fixed, fix(fixed));
  }
  return fixed;
}

function byLocale(): Map<string, Fix[]> {
  const found = new Map<string, Fix[]>();
  for (const [locales, fix] of RULES) {
    for (const locale of locales.split(/\s+/u)) found.set(locale, [...(found.get(locale) ?? []), fix]);
  }
  return found;
}
