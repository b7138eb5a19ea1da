import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
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
  script: (seen: Seen, number: number) => Reply | Promise<Reply> = () => ({ status: 200 });
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
        const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
        void scripted.#answer(seen, response);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    scripted.endpointUrl = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    return scripted;
  }

  async #answer(seen: Seen, response: ServerResponse): Promise<void> {
    const number = this.seen.push(seen);
    const script = this.script(seen, number);
    // What is answered at once is answered in the order of the requests.
    const reply = script instanceof Promise ? await script : script;
    if (reply === "hang") return;
    const socket = response.socket;
    if (reply === "reset") socket?.resetAndDestroy();
    else if (reply === "cut") {
      response.writeHead(200, { "content-length": "1000" }).write("{");
      setTimeout(() => socket?.destroy(), 10);
    } else response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
