import { hash } from "node:crypto";
import { MillraceError } from "../core/errors.ts";

/** Characters of an endpoint's or a user's id at most. */
export const MAX_ID_LENGTH = 1_024;

/** An update says something of an endpoint that cannot be: status 400. */
export class EndpointFaultError extends MillraceError {
  constructor(message: string) {
    super("invalid_endpoint", message, { status: 400 });
  }
}

/**
 * Why a text cannot be the id of an endpoint or a user; undefined where it can. Any text can that is as long as an id may
 * be and stays itself in UTF-8, which one with half a surrogate pair does not.
 * @param name what the id is called
 */
export function idFault(id: string, name: string): string | undefined {
  if (id === "") return `${name} is empty.`;
  if (id.length > MAX_ID_LENGTH) return `${name} has ${id.length} characters; ${MAX_ID_LENGTH} are the most.`;
  return id.isWellFormed() ? undefined : `${name} holds half a surrogate pair.`;
}

/** What an endpoint is known by: Pinpoint takes ids that differ in upper and lower case alone for one. */
export function keyOfId(id: string): string {
  return id.toLowerCase();
}

/** The cohort of an endpoint, `0` to `99`: a function of the application and the endpoint, so that it stays. */
export function cohortOf(projectId: string, key: string): string {
  const digest = hash("sha256", `${projectId}/${key}`, "hex");
  return String(Number.parseInt(digest.slice(0, 12), 16) % 100);
}
