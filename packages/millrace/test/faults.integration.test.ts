import { afterEach, describe, expect, it } from "vitest";
import { Appender } from "./appender.ts";
import { arrivalsOf, lastCopies, lateFirstCopies, outOfOrder } from "./arrivals.ts";
import { kinesisDestination } from "./aws.ts";
import type { Fault } from "./fault-proxy.ts";
import { FaultProxy } from "./fault-proxy.ts";
import type { Numbered, RecordingSink } from "./recording-sinks.ts";
import { numbered, startReceiver, startStream } from "./recording-sinks.ts";
import { seeded } from "./seeded.ts";
import { ServerProcess } from "./server-process.ts";
import type { Caller } from "./support.ts";
import { delivered, member } from "./support.ts";

/** How long things go wrong. */
const SECONDS = Number(process.env.MILLRACE_TEST_FAULT_SECONDS ?? 22);
const SEED = Number(process.env.MILLRACE_TEST_FAULT_SEED ?? 1);
const KILLS = Math.max(4, Math.round(SECONDS / 8));
const KEYS = 20;
const project = "/v1/projects/faults";
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const COMMON = ["resetBefore", "resetAfter", "halfway", "delay", "slowAnswer", "cut", "cutQuietly"] as const;
const REFUSALS = ["throttle", "refuse", "error"] as const;
/** What speaks for the whole destination, or only takes time: none of it uses up an attempt. */
const HARMLESS = ["delay", "slowAnswer", "refuse"] as const;

/** A route through a proxy of its own to a sink of its own. */
interface Way {
  readonly name: string;
  readonly topic: string;
  readonly sink: RecordingSink;
  readonly proxy: FaultProxy;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function startServer(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await ServerProcess.start(env);
  open.push({ close: () => server.remove() });
  await server.api.create("/v1/projects", { name: "faults" });
  return server;
}

/** Makes a route and what it leads to. */
async function lay(
  api: Caller,
  random: () => number,
  name: string,
  {
    faults,
    latest = 2_500,
    order,
    delivery,
  }: {
    readonly faults: readonly Fault[];
    readonly latest?: number;
    readonly order?: string;
    readonly delivery: object;
  },
): Promise<Way> {
  const dialect = name.startsWith("kinesis") ? "kinesis" : "http";
  const topic = name === "doomed" ? "doomed" : "orders";
  const sink = await (dialect === "kinesis" ? startStream() : startReceiver());
  const proxy = await FaultProxy.start({ to: sink.url, dialect, random, faults, latest });
  open.push(sink, proxy);
  const ordered = name === "doomed" ? {} : { orderingKeyTemplate: "data.key" };
  const destination =
    dialect === "kinesis"
      ? kinesisDestination(name, proxy.url, { partitionKeyTemplate: "data.key" })
      : { name, type: "webhook", metadata: { url: `${proxy.url}/in`, timeoutSeconds: 2, ...ordered } };
  await api.create(`${project}/destinations`, { ...destination, delivery });
  await api.create(`${project}/routes`, {
    name,
    destination: name,
    topics: [topic],
    ...(order !== undefined && { order }),
  });
  return { name, topic, sink, proxy };
}

/** All events of a topic as the log has them. */
async function readLog(api: Caller, topic: string): Promise<Numbered[]> {
  const found: Numbered[] = [];
  let after = "0";
  for (;;) {
    const page = await api.ok("GET", `${project}/events?topic=${topic}&limit=1000&after=${after}`);
    const results = member(page, "results");
    for (const event of Array.isArray(results) ? results : []) found.push(numbered(member(event, "data")));
    if (member(page, "pagination", "done") === true) return found;
    after = String(member(page, "pagination", "nextPageToken"));
  }
}

interface Letter {
  readonly n: unknown;
  readonly ended: unknown;
  readonly attempts: unknown;
  readonly failures: number;
}

async function readLetters(api: Caller, route: string): Promise<Letter[]> {
  const found: Letter[] = [];
  let token = "";
  for (;;) {
    const page = await api.ok("GET", `${project}/dead-letters?route=${route}&pageSize=1000${token}`);
    const results = member(page, "results");
    for (const letter of Array.isArray(results) ? results : []) {
      const failures = member(letter, "failures");
      found.push({
        n: member(letter, "event", "data", "n"),
        ended: member(letter, "ended"),
        attempts: member(letter, "attempts"),
        failures: Array.isArray(failures) ? failures.length : -1,
      });
    }
    if (member(page, "pagination", "done") === true) return found;
    token = `&pageToken=${String(member(page, "pagination", "nextPageToken"))}`;
  }
}

/** Lets things go wrong for a while: calm, rough and all-out spells, for each way its own. */
async function storm(ways: readonly Way[], random: () => number, seconds: number): Promise<void> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1_000;
  const weather = async ({ proxy }: Way): Promise<void> => {
    while (elapsed() < seconds) {
      const dice = random();
      proxy.rate = dice < 0.4 ? 0.05 : 0.3;
      // A throttled destination is paced for some twenty seconds: late throttling would only make the test long.
      const outages = (["resetBefore", "refuse", "error", "throttle", "cut", "resetAfter"] as const).filter(
        (fault) => proxy.allows(fault) && (fault !== "throttle" || elapsed() < seconds / 2),
      );
      if (dice > 0.88) proxy.outage = outages[Math.floor(random() * outages.length)];
      await pause(proxy.outage === undefined ? 300 + random() * 1_200 : 200 + random() * 1_000);
      proxy.outage = undefined;
    }
    proxy.heal();
  };
  await Promise.all(ways.map(weather));
}

