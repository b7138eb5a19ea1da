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

  it.each([
    ["a schedule that is near itself only in another hour", 'schedule: "0,55 3 * * *"'],
    ["names of months and days, and steps", 'schedule: "5-45/20 */6 1,15 jan-jun mon-fri"'],
    [
      "a period of days beside fullHistory: false",
      "backfill: { defaultPeriod: { days: 0, fullHistory: false } }",
    ],
    ["a field that begins with a dollar sign", "requiredFields: [{ fieldName: $email }]"],
    [
      "fields named, mapped, or both",
      "requiredFields: [{ fieldName: a }, { mapToName: b }, { fieldName: c, mapToName: d }]",
    ],
    ["anchors and aliases", "requiredFields: &f [{ fieldName: a }]\noptionalFields: *f"],
  ])("may have %s", (_, more) => {
    expect(faultsOf(withObject(more))).toEqual([]);
  });
});

/** The one fault of a manifest: where it stands, its path and its sentence. */
const oneFaultOf = (yaml: string): string => {
  const parsed = parse(yaml);
  if (parsed.ok || parsed.faults.length !== 1) throw new Error(`not one fault: ${JSON.stringify(parsed)}`);
  return parsed.faults
    .map(({ line, column, path, message }) => `${line}:${column} [${path}] ${message}`)
    .join("");
};

describe("what is no manifest is refused with the place it breaks at", () => {
  it.each<[string, string, string]>([
    ["nothing at all", "", "1:1 [] The manifest is empty."],
    ["comments alone", "# soon\n", "1:1 [] The manifest is empty."],
    ["a list", "- a\n", "1:1 [] The manifest must be a map with specVersion and integrations."],
    ["a text", "specVersion", "1:1 [] The manifest must be a map with specVersion and integrations."],
    [
      "two documents",
      `${withObject("")}---\na: 1\n`,
      "9:1 [] The manifest holds more than one YAML document; one is all it may.",
    ],
    [
      "a list without an end",
      "specVersion: 1.0.0\nintegrations: [\n",
      "3:1 [] Flow sequence in block collection must be sufficiently indented and end with a ].",
    ],
    [
      "a key that is a map",
      withObject("? { a: 1 }\n: 2"),
      "9:13 [] The name before a colon must be a plain text.",
    ],
    [
      "a tag",
      withObject("schedule: !secret x"),
      "9:21 [] A manifest knows no tags; leave out the word that begins with !.",
    ],
    [
      "a text beyond all bounds",
      `# ${"x".repeat(1_100_000)}`,
      "1:1 [] The manifest has 1100002 characters; 1048576 is the limit.",
    ],
    ["nesting beyond all bounds", "[".repeat(500_000), "1:67 [] Maps and lists nest at most 64 deep."],
    [
      "maps nested beyond all bounds",
      `a: ${"{a: ".repeat(50_000)}`,
      "1:261 [] Maps and lists nest at most 64 deep.",
    ],
    [
      "aliases that multiply",
      Array.from(
        { length: 9 },
        (_, i) =>
          `k${i}: &a${i} [${Array(9)
            .fill(i === 0 ? "x" : `*a${i - 1}`)
            .join(", ")}]\n`,
      ).join(""),
      "6:9 [] The manifest holds more than 200000 values, each alias counted in full; split it, or use fewer aliases.",
    ],
  ])("%s", (_, yaml, fault) => {
    expect(oneFaultOf(yaml)).toBe(fault);
  });
});

const OBJECT = "integrations[0].read.objects[0]";
const SUBSCRIBED = "integrations[0].subscribe.objects[0]";

