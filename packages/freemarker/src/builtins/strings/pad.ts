import type { Environment } from "../../runtime/environment.ts";
import type { Arguments } from "../arguments.ts";
import type { BuiltinTable } from "../definition.ts";
import { textMethod } from "./text-property.ts";

/** Built-ins that fill a text up to a width. */
export const PAD: BuiltinTable = {
  left_pad: textMethod(1, 2, (text, args, env) => {
    const room = args.integer(0) - text.length;
    const filling = fillingOf(args, room, env, text);
    return room <= 0 ? text : repeated(filling, 0, room) + text;
  }),
  right_pad: textMethod(1, 2, (text, args, env) => {
    const room = args.integer(0) - text.length;
    const filling = fillingOf(args, room, env, text);
    // The filling goes on as if it had begun where the text did.
    return room <= 0 ? text : text + repeated(filling, text.length % filling.length, room);
  }),
};

function fillingOf(args: Arguments, room: number, env: Environment, text: string): string {
  const filling = args.optionalString(1) ?? " ";
  if (room > 0) {
    if (filling === "") throw args.error(1, "must not be an empty string");
    env.budget.reserve(text.length + room);
  }
  return filling;
}

/** `length` units of a text repeated without end, from `start` of it. */
function repeated(filling: string, start: number, length: number): string {
  if (start + length <= filling.length) return filling.slice(start, start + length);
  const head = filling.slice(start);
  const rest = length - head.length;
  return head + filling.repeat(Math.floor(rest / filling.length)) + filling.slice(0, rest % filling.length);
}
