import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { HOST, prepareIdentities, ROLE } from "../src/destinations/testing/aws-identities.ts";
import { FirehoseServer } from "../src/destinations/testing/firehose-server.ts";
import { StsServer } from "../src/destinations/testing/sts-server.ts";
import type { Running } from "./support.ts";
import { delivered, member, start, until } from "./support.ts";

const ARN = "arn:aws:firehose:us-west-2:222222222222:deliverystream/events";

let sts: StsServer;
let firehose: FirehoseServer;
beforeAll(async () => {
  [sts, firehose] = await Promise.all([StsServer.start(), FirehoseServer.start()]);
  prepareIdentities(sts);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([sts.close(), firehose.close()]);
});

let api: Running;
let project: string;
beforeEach(async () => {
  firehose.createStream("events");
  firehose.requests.length = 0;
  api = await start(undefined, flags("roles"));
  project = await api.create("/v1/projects", { name: "streams" });
  trust(project);
});
afterEach(async () => {
  await api.close();
});

const flags = (hostCredentials: string) => ({
  hostCredentials,
  awsEndpoints: `sts=${sts.endpointUrl},firehose=${firehose.endpointUrl}`,
  allowHttp: false,
  allowPrivateNetworks: false,
});
const trust = (externalId: string) => sts.roles.set(ROLE, { trusts: [HOST.arn], externalId });
const put = () =>
  api.ok("POST", `/v1/apps/${project}/eventstream`, { DestinationStreamArn: ARN, RoleArn: ROLE });
const handIn = (from: number, count: number) =>
  api.ok("POST", "/v1/projects/streams/events", {
    events: Array.from({ length: count }, (_, i) => ({ topic: "orders", data: { n: from + i } })),
  });
const route = async () => member(await api.ok("GET", "/v1/projects/streams/routes"), "results", 0);
const openWith = (code: string) =>
  until(async () => {
    const found = await route();
    return member(found, "state") === "open" && member(found, "cause", "code") === code;
  });
const numbers = () =>
  firehose
    .records("events")
    .map((text) => Number(member(JSON.parse(text), "metrics", "n")))
    .toSorted((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("an event stream in a role that the host assumes", () => {
  it("loses nothing while the role is refused, and goes on by itself once it is mended", async () => {
    trust("of-somebody-else");
    await put();
    await handIn(0, 300);
    await openWith("role_refused");
    expect(member(await route(), "deadLetters")).toBe(0);
    expect(firehose.requests).toEqual([]);
    trust(project);
    await delivered(api, "streams", 30);
    expect(numbers()).toEqual(upTo(300));
    expect(member(await route(), "deadLetters")).toBe(0);
  });

  it("stops where the operator takes the right away, and goes on where it is given again", async () => {
    await put();
    await handIn(0, 10);
    await delivered(api, "streams");
    await api.server.close();
    const asked = sts.seen.length;
    api = await start(api.folder, flags("off"));
    await handIn(10, 10);
    await openWith("host_credentials_off");
    expect(sts.seen.length).toBe(asked);
    await api.server.close();
    api = await start(api.folder, flags("roles"));
    await delivered(api, "streams");
    expect(numbers()).toEqual(upTo(20));
  });

  it("leaves nothing of the credentials in logs, errors, reports and numbers", async () => {
    await put();
    await handIn(0, 1);
    await delivered(api, "streams");
    sts.instead = () => ({
      status: 403,
      body: `<Code>${HOST.accessKeyId}</Code><Message>${HOST.secretAccessKey}</Message>`,
    });
    await api.server.close();
    const before = api.logged();
    api = await start(api.folder, flags("roles"));
    await handIn(1, 1);
    await openWith("role_refused");
    const told = [
      before,
      api.logged(),
      await route(),
      await api.ok("POST", "/v1/projects/streams/destinations/event-stream:check"),
      (await api.call("GET", "/metrics")).text,
    ];
    sts.instead = () => undefined;
    for (const secret of [HOST.accessKeyId, HOST.secretAccessKey, "issued-", ...sts.issued])
      expect(JSON.stringify(told)).not.toContain(secret);
  });
});
