import { expect, test } from "vitest";
import { runFuzzer } from "./fuzz/watch.ts";

test("random and spoilt templates end within their limits, with errors of the library alone", async () => {
  const { tried, findings } = await runFuzzer({ seed: 20_340, seconds: 12 });

  expect(findings).toEqual([]);
  expect(tried).toBeGreaterThan(200);
}, 60_000);
