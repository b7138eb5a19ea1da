import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Sender } from "../../core/destination.ts";
import { forProject } from "../../core/destination.ts";
import { kinesis } from "../kinesis/index.ts";
import type { ActingAs } from "../testing/aws-identities.ts";
import {
  byHost,
  byKeys,
  CUSTOMER,
  HOST,
  operatorPolicy,
  prepareIdentities,
  PROJECT,
  ROLE,
} from "../testing/aws-identities.ts";
import { eventWith, LOCAL_POLICY, messagesOf } from "../testing/destination-suite.ts";
import { stubHostCredentials } from "../testing/host-environment.ts";
import { ScriptedServer } from "../testing/scripted-server.ts";
import { failed, StsServer } from "../testing/sts-server.ts";

const taken = { status: 200, body: JSON.stringify({ Records: [{ SequenceNumber: "1", ShardId: "s" }] }) };
const active = { status: 200, body: JSON.stringify({ StreamDescription: { StreamStatus: "ACTIVE" } }) };
const never = new AbortController().signal;

let sts: StsServer;
let stream: ScriptedServer;
let senders: Sender[];

beforeEach(async () => {
  [sts, stream] = await Promise.all([StsServer.start(), ScriptedServer.start()]);
  stream.script = ({ headers }) =>
    String(headers["x-amz-target"]).endsWith("DescribeStream") ? active : taken;
  prepareIdentities(sts);
  senders = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(senders.map((sender) => sender.close()));
  await Promise.all([sts.close(), stream.close()]);
});

const withStream = (settings: ActingAs["settings"]) => ({
  streamName: "s",
  region: "us-west-2",
  endpointUrl: stream.endpointUrl,
  ...settings,
});
const open = ({ settings, secrets, policy }: ActingAs): Sender => {
  const sender = kinesis.open(withStream(settings), secrets, policy);
  senders.push(sender);
  return sender;
};
const send = async (sender: Sender) => {
  const settings = { streamName: "s", region: "us-west-2" };
  const [outcome] = await sender.send(messagesOf(kinesis, settings, [eventWith(1)]), never);
  return outcome;
};
const check = ({ settings, secrets, policy }: ActingAs) =>
  kinesis.check(withStream(settings), secrets, policy);
/** Ids of the keys that the stream's requests were signed with. */
const signedWith = () =>
  stream.seen.map(({ headers }) => /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1]);
const codeOf = (outcome: Awaited<ReturnType<typeof send>>) =>
  outcome !== undefined && "error" in outcome ? [outcome.kind, outcome.error.code] : [outcome?.kind];

