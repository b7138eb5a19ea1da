import type { CompiledTemplate } from "./rendering.ts";
import { Callable } from "../values/value.ts";

/**
 * Where a template that is called as a directive comes from: `text`, made by `?interpret`; `loader`, the `include` of
 * `.get_optional_template`; `pass`, the empty macro.
 */
export type InterpretedOrigin = "text" | "loader" | "pass";

/** A template that `<@x/>` prints in place. */
export class InterpretedTemplate extends Callable {
  readonly typeName = "directive";
  readonly template: CompiledTemplate;
  readonly origin: InterpretedOrigin;

  constructor(template: CompiledTemplate, origin: InterpretedOrigin) {
    super();
    this.template = template;
    this.origin = origin;
  }
}
