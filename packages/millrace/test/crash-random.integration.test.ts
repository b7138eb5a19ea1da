import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kinesisDestination } from "./aws.ts";
import { CountingStream } from "./counting-stream.ts";
import { ServerProcess } from "./server-process.ts";
import { delivered, listIn, member, until } from "./support.ts";

const EVENTS = 100_000;
const project = "/v1/projects/crash";
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let server: ServerProcess;
let stream: CountingStream;
beforeEach(async () => {
  [server, stream] = await Promise.all([ServerProcess.start(), CountingStream.start()]);
  await server.api.create("/v1/projects", { name: "crash" });
  await server.api.create(`${project}/destinations`, kinesisDestination("stream", stream.endpointUrl));
  await server.api.create(`${project}/routes`, {
    name: "numbers",
    destination: "stream",
    topics: ["numbers"],
  });
});
afterEach(async () => {
  await server.remove();
  await stream.close();
});

/** Posts numbered events, each batch once: what was not answered with 202 is not accepted. */
async function post(total: number): Promise<Set<number>> {
  const accepted = new Set<number>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < total) {
      const first = next;
      const count = Math.min(100 + Math.floor(Math.random() * 400), total - first);
      next += count;
      const numbers = Array.from({ length: count }, (_, i) => first + i);
      const events = numbers.map((n) => ({ id: `n-${n}`, topic: "numbers", data: { n } }));
      const answer = await server.api.call("POST", `${project}/events`, { events }).catch(() => undefined);
      if (answer?.status === 202) {
        expect(answer.body).toMatchObject({ accepted: count, rejected: 0 });
        for (const n of numbers) accepted.add(n);
      } else {
        // The server is down: the batch stays unanswered, the next ones wait until it is back.
        await until(() =>
          server.api.call("GET", "/readyz").then(
            ({ status }) => status === 200,
            () => false,
          ),
        );
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return accepted;
}

describe("kill -9 at random moments", () => {
  it("loses none of the events that were answered, while they come in and while they go out", async () => {
    const moments: number[] = [];
    stream.delay = 15;
    const posting = post(EVENTS);
    for (let i = 0; i < 4; i++) {
      moments.push(100 + Math.floor(Math.random() * 900));
      await pause(moments.at(-1) ?? 0);
      await server.crash();
    }
    const accepted = await posting;
    // Everything is in; what is left is going out.
    for (let i = 0; i < 2; i++) {
      moments.push(Math.floor(Math.random() * 500));
      await pause(moments.at(-1) ?? 0);
      await server.crash();
    }
    stream.delay = 0;
    await delivered(server.api, "crash", 40);
    const lost = [...accepted].filter((n) => !stream.seen.has(n));
    const duplicated = [...stream.seen.values()].filter((times) => times > 1).length;
    process.stdout.write(
      `random kill -9 after ${moments.join(", ")} ms: accepted ${accepted.size}, arrived ${stream.seen.size}, duplicated ${duplicated}, lost ${lost.length}\n`,
    );
    expect(accepted.size).toBeGreaterThan(EVENTS / 2);
    expect(lost).toEqual([]);
    // An event that was stored and not answered is there too, whole; posted again it is known.
    const again = {
      events: [...stream.seen.keys()]
        .slice(0, 500)
        .map((n) => ({ id: `n-${n}`, topic: "numbers", data: { n } })),
    };
    const answer = await server.api.ok("POST", `${project}/events`, again);
    const results = member(answer, "results");
    expect(Array.isArray(results) && results.every((each) => member(each, "duplicate") === true)).toBe(true);
  }, 90_000);

  it("leaves every deploy whole or undone", async () => {
    const names = Array.from({ length: 100 }, (_, i) => `i-${i}`);
    const manifest = (object: string) =>
      `specVersion: 1.0.0\nintegrations:\n${names
        .map(
          (name) =>
            `  - { name: ${name}, provider: hubspot, read: { objects: [{ objectName: ${object}, destination: stream }] } }\n`,
        )
        .join("")}`;
    const answers = new Set<string>();
    /** Deploys, and kills the server after so long, or once it has answered; tells when that was, and whether it had deployed. */
    const deployAndKill = async (object: string, wait: number | "answered") => {
      const begun = performance.now();
      const deploy = server.api
        .call("PUT", `${project}/integrations:batch`, { sourceYaml: manifest(object) })
        .then(
          ({ status }) => status,
          () => 0,
        );
      await (wait === "answered" ? deploy : pause(wait));
      const killed = performance.now() - begun;
      await server.end("SIGKILL");
      const status = await deploy;
      await server.up();
      const ofDeploy = listIn(await server.api.ok("GET", `${project}/routes?pageSize=1000`))
        .map((route) => String(member(route, "name")))
        .filter((name) => name.startsWith("i-"));
      const objects = new Set(ofDeploy.map((name) => name.split("/")[2]));
      const integrations = await server.api.ok("GET", `${project}/integrations`);
      expect(Array.isArray(integrations) ? integrations.length : -1).toBe(ofDeploy.length);
      expect([0, 100]).toContain(ofDeploy.length);
      expect(objects.size).toBeLessThanOrEqual(1);
      if (status === 200) expect(objects).toEqual(new Set([object]));
      answers.add(`${status}/${objects.has(object) ? "deployed" : "not deployed"}`);
      return { killed, deployed: objects.has(object) };
    };
    const tries = [await deployAndKill("answered", "answered"), await deployAndKill("at-once", 0)];
    // Each kill narrows down when the commit was: however fast the machine, some come close before it, or close behind.
    let [from, to] = [0, tries[0]?.killed ?? 0];
    for (let round = 0; round < 5; round++) {
      const wait = from + (to - from) * (0.3 + Math.random() * 0.4);
      const tried = await deployAndKill(`object${round}`, wait);
      tries.push(tried);
      if (tried.deployed) to = wait;
      else from = wait;
    }
    process.stdout.write(
      `deploys killed: ${[...answers].join(", ")}; the commit is some ${Math.round(from)} to ${Math.round(to)} ms behind the call\n`,
    );
    expect(tries.map(({ deployed }) => deployed)).toEqual(expect.arrayContaining([true, false]));
  }, 60_000);

  it("keeps dead letters and sends parked deliveries when they are due", async () => {
    stream.refuse = new Set([1, 2]);
    const note = "x".repeat(1_100_000);
    const events = [1, 2, 3].map((n) => ({ topic: "numbers", data: { n } }));
    await server.api.ok("POST", `${project}/events`, {
      events: [...events, { id: "large", topic: "numbers", data: { n: 4, note } }],
    });
    const route = () => server.api.ok("GET", `${project}/routes/numbers`);
    await until(
      async () => member(await route(), "parked") === 2 && member(await route(), "deadLetters") === 1,
    );
    await server.end("SIGKILL");
    stream.refuse = new Set();
    await server.up();
    expect(await route()).toMatchObject({ deadLetters: 1 });
    expect(await server.api.ok("GET", `${project}/dead-letters`)).toMatchObject({
      results: [{ event: { id: "large" }, ended: "discarded", error: { code: "record_too_large" } }],
    });
    await delivered(server.api, "crash", 45);
    expect([...stream.seen.keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  }, 75_000);
});
