import type { DestinationFixture } from "./destination-suite.ts";
import type { Reply } from "./scripted-server.ts";

const headers = { "content-type": "application/x-amz-json-1.1" };

/** What a service of AWS that speaks JSON answers to a call it has done. */
export function jsonAnswer(body: object): Reply {
  return { status: 200, body: JSON.stringify(body), headers };
}

/** What it answers to a call it refuses as a whole. */
export function jsonError(type: string, status = 400, message = "no"): Reply {
  return { status, body: JSON.stringify({ __type: type, message }), headers };
}

/** Faults that all streams of AWS have. */
export const STREAM_FAULTS: DestinationFixture["faults"] = [
  {
    name: "a missing permission",
    reply: jsonError("AccessDeniedException"),
    outcome: "unavailable",
    code: "permission_missing",
  },
  {
    name: "an unknown access key",
    reply: jsonError("UnrecognizedClientException"),
    outcome: "unavailable",
    code: "credentials_refused",
  },
  {
    name: "an ended session token",
    reply: jsonError("ExpiredTokenException"),
    outcome: "unavailable",
    code: "credentials_refused",
  },
  {
    name: "a missing stream",
    reply: jsonError("ResourceNotFoundException"),
    outcome: "unavailable",
    code: "not_found",
  },
  {
    name: "a server error",
    reply: { status: 500, body: "" },
    outcome: "unavailable",
    code: "service_error",
  },
  {
    name: "a page of a proxy",
    reply: { status: 502, body: "<html>bad gateway</html>" },
    outcome: "unavailable",
    code: "service_error",
  },
];
