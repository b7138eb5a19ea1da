import { join } from "node:path";
import { InvariantError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import { openDatabase } from "../sqlite/database.ts";
import { moduleBeside } from "../sqlite/module-beside.ts";
import { Writer } from "../sqlite/writer.ts";
import type { LedgerJob, LedgerResult } from "./commit-handler.ts";
import type {
  DeadLetter,
  DeadLetterFilter,
  DeadLetterPage,
  Failure,
  FailureCount,
  LaneCommit,
  LaneLease,
  Ledger,
  LettersOfLane,
  ParkedDelivery,
} from "./ledger.ts";
import { LedgerReader } from "./reader.ts";
import { LEDGER_MIGRATIONS } from "./schema.ts";

/** Cursors and failures are small; this bound is far away unless the disk stands still. */
const MAX_WAITING_BYTES = 256 * 1_048_576;

/** The ledger on SQLite: `ledger.db` in the data folder. What many lanes commit at the same time shares one fsync. */
export class SqliteLedger implements Ledger {
  readonly #writer: Writer<LedgerJob, LedgerResult>;
  readonly #reader: LedgerReader;

  private constructor(writer: Writer<LedgerJob, LedgerResult>, reader: LedgerReader) {
    this.#writer = writer;
    this.#reader = reader;
  }

  /**
   * Opens `ledger.db`, making or migrating it.
   * @param folder the data folder
   * @throws {NewerDatabaseError} where a newer Millrace wrote it
   */
  static async open(folder: string): Promise<SqliteLedger> {
    const path = join(folder, "ledger.db");
    const writer = await Writer.open<LedgerJob, LedgerResult>({
      path,
      migrations: LEDGER_MIGRATIONS,
      handler: moduleBeside("commit-handler", import.meta.url),
      maxWaitingBytes: MAX_WAITING_BYTES,
    });
    return new SqliteLedger(writer, new LedgerReader(openDatabase(path, { readonly: true })));
  }

  async openLane(laneId: string, start: Position, restarts = 0): Promise<LaneLease> {
    const lease = await this.#writer.run({ kind: "open", laneId, start, restarts }, 100);
    if (typeof lease !== "object") throw new InvariantError("opening a lane answered no lease");
    return lease;
  }

  async commit(entry: LaneCommit): Promise<boolean> {
    const bytes = entry.dead.reduce(
      (sum, letter) => sum + letter.event.data.length + 500,
      200 + entry.parked.length * 300,
    );
    return (await this.#writer.run({ kind: "commit", entry }, bytes)) === true;
  }

  async removeLane(laneId: string): Promise<void> {
    await this.#writer.run({ kind: "remove", laneId }, 100);
  }

  async removeDeadLetters(filter: DeadLetterFilter): Promise<number> {
    return Number(await this.#writer.run({ kind: "removeLetters", filter }, 200));
  }

  async removeSomeOfProject(projectId: string): Promise<number> {
    return Number(await this.#writer.run({ kind: "removeOfProject", projectId }, 200));
  }

  laneOf(laneId: string): ReturnType<Ledger["laneOf"]> {
    return this.#reader.laneOf(laneId);
  }

  parkedOf(laneId: string): readonly ParkedDelivery[] {
    return this.#reader.parkedOf(laneId);
  }

  failuresOf(laneId: string, position: Position): readonly Failure[] {
    return this.#reader.failuresOf(laneId, position);
  }

  deadPositions(laneId: string, after: Position): readonly Position[] {
    return this.#reader.deadPositions(laneId, after);
  }

  deadLettersOf(routeId: string): number {
    return this.#reader.deadLettersOf(routeId);
  }

  findDeadLetter(laneId: string, position: Position): DeadLetter | undefined {
    return this.#reader.findDeadLetter(laneId, position);
  }

  getDeadLetter(projectId: string, id: string): DeadLetter | undefined {
    return this.#reader.getDeadLetter(projectId, id);
  }

  listDeadLetters(page: DeadLetterPage): readonly DeadLetter[] {
    return this.#reader.listDeadLetters(page);
  }

  readDeadLetters(filter: DeadLetterFilter, after: Position, limit: number): readonly DeadLetter[] {
    return this.#reader.readDeadLetters(filter, after, limit);
  }

  countDeadLetters(filter: DeadLetterFilter): readonly LettersOfLane[] {
    return this.#reader.countDeadLetters(filter);
  }

  countByCode(routeId: string): readonly FailureCount[] {
    return this.#reader.countByCode(routeId);
  }

  newestParked(laneId: string, code: string, limit: number): readonly ParkedDelivery[] {
    return this.#reader.newestParked(laneId, code, limit);
  }

  newestLetters(...which: Parameters<Ledger["newestLetters"]>): readonly DeadLetter[] {
    return this.#reader.newestLetters(...which);
  }

  /** Why nothing can be stored any more, if so; for readiness. */
  get failure(): Error | undefined {
    return this.#writer.failure;
  }

  async close(): Promise<void> {
    await this.#writer.close();
    this.#reader.close();
  }
}
