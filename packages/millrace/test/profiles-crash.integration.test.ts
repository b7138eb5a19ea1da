import { afterAll, beforeAll, expect, test } from "vitest";
import { member } from "./support.ts";
import { ServerProcess } from "./server-process.ts";

/** Users that are counted, and how many calls are under way at once. */
const USERS = 20;
const CALLS = 6;

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
  let next = 0;
  const stop = new AbortController();
  const work = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const n = next++;
      const user = n % USERS;
      const events = Array.from({ length: 5 }, (_, i) => ({
        event_type: "$identify",
        user_id: `user-${user}`,
        insert_id: `identify-${n}-${i}`,
        user_properties: { $add: { n: 1 }, $set: { last: n } },
      }));
      // The same again until it is answered: a kill may have come between the flush and the answer.
      for (;;) {
        const answer = await server.api
          .call("POST", "/2/httpapi", { api_key: key, events })
          .catch(() => undefined);
        if (member(answer?.body, "code") === 200) break;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      counted[user] = (counted[user] ?? 0) + events.length;
    }
  };
  const working = Array.from({ length: CALLS }, work);
  for (const wait of [700, 1_500, 300, 1_100]) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    await server.end("SIGKILL");
    await server.up();
  }
  stop.abort();
  await Promise.all(working);
  await server.end("SIGKILL");
  await server.up();
  const found = await propertiesOf(counted.map((_, user) => `user-${user}`));
  expect(found.map((properties) => member(properties, "n"))).toEqual(counted);
  expect(next).toBeGreaterThan(100);
}, 120_000);
