import type { CompiledTemplate } from "./rendering.ts";
import { Callable } from "../values/value.ts";

/** What is printed: what `?interpret` was given, a template of the loader's, or nothing, by `.pass`. */
export type Origin = "text" | "template" | "nothing";

/** What `?interpret` gives: a template that `<@x/>` prints in place. */
export class InterpretedTemplate extends Callable {
  readonly typeName = "directive";
  readonly template: CompiledTemplate;
  readonly origin: Origin;

  constructor(template: CompiledTemplate, origin: Origin) {
    super();
    this.template = template;
    this.origin = origin;
  }
}
