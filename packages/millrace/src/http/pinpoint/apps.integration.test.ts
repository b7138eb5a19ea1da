import {
  CreateAppCommand,
  DeleteAppCommand,
  GetAppCommand,
  GetAppsCommand,
  GetCampaignsCommand,
  ListTagsForResourceCommand,
  NotFoundException,
  PinpointClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-pinpoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";
import { pinpointClient } from "./testing/pinpoint-client.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const create = (Name: unknown, tags?: unknown) =>
  api.call("POST", "/v1/apps", { body: { Name, ...(tags !== undefined && { tags }) } });
const keyOf = async (project: string, ...scopes: readonly string[]): Promise<string> =>
  textAt(
    await api.call("POST", `/v1/projects/${project}/api-keys`, { body: { label: "one", scopes } }),
    "key",
  );

describe("the official client", () => {
  test("is found in the log when it is refused: why, and which access key it named", async () => {
    await api.call("POST", "/v1/projects", { body: { name: "logged" } });
    const keys = "/v1/projects/logged/access-keys";
    const made = await api.call("POST", keys, { body: { label: "checkout", scopes: ["read"] } });
    const credentials = {
      accessKeyId: textAt(made, "accessKeyId"),
      secretAccessKey: textAt(made, "secretAccessKey"),
    };
    await api.call("PATCH", `${keys}/${textAt(made, "id")}`, { body: { disabled: true } });
    const ask = async (used: typeof credentials) => {
      const client = new PinpointClient({
        endpoint: api.url,
        region: "eu-west-1",
        credentials: used,
        maxAttempts: 1,
      });
      await expect(client.send(new GetAppCommand({ ApplicationId: "logged" }))).rejects.toThrow(/access key/);
    };
    await ask(credentials);
    await ask({ ...credentials, accessKeyId: "AKIAIOSFODNN7EXAMPLE" });
    const lines = api
      .logged()
      .split("\n")
      .filter((line) => line.includes('"status":403'));
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      code: "ForbiddenException",
      accessKeyId: credentials.accessKeyId,
    });
    // An id that is not known may be anything.
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ code: "UnrecognizedClientException" });
    expect(lines[1]).not.toContain("AKIA");
  });

  test("makes, gets, lists and deletes applications", async () => {
    const client = await pinpointClient(api);
    const made = await client.send(
      new CreateAppCommand({ CreateApplicationRequest: { Name: "My shop, 2026", tags: { team: "growth" } } }),
    );
    const app = made.ApplicationResponse;
    expect(made.$metadata.httpStatusCode).toBe(201);
    expect(app).toEqual({
      Arn: `arn:aws:mobiletargeting:eu-west-1:000000000000:apps/${app?.Id}`,
      CreationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      Id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Name: "My shop, 2026",
      tags: { team: "growth" },
    });
    const which = { ApplicationId: app?.Id };
    expect((await client.send(new GetAppCommand(which))).ApplicationResponse).toEqual(app);
    const all = await client.send(new GetAppsCommand({}));
    expect(all.ApplicationsResponse?.Item).toContainEqual(app);
    expect(all.ApplicationsResponse?.NextToken).toBeUndefined();
    expect((await client.send(new DeleteAppCommand(which))).ApplicationResponse).toEqual(app);
    const gone = client.send(new GetAppCommand(which));
    await expect(gone).rejects.toThrow(NotFoundException);
    await expect(gone).rejects.toThrow(`There is no application "${app?.Id}".`);
    await expect(client.send(new DeleteAppCommand(which))).rejects.toThrow(NotFoundException);
  });

  test("lists, adds and removes tags", async () => {
    const client = await pinpointClient(api);
    const { ApplicationResponse: app } = await client.send(
      new CreateAppCommand({ CreateApplicationRequest: { Name: "tagged", tags: { a: "1", b: "2" } } }),
    );
    const ResourceArn = app?.Arn;
    const added = await client.send(
      new TagResourceCommand({ ResourceArn, TagsModel: { tags: { b: "3", "cost center": "é/:" } } }),
    );
    expect(added.$metadata.httpStatusCode).toBe(204);
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a", "never there"] }));
    const found = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(found.TagsModel).toEqual({ tags: { b: "3", "cost center": "é/:" } });
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["b"] }));
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["cost center"] }));
    expect((await client.send(new ListTagsForResourceCommand({ ResourceArn }))).TagsModel?.tags).toEqual({});
    const other = "arn:aws:mobiletargeting:eu-west-1:000000000000:apps/0199e0a8-149d-7ee9-9f50-0514403517f9";
    await expect(client.send(new ListTagsForResourceCommand({ ResourceArn: other }))).rejects.toThrow(
      NotFoundException,
    );
  });

  test("is told what Millrace does not serve of Pinpoint", async () => {
    const client = await pinpointClient(api);
    const asked = client.send(new GetCampaignsCommand({ ApplicationId: "x" }));
    await expect(asked).rejects.toThrow(NotFoundException);
    await expect(asked).rejects.toThrow(
      "Millrace serves applications, events, endpoints and event streams: see docs/pinpoint.md",
    );
  });
});