describe("every fault of shape has a line, a column, a path and a sentence", () => {
  it.each<[string, string, string]>([
    [
      "a repeated key",
      `specVersion: 1.0.0\n${withObject("")}`,
      '2:1 [specVersion] "specVersion" stands in this map already; leave one of the two.',
    ],
    [
      "an alias of nothing",
      withObject("schedule: *daily"),
      `9:21 [${OBJECT}.schedule] There is no anchor &daily above this alias.`,
    ],
    [
      "an alias of itself",
      withObject("requiredFields: &a [*a]"),
      `9:31 [${OBJECT}.requiredFields[0]] The alias *a stands inside of what it stands for.`,
    ],
    [
      "another version",
      withObject("").replace("1.0.0", "2.0.0"),
      '1:14 [specVersion] specVersion must be "1.0.0".',
    ],
    [
      "a version that is a number",
      withObject("").replace("1.0.0", "1.0"),
      '1:14 [specVersion] specVersion must be "1.0.0".',
    ],
    [
      "no version",
      withObject("").replace("specVersion: 1.0.0\n", ""),
      '1:1 [specVersion] "specVersion" is required.',
    ],
    ["no integrations", "specVersion: 1.0.0\n", '1:1 [integrations] "integrations" is required.'],
    [
      "an empty list of them",
      "specVersion: 1.0.0\nintegrations: []\n",
      "2:1 [integrations] integrations must not be empty.",
    ],
    [
      "an integration without a name",
      withObject("").replace("name: crm\n    provider", "provider"),
      '3:5 [integrations[0].name] "name" is required.',
    ],
    [
      "an integration without a provider",
      withObject("").replace("    provider: hubspot\n", ""),
      '3:5 [integrations[0].provider] "provider" is required.',
    ],
    [
      "a name that cannot stand in a path",
      withObject("").replace("name: crm", "name: my/crm"),
      "3:11 [integrations[0].name] name is not of the form asked for: letters, digits, dashes and underscores, unique in the project.",
    ],
    [
      "an object without a destination",
      withObject("").replace(/ +destination: .*\n/, ""),
      `7:11 [${OBJECT}.destination] "destination" is required.`,
    ],
    [
      "an unknown key",
      withObject("destinatoin: x"),
      `9:11 [${OBJECT}.destinatoin] "destinatoin" is no known field; did you mean "destination"?`,
    ],
    ["an unknown key with a dot", withObject("a.b: x"), `9:11 [${OBJECT}.a.b] "a.b" is no known field.`],
    [
      "a key that means something to JavaScript",
      withObject("__proto__: { destination: x }"),
      `9:11 [${OBJECT}.__proto__] "__proto__" is no known field.`,
    ],
    [
      "another such key",
      withObject("constructor: 1"),
      `9:11 [${OBJECT}.constructor] "constructor" is no known field.`,
    ],
    [
      "a text for a list",
      withObject("requiredFields: yes"),
      `9:27 [${OBJECT}.requiredFields] requiredFields must be a list, not a text.`,
    ],
    [
      "a text for a field",
      withObject("requiredFields:\n  - email"),
      `10:15 [${OBJECT}.requiredFields[0]] requiredFields[0] must be a map, not a text.`,
    ],
    [
      "a map for a text",
      withObject("mapToName: { a: b }"),
      `9:11 [${OBJECT}.mapToName] mapToName must be a text, not a map.`,
    ],
    [
      "a number for a text",
      withObject("mapToName: 7"),
      `9:22 [${OBJECT}.mapToName] mapToName must be a text, not the number 7.`,
    ],
    [
      "a key left empty",
      withObject("mapToName:"),
      `9:11 [${OBJECT}.mapToName] mapToName must be a text, not left empty.`,
    ],
    ["an empty text", withObject('mapToName: ""'), `9:22 [${OBJECT}.mapToName] mapToName must not be empty.`],
    [
      "a text that is too long",
      withObject(`mapToName: ${"x".repeat(257)}`),
      `9:22 [${OBJECT}.mapToName] mapToName must have at most 256 characters.`,
    ],
    [
      "backfill of negative days",
      withObject("backfill: { defaultPeriod: { days: -1 } }"),
      `9:46 [${OBJECT}.backfill.defaultPeriod.days] days must be at least 0.`,
    ],
    [
      "backfill of half a day",
      withObject("backfill: { defaultPeriod: { days: 0.5 } }"),
      `9:46 [${OBJECT}.backfill.defaultPeriod.days] days must be a whole number, not the number 0.5.`,
    ],
    [
      "backfill without a period",
      withObject("backfill: {}"),
      `9:11 [${OBJECT}.backfill.defaultPeriod] "defaultPeriod" is required.`,
    ],
    [
      "an unknown mode of delivery",
      withObject("delivery: { mode: later }"),
      `9:29 [${OBJECT}.delivery.mode] mode must be one of "auto", "onRequest".`,
    ],
    [
      "delivery in tiny pages",
      withObject("delivery: { mode: onRequest, pageSize: 49 }"),
      `9:50 [${OBJECT}.delivery.pageSize] pageSize must be at least 50.`,
    ],
    [
      "delivery in huge pages",
      withObject("delivery: { mode: onRequest, pageSize: 501 }"),
      `9:50 [${OBJECT}.delivery.pageSize] pageSize must be at most 500.`,
    ],
    [
      "fields that are all but not all",
      withObject("optionalFieldsAuto: some"),
      `9:31 [${OBJECT}.optionalFieldsAuto] optionalFieldsAuto must be "all".`,
    ],
    [
      "an event that is sometimes on",
      withSubscribe("inheritFieldsAndMapping: true\ncreateEvent: { enabled: sometimes }"),
      `14:35 [${SUBSCRIBED}.createEvent.enabled] enabled must be "always".`,
    ],
    [
      "an inheritance that is a text",
      withSubscribe("inheritFieldsAndMapping: yes\ncreateEvent: {}"),
      `13:36 [${SUBSCRIBED}.inheritFieldsAndMapping] inheritFieldsAndMapping must be true or false, not a text.`,
    ],
    [
      "a watch of nothing",
      withObject("", "    watchSchema: { destination: ampersandS3Bucket }\n"),
      '9:5 [integrations[0].watchSchema.allObjects] "allObjects" is required.',
    ],
  ])("%s", (_, yaml, fault) => {
    expect(oneFaultOf(yaml)).toBe(fault);
  });
});

