import type { Position } from "../core/event.ts";
import { openDatabase } from "../sqlite/database.ts";

/**
 * The highest position that the ledger speaks of, in cursors and in deliveries that failed; 0 where it speaks of none.
 * @param path `ledger.db`, open and migrated
 */
export function farthestPosition(path: string): Position {
  const database = openDatabase(path, { readonly: true });
  try {
    const highest = database.prepare(
      `SELECT max(coalesce((SELECT max(cursor) FROM lanes), 0), coalesce((SELECT max(position) FROM parked), 0))`,
    );
    return Number(highest.pluck().get());
  } finally {
    database.close();
  }
}
