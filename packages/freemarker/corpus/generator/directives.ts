import { reference } from "./paths.ts";
import { around, close, comment, deeper, empty, interpolation, line, open } from "./layout.ts";
import { listDirective } from "./lists.ts";
import { callDirective, functionDirective, macroDirective } from "./macros.ts";
import { BOOLEAN, DATE, NUMBER, sequenceOf, STRING } from "./model.ts";
import type { Grammar, Place, Scope } from "./scope.ts";
import { expression } from "./expressions.ts";
import type { StatementKind, Weights } from "./weights.ts";
import { stringLiteral } from "./strings.ts";

/** The grammar in which statements are as likely as their weights. */
export function grammarOf(weights: Weights): Grammar {
  const block: Grammar["block"] = (scope, depth, place, most) => {
    const count = scope.random.int(1, most);
    return Array.from({ length: count }, () => statement(scope, weights, depth, place)).join("");
  };
  return { expression, block };
}

type Maker = (scope: Scope, depth: number, place: Place) => string;

const makers: Readonly<Record<StatementKind, Maker>> = {
  text: (scope, _depth, place) => line(scope, place, staticText(scope)),
  print: (scope, _depth, place) => line(scope, place, printed(scope)),
  numeric: (scope, _depth, place) => line(scope, place, numeric(scope)),
  if: ifDirective,
  list: listDirective,
  switch: switchDirective,
  assign: assignDirective,
  capture: captureDirective,
  macro: macroDirective,
  function: functionDirective,
  call: callDirective,
  attempt: attemptDirective,
  compress: (scope, depth, place) => enclosed(scope, depth, place, "compress"),
  escape: escapeDirective,
  noparse: noparseDirective,
  format: formatDirective,
  setting: settingDirective,
  trim: (scope, _depth, place) =>
    line(scope, place, staticText(scope) + empty(scope, scope.random.pick(["t", "lt", "rt", "nt"]))),
  comment: commentDirective,
  leave: leaveDirective,
};

const kinds: readonly StatementKind[] = [
  "text", "print", "numeric", "if", "list", "switch", "assign", "capture", "macro", "function", "call", "attempt",
  "compress", "escape", "noparse", "format", "setting", "trim", "comment", "leave",
]; // prettier-ignore

/** Directives that hold others are made only while there is depth left. */
const leaves: readonly StatementKind[] = [
  "text",
  "print",
  "numeric",
  "assign",
  "setting",
  "trim",
  "comment",
  "call",
  "leave",
];

function statement(scope: Scope, weights: Weights, depth: number, place: Place): string {
  const allowed = depth > 0 ? kinds : leaves;
  const kind = scope.random.weighted(allowed.map((kind) => [weights[kind], kind] as const));
  return makers[kind](scope, depth, place);
}

const texts = [
  "text", "Hello, ", "a < b & c > d", "<b>bold</b>", "price: $5", "# not a tag", "é ü 漢字", "  two  spaces  ", "",
  "{\"k\": 1}", "<!-- html -->", "[a]", "tab\there", "x", ".", "-- ", "'quoted'", "</p>", "$ {", "50%",
]; // prettier-ignore

function staticText({ random }: Scope): string {
  return random.pick(texts);
}

function printed(scope: Scope): string {
  const { random } = scope;
  const depth = random.int(1, 3);
  const make = random.weighted<() => string>([
    [8, () => scope.expression(STRING, depth)],
    [7, () => scope.expression(NUMBER, depth)],
    [4, () => `${scope.expression(BOOLEAN, depth, 9)}?c`],
    [2, () => `(${scope.expression(BOOLEAN, depth)})?string("yes", "no")`],
    [3, () => `${scope.expression(sequenceOf(random.pick([NUMBER, STRING])), depth, 9)}?join(", ")`],
    [1, () => scope.expression(DATE, depth)],
    [2, () => `${reference(scope, STRING) ?? "missing"}!${stringLiteral(random)}`],
    [
      scope.style.markup ? 3 : 0,
      () =>
        `${scope.expression(STRING, 1, 9)}?${random.pick(["no_esc", "esc", "esc?markup_string", "no_esc?is_markup_output?c"])}`,
    ],
  ]);
  const pieces = Array.from({ length: random.weighted([[6, 1], [2, 2]]) }, () => interpolation(scope, make())); // prettier-ignore
  return (
    staticText(scope) +
    pieces.join(random.pick([" ", "-", "", "|"])) +
    (random.chance(0.3) ? staticText(scope) : "")
  );
}

