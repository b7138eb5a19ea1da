import { createHash } from "node:crypto";
import { isNumberText } from "../core/conditions/decimal.ts";
import { ExactNumber, parseLossless, printLossless } from "../core/json/lossless.ts";
import type { ValueStep } from "../core/shape.ts";
import { readMoment } from "./read-moment.ts";

/** Takes a value that is neither null nor undefined; undefined where the step cannot take it. */
type Step = (value: unknown) => unknown;

/** Each step, exactly: what it takes, and what it gives. docs/conditions.md says the same in words. */
const STEPS: Readonly<Record<ValueStep, Step>> = {
  string: textOf,
  number: numberOf,
  boolean: booleanOf,
  json: (value) => printLossless(value),
  trim: (value) => textOf(value)?.trim(),
  lowercase: (value) => textOf(value)?.toLowerCase(),
  uppercase: (value) => textOf(value)?.toUpperCase(),
  sha256: (value) => onText(value, (text) => createHash("sha256").update(text, "utf8").digest("hex")),
  base64: (value) => onText(value, (text) => Buffer.from(text, "utf8").toString("base64")),
  iso_time: (value) => onMoment(value, (ms) => new Date(ms).toISOString()),
  unix_seconds: (value) => onMoment(value, (ms) => Math.floor(ms / 1_000)),
  unix_milliseconds: readMoment,
};

/** Compiles the steps of a mapped value, to be taken in order; a value that one of them cannot take is none. */
export function compileSteps(steps: readonly ValueStep[]): Step {
  const compiled = steps.map((step) => STEPS[step]);
  return (value) => {
    let here = value;
    for (const step of compiled) {
      if (here === undefined || here === null) return undefined;
      here = step(here);
    }
    return here;
  };
}

/** A string as it is, numbers as they are written, `true` or `false`. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value instanceof ExactNumber ? value.text : undefined;
}

/** A number as it is; of a text, without the space around it, the number that JSON reads there. */
function numberOf(value: unknown): unknown {
  if (typeof value === "number" || value instanceof ExactNumber) return value;
  const text = typeof value === "string" ? value.trim() : "";
  return isNumberText(text) ? parseLossless(text) : undefined;
}

/** A truth value as it is, 1 and 0, and the texts `true`, `false`, `1` and `0`, in whatever case, space around them or not. */
function booleanOf(value: unknown): boolean | undefined {
  const text = textOf(value)?.trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
}

function onText(value: unknown, make: (text: string) => string): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : make(text);
}

function onMoment<T>(value: unknown, make: (ms: number) => T): T | undefined {
  const ms = readMoment(value);
  return ms === undefined ? undefined : make(ms);
}
