import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
let path: string;
let project = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  const name = `project-${++project}`;
  await api.call("POST", "/v1/projects", { body: { name } });
  path = `/v1/projects/${name}/destinations`;
});

const home = {
  name: "homeLoft",
  type: "pigeon",
  metadata: { loft: "Basel" },
  secrets: { whistle: "secret-whistle" },
};
const make = (over: object = {}) => api.call("POST", path, { body: { ...home, ...over } });

describe("a new destination", () => {
  test("is answered without its secrets, and found by id and by name", async () => {
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      projectId: expect.any(String),
      name: "homeLoft",
      type: "pigeon",
      metadata: { loft: "Basel" },
      delivery: {},
      createTime: expect.any(String),
      updateTime: expect.any(String),
    });
    expect((await api.call("GET", `${path}/homeLoft`)).body).toEqual(made.body);
    expect(
      (await api.call("GET", `${path}/${textAt(made, "id")}?includeSecrets=true&rotate=true`)).body,
    ).toEqual(made.body);
    expect((await api.call("GET", path)).body).toEqual([made.body]);
  });

  test("may carry warnings", async () => {
    expect((await make({ metadata: { loft: "Basel", route: "scenic" } })).body).toMatchObject({
      warnings: ["The scenic route takes longer."],
    });
  });

  test("is held against its type's schemas, all faults at once, without echoing secrets", async () => {
    const answer = await make({
      metadata: { lofft: "x", birds: 0, route: "by-air" },
      secrets: { whistle: "abc", key: "xyzzy" },
    });
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)).toEqual([
      'metadata.loft: "loft" is required',
      'metadata.lofft: "lofft" is no known field; did you mean "loft"?',
      "metadata.birds: must be >= 1",
      'metadata.route: must be one of "direct", "scenic"',
      'secrets.key: "key" is no known field',
      "secrets.whistle: must not have fewer than 4 characters",
    ]);
    expect(answer.text).toContain('"value":"by-air"');
    expect(answer.text).not.toContain("abc");
    expect(answer.text).not.toContain("xyzzy");
  });

  test("is held against its type's own rules", async () => {
    expect(issuesIn(await make({ metadata: { loft: "nowhere" } }))).toEqual([
      "metadata.loft: no bird flies there",
    ]);
  });

  test("of an unknown type is refused with the types there are", async () => {
    expect(issuesIn(await make({ type: "pidgeon" }))).toEqual([
      'type: must be one of pigeon; did you mean "pigeon"?',
    ]);
  });

  test.each([
    "",
    "with space",
    "under_score",
    "ünïcode",
    "a".repeat(101),
    "0199e0a8-149d-7ee9-9f50-0514403517f9",
  ])("cannot be named %j", async (name) => {
    expect((await make({ name })).status).toBe(422);
  });

  test("of a name that is taken in the project is refused; in another project it is free", async () => {
    await make();
    expect((await make()).status).toBe(409);
    await api.call("POST", "/v1/projects", { body: { name: `other-${project}` } });
    expect(
      (await api.call("POST", `/v1/projects/other-${project}/destinations`, { body: home })).status,
    ).toBe(201);
  });
});

describe("a change of a destination", () => {
  const patch = (updateMask: readonly string[], destination: object) =>
    api.call("PATCH", `${path}/homeLoft`, { body: { updateMask, destination } });
  const whistleWorks = async () => (await api.call("POST", `${path}/homeLoft:check`)).body;

  test("touches what its mask names and nothing else", async () => {
    const made = await make({ metadata: { loft: "Basel", birds: 3 } });
    const changed = await patch(["metadata.loft"], { name: "ignored", metadata: { loft: "Bern", birds: 9 } });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      id: textAt(made, "id"),
      name: "homeLoft",
      metadata: { loft: "Bern", birds: 3 },
    });
    expect(textAt(changed, "createTime")).toBe(textAt(made, "createTime"));
    expect(textAt(changed, "updateTime") > textAt(made, "updateTime")).toBe(true);
  });

  test("replaces all settings where the mask names them as a whole, and removes what it names and leaves out", async () => {
    await make({ metadata: { loft: "Basel", birds: 3, route: "direct" } });
    expect((await patch(["metadata.birds"], {})).body).toMatchObject({
      metadata: { loft: "Basel", route: "direct" },
    });
    expect((await patch(["metadata"], { metadata: { loft: "Bern" } })).body).toMatchObject({
      metadata: { loft: "Bern" },
    });
    expect(issuesIn(await patch(["metadata.loft"], {}))).toEqual([
      'destination.metadata.loft: "loft" is required',
    ]);
  });

  test("of single secrets keeps the others", async () => {
    await make();
    expect((await patch(["secrets.tune"], { secrets: { tune: "ode" } })).status).toBe(200);
    expect(await whistleWorks()).toEqual({
      ok: true,
      steps: [{ name: "whistle", ok: true, detail: "heard at Basel" }],
    });
    expect((await patch(["secrets.whistle"], { secrets: {} })).status).toBe(422);
  });

  test("renames; the old name is gone, and a name that is taken stays so", async () => {
    await make();
    await make({ name: "other" });
    expect((await patch(["name"], { name: "other" })).status).toBe(409);
    expect((await patch(["name"], { name: "renamed" })).status).toBe(200);
    expect((await api.call("GET", `${path}/homeLoft`)).status).toBe(404);
    expect((await api.call("GET", `${path}/renamed`)).status).toBe(200);
  });

  test("naming what cannot be changed is refused", async () => {
    await make();
    expect(issuesIn(await patch(["type", "metadata.lofd", "secrets.whistle.x", "__proto__"], {}))).toEqual([
      'updateMask[0]: "type" cannot be changed',
      'updateMask[1]: "metadata.lofd" cannot be changed; did you mean "metadata.loft"?',
      'updateMask[2]: "secrets.whistle.x" cannot be changed; did you mean "secrets.whistle"?',
      'updateMask[3]: "__proto__" cannot be changed',
    ]);
  });

  test("and another one at once are both kept", async () => {
    await make();
    await Promise.all([
      patch(["metadata.birds"], { metadata: { birds: 5 } }),
      patch(["metadata.route"], { metadata: { route: "direct" } }),
      patch(["secrets.tune"], { secrets: { tune: "ode" } }),
    ]);
    expect((await api.call("GET", `${path}/homeLoft`)).body).toMatchObject({
      metadata: { loft: "Basel", birds: 5, route: "direct" },
    });
  });
});

