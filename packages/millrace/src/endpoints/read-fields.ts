import { readClientTime } from "../core/client-time.ts";
import type { JsonObject } from "../core/json/object.ts";
import { ExactNumber, isMembers } from "../core/json/lossless.ts";
import { brief } from "../core/validation/issues.ts";
import type { EndpointAttributes, EndpointFields } from "./endpoint.ts";
import { EndpointFaultError, idFault } from "./endpoint-id.ts";

/** Attributes an endpoint or its user has at most, and metrics of an endpoint (Pinpoint's quota for attributes). */
export const MAX_ATTRIBUTES = 250;

/** Values of one attribute at most (Pinpoint's quota). */
export const MAX_VALUES = 50;

/** Characters of an attribute's or a metric's name; Pinpoint takes 50. */
export const MAX_NAME_LENGTH = 256;

/** Characters of a value; Pinpoint takes 100 of an attribute. */
export const MAX_VALUE_LENGTH = 2_048;

const CHANNEL_TYPES = [
  "ADM",
  "APNS",
  "APNS_SANDBOX",
  "APNS_VOIP",
  "APNS_VOIP_SANDBOX",
  "BAIDU",
  "CUSTOM",
  "EMAIL",
  "GCM",
  "IN_APP",
  "PUSH",
  "SMS",
  "VOICE",
];
const DEMOGRAPHIC = [
  "AppVersion",
  "Locale",
  "Make",
  "Model",
  "ModelVersion",
  "Platform",
  "PlatformVersion",
  "Timezone",
];
const PLACE = ["City", "Country", "PostalCode", "Region"];
const COORDINATES = ["Latitude", "Longitude"];

/**
 * Reads what an update says of an endpoint (Pinpoint's EndpointRequest, PublicEndpoint and EndpointBatchItem). A member
 * that is null is as if it were not there, as AWS's own protocols have it; unknown members are passed over.
 * @param given as `parseLossless` gives it
 * @throws {EndpointFaultError} naming the first member that is wrong
 */
export function readFields(given: unknown): EndpointFields {
  const endpoint = objectOf(given, "The endpoint");
  return {
    Address: textOf(endpoint.Address, "Address"),
    Attributes: attributesOf(endpoint.Attributes, "Attributes"),
    ChannelType: choiceOf(endpoint.ChannelType, "ChannelType", CHANNEL_TYPES),
    Demographic: textsOf(endpoint.Demographic, DEMOGRAPHIC, "Demographic"),
    EffectiveDate: dateOf(endpoint.EffectiveDate, "EffectiveDate"),
    EndpointStatus: choiceOf(endpoint.EndpointStatus, "EndpointStatus", ["ACTIVE", "INACTIVE"]),
    Location: locationOf(endpoint.Location),
    Metrics: metricsOf(endpoint.Metrics),
    OptOut: choiceOf(endpoint.OptOut, "OptOut", ["ALL", "NONE"]),
    RequestId: textOf(endpoint.RequestId, "RequestId"),
    User: userOf(endpoint.User),
  };
}

/** True where an update gives nothing. */
export function isEmpty(fields: EndpointFields): boolean {
  return Object.values(fields).every((value) => value === undefined);
}

/** @throws {EndpointFaultError} where there are more than an endpoint may have */
export function requireFew(named: object, what: string): void {
  const count = Object.keys(named).length;
  if (count > MAX_ATTRIBUTES)
    throw new EndpointFaultError(`${what} has ${count} names; ${MAX_ATTRIBUTES} are the most.`);
}

function userOf(given: unknown): EndpointFields["User"] {
  if (!isGiven(given)) return undefined;
  const { UserId, UserAttributes } = objectOf(given, "User");
  const userId = textOf(UserId, "User.UserId");
  // An empty one takes the user away.
  const fault = userId === undefined || userId === "" ? undefined : idFault(userId, "User.UserId");
  if (fault !== undefined) throw new EndpointFaultError(fault);
  return { UserId: userId, UserAttributes: attributesOf(UserAttributes, "User.UserAttributes") };
}

function attributesOf(given: unknown, what: string): EndpointAttributes | undefined {
  if (!isGiven(given)) return undefined;
  const attributes = entriesOf(given, what).map(([name, values]): [string, readonly string[]] => {
    const at = `${what}.${brief(name)}`;
    if (!Array.isArray(values)) throw new EndpointFaultError(`${at} is not a list of texts.`);
    if (values.length > MAX_VALUES)
      throw new EndpointFaultError(`${at} has ${values.length} values; ${MAX_VALUES} are the most.`);
    return [name, values.flatMap((value) => textOf(value, at) ?? [])];
  });
  return Object.fromEntries(attributes);
}

function metricsOf(given: unknown): EndpointFields["Metrics"] {
  if (!isGiven(given)) return undefined;
  return Object.fromEntries(
    entriesOf(given, "Metrics").map(([name, value]) => [name, numberOf(value, `Metrics.${brief(name)}`)]),
  );
}

/** What stands under names that callers chose. */
function entriesOf(given: unknown, what: string): [string, unknown][] {
  const object = objectOf(given, what);
  requireFew(object, what);
  const entries = Object.entries(object).filter(([, value]) => isGiven(value));
  const tooLong = entries.find(([name]) => name.length > MAX_NAME_LENGTH);
  if (tooLong === undefined) return entries;
  const at = `${what}.${brief(tooLong[0])}`;
  throw new EndpointFaultError(`The name of ${at} is longer than ${MAX_NAME_LENGTH} characters.`);
}

function locationOf(given: unknown): EndpointFields["Location"] {
  if (!isGiven(given)) return undefined;
  const location = objectOf(given, "Location");
  const coordinates = COORDINATES.filter((name) => isGiven(location[name]));
  return {
    ...textsOf(location, PLACE, "Location"),
    ...Object.fromEntries(coordinates.map((name) => [name, numberOf(location[name], `Location.${name}`)])),
  };
}

function textsOf(
  given: unknown,
  names: readonly string[],
  what: string,
): Readonly<Record<string, string>> | undefined {
  if (!isGiven(given)) return undefined;
  const object = objectOf(given, what);
  const texts = names.flatMap((name): [string, string][] => {
    const text = textOf(object[name], `${what}.${name}`);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(texts);
}

function choiceOf(given: unknown, what: string, values: readonly string[]): string | undefined {
  const text = textOf(given, what);
  if (text === undefined || values.includes(text)) return text;
  throw new EndpointFaultError(`${what} is none of ${values.join(", ")}.`);
}

function dateOf(given: unknown, what: string): string | undefined {
  const text = textOf(given, what);
  if (text === undefined || readClientTime(text) !== undefined) return text;
  throw new EndpointFaultError(`${what} is no date and time in ISO 8601 format.`);
}

function textOf(given: unknown, what: string): string | undefined {
  if (!isGiven(given)) return undefined;
  if (typeof given !== "string") throw new EndpointFaultError(`${what} is not a text.`);
  if (given.length > MAX_VALUE_LENGTH)
    throw new EndpointFaultError(`${what} is longer than ${MAX_VALUE_LENGTH} characters.`);
  return given;
}

function numberOf(given: unknown, what: string): number | ExactNumber {
  if (typeof given === "number" || given instanceof ExactNumber) return given;
  throw new EndpointFaultError(`${what} is not a number.`);
}

function objectOf(given: unknown, what: string): JsonObject {
  if (!isMembers(given)) throw new EndpointFaultError(`${what} is not an object.`);
  return given;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
