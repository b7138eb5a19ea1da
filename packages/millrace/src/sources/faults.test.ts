import { describe, expect, it } from "vitest";
import { InvalidInputError, UnreadableInputError } from "../core/errors.ts";
import { checkDocument } from "../core/json/scan.ts";
import { compose, reading, resultText } from "./testing/given.ts";

const content = {
  read: { objects: [{ objectName: "contacts" }] },
  subscribe: { objects: [{ objectName: "contacts" }] },
};

function faultsOf(text: string): readonly string[] {
  try {
    compose({ text, content });
  } catch (error) {
    if (error instanceof InvalidInputError)
      return error.issues.map(({ name, detail }) => `${name}: ${detail}`);
    throw error;
  }
  return [];
}

function subscribing(entry: string): string {
  return `{"action":"subscribe","objectName":"contacts","result":[${entry}]}`;
}

describe("a body", () => {
  it.each([
    ["", "character 1"],
    ['{"action":"read",}', "character 18"],
    [`${reading("{}")} x`, "unexpected text behind the value"],
    ["[] x", "unexpected text behind the value"],
    ["nul", "expected a value at character 1"],
    [reading("{}").slice(0, -2), "where the text ends"],
    [reading("[".repeat(600) + "]".repeat(600)), "nested more than 512 deep"],
    [reading('{"a":01}'), "at character"],
  ])("that is not JSON is unreadable: %.40s", (text, said) => {
    expect(() => compose({ text })).toThrow(UnreadableInputError);
    expect(() => compose({ text })).toThrow(said);
  });

  it.each([
    ["[]", [": must be an object, not an array"]],
    ["null", [": must be an object, not null"]],
    ["{}", ["action: is required", "objectName: is required", "result: is required"]],
    [
      '{"action":"write","objectName":1,"result":{},"extra":1,"operationTime":"yesterday","readType":"x"}',
      [
        "extra: is no known member",
        'action: must be one of "read", "subscribe"',
        "objectName: must be a string",
        "operationTime: must be a time of RFC 3339, such as 2025-10-14T02:58:59.323Z",
        'readType: must be one of "backfill", "scheduled", "triggered"',
        "result: must be an array",
      ],
    ],
    [
      '{"action":"read","action":"read","objectName":"contacts","result":[{}]}',
      ["action: stands more than once"],
    ],
    [
      '{"action":"read","objectName":"contacts","result":[{}],"result":[{}]}',
      ["result: stands more than once"],
    ],
    [
      '{"action":"read","objectName":"contacts","result":[{}],"__proto__":{}}',
      ["__proto__: is no known member"],
    ],
    [
      '{"action":"read","object_name":"contacts","objectName":"contacts","result":[{}]}',
      ['object_name: is no known member; did you mean "objectName"?'],
    ],
    [
      '{"action":"read","objectName":"contacts","workspace":7,"operationId":"","result":null}',
      ["operationId: must not be empty", "workspace: must be a string", "result: must be an array"],
    ],
    [
      '{"action":"read","objectName":"contacts","operationTime":"2025-02-31T00:00:00Z","result":[{}]}',
      ["operationTime: must be a time of RFC 3339, such as 2025-10-14T02:58:59.323Z"],
    ],
    ['{"action":"read","objectName":"contacts","result":[]}', ["result: must not be empty"]],
    [reading("1,".repeat(10_000) + "1"), ["result: holds more than 10000 entries"]],
    [
      reading("{}", "deals"),
      ['objectName: names no object of the integration\'s read action: the integration has "contacts"'],
    ],
  ])("that is wrong is refused with all faults: %.60s", (text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  it("nests no deeper than the message around it may", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    const { data } = compose({ text: reading(`{"id":${nested(507)}}`) });
    expect(() => checkDocument(`{"data":${data}}`)).not.toThrow();
    expect(() => compose({ text: reading(`{"id":${nested(508)}}`) })).toThrow(UnreadableInputError);
  });

  it("may hold 10,000 entries", () => {
    expect(faultsOf(reading("{},".repeat(9999) + "{}"))).toEqual([]);
  });
});

const WRAP = 'If this is a record of the provider, hand it in as {"raw": …}';

describe("an entry", () => {
  it.each([
    ["1", ["result[0]: must be a result entry or a record, not a number"]],
    ["[]", ["result[0]: must be a result entry or a record, not an array"]],
    ["null", ["result[0]: must be a result entry or a record, not null"]],
    ['{"raw":[]}', [`result[0].raw: must be an object, not an array. ${WRAP}`]],
    ['{"fields":"x"}', [`result[0].fields: must be an object, not a string. ${WRAP}`]],
    ['{"fields":{},"raw":null}', [`result[0].raw: must be an object, not null. ${WRAP}`]],
    ['{"raw":{},"raw":{}}', ["result[0].raw: stands more than once"]],
    [
      '{"fields":{},"createdTime":1,"self":2}',
      [
        `result[0].createdTime: is no known member of a result entry, which "fields" makes this (nor are others beside it). ${WRAP}`,
      ],
    ],
    [
      '{"raw":{},"subscribeEventType":"renamed"}',
      [
        `result[0].subscribeEventType: must be one of "create", "update", "delete", "associationUpdate", "other". ${WRAP}`,
      ],
    ],
  ])("that is wrong is refused: %s", (entry, expected) => {
    expect(faultsOf(subscribing(entry))).toEqual(expected);
  });

  it("of a read has no event", () => {
    expect(faultsOf(reading('{"raw":{},"rawEvent":{}},{"providerEventType":"x"}'))).toEqual([
      `result[0].rawEvent: is of events, which a read has none of. ${WRAP}`,
      `result[1].providerEventType: is of events, which a read has none of. ${WRAP}`,
    ]);
  });

  it("is named with all others that are wrong, 100 at most", () => {
    expect(faultsOf(reading("{},1,2"))).toHaveLength(2);
    expect(faultsOf(reading("1,".repeat(500) + "1"))).toHaveLength(100);
  });

  it.each([
    '{"fields": {"a": 1.0}, "associations": {"x": []}}',
    '{ "mappedFields":{} }',
    '{"subscribeEventType":"delete","providerEventType":"contact.deletion","id":"7", "rawEvent":[1]}',
    '{"rawEvent":{},"fieldsUpdated":["a"],"fromRecord":{},"toRecord":{}}',
  ])("of fields or of an event passes as it is: %s", (entry) => {
    const { data } = compose({ text: subscribing(entry), content });
    expect(resultText(data)).toBe(entry);
  });

  it("with raw gets its members in the seeds' order", () => {
    const parts = [
      "toRecord",
      "fromRecord",
      "rawEvent",
      "associations",
      "fieldsUpdated",
      "id",
      "providerEventType",
    ];
    const given = parts.map((key) => `"${key}":{"k": 1}`).join(",");
    const { data } = compose({
      text: subscribing(`{${given},"raw":{"a":1},"subscribeEventType":"other"}`),
      content,
    });
    const entry: unknown = JSON.parse(resultText(data));
    expect(Object.keys(Object(entry))).toEqual([
      "fields",
      "subscribeEventType",
      "providerEventType",
      "raw",
      "rawEvent",
      "associations",
      "fromRecord",
      "toRecord",
      "id",
      "fieldsUpdated",
    ]);
  });
});
