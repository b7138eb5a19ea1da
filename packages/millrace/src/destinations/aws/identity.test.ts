import { Value } from "typebox/value";
import Type from "typebox";
import { describe, expect, it } from "vitest";
import { LOCAL_POLICY, PUBLIC_POLICY } from "../testing/destination-suite.ts";
import { operatorPolicy, PROJECT, ROLE } from "../testing/aws-identities.ts";
import { forProject } from "../../core/destination.ts";
import { identityIssues, identityOf } from "./identity.ts";
import { partitionOf } from "./partitions.ts";
import { roleSettings } from "./settings.ts";

const OTHER = "01a1fc44-59ef-76da-b4c8-9d6782f440a1";
const region = "us-west-2";
const keys = { awsKeyId: "AKIA", awsSecretKey: "s" };
const roles = operatorPolicy("roles", {});
const all = operatorPolicy("all", {});
const named = (...given: Parameters<typeof identityIssues>) =>
  identityIssues(...given).map(({ name, detail }) => `${name}: ${detail}`);

describe("as whom a destination acts", () => {
  it("with keys: as itself", () => {
    expect(identityOf({ region }, keys, PUBLIC_POLICY)).toEqual({
      identity: { keys: { accessKeyId: "AKIA", secretAccessKey: "s", sessionToken: undefined } },
    });
  });

  it("with keys and a role: in the role, with any external id, by default the project's", () => {
    const policy = forProject(PUBLIC_POLICY, PROJECT);
    expect(identityOf({ region, roleArn: ROLE }, keys, policy)).toMatchObject({
      identity: {
        keys: { accessKeyId: "AKIA" },
        role: {
          roleArn: ROLE,
          externalId: PROJECT,
          sessionName: `millrace-${PROJECT}`,
          sts: { region, endpointUrl: undefined },
        },
      },
    });
    const given = { region, roleArn: ROLE, externalId: OTHER, roleSessionName: "me", stsRegion: "eu-west-1" };
    expect(identityOf(given, keys, policy)).toMatchObject({
      identity: { role: { externalId: OTHER, sessionName: "me", sts: { region: "eu-west-1" } } },
    });
  });

  it("with a role alone: in the role, as the host, where the operator allows it", () => {
    const role = { externalId: PROJECT, sessionName: `millrace-${PROJECT}` };
    for (const policy of [roles, all])
      expect(identityOf({ region, roleArn: ROLE }, {}, policy)).toMatchObject({
        identity: { keys: "host", role },
      });
    expect(named({ region, roleArn: ROLE }, {}, operatorPolicy("off", {}))).toEqual([
      expect.stringMatching(/^metadata.roleArn: .*MILLRACE_HOST_CREDENTIALS=roles/),
    ]);
  });

  it("with neither: as the host, where the operator allows all", () => {
    expect(identityOf({ region }, {}, all)).toEqual({ identity: { keys: "host" } });
    expect(named({ region }, {}, roles)).toHaveLength(2);
  });

  it("never as the host where nobody says whose destination it is", () => {
    const { projectId: _, ...policy } = all;
    expect(named({ region, roleArn: ROLE }, {}, policy)).toHaveLength(1);
    expect(named({ region }, {}, policy)).toHaveLength(2);
  });
});

describe("a project cannot use another one's role by the host's credentials", () => {
  const withId = (externalId: string) => named({ region, roleArn: ROLE, externalId }, {}, roles);

  it.each([PROJECT, `${PROJECT}:`, `${PROJECT}:eu/1`])("its own external id %s is taken", (externalId) => {
    expect(withId(externalId)).toEqual([]);
  });

  it.each([
    OTHER,
    `${PROJECT}x`,
    `${PROJECT}${OTHER}`,
    `x${PROJECT}`,
    `${OTHER}:${PROJECT}`,
    PROJECT.toUpperCase(),
  ])("%s is refused", (externalId) => {
    expect(withId(externalId)).toEqual([
      expect.stringMatching(
        new RegExp(`^metadata.externalId: .*must be the project's id, ${PROJECT}, or begin`),
      ),
    ]);
  });
});

