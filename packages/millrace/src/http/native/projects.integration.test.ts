import { Readable } from "node:stream";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { issuesIn, startApi, textAt } from "../testing/start-api.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("projects", () => {
  test("are made and found by id and by name, in any script", async () => {
    const made = await api.call("POST", "/v1/projects", { body: { name: "søndag-日本", appName: "Søndag" } });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: "søndag-日本",
      appName: "Søndag",
      tags: {},
      createTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
      updateTime: expect.any(String),
    });
    for (const idOrName of [
      textAt(made, "id"),
      encodeURIComponent("søndag-日本"),
      encodeURIComponent("søndag-日本".normalize("NFD")),
    ]) {
      expect((await api.call("GET", `/v1/projects/${idOrName}`)).body).toEqual(made.body);
    }
    expect((await api.call("GET", "/v1/projects")).body).toContainEqual(made.body);
  });

  test("of a name that is taken are refused", async () => {
    await api.call("POST", "/v1/projects", { body: { name: "taken" } });
    const again = await api.call("POST", "/v1/projects", { body: { name: "taken" } });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ type: "urn:problem-type:millrace:project_exists", title: "Conflict" });
  });

  test.each(["", "a b", "a/b", "..", "x".repeat(101), "0199e0a8-149d-7ee9-9f50-0514403517f9"])(
    "cannot be named %j",
    async (name) => {
      const refused = await api.call("POST", "/v1/projects", { body: { name } });
      expect(refused.status).toBe(422);
    },
  );

  test("that do not exist are a problem in Ampersand's shape", async () => {
    const answer = await api.call("GET", "/v1/projects/nothing", { headers: { "x-request-id": "req-1" } });
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(answer.headers.get("x-request-id")).toBe("req-1");
    expect(answer.body).toEqual({
      type: "urn:problem-type:millrace:project_not_found",
      title: "Not Found",
      status: 404,
      detail: 'There is no project "nothing".',
      instance: "urn:millrace:request:req-1",
      subsystem: "api",
      time: expect.any(String),
      requestId: "req-1",
      retryable: false,
      context: { code: "project_not_found" },
    });
  });
});

