import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { DownloadUrls } from "../blobs/download-urls.ts";
import type { DestinationType, NetworkPolicy } from "../core/destination.ts";
import type { Clock } from "../core/time.ts";
import type { DeliveryEngine } from "../delivery/engine.ts";
import type { Replays } from "../delivery/replays.ts";
import type { SqliteEndpoints } from "../endpoints/sqlite-endpoints.ts";
import type { DeliveryHistory } from "../history/delivery-history.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Projects } from "../projects/projects.ts";
import type { ReadManifest } from "../routing/manifest-reader.ts";
import type { MasterKeyRotation } from "../secrets/master-key-rotation.ts";
import type { Vault } from "../secrets/vault.ts";
import type { AmplitudeUploads } from "../sources/amplitude/uploads.ts";
import type { PinpointIntake } from "../sources/pinpoint/intake.ts";
import type { ComposedResults, ResultsInput } from "../sources/compose-results.ts";
import type { Store } from "../store/open-store.ts";
import type { CallsPerSecond } from "./pinpoint/call-rates.ts";

/** Everything the API calls. The server wires it; tests hand in what they need. */
export interface ApiDependencies {
  readonly store: Store;
  readonly vault: Vault;
  /** Changes the master key while the API goes on. */
  readonly rotation: Pick<MasterKeyRotation, "rotate">;
  readonly log: EventLog;
  readonly engine: DeliveryEngine;
  readonly projects: Projects;
  /** Dead letters, to be read and deleted. */
  readonly deadLetters: Pick<Ledger, "getDeadLetter" | "listDeadLetters" | "removeDeadLetters">;
  /** What failed, by why. */
  readonly failures: Pick<Ledger, "countByCode" | "newestParked" | "newestLetters">;
  readonly replays: Replays;
  /** Large results, under the URLs of their messages. */
  readonly downloads: Pick<DownloadUrls, "open">;
  /** What became of deliveries over time, to be read. */
  readonly history: Pick<DeliveryHistory, "read" | "readRoutes">;
  /** By type name, in the order they are documented. */
  readonly destinationTypes: ReadonlyMap<string, DestinationType>;
  readonly readManifest: ReadManifest;
  readonly composeResults: ComposeResults;
  /** Takes in what clients of the Amplitude HTTP API send. */
  readonly uploads: Pick<AmplitudeUploads, "take">;
  /** Takes in what clients of Pinpoint send. */
  readonly pinpoint: Pick<PinpointIntake, "put">;
  /** What is known of the endpoints of Pinpoint's clients. */
  readonly endpoints: Pick<SqliteEndpoints, "updateAll" | "find" | "ofUser" | "remove" | "removeOfUser">;
  /** What customers' settings may reach. */
  readonly policy: NetworkPolicy;
  /** Calls a second that an application may have of Pinpoint's API, by kind. */
  readonly pinpointRates: CallsPerSecond;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Served at `/metrics`. */
  readonly metrics: Registry;
  /** Why the process cannot serve at the moment; empty when it can. Asked by `/readyz`. */
  readonly notReady: () => readonly NotReady[];
  /** How the storage is doing. Asked by `/v1/status`. */
  readonly status: () => SystemStatus;
  readonly maxBodyBytes: number;
  /** Millrace's own version, for the API's description. */
  readonly version: string;
}

/** One reason why the process cannot serve. */
export interface NotReady {
  /** Stable, such as `disk_nearly_full`. */
  readonly code: string;
  readonly message: string;
}

/** How the storage is doing, for the people who run the instance. Sizes in bytes, times RFC 3339. */
export interface SystemStatus {
  readonly log: {
    readonly head: number;
    readonly bytes: number;
    readonly freeBytes: number;
    readonly oldestEventTime?: string;
  };
  readonly disk: { readonly freeBytes?: number; readonly minFreeBytes: number };
  readonly retention: {
    readonly removed: number;
    readonly cutOff: number;
    readonly endangered: readonly EndangeredDeliveries[];
  };
  readonly damaged: readonly { readonly file: string; readonly detail: string }[];
}

/** Deliveries of a project that will be cut off unless their route catches up. */
export interface EndangeredDeliveries {
  readonly projectId: string;
  readonly position: number;
  readonly acceptedTime: string;
  readonly cutTime: string;
  readonly events: number;
}

/**
 * Makes the inner message of handed-in results.
 * @throws {UnreadableInputError} {@link InvalidInputError}
 */
export type ComposeResults = (input: ResultsInput) => ComposedResults;
