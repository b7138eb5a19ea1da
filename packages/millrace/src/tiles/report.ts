import type { Part } from "../core/parts.ts";

/** A place in a template of a tile's definition. */
export interface Place {
  /** Which template, such as `events.body` or `events.headers.Authorization`. */
  readonly template: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A parameter or a mapped field: whether the definition declares it, and where templates use it. */
export interface Usage {
  readonly name: string;
  readonly declared: boolean;
  readonly used: readonly Place[];
}

/** Something to be said about a definition. An error stands in the way of submitting it, a warning does not. */
export interface Finding extends Partial<Place> {
  readonly severity: "error" | "warning";
  /** Stable, such as `parameter_undeclared`. */
  readonly code: string;
  readonly message: string;
}

/** How the templates did with one event. */
export interface SampleResult extends Partial<Place> {
  readonly name: string;
  readonly part: Part;
  readonly ok: boolean;
  /** Why there is no request, such as `render_failed` or `invalid_json`. */
  readonly code?: string;
  readonly message?: string;
}

/** What a check of a definition found. */
export interface TileReport {
  /** Nothing stands in the way of submitting it. */
  readonly ok: boolean;
  readonly parameters: readonly Usage[];
  readonly mappedFields: readonly Usage[];
  readonly issues: readonly Finding[];
  readonly samples: readonly SampleResult[];
}
