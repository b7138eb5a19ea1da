/** When weeks begin: the first day, 1 for Sunday, and how many days of a year its first week must have. */
export interface WeekRule {
  readonly firstDay: number;
  readonly minimalDays: number;
}

/** Regions by rule; in every other region weeks begin on Monday, and the first one with the year. */
const RULES: readonly (readonly [WeekRule, string])[] = [
  [
    { firstDay: 1, minimalDays: 1 },
    `AG AS AU BD BR BS BT BW BZ CA CN CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX
    MZ NI NP PA PE PH PK PR PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW`,
  ],
  [{ firstDay: 1, minimalDays: 4 }, `PT`],
  [
    { firstDay: 2, minimalDays: 4 },
    `AD AT AX BE BG CH CZ DE DK EE ES FI FJ FO FR GB GF GG GI GP GR HU IE IM IS IT JE LI LT LU MC MQ NL
    NO PL RE RU SE SJ SK SM VA`,
  ],
  [{ firstDay: 7, minimalDays: 1 }, `AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY`],
];
const NO_REGION: WeekRule = { firstDay: 1, minimalDays: 1 };
const OTHERS: WeekRule = { firstDay: 2, minimalDays: 1 };

const byRegion = new Map<string, WeekRule>();
for (const [rule, regions] of RULES) for (const region of regions.split(/\s+/u)) byRegion.set(region, rule);

/**
 * The rule of a region (`DE`), or of no region. `Intl` is not asked: it doesn't tell how long a first week is, and its
 * answer would make English dates depend on the runtime.
 */
export function weekOf(region: string): WeekRule {
  return region === "" ? NO_REGION : (byRegion.get(region) ?? OTHERS);
}
