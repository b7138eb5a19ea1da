import { knownOutputFormat } from "../../output/formats.ts";
import { asString } from "../../runtime/convert.ts";
import { Markup } from "../../values/markup.ts";
import type { Maybe } from "../../values/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Builtin, BuiltinTable } from "../definition.ts";
import { textMethod } from "./text-property.ts";
import { markupLength, startsWithDot } from "./truncate-markup.ts";
import { type Cut, cutText } from "./truncate-cut.ts";

/** Built-ins that cut a text down to a length, and say so by what they put at its end. */
export const TRUNCATE: BuiltinTable = {
  truncate: truncating("auto", false),
  truncate_w: truncating("word", false),
  truncate_c: truncating("character", false),
  truncate_m: truncating("auto", true),
  truncate_w_m: truncating("word", true),
  truncate_c_m: truncating("character", true),
};

const DEFAULT_TERMINATOR = "[...]";
const DEFAULT_MARKUP_TERMINATOR = "<span class='truncateTerminator'>[&#8230;]</span>";

function truncating(mode: Cut["mode"], markup: boolean): Builtin {
  return textMethod(1, 3, (text, args, env) => {
    const maximum = args.integer(0);
    if (maximum < 0) throw args.error(0, "must not be negative");
    const given = args.length > 1 ? terminatorOf(args, markup) : undefined;
    const givenLength = args.optionalInteger(2);
    if (givenLength !== undefined && givenLength < 0) throw args.error(2, "must not be negative");
    if (text.length <= maximum) return text;
    const terminator = given ?? defaultTerminator(markup);
    // That of markup is taken apart to see how long it is without its tags.
    env.budget.spend(terminator.length >> 2);
    const cut = cutText(text, {
      mode,
      maximum,
      terminatorLength: givenLength ?? visibleLength(terminator),
      removesDots: removesDots(terminator),
    });
    if (cut === "") return terminator;
    if (typeof terminator !== "string") return Markup.ofPlainText(terminator.format, cut).concat(terminator);
    env.budget.reserve(cut.length + terminator.length);
    return cut + terminator;
  });
}

function terminatorOf(args: Arguments, markup: boolean): string | Markup {
  const value: Maybe = args.values[1];
  if (markup && value instanceof Markup) return value;
  return asString(value) ?? args.string(1);
}

function defaultTerminator(markup: boolean): string | Markup {
  const { markup: format } = knownOutputFormat("HTML");
  return markup && format !== undefined
    ? Markup.ofMarkup(format, DEFAULT_MARKUP_TERMINATOR)
    : DEFAULT_TERMINATOR;
}

/** The formats whose tags can be told from text. */
const TAGGED = new Set(["HTML", "XHTML", "XML"]);

function visibleLength(terminator: string | Markup): number {
  if (typeof terminator === "string") return terminator.length;
  return TAGGED.has(terminator.format.name) ? markupLength(terminator.source) : 3;
}

function removesDots(terminator: string | Markup): boolean {
  if (typeof terminator === "string") return terminator.startsWith(".") || terminator.startsWith("…");
  return !TAGGED.has(terminator.format.name) || startsWithDot(terminator.source);
}
