import {
  DeleteEventStreamCommand,
  GetEventStreamCommand,
  PutEventStreamCommand,
} from "@aws-sdk/client-pinpoint";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isJsonObject } from "../../core/json/object.ts";
import type { NetworkPolicy } from "../../core/destination.ts";
import { systemClock } from "../../core/time.ts";
import { firehose } from "../../destinations/firehose/index.ts";
import { kinesis } from "../../destinations/kinesis/index.ts";
import { deleteProjectRows } from "../../store/delete-project.ts";
import { listDestinations } from "../../store/destinations.ts";
import { inTransaction } from "../../store/open-store.ts";
import { createReplay, openReplays, setReplayState } from "../../store/replays.ts";
import { listRoutes } from "../../store/routes.ts";
import type { Answer, RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";
import { testDestination } from "../testing/stand-ins.ts";
import { pinpointClient } from "./testing/pinpoint-client.ts";

const KINESIS = "arn:aws:kinesis:us-west-2:123456789012:stream/my-stream";
const OTHER_KINESIS = "arn:aws:kinesis:eu-central-1:123456789012:stream/other";
const FIREHOSE = "arn:aws:firehose:us-west-2:123456789012:deliverystream/my-firehose";
const ROLE = "arn:aws:iam::123456789012:role/streamer";
const destinationTypes = [kinesis, firehose, testDestination];
/** A destination of the customer's own, as the API takes it. */
const PIGEON = {
  name: "pigeon",
  type: "pigeon",
  metadata: { loft: "Basel" },
  secrets: { whistle: "loud" },
};
/** The operator lets projects act in roles. Nothing is sent anywhere here. */
const policy: NetworkPolicy = {
  allowHttp: false,
  allowPrivateNetworks: false,
  aws: { hostCredentials: "roles", endpoints: {} },
};

let api: RunningApi;
let number = 0;
let project: string;
let path: string;
beforeAll(async () => {
  api = await startApi({ destinationTypes, policy, maxBodyBytes: 100_000 });
});
afterAll(() => api.close());
beforeEach(async () => {
  const made = await api.call("POST", "/v1/projects", { body: { name: `app-${++number}` } });
  project = textAt(made, "id");
  path = `/v1/apps/${project}/eventstream`;
});

const put = (DestinationStreamArn: unknown = KINESIS, RoleArn: unknown = ROLE) =>
  api.call("POST", path, { body: { DestinationStreamArn, RoleArn } });
const keyWith = async (...scopes: string[]) =>
  textAt(
    await api.call("POST", `/v1/projects/${project}/api-keys`, { body: { label: "maria", scopes } }),
    "key",
  );
const routes = () => listRoutes(api.store, project);
const destinations = () => listDestinations(api.store, project);

/** An error as Pinpoint's clients know it: its status and name, and what it says. */
function refusalIn({ status, headers, body }: Answer): { readonly error: string; readonly said: string } {
  const { Message: said, RequestID: id, ...others } = isJsonObject(body) ? body : {};
  if (typeof said !== "string" || said === "") throw new Error("nothing is said");
  if (id !== headers.get("x-amzn-requestid") || Object.keys(others).length > 0)
    throw new Error("that is no MessageBody");
  return { error: `${status} ${headers.get("x-amzn-errortype")}`, said };
}
const refused = (error: string, said = "") => ({ error, said: expect.stringContaining(said) });

describe("an event stream that is put", () => {
  it("is answered, and got again, as Pinpoint has it", async () => {
    const answer = await put();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.body).toEqual({
      ApplicationId: project,
      DestinationStreamArn: KINESIS,
      RoleArn: ROLE,
      ExternalId: project,
      LastModifiedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      LastUpdatedBy: expect.stringMatching(/^.+\/[0-9a-f-]{36}$/),
    });
    expect(await api.call("GET", path)).toMatchObject({ status: 200, body: answer.body });
  });

  it("comes to a destination and a route that belong to it", async () => {
    await put();
    const [destination] = await destinations();
    expect(destination).toMatchObject({
      name: "event-stream",
      type: "kinesis",
      owner: "event_stream",
      metadata: { streamName: "my-stream", region: "us-west-2", roleArn: ROLE, envelope: "none" },
    });
    const id = destination?.id ?? "";
    expect(await routes()).toMatchObject([
      {
        name: "event-stream",
        origin: { kind: "event_stream" },
        destinationId: id,
        match: { topics: ["*"] },
        shape: { part: "events", view: "app_event" },
        start: api.log.head(),
      },
    ]);
    expect(api.refreshed.at(-1)).toBe(project);
    const native = `/v1/projects/${project}`;
    const refused = await Promise.all([
      api.call("DELETE", `${native}/destinations/event-stream`),
      api.call("DELETE", `${native}/routes/event-stream`),
      api.call("POST", `${native}/routes`, { body: { destination: "event-stream", topics: ["x"] } }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect((await api.call("GET", `${native}/routes/event-stream`)).body).toMatchObject({
      match: { topics: ["*"] },
      origin: { kind: "event_stream" },
    });
  });

  it("takes other members without a word, and a body of whatever type", async () => {
    const body = JSON.stringify({ DestinationStreamArn: KINESIS, RoleArn: ROLE, ExternalId: "mine", x: [1] });
    const headers = { "content-type": "application/x-amz-json-1.1" };
    expect((await api.call("POST", path, { body, headers })).body).toMatchObject({ ExternalId: project });
  });

  it("has names with something behind them where its own are taken", async () => {
    const native = `/v1/projects/${project}`;
    const body = { ...PIGEON, name: "event-stream" };
    expect((await api.call("POST", `${native}/destinations`, { body })).status).toBe(201);
    const route = { name: "event-stream", destination: "event-stream", topics: ["x"] };
    expect((await api.call("POST", `${native}/routes`, { body: route })).status).toBe(201);
    expect((await put()).status).toBe(200);
    expect((await put(FIREHOSE)).status).toBe(200);
    const named = [...(await destinations()), ...(await routes())].map(({ name }) => name);
    expect(named.toSorted()).toEqual([
      "event-stream",
      "event-stream",
      expect.stringMatching(/^event-stream-[0-9a-f]{12}$/),
      expect.stringMatching(/^event-stream-[0-9a-f]{12}$/),
    ]);
  });

  it("stays as it is where it is put again, but for who did it and when", async () => {
    const first = await put();
    const before = [await destinations(), await routes()];
    const key = await keyWith("write");
    const again = await api.call("POST", path, {
      key,
      body: { DestinationStreamArn: KINESIS, RoleArn: ROLE },
    });
    expect(again.body).toMatchObject({ LastUpdatedBy: expect.stringMatching(/^maria\//) });
    expect(textAt(again, "LastModifiedDate") >= textAt(first, "LastModifiedDate")).toBe(true);
    expect([await destinations(), await routes()]).toEqual(before);
  });

  it("changes its destination in place for another stream of the kind, or another role", async () => {
    await put();
    const [before] = await destinations();
    const [route] = await routes();
    await put(OTHER_KINESIS, ROLE.replace("streamer", "other/streamer"));
    expect(await destinations()).toMatchObject([
      {
        id: before?.id,
        metadata: {
          streamName: "other",
          region: "eu-central-1",
          roleArn: "arn:aws:iam::123456789012:role/other/streamer",
        },
      },
    ]);
    expect(await routes()).toEqual([route]);
    expect((await api.call("GET", path)).body).toMatchObject({ DestinationStreamArn: OTHER_KINESIS });
  });

  it("has another destination for another kind of stream, and the route moves to it", async () => {
    await put();
    const [before] = await destinations();
    const [route] = await routes();
    await put(FIREHOSE);
    const [after, ...others] = await destinations();
    expect(others).toEqual([]);
    expect(after).toMatchObject({
      name: "event-stream",
      type: "firehose",
      metadata: { deliveryStreamName: "my-firehose", envelope: "none" },
    });
    expect(after?.id).not.toBe(before?.id);
    const moved = { id: route?.id, start: route?.start, restarts: 0, destinationId: after?.id };
    expect(await routes()).toMatchObject([moved]);
  });

  it("does not leave a stream that a replay is sending to", async () => {
    await put();
    const [destination] = await destinations();
    const [route] = await routes();
    const made = await createReplay(
      api.store,
      {
        projectId: project,
        routeId: route?.id ?? "",
        destinationId: destination?.id ?? "",
        of: { kind: "events", from: 0, to: 1 },
        total: 1,
      },
      systemClock.timestamp(),
    );
    const before = [await destinations(), await routes(), (await api.call("GET", path)).body];
    expect(refusalIn(await put(FIREHOSE))).toEqual(
      refused("400 BadRequestException", `The replay ${made.id}`),
    );
    expect([await destinations(), await routes(), (await api.call("GET", path)).body]).toEqual(before);
    await setReplayState(api.store, made.id, { state: "cancelled" }, systemClock.timestamp());
    expect((await put(FIREHOSE)).status).toBe(200);
  });

  it("is one, however many are put at once, and leaves nothing behind", async () => {
    const streams = [KINESIS, FIREHOSE, OTHER_KINESIS, FIREHOSE, KINESIS, OTHER_KINESIS];
    const answers = await Promise.all([...streams, ...streams].map((arn) => put(arn)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const [destination, ...others] = await destinations();
    expect(others).toEqual([]);
    expect((await routes()).map(({ destinationId }) => destinationId)).toEqual([destination?.id]);
    const current = await api.call("GET", path);
    expect(textAt(current, "DestinationStreamArn").split(":")[2]).toBe(destination?.type);
    expect((await api.call("DELETE", path)).body).toEqual(current.body);
  });

  it("is in whatever role IAM can have", async () => {
    const role = `arn:aws:iam::123456789012:role/a!b/${"p".repeat(500)}/${"n".repeat(64)}`;
    expect(await put(KINESIS, role)).toMatchObject({ status: 200, body: { RoleArn: role } });
  });

  it("is of no application that is deleted in this very moment", async () => {
    // What a call is admitted and sealed with is at hand: the store alone knows that the project is gone.
    await put();
    await inTransaction(api.store, (transaction) =>
      deleteProjectRows(transaction, project, systemClock.timestamp()),
    );
    expect(refusalIn(await put(FIREHOSE))).toEqual(
      refused("404 NotFoundException", `There is no application "${project}"`),
    );
    expect(refusalIn(await api.call("DELETE", path))).toEqual(refused("404 NotFoundException"));
  });

  it("belongs to its project alone", async () => {
    await put();
    const other = await api.call("POST", "/v1/projects", { body: { name: `other-${number}` } });
    const theirs = `/v1/apps/${textAt(other, "id")}/eventstream`;
    expect(refusalIn(await api.call("GET", theirs))).toEqual(refused("404 NotFoundException"));
    const key = await keyWith("admin");
    expect(refusalIn(await api.call("DELETE", theirs, { key }))).toEqual(refused("404 NotFoundException"));
    expect((await api.call("GET", path, { key })).status).toBe(200);
  });
});

describe("an event stream that is deleted", () => {
  it("is answered once more, and takes its route and destination with it", async () => {
    const { body } = await put();
    const answer = await api.call("DELETE", path);
    expect(answer).toMatchObject({ status: 200, body });
    expect([await destinations(), await routes()]).toEqual([[], []]);
    expect(refusalIn(await api.call("GET", path))).toEqual(refused("404 NotFoundException"));
    expect(refusalIn(await api.call("DELETE", path))).toEqual(refused("404 NotFoundException"));
  });

  it("ends the replays of its route", async () => {
    await put();
    const [route] = await routes();
    const { id: routeId = "", destinationId = "" } = route ?? {};
    const of = { kind: "events", from: 0, to: 1 } as const;
    const replay = { projectId: project, routeId, destinationId, of, total: 1 };
    await createReplay(api.store, replay, systemClock.timestamp());
    expect((await api.call("DELETE", path)).status).toBe(200);
    expect(await openReplays(api.store, { projectId: project })).toEqual([]);
  });

  it("can be put again, and begins with what comes from then on", async () => {
    await put();
    const [before] = await routes();
    await api.call("DELETE", path);
    const event = { topic: "x", data: {} };
    await api.call("POST", `/v1/projects/${project}/events`, { body: { events: [event] } });
    await put();
    const [after] = await routes();
    expect(after?.id).not.toBe(before?.id);
    expect(after?.start).toBe(api.log.head());
    expect(after?.start).toBeGreaterThan(before?.start ?? Infinity);
  });
});

describe("400 is answered", () => {
  const refusals: readonly [string, unknown, string][] = [
    ["no body", undefined, "must be"],
    ["no JSON", "{", "not JSON"],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22]), "UTF-8"],
    ["a list", [], "must be an object"],
    ["a text", '"x"', "must be an object"],
    ["no members", {}, "DestinationStreamArn"],
    ["no role", { DestinationStreamArn: KINESIS }, "RoleArn"],
    ["a number", { DestinationStreamArn: 1, RoleArn: ROLE }, "DestinationStreamArn"],
    ["null", { DestinationStreamArn: KINESIS, RoleArn: null }, "RoleArn"],
    ["the ARN of a queue", { DestinationStreamArn: "arn:aws:sqs:us-west-2:1:q", RoleArn: ROLE }, '"sqs"'],
    [
      "a role of another account",
      { DestinationStreamArn: KINESIS, RoleArn: "arn:aws:iam::999999999999:role/r" },
      "RoleArn: is of the account 999999999999, but the stream is of 123456789012",
    ],
  ];
  it.each(refusals)("to a POST of %s", async (_, body, said) => {
    expect(refusalIn(await api.call("POST", path, { body }))).toEqual(
      refused("400 BadRequestException", said),
    );
    expect(await destinations()).toEqual([]);
  });

  it("with each of several faults", async () => {
    const { error, said } = refusalIn(await put("a", "b"));
    expect(error).toBe("400 BadRequestException");
    expect(said).toContain("DestinationStreamArn: must be an ARN");
    expect(said).toContain("RoleArn: must be an ARN");
  });

  it.each(["GET", "POST", "DELETE"])("to a %s whose path cannot be read", async (method) => {
    const answer = await api.call(method, "/v1/apps/%zz/eventstream", method === "POST" ? { body: {} } : {});
    expect(refusalIn(answer)).toEqual(refused("400 BadRequestException"));
  });

  it("to a POST where the operator lets nobody act in roles", async () => {
    const strict = await startApi({ destinationTypes: [kinesis, firehose] });
    try {
      const made = await strict.call("POST", "/v1/projects", { body: { name: "strict" } });
      const at = `/v1/apps/${textAt(made, "id")}/eventstream`;
      const body = { DestinationStreamArn: KINESIS, RoleArn: ROLE };
      expect(refusalIn(await strict.call("POST", at, { body }))).toEqual({
        error: "400 BadRequestException",
        // An event stream has no keys of its own that could be given instead.
        said: expect.stringMatching(/^RoleArn: cannot be assumed with this host's .*=roles\.$/),
      });
      expect(refusalIn(await strict.call("GET", at))).toEqual(refused("404 NotFoundException"));
      expect(await listDestinations(strict.store, textAt(made, "id"))).toEqual([]);
    } finally {
      await strict.close();
    }
  });

  it("to a DELETE while a replay of something else leads to the stream", async () => {
    await put();
    const [destination] = await destinations();
    const native = `/v1/projects/${project}`;
    await api.call("POST", `${native}/destinations`, { body: PIGEON });
    const route = await api.call("POST", `${native}/routes`, {
      body: { destination: "pigeon", topics: ["x"] },
    });
    await createReplay(
      api.store,
      {
        projectId: project,
        routeId: textAt(route, "id"),
        destinationId: destination?.id ?? "",
        of: { kind: "events", from: 0, to: 1 },
        total: 1,
      },
      systemClock.timestamp(),
    );
    expect(refusalIn(await api.call("DELETE", path))).toEqual(refused("400 BadRequestException", "replay"));
    expect((await api.call("GET", path)).status).toBe(200);
    expect(await routes()).toHaveLength(2);
  });
});

describe("403 is answered", () => {
  it.each([
    ["GET", ["ingest"]],
    ["POST", ["read", "ingest"]],
    ["DELETE", ["read"]],
  ])("to a %s by a key that may only %s", async (method, scopes) => {
    const key = await keyWith(...scopes);
    const body = { DestinationStreamArn: KINESIS, RoleArn: ROLE };
    const answer = await api.call(method, path, { key, ...(method === "POST" && { body }) });
    expect(refusalIn(answer)).toEqual(refused("403 ForbiddenException"));
  });

  it.each(["GET", "POST", "DELETE"])("to a %s without a key", async (method) => {
    expect(refusalIn(await api.call(method, path, { key: null }))).toEqual(
      refused("403 MissingAuthenticationTokenException"),
    );
  });
});

describe("404 is answered", () => {
  it.each(["GET", "POST", "DELETE"])("to a %s for an application there is not", async (method) => {
    const body = { DestinationStreamArn: KINESIS, RoleArn: ROLE };
    const answer = await api.call(method, "/v1/apps/none/eventstream", {
      ...(method === "POST" && { body }),
    });
    expect(refusalIn(answer)).toEqual(refused("404 NotFoundException"));
  });

  it.each(["GET", "DELETE"])("to a %s where none is set", async (method) => {
    const said = `${project} has no event stream`;
    expect(refusalIn(await api.call(method, path))).toEqual(refused("404 NotFoundException", said));
  });
});

describe("405 is answered, with what is allowed,", () => {
  it.each(["PUT", "PATCH", "PROPFIND"])("to %s", async (method) => {
    const answer = await api.call(method, path);
    expect(refusalIn(answer)).toEqual(refused("405 MethodNotAllowedException"));
    expect(answer.headers.get("allow")).toBe("DELETE, GET, OPTIONS, POST");
  });

  it("to HEAD", async () => {
    const answer = await api.call("HEAD", path);
    expect([answer.status, answer.text]).toEqual([405, ""]);
    expect(answer.headers.get("x-amzn-errortype")).toBe("MethodNotAllowedException");
    expect(answer.headers.get("allow")).toBe("DELETE, GET, OPTIONS, POST");
  });
});

describe("OPTIONS", () => {
  it("says what is allowed, to everybody, with nothing in the answer", async () => {
    const answer = await api.call("OPTIONS", path, { key: null });
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect(answer.headers.get("allow")).toBe("DELETE, GET, OPTIONS, POST");
    expect(answer.headers.get("content-length")).toBe("0");
  });
});

describe("413 is answered", () => {
  it("to a body larger than any", async () => {
    expect(refusalIn(await put("x".repeat(200_000)))).toEqual(refused("413 PayloadTooLargeException"));
  });
});

describe("500 is answered", () => {
  it.each(["GET", "POST", "DELETE"])("to a %s where the store fails, without saying more", async (method) => {
    const broken = await startApi({ destinationTypes, policy });
    try {
      const made = await broken.call("POST", "/v1/projects", { body: { name: "broken" } });
      const at = `/v1/apps/${textAt(made, "id")}/eventstream`;
      const body = { DestinationStreamArn: KINESIS, RoleArn: ROLE };
      expect((await broken.call("POST", at, { body })).status).toBe(200);
      await sql`DROP TABLE event_streams`.execute(broken.store);
      const answer = await broken.call(method, at, { ...(method === "POST" && { body }) });
      expect(refusalIn(answer)).toEqual({
        error: "500 InternalServerErrorException",
        said: expect.not.stringContaining("event_streams"),
      });
    } finally {
      await broken.close();
    }
  });
});

describe("the AWS SDK", () => {
  it("puts, gets and deletes an event stream, and makes classes of errors", async () => {
    const client = await pinpointClient(api, { project, scopes: ["write"] });
    const WriteEventStream = { DestinationStreamArn: KINESIS, RoleArn: ROLE };
    const { EventStream: stream } = await client.send(
      new PutEventStreamCommand({ ApplicationId: project, WriteEventStream }),
    );
    expect(stream).toMatchObject({ ApplicationId: project, DestinationStreamArn: KINESIS });
    const got = await client.send(new GetEventStreamCommand({ ApplicationId: project }));
    expect(got.EventStream).toEqual(stream);
    const deleted = await client.send(new DeleteEventStreamCommand({ ApplicationId: project }));
    expect(deleted.EventStream).toEqual(stream);
    await expect(client.send(new GetEventStreamCommand({ ApplicationId: project }))).rejects.toMatchObject({
      name: "NotFoundException",
      RequestID: expect.any(String),
    });
    client.destroy();
  });
});

it("a native route cannot take all topics as an event stream does", async () => {
  const native = `/v1/projects/${project}`;
  await api.call("POST", `${native}/destinations`, { body: PIGEON });
  const made = await api.call("POST", `${native}/routes`, { body: { destination: "pigeon", topics: ["*"] } });
  expect(made.status).toBe(422);
  const handedIn = await api.call("POST", `${native}/events`, {
    body: { events: [{ topic: "*", data: {} }] },
  });
  expect(handedIn.status).toBe(422);
});
