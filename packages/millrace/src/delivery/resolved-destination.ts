import type { DestinationLimits, Formatter, Sender } from "../core/destination.ts";
import type { Route } from "../core/route.ts";

/** A destination ready for lanes: settings compiled, credentials within reach of {@link open} alone. */
export interface ResolvedDestination {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Changes whenever settings or credentials do; lanes then open a new sender. */
  readonly version: string;
  readonly limits: DestinationLimits;
  readonly format: Formatter;
  open(): Sender;
}

/** A route as it is configured, and which version of its destination it leads to. */
export interface ConfiguredRoute {
  readonly route: Route;
  /** The {@link ResolvedDestination.version} that `resolve` would answer now. */
  readonly destinationVersion: string;
}

/** Where lanes learn what to do: routes and destinations as they are configured now. */
export interface DeliveryConfig {
  allRoutes(): Promise<readonly ConfiguredRoute[]>;
  routesOf(projectId: string): Promise<readonly ConfiguredRoute[]>;
  /** Undefined where there is no such route any more. */
  routeOf(projectId: string, routeId: string): Promise<ConfiguredRoute | undefined>;
  /** Rejects with what stands in the way: a type that is unknown, credentials that cannot be decrypted. */
  resolve(projectId: string, destinationId: string): Promise<ResolvedDestination>;
}
