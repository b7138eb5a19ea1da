import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startKinesis } from "../src/destinations/testing/kinesis-emulator.ts";
import type { KinesisEmulator } from "../src/destinations/testing/kinesis-emulator.ts";
import { S3RVER_SECRETS, startS3 } from "../src/destinations/testing/s3-emulator.ts";
import type { S3Emulator } from "../src/destinations/testing/s3-emulator.ts";
import type { Running } from "./support.ts";
import { delivered, member, start } from "./support.ts";

/* Ampersand's documents show one read message (HubSpot) and one subscribe message (Salesforce); both are made here from raw records. */

const CONTACT = {
  archived: false,
  createdAt: "2023-10-26T17:55:48.301Z",
  id: "438",
  properties: {
    firstname: "Maria",
    lastname: "Johnson",
    email: "maria@example.com",
    city: "Brisbane",
    createdate: "2023-10-26T17:55:48.301Z",
  },
};

const COMPANY = {
  Id: "001Dp00000ZDgmxIAD",
  AnnualRevenue: null,
  Description: "Notes about the account",
  Name: "Acme Corp",
  Website: null,
  attributes: { type: "Account", url: "/services/data/v59.0/sobjects/Account/001Dp00000ZDgmxIAD" },
};

const CHANGE = {
  ChangeEventHeader: {
    changeOrigin: "com/salesforce/api/soap/63.0;client=SfdcInternalAPI/",
    changeType: "UPDATE",
    changedFields: ["Description", "LastModifiedDate"],
    commitNumber: 12041091891110,
    commitTimestamp: 1744327345000,
    entityName: "Account",
    recordId: "001Dp00000ZDgmxIAD",
  },
  Description: "Notes about the account",
  LastModifiedDate: "2025-04-10T23:22:25.000Z",
};

const manifest = (destination: string) => `specVersion: 1.0.0
integrations:
  - name: hubspot-${destination}
    provider: hubspot
    read:
      objects:
        - objectName: contacts
          destination: ${destination}
          requiredFields: [{ fieldName: firstname }, { fieldName: lastname }, { fieldName: email }, { fieldName: city }]
  - name: salesforce-${destination}
    provider: salesforce
    read:
      objects:
        - objectName: company
          destination: ${destination}
          requiredFields: [{ fieldName: annualrevenue }, { fieldName: website }]
    subscribe:
      objects:
        - objectName: company
          destination: ${destination}
          inheritFieldsAndMapping: true
          updateEvent: { enabled: always, watchFieldsAuto: all }
`;

const WHO = {
  groupRef: "group-id-1",
  groupName: "group-name-1",
  consumerRef: "user-id",
  consumerName: "user-name",
};
const OPERATION = "0199e0a8-149d-7ee9-9f50-0514403517f9";
const READ = {
  action: "read",
  objectName: "contacts",
  operationId: OPERATION,
  operationTime: "2025-10-14T02:58:59.323405308Z",
  result: [{ raw: CONTACT }],
};
const SUBSCRIBE = {
  action: "subscribe",
  objectName: "company",
  operationTime: "2025-04-10T23:22:25.000Z",
  result: [{ subscribeEventType: "update", providerEventType: "UPDATE", raw: COMPANY, rawEvent: CHANGE }],
};

let kinesis: KinesisEmulator;
let s3: S3Emulator;
let api: Running;
let projectId: string;
beforeAll(async () => {
  [kinesis, s3, api] = await Promise.all([startKinesis(), startS3(), start()]);
  projectId = await api.create("/v1/projects", { name: "seeds" });
});
afterAll(async () => {
  await api.close();
  await Promise.all([kinesis.close(), s3.close()]);
});

