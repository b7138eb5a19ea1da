import type { Interpolation, NumericInterpolation } from "./ast.ts";
import { rejectLiterals } from "./binary.ts";
import { ParseFault } from "./fault.ts";
import type { Parser } from "./parser.ts";
import type { Token } from "./tokens.ts";

/** Parses `${…}`, `#{…}` or `[=…]`. */
export function parseInterpolation(parser: Parser): Interpolation | NumericInterpolation {
  const open = parser.take();
  const expression = parser.expression();
  if (open.kind === "#{") return parseNumericEnd(parser, open, expression);
  const { end } = parser.expect(open.kind === "[=" ? "]" : "}", `to close the interpolation ${open.text}`);
  rejectLiterals([expression], ["hash"], "a value that can be printed");
  rejectLiterals([expression], ["sequence"], "a value that can be printed");
  const printed = parser.escapes.apply(expression, parser.options.maximumDepth);
  return { kind: "interpolation", expression: printed, context: parser.context, start: open.start, end };
}

function parseNumericEnd(
  parser: Parser,
  open: Token,
  expression: NumericInterpolation["expression"],
): NumericInterpolation {
  rejectLiterals([expression], ["string", "interpolatedString"], "a number");
  rejectLiterals([expression], ["sequence", "hash", "boolean"], "a number");
  const format =
    parser.takeIf(";") === undefined ? undefined : parser.expect("id", "as the format, such as m2M4");
  const { end } = parser.expect("}", "to close the interpolation #{");
  const digits = format === undefined ? undefined : parseDigits(format);
  return {
    kind: "numericInterpolation",
    expression,
    context: parser.context,
    minimumDigits: digits?.minimum,
    maximumDigits: digits?.maximum,
    start: open.start,
    end,
  };
}

const MOST_DIGITS = 50;

function parseDigits(format: Token): { minimum: number; maximum: number } {
  const { text } = format;
  let minimum: number | undefined;
  let maximum: number | undefined;
  let valid = true;
  // Letters without a number after them at the end are passed over, as the reference does.
  const parts = text.split(/(?<=[mM])|(?=[mM])/);
  for (let i = 0; i < parts.length && valid; i += 2) {
    const letter = parts[i];
    const digits = parts[i + 1];
    valid = letter === "m" || letter === "M";
    if (!valid || digits === undefined) break;
    valid = /^\d{1,9}$/.test(digits) && (letter === "m" ? minimum : maximum) === undefined;
    if (letter === "m") minimum = Number(digits);
    else maximum = Number(digits);
  }
  if (!valid || (minimum === undefined && maximum === undefined)) {
    throw new ParseFault(
      format.start,
      `"${text}" isn't a format of #{…}: write m and the least digits, M and the most, or both, as in #{x; m1M3}.`,
    );
  }
  const most = maximum ?? minimum ?? 0;
  const least = minimum ?? 0;
  if (least > most)
    throw new ParseFault(format.start, `"${text}" asks for at least ${least} digits, but at most ${most}.`);
  if (most > MOST_DIGITS)
    throw new ParseFault(format.start, `"${text}" asks for more than ${MOST_DIGITS} digits.`);
  return { minimum: least, maximum: most };
}
