import type { Case, Json } from "../format.ts";
import { grammarOf } from "./directives.ts";
import { close, comment, interpolation, line, open } from "./layout.ts";
import { randomModel } from "./model.ts";
import { mutate } from "./mutate.ts";
import { Random } from "./random.ts";
import { Scope, type Place, type Style } from "./scope.ts";
import { allKinds, onlyKinds, type Weights } from "./weights.ts";

/** A kind of template to generate, and how many. */
export interface Theme {
  readonly name: string;
  readonly count: number;
  /** How likely an expression is one that fails. */
  readonly faults: number;
  /** How often square brackets stand for the usual ones. */
  readonly square: number;
  /** How often an output format that escapes is in force from the start. */
  readonly markup: number;
  /** Whether tokens are changed after generation, mostly to something that is no template. */
  readonly mutated: boolean;
  readonly weights: Weights;
}

/** The themes of the corpus; each makes one file of cases. */
export const themes: readonly Theme[] = [
  theme("expressions", 550, { weights: onlyKinds({ print: 20, numeric: 1, text: 1, assign: 2 }) }),
  theme("directives", 450, {}),
  theme("lists", 250, { weights: onlyKinds({ list: 10, print: 4, if: 2, leave: 2, text: 1, assign: 1 }) }),
  theme("macros", 250, { weights: allKinds({ macro: 8, function: 5, call: 12, list: 2, switch: 0.5 }) }),
  theme("whitespace", 300, {
    weights: allKinds({ print: 3, text: 8, comment: 4, trim: 5, compress: 2, noparse: 1 }),
  }),
  theme("output-formats", 250, {
    markup: 0.7,
    weights: allKinds({ format: 6, escape: 3, capture: 2, text: 6 }),
  }),
  theme("square-brackets", 200, { square: 1 }),
  theme("several-templates", 150, { weights: allKinds({ list: 2, switch: 0.5 }) }),
  theme("faults", 300, { faults: 0.12 }),
  theme("syntax-errors", 400, { mutated: true, square: 0.15 }),
];

function theme(name: string, count: number, special: Partial<Theme>): Theme {
  const usual = { faults: 0.004, square: 0.03, markup: 0.05, mutated: false, weights: allKinds() };
  return { name, count, ...usual, ...special };
}

/** One case of a theme. The same theme and number always give the same case. */
export function generateCase(theme: Theme, number: number): Case {
  const random = new Random(seedOf(theme.name, number));
  const squareTags = random.chance(theme.square);
  const squareInterpolation = random.chance(theme.square / 3);
  const markup = random.chance(theme.markup);
  const style: Style = { squareTags, squareInterpolation, faults: theme.faults, markup };
  const { data, variables } = randomModel(random);
  const scope = new Scope(grammarOf(theme.weights), random, style, variables);
  const place: Place = { pad: "", inline: random.chance(theme.name === "expressions" ? 0.6 : 0.1) };
  const libraries = theme.name === "several-templates" ? library(scope) : undefined;
  const depth = random.int(1, 3);
  const body = scope.block(depth, place, 3) + scope.block(depth, place, random.pick([2, 4, 7]));
  const start = header(scope, place) + (libraries === undefined ? "" : uses(scope, place));
  const template = start + body;
  const settings = settingsFor(random, style);
  return {
    id: `generated-${theme.name}/${number}`,
    template: theme.mutated ? mutate(random, template) : template,
    data: usedOf(data, template + Object.values(libraries ?? {}).join(" ")),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    ...nameFor(random, style, start),
    ...(libraries === undefined ? {} : { templates: libraries }),
  };
}

/** The part of the data model that templates name. */
function usedOf(data: Record<string, Json>, text: string): Record<string, Json> {
  const words = new Set(text.replaceAll("\\-", "-").match(/[a-z][\w-]*/gi));
  return Object.fromEntries(Object.entries(data).filter(([name]) => words.has(name)));
}

function seedOf(name: string, number: number): number {
  let seed = Math.imul(number, 2_654_435_761);
  for (let at = 0; at < name.length; at++) seed = Math.imul(seed ^ name.charCodeAt(at), 16_777_619);
  return seed;
}

/** Where no header says so, a file extension chooses the output format. */
function nameFor(random: Random, style: Style, start: string): { name?: string } {
  return style.markup && !start.includes("output_format")
    ? { name: random.pick(["page.ftlh", "page.ftlx"]) }
    : {};
}

