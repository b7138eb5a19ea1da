import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import { Registry } from "prom-client";
import type { BlobStore } from "../../blobs/blob-store.ts";
import { DownloadUrls } from "../../blobs/download-urls.ts";
import { FolderStore } from "../../blobs/folder-store.ts";
import { PublicUrl } from "../../blobs/public-url.ts";
import type { DestinationType, NetworkPolicy } from "../../core/destination.ts";
import type { MillraceError } from "../../core/errors.ts";
import { systemClock } from "../../core/time.ts";
import type { DeliveryEngine, DeliveryState, LaneState } from "../../delivery/engine.ts";
import { Replays } from "../../delivery/replays.ts";
import { SqliteLedger } from "../../ledger/sqlite-ledger.ts";
import { SqliteEndpoints } from "../../endpoints/sqlite-endpoints.ts";
import { SqliteProfiles } from "../../profiles/sqlite-profiles.ts";
import { SqliteHistory } from "../../history/sqlite-history.ts";
import { SqliteEventLog } from "../../log/sqlite/sqlite-event-log.ts";
import { openSecrets } from "../../secrets/open-secrets.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { Vault } from "../../secrets/vault.ts";
import { keyStoreOf } from "../../store/key-store.ts";
import type { Store } from "../../store/open-store.ts";
import { openStore } from "../../store/open-store.ts";
import { Deletions } from "../../projects/deletions.ts";
import { partsOf } from "../../projects/parts.ts";
import { Projects } from "../../projects/projects.ts";
import { AmplitudeIntake } from "../../sources/amplitude/intake.ts";
import { Throttle } from "../../sources/amplitude/throttle.ts";
import { AmplitudeUploads } from "../../sources/amplitude/uploads.ts";
import { PinpointIntake } from "../../sources/pinpoint/intake.ts";
import { buildApi } from "../build-api.ts";
import type { CallsPerSecond } from "../pinpoint/call-rates.ts";
import { ensureAdminKey } from "../ensure-admin-key.ts";
import { composeForTest, readTestManifest, testDestination } from "./stand-ins.ts";

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly body: unknown;
}

