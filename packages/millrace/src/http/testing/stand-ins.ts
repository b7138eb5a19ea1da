import type { DestinationType } from "../../core/destination.ts";
import Type from "typebox";
import { InvalidInputError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { parseTimestamp } from "../../core/time.ts";
import type { DeployableObject, ReadManifest } from "../../routing/manifest-reader.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { ComposeResults } from "../api-dependencies.ts";
import { parseJson } from "../body-parsers.ts";

/**
 * A manifest grammar small enough to write in a test: a line an object, `integration action object destination`,
 * all of the provider `hubspot`. Faults are reported as the real one reports them.
 */
export const readTestManifest: ReadManifest = (source, { destinationNames }) => {
  const faults: { line: number; column: number; path: string; message: string }[] = [];
  const integrations = new Map<string, DeployableObject[]>();
  source.split("\n").forEach((text, i) => {
    const [name = "", action, objectName = "", destination = ""] = text.trim().split(/ +/);
    if (name === "") return;
    const fault = (message: string): void =>
      void faults.push({ line: i + 1, column: 1, path: `line ${i + 1}`, message });
    if (action !== "read" && action !== "subscribe") fault(`"${action}" is no action`);
    else if (!destinationNames.includes(destination)) fault(`there is no destination "${destination}"`);
    else integrations.set(name, [...(integrations.get(name) ?? []), { action, objectName, destination }]);
  });
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    integrations: [...integrations].map(([name, objects]) => ({
      name,
      provider: "hubspot",
      content: { name, objects },
      objects,
    })),
  };
};

/** Passes `result` on and takes the object's name as it is. */
export const composeForTest: ComposeResults = ({ text, now, integration }) => {
  const body = parseJson(text);
  const { action, objectName, operationTime } = isJsonObject(body) ? body : {};
  if ((action !== "read" && action !== "subscribe") || typeof objectName !== "string") {
    throw new InvalidInputError("The results are not complete.", [
      { in: "body", name: "action", detail: "is required" },
    ]);
  }
  return {
    action,
    objectName: `mapped-${objectName}`,
    rawObjectName: objectName,
    ...(action === "read" && { operationId: newId() }),
    time: (typeof operationTime === "string" && parseTimestamp(operationTime)) || now,
    data: `{"provider":"${integration.provider}","handedIn":${text}}`,
  };
};

/** A destination type with one of everything: required, optional and secret fields, a rule of its own, a warning. */
export const testDestination: DestinationType = {
  type: "pigeon",
  label: "Carrier pigeon",
  settings: Type.Object({
    loft: Type.String({ minLength: 1, title: "Loft", description: "Where it flies." }),
    birds: Type.Optional(Type.Integer({ minimum: 1 })),
    route: Type.Optional(Type.Enum(["direct", "scenic"])),
  }),
  secrets: Type.Object({ whistle: Type.String({ minLength: 4 }), tune: Type.Optional(Type.String()) }),
  limits: () => ({
    recordBytes: 100,
    batchRecords: 1,
    batchBytes: 100,
    concurrency: 1,
    oneRequest: true,
    projectBudget: false,
    downloadUrlTtl: 1_000,
  }),
  hasKeys: () => false,
  validate: ({ loft }) =>
    loft === "nowhere"
      ? [{ in: "body", name: "metadata.loft", detail: "no bird flies there", value: loft }]
      : [],
  warnings: ({ route }) => (route === "scenic" ? ["The scenic route takes longer."] : []),
  formatter: () => (event) => ({ event, body: "", bodyBytes: 0, key: "", keyBytes: 0, attributes: {} }),
  open: () => ({ send: async (batch) => batch.map(() => ({ kind: "delivered" })), close: async () => {} }),
  check: async ({ loft }, { whistle }) => ({
    ok: typeof whistle === "string",
    steps: [{ name: "whistle", ok: true, detail: `heard at ${String(loft)}` }],
  }),
};
