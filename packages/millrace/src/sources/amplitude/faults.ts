import type { EventsByField } from "./refusal.ts";
import { UploadRefusal } from "./refusal.ts";

/** Gathers what is wrong with the events of an upload: clients drop exactly the events that are named. */
export class EventFaults {
  readonly #missing = new Map<string, number[]>();
  readonly #invalid = new Map<string, number[]>();
  readonly #idLengths = new Map<string, number[]>();
  #notObjects = false;

  missing(field: string, index: number): void {
    note(this.#missing, field, index);
  }

  invalid(field: string, index: number): void {
    note(this.#invalid, field, index);
  }

  idLength(field: string, index: number): void {
    note(this.#idLengths, field, index);
  }

  /** The event is no object at all. */
  notAnObject(index: number): void {
    this.#notObjects = true;
    note(this.#invalid, "event", index);
  }

  /** The answer to the upload; undefined where nothing is wrong. */
  refusal(): UploadRefusal | undefined {
    const error = this.#error();
    if (error === undefined) return undefined;
    return new UploadRefusal(400, error, {
      ...(this.#missing.size > 0 && { events_with_missing_fields: byField(this.#missing) }),
      ...(this.#invalid.size > 0 && { events_with_invalid_fields: byField(this.#invalid) }),
      ...(this.#idLengths.size > 0 && { events_with_invalid_id_lengths: byField(this.#idLengths) }),
    });
  }

  #error(): string | undefined {
    if (this.#notObjects) return "Invalid event JSON";
    if (this.#missing.size > 0) return "Request missing required field";
    if (this.#invalid.size > 0) return "Invalid field values on some events";
    return this.#idLengths.size > 0 ? "Invalid id length for user_id or device_id" : undefined;
  }
}

function note(faults: Map<string, number[]>, field: string, index: number): void {
  const known = faults.get(field);
  if (known === undefined) faults.set(field, [index]);
  else if (known.at(-1) !== index) known.push(index);
}

function byField(faults: ReadonlyMap<string, readonly number[]>): EventsByField {
  return Object.fromEntries(faults);
}
