import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isJsonObject } from "../core/json/object.ts";
import type { RunningApi } from "./testing/start-api.ts";
import { startApi } from "./testing/start-api.ts";

const page = readFileSync(new URL("../../../../docs/api.md", import.meta.url), "utf8");

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** `GET /v1/projects/{}/routes/{}`: parameters have other names on the page. */
const normal = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, "{}")}`;

/** Calls in the first cells of the page's tables: `POST …/routes/{r}:pause` makes `:resume` beside it another call. */
function callsOnPage(): readonly string[] {
  const cells = [...page.matchAll(/^\| (`(?:GET|POST|PUT|PATCH|DELETE) .*?) \| /gm)].map(
    ([, cell = ""]) => cell,
  );
  return cells.flatMap((cell) => {
    let before = "";
    return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) => {
      const [, method, path] = /^([A-Z]+) (\S+)/.exec(code) ?? [];
      if (method !== undefined && path !== undefined) {
        before = normal(method, path.replace("…", "/v1/projects/{project}"));
        return [before];
      }
      return code.startsWith(":") ? [before.replace(/:\w+$/, code)] : [];
    });
  });
}

async function callsDescribed(): Promise<readonly string[]> {
  const { body } = await api.call("GET", "/v1/openapi.json", { key: null });
  const paths = isJsonObject(body) && isJsonObject(body.paths) ? body.paths : {};
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(isJsonObject(methods) ? methods : {}).map((method) => normal(method, path)),
  );
}

describe("docs/api.md", () => {
  it("has every call there is, and no other", async () => {
    const undescribed = ["GET /healthz", "GET /readyz", "GET /metrics", "GET /v1/openapi.json"];
    expect([...new Set(callsOnPage())].sort()).toEqual([...(await callsDescribed()), ...undescribed].sort());
  });
});
