import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isJsonObject } from "../../core/json/object.ts";
import { parseLossless } from "../../core/json/lossless.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi } from "../testing/start-api.ts";
import { AmplitudeClient } from "./testing/amplitude-client.ts";

let api: RunningApi;
let client: AmplitudeClient;
beforeAll(async () => {
  api = await startApi();
  client = await AmplitudeClient.of(api, "hostile");
});
afterAll(() => api.close());

/** Names the API knows, and some that JavaScript has a use for. */
const NAMES = [
  "event_type",
  "user_id",
  "device_id",
  "time",
  "insert_id",
  "event_properties",
  "user_properties",
  "groups",
  "group_properties",
  "group_type",
  "group_value",
  "ip",
  "price",
  "session_id",
  "plan",
  "library",
  "__proto__",
  "constructor",
  "toString",
];

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "user-1",
    "$identify",
    "$groupidentify",
    "$set",
    "\ud800",
    "\u0000",
    "__proto__",
    "x".repeat(3_000),
  ),
);
const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(text, fc.double(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(
    fc.oneof(text, fc.constantFrom("$set", "$add", "$append", "$remove", "$clearAll", "$unset", "$x", "a")),
    tie("value"),
    { maxKeys: 4 },
  ),
}));
const event = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 3 })
  .map((entries): unknown => Object.fromEntries([["event_type", "x"], ["user_id", "user-1"], ...entries]));

it("whatever stands in an event, it is taken in whole or refused with a reason", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 12, arbitrary: event }, { weight: 1, arbitrary: value }), {
        minLength: 1,
        maxLength: 2,
      }),
      fc.constantFrom("/2/httpapi", "/batch", "/identify", "/groupidentify"),
      async (events, path) => {
        const body = { api_key: client.apiKey, events, identification: events };
        const answer = await client.post(path, body);
        expect([200, 400]).toContain(answer.status);
        expect(answer.body).toMatchObject({ code: answer.status });
        if (answer.status === 200) taken++;
        else
          expect(answer.body).toMatchObject({ error: expect.stringMatching(/^(?:Invalid|Request missing)/) });
      },
    ),
    { numRuns: 400 },
  );
  expect(taken).toBeGreaterThan(20);
  for (const { data } of client.stored()) {
    const parsed = parseLossless(data);
    if (!isJsonObject(parsed)) throw new Error(`not an object: ${data}`);
    expect(parsed).toMatchObject({ event_type: expect.any(String), user_properties: expect.any(Object) });
  }
}, 60_000);

it("a body of random characters is refused with a reason", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (body) => {
      for (const path of ["/2/httpapi", "/identify"]) {
        const answer = await client.post(path, Buffer.from(body));
        expect(answer).toMatchObject({ status: 400, body: { code: 400 } });
      }
    }),
    { numRuns: 100 },
  );
});
