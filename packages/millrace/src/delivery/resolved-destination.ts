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

/** Where lanes learn what to do: routes and destinations as they are configured now. */
export interface DeliveryConfig {
  allRoutes(): Promise<readonly Route[]>;
  routesOf(projectId: string): Promise<readonly Route[]>;
  /** Rejects with what stands in the way: a type that is unknown, credentials that cannot be decrypted. */
  resolve(projectId: string, destinationId: string): Promise<ResolvedDestination>;
}