describe("every fault of rule has a line, a column, a path and a sentence", () => {
  const inherits = "inheritFieldsAndMapping: true";
  it.each<[string, string, string]>([
    [
      "an unknown destination",
      withObject("").replace("ampersandS3Bucket", "nowhere"),
      `8:24 [${OBJECT}.destination] There is no destination "nowhere" in this project; there are ampersandKinesisStream, ampersandS3Bucket.`,
    ],
    [
      "an unknown destination of a subscription",
      withSubscribe("otherEvents: [x]").replace(/ampersandS3Bucket(?=\n +otherEvents)/, "nowhere"),
      `12:24 [${SUBSCRIBED}.destination] There is no destination "nowhere" in this project; there are ampersandKinesisStream, ampersandS3Bucket.`,
    ],
    [
      "an unknown destination of a watched schema",
      withObject("", "    watchSchema: { destination: nowhere, allObjects: {} }\n"),
      '9:33 [integrations[0].watchSchema.destination] There is no destination "nowhere" in this project; there are ampersandKinesisStream, ampersandS3Bucket.',
    ],
    [
      "an integration twice",
      withObject("") + withObject("").slice(withObject("").indexOf("  - name")),
      '9:11 [integrations[1].name] There is another integration "crm" above.',
    ],
    [
      "an object twice",
      withObject("", "        - objectName: contacts\n          destination: ampersandS3Bucket\n"),
      '9:23 [integrations[0].read.objects[1].objectName] The object "contacts" stands above already.',
    ],
    [
      "a written object twice",
      withObject("", "    write: { objects: [{ objectName: lead }, { objectName: lead }] }\n"),
      '9:60 [integrations[0].write.objects[1].objectName] The object "lead" stands above already.',
    ],
    [
      "a bare * for the minute",
      withObject('schedule: "* * * * *"'),
      `9:21 [${OBJECT}.schedule] A schedule may come at most every 10 minutes; this one comes 1 minute apart.`,
    ],
    [
      "a schedule every five minutes",
      withObject('schedule: "*/5 * * * *"'),
      `9:21 [${OBJECT}.schedule] A schedule may come at most every 10 minutes; this one comes 5 minutes apart.`,
    ],
    [
      "a schedule that comes twice around the hour",
      withObject('schedule: "0,55 * * * *"'),
      `9:21 [${OBJECT}.schedule] A schedule may come at most every 10 minutes; this one comes 5 minutes apart.`,
    ],
    [
      "a schedule of six fields",
      withObject('schedule: "0 0 * * * *"'),
      `9:21 [${OBJECT}.schedule] A schedule has five fields (minute, hour, day of the month, month, day of the week), this one 6.`,
    ],
    [
      "an hour there is not",
      withObject('schedule: "0 24 * * *"'),
      `9:21 [${OBJECT}.schedule] "24" is no hour (0 to 23, with * , - and /).`,
    ],
    [
      "a schema watched twice an hour",
      withObject(
        "",
        '    watchSchema: { destination: ampersandS3Bucket, schedule: "0,30 * * * *", allObjects: {} }\n',
      ),
      "9:62 [integrations[0].watchSchema.schedule] A schedule may come at most every 60 minutes; this one comes 30 minutes apart.",
    ],
    [
      "backfill with both periods",
      withObject("backfill: { defaultPeriod: { days: 1, fullHistory: true } }"),
      `9:23 [${OBJECT}.backfill.defaultPeriod] Give either days or fullHistory: true.`,
    ],
    [
      "backfill with neither",
      withObject("backfill: { defaultPeriod: { fullHistory: false } }"),
      `9:23 [${OBJECT}.backfill.defaultPeriod] Give either days or fullHistory: true.`,
    ],
    [
      "auto delivery with a page size",
      withObject("delivery: { mode: auto, pageSize: 100 }"),
      `9:45 [${OBJECT}.delivery.pageSize] pageSize goes with mode: onRequest only.`,
    ],
    [
      "delivery of no mode, which is auto, with one",
      withObject("delivery: { pageSize: 100 }"),
      `9:33 [${OBJECT}.delivery.pageSize] pageSize goes with mode: onRequest only.`,
    ],
    [
      "delivery on request without one",
      withObject("delivery: { mode: onRequest }"),
      `9:11 [${OBJECT}.delivery] mode: onRequest needs a pageSize (50 to 500).`,
    ],
    [
      "always without a schedule",
      withObject("enabled: always\nrequiredFields: [{ fieldName: a }]"),
      `9:20 [${OBJECT}.enabled] enabled: always needs a schedule.`,
    ],
    [
      "always without fields",
      withObject('enabled: always\nschedule: "0 * * * *"'),
      `9:20 [${OBJECT}.enabled] enabled: always needs requiredFields.`,
    ],
    [
      "always with a mapped field",
      withObject('enabled: always\nschedule: "0 * * * *"\nrequiredFields: [{ fieldName: a, mapToName: b }]'),
      `11:55 [${OBJECT}.requiredFields[0].mapToName] enabled: always allows no mapToName in requiredFields.`,
    ],
    [
      "a field without a name",
      withObject("requiredFields: [{ prompt: which? }]"),
      `9:28 [${OBJECT}.requiredFields[0]] A field needs a fieldName, a mapToName or both.`,
    ],
    [
      "a nested field written in another way",
      withObject("optionalFields: [{ fieldName: $.a.b }]"),
      `9:41 [${OBJECT}.optionalFields[0].fieldName] "$.a.b" is no path, expected "[" at character 2; a nested field is written $['a']['b'].`,
    ],
    [
      "subscribe without read",
      withSubscribe("otherEvents: [x]").replace(/ {4}read:[^]*?(?= {4}subscribe)/, ""),
      "5:5 [integrations[0].subscribe] subscribe needs a read beside it.",
    ],
    [
      "a subscription to nothing",
      withSubscribe(inherits),
      `11:11 [${SUBSCRIBED}] "contacts" subscribes to nothing: give it createEvent, updateEvent, deleteEvent, associationChangeEvent or otherEvents.`,
    ],
    ...[
      "createEvent: {}",
      "updateEvent: { watchFieldsAuto: all }",
      "deleteEvent: {}",
      "associationChangeEvent: {}",
    ].map((event): [string, string, string] => {
      const name = event.slice(0, event.indexOf(":"));
      return [
        `${name} without inheritance`,
        withSubscribe(event),
        `13:11 [${SUBSCRIBED}.${name}] ${name} needs inheritFieldsAndMapping: true.`,
      ];
    }),
    [
      "inheritance that is switched off",
      withSubscribe("inheritFieldsAndMapping: false\ndeleteEvent: {}"),
      `14:11 [${SUBSCRIBED}.deleteEvent] deleteEvent needs inheritFieldsAndMapping: true.`,
    ],
    [
      "a standard event without a read object",
      withSubscribe(`${inherits}\ncreateEvent: {}`).replace("objectName: contacts", "objectName: deals"),
      `11:23 [${SUBSCRIBED}.objectName] There is no object "contacts" under read to take fields and mapping from.`,
    ],
    [
      "both ways to watch",
      withSubscribe(`${inherits}\nupdateEvent: { watchFieldsAuto: all, requiredWatchFields: [a] }`),
      `14:11 [${SUBSCRIBED}.updateEvent] updateEvent takes either watchFieldsAuto or requiredWatchFields.`,
    ],
    [
      "neither way to watch",
      withSubscribe(`${inherits}\nupdateEvent: { enabled: always }`),
      `14:11 [${SUBSCRIBED}.updateEvent] updateEvent takes either watchFieldsAuto or requiredWatchFields.`,
    ],
    [
      "a nested field watched",
      withSubscribe(`${inherits}\nupdateEvent: { requiredWatchFields: ["$['a']['b']"] }`),
      `14:48 [${SUBSCRIBED}.updateEvent.requiredWatchFields[0]] A nested field cannot be watched.`,
    ],
  ])("%s", (_, yaml, fault) => {
    expect(oneFaultOf(yaml)).toBe(fault);
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

  it("says all of them at once, of shape and of rule, in the order they stand there", () => {
    const yaml = withSubscribe("createEvent: { enabled: sometimes }\nbogus: 1")
      .replace("ampersandS3Bucket", 'nowhere\n          schedule: "* * * * *"\n          mapToName: 7')
      .replace("provider: hubspot", "provider: hubspot\n    displayName: [x]");
    expect(faultsOf(yaml)).toEqual([
      "5:5 displayName must be a text, not a list.",
      '9:24 There is no destination "nowhere" in this project; there are ampersandKinesisStream, ampersandS3Bucket.',
      "10:21 A schedule may come at most every 10 minutes; this one comes 1 minute apart.",
      "11:22 mapToName must be a text, not the number 7.",
      "16:11 createEvent needs inheritFieldsAndMapping: true.",
      '16:35 enabled must be "always".',
      '17:11 "bogus" is no known field.',
    ]);
  });

  it("tells a thousand faults and counts the rest", () => {
    const faults = faultsOf(Array.from({ length: 1500 }, (_, i) => `k${i}: 1\n`).join(""));
    expect(faults).toHaveLength(1001);
    expect(faults.at(-1)).toBe("999:1 502 more faults stand from here on; mend those above first.");
  });

  it("repeats no more of a hostile text than a person reads", () => {
    const long = "x".repeat(100_000);
    for (const yaml of [
      withObject(`${long}: 1`),
      withObject("").replace("ampersandS3Bucket", long),
      "%".repeat(9000),
    ]) {
      const parsed = parse(yaml);
      expect(JSON.stringify(parsed).length).toBeLessThan(3000);
    }
  });

  it("points into what an alias stands for", () => {
    const yaml = withObject("requiredFields: &f [{ fieldName: a, bogus: 1 }]\noptionalFields: *f");
    expect(faultsOf(yaml)).toEqual(['9:47 "bogus" is no known field.', '9:47 "bogus" is no known field.']);
  });
});

describe("a manifest of bad intent", () => {
  it("leaves names that mean something to JavaScript alone", () => {
    parse(withObject("__proto__: { polluted: x }\nconstructor: { prototype: { polluted: x } }"));
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("is read in time that grows with its length", () => {
    const started = performance.now();
    expect(faultsOf(Array.from({ length: 50_000 }, (_, i) => `k${i}: 1\n`).join(""))).toHaveLength(1001);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("never fails in another way, however a good one is damaged", () => {
    const damage = fc.record({
      at: fc.nat(EVERYTHING.length),
      cut: fc.nat(20),
      put: fc.oneof(
        fc.string({ unit: "binary", maxLength: 8 }),
        fc.constantFrom(
          "\n",
          "  ",
          "- ",
          ": ",
          "? ",
          "&a ",
          "*a",
          "{",
          "[",
          "]",
          "!!set ",
          "---\n",
          "%YAML 1.1\n",
          "<<: ",
          "null",
          ".inf",
          '"',
          "\t",
        ),
      ),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        const yaml = damages.reduce(
          (text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut),
          EVERYTHING,
        );
        const parsed = parse(yaml);
        if (parsed.ok) expect(JSON.parse(JSON.stringify(parsed.manifest))).toEqual(parsed.manifest);
        else {
          expect(parsed.faults).not.toEqual([]);
          expect(
            parsed.faults.every(({ line, column, message }) => line >= 1 && column >= 1 && message !== ""),
          ).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
