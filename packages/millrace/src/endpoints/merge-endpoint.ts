import type { EpochMilliseconds } from "../core/time.ts";
import type { EndpointAttributes, EndpointDocument, EndpointFields } from "./endpoint.ts";
import { Endpoint } from "./endpoint.ts";
import { cohortOf, EndpointFaultError, keyOfId } from "./endpoint-id.ts";
import { requireFew } from "./read-fields.ts";

/** What is known of one endpoint, as JSON, in characters; Pinpoint's imports take 15 KB. */
export const MAX_ENDPOINT_SIZE = 65_536;

/**
 * Endpoints that one call may change or ask for, as many as Pinpoint takes in a batch. A call of a few bytes an endpoint has
 * all that is known of each read, merged and written: this is what bounds it.
 */
export const MAX_AT_ONCE = 100;

/** What an update stands in. */
export interface UpdateContext {
  readonly projectId: string;
  /** As the caller wrote it. */
  readonly id: string;
  readonly at: EpochMilliseconds;
}

/**
 * What an endpoint is after an update. A member that is given replaces the one that is known; of places, of what is known
 * of the device, of attributes and metrics each single one does. An attribute whose list is empty is taken away. An update
 * makes the endpoint active again unless it says otherwise (Pinpoint's EndpointRequest). Attributes of a user belong to
 * that user: they go when the endpoint changes to another one.
 * @throws {EndpointFaultError} where it would become larger than an endpoint may be
 */
export function mergeEndpoint(
  known: Endpoint | undefined,
  given: EndpointFields,
  { projectId, id, at }: UpdateContext,
): Endpoint {
  const before = known?.document;
  const now = new Date(at).toISOString();
  const document: EndpointDocument = {
    Id: before?.Id ?? id,
    Address: given.Address ?? before?.Address,
    Attributes: mergeAttributes(before?.Attributes, given.Attributes, "Attributes"),
    ChannelType: given.ChannelType ?? before?.ChannelType,
    CohortId: before?.CohortId ?? cohortOf(projectId, keyOfId(id)),
    CreationDate: before?.CreationDate ?? now,
    Demographic: mergeMembers(before?.Demographic, given.Demographic),
    EffectiveDate: given.EffectiveDate ?? now,
    EndpointStatus: given.EndpointStatus ?? "ACTIVE",
    Location: mergeMembers(before?.Location, given.Location),
    Metrics: mergeMembers(before?.Metrics, given.Metrics),
    OptOut: given.OptOut ?? before?.OptOut ?? "NONE",
    RequestId: given.RequestId ?? before?.RequestId,
    User: mergeUser(before?.User, given.User),
  };
  if (document.Metrics !== undefined) requireFew(document.Metrics, "Metrics, with those that are known,");
  const endpoint = new Endpoint(document);
  if (endpoint.text.length > MAX_ENDPOINT_SIZE)
    throw new EndpointFaultError(
      `The endpoint would have ${endpoint.text.length} characters; ${MAX_ENDPOINT_SIZE} are the most.`,
    );
  return endpoint;
}

function mergeUser(known: EndpointFields["User"], given: EndpointFields["User"]): EndpointFields["User"] {
  if (known === undefined && given === undefined) return undefined;
  const isAnother =
    given?.UserId !== undefined && known?.UserId !== undefined && given.UserId !== known.UserId;
  return {
    UserId: given?.UserId ?? known?.UserId,
    UserAttributes: mergeAttributes(
      isAnother ? undefined : known?.UserAttributes,
      given?.UserAttributes,
      "User.UserAttributes",
    ),
  };
}

function mergeAttributes(
  known: EndpointAttributes | undefined,
  given: EndpointAttributes | undefined,
  what: string,
): EndpointAttributes | undefined {
  const merged = mergeMembers(known, given);
  if (merged === undefined || given === undefined) return merged;
  const left = Object.fromEntries(Object.entries(merged).filter(([, values]) => values.length > 0));
  requireFew(left, `${what}, with those that are known,`);
  return left;
}

function mergeMembers<T>(
  known: Readonly<Record<string, T>> | undefined,
  given: Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> | undefined {
  return known === undefined || given === undefined ? (given ?? known) : { ...known, ...given };
}
