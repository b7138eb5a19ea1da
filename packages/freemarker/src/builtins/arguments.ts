import type { DateValue } from "../dates/date-value.ts";
import type { NumberValue } from "../numbers/arithmetic.ts";
import { toJsInteger } from "../numbers/conversions.ts";
import { Fault } from "../core/fault.ts";
import {
  asBoolean,
  asDate,
  asHash,
  asNumber,
  asSequence,
  asString,
  describeType,
  requireText,
  toText,
} from "../runtime/convert.ts";
import type { Environment } from "../runtime/environment.ts";
import type { Site } from "../runtime/site.ts";
import type { Hash, Maybe, Sequence, Value } from "../values/value.ts";

/**
 * The arguments of a call of a built-in, read by place and type. As in FreeMarker, numbers aren't turned into strings here,
 * and an argument of another type is an error at the directive or interpolation that the call stands in.
 */
export class Arguments {
  readonly values: readonly Maybe[];
  private readonly name: string;
  private readonly site: Site;
  private readonly sites: readonly Site[];

  /** `site` is the place of the call, `sites` are those of the arguments, where they are known. */
  constructor(values: readonly Maybe[], name: string, site: Site, sites: readonly Site[] = []) {
    this.values = values;
    this.name = name;
    this.site = site;
    this.sites = sites;
  }

  get length(): number {
    return this.values.length;
  }

  /** Any value; missing is an error. */
  value(index: number): Value {
    const value = this.values[index];
    if (value === undefined) throw this.error(index, "must not be missing");
    return value;
  }

  string(index: number): string {
    return asString(this.values[index]) ?? this.refuse(index, "string");
  }

  /**
   * The text of an argument: some of the older built-ins take numbers, dates and booleans as they are written. Errors are
   * placed at the argument.
   */
  text(index: number, env: Environment): string {
    const site = this.sites[index];
    if (site !== undefined) return requireText(this.values[index], env, site);
    return (
      toText(this.values[index], env, this.site) ?? this.refuse(index, "string, number, date or boolean")
    );
  }

  optionalText(index: number, env: Environment): string | undefined {
    return index < this.values.length ? this.text(index, env) : undefined;
  }

  number(index: number): NumberValue {
    return asNumber(this.values[index]) ?? this.refuse(index, "number");
  }

  /** A number as Java's `int` has it: the low 32 bits of what is left of it when it is cut down to a whole one. */
  integer(index: number): number {
    return toJsInteger(this.number(index));
  }

  boolean(index: number): boolean {
    return asBoolean(this.values[index]) ?? this.refuse(index, "boolean");
  }

  date(index: number): DateValue {
    return asDate(this.values[index]) ?? this.refuse(index, "date");
  }

  sequence(index: number): Sequence {
    return asSequence(this.values[index]) ?? this.refuse(index, "sequence");
  }

  hash(index: number): Hash {
    return asHash(this.values[index]) ?? this.refuse(index, "hash");
  }

  optionalString(index: number): string | undefined {
    return index < this.values.length ? this.string(index) : undefined;
  }

  optionalInteger(index: number): number | undefined {
    return index < this.values.length ? this.integer(index) : undefined;
  }

  /** The error for an argument, `is` being the rest of the sentence: `must be a positive number`. */
  error(index: number, is: string): Fault {
    return new Fault("invalid-argument", `Argument ${index + 1} of ?${this.name}(…) ${is}.`);
  }

  private refuse(index: number, expected: string): never {
    const value = this.values[index];
    const found = value === undefined ? "is missing" : `is a ${describeType(value)}`;
    throw new Fault(
      value === undefined ? "missing-value" : "wrong-type",
      `Argument ${index + 1} of ?${this.name}(…) must be a ${expected}, but it ${found}.`,
    );
  }
}
