/** Which parts of a date value mean something: `unknown` when only the host could have told. */
export type DateType = "date" | "time" | "datetime" | "unknown";

/** A point in time as FreeMarker knows it; immutable. */
export class DateValue {
  /** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
  readonly epochMilliseconds: number;
  readonly type: DateType;

  constructor(epochMilliseconds: number, type: DateType) {
    this.epochMilliseconds = epochMilliseconds;
    this.type = type;
  }

  /** The same point in time, of another type. */
  withType(type: DateType): DateValue {
    return type === this.type ? this : new DateValue(this.epochMilliseconds, type);
  }
}
