import type { CompiledTemplate } from "./rendering.ts";
import { Callable } from "../values/value.ts";

/** What `?interpret` gives: a template that `<@x/>` prints in place. */
export class InterpretedTemplate extends Callable {
  readonly typeName = "directive";
  readonly template: CompiledTemplate;
  /** Whether it was made of a text, instead of being a template of the loader's. */
  readonly isText: boolean;

  constructor(template: CompiledTemplate, isText: boolean) {
    super();
    this.template = template;
    this.isText = isText;
  }
}
