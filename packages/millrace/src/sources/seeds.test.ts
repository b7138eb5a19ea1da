import { describe, expect, it } from "vitest";
import { isJsonObject } from "../core/json/object.ts";
import type { ComposedResults } from "./compose-results.ts";
import { composeResults } from "./compose-results.ts";

/*
 * The messages that Ampersand's documents of Kinesis and S3 destinations show, whole and byte by byte. Two things are
 * added to them: `resultInfo`, which the documents leave out and Ampersand's schema requires, and where the subscribed
 * object is mapped, `rawObjectName`.
 */

interface Parties {
  readonly projectId: string;
  readonly groupRef: string;
  readonly groupName: string;
  readonly installationId: string;
  readonly installationUpdateTime: string;
  readonly provider: string;
}

function compose(text: string, parties: Parties, content: Record<string, unknown>): ComposedResults {
  const { projectId, provider, groupRef, groupName, installationId, installationUpdateTime } = parties;
  const createTime = "2025-01-01T00:00:00.000000000Z";
  return composeResults({
    text,
    now: createTime,
    newOperationId: () => "0199e0a8-149d-7ee9-9f50-0514403517f9",
    integration: {
      id: "integration-1",
      projectId,
      name: "seed",
      provider,
      revisionId: "revision-1",
      content,
      createTime,
      updateTime: createTime,
    },
    installation: {
      id: installationId,
      projectId,
      integrationId: "integration-1",
      groupRef,
      groupName,
      consumerRef: "user-id",
      consumerName: "user-name",
      connectionId: "connection-1",
      config: { id: "config-1", createTime, content: {} },
      createTime,
      updateTime: installationUpdateTime,
    },
  });
}

const HUBSPOT: Parties = {
  projectId: "9482e676-4874-43a4-beea-fa8081d13a07",
  provider: "hubspot",
  groupRef: "group-id-1",
  groupName: "group-name-1",
  installationId: "085353b1-07f1-4209-b471-7e028c0a68c8",
  installationUpdateTime: "2025-10-14T02:58:55.595861Z",
};

const SALESFORCE: Parties = {
  projectId: "9482e676-4874-43a4-beea-fa8081d13a07",
  provider: "salesforce",
  groupRef: "webhook-demo-group-id",
  groupName: "webhook-demo-group-name",
  installationId: "0c9230e1-8fbe-4b28-bf10-2beee8fbf4ce",
  installationUpdateTime: "2025-04-10T23:00:52.618406Z",
};

const contact =
  '{"archived":false,"createdAt":"2023-10-26T17:55:48.301Z","id":"438","properties":{"firstname":"Maria",' +
  '"lastname":"Johnson","email":"maria@example.com","city":"Brisbane","createdate":"2023-10-26T17:55:48.301Z"}}';

const account =
  '{"Id":"001Dp00000ZDgmxIAD","AnnualRevenue":null,"Description":"Notes about the account","Name":"Acme Corp",' +
  '"Website":null,"attributes":{"type":"Account","url":"/services/data/v59.0/sobjects/Account/001Dp00000ZDgmxIAD"}}';

const change =
  '{"ChangeEventHeader":{"changeOrigin":"com/salesforce/api/soap/63.0;client=SfdcInternalAPI/","changeType":"UPDATE",' +
  '"changedFields":["Description","LastModifiedDate"],"commitNumber":12041091891110,"commitTimestamp":1744327345000,' +
  '"commitUser":"005Dp000003Cd1SIAS","entityName":"Account","recordId":"001Dp00000ZDgmxIAD","sequenceNumber":1,' +
  '"transactionKey":"00051705-2e99-d1e5-7e7a-48e3af682d07"},"Description":"Notes about the account",' +
  '"LastModifiedDate":"2025-04-10T23:22:25.000Z"}';

const fieldsNamed = (...names: string[]) => names.map((fieldName) => ({ fieldName }));

describe("the seed's read message", () => {
  const content = {
    read: {
      objects: [
        { objectName: "contacts", requiredFields: fieldsNamed("firstname", "lastname", "email", "city") },
      ],
    },
  };
  const expected =
    '{"action":"read","projectId":"9482e676-4874-43a4-beea-fa8081d13a07","provider":"hubspot",' +
    '"groupRef":"group-id-1","groupName":"group-name-1","consumerRef":"user-id","consumerName":"user-name",' +
    '"installationId":"085353b1-07f1-4209-b471-7e028c0a68c8","installationUpdateTime":"2025-10-14T02:58:55.595861Z",' +
    '"objectName":"contacts","operationId":"0199e0a8-149d-7ee9-9f50-0514403517f9",' +
    '"operationTime":"2025-10-14T02:58:59.323405308Z","resultInfo":{"type":"inline","numRecords":1},' +
    '"result":[{"fields":{"id":"438","firstname":"Maria","lastname":"Johnson","email":"maria@example.com",' +
    `"city":"Brisbane"},"raw":${contact}}]}`;

  it.each([
    ["a bare record", contact],
    ["a record in raw", `{"raw":${contact}}`],
  ])("is made of %s", (_, entry) => {
    const composed = compose(
      `{"action":"read","objectName":"contacts","operationTime":"2025-10-14T02:58:59.323405308Z","result":[${entry}]}`,
      HUBSPOT,
      content,
    );
    expect(composed.data).toBe(expected);
    expect(composed).toMatchObject({
      action: "read",
      objectName: "contacts",
      rawObjectName: "contacts",
      operationId: "0199e0a8-149d-7ee9-9f50-0514403517f9",
      time: "2025-10-14T02:58:59.323405308Z",
    });
  });
});

