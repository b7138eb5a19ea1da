import { BINDS } from "./operators.ts";
import { around, callEnd, callTag, close, deeper, empty, interpolation, line, open } from "./layout.ts";
import { BOOLEAN, NUMBER, STRING, type Variable } from "./model.ts";
import { Scope, type Callable, type Place } from "./scope.ts";
import { functionCall, stringLiteral } from "./strings.ts";

/** The definition of a macro, which later calls may use. */
export function macroDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  if (scope.inList || place.pad !== "") return callDirective(scope, depth, place);
  const macro = signature(scope, scope.freshName("m"), random.weighted([[2, 0], [1, 1], [1, 2]])); // prettier-ignore
  const inner = deeper(scope, place);
  const within = bodyScope(scope, macro);
  const shown = macro.parameters.map(({ name }) => interpolation(scope, name)).join(" ");
  const all = random.chance(0.15) ? interpolation(scope, ".args?keys?join(',')") : "";
  const pieces = [line(scope, inner, `(${shown})${all}`), within.block(Math.min(depth - 1, 1), inner, 2)];
  if (random.chance(0.3)) pieces.push(local(within, inner));
  if (random.chance(0.6)) pieces.push(nested(within, macro, inner));
  if (random.chance(0.1))
    pieces.push(line(scope, inner, empty(scope, "return")), line(scope, inner, "unreached"));
  const tag = open(scope, `macro ${macro.name}${parametersText(scope, macro, false)}`);
  scope.macros.push(macro);
  const definition = around(scope, place, inner, [[tag, pieces.join("")]], close(scope, "macro"));
  return definition + (random.chance(0.8) ? callDirective(scope, depth, place) : "");
}

/** The definition of a function, which later expressions may call. */
export function functionDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  if (scope.inList || place.pad !== "") return callDirective(scope, depth, place);
  const made = signature(scope, scope.freshName("f"), 0);
  const inner = deeper(scope, place);
  const within = bodyScope(scope, made);
  const pieces: string[] = [];
  if (random.chance(0.3)) pieces.push(local(within, inner));
  if (random.chance(0.3)) {
    const early =
      open(scope, `if ${within.expression(BOOLEAN, 1)}`) +
      open(scope, `return ${within.expression(STRING, 1)}`);
    pieces.push(line(scope, inner, early + close(scope, "if")));
  }
  const result = made.parameters[0]?.name ?? stringLiteral(random);
  pieces.push(
    line(scope, inner, open(scope, `return ${random.chance(0.5) ? result : within.expression(STRING, 2)}`)),
  );
  const tag = open(scope, `function ${made.name}${parametersText(scope, made, true)}`);
  scope.functions.push({ ...made, catchAll: false });
  const definition = around(scope, place, inner, [[tag, pieces.join("")]], close(scope, "function"));
  if (random.chance(0.2)) return definition;
  return definition + line(scope, place, interpolation(scope, functionCall(scope, 1)));
}

/** A call of a macro defined before, or the text of one where there is none. */
export function callDirective(scope: Scope, depth: number, place: Place): string {
  const { random } = scope;
  if (scope.macros.length === 0) return line(scope, place, interpolation(scope, scope.expression(STRING, 1)));
  const macro = random.pick(scope.macros);
  const given = macro.parameters.filter(({ optional }) => !optional || random.chance(0.5));
  const values = given.map(() => scope.expression(random.pick([STRING, NUMBER]), 1, BINDS.postfix));
  const named = random.chance(0.6);
  const written = named
    ? given.map(({ name }, at) => `${name}=${values[at] ?? "1"}`)
    : positional(macro, values);
  if (macro.catchAll && named && random.chance(0.5))
    written.push(`extra=${scope.expression(NUMBER, 0, BINDS.postfix)}`);
  const start = `${macro.name}?${random.pick(["with_args", "with_args_last"])}({})`;
  const text = [random.chance(0.05) ? start : macro.name, ...written].join(" ");
  if (depth <= 0 || random.chance(0.5)) return line(scope, place, callTag(scope, text, true));
  const loops = ["a", "b"].slice(0, random.int(0, macro.nestedVariables));
  const inner = deeper(scope, place);
  const within = scope.inside(loops.map((name): Variable => ({ name, type: NUMBER })));
  const tag = callTag(scope, loops.length === 0 ? text : `${text}; ${loops.join(", ")}`, false);
  return around(
    scope,
    place,
    inner,
    [[tag, within.block(depth - 1, inner, 2)]],
    callEnd(scope, text.startsWith(start) ? "" : macro.name),
  );
}

function signature(scope: Scope, name: string, nestedVariables: number): Callable {
  const { random } = scope;
  const count = random.int(0, 3);
  const firstOptional = random.int(0, count);
  const parameters = Array.from({ length: count }, (_, at) => ({
    name: `p${at + 1}`,
    optional: at >= firstOptional,
  }));
  return { name, parameters, catchAll: random.chance(0.2), nestedVariables };
}

/** Given by position, only the first ones can be given. */
function positional(macro: Callable, values: readonly string[]): string[] {
  const must = macro.parameters.filter(({ optional }) => !optional).length;
  return values.slice(0, Math.max(must, Math.min(values.length, macro.parameters.length)));
}

function parametersText(scope: Scope, { parameters, catchAll }: Callable, brackets: boolean): string {
  const { random } = scope;
  const written = parameters.map(({ name, optional }) =>
    optional ? `${name}=${scope.expression(STRING, 0, BINDS.postfix)}` : name,
  );
  if (catchAll) written.push("rest...");
  if (brackets) return `(${written.join(", ")})`;
  return written.length === 0 ? "" : ` ${written.join(random.pick([" ", ", "]))}`;
}

/** A body sees the template's variables and the parameters, of which only the names are known to be right. */
function bodyScope(scope: Scope, { parameters }: Callable): Scope {
  const outer = scope.variables.filter(({ loop }) => loop !== true);
  const own = parameters.map(({ name }): Variable => ({ name: `${name}?string`, type: STRING }));
  const within = new Scope(scope.grammar, scope.random, scope.style, [...outer, ...own]);
  within.macros.push(...scope.macros);
  within.functions.push(...scope.functions);
  return within;
}

function local(scope: Scope, place: Place): string {
  const name = scope.freshName("l");
  const made = line(scope, place, open(scope, `local ${name} = ${scope.expression(NUMBER, 1)}`));
  scope.variables.push({ name, type: NUMBER });
  return made + line(scope, place, interpolation(scope, name));
}

function nested(scope: Scope, { nestedVariables }: Callable, place: Place): string {
  const values = Array.from({ length: nestedVariables }, () => scope.expression(NUMBER, 1, BINDS.postfix));
  return line(scope, place, empty(scope, ["nested", values.join(", ")].join(" ").trimEnd()));
}
