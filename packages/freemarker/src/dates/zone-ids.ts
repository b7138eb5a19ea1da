/** The three-letter ids that Java keeps from its first version, except those that are zones of their own. */
const SHORT_IDS = new Map(
  `ACT Australia/Darwin,AET Australia/Sydney,AGT America/Buenos_Aires,ART Africa/Cairo,AST America/Anchorage,
  BET America/Sao_Paulo,BST Asia/Dhaka,CAT Africa/Harare,CNT America/St_Johns,CST America/Chicago,CTT Asia/Shanghai,
  EAT Africa/Addis_Ababa,ECT Europe/Paris,IET America/Indianapolis,IST Asia/Calcutta,JST Asia/Tokyo,MIT Pacific/Apia,
  NET Asia/Yerevan,NST Pacific/Auckland,PLT Asia/Karachi,PNT America/Phoenix,PRT America/Puerto_Rico,
  PST America/Los_Angeles,SST Pacific/Guadalcanal,VST Asia/Saigon`
    .split(/,\s*/u)
    .map((row): [string, string] => [row.slice(0, 3), row.slice(4)]),
);

/** How ids are written that `Intl` takes, but doesn't list: it doesn't heed the case of letters, and Java does. */
const WORD = "[A-Z][a-z]+(?:[A-Z][a-z]+)?";
const LINK = new RegExp(`^(?:US/)?${WORD}(?:[/_-](?:${WORD}|of|au))*$`, "u");
const UPPER_CASE = new Set(
  `GMT GMT0 UCT UTC EST MST HST CET EET MET WET EST5EDT CST6CDT MST7MDT PST8PDT GB GB-Eire NZ NZ-CHAT PRC ROK W-SU
  Etc/GMT Etc/UCT Etc/UTC America/Knox_IN Australia/ACT Australia/LHI Australia/NSW`.split(/\s+/u),
);
const NUMBERED = /^(?:Etc\/GMT[+-]?\d\d?|SystemV\/[A-Z]{3}\d\d?(?:[A-Z]{3})?)$/u;
/** Longer than any id. */
const MAX_LENGTH = 40;
let listed: ReadonlySet<string> | undefined;

/**
 * The id that `Intl` knows for a Java id, which is case-sensitive; undefined where it has none. The zones are those of
 * the runtime's ICU.
 */
export function intlZoneId(id: string): string | undefined {
  const short = SHORT_IDS.get(id);
  if (short !== undefined) return short;
  if (id.length > MAX_LENGTH || !isWrittenLikeAnId(id)) return undefined;
  try {
    // For the error alone.
    Intl.DateTimeFormat("en-US", { timeZone: id });
    return id;
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

function isWrittenLikeAnId(id: string): boolean {
  listed ??= new Set(Intl.supportedValuesOf("timeZone"));
  return listed.has(id) || UPPER_CASE.has(id) || NUMBERED.test(id) || LINK.test(id);
}