describe("a role is assumed", () => {
  it("once for many destinations and lanes at the same time, with the project's id", async () => {
    sts.delay = 50;
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => send(open(byHost(sts)))));
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(Array<string>(20).fill("delivered"));
    expect(sts.assumed).toEqual([
      {
        Action: "AssumeRole",
        Version: "2011-06-15",
        RoleArn: ROLE,
        RoleSessionName: `millrace-${PROJECT}`,
        ExternalId: PROJECT,
        DurationSeconds: "3600",
      },
    ]);
  });

  it("a few at a time, however many roles lanes start with at once", async () => {
    let now = 0;
    let most = 0;
    sts.delay = 20;
    sts.instead = () => {
      now--;
      return undefined;
    };
    sts.came = () => (most = Math.max(most, ++now));
    const lanes = Array.from({ length: 100 }, (_, i) =>
      open({ ...byHost(sts), settings: { roleArn: ROLE, roleSessionName: `lane-${i}` } }),
    );
    const outcomes = await Promise.all(lanes.map((lane) => send(lane)));
    expect(outcomes.map((outcome) => outcome?.kind)).toEqual(Array<string>(100).fill("delivered"));
    expect(sts.assumed).toHaveLength(100);
    expect(most).toBeLessThanOrEqual(16);
  });

  it("anew once nobody has used it any more", async () => {
    for (let i = 0; i < 2; i++) {
      const sender = open(byHost(sts));
      await send(sender);
      await sender.close();
    }
    expect(sts.assumed).toHaveLength(2);
  });

  it("by each on its own, where role, external id, session name or keys differ", async () => {
    const base = byKeys(sts);
    const secrets = { ...base.secrets, awsSecretKey: "stolen-key-id-but-not-the-secret" };
    sts.roles.set(ROLE, { trusts: [CUSTOMER.arn] });
    const good = [
      base,
      { ...base, settings: { ...base.settings, externalId: "another" } },
      { ...base, settings: { ...base.settings, roleSessionName: "another" } },
    ];
    for (const each of good) expect(codeOf(await send(open(each)))).toEqual(["delivered"]);
    expect(sts.issued).toHaveLength(3);
    expect(codeOf(await send(open({ ...base, secrets })))).toEqual(["unavailable", "credentials_refused"]);
  });

  it("anew before it ends, while the credentials before serve although STS is down meanwhile", async () => {
    sts.life = 4_000;
    const sender = open(byHost(sts));
    expect(codeOf(await send(sender))).toEqual(["delivered"]);
    sts.instead = () => failed(500, "InternalFailure", "down");
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    expect(codeOf(await send(sender))).toEqual(["delivered"]);
    await vi.waitFor(() => expect(sts.assumed).toHaveLength(2));
    expect(codeOf(await send(sender))).toEqual(["delivered"]);
    expect(new Set(signedWith())).toEqual(new Set(sts.issued));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(codeOf(await send(sender))).toEqual(["unavailable", "service_error"]);
  });

  it("in the background when a quarter of its life is left", async () => {
    sts.life = 4_000;
    const sender = open(byHost(sts));
    await send(sender);
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    await send(sender);
    await vi.waitFor(() => expect(sts.issued).toHaveLength(2));
    await vi.waitFor(async () => {
      await send(sender);
      expect(signedWith().at(-1)).toBe(sts.issued[1]);
    });
    expect(signedWith().slice(0, 2)).toEqual([sts.issued[0], sts.issued[0]]);
  });

  it("anew at the request after one that a service calls expired", async () => {
    const sender = open(byHost(sts));
    await send(sender);
    stream.script = () => ({ status: 400, body: JSON.stringify({ __type: "ExpiredTokenException" }) });
    expect(codeOf(await send(sender))).toEqual(["unavailable", "credentials_refused"]);
    stream.script = () => taken;
    expect(codeOf(await send(sender))).toEqual(["delivered"]);
    expect(signedWith()).toEqual([sts.issued[0], sts.issued[0], sts.issued[1]]);
  });

  it("anew, and soon, where the sessions of the role that there were are revoked", async () => {
    const sender = open(byHost(sts));
    await send(sender);
    stream.script = ({ headers }) =>
      headers.authorization?.includes(sts.issued[0] ?? "") === true
        ? { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "explicit deny" }) }
        : taken;
    expect(codeOf(await send(sender))).toEqual(["unavailable", "permission_missing"]);
    await vi.waitFor(async () => expect(codeOf(await send(sender))).toEqual(["delivered"]));
    expect(sts.issued).toHaveLength(2);
  });

  it("for as long as STS means it, whatever this machine's clock says", async () => {
    sts.ahead = 7 * 24 * 3_600_000;
    sts.life = 3_600_000;
    const early = open(byHost(sts));
    await send(early);
    await send(early);
    expect(sts.assumed).toHaveLength(1);
    await early.close();
    sts.ahead = -sts.ahead;
    const late = open(byHost(sts));
    await send(late);
    expect(codeOf(await send(late))).toEqual(["delivered"]);
    expect(sts.assumed).toHaveLength(2);
  });
});

