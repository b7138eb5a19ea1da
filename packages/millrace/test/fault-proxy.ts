import { once } from "node:events";
import { Agent, createServer, request as sendRequest } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { member } from "./support.ts";

/**
 * What can go wrong with one request.
 * - `resetBefore`, `resetAfter`: the connection is reset before, or after, the sink took it.
 * - `halfway`: half of it is passed on, then both connections end.
 * - `delay`, `slowAnswer`: it, or its answer, is late.
 * - `throttle`, `refuse`, `error`: 429, credentials refused, 500; nothing is passed on.
 * - `partial`: some records of a PutRecords are not passed on and fail.
 * - `cut`, `cutQuietly`: passed on; the answer's body breaks off, where one cannot or can take it for its end.
 */
export type Fault =
  | "resetBefore"
  | "resetAfter"
  | "halfway"
  | "delay"
  | "slowAnswer"
  | "throttle"
  | "refuse"
  | "error"
  | "partial"
  | "cut"
  | "cutQuietly";

/** What a {@link FaultProxy} is made of. */
export interface FaultProxyOptions {
  readonly to: string;
  /** Whose way of saying no it speaks. */
  readonly dialect: "kinesis" | "http";
  readonly random: () => number;
  /** Those that may happen. */
  readonly faults: readonly Fault[];
  /** Milliseconds that something late is late at most. */
  readonly latest: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A proxy on real sockets that lets requests through to a sink, or does to them what networks and services do. */
export class FaultProxy {
  /** Of how many requests one goes wrong: 0 to 1. */
  rate = 0;
  /** What all requests meet at the moment. */
  outage: Fault | undefined;
  /** Milliseconds that every request takes at least. */
  latency = 0;
  /** How often each fault happened. */
  readonly happened = new Map<Fault, number>();
  readonly url: string;
  readonly #options: FaultProxyOptions;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(options: FaultProxyOptions, server: Server, port: number) {
    this.#options = options;
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
    server.on("request", (request, response) => {
      this.#serve(request, response).catch(() => request.socket.destroy());
    });
  }

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return new FaultProxy(
      options,
      server,
      typeof address === "object" && address !== null ? address.port : 0,
    );
  }

  /** From now on nothing goes wrong. */
  heal(): void {
    this.rate = 0;
    this.outage = undefined;
  }

  /** Faults that may happen to this proxy's requests. */
  allows(fault: Fault): boolean {
    return this.#options.faults.includes(fault);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #next(): Fault | undefined {
    const { random, faults } = this.#options;
    const dice = random();
    const fault =
      this.outage ?? (dice < this.rate ? faults[Math.floor(random() * faults.length)] : undefined);
    if (fault !== undefined) this.happened.set(fault, (this.happened.get(fault) ?? 0) + 1);
    return fault;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#next();
    const { socket } = request;
    // What a caller that is gone had sent must not arrive later: the network of a dead process is dead too.
    let gone = false;
    response.on("close", () => (gone = true));
    response.on("error", () => {});
    if (fault === "resetBefore") {
      socket.resetAndDestroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    if (this.latency > 0) await pause(this.latency);
    if (fault === "delay") await pause(this.#late());
    if (gone) return;
    if (fault === "throttle" || fault === "refuse" || fault === "error") {
      answerWith(response, this.#refusal(fault));
      return;
    }
    if (fault === "halfway") {
      await this.#passHalf(request, body);
      socket.destroy();
      return;
    }
    if (fault === "partial") {
      answerWith(response, await this.#passSome(request, body));
      return;
    }
    const answer = await this.#pass(request, body);
    if (fault === "slowAnswer") await pause(this.#late());
    if (fault === "resetAfter") socket.resetAndDestroy();
    else if (fault === "cut" || fault === "cutQuietly") await cutOff(response, answer, fault);
    else answerWith(response, answer);
  }

  #late(): number {
    return 20 + this.#options.random() ** 2 * this.#options.latest;
  }

  #refusal(fault: "throttle" | "refuse" | "error"): Answer {
    if (this.#options.dialect === "http")
      return { status: { throttle: 429, refuse: 403, error: 500 }[fault], headers: {}, body: "not now" };
    const type = {
      throttle: "ProvisionedThroughputExceededException",
      refuse: "UnrecognizedClientException",
      error: "InternalFailure",
    }[fault];
    return {
      status: fault === "error" ? 500 : 400,
      headers: AMZ_JSON,
      body: JSON.stringify({ __type: type, message: "not now" }),
    };
  }

  /** Some records fail and are really not passed on; the answer has an entry for each. */
  async #passSome(request: IncomingMessage, body: string): Promise<Answer> {
    const sent: unknown = JSON.parse(body);
    const records = member(sent, "Records");
    if (!Array.isArray(records) || typeof sent !== "object") return this.#pass(request, body);
    const share = this.#options.random() ** 2;
    const passes = records.map(() => this.#options.random() > share);
    const kept = records.filter((_, i) => passes[i]);
    const answer =
      kept.length === 0
        ? { status: 200, headers: AMZ_JSON, body: '{"Records":[]}' }
        : await this.#pass(request, JSON.stringify({ ...sent, Records: kept }));
    const entries = member(JSON.parse(answer.body), "Records");
    if (answer.status !== 200 || !Array.isArray(entries)) return answer;
    let next = 0;
    // Throttled records slow the stream down for long; most fail without.
    const code = this.#options.random() < 0.1 ? "ProvisionedThroughputExceededException" : "InternalFailure";
    const all = passes.map((pass): unknown =>
      pass ? entries[next++] : { ErrorCode: code, ErrorMessage: "not this one now" },
    );
    return { ...answer, body: JSON.stringify({ FailedRecordCount: 1, Records: all }) };
  }

  #pass(request: IncomingMessage, body: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onward = this.#onward(request, body);
      onward.on("error", reject);
      onward.on("response", (answer: IncomingMessage) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const type = answer.headers["content-type"];
          resolve({
            status: answer.statusCode ?? 502,
            headers: type === undefined ? {} : { "content-type": type },
            body: Buffer.concat(chunks).toString(),
          });
        });
      });
      onward.end(body);
    });
  }

  async #passHalf(request: IncomingMessage, body: string): Promise<void> {
    const onward = this.#onward(request, body);
    onward.on("error", () => {});
    onward.write(body.slice(0, body.length >> 1));
    await pause(5);
    onward.destroy();
  }

  #onward({ method, url, headers }: IncomingMessage, body: string) {
    const length = String(Buffer.byteLength(body));
    const { connection: _, ...rest } = headers;
    return sendRequest(new URL(url ?? "/", this.#options.to), {
      method: method ?? "POST",
      headers: { ...rest, "content-length": length },
      agent: this.#agent,
    });
  }
}

const AMZ_JSON = { "content-type": "application/x-amz-json-1.1" };

function answerWith(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) }).end(body);
}

/** The answer's body breaks off. */
async function cutOff(
  response: ServerResponse,
  { status, headers, body }: Answer,
  fault: "cut" | "cutQuietly",
): Promise<void> {
  const ends = fault === "cut" ? { "content-length": String(body.length + 10) } : { connection: "close" };
  if (fault === "cutQuietly") response.useChunkedEncodingByDefault = false;
  response.writeHead(status === 204 ? 200 : status, { ...headers, ...ends });
  response.write(body.slice(0, body.length >> 1) || "{");
  await pause(5);
  response.socket?.end();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
