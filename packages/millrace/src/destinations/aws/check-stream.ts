import type { CheckDocument, CheckReport, CheckStep } from "../../core/destination.ts";
import type { JsonObject } from "../../core/json/object.ts";
import type { Permissions } from "./documents.ts";
import { adviceOnDenial } from "./denials.ts";
import { inWords, resourceArn } from "./documents.ts";
import type { AwsFailure } from "./errors.ts";
import { ruleOf, saidBy } from "./errors.ts";
import type { JsonClient } from "./json-client.ts";

const CHECK_TIMEOUT_MS = 30_000;

/** What is asked about a stream, and the words for what is wrong with it. */
export interface StreamQuestion<Action extends string> {
  /** The service as permissions have it, such as `kinesis`. */
  readonly service: string;
  readonly action: Action;
  readonly request: object;
  /** All that the destination needs. */
  readonly permissions: Permissions;
  /** Whose the stream is, where a role says it. */
  readonly account: string | undefined;
  /** As a person calls it, such as `stream my-stream`. */
  readonly what: string;
  /** The setting that names it. */
  readonly setting: string;
  /**
   * What an answer means.
   * @param masked a text of it as it may be told
   */
  judge(answer: JsonObject, masked: (text: string) => string): StreamVerdict;
}

/** What an answer means, and what is needed besides. */
export interface StreamVerdict extends Pick<CheckStep, "ok" | "detail"> {
  readonly documents?: readonly CheckDocument[];
}

/** What an answer calls something; the endpoint may be anybody's, so that only a word is repeated. */
export function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[A-Za-z_]{1,40}$/.test(value) ? value : undefined;
}

/** Asks for a stream with the call that describes it. Sends no record. Closes the client. */
export async function checkStream<Action extends string>(
  client: JsonClient<Action>,
  question: StreamQuestion<Action>,
): Promise<CheckReport> {
  const { service, action, request } = question;
  const answer = await client.call(action, JSON.stringify(request), AbortSignal.timeout(CHECK_TIMEOUT_MS));
  await client.close();
  const verdict: StreamVerdict =
    "failure" in answer
      ? { ok: false, detail: adviceFor(answer.failure, question) }
      : question.judge(answer.body, answer.masked);
  const { ok, detail, documents = [] } = verdict;
  return { ok, steps: [{ name: `${service}:${action}`, ok, detail }], documents };
}

function adviceFor(failure: AwsFailure, question: Omit<StreamQuestion<string>, "judge">): string {
  const { what, setting, permissions, account } = question;
  const rule = ruleOf(failure);
  const said = saidBy(failure);
  if (rule.code === "permission_missing") {
    const allow = `Allow ${inWords(permissions.actions)} on ${resourceArn(permissions, account)}.`;
    return `${said} ${adviceOnDenial(failure.message, allow)}`;
  }
  if (rule.code === "not_found") {
    return `${said} There is no ${what} in ${permissions.region}: make it, or correct ${setting} and region.`;
  }
  return `${said} ${rule.advice}`;
}
