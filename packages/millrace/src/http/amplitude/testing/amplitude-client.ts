import type { Event } from "../../../core/event.ts";
import type { JsonObject } from "../../../core/json/object.ts";
import { isJsonObject } from "../../../core/json/object.ts";
import { parseLossless } from "../../../core/json/lossless.ts";
import type { Answer, RunningApi } from "../../testing/start-api.ts";
import { textAt } from "../../testing/start-api.ts";

/** A project and what a client of the Amplitude HTTP API sends to it. */
export class AmplitudeClient {
  readonly projectId: string;
  readonly apiKey: string;
  readonly #api: RunningApi;

  private constructor(api: RunningApi, projectId: string, apiKey: string) {
    this.#api = api;
    this.projectId = projectId;
    this.apiKey = apiKey;
  }

  /** Makes a project and a key for it. */
  static async of(api: RunningApi, name: string): Promise<AmplitudeClient> {
    const projectId = textAt(await api.call("POST", "/v1/projects", { body: { name } }), "id");
    const made = await api.call("POST", `/v1/projects/${projectId}/api-keys`, {
      body: { label: "sdk", scopes: ["ingest"] },
    });
    return new AmplitudeClient(api, projectId, textAt(made, "key"));
  }

  /** Posts events to `/2/httpapi`, with whatever else the body says. */
  async send(events: unknown, more: object = {}, path = "/2/httpapi"): Promise<Answer> {
    return this.post(path, { api_key: this.apiKey, events, ...more });
  }

  /** Posts a body; a text goes as it is. */
  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#api.call("POST", path, { key: null, body, headers });
  }

  /** What is in the project's log. */
  stored(): readonly Event[] {
    return this.#api.log.read(this.projectId, 0, { events: 100_000, bytes: 1e9 });
  }

  /** The data of the log's events, as the export format has it. */
  data(): readonly JsonObject[] {
    return this.stored().map(({ data }) => {
      const parsed = parseLossless(data);
      return isJsonObject(parsed) ? parsed : {};
    });
  }

  /** The data of the newest event. */
  last(): JsonObject {
    return this.data().at(-1) ?? {};
  }
}