function report(name: string, parts: Record<string, number>): void {
  const said = Object.entries(parts).map(([what, count]) => `${what} ${count}`);
  process.stdout.write(`${name}: ${said.join(", ")}\n`);
}

const sorted = (numbers: readonly unknown[]): number[] => numbers.map(Number).toSorted((a, b) => a - b);

describe("between a network full of faults and kill -9", () => {
  it(
    "every accepted event arrives on every route, in order within its key, and dead letters are exactly those due",
    async () => {
      const random = seeded(SEED);
      const server = await startServer({ MILLRACE_SHUTDOWN_SECONDS: "5" });
      const { api } = server;
      const patient = {
        retry: { attempts: 50, firstWaitSeconds: 0.2, factor: 1.5, maxWaitSeconds: 1.5, totalSeconds: 600 },
      };
      const ways = [
        await lay(api, random, "kinesis-key", {
          // What speaks for the whole stream pauses it: most of its faults are of single records.
          faults: [...COMMON, "refuse", "error", ...Array.from({ length: 12 }, () => "partial" as const)],
          delivery: patient,
        }),
        await lay(api, random, "webhook-key", { faults: [...COMMON, ...REFUSALS], delivery: patient }),
        await lay(api, random, "webhook-strict", {
          faults: [...COMMON, ...REFUSALS],
          order: "strict",
          delivery: patient,
        }),
        await lay(api, random, "doomed", {
          faults: HARMLESS,
          latest: 1_000,
          delivery: { retry: { attempts: 3, firstWaitSeconds: 0.5, factor: 1, totalSeconds: 5 } },
        }),
      ];
      const appender = new Appender(server, project, random);
      const key = (): string => `key-${Math.floor(random() * KEYS)}`;
      const order = (n: number): object => {
        const refused = random() < 0.02 ? { refused: n % 2 === 0 ? "request" : "record" } : {};
        return { topic: "orders", data: { n, key: key(), ...refused } };
      };
      const doomed = (n: number): object => {
        const refused = random() < 0.1 ? { refused: "always" } : {};
        return { topic: "doomed", data: { n, key: key(), ...refused } };
      };
      const appending = [
        ...Array.from({ length: 3 }, () => appender.work(120, order)),
        appender.work(800, doomed),
      ];
      const raging = storm(ways, random, SECONDS);
      for (let kills = 0; kills < KILLS; kills++) {
        await pause((0.4 + 0.6 * random()) * ((SECONDS * 1_000) / KILLS - 1_000));
        // Stopping in the middle of an outage is tried too; what it may repeat and what not is the same.
        await server.end(kills % 4 === 3 ? "SIGTERM" : "SIGKILL");
        await server.up();
      }
      await raging;
      appender.end();
      await Promise.all(appending);
      const healed = performance.now();
      // Only a success tells those that always fail from a destination that does not work.
      const trickle = new Appender(server, project, random, 1_000_000);
      const trickling = trickle.work(800, (n) => ({ topic: "doomed", data: { n, key: key() } }));
      await delivered(api, "faults", 60).catch(async (error: unknown) => {
        process.stdout.write(`${JSON.stringify(await api.ok("GET", `${project}/routes`))}\n`);
        throw error;
      });
      trickle.end();
      await trickling;
      await delivered(api, "faults");
      const recovery = Math.round((performance.now() - healed) / 1_000);

      for (const { name, topic, sink, proxy } of ways) {
        const log = await readLog(api, topic);
        const good = log.filter(({ refused }) => refused === undefined);
        const bad = log.filter(({ refused }) => refused !== undefined);
        const letters = await readLetters(api, name);
        const { accepted, delivered, duplicated, lost } = arrivalsOf(good, sink.taken);
        const faults = [...proxy.happened.values()].reduce((sum, count) => sum + count, 0);
        report(`seed ${SEED}, ${name}`, {
          accepted: log.length,
          delivered,
          duplicated,
          dead: letters.length,
          lost: lost.length,
          faults,
          recovery,
        });
        const strict = name === "webhook-strict";
        expect({
          name,
          lost,
          unknown: delivered - accepted,
          dead: sorted(letters.map(({ n }) => n)),
          // A doomed route has no keys, and so no order.
          outOfOrder: name === "doomed" ? [] : outOfOrder(good, lastCopies(sink.taken)),
          late: strict ? lateFirstCopies(log, sink.taken) : [],
        }).toEqual({
          name,
          lost: [],
          unknown: 0,
          dead: sorted(bad.map(({ n }) => n)),
          outOfOrder: [],
          late: [],
        });
        const ended =
          name === "doomed" ? { ended: "expired", attempts: 3, failures: 3 } : { ended: "discarded" };
        for (const letter of letters) expect(letter).toMatchObject(ended);
      }
      const logged = (await Promise.all(["orders", "doomed"].map((topic) => readLog(api, topic)))).flat();
      expect(new Set(logged.map(({ n }) => n)).size).toBe(logged.length);
      expect(logged.length).toBe(appender.accepted + trickle.accepted);
    },
    (SECONDS + 120) * 1_000,
  );
});

