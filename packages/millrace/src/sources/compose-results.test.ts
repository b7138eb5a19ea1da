import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { isUuid } from "../core/ids.ts";
import type { ComposeResults } from "../http/api-dependencies.ts";
import { composeResults } from "./compose-results.ts";
import { compose, firstEntry, NOW, reading, resultText } from "./testing/given.ts";

const contact = `{
  "archived": false,
  "createdAt": "2023-10-26T17:55:48.301Z",
  "id": "438",
  "properties": {
    "firstname": "Maria",
    "lastname": "Johnson",
    "email": "maria@example.com",
    "city": "Brisbane",
    "createdate": "2023-10-26T17:55:48.301Z"
  }
}`;

const contacts = {
  read: {
    objects: [
      {
        objectName: "contacts",
        requiredFields: ["firstname", "lastname", "email", "city"].map((fieldName) => ({ fieldName })),
      },
    ],
  },
};

describe("composeResults", () => {
  it("is what the API asks for", () => {
    expectTypeOf(composeResults).toExtend<ComposeResults>();
  });

  it.each([
    ["in raw", `{"raw": ${contact}}`],
    ["bare", contact],
  ])("makes the HubSpot seed's entry of a contact handed in %s", (_, entry) => {
    const { data } = compose({ text: reading(entry), content: contacts });
    expect(resultText(data)).toBe(
      `{"fields":{"id":"438","firstname":"Maria","lastname":"Johnson","email":"maria@example.com","city":"Brisbane"},"raw":${contact}}`,
    );
  });

  it("orders members as the seeds do", () => {
    const text = `{"action":"read","objectName":"contacts","workspace":"acme","operationId":"0199e0a8-149d-7ee9-9f50-0514403517f9",
      "operationTime":"2025-10-14T04:58:59.323405308+02:00","readType":"backfill","result":[{"id":1},{"id":2}]}`;
    const composed = compose({ text });
    expect(composed).toEqual({
      action: "read",
      objectName: "contacts",
      rawObjectName: "contacts",
      operationId: "0199e0a8-149d-7ee9-9f50-0514403517f9",
      time: "2025-10-14T02:58:59.323405308Z",
      data:
        '{"action":"read","projectId":"9482e676-4874-43a4-beea-fa8081d13a07","provider":"hubspot","workspace":"acme",' +
        '"groupRef":"group-id-1","groupName":"group-name-1","consumerRef":"user-id","consumerName":"user-name",' +
        '"installationId":"085353b1-07f1-4209-b471-7e028c0a68c8","installationUpdateTime":"2025-10-14T02:58:55.595861000Z",' +
        '"objectName":"contacts","operationId":"0199e0a8-149d-7ee9-9f50-0514403517f9",' +
        '"operationTime":"2025-10-14T04:58:59.323405308+02:00","readType":"backfill",' +
        '"resultInfo":{"type":"inline","numRecords":2},"result":[{"fields":{"id":1},"raw":{"id":1}},{"fields":{"id":2},"raw":{"id":2}}]}',
    });
  });

  it("makes an operation id and takes the given time where the caller states none", () => {
    const { operationId, time, data } = compose({
      text: '{"action":"read","objectName":"contacts","result":[{}]}',
    });
    expect(isUuid(operationId ?? "")).toBe(true);
    expect(time).toBe(NOW);
    expect(JSON.parse(data)).toMatchObject({ operationId, operationTime: NOW });
    expect(JSON.parse(data)).not.toHaveProperty("readType");
    expect(JSON.parse(data)).not.toHaveProperty("rawObjectName");
  });

  it("leaves out of subscribe messages what belongs to reads", () => {
    const composed = compose({
      text: '{"action":"subscribe","objectName":"contacts","operationId":"x","readType":"triggered","result":[{}]}',
      content: { subscribe: { objects: [{ objectName: "contacts" }] } },
    });
    expect(composed).not.toHaveProperty("operationId");
    expect(composed.data).not.toMatch(/operationId|readType/);
  });

  it("names a mapped object both ways, whichever the caller uses", () => {
    const content = { read: { objects: [{ objectName: "contacts", mapToName: "people" }] } };
    for (const name of ["contacts", "people"]) {
      const { data, objectName, rawObjectName } = compose({ text: reading("{}", name), content });
      expect({ objectName, rawObjectName }).toEqual({ objectName: "people", rawObjectName: "contacts" });
      expect(data).toContain('"objectName":"people","rawObjectName":"contacts","operationId"');
    }
  });
});