const destinations = "/v1/projects/seeds/destinations";
const inKinesis = (streamName: string, more: object = {}) => ({
  type: "kinesis",
  metadata: { streamName, region: "us-west-2", endpointUrl: kinesis.endpointUrl, ...more },
  secrets: { awsKeyId: "a", awsSecretKey: "b" },
});
const inS3 = (bucket: string, more: object = {}) => ({
  type: "s3",
  metadata: { bucket, region: "us-west-2", endpointUrl: s3.endpointUrl, ...more },
  secrets: S3RVER_SECRETS,
});

/** Deploys the manifest onto a destination and hands in both examples; answers the installations' ids and the events' ids. */
async function handIn(name: string, read: object = READ, subscribe: object = SUBSCRIBE) {
  await api.ok("PUT", "/v1/projects/seeds/integrations:batch", { sourceYaml: manifest(name) });
  const ids: string[] = [];
  const events: string[] = [];
  for (const [provider, body] of [
    ["hubspot", read],
    ["salesforce", subscribe],
  ] as const) {
    const id = await api.create(`/v1/projects/seeds/integrations/${provider}-${name}/installations`, WHO);
    ids.push(id);
    events.push(
      String(member(await api.ok("POST", `/v1/projects/seeds/installations/${id}/results`, body), "eventId")),
    );
  }
  await delivered(api, "seeds");
  return { ids, events };
}

async function expected(ids: readonly string[]) {
  const updateTimes = await Promise.all(
    ids.map(async (id, i) => {
      const all = await api.ok("GET", "/v1/projects/seeds/installations");
      return Array.isArray(all)
        ? String(
            member(
              all.find((each) => member(each, "id") === id),
              "updateTime",
            ) ?? member(all[i], "createTime"),
          )
        : "";
    }),
  );
  const inline = { type: "inline", numRecords: 1 };
  return {
    read: {
      data: {
        action: "read",
        projectId,
        provider: "hubspot",
        ...WHO,
        installationId: ids[0],
        installationUpdateTime: updateTimes[0],
        objectName: "contacts",
        operationId: OPERATION,
        operationTime: "2025-10-14T02:58:59.323405308Z",
        resultInfo: inline,
        result: [
          {
            fields: {
              id: "438",
              firstname: "Maria",
              lastname: "Johnson",
              email: "maria@example.com",
              city: "Brisbane",
            },
            raw: CONTACT,
          },
        ],
      },
    },
    subscribe: {
      data: {
        action: "subscribe",
        projectId,
        provider: "salesforce",
        ...WHO,
        installationId: ids[1],
        installationUpdateTime: updateTimes[1],
        objectName: "company",
        operationTime: "2025-04-10T23:22:25.000Z",
        resultInfo: inline,
        result: [
          {
            fields: { id: "001Dp00000ZDgmxIAD", annualrevenue: null, website: null },
            subscribeEventType: "update",
            providerEventType: "UPDATE",
            raw: COMPANY,
            rawEvent: CHANGE,
          },
        ],
      },
    },
  };
}

describe("the examples of Ampersand's documents", () => {
  it("come out of Kinesis as shown, members in the same order, under the message id", async () => {
    await kinesis.createStream("seeds", 2);
    await api.create(destinations, { name: "stream", ...inKinesis("seeds") });
    const { ids, events } = await handIn("stream");
    const records = await kinesis.readAll("seeds");
    const wanted = await expected(ids);
    const byKey = new Map(records.map(({ partitionKey, text }) => [partitionKey, text]));
    // Equal as texts: the order of members is part of what is shown.
    expect(byKey.get(events[0] ?? "")).toBe(JSON.stringify(wanted.read));
    expect(byKey.get(events[1] ?? "")).toBe(JSON.stringify(wanted.subscribe));
    expect(records).toHaveLength(2);
  });

  it("come out of S3 as shown, under the default key, with the nine metadata entries", async () => {
    await s3.createBucket("seeds");
    const destinationId = await api.create(destinations, { name: "bucket", ...inS3("seeds") });
    // Bare records are taken as well as wrapped ones.
    const { ids, events } = await handIn("bucket", { ...READ, result: [CONTACT] });
    const wanted = await expected(ids);
    const key = `2025-10-14T02:58:59.323405308Z_${events[0]}.json`;
    expect(await s3.list("seeds")).toEqual([`2025-04-10T23:22:25.000000000Z_${events[1]}.json`, key]);
    const object = await s3.get("seeds", key);
    expect(object.text).toBe(JSON.stringify(wanted.read));
    const all = await api.ok("GET", "/v1/projects/seeds/installations");
    const installation = Array.isArray(all) ? all.find((each) => member(each, "id") === ids[0]) : undefined;
    expect(object.metadata).toEqual({
      projectid: projectId,
      installationid: ids[0],
      connectionid: member(installation, "connection", "id"),
      destinationid: destinationId,
      operationid: OPERATION,
      objectname: "contacts",
      "event-id": events[0],
      timestamp: "2025-10-14T02:58:59.323405308Z",
      topic: "read",
    });
  });
});

