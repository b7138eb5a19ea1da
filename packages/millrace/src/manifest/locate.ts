import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { ParsedNode } from "yaml";
import type { PlacedFault } from "./fault.ts";
import type { Located, LocatedMember, ManifestPath } from "./located.ts";

/**
 * A manifest is at most this many values, each alias counted with all it stands for: nested aliases would make
 * billions out of a few lines otherwise.
 */
const MAX_SIZE = 200_000;

/** What was found, and the faults on the way; nothing was found where aliases make it too large. */
export interface Locating {
  readonly root: Located | undefined;
  readonly faults: readonly PlacedFault[];
}

/**
 * Turns composed YAML into values that know their places, with repeated keys and bad aliases as faults.
 * @param name what sentences call the text, such as `manifest`
 */
export function locate(node: ParsedNode | null, name: string): Locating {
  const locator: Locator = { anchors: new Map(), open: new Set(), faults: [], tooLargeAt: undefined };
  const root = valueOf(locator, node, []);
  if (locator.tooLargeAt === undefined) return { root, faults: locator.faults };
  const message = `The ${name} holds more than ${MAX_SIZE} values, each alias counted in full; split it, or use fewer aliases.`;
  return { root: undefined, faults: [{ at: locator.tooLargeAt, path: [], message }] };
}

interface Locator {
  /** What aliases may stand for: the last value with that anchor so far, as YAML has it. */
  readonly anchors: Map<string, Located>;
  /** Anchors of values that are being read: an alias to one of them would have no end. */
  readonly open: Set<string>;
  readonly faults: PlacedFault[];
  tooLargeAt: number | undefined;
}

function valueOf(locator: Locator, node: ParsedNode | null, path: ManifestPath): Located {
  if (node === null) return { kind: "scalar", value: null, at: 0, size: 1 };
  const { anchors, open } = locator;
  if (isAlias(node)) return targetOf(locator, node.source, node.range[0], path);
  const { anchor } = node;
  if (anchor !== undefined) open.add(anchor);
  const value = contentOf(locator, node, path);
  if (value.size > MAX_SIZE) locator.tooLargeAt ??= value.at;
  if (anchor !== undefined) {
    open.delete(anchor);
    anchors.set(anchor, value);
  }
  return value;
}

function contentOf(locator: Locator, node: ParsedNode, path: ManifestPath): Located {
  const at = node.range[0];
  if (isMap(node)) {
    const members = new Map<string, LocatedMember>();
    let size = 1;
    for (const { key, value } of node.items) {
      const name = keyOf(key);
      const keyAt = key.range[0];
      const member = { keyAt, value: valueOf(locator, value, [...path, name]) };
      size += member.value.size;
      if (!members.has(name)) members.set(name, member);
      else {
        const message = `"${name}" stands in this map already; leave one of the two.`;
        locator.faults.push({ at: keyAt, path: [...path, name], message });
      }
    }
    return { kind: "map", members, at, size };
  }
  if (isSeq(node)) {
    const items = node.items.map((item, i) => valueOf(locator, item, [...path, i]));
    return { kind: "list", items, at, size: items.reduce((sum, item) => sum + item.size, 1) };
  }
  return { kind: "scalar", value: scalarOf(isScalar(node) ? node.value : undefined), at, size: 1 };
}

function targetOf(locator: Locator, name: string, at: number, path: ManifestPath): Located {
  const target = locator.anchors.get(name);
  if (target !== undefined && !locator.open.has(name)) return target;
  const message = locator.open.has(name)
    ? `The alias *${name} stands inside of what it stands for.`
    : `There is no anchor &${name} above this alias.`;
  locator.faults.push({ at, path, message });
  return { kind: "nothing", at, size: 1 };
}

/** Keys are texts: reading with string keys has made a fault of everything else. */
function keyOf(key: ParsedNode): string {
  return isScalar(key) ? String(key.value) : "";
}

function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
