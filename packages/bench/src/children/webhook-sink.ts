import { serveCounting } from "../counting-sink.ts";

/** An endpoint that only answers: every webhook is accepted and counted, none is looked at. */
serveCounting((_, response) => {
  response.writeHead(204).end();
  return 1;
});
