import { afterAll, beforeAll, expect, test } from "vitest";
import { member } from "./support.ts";
import { ServerProcess } from "./server-process.ts";
import { throughKills, untilTaken } from "./through-kills.ts";

/** Users that are counted. */
const USERS = 20;

let server: ServerProcess;
let key: string;
beforeAll(async () => {
  server = await ServerProcess.start();
  await server.api.create("/v1/projects", { name: "profiles" });
  const body = { label: "sdk", scopes: ["ingest"] };
  key = String(member(await server.api.ok("POST", "/v1/projects/profiles/api-keys", body), "key"));
});
afterAll(() => server.remove());

/** What is known of each user: what an event of theirs finds. */
async function propertiesOf(users: readonly string[]): Promise<readonly unknown[]> {
  const end = await server.api.ok("GET", "/v1/projects/profiles/events?from=end");
  const events = users.map((user_id) => ({ event_type: "look", user_id }));
  expect((await server.api.call("POST", "/2/httpapi", { api_key: key, events })).body).toMatchObject({
    code: 200,
  });
  const after = String(member(end, "pagination", "nextPageToken"));
  const page = await server.api.ok("GET", `/v1/projects/profiles/events?after=${after}`);
  return users.map((_, i) => member(page, "results", i, "data", "user_properties"));
}

test("kill -9 again and again loses no identify and does none twice", async () => {
  const counted = Array.from({ length: USERS }, () => 0);
  const calls = await throughKills(server, async (n) => {
    const user = n % USERS;
    const events = Array.from({ length: 5 }, (_, i) => ({
      event_type: "$identify",
      user_id: `user-${user}`,
      insert_id: `identify-${n}-${i}`,
      user_properties: { $add: { n: 1 }, $set: { last: n } },
    }));
    await untilTaken(async () => {
      const { body } = await server.api.call("POST", "/2/httpapi", { api_key: key, events });
      return member(body, "code") === 200;
    });
    counted[user] = (counted[user] ?? 0) + events.length;
  });
  const found = await propertiesOf(counted.map((_, user) => `user-${user}`));
  expect(found.map((properties) => member(properties, "n"))).toEqual(counted);
  expect(calls).toBeGreaterThan(100);
}, 120_000);
