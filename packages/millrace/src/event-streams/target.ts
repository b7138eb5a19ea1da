import type { Issue } from "../core/errors.ts";
import { InvalidInputError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { summaryOf } from "../core/validation/summary.ts";
import type { ArnFault, RoleArn, StreamArn, StreamService } from "./arn.ts";
import { readRoleArn, readStreamArn } from "./arn.ts";

/** Where an event stream is to lead, under Pinpoint's names (seed 003, WriteEventStream). */
export interface WriteEventStream {
  readonly DestinationStreamArn: string;
  readonly RoleArn: string;
}

/** The destination that an event stream comes to. */
export interface EventStreamTarget {
  readonly type: StreamService;
  /** Settings of the type. */
  readonly metadata: JsonObject;
}

/**
 * The destination that is meant: a stream reached by a role, whose records are the events and nothing around them.
 * @throws {InvalidInputError} with what is wrong with each of the ARNs, or between them
 */
export function targetOf(given: WriteEventStream): EventStreamTarget {
  const stream = readStreamArn(given.DestinationStreamArn);
  const role = readRoleArn(given.RoleArn);
  if ("fault" in stream || "fault" in role)
    throw invalid([
      ...issueOf("DestinationStreamArn", given.DestinationStreamArn, stream),
      ...issueOf("RoleArn", given.RoleArn, role),
    ]);
  const fault = foreignFault(stream, role);
  if (fault !== undefined) throw invalid(issueOf("RoleArn", given.RoleArn, { fault }));
  const { service, region, name } = stream;
  const named = service === "kinesis" ? { streamName: name } : { deliveryStreamName: name };
  return { type: service, metadata: { ...named, region, roleArn: given.RoleArn, envelope: "none" } };
}

/** Records are put by the stream's name, and a name means a stream of the account that the role is of. */
function foreignFault(stream: StreamArn, role: RoleArn): string | undefined {
  if (stream.partition !== role.partition)
    return `is of the partition ${role.partition}, but the stream is of ${stream.partition}`;
  if (stream.account !== role.account)
    return `is of the account ${role.account}, but the stream is of ${stream.account}: with a role, records can only be put into streams of its own account`;
  return undefined;
}

function issueOf(name: string, value: string, read: ArnFault | StreamArn | RoleArn): readonly Issue[] {
  return "fault" in read ? [{ in: "body", name, detail: read.fault, value: value.slice(0, 2_048) }] : [];
}

function invalid(issues: readonly Issue[]): InvalidInputError {
  return new InvalidInputError(summaryOf(issues), issues);
}
