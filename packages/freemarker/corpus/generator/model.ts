import type { Json } from "../format.ts";
import type { Random } from "./random.ts";

/** What the generator knows of a value. */
export type Type =
  | { readonly kind: "string" }
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  | { readonly kind: "sequence"; readonly of: Type }
  | { readonly kind: "hash"; readonly fields: ReadonlyMap<string, Type> };

/** A variable that a template can name. */
export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** A `list` or `items` loop's variable, on which `?index` and its like work. */
  readonly loop?: boolean;
}

export const STRING: Type = { kind: "string" };
export const NUMBER: Type = { kind: "number" };
export const BOOLEAN: Type = { kind: "boolean" };
export const DATE: Type = { kind: "date" };

/** A sequence of one type of value. */
export function sequenceOf(of: Type): Type {
  return { kind: "sequence", of };
}

/** A hash with these fields. */
export function hashOf(fields: Readonly<Record<string, Type>>): Type {
  return { kind: "hash", fields: new Map(Object.entries(fields)) };
}

const strings = [
  "", " ", "a", "hello", "Hello World", "  padded text  ", "a,b,,c", "one two  three", "<b>x & \"y\"</b>",
  "it's", "Ünïcödé ß", "line one\nline two\r\nthree", "tab\there", "12.5", "-7", "0012", "true", "false", "😀 ok",
  "path/to/file.txt", "foo bar foo", "CamelCaseWord", "snake_case_word", "x=1&y=2", "a.b.c", "日本語", "</script>",
  "back\\slash", "${n}", "{}[]()", "AbC", "aaa", "2024-03-05",
]; // prettier-ignore

const numbers = [
  0, 1, 2, 3, 5, 7, 10, 42, -1, -3, 100, 999, 1000, 1234, 12345.678, 1234567.891, 0.5, 0.25, 12.5, -0.75, 0.000123,
  3.14258, 1e6, 1e15, 99.995, 2.5, 1.5, -2.5, 0.1, 1700000000000, 123456789012,
]; // prettier-ignore

const person = { name: STRING, age: NUMBER, active: BOOLEAN, tags: sequenceOf(STRING) };

const catalogue: readonly Variable[] = [
  { name: "s", type: STRING },
  { name: "name", type: STRING },
  { name: "title", type: STRING },
  { name: "text", type: STRING },
  { name: "n", type: NUMBER },
  { name: "price", type: NUMBER },
  { name: "count", type: NUMBER },
  { name: "yes", type: BOOLEAN },
  { name: "flag", type: BOOLEAN },
  { name: "nums", type: sequenceOf(NUMBER) },
  { name: "words", type: sequenceOf(STRING) },
  { name: "flags", type: sequenceOf(BOOLEAN) },
  { name: "rows", type: sequenceOf(sequenceOf(NUMBER)) },
  { name: "users", type: sequenceOf(hashOf(person)) },
  { name: "user", type: hashOf({ ...person, address: hashOf({ city: STRING, zip: STRING, lat: NUMBER }) }) },
  { name: "item", type: hashOf({ sku: STRING, price: NUMBER, sizes: sequenceOf(NUMBER) }) },
  { name: "with-dash", type: STRING },
];

/** A data model of some of the catalogue's variables, and what they are. */
export function randomModel(random: Random): { data: Record<string, Json>; variables: Variable[] } {
  const variables = random.some(catalogue, 0.7);
  const data: Record<string, Json> = {};
  for (const { name, type } of variables) data[name] = randomValue(random, type);
  if (random.chance(0.3)) data["nothing"] = null;
  return { data, variables };
}

function randomValue(random: Random, type: Type): Json {
  switch (type.kind) {
    case "string":
      return random.pick(strings);
    case "number":
    case "date":
      return random.pick(numbers);
    case "boolean":
      return random.chance(0.5);
    case "sequence":
      return Array.from({ length: random.weighted([[1, 0], [2, 1], [4, 3], [1, 6]]) }, () =>
        randomValue(random, type.of),
      ); // prettier-ignore
    case "hash":
      return Object.fromEntries([...type.fields].map(([key, of]) => [key, randomValue(random, of)]));
  }
}
