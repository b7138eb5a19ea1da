import type { DeliveryOptions } from "../core/delivery-options.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import { endpointOf } from "../tiles/rules.ts";
import type { ParameterValues } from "./parameters.ts";

/** What a destination of a sync is made of: settings, credentials, and how fast it may be sent to. */
export interface DestinationOfTile {
  readonly metadata: JsonObject;
  readonly secrets: JsonObject;
  readonly delivery: DeliveryOptions;
}

/** An HTTP destination that does what the tile says, with the customer's parameters. */
export function destinationOfTile(
  tile: TileDefinition,
  { open, secret }: ParameterValues,
): DestinationOfTile {
  const { requestsPerSecond, requestsPerMinute, concurrency } = tile.limits ?? {};
  const pace = {
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(concurrency !== undefined && { concurrency }),
  };
  return {
    metadata: { ...endpointOf(tile), parameters: open },
    secrets: { parameters: secret },
    delivery: Object.keys(pace).length === 0 ? {} : { pace },
  };
}
