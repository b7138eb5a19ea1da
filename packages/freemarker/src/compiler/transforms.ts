import { Fault } from "../core/fault.ts";
import { compress } from "../output/compress.ts";
import { knownOutputFormat } from "../output/formats.ts";
import { asBoolean, asNumber, asString } from "../runtime/convert.ts";
import type { DirectiveCall } from "../runtime/directives.ts";
import type { Rendering } from "../runtime/rendering.ts";
import { Namespace } from "../runtime/scope.ts";
import { entities, unitEscaper } from "../text/escape-units.ts";
import { Transform } from "../runtime/transform.ts";
import type { Maybe, Value } from "../values/value.ts";

/** Unlike `?html`, it leaves apostrophes as they are. */
const escapeHtml = unitEscaper(entities({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }));

/** FreeMarker's `capture_output`, `compress`, `html_escape`, `normalize_newlines` and `xml_escape`. */
export const TRANSFORMS: ReadonlyMap<string, Transform> = new Map([
  ["capture_output", new Transform(captureOutput)],
  ["compress", new Transform(compressed)],
  ["html_escape", rewriting(escapeHtml)],
  ["normalize_newlines", rewriting(normalizeNewlines)],
  ["xml_escape", rewriting((text) => knownOutputFormat("XML").markup?.escape(text) ?? text)],
]);

/** A transform that takes any arguments, and does nothing with them. */
function rewriting(rewrite: (text: string) => string): Transform {
  return new Transform((_, call) => rewrite(bodyOf(call)));
}

function bodyOf(call: DirectiveCall): string {
  const text = call.render();
  call.budget.reserve(text.length);
  return text;
}

/** The lines of a text, each ended by a line feed. */
function normalizeNewlines(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, "\n");
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
}

function compressed(_: Rendering, call: DirectiveCall): string {
  const { named } = call;
  const singleLine = named.get("single_line");
  const bufferSize = named.get("buffer_size");
  if (singleLine !== undefined && asBoolean(singleLine) === undefined)
    throw new Fault("invalid-argument", "The argument single_line of compress must be a boolean.");
  if (bufferSize !== undefined && asNumber(bufferSize) === undefined)
    throw new Fault("invalid-argument", "The argument buffer_size of compress must be a number.");
  const text = compress(bodyOf(call));
  return asBoolean(singleLine) === true ? text.replaceAll(/\r\n?|\n/g, " ") : text;
}

/** Sets a variable to what its body prints: `var="x"` in a namespace, `local="x"` in the macro, or `global="x"`. */
function captureOutput(env: Rendering, call: DirectiveCall): string {
  const { named } = call;
  const target = ["var", "local", "global"].find((name) => named.get(name) !== undefined);
  const name = target === undefined ? undefined : asString(named.get(target));
  if (target === undefined || name === undefined)
    throw new Fault(
      "invalid-argument",
      "capture_output needs the name of a variable as var, local or global.",
    );
  const variables = variablesOf(env, target, named);
  variables.set(name, call.render());
  return "";
}

function variablesOf(env: Rendering, target: string, named: ReadonlyMap<string, Maybe>): Map<string, Value> {
  const namespace = named.get("namespace");
  if (named.size > 2 || (named.size === 2 && !(namespace instanceof Namespace && target === "var")))
    throw new Fault(
      "invalid-argument",
      "Besides the variable, capture_output takes only a namespace, with var.",
    );
  if (target === "global") return env.globals;
  if (target === "var") return namespace instanceof Namespace ? namespace.variables : env.namespace.variables;
  if (env.macro !== undefined) return env.macro.variables;
  throw new Fault(
    "invalid-argument",
    "There is no macro here that capture_output could set a local variable of.",
  );
}
