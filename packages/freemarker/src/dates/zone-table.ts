import { ZONE_ROWS } from "./zone-rows.ts";

/** A zone Java 17 knows. Offsets are in milliseconds. */
export interface ZoneRecord {
  readonly id: string;
  readonly standardOffset: number;
  readonly daylightSavings: number;
  readonly usesDaylight: boolean;
  /** Whether the offset was the same at all times. */
  readonly alwaysStandard: boolean;
  /** English names: standard long, standard short, summer long, summer short. */
  readonly names: readonly string[];
}

const FIXED = /^(?:Etc\/.*|UTC|UCT|GMT0?|Greenwich|Universal|Zulu|EST|MST|HST)$/u;
let table: Map<string, ZoneRecord> | undefined;

function readTable(): Map<string, ZoneRecord> {
  const records: ZoneRecord[] = [];
  for (const row of ZONE_ROWS.trim().split("\n")) {
    const [raw, savings, uses, long = "", short = "", summerLong = "", summerShort = "", ids = ""] =
      row.split("|");
    const names = [long, short, summerLong, summerShort];
    for (const id of ids.split(" ")) {
      records.push({
        id,
        standardOffset: Number(raw) * 1000,
        daylightSavings: Number(savings) * 1000,
        usesDaylight: uses === "1",
        alwaysStandard: FIXED.test(id),
        names,
      });
    }
  }
  return new Map(records.sort((a, b) => (a.id < b.id ? -1 : 1)).map((record) => [record.id, record]));
}

/** All zones by id. */
export function zoneTable(): ReadonlyMap<string, ZoneRecord> {
  return (table ??= readTable());
}

/** The zone of an id, which is case-sensitive; undefined where Java has none. */
export function zoneRecord(id: string): ZoneRecord | undefined {
  return zoneTable().get(id);
}
