import type { ErrorPlace } from "../core/errors.ts";
import type { Path } from "./path.ts";

/** A place where a template reads something of the data model. */
export interface VariableUse extends ErrorPlace {
  /** From the root of the model; null stands for any key or index. */
  readonly path: Path;
  /** The path as a template writes it: `input.items[*].price`. */
  readonly text: string;
  /** Whether this place copes with a missing value by itself: `x!`, `x??`, `x?has_content`. */
  readonly optional: boolean;
}

/** A place where it can't be told without rendering what is read. */
export interface DynamicUse extends ErrorPlace {
  /** What it is: `?eval`, `?interpret`, a computed name in `.vars[…]`, `<#include>` or `<#import>`. */
  readonly construct: string;
}

/** What a template reads. */
export interface TemplateAnalysis {
  /** One for each place, in the order of the template. */
  readonly variables: readonly VariableUse[];
  /**
   * The templates that `<#include>`, `<#import>` and `.get_optional_template` name by a literal, as written; what they read isn't
   * part of this.
   */
  readonly templates: readonly string[];
  readonly dynamic: readonly DynamicUse[];
}
