import { createServer } from "node:net";
import { serveCounts } from "../counting-sink.ts";

const ANSWER = Buffer.from("HTTP/1.1 204 No Content\r\n\r\n");

/**
 * An endpoint that only answers: every webhook is accepted and counted, none is looked at. It reads no more of HTTP than
 * where a request ends, so that neither loop waits for it.
 */
serveCounts((count) =>
  createServer({ noDelay: true }, (socket) => {
    let held: Buffer | undefined;
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      let rest = held === undefined ? chunk : Buffer.concat([held, chunk]);
      for (let end = endOf(rest); end <= rest.length; end = endOf(rest)) {
        rest = rest.subarray(end);
        socket.write(ANSWER);
        count(1);
      }
      held = rest.length === 0 ? undefined : rest;
    });
  }),
);

/** Where the first request in the bytes ends; Infinity where its headers are not complete. */
function endOf(bytes: Buffer): number {
  const headers = bytes.indexOf("\r\n\r\n");
  if (headers < 0) return Infinity;
  const length = /content-length: *(\d+)/i.exec(bytes.toString("latin1", 0, headers))?.[1];
  return headers + 4 + Number(length ?? 0);
}
