import { describe, expect, it } from "vitest";
import { adviceOnDenial, deniedKey } from "./denials.ts";

const KEY = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const denied = (action: string, on: string, why = "") =>
  `User: arn:aws:sts::111122223333:assumed-role/r/s is not authorized to perform: ${action} on resource: ${on}${why}`;
const put = "kinesis:PutRecords";
const stream = "arn:aws:kinesis:us-west-2:111122223333:stream/s";

describe("what to do about what AWS denied", () => {
  it.each([
    ["nothing more is said", denied(put, stream), "usual"],
    [
      "no policy allows it",
      denied(put, stream, ` because no identity-based policy allows the ${put} action`),
      "usual",
    ],
    [
      "a deny is explicit",
      denied(put, stream, " with an explicit deny in an identity-based policy"),
      `An explicit deny in the identity-based policy forbids ${put}: no permission helps until that is taken away.`,
    ],
    [
      "a deny is explicit, and that is all",
      denied(put, stream, " with an explicit deny"),
      `An explicit deny in the policies forbids ${put}: no permission helps until that is taken away.`,
    ],
    [
      "an organization bounds it",
      denied(put, stream, ` because no service control policy allows the ${put} action`),
      `The service control policy must allow ${put} too: what other policies allow does not count without it.`,
    ],
    [
      "a boundary does",
      denied(put, stream, ` because no permissions boundary allows the ${put} action`),
      `The permissions boundary must allow ${put} too: what other policies allow does not count without it.`,
    ],
    [
      "a key is behind it",
      denied("kms:GenerateDataKey", KEY, " because no identity-based policy allows the action"),
      `Allow kms:GenerateDataKey on ${KEY}; where the key's own policy leaves nothing to IAM, allow it there.`,
    ],
    [
      "a key of no name is behind it",
      "User: x is not authorized to perform: kms:GenerateDataKey on this resource because it does not exist",
      "Allow kms:GenerateDataKey on the KMS key that what is written is encrypted with; where the key's own policy leaves nothing to IAM, allow it there.",
    ],
  ])("where %s", (_, message, advice) => {
    expect(adviceOnDenial(message, "usual")).toBe(advice);
  });

  it("names a key only where one is named", () => {
    expect(deniedKey(denied("kms:GenerateDataKey", KEY))).toBe(KEY);
    expect(deniedKey(denied("kms:GenerateDataKey", "arn:aws:kms:*"))).toBeUndefined();
    expect(deniedKey(denied(put, stream))).toBeUndefined();
  });
});
