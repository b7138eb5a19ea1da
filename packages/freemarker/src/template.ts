import { callTemplateFunction, compileStandalone, compileTree } from "./compiler/compile.ts";
import { BUILTIN_NAMES } from "./builtins/registry.ts";
import { SPECIAL_BUILTIN_NAMES } from "./compiler/special-builtins.ts";
import { FreeMarkerError, LimitError, RenderError } from "./core/errors.ts";
import { Fault } from "./core/fault.ts";
import { wrapAll } from "./host.ts";
import { Library } from "./library.ts";
import {
  checkCompileOptions,
  checkRenderOptions,
  type CompileOptions,
  limitsOf,
  OptionError,
  type RenderOptions,
  settingsOf,
} from "./options.ts";
import { outputFormat } from "./output/formats.ts";
import { DEFAULT_LIMITS, type Limits } from "./core/limits.ts";
import { type CompiledTemplate, type Engine, Rendering, RETURN } from "./runtime/rendering.ts";
import { DEFAULT_SETTINGS, type Settings } from "./runtime/settings.ts";
import { Site } from "./runtime/site.ts";
import { ensureStack, isStackOverflow } from "./core/stack.ts";
import { run } from "./runtime/templates.ts";
import { TRANSFORMS } from "./compiler/transforms.ts";
import type { OutputContext, TemplateTree } from "./syntax/ast.ts";
import type { ParseOptions } from "./syntax/options.ts";
import { parseExpression, parseTemplate } from "./syntax/parse.ts";
import { Source } from "./syntax/source.ts";
import { wrap } from "./values/wrap.ts";
import { Hash, type Maybe, type Value } from "./values/value.ts";

const BUILTINS: ReadonlySet<string> = new Set([...BUILTIN_NAMES, ...SPECIAL_BUILTIN_NAMES]);

/**
 * Compiles a template, to be rendered any number of times.
 *
 * @throws {TemplateSyntaxError} with every fault found in the template
 * @throws {OptionError} for options that can't be
 * @throws {LimitError} where the caller has left too little of the JavaScript stack
 */
export function compile(source: string, options: CompileOptions = {}): Template {
  return new Template(source, options);
}

/** A compiled template. */
export class Template {
  /** The full name, without a slash at its front. */
  readonly name: string;
  /** The text it was compiled of. */
  readonly source: string;
  /** The parsed template, for tools that look at it; its shape may change between versions. */
  readonly tree: TemplateTree;
  private readonly settings: Settings;
  private readonly limits: Limits;
  private readonly engine: Engine;
  private readonly compiled: CompiledTemplate;

  constructor(text: string, options: CompileOptions) {
    if (typeof text !== "string") throw new OptionError("The template must be a string.");
    checkCompileOptions(options);
    const { name = "template" } = options;
    this.name = name.replace(/^\/+/u, "");
    this.source = text;
    this.settings = settingsOf(DEFAULT_SETTINGS, options.settings);
    this.limits = limitsOf(DEFAULT_LIMITS, options.limits);
    const parseOptions = parseOptionsOf(options);
    const source = new Source(this.name, text);
    const { tree, compiled } = unlessStackIsFull(this.name, () => {
      const parsed = parseTemplate(source, parseOptions);
      return { tree: parsed, compiled: compileTree(source, parsed) };
    });
    this.tree = tree;
    this.compiled = compiled;
    this.engine = engineOf(options, parseOptions);
  }

  /**
   * Renders the template.
   *
   * @param model the data model: an object of JSON values, `Date`s and what `hostFunction` and its like make
   * @throws {RenderError} when the template and the model don't go together
   * @throws {LimitError} when a limit is gone over
   * @throws {OptionError} for a model or options that can't be
   */
  render(model: object = {}, options?: RenderOptions): string {
    if (options !== undefined) checkRenderOptions(options);
    const settings = settingsOf(this.settings, options?.settings);
    const limits = limitsOf(this.limits, options?.limits);
    const root = rootOf(model);
    const env = new Rendering(this.engine, this.compiled, root, settings, limits);
    try {
      if (run(env, this.compiled) === RETURN)
        throw new Fault("invalid-value", "There is no macro or function that <#return> could return from.");
    } catch (thrown) {
      throw this.typed(thrown, env);
    }
    return env.output;
  }

