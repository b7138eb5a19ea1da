import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ServerProcess } from "./server-process.ts";
import type { StreamsAtAws } from "./streams-at-aws.ts";
import { startStreamsAtAws, STREAM_ROLE } from "./streams-at-aws.ts";
import { delivered, listIn, member, until } from "./support.ts";

describe("a kill while an event stream is put, moved and deleted", () => {
  let aws: StreamsAtAws;
  let arns: readonly string[];
  let server: ServerProcess;
  let project: string;
  beforeAll(async () => {
    aws = await startStreamsAtAws();
    const { kinesis, firehose } = aws;
    await Promise.all([kinesis.createStream("one", 2), kinesis.createStream("three")]);
    firehose.createStream("two");
    arns = [aws.kinesisArn("one"), aws.firehoseArn("two"), aws.kinesisArn("three")];
    server = await ServerProcess.start(aws.env);
    project = await server.api.create("/v1/projects", { name: "crash" });
  });
  afterAll(async () => {
    await server.remove();
    await aws.close();
    vi.unstubAllEnvs();
  });

  const list = async (of: string) => listIn(await server.api.ok("GET", `/v1/projects/${project}/${of}`));
  const put = (DestinationStreamArn: string | undefined) =>
    server.api.call("POST", `/v1/apps/${project}/eventstream`, {
      DestinationStreamArn,
      RoleArn: STREAM_ROLE,
    });

  it("leaves one stream with one route and one destination, or none of them, and what is owed arrives", async () => {
    let n = 0;
    let answered = 0;
    const accepted: number[] = [];
    for (let round = 0; round < 4; round++) {
      const state = { killed: false };
      const during = async (work: (i: number) => Promise<unknown>) => {
        for (let i = 0; !state.killed; i++)
          // The server is killed under the call.
          await work(i).catch(() => undefined);
      };
      const busy = [
        during(async (i) => {
          if ((await put(arns[i % 3])).status === 200) answered++;
        }),
        during(async (i) => {
          if ((await put(arns[(i * 2) % 3])).status === 200) answered++;
        }),
        during(async (i) => {
          // Only in the first rounds: a stream that is deleted owes nothing any more.
          if (i % 5 === 4 && round < 2) await server.api.call("DELETE", `/v1/apps/${project}/eventstream`);
          else await new Promise((resolve) => setTimeout(resolve, 5));
        }),
      ];
      if (round >= 2) {
        const first = await put(arns[0]).catch(() => undefined);
        if (first?.status !== 200) throw new Error("no stream was put");
        busy.push(
          during(async () => {
            const number = n++;
            const events = [{ id: `n-${number}`, topic: "numbers", data: { n: number } }];
            const { status } = await server.api.call("POST", `/v1/projects/${project}/events`, { events });
            if (status === 202) accepted.push(number);
          }),
        );
      }
      const enough = { answered: answered + 8, accepted: accepted.length + (round < 2 ? 0 : 8) };
      await until(() => answered >= enough.answered && accepted.length >= enough.accepted);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
      await server.end("SIGKILL");
      state.killed = true;
      await Promise.all(busy);
      await server.up();

      const current = await server.api.call("GET", `/v1/apps/${project}/eventstream`);
      const [destinations, routes] = await Promise.all([list("destinations"), list("routes")]);
      const count = current.status === 200 ? 1 : 0;
      expect([destinations.length, routes.length]).toEqual([count, count]);
      if (count === 0) continue;
      const type = String(member(current.body, "DestinationStreamArn")).split(":")[2];
      expect(destinations[0]).toMatchObject({ name: "event-stream", type, owner: "event_stream" });
      expect(routes[0]).toMatchObject({
        name: "event-stream",
        destination: { id: member(destinations[0], "id") },
        origin: { kind: "event_stream" },
      });
    }
    await delivered(server.api, project, 40);
    const records = [
      ...(await aws.kinesis.readAll("one")).map(({ text }) => text),
      ...(await aws.kinesis.readAll("three")).map(({ text }) => text),
      ...aws.firehose.records("two"),
    ];
    const arrived = new Set(records.map((text) => member(JSON.parse(text), "metrics", "n")));
    expect(accepted.filter((number) => !arrived.has(number))).toEqual([]);
  }, 120_000);
});
