import type { Case, Effort, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { trackData } from "../events.ts";
import type { Millrace } from "../millrace.ts";
import { Stage } from "./drain.ts";

const SYNCS = 1_000;

/** What a sync asks of an event, four kinds in turn: of a thousand syncs, event number `n` is wanted by that of number `n`. */
const CONDITIONS: readonly ((slot: number) => object)[] = [
  (slot) => ({ field: "event_type", operator: "is", values: [`type-${slot}`] }),
  (slot) => ({ eventProperty: "plan", operator: "is", values: [`plan-${slot}`] }),
  (slot) => ({
    all: [
      { eventProperty: "total", operator: "greater", values: [slot * 10] },
      { eventProperty: "total", operator: "less", values: [slot * 10 + 10] },
    ],
  }),
  (slot) => ({ userProperty: "email", operator: "contains", values: [`@customer-${slot}.example`] }),
];

/** An event that one of the syncs wants, and no other. */
function eventFor(n: number): object {
  const kind = n % CONDITIONS.length;
  const slot = slotOf(n);
  const event = trackData(n);
  return {
    ...event,
    event_type: kind === 0 ? `type-${slot}` : "Order Completed",
    user_properties: { email: kind === 3 ? `maria@customer-${slot}.example` : "maria@example.com" },
    event_properties: {
      ...event.event_properties,
      plan: kind === 1 ? `plan-${slot}` : "growth",
      total: kind === 2 ? slot * 10 + 5 : -1,
    },
  };
}

function slotOf(n: number): number {
  return Math.floor((n % SYNCS) / CONDITIONS.length);
}

/** A project with a thousand syncs, of which one wants each event, against a project with one sync that wants all of them. */
export const manySyncs: Case = {
  name: "many-syncs",
  unit: "events/s",
  target: 0.2,
  about: `events to a webhook from a project with ${SYNCS.toLocaleString("en-US")} syncs, each with a condition of its own; held against a project with one sync`,
  async run(effort: Effort): Promise<readonly Round[]> {
    const sink = await Child.start("webhook-sink");
    const url = `http://127.0.0.1:${await sink.ask("port")}/in`;
    const destination = { type: "webhook", metadata: { url } };
    const one = await Stage.set(sink, destination, eventFor, (millrace) => makeSync(millrace, "all"));
    const many = await Stage.set(sink, destination, eventFor, makeSyncs);
    try {
      const events = Math.round(300 * effort.scale) * 100;
      for (const stage of [many, one]) await stage.endToEnd(5_000);
      return await inTurn(
        effort,
        () => many.endToEnd(events),
        () => one.endToEnd(events),
      );
    } finally {
      await Promise.all([many.millrace.stop(), one.millrace.stop()]);
      await sink.stop();
    }
  },
};

async function makeSyncs(millrace: Millrace): Promise<void> {
  await millrace.repeat(SYNCS, async (n) => {
    const condition = CONDITIONS[n % CONDITIONS.length];
    await makeSync(millrace, `sync-${n}`, condition?.(slotOf(n)));
  });
}

function makeSync(millrace: Millrace, name: string, where?: object): Promise<unknown> {
  const events = { raw: "all", topics: ["orders"] };
  const definition = { events, ...(where !== undefined && { where }) };
  return millrace.call("POST", "/v1/projects/bench/syncs", {
    name,
    destination: "sink",
    definition,
    state: "enabled",
  });
}
