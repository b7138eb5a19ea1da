import type { JsonObject } from "../core/json/object.ts";

/** Where something stands in a manifest: member names and indexes from the root. */
export type ManifestPath = readonly (string | number)[];

/** A value of a YAML text that knows where it stands. Aliases are followed: two paths may lead to one value. */
export type Located = LocatedScalar | LocatedList | LocatedMap | LocatedNothing;

/** What every value knows. */
interface Place {
  /** The character it begins at. */
  readonly at: number;
  /** How many values it is with all that is in it, each alias counted in full. */
  readonly size: number;
}

/** A text, a number, true or false, or nothing at all. */
export interface LocatedScalar extends Place {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

/** What an alias without an anchor stands for: its fault is told, and nothing more can be said of it. */
export interface LocatedNothing extends Place {
  readonly kind: "nothing";
}

/** A list. */
export interface LocatedList extends Place {
  readonly kind: "list";
  readonly items: readonly Located[];
}

/** A map with texts as keys. */
export interface LocatedMap extends Place {
  readonly kind: "map";
  readonly members: ReadonlyMap<string, LocatedMember>;
}

/** A member of a map. */
export interface LocatedMember {
  /** The character its key begins at. */
  readonly keyAt: number;
  readonly value: Located;
}

/** The value without its places: plain JSON. A member named `__proto__` is a member like any other. */
export function plainOf(located: LocatedMap): JsonObject;
export function plainOf(located: Located): unknown;
export function plainOf(located: Located): unknown {
  switch (located.kind) {
    case "scalar":
      return located.value;
    case "nothing":
      return null;
    case "list":
      return located.items.map((item) => plainOf(item));
    case "map":
      return Object.fromEntries(
        Array.from(located.members, ([key, member]) => [key, plainOf(member.value)] as const),
      );
  }
}

/**
 * The character to point at for a path: a scalar member points at its value, a map or list at its key, an item at
 * itself. Of a path that leads nowhere, the last that is there.
 */
export function placeOf(root: Located, path: ManifestPath): number {
  let here = root;
  let at = root.at;
  for (const step of path) {
    if (here.kind === "map") {
      const member = here.members.get(String(step));
      if (member === undefined) return at;
      at = memberPlace(member);
      here = member.value;
    } else {
      const item = here.kind === "list" ? here.items[Number(step)] : undefined;
      if (item === undefined) return at;
      at = item.at;
      here = item;
    }
  }
  return at;
}

/** The character to point at for what a member holds. */
export function memberPlace({ keyAt, value }: LocatedMember): number {
  // What is left empty (`destination:`) has no character of its own.
  return value.kind === "scalar" && value.value !== null ? value.at : keyAt;
}

/** A path as people write it: `integrations[0].read.objects[1].destination`. */
export function textOfPath(path: ManifestPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
