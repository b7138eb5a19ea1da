import type { Case, Effort, Round } from "../case.ts";
import { Child } from "../child.ts";
import { trackData } from "../events.ts";
import { Stage } from "./drain.ts";

/** A request as partners write it: a URL and a key from parameters, and a body with twenty properties. */
const EVENTS = {
  url: "${parameters.endpoint}/users/track",
  headers: { "X-Key": "${parameters.app}" },
  body: `{
  "external_id": "\${input.user_id?json_string}",
  "app_id": "\${parameters.app}",
  "name": "\${input.event_type?json_string}",
  "time": "\${input.event_time}",
  "properties": {
    <#list input.event_properties as key, value>
    "\${key?json_string}": \${value?c}<#sep>,</#sep>
    </#list>
  }
}`,
};

/** A backlog drained to an HTTP API by a template, and in turn the same backlog to a webhook, which sends it as it is. */
export const httpTile: Case = {
  name: "http-tile",
  unit: "requests/s",
  target: 0.5,
  about:
    "a backlog of events drained to an HTTP API, each rendered by a template with twenty properties; held against a webhook of Millrace's, which sends the events as they are",
  async run(effort: Effort): Promise<readonly Round[]> {
    const sink = await Child.start("webhook-sink");
    const endpoint = `http://127.0.0.1:${await sink.ask("port")}`;
    const metadata = { events: EVENTS, parameters: { endpoint, app: "app-1" } };
    const tile = await Stage.set(sink, { type: "http", metadata }, trackData);
    const plain = await Stage.set(sink, { type: "webhook", metadata: { url: `${endpoint}/in` } }, trackData);
    try {
      const events = Math.round(300 * effort.scale) * 100;
      for (const stage of [tile, plain]) await stage.drain(5_000);
      const rounds: Round[] = [];
      for (let round = 0; round < effort.rounds; round++)
        rounds.push({ ours: await tile.drain(events), limit: await plain.drain(events) });
      return rounds;
    } finally {
      await Promise.all([tile.millrace.stop(), plain.millrace.stop()]);
      await sink.stop();
    }
  },
};
