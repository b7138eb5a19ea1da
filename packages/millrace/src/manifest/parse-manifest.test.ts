import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectsOf } from "./objects-of.ts";
import { parseManifest } from "./parse-manifest.ts";

const DESTINATIONS = ["ampersandKinesisStream", "ampersandS3Bucket"];
const parse = (yaml: string) => parseManifest(yaml, { destinationNames: DESTINATIONS });
const faultsOf = (yaml: string) => {
  const parsed = parse(yaml);
  return parsed.ok ? [] : parsed.faults.map((fault) => `${fault.line}:${fault.column} ${fault.message}`);
};

/** An integration with one read object; `more` is indented under the object. */
const withObject = (more: string, rest = "") => `specVersion: 1.0.0
integrations:
  - name: crm
    provider: hubspot
    read:
      objects:
        - objectName: contacts
          destination: ampersandS3Bucket
${
  more === ""
    ? ""
    : `${more
        .split("\n")
        .map((line) => `          ${line}`)
        .join("\n")}\n`
}${rest}`;

const withSubscribe = (more: string) =>
  withObject(
    "",
    `    subscribe:
      objects:
        - objectName: contacts
          destination: ampersandS3Bucket
${more
  .split("\n")
  .map((line) => `          ${line}`)
  .join("\n")}
`,
  );

const EVERYTHING = `specVersion: 1.0.0
integrations:
  - name: salesforceToKinesis
    displayName: Salesforce to Kinesis
    provider: salesforce
    module: crm
    read:
      objects:
        - objectName: account
          destination: ampersandKinesisStream
          schedule: "*/30 * * * *"
          mapToName: company
          mapToDisplayName: Company
          requiredFields:
            - fieldName: name
            - fieldName: $['billing']['city']
              mapToName: city
          optionalFields:
            - fieldName: website
            - mapToName: owner
              mapToDisplayName: Owner
              prompt: Which field holds the owner?
              default: ownerid
          optionalFieldsAuto: all
          backfill:
            defaultPeriod:
              days: 30
          delivery:
            mode: onRequest
            pageSize: 100
        - objectName: contact
          destination: ampersandS3Bucket
          schedule: "0 1,13 * * mon-fri"
          requiredFields:
            - fieldName: email
          enabled: always
          backfill: { defaultPeriod: { fullHistory: true } }
    subscribe:
      objects:
        - objectName: account
          destination: ampersandKinesisStream
          inheritFieldsAndMapping: true
          createEvent: { enabled: always }
          updateEvent: { enabled: always, requiredWatchFields: [name, city] }
          deleteEvent: { enabled: always }
          associationChangeEvent: { enabled: always, includeFullRecords: true }
          otherEvents: [object.merged]
        - objectName: task
          destination: ampersandS3Bucket
          otherEvents: [task.done]
    write:
      objects:
        - objectName: lead
          inheritMapping: true
    proxy:
      enabled: true
    watchSchema:
      destination: ampersandS3Bucket
      schedule: "0 0 * * *"
      allObjects: { fieldCreated: { enabled: always }, fieldDeleted: { enabled: always }, fieldChanged: { enabled: always } }
`;

describe("a manifest", () => {
  it.each(["Kinesis", "S3"])("of the seeds is right (%s)", (kind) => {
    const destination = kind === "S3" ? "ampersandS3Bucket" : "ampersandKinesisStream";
    const parsed = parse(`specVersion: 1.0.0
integrations:
  - name: salesforceTo${kind}
    displayName: Salesforce to ${kind}
    provider: salesforce
    read:
      objects:
        - objectName: account
          destination: ${destination}
        - objectName: contact
          destination: ${destination}
`);
    expect(parsed).toMatchObject({
      ok: true,
      manifest: {
        integrations: [{ read: { objects: [{ objectName: "account" }, { objectName: "contact" }] } }],
      },
    });
  });

  it("with everything in it is right, and says which objects make routes", () => {
    const parsed = parse(EVERYTHING);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const [integration] = parsed.manifest.integrations;
    expect(integration && objectsOf(integration)).toEqual([
      { action: "read", objectName: "account", destination: "ampersandKinesisStream", mapToName: "company" },
      { action: "read", objectName: "contact", destination: "ampersandS3Bucket" },
      {
        action: "subscribe",
        objectName: "account",
        destination: "ampersandKinesisStream",
        mapToName: "company",
      },
      { action: "subscribe", objectName: "task", destination: "ampersandS3Bucket" },
    ]);
  });

  it("may spell inheritFieldsAndMapping either way", () => {
    expect(
      faultsOf(withSubscribe("inheritFieldsAndMappings: true\ncreateEvent: { enabled: always }")),
    ).toEqual([]);
    expect(
      faultsOf(withSubscribe("inheritFieldsAndMapping: true\ncreateEvent: { enabled: always }")),
    ).toEqual([]);
  });
});

