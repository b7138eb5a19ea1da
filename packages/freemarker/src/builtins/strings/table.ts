import type { BuiltinTable } from "../definition.ts";
import { AFFIXES } from "./affixes.ts";
import { CASE } from "./case.ts";
import { ESCAPE } from "./escape.ts";
import { KEEP } from "./keep.ts";
import { MATCHES } from "./matches.ts";
import { PAD } from "./pad.ts";
import { REPLACE } from "./replace.ts";
import { SEARCH } from "./search.ts";
import { TRIM } from "./trim.ts";
import { TRUNCATE } from "./truncate.ts";
import { URL_ESCAPE } from "./url.ts";

/** All built-ins on strings that give no number, date, boolean or value of JSON. */
export const STRINGS: BuiltinTable = {
  ...AFFIXES,
  ...CASE,
  ...ESCAPE,
  ...KEEP,
  ...MATCHES,
  ...PAD,
  ...REPLACE,
  ...SEARCH,
  ...TRIM,
  ...TRUNCATE,
  ...URL_ESCAPE,
};
