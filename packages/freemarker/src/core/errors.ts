/** What every error of this library is: a stable `code`, and the place in the template that it is about. */
export abstract class FreeMarkerError extends Error {
  abstract readonly code: string;
  /** The name of the template that the place is in. */
  readonly templateName: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The message without the place. */
  readonly description: string;

  constructor(description: string, at: ErrorPlace, options?: ErrorOptions) {
    super(
      `${description}\n[in template "${at.templateName}" at line ${at.line}, column ${at.column}]`,
      options,
    );
    this.name = new.target.name;
    this.description = description;
    this.templateName = at.templateName;
    this.line = at.line;
    this.column = at.column;
  }
}

/** Where an error is. */
export interface ErrorPlace {
  readonly templateName: string;
  readonly line: number;
  readonly column: number;
}

/** One thing wrong with a template's syntax. */
export interface SyntaxFault extends ErrorPlace {
  readonly description: string;
}

/** A template that cannot be parsed. Thrown by `compile`; the first fault is the error's own place and description. */
export class TemplateSyntaxError extends FreeMarkerError {
  readonly code = "template-syntax";
  /** All faults found, in source order; at least one. */
  readonly faults: readonly SyntaxFault[];

  constructor(faults: readonly [SyntaxFault, ...SyntaxFault[]]) {
    super(faults[0].description, faults[0]);
    this.faults = faults;
  }
}

/** What kinds of things go wrong while a template is rendered. */
export type RenderErrorCode =
  | "missing-value"
  | "wrong-type"
  | "invalid-argument"
  | "invalid-value"
  | "arithmetic"
  | "template-not-found"
  | "unsupported"
  | "stopped"
  | "host-failure"
  | "internal";

/**
 * Rendering failed because of the template or the model. `<#attempt>` recovers from it.
 *
 * - `missing-value`: an expression gave nothing and no default was set;
 * - `wrong-type`: a value of another type was expected;
 * - `invalid-argument`: an argument that a built-in, macro, function or directive can't take;
 * - `invalid-value`: a text that can't be read as a number, date, boolean, pattern, …;
 * - `arithmetic`: a division by zero or a number too large;
 * - `template-not-found`: an `<#include>` or `<#import>` of a template that the loader doesn't have, or that doesn't parse;
 * - `unsupported`: what a JSON model can't have (nodes, `?api`, `?new`);
 * - `stopped`: `<#stop>`;
 * - `host-failure`: a function or directive of the host, or its loader, threw or answered what it can't (see `cause`);
 * - `internal`: a bug of this library (see `cause`).
 */
export class RenderError extends FreeMarkerError {
  readonly code: RenderErrorCode;

  constructor(code: RenderErrorCode, description: string, at: ErrorPlace, options?: ErrorOptions) {
    super(description, at, options);
    this.code = code;
  }
}

/**
 * The error for a reference to nothing, which is what `(…)!` and `(…)??` catch. Other errors of the code `missing-value` go
 * through them, as in FreeMarker: of an argument that is missing, or from inside of `?eval`, `?interpret` and lazy sequences.
 */
export class MissingReferenceError extends RenderError {
  constructor(description: string, at: ErrorPlace) {
    super("missing-value", description, at);
    this.name = RenderError.name;
  }
}

/** The limits that a template can go over; the names are those of `Limits`. */
export type LimitName = "steps" | "outputLength" | "depth" | "includeDepth" | "milliseconds" | "valueSize";

/** Rendering went over one of the limits. `<#attempt>` doesn't recover from it. */
export class LimitError extends FreeMarkerError {
  readonly code = "limit-exceeded";
  readonly limit: LimitName;

  constructor(limit: LimitName, description: string, at: ErrorPlace) {
    super(description, at);
    this.limit = limit;
  }
}
