import { expect, it } from "vitest";
import {
  inWords,
  keyDocument,
  permissionsDocument,
  principalOf,
  resourceArn,
  roleDocuments,
} from "./documents.ts";

const stream = {
  actions: ["kinesis:PutRecords"],
  region: "cn-north-1",
  resource: "kinesis:cn-north-1:<account>:stream/s",
};
const roleArn = "arn:aws-cn:iam::222222222222:role/millrace";

it("the permissions are for exactly the place, in the role's account", () => {
  expect(permissionsDocument(stream, roleArn).json).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["kinesis:PutRecords"],
        Resource: "arn:aws-cn:kinesis:cn-north-1:222222222222:stream/s",
      },
    ],
  });
  expect(resourceArn(stream)).toBe("arn:aws-cn:kinesis:cn-north-1:<account>:stream/s");
});

const GUID = "1234abcd-12ab-34cd-56ef-1234567890ab";
it.each([
  [GUID, `arn:aws-cn:kms:cn-north-1:222222222222:key/${GUID}`, undefined],
  [
    `arn:aws-cn:kms:cn-north-1:333333333333:key/${GUID}`,
    `arn:aws-cn:kms:cn-north-1:333333333333:key/${GUID}`,
    undefined,
  ],
  ["alias/mine", "arn:aws-cn:kms:cn-north-1:222222222222:key/*", "alias/mine"],
  [
    "arn:aws-cn:kms:cn-north-1:333333333333:alias/a/b",
    "arn:aws-cn:kms:cn-north-1:333333333333:key/*",
    "alias/a/b",
  ],
])("the KMS key %s may be used", (keyId, Resource, alias) => {
  const Condition = alias && { "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias } };
  expect(keyDocument(keyId, stream, roleArn)?.json).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "kms:GenerateDataKey", Resource, ...(Condition && { Condition }) },
    ],
  });
});

it.each([
  "alias/aws/kinesis",
  "arn:aws-cn:kms:cn-north-1:222222222222:alias/aws/kinesis",
  "",
  "*",
  "key/*",
  "a b",
])("of the KMS key %j nothing needs to be allowed, or can be", (keyId) => {
  expect(keyDocument(keyId, stream, roleArn)).toBeUndefined();
});

it("the caller may assume the role that is named, and none that a variable in its path would mean", () => {
  const caller = { account: "111111111111", arn: "arn:aws:iam::111111111111:user/host" };
  const role = { roleArn: "arn:aws:iam::222222222222:role/a$b/${aws:username}/x", externalId: undefined };
  expect(roleDocuments(caller, role)[1]?.json).toMatchObject({
    Statement: [{ Resource: "arn:aws:iam::222222222222:role/a$b/${$}{aws:username}/x" }],
  });
});

it("the trust is for the caller and the external id", () => {
  const caller = { account: "111111111111", arn: "arn:aws-cn:iam::111111111111:user/host" };
  const [trust, own] = roleDocuments(caller, { roleArn, externalId: "x:y" });
  expect(trust?.json).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: caller.arn },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "x:y" } },
      },
    ],
  });
  expect(own?.json).toMatchObject({ Statement: [{ Action: "sts:AssumeRole", Resource: roleArn }] });
  expect(JSON.stringify(roleDocuments(caller, { roleArn, externalId: undefined }))).not.toContain(
    "Condition",
  );
});

it.each([
  ["arn:aws:iam::1:user/a/b", "arn:aws:iam::1:user/a/b"],
  ["arn:aws:iam::1:root", "arn:aws:iam::1:root"],
  ["arn:aws:sts::1:assumed-role/instance/i-0123", "arn:aws:iam::1:role/instance"],
  ["arn:aws:sts::1:federated-user/x", "arn:aws:iam::1:root"],
])("%s is named as %s in a trust policy", (arn, principal) => {
  expect(principalOf({ arn, account: "1" })).toBe(principal);
});

it("permissions stand in a sentence", () => {
  expect([["a"], ["a", "b"], ["a", "b", "c"]].map(inWords)).toEqual(["a", "a and b", "a, b and c"]);
});
