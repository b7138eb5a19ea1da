import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { awsEndpointsOf } from "./aws-endpoints.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigSources } from "./load-config.ts";
import { loadConfig, printableConfig } from "./load-config.ts";
import { listSettings } from "./settings.ts";

const nothing: ConfigSources = { flags: {}, env: {} };

describe("where a setting comes from", () => {
  test("without any source, every default holds", () => {
    expect(loadConfig(nothing)).toEqual({
      port: 8080,
      host: "127.0.0.1",
      dataDir: "./data",
      logLevel: "info",
      forgetLostKeys: false,
      allowPrivateNetworks: false,
      allowHttp: false,
      hostCredentials: "off",
      maxBodyBytes: 32 * 1024 * 1024,
      maxWaitingBytes: 128 * 1024 * 1024,
      retentionHours: 168,
      owedRetentionHours: 720,
      minFreeBytes: 268_435_456,
      projectMessagesPerSecond: 1000,
      ingestEventsPerId: 1_000,
      pinpointDataCallsPerSecond: 1_000,
      pinpointConfigurationCallsPerSecond: 100,
      shutdownSeconds: 15,
    });
  });

  test("a flag wins over a variable, a variable over the file, the file over the default", () => {
    const file = { path: "millrace.yaml", text: "port: 1\nhost: file\nlogLevel: warn\n" };
    const env = { MILLRACE_PORT: "2", MILLRACE_HOST: "variable", HOME: "/root" };
    expect(loadConfig({ file, env, flags: { port: "3", host: undefined } })).toMatchObject({
      port: 3,
      host: "variable",
      logLevel: "warn",
    });
  });

  test("the file may be JSON, and is named by --config or MILLRACE_CONFIG", () => {
    const folder = mkdtempSync(join(tmpdir(), "millrace-config-"));
    const path = join(folder, "settings.json");
    writeFileSync(path, '{"allowHttp": true}');
    expect(loadConfig({ flags: { config: path }, env: {} }).allowHttp).toBe(true);
    expect(loadConfig({ flags: {}, env: { MILLRACE_CONFIG: path } }).allowHttp).toBe(true);
    rmSync(folder, { recursive: true });
  });

  test("an empty file and an empty variable say nothing", () => {
    const file = { path: "millrace.yaml", text: "# nothing yet\n" };
    expect(loadConfig({ file, flags: {}, env: { MILLRACE_PORT: "" } }).port).toBe(8080);
  });

  test.each([
    ["true", true],
    ["1", true],
    ["ON", true],
    ["no", false],
  ])("the text %s is a truth value", (text, value) => {
    expect(loadConfig({ flags: {}, env: { MILLRACE_ALLOW_HTTP: text } }).allowHttp).toBe(value);
  });
});

describe("what is wrong with the settings", () => {
  test("is said of all sources at once, each with its place", () => {
    expect(
      faultsOf({
        file: { path: "millrace.yaml", text: "port: 99999\nlog_level: info\n" },
        env: { MILLRACE_PRT: "1", MILLRACE_ALLOW_HTTP: "perhaps" },
        flags: { logLevel: "loud", maxBodyBytes: "1.5" },
      }),
    ).toEqual([
      "millrace.yaml:1: port must be <= 65535, not 99999",
      'millrace.yaml:2: "log_level" is no setting; did you mean "logLevel"?',
      'MILLRACE_PRT: is no setting; did you mean "MILLRACE_PORT"?',
      'MILLRACE_ALLOW_HTTP: allowHttp must be true or false, not "perhaps"',
      '--log-level: logLevel must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
      '--max-body-bytes: maxBodyBytes must be a whole number, not "1.5"',
    ]);
  });

  test.each([
    ["publicUrl", "hooks.example.com", "a URL that begins with https://"],
    ["publicUrl", "https://user:pw@example.com", "a URL that begins with https://"],
    ["blobsRegion", "here", "an AWS region"],
    ["hostCredentials", "some", "one of off, roles, all"],
    ["awsEndpoints", "ec2=http://127.0.0.1:1", "endpoints of kinesis"],
    ["awsEndpoints", "sts=127.0.0.1:1", "endpoints of kinesis"],
    ["awsEndpoints", "sts=http://a,s3=http://b,sts=http://c", "endpoints of kinesis"],
    ["awsEndpoints", "sts=http://user:pw@a", "endpoints of kinesis"],
    ["blobsPrefix", "a b", "letters, digits"],
  ])("says what %s must be", (name, value, expected) => {
    expect(faultsOf({ flags: { [name]: value }, env: {} })[0]).toContain(`${name} must be ${expected}`);
  });

  test("is found even where a stronger source would have won", () => {
    expect(faultsOf({ flags: { port: 1 }, env: { MILLRACE_PORT: "x" } })).toHaveLength(1);
  });

  test("never shows a secret", () => {
    expect(faultsOf({ flags: { adminKey: "hunter" }, env: {} })).toEqual([
      "--admin-key: adminKey must not have fewer than 8 characters",
    ]);
  });

  test.each([
    ["port: [1", /millrace.yaml:1/],
    ["- port", /must hold settings/],
    ["port: 1\nport: 2", /millrace.yaml:2/],
    ["port: {a: 1}", /not {"a":1}/],
  ])("a file that cannot be read as settings is refused: %s", (text, expected) => {
    expect(faultsOf({ ...nothing, file: { path: "millrace.yaml", text } }).join("\n")).toMatch(expected);
  });

  test("a file that is not there is refused", () => {
    expect(faultsOf({ flags: { config: "/nowhere/at/all.yaml" }, env: {} })[0]).toMatch(
      /cannot be read: ENOENT/,
    );
  });
});

test("every setting has a variable, a flag and a description", () => {
  expect(listSettings().find((setting) => setting.name === "allowPrivateNetworks")).toEqual({
    name: "allowPrivateNetworks",
    env: "MILLRACE_ALLOW_PRIVATE_NETWORKS",
    flag: "--allow-private-networks",
    kind: "true or false",
    default: false,
    description: expect.stringContaining("private"),
    secret: false,
  });
  for (const setting of listSettings()) expect(setting.description).not.toBe("");
});

test("secrets are masked where settings are printed", () => {
  const printed = printableConfig(loadConfig({ flags: { adminKey: "correct-horse" }, env: {} }));
  expect(printed).toMatchObject({ port: 8080, adminKey: "********" });
  expect(printed).not.toHaveProperty("masterKey");
});

function faultsOf(sources: ConfigSources): readonly string[] {
  try {
    loadConfig(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => `${fault.source}: ${fault.detail}`);
    throw error;
  }
  return [];
}

test("endpoints of AWS are read service by service", () => {
  const { awsEndpoints } = loadConfig({
    flags: { awsEndpoints: "sts=http://127.0.0.1:5000,kinesis=https://kinesis.internal" },
    env: {},
  });
  expect(awsEndpointsOf(awsEndpoints)).toEqual({
    sts: "http://127.0.0.1:5000",
    kinesis: "https://kinesis.internal",
  });
  expect(awsEndpointsOf(undefined)).toEqual({});
  expect(() => awsEndpointsOf("s3=http://:::")).toThrow(/awsEndpoints: s3 is at no URL/);
});