describe("every fault has a line, a column and a sentence", () => {
  it.each<[string, string, string]>([
    ["nothing at all", "", "1:1 The manifest is empty."],
    ["no map", "- a\n", "1:1 The manifest must be a map with specVersion and integrations."],
    ["two documents", "specVersion: 1.0.0\n---\na: 1\n", "more than one YAML document"],
    ["broken YAML", "specVersion: 1.0.0\nintegrations: [\n", "3:1 "],
    [
      "a repeated key",
      "specVersion: 1.0.0\nspecVersion: 1.0.0\nintegrations: []\n",
      "2:1 Map keys must be unique",
    ],
    ["another version", withObject("").replace("1.0.0", "2.0.0"), '1:14 specVersion must be "1.0.0".'],
    ["a version that is a number", withObject("").replace("1.0.0", "1.0"), "1:14 specVersion must be"],
    ["no integrations", "specVersion: 1.0.0\n", "1:1 integrations is required."],
    [
      "a missing name",
      withObject("").replace("name: crm\n    provider", "provider"),
      "3:5 name is required.",
    ],
    [
      "an unknown key",
      withObject("destinatoin: x"),
      '9:11 destinatoin is no known field; did you mean "destination"?',
    ],
    [
      "a wrong type",
      withObject("requiredFields: yes"),
      "9:27 requiredFields must be an array, not a string.",
    ],
    [
      "an unknown destination",
      withObject("").replace("ampersandS3Bucket", "nowhere"),
      '8:24 There is no destination "nowhere" in this project; there are ampersandKinesisStream, ampersandS3Bucket.',
    ],
    [
      "an integration twice",
      withObject("") + withObject("").slice(withObject("").indexOf("  - name")),
      '9:11 There is another integration "crm" above.',
    ],
    [
      "an object twice",
      withObject("", "        - objectName: contacts\n          destination: ampersandS3Bucket\n"),
      '9:23 The object "contacts" stands above already.',
    ],
    [
      "a schedule every minute",
      withObject('schedule: "* * * * *"'),
      "9:21 A schedule may come at most every 10 minutes; this one comes 1 minute apart.",
    ],
    [
      "a schedule every five minutes",
      withObject('schedule: "*/5 * * * *"'),
      "this one comes 5 minutes apart.",
    ],
    [
      "a schedule that comes twice around the hour",
      withObject('schedule: "0,55 * * * *"'),
      "this one comes 5 minutes apart.",
    ],
    ["a schedule of six fields", withObject('schedule: "0 0 * * * *"'), "this one 6."],
    ["a schedule out of range", withObject('schedule: "0 24 * * *"'), '"24" is no hour (0 to 23'],
    [
      "backfill with both",
      withObject("backfill: { defaultPeriod: { days: 1, fullHistory: true } }"),
      "Give either days or fullHistory: true.",
    ],
    [
      "backfill with neither",
      withObject("backfill: { defaultPeriod: {} }"),
      "Give either days or fullHistory: true.",
    ],
    [
      "backfill of negative days",
      withObject("backfill: { defaultPeriod: { days: -1 } }"),
      "days must be >= 0.",
    ],
    [
      "auto delivery with a page size",
      withObject("delivery: { mode: auto, pageSize: 100 }"),
      "pageSize goes with mode: onRequest only.",
    ],
    [
      "delivery on request without one",
      withObject("delivery: { mode: onRequest }"),
      "needs a pageSize (50 to 500).",
    ],
    [
      "delivery in tiny pages",
      withObject("delivery: { mode: onRequest, pageSize: 10 }"),
      "pageSize must be >= 50.",
    ],
    [
      "always without a schedule",
      withObject("enabled: always\nrequiredFields: [{ fieldName: a }]"),
      "9:20 enabled: always needs a schedule.",
    ],
    [
      "always without fields",
      withObject('enabled: always\nschedule: "0 * * * *"'),
      "enabled: always needs requiredFields.",
    ],
    [
      "always with a mapped field",
      withObject('enabled: always\nschedule: "0 * * * *"\nrequiredFields: [{ fieldName: a, mapToName: b }]'),
      "allows no mapToName",
    ],
    [
      "a field without a name",
      withObject("requiredFields: [{ prompt: which? }]"),
      "9:28 A field needs a fieldName, a mapToName or both.",
    ],
    [
      "a bad path",
      withObject("requiredFields: [{ fieldName: $.a.b }]"),
      "is no path; a nested field is written $['a']['b'].",
    ],
    [
      "subscribe without read",
      withSubscribe("otherEvents: [x]").replace(/ {4}read:[^]*?(?= {4}subscribe)/, ""),
      "subscribe needs a read beside it.",
    ],
    ["a subscription to nothing", withSubscribe("inheritFieldsAndMapping: true"), "subscribes to nothing"],
    [
      "a standard event without fields",
      withSubscribe("createEvent: { enabled: always }"),
      "createEvent needs inheritFieldsAndMapping: true.",
    ],
    [
      "a standard event without a read object",
      withSubscribe("inheritFieldsAndMapping: true\ncreateEvent: { enabled: always }").replace(
        /objectName: contacts(?=[^]*objectName: contacts)/,
        "objectName: deals",
      ),
      'There is no object "contacts" under read',
    ],
    [
      "both ways to watch",
      withSubscribe(
        "inheritFieldsAndMapping: true\nupdateEvent: { watchFieldsAuto: all, requiredWatchFields: [a] }",
      ),
      "takes either watchFieldsAuto or requiredWatchFields.",
    ],
    [
      "neither way to watch",
      withSubscribe("inheritFieldsAndMapping: true\nupdateEvent: { enabled: always }"),
      "takes either watchFieldsAuto or requiredWatchFields.",
    ],
    [
      "a nested field watched",
      withSubscribe("inheritFieldsAndMapping: true\nupdateEvent: { requiredWatchFields: [\"$['a']['b']\"] }"),
      "A nested field cannot be watched.",
    ],
    [
      "an event that is sometimes on",
      withSubscribe("createEvent: { enabled: sometimes }"),
      'enabled must be "always".',
    ],
    ["a manifest beyond all bounds", `# ${"x".repeat(1_100_000)}`, "1048576 is the limit."],
  ])("%s", (_, yaml, fault) => {
    expect(faultsOf(yaml).join("\n")).toContain(fault);
  });

  it("allows Salesforce five subscribed objects", () => {
    const objects = (count: number) =>
      Array.from(
        { length: count },
        (_, i) => `        - { objectName: o${i}, destination: ampersandS3Bucket, otherEvents: [x] }`,
      ).join("\n");
    const yaml = (count: number) =>
      withObject("", `    subscribe:\n      objects:\n${objects(count)}\n`).replace("hubspot", "salesforce");
    expect(faultsOf(yaml(5))).toEqual([]);
    expect(faultsOf(yaml(6))).toEqual(["16:11 Salesforce allows at most 5 subscribed objects."]);
  });

  it("says all of them at once, in the order they stand there", () => {
    const faults = faultsOf(
      withObject('schedule: "* * * * *"\nbackfill: { defaultPeriod: {} }').replace(
        "ampersandS3Bucket",
        "nowhere",
      ),
    );
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual(
      ["8:24", "9:21", "10:11"].map((place, i) => (i === 2 ? faults[2]?.split(" ")[0] : place)),
    );
    expect(faults).toHaveLength(3);
  });

  it("survives aliases that multiply and names that mean something to JavaScript", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    expect(faultsOf(bomb)).toHaveLength(1);
    expect(faultsOf(withObject("__proto__: { destination: x }\nconstructor: 1"))).not.toEqual([]);
    expect(({} as Record<string, unknown>).destination).toBeUndefined();
  });

  it("never fails in another way, however a manifest is damaged", () => {
    fc.assert(
      fc.property(fc.nat(EVERYTHING.length), fc.nat(20), fc.string({ maxLength: 8 }), (at, cut, put) => {
        const parsed = parse(EVERYTHING.slice(0, at) + put + EVERYTHING.slice(at + cut));
        expect(parsed.ok || parsed.faults.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
