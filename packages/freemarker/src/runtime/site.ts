import { ArithmeticFault, NumberFormatFault } from "../numbers/fault.ts";
import { DateFormatFault } from "../dates/date-fault.ts";
import { RegexSyntaxFault } from "../regex/fault.ts";
import {
  FreeMarkerError,
  LimitError,
  MissingReferenceError,
  RenderError,
  type RenderErrorCode,
} from "../core/errors.ts";
import { Fault } from "../core/fault.ts";
import type { Span } from "../syntax/ast.ts";
import type { Source } from "../syntax/source.ts";
import { LimitFault } from "../core/limits.ts";
import { isStackOverflow } from "../core/stack.ts";

/**
 * A place in a template where something is evaluated: makes the errors about it. One is made for each expression that can
 * fail, when the template is compiled.
 */
export class Site {
  readonly source: Source;
  /** The expression. */
  readonly span: Span;
  /** The directive or interpolation it stands in: FreeMarker places errors there that are about no expression in particular. */
  readonly element: Span;

  constructor(source: Source, span: Span, element: Span) {
    this.source = source;
    this.span = span;
    this.element = element;
  }

  /** What the template wrote here. */
  get text(): string {
    return this.source.slice(this.span);
  }

  /** An error at the expression. */
  error(code: RenderErrorCode, description: string, options?: ErrorOptions): RenderError {
    return new RenderError(code, description, this.place(this.span.start), options);
  }

  /** An error at the directive or interpolation that the expression stands in. */
  elementError(code: RenderErrorCode, description: string, options?: ErrorOptions): RenderError {
    return new RenderError(code, description, this.place(this.element.start), options);
  }

  /** The error for a value that isn't there. */
  missing(): RenderError {
    const text = this.text;
    return new MissingReferenceError(
      `There is no value for: ${text}. ` +
        `If it may be missing, give a default, as in ${defaulted(text)}, or ask first: <#if ${text}??>…</#if>. ` +
        `Both look at the last step only; put a longer path in parentheses to cover all of it: (a.b.c)!"default".`,
      this.place(this.span.start),
    );
  }

  /** The error for a variable that the directive here changes, but that isn't there. */
  missingTarget(description: string): RenderError {
    return new MissingReferenceError(description, this.place(this.element.start));
  }

  /** What was thrown while this place was evaluated, as an error of the library; what isn't one already is placed here. */
  locate(thrown: unknown): unknown {
    if (thrown instanceof FreeMarkerError) return thrown;
    if (isStackOverflow(thrown))
      return new LimitError("depth", "Calls or values are nested too deep.", this.place(this.span.start));
    if (thrown instanceof LimitFault)
      return new LimitError(thrown.limit, thrown.message, this.place(this.span.start));
    if (thrown instanceof Fault)
      return this.elementError(thrown.code, thrown.message, { cause: thrown.cause ?? thrown });
    if (thrown instanceof ArithmeticFault)
      return this.elementError("arithmetic", thrown.message, { cause: thrown });
    if (isValueFault(thrown)) return this.elementError("invalid-value", thrown.message, { cause: thrown });
    return thrown;
  }

  private place(offset: number): { templateName: string; line: number; column: number } {
    return { templateName: this.source.name, ...this.source.place(offset) };
  }
}

function isValueFault(thrown: unknown): thrown is Error {
  return (
    thrown instanceof NumberFormatFault ||
    thrown instanceof DateFormatFault ||
    thrown instanceof RegexSyntaxFault
  );
}

function defaulted(text: string): string {
  return /^[\w.$@]+$/u.test(text) ? `${text}!"default"` : `(${text})!"default"`;
}
