import type { Case, Effort, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { trackData } from "../events.ts";
import { Stage } from "./drain.ts";

/** A tile as partners write it: a URL and a key from parameters, a mapped field, and whatever properties were chosen. */
const TILE = {
  displayName: "Bench",
  category: "other",
  summary: "Takes whatever is sent.",
  description: "A tile with everything that most tiles have.",
  parameters: [
    { name: "endpoint", displayName: "Endpoint" },
    { name: "key", displayName: "Key", secret: true },
  ],
  mappedFields: [{ name: "external_id", required: true }],
  events: {
    url: "${parameters.endpoint}/users/track",
    headers: { "X-Key": "${parameters.key}" },
    body: `{
  "external_id": \${json(mappedFields.external_id)},
  "name": \${json(input.event_type)},
  "time": "\${input.event_time}",
  "properties": {
    <#list mappedProperties?keys?filter(key -> mappedProperties[key]?has_content) as key>
    "\${key}": \${mappedProperties[key]}<#sep>,</#sep>
    </#list>
  }
}`,
  },
};

/** What a customer chooses: each of the twenty properties by its name. */
const CHOSEN = {
  events: { raw: "all", topics: ["orders"] },
  select: { event: Object.keys(trackData(0).event_properties) },
  mappings: { external_id: { userProperty: "email" } },
};

/** A backlog drained by a sync of a tile, and in turn the same backlog to a webhook, which sends it as it is. */
export const httpTile: Case = {
  name: "http-tile",
  unit: "requests/s",
  target: 0.5,
  about:
    "a backlog of events drained by a sync of a tile, each rendered by its template with twenty chosen properties and a mapped field; held against a webhook of Millrace's, which sends the events as they are",
  async run(effort: Effort): Promise<readonly Round[]> {
    const sink = await Child.start("webhook-sink");
    const endpoint = `http://127.0.0.1:${await sink.ask("port")}`;
    const sync = { parameters: { endpoint, key: "key-1" }, definition: CHOSEN };
    const tile = await Stage.setTile(sink, TILE, sync, trackData);
    const plain = await Stage.set(sink, { type: "webhook", metadata: { url: `${endpoint}/in` } }, trackData);
    try {
      const events = Math.round(300 * effort.scale) * 100;
      for (const stage of [tile, plain]) await stage.drain(5_000);
      return await inTurn(
        effort,
        () => tile.drain(events),
        () => plain.drain(events),
      );
    } finally {
      await Promise.all([tile.millrace.stop(), plain.millrace.stop()]);
      await sink.stop();
    }
  },
};
