import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RequestSigner } from "../../destinations/aws/sign.ts";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";
import type { SignedApp } from "./testing/signed-app.ts";
import { startSignedApp } from "./testing/signed-app.ts";

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
  for (const name of ["shop", "other"]) await api.call("POST", "/v1/projects", { body: { name } });
});
afterAll(() => api.close());

const call = (app: SignedApp, path: string, key = api.adminKey, method = "GET") =>
  fetch(app.url + path, { method, headers: { "x-api-key": key } });

describe("an application", () => {
  it("has so many calls a second, of each kind, and no other loses by it", async () => {
    const app = await startSignedApp(api, { rates: { data: 4, configuration: 2 } });
    const statuses = async (path: string, method = "GET") =>
      [await call(app, path, undefined, method), await call(app, path, undefined, method)].map(
        ({ status }) => status,
      );
    expect(await statuses("/v1/apps/shop/eventstream")).toEqual([200, 200]);
    const refused = await call(app, "/v1/apps/shop/eventstream");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("x-amzn-errortype")).toBe("TooManyRequestsException");
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await statuses("/v1/apps/shop/events", "POST")).toEqual([202, 202]);
    expect(await statuses("/v1/apps/other/eventstream")).toEqual([200, 200]);
    await app.close();
  });
});

describe("whoever guesses", () => {
  it("is told to come later, and those who know their key are served meanwhile", async () => {
    const app = await startSignedApp(api);
    const guesses: number[] = [];
    for (let i = 0; i < 60; i++)
      guesses.push((await call(app, "/v1/apps/shop/eventstream", `mr_guess${i}`)).status);
    expect(guesses.slice(0, 50)).toEqual(Array(50).fill(403));
    expect(guesses.slice(55)).toEqual(Array(5).fill(429));
    expect((await call(app, "/v1/apps/shop/eventstream")).status).toBe(200);
    await app.close();
  });

  it("the secret of a key is told to come later too, and locks out none who know it", async () => {
    const made = await api.call("POST", "/v1/projects/shop/access-keys", {
      body: { label: "a", scopes: ["read"] },
    });
    const app = await startSignedApp(api);
    const signer = new RequestSigner("us-east-1", "mobiletargeting");
    const get = async (secretAccessKey: string) => {
      const key = { accessKeyId: textAt(made, "accessKeyId"), secretAccessKey };
      const request = { method: "GET", host: new URL(app.url).host, path: "/v1/apps/shop/eventstream" };
      const headers = signer.sign({ ...request, headers: {}, body: Buffer.alloc(0) }, key, new Date());
      const answer = await fetch(app.url + request.path, { headers });
      return answer.headers.get("x-amzn-errortype") ?? answer.status;
    };
    const answers: unknown[] = [];
    for (let i = 0; i < 60; i++) answers.push(await get(`guess${i}`));
    expect(answers[0]).toBe("InvalidSignatureException");
    expect(answers.at(-1)).toBe("TooManyRequestsException");
    expect(await get(textAt(made, "secretAccessKey"))).toBe(200);
    await app.close();
  });
});

it("a client that hangs up at once is no failure of the server's", async () => {
  const { port } = new URL(api.url);
  const hangUp = () =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("close", () => resolve());
      socket.on("error", () => {});
      socket.write("GET /v1/apps HTTP/1.1\r\nhost: x\r\n\r\n", () => socket.resetAndDestroy());
    });
  await Promise.all(Array.from({ length: 50 }, hangUp));
  expect((await api.call("GET", "/v1/apps")).status).toBe(200);
  expect(api.logged()).not.toContain("a request failed");
});