describe("when there are no credentials", () => {
  const answers: readonly [string, Parameters<typeof failed> | "reset" | "hang", string][] = [
    ["a role that is refused", [403, "AccessDenied", "not authorized"], "role_refused"],
    ["a role that STS does not know as one", [400, "ValidationError", "is invalid"], "role_invalid"],
    ["keys of the host that ended", [403, "ExpiredToken", "expired"], "host_credentials_refused"],
    ["a region without STS", [403, "RegionDisabledException", "STS is not activated"], "sts_region"],
    ["too many questions", [400, "Throttling", "Rate exceeded"], "throttled"],
    [
      "a clock that is off",
      [403, "SignatureDoesNotMatch", "Signature expired: 1 is now earlier"],
      "clock_wrong",
    ],
    ["a problem of STS", [500, "InternalFailure", "oops"], "service_error"],
    ["a page of something else", [404, "", "not here"], "sts_unclear"],
    ["no answer", "reset", "sts_unreachable"],
  ];
  it.each(answers)("%s makes the destination unavailable", async (_, answer, code) => {
    sts.instead = () => (typeof answer === "string" ? answer : failed(...answer));
    expect(codeOf(await send(open(byHost(sts))))).toEqual(["unavailable", code]);
    expect(stream.seen).toEqual([]);
  });

  it("STS is not asked again and again by many lanes", async () => {
    sts.roles.clear();
    const lanes = Array.from({ length: 10 }, () => open(byHost(sts)));
    for (const lane of lanes) expect(codeOf(await send(lane))).toEqual(["unavailable", "role_refused"]);
    expect(sts.assumed).toHaveLength(1);
  });

  it.each([
    ["no credentials", ""],
    [
      "credentials that cannot stand in a header",
      "<AccessKeyId>A</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>x\r\ny: z</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>",
    ],
    [
      "credentials that have ended",
      "<AccessKeyId>A</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2001-01-01T00:00:00Z</Expiration>",
    ],
  ])("an answer with %s is none", async (_, body) => {
    sts.instead = () => ({ status: 200, body });
    expect(codeOf(await send(open(byKeys(sts))))).toEqual(["unavailable", "sts_unclear"]);
  });

  it("a host that has none says so, and nothing of what was looked for where", async () => {
    stubHostCredentials(undefined);
    vi.stubEnv("AWS_PROFILE", "the-operators-profile");
    const outcome = await send(open(byHost(sts)));
    expect(codeOf(outcome)).toEqual(["unavailable", "host_credentials_missing"]);
    expect(JSON.stringify(outcome)).not.toContain("the-operators-profile");
  });

  it("whoever waits for STS goes soon when told to", async () => {
    sts.instead = () => "hang";
    const settings = { streamName: "s", region: "us-west-2" };
    const sent = open(byHost(sts)).send(
      messagesOf(kinesis, settings, [eventWith(1)]),
      AbortSignal.timeout(100),
    );
    expect(await sent).toMatchObject([{ kind: "unavailable" }]);
  });
});

describe("a project cannot borrow the host's rights", () => {
  const cases: readonly [string, () => ActingAs][] = [
    ["a role where the operator allows none", () => ({ ...byHost(sts), policy: operatorPolicy("off", {}) })],
    ["the host itself where only roles are allowed", () => ({ ...byHost(sts), settings: {} })],
    [
      "another project's external id",
      () => ({
        ...byHost(sts),
        settings: { roleArn: ROLE, externalId: "01a1fc44-59ef-76da-b4c8-9d6782f440a1" },
      }),
    ],
    [
      "an STS of its own",
      () => ({ ...byHost(sts), settings: { roleArn: ROLE, stsEndpointUrl: sts.endpointUrl } }),
    ],
    [
      "the host itself at an endpoint of its own",
      () => ({ ...byHost(sts), settings: {}, policy: operatorPolicy("all", {}) }),
    ],
    [
      "a role, where nobody says whose destination it is",
      () => {
        const { projectId: _, ...policy } = byHost(sts).policy;
        return { ...byHost(sts), policy };
      },
    ],
  ];
  it.each(cases)("%s: refused on save and at use, and nothing is sent anywhere", async (_, acting) => {
    const { settings, secrets, policy } = acting();
    expect(kinesis.validate(withStream(settings), policy, secrets)).not.toEqual([]);
    expect(codeOf(await send(open(acting())))).toEqual(["unavailable", "host_credentials_off"]);
    expect(await check(acting())).toMatchObject({ ok: false });
    expect([sts.seen, stream.seen]).toEqual([[], []]);
  });

  it("nor take them from others, by naming a region whose STS does not know the host", async () => {
    const mine = { ...byHost(sts), settings: { roleArn: ROLE, roleSessionName: "mine" } };
    expect(codeOf(await send(open(mine)))).toEqual(["delivered"]);
    sts.instead = () => failed(403, "InvalidClientTokenId", "The security token in the request is invalid");
    // What was found before is good, and there is nothing else to be found for a while.
    stubHostCredentials(undefined);
    const theirs = { ...mine, settings: { roleArn: ROLE, stsRegion: "af-south-1" } };
    const refused = await send(open(theirs));
    expect(codeOf(refused)).toEqual(["unavailable", "host_credentials_refused"]);
    expect(JSON.stringify(refused)).toContain("stsRegion");
    sts.instead = () => undefined;
    const another = { ...mine, settings: { roleArn: ROLE, roleSessionName: "another" } };
    expect(codeOf(await send(open(another)))).toEqual(["delivered"]);
  });

  it("a role that asks for another project's id is refused by STS", async () => {
    const mine = byHost(sts);
    const theirs = { ...mine, policy: forProject(mine.policy, "01a1fc44-59ef-76da-b4c8-9d6782f440a1") };
    expect(codeOf(await send(open(mine)))).toEqual(["delivered"]);
    expect(codeOf(await send(open(theirs)))).toEqual(["unavailable", "role_refused"]);
  });
});