describe("how a destination is delivered to", () => {
  test("is set with it, changed and taken back", async () => {
    const delivery = {
      retry: { attempts: 3, firstWaitSeconds: 1, factor: 3, maxWaitSeconds: 60, totalSeconds: 600 },
      pace: { requestsPerMinute: 50_000, concurrency: 4 },
    };
    expect((await make({ delivery })).body).toMatchObject({ delivery });
    const patch = (updateMask: readonly string[], destination: object) =>
      api.call("PATCH", `${path}/homeLoft`, { body: { updateMask, destination } });
    const pace = { recordsPerSecond: 10 };
    expect((await patch(["delivery.pace"], { delivery: { pace } })).body).toMatchObject({
      delivery: { retry: delivery.retry, pace },
    });
    expect((await patch(["delivery"], {})).body).toMatchObject({ delivery: {} });
  });
  test("is refused where it makes no sense, with the place", async () => {
    expect(issuesIn(await make({ delivery: { retry: { attempts: 0 }, pace: { speed: 1 } } }))).toEqual([
      expect.stringContaining("delivery.retry.attempts"),
      expect.stringContaining("delivery.pace"),
    ]);
    await make();
    const body = {
      updateMask: ["delivery.pace"],
      destination: { delivery: { pace: { concurrency: 1_000 } } },
    };
    expect(issuesIn(await api.call("PATCH", `${path}/homeLoft`, { body }))).toEqual([
      expect.stringContaining("destination.delivery.pace.concurrency"),
    ]);
  });
});

test("a destination is deleted once", async () => {
  await make();
  expect((await api.call("DELETE", `${path}/homeLoft`)).status).toBe(204);
  expect((await api.call("DELETE", `${path}/homeLoft`)).status).toBe(404);
});

test("credentials stand neither in the log nor in the store's file in the clear", async () => {
  await make();
  await api.call("POST", `${path}/homeLoft:check`);
  expect(api.logged()).not.toContain("secret-whistle");
  const row = await api.store.selectFrom("destinations").select("secrets").executeTakeFirstOrThrow();
  expect(row.secrets.includes("secret-whistle")).toBe(false);
});

test("10,000 destinations are listed, whole and by pages", { timeout: 60_000 }, async () => {
  const { id } = await api.store
    .selectFrom("projects")
    .select("id")
    .where("name", "=", `project-${project}`)
    .executeTakeFirstOrThrow();
  const time = "2026-01-01T00:00:00.000000000Z";
  await api.store.transaction().execute(async (transaction) => {
    for (let i = 0; i < 10_000; i++) {
      const number = String(i).padStart(12, "0");
      await transaction
        .insertInto("destinations")
        .values({
          id: `019b0000-0000-7000-8000-${number}`,
          project_id: id,
          name: `d-${i}`,
          type: "pigeon",
          metadata: '{"loft":"x"}',
          secrets: Buffer.alloc(60),
          create_time: time,
          update_time: time,
        })
        .execute();
    }
  });
  const started = performance.now();
  const whole = await api.call("GET", path);
  expect(performance.now() - started).toBeLessThan(2000);
  expect(whole.body).toHaveLength(10_000);

  let next: string | undefined = `${path}?pageSize=1000`;
  const names = new Set<string>();
  for (let pages = 1; next !== undefined; pages++) {
    const page = await api.call("GET", next);
    expect(page.body).toHaveLength(1000);
    for (let i = 0; i < 1000; i++) names.add(textAt(page, `${i}.name`));
    next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
    expect(next === undefined).toBe(pages === 10);
  }
  expect(names.size).toBe(10_000);
  expect((await api.call("GET", `${path}?pageSize=1001`)).status).toBe(422);
  expect((await api.call("GET", `${path}?pageToken=x`)).status).toBe(422);
});
