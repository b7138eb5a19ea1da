import type { RawJson } from "../core/event.ts";
import { isJsonObject } from "../core/json/object.ts";
import { parseLossless, printLossless } from "../core/json/lossless.ts";

/** The properties of one user, device or group, never changed once made. A change makes another one. */
export class PropertyState {
  static readonly EMPTY = new PropertyState(new Map(), 0);

  readonly values: ReadonlyMap<string, unknown>;
  /** Characters of the names and values as JSON, about. */
  readonly size: number;
  #text: RawJson | undefined;

  private constructor(values: ReadonlyMap<string, unknown>, size: number, text?: RawJson) {
    this.values = values;
    this.size = size;
    this.#text = text;
  }

  /** A state of these properties. */
  static of(values: ReadonlyMap<string, unknown>): PropertyState {
    if (values.size === 0) return PropertyState.EMPTY;
    let size = 0;
    for (const [name, value] of values) size += sizeOf(name, value);
    return new PropertyState(values, size);
  }

  /** A state as it was stored: a JSON object. */
  static read(text: RawJson): PropertyState {
    const parsed = parseLossless(text);
    return PropertyState.of(new Map(isJsonObject(parsed) ? Object.entries(parsed) : []));
  }

  /** Whose properties these become, and what they take. For those who reckon the size themselves. */
  static sized(values: ReadonlyMap<string, unknown>, size: number): PropertyState {
    return values.size === 0 ? PropertyState.EMPTY : new PropertyState(values, size);
  }

  /** The properties as a JSON object. Made once. */
  get text(): RawJson {
    this.#text ??= printEntries(this.values);
    return this.#text;
  }
}

/** What a property takes of a state's size. */
export function sizeOf(name: string, value: unknown): number {
  return name.length + 4 + (typeof value === "string" ? value.length + 2 : printLossless(value).length);
}

function printEntries(values: ReadonlyMap<string, unknown>): RawJson {
  const parts: string[] = [];
  for (const [name, value] of values) parts.push(`${JSON.stringify(name)}:${printLossless(value)}`);
  return `{${parts.join(",")}}`;
}
