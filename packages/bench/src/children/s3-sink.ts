import { serveCounting } from "../counting-sink.ts";

/** A bucket that only answers: every object is accepted and counted, none is kept. */
serveCounting((_, response) => {
  response.writeHead(200, { etag: '"d41d8cd98f00b204e9800998ecf8427e"', "x-amz-request-id": "bench" }).end();
  return 1;
});
