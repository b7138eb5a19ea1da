import { isDeepStrictEqual } from "node:util";
import type { DestinationType, NetworkPolicy } from "../core/destination.ts";
import type { Issue } from "../core/errors.ts";
import { InvalidInputError, InvariantError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Route } from "../core/route.ts";
import { ALL_TOPICS } from "../core/route.ts";
import type { RouteShape } from "../core/shape.ts";
import type { Clock, Timestamp } from "../core/time.ts";
import { summaryOf } from "../core/validation/summary.ts";
import { OR_OWN_KEYS } from "../destinations/aws/identity.ts";
import { DestinationValidator } from "../destinations/validator.ts";
import type { EventLog } from "../log/event-log.ts";
import { reconcileRoutes } from "../routing/reconcile-routes.ts";
import type { Vault } from "../secrets/vault.ts";
import { deleteDestination, findDestination } from "../store/destinations.ts";
import type { EventStream } from "../store/event-streams.ts";
import { deleteEventStream, findEventStream, putEventStream } from "../store/event-streams.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import { requireProject } from "../store/projects.ts";
import type { RouteChange } from "../store/routes.ts";
import { deleteRoute, routeOfEventStream } from "../store/routes.ts";
import type { WantedDestination } from "./own-destination.ts";
import { applyDestination, freeRouteName } from "./own-destination.ts";
import type { EventStreamTarget, WriteEventStream } from "./target.ts";
import { targetOf } from "./target.ts";

/** What {@link EventStreams} works with. */
export interface EventStreamsDependencies {
  readonly store: Store;
  readonly vault: Vault;
  readonly log: Pick<EventLog, "head">;
  readonly clock: Clock;
  /** Told of the route that changed. */
  readonly engine: { refresh(projectId: string, routeId: string): Promise<void> };
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  readonly policy: NetworkPolicy;
}

/**
 * Where all events of a project go, as Pinpoint's clients set it (seed 003): a destination and a route that belong to the
 * event stream alone. Every change happens whole or not at all.
 */
export class EventStreams {
  readonly #deps: EventStreamsDependencies;
  readonly #validator: DestinationValidator;

  constructor(deps: EventStreamsDependencies) {
    this.#deps = deps;
    this.#validator = new DestinationValidator(deps.destinationTypes, deps.policy);
  }

  /** The project's event stream, if it has one. */
  async find(projectId: string): Promise<EventStream | undefined> {
    return findEventStream(this.#deps.store, projectId);
  }

  /**
   * Makes the project's event stream, which takes what comes from now on, or lets the one there is lead elsewhere: its route
   * keeps its place in the log, and what waits for another attempt goes to the new place. One that leads there already only
   * learns who put it again, and when.
   * @param updatedBy who puts it
   * @throws {InvalidInputError} naming the ARN that is at fault
   * @throws {ConflictError} where a replay leads to the stream that is to be left
   * @throws {NotFoundError} where the project was deleted meanwhile
   */
  async put(projectId: string, given: WriteEventStream, updatedBy: string): Promise<EventStream> {
    const { store, vault, clock, engine } = this.#deps;
    const target = targetOf(given);
    this.#validate(projectId, target);
    const id = newId();
    // Sealed even where it may not be needed: no key is looked up in a transaction.
    const sealedSecrets = await vault.seal({ projectId, holderId: id }, {});
    const wanted = { ...target, projectId, newId: id, sealedSecrets };
    const { stream, route } = await inTransaction(store, async (transaction) => {
      await requireProject(transaction, projectId);
      const now = clock.timestamp();
      const fields = {
        projectId,
        destinationStreamArn: given.DestinationStreamArn,
        roleArn: given.RoleArn,
        lastUpdatedBy: updatedBy,
      };
      return this.#apply(transaction, fields, wanted, now);
    });
    await engine.refresh(projectId, route.id);
    return stream;
  }

  /**
   * Removes the project's event stream, its route and its destination. Answers what was removed, if there was one.
   * @throws {ConflictError} where a replay of another route leads to the destination
   */
  async remove(projectId: string): Promise<EventStream | undefined> {
    const { store, engine } = this.#deps;
    const removed = await inTransaction(store, async (transaction) => {
      const stream = await findEventStream(transaction, projectId);
      if (stream === undefined) return undefined;
      const route = await routeOfEventStream(transaction, projectId);
      if (route !== undefined) await deleteRoute(transaction, route.id);
      await deleteEventStream(transaction, projectId);
      const destination = await findDestination(transaction, projectId, stream.destinationId);
      if (destination !== undefined) await deleteDestination(transaction, destination);
      return { stream, route };
    });
    if (removed?.route !== undefined) await engine.refresh(projectId, removed.route.id);
    return removed?.stream;
  }

  async #apply(
    transaction: Store,
    fields: Omit<EventStream, "destinationId" | "createTime" | "updateTime">,
    wanted: WantedDestination,
    now: Timestamp,
  ): Promise<{ readonly stream: EventStream; readonly route: Route }> {
    const { projectId } = fields;
    const before = await findEventStream(transaction, projectId);
    const existing = before && (await findDestination(transaction, projectId, before.destinationId));
    const { id: destinationId, replaced } = await applyDestination(transaction, existing, wanted, now);
    const stream = await putEventStream(transaction, { ...fields, destinationId }, now);
    const route = await this.#applyRoute(transaction, stream, now);
    if (replaced !== undefined) await deleteDestination(transaction, replaced);
    return { stream, route };
  }

