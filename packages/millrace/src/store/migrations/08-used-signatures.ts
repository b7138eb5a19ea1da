import type { Migration } from "../../sqlite/database.ts";

/** What replays of signed requests are told by. */
export const usedSignatures: Migration = {
  name: "signatures that calls were carried out with",
  sql: `
  -- Each until it expires, in milliseconds since 1970: it must not be used again after a restart either.
  CREATE TABLE used_signatures (
    signature BLOB PRIMARY KEY,
    expiry INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX used_signatures_by_expiry ON used_signatures (expiry);
  `,
};
