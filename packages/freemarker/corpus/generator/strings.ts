import { BINDS, binary, tight, type Expression } from "./operators.ts";
import { BOOLEAN, DATE, NUMBER, sequenceOf, STRING } from "./model.ts";
import type { Random } from "./random.ts";
import type { Scope } from "./scope.ts";

const plain = [
  "", "a", "b", "x", "abc", " ", ", ", "-", "foo", "Foo Bar", "a b c", "é", "<i>", "&amp;", "1", "3.50", "o", "/", ".",
  "yes", "one,two;three", "  sp  ", "{x}", "#", "$", "long text to be cut somewhere",
]; // prettier-ignore

const escaped = [
  String.raw`a\nb`, String.raw`t\tt`, String.raw`q\"q`, String.raw`q\'q`, String.raw`\x41\x00e9`, String.raw`\l\g\a`,
  String.raw`back\\slash`, String.raw`$\{n}`, String.raw`x\=y`, String.raw`\{`, String.raw`\x263a`, String.raw`\r\n`,
]; // prettier-ignore

/** A string literal in one of the language's notations. */
export function stringLiteral(random: Random, values: readonly string[] = plain): string {
  const value = random.pick(values);
  const quote = random.pick(['"', "'"]);
  return random.chance(0.05) ? `r${quote}${value}\\n${quote}` : quote + value + quote;
}

const simple = [
  "upper_case", "lower_case", "cap_first", "uncap_first", "capitalize", "trim", "html", "xml", "xhtml", "js_string",
  "json_string", "j_string", "url('UTF-8')", "url_path('UTF-8')", "rtf", "chop_linebreak", "string", "c", "cn", "blank_to_null!'-'",
  "trim_to_null!'-'", "empty_to_null!'-'", "c_lower_case", "c_upper_case", "lower_case?cap_first", "trim?upper_case",
]; // prettier-ignore

/** Where escaping is automatic, the built-ins that escape are refused. */
const harmless = simple.filter((name) => !/^(?:html|xml|xhtml|rtf)$/.test(name));

const separators = ["a", "o", "/", ",", " ", ".", "foo", "l", "x"];
const patterns = [
  "[a-z]+",
  String.raw`\\d`,
  "^.",
  "o+",
  String.raw`(\\w)(\\w)`,
  "a|b",
  String.raw`\\s+`,
  "[^a-z]",
];
const numberFormats = [
  "0.00",
  "#,##0.##",
  "000",
  "0.#E0",
  "computer",
  "currency",
  "percent",
  "number",
  "c",
  "0 'x'",
  "#,##0.00;(#)",
];
const dateFormats = [
  "yyyy-MM-dd", "HH:mm:ss", "iso", "iso_m_u", "xs", "short", "medium", "long", "EEE, d MMM yyyy", "short_long", "h:mm a",
]; // prettier-ignore

/** An expression that is a string. */
export function stringExpression(scope: Scope, depth: number): Expression {
  const { random } = scope;
  if (depth <= 0) return tight(stringLiteral(random, random.chance(0.15) ? escaped : plain));
  const literal = () => stringLiteral(random, separators);
  const base = () => scope.expression(STRING, depth - 1, BINDS.postfix);
  const number = (values: readonly number[]) => String(random.pick(values));
  return random.weighted<() => Expression>([
    [5, () => tight(stringLiteral(random))],
    [2, () => tight(stringLiteral(random, escaped))],
    [3, () => tight(interpolated(scope, depth))],
    [8, () => tight(`${base()}?${random.pick(scope.style.markup ? harmless : simple)}`)],
    [
      5,
      () =>
        binary(scope, scope.expression(STRING, depth - 1, BINDS.add), "+", operand(scope, depth), BINDS.add),
    ],
    [
      3,
      () =>
        tight(
          `${base()}?${random.pick(["left_pad", "right_pad"])}(${number([0, 3, 8, 12])}${random.pick(["", ', "-"', ', "ab"'])})`,
        ),
    ],
    [
      4,
      () =>
        tight(
          `${base()}?replace(${literal()}, ${stringLiteral(random)}${random.pick(["", ', "i"', ', "f"', ', "fi"'])})`,
        ),
    ],
    [
      2,
      () =>
        tight(
          `${base()}?replace("${random.pick(patterns)}", "${random.pick(["", "-", "[$0]", "_"])}", "${random.pick(["r", "ri", "rf", "rm"])}")`,
        ),
    ],
    [
      3,
      () =>
        tight(
          `${base()}?${random.pick(["remove_beginning", "remove_ending", "ensure_starts_with", "ensure_ends_with"])}(${literal()})`,
        ),
    ],
    [
      3,
      () =>
        tight(
          `${base()}?${random.pick(["keep_before", "keep_after", "keep_before_last", "keep_after_last"])}(${literal()})`,
        ),
    ],
    [
      2,
      () =>
        tight(
          `${base()}?${random.pick(["truncate", "truncate_w", "truncate_c"])}(${number([5, 6, 8, 10])}${random.pick(["", ", '..'", ", '-'"])})`,
        ),
    ],
    [3, () => tight(`("xyzzy" + ${scope.expression(STRING, depth - 1, BINDS.multiply)})${slice(random)}`)],
    [
      3,
      () =>
        tight(
          `${scope.expression(sequenceOf(random.pick([STRING, NUMBER])), depth - 1, BINDS.postfix)}?join(${stringLiteral(random)}${random.pick(["", ", '(none)'", ", '-', '.'"])})`,
        ),
    ],
    [4, () => tight(numeral(scope, depth))],
    [
      3,
      () =>
        tight(
          `${scope.expression(BOOLEAN, depth - 1, BINDS.postfix)}?${random.pick(["c", "string('y', 'n')", "string('yes', 'no')", "cn"])}`,
        ),
    ],
    [3, () => tight(moment(scope, depth))],
    [
      1,
      () =>
        tight(
          `${base()}?${random.pick(["split", "split"])}(${literal()})?${random.pick(["first", "last", "join('+')"])}`,
        ),
    ],
    [1, () => tight(`(${base()} + "xy")?matches(r"(.)(\\w?)(.*)")?groups[1]`)],
    [1, () => tight(`"'q' + 'r'"?eval`)],
    [
      1,
      () =>
        tight(
          random.pick([
            ".output_format",
            ".locale",
            ".lang",
            ".version",
            ".time_zone",
            ".auto_esc?c",
            ".main_template_name",
            ".current_template_name",
          ]),
        ),
    ],
    [1, () => tight(random.pick(rarities))],
    [1, () => tight(`(${base()} + "abc")?substring(${random.pick(["0, 2", "1", "1, 3", "3"])})`)],
    [scope.of("hash").length > 0 ? 2 : 0, () => tight(members(scope))],
    [1, () => tight(functionCall(scope, depth))],
  ])();
}

