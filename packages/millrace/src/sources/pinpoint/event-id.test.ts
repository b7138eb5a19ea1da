import { describe, expect, it } from "vitest";
import { isUuid } from "../../core/ids.ts";
import { storedIdOf } from "./event-id.ts";

const TIME = Date.UTC(2026, 10, 21, 4);
const id = storedIdOf("phone", "one", '{"EventType":"t"}', TIME);

describe("the id an event is stored under", () => {
  it("has the form of a UUIDv7 of the event's time", () => {
    expect(isUuid(id)).toBe(true);
    expect(id).toMatch(/^.{14}7.{4}[89ab]/);
    expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(TIME);
    for (const time of [-1, 0, 253_402_300_799_999])
      expect(isUuid(storedIdOf("phone", "one", "{}", time))).toBe(true);
  });

  it("is that of the same event sent again, and of no other", () => {
    expect(storedIdOf("phone", "one", '{"EventType":"t"}', TIME)).toBe(id);
    const others = [
      storedIdOf("phon", "eone", '{"EventType":"t"}', TIME),
      storedIdOf("phone", "two", '{"EventType":"t"}', TIME),
      storedIdOf("phone", "one", '{"EventType":"u"}', TIME),
      storedIdOf("phone", "one", '{"EventType":"t"}', TIME + 1),
      storedIdOf("phone", "\ud800", '{"EventType":"t"}', TIME),
      storedIdOf("phone", "\udfff", '{"EventType":"t"}', TIME),
      storedIdOf("phone", "\ufffd", '{"EventType":"t"}', TIME),
    ];
    expect(new Set([id, ...others]).size).toBe(8);
  });
});
