import type { RawJson } from "../../core/event.ts";
import type { JsonObject } from "../../core/json/object.ts";
import { isJsonObject } from "../../core/json/object.ts";
import { ExactNumber, printLossless } from "../../core/json/lossless.ts";
import type { EpochMilliseconds } from "../../core/time.ts";
import { applyOperations } from "../../profiles/apply-operations.ts";
import { readGroups } from "../../profiles/change.ts";
import type { Operation } from "../../profiles/operations.ts";
import { readOperations } from "../../profiles/operations.ts";
import { PropertyState } from "../../profiles/property-state.ts";
import type { GroupName } from "../../profiles/subject.ts";
import { namesNobody } from "./client-ids.ts";
import { FIELD_TYPES, GROUP_IDENTIFY } from "./event-fields.ts";
import type { EventFaults } from "./faults.ts";
import { cutText, limitValue, TOO_DEEP } from "./limit-value.ts";
import type { GivenEvent } from "./read-upload.ts";

/** An event that can be taken in. */
export interface CheckedEvent {
  readonly eventType: string;
  readonly userId?: string | undefined;
  readonly deviceId?: string | undefined;
  /** What the client calls it. */
  readonly insertId?: string | undefined;
  /** When it happened, by the client's clock. */
  readonly time?: EpochMilliseconds | undefined;
  readonly eventProperties: RawJson;
  readonly groups: readonly GroupName[];
  /** As they came in. */
  readonly groupsText: RawJson;
  readonly userOperations: readonly Operation[];
  readonly groupOperations: readonly Operation[];
  /** The user's properties as the event alone has them: it is of the past, neither asks what is known nor changes it. */
  readonly ownProperties?: PropertyState | undefined;
  /** The event as it came in, for its other fields, whose types are known to be right. */
  readonly given: JsonObject;
}

/** How the events of an upload are looked at. */
export interface CheckOptions {
  readonly minIdLength: number;
  /** Events of `/groupidentify` belong to nobody. */
  readonly needsUser?: boolean;
}

/** The last moment whose year has four digits. */
const LATEST: EpochMilliseconds = 253_402_300_799_999;

/**
 * Holds an event against the rules of the API. Everything that is wrong with it is noted under its index.
 * @returns undefined where something is
 */
export function checkEvent(
  { value, propertiesText }: GivenEvent,
  index: number,
  options: CheckOptions,
  faults: EventFaults,
): CheckedEvent | undefined {
  if (!isJsonObject(value)) {
    faults.notAnObject(index);
    return undefined;
  }
  const check = new Check(value, index, faults);
  const eventType = check.eventType();
  const { userId, deviceId } = check.ids(options);
  const time = check.time();
  check.types();
  const properties = check.object("event_properties");
  const groups = check.groups();
  if (eventType === GROUP_IDENTIFY && groups.names.length === 0) check.missing("groups");
  const userOperations = check.operations("user_properties");
  const groupOperations = check.operations("group_properties");
  if (check.failed) return undefined;
  const asWritten = propertiesText !== undefined && properties === value.event_properties;
  return {
    eventType,
    userId,
    deviceId,
    insertId: fieldText(value.insert_id),
    time,
    eventProperties: asWritten ? propertiesText : jsonOf(properties, propertiesText !== undefined),
    groups: groups.names,
    groupsText: groups.text,
    ...(value.$skip_user_properties_sync === true
      ? { userOperations: [], ownProperties: applyOperations(PropertyState.EMPTY, userOperations).state }
      : { userOperations }),
    groupOperations,
    given: value,
  };
}

/** The text of a field that is one, cut; undefined where the event does not have it. */
export function fieldText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return cutText(typeof value === "string" ? value : printLossless(value));
}

function jsonOf(value: unknown, exact: boolean): RawJson {
  if (value === undefined || value === null) return "{}";
  return exact ? printLossless(value) : JSON.stringify(value);
}

/** One event while it is looked at. */
class Check {
  failed = false;
  readonly #event: JsonObject;
  readonly #index: number;
  readonly #faults: EventFaults;
  #invalidIds = false;