describe("the Salesforce seed", () => {
  const raw = `{
    "Id": "001Dp00000ZDgmxIAD",
    "AnnualRevenue": null,
    "Description": "Notes about the account",
    "Name": "Acme Corp",
    "Website": null,
    "attributes": {"type": "Account", "url": "/services/data/v59.0/sobjects/Account/001Dp00000ZDgmxIAD"}
  }`;
  const rawEvent = `{"ChangeEventHeader": {"changeType": "UPDATE", "commitNumber": 12041091891110}}`;

  it("is made of the event that is handed in", () => {
    const { data } = compose({
      text: `{"action":"subscribe","objectName":"account","operationTime":"2025-04-10T23:22:25.000Z","result":[
        {"rawEvent": ${rawEvent}, "raw": ${raw}, "providerEventType": "UPDATE", "subscribeEventType": "update"}]}`,
      provider: "salesforce",
      content: {
        read: {
          objects: [
            {
              objectName: "account",
              mapToName: "company",
              requiredFields: [{ fieldName: "annualrevenue" }, { fieldName: "website" }],
            },
          ],
        },
        subscribe: { objects: [{ objectName: "account", inheritFieldsAndMapping: true }] },
      },
    });
    expect(resultText(data)).toBe(
      `{"fields":{"id":"001Dp00000ZDgmxIAD","annualrevenue":null,"website":null},"subscribeEventType":"update",` +
        `"providerEventType":"UPDATE","raw":${raw},"rawEvent":${rawEvent}}`,
    );
    expect(data).toContain('"objectName":"company","rawObjectName":"account","operationTime":"2025-04-10');
  });
});

describe("raw data", () => {
  it.each([
    ["20-digit integers", "12345678901234567890"],
    ["a trailing zero", "1.0"],
    ["more than a double holds", "1e400"],
    ["negative zero", "-0"],
    ["a lone surrogate's escape", String.raw`"\ud800"`],
    ["an escaped null character", String.raw`"\u0000"`],
    ["escapes nobody needs", String.raw`"\/\u0041"`],
    ["text beyond ASCII", '"Zoë 🚀 日本\u2028"'],
    ["keys given twice", '{"a":1,"a":2}'],
    ["keys that differ by case", '{"a":1,"A":2}'],
    ["key order and white space", '{ "b" : 1,\n\t"10":2, "9":3 }'],
    ["dangerous keys", '{"__proto__":{"x":1},"constructor":null}'],
    ["deep nesting", "[".repeat(500) + "]".repeat(500)],
  ])("leaves as it came, in raw and in fields: %s", (_, value) => {
    const record = `{"id":${value},"v":${value}}`;
    const expected = `{"fields":${record},"raw":${record}}`;
    for (const entry of [record, `{"raw":${record}}`]) {
      expect(resultText(compose({ text: reading(entry) }).data)).toBe(expected);
    }
    const whole = `{"fields":${record} , "mappedFields":{"x":${value}}}`;
    expect(resultText(compose({ text: reading(whole) }).data)).toBe(whole);
  });

  it("takes the last of a key given twice into fields, and keeps both in raw", () => {
    const record = '{"a":1,"b":2,"a":3,"__proto__":4}';
    const { data } = compose({ text: reading(record) });
    expect(resultText(data)).toBe(`{"fields":{"a":3,"b":2,"__proto__":4},"raw":${record}}`);
  });

  it("holds whatever record JSON can hold", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (given, indent) => {
        const record = JSON.stringify(given, null, indent);
        const { data } = compose({ text: reading(`{"raw":${record}}`) });
        expect(data).toContain(`"raw":${record}`);
        expect(firstEntry(data).raw).toEqual(JSON.parse(record));
      }),
    );
  });
});