describe("SIGTERM in the middle of healthy traffic", () => {
  it("ends within the bound, and nothing that was confirmed is sent again", async () => {
    const random = seeded(SEED);
    const server = await startServer({ MILLRACE_SHUTDOWN_SECONDS: "5" });
    const ways: Way[] = [];
    for (const name of ["kinesis-key", "webhook-key", "webhook-strict"]) {
      const order = name === "webhook-strict" ? { order: "strict" } : {};
      ways.push(await lay(server.api, random, name, { faults: [], delivery: {}, ...order }));
    }
    // So long that there is always something on its way.
    for (const { proxy } of ways) proxy.latency = 20;
    const appender = new Appender(server, project, random);
    const order = (n: number): object => ({
      topic: "orders",
      data: { n, key: `key-${Math.floor(random() * KEYS)}` },
    });
    const appending = Array.from({ length: 3 }, () => appender.work(60, order));
    for (let stops = 0; stops < 2; stops++) {
      await pause(700 + random() * 700);
      const { code, seconds } = await server.end("SIGTERM");
      expect(code).toBe(0);
      expect(seconds).toBeLessThan(5);
      await server.up();
    }
    await pause(300);
    appender.end();
    await Promise.all(appending);
    await delivered(server.api, "faults", 30);
    const log = await readLog(server.api, "orders");
    for (const { name, sink } of ways) {
      const { accepted, delivered, duplicated, lost } = arrivalsOf(log, sink.taken);
      report(`SIGTERM, ${name}`, { accepted, delivered, duplicated, dead: 0, lost: lost.length });
      expect({ name, lost, duplicated, outOfOrder: outOfOrder(log, sink.taken) }).toEqual({
        name,
        lost: [],
        duplicated: 0,
        outOfOrder: [],
      });
    }
    expect(log.length).toBe(appender.accepted);
  }, 90_000);

  it("ends within the bound where the destination does not answer, and sends what is left after the restart", async () => {
    const server = await startServer({ MILLRACE_SHUTDOWN_SECONDS: "1" });
    const random = seeded(SEED);
    const faults = ["delay"] as const;
    const ways = [
      await lay(server.api, random, "kinesis-key", { faults, delivery: {} }),
      await lay(server.api, random, "webhook-key", { faults, delivery: {} }),
    ];
    for (const { proxy } of ways) proxy.latency = 60_000;
    const events = Array.from({ length: 200 }, (_, n) => ({
      topic: "orders",
      data: { n, key: `key-${n % KEYS}` },
    }));
    await server.api.ok("POST", `${project}/events`, { events });
    await pause(200);
    const { code, seconds } = await server.end("SIGTERM");
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(0.5);
    expect(seconds).toBeLessThan(4);
    for (const { proxy } of ways) proxy.latency = 0;
    await server.up();
    await delivered(server.api, "faults");
    for (const { sink } of ways)
      expect(arrivalsOf(await readLog(server.api, "orders"), sink.taken)).toMatchObject({
        delivered: 200,
        duplicated: 0,
      });
  }, 60_000);
});