it("the host's own credentials are used where the operator allows all, at the endpoint that the operator names", async () => {
  const policy = operatorPolicy("all", { kinesis: stream.endpointUrl });
  // The operator's endpoint is not held to the rules for customers'.
  const strict = { ...policy, allowHttp: false, allowPrivateNetworks: false };
  const sender = kinesis.open({ streamName: "s", region: "us-west-2" }, {}, strict);
  expect(codeOf(await send(sender))).toEqual(["delivered"]);
  expect(signedWith()).toEqual([HOST.accessKeyId]);
  stream.script = ({ headers }) => ({
    status: 400,
    body: JSON.stringify({ __type: "X", message: headers.authorization }),
  });
  const told = JSON.stringify(await send(sender));
  await sender.close();
  expect(told).toContain("********");
  expect(told).not.toContain(HOST.accessKeyId);
});

it("an endpoint of STS that a customer names is guarded", async () => {
  const { settings, secrets } = byKeys(sts);
  const policy = { ...LOCAL_POLICY, allowPrivateNetworks: false };
  const stsEndpointUrl = "http://rebound.example:1";
  const lookup: typeof policy.lookup = (_name, _options, callback) =>
    callback(null, [{ address: "127.0.0.1", family: 4 }]);
  const sender = kinesis.open(
    { ...withStream(settings), stsEndpointUrl, endpointUrl: "http://stream.example:1" },
    secrets,
    { ...policy, lookup },
  );
  const outcome = await send(sender);
  await sender.close();
  expect(codeOf(outcome)).toEqual(["unavailable", "sts_unreachable"]);
  expect(JSON.stringify(outcome)).toContain("not on the public internet");
});