describe("the seed's subscribe message", () => {
  const content = {
    read: {
      objects: [
        {
          objectName: "account",
          mapToName: "company",
          requiredFields: fieldsNamed("annualrevenue", "website"),
        },
      ],
    },
    subscribe: { objects: [{ objectName: "account", inheritFieldsAndMapping: true }] },
  };
  const expected =
    '{"action":"subscribe","projectId":"9482e676-4874-43a4-beea-fa8081d13a07","provider":"salesforce",' +
    '"groupRef":"webhook-demo-group-id","groupName":"webhook-demo-group-name","consumerRef":"user-id",' +
    '"consumerName":"user-name","installationId":"0c9230e1-8fbe-4b28-bf10-2beee8fbf4ce",' +
    '"installationUpdateTime":"2025-04-10T23:00:52.618406Z","objectName":"company","rawObjectName":"account",' +
    '"operationTime":"2025-04-10T23:22:25.000Z","resultInfo":{"type":"inline","numRecords":1},' +
    '"result":[{"fields":{"id":"001Dp00000ZDgmxIAD","annualrevenue":null,"website":null},' +
    `"subscribeEventType":"update","providerEventType":"UPDATE","raw":${account},"rawEvent":${change}}]}`;

  it("is made of the event, whatever the order it is handed in", () => {
    const { data, time, operationId } = compose(
      '{"action":"subscribe","objectName":"account","operationTime":"2025-04-10T23:22:25.000Z","result":' +
        `[{"raw":${account},"rawEvent":${change},"providerEventType":"UPDATE","subscribeEventType":"update"}]}`,
      SALESFORCE,
      content,
    );
    expect(data).toBe(expected);
    expect(time).toBe("2025-04-10T23:22:25.000000000Z");
    expect(operationId).toBeUndefined();
  });
});

/** What Ampersand's schema of webhook messages asks of every message: these members, of these types. */
const REQUIRED_TEXTS = [
  "action",
  "projectId",
  "provider",
  "groupRef",
  "groupName",
  "consumerRef",
  "consumerName",
  "installationId",
  "installationUpdateTime",
  "objectName",
];

const OPTIONAL_TEXTS = ["workspace", "rawObjectName", "operationId", "operationTime", "readType"];

const ENTRY_OBJECTS = ["fields", "mappedFields", "associations", "raw", "rawEvent", "fromRecord", "toRecord"];

describe("every composed message is of the shape that Ampersand's schema states", () => {
  const content = {
    read: { objects: [{ objectName: "o", mapToName: "m", requiredFields: fieldsNamed("a") }] },
    subscribe: { objects: [{ objectName: "o", inheritFieldsAndMapping: true }] },
  };
  it.each([
    ["read", '"workspace":"w","readType":"backfill","result":[{"id":1,"a":2},{"raw":{}},{"fields":{}}]'],
    ["subscribe", '"result":[{"raw":{"a":1}},{"id":"7","subscribeEventType":"delete"},{"rawEvent":{}}]'],
    ["subscribe", '"result":[{"raw":{},"associations":{},"fromRecord":{"id":"1"},"toRecord":{"id":"2"}}]'],
  ])("%s of %s", (action, rest) => {
    const message: unknown = JSON.parse(
      compose(`{"action":"${action}","objectName":"o",${rest}}`, HUBSPOT, content).data,
    );
    if (!isJsonObject(message)) throw new Error("a message is an object");
    const { resultInfo, result, ...texts } = message;
    expect(Object.keys(texts)).toEqual(expect.arrayContaining(REQUIRED_TEXTS));
    expect([...REQUIRED_TEXTS, ...OPTIONAL_TEXTS]).toEqual(expect.arrayContaining(Object.keys(texts)));
    expect(Object.values(texts).every((text) => typeof text === "string")).toBe(true);
    const entries: readonly unknown[] = Array.isArray(result) ? result : [];
    expect(resultInfo).toEqual({ type: "inline", numRecords: entries.length });
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      if (!isJsonObject(entry)) throw new Error("an entry is an object");
      const objects = ENTRY_OBJECTS.filter((key) => Object.hasOwn(entry, key));
      expect(objects.filter((key) => !isJsonObject(entry[key]))).toEqual([]);
    }
  });
});
