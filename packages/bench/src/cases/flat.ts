import type { Case, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { Stage } from "./drain.ts";

const SMALL = 10_000;
const LARGE = 1_000_000;
/** Small backlogs that one large one is held against: one alone is over before it can be measured well. */
const SMALL_DRAINS = 10;
/** A million events take their time: more rounds than this tell nothing new. */
const MOST_ROUNDS = 2;
const IDLE_ROUTES = 10_000;

/** A large backlog against small ones: the rate must not fall with what waits. */
export const backlog: Case = {
  name: "backlog",
  unit: "events/s",
  target: 0.9,
  about: `a backlog of ${LARGE.toLocaleString("en-US")} events drained to a stream; held against backlogs of ${SMALL.toLocaleString("en-US")}`,
  async run(effort) {
    const { stage, stop } = await setStage();
    try {
      await stage.drain(20_000);
      const rounds: Round[] = [];
      for (let round = 0; round < Math.min(effort.rounds, MOST_ROUNDS); round++) {
        const small: number[] = [];
        for (let i = 0; i < SMALL_DRAINS; i++) small.push(await stage.drain(SMALL));
        const limit = SMALL_DRAINS / small.reduce((sum, rate) => sum + 1 / rate, 0);
        rounds.push({ ours: await stage.drain(Math.round((LARGE * effort.scale) / SMALL) * SMALL), limit });
      }
      return rounds;
    } finally {
      await stop();
    }
  },
};

/** One busy route beside ten thousand idle ones, against one busy route alone. */
export const idleRoutes: Case = {
  name: "idle-routes",
  unit: "events/s",
  target: 0.9,
  about: `events to one route, beside ${IDLE_ROUTES.toLocaleString("en-US")} idle ones; held against one route alone`,
  async run(effort) {
    const alone = await setStage();
    const beside = await setStage();
    try {
      await makeIdleRoutes(beside.stage, Math.round(IDLE_ROUTES * effort.scale));
      const events = Math.round(50 * effort.scale) * 1_000;
      await Promise.all([beside.stage.endToEnd(10_000), alone.stage.endToEnd(10_000)]);
      return await inTurn(
        effort,
        () => beside.stage.endToEnd(events),
        () => alone.stage.endToEnd(events),
      );
    } finally {
      await Promise.all([alone.stop(), beside.stop()]);
    }
  },
};

async function makeIdleRoutes({ millrace }: Stage, count: number): Promise<void> {
  await millrace.repeat(count, async (n) => {
    const route = { name: `idle-${n}`, destination: "sink", topics: [`idle-${n}`] };
    await millrace.call("POST", "/v1/projects/bench/routes", route);
  });
}

async function setStage(): Promise<{ stage: Stage; stop: () => Promise<void> }> {
  const sink = await Child.start("kinesis-sink");
  const endpointUrl = `http://127.0.0.1:${await sink.ask("port")}`;
  const stage = await Stage.set(sink, {
    type: "kinesis",
    metadata: { streamName: "bench", region: "us-west-2", endpointUrl },
    secrets: { awsKeyId: "bench", awsSecretKey: "bench" },
  });
  return {
    stage,
    async stop() {
      await stage.millrace.stop();
      await sink.stop();
    },
  };
}
