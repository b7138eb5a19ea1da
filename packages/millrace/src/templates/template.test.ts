import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExact } from "../core/json/exact.ts";
import { SAMPLE_EVENTS } from "./samples.ts";
import type { TemplateTarget } from "./template.ts";
import { Template } from "./template.ts";
import { tryTemplate } from "./try-template.ts";

const target: TemplateTarget = {
  what: "partition key",
  refuses: (text) => (text.length > 256 ? "more than 256 characters" : undefined),
};
const [read, subscribe, own] = SAMPLE_EVENTS;
if (read === undefined || subscribe === undefined || own === undefined)
  throw new Error("samples are missing");

const text = (source: string, event = read): string | undefined => {
  const evaluated = new Template(source, target).evaluate(event, "destination-1");
  return "text" in evaluated ? evaluated.text : undefined;
};
const withData = (data: string) => ({ ...read, data });

describe("the seeds' own examples", () => {
  it.each([
    // Seed 000, partition keys.
    ["data.installationId", "085353b1-07f1-4209-b471-7e028c0a68c8"],
    ["data.groupRef", "group-1"],
    ["data.objectName", "contacts"],
    ["join('_', [data.groupRef, data.objectName])", "group-1_contacts"],
    ["data.operationId", "0199e0a8-149d-7ee9-9f50-0514403517f9"],
    // Seed 001, object keys.
    [
      "join('/', [metadata.objectName, metadata.operationId])",
      "contacts/0199e0a8-149d-7ee9-9f50-0514403517f9",
    ],
    [
      "join('/', [metadata.objectName, time.date, metadata.\"event-id\"])",
      "contacts/2025-10-14/0199e0a8-14a1-7b6e-8f3c-2d1f0a9b8c7d",
    ],
    [
      "join('', [time.rfc3339_nano, '_', metadata.\"event-id\", '.json'])",
      "2025-10-14T02:58:59.323405308Z_0199e0a8-14a1-7b6e-8f3c-2d1f0a9b8c7d.json",
    ],
    [
      "join('/', [data.installationId, metadata.operationId])",
      "085353b1-07f1-4209-b471-7e028c0a68c8/0199e0a8-149d-7ee9-9f50-0514403517f9",
    ],
  ])("%s", (source, expected) => {
    expect(text(source)).toBe(expected);
    expect(tryTemplate("metadata.keyTemplate", source, target)).toBeUndefined();
  });

  it.each([
    ["year", "2025"],
    ["month", "10"],
    ["day", "14"],
    ["hour", "02"],
    ["minute", "58"],
    ["second", "59"],
    ["date", "2025-10-14"],
    ["datetime", "2025-10-14T02:58:59"],
    ["unix", "1760410739"],
    ["rfc3339", "2025-10-14T02:58:59Z"],
    ["rfc3339_nano", "2025-10-14T02:58:59.323405308Z"],
  ])("time.%s is %s", (name, expected) => {
    expect(text(`time.${name}`)).toBe(expected);
  });

  it.each([
    ["projectId", read.projectId],
    ["installationId", "085353b1-07f1-4209-b471-7e028c0a68c8"],
    ["connectionId", "3f1b8a52-96d4-4a0e-9c62-5a1d8b7c6e5f"],
    ["destinationId", "destination-1"],
    ["operationId", "0199e0a8-149d-7ee9-9f50-0514403517f9"],
    ["objectName", "contacts"],
    ['"event-id"', read.id],
    ["timestamp", read.time],
    ["topic", "read"],
  ])("metadata.%s is %s", (name, expected) => {
    expect(text(`metadata.${name}`)).toBe(expected);
  });
});

