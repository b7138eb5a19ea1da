import { FIELD } from "./calendar-resolve.ts";
import type { ParseState } from "./parse-state.ts";
import { timeZone } from "./time-zone.ts";
import { matchZoneName } from "./zone-names.ts";

/** Reads what `z` and `Z` take: `+hhmm`, `GMT`, `GMT+h:mm` or a zone's name. Tells where it ends, or -1. */
export function readZone(state: ParseState, at: number, start: number, locale: string): number {
  const { text } = state;
  const sign = signAt(text, at);
  if (sign !== 0) return readOffset(state, at + 1, sign, 0, false);
  if (text.slice(start, start + 3).toUpperCase() !== "GMT") return readZoneName(state, at, locale);
  const after = start + 3;
  const gmtSign = signAt(text, after);
  if (gmtSign !== 0) return readOffset(state, after + 1, gmtSign, 0, true);
  state.fields.set(FIELD.ZONE_OFFSET, 0);
  state.fields.set(FIELD.DST_OFFSET, 0);
  return after;
}

/** Reads what `X` (`count` times) takes: `Z`, or an offset of hours, hours and minutes, or both with a colon. */
export function readIsoZone(state: ParseState, at: number, count: number): number {
  if (state.text.charAt(at) === "Z") {
    state.fields.set(FIELD.ZONE_OFFSET, 0);
    state.fields.set(FIELD.DST_OFFSET, 0);
    return at + 1;
  }
  const sign = signAt(state.text, at);
  return sign === 0 ? -1 : readOffset(state, at + 1, sign, count, count === 3);
}

function signAt(text: string, at: number): number {
  const c = text.charAt(at);
  return c === "+" ? 1 : c === "-" ? -1 : 0;
}

function digitAt(text: string, at: number): number {
  const c = text.charCodeAt(at);
  return c >= 48 && c <= 57 ? c - 48 : -1;
}

function readOffset(state: ParseState, start: number, sign: number, count: number, colon: boolean): number {
  const { text } = state;
  let at = start;
  let hours = digitAt(text, at++);
  if (hours < 0 || at >= text.length) return -1;
  const second = digitAt(text, at);
  if (second >= 0) {
    hours = hours * 10 + second;
    at++;
  } else if (count > 0 || !colon) {
    return -1;
  }
  if (hours > 23) return -1;
  let minutes = 0;
  if (count !== 1) {
    if (colon && text.charAt(at++) !== ":") return -1;
    const tens = digitAt(text, at++);
    const ones = digitAt(text, at++);
    minutes = tens * 10 + ones;
    if (tens < 0 || ones < 0 || minutes > 59) return -1;
  }
  state.fields.set(FIELD.ZONE_OFFSET, (hours * 60 + minutes) * 60_000 * sign);
  state.fields.set(FIELD.DST_OFFSET, 0);
  return at;
}

function readZoneName(state: ParseState, at: number, locale: string): number {
  const match = matchZoneName(state.text, at, state.zone, locale);
  if (match === undefined) return -1;
  state.zone = timeZone(match.zone);
  const savings = match.daylight ? state.zone.daylightSavings : 0;
  if (!match.sameName && !(match.daylight && savings === 0)) {
    state.fields.clear(FIELD.ZONE_OFFSET);
    state.fields.set(FIELD.DST_OFFSET, savings);
  }
  return at + match.length;
}
