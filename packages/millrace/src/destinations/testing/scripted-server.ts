import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";

/** What a scripted service does with one request. */
export type Reply =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is reset. */
  | "reset"
  /** Nothing is answered at all. */
  | "hang"
  /** 200, and the connection ends in the middle of the body. */
  | "cut";

/** A request that came. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A service on this machine that answers by a script: faults happen on the network, where they happen in life. */
export class ScriptedServer {
  script: (seen: Seen, number: number) => Reply = () => ({ status: 200 });
  readonly seen: Seen[] = [];
  readonly #server = createServer();
  readonly #sockets = new Set<Socket>();
  endpointUrl = "";

  static async start(): Promise<ScriptedServer> {
    const scripted = new ScriptedServer();
    const server = scripted.#server;
    server.on("connection", (socket) => {
      scripted.#sockets.add(socket);
      socket.on("close", () => scripted.#sockets.delete(socket));
    });
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const number = scripted.seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
        const seen = scripted.seen.at(-1);
        const reply = seen === undefined ? "hang" : scripted.script(seen, number);
        if (reply === "hang") return;
        if (reply === "reset") request.socket.resetAndDestroy();
        else if (reply === "cut") {
          response.writeHead(200, { "content-length": "1000" }).write("{");
          setTimeout(() => request.socket.destroy(), 10);
        } else response.writeHead(reply.status, reply.headers).end(reply.body);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    scripted.endpointUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    return scripted;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
