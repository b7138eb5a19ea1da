import { MillraceError } from "../../core/errors.ts";

/** Of a field, the events it is wrong in, by their index in the request. */
export type EventsByField = Readonly<Record<string, readonly number[]>>;

/** What an answer to a refused upload may say beside `code` and `error`. Clients read these names. */
export interface RefusalDetails {
  readonly missing_field?: string;
  readonly events_with_missing_fields?: EventsByField;
  readonly events_with_invalid_fields?: EventsByField;
  readonly events_with_invalid_id_lengths?: EventsByField;
  readonly eps_threshold?: number;
  readonly throttled_devices?: Readonly<Record<string, number>>;
  readonly throttled_users?: Readonly<Record<string, number>>;
  readonly throttled_events?: readonly number[];
  readonly exceeded_daily_quota_devices?: Readonly<Record<string, number>>;
  readonly exceeded_daily_quota_users?: Readonly<Record<string, number>>;
}

/** An upload was refused as a whole, in the words that clients of the Amplitude HTTP API know. */
export class UploadRefusal extends MillraceError {
  readonly details: RefusalDetails;

  constructor(status: number, error: string, details: RefusalDetails = {}) {
    super("upload_refused", error, { status });
    this.details = details;
  }

  /** The body of the answer. */
  get answer(): Readonly<Record<string, unknown>> {
    return { code: this.status, error: this.message, ...this.details };
  }
}

/** The request lacks a field that is not an event's. */
export function missingField(name: string): UploadRefusal {
  return new UploadRefusal(400, "Request missing required field", { missing_field: name });
}

/** Too many bytes or too many events. */
export function tooLarge(): UploadRefusal {
  return new UploadRefusal(413, "Payload too large");
}

/** The key is none, is not a project's, or may not hand in events: which one is not told. */
export function invalidKey(): UploadRefusal {
  return new UploadRefusal(400, "Invalid API key");
}