function numeric(scope: Scope): string {
  const { random } = scope;
  const number = scope.expression(NUMBER, random.int(0, 2));
  if (scope.style.squareInterpolation) return interpolation(scope, number);
  return `#{${number}${random.pick(["", "; m2", "; M2", "; m1M3", ";m0M1"])}}`;
}

function ifDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  const inner = deeper(scope, place);
  const body = () => scope.inside([]).block(depth - 1, inner, 2);
  const parts: [string, string][] = [[open(scope, `if ${scope.expression(BOOLEAN, 2)}`), body()]];
  while (random.chance(0.25)) {
    parts.push([
      open(scope, `${random.pick(["elseif", "elseif", "elseif"])} ${scope.expression(BOOLEAN, 2)}`),
      body(),
    ]);
  }
  if (random.chance(0.5)) parts.push([empty(scope, "else"), body()]);
  return around(scope, place, inner, parts, close(scope, "if"));
}

function switchDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  const type = random.pick([STRING, NUMBER]);
  const on = random.chance(0.5);
  const inner = deeper(scope, place);
  const body = (last: string) =>
    scope.inside([]).block(depth - 1, inner, 2) + (last === "" ? "" : line(scope, inner, last));
  const parts: [string, string][] = [
    [open(scope, `switch ${scope.expression(type, 1)}`), inner.inline ? "" : random.pick(["", "\n"])],
  ];
  for (let count = random.int(1, 3); count > 0; count--) {
    const values = Array.from({ length: on ? random.int(1, 3) : 1 }, () => scope.expression(type, 0));
    parts.push([
      open(scope, `${on ? "on" : "case"} ${values.join(", ")}`),
      body(!on && random.chance(0.7) ? empty(scope, "break") : ""),
    ]);
  }
  if (random.chance(0.7)) parts.push([open(scope, "default"), body("")]);
  return around(scope, place, inner, parts, close(scope, "switch"));
}

function assignDirective(scope: Scope, _depth: number, place: Place): string {
  const { random } = scope;
  const numbers = scope.of("number").filter(({ name, loop }) => loop !== true && /^v\d/.test(name));
  if (numbers.length > 0 && random.chance(0.35)) {
    const { name } = random.pick(numbers);
    const change = random.pick([
      "++",
      "--",
      " += 2",
      " -= 1",
      " *= 3",
      " /= 4",
      " %= 5",
      `+=${scope.expression(NUMBER, 1)}`,
    ]);
    return line(scope, place, open(scope, `assign ${name}${change}`));
  }
  const directive = random.weighted([[6, "assign"], [1, "global"]]); // prettier-ignore
  const assignments = Array.from(
    {
      length: random.weighted([
        [5, 1],
        [1, 2],
        [1, 3],
      ]),
    },
    () => {
      // prettier-ignore
      const type = random.pick([STRING, NUMBER, NUMBER, BOOLEAN, sequenceOf(NUMBER), sequenceOf(STRING)]);
      const variable = { name: scope.freshName("v"), type };
      const made = `${variable.name}${random.pick([" = ", "="])}${scope.expression(type, 2)}`;
      scope.variables.push(variable);
      return made;
    },
  );
  return line(
    scope,
    place,
    open(scope, `${directive} ${assignments.join(random.pick([" ", ", ", "\n  "]))}`),
  );
}

function captureDirective(scope: Scope, depth: number, place: Place): string {
  const name = scope.freshName("v");
  const inner = deeper(scope, place);
  const made = around(
    scope,
    place,
    inner,
    [[open(scope, `assign ${name}`), scope.inside([]).block(depth - 1, inner, 2)]],
    close(scope, "assign"),
  );
  if (scope.style.markup) return made + line(scope, place, interpolation(scope, name));
  scope.variables.push({ name, type: STRING });
  return made;
}

function attemptDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  const inner = deeper(scope, place);
  const daring = scope.styled({ faults: random.pick([0, 0.1, 0.3]) });
  const recovered = random.chance(0.3)
    ? line(scope, inner, interpolation(scope, ".error?has_content?c"))
    : "";
  const parts: [string, string][] = [
    [open(scope, "attempt"), daring.block(depth - 1, inner)],
    [open(scope, "recover"), recovered + scope.inside([]).block(depth - 1, inner, 2)],
  ];
  return around(scope, place, inner, parts, close(scope, "attempt"));
}

function enclosed(scope: Scope, depth: number, place: Place, tag: string, style = {}): string {
  const inner = deeper(scope, place);
  const body = scope.styled(style).block(depth - 1, inner);
  return around(scope, place, inner, [[open(scope, tag), body]], close(scope, tag.split(" ", 1).join("")));
}

function escapeDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  if (scope.style.markup) return makers.print(scope, depth, place);
  const inner = deeper(scope, place);
  const as = random.pick([
    "x?html",
    "x?upper_case",
    "'<' + x + '>'",
    "x?string?xml",
    "(x!'?')?html",
    "x?json_string",
  ]);
  const exempt = random.chance(0.3) ? enclosed(scope, Math.max(depth - 1, 1), inner, "noescape") : "";
  const body = scope.inside([]).block(depth - 1, inner) + exempt;
  return around(scope, place, inner, [[open(scope, `escape x as ${as}`), body]], close(scope, "escape"));
}

function noparseDirective(scope: Scope, _depth: number, place: Place): string {
  const inside = scope.random.pick([
    "${x} <#if y>",
    "<@m/>",
    "\n  [#list] ${\n",
    "",
    " </#if> ",
    "<#-- c -->",
  ]);
  return line(scope, place, open(scope, "noparse") + inside + close(scope, "noparse"));
}

function formatDirective(scope: Scope, depth: number, place: Place): string {
  const { random, style } = scope;
  const format = random.pick([
    "HTML",
    "XML",
    "XHTML",
    "RTF",
    "plainText",
    "JSON",
    "undefined",
    "JavaScript",
    "CSS",
  ]);
  const markup = /^(?:HTML|XML|XHTML|RTF)$/.test(format);
  if (!style.markup || random.chance(0.4)) {
    return enclosed(scope, depth, place, `outputformat "${format}"`, { markup });
  }
  return enclosed(scope, depth, place, random.pick(["noautoesc", "autoesc"]), { markup: true });
}

function settingDirective(scope: Scope, _depth: number, place: Place): string {
  const setting = scope.random.pick([
    'number_format="0.00"', 'number_format="computer"', 'number_format="#,##0.#"', 'locale="de_DE"', 'locale="fr_FR"',
    'locale="en_US"', 'boolean_format="yes,no"', 'boolean_format="c"', 'time_zone="Europe/Berlin"', 'time_zone="GMT+05:30"',
    'datetime_format="iso"', 'date_format="dd.MM.yyyy"', 'time_format="HH:mm"', 'datetime_format="yyyy/MM/dd HH:mm:ss Z"',
    'url_escaping_charset="ISO-8859-1"', 'c_format="JSON"', 'c_format="JavaScript"', 'c_format="Java"', 'no_such="x"',
  ]); // prettier-ignore
  return line(scope, place, open(scope, `setting ${setting}`));
}

function leaveDirective(scope: Scope, _depth: number, place: Place): string {
  const { random, inList } = scope;
  const tag = random.pick(
    inList
      ? ["break", "continue", "break", "continue", "flush"]
      : ["flush", "flush", "flush", "flush", "flush", "flush", "flush", "flush", 'stop "enough"'],
  );
  if (tag === "flush") return line(scope, place, empty(scope, tag));
  const condition = open(scope, `if ${scope.expression(BOOLEAN, 1)}`);
  return line(scope, place, condition + empty(scope, tag) + close(scope, "if"));
}

function commentDirective(scope: Scope, _depth: number, place: Place): string {
  const { random } = scope;
  const text = random.pick(["note", "a\n  b", "<#if x>", "${x}", ""]);
  if (random.chance(0.1)) return line(scope, place, open(scope, "comment") + text + close(scope, "comment"));
  return line(scope, place, comment(scope, text));
}
