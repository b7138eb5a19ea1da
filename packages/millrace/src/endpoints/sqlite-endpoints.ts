import { join } from "node:path";
import type { MillraceError, StorageError } from "../core/errors.ts";
import { NotFoundError } from "../core/errors.ts";
import type { Bytes } from "../core/message.ts";
import type { EpochMilliseconds } from "../core/time.ts";
import { openDatabase } from "../sqlite/database.ts";
import { moduleBeside } from "../sqlite/module-beside.ts";
import { Writer } from "../sqlite/writer.ts";
import type { Endpoint, EndpointFields } from "./endpoint.ts";
import { EndpointCache } from "./endpoint-cache.ts";
import { EndpointFaultError, idFault, keyOfId } from "./endpoint-id.ts";
import { MAX_AT_ONCE, mergeEndpoint } from "./merge-endpoint.ts";
import { EndpointReader } from "./reader.ts";
import { isEmpty } from "./read-fields.ts";
import { ENDPOINTS_MIGRATIONS } from "./schema.ts";
import type { EndpointJob } from "./write-handler.ts";

const MEBIBYTE = 1_048_576;

/** Endpoints of a removed project that one write takes away: some milliseconds' worth. */
const REMOVED_AT_ONCE = 2_000;

/** What a row costs on its way to the disk, beside its texts. */
const ROW_BYTES: Bytes = 200;

/** How {@link SqliteEndpoints} are opened. */
export interface SqliteEndpointsOptions {
  /** The data folder; the endpoints are the file `endpoints.db` in it. */
  readonly folder: string;
  /** Of endpoints held in memory. */
  readonly cacheBytes?: Bytes;
  /** Updates that may wait for the disk before further ones are refused with 503. */
  readonly maxWaitingBytes?: Bytes;
  /** Asked before each update: why nothing may be stored at the moment, if so. */
  readonly refusal?: () => MillraceError | undefined;
}

/** What is said of one endpoint. */
export interface EndpointUpdate {
  readonly id: string;
  readonly fields: EndpointFields;
}

/** Updates that are on their way. */
export interface EndpointUpdates {
  /** In the order of the updates: the endpoint as it is after its own, or what is wrong with that one. */
  readonly outcomes: readonly (Endpoint | EndpointFaultError)[];
  /** Resolves once they are on disk; rejects where the disk refused them. */
  readonly stored: Promise<void>;
}

/**
 * What is known of the endpoints of projects: `endpoints.db` in the data folder.
 *
 * An update is merged at once, in memory, into what all updates begun before it have left, so that none gets lost where
 * several of one endpoint come together; whole endpoints then go to the disk in that order. One that the disk refused
 * may still get there with a later update of its endpoint: its caller was told that it may try again.
 */
export class SqliteEndpoints {
  readonly #writer: Writer<EndpointJob, number>;
  readonly #reader: EndpointReader;
  readonly #cache: EndpointCache;
  readonly #refusal: () => MillraceError | undefined;
  /** Projects removed while this process runs: a request that began before may still come with an update. */
  readonly #removed = new Set<string>();

  private constructor(
    writer: Writer<EndpointJob, number>,
    reader: EndpointReader,
    { cacheBytes = 32 * MEBIBYTE, refusal = () => undefined }: SqliteEndpointsOptions,
  ) {
    this.#writer = writer;
    this.#reader = reader;
    this.#cache = new EndpointCache(cacheBytes);
    this.#refusal = refusal;
  }

  /**
   * Opens `endpoints.db`, making or migrating it.
   * @throws {NewerDatabaseError} where a newer Millrace wrote it
   */
  static async open(options: SqliteEndpointsOptions): Promise<SqliteEndpoints> {
    const path = join(options.folder, "endpoints.db");
    const writer = await Writer.open<EndpointJob, number>({
      path,
      migrations: ENDPOINTS_MIGRATIONS,
      handler: moduleBeside("write-handler", import.meta.url),
      maxWaitingBytes: options.maxWaitingBytes ?? 32 * MEBIBYTE,
    });
    const reader = new EndpointReader(openDatabase(path, { readonly: true }));
    return new SqliteEndpoints(writer, reader, options);
  }

  /** Why nothing can be written, if so. */
  get failure(): StorageError | undefined {
    return this.#writer.failure;
  }

