import type { SqliteDatabase } from "./database.ts";

/** Whatever `work`, which must not await anything, reads is as the file was at one moment; many reads cost less together. */
export type AtOneMoment = <T>(work: () => T) => T;

/** Makes the {@link AtOneMoment} of a connection that only reads. Within `work` it may be called again. */
export function atOneMomentOf(database: SqliteDatabase): AtOneMoment {
  const begin = database.prepare("BEGIN");
  const end = database.prepare("COMMIT");
  return (work) => {
    if (database.inTransaction) return work();
    begin.run();
    try {
      return work();
    } finally {
      end.run();
    }
  };
}
