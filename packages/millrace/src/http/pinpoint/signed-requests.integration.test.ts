import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import {
  CreateAppCommand,
  DeleteEventStreamCommand,
  GetEventStreamCommand,
  PinpointClient,
  PutEventsCommand,
  PutEventStreamCommand,
} from "@aws-sdk/client-pinpoint";
import { SignatureV4 } from "@smithy/signature-v4";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";
import { RequestSigner } from "../../destinations/aws/sign.ts";
import { Sha256 } from "../../sigv4/testing/sha256.ts";
import type { SignedApp } from "./testing/signed-app.ts";
import { startSignedApp } from "./testing/signed-app.ts";

interface Key {
  readonly id: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

let api: RunningApi;
let app: SignedApp;
let project: string;

beforeAll(async () => {
  api = await startApi();
  project = textAt(await api.call("POST", "/v1/projects", { body: { name: "shop" } }), "id");
  await api.call("POST", "/v1/projects", { body: { name: "other" } });
});
afterAll(() => api.close());
beforeEach(async () => {
  app = await startSignedApp(api);
});
afterEach(() => app.close());

async function makeKey(scopes: readonly string[], path = "/v1/projects/shop/access-keys"): Promise<Key> {
  const made = await api.call("POST", path, { body: { label: "ci", scopes } });
  return {
    id: textAt(made, "id"),
    accessKeyId: textAt(made, "accessKeyId"),
    secretAccessKey: textAt(made, "secretAccessKey"),
  };
}

const clientOf = (credentials: Key, more: object = {}): PinpointClient =>
  new PinpointClient({ region: "eu-west-1", endpoint: app.url, credentials, maxAttempts: 1, ...more });

const get = (client: PinpointClient, ApplicationId = project) =>
  client.send(new GetEventStreamCommand({ ApplicationId }));

const WriteEventStream = { DestinationStreamArn: "arn:é", RoleArn: "role" };

/** What the service is told by AWS's own signer of Millrace, request by request. */
async function send(
  key: Key,
  change: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly sentPath?: string;
    readonly sentHeaders?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly sentBody?: string;
    readonly now?: Date;
    readonly service?: string;
  } = {},
): Promise<Response> {
  const { method = "POST", path = `/v1/apps/${project}/eventstream`, body = "{}" } = change;
  const signer = new RequestSigner("us-east-1", change.service ?? "mobiletargeting");
  const { host } = new URL(app.url);
  const bytes = Buffer.from(body);
  const signed = signer.sign(
    { method, host, path, headers: change.headers ?? {}, body: bytes },
    key,
    change.now ?? new Date(),
  );
  return fetch(app.url + (change.sentPath ?? path), {
    method,
    headers: { ...signed, ...change.sentHeaders },
    ...(method !== "GET" && { body: change.sentBody ?? body }),
  });
}