  async #applyRoute(
    transaction: Store,
    { projectId, destinationId }: EventStream,
    now: Timestamp,
  ): Promise<Route> {
    const found = await routeOfEventStream(transaction, projectId);
    const make = {
      projectId,
      name: await freeRouteName(transaction, projectId),
      origin: { kind: "event_stream" as const },
      destinationId,
      ...TAKEN,
      start: this.#deps.log.head(),
    };
    const existing = new Map(found === undefined ? [] : [[KEY, found]]);
    const change = (route: Route) => changeOf(route, destinationId);
    const { created, updated } = await reconcileRoutes(
      transaction,
      existing,
      [{ key: KEY, make, change }],
      now,
    );
    const route = created[0] ?? updated[0] ?? found;
    if (route === undefined) throw new InvariantError("The event stream came to no route.");
    return route;
  }

  #validate(projectId: string, { type, metadata }: EventStreamTarget): void {
    try {
      this.#validator.validate(type, { metadata, secrets: {} }, { projectId });
    } catch (error) {
      throw error instanceof InvalidInputError ? inCallersWords(error) : error;
    }
  }
}

/** The one route of an event stream, among those it wants. */
const KEY = "events";

/** Every event of the project, as an app event. */
const TAKEN = {
  match: { topics: [ALL_TOPICS] },
  shape: { part: "events", view: "app_event" },
} as const satisfies { readonly match: Route["match"]; readonly shape: RouteShape };

function changeOf(found: Route, destinationId: string): RouteChange | undefined {
  const { match, shape } = TAKEN;
  const change: RouteChange = {
    ...(found.destinationId !== destinationId && { destinationId }),
    ...(!isDeepStrictEqual(found.match, match) && { match }),
    ...(!isDeepStrictEqual(found.shape, shape) && { shape }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

/** What is wrong with the destination, under the names that the caller knows. */
function inCallersWords({ issues }: InvalidInputError): InvalidInputError {
  const named = issues.map((issue): Issue => ({
    ...issue,
    // Details begin with the setting's own name, which this caller does not know.
    detail: issue.detail
      .replace(/^(?:streamName|deliveryStreamName|region|roleArn) /, "")
      .replace(OR_OWN_KEYS, ""),
    name: /^metadata\.(?:streamName|deliveryStreamName|region)$/.test(issue.name)
      ? "DestinationStreamArn"
      : "RoleArn",
  }));
  return new InvalidInputError(summaryOf(named), named);
}
