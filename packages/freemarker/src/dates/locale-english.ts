import type { LocaleNames } from "./locale-intl.ts";

const MONTHS = words("January February March April May June July August September October November December");
const WEEKDAYS = words("Sunday Monday Tuesday Wednesday Thursday Friday Saturday");
const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3));
const SHORT_WEEKDAYS = WEEKDAYS.map((name) => name.slice(0, 3));

/** Regions that write day before month, by whether their clocks have twelve hours; all others do as the USA do. */
const TWELVE_HOURS = new Set(
  words(`001 AE AG AU BB BM BS CY DM ER FJ FM GD GH GM GY HK IN JM KI KN KY LC LR LS MO MW MY NA NZ PG PH PK PW
    SB SD SG SL SS SZ TC TO TT VC VG VU WS ZM`),
);
const TWENTY_FOUR_HOURS = new Set(
  words(`150 AI AT BE BW BZ CC CH CK CM CX DE DG DK FI FK GB GG GI IE IL IM IO JE KE MG MS MT MU NF NG NL NR NU
    PN RW SC SE SH SI SX TK TV TZ UG ZA ZW`),
);

const US_DATES = ["M/d/yy", "MMM d, y", "MMMM d, y", "EEEE, MMMM d, y"];
const WORLD_DATES = ["dd/MM/y", "d MMM y", "d MMMM y", "EEEE, d MMMM y"];
/** Dates of regions that have other ones; what is empty is as elsewhere. */
const OWN_DATES = new Map<string, readonly string[]>([
  ["AU", ["d/M/yy"]],
  ["BE", ["dd/MM/yy", "dd MMM y"]],
  ["BW", ["dd/MM/yy", "dd MMM y", "dd MMMM y", "EEEE, dd MMMM y"]],
  ["BZ", ["dd/MM/yy", "dd-MMM-y", "dd MMMM y", "EEEE, dd MMMM y"]],
  ["CA", ["y-MM-dd"]],
  ["HK", ["d/M/y"]],
  ["IE", ["", "", "", "EEEE d MMMM y"]],
  ["IN", ["dd/MM/yy", "dd-MMM-y", "", "EEEE, d MMMM, y"]],
  ["MT", ["", "dd MMM y", "dd MMMM y"]],
  ["NZ", ["d/MM/yy", "d/MM/y"]],
  ["PK", ["", "dd-MMM-y"]],
  ["SE", ["y-MM-dd"]],
  ["SG", ["d/M/yy"]],
  ["ZA", ["y/MM/dd", "dd MMM y", "dd MMMM y", "EEEE, dd MMMM y"]],
  ["ZW", ["d/M/y", "dd MMM,y", "dd MMMM y", "EEEE, dd MMMM y"]],
]);
/** Times of day of regions that don't write `HH:mm`. */
const OWN_TIMES = new Map([
  ["DK", "HH.mm"],
  ["FI", "H.mm"],
  ["IL", "H:mm"],
]);

/** What is said of dates in no language: the root of all locales. */
export const ROOT_DATES: LocaleNames = {
  datePatterns: ["y-MM-dd", "y MMM d", "y MMMM d", "y MMMM d, EEEE"],
  timePatterns: times("HH:mm"),
  joiners: ["{1} {0}", "{1} {0}", "{1} {0}", "{1} {0}"],
  months: SHORT_MONTHS,
  shortMonths: SHORT_MONTHS,
  standaloneMonths: SHORT_MONTHS,
  standaloneShortMonths: SHORT_MONTHS,
  weekdays: SHORT_WEEKDAYS,
  shortWeekdays: SHORT_WEEKDAYS,
  amPm: ["AM", "PM"],
  eras: ["BCE", "CE"],
};

/** What English says of dates in a region (`GB`), or without one, as in Java 17 and whatever ICU the runtime has. */
export function englishDates(region: string): LocaleNames {
  const world = TWELVE_HOURS.has(region) || TWENTY_FOUR_HOURS.has(region);
  const own = OWN_DATES.get(region) ?? [];
  const dates = world ? WORLD_DATES : US_DATES;
  const twelve = !TWENTY_FOUR_HOURS.has(region) && region !== "BI";
  const shortMonths = SHORT_MONTHS.map((name, i) => shortMonth(region, name, i));
  return {
    datePatterns: dates.map((pattern, style) => own[style] || pattern),
    timePatterns: times(twelve ? "h:mm a" : (OWN_TIMES.get(region) ?? "HH:mm")),
    joiners: ["{1}, {0}", "{1}, {0}", "{1} 'at' {0}", "{1} 'at' {0}"],
    months: MONTHS,
    shortMonths,
    standaloneMonths: MONTHS,
    standaloneShortMonths: region === "AU" ? SHORT_MONTHS : shortMonths,
    weekdays: WEEKDAYS,
    shortWeekdays: region === "CA" ? SHORT_WEEKDAYS.map((name) => `${name}.`) : SHORT_WEEKDAYS,
    amPm: amPm(region, world),
    eras: ["BC", "AD"],
  };
}

/** Whether English of a region calls the zones of North America by their abbreviations (`PST`). */
export function abbreviatesAmericanZones(region: string): boolean {
  return !TWELVE_HOURS.has(region) && !TWENTY_FOUR_HOURS.has(region) && region !== "MH" && region !== "MP";
}

function words(text: string): string[] {
  return text.split(/\s+/u);
}

/** Times of day from short to full, of the short one: seconds follow the minutes, a zone comes last. */
function times(short: string): string[] {
  const medium = short.replace(/(.)mm/u, "$1mm$1ss");
  return [short, medium, `${medium} z`, `${medium} zzzz`];
}

function shortMonth(region: string, name: string, month: number): string {
  if (region === "CA") return name === "May" ? name : `${name}.`;
  if (region === "AU" && (month === 5 || month === 6)) return MONTHS[month] ?? name;
  return (region === "AU" || region === "GB") && month === 8 ? "Sept" : name;
}

function amPm(region: string, world: boolean): string[] {
  if (region === "CA" || region === "IE") return ["a.m.", "p.m."];
  return world && region !== "AE" ? ["am", "pm"] : ["AM", "PM"];
}
