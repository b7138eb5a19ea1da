import type { DeliveryOptions } from "../core/delivery-options.ts";
import type { JsonObject } from "../core/json/object.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import type { ParameterValues } from "./parameters.ts";

/** What a destination of a sync is made of: settings, credentials, and how fast it may be sent to. */
export interface DestinationOfTile {
  readonly metadata: JsonObject;
  readonly secrets: JsonObject;
  readonly delivery: DeliveryOptions;
}

/** An HTTP destination that does what the tile says, with the customer's parameters. */
export function destinationOfTile(tile: TileDefinition, { open, secret }: ParameterValues): DestinationOfTile {
  const { events, identifies, groups, responses, oauth, propertiesAsStrings, limits = {} } = tile;
  const { maxBodyBytes, timeoutSeconds, requestsPerSecond, requestsPerMinute, concurrency } = limits;
  const metadata = {
    events,
    identifies,
    groups,
    responses,
    oauth,
    propertiesAsStrings,
    maxBodyBytes,
    timeoutSeconds,
    parameters: open,
  };
  const pace = {
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(concurrency !== undefined && { concurrency }),
  };
  return {
    metadata: present(metadata),
    secrets: { parameters: secret },
    delivery: Object.keys(pace).length === 0 ? {} : { pace },
  };
}

/** Without the members that are undefined. */
function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