  constructor(event: JsonObject, index: number, faults: EventFaults) {
    this.#event = event;
    this.#index = index;
    this.#faults = faults;
  }

  eventType(): string {
    const { event_type: type } = this.#event;
    if (type === undefined || type === null || type === "") {
      this.missing("event_type");
    } else if (typeof type === "string") return cutText(type);
    else this.#invalid("event_type");
    return "";
  }

  /** An id that is too short is as if it were not there; it is a fault where the event has no other. */
  ids({ minIdLength, needsUser = true }: CheckOptions): { userId?: string; deviceId?: string } {
    const user = this.#id("user_id", minIdLength);
    const device = this.#id("device_id", minIdLength);
    if (user.id === undefined && device.id === undefined && needsUser && !this.#invalidIds) {
      this.failed = true;
      const short = user.short || device.short;
      if (user.short) this.#faults.idLength("user_id", this.#index);
      if (device.short) this.#faults.idLength("device_id", this.#index);
      if (user.nobody) this.#faults.invalid("user_id", this.#index);
      if (device.nobody) this.#faults.invalid("device_id", this.#index);
      if (!short && !user.nobody && !device.nobody) {
        this.missing("user_id");
        this.missing("device_id");
      }
    }
    return {
      ...(user.id !== undefined && { userId: user.id }),
      ...(device.id !== undefined && { deviceId: device.id }),
    };
  }

  time(): EpochMilliseconds | undefined {
    const given = this.#event.time;
    if (given === undefined || given === null) return undefined;
    const time = Math.floor(given instanceof ExactNumber ? Number(given) : Number(given));
    const readable = typeof given === "number" || given instanceof ExactNumber || isDigits(given);
    if (readable && time >= 0 && time <= LATEST) return time;
    this.#invalid("time");
    return undefined;
  }

  /** Only the fields that the event has are looked at, not every one that there could be. */
  types(): void {
    for (const name in this.#event) {
      const type = FIELD_TYPES.get(name);
      if (type === undefined) continue;
      const value = this.#event[name];
      if (value === undefined || value === null) continue;
      if (type === "object") this.object(name);
      else if (typeof value === "object" && !(value instanceof ExactNumber)) this.#invalid(name);
      else if (type === "number" && typeof value !== "number" && typeof value !== "object")
        this.#invalid(name);
    }
  }

  /** An object with its texts cut; undefined where the event has none. */
  object(name: string): JsonObject | undefined {
    const value = this.#event[name];
    if (value === undefined || value === null) return undefined;
    if (isJsonObject(value) && !(value instanceof ExactNumber)) {
      const limited = limitValue(value);
      if (limited !== TOO_DEEP && isJsonObject(limited)) return limited;
    }
    this.#invalid(name);
    return undefined;
  }

  groups(): { readonly names: readonly GroupName[]; readonly text: RawJson } {
    const object = this.object("groups");
    const names = readGroups(object);
    if (names === undefined) this.#invalid("groups");
    return { names: names ?? [], text: object === undefined ? "{}" : printLossless(object) };
  }

  operations(name: "user_properties" | "group_properties"): readonly Operation[] {
    const object = this.object(name);
    if (object === undefined) return [];
    const operations = readOperations(object);
    if (operations === undefined) this.#invalid(name);
    return operations ?? [];
  }

  missing(name: string): void {
    this.failed = true;
    this.#faults.missing(name, this.#index);
  }

  #id(name: "user_id" | "device_id", minLength: number): { id?: string; short?: true; nobody?: true } {
    const value = this.#event[name];
    if (value === undefined || value === null || value === "") return {};
    if (typeof value !== "string" && typeof value !== "number" && !(value instanceof ExactNumber)) {
      this.#invalidIds = true;
      this.#invalid(name);
      return {};
    }
    const id = cutText(String(value));
    if (namesNobody(id)) return { nobody: true };
    return id.length < minLength ? { short: true } : { id };
  }

  #invalid(name: string): void {
    this.failed = true;
    this.#faults.invalid(name, this.#index);
  }
}

function isDigits(value: unknown): boolean {
  return typeof value === "string" && /^\d{1,15}$/.test(value);
}