describe("numbers and booleans become the text they were written as", () => {
  it.each(["12345678901234567890", "1.0", "1e400", "-0", "0.10", "129.5", "true", "false"])(
    "%s",
    (written) => {
      expect(text("data.a.b[1]", withData(`{"a":{"b":[0,${written}]}}`))).toBe(written);
    },
  );

  it("also inside functions, where a double could not hold the value", () => {
    const event = withData('{"big":12345678901234567890,"list":[{"n":9007199254740993},{"n":2}]}');
    expect(text("join('-', [to_string(data.big), 'x'])", event)).toBe("12345678901234567890-x");
    expect(text("join('-', data.list[*].n.to_string(@))", event)).toBe("9007199254740993-2");
  });

  it("while numbers a double can hold still compare and add up", () => {
    const event = withData('{"a":1.0,"b":[3,1e1,2.50]}');
    expect(text("data.a == `1`", event)).toBe("true");
    expect(text("sum(data.b)", event)).toBe("15.5");
    expect(text("max(data.b)", event)).toBe("10");
  });

  it("parses like JSON.parse wherever a double is exact", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        expect(parseExact(json)).toEqual(JSON.parse(json));
      }),
    );
  });
});

describe("what is no text is an error that shows template, context and result, never a fallback", () => {
  it.each([
    ["data.nothing", /gave null, not a text/],
    ["data.result", /gave \[.*, not a text/],
    ["data.resultInfo", /gave \{"type":"inline","numRecords":1\}, not a text/],
    ["''", /gave an empty text/],
    [`'${"x".repeat(300)}'`, /more than 256 characters/],
    ["join('_', data.resultInfo)", /failed: .*join/],
    ["to_number('x')", /gave null/],
  ])("%s", (source, message) => {
    const evaluated = new Template(source, target).evaluate(read, "destination-1");
    expect(evaluated).toMatchObject({
      error: { code: "template_failed", message: expect.stringMatching(message) },
    });
    expect(evaluated).toMatchObject({
      error: { message: expect.stringContaining("data: {action, projectId, provider") },
    });
  });
});

describe("a save refuses what cannot work, with the place and the reason", () => {
  it.each([
    [
      "metadata.operationid",
      /At character 10: There is no metadata\.operationid; did you mean metadata\.operationId\? Names are case-sensitive/,
    ],
    ["metadata.event_id", /did you mean metadata\."event-id"/],
    [
      "metadata.event-id",
      /At character 15: arithmetic is not part of JMESPath; put names with a hyphen in double quotes/,
    ],
    ["time.nanos", /there are year, month, day/],
    [
      "installationId",
      /There is no "installationId" in the context: names start with data, metadata or time/,
    ],
    ["data.", /At character 6: /],
    ["join('_', [data.a", /At character 18: /],
    ["nosuch(data.a)", /At character 1: There is no function nosuch\(\)/],
    ["join('_')", /join\(\) takes/],
    ["[data.groupRef]", /not a text/],
    ["{a: data.groupRef}", /not a text/],
    ["`null`", /gave null/],
    [`'${"x".repeat(300)}'`, /more than 256 characters/],
    ["", /The template is empty/],
    ["x".repeat(5_000), /4096 is the limit/],
    ["let $x = data in $x.a", /At character 1: /],
    ["to_string([@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@]|[@,@])", /too many times over/],
    ["pad_left('x', `1000000000`)", /There is no function pad_left/],
  ])("%s", (source, message) => {
    expect(tryTemplate("metadata.partitionKeyTemplate", source, target)).toMatchObject({
      in: "body",
      name: "metadata.partitionKeyTemplate",
      detail: expect.stringMatching(message),
    });
  });

  it("but not what works for some events only, or may work for a caller's own", () => {
    expect(tryTemplate("x", "data.operationId", target)).toBeUndefined();
    expect(text("data.operationId", subscribe)).toBeUndefined();
    expect(tryTemplate("x", "data.customer.id", target)).toBeUndefined();
    expect(text("data.userId", own)).toBe("user-1");
  });

  it("never fails in another way, whatever the template", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from("data.metadata[]{}()'\"`*@&|!<>=,:?0-9 _")) }),
        (source) => {
          expect(tryTemplate("x", source, target)?.name ?? "x").toBe("x");
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
