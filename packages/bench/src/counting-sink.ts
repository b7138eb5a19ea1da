import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { Server } from "node:net";
import { answerQuestions } from "./child.ts";

/**
 * In a child: a service that takes everything and only counts. Answers `port`, `reset` and `until` (a count).
 * @param take answers a request with this body and says how many things were in it
 */
export function serveCounting(take: (body: Buffer, response: ServerResponse) => number): void {
  serveCounts((count) => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => count(take(Buffer.concat(chunks), response)));
    });
    server.keepAliveTimeout = 60_000;
    return server;
  });
}

/**
 * The same with any server.
 * @param start makes the server; it calls `count` with how many things have come
 */
export function serveCounts(start: (count: (things: number) => void) => Server): void {
  let counted = 0;
  const waiting: { count: number; resolve: (count: number) => void }[] = [];
  const server = start((things) => {
    counted += things;
    for (const each of waiting.splice(0)) {
      if (counted >= each.count) each.resolve(counted);
      else waiting.push(each);
    }
  });

  answerQuestions({
    port: () =>
      new Promise<number>((resolve) => {
        server.listen(0, "127.0.0.1", () => {
          const address = server.address();
          resolve(typeof address === "object" && address !== null ? address.port : 0);
        });
      }),
    reset() {
      counted = 0;
      return 0;
    },
    /** Resolves when that many have come since the last reset. */
    until: (count: number) =>
      new Promise<number>((resolve) => {
        if (counted >= count) resolve(counted);
        else waiting.push({ count, resolve });
      }),
  });
}
