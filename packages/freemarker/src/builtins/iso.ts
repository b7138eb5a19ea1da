import { legacyIso } from "../dates/iso-format.ts";
import type { Arguments } from "./arguments.ts";
import type { Environment } from "../runtime/environment.ts";
import { type Builtin, type BuiltinTable, dateMethod, dateProperty } from "./definition.ts";

/** What comes after `iso`, `iso_utc` and `iso_local` in the names of the built-ins. */
const VARIANTS = ["", "_h", "_h_nz", "_m", "_m_nz", "_ms", "_ms_nz", "_nz"];

/** The built-ins older than the `iso` formats: `?iso(zone)`, `?iso_utc`, `?iso_local` and those like them. */
export const ISO: BuiltinTable = {
  ...Object.fromEntries(VARIANTS.map((variant) => [`iso${variant}`, inZone(`iso${variant}`)])),
  ...Object.fromEntries(
    [...VARIANTS, "_fz"].map((variant) => [
      `iso_utc${variant}`,
      inFixedZone(`iso_utc${variant}`, () => "UTC"),
    ]),
  ),
  ...Object.fromEntries(
    VARIANTS.map((variant) => [
      `iso_local${variant}`,
      inFixedZone(`iso_local${variant}`, (env) => env.settings.time_zone),
    ]),
  ),
};

function inZone(name: string): Builtin {
  return dateMethod(1, 1, (date, args) => legacyIso(date, name, zoneName(args)));
}

/** No time zone has so long a name, and zones are kept by their names. */
const LONGEST_ZONE = 200;

function zoneName(args: Arguments): string {
  const name = args.string(0);
  if (name.length > LONGEST_ZONE) throw args.error(0, "is too long for the name of a time zone");
  return name;
}

function inFixedZone(name: string, zone: (env: Environment) => string): Builtin {
  return dateProperty((date, env) => legacyIso(date, name, zone(env)));
}
