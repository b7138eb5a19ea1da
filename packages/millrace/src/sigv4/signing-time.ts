import type { EpochMilliseconds } from "../core/time.ts";
import { incomplete } from "./errors.ts";

/** When a request was signed. */
export interface SigningTime {
  /** As it is signed: `20150830T123600Z`. */
  readonly timestamp: string;
  readonly signedAt: EpochMilliseconds;
}

const BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * Reads when a request was signed: from `X-Amz-Date`, and where there is none from `Date`, as AWS does ("Handling dates
 * in Signature Version 4").
 * @throws {SignatureError} `IncompleteSignatureException`
 */
export function readSigningTime(
  amzDate: readonly string[] | undefined,
  date: readonly string[] | undefined,
): SigningTime {
  const values = amzDate ?? date ?? [];
  const [text = ""] = values;
  if (values.length !== 1)
    throw incomplete("The request must say when it was signed, once: in X-Amz-Date or in the header Date.");
  const said = text.trim();
  const signedAt = parse(said, amzDate === undefined);
  if (Number.isNaN(signedAt))
    throw incomplete("The time of the signature must be YYYYMMDDTHHMMSSZ in UTC, such as 20150830T123600Z.");
  return { timestamp: BASIC.test(said) ? said : signingTimestamp(signedAt), signedAt };
}

/** A moment as signatures write it: `20150830T123600Z`. */
export function signingTimestamp(at: EpochMilliseconds): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

function parse(text: string, isDateHeader: boolean): EpochMilliseconds {
  if (isDateHeader && HTTP_DATE.test(text)) return Date.parse(text);
  const [, year, month, day, hour, minute, second] = BASIC.exec(text) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // The 31st of February would be read as a day of March.
  return Number.isNaN(at) || signingTimestamp(at) !== text ? Number.NaN : at;
}
