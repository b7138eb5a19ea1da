import { Hash } from "./value.ts";

/** A hash whose values can be asked for by name only: FreeMarker doesn't list it, and knows no size of it. */
export abstract class LookupHash extends Hash {}
