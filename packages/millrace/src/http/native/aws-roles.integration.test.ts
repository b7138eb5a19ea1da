import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { kinesis } from "../../destinations/kinesis/index.ts";
import { HOST, prepareIdentities, ROLE } from "../../destinations/testing/aws-identities.ts";
import { LOCAL_POLICY } from "../../destinations/testing/destination-suite.ts";
import { StsServer } from "../../destinations/testing/sts-server.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let sts: StsServer;
let api: RunningApi;
const ids: string[] = [];
beforeAll(async () => {
  sts = await StsServer.start();
  prepareIdentities(sts);
  const aws = { hostCredentials: "roles" as const, endpoints: { sts: sts.endpointUrl } };
  api = await startApi({ destinationTypes: [kinesis], policy: { ...LOCAL_POLICY, aws } });
  for (const name of ["ours", "theirs"])
    ids.push(textAt(await api.call("POST", "/v1/projects", { body: { name } }), "id"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([api.close(), sts.close()]);
});

const metadata = {
  streamName: "stream",
  region: "us-west-2",
  roleArn: ROLE,
  // Nothing answers there: the check ends at once.
  endpointUrl: "http://127.0.0.1:9",
};
const make = (over: object) =>
  api.call("POST", "/v1/projects/ours/destinations", {
    body: { name: "stream", type: "kinesis", metadata: { ...metadata, ...over } },
  });

test("a project's role is assumed by the host under the project's own external id alone", async () => {
  const [ours = "", theirs = ""] = ids;
  for (const externalId of [theirs, `${theirs}:x`, `${ours}x`]) {
    const refused = await make({ externalId });
    expect(refused.status).toBe(422);
    expect(issuesIn(refused)).toEqual([expect.stringMatching(/^metadata.externalId: externalId must be/)]);
  }
  expect((await make({ externalId: `${ours}:eu` })).status).toBe(201);
  const change = (updateMask: readonly string[], destination: object) =>
    api.call("PATCH", "/v1/projects/ours/destinations/stream", { body: { updateMask, destination } });
  const borrowed = await change(["metadata.externalId"], { metadata: { externalId: theirs } });
  expect(issuesIn(borrowed)).toEqual([
    expect.stringMatching(/^destination.metadata.externalId: externalId must be/),
  ]);
  const asHost = await change(["metadata.roleArn", "metadata.externalId"], {});
  expect(issuesIn(asHost)).toEqual([
    expect.stringMatching(/^destination.secrets.awsKeyId: "awsKeyId" is required/),
    expect.stringMatching(/^destination.secrets.awsSecretKey: "awsSecretKey" is required/),
  ]);
});

test("keys that no header can carry are refused on save, and not repeated", async () => {
  const secrets = { awsKeyId: "AKIAPASTED000001\n", awsSecretKey: "pasted secret", awsSessionToken: "töken" };
  const refused = await api.call("POST", "/v1/projects/ours/destinations", {
    body: { name: "pasted", type: "kinesis", metadata, secrets },
  });
  expect(issuesIn(refused)).toEqual([
    expect.stringMatching(/^secrets.awsKeyId: .*visible ASCII/),
    expect.stringMatching(/^secrets.awsSecretKey: .*visible ASCII/),
    expect.stringMatching(/^secrets.awsSessionToken: .*visible ASCII/),
  ]);
  expect(JSON.stringify(refused.body)).not.toMatch(/PASTED|pasted secret|töken/);
});

test("a check answers the policies with the project's external id", async () => {
  const [ours = ""] = ids;
  sts.roles.set(ROLE, { trusts: [HOST.arn], externalId: `${ours}:eu` });
  const checked = await api.call("POST", "/v1/projects/ours/destinations/stream:check");
  expect(checked.status).toBe(200);
  expect(checked.body).toMatchObject({
    ok: false,
    steps: [
      { name: "sts:AssumeRole", ok: true },
      { name: "kinesis:DescribeStream", ok: false },
    ],
    documents: [
      {
        name: "permissions",
        json: {
          Version: "2012-10-17",
          Statement: [{ Resource: "arn:aws:kinesis:us-west-2:222222222222:stream/stream" }],
        },
      },
      {
        name: "trust",
        json: { Statement: [{ Condition: { StringEquals: { "sts:ExternalId": `${ours}:eu` } } }] },
      },
      { name: "caller" },
    ],
  });
});
