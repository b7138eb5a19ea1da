import type { EpochMilliseconds } from "../../core/time.ts";
import type { CheckedEvent, CheckOptions } from "./check-event.ts";
import { checkEvent } from "./check-event.ts";
import { EventFaults } from "./faults.ts";
import type { AmplitudeIntake } from "./intake.ts";
import type { GivenEvent } from "./read-upload.ts";
import type { Throttle } from "./throttle.ts";

/** Events that were handed in together, and by whom. */
export interface UploadedEvents extends CheckOptions {
  readonly projectId: string;
  readonly events: readonly GivenEvent[];
  readonly clientUploadTime?: EpochMilliseconds | undefined;
  readonly clientAddress: string;
}

/** Takes in uploads as the Amplitude HTTP API does: all of the events, or none with everything that is wrong. */
export class AmplitudeUploads {
  readonly #intake: Pick<AmplitudeIntake, "take">;
  readonly #throttle: Pick<Throttle, "admit">;
  readonly #now: () => EpochMilliseconds;

  constructor(
    intake: Pick<AmplitudeIntake, "take">,
    throttle: Pick<Throttle, "admit">,
    now: () => EpochMilliseconds,
  ) {
    this.#intake = intake;
    this.#throttle = throttle;
    this.#now = now;
  }

  /**
   * Resolves with the moment they came in, once they are on disk.
   * @throws {UploadRefusal} 400 that names every faulty event, 413, 429
   * @throws {BackPressureError} {@link StorageError}
   */
  async take(upload: UploadedEvents): Promise<EpochMilliseconds> {
    const { projectId, clientUploadTime, clientAddress } = upload;
    const faults = new EventFaults();
    const events: CheckedEvent[] = [];
    upload.events.forEach((given, i) => {
      const event = checkEvent(given, i, upload, faults);
      if (event !== undefined) events.push(event);
    });
    const refusal = faults.refusal();
    if (refusal !== undefined) throw refusal;
    this.#throttle.admit(projectId, events);
    const receivedAt = this.#now();
    const context = { projectId, receivedAt, clientUploadTime, clientAddress };
    // What is awaited here instead would hold the whole upload until then.
    return after(this.#intake.take(events, context), receivedAt);
  }
}

async function after<T>(done: Promise<void>, answer: T): Promise<T> {
  await done;
  return answer;
}