describe("a check", () => {
  it("assumes the role, asks for the stream, and shows all policies", async () => {
    const report = await check(byHost(sts));
    expect(report).toMatchObject({
      ok: true,
      steps: [
        { name: "sts:AssumeRole", ok: true, detail: `The role ${ROLE} was assumed by ${HOST.arn}.` },
        { name: "kinesis:DescribeStream", ok: true },
      ],
      documents: [
        {
          name: "permissions",
          json: { Statement: [{ Resource: "arn:aws:kinesis:us-west-2:222222222222:stream/s" }] },
        },
        {
          name: "trust",
          json: {
            Statement: [
              { Principal: { AWS: HOST.arn }, Condition: { StringEquals: { "sts:ExternalId": PROJECT } } },
            ],
          },
        },
        { name: "caller", json: { Statement: [{ Action: "sts:AssumeRole", Resource: ROLE }] } },
      ],
    });
    expect(sts.assumed.map(({ ExternalId }) => ExternalId)).toEqual([PROJECT, expect.any(String)]);
    expect(sts.assumed[1]?.ExternalId).not.toContain(PROJECT);
    expect(signedWith()).toEqual([sts.issued[0]]);
  });

  it("warns of a role that takes any external id, although it asks for one", async () => {
    sts.roles.set(ROLE, { trusts: [HOST.arn] });
    sts.instead = (action) =>
      action === "AssumeRole" && sts.assumed.at(-1)?.ExternalId === undefined
        ? failed(403, "AccessDenied", "not authorized")
        : undefined;
    const [step] = (await check(byHost(sts))).steps;
    expect(step).toMatchObject({ ok: true, detail: expect.stringMatching(/Warning: .*sts:ExternalId/) });
  });

  it("repeats of who asked only what names somebody", async () => {
    for (const arn of ["arn:aws:iam::1:root", "arn:aws:iam::222222222222:user/a\n\u001b[2J", "arn: a lie"]) {
      sts.instead = (action) =>
        action === "GetCallerIdentity"
          ? { status: 200, body: `<Arn>${arn}</Arn><Account>222222222222</Account>` }
          : undefined;
      const { steps, documents } = await check(byKeys(sts));
      expect(steps[0]?.detail).toBe(`The role ${ROLE} was assumed.`);
      expect(documents?.map(({ name }) => name)).toEqual(["permissions"]);
    }
  });

  it("warns of a role that asks for no external id, where the host assumes it", async () => {
    sts.roles.set(ROLE, { trusts: [HOST.arn, CUSTOMER.arn] });
    const [step] = (await check(byHost(sts))).steps;
    expect(step).toMatchObject({ ok: true, detail: expect.stringMatching(/Warning: .*sts:ExternalId/) });
    const [own] = (await check(byKeys(sts))).steps;
    expect(own?.detail).not.toContain("Warning");
  });

  it.each([
    [
      "is not authorized to perform: sts:AssumeRole",
      /^AccessDenied: is not .*[.] Either the role is not there, or the trust policy .* or /,
    ],
    [
      "because no identity-based policy allows the sts:AssumeRole action",
      /missing: arn:\S+ must be allowed sts:AssumeRole on/,
    ],
    [
      "because no resource-based policy allows the sts:AssumeRole action",
      /missing: the trust policy of \S+ must name arn:\S+ and, .* the id /,
    ],
    [
      "with an explicit deny in a service control policy",
      /An explicit deny in the service control policy forbids .* until that is taken away\.$/,
    ],
  ])("says what is missing where AWS says %s", async (said, expected) => {
    sts.instead = (action) => (action === "AssumeRole" ? failed(403, "AccessDenied", said) : undefined);
    const { ok, steps, documents } = await check(byHost(sts));
    expect([ok, steps.length]).toEqual([false, 1]);
    expect(steps[0]?.detail).toMatch(expected);
    expect(documents).toHaveLength(3);
    expect(stream.seen).toEqual([]);
  });

  it("says that STS is out of reach, and shows what it knows", async () => {
    sts.instead = () => "reset";
    const { ok, steps, documents } = await check(byHost(sts));
    expect([ok, documents?.map(({ name }) => name)]).toEqual([false, ["permissions"]]);
    expect(steps).toMatchObject([{ name: "sts:AssumeRole", detail: expect.stringContaining("stsRegion") }]);
    expect(steps[0]?.detail).toMatch(/^\w.*\. STS does not answer: /);
  });
});

it("the local STS answers as the SDK's own client reads it", async () => {
  const options = { region: "us-west-2", endpoint: sts.endpointUrl };
  const client = new STSClient({ ...options, credentials: HOST });
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "111111111111" });
  const role = { RoleArn: ROLE, RoleSessionName: "sdk", ExternalId: PROJECT };
  const { Credentials: found } = await client.send(new AssumeRoleCommand(role));
  expect([found?.AccessKeyId, found?.Expiration instanceof Date]).toEqual([sts.issued[0], true]);
  await expect(client.send(new AssumeRoleCommand({ ...role, ExternalId: "x1" }))).rejects.toMatchObject({
    name: "AccessDenied",
  });
  client.destroy();
});
