import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ScriptedServer } from "../src/destinations/testing/scripted-server.ts";
import type { Aws } from "./aws.ts";
import { startAws } from "./aws.ts";
import type { Running } from "./support.ts";
import { delivered, member, start } from "./support.ts";

/*
 * The two messages of Ampersand's documents, written down as they stand there. Ids that Millrace makes and the times it
 * takes itself are put in; `resultInfo` and, where the object is mapped, `rawObjectName` are extra.
 */

const CONTACT = `{"archived":false,"createdAt":"2023-10-26T17:55:48.301Z","id":"438","properties":{"firstname":"Maria","lastname":"Johnson","email":"maria@example.com","city":"Brisbane","createdate":"2023-10-26T17:55:48.301Z"}}`;

const ACCOUNT = `{"Id":"001Dp00000ZDgmxIAD","AnnualRevenue":null,"Description":"Notes about the account","Name":"Acme Corp","Website":null,"attributes":{"type":"Account","url":"/services/data/v59.0/sobjects/Account/001Dp00000ZDgmxIAD"}}`;

const CHANGE = `{"ChangeEventHeader":{"changeOrigin":"com/salesforce/api/soap/63.0;client=SfdcInternalAPI/","changeType":"UPDATE","changedFields":["Description","LastModifiedDate"],"commitNumber":12041091891110,"commitTimestamp":1744327345000,"commitUser":"005Dp000003Cd1SIAS","entityName":"Account","recordId":"001Dp00000ZDgmxIAD","sequenceNumber":1,"transactionKey":"00051705-2e99-d1e5-7e7a-48e3af682d07"},"Description":"Notes about the account","LastModifiedDate":"2025-04-10T23:22:25.000Z"}`;

interface Ids {
  readonly project: string;
  readonly installation: string;
  readonly updateTime: string;
}

const READ_TIME = "2025-10-14T02:58:59.323405308Z";
const OPERATION = "0199e0a8-149d-7ee9-9f50-0514403517f9";
const INLINE = `"resultInfo":{"type":"inline","numRecords":1}`;

const readMessage = ({ project, installation, updateTime }: Ids) =>
  `{"data":{"action":"read","projectId":"${project}","provider":"hubspot","groupRef":"group-id-1","groupName":"group-name-1",` +
  `"consumerRef":"user-id","consumerName":"user-name","installationId":"${installation}","installationUpdateTime":"${updateTime}",` +
  `"objectName":"contacts","operationId":"${OPERATION}","operationTime":"${READ_TIME}",${INLINE},` +
  `"result":[{"fields":{"id":"438","firstname":"Maria","lastname":"Johnson","email":"maria@example.com","city":"Brisbane"},"raw":${CONTACT}}]}}`;

const subscribeMessage = ({ project, installation, updateTime }: Ids) =>
  `{"data":{"action":"subscribe","projectId":"${project}","provider":"salesforce","groupRef":"webhook-demo-group-id","groupName":"webhook-demo-group-name",` +
  `"consumerRef":"user-id","consumerName":"user-name","installationId":"${installation}","installationUpdateTime":"${updateTime}",` +
  `"objectName":"company","rawObjectName":"account","operationTime":"2025-04-10T23:22:25.000Z",${INLINE},` +
  `"result":[{"fields":{"id":"001Dp00000ZDgmxIAD","annualrevenue":null,"website":null},"subscribeEventType":"update","providerEventType":"UPDATE",` +
  `"raw":${ACCOUNT},"rawEvent":${CHANGE}}]}}`;

const manifest = (destination: string) => `specVersion: 1.0.0
integrations:
  - name: hubspot-${destination}
    displayName: HubSpot
    provider: hubspot
    read:
      objects:
        - objectName: contacts
          destination: ${destination}
          requiredFields:
            - fieldName: firstname
            - fieldName: lastname
            - fieldName: email
            - fieldName: city
  - name: salesforce-${destination}
    displayName: Salesforce
    provider: salesforce
    read:
      objects:
        - objectName: account
          mapToName: company
          destination: ${destination}
          requiredFields:
            - fieldName: annualrevenue
            - fieldName: website
    subscribe:
      objects:
        - objectName: account
          destination: ${destination}
          inheritFieldsAndMapping: true
          updateEvent:
            enabled: always
            watchFieldsAuto: all
`;

