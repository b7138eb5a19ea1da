import type { Issue } from "../../core/errors.ts";
import { briefName, headerNameFault, isHeaderValue, isSensitiveName } from "../requests/header-rules.ts";
import type { WebhookSecrets, WebhookSettings } from "./settings.ts";

const MAX_HEADERS = 32;
const MAX_VALUE = 4_096;
/** Names and values together: receivers rarely take more than 16 KB of headers in all. */
const MAX_BYTES = 8_192;

/** The headers of a destination as they are sent: names and values in turn. */
export function customHeaders({ headers }: WebhookSettings, secrets: WebhookSecrets): readonly string[] {
  return [...Object.entries(headers ?? {}), ...Object.entries(secrets.headers ?? {})].flatMap(
    ([name, value]) => [name.toLowerCase(), value],
  );
}

/** What is wrong with the headers; no issue holds a value. */
export function headerFaults({ headers }: WebhookSettings, secrets: WebhookSecrets): readonly Issue[] {
  const all = [
    ...placed("metadata.headers", headers ?? {}),
    ...placed("secrets.headers", secrets.headers ?? {}),
  ];
  const tooMuch = amountFault(all);
  if (tooMuch !== undefined) return [tooMuch];
  const seen = new Set<string>();
  return all.flatMap(([where, name, value]) => {
    const lower = name.toLowerCase();
    const fault = nameFault(lower) ?? (seen.has(lower) ? "is set twice" : valueFault(value));
    seen.add(lower);
    return fault === undefined ? [] : [{ in: "body", name: where, detail: `"${briefName(name)}" ${fault}.` }];
  });
}

/** Names of open headers that look as if they held a key. */
export function sensitiveNames({ headers }: WebhookSettings): readonly string[] {
  return Object.keys(headers ?? {}).filter(isSensitiveName);
}

/** Where a header was given, its name and its value. */
type Placed = readonly [where: string, name: string, value: string];

function placed(where: string, headers: Readonly<Record<string, string>>): readonly Placed[] {
  return Object.entries(headers).map(([name, value]) => [where, name, value]);
}

function amountFault(all: readonly Placed[]): Issue | undefined {
  const bytes = all.reduce((sum, [, name, value]) => sum + name.length + value.length, 0);
  const detail =
    all.length > MAX_HEADERS
      ? `There are ${all.length} headers; ${MAX_HEADERS} are allowed, secret ones included.`
      : bytes > MAX_BYTES
        ? `The headers have ${bytes} characters; ${MAX_BYTES} are allowed, secret ones included.`
        : undefined;
  return detail === undefined ? undefined : { in: "body", name: all[0]?.[0] ?? "metadata.headers", detail };
}

function nameFault(name: string): string | undefined {
  return name === "content-type" ? "belongs to the request itself and cannot be set" : headerNameFault(name);
}

function valueFault(value: string): string | undefined {
  if (value.length > MAX_VALUE) return `has a value longer than ${MAX_VALUE} characters`;
  return isHeaderValue(value)
    ? undefined
    : "has a value that is empty, begins or ends with a space, or holds something else than printable ASCII";
}
