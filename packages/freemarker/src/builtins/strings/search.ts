import type { BuiltinTable } from "../definition.ts";
import { stringProperty } from "../definition.ts";
import { Finder } from "./find.ts";
import { textMethod } from "./text-property.ts";

/** Built-ins that look for a text in a text, or take a part of it by place. Places are UTF-16 units, from 0. */
export const SEARCH: BuiltinTable = {
  length: stringProperty((text) => text.length),
  contains: textMethod(1, 1, (text, args, env) => new Finder(args.string(0), env.budget).first(text) !== -1),
  starts_with: textMethod(1, 1, (text, args) => text.startsWith(args.string(0))),
  ends_with: textMethod(1, 1, (text, args) => text.endsWith(args.string(0))),
  index_of: textMethod(1, 2, (text, args, env) =>
    new Finder(args.string(0), env.budget).first(text, args.optionalInteger(1)),
  ),
  last_index_of: textMethod(1, 2, (text, args, env) =>
    new Finder(args.string(0), env.budget).last(text, args.optionalInteger(1)),
  ),
  substring: textMethod(1, 2, (text, args) => {
    const begin = args.integer(0);
    if (begin < 0 || begin > text.length) throw args.error(0, outside(begin, text));
    const end = args.optionalInteger(1) ?? text.length;
    if (end < 0 || end > text.length) throw args.error(1, outside(end, text));
    if (begin > end) throw args.error(0, `must not be greater than the end, ${end}, but is ${begin}`);
    return text.slice(begin, end);
  }),
};

function outside(index: number, text: string): string {
  return `must be at least 0 and at most the length of the string, ${text.length}, but is ${index}`;
}
