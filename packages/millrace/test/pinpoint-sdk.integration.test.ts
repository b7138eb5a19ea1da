import {
  BadRequestException,
  CreateAppCommand,
  DeleteAppCommand,
  DeleteEventStreamCommand,
  ForbiddenException,
  GetAppCommand,
  GetAppsCommand,
  GetEndpointCommand,
  GetEventStreamCommand,
  InternalServerErrorException,
  MethodNotAllowedException,
  NotFoundException,
  PayloadTooLargeException,
  PinpointClient,
  PutEventsCommand,
  PutEventStreamCommand,
  TooManyRequestsException,
  UpdateEndpointCommand,
} from "@aws-sdk/client-pinpoint";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { StreamsAtAws } from "./streams-at-aws.ts";
import { startStreamsAtAws, STREAM_ROLE } from "./streams-at-aws.ts";
import type { Running } from "./support.ts";
import { Caller, delivered, member, start, until } from "./support.ts";

let aws: StreamsAtAws;
let millrace: Running;
beforeAll(async () => {
  aws = await startStreamsAtAws();
  millrace = await start(undefined, { ...aws.settings, pinpointConfigurationCallsPerSecond: 20 });
});
afterAll(async () => {
  await millrace.close();
  await aws.close();
  vi.unstubAllEnvs();
});

/** The SDK as it comes, but for where it sends to and what it signs with. */
async function clientWith(
  scopes: readonly string[],
  project?: string,
  more: { readonly maxAttempts?: number } = {},
): Promise<PinpointClient> {
  const path = project === undefined ? "/v1/access-keys" : `/v1/projects/${project}/access-keys`;
  const key = await millrace.ok("POST", path, { label: "platform", scopes });
  return new PinpointClient({
    region: "us-west-2",
    endpoint: millrace.server.url,
    credentials: {
      accessKeyId: String(member(key, "accessKeyId")),
      secretAccessKey: String(member(key, "secretAccessKey")),
    },
    ...more,
  });
}

async function createApp(client: PinpointClient, Name: string): Promise<string> {
  const made = await client.send(new CreateAppCommand({ CreateApplicationRequest: { Name } }));
  return made.ApplicationResponse?.Id ?? "";
}

const Timestamp = "2026-02-24T22:03:22.507Z";

