import type { DestinationType } from "../core/destination.ts";
import { firehose } from "./firehose/index.ts";
import { http } from "./http/index.ts";
import { kinesis } from "./kinesis/index.ts";
import { s3 } from "./s3/index.ts";
import { webhook } from "./webhook/index.ts";

/** One line makes a type known to validation, API description, CLI and docs. */
const TYPES: readonly DestinationType[] = [firehose, http, kinesis, s3, webhook];

/** Every destination type there is, by name. */
export const destinationTypes: ReadonlyMap<string, DestinationType> = new Map(
  TYPES.map((type) => [type.type, type]),
);
