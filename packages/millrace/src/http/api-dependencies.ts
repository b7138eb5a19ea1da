import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { DownloadUrls } from "../blobs/download-urls.ts";
import type { DestinationType, NetworkPolicy } from "../core/destination.ts";
import type { Clock } from "../core/time.ts";
import type { DeliveryEngine } from "../delivery/engine.ts";
import type { Replays } from "../delivery/replays.ts";
import type { DeliveryHistory } from "../history/delivery-history.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { EventLog } from "../log/event-log.ts";
import type { ReadManifest } from "../routing/manifest-reader.ts";
import type { MasterKeyRotation } from "../secrets/master-key-rotation.ts";
import type { Vault } from "../secrets/vault.ts";
import type { ComposedResults, ResultsInput } from "../sources/compose-results.ts";
import type { Store } from "../store/open-store.ts";

/** Everything the API calls. The server wires it; tests hand in what they need. */
export interface ApiDependencies {
  readonly store: Store;
  readonly vault: Vault;
  /** Changes the master key while the API goes on. */
  readonly rotation: Pick<MasterKeyRotation, "rotate">;
  readonly log: EventLog;
  readonly engine: DeliveryEngine;
  /** Dead letters, to be read and deleted. */
  readonly deadLetters: Pick<Ledger, "getDeadLetter" | "listDeadLetters" | "removeDeadLetters">;
  readonly replays: Replays;
  /** Large results, under the URLs of their messages. */
  readonly downloads: Pick<DownloadUrls, "open">;
  /** What became of deliveries over time, to be read. */
  readonly history: Pick<DeliveryHistory, "read">;
  /** By type name, in the order they are documented. */
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  readonly readManifest: ReadManifest;
  readonly composeResults: ComposeResults;
  /** What customers' settings may reach. */
  readonly policy: NetworkPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Served at `/metrics`. */
  readonly metrics: Registry;
  /** Why the process cannot serve at the moment, in words; empty when it can. Asked by `/readyz`. */
  readonly notReady: () => readonly string[];
  readonly maxBodyBytes: number;
  /** Millrace's own version, for the API's description. */
  readonly version: string;
}

/**
 * Makes the inner message of handed-in results.
 * @throws {UnreadableInputError} {@link InvalidInputError}
 */
export type ComposeResults = (input: ResultsInput) => ComposedResults;
