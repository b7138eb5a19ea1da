import type { Command } from "commander";
import type { Connection } from "./context.ts";
import { connect, withConnection } from "./context.ts";

/** What a command about one thing is given. */
export interface One extends Connection {
  /** Path of the thing, such as `/v1/projects/demo/tiles/mine`. */
  readonly path: string;
  /** What it was called. */
  readonly which: string;
}

/**
 * A command about one thing of a kind.
 * @param kind as the argument is called, such as `tile`
 * @param list last step of the list's path, such as `tiles`
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- commander gives options untyped: who declares them says what they are
export function oneOf<Options>(
  command: Command,
  { kind, list }: { readonly kind: string; readonly list: string },
  act: (one: One, options: Options) => Promise<void>,
): Command {
  return withConnection(command)
    .argument(`<${kind}>`, "id or name")
    .action(async (which: string, options: Options, self: Command) => {
      const connection = connect(self);
      const path = `${connection.project}/${list}/${encodeURIComponent(which)}`;
      await act({ ...connection, path, which }, options);
    });
}