describe("the host's credentials go nowhere that a customer chose", () => {
  it("not to another STS", () => {
    const stsEndpointUrl = "https://sts.example.com";
    expect(named({ region, roleArn: ROLE, stsEndpointUrl }, {}, all)).toEqual([
      expect.stringMatching(/^metadata.stsEndpointUrl: .*only used at AWS's endpoints/),
    ]);
  });

  it("not to another service, but the role's may", () => {
    const endpointUrl = "https://kinesis.example.com";
    expect(named({ region, endpointUrl }, {}, all)).toEqual([
      expect.stringMatching(/^metadata.endpointUrl: .*only used at AWS's endpoints/),
    ]);
    expect(named({ region, roleArn: ROLE, endpointUrl }, {}, all)).toEqual([]);
  });
});

describe("what is refused besides", () => {
  it("an STS off the public internet, without its URL, which may hold a password", () => {
    const stsEndpointUrl = "https://me:hidden@127.0.0.1";
    const issues = identityIssues({ region, roleArn: ROLE, stsEndpointUrl }, keys, PUBLIC_POLICY);
    expect(issues).toMatchObject([{ name: "metadata.stsEndpointUrl" }]);
    expect(JSON.stringify(issues)).not.toContain("hidden");
  });

  it("a session token without keys, settings of a role without a role, a role of another partition", () => {
    expect(named({ region }, { awsSessionToken: "t" }, all)).toHaveLength(2);
    expect(named({ region, externalId: "x1", stsRegion: region }, keys, LOCAL_POLICY)).toEqual([
      "metadata.externalId: externalId goes with roleArn.",
      "metadata.stsRegion: stsRegion goes with roleArn.",
    ]);
    expect(named({ region: "cn-north-1", roleArn: ROLE }, keys, LOCAL_POLICY)).toEqual([
      expect.stringMatching(/^metadata.roleArn: .*partition aws, and the region cn-north-1 of aws-cn/),
    ]);
  });

  it("a role of another partition than the destination's or than STS's, whichever of the two is named apart", () => {
    const role = (partition: string) => ROLE.replace("arn:aws:", `arn:${partition}:`);
    for (const given of [
      { region: "cn-north-1", stsRegion: "us-east-1", roleArn: ROLE },
      { region: "us-west-2", stsRegion: "cn-north-1", roleArn: role("aws-cn") },
      { region: "us-gov-west-1", stsRegion: "us-west-2", roleArn: role("aws-us-gov") },
    ])
      expect(named(given, {}, roles)).toEqual([
        expect.stringMatching(/^metadata.roleArn: .*must be the same/),
      ]);
    const gov = { region: "us-gov-west-1", stsRegion: "us-gov-east-1", roleArn: role("aws-us-gov") };
    expect(named(gov, {}, roles)).toEqual([]);
  });

  it.each(["r", "a/b/r", "service-role/x!y#$%&'()~^/r", `${"p".repeat(509)}/${"n".repeat(64)}`])(
    "no role that IAM can have, such as role/%s",
    (name) => {
      const roleArn = `arn:aws:iam::123456789012:role/${name}`;
      expect(Value.Check(Type.Object(roleSettings), { roleArn })).toBe(true);
    },
  );

  it.each([
    ["roleArn", "arn:aws:iam::123456789012:user/x"],
    ["roleArn", "arn:aws:iam::12345678901:role/x"],
    ["roleArn", "arn:aws:iam::123456789012:role/x\nHost: y"],
    ["roleArn", "arn:aws:iam::123456789012:role/*"],
    ["roleArn", "arn:aws:iam::123456789012:role/a*/x"],
    ["roleArn", `arn:aws:iam::123456789012:role/${"n".repeat(65)}`],
    ["externalId", "x"],
    ["externalId", "a b"],
    ["roleSessionName", "a/b"],
    ["stsRegion", "us-west-2.evil.example"],
  ])("%s may not be %j", (name, value) => {
    expect(Value.Check(Type.Object(roleSettings), { [name]: value })).toBe(false);
  });
});

it.each([
  ["us-west-2", "aws"],
  ["us-gov-west-1", "aws-us-gov"],
  ["cn-north-1", "aws-cn"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eusc-de-east-1", "aws-eusc"],
  ["us-west-99", "aws"],
])("%s is of the partition %s", (name, partition) => {
  expect(partitionOf(name)).toBe(partition);
  expect(Value.Check(Type.Object(roleSettings), { stsRegion: name })).toBe(true);
});