describe("a project", () => {
  const create = async (body: object) => textAt(await api.call("POST", "/v1/projects", { body }), "id");
  const patch = (id: string, updateMask: readonly string[], project: object) =>
    api.call("PATCH", `/v1/projects/${id}`, { body: { updateMask, project } });

  test("is changed in the fields that are named, and found by its new name alone", async () => {
    const id = await create({ name: "before", appName: "Before", tags: { a: "1", b: "2" } });
    expect((await api.call("GET", "/v1/projects/before")).status).toBe(200);
    const changed = await patch(id, ["name", "tags.a", "tags.c", "appName"], {
      name: "after",
      tags: { c: "3", b: "not named" },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({
      id,
      name: "after",
      tags: { b: "2", c: "3" },
      createTime: expect.any(String),
      updateTime: expect.any(String),
    });
    expect(textAt(changed, "updateTime") > textAt(changed, "createTime")).toBe(true);
    expect((await api.call("GET", "/v1/projects/after")).body).toEqual(changed.body);
    expect((await api.call("GET", `/v1/projects/${id}`)).body).toEqual(changed.body);
    expect((await api.call("GET", "/v1/projects/before")).status).toBe(404);
    expect((await patch(id, ["tags"], {})).body).toMatchObject({ tags: {} });
    // The name is free for another one.
    const other = await create({ name: "before" });
    expect(textAt(await api.call("GET", "/v1/projects/before"), "id")).toBe(other);
  });

  test("is not changed into what it may not be", async () => {
    const id = await create({ name: "strict" });
    await create({ name: "strict-other" });
    expect((await patch(id, ["name"], { name: "strict-other" })).status).toBe(409);
    expect(issuesIn(await patch(id, ["name"], {}))).toEqual(['project.name: "name" is required']);
    expect(issuesIn(await patch(id, ["id"], {}))).toEqual(['updateMask[0]: "id" cannot be changed']);
    expect((await patch(id, ["name"], { name: "a b" })).status).toBe(422);
    expect((await patch(id, ["tags.a.b"], { tags: { a: "x" } })).status).toBe(422);
    const long = await patch(id, ["tags"], { tags: { k: "v".repeat(257) } });
    expect(issuesIn(long)).toEqual([
      'project.tags: the value of the tag "k" has 257 characters; it may have 256',
    ]);
    expect((await api.call("GET", `/v1/projects/${id}`)).body).toMatchObject({ name: "strict", tags: {} });
  });

  test("is deleted by its own admin key, which goes with it", async () => {
    const id = await create({ name: "going" });
    const make = async (...scopes: readonly string[]) =>
      textAt(await api.call("POST", `/v1/projects/${id}/api-keys`, { body: { label: "k", scopes } }), "key");
    const [write, admin] = [await make("write"), await make("admin")];
    expect((await api.call("DELETE", `/v1/projects/${id}`, { key: write })).status).toBe(403);
    expect((await api.call("DELETE", "/v1/projects/going", { key: admin })).status).toBe(204);
    expect((await api.call("GET", `/v1/projects/${id}`, { key: write })).status).toBe(401);
    expect((await api.call("GET", `/v1/projects/${id}`)).status).toBe(404);
    expect((await api.call("GET", "/v1/projects/going")).status).toBe(404);
    expect((await api.call("DELETE", `/v1/projects/${id}`)).status).toBe(404);
    const events = { events: [{ topic: "t", data: {} }] };
    expect((await api.call("POST", `/v1/projects/${id}/events`, { body: events })).status).toBe(404);
    expect((await api.call("POST", "/v1/projects", { body: { name: "going" } })).status).toBe(201);
  });

  test("takes in no event that was on its way when it was deleted", async () => {
    const id = await create({ name: "late" });
    expect((await api.call("DELETE", `/v1/projects/${id}`)).status).toBe(204);
    const append = api.log.append([
      { id: "e", projectId: id, topic: "t", time: "2026-01-01T00:00:00Z", metadata: {}, data: "{}" },
    ]);
    await expect(append).rejects.toMatchObject({ code: "project_not_found", status: 404 });
    await expect(api.vault.seal({ projectId: id, holderId: "d" }, {})).rejects.toMatchObject({ status: 404 });
  });
});

describe("a body that is not what it should be", () => {
  const post = (body: unknown) => api.call("POST", "/v1/projects", { body });

  test("is answered with every fault it has", async () => {
    const answer = await post({ nmae: "x", appName: 7 });
    expect(answer.status).toBe(422);
    expect(issuesIn(answer)).toEqual([
      'name: "name" is required',
      'nmae: "nmae" is no known field; did you mean "name"?',
      "appName: must be a string, not a number",
    ]);
  });

  test("that is cut off is refused, saying where", async () => {
    const answer = await post('{"name": "x"');
    expect(answer.status).toBe(400);
    expect(textAt(answer, "detail")).toContain("at character 13");
  });

  test("that is missing, not UTF-8, compressed or not JSON at all is refused", async () => {
    expect((await api.call("POST", "/v1/projects")).status).toBe(422);
    expect((await post(Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
    const gzip = await api.call("POST", "/v1/projects", {
      body: "{}",
      headers: { "content-encoding": "gzip" },
    });
    expect(gzip.status).toBe(415);
    const form = await api.call("POST", "/v1/projects", {
      body: "name=x",
      headers: { "content-type": "text/plain" },
    });
    expect(form.status).toBe(415);
  });

  test("with __proto__ or nested without end does no harm", async () => {
    expect(issuesIn(await post('{"name":"p","__proto__":{"appName":"x"}}'))).toEqual([
      '__proto__: "__proto__" is no known field',
    ]);
    expect((await post(`{"name":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).status).toBe(400);
  });

  test("that is too large is answered with 413, the rest of it read away", async () => {
    const answer = await post("x".repeat(50 * 1024 * 1024));
    expect(answer.status).toBe(413);
    expect(textAt(answer, "remedy")).toContain("maxBodyBytes");
    const streamed = await request(`${api.url}/v1/projects`, {
      method: "POST",
      headers: { "x-api-key": api.adminKey, "content-type": "application/json" },
      body: Readable.from(Array.from({ length: 20 }, () => "x".repeat(1024 * 1024))),
    });
    expect(streamed.statusCode).toBe(413);
    await streamed.body.dump();
  });
});

describe("paths", () => {
  test("that nothing serves are a problem", async () => {
    const answer = await api.call("GET", "/v2/anything");
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ type: "urn:problem-type:millrace:no_such_path" });
  });

  test("tell which methods they serve", async () => {
    const answer = await api.call("DELETE", "/v1/projects");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS, POST");
    expect((await api.call("GET", "/v1/projects/p/routes/r:pause")).status).toBe(404);
    const options = await api.call("OPTIONS", "/v1/projects/p/integrations:batch", { key: null });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "OPTIONS, PUT"]);
    expect((await api.call("HEAD", "/v1/projects")).status).toBe(200);
  });

  test("that cannot be decoded are a problem", async () => {
    const answer = await api.call("GET", "/v1/projects/%E0%A4%A");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
  });
});
