import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { StreamsAtAws } from "./streams-at-aws.ts";
import { startStreamsAtAws, STREAM_ROLE } from "./streams-at-aws.ts";
import type { Running } from "./support.ts";
import { delivered, member, start, until } from "./support.ts";

let aws: StreamsAtAws;
let kinesis: StreamsAtAws["kinesis"];
let firehose: StreamsAtAws["firehose"];
let api: Running;
let number = 0;
let project: string;
let native: string;
let stream: string;
beforeAll(async () => {
  aws = await startStreamsAtAws();
  ({ kinesis, firehose } = aws);
  api = await start(undefined, aws.settings);
});
afterAll(async () => {
  await api.close();
  await aws.close();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  const name = `streams-${++number}`;
  project = await api.create("/v1/projects", { name });
  native = `/v1/projects/${project}`;
  stream = `/v1/apps/${project}/eventstream`;
  await Promise.all([kinesis.createStream(kinesisName(1), 3), kinesis.createStream(kinesisName(2))]);
  firehose.createStream(firehoseName());
});
afterEach(() => {
  firehose.faultOf = () => undefined;
});

const kinesisName = (n: number) => `stream-${number}-${n}`;
const firehoseName = () => `firehose-${number}`;
const kinesisArn = (n: number) => aws.kinesisArn(kinesisName(n));
const firehoseArn = () => aws.firehoseArn(firehoseName());
const put = (DestinationStreamArn: string) =>
  api.ok("POST", stream, { DestinationStreamArn, RoleArn: STREAM_ROLE });
const handIn = (events: readonly object[]) => api.ok("POST", `${native}/events`, { events });
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `n-${from + i}`,
    topic: `topic-${i % 3}`,
    data: { n: from + i },
  }));

const inKinesis = async (n: number) => (await kinesis.readAll(kinesisName(n))).map(({ text }) => text);
/** The numbers that a list of app events carries, in their order. */
const numbersIn = (texts: readonly string[]) =>
  texts.map((text) => Number(member(JSON.parse(text), "metrics", "n")));
