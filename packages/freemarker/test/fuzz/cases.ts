import { caseFiles, readCases } from "../../corpus/format.ts";
import { Random } from "../../corpus/generator/random.ts";
import { generateCase, themes } from "../../corpus/generator/themes.ts";
import type { CompileOptions, Limits, TemplateSettings } from "../../src/index.ts";
import { fragmentTemplate, mutateTemplate } from "./mutations.ts";

/** One template to try, with all that decides what happens. */
export interface FuzzCase {
  readonly template: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly templates: Readonly<Record<string, string>>;
  readonly limits: Partial<Limits>;
  readonly settings: TemplateSettings;
  readonly syntax: NonNullable<CompileOptions["syntax"]>;
}

/** Makes cases: the same seed and number always give the same one. */
export class CaseMaker {
  readonly #corpus = caseFiles().flatMap((file) => readCases(file));
  readonly #templates = this.#corpus.map(({ template }) => template);
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  make(number: number): FuzzCase {
    const random = new Random(Math.imul(this.#seed, 2_654_435_761) ^ Math.imul(number, 40_503));
    for (let i = 0; i < 3; i++) random.next();
    const origin = random.chance(0.7)
      ? random.pick(this.#corpus)
      : generateCase(random.pick(themes), random.int(0, 100_000));
    const template = random.chance(0.2)
      ? fragmentTemplate(random)
      : mutateTemplate(random, origin.template, this.#templates);
    return {
      template,
      data: origin.data ?? {},
      templates: { "lib.ftl": "<#macro box>[<#nested>]</#macro><#assign total = 1>", ...origin.templates },
      limits: randomLimits(random),
      settings: randomSettings(random),
      syntax: randomSyntax(random),
    };
  }
}

/** Small enough that hundreds of cases a second fit in, each limit small now and then. */
function randomLimits(random: Random): Partial<Limits> {
  // The default ones take seconds to be used up, and most of the memory.
  if (random.chance(0.002)) return { milliseconds: 5_000 };
  return {
    steps: random.pick([10, 1000, 100_000, 1_000_000]),
    outputLength: random.pick([10, 1000, 1_000_000]),
    depth: random.pick([1, 10, 250]),
    includeDepth: random.pick([1, 5, 50]),
    milliseconds: random.pick([200, 1000]),
    valueSize: random.pick([10, 1000, 1_000_000]),
  };
}

function randomSettings(random: Random): TemplateSettings {
  if (random.chance(0.7)) return {};
  return {
    locale: random.pick(["de_DE", "tr_TR", "ar_EG", "", "hi_IN", "x", "ja_JP_JP", "en_US_POSIX_TOO_LONG"]),
    timeZone: random.pick(["Europe/Berlin", "GMT+5", "nowhere", "", "America/New_York"]),
    numberFormat: random.pick(["0.##", "", "#", "currency", "@bad", "0;;roundingMode=x", "c"]),
    booleanFormat: random.pick(["yes,no", "c", ","]),
    dateTimeFormat: random.pick(["iso", "", "bad pattern", "xs u", "full"]),
    outputEncoding: random.pick(["UTF-8", "nonsense", ""]),
  };
}

function randomSyntax(random: Random): NonNullable<CompileOptions["syntax"]> {
  if (random.chance(0.7)) return {};
  return {
    tagSyntax: random.pick(["auto_detect", "angle_bracket", "square_bracket"]),
    interpolationSyntax: random.pick(["legacy", "dollar", "square_bracket"]),
    namingConvention: random.pick(["auto_detect", "legacy", "camel_case"]),
    outputFormat: random.pick(["HTML", "XML", "undefined", "RTF", "HTML{RTF}", "plainText"]),
    autoEscapingPolicy: random.pick(["disable", "enable_if_default", "enable_if_supported", "force"]),
    whitespaceStripping: random.chance(0.5),
  };
}
