import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StreamsAtAws } from "./streams-at-aws.ts";
import { startStreamsAtAws, STREAM_ROLE } from "./streams-at-aws.ts";
import type { Running } from "./support.ts";
import { delivered, member, start } from "./support.ts";

const has = (command: string, ...args: readonly string[]) => spawnSync(command, args).status === 0;
const hasCli = has("aws", "--version");
const hasBoto3 = has("python3", "-c", "import boto3");

let aws: StreamsAtAws;
let millrace: Running;
let env: Record<string, string>;
beforeAll(async () => {
  aws = await startStreamsAtAws();
  millrace = await start(undefined, aws.settings);
  const key = await millrace.ok("POST", "/v1/access-keys", { label: "ops", scopes: ["admin"] });
  env = {
    PATH: process.env.PATH ?? "",
    HOME: millrace.folder,
    AWS_ACCESS_KEY_ID: String(member(key, "accessKeyId")),
    AWS_SECRET_ACCESS_KEY: String(member(key, "secretAccessKey")),
    AWS_DEFAULT_REGION: "eu-central-1",
    AWS_ENDPOINT_URL_PINPOINT: millrace.server.url,
    AWS_MAX_ATTEMPTS: "1",
    ENDPOINT: millrace.server.url,
    ROLE: STREAM_ROLE,
  };
});
afterAll(async () => {
  await millrace.close();
  await aws.close();
  vi.unstubAllEnvs();
});

const run = promisify(execFile);
/** The command line's JSON. */
const cli = async (...args: readonly string[]): Promise<unknown> => {
  const { stdout } = await run("aws", ["pinpoint", ...args, "--output", "json"], { env });
  return stdout === "" ? undefined : JSON.parse(stdout);
};
const texts = async (name: string) => (await aws.kinesis.readAll(name)).map(({ text }) => text);

/** What boto3 does, as a user of it writes it: the client knows nothing of Millrace but where it is. */
const SCRIPT = `
import boto3, json, os
from botocore.config import Config
client = boto3.client("pinpoint", config=Config(retries={"max_attempts": 1}))
app = client.create_app(CreateApplicationRequest={"Name": "From boto3", "tags": {"team": "ops"}})["ApplicationResponse"]["Id"]
stream = {"DestinationStreamArn": os.environ["STREAM"], "RoleArn": os.environ["ROLE"]}
# boto3 signs the same call twice alike within one second.
puts = [client.put_event_stream(ApplicationId=app, WriteEventStream=stream)["EventStream"] for _ in range(2)]
put = puts[1]
client.update_endpoint(ApplicationId=app, EndpointId="phone ü/1", EndpointRequest={"Demographic": {"Make": "Acme"}})
known = client.get_endpoint(ApplicationId=app, EndpointId="phone ü/1")["EndpointResponse"]
event = {"EventType": "seen", "Timestamp": "2026-02-24T22:03:22.507Z", "Metrics": {"n": 1.5}}
results = client.put_events(ApplicationId=app, EventsRequest={"BatchItem": {"phone ü/1": {"Endpoint": {}, "Events": {"one": event}}}})
got = client.get_event_stream(ApplicationId=app)["EventStream"]
errors = []
def fails(call, **given):
    try:
        call(**given)
    except client.exceptions.ClientError as error:
        errors.append([type(error).__name__, error.response["ResponseMetadata"]["HTTPStatusCode"], "Message" in error.response])
fails(client.put_event_stream, ApplicationId=app, WriteEventStream={"DestinationStreamArn": "x", "RoleArn": "y"})
fails(client.get_event_stream, ApplicationId="01a1fec1-1a6e-7917-b0b1-edaa5941cf5f")
fails(boto3.client("pinpoint", aws_secret_access_key="wrong", aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"]).get_apps)
print(json.dumps({"app": app, "put": put, "got": got, "make": known["Demographic"]["Make"], "results": results["EventsResponse"]["Results"], "errors": errors}))
`;

describe("the AWS CLI, pointed at Millrace", () => {
  it.skipIf(!hasCli)(
    "creates an app, puts its event stream, puts events, and deletes it all",
    async () => {
      await aws.kinesis.createStream("cli");
      const app = String(
        member(
          await cli("create-app", "--create-application-request", "Name=From the CLI"),
          "ApplicationResponse",
          "Id",
        ),
      );
      const stream = `DestinationStreamArn=${aws.kinesisArn("cli")},RoleArn=${STREAM_ROLE}`;
      const put = await cli("put-event-stream", "--application-id", app, "--write-event-stream", stream);
      expect(member(put, "EventStream")).toMatchObject({ ApplicationId: app, ExternalId: app });
      const event = { EventType: "seen", Timestamp: "2026-02-24T22:03:22.507Z" };
      const batch = { BatchItem: { phone: { Endpoint: {}, Events: { one: event } } } };
      await cli("put-events", "--application-id", app, "--events-request", JSON.stringify(batch));
      expect(await cli("get-event-stream", "--application-id", app)).toEqual(put);
      await delivered(millrace, app);
      expect((await texts("cli")).map((text) => member(JSON.parse(text), "client", "client_id"))).toEqual([
        "phone",
      ]);
      expect(await cli("delete-event-stream", "--application-id", app)).toEqual(put);
      await expect(cli("get-event-stream", "--application-id", app)).rejects.toThrow("NotFoundException");
      await cli("delete-app", "--application-id", app);
      await expect(cli("get-app", "--application-id", app)).rejects.toThrow("NotFoundException");
    },
    120_000,
  );
});

describe("boto3, pointed at Millrace", () => {
  it.skipIf(!hasBoto3)(
    "creates an app, puts its event stream and events, and makes classes of the errors",
    async () => {
      await aws.kinesis.createStream("boto3");
      const { stdout } = await run("python3", ["-c", SCRIPT], {
        env: { ...env, STREAM: aws.kinesisArn("boto3") },
      });
      const said: unknown = JSON.parse(stdout);
      expect(said).toMatchObject({
        put: {
          DestinationStreamArn: aws.kinesisArn("boto3"),
          LastUpdatedBy: expect.stringMatching(/^ops\//),
        },
        make: "Acme",
        results: { "phone ü/1": { EventsItemResponse: { one: { StatusCode: 202, Message: "Accepted" } } } },
        errors: [
          ["BadRequestException", 400, true],
          ["NotFoundException", 404, true],
          ["ClientError", 403, false],
        ],
      });
      expect(member(said, "got")).toEqual(member(said, "put"));
      await delivered(millrace, String(member(said, "app")));
      expect((await texts("boto3")).map((text) => JSON.parse(text))).toMatchObject([
        {
          event_type: "seen",
          client: { client_id: "phone ü/1" },
          device: { make: "Acme" },
          metrics: { n: 1.5 },
        },
      ]);
    },
    60_000,
  );
});
