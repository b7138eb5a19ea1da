const MAX_NAME = 100;

/** RFC 9110: a token. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Printable ASCII, with tabs and spaces inside. */
const VALUE = /^[\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?$/;

/** What belongs to the connection or to the request itself. */
const NOT_CUSTOM: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What Millrace says of the message. */
const OWN_PREFIX = /^(webhook|svix|millrace)-/;

/** Names under which keys usually travel. */
const SENSITIVE = /auth|token|secret|key|cookie|password|signature|credential/;

/** What is wrong with the name of a header that somebody chose, in words; undefined where it may be used. @param name in lower case */
export function headerNameFault(name: string): string | undefined {
  if (!NAME.test(name)) return "is no name of a header";
  if (name.length > MAX_NAME) return `is longer than ${MAX_NAME} characters`;
  if (NOT_CUSTOM.has(name)) return "belongs to the request itself and cannot be set";
  return OWN_PREFIX.test(name) ? "is a name that only Millrace sets" : undefined;
}

/** True for a value that a header may have. */
export function isHeaderValue(value: string): boolean {
  return VALUE.test(value);
}

/** True where keys usually travel under the name. */
export function isSensitiveName(name: string): boolean {
  return SENSITIVE.test(name.toLowerCase());
}

/** A name that a stranger chose, short enough to be answered. */
export function briefName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}
