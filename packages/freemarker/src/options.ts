import { type Fractions, FRACTIONS } from "./dates/fractions.ts";
import { outputFormat } from "./output/formats.ts";
import { DEFAULT_LIMITS, type Limits } from "./core/limits.ts";
import { changeSetting, type Settings } from "./runtime/settings.ts";

/**
 * How values are written and read, where the template doesn't say otherwise by `<#setting>`. Values are FreeMarker's, but for
 * `fractions`.
 */
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
  /**
   * What `S` in patterns of dates is where there are more than three digits of it. `milliseconds` (the default): a number of them, as
   * Java has it: `.123000` is 123 seconds. `decimal`: the digits behind the point of the seconds: `.123000` is 123 milliseconds.
   * Templates can't change it.
   */
  readonly fractions?: Fractions;
}

/** How a template is parsed. */
export interface SyntaxOptions {
  /** Default: `angle_bracket`, but for templates that begin with `[#ftl`; `auto_detect` goes by the first tag. */
  readonly tagSyntax?: "auto_detect" | "angle_bracket" | "square_bracket";
  /** `legacy` (the default): `${…}` and `#{…}`; `dollar`: `${…}` alone; `square_bracket`: `[=…]`. */
  readonly interpolationSyntax?: "legacy" | "dollar" | "square_bracket";
  /** Default: `auto_detect`, by the first name of the template that is one or the other. */
  readonly namingConvention?: "auto_detect" | "legacy" | "camel_case";
  /** Whether `<if …>`, without the `#`, is text. Default: true; false is for templates of FreeMarker 2.1 and before. */
  readonly strictSyntax?: boolean;
  /** Whether lines that hold nothing but tags are dropped. Default: true. */
  readonly whitespaceStripping?: boolean;
  /** The output format of templates that don't name one: `HTML`, `XML`, `JSON`, `HTML{RTF}`, … Default: `undefined`. */
  readonly outputFormat?: string;
  /** When `${…}` escapes by itself. Default: `enable_if_default`, in formats that are made for it. */
  readonly autoEscapingPolicy?: "disable" | "enable_if_default" | "enable_if_supported" | "force";
  /** Whether names ending in `.ftlh` and `.ftlx` mean HTML and XML. Default: true. */
  readonly recognizeStandardFileExtensions?: boolean;
}

/**
 * Answers the text of a template, by its full name (without a leading `/`); undefined where there is none. Names are the
 * template's: `..` never leads out of the root, but else a name may be any text, so look it up, and don't make a path of it.
 */
export type TemplateLoader = (name: string) => string | undefined;

/** What `compile` takes besides the template. */
export interface CompileOptions {
  /** The template's name, for errors, and from which names in `<#include>` and `<#import>` are relative. Default: `template`. */
  readonly name?: string;
  /** Gives the templates for `<#include>` and `<#import>`; each is asked for once, and kept. Default: there are none. */
  readonly loader?: TemplateLoader;
  /** How values are written. Default: as `TemplateSettings` says of each. */
  readonly settings?: TemplateSettings;
  /** How this template and those it includes are parsed. Default: as `SyntaxOptions` says of each. */
  readonly syntax?: SyntaxOptions;
  /** Default: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /**
   * What a loop variable is whose item is missing: the variable of its name further out, if there is one (true, FreeMarker's
   * default), or missing (false).
   */
  readonly fallbackOnNullLoopVariable?: boolean;
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

/** The settings that templates have too, by their names there. */
const SETTING_NAMES = {
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
} satisfies Record<Exclude<keyof TemplateSettings, "fractions">, string>;

function isSetting(key: string): key is keyof typeof SETTING_NAMES {
  return Object.hasOwn(SETTING_NAMES, key);
}

/** Settings as the template language knows them. @throws {OptionError} for a value that a setting can't have */
export function settingsOf(base: Settings, given: TemplateSettings | undefined): Settings {
  if (given === undefined) return base;
  const { fractions, ...ofTemplates } = given;
  let settings = fractions === undefined ? base : { ...base, fractions: checkedFractions(fractions) };
  for (const [key, value] of Object.entries(ofTemplates)) {
    if (!isSetting(key)) throw unknownName("setting", key, { ...SETTING_NAMES, fractions: "" });
    const name = SETTING_NAMES[key];
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

function checkedFractions(value: unknown): Fractions {
  const known = FRACTIONS.find((fractions) => fractions === value);
  if (known !== undefined) return known;
  throw new OptionError(
    `The setting fractions must be one of ${FRACTIONS.join(", ")}, not ${JSON.stringify(value)}.`,
  );
}

/** Limits with those given in place of the default ones. @throws {OptionError} for what is no limit */
export function limitsOf(base: Limits, given: Partial<Limits> | undefined): Limits {
  if (given === undefined) return base;
  const limits: Record<string, number> = {};
  for (const [name, value] of Object.entries<unknown>(given)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) throw unknownName("limit", name, DEFAULT_LIMITS);
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value > 0))
      throw new OptionError(`The limit ${name} must be a number above 0; Infinity stands for no limit.`);
    limits[name] = value;
  }
  return { ...base, ...limits };
}