const read = (entry: string) =>
  `{"action":"read","objectName":"contacts","operationId":"${OPERATION}","operationTime":"${READ_TIME}","result":[${entry}]}`;
const SUBSCRIBE = `{"action":"subscribe","objectName":"account","operationTime":"2025-04-10T23:22:25.000Z","result":[{"raw":${ACCOUNT},"rawEvent":${CHANGE},"subscribeEventType":"update","providerEventType":"UPDATE"}]}`;

const PEOPLE = { consumerRef: "user-id", consumerName: "user-name" };

let aws: Aws;
let api: Running;
let project: string;
const path = "/v1/projects/messages";
beforeAll(async () => {
  [aws, api] = await Promise.all([startAws(), start()]);
  project = await api.create("/v1/projects", { name: "messages" });
});
afterAll(async () => {
  await api.close();
  await aws.close();
});

/** Installs, hands in and answers the ids that the message must carry. */
async function handIn(integration: string, group: object, body: string): Promise<Ids & { event: string }> {
  const made = await api.ok("POST", `${path}/integrations/${integration}/installations`, {
    ...group,
    ...PEOPLE,
  });
  const installation = String(member(made, "id"));
  const answer = await api.ok("POST", `${path}/installations/${installation}/results`, body);
  await delivered(api, "messages");
  return {
    project,
    installation,
    updateTime: String(member(made, "updateTime")),
    event: String(member(answer, "eventId")),
  };
}

const hubspot = (destination: string, entry: string) =>
  handIn(`hubspot-${destination}`, { groupRef: "group-id-1", groupName: "group-name-1" }, read(entry));
const salesforce = (destination: string) =>
  handIn(
    `salesforce-${destination}`,
    { groupRef: "webhook-demo-group-id", groupName: "webhook-demo-group-name" },
    SUBSCRIBE,
  );

async function deployOnto(destination: object, name: string): Promise<string> {
  const id = await api.create(`${path}/destinations`, destination);
  await api.ok("PUT", `${path}/integrations:batch`, { sourceYaml: manifest(name) });
  return id;
}

describe("the documents' messages, byte by byte", () => {
  it.each([
    ["wrapped in raw", `{"raw":${CONTACT}}`],
    ["bare", CONTACT],
  ])("read from Kinesis; the record came %s", async (way, entry) => {
    const name = `stream-${way.replaceAll(" ", "-")}`;
    await aws.kinesis.createStream(name);
    await deployOnto(aws.stream(name), name);
    const contact = await hubspot(name, entry);
    const account = await salesforce(name);
    expect(
      (await aws.kinesis.readAll(name)).map(({ partitionKey, text }) => ({ partitionKey, text })),
    ).toEqual([
      { partitionKey: contact.event, text: readMessage(contact) },
      { partitionKey: account.event, text: subscribeMessage(account) },
    ]);
  });

  it("read from S3, with the nine metadata entries", async () => {
    await aws.s3.createBucket("messages");
    const destination = await deployOnto(aws.bucket("messages"), "messages");
    const contact = await hubspot("messages", CONTACT);
    const account = await salesforce("messages");
    const first = await aws.s3.get("messages", `${READ_TIME}_${contact.event}.json`);
    const second = await aws.s3.get("messages", `2025-04-10T23:22:25.000000000Z_${account.event}.json`);
    expect(first.text).toBe(readMessage(contact));
    expect(second.text).toBe(subscribeMessage(account));
    expect(first.contentType).toMatch(/^application\/json/);
    expect(first.metadata).toEqual({
      projectid: project,
      installationid: contact.installation,
      connectionid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      destinationid: destination,
      operationid: OPERATION,
      objectname: "contacts",
      "event-id": contact.event,
      timestamp: READ_TIME,
      topic: "read",
    });
    // A subscription has no operation, as the document's message has no operationId: eight are left.
    expect(second.metadata).toEqual({
      projectid: project,
      installationid: account.installation,
      connectionid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      destinationid: destination,
      objectname: "company",
      "event-id": account.event,
      timestamp: "2025-04-10T23:22:25.000000000Z",
      topic: "subscribe",
    });
  });
});