describe("templates", () => {
  it("of the Kinesis document give the partition key it describes", async () => {
    const cases = [
      ["data.installationId", (ids: readonly string[]) => ids[0]],
      ["data.groupRef", () => "group-id-1"],
      ["data.objectName", () => "contacts"],
      ["join('_', [data.groupRef, data.objectName])", () => "group-id-1_contacts"],
      ["data.operationId", () => OPERATION],
    ] as const;
    for (const [i, [partitionKeyTemplate, key]] of cases.entries()) {
      await kinesis.createStream(`key-${i}`);
      await api.create(destinations, {
        name: `key-${i}`,
        ...inKinesis(`key-${i}`, { partitionKeyTemplate }),
      });
      const { ids } = await handIn(`key-${i}`);
      const records = await kinesis.readAll(`key-${i}`);
      expect(records.find(({ text }) => text.includes('"action":"read"'))?.partitionKey).toBe(key(ids));
    }
  });

  it("of the S3 document give the object key it describes", async () => {
    const cases = [
      ["join('/', [metadata.objectName, metadata.operationId])", () => `contacts/${OPERATION}`],
      [
        "join('/', [metadata.objectName, time.date, metadata.\"event-id\"])",
        (_: unknown, id: string) => `contacts/2025-10-14/${id}`,
      ],
      [
        "join('', [time.rfc3339_nano, '_', metadata.\"event-id\", '.json'])",
        (_: unknown, id: string) => `2025-10-14T02:58:59.323405308Z_${id}.json`,
      ],
      [
        "join('/', [data.installationId, metadata.operationId])",
        (ids: readonly string[]) => `${ids[0]}/${OPERATION}`,
      ],
    ] as const;
    for (const [i, [keyTemplate, key]] of cases.entries()) {
      await s3.createBucket(`keys-${i}`);
      await api.create(destinations, {
        name: `keys-${i}`,
        ...inS3(`keys-${i}`, { keyTemplate, storageClass: "standard_ia" }),
      });
      const { ids, events } = await handIn(`keys-${i}`);
      expect(await s3.list(`keys-${i}`)).toContain(key(ids, events[0] ?? ""));
    }
  });

  it.each([
    ["metadata.operationid", /did you mean metadata\.operationId/],
    ["metadata.event-id", /put names with a hyphen in double quotes/],
    ["[data.groupRef, data.objectName]", /not a text/],
    ["`null`", /gave null/],
    [`'${"x".repeat(300)}'`, /at most 256 characters/],
    ["data.", /At character 6/],
  ])("that cannot work are refused on save: %s", async (partitionKeyTemplate, reason) => {
    const answer = await api.call("POST", destinations, {
      name: "refused",
      ...inKinesis("x", { partitionKeyTemplate }),
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { issues: [{ name: "metadata.partitionKeyTemplate", detail: expect.stringMatching(reason) }] },
    });
    expect(await api.call("GET", `${destinations}/refused`)).toMatchObject({ status: 404 });
  });

  it("that fail for one event make a dead letter that says so, and hold nobody up", async () => {
    await kinesis.createStream("dead");
    await api.create(destinations, {
      name: "dead",
      ...inKinesis("dead", { partitionKeyTemplate: "data.operationId" }),
    });
    const { events } = await handIn("dead");
    expect(await kinesis.readAll("dead")).toMatchObject([{ partitionKey: OPERATION }]);
    const letters = member(
      await api.ok("GET", "/v1/projects/seeds/dead-letters?code=template_failed"),
      "results",
    );
    const ofThisEvent = Array.isArray(letters)
      ? letters.filter((each) => member(each, "event", "id") === events[1])
      : [];
    expect(ofThisEvent).toMatchObject([
      { ended: "discarded", error: { message: expect.stringContaining('"data.operationId" gave null') } },
    ]);
    expect(await api.ok("GET", `/v1/projects/seeds/events/${events[1]}`)).toMatchObject({
      deliveries: [{ status: "discarded" }],
    });
    expect(await api.ok("GET", `/v1/projects/seeds/events/${events[0]}`)).toMatchObject({
      deliveries: [{ status: "delivered" }],
    });
  });

  it("a record beyond the limit is given by URL, which answers the records as they were handed in", async () => {
    await kinesis.createStream("large");
    await api.create(destinations, { name: "large", ...inKinesis("large") });
    await handIn("large", {
      ...READ,
      result: [{ raw: { id: "1", properties: {}, note: "x".repeat(1_100_000) } }],
    });
    const records = (await kinesis.readAll("large")).map(({ text }) => JSON.parse(text));
    const { data } = records.find((each) => each.data.action === "read");
    expect(data).toMatchObject({ resultInfo: { type: "url", numRecords: 1 } });
    expect(data).not.toHaveProperty("result");
    const answer = await fetch(data.resultInfo.downloadUrl);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject([{ raw: { id: "1", note: "x".repeat(1_100_000) } }]);
  });
});

