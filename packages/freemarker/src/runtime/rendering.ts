import type { DateFormat } from "../dates/date-format.ts";
import type { DateType, DateValue } from "../dates/date-value.ts";
import { Fault } from "../core/fault.ts";
import { cNumberFormat } from "../numbers/c-format.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import type { NumberFormat } from "../numbers/format.ts";
import type { OutputContext } from "../syntax/ast.ts";
import type { Source } from "../syntax/source.ts";
import { asMethod } from "./convert.ts";
import type { Environment } from "./environment.ts";
import { type Formats, formatsOf } from "./formats.ts";
import { Budget, LimitFault, type Limits, paidFormat } from "../core/limits.ts";
import { Printed } from "./printed.ts";
import { type LocalScope, Namespace } from "./scope.ts";
import { changeSetting, type Settings } from "./settings.ts";
import type { Site } from "./site.ts";
import { ensureStack } from "../core/stack.ts";
import type { Hash, Maybe, Value } from "../values/value.ts";

/** A compiled expression. */
export type Evaluate = (env: Rendering) => Maybe;

/** How a directive ended: normally, or on its way out of the directive that the other signals are meant for. */
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;
export type Signal = typeof NORMAL | typeof BREAK | typeof CONTINUE | typeof RETURN;

/** A compiled directive, interpolation, text, or a row of them. */
export type Execute = (env: Rendering) => Signal;

/** A compiled template: its macros are defined first, then its body runs. */
export interface CompiledTemplate {
  readonly source: Source;
  /** What `<#escape>` has added to it, to be paid for like its length: see `TemplateTree`. */
  readonly escapedNodes: number;
  readonly context: OutputContext;
  readonly macros: readonly MacroDefinition[];
  readonly body: Execute;
}

/** A compiled `<#macro>` or `<#function>`. */
export interface MacroDefinition {
  readonly name: string;
  readonly isFunction: boolean;
  readonly parameters: readonly MacroParameter[];
  /** Of the parameters. */
  readonly names: ReadonlySet<string>;
  readonly catchAll: string | undefined;
  readonly body: Execute;
  readonly site: Site;
}

export interface MacroParameter {
  readonly name: string;
  readonly fallback: Evaluate | undefined;
  /** Of the default, or of the macro where there is none. */
  readonly site: Site;
}

/** What a rendering needs of the compiler, and of the host's loader, while it runs. */
export interface Engine {
  /** Compiles the text of an expression. */
  expression(text: string, context: OutputContext, site: Site): Evaluate;
  /** Compiles a text as a template of its own. */
  template(name: string, text: string, context: OutputContext): CompiledTemplate;
  /** The template of a full name; undefined where the loader has none. */
  load(name: string): CompiledTemplate | undefined;
  /** Its text. */
  loadText(name: string): string | undefined;
  /** Calls what is no method: a function of the template; an error for the rest. */
  call(env: Rendering, callee: Value, args: readonly Maybe[], site: Site): Maybe;
  /** Whether a loop variable without a value hides a variable of its name further out. */
  readonly hideByMissing: boolean;
  /** Values of the host's that every template sees, below the data model. */
  readonly shared: ReadonlyMap<string, Maybe>;
}

/** What is between `<@x>` and `</@x>`, with the state of the caller that it runs in. */
export interface NestedContent {
  readonly body: Execute;
  readonly loopVariables: readonly string[];
  readonly locals: LocalScope | undefined;
  readonly macro: MacroFrame | undefined;
  readonly namespace: Namespace;
}

/** A macro or function that runs: its variables, and what `<#nested>` prints. */
export interface MacroFrame {
  readonly variables: Map<string, Value>;
  readonly nested: NestedContent | undefined;
  /** What `.args` is. */
  readonly args: () => Value;
  /** The template that the call stands in. */
  readonly callerTemplate: string;
}

const LONGEST_PATTERN = 10_000;
/** After so many levels of calls the stack is looked at. */
const DEPTH_PROBED = 4;

/** One rendering of a template: its variables, settings, output and budget. */
export class Rendering implements Environment {
  readonly engine: Engine;
  readonly budget: Budget;
  readonly limits: Limits;
  readonly model: Hash;
  /** Set by `<#global>`. */
  private setGlobally: Map<string, Value> | undefined;
  readonly main: Namespace;
  readonly mainTemplate: CompiledTemplate;
  /** Namespaces of imported templates, by full name. */
  private importedOnes: Map<string, Namespace> | undefined;
  private loadedNames: Set<string> | undefined;

  settings: Settings;
  /** What has been printed since the innermost capture began. */
  private printed: Printed;
  /** Where `<#assign>` writes, and names are looked up. */
  namespace: Namespace;
  /** The innermost scope of loop variables; they don't reach into macros. */
  locals: LocalScope | undefined;
  /** The macro or function that runs now. */
  macro: MacroFrame | undefined;
  /** What `<#return>` gave. */
  returned: Maybe;
  /** What `.error` is. */
  recovered: string | undefined;
  /** The template that is included or imported now. */
  template: CompiledTemplate;
  /**
   * What `.template_name` is. It is set by an include to the template's name, and by nested content to that of its namespace's
   * template; after either it is the main template's, as FreeMarker still has it.
   */
  templateName: string;
  depth = 0;
  includeDepth = 0;

  private formats: Formats | undefined;
  private numbers: NumberFormat | undefined;

  constructor(engine: Engine, template: CompiledTemplate, model: Hash, settings: Settings, limits: Limits) {
    this.engine = engine;
    this.budget = new Budget(limits);
    this.limits = this.budget.limits;
    this.printed = new Printed(this.limits.outputLength);
    this.model = model;
    this.settings = settings;
    this.main = new Namespace(template.source.name);
    this.namespace = this.main;
    this.mainTemplate = template;
    this.template = template;
    this.templateName = template.source.name;
  }

