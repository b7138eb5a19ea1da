import { Callable } from "../values/callable.ts";
import type { CompiledTemplate } from "./rendering.ts";

/** What `?interpret` gives: a template that `<@x/>` prints in place. */
export class InterpretedTemplate extends Callable {
  readonly typeName = "directive";
  readonly template: CompiledTemplate;

  constructor(template: CompiledTemplate) {
    super();
    this.template = template;
  }
}