describe("the AWS SDK, pointed at Millrace", () => {
  it("creates an app, puts its event stream, puts events, gets them back from the stream, and deletes it all", async () => {
    const client = await clientWith(["admin"]);
    await aws.kinesis.createStream("whole-way", 2);
    const ApplicationId = await createApp(client, "My shop");
    const DestinationStreamArn = aws.kinesisArn("whole-way");
    const stream = { DestinationStreamArn, RoleArn: STREAM_ROLE };
    const put = await client.send(new PutEventStreamCommand({ ApplicationId, WriteEventStream: stream }));
    expect(put.EventStream).toEqual({
      ApplicationId,
      ...stream,
      ExternalId: ApplicationId,
      LastModifiedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      LastUpdatedBy: expect.stringMatching(/^platform\/MRAK[A-Z2-7]{16}$/),
    });

    await client.send(
      new UpdateEndpointCommand({
        ApplicationId,
        EndpointId: "phone-1",
        EndpointRequest: {
          ChannelType: "GCM",
          Address: "token",
          Demographic: {
            Make: "Acme",
            Model: "A1",
            Platform: "android",
            PlatformVersion: "14",
            Locale: "en_US",
          },
          User: { UserId: "maria" },
        },
      }),
    );
    const { EndpointResponse: endpoint } = await client.send(
      new GetEndpointCommand({ ApplicationId, EndpointId: "phone-1" }),
    );
    expect(endpoint).toMatchObject({ Id: "phone-1", ApplicationId, User: { UserId: "maria" } });

    const events = await client.send(
      new PutEventsCommand({
        ApplicationId,
        EventsRequest: {
          BatchItem: {
            "phone-1": {
              Endpoint: {},
              Events: {
                one: {
                  EventType: "Order Completed",
                  Timestamp,
                  Attributes: { sku: "LP-77" },
                  Metrics: { price: 19.9 },
                  Session: { Id: "s-1", StartTimestamp: Timestamp },
                  AppPackageName: "com.example.shop",
                  AppTitle: "Shop",
                  AppVersionCode: "7",
                  SdkName: "sdk",
                  ClientSdkVersion: "3",
                },
                two: { EventType: "Bad", Timestamp: "yesterday" },
              },
            },
          },
        },
      }),
    );
    expect(events.$metadata.httpStatusCode).toBe(202);
    expect(events.EventsResponse?.Results?.["phone-1"]).toMatchObject({
      EndpointItemResponse: { StatusCode: 202, Message: "Accepted" },
      EventsItemResponse: {
        one: { StatusCode: 202, Message: "Accepted" },
        two: { StatusCode: 400, Message: expect.stringContaining("Timestamp") },
      },
    });
    await delivered(millrace, ApplicationId);
    const records = await aws.kinesis.readAll("whole-way");
    expect(records.map(({ text }) => JSON.parse(text))).toEqual([
      {
        event_type: "Order Completed",
        event_timestamp: Date.parse(Timestamp),
        arrival_timestamp: expect.any(Number),
        event_version: "3.0",
        application: {
          app_id: ApplicationId,
          package_name: "com.example.shop",
          sdk: { name: "sdk", version: "3" },
          title: "Shop",
          version_code: "7",
        },
        client: { client_id: "phone-1" },
        device: {
          locale: { code: "en_US", country: "US", language: "en" },
          make: "Acme",
          model: "A1",
          platform: { name: "android", version: "14" },
        },
        session: { session_id: "s-1", start_timestamp: Date.parse(Timestamp) },
        attributes: { sku: "LP-77" },
        metrics: { price: 19.9 },
      },
    ]);
    expect(aws.sts.assumed.at(-1)).toMatchObject({ RoleArn: STREAM_ROLE, ExternalId: ApplicationId });

    const got = await client.send(new GetEventStreamCommand({ ApplicationId }));
    expect(got.EventStream).toEqual(put.EventStream);
    const deleted = await client.send(new DeleteEventStreamCommand({ ApplicationId }));
    expect(deleted.EventStream).toEqual(put.EventStream);
    await expect(client.send(new GetEventStreamCommand({ ApplicationId }))).rejects.toThrow(
      NotFoundException,
    );
    await client.send(new DeleteAppCommand({ ApplicationId }));
    await expect(client.send(new GetAppCommand({ ApplicationId }))).rejects.toThrow(NotFoundException);
  });

  it("streams to Firehose, and to Kinesis from then on, with nothing lost or sent twice", async () => {
    const client = await clientWith(["admin"]);
    await aws.kinesis.createStream("second");
    aws.firehose.createStream("first");
    const ApplicationId = await createApp(client, "Mover");
    const lead = (DestinationStreamArn: string) =>
      client.send(
        new PutEventStreamCommand({
          ApplicationId,
          WriteEventStream: { DestinationStreamArn, RoleArn: STREAM_ROLE },
        }),
      );
    const send = (from: number) =>
      client.send(
        new PutEventsCommand({
          ApplicationId,
          EventsRequest: {
            BatchItem: {
              web: {
                Endpoint: {},
                Events: Object.fromEntries(
                  Array.from({ length: 50 }, (_, i) => [
                    `e${i}`,
                    { EventType: "n", Timestamp, Metrics: { n: from + i } },
                  ]),
                ),
              },
            },
          },
        }),
      );
    await lead(aws.firehoseArn("first"));
    await send(0);
    await until(() => aws.firehose.records("first").length === 50);
    await Promise.all([send(50), lead(aws.kinesisArn("second")), send(100)]);
    await send(150);
    await delivered(millrace, ApplicationId);
    const inKinesis = (await aws.kinesis.readAll("second")).map(({ text }) => text);
    const numbers = [...aws.firehose.records("first"), ...inKinesis].map((text) =>
      Number(member(JSON.parse(text), "metrics", "n")),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(inKinesis.length).toBeGreaterThanOrEqual(50);
  });

  it("retries a request whose answer got lost, and the event is there once", async () => {
    const client = await clientWith(["admin"]);
    const ApplicationId = await createApp(client, "Retry");
    const EventsRequest = {
      BatchItem: { web: { Endpoint: {}, Events: { one: { EventType: "x", Timestamp } } } },
    };
    for (let i = 0; i < 3; i++) await client.send(new PutEventsCommand({ ApplicationId, EventsRequest }));
    const events = await millrace.ok("GET", `/v1/projects/${ApplicationId}/events?after=0`);
    expect(member(events, "results", "length")).toBe(1);
  });
});

describe("the SDK's classes of errors", () => {
  let admin: PinpointClient;
  let reader: PinpointClient;
  let ApplicationId: string;
  beforeEach(async () => {
    admin = await clientWith(["admin"], undefined, { maxAttempts: 1 });
    ApplicationId = await createApp(admin, "Errors");
    reader = await clientWith(["read"], ApplicationId, { maxAttempts: 1 });
  });
  const WriteEventStream = () => ({ DestinationStreamArn: aws.kinesisArn("s"), RoleArn: STREAM_ROLE });
  const put = (client: PinpointClient, id = ApplicationId, stream: object = WriteEventStream()) =>
    client.send(
      new PutEventStreamCommand({
        ApplicationId: id,
        WriteEventStream: { ...WriteEventStream(), ...stream },
      }),
    );
  const get = (client: PinpointClient, id = ApplicationId) =>
    client.send(new GetEventStreamCommand({ ApplicationId: id }));
  const remove = (client: PinpointClient, id = ApplicationId) =>
    client.send(new DeleteEventStreamCommand({ ApplicationId: id }));

  it("are BadRequestException for an ARN that is none, of a foreign account, or of an odd name", async () => {
    for (const [DestinationStreamArn, reason] of [
      ["my-stream", "DestinationStreamArn: must be an ARN"],
      ["arn:aws:s3:::bucket", "DestinationStreamArn: must name a stream of kinesis or firehose"],
      ["arn:aws:kinesis:us-west-2:999999999999:stream/other-account", "the stream is of 999999999999"],
      ["arn:aws:kinesis:us-west-2:123456789012:stream/né", 'DestinationStreamArn: has the stream name "né"'],
      ["arn:aws-cn:kinesis:us-west-2:123456789012:stream/s", "the region us-west-2 is of aws"],
    ] as const) {
      const refused = put(admin, ApplicationId, { DestinationStreamArn });
      await expect(refused).rejects.toThrow(BadRequestException);
      await expect(refused).rejects.toMatchObject({
        $metadata: { httpStatusCode: 400 },
        RequestID: expect.any(String),
        message: expect.stringContaining(reason),
      });
    }
  });

  it("are ForbiddenException for a key that may not, and NotFoundException for what is not there", async () => {
    await expect(put(reader)).rejects.toThrow(ForbiddenException);
    await expect(remove(reader)).rejects.toThrow(ForbiddenException);
    await expect(get(await clientWith(["ingest"], ApplicationId, { maxAttempts: 1 }))).rejects.toThrow(
      ForbiddenException,
    );
    await expect(
      reader.send(new CreateAppCommand({ CreateApplicationRequest: { Name: "x" } })),
    ).rejects.toThrow(ForbiddenException);
    for (const ask of [get, put, remove])
      await expect(ask(admin, "01a1fec1-1a6e-7917-b0b1-edaa5941cf5f")).rejects.toThrow(NotFoundException);
    for (const ask of [get, remove]) await expect(ask(admin)).rejects.toThrow(NotFoundException);
  });

  it("are MethodNotAllowedException for a method that a path has not", async () => {
    admin.middlewareStack.add(
      (next) => async (args) => {
        Object.assign(Object(args.request), { method: "PATCH" });
        return next(args);
      },
      { step: "build", priority: "low" },
    );
    await expect(put(admin)).rejects.toThrow(MethodNotAllowedException);
  });

  it("are PayloadTooLargeException for too much at once", async () => {
    const Attributes = { a: "x".repeat(5_000_000) };
    const Events = { one: { EventType: "x", Timestamp, Attributes } };
    const EventsRequest = { BatchItem: { web: { Endpoint: {}, Events } } };
    await expect(admin.send(new PutEventsCommand({ ApplicationId, EventsRequest }))).rejects.toThrow(
      PayloadTooLargeException,
    );
  });

  it("are TooManyRequestsException for too many calls a second, which says when to come again", async () => {
    for (const ask of [() => get(admin), () => put(admin), () => remove(admin)]) {
      const calls = await Promise.allSettled(Array.from({ length: 60 }, ask));
      const refused = calls.flatMap((call) => (call.status === "rejected" ? [call.reason as unknown] : []));
      const limited = refused.find((error) => error instanceof TooManyRequestsException);
      expect(limited).toMatchObject({ $metadata: { httpStatusCode: 429 }, RequestID: expect.any(String) });
      expect(limited?.$response?.headers["retry-after"]).toMatch(/^\d+$/);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    // The SDK waits and tries again by itself.
    const patient = await clientWith(["admin"], undefined, { maxAttempts: 10 });
    await put(admin);
    const all = await Promise.all(Array.from({ length: 40 }, async () => get(patient)));
    expect(all).toHaveLength(40);
  });

  it("are InternalServerErrorException where Millrace fails", async () => {
    const own = await start(undefined, aws.settings);
    const key = await own.ok("POST", "/v1/access-keys", { label: "platform", scopes: ["admin"] });
    const client = new PinpointClient({
      region: "us-west-2",
      endpoint: own.server.url,
      credentials: {
        accessKeyId: String(member(key, "accessKeyId")),
        secretAccessKey: String(member(key, "secretAccessKey")),
      },
      maxAttempts: 1,
    });
    const id = await createApp(client, "Broken");
    await get(client, id).catch(() => undefined);
    const { default: Database } = await import("better-sqlite3");
    const database = new Database(`${own.folder}/store.db`);
    database.exec("DROP TABLE event_streams");
    database.close();
    for (const ask of [get, put, remove])
      await expect(ask(client, id)).rejects.toThrow(InternalServerErrorException);
    expect(own.logged()).toContain("no such table");
    await own.close();
  });

  it("are the front end's own for signatures that are not good", async () => {
    const with_ = (accessKeyId: string, secretAccessKey: string, sessionToken?: string) =>
      get(
        new PinpointClient({
          region: "us-west-2",
          endpoint: millrace.server.url,
          credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
          maxAttempts: 1,
        }),
      );
    const { accessKeyId, secretAccessKey } = await admin.config.credentials();
    await expect(with_("AKIAUNKNOWN", "x")).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      $metadata: { httpStatusCode: 403 },
    });
    await expect(with_(accessKeyId, "wrong")).rejects.toMatchObject({ name: "InvalidSignatureException" });
    await expect(with_(accessKeyId, secretAccessKey, "token")).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    const unsigned = await new Caller(millrace.server.url, "").call(
      "GET",
      `/v1/apps/${ApplicationId}/eventstream`,
    );
    expect(unsigned.status).toBe(403);
  });
});

it("lists the applications that a key sees", async () => {
  const admin = await clientWith(["admin"]);
  const ids = await Promise.all(["a", "b"].map((name) => createApp(admin, name)));
  const all = await admin.send(new GetAppsCommand({}));
  expect(all.ApplicationsResponse?.Item?.map(({ Id }) => Id)).toEqual(expect.arrayContaining(ids));
  const own = await (await clientWith(["read"], ids[0])).send(new GetAppsCommand({}));
  expect(own.ApplicationsResponse?.Item?.map(({ Id }) => Id)).toEqual([ids[0]]);
});
