import type { DestinationType } from "../core/destination.ts";
import { InvariantError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { Bytes } from "../core/message.ts";
import type { EventLog } from "../log/event-log.ts";
import type { CompiledTransformations } from "../shaping/transformations.ts";
import { compileTransformations, EMPTY_TRANSFORMATIONS } from "../shaping/transformations.ts";
import { routesOfSync } from "../store/routes.ts";
import { findTransformations } from "../store/transformations.ts";
import type { DryRun } from "./dry-run.ts";
import { dryRun } from "./dry-run.ts";
import type { FailureSources, SyncFailure } from "./failures.ts";
import { failuresOf } from "./failures.ts";
import type { FoundSync, SyncSources } from "./found-sync.ts";
import { secretsOf } from "./found-sync.ts";
import type { RenderTarget } from "./rendering.ts";
import type { SyncRoute } from "./routes-of-sync.ts";
import { routesOf } from "./routes-of-sync.ts";
import type { Draft } from "./syncs.ts";

/** What {@link SyncReports} reads from. */
export interface ReportSources extends SyncSources, FailureSources {
  readonly log: Pick<EventLog, "readLast" | "at" | "oldest">;
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
}

/** Of the events that a sync is tried on, as much is held in memory. */
const MAX_BYTES: Bytes = 32 * 1_048_576;

/** What is told of syncs besides how they are configured. Nothing of it holds a secret. */
export class SyncReports {
  readonly #sources: ReportSources;

  constructor(sources: ReportSources) {
    this.#sources = sources;
  }

  /** What a sync would make of the newest events. */
  async dryRun({ sync, tile, destination }: FoundSync, last: number): Promise<DryRun> {
    const routes = routesOf(sync.definition, tile?.version.definition);
    const secrets = await secretsOf(this.#sources, destination);
    const { id: destinationId, type, metadata } = destination;
    return this.#try(
      sync.projectId,
      routes,
      { ...this.#typed(type), destinationId, metadata, secrets },
      last,
    );
  }

  /** What a sync that nobody has made yet would make of them. */
  async dryRunOfDraft(projectId: string, { target, planned }: Draft, last: number): Promise<DryRun> {
    return this.#try(projectId, planned.routes, await this.#targetOfDraft(target, planned.own), last);
  }

  /** What failed on a sync's routes. */
  async failures({ sync, destination }: FoundSync): Promise<readonly SyncFailure[]> {
    const { store } = this.#sources;
    const { id: destinationId, type, metadata } = destination;
    const secrets = await secretsOf(this.#sources, destination);
    return failuresOf(
      this.#sources,
      await routesOfSync(store, sync.id),
      { ...this.#typed(type), destinationId, metadata, secrets },
      await this.#transformationsOf(sync.projectId),
    );
  }

  async #targetOfDraft(target: Draft["target"], own: Draft["planned"]["own"]): Promise<RenderTarget> {
    if (target.kind === "destination") {
      const { id: destinationId, type, metadata } = target.destination;
      const secrets = await secretsOf(this.#sources, target.destination);
      return { ...this.#typed(type), destinationId, metadata, secrets };
    }
    const { metadata = {}, secrets = {} }: { metadata?: JsonObject; secrets?: JsonObject } = own ?? {};
    return { ...this.#typed("http"), destinationId: "dry-run", metadata, secrets };
  }

  async #try(
    projectId: string,
    routes: readonly SyncRoute[],
    target: RenderTarget,
    last: number,
  ): Promise<DryRun> {
    const transformations = await this.#transformationsOf(projectId);
    const { log } = this.#sources;
    const events = log.readLast(projectId, { events: last, bytes: MAX_BYTES });
    const before = log.oldest(projectId)?.position ?? 0;
    const cut = events.length < last && before < (events[0]?.position ?? 0);
    return dryRun({ routes, target, transformations, events, cut });
  }

  async #transformationsOf(projectId: string): Promise<CompiledTransformations> {
    const found = await findTransformations(this.#sources.store, projectId);
    return found === undefined ? EMPTY_TRANSFORMATIONS : compileTransformations(found.rules);
  }

  #typed(name: string): { readonly type: DestinationType } {
    const type = this.#sources.destinationTypes.get(name);
    if (type === undefined) throw new InvariantError(`No destination type is named "${name}".`);
    return { type };
  }
}
