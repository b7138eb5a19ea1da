import { afterAll, beforeAll, expect, test } from "vitest";
import { isJsonObject } from "../core/json/object.ts";
import type { RunningApi } from "./testing/start-api.ts";
import { startApi } from "./testing/start-api.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test("the description is OpenAPI 3.1 and names every call", async () => {
  const { body } = await api.call("GET", "/v1/openapi.json", { key: null });
  expect(body).toMatchObject({ openapi: "3.1.0", info: { title: "Millrace" } });
  const paths = isJsonObject(body) && isJsonObject(body.paths) ? body.paths : {};
  const calls = Object.entries(paths).map(
    ([path, methods]) => `${Object.keys(isJsonObject(methods) ? methods : {}).join(" ")} ${path}`,
  );
  expect(calls.sort()).toEqual([
    "delete /v1/api-keys/{key}",
    "delete /v1/projects/{project}/api-keys/{key}",
    "get /api/2/event-streaming/delivery-metrics-summary",
    "get /v1/downloads/{project}/{name}",
    "get /v1/projects/{project}/catalog",
    "get /v1/projects/{project}/catalog/{tile}",
    "get /v1/projects/{project}/catalog/{tile}/logo",
    "get /v1/projects/{project}/events/{event}",
    "get /v1/projects/{project}/history",
    "get /v1/projects/{project}/installations",
    "get /v1/projects/{project}/integrations",
    "get /v1/projects/{project}/replays",
    "get /v1/projects/{project}/replays/{replay}",
    "get /v1/projects/{project}/routes/{route}/history",
    "get /v1/projects/{project}/sync-form",
    "get /v1/projects/{project}/syncs/{sync}/failures",
    "get /v1/projects/{project}/syncs/{sync}/metrics",
    "get /v1/projects/{project}/tiles/{tile}/history",
    "get /v1/projects/{project}/tiles/{tile}/versions",
    "get /v1/projects/{project}/tiles/{tile}/versions/{version}",
    "get /v1/status",
    "get /v1/tile-reviews",
    "get /v1/tile-reviews/{tile}/versions/{version}",
    "get /v1/tile-reviews/{tile}/versions/{version}/logo",
    "get delete /v1/apps/{project}",
    "get delete /v1/apps/{project}/users/{user}",
    "get delete /v1/projects/{project}/dead-letters",
    "get delete /v1/projects/{project}/dead-letters/{deadLetter}",
    "get delete /v1/projects/{project}/integrations/{integration}",
    "get patch delete /v1/projects/{project}",
    "get patch delete /v1/projects/{project}/destinations/{destination}",
    "get patch delete /v1/projects/{project}/integrations/{integration}/installations/{installation}",
    "get patch delete /v1/projects/{project}/routes/{route}",
    "get patch delete /v1/projects/{project}/syncs/{sync}",
    "get post /v1/projects/{project}/events",
    "get post delete /v1/apps/{project}/eventstream",
    "get post delete /v1/tags/{arn}",
    "get put /v1/projects/{project}/transformations",
    "get put delete /v1/projects/{project}/tiles/{tile}",
    "patch delete /v1/access-keys/{accessKey}",
    "patch delete /v1/projects/{project}/access-keys/{accessKey}",
    "post /2/httpapi",
    "post /batch",
    "post /v1/apps/{project}/events",
    "post /v1/master-key:rotate",
    "post /v1/projects/{project}/dead-letters:replay",
    "post /v1/projects/{project}/destinations/{destination}:check",
    "post /v1/projects/{project}/destinations/{destination}:rotateSecrets",
    "post /v1/projects/{project}/installations/{installation}/results",
    "post /v1/projects/{project}/replays/{replay}:cancel",
    "post /v1/projects/{project}/replays/{replay}:pause",
    "post /v1/projects/{project}/replays/{replay}:resume",
    "post /v1/projects/{project}/routes/{route}:pause",
    "post /v1/projects/{project}/routes/{route}:replay",
    "post /v1/projects/{project}/routes/{route}:resume",
    "post /v1/projects/{project}/syncs/{sync}:disable",
    "post /v1/projects/{project}/syncs/{sync}:dryRun",
    "post /v1/projects/{project}/syncs/{sync}:enable",
    "post /v1/projects/{project}/syncs/{sync}:pause",
    "post /v1/projects/{project}/syncs:dryRun",
    "post /v1/projects/{project}/tiles/{tile}:check",
    "post /v1/projects/{project}/tiles/{tile}:preview",
    "post /v1/projects/{project}/tiles/{tile}:release",
    "post /v1/projects/{project}/tiles/{tile}:releaseInternally",
    "post /v1/projects/{project}/tiles/{tile}:submit",
    "post /v1/projects/{project}/tiles/{tile}:test",
    "post /v1/projects/{project}/tiles/{tile}:withdraw",
    "post /v1/projects/{project}/transformations:preview",
    "post /v1/tile-reviews/{tile}/versions/{version}:approve",
    "post /v1/tile-reviews/{tile}/versions/{version}:preview",
    "post /v1/tile-reviews/{tile}/versions/{version}:release",
    "post /v1/tile-reviews/{tile}/versions/{version}:return",
    "post get /groupidentify",
    "post get /identify",
    "post get /v1/access-keys",
    "post get /v1/api-keys",
    "post get /v1/apps",
    "post get /v1/projects",
    "post get /v1/projects/{project}/access-keys",
    "post get /v1/projects/{project}/api-keys",
    "post get /v1/projects/{project}/destinations",
    "post get /v1/projects/{project}/integrations/{integration}/installations",
    "post get /v1/projects/{project}/routes",
    "post get /v1/projects/{project}/syncs",
    "post get /v1/projects/{project}/tiles",
    "put /v1/apps/{project}/endpoints",
    "put /v1/projects/{project}/integrations:batch",
    "put get /v1/projects/{project}/tiles/{tile}/logo",
    "put get delete /v1/apps/{project}/endpoints/{endpoint}",
  ]);
});

test("each destination type is a variant of a new destination, in the words of its schemas", async () => {
  const { text } = await api.call("GET", "/v1/openapi.json", { key: null });
  expect(text).toContain('"title":"Carrier pigeon"');
  expect(text).toContain('"description":"Where it flies."');
});

test("a call that needs no key says so", async () => {
  const { body } = await api.call("GET", "/v1/openapi.json", { key: null });
  expect(body).toMatchObject({
    paths: { "/v1/downloads/{project}/{name}": { get: { description: "Needs no key.", security: [] } } },
  });
});

test("each call says which key it needs and that it may answer with a problem", async () => {
  const { body } = await api.call("GET", "/v1/openapi.json", { key: null });
  expect(body).toMatchObject({
    paths: {
      "/v1/projects/{project}/events": {
        post: {
          description: "Needs a key with the scope `ingest`.",
          requestBody: {
            content: { "application/json": { schema: { properties: { events: { maxItems: 1000 } } } } },
          },
          responses: {
            default: { content: { "application/problem+json": { schema: { title: "Problem" } } } },
          },
        },
      },
    },
  });
});
