import { MillraceError } from "../core/errors.ts";

/** One thing that is wrong with the settings. */
export interface ConfigFault {
  /** Where it stands: `--port`, `MILLRACE_PORT`, `millrace.yaml:3`. */
  readonly source: string;
  /** What is wrong and what would be right. Never holds the value of a secret. */
  readonly detail: string;
}

/** The settings cannot be used. Lists every fault, not only the first. */
export class ConfigError extends MillraceError {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map((fault) => `  ${fault.source}: ${fault.detail}`);
    super("config_invalid", [`The settings have ${count(faults.length)}:`, ...lines].join("\n"), {
      remedy: "`millrace serve --help` lists every setting.",
    });
    this.faults = faults;
  }
}

function count(faults: number): string {
  return faults === 1 ? "a fault" : `${faults} faults`;
}
