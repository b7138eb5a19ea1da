import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";

/** Every row of every table of every database in a data folder, as text, by `file.table`. */
export function everyRow(folder: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".db") && name !== "lock.db")) {
    const database = new Database(join(folder, file), { readonly: true });
    const tables = database
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all();
    for (const table of tables) {
      const rows = database.prepare<[], Record<string, unknown>>(`SELECT * FROM "${table}"`).all();
      found.set(
        `${file}.${table}`,
        rows.map((row) =>
          JSON.stringify(row, (_key, value: unknown) =>
            value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
          ),
        ),
      );
    }
    database.close();
  }
  return found;
}

/** Tables and blobs that still say a text, such as the id of a project. */
export function saying(folder: string, text: string): readonly string[] {
  const tables = [...everyRow(folder)].flatMap(([table, rows]) =>
    rows.some((row) => row.includes(text)) ? [table] : [],
  );
  const blobs = join(folder, "blobs");
  const files = existsSync(blobs) ? readdirSync(blobs).filter((name) => name.includes(text)) : [];
  return [...tables, ...files.map((name) => `blobs/${name}`)].sort();
}