/** What a call may say beside method and path. */
interface CallOptions {
  /** Sent as JSON; a text or bytes are sent as they are. */
  readonly body?: unknown;
  /** Instead of the admin key; null sends none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A running API over a real store and log, with stand-ins for what is beside them. */
export interface RunningApi {
  readonly url: string;
  readonly adminKey: string;
  readonly store: Store;
  readonly vault: Vault;
  readonly blobs: BlobStore;
  readonly downloads: DownloadUrls;
  readonly log: SqliteEventLog;
  readonly history: SqliteHistory;
  /** Projects the engine was told to refresh. */
  readonly refreshed: string[];
  /** What the engine says of lanes and deliveries. */
  readonly lanes: Map<string, LaneState>;
  readonly deliveries: DeliveryState[];
  readonly ledger: SqliteLedger;
  /** Everything that was logged, at every level. */
  logged(): string;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

/** What the API is started with, where it is not the usual. */
interface StartOptions {
  readonly maxBodyBytes?: number;
  readonly blobs?: BlobStore;
  readonly now?: () => number;
  /** Why the log takes nothing in at the moment, if so. */
  readonly refusal?: () => MillraceError | undefined;
  /** Events a second of one user or device through the Amplitude API; no limit where it is left out. */
  readonly ingestEventsPerId?: number;
  readonly destinationTypes?: readonly DestinationType[];
  readonly policy?: NetworkPolicy;
  /** Without them there is no limit. */
  readonly pinpointRates?: CallsPerSecond;
}

/** Starts the API on a free port, in a folder of its own. */
export async function startApi(options: StartOptions = {}): Promise<RunningApi> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-api-"));
  const store = openStore(join(folder, "store.db"));
  const log = await SqliteEventLog.open({
    folder,
    ...(options.refusal !== undefined && { refusal: options.refusal }),
  });
  const secrets = await openSecrets({ folder, keys: keyStoreOf(store, systemClock) });
  const blobs = options.blobs ?? FolderStore.open(join(folder, "blobs"));
  const publicUrl = new PublicUrl(undefined);
  const downloads = new DownloadUrls({
    blobs,
    vault: secrets.vault,
    publicUrl,
    clock: { now: options.now ?? Date.now },
  });
  const adminKey = (await ensureAdminKey(store, undefined, systemClock.timestamp())) ?? "";
  const history = await SqliteHistory.open({ folder, clock: systemClock, logger: { warn: () => {} } });
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const refreshed: string[] = [];
  const lanes = new Map<string, LaneState>();
  const deliveries: DeliveryState[] = [];
  const ledger = await SqliteLedger.open(folder);
  const profiles = await SqliteProfiles.open({ folder, log, clock: systemClock, logger: { warn: () => {} } });
  await profiles.catchUp();
  const endpoints = await SqliteEndpoints.open({
    folder,
    ...(options.refusal !== undefined && { refusal: options.refusal }),
  });
  const engine: DeliveryEngine = {
    refresh: async (projectId) => void refreshed.push(projectId),
    removeProject: async (projectId) => void refreshed.push(projectId),
    stateOf: (routeId) => lanes.get(routeId),
    progressOf: () => undefined,
    owedFrom: () => undefined,
    deliveriesOf: () => deliveries,
  };
  const deletions = new Deletions({
    store,
    parts: partsOf({ store, log, ledger, profiles, endpoints, history, blobs }),
    clock: systemClock,
    logger: { info: () => {}, warn: () => {} },
  });
  const api = await buildApi({
    store,
    ...secrets,
    log,
    engine,
    projects: new Projects({ store, vault: secrets.vault, log, engine, deletions, clock: systemClock }),
    deadLetters: ledger,
    failures: ledger,
    replays: new Replays({ store, log, ledger, engine, clock: systemClock }),
    downloads,
    history,
    destinationTypes: new Map(
      (options.destinationTypes ?? [testDestination]).map((type) => [type.type, type]),
    ),
    readManifest: readTestManifest,
    composeResults: composeForTest,
    uploads: new AmplitudeUploads(
      new AmplitudeIntake(log, profiles, options.now ?? Date.now),
      new Throttle(options.ingestEventsPerId ?? 0, { elapsed: options.now ?? Date.now }),
      options.now ?? Date.now,
    ),
    pinpoint: new PinpointIntake(log, endpoints, options.now ?? Date.now),
    endpoints,
    policy: options.policy ?? { allowHttp: false, allowPrivateNetworks: false },
    pinpointRates: options.pinpointRates ?? { data: 0, configuration: 0 },
    clock: systemClock,
    logger: pino({ level: "trace" }, sink),
    metrics: new Registry(),
    notReady: () => [],
    status: () => ({
      log: { head: log.head(), ...log.size() },
      disk: { minFreeBytes: 0 },
      retention: { removed: 0, cutOff: 0, endangered: [] },
      damaged: [],
    }),
    maxBodyBytes: options.maxBodyBytes ?? 1024 * 1024,
    version: "0.0.0",
  });
  const url = await api.listen({ port: 0, host: "127.0.0.1" });
  publicUrl.listening(url);
  return {
    url,
    adminKey,
    store,
    vault: secrets.vault,
    blobs,
    downloads,
    log,
    history,
    refreshed,
    lanes,
    deliveries,
    ledger,
    logged: () => lines.join(""),
    call: (method, path, given = {}) => call(url + path, method, { key: adminKey, ...given }),
    async close() {
      await api.close();
      await deletions.close();
      await profiles.close();
      await endpoints.close();
      await log.close();
      await ledger.close();
      await history.close();
      await store.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

async function call(url: string, method: string, { body, key, headers }: CallOptions): Promise<Answer> {
  const raw = typeof body === "string" || body instanceof Uint8Array;
  const answer = await fetch(url, {
    method,
    headers: {
      ...(key !== null && key !== undefined && { "x-api-key": key }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: isJson && text !== "" ? JSON.parse(text) : undefined,
  };
}

/** A text that stands in an answer, such as `id` or `pagination.nextPageToken`. */
export function textAt(answer: Answer, path: string): string {
  let here: unknown = answer.body;
  for (const name of path.split(".")) {
    if (Array.isArray(here)) here = here[Number(name)];
    else here = isJsonObject(here) ? here[name] : undefined;
  }
  if (typeof here !== "string") throw new Error(`no text at ${path} in ${answer.status} ${answer.text}`);
  return here;
}

/** The issues of a problem, as `name: detail`. */
export function issuesIn(answer: Answer): readonly string[] {
  const issues = isJsonObject(answer.body) ? answer.body.issues : undefined;
  if (!Array.isArray(issues)) return [];
  return issues.map((issue: unknown) =>
    isJsonObject(issue) ? `${String(issue.name)}: ${String(issue.detail)}` : "",
  );
}