const rarities = [
  `'[1, {"a": null, "b": [true]}]'?eval_json?size?c`, `'{"k": "v"}'?eval_json.k`, `'"x"'?eval_json`, `"a b"?url("UTF-8")`,
  `{"a": 1, "b": 2}?values?join("+")`, `({"a": 1} + {"a": 2, "b": 3})?keys?join("")`, `.data_model?is_hash_ex?c`,
  `"2024-02-29"?date("yyyy-MM-dd")?string("EEE")`, `"13:05"?time("HH:mm")?string("h a")`,
  `"a"?c?c`, `"é€😀"?json_string`, `"</script><!--"?js_string`, `"a,b"?split(",")?reverse?join(",")`, `"abc"?is_string?c`,
  `"%a b&c/d"?url_path("UTF-8")`, `1?is_transform?c`, `{}?is_node?c`, `"x"?keep_after_last("")`, `"a\nb"?chop_linebreak`,
  `(1..3)?is_hash?c`, `.globals?is_hash?c`, `.main?is_hash?c`, `.namespace?keys?size?c`, `"1"?left_pad(3, "0")?number?c`,
]; // prettier-ignore

function members(scope: Scope): string {
  const { random } = scope;
  const { name } = random.pick(scope.of("hash"));
  return random.pick([
    `${name}?keys?join(",")`,
    `${name}?size?c`,
    `${name}?values?size?c`,
    `${name}?keys?sort?first`,
  ]);
}

function operand(scope: Scope, depth: number): string {
  const { random } = scope;
  return scope.expression(random.weighted([[4, STRING], [2, NUMBER]]), depth - 1, BINDS.multiply); // prettier-ignore
}

function interpolated(scope: Scope, depth: number): string {
  const { random, style } = scope;
  const inner = random
    .pick([
      () => scope.expression(NUMBER, 0),
      () => scope.expression(STRING, 0),
      () => scope.expression(STRING, depth - 2),
    ])()
    .replaceAll(/["\\]/g, (c) => `\\${c}`);
  const body = style.squareInterpolation ? `[=${inner}]` : `\${${inner}}`;
  return `"${random.pick(["", "a ", "<"])}${body}${random.pick(["", " z", "$", "{"])}"`;
}

function numeral(scope: Scope, depth: number): string {
  const { random } = scope;
  const of = scope.expression(NUMBER, depth - 1, BINDS.postfix);
  return random.weighted<() => string>([
    [3, () => `${of}?string("${random.pick(numberFormats)}")`],
    [2, () => `${of}?string["${random.pick(numberFormats)}"]`],
    [2, () => `${of}?string.${random.pick(["number", "currency", "percent", "computer"])}`],
    [3, () => `${of}?${random.pick(["c", "string", "cn"])}`],
    [2, () => `${random.int(1, 800)}?${random.pick(["lower_abc", "upper_abc"])}`],
  ])();
}

function moment(scope: Scope, depth: number): string {
  const { random } = scope;
  const of = scope.expression(DATE, depth - 1, BINDS.postfix);
  if (random.chance(0.2))
    return `${of}?${random.pick(["iso_utc", "iso_utc_ms", "iso_local_nz", "iso_h('GMT+2')"])}`;
  const kind = random.pick(["", "", "?date", "?time", "?datetime"]);
  const notation = random.chance(0.6);
  const format = random.pick(dateFormats);
  return notation ? `${of}${kind}?string("${format}")` : `${of}${kind}?string["${format}"]`;
}

const slices = ["[0]", "[1..2]", "[1..]", "[0..<2]", "[1..*2]", "[0..*9]", "[2..!4]"];

/** An index or range in square brackets that a text of five characters or more has. */
export function slice(random: Random): string {
  return random.pick(slices);
}

/** A call of a function defined before, or a literal where there is none. */
export function functionCall(scope: Scope, depth: number): string {
  const { random } = scope;
  if (scope.functions.length === 0) return stringLiteral(random);
  const { name, parameters } = random.pick(scope.functions);
  const given = parameters.filter(({ optional }) => !optional || random.chance(0.5));
  const type = () => (random.chance(0.7) ? STRING : NUMBER);
  if (parameters.length > 0 && random.chance(0.3)) {
    const values = parameters.map(() => scope.expression(type(), 0));
    return `${name}?with_args([${values.join(", ")}])()?string`;
  }
  return `${name}(${given.map(() => scope.expression(type(), depth - 1)).join(", ")})?string`;
}
