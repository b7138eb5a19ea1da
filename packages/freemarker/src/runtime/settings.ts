import { Fault } from "../core/fault.ts";
import type { Fractions } from "../dates/fractions.ts";
import { cNumberFormat } from "../numbers/c-format.ts";

/**
 * How values are written and read, as `<#setting>` and the host set them. Names are FreeMarker's, values its texts.
 */
export interface Settings {
  readonly locale: string;
  readonly time_zone: string;
  readonly number_format: string;
  readonly boolean_format: string;
  readonly date_format: string;
  readonly time_format: string;
  readonly datetime_format: string;
  readonly c_format: string;
  readonly output_encoding: string | undefined;
  readonly url_escaping_charset: string | undefined;
  readonly classic_compatible: false;
  /** What more than three digits of `S` are. No setting of FreeMarker's: only the host sets it. */
  readonly fractions: Fractions;
}

/** FreeMarker's own defaults, with the locale and time zone fixed instead of taken from the machine. */
export const DEFAULT_SETTINGS: Settings = {
  locale: "en_US",
  time_zone: "UTC",
  number_format: "number",
  boolean_format: "true,false",
  date_format: "",
  time_format: "",
  datetime_format: "",
  c_format: "JavaScript or JSON",
  output_encoding: undefined,
  url_escaping_charset: undefined,
  classic_compatible: false,
  fractions: "milliseconds",
};

/** The settings that `<#setting>` may change. */
export const CHANGEABLE_SETTINGS: readonly string[] = [
  "boolean_format",
  "c_format",
  "classic_compatible",
  "date_format",
  "datetime_format",
  "locale",
  "number_format",
  "output_encoding",
  "sql_date_and_time_time_zone",
  "time_format",
  "time_zone",
  "url_escaping_charset",
];

/** Settings whose values are names, kept in caches by some that read them. */
const NAMES = new Set(["locale", "time_zone", "output_encoding", "url_escaping_charset", "c_format"]);
const LONGEST_NAME = 200;
const LONGEST_FORMAT = 10_000;

/**
 * The settings with one of them changed.
 * @throws {Fault | NumberFormatFault} for a value that the setting can't have
 */
export function changeSetting(settings: Settings, name: string, value: string): Settings {
  const isName = NAMES.has(name);
  if (value.length > (isName ? LONGEST_NAME : LONGEST_FORMAT))
    throw new Fault("invalid-value", `The value of the setting ${name} is too long.`);
  switch (name) {
    case "boolean_format":
      if (value !== "" && value !== "c" && !value.includes(",")) {
        throw new Fault(
          "invalid-value",
          `boolean_format must be two texts with a comma between them, or "c", not "${value}".`,
        );
      }
      return { ...settings, boolean_format: value };
    case "c_format":
      cNumberFormat(value);
      return { ...settings, c_format: value };
    case "classic_compatible":
      if (value !== "false" && value !== "no") {
        throw new Fault("unsupported", "classic_compatible mode, of FreeMarker 1, is not supported.");
      }
      return settings;
    case "date_format":
    case "time_format":
    case "datetime_format":
    case "number_format":
    case "time_zone":
    case "output_encoding":
    case "url_escaping_charset":
      return { ...settings, [name]: value };
    case "locale":
      return { ...settings, locale: normalLocale(value) };
    case "sql_date_and_time_time_zone":
      return settings;
    default:
      throw new Fault("invalid-argument", `There is no setting called ${name}.`);
  }
}

/** A locale as Java prints it: language, country and variant, with the case of each. */
function normalLocale(text: string): string {
  const [language = "", country = "", variant = ""] = text.split(/[_, ]+/u, 3);
  // The text is short (see above), so that the search for its end takes no time to speak of.
  const locale = [language.toLowerCase(), country.toUpperCase(), variant].join("_");
  return locale.replace(/_+$/u, "");
}