/** A call in one signed chunk and an empty one; `sent` stands where `payload` was signed. */
async function sendChunked(
  key: Key,
  payload: string,
  given: Readonly<Record<string, string>>,
  sent: string,
): Promise<unknown> {
  const hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const path = `/v1/apps/${project}/eventstream`;
  const scope = { region: "x", service: "mobiletargeting", sha256: Sha256, credentials: key };
  const signer = new SignatureV4(scope);
  const { host, hostname } = new URL(app.url);
  const signingDate = new Date();
  const { headers } = await signer.sign(
    {
      method: "POST",
      protocol: "http:",
      hostname,
      path,
      headers: { ...given, host, "x-amz-content-sha256": hash },
    },
    { signingDate },
  );
  const time = headers["x-amz-date"] ?? "";
  let previous = /Signature=(\w+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest("hex");
  const heads: string[] = [];
  for (const piece of [payload, ""]) {
    const credentialScope = `${time.slice(0, 8)}/x/mobiletargeting/aws4_request`;
    const toSign = `AWS4-HMAC-SHA256-PAYLOAD\n${time}\n${credentialScope}\n${previous}\n${digest("")}\n${digest(piece)}`;
    previous = await signer.sign(toSign, { signingDate });
    heads.push(`${piece.length.toString(16)};chunk-signature=${previous}\r\n`);
  }
  const body = `${heads[0]}${sent}\r\n${heads[1]}\r\n`;
  return (await fetch(app.url + path, { method: "POST", headers, body })).json();
}

const typeOf = (answer: Response): string => `${answer.status} ${answer.headers.get("x-amzn-errortype")}`;

describe("AWS's SDK", () => {
  it("is served with an access key of Millrace, and the caller is known", async () => {
    const key = await makeKey(["write", "ingest"]);
    const client = clientOf(key);
    const put = await client.send(new PutEventStreamCommand({ ApplicationId: project, WriteEventStream }));
    expect(put.EventStream).toMatchObject({
      ApplicationId: project,
      DestinationStreamArn: JSON.stringify(WriteEventStream),
      LastUpdatedBy: `ci/${key.accessKeyId}`,
    });
    expect((await get(client)).EventStream?.LastUpdatedBy).toBe(`ci/${key.accessKeyId}`);
    await client.send(new DeleteEventStreamCommand({ ApplicationId: project }));
    const events = new PutEventsCommand({ ApplicationId: project, EventsRequest: { BatchItem: {} } });
    expect((await client.send(events)).$metadata.httpStatusCode).toBe(202);
    client.destroy();
  });

  it("makes applications with a key of the whole instance alone", async () => {
    const create = new CreateAppCommand({ CreateApplicationRequest: { Name: "new" } });
    const instance = clientOf(await makeKey(["admin"], "/v1/access-keys"));
    expect((await instance.send(create)).$metadata.httpStatusCode).toBe(201);
    expect((await get(instance)).EventStream?.ApplicationId).toBe(project);
    await expect(clientOf(await makeKey(["admin"])).send(create)).rejects.toMatchObject({
      name: "ForbiddenException",
    });
  });

  it("sets its clock by the answer where it is wrong, and comes again", async () => {
    const key = await makeKey(["read"]);
    for (const [ahead, words] of [
      [3_600_000, "Signature expired: "],
      [-3_600_000, "Signature not yet current: "],
    ] as const) {
      app.ahead = ahead;
      await expect(get(clientOf(key))).rejects.toMatchObject({
        name: "InvalidSignatureException",
        message: expect.stringContaining(words),
      });
      expect((await get(clientOf(key, { maxAttempts: 2 }))).$metadata.attempts).toBe(2);
    }
  });

  it("is told what is wrong with keys by the names it knows", async () => {
    const key = await makeKey(["ingest"]);
    const refusal = (client: PinpointClient, id = project) =>
      get(client, id).then(
        () => "accepted",
        (error: unknown) => (error instanceof Error ? error.name : ""),
      );
    expect(await refusal(clientOf(key))).toBe("ForbiddenException");
    const reader = await makeKey(["read"]);
    expect(await refusal(clientOf(reader))).toBe("accepted");
    expect(await refusal(clientOf({ ...reader, secretAccessKey: "wrong" }))).toBe(
      "InvalidSignatureException",
    );
    expect(await refusal(clientOf({ ...reader, accessKeyId: "MRAKUNKNOWN" }))).toBe(
      "UnrecognizedClientException",
    );
    expect(await refusal(clientOf(reader), "other")).toBe("NotFoundException");
    expect(await refusal(clientOf(reader), "nowhere")).toBe("NotFoundException");
    const temporary = new PinpointClient({
      region: "eu-west-1",
      endpoint: app.url,
      credentials: { ...reader, sessionToken: "token" },
      maxAttempts: 1,
    });
    expect(await refusal(temporary)).toBe("UnrecognizedClientException");
  });

  it("learns nothing of keys and applications by the id of a key alone", async () => {
    const refusal = (key: Key, id: string) =>
      get(clientOf({ ...key, secretAccessKey: "guessed" }), id).catch((error: unknown) =>
        error instanceof Error ? error.name : "",
      );
    const keys = [await makeKey(["ingest"]), await makeKey(["admin"], "/v1/access-keys")];
    for (const key of keys)
      for (const id of [project, "other", "nowhere"])
        expect(await refusal(key, id)).toBe("InvalidSignatureException");
  });

  it("is told where the secret of its key is lost", async () => {
    const [key, other] = [await makeKey(["read"]), await makeKey(["read"])];
    await sql`UPDATE access_keys SET secret = (SELECT secret FROM access_keys WHERE id = ${other.id}) WHERE id = ${key.id}`.execute(
      api.store,
    );
    await expect(get(clientOf(key))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      message: expect.stringContaining("Make another access key"),
    });
    await get(clientOf(other));
  });

  it("is refused at once when its key is disabled or deleted", async () => {
    const key = await makeKey(["read"]);
    const client = clientOf(key);
    const path = `${app.url}/v1/projects/shop/access-keys/${key.id}`;
    const change = (method: string, body?: object) =>
      fetch(path, {
        method,
        headers: { "x-api-key": api.adminKey, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
    await get(client);
    await change("PATCH", { disabled: true });
    await expect(get(client)).rejects.toMatchObject({ name: "ForbiddenException" });
    await change("PATCH", { disabled: false });
    await get(client);
    await change("DELETE");
    await expect(get(client)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
  });
});

describe("a request to Pinpoint's API", () => {
  it("may carry an API key of Millrace instead", async () => {
    const made = await api.call("POST", "/v1/projects/shop/api-keys", {
      body: { label: "console", scopes: ["read"] },
    });
    const headers = { "x-api-key": textAt(made, "key") };
    const answer = await fetch(`${app.url}/v1/apps/shop/eventstream`, { headers });
    expect(await answer.json()).toMatchObject({ LastUpdatedBy: `console/${textAt(made, "id")}` });
    const put = await fetch(`${app.url}/v1/apps/shop/eventstream`, { headers, method: "POST" });
    expect(typeOf(put)).toBe("403 ForbiddenException");
    const wrong = await fetch(`${app.url}/v1/apps/shop/eventstream`, { headers: { "x-api-key": "mr_x" } });
    expect(typeOf(wrong)).toBe("403 UnrecognizedClientException");
  });

  it("must carry something, unless it is OPTIONS", async () => {
    const url = `${app.url}/v1/apps/shop/eventstream`;
    const answer = await fetch(url);
    expect(typeOf(answer)).toBe("403 MissingAuthenticationTokenException");
    expect(answer.headers.get("date")).not.toBeNull();
    expect(await answer.json()).toEqual({
      Message: expect.stringContaining("not signed"),
      RequestID: answer.headers.get("x-amzn-requestid"),
    });
    expect((await fetch(url, { method: "OPTIONS" })).status).toBe(200);
  });

  it.each<[string, Parameters<typeof send>[1], string]>([
    ["another body", { sentBody: "{ }" }, "InvalidSignatureException"],
    ["another path", { sentPath: "/v1/apps/shop/eventstream" }, "InvalidSignatureException"],
    ["another query", { sentPath: "/v1/apps/shop/eventstream?a=b" }, "InvalidSignatureException"],
    ["a path of empty segments", { path: "/v1/apps//eventstream" }, "BadRequestException"],
    ["another service", { service: "s3" }, "InvalidSignatureException"],
    ["yesterday's time", { now: new Date(Date.now() - 86_400_000) }, "InvalidSignatureException"],
    ["a header of AWS's added", { sentHeaders: { "x-amz-added": "1" } }, "InvalidSignatureException"],
    [
      "a header changed",
      { headers: { "x-a": "1" }, sentHeaders: { "x-a": "2" } },
      "InvalidSignatureException",
    ],
    [
      "half a signature",
      { sentHeaders: { authorization: "AWS4-HMAC-SHA256 x" } },
      "IncompleteSignatureException",
    ],
    [
      "no scheme that is known",
      { sentHeaders: { authorization: "Digest x" } },
      "UnrecognizedClientException",
    ],
  ])("is refused with %s", async (_what, change, type) => {
    const answer = await send(await makeKey(["write"]), change);
    expect(typeOf(answer)).toBe(`${type === "BadRequestException" ? 400 : 403} ${type}`);
  });

  it("is signed once: what changed something is not carried out twice", async () => {
    const key = await makeKey(["write", "ingest", "read"]);
    const now = new Date();
    const again = async (change: Parameters<typeof send>[1]) => {
      const answers = [await send(key, { now, ...change }), await send(key, { now, ...change })];
      return answers.map((answer) => answer.status);
    };
    expect(await again({})).toEqual([200, 403]);
    expect(await again({ method: "DELETE" })).toEqual([200, 403]);
    expect(await again({ method: "GET", body: "" })).toEqual([200, 200]);
    expect(await again({ path: `/v1/apps/${project}/events` })).toEqual([202, 202]);
    app.status = 503;
    const later = { body: '{"later":1}' };
    expect(await again(later)).toEqual([503, 503]);
    app.status = 200;
    expect(await again(later)).toEqual([200, 403]);
    const { port } = new URL(app.url);
    await app.close();
    app = await startSignedApp(api, { port: Number(port) });
    expect((await send(key, { now })).status).toBe(403);
    expect((await send(key, { now, body: '{"new":1}' })).status).toBe(200);
  });

  it("may be signed anew where it was signed like another one of the same second, as boto3 signs them", async () => {
    const key = await makeKey(["write"]);
    const now = new Date();
    const call = (id: string, attempt = 1) => ({
      now,
      sentHeaders: { "amz-sdk-invocation-id": id, "amz-sdk-request": `attempt=${attempt}` },
    });
    expect((await send(key, call("one"))).status).toBe(200);
    expect(typeOf(await send(key, call("one")))).toBe("403 InvalidSignatureException");
    const begun = performance.now();
    const alike = await Promise.all([send(key, call("two")), send(key, call("one", 2))]);
    expect(alike.map(typeOf)).toEqual(Array(2).fill("429 TooManyRequestsException"));
    // Until then the SDK would sign its next try alike too.
    expect(performance.now() - begun).toBeGreaterThan(950);
    expect((await send(key, { ...call("two"), now: new Date(now.getTime() + 1_000) })).status).toBe(200);
  });

  it("is carried out once also where it comes so slowly that its signature expires meanwhile", async () => {
    const key = await makeKey(["write"]);
    const { host, port } = new URL(app.url);
    const path = `/v1/apps/${project}/eventstream`;
    const given = { method: "POST", host, path, headers: {}, body: Buffer.from("{}") };
    const headers = { host, ...new RequestSigner("x", "mobiletargeting").sign(given, key, new Date()) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\n${lines.join("")}content-length: 2\r\n\r\n`);
    expect((await fetch(app.url + path, { method: "POST", headers, body: "{}" })).status).toBe(200);
    app.ahead = 301_000;
    socket.write("{}");
    const [answer] = await once(socket, "data");
    socket.destroy();
    expect(String(answer)).toMatch(/^HTTP\/1.1 403 [^]*expired while the body came in/);
  });

  it("may come in chunks, each of them signed, and its payload is what they hold", async () => {
    const key = await makeKey(["write"]);
    const payload = '{"a":1}';
    const headers = {
      "content-encoding": "aws-chunked",
      "x-amz-decoded-content-length": String(payload.length),
    };
    expect(await sendChunked(key, payload, headers, payload)).toMatchObject({
      DestinationStreamArn: payload,
    });
    expect(await sendChunked(key, payload, headers, payload.replace("1", "2"))).toMatchObject({
      Message: expect.stringContaining("signature of a chunk"),
    });
  });

  it("is refused before its body is read where its head is wrong already", async () => {
    const small = await startSignedApp(api, { maxBodyBytes: 1_000 });
    const authorization = "AWS4-HMAC-SHA256 x";
    const answer = await fetch(`${small.url}/v1/apps/shop/eventstream`, {
      method: "POST",
      headers: { authorization },
      body: randomBytes(5_000),
    });
    expect(typeOf(answer)).toBe("403 IncompleteSignatureException");
    const key = await makeKey(["write"]);
    const client = new PinpointClient({ region: "x", endpoint: small.url, credentials: key, maxAttempts: 1 });
    const large = { ...WriteEventStream, RoleArn: "r".repeat(2_000) };
    await expect(
      client.send(new PutEventStreamCommand({ ApplicationId: project, WriteEventStream: large })),
    ).rejects.toMatchObject({ name: "PayloadTooLargeException" });
    await small.close();
  });
});
