import { knownOutputFormat } from "../output/formats.ts";
import { timeZone } from "../dates/time-zone.ts";
import { DateValue } from "../dates/date-value.ts";
import { Fault } from "../core/fault.ts";
import { asHash, asString } from "../runtime/convert.ts";
import { type CompiledTemplate, type Evaluate, NORMAL, type Rendering } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import { importTemplate, load, loadText, resolveName } from "../runtime/templates.ts";
import type { SpecialVariable } from "../syntax/ast.ts";
import { Source } from "../syntax/source.ts";
import { FunctionMethod } from "../values/callable.ts";
import { MapHash } from "../values/hash.ts";
import { LookupHash } from "../values/lookup-hash.ts";
import type { Maybe, Value } from "../values/value.ts";
import { InterpretedTemplate } from "../runtime/interpreted.ts";
import type { ExpressionCompiler } from "./compiler.ts";

/** The version of FreeMarker whose language this is. */
const LANGUAGE_VERSION = "2.3.34";

/** What `<@.pass/>` prints. */
const EMPTY_TEMPLATE: CompiledTemplate = {
  source: new Source("pass", ""),
  context: { format: "undefined", autoEscaping: false },
  macros: [],
  escapedNodes: 0,
  body: () => NORMAL,
};

/** Variables by name, of wherever they are. */
class Lookup extends LookupHash {
  private readonly find: (name: string) => Maybe;

  constructor(find: (name: string) => Maybe) {
    super();
    this.find = find;
  }

  get(key: string): Maybe {
    return this.find(key);
  }

  keys(): readonly string[] {
    throw new Fault("wrong-type", "The variables here can only be asked for by name, not listed.");
  }
}

type Read = (env: Rendering, node: SpecialVariable, site: Site) => Maybe;

const variables: Readonly<Record<string, Read>> = {
  now: () => new DateValue(Date.now(), "datetime"),
  data_model: (env) => env.model,
  globals: (env) => new Lookup((name) => env.global(name)),
  vars: (env) => new Lookup((name) => env.get(name)),
  locals: (env) => (env.macro === undefined ? undefined : new MapHash(env.macro.variables)),
  main: (env) => env.main,
  namespace: (env) => env.namespace,
  locale: (env) => env.settings.locale,
  lang: (env) => env.settings.locale.split("_")[0],
  /** A Java object in FreeMarker, which prints as this. */
  locale_object: (env) => env.settings.locale,
  time_zone: (env) => timeZone(env.settings.time_zone).id,
  template_name: (env) => env.templateName,
  main_template_name: (env) => env.mainTemplate.source.name,
  current_template_name: (_, __, site) => site.source.name,
  caller_template_name: (env, _, site) => {
    if (env.macro !== undefined) return env.macro.callerTemplate;
    throw site.error(
      "invalid-argument",
      ".caller_template_name is only there inside of a macro or function.",
    );
  },
  args: (env, _, site) => {
    if (env.macro !== undefined) {
      env.budget.spend(2 * env.macro.variables.size);
      return env.macro.args();
    }
    throw site.error("invalid-argument", ".args is only there inside of a macro or function.");
  },
  output_format: (_, { context }) => context.format,
  auto_esc: (_, { context }) =>
    context.autoEscaping && knownOutputFormat(context.format).markup !== undefined,
  output_encoding: (env) => env.settings.output_encoding,
  url_escaping_charset: (env) => env.settings.url_escaping_charset,
  error: (env, _, site) => {
    if (env.recovered !== undefined) return env.recovered;
    throw site.error("invalid-argument", ".error is only there inside of <#recover>.");
  },
  version: () => LANGUAGE_VERSION,
  incompatible_improvements: () => LANGUAGE_VERSION,
  get_optional_template: (env, _, site) => new FunctionMethod((args) => optionalTemplate(env, args, site)),
  pass: () => new InterpretedTemplate(EMPTY_TEMPLATE, "pass"),
  node: () => undefined,
  current_node: () => undefined,
};

export const compileSpecialVariable: ExpressionCompiler<"special"> = (node, compiler): Evaluate => {
  const read = variables[node.name];
  if (read === undefined) throw new TypeError(`the parser let the unknown variable .${node.name} through`);
  const site = compiler.site(node);
  return (env) => {
    // Most of them are objects made anew.
    env.budget.spend(6);
    return read(env, node, site);
  };
};

/** What `.get_optional_template(name, options)` gives: whether there is such a template, and how to print or import it. */
function optionalTemplate(env: Rendering, args: readonly Maybe[], site: Site): Value {
  const name = asString(args[0]);
  if (name === undefined)
    throw site.elementError("wrong-type", ".get_optional_template(…) takes the name of a template.");
  const parsed = args.length < 2 || parseOption(args[1], site);
  const full = resolvable(site.source.name, name);
  const template = full === undefined ? undefined : parsed ? load(env, full) : unparsed(env, full);
  const hash = new Map<string, Value>();
  if (full !== undefined && template !== undefined) {
    hash.set("include", new InterpretedTemplate(template, "loader"));
    if (parsed) hash.set("import", new FunctionMethod((given) => importOptional(env, full, given, site)));
  }
  hash.set("exists", template !== undefined);
  return new MapHash(hash);
}

/** The full name of a template; undefined for one that no template can have. */
function resolvable(base: string, name: string): string | undefined {
  try {
    return resolveName(base, name);
  } catch (thrown) {
    if (thrown instanceof Fault) return undefined;
    throw thrown;
  }
}

function importOptional(env: Rendering, name: string, args: readonly Maybe[], site: Site): Value {
  if (args.length === 0) return importTemplate(env, name);
  throw site.elementError("invalid-argument", "The import of an optional template takes no arguments.");
}

function parseOption(options: Maybe, site: Site): boolean {
  const hash = asHash(options);
  if (hash === undefined)
    throw site.elementError("wrong-type", "The second argument of .get_optional_template(…) must be a hash.");
  for (const key of hash.keys()) {
    if (key === "parse" || key === "encoding") continue;
    throw site.elementError(
      "invalid-argument",
      `.get_optional_template(…) knows the options parse and encoding, not ${key}.`,
    );
  }
  const keys = hash.keys();
  const encoding = hash.get("encoding");
  if (keys.includes("encoding") && asString(encoding) === undefined)
    throw site.elementError(
      "wrong-type",
      "The option encoding of .get_optional_template(…) must be a string.",
    );
  const parse = hash.get("parse") ?? true;
  if (typeof parse === "boolean") return parse;
  throw site.elementError("wrong-type", "The option parse of .get_optional_template(…) must be a boolean.");
}

/** A template that prints its text as it is. */
function unparsed(env: Rendering, name: string): CompiledTemplate | undefined {
  const text = loadText(env, name);
  if (text === undefined) return undefined;
  return {
    ...EMPTY_TEMPLATE,
    source: new Source(name, text),
    body: (rendering) => {
      rendering.write(text);
      return NORMAL;
    },
  };
}
