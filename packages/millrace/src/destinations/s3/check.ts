import type { CheckReport } from "../../core/destination.ts";
import type { Permissions } from "../aws/documents.ts";
import { adviceOnDenial, deniedKey } from "../aws/denials.ts";
import { keyDocument, resourceArn } from "../aws/documents.ts";
import { ruleOf, saidBy } from "../aws/errors.ts";
import type { S3Client } from "./client.ts";
import type { S3Settings } from "./settings.ts";

/** The object that a check writes. It stays: the credentials of seed 001 may write objects, not remove them. */
export const CHECK_KEY = "millrace-check.json";

/** What the destination needs: the one permission of seed 001. */
export function s3Permissions({ bucket, region }: S3Settings): Permissions {
  return { actions: ["s3:PutObject"], region, resource: `s3:::${bucket}/*` };
}

/** Writes a small object with `s3:PutObject`, the one permission of seed 001. */
export async function checkS3(client: S3Client, settings: S3Settings): Promise<CheckReport> {
  const { bucket, region } = settings;
  const name = "s3:PutObject";
  const body = JSON.stringify({ check: "Millrace can write to this bucket. This object can be removed." });
  const failure = await client.put({ key: CHECK_KEY, body, metadata: {} }, AbortSignal.timeout(30_000));
  await client.close();
  if (failure === undefined) {
    return {
      ok: true,
      steps: [{ name, ok: true, detail: `The object ${CHECK_KEY} was written to ${bucket}.` }],
    };
  }
  const rule = ruleOf(failure);
  const advice =
    rule.code === "permission_missing"
      ? adviceOnDenial(failure.message, `Allow s3:PutObject on ${resourceArn(s3Permissions(settings))}.`)
      : rule.code === "not_found"
        ? `There is no bucket ${bucket} in ${region}: make it, or correct bucket and region.`
        : rule.advice;
  const keyArn = deniedKey(failure.message);
  const key = keyArn === undefined ? undefined : keyDocument(keyArn, settings, settings.roleArn);
  return {
    ok: false,
    steps: [{ name, ok: false, detail: `${saidBy(failure)} ${advice}` }],
    documents: key === undefined ? [] : [key],
  };
}
