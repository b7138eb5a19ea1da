import { createServer } from "node:http";
import { answerQuestions } from "../child.ts";

/** A bucket that only answers: every PUT is accepted and counted, nothing is kept. */
let objects = 0;
const waiting: { count: number; resolve: (count: number) => void }[] = [];

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    if (request.method === "PUT") objects++;
    response
      .writeHead(200, { etag: '"d41d8cd98f00b204e9800998ecf8427e"', "x-amz-request-id": "bench" })
      .end();
    for (const each of waiting.splice(0)) {
      if (objects >= each.count) each.resolve(objects);
      else waiting.push(each);
    }
  });
});
server.keepAliveTimeout = 60_000;

answerQuestions({
  port: () =>
    new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    }),
  reset() {
    objects = 0;
    return 0;
  },
  /** Resolves when that many objects have come since the last reset. */
  until: (count: number) =>
    new Promise<number>((resolve) => {
      if (objects >= count) resolve(objects);
      else waiting.push({ count, resolve });
    }),
});
