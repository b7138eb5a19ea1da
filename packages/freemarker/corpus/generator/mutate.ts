import type { Random } from "./random.ts";

const token =
  /<\/?[#@][a-z]*|\[\/?[#@][a-z]*|\$\{|\[=|\/?>|[A-Za-z_]+|"[^"\n]*"|'[^'\n]*'|\d+|\?\??|\.\.[<!*]?|\s+|./gsu;
const inserted = [
  ")", "(", "]", "[", "}", "{", "?", "!", "??", ".", ",", "+", "&&", "==", "=", "\"", "'", "<#if>", "</#if>", "<#else>",
  "</#list>", "<#sep>", "${", "#{", "as", "in", "..", "->", ";", "<#break>", "<#items as y>", "</#macro>", "<#nested>", "<#foo>",
  "<@", "</@x>", "<#--", "@", "#", "\\", "<#return>", "<#case 1>", "<#recover>", "</#switch>", "true", "gt", "1",
]; // prettier-ignore

/** A list without an end, which a template must not be turned into. */
const endless = /\.\.[<!*]?\s*(?:as\b|\/?>|\)|\?|,)/;

/** The template with one or two of its tokens taken out, doubled, swapped or followed by one that does not belong. */
export function mutate(random: Random, template: string): string {
  for (let attempt = 0; attempt < 20; attempt++) {
    const tokens = template.match(token) ?? [];
    for (let times = random.weighted([[3, 1], [1, 2]]); times > 0; times--) change(random, tokens); // prettier-ignore
    const mutated = tokens.join("");
    if (mutated !== template && !endless.test(mutated)) return mutated;
  }
  return `${template}\n\${`;
}

function change(random: Random, tokens: string[]): void {
  const at = place(random, tokens);
  const here = tokens[at] ?? "";
  switch (random.pick(["delete", "insert", "double", "swap"])) {
    case "delete":
      tokens.splice(at, 1);
      break;
    case "insert":
      tokens.splice(at, 0, random.pick(inserted));
      break;
    case "double":
      tokens.splice(at, 0, here);
      break;
    default:
      tokens.splice(at, 2, tokens[at + 1] ?? "", here);
  }
}

/** Mostly a token with a meaning to the parser. */
function place(random: Random, tokens: readonly string[]): number {
  const meaningful = tokens.flatMap((text, at) => (/[<[#@$?=.(){}>"']/.test(text) ? [at] : []));
  return meaningful.length > 0 && random.chance(0.8)
    ? random.pick(meaningful)
    : random.int(0, tokens.length - 1);
}