describe("an application", () => {
  test("is a project with a name of its own, made from the application's", async () => {
    const names: unknown[] = [];
    for (const name of ["Søk & finn!", "Søk & finn!", "…", "0199e0a8-149d-7ee9-9f50-0514403517f9"]) {
      const made = await create(name);
      expect([made.status, textAt(made, "Name")]).toEqual([201, name]);
      const project = await api.call("GET", `/v1/projects/${textAt(made, "Id")}`);
      expect(textAt(project, "appName")).toBe(name);
      names.push(textAt(project, "name"));
    }
    expect(names).toEqual([
      "Søk-finn",
      expect.stringMatching(/^Søk-finn-[0-9a-f]{8}$/),
      "app",
      "app-0199e0a8-149d-7ee9-9f50-0514403517f9",
    ]);
  });

  test("that was made as a project is called by its appName, or its name", async () => {
    const nameOf = async (body: object) => {
      const id = textAt(await api.call("POST", "/v1/projects", { body }), "id");
      return textAt(await api.call("GET", `/v1/apps/${id}`), "Name");
    };
    expect(await nameOf({ name: "native-1", appName: "Native One" })).toBe("Native One");
    expect(await nameOf({ name: "native-2" })).toBe("native-2");
  });

  test("has a region in its ARN only where the request is signed for one", async () => {
    const made = await create("arn");
    expect(textAt(made, "Arn")).toMatch(/^arn:aws:mobiletargeting:us-east-1:000000000000:apps\//);
  });

  test.each([
    ["no name", undefined, undefined, '"Name" is required'],
    ["an empty name", "", undefined, "must not be empty"],
    ["a name of spaces", "   ", undefined, "must not be empty"],
    ["a long name", "😀".repeat(65), undefined, "has 65 characters; it may have 64"],
    ["half a character", "x\ud800", undefined, "half a character"],
    ["a name that is none", 7, undefined, "must be a string"],
    ["tags that are none", "x", { a: 1 }, "must be a string"],
    [
      "too many tags",
      "x",
      Object.fromEntries(Array.from({ length: 51 }, (_, i) => [i, ""])),
      "51 tags; there may be 50",
    ],
    ["a long key", "x", { ["k".repeat(129)]: "" }, "129 characters; it may have 128"],
    ["a long value", "x", { k: "v".repeat(257) }, "257 characters; it may have 256"],
    ["an empty key", "x", { "": "v" }, "must not be empty"],
    ["a key of AWS's own", "x", { "AWS:k": "v" }, 'begins with "aws:"'],
  ])("with %s is refused", async (_what, name, tags, reason) => {
    const refused = await create(name, tags);
    expect([refused.status, refused.headers.get("x-amzn-errortype")]).toEqual([400, "BadRequestException"]);
    expect(textAt(refused, "Message")).toContain(reason);
  });

  test("may be at every limit", async () => {
    const tags = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`${i}`.padStart(128, "k"), "é".repeat(256)]),
    );
    const made = await create("😀".repeat(64), tags);
    expect(made.body).toMatchObject({ Name: "😀".repeat(64), tags });
  });

  test("may have a tag called __proto__", async () => {
    const made = await api.call("POST", "/v1/apps", { body: '{"Name":"p","tags":{"__proto__":"x"}}' });
    expect(made.text).toContain('"tags":{"__proto__":"x"}');
    const project = await api.call("GET", `/v1/apps/${textAt(made, "Id")}`);
    expect(project.text).toContain('"tags":{"__proto__":"x"}');
  });
});