/** What `hostFunction` takes besides the function. */
export interface HostFunctionOptions {
  /**
   * Whether the function gets a `Decimal` also for numbers that JavaScript writes with other digits, such as `1.50`. Only those are
   * such numbers that the host gave as `Decimal`s, as long as nothing is calculated with them. Default: false.
   */
  readonly exactNumbers?: boolean;
}

const COMPILE_OPTIONS: Readonly<Record<keyof CompileOptions, string>> = {
  name: "string",
  loader: "function",
  settings: "object",
  syntax: "object",
  limits: "object",
  fallbackOnNullLoopVariable: "boolean",
  values: "object",
};

const RENDER_OPTIONS: Readonly<Record<keyof RenderOptions, string>> = {
  settings: "object",
  limits: "object",
};

const HOST_FUNCTION_OPTIONS: Readonly<Record<keyof HostFunctionOptions, string>> = {
  exactNumbers: "boolean",
};

const SYNTAX_VALUES: Readonly<Record<keyof SyntaxOptions, readonly unknown[] | "format">> = {
  tagSyntax: ["auto_detect", "angle_bracket", "square_bracket"],
  interpolationSyntax: ["legacy", "dollar", "square_bracket"],
  namingConvention: ["auto_detect", "legacy", "camel_case"],
  strictSyntax: [true, false],
  whitespaceStripping: [true, false],
  outputFormat: "format",
  autoEscapingPolicy: ["disable", "enable_if_default", "enable_if_supported", "force"],
  recognizeStandardFileExtensions: [true, false],
};

/** Looks at the names and types of what `compile` got. @throws {OptionError} */
export function checkCompileOptions(options: CompileOptions): void {
  checkTypes("compile", options, COMPILE_OPTIONS);
  for (const [name, value] of Object.entries(options.syntax ?? {})) checkSyntax(name, value);
}

/** Looks at the names and types of what `render` got. @throws {OptionError} */
export function checkRenderOptions(options: RenderOptions): void {
  checkTypes("render", options, RENDER_OPTIONS);
}

/** Looks at the names and types of what `hostFunction` got. @throws {OptionError} */
export function checkHostFunctionOptions(options: HostFunctionOptions): void {
  checkTypes("hostFunction", options, HOST_FUNCTION_OPTIONS);
}

function checkTypes(what: string, options: unknown, types: Readonly<Record<string, string>>): void {
  if (typeof options !== "object" || options === null)
    throw new OptionError(`The options of ${what} must be an object.`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(types, name)) throw unknownName(`option of ${what}`, name, types);
    if (value !== undefined && (typeof value !== types[name] || value === null)) {
      throw new OptionError(`The option ${name} must be of type ${types[name]}.`);
    }
  }
}

function checkSyntax(name: string, value: unknown): void {
  if (!isSyntaxOption(name)) throw unknownName("syntax option", name, SYNTAX_VALUES);
  if (value === undefined) return;
  const allowed = SYNTAX_VALUES[name];
  if (allowed === "format") {
    if (typeof value === "string" && outputFormat(value) !== undefined) return;
    throw new OptionError(`There is no output format ${JSON.stringify(value)}.`);
  }
  if (allowed.includes(value)) return;
  throw new OptionError(
    `The syntax option ${name} must be one of ${allowed.join(", ")}, not ${JSON.stringify(value)}.`,
  );
}

function isSyntaxOption(name: string): name is keyof SyntaxOptions {
  return Object.hasOwn(SYNTAX_VALUES, name);
}

function unknownName(what: string, name: string, known: object): OptionError {
  return new OptionError(`There is no ${what} called ${name}. There are: ${Object.keys(known).join(", ")}.`);
}

/** An option that can't be: a mistake of the host's, not of a template's. */
export class OptionError extends Error {
  readonly code = "invalid-option";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OptionError";
  }
}