describe("object keys", () => {
  const time = {
    year: "2025",
    month: "10",
    day: "14",
    hour: "02",
    minute: "58",
    second: "59",
    date: "2025-10-14",
    datetime: "2025-10-14T02:58:59",
    unix: "1760410739",
    rfc3339: "2025-10-14T02:58:59Z",
    rfc3339_nano: READ_TIME,
  };

  it("can be made of every field of the three namespaces", async () => {
    const metadata = ["projectId", "installationId", "connectionId", "destinationId", "operationId"];
    const more = ["objectName", '"event-id"', "timestamp", "topic"];
    const names = [
      ...[...metadata, ...more].map((name) => `metadata.${name}`),
      ...Object.keys(time).map((name) => `time.${name}`),
      "data.groupRef",
    ];
    await aws.s3.createBucket("every-field");
    const destination = await deployOnto(
      aws.bucket("every-field", { keyTemplate: `join('/', [${names.join(", ")}])` }),
      "every-field",
    );
    const contact = await hubspot("every-field", CONTACT);
    const made = await api.ok(
      "GET",
      `${path}/integrations/hubspot-every-field/installations/${contact.installation}`,
    );
    expect(await aws.s3.list("every-field")).toEqual([
      [
        project,
        contact.installation,
        String(member(made, "connection", "id")),
        destination,
        OPERATION,
        "contacts",
        contact.event,
        READ_TIME,
        "read",
        ...Object.values(time),
        "group-id-1",
      ].join("/"),
    ]);
  });

  it.each([
    ["metadata.operationid", /metadata\.operationId/],
    ["metadata.event-id", /double quotes/],
    ["time.weekday", /time\.weekday/],
    ["payload.id", /payload/],
    ["[data.groupRef]", /not a text/],
    ["data", /not a text/],
    ["`null`", /null/],
    ["''", /empty/],
    [`'${"x".repeat(1_025)}'`, /1024 bytes/],
    ["join('/', [data.groupRef", /At character/],
    ["nosuch(data)", /nosuch/],
    ["", /empty/],
  ])("that cannot work are refused on save: %s", async (keyTemplate, reason) => {
    const answer = await api.call("POST", `${path}/destinations`, aws.bucket("refused", { keyTemplate }));
    expect(answer).toMatchObject({
      status: 422,
      body: { issues: [{ name: "metadata.keyTemplate", detail: expect.stringMatching(reason) }] },
    });
    expect(await api.call("GET", `${path}/destinations/refused`)).toMatchObject({ status: 404 });
  });

  it("that cannot work are refused in a change too, and the old one stays", async () => {
    await api.create(
      `${path}/destinations`,
      aws.stream("changed", { partitionKeyTemplate: "data.groupRef" }),
    );
    const answer = await api.call("PATCH", `${path}/destinations/changed`, {
      updateMask: ["metadata.partitionKeyTemplate"],
      destination: { metadata: { partitionKeyTemplate: "metadata.event-id" } },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { issues: [{ name: "destination.metadata.partitionKeyTemplate" }] },
    });
    expect(await api.ok("GET", `${path}/destinations/changed`)).toMatchObject({
      metadata: { partitionKeyTemplate: "data.groupRef" },
    });
  });
});

describe("storage class", () => {
  it.each([
    [undefined, [undefined, "STANDARD"]],
    ["STANDARD_IA", ["STANDARD_IA"]],
    ["onezone_ia", ["ONEZONE_IA"]],
    ["Intelligent_Tiering", ["INTELLIGENT_TIERING"]],
    ["GLACIER", ["GLACIER"]],
    ["glacier_ir", ["GLACIER_IR"]],
    ["DEEP_ARCHIVE", ["DEEP_ARCHIVE"]],
  ])("%s is what S3 is told", async (storageClass, told) => {
    const server = await ScriptedServer.start();
    try {
      server.script = () => ({ status: 200, headers: { etag: '"e"' } });
      const name = `class-${storageClass?.toLowerCase().replaceAll("_", "-") ?? "none"}`;
      const metadata = {
        endpointUrl: server.endpointUrl,
        ...(storageClass !== undefined && { storageClass }),
      };
      await deployOnto(aws.bucket(name, metadata), name);
      await hubspot(name, CONTACT);
      expect(server.seen).toHaveLength(1);
      expect(told).toContain(server.seen[0]?.headers["x-amz-storage-class"]);
    } finally {
      await server.close();
    }
  });

  it("that S3 does not have is refused", async () => {
    const answer = await api.call(
      "POST",
      `${path}/destinations`,
      aws.bucket("refused", { storageClass: "FREEZER" }),
    );
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ name: "metadata.storageClass" }] } });
  });
});
