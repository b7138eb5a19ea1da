import { DEFAULT_LIMITS, type Limits } from "./runtime/limits.ts";
import { changeSetting, type Settings } from "./runtime/settings.ts";

/** How values are written and read, where the template doesn't say otherwise by `<#setting>`. Values are FreeMarker's. */
export interface TemplateSettings {
  /** As in `en_US`, `de_DE`. Default: `en_US`. */
  readonly locale?: string;
  /** As in `Europe/Berlin`, `GMT+02:00`. Default: `UTC`. */
  readonly timeZone?: string;
  /** `number`, `currency`, `percent`, `c`, or a pattern as in `0.##`. Default: `number`, which is `1,234.568` in English. */
  readonly numberFormat?: string;
  /** Two texts as in `yes,no`, or `c`. Default: `true,false`, with which `${aBoolean}` is an error. */
  readonly booleanFormat?: string;
  /** `short`, `medium`, `long`, `full`, `iso`, `xs` and their variants, or a pattern as in `yyyy-MM-dd`. */
  readonly dateFormat?: string;
  readonly timeFormat?: string;
  /** As `dateFormat`, also `short_long`, `medium_short`, … */
  readonly dateTimeFormat?: string;
  /** How `?c` writes: `JSON`, `JavaScript`, `JavaScript or JSON` (the default), `Java`, `XS`, `legacy`. */
  readonly cFormat?: string;
  /** What `.output_encoding` is; rendering itself gives a string. */
  readonly outputEncoding?: string;
  /** The charset of `?url`. Default: the output encoding. */
  readonly urlEscapingCharset?: string;
}

/** How a template is parsed. */
export interface SyntaxOptions {
  /** Default: `angle_bracket`, but for templates that begin with `[#ftl`; `auto_detect` goes by the first tag. */
  readonly tagSyntax?: "auto_detect" | "angle_bracket" | "square_bracket";
  /** `legacy` (the default): `${…}` and `#{…}`; `dollar`: `${…}` alone; `square_bracket`: `[=…]`. */
  readonly interpolationSyntax?: "legacy" | "dollar" | "square_bracket";
  /** Default: `auto_detect`, by the first name of the template that is one or the other. */
  readonly namingConvention?: "auto_detect" | "legacy" | "camel_case";
  /** Whether lines that hold nothing but tags are dropped. Default: true. */
  readonly whitespaceStripping?: boolean;
  /** The output format of templates that don't name one: `HTML`, `XML`, `JSON`, `HTML{RTF}`, … Default: `undefined`. */
  readonly outputFormat?: string;
  /** When `${…}` escapes by itself. Default: `enable_if_default`, in formats that are made for it. */
  readonly autoEscapingPolicy?: "disable" | "enable_if_default" | "enable_if_supported" | "force";
  /** Whether names ending in `.ftlh` and `.ftlx` mean HTML and XML. Default: true. */
  readonly recognizeStandardFileExtensions?: boolean;
}

/** Answers the text of a template, by its full name (without a leading `/`); undefined where there is none. */
export type TemplateLoader = (name: string) => string | undefined;

/** What `compile` takes besides the template. */
export interface CompileOptions {
  /** The template's name, for errors, and from which names in `<#include>` and `<#import>` are relative. Default: `template`. */
  readonly name?: string;
  /** Gives the templates for `<#include>` and `<#import>`; each is asked for once. Default: there are none. */
  readonly loader?: TemplateLoader;
  readonly settings?: TemplateSettings;
  readonly syntax?: SyntaxOptions;
  /** Default: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /**
   * Values that every template sees, below the data model: JSON values, and what `hostFunction`, `hostDirective` and `hostHash`
   * make.
   */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What `render` takes besides the data model: these go before what `compile` was given. */
export interface RenderOptions {
  readonly settings?: TemplateSettings;
  readonly limits?: Partial<Limits>;
}

const SETTING_NAMES: Readonly<Record<keyof TemplateSettings, string>> = {
  locale: "locale",
  timeZone: "time_zone",
  numberFormat: "number_format",
  booleanFormat: "boolean_format",
  dateFormat: "date_format",
  timeFormat: "time_format",
  dateTimeFormat: "datetime_format",
  cFormat: "c_format",
  outputEncoding: "output_encoding",
  urlEscapingCharset: "url_escaping_charset",
};

/** Settings as the template language knows them. @throws {OptionError} for a value that a setting can't have */
export function settingsOf(base: Settings, given: TemplateSettings | undefined): Settings {
  if (given === undefined) return base;
  let settings = base;
  for (const [key, value] of Object.entries(given)) {
    const name = Object.hasOwn(SETTING_NAMES, key) ? SETTING_NAMES[key as keyof TemplateSettings] : undefined;
    if (name === undefined) throw new OptionError(`There is no setting called ${key}.`);
    if (value === undefined) continue;
    if (typeof value !== "string") throw new OptionError(`The setting ${key} must be a string.`);
    try {
      settings = changeSetting(settings, name, value);
    } catch (thrown) {
      throw new OptionError(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
    }
  }
  return settings;
}

/** Limits with those given in place of the default ones. @throws {OptionError} for what is no limit */
export function limitsOf(base: Limits, given: Partial<Limits> | undefined): Limits {
  if (given === undefined) return base;
  const limits: Record<string, number> = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) throw new OptionError(`There is no limit called ${name}.`);
    // An undefined one must not take the place of the base's: it would be no limit at all.
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value > 0))
      throw new OptionError(`The limit ${name} must be a number above 0.`);
    limits[name] = value;
  }
  return { ...base, ...limits };
}

/** An option that can't be: a mistake of the host's, not of a template's. */
export class OptionError extends Error {
  readonly code = "invalid-option";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OptionError";
  }
}