describe("access", () => {
  test("a project's key sees its application alone, and deletes it with the scope admin only", async () => {
    const mine = textAt(await create("mine"), "Id");
    const other = await create("other");
    const [read, admin] = [await keyOf(mine, "read"), await keyOf(mine, "admin")];
    const list = await api.call("GET", "/v1/apps", { key: read });
    expect(list.body).toMatchObject({ Item: [{ Id: mine }] });
    expect(list.body).toHaveProperty("Item.length", 1);
    const statuses = async (key: string, ...calls: readonly (readonly [string, string])[]) =>
      Promise.all(calls.map(async ([method, path]) => (await api.call(method, path, { key })).status));
    const arn = encodeURIComponent(textAt(other, "Arn"));
    expect(
      await statuses(
        read,
        ["GET", `/v1/apps/${mine}`],
        ["GET", `/v1/apps/${textAt(other, "Id")}`],
        ["GET", `/v1/tags/${arn}`],
        ["DELETE", `/v1/tags/${encodeURIComponent(textAt(other, "Arn"))}?tagKeys=a`],
        ["POST", "/v1/apps"],
        ["DELETE", `/v1/apps/${mine}`],
      ),
    ).toEqual([200, 404, 404, 403, 403, 403]);
    expect(
      await statuses(admin, ["POST", "/v1/apps"], ["DELETE", `/v1/apps/${textAt(other, "Id")}`]),
    ).toEqual([403, 404]);
    expect((await api.call("DELETE", `/v1/apps/${mine}`, { key: admin })).status).toBe(200);
    // The key went with it.
    expect((await api.call("GET", "/v1/apps", { key: admin })).status).toBe(403);
    expect((await api.call("GET", "/v1/apps", { key: read })).headers.get("x-amzn-errortype")).toBe(
      "UnrecognizedClientException",
    );
  });
});

describe("a list", () => {
  test("of 10,000 applications comes in pages, each once and in order", async () => {
    const now = "2026-01-01T00:00:00.000000000Z";
    const ids = Array.from(
      { length: 10_000 },
      (_, i) => `ffffffff-0000-7000-8000-${`${i}`.padStart(12, "0")}`,
    );
    for (let at = 0; at < ids.length; at += 1_000) {
      await api.store
        .insertInto("projects")
        .values(
          ids
            .slice(at, at + 1_000)
            .map((id) => ({ id, name: `many-${id}`, app_name: null, create_time: now, update_time: now })),
        )
        .execute();
    }
    const client = await pinpointClient(api);
    const found: (string | undefined)[] = [];
    let pages = 0;
    for (let Token: string | undefined; ; pages++) {
      const { ApplicationsResponse: page } = await client.send(
        new GetAppsCommand({ PageSize: "999", ...(Token !== undefined && { Token }) }),
      );
      expect(page?.Item?.length).toBeLessThanOrEqual(999);
      found.push(...(page?.Item ?? []).map(({ Id }) => Id));
      Token = page?.NextToken;
      if (Token === undefined) break;
    }
    expect(pages).toBe(10);
    expect(found.filter((id) => id?.startsWith("ffffffff"))).toEqual(ids);
    expect((await api.call("GET", "/v1/apps")).body).toHaveProperty("Item.length", 100);
  });

  test.each(["page-size=0", "page-size=x", "page-size=1001", "token=nonsense"])(
    "with %s is refused",
    async (query) => {
      const refused = await api.call("GET", `/v1/apps?${query}`);
      expect([refused.status, refused.headers.get("x-amzn-errortype")]).toEqual([400, "BadRequestException"]);
      expect(refused.body).toMatchObject({
        Message: expect.stringMatching(new RegExp(`^${query.split("=")[0]} is`)),
      });
    },
  );
});

test("methods and paths that Pinpoint has and Millrace has not are errors that its clients know", async () => {
  const type = async (method: string, path: string) => {
    const answer = await api.call(method, path);
    return [answer.status, answer.headers.get("x-amzn-errortype")];
  };
  expect(await type("PUT", "/v1/apps")).toEqual([405, "MethodNotAllowedException"]);
  expect(await type("PUT", "/v1/apps/x")).toEqual([405, "MethodNotAllowedException"]);
  for (const path of ["/v1/apps", "/v1/apps/x", "/v1/apps/x/events", "/v1/apps/x/endpoints/y", "/v1/tags/x"])
    expect(await type("OPTIONS", path)).toEqual([200, null]);
  for (const path of ["/v1/apps/x/segments", "/v1/apps/x/channels/gcm", "/v1/templates", "/v1/recommenders"])
    expect(await type("GET", path)).toEqual([404, "NotFoundException"]);
});