function header(scope: Scope, place: Place): string {
  const { random, style } = scope;
  if (!random.chance(style.markup ? 0.5 : 0.08)) return "";
  const format = random.pick([
    'output_format="HTML"',
    'output_format="XML"',
    'output_format="XHTML" auto_esc=true',
  ]);
  const other = random.pick([
    "strip_whitespace=false",
    "strip_text=true",
    'attributes={"a": 1}',
    "",
    'ns_prefixes={"p": "u"}',
  ]);
  const own = style.markup ? `${format} ${random.chance(0.2) ? other : ""}` : other;
  return `${open(scope, `ftl ${own}`.trimEnd())}${place.inline ? "" : "\n"}`;
}

function settingsFor(random: Random, style: Style): Record<string, string> {
  const settings: Record<string, string> = {};
  if (style.squareTags && random.chance(0.9))
    settings["tag_syntax"] = random.pick(["square_bracket", "auto_detect"]);
  if (style.squareInterpolation) settings["interpolation_syntax"] = "square_bracket";
  const extra: readonly (readonly [string, string])[] = [
    ["locale", random.pick(["de_DE", "fr_FR", "en_GB", "ja_JP", "hu_HU"])],
    ["number_format", random.pick(["0.##", "computer", "0.00", "#,##0", "percent"])],
    ["boolean_format", random.pick(["yes,no", "c"])],
    ["time_zone", random.pick(["Europe/Berlin", "America/New_York", "GMT+05:30"])],
    ["datetime_format", random.pick(["iso", "yyyy-MM-dd HH:mm", "xs"])],
    ["whitespace_stripping", "false"],
    ["auto_escaping_policy", random.pick(["disable", "enable_if_supported"])],
    ["c_format", random.pick(["JSON", "JavaScript or JSON", "legacy"])],
  ];
  for (const [name, value] of extra) if (random.chance(0.03)) settings[name] = value;
  return settings;
}

function library(scope: Scope): Record<string, string> {
  const plain = new Scope(
    scope.grammar,
    scope.random,
    { ...scope.style, faults: scope.style.faults * 2 },
    scope.variables,
  );
  const place: Place = { pad: "", inline: false };
  const macro =
    open(plain, 'macro box label="-"') +
    `${interpolation(plain, "label")}|${open(plain, "nested")}|` +
    close(plain, "macro");
  const counter = line(plain, place, open(plain, "assign total = 1 step = 2"));
  return {
    "lib.ftl": `${comment(plain, "a library")}\n${macro}\n${counter}${plain.block(1, place, 2)}`,
    "parts/piece.ftl": plain.block(1, place, 3),
  };
}

function uses(scope: Scope, place: Place): string {
  const { random, style } = scope;
  const call = style.squareTags ? "[@lib.box label='x']in[/@]" : "<@lib.box label='x'>in</@lib.box>";
  const pieces = [
    open(
      scope,
      `include ${random.pick(['"parts/piece.ftl"', '"/parts/piece.ftl"', '"parts/" + "piece.ftl"', '"./parts/../parts/piece.ftl"'])}`,
    ),
    open(scope, 'import "lib.ftl" as lib'),
    open(scope, 'import "/lib.ftl" as lib') + call + interpolation(scope, "lib.total"),
    open(scope, 'import "lib.ftl" as lib') +
      open(scope, "assign total = 5 in lib") +
      interpolation(scope, "lib.total + lib.step"),
    open(scope, 'import "lib.ftl" as lib') + interpolation(scope, "lib?keys?sort?join(',')"),
    open(scope, 'include "lib.ftl"') + (style.squareTags ? "[@box/]" : "<@box/>"),
    open(
      scope,
      random.pick([
        'include "absent.ftl" ignore_missing=true',
        'include "absent.ftl"',
        'import "absent.ftl" as lib',
      ]),
    ),
    interpolation(
      scope,
      random.pick([
        "'lib.ftl'?absolute_template_name",
        ".get_optional_template('absent.ftl').exists?c",
        ".current_template_name",
      ]),
    ),
  ];
  return random
    .some(pieces, 0.25)
    .map((piece) => line(scope, place, piece))
    .join("");
}
