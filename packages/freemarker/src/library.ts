import { TemplateSyntaxError } from "./core/errors.ts";
import { Fault, hostFailure } from "./core/fault.ts";
import type { TemplateLoader } from "./options.ts";
import type { CompiledTemplate } from "./runtime/rendering.ts";
import { isStackOverflow } from "./core/stack.ts";

/** How many templates are remembered, and how many names without one: templates can make up names without end. */
const REMEMBERED = 1000;

interface Entry {
  readonly text: string;
  /** Undefined until it is asked for. */
  compiled?: CompiledTemplate | TemplateSyntaxError;
}

/** The templates that a template includes and imports: each is loaded once, and compiled once. */
export class Library {
  private readonly loader: TemplateLoader | undefined;
  private readonly compile: (name: string, text: string) => CompiledTemplate;
  private readonly entries = new Map<string, Entry>();
  private readonly absent = new Set<string>();

  constructor(loader: TemplateLoader | undefined, compile: (name: string, text: string) => CompiledTemplate) {
    this.loader = loader;
    this.compile = compile;
  }

  /** The text of a template. @throws {Fault} when the loader throws, or answers no text */
  text(name: string): string | undefined {
    return this.entry(name)?.text;
  }

  /** The template of a name, compiled. @throws {TemplateSyntaxError} the same each time */
  template(name: string): CompiledTemplate | undefined {
    const entry = this.entry(name);
    if (entry === undefined) return undefined;
    entry.compiled ??= this.compiled(name, entry.text);
    if (entry.compiled instanceof TemplateSyntaxError) throw entry.compiled;
    return entry.compiled;
  }

  private entry(name: string): Entry | undefined {
    const known = this.entries.get(name);
    if (known !== undefined || this.absent.has(name)) return known;
    const text = this.load(name);
    if (text === undefined) {
      if (this.absent.size >= REMEMBERED) this.absent.clear();
      this.absent.add(name);
      return undefined;
    }
    const entry = { text };
    if (this.entries.size >= REMEMBERED) this.entries.clear();
    this.entries.set(name, entry);
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
    const what = text instanceof Promise ? "a promise; it must answer at once" : kindOf(text);
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

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
