/** A value that one of the sources gives for a setting. */
export interface Candidate {
  /** The setting's name as the source means it; may be unknown. */
  readonly name: string;
  readonly value: unknown;
  /** Where it stands: `--port`, `MILLRACE_PORT`, `millrace.yaml:3`. */
  readonly source: string;
}
