import { isJsonObject } from "../../core/json/object.ts";
import type { JsonObject } from "../../core/json/object.ts";
import type { ComposedResults } from "../compose-results.ts";
import { composeResults } from "../compose-results.ts";

/** What a test says of the request and of where it belongs; the rest is as in the seeds. */
export interface Given {
  readonly text: string;
  readonly provider?: string;
  readonly content?: JsonObject;
  readonly config?: JsonObject;
}

/** The moment at which the tests' requests come in. */
export const NOW = "2025-10-14T02:59:00.000000001Z";

/** Composes as the seeds' HubSpot installation, unless the test says otherwise. */
export function compose({ text, provider = "hubspot", content, config = {} }: Given): ComposedResults {
  const times = { createTime: NOW, updateTime: "2025-10-14T02:58:55.595861000Z" };
  const projectId = "9482e676-4874-43a4-beea-fa8081d13a07";
  return composeResults({
    text,
    now: NOW,
    integration: {
      id: "integration-1",
      projectId,
      name: "test",
      provider,
      revisionId: "revision-1",
      content: content ?? { read: { objects: [{ objectName: "contacts" }] } },
      ...times,
    },
    installation: {
      id: "085353b1-07f1-4209-b471-7e028c0a68c8",
      projectId,
      integrationId: "integration-1",
      groupRef: "group-id-1",
      groupName: "group-name-1",
      consumerRef: "user-id",
      consumerName: "user-name",
      connectionId: "connection-1",
      config: { id: "config-1", createTime: NOW, content: config },
      ...times,
    },
  });
}

/** A read's body around entries given as text. */
export function reading(result: string, objectName = "contacts"): string {
  return `{"action":"read","objectName":${JSON.stringify(objectName)},"operationId":"op-1","result":[${result}]}`;
}

/** The text of a message's entries, without the brackets around them. */
export function resultText(data: string): string {
  const start = data.indexOf('"result":[') + '"result":['.length;
  return data.slice(start, -2);
}

/** The first entry of a message, parsed. */
export function firstEntry(data: string): JsonObject {
  const message: unknown = JSON.parse(data);
  const result = isJsonObject(message) && Array.isArray(message.result) ? message.result : [];
  const entry: unknown = result[0];
  if (!isJsonObject(entry)) throw new Error("the message has no entry");
  return entry;
}
