import type { Place } from "../core/conditions/place.ts";
import { isMembers } from "../core/json/lossless.ts";
import type { JsonObject } from "../core/json/object.ts";
import { setMember } from "../core/json/object.ts";
import type { PropertyChoice } from "../core/shape.ts";

type Kind = "event" | "user" | "group";

/** Names of one kind that are chosen. */
type Names = "all" | ReadonlySet<string>;

/** A choice of properties, ready for many events. */
export class Chooser {
  readonly #names: Readonly<Record<Kind, Names>>;

  constructor(choice: PropertyChoice) {
    this.#names = { event: namesOf(choice.event), user: namesOf(choice.user), group: namesOf(choice.group) };
  }

  /** True where every property of every kind is chosen. */
  get choosesAll(): boolean {
    return Object.values(this.#names).every((names) => names === "all");
  }

  /** True where the place is chosen: only properties of events, users and groups can be left out. */
  chooses(place: Place): boolean {
    const kind = KINDS[place.in];
    return kind === undefined || includes(this.#names[kind], place.name);
  }

  /** The fields without properties that are not chosen, in whichever member they stand. */
  narrow(fields: JsonObject): JsonObject {
    if (this.choosesAll) return fields;
    const { event, user, group } = this.#names;
    const left = { ...fields };
    narrow(left, "event_properties", event, 0);
    narrow(left, "user_properties", user, 0);
    narrow(left, "user_property_operations", user, 1);
    narrow(left, "group_properties", group, 2);
    narrow(left, "group_property_operations", group, 1);
    return left;
  }

  /** The chosen properties by name; of two with one name the event's own comes before the user's, and that before the group's. */
  flat(fields: JsonObject): JsonObject {
    const { event, user, group } = this.#names;
    const found: Record<string, unknown> = {};
    take(found, fields.event_properties, event);
    take(found, fields.user_properties, user);
    const types = isMembers(fields.group_properties) ? Object.values(fields.group_properties) : [];
    for (const groups of types)
      if (isMembers(groups)) for (const each of Object.values(groups)) take(found, each, group);
    return found;
  }
}

const KINDS: Readonly<Partial<Record<Place["in"], Kind>>> = {
  event_properties: "event",
  user_properties: "user",
  group_properties: "group",
};

function namesOf(choice: PropertyChoice[Kind] = "none"): Names {
  if (choice === "all") return "all";
  return new Set(choice === "none" ? [] : choice);
}

function includes(names: Names, name: string): boolean {
  return names === "all" || names.has(name);
}

/** Leaves a member only the chosen properties; they stand `depth` objects below it. */
function narrow(fields: Record<string, unknown>, member: string, names: Names, depth: number): void {
  const value = fields[member];
  if (value === undefined || names === "all") return;
  if (isMembers(value)) fields[member] = pick(value, names, depth);
  else delete fields[member];
}

function pick(properties: JsonObject, names: ReadonlySet<string>, depth: number): JsonObject {
  const picked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (depth === 0) {
      if (names.has(name)) setMember(picked, name, value);
    } else if (isMembers(value)) setMember(picked, name, pick(value, names, depth - 1));
    // Beside operations on properties there are some on none, such as $clearAll: they name nothing.
    else if (depth === 1 && name === "$clearAll") setMember(picked, name, value);
  }
  return picked;
}

/** Adds the chosen properties that `found` has no value for. */
function take(found: Record<string, unknown>, properties: unknown, names: Names): void {
  if (!isMembers(properties)) return;
  for (const name of names === "all" ? Object.keys(properties) : names) {
    if (!Object.hasOwn(properties, name) || Object.hasOwn(found, name)) continue;
    const value = properties[name];
    if (value !== undefined && value !== null) setMember(found, name, value);
  }
}
