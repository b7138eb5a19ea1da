import type { FastifyRequest } from "fastify";

/** For requests that are not signed. */
const DEFAULT_REGION = "us-east-1";

/** The AWS region a client believes to speak to. Nothing but names depends on it. */
export function regionOf({ caller }: FastifyRequest): string {
  return caller?.region ?? DEFAULT_REGION;
}
