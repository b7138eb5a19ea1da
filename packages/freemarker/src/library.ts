import { TemplateSyntaxError } from "./core/errors.ts";
import { Fault } from "./core/fault.ts";
import { hostFailure } from "./host.ts";
import type { TemplateLoader } from "./options.ts";
import type { CompiledTemplate } from "./runtime/rendering.ts";
import { isStackOverflow } from "./core/stack.ts";

/** How many names are remembered, those without a template included: templates can make up names without end. */
const REMEMBERED = 1000;

interface Entry {
  readonly text: string | undefined;
  /** Undefined until it is asked for. */
  compiled?: CompiledTemplate | TemplateSyntaxError;
}

/** The templates that a template includes and imports: each is loaded once, and compiled once. */
export class Library {
  private readonly loader: TemplateLoader | undefined;
  private readonly compile: (name: string, text: string) => CompiledTemplate;
  private readonly entries = new Map<string, Entry>();

  constructor(loader: TemplateLoader | undefined, compile: (name: string, text: string) => CompiledTemplate) {
    this.loader = loader;
    this.compile = compile;
  }

  /** The text of a template. @throws {Fault} when the loader throws, or answers no text */
  text(name: string): string | undefined {
    return this.entry(name).text;
  }

  /** The template of a name, compiled. @throws {TemplateSyntaxError} the same each time */
  template(name: string): CompiledTemplate | undefined {
    const entry = this.entry(name);
    if (entry.text === undefined) return undefined;
    entry.compiled ??= this.compiled(name, entry.text);
    if (entry.compiled instanceof TemplateSyntaxError) throw entry.compiled;
    return entry.compiled;
  }

  private entry(name: string): Entry {
    const known = this.entries.get(name);
    if (known !== undefined) return known;
    const entry = { text: this.load(name) };
    if (this.entries.size < REMEMBERED) this.entries.set(name, entry);
    return entry;
  }

  private load(name: string): string | undefined {
    let text: unknown;
    try {
      text = this.loader?.(name);
    } catch (thrown) {
      if (isStackOverflow(thrown)) throw thrown;
      throw hostFailure(thrown);
    }
    if (text === undefined || typeof text === "string") return text;
    const what = text instanceof Promise ? "a promise; it must answer at once" : `a ${typeof text}`;
    throw new Fault("host-failure", `The loader answered ${what}, not the text of the template "${name}".`);
  }

  private compiled(name: string, text: string): CompiledTemplate | TemplateSyntaxError {
    try {
      return this.compile(name, text);
    } catch (thrown) {
      if (thrown instanceof TemplateSyntaxError) return thrown;
      throw thrown;
    }
  }
}
