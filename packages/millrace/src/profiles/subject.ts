/** Whose properties are kept: a user's, those of a device nobody is known to use, or a group's. */
export interface Subject {
  readonly kind: "user" | "device" | "group";
  /** The user's or device's id; of a group {@link groupKey}. */
  readonly key: string;
}

/** One group that an event belongs to. */
export interface GroupName {
  readonly type: string;
  readonly value: string;
}

/** A group's type and value as one text. */
export function groupKey({ type, value }: GroupName): string {
  return JSON.stringify([type, value]);
}
