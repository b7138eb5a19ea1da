import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isUuid } from "../../core/ids.ts";
import { amplitudeIdOf, eventIdOf, namesNobody } from "./client-ids.ts";

describe("the id of an event", () => {
  it("is a UUID of version 8, the same for the same names and another for others", () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(3), (sender, insertId, generation) => {
        const id = eventIdOf(sender, insertId, generation);
        expect(isUuid(id)).toBe(true);
        expect(id).toMatch(/^.{14}8.{4}[89ab]/);
        const names = JSON.stringify([sender, insertId, generation]);
        expect(seen.get(id) ?? names).toBe(names);
        seen.set(id, names);
      }),
    );
  });

  it("does not mix up where a sender ends", () => {
    expect(eventIdOf("ab", "c", 0)).not.toBe(eventIdOf("a", "bc", 0));
  });
});

describe("a user's number", () => {
  it("is a whole number that JSON readers can hold, and hardly ever another user's", () => {
    const numbers = new Set<number>();
    for (let i = 0; i < 200_000; i++) {
      const number = amplitudeIdOf(`user-${i}`);
      expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
      numbers.add(number);
    }
    expect(numbers.size).toBe(200_000);
    expect(amplitudeIdOf("user-1")).toBe(amplitudeIdOf("user-1"));
  });
});

describe("ids that name nobody", () => {
  it.each(["null", "NULL", "Unknown", "00000000-0000-0000-0000-000000000000", "0", "-1", "[]", "lmy47d"])(
    "%s",
    (id) => expect(namesNobody(id)).toBe(true),
  );

  it.each(["user-1", "nobody", "00000000-0000-0000-0000-000000000001"])("but not %s", (id) =>
    expect(namesNobody(id)).toBe(false),
  );
});