  /** What was thrown without a place, as an error of the library. */
  private typed(thrown: unknown, env: Rendering): FreeMarkerError {
    const site = new Site(env.template.source, { start: 0, end: 0 }, { start: 0, end: 0 });
    const located = site.locate(thrown);
    if (located instanceof FreeMarkerError) return located;
    return new RenderError(
      "internal",
      `This is a bug of the template engine: ${String(thrown)}`,
      { templateName: this.name, line: 1, column: 1 },
      { cause: thrown },
    );
  }
}

function rootOf(model: unknown): Hash {
  let root: Maybe;
  try {
    root = wrap(model);
  } catch (thrown) {
    throw new OptionError("The data model must be a plain object.", { cause: thrown });
  }
  if (root instanceof Hash) return root;
  throw new OptionError("The data model must be a plain object.");
}

/** What a full stack is when a template is compiled: a host may call from deep inside its own. */
function unlessStackIsFull<T>(name: string, run: () => T): T {
  try {
    ensureStack();
    return run();
  } catch (thrown) {
    if (!isStackOverflow(thrown)) throw thrown;
    throw new LimitError("depth", "There is not enough stack left to compile the template.", {
      templateName: name,
      line: 1,
      column: 1,
    });
  }
}

function parseOptionsOf(options: CompileOptions): ParseOptions {
  const { syntax = {} } = options;
  return {
    tagSyntax: syntax.tagSyntax ?? "angle_bracket",
    interpolationSyntax: syntax.interpolationSyntax ?? "legacy",
    namingConvention: syntax.namingConvention ?? "auto_detect",
    strictSyntax: syntax.strictSyntax ?? true,
    whitespaceStripping: syntax.whitespaceStripping ?? true,
    outputFormat: syntax.outputFormat ?? "undefined",
    autoEscapingPolicy: syntax.autoEscapingPolicy ?? "enable_if_default",
    recognizeStandardFileExtensions: syntax.recognizeStandardFileExtensions ?? true,
    builtinNames: BUILTINS,
    outputFormats: describeFormat,
    maximumDepth: 250,
  };
}

function describeFormat(name: string): { isMarkup: boolean; autoEscapedByDefault: boolean } | undefined {
  const format = outputFormat(name);
  if (format === undefined) return undefined;
  return { isMarkup: format.markup !== undefined, autoEscapedByDefault: format.autoEscapedByDefault };
}

function engineOf(options: CompileOptions, parseOptions: ParseOptions): Engine {
  const library = new Library(options.loader, (name, text) => compileText(name, text, parseOptions));
  return {
    shared: new Map<string, Value>([...TRANSFORMS, ...wrapAll(options.values ?? {})]),
    hideByMissing: options.fallbackOnNullLoopVariable === false,
    call: callTemplateFunction,
    loadText: (name) => library.text(name),
    load: (name) => library.template(name),
    template: (name, text, context) => compileText(name, text, interpretedOptions(parseOptions, context)),
    expression: (text, context, site) => {
      const source = new Source(site.source.name, text);
      const node = parseExpression(source, parseOptions, context);
      return compileStandalone(source, node, node);
    },
  };
}

/** `?interpret` reads its text by the settings alone, but for the output format and escaping of a place with another format. */
function interpretedOptions(options: ParseOptions, { format, autoEscaping }: OutputContext): ParseOptions {
  if (format === options.outputFormat) return options;
  const inherited = { ...options, outputFormat: format, recognizeStandardFileExtensions: false };
  const isUnescaped = !autoEscaping && describeFormat(format)?.isMarkup === true;
  return isUnescaped ? { ...inherited, autoEscapingPolicy: "disable" } : inherited;
}

function compileText(name: string, text: string, parseOptions: ParseOptions): CompiledTemplate {
  const source = new Source(name, text);
  return compileTree(source, parseTemplate(source, parseOptions));
}
