import { isJsonObject } from "../../core/json/object.ts";
import type { Milliseconds } from "../../core/time.ts";

/** A token and how long it is good for, as its server says. */
export interface GrantedToken {
  readonly token: string;
  readonly life: Milliseconds;
}

/** What a header can hold of a token (RFC 6750), and no server needs more. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;

/** Where the server says nothing of its life; what is wrong about that is found by a 401. */
const USUAL_LIFE: Milliseconds = 3_600_000;

/** A server that gives tokens for less would be asked before every request. */
const SHORTEST_LIFE: Milliseconds = 5_000;

const LONGEST_LIFE: Milliseconds = 24 * 3_600_000;

/** Reads what a token server answered with success (RFC 6749, section 5.1), or answers what is wrong with it. */
export function readTokenAnswer(text: string, cut: boolean): GrantedToken | { readonly fault: string } {
  if (cut) return { fault: "is larger than 64 KB" };
  const answer = parse(text);
  if (!isJsonObject(answer)) return { fault: "is no JSON object" };
  const { access_token: token, token_type: type, expires_in: expires } = answer;
  if (typeof token !== "string") return { fault: "has no access_token" };
  if (!TOKEN.test(token)) return { fault: "has an access_token that no header can hold" };
  if (typeof type === "string" && type.toLowerCase() !== "bearer")
    return { fault: "has a token_type other than Bearer" };
  return { token, life: lifeOf(expires) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lifeOf(seconds: unknown): Milliseconds {
  const given = typeof seconds === "string" && /^\d{1,9}$/.test(seconds) ? Number(seconds) : seconds;
  if (typeof given !== "number" || !Number.isFinite(given)) return USUAL_LIFE;
  return Math.min(Math.max(given * 1_000, SHORTEST_LIFE), LONGEST_LIFE);
}
