import { messageOf } from "../../core/errors.ts";
import type { AwsFailure } from "./errors.ts";
import { retryAfterOf } from "./errors.ts";

/** What the SDK threw, as far as it matters here. */
export function sdkFailure(thrown: unknown): AwsFailure {
  const status = member(member(thrown, "$metadata"), "httpStatusCode");
  const answered = typeof status === "number";
  const name = member(thrown, "name");
  const code = member(thrown, "code");
  return {
    // Without an answer, the name is only the library's.
    name: answered && typeof name === "string" && name !== "Error" ? name : "",
    message: answered || typeof code !== "string" ? messageOf(thrown) : `${code} ${messageOf(thrown)}`,
    status: answered ? status : undefined,
    retryAfter: retryAfterOf(member(member(member(thrown, "$response"), "headers"), "retry-after")),
  };
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Reflect.get(value, name);
}