const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
const inFirehose = () => firehose.records(firehoseName());
const everywhere = async () =>
  sorted(numbersIn([...(await inKinesis(1)), ...(await inKinesis(2)), ...inFirehose()]));
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("an event stream", () => {
  it("holds every event from when it was put as a bare app event, whatever it came in by", async () => {
    await handIn([{ topic: "before", data: {} }]);
    await put(kinesisArn(1));
    await handIn([
      { id: "own", topic: "orders", time: "2025-10-14T02:58:59.5Z", data: { item: "shoe", price: 12.5 } },
      { id: "list", topic: "anything.else", data: [1, 2] },
    ]);
    const keys = await api.ok("POST", `${native}/api-keys`, { label: "app", scopes: ["ingest"] });
    const sent = { event_type: "Seen", user_id: "maria", event_properties: { page: "home", ms: 3 } };
    await api.ok("POST", "/2/httpapi", { api_key: member(keys, "key"), events: [sent] });
    await delivered(api, project);
    const records = await kinesis.readAll(kinesisName(1));
    const byType = new Map(records.map((record) => [member(JSON.parse(record.text), "event_type"), record]));
    expect(new Set(byType.keys())).toEqual(new Set(["Seen", "anything.else", "orders"]));
    expect(records).toHaveLength(3);
    expect(byType.get("orders")?.partitionKey).toBe("own");
    expect(JSON.parse(byType.get("orders")?.text ?? "")).toEqual({
      event_type: "orders",
      event_timestamp: Date.parse("2025-10-14T02:58:59.500Z"),
      arrival_timestamp: expect.any(Number),
      event_version: "3.0",
      application: { app_id: project, sdk: {} },
      client: {},
      device: { locale: {}, platform: {} },
      session: {},
      attributes: { item: "shoe" },
      metrics: { price: 12.5 },
    });
    expect(JSON.parse(byType.get("Seen")?.text ?? "")).toMatchObject({
      client: { client_id: "maria" },
      attributes: { page: "home" },
      metrics: { ms: 3 },
    });
    expect(await api.ok("GET", `${native}/events/own`)).toMatchObject({
      deliveries: [{ status: "delivered" }],
    });
  });

  it("holds lines in Firehose", async () => {
    await put(firehoseArn());
    await handIn(numbered(0, 3));
    await delivered(api, project);
    const lines = inFirehose();
    expect(lines.every((line) => line.endsWith("\n") && line.indexOf("\n") === line.length - 1)).toBe(true);
    expect(sorted(numbersIn(lines))).toEqual([0, 1, 2]);
  });

  it("can be replayed, as the app events it holds", async () => {
    await put(kinesisArn(1));
    await handIn(numbered(0, 5));
    await delivered(api, project);
    const before = (await inKinesis(1)).toSorted();
    await api.ok("POST", `${native}/routes/event-stream:replay`, { from: 0, only: { topics: ["topic-0"] } });
    await until(async () => (await inKinesis(1)).length === 7);
    const again = (await inKinesis(1)).filter((text) => [0, 3].includes(numbersIn([text])[0] ?? -1));
    expect(new Set(again)).toEqual(new Set(before.filter((text) => again.includes(text))));
    expect(again).toHaveLength(4);
  });

  it("moves under load to other streams and kinds of streams: nothing is lost, nothing comes twice", async () => {
    await put(kinesisArn(1));
    const state = { moving: true };
    let handed = 0;
    const load = async () => {
      while (state.moving) {
        const from = handed;
        handed += 50;
        await handIn(numbered(from, 50));
      }
    };
    const loads = Promise.all([load(), load()]);
    for (const arn of [kinesisArn(2), firehoseArn(), kinesisArn(1), firehoseArn(), kinesisArn(2)]) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await put(arn);
    }
    state.moving = false;
    await loads;
    await delivered(api, project);
    expect(await everywhere()).toEqual(upTo(handed));
    const counts = await Promise.all([inKinesis(1), inKinesis(2)]);
    expect(counts.every((texts) => texts.length > 0)).toBe(true);
    expect(inFirehose().length).toBeGreaterThan(0);
  });

  it("brings what it owes along when it moves: what is parked, and what waits for a stream that is not there", async () => {
    firehose.faultOf = ({ text }) => (numbersIn([text])[0] === 1 ? "ServiceUnavailableException" : undefined);
    await put(firehoseArn());
    await handIn(numbered(0, 3));
    const route = () => api.ok("GET", `${native}/routes/event-stream`);
    await until(async () => member(await route(), "parked") === 1 && inFirehose().length === 2);
    const before = await route();
    await put(aws.kinesisArn("not-there"));
    await handIn(numbered(3, 4));
    await until(async () => member(await route(), "state") === "open");
    await put(kinesisArn(1));
    await delivered(api, project, 40);
    expect(sorted(numbersIn(await inKinesis(1)))).toEqual([1, 3, 4, 5, 6]);
    expect(await everywhere()).toEqual(upTo(7));
    expect(await route()).toMatchObject({ id: member(before, "id"), start: member(before, "start") });
  }, 60_000);

  it("sends dead letters where it leads now, also after its kind of stream has changed", async () => {
    firehose.faultOf = ({ text }) => (numbersIn([text])[0] === 1 ? "InvalidArgumentException" : undefined);
    await put(firehoseArn());
    await handIn(numbered(0, 2));
    const letters = () => api.ok("GET", `${native}/dead-letters`);
    await until(async () => member(await letters(), "results", "length") === 1);
    await put(kinesisArn(1));
    await api.ok("POST", `${native}/dead-letters:replay`, { all: true });
    await until(async () => member(await letters(), "results", "length") === 0);
    expect(numbersIn(await inKinesis(1))).toEqual([1]);
  });

  it("does not reopen its lane where it is put again as it is", async () => {
    await put(kinesisArn(1));
    await handIn(numbered(0, 3));
    await delivered(api, project);
    const counts = { delivered: 3 };
    expect(await api.ok("GET", `${native}/routes/event-stream`)).toMatchObject({ counts });
    await put(kinesisArn(1));
    expect(await api.ok("GET", `${native}/routes/event-stream`)).toMatchObject({ counts });
    await put(kinesisArn(2));
    await handIn(numbered(3, 1));
    await delivered(api, project);
    expect(await everywhere()).toEqual(upTo(4));
  });

  it("sends nothing more once it is deleted", async () => {
    await put(kinesisArn(1));
    await handIn(numbered(0, 2));
    await delivered(api, project);
    await api.ok("DELETE", stream);
    await handIn(numbered(2, 2));
    await put(kinesisArn(2));
    await handIn(numbered(4, 2));
    await delivered(api, project);
    expect(sorted(numbersIn(await inKinesis(1)))).toEqual([0, 1]);
    expect(sorted(numbersIn(await inKinesis(2)))).toEqual([4, 5]);
    expect(member(await api.ok("GET", `${native}/routes`), "results", "length")).toBe(1);
  });

  it("goes on from where it was after a restart", async () => {
    await put(kinesisArn(1));
    await handIn(numbered(0, 2));
    await delivered(api, project);
    api = await api.restart();
    await handIn(numbered(2, 2));
    await delivered(api, project);
    expect(await everywhere()).toEqual(upTo(4));
  });
});
