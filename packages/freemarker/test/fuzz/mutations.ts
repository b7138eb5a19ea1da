import type { Random } from "../../corpus/generator/random.ts";
import { FRAGMENTS, hostileFragment, LITERALS, NAMES, ODD_CHARACTERS } from "./fragments.ts";

const TOKEN =
  /<\/?[#@][a-z]*|\[\/?[#@][a-z]*|\$\{|\[=|\/?>|[A-Za-z_]+|"[^"\n]*"|'[^'\n]*'|\d+|\?\??|\.\.[<!*]?|\s+|./gsu;
const LONGEST = 20_000;

type Mutation = (random: Random, template: string, others: readonly string[]) => string;

/** Ways to spoil a template: by characters, by tokens, with pieces of other templates, and with what is meant to hurt. */
const MUTATIONS: readonly (readonly [weight: number, mutation: Mutation])[] = [
  [4, byTokens],
  [3, byCharacters],
  [2, splice],
  [3, insertFragment],
  [3, replaceName],
  [3, replaceLiteral],
  [1, repeatPart],
  [1, nestInFragment],
  [1, cut],
];

/** A template made of another by some of the mutations. */
export function mutateTemplate(random: Random, template: string, others: readonly string[]): string {
  let text = template;
  for (
    let times = random.weighted([
      [5, 1],
      [3, 2],
      [2, 4],
      [1, 8],
    ]);
    times > 0;
    times--
  )
    // prettier-ignore
    text = random.weighted(MUTATIONS)(random, text, others).slice(0, LONGEST);
  return text;
}

function byTokens(random: Random, template: string, others: readonly string[]): string {
  const tokens = template.match(TOKEN) ?? [""];
  const at = random.int(0, tokens.length - 1);
  const here = tokens[at] ?? "";
  const donor = random.pick(others).match(TOKEN) ?? [""];
  switch (random.int(0, 4)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, random.pick(donor));
      break;
    case 2:
      tokens.splice(at, 0, here);
      break;
    case 3:
      tokens[at] = random.pick(donor);
      break;
    default:
      tokens.splice(at, 2, tokens[at + 1] ?? "", here);
  }
  return tokens.join("");
}

function byCharacters(random: Random, template: string): string {
  const at = random.int(0, template.length);
  const dropped = random.int(0, 2);
  const added = random.chance(0.7) ? random.pick(ODD_CHARACTERS) : "";
  return template.slice(0, at) + added + template.slice(at + dropped);
}

function splice(random: Random, template: string, others: readonly string[]): string {
  const other = random.pick(others);
  const from = random.int(0, other.length);
  return template.slice(0, random.int(0, template.length)) + other.slice(from);
}

function insertFragment(random: Random, template: string): string {
  const places = [...template.matchAll(/\$\{|<[#@/]|$/g)].map((found) => found.index);
  const at = random.pick(places);
  return template.slice(0, at) + hostileFragment(random) + template.slice(at);
}

function replaceName(random: Random, template: string): string {
  const names = [...template.matchAll(/(?<![#@?.\w"'])[a-z]\w*/g)];
  if (names.length === 0) return template;
  const { 0: name, index } = random.pick(names);
  return template.slice(0, index) + random.pick(NAMES) + template.slice(index + name.length);
}

function replaceLiteral(random: Random, template: string): string {
  const literals = [...template.matchAll(/"[^"\n]*"|'[^'\n]*'|\d+(?:\.\d+)?/g)];
  if (literals.length === 0) return template;
  const { 0: literal, index } = random.pick(literals);
  return template.slice(0, index) + random.pick(LITERALS) + template.slice(index + literal.length);
}

function repeatPart(random: Random, template: string): string {
  const from = random.int(0, template.length);
  const to = Math.min(template.length, from + random.int(1, 30));
  const part = template.slice(from, to);
  return template.slice(0, from) + part.repeat(random.pick([3, 30, 300, 1000])) + template.slice(to);
}

function nestInFragment(random: Random, template: string): string {
  const [before, after] = random.pick([
    ["<#list 1..3 as i>", "</#list>"],
    ["<#attempt>", "<#recover>${.error?length}</#attempt>"],
    ["<#macro m>", "<@m/></#macro><@m/>"],
    ["<#assign captured>", "</#assign>${captured}"],
    ["<@host a=1; v>", "</@host>"],
    ["<#compress>", "</#compress>"],
    ['<#outputformat "HTML">', "</#outputformat>"],
    ["<#switch 1><#case 1>", "<#default>x</#switch>"],
    ["<@'", "'?interpret/>"],
  ] as const);
  return before + template + after;
}

function cut(random: Random, template: string): string {
  const from = random.int(0, template.length);
  return template.slice(0, from) + template.slice(random.int(from, template.length));
}

/** A template of nothing but what is meant to hurt. */
export function fragmentTemplate(random: Random): string {
  let text = "";
  for (let times = random.int(1, 6); times > 0; times--)
    text += random.chance(0.7) ? hostileFragment(random) : random.pick(FRAGMENTS)(random);
  return text;
}