  /**
   * Merges updates into what is known, each for itself, in their order. One that gives nothing makes an endpoint known,
   * and leaves one that is known already as it is.
   * @throws {BackPressureError} {@link DamagedFileError} {@link NotFoundError} with nothing merged
   */
  update(projectId: string, updates: readonly EndpointUpdate[], at: EpochMilliseconds): EndpointUpdates {
    const { outcomes, changed } = this.#merge(projectId, updates, at);
    return { outcomes, stored: this.#store(projectId, changed) };
  }

  /**
   * Does all of the updates or, where one of them is wrong, none. Resolves once they are on disk.
   * @throws {EndpointFaultError} {@link BackPressureError} {@link StorageError}
   */
  async updateAll(
    projectId: string,
    updates: readonly EndpointUpdate[],
    at: EpochMilliseconds,
  ): Promise<void> {
    const { outcomes, changed } = this.#merge(projectId, updates, at);
    const fault = outcomes.find((outcome) => outcome instanceof EndpointFaultError);
    if (fault !== undefined) throw fault;
    await this.#store(projectId, changed);
  }

  /** The endpoint after all updates that were begun, on disk or not yet. */
  latest(projectId: string, id: string): Endpoint | undefined {
    return this.#known(projectId, keyOfId(id));
  }

  /** The endpoint as it is on disk. */
  find(projectId: string, id: string): Endpoint | undefined {
    return this.#reader.find(projectId, keyOfId(id));
  }

  /** The endpoints of a user as they are on disk, at most {@link MAX_AT_ONCE}. */
  ofUser(projectId: string, userId: string): readonly Endpoint[] {
    return this.#reader.ofUser(projectId, userId, MAX_AT_ONCE);
  }

  /**
   * Removes an endpoint; resolves once that is on disk.
   * @returns what was known of it; undefined where nothing was
   */
  async remove(projectId: string, id: string): Promise<Endpoint | undefined> {
    const key = keyOfId(id);
    const known = this.#known(projectId, key);
    if (known !== undefined) await this.#removeKeys(projectId, [key]);
    return known;
  }

  /**
   * Removes the endpoints of a user, at most {@link MAX_AT_ONCE}; resolves once that is on disk.
   * @returns what was known of them
   */
  async removeOfUser(projectId: string, userId: string): Promise<readonly Endpoint[]> {
    const keys = this.ofUser(projectId, userId).map(({ document }) => keyOfId(document.Id));
    // What an update under way gives to another user is not this one's any more.
    const known = keys.flatMap((key) => this.#known(projectId, key) ?? []);
    const own = known.filter((endpoint) => endpoint.userId === userId);
    await this.#removeKeys(
      projectId,
      own.map(({ document }) => keyOfId(document.Id)),
    );
    return own;
  }

  /**
   * Removes some of what is known of a project that is no more, and takes nothing of it any more. Resolves once that is on
   * disk. Answers how many endpoints went; 0 where none is left.
   */
  async removeSomeOfProject(projectId: string): Promise<number> {
    if (!this.#removed.has(projectId)) {
      this.#removed.add(projectId);
      this.#cache.forget(projectId);
    }
    return this.#writer.run({ kind: "removeSome", projectId, count: REMOVED_AT_ONCE }, ROW_BYTES);
  }

  async close(): Promise<void> {
    await this.#writer.close();
    this.#reader.close();
  }

  #merge(
    projectId: string,
    updates: readonly EndpointUpdate[],
    at: EpochMilliseconds,
  ): { outcomes: (Endpoint | EndpointFaultError)[]; changed: Map<string, Endpoint> } {
    if (this.#removed.has(projectId)) throw new NotFoundError("project", projectId);
    const refusal = this.#refusal();
    if (refusal !== undefined) throw refusal;
    const changed = new Map<string, Endpoint>();
    const merge = ({ id, fields }: EndpointUpdate): Endpoint | EndpointFaultError => {
      try {
        const fault = idFault(id, "The endpoint's id");
        if (fault !== undefined) throw new EndpointFaultError(fault);
        const key = keyOfId(id);
        const known = changed.get(key) ?? this.#known(projectId, key);
        if (known !== undefined && isEmpty(fields)) return known;
        const endpoint = mergeEndpoint(known, fields, { projectId, id, at });
        changed.set(key, endpoint);
        return endpoint;
      } catch (error) {
        if (error instanceof EndpointFaultError) return error;
        throw error;
      }
    };
    return { outcomes: this.#reader.atOneMoment(() => updates.map(merge)), changed };
  }

  /** The endpoint after all changes that were begun. */
  #known(projectId: string, key: string): Endpoint | undefined {
    const cached = this.#cache.get(projectId, key);
    if (cached !== undefined) return cached.endpoint;
    const found = this.#reader.find(projectId, key);
    if (found !== undefined) this.#cache.hold(projectId, key, found);
    return found;
  }

  async #store(projectId: string, changed: ReadonlyMap<string, Endpoint>): Promise<void> {
    if (changed.size === 0) return;
    const rows: string[] = [];
    let bytes = 0;
    for (const [key, endpoint] of changed) {
      rows.push(projectId, key, endpoint.userId ?? "", endpoint.text);
      bytes += ROW_BYTES + key.length + endpoint.text.length;
    }
    await this.#change(projectId, changed, { kind: "write", rows }, bytes);
  }

  async #removeKeys(projectId: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const removed = new Map(keys.map((key) => [key, undefined]));
    await this.#change(projectId, removed, { kind: "remove", projectId, keys }, keys.length * ROW_BYTES);
  }

  /** Makes a change in memory at once, and begins it on disk. */
  async #change(
    projectId: string,
    after: ReadonlyMap<string, Endpoint | undefined>,
    job: EndpointJob,
    bytes: Bytes,
  ): Promise<void> {
    const entries = [...after].map(([key, endpoint]) => this.#cache.change(projectId, key, endpoint));
    let outcome: "stored" | "refused" = "refused";
    try {
      await this.#writer.run(job, bytes);
      outcome = "stored";
    } finally {
      for (const entry of entries) this.#cache.settle(entry, outcome);
    }
  }
}
