import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Type from "typebox";
import type { Static } from "typebox";
import { Compile } from "typebox/compile";

const time = Type.Number({ minimum: 0 });

const stateSchema = Type.Object({
  version: Type.Literal(1),
  time,
  marks: Type.Array(Type.Object({ at: time, position: Type.Integer({ minimum: 0 }) })),
  owedHours: Type.Number(),
  /** Since when, in running time, each project's owed events are said to be in danger. */
  warnedSince: Type.Record(Type.String(), time),
});

/** What retention remembers over restarts. */
export type RetentionState = Static<typeof stateSchema>;

const validator = Compile(stateSchema);

/** `retention.json` in the data folder. Losing it is harmless: ages are then told from what the log knows, and later. */
export class StateFile {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, "retention.json");
  }

  /** Undefined where there is none, or none that can be understood. */
  async read(): Promise<RetentionState | undefined> {
    try {
      const state: unknown = JSON.parse(await readFile(this.#path, "utf8"));
      return validator.Check(state) ? state : undefined;
    } catch {
      return undefined;
    }
  }

  async write(state: RetentionState): Promise<void> {
    const beside = `${this.#path}.new`;
    await writeFile(beside, JSON.stringify(state), { mode: 0o600 });
    await rename(beside, this.#path);
  }
}
