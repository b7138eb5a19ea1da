import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import pino from "pino";
import type { Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import { DownloadUrls } from "./blobs/download-urls.ts";
import { openBlobStore } from "./blobs/open-blob-store.ts";
import { PublicUrl } from "./blobs/public-url.ts";
import { awsEndpointsOf } from "./config/aws-endpoints.ts";
import type { Config } from "./config/settings.ts";
import { Closing } from "./core/closing.ts";
import { messageOf, MillraceError } from "./core/errors.ts";
import type { Position } from "./core/event.ts";
import { systemClock } from "./core/time.ts";
import { deliveryMetrics, laneMetrics } from "./delivery/delivery-metrics.ts";
import { Lanes } from "./delivery/lanes.ts";
import { forgetRemovedLanes } from "./delivery/removed-lanes.ts";
import { Replays } from "./delivery/replays.ts";
import { storeConfig } from "./delivery/store-config.ts";
import { SharedReads } from "./delivery/shared-reads.ts";
import { Turns } from "./delivery/turns.ts";
import { destinationTypes } from "./destinations/registry.ts";
import { buildApi } from "./http/build-api.ts";
import { ensureAdminKey } from "./http/ensure-admin-key.ts";
import { SqliteEndpoints } from "./endpoints/sqlite-endpoints.ts";
import { SqliteProfiles } from "./profiles/sqlite-profiles.ts";
import { SqliteHistory } from "./history/sqlite-history.ts";
import { farthestPosition } from "./retention/farthest-position.ts";
import { lockFolder } from "./sqlite/lock-folder.ts";
import { makeFolder } from "./sqlite/make-folder.ts";
import { requireWritable } from "./sqlite/require-writable.ts";
import { SqliteLedger } from "./ledger/sqlite-ledger.ts";
import { SqliteEventLog } from "./log/sqlite/sqlite-event-log.ts";
import { LargeResults } from "./routing/large-results.ts";
import { Deletions } from "./projects/deletions.ts";
import { partsOf } from "./projects/parts.ts";
import { Projects } from "./projects/projects.ts";
import { Upkeep } from "./retention/upkeep.ts";
import { openSecrets } from "./secrets/open-secrets.ts";
import { AmplitudeIntake } from "./sources/amplitude/intake.ts";
import { Throttle } from "./sources/amplitude/throttle.ts";
import { AmplitudeUploads } from "./sources/amplitude/uploads.ts";
import { PinpointIntake } from "./sources/pinpoint/intake.ts";
import { composeResults } from "./sources/compose-results.ts";
import { readManifest } from "./sources/read-manifest.ts";
import { keyStoreOf } from "./store/key-store.ts";
import { openStore } from "./store/open-store.ts";

/** A running Millrace. */
export interface MillraceServer {
  /** Where the API answers, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The first admin key, where this start has made one: to be shown once. */
  readonly newAdminKey: string | undefined;
  /**
   * Stops taking requests, finishes what is in flight within `shutdownSeconds`, and closes the log, the ledger, the history, the profiles, the endpoints and the store.
   * May be called more than once.
   */
  close(): Promise<void>;
}

/** What a server may be started with besides its settings. */
export interface ServerOptions {
  /** Takes the structured log; standard output where there is none. */
  readonly logger?: Logger;
}

/**
 * Starts Millrace: opens the data folder, starts a lane for every route, and listens.
 * This is the one place that knows all the parts.
 * @throws {MillraceError} with what stands in the way: a folder in use, a newer database, a wrong master key, a port taken
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<MillraceServer> {
  const logger = options.logger ?? pino({ level: config.logLevel });
  const closing = new Closing();
  try {
    const parts = await openParts(config, logger, closing);
    await parts.forgetRemovedLanes();
    await parts.lanes.start();
    parts.upkeep.removeOldEvents();
    await parts.deletions.resume();
    const url = await listen(parts.api, config);
    parts.publicUrl.listening(url);
    logger.info({ url, dataDir: config.dataDir }, "Millrace is ready");
    return { url, newAdminKey: parts.newAdminKey, close: () => closing.run() };
  } catch (error) {
    await closing.run();
    throw error;
  }
}

/**
 * Opens the data folder, the files in it, and where large results are kept.
 * @param refusal asked before events and endpoints are stored: why not, if so
 */
async function openFiles(
  config: Config,
  refusal: () => MillraceError | undefined,
  logger: Logger,
  closing: Closing,
) {
  const folder = config.dataDir;
  makeFolder(folder);
  requireWritable(folder);
  closing.add(lockFolder(folder));
  const clock = systemClock;
  const store = openStore(join(folder, "store.db"));
  closing.add(() => store.destroy());
  const { vault, rotation } = await openSecrets({
    folder,
    keys: keyStoreOf(store, clock),
    masterKey: config.masterKey,
    previousMasterKey: config.previousMasterKey,
    forgetLostKeys: config.forgetLostKeys,
    logger: logger.child({ part: "secrets" }),
  });
  const newAdminKey = await ensureAdminKey(store, config.adminKey, clock.timestamp());
  const { maxWaitingBytes } = config;
  const log = await SqliteEventLog.open({ folder, maxWaitingBytes, refusal });
  closing.add(() => log.close());
  const ledger = await SqliteLedger.open(folder);
  closing.add(() => ledger.close());
  const profiles = await SqliteProfiles.open({
    folder,
    log,
    clock,
    logger: logger.child({ part: "profiles" }),
  });
  closing.add(() => profiles.close());
  const endpoints = await SqliteEndpoints.open({ folder, refusal });
  closing.add(() => endpoints.close());
  const history = await SqliteHistory.open({ folder, clock, logger: logger.child({ part: "history" }) });
  closing.add(() => history.close());
  const blobs = openBlobStore(join(folder, "blobs"), config);
  closing.add(() => blobs.close());
  await keepAhead(log, Math.max(farthestPosition(join(folder, "ledger.db")), profiles.farthest), logger);
  await profiles.catchUp();
  return { store, vault, rotation, newAdminKey, log, ledger, profiles, endpoints, history, blobs };
}

/** Makes all parts and joins them. What was opened before a failure is in `closing`. */
async function openParts(config: Config, logger: Logger, closing: Closing) {
  const clock = systemClock;
  // What guards the files is made of them.
  const guarded: { upkeep?: Upkeep } = {};
  const files = await openFiles(config, () => guarded.upkeep?.refuse(), logger, closing);
  const { store, vault, log, ledger, profiles, endpoints, history, blobs } = files;
  const publicUrl = new PublicUrl(config.publicUrl);
  const downloads = new DownloadUrls({ blobs, vault, clock, publicUrl });
  const largeResults = new LargeResults(blobs, downloads);

  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const { allowHttp, allowPrivateNetworks, hostCredentials } = config;
  const aws = { hostCredentials, endpoints: awsEndpointsOf(config.awsEndpoints) };
  const policy = { allowHttp, allowPrivateNetworks, aws };
  const lanes = new Lanes(
    {
      log,
      ledger,
      reads: new SharedReads(log, clock),
      turns: new Turns(),
      clock,
      random: Math.random,
      logger: logger.child({ part: "delivery" }),
      large: largeResults,
      history,
      onBatch: deliveryMetrics(metrics, log),
      messagesPerProject: config.projectMessagesPerSecond,
    },
    storeConfig({ store, vault, destinationTypes, policy, clock }),
  );
  laneMetrics(metrics, lanes);
  closing.add(() => lanes.close(config.shutdownSeconds * 1_000));
  // Before the lanes: a delivery may wait for it.
  closing.add(() => publicUrl.stop());

  const upkeep = new Upkeep({
    ...config,
    folder: config.dataDir,
    log,
    clock,
    logger: logger.child({ part: "storage" }),
    metrics,
    owedFrom(projectId) {
      // What the engine has not written down does not count.
      if (ledger.failure !== undefined) throw ledger.failure;
      return lanes.owedFrom(projectId);
    },
    onRemoved: [
      async (projectId, through) => {
        await blobs.removeThrough(projectId, through, clock.now() - LONGEST_DOWNLOAD);
      },
    ],
    failures: () => [log, ledger, profiles, endpoints].flatMap(({ failure }) => failure ?? []),
  });
  guarded.upkeep = upkeep;
  closing.add(() => upkeep.close());
  await upkeep.guard();

  const deletions = new Deletions({
    store,
    parts: partsOf({ store, log, ledger, profiles, endpoints, history, blobs }),
    clock,
    logger: logger.child({ part: "projects" }),
  });
  closing.add(() => deletions.close());

  const api = await buildApi({
    store,
    vault,
    rotation: files.rotation,
    log,
    engine: lanes,
    projects: new Projects({ store, vault, log, engine: lanes, deletions, clock }),
    deadLetters: ledger,
    failures: ledger,
    replays: new Replays({ store, log, ledger, engine: lanes, clock }),
    downloads,
    history,
    destinationTypes,
    readManifest,
    composeResults,
    uploads: new AmplitudeUploads(
      new AmplitudeIntake(log, profiles, () => clock.now()),
      new Throttle(config.ingestEventsPerId, clock),
      () => clock.now(),
    ),
    pinpoint: new PinpointIntake(log, endpoints, () => clock.now()),
    endpoints,
    policy,
    pinpointRates: {
      data: config.pinpointDataCallsPerSecond,
      configuration: config.pinpointConfigurationCallsPerSecond,
    },
    clock,
    logger: logger.child({ part: "http" }),
    metrics,
    notReady: () => upkeep.problems(),
    status: () => upkeep.status(),
    maxBodyBytes: config.maxBodyBytes,
    version: VERSION,
  });
  closing.add(() => api.close());
  const removed = { store, ledger, history, logger: logger.child({ part: "delivery" }) };
  return {
    api,
    lanes,
    publicUrl,
    upkeep,
    deletions,
    newAdminKey: files.newAdminKey,
    forgetRemovedLanes: () => forgetRemovedLanes(removed),
  };
}

/** After log.db alone was restored: no new event may get a position that a cursor has passed already. */
async function keepAhead(log: SqliteEventLog, farthest: Position, logger: Logger): Promise<void> {
  if (farthest <= log.head()) return;
  const fields = { head: log.head(), farthest };
  logger.warn(
    fields,
    "the log ends before the cursors: it was restored from an older backup, and goes on behind them",
  );
  await log.skipTo(farthest);
}

/** No download URL is good for longer: a blob that was given out is kept for so long, also where its event goes earlier. */
const LONGEST_DOWNLOAD = 9 * 24 * 3_600_000;

async function listen(api: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await api.listen({ host, port });
  } catch (error) {
    throw new MillraceError(
      "cannot_listen",
      `Port ${port} of ${host} cannot be listened on: ${messageOf(error)}`,
      {
        remedy: "Stop whatever uses it, or choose another one with --port or MILLRACE_PORT.",
        cause: error,
      },
    );
  }
}

const VERSION = readVersion();

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text);
  return String(version);
}
