import { TemplateSyntaxError } from "../errors.ts";
import { Fault } from "../fault.ts";
import type { TemplateLoader } from "../options.ts";
import type { CompiledTemplate } from "./rendering.ts";
import { isStackOverflow } from "./stack.ts";

/** How many names are remembered that the loader has no template for: templates may ask for any number of them. */
const MOST_ABSENT = 1000;

/** The templates of a host's loader, each asked for and compiled once. */
export class TemplateSources {
  private readonly loader: TemplateLoader | undefined;
  private readonly compile: (name: string, text: string) => CompiledTemplate;
  private readonly texts = new Map<string, string>();
  private readonly templates = new Map<string, CompiledTemplate | TemplateSyntaxError>();
  private readonly absent = new Set<string>();

  constructor(loader: TemplateLoader | undefined, compile: (name: string, text: string) => CompiledTemplate) {
    this.loader = loader;
    this.compile = compile;
  }

  /**
   * The text of a template; undefined where there is none.
   * @throws {Fault} `host-failure` when the loader fails
   */
  text(name: string): string | undefined {
    const known = this.texts.get(name);
    if (known !== undefined || this.absent.has(name)) return known;
    const text = this.ask(name);
    if (text !== undefined) this.texts.set(name, text);
    else if (this.absent.size < MOST_ABSENT) this.absent.add(name);
    return text;
  }

  /**
   * A template, compiled; undefined where there is none.
   * @throws {TemplateSyntaxError} for one that can't be parsed, the same one each time
   * @throws {Fault} `host-failure` when the loader fails
   */
  compiled(name: string): CompiledTemplate | undefined {
    let template = this.templates.get(name);
    if (template === undefined) {
      const text = this.text(name);
      if (text === undefined) return undefined;
      template = this.tryToCompile(name, text);
      this.templates.set(name, template);
    }
    if (template instanceof TemplateSyntaxError) throw template;
    return template;
  }

  private tryToCompile(name: string, text: string): CompiledTemplate | TemplateSyntaxError {
    try {
      return this.compile(name, text);
    } catch (thrown) {
      if (thrown instanceof TemplateSyntaxError) return thrown;
      throw thrown;
    }
  }

  private ask(name: string): string | undefined {
    let text: unknown;
    try {
      text = this.loader?.(name);
    } catch (thrown) {
      if (isStackOverflow(thrown)) throw thrown;
      throw failure(name, thrown instanceof Error ? thrown.message : String(thrown), thrown);
    }
    if (text === undefined || text === null || typeof text === "string") return text ?? undefined;
    throw failure(name, `it answered a ${typeof text} instead of a string`, undefined);
  }
}

function failure(name: string, why: string, cause: unknown): Fault {
  const fault = new Fault("host-failure", `The loader failed on the template "${name}": ${why}`);
  fault.cause = cause;
  return fault;
}