  /** The variable of a name: of the loops, the macro, the namespace, `<#global>`, the data model, the host. */
  get(name: string): Maybe {
    for (let scope = this.locals; scope !== undefined; scope = scope.parent) {
      const value = scope.get(name);
      if (value !== undefined || scope.hides(name)) return value;
    }
    return this.macro?.variables.get(name) ?? this.namespace.variables.get(name) ?? this.global(name);
  }

  /** What `<#global>` sets. Most renderings set nothing, so that it is made when it is asked for. */
  get globals(): Map<string, Value> {
    this.setGlobally ??= new Map();
    return this.setGlobally;
  }

  /** Namespaces of imported templates, by full name. */
  get imported(): Map<string, Namespace> {
    this.importedOnes ??= new Map();
    return this.importedOnes;
  }

  /**
   * The template of a full name. A rendering pays for compiling each that it uses, whether it was compiled before or not, so that
   * what it takes doesn't depend on others.
   */
  load(name: string): CompiledTemplate | undefined {
    this.loadedNames ??= new Set();
    if (this.loadedNames.has(name)) return this.engine.load(name);
    const text = this.engine.loadText(name);
    if (text === undefined) return undefined;
    this.budget.compile(text.length);
    this.loadedNames.add(name);
    const template = this.engine.load(name);
    this.budget.compileNodes(template?.escapedNodes ?? 0);
    return template;
  }

  /** A variable set by `<#global>`, of the data model, of the host, or of FreeMarker's own. */
  global(name: string): Maybe {
    return this.setGlobally?.get(name) ?? this.model.get(name) ?? this.engine.shared.get(name);
  }

  /**
   * Prints text.
   * @throws {LimitFault} when the output gets too long
   */
  write(text: string): void {
    this.printed.write(text);
  }

  /** What has been printed. */
  get output(): string {
    return this.printed.text;
  }

  /** Runs something and answers what it printed, instead of printing it. */
  capture(run: () => void): string {
    const outer = this.printed;
    this.printed = new Printed(this.limits.outputLength);
    try {
      run();
      return this.printed.text;
    } finally {
      this.printed = outer;
    }
  }

  /** Runs something one level deeper. */
  nest<T>(run: () => T): T {
    if (++this.depth > this.limits.depth) {
      this.depth--;
      throw new LimitFault("depth", `Calls are nested deeper than the limit of ${this.limits.depth}.`);
    }
    try {
      if (this.depth % DEPTH_PROBED === 0) ensureStack();
      return run();
    } finally {
      this.depth--;
    }
  }

  change(setting: string, value: string): void {
    this.settings = changeSetting(this.settings, setting, value);
    this.formats = undefined;
    this.numbers = undefined;
  }

  formatNumber(value: NumberValue): string {
    this.numbers ??= this.numberFormat(this.settings.number_format);
    return paidFormat(this.numbers, value, this.budget);
  }

  formatBoolean(value: boolean): string {
    const format = this.settings.boolean_format;
    if (format === "c") return String(value);
    const comma = format.indexOf(",");
    if (format === "true,false" || comma === -1) {
      throw new Fault(
        "wrong-type",
        'A boolean is not printed by itself. Write it as JSON does by ?c, give both texts by ?string("yes", "no"), ' +
          'or set one for all: <#setting boolean_format="yes,no"> or <#setting boolean_format="c">.',
      );
    }
    return value ? format.slice(0, comma) : format.slice(comma + 1);
  }

  formatDate(value: DateValue): string {
    return paidFormat(this.dateFormat(undefined, value.type), value, this.budget);
  }

  numberFormat(pattern: string): NumberFormat {
    if (pattern === "c" || pattern === "computer") return cNumberFormat(this.settings.c_format);
    this.payFormat(pattern);
    return this.formatsInForce().number(pattern);
  }

  dateFormat(pattern: string | undefined, type: DateType): DateFormat {
    if (pattern !== undefined) this.payFormat(pattern);
    return this.formatsInForce().date(pattern ?? this.datePattern(type), type);
  }

  private formatsInForce(): Formats {
    const { locale, time_zone, fractions } = this.settings;
    this.formats ??= formatsOf(locale, time_zone, fractions);
    return this.formats;
  }

  get cFormat(): string {
    return this.settings.c_format;
  }

  call(callee: Value, args: readonly Maybe[], site: Site): Maybe {
    const method = asMethod(callee);
    // oxlint-disable-next-line eslint/no-useless-call -- this is a method of the template language
    if (method !== undefined) return method.call(args, this.budget);
    // oxlint-disable-next-line eslint/no-useless-call -- neither is this one JavaScript's
    return this.engine.call(this, callee, args, site);
  }

  evaluate(text: string, context: OutputContext, site: Site): Maybe {
    this.budget.compile(text.length);
    const evaluate = this.engine.expression(text, context, site);
    return this.nest(() => evaluate(this));
  }

  /** Pays for making a format. No real one is longer than this. */
  private payFormat(pattern: string): void {
    if (pattern.length > LONGEST_PATTERN)
      throw new Fault("invalid-value", `A format can't be longer than ${LONGEST_PATTERN} characters.`);
    this.budget.spend(24 + pattern.length);
  }

  private datePattern(type: DateType): string {
    const { date_format, time_format, datetime_format } = this.settings;
    if (type === "date") return date_format;
    return type === "time" ? time_format : datetime_format;
  }
}
