import type { Issue } from "../core/errors.ts";
import type { RawJson } from "../core/event.ts";
import { newId } from "../core/ids.ts";
import type { Timestamp } from "../core/time.ts";
import { parseTimestamp } from "../core/time.ts";
import type { Installation } from "../store/installations.ts";
import type { Integration } from "../store/integrations.ts";
import { invalidResults, MAX_FAULTS } from "./faults.ts";
import { selectFields } from "./field-selection.ts";
import { composeEntry } from "./result-entry.ts";
import { readResultsBody } from "./results-body.ts";

// `ComposeResults` of http/api-dependencies.ts, told from below: sources/ may not import http/.

/** What a read or a subscription produced, with what is known of where it belongs. */
export interface ResultsInput {
  /** The body of the request as it came in: UTF-8, not yet known to be JSON. */
  readonly text: string;
  readonly integration: Integration;
  readonly installation: Installation;
  /** When the request came in: the event's time where the caller states none. */
  readonly now: Timestamp;
  /** Makes the id of a read whose caller states none; by default a new UUIDv7. */
  readonly newOperationId?: () => string;
}

/** A composed message of the seeds, and what its event is routed by. */
export interface ComposedResults {
  /** The event's topic. */
  readonly action: "read" | "subscribe";
  /** The mapped name. */
  readonly objectName: string;
  /** The provider's name. */
  readonly rawObjectName: string;
  /** Of read actions only. */
  readonly operationId?: string;
  /** The event's time. */
  readonly time: Timestamp;
  /** The inner message. */
  readonly data: RawJson;
}

/**
 * Makes the inner message of handed-in results.
 * @throws {UnreadableInputError} where the body is not JSON
 * @throws {InvalidInputError} with everything that is wrong with it
 */
export function composeResults({
  text,
  integration,
  installation,
  now,
  newOperationId = newId,
}: ResultsInput): ComposedResults {
  const body = readResultsBody(text);
  const { action } = body;
  const { provider } = integration;
  const selection = selectFields({
    content: integration.content,
    config: installation.config.content,
    action,
    objectName: body.objectName,
  });
  const { objectName, rawObjectName } = selection;
  const operationId = action === "read" ? (body.operationId ?? newOperationId()) : undefined;

  const context = { text, action, provider, selection };
  const entries: string[] = [];
  const issues: Issue[] = [];
  for (const [index, span] of body.result.entries()) {
    const outcome = composeEntry(context, span, index);
    if (outcome.ok) entries.push(outcome.entry);
    else issues.push(...outcome.issues);
    if (issues.length >= MAX_FAULTS) break;
  }
  if (issues.length > 0) throw invalidResults(issues);

  const head = JSON.stringify({
    action,
    projectId: installation.projectId,
    provider,
    workspace: body.workspace,
    groupRef: installation.groupRef,
    groupName: installation.groupName,
    consumerRef: installation.consumerRef,
    consumerName: installation.consumerName,
    installationId: installation.id,
    installationUpdateTime: installation.updateTime,
    objectName,
    rawObjectName: rawObjectName === objectName ? undefined : rawObjectName,
    operationId,
    operationTime: body.operationTime ?? now,
    readType: action === "read" ? body.readType : undefined,
    resultInfo: { type: "inline", numRecords: entries.length },
  });
  return {
    action,
    objectName,
    rawObjectName,
    ...(operationId !== undefined && { operationId }),
    time: (body.operationTime !== undefined && parseTimestamp(body.operationTime)) || now,
    data: `${head.slice(0, -1)},"result":[${entries.join(",")}]}`,
  };
}
