import type { Issue } from "../../core/errors.ts";
import { InvalidInputError, NotFoundError } from "../../core/errors.ts";
import type { Event } from "../../core/event.ts";
import { findPath } from "../../core/json/exact.ts";
import type { Part } from "../../core/parts.ts";
import type { EventLog } from "../../log/event-log.ts";
import { mappingIssues } from "../../shaping/mapping-issues.ts";
import type { TileDefinition } from "../../tiles/definition.ts";
import { valueIssues } from "../../tiles/parameter-values.ts";
import type { PreviewFault, PreviewInput } from "../../tiles/preview.ts";
import { eventOf, sampleChoices, shapedEventOf } from "../../tiles/sample-events.ts";
import { findSample } from "../../tiles/samples.ts";
import { printLossless } from "../../core/json/lossless.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import type { PreviewBody } from "./tile-preview-schemas.ts";

/** What a preview needs to know, beside its body. */
export interface PreviewContext {
  readonly log: Pick<EventLog, "find">;
  readonly projectId: string;
  readonly definition: TileDefinition;
  /** The body as it came in: numbers of events keep their digits. */
  readonly text: string;
}

/**
 * What a preview is made of, or why a sync would send nothing.
 * @throws {InvalidInputError} {@link NotFoundError}
 */
export function previewInput(body: PreviewBody, context: PreviewContext): PreviewInput | PreviewFault {
  const { definition } = context;
  const { parameters = {}, includeSecrets = false } = body;
  refuse([
    ...valueIssues(definition, parameters),
    ...mappingIssues(body.mappings ?? {}, "mappings"),
    ...sourceIssues(body),
  ]);
  const { part, event } = eventAndPart(body, context);
  const usual = sampleChoices(definition);
  const { mappings = usual.mappings, select = usual.select } = body;
  const shaped = shapedEventOf(definition, part, event, { mappings, select });
  if (shaped === undefined)
    return {
      code: "field_missing",
      message: "The event has no value for a required field, so a sync passes it over: see mappings.",
    };
  return { definition, part, event: shaped, parameters, includeSecrets };
}

function sourceIssues({ event, eventId, sample }: PreviewBody): readonly Issue[] {
  if ([event, eventId, sample].filter((each) => each !== undefined).length < 2) return [];
  return [{ in: "body", name: "", detail: "only one of event, eventId and sample can be given" }];
}

function eventAndPart(
  body: PreviewBody,
  { log, projectId, definition, text }: PreviewContext,
): { readonly part: Part; readonly event: Event } {
  const { event, eventId, sample, part = "events" } = body;
  if (event !== undefined) return { part, event: eventOf(part, sliceOf(text, "event")) };
  if (eventId !== undefined) {
    const found = log.find(projectId, eventId);
    if (found === undefined) throw new NotFoundError("event", eventId);
    return { part, event: found };
  }
  const found = findSample(definition, sample, body.part);
  if (found === undefined) throw new NotFoundError("sample", sample ?? "");
  return { part: found.part, event: eventOf(found.part, printLossless(found.event)) };
}

function sliceOf(text: string, name: string): string {
  const span = findPath(text, [name]);
  return span === undefined ? "{}" : text.slice(span.start, span.end);
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
}