describe("raw records", () => {
  it.each([
    ["a 20-digit integer", '{"id":"1","n":12345678901234567890}'],
    ["1.0", '{"id":"1","n":1.0}'],
    ["1e400", '{"id":"1","n":1e400}'],
    ["keys that repeat", '{"id":"1","a":1,"a":2}'],
    ["keys that differ by case", '{"id":"1","Name":"x","name":"y"}'],
    ["keys out of order", '{"z":1,"id":"1","a":2,"10":3,"9":4}'],
    ["lone surrogates", '{"id":"1","s":"\\ud800 \\udfff"}'],
    ["NUL in a string", '{"id":"1","s":"a\\u0000b"}'],
    ["white space", '{ "id" : "1" ,\n\t"a" : [ 1 , 2 ] }'],
    ["any script", '{"id":"1","s":"é 😀 漢字 \u2028"}'],
  ])("leave as they came: %s", async (_, raw) => {
    const stream = `raw-${Math.random().toString(36).slice(2)}`;
    await kinesis.createStream(stream);
    await s3.createBucket(stream);
    await api.create(destinations, { name: `${stream}-k`, ...inKinesis(stream) });
    await api.create(destinations, { name: `${stream}-s`, ...inS3(stream) });
    for (const destination of [`${stream}-k`, `${stream}-s`]) {
      await api.ok("PUT", "/v1/projects/seeds/integrations:batch", { sourceYaml: manifest(destination) });
      const id = await api.create(
        `/v1/projects/seeds/integrations/hubspot-${destination}/installations`,
        WHO,
      );
      await api.ok(
        "POST",
        `/v1/projects/seeds/installations/${id}/results`,
        `{"action":"read","objectName":"contacts","result":[{"raw":${raw}}]}`,
      );
    }
    await delivered(api, "seeds");
    const [record] = await kinesis.readAll(stream);
    const [key = ""] = await s3.list(stream);
    expect(record?.text).toContain(`"raw":${raw}`);
    expect((await s3.get(stream, key)).text).toContain(`"raw":${raw}`);
  });
});
