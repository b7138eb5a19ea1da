/**
 * A request as it came over the wire. Every character of its texts is one byte, as Node reads heads of requests: what
 * was signed is bytes, and anything that was decoded first is no longer them.
 */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as they stand in the request line. */
  readonly target: string;
  /** Values by name in lower case, in the order they came; a header that came twice has two. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** What of Node's `IncomingMessage` says how a request came in. */
interface RawRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly rawHeaders: readonly string[];
}

/** A request of Node's HTTP server, before anything was made of it. */
export function receivedRequest({ method = "", url = "", rawHeaders }: RawRequest): ReceivedRequest {
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? "").toLowerCase();
    const value = rawHeaders[i + 1] ?? "";
    const known = headers.get(name);
    if (known === undefined) headers.set(name, [value]);
    else known.push(value);
  }
  return { method, target: url, headers };
}

/** The path of a request line. */
export function pathOf({ target }: Pick<ReceivedRequest, "target">): string {
  const end = target.indexOf("?");
  return end < 0 ? target : target.slice(0, end);
}

/**
 * The parameters of a request line, decoded to bytes, in the order they came. A plus sign is a space, because the routes
 * behind this read it so: what is checked must be what is read.
 */
export function parametersOf({
  target,
}: Pick<ReceivedRequest, "target">): readonly (readonly [string, string])[] {
  const start = target.indexOf("?");
  if (start < 0) return [];
  return target
    .slice(start + 1)
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const equals = piece.indexOf("=");
      return equals < 0
        ? [decode(piece), ""]
        : [decode(piece.slice(0, equals)), decode(piece.slice(equals + 1))];
    });
}

function decode(text: string): string {
  return text
    .replaceAll("+", " ")
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
