import { describe, expect, test } from "vitest";
import type { Event } from "./event.ts";
import { exportTime, exportTimeOf, viewOf } from "./event-view.ts";
import { ExactNumber } from "./json/lossless.ts";

function eventOf(data: string): Event {
  return {
    position: 7,
    id: "e-1",
    projectId: "p",
    topic: "orders",
    time: "2022-01-06T17:29:04.123456789Z",
    acceptedAt: Date.UTC(2022, 0, 6, 17, 29, 5, 40),
    metadata: {},
    data,
  };
}

const COMPLETE =
  '{"uuid":"u","event_type":"Buy","event_time":"2022-01-06 17:29:04.123000","server_received_time":"2022-01-06 17:29:05.000000","n":1.0}';

describe("an event's view", () => {
  test("is the data as it stands where that is in the export format", () => {
    const view = viewOf(eventOf(COMPLETE));
    expect(view.asStored).toBe(true);
    expect(view.fields).toMatchObject({
      uuid: "u",
      event_type: "Buy",
      event_name: "Buy",
      n: new ExactNumber("1.0"),
    });
  });

  test("has what the log knows where the data does not say it", () => {
    const view = viewOf(eventOf('{"event_type":"Buy","__proto__":1}'));
    expect(view.asStored).toBe(false);
    expect(Object.entries(view.fields)).toEqual([
      ["event_type", "Buy"],
      ["__proto__", 1],
      ["uuid", "e-1"],
      ["event_name", "Buy"],
      ["event_time", "2022-01-06 17:29:04.123456"],
      ["created_at", "2022-01-06 17:29:04.123456"],
      ["server_received_time", "2022-01-06 17:29:05.040000"],
    ]);
  });

  test("has an event of the Pinpoint API under the names of the export format", () => {
    const data =
      '{"event_type":"Buy","client":{"client_id":"phone"},"attributes":{"__proto__":"a"},"metrics":{"n":1.0},"device":7}';
    const { fields } = viewOf({ ...eventOf(data), metadata: { appEvent: "true", endpointUser: "maria" } });
    expect(fields).toMatchObject({
      event_type: "Buy",
      user_id: "maria",
      device_id: "phone",
      uuid: "e-1",
      device: 7,
    });
    expect(Object.entries(fields.event_properties ?? {})).toEqual([
      ["__proto__", "a"],
      ["n", new ExactNumber("1.0")],
    ]);
    expect(fields).not.toHaveProperty("platform");
    expect(viewOf(eventOf(data)).fields).not.toHaveProperty("device_id");
    expect(viewOf({ ...eventOf("7"), metadata: { appEvent: "true" } }).fields.data).toBe(7);
  });

  test("takes the event's time where nobody noted when it came in", () => {
    const view = viewOf({ ...eventOf("{}"), acceptedAt: 0 });
    expect(view.fields.server_received_time).toBe("2022-01-06 17:29:04.123456");
  });

  test.each([
    ["[1]", [1]],
    ['"text"', "text"],
    ["null", null],
    ["1.0", new ExactNumber("1.0")],
  ])("has data that is no object under data: %s", (data, expected) => {
    const view = viewOf(eventOf(data));
    expect(view.fields).toEqual({
      uuid: "e-1",
      event_type: "orders",
      event_name: "orders",
      event_time: "2022-01-06 17:29:04.123456",
      created_at: "2022-01-06 17:29:04.123456",
      server_received_time: "2022-01-06 17:29:05.040000",
      data: expected,
    });
  });

  test("is made once", () => {
    const event = eventOf(COMPLETE);
    expect(viewOf(event)).toBe(viewOf(event));
  });
});

test("times of the export format are UTC with six digits behind the second", () => {
  expect(exportTime("2022-01-06T17:29:04.123456789Z")).toBe("2022-01-06 17:29:04.123456");
  expect(exportTimeOf(Date.UTC(2022, 0, 6, 17, 29, 4, 5))).toBe("2022-01-06 17:29:04.005000");
  for (const ms of [0, 59_999, 60_000, -1, 253_402_300_799_999, Date.UTC(2024, 1, 29, 23, 59, 59, 999)])
    expect(exportTimeOf(ms)).toBe(`${new Date(ms).toISOString().replace("T", " ").replace("Z", "")}000`);
});
