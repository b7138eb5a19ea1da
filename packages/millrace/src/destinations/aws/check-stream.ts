import type { CheckReport, CheckStep } from "../../core/destination.ts";
import type { JsonObject } from "../../core/json/object.ts";
import type { AwsFailure } from "./errors.ts";
import { ruleOf } from "./errors.ts";
import type { JsonClient } from "./json-client.ts";
import { partitionOf } from "./settings.ts";

const CHECK_TIMEOUT_MS = 30_000;

/** What is asked about a stream, and the words for what is wrong with it. */
export interface StreamQuestion<Action extends string> {
  /** The service as permissions and ARNs have it, such as `kinesis`. */
  readonly service: string;
  readonly action: Action;
  readonly request: object;
  readonly region: string;
  /** As a person calls it, such as `stream my-stream`. */
  readonly what: string;
  /** The setting that names it. */
  readonly setting: string;
  /** All permissions that the destination needs, as they stand in a sentence. */
  readonly permissions: string;
  /** The end of its ARN, such as `stream/my-stream`. */
  readonly resource: string;
  /** What an answer means. */
  judge(answer: JsonObject): Pick<CheckStep, "ok" | "detail">;
}

/** Asks for a stream with the call that describes it. Sends no record. Closes the client. */
export async function checkStream<Action extends string>(
  client: JsonClient<Action>,
  question: StreamQuestion<Action>,
): Promise<CheckReport> {
  const { service, action, request } = question;
  const answer = await client.call(action, JSON.stringify(request), AbortSignal.timeout(CHECK_TIMEOUT_MS));
  await client.close();
  const { ok, detail } =
    "failure" in answer
      ? { ok: false, detail: adviceFor(answer.failure, question) }
      : question.judge(answer.body);
  return { ok, steps: [{ name: `${service}:${action}`, ok, detail }] };
}

function adviceFor(failure: AwsFailure, question: Omit<StreamQuestion<string>, "judge">): string {
  const { service, region, what, setting, permissions, resource } = question;
  const rule = ruleOf(failure);
  const said = `${failure.name} ${failure.message}`.trim().slice(0, 500);
  if (rule.code === "permission_missing") {
    const arn = `arn:${partitionOf(region)}:${service}:${region}:<account>:${resource}`;
    return `${said} Allow ${permissions} on ${arn}.`;
  }
  if (rule.code === "not_found") {
    return `${said} There is no ${what} in ${region}: make it, or correct ${setting} and region.`;
  }
  return `${said} ${rule.advice}`;
}
